//! Fills the router graph: which calls make routers, mount them, and register routes on them.

use super::each::Loop;
use super::graph::{Edge, GuardUse, NodeId, Origin, Registration, on};
use super::kept::rename;
use super::slot::Written;
use super::verb::{methods_in, without_host};
use super::view::{Served, ViewUse, singular, words};
use crate::detect::evaluate::{Evaluator, LOOPED, OPEN, Thing, Turn, comes_from};
use crate::detect::extension::RECEIVER;
use crate::detect::matching::{arguments_fit, call_shape};
use crate::detect::project::{FileId, ImportStyle};
use crate::detect::survey::Guarded;
use crate::rules::schema::{CallMatch, Framework, Group, Mount, Route, Slot, Slots};
use crate::syntax::{CallId, CallKind, DefinitionId, DefinitionKind, ScopeId, Value};

/// Methods that are routes of an API; `OPTIONS` and `HEAD` are plumbing.
pub(super) const METHODS: [&str; 6] = ["GET", "POST", "PUT", "PATCH", "DELETE", "ANY"];

/// Calls around a router that are looked into.
const WRAPPERS: usize = 4;
/// Most collections that are left behind upwards.
pub(super) const MOST_AROUND: usize = 16;

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

    fn group(&mut self, file: FileId, call: CallId, parent: NodeId, rule: &Group) -> NodeId {
        let content = &self.project.outline(file).calls[call];
        let framework = self.graph.nodes[parent].framework;
        let node = self
            .graph
            .node(Origin::Call(file, call), framework, &rule.kind, false);
        let prefixes = match &rule.prefix {
            Some(slots) => self.prefix_texts(file, call, slots),
            None => Vec::new(),
        };
        let mut guards = match &rule.guards {
            Some(slots) => self.slot_guards(file, call, slots),
            None => Vec::new(),
        };
        if rule.guard && !self.lets_all_through(file, &Value::Call(call), 0) {
            guards.push(super::guard::yes(&content.name, file, content.line()));
        }
        let shallow = self.graph.nodes[parent].shallow
            || self.says_shallow(file, call, rule.shallow.as_ref());
        self.graph.nodes[node].shallow = shallow;
        if rule.whole {
            self.graph.nodes[node].whole = Some(self.graph.nodes[parent].whole.unwrap_or(parent));
        }
        // What only hangs on a member is a collection with members of its own.
        let (parent, prefixes) = match shallow && rule.below.is_some() && rule.key.is_some() {
            true => (self.outside(parent), prefixes),
            false => (parent, self.under(parent, rule.below.as_deref(), prefixes)),
        };
        let mut edge = edge(parent, prefixes, file, content.line());
        edge.guards = guards;
        edge.label = self.name_at(file, call, rule.named.as_ref());
        self.graph.mount(node, edge);
        if let Some(key) = self.one_text(file, call, rule.key.as_ref()) {
            self.graph.nodes[node].key = key;
        }
        if let Some(module) = self.one_text(file, call, rule.module.as_ref()) {
            self.graph.nodes[node].modules = module
                .split('/')
                .filter(|it| !it.is_empty())
                .map(str::to_owned)
                .collect();
        }
        if let Some(name) = self.one_text(file, call, rule.controller.as_ref()) {
            self.graph.nodes[node].serves =
                self.controller(node, &name, self.graph.framework(parent));
        }
        if let Some(slot) = &rule.file {
            self.mount_file(file, call, node, slot, rule.file_form.as_deref());
        }
        if let Some(slot) = &rule.renames {
            self.graph.nodes[node].renames = self.renamed_by(file, call, slot);
        }
        if let Some(slot) = &rule.view {
            self.graph.nodes[node].serves = self.served_class(file, call, slot);
        }
        self.graph.nodes[node].methods = match &rule.method {
            Some(slots) => self.methods(file, call, self.graph.framework(parent), Some(slots)),
            None => self.graph.nodes[parent].methods.clone(),
        };
        node
    }

    /// Whether the call says that members stand below no other collection.
    fn says_shallow(&mut self, file: FileId, call: CallId, slot: Option<&Slot>) -> bool {
        let Some(slot) = slot else {
            return false;
        };
        let values = self.slot_values(file, call, slot);
        match values.first() {
            Some(value) => *value == Value::Bool(true),
            None => slot.default.as_deref() == Some("true"),
        }
    }

    /// The router around all the collections that a router stands in.
    fn outside(&self, node: NodeId) -> NodeId {
        let kind = &self.graph.nodes[node].kind;
        let mut at = node;
        for _ in 0..MOST_AROUND {
            let content = &self.graph.nodes[at];
            match content.parents.first() {
                Some(edge) if content.kind == *kind => at = edge.parent,
                _ => break,
            }
        }
        at
    }

    fn one_text(&mut self, file: FileId, call: CallId, slots: Option<&Slots>) -> Option<String> {
        match self.slot_texts(file, call, slots?) {
            Written::Texts(texts) => texts.into_iter().find(|text| text != OPEN),
            Written::Nothing | Written::Other => None,
        }
    }

    /// Paths with what stands before them on a router: the parameter of its members.
    fn under(&self, node: NodeId, template: Option<&str>, paths: Vec<String>) -> Vec<String> {
        let Some(template) = template else {
            return paths;
        };
        let content = &self.graph.nodes[node];
        let last = content
            .parents
            .first()
            .and_then(|edge| edge.prefixes.first());
        let last = last.and_then(|prefix| prefix.rsplit('/').find(|part| !part.is_empty()));
        let start = template
            .replace("{key}", &content.key)
            .replace("{singular}", &singular(last.unwrap_or_default()));
        match paths.is_empty() {
            true => vec![start],
            false => paths
                .iter()
                .map(|path| format!("{start}/{}", path.trim_start_matches('/')))
                .collect(),
        }
    }

    /// A group whose routes are in another file, named by a path.
    fn mount_file(
        &mut self,
        file: FileId,
        call: CallId,
        node: NodeId,
        slot: &Slot,
        form: Option<&str>,
    ) {
        let framework = self.graph.nodes[node].framework;
        let line = self.project.outline(file).calls[call].line();
        for value in self.slot_values(file, call, slot) {
            let values = match value {
                Value::List(items) => items,
                other => vec![other],
            };
            for value in &values {
                let target = self
                    .file_text(file, value)
                    .map(|text| form.map_or(text.clone(), |form| form.replace("{}", &text)))
                    .and_then(|text| self.file_named(file, &text));
                if let Some(target) = target {
                    let child = self.graph.file(self.project, framework, target, "file");
                    self.graph.mount(child, edge(node, Vec::new(), file, line));
                }
            }
        }
    }

    /// The end of a path that a value names: the last text in it.
    pub(super) fn file_text(&self, file: FileId, value: &Value) -> Option<String> {
        let text = |value: &Value| value.as_text().map(str::to_owned);
        match value {
            Value::Call(inner) => {
                let arguments = &self.project.outline(file).calls[*inner].arguments;
                arguments
                    .iter()
                    .rev()
                    .find_map(|argument| text(&argument.value))
            }
            Value::Join(parts) => parts.iter().rev().find_map(text),
            other => text(other),
        }
    }

    /// The file whose path ends so, the one nearest to where it is named.
    fn file_named(&self, file: FileId, text: &str) -> Option<FileId> {
        let wanted = text.trim_start_matches(['.', '/']);
        let here = &self.project.files[file].path;
        let shared = |id: &FileId| {
            let path = &self.project.files[*id].path;
            let same = path
                .split('/')
                .zip(here.split('/'))
                .take_while(|(a, b)| a == b)
                .count();
            (same, std::cmp::Reverse(*id))
        };
        let ending = format!("/{wanted}");
        (0..self.project.files.len())
            .filter(|&id| {
                let path = &self.project.files[id].path;
                !wanted.is_empty() && (path.as_ref() == wanted || path.ends_with(&ending))
            })
            .max_by_key(shared)
    }

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
    fn prefix_texts(&mut self, file: FileId, call: CallId, slots: &Slots) -> Vec<String> {
        match self.slot_texts(file, call, slots) {
            Written::Texts(texts) => {
                let scope = self.project.outline(file).calls[call].scope;
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

    fn mount(&mut self, file: FileId, call: CallId, node: NodeId, rule: &Mount) -> bool {
        let (children, prefixes) = self.mounted(file, call, node, rule);
        if children.is_empty() {
            return false;
        }
        if children.len() < 2 || prefixes.len() < 2 {
            self.put(file, call, node, rule, &children, &prefixes);
            return true;
        }
        // A loop over routers and their prefixes: each turn has its own.
        for turn in 0..LOOPED.min(children.len()) {
            self.turn = Some(Turn {
                over: None,
                index: turn,
            });
            let (children, prefixes) = self.mounted(file, call, node, rule);
            self.put(file, call, node, rule, &children, &prefixes);
        }
        self.turn = None;
        true
    }

    /// The routers in a value, or in the calls around one (`known(mux)`), and the checks that these
    /// calls are.
    fn inside(
        &mut self,
        file: FileId,
        scope: ScopeId,
        value: &Value,
        depth: usize,
    ) -> (Vec<NodeId>, Vec<GuardUse>) {
        let found = self.routers(file, scope, value);
        let Value::Call(call) = value else {
            return (found, Vec::new());
        };
        if !found.is_empty() || depth >= WRAPPERS {
            return (found, Vec::new());
        }
        let content = &self.project.outline(file).calls[*call];
        for argument in content.arguments.iter().filter(|it| it.name.is_none()) {
            let (nodes, mut guards) = self.inside(file, content.scope, &argument.value, depth + 1);
            if !nodes.is_empty() {
                guards.extend(self.guard(file, scope, value, content.line()));
                return (nodes, guards);
            }
        }
        (Vec::new(), Vec::new())
    }

    /// The routers and prefixes that a mount speaks of.
    fn mounted(
        &mut self,
        file: FileId,
        call: CallId,
        node: NodeId,
        rule: &Mount,
    ) -> (Vec<NodeId>, Vec<String>) {
        let scope = self.project.outline(file).calls[call].scope;
        let all = super::guard::all();
        let mut children = Vec::new();
        for slot in rule.child.as_ref().unwrap_or(&all).as_slice() {
            let mut values = Vec::new();
            for value in self.slot_values(file, call, slot) {
                values.extend(self.held(file, &value, rule));
                values.push((file, scope, value));
            }
            for (home, scope, value) in values {
                let mut found = self.routers(home, scope, &value);
                found.extend(self.function_routers(home, scope, &value, node));
                if found.is_empty() && rule.wrapped {
                    found = self.inside(home, scope, &value, 0).0;
                }
                if found.is_empty() {
                    found = self.dotted_routers(home, &value);
                }
                for child in found {
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

    fn put(
        &mut self,
        file: FileId,
        call: CallId,
        node: NodeId,
        rule: &Mount,
        children: &[NodeId],
        prefixes: &[String],
    ) {
        let line = self.project.outline(file).calls[call].line();
        let all = super::guard::all();
        let guards = self.mount_guards(file, call, rule.guards.as_ref().unwrap_or(&all));
        let label = self.name_at(file, call, rule.named.as_ref());
        for &child in children {
            let whole = |at: NodeId| self.graph.nodes[at].whole.unwrap_or(at);
            let child = if whole(child) == whole(node) {
                child
            } else {
                whole(child)
            };
            let (child, node) = if rule.upwards {
                (node, child)
            } else {
                (child, node)
            };
            let mut edge = edge(node, prefixes.to_vec(), file, line);
            edge.guards = guards.clone();
            edge.label = label.clone();
            edge.replaces = rule.replaces && !edge.prefixes.is_empty();
            self.graph.mount(child, edge);
        }
    }

    /// The paths in front of a middleware: it stands only before what is below them.
    fn limits(&mut self, file: FileId, call: CallId) -> Vec<String> {
        let first = Slots::One(Slot {
            at: Some(0),
            ..Slot::default()
        });
        let Written::Texts(texts) = self.slot_texts(file, call, &first) else {
            return Vec::new();
        };
        let paths = texts.iter().filter(|text| text.starts_with('/'));
        let stripped =
            paths.map(|text| text.trim_end_matches('*').trim_end_matches('/').to_owned());
        let limits: Vec<String> = stripped.collect();
        // Everything is no limit.
        if limits.iter().any(String::is_empty) {
            Vec::new()
        } else {
            limits
        }
    }

    /// What a call that only holds things to mount holds; also when a function gives it back.
    fn held(&mut self, file: FileId, value: &Value, rule: &Mount) -> Vec<(FileId, ScopeId, Value)> {
        let Value::Call(call) = *value else {
            return Vec::new();
        };
        if rule.holder.is_empty() {
            return Vec::new();
        }
        let project = self.project;
        let mut holders = vec![(file, call)];
        for thing in self.callees(file, call, 0) {
            if let Thing::Function(home, definition) = thing {
                let returns = &project.outline(home).definitions[definition].returns;
                holders.extend(returns.iter().filter_map(|value| match value {
                    Value::Call(inner) => Some((home, *inner)),
                    _ => None,
                }));
            }
        }
        let mut found = Vec::new();
        for (home, call) in holders {
            let content = &project.outline(home).calls[call];
            if rule.holder.matches(&content.name) {
                found.extend(
                    content
                        .arguments
                        .iter()
                        .map(|it| (home, content.scope, it.value.clone())),
                );
            }
        }
        found
    }

    /// What stands before a mounted router; the router itself checks nobody, whatever its name.
    fn mount_guards(&mut self, file: FileId, call: CallId, slots: &Slots) -> Vec<GuardUse> {
        let content = &self.project.outline(file).calls[call];
        let mut found = Vec::new();
        for slot in slots.as_slice() {
            for value in self.slot_values(file, call, slot) {
                if self.routers(file, content.scope, &value).is_empty() {
                    found.extend(self.guard(file, content.scope, &value, content.line()));
                }
            }
        }
        found
    }

    /// Whether the call is what the rule says; then its routes are registered.
    fn route(
        &mut self,
        file: FileId,
        call: CallId,
        node: NodeId,
        framework: &Framework,
        rule: &Route,
    ) -> bool {
        let project = self.project;
        let content = &project.outline(file).calls[call];
        let count = content.arguments.len().to_string();
        let fits = rule
            .arguments
            .as_ref()
            .is_none_or(|pattern| pattern.matches(&count));
        if !fits || !arguments_fit(project.outline(file), content, &rule.argument) {
            return false;
        }
        if rule.each {
            self.route_each(file, call, node, framework, rule);
            return true;
        }
        if !rule.type_annotation.is_empty() && content.types.is_empty() {
            return false;
        }
        let mut paths = match &rule.path {
            None if !rule.type_annotation.is_empty() => {
                match self.typed_paths(file, call, &rule.type_annotation) {
                    Some(paths) => paths,
                    // It is typed, so that no other rule may take it.
                    None => return true,
                }
            }
            None => vec![String::new()],
            Some(slots) => match self.slot_texts(file, call, slots) {
                Written::Texts(texts) => texts,
                Written::Nothing if slots.as_slice().iter().any(|slot| slot.default.is_some()) => {
                    vec![String::new()]
                }
                // A path must stand there: this is some other call of the same name.
                Written::Nothing | Written::Other => return false,
            },
        };
        if let Some(slots) = &rule.prefix {
            let prefixes = self.prefix_texts(file, call, slots);
            paths = prefixes
                .iter()
                .flat_map(|prefix| paths.iter().map(move |path| format!("{prefix}/{path}")))
                .collect();
        }
        if let Some(slots) = &rule.parameters
            && let Written::Texts(names) = self.slot_texts(file, call, slots)
        {
            for path in &mut paths {
                *path = with_parameters(path, &names);
            }
        }
        let alone = paths.clone();
        paths = self.under(node, rule.below.as_deref(), paths);
        let handler = self.handler_value(file, call, rule);
        if !rule.verbs.is_empty() {
            return self.verb_routes(
                file,
                call,
                node,
                framework,
                rule,
                (&paths, handler.as_ref()),
            );
        }
        if let Some(value) = &handler
            && !rule.not_handler.is_empty()
            && words(project.outline(file), value)
                .iter()
                .any(|word| rule.not_handler.matches(word))
        {
            return false;
        }
        if rule.may_check
            && let Some(value @ (Value::Name(_) | Value::Call(_))) = &handler
            && let Some(guard) = self.guard(file, content.scope, value, content.line())
            && guard.is == Guarded::Yes
        {
            self.graph.nodes[node].stand_before(&paths, &guard);
            return true;
        }
        let (definition, view) = match &handler {
            Some(value) => (
                self.function_of(file, content.scope, value)
                    .or_else(|| self.conventional(node, value, framework))
                    .or_else(|| self.served_function(node, value)),
                self.view_of(file, content.scope, value, framework, 0),
            ),
            None => (content.decorates.map(|definition| (file, definition)), None),
        };
        if rule.own_handler && handler.is_some() && definition.is_none() && view.is_none() {
            return false;
        }
        let view = view.or_else(|| match content.decorates {
            Some(definition)
                if rule.by_view
                    && project.outline(file).definitions[definition].kind
                        == DefinitionKind::Class =>
            {
                Some(ViewUse::of(file, definition))
            }
            _ => None,
        });
        let named = self.one_text(file, call, rule.controller.as_ref());
        let view = match named.and_then(|name| self.controller(node, &name, framework)) {
            Some((file, class)) => Some(ViewUse::of(file, class)),
            None => view,
        };
        let key = self.one_text(file, call, rule.key.as_ref());
        let mut guards = self.between_guards(file, call, rule);
        if rule.checked {
            guards.push(super::guard::yes(&content.name, file, content.line()));
        }
        if let Some(value) = &handler {
            guards.extend(self.around_guards(file, value));
            if !self.forwarded.is_empty() {
                self.kept_guards(file, content.scope, value, node);
            }
        }
        if let Some((file, definition)) = definition {
            guards.extend(self.definition_guards(file, definition, framework));
        }
        let chained = self.chained(file, call);
        let mut lifted = definition.is_some_and(|(file, id)| self.is_lifted(file, id, framework));
        lifted |=
            !rule.lifts.is_empty() && arguments_fit(project.outline(file), content, &rule.lifts);
        for &outer in &chained {
            for same in &framework.same {
                let name = &project.outline(file).calls[outer].name;
                if !same.call.matches(name) {
                    continue;
                }
                if let Some(slots) = &same.guards {
                    guards.extend(self.slot_guards(file, outer, slots));
                }
                if same.guard {
                    let line = project.outline(file).calls[outer].line();
                    guards.push(super::guard::yes(name, file, line));
                }
                lifted |= same.lifts;
                if let Some(slots) = &same.lifted {
                    let named = self.slot_guards(file, outer, slots);
                    lifted |= named.iter().any(|guard| guard.is == Guarded::Yes);
                }
            }
        }
        let place = Served {
            node,
            file,
            line: content.line(),
            paths: &paths,
            guards: &guards,
            key: key.as_deref().unwrap_or("id"),
        };
        if !rule.actions.is_empty() {
            let actions = self.kept_actions(file, call, rule, &chained);
            let shallow = rule.below.is_some()
                && (self.graph.nodes[node].shallow
                    || self.says_shallow(file, call, rule.shallow.as_ref()));
            let detached = chained.iter().any(|&outer| {
                let name = &project.outline(file).calls[outer].name;
                rule.shallow_call.matches(name)
            });
            let renames = self.renames(file, call, node, rule);
            let before = self.graph.registrations.len();
            let (members, rest): (Vec<_>, Vec<_>) = actions
                .into_iter()
                .partition(|action| (shallow || detached) && is_of_member(framework, action));
            if !members.is_empty() {
                let ends: Vec<String> = alone.iter().map(|path| last_collection(path)).collect();
                let outside = Served {
                    node: if detached { node } else { self.outside(node) },
                    paths: if detached { &ends } else { &alone },
                    ..place
                };
                self.register_actions(&outside, framework, &members, view.as_ref());
            }
            self.register_actions(&place, framework, &rest, view.as_ref());
            for registration in &mut self.graph.registrations[before..] {
                rename(&mut registration.paths, &renames);
            }
            return true;
        }
        if rule.resource {
            if let Some(view) = view {
                self.register_resource(&place, framework, &view);
            }
            return true;
        }
        if rule.by_view
            && let Some(mut view) = view
        {
            let said = rule.method.iter().flat_map(|slots| slots.as_slice());
            if said
                .into_iter()
                .any(|slot| !self.slot_values(file, call, slot).is_empty())
            {
                view.limit = self.methods(file, call, framework, rule.method.as_ref());
            }
            self.register_view(&place, framework, &view);
            return true;
        }
        let mut methods = self.chained_methods(file, rule, framework, &chained);
        if methods.is_empty() && rule.method_in_path {
            methods = methods_in(&mut paths);
        }
        if rule.method_in_path {
            without_host(&mut paths);
        }
        if self.reads_rest(definition, rule) {
            for path in paths
                .iter_mut()
                .filter(|path| path.len() > 1 && path.ends_with('/'))
            {
                path.push_str("{rest}");
            }
        }
        if methods.is_empty() {
            methods = self.methods(file, call, framework, rule.method.as_ref());
        }
        if rule.by_view && methods.is_empty() && content.decorates.is_none() {
            methods = self.function_methods(definition, framework);
        }
        if methods == ["ANY"] {
            methods = match self.graph.nodes[node].methods.clone() {
                own if !own.is_empty() => own,
                _ => self
                    .compared_methods(definition, &rule.method_compared, framework)
                    .unwrap_or(methods),
            };
        }
        methods.retain(|method| METHODS.contains(&method.as_str()));
        if methods.is_empty() {
            return false;
        }
        self.graph.registrations.push(Registration {
            name: None,
            node,
            methods,
            paths,
            file,
            line: content.line(),
            guards,
            lifted,
            handler: definition,
            view: None,
        });
        true
    }

    fn route_each(
        &mut self,
        file: FileId,
        call: CallId,
        node: NodeId,
        framework: &Framework,
        rule: &Route,
    ) {
        let content = &self.project.outline(file).calls[call];
        let Some(Value::Map(entries)) = content.arguments.first().map(|a| a.value.clone()) else {
            return;
        };
        let chained = self.chained(file, call);
        let actions = self.kept_actions(file, call, rule, &chained);
        for (path, value) in entries {
            let view = self.view_of(file, content.scope, &value, framework, 0);
            let place = Served {
                node,
                file,
                line: content.line(),
                paths: &[path],
                guards: &[],
                key: "id",
            };
            self.register_actions(&place, framework, &actions, view.as_ref());
        }
    }

    /// Whether a call that adds guards is chained behind a route, and so speaks of that alone.
    fn is_of_a_route(&self, file: FileId, call: CallId, framework: &Framework) -> bool {
        let calls = &self.project.outline(file).calls;
        let guards = |name: &str| {
            framework
                .same
                .iter()
                .any(|rule| (rule.guards.is_some() || rule.guard) && rule.call.matches(name))
        };
        let mut current = &calls[call];
        if !guards(&current.name) {
            return false;
        }
        for _ in 0..32 {
            let Some(Value::Call(inner)) = current.receiver else {
                break;
            };
            current = &calls[inner];
            if framework
                .route
                .iter()
                .any(|rule| rule.call.matches(&current.name))
            {
                return true;
            }
        }
        false
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

    fn kept_actions(
        &mut self,
        file: FileId,
        call: CallId,
        rule: &Route,
        chained: &[CallId],
    ) -> Vec<String> {
        let mut actions = rule.actions.clone();
        for &outer in chained {
            let added = rule.adds.get(&self.project.outline(file).calls[outer].name);
            actions.extend(added.into_iter().flatten().cloned());
        }
        let left_out = self.left_out(file, call);
        actions.retain(|action| !left_out.contains(action));
        for (words, keep) in [(&rule.only, true), (&rule.except, false)] {
            for word in words {
                if let Some(named) = self.named_by(file, call, word, chained) {
                    actions.retain(|action| {
                        named.iter().any(|name| name == bare_action(action)) == keep
                    });
                }
            }
        }
        actions
    }

    /// Actions that a setting of the repository takes away. What is kept by name stays.
    fn left_out(&self, file: FileId, call: CallId) -> Vec<String> {
        let project = self.project;
        let content = &project.outline(file).calls[call];
        let language = project.files[file].language;
        let mut found = Vec::new();
        for (_, framework) in self.graph.speaking(language) {
            let rules = framework
                .route
                .iter()
                .filter(|rule| rule.call.matches(&content.name));
            let kept = rules
                .flat_map(|rule| &rule.only)
                .any(|word| content.named(word).is_some());
            for rule in framework.without.iter().filter(|_| !kept) {
                let names = rule.setting.0.iter().filter_map(|pattern| pattern.exact());
                let last = names.filter_map(|name| name.rsplit('.').next());
                let set = last
                    .flat_map(|name| project.fields(name))
                    .any(|&(file, index)| {
                        let outline = project.outline(file);
                        outline.assignments.get(index).is_some_and(|assignment| {
                            rule.setting.matches(&assignment.target.join("."))
                                && rule.value.matches(&crate::detect::matching::shown(
                                    outline,
                                    &assignment.value,
                                ))
                        })
                    });
                if set {
                    found.extend(rule.actions.iter().cloned());
                }
            }
        }
        found
    }

    /// The texts that a keyword of a call, or a call chained behind it, gives: `only: [...]`,
    /// `->only([...])`. Nothing when neither is there.
    pub fn named_by(
        &mut self,
        file: FileId,
        call: CallId,
        word: &str,
        chained: &[CallId],
    ) -> Option<Vec<String>> {
        let project = self.project;
        let slot = Slot {
            name: Some(word.to_owned()),
            ..Slot::default()
        };
        let mut values = self.slot_values(file, call, &slot);
        for &outer in chained {
            let content = &project.outline(file).calls[outer];
            if content.name == word {
                values.extend(content.arguments.iter().map(|a| a.value.clone()));
            }
        }
        if values.is_empty() {
            return None;
        }
        let scope = project.outline(file).calls[call].scope;
        let mut named = Vec::new();
        for value in &values {
            if let Written::Texts(texts) = self.value_texts(file, scope, value, 0) {
                named.extend(texts);
            }
        }
        Some(named)
    }

    /// The methods of a route: what the slot says, or the callee's name.
    pub fn methods(
        &mut self,
        file: FileId,
        call: CallId,
        framework: &Framework,
        slots: Option<&Slots>,
    ) -> Vec<String> {
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
                methods.extend(
                    slot.default
                        .iter()
                        .flat_map(|text| text.split('|').map(str::to_owned)),
                );
            }
            if !methods.is_empty() {
                return methods;
            }
        }
        Vec::new()
    }

    pub(super) fn method_values(
        &mut self,
        file: FileId,
        scope: ScopeId,
        value: &Value,
        framework: &Framework,
        into: &mut Vec<String>,
    ) {
        match value {
            Value::List(items) => {
                for item in items {
                    self.method_values(file, scope, item, framework, into);
                }
            }
            Value::Text(text) => {
                into.extend(text.split('|').map(|part| method_name(part, framework)))
            }
            Value::Name(path) => {
                if let Written::Texts(texts) = self.value_texts(file, scope, value, 0) {
                    into.extend(texts.iter().map(|text| method_name(text, framework)));
                } else if let Some(last) = path.last() {
                    let bare = last.strip_prefix("Method").unwrap_or(last);
                    into.push(method_name(bare, framework));
                }
            }
            Value::Member(..) => {
                if let Written::Texts(texts) = self.value_texts(file, scope, value, 0) {
                    into.extend(texts.iter().map(|text| method_name(text, framework)));
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
        if !rule.handler_call.is_empty() {
            let calls = &self.project.outline(file).calls;
            let mut chained = self.chained(file, call).into_iter().map(|id| &calls[id]);
            let said = chained.find(|call| rule.handler_call.matches(&call.name))?;
            return said.positional(0).map(|argument| argument.value.clone());
        }
        let last = Slot {
            at: Some(-1),
            ..Slot::default()
        };
        let last = Slots::One(last);
        let slots = rule.handler.as_ref().unwrap_or(&last).as_slice();
        slots
            .iter()
            .find_map(|slot| self.slot_values(file, call, slot).into_iter().next())
    }

    /// The function of the repository that a handler value is.
    pub fn function_of(
        &mut self,
        file: FileId,
        scope: ScopeId,
        value: &Value,
    ) -> Option<(FileId, DefinitionId)> {
        if let Value::List(items) = value {
            // `[Controller::class, "method"]`, or a list of handlers of which the last answers.
            if let [class, Value::Text(method)] = items.as_slice() {
                let owners = self.things(file, scope, class);
                return self
                    .members(&owners, method, 0)
                    .into_iter()
                    .find_map(function);
            }
            return items
                .last()
                .and_then(|last| self.function_of(file, scope, last));
        }
        if let Value::Text(text) = value {
            // `Controller@method`, `Controller::method`, `Controller:method`; a class alone may be
            // called itself.
            let named = ["@", "::", ":"]
                .iter()
                .find_map(|mark| text.split_once(mark));
            let class = named.map_or(text.as_str(), |(class, _)| class);
            let (other, id) = self.class_written(file, class)?;
            let class = [Thing::Class(other, id)];
            let Some((_, method)) = named else {
                return self.callable_class(&class);
            };
            return self
                .members(&class, method, 0)
                .into_iter()
                .find_map(function);
        }
        if let Value::Call(call) = value {
            // A wrapper around the handler: `wrap(handler)`.
            let content = &self.project.outline(file).calls[*call];
            let arguments: Vec<Value> = content.arguments.iter().map(|a| a.value.clone()).collect();
            let wrapped = arguments.iter().rev().find_map(|inner| match inner {
                Value::Definition(_) | Value::Name(_) => {
                    self.function_of(file, content.scope, inner)
                }
                _ => None,
            });
            return wrapped.or_else(|| self.made_handler(file, *call));
        }
        let things = self.things(file, scope, value);
        things
            .iter()
            .find_map(|thing| function(thing.clone()))
            .or_else(|| self.callable_class(&things))
    }
}

/// Whether an action is on one member of a collection: its path begins with the key.
fn is_of_member(framework: &Framework, action: &str) -> bool {
    let view = framework.view.as_ref();
    let said = view.and_then(|view| view.actions.get(action));
    said.and_then(|said| said.split_once(' '))
        .is_some_and(|(_, path)| path.starts_with("/:{key}") || path.starts_with("/{singular}"))
}

/// The last name of a path of collections: `admin/posts.comments` is `admin/comments`.
fn last_collection(path: &str) -> String {
    let last = |names: &str| names.rsplit('.').next().unwrap_or(names).to_owned();
    match path.rsplit_once('/') {
        Some((before, names)) => format!("{before}/{}", last(names)),
        None => last(path),
    }
}

/// A path and the parameters behind it, without those that it has a place for.
fn with_parameters(path: &str, names: &[String]) -> String {
    let mut found = path.trim_end_matches('/').to_owned();
    for name in names.iter().filter(|name| !name.is_empty()) {
        let marked = |open: char| path.contains(&format!("{open}{name}"));
        if !['{', ':', '<', '['].into_iter().any(marked) {
            found.push_str(&format!("/{{{name}}}"));
        }
    }
    match found.is_empty() {
        true => path.to_owned(),
        false => found,
    }
}

/// The action without what tells it apart: `one:show` is `show`.
pub fn bare_action(action: &str) -> &str {
    action.rsplit(':').next().unwrap_or(action)
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
        label: None,
        parent,
        prefixes,
        guards: Vec::<GuardUse>::new(),
        replaces: false,
        file,
        line,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parameters_follow_a_path_that_has_no_place_for_them() {
        let names = |names: &[&str]| names.iter().map(|&it| it.to_owned()).collect::<Vec<_>>();
        assert_eq!(with_parameters("/a/", &names(&["id"])), "/a/{id}");
        assert_eq!(
            with_parameters("/a/:id", &names(&["id", "b"])),
            "/a/:id/{b}"
        );
        assert_eq!(with_parameters("/", &names(&[])), "/");
    }

    #[test]
    fn members_of_the_last_collection() {
        assert_eq!(last_collection("posts.comments"), "comments");
        assert_eq!(last_collection("admin/posts.comments"), "admin/comments");
    }
}
