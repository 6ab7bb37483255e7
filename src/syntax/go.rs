//! Go source to outline.
//!
//! This file says which node is read by whom; the parts are in the submodules. Channels, type
//! constraints and labels are not kept.

mod assignments;
mod calls;
mod definitions;
mod expressions;
mod imports;
mod statements;
mod structs;
#[cfg(test)]
mod tests;

use std::collections::{HashMap, HashSet};

use tree_sitter::Node;

use super::documentation::Documentation;
use super::outline::{ConstructKind, ScopeId};
use super::walk::{Builder, Grammar, Step};

#[derive(Default)]
pub(super) struct Go {
    documentation: Documentation,
    /// Parameter lists and bodies that open the scope of a definition around them.
    inside: HashMap<usize, ScopeId>,
    /// Nodes that were recorded as a part of another one.
    taken: HashSet<usize>,
    receivers: Vec<Receiver>,
    /// The type of the constant before, which one without a value repeats.
    constant: Option<String>,
}

/// A stretch of source in which a name is the object itself; None where a parameter hides it.
struct Receiver {
    name: Option<String>,
    end: usize,
}

impl Grammar for Go {
    fn enter(&mut self, build: &mut Builder<'_>, node: Node<'_>) -> Step {
        if node.kind() == "comment" {
            self.documentation.comment(build, node);
            return Step::Over;
        }
        while self
            .receivers
            .last()
            .is_some_and(|last| last.end <= node.start_byte())
        {
            self.receivers.pop();
        }
        let step = match self.inside.remove(&node.id()) {
            Some(scope) => Step::Scope(scope),
            None => self.read(build, node),
        };
        // A comment above `type X struct` documents the `X struct` in it.
        if !matches!(node.kind(), "type_declaration" | "type" | "\n") {
            let whole = matches!(step, Step::Over) || node.child_count() == 0;
            self.documentation.code(node, whole);
        }
        step
    }
}

impl Go {
    fn read(&mut self, build: &mut Builder<'_>, node: Node<'_>) -> Step {
        match node.kind() {
            "package_clause" => imports::package(build, node),
            "import_spec" => {
                imports::import(build, node);
                return Step::Over;
            }
            "function_declaration" | "method_declaration" | "method_elem" => {
                self.function(build, node);
            }
            "func_literal" => return Step::Scope(self.closure(build, node)),
            "type_spec" => self.class(build, node),
            "type_alias" => self.alias(build, node),
            "struct_type" => return self.anonymous(build, node),
            "field_declaration" => self.field(build, node),
            "call_expression" => self.call(build, node),
            "type_conversion_expression" => self.generic_call(build, node),
            "composite_literal" => self.composite(build, node),
            "short_var_declaration" | "assignment_statement" | "receive_statement" => {
                self.assignment(build, node);
            }
            "range_clause" => self.range(build, node),
            "var_spec" => self.variable(build, node),
            "const_declaration" => self.constant = None,
            "const_spec" => self.constant(build, node),
            "binary_expression" => self.binary(build, node),
            "expression_switch_statement" => self.switch(build, node),
            "type_switch_statement" => self.type_switch(build, node),
            "interpreted_string_literal" | "raw_string_literal" => {
                if !self.taken.remove(&node.id()) {
                    let value = self.value(build, node, 0);
                    build.literal(node, value);
                }
                return Step::Over;
            }
            "selector_expression" | "index_expression" => self.reference(build, node),
            "return_statement" => self.returned(build, node),
            "go_statement" => build.construct(node, ConstructKind::Spawn),
            _ => {}
        }
        Step::Into
    }
}
