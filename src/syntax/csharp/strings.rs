//! What the kinds of strings say.

use tree_sitter::Node;

use super::CSharp;
use crate::syntax::escapes::unescape;
use crate::syntax::outline::Value;
use crate::syntax::tree::children;
use crate::syntax::walk::Builder;
use crate::syntax::walk::values::joined;

/// Whether the node is a string of any kind.
pub(super) fn is_string(node: Node<'_>) -> bool {
    matches!(
        node.kind(),
        "string_literal"
            | "verbatim_string_literal"
            | "raw_string_literal"
            | "interpolated_string_expression"
    )
}

/// The text of a string without parts, or of a character, as it is written.
pub(super) fn text(source: &str) -> String {
    if let Some(verbatim) = source.strip_prefix("@\"") {
        return verbatim
            .strip_suffix('"')
            .unwrap_or(verbatim)
            .replace("\"\"", "\"");
    }
    let source = source
        .strip_suffix("u8")
        .or_else(|| source.strip_suffix("U8"))
        .unwrap_or(source);
    let quotes = source.len() - source.trim_start_matches('"').len();
    if quotes >= 3 && source.len() > quotes * 2 {
        let inner = source
            .get(quotes..source.len() - quotes)
            .unwrap_or_default();
        return stripped(inner);
    }
    let marks = ['"', '\''];
    let inner = source.strip_prefix(marks).unwrap_or(source);
    unescape(inner.strip_suffix(marks).unwrap_or(inner))
}

/// The lines of a raw string without the indentation of its last line.
fn stripped(inner: &str) -> String {
    let lines: Vec<&str> = inner
        .split('\n')
        .map(|line| line.trim_end_matches('\r'))
        .collect();
    let [first, middle @ .., last] = lines.as_slice() else {
        return inner.to_owned();
    };
    if !first.trim().is_empty() || !last.trim().is_empty() {
        return inner.to_owned();
    }
    let middle: Vec<&str> = middle
        .iter()
        .map(|line| line.strip_prefix(last).unwrap_or(line.trim_start()))
        .collect();
    middle.join("\n")
}

impl CSharp {
    /// `$"a {b} c"`: the parts in order.
    pub(super) fn interpolated(
        &mut self,
        build: &mut Builder<'_>,
        node: Node<'_>,
        depth: usize,
    ) -> Value {
        let written = build.text(node);
        let head: String = written
            .chars()
            .take_while(|c| matches!(c, '$' | '@'))
            .collect();
        let raw = written
            .get(head.len()..)
            .is_some_and(|rest| rest.starts_with("\"\"\""));
        let mut parts = Vec::new();
        for part in children(node) {
            match part.kind() {
                "interpolation_start" | "interpolation_quote" => {}
                "interpolation" => {
                    let shown = children(part)
                        .into_iter()
                        .find(|inner| !inner.kind().starts_with("interpolation_"));
                    parts.push(match shown {
                        Some(shown) => self.value(build, shown, depth + 1),
                        None => Value::Opaque,
                    });
                }
                "escape_sequence" => parts.push(Value::Text(unescape(&build.text(part)))),
                _ => {
                    let mut text = build.text(part);
                    if !raw {
                        text = text.replace("{{", "{").replace("}}", "}");
                    }
                    if head.contains('@') {
                        text = text.replace("\"\"", "\"");
                    }
                    parts.push(Value::Text(text));
                }
            }
        }
        joined(parts)
    }
}

#[cfg(test)]
mod tests {
    use super::text;

    #[test]
    fn strings() {
        assert_eq!(text(r#""a\tb""#), "a\tb");
        assert_eq!(text(r#""a"u8"#), "a");
        assert_eq!(text("'c'"), "c");
        assert_eq!(text(r#"@"c:\x ""q"" ""#), "c:\\x \"q\" ");
        for broken in [
            "",
            "\"",
            "\"\"",
            "@\"",
            "\"\"\"",
            "\"\"\"\"",
            "\"\"\"\"\"\"",
            "u8",
        ] {
            let _ = text(broken);
        }
        assert_eq!(text("\"\""), "");
    }

    #[test]
    fn raw_strings_lose_their_indentation() {
        assert_eq!(text("\"\"\"a \"b\" c\"\"\""), "a \"b\" c");
        assert_eq!(
            text("\"\"\"\n    a \"b\"\n      c\\n\n\n    \"\"\""),
            "a \"b\"\n  c\\n\n"
        );
    }
}
