//! Runs the detectors of `rules/` over outlines, texts, file names and dependencies.

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use super::evaluate::{Evaluator, OPEN, Thing, comes_from};
use super::manifest::Dependency;
use super::matching::{self, Captures, call_shape, callee, shown};
use super::own::Own;
use super::project::FileId;
use super::routes::graph::{speaks, word};
use crate::fact::{Fact, Location};
use crate::repo::{Content, File, Role};
use crate::rules::schema::{ClassMatch, Detector, Within};
use crate::rules::{Checked, Index, Rules};
use crate::syntax::{
    ConstructKind, DefinitionId, DefinitionKind, Lines, ScopeId, ScopeKind, Value,
};

/// Most facts one detector gives for a repository: evidence needs no flood.
const FLOOD: usize = 2_000;

/// The detectors that apply here.
pub struct Detectors<'r> {
    all: &'r [Checked],
    index: &'r Index,
    active: Vec<bool>,
}

/// The facts so far.
pub struct Found<'o> {
    pub facts: Vec<Fact>,
    own: &'o Own<'o>,
    /// What counts and what does not has limits of its own, so that the one does not use up those of the other.
    counts: HashMap<(Arc<str>, bool), usize>,
    per_file: HashMap<(Arc<str>, Arc<str>, bool), usize>,
    /// The role of the file that is looked at, and the regions of it that are for tests alone.
    role: &'static str,
    tests: Vec<Lines>,
}

impl<'o> Found<'o> {
    pub fn new(own: &'o Own<'o>) -> Found<'o> {
        Found {
            facts: Vec::new(),
            own,
            counts: HashMap::new(),
            per_file: HashMap::new(),
            role: "",
            tests: Vec::new(),
        }
    }

    fn add(&mut self, detector: &Checked, path: &Arc<str>, line: u32, captures: &Captures) {
        if !self.tests.is_empty() {
            let is_test = self
                .tests
                .iter()
                .any(|region| (region.first..=region.last).contains(&line));
            let role = if is_test { "test" } else { self.role };
            if !detector.roles.iter().any(|known| known == role) {
                return;
            }
        }
        let is_own = self.own.counts(detector.kind, path, line);
        let key = (detector.id.clone(), is_own);
        let count = self.counts.entry(key).or_default();
        *count += 1;
        if *count > FLOOD {
            return;
        }
        if let Some(limit) = detector.rule.limit {
            let key = (detector.id.clone(), path.clone(), is_own);
            let here = self.per_file.entry(key).or_default();
            *here += 1;
            if *here > limit {
                return;
            }
        }
        let secret = detector.rule.text.as_ref().is_some_and(|text| text.secret);
        let mut fact = Fact::new(
            detector.kind,
            Location::new(path.clone(), line),
            detector.id.clone(),
        );
        for (name, template) in &detector.rule.attributes {
            let value = match template.strip_prefix('$') {
                // Of a secret only the name beside it may be kept.
                Some("name") => captures.get("name").cloned(),
                Some(_) if secret => None,
                Some(group) => offered(group, captures),
                None => Some(template.clone()),
            };
            if let Some(value) = value {
                let short: String = value.chars().take(200).collect();
                // The attribute was checked when the rules were loaded.
                fact = match fact.clone().with(name, short) {
                    Ok(with) => with,
                    Err(_) => fact,
                };
            }
        }
        self.facts.push(fact);
    }
}

/// What a template stands for: one name, or several with what stands between them (`a#$b`).
fn offered(template: &str, captures: &Captures) -> Option<String> {
    let is_name = |c: char| c.is_alphanumeric() || c == '-' || c == '_';
    let mut all = String::new();
    for part in template.split('$') {
        let end = part.find(|c| !is_name(c)).unwrap_or(part.len());
        all.push_str(captures.get(&part[..end])?);
        all.push_str(&part[end..]);
    }
    Some(all)
}

/// Whether what `requires` asks for is there.
pub fn required(
    requires: &crate::rules::Patterns,
    dependencies: &[Dependency],
    imports: &[String],
) -> bool {
    requires.is_empty()
        || dependencies
            .iter()
            .any(|dependency| requires.matches(&dependency.name))
        || imports.iter().any(|import| requires.matches(import))
}

