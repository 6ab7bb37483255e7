//! PHP expressions as values.

use tree_sitter::Node;

use super::{Php, children, first_child};
use crate::syntax::outline::{DefinitionKind, Path, Value};
use crate::syntax::walk::values::{either, joined};
use crate::syntax::walk::{Builder, DEPTH};

/// Whether the node may be a part of a chain of names that is worth recording.
pub(super) fn is_chain(node: Node<'_>) -> bool {
    matches!(
        node.kind(),
        "member_access_expression"
            | "nullsafe_member_access_expression"
            | "scoped_property_access_expression"
            | "class_constant_access_expression"
            | "subscript_expression"
            | "variable_name"
    )
}

/// The segments of a name: `\A\B` and `namespace\B` without what stands for the namespace itself.
pub(super) fn segments(build: &Builder<'_>, node: Node<'_>) -> Path {
    let text = build.text(node);
    let skipped = usize::from(node.kind() == "relative_name");
    let names = text
        .split('\\')
        .map(str::trim)
        .filter(|name| !name.is_empty());
    names.skip(skipped).map(str::to_owned).collect()
}

/// A variable's name; the object itself is `self`.
pub(super) fn variable(build: &Builder<'_>, node: Node<'_>) -> String {
    let text = build.text(node);
    match text.trim_start_matches(['$', '&']) {
        "this" => "self".to_owned(),
        name => name.to_owned(),
    }
}

