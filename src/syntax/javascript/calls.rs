//! Calls, constructions, tagged templates and decorators.

use tree_sitter::Node;

use super::super::outline::{Argument, Call, CallKind, Value};
use super::super::tree::stands_at;
use super::super::walk::Builder;
use super::values::{bare, key};
use super::{JavaScript, first, named};

/// Name of a call whose own name is worked out, `a[x](…)`, and of the argument that is `x`.
const COMPUTED: &str = "[]";

impl JavaScript {
    pub(super) fn call(&mut self, build: &mut Builder<'_>, node: Node<'_>) {
        if self.is_settled(node) {
            return;
        }
        // Takes the id first: outer calls come before their receivers.
        build.call_id(node);
        let call = self.content(build, node);
        self.required_module(build, node, &call);
        let id = build.fill_call(node, call);
        let callee = node.child_by_field_name("function").map(bare);
        let member = callee.and_then(|callee| callee.child_by_field_name("property"));
        stands_at(build, id, member);
    }

    /// A decorator, with or without arguments; a call in it is not a call of its own.
    pub(super) fn decorator(&mut self, build: &mut Builder<'_>, node: Node<'_>) {
        let Some(inner) = first(node).map(bare) else {
            return;
        };
        let mut call = if inner.kind() == "call_expression" {
            self.settle(inner);
            self.content(build, inner)
        } else {
            self.settle_chain(inner);
            let (name, receiver) = self.callee(build, inner);
            Call {
                name,
                receiver,
                ..Call::default()
            }
        };
        call.kind = CallKind::Annotation;
        call.decorates = self.decorated.remove(&node.id());
        build.fill_call(node, call);
    }

    fn content(&mut self, build: &mut Builder<'_>, node: Node<'_>) -> Call {
        let (kind, callee) = match node.child_by_field_name("constructor") {
            Some(class) => (CallKind::New, Some(class)),
            None => (CallKind::Call, node.child_by_field_name("function")),
        };
        let (name, receiver) = match callee.map(bare) {
            Some(callee) => {
                if matches!(callee.kind(), "member_expression" | "subscript_expression") {
                    self.settle(callee);
                }
                self.callee(build, callee)
            }
            None => Default::default(),
        };
        let types = node.child_by_field_name("type_arguments").map(named);
        let mut arguments = self.arguments(build, node);
        if name == COMPUTED
            && let Some(callee) = callee.map(bare)
        {
            let value = self.field_value(build, callee, "index");
            arguments.push(Argument {
                name: Some(COMPUTED.to_owned()),
                value,
                line: build.line(callee),
            });
        }
        Call {
            kind,
            name,
            receiver,
            arguments,
            types: types
                .unwrap_or_default()
                .into_iter()
                .map(|argument| build.text(argument))
                .collect(),
            ..Call::default()
        }
    }

    fn callee(&mut self, build: &mut Builder<'_>, node: Node<'_>) -> (String, Option<Value>) {
        match node.kind() {
            "identifier" | "super" | "import" => (build.text(node), None),
            "member_expression" | "subscript_expression" => {
                let name = key(build, node).unwrap_or_else(|| COMPUTED.to_owned());
                (name, Some(self.field_value(build, node, "object")))
            }
            // A function expression called on the spot, or the result of a call.
            _ => (String::new(), Some(self.value(build, node))),
        }
    }

    fn arguments(&mut self, build: &mut Builder<'_>, node: Node<'_>) -> Vec<Argument> {
        let Some(list) = node.child_by_field_name("arguments") else {
            return Vec::new();
        };
        let values = match list.kind() {
            "template_string" => vec![list],
            _ => named(list),
        };
        values
            .into_iter()
            .filter(|value| !value.is_error())
            .map(|value| Argument {
                name: None,
                value: self.value(build, value),
                line: build.line(value),
            })
            .collect()
    }
}