impl<'r> Detectors<'r> {
    pub fn new(rules: &'r Rules, dependencies: &[Dependency], imports: &[String]) -> Detectors<'r> {
        let here = |detector: &Checked| required(&detector.requires, dependencies, imports);
        Detectors {
            active: rules.detectors.iter().map(here).collect(),
            ..Detectors::all(rules)
        }
    }

    /// All of them, whatever is declared.
    pub fn all(rules: &'r Rules) -> Detectors<'r> {
        Detectors {
            all: &rules.detectors,
            index: &rules.index,
            active: vec![true; rules.detectors.len()],
        }
    }

    /// Those of these numbers that apply.
    fn active<'s>(&'s self, numbers: &'s [usize]) -> impl Iterator<Item = &'r Checked> + 's {
        let is = |number: &usize| self.active.get(*number) == Some(&true);
        let applying = numbers.iter().filter(move |number| is(number));
        applying.filter_map(|number| self.all.get(*number))
    }

    /// Detectors over the outline of one file, whose text is at hand for `holds` and `lacks`.
    pub fn outline(
        &self,
        evaluator: &mut Evaluator<'_>,
        file: FileId,
        text: &str,
        role: &'static str,
        found: &mut Found<'_>,
    ) {
        let source = &evaluator.project.files[file];
        found.role = role;
        found.tests = source.outline.tests.clone();
        let fits = |detector: &Checked| {
            let here = |wanted: &str| detector.roles.iter().any(|known| known == wanted);
            (here(role) || !source.outline.tests.is_empty() && here("test"))
                && speaks(&detector.languages, source.language)
                && in_files(detector, &source.path)
                && holds(&detector.rule, text)
        };
        let language = word(source.language);
        // Asked for each call, so the answer is kept.
        let mut fitting: HashMap<usize, bool> = HashMap::new();
        for call in 0..source.outline.calls.len() {
            let name = source.outline.calls[call].name.as_str();
            let known_as = evaluator.project.known_as(file, call);
            let mut numbers: Vec<usize> = self.index.calls(name, language).collect();
            for number in known_as.iter().flat_map(|name| self.index.named(name)) {
                if !numbers.contains(&number) {
                    numbers.push(number);
                }
            }
            for number in numbers {
                let detector = &self.all[number];
                let fits =
                    self.active[number] && *fitting.entry(number).or_insert_with(|| fits(detector));
                if fits {
                    self.call(evaluator, file, call, detector, found);
                }
            }
        }
        for detector in self.active(self.index.elements(language)) {
            if fits(detector) {
                self.others(evaluator, file, detector, found);
            }
        }
        found.tests.clear();
    }

    fn call(
        &self,
        evaluator: &mut Evaluator<'_>,
        file: FileId,
        call: usize,
        detector: &Checked,
        found: &mut Found<'_>,
    ) {
        let Some(rule) = &detector.rule.call else {
            return;
        };
        let project = evaluator.project;
        let outline = project.outline(file);
        let content = &outline.calls[call];
        let mut captures = Captures::new();
        let known_as = project.known_as(file, call);
        if !call_shape(outline, content, rule, &known_as, &mut captures)
            || !evaluator.call_fits(file, call, rule)
        {
            return;
        }
        let around = content
            .decorates
            .map_or(content.scope, |id| outline.definitions[id].scope);
        if !within(evaluator, file, around, detector.rule.within.as_ref()) {
            return;
        }
        captures.insert("callee".to_owned(), callee(outline, content, 0));
        if let Some(first) = content.positional(0) {
            captures.insert("text".to_owned(), shown(outline, &first.value));
        }
        let surround = detector.rule.within.as_ref().map(|rule| &rule.call);
        if let Some(named) = surround.and_then(|calls| named_around(evaluator, file, around, calls))
        {
            captures.insert("around".to_owned(), named);
        }
        for (name, at) in [("followed", 0), ("followed-1", 1)] {
            let mut wanted = detector.rule.attributes.values();
            let wanted = wanted.any(|template| template.strip_prefix('$') == Some(name));
            let given = content.positional(at).filter(|_| wanted);
            if let Some(text) =
                given.and_then(|it| followed(evaluator, file, content.scope, &it.value))
            {
                captures.insert(name.to_owned(), text);
            }
        }
        if let Some(asked) = &detector.rule.asked {
            match evaluator.asked(file, call, asked) {
                Some(name) => captures.insert("asked".to_owned(), name),
                None if asked.required => return,
                None => None,
            };
        }
        found.add(
            detector,
            &project.files[file].path,
            content.line(),
            &captures,
        );
    }

    fn others(
        &self,
        evaluator: &mut Evaluator<'_>,
        file: FileId,
        detector: &Checked,
        found: &mut Found<'_>,
    ) {
        let project = evaluator.project;
        let outline = project.outline(file);
        let path = project.files[file].path.clone();
        let rule: &Detector = &detector.rule;
        let surround = rule.within.as_ref();
        if let Some(class) = &rule.class {
            for id in 0..outline.definitions.len() {
                let mut captures = Captures::new();
                if class_fits(evaluator, file, id, class, &mut captures)
                    && within(evaluator, file, outline.definitions[id].scope, surround)
                {
                    captures.insert("name".to_owned(), outline.definitions[id].name.clone());
                    found.add(
                        detector,
                        &path,
                        outline.definitions[id].lines.first,
                        &captures,
                    );
                }
            }
        }
        if let Some(function) = &rule.function {
            for definition in &outline.definitions {
                let mut captures = Captures::new();
                if definition.kind != DefinitionKind::Class
                    && matching::function_shape(outline, definition, function, &mut captures)
                    && within(evaluator, file, definition.scope, surround)
                {
                    captures.insert("name".to_owned(), definition.name.clone());
                    found.add(detector, &path, definition.lines.first, &captures);
                }
            }
        }
        if let Some(assignment) = &rule.assignment {
            for content in &outline.assignments {
                let mut captures = Captures::new();
                if !matching::assignment_shape(outline, content, assignment, &mut captures) {
                    continue;
                }
                let from = assignment.from.is_empty()
                    || match &content.value {
                        Value::Call(call) => evaluator
                            .origins(file, *call)
                            .iter()
                            .any(|origin| assignment.from.0.iter().any(|p| comes_from(origin, p))),
                        _ => false,
                    };
                if from && within(evaluator, file, content.scope, surround) {
                    captures.insert("target".to_owned(), content.target.join("."));
                    captures.insert("text".to_owned(), shown(outline, &content.value));
                    found.add(detector, &path, content.line, &captures);
                }
            }
        }
        if let Some(reference) = &rule.reference {
            for content in &outline.references {
                let written = content.path.join(".");
                let mut captures = Captures::new();
                if reference.capture(&written, &mut captures)
                    && within(evaluator, file, content.scope, surround)
                {
                    captures.insert("text".to_owned(), written);
                    captures.insert(
                        "name".to_owned(),
                        content.path.last().cloned().unwrap_or_default(),
                    );
                    found.add(detector, &path, content.line, &captures);
                }
            }
        }
        if let Some(literal) = &rule.literal {
            for content in &outline.literals {
                let is_joined = matches!(content.value, Value::Join(_));
                if literal.joined.is_some_and(|wanted| wanted != is_joined) {
                    continue;
                }
                let text = shown(outline, &content.value);
                let mut captures = Captures::new();
                if !literal.text.capture(&text, &mut captures) {
                    continue;
                }
                let part = literal.part.is_empty()
                    || match &content.value {
                        Value::Join(parts) => parts.iter().any(|part| {
                            !matches!(part, Value::Text(_))
                                && literal.part.matches(&shown(outline, part))
                        }),
                        _ => false,
                    };
                if part && within(evaluator, file, content.scope, surround) {
                    captures.insert("text".to_owned(), text);
                    found.add(detector, &path, content.line, &captures);
                }
            }
        }
        if let Some(comparison) = &rule.comparison {
            for content in &outline.comparisons {
                let left = shown(outline, &content.left);
                let right = shown(outline, &content.right);
                let other =
                    |text: &str| comparison.other.is_empty() || comparison.other.matches(text);
                let fits = (comparison.one.matches(&left) && other(&right))
                    || (comparison.one.matches(&right) && other(&left));
                if fits && within(evaluator, file, content.scope, surround) {
                    found.add(detector, &path, content.line, &Captures::new());
                }
            }
        }
        if let Some(returned) = &rule.returned {
            for content in &outline.returned {
                let Value::List(items) = &content.value else {
                    continue;
                };
                let mut captures = Captures::new();
                let fits = items.get(returned.at).is_some_and(|item| {
                    returned.value.capture(&shown(outline, item), &mut captures)
                });
                if fits && within(evaluator, file, content.scope, surround) {
                    found.add(detector, &path, content.line, &captures);
                }
            }
        }
        if let Some(construct) = &rule.construct {
            for content in &outline.constructs {
                if construct.matches(construct_name(content.kind))
                    && within(evaluator, file, content.scope, surround)
                {
                    let mut captures = Captures::new();
                    captures.insert("text".to_owned(), construct_name(content.kind).to_owned());
                    found.add(detector, &path, content.line, &captures);
                }
            }
        }
        if let Some(comment) = &rule.comment {
            for content in &outline.comments {
                let mut captures = Captures::new();
                if comment.capture(&content.text, &mut captures) {
                    found.add(detector, &path, content.line, &captures);
                }
            }
        }
        if let Some(import) = &rule.import {
            for content in &outline.imports {
                let module = super::evaluate::canonical(&content.module);
                let names = content.bindings.iter().filter_map(|binding| match binding {
                    crate::syntax::Binding::Named { name, .. } => Some(format!("{module}.{name}")),
                    _ => None,
                });
                let mut candidates: Vec<String> = names.collect();
                candidates.push(module.clone());
                let fits = candidates
                    .iter()
                    .any(|origin| import.0.iter().any(|pattern| comes_from(origin, pattern)));
                if fits {
                    let mut captures = Captures::new();
                    captures.insert("module".to_owned(), module);
                    found.add(detector, &path, content.line, &captures);
                }
            }
        }
    }

    /// Detectors over texts and names of files.
    pub fn files(&self, files: &[File], found: &mut Found<'_>) {
        for file in files {
            let path: Arc<str> = file.path.as_str().into();
            for detector in self.active(&self.index.files) {
                let rule = &detector.rule;
                if !detector
                    .roles
                    .iter()
                    .any(|role| role == role_name(file.role))
                    || !in_files(detector, &file.path)
                    || !holds(rule, file.text().unwrap_or_default())
                {
                    continue;
                }
                if rule.file && !is_empty(file) {
                    let mut captures = Captures::new();
                    let name = file.path.rsplit('/').next().unwrap_or(&file.path);
                    captures.insert("file".to_owned(), name.to_owned());
                    captures.insert("name".to_owned(), name.to_owned());
                    found.add(detector, &path, 0, &captures);
                }
                if let (Some(rule), Some(text)) = (&rule.text, file.text()) {
                    for (index, line) in text.lines().enumerate() {
                        let start = line.trim_start();
                        if line.len() > 10_000
                            || rule
                                .comments
                                .iter()
                                .any(|mark| start.starts_with(mark.as_str()))
                        {
                            continue;
                        }
                        let mut captures = Captures::new();
                        if rule.line.capture(line, &mut captures) && !rule.not_line.matches(line) {
                            captures
                                .entry("text".to_owned())
                                .or_insert_with(|| line.trim().to_owned());
                            found.add(detector, &path, index as u32 + 1, &captures);
                        }
                    }
                }
            }
        }
    }

    /// Detectors over declared dependencies.
    pub fn dependencies(&self, dependencies: &[Dependency], found: &mut Found<'_>) {
        for detector in self.active(&self.index.dependencies) {
            let Some(patterns) = &detector.rule.dependency else {
                continue;
            };
            for dependency in dependencies {
                let mut captures = Captures::new();
                if patterns.capture(&dependency.name, &mut captures) {
                    captures.insert("dependency".to_owned(), dependency.name.clone());
                    found.add(
                        detector,
                        &dependency.path.as_str().into(),
                        dependency.line,
                        &captures,
                    );
                }
            }
        }
    }
}

/// The one text a value stands for, or as it is written.
fn followed(
    evaluator: &mut Evaluator<'_>,
    file: FileId,
    scope: ScopeId,
    value: &Value,
) -> Option<String> {
    let mut texts =
        evaluator
            .things(file, scope, value)
            .into_iter()
            .filter_map(|thing| match thing {
                Thing::Text(text) => Some(text),
                _ => None,
            });
    let first = texts.next();
    match first {
        Some(first) if texts.next().is_none() => Some(first.replace(OPEN, "{}")),
        // What stands there says at least as much as it is written.
        _ if matches!(value, Value::Text(_) | Value::Join(_)) => {
            Some(shown(evaluator.project.outline(file), value))
        }
        _ => None,
    }
}

/// The name of a role in rules.
pub fn role_name(role: Role) -> &'static str {
    match role {
        Role::Source => "source",
        Role::Test => "test",
        Role::Docs => "docs",
        Role::Example => "example",
        Role::Vendored => "vendored",
        Role::Generated => "generated",
        Role::Scaffold => "scaffold",
    }
}

