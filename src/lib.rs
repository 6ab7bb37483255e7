//! Looks for evidence of backend skills in a Git repository.

#[cfg(feature = "github")]
pub mod github;
pub mod syntax;
