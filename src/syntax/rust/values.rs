//! Rust expressions as values.

use tree_sitter::Node;

use super::Rust;
use crate::syntax::escapes::unescape;
use crate::syntax::outline::{DefinitionKind, Path, Value};
use crate::syntax::tree::{self, child, children};
use crate::syntax::walk::values::{either, joined};
use crate::syntax::walk::{Builder, DEPTH};

impl Rust {
    /// The expression as a value; opaque below [`DEPTH`].
    pub(super) fn value(&mut self, build: &mut Builder<'_>, node: Node<'_>, depth: usize) -> Value {
        if depth >= DEPTH {
            return Value::Opaque;
        }
        let node = bare(node);
        match node.kind() {
            "string_literal" | "raw_string_literal" | "char_literal" => {
                Value::Text(text(build, node))
            }
            "integer_literal" | "float_literal" | "negative_literal" => {
                Value::Number(build.text(node))
            }
            "boolean_literal" => Value::Bool(build.text(node) == "true"),
            "identifier"
            | "self"
            | "crate"
            | "super"
            | "type_identifier"
            | "scoped_identifier"
            | "scoped_type_identifier"
            | "generic_type"
            | "generic_function"
            | "field_expression"
            | "index_expression" => self.member(build, node, depth),
            "call_expression" | "struct_expression" => Value::Call(build.call_id(node)),
            "macro_invocation" => self.macro_value(build, node, depth),
            "closure_expression" => {
                Value::Definition(build.definition_id(node, DefinitionKind::Closure))
            }
            "array_expression" | "tuple_expression" => {
                let items = children(node).into_iter();
                let items = items.filter(|item| item.kind() != "attribute_item");
                Value::List(
                    items
                        .map(|item| self.value(build, item, depth + 1))
                        .collect(),
                )
            }
            "binary_expression" if tree::is_operator(node, "+") => {
                let parts = tree::sum(node).operands.into_iter();
                let parts = parts
                    .map(|part| self.value(build, part, depth + 1))
                    .collect();
                tree::joined(parts)
            }
            "unary_expression" => self.negative(build, node, depth),
            "block" | "unsafe_block" | "async_block" => match tail(node) {
                Some(last) => self.value(build, last, depth + 1),
                None => Value::Opaque,
            },
            "if_expression" => {
                let alternative = node.child_by_field_name("alternative");
                let alternative = alternative.and_then(|it| child(it, "block"));
                let Some((first, second)) =
                    node.child_by_field_name("consequence").zip(alternative)
                else {
                    return Value::Opaque;
                };
                let first = self.value(build, first, depth + 1);
                either(first, self.value(build, second, depth + 1))
            }
            _ => Value::Opaque,
        }
    }

    fn negative(&mut self, build: &mut Builder<'_>, node: Node<'_>, depth: usize) -> Value {
        let inner = children(node).first().copied();
        match inner.map(|inner| self.value(build, inner, depth + 1)) {
            Some(Value::Number(number)) => Value::Number(format!("-{number}")),
            _ => Value::Opaque,
        }
    }

    /// A member's object and name: `a.b`, `a::b`, `a["b"]`.
    fn link<'t>(&self, build: &Builder<'_>, node: Node<'t>) -> Option<(Node<'t>, String)> {
        match node.kind() {
            "field_expression" => Some((
                node.child_by_field_name("value")?,
                build.field(node, "field")?,
            )),
            "scoped_identifier" | "scoped_type_identifier" => Some((
                node.child_by_field_name("path")?,
                build.field(node, "name")?,
            )),
            "index_expression" => {
                let parts = children(node);
                let [object, key] = parts.as_slice() else {
                    return None;
                };
                let is_text = matches!(key.kind(), "string_literal" | "raw_string_literal");
                is_text.then(|| (*object, text(build, *key)))
            }
            _ => None,
        }
    }

    /// The chain of names, if the expression is nothing else. `Self` is the object itself, and
    /// `self::a` is `a`.
    pub(super) fn path(&self, build: &Builder<'_>, node: Node<'_>) -> Option<Path> {
        let mut path = Path::new();
        let mut node = node;
        let mut is_module_path = false;
        for _ in 0..DEPTH {
            node = bare(node);
            match node.kind() {
                "identifier" | "type_identifier" | "crate" | "super" | "metavariable"
                | "primitive_type" => {
                    let name = build.text(node);
                    path.push(match name.as_str() {
                        "Self" => "self".to_owned(),
                        _ => name.trim_start_matches("r#").to_owned(),
                    });
                }
                "self" if is_module_path && !path.is_empty() => {}
                "self" => path.push("self".to_owned()),
                "generic_type" => {
                    node = node.child_by_field_name("type")?;
                    continue;
                }
                "generic_function" => {
                    node = node.child_by_field_name("function")?;
                    continue;
                }
                // `<T as X>::f` names no path.
                "scoped_identifier" | "scoped_type_identifier"
                    if node.child_by_field_name("path").is_none() =>
                {
                    path.push(build.field(node, "name")?);
                }
                _ => {
                    is_module_path = node.kind().starts_with("scoped");
                    let (object, name) = self.link(build, node)?;
                    path.push(name);
                    node = object;
                    continue;
                }
            }
            path.reverse();
            return Some(path);
        }
        None
    }

    fn member(&mut self, build: &mut Builder<'_>, node: Node<'_>, depth: usize) -> Value {
        if let Some(path) = self.path(build, node) {
            return match path.as_slice() {
                [name] if name == "None" => Value::Null,
                _ => Value::Name(path),
            };
        }
        match self.link(build, node) {
            Some((object, name)) => {
                Value::Member(Box::new(self.value(build, object, depth + 1)), name)
            }
            None => Value::Opaque,
        }
    }

    /// Records a chain that is read. Only the longest one: its inner members are claimed.
    pub(super) fn reference(&mut self, build: &mut Builder<'_>, node: Node<'_>) {
        let Some((object, _)) = self.link(build, node) else {
            return;
        };
        if !self.is_claimed(node)
            && let Some(path) = self.path(build, node)
        {
            build.refer(node, path);
        }
        self.claim(bare(object));
    }

    /// Records a string. A format string is recorded with what is put into it.
    pub(super) fn literal(&mut self, build: &mut Builder<'_>, node: Node<'_>) {
        if !self.is_claimed(node) {
            let value = Value::Text(text(build, node));
            build.literal(node, value);
        }
    }
}

