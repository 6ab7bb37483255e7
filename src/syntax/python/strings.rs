//! Python strings: prefixes, escapes, interpolation, `%`.

use std::collections::HashMap;

use tree_sitter::Node;

use super::{Python, first_child};
use crate::syntax::outline::Value;
use crate::syntax::walk::values::{brief, joined};
use crate::syntax::walk::{Builder, DEPTH};

/// The text of a string in which nothing is interpolated.
pub(super) fn plain(build: &Builder<'_>, node: Node<'_>) -> Option<String> {
    if node.kind() != "string" {
        return None;
    }
    let prefix = Prefix::of(build, node);
    let mut text = String::new();
    for child in node.named_children(&mut node.walk()) {
        match child.kind() {
            "interpolation" => return None,
            "string_content" => text.push_str(&prefix.resolve(&build.text(child))),
            _ => {}
        }
    }
    Some(text)
}

impl Python {
    /// A string or several that stand side by side.
    pub(super) fn text(&mut self, build: &mut Builder<'_>, node: Node<'_>, depth: usize) -> Value {
        if let Some(text) = plain(build, node) {
            return Value::Text(text);
        }
        if depth >= DEPTH {
            return Value::Opaque;
        }
        let prefix = Prefix::of(build, node);
        let mut parts = Vec::new();
        for child in node.named_children(&mut node.walk()) {
            match child.kind() {
                "string_content" => {
                    parts.push(Value::Text(prefix.resolve(&build.text(child))));
                }
                "string" => {
                    self.claim(child);
                    parts.push(self.text(build, child, depth + 1));
                }
                "interpolation" => {
                    let inner = child.child_by_field_name("expression");
                    parts.push(match inner {
                        Some(inner) => {
                            self.claim_part(inner);
                            self.value(build, inner, depth + 1)
                        }
                        None => Value::Opaque,
                    });
                }
                _ => {}
            }
        }
        joined(parts)
    }

    /// Marks an operand of a string, so that it is not recorded as a string of its own.
    pub(super) fn claim_part(&mut self, node: Node<'_>) {
        let mut node = node;
        while node.kind() == "parenthesized_expression" {
            match first_child(node) {
                Some(inner) => node = inner,
                None => return,
            }
        }
        if matches!(
            node.kind(),
            "string" | "concatenated_string" | "binary_operator"
        ) {
            self.claim(node);
        }
    }

    /// `"…" % values`; opaque when the left side is no string.
    pub(super) fn formatted(
        &mut self,
        build: &mut Builder<'_>,
        node: Node<'_>,
        depth: usize,
    ) -> Value {
        let (Some(left), Some(right)) = (
            node.child_by_field_name("left"),
            node.child_by_field_name("right"),
        ) else {
            return Value::Opaque;
        };
        let template = match self.value(build, left, depth + 1) {
            text @ Value::Text(_) => vec![text],
            Value::Join(parts) => parts,
            _ => return Value::Opaque,
        };
        self.claim_part(left);
        self.claim_part(right);
        if right.kind() == "tuple" {
            for item in right.named_children(&mut right.walk()) {
                self.claim_part(item);
            }
        }
        let arguments = self.value(build, right, depth + 1);
        joined(fill(template, arguments))
    }
}

/// Puts the arguments of `%` into their places; those without a place come last.
fn fill(template: Vec<Value>, arguments: Value) -> Vec<Value> {
    let (named, listed) = match arguments {
        Value::Map(pairs) => (pairs, Vec::new()),
        Value::List(items) => (Vec::new(), items),
        other => (Vec::new(), vec![other]),
    };
    let mut listed = listed.into_iter();
    let named: HashMap<String, Value> = named
        .into_iter()
        .map(|(key, value)| (key, brief(value)))
        .collect();
    let mut parts = Vec::new();
    for part in template {
        let Value::Text(text) = part else {
            parts.push(part);
            continue;
        };
        let mut rest = text.as_str();
        while let Some((before, after)) = rest.split_once('%') {
            parts.push(Value::Text(before.to_owned()));
            rest = match place(after) {
                Some((_, '%', end)) => {
                    parts.push(Value::Text("%".to_owned()));
                    after.get(end..).unwrap_or_default()
                }
                Some((Some(key), _, end)) => {
                    parts.push(named.get(key).cloned().unwrap_or(Value::Opaque));
                    after.get(end..).unwrap_or_default()
                }
                Some((None, _, end)) => {
                    parts.push(listed.next().unwrap_or(Value::Opaque));
                    after.get(end..).unwrap_or_default()
                }
                None => {
                    parts.push(Value::Text("%".to_owned()));
                    after
                }
            };
        }
        parts.push(Value::Text(rest.to_owned()));
    }
    parts.extend(listed);
    parts
}

