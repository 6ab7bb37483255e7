//! Paths that stand on a class which a call names as its type argument.

use super::slot::Written;
use crate::detect::evaluate::{Evaluator, Thing};
use crate::detect::project::FileId;
use crate::rules::Patterns;
use crate::rules::schema::{Slot, Slots};
use crate::syntax::{CallId, Value};

impl Evaluator<'_> {
    /// The path of the class that the call is typed with, behind those of the classes around it.
    pub(super) fn typed_paths(
        &mut self,
        file: FileId,
        call: CallId,
        annotation: &Patterns,
    ) -> Option<Vec<String>> {
        let project = self.project;
        let content = &project.outline(file).calls[call];
        let path = content.types.first()?.split('.').map(str::to_owned);
        let things = self.things(file, content.scope, &Value::Name(path.collect()));
        let (home, class) = things.into_iter().find_map(|thing| match thing {
            Thing::Class(home, class) => Some((home, class)),
            _ => None,
        })?;
        let outline = project.outline(home);
        let first = Slots::One(Slot {
            at: Some(0),
            ..Slot::default()
        });
        let mut parts = Vec::new();
        let around = outline.enclosing(outline.definitions[class].body);
        for definition in around.filter_map(|scope| outline.scopes.get(scope)?.definition) {
            let marks = outline.definitions[definition].annotations.iter();
            let mark = marks
                .copied()
                .find(|&id| annotation.matches(&outline.calls[id].name));
            if let Some(mark) = mark
                && let Written::Texts(texts) = self.slot_texts(home, mark, &first)
            {
                parts.extend(texts.into_iter().next());
            }
        }
        parts.reverse();
        let trimmed: Vec<&str> = parts.iter().map(|part| part.trim_matches('/')).collect();
        (!parts.is_empty()).then(|| vec![format!("/{}", trimmed.join("/"))])
    }
}
