//! Outlines as short lines of text, for the tests of the grammars.

use std::time::Duration;

use crate::syntax::{Call, CallKind, Language, Limits, Outline, Value, outline};

/// The outline of a test's source; no limit but a long time.
pub(in crate::syntax) fn parsed(language: Language, source: &[u8]) -> Outline {
    let limits = Limits {
        bytes: usize::MAX,
        line: usize::MAX,
        time: Duration::from_secs(60),
    };
    outline(language, source, limits).expect("no limit applies")
}

/// `'text'`, `name.chain`, `call('x', key=1)`, `[list]`, `{key: value}`, `<join>`, `value~member`,
/// `def name`, `?`.
pub(in crate::syntax) fn value(outline: &Outline, it: &Value) -> String {
    let all = |values: &[Value]| {
        let shown: Vec<String> = values.iter().map(|it| value(outline, it)).collect();
        shown.join(", ")
    };
    match it {
        Value::Text(text) => format!("'{}'", text.escape_debug()),
        Value::Number(number) => number.clone(),
        Value::Bool(bool) => bool.to_string(),
        Value::Null => "null".to_owned(),
        Value::Name(path) => path.join("."),
        Value::Member(object, name) => format!("{}~{name}", value(outline, object)),
        Value::Join(parts) => format!("<{}>", all(parts)),
        Value::Call(id) => call(outline, &outline.calls[*id]),
        Value::Definition(id) => format!("def {}", outline.definitions[*id].name),
        Value::List(items) => format!("[{}]", all(items)),
        Value::Map(pairs) => {
            let shown: Vec<String> = pairs
                .iter()
                .map(|(key, it)| format!("{key}: {}", value(outline, it)))
                .collect();
            format!("{{{}}}", shown.join(", "))
        }
        Value::Opaque => "?".to_owned(),
    }
}

/// `new receiver.name(arguments)`; an annotation has an `@` and what it decorates.
pub(in crate::syntax) fn call(outline: &Outline, call: &Call) -> String {
    let start = match call.kind {
        CallKind::Call => "",
        CallKind::New => "new ",
        CallKind::Annotation => "@",
    };
    let receiver = match &call.receiver {
        Some(receiver) => format!("{}.", value(outline, receiver)),
        None => String::new(),
    };
    let arguments: Vec<String> = call
        .arguments
        .iter()
        .map(|argument| match &argument.name {
            Some(name) => format!("{name}={}", value(outline, &argument.value)),
            None => value(outline, &argument.value),
        })
        .collect();
    let decorates = match call.decorates {
        Some(id) => format!(" on {}", outline.definitions[id].name),
        None => String::new(),
    };
    format!(
        "{start}{receiver}{}({}){decorates}",
        call.name,
        arguments.join(", ")
    )
}

/// All calls, in the order of their lines.
pub(in crate::syntax) fn calls(outline: &Outline) -> Vec<String> {
    let mut calls: Vec<&Call> = outline.calls.iter().collect();
    calls.sort_by_key(|call| call.lines.first);
    calls.into_iter().map(|it| call(outline, it)).collect()
}

/// `kind target: type = value` of all assignments.
pub(in crate::syntax) fn assignments(outline: &Outline) -> Vec<String> {
    let shown = outline.assignments.iter().map(|it| {
        let typed = it
            .typed
            .as_ref()
            .map(|typed| format!(": {typed}"))
            .unwrap_or_default();
        let target = it.target.join(".");
        format!(
            "{:?} {target}{typed} = {}",
            it.kind,
            value(outline, &it.value)
        )
    });
    shown.collect()
}

/// Every string with its line.
pub(in crate::syntax) fn literals(outline: &Outline) -> Vec<String> {
    let shown = outline
        .literals
        .iter()
        .map(|it| format!("{} {}", it.line, value(outline, &it.value)));
    shown.collect()
}

pub(in crate::syntax) fn references(outline: &Outline) -> Vec<String> {
    outline
        .references
        .iter()
        .map(|it| it.path.join("."))
        .collect()
}

pub(in crate::syntax) fn comparisons(outline: &Outline) -> Vec<String> {
    let shown = outline.comparisons.iter().map(|it| {
        let sign = if it.equal { "==" } else { "!=" };
        format!(
            "{} {sign} {}",
            value(outline, &it.left),
            value(outline, &it.right)
        )
    });
    shown.collect()
}

/// `module: binding, binding` of all imports; a binding is `name as alias`.
pub(in crate::syntax) fn imports(outline: &Outline) -> Vec<String> {
    use crate::syntax::Binding;
    let shown = outline.imports.iter().map(|import| {
        let bindings: Vec<String> = import
            .bindings
            .iter()
            .map(|binding| match binding {
                Binding::Whole { alias } => format!("whole {alias}"),
                Binding::Default { alias } => format!("default {alias}"),
                Binding::Named { name, alias } => format!("{name} as {alias}"),
                Binding::All => "*".to_owned(),
            })
            .collect();
        format!("{}: {}", import.module, bindings.join(", "))
    });
    shown.collect()
}
