//! The HTTP methods that a call says.

use super::slot::Written;
use crate::detect::evaluate::Evaluator;
use crate::detect::project::FileId;
use crate::rules::schema::{Framework, Slots};
use crate::syntax::{CallId, ScopeId, Value};

/// Methods that are routes of an API; `OPTIONS` and `HEAD` are plumbing.
pub(super) const METHODS: [&str; 6] = ["GET", "POST", "PUT", "PATCH", "DELETE", "ANY"];

/// `get`, `GET`, `Get` are `GET`; a framework's own words first.
pub fn method_name(name: &str, framework: &Framework) -> String {
    let trimmed = name.trim();
    framework
        .methods
        .get(trimmed)
        .cloned()
        .unwrap_or_else(|| trimmed.to_uppercase())
}

impl Evaluator<'_> {
    /// The methods of a route: what the slot says, or the callee's name.
    pub fn methods(
        &mut self,
        file: FileId,
        call: CallId,
        framework: &Framework,
        slots: Option<&Slots>,
    ) -> Vec<String> {
        let project = self.project;
        let content = &project.outline(file).calls[call];
        let Some(slots) = slots else {
            return vec![method_name(&content.name, framework)];
        };
        for slot in slots.as_slice() {
            let values = self.slot_values(file, call, slot);
            let mut methods: Vec<String> = Vec::new();
            for value in &values {
                self.method_values(file, content.scope, value, framework, &mut methods);
            }
            if methods.is_empty() && values.is_empty() {
                methods.extend(
                    slot.default
                        .iter()
                        .flat_map(|text| text.split('|').map(str::to_owned)),
                );
            }
            if !methods.is_empty() {
                return methods;
            }
        }
        Vec::new()
    }

    pub(super) fn method_values(
        &mut self,
        file: FileId,
        scope: ScopeId,
        value: &Value,
        framework: &Framework,
        into: &mut Vec<String>,
    ) {
        match value {
            Value::List(items) => {
                for item in items {
                    self.method_values(file, scope, item, framework, into);
                }
            }
            Value::Text(text) => {
                into.extend(text.split('|').map(|part| method_name(part, framework)))
            }
            Value::Name(path) => {
                if let Written::Texts(texts) = self.value_texts(file, scope, value, 0) {
                    into.extend(texts.iter().map(|text| method_name(text, framework)));
                } else if let Some(last) = path.last() {
                    let bare = last.strip_prefix("Method").unwrap_or(last);
                    into.push(method_name(bare, framework));
                }
            }
            Value::Member(..) => {
                if let Written::Texts(texts) = self.value_texts(file, scope, value, 0) {
                    into.extend(texts.iter().map(|text| method_name(text, framework)));
                }
            }
            _ => {}
        }
    }
}
