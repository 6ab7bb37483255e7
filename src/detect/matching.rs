//! Whether one element of an outline fits what a detector says, as far as the element alone shows.

use std::collections::BTreeMap;

use super::assembled::assembled;
use crate::rules::schema::{ArgumentMatch, AssignmentMatch, CallMatch, FunctionMatch};
use crate::syntax::{Argument, AssignmentKind, Call, CallKind, Definition, Outline, Value};

/// Named groups and matcher attributes collected on the way.
pub type Captures = BTreeMap<String, String>;

/// A value as patterns see it: text, number, dotted name, a call's dotted callee with `()`, joined
/// parts with `{}` for what is not text.
pub fn shown(outline: &Outline, value: &Value) -> String {
    shown_to(outline, value, 0)
}

fn shown_to(outline: &Outline, value: &Value, depth: usize) -> String {
    match value {
        Value::Text(text) | Value::Number(text) => text.clone(),
        Value::Bool(value) => value.to_string(),
        Value::Null => "null".to_owned(),
        Value::Name(path) => path.join("."),
        Value::Member(inner, name) if depth < 8 => {
            format!("{}.{name}", shown_to(outline, inner, depth + 1))
        }
        Value::Call(call) if depth < 8 => match outline.calls.get(*call) {
            Some(call) => format!("{}()", callee(outline, call, depth + 1)),
            None => String::new(),
        },
        Value::Join(parts) => parts
            .iter()
            .map(|part| match part {
                Value::Text(text) => text.as_str(),
                _ => "{}",
            })
            .collect(),
        _ => String::new(),
    }
}

/// A call's callee, dotted, inner calls with `()`.
pub fn callee(outline: &Outline, call: &Call, depth: usize) -> String {
    match &call.receiver {
        None => call.name.clone(),
        Some(receiver) => {
            let receiver = shown_to(outline, receiver, depth);
            match call.name.is_empty() {
                true => receiver,
                false => format!("{receiver}.{}", call.name),
            }
        }
    }
}

/// The form of a value, as rules name it.
pub fn form(value: &Value) -> &'static str {
    match value {
        Value::Text(_) => "text",
        Value::Join(_) => "join",
        Value::Number(_) => "number",
        Value::Bool(_) => "bool",
        Value::Null => "null",
        Value::Name(_) | Value::Member(..) => "name",
        Value::Call(_) => "call",
        Value::Definition(_) => "function",
        Value::List(_) => "list",
        Value::Map(_) => "map",
        Value::Opaque => "other",
    }
}

/// Whether a call fits all of a rule but `from`. `known_as` are the names that the callee has where
/// it comes from.
pub fn call_shape(
    outline: &Outline,
    call: &Call,
    rule: &CallMatch,
    known_as: &[String],
    captures: &mut Captures,
) -> bool {
    if !rule.name.is_empty() && !rule.name.capture(&call.name, captures) {
        let mut others = known_as.iter().filter(|_| !rule.from.is_empty());
        if !others.any(|name| rule.name.capture(name, captures)) {
            return false;
        }
    }
    let kind = match call.kind {
        CallKind::Call => "call",
        CallKind::New => "new",
        CallKind::Annotation => "annotation",
    };
    if !rule.kind.is_empty() && !rule.kind.matches(kind) {
        return false;
    }
    if rule
        .bare
        .is_some_and(|bare| bare != call.receiver.is_none())
    {
        return false;
    }
    if !rule.on.is_empty() {
        let Some(receiver) = &call.receiver else {
            return false;
        };
        let written = shown(outline, receiver);
        let last = written.rsplit('.').next().unwrap_or(&written).to_owned();
        if !rule.on.capture(&written, captures) && !rule.on.capture(&last, captures) {
            return false;
        }
    }
    if !rule.types.is_empty() && !call.types.iter().any(|typed| rule.types.matches(typed)) {
        return false;
    }
    if rule
        .arguments
        .as_ref()
        .is_some_and(|count| !count.matches(&call.arguments.len().to_string()))
    {
        return false;
    }
    rule.argument
        .iter()
        .all(|wanted| argument(outline, call, wanted, captures) != wanted.absent)
}

/// Whether the arguments of a call are what a rule says.
pub fn arguments_fit(outline: &Outline, call: &Call, rules: &[ArgumentMatch]) -> bool {
    rules
        .iter()
        .all(|wanted| argument(outline, call, wanted, &mut Captures::new()) != wanted.absent)
}

fn argument(
    outline: &Outline,
    call: &Call,
    wanted: &ArgumentMatch,
    captures: &mut Captures,
) -> bool {
    let unnamed = || {
        call.arguments
            .iter()
            .filter(|argument| argument.name.is_none())
    };
    let mut candidates: Vec<&Value> = match (wanted.at, &wanted.name) {
        (Some(at), _) => unnamed()
            .nth(at)
            .map(|argument| &argument.value)
            .into_iter()
            .collect(),
        (None, Some(_)) => Vec::new(),
        (None, None) => call
            .arguments
            .iter()
            .map(|argument| &argument.value)
            .collect(),
    };
    if let Some(name) = &wanted.name {
        let keyword = |argument: &&Argument| argument.name.as_deref() == Some(name);
        if let Some(argument) = call.arguments.iter().find(keyword) {
            candidates = vec![&argument.value];
        } else {
            // An object that has a keyword of its own holds data, no options of the call.
            let inside = unnamed().filter_map(|argument| match kept(outline, &argument.value) {
                Value::Map(entries) => entries
                    .iter()
                    .find(|(key, _)| key == name)
                    .map(|(_, value)| value),
                _ => None,
            });
            if wanted.at.is_none() {
                candidates = inside.collect();
            } else if candidates.is_empty() {
                candidates.extend(inside);
            }
        }
    }
    if let Some(keys) = &wanted.inside {
        candidates = candidates
            .into_iter()
            .flat_map(|value| at_keys(outline, value, keys))
            .collect();
    }
    candidates.into_iter().any(|value| {
        let text_fits = match &wanted.value {
            None => true,
            Some(patterns) => patterns.capture(&shown(outline, value), captures),
        };
        let form_fits = wanted
            .form
            .as_ref()
            .is_none_or(|forms| forms.matches(form(value)));
        let key_fits = wanted
            .key
            .as_ref()
            .is_none_or(|keys| match kept(outline, value) {
                Value::Map(entries) => entries.iter().any(|(key, _)| keys.capture(key, captures)),
                _ => false,
            });
        let built_fits = wanted.assembled.as_ref().is_none_or(|patterns| {
            assembled(outline, call.scope, value).is_some_and(|text| patterns.matches(&text))
        });
        text_fits && form_fits && key_fits && built_fits
    })
}

