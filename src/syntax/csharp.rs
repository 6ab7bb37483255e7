//! C# source to outline.
//!
//! This file says which node is read by whom; the parts are in the submodules. What the first
//! parameter of an extension method (`this T x`) is called becomes `self`, and `T` its owner. An
//! attribute's name has no `Attribute` at its end. Modifiers and constraints are not kept, and of
//! conditional compilation every branch is read.

mod calls;
mod definitions;
mod expressions;
mod initializers;
mod patterns;
mod statements;
mod strings;
#[cfg(test)]
mod tests;
mod variables;

use std::collections::{HashMap, HashSet};

use tree_sitter::Node;

use super::documentation::Documentation;
use super::outline::{CallId, ConstructKind, DefinitionId, ScopeId};
use super::tree::children;
use super::walk::{Builder, Grammar, Step};

#[derive(Default)]
pub(super) struct CSharp {
    documentation: Documentation,
    /// Parameter lists and bodies that open the scope of a definition around them.
    inside: HashMap<usize, ScopeId>,
    /// What an attribute that is still to come stands on.
    decorated: HashMap<usize, DefinitionId>,
    /// Nodes that were recorded as a part of another one.
    taken: HashSet<usize>,
    /// Functions of calls: what they are called on is read, they themselves are not.
    called: HashSet<usize>,
    /// The types that `new()` without a type takes from its declaration.
    implied: HashMap<usize, String>,
    receivers: Vec<Receiver>,
    /// Attributes of the fields whose declarators are still to come.
    fields: HashMap<usize, Vec<CallId>>,
    /// The namespaces around, each with the end of its source.
    namespaces: Vec<(String, usize)>,
}

/// A stretch of source in which a name is the object itself; None where a parameter hides it.
struct Receiver {
    name: Option<String>,
    end: usize,
}

impl Grammar for CSharp {
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
            Some(scope) => {
                if node.kind() == "arrow_expression_clause" {
                    self.arrow(build, node, scope);
                }
                Step::Scope(scope)
            }
            None => self.read(build, node),
        };
        let whole = matches!(step, Step::Over) || node.child_count() == 0;
        self.documentation.code(node, whole);
        step
    }
}

impl CSharp {
    fn read(&mut self, build: &mut Builder<'_>, node: Node<'_>) -> Step {
        match node.kind() {
            "namespace_declaration" | "file_scoped_namespace_declaration" => {
                self.namespace(build, node);
            }
            "using_directive" => {
                statements::using(build, node);
                return Step::Over;
            }
            "class_declaration"
            | "interface_declaration"
            | "struct_declaration"
            | "record_declaration"
            | "enum_declaration" => self.class(build, node),
            "method_declaration" | "local_function_statement" | "operator_declaration" => {
                let name = build.field(node, "name").unwrap_or_default();
                self.method(build, node, name);
            }
            "constructor_declaration" => self.method(build, node, "constructor".to_owned()),
            "destructor_declaration" | "conversion_operator_declaration" => {
                self.method(build, node, String::new());
            }
            "accessor_declaration" => self.accessor(build, node),
            "lambda_expression" | "anonymous_method_expression" => {
                return Step::Scope(self.closure(build, node));
            }
            "property_declaration" => self.property(build, node),
            "enum_member_declaration" => self.constant(build, node),
            "field_declaration" | "event_field_declaration" => self.field(build, node),
            "variable_declaration" => self.variables(build, node),
            "foreach_statement" | "catch_declaration" | "declaration_pattern" => {
                self.variable(build, node);
            }
            "assignment_expression" => self.assignment(build, node),
            "attribute" => self.attribute(build, node),
            "invocation_expression" => return self.invocation(build, node),
            "constructor_initializer" => self.constructor(build, node),
            "object_creation_expression" | "implicit_object_creation_expression" => {
                self.creation(build, node);
            }
            "base_list" | "primary_constructor_base_type" => self.base(build, node),
            "binary_expression" => self.binary(build, node),
            "is_pattern_expression" => self.is_pattern(build, node),
            "switch_statement" | "switch_expression" => self.switch(build, node),
            "string_literal"
            | "verbatim_string_literal"
            | "raw_string_literal"
            | "interpolated_string_expression" => self.string(build, node),
            "member_access_expression"
            | "element_access_expression"
            | "conditional_access_expression" => return self.reference(build, node),
            "return_statement" => self.returned(build, node),
            "throw_statement" | "throw_expression" => build.construct(node, ConstructKind::Throw),
            "catch_clause" => build.construct(node, ConstructKind::Catch),
            "await_expression" => build.construct(node, ConstructKind::Await),
            _ => {}
        }
        Step::Into
    }

    /// The body of `x => value` members: what it is worth is what the member gives back.
    fn arrow(&mut self, build: &mut Builder<'_>, node: Node<'_>, scope: ScopeId) {
        let Some(&result) = children(node).first() else {
            return;
        };
        let value = self.value(build, result, 0);
        let function = build.outline.scopes[scope].definition;
        if let Some(definition) = function.and_then(|id| build.outline.definitions.get_mut(id)) {
            definition.returns.push(value);
        }
    }
}
