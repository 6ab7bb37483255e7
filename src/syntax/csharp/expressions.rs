//! What an expression is worth to a rule.

use tree_sitter::Node;

use super::CSharp;
use super::calls::is_nameof;
use super::strings;
use crate::syntax::outline::{DefinitionKind, Path, Value};
use crate::syntax::tree::{self, child, children};
use crate::syntax::walk::values::{self, either};
use crate::syntax::walk::{Builder, DEPTH};

impl CSharp {
    pub(super) fn value(&mut self, build: &mut Builder<'_>, node: Node<'_>, depth: usize) -> Value {
        if depth >= DEPTH {
            return Value::Opaque;
        }
        let node = bare(node);
        match node.kind() {
            "string_literal"
            | "verbatim_string_literal"
            | "raw_string_literal"
            | "character_literal" => Value::Text(strings::text(&build.text(node))),
            "interpolated_string_expression" => self.interpolated(build, node, depth),
            "integer_literal" | "real_literal" => Value::Number(build.text(node)),
            "prefix_unary_expression" => negative(build, node),
            "boolean_literal" => Value::Bool(build.text(node) == "true"),
            "null_literal" | "default_expression" => Value::Null,
            "invocation_expression" if is_nameof(build, node) => self.named(build, node),
            "invocation_expression"
            | "object_creation_expression"
            | "implicit_object_creation_expression"
            | "attribute" => Value::Call(build.call_id(node)),
            "lambda_expression" | "anonymous_method_expression" => {
                Value::Definition(build.definition_id(node, DefinitionKind::Closure))
            }
            "typeof_expression" => match node.child_by_field_name("type") {
                Some(named) => Value::Name(type_path(build, named)),
                None => Value::Opaque,
            },
            "array_creation_expression" | "implicit_array_creation_expression" => {
                match child(node, "initializer_expression") {
                    Some(list) => self.initializer(build, list, depth + 1),
                    None => Value::Opaque,
                }
            }
            "initializer_expression" => self.initializer(build, node, depth),
            "anonymous_object_creation_expression" => self.anonymous(build, node, depth),
            "collection_expression" => self.collection(build, node, depth),
            "tuple_expression" => Value::List(
                children(node)
                    .into_iter()
                    .filter_map(|item| children(item).last().copied())
                    .map(|item| self.value(build, item, depth + 1))
                    .collect(),
            ),
            "assignment_expression" => match node.child_by_field_name("right") {
                Some(right) => self.value(build, right, depth + 1),
                None => Value::Opaque,
            },
            "conditional_expression" => {
                let first = node.child_by_field_name("consequence");
                let second = node.child_by_field_name("alternative");
                self.either(build, first, second, depth)
            }
            "binary_expression" if tree::is_operator(node, "??") => {
                let first = node.child_by_field_name("left");
                let second = node.child_by_field_name("right");
                match second {
                    Some(second) if second.kind() != "throw_expression" => {
                        self.either(build, first, Some(second), depth)
                    }
                    _ => match first {
                        Some(first) => self.value(build, first, depth + 1),
                        None => Value::Opaque,
                    },
                }
            }
            "binary_expression" if tree::is_operator(node, "+") => {
                let parts = tree::sum(node).operands;
                let parts = parts
                    .into_iter()
                    .map(|part| self.value(build, part, depth + 1))
                    .collect();
                match tree::joined(parts) {
                    Value::Join(parts) => values::joined(parts),
                    other => other,
                }
            }
            "identifier"
            | "generic_name"
            | "predefined_type"
            | "qualified_name"
            | "alias_qualified_name"
            | "this"
            | "base"
            | "member_access_expression"
            | "element_access_expression"
            | "conditional_access_expression" => self.chain(build, node, depth),
            _ => Value::Opaque,
        }
    }

    fn either(
        &mut self,
        build: &mut Builder<'_>,
        first: Option<Node<'_>>,
        second: Option<Node<'_>>,
        depth: usize,
    ) -> Value {
        match first.zip(second) {
            Some((first, second)) => {
                let first = self.value(build, first, depth + 1);
                either(first, self.value(build, second, depth + 1))
            }
            None => Value::Opaque,
        }
    }

    /// The path at `node`, if it is a chain of names alone.
    pub(super) fn path(&self, build: &Builder<'_>, node: Node<'_>) -> Option<Path> {
        let mut names = Path::new();
        let mut node = node;
        loop {
            node = bare(node);
            if names.len() > DEPTH {
                return None;
            }
            match node.kind() {
                "this" => names.push("self".to_owned()),
                "base" => names.push("super".to_owned()),
                "identifier" => names.push(self.own_name(build.text(node))),
                "predefined_type" => names.push(build.text(node)),
                "generic_name" | "qualified_name" | "alias_qualified_name" => {
                    names.extend(type_path(build, node).into_iter().rev());
                }
                _ => {
                    let (base, name) = member(build, node)?;
                    names.push(name);
                    node = base;
                    continue;
                }
            }
            break;
        }
        names.reverse();
        Some(names)
    }

