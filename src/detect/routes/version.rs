//! Versions in the paths of annotated classes: turned on by one call, said by class or handler.

use super::slot::Written;
use crate::detect::evaluate::Evaluator;
use crate::detect::project::FileId;
use crate::rules::schema::{Class, Framework, Slot, Slots, Version};
use crate::syntax::{CallId, DefinitionId};

impl Evaluator<'_> {
    /// The versions of a class, empty where it has none; nothing when paths carry no versions.
    pub(super) fn class_versions(
        &mut self,
        index: usize,
        (file, class): (FileId, DefinitionId),
        framework: &Framework,
        rule: &Class,
    ) -> Option<Vec<String>> {
        let version = framework.version.as_ref()?;
        let everywhere = self.turned_on(index, version)?;
        if let Some(said) = self.annotated_version((file, class), version) {
            return Some(said);
        }
        let outline = self.project.outline(file);
        let annotations: Vec<CallId> = outline.definitions.get(class)?.annotations.clone();
        for annotation in annotations {
            if let Some(slots) = &version.class
                && rule
                    .prefix_annotation
                    .matches(&outline.calls[annotation].name)
                && let Some(said) = self.written_versions(file, annotation, slots, version)
            {
                return Some(said);
            }
        }
        Some(everywhere)
    }

    /// The versions of a handler: its own, else those of its class.
    pub(super) fn versions(
        &mut self,
        handler: (FileId, DefinitionId),
        class: Option<&[String]>,
        framework: &Framework,
    ) -> Option<Vec<String>> {
        let class = class?;
        let version = framework.version.as_ref()?;
        Some(
            self.annotated_version(handler, version)
                .unwrap_or_else(|| class.to_vec()),
        )
    }

    /// The version of everything that says none, when versions are turned on at all.
    fn turned_on(&mut self, index: usize, version: &Version) -> Option<Vec<String>> {
        if let Some(known) = self.versioned.get(&index) {
            return known.clone();
        }
        let mut found = None;
        for file in 0..self.project.files.len() {
            let source = &self.project.files[file];
            let speaks = self
                .graph
                .speaking(source.language)
                .any(|(id, _)| id == index);
            if source.is_test || !speaks {
                continue;
            }
            for call in 0..source.outline.calls.len() {
                if self.call_fits(file, call, &version.call) {
                    let slots = version.default.clone();
                    let said =
                        slots.and_then(|slots| self.written_versions(file, call, &slots, version));
                    found = Some(said.unwrap_or_default());
                }
            }
        }
        self.versioned.insert(index, found.clone());
        found
    }

    fn annotated_version(
        &mut self,
        (file, definition): (FileId, DefinitionId),
        version: &Version,
    ) -> Option<Vec<String>> {
        let outline = self.project.outline(file);
        let annotations: Vec<CallId> = outline.definitions.get(definition)?.annotations.clone();
        let first = Slots::One(Slot {
            at: Some(0),
            ..Slot::default()
        });
        annotations
            .into_iter()
            .filter(|&annotation| version.annotation.matches(&outline.calls[annotation].name))
            .find_map(|annotation| {
                self.written_versions(file, annotation, &first, version)
                    .or(Some(Vec::new()))
            })
    }

    fn written_versions(
        &mut self,
        file: FileId,
        call: CallId,
        slots: &Slots,
        version: &Version,
    ) -> Option<Vec<String>> {
        match self.slot_texts(file, call, slots) {
            Written::Texts(texts) if texts.iter().all(|text| !text.contains('{')) => Some(
                texts
                    .iter()
                    .map(|text| format!("{}{text}", version.prefix))
                    .collect(),
            ),
            // A constant that stands for no version.
            Written::Texts(_) => Some(Vec::new()),
            _ => None,
        }
    }
}

/// Every path with its version and prefix in front; without a version, with the prefix alone.
pub(super) fn with_versions(
    versions: &[String],
    prefixes: &[String],
    paths: &[String],
) -> Vec<String> {
    let none = [String::new()];
    let versions = if versions.is_empty() {
        &none[..]
    } else {
        versions
    };
    let prefixes = if prefixes.is_empty() {
        &none[..]
    } else {
        prefixes
    };
    let mut found = Vec::new();
    for version in versions {
        for prefix in prefixes {
            found.extend(
                paths
                    .iter()
                    .map(|path| format!("{version}/{prefix}/{path}")),
            );
        }
    }
    found
}
