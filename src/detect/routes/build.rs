//! Fills the router graph: which calls make routers, mount them, and register routes on them.

use super::each::Loop;
use super::graph::{NodeId, Origin, on};
use super::mount::edge;
use crate::detect::evaluate::{Evaluator, Turn, comes_from};
use crate::detect::matching::call_shape;
use crate::detect::project::{FileId, ImportStyle};
use crate::rules::schema::{CallMatch, Route};
use crate::syntax::CallId;

impl Evaluator<'_> {
    /// Whether a call fits a call rule, with where it comes from.
    pub fn call_fits(&mut self, file: FileId, call: CallId, rule: &CallMatch) -> bool {
        let project = self.project;
        let content = &project.outline(file).calls[call];
        if !call_shape(
            project.outline(file),
            content,
            rule,
            &project.known_as(file, call),
            &mut Default::default(),
        ) {
            return false;
        }
        rule.from.is_empty() || {
            let origins = self.origins(file, call);
            origins.iter().any(|origin| {
                rule.from
                    .0
                    .iter()
                    .any(|pattern| comes_from(origin, pattern))
            })
        }
    }

    /// The routers that a call gives back, when a framework says that it gives some.
    pub fn router_call(&mut self, file: FileId, call: CallId, depth: usize) -> Option<Vec<NodeId>> {
        let project = self.project;
        let content = &project.outline(file).calls[call];
        let language = project.files[file].language;
        let speaking: Vec<_> = self.graph.speaking(language).collect();
        for (index, framework) in speaking {
            for rule in &framework.router {
                let Some(made_by) = &rule.call else { continue };
                if !self.call_fits(file, call, made_by) {
                    continue;
                }
                let node = self
                    .graph
                    .node(Origin::Call(file, call), index, &rule.kind, rule.root);
                if let Some(prefix) = &rule.prefix {
                    let texts = self.prefix_texts(file, call, prefix).into_iter();
                    self.graph.nodes[node].prefixes =
                        texts.map(|text| text + &rule.behind).collect();
                }
                if let Some(parent) = &rule.parent {
                    for value in self.slot_values(file, call, parent) {
                        for parent in self.routers(file, content.scope, &value) {
                            self.graph
                                .mount(node, edge(parent, Vec::new(), file, content.line()));
                        }
                    }
                }
                if let Some(child) = &rule.child {
                    for value in self.slot_values(file, call, child) {
                        let (children, guards) = self.inside(file, content.scope, &value, 0);
                        for child in children {
                            let mut edge = edge(node, Vec::new(), file, content.line());
                            edge.guards = guards.clone();
                            self.graph.mount(child, edge);
                        }
                    }
                }
                if let Some(guards) = &rule.guards {
                    self.graph.nodes[node].guards = self.slot_guards(file, call, guards);
                }
                self.graph.nodes[node].label = self.name_at(file, call, rule.named.as_ref());
                return Some(vec![node]);
            }
        }
        if let Some(node) = self.made_class_router(file, call, depth) {
            return Some(vec![node]);
        }
        let receivers = self.receivers(file, call, depth);
        if receivers.is_empty() {
            return None;
        }
        let mut found = Vec::new();
        for receiver in receivers {
            if let Some(rule) = self.graph.group(receiver, project.outline(file), content) {
                found.push(self.group(file, call, receiver, rule));
            } else if self.graph.gives_itself(receiver, &content.name) {
                found.push(receiver);
            }
        }
        found.dedup();
        (!found.is_empty()).then_some(found)
    }

    /// Reads every call of the repository's own code once and registers what it registers.
    pub fn register(&mut self) {
        let project = self.project;
        if self.graph.frameworks.is_empty() {
            return;
        }
        for file in 0..project.files.len() {
            if project.files[file].is_test {
                continue;
            }
            for call in 0..project.outline(file).calls.len() {
                let outline = project.outline(file);
                if !outline.is_test_line(outline.calls[call].line()) {
                    self.register_each(file, call);
                }
            }
            self.included(file);
        }
        self.register_classes();
        self.register_modules();
        self.register_pages();
        self.register_lists();
        self.register_places();
        self.register_scripts();
        self.inherit_guards();
        self.forget_nowhere();
        self.register_checks_inside();
    }

    /// A file that is run where another one names it (`require __DIR__."/x.php"`) registers on the
    /// router of that place.
    fn included(&mut self, file: FileId) {
        let project = self.project;
        if project.style(file) != ImportStyle::Class {
            return;
        }
        for import in &project.outline(file).imports {
            if !import.bindings.is_empty() {
                continue;
            }
            for target in project.module_files(file, &import.module) {
                let language = project.files[file].language;
                let speaking: Vec<_> = self.graph.speaking(language).collect();
                for (index, framework) in speaking {
                    let Some(rule) = framework
                        .router
                        .iter()
                        .find(|rule| !rule.ambient.is_empty())
                    else {
                        continue;
                    };
                    let Some(pattern) = rule.ambient.0.first().and_then(|p| p.exact()) else {
                        continue;
                    };
                    let parents = self.ambient_routers(file, import.scope, pattern, &[], 0);
                    let child = self.graph.file(project, index, target, &rule.kind);
                    for parent in parents {
                        self.graph
                            .mount(child, edge(parent, Vec::new(), file, import.line));
                    }
                }
            }
        }
    }

    fn register_each(&mut self, file: FileId, call: CallId) {
        let source = &self.project.files[file];
        let name = &source.outline.calls[call].name;
        if !self.graph.interested(source.language, name) {
            return;
        }
        self.register_turns(file, call, (file, call));
    }

    /// Registers a call as often as what is around `at` says: that call, or one that decides what it
    /// registers.
    fn register_turns(&mut self, file: FileId, call: CallId, at: (FileId, CallId)) {
        let Some((around, inner)) = self.loop_around(at.0, at.1) else {
            return self.register_forwarded(file, call, at);
        };
        let inner = (at.0, inner.as_slice());
        match around {
            Loop::Of(element, items) => {
                for item in items {
                    self.element = Some((element.clone(), item.things));
                    self.made_by = item.made_by;
                    self.register_turn(file, call, inner);
                }
                self.element = None;
            }
            Loop::Over(list, makings) => {
                for (index, made_by) in makings.into_iter().enumerate() {
                    let over = Some(list.clone());
                    self.turn = Some(Turn { over, index });
                    self.made_by = made_by;
                    self.register_turn(file, call, inner);
                }
                self.turn = None;
            }
        }
        self.made_by.clear();
    }

    /// Registers a call once for each call of the function around it, when that decides.
    fn register_forwarded(&mut self, file: FileId, call: CallId, at: (FileId, CallId)) {
        let Some(callers) = self.forwarding(at.0, at.1) else {
            return self.register_call(file, call);
        };
        if self.forwarded.is_empty() {
            // Routers that are made here are made for all callers.
            self.call(file, call, 0);
            self.receivers(file, call, 0);
        }
        for caller in callers {
            self.forwarded.push(caller);
            self.register_turns(file, call, caller.call);
            self.forwarded.pop();
        }
    }

    /// Registers a call in one turn of a loop: what the calls inside of it give is another each time.
    fn register_turn(&mut self, file: FileId, call: CallId, inner: (FileId, &[CallId])) {
        self.forget(inner.0, inner.1);
        self.register_call(file, call);
        self.forget(inner.0, inner.1);
    }

    fn register_call(&mut self, file: FileId, call: CallId) {
        let project = self.project;
        let content = &project.outline(file).calls[call];
        if !self
            .graph
            .interested(project.files[file].language, &content.name)
        {
            return;
        }
        let before = self.graph.registrations.len();
        // Creations and groups make their nodes when they are looked at.
        self.call(file, call, 0);
        for node in self.receivers(file, call, 0) {
            let framework = self.graph.framework(node);
            let kind = self.graph.nodes[node].kind.clone();
            for rule in &framework.prefix {
                if rule.call.matches(&content.name) && on(&rule.on, &kind) {
                    self.graph.nodes[node].prefixes = self.prefix_texts(file, call, &rule.prefix);
                }
            }
            let mut mounted = false;
            for rule in &framework.mount {
                if rule.call.matches(&content.name) && on(&rule.on, &kind) {
                    mounted |= self.mount(file, call, node, rule);
                }
            }
            let of_a_route = self.is_of_a_route(file, call, framework);
            let checks = framework
                .same
                .iter()
                .any(|rule| rule.guard && rule.call.matches(&content.name) && on(&rule.on, &kind));
            if checks && !of_a_route {
                // It holds for the router as a whole, wherever it is said.
                let guard = super::guard::yes(&content.name, file, 0);
                self.graph.nodes[node].guards.push(guard);
            }
            for rule in framework.guard.iter().filter(|rule| rule.backwards) {
                if rule.call.matches(&content.name) && !mounted && !of_a_route {
                    let guards = self.slot_guards(file, call, &super::guard::all());
                    self.graph.nodes[node].guards_behind.extend(guards);
                }
            }
            for rule in framework.guard.iter().filter(|rule| !rule.backwards) {
                if rule.call.matches(&content.name) && !mounted && !of_a_route {
                    let mut guards = self.slot_guards(file, call, &super::guard::all());
                    if rule.whole {
                        guards.iter_mut().for_each(|guard| guard.line = 0);
                    }
                    let limits = self.limits(file, call);
                    let content = &mut self.graph.nodes[node];
                    match limits.is_empty() {
                        true => content.guards.extend(guards),
                        false => content.limited.extend(limits.into_iter().flat_map(|limit| {
                            guards
                                .iter()
                                .map(move |guard| (limit.clone(), guard.clone()))
                        })),
                    }
                    if let Some(definition) = project.outline(file).calls[call].decorates {
                        let guard = self.function_guard(file, definition, framework);
                        self.graph.nodes[node].guards.push(guard);
                    }
                }
            }
            // A router handed over is mounted, not a handler; else the first rule that fits holds.
            let fits =
                |rule: &&Route| !mounted && rule.call.matches(&content.name) && on(&rule.on, &kind);
            for rule in framework.route.iter().filter(fits) {
                let before = self.graph.registrations.len();
                let is_route = self.route(file, call, node, framework, rule);
                self.name_routes(before, (file, call), framework, rule);
                if is_route && !rule.also {
                    break;
                }
            }
        }
        self.moved((file, content.line()), before);
    }
}
