//! Ruby classes, modules, methods, blocks and lambdas.

use tree_sitter::Node;

use super::Ruby;
use crate::syntax::outline::{DefinitionId, DefinitionKind, Parameter, ScopeId, Value};
use crate::syntax::tree::{child, children};
use crate::syntax::walk::Builder;

/// What is mixed into classes and is none itself.
const MODULE: &str = "module";

impl Ruby {
    /// A class or module. What it inherits, includes, extends and prepends are its bases.
    pub(super) fn class(&mut self, build: &mut Builder<'_>, node: Node<'_>) -> ScopeId {
        let (id, body) = build.define(node, DefinitionKind::Class);
        self.documentation.document(build, node, id);
        let name = node.child_by_field_name("name");
        let nested = name.filter(|name| name.kind() == "scope_resolution");
        let owner = nested.and_then(|nested| build.field(nested, "scope"));
        let name = match nested {
            Some(nested) => build.field(nested, "name"),
            None => name.map(|name| build.text(name)),
        };
        let mut bases = Vec::new();
        let superclass = node.child_by_field_name("superclass");
        if let Some(base) = superclass.and_then(|it| children(it).first().copied()) {
            bases.push(self.base(build, base));
        }
        let statements = child(node, "body_statement")
            .map(children)
            .unwrap_or_default();
        for statement in statements {
            let mixes = statement.kind() == "call"
                && statement.child_by_field_name("receiver").is_none()
                && build
                    .field(statement, "method")
                    .is_some_and(|it| matches!(it.as_str(), "include" | "extend" | "prepend"));
            let mixed = statement.child_by_field_name("arguments").filter(|_| mixes);
            for mixin in mixed.map(children).unwrap_or_default() {
                bases.push(self.base(build, mixin));
            }
        }
        if let Some(definition) = build.outline.definitions.get_mut(id) {
            definition.name = name.unwrap_or_default();
            definition.owner = owner.map(|owner| owner.replace("::", "."));
            definition.bases = bases;
            if node.kind() == MODULE {
                definition.modifiers.push(MODULE.to_owned());
            }
        }
        body
    }

    /// A base without what stands in brackets: `A::B[1.0]` is `A::B`.
    fn base(&mut self, build: &mut Builder<'_>, node: Node<'_>) -> Value {
        let versioned = match node.kind() {
            "element_reference" => node.child_by_field_name("object"),
            _ => None,
        };
        self.value(build, versioned.unwrap_or(node), 0)
    }

    pub(super) fn method(&mut self, build: &mut Builder<'_>, node: Node<'_>) -> ScopeId {
        let (id, body) = build.define(node, DefinitionKind::Function);
        self.documentation.document(build, node, id);
        let name = build.field(node, "name").unwrap_or_default();
        if let Some(definition) = build.outline.definitions.get_mut(id) {
            definition.name = name;
        }
        self.signature(build, node, node.child_by_field_name("body"), id);
        body
    }

    pub(super) fn closure(&mut self, build: &mut Builder<'_>, node: Node<'_>) -> ScopeId {
        let (id, body) = build.define(node, DefinitionKind::Closure);
        self.signature(build, node, node.child_by_field_name("body"), id);
        body
    }

    /// `->(x) { … }`: the closure is the lambda, not the block that is its body.
    pub(super) fn lambda(&mut self, build: &mut Builder<'_>, node: Node<'_>) -> ScopeId {
        let (id, body) = build.define(node, DefinitionKind::Closure);
        let block = node.child_by_field_name("body");
        self.bodies.extend(block.map(|block| block.id()));
        let inner = block.and_then(|block| block.child_by_field_name("body"));
        self.signature(build, node, inner, id);
        body
    }

    /// Parameters, and the last expression, which is what a method or block gives back.
    fn signature(
        &mut self,
        build: &mut Builder<'_>,
        node: Node<'_>,
        body: Option<Node<'_>>,
        id: DefinitionId,
    ) {
        let parameters = self.parameters(build, node);
        let last = match body {
            Some(body) if matches!(body.kind(), "body_statement" | "block_body") => {
                let mut statements = children(body).into_iter();
                statements
                    .rfind(|it| !matches!(it.kind(), "rescue" | "ensure" | "else" | "heredoc_body"))
            }
            other => other,
        };
        let result = match last {
            Some(last) if last.kind() != "return" => self.value(build, last, 0),
            _ => Value::Opaque,
        };
        if let Some(definition) = build.outline.definitions.get_mut(id) {
            definition.parameters = parameters;
            if result != Value::Opaque {
                definition.returns.push(result);
            }
        }
    }

    fn parameters(&mut self, build: &mut Builder<'_>, node: Node<'_>) -> Vec<Parameter> {
        let list = node.child_by_field_name("parameters").map(children);
        let mut parameters = Vec::new();
        for parameter in list.unwrap_or_default() {
            let name = match parameter.kind() {
                "identifier" => build.text(parameter),
                _ => build.field(parameter, "name").unwrap_or_default(),
            };
            let default = parameter
                .child_by_field_name("value")
                .map(|value| self.value(build, value, 0));
            parameters.push(Parameter {
                name,
                typed: None,
                default,
                annotations: Vec::new(),
                line: build.line(parameter),
            });
        }
        parameters
    }
}
