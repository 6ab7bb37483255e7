//! What is wrong with a settings file, as a person reads it.

use std::fmt;

use crate::judge::quote;
use crate::rules::RuleError;
use crate::unseen::is_unseen;

/// Most mistakes told of one file.
const MOST: usize = 20;

/// All mistakes in one settings file, in the order of its lines. Nothing in them obeys a terminal.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub struct Mistakes(Vec<RuleError>);

impl Mistakes {
    pub(super) fn new(mut errors: Vec<RuleError>) -> Mistakes {
        errors.sort_by_key(|error| error.line);
        errors.truncate(MOST);
        for error in &mut errors {
            error.message = clean(&error.message);
            error.file = clean(&error.file);
            error.excerpt = error.excerpt.as_deref().map(clean);
            error.help = error.help.as_deref().map(clean);
        }
        Mistakes(errors)
    }

    pub(super) fn unreadable(path: &str) -> Mistakes {
        Mistakes::whole(
            path,
            "the file is there and cannot be read as text".to_owned(),
        )
    }

    /// One mistake of the file as a whole.
    pub(super) fn whole(path: &str, message: String) -> Mistakes {
        Mistakes::new(vec![RuleError {
            file: path.to_owned(),
            line: 0,
            message,
            excerpt: None,
            help: None,
        }])
    }

    /// The first mistake inside a sentence of a report: text of the file stands between backticks.
    pub(super) fn first(&self) -> String {
        let Some(first) = self.0.first() else {
            return String::new();
        };
        let place = match first.line {
            0 => String::new(),
            line => format!("line {line}: "),
        };
        format!("{place}{}", quote(&first.message))
    }
}

/// Without control characters, and without those that turn the direction of a text or are not seen.
fn clean(text: &str) -> String {
    let shown = |c: char| match c {
        '\n' => '\n',
        '\t' => ' ',
        '\u{2028}'..='\u{2029}' => char::REPLACEMENT_CHARACTER,
        c if c.is_control() || is_unseen(c) => char::REPLACEMENT_CHARACTER,
        c => c,
    };
    text.chars().take(2_000).map(shown).collect()
}

impl fmt::Display for Mistakes {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let noun = if self.0.len() == 1 {
            "mistake"
        } else {
            "mistakes"
        };
        writeln!(f, "{} {noun} in the settings", self.0.len())?;
        for error in &self.0 {
            write!(f, "\n{error}")?;
        }
        Ok(())
    }
}
