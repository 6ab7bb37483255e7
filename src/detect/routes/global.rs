//! What holds for all routes of a framework: prefixes set once, and guards by path.

use std::collections::{BTreeMap, HashSet};

use regex::{Regex, RegexBuilder};

use super::each::Loop;
use super::guard::yes;
use super::slot::Written;
use crate::detect::evaluate::{Evaluator, OPEN, Thing, comes_from};
use crate::detect::packages::Packages;
use crate::detect::project::{FileId, parent};
use crate::detect::survey::{Guarded, Route};
use crate::rules::Patterns;
use crate::rules::schema::{CallMatch, Framework, Guard, Slot, Slots};
use crate::syntax::{
    Binding, Call, CallId, CallKind, DefinitionId, Lines, ScopeId, ScopeKind, Value,
};

/// What a rule says of a route on one of its paths.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Says {
    Guarded,
    Open,
    Unclear,
    /// Nothing, and neither does what follows.
    Nothing,
}

/// An expression for paths, and what must not fit them beside it.
#[derive(Debug)]
struct Expression {
    fits: Regex,
    unless: Option<Regex>,
}

impl Expression {
    /// Look-ahead that denies is understood behind a fixed beginning alone: `^/(?!docs|login)`.
    fn parse(text: &str) -> Option<Expression> {
        let compile = |text: &str| RegexBuilder::new(text).size_limit(1 << 20).build().ok();
        if let Some(fits) = compile(text) {
            return Some(Expression { fits, unless: None });
        }
        let (start, rest) = text.split_once("(?!")?;
        let fixed = start.strip_prefix('^')?.replace("\\/", "/");
        let is_fixed = |c: char| c.is_ascii_alphanumeric() || matches!(c, '/' | '-' | '_');
        if !fixed.chars().all(is_fixed) {
            return None;
        }
        let (denied, behind) = split_group(rest)?;
        // What may repeat the group, or be another way beside it.
        if behind.starts_with(['?', '*', '+', '{']) || behind.contains('|') {
            return None;
        }
        Some(Expression {
            fits: compile(&format!("{start}{behind}"))?,
            unless: Some(compile(&format!("{start}(?:{denied})"))?),
        })
    }

    fn is_match(&self, path: &str) -> bool {
        self.fits.is_match(path) && !self.unless.as_ref().is_some_and(|it| it.is_match(path))
    }
}

/// What stands in a group of an expression that is already open, and behind it.
fn split_group(text: &str) -> Option<(&str, &str)> {
    let (mut depth, mut escaped) = (0, false);
    for (at, c) in text.char_indices() {
        match c {
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            // A bracket may hold a parenthesis that closes nothing.
            '[' => return None,
            '(' => depth += 1,
            ')' if depth == 0 => return Some((&text[..at], &text[at + 1..])),
            ')' => depth -= 1,
            _ => {}
        }
    }
    None
}

/// One rule of a security configuration: these paths need (or do not need) somebody to be known.
#[derive(Debug)]
pub struct PathGuard {
    methods: Vec<String>,
    patterns: Vec<String>,
    /// Expressions for paths, beside the patterns.
    expressions: Vec<Expression>,
    /// The whole configuration holds for these paths only; empty: for all.
    scope: Vec<String>,
    says: Says,
    /// A part of its paths is not known.
    pub open_ended: bool,
    pub file: FileId,
    line: u32,
    /// The routes of a class: its file and lines.
    class: Option<(FileId, Lines)>,
}

impl PathGuard {
    /// A rule for paths alone.
    pub(super) fn listed(
        file: FileId,
        line: u32,
        guards: bool,
        patterns: Vec<String>,
    ) -> PathGuard {
        PathGuard {
            methods: Vec::new(),
            patterns,
            expressions: Vec::new(),
            scope: Vec::new(),
            says: if guards { Says::Guarded } else { Says::Open },
            open_ended: false,
            file,
            line,
            class: None,
        }
    }

