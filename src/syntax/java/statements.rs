//! Packages, imports, `return`, `switch`, and what operators and member chains record.

use tree_sitter::Node;

use super::Java;
use super::calls::dotted;
use super::expressions::{path, value};
use crate::syntax::outline::{AssignmentKind, Binding, Import, Value};
use crate::syntax::tree::{
    LONGEST_SUBJECT, child, children, is_operator, joins_strings, unparenthesized,
};
use crate::syntax::walk::{Builder, Step};

pub(super) fn package(build: &mut Builder<'_>, node: Node<'_>) {
    if let Some(name) = qualified(node) {
        let name = dotted(build, name).join(".");
        let target = vec!["namespace".to_owned()];
        build.assign(node, AssignmentKind::Variable, target, Value::Text(name));
    }
}

/// `import a.b.C` is `C` of `a.b`, `import static a.b.C.m` is `m` of `a.b.C`.
pub(super) fn import(build: &mut Builder<'_>, node: Node<'_>) {
    let Some(name) = qualified(node) else {
        return;
    };
    let mut module = dotted(build, name);
    let binding = if child(node, "asterisk").is_some() {
        Binding::All
    } else {
        let name = module.pop().unwrap_or_default();
        let alias = name.clone();
        Binding::Named { name, alias }
    };
    let (scope, line) = (build.scope(), build.line(node));
    build.outline.imports.push(Import {
        module: module.join("."),
        bindings: vec![binding],
        scope,
        line,
    });
}

fn qualified(node: Node<'_>) -> Option<Node<'_>> {
    children(node)
        .into_iter()
        .find(|child| matches!(child.kind(), "identifier" | "scoped_identifier"))
}

pub(super) fn returned(build: &mut Builder<'_>, node: Node<'_>) {
    if let (Some(function), Some(&result)) = (build.function(), children(node).first()) {
        let result = value(build, result, 0);
        build.outline.definitions[function].returns.push(result);
    }
}

/// The subject of a `switch` against each of its cases.
pub(super) fn switch(build: &mut Builder<'_>, node: Node<'_>) {
    let subject = node.child_by_field_name("condition");
    let Some((subject, body)) = subject.zip(node.child_by_field_name("body")) else {
        return;
    };
    let left = if subject.byte_range().len() > LONGEST_SUBJECT {
        Value::Opaque
    } else {
        value(build, subject, 0)
    };
    for group in children(body) {
        for label in children(group) {
            if label.kind() != "switch_label" {
                continue;
            }
            for case in children(label) {
                if !matches!(case.kind(), "pattern" | "guard") {
                    let right = value(build, case, 0);
                    build.compare(case, left.clone(), right, true);
                }
            }
        }
    }
}

impl Java {
    pub(super) fn binary(&mut self, build: &mut Builder<'_>, node: Node<'_>) {
        if is_operator(node, "+") {
            self.addition(build, node);
            return;
        }
        let equal = is_operator(node, "==");
        if !equal && !is_operator(node, "!=") {
            return;
        }
        let left = node.child_by_field_name("left");
        if let Some((left, right)) = left.zip(node.child_by_field_name("right")) {
            let (left, right) = (value(build, left, 0), value(build, right, 0));
            build.compare(node, left, right, equal);
        }
    }

    /// Records the outermost of nested additions as one string, if there is a string in it.
    fn addition(&mut self, build: &mut Builder<'_>, node: Node<'_>) {
        if joins_strings(&mut self.taken, node, |part| {
            part.kind() == "string_literal"
        }) {
            let joined = value(build, unparenthesized(node), 0);
            build.literal(node, joined);
        }
    }

    pub(super) fn string(&mut self, build: &mut Builder<'_>, node: Node<'_>) {
        if !self.taken.remove(&node.id()) {
            let value = value(build, node, 0);
            build.literal(node, value);
        }
    }

    /// A member chain that is read.
    pub(super) fn reference(&mut self, build: &mut Builder<'_>, node: Node<'_>) -> Step {
        let taken = self.taken.remove(&node.id());
        match path(build, node) {
            Some(path) if path.len() > 1 => {
                if !taken {
                    build.refer(node, path);
                }
                Step::Over
            }
            Some(_) => Step::Over,
            None => Step::Into,
        }
    }
}
