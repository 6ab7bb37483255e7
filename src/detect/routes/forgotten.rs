//! Applications that a file hands out under a name and that nobody takes: another one is served,
//! and these were never mounted on it.

use std::collections::BTreeSet;

use super::graph::{NodeId, Origin};
use crate::detect::evaluate::Evaluator;
use crate::detect::project::FileId;
use crate::syntax::Value;

impl Evaluator<'_> {
    pub(super) fn forgotten(&self) -> BTreeSet<NodeId> {
        let roots: Vec<(NodeId, FileId)> = self
            .graph
            .by_origin
            .iter()
            .filter(|(node, _)| {
                let content = &self.graph.nodes[**node];
                content.root && content.parents.is_empty()
            })
            .filter_map(|(node, origin)| match origin {
                Origin::Call(file, _) => Some((*node, *file)),
                _ => None,
            })
            .collect();
        let idle: BTreeSet<NodeId> = roots
            .iter()
            .filter(|(node, file)| self.is_idle(*node, *file))
            .map(|(node, _)| *node)
            .collect();
        if idle.is_empty() {
            return idle;
        }
        let taken = self.taken();
        let served = |framework: usize| {
            roots.iter().any(|(node, _)| {
                !idle.contains(node) && self.graph.nodes[*node].framework == framework
            })
        };
        roots
            .iter()
            .filter(|(node, file)| {
                idle.contains(node)
                    && !taken.contains(file)
                    && served(self.graph.nodes[*node].framework)
            })
            .map(|(node, _)| *node)
            .collect()
    }

    /// Whether it is handed out under a name, and the file itself only registers on it.
    fn is_idle(&self, node: NodeId, file: FileId) -> bool {
        let Some(Origin::Call(_, made)) = self.graph.by_origin.get(&node) else {
            return false;
        };
        let outline = self.project.outline(file);
        let language = self.project.files[file].language;
        let held = outline.assignments.iter().find_map(|assignment| {
            let [name] = assignment.target.as_slice() else {
                return None;
            };
            (assignment.value == Value::Call(*made)).then_some(name)
        });
        let Some(name) = held else { return false };
        let mut by_name = false;
        for export in &outline.exports {
            if is(&export.value, name) || export.value == Value::Call(*made) {
                if matches!(export.name.as_str(), "default" | "module" | "*") {
                    return false;
                }
                by_name = true;
            }
        }
        by_name
            && !outline.calls.iter().any(|call| {
                let on_it = call.receiver.as_ref().is_some_and(|value| {
                    is(value, name) && !self.graph.interested(language, &call.name)
                });
                on_it
                    || call
                        .arguments
                        .iter()
                        .any(|argument| speaks_of(&argument.value, name, 0))
            })
    }

    /// Files that another file imports or hands on.
    fn taken(&self) -> BTreeSet<FileId> {
        let mut found = BTreeSet::new();
        for (file, source) in self.project.files.iter().enumerate() {
            let outline = &source.outline;
            let imported = outline.imports.iter().map(|import| &import.module);
            let handed_on = outline.exports.iter().filter_map(|it| it.from.as_ref());
            for module in imported.chain(handed_on) {
                found.extend(self.project.module_files(file, module));
            }
        }
        found
    }
}

fn is(value: &Value, name: &str) -> bool {
    matches!(value, Value::Name(path) if path.len() == 1 && path[0] == name)
}

/// Whether a value names it, or something of it.
fn speaks_of(value: &Value, name: &str, depth: usize) -> bool {
    if depth > 6 {
        return true;
    }
    match value {
        Value::Name(path) => path.first().is_some_and(|first| first == name),
        Value::Member(inner, _) => speaks_of(inner, name, depth + 1),
        Value::List(items) | Value::Join(items) => {
            items.iter().any(|item| speaks_of(item, name, depth + 1))
        }
        Value::Map(entries) => entries
            .iter()
            .any(|(_, item)| speaks_of(item, name, depth + 1)),
        _ => false,
    }
}
