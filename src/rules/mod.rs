//! The knowledge of the product, read from TOML and checked once: detectors, frameworks, criteria,
//! roadmaps, languages. It scans nothing and prints nothing.

mod check;
mod error;
mod index;
mod load;
mod pattern;
pub mod proof;
mod scaffold;
pub mod schema;
pub mod source;
mod template;

pub use error::{RuleError, RuleErrors};
pub use index::Index;
pub use load::{Checked, FrameworkRule, ROLES, Rules, closest, load};
pub use pattern::{Pattern, Patterns, lazily};
pub use scaffold::{ScaffoldRule, digests};
pub use template::{ROUTES, Template};