/// The expression without parentheses, references, `?`, `.await` and casts.
pub(super) fn bare(mut node: Node<'_>) -> Node<'_> {
    loop {
        let inner = match node.kind() {
            "parenthesized_expression" | "try_expression" | "await_expression" => {
                children(node).first().copied()
            }
            "reference_expression" | "type_cast_expression" => node.child_by_field_name("value"),
            "unary_expression" if node.child(0).is_some_and(|it| it.kind() == "*") => {
                children(node).first().copied()
            }
            _ => None,
        };
        match inner {
            Some(inner) => node = inner,
            None => return node,
        }
    }
}

/// The expression that a block gives back.
pub(super) fn tail(block: Node<'_>) -> Option<Node<'_>> {
    let mut block = block;
    if let Some(inner) = child(block, "block") {
        block = inner;
    }
    let last = children(block).into_iter().next_back()?;
    let is_statement = last.kind().ends_with("_statement")
        || last.kind().ends_with("_item")
        || matches!(last.kind(), "let_declaration" | "label" | "use_declaration");
    (!is_statement).then_some(last)
}

/// The text of a string, raw string or character.
pub(super) fn text(build: &Builder<'_>, node: Node<'_>) -> String {
    let source = build.text(node);
    let source = source.trim_start_matches(['b', 'c']);
    if let Some(raw) = source.strip_prefix('r') {
        let raw = raw.trim_matches('#');
        let inner = raw.strip_prefix('"').unwrap_or(raw);
        return inner.strip_suffix('"').unwrap_or(inner).to_owned();
    }
    let quotes = ['"', '\''];
    let inner = source.strip_prefix(quotes).unwrap_or(source);
    let inner = inner.strip_suffix(quotes).unwrap_or(inner);
    // A line that goes on starts after its indentation.
    let mut lines = inner.split("\\\n");
    let mut whole = lines.next().unwrap_or_default().to_owned();
    for line in lines {
        whole.push_str(line.trim_start());
    }
    unescape(&whole)
}

/// A format string with what is put into it: `"a {} {b}"` and its arguments.
pub(super) fn formatted(
    format: &str,
    given: &mut dyn Iterator<Item = Value>,
    named: &[(String, Value)],
) -> Value {
    let mut parts = Vec::new();
    let mut rest = format;
    while let Some(at) = rest.find(['{', '}']) {
        let (before, after) = rest.split_at(at);
        parts.push(Value::Text(before.to_owned()));
        // Doubled braces stand for themselves.
        if let Some(tail) = after
            .strip_prefix("{{")
            .or_else(|| after.strip_prefix("}}"))
        {
            parts.push(Value::Text(after.get(..1).unwrap_or_default().to_owned()));
            rest = tail;
            continue;
        }
        let Some((hole, tail)) = after.strip_prefix('{').and_then(|it| it.split_once('}')) else {
            rest = after.get(1..).unwrap_or_default();
            continue;
        };
        let name = hole.split(':').next().unwrap_or_default().trim();
        parts.push(if name.is_empty() {
            given.next().unwrap_or(Value::Opaque)
        } else if let Some((_, value)) = named.iter().find(|(key, _)| key == name) {
            value.clone()
        } else if name.starts_with(|it: char| it.is_alphabetic() || it == '_') {
            Value::Name(vec![name.to_owned()])
        } else {
            Value::Opaque
        });
        rest = tail;
    }
    parts.push(Value::Text(rest.to_owned()));
    joined(parts)
}
