//! Calls, constructions, infix calls and annotations.

use tree_sitter::Node;

use super::Kotlin;
use super::expressions::{bare, member, plain, type_path};
use crate::syntax::outline::{Argument, Call, CallKind, Path, Value};
use crate::syntax::tree::{child, children, is_operator, stands_at, typed};
use crate::syntax::walk::Builder;

impl Kotlin {
    pub(super) fn call(&mut self, build: &mut Builder<'_>, node: Node<'_>) {
        if self.taken.remove(&node.id()) {
            return;
        }
        let closure = child(node, "annotated_lambda");
        let mut holder = node;
        let mut callee = children(node).into_iter().next();
        // The grammar reads `f(x) { }` as a call of `f(x)` with a closure: here it is one call.
        if let Some(inner) = callee.filter(|inner| inner.kind() == "call_expression")
            && closure.is_some()
            && child(node, "value_arguments").is_none()
            && child(inner, "annotated_lambda").is_none()
        {
            self.taken.insert(inner.id());
            holder = inner;
            callee = children(inner).into_iter().next();
        }
        let Some(callee) = callee.map(bare) else {
            return;
        };
        let mut call = Call::default();
        let mut at = Some(callee);
        match member(build, callee).filter(|_| callee.kind() == "navigation_expression") {
            Some((base, name)) => {
                self.called.insert(callee.id());
                call.name = name;
                call.receiver = Some(self.value(build, base, 0));
                at = children(callee).last().copied();
            }
            None if callee.kind() == "identifier" => call.name = plain(&build.text(callee)),
            None => call.receiver = Some(self.value(build, callee, 0)),
        }
        if constructs(&call.name) {
            call.kind = CallKind::New;
        }
        call.types = type_arguments(build, child(holder, "type_arguments"));
        call.arguments = self.arguments(build, child(holder, "value_arguments"));
        if let Some(closure) = closure {
            let line = build.line(closure);
            let value = self.value(build, closure, 0);
            call.arguments.push(Argument {
                name: None,
                value,
                line,
            });
        }
        let id = build.fill_call(node, call);
        stands_at(build, id, at);
    }

    /// Records `f<T> { }` or `f<T>(x)` when that is what the node is.
    pub(super) fn typed_call(&mut self, build: &mut Builder<'_>, node: Node<'_>) -> bool {
        let Some((callee, named, closure)) = typed_parts(node) else {
            return false;
        };
        let mut call = Call::default();
        match member(build, callee) {
            Some((base, name)) => {
                self.called.insert(callee.id());
                call.name = name;
                call.receiver = Some(self.value(build, base, 0));
            }
            None => call.name = plain(&build.text(callee)),
        }
        self.taken.insert(named.id());
        call.types = typed(build, Some(named)).into_iter().collect();
        // One argument in parentheses looks like an expression in them.
        let given = match closure.kind() {
            "parenthesized_expression" => children(closure).first().copied(),
            _ => Some(closure),
        };
        if let Some(given) = given {
            call.arguments.push(Argument {
                name: None,
                value: self.value(build, given, 0),
                line: build.line(given),
            });
        }
        build.fill_call(node, call);
        true
    }

    /// `a to b`: a call of `to` on `a`.
    pub(super) fn infix(&mut self, build: &mut Builder<'_>, node: Node<'_>) {
        let parts = children(node);
        let [left, name, right] = parts.as_slice() else {
            return;
        };
        let call = Call {
            name: plain(&build.text(*name)),
            receiver: Some(self.value(build, *left, 0)),
            arguments: vec![Argument {
                name: None,
                value: self.value(build, *right, 0),
                line: build.line(*right),
            }],
            ..Call::default()
        };
        let id = build.fill_call(node, call);
        stands_at(build, id, Some(*name));
    }

    /// A base class with arguments.
    pub(super) fn super_call(&mut self, build: &mut Builder<'_>, node: Node<'_>) {
        // The constructor in an annotation is a part of that.
        if self.taken.remove(&node.id()) {
            return;
        }
        let arguments = self.arguments(build, child(node, "value_arguments"));
        if !arguments.is_empty() {
            let call = Call {
                name: "super".to_owned(),
                arguments,
                ..Call::default()
            };
            build.fill_call(node, call);
        }
    }

    /// `: this(…)` and `: super(…)` behind a constructor.
    pub(super) fn delegation(&mut self, build: &mut Builder<'_>, node: Node<'_>) {
        let itself = child(node, "this").is_some();
        let call = Call {
            name: if itself { "self" } else { "super" }.to_owned(),
            arguments: self.arguments(build, child(node, "value_arguments")),
            ..Call::default()
        };
        build.fill_call(node, call);
    }

    pub(super) fn annotation(&mut self, build: &mut Builder<'_>, node: Node<'_>) {
        let constructed = child(node, "constructor_invocation");
        let holder = constructed.unwrap_or(node);
        self.taken.insert(holder.id());
        let named = child(holder, "user_type");
        let path = named
            .map(|named| type_path(build, named))
            .unwrap_or_default();
        let (name, receiver) = split(path);
        let types = named.and_then(|named| child(named, "type_arguments"));
        let mut arguments = self.arguments(build, child(holder, "value_arguments"));
        if self.given.remove(&node.id())
            && let Some(behind) = node.next_named_sibling().and_then(|it| it.named_child(0))
        {
            arguments.push(Argument {
                name: None,
                value: self.value(build, behind, 0),
                line: build.line(behind),
            });
        }
        let call = Call {
            kind: CallKind::Annotation,
            name,
            receiver,
            arguments,
            types: type_arguments(build, types),
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
            if entry.kind() != "value_argument" {
                continue;
            }
            let parts = children(entry);
            let Some(&given) = parts.last() else {
                continue;
            };
            let name = parts.first().filter(|_| parts.len() > 1);
            let name = name.map(|name| plain(&build.text(*name)));
            arguments.push(Argument {
                name,
                value: self.value(build, given, 0),
                line: build.line(entry),
            });
        }
        arguments
    }
}

/// Name, type and argument of `f<T> { }` and `f<T>(x)`, which the grammar reads as `(f < T) > { }`.
pub(super) fn typed_parts(node: Node<'_>) -> Option<(Node<'_>, Node<'_>, Node<'_>)> {
    if !is_operator(node, ">") {
        return None;
    }
    let left = node.child_by_field_name("left")?;
    let closure = node.child_by_field_name("right")?;
    let argument = matches!(
        closure.kind(),
        "lambda_literal" | "parenthesized_expression"
    );
    let fits = argument && is_operator(left, "<");
    let callee = left.child_by_field_name("left")?;
    let named = left.child_by_field_name("right")?;
    let names = [callee, named]
        .iter()
        .all(|part| matches!(part.kind(), "identifier" | "navigation_expression"));
    (fits && names).then_some((callee, named, closure))
}

/// Classes begin with a capital and go on with a small letter, functions do not.
fn constructs(name: &str) -> bool {
    let mut letters = name.chars();
    letters.next().is_some_and(char::is_uppercase) && letters.any(char::is_lowercase)
}

pub(super) fn type_arguments(build: &Builder<'_>, list: Option<Node<'_>>) -> Vec<String> {
    list.map(children)
        .unwrap_or_default()
        .into_iter()
        .filter_map(|argument| typed(build, Some(argument)))
        .collect()
}

/// The last name of a path, and what stands before it.
pub(super) fn split(mut path: Path) -> (String, Option<Value>) {
    let name = path.pop().unwrap_or_default();
    (name, (!path.is_empty()).then_some(Value::Name(path)))
}
