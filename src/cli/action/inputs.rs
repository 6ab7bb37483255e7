//! The action's inputs, checked before anything is read or sent. A misspelt word is the workflow
//! author's to correct and ends the run, with the accepted words.

use std::path::{Path, PathBuf};

use super::Env;
use crate::cli::error::Error;
use crate::cli::threshold::{Regression, Thresholds};

/// Folders that one run looks at: more would not fit one comment.
const MOST_FOLDERS: usize = 12;

/// When to comment.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Comment {
    /// Try, and say so when it cannot be done.
    Auto,
    /// Fail when it cannot be done.
    Always,
    Never,
    /// As `auto`, and only when the readiness changed.
    Changed,
}

/// The inputs.
#[derive(Debug)]
pub struct Inputs {
    pub workspace: PathBuf,
    /// As given, each once.
    pub folders: Vec<String>,
    /// Reports of another run; then no folder is looked at.
    pub reports: Vec<String>,
    /// Else that of the settings.
    pub roadmap: Option<String>,
    /// What fails the step. Nothing does unless somebody asked for it.
    pub thresholds: Thresholds,
    pub comment: Comment,
    pub key: String,
    /// Where the files go; in the runner's temporary folder when nothing is said.
    pub report_dir: Option<String>,
}

impl Inputs {
    pub fn read(env: Env<'_>, workspace: Option<&Path>) -> Result<Inputs, Error> {
        let input = |name: &str| {
            let value = env(name).unwrap_or_default().trim().to_owned();
            (!value.is_empty()).then_some(value)
        };
        let list = |name: &str| input(name).map(|text| listed(&text)).unwrap_or_default();
        let mut folders = list("INPUT_PATH");
        if folders.is_empty() {
            folders.push(".".to_owned());
        }
        let reports = list("INPUT_REPORT");
        for (name, given) in [("path", &folders), ("report", &reports)] {
            if given.len() > MOST_FOLDERS {
                return Err(wrong(
                    format!("the input `{name}` names {} places", given.len()),
                    format!(
                        "give at most {MOST_FOLDERS}; a second step with another `key` may take more"
                    ),
                ));
            }
        }
        Ok(Inputs {
            workspace: workspace.unwrap_or(Path::new(".")).to_owned(),
            folders,
            reports,
            roadmap: input("INPUT_ROADMAP"),
            thresholds: Thresholds {
                fail_under: input("INPUT_FAIL_UNDER")
                    .map(|text| percent(&text))
                    .transpose()?,
                min_level: input("INPUT_MIN_LEVEL"),
                fail_on: regressions(&list("INPUT_FAIL_ON"))?,
            },
            comment: word(
                "comment",
                input("INPUT_COMMENT"),
                &[
                    ("auto", Comment::Auto),
                    ("always", Comment::Always),
                    ("never", Comment::Never),
                    ("changed", Comment::Changed),
                ],
            )?,
            key: input("INPUT_KEY").unwrap_or_else(|| "default".to_owned()),
            report_dir: input("INPUT_REPORT_DIR"),
        })
    }
}

/// Lines or parts between commas, each once, in the order given.
fn listed(text: &str) -> Vec<String> {
    let mut parts: Vec<String> = Vec::new();
    for part in text.split(['\n', ',']) {
        let part = part.trim().trim_end_matches('/');
        if !part.is_empty() && !parts.iter().any(|known| known == part) {
            parts.push(part.to_owned());
        }
    }
    parts
}

/// `never` says nothing beside other words.
fn regressions(given: &[String]) -> Result<Vec<Regression>, Error> {
    let words = [
        ("never", None),
        ("lost", Some(Regression::Lost)),
        ("weaker", Some(Regression::Weaker)),
    ];
    let found = given
        .iter()
        .map(|given| word("fail-on", Some(given.clone()), &words));
    let found: Vec<Option<Regression>> = found.collect::<Result<_, _>>()?;
    Ok(found.into_iter().flatten().collect())
}

fn percent(text: &str) -> Result<u32, Error> {
    match text.parse::<u32>() {
        Ok(percent) if percent <= 100 => Ok(percent),
        _ => Err(wrong(
            format!("the input `fail-under` is {text:?}"),
            "give a whole number from 0 to 100, or nothing".to_owned(),
        )),
    }
}

/// One of a few words; the first when nothing is said.
fn word<T: Copy>(name: &str, given: Option<String>, words: &[(&str, T)]) -> Result<T, Error> {
    let said = given.as_deref();
    let found = match said {
        None => words.first(),
        Some(said) => words.iter().find(|(word, _)| *word == said),
    };
    found.map(|(_, value)| *value).ok_or_else(|| {
        let names: Vec<&str> = words.iter().map(|(word, _)| *word).collect();
        wrong(
            format!("the input `{name}` is {:?}", said.unwrap_or_default()),
            format!("say one of {}", names.join(", ")),
        )
    })
}

pub fn wrong(message: String, help: String) -> Error {
    Error::Usage(message, Some(help))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_list_is_lines_or_parts_between_commas() {
        assert_eq!(listed("api\nweb/ \n\n api , jobs,"), ["api", "web", "jobs"]);
        assert_eq!(listed(" ,\n"), Vec::<String>::new());
    }

    #[test]
    fn nothing_said_is_the_default() {
        let inputs = Inputs::read(&|_| Some(String::new()), None).unwrap();
        assert_eq!(inputs.folders, ["."]);
        assert_eq!(inputs.comment, Comment::Auto);
        assert_eq!(inputs.thresholds, Thresholds::default());
    }

    #[test]
    fn several_regressions_may_fail_the_step() {
        let read = |text: &str| regressions(&listed(text)).unwrap();
        assert_eq!(read("lost, weaker"), [Regression::Lost, Regression::Weaker]);
        assert_eq!(read("never"), []);
    }

    #[test]
    fn a_wrong_word_is_named_with_the_right_ones() {
        let env = |name: &str| (name == "INPUT_FAIL_ON").then(|| "losses".to_owned());
        let Err(Error::Usage(message, Some(help))) = Inputs::read(&env, None) else {
            panic!("a wrong word passed");
        };
        assert_eq!(message, "the input `fail-on` is \"losses\"");
        assert_eq!(help, "say one of never, lost, weaker");
    }
}
