//! Functions that are handed a router: which calls give one to which function, wherever the function
//! stands. It refuses to guess by names alone: the argument must stand for the function.

use std::collections::HashMap;

use crate::detect::evaluate::{Evaluator, Thing};
use crate::detect::project::FileId;
use crate::syntax::{CallId, DefinitionId, Value};

/// Calls by the function that they hand a router to.
pub type Bodies = HashMap<(FileId, DefinitionId), Vec<(FileId, CallId)>>;

impl Evaluator<'_> {
    /// The calls that may hand a router to this function.
    pub fn body_calls(&mut self, file: FileId, definition: DefinitionId) -> Vec<(FileId, CallId)> {
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
        let known = self.bodies.as_ref().and_then(|bodies| bodies.get(&(file, definition)));
        known.cloned().unwrap_or_default()
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
                    if matches!(argument.value, Value::Definition(_) | Value::Text(_) | Value::Map(_)) {
                        continue;
                    }
                    for thing in self.things(file, content.scope, &argument.value) {
                        let function = match thing {
                            Thing::Function(file, definition) => Some((file, definition)),
                            Thing::Module(module) => self.default_function(module),
                            _ => None,
                        };
                        if let Some(function) = function {
                            found.entry(function).or_default().push((file, call));
                        }
                    }
                }
            }
        }
        found
    }

    fn default_function(&mut self, module: FileId) -> Option<(FileId, DefinitionId)> {
        self.exported(module, "default", 1).into_iter().find_map(|thing| match thing {
            Thing::Function(file, definition) => Some((file, definition)),
            _ => None,
        })
    }
}
