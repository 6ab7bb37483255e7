//! Methods of a route that stand neither in its call's name nor in an argument: chained behind the
//! call, in front of the path, or compared in the handler.

use super::method::method_name;
use crate::detect::evaluate::Evaluator;
use crate::detect::matching::{kept, shown};
use crate::detect::project::FileId;
use crate::rules::Patterns;
use crate::rules::schema::{Framework, Route};
use crate::syntax::{CallId, DefinitionId, Outline, Value};

const METHODS: [&str; 7] = ["GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS"];

impl Evaluator<'_> {
    /// `.Methods("GET", "POST")` behind the call.
    pub(super) fn chained_methods(
        &mut self,
        file: FileId,
        rule: &Route,
        framework: &Framework,
        chained: &[CallId],
    ) -> Vec<String> {
        let project = self.project;
        let mut methods = Vec::new();
        for &outer in chained {
            let content = &project.outline(file).calls[outer];
            if !rule.method_call.matches(&content.name) {
                continue;
            }
            for argument in &content.arguments {
                self.method_values(
                    file,
                    content.scope,
                    &argument.value,
                    framework,
                    &mut methods,
                );
            }
        }
        methods
    }

    /// Whether a handler reads what follows a path that ends with a slash.
    pub(super) fn reads_rest(&self, handler: Option<(FileId, DefinitionId)>, rule: &Route) -> bool {
        let Some((file, definition)) = handler.filter(|_| !rule.rest_read.is_empty()) else {
            return false;
        };
        let outline = self.project.outline(file);
        let lines = outline.definitions[definition].lines;
        outline.references.iter().any(|reference| {
            let inside = (lines.first..=lines.last).contains(&reference.line);
            inside && rule.rest_read.matches(&reference.path.join("."))
        })
    }

    /// The methods that a handler asks for: `if r.Method == "POST"`, `switch r.Method`.
    pub(super) fn compared_methods(
        &self,
        handler: Option<(FileId, DefinitionId)>,
        compared: &Patterns,
        framework: &Framework,
    ) -> Option<Vec<String>> {
        let (file, definition) = handler?;
        let outline = self.project.outline(file);
        let lines = outline.definitions.get(definition)?.lines;
        let mut methods: Vec<String> = Vec::new();
        for comparison in &outline.comparisons {
            if comparison.line < lines.first || comparison.line > lines.last {
                continue;
            }
            let sides = [
                (&comparison.left, &comparison.right),
                (&comparison.right, &comparison.left),
            ];
            for (subject, other) in sides {
                if !compared.matches(&shown(outline, subject)) {
                    continue;
                }
                note(outline, other, framework, &mut methods);
            }
        }
        // `["GET", "POST"].includes(request.method)`
        for call in &outline.calls {
            let here = lines.first <= call.line() && call.line() <= lines.last;
            let asked = call.arguments.first().is_some_and(|first| {
                call.arguments.len() == 1 && compared.matches(&shown(outline, &first.value))
            });
            if let Some(receiver) = call.receiver.as_ref().filter(|_| here && asked)
                && let list @ Value::List(_) = kept(outline, receiver)
            {
                note(outline, list, framework, &mut methods);
            }
        }
        (!methods.is_empty()).then_some(methods)
    }
}

/// Adds the methods that a value names.
fn note(outline: &Outline, value: &Value, framework: &Framework, methods: &mut Vec<String>) {
    let names = match kept(outline, value) {
        Value::List(items) => items.as_slice(),
        _ => std::slice::from_ref(value),
    };
    for name in names {
        let word = match name {
            Value::Text(text) => text.as_str(),
            Value::Name(path) => path
                .last()
                .map_or("", |last| last.strip_prefix("Method").unwrap_or(last)),
            _ => continue,
        };
        let method = method_name(word, framework);
        // A look at `OPTIONS` or `HEAD` alone says nothing about the rest.
        if METHODS[..5].contains(&method.as_str()) && !methods.contains(&method) {
            methods.push(method);
        }
    }
}

/// Takes a host off paths that may begin with one (`example.org/x`).
pub(super) fn without_host(paths: &mut [String]) {
    for path in paths {
        if let Some(at) = path.find('/').filter(|&at| path[..at].contains('.')) {
            path.drain(..at);
        }
    }
}

/// Takes the method off paths that begin with one (`GET /x`); nothing unless all name the same.
pub(super) fn methods_in(paths: &mut [String]) -> Vec<String> {
    let split = |path: &String| {
        let (method, rest) = path.trim().split_once(char::is_whitespace)?;
        let known = METHODS.contains(&method);
        known.then(|| (method.to_owned(), rest.trim_start().to_owned()))
    };
    let all: Option<Vec<(String, String)>> = paths.iter().map(split).collect();
    let Some(all) = all else { return Vec::new() };
    let mut methods: Vec<String> = all.iter().map(|(method, _)| method.clone()).collect();
    methods.dedup();
    if methods.len() != 1 {
        return Vec::new();
    }
    for (path, (_, rest)) in paths.iter_mut().zip(all) {
        *path = rest;
    }
    methods
}

#[cfg(test)]
mod tests {
    use super::{methods_in, without_host};

    #[test]
    fn a_host_in_front_of_the_path_is_taken_off() {
        let mut paths = vec!["example.org/x".to_owned(), "/y.z/a".to_owned()];
        without_host(&mut paths);
        assert_eq!(paths, ["/x", "/y.z/a"]);
    }

    #[test]
    fn a_method_in_front_of_the_path_is_taken_off() {
        let mut paths = vec!["GET /x/{id}".to_owned()];
        assert_eq!(methods_in(&mut paths), ["GET"]);
        assert_eq!(paths, ["/x/{id}"]);
        let mut plain = vec!["/x".to_owned()];
        assert!(methods_in(&mut plain).is_empty());
        assert_eq!(plain, ["/x"]);
    }
}
