//! What calls say for others: closures that are kept under a name, arguments that hold for every call
//! in a body, other words in the paths of actions.

use super::graph::NodeId;
use super::group::MOST_AROUND;
use crate::detect::evaluate::{Evaluator, Thing};
use crate::detect::project::{FileId, parent};
use crate::rules::schema::{Framework, Route, Slot};
use crate::syntax::{CallId, DefinitionId, Value};

impl Evaluator<'_> {
    /// The routers that name a closure that is kept for them; nothing when it is no such closure.
    pub(super) fn naming(
        &mut self,
        file: FileId,
        closure: DefinitionId,
        framework: &Framework,
        depth: usize,
    ) -> Option<Vec<NodeId>> {
        let kept = framework.kept.as_ref()?;
        let project = self.project;
        let around = project.call_around(file, closure)?;
        let content = &project.outline(file).calls[around];
        if !kept.call.matches(&content.name) || content.receiver.is_some() {
            return None;
        }
        let name = self.slot_values(file, around, &kept.named);
        let mut found = Vec::new();
        let [Value::Text(name)] = name.as_slice() else {
            return Some(found);
        };
        for other in 0..project.files.len() {
            let source = &project.files[other];
            let here = &project.files[file];
            if source.is_test || source.language != here.language || !near(&source.path, &here.path)
            {
                continue;
            }
            for call in 0..source.outline.calls.len() {
                let content = &source.outline.calls[call];
                let on_it = kept.by.matches(&content.name);
                let names: Vec<Value> = match on_it {
                    true => content
                        .arguments
                        .iter()
                        .map(|it| it.value.clone())
                        .collect(),
                    false
                        if kept
                            .keyword
                            .name
                            .as_deref()
                            .is_some_and(|it| says(content, it)) =>
                    {
                        self.slot_values(other, call, &kept.keyword)
                    }
                    false => continue,
                };
                if !names.iter().any(|value| is_named(value, name)) {
                    continue;
                }
                let nodes = match on_it {
                    true => self.receivers(other, call, depth + 1),
                    false => {
                        let things = self.call(other, call, depth + 1).into_iter();
                        let routers = things.filter_map(|thing| match thing {
                            Thing::Router(node) => Some(node),
                            _ => None,
                        });
                        routers.collect()
                    }
                };
                found.extend(nodes);
            }
        }
        found.sort_unstable();
        found.dedup();
        Some(found)
    }

    /// The router that a text names by its module: `"app.api.router"`.
    pub(super) fn dotted_routers(&mut self, file: FileId, value: &Value) -> Vec<NodeId> {
        let dotted = value.as_text().filter(|text| !text.contains(['/', ' ']));
        let Some((module, name)) = dotted.and_then(|text| text.rsplit_once('.')) else {
            return Vec::new();
        };
        let mut found = Vec::new();
        for module in self.project.module_files(file, module) {
            let things = self.exported(module, name, 1).into_iter();
            found.extend(things.filter_map(|thing| match thing {
                Thing::Router(node) => Some(node),
                _ => None,
            }));
        }
        found
    }

    /// The call around this one that gives its own arguments to it as well.
    pub(super) fn sharing(&self, file: FileId, call: CallId) -> Option<CallId> {
        let project = self.project;
        let shares = |name: &str| {
            let mut speaking = self.graph.speaking(project.files[file].language);
            speaking.any(|(_, framework)| {
                let mut groups = framework.group.iter();
                groups.any(|rule| rule.shares && rule.call.matches(name))
            })
        };
        let outline = project.outline(file);
        let content = outline.calls.get(call)?;
        for scope in outline.enclosing(content.scope) {
            let closure = outline.scopes.get(scope).and_then(|it| it.definition);
            let Some(closure) = closure else { continue };
            let Some(outer) = project.call_around(file, closure) else {
                continue;
            };
            if !shares(&outline.calls[outer].name) {
                continue;
            }
            let given = outline.definitions[closure].parameters.first();
            let meant = match (given, &content.receiver) {
                (None, None) => true,
                (Some(given), Some(Value::Name(path))) => *path == [given.name.clone()],
                _ => false,
            };
            if meant {
                return Some(outer);
            }
        }
        None
    }

    /// Other words for parts of paths, as a call says them.
    pub(super) fn renamed_by(
        &mut self,
        file: FileId,
        call: CallId,
        slot: &Slot,
    ) -> Vec<(String, String)> {
        let mut found = Vec::new();
        for value in self.slot_values(file, call, slot) {
            let Value::Map(entries) = value else { continue };
            found.extend(entries.into_iter().filter_map(|(key, value)| {
                let word = value.as_text()?.to_owned();
                Some((key, word))
            }));
        }
        found
    }

    /// The same for a route: what it says itself, then what the routers around it do.
    pub(super) fn renames(
        &mut self,
        file: FileId,
        call: CallId,
        node: NodeId,
        rule: &Route,
    ) -> Vec<(String, String)> {
        let mut found = match &rule.renames {
            Some(slot) => self.renamed_by(file, call, slot),
            None => return Vec::new(),
        };
        let mut at = Some(node);
        for _ in 0..MOST_AROUND {
            let Some(content) = at.map(|at| &self.graph.nodes[at]) else {
                break;
            };
            found.extend(content.renames.iter().cloned());
            at = content.parents.first().map(|edge| edge.parent);
        }
        found
    }
}

/// Whether one of two files stands in the folder of the other, or below it.
fn near(one: &str, other: &str) -> bool {
    let (one, other) = (parent(one), parent(other));
    let below = |inner: &str, outer: &str| {
        let rest = inner.strip_prefix(outer);
        rest.is_some_and(|rest| outer.is_empty() || rest.is_empty() || rest.starts_with('/'))
    };
    below(one, other) || below(other, one)
}

fn says(call: &crate::syntax::Call, keyword: &str) -> bool {
    call.named(keyword).is_some()
        || call.arguments.iter().any(|argument| match &argument.value {
            Value::Map(entries) => entries.iter().any(|(key, _)| key == keyword),
            _ => false,
        })
}

fn is_named(value: &Value, name: &str) -> bool {
    match value {
        Value::List(items) => items.iter().any(|item| is_named(item, name)),
        other => other.as_text() == Some(name),
    }
}

/// Puts other words in the place of the last parts of paths; the first that is said counts.
pub(super) fn rename(paths: &mut [String], renames: &[(String, String)]) {
    for path in paths {
        let Some((base, last)) = path.rsplit_once('/') else {
            continue;
        };
        if let Some((_, word)) = renames.iter().find(|(key, _)| key == last) {
            *path = format!("{base}/{}", word.trim_matches('/'));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn other_words_end_a_path() {
        let mut paths = ["photos/new", "/photos/:id/edit", "new", "photos/:id"].map(str::to_owned);
        let word = |key: &str, word: &str| (key.to_owned(), word.to_owned());
        let renames = [
            word("new", "make"),
            word("edit", "change"),
            word("new", "neu"),
        ];
        rename(&mut paths, &renames);
        assert_eq!(
            paths,
            ["photos/make", "/photos/:id/change", "new", "photos/:id"]
        );
    }

    #[test]
    fn files_of_one_folder_are_near() {
        assert!(near("config/routes.rb", "config/routes/api.rb"));
        assert!(near("a/config/routes/x.rb", "a/config/routes/y.rb"));
        assert!(!near("a/config/routes.rb", "b/config/routes.rb"));
        assert!(!near("a/config/routes.rb", "a/config2/routes.rb"));
    }
}
