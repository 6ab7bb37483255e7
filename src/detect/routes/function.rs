//! Handlers that say their methods themselves: functions with a route annotation, mounted by their
//! names, and chains of calls that are one method each. It refuses what is not written as such a
//! chain where the route is registered.

use super::graph::{NodeId, Origin, Registration};
use super::method::{METHODS, method_name};
use super::slot::Written;
use crate::detect::evaluate::{Evaluator, Thing};
use crate::detect::project::FileId;
use crate::rules::schema::{Framework, Route};
use crate::syntax::{Argument, Call, CallId, DefinitionId, ScopeId, Value};

/// Longest chain of methods that is followed.
const LINKS: usize = 16;

impl Evaluator<'_> {
    /// The routers that functions with a route annotation are, for what mounts them by name.
    pub(super) fn function_routers(
        &mut self,
        file: FileId,
        scope: ScopeId,
        value: &Value,
        mounts: NodeId,
    ) -> Vec<NodeId> {
        let index = self.graph.nodes[mounts].framework;
        let framework = self.graph.framework(mounts);
        if framework.function.is_empty() {
            return Vec::new();
        }
        let things = self.things(file, scope, value);
        let functions = things.into_iter().filter_map(|thing| match thing {
            Thing::Function(file, definition) => Some((file, definition)),
            _ => None,
        });
        functions
            .filter_map(|(file, definition)| {
                self.function_router(file, definition, index, framework)
            })
            .collect()
    }

    /// The router that a function with a route annotation is: it has that one route.
    fn function_router(
        &mut self,
        file: FileId,
        definition: DefinitionId,
        index: usize,
        framework: &Framework,
    ) -> Option<NodeId> {
        let outline = self.project.outline(file);
        let annotations = &outline.definitions.get(definition)?.annotations;
        let (annotation, rule) = annotations.iter().find_map(|&annotation| {
            let name = &outline.calls[annotation].name;
            let rule = framework
                .function
                .iter()
                .find(|rule| rule.annotation.matches(name))?;
            Some((annotation, rule))
        })?;
        let origin = Origin::Class(index, file, definition);
        if let Some(known) = self.graph.known(&origin) {
            return Some(known);
        }
        let Written::Texts(paths) = self.slot_texts(file, annotation, rule.path.as_ref()?) else {
            return None;
        };
        let methods = self.methods(file, annotation, framework, rule.method.as_ref());
        let guards = self.definition_guards(file, definition, framework);
        let node = self.graph.node(origin, index, "function", false);
        self.graph.registrations.push(Registration {
            name: None,
            view: None,
            node,
            methods,
            paths,
            file,
            line: outline.calls[annotation].line(),
            guards,
            lifted: false,
            handler: Some((file, definition)),
        });
        Some(node)
    }

    /// The router that the class around a place is, for bare calls in its body.
    pub(super) fn class_around(&mut self, file: FileId, scope: ScopeId) -> Option<NodeId> {
        use crate::detect::run::class_fits;
        let class = self.project.outline(file).class_of(scope)?;
        let speaking: Vec<_> = self
            .graph
            .speaking(self.project.files[file].language)
            .collect();
        for (index, framework) in speaking {
            for rule in framework.router.iter().filter(|rule| rule.in_class) {
                if let Some(wanted) = &rule.class
                    && class_fits(self, file, class, wanted, &mut Default::default())
                {
                    let origin = Origin::Class(index, file, class);
                    return Some(self.graph.node(origin, index, &rule.kind, rule.root));
                }
            }
        }
        None
    }

    /// What stands before everything that a base class serves stands before what a class on it
    /// serves, for routers that say so.
    pub(super) fn inherit_guards(&mut self) {
        for node in 0..self.graph.nodes.len() {
            let kind = self.graph.nodes[node].kind.clone();
            let Some(&Origin::Class(index, file, class)) = self.graph.by_origin.get(&node) else {
                continue;
            };
            let mut rules = self.graph.framework(node).router.iter();
            if !rules.any(|rule| rule.inherits && rule.kind == kind) {
                continue;
            }
            let mut lineage = vec![(file, class)];
            let mut at = 0;
            while at < lineage.len() && lineage.len() < LINKS {
                let (file, class) = lineage[at];
                for base in self.bases(file, class) {
                    if !lineage.contains(&base) {
                        lineage.push(base);
                    }
                }
                at += 1;
            }
            for (file, class) in lineage.into_iter().skip(1) {
                let Some(base) = self.graph.known(&Origin::Class(index, file, class)) else {
                    continue;
                };
                let guards = self.graph.nodes[base].guards.clone();
                let limited = self.graph.nodes[base].limited.clone();
                let own = &mut self.graph.nodes[node];
                for guard in guards {
                    if !own.guards.contains(&guard) {
                        own.guards.push(guard);
                    }
                }
                for limit in limited {
                    if !own.limited.contains(&limit) {
                        own.limited.push(limit);
                    }
                }
            }
        }
    }

    /// What the result of a call is called with alone: `route("/x")(handler)`.
    pub(super) fn handed_on(&self, file: FileId, call: CallId) -> Option<Value> {
        let outer = self.project.chained_on(file, call)?;
        match &self.project.outline(file).calls.get(outer)? {
            Call {
                name, arguments, ..
            } if name.is_empty() => match arguments.as_slice() {
                [
                    Argument {
                        name: None, value, ..
                    },
                ] => Some(value.clone()),
                _ => None,
            },
            _ => None,
        }
    }

    /// Registers `get(list).post(create)`: each call of the chain that is a method.
    pub(super) fn verb_routes(
        &mut self,
        file: FileId,
        call: CallId,
        node: NodeId,
        framework: &Framework,
        rule: &Route,
        (paths, handler): (&[String], Option<&Value>),
    ) -> bool {
        let project = self.project;
        let outline = project.outline(file);
        let mut links = Vec::new();
        let mut at = handler;
        while let Some(Value::Call(link)) = at {
            if links.len() >= LINKS {
                break;
            }
            links.push(*link);
            at = outline.calls[*link].receiver.as_ref();
        }
        let mut behind = None;
        let mut guards = Vec::new();
        let mut found = false;
        for link in links {
            let content = &outline.calls[link];
            if !rule.verbs.matches(&content.name) {
                if framework
                    .guard
                    .iter()
                    .any(|guard| guard.call.matches(&content.name))
                {
                    guards.extend(self.slot_guards(file, link, &super::guard::all()));
                }
                behind = content
                    .arguments
                    .last()
                    .map(|it| it.value.clone())
                    .or(behind);
                continue;
            }
            let method = match content.arguments.first().map(|it| &it.value) {
                // `on(Method::GET, handler)` says its method.
                Some(Value::Name(path)) if content.arguments.len() > 1 => {
                    path.last().cloned().unwrap_or_default()
                }
                _ => content.name.clone(),
            };
            let own = content
                .arguments
                .last()
                .map(|it| it.value.clone())
                .or_else(|| behind.take());
            let function = own.and_then(|own| self.function_of(file, content.scope, &own));
            let mut all = guards.clone();
            if let Some((file, definition)) = function {
                all.extend(self.definition_guards(file, definition, framework));
            }
            found = true;
            let method = method_name(&method, framework);
            if !METHODS.contains(&method.as_str()) {
                continue;
            }
            self.graph.registrations.push(Registration {
                name: None,
                view: None,
                node,
                methods: vec![method],
                paths: paths.to_vec(),
                file,
                line: project.outline(file).calls[call].line(),
                guards: all,
                lifted: false,
                handler: function,
            });
        }
        found
    }
}
