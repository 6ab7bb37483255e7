//! Looks for evidence of backend skills in a Git repository and reports what is there, at
//! path:line, and what to do next.
//!
//! One sentence: **detectors find facts, criteria judge facts, roadmaps weigh judgements; nothing
//! else decides.** What is known about frameworks, libraries and roadmaps is TOML in `rules/`; no
//! framework, library or roadmap item is named in this crate.
//!
//! ```text
//! revision (a Git tree, or the work tree)     repo      files, roles, history; the only place that touches disk or git
//!   → Snapshot { files, history, skipped }
//!   → Outline per source file                 syntax    imports, definitions, calls, annotations, assignments, literals
//!   → Survey { facts, routes, blind spots }   detect    detectors matched against outlines, text, names, manifests, history
//!   → Verdicts (one per criterion)            judge     met · partial · missing · violated · not-applicable · unknown · waived
//!   → Score, level, next steps                score     integers only
//!   → Report (schema 1)                       report    the only types that are serialised
//!   → text · markdown · json                  render    pure functions of the report
//!   → stdout · file · summary · comment       cli, github
//! ```
//!
//! `proof` runs the examples of the rules; `calibrate` holds reports against what people labelled.
//!
//! The core is pure: values in, values out. `repo` reads, `github` publishes, `cli` wires; nothing
//! else does input or output. Everything from a scanned repository is hostile: it is never run,
//! never followed out of the tree, escaped in each output, and a secret's value is never kept.
//!
//! Who may import whom is held by `tests/architecture.rs`.

#![deny(unsafe_code)]
#![cfg_attr(
    not(test),
    warn(
        clippy::unwrap_used,
        clippy::expect_used,
        clippy::print_stdout,
        clippy::print_stderr,
        clippy::dbg_macro,
        clippy::todo
    )
)]

pub mod calibrate;
pub mod cli;
pub mod detect;
pub mod fact;
#[cfg(feature = "github")]
pub mod github;
pub mod judge;
pub mod proof;
pub mod render;
pub mod repo;
pub mod report;
pub mod rules;
pub mod score;
pub mod settings;
pub mod syntax;
pub mod unseen;
