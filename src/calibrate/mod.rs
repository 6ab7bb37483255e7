//! How well reports agree with people who read the same repositories: labels × reports → counts →
//! a page in Markdown.
//!
//! It scans nothing and reads no file. What it counts is whole numbers; shares become decimals
//! where the page is written. The page names no repository.

mod labels;
mod measure;
mod page;
mod rank;
mod route;

pub use labels::{Answer, Labelled};
pub use measure::{Count, Measure, Mistake};
pub use page::{HEADER, Heading, page};
