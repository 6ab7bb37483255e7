//! Variables, fields, writes to members, and patterns that take a value apart.

use tree_sitter::Node;

use super::super::outline::{AssignmentKind, ConstructKind, ELEMENT, Path, Value};
use super::super::walk::{Builder, DEPTH};
use super::values::{bare, fallback_path, operator, property, small};
use super::{JavaScript, first, has_token, named};

impl JavaScript {
    pub(super) fn declarator(&mut self, build: &mut Builder<'_>, node: Node<'_>) {
        let Some(pattern) = node.child_by_field_name("name") else {
            return;
        };
        let typed = type_text(build, node, "type");
        let value = match node.child_by_field_name("value") {
            Some(value) if self.bind_module(build, pattern, value) => return,
            Some(value) => self.value(build, value),
            None if typed.is_some() => Value::Opaque,
            None => return,
        };
        let fallback = node.child_by_field_name("value");
        if let Some(path) = fallback.and_then(|value| fallback_path(build, value)) {
            self.bind(build, pattern, path);
        }
        self.bind(build, pattern, value);
        if pattern.kind() == "identifier"
            && let Some(last) = build.outline.assignments.last_mut()
        {
            last.typed = typed;
        }
    }

    pub(super) fn assignment(&mut self, build: &mut Builder<'_>, node: Node<'_>) {
        let (Some(left), Some(right)) = (
            node.child_by_field_name("left").map(bare),
            node.child_by_field_name("right"),
        ) else {
            return;
        };
        self.settle_chain(left);
        if matches!(left.kind(), "identifier" | "object_pattern")
            && self.bind_module(build, left, right)
        {
            return;
        }
        let value = self.value(build, right);
        let Some(target) = self.chain(build, left) else {
            return self.bind(build, left, value);
        };
        self.common_export(build, node, &target, &value);
        let kind = match self.starts_with(build, right, &target) {
            true => AssignmentKind::Augmented,
            false => AssignmentKind::Variable,
        };
        build.assign(node, kind, target, value);
    }

    pub(super) fn augmented(&mut self, build: &mut Builder<'_>, node: Node<'_>) {
        let Some(left) = node.child_by_field_name("left") else {
            return;
        };
        self.settle_chain(left);
        if let Some(target) = self.chain(build, left) {
            let value = self.field_value(build, node, "right");
            build.assign(node, AssignmentKind::Augmented, target, value);
        }
    }

    /// The variable of `for (const x of xs)`: each item in turn.
    pub(super) fn loop_variable(&mut self, build: &mut Builder<'_>, node: Node<'_>) {
        if has_token(node, "await") {
            build.construct(node, ConstructKind::Await);
        }
        if let Some(left) = node.child_by_field_name("left") {
            let list = match (has_token(node, "of"), node.child_by_field_name("right")) {
                (true, Some(right)) => self.value(build, right),
                _ => Value::Opaque,
            };
            let item = match list {
                Value::Opaque => Value::Opaque,
                list => Value::Member(Box::new(list), ELEMENT.to_owned()),
            };
            self.bind(build, left, item);
        }
    }

    /// A field of a class or a property of an interface.
    pub(super) fn field(&mut self, build: &mut Builder<'_>, node: Node<'_>) {
        let name = match property(build, node, "name") {
            name if name.is_empty() => property(build, node, "property"),
            name => name,
        };
        let fallback = node.child_by_field_name("value");
        if let Some(path) = fallback.and_then(|value| fallback_path(build, value)) {
            build.assign(node, AssignmentKind::Field, vec![name.clone()], path);
        }
        let value = self.field_value(build, node, "value");
        build.assign(node, AssignmentKind::Field, vec![name], value);
        let typed = type_text(build, node, "type");
        if let Some(last) = build.outline.assignments.last_mut() {
            last.typed = typed;
            last.annotations = self.annotations.remove(&node.id()).unwrap_or_default();
        }
    }

    /// Records each name in `pattern = value`.
    pub(super) fn bind(&mut self, build: &mut Builder<'_>, pattern: Node<'_>, value: Value) {
        let mut leaves = Vec::new();
        self.take_apart(build, pattern, value, 0, &mut leaves);
        for (node, target, value) in leaves {
            let kind = match node.kind() {
                // `a[i] = v` adds to `a` or changes a part of it.
                "subscript_expression" => AssignmentKind::Augmented,
                _ => AssignmentKind::Variable,
            };
            build.assign(node, kind, target, value);
        }
    }

