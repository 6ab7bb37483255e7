//! Classes, functions, lambdas and their parameters.

use tree_sitter::Node;

use super::Kotlin;
use super::expressions::{plain, type_path};
use crate::syntax::outline::{
    AssignmentKind, CallId, ConstructKind, DefinitionId, DefinitionKind, Parameter, ScopeId, Value,
};
use crate::syntax::tree::{Declaration, MOST_ANNOTATIONS, child, children, declare, typed};
use crate::syntax::walk::Builder;

impl Kotlin {
    /// A class, interface, enum or object.
    pub(super) fn class(&mut self, build: &mut Builder<'_>, node: Node<'_>) {
        let (id, body) = build.define(node, DefinitionKind::Class);
        self.documentation.document(build, node, id);
        let annotations = self.annotations(build, node, Some(id));
        let list = child(node, "primary_constructor")
            .and_then(|constructor| child(constructor, "class_parameters"));
        let inner = ["class_body", "enum_class_body"].map(|kind| child(node, kind));
        for inner in inner.into_iter().flatten().chain(list) {
            self.inside.insert(inner.id(), body);
        }
        let parameters = match list {
            Some(list) => self.class_parameters(build, list, body),
            None => Vec::new(),
        };
        let bases = self.bases(build, node, Some(body));
        let name = build.field(node, "name").unwrap_or_default();
        let definition = &mut build.outline.definitions[id];
        definition.name = plain(&name);
        definition.annotations = annotations;
        definition.parameters = parameters;
        definition.bases = bases;
    }

    /// `object : X { … }`.
    pub(super) fn anonymous(&mut self, build: &mut Builder<'_>, node: Node<'_>) {
        let (id, scope) = build.define(node, DefinitionKind::Class);
        if let Some(body) = child(node, "class_body") {
            self.inside.insert(body.id(), scope);
        }
        build.outline.definitions[id].bases = self.bases(build, node, None);
    }

    pub(super) fn function(&mut self, build: &mut Builder<'_>, node: Node<'_>) {
        let (id, body) = build.define(node, DefinitionKind::Function);
        self.documentation.document(build, node, id);
        let annotations = self.annotations(build, node, Some(id));
        let name = build.field(node, "name").unwrap_or_default();
        let named = node
            .child_by_field_name("name")
            .map(|name| name.start_byte());
        // A type before the name is what the function extends, one behind it what it gives back.
        let (before, behind): (Vec<Node<'_>>, Vec<Node<'_>>) = children(node)
            .into_iter()
            .filter(|part| part.kind().ends_with("_type"))
            .partition(|part| named.is_some_and(|name| part.start_byte() < name));
        let owner = before
            .first()
            .and_then(|extended| type_path(build, *extended).pop());
        let result = typed(build, behind.first().copied());
        self.signature(build, node, id, body);
        let is_async = is_suspending(build, node);
        if is_async {
            build.construct(node, ConstructKind::AsyncFunction);
        }
        let definition = &mut build.outline.definitions[id];
        definition.name = plain(&name);
        definition.annotations = annotations;
        definition.owner = owner;
        definition.result = result;
        definition.is_async = is_async;
    }

    pub(super) fn constructor(&mut self, build: &mut Builder<'_>, node: Node<'_>) {
        let (id, body) = build.define(node, DefinitionKind::Function);
        self.documentation.document(build, node, id);
        let annotations = self.annotations(build, node, Some(id));
        self.signature(build, node, id, body);
        if let Some(block) = child(node, "block") {
            self.inside.insert(block.id(), body);
        }
        let definition = &mut build.outline.definitions[id];
        definition.name = "constructor".to_owned();
        definition.annotations = annotations;
    }

    /// `fun(x: T) { … }`.
    pub(super) fn anonymous_function(&mut self, build: &mut Builder<'_>, node: Node<'_>) {
        let (id, body) = build.define(node, DefinitionKind::Closure);
        self.signature(build, node, id, body);
    }

    /// `get` or `set` with a body of its own.
    pub(super) fn accessor(&mut self, build: &mut Builder<'_>, node: Node<'_>) {
        let (id, body) = build.define(node, DefinitionKind::Closure);
        self.signature(build, node, id, body);
    }

