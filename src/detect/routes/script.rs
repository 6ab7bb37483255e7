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
use crate::rules::Patterns;
use crate::rules::schema::{Framework, Script};
use crate::syntax::{Argument, Call, CallId, Outline, ScopeId, ScopeKind, Value};

const METHODS: [&str; 5] = ["GET", "POST", "PUT", "PATCH", "DELETE"];

/// Longest path that is told by the number of its parts.
const MOST_PARTS: usize = 8;

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
                let mut served = served(&source.outline, &source.path, rule, active.framework);
                if rule.in_method {
                    served.extend(in_methods(&source.outline, rule, active.framework));
                }
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
            .any(|wanted| call_shape(outline, call, wanted, &[], &mut BTreeMap::new()));
        fits && !in_class(outline, call.scope) && !only_kept(outline, *id, rule)
    });
    let mut at_top = false;
    let mut answered = false;
    for (_, call) in answers {
        answered = true;
        at_top |= call.scope == 0;
    }
    let outside = |scope| !in_class(outline, scope);
    let methods = compared(outline, &rule.method, outside, |text| {
        METHODS.contains(&text)
    });
    let method_at_top = methods.iter().any(|(_, _, scope)| *scope == 0);
    at_top |= method_at_top;
    let mut paths: Vec<(String, u32)> = Vec::new();
    // Who compares both at the top of a file hands requests on, whoever answers them.
    for (text, line, scope) in compared(outline, &rule.path, outside, is_path) {
        answered |= scope == 0 && method_at_top;
        paths.push((text, line));
    }
    if !answered || !at_top && !rule.in_function {
        return Vec::new();
    }
    paths.extend(expressions(outline, rule, framework));
    // What methods of classes ask for is looked at with them.
    let asked = starts(outline, rule, |scope| !rule.in_method || outside(scope));
    paths.extend(asked.map(|(start, line)| (below(&start), line)));
    if paths.is_empty() && rule.in_function {
        return Vec::new();
    }
    if paths.is_empty() {
        return own_path(outline, path, rule, &methods);
    }
    paired(&methods, paths, framework)
}

