//! A report as text for people and programs: pure functions, one file a format. No decisions, no
//! input or output.

pub mod json;
