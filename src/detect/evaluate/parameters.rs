//! What parameters stand for: what the callers of a function give, or the one call that is looked at.

use super::{COMMON, Element, Evaluator, Making, Thing, extend};
use crate::detect::extension::RECEIVER;
use crate::detect::project::{Bound, FileId, ImportStyle};
use crate::detect::routes::graph::NodeId;
use crate::syntax::{CallId, DefinitionId, ScopeId, Value};

/// Functions that hand a value on before it is in a list.
const MAKINGS: usize = 4;

impl<'p> Evaluator<'p> {
    /// What a parameter may be: what callers give, or its declared type.
    pub fn parameter(
        &mut self,
        file: FileId,
        definition: DefinitionId,
        index: usize,
        depth: usize,
    ) -> Vec<Thing> {
        let key = (file, definition, index);
        if let Some((element, things)) = &self.element
            && *element == Element::Parameter(file, definition)
            && index == 0
        {
            // Another item will be looked at next: nothing that hangs on this one may be kept.
            self.circular = true;
            return things.clone();
        }
        if let Some((other, call)) = self.one_call((file, definition))
            && !self.active_parameters.contains(&key)
        {
            // Another call will be looked at next.
            self.active_parameters.insert(key);
            let mut things = match self.argument(file, definition, index, (other, call)) {
                Some((scope, value)) => self.at(other, scope, &value, depth + 1),
                None => self.by_default(file, definition, index, depth),
            };
            if things.is_empty() {
                things = self.given(file, definition, index, depth + 1);
            }
            self.active_parameters.remove(&key);
            self.circular = true;
            return things;
        }
        if let Some(known) = self.parameters.get(&key) {
            return known.clone();
        }
        if let Some(passing) = self.passing.parameters.get(&key) {
            self.circular = true;
            return passing.clone();
        }
        if !self.active_parameters.insert(key) {
            self.circular = true;
            return Vec::new();
        }
        let outer = std::mem::replace(&mut self.circular, false);
        let things = self.given(file, definition, index, depth + 1);
        self.active_parameters.remove(&key);
        if self.circular {
            self.passing.parameters.insert(key, things.clone());
        } else {
            self.parameters.insert(key, things.clone());
        }
        self.circular |= outer;
        self.settle();
        things
    }

    pub(super) fn given(
        &mut self,
        file: FileId,
        definition: DefinitionId,
        index: usize,
        depth: usize,
    ) -> Vec<Thing> {
        let project = self.project;
        let outline = project.outline(file);
        let Some(content) = outline.definitions.get(definition) else {
            return Vec::new();
        };
        if index == RECEIVER {
            return self.extended(file, definition, depth);
        }
        let mut things = Vec::new();
        // A closure handed to a call that makes a router for it.
        if let Some(call) = project.call_around(file, definition)
            && let Some(node) = self.body_node(file, call, depth)
            && index == 0
        {
            things.push(Thing::Router(node));
        }
        if things.is_empty()
            && let Some(typed) = content.parameters.get(index).and_then(|p| p.typed.as_ref())
        {
            let declared = self.typed(file, content.scope, typed, depth + 1);
            if self.says_enough(file, &declared) {
                return declared;
            }
        }
        for (other, scope, value) in self.handed(file, definition, index) {
            extend(&mut things, self.at(other, scope, &value, depth + 1));
        }
        // A function handed over as the body of a group.
        if index == 0 {
            let nodes = self.handed_routers(file, definition, depth);
            extend(&mut things, nodes.into_iter().map(Thing::Router).collect());
            if !things.iter().any(|thing| matches!(thing, Thing::Router(_))) {
                things.extend(self.router_by_place(file, definition).map(Thing::Router));
            }
        }
        if !things.iter().any(|thing| matches!(thing, Thing::Router(_))) {
            let parameter = &content.parameters[index];
            if let Some(default) = &parameter.default {
                extend(
                    &mut things,
                    self.at(file, content.scope, default, depth + 1),
                );
            }
            if let Some(typed) = &parameter.typed {
                extend(
                    &mut things,
                    self.typed(file, content.scope, typed, depth + 1),
                );
            }
        }
        things
    }

    fn by_default(
        &mut self,
        file: FileId,
        definition: DefinitionId,
        index: usize,
        depth: usize,
    ) -> Vec<Thing> {
        let content = &self.project.outline(file).definitions[definition];
        match content
            .parameters
            .get(index)
            .and_then(|it| it.default.as_ref())
        {
            Some(default) => self.at(file, content.scope, default, depth + 1),
            None => Vec::new(),
        }
    }

    /// What the calls of a function put in a parameter's place.
    pub(in crate::detect) fn handed(
        &mut self,
        file: FileId,
        definition: DefinitionId,
        index: usize,
    ) -> Vec<(FileId, ScopeId, Value)> {
        let mut found = Vec::new();
        let content = self.project.outline(file).definitions.get(definition);
        if content.is_none_or(|content| content.parameters.len() <= index) {
            return found;
        }
        let callers = match self.one_call((file, definition)) {
            Some(one) => vec![one],
            None => self.callers(file, definition),
        };
        for (other, call) in callers {
            if let Some((scope, value)) = self.argument(file, definition, index, (other, call)) {
                found.push((other, scope, value));
            }
        }
        found
    }

    /// The one call of a function that is looked at, if it is not all of them.
    fn one_call(&self, function: (FileId, DefinitionId)) -> Option<(FileId, CallId)> {
        let made = self.made_by.iter().find(|it| it.function == function);
        let forwarded = || self.forwarded.iter().find(|it| it.function == function);
        made.map(|it| it.call)
            .or_else(|| forwarded().map(|it| it.call))
    }

