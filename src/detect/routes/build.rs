//! Fills the router graph: which calls make routers, mount them, and register routes on them.

use super::graph::{Edge, GuardUse, NodeId, Origin, Registration, on};
use super::slot::Written;
use super::view::{Served, ViewUse};
use crate::detect::evaluate::{Evaluator, LOOPED, OPEN, Thing, comes_from};
use crate::detect::matching::call_shape;
use crate::detect::project::{FileId, ImportStyle};
use crate::rules::schema::{CallMatch, Framework, Group, Mount, Route, Slot, Slots};
use crate::syntax::{CallId, CallKind, DefinitionId, DefinitionKind, ScopeId, Value};

/// Methods that are routes of an API; `OPTIONS` and `HEAD` are plumbing.
pub(super) const METHODS: [&str; 6] = ["GET", "POST", "PUT", "PATCH", "DELETE", "ANY"];

impl Evaluator<'_> {
    /// Whether a call fits a call rule, with where it comes from.
    pub fn call_fits(&mut self, file: FileId, call: CallId, rule: &CallMatch) -> bool {
        let project = self.project;
        let content = &project.outline(file).calls[call];
        if !call_shape(project.outline(file), content, rule, &mut Default::default()) {
            return false;
        }
        rule.from.is_empty() || {
            let origins = self.origins(file, call);
            origins
                .iter()
                .any(|origin| rule.from.0.iter().any(|pattern| comes_from(origin, pattern)))
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
                let node = self.graph.node(Origin::Call(file, call), index, &rule.kind, rule.root);
                if let Some(prefix) = &rule.prefix {
                    let texts = self.prefix_texts(file, call, prefix).into_iter();
                    self.graph.nodes[node].prefixes = texts.map(|text| text + &rule.behind).collect();
                }
                if let Some(parent) = &rule.parent {
                    for value in self.slot_values(file, call, parent) {
                        for parent in self.routers(file, content.scope, &value) {
                            self.graph.mount(node, edge(parent, Vec::new(), file, content.line()));
                        }
                    }
                }
                if let Some(guards) = &rule.guards {
                    self.graph.nodes[node].guards = self.slot_guards(file, call, guards);
                }
                return Some(vec![node]);
            }
        }
        let receivers = self.receivers(file, call, depth);
        if receivers.is_empty() {
            return None;
        }
        let mut found = Vec::new();
        for receiver in receivers {
            if let Some(rule) = self.graph.group(receiver, &content.name, content.arguments.len()) {
                found.push(self.group(file, call, receiver, rule));
            } else if self.graph.gives_itself(receiver, &content.name) {
                found.push(receiver);
            }
        }
        found.dedup();
        (!found.is_empty()).then_some(found)
    }

    fn group(&mut self, file: FileId, call: CallId, parent: NodeId, rule: &Group) -> NodeId {
        let content = &self.project.outline(file).calls[call];
        let framework = self.graph.nodes[parent].framework;
        let node = self.graph.node(Origin::Call(file, call), framework, &rule.kind, false);
        let prefixes = match &rule.prefix {
            Some(slots) => self.prefix_texts(file, call, slots),
            None => Vec::new(),
        };
        let guards = match &rule.guards {
            Some(slots) => self.slot_guards(file, call, slots),
            None => Vec::new(),
        };
        let mut edge = edge(parent, prefixes, file, content.line());
        edge.guards = guards;
        self.graph.mount(node, edge);
        if let Some(slot) = &rule.file {
            self.mount_file(file, call, node, slot);
        }
        node
    }

    /// A group whose routes are in another file, named by a path.
    fn mount_file(&mut self, file: FileId, call: CallId, node: NodeId, slot: &Slot) {
        let framework = self.graph.nodes[node].framework;
        let line = self.project.outline(file).calls[call].line();
        for value in self.slot_values(file, call, slot) {
            let text = match &value {
                Value::Call(inner) => self.project.outline(file).calls[*inner]
                    .arguments
                    .first()
                    .and_then(|argument| argument.value.as_text().map(str::to_owned)),
                Value::Join(parts) => parts.iter().rev().find_map(|part| part.as_text().map(str::to_owned)),
                other => other.as_text().map(str::to_owned),
            };
            let Some(text) = text else { continue };
            let wanted = text.trim_start_matches(['.', '/']);
            let target = (0..self.project.files.len()).find(|&id| {
                let path = &self.project.files[id].path;
                path.as_ref() == wanted || path.ends_with(&format!("/{wanted}"))
            });
            if let Some(target) = target {
                let child = self.graph.file(self.project, framework, target, "file");
                self.graph.mount(child, edge(node, Vec::new(), file, line));
            }
        }
    }

    /// The routers a call is made on: its receiver, or the ambient router of the place.
    pub fn receivers(&mut self, file: FileId, call: CallId, depth: usize) -> Vec<NodeId> {
        let project = self.project;
        let content = &project.outline(file).calls[call];
        if !self.graph.interested(&content.name) {
            return Vec::new();
        }
        let things = match &content.receiver {
            None => Vec::new(),
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
            let written = match &content.receiver {
                None if content.kind == CallKind::Call => Some(String::new()),
                Some(Value::Name(path)) if path.len() == 1 => Some(path[0].clone()),
                _ => None,
            };
            if let Some(written) = written {
                nodes.extend(self.ambient(file, content.scope, &written, &things, depth));
            }
        }
        nodes
    }

    /// The router of the place, for a facade name.
    fn ambient(
        &mut self,
        file: FileId,
        scope: ScopeId,
        written: &str,
        things: &[Thing],
        depth: usize,
    ) -> Option<NodeId> {
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
                rule.ambient.matches(written) || origins.iter().any(|origin| rule.ambient.matches(origin))
            });
            let Some(rule) = rule else { continue };
            let outline = project.outline(file);
            let scopes: Vec<ScopeId> = outline.enclosing(scope).collect();
            for id in scopes {
                let Some(definition) = outline.scopes.get(id).and_then(|scope| scope.definition) else {
                    continue;
                };
                if let Some(node) = self.body_of(file, definition, depth) {
                    return Some(node);
                }
            }
            return Some(self.graph.file(project, index, file, &rule.kind));
        }
        None
    }

    /// The router that a closure fills, when it is the body of a group.
    fn body_of(&mut self, file: FileId, definition: DefinitionId, depth: usize) -> Option<NodeId> {
        let call = self.project.call_around(file, definition)?;
        if !self.graph.has_body(&self.project.outline(file).calls[call].name) {
            return None;
        }
        self.call(file, call, depth + 1).into_iter().find_map(|thing| match thing {
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
    fn prefix_texts(&mut self, file: FileId, call: CallId, slots: &Slots) -> Vec<String> {
        match self.slot_texts(file, call, slots) {
            Written::Texts(texts) => {
                let scope = self.project.outline(file).calls[call].scope;
                let open = texts.iter().all(|text| text == OPEN);
                let named = slots.as_slice().iter().any(|slot| {
                    self.slot_values(file, call, slot).iter().any(|value| match value {
                        Value::Name(path) => path.last().is_some_and(|last| {
                            let last = last.to_lowercase();
                            ["prefix", "path", "base", "url", "version"].iter().any(|word| last.contains(word))
                        }),
                        Value::Text(_) | Value::Join(_) | Value::List(_) => true,
                        _ => false,
                    })
                });
                let _ = scope;
                if open && !named { Vec::new() } else { texts }
            }
            Written::Nothing | Written::Other => Vec::new(),
        }
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
                self.register_call(file, call);
            }
            self.included(file);
        }
        self.register_classes();
        self.register_lists();
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
                    let Some(rule) = framework.router.iter().find(|rule| !rule.ambient.is_empty()) else {
                        continue;
                    };
                    let Some(pattern) = rule.ambient.0.first().and_then(|p| p.exact()) else {
                        continue;
                    };
                    let parent = self.ambient(file, import.scope, pattern, &[], 0);
                    let child = self.graph.file(project, index, target, &rule.kind);
                    if let Some(parent) = parent {
                        self.graph.mount(child, edge(parent, Vec::new(), file, import.line));
                    }
                }
            }
        }
    }

    fn register_call(&mut self, file: FileId, call: CallId) {
        let project = self.project;
        let content = &project.outline(file).calls[call];
        if !self.graph.interested(&content.name) {
            return;
        }
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
            for rule in &framework.guard {
                if rule.call.matches(&content.name) && !mounted {
                    // A path in front limits the middleware to that path.
                    let limited = content
                        .positional(0)
                        .is_some_and(|a| a.value.as_text().is_some_and(|text| text.starts_with('/') && text != "/"));
                    if !limited {
                        let guards = self.slot_guards(file, call, &super::guard::all());
                        self.graph.nodes[node].guards.extend(guards);
                        if let Some(definition) = content.decorates {
                            let guard = self.function_guard(file, definition, framework);
                            self.graph.nodes[node].guards.push(guard);
                        }
                    }
                }
            }
            for rule in &framework.route {
                if rule.call.matches(&content.name) && on(&rule.on, &kind) {
                    self.route(file, call, node, framework, rule);
                    break;
                }
            }
        }
    }

    fn mount(&mut self, file: FileId, call: CallId, node: NodeId, rule: &Mount) -> bool {
        let (children, prefixes) = self.mounted(file, call, rule);
        if children.is_empty() {
            return false;
        }
        if children.len() < 2 || prefixes.len() < 2 {
            self.put(file, call, node, rule, &children, &prefixes);
            return true;
        }
        // A loop over routers and their prefixes: each turn has its own.
        for turn in 0..LOOPED.min(children.len()) {
            self.turn = Some(turn);
            let (children, prefixes) = self.mounted(file, call, rule);
            self.put(file, call, node, rule, &children, &prefixes);
        }
        self.turn = None;
        true
    }

    /// The routers and prefixes that a mount speaks of.
    fn mounted(&mut self, file: FileId, call: CallId, rule: &Mount) -> (Vec<NodeId>, Vec<String>) {
        let scope = self.project.outline(file).calls[call].scope;
        let all = super::guard::all();
        let mut children = Vec::new();
        for slot in rule.child.as_ref().unwrap_or(&all).as_slice() {
            for value in self.slot_values(file, call, slot) {
                for child in self.routers(file, scope, &value) {
                    if !children.contains(&child) {
                        children.push(child);
                    }
                }
            }
        }
        let prefixes = match &rule.prefix {
            Some(slots) if !children.is_empty() => self.prefix_texts(file, call, slots),
            _ => Vec::new(),
        };
        (children, prefixes)
    }

    fn put(&mut self, file: FileId, call: CallId, node: NodeId, rule: &Mount, children: &[NodeId], prefixes: &[String]) {
        let line = self.project.outline(file).calls[call].line();
        let all = super::guard::all();
        let guards = self.slot_guards(file, call, rule.guards.as_ref().unwrap_or(&all));
        for &child in children {
            let (child, node) = if rule.upwards { (node, child) } else { (child, node) };
            let mut edge = edge(node, prefixes.to_vec(), file, line);
            edge.guards = guards.clone();
            edge.replaces = rule.replaces && !edge.prefixes.is_empty();
            self.graph.mount(child, edge);
        }
    }

    fn route(&mut self, file: FileId, call: CallId, node: NodeId, framework: &Framework, rule: &Route) {
        let project = self.project;
        let content = &project.outline(file).calls[call];
        let count = content.arguments.len().to_string();
        if rule.arguments.as_ref().is_some_and(|pattern| !pattern.matches(&count)) {
            return;
        }
        if rule.each {
            return self.route_each(file, call, node, framework, rule);
        }
        let paths = match &rule.path {
            None => vec![String::new()],
            Some(slots) => match self.slot_texts(file, call, slots) {
                Written::Texts(texts) => texts,
                Written::Nothing if slots.as_slice().iter().any(|slot| slot.default.is_some()) => {
                    vec![String::new()]
                }
                // A path must stand there: this is some other call of the same name.
                Written::Nothing | Written::Other => return,
            },
        };
        let handler = self.handler_value(file, call, rule);
        let (definition, view) = match &handler {
            Some(value) => (
                self.function_of(file, content.scope, value),
                self.view_of(file, content.scope, value, framework, 0),
            ),
            None => (content.decorates.map(|definition| (file, definition)), None),
        };
        let view = view.or_else(|| match content.decorates {
            Some(definition) if rule.by_view && project.outline(file).definitions[definition].kind == DefinitionKind::Class => {
                Some(ViewUse::of(file, definition))
            }
            _ => None,
        });
        let mut guards = self.between_guards(file, call, rule);
        if let Some((file, definition)) = definition {
            guards.extend(self.definition_guards(file, definition, framework));
        }
        let chained = self.chained(file, call);
        for &outer in &chained {
            for same in &framework.same {
                let name = &project.outline(file).calls[outer].name;
                if let Some(slots) = &same.guards
                    && same.call.matches(name)
                {
                    guards.extend(self.slot_guards(file, outer, slots));
                }
            }
        }
        let place = Served {
            node,
            file,
            line: content.line(),
            paths: &paths,
            guards: &guards,
        };
        if !rule.actions.is_empty() {
            let actions = self.kept_actions(file, call, rule, &chained);
            return self.register_actions(&place, framework, &actions, view.as_ref());
        }
        if rule.resource {
            let Some(view) = view else { return };
            return self.register_resource(&place, framework, &view);
        }
        if rule.by_view && let Some(mut view) = view {
            let said = rule.method.iter().flat_map(|slots| slots.as_slice());
            if said.into_iter().any(|slot| !self.slot_values(file, call, slot).is_empty()) {
                view.limit = self.methods(file, call, framework, rule.method.as_ref());
            }
            return self.register_view(&place, framework, &view);
        }
        let mut methods = self.methods(file, call, framework, rule.method.as_ref());
        if rule.by_view && methods.is_empty() && content.decorates.is_none() {
            methods = self.function_methods(definition, framework);
        }
        methods.retain(|method| METHODS.contains(&method.as_str()));
        if methods.is_empty() {
            return;
        }
        self.graph.registrations.push(Registration {
            node,
            methods,
            paths,
            file,
            line: content.line(),
            guards,
            lifted: false,
            handler: definition,
            view: None,
        });
    }

    fn route_each(&mut self, file: FileId, call: CallId, node: NodeId, framework: &Framework, rule: &Route) {
        let content = &self.project.outline(file).calls[call];
        let Some(Value::Map(entries)) = content.arguments.first().map(|a| a.value.clone()) else {
            return;
        };
        for (path, value) in entries {
            let view = self.view_of(file, content.scope, &value, framework, 0);
            let place = Served {
                node,
                file,
                line: content.line(),
                paths: &[path],
                guards: &[],
            };
            self.register_actions(&place, framework, &rule.actions, view.as_ref());
        }
    }

    /// Calls chained behind this one, innermost first.
    pub fn chained(&self, file: FileId, call: CallId) -> Vec<CallId> {
        let mut found = Vec::new();
        let mut current = call;
        while let Some(outer) = self.project.chained_on(file, current) {
            if found.len() > 32 || found.contains(&outer) {
                break;
            }
            found.push(outer);
            current = outer;
        }
        found
    }

    fn kept_actions(&mut self, file: FileId, call: CallId, rule: &Route, chained: &[CallId]) -> Vec<String> {
        let mut actions = rule.actions.clone();
        let project = self.project;
        for (names, keep) in [(&rule.only, true), (&rule.except, false)] {
            for name in names {
                let mut values = self.slot_values(
                    file,
                    call,
                    &Slot {
                        name: Some(name.clone()),
                        ..Slot::default()
                    },
                );
                for &outer in chained {
                    let content = &project.outline(file).calls[outer];
                    if content.name == *name {
                        values.extend(content.arguments.iter().map(|a| a.value.clone()));
                    }
                }
                let scope = project.outline(file).calls[call].scope;
                let mut named = Vec::new();
                for value in &values {
                    if let Written::Texts(texts) = self.value_texts(file, scope, value, 0) {
                        named.extend(texts);
                    }
                }
                if !values.is_empty() {
                    actions.retain(|action| named.contains(action) == keep);
                }
            }
        }
        actions
    }

    /// The methods of a route: what the slot says, or the callee's name.
    pub fn methods(&mut self, file: FileId, call: CallId, framework: &Framework, slots: Option<&Slots>) -> Vec<String> {
        let project = self.project;
        let content = &project.outline(file).calls[call];
        let Some(slots) = slots else {
            return vec![method_name(&content.name, framework)];
        };
        for slot in slots.as_slice() {
            let values = self.slot_values(file, call, slot);
            let mut methods: Vec<String> = Vec::new();
            for value in &values {
                self.method_values(file, content.scope, value, framework, &mut methods);
            }
            if methods.is_empty() && values.is_empty() {
                methods.extend(slot.default.iter().flat_map(|text| text.split('|').map(str::to_owned)));
            }
            if !methods.is_empty() {
                return methods;
            }
        }
        Vec::new()
    }

    fn method_values(&mut self, file: FileId, scope: ScopeId, value: &Value, framework: &Framework, into: &mut Vec<String>) {
        match value {
            Value::List(items) => {
                for item in items {
                    self.method_values(file, scope, item, framework, into);
                }
            }
            Value::Text(text) => into.extend(text.split('|').map(|part| method_name(part, framework))),
            Value::Name(path) => {
                if let Written::Texts(texts) = self.value_texts(file, scope, value, 0) {
                    into.extend(texts.iter().map(|text| method_name(text, framework)));
                } else if let Some(last) = path.last() {
                    let bare = last.strip_prefix("Method").unwrap_or(last);
                    into.push(method_name(bare, framework));
                }
            }
            _ => {}
        }
    }

    fn handler_value(&mut self, file: FileId, call: CallId, rule: &Route) -> Option<Value> {
        let content = &self.project.outline(file).calls[call];
        if content.decorates.is_some() && rule.handler.is_none() {
            return None;
        }
        let last = Slot {
            at: Some(-1),
            ..Slot::default()
        };
        let slot = rule.handler.as_ref().unwrap_or(&last);
        self.slot_values(file, call, slot).into_iter().next()
    }

    /// The function of the repository that a handler value is.
    pub fn function_of(&mut self, file: FileId, scope: ScopeId, value: &Value) -> Option<(FileId, DefinitionId)> {
        if let Value::List(items) = value {
            // `[Controller::class, "method"]`, or a list of handlers of which the last answers.
            if let [class, Value::Text(method)] = items.as_slice() {
                let owners = self.things(file, scope, class);
                return self.members(&owners, method, 0).into_iter().find_map(function);
            }
            return items.last().and_then(|last| self.function_of(file, scope, last));
        }
        if let Value::Text(text) = value
            && let Some((class, method)) = text.split_once('@')
        {
            let class = class.rsplit('\\').next().unwrap_or(class);
            let (other, id) = self.class_near(file, class)?;
            return self.members(&[Thing::Class(other, id)], method, 0).into_iter().find_map(function);
        }
        if let Value::Call(call) = value {
            // A wrapper around the handler: `wrap(handler)`.
            let content = &self.project.outline(file).calls[*call];
            let arguments: Vec<Value> = content.arguments.iter().map(|a| a.value.clone()).collect();
            return arguments.iter().rev().find_map(|inner| match inner {
                Value::Definition(_) | Value::Name(_) => self.function_of(file, content.scope, inner),
                _ => None,
            });
        }
        self.things(file, scope, value).into_iter().find_map(function)
    }
}

fn function(thing: Thing) -> Option<(FileId, DefinitionId)> {
    match thing {
        Thing::Function(file, definition) => Some((file, definition)),
        _ => None,
    }
}

/// `get`, `GET`, `Get` are `GET`; a framework's own words first.
pub fn method_name(name: &str, framework: &Framework) -> String {
    let trimmed = name.trim();
    framework
        .methods
        .get(trimmed)
        .cloned()
        .unwrap_or_else(|| trimmed.to_uppercase())
}

fn edge(parent: NodeId, prefixes: Vec<String>, file: FileId, line: u32) -> Edge {
    Edge {
        parent,
        prefixes,
        guards: Vec::<GuardUse>::new(),
        replaces: false,
        file,
        line,
    }
}