/// An object or list kept in a variable of the same file, for its name; else the value itself.
pub fn kept<'o>(outline: &'o Outline, value: &'o Value) -> &'o Value {
    let Value::Name(path) = value else {
        return value;
    };
    let assigned = outline.assignments.iter().find(|assignment| {
        assignment.target == *path && matches!(assignment.value, Value::Map(_) | Value::List(_))
    });
    assigned.map_or(value, |assignment| &assignment.value)
}

/// What stands at these keys anywhere in an object or list.
fn at_keys<'o>(
    outline: &'o Outline,
    value: &'o Value,
    keys: &crate::rules::Patterns,
) -> Vec<&'o Value> {
    let mut found = Vec::new();
    let mut queue = vec![kept(outline, value)];
    // Objects nest, and a broken file may nest them without end.
    for _ in 0..2_000 {
        match queue.pop() {
            None => break,
            Some(Value::Map(entries)) => {
                for (key, value) in entries {
                    if keys.matches(key) {
                        found.push(value);
                    }
                    queue.push(value);
                }
            }
            Some(Value::List(items)) => queue.extend(items),
            Some(_) => {}
        }
    }
    found
}

/// Whether a function fits all that a rule says.
pub fn function_shape(
    outline: &Outline,
    function: &Definition,
    rule: &FunctionMatch,
    captures: &mut Captures,
) -> bool {
    let annotation = |ids: &[usize], names: &crate::rules::Patterns| {
        ids.iter().any(|&id| {
            outline
                .calls
                .get(id)
                .is_some_and(|call| names.matches(&call.name))
        })
    };
    if !rule.name.is_empty() && !rule.name.capture(&function.name, captures) {
        return false;
    }
    if !rule.annotation.is_empty() && !annotation(&function.annotations, &rule.annotation) {
        return false;
    }
    if !rule.typed.is_empty()
        && !function.parameters.iter().any(|p| {
            p.typed
                .as_deref()
                .is_some_and(|typed| rule.typed.matches(typed))
        })
    {
        return false;
    }
    if !rule.parameter.is_empty()
        && !function
            .parameters
            .iter()
            .any(|p| rule.parameter.matches(&p.name))
    {
        return false;
    }
    if !rule.signature.is_empty() {
        let names: Vec<&str> = function
            .parameters
            .iter()
            .map(|parameter| parameter.name.as_str())
            .collect();
        if !rule.signature.matches(&names.join(",")) {
            return false;
        }
    }
    if !rule.parameter_annotation.is_empty()
        && !function
            .parameters
            .iter()
            .any(|p| annotation(&p.annotations, &rule.parameter_annotation))
    {
        return false;
    }
    if rule
        .parameters
        .as_ref()
        .is_some_and(|count| !count.matches(&function.parameters.len().to_string()))
    {
        return false;
    }
    if rule
        .is_async
        .is_some_and(|wanted| wanted != function.is_async)
    {
        return false;
    }
    let in_class = outline
        .scopes
        .get(function.scope)
        .is_some_and(|scope| scope.kind == crate::syntax::ScopeKind::Class)
        || function.owner.is_some();
    rule.method.is_none_or(|wanted| wanted == in_class)
}

/// Whether an assignment fits all of a rule but `from`.
pub fn assignment_shape(
    outline: &Outline,
    assignment: &crate::syntax::Assignment,
    rule: &AssignmentMatch,
    captures: &mut Captures,
) -> bool {
    let kind = match assignment.kind {
        AssignmentKind::Variable | AssignmentKind::Constant => "variable",
        AssignmentKind::Field => "field",
        AssignmentKind::Augmented => "augmented",
    };
    if !rule.kind.is_empty() && !rule.kind.matches(kind) {
        return false;
    }
    if !rule.target.is_empty() && !rule.target.capture(&assignment.target.join("."), captures) {
        return false;
    }
    if !rule.form.is_empty() && !rule.form.matches(form(&assignment.value)) {
        return false;
    }
    if !rule.typed.is_empty()
        && !assignment
            .typed
            .as_deref()
            .is_some_and(|typed| rule.typed.matches(typed))
    {
        return false;
    }
    if !rule.annotation.is_empty()
        && !assignment.annotations.iter().any(|&id| {
            outline
                .calls
                .get(id)
                .is_some_and(|call| rule.annotation.matches(&call.name))
        })
    {
        return false;
    }
    if rule.value.is_empty() {
        return true;
    }
    let mut texts = vec![shown(outline, &assignment.value)];
    if let Value::List(_) | Value::Map(_) = &assignment.value {
        texts = super::routes::words(outline, &assignment.value);
    }
    texts.iter().any(|text| rule.value.capture(text, captures))
}
