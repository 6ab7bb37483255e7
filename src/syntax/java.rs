//! Java source to outline.
//!
//! This file says which node is read by whom; the parts are in the submodules. Modifiers, `throws`
//! and bounds of type parameters are not kept.

mod calls;
mod definitions;
mod expressions;
mod statements;
mod strings;
#[cfg(test)]
mod tests;
mod variables;

use std::collections::{HashMap, HashSet};

use tree_sitter::Node;

use super::documentation::Documentation;
use super::outline::{AssignmentKind, ConstructKind, DefinitionId, ScopeId};
use super::walk::{Builder, Grammar, Step};

#[derive(Default)]
pub(super) struct Java {
    documentation: Documentation,
    /// Parameter lists and bodies that open the scope of a definition around them.
    inside: HashMap<usize, ScopeId>,
    /// What an annotation that is still to come stands on.
    decorated: HashMap<usize, DefinitionId>,
    /// Nodes that were recorded as a part of another one.
    taken: HashSet<usize>,
}

impl Grammar for Java {
    fn enter(&mut self, build: &mut Builder<'_>, node: Node<'_>) -> Step {
        if matches!(node.kind(), "line_comment" | "block_comment") {
            self.documentation.comment(build, node);
            return Step::Over;
        }
        let step = match self.inside.remove(&node.id()) {
            Some(scope) => Step::Scope(scope),
            None => self.read(build, node),
        };
        let whole = matches!(step, Step::Over) || node.child_count() == 0;
        self.documentation.code(node, whole);
        step
    }
}

impl Java {
    fn read(&mut self, build: &mut Builder<'_>, node: Node<'_>) -> Step {
        match node.kind() {
            "package_declaration" => statements::package(build, node),
            "import_declaration" => {
                statements::import(build, node);
                return Step::Over;
            }
            "class_declaration"
            | "interface_declaration"
            | "record_declaration"
            | "enum_declaration"
            | "annotation_type_declaration" => self.class(build, node),
            "method_declaration" | "annotation_type_element_declaration" => {
                let name = build.field(node, "name").unwrap_or_default();
                self.method(build, node, name);
            }
            "constructor_declaration" | "compact_constructor_declaration" => {
                self.method(build, node, "constructor".to_owned());
            }
            "lambda_expression" => return Step::Scope(self.lambda(build, node)),
            "enum_constant" => self.constant(build, node),
            "field_declaration" | "constant_declaration" => {
                self.variables(build, node, AssignmentKind::Field);
            }
            "local_variable_declaration" => {
                self.variables(build, node, AssignmentKind::Variable);
            }
            "resource" | "enhanced_for_statement" | "catch_formal_parameter" => {
                self.variable(build, node);
            }
            "assignment_expression" => self.assignment(build, node),
            "annotation" | "marker_annotation" => self.annotation(build, node),
            "method_invocation" => calls::invocation(build, node),
            "object_creation_expression" => self.creation(build, node),
            "explicit_constructor_invocation" => calls::constructor(build, node),
            "binary_expression" => self.binary(build, node),
            "switch_expression" => statements::switch(build, node),
            "string_literal" => self.string(build, node),
            "field_access" | "method_reference" => return self.reference(build, node),
            "return_statement" => statements::returned(build, node),
            "throw_statement" => build.construct(node, ConstructKind::Throw),
            "catch_clause" => build.construct(node, ConstructKind::Catch),
            _ => {}
        }
        Step::Into
    }
}
