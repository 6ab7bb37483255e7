//! Text that others wrote, made harmless for a terminal and for Markdown.
//!
//! In Markdown, text from a repository is always a code span: nothing in it is a mention, a link,
//! HTML, emphasis or the end of a table cell. A sentence of the rules is text, and whatever in it
//! could mean something to a renderer becomes a code span, too.

use crate::unseen::is_unseen;

/// The longest text shown in one piece, in characters.
const LONGEST: usize = 120;

/// Where a piece of Markdown stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Place {
    Text,
    /// A cell of a table, which ends at the next `|`, code span or not, unless a backslash stands
    /// before it.
    Cell,
}

/// One line without control characters or characters that hide or turn others, not clipped.
///
/// The runner of a workflow takes `::command::` at the start of a line and `##[command]` anywhere
/// for orders, and any word may come to stand at the start of a line.
pub fn terminal(text: &str) -> String {
    let text = visible(text).replace("##[", "## [");
    let words = text.split(' ').map(|word| match word.strip_prefix("::") {
        Some(rest) => format!(": :{rest}"),
        None => word.to_owned(),
    });
    words.collect::<Vec<_>>().join(" ")
}

/// A code span that holds the text and nothing else.
pub fn code(text: &str, place: Place) -> String {
    let text = clip(visible(text).trim(), LONGEST);
    if text.is_empty() {
        return "(empty)".to_owned();
    }
    if place == Place::Cell && text.contains("\\|") {
        return html_code(&text);
    }
    let text = match place {
        Place::Text => text,
        Place::Cell => text.replace('|', "\\|"),
    };
    let fence = "`".repeat(longest_run(&text) + 1);
    let gap = if text.starts_with('`') || text.ends_with('`') {
        " "
    } else {
        ""
    };
    format!("{fence}{gap}{text}{gap}{fence}")
}

/// A sentence with code between backticks; words that are not plain become code as well.
pub fn sentence(text: &str, place: Place) -> String {
    let text = visible(text);
    let mut parts: Vec<&str> = text.split('`').collect();
    // An odd backtick opens nothing.
    let odd = if parts.len().is_multiple_of(2) {
        parts.pop()
    } else {
        None
    };
    let mut markdown = String::new();
    for (index, part) in parts.into_iter().enumerate() {
        let piece = if index.is_multiple_of(2) {
            words(part, place)
        } else {
            code(part, place)
        };
        // Two spans that touch would read as one.
        if markdown.ends_with('`') && piece.starts_with('`') {
            markdown.push(' ');
        }
        markdown.push_str(&piece);
    }
    if let Some(rest) = odd {
        markdown.push('\'');
        markdown.push_str(&words(rest, place));
    }
    markdown
}

/// A link to an address that is known to be one.
pub fn link(label: &str, address: &str) -> String {
    format!("[{label}]({})", encoded_address(address))
}

/// An address without characters that could end it, wherever it stands.
pub(super) fn encoded_address(address: &str) -> String {
    encode(address, b":/#?=&%")
}

/// A path for use in an address.
pub fn encoded_path(path: &str) -> String {
    encode(path, b"/")
}

fn encode(text: &str, kept: &[u8]) -> String {
    let mut encoded = String::new();
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) || kept.contains(&byte) {
            encoded.push(char::from(byte));
        } else {
            encoded.push_str(&format!("%{byte:02X}"));
        }
    }
    encoded
}

fn words(text: &str, place: Place) -> String {
    let words = text.split(' ').map(|word| {
        if is_plain(word) {
            return word.to_owned();
        }
        let core = word.trim_end_matches(['.', ',', ';', ':']);
        let (core, tail) = word.split_at(core.len());
        format!("{}{tail}", code(core, place))
    });
    words.collect::<Vec<_>>().join(" ")
}

/// Whether a word means nothing to Markdown or GitHub, wherever it stands in a line.
fn is_plain(word: &str) -> bool {
    let harmless = |c: char| c.is_alphanumeric() || ".,;:'\"()!?-/%+=’‘“”–—…·".contains(c);
    let is_address = word.contains("://") || word.contains("www.");
    word.chars().all(harmless) && !is_address
}

/// For a cell with a backslash before a pipe, which no code span can hold: one more backslash would
/// only take the first one's meaning away. Every character that is no letter or digit becomes a
/// number, so that no layer reads it as markup, and nothing around an `@` makes an address.
fn html_code(text: &str) -> String {
    let mut html = String::from("<code>");
    for c in text.chars() {
        if c.is_alphanumeric() || c == ' ' {
            html.push(c);
        } else {
            html.push_str(&format!("&#{};", u32::from(c)));
        }
        if c == '@' {
            html.push_str("<!-- -->");
        }
    }
    html.push_str("</code>");
    html
}

fn longest_run(text: &str) -> usize {
    text.split(|c| c != '`').map(str::len).max().unwrap_or(0)
}

fn clip(text: &str, longest: usize) -> String {
    match text.char_indices().nth(longest) {
        Some((at, _)) => format!("{}…", text.get(..at).unwrap_or_default()),
        None => text.to_owned(),
    }
}

/// One line without control characters, and without what hides or turns others.
pub(super) fn visible(text: &str) -> String {
    text.chars()
        .filter(|c| !is_unseen(*c))
        .map(|c| {
            if c.is_control() || is_line_end(c) {
                ' '
            } else {
                c
            }
        })
        .collect()
}

