//! Modules that are loaded by a name put together, `require("./routes/" + file)`: every file of the
//! folder that its start names.
//!
//! It refuses to read conditions: a file that a filter leaves out by its name counts as well, the
//! loading file itself does not.

use super::evaluate::{Evaluator, Thing, extend};
use super::project::{Bound, FileId};
use crate::syntax::{ScopeId, Value};

/// Functions that put the parts of a path together.
const JOINS: [&str; 2] = ["join", "resolve"];
/// Deepest chain of variables and calls that is followed.
const DEPTH: usize = 6;
/// Most files of a folder that are loaded.
const FILES: usize = 64;

impl Evaluator<'_> {
    /// What the files of a folder hand out that are loaded one by one.
    pub(super) fn loaded(
        &mut self,
        file: FileId,
        scope: ScopeId,
        module: &Value,
        depth: usize,
    ) -> Vec<Thing> {
        let mut things = Vec::new();
        let Some(folder) = self.folder_before(file, scope, module) else {
            return things;
        };
        let found = self.project.folder(file, &folder).into_iter();
        for other in found.filter(|other| *other != file).take(FILES) {
            extend(&mut things, self.whole(other, depth + 1));
        }
        things
    }

    /// The folder in front of the part of a path that is not known.
    fn folder_before(&self, file: FileId, scope: ScopeId, path: &Value) -> Option<String> {
        let content;
        let (parts, separator) = match path {
            Value::Join(parts) => (parts.iter().collect::<Vec<_>>(), ""),
            Value::Call(call) => {
                content = self.project.outline(file).calls.get(*call)?;
                if !JOINS.contains(&content.name.as_str()) {
                    return None;
                }
                (content.arguments.iter().map(|it| &it.value).collect(), "/")
            }
            _ => return None,
        };
        let mut folder = String::new();
        for (at, part) in parts.iter().enumerate() {
            match self.known_path(file, scope, part, 0) {
                Some(text) => folder.push_str(&text),
                // What follows may only be the rest of the file's name.
                None => {
                    let rest = parts[at + 1..].iter();
                    let in_folder = rest
                        .clone()
                        .all(|it| it.as_text().is_some_and(|text| !text.contains('/')));
                    let ends = folder.ends_with('/') && (separator.is_empty() || rest.len() == 0);
                    return (ends && in_folder).then_some(folder);
                }
            }
            folder.push_str(separator);
        }
        None
    }

    /// A path that is written out, below the folder of the file.
    fn known_path(
        &self,
        file: FileId,
        scope: ScopeId,
        value: &Value,
        depth: usize,
    ) -> Option<String> {
        if depth > DEPTH {
            return None;
        }
        let outline = self.project.outline(file);
        match value {
            Value::Text(text) => Some(text.clone()),
            Value::Join(parts) => parts
                .iter()
                .map(|part| self.known_path(file, scope, part, depth + 1))
                .collect(),
            Value::Call(call) => {
                let content = outline.calls.get(*call)?;
                let parts: Option<Vec<String>> = content
                    .arguments
                    .iter()
                    .map(|it| self.known_path(file, content.scope, &it.value, depth + 1))
                    .collect();
                let is_path = JOINS.contains(&content.name.as_str());
                is_path.then_some(parts?.join("/"))
            }
            Value::Name(path) => match path.as_slice() {
                [name] if name == "__dirname" => Some(".".to_owned()),
                [name] => match self.project.bound(file, scope, name).as_slice() {
                    [Bound::Assignment(index)] => {
                        let assignment = outline.assignments.get(*index)?;
                        let (scope, value) = (assignment.scope, &assignment.value);
                        self.known_path(file, scope, value, depth + 1)
                    }
                    _ => None,
                },
                _ => None,
            },
            _ => None,
        }
    }
}