    /// A rule of settings, for the paths that an expression fits.
    pub(super) fn controlled(
        (file, line): (FileId, u32),
        expression: Option<&str>,
        methods: Vec<String>,
        guards: bool,
    ) -> PathGuard {
        let compiled = expression.map(Expression::parse);
        let patterns = if expression.is_none() {
            vec!["/**".to_owned()]
        } else {
            Vec::new()
        };
        let open_ended = matches!(compiled, Some(None));
        PathGuard {
            methods,
            expressions: compiled.flatten().into_iter().collect(),
            open_ended,
            ..PathGuard::listed(file, line, guards, patterns)
        }
    }

    /// The same paths, with something else to say of them.
    pub(super) fn saying(self, says: Says) -> PathGuard {
        PathGuard { says, ..self }
    }

    /// Nobody knows any more which paths it is for.
    pub(super) fn blur(&mut self) {
        self.patterns.clear();
        self.expressions.clear();
        self.open_ended = true;
    }

    /// What the rules, in their order, say of a route that is served below `prefix`.
    pub fn decide(
        rules: &[&PathGuard],
        route: &Route,
        prefix: &str,
        of_class: impl Fn(&PathGuard) -> bool,
    ) -> Option<Guarded> {
        let prefix = format!("/{}", prefix.trim_matches('/'));
        let prefix = prefix.trim_end_matches('/');
        let below = route
            .path
            .strip_prefix(prefix)
            .filter(|rest| rest.is_empty() || rest.starts_with('/'))
            .unwrap_or(&route.path);
        // Who knows which paths it lets through, or keeps.
        let (mut unsure, mut perhaps) = (false, false);
        for rule in rules {
            if of_class(rule) || rule.fits(route, &route.path) || rule.fits(route, below) {
                return match (rule.says, unsure) {
                    (Says::Guarded, true) | (Says::Unclear, _) => Some(Guarded::Unknown),
                    (Says::Guarded, false) => Some(Guarded::Yes),
                    (Says::Open, _) => Some(Guarded::No),
                    (Says::Nothing, _) => perhaps.then_some(Guarded::Unknown),
                };
            }
            let guards = matches!(rule.says, Says::Guarded | Says::Unclear);
            unsure |= rule.open_ended && !guards;
            perhaps |= rule.open_ended && guards;
        }
        perhaps.then_some(Guarded::Unknown)
    }

    fn fits(&self, route: &Route, path: &str) -> bool {
        let any = |patterns: &[String]| patterns.iter().any(|pattern| path_fits(pattern, path));
        let method = self.methods.is_empty()
            || self.methods.contains(&route.method)
            || (self.says == Says::Guarded && route.method == "ANY");
        let expressed = || {
            let filled = path.split('/').map(|part| match part.contains('{') {
                true => "1",
                false => part,
            });
            let filled = filled.collect::<Vec<_>>().join("/");
            self.expressions.iter().any(|it| it.is_match(&filled))
        };
        method
            && (self.scope.is_empty() || any(&self.scope))
            && (any(&self.patterns) || !self.expressions.is_empty() && expressed())
    }
}

/// Prefixes that settings or code put before every route of one framework.
#[derive(Debug, Default)]
pub struct Prefixes {
    /// By the package whose settings say them; empty text: they say none.
    by_package: BTreeMap<String, String>,
    /// For code in packages without settings.
    elsewhere: String,
    /// For what one folder or file registers, the innermost last.
    within: Vec<(String, String)>,
}

impl Prefixes {
    /// A package that has settings, with the prefix in them if there is one. The first counts.
    pub fn add(&mut self, package: &str, prefix: Option<&str>) {
        let prefix = prefix.unwrap_or_default();
        let known = self.by_package.entry(package.to_owned()).or_default();
        for known in [known, &mut self.elsewhere] {
            if known.is_empty() {
                known.push_str(prefix);
            }
        }
    }

