//! Routes for every path whose handler only says that there is nothing there: what is left when no
//! route fits, and no part of the application.

use crate::detect::evaluate::Evaluator;
use crate::syntax::{CallId, DefinitionId, Outline, Value};

impl Evaluator<'_> {
    /// Takes them back, as if nobody had registered them.
    pub(super) fn forget_nowhere(&mut self) {
        let (project, words, places) = (self.project, self.words, &self.nowhere);
        self.graph.registrations.retain(|registration| {
            let mut paths = registration.paths.iter();
            let everywhere = paths.all(|path| words.everywhere.matches(path));
            let Some((file, definition)) = registration.handler.filter(|_| everywhere) else {
                return true;
            };
            let is = |line: u32| places.contains(&(file, line));
            !only_refuses(project.outline(file), definition, is)
        });
    }
}

/// Whether the body is nothing but one answer on a line that the question is true of. What decides
/// or hands on (closures, comparisons, other calls) may serve something.
fn only_refuses(outline: &Outline, definition: DefinitionId, is: impl Fn(u32) -> bool) -> bool {
    let Some(content) = outline.definitions.get(definition) else {
        return false;
    };
    let lines = content.lines;
    if !(lines.first..=lines.last).any(&is)
        || outline
            .scopes
            .iter()
            .any(|scope| scope.parent == Some(content.body))
        || outline
            .comparisons
            .iter()
            .any(|comparison| comparison.scope == content.body)
    {
        return false;
    }
    let calls: Vec<CallId> = (0..outline.calls.len())
        .filter(|&id| outline.calls[id].scope == content.body)
        .collect();
    let mut inner = Vec::new();
    for &id in &calls {
        let call = &outline.calls[id];
        let arguments = call.arguments.iter().map(|argument| &argument.value);
        for value in call.receiver.iter().chain(arguments) {
            calls_in(value, &mut inner);
        }
    }
    calls.iter().filter(|id| !inner.contains(id)).count() <= 1
}

/// The calls that a value is made of, those in them apart.
fn calls_in(value: &Value, found: &mut Vec<CallId>) {
    match value {
        Value::Call(id) => found.push(*id),
        Value::Member(inner, _) => calls_in(inner, found),
        Value::List(items) | Value::Join(items) => {
            items.iter().for_each(|item| calls_in(item, found));
        }
        Value::Map(entries) => entries.iter().for_each(|(_, item)| calls_in(item, found)),
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::syntax::{Language, Limits, outline};

    #[test]
    fn a_body_of_one_answer_refuses_and_one_that_decides_does_not() {
        let cases = [
            ("f((q, r) => r.status(404).json({ at: q.url() }))", true),
            ("f((q, r) =>\n  r\n    .status(404)\n    .end())", true),
            ("f(() => { throw new Lost(404); })", true),
            ("f((c) => { c.status = 404; })", true),
            ("f((q, r) => { log(q); r.status(404).end(); })", false),
            ("f((q, r) => r.send(a, () => r.status(404).end()))", false),
            (
                "f((c) => { if (c.a === 1) c.b = 2; else c.s = 404; })",
                false,
            ),
            ("f((q, r) => r.json(404 - 4))\n404", false),
        ];
        for (text, refuses) in cases {
            let outline =
                outline(Language::JavaScript, text.as_bytes(), Limits::default()).unwrap();
            let is = |line: u32| {
                let at = text.lines().nth(line as usize - 1).unwrap();
                at.contains("404") && !at.contains("404 -")
            };
            assert_eq!(only_refuses(&outline, 0, is), refuses, "{text}");
        }
    }
}
