//! Functions that are handed a router: which calls give one to which function, wherever the function
//! stands: named, imported, or in a folder that is taken whole. It refuses to guess by names alone:
//! the argument must stand for the function.

use std::collections::HashMap;

use super::graph::{Edge, NodeId, Origin};
use crate::detect::evaluate::{Evaluator, Thing};
use crate::detect::project::{FileId, join_path, parent};
use crate::rules::schema::{Group, Slot};
use crate::syntax::{CallId, DefinitionId, Value};

/// A call that hands a router to a function.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Handed {
    pub file: FileId,
    pub call: CallId,
    /// The function is one of a folder; its path in there.
    below: Option<String>,
    /// Files whose checks stand before it, with their folders, the outermost first.
    hooks: Vec<(FileId, String)>,
}

/// Calls by the function that they hand a router to.
pub type Bodies = HashMap<(FileId, DefinitionId), Vec<Handed>>;

/// Names under which a module hands out its one function.
const DEFAULT: [&str; 2] = ["default", "module"];

impl Evaluator<'_> {
    /// The routers that calls hand to this function.
    pub fn handed_routers(
        &mut self,
        file: FileId,
        definition: DefinitionId,
        depth: usize,
    ) -> Vec<NodeId> {
        if self.bodies.is_none() {
            // What is looked up meanwhile must not be kept: the table is not complete.
            self.bodies = Some(Bodies::new());
            self.building_bodies = true;
            let bodies = self.find_bodies();
            self.building_bodies = false;
            self.bodies = Some(bodies);
        }
        if self.building_bodies {
            self.unfinished();
        }
        let known = self
            .bodies
            .as_ref()
            .and_then(|bodies| bodies.get(&(file, definition)));
        let handed = known.cloned().unwrap_or_default();
        let mut nodes = Vec::new();
        for Handed {
            file: from,
            call,
            below,
            hooks,
        } in handed
        {
            let Some(node) = self.body_node(from, call, depth) else {
                continue;
            };
            nodes.push(match below {
                None => node,
                Some(folder) => {
                    let mut outer = (node, "");
                    for (hook, inside) in &hooks {
                        outer = (self.in_folder(outer, inside, *hook, (from, call)), inside);
                    }
                    self.in_folder(outer, &folder, file, (from, call))
                }
            });
        }
        nodes
    }

    /// The router of a file in a folder that is taken whole, below that of a folder around it.
    fn in_folder(
        &mut self,
        (parent, around): (NodeId, &str),
        folder: &str,
        file: FileId,
        (from, call): (FileId, CallId),
    ) -> NodeId {
        let content = &self.graph.nodes[parent];
        let (framework, kind) = (content.framework, content.kind.clone());
        let origin = Origin::Inline(framework, file, 0, call);
        let child = self.graph.node(origin, framework, &kind, false);
        let prefix = folder.strip_prefix(around).unwrap_or(folder);
        let edge = Edge {
            label: None,
            parent,
            prefixes: vec![prefix.trim_start_matches('/').to_owned()],
            guards: Vec::new(),
            replaces: false,
            file: from,
            line: self.project.outline(from).calls[call].line(),
        };
        self.graph.mount(child, edge);
        child
    }

    /// The router of a function that a file hands out, where the file's place says that it is given
    /// one.
    pub fn router_by_place(&mut self, file: FileId, definition: DefinitionId) -> Option<NodeId> {
        let project = self.project;
        let speaking: Vec<usize> = self
            .graph
            .speaking(project.files[file].language)
            .map(|(index, _)| index)
            .collect();
        for index in speaking {
            let active = &self.graph.frameworks[index];
            let rules = active.framework.file.iter().zip(active.files);
            let kind = rules
                .filter(|(_, globs)| globs.is_match(project.files[file].path.as_ref()))
                .find_map(|(rule, _)| rule.plugin.clone());
            if let Some(kind) = kind
                && self.module_functions(file).contains(&(file, definition))
            {
                return Some(self.graph.file(project, index, file, &kind));
            }
        }
        None
    }

    fn find_bodies(&mut self) -> Bodies {
        let project = self.project;
        let mut found = Bodies::new();
        for file in 0..project.files.len() {
            if project.files[file].is_test {
                continue;
            }
            for call in 0..project.outline(file).calls.len() {
                let content = &project.outline(file).calls[call];
                if !self.graph.has_body(&content.name) {
                    continue;
                }
                for argument in &content.arguments {
                    // Closures that stand here are known by where they stand.
                    if matches!(
                        argument.value,
                        Value::Definition(_) | Value::Text(_) | Value::Map(_)
                    ) {
                        continue;
                    }
                    for thing in self.things(file, content.scope, &argument.value) {
                        let functions = match thing {
                            Thing::Function(file, definition) => vec![(file, definition)],
                            Thing::Module(module) => self.module_functions(module),
                            _ => Vec::new(),
                        };
                        for function in functions {
                            found.entry(function).or_default().push(Handed {
                                file,
                                call,
                                below: None,
                                hooks: Vec::new(),
                            });
                        }
                    }
                }
                for (slot, group) in self.graph.folder_groups(&content.name) {
                    self.folder_bodies(file, call, slot, group, &mut found);
                }
            }
        }
        found
    }

    /// A call that takes every file of a folder: each hands out a function, its folder is a prefix.
    fn folder_bodies(
        &mut self,
        file: FileId,
        call: CallId,
        slot: &Slot,
        group: &Group,
        found: &mut Bodies,
    ) {
        let project = self.project;
        let mut says = |slot: &Slot| {
            self.slot_values(file, call, slot)
                .contains(&Value::Bool(true))
        };
        let hooks = group.hooks.as_ref();
        let cascades = hooks.is_some_and(|hooks| says(&hooks.cascade));
        let hooks = hooks.filter(|hooks| says(&hooks.when));
        let parameters = group.parameters.as_ref();
        let start = parameters
            .filter(|it| says(&it.when))
            .map(|it| it.start.as_str());
        for value in self.slot_values(file, call, slot) {
            let here = parent(&project.files[file].path);
            let Some(folder) = self
                .file_text(file, &value)
                .and_then(|text| join_path(here, text.trim_start_matches('/')))
            else {
                continue;
            };
            let inside = format!("{folder}/");
            let paths = |id: &FileId| project.files[*id].path.strip_prefix(&inside);
            let files: Vec<FileId> = (0..project.files.len())
                .filter(|id| paths(id).is_some() && !project.files[*id].is_test)
                .collect();
            let is_index = |path: &str| {
                path.rsplit('/')
                    .next()
                    .is_some_and(|name| name.starts_with("index."))
            };
            let stem = |path: &str| {
                let name = path.rsplit('/').next().unwrap_or(path);
                name.split('.').next().unwrap_or(name).to_owned()
            };
            let is_hook = |path: &str| hooks.is_some_and(|it| it.file.matches(&stem(path)));
            let mut checks: Vec<(FileId, String)> = files
                .iter()
                .filter_map(|&id| Some((id, paths(&id)?)))
                .filter(|(_, path)| is_hook(path))
                .map(|(id, path)| (id, parent(path).to_owned()))
                .collect();
            checks.sort_by_key(|(_, folder)| folder.len());
            for &target in &files {
                let Some(path) = paths(&target) else { continue };
                let below = parent(path);
                let before: Vec<(FileId, String)> = checks
                    .iter()
                    .filter(|(id, folder)| {
                        let here = folder == below;
                        let around = folder.is_empty() || below.starts_with(&format!("{folder}/"));
                        *id != target && (here && !is_hook(path) || around && cascades)
                    })
                    .map(|(id, folder)| (*id, with_parameters(folder, start)))
                    .collect();
                // Beside an index, the other files of a folder are its own business.
                let beside = |other: &&FileId| {
                    paths(other).is_some_and(|path| parent(path) == below && is_index(path))
                };
                let is_plain = !is_index(path) && !is_hook(path);
                if !below.is_empty() && is_plain && files.iter().any(|other| beside(&other)) {
                    continue;
                }
                for function in self.module_functions(target) {
                    found.entry(function).or_default().push(Handed {
                        file,
                        call,
                        below: Some(with_parameters(below, start)),
                        hooks: before.clone(),
                    });
                }
            }
        }
    }

    /// The functions that a module hands out as the whole of itself.
    fn module_functions(&mut self, module: FileId) -> Vec<(FileId, DefinitionId)> {
        let mut found = Vec::new();
        for name in DEFAULT {
            for thing in self.exported(module, name, 1) {
                if let Thing::Function(file, definition) = thing
                    && !found.contains(&(file, definition))
                {
                    found.push((file, definition));
                }
            }
        }
        found
    }
}

/// The folders of a path, those that begin with `start` as parameters.
fn with_parameters(folder: &str, start: Option<&str>) -> String {
    let parts = folder.split('/');
    let parts = parts.map(
        |part| match start.and_then(|start| part.strip_prefix(start)) {
            Some(name) if !name.is_empty() => format!(":{name}"),
            _ => part.to_owned(),
        },
    );
    parts.collect::<Vec<_>>().join("/")
}

#[cfg(test)]
mod tests {
    use super::with_parameters;

    #[test]
    fn folders_may_be_parameters() {
        assert_eq!(with_parameters("users/_id", Some("_")), "users/:id");
        assert_eq!(with_parameters("users/_id", None), "users/_id");
        assert_eq!(with_parameters("users/_", Some("_")), "users/_");
        assert_eq!(with_parameters("", Some("_")), "");
    }
}
