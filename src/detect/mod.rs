//! Snapshot × detectors → survey: which facts there are, and what could not be looked at.
//!
//! It weighs nothing and decides no outcome.

mod asked;
mod assembled;
mod evaluate;
mod extension;
mod folder;
mod history;
mod manifest;
mod matching;
mod outlines;
mod own;
mod packages;
mod project;
mod requests;
mod resources;
mod routes;
mod run;
mod scaffold;
mod scan;
mod settings;
mod survey;

pub use history::{FirstCommit, first_commit};
pub use outlines::Outlines;
pub use own::{Apart, Reason};
pub use run::role_name;
pub use scan::{Options, survey, survey_again};
pub use survey::{Baseline, BlindSpot, Guarded, Route, Survey};
