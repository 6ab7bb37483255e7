//! PHP classes, functions, closures, their parameters, fields and attributes.

use tree_sitter::Node;

use super::{Php, children, first_child, values};
use crate::syntax::outline::{
    Assignment, AssignmentKind, CallId, DefinitionId, DefinitionKind, Parameter, ScopeId,
    ScopeKind, Value,
};
use crate::syntax::walk::Builder;

/// Longest type that is copied to each of several properties declared at once.
const SHARED_TYPE: usize = 256;
/// Most annotations that are copied to each of several properties declared at once.
const SHARED_ANNOTATIONS: usize = 16;

impl Php {
    pub(super) fn class(
        &mut self,
        build: &mut Builder<'_>,
        node: Node<'_>,
    ) -> (DefinitionId, ScopeId) {
        let (id, body) = build.define(node, DefinitionKind::Class);
        let annotations = self.attributes(build, node, Some(id));
        let mut names = Vec::new();
        for child in children(node) {
            if matches!(child.kind(), "base_clause" | "class_interface_clause") {
                names.extend(children(child));
            }
        }
        for member in node
            .child_by_field_name("body")
            .map(children)
            .unwrap_or_default()
        {
            if member.kind() == "use_declaration" {
                names.extend(children(member));
            }
        }
        let mut bases = Vec::new();
        for name in names {
            if name.kind() != "use_list" {
                bases.push(self.value(build, name, 0));
            }
        }
        let name = build.field(node, "name").unwrap_or_default();
        if let Some(definition) = build.outline.definitions.get_mut(id) {
            definition.name = name;
            definition.bases = bases;
            definition.annotations = annotations;
        }
        (id, body)
    }

    /// A function, method, closure or arrow function.
    pub(super) fn function(
        &mut self,
        build: &mut Builder<'_>,
        node: Node<'_>,
        kind: DefinitionKind,
    ) -> (DefinitionId, ScopeId) {
        let (id, body) = build.define(node, kind);
        let annotations = self.attributes(build, node, Some(id));
        let parameters = self.parameters(build, node);
        let name = build.field(node, "name").unwrap_or_default();
        let result = build.field(node, "return_type");
        let expression = match node.kind() {
            "arrow_function" => node.child_by_field_name("body"),
            _ => None,
        };
        let returned = expression.map(|body| self.value(build, body, 0));
        if let Some(definition) = build.outline.definitions.get_mut(id) {
            definition.name = name;
            definition.annotations = annotations;
            definition.parameters = parameters;
            definition.result = result;
            definition.returns.extend(returned);
        }
        (id, body)
    }

    fn parameters(&mut self, build: &mut Builder<'_>, function: Node<'_>) -> Vec<Parameter> {
        let list = function.child_by_field_name("parameters");
        let mut parameters = Vec::new();
        for node in list.map(children).unwrap_or_default() {
            let Some(name) = node.child_by_field_name("name") else {
                continue;
            };
            let default = node
                .child_by_field_name("default_value")
                .map(|value| self.value(build, value, 0));
            let parameter = Parameter {
                name: values::variable(build, name),
                typed: build.field(node, "type"),
                default,
                annotations: self.attributes(build, node, None),
                line: build.line(node),
            };
            if node.kind() == "property_promotion_parameter" {
                let field = Assignment {
                    kind: AssignmentKind::Field,
                    target: vec![parameter.name.clone()],
                    value: parameter.default.clone().unwrap_or(Value::Opaque),
                    typed: parameter.typed.clone(),
                    annotations: parameter.annotations.clone(),
                    scope: build.scope(),
                    line: parameter.line,
                };
                build.outline.assignments.push(field);
            }
            parameters.push(parameter);
        }
        parameters
    }

    /// Properties, constants and an enum's cases. Constants outside of a class are variables.
    pub(super) fn fields(&mut self, build: &mut Builder<'_>, node: Node<'_>) {
        let scope = build.scope();
        let in_class = build
            .outline
            .scopes
            .get(scope)
            .is_some_and(|scope| scope.kind == ScopeKind::Class);
        let kind = match in_class {
            true => AssignmentKind::Field,
            false => AssignmentKind::Variable,
        };
        let mut annotations = self.attributes(build, node, None);
        let mut typed = build.field(node, "type");
        let elements = match node.kind() {
            "enum_case" => vec![node],
            _ => children(node),
        };
        let elements = elements.into_iter().filter(|element| {
            matches!(
                element.kind(),
                "property_element" | "const_element" | "enum_case"
            )
        });
        for (index, element) in elements.enumerate() {
            if index == 1 {
                typed = typed.filter(|typed| typed.len() <= SHARED_TYPE);
                annotations.truncate(SHARED_ANNOTATIONS);
            }
            let (name, value) = match element.kind() {
                "const_element" => {
                    let parts = children(element);
                    (parts.first().copied(), parts.get(1).copied())
                }
                "property_element" => (
                    element.child_by_field_name("name"),
                    element.child_by_field_name("default_value"),
                ),
                _ => (
                    element.child_by_field_name("name"),
                    element.child_by_field_name("value"),
                ),
            };
            let Some(name) = name else { continue };
            let value = match value {
                Some(value) => self.value(build, value, 0),
                None => Value::Opaque,
            };
            let field = Assignment {
                kind,
                target: vec![values::variable(build, name)],
                value,
                typed: typed.clone(),
                annotations: annotations.clone(),
                scope,
                line: build.line(element),
            };
            build.outline.assignments.push(field);
        }
    }

    /// The attributes of a declaration. Those of a definition stand in the scope around it; the
    /// others get their content when the walk reaches them.
    fn attributes(
        &mut self,
        build: &mut Builder<'_>,
        node: Node<'_>,
        decorates: Option<DefinitionId>,
    ) -> Vec<CallId> {
        let mut ids = Vec::new();
        let groups = node.child_by_field_name("attributes").map(children);
        for group in groups.unwrap_or_default() {
            for attribute in children(group) {
                if attribute.kind() != "attribute" || first_child(attribute).is_none() {
                    continue;
                }
                if decorates.is_some() {
                    self.attribute(build, attribute, decorates);
                }
                ids.push(build.call_id(attribute));
            }
        }
        ids
    }
}
