//! Classes, interfaces, enums, functions and methods.

use tree_sitter::Node;

use super::super::outline::{AssignmentKind, ConstructKind, DefinitionId, DefinitionKind, Value};
use super::super::walk::{Builder, Step};
use super::assignments::type_text;
use super::values::property;
use super::{JavaScript, has_token, named};

/// The kind of definition that a node always becomes, if any.
pub(super) fn kind(node: Node<'_>) -> Option<DefinitionKind> {
    Some(match node.kind() {
        "arrow_function" => DefinitionKind::Closure,
        "function_expression" | "generator_function" => {
            match node.child_by_field_name("name").is_some() {
                true => DefinitionKind::Function,
                false => DefinitionKind::Closure,
            }
        }
        "function_declaration"
        | "generator_function_declaration"
        | "method_definition"
        | "abstract_method_signature" => DefinitionKind::Function,
        "class"
        | "class_declaration"
        | "abstract_class_declaration"
        | "interface_declaration"
        | "enum_declaration" => DefinitionKind::Class,
        _ => return None,
    })
}

impl JavaScript {
    pub(super) fn function(&mut self, build: &mut Builder<'_>, node: Node<'_>) -> Step {
        let kind = kind(node).unwrap_or(DefinitionKind::Closure);
        let (id, body) = build.define(node, kind);
        self.signature(build, node, id);
        build.outline.definitions[id].name = property(build, node, "name");
        if let Some(result) = node.child_by_field_name("body")
            && node.kind() == "arrow_function"
            && result.kind() != "statement_block"
        {
            let result = self.value(build, result);
            build.outline.definitions[id].returns.push(result);
        }
        Step::Scope(body)
    }

    /// A method of a class, object or interface. Its decorators and name stand outside its scope.
    pub(super) fn method(&mut self, build: &mut Builder<'_>, node: Node<'_>) {
        if self.is_settled(node) {
            // An overload: the method itself follows.
            self.types_end = node.end_byte();
            return;
        }
        let (id, body) = build.define(node, DefinitionKind::Function);
        self.decorate(build, node, node);
        self.signature(build, node, id);
        build.outline.definitions[id].name = property(build, node, "name");
        build.outline.definitions[id].is_getter = has_token(node, "get");
        for field in ["parameters", "body"] {
            if let Some(part) = node.child_by_field_name(field) {
                self.bodies.insert(part.id(), body);
            }
        }
    }

    fn signature(&mut self, build: &mut Builder<'_>, node: Node<'_>, id: DefinitionId) {
        let is_async = has_token(node, "async");
        if is_async {
            build.construct(node, ConstructKind::AsyncFunction);
        }
        let body = build.outline.definitions[id].body;
        let parameters = self.parameters(build, node, body);
        let result = type_text(build, node, "return_type");
        let definition = &mut build.outline.definitions[id];
        definition.is_async = is_async;
        definition.parameters = parameters;
        definition.result = result;
    }

    /// Gives the decorators among the children of `holder` to the class or method at `target`.
    pub(super) fn decorate(&mut self, build: &mut Builder<'_>, holder: Node<'_>, target: Node<'_>) {
        let Some(kind) = kind(target) else {
            return;
        };
        let mut cursor = holder.walk();
        for child in holder.named_children(&mut cursor) {
            if child.kind() == "decorator" {
                let id = build.definition_id(target, kind);
                let call = build.call_id(child);
                self.decorated.insert(child.id(), id);
                build.outline.definitions[id].annotations.push(call);
            }
        }
    }

    pub(super) fn class(&mut self, build: &mut Builder<'_>, node: Node<'_>) {
        let id = self.class_like(build, node, "body");
        self.decorate(build, node, node);
        for heritage in named(node) {
            if heritage.kind() == "class_heritage" {
                let bases = self.heritage(build, heritage);
                build.outline.definitions[id].bases = bases;
            }
        }
    }