fn is_empty(file: &File) -> bool {
    match &file.content {
        Content::Text(text) => text.trim().is_empty(),
        Content::Skipped(_) | Content::NotRead => file.size == 0,
    }
}

/// Whether a file has the lines that decide for the whole of it.
fn holds(rule: &Detector, text: &str) -> bool {
    if rule.holds.is_empty() && rule.lacks.is_empty() {
        return true;
    }
    let mut lines = text.lines();
    let has = rule.holds.is_empty() || lines.clone().any(|line| rule.holds.matches(line));
    has && !lines.any(|line| rule.lacks.matches(line))
}

fn in_files(detector: &Checked, path: &str) -> bool {
    detector
        .files
        .as_ref()
        .is_none_or(|globs| globs.is_match(path))
        && !detector
            .not_files
            .as_ref()
            .is_some_and(|globs| globs.is_match(path))
}

fn construct_name(kind: ConstructKind) -> &'static str {
    match kind {
        ConstructKind::Catch => "catch",
        ConstructKind::Throw => "throw",
        ConstructKind::ErrorCheck => "error-check",
        ConstructKind::Await => "await",
        ConstructKind::AsyncFunction => "async-function",
        ConstructKind::Spawn => "spawn",
        ConstructKind::Assert => "assert",
    }
}

