//! What is wrong with a rule file: where, what, and what would be right.

use std::fmt;

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
        let span = error.span();
        let line = span.as_ref().map_or(0, |span| {
            text.get(..span.start).unwrap_or(text).matches('\n').count() + 1
        });
        let excerpt = span.as_ref().map(|span| {
            let start = text.get(..span.start).unwrap_or(text);
            let column = start.len() - start.rfind('\n').map_or(0, |at| at + 1);
            let content = text.lines().nth(line - 1).unwrap_or_default();
            caret(
                line,
                content,
                column,
                span.len().clamp(1, content.len().max(1)),
            )
        });
        RuleError {
            file: file.to_owned(),
            line,
            message: error.message().to_owned(),
            excerpt,
            help: None,
        }
    }

    pub fn help(mut self, help: impl Into<String>) -> RuleError {
        self.help = Some(help.into());
        self
    }
}

fn caret(line: usize, content: &str, column: usize, width: usize) -> String {
    let number = line.to_string();
    let pad = " ".repeat(number.len());
    let shown: String = content.chars().take(160).collect();
    let indent = content
        .get(..column)
        .map_or(0, |start| start.chars().count());
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
            write!(f, "\nrules/{}", error.file)?;
            if error.line > 0 {
                write!(f, ":{}", error.line)?;
            }
            writeln!(f, ": {}", error.message.replace('\n', " "))?;
            if let Some(excerpt) = &error.excerpt {
                writeln!(f, "{excerpt}")?;
            }
            if let Some(help) = &error.help {
                writeln!(f, "help: {help}")?;
            }
        }
        Ok(())
    }
}
