//! Classes, methods, lambdas and their parameters.

use tree_sitter::Node;

use super::expressions::{behind_equals, type_path};
use super::{CSharp, Receiver};
use crate::syntax::outline::{
    AssignmentKind, CallId, ConstructKind, DefinitionId, DefinitionKind, Parameter, ScopeId, Value,
};
use crate::syntax::tree::{Declaration, MOST_ANNOTATIONS, child, children, declare, fields, typed};
use crate::syntax::walk::Builder;

/// Most words in front of a declaration that are kept.
const MOST_MODIFIERS: usize = 8;

impl CSharp {
    /// A class, interface, struct, record or enum.
    pub(super) fn class(&mut self, build: &mut Builder<'_>, node: Node<'_>) {
        let (id, body) = build.define(node, DefinitionKind::Class);
        self.documentation.document(build, node, id);
        let list = child(node, "parameter_list");
        for inner in [list, node.child_by_field_name("body")]
            .into_iter()
            .flatten()
        {
            self.inside.insert(inner.id(), body);
        }
        let annotations = self.annotations(build, node, Some(id));
        let parameters = self.parameters(build, list);
        let bases = bases(build, node);
        let name = build.field(node, "name").unwrap_or_default();
        // A record's parameters are its properties.
        if let (Some(list), "record_declaration") = (list, node.kind()) {
            for parameter in &parameters {
                let declaration = Declaration {
                    kind: AssignmentKind::Field,
                    target: vec![parameter.name.clone()],
                    value: parameter.default.clone().unwrap_or(Value::Opaque),
                    typed: parameter.typed.as_deref(),
                    annotations: &parameter.annotations,
                };
                declare(build, list, declaration);
                if let Some(last) = build.outline.assignments.last_mut() {
                    last.scope = body;
                    last.line = parameter.line;
                }
            }
        }
        let modifiers = modifiers(build, node);
        let definition = &mut build.outline.definitions[id];
        definition.name = name;
        definition.modifiers = modifiers;
        definition.annotations = annotations;
        definition.parameters = parameters;
        definition.bases = bases;
    }

    pub(super) fn method(&mut self, build: &mut Builder<'_>, node: Node<'_>, name: String) {
        let (id, body) = build.define(node, DefinitionKind::Function);
        self.documentation.document(build, node, id);
        self.open(node, &["parameters", "body"], body);
        let list = node.child_by_field_name("parameters");
        let annotations = self.annotations(build, node, Some(id));
        let result = node
            .child_by_field_name("returns")
            .or_else(|| node.child_by_field_name("type"));
        let result = typed(build, result);
        let extended = list.and_then(|list| extended(build, list));
        if let Some(extended) = extended {
            self.receivers.push(Receiver {
                name: build.field(extended, "name"),
                end: node.end_byte(),
            });
        }
        let mut parameters = self.parameters(build, list);
        if extended.is_some() && !parameters.is_empty() {
            parameters.remove(0);
        }
        let owner = extended
            .and_then(|extended| extended.child_by_field_name("type"))
            .and_then(|named| type_path(build, named).pop());
        let is_async = self.asynchronous(build, node);
        let modifiers = modifiers(build, node);
        let definition = &mut build.outline.definitions[id];
        definition.name = name;
        definition.modifiers = modifiers;
        definition.annotations = annotations;
        definition.parameters = parameters;
        definition.result = result;
        definition.owner = owner;
        definition.is_async = is_async;
    }

    /// `get` or `set` with a body of its own.
    pub(super) fn accessor(&mut self, build: &mut Builder<'_>, node: Node<'_>) {
        if let Some(body) = node.child_by_field_name("body") {
            let (_, scope) = build.define(node, DefinitionKind::Closure);
            self.inside.insert(body.id(), scope);
        }
    }

    pub(super) fn closure(&mut self, build: &mut Builder<'_>, node: Node<'_>) -> ScopeId {
        let (id, scope) = build.define(node, DefinitionKind::Closure);
        let parameters = self.parameters(build, node.child_by_field_name("parameters"));
        let receiver = self.receivers.last().and_then(|last| last.name.as_ref());
        if parameters.iter().any(|own| Some(&own.name) == receiver) {
            self.receivers.push(Receiver {
                name: None,
                end: node.end_byte(),
            });
        }
        let returns = match node.child_by_field_name("body") {
            Some(body) if body.kind() != "block" => vec![self.value(build, body, 0)],
            _ => Vec::new(),
        };
        let is_async = self.asynchronous(build, node);
        let annotations = self.annotations(build, node, Some(id));
        let definition = &mut build.outline.definitions[id];
        definition.annotations = annotations;
        definition.parameters = parameters;
        definition.returns = returns;
        definition.is_async = is_async;
        scope
    }