/// Each path with its methods.
fn paired(
    methods: &[(String, u32, ScopeId)],
    paths: Vec<(String, u32)>,
    framework: &Framework,
) -> Vec<Served> {
    let nesting = Nesting::of(methods, &paths);
    let lines: Vec<u32> = paths.iter().map(|(_, line)| *line).collect();
    let mut found = Vec::new();
    for (path, line) in paths {
        let path = normalise(&path, &framework.path_style);
        let here = nesting.methods(methods, &lines, line);
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

/// What methods of classes serve that answer by themselves.
fn in_methods(outline: &Outline, rule: &Script, framework: &Framework) -> Vec<Served> {
    let mut found = Vec::new();
    for (id, scope) in outline.scopes.iter().enumerate() {
        let parent = scope.parent.and_then(|parent| outline.scopes.get(parent));
        let of_class = parent.is_some_and(|parent| parent.kind == ScopeKind::Class);
        if scope.kind == ScopeKind::Function && of_class {
            found.extend(in_method(outline, rule, framework, id));
        }
    }
    found
}

fn in_method(outline: &Outline, rule: &Script, framework: &Framework, id: ScopeId) -> Vec<Served> {
    let within = |scope| outline.enclosing(scope).any(|around| around == id);
    let mut calls = outline.calls.iter().enumerate();
    let answers = calls.any(|(call, content)| {
        let fits = |wanted| call_shape(outline, content, wanted, &[], &mut BTreeMap::new());
        within(content.scope) && rule.answer.iter().any(fits) && !only_kept(outline, call, rule)
    });
    let methods = compared(outline, &rule.method, within, |text| {
        METHODS.contains(&text)
    });
    if !answers || methods.is_empty() {
        return Vec::new();
    }
    let mut paths: Vec<(String, u32)> = compared(outline, &rule.path, within, is_path)
        .into_iter()
        .map(|(text, line, _)| (text, line))
        .collect();
    let starts: Vec<(String, u32)> = starts(outline, rule, within).collect();
    let mut parts = parts(outline, rule, within);
    if parts.is_empty() && starts.is_empty() {
        parts.extend(one_part(outline, rule, within));
    }
    let only = paths.is_empty() && methods.iter().all(|(method, ..)| *method == methods[0].0);
    match (starts.as_slice(), parts.as_slice()) {
        // One method, and as many parts as there must be.
        ([], [parts]) if only && turns_away(outline, rule, within) => {
            let line = methods[0].1;
            paths.extend(parts.below("").map(|path| (path, line)));
        }
        ([(start, line)], [parts]) if only => {
            let path = parts.below(start).unwrap_or_else(|| below(start));
            paths.push((path, *line));
        }
        ([(start, line)], [])
            if only && !start.ends_with('/') && !is_read(outline, rule, within) =>
        {
            paths.push((start.clone(), *line));
        }
        _ => {
            let asked = |start: &str| paths.iter().any(|(path, _)| path.starts_with(start));
            let more: Vec<(String, u32)> = starts
                .iter()
                .filter(|(start, _)| !asked(start))
                .map(|(start, line)| (below(start), *line))
                .collect();
            paths.extend(more);
        }
    }
    paired(&methods, paths, framework)
}

/// The segments that a path has, by names where they are known.
#[derive(Debug, PartialEq, Eq)]
struct Parts {
    names: Vec<Option<String>>,
}

impl Parts {
    /// A start with the rest of the segments as parameters; nothing where there is no rest.
    fn below(&self, start: &str) -> Option<String> {
        let known = start.split('/').filter(|part| !part.is_empty()).count();
        let rest = self.names.get(known..).filter(|rest| !rest.is_empty())?;
        let mut path = start.trim_end_matches('/').to_owned();
        for name in rest {
            match name {
                Some(name) => path.push_str(&format!("/{{{name}}}")),
                None => path.push_str(&format!("/{OPEN}")),
            }
        }
        Some(path)
    }
}

/// The paths that are taken apart and must have so many segments: `parts.length !== 3`, or
/// `[a, b] = …` where none of them may be missing.
fn parts(outline: &Outline, rule: &Script, within: impl Fn(ScopeId) -> bool) -> Vec<Parts> {
    let mut found = Vec::new();
    for (id, call) in outline.calls.iter().enumerate() {
        let at_slash = call.positional(0).and_then(|it| it.value.as_text()) == Some("/");
        if !within(call.scope) || !at_slash || !rule.parts.matches(&call.name) {
            continue;
        }
        let Some(on) = &call.receiver else { continue };
        // The text in front of the first slash is a part as well, and an empty one.
        let (on, before) = match on {
            Value::Call(inner) => match outline.calls.get(*inner) {
                Some(cut) if rule.without_start.matches(&cut.name) && cuts_one(cut) => {
                    match &cut.receiver {
                        Some(on) => (on, 0),
                        None => continue,
                    }
                }
                _ => continue,
            },
            other => (other, 1),
        };
        if !rule.path.matches(&shown(outline, on)) {
            continue;
        }
        let own = |value: &Value| match value {
            Value::Call(other) => *other == id,
            Value::Name(path) => outline
                .assignments
                .iter()
                .any(|it| it.target == *path && it.value == Value::Call(id) && within(it.scope)),
            _ => false,
        };
        let mut names = BTreeMap::new();
        for assignment in outline.assignments.iter().filter(|it| within(it.scope)) {
            if let (Value::Member(list, at), [name]) = (&assignment.value, &assignment.target[..])
                && own(list)
                && let Ok(at) = at.parse::<usize>()
                && at >= before
            {
                names.insert(at - before, name.clone());
            }
        }
        let mut counts: Vec<usize> = Vec::new();
        for comparison in outline.comparisons.iter().filter(|it| within(it.scope)) {
            if let (Value::Name(path), Value::Number(number)) =
                (&comparison.left, &comparison.right)
                && let Some(("length", list)) =
                    path.split_last().map(|(last, list)| (last.as_str(), list))
                && own(&Value::Name(list.to_vec()))
                && let Ok(count) = number.parse::<usize>()
            {
                counts.push(count);
            }
        }
        let count = match counts.as_slice() {
            [count] => count.checked_sub(before),
            [] if names.len() > 1 => names.keys().last().map(|last| last + 1),
            _ => None,
        };
        if let Some(count) = count.filter(|count| (1..=MOST_PARTS).contains(count)) {
            let names = (0..count).map(|at| names.get(&at).cloned()).collect();
            found.push(Parts { names });
        }
    }
    found
}

/// The path as a whole, without its slash, as one name: `key = path.slice(1)`. What is handed on as it
/// is may be the name of a file, and what is compared is no parameter.
fn one_part(outline: &Outline, rule: &Script, within: impl Fn(ScopeId) -> bool) -> Option<Parts> {
    let cut = |value: &Value| match value {
        Value::Call(id) => outline.calls.get(*id).is_some_and(|call| {
            let on = call.receiver.as_ref();
            rule.without_start.matches(&call.name)
                && cuts_one(call)
                && on.is_some_and(|on| rule.path.matches(&shown(outline, on)))
        }),
        _ => false,
    };
    let assigned = outline.assignments.iter();
    let mut assigned = assigned.filter(|it| within(it.scope) && cut(&it.value));
    let (Some(assignment), None) = (assigned.next(), assigned.next()) else {
        return None;
    };
    let [name] = &assignment.target[..] else {
        return None;
    };
    let is_name = |value: &Value| matches!(value, Value::Name(path) if path.first() == Some(name));
    let holds = |value: &Value| match value {
        Value::Join(parts) => parts.iter().any(is_name),
        other => is_name(other),
    };
    let mut calls = outline.calls.iter().filter(|call| within(call.scope));
    let handed_on = calls.any(|call| {
        let answers = rule.answer.iter().any(|it| it.name.matches(&call.name));
        let given = call.arguments.iter().any(|it| holds(&it.value));
        !answers && (given || call.receiver.as_ref().is_some_and(is_name))
    });
    let mut comparisons = outline.comparisons.iter().filter(|it| within(it.scope));
    let compared = comparisons.any(|it| is_name(&it.left) || is_name(&it.right));
    (!handed_on && !compared).then(|| Parts {
        names: vec![Some(name.clone())],
    })
}

/// Whether methods are only compared to turn the others away.
fn turns_away(outline: &Outline, rule: &Script, within: impl Fn(ScopeId) -> bool) -> bool {
    let mut comparisons = outline.comparisons.iter().filter(|it| within(it.scope));
    !comparisons.any(|it| {
        let mut sides = [&it.left, &it.right].into_iter();
        it.equal && sides.any(|side| rule.method.matches(&shown(outline, side)))
    })
}

/// Whether a call leaves out the first character and nothing else.
fn cuts_one(call: &Call) -> bool {
    let one = |value: &Value| matches!(value, Value::Number(number) if number == "1");
    matches!(call.arguments.as_slice(), [argument] if one(&argument.value))
}

/// Whether more of the path is read than its start.
fn is_read(outline: &Outline, rule: &Script, within: impl Fn(ScopeId) -> bool) -> bool {
    let is_path = |value: &Value| rule.path.matches(&shown(outline, value));
    outline
        .calls
        .iter()
        .filter(|call| within(call.scope))
        .any(|call| {
            let on = call.receiver.as_ref().is_some_and(is_path) && !rule.start.matches(&call.name);
            let given = call
                .arguments
                .iter()
                .any(|argument| is_path(&argument.value));
            on || given && !rule.reads.matches(&call.name)
        })
}

fn is_path(text: &str) -> bool {
    text.starts_with('/')
}

/// Any path below a start.
fn below(start: &str) -> String {
    format!("{}/{OPEN}", start.trim_end_matches('/'))
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
fn starts<'o>(
    outline: &'o Outline,
    rule: &'o Script,
    within: impl Fn(ScopeId) -> bool + 'o,
) -> impl Iterator<Item = (String, u32)> + 'o {
    let calls = outline.calls.iter();
    calls.filter_map(move |call| {
        if !rule.start.matches(&call.name) || !within(call.scope) {
            return None;
        }
        let text = call.positional(0)?.value.as_text()?;
        let subject = shown(outline, call.receiver.as_ref()?);
        let fits = rule.path.matches(&subject) && is_path(text) && text.len() > 1;
        fits.then(|| (text.to_owned(), call.line()))
    })
}

/// Texts that fit and are compared with a subject: the text, its line, its scope.
fn compared(
    outline: &Outline,
    subject: &Patterns,
    within: impl Fn(ScopeId) -> bool,
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
                && within(comparison.scope)
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
    fn parts_of_a_path_stand_below_its_start() {
        let parts = Parts {
            names: vec![None, Some("of".to_owned()), None],
        };
        assert_eq!(parts.below(""), Some("/{?}/{of}/{?}".to_owned()));
        assert_eq!(parts.below("/a/b"), Some("/a/b/{?}".to_owned()));
        assert_eq!(parts.below("/a/b/c"), None);
    }

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
