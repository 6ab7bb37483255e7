//! Properties, constants of enums, local variables and assignments.

use tree_sitter::Node;

use super::Kotlin;
use super::definitions::declared_type;
use super::expressions::{path, plain};
use crate::syntax::outline::{AssignmentKind, Call, CallKind, DefinitionKind, ScopeKind, Value};
use crate::syntax::tree::{self, Declaration, LONGEST_TYPE, child, children, declare, typed};
use crate::syntax::walk::Builder;

impl Kotlin {
    /// `val` or `var`: a field in a class, else a variable. Its value may come from a delegate or
    /// from what it always gives.
    pub(super) fn property(&mut self, build: &mut Builder<'_>, node: Node<'_>) {
        let in_class = build
            .outline
            .scopes
            .get(build.scope())
            .is_some_and(|scope| scope.kind == ScopeKind::Class);
        let kind = if in_class {
            AssignmentKind::Field
        } else {
            AssignmentKind::Variable
        };
        let annotations = self.annotations(build, node, None);
        let given = behind_equals(node)
            .or_else(|| child(node, "property_delegate").and_then(first))
            .or_else(|| {
                child(node, "getter")
                    .and_then(|getter| child(getter, "function_body"))
                    .and_then(first)
                    .filter(|result| result.kind() != "block")
            });
        let value = match given {
            Some(given) => self.value(build, given, 0),
            None => Value::Opaque,
        };
        let Some(declared) = child(node, "variable_declaration") else {
            // `val (a, b) = …`
            let list = child(node, "multi_variable_declaration").map(children);
            for part in list.unwrap_or_default() {
                if let Some(name) = child(part, "identifier") {
                    let target = vec![plain(&build.text(name))];
                    build.assign(part, kind, target, Value::Opaque);
                }
            }
            return;
        };
        let name = child(declared, "identifier").map(|name| plain(&build.text(name)));
        let typed = typed(build, declared_type(declared));
        let declaration = Declaration {
            kind,
            target: vec![name.unwrap_or_default()],
            value,
            typed: typed.as_deref(),
            annotations: &annotations,
        };
        declare(build, node, declaration);
    }

    /// A constant of an enum; with arguments it constructs the enum.
    pub(super) fn constant(&mut self, build: &mut Builder<'_>, node: Node<'_>) {
        let owner = build.outline.scopes[build.scope()].definition;
        let owner = owner.map(|id| build.outline.definitions[id].name.clone());
        // Every constant repeats the name, so that it must not be long.
        let owner = owner
            .filter(|name| name.len() <= LONGEST_TYPE)
            .unwrap_or_default();
        if let Some(body) = child(node, "class_body") {
            let (id, scope) = build.define(body, DefinitionKind::Class);
            self.inside.insert(body.id(), scope);
            build.outline.definitions[id].bases = vec![Value::Name(vec![owner.clone()])];
        }
        let value = match child(node, "value_arguments") {
            Some(list) => {
                let call = Call {
                    kind: CallKind::New,
                    name: owner,
                    arguments: self.arguments(build, Some(list)),
                    ..Call::default()
                };
                Value::Call(build.fill_call(node, call))
            }
            None => Value::Opaque,
        };
        let annotations = self.annotations(build, node, None);
        let name = child(node, "identifier").map(|name| plain(&build.text(name)));
        let declaration = Declaration {
            kind: AssignmentKind::Field,
            target: vec![name.unwrap_or_default()],
            value,
            typed: None,
            annotations: &annotations,
        };
        declare(build, node, declaration);
    }

    /// The variable of `for (x in xs)` or of `catch (x: X)`.
    pub(super) fn variable(&mut self, build: &mut Builder<'_>, node: Node<'_>) {
        let declared = match node.kind() {
            "catch_block" => Some(node),
            _ => child(node, "variable_declaration"),
        };
        let Some(declared) = declared else {
            return;
        };
        let Some(name) = child(declared, "identifier") else {
            return;
        };
        let typed = typed(build, declared_type(declared));
        let declaration = Declaration {
            kind: AssignmentKind::Variable,
            target: vec![plain(&build.text(name))],
            value: Value::Opaque,
            typed: typed.as_deref(),
            annotations: &[],
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
        let value = self.value(build, right, 0);
        build.assign(node, kind, target, value);
    }
}

fn first(node: Node<'_>) -> Option<Node<'_>> {
    children(node).into_iter().next()
}

/// What stands behind the `=` of a declaration.
pub(super) fn behind_equals(node: Node<'_>) -> Option<Node<'_>> {
    let mut cursor = node.walk();
    node.children(&mut cursor)
        .skip_while(|token| token.kind() != "=")
        .skip(1)
        .find(|token| !token.is_extra())
}