fn is_line_end(c: char) -> bool {
    matches!(c, '\u{2028}' | '\u{2029}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn code_is_one_span_whatever_is_in_it() {
        let cases = [
            ("src/app.js", "`src/app.js`"),
            ("a`b", "``a`b``"),
            ("``a``", "``` ``a`` ```"),
            ("`", "`` ` ``"),
            (" padded ", "`padded`"),
            ("", "(empty)"),
            (" \t\n ", "(empty)"),
            ("a\r\nb", "`a  b`"),
            ("a\u{2028}b\u{85}c", "`a b c`"),
            (
                "@team #1 <b> [x](y) **z** &amp; $m$",
                "`@team #1 <b> [x](y) **z** &amp; $m$`",
            ),
            ("\u{202e}gpj.exe\u{200b}\u{feff}\u{e0041}", "`gpj.exe`"),
            ("\u{1b}[31mred", "`[31mred`"),
            ("a\\", "`a\\`"),
        ];
        for (text, expected) in cases {
            assert_eq!(code(text, Place::Text), expected, "{text:?}");
            assert_eq!(code(text, Place::Cell), expected, "{text:?}");
        }
    }

    #[test]
    fn a_fence_is_longer_than_every_run_inside() {
        for run in 0..6 {
            for around in ["{}", "a{}b", "{}a", "a{}", "`a{}", "``{}``"] {
                let text = around.replace("{}", &"`".repeat(run));
                let span = code(&text, Place::Text);
                let fence = span.len() - span.trim_start_matches('`').len();
                if text.is_empty() {
                    assert_eq!(span, "(empty)");
                    continue;
                }
                let inside = &span[fence..span.len() - fence];
                assert!(longest_run(inside) < fence, "{text:?} became {span:?}");
                assert!(
                    !inside.starts_with('`') && !inside.ends_with('`'),
                    "{span:?}"
                );
            }
        }
    }

    #[test]
    fn a_cell_holds_no_pipe_of_its_own() {
        let cases = [
            ("a|b", "`a\\|b`"),
            ("|", "`\\|`"),
            ("`|", "`` `\\| ``"),
            ("a\\|b", "<code>a&#92;&#124;b</code>"),
            (
                "\\|</code>`",
                "<code>&#92;&#124;&#60;&#47;code&#62;&#96;</code>",
            ),
            ("\\|a@b.c", "<code>&#92;&#124;a&#64;<!-- -->b&#46;c</code>"),
        ];
        for (text, expected) in cases {
            assert_eq!(code(text, Place::Cell), expected, "{text:?}");
            // A pipe ends the cell unless an odd number of backslashes stands before it.
            let span = sentence(text, Place::Cell);
            for (at, _) in span.match_indices('|') {
                let before = &span[..at];
                let backslashes = before.len() - before.trim_end_matches('\\').len();
                assert_eq!(backslashes, 1, "{span}");
            }
        }
        assert_eq!(code("a|b", Place::Text), "`a|b`");
    }

    #[test]
    fn long_text_is_clipped_by_characters() {
        let span = code(&"ä".repeat(1000), Place::Text);
        assert_eq!(span.chars().count(), 123);
        assert!(span.ends_with("…`"));
    }

    #[test]
    fn sentences_keep_their_code_and_lose_their_markup() {
        let cases = [
            ("Routes registered: 12.", "Routes registered: 12."),
            ("Run `a b`, then c.", "Run `a b`, then c."),
            (
                "Put @Get() on it, and @Post.",
                "Put `@Get()` on it, and `@Post`.",
            ),
            ("Install @scope/jwt.", "Install `@scope/jwt`."),
            ("In models/<name>.js", "In `models/<name>.js`"),
            (
                "Set created_at and __init__",
                "Set `created_at` and `__init__`",
            ),
            (
                "See https://x.y/z, www.a.b",
                "See `https://x.y/z`, `www.a.b`",
            ),
            ("An odd ` @tick", "An odd ' `@tick`"),
            ("By `@me [x](y) <b>`.", "By `@me [x](y) <b>`."),
            ("a & b | c", "a `&` b `|` c"),
            ("**bold** #1", "`**bold**` `#1`"),
            ("<b>`x``y`", "`<b>` `x` `y`"),
            ("", ""),
        ];
        for (text, expected) in cases {
            assert_eq!(sentence(text, Place::Text), expected, "{text:?}");
        }
        assert_eq!(sentence("Use `a|b`.", Place::Cell), "Use `a\\|b`.");
    }

    #[test]
    fn links_cannot_be_left() {
        let address = format!(
            "https://h/r/blob/c/{}#L3",
            encoded_path("a b)/ü?#%/[x](y).js")
        );
        assert_eq!(
            link("`x`", &address),
            "[`x`](https://h/r/blob/c/a%20b%29/%C3%BC%3F%23%25/%5Bx%5D%28y%29.js#L3)"
        );
        assert_eq!(link("l", "https://h/a) b\n"), "[l](https://h/a%29%20b%0A)");
    }

    #[test]
    fn a_terminal_gets_no_orders() {
        assert_eq!(terminal("\u{1b}[2J\u{7}\u{9b}31mx\ry"), " [2J  31mx y");
        assert_eq!(terminal("a\u{202e}b\u{200b}c"), "abc");
        assert_eq!(
            terminal("::error::x ::y a::b ##[z]"),
            ": :error::x : :y a::b ## [z]"
        );
        // Nothing invisible holds the two halves of an order apart.
        assert_eq!(terminal(":\u{200b}:x #\u{ad}#[y]"), ": :x ## [y]");
    }
}
