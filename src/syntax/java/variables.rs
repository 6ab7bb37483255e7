//! Fields, constants of enums, local variables and assignments.

use tree_sitter::Node;

use super::Java;
use super::calls::arguments;
use super::expressions::{path, value};
use crate::syntax::outline::{AssignmentKind, Call, CallKind, ELEMENT, Value};
use crate::syntax::tree::{self, Declaration, LONGEST_TYPE, child, declare, typed};
use crate::syntax::walk::Builder;

impl Java {
    /// A constant of an enum; with arguments it constructs the enum.
    pub(super) fn constant(&mut self, build: &mut Builder<'_>, node: Node<'_>) {
        let owner = build.outline.scopes[build.scope()].definition;
        let owner = owner.map(|id| build.outline.definitions[id].name.clone());
        // Every constant repeats the name, so that it must not be long.
        let owner = owner.filter(|name| name.len() <= LONGEST_TYPE);
        let owner = owner.unwrap_or_default();
        if let Some(body) = node.child_by_field_name("body") {
            self.anonymous(build, body, vec![Value::Name(vec![owner.clone()])]);
        }
        let value = match node.child_by_field_name("arguments") {
            Some(list) => {
                let call = Call {
                    kind: CallKind::New,
                    name: owner,
                    arguments: arguments(build, Some(list)),
                    ..Call::default()
                };
                Value::Call(build.fill_call(node, call))
            }
            None => Value::Opaque,
        };
        let annotations = self.annotations(build, node, None);
        let target = build.field(node, "name").unwrap_or_default();
        let declaration = Declaration {
            kind: AssignmentKind::Field,
            target: vec![target],
            value,
            typed: None,
            annotations: &annotations,
        };
        declare(build, node, declaration);
    }

    /// The declarators of a field or of local variables.
    pub(super) fn variables(
        &mut self,
        build: &mut Builder<'_>,
        node: Node<'_>,
        kind: AssignmentKind,
    ) {
        let typed = declared_type(build, node);
        let annotations = self.annotations(build, node, None);
        for declarator in tree::fields(node, "declarator") {
            let value = initial(build, declarator);
            let target = build.field(declarator, "name").unwrap_or_default();
            let declaration = Declaration {
                kind,
                target: vec![target],
                value,
                typed: typed.as_deref(),
                annotations: &annotations,
            };
            declare(build, declarator, declaration);
        }
    }

    /// The variable of `try (…)`, of `for (x : xs)` or of `catch (X x)`.
    pub(super) fn variable(&mut self, build: &mut Builder<'_>, node: Node<'_>) {
        let Some(target) = build.field(node, "name") else {
            return;
        };
        let typed = match child(node, "catch_type") {
            Some(caught) => typed(build, Some(caught)),
            None => declared_type(build, node),
        };
        let annotations = self.annotations(build, node, None);
        let value = match node.kind() {
            "resource" => initial(build, node),
            // Each item in turn.
            "enhanced_for_statement" => match initial(build, node) {
                Value::Opaque => Value::Opaque,
                list => Value::Member(Box::new(list), ELEMENT.to_owned()),
            },
            _ => Value::Opaque,
        };
        let declaration = Declaration {
            kind: AssignmentKind::Variable,
            target: vec![target],
            value,
            typed: typed.as_deref(),
            annotations: &annotations,
        };
        declare(build, node, declaration);
    }

    pub(super) fn assignment(&mut self, build: &mut Builder<'_>, node: Node<'_>) {
        let left = node.child_by_field_name("left");
        let right = node.child_by_field_name("right");
        let Some((left, right)) = left.zip(right) else {
            return;
        };
        let Some(target) = path(build, left) else {
            return;
        };
        self.taken.insert(left.id());
        let first = tree::grown(right).and_then(|first| path(build, first));
        let kind = tree::assignment_kind(node, first.as_ref() == Some(&target));
        let value = value(build, right, 0);
        build.assign(node, kind, target, value);
    }
}

/// The type of a declaration as written; `var` is none.
pub(super) fn declared_type(build: &Builder<'_>, node: Node<'_>) -> Option<String> {
    typed(build, node.child_by_field_name("type")).filter(|text| text != "var")
}

fn initial(build: &mut Builder<'_>, node: Node<'_>) -> Value {
    match node.child_by_field_name("value") {
        Some(initial) => value(build, initial, 0),
        None => Value::Opaque,
    }
}
