//! Checks that stand in a handler's own body, or in what a middleware calls, instead of in front.

use std::collections::BTreeSet;

use super::graph::GuardUse;
use super::guard::yes;
use crate::detect::evaluate::{Evaluator, Thing};
use crate::detect::project::{Bound, FileId};
use crate::rules::Patterns;
use crate::syntax::{Call, CallId, CallKind, ConstructKind, DefinitionId, Lines};

/// Calls that are followed from one function, and how far.
const CALLS: usize = 24;
const DEPTH: usize = 2;

impl Evaluator<'_> {
    /// Whether a function asks who is calling: itself, or in a function of the repository that it
    /// calls by name.
    pub(super) fn leads_to_check(&mut self, file: FileId, definition: DefinitionId) -> bool {
        self.checks_below(file, definition, 0).is_some()
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
            let found = self.check_of(file, definition, &registration.paths.clone());
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
        let (place, function) = self.checks_below(file, definition, 0)?;
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
        refuses.then(|| yes(&name, file, lines.first))
    }

    /// The function in which the check stands.
    fn checks_below(
        &mut self,
        file: FileId,
        definition: DefinitionId,
        depth: usize,
    ) -> Option<(FileId, DefinitionId)> {
        let lines = self.lines_of(file, definition)?;
        if within(&self.checks, file, lines) {
            return Some((file, definition));
        }
        if depth >= DEPTH {
            return None;
        }
        let project = self.project;
        let called = self.called(file, definition, |call| {
            call.receiver.is_none()
                && !project
                    .bound(file, call.scope, &call.name)
                    .iter()
                    .any(|bound| matches!(bound, Bound::Parameter(..)))
        });
        called
            .into_iter()
            .find_map(|(_, other, function)| self.checks_below(other, function, depth + 1))
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

fn within(places: &BTreeSet<(FileId, u32)>, file: FileId, lines: Lines) -> bool {
    let range = (file, lines.first)..=(file, lines.last);
    lines.first <= lines.last && places.range(range).next().is_some()
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
