//! Checks that a class lists by name, with the paths that each stands before.

use super::global::PathGuard;
use super::slot::Written;
use crate::detect::evaluate::{Evaluator, OPEN};
use crate::detect::project::FileId;
use crate::detect::survey::Guarded;
use crate::rules::schema::{Framework, Guard, Listed};
use crate::syntax::{Assignment, AssignmentKind, ScopeId, Value};

/// Where a list stands.
#[derive(Clone, Copy)]
struct Stand {
    file: FileId,
    scope: ScopeId,
    line: u32,
}

impl Evaluator<'_> {
    /// `$filters = ["auth" => ["before" => ["x/*"]]]`, `$globals = ["before" => ["auth"]]`.
    pub(super) fn listed_guards(&mut self, rule: &Guard, framework: &Framework) -> Vec<PathGuard> {
        let Some(listed) = &rule.listed else {
            return Vec::new();
        };
        let project = self.project;
        let mut found = Vec::new();
        for (file, source) in project.files.iter().enumerate() {
            let fields = source.outline.assignments.iter();
            let fields = fields.filter(|it| it.kind == AssignmentKind::Field && !source.is_test);
            for field in fields {
                self.listed_in(file, field, listed, framework, &mut found);
            }
        }
        found
    }

    fn listed_in(
        &mut self,
        file: FileId,
        field: &Assignment,
        listed: &Listed,
        framework: &Framework,
        found: &mut Vec<PathGuard>,
    ) {
        let Some(name) = field.target.last() else {
            return;
        };
        let Value::Map(entries) = &field.value else {
            return;
        };
        let stand = Stand {
            file,
            scope: field.scope,
            line: field.line,
        };
        if listed.by_name.matches(name) {
            for (check, places) in entries {
                if let Some(paths) = below(places, &listed.below)
                    && self.is_check(stand, check)
                {
                    let patterns = self.listed_paths(stand, paths, framework);
                    found.push(PathGuard::listed(file, stand.line, true, patterns));
                }
            }
        }
        if listed.everywhere.matches(name)
            && let Some(checks) = below(&field.value, &listed.below)
        {
            self.everywhere(stand, checks, listed, framework, found);
        }
    }

    /// Checks in front of all paths, or of all but some.
    fn everywhere(
        &mut self,
        stand: Stand,
        checks: &Value,
        listed: &Listed,
        framework: &Framework,
        found: &mut Vec<PathGuard>,
    ) {
        let nothing = Value::Null;
        let checks: Vec<(&str, &Value)> = match checks {
            Value::Map(entries) => entries
                .iter()
                .map(|(key, value)| match value {
                    Value::Text(name) => (name.as_str(), &nothing),
                    other => (key.as_str(), other),
                })
                .collect(),
            Value::List(items) => items
                .iter()
                .filter_map(|item| Some((item.as_text()?, &nothing)))
                .collect(),
            _ => Vec::new(),
        };
        for (check, places) in checks {
            if !self.is_check(stand, check) {
                continue;
            }
            if let Some(open) = below(places, &listed.except) {
                let patterns = self.listed_paths(stand, open, framework);
                found.push(PathGuard::listed(stand.file, stand.line, false, patterns));
            }
            let all = vec!["/**".to_owned()];
            found.push(PathGuard::listed(stand.file, stand.line, true, all));
        }
    }

    fn is_check(&mut self, stand: Stand, name: &str) -> bool {
        let name = Value::Text(name.to_owned());
        self.guard(stand.file, stand.scope, &name, stand.line)
            .is_some_and(|guard| guard.is == Guarded::Yes)
    }

    /// The paths of a list, as patterns; `*` is all below.
    fn listed_paths(&mut self, stand: Stand, value: &Value, framework: &Framework) -> Vec<String> {
        let Written::Texts(texts) = self.value_texts(stand.file, stand.scope, value, 0) else {
            return Vec::new();
        };
        let known = texts.into_iter().filter(|text| !text.contains(OPEN));
        known
            .map(|text| {
                let path = super::path::normalise(&text, &framework.path_style);
                let parts = path.split('/').filter(|part| !part.is_empty());
                let parts: Vec<&str> = parts
                    .map(|part| if part.contains('*') { "**" } else { part })
                    .collect();
                format!("/{}", parts.join("/"))
            })
            .collect()
    }
}

/// What stands at a key of an object.
fn below<'v>(value: &'v Value, key: &str) -> Option<&'v Value> {
    let Value::Map(entries) = value else {
        return None;
    };
    let (_, value) = entries.iter().find(|(name, _)| name == key)?;
    Some(value)
}
