//! Python expressions as values.

use tree_sitter::Node;

use super::{Python, first_child, strings};
use crate::syntax::outline::{DefinitionKind, Path, Value};
use crate::syntax::walk::values::{either, joined};
use crate::syntax::walk::{Builder, DEPTH};

/// The names below a node, in order: `a.b` as `["a", "b"]`.
pub(super) fn names(build: &Builder<'_>, dotted: Node<'_>) -> Path {
    dotted
        .named_children(&mut dotted.walk())
        .filter(|child| child.kind() == "identifier")
        .map(|child| build.text(child))
        .collect()
}

impl Python {
    /// The expression as a value; opaque below [`DEPTH`].
    pub(super) fn value(&mut self, build: &mut Builder<'_>, node: Node<'_>, depth: usize) -> Value {
        if depth >= DEPTH {
            return Value::Opaque;
        }
        match node.kind() {
            "string" | "concatenated_string" => self.text(build, node, depth),
            "integer" | "float" => Value::Number(build.text(node)),
            "true" => Value::Bool(true),
            "false" => Value::Bool(false),
            "none" => Value::Null,
            "identifier" => Value::Name(vec![build.text(node)]),
            "attribute" | "subscript" => self.member(build, node, depth),
            "call" => Value::Call(build.call_id(node)),
            "lambda" => Value::Definition(build.definition_id(node, DefinitionKind::Closure)),
            "binary_operator" => self.binary(build, node, depth),
            "unary_operator" => self.signed(build, node),
            "list" | "tuple" | "set" | "expression_list" => {
                let mut items = Vec::new();
                for child in node.named_children(&mut node.walk()) {
                    if child.kind() != "comment" {
                        items.push(self.value(build, child, depth + 1));
                    }
                }
                Value::List(items)
            }
            "dictionary" => self.map(build, node, depth),
            "parenthesized_expression" | "await" | "type" | "as_pattern" => match first_child(node)
            {
                Some(inner) => self.value(build, inner, depth + 1),
                None => Value::Opaque,
            },
            // With `or` the first value stands, unless it is missing.
            "boolean_operator" if build.field(node, "operator").as_deref() == Some("or") => {
                self.nested(build, node, "left", depth)
            }
            "conditional_expression" => {
                let mut parts = Vec::new();
                parts.extend(node.named_children(&mut node.walk()));
                parts.retain(|part| part.kind() != "comment");
                let [first, _, second] = parts.as_slice() else {
                    return Value::Opaque;
                };
                let first = self.value(build, *first, depth + 1);
                either(first, self.value(build, *second, depth + 1))
            }
            "named_expression" => self.nested(build, node, "value", depth),
            "assignment" => self.nested(build, node, "right", depth),
            _ => Value::Opaque,
        }
    }

    /// The value of a node's field; opaque without one.
    pub(super) fn field_value(
        &mut self,
        build: &mut Builder<'_>,
        node: Node<'_>,
        field: &str,
    ) -> Value {
        match node.child_by_field_name(field) {
            Some(child) => self.value(build, child, 0),
            None => Value::Opaque,
        }
    }

    fn nested(
        &mut self,
        build: &mut Builder<'_>,
        node: Node<'_>,
        field: &str,
        depth: usize,
    ) -> Value {
        match node.child_by_field_name(field) {
            Some(child) => self.value(build, child, depth + 1),
            None => Value::Opaque,
        }
    }

