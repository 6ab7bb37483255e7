//! Routes that are asked for by name: `get(reverse("post-list"))`, also through a variable, a field
//! or a function that returns such a path. It refuses what only may lead there.

use super::evaluate::{Evaluator, OPEN};
use super::matching::Captures;
use super::project::{Bound, FileId};
use super::routes::Written;
use crate::rules::schema::{Asked, Slot, Slots};
use crate::syntax::{CallId, DefinitionId, ScopeId, Value};

/// Most steps from an argument to the call that names a route.
const STEPS: usize = 8;

/// A place in the code where something is read.
#[derive(Clone, Copy)]
struct Place {
    file: FileId,
    scope: ScopeId,
    /// What is assigned behind it is not meant.
    line: u32,
}

impl Evaluator<'_> {
    /// The name of the route that the value leads to; `{}` for what stays unknown in it.
    pub fn asked(&mut self, file: FileId, call: CallId, rule: &Asked) -> Option<String> {
        let content = self.project.outline(file).calls.get(call)?;
        let place = Place {
            file,
            scope: content.scope,
            line: content.line(),
        };
        let value = content.positional(rule.at)?.value.clone();
        let name = self.asked_by(place, &value, rule, 0)?;
        (!name.trim_matches(['{', '}', ' ']).is_empty()).then_some(name)
    }

    fn asked_by(
        &mut self,
        place: Place,
        value: &Value,
        rule: &Asked,
        depth: usize,
    ) -> Option<String> {
        if depth > STEPS {
            return None;
        }
        match value {
            Value::Call(call) => self.asked_in(place, *call, rule, depth),
            // What stands behind a path makes another one of it, unless it is a query.
            Value::Join(parts) => {
                let mut parts = parts
                    .iter()
                    .skip_while(|part| !matches!(part, Value::Call(_) | Value::Name(_)));
                let named = parts.next()?;
                let alone = match parts.next() {
                    None => true,
                    Some(Value::Text(text)) => text.starts_with(['?', '#']),
                    Some(_) => false,
                };
                alone
                    .then(|| self.asked_by(place, named, rule, depth + 1))
                    .flatten()
            }
            Value::Name(path) => match path.as_slice() {
                [name] => self.asked_as(place, name, rule, depth),
                [owner, field] if owner == "self" => self.asked_of(place, field, rule, depth),
                _ => None,
            },
            _ => None,
        }
    }

    fn asked_in(
        &mut self,
        place: Place,
        call: CallId,
        rule: &Asked,
        depth: usize,
    ) -> Option<String> {
        let content = self.project.outline(place.file).calls.get(call)?;
        let mut captures = Captures::new();
        if rule.call.capture(&content.name, &mut captures) {
            if let Some(name) = captures.remove("name") {
                return Some(name);
            }
            let first = Slots::One(Slot {
                at: Some(0),
                ..Slot::default()
            });
            let slots = rule.name.as_ref().unwrap_or(&first);
            return match self.slot_texts(place.file, call, slots) {
                Written::Texts(texts) => texts.first().map(|text| text.replace(OPEN, "{}")),
                Written::Nothing | Written::Other => None,
            };
        }
        let functions = self.callees(place.file, call, 0).into_iter();
        let functions: Vec<(FileId, DefinitionId)> = functions
            .filter_map(|thing| match thing {
                super::evaluate::Thing::Function(file, definition) => Some((file, definition)),
                _ => None,
            })
            .collect();
        functions
            .into_iter()
            .find_map(|(file, definition)| self.asked_by_function(file, definition, rule, depth))
    }

    /// What a function of the repository gives back.
    fn asked_by_function(
        &mut self,
        file: FileId,
        definition: DefinitionId,
        rule: &Asked,
        depth: usize,
    ) -> Option<String> {
        let content = self.project.outline(file).definitions.get(definition)?;
        let place = Place {
            file,
            scope: content.body,
            line: content.lines.last,
        };
        let mut returns = content.returns.iter();
        returns.find_map(|value| self.asked_by(place, value, rule, depth + 1))
    }

    /// What a variable holds, or a name that says it by itself.
    fn asked_as(&mut self, place: Place, name: &str, rule: &Asked, depth: usize) -> Option<String> {
        let bound = self.project.bound(place.file, place.scope, name);
        if bound.is_empty() {
            let mut captures = Captures::new();
            return match rule.call.capture(name, &mut captures) {
                true => captures.remove("name"),
                false => None,
            };
        }
        let outline = self.project.outline(place.file);
        let assigned = bound.iter().filter_map(|bound| match bound {
            Bound::Assignment(index) => outline.assignments.get(*index),
            _ => None,
        });
        // The last one that stands before, else what is assigned at all.
        let nearest = assigned.max_by_key(|it| match it.line <= place.line {
            true => i64::from(it.line),
            false => -i64::from(it.line),
        });
        if let Some(assignment) = nearest {
            let inner = Place {
                scope: assignment.scope,
                line: assignment.line,
                ..place
            };
            return self.asked_by(inner, &assignment.value, rule, depth + 1);
        }
        bound.iter().find_map(|bound| match bound {
            Bound::Definition(definition) => {
                self.asked_by_function(place.file, *definition, rule, depth)
            }
            _ => None,
        })
    }

    /// What a field of the object holds: said in the class, in one of its functions, or in a base.
    fn asked_of(
        &mut self,
        place: Place,
        field: &str,
        rule: &Asked,
        depth: usize,
    ) -> Option<String> {
        let class = self.project.outline(place.file).class_of(place.scope)?;
        let mut lineage = vec![(place.file, class)];
        let mut at = 0;
        while let Some(&(file, class)) = lineage.get(at) {
            at += 1;
            let outline = self.project.outline(file);
            let body = outline.definitions.get(class)?.body;
            let said = outline
                .assignments
                .iter()
                .filter(|it| match it.target.as_slice() {
                    [owner, name] => {
                        owner == "self"
                            && name == field
                            && outline.class_of(it.scope) == Some(class)
                    }
                    [name] => name == field && it.scope == body,
                    _ => false,
                });
            let nearest = said.max_by_key(|it| (it.scope == place.scope, it.line));
            if let Some(assignment) = nearest {
                let inner = Place {
                    file,
                    scope: assignment.scope,
                    line: assignment.line,
                };
                return self.asked_by(inner, &assignment.value, rule, depth + 1);
            }
            for base in self.bases(file, class) {
                if lineage.len() < STEPS && !lineage.contains(&base) {
                    lineage.push(base);
                }
            }
        }
        None
    }
}