/// Whether a definition is a class that fits a rule.
pub fn class_fits(
    evaluator: &mut Evaluator<'_>,
    file: FileId,
    id: DefinitionId,
    rule: &ClassMatch,
    captures: &mut Captures,
) -> bool {
    let project = evaluator.project;
    let outline = project.outline(file);
    let content = &outline.definitions[id];
    if content.kind != DefinitionKind::Class {
        return false;
    }
    if !rule.name.is_empty() && !rule.name.capture(&content.name, captures) {
        return false;
    }
    if !rule.annotation.is_empty() && !super::routes::annotated(outline, id, &rule.annotation) {
        return false;
    }
    if !rule.base.is_empty() || !rule.from.is_empty() {
        let bases = evaluator.base_names(file, id);
        let fits = bases.iter().any(|base| {
            let plain = base.trim_end_matches("()");
            let last = plain.rsplit(['.', '/']).next().unwrap_or(plain);
            let named = rule.base.is_empty() || rule.base.matches(last) || rule.base.matches(plain);
            let from = rule.from.is_empty()
                || rule.from.0.iter().any(|pattern| comes_from(plain, pattern));
            named && from
        });
        if !fits {
            return false;
        }
    }
    let body = content.body;
    if !rule.method.is_empty()
        && !outline.definitions.iter().any(|method| {
            let own = method.scope == body || method.owner.as_deref() == Some(&content.name);
            own && method.kind == DefinitionKind::Function && rule.method.matches(&method.name)
        })
    {
        return false;
    }
    rule.field.is_empty()
        || outline.assignments.iter().any(|field| {
            field.scope == body
                && field
                    .target
                    .first()
                    .is_some_and(|name| rule.field.matches(name))
        })
        || content
            .parameters
            .iter()
            .any(|parameter| rule.field.matches(&parameter.name))
}

