//! `init`: writes the files that a learner commits once, and says what to do next.
//!
//! It refuses to work outside of a repository, to touch a file that is there already (without
//! `--force`), and to write a workflow that names no published action.

mod create;
mod uses;

use std::path::Path;
use std::process::ExitCode;

use super::arguments::Init;
use super::error::Error;
use super::write;
use crate::render::escape;
use crate::repo;
use create::{Created, Present};

const WORKFLOW: &str = ".github/workflows/portfolio-check.yml";
const COMMENT: &str = ".github/workflows/portfolio-check-comment.yml";
const SETTINGS: &str = "portfolio-check.toml";

/// A file to write, relative to the root of the work tree.
struct File {
    path: String,
    text: String,
}

/// Runs the command.
pub fn run(arguments: &Init) -> Result<ExitCode, Error> {
    let (root, below) = repo::work_tree(&arguments.path)?;
    let action = uses::action(arguments.uses.as_deref())?;
    let mut groups = vec![workflows(&action, &below, arguments.forks)?];
    if arguments.settings {
        groups.push(vec![settings(&below)]);
    }
    let mut done = Done::default();
    for group in groups {
        done.group(&root, group, arguments.force)?;
    }
    done.say(arguments)
}

fn workflows(action: &str, below: &str, forks: bool) -> Result<Vec<File>, Error> {
    let path = match below {
        "" => ".".to_owned(),
        below => yaml_string(below)?,
    };
    let file = |to: &str, template: &str| File {
        path: to.to_owned(),
        text: template
            .replace("path: .\n", &format!("path: {path}\n"))
            .replace(uses::PLACEHOLDER, action),
    };
    Ok(match forks {
        false => vec![file(WORKFLOW, include_str!("workflow.yml"))],
        true => vec![
            file(WORKFLOW, include_str!("workflow-forks.yml")),
            file(COMMENT, include_str!("workflow-comment.yml")),
        ],
    })
}

/// The settings lie beside the backend that they are about.
fn settings(below: &str) -> File {
    let gap = if below.is_empty() { "" } else { "/" };
    File {
        path: format!("{below}{gap}{SETTINGS}"),
        text: include_str!("settings.toml").to_owned(),
    }
}

/// A folder's name as a quoted string, for a place where the runner reads expressions too.
fn yaml_string(text: &str) -> Result<String, Error> {
    if text.contains("${{") || text.chars().any(char::is_control) {
        return Err(Error::Usage(
            format!(
                "the folder {} cannot be named in a workflow file",
                escape::terminal(text)
            ),
            Some("rename it, or run `portfolio-check init` at the root".to_owned()),
        ));
    }
    Ok(format!("'{}'", text.replace('\'', "''")))
}

/// What became of the files, by their paths.
#[derive(Default)]
struct Done {
    written: Vec<String>,
    unchanged: Vec<String>,
    kept: Vec<String>,
}

impl Done {
    /// Files that only work together are written together or not at all.
    fn group(&mut self, root: &Path, files: Vec<File>, force: bool) -> Result<(), Error> {
        let present = |file: &File| create::present(root, &file.path, &file.text);
        let kept: Vec<String> = files
            .iter()
            .filter(|file| !force && present(file) == Present::Other)
            .map(|file| file.path.clone())
            .collect();
        if !kept.is_empty() {
            self.kept.extend(kept);
            return Ok(());
        }
        for File { path, text } in files {
            match create::create(root, &path, &text, force)? {
                Created::Written => self.written.push(path),
                Created::Unchanged => self.unchanged.push(path),
            }
        }
        Ok(())
    }

    fn say(&self, arguments: &Init) -> Result<ExitCode, Error> {
        if self.written.is_empty() && !self.kept.is_empty() {
            return Err(Error::Usage(
                format!("already there, with another text: {}", shown(&self.kept)),
                Some("nothing was written; `--force` replaces what is there".to_owned()),
            ));
        }
        let mut text = String::new();
        for (word, paths) in [
            ("Wrote", &self.written),
            ("Kept, with the same text,", &self.unchanged),
            (
                "Kept, because it differs (`--force` replaces it),",
                &self.kept,
            ),
        ] {
            for path in paths {
                text.push_str(&format!("{word} {}\n", escape::terminal(path)));
            }
        }
        text.push_str(&self.next(arguments));
        write::out(&text);
        Ok(ExitCode::SUCCESS)
    }

    /// The commands that put the files to work.
    fn next(&self, arguments: &Init) -> String {
        if self.written.is_empty() {
            return "Nothing to do: open a pull request and the comment appears there.\n"
                .to_owned();
        }
        let folder = match arguments.path.as_os_str() == "." {
            true => String::new(),
            false => format!(" -C {}", quoted(&arguments.path.to_string_lossy())),
        };
        // `:/` is the root, wherever in the work tree the command is run.
        let files: Vec<String> = self
            .written
            .iter()
            .map(|path| quoted(&format!(":/{path}")))
            .collect();
        let mut text = format!(
            "\nNext:\n  git{folder} add {}\n  git{folder} commit -m \"Check the portfolio on pull requests\"\n\
             Then push, and open a pull request: the comment appears there.\n",
            files.join(" ")
        );
        if arguments.forks {
            text.push_str(
                "Comments start once portfolio-check-comment.yml is on the default branch.\n",
            );
        }
        text
    }
}

fn shown(paths: &[String]) -> String {
    let paths: Vec<String> = paths.iter().map(|path| escape::terminal(path)).collect();
    paths.join(", ")
}

/// For a shell, quoted only where that is needed.
fn quoted(text: &str) -> String {
    let text = escape::terminal(text);
    let plain = |c: char| c.is_ascii_alphanumeric() || "-_./:".contains(c);
    match text.chars().all(plain) {
        true => text,
        false => format!("'{}'", text.replace('\'', "'\\''")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_folder_is_one_quoted_string() {
        assert_eq!(yaml_string("a b: #c").unwrap(), "'a b: #c'");
        assert_eq!(yaml_string("it's").unwrap(), "'it''s'");
        for hostile in ["a\nb: c", "${{ secrets.X }}", "\u{1b}[0m"] {
            assert!(yaml_string(hostile).is_err(), "{hostile:?}");
        }
    }

    #[test]
    fn every_template_names_the_action_and_leaves_no_placeholder() {
        for forks in [false, true] {
            for file in workflows("ada/check@v9", "", forks).unwrap() {
                assert!(file.text.contains("uses: ada/check@v9\n"), "{}", file.path);
                assert!(!file.text.contains("OWNER"), "{}", file.path);
            }
        }
        let file = workflows("ada/check@v9", "services/api", false).unwrap();
        let [file] = file.as_slice() else {
            panic!("one file")
        };
        assert!(file.text.contains("          path: 'services/api'\n"));
    }

    #[test]
    fn shells_read_one_word() {
        assert_eq!(quoted("a/b.c"), "a/b.c");
        assert_eq!(quoted("a b's $(c)"), "'a b'\\''s $(c)'");
    }
}
