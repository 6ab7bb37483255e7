//! Lines of a terminal: tones, signs, wrapping. It knows nothing of reports.

use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

use super::Style;
use crate::render::escape::terminal;

/// Narrower than this, a line holds a word or two; wider, the eye loses it.
const WIDTHS: std::ops::RangeInclusive<usize> = 60..=120;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tone {
    Plain,
    Strong,
    Quiet,
    Good,
    Middling,
    Bad,
    Place,
}

impl Tone {
    fn ansi(self) -> &'static str {
        match self {
            Tone::Plain => "",
            Tone::Strong => "\u{1b}[1m",
            Tone::Quiet => "\u{1b}[2m",
            Tone::Good => "\u{1b}[32m",
            Tone::Middling => "\u{1b}[33m",
            Tone::Bad => "\u{1b}[31m",
            Tone::Place => "\u{1b}[36m",
        }
    }
}

/// Text in one tone, without line ends or orders to the terminal.
#[derive(Debug, Clone)]
pub struct Span {
    tone: Tone,
    text: String,
}

impl Span {
    /// Columns: a wide character takes two, an accent of its own none.
    pub fn width(&self) -> usize {
        self.text.width()
    }
}

pub fn width(spans: &[Span]) -> usize {
    spans.iter().map(Span::width).sum()
}

pub struct Page {
    style: Style,
    out: String,
}

impl Page {
    pub fn new(style: Style) -> Page {
        let width = style.width.clamp(*WIDTHS.start(), *WIDTHS.end());
        Page {
            style: Style { width, ..style },
            out: String::new(),
        }
    }

    pub fn finish(self) -> String {
        self.out
    }

    pub fn width(&self) -> usize {
        self.style.width
    }

    /// Text that may come from anywhere, made fit for a line.
    pub fn span(&self, tone: Tone, text: &str) -> Span {
        let mut text = terminal(text);
        if self.style.ascii && !text.is_ascii() {
            let plain = text.chars().map(|c| match c {
                '…' => "...".to_owned(),
                '–' | '—' => "-".to_owned(),
                '‘' | '’' => "'".to_owned(),
                '“' | '”' => "\"".to_owned(),
                c if c.is_ascii() => c.to_string(),
                _ => "?".to_owned(),
            });
            text = plain.collect();
        }
        Span { tone, text }
    }

    /// The same, clipped in front: the end of a path says more than its start.
    pub fn clipped(&self, tone: Tone, text: &str, width: usize) -> Span {
        let mut span = self.span(tone, text);
        let length = span.width();
        if length > width {
            let mark = self.either("…", "...");
            let kept = width.saturating_sub(mark.width());
            span.text = format!("{mark}{}", end(&span.text, kept));
        }
        span
    }

    pub fn blank(&mut self) {
        self.out.push('\n');
    }

    pub fn heading(&mut self, text: &str) {
        self.blank();
        let text = self.span(Tone::Strong, text);
        self.flow(&[], 0, &[text]);
    }

    /// One line as it is.
    pub fn line(&mut self, spans: &[Span]) {
        let mut line = String::new();
        for span in spans {
            self.paint(span.tone, &span.text, &mut line);
        }
        self.end(&line);
    }

    /// Spaces.
    pub fn gap(&self, width: usize) -> Span {
        Span {
            tone: Tone::Plain,
            text: " ".repeat(width),
        }
    }

    /// Text behind a lead, and something at the right edge: on the same line if there is room, else
    /// below it.
    pub fn ends(&mut self, lead: &[Span], left: &Span, right: &[Span]) {
        let indent = width(lead);
        let used = indent + left.width() + width(right);
        if width(right) > 0 && used + 2 <= self.width() {
            let gap = self.gap(self.width() - used);
            self.line(&[lead, &[left.clone(), gap], right].concat());
            return;
        }
        self.flow(lead, indent, std::slice::from_ref(left));
        if width(right) > 0 {
            let gap = self.gap(indent);
            self.line(&[&[gap], right].concat());
        }
    }

    /// Text in a column that starts after `lead`, which fills up to `indent` columns of the first
    /// line. What is wider than the column is broken, but for addresses.
    pub fn flow(&mut self, lead: &[Span], indent: usize, text: &[Span]) {
        let mut line = String::new();
        for span in lead {
            self.paint(span.tone, &span.text, &mut line);
        }
        let used = width(lead);
        line.push_str(&" ".repeat(indent.saturating_sub(used)));
        let mut column = indent.max(used);
        let mut run = String::new();
        for span in text {
            for word in span.text.split(' ').filter(|word| !word.is_empty()) {
                for piece in pieces(word, self.width().saturating_sub(indent)) {
                    let width = piece.width();
                    if column > indent && column + 1 + width > self.width() {
                        self.paint(span.tone, &std::mem::take(&mut run), &mut line);
                        self.end(&std::mem::replace(&mut line, " ".repeat(indent)));
                        column = indent;
                    } else if column > indent {
                        run.push(' ');
                        column += 1;
                    }
                    run.push_str(&piece);
                    column += width;
                }
            }
            self.paint(span.tone, &std::mem::take(&mut run), &mut line);
        }
        self.end(&line);
    }

