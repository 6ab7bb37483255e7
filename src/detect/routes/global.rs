//! What holds for all routes of a framework: prefixes set once, and guards by path.

use super::guard::yes;
use super::slot::Written;
use crate::detect::evaluate::{Evaluator, Thing, comes_from};
use crate::detect::project::FileId;
use crate::detect::survey::{Guarded, Route};
use crate::rules::Patterns;
use crate::rules::schema::{CallMatch, Framework, Guard, Slots};
use crate::syntax::{CallId, CallKind, DefinitionId, Lines, ScopeId, Value};

/// One rule of a security configuration: these paths need (or do not need) somebody to be known.
#[derive(Debug)]
pub struct PathGuard {
    methods: Vec<String>,
    patterns: Vec<String>,
    pub guards: bool,
    line: u32,
    /// The routes of a class: its file and lines.
    class: Option<(FileId, Lines)>,
    /// What may stand before the pattern.
    prefixes: Vec<String>,
}

impl PathGuard {
    pub fn fits(&self, route: &Route) -> bool {
        let open = self.prefixes.iter().filter_map(|prefix| route.path.strip_prefix(prefix.as_str()));
        let paths: Vec<&str> = std::iter::once(route.path.as_str()).chain(open).collect();
        (self.methods.is_empty() || route.method == "ANY" || self.methods.contains(&route.method))
            && self.patterns.iter().any(|pattern| paths.iter().any(|path| path_fits(pattern, path)))
    }
}

