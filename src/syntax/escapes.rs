//! Backslash escapes of the languages that took them from C.
//!
//! An escape it does not know stands for the character after the backslash.

/// The text with its escapes resolved; bytes that make no UTF-8 are replaced.
pub(super) fn unescape(text: &str) -> String {
    let mut bytes: Vec<u8> = Vec::with_capacity(text.len());
    // The first half of a character that is written as two `\u` escapes.
    let mut high: Option<u32> = None;
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('\\') {
        bytes.extend(before.bytes());
        let (escape, tail) = escape(after);
        rest = tail;
        match (escape, high.take()) {
            (Escape::Unit(low @ 0xDC00..=0xDFFF), Some(first)) if before.is_empty() => {
                let code = 0x10000 + ((first - 0xD800) << 10) + (low - 0xDC00);
                push(&mut bytes, code);
            }
            (Escape::Unit(unit @ 0xD800..=0xDBFF), _) => high = Some(unit),
            (Escape::Unit(unit), _) => push(&mut bytes, unit),
            (Escape::Byte(byte), _) => bytes.push(byte),
            (Escape::Nothing, _) => {}
        }
    }
    bytes.extend(rest.bytes());
    String::from_utf8_lossy(&bytes).into_owned()
}

enum Escape {
    /// A character's code, or half of one.
    Unit(u32),
    Byte(u8),
    Nothing,
}

/// Reads what follows a backslash and gives the text after it.
fn escape(after: &str) -> (Escape, &str) {
    let mut characters = after.chars();
    let Some(first) = characters.next() else {
        return (Escape::Byte(b'\\'), "");
    };
    let tail = characters.as_str();
    let byte = |byte| (Escape::Byte(byte), tail);
    match first {
        'n' => byte(b'\n'),
        't' => byte(b'\t'),
        'r' => byte(b'\r'),
        'b' => byte(8),
        'f' => byte(12),
        'v' => byte(11),
        'a' => byte(7),
        's' => byte(b' '),
        // A line that goes on.
        '\n' => (Escape::Nothing, tail),
        '0'..='7' => match digits(after, 8, 3) {
            Some((code, tail)) => (Escape::Byte((code & 0xFF) as u8), tail),
            None => byte(0),
        },
        'x' => match digits(tail, 16, 2) {
            Some((code, tail)) => (Escape::Byte(code as u8), tail),
            None => byte(b'x'),
        },
        // `\u{1f600}`.
        'u' if tail.starts_with('{') => match tail.trim_start_matches('{').split_once('}') {
            Some((code, tail)) => match digits(code, 16, 6) {
                Some((code, "")) => (Escape::Unit(code), tail),
                _ => byte(b'u'),
            },
            None => byte(b'u'),
        },
        'u' => match digits(tail.trim_start_matches('u'), 16, 4) {
            Some((code, tail)) => (Escape::Unit(code), tail),
            None => byte(b'u'),
        },
        'U' => match digits(tail, 16, 8) {
            Some((code, tail)) => (Escape::Unit(code), tail),
            None => byte(b'U'),
        },
        other => (Escape::Unit(other as u32), tail),
    }
}

/// The number that up to `most` digits give, and what follows them.
fn digits(text: &str, radix: u32, most: usize) -> Option<(u32, &str)> {
    let mut code: u32 = 0;
    let mut rest = text;
    for _ in 0..most {
        let mut characters = rest.chars();
        let Some(digit) = characters.next().and_then(|c| c.to_digit(radix)) else {
            break;
        };
        code = code.wrapping_mul(radix).wrapping_add(digit);
        rest = characters.as_str();
    }
    (rest.len() < text.len()).then_some((code, rest))
}

fn push(bytes: &mut Vec<u8>, code: u32) {
    let character = char::from_u32(code).unwrap_or(char::REPLACEMENT_CHARACTER);
    bytes.extend(character.encode_utf8(&mut [0; 4]).bytes());
}

#[cfg(test)]
mod tests {
    use super::unescape;

    #[test]
    fn common_escapes() {
        assert_eq!(unescape(r#"a\tb\n\"c\"\\"#), "a\tb\n\"c\"\\");
        assert_eq!(unescape("plain"), "plain");
        assert_eq!(unescape("a\\\nb"), "ab");
    }

    #[test]
    fn codes() {
        assert_eq!(unescape(r"\u00e9\101\x41"), "éAA");
        assert_eq!(unescape(r"\xc3\xa9"), "é");
        assert_eq!(unescape(r"\u{e9}\u{1f600}"), "é😀");
        assert_eq!(unescape(r"\ud83d\ude00 \U0001F600"), "😀 😀");
    }

    #[test]
    fn broken_escapes_do_not_panic() {
        for text in [
            "\\",
            "\\u",
            "\\x",
            "\\ud800",
            "\\u{",
            "\\u{}",
            "\\u{110000}",
            "\\ud800\\n",
            "\\U99999999",
            "\\é",
            "\\ude00",
        ] {
            let _ = unescape(text);
        }
        assert_eq!(unescape("a\\"), "a\\");
        assert_eq!(unescape("\\é"), "é");
    }
}