/// Whether what surrounds a place fits.
fn within(
    evaluator: &mut Evaluator<'_>,
    file: FileId,
    scope: ScopeId,
    rule: Option<&Within>,
) -> bool {
    let Some(rule) = rule else { return true };
    let project = evaluator.project;
    let outline = project.outline(file);
    let class = outline.class_of(scope);
    if !rule.class_name.is_empty()
        && !class.is_some_and(|id| rule.class_name.matches(&outline.definitions[id].name))
    {
        return false;
    }
    if !rule.class_annotation.is_empty()
        && !class.is_some_and(|id| super::routes::annotated(outline, id, &rule.class_annotation))
    {
        return false;
    }
    if !rule.class_base.is_empty() {
        let Some(class) = class else { return false };
        let bases = evaluator.base_names(file, class);
        let fits = bases.iter().any(|base| {
            let last = base.rsplit(['.', '/']).next().unwrap_or(base);
            rule.class_base.matches(base) || rule.class_base.matches(last)
        });
        if !fits {
            return false;
        }
    }
    let functions: Vec<DefinitionId> = outline
        .enclosing(scope)
        .filter(|&id| outline.scopes[id].kind == ScopeKind::Function)
        .filter_map(|id| outline.scopes[id].definition)
        .collect();
    if !rule.function.is_empty() {
        let named = functions.iter().any(|&id| {
            let name = &outline.definitions[id].name;
            let name = match name.is_empty() {
                false => name.clone(),
                true => outline
                    .assignments
                    .iter()
                    .find(|assignment| assignment.value == Value::Definition(id))
                    .and_then(|assignment| assignment.target.last().cloned())
                    .unwrap_or_default(),
            };
            rule.function.matches(&name)
        });
        if !named {
            return false;
        }
    }
    let takes = |id: &DefinitionId| {
        let parameters = &outline.definitions[*id].parameters;
        parameters
            .iter()
            .any(|parameter| rule.parameter.matches(&parameter.name))
    };
    if !rule.parameter.is_empty() && !functions.iter().any(takes) {
        return false;
    }
    if !rule.function_annotation.is_empty()
        && !functions
            .iter()
            .any(|&id| super::routes::annotated(outline, id, &rule.function_annotation))
    {
        return false;
    }
    if !rule.call.is_empty() {
        let inside = functions.iter().any(|&id| {
            project
                .call_around(file, id)
                .is_some_and(|call| rule.call.matches(&outline.calls[call].name))
        });
        if !inside {
            return false;
        }
    }
    if !rule.calls.is_empty() && !made_around(outline, &functions, &rule.calls)
        || !rule.not_calls.is_empty() && made_around(outline, &functions, &rule.not_calls)
    {
        return false;
    }
    rule.top.is_none_or(|top| top == functions.is_empty())
}

