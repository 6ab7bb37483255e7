//! Snapshot × detectors → survey: which facts there are, and what could not be looked at.
//!
//! It weighs nothing and decides no outcome.

mod evaluate;
mod matching;
mod project;
mod routes;
mod survey;

pub use survey::{BlindSpot, Guarded, Route, Survey};
