//! Members of things: fields and functions of classes and what they inherit, entries of maps, items of
//! lists.

use super::{DEPTH, Evaluator, LOOPED, Thing, extend};
use crate::detect::project::{Bound, FileId, ImportStyle};
use crate::syntax::{DefinitionId, DefinitionKind, ELEMENT, ENTRIES, REST, ScopeId, VALUES, Value};
use std::collections::HashSet;

impl<'p> Evaluator<'p> {
    /// A member of each of the things.
    pub fn members(&mut self, owners: &[Thing], name: &str, depth: usize) -> Vec<Thing> {
        let mut things = Vec::new();
        if depth > DEPTH {
            return things;
        }
        for owner in owners {
            let more = match owner {
                Thing::Module(file) => {
                    let found = self.exported(*file, name, depth + 1);
                    if found.is_empty() && name == "default" {
                        vec![owner.clone()]
                    } else {
                        found
                    }
                }
                Thing::Package(file) => {
                    let mut found = Vec::new();
                    for sibling in self.project.siblings(*file) {
                        found = self.top_level(sibling, name, depth + 1);
                        if !found.is_empty() {
                            break;
                        }
                    }
                    found
                }
                Thing::Class(file, class) | Thing::Instance(file, class) => {
                    let found = self.class_member(*file, *class, name, depth + 1, 0);
                    if found.is_empty() {
                        self.inherited(*file, *class, name, depth)
                    } else {
                        found
                    }
                }
                Thing::Written(file, scope, place) => match place.value() {
                    Value::Map(entries) if name == ENTRIES || name == VALUES => {
                        let parts = entries.iter().map(|(key, value)| match name {
                            ENTRIES => {
                                Value::List(vec![self.key(*file, *scope, key), value.clone()])
                            }
                            _ => value.clone(),
                        });
                        let all = Value::List(parts.collect());
                        self.at(*file, *scope, &all, depth + 1)
                    }
                    Value::Map(entries) => entries
                        .iter()
                        .filter(|(key, _)| key == name)
                        .flat_map(|(_, value)| self.at(*file, *scope, value, depth + 1))
                        .collect(),
                    Value::List(items) if name.ends_with(REST) => {
                        let first = name.trim_end_matches(REST).parse().ok();
                        let rest = first.and_then(|first: usize| items.get(first..));
                        match rest {
                            Some(rest) => {
                                self.at(*file, *scope, &Value::List(rest.to_vec()), depth + 1)
                            }
                            None => Vec::new(),
                        }
                    }
                    // Each of a list, or one by its number.
                    Value::List(items) => items
                        .iter()
                        .enumerate()
                        .filter(|(index, _)| match name {
                            ELEMENT => {
                                let turn = self.turn.as_ref();
                                turn.is_none_or(|turn| turn.takes(owner, *index))
                            }
                            number => number.parse() == Ok(*index),
                        })
                        .take(LOOPED)
                        .map(|(_, value)| value.clone())
                        .collect::<Vec<_>>()
                        .iter()
                        .flat_map(|value| self.at(*file, *scope, value, depth + 1))
                        .collect(),
                    _ => Vec::new(),
                },
                Thing::Router(node) => self
                    .graph
                    .same_member(*node, name)
                    .then_some(Thing::Router(*node))
                    .into_iter()
                    .collect(),
                Thing::External(path) => vec![Thing::External(format!("{path}.{name}"))],
                Thing::Text(_) | Thing::Function(..) => Vec::new(),
            };
            extend(&mut things, more);
        }
        things
    }

    /// A key of a map: a text, or what has this name.
    pub(super) fn key(&self, file: FileId, scope: ScopeId, key: &str) -> Value {
        let is_name = self
            .project
            .bound(file, scope, key)
            .iter()
            .any(|bound| matches!(bound, Bound::Definition(_) | Bound::Import(..)));
        match is_name {
            true => Value::Name(vec![key.to_owned()]),
            false => Value::Text(key.to_owned()),
        }
    }

    /// A member that no class of the repository has comes from a base outside of it.
    fn inherited(
        &mut self,
        file: FileId,
        class: DefinitionId,
        name: &str,
        depth: usize,
    ) -> Vec<Thing> {
        let bases = self.base_names_at(file, class, depth);
        let outside = bases.iter().filter(|base| base.contains(['.', '/']));
        outside
            .map(|base| Thing::External(format!("{base}.{name}")))
            .collect()
    }

    pub(super) fn class_member(
        &mut self,
        file: FileId,
        class: DefinitionId,
        name: &str,
        depth: usize,
        level: usize,
    ) -> Vec<Thing> {
        let key = (file, class, name.to_owned());
        let one_object = self.made_by.iter().any(|making| {
            let (maker, constructor) = making.function;
            maker == file && self.project.outline(file).constructed_by(constructor) == Some(class)
        });
        if one_object && !self.active_members.contains(&key) {
            self.active_members.insert(key.clone());
            let things = self.own_member(file, class, name, depth, level);
            self.active_members.remove(&key);
            self.circular = true;
            return things;
        }
        if let Some(known) = self.class_members.get(&key) {
            return known.clone();
        }
        if let Some(passing) = self.passing.members.get(&key) {
            self.circular = true;
            return passing.clone();
        }
        if !self.active_members.insert(key.clone()) {
            self.circular = true;
            return Vec::new();
        }
        let outer = std::mem::replace(&mut self.circular, false);
        let things = self.own_member(file, class, name, depth, level);
        self.active_members.remove(&key);
        if self.circular {
            self.passing.members.insert(key, things.clone());
        } else {
            self.class_members.insert(key, things.clone());
        }
        self.circular |= outer;
        self.settle();
        things
    }

