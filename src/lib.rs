//! Looks for evidence of backend skills in a Git repository.

#![deny(unsafe_code)]

pub mod repo;
pub mod syntax;
