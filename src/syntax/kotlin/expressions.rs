//! What an expression is worth to a rule.

use tree_sitter::Node;

use super::Kotlin;
use super::calls::typed_parts;
use crate::syntax::escapes::unescape;
use crate::syntax::outline::{DefinitionKind, Path, Value};
use crate::syntax::tree::{self, child, children};
use crate::syntax::walk::values::{self, either};
use crate::syntax::walk::{Builder, DEPTH};

impl Kotlin {
    pub(super) fn value(&mut self, build: &mut Builder<'_>, node: Node<'_>, depth: usize) -> Value {
        if depth >= DEPTH {
            return Value::Opaque;
        }
        let node = bare(node);
        match node.kind() {
            "string_literal" | "multiline_string_literal" => self.template(build, node, depth),
            "character_literal" => {
                let text = build.text(node);
                Value::Text(unescape(text.trim_matches('\'')))
            }
            "number_literal" | "float_literal" => Value::Number(build.text(node)),
            "unary_expression" => negative(build, node),
            "call_expression" | "infix_expression" | "annotation" => {
                Value::Call(build.call_id(node))
            }
            "lambda_literal" | "anonymous_function" => {
                Value::Definition(build.definition_id(node, DefinitionKind::Closure))
            }
            "annotated_lambda" => match child(node, "lambda_literal") {
                Some(lambda) => self.value(build, lambda, depth + 1),
                None => Value::Opaque,
            },
            "object_literal" => Value::Definition(build.definition_id(node, DefinitionKind::Class)),
            "collection_literal" => Value::List(
                children(node)
                    .into_iter()
                    .map(|item| self.value(build, item, depth + 1))
                    .collect(),
            ),
            "if_expression" => {
                let condition = node.child_by_field_name("condition").map(|c| c.id());
                let branches: Vec<Node<'_>> = children(node)
                    .into_iter()
                    .filter(|branch| Some(branch.id()) != condition)
                    .collect();
                match branches.as_slice() {
                    [first, second] => self.either(build, *first, *second, depth),
                    _ => Value::Opaque,
                }
            }
            "try_expression" => match child(node, "block") {
                Some(block) => self.value(build, block, depth + 1),
                None => Value::Opaque,
            },
            "block" => match children(node).last() {
                Some(&last) => self.value(build, last, depth + 1),
                None => Value::Opaque,
            },
            "binary_expression" if typed_parts(node).is_some() => Value::Call(build.call_id(node)),
            "binary_expression" if tree::is_operator(node, "?:") => {
                let left = node.child_by_field_name("left");
                let Some((left, right)) = left.zip(node.child_by_field_name("right")) else {
                    return Value::Opaque;
                };
                match right.kind() {
                    "throw_expression" | "return_expression" => self.value(build, left, depth + 1),
                    _ => self.either(build, left, right, depth),
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
            "identifier" => match build.text(node).as_str() {
                "null" => Value::Null,
                "true" => Value::Bool(true),
                "false" => Value::Bool(false),
                name => Value::Name(vec![plain(name)]),
            },
            "this_expression"
            | "super_expression"
            | "navigation_expression"
            | "index_expression"
            | "callable_reference" => self.chain(build, node, depth),
            _ => Value::Opaque,
        }
    }

    fn either(
        &mut self,
        build: &mut Builder<'_>,
        first: Node<'_>,
        second: Node<'_>,
        depth: usize,
    ) -> Value {
        let first = self.value(build, first, depth + 1);
        either(first, self.value(build, second, depth + 1))
    }

    fn chain(&mut self, build: &mut Builder<'_>, node: Node<'_>, depth: usize) -> Value {
        if let Some(path) = path(build, node) {
            return Value::Name(path);
        }
        match member(build, node) {
            Some((base, name)) => Value::Member(Box::new(self.value(build, base, depth + 1)), name),
            None => Value::Opaque,
        }
    }
}

/// `this`, or `this@f` for what the closure of a call `f` is about; a class's own object is `self`.
fn this(build: &Builder<'_>, node: Node<'_>) -> String {
    let text = build.text(node);
    match text.split_once('@') {
        Some((_, label)) if label.starts_with(char::is_lowercase) => format!("self@{label}"),
        _ => "self".to_owned(),
    }
}

/// The path at `node`, if it is a chain of names alone. A class used as a value (`A::class.java`)
/// is its name.
pub(super) fn path(build: &Builder<'_>, node: Node<'_>) -> Option<Path> {
    let mut names = Path::new();
    let mut node = node;
    loop {
        node = bare(node);
        if names.len() > DEPTH {
            return None;
        }
        match node.kind() {
            "this_expression" => names.push(this(build, node)),
            "super_expression" => names.push("super".to_owned()),
            "identifier" => names.push(plain(&build.text(node))),
            "callable_reference" => {
                let parts = children(node);
                names.extend(parts.iter().rev().map(|part| plain(&build.text(*part))));
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
    if let Some(at) = names.iter().rposition(|name| name == "class")
        && at > 0
        && names
            .iter()
            .skip(at + 1)
            .all(|name| name.starts_with("java"))
    {
        names.truncate(at);
    }
    Some(names)
}

/// What a member is read from, and its name: `a.b`, `a?.b`, `a::b`, `a["b"]`.
pub(super) fn member<'t>(build: &Builder<'_>, node: Node<'t>) -> Option<(Node<'t>, String)> {
    let parts = children(node);
    let [base, .., last] = parts.as_slice() else {
        return None;
    };
    match node.kind() {
        "navigation_expression" => Some((*base, plain(&build.text(*last)))),
        "index_expression" if parts.len() == 2 => Some((*base, subscript(build, *last)?)),
        _ => None,
    }
}

/// The text of an index, when it is one plain string.
fn subscript(build: &Builder<'_>, index: Node<'_>) -> Option<String> {
    let is_plain = index.kind() == "string_literal"
        && children(index)
            .iter()
            .all(|part| part.kind() != "interpolation");
    is_plain.then(|| {
        let text = build.text(index);
        unescape(text.trim_matches('"'))
    })
}

/// A name without the backticks that a keyword may need.
pub(super) fn plain(name: &str) -> String {
    name.trim_matches('`').to_owned()
}

/// The name of a type without its type arguments.
pub(super) fn type_path(build: &Builder<'_>, node: Node<'_>) -> Path {
    let mut node = node;
    for _ in 0..DEPTH {
        match node.kind() {
            "nullable_type" | "non_nullable_type" | "parenthesized_type" => {
                match children(node)
                    .into_iter()
                    .find(|part| part.kind() != "type_modifiers")
                {
                    Some(inner) => node = inner,
                    None => break,
                }
            }
            _ => break,
        }
    }
    match node.kind() {
        "user_type" => children(node)
            .into_iter()
            .filter(|part| part.kind() == "identifier")
            .map(|part| plain(&build.text(part)))
            .collect(),
        _ => vec![build.text(node)],
    }
}

/// The expression without parentheses, casts, `!!`, labels and annotations.
pub(super) fn bare(mut node: Node<'_>) -> Node<'_> {
    loop {
        let inner = match node.kind() {
            "parenthesized_expression" => children(node).first().copied(),
            "as_expression" => node.child_by_field_name("left"),
            "labeled_expression" | "annotated_expression" => children(node).last().copied(),
            "unary_expression" => node
                .child_by_field_name("operator")
                .filter(|operator| operator.kind() == "!!")
                .and_then(|_| node.child_by_field_name("argument")),
            _ => None,
        };
        match inner {
            Some(inner) => node = inner,
            None => return node,
        }
    }
}

fn negative(build: &Builder<'_>, node: Node<'_>) -> Value {
    let is = |field: &str, kinds: &[&str]| {
        node.child_by_field_name(field)
            .is_some_and(|part| kinds.contains(&part.kind()))
    };
    if is("operator", &["-"]) && is("argument", &["number_literal", "float_literal"]) {
        Value::Number(build.text(node))
    } else {
        Value::Opaque
    }
}
