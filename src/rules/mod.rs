//! The knowledge of the product, read from TOML and checked once: detectors, frameworks, criteria,
//! roadmaps, languages. It scans nothing and prints nothing.

mod pattern;
pub mod schema;

pub use pattern::{Pattern, Patterns};
