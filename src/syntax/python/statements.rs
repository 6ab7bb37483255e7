//! Python imports, assignments, and strings that stand alone.

use tree_sitter::Node;

use super::{Python, first_child, strings, values};
use crate::syntax::outline::{
    Assignment, AssignmentKind, Binding, Comment, ELEMENT, ENTRIES, Import, Path, REST, ScopeKind,
    VALUES, Value,
};
use crate::syntax::walk::values::brief;
use crate::syntax::walk::{Builder, DEPTH, Step, lines};

/// Where an assignment goes.
struct Target {
    path: Path,
    /// The target is an element that has no name of its own: `x[i] = …`.
    element: bool,
}

impl Python {
    /// `import a.b, c as d`: one import for each module.
    pub(super) fn import(&mut self, build: &mut Builder<'_>, node: Node<'_>) {
        if node.kind() == "future_import_statement" {
            let bindings = imported_names(build, node);
            record(build, node, "__future__".to_owned(), bindings);
            return;
        }
        for name in node.children_by_field_name("name", &mut node.walk()) {
            let (module, alias) = name_and_alias(build, name);
            record(build, node, module, vec![Binding::Whole { alias }]);
        }
    }

    pub(super) fn import_from(&mut self, build: &mut Builder<'_>, node: Node<'_>) {
        let module = build.field(node, "module_name").unwrap_or_default();
        let module = module.split_whitespace().collect();
        let mut bindings = imported_names(build, node);
        let mut walk = node.walk();
        if node
            .named_children(&mut walk)
            .any(|child| child.kind() == "wildcard_import")
        {
            bindings.push(Binding::All);
        }
        record(build, node, module, bindings);
    }

    /// A string as a statement is a doc string or code that was put aside: a comment either way.
    pub(super) fn expression_statement(&mut self, build: &mut Builder<'_>, node: Node<'_>) -> Step {
        let Some(string) = first_child(node).filter(|_| node.named_child_count() == 1) else {
            return Step::Into;
        };
        let is_plain = match string.kind() {
            "string" => strings::plain(build, string).is_some(),
            kind => kind == "concatenated_string" && is_all_plain(build, string),
        };
        if !is_plain {
            return Step::Into;
        }
        let (text, line) = (build.text(string), build.line(string));
        build.outline.comments.push(Comment {
            text,
            line,
            documents: self.documents.get(&node.id()).copied(),
        });
        build.prose(lines(string));
        Step::Over
    }

    pub(super) fn assignment(&mut self, build: &mut Builder<'_>, node: Node<'_>) {
        let Some(left) = node.child_by_field_name("left") else {
            return;
        };
        let value = self.field_value(build, node, "right");
        let typed = build.field(node, "type");
        let adds_to = node
            .child_by_field_name("right")
            .and_then(|right| self.first_summand(build, right));
        self.assign(build, left, value, typed, adds_to.as_ref(), 0);
    }

    pub(super) fn augmented_assignment(&mut self, build: &mut Builder<'_>, node: Node<'_>) {
        let Some(left) = node.child_by_field_name("left") else {
            return;
        };
        let value = self.field_value(build, node, "right");
        if let Some(target) = self.target(build, left) {
            build.assign(left, AssignmentKind::Augmented, target.path, value);
        }
    }

    pub(super) fn walrus(&mut self, build: &mut Builder<'_>, node: Node<'_>) {
        let value = self.field_value(build, node, "value");
        if let Some(name) = build.field(node, "name") {
            build.assign(node, AssignmentKind::Variable, vec![name], value);
        }
    }

    /// `for name in values`: the name is each of them, member `*`. Pairs and values of a map are
    /// members of it.
    pub(super) fn each(&mut self, build: &mut Builder<'_>, node: Node<'_>) {
        let Some(left) = node.child_by_field_name("left") else {
            return;
        };
        let parts = node
            .child_by_field_name("right")
            .and_then(|right| self.parts_of_map(build, right));
        let values = match parts {
            Some(parts) => parts,
            None => brief(self.field_value(build, node, "right")),
        };
        if matches!(values, Value::Opaque) {
            return;
        }
        let each = Value::Member(Box::new(values), ELEMENT.to_owned());
        self.assign(build, left, each, None, None, 0);
    }

    /// `map.items()` and `map.values()` as members of the map.
    fn parts_of_map(&mut self, build: &mut Builder<'_>, node: Node<'_>) -> Option<Value> {
        if node.kind() != "call" || node.child_by_field_name("arguments")?.named_child_count() > 0 {
            return None;
        }
        let (map, name) = self.link(build, node.child_by_field_name("function")?)?;
        let name = match name.as_str() {
            "items" => ENTRIES,
            "values" => VALUES,
            _ => return None,
        };
        match brief(self.value(build, map, 0)) {
            Value::Opaque => None,
            map => Some(Value::Member(Box::new(map), name.to_owned())),
        }
    }

    /// `with value as name`.
    pub(super) fn with_item(&mut self, build: &mut Builder<'_>, node: Node<'_>) {
        let pattern = node
            .child_by_field_name("value")
            .filter(|n| n.kind() == "as_pattern");
        let Some(pattern) = pattern else { return };
        let target = pattern.child_by_field_name("alias").and_then(first_child);
        if let Some(target) = target {
            let value = self.value(build, pattern, 0);
            self.assign(build, target, value, None, None, 0);
        }
    }

