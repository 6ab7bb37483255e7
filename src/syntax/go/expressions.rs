//! What an expression is worth to a rule.

use tree_sitter::Node;

use super::Go;
use crate::syntax::escapes::unescape;
use crate::syntax::outline::{DefinitionKind, Path, Value};
use crate::syntax::tree::{self, children, unparenthesized};
use crate::syntax::walk::{Builder, DEPTH};

/// A chain of names, and the nodes inside of it that are chains themselves.
pub(super) struct Chain {
    pub path: Path,
    pub links: Vec<usize>,
}

impl Go {
    pub(super) fn value(&self, build: &mut Builder<'_>, node: Node<'_>, depth: usize) -> Value {
        if depth >= DEPTH {
            return Value::Opaque;
        }
        let node = bare(node);
        match node.kind() {
            "interpreted_string_literal" | "raw_string_literal" | "rune_literal" => {
                Value::Text(text(&build.text(node)))
            }
            "int_literal" | "float_literal" | "imaginary_literal" => {
                Value::Number(build.text(node))
            }
            "unary_expression" => negative(build, node),
            "true" => Value::Bool(true),
            "false" => Value::Bool(false),
            "nil" => Value::Null,
            "call_expression" | "type_conversion_expression" => Value::Call(build.call_id(node)),
            "composite_literal" => match node.child_by_field_name("body") {
                Some(body) if is_collection(node) => {
                    self.collection(build, body, is_map(node), depth + 1)
                }
                _ => Value::Call(build.call_id(node)),
            },
            "literal_value" => self.collection(build, node, false, depth + 1),
            "literal_element" => match children(node).first() {
                Some(&inner) => self.value(build, inner, depth + 1),
                None => Value::Opaque,
            },
            "func_literal" => Value::Definition(build.definition_id(node, DefinitionKind::Closure)),
            "binary_expression" if tree::is_operator(node, "+") => {
                let parts = tree::sum(node).operands.into_iter();
                tree::joined(
                    parts
                        .map(|part| self.value(build, part, depth + 1))
                        .collect(),
                )
            }
            "identifier" | "iota" | "selector_expression" | "index_expression" => {
                self.member(build, node, depth)
            }
            "type_identifier" | "qualified_type" | "generic_type" | "pointer_type" => {
                type_value(build, node)
            }
            _ => Value::Opaque,
        }
    }

    /// The elements between the braces of a slice or map, and of a struct whose type is implied.
    fn collection(
        &self,
        build: &mut Builder<'_>,
        node: Node<'_>,
        is_map: bool,
        depth: usize,
    ) -> Value {
        let elements = children(node);
        if !is_map
            && !elements
                .iter()
                .any(|element| element.kind() == "keyed_element")
        {
            let items = elements.into_iter();
            return Value::List(items.map(|item| self.value(build, item, depth)).collect());
        }
        let mut entries = Vec::new();
        for element in elements {
            let key = element.child_by_field_name("key");
            let key = key.and_then(|key| self.key(build, key));
            let Some((key, item)) = key.zip(element.child_by_field_name("value")) else {
                return Value::Opaque;
            };
            entries.push((key, self.value(build, item, depth)));
        }
        Value::Map(entries)
    }

    /// What stands before the colon in a composite literal, if it is a name, string or number.
    pub(super) fn key(&self, build: &Builder<'_>, node: Node<'_>) -> Option<String> {
        let key = bare(children(node).first().copied()?);
        match key.kind() {
            // A struct's field may have the name of the receiver.
            "identifier" | "int_literal" => Some(build.text(key)),
            _ if is_string(key) => Some(text(&build.text(key))),
            _ => self.path(build, key).map(|path| path.join(".")),
        }
    }

    /// The chain at `node`, if it consists of names and string keys alone.
    pub(super) fn chain(&self, build: &Builder<'_>, node: Node<'_>) -> Option<Chain> {
        let mut path = Path::new();
        let mut links = Vec::new();
        let mut node = node;
        loop {
            node = bare(node);
            let (name, operand) = match node.kind() {
                "identifier" => {
                    path.push(self.named(build.text(node)));
                    break;
                }
                "iota" => {
                    path.push(build.text(node));
                    break;
                }
                "selector_expression" | "index_expression" => link(build, node)?,
                _ => return None,
            };
            path.push(name);
            links.push(node.id());
            node = operand;
            if path.len() > DEPTH {
                return None;
            }
        }
        path.reverse();
        Some(Chain { path, links })
    }

    pub(super) fn path(&self, build: &Builder<'_>, node: Node<'_>) -> Option<Path> {
        self.chain(build, node).map(|chain| chain.path)
    }

