//! Calls, constructions and attributes.

use tree_sitter::Node;

use super::CSharp;
use super::expressions::{bare, member, simple_name, type_path};
use crate::syntax::outline::{Argument, Call, CallKind, Path, Value};
use crate::syntax::tree::{LONGEST_TYPE, child, children, stands_at, typed};
use crate::syntax::walk::{Builder, Step};

/// What may stand at the end of an attribute's class and is left out where it is used.
const SUFFIX: &str = "Attribute";

/// `nameof(X)` is a text that looks like a call.
pub(super) fn is_nameof(build: &Builder<'_>, node: Node<'_>) -> bool {
    node.child_by_field_name("function")
        .is_some_and(|function| {
            function.kind() == "identifier"
                && function.byte_range().len() == "nameof".len()
                && build.text(function) == "nameof"
        })
}

impl CSharp {
    /// The last name in `nameof(A.B)`.
    pub(super) fn named(&mut self, build: &mut Builder<'_>, node: Node<'_>) -> Value {
        let arguments = node.child_by_field_name("arguments").map(children);
        let first = arguments.and_then(|list| children(*list.first()?).last().copied());
        let path = first.and_then(|named| self.path(build, named));
        match path.and_then(|mut path| path.pop()) {
            Some(name) => Value::Text(name),
            None => Value::Opaque,
        }
    }

    pub(super) fn invocation(&mut self, build: &mut Builder<'_>, node: Node<'_>) -> Step {
        if is_nameof(build, node) {
            return Step::Over;
        }
        let Some(function) = node.child_by_field_name("function") else {
            return Step::Into;
        };
        let function = bare(function);
        let mut call = Call::default();
        let mut at = Some(function);
        match member(build, function).filter(|_| function.kind() != "element_access_expression") {
            Some((base, name)) => {
                self.called.insert(function.id());
                call.name = name;
                call.receiver = Some(self.value(build, base, 0));
                at = name_node(function);
            }
            None if matches!(function.kind(), "identifier" | "generic_name") => {
                call.name = simple_name(build, function);
            }
            None => call.receiver = Some(self.value(build, function, 0)),
        }
        call.types = type_arguments(build, at);
        call.arguments = self.arguments(build, node.child_by_field_name("arguments"));
        let id = build.fill_call(node, call);
        stands_at(build, id, at);
        Step::Into
    }

    /// `: this(…)` and `: base(…)` behind a constructor.
    pub(super) fn constructor(&mut self, build: &mut Builder<'_>, node: Node<'_>) {
        let itself = child(node, "this").is_some();
        let call = Call {
            name: if itself { "self" } else { "super" }.to_owned(),
            arguments: self.arguments(build, child(node, "argument_list")),
            ..Call::default()
        };
        build.fill_call(node, call);
    }

    /// A base class with arguments behind a class with a primary constructor.
    pub(super) fn base(&mut self, build: &mut Builder<'_>, node: Node<'_>) {
        if child(node, "argument_list").is_none() {
            return;
        }
        let call = Call {
            name: "super".to_owned(),
            arguments: self.arguments(build, child(node, "argument_list")),
            ..Call::default()
        };
        build.fill_call(node, call);
    }

    /// `new X(…) { … }`, or `new(…)` where the declaration says what.
    pub(super) fn creation(&mut self, build: &mut Builder<'_>, node: Node<'_>) {
        let named = node.child_by_field_name("type");
        let implied = self.implied.remove(&node.id());
        let (name, receiver) = match named {
            Some(named) => split(type_path(build, named)),
            None => (implied.unwrap_or_default(), None),
        };
        let mut arguments = self.arguments(build, child(node, "argument_list"));
        if let Some(initializer) = child(node, "initializer_expression") {
            arguments.extend(self.initial_arguments(build, initializer));
        }
        let call = Call {
            kind: CallKind::New,
            name,
            receiver,
            arguments,
            types: type_arguments(build, named),
            ..Call::default()
        };
        let id = build.fill_call(node, call);
        stands_at(build, id, named);
    }

    /// Remembers the declared type for a `new()` that has none.
    pub(super) fn imply(&mut self, build: &Builder<'_>, given: Node<'_>, named: Option<Node<'_>>) {
        let given = bare(given);
        if given.kind() != "implicit_object_creation_expression" {
            return;
        }
        let Some(named) = named.filter(|named| named.byte_range().len() <= LONGEST_TYPE) else {
            return;
        };
        if let Some(last) = type_path(build, named).pop() {
            self.implied.insert(given.id(), last);
        }
    }

    pub(super) fn attribute(&mut self, build: &mut Builder<'_>, node: Node<'_>) {
        let named = node.child_by_field_name("name");
        let path = named
            .map(|named| type_path(build, named))
            .unwrap_or_default();
        let (name, receiver) = split(path);
        let short = name.strip_suffix(SUFFIX).filter(|short| !short.is_empty());
        let call = Call {
            kind: CallKind::Annotation,
            name: short.map(str::to_owned).unwrap_or(name),
            receiver,
            arguments: self.arguments(build, child(node, "attribute_argument_list")),
            types: type_arguments(build, named),
            decorates: self.decorated.remove(&node.id()),
            ..Call::default()
        };
        build.fill_call(node, call);
    }

    pub(super) fn arguments(
        &mut self,
        build: &mut Builder<'_>,
        list: Option<Node<'_>>,
    ) -> Vec<Argument> {
        let mut arguments = Vec::new();
        for entry in list.map(children).unwrap_or_default() {
            let Some(given) = children(entry).last().copied() else {
                continue;
            };
            let name = entry
                .child_by_field_name("name")
                .filter(|name| name.id() != given.id());
            let name = name.map(|name| build.text(name));
            arguments.push(Argument {
                name,
                value: self.value(build, given, 0),
                line: build.line(entry),
            });
        }
        arguments
    }
}

/// The node of the name in a member access.
fn name_node(function: Node<'_>) -> Option<Node<'_>> {
    let holder = match function.kind() {
        "conditional_access_expression" => children(function).last().copied()?,
        _ => function,
    };
    holder.child_by_field_name("name")
}

fn type_arguments(build: &Builder<'_>, named: Option<Node<'_>>) -> Vec<String> {
    let last = named.map(|named| match named.kind() {
        "qualified_name" => named.child_by_field_name("name").unwrap_or(named),
        _ => named,
    });
    last.and_then(|named| child(named, "type_argument_list"))
        .map(children)
        .unwrap_or_default()
        .into_iter()
        .filter_map(|argument| typed(build, Some(argument)))
        .collect()
}

/// The last name of a path, and what stands before it.
fn split(mut path: Path) -> (String, Option<Value>) {
    let name = path.pop().unwrap_or_default();
    (name, (!path.is_empty()).then_some(Value::Name(path)))
}
