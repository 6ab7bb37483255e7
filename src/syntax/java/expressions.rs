//! What an expression is worth to a rule.

use tree_sitter::Node;

use super::strings;
use crate::syntax::outline::{DefinitionKind, Path, Value};
use crate::syntax::tree::{self, children, unparenthesized};
use crate::syntax::walk::{Builder, DEPTH};

pub(super) fn value(build: &mut Builder<'_>, node: Node<'_>, depth: usize) -> Value {
    if depth >= DEPTH {
        return Value::Opaque;
    }
    let node = bare(node);
    match node.kind() {
        "string_literal" | "character_literal" => Value::Text(strings::text(&build.text(node))),
        "decimal_integer_literal"
        | "hex_integer_literal"
        | "octal_integer_literal"
        | "binary_integer_literal"
        | "decimal_floating_point_literal"
        | "hex_floating_point_literal" => Value::Number(build.text(node)),
        "unary_expression" => negative(build, node),
        "true" => Value::Bool(true),
        "false" => Value::Bool(false),
        "null_literal" => Value::Null,
        "method_invocation" | "object_creation_expression" | "annotation" | "marker_annotation" => {
            Value::Call(build.call_id(node))
        }
        "lambda_expression" => {
            Value::Definition(build.definition_id(node, DefinitionKind::Closure))
        }
        "class_literal" => match children(node).first() {
            Some(&named) => Value::Name(type_path(build, named)),
            None => Value::Opaque,
        },
        "array_creation_expression" => match node.child_by_field_name("value") {
            Some(list) => value(build, list, depth + 1),
            None => Value::Opaque,
        },
        "array_initializer" | "element_value_array_initializer" => Value::List(
            children(node)
                .into_iter()
                .map(|item| value(build, item, depth + 1))
                .collect(),
        ),
        "assignment_expression" => match node.child_by_field_name("right") {
            Some(right) => value(build, right, depth + 1),
            None => Value::Opaque,
        },
        "binary_expression" if tree::is_operator(node, "+") => {
            let parts = tree::sum(node).operands;
            tree::joined(
                parts
                    .into_iter()
                    .map(|part| value(build, part, depth + 1))
                    .collect(),
            )
        }
        "identifier" | "this" | "super" | "field_access" | "method_reference" => {
            chain(build, node, depth)
        }
        _ => Value::Opaque,
    }
}

/// The path at `node`, if it is a chain of names alone.
pub(super) fn path(build: &Builder<'_>, node: Node<'_>) -> Option<Path> {
    let mut names = Path::new();
    let mut node = node;
    loop {
        node = bare(node);
        match node.kind() {
            "this" => names.push("self".to_owned()),
            "identifier" | "super" => names.push(build.text(node)),
            // `Outer.this` is still the object itself.
            "field_access" if field_is_this(node) => names.push("self".to_owned()),
            "field_access" => {
                names.push(build.field(node, "field")?);
                node = node.child_by_field_name("object")?;
                if names.len() > DEPTH {
                    return None;
                }
                continue;
            }
            "method_reference" => {
                names.push(referred(build, node)?);
                node = children(node).into_iter().next()?;
                if is_type(node) {
                    names.extend(type_path(build, node).into_iter().rev());
                    break;
                }
                continue;
            }
            _ => return None,
        }
        break;
    }
    names.reverse();
    Some(names)
}

fn chain(build: &mut Builder<'_>, node: Node<'_>, depth: usize) -> Value {
    if let Some(path) = path(build, node) {
        return Value::Name(path);
    }
    let (base, name) = match node.kind() {
        "field_access" => (
            node.child_by_field_name("object"),
            build.field(node, "field"),
        ),
        "method_reference" => (children(node).into_iter().next(), referred(build, node)),
        _ => (None, None),
    };
    match base.zip(name) {
        Some((base, name)) => Value::Member(Box::new(value(build, base, depth + 1)), name),
        None => Value::Opaque,
    }
}

/// The name after `::`, which may be `new`.
fn referred(build: &Builder<'_>, node: Node<'_>) -> Option<String> {
    let last = node.child(node.child_count().checked_sub(1)?)?;
    Some(build.text(last))
}

fn field_is_this(node: Node<'_>) -> bool {
    node.child_by_field_name("field")
        .is_some_and(|field| field.kind() == "this")
}

fn is_type(node: Node<'_>) -> bool {
    node.kind().ends_with("_type") || node.kind().ends_with("type_identifier")
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
            "generic_type" => children(node).first().copied(),
            "annotated_type" => children(node).last().copied(),
            "array_type" => node.child_by_field_name("element"),
            "scoped_type_identifier" => {
                let parts = children(node);
                names.extend(parts.last().map(|last| build.text(*last)));
                parts.first().copied()
            }
            _ => {
                names.push(build.text(node));
                None
            }
        };
    }
    names.reverse();
    names
}

/// The expression without parentheses and casts.
fn bare(mut node: Node<'_>) -> Node<'_> {
    loop {
        node = unparenthesized(node);
        if node.kind() != "cast_expression" {
            return node;
        }
        match node.child_by_field_name("value") {
            Some(inner) => node = inner,
            None => return node,
        }
    }
}

fn negative(build: &Builder<'_>, node: Node<'_>) -> Value {
    let number = node
        .child_by_field_name("operand")
        .is_some_and(|operand| operand.kind().ends_with("_literal"));
    let minus = node
        .child_by_field_name("operator")
        .is_some_and(|operator| operator.kind() == "-");
    if number && minus {
        Value::Number(build.text(node))
    } else {
        Value::Opaque
    }
}
