//! Paths that a check leaves out: `jwt().unless({ path: ["/login"] })`, or a middleware that looks
//! at the request's path itself. Never guesses which way a comparison goes: where a middleware
//! names a path, the answer there is *not clear*.

use super::graph::GuardUse;
use super::path::normalise;
use crate::detect::evaluate::{Evaluator, Thing};
use crate::detect::project::FileId;
use crate::detect::survey::Guarded;
use crate::syntax::{CallId, DefinitionId, DefinitionKind, ScopeId, Value};

/// Deepest chain from a middleware's name to the call that makes it.
const DEPTH: usize = 4;
/// Most paths that are remembered of one check.
const PATHS: usize = 64;
/// Keys that hold a path in an object.
const KEYS: [&str; 4] = ["path", "paths", "url", "urls"];

/// What a check is at some paths.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Exemption {
    /// As written; a `*` at the end stands for anything.
    pub paths: Vec<String>,
    /// What it is there.
    pub is: Guarded,
}

impl GuardUse {
    /// What the check is for a composed path.
    pub fn at(&self, path: &str) -> Guarded {
        match &self.exempt {
            Some(exempt) if exempt.paths.iter().any(|own| covers(own, path)) => exempt.is,
            _ => self.is,
        }
    }
}

/// Whether a path as a middleware writes it means a composed one.
fn covers(own: &str, path: &str) -> bool {
    let own = normalise(own, &["colon".to_owned(), "brace".to_owned()]);
    if let Some(start) = own.strip_suffix('*') {
        let start = start.trim_end_matches('/');
        return path
            .strip_prefix(start)
            .is_some_and(|rest| rest.is_empty() || rest.starts_with('/'));
    }
    let mut wanted = own.trim_matches('/').split('/');
    let mut given = path.trim_matches('/').split('/');
    loop {
        match (wanted.next(), given.next()) {
            (None, None) => return true,
            (Some(one), Some(other))
                if one == other || one.starts_with('{') && other.starts_with('{') => {}
            _ => return false,
        }
    }
}

