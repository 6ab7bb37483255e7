//! Python classes, functions, their parameters, decorators and doc strings.

use tree_sitter::Node;

use super::{Python, first_child, opens_async};
use crate::syntax::outline::{
    Call, CallKind, ConstructKind, DefinitionId, DefinitionKind, Parameter, Value,
};
use crate::syntax::walk::values::callee;
use crate::syntax::walk::{Builder, Step};

impl Python {
    /// Makes every decorator an annotation of the definition that follows.
    pub(super) fn decorated(&mut self, build: &mut Builder<'_>, node: Node<'_>) {
        let Some(inner) = node.child_by_field_name("definition") else {
            return;
        };
        let kind = match inner.kind() {
            "class_definition" => DefinitionKind::Class,
            _ => DefinitionKind::Function,
        };
        let definition = build.definition_id(inner, kind);
        let mut annotations = Vec::new();
        for decorator in node.named_children(&mut node.walk()) {
            let Some(expression) = first_child(decorator) else {
                continue;
            };
            if decorator.kind() != "decorator" {
                continue;
            }
            if expression.kind() == "call" {
                self.decorators.insert(expression.id(), definition);
                annotations.push(build.call_id(expression));
                continue;
            }
            self.claim(expression);
            let (receiver, name) = callee(self.value(build, expression, 0));
            let call = Call {
                kind: CallKind::Annotation,
                name,
                receiver,
                decorates: Some(definition),
                ..Call::default()
            };
            annotations.push(build.fill_call(decorator, call));
        }
        if let Some(definition) = build.outline.definitions.get_mut(definition) {
            definition.annotations = annotations;
        }
    }

    pub(super) fn class(&mut self, build: &mut Builder<'_>, node: Node<'_>) -> Step {
        let (id, body) = build.define(node, DefinitionKind::Class);
        self.doc_string(node, id);
        let name = build.field(node, "name").unwrap_or_default();
        let mut bases = Vec::new();
        if let Some(list) = node.child_by_field_name("superclasses") {
            for base in list.named_children(&mut list.walk()) {
                if !matches!(
                    base.kind(),
                    "comment" | "keyword_argument" | "dictionary_splat"
                ) {
                    bases.push(self.base(build, base));
                }
            }
        }
        if let Some(definition) = build.outline.definitions.get_mut(id) {
            definition.name = name;
            definition.bases = bases;
        }
        Step::Scope(body)
    }

    /// A base class without its type arguments: `B[T]` is `B`.
    fn base(&mut self, build: &mut Builder<'_>, node: Node<'_>) -> Value {
        let generic = match node.kind() {
            "subscript" => node.child_by_field_name("value"),
            _ => None,
        };
        self.value(build, generic.unwrap_or(node), 0)
    }

    pub(super) fn function(&mut self, build: &mut Builder<'_>, node: Node<'_>) -> Step {
        let (id, body) = build.define(node, DefinitionKind::Function);
        self.doc_string(node, id);
        let is_async = opens_async(node);
        if is_async {
            build.construct(node, ConstructKind::AsyncFunction);
        }
        let name = build.field(node, "name").unwrap_or_default();
        let result = build.field(node, "return_type");
        let parameters = self.parameters(build, node);
        if let Some(definition) = build.outline.definitions.get_mut(id) {
            definition.name = name;
            definition.result = result;
            definition.parameters = parameters;
            definition.is_async = is_async;
        }
        Step::Scope(body)
    }

    /// The parameters of a function or lambda, `self` among them.
    pub(super) fn parameters(
        &mut self,
        build: &mut Builder<'_>,
        function: Node<'_>,
    ) -> Vec<Parameter> {
        let Some(list) = function.child_by_field_name("parameters") else {
            return Vec::new();
        };
        let mut parameters = Vec::new();
        for node in list.named_children(&mut list.walk()) {
            let name = match node.kind() {
                "identifier" => Some(node),
                "default_parameter" | "typed_default_parameter" => node.child_by_field_name("name"),
                "typed_parameter" | "list_splat_pattern" | "dictionary_splat_pattern" => {
                    first_child(node)
                }
                _ => continue,
            };
            let Some(name) = name else { continue };
            // `*args: T` is a typed parameter around a splat.
            let name = match name.kind() {
                "identifier" => name,
                _ => first_child(name).unwrap_or(name),
            };
            let default = node
                .child_by_field_name("value")
                .map(|value| self.value(build, value, 0));
            parameters.push(Parameter {
                name: build.text(name),
                typed: build.field(node, "type"),
                default,
                annotations: Vec::new(),
                line: build.line(node),
            });
        }
        parameters
    }

    /// Remembers the first statement of a body when it is a string.
    fn doc_string(&mut self, node: Node<'_>, definition: DefinitionId) {
        let first = node.child_by_field_name("body").and_then(first_child);
        if let Some(statement) = first.filter(|first| first.kind() == "expression_statement") {
            self.documents.insert(statement.id(), definition);
        }
    }
}
