//! Rust structs, enums, traits, `impl` blocks, functions and closures.

use tree_sitter::Node;

use super::Rust;
use super::values::{bare, tail};
use crate::syntax::outline::{
    AssignmentKind, CallId, ConstructKind, DefinitionId, DefinitionKind, Parameter, ScopeId, Value,
};
use crate::syntax::tree::{Declaration, child, children, declare, typed};
use crate::syntax::walk::{Builder, lines};

impl Rust {
    /// A struct, enum, union or trait; a trait's supertraits are its bases.
    pub(super) fn class(
        &mut self,
        build: &mut Builder<'_>,
        node: Node<'_>,
        attributes: Vec<CallId>,
    ) -> ScopeId {
        let (id, body) = build.define(node, DefinitionKind::Class);
        self.documentation.document(build, node, id);
        self.decorate(build, id, attributes);
        let bounds = node
            .child_by_field_name("bounds")
            .map(children)
            .unwrap_or_default();
        let mut bases = Vec::new();
        for bound in bounds {
            bases.extend(self.path(build, bound).map(Value::Name));
        }
        if let Some(name) = node.child_by_field_name("name") {
            self.owners.push((build.text(name), node.end_byte()));
            self.fill(build, id, build.text(name), bases);
        }
        body
    }

    /// `impl X` and `impl T for X` are classes named `X`; the trait is a base.
    pub(super) fn implementation(
        &mut self,
        build: &mut Builder<'_>,
        node: Node<'_>,
        attributes: Vec<CallId>,
    ) -> ScopeId {
        let (id, body) = build.define(node, DefinitionKind::Class);
        self.decorate(build, id, attributes);
        let path = |it: Option<Node<'_>>| it.and_then(|it| self.path(build, pointee(it)));
        let base = path(node.child_by_field_name("trait"));
        let name = path(node.child_by_field_name("type")).and_then(|mut path| path.pop());
        let name = name.unwrap_or_default();
        self.owners.push((name.clone(), node.end_byte()));
        self.fill(build, id, name, base.into_iter().map(Value::Name).collect());
        body
    }

    fn fill(&self, build: &mut Builder<'_>, id: DefinitionId, name: String, bases: Vec<Value>) {
        if let Some(definition) = build.outline.definitions.get_mut(id) {
            definition.name = name;
            definition.bases = bases;
        }
    }

    /// The type whose `impl` block is around the walk.
    pub(super) fn owner(&self) -> Option<String> {
        self.owners.last().map(|(name, _)| name.clone())
    }

    pub(super) fn function(
        &mut self,
        build: &mut Builder<'_>,
        node: Node<'_>,
        attributes: Vec<CallId>,
    ) -> ScopeId {
        let (id, body) = build.define(node, DefinitionKind::Function);
        self.documentation.document(build, node, id);
        if Rust::is_for_tests(build, &attributes) {
            build.outline.tests.push(lines(node));
        }
        self.decorate(build, id, attributes);
        let modifiers = child(node, "function_modifiers");
        let is_async = modifiers.is_some_and(|it| child(it, "async").is_some());
        if is_async {
            build.construct(node, ConstructKind::AsyncFunction);
        }
        let result = typed(build, node.child_by_field_name("return_type"));
        let owner = self.owner();
        // What `Self` is, callers need to know.
        let result = match (result, &owner) {
            (Some(result), Some(owner)) if result == "Self" => Some(owner.clone()),
            (result, _) => result,
        };
        let name = build.field(node, "name").unwrap_or_default();
        let parameters = self.parameters(build, node);
        let returns = self.given_back(build, node.child_by_field_name("body"));
        if let Some(definition) = build.outline.definitions.get_mut(id) {
            definition.name = name;
            definition.owner = owner;
            definition.result = result;
            definition.parameters = parameters;
            definition.returns = returns;
            definition.is_async = is_async;
        }
        body
    }

    pub(super) fn closure(&mut self, build: &mut Builder<'_>, node: Node<'_>) -> ScopeId {
        let (id, body) = build.define(node, DefinitionKind::Closure);
        let parameters = self.parameters(build, node);
        let returns = self.given_back(build, node.child_by_field_name("body"));
        if let Some(definition) = build.outline.definitions.get_mut(id) {
            definition.parameters = parameters;
            definition.returns = returns;
        }
        body
    }