/// What follows a `%`: its key, its conversion and where it ends; nothing if it is no place.
fn place(after: &str) -> Option<(Option<&str>, char, usize)> {
    let (key, start) = match after.strip_prefix('(') {
        Some(rest) => {
            let end = rest.find(')')?;
            (rest.get(..end), end + 2)
        }
        None => (None, 0),
    };
    let flags = after.get(start..)?;
    let conversion = flags.find(|c: char| !(c.is_ascii_digit() || "#-+ .*hlL".contains(c)))?;
    let letter = flags.get(conversion..)?.chars().next()?;
    "diouxXeEfFgGcrsa%"
        .contains(letter)
        .then(|| (key, letter, start + conversion + 1))
}

/// What the letters before a string's quote say.
struct Prefix {
    raw: bool,
    interpolated: bool,
}

impl Prefix {
    fn of(build: &Builder<'_>, string: Node<'_>) -> Prefix {
        let start = match string.named_child(0) {
            Some(child) if child.kind() == "string_start" => build.text(child).to_lowercase(),
            _ => String::new(),
        };
        Prefix {
            raw: start.contains('r'),
            interpolated: start.contains(['f', 't']),
        }
    }

    fn resolve(&self, content: &str) -> String {
        let content = match self.interpolated {
            true => content.replace("{{", "{").replace("}}", "}"),
            false => content.to_owned(),
        };
        match self.raw || !content.contains('\\') {
            true => content,
            false => unescape(&content),
        }
    }
}

/// Resolves escapes; what is none stays as it is.
fn unescape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('\\') {
        out.push_str(before);
        let Some(letter) = after.chars().next() else {
            out.push('\\');
            rest = "";
            break;
        };
        let tail = after.get(letter.len_utf8()..).unwrap_or_default();
        rest = tail;
        match letter {
            'n' => out.push('\n'),
            't' => out.push('\t'),
            'r' => out.push('\r'),
            'a' => out.push('\u{7}'),
            'b' => out.push('\u{8}'),
            'f' => out.push('\u{c}'),
            'v' => out.push('\u{b}'),
            '\\' | '\'' | '"' => out.push(letter),
            '\n' => {}
            '\r' => rest = tail.strip_prefix('\n').unwrap_or(tail),
            'x' => rest = code(&mut out, letter, tail, 2, 16),
            'u' => rest = code(&mut out, letter, tail, 4, 16),
            'U' => rest = code(&mut out, letter, tail, 8, 16),
            '0'..='7' => {
                let digits = after
                    .bytes()
                    .take(3)
                    .take_while(|b| (b'0'..=b'7').contains(b));
                let count = digits.count();
                rest = code(&mut out, letter, after, count, 8);
            }
            other => {
                out.push('\\');
                out.push(other);
            }
        }
    }
    out.push_str(rest);
    out
}

/// Writes the character whose number is the first `count` digits and gives what follows them; what
/// is no character is written as it stands.
fn code<'t>(out: &mut String, letter: char, text: &'t str, count: usize, radix: u32) -> &'t str {
    let digits = text.get(..count).unwrap_or_default();
    let character = u32::from_str_radix(digits, radix)
        .ok()
        .and_then(char::from_u32);
    match character {
        Some(character) => {
            out.push(character);
            text.get(count..).unwrap_or_default()
        }
        None => {
            out.push('\\');
            if radix == 16 {
                out.push(letter);
            }
            text
        }
    }
}
