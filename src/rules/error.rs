//! What is wrong with a rule file: where, what, and what would be right.

use std::fmt;
use std::ops::Range;

use super::load::closest;

/// One mistake in one file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RuleError {
    /// Path below the rules folder.
    pub file: String,
    /// From 1; 0 for the file as a whole.
    pub line: usize,
    pub message: String,
    /// The line of the file with a caret, if the place is known.
    pub excerpt: Option<String>,
    pub help: Option<String>,
}

/// All mistakes that were found, in the order of files and lines.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub struct RuleErrors(pub Vec<RuleError>);

impl RuleError {
    /// A mistake at the first place where `near` stands in the text.
    pub fn near(file: &str, text: &str, near: &str, message: String) -> RuleError {
        let at = text.find(near);
        let line = at.map_or(0, |at| text[..at].matches('\n').count() + 1);
        let excerpt = at.map(|_| {
            let content = text.lines().nth(line - 1).unwrap_or_default();
            let column = content.find(near).unwrap_or(0);
            caret(line, content, column, near.chars().count())
        });
        RuleError {
            file: file.to_owned(),
            line,
            message,
            excerpt,
            help: None,
        }
    }

    /// A mistake the TOML reader found.
    pub fn toml(file: &str, text: &str, error: &toml::de::Error) -> RuleError {
        let message = error.message().to_owned();
        let help = misspelt(&message);
        let mistake = match error.span() {
            Some(span) => RuleError::at(file, text, span, message),
            None => RuleError {
                file: file.to_owned(),
                line: 0,
                message,
                excerpt: None,
                help: None,
            },
        };
        RuleError { help, ..mistake }
    }

    /// A mistake at these bytes of the text.
    pub fn at(file: &str, text: &str, span: Range<usize>, message: String) -> RuleError {
        let start = text.get(..span.start).unwrap_or(text);
        let line = start.matches('\n').count() + 1;
        let column = start.len() - start.rfind('\n').map_or(0, |at| at + 1);
        let content = text.lines().nth(line - 1).unwrap_or_default();
        let width = span.len().clamp(1, content.len().max(1));
        RuleError {
            file: file.to_owned(),
            line,
            message,
            excerpt: Some(caret(line, content, column, width)),
            help: None,
        }
    }

    pub fn help(mut self, help: impl Into<String>) -> RuleError {
        self.help = Some(help.into());
        self
    }
}

/// The word that was meant, from `unknown field `x`, expected one of `a`, `b``.
fn misspelt(message: &str) -> Option<String> {
    let (word, rest) = message
        .strip_prefix("unknown field `")
        .or_else(|| message.strip_prefix("unknown variant `"))?
        .split_once("`, expected ")?;
    let known: Vec<&str> = rest.split('`').skip(1).step_by(2).collect();
    // Words of a hostile file may be long, and the search is quadratic.
    let word = Some(word).filter(|word| word.len() <= 60)?;
    closest(word, &known).map(|near| format!("is it `{near}`?"))
}

fn caret(line: usize, content: &str, column: usize, width: usize) -> String {
    let number = line.to_string();
    let pad = " ".repeat(number.len());
    let shown: String = content.chars().take(160).collect();
    let indent = content
        .get(..column)
        .map_or(0, |start| start.chars().count())
        .min(shown.chars().count());
    let width = width
        .min(shown.chars().count().saturating_sub(indent))
        .max(1);
    format!(
        "{pad} |\n{number} | {shown}\n{pad} | {}{}",
        " ".repeat(indent),
        "^".repeat(width)
    )
}

impl fmt::Display for RuleErrors {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let count = self.0.len();
        let noun = if count == 1 { "mistake" } else { "mistakes" };
        writeln!(f, "{count} {noun} in the rules")?;
        for error in &self.0 {
            write!(f, "\nrules/{error}")?;
        }
        Ok(())
    }
}

impl fmt::Display for RuleError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.file)?;
        if self.line > 0 {
            write!(f, ":{}", self.line)?;
        }
        writeln!(f, ": {}", self.message.replace('\n', " "))?;
        if let Some(excerpt) = &self.excerpt {
            writeln!(f, "{excerpt}")?;
        }
        if let Some(help) = &self.help {
            writeln!(f, "help: {help}")?;
        }
        Ok(())
    }
}