impl Php {
    /// The expression as a value; opaque below [`DEPTH`].
    pub(super) fn value(&mut self, build: &mut Builder<'_>, node: Node<'_>, depth: usize) -> Value {
        if depth >= DEPTH {
            return Value::Opaque;
        }
        match node.kind() {
            "string" | "encapsed_string" | "heredoc" | "nowdoc" => self.text(build, node, depth),
            "integer" | "float" => Value::Number(build.text(node)),
            "boolean" => Value::Bool(build.text(node).eq_ignore_ascii_case("true")),
            "null" => Value::Null,
            "name" | "qualified_name" | "relative_name" | "relative_scope" => {
                self.member(build, node, depth)
            }
            "function_call_expression"
            | "scoped_call_expression"
            | "member_call_expression"
            | "nullsafe_member_call_expression"
            | "include_expression"
            | "include_once_expression"
            | "require_expression"
            | "require_once_expression"
            | "print_intrinsic"
            | "shell_command_expression" => Value::Call(build.call_id(node)),
            "object_creation_expression" => match first_child(node) {
                Some(class) if class.kind() == "anonymous_class" => {
                    Value::Definition(build.definition_id(class, DefinitionKind::Class))
                }
                _ => Value::Call(build.call_id(node)),
            },
            "anonymous_function" | "arrow_function" => {
                Value::Definition(build.definition_id(node, DefinitionKind::Closure))
            }
            "array_creation_expression" => self.array(build, node, depth),
            "binary_expression" if is_operator(build, node, ".") => {
                self.concatenation(build, node, depth)
            }
            // With `??` and `?:` the first value stands, unless it is missing.
            "binary_expression" if is_operator(build, node, "??") => {
                self.nested(build, node, "left", depth)
            }
            "conditional_expression" if node.child_by_field_name("body").is_none() => {
                self.nested(build, node, "condition", depth)
            }
            "conditional_expression" => {
                let first = self.nested(build, node, "body", depth);
                let alternative = node.child_by_field_name("alternative");
                if alternative.is_some_and(|node| gives_up(build, node)) {
                    return first;
                }
                either(first, self.nested(build, node, "alternative", depth))
            }
            "unary_op_expression" => signed(build, node),
            "parenthesized_expression" | "error_suppression_expression" | "by_ref" => {
                match first_child(node) {
                    Some(inner) => self.value(build, inner, depth + 1),
                    None => Value::Opaque,
                }
            }
            // A cast to a number or truth value leaves nothing of what is known.
            "cast_expression" => match build.field(node, "type").as_deref() {
                Some("string" | "array" | "object") => self.nested(build, node, "value", depth),
                _ => Value::Opaque,
            },
            "assignment_expression" | "reference_assignment_expression" => {
                self.nested(build, node, "right", depth)
            }
            _ if is_chain(node) => self.member(build, node, depth),
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

    /// A member's object and name: `$a->b`, `A::$b`, `A::B`, `$a["b"]`; nothing for `$a[0]`,
    /// `$a->$b` and `A::class`.
    pub(super) fn link<'t>(
        &self,
        build: &Builder<'_>,
        node: Node<'t>,
    ) -> Option<(Node<'t>, String)> {
        match node.kind() {
            "member_access_expression" | "nullsafe_member_access_expression" => {
                let name = node.child_by_field_name("name")?;
                let object = node.child_by_field_name("object")?;
                (name.kind() == "name").then(|| (object, build.text(name)))
            }
            "scoped_property_access_expression" => {
                let name = node.child_by_field_name("name")?;
                let scope = node.child_by_field_name("scope")?;
                (name.kind() == "variable_name").then(|| (scope, variable(build, name)))
            }
            "class_constant_access_expression" => {
                let [scope, name] = children(node).try_into().ok()?;
                let name = Some(name).filter(|name| name.kind() == "name");
                let name = build.text(name?);
                (!name.eq_ignore_ascii_case("class")).then_some((scope, name))
            }
            "subscript_expression" => {
                let [object, key] = children(node).try_into().ok()?;
                let key = match key.kind() {
                    // Inside of a string a key has no quotes; elsewhere it is a constant.
                    "name" => build.text(key),
                    _ => self.plain(build, key)?,
                };
                Some((object, key))
            }
            _ => None,
        }
    }

    /// The chain of names, if the expression is nothing else.
    pub(super) fn path(&self, build: &Builder<'_>, node: Node<'_>) -> Option<Path> {
        let mut path = Path::new();
        let mut node = node;
        for _ in 0..DEPTH {
            let mut root = match node.kind() {
                "variable_name" => vec![variable(build, node)],
                "qualified_name" | "relative_name" => segments(build, node),
                "name" | "relative_scope" => vec![match build.text(node) {
                    // The class that was called: the object itself, seen from its class.
                    name if name.eq_ignore_ascii_case("static") => "self".to_owned(),
                    name => name,
                }],
                "class_constant_access_expression" if self.link(build, node).is_none() => {
                    node = first_child(node)?;
                    continue;
                }
                _ => {
                    let (object, name) = self.link(build, node)?;
                    path.push(name);
                    node = object;
                    continue;
                }
            };
            path.reverse();
            root.append(&mut path);
            return Some(root);
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
            None => Value::Opaque,
        }
    }

    /// A list, or a map once an element has a key: then those without one count from 0. Keys that
    /// are neither strings, numbers nor names are left out.
    fn array(&mut self, build: &mut Builder<'_>, node: Node<'_>, depth: usize) -> Value {
        let mut elements = Vec::new();
        for element in node.named_children(&mut node.walk()) {
            if element.kind() != "array_element_initializer" {
                continue;
            }
            let parts = children(element);
            let (key, item) = match parts.as_slice() {
                [item] => (None, *item),
                [key, item] => (Some(*key), *item),
                _ => continue,
            };
            let key = key.map(|key| self.value(build, key, depth + 1));
            elements.push((key, self.value(build, item, depth + 1)));
        }
        if elements.iter().all(|(key, _)| key.is_none()) {
            return Value::List(elements.into_iter().map(|(_, item)| item).collect());
        }
        let mut next = 0usize;
        let mut pairs = Vec::new();
        for (key, item) in elements {
            let key = match key {
                None => {
                    next += 1;
                    (next - 1).to_string()
                }
                Some(Value::Text(text) | Value::Number(text)) => text,
                Some(Value::Name(path)) => path.join("."),
                Some(_) => continue,
            };
            pairs.push((key, item));
        }
        Value::Map(pairs)
    }

    /// `a . b . …` is always a string.
    fn concatenation(&mut self, build: &mut Builder<'_>, node: Node<'_>, depth: usize) -> Value {
        let operands = self.operands(build, node);
        let mut values = Vec::with_capacity(operands.len());
        for operand in operands {
            self.claim_part(build, operand);
            values.push(self.value(build, operand, depth + 1));
        }
        joined(values)
    }

    /// The operands of `a . b . …` from left to right; the inner operators are claimed.
    pub(super) fn operands<'t>(&mut self, build: &Builder<'_>, node: Node<'t>) -> Vec<Node<'t>> {
        let mut operands = Vec::new();
        let mut node = node;
        loop {
            operands.extend(node.child_by_field_name("right"));
            let Some(left) = node.child_by_field_name("left") else {
                break;
            };
            if !is_operator(build, left, ".") {
                operands.push(left);
                break;
            }
            self.claim(left);
            node = left;
        }
        operands.reverse();
        operands
    }
}

/// Whether the node is a binary expression with this operator.
pub(super) fn is_operator(build: &Builder<'_>, node: Node<'_>, operator: &str) -> bool {
    node.kind() == "binary_expression" && build.field(node, "operator").as_deref() == Some(operator)
}

/// Whether the expression ends the program or the function: `die()`, `throw …`.
fn gives_up(build: &Builder<'_>, node: Node<'_>) -> bool {
    let function = node.child_by_field_name("function");
    let name = function.filter(|function| function.kind() == "name");
    let name = name.map(|name| build.text(name).to_lowercase());
    node.kind() == "throw_expression" || matches!(name.as_deref(), Some("die" | "exit"))
}

fn signed(build: &Builder<'_>, node: Node<'_>) -> Value {
    let number = node
        .child_by_field_name("argument")
        .filter(|child| matches!(child.kind(), "integer" | "float"));
    match (number, build.field(node, "operator").as_deref()) {
        (Some(number), Some("-")) => Value::Number(format!("-{}", build.text(number))),
        (Some(number), Some("+")) => Value::Number(build.text(number)),
        _ => Value::Opaque,
    }
}