impl Evaluator<'_> {
    /// The check that a call of `unless` puts on, with what it leaves out.
    pub(super) fn with_exceptions(
        &mut self,
        file: FileId,
        scope: ScopeId,
        call: CallId,
        line: u32,
        depth: usize,
    ) -> Option<GuardUse> {
        let content = &self.project.outline(file).calls[call];
        if depth > DEPTH || !self.words.except.matches(&content.name) {
            return None;
        }
        let given = content.arguments.iter().map(|it| &it.value);
        let inner: Vec<Value> = content.receiver.iter().chain(given).cloned().collect();
        let guards = inner
            .iter()
            .filter_map(|value| self.guard_at(file, scope, value, line, depth + 1));
        let guards: Vec<GuardUse> = guards.collect();
        let mut guard = guards.into_iter().find(|it| it.is == Guarded::Yes)?;
        guard.exempt = self.exceptions(file, call);
        Some(guard)
    }

    /// What a middleware that is a check leaves out, by the call that makes it or by its own code.
    pub(super) fn exemption(
        &mut self,
        file: FileId,
        scope: ScopeId,
        value: &Value,
        depth: usize,
    ) -> Option<Exemption> {
        if depth > DEPTH {
            return None;
        }
        if let Some((home, call)) = self.made_by(file, scope, value, 0) {
            if self
                .words
                .except
                .matches(&self.project.outline(home).calls[call].name)
            {
                return self.exceptions(home, call);
            }
            for thing in self.callees(home, call, 0) {
                if let Thing::Function(other, id) = thing {
                    return self.exemption_of(other, id, depth);
                }
            }
            return None;
        }
        let things = self.things(file, scope, value);
        things.into_iter().find_map(|thing| match thing {
            Thing::Function(home, id) | Thing::Class(home, id) | Thing::Instance(home, id) => {
                self.exemption_of(home, id, depth)
            }
            _ => None,
        })
    }

    /// The same of a function or class of the repository: what it gives back, and what it reads.
    fn exemption_of(&mut self, file: FileId, id: DefinitionId, depth: usize) -> Option<Exemption> {
        let project = self.project;
        let outline = project.outline(file);
        let definition = outline.definitions.get(id)?;
        for value in &definition.returns {
            let made = match value {
                Value::Call(_) => self.exemption(file, definition.body, value, depth + 1),
                _ => None,
            };
            if made.is_some() {
                return made;
            }
        }
        let lines = definition.lines;
        // The functions of a class may stand beside it.
        let is_class = definition.kind == DefinitionKind::Class;
        let inside = |line: u32| is_class || lines.first <= line && line <= lines.last;
        let reads_path = outline
            .references
            .iter()
            .any(|it| inside(it.line) && self.words.path_read.matches(&it.path.join(".")))
            || outline.calls.iter().any(|call| {
                inside(call.line())
                    && call
                        .path()
                        .is_some_and(|path| self.words.path_read.matches(&path.join(".")))
            });
        if !reads_path {
            return None;
        }
        let mut paths = Vec::new();
        let literals = outline.literals.iter().filter(|it| inside(it.line));
        paths.extend(literals.filter_map(|it| match &it.value {
            Value::Text(text) => Some(text.clone()),
            _ => None,
        }));
        if paths.iter().all(|text| !text.starts_with('/')) {
            // Kept in a list that it names.
            let names = outline.references.iter().filter(|it| inside(it.line));
            for name in names.take(PATHS) {
                self.paths_in(
                    file,
                    name.scope,
                    &Value::Name(name.path.clone()),
                    0,
                    &mut paths,
                );
            }
        }
        paths.retain(|text| text.starts_with('/'));
        paths.truncate(PATHS);
        if !is_class {
            // `startsWith("/login")` means what is below, too; a list means what it says.
            let below: Vec<String> = paths.iter().map(|path| format!("{path}*")).collect();
            paths.extend(below);
        }
        (!paths.is_empty()).then_some(Exemption {
            paths,
            is: Guarded::Unknown,
        })
    }

    /// The paths among the arguments of `unless`.
    fn exceptions(&mut self, file: FileId, call: CallId) -> Option<Exemption> {
        let content = &self.project.outline(file).calls[call];
        let mut paths = Vec::new();
        for argument in &content.arguments {
            self.paths_in(file, content.scope, &argument.value, 0, &mut paths);
        }
        paths.truncate(PATHS);
        (!paths.is_empty()).then_some(Exemption {
            paths,
            is: Guarded::No,
        })
    }

    fn paths_in(
        &mut self,
        file: FileId,
        scope: ScopeId,
        value: &Value,
        depth: usize,
        into: &mut Vec<String>,
    ) {
        if depth > DEPTH || into.len() > PATHS {
            return;
        }
        match value {
            Value::List(items) => {
                for item in items {
                    self.paths_in(file, scope, item, depth + 1, into);
                }
            }
            Value::Map(entries) => {
                for (_, value) in entries
                    .iter()
                    .filter(|(key, _)| KEYS.contains(&key.as_str()))
                {
                    self.paths_in(file, scope, value, depth + 1, into);
                }
            }
            Value::Text(text) => into.push(text.clone()),
            Value::Join(_) | Value::Name(_) => {
                for thing in self.things(file, scope, value) {
                    match thing {
                        Thing::Text(text) => into.push(text),
                        Thing::Written(home, scope, place) => {
                            let inner = place.value().clone();
                            self.paths_in(home, scope, &inner, depth + 1, into);
                        }
                        _ => {}
                    }
                }
            }
            _ => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::covers;

    #[test]
    fn a_path_covers_itself_its_parameters_and_what_is_below_a_star() {
        for (own, path, expected) in [
            ("/login", "/login", true),
            ("/login", "/login/x", false),
            ("/users/:id", "/users/{name}", true),
            ("/users/:id", "/users/me", false),
            ("/api/auth/*", "/api/auth/login", true),
            ("/api/auth*", "/api/authors", false),
            ("/", "/", true),
        ] {
            assert_eq!(covers(own, path), expected, "{own} {path}");
        }
    }
}