    fn end(&mut self, line: &str) {
        self.out.push_str(line.trim_end());
        self.out.push('\n');
    }

    fn paint(&self, tone: Tone, text: &str, line: &mut String) {
        let ansi = tone.ansi();
        if self.style.color && !ansi.is_empty() && !text.is_empty() {
            line.push_str(ansi);
            line.push_str(text);
            line.push_str("\u{1b}[0m");
        } else {
            line.push_str(text);
        }
    }

    fn either(&self, sign: &'static str, ascii: &'static str) -> &'static str {
        if self.style.ascii { ascii } else { sign }
    }

    /// The sign of an outcome.
    pub fn sign(&self, outcome: &str) -> Span {
        let (tone, sign) = match outcome {
            "met" => (Tone::Good, self.either("✓", "+")),
            "partial" => (Tone::Middling, "~"),
            "violated" => (Tone::Bad, "!"),
            "unknown" => (Tone::Quiet, "?"),
            "waived" => (Tone::Quiet, self.either("–", "=")),
            _ => (Tone::Bad, self.either("✗", "-")),
        };
        self.span(tone, sign)
    }

    /// Four rungs, as many filled as were climbed; blank where there is no ladder.
    pub fn ladder(&self, strength: Option<&str>) -> Span {
        let climbed = match strength {
            Some("declared") => 1,
            Some("used") => 2,
            Some("tested") => 3,
            Some("enforced") => 4,
            _ => return self.gap(4),
        };
        let filled = self.either("●", "#").repeat(climbed);
        let hollow = self.either("○", ".").repeat(4 - climbed);
        self.span(Tone::Plain, &(filled + &hollow))
    }

    pub fn bar(&self, percent: u32, width: usize) -> [Span; 2] {
        let filled = (percent as usize * width / 100).min(width);
        let tone = match percent {
            0..=29 => Tone::Bad,
            30..=64 => Tone::Middling,
            _ => Tone::Good,
        };
        [
            self.span(tone, &self.either("█", "#").repeat(filled)),
            self.span(Tone::Quiet, &self.either("░", ".").repeat(width - filled)),
        ]
    }
}

/// The end of a text that fits the columns, an accent never without its letter.
fn end(text: &str, columns: usize) -> &str {
    let mut width = 0;
    let mut from = text.len();
    for (at, c) in text.char_indices().rev() {
        width += columns_of(c);
        if width > columns {
            break;
        }
        if columns_of(c) > 0 {
            from = at;
        }
    }
    text.get(from..).unwrap_or_default()
}

/// A word in pieces that fit the column; an address stays whole, so that it can be copied.
fn pieces(word: &str, column: usize) -> Vec<String> {
    if word.width() <= column || word.starts_with("https://") {
        return vec![word.to_owned()];
    }
    let mut pieces = Vec::new();
    let (mut piece, mut width) = (String::new(), 0);
    for c in word.chars() {
        if width + columns_of(c) > column && width > 0 {
            pieces.push(std::mem::take(&mut piece));
            width = 0;
        }
        piece.push(c);
        width += columns_of(c);
    }
    pieces.push(piece);
    pieces
}

fn columns_of(c: char) -> usize {
    c.width().unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn wide_characters_take_two_columns_and_accents_none() {
        let page = Page::new(Style::default());
        assert_eq!(page.span(Tone::Plain, "漢字/e\u{301}.js").width(), 9);
        let clipped = |width| page.clipped(Tone::Plain, "src/漢字e\u{301}.js", width).text;
        assert_eq!(clipped(12), "src/漢字e\u{301}.js");
        assert_eq!(clipped(9), "…漢字e\u{301}.js");
        // Half of a character is not shown.
        assert_eq!(clipped(8), "…字e\u{301}.js");
        assert_eq!(clipped(4), "….js");
        assert_eq!(end("e\u{301}", 0), "");
    }

    #[test]
    fn words_are_broken_by_columns() {
        assert_eq!(pieces("漢字漢字", 5), ["漢字", "漢字"]);
        assert_eq!(pieces("abcde\u{301}f", 5), ["abcde\u{301}", "f"]);
        // A column too narrow for anything still gets something.
        assert_eq!(pieces("漢字", 1), ["漢", "字"]);
    }
}