    /// A prefix that holds wherever no settings say another.
    pub fn add_everywhere(&mut self, prefix: &str) {
        for known in self.by_package.values_mut().chain([&mut self.elsewhere]) {
            if known.is_empty() {
                known.push_str(prefix);
            }
        }
    }

    /// A prefix for what a folder (or a file) registers. The first that is said of it counts.
    pub fn add_within(&mut self, place: &str, prefix: &str) {
        if !self.within.iter().any(|(known, _)| known == place) {
            self.within.push((place.to_owned(), prefix.to_owned()));
            self.within.sort_by_key(|(known, _)| known.len());
        }
    }

    /// The prefix for what a file of a package registers.
    pub fn of(&self, package: &str, path: &str) -> &str {
        let mut nearest = self.within.iter().rev();
        let around = nearest.find(|(place, _)| {
            let below = path.strip_prefix(place.as_str());
            below.is_some_and(|rest| place.is_empty() || rest.is_empty() || rest.starts_with('/'))
        });
        match around {
            Some((_, prefix)) => prefix,
            None => self.by_package.get(package).unwrap_or(&self.elsewhere),
        }
    }
}

/// The prefixes of all frameworks, by their index among the active ones.
#[derive(Debug)]
pub struct Globals<'p> {
    pub prefixes: BTreeMap<usize, Prefixes>,
    /// What they do not stand before.
    pub excluded: BTreeMap<usize, Vec<Excluded>>,
    pub packages: &'p Packages,
}

/// A path that a prefix does not stand before, for these methods (none: all).
#[derive(Debug)]
pub struct Excluded {
    methods: Vec<String>,
    patterns: Vec<String>,
}

impl Globals<'_> {
    /// Whether the prefix is left away before this path.
    pub fn leaves_out(&self, framework: usize, method: &str, path: &str) -> bool {
        let rules = self.excluded.get(&framework);
        rules.into_iter().flatten().any(|rule| {
            (rule.methods.is_empty() || rule.methods.iter().any(|known| known == method))
                && rule.patterns.iter().any(|pattern| path_fits(pattern, path))
        })
    }

    /// The prefix for what a file registers.
    pub fn prefix(&self, framework: usize, path: &str) -> &str {
        self.prefixes
            .get(&framework)
            .map_or("", |prefixes| prefixes.of(self.packages.of(path), path))
    }
}

