//! Calls that are made once for each item of a written list: `list.forEach((item) => …)` and loops
//! over it. Each item is looked at by itself, so that the parts of one stay together.

use crate::detect::evaluate::{Element, Evaluator, LOOPED, Making, Thing};
use crate::detect::project::{Bound, FileId};
use crate::syntax::{CallId, ELEMENT, Outline, ScopeId, Value};

/// Functions of lists that call what they are given with each item.
const EACH: [&str; 3] = ["forEach", "map", "each"];
/// Variables that are followed from the arguments of a call.
const FOLLOWED: usize = 32;

/// A loop around a call.
pub(super) enum Loop {
    /// Its variable, and what it stands for in turn.
    Of(Element, Vec<Item>),
    /// A list whose items are taken apart, and what made each of them.
    Over(Thing, Vec<Vec<Making>>),
}

/// What a loop variable stands for in one turn, and the calls that made it.
pub(super) struct Item {
    pub things: Vec<Thing>,
    pub made_by: Vec<Making>,
}

/// Whether an assignment gives a variable each item of a list in turn.
fn is_loop(outline: &Outline, index: usize) -> bool {
    let assignment = outline.assignments.get(index);
    assignment.is_some_and(|it| matches!(&it.value, Value::Member(_, name) if name == ELEMENT))
}

/// The loop above a line, of those that a name is the variable of.
fn nearest_loop(outline: &Outline, bounds: &[Bound], line: u32) -> Option<usize> {
    let loops = bounds.iter().filter_map(|bound| match bound {
        Bound::Assignment(index) if is_loop(outline, *index) => Some(*index),
        _ => None,
    });
    loops
        .filter(|&index| outline.assignments[index].line <= line)
        .max_by_key(|&index| outline.assignments[index].line)
}

impl Evaluator<'_> {
    /// The loop that a call's arguments speak of, and the calls among what they are made of.
    pub(super) fn loop_around(
        &mut self,
        file: FileId,
        call: CallId,
    ) -> Option<(Loop, Vec<CallId>)> {
        let project = self.project;
        let outline = project.outline(file);
        let content = &outline.calls[call];
        let mut parts = Parts::default();
        for argument in &content.arguments {
            parts.add(outline, content.scope, &argument.value, 0);
        }
        let mut found = None;
        let mut next = 0;
        while let Some((scope, name)) = parts.names.get(next).copied() {
            next += 1;
            let bounds = project.bound(file, scope, name);
            // Loops may share the name of their variable: the nearest above has it.
            let nearest = nearest_loop(outline, &bounds, content.line());
            for bound in bounds {
                let (element, list, scope) = match bound {
                    Bound::Assignment(index)
                        if nearest.is_some_and(|nearest| nearest != index)
                            && is_loop(outline, index) =>
                    {
                        continue;
                    }
                    Bound::Parameter(definition, 0) => {
                        let around = project
                            .call_around(file, definition)
                            .map(|id| &outline.calls[id]);
                        match (around, around.and_then(|outer| outer.receiver.clone())) {
                            (Some(outer), Some(list)) if EACH.contains(&outer.name.as_str()) => (
                                Some(Element::Parameter(file, definition)),
                                list,
                                outer.scope,
                            ),
                            _ => continue,
                        }
                    }
                    Bound::Assignment(index) => {
                        let assignment = &outline.assignments[index];
                        let scope = assignment.scope;
                        match &assignment.value {
                            Value::Member(list, name) if name == ELEMENT => {
                                let element = Element::Assignment(file, index);
                                (Some(element), list.as_ref().clone(), scope)
                            }
                            value => match taken_apart(value) {
                                Some(list) => (None, list.clone(), scope),
                                None => {
                                    if matches!(value, Value::Call(_)) && next < FOLLOWED {
                                        parts.add(outline, scope, value, 0);
                                    }
                                    continue;
                                }
                            },
                        }
                    }
                    _ => continue,
                };
                if found.is_some() {
                    continue;
                }
                found = match element {
                    Some(element) => {
                        let items = self.items(file, scope, &list);
                        (!items.is_empty()).then_some(Loop::Of(element, items))
                    }
                    None => self.over(file, scope, &list),
                };
            }
        }
        Some((found?, parts.calls))
    }

    fn items(&mut self, file: FileId, scope: ScopeId, list: &Value) -> Vec<Item> {
        let mut found = Vec::new();
        for thing in self.things(file, scope, list) {
            if let Thing::Written(other, inner, place) = thing
                && let Value::List(items) = place.value()
            {
                for item in items.iter().take(LOOPED) {
                    let things = self.things(other, inner, item);
                    let made_by = self.making(other, inner, item);
                    found.push(Item { things, made_by });
                }
            }
        }
        found
    }

    /// The one list that a value stands for, and its length.
    fn over(&mut self, file: FileId, scope: ScopeId, list: &Value) -> Option<Loop> {
        let things = self.things(file, scope, list);
        match things.as_slice() {
            [thing @ Thing::Written(other, inner, place)] => match place.value() {
                Value::List(items) => {
                    let items = items.iter().take(LOOPED);
                    let makings = items.map(|item| self.making(*other, *inner, item));
                    Some(Loop::Over(thing.clone(), makings.collect()))
                }
                _ => None,
            },
            _ => None,
        }
    }
}

/// The list of whose items this is a part: `a` and `b` in `for a, b in list`.
fn taken_apart(value: &Value) -> Option<&Value> {
    let mut value = value;
    while let Value::Member(inner, name) = value {
        if name == ELEMENT {
            return Some(inner);
        }
        value = inner;
    }
    None
}

/// What the arguments of a call are made of.
#[derive(Default)]
struct Parts<'o> {
    /// First names of chains.
    names: Vec<(ScopeId, &'o str)>,
    calls: Vec<CallId>,
}

impl<'o> Parts<'o> {
    fn add(&mut self, outline: &'o Outline, scope: ScopeId, value: &'o Value, depth: usize) {
        if depth >= 4 {
            return;
        }
        match value {
            Value::Name(path) => {
                let first = path.first().map(|name| (scope, name.as_str()));
                self.names
                    .extend(first.filter(|it| !self.names.contains(it)));
            }
            Value::Member(inner, _) => self.add(outline, scope, inner, depth + 1),
            Value::Join(parts) | Value::List(parts) => {
                for part in parts {
                    self.add(outline, scope, part, depth + 1);
                }
            }
            Value::Map(entries) => {
                for (_, value) in entries {
                    self.add(outline, scope, value, depth + 1);
                }
            }
            Value::Call(id) if !self.calls.contains(id) => {
                self.calls.push(*id);
                let Some(call) = outline.calls.get(*id) else {
                    return;
                };
                for value in call
                    .receiver
                    .iter()
                    .chain(call.arguments.iter().map(|it| &it.value))
                {
                    self.add(outline, call.scope, value, depth + 1);
                }
            }
            _ => {}
        }
    }
}