    fn chain(&mut self, build: &mut Builder<'_>, node: Node<'_>, depth: usize) -> Value {
        if let Some(path) = self.path(build, node) {
            return Value::Name(path);
        }
        match member(build, node) {
            Some((base, name)) => Value::Member(Box::new(self.value(build, base, depth + 1)), name),
            None => Value::Opaque,
        }
    }

    /// The name as the outline has it: what an extension method extends is `self`.
    fn own_name(&self, name: String) -> String {
        let receiver = self.receivers.last().and_then(|last| last.name.as_ref());
        if receiver == Some(&name) {
            "self".to_owned()
        } else {
            name
        }
    }
}

/// What a member is read from, and its name: `a.b`, `a?.b`, `a["b"]`.
pub(super) fn member<'t>(build: &Builder<'_>, node: Node<'t>) -> Option<(Node<'t>, String)> {
    match node.kind() {
        "member_access_expression" => {
            let name = node.child_by_field_name("name")?;
            Some((
                node.child_by_field_name("expression")?,
                simple_name(build, name),
            ))
        }
        "conditional_access_expression" => {
            let last = children(node).last().copied()?;
            let name = match last.kind() {
                "member_binding_expression" => {
                    simple_name(build, last.child_by_field_name("name")?)
                }
                "element_binding_expression" => subscript(build, last)?,
                _ => return None,
            };
            Some((node.child_by_field_name("condition")?, name))
        }
        "element_access_expression" => {
            let list = node.child_by_field_name("subscript")?;
            Some((
                node.child_by_field_name("expression")?,
                subscript(build, list)?,
            ))
        }
        _ => None,
    }
}

/// The text between square brackets, when it is one plain string.
pub(super) fn subscript(build: &Builder<'_>, list: Node<'_>) -> Option<String> {
    let arguments = children(list);
    let [argument] = arguments.as_slice() else {
        return None;
    };
    let index = children(*argument).last().copied()?;
    matches!(index.kind(), "string_literal" | "verbatim_string_literal")
        .then(|| strings::text(&build.text(index)))
}

/// What stands behind the `=` of a declaration.
pub(super) fn behind_equals<'t>(node: Node<'t>) -> Option<Node<'t>> {
    let mut cursor = node.walk();
    node.children(&mut cursor)
        .skip_while(|token| token.kind() != "=")
        .skip(1)
        .find(|token| !token.is_extra())
}

/// A name without its type arguments.
pub(super) fn simple_name(build: &Builder<'_>, node: Node<'_>) -> String {
    match node.kind() {
        "generic_name" => child(node, "identifier")
            .map(|name| build.text(name))
            .unwrap_or_default(),
        _ => build.text(node),
    }
}

/// The name of a type without its type arguments.
pub(super) fn type_path(build: &Builder<'_>, node: Node<'_>) -> Path {
    let mut names = Path::new();
    let mut next = Some(node);
    while let Some(node) = next {
        if names.len() > DEPTH {
            break;
        }
        next = match node.kind() {
            "generic_name" => {
                names.push(simple_name(build, node));
                None
            }
            "nullable_type" | "array_type" | "ref_type" | "pointer_type" => {
                node.child_by_field_name("type")
            }
            "qualified_name" => {
                names.extend(
                    node.child_by_field_name("name")
                        .map(|name| simple_name(build, name)),
                );
                node.child_by_field_name("qualifier")
            }
            // `global::A` is `A`.
            "alias_qualified_name" => node.child_by_field_name("name"),
            _ => {
                names.push(build.text(node));
                None
            }
        };
    }
    names.reverse();
    names
}

/// The expression without parentheses, casts, `await`, `!` behind it and `ref` before it.
pub(super) fn bare(mut node: Node<'_>) -> Node<'_> {
    loop {
        let inner = match node.kind() {
            "parenthesized_expression"
            | "await_expression"
            | "checked_expression"
            | "ref_expression" => children(node).first().copied(),
            "postfix_unary_expression" if node.child(1).is_some_and(|mark| mark.kind() == "!") => {
                node.child(0)
            }
            "cast_expression" => node.child_by_field_name("value"),
            "as_expression" => node.child_by_field_name("left"),
            _ => return node,
        };
        match inner {
            Some(inner) => node = inner,
            None => return node,
        }
    }
}

fn negative(build: &Builder<'_>, node: Node<'_>) -> Value {
    let minus = node.child(0).is_some_and(|operator| operator.kind() == "-");
    let number = children(node)
        .last()
        .is_some_and(|operand| matches!(operand.kind(), "integer_literal" | "real_literal"));
    if minus && number {
        Value::Number(build.text(node))
    } else {
        Value::Opaque
    }
}