    fn own_member(
        &mut self,
        file: FileId,
        class: DefinitionId,
        name: &str,
        depth: usize,
        level: usize,
    ) -> Vec<Thing> {
        let project = self.project;
        let outline = project.outline(file);
        let Some(definition) = outline.definitions.get(class) else {
            return Vec::new();
        };
        let mut things = Vec::new();
        for &index in project.files[file].assignments_in(definition.body, name) {
            extend(&mut things, self.assigned(file, index, depth));
        }
        for (id, method) in outline.definitions.iter().enumerate() {
            // A closure in the class's body may define methods, too.
            let mut around = outline.enclosing(method.scope);
            let home = around.find(|&id| {
                let definition = outline.scopes.get(id).and_then(|it| it.definition);
                definition.is_none_or(|it| outline.definitions[it].kind != DefinitionKind::Closure)
            });
            let inside = match method.kind {
                DefinitionKind::Function => home == Some(definition.body),
                _ => method.scope == definition.body,
            };
            if method.name == name && (inside || method.owner.as_deref() == Some(&definition.name))
            {
                // A class inside the class is a class.
                let member = match method.is_getter {
                    true => self.given_back(file, id, depth),
                    false => vec![self.definition(file, id)],
                };
                extend(&mut things, member);
            }
        }
        // `self.name = …` in a method, wherever the type's methods stand.
        for &(other, index) in project.fields(name) {
            let Some(assignment) = project.outline(other).assignments.get(index) else {
                continue;
            };
            let own = assignment.target.len() == 2 && assignment.target[0] == "self";
            let mine =
                other == file && project.outline(other).class_of(assignment.scope) == Some(class);
            let foreign = project.style(file) == ImportStyle::Folder
                && self.myself(other, assignment.scope) == [Thing::Instance(file, class)];
            if own && (mine || foreign) {
                extend(&mut things, self.assigned(other, index, depth));
            }
        }
        // Methods and fields of the type in the other files of its package.
        if project.style(file) == ImportStyle::Folder {
            for sibling in project.siblings(file) {
                for (id, method) in project.outline(sibling).definitions.iter().enumerate() {
                    if method.name == name && method.owner.as_deref() == Some(&definition.name) {
                        extend(&mut things, vec![Thing::Function(sibling, id)]);
                    }
                }
            }
            for &(other, call) in project.constructions(&definition.name) {
                let content = &project.outline(other).calls[call];
                if let Some(argument) = content.named(name) {
                    let value = argument.value.clone();
                    extend(
                        &mut things,
                        self.at(other, content.scope, &value, depth + 1),
                    );
                }
            }
        }
        // Parameters of the constructor that become properties.
        for method in &outline.definitions {
            if method.scope == definition.body && method.name == "constructor" {
                for parameter in &method.parameters {
                    if parameter.name == name
                        && let Some(typed) = &parameter.typed
                    {
                        extend(
                            &mut things,
                            self.typed(file, method.scope, typed, depth + 1),
                        );
                    }
                }
            }
        }
        if things.is_empty() && level < 6 {
            for (other, base) in self.bases_at(file, class, depth) {
                things = self.class_member(other, base, name, depth + 1, level + 1);
                if !things.is_empty() {
                    return things;
                }
            }
            // What a class from outside brings.
            for base in &definition.bases {
                let outside = self.at(file, definition.scope, base, depth + 1).into_iter();
                things.extend(outside.filter_map(|thing| match thing {
                    Thing::External(base) => Some(Thing::External(format!("{base}().{name}"))),
                    _ => None,
                }));
            }
        }
        things
    }

    /// The base classes that are in the repository.
    pub fn bases(&mut self, file: FileId, class: DefinitionId) -> Vec<(FileId, DefinitionId)> {
        self.bases_at(file, class, 0)
    }

    fn bases_at(
        &mut self,
        file: FileId,
        class: DefinitionId,
        depth: usize,
    ) -> Vec<(FileId, DefinitionId)> {
        let project = self.project;
        let Some(definition) = project.outline(file).definitions.get(class) else {
            return Vec::new();
        };
        let mut found = Vec::new();
        for base in &definition.bases {
            for thing in self.at(file, definition.scope, base, depth + 1) {
                if let Thing::Class(other, id) = thing
                    && (other, id) != (file, class)
                {
                    found.push((other, id));
                }
            }
        }
        found
    }

    /// Names of all bases, the repository's own followed: `Base`, or `module.Base` from outside.
    pub fn base_names(&mut self, file: FileId, class: DefinitionId) -> Vec<String> {
        self.base_names_at(file, class, 0)
    }

    fn base_names_at(&mut self, file: FileId, class: DefinitionId, depth: usize) -> Vec<String> {
        let mut names = Vec::new();
        let mut queue = vec![(file, class, 0)];
        let mut seen = HashSet::new();
        while let Some((file, class, level)) = queue.pop() {
            if level > 6 || !seen.insert((file, class)) {
                continue;
            }
            let project = self.project;
            let Some(definition) = project.outline(file).definitions.get(class) else {
                continue;
            };
            for base in &definition.bases {
                let written = match base {
                    Value::Name(path) => path.join("."),
                    Value::Call(call) => project.outline(file).calls[*call].name.clone(),
                    _ => continue,
                };
                let things = self.at(file, definition.scope, base, depth + 1);
                let mut external = false;
                for thing in things {
                    match thing {
                        Thing::Class(other, id) => queue.push((other, id, level + 1)),
                        Thing::External(name) => {
                            external = true;
                            names.push(name);
                        }
                        _ => {}
                    }
                }
                if !external {
                    names.push(written);
                }
            }
        }
        names
    }
}
