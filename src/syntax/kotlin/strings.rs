//! What a string says.

use tree_sitter::Node;

use super::Kotlin;
use crate::syntax::escapes::unescape;
use crate::syntax::outline::Value;
use crate::syntax::tree::children;
use crate::syntax::walk::Builder;
use crate::syntax::walk::values::joined;

/// Whether the node is a string of any kind.
pub(super) fn is_string(node: Node<'_>) -> bool {
    matches!(node.kind(), "string_literal" | "multiline_string_literal")
}

impl Kotlin {
    /// The parts of a string in order; one text if nothing is put in.
    pub(super) fn template(
        &mut self,
        build: &mut Builder<'_>,
        node: Node<'_>,
        depth: usize,
    ) -> Value {
        let raw = node.kind() == "multiline_string_literal";
        let mut parts = Vec::new();
        let mut dollar = false;
        for part in children(node) {
            let text = match part.kind() {
                "interpolation" => {
                    parts.push(match children(part).first() {
                        Some(&shown) => self.value(build, shown, depth + 1),
                        None => Value::Opaque,
                    });
                    continue;
                }
                "string_content" => build.text(part),
                _ if raw => build.text(part),
                _ => unescape(&build.text(part)),
            };
            // In a plain string the grammar leaves `$` and the name behind it as text.
            let is_text = !raw && part.kind() == "string_content";
            let (name, rest) = if dollar && is_text {
                named(&text)
            } else {
                ("", text.as_str())
            };
            if name.is_empty() {
                parts.extend(dollar.then(|| Value::Text("$".to_owned())));
            } else {
                let name = if name == "this" { "self" } else { name };
                parts.push(Value::Name(vec![name.to_owned()]));
            }
            dollar = is_text && rest == "$";
            parts.extend((!dollar).then(|| Value::Text(rest.to_owned())));
        }
        parts.extend(dollar.then(|| Value::Text("$".to_owned())));
        joined(parts)
    }
}

/// The name that the text begins with, and what follows it.
fn named(text: &str) -> (&str, &str) {
    let is_name = |c: char| c.is_alphanumeric() || c == '_';
    if text.starts_with(|c: char| c.is_ascii_digit()) {
        return ("", text);
    }
    text.split_at(text.find(|c| !is_name(c)).unwrap_or(text.len()))
}