impl Evaluator<'_> {
    /// Prefixes that calls anywhere in the code put before everything.
    pub fn global_prefixes(
        &mut self,
        languages: &[String],
        rule: &CallMatch,
        slots: &Slots,
        setting: &Patterns,
    ) -> Vec<String> {
        let mut found = Vec::new();
        for (file, call) in self.calls_of(languages, rule) {
            if let Written::Texts(texts) = self.slot_texts(file, call, slots) {
                let unknown = texts.iter().all(|text| text == OPEN);
                let set = match unknown && !setting.is_empty() {
                    true => self.set_elsewhere(file, call, slots, setting),
                    false => Vec::new(),
                };
                found.extend(if set.is_empty() { texts } else { set });
            }
        }
        found
    }

    /// The calls outside of tests that fit a rule of these languages.
    fn calls_of(&mut self, languages: &[String], rule: &CallMatch) -> Vec<(FileId, CallId)> {
        let project = self.project;
        let mut found = Vec::new();
        for (file, source) in project.files.iter().enumerate() {
            if source.is_test || !super::graph::speaks(languages, source.language) {
                continue;
            }
            let calls = 0..source.outline.calls.len();
            found.extend(
                calls
                    .filter(|&call| self.call_fits(file, call, rule))
                    .map(|call| (file, call)),
            );
        }
        found
    }

    /// Folders and files of the repository with the prefix that such calls put before their routes.
    pub fn prefixes_within(
        &mut self,
        languages: &[String],
        rule: &CallMatch,
        slots: &Slots,
        within: &Slots,
    ) -> Vec<(String, String)> {
        let mut found = Vec::new();
        for (file, call) in self.calls_of(languages, rule) {
            let Written::Texts(places) = self.slot_texts(file, call, within) else {
                continue;
            };
            let prefix = match self.slot_texts(file, call, slots) {
                Written::Texts(texts) => texts.into_iter().next().unwrap_or_default(),
                Written::Nothing | Written::Other => String::new(),
            };
            let places = places
                .iter()
                .filter_map(|text| self.place_named(file, text));
            found.extend(places.map(|place| (place, prefix.clone())));
        }
        found
    }

    /// The folder or file that a path means, seen from a file: from its folder, or by its end.
    fn place_named(&self, file: FileId, text: &str) -> Option<String> {
        let text = text.trim_end_matches('/');
        let paths = self.project.files.iter().map(|file| file.path.as_ref());
        let is_there = |place: &str| {
            paths.clone().any(|path| {
                let below = path.strip_prefix(place);
                below.is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
            })
        };
        let mut parts: Vec<&str> = parent(&self.project.files[file].path).split('/').collect();
        for part in text.split('/') {
            match part {
                "" | "." => {}
                ".." => {
                    parts.pop();
                }
                name => parts.push(name),
            }
        }
        parts.retain(|part| !part.is_empty());
        let place = parts.join("/");
        if is_there(&place) {
            return Some(place);
        }
        // Behind a name that only the framework knows: `@App/Controller`, `%root%/src`.
        let (_, end) = text
            .split_once('/')
            .filter(|(start, _)| start.contains(['@', '%']))?;
        let mut folders = paths.clone().filter_map(|path| {
            let at = match path.starts_with(end) {
                true => 0,
                false => path.find(&format!("/{end}"))? + 1,
            };
            Some(path[..at + end.len()].to_owned())
        });
        folders.find(|folder| is_there(folder))
    }

    /// The paths that such calls leave their prefix away from.
    pub fn excluded(
        &mut self,
        framework: &Framework,
        languages: &[String],
        rule: &CallMatch,
        slot: &Slot,
    ) -> Vec<Excluded> {
        let project = self.project;
        let mut found = Vec::new();
        for (file, call) in self.calls_of(languages, rule) {
            let scope = project.outline(file).calls[call].scope;
            for value in self.slot_values(file, call, slot) {
                let items = match value {
                    Value::List(items) => items,
                    other => vec![other],
                };
                for item in items.iter().take(64) {
                    let mut bound = PathGuard::listed(file, 0, false, Vec::new());
                    self.bound(file, scope, item, framework, &mut bound);
                    // A text means this path alone.
                    if !matches!(item, Value::Map(_)) {
                        bound.patterns.truncate(1);
                    }
                    found.push(Excluded {
                        methods: bound.methods,
                        patterns: bound.patterns,
                    });
                }
            }
        }
        found
    }

    /// A setting guards all routes but those that lift it. Before composition.
    pub fn guard_by_setting(&mut self, framework: &Framework, rule: &Guard) {
        for index in 0..self.graph.registrations.len() {
            let registration = &self.graph.registrations[index];
            let only_reads = registration.methods.iter().all(|method| method == "GET");
            let (view, handler) = (registration.view, registration.handler);
            let (file, line) = (registration.file, registration.line);
            let other = self.graph.framework(registration.node).id != framework.id;
            if other
                || rule.writes_only && only_reads
                || !self.is_spoken_of(view, handler, &rule.of)
            {
                continue;
            }
            self.graph.registrations[index]
                .guards
                .push(yes("settings", file, line));
        }
    }

    /// Whether it speaks of the class in which a route is written.
    pub fn holds_class(&self, guard: &PathGuard, route: &Route) -> bool {
        guard.class.is_some_and(|(file, lines)| {
            let inside = lines.first <= route.location.line && route.location.line <= lines.last;
            inside && self.project.files[file].path == route.location.path
        })
    }

    /// What a call that binds a check to paths and classes says: `apply(Check).forRoutes(…)`.
    fn applied(
        &mut self,
        file: FileId,
        id: CallId,
        rule: &Guard,
        framework: &Framework,
    ) -> Vec<PathGuard> {
        let outline = self.project.outline(file);
        let mut open: Vec<CallId> = Vec::new();
        let mut guarded = false;
        let mut current = id;
        for _ in 0..8 {
            let Some(Value::Call(inner)) = outline.calls[current].receiver else {
                break;
            };
            let name = &outline.calls[inner].name;
            if rule.excluded.matches(name) {
                open.push(inner);
            } else if rule.applied.matches(name) {
                let checks = self.slot_guards(file, inner, &super::guard::all());
                guarded |= checks.iter().any(|check| check.is == Guarded::Yes);
            }
            current = inner;
        }
        if !guarded {
            return Vec::new();
        }
        let mut found: Vec<PathGuard> = Vec::new();
        for (call, guards) in open
            .into_iter()
            .map(|call| (call, false))
            .chain([(id, true)])
        {
            let content = &outline.calls[call];
            for argument in content.arguments.clone() {
                let line = outline.calls[id].line();
                let mut guard = PathGuard::listed(file, line, guards, Vec::new());
                self.bound(file, content.scope, &argument.value, framework, &mut guard);
                found.push(guard);
            }
        }
        found
    }

    /// What one argument of such a call names: a path, a path with a method, a class.
    fn bound(
        &mut self,
        file: FileId,
        scope: ScopeId,
        value: &Value,
        framework: &Framework,
        guard: &mut PathGuard,
    ) {
        let pattern = |text: &str| {
            let path = super::path::normalise(text, &framework.path_style);
            let parts = path.split('/').filter(|part| !part.is_empty());
            // `*`, `(.*)`, `{*rest}`: all below.
            let parts: Vec<&str> = parts
                .map(|part| if part.contains('*') { "**" } else { part })
                .collect();
            format!("/{}", parts.join("/"))
        };
        if let Value::Map(entries) = value {
            for (key, value) in entries {
                match (key.as_str(), value) {
                    ("path", value) => {
                        if let Written::Texts(texts) = self.value_texts(file, scope, value, 0) {
                            guard
                                .patterns
                                .extend(texts.iter().map(|text| pattern(text)));
                        }
                    }
                    ("method", Value::Name(path)) => {
                        let last = path.last().map_or("", String::as_str);
                        let method = super::method::method_name(last, framework);
                        if method != "ANY" {
                            guard.methods.push(method);
                        }
                    }
                    _ => {}
                }
            }
            return;
        }
        for thing in self.things(file, scope, value) {
            match thing {
                Thing::Text(text) => guard.patterns.extend([
                    pattern(&text),
                    format!("{}/**", pattern(&text).trim_end_matches('/')),
                ]),
                Thing::Class(file, class) => {
                    guard.class = self
                        .project
                        .outline(file)
                        .definitions
                        .get(class)
                        .map(|class| (file, class.lines));
                }
                _ => {}
            }
        }
    }

    /// Whether a view's bases or a handler's annotations come from what a setting speaks of.
    fn is_spoken_of(
        &mut self,
        view: Option<(FileId, DefinitionId)>,
        handler: Option<(FileId, DefinitionId)>,
        of: &Patterns,
    ) -> bool {
        let fits = |origin: &String| of.0.iter().any(|pattern| comes_from(origin, pattern));
        if of.is_empty() {
            return true;
        }
        if let Some((file, class)) = view {
            return self.base_names(file, class).iter().any(fits);
        }
        let Some((file, definition)) = handler else {
            return false;
        };
        let annotations = self.project.outline(file).definitions[definition]
            .annotations
            .clone();
        annotations
            .into_iter()
            .any(|annotation| self.origins(file, annotation).iter().any(fits))
    }

    /// The path rules of a security configuration, in the order in which they are written.
    pub fn path_guards(&mut self, rule: &Guard, framework: &Framework) -> Vec<PathGuard> {
        let project = self.project;
        let listed = self.listed_guards(rule, framework);
        let controlled = self.controlled_paths(rule, framework);
        let doors = self.doors(rule, framework);
        let mut found: Vec<(usize, PathGuard)> = listed
            .into_iter()
            .chain(controlled)
            .chain(doors)
            .map(|guard| (0, guard))
            .collect();
        for (file, source) in project.files.iter().enumerate() {
            if source.is_test || rule.paths.is_empty() {
                continue;
            }
            for (id, call) in source.outline.calls.iter().enumerate() {
                if !rule.paths.matches(&call.name) || call.kind != CallKind::Call {
                    continue;
                }
                if !rule.applied.is_empty() {
                    let applied = self.applied(file, id, rule, framework);
                    found.extend(applied.into_iter().map(|guard| (0, guard)));
                    continue;
                }
                let Some(&outer) = self.chained(file, id).first() else {
                    continue;
                };
                let decision = &source.outline.calls[outer].name;
                let guards = if rule.name.matches(decision) {
                    true
                } else if rule.lifted_by.matches(decision) {
                    false
                } else {
                    continue;
                };
                let mut patterns = Vec::new();
                let mut methods = Vec::new();
                let mut open_ended = false;
                for argument in &call.arguments {
                    if let Value::Name(path) = &argument.value
                        && let [_, .., last] = path.as_slice()
                    {
                        let method = super::method::method_name(last, framework);
                        if ["GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS"]
                            .contains(&method.as_str())
                        {
                            methods.push(method);
                            continue;
                        }
                    }
                    let looped = match &argument.value {
                        Value::Name(_) => self.looped_patterns(file, id),
                        _ => None,
                    };
                    let written = looped
                        .or_else(|| self.path_patterns(file, call.scope, &argument.value))
                        .or_else(|| self.looped_patterns(file, id));
                    open_ended |= written.is_none();
                    patterns.extend(written.unwrap_or_default());
                }
                if patterns.is_empty()
                    && (call.arguments.is_empty() || !methods.is_empty())
                    && !open_ended
                {
                    patterns.push("/**".to_owned());
                }
                let guard = PathGuard {
                    methods,
                    scope: self.guard_scope(file, call.scope, rule),
                    open_ended,
                    ..PathGuard::listed(file, source.outline.calls[id].line(), guards, patterns)
                };
                found.push((chain_depth(&source.outline.calls, id), guard));
            }
        }
        // What speaks of everything is written last and decides last. In one line the calls of a
        // chain stand from the outermost to the innermost.
        found.sort_by_key(|(depth, guard)| (guard.line, *depth));
        found.into_iter().map(|(_, guard)| guard).collect()
    }

    /// What entries of settings say, in their order.
    fn controlled_paths(&mut self, rule: &Guard, framework: &Framework) -> Vec<PathGuard> {
        let Some(control) = &rule.control else {
            return Vec::new();
        };
        let project = self.project;
        let mut found = Vec::new();
        for (file, source) in project.files.iter().enumerate() {
            for (id, call) in source.outline.calls.iter().enumerate() {
                let receiver = call.receiver.as_ref();
                let within = receiver.map(|it| crate::detect::matching::shown(&source.outline, it));
                if source.is_test
                    || !within.is_some_and(|it| control.within.matches(&it))
                    || !self.call_fits(file, id, &control.call)
                {
                    continue;
                }
                let expression = match self.slot_texts(file, id, &control.path) {
                    Written::Texts(texts) => texts.into_iter().next(),
                    Written::Nothing | Written::Other => None,
                };
                let methods = match &control.methods {
                    Some(slots) => self.methods(file, id, framework, Some(slots)),
                    None => Vec::new(),
                };
                let roles = match self.slot_texts(file, id, &control.roles) {
                    Written::Texts(texts) => texts,
                    Written::Nothing | Written::Other => Vec::new(),
                };
                let guards =
                    !roles.is_empty() && !roles.iter().any(|role| control.anybody.matches(role));
                let place = (file, call.line());
                let mut guard =
                    PathGuard::controlled(place, expression.as_deref(), methods, guards);
                if control.unclear.iter().any(|key| call.named(key).is_some()) {
                    guard.says = Says::Unclear;
                }
                found.push(guard);
            }
        }
        found
    }

    /// The paths an argument says; nothing when it cannot be known.
    fn path_patterns(
        &mut self,
        file: FileId,
        scope: ScopeId,
        value: &Value,
    ) -> Option<Vec<String>> {
        let known = |written: Written| match written {
            Written::Texts(texts) if texts.iter().any(|text| text.contains(OPEN)) => None,
            Written::Texts(texts) if !texts.is_empty() => Some(texts),
            _ => None,
        };
        let Value::Call(inner) = value else {
            return known(self.value_texts(file, scope, value, 0));
        };
        if let Some(texts) = known(self.value_texts(file, scope, value, 0)) {
            return Some(texts);
        }
        // `matcher("/x/**")`, `PATHS.toArray(…)`, `stream(PATHS).map(…).toArray(…)`.
        let outline = self.project.outline(file);
        let mut current = *inner;
        for _ in 0..8 {
            let call = &outline.calls[current];
            let mut said = Vec::new();
            for argument in &call.arguments {
                said.extend(known(self.value_texts(
                    file,
                    call.scope,
                    &argument.value,
                    0,
                )));
            }
            let said = said.concat();
            if !said.is_empty() {
                return Some(said);
            }
            match &call.receiver {
                Some(Value::Call(before)) => current = *before,
                Some(on) => {
                    if let Some(texts) = known(self.value_texts(file, call.scope, on, 0)) {
                        return Some(texts);
                    }
                    break;
                }
                None => break,
            }
        }
        // A library's own set of paths: `PathRequest.toStaticResources()`.
        let first = &outline.calls[current];
        let Some(Value::Name(path)) = &first.receiver else {
            return None;
        };
        let is_imported = |alias: &str| path.first().is_some_and(|name| name == alias);
        let mut bindings = outline.imports.iter().flat_map(|import| &import.bindings);
        let is_imported = bindings
            .any(|binding| matches!(binding, Binding::Named { alias, .. } if is_imported(alias)));
        let on = first.receiver.clone()?;
        let mut things = self.things(file, first.scope, &on).into_iter();
        let is_foreign = is_imported && things.all(|thing| matches!(thing, Thing::External(_)));
        is_foreign.then(Vec::new)
    }

    /// The paths of a rule that is made once for each text of a list.
    fn looped_patterns(&mut self, file: FileId, call: CallId) -> Option<Vec<String>> {
        let (Loop::Of(_, items), _) = self.loop_around(file, call)? else {
            return None;
        };
        let texts = items.into_iter().map(|item| match item.things.as_slice() {
            [Thing::Text(text)] => Some(text.clone()),
            _ => None,
        });
        texts.collect()
    }

    /// The paths to which the function around a rule limits its configuration.
    fn guard_scope(&mut self, file: FileId, scope: ScopeId, rule: &Guard) -> Vec<String> {
        let outline = self.project.outline(file);
        let method = |scope| {
            let functions = outline.enclosing(scope);
            functions
                .filter(|&id| outline.scopes[id].kind == ScopeKind::Function)
                .last()
        };
        let around = method(scope);
        let mut found = Vec::new();
        // What is given to another call says what that call is about.
        let arguments = outline.calls.iter().flat_map(|call| &call.arguments);
        let given: HashSet<CallId> = arguments
            .filter_map(|argument| match argument.value {
                Value::Call(id) => Some(id),
                _ => None,
            })
            .collect();
        for (id, call) in outline.calls.iter().enumerate() {
            if rule.scope.matches(&call.name)
                && !given.contains(&id)
                && method(call.scope) == around
            {
                for argument in &call.arguments {
                    found.extend(
                        self.path_patterns(file, call.scope, &argument.value)
                            .unwrap_or_default(),
                    );
                }
            }
        }
        found
    }
}

