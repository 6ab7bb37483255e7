//! Expressions to values, as far as a rule can use them; deep nesting ends as `Opaque`.

use tree_sitter::Node;

use super::super::outline::{Path, Value};
use super::super::walk::{Builder, DEPTH};
use super::strings::{plain, text};
use super::{JavaScript, definitions, first, named};

/// What a chained assignment costs of [`DEPTH`]: each link copies the value of all links below.
const CHAINED: usize = DEPTH / 8;

impl JavaScript {
    pub(super) fn value(&mut self, build: &mut Builder<'_>, node: Node<'_>) -> Value {
        self.value_at(build, node, 0)
    }

    pub(super) fn field_value(
        &mut self,
        build: &mut Builder<'_>,
        node: Node<'_>,
        field: &str,
    ) -> Value {
        match node.child_by_field_name(field) {
            Some(child) => self.value(build, child),
            None => Value::Opaque,
        }
    }

    pub(super) fn value_at(
        &mut self,
        build: &mut Builder<'_>,
        node: Node<'_>,
        depth: usize,
    ) -> Value {
        if depth > DEPTH {
            return Value::Opaque;
        }
        let node = bare(node);
        if let Some(kind) = definitions::kind(node) {
            return Value::Definition(build.definition_id(node, kind));
        }
        match node.kind() {
            "string" => Value::Text(text(build, node)),
            "template_string" => self.join(build, node, depth).0,
            "number" => Value::Number(build.text(node)),
            "true" => Value::Bool(true),
            "false" => Value::Bool(false),
            "null" | "undefined" => Value::Null,
            "call_expression" | "new_expression" => Value::Call(build.call_id(node)),
            "array" => Value::List(
                named(node)
                    .into_iter()
                    .map(|item| self.value_at(build, item, depth + 1))
                    .collect(),
            ),
            "object" => self.map(build, node, depth),
            "binary_expression" => self.operation(build, node, depth),
            "unary_expression" => negative(build, node),
            "assignment_expression" => match node.child_by_field_name("right") {
                Some(right) => self.value_at(build, right, depth + CHAINED),
                None => Value::Opaque,
            },
            _ => match self.chain(build, node) {
                Some(path) => Value::Name(path),
                None => self.member(build, node, depth),
            },
        }
    }

    /// A member of something that is not a plain chain.
    fn member(&mut self, build: &mut Builder<'_>, node: Node<'_>, depth: usize) -> Value {
        let (Some(object), Some(key)) = (
            node.child_by_field_name("object"),
            key(build, node).or_else(|| index(build, node)),
        ) else {
            return Value::Opaque;
        };
        Value::Member(Box::new(self.value_at(build, object, depth + 1)), key)
    }

    fn map(&mut self, build: &mut Builder<'_>, node: Node<'_>, depth: usize) -> Value {
        let mut entries = Vec::new();
        for child in named(node) {
            let fallback = child.child_by_field_name("value");
            if let Some(path) = fallback.and_then(|value| fallback_path(build, value)) {
                entries.push((property(build, child, "key"), path));
            }
            entries.push(match child.kind() {
                "pair" => {
                    let key = property(build, child, "key");
                    let value = match child.child_by_field_name("value") {
                        Some(value) => self.value_at(build, value, depth + 1),
                        None => Value::Opaque,
                    };
                    (key, value)
                }
                "method_definition" => (
                    property(build, child, "name"),
                    self.value_at(build, child, depth + 1),
                ),
                "shorthand_property_identifier" => {
                    let name = build.text(child);
                    (name.clone(), Value::Name(vec![name]))
                }
                "spread_element" => {
                    let value = match first(child) {
                        Some(value) => self.value_at(build, value, depth + 1),
                        None => Value::Opaque,
                    };
                    ("...".to_owned(), value)
                }
                _ => continue,
            });
        }
        Value::Map(entries)
    }

    fn operation(&mut self, build: &mut Builder<'_>, node: Node<'_>, depth: usize) -> Value {
        match operator(node) {
            Some("+") => {
                let (value, is_text) = self.join(build, node, depth);
                // Two names may be two strings; anything with a number in it is a sum.
                let names = |part: &Value| matches!(part, Value::Name(_) | Value::Member(..));
                match &value {
                    Value::Join(parts) if !is_text && !parts.iter().all(names) => Value::Opaque,
                    _ => value,
                }
            }
            Some("||" | "??") => {
                let mut left = node;
                for _ in 0..=DEPTH {
                    match left.child_by_field_name("left").map(bare) {
                        Some(next) => left = next,
                        None => return Value::Opaque,
                    }
                    if !matches!(operator(left), Some("||" | "??")) {
                        break;
                    }
                }
                let is_name = matches!(
                    left.kind(),
                    "identifier" | "member_expression" | "subscript_expression" | "call_expression"
                );
                if !is_name {
                    return Value::Opaque;
                }
                let value = self.value_at(build, left, depth + 1);
                let right = node.child_by_field_name("right").map(bare);
                if let Some(last) = right.filter(|last| last.kind() == "string") {
                    build.fallback(&value, text(build, last));
                }
                value
            }
            _ => Value::Opaque,
        }
    }

