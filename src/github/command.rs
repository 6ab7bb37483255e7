//! What the runner reads from stdout: annotations that are meant, and text that must not be.
//!
//! The runner takes `::command::` at the start of a trimmed line and `##[command]` anywhere in a
//! line, from stdout and stderr alike. Text from a scanned repository goes through [`neutralise`].

use crate::unseen::is_unseen;

/// The runner keeps this many annotations of each level for a step and drops the rest.
pub const ANNOTATIONS_PER_LEVEL: usize = 10;
/// The runner cuts a message here.
const LONGEST_MESSAGE: usize = 4_096;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Level {
    Notice,
    Warning,
    Error,
}

impl Level {
    fn word(self) -> &'static str {
        match self {
            Self::Notice => "notice",
            Self::Warning => "warning",
            Self::Error => "error",
        }
    }
}

/// A message, possibly about a place in a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Annotation {
    pub level: Level,
    pub title: Option<String>,
    pub file: Option<String>,
    pub line: Option<u32>,
    pub end_line: Option<u32>,
    pub message: String,
}

impl Annotation {
    pub fn new(level: Level, message: impl Into<String>) -> Self {
        Self {
            level,
            title: None,
            file: None,
            line: None,
            end_line: None,
            message: message.into(),
        }
    }

    /// The line to print, escaped and without a line end.
    pub fn command(&self) -> String {
        let numbers = [("line", self.line), ("endLine", self.end_line)];
        let properties: Vec<String> = [("title", &self.title), ("file", &self.file)]
            .into_iter()
            .filter_map(|(name, text)| {
                let text = text.as_deref()?;
                Some(format!("{name}={}", escape_property(text)))
            })
            .chain(numbers.into_iter().filter_map(|(name, number)| {
                let number = number?;
                Some(format!("{name}={number}"))
            }))
            .collect();
        let gap = if properties.is_empty() { "" } else { " " };
        let message: String = self.message.chars().take(LONGEST_MESSAGE).collect();
        format!(
            "::{}{gap}{}::{}",
            self.level.word(),
            properties.join(","),
            escape_data(&message)
        )
    }
}

/// The lines for as many annotations as the runner keeps, in order, and how many are left out.
pub fn annotate(annotations: &[Annotation]) -> (Vec<String>, usize) {
    let mut lines = Vec::new();
    for level in [Level::Error, Level::Warning, Level::Notice] {
        lines.extend(
            annotations
                .iter()
                .filter(|annotation| annotation.level == level)
                .take(ANNOTATIONS_PER_LEVEL)
                .map(Annotation::command),
        );
    }
    let left_out = annotations.len() - lines.len();
    (lines, left_out)
}

/// Makes any text one line that the runner takes for text.
///
/// Invisible characters go: some comparisons ignore them, so `:` `:` with one between could still
/// count. A visible space breaks what is left.
pub fn neutralise(line: &str) -> String {
    let plain: String = line
        .chars()
        .filter(|c| !is_unseen(*c))
        .map(|c| if c.is_control() { ' ' } else { c })
        .collect();
    let plain = plain.replace("##[", "## [");
    let text = plain.trim_start();
    match text.strip_prefix("::") {
        Some(rest) => {
            let indent = plain.len() - text.len();
            format!("{}: :{rest}", plain.get(..indent).unwrap_or_default())
        }
        None => plain,
    }
}

fn escape_data(text: &str) -> String {
    text.replace('%', "%25")
        .replace('\r', "%0D")
        .replace('\n', "%0A")
}

fn escape_property(text: &str) -> String {
    escape_data(text).replace(':', "%3A").replace(',', "%2C")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn commands_escape_message_and_properties() {
        let annotation = Annotation {
            title: Some("50%, or: so".into()),
            file: Some("src/a,b:c\n.js".into()),
            line: Some(3),
            end_line: Some(4),
            ..Annotation::new(Level::Warning, "100%: a,\r\n::error::b")
        };
        assert_eq!(
            annotation.command(),
            "::warning title=50%25%2C or%3A so,file=src/a%2Cb%3Ac%0A.js,line=3,endLine=4\
             ::100%25: a,%0D%0A::error::b"
        );
        let plain = Annotation::new(Level::Notice, "hello");
        assert_eq!(plain.command(), "::notice::hello");
    }

    #[test]
    fn long_messages_are_cut_before_they_are_escaped() {
        let long = Annotation::new(Level::Error, "%".repeat(LONGEST_MESSAGE + 5));
        let line = long.command();
        assert_eq!(line.len(), "::error::".len() + 3 * LONGEST_MESSAGE);
        assert!(line.ends_with("%25"));
    }

    #[test]
    fn ten_of_each_level_are_kept() {
        let mut many: Vec<_> = (0..12)
            .map(|n| Annotation::new(Level::Notice, n.to_string()))
            .collect();
        many.push(Annotation::new(Level::Error, "first"));
        let (lines, left_out) = annotate(&many);
        assert_eq!((lines.len(), left_out), (11, 2));
        assert_eq!(lines.first().unwrap(), "::error::first");
    }

    /// The runner's own two readings, stripped of everything it might ignore.
    fn is_command(line: &str) -> bool {
        let kept: String = line.chars().filter(|c| !is_unseen(*c)).collect();
        kept.trim_start().starts_with("::") || kept.contains("##[")
    }

    #[test]
    fn repository_text_is_never_a_command() {
        for hostile in [
            "::error::x",
            " \t\u{a0}\u{2003}::add-mask::x",
            "a ##[error]x",
            "###[group]",
            "####[##[",
            "\u{feff}::set-output name=a::b",
            ":\u{200b}:error::x",
            "#\u{ad}#[error]",
            ":\u{e0001}:x",
            "ok\r::error::x",
            "ok\n::error::x",
            "\u{1b}::error::x",
            "\0::error::x",
            "::::",
            ":::x",
        ] {
            let safe = neutralise(hostile);
            assert!(!is_command(&safe), "{hostile:?} became {safe:?}");
            assert!(!safe.contains(['\r', '\n']), "{safe:?}");
        }
    }

    #[test]
    fn ordinary_text_stays() {
        for plain in ["let x = Foo::bar();", "  a: b", "## [x]", "Ünïcode ✓", ""] {
            assert_eq!(neutralise(plain), plain);
        }
    }
}
