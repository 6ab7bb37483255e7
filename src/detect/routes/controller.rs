//! Classes whose functions are handlers: named by a group, callable themselves, and the checks they
//! put before their own functions. It refuses to read conditions around such checks.

use super::graph::{GuardUse, NodeId, Origin};
use super::singular;
use crate::detect::evaluate::{Evaluator, Thing};
use crate::detect::matching::arguments_fit;
use crate::detect::project::FileId;
use crate::detect::run::class_fits;
use crate::rules::schema::{Framework, Guard, Needs, Slot};
use crate::syntax::{CallId, CallKind, DefinitionId, DefinitionKind, ScopeId, Value};

/// The function that makes objects of a class callable.
const CALLABLE: &str = "__invoke";
/// Most routers upwards that are asked for a class.
const LEVELS: usize = 16;

impl Evaluator<'_> {
    /// The class at a slot of a group.
    pub(super) fn served_class(
        &mut self,
        file: FileId,
        call: CallId,
        slot: &Slot,
    ) -> Option<(FileId, DefinitionId)> {
        let scope = self.project.outline(file).calls[call].scope;
        let values = self.slot_values(file, call, slot);
        values.iter().find_map(|value| {
            self.things(file, scope, value)
                .into_iter()
                .find_map(|thing| match thing {
                    Thing::Class(file, class) => Some((file, class)),
                    _ => None,
                })
        })
    }

    /// The function that a handler's name means in the class that the router or one above serves.
    pub(super) fn served_function(
        &mut self,
        node: NodeId,
        handler: &Value,
    ) -> Option<(FileId, DefinitionId)> {
        let name = handler.as_text()?;
        let mut node = node;
        for _ in 0..LEVELS {
            if let Some((file, class)) = self.graph.nodes[node].serves {
                return self.class_function(file, class, name);
            }
            node = self.graph.nodes[node].parents.first()?.parent;
        }
        None
    }

    /// The function that answers when a class as a whole is the handler.
    pub(super) fn callable_class(&mut self, things: &[Thing]) -> Option<(FileId, DefinitionId)> {
        let (file, class) = things.iter().find_map(|thing| match thing {
            Thing::Class(file, class) | Thing::Instance(file, class) => Some((*file, *class)),
            _ => None,
        })?;
        self.class_function(file, class, CALLABLE)
    }

    /// The router that a class of the repository is, when a framework says that such classes are.
    /// Not for what the class does with itself.
    pub(super) fn class_router(
        &mut self,
        file: FileId,
        scope: ScopeId,
        thing: &Thing,
    ) -> Option<NodeId> {
        let (Thing::Class(home, class) | Thing::Instance(home, class)) = *thing else {
            return None;
        };
        if file == home && self.project.outline(file).class_of(scope) == Some(class) {
            return None;
        }
        let (index, kind, root) = self.router_class(home, class)?;
        Some(
            self.graph
                .node(Origin::Class(index, home, class), index, &kind, root),
        )
    }

    /// Each object of such a class that is made is a router of its own.
    pub(super) fn made_class_router(
        &mut self,
        file: FileId,
        call: CallId,
        depth: usize,
    ) -> Option<NodeId> {
        if self.project.outline(file).calls[call].kind != CallKind::New {
            return None;
        }
        for callee in self.callees(file, call, depth) {
            if let Thing::Class(home, class) = callee
                && let Some((index, kind, root)) = self.router_class(home, class)
            {
                return Some(
                    self.graph
                        .node(Origin::Call(file, call), index, &kind, root),
                );
            }
        }
        None
    }

    /// The framework, kind and root of a class that is a router by itself.
    fn router_class(&mut self, file: FileId, class: DefinitionId) -> Option<(usize, String, bool)> {
        let language = self.project.files[file].language;
        let speaking: Vec<_> = self.graph.speaking(language).collect();
        for (index, framework) in speaking {
            for rule in &framework.router {
                if let Some(wanted) = &rule.class
                    && class_fits(self, file, class, wanted, &mut Default::default())
                {
                    return Some((index, rule.kind.clone(), rule.root));
                }
            }
        }
        None
    }

    /// Whether a check that is named by a text is a function of the class with evidence of one.
    pub(super) fn is_own_check(&mut self, file: FileId, scope: ScopeId, name: &str) -> bool {
        let Some(class) = self.project.outline(file).class_of(scope) else {
            return false;
        };
        self.class_function(file, class, name)
            .is_some_and(|(file, function)| self.has_guard_evidence(file, function))
    }

    /// The class that a name leads to from a router, by the framework's convention. The name may
    /// begin with modules.
    pub(super) fn controller(
        &mut self,
        node: NodeId,
        name: &str,
        framework: &Framework,
    ) -> Option<(FileId, DefinitionId)> {
        let rule = framework.controller.as_ref()?;
        let mut modules = self.modules(node);
        let (own, name) = name.rsplit_once('/').unwrap_or(("", name));
        modules.extend(
            own.split('/')
                .filter(|part| !part.is_empty())
                .map(str::to_owned),
        );
        let folder = modules.join("/");
        let plural = match name {
            name if name.ends_with('y') => format!("{}ies", name.trim_end_matches('y')),
            name => format!("{name}s"),
        };
        let classes: Vec<(FileId, DefinitionId)> = [name, plural.as_str()]
            .iter()
            .flat_map(|name| {
                self.project
                    .classes(&format!("{}{}", camel(name), rule.ending), None)
            })
            .collect();
        let below = |file: FileId| {
            let home = super::super::project::parent(&self.project.files[file].path);
            folder.is_empty() || home == folder || home.ends_with(&format!("/{folder}"))
        };
        let depth = |file: FileId| self.project.files[file].path.matches('/').count();
        let nearest = classes
            .iter()
            .filter(|(file, _)| below(*file))
            .min_by_key(|(file, _)| depth(*file));
        nearest.or_else(|| classes.first()).copied()
    }

    /// The function that a text names: `users#show`, or a function of the class served here.
    pub(super) fn conventional(
        &mut self,
        node: NodeId,
        handler: &Value,
        framework: &Framework,
    ) -> Option<(FileId, DefinitionId)> {
        let rule = framework.controller.as_ref()?;
        let text = handler.as_text()?;
        let (class, function) = text
            .split_once(&rule.separator)
            .or_else(|| text.rsplit_once('/'))?;
        let (file, class) = self.controller(node, class.trim_start_matches('/'), framework)?;
        self.class_function(file, class, function)
    }

    /// Whether what a route of a library needs is said, beside it or in the class that it is for.
    pub(super) fn is_asked_for(&self, file: FileId, call: CallId, needs: &Needs) -> bool {
        let project = self.project;
        let outline = project.outline(file);
        let content = &outline.calls[call];
        if arguments_fit(outline, content, std::slice::from_ref(&needs.argument)) {
            return true;
        }
        let first = content.arguments.iter().find(|it| it.name.is_none());
        let Some(name) = first.and_then(|argument| argument.value.as_text()) else {
            return false;
        };
        let model = camel(&singular(name));
        project.classes(&model, None).iter().any(|&(home, class)| {
            let outline = project.outline(home);
            let body = outline.definitions[class].body;
            !project.files[home].is_test
                && outline.calls.iter().any(|call| {
                    call.scope == body
                        && needs.call.matches(&call.name)
                        && arguments_fit(outline, call, std::slice::from_ref(&needs.given))
                })
        })
    }

    fn modules(&self, node: NodeId) -> Vec<String> {
        let mut found: Vec<String> = Vec::new();
        let mut node = Some(node);
        for _ in 0..LEVELS {
            let Some(content) = node.and_then(|node| self.graph.nodes.get(node)) else {
                break;
            };
            found.splice(0..0, content.modules.iter().cloned());
            node = content.parents.first().map(|edge| edge.parent);
        }
        found
    }

    fn class_function(
        &mut self,
        file: FileId,
        class: DefinitionId,
        name: &str,
    ) -> Option<(FileId, DefinitionId)> {
        let functions = self.class_functions(file, class);
        functions
            .into_iter()
            .find(|function| function.name == name)
            .map(|function| (function.file, function.definition))
    }

    /// What the class of a handler puts before it in its own code.
    pub(super) fn own_guards(
        &mut self,
        file: FileId,
        handler: DefinitionId,
        framework: &Framework,
    ) -> Vec<GuardUse> {
        let outline = self.project.outline(file);
        let speaks = |rule: &&Guard| !(rule.own_call.is_empty() && rule.own_function.is_empty());
        let rules: Vec<&Guard> = framework.guard.iter().filter(speaks).collect();
        let content = &outline.definitions[handler];
        if rules.is_empty() || content.kind != DefinitionKind::Function {
            return Vec::new();
        }
        let Some(class) = outline.class_of(content.scope) else {
            return Vec::new();
        };
        let name = content.name.clone();
        let mut lineage = vec![(file, class)];
        let mut next = 0;
        while let Some(&(file, class)) = lineage.get(next) {
            next += 1;
            for base in self.bases(file, class) {
                if lineage.len() < LEVELS && !lineage.contains(&base) {
                    lineage.push(base);
                }
            }
        }
        let lifted = self.own_lifts(&lineage, &rules, &name);
        let mut found = Vec::new();
        for (file, class) in lineage {
            for rule in &rules {
                for call in self.own_calls(file, class, rule) {
                    if self.holds_for(file, call, rule, &name) {
                        let guards = self.slot_guards(file, call, &super::guard::all());
                        found.extend(
                            guards
                                .into_iter()
                                .filter(|guard| !lifted.contains(&guard.name)),
                        );
                    }
                }
                found.extend(self.returned_guards(file, class, rule));
            }
        }
        found
    }

    /// Names of checks that the classes take away again from this handler.
    fn own_lifts(
        &mut self,
        lineage: &[(FileId, DefinitionId)],
        rules: &[&Guard],
        handler: &str,
    ) -> Vec<String> {
        let mut lifted = Vec::new();
        for &(file, class) in lineage {
            let outline = self.project.outline(file);
            for rule in rules.iter().filter(|rule| !rule.own_lift.is_empty()) {
                for id in 0..outline.calls.len() {
                    let call = &outline.calls[id];
                    if rule.own_lift.matches(&call.name)
                        && self.in_body(file, class, call.scope, rule)
                        && self.holds_for(file, id, rule, handler)
                    {
                        lifted.extend(
                            call.arguments
                                .iter()
                                .filter_map(|it| it.value.as_text().map(str::to_owned)),
                        );
                    }
                }
            }
        }
        lifted
    }

    /// Calls on the object itself, and constructions in what the class's middleware function returns.
    fn own_calls(&self, file: FileId, class: DefinitionId, rule: &Guard) -> Vec<CallId> {
        let outline = self.project.outline(file);
        let on_itself = |value: &Option<Value>| {
            value
                .as_ref()
                .and_then(Value::as_name)
                .is_some_and(|path| path.len() == 1 && path[0] == "self")
        };
        let mut found: Vec<CallId> = (0..outline.calls.len())
            .filter(|&id| {
                let call = &outline.calls[id];
                let itself =
                    on_itself(&call.receiver) && outline.class_of(call.scope) == Some(class);
                let bare = call.receiver.is_none() && self.in_body(file, class, call.scope, rule);
                rule.own_call.matches(&call.name) && (itself || bare)
            })
            .collect();
        for value in self.returned(file, class, rule) {
            if let Value::Call(call) = value {
                found.push(*call);
            }
        }
        found
    }

    /// Whether a scope is the body of a class, or a closure that stands for it.
    fn in_body(&self, file: FileId, class: DefinitionId, scope: ScopeId, rule: &Guard) -> bool {
        let outline = self.project.outline(file);
        let body = outline.definitions[class].body;
        let around = || {
            let closure = outline.scopes.get(scope)?.definition?;
            let call = self.project.call_around(file, closure)?;
            let content = &outline.calls[call];
            let stands = content.receiver.is_none() && content.scope == body;
            Some(stands && rule.own_within.matches(&content.name))
        };
        scope == body || !rule.own_within.is_empty() && around() == Some(true)
    }

    /// Middleware that the class returns as plain names.
    fn returned_guards(
        &mut self,
        file: FileId,
        class: DefinitionId,
        rule: &Guard,
    ) -> Vec<GuardUse> {
        let outline = self.project.outline(file);
        let scope = outline.definitions[class].body;
        let line = outline.definitions[class].lines.first;
        let plain: Vec<Value> = self
            .returned(file, class, rule)
            .into_iter()
            .filter(|value| matches!(value, Value::Text(_) | Value::Name(_)))
            .cloned()
            .collect();
        plain
            .iter()
            .filter_map(|value| self.guard(file, scope, value, line))
            .collect()
    }

    fn returned(&self, file: FileId, class: DefinitionId, rule: &Guard) -> Vec<&Value> {
        let outline = self.project.outline(file);
        let body = outline.definitions[class].body;
        outline
            .definitions
            .iter()
            .filter(|function| function.scope == body && rule.own_function.matches(&function.name))
            .flat_map(|function| &function.returns)
            .flat_map(|value| match value {
                Value::List(items) => items.iter().collect(),
                other => vec![other],
            })
            .collect()
    }

    fn holds_for(&mut self, file: FileId, call: CallId, rule: &Guard, handler: &str) -> bool {
        let chained = self.chained(file, call);
        let mut holds = true;
        for (words, keep) in [(&rule.only, true), (&rule.except, false)] {
            for word in words {
                if let Some(named) = self.named_by(file, call, word, &chained) {
                    holds &= named.iter().any(|name| name == handler) == keep;
                }
            }
        }
        holds
    }
}

/// `user_profiles` is `UserProfiles`.
fn camel(name: &str) -> String {
    name.split(['_', '-'])
        .flat_map(|part| {
            let mut letters = part.chars();
            let first = letters.next().map(|letter| letter.to_ascii_uppercase());
            first.into_iter().chain(letters)
        })
        .collect()
}
