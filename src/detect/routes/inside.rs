//! Checks that stand in a handler's own body, or in what a middleware calls, instead of in front.

use std::collections::BTreeSet;

use super::graph::GuardUse;
use super::guard::yes;
use crate::detect::evaluate::{Evaluator, Thing};
use crate::detect::project::{Bound, FileId};
use crate::syntax::{CallId, CallKind, ConstructKind, DefinitionId, Lines};

/// Calls that are followed from one function, and how far.
const CALLS: usize = 24;
const DEPTH: usize = 2;

impl Evaluator<'_> {
    /// Whether a function asks who is calling: itself, or in a function of the repository that it
    /// calls by name.
    pub(super) fn leads_to_check(&mut self, file: FileId, definition: DefinitionId) -> bool {
        self.checks_below(file, definition, 0).is_some()
    }

    /// A check in the body of a handler that turns others away, there or in what it calls.
    pub(super) fn check_inside(
        &mut self,
        file: FileId,
        definition: DefinitionId,
        path: &str,
    ) -> Option<GuardUse> {
        // Who logs in or renews a token shows one, too.
        let last = path.rsplit('/').find(|part| !part.is_empty());
        if last.is_some_and(|last| self.words.no_guard.matches(last)) {
            return None;
        }
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
        let outline = project.outline(file);
        let called: Vec<CallId> = (0..outline.calls.len())
            .filter(|&id| {
                let call = &outline.calls[id];
                call.kind == CallKind::Call
                    && call.receiver.is_none()
                    && inside(lines, call.line())
                    && !self.words.no_guard.matches(&call.name)
                    && !project
                        .bound(file, call.scope, &call.name)
                        .iter()
                        .any(|bound| matches!(bound, Bound::Parameter(..)))
            })
            .take(CALLS)
            .collect();
        for call in called {
            for thing in self.callees(file, call, 0) {
                let Thing::Function(other, function) = thing else {
                    continue;
                };
                if (other, function) == (file, definition) {
                    continue;
                }
                if let Some(found) = self.checks_below(other, function, depth + 1) {
                    return Some(found);
                }
            }
        }
        None
    }

    fn lines_of(&self, file: FileId, definition: DefinitionId) -> Option<Lines> {
        let definitions = &self.project.outline(file).definitions;
        definitions.get(definition).map(|content| content.lines)
    }
}

fn inside(lines: Lines, line: u32) -> bool {
    (lines.first..=lines.last).contains(&line)
}

fn within(places: &BTreeSet<(FileId, u32)>, file: FileId, lines: Lines) -> bool {
    let range = (file, lines.first)..=(file, lines.last);
    lines.first <= lines.last && places.range(range).next().is_some()
}