    /// A member chain as a path; None when a link is computed or is not a name.
    pub(super) fn chain(&self, build: &Builder<'_>, node: Node<'_>) -> Option<Path> {
        let mut links = Vec::new();
        let mut root = bare(node);
        while matches!(root.kind(), "member_expression" | "subscript_expression") {
            if links.len() == DEPTH {
                return None;
            }
            links.push(root);
            root = bare(root.child_by_field_name("object")?);
        }
        let mut path = match root.kind() {
            "this" => vec!["self".to_owned()],
            "identifier" | "super" | "nested_identifier" | "meta_property" => {
                let text = build.text(root);
                text.split('.').map(|name| name.trim().to_owned()).collect()
            }
            _ => return None,
        };
        for link in links.into_iter().rev() {
            path.push(key(build, link)?);
        }
        Some(path)
    }
}

/// The path that a value falls back on: `process.env.PREFIX || "/api"`.
pub(super) fn fallback_path(build: &Builder<'_>, node: Node<'_>) -> Option<Value> {
    let node = bare(node);
    if !matches!(operator(node), Some("||" | "??")) {
        return None;
    }
    let path = plain(build, bare(node.child_by_field_name("right")?))?;
    path.starts_with('/').then_some(Value::Text(path))
}

/// The expression inside parentheses, `await`, `yield`, casts and `!`.
pub(super) fn bare(mut node: Node<'_>) -> Node<'_> {
    for _ in 0..DEPTH {
        let inner = match node.kind() {
            "parenthesized_expression"
            | "await_expression"
            | "yield_expression"
            | "non_null_expression"
            | "as_expression"
            | "satisfies_expression"
            | "instantiation_expression" => first(node),
            "sequence_expression" | "type_assertion" => named(node).pop(),
            _ => None,
        };
        match inner {
            Some(inner) => node = inner,
            None => break,
        }
    }
    node
}

pub(super) fn operator<'t>(node: Node<'t>) -> Option<&'t str> {
    if node.kind() != "binary_expression" {
        return None;
    }
    let sign: Node<'t> = node.child_by_field_name("operator")?;
    Some(sign.kind())
}

/// The name that a member access asks for; None when it is computed or a number.
pub(super) fn key(build: &Builder<'_>, node: Node<'_>) -> Option<String> {
    if let Some(property) = node.child_by_field_name("property") {
        return Some(build.text(property).trim_start_matches('#').to_owned());
    }
    let index = bare(node.child_by_field_name("index")?);
    plain(build, index)
}

/// The number in `a[0]`.
fn index(build: &Builder<'_>, node: Node<'_>) -> Option<String> {
    let index = node.child_by_field_name("index")?;
    (index.kind() == "number").then(|| build.text(index))
}

/// The name of a property in an object, class, enum or pattern; empty when it is computed.
pub(super) fn property(build: &Builder<'_>, node: Node<'_>, field: &str) -> String {
    let Some(name) = node.child_by_field_name(field) else {
        return String::new();
    };
    match name.kind() {
        "computed_property_name" => first(name)
            .and_then(|inner| plain(build, bare(inner)))
            .unwrap_or_default(),
        "string" => text(build, name),
        _ => build.text(name).trim_start_matches('#').to_owned(),
    }
}

fn negative(build: &Builder<'_>, node: Node<'_>) -> Value {
    match node.child_by_field_name("argument") {
        Some(number) if number.kind() == "number" => match build.field(node, "operator").as_deref()
        {
            Some("-") => Value::Number(format!("-{}", build.text(number))),
            Some("+") => Value::Number(build.text(number)),
            Some("void") => Value::Null,
            _ => Value::Opaque,
        },
        _ => Value::Opaque,
    }
}

/// The value if it is cheap enough to be copied for each of many uses, else `Opaque`.
pub(super) fn small(value: Value) -> Value {
    const BYTES: usize = 256;
    fn size(value: &Value) -> usize {
        match value {
            Value::Name(path) => path.iter().map(String::len).sum(),
            Value::Member(object, name) => size(object) + name.len() + 1,
            Value::Text(text) | Value::Number(text) => text.len(),
            Value::List(_) | Value::Map(_) | Value::Join(_) => BYTES + 1,
            _ => 1,
        }
    }
    match size(&value) {
        0..=BYTES => value,
        _ => Value::Opaque,
    }
}