    fn asynchronous(&self, build: &mut Builder<'_>, node: Node<'_>) -> bool {
        let is_async = modifiers(build, node).iter().any(|word| word == "async");
        if is_async {
            build.construct(node, ConstructKind::AsyncFunction);
        }
        is_async
    }

    /// The ids of the attributes before a declaration.
    pub(super) fn annotations(
        &mut self,
        build: &mut Builder<'_>,
        node: Node<'_>,
        definition: Option<DefinitionId>,
    ) -> Vec<CallId> {
        let mut ids = Vec::new();
        for list in children(node) {
            if list.kind() != "attribute_list" {
                continue;
            }
            for attribute in children(list) {
                if attribute.kind() != "attribute" || ids.len() >= MOST_ANNOTATIONS {
                    continue;
                }
                if let Some(definition) = definition {
                    self.decorated.insert(attribute.id(), definition);
                }
                ids.push(build.call_id(attribute));
            }
        }
        ids
    }

    fn parameters(&mut self, build: &mut Builder<'_>, list: Option<Node<'_>>) -> Vec<Parameter> {
        let Some(list) = list else {
            return Vec::new();
        };
        // A lambda with one parameter may have it without parentheses.
        if list.kind() == "implicit_parameter" {
            return vec![parameter(build.text(list), None, build.line(list))];
        }
        let mut parameters = Vec::new();
        for entry in children(list) {
            if entry.kind() != "parameter" {
                continue;
            }
            let named = entry.child_by_field_name("name");
            let name = named.map(|named| build.text(named)).unwrap_or_default();
            let typed = typed(build, entry.child_by_field_name("type"));
            let mut one = parameter(name, typed, build.line(entry));
            one.annotations = self.annotations(build, entry, None);
            if let Some(default) = behind_equals(entry) {
                one.default = Some(self.value(build, default, 0));
            }
            parameters.push(one);
        }
        // `params T[] xs` stands in the list itself.
        if let Some(rest) = fields(list, "name").first() {
            let typed = typed(build, list.child_by_field_name("type"));
            parameters.push(parameter(build.text(*rest), typed, build.line(*rest)));
        }
        parameters
    }

    /// Makes the nodes in these fields open the scope when the walk comes to them.
    fn open(&mut self, node: Node<'_>, fields: &[&str], scope: ScopeId) {
        for field in fields {
            if let Some(inner) = node.child_by_field_name(field) {
                self.inside.insert(inner.id(), scope);
            }
        }
    }
}

fn parameter(name: String, typed: Option<String>, line: u32) -> Parameter {
    Parameter {
        name,
        typed,
        default: None,
        annotations: Vec::new(),
        line,
    }
}

/// The words in front of a declaration.
fn modifiers(build: &Builder<'_>, node: Node<'_>) -> Vec<String> {
    children(node)
        .into_iter()
        .take_while(|part| matches!(part.kind(), "attribute_list" | "modifier"))
        .filter(|part| part.kind() == "modifier")
        .map(|part| build.text(part).to_owned())
        .take(MOST_MODIFIERS)
        .collect()
}

/// The parameter that an extension method extends.
fn extended<'t>(build: &Builder<'_>, list: Node<'t>) -> Option<Node<'t>> {
    let first = children(list).into_iter().next()?;
    let marked = first.kind() == "parameter"
        && children(first)
            .iter()
            .any(|part| part.kind() == "modifier" && build.text(*part) == "this");
    marked.then_some(first)
}

/// What a class extends and implements, without type arguments.
fn bases(build: &Builder<'_>, node: Node<'_>) -> Vec<Value> {
    let list = child(node, "base_list").map(children).unwrap_or_default();
    list.into_iter()
        .filter_map(|base| match base.kind() {
            "argument_list" => None,
            "primary_constructor_base_type" => base.child_by_field_name("type"),
            _ => Some(base),
        })
        .map(|base| Value::Name(type_path(build, base)))
        .collect()
}