    /// Parameters, and a body that is one expression or a block.
    fn signature(
        &mut self,
        build: &mut Builder<'_>,
        node: Node<'_>,
        id: DefinitionId,
        body: ScopeId,
    ) {
        let list = child(node, "function_value_parameters");
        let inner = child(node, "function_body");
        for part in [list, inner].into_iter().flatten() {
            self.inside.insert(part.id(), body);
        }
        let parameters = list.map(|list| self.parameters(build, list));
        let returns = match inner.and_then(|inner| children(inner).into_iter().next()) {
            Some(result) if result.kind() != "block" => vec![self.value(build, result, 0)],
            _ => Vec::new(),
        };
        let definition = &mut build.outline.definitions[id];
        definition.parameters = parameters.unwrap_or_default();
        definition.returns = returns;
    }

    /// A lambda gives back what its last expression is.
    pub(super) fn lambda(&mut self, build: &mut Builder<'_>, node: Node<'_>) -> ScopeId {
        let (id, scope) = build.define(node, DefinitionKind::Closure);
        let mut parameters = Vec::new();
        for entry in child(node, "lambda_parameters")
            .map(children)
            .unwrap_or_default()
        {
            let name = child(entry, "identifier").map(|name| plain(&build.text(name)));
            parameters.push(Parameter {
                name: name.unwrap_or_default(),
                typed: typed(build, declared_type(entry)),
                default: None,
                annotations: Vec::new(),
                line: build.line(entry),
            });
        }
        let last = children(node).into_iter().next_back();
        let returns = match last.filter(|last| last.kind() != "lambda_parameters") {
            Some(last) => vec![self.value(build, last, 0)],
            None => Vec::new(),
        };
        let definition = &mut build.outline.definitions[id];
        definition.parameters = parameters;
        definition.returns = returns
            .into_iter()
            .filter(|value| *value != Value::Opaque)
            .collect();
        scope
    }

    /// The ids of the annotations among the modifiers of a declaration.
    pub(super) fn annotations(
        &mut self,
        build: &mut Builder<'_>,
        node: Node<'_>,
        definition: Option<DefinitionId>,
    ) -> Vec<CallId> {
        let mut ids = self.detached.remove(&node.id()).unwrap_or_default();
        for &id in &ids {
            if let Some(call) = build.outline.calls.get_mut(id) {
                call.decorates = definition;
            }
        }
        if let Some(modifiers) = child(node, "modifiers") {
            ids.extend(self.listed(build, modifiers, definition));
        }
        ids
    }

    /// Several annotations behind a property, which the grammar reads as an expression of their own
    /// in front of what they stand on: `@A @B (x)`.
    pub(super) fn detached(&mut self, build: &mut Builder<'_>, node: Node<'_>) {
        let Some(next) = node.next_named_sibling() else {
            return;
        };
        let declares = [
            "class_declaration",
            "object_declaration",
            "function_declaration",
        ];
        if !declares.contains(&next.kind()) {
            return;
        }
        let mut ids = Vec::new();
        let mut inner = node;
        while inner.kind() == "annotated_expression" && ids.len() < MOST_ANNOTATIONS {
            let parts = children(inner);
            let [marks @ .., last] = parts.as_slice() else {
                return;
            };
            ids.extend(marks.iter().map(|mark| build.call_id(*mark)));
            if let (Some(mark), "parenthesized_expression") = (marks.last(), last.kind()) {
                self.given.insert(mark.id());
            }
            inner = *last;
        }
        if inner.kind() == "parenthesized_expression" {
            self.detached.insert(next.id(), ids);
        }
    }

    fn listed(
        &mut self,
        build: &mut Builder<'_>,
        modifiers: Node<'_>,
        definition: Option<DefinitionId>,
    ) -> Vec<CallId> {
        let mut ids = Vec::new();
        for annotation in children(modifiers) {
            if annotation.kind() != "annotation" || ids.len() >= MOST_ANNOTATIONS {
                continue;
            }
            if let Some(definition) = definition {
                self.decorated.insert(annotation.id(), definition);
            }
            ids.push(build.call_id(annotation));
        }
        ids
    }

