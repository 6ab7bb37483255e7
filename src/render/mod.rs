//! A report as text for people and programs: pure functions, one module a format. No decisions, no
//! input or output. What comes from the repository is cleaned or escaped here and nowhere else.

pub mod annotations;
pub mod badge;
pub mod escape;
mod files;
pub mod html;
pub mod json;
mod links;
pub mod markdown;
mod markup;
pub mod sarif;
pub mod text;
mod words;

pub use files::files;
