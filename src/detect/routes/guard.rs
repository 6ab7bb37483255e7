//! Which checks stand before a handler: middleware, annotations, parameters, class fields.

use super::graph::GuardUse;
use super::view::{Method, ViewUse, words};
use crate::detect::evaluate::{Evaluator, Thing};
use crate::detect::matching::shown;
use crate::detect::project::{Bound, FileId};
use crate::detect::survey::Guarded;
use crate::rules::schema::{Framework, Guard, Route, Slot, Slots};
use crate::syntax::{Binding, CallId, CallKind, DefinitionId, Outline, ScopeId, Value};

/// Most wrappers around a handler that are looked at.
const WRAPPERS: usize = 6;
/// Most lists of middleware inside of each other that are looked into.
const LISTED: usize = 4;

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
        // What says the path or the method is no middleware, whatever its words.
        let slots = [&rule.path, &rule.method];
        let said: Vec<i64> = slots
            .into_iter()
            .flatten()
            .flat_map(Slots::as_slice)
            .filter_map(|slot| slot.at)
            .collect();
        let (scope, line) = (content.scope, content.line());
        let between = unnamed.len().saturating_sub(1);
        let mut found = Vec::new();
        for (position, value) in unnamed.iter().enumerate().take(between) {
            if !said.contains(&(position as i64)) {
                found.extend(self.guard(file, scope, value, line));
            }
        }
        // A list of handlers: all but its last are middleware. A class and a function's name are one.
        if let Some(Value::List(items)) = unnamed.last()
            && !matches!(items.as_slice(), [_, Value::Text(_)])
        {
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
            let inner = content
                .arguments
                .iter()
                .rev()
                .map(|argument| &argument.value)
                .find(|value| match value {
                    Value::Definition(_) | Value::Call(_) => true,
                    Value::Name(_) => self.function_of(file, content.scope, value).is_some(),
                    _ => false,
                });
            let mut names: Vec<String> = content
                .path()
                .map(|path| path.join("."))
                .into_iter()
                .collect();
            names.push(content.name.clone());
            if let Some(Value::Call(maker)) = &content.receiver {
                names.push(outline.calls[*maker].name.clone());
            }
            if let Some(inner) = inner
                && (self.speaks_of_guard(file, &names) || self.checks_before(file, *call, inner))
            {
                found.push(yes(&names[0], file, content.line()));
            }
            next = inner;
        }
        found
    }

    /// What a middleware value is: a guard, something else, or not understood.
    pub fn guard(
        &mut self,
        file: FileId,
        scope: ScopeId,
        value: &Value,
        line: u32,
    ) -> Option<GuardUse> {
        self.guard_at(file, scope, value, line, 0)
    }

    pub(super) fn guard_at(
        &mut self,
        file: FileId,
        scope: ScopeId,
        value: &Value,
        line: u32,
        depth: usize,
    ) -> Option<GuardUse> {
        let outline = self.project.outline(file);
        let names: Vec<String> = match value {
            Value::Name(path) => vec![path.join("."), path.last().cloned().unwrap_or_default()],
            Value::Call(call) => {
                let mut names = vec![outline.calls[*call].name.clone()];
                if let Some(path) = outline.calls[*call].path() {
                    names.insert(0, path.join("."));
                }
                names.extend(given(outline, *call, 0));
                names
            }
            Value::Text(text) if !text.starts_with('/') => vec![text.clone()],
            // A function of an object that is made on the spot: `newChecks(users).basicAuth`.
            Value::Member(_, name) => vec![name.clone()],
            Value::Definition(_) => vec![String::new()],
            Value::List(items) => {
                let found: Vec<GuardUse> = items
                    .iter()
                    .filter_map(|item| self.guard_at(file, scope, item, line, depth))
                    .collect();
                return found
                    .into_iter()
                    .max_by_key(|guard| guard.is == Guarded::Yes);
            }
            _ => return None,
        };
        let name = names.first()?.clone();
        // A router is mounted, whatever its name (`admin`).
        if matches!(value, Value::Name(_))
            && self
                .things(file, scope, value)
                .iter()
                .any(|thing| matches!(thing, Thing::Router(_)))
        {
            return None;
        }
        let made = self.made_by(file, scope, value, 0);
        if made.is_some_and(|(other, call)| self.lets_all_through(other, &Value::Call(call), 0)) {
            return Some(GuardUse {
                name,
                is: Guarded::No,
                exempt: None,
                file,
                line,
            });
        }
        if let Value::Call(call) = value
            && let Some(guard) = self.with_exceptions(file, scope, *call, line, depth)
        {
            return Some(guard);
        }
        if self.is_unfinished(file, scope, value) {
            return Some(GuardUse {
                is: Guarded::No,
                ..yes(&name, file, line)
            });
        }
        if self.speaks_of_guard(file, &names) {
            let exempt = self.exemption(file, scope, value, 0);
            return Some(GuardUse {
                exempt,
                ..yes(&name, file, line)
            });
        }
        // Made further up, under another name: `let known = bearer(validator)`.
        if let (Value::Name(_), Some((other, call))) = (value, made) {
            let content = &self.project.outline(other).calls[call];
            let path = content.path().map(|path| path.join("."));
            let names: Vec<String> = path.into_iter().chain([content.name.clone()]).collect();
            if self.speaks_of_guard(other, &names) {
                let exempt = self.exemption(file, scope, value, 0);
                return Some(GuardUse {
                    exempt,
                    ..yes(&name, file, line)
                });
            }
        }
        if let Value::Call(call) = value
            && self.wraps_guard(file, *call, line, depth + 1)
        {
            return Some(yes(&name, file, line));
        }
        if let Value::Text(own) = value
            && self.is_own_check(file, scope, own)
        {
            return Some(yes(&name, file, line));
        }
        if let Some(guard) = self.handed_guard(file, scope, value, line, depth) {
            return Some(guard);
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
            // A factory: look at the function that makes the middleware, and at those it is given.
            Value::Call(call) => {
                let mut found = self.callees(file, *call, 0);
                let given = outline.calls[*call].arguments.iter();
                let given: Vec<Value> = given
                    .map(|it| it.value.clone())
                    .filter(|it| matches!(it, Value::Name(_)))
                    .collect();
                for value in given.iter().take(8) {
                    let functions = self.things(file, scope, value).into_iter();
                    found.extend(functions.filter(|thing| matches!(thing, Thing::Function(..))));
                }
                found
            }
            other => self.things(file, scope, other),
        };
        for thing in target {
            match thing {
                Thing::Router(_) => return None,
                Thing::Function(other, definition)
                | Thing::Class(other, definition)
                | Thing::Instance(other, definition) => {
                    known = true;
                    let says_no = names
                        .iter()
                        .take(2)
                        .any(|name| self.words.no_guard.matches(name));
                    if !says_no
                        && (self.has_guard_evidence(other, definition)
                            || self.leads_to_check(other, definition)
                            || matches!(value, Value::Definition(_))
                                && self.named_check(other, definition).is_some())
                        || self.asks_for_guard(other, definition, depth + 1)
                    {
                        let exempt = self.exemption(file, scope, value, 0);
                        return Some(GuardUse {
                            exempt,
                            ..yes(&name, file, line)
                        });
                    }
                }
                Thing::External(_) | Thing::Text(_) => known = true,
                // A list that is kept under a name: any of its checks is one.
                Thing::Written(other, scope, place) if depth < LISTED => {
                    let Value::List(_) = place.value() else {
                        continue;
                    };
                    let guard = self.guard_at(other, scope, place.value(), line, depth + 1);
                    match guard.map(|guard| guard.is) {
                        Some(Guarded::Yes) => return Some(yes(&name, file, line)),
                        Some(Guarded::No) => known = true,
                        _ => {}
                    }
                }
                _ => {}
            }
        }
        Some(GuardUse {
            name,
            is: if known { Guarded::No } else { Guarded::Unknown },
            exempt: None,
            file,
            line,
        })
    }

    /// Whether a call says by an argument that nobody is turned away: `required=False`.
    pub(super) fn lets_all_through(&self, file: FileId, value: &Value, depth: usize) -> bool {
        let Value::Call(call) = value else {
            return false;
        };
        let outline = self.project.outline(file);
        let Some(call) = outline.calls.get(*call) else {
            return false;
        };
        let says = |name: &str, value: &Value| {
            let written = format!("{name}={}", shown(outline, value));
            self.words.optional.matches(&written)
        };
        call.arguments.iter().any(|argument| {
            let said = match (&argument.name, &argument.value) {
                (Some(name), value) => says(name, value),
                (None, Value::Map(entries)) => {
                    entries.iter().any(|(name, value)| says(name, value))
                }
                _ => false,
            };
            said || depth < 4 && self.lets_all_through(file, &argument.value, depth + 1)
        })
    }

    /// The call that a middleware's name stands for: assigned here, or handed out by a file.
    pub(super) fn made_by(
        &self,
        file: FileId,
        scope: ScopeId,
        value: &Value,
        depth: usize,
    ) -> Option<(FileId, CallId)> {
        let path = match value {
            Value::Call(call) => return Some((file, *call)),
            Value::Name(path) if depth < 6 => path,
            _ => return None,
        };
        let [name] = path.as_slice() else {
            return None;
        };
        let outline = self.project.outline(file);
        let mut bound = self.project.bound(file, scope, name).into_iter();
        bound.find_map(|bound| match bound {
            Bound::Assignment(index) => {
                let assignment = outline.assignments.get(index)?;
                self.made_by(file, assignment.scope, &assignment.value, depth + 1)
            }
            Bound::Import(import, binding) => {
                let import = outline.imports.get(import)?;
                let name = match import.bindings.get(binding)? {
                    Binding::Named { name, .. } => name.as_str(),
                    _ => "default",
                };
                let files = self.project.module_files(file, &import.module);
                let &module = files.first()?;
                let exports = &self.project.outline(module).exports;
                let export = exports.iter().find(|export| {
                    export.name == name || name == "default" && export.name == "module"
                })?;
                self.made_by(module, 0, &export.value, depth + 1)
            }
            _ => None,
        })
    }

    /// Whether a call only holds what is asked for, and that is a guard: `Depends(owner_only)`.
    fn wraps_guard(&mut self, file: FileId, call: CallId, line: u32, depth: usize) -> bool {
        if depth > 4 {
            return false;
        }
        let name = &self.project.outline(file).calls[call].name;
        let holds = self
            .graph
            .speaking(self.project.files[file].language)
            .any(|(_, framework)| {
                framework
                    .guard
                    .iter()
                    .any(|rule| rule.parameter.matches(name))
            });
        holds && !self.argument_guards(file, call, line, depth).is_empty()
    }

    /// Whether a function has a guard among what it asks for in its own parameters.
    fn asks_for_guard(&mut self, file: FileId, definition: DefinitionId, depth: usize) -> bool {
        if depth > 4 {
            return false;
        }
        let speaking: Vec<_> = self
            .graph
            .speaking(self.project.files[file].language)
            .collect();
        speaking.into_iter().any(|(_, framework)| {
            let found = self.parameter_guards(file, definition, framework, depth);
            found.iter().any(|guard| guard.is == Guarded::Yes)
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
    pub fn definition_guards(
        &mut self,
        file: FileId,
        definition: DefinitionId,
        framework: &Framework,
    ) -> Vec<GuardUse> {
        let project = self.project;
        let outline = project.outline(file);
        let Some(content) = outline.definitions.get(definition) else {
            return Vec::new();
        };
        let mut found = Vec::new();
        for &annotation in &content.annotations {
            let call = &outline.calls[annotation];
            if self.lets_all_through(file, &Value::Call(annotation), 0) {
                continue;
            }
            for rule in &framework.guard {
                if rule.annotation.matches(&call.name) {
                    // `UseGuards(X)`: what is used decides; a bare annotation decides itself.
                    let inner: Vec<Value> =
                        call.arguments.iter().map(|a| a.value.clone()).collect();
                    let is = inner
                        .iter()
                        .filter_map(|value| self.guard(file, call.scope, value, call.line()))
                        .any(|guard| guard.is == Guarded::Yes);
                    let own = rule.name.matches(&call.name) || inner.is_empty() || !rule.opens;
                    if is || own {
                        found.push(yes(&call.name, file, call.line()));
                    }
                } else if rule.annotation_words
                    && self.speaks_of_guard(file, std::slice::from_ref(&call.name))
                {
                    found.push(yes(&call.name, file, call.line()));
                }
            }
        }
        found.extend(self.parameter_guards(file, definition, framework, 0));
        found
    }

    /// Guards that a function asks for in its parameters.
    fn parameter_guards(
        &mut self,
        file: FileId,
        definition: DefinitionId,
        framework: &Framework,
        depth: usize,
    ) -> Vec<GuardUse> {
        let outline = self.project.outline(file);
        let Some(content) = outline.definitions.get(definition) else {
            return Vec::new();
        };
        let mut found = Vec::new();
        for parameter in &content.parameters {
            for rule in &framework.guard {
                if rule.parameter.is_empty() && rule.maker.is_empty() {
                    continue;
                }
                let typed = parameter.typed.as_deref().unwrap_or_default();
                if rule.not_parameter.matches(typed) {
                    continue;
                }
                if !rule.maker.is_empty() && self.made_for_somebody(typed, &rule.maker) {
                    found.push(yes(typed, file, parameter.line));
                }
                if rule.parameter.matches(typed) {
                    found.push(yes(typed, file, parameter.line));
                }
                if let Some(Value::Call(call)) = &parameter.default
                    && rule.parameter.matches(&outline.calls[*call].name)
                {
                    found.extend(self.argument_guards(file, *call, parameter.line, depth));
                }
                found.extend(self.alias_guards(
                    file,
                    content.scope,
                    typed,
                    rule,
                    parameter.line,
                    depth,
                ));
                // `Annotated[User, Depends(current_user)]`
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
        let comments = outline
            .comments
            .iter()
            .filter(|comment| comment.documents == Some(definition));
        for comment in comments {
            if framework
                .guard
                .iter()
                .any(|rule| rule.comment.matches(&comment.text))
            {
                found.push(yes("doc comment", file, comment.line));
            }
        }
        found.extend(self.own_guards(file, definition, framework));
        found
    }

    /// Guards among the arguments of a call.
    fn argument_guards(
        &mut self,
        file: FileId,
        call: CallId,
        line: u32,
        depth: usize,
    ) -> Vec<GuardUse> {
        let content = &self.project.outline(file).calls[call];
        let values: Vec<Value> = content
            .arguments
            .iter()
            .map(|argument| argument.value.clone())
            .collect();
        values
            .iter()
            .filter_map(|value| self.guard_at(file, content.scope, value, line, depth))
            .filter(|guard| guard.is == Guarded::Yes)
            .collect()
    }

    /// Guards in a type that has a name of its own: `Me = Annotated[User, Depends(current_user)]`.
    fn alias_guards(
        &mut self,
        file: FileId,
        scope: ScopeId,
        typed: &str,
        rule: &Guard,
        line: u32,
        depth: usize,
    ) -> Vec<GuardUse> {
        let path: Vec<String> = typed.split('.').map(str::to_owned).collect();
        let is_name = |part: &String| {
            !part.is_empty() && part.chars().all(|c| c.is_alphanumeric() || c == '_')
        };
        if !path.iter().all(is_name) {
            return Vec::new();
        }
        let mut found = Vec::new();
        for thing in self.things(file, scope, &Value::Name(path)) {
            let Thing::Written(other, _, place) = thing else {
                continue;
            };
            let Value::List(items) = place.value() else {
                continue;
            };
            for item in items {
                if let Value::Call(call) = item
                    && rule
                        .parameter
                        .matches(&self.project.outline(other).calls[*call].name)
                {
                    let inside = self.argument_guards(other, *call, line, depth);
                    found.extend(inside.into_iter().map(|guard| GuardUse { file, ..guard }));
                }
            }
        }
        found
    }

    /// What a function is that a decorator puts before all handlers. Its own line does not limit it;
    /// evidence inside may hold for some paths only.
    pub fn function_guard(
        &mut self,
        file: FileId,
        definition: DefinitionId,
        framework: &Framework,
    ) -> GuardUse {
        let name = self.project.outline(file).definitions[definition]
            .name
            .clone();
        let own = self.definition_guards(file, definition, framework);
        let is = if own.iter().any(|guard| guard.is == Guarded::Yes)
            || self.speaks_of_guard(file, std::slice::from_ref(&name))
        {
            Guarded::Yes
        } else if self.has_guard_evidence(file, definition) {
            Guarded::Unknown
        } else {
            Guarded::No
        };
        GuardUse {
            is,
            ..yes(&name, file, 0)
        }
    }

    /// Guards of a class view for one of its functions, and whether outer guards are lifted.
    pub fn view_guards(
        &mut self,
        view: &ViewUse,
        handler: Option<(FileId, DefinitionId)>,
        framework: &Framework,
        outer: &[GuardUse],
        method: &str,
    ) -> (Vec<GuardUse>, bool) {
        let mut found = outer.to_vec();
        found.extend(self.definition_guards(view.file, view.class, framework));
        if self.speaks_of_guard(view.file, &view.wrappers) {
            found.push(yes(&view.wrappers.join(" "), view.file, 0));
        }
        let mut lifted = self.is_lifted(view.file, view.class, framework);
        let fields = self.field_guards(view, framework, method);
        lifted |= fields.is_some_and(|is| is == Guarded::No);
        if let Some(is) = fields.filter(|is| *is != Guarded::No) {
            found.push(GuardUse {
                is,
                ..yes("permissions", view.file, 0)
            });
        }
        // Middleware that a base class brings (login mixins).
        let bases = self.base_names(view.file, view.class);
        let last: Vec<String> = bases
            .iter()
            .map(|name| name.rsplit('.').next().unwrap_or(name).to_owned())
            .collect();
        if framework
            .guard
            .iter()
            .any(|rule| last.iter().any(|name| rule.base.matches(name)))
        {
            found.push(yes(&last.join(", "), view.file, 0));
        }
        // What the function says itself comes before what its class says.
        if let Some((file, definition)) = handler {
            let own = self.definition_guards(file, definition, framework);
            lifted &= !own.iter().any(|guard| guard.is == Guarded::Yes);
            lifted |= self.is_lifted(file, definition, framework);
            found.extend(own);
        }
        (found, lifted)
    }

    /// What the class says of itself in a field or function: nothing, open, guarded, or not clear.
    fn field_guards(
        &mut self,
        view: &ViewUse,
        framework: &Framework,
        method: &str,
    ) -> Option<Guarded> {
        let reads = method == "GET";
        let mut said = None;
        for rule in framework.guard.iter().filter(|rule| !rule.field.is_empty()) {
            let Some((_, names)) = self.class_field(view.file, view.class, &rule.field) else {
                continue;
            };
            let fits = names.iter().any(|name| rule.field_value.matches(name));
            let is = if fits && !(rule.writes_only && reads) {
                Guarded::Yes
            } else {
                Guarded::No
            };
            said = Some(said.map_or(
                is,
                |before| if before == Guarded::Yes { before } else { is },
            ));
        }
        for rule in framework
            .guard
            .iter()
            .filter(|rule| !rule.function.is_empty())
        {
            for function in self.class_functions(view.file, view.class) {
                if rule.function.matches(&function.name) && self.names_guard(&function, framework) {
                    said = Some(Guarded::Unknown);
                }
            }
        }
        said
    }

    /// Whether a function makes something that a field of the class could hold as a check.
    fn names_guard(&self, function: &Method, framework: &Framework) -> bool {
        let outline = self.project.outline(function.file);
        let body = outline.definitions[function.definition].body;
        let inside = |scope| outline.enclosing(scope).any(|id| id == body);
        let fits = |name: &str| {
            framework
                .guard
                .iter()
                .any(|rule| rule.field_value.matches(name))
        };
        outline
            .calls
            .iter()
            .any(|call| inside(call.scope) && fits(&call.name))
            || outline.assignments.iter().any(|assignment| {
                inside(assignment.scope)
                    && words(outline, &assignment.value)
                        .iter()
                        .any(|word| fits(word))
            })
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
                            words(outline, &argument.value)
                                .iter()
                                .any(|word| rule.lifted_by.matches(word))
                        })
                })
            })
        })
    }
}

/// Names and texts given to a call. Settings (objects, structs, what stands under a keyword) are
/// left out: `AllowedHeaders: ["Authorization"]` checks nobody.
fn given(outline: &Outline, call: CallId, depth: usize) -> Vec<String> {
    let mut found = Vec::new();
    for argument in &outline.calls[call].arguments {
        let is_setting = argument.name.is_some();
        match &argument.value {
            Value::Text(text) if !is_setting => found.push(text.clone()),
            Value::Name(path) => found.extend(path.last().cloned()),
            list @ Value::List(_) if !is_setting => found.extend(words(outline, list)),
            Value::Call(inner) if depth < 4 && outline.calls[*inner].kind != CallKind::New => {
                found.push(outline.calls[*inner].name.clone());
                found.extend(given(outline, *inner, depth + 1));
            }
            _ => {}
        }
    }
    found
}

/// Every argument of a call.
pub fn all() -> Slots {
    Slots::One(Slot {
        what: Some("all".to_owned()),
        ..Slot::default()
    })
}

pub(super) fn yes(name: &str, file: FileId, line: u32) -> GuardUse {
    GuardUse {
        name: name.to_owned(),
        is: Guarded::Yes,
        exempt: None,
        file,
        line,
    }
}
