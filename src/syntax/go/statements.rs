//! `return`, `switch`, comparisons, and what operators and member chains record.

use tree_sitter::Node;

use super::Go;
use super::expressions::is_string;
use crate::syntax::outline::{ConstructKind, Value};
use crate::syntax::tree::{LONGEST_SUBJECT, children, is_operator, joins_strings};
use crate::syntax::walk::Builder;

impl Go {
    /// Each of the values that `return` gives back.
    pub(super) fn returned(&mut self, build: &mut Builder<'_>, node: Node<'_>) {
        let Some(function) = build.function() else {
            return;
        };
        for result in children(node).into_iter().flat_map(children) {
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
        let Some((left, right)) = left.zip(node.child_by_field_name("right")) else {
            return;
        };
        let (left, right) = (self.value(build, left, 0), self.value(build, right, 0));
        let looked_at = match &left {
            Value::Name(path) => path.last(),
            Value::Member(_, name) => Some(name),
            _ => None,
        };
        if right == Value::Null && looked_at.is_some_and(|name| names_an_error(name)) {
            build.construct(node, ConstructKind::ErrorCheck);
        }
        build.compare(node, left, right, equal);
    }

    /// The subject of a `switch` against each of its cases. Without a subject the cases are
    /// conditions of their own.
    pub(super) fn switch(&mut self, build: &mut Builder<'_>, node: Node<'_>) {
        let Some(subject) = node.child_by_field_name("value") else {
            return;
        };
        let left = if subject.byte_range().len() > LONGEST_SUBJECT {
            Value::Opaque
        } else {
            self.value(build, subject, 0)
        };
        for case in children(node) {
            if case.kind() != "expression_case" {
                continue;
            }
            let list = case.child_by_field_name("value");
            for expected in list.map(children).unwrap_or_default() {
                let right = self.value(build, expected, 0);
                build.compare(expected, left.clone(), right, true);
            }
        }
    }

    /// Records the outermost of nested additions as one string, if there is a string in it.
    fn addition(&mut self, build: &mut Builder<'_>, node: Node<'_>) {
        if joins_strings(&mut self.taken, node, is_string) {
            let joined = self.value(build, node, 0);
            build.literal(node, joined);
        }
    }

    /// A member chain that is read.
    pub(super) fn reference(&mut self, build: &mut Builder<'_>, node: Node<'_>) {
        if self.taken.remove(&node.id()) {
            return;
        }
        let Some(chain) = self.chain(build, node) else {
            return;
        };
        self.taken
            .extend(chain.links.into_iter().filter(|link| *link != node.id()));
        build.refer(node, chain.path);
    }
}

/// Whether a variable has a name that errors have: `err`, `dbErr`, `result.Error`.
fn names_an_error(name: &str) -> bool {
    let name = name.to_lowercase();
    name.starts_with("err") || name.ends_with("err") || name.ends_with("error")
}

#[cfg(test)]
mod tests {
    use super::names_an_error;

    #[test]
    fn error_names() {
        for (name, expected) in [
            ("err", true),
            ("dbErr", true),
            ("Error", true),
            ("user", false),
        ] {
            assert_eq!(names_an_error(name), expected, "{name}");
        }
    }
}
