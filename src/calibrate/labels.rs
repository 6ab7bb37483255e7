//! One labelled repository as a person wrote it down. What is not scored is passed over.

use std::collections::BTreeMap;

use serde::Deserialize;

/// What a person found in a repository at one commit.
#[derive(Debug, Clone, Deserialize)]
pub struct Labelled {
    /// `owner/name`.
    pub repo: String,
    pub commit: String,
    /// What sort of repository it is: `learner`, `sample`, `negative`.
    #[serde(default)]
    pub kind: String,
    /// The main one first.
    #[serde(default)]
    pub languages: Vec<String>,
    /// The main one first.
    #[serde(default)]
    pub frameworks: Vec<String>,
    /// Method, path and perhaps the place.
    #[serde(default)]
    pub routes: Vec<Vec<String>>,
    #[serde(default)]
    pub labels: BTreeMap<String, Label>,
    pub mentor: Option<Mentor>,
}

#[derive(Debug, Clone, Deserialize)]
pub struct Label {
    pub value: Answer,
}

/// `true`, `false`, or that the person was not sure either.
#[derive(Debug, Clone, Deserialize)]
#[serde(untagged)]
pub enum Answer {
    Sure(bool),
    Unsure(String),
}

/// The repository as a backend portfolio, in the eyes of an experienced reviewer.
#[derive(Debug, Clone, Deserialize)]
pub struct Mentor {
    #[serde(rename = "readiness_0_100")]
    pub readiness: u32,
}

impl Labelled {
    /// Reads a label file.
    ///
    /// # Errors
    /// What does not read, in words.
    pub fn read(text: &str) -> Result<Labelled, String> {
        serde_json::from_str(text).map_err(|error| error.to_string())
    }

    /// The framework that its routes are counted under.
    pub(super) fn framework(&self) -> &str {
        self.frameworks.first().map_or("none", String::as_str)
    }

    pub(super) fn language(&self) -> &str {
        self.languages.first().map_or("none", String::as_str)
    }
}