    /// The parameters of a class; those with `val` or `var` are fields of it, too.
    fn class_parameters(
        &mut self,
        build: &mut Builder<'_>,
        list: Node<'_>,
        body: ScopeId,
    ) -> Vec<Parameter> {
        let mut parameters = Vec::new();
        for entry in children(list) {
            if entry.kind() != "class_parameter" {
                continue;
            }
            let name = child(entry, "identifier").map(|name| plain(&build.text(name)));
            let typed = typed(build, declared_type(entry));
            let default = super::variables::behind_equals(entry);
            let parameter = Parameter {
                name: name.unwrap_or_default(),
                typed,
                default: default.map(|default| self.value(build, default, 0)),
                annotations: self.annotations(build, entry, None),
                line: build.line(entry),
            };
            if child(entry, "val")
                .or_else(|| child(entry, "var"))
                .is_some()
            {
                let declaration = Declaration {
                    kind: AssignmentKind::Field,
                    target: vec![parameter.name.clone()],
                    value: parameter.default.clone().unwrap_or(Value::Opaque),
                    typed: parameter.typed.as_deref(),
                    annotations: &parameter.annotations,
                };
                declare(build, entry, declaration);
                if let Some(last) = build.outline.assignments.last_mut() {
                    last.scope = body;
                }
            }
            parameters.push(parameter);
        }
        parameters
    }

    /// The parameters of a function. Modifiers stand before the parameter they belong to, a default
    /// behind it.
    fn parameters(&mut self, build: &mut Builder<'_>, list: Node<'_>) -> Vec<Parameter> {
        let mut parameters: Vec<Parameter> = Vec::new();
        let mut annotations = Vec::new();
        for entry in children(list) {
            match entry.kind() {
                "parameter_modifiers" => annotations = self.listed(build, entry, None),
                "parameter" => {
                    let name = child(entry, "identifier").map(|name| plain(&build.text(name)));
                    parameters.push(Parameter {
                        name: name.unwrap_or_default(),
                        typed: typed(build, declared_type(entry)),
                        default: None,
                        annotations: std::mem::take(&mut annotations),
                        line: build.line(entry),
                    });
                }
                _ => {
                    let default = self.value(build, entry, 0);
                    if let Some(last) = parameters.last_mut() {
                        last.default = Some(default);
                    }
                }
            }
        }
        parameters
    }

    /// What a class extends and implements, without type arguments.
    fn bases(
        &mut self,
        build: &mut Builder<'_>,
        node: Node<'_>,
        body: Option<ScopeId>,
    ) -> Vec<Value> {
        let list = child(node, "delegation_specifiers").map(children);
        let mut bases = Vec::new();
        for specifier in list.unwrap_or_default() {
            let Some(base) = children(specifier).into_iter().next() else {
                continue;
            };
            let named = match base.kind() {
                "constructor_invocation" | "explicit_delegation" => child(base, "user_type"),
                _ => Some(base),
            };
            bases.extend(named.map(|named| Value::Name(type_path(build, named))));
            // The grammar takes the body behind `: X by y` for a closure given to `y`.
            let delegate = children(base)
                .into_iter()
                .next_back()
                .filter(|last| {
                    last.kind() == "call_expression" && base.kind() == "explicit_delegation"
                })
                .and_then(|call| child(call, "annotated_lambda"))
                .and_then(|closure| child(closure, "lambda_literal"));
            if let Some((delegate, body)) = delegate.zip(body) {
                self.inside.insert(delegate.id(), body);
            }
        }
        bases
    }
}

/// The type in a declaration of a name.
pub(super) fn declared_type(node: Node<'_>) -> Option<Node<'_>> {
    children(node)
        .into_iter()
        .find(|part| part.kind().ends_with("_type"))
}

fn is_suspending(build: &Builder<'_>, node: Node<'_>) -> bool {
    let modifiers = child(node, "modifiers").map(children).unwrap_or_default();
    modifiers
        .into_iter()
        .any(|part| part.kind() == "function_modifier" && build.text(part) == "suspend")
}