    /// Records `left = value`, name by name for tuples.
    fn assign(
        &mut self,
        build: &mut Builder<'_>,
        left: Node<'_>,
        value: Value,
        typed: Option<String>,
        adds_to: Option<&Path>,
        depth: usize,
    ) {
        match left.kind() {
            _ if depth >= DEPTH => {}
            "pattern_list" | "tuple_pattern" | "list_pattern" | "tuple" | "list" => {
                let mut places = Vec::new();
                places.extend(left.named_children(&mut left.walk()));
                places.retain(|place| place.kind() != "comment");
                let values = unpacked(value, &places);
                for (place, value) in places.into_iter().zip(values) {
                    self.assign(build, place, value, None, None, depth + 1);
                }
            }
            "list_splat_pattern" | "list_splat" => {
                if let Some(inner) = first_child(left) {
                    self.assign(build, inner, value, None, None, depth + 1);
                }
            }
            _ => {
                let Some(target) = self.target(build, left) else {
                    return;
                };
                let (scope, line) = (build.scope(), build.line(left));
                let in_class =
                    build.outline.scopes.get(scope).map(|s| s.kind) == Some(ScopeKind::Class);
                let kind = if target.element || adds_to == Some(&target.path) {
                    AssignmentKind::Augmented
                } else if in_class && target.path.len() == 1 {
                    AssignmentKind::Field
                } else {
                    AssignmentKind::Variable
                };
                build.outline.assignments.push(Assignment {
                    kind,
                    target: target.path,
                    value,
                    typed,
                    annotations: Vec::new(),
                    scope,
                    line,
                });
            }
        }
    }

    /// The chain that is assigned to, without trailing subscripts that are no names.
    fn target(&mut self, build: &Builder<'_>, left: Node<'_>) -> Option<Target> {
        let mut node = left;
        let mut element = false;
        loop {
            self.claim(node);
            if node.kind() != "subscript" || self.link(build, node).is_some() {
                break;
            }
            element = true;
            node = node.child_by_field_name("value")?;
        }
        let path = self.path(build, node)?;
        Some(Target { path, element })
    }

    /// The chain at the head of `a + b + …`, for `x = x + …`.
    fn first_summand(&self, build: &Builder<'_>, right: Node<'_>) -> Option<Path> {
        let mut node = right;
        while values::is_sum(build, node) {
            node = node.child_by_field_name("left")?;
        }
        (node != right).then(|| self.path(build, node))?
    }
}

/// One value for each place on the left. A value that is not a list gives its members by number,
/// and a starred place at the end the rest of them; what stands after one is not known.
fn unpacked(value: Value, places: &[Node<'_>]) -> Vec<Value> {
    let star = places
        .iter()
        .position(|place| place.kind().starts_with("list_splat"));
    let known = star.unwrap_or(places.len());
    let copied = match &value {
        Value::List(_) => Value::Opaque,
        other => brief(other.clone()),
    };
    let of_copied = |name: String| match &copied {
        Value::Opaque => Value::Opaque,
        source => Value::Member(Box::new(source.clone()), name),
    };
    let member = |index: usize| match &value {
        Value::List(items) => match items.get(index) {
            Some(item) if star.is_some() || items.len() == places.len() => item.clone(),
            _ => Value::Opaque,
        },
        _ => of_copied(index.to_string()),
    };
    let rest = || match &value {
        Value::List(items) => Value::List(items.get(known..).unwrap_or_default().to_vec()),
        _ => of_copied(format!("{known}{REST}")),
    };
    (0..places.len())
        .map(|index| match star {
            Some(star) if index == star && star + 1 == places.len() => rest(),
            Some(star) if index >= star => Value::Opaque,
            _ => member(index),
        })
        .collect()
}

fn record(build: &mut Builder<'_>, node: Node<'_>, module: String, bindings: Vec<Binding>) {
    let (scope, line) = (build.scope(), build.line(node));
    build.outline.imports.push(Import {
        module,
        bindings,
        scope,
        line,
    });
}

fn imported_names(build: &Builder<'_>, node: Node<'_>) -> Vec<Binding> {
    node.children_by_field_name("name", &mut node.walk())
        .map(|child| {
            let (name, alias) = name_and_alias(build, child);
            Binding::Named { name, alias }
        })
        .collect()
}

/// `a.b as c` is `a.b` and `c`; without an alias both are the name.
fn name_and_alias(build: &Builder<'_>, node: Node<'_>) -> (String, String) {
    let name = node.child_by_field_name("name").unwrap_or(node);
    let name = values::names(build, name).join(".");
    let alias = build.field(node, "alias").unwrap_or_else(|| name.clone());
    (name, alias)
}

fn is_all_plain(build: &Builder<'_>, concatenated: Node<'_>) -> bool {
    concatenated
        .named_children(&mut concatenated.walk())
        .all(|child| child.kind() == "comment" || strings::plain(build, child).is_some())
}