    /// The names in a pattern.
    pub(super) fn names(&mut self, build: &Builder<'_>, pattern: Node<'_>) -> Vec<String> {
        let mut leaves = Vec::new();
        self.take_apart(build, pattern, Value::Opaque, 0, &mut leaves);
        leaves
            .into_iter()
            .filter_map(|(_, target, _)| target.into_iter().next())
            .collect()
    }

    fn take_apart<'t>(
        &mut self,
        build: &Builder<'_>,
        pattern: Node<'t>,
        value: Value,
        depth: usize,
        leaves: &mut Vec<(Node<'t>, Path, Value)>,
    ) {
        if depth > DEPTH {
            return;
        }
        let pattern = bare(pattern);
        match pattern.kind() {
            "shorthand_property_identifier_pattern" => {
                leaves.push((pattern, vec![build.text(pattern)], value));
            }
            "object_assignment_pattern" | "assignment_pattern" => {
                if let Some(left) = pattern.child_by_field_name("left") {
                    self.take_apart(build, left, value, depth + 1, leaves);
                }
            }
            "rest_pattern" => {
                if let Some(rest) = first(pattern) {
                    self.take_apart(build, rest, Value::Opaque, depth + 1, leaves);
                }
            }
            "object_pattern" => {
                let whole = small(value);
                for part in named(pattern) {
                    let (inner, name) = object_part(build, part);
                    let value = match name {
                        Some(name) => Value::Member(Box::new(whole.clone()), name),
                        None => Value::Opaque,
                    };
                    self.take_apart(build, inner, value, depth + 1, leaves);
                }
            }
            "array_pattern" => {
                let whole = small(value);
                for (index, part) in array_parts(pattern) {
                    let value = Value::Member(Box::new(whole.clone()), index.to_string());
                    self.take_apart(build, part, value, depth + 1, leaves);
                }
            }
            "subscript_expression" => {
                self.settle_chain(pattern);
                let target = self
                    .chain(build, pattern)
                    .or_else(|| self.chain(build, pattern.child_by_field_name("object")?));
                leaves.extend(target.map(|target| (pattern, target, value)));
            }
            _ => {
                self.settle_chain(pattern);
                let target = self.chain(build, pattern);
                leaves.extend(target.map(|target| (pattern, target, value)));
            }
        }
    }

    /// Whether an operation starts from the target itself: `x = x + …`.
    fn starts_with(&self, build: &Builder<'_>, node: Node<'_>, target: &Path) -> bool {
        let mut left = bare(node);
        if !matches!(
            operator(left),
            Some("+" | "-" | "*" | "/" | "||" | "??" | "|" | "&")
        ) {
            return false;
        }
        for _ in 0..=DEPTH {
            match left.child_by_field_name("left") {
                Some(next) if operator(left).is_some() => left = bare(next),
                _ => break,
            }
        }
        self.chain(build, left).as_ref() == Some(target)
    }
}

/// The pattern that a part of an object pattern leads to, and the member that it takes.
fn object_part<'t>(build: &Builder<'_>, part: Node<'t>) -> (Node<'t>, Option<String>) {
    match part.kind() {
        "pair_pattern" => {
            let name = property(build, part, "key");
            let name = Some(name).filter(|name| !name.is_empty());
            (part.child_by_field_name("value").unwrap_or(part), name)
        }
        "object_assignment_pattern" => (part, build.field(part, "left")),
        "rest_pattern" => (part, None),
        _ => (part, Some(build.text(part))),
    }
}

/// The parts of an array pattern with their positions; holes count.
fn array_parts(pattern: Node<'_>) -> Vec<(usize, Node<'_>)> {
    let mut cursor = pattern.walk();
    let mut position = 0;
    let mut parts = Vec::new();
    for child in pattern.children(&mut cursor) {
        match child.kind() {
            "," => position += 1,
            _ if child.is_named() && !child.is_extra() => parts.push((position, child)),
            _ => {}
        }
    }
    parts
}

/// A type as written, without the leading `:`.
pub(super) fn type_text(build: &Builder<'_>, node: Node<'_>, field: &str) -> Option<String> {
    let text = build.field(node, field)?;
    Some(text.trim_start_matches(':').trim().to_owned())
}
