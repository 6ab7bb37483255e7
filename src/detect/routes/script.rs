//! Files that the web server runs under their own path, and front controllers that compare the
//! path by themselves. It sees comparisons, not control flow: a method belongs to a path when both
//! are compared on one line, when it is compared between the path and the next one, or when methods
//! come first and paths below each of them.

use std::collections::BTreeMap;

use super::graph::{NodeId, Origin, Registration, speaks};
use super::path::normalise;
use crate::detect::evaluate::{Evaluator, OPEN};
use crate::detect::matching::{call_shape, shown};
use crate::detect::project::FileId;
use crate::rules::schema::{Framework, Script};
use crate::syntax::{Argument, Call, CallId, Outline, ScopeId, ScopeKind, Value};

const METHODS: [&str; 5] = ["GET", "POST", "PUT", "PATCH", "DELETE"];

/// A route that a file serves: method, path, line.
type Served = (String, String, u32);

impl Evaluator<'_> {
    pub(super) fn register_scripts(&mut self) {
        let project = self.project;
        let frameworks = self.graph.frameworks;
        for (index, active) in frameworks.iter().enumerate() {
            let Some(rule) = &active.framework.script else {
                continue;
            };
            let registered = self.graph.registrations.iter();
            let mut languages =
                registered.map(|registration| project.files[registration.file].language);
            if languages.any(|language| speaks(active.languages, language)) {
                continue;
            }
            for file in 0..project.files.len() {
                let source = &project.files[file];
                if source.is_test
                    || !speaks(active.languages, source.language)
                    || !project.includers(file).is_empty()
                {
                    continue;
                }
                let served = served(&source.outline, &source.path, rule, active.framework);
                if served.is_empty() {
                    continue;
                }
                let node = self
                    .graph
                    .node(Origin::File(index, file), index, "script", true);
                self.graph.nodes[node].root = true;
                self.register_script(file, node, served);
            }
        }
    }

    fn register_script(&mut self, file: FileId, node: NodeId, served: Vec<Served>) {
        for (method, path, line) in served {
            self.graph.registrations.push(Registration {
                name: None,
                node,
                methods: vec![method],
                paths: vec![path],
                file,
                line,
                guards: Vec::new(),
                lifted: false,
                handler: None,
                view: None,
            });
        }
    }
}

fn served(outline: &Outline, path: &str, rule: &Script, framework: &Framework) -> Vec<Served> {
    let answers = outline.calls.iter().enumerate().filter(|(id, call)| {
        let fits = rule
            .answer
            .iter()
            .any(|wanted| call_shape(outline, call, wanted, &mut BTreeMap::new()));
        fits && !in_class(outline, call.scope) && !only_kept(outline, *id, rule)
    });
    let mut at_top = false;
    let mut answered = false;
    for (_, call) in answers {
        answered = true;
        at_top |= call.scope == 0;
    }
    let methods = compared(outline, rule, |text| METHODS.contains(&text));
    let method_at_top = methods.iter().any(|(_, _, scope)| *scope == 0);
    at_top |= method_at_top;
    let mut paths: Vec<(String, u32)> = Vec::new();
    // Who compares both at the top of a file hands requests on, whoever answers them.
    for (text, line, scope) in compared_with(outline, &rule.path, |text| text.starts_with('/')) {
        answered |= scope == 0 && method_at_top;
        paths.push((text, line));
    }
    if !answered || !at_top && !rule.in_function {
        return Vec::new();
    }
    paths.extend(expressions(outline, rule, framework));
    paths.extend(starts(outline, rule));
    if paths.is_empty() && rule.in_function {
        return Vec::new();
    }
    if paths.is_empty() {
        return own_path(outline, path, rule, &methods);
    }
    let nesting = Nesting::of(&methods, &paths);
    let lines: Vec<u32> = paths.iter().map(|(_, line)| *line).collect();
    let mut found = Vec::new();
    for (path, line) in paths {
        let path = normalise(&path, &framework.path_style);
        let here = nesting.methods(&methods, &lines, line);
        match here.is_empty() {
            true => found.push(("ANY".to_owned(), path, line)),
            false => found.extend(
                here.iter()
                    .map(|method| ((*method).clone(), path.clone(), line)),
            ),
        }
    }
    found
}

