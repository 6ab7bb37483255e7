//! Namespaces, usings, `return`, and what operators and member chains record.

use tree_sitter::Node;

use super::CSharp;
use super::expressions::{bare, member, type_path};
use super::strings::is_string;
use crate::syntax::outline::{AssignmentKind, Binding, Import, Value};
use crate::syntax::tree::{
    LONGEST_TYPE, child, children, is_operator, joins_strings, unparenthesized,
};
use crate::syntax::walk::{Builder, Step};

/// `using A.B` brings all of `A.B`, `using static A.B.C` all members of `C`, `using X = A.B.C` the
/// class `C` as `X`.
pub(super) fn using(build: &mut Builder<'_>, node: Node<'_>) {
    let alias = node.child_by_field_name("name");
    let Some(named) = children(node)
        .into_iter()
        .rfind(|part| Some(part.id()) != alias.map(|alias| alias.id()))
    else {
        return;
    };
    let mut module = type_path(build, named);
    let binding = match alias {
        Some(alias) => Binding::Named {
            name: module.pop().unwrap_or_default(),
            alias: build.text(alias),
        },
        None => Binding::All,
    };
    let (scope, line) = (build.scope(), build.line(node));
    build.outline.imports.push(Import {
        module: module.join("."),
        bindings: vec![binding],
        scope,
        line,
    });
}

impl CSharp {
    /// The name of a namespace, behind those around it.
    pub(super) fn namespace(&mut self, build: &mut Builder<'_>, node: Node<'_>) {
        self.namespaces.retain(|(_, end)| *end > node.start_byte());
        let outer = self.namespaces.last().map(|(name, _)| name.clone());
        let mut names = type_path_of(build, node.child_by_field_name("name"));
        // Nesting must not make names that are longer than the source.
        names.insert_str(
            0,
            &outer
                .filter(|o| o.len() < LONGEST_TYPE)
                .map(|o| o + ".")
                .unwrap_or_default(),
        );
        let target = vec!["namespace".to_owned()];
        build.assign(
            node,
            AssignmentKind::Variable,
            target,
            Value::Text(names.clone()),
        );
        if node.kind() == "namespace_declaration" {
            self.namespaces.push((names, node.end_byte()));
        }
    }

    pub(super) fn returned(&mut self, build: &mut Builder<'_>, node: Node<'_>) {
        if let (Some(function), Some(&result)) = (build.function(), children(node).first()) {
            let result = self.value(build, result, 0);
            build.outline.definitions[function].returns.push(result);
        }
    }

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
        match self.path(build, node) {
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

fn type_path_of(build: &Builder<'_>, name: Option<Node<'_>>) -> String {
    name.map(|name| type_path(build, name).join("."))
        .unwrap_or_default()
}

/// Records the strings between square brackets in a chain of names.
fn subscripts(build: &mut Builder<'_>, node: Node<'_>) {
    let mut node = bare(node);
    while let Some((base, name)) = member(build, node) {
        let bracketed = node.kind() == "element_access_expression"
            || child(node, "element_binding_expression").is_some();
        if bracketed {
            build.literal(node, Value::Text(name));
        }
        node = bare(base);
    }
}
