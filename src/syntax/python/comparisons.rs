//! Python comparisons and `match`.

use tree_sitter::Node;

use super::{Python, first_child, values};
use crate::syntax::outline::Value;
use crate::syntax::walk::values::brief;
use crate::syntax::walk::{Builder, DEPTH};

impl Python {
    pub(super) fn comparison(&mut self, build: &mut Builder<'_>, node: Node<'_>) {
        let mut left: Option<Value> = None;
        let mut operator: Option<bool> = None;
        let mut walk = node.walk();
        for child in node.children(&mut walk) {
            match child.kind() {
                "==" | "is" | "in" => operator = Some(true),
                "!=" | "<>" | "is not" | "not in" => operator = Some(false),
                "<" | "<=" | ">" | ">=" => operator = None,
                "comment" => {}
                _ => {
                    let right = self.value(build, child, 0);
                    if let (Some(left), Some(equal)) = (left.take(), operator.take()) {
                        build.compare(node, left, right.clone(), equal);
                    }
                    left = Some(right);
                }
            }
        }
    }

    pub(super) fn match_statement(&mut self, build: &mut Builder<'_>, node: Node<'_>) {
        let mut subjects: Vec<Value> = Vec::new();
        for subject in node.children_by_field_name("subject", &mut node.walk()) {
            subjects.push(self.value(build, subject, 0));
        }
        let subject = brief(match subjects.len() {
            1 => subjects.remove(0),
            _ => Value::List(subjects),
        });
        let Some(body) = node.child_by_field_name("body") else {
            return;
        };
        for clause in body.named_children(&mut body.walk()) {
            for pattern in clause.named_children(&mut clause.walk()) {
                if pattern.kind() != "case_pattern" {
                    continue;
                }
                let mut alternatives = Vec::new();
                self.alternatives(build, pattern, &mut alternatives, 0);
                for right in alternatives {
                    build.compare(pattern, subject.clone(), right, true);
                }
            }
        }
    }

    /// The values that a pattern compares with. A plain name catches anything and is none.
    fn alternatives(
        &mut self,
        build: &mut Builder<'_>,
        pattern: Node<'_>,
        found: &mut Vec<Value>,
        depth: usize,
    ) {
        if depth >= DEPTH {
            return;
        }
        match pattern.kind() {
            "case_pattern" | "union_pattern" | "as_pattern" => {
                for child in pattern.named_children(&mut pattern.walk()) {
                    self.alternatives(build, child, found, depth + 1);
                }
            }
            "dotted_name" => {
                let path = values::names(build, pattern);
                if path.len() > 1 {
                    found.push(Value::Name(path));
                }
            }
            "class_pattern" => {
                if let Some(name) = first_child(pattern) {
                    found.push(Value::Name(values::names(build, name)));
                }
            }
            "string" | "concatenated_string" | "integer" | "float" | "true" | "false" | "none" => {
                found.push(self.value(build, pattern, depth));
            }
            _ => {}
        }
    }
}