    /// What one call of a function puts in a parameter's place.
    pub(super) fn argument(
        &self,
        file: FileId,
        definition: DefinitionId,
        index: usize,
        (other, call): (FileId, CallId),
    ) -> Option<(ScopeId, Value)> {
        let outline = self.project.outline(file);
        let content = outline.definitions.get(definition)?;
        let parameter = content.parameters.get(index)?;
        let is_method = outline.class_of(content.scope).is_some()
            && content.parameters.first().is_some_and(|p| p.name == "self");
        let position = if is_method {
            index.wrapping_sub(1)
        } else {
            index
        };
        let site = &self.project.outline(other).calls[call];
        let argument = site
            .named(&parameter.name)
            .or_else(|| site.positional(position))?;
        Some((site.scope, argument.value.clone()))
    }

    /// The calls of functions of the repository that made a value, the outer ones first.
    pub fn making(&mut self, file: FileId, scope: ScopeId, value: &Value) -> Vec<Making> {
        let project = self.project;
        let mut found: Vec<Making> = Vec::new();
        let mut next = Some((file, scope, value));
        while let Some((file, scope, value)) = next.take() {
            let call = match value {
                Value::Call(call) => *call,
                Value::Name(path) if path.len() == 1 && found.is_empty() => {
                    match project.bound(file, scope, &path[0]).as_slice() {
                        [Bound::Assignment(index)] => {
                            match project.outline(file).assignments[*index].value {
                                Value::Call(call) => call,
                                _ => break,
                            }
                        }
                        _ => break,
                    }
                }
                _ => break,
            };
            let callees = self.callees(file, call, 0);
            let function = match callees.as_slice() {
                [Thing::Function(other, id)] => (*other, *id),
                [Thing::Class(other, class)] => {
                    let outline = project.outline(*other);
                    let mut all = 0..outline.definitions.len();
                    match all.find(|&id| outline.constructed_by(id) == Some(*class)) {
                        Some(constructor) => (*other, constructor),
                        None => break,
                    }
                }
                _ => break,
            };
            if found.len() >= MAKINGS || found.iter().any(|it| it.function == function) {
                break;
            }
            let call = (file, call);
            found.push(Making { function, call });
            let made = &project.outline(function.0).definitions[function.1];
            if let [value] = made.returns.as_slice() {
                next = Some((function.0, made.body, value));
            }
        }
        found
    }

    /// Whether a declared type alone tells what a parameter is, whatever the callers give: a type
    /// of a library, or a class where classes are nominal.
    fn says_enough(&self, file: FileId, declared: &[Thing]) -> bool {
        let nominal = matches!(
            self.project.style(file),
            ImportStyle::Class | ImportStyle::Folder | ImportStyle::Module
        );
        !declared.is_empty()
            && declared.iter().all(|thing| match thing {
                Thing::External(name) => name.contains('.'),
                Thing::Instance(..) => nominal,
                _ => false,
            })
    }

    /// The router that a call makes for the function it is given.
    pub fn body_node(&mut self, file: FileId, call: CallId, depth: usize) -> Option<NodeId> {
        let name = &self.project.outline(file).calls[call].name;
        if !self.graph.has_body(name) {
            return None;
        }
        self.call(file, call, depth + 1)
            .into_iter()
            .find_map(|thing| match thing {
                Thing::Router(node) => Some(node),
                _ => None,
            })
    }

    /// Calls of a function of the repository.
    pub(in crate::detect) fn callers(
        &mut self,
        file: FileId,
        definition: DefinitionId,
    ) -> Vec<(FileId, CallId)> {
        let project = self.project;
        let mut found = Vec::new();
        // Who makes an object calls the constructor of its class.
        let (called, target) = match project.outline(file).constructed_by(definition) {
            Some(class) => (class, Thing::Class(file, class)),
            None => (definition, Thing::Function(file, definition)),
        };
        let names = self.called_names(file, called);
        for name in names {
            let made = match target {
                Thing::Class(..) => project.constructions(&name),
                _ => &[],
            };
            let calls = project.calls_named(&name);
            // A name that everything has says nothing, and costs much to find that out.
            if (calls.len() + made.len()) * project.functions(&name).len() > COMMON {
                continue;
            }
            for &(other, call) in calls.iter().chain(made) {
                if project.files[other].is_test || found.contains(&(other, call)) {
                    continue;
                }
                if self.callees(other, call, 1).contains(&target) {
                    found.push((other, call));
                }
            }
        }
        found
    }

    /// Names under which a function may be called: its own, what it is assigned to, and what imports call the
    /// file that exports it (with `""` for a module that is called directly).
    fn called_names(&self, file: FileId, definition: DefinitionId) -> Vec<String> {
        let project = self.project;
        let outline = project.outline(file);
        let mut names: Vec<String> = outline
            .assignments
            .iter()
            .filter(|assignment| assignment.value == Value::Definition(definition))
            .filter_map(|assignment| assignment.target.last().cloned())
            .collect();
        let own = outline
            .definitions
            .get(definition)
            .map_or("", |content| content.name.as_str());
        if !own.is_empty() && !names.iter().any(|name| name == own) {
            names.push(own.to_owned());
        }
        let exported = outline.exports.iter().any(|export| {
            let direct = export.value == Value::Definition(definition);
            let named = export
                .value
                .as_name()
                .is_some_and(|path| path.last().is_some_and(|last| names.contains(last)));
            (direct || named) && matches!(export.name.as_str(), "module" | "default")
        });
        if exported {
            names.extend([String::new(), "default".to_owned()]);
            for alias in project.aliases(file) {
                if !names.contains(alias) {
                    names.push(alias.clone());
                }
            }
        }
        names
    }
}
