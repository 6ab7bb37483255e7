//! Classes, methods, lambdas and their parameters.

use tree_sitter::Node;

use super::Java;
use super::expressions::{type_path, value};
use super::variables::declared_type;
use crate::syntax::outline::{CallId, DefinitionId, DefinitionKind, Parameter, ScopeId, Value};
use crate::syntax::tree::{MOST_ANNOTATIONS, child, children, typed};
use crate::syntax::walk::Builder;

impl Java {
    /// A class, interface, record, enum or annotation type.
    pub(super) fn class(&mut self, build: &mut Builder<'_>, node: Node<'_>) {
        let (id, body) = build.define(node, DefinitionKind::Class);
        self.documentation.document(build, node, id);
        self.open(node, &["parameters", "body"], body);
        let annotations = self.annotations(build, node, Some(id));
        let parameters = self.parameters(build, node);
        let bases = bases(build, node);
        let name = build.field(node, "name").unwrap_or_default();
        let definition = &mut build.outline.definitions[id];
        definition.name = name;
        definition.annotations = annotations;
        definition.parameters = parameters;
        definition.bases = bases;
    }

    /// The body of `new X() { … }` or of an enum's constant.
    pub(super) fn anonymous(&mut self, build: &mut Builder<'_>, body: Node<'_>, base: Vec<Value>) {
        let (id, scope) = build.define(body, DefinitionKind::Class);
        self.inside.insert(body.id(), scope);
        build.outline.definitions[id].bases = base;
    }

    pub(super) fn method(&mut self, build: &mut Builder<'_>, node: Node<'_>, name: String) {
        let (id, body) = build.define(node, DefinitionKind::Function);
        self.documentation.document(build, node, id);
        self.open(node, &["parameters", "body"], body);
        let annotations = self.annotations(build, node, Some(id));
        let parameters = self.parameters(build, node);
        let result = typed(build, node.child_by_field_name("type"));
        let definition = &mut build.outline.definitions[id];
        definition.name = name;
        definition.annotations = annotations;
        definition.parameters = parameters;
        definition.result = result;
    }

    pub(super) fn lambda(&mut self, build: &mut Builder<'_>, node: Node<'_>) -> ScopeId {
        let (id, scope) = build.define(node, DefinitionKind::Closure);
        let parameters = self.parameters(build, node);
        let returns = match node.child_by_field_name("body") {
            Some(body) if body.kind() != "block" => vec![value(build, body, 0)],
            _ => Vec::new(),
        };
        let definition = &mut build.outline.definitions[id];
        definition.parameters = parameters;
        definition.returns = returns;
        scope
    }

    /// The ids of the annotations among the modifiers of a declaration.
    pub(super) fn annotations(
        &mut self,
        build: &mut Builder<'_>,
        node: Node<'_>,
        definition: Option<DefinitionId>,
    ) -> Vec<CallId> {
        let Some(modifiers) = child(node, "modifiers") else {
            return Vec::new();
        };
        let mut ids = Vec::new();
        for annotation in children(modifiers).into_iter().take(MOST_ANNOTATIONS) {
            if let Some(definition) = definition {
                self.decorated.insert(annotation.id(), definition);
            }
            ids.push(build.call_id(annotation));
        }
        ids
    }

    fn parameters(&mut self, build: &mut Builder<'_>, node: Node<'_>) -> Vec<Parameter> {
        let Some(list) = node.child_by_field_name("parameters") else {
            return Vec::new();
        };
        // A lambda with one parameter may have it without parentheses.
        let entries = match list.kind() {
            "identifier" => vec![list],
            _ => children(list),
        };
        let mut parameters = Vec::new();
        for entry in entries {
            let (name, typed) = match entry.kind() {
                "identifier" => (Some(build.text(entry)), None),
                "formal_parameter" => (build.field(entry, "name"), declared_type(build, entry)),
                "spread_parameter" => (
                    child(entry, "variable_declarator").and_then(|d| build.field(d, "name")),
                    children(entry)
                        .into_iter()
                        .find(|part| part.kind() != "modifiers")
                        .and_then(|part| typed(build, Some(part)))
                        .map(|text| text + "..."),
                ),
                _ => continue,
            };
            let annotations = self.annotations(build, entry, None);
            parameters.push(Parameter {
                name: name.unwrap_or_default(),
                typed,
                default: None,
                annotations,
                line: build.line(entry),
            });
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

/// What a class extends and implements, without type arguments.
fn bases(build: &Builder<'_>, node: Node<'_>) -> Vec<Value> {
    let clauses = ["superclass", "super_interfaces", "extends_interfaces"];
    let mut bases = Vec::new();
    for clause in children(node) {
        if !clauses.contains(&clause.kind()) {
            continue;
        }
        for base in children(clause) {
            match base.kind() {
                "type_list" => bases.extend(children(base)),
                _ => bases.push(base),
            }
        }
    }
    bases
        .into_iter()
        .map(|base| Value::Name(type_path(build, base)))
        .collect()
}
