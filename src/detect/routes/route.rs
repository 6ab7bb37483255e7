//! A call that registers routes: paths, handler, checks, and the actions of a collection.

use super::graph::{NodeId, Registration};
use super::kept::rename;
use super::method::METHODS;
use super::slot::Written;
use super::verb::{methods_in, without_host};
use super::view::{Served, ViewUse, words};
use crate::detect::evaluate::Evaluator;
use crate::detect::matching::arguments_fit;
use crate::detect::project::FileId;
use crate::detect::survey::Guarded;
use crate::rules::schema::{Framework, Route, Slot};
use crate::syntax::{CallId, DefinitionKind, Value};

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

impl Evaluator<'_> {
    /// Whether the call is what the rule says; then its routes are registered.
    pub(super) fn route(
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
    pub(super) fn is_of_a_route(&self, file: FileId, call: CallId, framework: &Framework) -> bool {
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
