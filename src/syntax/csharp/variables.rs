//! Fields, properties, constants of enums, local variables and assignments.

use tree_sitter::Node;

use super::CSharp;
use super::expressions::behind_equals;
use crate::syntax::outline::{AssignmentKind, Value};
use crate::syntax::tree::{self, Declaration, child, children, declare, typed};
use crate::syntax::walk::Builder;

impl CSharp {
    /// A property: its initial value, or what it always gives.
    pub(super) fn property(&mut self, build: &mut Builder<'_>, node: Node<'_>) {
        let named = node.child_by_field_name("type");
        let value = match node.child_by_field_name("value") {
            Some(given) if given.kind() == "arrow_expression_clause" => {
                match children(given).first() {
                    Some(result) => self.value(build, *result, 0),
                    None => Value::Opaque,
                }
            }
            Some(given) => {
                self.imply(build, given, named);
                self.value(build, given, 0)
            }
            None => Value::Opaque,
        };
        let annotations = self.annotations(build, node, None);
        let typed = typed(build, named);
        let target = build.field(node, "name").unwrap_or_default();
        let declaration = Declaration {
            kind: AssignmentKind::Field,
            target: vec![target],
            value,
            typed: typed.as_deref(),
            annotations: &annotations,
        };
        declare(build, node, declaration);
    }

    pub(super) fn constant(&mut self, build: &mut Builder<'_>, node: Node<'_>) {
        let value = match node.child_by_field_name("value") {
            Some(given) => self.value(build, given, 0),
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

    pub(super) fn field(&mut self, build: &mut Builder<'_>, node: Node<'_>) {
        if let Some(declaration) = child(node, "variable_declaration") {
            let annotations = self.annotations(build, node, None);
            self.fields.insert(declaration.id(), annotations);
        }
    }

    /// The declarators of a field or of local variables.
    pub(super) fn variables(&mut self, build: &mut Builder<'_>, node: Node<'_>) {
        let (kind, annotations) = match self.fields.remove(&node.id()) {
            Some(annotations) => (AssignmentKind::Field, annotations),
            None => (AssignmentKind::Variable, Vec::new()),
        };
        let named = node.child_by_field_name("type");
        let typed = typed(build, named).filter(|text| text != "var");
        for declarator in children(node) {
            if declarator.kind() != "variable_declarator" {
                continue;
            }
            let given = behind_equals(declarator);
            let value = match given {
                Some(given) => {
                    self.imply(build, given, named);
                    self.value(build, given, 0)
                }
                None => Value::Opaque,
            };
            let name = declarator.child_by_field_name("name");
            let Some(name) = name else {
                self.parts(build, declarator, &value);
                continue;
            };
            let declaration = Declaration {
                kind,
                target: vec![build.text(name)],
                value,
                typed: typed.as_deref(),
                annotations: &annotations,
            };
            declare(build, declarator, declaration);
        }
    }

    /// `var (a, b) = …`: each by its place when the value is written out.
    fn parts(&mut self, build: &mut Builder<'_>, declarator: Node<'_>, value: &Value) {
        let Some(pattern) = child(declarator, "tuple_pattern") else {
            return;
        };
        for (index, name) in tree::fields(pattern, "name").into_iter().enumerate() {
            let value = match value {
                Value::List(items) => items.get(index).cloned().unwrap_or(Value::Opaque),
                _ => Value::Opaque,
            };
            let target = vec![build.text(name)];
            build.assign(name, AssignmentKind::Variable, target, value);
        }
    }

    /// The variable of `foreach`, of `catch (X x)` or of `is X x`.
    pub(super) fn variable(&mut self, build: &mut Builder<'_>, node: Node<'_>) {
        let name = node
            .child_by_field_name("left")
            .or_else(|| node.child_by_field_name("name"))
            .filter(|name| name.kind() == "identifier");
        let Some(name) = name else {
            return;
        };
        let typed = typed(build, node.child_by_field_name("type")).filter(|text| text != "var");
        let declaration = Declaration {
            kind: AssignmentKind::Variable,
            target: vec![build.text(name)],
            value: Value::Opaque,
            typed: typed.as_deref(),
            annotations: &[],
        };
        declare(build, node, declaration);
    }

    pub(super) fn assignment(&mut self, build: &mut Builder<'_>, node: Node<'_>) {
        // An entry of an initialiser.
        if self.taken.remove(&node.id()) {
            return;
        }
        let left = node.child_by_field_name("left");
        let right = node.child_by_field_name("right");
        let Some((left, right)) = left.zip(right) else {
            return;
        };
        let Some(target) = self.path(build, left) else {
            return;
        };
        self.taken.insert(left.id());
        let first = tree::grown(right).and_then(|first| self.path(build, first));
        let kind = tree::assignment_kind(node, first.as_ref() == Some(&target));
        let value = self.value(build, right, 0);
        build.assign(node, kind, target, value);
    }
}
