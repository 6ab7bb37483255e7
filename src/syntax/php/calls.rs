//! PHP calls, constructions, attributes and the language's own words that act like functions.

use tree_sitter::Node;

use super::{Php, children, first_child};
use crate::syntax::outline::{
    Argument, Assignment, AssignmentKind, Call, CallKind, DefinitionId, Value,
};
use crate::syntax::tree::stands_at;
use crate::syntax::walk::Builder;
use crate::syntax::walk::values::callee;

impl Php {
    pub(super) fn function_call(&mut self, build: &mut Builder<'_>, node: Node<'_>) {
        let Some(function) = node.child_by_field_name("function") else {
            return;
        };
        self.claim_chain(function);
        let (receiver, name) = callee(self.value(build, function, 0));
        let arguments = self.arguments(build, node.child_by_field_name("arguments"));
        if name.eq_ignore_ascii_case("define") && receiver.is_none() {
            defined(build, node, &arguments);
        }
        let call = Call {
            name,
            receiver,
            arguments,
            ..Call::default()
        };
        build.fill_call(node, call);
    }

    /// `$a->b()`, `A::b()`; a method whose name is computed has none.
    pub(super) fn method_call(&mut self, build: &mut Builder<'_>, node: Node<'_>, on: &str) {
        let Some(object) = node.child_by_field_name(on) else {
            return;
        };
        self.claim_chain(object);
        let receiver = Some(self.value(build, object, 0));
        let name = node.child_by_field_name("name");
        let name = name.filter(|name| name.kind() == "name");
        let call = Call {
            name: name.map(|name| build.text(name)).unwrap_or_default(),
            receiver,
            arguments: self.arguments(build, node.child_by_field_name("arguments")),
            ..Call::default()
        };
        let id = build.fill_call(node, call);
        stands_at(build, id, name);
    }

    /// `new X(…)`; a class without a name is a definition and no call.
    pub(super) fn creation(&mut self, build: &mut Builder<'_>, node: Node<'_>) {
        let class = first_child(node).filter(|class| class.kind() != "anonymous_class");
        let Some(class) = class else { return };
        self.claim_chain(class);
        let (receiver, name) = callee(self.value(build, class, 0));
        let list = children(node)
            .into_iter()
            .find(|child| child.kind() == "arguments");
        let call = Call {
            kind: CallKind::New,
            name,
            receiver,
            arguments: self.arguments(build, list),
            ..Call::default()
        };
        build.fill_call(node, call);
    }

    /// Makes an attribute a call, once: those of a definition are made before the walk is inside.
    pub(super) fn attribute(
        &mut self,
        build: &mut Builder<'_>,
        node: Node<'_>,
        decorates: Option<DefinitionId>,
    ) {
        if self.is_claimed(node) {
            return;
        }
        self.claim(node);
        let Some(name) = first_child(node) else {
            return;
        };
        let (receiver, name) = callee(self.value(build, name, 0));
        let call = Call {
            kind: CallKind::Annotation,
            name,
            receiver,
            arguments: self.arguments(build, node.child_by_field_name("parameters")),
            decorates,
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
        for argument in list.map(children).unwrap_or_default() {
            if argument.kind() != "argument" {
                continue;
            }
            let value = match children(argument).last() {
                Some(&value) => self.value(build, value, 0),
                None => Value::Opaque,
            };
            arguments.push(Argument {
                name: build.field(argument, "name"),
                value,
                line: build.line(argument),
            });
        }
        arguments
    }

    /// The language's own words, as calls: `echo a, b`, `exit(a)`, `` `command` ``.
    pub(super) fn construct(&mut self, build: &mut Builder<'_>, node: Node<'_>) {
        let (name, parts) = match node.kind() {
            "echo_statement" => ("echo", sequence(node)),
            "print_intrinsic" => ("print", children(node)),
            "exit_statement" => ("exit", children(node)),
            "unset_statement" => ("unset", children(node)),
            _ => {
                let value = self.text(build, node, 0);
                build.literal(node, value.clone());
                fill(build, node, "shell_exec", vec![value]);
                return;
            }
        };
        let mut values = Vec::new();
        for part in parts {
            values.push(self.value(build, part, 0));
        }
        fill(build, node, name, values);
    }

    /// `<?= a ?>` is `echo a`, and a bare `die` or `exit` is a call.
    pub(super) fn expression_statement(&mut self, build: &mut Builder<'_>, node: Node<'_>) {
        let echoes = std::mem::take(&mut self.echoes);
        let Some(expression) = first_child(node) else {
            return;
        };
        if echoes {
            let value = self.value(build, expression, 0);
            fill(build, node, "echo", vec![value]);
        } else if expression.kind() == "name" {
            let name = build.text(expression).to_lowercase();
            if matches!(name.as_str(), "die" | "exit") {
                fill(build, node, &name, Vec::new());
            }
        }
    }
}

/// `define("X", value)` makes a constant that is known everywhere.
fn defined(build: &mut Builder<'_>, node: Node<'_>, arguments: &[Argument]) {
    let [name, value] = arguments else { return };
    let Value::Text(name) = &name.value else {
        return;
    };
    build.outline.assignments.push(Assignment {
        kind: AssignmentKind::Constant,
        target: vec![name.clone()],
        value: value.value.clone(),
        typed: None,
        annotations: Vec::new(),
        scope: 0,
        line: build.line(node),
    });
}

fn fill(build: &mut Builder<'_>, node: Node<'_>, name: &str, values: Vec<Value>) {
    let line = build.line(node);
    let arguments = values
        .into_iter()
        .map(|value| Argument {
            name: None,
            value,
            line,
        })
        .collect();
    let call = Call {
        name: name.to_owned(),
        arguments,
        ..Call::default()
    };
    build.fill_call(node, call);
}

/// The expressions of `a, b, c`, which the grammar nests.
fn sequence(node: Node<'_>) -> Vec<Node<'_>> {
    let mut found = Vec::new();
    let mut rest = first_child(node);
    while let Some(node) = rest.take() {
        if node.kind() != "sequence_expression" {
            found.push(node);
            break;
        }
        let parts = children(node);
        found.extend(parts.first());
        rest = parts.get(1).copied();
    }
    found
}