/// How many calls stand before this one in its chain, as far as it matters.
fn chain_depth(calls: &[Call], mut id: CallId) -> usize {
    let mut depth = 0;
    while let Some(Value::Call(before)) = calls[id].receiver
        && depth < 256
    {
        depth += 1;
        id = before;
    }
    depth
}

/// Ant-style paths: `*` is one segment, `**` any number, `{x}` one.
fn path_fits(pattern: &str, path: &str) -> bool {
    let split = |text: &'_ str| -> Vec<String> {
        text.split('/')
            .filter(|part| !part.is_empty())
            .map(str::to_owned)
            .collect()
    };
    let (pattern, path) = (split(pattern), split(path));
    let (mut at, mut here) = (0, 0);
    // Where the last `**` stands, and how much of the path it has taken.
    let mut star: Option<(usize, usize)> = None;
    while here < path.len() {
        match (pattern.get(at), path.get(here)) {
            (Some(first), _) if first == "**" => {
                star = Some((at, here));
                at += 1;
            }
            (Some(first), Some(own)) if segment_fits(first, own) => {
                at += 1;
                here += 1;
            }
            _ => match star {
                Some((stands, taken)) => {
                    at = stands + 1;
                    here = taken + 1;
                    star = Some((stands, here));
                }
                None => return false,
            },
        }
    }
    pattern.iter().skip(at).all(|rest| rest == "**")
}

