//! Looks for evidence of backend skills in a Git repository.

pub mod detect;
pub mod fact;
pub mod rules;
pub mod syntax;
