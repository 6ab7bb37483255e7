//! `:=`, `=`, `var`, `const`, `range` and receiving.

use tree_sitter::Node;

use super::Go;
use crate::syntax::outline::{AssignmentKind, Path, Value};
use crate::syntax::tree::{self, Declaration, children, declare, fields, typed};
use crate::syntax::walk::Builder;

impl Go {
    /// `a, b := …`, `a = …`, `a += …`, `a := <-c`.
    pub(super) fn assignment(&mut self, build: &mut Builder<'_>, node: Node<'_>) {
        let Some(left) = node.child_by_field_name("left") else {
            return;
        };
        let right = node.child_by_field_name("right");
        let values = match right {
            Some(list) if list.kind() == "expression_list" => children(list),
            other => other.into_iter().collect(),
        };
        let compound = node
            .child_by_field_name("operator")
            .is_some_and(|operator| operator.kind() != "=");
        self.assign(build, &children(left), &values, compound, None);
    }

    /// `for a, b := range c`: what comes out of `c` is not known.
    pub(super) fn range(&mut self, build: &mut Builder<'_>, node: Node<'_>) {
        if let Some(left) = node.child_by_field_name("left") {
            self.assign(build, &children(left), &[], false, None);
        }
    }

    pub(super) fn variable(&mut self, build: &mut Builder<'_>, node: Node<'_>) {
        let typed = typed(build, node.child_by_field_name("type"));
        let values = node.child_by_field_name("value").map(children);
        let values = values.unwrap_or_default();
        self.assign(
            build,
            &fields(node, "name"),
            &values,
            false,
            typed.as_deref(),
        );
    }

    /// A constant without a value has the type of the one before it.
    pub(super) fn constant(&mut self, build: &mut Builder<'_>, node: Node<'_>) {
        if node.child_by_field_name("value").is_some() {
            self.constant = typed(build, node.child_by_field_name("type"));
        }
        let typed = self.constant.clone();
        let values = node.child_by_field_name("value").map(children);
        let values = values.unwrap_or_default();
        self.assign(
            build,
            &fields(node, "name"),
            &values,
            false,
            typed.as_deref(),
        );
    }

    /// `switch x := y.(type)`.
    pub(super) fn type_switch(&mut self, build: &mut Builder<'_>, node: Node<'_>) {
        if let Some(alias) = node.child_by_field_name("alias") {
            let subject = node.child_by_field_name("value");
            let values: Vec<_> = subject.into_iter().collect();
            self.assign(build, &children(alias), &values, false, None);
        }
    }

    /// Each target gets its own value. Where one call gives several, the first target stands for
    /// it and the others have no value.
    fn assign(
        &mut self,
        build: &mut Builder<'_>,
        targets: &[Node<'_>],
        values: &[Node<'_>],
        compound: bool,
        typed: Option<&str>,
    ) {
        let paired = targets.len() == values.len();
        for (index, &left) in targets.iter().enumerate() {
            let right = values.get(index).filter(|_| paired || index == 0).copied();
            let Some(chain) = self.chain(build, left) else {
                continue;
            };
            self.taken.extend(chain.links);
            let grows = right.is_some_and(|right| self.grows(build, &chain.path, right));
            let kind = if compound || grows {
                AssignmentKind::Augmented
            } else {
                AssignmentKind::Variable
            };
            let value = match right {
                Some(right) => self.value(build, right, 0),
                None => Value::Opaque,
            };
            let declaration = Declaration {
                kind,
                target: chain.path,
                value,
                typed,
                annotations: &[],
            };
            declare(build, left, declaration);
        }
    }

    /// Whether the value is the target with something added: `x + …` or `append(x, …)`.
    fn grows(&self, build: &Builder<'_>, target: &Path, value: Node<'_>) -> bool {
        let start = match value.kind() {
            "call_expression" => value
                .child_by_field_name("function")
                .filter(|function| function.kind() == "identifier")
                .filter(|function| build.text(*function) == "append")
                .and_then(|_| value.child_by_field_name("arguments"))
                .and_then(|list| children(list).into_iter().next()),
            _ => {
                let operands = tree::sum(value).operands;
                operands.first().copied().filter(|_| operands.len() > 1)
            }
        };
        start.is_some_and(|start| self.path(build, start).as_ref() == Some(target))
    }
}