    fn member(&self, build: &mut Builder<'_>, node: Node<'_>, depth: usize) -> Value {
        if let Some(path) = self.path(build, node) {
            return Value::Name(path);
        }
        match link(build, node) {
            Some((name, operand)) => {
                Value::Member(Box::new(self.value(build, operand, depth + 1)), name)
            }
            None => Value::Opaque,
        }
    }

    /// The name as the outline has it: a method's receiver is `self`.
    fn named(&self, name: String) -> String {
        let receiver = self.receivers.last().and_then(|last| last.name.as_ref());
        if receiver == Some(&name) {
            "self".to_owned()
        } else {
            name
        }
    }
}

/// The member that `x.y` and `x["y"]` select, and what they select it from.
fn link<'t>(build: &Builder<'_>, node: Node<'t>) -> Option<(String, Node<'t>)> {
    let operand = node.child_by_field_name("operand")?;
    let name = match node.child_by_field_name("index") {
        Some(index) if is_string(index) => text(&build.text(index)),
        Some(_) => return None,
        None => build.field(node, "field")?,
    };
    Some((name, operand))
}

pub(super) fn is_string(node: Node<'_>) -> bool {
    matches!(
        node.kind(),
        "interpreted_string_literal" | "raw_string_literal"
    )
}

/// Whether a composite literal makes a slice, array or map: a list of values and not an object.
pub(super) fn is_collection(node: Node<'_>) -> bool {
    node.child_by_field_name("type").is_some_and(|kind| {
        matches!(
            kind.kind(),
            "slice_type" | "array_type" | "implicit_length_array_type" | "map_type"
        )
    })
}

fn is_map(node: Node<'_>) -> bool {
    node.child_by_field_name("type")
        .is_some_and(|kind| kind.kind() == "map_type")
}

/// Whether this is a call with type arguments, which the grammar takes for a conversion.
pub(super) fn is_generic_call(node: Node<'_>) -> bool {
    node.kind() == "type_conversion_expression"
        && node
            .child_by_field_name("type")
            .is_some_and(|kind| kind.kind() == "generic_type")
}

/// The text of a string or character as it is written, quotes included.
pub(super) fn text(source: &str) -> String {
    if let Some(raw) = source.strip_prefix('`') {
        return raw.strip_suffix('`').unwrap_or(raw).replace('\r', "");
    }
    let quotes = ['"', '\''];
    let inner = source.strip_prefix(quotes).unwrap_or(source);
    unescape(inner.strip_suffix(quotes).unwrap_or(inner))
}

/// The name of a type without pointers and type arguments.
pub(super) fn type_path(build: &Builder<'_>, mut node: Node<'_>) -> Path {
    loop {
        let inner = match node.kind() {
            "generic_type" => node.child_by_field_name("type"),
            "pointer_type" | "parenthesized_type" => children(node).first().copied(),
            "qualified_type" => {
                let package = build.field(node, "package");
                return package
                    .into_iter()
                    .chain(build.field(node, "name"))
                    .collect();
            }
            "type_identifier" => return vec![build.text(node)],
            _ => None,
        };
        match inner {
            Some(inner) => node = inner,
            None => return Path::new(),
        }
    }
}

/// A type as a value: its name, if it has one.
pub(super) fn type_value(build: &Builder<'_>, node: Node<'_>) -> Value {
    let path = type_path(build, node);
    if path.is_empty() {
        Value::Opaque
    } else {
        Value::Name(path)
    }
}

/// The expression without parentheses, `&`, `*`, type assertions and conversions.
pub(super) fn bare(mut node: Node<'_>) -> Node<'_> {
    loop {
        node = unparenthesized(node);
        let inner = match node.kind() {
            "unary_expression"
                if node
                    .child_by_field_name("operator")
                    .is_some_and(|operator| matches!(operator.kind(), "&" | "*")) =>
            {
                node.child_by_field_name("operand")
            }
            "type_assertion_expression" => node.child_by_field_name("operand"),
            "type_conversion_expression" if !is_generic_call(node) => {
                node.child_by_field_name("operand")
            }
            "variadic_argument" => children(node).first().copied(),
            _ => None,
        };
        match inner {
            Some(inner) => node = inner,
            None => return node,
        }
    }
}

fn negative(build: &Builder<'_>, node: Node<'_>) -> Value {
    let number = node
        .child_by_field_name("operand")
        .is_some_and(|operand| matches!(operand.kind(), "int_literal" | "float_literal"));
    let minus = node
        .child_by_field_name("operator")
        .is_some_and(|operator| operator.kind() == "-");
    if number && minus {
        Value::Number(build.text(node))
    } else {
        Value::Opaque
    }
}
