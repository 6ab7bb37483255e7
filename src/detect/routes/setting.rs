//! Settings that are asked for by name: what stands beside the question, in the environment's file,
//! or in an object that the repository hands to its configuration.

use super::slot::Written;
use crate::detect::evaluate::{Evaluator, OPEN};
use crate::detect::project::FileId;
use crate::rules::Patterns;
use crate::rules::schema::Slots;
use crate::syntax::{CallId, ScopeId, Value};

/// Entries of objects that are looked at for one setting.
const ENTRIES: usize = 4_000;

impl Evaluator<'_> {
    /// The texts of the setting that a call's slot asks for.
    pub(super) fn set_elsewhere(
        &mut self,
        file: FileId,
        call: CallId,
        slots: &Slots,
        asks: &Patterns,
    ) -> Vec<String> {
        let scope = self.project.outline(file).calls[call].scope;
        for slot in slots.as_slice() {
            for value in self.slot_values(file, call, slot) {
                let Some((place, question)) = self.made_by(file, scope, &value, 0) else {
                    continue;
                };
                let question = &self.project.outline(place).calls[question];
                let text = |at: usize| {
                    let argument = question.positional(at)?;
                    argument.value.as_text().map(str::to_owned)
                };
                let Some(name) = text(0).filter(|_| asks.matches(&question.name)) else {
                    continue;
                };
                if let Some(default) = text(1).or_else(|| self.settings.get(&name).cloned()) {
                    return vec![default];
                }
                return self.kept_under(name.rsplit('.').next().unwrap_or(&name));
            }
        }
        Vec::new()
    }

    /// What stands under a key in the objects of the repository, when they agree.
    fn kept_under(&mut self, key: &str) -> Vec<String> {
        let project = self.project;
        let mut found: Vec<String> = Vec::new();
        let mut looked = 0;
        for (file, source) in project.files.iter().enumerate() {
            if source.is_test {
                continue;
            }
            let outline = &source.outline;
            let assigned = outline.assignments.iter().map(|it| (it.scope, &it.value));
            let returned = outline
                .definitions
                .iter()
                .flat_map(|it| it.returns.iter().map(|value| (it.body, value)));
            let handed_out = outline.exports.iter().map(|it| (0, &it.value));
            let given = outline.calls.iter().flat_map(|it| {
                it.arguments
                    .iter()
                    .map(|argument| (it.scope, &argument.value))
            });
            let mut queue: Vec<(ScopeId, &Value)> = assigned
                .chain(returned)
                .chain(handed_out)
                .chain(given)
                .filter(|(_, value)| matches!(value, Value::Map(_)))
                .collect();
            while let Some((scope, value)) = queue.pop() {
                let Value::Map(entries) = value else { continue };
                for (name, value) in entries {
                    looked += 1;
                    if looked > ENTRIES {
                        return Vec::new();
                    }
                    match value {
                        Value::Map(_) => queue.push((scope, value)),
                        value if name == key => {
                            for text in self.setting_texts(file, scope, value) {
                                if !found.contains(&text) {
                                    found.push(text);
                                }
                            }
                        }
                        _ => {}
                    }
                }
            }
        }
        // Two answers are none.
        if found.len() == 1 { found } else { Vec::new() }
    }

    /// `"api"`, `process.env.X || "api"`, `string().default("api")`.
    fn setting_texts(&mut self, file: FileId, scope: ScopeId, value: &Value) -> Vec<String> {
        if let Value::Call(call) = value {
            let outline = self.project.outline(file);
            let mut next = Some(*call);
            for _ in 0..8 {
                let Some(call) = next.and_then(|call| outline.calls.get(call)) else {
                    break;
                };
                let first = call.positional(0).and_then(|first| first.value.as_text());
                if let Some(text) = first.filter(|_| call.name == "default") {
                    return vec![text.to_owned()];
                }
                next = match &call.receiver {
                    Some(Value::Call(inner)) => Some(*inner),
                    _ => None,
                };
            }
        }
        match self.value_texts(file, scope, value, 0) {
            Written::Texts(texts) => texts.into_iter().filter(|text| text != OPEN).collect(),
            Written::Nothing | Written::Other => Vec::new(),
        }
    }
}
