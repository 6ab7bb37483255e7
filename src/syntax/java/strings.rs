//! What a string or text block says.

use crate::syntax::escapes::unescape;

const FENCE: &str = "\"\"\"";

/// The text of a string, text block or character as it is written, quotes included.
pub(super) fn text(source: &str) -> String {
    if let Some(block) = source.strip_prefix(FENCE) {
        return unescape(&stripped(block.strip_suffix(FENCE).unwrap_or(block)));
    }
    let quotes = ['"', '\''];
    let inner = source.strip_prefix(quotes).unwrap_or(source);
    unescape(inner.strip_suffix(quotes).unwrap_or(inner))
}

/// The lines of a text block without their common indentation. The line of the closing quotes
/// counts even when nothing stands before them.
fn stripped(block: &str) -> String {
    let (_, body) = block.split_once('\n').unwrap_or(("", block));
    let lines: Vec<&str> = body.split('\n').collect();
    let last = lines.len().saturating_sub(1);
    let indentation = lines
        .iter()
        .enumerate()
        .filter(|(index, line)| *index == last || !line.trim().is_empty())
        .map(|(_, line)| line.len() - line.trim_start_matches([' ', '\t']).len())
        .min()
        .unwrap_or(0);
    let lines: Vec<&str> = lines
        .into_iter()
        .map(|line| line.get(indentation..).unwrap_or_default().trim_end())
        .collect();
    lines.join("\n")
}

#[cfg(test)]
mod tests {
    use super::text;

    #[test]
    fn strings() {
        assert_eq!(text(r#""a\tb""#), "a\tb");
        assert_eq!(text("'c'"), "c");
        assert_eq!(text("\"\""), "");
        assert_eq!(text("\""), "");
    }

    #[test]
    fn text_blocks_lose_their_indentation() {
        assert_eq!(
            text("\"\"\"\n    a \"b\"\n      c\\\n    d  \n    \"\"\""),
            "a \"b\"\n  cd\n"
        );
        assert_eq!(text("\"\"\"\n  a\n\n  b\"\"\""), "a\n\nb");
        assert_eq!(text("\"\"\""), "");
    }
}
