//! Outlines as short lines of text, so that tests can say exactly what they expect.

use super::{
    AssignmentKind, Binding, CallId, CallKind, DefinitionId, DefinitionKind, Language, Limits,
    Outline, Value, outline,
};

/// The outline of a source, whatever it costs.
pub(super) fn read(language: Language, source: &[u8]) -> Outline {
    let limits = Limits {
        bytes: usize::MAX,
        line: usize::MAX,
        time: std::time::Duration::from_secs(60),
    };
    outline(language, source, limits).expect("within the limits")
}

pub(super) fn value(outline: &Outline, value: &Value) -> String {
    let list = |values: &[Value], between: &str| {
        let values: Vec<_> = values
            .iter()
            .map(|part| self::value(outline, part))
            .collect();
        values.join(between)
    };
    match value {
        Value::Text(text) => format!("{text:?}"),
        Value::Number(number) => number.clone(),
        Value::Bool(truth) => truth.to_string(),
        Value::Null => "null".to_owned(),
        Value::Name(path) => path.join("."),
        Value::Member(base, name) => format!("{}.{name}", self::value(outline, base)),
        Value::Join(parts) => format!("join({})", list(parts, " + ")),
        Value::Call(id) => call(outline, *id),
        Value::Definition(id) => definition_name(outline, *id),
        Value::List(items) => format!("[{}]", list(items, ", ")),
        Value::Map(entries) => {
            let entries: Vec<_> = entries
                .iter()
                .map(|(key, entry)| format!("{key}: {}", self::value(outline, entry)))
                .collect();
            format!("{{{}}}", entries.join(", "))
        }
        Value::Opaque => "?".to_owned(),
    }
}

/// `receiver.name<types>(arguments)`, with `new` or `@` before it.
pub(super) fn call(outline: &Outline, id: CallId) -> String {
    let call = &outline.calls[id];
    let mark = match call.kind {
        CallKind::Call => "",
        CallKind::New => "new ",
        CallKind::Annotation => "@",
    };
    let receiver = match &call.receiver {
        Some(receiver) => value(outline, receiver) + ".",
        None => String::new(),
    };
    let types = match call.types.join(", ") {
        types if types.is_empty() => types,
        types => format!("<{types}>"),
    };
    let arguments: Vec<_> = call
        .arguments
        .iter()
        .map(|argument| {
            let name = argument.name.as_ref().map(|name| format!("{name}="));
            name.unwrap_or_default() + &value(outline, &argument.value)
        })
        .collect();
    format!(
        "{mark}{receiver}{}{types}({})",
        call.name,
        arguments.join(", ")
    )
}

fn definition_name(outline: &Outline, id: DefinitionId) -> String {
    let definition = &outline.definitions[id];
    match definition.kind {
        DefinitionKind::Class => format!("class {}", definition.name),
        DefinitionKind::Function => format!("fn {}", definition.name),
        DefinitionKind::Closure => "closure".to_owned(),
    }
}

/// All calls, each with what it decorates.
pub(super) fn calls(outline: &Outline) -> Vec<String> {
    let shown = |id: CallId| match outline.calls[id].decorates {
        Some(on) => format!("{} on {}", call(outline, id), definition_name(outline, on)),
        None => call(outline, id),
    };
    (0..outline.calls.len()).map(shown).collect()
}

fn annotations(outline: &Outline, ids: &[CallId]) -> String {
    ids.iter().map(|id| call(outline, *id) + " ").collect()
}

/// `@annotations kind owner.name(parameters) result : bases => returns`.
pub(super) fn definitions(outline: &Outline) -> Vec<String> {
    let one = |id: DefinitionId| {
        let definition = &outline.definitions[id];
        let parameters: Vec<_> = definition
            .parameters
            .iter()
            .map(|parameter| {
                let typed = parameter.typed.as_ref().map(|typed| format!(": {typed}"));
                let marks = annotations(outline, &parameter.annotations);
                format!("{marks}{}{}", parameter.name, typed.unwrap_or_default())
            })
            .collect();
        let mut text = annotations(outline, &definition.annotations);
        text += &definition_name(outline, id);
        text += &format!("({})", parameters.join(", "));
        let list = |values: &[Value]| {
            let values: Vec<_> = values.iter().map(|part| value(outline, part)).collect();
            values.join(", ")
        };
        if let Some(owner) = &definition.owner {
            text += &format!(" of {owner}");
        }
        if let Some(result) = &definition.result {
            text += &format!(" -> {result}");
        }
        if !definition.bases.is_empty() {
            text += &format!(" : {}", list(&definition.bases));
        }
        if !definition.returns.is_empty() {
            text += &format!(" => {}", list(&definition.returns));
        }
        text
    };
    (0..outline.definitions.len()).map(one).collect()
}

/// `@annotations (field) target: type = value`.
pub(super) fn assignments(outline: &Outline) -> Vec<String> {
    let one = |assignment: &super::Assignment| {
        let kind = match assignment.kind {
            AssignmentKind::Variable => "",
            AssignmentKind::Field => "field ",
            AssignmentKind::Augmented => "more ",
            AssignmentKind::Constant => "constant ",
        };
        let typed = assignment.typed.as_ref().map(|typed| format!(": {typed}"));
        format!(
            "{}{kind}{}{} = {}",
            annotations(outline, &assignment.annotations),
            assignment.target.join("."),
            typed.unwrap_or_default(),
            value(outline, &assignment.value),
        )
    };
    outline.assignments.iter().map(one).collect()
}

pub(super) fn imports(outline: &Outline) -> Vec<String> {
    let one = |import: &super::Import| {
        let bindings: Vec<_> = import
            .bindings
            .iter()
            .map(|binding| match binding {
                Binding::Whole { alias } => format!("whole {alias}"),
                Binding::Default { alias } => format!("default {alias}"),
                Binding::Named { name, alias } => format!("{name} as {alias}"),
                Binding::All => "all".to_owned(),
            })
            .collect();
        format!("{}: {}", import.module, bindings.join(", "))
    };
    outline.imports.iter().map(one).collect()
}

pub(super) fn literals(outline: &Outline) -> Vec<String> {
    let literals = outline.literals.iter();
    literals
        .map(|literal| value(outline, &literal.value))
        .collect()
}

pub(super) fn references(outline: &Outline) -> Vec<String> {
    let references = outline.references.iter();
    references
        .map(|reference| reference.path.join("."))
        .collect()
}

pub(super) fn comparisons(outline: &Outline) -> Vec<String> {
    let one = |comparison: &super::Comparison| {
        let (left, right) = (&comparison.left, &comparison.right);
        let operator = if comparison.equal { "==" } else { "!=" };
        format!(
            "{} {operator} {}",
            value(outline, left),
            value(outline, right)
        )
    };
    outline.comparisons.iter().map(one).collect()
}

/// What each comment documents, by name; empty for nothing.
pub(super) fn documented(outline: &Outline) -> Vec<String> {
    let one = |comment: &super::Comment| {
        let definition = comment.documents.map(|id| definition_name(outline, id));
        definition.unwrap_or_default()
    };
    outline.comments.iter().map(one).collect()
}
