//! The function of the repository that answers.

use crate::detect::evaluate::{Evaluator, Thing};
use crate::detect::project::FileId;
use crate::rules::schema::{Route, Slot, Slots};
use crate::syntax::{CallId, DefinitionId, ScopeId, Value};

pub(super) fn function(thing: Thing) -> Option<(FileId, DefinitionId)> {
    match thing {
        Thing::Function(file, definition) => Some((file, definition)),
        _ => None,
    }
}

impl Evaluator<'_> {
    pub(super) fn handler_value(
        &mut self,
        file: FileId,
        call: CallId,
        rule: &Route,
    ) -> Option<Value> {
        let content = &self.project.outline(file).calls[call];
        if content.decorates.is_some() && rule.handler.is_none() {
            return None;
        }
        if !rule.handler_call.is_empty() {
            let calls = &self.project.outline(file).calls;
            let mut chained = self.chained(file, call).into_iter().map(|id| &calls[id]);
            let said = chained.find(|call| rule.handler_call.matches(&call.name))?;
            return said.positional(0).map(|argument| argument.value.clone());
        }
        if rule.handler.is_none()
            && let Some(handed) = self.handed_on(file, call)
        {
            return Some(handed);
        }
        let last = Slot {
            at: Some(-1),
            ..Slot::default()
        };
        let last = Slots::One(last);
        let slots = rule.handler.as_ref().unwrap_or(&last).as_slice();
        slots
            .iter()
            .find_map(|slot| self.slot_values(file, call, slot).into_iter().next())
    }

    /// The function of the repository that a handler value is.
    pub fn function_of(
        &mut self,
        file: FileId,
        scope: ScopeId,
        value: &Value,
    ) -> Option<(FileId, DefinitionId)> {
        if let Value::List(items) = value {
            // `[Controller::class, "method"]`, or a list of handlers of which the last answers.
            if let [class, Value::Text(method)] = items.as_slice() {
                let owners = self.things(file, scope, class);
                return self
                    .members(&owners, method, 0)
                    .into_iter()
                    .find_map(function);
            }
            return items
                .last()
                .and_then(|last| self.function_of(file, scope, last));
        }
        if let Value::Text(text) = value {
            // `Controller@method`, `Controller::method`, `Controller:method`; a class alone may be
            // called itself.
            let named = ["@", "::", ":"]
                .iter()
                .find_map(|mark| text.split_once(mark));
            let class = named.map_or(text.as_str(), |(class, _)| class);
            let (other, id) = self.class_written(file, class)?;
            let class = [Thing::Class(other, id)];
            let Some((_, method)) = named else {
                return self.callable_class(&class);
            };
            return self
                .members(&class, method, 0)
                .into_iter()
                .find_map(function);
        }
        if let Value::Call(call) = value {
            // A wrapper around the handler: `wrap(handler)`.
            let content = &self.project.outline(file).calls[*call];
            let arguments: Vec<Value> = content.arguments.iter().map(|a| a.value.clone()).collect();
            let wrapped = arguments.iter().rev().find_map(|inner| match inner {
                Value::Definition(_) | Value::Name(_) => {
                    self.function_of(file, content.scope, inner)
                }
                _ => None,
            });
            return wrapped.or_else(|| self.made_handler(file, *call));
        }
        let things = self.things(file, scope, value);
        things
            .iter()
            .find_map(|thing| function(thing.clone()))
            .or_else(|| self.callable_class(&things))
    }
}