    /// The value of a body's last expression.
    fn given_back(&mut self, build: &mut Builder<'_>, body: Option<Node<'_>>) -> Vec<Value> {
        let last = match body {
            Some(block) if block.kind() == "block" => tail(block),
            other => other,
        };
        match last.map(|last| self.result(build, last)) {
            None | Some(Value::Opaque) => Vec::new(),
            Some(value) => vec![value],
        }
    }

    /// A value that is given back; `Ok(x)` and `Some(x)` are `x`.
    pub(super) fn result(&mut self, build: &mut Builder<'_>, node: Node<'_>) -> Value {
        let node = bare(node);
        let wrapper = node
            .child_by_field_name("function")
            .filter(|function| function.kind() == "identifier")
            .map(|function| build.text(function));
        let inner = match wrapper.as_deref() {
            Some("Ok" | "Some") => node.child_by_field_name("arguments").map(children),
            _ => None,
        };
        match inner.as_deref() {
            Some([inner]) => self.value(build, *inner, 1),
            _ => self.value(build, node, 0),
        }
    }

    fn parameters(&mut self, build: &mut Builder<'_>, node: Node<'_>) -> Vec<Parameter> {
        let list = node.child_by_field_name("parameters").map(children);
        let mut parameters = Vec::new();
        for parameter in list.unwrap_or_default() {
            let name = match parameter.kind() {
                "attribute_item" => continue,
                "self_parameter" => "self".to_owned(),
                "parameter" => match parameter.child_by_field_name("pattern").and_then(bound) {
                    Some(name) => build.text(name),
                    None => "_".to_owned(),
                },
                _ => match bound(parameter) {
                    Some(name) => build.text(name),
                    None => continue,
                },
            };
            parameters.push(Parameter {
                name,
                typed: typed(build, parameter.child_by_field_name("type")),
                default: None,
                annotations: Vec::new(),
                line: build.line(parameter),
            });
        }
        parameters
    }

    pub(super) fn field(
        &mut self,
        build: &mut Builder<'_>,
        node: Node<'_>,
        attributes: Vec<CallId>,
    ) {
        let Some(name) = build.field(node, "name") else {
            return;
        };
        let typed = typed(build, node.child_by_field_name("type"));
        declare(
            build,
            node,
            Declaration {
                kind: AssignmentKind::Field,
                target: vec![name],
                value: Value::Opaque,
                typed: typed.as_deref(),
                annotations: &attributes,
            },
        );
    }

    pub(super) fn variant(
        &mut self,
        build: &mut Builder<'_>,
        node: Node<'_>,
        attributes: Vec<CallId>,
    ) {
        let Some(name) = build.field(node, "name") else {
            return;
        };
        declare(
            build,
            node,
            Declaration {
                kind: AssignmentKind::Field,
                target: vec![name],
                value: Value::Opaque,
                typed: None,
                annotations: &attributes,
            },
        );
    }
}

/// A type without `&` and `dyn`.
fn pointee(mut node: Node<'_>) -> Node<'_> {
    while matches!(
        node.kind(),
        "reference_type" | "dynamic_type" | "pointer_type"
    ) {
        let inner = node
            .child_by_field_name("type")
            .or_else(|| node.child_by_field_name("trait"));
        match inner {
            Some(inner) => node = inner,
            None => break,
        }
    }
    node
}

/// The name that a pattern binds when it binds one: `x`, `mut x`, `&x`, `Wrapper(x)`.
pub(super) fn bound(mut pattern: Node<'_>) -> Option<Node<'_>> {
    loop {
        pattern = match pattern.kind() {
            "identifier" => return Some(pattern),
            "mut_pattern" | "reference_pattern" | "ref_pattern" | "captured_pattern"
            | "match_pattern" => children(pattern)
                .into_iter()
                .find(|it| it.kind() != "mutable_specifier")?,
            "tuple_struct_pattern" => match children(pattern).as_slice() {
                [_, inner] => *inner,
                _ => return None,
            },
            _ => return None,
        };
    }
}
