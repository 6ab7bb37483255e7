//! Snapshot × detectors → survey: which facts there are, and what could not be looked at.
//!
//! It weighs nothing and decides no outcome.

mod assembled;
mod evaluate;
mod extension;
mod history;
mod manifest;
mod matching;
mod mutate;
mod outlines;
mod packages;
mod project;
mod prove;
mod requests;
mod routes;
mod run;
mod scan;
mod survey;

pub use outlines::Outlines;
pub use prove::prove;
pub use run::role_name;
pub use scan::{Options, survey, survey_again};
pub use survey::{BlindSpot, Guarded, Route, Survey};
