//! Checks that reach a route through a parameter: middleware that a function is handed, and objects
//! that are only made for somebody who is known.

use super::graph::GuardUse;
use super::guard::yes;
use crate::detect::evaluate::{Evaluator, Thing};
use crate::detect::project::{Bound, FileId};
use crate::detect::survey::Guarded;
use crate::rules::Patterns;
use crate::syntax::{DefinitionId, ScopeId, Value};

/// Most parameters that hand each other a check.
const HANDED: usize = 4;
/// Most functions between the making of an object and the check of a token.
const STEPS: usize = 2;
/// Most calls of one function that are followed on the way there.
const CALLS: usize = 40;

impl Evaluator<'_> {
    /// What the callers of a function hand over where it names a parameter as middleware: a check only
    /// when all of them hand over one, not clear when some do.
    pub(super) fn handed_guard(
        &mut self,
        file: FileId,
        scope: ScopeId,
        value: &Value,
        line: u32,
        depth: usize,
    ) -> Option<GuardUse> {
        let Value::Name(path) = value else {
            return None;
        };
        let [name] = path.as_slice() else {
            return None;
        };
        if depth > HANDED {
            return None;
        }
        let bound = self.project.bound(file, scope, name);
        let [Bound::Parameter(definition, index)] = bound.as_slice() else {
            return None;
        };
        let given = self.handed(file, *definition, *index);
        let mut is = Vec::new();
        for (other, scope, value) in given {
            let guard = self.guard_at(other, scope, &value, line, depth + 1);
            is.push(guard.map_or(Guarded::No, |guard| guard.is));
        }
        let is = match is.iter().filter(|is| **is == Guarded::Yes).count() {
            0 => return None,
            all if all == is.len() => Guarded::Yes,
            _ => Guarded::Unknown,
        };
        Some(GuardUse {
            is,
            ..yes(name, file, line)
        })
    }

    /// Whether the function behind a check says in a comment that it is not written yet, and nothing in
    /// it says otherwise.
    pub(super) fn is_unfinished(&mut self, file: FileId, scope: ScopeId, value: &Value) -> bool {
        if self.words.unfinished.is_empty() {
            return false;
        }
        let behind = match value {
            Value::Call(call) => self.callees(file, *call, 0),
            Value::Name(_) => self.things(file, scope, value),
            _ => return false,
        };
        let mut functions = behind.into_iter().filter_map(|thing| match thing {
            Thing::Function(file, definition) => Some((file, definition)),
            _ => None,
        });
        let Some((file, definition)) = functions.next() else {
            return false;
        };
        let outline = self.project.outline(file);
        let Some(content) = outline.definitions.get(definition) else {
            return false;
        };
        let (first, last) = (content.lines.first, content.lines.last);
        let says = outline.comments.iter().any(|comment| {
            (first..=last).contains(&comment.line) && self.words.unfinished.matches(&comment.text)
        });
        says && self
            .finished
            .range((file, first)..=(file, last))
            .next()
            .is_none()
    }

    /// Whether an object of this type is only made after a check: one of the functions that make it
    /// holds evidence of one, or calls what does.
    pub(super) fn made_for_somebody(&mut self, typed: &str, makers: &Patterns) -> bool {
        let plain = typed.trim_start_matches(['&', '*', ' ']);
        let end = plain
            .find(|c: char| !(c.is_alphanumeric() || matches!(c, '_' | ':' | '.')))
            .unwrap_or(plain.len());
        let name = plain[..end].rsplit([':', '.']).next().unwrap_or_default();
        if name.is_empty() {
            return false;
        }
        if let Some(&known) = self.made.get(name) {
            return known;
        }
        let project = self.project;
        let made: Vec<(FileId, DefinitionId)> = project
            .classes(name, None)
            .into_iter()
            .flat_map(|(file, class)| {
                let outline = project.outline(file);
                let body = outline.definitions.get(class).map(|content| content.body);
                outline
                    .definitions
                    .iter()
                    .enumerate()
                    .filter(move |(_, it)| Some(it.scope) == body && makers.matches(&it.name))
                    .map(move |(definition, _)| (file, definition))
            })
            .collect();
        // A type without such a function is asked again: another framework may make it otherwise.
        if made.is_empty() {
            return false;
        }
        let is = made
            .into_iter()
            .any(|(file, definition)| self.calls_check(file, definition, STEPS));
        self.made.insert(name.to_owned(), is);
        is
    }

    fn calls_check(&mut self, file: FileId, definition: DefinitionId, steps: usize) -> bool {
        if self.has_guard_evidence(file, definition) {
            return true;
        }
        let outline = self.project.outline(file);
        let Some(content) = outline.definitions.get(definition) else {
            return false;
        };
        if steps == 0 {
            return false;
        }
        let within = content.lines.first..=content.lines.last;
        let calls: Vec<_> = (0..outline.calls.len())
            .filter(|&call| within.contains(&outline.calls[call].line()))
            .take(CALLS)
            .collect();
        calls.into_iter().any(|call| {
            let mut called = self.callees(file, call, 0);
            // A function may be handed on: `header.and_then(claims)`.
            let content = &outline.calls[call];
            for argument in content.arguments.iter().take(CALLS) {
                if matches!(argument.value, Value::Name(_)) {
                    called.extend(self.things(file, content.scope, &argument.value));
                }
            }
            called.into_iter().any(|thing| match thing {
                Thing::Function(other, function) if (other, function) != (file, definition) => {
                    self.calls_check(other, function, steps - 1)
                }
                _ => false,
            })
        })
    }
}
