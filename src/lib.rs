//! Looks for evidence of backend skills in a Git repository.

pub mod syntax;
