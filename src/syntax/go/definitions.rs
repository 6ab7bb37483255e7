//! Functions, methods, closures and their parameters.

use tree_sitter::Node;

use super::expressions::type_path;
use super::{Go, Receiver};
use crate::syntax::outline::{DefinitionId, DefinitionKind, Parameter, ScopeId};
use crate::syntax::tree::{children, fields, typed};
use crate::syntax::walk::Builder;

impl Go {
    /// A function, a method, or a method that an interface asks for.
    pub(super) fn function(&mut self, build: &mut Builder<'_>, node: Node<'_>) {
        let (id, body) = build.define(node, DefinitionKind::Function);
        self.documentation.document(build, node, id);
        self.open(node, &["parameters", "body"], body);
        self.signature(build, node, id);
        let receiver = node
            .child_by_field_name("receiver")
            .and_then(|list| children(list).into_iter().next());
        if let Some(receiver) = receiver {
            self.receivers.push(Receiver {
                name: build.field(receiver, "name").filter(|name| name != "_"),
                end: node.end_byte(),
            });
        }
        let owner = receiver
            .and_then(|receiver| receiver.child_by_field_name("type"))
            .and_then(|named| type_path(build, named).pop());
        let name = build.field(node, "name").unwrap_or_default();
        let definition = &mut build.outline.definitions[id];
        definition.name = name;
        definition.owner = owner;
    }

    pub(super) fn closure(&mut self, build: &mut Builder<'_>, node: Node<'_>) -> ScopeId {
        let (id, scope) = build.define(node, DefinitionKind::Closure);
        self.signature(build, node, id);
        let receiver = self.receivers.last().and_then(|last| last.name.as_ref());
        let parameters = &build.outline.definitions[id].parameters;
        if parameters.iter().any(|own| Some(&own.name) == receiver) {
            self.receivers.push(Receiver {
                name: None,
                end: node.end_byte(),
            });
        }
        scope
    }

    fn signature(&self, build: &mut Builder<'_>, node: Node<'_>, id: DefinitionId) {
        let parameters = parameters(build, node);
        let result = typed(build, node.child_by_field_name("result"));
        let definition = &mut build.outline.definitions[id];
        definition.parameters = parameters;
        definition.result = result;
    }

    /// Makes the nodes in these fields open the scope when the walk comes to them.
    pub(super) fn open(&mut self, node: Node<'_>, fields: &[&str], scope: ScopeId) {
        for field in fields {
            if let Some(inner) = node.child_by_field_name(field) {
                self.inside.insert(inner.id(), scope);
            }
        }
    }
}

fn parameters(build: &Builder<'_>, node: Node<'_>) -> Vec<Parameter> {
    let mut parameters = Vec::new();
    let list = node.child_by_field_name("parameters").map(children);
    for entry in list.unwrap_or_default() {
        let typed = typed(build, entry.child_by_field_name("type"));
        let typed = match entry.kind() {
            "variadic_parameter_declaration" => typed.map(|typed| format!("...{typed}")),
            _ => typed,
        };
        let names = fields(entry, "name");
        let mut push = |name: String, line: u32| {
            parameters.push(Parameter {
                name,
                typed: typed.clone(),
                default: None,
                annotations: Vec::new(),
                line,
            });
        };
        if names.is_empty() {
            push(String::new(), build.line(entry));
        }
        for name in names {
            push(build.text(name), build.line(name));
        }
    }
    parameters
}
