//! Strings: their text, and the parts that templates and `+` put together.

use tree_sitter::Node;

use super::super::outline::Value;
use super::super::walk::{Builder, DEPTH};
use super::values::{bare, operator};
use super::{JavaScript, first, named};

impl JavaScript {
    /// The parts of a template or a `+`, and whether it is certainly a string. Parts are settled.
    pub(super) fn join(
        &mut self,
        build: &mut Builder<'_>,
        node: Node<'_>,
        depth: usize,
    ) -> (Value, bool) {
        let mut parts = Vec::new();
        let is_text = self.parts(build, node, depth, &mut parts);
        let value = match parts.as_slice() {
            [] => Value::Text(String::new()),
            [Value::Text(text)] => Value::Text(text.clone()),
            _ => Value::Join(parts),
        };
        (value, is_text)
    }

    fn parts(
        &mut self,
        build: &mut Builder<'_>,
        node: Node<'_>,
        depth: usize,
        parts: &mut Vec<Value>,
    ) -> bool {
        if node.kind() == "template_string" {
            let mut fragment = String::new();
            for child in named(node) {
                if child.kind() == "template_substitution" {
                    if !fragment.is_empty() {
                        parts.push(Value::Text(std::mem::take(&mut fragment)));
                    }
                    if let Some(inner) = first(child) {
                        self.part(build, inner, depth + 1, parts);
                    }
                } else {
                    push_fragment(build, child, &mut fragment);
                }
            }
            if !fragment.is_empty() {
                parts.push(Value::Text(fragment));
            }
            return true;
        }
        // `a + b + c` nests to the left, as deep as the source likes.
        let mut operands = Vec::new();
        let mut sum = node;
        loop {
            operands.extend(sum.child_by_field_name("right"));
            match sum.child_by_field_name("left").map(bare) {
                Some(left) if operator(left) == Some("+") => {
                    self.settle(left);
                    sum = left;
                }
                Some(left) => {
                    operands.push(left);
                    break;
                }
                None => break,
            }
        }
        let mut is_text = false;
        for operand in operands.into_iter().rev() {
            is_text |= self.part(build, operand, depth + 1, parts);
        }
        is_text
    }

    fn part(
        &mut self,
        build: &mut Builder<'_>,
        node: Node<'_>,
        depth: usize,
        parts: &mut Vec<Value>,
    ) -> bool {
        let node = bare(node);
        let is_string = matches!(node.kind(), "string" | "template_string");
        if depth > DEPTH || matches!(node.kind(), "array" | "object") {
            parts.push(Value::Opaque);
        } else if node.kind() == "template_string" || operator(node) == Some("+") {
            self.settle(node);
            return self.parts(build, node, depth, parts);
        } else {
            if is_string {
                self.settle(node);
            }
            parts.push(self.value_at(build, node, depth));
        }
        is_string
    }
}

/// The text of a string, or of a template without substitutions.
pub(super) fn plain(build: &Builder<'_>, node: Node<'_>) -> Option<String> {
    match node.kind() {
        "string" => Some(text(build, node)),
        "template_string" => {
            let parts = named(node);
            let whole = parts
                .iter()
                .all(|part| part.kind() != "template_substitution");
            whole.then(|| text(build, node))
        }
        _ => None,
    }
}

/// A string's text without quotes, escapes resolved.
pub(super) fn text(build: &Builder<'_>, node: Node<'_>) -> String {
    let mut text = String::new();
    for child in named(node) {
        push_fragment(build, child, &mut text);
    }
    text
}

fn push_fragment(build: &Builder<'_>, node: Node<'_>, text: &mut String) {
    match node.kind() {
        "string_fragment" => text.push_str(&build.text(node)),
        "escape_sequence" => push_escape(&build.text(node), text),
        _ => {}
    }
}

fn push_escape(escape: &str, text: &mut String) {
    let rest = escape.strip_prefix('\\').unwrap_or(escape);
    match rest.chars().next() {
        Some('n') => text.push('\n'),
        Some('t') => text.push('\t'),
        Some('r') => text.push('\r'),
        Some('b') => text.push('\u{8}'),
        Some('f') => text.push('\u{c}'),
        Some('v') => text.push('\u{b}'),
        Some('0') => text.push('\0'),
        // A line break after the backslash joins two lines.
        Some('\n' | '\r' | '\u{2028}' | '\u{2029}') | None => {}
        Some('x' | 'u') => {
            let digits = rest
                .trim_start_matches(['x', 'u', '{'])
                .trim_end_matches('}');
            let code = u32::from_str_radix(digits, 16)
                .ok()
                .and_then(char::from_u32);
            text.push(code.unwrap_or(char::REPLACEMENT_CHARACTER));
        }
        Some(_) => text.push_str(rest),
    }
}
