//! Rust calls, struct literals and macros.

use tree_sitter::Node;

use super::Rust;
use super::values::{bare, formatted, text};
use crate::syntax::outline::{Argument, Call, CallKind, Path, Value};
use crate::syntax::tree::{child, children, stands_at, typed};
use crate::syntax::walk::Builder;
use crate::syntax::walk::values::joined;

impl Rust {
    pub(super) fn call(&mut self, build: &mut Builder<'_>, node: Node<'_>) {
        let Some(function) = node.child_by_field_name("function") else {
            return;
        };
        let mut function = bare(function);
        let mut types = Vec::new();
        if function.kind() == "generic_function" {
            types = type_arguments(build, function);
            if let Some(inner) = function.child_by_field_name("function") {
                function = inner;
            }
        }
        self.claim(function);
        let (receiver, name, at) = self.callee(build, function);
        let given = node
            .child_by_field_name("arguments")
            .map(children)
            .unwrap_or_default();
        let mut arguments = Vec::with_capacity(given.len());
        for argument in given.into_iter().filter(|it| it.kind() != "attribute_item") {
            arguments.push(Argument {
                name: None,
                value: self.value(build, argument, 0),
                line: build.line(argument),
            });
        }
        let call = Call {
            name,
            receiver,
            arguments,
            types,
            ..Call::default()
        };
        let id = build.fill_call(node, call);
        stands_at(build, id, at);
    }

    /// What is called, what it is called on, and the node of the name.
    fn callee<'t>(
        &mut self,
        build: &mut Builder<'_>,
        node: Node<'t>,
    ) -> (Option<Value>, String, Option<Node<'t>>) {
        if let Some(path) = self.path(build, node) {
            let at = node
                .child_by_field_name("field")
                .or_else(|| node.child_by_field_name("name"));
            let (receiver, name) = split(path);
            return (receiver, name, at);
        }
        let object = node.child_by_field_name("value");
        let field = node.child_by_field_name("field");
        match object.zip(field) {
            Some((object, field)) => {
                let receiver = self.value(build, object, 0);
                (Some(receiver), build.text(field), Some(field))
            }
            // `<T as X>::f`: only the name is known.
            None => match build.field(node, "name") {
                Some(name) => (Some(Value::Opaque), name, None),
                None => (Some(self.value(build, node, 0)), String::new(), None),
            },
        }
    }

    /// `X { a: 1, b }`.
    pub(super) fn construction(&mut self, build: &mut Builder<'_>, node: Node<'_>) {
        let class = node.child_by_field_name("name");
        let path = class
            .and_then(|class| self.path(build, class))
            .unwrap_or_default();
        if let Some(class) = class {
            self.claim(class);
        }
        let (receiver, name) = split(path);
        let fields = node
            .child_by_field_name("body")
            .map(children)
            .unwrap_or_default();
        let mut arguments = Vec::new();
        for field in fields {
            let (name, value) = match field.kind() {
                "shorthand_field_initializer" => {
                    let Some(own) = child(field, "identifier").map(|it| build.text(it)) else {
                        continue;
                    };
                    (own.clone(), Value::Name(vec![own]))
                }
                "field_initializer" => {
                    let value = field.child_by_field_name("value");
                    let value = value.map_or(Value::Opaque, |value| self.value(build, value, 0));
                    (build.field(field, "field").unwrap_or_default(), value)
                }
                _ => continue,
            };
            arguments.push(Argument {
                name: Some(name),
                value,
                line: build.line(field),
            });
        }
        let name = match name.as_str() {
            "self" => self.owner().unwrap_or(name),
            _ => name,
        };
        let call = Call {
            kind: CallKind::New,
            name,
            receiver,
            arguments,
            ..Call::default()
        };
        build.fill_call(node, call);
    }

    /// `name!(…)` with whatever brackets, as a call of `name`.
    pub(super) fn macro_call(&mut self, build: &mut Builder<'_>, node: Node<'_>) {
        let Some(called) = node.child_by_field_name("macro") else {
            return;
        };
        self.claim(called);
        let path = self.path(build, called).unwrap_or_default();
        let (receiver, name) = split(path);
        let tree = child(node, "token_tree");
        let arguments = match tree {
            Some(tree) => self.tokens(build, tree, 0),
            None => Vec::new(),
        };
        if is_format(&name)
            && let Some(format) = tree.and_then(|tree| child(tree, "string_literal"))
        {
            self.claim(format);
            let value = format_value(&arguments);
            build.literal(format, value);
        }
        let call = Call {
            name,
            receiver,
            arguments,
            ..Call::default()
        };
        build.fill_call(node, call);
    }

    /// A macro as a value: the text that `format!` makes, the list of `vec!`, the object of a
    /// macro that is given one in braces, else the call.
    pub(super) fn macro_value(
        &mut self,
        build: &mut Builder<'_>,
        node: Node<'_>,
        depth: usize,
    ) -> Value {
        let called = node.child_by_field_name("macro");
        let name = called
            .and_then(|it| self.path(build, it))
            .and_then(|mut path| path.pop());
        let tree = child(node, "token_tree");
        match (name.as_deref(), tree) {
            (Some(name), Some(tree)) if is_format(name) => {
                let arguments = self.tokens(build, tree, depth + 1);
                format_value(&arguments)
            }
            (Some("concat"), Some(tree)) => {
                let arguments = self.tokens(build, tree, depth + 1);
                joined(
                    arguments
                        .into_iter()
                        .map(|argument| argument.value)
                        .collect(),
                )
            }
            (Some("vec"), Some(tree)) => {
                let arguments = self.tokens(build, tree, depth + 1);
                Value::List(
                    arguments
                        .into_iter()
                        .map(|argument| argument.value)
                        .collect(),
                )
            }
            _ => Value::Call(build.call_id(node)),
        }
    }
}

/// Whether the macro makes a string of its format string and nothing else.
fn is_format(name: &str) -> bool {
    matches!(name, "format" | "format_args")
}

fn format_value(arguments: &[Argument]) -> Value {
    let Some(format) = arguments.first().and_then(|first| first.value.as_text()) else {
        return Value::Opaque;
    };
    let rest = || arguments.iter().skip(1);
    let named: Vec<(String, Value)> = rest()
        .filter_map(|argument| Some((argument.name.clone()?, argument.value.clone())))
        .collect();
    let mut given = rest()
        .filter(|argument| argument.name.is_none())
        .map(|argument| argument.value.clone());
    formatted(format, &mut given, &named)
}

/// A path as what it is called on and its last name.
pub(super) fn split(mut path: Path) -> (Option<Value>, String) {
    let name = path.pop().unwrap_or_default();
    ((!path.is_empty()).then_some(Value::Name(path)), name)
}

/// The types between `::<` and `>`.
fn type_arguments(build: &Builder<'_>, node: Node<'_>) -> Vec<String> {
    let list = node.child_by_field_name("type_arguments");
    list.map(children)
        .unwrap_or_default()
        .into_iter()
        .filter_map(|argument| typed(build, Some(argument)))
        .collect()
}

/// The text of a token that is a string.
pub(super) fn token_text(build: &Builder<'_>, node: Node<'_>) -> Option<String> {
    matches!(
        node.kind(),
        "string_literal" | "raw_string_literal" | "char_literal"
    )
    .then(|| text(build, node))
}
