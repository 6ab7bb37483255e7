//! What holds for all routes of a framework: prefixes set once, and guards by path.

use super::slot::Written;
use crate::detect::evaluate::Evaluator;
use crate::detect::survey::{Guarded, Route};
use crate::rules::schema::{CallMatch, Framework, Guard, Slots};
use crate::syntax::{CallKind, Value};

/// One rule of a security configuration: these paths need (or do not need) somebody to be known.
#[derive(Debug)]
pub struct PathGuard {
    methods: Vec<String>,
    patterns: Vec<String>,
    pub guards: bool,
    line: u32,
}

impl PathGuard {
    pub fn fits(&self, route: &Route) -> bool {
        (self.methods.is_empty() || route.method == "ANY" || self.methods.contains(&route.method))
            && self.patterns.iter().any(|pattern| path_fits(pattern, &route.path))
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

    /// A setting guards all routes but those that lift it.
    pub fn guard_unlifted(&self, routes: &mut [Route], framework: &str) {
        for route in routes.iter_mut().filter(|route| route.framework == framework) {
            let lifted = self.graph.registrations.iter().any(|registration| {
                registration.lifted
                    && registration.line == route.location.line
                    && self.project.files[registration.file].path == route.location.path
                    && registration.methods.contains(&route.method)
            });
            if !lifted {
                route.guarded = Guarded::Yes;
            }
        }
    }

    /// The path rules of a security configuration, in the order in which they are written.
    pub fn path_guards(&mut self, rule: &Guard, framework: &Framework) -> Vec<PathGuard> {
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
