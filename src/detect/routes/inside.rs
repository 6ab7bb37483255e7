//! Checks that stand in a handler's own body, or in what a middleware calls, instead of in front.

use std::collections::BTreeSet;

use super::graph::GuardUse;
use super::guard::yes;
use crate::detect::evaluate::{Evaluator, Thing};
use crate::detect::project::{Bound, FileId};
use crate::detect::survey::Guarded;
use crate::rules::Patterns;
use crate::syntax::{Call, CallId, CallKind, ConstructKind, DefinitionId, Lines, Value};

/// Calls that are followed from one function, and how far.
const CALLS: usize = 24;
const DEPTH: usize = 2;

impl Evaluator<'_> {
    /// Whether a function asks who is calling: itself, or in a function of the repository that it
    /// calls by name.
    pub(super) fn leads_to_check(&mut self, file: FileId, definition: DefinitionId) -> bool {
        self.checks_below(file, definition, false, 0).is_some()
    }

    /// Checks in the bodies of handlers, for frameworks that say that theirs check for themselves.
    pub(super) fn register_checks_inside(&mut self) {
        for index in 0..self.graph.registrations.len() {
            let registration = &self.graph.registrations[index];
            let Some((file, definition)) = registration.handler else {
                continue;
            };
            let framework = self.graph.nodes[registration.node].framework;
            let rules = &self.graph.frameworks[framework].framework.guard;
            if !rules.iter().any(|rule| rule.inside) {
                continue;
            }
            // One handler for several methods that it tells apart may ask for some of them only.
            let rules = &self.graph.frameworks[framework].framework.route;
            let several = registration.methods.len() > 1 || registration.methods == ["ANY"];
            let compared = rules.iter().map(|rule| &rule.method_compared);
            let compared: Vec<&Patterns> = compared.filter(|_| several).collect();
            let apart = self.first_compared(file, definition, &compared);
            let mut found = self.check_of(file, definition, &registration.paths.clone());
            if let Some(guard) = &mut found
                && apart.is_some_and(|line| guard.file != file || guard.line >= line)
            {
                guard.is = Guarded::Unknown;
            }
            self.graph.registrations[index].guards.extend(found);
        }
    }

    /// The check in a handler's body, when nothing says that its caller only becomes known there.
    fn check_of(
        &mut self,
        file: FileId,
        definition: DefinitionId,
        paths: &[String],
    ) -> Option<GuardUse> {
        let name = &self.project.outline(file).definitions[definition].name;
        let words = &self.words;
        let other = paths
            .iter()
            .any(|path| other_token(path, &words.inside_not));
        // Who logs in or renews a token shows one, too.
        let path = paths.first().map(String::as_str).unwrap_or_default();
        let last = path.rsplit('/').find(|part| !part.is_empty());
        let entrance = last.is_some_and(|last| words.no_guard.matches(last));
        if other || entrance || words.no_guard.matches(name) || words.inside_not.matches(name) {
            return None;
        }
        self.check_inside(file, definition)
            .or_else(|| self.named_check(file, definition))
            .or_else(|| self.unclear_check(file, definition))
    }

    /// The first line of a function that compares one of these.
    fn first_compared(
        &self,
        file: FileId,
        definition: DefinitionId,
        compared: &[&Patterns],
    ) -> Option<u32> {
        let lines = self.lines_of(file, definition)?;
        let read = |value: &Value| match value {
            Value::Name(path) => {
                let path = path.join(".");
                compared.iter().any(|names| names.matches(&path))
            }
            _ => false,
        };
        let comparisons = self.project.outline(file).comparisons.iter();
        comparisons
            .filter(|it| inside(lines, it.line) && (read(&it.left) || read(&it.right)))
            .map(|it| it.line)
            .min()
    }

    /// A call of a function that is named like a check and asks who is calling, in a handler that
    /// is not seen to turn others away: it may, in its own words.
    fn unclear_check(&mut self, file: FileId, definition: DefinitionId) -> Option<GuardUse> {
        let words = self.words;
        let called = self.called(file, definition, |call| words.guard.matches(&call.name));
        let (id, ..) = called
            .into_iter()
            .find(|&(_, other, function)| self.leads_to_check(other, function))?;
        let call = self.project.outline(file).calls.get(id)?;
        Some(GuardUse {
            is: Guarded::Unknown,
            ..yes(&call.name, file, call.line())
        })
    }

    /// A call of a function of the repository that is named like a check and turns others away.
    pub(super) fn named_check(
        &mut self,
        file: FileId,
        definition: DefinitionId,
    ) -> Option<GuardUse> {
        let words = self.words;
        let called = self.called(file, definition, |call| words.guard.matches(&call.name));
        called.into_iter().find_map(|(id, other, function)| {
            let there = self.lines_of(other, function)?;
            let call = self.project.outline(file).calls.get(id)?;
            within(&self.refusals, other, there).then(|| yes(&call.name, file, call.line()))
        })
    }

    /// A check in the body of a handler that turns others away, there or in what it calls.
    fn check_inside(&mut self, file: FileId, definition: DefinitionId) -> Option<GuardUse> {
        let lines = self.lines_of(file, definition)?;
        let (line, place, function) = self.checks_below(file, definition, true, 0)?;
        let there = self.lines_of(place, function)?;
        let throws = (place, function) != (file, definition)
            && self
                .project
                .outline(place)
                .constructs
                .iter()
                .any(|it| it.kind == ConstructKind::Throw && inside(there, it.line));
        let refuses =
            throws || within(&self.refusals, file, lines) || within(&self.refusals, place, there);
        let name = self.project.outline(place).definitions[function]
            .name
            .clone();
        refuses.then(|| yes(&name, file, line))
    }

    /// The function in which the check stands, behind the line of this one that leads there, on
    /// request through functions of other modules too: what they find may be left unused, so that
    /// only fits where others are turned away as well.
    fn checks_below(
        &mut self,
        file: FileId,
        definition: DefinitionId,
        modules: bool,
        depth: usize,
    ) -> Option<(u32, FileId, DefinitionId)> {
        let lines = self.lines_of(file, definition)?;
        if let Some(line) = first_within(&self.checks, file, lines) {
            return Some((line, file, definition));
        }
        if depth >= DEPTH {
            return None;
        }
        let project = self.project;
        let bound = |call: &Call, name: &str, kind: fn(&Bound) -> bool| {
            let bound = project.bound(file, call.scope, name);
            bound.iter().any(kind)
        };
        let called = self.called(file, definition, |call| match &call.receiver {
            None => !bound(call, &call.name, |it| matches!(it, Bound::Parameter(..))),
            // A function of another package or module: `auth.ValidateToken(token)`.
            Some(Value::Name(path)) => match path.as_slice() {
                [module] if modules => bound(call, module, |it| matches!(it, Bound::Import(..))),
                _ => false,
            },
            Some(_) => false,
        });
        let calls = &project.outline(file).calls;
        called.into_iter().find_map(|(id, other, function)| {
            let (_, other, function) = self.checks_below(other, function, modules, depth + 1)?;
            Some((calls.get(id)?.line(), other, function))
        })
    }

    /// Whether a wrapper of the repository asks who is calling before it calls what it is put
    /// around. One that looks at the errors of what it calls answers behind that.
    pub(super) fn checks_before(&mut self, file: FileId, call: CallId, inner: &Value) -> bool {
        let project = self.project;
        let content = &project.outline(file).calls[call];
        let mut given = content.arguments.iter();
        let Some(position) = given.position(|it| std::ptr::eq(&it.value, inner)) else {
            return false;
        };
        if self.function_of(file, content.scope, inner).is_none() {
            return false;
        }
        self.callees(file, call, 0).into_iter().any(|thing| {
            let Thing::Function(other, wrapper) = thing else {
                return false;
            };
            let (Some(lines), Some(next)) = (
                self.lines_of(other, wrapper),
                self.first_use(other, wrapper, position),
            ) else {
                return false;
            };
            let before = Lines {
                last: next.saturating_sub(1),
                ..lines
            };
            let name = &project.outline(other).definitions[wrapper].name;
            !self.words.no_guard.matches(name)
                && within(&self.evidence, other, before)
                && within(&self.refusals, other, lines)
        })
    }

    /// The first line that calls a parameter, a function of it, or hands it on.
    fn first_use(&self, file: FileId, definition: DefinitionId, position: usize) -> Option<u32> {
        let outline = self.project.outline(file);
        let content = outline.definitions.get(definition)?;
        let name = content.parameters.get(position)?.name.as_str();
        let is = |value: &Value| matches!(value, Value::Name(path) if path.first().is_some_and(|first| first == name));
        let uses = |call: &&Call| {
            inside(content.lines, call.line())
                && match &call.receiver {
                    None => call.name == name,
                    Some(receiver) => is(receiver),
                }
                || call.arguments.iter().any(|argument| is(&argument.value))
        };
        let own = |call: &&Call| {
            let bound = self.project.bound(file, call.scope, name);
            bound.contains(&Bound::Parameter(definition, position))
        };
        let calls = outline.calls.iter().filter(uses).filter(own);
        calls.map(Call::line).min()
    }

    /// The handler that a call makes: what its arguments are made of, else the function that the
    /// called one gives back.
    pub(super) fn made_handler(
        &mut self,
        file: FileId,
        call: CallId,
    ) -> Option<(FileId, DefinitionId)> {
        let project = self.project;
        let content = project.outline(file).calls.get(call)?;
        if content.kind != CallKind::Call {
            return None;
        }
        let given = content.arguments.iter().rev().map(|it| &it.value);
        let mut calls = given.filter(|value| matches!(value, Value::Call(_)));
        let wrapped = calls.find_map(|value| self.wrapped_in(file, value, 0));
        wrapped.or_else(|| {
            let made = self.things(file, content.scope, &Value::Call(call));
            made.into_iter().find_map(|thing| match thing {
                Thing::Function(other, function) => Some((other, function)),
                _ => None,
            })
        })
    }

    /// The named function inside of calls around it.
    fn wrapped_in(
        &mut self,
        file: FileId,
        value: &Value,
        depth: usize,
    ) -> Option<(FileId, DefinitionId)> {
        let Value::Call(call) = value else {
            return None;
        };
        let content = self.project.outline(file).calls.get(*call)?;
        let mut given = content.arguments.iter().rev().map(|it| &it.value);
        given.find_map(|inner| match inner {
            Value::Definition(_) | Value::Name(_) => self.function_of(file, content.scope, inner),
            Value::Call(_) if depth < DEPTH => self.wrapped_in(file, inner, depth + 1),
            _ => None,
        })
    }

    /// The other functions of the repository that a function calls, where the call is wanted.
    fn called(
        &mut self,
        file: FileId,
        definition: DefinitionId,
        wanted: impl Fn(&Call) -> bool,
    ) -> Vec<(CallId, FileId, DefinitionId)> {
        let Some(lines) = self.lines_of(file, definition) else {
            return Vec::new();
        };
        let calls = &self.project.outline(file).calls;
        let ids: Vec<CallId> = (0..calls.len())
            .filter(|&id| {
                let call = &calls[id];
                call.kind == CallKind::Call
                    && inside(lines, call.line())
                    && !self.words.no_guard.matches(&call.name)
                    && wanted(call)
            })
            .take(CALLS)
            .collect();
        let mut found = Vec::new();
        for id in ids {
            for thing in self.callees(file, id, 0) {
                if let Thing::Function(other, function) = thing
                    && (other, function) != (file, definition)
                {
                    found.push((id, other, function));
                }
            }
        }
        found
    }

    fn lines_of(&self, file: FileId, definition: DefinitionId) -> Option<Lines> {
        let definitions = &self.project.outline(file).definitions;
        definitions.get(definition).map(|content| content.lines)
    }
}

/// Whether a fixed segment of a path is one of these words.
fn other_token(path: &str, words: &Patterns) -> bool {
    path.split('/')
        .filter(|part| !part.is_empty() && !part.starts_with(['{', ':', '<', '[']))
        .any(|part| words.matches(part))
}

fn inside(lines: Lines, line: u32) -> bool {
    (lines.first..=lines.last).contains(&line)
}

fn first_within(places: &BTreeSet<(FileId, u32)>, file: FileId, lines: Lines) -> Option<u32> {
    let range = (file, lines.first)..=(file, lines.last);
    let mut found = (lines.first <= lines.last).then(|| places.range(range))?;
    found.next().map(|&(_, line)| line)
}

fn within(places: &BTreeSet<(FileId, u32)>, file: FileId, lines: Lines) -> bool {
    first_within(places, file, lines).is_some()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::Pattern;

    #[test]
    fn a_fixed_segment_tells_of_another_token() {
        let words = Patterns(vec![Pattern::parse("/(?i)reset/").unwrap()]);
        assert!(other_token("/password/reset/{token}", &words));
        assert!(!other_token("/notes/{reset}", &words));
        assert!(!other_token("/notes/:reset", &words));
        assert!(!other_token("/notes", &words));
    }
}
