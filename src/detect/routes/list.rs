//! Variables that hold lists of routes, and the includes between them.

use super::graph::{Edge, NodeId, Origin, Registration};
use super::slot::Written;
use super::view::Served;
use crate::detect::evaluate::{Evaluator, OPEN, Thing};
use crate::detect::project::FileId;
use crate::rules::schema::{Framework, List};
use crate::syntax::{CallId, ScopeId, Value};

/// Where an entry stands: its framework, its rule, and the list it is in.
#[derive(Clone, Copy)]
struct Context<'r> {
    index: usize,
    framework: &'r Framework,
    rule: &'r List,
    node: NodeId,
}

/// One entry of a list: where it stands and what it says beside its target.
struct Entry<'a> {
    file: FileId,
    scope: ScopeId,
    line: u32,
    paths: &'a [String],
    /// Empty: the target says them.
    methods: Vec<String>,
}

/// `("/path", Target)` and more behind it.
fn is_pair(items: &[Value]) -> bool {
    let is_path = |value: &Value| matches!(value, Value::Text(_) | Value::Join(_));
    match items {
        [path, target, ..] => {
            is_path(path) && !is_path(target) && !matches!(target, Value::List(_))
        }
        _ => false,
    }
}

/// Functions that add to the list they are called on.
const GROWING: [&str; 3] = ["append", "extend", "insert"];

