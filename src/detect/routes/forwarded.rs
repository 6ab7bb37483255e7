//! Calls in a function that is told by its callers what to register: `func (a *App) On(path, handler)`.
//! Each of its calls is looked at by itself, so that a path keeps its method, handler and place, and
//! the middleware that such an object keeps in a list for its handlers.

use super::graph::{GuardUse, NodeId};
use crate::detect::evaluate::Evaluator;
use crate::detect::extension::RECEIVER;
use crate::detect::project::{Bound, FileId};
use crate::rules::schema::Slots;
use crate::syntax::{CallId, DefinitionId, ScopeId, Value};

/// Most calls of one function that are looked at one by one.
const CALLERS: usize = 256;
/// Most functions that hand a path on to each other.
const HANDED_ON: usize = 3;
/// Most calls around a path or a handler.
const INSIDE: usize = 4;

/// A function, and the one call of it that is looked at.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Forwarded {
    pub function: (FileId, DefinitionId),
    pub call: (FileId, CallId),
    /// The parameter that decides.
    pub parameter: usize,
}

impl Evaluator<'_> {
    /// The calls of the function around a call that decide what it registers, when a parameter says
    /// that; nothing when it says so itself.
    pub(super) fn forwarding(&mut self, file: FileId, call: CallId) -> Option<Vec<Forwarded>> {
        if self.forwarded.len() >= HANDED_ON {
            return None;
        }
        let scope = self.project.outline(file).calls[call].scope;
        let said = match self.forwarded.last().copied() {
            None => self.said_by(file, call),
            // What a function is handed may be a parameter again.
            Some(Forwarded {
                function,
                parameter,
                ..
            }) => {
                let given = self.handed(function.0, function.1, parameter).into_iter();
                given.map(|(_, _, value)| value).collect()
            }
        };
        let (function, parameter) = said
            .iter()
            .find_map(|value| self.parameter_in(file, scope, value, 0))?;
        let circular = |it: &Forwarded| it.function == (file, function);
        if self.forwarded.iter().any(circular) {
            return None;
        }
        let callers = self.callers(file, function);
        let fits = !callers.is_empty() && callers.len() <= CALLERS;
        let one = |call| Forwarded {
            function: (file, function),
            call,
            parameter,
        };
        fits.then(|| callers.into_iter().map(one).collect())
    }

    /// What says where a call registers: paths of routes, prefixes of mounts, middleware.
    fn said_by(&mut self, file: FileId, call: CallId) -> Vec<Value> {
        let content = &self.project.outline(file).calls[call];
        let language = self.project.files[file].language;
        let mut slots = Vec::new();
        let mut all = false;
        for (_, framework) in self.graph.speaking(language) {
            let routes = framework.route.iter();
            let routes = routes.filter(|rule| rule.call.matches(&content.name));
            slots.extend(routes.filter_map(|rule| rule.path.as_ref()));
            let mounts = framework.mount.iter();
            let mounts = mounts.filter(|rule| rule.call.matches(&content.name));
            slots.extend(mounts.filter_map(|rule| rule.prefix.as_ref()));
            let mut guards = framework.guard.iter();
            all |= guards.any(|rule| rule.call.matches(&content.name));
        }
        let mut said: Vec<Value> = Vec::new();
        for slot in slots.into_iter().flat_map(Slots::as_slice) {
            said.extend(self.slot_values(file, call, slot));
        }
        if all {
            let given = content.arguments.iter();
            said.extend(given.map(|argument| argument.value.clone()));
        }
        said
    }

    /// The named function whose parameter a value is, or is made of.
    fn parameter_in(
        &self,
        file: FileId,
        scope: ScopeId,
        value: &Value,
        depth: usize,
    ) -> Option<(DefinitionId, usize)> {
        let outline = self.project.outline(file);
        match value {
            Value::Name(path) => {
                let [name] = path.as_slice() else {
                    return None;
                };
                let bound = self.project.bound(file, scope, name);
                let [Bound::Parameter(definition, index)] = bound.as_slice() else {
                    return None;
                };
                let named = !outline.definitions.get(*definition)?.name.is_empty();
                let handed = self.project.call_around(file, *definition).is_some();
                (named && !handed && *index != RECEIVER).then_some((*definition, *index))
            }
            Value::Join(parts) if depth < INSIDE => parts
                .iter()
                .find_map(|part| self.parameter_in(file, scope, part, depth + 1)),
            Value::Call(call) if depth < INSIDE => {
                let content = outline.calls.get(*call)?;
                let mut given = content.arguments.iter();
                given.find_map(|it| self.parameter_in(file, content.scope, &it.value, depth + 1))
            }
            _ => None,
        }
    }

    /// What was registered at a place belongs to the call that decided it.
    pub(super) fn moved(&mut self, from: (FileId, u32), before: usize) {
        let Some(&Forwarded { call, .. }) = self.forwarded.last() else {
            return;
        };
        let to = (call.0, self.project.outline(call.0).calls[call.1].line());
        for registration in self.graph.registrations.iter_mut().skip(before) {
            (registration.file, registration.line) = to;
        }
        for node in &mut self.graph.nodes {
            let limited = node.limited.iter_mut().map(|(_, guard)| guard);
            let guards = node.guards.iter_mut().chain(&mut node.guards_behind);
            for guard in guards.chain(limited) {
                if (guard.file, guard.line) == from {
                    (guard.file, guard.line) = to;
                }
            }
            for edge in &mut node.parents {
                if (edge.file, edge.line) == from {
                    (edge.file, edge.line) = to;
                }
            }
        }
    }

    /// Checks in lists of the object that registers, when they are put around its handlers:
    /// `wrap(handler, app.middlewares)`.
    pub(super) fn kept_guards(&mut self, file: FileId, scope: ScopeId, value: &Value, to: NodeId) {
        let project = self.project;
        let outline = project.outline(file);
        let mut next = Some(value);
        for _ in 0..INSIDE {
            let Some(Value::Call(call)) = next else {
                return;
            };
            let Some(content) = outline.calls.get(*call) else {
                return;
            };
            next = None;
            for argument in &content.arguments {
                match &argument.value {
                    Value::Call(_) => next = Some(&argument.value),
                    Value::Name(path) if path.len() == 2 => {
                        for guard in self.added(file, scope, path) {
                            let guards = &mut self.graph.nodes[to].guards;
                            if !guards.contains(&guard) {
                                guards.push(guard);
                            }
                        }
                    }
                    _ => {}
                }
            }
        }
    }

    /// The checks that functions of the same object add to a list of it, where they are called.
    fn added(&mut self, file: FileId, scope: ScopeId, list: &[String]) -> Vec<GuardUse> {
        let project = self.project;
        let outline = project.outline(file);
        let owner = Value::Name(list[..1].to_vec());
        let objects = self.things(file, scope, &owner);
        if objects.is_empty() {
            return Vec::new();
        }
        let mut found = Vec::new();
        for assignment in &outline.assignments {
            let Value::Call(call) = &assignment.value else {
                continue;
            };
            let content = &outline.calls[*call];
            let target = &assignment.target;
            let keeps = |value: &Value| matches!(value, Value::Name(path) if path == target);
            let grows = content.arguments.first().is_some_and(|it| keeps(&it.value));
            if target.len() != 2 || target[1] != list[1] || !grows {
                continue;
            }
            let owner = Value::Name(target[..1].to_vec());
            let same = self.things(file, assignment.scope, &owner);
            if !same.iter().any(|thing| objects.contains(thing)) {
                continue;
            }
            for argument in content.arguments.iter().skip(1) {
                let Value::Name(path) = &argument.value else {
                    continue;
                };
                let [name] = path.as_slice() else { continue };
                let bound = project.bound(file, content.scope, name);
                let [Bound::Parameter(function, index)] = bound.as_slice() else {
                    continue;
                };
                let (function, parameter) = ((file, *function), *index);
                for call in self.callers(file, function.1) {
                    let caller = Forwarded {
                        function,
                        call,
                        parameter,
                    };
                    let outer = std::mem::replace(&mut self.forwarded, vec![caller]);
                    let given = self.handed(file, function.1, parameter);
                    self.forwarded = outer;
                    let line = project.outline(call.0).calls[call.1].line();
                    for (other, scope, value) in given {
                        found.extend(self.guard(other, scope, &value, line));
                    }
                }
            }
        }
        found
    }
}
