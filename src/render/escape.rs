//! Text from a scanned repository made harmless for each output. Paths, names and subjects are
//! written by strangers.

/// Longest piece of repository text shown, in characters.
pub const CLIP: usize = 120;

/// One line without control, bidirectional or invisible characters, clipped.
#[must_use]
pub fn plain(text: &str) -> String {
    let mut clean = String::new();
    let mut count = 0;
    for c in text.chars() {
        let shown = match c {
            c if c.is_control() || matches!(c, '\u{2028}' | '\u{2029}') => ' ',
            c if is_invisible(c) => continue,
            c => c,
        };
        if count == CLIP {
            clean.push('…');
            break;
        }
        clean.push(shown);
        count += 1;
    }
    clean.trim().to_owned()
}

/// The same for a sentence, which is not clipped.
#[must_use]
pub fn plain_long(text: &str) -> String {
    text.chars()
        .filter(|c| !is_invisible(*c))
        .map(|c| if c.is_control() { ' ' } else { c })
        .collect()
}

/// Characters that change how others are read, or that nobody sees.
fn is_invisible(c: char) -> bool {
    matches!(
        c,
        '\u{00AD}'
            | '\u{061C}'
            | '\u{180E}'
            | '\u{200B}'..='\u{200F}'
            | '\u{202A}'..='\u{202E}'
            | '\u{2060}'..='\u{206F}'
            | '\u{FE00}'..='\u{FE0F}'
            | '\u{FEFF}'
            | '\u{FFF9}'..='\u{FFFB}'
            | '\u{E0000}'..='\u{E0FFF}'
    )
}

/// A Markdown code span that nothing inside can end: its fence is one longer than any run of
/// backticks in the text (CommonMark 0.31, 6.1). Safe in tables.
#[must_use]
pub fn code(text: &str) -> String {
    let clean = plain(text).replace('|', "\\|");
    if clean.is_empty() {
        return "` `".to_owned();
    }
    let longest = clean
        .split(|c| c != '`')
        .map(str::len)
        .max()
        .unwrap_or(0);
    let fence = "`".repeat(longest + 1);
    let pad = if clean.starts_with('`') || clean.ends_with('`') { " " } else { "" };
    format!("{fence}{pad}{clean}{pad}{fence}")
}

/// Prose for Markdown: nothing in it is markup, a mention, a reference or a link.
#[must_use]
pub fn prose(text: &str) -> String {
    let mut out = String::new();
    for c in text.chars().filter(|c| !is_invisible(*c)) {
        match c {
            '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '>' | '|' | '~' | '#' | '!' | '$' => {
                out.push('\\');
                out.push(c);
            }
            '&' => out.push_str("&amp;"),
            // A mention or an autolink needs the plain character.
            '@' => out.push_str("&#64;"),
            c if c.is_control() => out.push(' '),
            c => out.push(c),
        }
    }
    out.replace("://", ":&#47;&#47;").replace("www.", "www&#46;")
}

/// Prose in which backticks mark code, as the rules' own texts do.
#[must_use]
pub fn marked(text: &str) -> String {
    let parts: Vec<&str> = text.split('`').collect();
    if parts.len().is_multiple_of(2) {
        return prose(text);
    }
    parts
        .iter()
        .enumerate()
        .map(|(index, part)| if index % 2 == 1 { code(part) } else { prose(part) })
        .collect()
}

/// A path as part of an address.
#[must_use]
pub fn url_path(path: &str) -> String {
    let mut out = String::new();
    for byte in path.bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' | b'/' => out.push(byte as char),
            other => out.push_str(&format!("%{other:02X}")),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn control_and_bidirectional_characters_are_gone() {
        assert_eq!(plain("a\u{1b}[31mb\r\nc"), "a [31mb  c");
        assert_eq!(plain("x\u{202e}gpj.exe\u{200b}"), "xgpj.exe");
        assert_eq!(plain(&"y".repeat(500)).chars().count(), CLIP + 1);
    }

    #[test]
    fn a_code_span_cannot_be_left() {
        assert_eq!(code("a`b"), "``a`b``");
        assert_eq!(code("`"), "`` ` ``");
        assert_eq!(code("a``` |b"), "````a``` \\|b````");
        assert_eq!(code(""), "` `");
        for hostile in ["</details>", "@everyone", "[x](http://y)", "```\n# h", "a|b|c"] {
            let span = code(hostile);
            let fence = span.len() - span.trim_start_matches('`').len();
            let inside = &span[fence..span.len() - fence];
            assert!(!inside.contains(&"`".repeat(fence)) && !span.contains('\n'), "{span}");
        }
    }

    #[test]
    fn prose_has_no_markup() {
        assert_eq!(prose("*a* <b> @c"), "\\*a\\* \\<b\\> &#64;c");
        assert_eq!(prose("http://x www.y"), "http:&#47;&#47;x www&#46;y");
    }

    #[test]
    fn paired_backticks_are_code_and_the_rest_is_prose() {
        assert_eq!(marked("run `a_b` *now*"), "run `a_b` \\*now\\*");
        assert_eq!(marked("odd ` one"), "odd \\` one");
    }

    #[test]
    fn addresses_are_percent_encoded() {
        assert_eq!(url_path("a b/#c?.rs"), "a%20b/%23c%3F.rs");
        assert_eq!(url_path("ä"), "%C3%A4");
    }
}
