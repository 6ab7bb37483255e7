//! Ruby assignments, comparisons, `case`, `return` and `rescue`.

use tree_sitter::Node;

use super::Ruby;
use super::values::is_operator;
use crate::syntax::outline::{AssignmentKind, ScopeKind, Value};
use crate::syntax::tree::children;
use crate::syntax::walk::values::brief;
use crate::syntax::walk::{Builder, DEPTH};

impl Ruby {
    pub(super) fn assignment(&mut self, build: &mut Builder<'_>, node: Node<'_>) {
        let Some(left) = node.child_by_field_name("left") else {
            return;
        };
        let value = self.nested(build, node, "right", 0);
        self.assign(build, left, value, 0);
    }

    /// `a += b`, `a ||= b`, `a << b`: `||=` gives a name its first value.
    pub(super) fn operator_assignment(&mut self, build: &mut Builder<'_>, node: Node<'_>) {
        let Some(left) = node.child_by_field_name("left") else {
            return;
        };
        let value = self.nested(build, node, "right", 0);
        if build.field(node, "operator").as_deref() == Some("||=") {
            return self.assign(build, left, value, 0);
        }
        self.claim(left);
        if let Some(path) = self.path(build, left) {
            build.assign(node, AssignmentKind::Augmented, path, value);
        }
    }

    /// Records `left = value`, name by name for lists.
    fn assign(&mut self, build: &mut Builder<'_>, left: Node<'_>, value: Value, depth: usize) {
        if depth >= DEPTH {
            return;
        }
        if matches!(
            left.kind(),
            "left_assignment_list" | "destructured_left_assignment"
        ) {
            let mut items = match value {
                Value::List(items) => items.into_iter(),
                _ => Vec::new().into_iter(),
            };
            let mut known = true;
            for place in children(left) {
                // What stands at or after a starred place is not known.
                known &= place.kind() != "rest_assignment";
                let value = items.next().filter(|_| known).unwrap_or(Value::Opaque);
                let place = match place.kind() {
                    "rest_assignment" => children(place).first().copied().unwrap_or(place),
                    _ => place,
                };
                self.assign(build, place, value, depth + 1);
            }
            return;
        }
        self.claim(left);
        let scope = build.scope();
        let in_class = build.outline.scopes.get(scope).map(|it| it.kind) == Some(ScopeKind::Class);
        match self.path(build, left) {
            Some(path) => {
                if let ("identifier", [name]) = (left.kind(), path.as_slice()) {
                    self.locals.entry(scope).or_default().insert(name.clone());
                }
                let kind = match in_class && path.len() == 1 {
                    true => AssignmentKind::Field,
                    false => AssignmentKind::Variable,
                };
                build.assign(left, kind, path, value);
            }
            // `x[i] = …`: an element without a name of its own.
            None if left.kind() == "element_reference" => {
                let object = left.child_by_field_name("object");
                if let Some(path) = object.and_then(|object| self.path(build, object)) {
                    build.assign(left, AssignmentKind::Augmented, path, value);
                }
            }
            None => {}
        }
    }

    pub(super) fn binary(&mut self, build: &mut Builder<'_>, node: Node<'_>) {
        match build.field(node, "operator").as_deref() {
            Some("==" | "===") => self.compare(build, node, true),
            Some("!=") => self.compare(build, node, false),
            Some("<<") => {
                let value = self.nested(build, node, "right", 0);
                let target = node.child_by_field_name("left");
                if let Some(path) = target.and_then(|left| self.path(build, left)) {
                    build.assign(node, AssignmentKind::Augmented, path, value);
                }
            }
            _ if is_operator(build, node, "+") || is_operator(build, node, "%") => {
                self.literal(build, node);
            }
            _ => {}
        }
    }

    fn compare(&mut self, build: &mut Builder<'_>, node: Node<'_>, equal: bool) {
        let left = self.nested(build, node, "left", 0);
        let right = self.nested(build, node, "right", 0);
        build.compare(node, left, right, equal);
    }

    /// The subject of `case` against each `when`.
    pub(super) fn case(&mut self, build: &mut Builder<'_>, node: Node<'_>) {
        let Some(subject) = node.child_by_field_name("value") else {
            return;
        };
        let subject = brief(self.value(build, subject, 0));
        for arm in children(node)
            .into_iter()
            .filter(|arm| arm.kind() == "when")
        {
            for pattern in children(arm)
                .into_iter()
                .filter(|it| it.kind() == "pattern")
            {
                let Some(&case) = children(pattern).first() else {
                    continue;
                };
                let right = self.value(build, case, 0);
                build.compare(case, subject.clone(), right, true);
            }
        }
    }

    /// What the method around gives back.
    pub(super) fn returned(&mut self, build: &mut Builder<'_>, node: Node<'_>) {
        let Some(&result) = children(node).first() else {
            return;
        };
        let value = self.value(build, result, 0);
        let function = build.function();
        if let Some(definition) = function.and_then(|id| build.outline.definitions.get_mut(id)) {
            definition.returns.push(value);
        }
    }

    /// `rescue A => e` makes `e` known.
    pub(super) fn caught(&mut self, build: &mut Builder<'_>, node: Node<'_>) {
        let variable = node.child_by_field_name("variable");
        if let Some(&name) = variable.map(children).unwrap_or_default().first() {
            self.assign(build, name, Value::Opaque, 0);
        }
    }
}