/// What the first argument of the outermost such call around a place says: a text, or the last part of a name.
fn named_around(
    evaluator: &Evaluator<'_>,
    file: FileId,
    scope: ScopeId,
    calls: &crate::rules::Patterns,
) -> Option<String> {
    let project = evaluator.project;
    let outline = project.outline(file);
    let functions = outline.enclosing(scope);
    let around = functions
        .filter_map(|id| outline.scopes[id].definition)
        .filter_map(|id| project.call_around(file, id))
        .map(|call| &outline.calls[call])
        .filter(|call| calls.matches(&call.name))
        .last()?;
    match &around.positional(0)?.value {
        Value::Text(text) => Some(text.clone()),
        Value::Name(path) => path.last().cloned(),
        _ => None,
    }
}

/// Whether one of these functions, or without any the file, makes a call that matches.
fn made_around(
    outline: &crate::syntax::Outline,
    functions: &[DefinitionId],
    wanted: &crate::rules::Patterns,
) -> bool {
    outline.calls.iter().any(|call| {
        let inside = functions.is_empty()
            || outline
                .enclosing(call.scope)
                .filter_map(|id| outline.scopes[id].definition)
                .any(|id| functions.contains(&id));
        inside && wanted.matches(&callee(outline, call, 0))
    })
}

/// Texts of matching lines in settings files: path, line, named group `prefix` or the whole line.
pub fn lines<'f>(
    files: &'f [File],
    globs: &globset::GlobSet,
    patterns: &crate::rules::Patterns,
) -> Vec<(&'f str, u32, BTreeMap<String, String>)> {
    let mut found = Vec::new();
    for file in files {
        if file.role != Role::Source || !globs.is_match(&file.path) {
            continue;
        }
        for (index, line) in file.text().unwrap_or_default().lines().enumerate() {
            let mut captures = Captures::new();
            let start = line.trim_start();
            if !start.starts_with('#')
                && !start.starts_with("//")
                && patterns.capture(line, &mut captures)
            {
                found.push((file.path.as_str(), index as u32 + 1, captures));
            }
        }
    }
    found
}