fn segment_fits(pattern: &str, own: &str) -> bool {
    pattern == own || pattern == "*" || pattern.starts_with('{')
}

#[cfg(test)]
mod tests {
    use super::{Expression, Prefixes, path_fits};

    #[test]
    fn ant_paths_fit_segments() {
        assert!(path_fits("/**", "/a/b"));
        assert!(path_fits("/api/**", "/api"));
        assert!(path_fits("/api/*/x", "/api/{id}/x"));
        assert!(!path_fits("/api/*", "/api/a/b"));
        assert!(!path_fits("/users", "/api/users"));
        assert!(path_fits("/a/**/x/**/y", "/a/x/b/x/c/y"));
        assert!(!path_fits("/a/**/x", "/a/x/y"));
        assert!(path_fits("/**/x", "/x"));
        assert!(!path_fits("/a/b", "/a"));
    }

    #[test]
    fn look_ahead_that_denies_is_left_out() {
        let parse = |text| Expression::parse(text);
        let api = parse("^/api/(?!login$|docs)").unwrap();
        assert!(api.is_match("/api/notes"));
        assert!(api.is_match("/api/login/x"));
        assert!(!api.is_match("/api/login"));
        assert!(!api.is_match("/api/docs/x"));
        assert!(!api.is_match("/x"));
        let all = parse(r"^\/(?!.*(?:login|out)).*$").unwrap();
        assert!(all.is_match("/notes"));
        assert!(!all.is_match("/my/login"));
        for unknown in [
            "^/(?!a)?x",
            "^/(?!a)|/b",
            "^/[ab](?!c)",
            "/(?!a)",
            "^/(?!a[)])",
            "^/(?!a(?=b))",
            "^/(?!a)(?!b)",
            "^/(?!a",
        ] {
            assert!(parse(unknown).is_none(), "{unknown}");
        }
    }

    #[test]
    fn a_hostile_pattern_takes_no_time() {
        let path = "/a".repeat(250);
        assert!(!path_fits(&("/**/a".repeat(120) + "/b"), &path));
    }

    #[test]
    fn prefixes_hold_for_their_package() {
        let mut prefixes = Prefixes::default();
        prefixes.add("one", Some("/one"));
        prefixes.add("two", None);
        assert_eq!(prefixes.of("one", "src/a"), "/one");
        assert_eq!(prefixes.of("two", "src/a"), "");
        assert_eq!(prefixes.of("library", "src/a"), "/one");
        prefixes.add_everywhere("/v1");
        assert_eq!(prefixes.of("two", "src/a"), "/v1");
        assert_eq!(prefixes.of("one", "src/a"), "/one");
    }
}
