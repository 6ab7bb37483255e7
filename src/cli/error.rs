//! Everything that ends a run early: one sentence, its causes, a `help:` line, an exit code.

use std::error::Error as _;
use std::fmt;
use std::path::PathBuf;

use crate::repo::RepoError;
use crate::rules::RuleErrors;
use crate::settings::Mistakes;

#[derive(Debug, thiserror::Error)]
pub enum Error {
    #[error("{0}")]
    Usage(String, Option<String>),
    #[error("{0}")]
    Rules(RuleErrors),
    #[error("{0}")]
    Settings(Mistakes),
    #[error("the rules in {} cannot be read", .0.display())]
    RulesFolder(PathBuf, #[source] std::io::Error),
    #[error(transparent)]
    Repository(#[from] RepoError),
    #[error("the labels in {} cannot be read: {message}", .file.display())]
    Labels { file: PathBuf, message: String },
    #[error("{} cannot be written", .0.display())]
    Output(PathBuf, #[source] std::io::Error),
    #[error("{} cannot be created", .0.display())]
    Create(PathBuf, #[source] std::io::Error),
    #[cfg_attr(
        not(feature = "github"),
        allow(dead_code, reason = "only the action publishes")
    )]
    #[error("{message}")]
    Publish {
        message: String,
        help: Option<String>,
    },
}

impl Error {
    /// The exit code, as `--help` lists them.
    #[must_use]
    pub fn code(&self) -> u8 {
        match self {
            Error::Usage(..)
            | Error::Rules(_)
            | Error::Settings(_)
            | Error::RulesFolder(..)
            | Error::Labels { .. }
            | Error::Output(..)
            | Error::Create(..) => 2,
            Error::Repository(_) => 3,
            Error::Publish { .. } => 4,
        }
    }

    fn help(&self) -> Option<String> {
        match self {
            Error::Usage(_, help) | Error::Publish { help, .. } => help.clone(),
            Error::Repository(error) => error.help(),
            Error::RulesFolder(..) => {
                Some("--rules takes a folder like the `rules/` of this project".to_owned())
            }
            Error::Output(..) => {
                Some("--output takes a file in a folder that exists and can be written, --report-dir a folder".to_owned())
            }
            Error::Labels { .. } => Some(
                "LABELS is a folder of JSON files, one for each repository, with `repo`, `commit`, `routes` and \
                 `labels`"
                    .to_owned(),
            ),
            Error::Create(..) => Some(
                "look at what is there (`ls -ld`), move it out of the way, and try again"
                    .to_owned(),
            ),
            Error::Rules(_) | Error::Settings(_) => None,
        }
    }
}

/// The error as a person reads it.
pub struct Shown<'e>(pub &'e Error);

impl fmt::Display for Shown<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "error: {}", self.0.to_string().trim_end())?;
        let mut cause = self.0.source();
        // `transparent` errors are their own first cause.
        while let Some(inner) = cause {
            let text = inner.to_string();
            if !self.0.to_string().contains(&text) {
                write!(f, "\n  caused by: {text}")?;
            }
            cause = inner.source();
        }
        if let Some(help) = self.0.help() {
            write!(f, "\nhelp: {help}")?;
        }
        Ok(())
    }
}
