//! Rust bindings, constants, assignments, comparisons, `match` and `return`.

use tree_sitter::Node;

use super::Rust;
use super::definitions::bound;
use crate::syntax::outline::{AssignmentKind, ConstructKind, Path, Value};
use crate::syntax::tree::{Declaration, LONGEST_SUBJECT, child, children, declare, typed};
use crate::syntax::walk::Builder;
use crate::syntax::walk::values::brief;

impl Rust {
    /// `let x: T = …`, `if let Some(x) = …`.
    pub(super) fn binding(&mut self, build: &mut Builder<'_>, node: Node<'_>) {
        let Some(pattern) = node.child_by_field_name("pattern") else {
            return;
        };
        if is_error(build, pattern) {
            build.construct(node, ConstructKind::ErrorCheck);
        }
        let value = match node.child_by_field_name("value") {
            Some(value) => self.value(build, value, 0),
            None => Value::Opaque,
        };
        let typed = typed(build, node.child_by_field_name("type"));
        if pattern.kind() == "tuple_pattern" {
            return self.unpacked(build, pattern, value);
        }
        if let Some(name) = bound(pattern) {
            let target = vec![build.text(name)];
            let declaration = Declaration {
                kind: AssignmentKind::Variable,
                target,
                value,
                typed: typed.as_deref(),
                annotations: &[],
            };
            declare(build, node, declaration);
        }
    }

    /// `let (a, b) = …`, name by name.
    fn unpacked(&mut self, build: &mut Builder<'_>, pattern: Node<'_>, value: Value) {
        let mut items = match value {
            Value::List(items) => items,
            other => {
                let source = brief(other);
                let places = 0..children(pattern).len();
                let member = |index: usize| match &source {
                    Value::Opaque => Value::Opaque,
                    source => Value::Member(Box::new(source.clone()), index.to_string()),
                };
                places.map(member).collect()
            }
        }
        .into_iter();
        for place in children(pattern) {
            let value = items.next().unwrap_or(Value::Opaque);
            if let Some(name) = bound(place) {
                let target = vec![build.text(name)];
                build.assign(place, AssignmentKind::Variable, target, value);
            }
        }
    }

    pub(super) fn constant(&mut self, build: &mut Builder<'_>, node: Node<'_>) {
        let Some(name) = build.field(node, "name") else {
            return;
        };
        let value = match node.child_by_field_name("value") {
            Some(value) => self.value(build, value, 0),
            None => Value::Opaque,
        };
        let typed = typed(build, node.child_by_field_name("type"));
        let declaration = Declaration {
            kind: AssignmentKind::Variable,
            target: vec![name],
            value,
            typed: typed.as_deref(),
            annotations: &[],
        };
        declare(build, node, declaration);
    }

    pub(super) fn assignment(&mut self, build: &mut Builder<'_>, node: Node<'_>) {
        self.assign(build, node, AssignmentKind::Variable);
    }

    pub(super) fn compound_assignment(&mut self, build: &mut Builder<'_>, node: Node<'_>) {
        self.assign(build, node, AssignmentKind::Augmented);
    }

    fn assign(&mut self, build: &mut Builder<'_>, node: Node<'_>, kind: AssignmentKind) {
        let Some(left) = node.child_by_field_name("left") else {
            return;
        };
        let value = match node.child_by_field_name("right") {
            Some(right) => self.value(build, right, 0),
            None => Value::Opaque,
        };
        self.claim(left);
        let target: Option<Path> = self.path(build, left);
        if let Some(target) = target {
            build.assign(node, kind, target, value);
        }
    }

    pub(super) fn binary(&mut self, build: &mut Builder<'_>, node: Node<'_>) {
        let operator = node.child_by_field_name("operator").map(|it| it.kind());
        let equal = match operator {
            Some("==") => true,
            Some("!=") => false,
            _ => return,
        };
        let mut side = |field: &str| match node.child_by_field_name(field) {
            Some(side) => self.value(build, side, 0),
            None => Value::Opaque,
        };
        let (left, right) = (side("left"), side("right"));
        build.compare(node, left, right, equal);
    }

    /// The subject of `match` against the literals of its arms. An arm for `Err` looks at an error.
    pub(super) fn arms(&mut self, build: &mut Builder<'_>, node: Node<'_>) {
        let Some((subject, body)) = node
            .child_by_field_name("value")
            .zip(node.child_by_field_name("body"))
        else {
            return;
        };
        let subject = match subject.byte_range().len() <= LONGEST_SUBJECT {
            true => brief(self.value(build, subject, 0)),
            false => Value::Opaque,
        };
        for arm in children(body) {
            let pattern = arm.child_by_field_name("pattern");
            let Some(pattern) = pattern.and_then(|it| children(it).first().copied()) else {
                continue;
            };
            if is_error(build, pattern) {
                build.construct(arm, ConstructKind::ErrorCheck);
            }
            for case in cases(pattern) {
                let right = match case.kind() {
                    "string_literal" | "raw_string_literal" | "char_literal"
                    | "integer_literal" | "boolean_literal" | "negative_literal"
                    | "scoped_identifier" => self.value(build, case, 0),
                    _ => continue,
                };
                build.compare(case, subject.clone(), right, true);
            }
        }
    }

    /// What the function around gives back.
    pub(super) fn returned(&mut self, build: &mut Builder<'_>, node: Node<'_>) {
        let Some(&result) = children(node).first() else {
            return;
        };
        let value = self.result(build, result);
        let function = build.function();
        if let Some(definition) = function.and_then(|id| build.outline.definitions.get_mut(id)) {
            definition.returns.push(value);
        }
    }
}

/// The alternatives of `a | b | …`, which nest on the left.
fn cases(pattern: Node<'_>) -> Vec<Node<'_>> {
    let mut found = Vec::new();
    let mut queue = vec![pattern];
    while let Some(next) = queue.pop() {
        match next.kind() {
            "or_pattern" => queue.extend(children(next).into_iter().rev()),
            _ => found.push(next),
        }
    }
    found
}

/// Whether the pattern takes an error out of its wrapper.
fn is_error(build: &Builder<'_>, pattern: Node<'_>) -> bool {
    pattern.kind() == "tuple_struct_pattern"
        && child(pattern, "identifier").is_some_and(|name| build.text(name) == "Err")
}
