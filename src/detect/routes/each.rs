//! Calls that are made once for each item of a written list: `list.forEach((item) => …)` and loops
//! over it. Each item is looked at by itself, so that the parts of one stay together.

use crate::detect::evaluate::{Element, Evaluator, Thing};
use crate::detect::project::{Bound, FileId};
use crate::syntax::{CallId, ELEMENT, ScopeId, Value};

/// Functions of lists that call what they are given with each item.
const EACH: [&str; 3] = ["forEach", "map", "each"];
/// Most items that are followed.
const ITEMS: usize = 64;

impl Evaluator<'_> {
    /// The loop variable that a call's arguments speak of, and what it stands for in turn.
    pub(super) fn loop_around(
        &mut self,
        file: FileId,
        call: CallId,
    ) -> Option<(Element, Vec<Vec<Thing>>)> {
        let project = self.project;
        let outline = project.outline(file);
        let content = &outline.calls[call];
        let mut names: Vec<&str> = Vec::new();
        for argument in &content.arguments {
            first_names(&argument.value, &mut names, 0);
        }
        // What was taken apart speaks of the whole.
        for at in 0..names.len() {
            for bound in project.bound(file, content.scope, names[at]) {
                if let Bound::Assignment(index) = bound
                    && let Value::Member(whole, _) = &outline.assignments[index].value
                {
                    first_names(whole, &mut names, 0);
                }
            }
        }
        for name in names {
            for bound in project.bound(file, content.scope, name) {
                let (element, list, scope) = match bound {
                    Bound::Parameter(definition, 0) => {
                        let around = project
                            .call_around(file, definition)
                            .map(|id| &outline.calls[id]);
                        match around {
                            Some(outer) if EACH.contains(&outer.name.as_str()) => (
                                Element::Parameter(file, definition),
                                outer.receiver.clone()?,
                                outer.scope,
                            ),
                            _ => continue,
                        }
                    }
                    Bound::Assignment(index) => match &outline.assignments[index].value {
                        Value::Member(list, name) if name == ELEMENT => {
                            let scope = outline.assignments[index].scope;
                            (
                                Element::Assignment(file, index),
                                list.as_ref().clone(),
                                scope,
                            )
                        }
                        _ => continue,
                    },
                    _ => continue,
                };
                let items = self.items(file, scope, &list);
                if !items.is_empty() {
                    return Some((element, items));
                }
            }
        }
        None
    }

    /// How many turns a loop has that takes each item apart: `for (const { method, path } of list)`.
    pub(super) fn turns(&mut self, file: FileId, call: CallId) -> usize {
        let project = self.project;
        let outline = project.outline(file);
        let content = &outline.calls[call];
        let mut names: Vec<&str> = Vec::new();
        for argument in &content.arguments {
            first_names(&argument.value, &mut names, 0);
        }
        for name in names {
            for bound in project.bound(file, content.scope, name) {
                let Bound::Assignment(index) = bound else {
                    continue;
                };
                let assignment = &outline.assignments[index];
                if let Value::Member(item, _) = &assignment.value
                    && let Value::Member(list, each) = item.as_ref()
                    && each == ELEMENT
                {
                    return self.items(file, assignment.scope, list).len();
                }
            }
        }
        0
    }

    fn items(&mut self, file: FileId, scope: ScopeId, list: &Value) -> Vec<Vec<Thing>> {
        let mut found = Vec::new();
        for thing in self.things(file, scope, list) {
            if let Thing::Written(other, inner, place) = thing
                && let Value::List(items) = place.value()
            {
                for item in items.iter().take(ITEMS) {
                    found.push(self.things(other, inner, item));
                }
            }
        }
        found
    }
}

/// First names of the chains in a value.
fn first_names<'v>(value: &'v Value, into: &mut Vec<&'v str>, depth: usize) {
    match value {
        Value::Member(whole, name) if depth < 4 && name != ELEMENT => {
            first_names(whole, into, depth + 1);
        }
        Value::Name(path) => into.extend(path.first().map(String::as_str)),
        Value::Join(parts) | Value::List(parts) if depth < 4 => {
            for part in parts {
                first_names(part, into, depth + 1);
            }
        }
        Value::Map(entries) if depth < 4 => {
            for (_, value) in entries {
                first_names(value, into, depth + 1);
            }
        }
        _ => {}
    }
}
