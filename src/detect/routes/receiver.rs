//! The routers that a call is made on: what its receiver is, or the router of the place.

use super::graph::NodeId;
use super::slot::Written;
use crate::detect::evaluate::{Evaluator, OPEN, Thing};
use crate::detect::extension::RECEIVER;
use crate::detect::project::FileId;
use crate::rules::schema::Slots;
use crate::syntax::{CallId, CallKind, DefinitionId, ScopeId, Value};

impl Evaluator<'_> {
    /// The routers a call is made on: its receiver, or the ambient router of the place.
    pub fn receivers(&mut self, file: FileId, call: CallId, depth: usize) -> Vec<NodeId> {
        let project = self.project;
        let content = &project.outline(file).calls[call];
        if !self
            .graph
            .interested(project.files[file].language, &content.name)
        {
            return Vec::new();
        }
        let things = match &content.receiver {
            None => self.imported_from(file, call, depth),
            Some(Value::Name(path)) => {
                self.path_at(file, content.scope, path, content.line(), depth + 1)
            }
            Some(receiver) => self.things_at(file, content.scope, receiver, depth + 1),
        };
        let mut nodes: Vec<NodeId> = things
            .iter()
            .filter_map(|thing| match thing {
                Thing::Router(node) => Some(*node),
                _ => None,
            })
            .collect();
        if nodes.is_empty() {
            nodes.extend(
                things
                    .iter()
                    .find_map(|thing| self.class_router(file, content.scope, thing)),
            );
        }
        if nodes.is_empty() {
            let written = match &content.receiver {
                None if content.kind == CallKind::Call => Some(String::new()),
                // An annotation that was imported by name; by itself it says nothing.
                None if !things.is_empty() => Some("@".to_owned()),
                Some(Value::Name(path)) => Some(path.join(".")),
                // `"/x".nest { }`: a prefix that a group is made on, at this place.
                Some(Value::Text(_) | Value::Join(_)) if self.graph.on_prefix(&content.name) => {
                    Some(String::new())
                }
                _ => None,
            };
            if let Some(written) = written {
                nodes.extend(self.ambient_routers(file, content.scope, &written, &things, depth));
            }
        }
        if nodes.is_empty()
            && matches!(&content.receiver, Some(Value::Name(path)) if path == &["self"])
        {
            nodes.extend(self.bound_group(file, content.scope, depth));
        }
        match self.inside_shared(file, call, &nodes, depth) {
            Some(inner) => vec![inner],
            None => nodes,
        }
    }

    /// What a bare call's function is a member of, when it was imported by name: a facade.
    fn imported_from(&mut self, file: FileId, call: CallId, depth: usize) -> Vec<Thing> {
        let language = self.project.files[file].language;
        let mut speaking = self.graph.speaking(language);
        if !speaking
            .any(|(_, framework)| framework.router.iter().any(|rule| !rule.ambient.is_empty()))
        {
            return Vec::new();
        }
        let things = self.callees(file, call, depth + 1).into_iter();
        things
            .filter_map(|thing| match thing {
                Thing::External(name) => Some(Thing::External(name.rsplit_once('.')?.0.to_owned())),
                _ => None,
            })
            .collect()
    }

    /// The group whose body this is, where the object itself means it inside.
    fn bound_group(&mut self, file: FileId, scope: ScopeId, depth: usize) -> Option<NodeId> {
        let project = self.project;
        let outline = project.outline(file);
        for id in outline.enclosing(scope) {
            let Some(around) = outline.scopes[id]
                .definition
                .and_then(|body| project.call_around(file, body))
            else {
                continue;
            };
            for thing in self.call(file, around, depth + 1) {
                let Thing::Router(node) = thing else { continue };
                let name = &outline.calls[around].name;
                if self
                    .graph
                    .framework(node)
                    .group
                    .iter()
                    .any(|rule| rule.bound && rule.call.matches(name))
                {
                    return Some(node);
                }
            }
        }
        None
    }

    /// The group inside of whose body a call on the outer router stands, where that means the group.
    fn inside_shared(
        &mut self,
        file: FileId,
        call: CallId,
        nodes: &[NodeId],
        depth: usize,
    ) -> Option<NodeId> {
        let framework = self.graph.framework(*nodes.first()?);
        let outline = self.project.outline(file);
        let content = &outline.calls[call];
        let around = outline
            .enclosing(content.scope)
            .filter_map(|id| {
                self.project
                    .call_around(file, outline.scopes.get(id)?.definition?)
            })
            .find(|&outer| {
                let outer = &outline.calls[outer];
                let shared = framework
                    .group
                    .iter()
                    .any(|rule| rule.shared && rule.call.matches(&outer.name));
                shared && outer.receiver == content.receiver
            })?;
        self.call(file, around, depth + 1)
            .into_iter()
            .find_map(|thing| match thing {
                Thing::Router(node) => Some(node),
                _ => None,
            })
    }

    /// The routers of the place, for a facade name.
    pub(in crate::detect) fn ambient_routers(
        &mut self,
        file: FileId,
        scope: ScopeId,
        written: &str,
        things: &[Thing],
        depth: usize,
    ) -> Vec<NodeId> {
        let project = self.project;
        let language = project.files[file].language;
        let origins: Vec<&str> = things
            .iter()
            .filter_map(|thing| match thing {
                Thing::External(name) => Some(name.as_str()),
                _ => None,
            })
            .collect();
        let speaking: Vec<_> = self.graph.speaking(language).collect();
        for (index, framework) in speaking {
            let rule = framework.router.iter().find(|rule| {
                rule.ambient.matches(written)
                    || origins.iter().any(|origin| rule.ambient.matches(origin))
            });
            let Some(rule) = rule else { continue };
            let outline = project.outline(file);
            let scopes: Vec<ScopeId> = outline.enclosing(scope).collect();
            for id in scopes {
                let Some(definition) = outline.scopes.get(id).and_then(|scope| scope.definition)
                else {
                    continue;
                };
                if let Some(nodes) = self.naming(file, definition, framework, depth) {
                    return nodes;
                }
                if let Some(node) = self.body_of(file, definition, depth) {
                    return vec![node];
                }
                // Bare calls in an extension function are on what it extends.
                if written.is_empty() && self.extension_around(file, id) == Some(definition) {
                    let extended = self.parameter(file, definition, RECEIVER, depth + 1);
                    let routers = extended.into_iter().filter_map(|thing| match thing {
                        Thing::Router(node) => Some(node),
                        _ => None,
                    });
                    return routers.collect();
                }
            }
            if let Some(node) = self.class_around(file, scope) {
                return vec![node];
            }
            if rule.placed && !self.graph.is_placed(project, index, file) {
                continue;
            }
            return vec![self.graph.file(project, index, file, &rule.kind)];
        }
        Vec::new()
    }

    /// The router that a closure fills, when it is the body of a group.
    pub(in crate::detect) fn body_of(
        &mut self,
        file: FileId,
        definition: DefinitionId,
        depth: usize,
    ) -> Option<NodeId> {
        let call = self.project.call_around(file, definition)?;
        if !self
            .graph
            .has_body(&self.project.outline(file).calls[call].name)
        {
            return None;
        }
        self.call(file, call, depth + 1)
            .into_iter()
            .find_map(|thing| match thing {
                Thing::Router(node) => Some(node),
                _ => None,
            })
    }

    /// The routers a value stands for.
    pub fn routers(&mut self, file: FileId, scope: ScopeId, value: &Value) -> Vec<NodeId> {
        let mut nodes = Vec::new();
        for thing in self.things(file, scope, value) {
            match thing {
                Thing::Router(node) => nodes.push(node),
                Thing::Class(..) | Thing::Instance(..) => {
                    nodes.extend(self.class_router(file, scope, &thing));
                }
                // A module taken whole where its default is meant.
                Thing::Module(module) => {
                    let default = self.exported(module, "default", 1);
                    nodes.extend(default.into_iter().filter_map(|thing| match thing {
                        Thing::Router(node) => Some(node),
                        _ => None,
                    }));
                }
                Thing::Written(other, inner, place) => {
                    if let Value::List(items) = place.value() {
                        for item in items.clone().iter().take(64) {
                            nodes.extend(self.routers(other, inner, item));
                        }
                    }
                }
                _ => {}
            }
        }
        nodes
    }

    /// Texts of a prefix: what is no text is no prefix; a name that looks like one is open.
    pub(super) fn prefix_texts(
        &mut self,
        file: FileId,
        call: CallId,
        slots: &Slots,
    ) -> Vec<String> {
        match self.slot_texts(file, call, slots) {
            Written::Texts(texts) => {
                let open = texts.iter().all(|text| text == OPEN);
                let named = slots.as_slice().iter().any(|slot| {
                    self.slot_values(file, call, slot)
                        .iter()
                        .any(|value| match value {
                            Value::Name(path) => path.last().is_some_and(|last| {
                                let last = last.to_lowercase();
                                ["prefix", "path", "base", "url", "version"]
                                    .iter()
                                    .any(|word| last.contains(word))
                            }),
                            Value::Text(_) | Value::Join(_) | Value::List(_) => true,
                            _ => false,
                        })
                });
                if open && !named { Vec::new() } else { texts }
            }
            Written::Nothing | Written::Other => Vec::new(),
        }
    }
}