/// Whether a call's result goes into a variable that no answer is given: the body of a request to
/// somebody else.
fn only_kept(outline: &Outline, id: CallId, rule: &Script) -> bool {
    let keeps = |value: &Value| matches!(value, Value::Call(call) if *call == id);
    let mut kept = outline.assignments.iter().filter(|it| keeps(&it.value));
    let Some(assignment) = kept.next() else {
        return false;
    };
    let given = |argument: &Argument| matches!(&argument.value, Value::Name(path) if *path == assignment.target);
    let answers = |call: &Call| {
        let named = rule
            .answer
            .iter()
            .any(|wanted| wanted.name.matches(&call.name));
        named && call.arguments.iter().any(given)
    };
    !outline.calls.iter().any(answers)
}

/// What is compared first where paths and methods stand on lines of their own.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Nesting {
    /// `switch (path) { case "/x": if (method == "GET") … }`
    PathFirst,
    /// `switch (method) { case "GET": if (path == "/x") … }`
    MethodFirst,
    Unclear,
}

impl Nesting {
    fn of(methods: &[(String, u32, ScopeId)], paths: &[(String, u32)]) -> Nesting {
        let ends = |lines: &[u32]| Some((*lines.iter().min()?, *lines.iter().max()?));
        let asked: Vec<u32> = methods.iter().map(|(_, line, _)| *line).collect();
        let served: Vec<u32> = paths.iter().map(|(_, line)| *line).collect();
        let (Some((first_method, last_method)), Some((first_path, last_path))) =
            (ends(&asked), ends(&served))
        else {
            return Nesting::Unclear;
        };
        let several = methods.iter().any(|(method, ..)| *method != methods[0].0);
        if first_path < first_method {
            Nesting::PathFirst
        } else if first_method < first_path && last_method < last_path && several {
            Nesting::MethodFirst
        } else {
            Nesting::Unclear
        }
    }

    /// The methods of a path that is compared on a line.
    fn methods<'m>(
        self,
        methods: &'m [(String, u32, ScopeId)],
        paths: &[u32],
        line: u32,
    ) -> Vec<&'m String> {
        let between = |low: u32, high: u32| {
            let mut found: Vec<&String> = Vec::new();
            for (method, at, _) in methods {
                if *at > low && *at < high && !paths.contains(at) && !found.contains(&method) {
                    found.push(method);
                }
            }
            found
        };
        let here = methods.iter().filter(|(_, at, _)| *at == line);
        let here: Vec<&String> = here.map(|(method, ..)| method).collect();
        if !here.is_empty() {
            return here;
        }
        match self {
            Nesting::PathFirst => {
                let next = paths.iter().copied().filter(|path| *path > line).min();
                between(line, next.unwrap_or(u32::MAX))
            }
            Nesting::MethodFirst => {
                let above = methods.iter().filter(|(_, at, _)| *at < line);
                let nearest = above.map(|(_, at, _)| *at).max().unwrap_or_default();
                between(nearest.saturating_sub(1), line)
            }
            Nesting::Unclear => Vec::new(),
        }
    }
}

/// The file's own path with every method that it asks for.
fn own_path(
    outline: &Outline,
    path: &str,
    rule: &Script,
    methods: &[(String, u32, ScopeId)],
) -> Vec<Served> {
    let mut found: Vec<(String, u32)> = methods
        .iter()
        .map(|(method, line, _)| (method.clone(), *line))
        .collect();
    if found.is_empty() {
        found = outline
            .literals
            .iter()
            .filter_map(|literal| {
                let mut said = BTreeMap::new();
                rule.allowed
                    .capture(literal.value.as_text()?, &mut said)
                    .then_some(())?;
                Some((said.remove("methods")?, literal.line))
            })
            .flat_map(|(words, line)| {
                let words: Vec<String> = words
                    .split(|c: char| !c.is_ascii_alphabetic())
                    .map(str::to_uppercase)
                    .collect();
                words
                    .into_iter()
                    .filter(|word| METHODS.contains(&word.as_str()))
                    .map(move |word| (word, line))
            })
            .collect();
    }
    if found.is_empty() {
        let reads = outline.references.iter().filter_map(|reference| {
            let method = rule.read.get(reference.path.first()?)?;
            Some((method.clone(), reference.line))
        });
        found = reads.take(1).collect();
    }
    if found.is_empty() {
        found.push(("GET".to_owned(), 1));
    }
    let mut kept: Vec<Served> = Vec::new();
    for (method, line) in found {
        if !kept.iter().any(|(known, ..)| *known == method) {
            kept.push((method, address(path, rule), line));
        }
    }
    kept
}

