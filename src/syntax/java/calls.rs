//! Method calls, constructions and annotations.

use tree_sitter::Node;

use super::Java;
use super::expressions::{path, type_path, value};
use crate::syntax::outline::{Argument, Call, CallKind, Path, Value};
use crate::syntax::tree::{child, children, stands_at, typed};
use crate::syntax::walk::Builder;

pub(super) fn invocation(build: &mut Builder<'_>, node: Node<'_>) {
    let receiver = node.child_by_field_name("object");
    let call = Call {
        name: build.field(node, "name").unwrap_or_default(),
        receiver: receiver.map(|receiver| value(build, receiver, 0)),
        arguments: arguments(build, node.child_by_field_name("arguments")),
        types: type_arguments(build, node.child_by_field_name("type_arguments")),
        ..Call::default()
    };
    let id = build.fill_call(node, call);
    stands_at(build, id, node.child_by_field_name("name"));
}

/// `this(…)` and `super(…)` as the first statement of a constructor.
pub(super) fn constructor(build: &mut Builder<'_>, node: Node<'_>) {
    let Some(target) = node.child_by_field_name("constructor") else {
        return;
    };
    let mut path = path(build, target).unwrap_or_default();
    let call = Call {
        name: path.pop().unwrap_or_default(),
        arguments: arguments(build, node.child_by_field_name("arguments")),
        ..Call::default()
    };
    build.fill_call(node, call);
}

impl Java {
    /// `new X(…)`, with or without a class body.
    pub(super) fn creation(&mut self, build: &mut Builder<'_>, node: Node<'_>) {
        let named = node.child_by_field_name("type");
        let path = named
            .map(|named| type_path(build, named))
            .unwrap_or_default();
        if let Some(body) = child(node, "class_body") {
            self.anonymous(build, body, vec![Value::Name(path.clone())]);
        }
        let outer = node.child(0).filter(|first| first.kind() != "new");
        let (name, scope) = split(path);
        let call = Call {
            kind: CallKind::New,
            name,
            receiver: match outer {
                Some(outer) => Some(value(build, outer, 0)),
                None => scope,
            },
            arguments: arguments(build, node.child_by_field_name("arguments")),
            types: type_arguments(
                build,
                named.and_then(|named| child(named, "type_arguments")),
            ),
            ..Call::default()
        };
        let id = build.fill_call(node, call);
        stands_at(build, id, named);
    }

    pub(super) fn annotation(&mut self, build: &mut Builder<'_>, node: Node<'_>) {
        let path = match node.child_by_field_name("name") {
            Some(name) => dotted(build, name),
            None => Path::new(),
        };
        let (name, receiver) = split(path);
        let call = Call {
            kind: CallKind::Annotation,
            name,
            receiver,
            arguments: arguments(build, node.child_by_field_name("arguments")),
            decorates: self.decorated.remove(&node.id()),
            ..Call::default()
        };
        build.fill_call(node, call);
    }
}

/// The arguments of a call, or the elements of an annotation.
pub(super) fn arguments(build: &mut Builder<'_>, list: Option<Node<'_>>) -> Vec<Argument> {
    let mut arguments = Vec::new();
    for entry in list.map(children).unwrap_or_default() {
        let (name, given) = match entry.kind() {
            "element_value_pair" => {
                let Some(given) = entry.child_by_field_name("value") else {
                    continue;
                };
                (build.field(entry, "key"), given)
            }
            _ => (None, entry),
        };
        arguments.push(Argument {
            name,
            value: value(build, given, 0),
            line: build.line(entry),
        });
    }
    arguments
}

fn type_arguments(build: &Builder<'_>, list: Option<Node<'_>>) -> Vec<String> {
    list.map(children)
        .unwrap_or_default()
        .into_iter()
        .filter_map(|argument| typed(build, Some(argument)))
        .collect()
}

/// A qualified name such as `a.b.C`.
pub(super) fn dotted(build: &Builder<'_>, node: Node<'_>) -> Path {
    let mut names = Path::new();
    let mut next = Some(node);
    while let Some(node) = next {
        next = node.child_by_field_name("scope");
        names.push(match next {
            Some(_) => build.field(node, "name").unwrap_or_default(),
            None => build.text(node),
        });
    }
    names.reverse();
    names
}

/// The last name of a path, and what stands before it.
fn split(mut path: Path) -> (String, Option<Value>) {
    let name = path.pop().unwrap_or_default();
    (name, (!path.is_empty()).then_some(Value::Name(path)))
}