impl Evaluator<'_> {
    pub(super) fn register_lists(&mut self) {
        let project = self.project;
        let frameworks: Vec<_> = self
            .graph
            .frameworks
            .iter()
            .map(|active| active.framework)
            .enumerate()
            .collect();
        for (index, framework) in frameworks {
            for rule in &framework.list {
                let mut lists: Vec<NodeId> = Vec::new();
                let mut roots: Vec<String> = Vec::new();
                for file in 0..project.files.len() {
                    let source = &project.files[file];
                    let speaks = self
                        .graph
                        .speaking(source.language)
                        .any(|(i, _)| i == index);
                    if !speaks || source.is_test {
                        continue;
                    }
                    let mut names: Vec<&str> = Vec::new();
                    for assignment in &source.outline.assignments {
                        if let [name] = assignment.target.as_slice()
                            && assignment.scope == 0
                        {
                            if rule.variable.matches(name) && !names.contains(&name.as_str()) {
                                names.push(name);
                            }
                            if rule.root_setting.matches(name)
                                && let Some(module) = assignment.value.as_text()
                            {
                                roots.push(module.to_owned());
                            }
                        }
                    }
                    for name in names {
                        lists.extend(self.list(file, name, index, framework, rule));
                    }
                    for call in 0..source.outline.calls.len() {
                        self.given_list(file, call, index, framework, rule);
                    }
                }
                let mut rooted = false;
                for module in roots {
                    for file in self.files_of_module(&module) {
                        for name in rule.variable.0.iter().filter_map(|pattern| pattern.exact()) {
                            let origin = Origin::List(index, file, name.to_owned());
                            if let Some(node) = self.graph.known(&origin) {
                                self.graph.nodes[node].root = true;
                                rooted = true;
                            }
                        }
                    }
                }
                if rule.root_if_unmounted && !rooted {
                    for node in lists {
                        self.graph.nodes[node].root |= self.graph.nodes[node].parents.is_empty();
                    }
                }
            }
        }
    }

    /// A list of routes that is handed to a call.
    fn given_list(
        &mut self,
        file: FileId,
        call: CallId,
        index: usize,
        framework: &Framework,
        rule: &List,
    ) {
        let (Some(takes), Some(at)) = (&rule.call, &rule.at) else {
            return;
        };
        if !self.call_fits(file, call, takes) {
            return;
        }
        let content = &self.project.outline(file).calls[call];
        let slots = at.as_slice().iter();
        let lists: Vec<Value> = slots
            .flat_map(|slot| self.slot_values(file, call, slot))
            .collect();
        let mut parents = self.receivers(file, call, 0);
        if parents.is_empty() {
            let made = self.call(file, call, 0).into_iter();
            parents.extend(made.filter_map(|thing| match thing {
                Thing::Router(node) => Some(node),
                _ => None,
            }));
        }
        let origin = Origin::Inline(index, file, content.line(), self.graph.nodes.len());
        let node = self.graph.node(origin, index, "list", parents.is_empty());
        for parent in parents {
            self.below(node, parent, Vec::new(), file, content.line());
        }
        let context = Context {
            index,
            framework,
            rule,
            node,
        };
        for list in lists {
            self.entries(file, content.scope, &list, context, 0);
        }
    }

    /// Files that a dotted module may mean, seen from anywhere.
    fn files_of_module(&self, module: &str) -> Vec<FileId> {
        let tail = module.replace('.', "/");
        (0..self.project.files.len())
            .filter(|&id| {
                let path = &self.project.files[id].path;
                let bare = path
                    .rsplit_once('.')
                    .map_or(path.as_ref(), |(bare, _)| bare);
                bare == tail
                    || bare.ends_with(&format!("/{tail}"))
                    || bare == format!("{tail}/__init__")
                    || bare.ends_with(&format!("/{tail}/__init__"))
            })
            .collect()
    }

    /// The node of a list variable, its entries registered.
    fn list(
        &mut self,
        file: FileId,
        name: &str,
        index: usize,
        framework: &Framework,
        rule: &List,
    ) -> Option<NodeId> {
        let origin = Origin::List(index, file, name.to_owned());
        if let Some(known) = self.graph.known(&origin) {
            return Some(known);
        }
        let project = self.project;
        let assignments = project.top_assignments(file, name);
        if assignments.is_empty() {
            return None;
        }
        let node = self.graph.node(origin, index, "list", false);
        let label = project.outline(file).assignments.iter().find(|it| {
            it.scope == 0 && matches!(it.target.as_slice(), [name] if rule.list_named.matches(name))
        });
        self.graph.nodes[node].label =
            label.map(|it| it.value.as_text().unwrap_or(OPEN).to_owned());
        let context = Context {
            index,
            framework,
            rule,
            node,
        };
        for &assignment in assignments {
            let content = &project.outline(file).assignments[assignment];
            self.entries(file, content.scope, &content.value, context, 0);
        }
        for call in &project.outline(file).calls {
            let on_it = matches!(&call.receiver, Some(Value::Name(path)) if path == &[name]);
            if on_it && call.scope == 0 && GROWING.contains(&call.name.as_str()) {
                for argument in &call.arguments {
                    self.entries(file, call.scope, &argument.value, context, 0);
                }
            }
        }
        Some(node)
    }

    /// Registers what a value adds to a list.
    fn entries(
        &mut self,
        file: FileId,
        scope: ScopeId,
        value: &Value,
        context: Context<'_>,
        depth: usize,
    ) {
        if depth > 6 {
            return;
        }
        match value {
            Value::List(items) if context.rule.pairs && is_pair(items) => {
                let Written::Texts(paths) = self.value_texts(file, scope, &items[0], 0) else {
                    return;
                };
                // Neither calls nor pairs have a line of their own: that of the target's class would
                // be elsewhere, that of the list is near.
                let entry = Entry {
                    file,
                    scope,
                    line: self.line_of(context.node),
                    paths: &paths,
                    methods: Vec::new(),
                };
                self.serve(entry, &items[1], context);
            }
            Value::List(items) | Value::Join(items) => {
                for item in items {
                    self.entries(file, scope, item, context, depth + 1);
                }
            }
            Value::Call(call) => {
                let content = &self.project.outline(file).calls[*call];
                if context.rule.entry.matches(&content.name) {
                    self.entry(file, *call, context);
                } else {
                    let arguments: Vec<Value> =
                        content.arguments.iter().map(|a| a.value.clone()).collect();
                    for argument in &arguments {
                        if matches!(argument, Value::List(_) | Value::Call(_) | Value::Name(_)) {
                            self.entries(file, content.scope, argument, context, depth + 1);
                        }
                    }
                }
            }
            Value::Name(path) => {
                let own = path
                    .first()
                    .is_some_and(|name| context.rule.variable.matches(name));
                for thing in self.things(file, scope, value) {
                    match thing {
                        Thing::Router(child) => {
                            self.below(child, context.node, Vec::new(), file, 0)
                        }
                        Thing::Written(other, scope, place) if !own || other != file => {
                            let inner = place.value().clone();
                            self.entries(other, scope, &inner, context, depth + 1);
                        }
                        _ => {}
                    }
                }
            }
            _ => {}
        }
    }

    fn below(
        &mut self,
        child: NodeId,
        parent: NodeId,
        prefixes: Vec<String>,
        file: FileId,
        line: u32,
    ) {
        self.graph.mount(
            child,
            Edge {
                label: None,
                parent,
                prefixes,
                guards: Vec::new(),
                replaces: false,
                file,
                line,
            },
        );
    }

    fn entry(&mut self, file: FileId, call: CallId, context: Context<'_>) {
        let content = &self.project.outline(file).calls[call];
        let paths = match self.slot_texts(file, call, &context.rule.path) {
            Written::Texts(texts) => texts,
            _ => vec![OPEN.to_owned()],
        };
        let mut slots = context.rule.target.as_slice().iter();
        let Some(target) =
            slots.find_map(|slot| self.slot_values(file, call, slot).into_iter().next())
        else {
            return;
        };
        let mut methods = match &context.rule.method {
            Some(slots) => self.methods(file, call, context.framework, Some(slots)),
            None => Vec::new(),
        };
        let own = super::method::method_name(&content.name, context.framework);
        if methods.is_empty() && super::method::METHODS.contains(&own.as_str()) {
            methods.push(own);
        }
        let entry = Entry {
            file,
            scope: content.scope,
            line: content.line(),
            paths: &paths,
            methods,
        };
        let before = self.graph.registrations.len();
        self.serve(entry, &target, context);
        if let Some(name) = self.name_at(file, call, context.rule.named.as_ref()) {
            let own = self.graph.registrations[before..].iter_mut();
            for registration in own.filter(|it| it.node == context.node) {
                registration.name = Some(name.clone());
            }
        }
        if let Some(label) = self.include_label(file, &target, context.rule) {
            let edges = self
                .graph
                .nodes
                .iter_mut()
                .flat_map(|node| &mut node.parents);
            let line = content.line();
            for edge in edges.filter(|edge| edge.parent == context.node) {
                if edge.file == file && edge.line == line {
                    edge.label = Some(label.clone());
                }
            }
        }
    }

    /// The first part of the names of what an entry includes: said beside it, or in a pair with it.
    fn include_label(&mut self, file: FileId, target: &Value, rule: &List) -> Option<String> {
        let Value::Call(call) = *target else {
            return None;
        };
        let content = &self.project.outline(file).calls[call];
        if !rule.include.matches(&content.name) {
            return None;
        }
        let said = self.name_at(file, call, rule.include_named.as_ref());
        said.or_else(|| match &content.arguments.first()?.value {
            Value::List(items) => match items.as_slice() {
                [_, Value::Text(label)] => Some(label.clone()),
                _ => None,
            },
            _ => None,
        })
    }

    /// Registers what an entry leads to.
    fn serve(&mut self, entry: Entry<'_>, target: &Value, context: Context<'_>) {
        let project = self.project;
        let Entry {
            file,
            scope,
            line,
            paths,
            mut methods,
        } = entry;
        if let Value::Call(inner) = target
            && context
                .rule
                .include
                .matches(&project.outline(file).calls[*inner].name)
        {
            let included = &project.outline(file).calls[*inner];
            if let Some(argument) = included.arguments.first() {
                let value = argument.value.clone();
                self.include(file, included.scope, &value, paths, line, context);
            }
            return;
        }
        let things = self.things(file, scope, target);
        for thing in &things {
            if let Thing::Router(child) = thing {
                self.below(*child, context.node, paths.to_vec(), file, line);
                return;
            }
        }
        let is_list = |thing: &Thing| matches!(thing, Thing::Written(_, _, place) if matches!(place.value(), Value::List(_)));
        if things.iter().any(is_list) {
            return self.include(file, scope, target, paths, line, context);
        }
        let definition = self.function_of(file, scope, target);
        let mut guards = Vec::new();
        if let Some((file, definition)) = definition {
            guards.extend(self.definition_guards(file, definition, context.framework));
        }
        if let Some(view) = self.view_of(file, scope, target, context.framework, 0) {
            let place = Served {
                key: "id",
                node: context.node,
                file,
                line,
                paths,
                guards: &guards,
            };
            return self.register_view(&place, context.framework, &view);
        }
        // A library's own view or site is not the learner's route.
        let external = |thing: &Thing| matches!(thing, Thing::External(name) if name.contains('.'));
        if definition.is_none() && (things.is_empty() || things.iter().all(external)) {
            return self.library_view(file, line, target, paths, context);
        }
        if let Value::Call(wrapper) = target {
            let name = project.outline(file).calls[*wrapper].name.clone();
            guards.extend(self.guard(file, scope, &Value::Name(vec![name]), line));
        }
        if methods.is_empty() {
            methods = self.function_methods(definition, context.framework);
        }
        self.graph.registrations.push(Registration {
            name: None,
            node: context.node,
            methods,
            paths: paths.to_vec(),
            file,
            line,
            guards,
            lifted: definition
                .is_some_and(|(file, id)| self.is_lifted(file, id, context.framework)),
            handler: definition,
            view: None,
        });
    }

    /// The line at which a list that is handed to a call stands.
    fn line_of(&self, node: NodeId) -> u32 {
        match self.graph.by_origin.get(&node) {
            Some(Origin::Inline(_, _, line, _)) => *line,
            _ => 1,
        }
    }

    /// A ready-made view of a library, when the rules say which methods it answers.
    fn library_view(
        &mut self,
        file: FileId,
        line: u32,
        target: &Value,
        paths: &[String],
        context: Context<'_>,
    ) {
        let Some(view) = &context.framework.view else {
            return;
        };
        let outline = self.project.outline(file);
        let name = match target {
            Value::Call(inner) if view.wrap.matches(&outline.calls[*inner].name) => {
                match &outline.calls[*inner].receiver {
                    Some(Value::Name(path)) => path.last().cloned(),
                    _ => None,
                }
            }
            Value::Name(path) => path.last().cloned(),
            _ => None,
        };
        let brought = name.and_then(|name| view.bases.get(&name));
        let methods: Vec<String> = brought
            .into_iter()
            .flatten()
            .filter_map(|function| view.methods.get(function).cloned())
            .collect();
        if methods.is_empty() {
            return;
        }
        self.graph.registrations.push(Registration {
            name: None,
            node: context.node,
            methods,
            paths: paths.to_vec(),
            file,
            line,
            guards: Vec::new(),
            lifted: false,
            handler: None,
            view: None,
        });
    }

    fn include(
        &mut self,
        file: FileId,
        scope: ScopeId,
        value: &Value,
        paths: &[String],
        line: u32,
        context: Context<'_>,
    ) {
        let prefixes = paths.to_vec();
        match value {
            Value::Text(module) => {
                let mut files = self.project.module_files(file, module);
                if files.is_empty() {
                    files = self.files_of_module(module);
                }
                for other in files.into_iter().take(1) {
                    self.include_file(other, prefixes.clone(), file, line, context);
                }
            }
            Value::List(items) => {
                // `(patterns, "name")` or a list of entries.
                let tuple = matches!(items.as_slice(), [_, Value::Text(_)]);
                if tuple {
                    return self.include(file, scope, &items[0].clone(), paths, line, context);
                }
                let number = self.graph.nodes.len();
                let origin = Origin::Inline(context.index, file, line, number);
                let node = self.graph.node(origin, context.index, "list", false);
                self.below(node, context.node, prefixes, file, line);
                self.entries(file, scope, value, Context { node, ..context }, 0);
            }
            _ => {
                for thing in self.things(file, scope, value) {
                    match thing {
                        Thing::Router(child) => {
                            self.below(child, context.node, prefixes.clone(), file, line)
                        }
                        Thing::Module(other) => {
                            self.include_file(other, prefixes.clone(), file, line, context)
                        }
                        Thing::Written(other, scope, place) => {
                            let inner = place.value().clone();
                            self.include(other, scope, &inner, paths, line, context);
                        }
                        _ => {}
                    }
                }
            }
        }
    }

    fn include_file(
        &mut self,
        other: FileId,
        prefixes: Vec<String>,
        file: FileId,
        line: u32,
        context: Context<'_>,
    ) {
        for name in context
            .rule
            .variable
            .0
            .iter()
            .filter_map(|pattern| pattern.exact())
        {
            if let Some(child) =
                self.list(other, name, context.index, context.framework, context.rule)
            {
                self.below(child, context.node, prefixes.clone(), file, line);
            }
        }
    }
}
