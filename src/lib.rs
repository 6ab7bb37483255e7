//! Looks for evidence of backend skills in a Git repository.

#![deny(unsafe_code)]

pub mod cli;
pub mod detect;
pub mod fact;
#[cfg(feature = "github")]
pub mod github;
pub mod judge;
pub mod render;
pub mod repo;
pub mod report;
pub mod rules;
pub mod score;
pub mod syntax;
