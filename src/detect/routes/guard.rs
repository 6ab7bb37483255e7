//! Which checks stand before a handler: middleware, annotations, parameters, class fields.

use super::graph::GuardUse;
use super::view::{ViewUse, words};
use crate::detect::evaluate::{Evaluator, Thing};
use crate::detect::project::FileId;
use crate::detect::survey::Guarded;
use crate::rules::schema::{Framework, Route, Slot, Slots};
use crate::syntax::{CallId, DefinitionId, ScopeId, Value};

/// Most wrappers around a handler that are looked at.
const WRAPPERS: usize = 6;

impl Evaluator<'_> {
    /// The guards at a slot.
    pub fn slot_guards(&mut self, file: FileId, call: CallId, slots: &Slots) -> Vec<GuardUse> {
        let scope = self.project.outline(file).calls[call].scope;
        let line = self.project.outline(file).calls[call].line();
        let mut found = Vec::new();
        for slot in slots.as_slice() {
            for value in self.slot_values(file, call, slot) {
                found.extend(self.guard(file, scope, &value, line));
            }
        }
        found
    }

    /// Middleware between path and handler.
    pub fn between_guards(&mut self, file: FileId, call: CallId, rule: &Route) -> Vec<GuardUse> {
        if let Some(slots) = &rule.guards {
            return self.slot_guards(file, call, slots);
        }
        let content = &self.project.outline(file).calls[call];
        if content.decorates.is_some() {
            return Vec::new();
        }
        let unnamed: Vec<Value> = content
            .arguments
            .iter()
            .filter(|argument| argument.name.is_none())
            .map(|argument| argument.value.clone())
            .collect();
        let (scope, line) = (content.scope, content.line());
        let between = unnamed.len().saturating_sub(1);
        let mut found = Vec::new();
        for value in unnamed.iter().take(between) {
            found.extend(self.guard(file, scope, value, line));
        }
        // A list of handlers: all but its last are middleware.
        if let Some(Value::List(items)) = unnamed.last() {
            for item in items.iter().take(items.len().saturating_sub(1)) {
                found.extend(self.guard(file, scope, item, line));
            }
        }
        found
    }

    /// Guards put around the handler: `auth(handler)`, `log(auth(handler))`.
    pub fn around_guards(&mut self, file: FileId, value: &Value) -> Vec<GuardUse> {
        let project = self.project;
        let outline = project.outline(file);
        let mut found = Vec::new();
        let mut next = Some(value);
        for _ in 0..WRAPPERS {
            let Some(Value::Call(call)) = next else { break };
            let content = &outline.calls[*call];
            let inner = content.arguments.iter().rev().map(|argument| &argument.value).find(|value| match value {
                Value::Definition(_) | Value::Call(_) => true,
                Value::Name(_) => self.function_of(file, content.scope, value).is_some(),
                _ => false,
            });
            let mut names: Vec<String> = content.path().map(|path| path.join(".")).into_iter().collect();
            names.push(content.name.clone());
            if let Some(Value::Call(maker)) = &content.receiver {
                names.push(outline.calls[*maker].name.clone());
            }
            if inner.is_some() && self.speaks_of_guard(file, &names) {
                found.push(yes(&names[0], file, content.line()));
            }
            next = inner;
        }
        found
    }

    /// What a middleware value is: a guard, something else, or not understood.
    pub fn guard(&mut self, file: FileId, scope: ScopeId, value: &Value, line: u32) -> Option<GuardUse> {
        let outline = self.project.outline(file);
        let names: Vec<String> = match value {
            Value::Name(path) => vec![path.join("."), path.last().cloned().unwrap_or_default()],
            Value::Call(call) => {
                let mut names = vec![outline.calls[*call].name.clone()];
                if let Some(path) = outline.calls[*call].path() {
                    names.insert(0, path.join("."));
                }
                names.extend(words(outline, value).into_iter().skip(1));
                names
            }
            Value::Text(text) if !text.starts_with('/') => vec![text.clone()],
            Value::List(items) => {
                let found: Vec<GuardUse> = items
                    .iter()
                    .filter_map(|item| self.guard(file, scope, item, line))
                    .collect();
                return found.into_iter().max_by_key(|guard| guard.is == Guarded::Yes);
            }
            _ => return None,
        };
        let name = names.first()?.clone();
        // A router is mounted, whatever its name (`admin`).
        if matches!(value, Value::Name(_))
            && self.things(file, scope, value).iter().any(|thing| matches!(thing, Thing::Router(_)))
        {
            return None;
        }
        if self.speaks_of_guard(file, &names) {
            return Some(GuardUse {
                name,
                is: Guarded::Yes,
                file,
                line,
            });
        }
        if let Value::Text(own) = value
            && self.is_own_check(file, scope, own)
        {
            return Some(yes(&name, file, line));
        }
        // What a router itself hands out beside its routes checks nobody.
        let mut known = match value {
            Value::Call(call) => match outline.calls[*call].receiver.clone() {
                Some(receiver) => {
                    let owners = self.things(file, scope, &receiver);
                    owners.iter().any(|thing| matches!(thing, Thing::Router(_)))
                }
                None => false,
            },
            _ => false,
        };
        let target = match value {
            // A factory: look at the function that makes the middleware.
            Value::Call(call) => self.callees(file, *call, 0),
            other => self.things(file, scope, other),
        };
        for thing in target {
            match thing {
                Thing::Router(_) => return None,
                Thing::Function(other, definition)
                | Thing::Class(other, definition)
                | Thing::Instance(other, definition) => {
                    known = true;
                    if self.has_guard_evidence(other, definition) {
                        return Some(GuardUse {
                            name,
                            is: Guarded::Yes,
                            file,
                            line,
                        });
                    }
                }
                Thing::External(_) | Thing::Text(_) => known = true,
                _ => {}
            }
        }
        Some(GuardUse {
            name,
            is: if known { Guarded::No } else { Guarded::Unknown },
            file,
            line,
        })
    }

    fn speaks_of_guard(&self, file: FileId, names: &[String]) -> bool {
        let language = self.project.files[file].language;
        let words = &self.words;
        let general = names
            .iter()
            .any(|name| words.guard.matches(name) && !words.no_guard.matches(name));
        general
            || self.graph.speaking(language).any(|(_, framework)| {
                framework
                    .guard
                    .iter()
                    .any(|rule| names.iter().any(|name| rule.name.matches(name)))
            })
    }

    /// Whether a function's body holds evidence of an authentication check.
    pub(super) fn has_guard_evidence(&self, file: FileId, definition: DefinitionId) -> bool {
        let Some(content) = self.project.outline(file).definitions.get(definition) else {
            return false;
        };
        self.evidence
            .range((file, content.lines.first)..=(file, content.lines.last))
            .next()
            .is_some()
    }

    /// Guards that a handler or class carries itself.
    pub fn definition_guards(&mut self, file: FileId, definition: DefinitionId, framework: &Framework) -> Vec<GuardUse> {
        let project = self.project;
        let outline = project.outline(file);
        let Some(content) = outline.definitions.get(definition) else {
            return Vec::new();
        };
        let mut found = Vec::new();
        for &annotation in &content.annotations {
            let call = &outline.calls[annotation];
            for rule in &framework.guard {
                if rule.annotation.matches(&call.name) {
                    // `UseGuards(X)`: what is used decides; a bare annotation decides itself.
                    let inner: Vec<Value> = call.arguments.iter().map(|a| a.value.clone()).collect();
                    let is = inner
                        .iter()
                        .filter_map(|value| self.guard(file, call.scope, value, call.line()))
                        .any(|guard| guard.is == Guarded::Yes);
                    let own = rule.name.matches(&call.name) || inner.is_empty() || !rule.opens;
                    if is || own {
                        found.push(yes(&call.name, file, call.line()));
                    }
                } else if rule.annotation_words && self.speaks_of_guard(file, std::slice::from_ref(&call.name)) {
                    found.push(yes(&call.name, file, call.line()));
                }
            }
        }
        for parameter in &content.parameters {
            for rule in &framework.guard {
                if rule.parameter.is_empty() {
                    continue;
                }
                let typed = parameter.typed.as_deref().unwrap_or_default();
                if rule.not_parameter.matches(typed) {
                    continue;
                }
                if rule.parameter.matches(typed) {
                    found.push(yes(typed, file, parameter.line));
                }
                if let Some(Value::Call(call)) = &parameter.default
                    && rule.parameter.matches(&outline.calls[*call].name)
                {
                    let arguments = outline.calls[*call].arguments.clone();
                    for argument in arguments {
                        let guard = self.guard(file, content.scope, &argument.value, parameter.line);
                        found.extend(guard.filter(|guard| guard.is == Guarded::Yes));
                    }
                }
                // `Annotated[User, Depends(current_user)]`, and aliases of such types.
                let inside: Vec<String> = typed
                    .split(|c: char| !(c.is_alphanumeric() || c == '_'))
                    .filter(|word| !word.is_empty())
                    .map(str::to_owned)
                    .collect();
                let calls = inside.iter().any(|word| rule.parameter.matches(word));
                if calls && self.speaks_of_guard(file, &inside) {
                    found.push(yes(typed, file, parameter.line));
                }
                for &annotation in &parameter.annotations {
                    if rule.parameter.matches(&outline.calls[annotation].name) {
                        found.push(yes(&outline.calls[annotation].name, file, parameter.line));
                    }
                }
            }
        }
        found.extend(self.own_guards(file, definition, framework));
        found
    }

    /// Guards of a class view for one of its functions, and whether outer guards are lifted.
    pub fn view_guards(
        &mut self,
        view: &ViewUse,
        handler: Option<(FileId, DefinitionId)>,
        framework: &Framework,
        outer: &[GuardUse],
    ) -> (Vec<GuardUse>, bool) {
        let mut found = outer.to_vec();
        found.extend(self.definition_guards(view.file, view.class, framework));
        if self.speaks_of_guard(view.file, &view.wrappers) {
            found.push(yes(&view.wrappers.join(" "), view.file, 0));
        }
        if let Some((file, definition)) = handler {
            found.extend(self.definition_guards(file, definition, framework));
        }
        let mut lifted = self.is_lifted(view.file, view.class, framework)
            || handler.is_some_and(|(file, definition)| self.is_lifted(file, definition, framework));
        for rule in &framework.guard {
            if rule.field.is_empty() {
                continue;
            }
            if let Some((line, names)) = self.class_field(view.file, view.class, &rule.field) {
                if names.iter().any(|name| rule.field_value.matches(name)) {
                    found.push(yes(&names.join(", "), view.file, line));
                } else {
                    lifted = true;
                }
            }
        }
        // Middleware that a base class brings (login mixins).
        let bases = self.base_names(view.file, view.class);
        let last: Vec<String> = bases
            .iter()
            .map(|name| name.rsplit('.').next().unwrap_or(name).to_owned())
            .collect();
        if framework.guard.iter().any(|rule| last.iter().any(|name| rule.base.matches(name))) {
            found.push(yes(&last.join(", "), view.file, 0));
        }
        (found, lifted)
    }

    /// Whether an annotation takes a guard away.
    pub fn is_lifted(&self, file: FileId, definition: DefinitionId, framework: &Framework) -> bool {
        let outline = self.project.outline(file);
        outline.definitions.get(definition).is_some_and(|content| {
            content.annotations.iter().any(|&id| {
                let call = &outline.calls[id];
                framework.guard.iter().any(|rule| {
                    rule.lifted_by.matches(&call.name)
                        || call.arguments.iter().any(|argument| {
                            words(outline, &argument.value).iter().any(|word| rule.lifted_by.matches(word))
                        })
                })
            })
        })
    }
}

/// Every argument of a call.
pub fn all() -> Slots {
    Slots::One(Slot {
        what: Some("all".to_owned()),
        ..Slot::default()
    })
}

fn yes(name: &str, file: FileId, line: u32) -> GuardUse {
    GuardUse {
        name: name.to_owned(),
        is: Guarded::Yes,
        file,
        line,
    }
}