    fn heritage(&mut self, build: &mut Builder<'_>, node: Node<'_>) -> Vec<Value> {
        let mut bases = Vec::new();
        for child in named(node) {
            match child.kind() {
                "extends_clause" => {
                    let mut cursor = child.walk();
                    let values: Vec<_> =
                        child.children_by_field_name("value", &mut cursor).collect();
                    bases.extend(values.into_iter().map(|base| self.value(build, base)));
                }
                "implements_clause" => bases.extend(base_types(build, child)),
                _ => bases.push(self.value(build, child)),
            }
        }
        bases
    }

    fn class_like(&mut self, build: &mut Builder<'_>, node: Node<'_>, body: &str) -> DefinitionId {
        let (id, scope) = build.define(node, DefinitionKind::Class);
        build.outline.definitions[id].name = property(build, node, "name");
        if let Some(body) = node.child_by_field_name(body) {
            self.bodies.insert(body.id(), scope);
        }
        id
    }

    pub(super) fn interface(&mut self, build: &mut Builder<'_>, node: Node<'_>) {
        let id = self.class_like(build, node, "body");
        for clause in named(node) {
            if clause.kind() == "extends_type_clause" {
                build.outline.definitions[id].bases = base_types(build, clause);
            }
        }
    }

    /// `type X = { … }` says the same as an interface; any other alias is only a type.
    pub(super) fn type_alias(&mut self, build: &mut Builder<'_>, node: Node<'_>) {
        match node.child_by_field_name("value") {
            Some(value) if value.kind() == "object_type" => {
                self.class_like(build, node, "value");
            }
            _ => self.types_end = node.end_byte(),
        }
    }

    pub(super) fn enumeration(&mut self, build: &mut Builder<'_>, node: Node<'_>) {
        self.class_like(build, node, "body");
    }

    /// Marks members without a value, so that they are told from other property names.
    pub(super) fn enum_body(&mut self, node: Node<'_>) {
        for member in named(node) {
            if member.kind() != "enum_assignment" {
                self.settle(member);
            }
        }
    }

    pub(super) fn enum_member(&mut self, build: &mut Builder<'_>, node: Node<'_>) {
        let (name, value) = match node.kind() {
            "enum_assignment" => (
                property(build, node, "name"),
                self.field_value(build, node, "value"),
            ),
            _ if self.is_settled(node) => (build.text(node), Value::Opaque),
            _ => return,
        };
        build.assign(node, AssignmentKind::Field, vec![name], value);
    }

    /// Pairs decorators with what follows them in a class body.
    pub(super) fn class_body(&mut self, build: &mut Builder<'_>, node: Node<'_>) {
        let mut decorators: Vec<Node<'_>> = Vec::new();
        for member in named(node) {
            match member.kind() {
                "decorator" => decorators.push(member),
                "field_definition" | "public_field_definition" => {
                    let own = named(member)
                        .into_iter()
                        .filter(|part| part.kind() == "decorator");
                    let calls = decorators.drain(..).chain(own);
                    let calls = calls.map(|decorator| build.call_id(decorator)).collect();
                    self.annotations.insert(member.id(), calls);
                }
                "method_signature" => self.settle(member),
                _ => {
                    let kind = kind(member);
                    for decorator in decorators.drain(..) {
                        let Some(kind) = kind else { break };
                        let id = build.definition_id(member, kind);
                        let call = build.call_id(decorator);
                        self.decorated.insert(decorator.id(), id);
                        build.outline.definitions[id].annotations.push(call);
                    }
                }
            }
        }
    }
}

/// Names of base types, without their type arguments.
fn base_types(build: &Builder<'_>, clause: Node<'_>) -> Vec<Value> {
    named(clause)
        .into_iter()
        .map(|node| match node.kind() {
            "generic_type" => node.child_by_field_name("name").unwrap_or(node),
            _ => node,
        })
        .filter(|node| {
            matches!(
                node.kind(),
                "type_identifier" | "nested_type_identifier" | "identifier"
            )
        })
        .map(|node| {
            let path = build.text(node);
            Value::Name(path.split('.').map(|part| part.trim().to_owned()).collect())
        })
        .collect()
}
