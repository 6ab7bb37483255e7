//! A report as text for people and programs: pure functions, one module a format. No decisions, no
//! input or output. What comes from the repository is cleaned or escaped here and nowhere else.

pub mod escape;
pub mod json;
pub mod markdown;
pub mod text;
mod words;
