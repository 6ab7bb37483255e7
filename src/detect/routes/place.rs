//! Files that are routes by their place: the folders are the path, the exported functions the
//! methods.

use super::graph::{GuardUse, Origin, Registration};
use super::method::method_name;
use crate::detect::evaluate::Evaluator;
use crate::detect::project::FileId;
use crate::rules::schema::{Framework, RouteFile as File};
use crate::syntax::{DefinitionId, Value};

/// Names under which a module hands out its one function.
const DEFAULT: [&str; 2] = ["default", "module"];

impl Evaluator<'_> {
    pub(super) fn register_places(&mut self) {
        let project = self.project;
        let frameworks: Vec<_> = self.graph.frameworks.iter().enumerate().collect();
        for (index, active) in frameworks {
            let rules = active.framework.file.iter().zip(active.files);
            for (position, (rule, globs)) in rules.enumerate() {
                let Some(below) = &rule.below else { continue };
                for file in 0..project.files.len() {
                    let source = &project.files[file];
                    let speaks = self
                        .graph
                        .speaking(source.language)
                        .any(|(id, _)| id == index);
                    if !speaks || source.is_test || !globs.is_match(source.path.as_ref()) {
                        continue;
                    }
                    let Some(path) = path_below(&source.path, below) else {
                        continue;
                    };
                    let path = format!("{}/{path}", rule.prefix);
                    self.register_place(file, index, position, active.framework, rule, &path);
                }
            }
        }
    }

    fn register_place(
        &mut self,
        file: FileId,
        index: usize,
        position: usize,
        framework: &Framework,
        rule: &File,
        path: &str,
    ) {
        let project = self.project;
        for export in &project.outline(file).exports {
            let is_default =
                DEFAULT.contains(&export.name.as_str()) && rule.exports.matches("default");
            if !is_default && !rule.exports.matches(&export.name) {
                continue;
            }
            let handler = self.handler(file, &export.value);
            let methods = match is_default {
                false => vec![method_name(&export.name, framework)],
                true => self
                    .compared_methods(handler, &rule.method_compared, framework)
                    .unwrap_or_else(|| vec!["ANY".to_owned()]),
            };
            let node = self.graph.node(
                Origin::Inline(index, file, 0, position),
                index,
                "file",
                true,
            );
            let mut guards: Vec<GuardUse> = Vec::new();
            // A wrapper around the handler: `withAuth(handler)`.
            if let Some(Value::Call(call)) = self.written(file, &export.value) {
                guards.extend(self.guard(file, 0, &Value::Call(call), export.line));
            }
            if let Some((file, definition)) = handler {
                guards.extend(self.definition_guards(file, definition, framework));
            }
            self.graph.registrations.push(Registration {
                name: None,
                node,
                methods,
                paths: vec![path.to_owned()],
                file,
                line: handler
                    .filter(|(other, _)| *other == file)
                    .and_then(|(_, definition)| project.outline(file).definitions.get(definition))
                    .map_or(export.line, |definition| definition.lines.first),
                guards,
                lifted: false,
                handler,
                view: None,
            });
        }
    }

    /// What a name at the top of the file was assigned, else the value itself.
    fn written(&self, file: FileId, value: &Value) -> Option<Value> {
        let Value::Name(path) = value else {
            return Some(value.clone());
        };
        let [name] = path.as_slice() else { return None };
        let assigned = self.project.files[file].assignments_in(0, name);
        let last = assigned
            .last()
            .and_then(|&index| self.project.outline(file).assignments.get(index));
        last.map(|assignment| assignment.value.clone())
    }

    fn handler(&mut self, file: FileId, value: &Value) -> Option<(FileId, DefinitionId)> {
        let direct = self.function_of(file, 0, value);
        direct.or_else(|| match self.written(file, value) {
            Some(inner @ Value::Call(_)) => self.function_of(file, 0, &inner),
            _ => None,
        })
    }
}

/// The path of a file below the last folder of this name, without what is no part of an address:
/// groups in brackets, slots, the names `index` and `route`.
fn path_below(path: &str, below: &str) -> Option<String> {
    let (folders, name) = path.rsplit_once('/')?;
    let stem = name.rsplit_once('.').map_or(name, |(stem, _)| stem);
    let folders: Vec<&str> = folders.split('/').collect();
    let wanted: Vec<&str> = below.split('/').collect();
    let start = (0..folders.len()).find(|&at| folders[at..].starts_with(&wanted))? + wanted.len();
    let mut parts: Vec<&str> = Vec::new();
    for &part in &folders[start..] {
        match part {
            part if part.starts_with('_') => return None,
            part if part.starts_with('(') && part.ends_with(')') || part.starts_with('@') => {}
            part => parts.push(part),
        }
    }
    if !matches!(stem, "index" | "route") {
        parts.push(stem);
    }
    Some(parts.join("/"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn folders_are_the_path_and_some_are_not() {
        let below = |path, folder| path_below(path, folder);
        assert_eq!(
            below("src/app/api/users/[id]/route.ts", "app").as_deref(),
            Some("api/users/[id]")
        );
        assert_eq!(
            below("app/(shop)/api/route.ts", "app").as_deref(),
            Some("api")
        );
        assert_eq!(below("pages/api/index.js", "pages").as_deref(), Some("api"));
        assert_eq!(
            below("pages/api/users.js", "pages").as_deref(),
            Some("api/users")
        );
        assert_eq!(
            below("pages/api/[...all].ts", "pages").as_deref(),
            Some("api/[...all]")
        );
        assert_eq!(below("app/_lib/route.ts", "app"), None);
        assert_eq!(below("route.ts", "app"), None);
    }
}
