//! Rust source to outline: which node means what.
//!
//! Expressions become values in `values`; what macros are given is read from their tokens in
//! `tokens`. A macro is a call under its name without `!`. An `impl` block is a class of the type's
//! name with the trait as its base; each derived trait is an annotation like the attributes.
//! Macro definitions, lifetimes and type parameters are not kept.

mod attributes;
mod calls;
mod definitions;
mod imports;
mod statements;
#[cfg(test)]
mod tests;
mod tokens;
mod values;

use std::collections::HashSet;

use tree_sitter::Node;

use super::documentation::Documentation;
use super::outline::{CallId, ConstructKind};
use super::walk::{Builder, Grammar, Step};

#[derive(Default)]
pub(super) struct Rust {
    documentation: Documentation,
    /// Nodes that a larger one already speaks for: inner members of a chain, callees, targets of
    /// assignments, format strings.
    claimed: HashSet<usize>,
    /// Attributes that stand before the next item.
    attributes: Vec<CallId>,
    /// Where the last attribute ends.
    attributes_end: usize,
    /// `impl` blocks around the walk: the name of the type and where the block ends.
    owners: Vec<(String, usize)>,
}

impl Grammar for Rust {
    fn enter(&mut self, build: &mut Builder<'_>, node: Node<'_>) -> Step {
        // Keywords are nodes too and share names with what they begin.
        if !node.is_named() {
            return Step::Into;
        }
        if matches!(node.kind(), "line_comment" | "block_comment") {
            self.documentation.comment(build, node);
            return Step::Over;
        }
        while self
            .owners
            .last()
            .is_some_and(|(_, end)| *end <= node.start_byte())
        {
            self.owners.pop();
        }
        let in_attribute = node.start_byte() < self.attributes_end;
        let attributes = match node.kind() {
            _ if in_attribute => Vec::new(),
            "attribute_item" => Vec::new(),
            _ => std::mem::take(&mut self.attributes),
        };
        let step = self.read(build, node, attributes);
        let whole = matches!(step, Step::Over) || node.child_count() == 0;
        // A comment above the attributes documents the item below them.
        match node.kind() {
            "attribute_item" => self.documentation.between(node),
            "source_file" | "declaration_list" => {}
            _ if in_attribute => {}
            _ => self.documentation.code(node, whole),
        }
        step
    }
}

impl Rust {
    fn read(&mut self, build: &mut Builder<'_>, node: Node<'_>, attributes: Vec<CallId>) -> Step {
        match node.kind() {
            "attribute_item" => self.attribute(build, node),
            "inner_attribute_item" => self.inner_attribute(build, node),
            "use_declaration" => {
                self.uses(build, node);
                return Step::Over;
            }
            "mod_item" => self.module(build, node, &attributes),
            "extern_crate_declaration" | "macro_definition" => return Step::Over,
            "struct_item" | "enum_item" | "union_item" | "trait_item" => {
                return Step::Scope(self.class(build, node, attributes));
            }
            "impl_item" => return Step::Scope(self.implementation(build, node, attributes)),
            "function_item" | "function_signature_item" => {
                return Step::Scope(self.function(build, node, attributes));
            }
            "closure_expression" => return Step::Scope(self.closure(build, node)),
            "field_declaration" => self.field(build, node, attributes),
            "enum_variant" => self.variant(build, node, attributes),
            "call_expression" => self.call(build, node),
            "struct_expression" => self.construction(build, node),
            "macro_invocation" => self.macro_call(build, node),
            "let_declaration" | "let_condition" => self.binding(build, node),
            "const_item" | "static_item" => self.constant(build, node),
            "assignment_expression" => self.assignment(build, node),
            "compound_assignment_expr" => self.compound_assignment(build, node),
            "binary_expression" => self.binary(build, node),
            "match_expression" => self.arms(build, node),
            "return_expression" => self.returned(build, node),
            "string_literal" | "raw_string_literal" => self.literal(build, node),
            "field_expression" | "scoped_identifier" => self.reference(build, node),
            "try_expression" => build.construct(node, ConstructKind::ErrorCheck),
            "await_expression" => build.construct(node, ConstructKind::Await),
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