/// A file's path as the web server sees it.
fn address(path: &str, rule: &Script) -> String {
    let mut parts: Vec<&str> = path.split('/').collect();
    if let Some(root) = parts
        .iter()
        .rposition(|part| rule.roots.iter().any(|root| root == part))
    {
        parts.drain(..=root);
    }
    let stem = parts
        .last()
        .and_then(|last| last.split('.').next())
        .unwrap_or_default();
    if rule.index.matches(stem) {
        parts.pop();
    }
    format!("/{}", parts.join("/"))
}

/// Paths that are expressions: `preg_match("#^/users/(\d+)$#", $uri)`.
fn expressions(outline: &Outline, rule: &Script, framework: &Framework) -> Vec<(String, u32)> {
    let calls = outline
        .calls
        .iter()
        .filter(|call| rule.expression.matches(&call.name));
    calls
        .filter_map(|call| {
            let text = call.positional(0)?.value.as_text()?;
            let subject = shown(outline, &call.positional(1)?.value);
            let mark = text.chars().next().filter(|mark| !mark.is_alphanumeric())?;
            let end = text.rfind(mark).filter(|&end| end > 0)?;
            let inner = text.get(mark.len_utf8()..end)?.replace("\\/", "/");
            let path = normalise(&inner, &framework.path_style);
            (rule.path.matches(&subject) && path.starts_with('/')).then_some((path, call.line()))
        })
        .collect()
}

/// Paths of which only the start is known: `url.startsWith("/users/")`.
fn starts(outline: &Outline, rule: &Script) -> Vec<(String, u32)> {
    let calls = outline
        .calls
        .iter()
        .filter(|call| rule.start.matches(&call.name));
    calls
        .filter_map(|call| {
            let text = call.positional(0)?.value.as_text()?;
            let subject = shown(outline, call.receiver.as_ref()?);
            let fits = rule.path.matches(&subject) && text.starts_with('/') && text.len() > 1;
            fits.then(|| {
                (
                    format!("{}/{OPEN}", text.trim_end_matches('/')),
                    call.line(),
                )
            })
        })
        .collect()
}

fn compared(
    outline: &Outline,
    rule: &Script,
    fits: impl Fn(&str) -> bool,
) -> Vec<(String, u32, ScopeId)> {
    compared_with(outline, &rule.method, fits)
}

fn compared_with(
    outline: &Outline,
    subject: &crate::rules::Patterns,
    fits: impl Fn(&str) -> bool,
) -> Vec<(String, u32, ScopeId)> {
    let mut found = Vec::new();
    for comparison in &outline.comparisons {
        for (one, other) in [
            (&comparison.left, &comparison.right),
            (&comparison.right, &comparison.left),
        ] {
            if let Value::Text(text) = other
                && fits(text)
                && subject.matches(&shown(outline, one))
                && !in_class(outline, comparison.scope)
            {
                found.push((text.clone(), comparison.line, comparison.scope));
            }
        }
    }
    found
}

fn in_class(outline: &Outline, scope: ScopeId) -> bool {
    outline.enclosing(scope).any(|id| {
        outline
            .scopes
            .get(id)
            .is_some_and(|scope| scope.kind == ScopeKind::Class)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_start_below_the_root_of_the_server() {
        let rule = Script {
            roots: vec!["public".to_owned()],
            index: crate::rules::Patterns(vec![crate::rules::Pattern::parse("index").unwrap()]),
            ..Script::default()
        };
        assert_eq!(address("web/public/api/read.x", &rule), "/api/read.x");
        assert_eq!(address("api/index.x", &rule), "/api");
        assert_eq!(address("index.x", &rule), "/");
    }
}
