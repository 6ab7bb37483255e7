//! `is` and `switch`: a subject against the constants in its patterns.

use tree_sitter::Node;

use super::CSharp;
use crate::syntax::outline::Value;
use crate::syntax::tree::{LONGEST_SUBJECT, children};
use crate::syntax::walk::Builder;

/// Most nodes of one pattern that are looked at.
const LARGEST: usize = 200;

impl CSharp {
    pub(super) fn is_pattern(&mut self, build: &mut Builder<'_>, node: Node<'_>) {
        let subject = node.child_by_field_name("expression");
        if let Some((subject, pattern)) = subject.zip(node.child_by_field_name("pattern")) {
            let left = self.subject(build, subject);
            self.constants(build, pattern, &left);
        }
    }

    pub(super) fn switch(&mut self, build: &mut Builder<'_>, node: Node<'_>) {
        let parts = children(node);
        let subject = node
            .child_by_field_name("value")
            .or_else(|| parts.first().copied());
        let Some(subject) = subject else {
            return;
        };
        let left = self.subject(build, subject);
        let arms = match node.child_by_field_name("body") {
            Some(body) => children(body),
            None => parts,
        };
        for arm in arms {
            if !matches!(arm.kind(), "switch_section" | "switch_expression_arm") {
                continue;
            }
            if let Some(pattern) = children(arm).first() {
                self.constants(build, *pattern, &left);
            }
        }
    }

    fn subject(&mut self, build: &mut Builder<'_>, node: Node<'_>) -> Value {
        if node.byte_range().len() > LONGEST_SUBJECT {
            Value::Opaque
        } else {
            self.value(build, node, 0)
        }
    }

    /// Compares the subject with each constant that the pattern names.
    fn constants(&mut self, build: &mut Builder<'_>, pattern: Node<'_>, left: &Value) {
        let mut left_to_read = vec![(pattern, true)];
        let mut seen = 0;
        while let Some((node, equal)) = left_to_read.pop() {
            seen += 1;
            if seen > LARGEST {
                return;
            }
            match node.kind() {
                "constant_pattern" => {
                    if let Some(constant) = children(node).first() {
                        let right = self.value(build, *constant, 0);
                        build.compare(node, left.clone(), right, equal);
                    }
                }
                "negated_pattern" => {
                    left_to_read.extend(children(node).into_iter().map(|inner| (inner, !equal)));
                }
                "or_pattern" | "and_pattern" | "parenthesized_pattern" => {
                    let inner = children(node).into_iter().rev();
                    left_to_read.extend(inner.map(|inner| (inner, equal)));
                }
                _ => {}
            }
        }
    }
}
