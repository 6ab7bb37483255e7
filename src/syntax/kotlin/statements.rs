//! Packages, imports, `return`, `when`, and what operators and member chains record.

use tree_sitter::Node;

use super::Kotlin;
use super::expressions::{bare, member, path, plain};
use super::strings::is_string;
use crate::syntax::outline::{AssignmentKind, Binding, Import, Value};
use crate::syntax::tree::{
    LONGEST_SUBJECT, child, children, is_operator, joins_strings, unparenthesized,
};
use crate::syntax::walk::{Builder, Step};

pub(super) fn package(build: &mut Builder<'_>, node: Node<'_>) {
    if let Some(name) = child(node, "qualified_identifier") {
        let name = names(build, name).join(".");
        let target = vec!["namespace".to_owned()];
        build.assign(node, AssignmentKind::Variable, target, Value::Text(name));
    }
}

/// `import a.b.C as D` is `C` of `a.b`, `import a.b.*` all of `a.b`.
pub(super) fn import(build: &mut Builder<'_>, node: Node<'_>) {
    let Some(name) = child(node, "qualified_identifier") else {
        return;
    };
    let mut module = names(build, name);
    let binding = if child(node, "*").is_some() {
        Binding::All
    } else {
        let name = module.pop().unwrap_or_default();
        let alias = child(node, "identifier").map(|alias| plain(&build.text(alias)));
        Binding::Named {
            alias: alias.unwrap_or_else(|| name.clone()),
            name,
        }
    };
    let (scope, line) = (build.scope(), build.line(node));
    build.outline.imports.push(Import {
        module: module.join("."),
        bindings: vec![binding],
        scope,
        line,
    });
}

fn names(build: &Builder<'_>, node: Node<'_>) -> Vec<String> {
    children(node)
        .into_iter()
        .filter(|part| part.kind() == "identifier")
        .map(|part| plain(&build.text(part)))
        .collect()
}

impl Kotlin {
    pub(super) fn returned(&mut self, build: &mut Builder<'_>, node: Node<'_>) {
        let label = node.child_by_field_name("label").map(|label| label.id());
        let result = children(node)
            .into_iter()
            .find(|part| Some(part.id()) != label && part.kind() != "label");
        if let (Some(function), Some(result)) = (build.function(), result) {
            let result = self.value(build, result, 0);
            build.outline.definitions[function].returns.push(result);
        }
    }

    /// The subject of a `when` against each of its cases.
    pub(super) fn when(&mut self, build: &mut Builder<'_>, node: Node<'_>) {
        let subject = child(node, "when_subject").and_then(|s| children(s).into_iter().next_back());
        let Some(subject) = subject else {
            return;
        };
        let left = if subject.byte_range().len() > LONGEST_SUBJECT {
            Value::Opaque
        } else {
            self.value(build, subject, 0)
        };
        for entry in children(node) {
            if entry.kind() != "when_entry" {
                continue;
            }
            for case in crate::syntax::tree::fields(entry, "condition") {
                if !matches!(case.kind(), "type_test" | "range_test") {
                    let right = self.value(build, case, 0);
                    build.compare(case, left.clone(), right, true);
                }
            }
        }
    }

    pub(super) fn binary(&mut self, build: &mut Builder<'_>, node: Node<'_>) {
        if is_operator(node, "+") {
            self.addition(build, node);
            return;
        }
        if self.typed_call(build, node) {
            return;
        }
        let equal = is_operator(node, "==") || is_operator(node, "===");
        if !equal && !is_operator(node, "!=") && !is_operator(node, "!==") {
            return;
        }
        let left = node.child_by_field_name("left");
        if let Some((left, right)) = left.zip(node.child_by_field_name("right")) {
            let (left, right) = (self.value(build, left, 0), self.value(build, right, 0));
            build.compare(node, left, right, equal);
        }
    }

    /// Records the outermost of nested additions as one string, if there is a string in it.
    fn addition(&mut self, build: &mut Builder<'_>, node: Node<'_>) {
        if joins_strings(&mut self.taken, node, is_string) {
            let joined = self.value(build, unparenthesized(node), 0);
            build.literal(node, joined);
        }
    }

    pub(super) fn string(&mut self, build: &mut Builder<'_>, node: Node<'_>) {
        if !self.taken.remove(&node.id()) {
            let value = self.value(build, node, 0);
            build.literal(node, value);
        }
    }

    /// A member chain that is read. Of a called one only what it is called on is.
    pub(super) fn reference(&mut self, build: &mut Builder<'_>, node: Node<'_>) -> Step {
        if self.called.remove(&node.id()) {
            return Step::Into;
        }
        let taken = self.taken.remove(&node.id());
        match path(build, node) {
            Some(path) => {
                if !taken && path.len() > 1 {
                    build.refer(node, path);
                }
                subscripts(build, node);
                Step::Over
            }
            None => Step::Into,
        }
    }
}

/// Records the strings between square brackets in a chain of names.
fn subscripts(build: &mut Builder<'_>, node: Node<'_>) {
    let mut node = bare(node);
    while let Some((base, name)) = member(build, node) {
        if node.kind() == "index_expression" {
            build.literal(node, Value::Text(name));
        }
        node = bare(base);
    }
}