    /// A member's object and name: `a.b` and `a["b"]`; nothing for `a[0]` and `a[i]`.
    pub(super) fn link<'t>(
        &self,
        build: &Builder<'_>,
        node: Node<'t>,
    ) -> Option<(Node<'t>, String)> {
        match node.kind() {
            "attribute" => Some((
                node.child_by_field_name("object")?,
                build.field(node, "attribute")?,
            )),
            "subscript" => {
                let mut walk = node.walk();
                let mut keys = node.children_by_field_name("subscript", &mut walk);
                let key = keys.next()?;
                if keys.next().is_some() {
                    return None;
                }
                Some((
                    node.child_by_field_name("value")?,
                    strings::plain(build, key)?,
                ))
            }
            _ => None,
        }
    }

    /// The chain of names, if the expression is nothing else.
    pub(super) fn path(&self, build: &Builder<'_>, node: Node<'_>) -> Option<Path> {
        let mut path = Path::new();
        let mut node = node;
        for _ in 0..DEPTH {
            if node.kind() == "identifier" {
                path.push(build.text(node));
                path.reverse();
                return Some(path);
            }
            let (object, name) = self.link(build, node)?;
            path.push(name);
            node = object;
        }
        None
    }

    fn member(&mut self, build: &mut Builder<'_>, node: Node<'_>, depth: usize) -> Value {
        if let Some(path) = self.path(build, node) {
            return Value::Name(path);
        }
        match self.link(build, node) {
            Some((object, name)) => {
                Value::Member(Box::new(self.value(build, object, depth + 1)), name)
            }
            None => match numbered(build, node) {
                Some((object, number)) => {
                    Value::Member(Box::new(self.value(build, object, depth + 1)), number)
                }
                None => self.several_keys(build, node, depth),
            },
        }
    }

    /// `A[b, c]`, a type with several arguments, is the list of them: aliases of types hold calls.
    fn several_keys(&mut self, build: &mut Builder<'_>, node: Node<'_>, depth: usize) -> Value {
        if node.kind() != "subscript" {
            return Value::Opaque;
        }
        let mut walk = node.walk();
        let keys: Vec<_> = node
            .children_by_field_name("subscript", &mut walk)
            .collect();
        if keys.len() < 2 {
            return Value::Opaque;
        }
        Value::List(
            keys.into_iter()
                .map(|key| self.value(build, key, depth + 1))
                .collect(),
        )
    }

    fn signed(&mut self, build: &Builder<'_>, node: Node<'_>) -> Value {
        let number = node
            .child_by_field_name("argument")
            .filter(|child| matches!(child.kind(), "integer" | "float"));
        match (number, build.field(node, "operator").as_deref()) {
            (Some(number), Some("-")) => Value::Number(format!("-{}", build.text(number))),
            (Some(number), Some("+")) => Value::Number(build.text(number)),
            _ => Value::Opaque,
        }
    }

    /// Keys that are neither strings, numbers nor names are left out.
    fn map(&mut self, build: &mut Builder<'_>, node: Node<'_>, depth: usize) -> Value {
        let mut pairs = Vec::new();
        for pair in node.named_children(&mut node.walk()) {
            let Some(key) = pair.child_by_field_name("key") else {
                continue;
            };
            let key = match self.value(build, key, depth + 1) {
                Value::Text(text) | Value::Number(text) => text,
                Value::Name(path) => path.join("."),
                _ => continue,
            };
            pairs.push((key, self.nested(build, pair, "value", depth)));
        }
        Value::Map(pairs)
    }

    fn binary(&mut self, build: &mut Builder<'_>, node: Node<'_>, depth: usize) -> Value {
        match build.field(node, "operator").as_deref() {
            Some("+") => self.sum(build, node, depth),
            Some("%") => self.formatted(build, node, depth),
            Some("|" | "&") => self.combined(build, node, depth),
            _ => Value::Opaque,
        }
    }

    /// `A | B` and `A & B`, of types or checks, are both of them.
    fn combined(&mut self, build: &mut Builder<'_>, node: Node<'_>, depth: usize) -> Value {
        let mut items = Vec::new();
        for side in ["left", "right"] {
            match self.nested(build, node, side, depth) {
                Value::List(more) => items.extend(more),
                value @ (Value::Name(_) | Value::Member(..) | Value::Call(_)) => items.push(value),
                _ => {}
            }
        }
        match items.len() {
            0 | 1 => items.pop().unwrap_or(Value::Opaque),
            _ => Value::List(items),
        }
    }

    /// `a + b + …`: lists are appended to each other, everything else is a string put together,
    /// unless a number shows that it is not one.
    fn sum(&mut self, build: &mut Builder<'_>, node: Node<'_>, depth: usize) -> Value {
        let mut operands = Vec::new();
        let mut node = node;
        loop {
            operands.extend(node.child_by_field_name("right"));
            let Some(left) = node.child_by_field_name("left") else {
                break;
            };
            if !is_sum(build, left) {
                operands.push(left);
                break;
            }
            self.claim(left);
            node = left;
        }
        operands.reverse();
        let mut values = Vec::with_capacity(operands.len());
        for &operand in &operands {
            values.push(self.value(build, operand, depth + 1));
        }
        if values.iter().any(|value| matches!(value, Value::List(_))) {
            let items = values.into_iter().flat_map(|value| match value {
                Value::List(items) => items,
                other => vec![other],
            });
            return Value::List(items.collect());
        }
        let is_text = values
            .iter()
            .any(|value| matches!(value, Value::Text(_) | Value::Join(_)));
        let may_be_text = values
            .iter()
            .all(|value| matches!(value, Value::Name(_) | Value::Member(..) | Value::Call(_)));
        if !is_text && !may_be_text {
            return Value::Opaque;
        }
        for operand in operands {
            self.claim_part(operand);
        }
        joined(values)
    }
}

/// `a[0]`: the object and the number.
fn numbered<'t>(build: &Builder<'_>, node: Node<'t>) -> Option<(Node<'t>, String)> {
    let mut walk = node.walk();
    let mut keys = node.children_by_field_name("subscript", &mut walk);
    let number = keys.next().filter(|key| key.kind() == "integer")?;
    match keys.next() {
        None => Some((node.child_by_field_name("value")?, build.text(number))),
        Some(_) => None,
    }
}

/// Whether the node is `a + b`.
pub(super) fn is_sum(build: &Builder<'_>, node: Node<'_>) -> bool {
    node.kind() == "binary_operator" && build.field(node, "operator").as_deref() == Some("+")
}
