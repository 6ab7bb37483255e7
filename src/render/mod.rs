//! A report as text for people and programs: pure functions, one file a format. No decisions, no
//! input or output.

pub mod escape;
pub mod json;
pub mod markdown;
pub mod text;
