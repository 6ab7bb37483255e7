//! What each piece of source becomes, written in a short form of the outline.

mod assignments;
mod calls;
mod definitions;
mod evidence;
mod hostile;
mod modules;
mod values;

use super::super::outline::{
    Assignment, AssignmentKind, Binding, Call, CallKind, DefinitionKind, Outline, Value,
};
use super::super::{Language, Limits, outline};

fn read(language: Language, source: &str) -> Outline {
    outline(language, source.as_bytes(), Limits::default()).unwrap()
}

fn js(source: &str) -> Outline {
    read(Language::JavaScript, source)
}

fn ts(source: &str) -> Outline {
    read(Language::TypeScript, source)
}

/// `a.b`, `'text'`, `join(…)`, `(value)#member`, `fn name`, `class name`, `?`.
fn show(outline: &Outline, value: &Value) -> String {
    let list = |values: &[Value]| {
        let values: Vec<String> = values.iter().map(|value| show(outline, value)).collect();
        values.join(", ")
    };
    match value {
        Value::Text(text) => format!("'{text}'"),
        Value::Number(number) => number.clone(),
        Value::Bool(value) => value.to_string(),
        Value::Null => "null".to_owned(),
        Value::Name(path) => path.join("."),
        Value::Member(object, name) => format!("({})#{name}", show(outline, object)),
        Value::Join(parts) => format!("join({})", list(parts)),
        Value::Call(id) => show_call(outline, &outline.calls[*id]),
        Value::Definition(id) => {
            let definition = &outline.definitions[*id];
            let kind = match definition.kind {
                DefinitionKind::Class => "class",
                DefinitionKind::Function => "fn",
                DefinitionKind::Closure => "closure",
            };
            format!("{kind} {}", definition.name).trim_end().to_owned()
        }
        Value::List(values) => format!("[{}]", list(values)),
        Value::Map(entries) => {
            let entries: Vec<String> = entries
                .iter()
                .map(|(key, value)| format!("{key}: {}", show(outline, value)))
                .collect();
            format!("{{{}}}", entries.join(", "))
        }
        Value::Opaque => "?".to_owned(),
    }
}

/// `new a.b<Type>(…)`, `@name(…)`.
fn show_call(outline: &Outline, call: &Call) -> String {
    let kind = match call.kind {
        CallKind::Call => "",
        CallKind::New => "new ",
        CallKind::Annotation => "@",
    };
    let receiver = match &call.receiver {
        Some(receiver) => format!("{}.", show(outline, receiver)),
        None => String::new(),
    };
    let types = match call.types.is_empty() {
        true => String::new(),
        false => format!("<{}>", call.types.join(", ")),
    };
    let arguments: Vec<String> = call
        .arguments
        .iter()
        .map(|argument| show(outline, &argument.value))
        .collect();
    format!(
        "{kind}{receiver}{}{types}({})",
        call.name,
        arguments.join(", ")
    )
}

/// All calls, in source order, outer calls first where they start together.
fn calls(outline: &Outline) -> Vec<String> {
    outline
        .calls
        .iter()
        .map(|call| show_call(outline, call))
        .collect()
}

fn imports(outline: &Outline) -> Vec<String> {
    let binding = |binding: &Binding| match binding {
        Binding::Whole { alias } => format!("* as {alias}"),
        Binding::Default { alias } => format!("default as {alias}"),
        Binding::Named { name, alias } => format!("{name} as {alias}"),
        Binding::All => "*".to_owned(),
    };
    outline
        .imports
        .iter()
        .map(|import| {
            let bindings: Vec<String> = import.bindings.iter().map(binding).collect();
            format!("{}: {}", import.module, bindings.join(", "))
                .trim_end()
                .to_owned()
        })
        .collect()
}

fn exports(outline: &Outline) -> Vec<String> {
    outline
        .exports
        .iter()
        .map(|export| {
            let value = show(outline, &export.value);
            match &export.from {
                Some(module) => format!("{} = {value} from {module}", export.name),
                None => format!("{} = {value}", export.name),
            }
        })
        .collect()
}

/// `field target: Type = value`, `target += value`.
fn assignments(outline: &Outline) -> Vec<String> {
    let show = |assignment: &Assignment| {
        let (prefix, sign) = match assignment.kind {
            AssignmentKind::Variable | AssignmentKind::Constant => ("", "="),
            AssignmentKind::Field => ("field ", "="),
            AssignmentKind::Augmented => ("", "+="),
        };
        let typed = match &assignment.typed {
            Some(typed) => format!(": {typed}"),
            None => String::new(),
        };
        let target = assignment.target.join(".");
        format!(
            "{prefix}{target}{typed} {sign} {}",
            show(outline, &assignment.value)
        )
    };
    outline.assignments.iter().map(show).collect()
}

fn literals(outline: &Outline) -> Vec<String> {
    outline
        .literals
        .iter()
        .map(|literal| show(outline, &literal.value))
        .collect()
}

fn references(outline: &Outline) -> Vec<String> {
    outline
        .references
        .iter()
        .map(|reference| reference.path.join("."))
        .collect()
}

/// `class Name(bases)`, `async fn name(a: Type = default): Result -> returns`.
fn definitions(outline: &Outline) -> Vec<String> {
    outline
        .definitions
        .iter()
        .enumerate()
        .map(|(id, definition)| {
            let head = show(outline, &Value::Definition(id));
            let values = |values: &[Value]| {
                let values: Vec<String> = values.iter().map(|value| show(outline, value)).collect();
                values.join(", ")
            };
            if definition.kind == DefinitionKind::Class {
                return format!("{head}({})", values(&definition.bases));
            }
            let parameters: Vec<String> = definition
                .parameters
                .iter()
                .map(|parameter| {
                    let mut text = parameter.name.clone();
                    if let Some(typed) = &parameter.typed {
                        text += &format!(": {typed}");
                    }
                    if let Some(default) = &parameter.default {
                        text += &format!(" = {}", show(outline, default));
                    }
                    text
                })
                .collect();
            let mut text = format!("{head}({})", parameters.join(", "));
            if definition.is_async {
                text.insert_str(0, "async ");
            }
            if let Some(result) = &definition.result {
                text += &format!(": {result}");
            }
            if !definition.returns.is_empty() {
                text += &format!(" -> {}", values(&definition.returns));
            }
            text
        })
        .collect()
}
