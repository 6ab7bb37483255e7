//! Classes that are members of a module which is put below a path: the list of modules with their
//! paths stands in a call, the members in the module's annotation.

use super::graph::{Edge, NodeId, Origin};
use super::slot::Written;
use crate::detect::evaluate::{Evaluator, OPEN, Thing};
use crate::detect::project::FileId;
use crate::rules::schema::Module;
use crate::syntax::{CallId, DefinitionId, ScopeId, Value};

/// Deepest nesting of modules, and most entries that are looked at.
const DEPTH: usize = 8;
const ENTRIES: usize = 512;

impl Evaluator<'_> {
    pub(super) fn register_modules(&mut self) {
        let project = self.project;
        let frameworks: Vec<_> = self.graph.frameworks.iter().enumerate().collect();
        for (index, active) in frameworks {
            let Some(rule) = &active.framework.module else {
                continue;
            };
            for file in 0..project.files.len() {
                let source = &project.files[file];
                let speaks = super::graph::speaks(active.languages, source.language);
                if !speaks || source.is_test {
                    continue;
                }
                for call in 0..source.outline.calls.len() {
                    if self.call_fits(file, call, &rule.call) {
                        self.place_modules(file, call, index, rule);
                    }
                }
            }
        }
    }

    fn place_modules(&mut self, file: FileId, call: CallId, index: usize, rule: &Module) {
        let content = &self.project.outline(file).calls[call];
        let (scope, line) = (content.scope, content.line());
        let Some(first) = content.positional(0) else {
            return;
        };
        // What is left to look at, with the path around it.
        let mut queue = vec![(file, scope, first.value.clone(), String::new(), 0)];
        let mut looked = 0;
        while let Some((place, scope, value, around, depth)) = queue.pop() {
            looked += 1;
            if looked > ENTRIES || depth > DEPTH {
                continue;
            }
            match value {
                Value::List(items) => {
                    for item in items {
                        queue.push((place, scope, item, around.clone(), depth + 1));
                    }
                }
                Value::Map(entries) => {
                    let entry = |key: &str| {
                        let mut found = entries.iter().filter(|(name, _)| name == key);
                        found.next().map(|(_, value)| value.clone())
                    };
                    let mut path = around.clone();
                    if let Some(value) = entry(&rule.path) {
                        let own = match self.value_texts(place, scope, &value, 0) {
                            Written::Texts(texts) => texts.into_iter().next(),
                            _ => None,
                        };
                        path = format!("{path}/{}", own.as_deref().unwrap_or(OPEN));
                    }
                    if let Some(module) = entry(&rule.module) {
                        self.put_below(place, scope, &module, &path, (index, rule), line);
                    }
                    if let Some(children) = entry(&rule.children) {
                        queue.push((place, scope, children, path, depth + 1));
                    }
                }
                Value::Name(_) => {
                    for thing in self.things(place, scope, &value) {
                        match thing {
                            Thing::Written(other, scope, written) => {
                                let inner = written.value().clone();
                                queue.push((other, scope, inner, around.clone(), depth + 1));
                            }
                            Thing::Class(other, class) => {
                                let members = (other, class);
                                self.members_below(members, &around, (index, rule), line);
                            }
                            _ => {}
                        }
                    }
                }
                _ => {}
            }
        }
    }

    fn put_below(
        &mut self,
        file: FileId,
        scope: ScopeId,
        module: &Value,
        path: &str,
        of: (usize, &Module),
        line: u32,
    ) {
        for thing in self.things(file, scope, module) {
            if let Thing::Class(other, class) = thing {
                self.members_below((other, class), path, of, line);
            }
        }
    }

    /// Puts the members of a module below a path.
    fn members_below(
        &mut self,
        (file, class): (FileId, DefinitionId),
        path: &str,
        (index, rule): (usize, &Module),
        line: u32,
    ) {
        let project = self.project;
        let outline = project.outline(file);
        let annotations = outline.definitions[class].annotations.clone();
        for annotation in annotations {
            if !rule.annotation.matches(&outline.calls[annotation].name) {
                continue;
            }
            let scope = outline.calls[annotation].scope;
            for value in self.slot_values(file, annotation, &rule.members) {
                let items = match value {
                    Value::List(items) => items,
                    other => vec![other],
                };
                for item in items.iter().take(64) {
                    for thing in self.things(file, scope, item) {
                        let Thing::Class(other, member) = thing else {
                            continue;
                        };
                        let origin = Origin::Class(index, other, member);
                        if let Some(child) = self.graph.known(&origin) {
                            let parent = self.module_node(index);
                            self.graph.mount(
                                child,
                                Edge {
                                    parent,
                                    prefixes: vec![path.to_owned()],
                                    label: None,
                                    guards: Vec::new(),
                                    replaces: false,
                                    file,
                                    line,
                                },
                            );
                        }
                    }
                }
            }
        }
    }

    /// What all modules with a path hang below.
    fn module_node(&mut self, index: usize) -> NodeId {
        let origin = Origin::List(index, 0, "modules".to_owned());
        self.graph.node(origin, index, "modules", true)
    }
}