impl Evaluator<'_> {
    /// Prefixes that calls anywhere in the code put before everything.
    pub fn global_prefixes(&mut self, languages: &[String], rule: &CallMatch, slots: &Slots) -> Vec<String> {
        let project = self.project;
        let mut found = Vec::new();
        for file in 0..project.files.len() {
            let source = &project.files[file];
            if source.is_test || !super::graph::speaks(languages, source.language) {
                continue;
            }
            for call in 0..source.outline.calls.len() {
                if self.call_fits(file, call, rule)
                    && let Written::Texts(texts) = self.slot_texts(file, call, slots)
                {
                    found.extend(texts);
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
            if other || rule.writes_only && only_reads || !self.is_spoken_of(view, handler, &rule.of) {
                continue;
            }
            self.graph.registrations[index].guards.push(yes("settings", file, line));
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
    fn applied(&mut self, file: FileId, id: CallId, rule: &Guard, framework: &Framework, prefixes: &[String]) -> Vec<PathGuard> {
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
        for (call, guards) in open.into_iter().map(|call| (call, false)).chain([(id, true)]) {
            let content = &outline.calls[call];
            for argument in content.arguments.clone() {
                let mut guard = PathGuard {
                    methods: Vec::new(),
                    patterns: Vec::new(),
                    guards,
                    line: outline.calls[id].lines.first,
                    class: None,
                    prefixes: prefixes.to_vec(),
                };
                self.bound(file, content.scope, &argument.value, framework, &mut guard);
                found.push(guard);
            }
        }
        found
    }

    /// What one argument of such a call names: a path, a path with a method, a class.
    fn bound(&mut self, file: FileId, scope: ScopeId, value: &Value, framework: &Framework, guard: &mut PathGuard) {
        let pattern = |text: &str| {
            let path = super::path::normalise(text, &framework.path_style);
            let parts = path.split('/').filter(|part| !part.is_empty());
            // `*`, `(.*)`, `{*rest}`: all below.
            let parts: Vec<&str> = parts.map(|part| if part.contains('*') { "**" } else { part }).collect();
            format!("/{}", parts.join("/"))
        };
        if let Value::Map(entries) = value {
            for (key, value) in entries {
                match (key.as_str(), value) {
                    ("path", value) => {
                        if let Written::Texts(texts) = self.value_texts(file, scope, value, 0) {
                            guard.patterns.extend(texts.iter().map(|text| pattern(text)));
                        }
                    }
                    ("method", Value::Name(path)) => {
                        let last = path.last().map_or("", String::as_str);
                        let method = super::build::method_name(last, framework);
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
                Thing::Text(text) => guard.patterns.extend([pattern(&text), format!("{}/**", pattern(&text).trim_end_matches('/'))]),
                Thing::Class(file, class) => {
                    guard.class = self.project.outline(file).definitions.get(class).map(|class| (file, class.lines));
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
        let annotations = self.project.outline(file).definitions[definition].annotations.clone();
        annotations.into_iter().any(|annotation| self.origins(file, annotation).iter().any(fits))
    }

    /// The path rules of a security configuration, in the order in which they are written.
    ///
    /// `prefixes` are those before everything, which such rules leave out.
    pub fn path_guards(&mut self, rule: &Guard, framework: &Framework, prefixes: &[String]) -> Vec<PathGuard> {
        let project = self.project;
        let mut found = Vec::new();
        for (file, source) in project.files.iter().enumerate() {
            if source.is_test {
                continue;
            }
            for (id, call) in source.outline.calls.iter().enumerate() {
                if !rule.paths.matches(&call.name) || call.kind != CallKind::Call {
                    continue;
                }
                if !rule.applied.is_empty() {
                    found.extend(self.applied(file, id, rule, framework, prefixes));
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
                let arguments: Vec<Value> = call.arguments.iter().map(|a| a.value.clone()).collect();
                for argument in &arguments {
                    match argument {
                        Value::Name(path) if path.len() > 1 => {
                            let last = path.last().cloned().unwrap_or_default();
                            let method = super::build::method_name(&last, framework);
                            if ["GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS"].contains(&method.as_str()) {
                                methods.push(method);
                                continue;
                            }
                        }
                        _ => {}
                    }
                    if let Written::Texts(texts) = self.value_texts(file, call.scope, argument, 0) {
                        patterns.extend(texts);
                    } else if let Value::Call(inner) = argument {
                        patterns.extend(
                            source.outline.calls[*inner]
                                .arguments
                                .iter()
                                .filter_map(|a| a.value.as_text().map(str::to_owned)),
                        );
                    }
                }
                if patterns.is_empty() && (arguments.is_empty() || !methods.is_empty()) {
                    patterns.push("/**".to_owned());
                }
                found.push(PathGuard {
                    methods,
                    patterns,
                    guards,
                    line: source.outline.calls[id].lines.first,
                    class: None,
                    prefixes: Vec::new(),
                });
            }
        }
        // What speaks of everything is written last and decides last.
        found.sort_by_key(|guard| guard.line);
        found
    }
}

/// Ant-style paths: `*` is one segment, `**` any number, `{x}` one.
fn path_fits(pattern: &str, path: &str) -> bool {
    let split = |text: &str| -> Vec<String> {
        text.split('/').filter(|part| !part.is_empty()).map(str::to_owned).collect()
    };
    segments_fit(&split(pattern), &split(path))
}

fn segments_fit(pattern: &[String], path: &[String]) -> bool {
    let Some((first, rest)) = pattern.split_first() else {
        return path.is_empty();
    };
    if first == "**" {
        return rest.is_empty() || (0..=path.len()).any(|skip| segments_fit(rest, &path[skip..]));
    }
    let Some((own, below)) = path.split_first() else {
        return false;
    };
    let fits = first == own || first == "*" || first.starts_with('{');
    fits && segments_fit(rest, below)
}

#[cfg(test)]
mod tests {
    use super::path_fits;

    #[test]
    fn ant_paths_fit_segments() {
        assert!(path_fits("/**", "/a/b"));
        assert!(path_fits("/api/**", "/api"));
        assert!(path_fits("/api/*/x", "/api/{id}/x"));
        assert!(!path_fits("/api/*", "/api/a/b"));
        assert!(!path_fits("/users", "/api/users"));
    }
}
