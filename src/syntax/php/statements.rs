//! PHP namespaces, `use` and assignments.

use tree_sitter::Node;

use super::values::{is_operator, segments, variable};
use super::{Php, children, first_child};
use crate::syntax::outline::{Assignment, AssignmentKind, Binding, Import, Path, Value};
use crate::syntax::walk::values::brief;
use crate::syntax::walk::{Builder, DEPTH};

/// Longest namespace that is put before each name of a group.
const GROUP_PREFIX: usize = 512;

/// Where an assignment goes.
struct Target {
    path: Path,
    /// The target is an element that has no name of its own: `$x[] = …`, `$x[$i] = …`.
    element: bool,
}

impl Php {
    /// `namespace A\B` is kept as the file's variable `namespace`.
    pub(super) fn namespace(&mut self, build: &mut Builder<'_>, node: Node<'_>) {
        let Some(name) = build.field(node, "name") else {
            return;
        };
        build.outline.assignments.push(Assignment {
            kind: AssignmentKind::Variable,
            target: vec!["namespace".to_owned()],
            value: Value::Text(name),
            typed: None,
            annotations: Vec::new(),
            scope: 0,
            line: build.line(node),
        });
    }

    /// `use A\B as C, D\E`, `use A\{B, C}`: one import for each module.
    pub(super) fn uses(&mut self, build: &mut Builder<'_>, node: Node<'_>) {
        let group = node.child_by_field_name("body");
        let prefix = children(node)
            .into_iter()
            .find(|child| child.kind() == "namespace_name" && group.is_some())
            .map(|prefix| segments(build, prefix).join("\\"));
        if prefix
            .as_ref()
            .is_some_and(|prefix| prefix.len() > GROUP_PREFIX)
        {
            return;
        }
        let mut imports: Vec<(String, Vec<Binding>)> = Vec::new();
        for clause in children(group.unwrap_or(node)) {
            let Some(written) =
                first_child(clause).filter(|_| clause.kind() == "namespace_use_clause")
            else {
                continue;
            };
            let mut path = segments(build, written);
            let Some(name) = path.pop() else { continue };
            let alias = build.field(clause, "alias").unwrap_or_else(|| name.clone());
            let module: Vec<String> = prefix.iter().cloned().chain(path).collect();
            let module = module.join("\\");
            let binding = Binding::Named { name, alias };
            match imports.last_mut() {
                Some((last, bindings)) if *last == module => bindings.push(binding),
                _ => imports.push((module, vec![binding])),
            }
        }
        let (scope, line) = (build.scope(), build.line(node));
        build
            .outline
            .imports
            .extend(imports.into_iter().map(|(module, bindings)| Import {
                module,
                bindings,
                scope,
                line,
            }));
    }

    pub(super) fn assignment(&mut self, build: &mut Builder<'_>, node: Node<'_>) {
        let (Some(left), Some(right)) = (
            node.child_by_field_name("left"),
            node.child_by_field_name("right"),
        ) else {
            return;
        };
        if left.kind() == "variable_name" && is_include(right) {
            self.aliases.insert(right.id(), variable(build, left));
        }
        let value = self.value(build, right, 0);
        let adds_to = self.first_summand(build, right);
        self.assign(build, left, value, adds_to.as_ref(), 0);
    }

    pub(super) fn augmented_assignment(&mut self, build: &mut Builder<'_>, node: Node<'_>) {
        let value = self.field_value(build, node, "right");
        let target = node.child_by_field_name("left");
        if let Some(target) = target.and_then(|left| self.target(build, left)) {
            build.assign(node, AssignmentKind::Augmented, target.path, value);
        }
    }

    pub(super) fn static_variable(&mut self, build: &mut Builder<'_>, node: Node<'_>) {
        let value = self.field_value(build, node, "value");
        if let Some(name) = node.child_by_field_name("name") {
            let target = vec![variable(build, name)];
            build.assign(node, AssignmentKind::Variable, target, value);
        }
    }

    /// Records `left = value`, name by name for lists.
    fn assign(
        &mut self,
        build: &mut Builder<'_>,
        left: Node<'_>,
        value: Value,
        adds_to: Option<&Path>,
        depth: usize,
    ) {
        match left.kind() {
            _ if depth >= DEPTH => {}
            "list_literal" => {
                let mut source = match value {
                    list @ Value::List(_) => list,
                    other => brief(other),
                };
                for (key, place) in self.places(build, left) {
                    let value = match &mut source {
                        Value::List(items) => {
                            let index: Option<usize> = key.parse().ok();
                            let item = index.and_then(|index| items.get_mut(index));
                            item.map_or(Value::Opaque, |item| {
                                std::mem::replace(item, Value::Opaque)
                            })
                        }
                        Value::Opaque => Value::Opaque,
                        other => Value::Member(Box::new(other.clone()), key),
                    };
                    self.assign(build, place, value, None, depth + 1);
                }
            }
            _ => {
                let Some(target) = self.target(build, left) else {
                    return;
                };
                let kind = match target.element || adds_to == Some(&target.path) {
                    true => AssignmentKind::Augmented,
                    false => AssignmentKind::Variable,
                };
                build.assign(left, kind, target.path, value);
            }
        }
    }

    /// The places of `[$a, , 'k' => $b]` with their keys: `0`, `k`.
    fn places<'t>(&mut self, build: &mut Builder<'_>, list: Node<'t>) -> Vec<(String, Node<'t>)> {
        let mut places = Vec::new();
        let mut index = 0usize;
        let mut key: Option<Value> = None;
        let mut place: Option<Node<'t>> = None;
        let mut walk = list.walk();
        for child in list.children(&mut walk) {
            match child.kind() {
                "=>" => key = place.take().map(|place| brief(self.value(build, place, 0))),
                "," | "]" | ")" => {
                    let name = match key.take() {
                        None => index.to_string(),
                        Some(Value::Text(text) | Value::Number(text)) => text,
                        Some(_) => "?".to_owned(),
                    };
                    places.extend(place.take().map(|place| (name, place)));
                    index += 1;
                }
                "comment" => {}
                _ if child.is_named() => place = Some(child),
                _ => {}
            }
        }
        places
    }

    /// The chain that is assigned to, without trailing subscripts that are no names.
    fn target(&mut self, build: &Builder<'_>, left: Node<'_>) -> Option<Target> {
        let mut node = match left.kind() {
            "by_ref" => first_child(left)?,
            _ => left,
        };
        let mut element = false;
        loop {
            self.claim(node);
            if node.kind() != "subscript_expression" || self.link(build, node).is_some() {
                break;
            }
            element = true;
            node = first_child(node)?;
        }
        let path = self.path(build, node)?;
        Some(Target { path, element })
    }

    /// The chain at the head of `a . b . …` or `a + b + …`, for `$x = $x . …`.
    fn first_summand(&self, build: &Builder<'_>, right: Node<'_>) -> Option<Path> {
        let mut node = right;
        while is_operator(build, node, ".") || is_operator(build, node, "+") {
            node = node.child_by_field_name("left")?;
        }
        (node != right).then(|| self.path(build, node))?
    }
}

fn is_include(node: Node<'_>) -> bool {
    matches!(
        node.kind(),
        "include_expression"
            | "include_once_expression"
            | "require_expression"
            | "require_once_expression"
    )
}
