//! Where in a call a path, method, handler or middleware stands.

use crate::detect::evaluate::{Evaluator, OPEN, Thing};
use crate::detect::project::FileId;
use crate::rules::schema::{Slot, Slots};
use crate::syntax::{Argument, Call, CallId, ScopeId, Value};

/// How many calls of a chain are gone back over.
const MOST_CHAINED: usize = 16;

/// What stands in a path slot.
#[derive(Debug, Clone, PartialEq)]
pub enum Written {
    /// Nothing stands there.
    Nothing,
    /// Something that is no text: a handler, a router.
    Other,
    Texts(Vec<String>),
}

impl Evaluator<'_> {
    /// The values at a slot of a call, in order.
    pub fn slot_values(&mut self, file: FileId, call: CallId, slot: &Slot) -> Vec<Value> {
        let project = self.project;
        let Some(content) = project.outline(file).calls.get(call) else {
            return Vec::new();
        };
        let unnamed: Vec<&Argument> = content
            .arguments
            .iter()
            .filter(|argument| argument.name.is_none())
            .collect();
        if let Some(at) = slot.at {
            let index = if at < 0 {
                unnamed.len() as i64 + at
            } else {
                at
            };
            let found = usize::try_from(index)
                .ok()
                .and_then(|index| unnamed.get(index));
            if let Some(argument) = found {
                return vec![argument.value.clone()];
            }
        }
        if let Some(name) = &slot.name {
            // A keyword may stand there several times: `method = "GET", method = "POST"`.
            let named: Vec<Value> = content
                .arguments
                .iter()
                .filter(|argument| argument.name.as_deref() == Some(name.as_str()))
                .map(|argument| argument.value.clone())
                .collect();
            if !named.is_empty() {
                return named;
            }
            if let Some((outer, inner)) = name.split_once('.')
                && let Some(argument) = content.named(outer)
                && let Some(value) = self.key_of(file, content.scope, &argument.value, inner)
            {
                return vec![value];
            }
            for argument in &unnamed {
                let scope = content.scope;
                if let Some(value) = self.key_of(file, scope, &argument.value, name) {
                    return vec![value];
                }
                if let Some((outer, inner)) = name.split_once('.')
                    && let Some(object) = self.key_of(file, scope, &argument.value, outer)
                    && let Some(value) = self.key_of(file, scope, &object, inner)
                {
                    return vec![value];
                }
            }
            // An object that another file or a call gives has no expression here: its texts do.
            for argument in &unnamed {
                let texts = self.texts_at(file, content.scope, &argument.value, name);
                if !texts.is_empty() {
                    return texts;
                }
            }
            if let Some(outer) = self.sharing(file, call) {
                let shared = Slot {
                    name: Some(name.clone()),
                    ..Slot::default()
                };
                let found = self.slot_values(file, outer, &shared);
                if !found.is_empty() {
                    return found;
                }
            }
        }
        match slot.what.as_deref() {
            Some("all") => unnamed
                .iter()
                .map(|argument| argument.value.clone())
                .collect(),
            Some("rest") => unnamed
                .iter()
                .skip(1)
                .map(|argument| argument.value.clone())
                .collect(),
            Some(part @ ("key" | "keyed")) => unnamed
                .iter()
                .find_map(|argument| match &argument.value {
                    Value::Map(entries) => entries.first().map(|(key, value)| match part {
                        "key" => Value::Text(key.clone()),
                        _ => value.clone(),
                    }),
                    _ => None,
                })
                .into_iter()
                .collect(),
            Some("callee") => vec![Value::Text(content.name.clone())],
            Some("chained") => self.chain_text(file, content).into_iter().collect(),
            Some("receiver") => content.receiver.clone().into_iter().collect(),
            _ => Vec::new(),
        }
    }

    /// The text that the nearest call before this one in a chain begins with.
    fn chain_text(&self, file: FileId, content: &Call) -> Option<Value> {
        let mut before = content.receiver.as_ref();
        for _ in 0..MOST_CHAINED {
            let Some(Value::Call(call)) = before else {
                break;
            };
            let call = self.project.outline(file).calls.get(*call)?;
            match call.arguments.first().map(|argument| &argument.value) {
                Some(text @ (Value::Text(_) | Value::Join(_))) => return Some(text.clone()),
                _ => before = call.receiver.as_ref(),
            }
        }
        None
    }

    /// The value of a key in an object, written here or kept in a variable of the same scope chain.
    fn key_of(&mut self, file: FileId, scope: ScopeId, value: &Value, key: &str) -> Option<Value> {
        if let Value::Map(entries) = value {
            return entries
                .iter()
                .find(|(name, _)| name == key)
                .map(|(_, value)| value.clone());
        }
        if !matches!(value, Value::Name(_)) {
            return None;
        }
        self.things(file, scope, value)
            .into_iter()
            .find_map(|thing| match thing {
                Thing::Written(other, _, place) if other == file => match place.value() {
                    Value::Map(entries) => entries
                        .iter()
                        .find(|(name, _)| name == key)
                        .map(|(_, value)| value.clone()),
                    _ => None,
                },
                _ => None,
            })
    }

    /// The texts at a key of an object that is not written here.
    fn texts_at(&mut self, file: FileId, scope: ScopeId, value: &Value, key: &str) -> Vec<Value> {
        if !matches!(value, Value::Name(_) | Value::Member(..) | Value::Call(_)) {
            return Vec::new();
        }
        let owners = self.things(file, scope, value).into_iter();
        let objects: Vec<Thing> = owners
            .filter(|thing| matches!(thing, Thing::Written(_, _, place) if matches!(place.value(), Value::Map(_))))
            .collect();
        let found = self.members(&objects, key, 0).into_iter();
        let texts = found.filter_map(|thing| match thing {
            Thing::Text(text) => Some(Value::Text(text)),
            _ => None,
        });
        texts.collect()
    }

    /// The texts at the first slot where something stands; lists give each of their texts.
    pub fn slot_texts(&mut self, file: FileId, call: CallId, slots: &Slots) -> Written {
        let mut last = Written::Nothing;
        for slot in slots.as_slice() {
            let values = self.slot_values(file, call, slot);
            let scope = self.project.outline(file).calls[call].scope;
            if values.is_empty() {
                if let Some(default) = &slot.default {
                    return Written::Texts(vec![default.clone()]);
                }
                continue;
            }
            let mut texts = Vec::new();
            let mut other = false;
            for value in values {
                match self.value_texts(file, scope, &value, 0) {
                    Written::Texts(more) => texts.extend(more),
                    Written::Other => other = true,
                    Written::Nothing => texts.push(OPEN.to_owned()),
                }
            }
            if !texts.is_empty() || !other {
                return Written::Texts(texts);
            }
            // An object may stand here whose key a later slot names.
            last = Written::Other;
        }
        last
    }

    /// The texts a value stands for; `Other` when it is a function, class, router or call that is
    /// no text; `Nothing` when it cannot be followed.
    pub fn value_texts(
        &mut self,
        file: FileId,
        scope: ScopeId,
        value: &Value,
        depth: usize,
    ) -> Written {
        if depth > 4 {
            return Written::Nothing;
        }
        if let Value::List(items) = value {
            let mut texts = Vec::new();
            for item in items {
                match self.value_texts(file, scope, item, depth + 1) {
                    Written::Texts(more) => texts.extend(more),
                    Written::Other => return Written::Other,
                    Written::Nothing => texts.push(OPEN.to_owned()),
                }
            }
            return Written::Texts(texts);
        }
        if matches!(value, Value::Definition(_) | Value::Map(_)) {
            return Written::Other;
        }
        let mut texts = Vec::new();
        let mut other = false;
        for thing in self.things(file, scope, value) {
            match thing {
                Thing::Text(text) => texts.push(text),
                Thing::Written(other_file, other_scope, place) => {
                    let inner = place.value().clone();
                    match self.value_texts(other_file, other_scope, &inner, depth + 1) {
                        Written::Texts(more) => texts.extend(more),
                        _ => other = true,
                    }
                }
                Thing::External(_) => {}
                _ => other = true,
            }
        }
        match (texts.is_empty(), other) {
            (false, _) => Written::Texts(texts),
            (true, true) => Written::Other,
            (true, false) => Written::Nothing,
        }
    }
}
