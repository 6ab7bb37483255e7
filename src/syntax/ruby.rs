//! Ruby source to outline: which node means what.
//!
//! Expressions become values in `values`, strings in `strings`; `calls`, `definitions` and
//! `statements` have the rest. A chain without arguments (`a.b`) may be a call or a member: it is
//! kept as a call, and as a value it is a name. Regular expressions and pattern matching are not
//! kept.

mod calls;
mod definitions;
mod statements;
mod strings;
#[cfg(test)]
mod tests;
mod values;

use std::collections::{HashMap, HashSet};

use tree_sitter::Node;

use super::documentation::Documentation;
use super::outline::{ConstructKind, ScopeId, Value};
use super::walk::{Builder, Grammar, Step};

#[derive(Default)]
pub(super) struct Ruby {
    documentation: Documentation,
    /// Nodes that a larger one already speaks for: parts of a string, inner members of a chain,
    /// targets of assignments.
    claimed: HashSet<usize>,
    /// Blocks that are the body of a lambda, which is the closure.
    bodies: HashSet<usize>,
    /// Names that are statements of their own.
    alone: HashSet<usize>,
    /// What the heredoc that begins at a node holds.
    heredocs: HashMap<usize, Value>,
    /// Local variables by scope: their names alone are no calls.
    locals: HashMap<ScopeId, HashSet<String>>,
}

impl Grammar for Ruby {
    fn enter(&mut self, build: &mut Builder<'_>, node: Node<'_>) -> Step {
        // Keywords are nodes too and share names with what they begin: `class`, `return`.
        if !node.is_named() {
            return Step::Into;
        }
        if node.kind() == "comment" {
            self.documentation.comment(build, node);
            return Step::Over;
        }
        let step = self.read(build, node);
        let whole = matches!(step, Step::Over) || node.child_count() == 0;
        // A comment that begins a body documents what stands first in it.
        if !matches!(node.kind(), "program" | "body_statement") {
            self.documentation.code(node, whole);
        }
        step
    }
}

impl Ruby {
    fn read(&mut self, build: &mut Builder<'_>, node: Node<'_>) -> Step {
        if matches!(
            node.kind(),
            "program" | "body_statement" | "block_body" | "then" | "else" | "ensure" | "begin"
        ) {
            self.statements(node);
        }
        match node.kind() {
            "program" => self.gather_heredocs(build, node),
            "class" | "module" => return Step::Scope(self.class(build, node)),
            "method" | "singleton_method" => return Step::Scope(self.method(build, node)),
            "lambda" => return Step::Scope(self.lambda(build, node)),
            "block" | "do_block" if !self.bodies.remove(&node.id()) => {
                return Step::Scope(self.closure(build, node));
            }
            "call" => {
                self.call(build, node);
                self.reference(build, node);
            }
            "identifier" => self.bare(build, node),
            "element_reference" | "scope_resolution" => self.reference(build, node),
            "assignment" => self.assignment(build, node),
            "operator_assignment" => self.operator_assignment(build, node),
            "binary" => self.binary(build, node),
            "string" | "chained_string" | "heredoc_beginning" | "subshell" => {
                self.literal(build, node);
            }
            "case" => self.case(build, node),
            "return" => self.returned(build, node),
            "rescue" => {
                self.caught(build, node);
                build.construct(node, ConstructKind::Catch);
            }
            "rescue_modifier" => build.construct(node, ConstructKind::Catch),
            _ => {}
        }
        Step::Into
    }

    fn claim(&mut self, node: Node<'_>) {
        self.claimed.insert(node.id());
    }

    fn is_claimed(&self, node: Node<'_>) -> bool {
        self.claimed.contains(&node.id())
    }
}
