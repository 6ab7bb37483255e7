//! PHP strings: quotes, heredocs, escapes and what is interpolated.

use tree_sitter::Node;

use super::values::is_operator;
use super::{Php, first_child};
use crate::syntax::outline::Value;
use crate::syntax::walk::Builder;
use crate::syntax::walk::values::joined;

/// A string's text and its interpolated expressions, in order.
enum Part<'t> {
    Text(String),
    Expression(Node<'t>),
}

impl Php {
    /// The text of a string in which nothing is interpolated.
    pub(super) fn plain(&self, build: &Builder<'_>, node: Node<'_>) -> Option<String> {
        if !matches!(node.kind(), "string" | "encapsed_string") {
            return None;
        }
        parts(build, node)
            .into_iter()
            .map(|part| match part {
                Part::Text(text) => Some(text),
                Part::Expression(_) => None,
            })
            .collect()
    }

    /// Any string as text or, with something interpolated, as its parts.
    pub(super) fn text(&mut self, build: &mut Builder<'_>, node: Node<'_>, depth: usize) -> Value {
        let body = match node.kind() {
            "heredoc" | "nowdoc" => node.child_by_field_name("value"),
            _ => Some(node),
        };
        let mut parts = body.map(|body| parts(build, body)).unwrap_or_default();
        let end = node.child_by_field_name("end_tag");
        if let Some(indent) = end.map(|end| end.start_position().column) {
            unindent(&mut parts, indent);
        }
        let mut values = Vec::with_capacity(parts.len());
        for part in parts {
            values.push(match part {
                Part::Text(text) => Value::Text(text),
                Part::Expression(node) => {
                    self.claim_part(build, node);
                    self.value(build, node, depth + 1)
                }
            });
        }
        joined(values)
    }

    /// Marks a part of a string, so that it is not recorded as a string of its own.
    pub(super) fn claim_part(&mut self, build: &Builder<'_>, node: Node<'_>) {
        let mut node = node;
        while node.kind() == "parenthesized_expression" {
            match first_child(node) {
                Some(inner) => node = inner,
                None => return,
            }
        }
        let is_string = matches!(
            node.kind(),
            "string" | "encapsed_string" | "heredoc" | "nowdoc"
        );
        if is_string || is_operator(build, node, ".") {
            self.claim(node);
        }
    }
}

fn parts<'t>(build: &Builder<'_>, body: Node<'t>) -> Vec<Part<'t>> {
    let has_all_escapes = body.kind() != "string";
    let mut parts = Vec::new();
    let mut text = String::new();
    let mut last_row = None;
    for child in body.named_children(&mut body.walk()) {
        // In a heredoc some line breaks belong to no node.
        let (start, end) = (child.start_position().row, child.end_position().row);
        let missing = start.saturating_sub(last_row.unwrap_or(start));
        text.extend(std::iter::repeat_n('\n', missing));
        last_row = Some(end);
        match child.kind() {
            "string_content" | "nowdoc_string" => text.push_str(&build.text(child)),
            "escape_sequence" if has_all_escapes => escape(&mut text, &build.text(child)),
            // Within single quotes only the quote and the backslash are escaped.
            "escape_sequence" => text.push_str(
                build
                    .text(child)
                    .trim_start_matches('\\')
                    .get(..1)
                    .unwrap_or("\\"),
            ),
            "comment" => {}
            _ => {
                parts.push(Part::Text(std::mem::take(&mut text)));
                parts.push(Part::Expression(child));
            }
        }
    }
    parts.push(Part::Text(text));
    parts
}

/// Takes the indentation of a heredoc's end mark from each of its lines.
fn unindent(parts: &mut [Part<'_>], indent: usize) {
    let mut left = indent;
    for part in parts {
        match part {
            Part::Text(text) => text.retain(|character| {
                match character {
                    '\n' => left = indent,
                    ' ' | '\t' if left > 0 => {
                        left -= 1;
                        return false;
                    }
                    _ => left = 0,
                }
                true
            }),
            Part::Expression(_) => left = 0,
        }
    }
}

/// Resolves one escape of a double-quoted string; what is none stays as it is.
fn escape(out: &mut String, sequence: &str) {
    let after = sequence.strip_prefix('\\').unwrap_or(sequence);
    let number = |digits: &str, radix| {
        u32::from_str_radix(digits, radix)
            .ok()
            .and_then(char::from_u32)
    };
    let character = match after.chars().next() {
        Some('n') => Some('\n'),
        Some('r') => Some('\r'),
        Some('t') => Some('\t'),
        Some('v') => Some('\u{b}'),
        Some('e') => Some('\u{1b}'),
        Some('f') => Some('\u{c}'),
        Some(same @ ('\\' | '$' | '"' | '`')) => Some(same),
        Some('0'..='7') => number(after, 8),
        Some('x') => number(after.trim_start_matches('x'), 16),
        Some('u') => number(after.trim_start_matches('u').trim_matches(['{', '}']), 16),
        _ => None,
    };
    match character {
        Some(character) => out.push(character),
        None => out.push_str(sequence),
    }
}
