//! Routes of classes that their annotations alone do not give: annotations in doc comments, and
//! classes that are one handler as a whole.

use std::collections::BTreeMap;

use super::class::annotated;
use super::graph::{Origin, Registration};
use super::method::method_name;
use crate::detect::evaluate::Evaluator;
use crate::detect::project::FileId;
use crate::rules::Patterns;
use crate::rules::schema::{Class, Framework};
use crate::syntax::{DefinitionId, DefinitionKind};

impl Evaluator<'_> {
    /// Whether a function of the class carries an annotation that makes it a handler.
    pub(super) fn has_handlers(&self, file: FileId, class: DefinitionId, rule: &Class) -> bool {
        let outline = self.project.outline(file);
        let said = annotated(outline, class, &rule.prefix_annotation)
            || self.comment_on(file, class, &rule.prefix_comment).is_some();
        let by_itself = rule.callable.is_some() && said;
        let names = &rule.handler_annotation;
        by_itself
            || !names.is_empty()
                && self
                    .functions_in(file, class)
                    .any(|id| annotated(outline, id, names))
    }

    fn functions_in(
        &self,
        file: FileId,
        class: DefinitionId,
    ) -> impl Iterator<Item = DefinitionId> + '_ {
        let outline = self.project.outline(file);
        let body = outline.definitions[class].body;
        let own = move |id: &DefinitionId| {
            let function = &outline.definitions[*id];
            function.scope == body && function.kind == DefinitionKind::Function
        };
        (0..outline.definitions.len()).filter(own)
    }

    /// `before`: how many registrations there were before the class was looked at.
    pub(super) fn register_documented(
        &mut self,
        file: FileId,
        class: DefinitionId,
        index: usize,
        framework: &Framework,
        rule: &Class,
        before: usize,
    ) {
        let node = self
            .graph
            .node(Origin::Class(index, file, class), index, "class", true);
        if self.graph.nodes[node].prefixes.is_empty()
            && let Some((_, said)) = self.comment_on(file, class, &rule.prefix_comment)
        {
            self.graph.nodes[node].prefixes = said.get("path").cloned().into_iter().collect();
        }
        if self.graph.nodes[node].label.is_none() {
            self.graph.nodes[node].label = self.documented_name(file, class, framework);
        }
        let functions: Vec<DefinitionId> = self.functions_in(file, class).collect();
        let outline = self.project.outline(file);
        let mut found = Vec::new();
        for &function in &functions {
            for handler in &framework.handler {
                if let Some((line, said)) = self.comment_on(file, function, &handler.comment) {
                    let methods = methods_said(&said, framework);
                    let path = said.get("path").cloned().unwrap_or_default();
                    found.push((function, line, methods, path));
                    break;
                }
            }
        }
        let callable = rule.callable.as_deref();
        if found.is_empty()
            && self.graph.registrations.len() == before
            && let Some(function) = functions
                .iter()
                .copied()
                .find(|&id| Some(outline.definitions[id].name.as_str()) == callable)
        {
            let mut annotations = outline.definitions[class].annotations.clone();
            annotations.retain(|&id| rule.prefix_annotation.matches(&outline.calls[id].name));
            for annotation in annotations {
                let name = &outline.calls[annotation].name;
                let slots = framework
                    .handler
                    .iter()
                    .find(|h| h.annotation.matches(name))
                    .and_then(|h| h.method.as_ref());
                let methods = self.methods(file, annotation, framework, slots);
                found.push((
                    function,
                    outline.calls[annotation].line(),
                    methods,
                    String::new(),
                ));
            }
            for handler in &framework.handler {
                if let Some((line, said)) = self.comment_on(file, class, &handler.comment) {
                    found.push((
                        function,
                        line,
                        methods_said(&said, framework),
                        String::new(),
                    ));
                    break;
                }
            }
        }
        for (function, line, mut methods, path) in found {
            if methods.is_empty() {
                methods.push("ANY".to_owned());
            }
            let mut guards = self.definition_guards(file, class, framework);
            guards.extend(self.definition_guards(file, function, framework));
            let lifted =
                self.is_lifted(file, class, framework) || self.is_lifted(file, function, framework);
            self.graph.registrations.push(Registration {
                name: self.documented_name(file, function, framework),
                node,
                methods,
                paths: vec![path],
                file,
                line,
                guards,
                lifted,
                handler: Some((file, function)),
                view: Some((file, class)),
            });
        }
    }

    /// The name in an annotation of a doc comment.
    fn documented_name(
        &self,
        file: FileId,
        definition: DefinitionId,
        framework: &Framework,
    ) -> Option<String> {
        let names = framework.names.as_ref()?;
        let (_, mut said) = self.comment_on(file, definition, &names.comment)?;
        said.remove("name")
    }

    /// What the doc comment of a definition says, by the groups of the first pattern that fits.
    fn comment_on(
        &self,
        file: FileId,
        definition: DefinitionId,
        patterns: &Patterns,
    ) -> Option<(u32, BTreeMap<String, String>)> {
        let comments = &self.project.outline(file).comments;
        let own = comments
            .iter()
            .filter(|comment| comment.documents == Some(definition));
        own.filter(|_| !patterns.is_empty()).find_map(|comment| {
            let mut said = BTreeMap::new();
            patterns
                .capture(&comment.text, &mut said)
                .then_some((comment.line, said))
        })
    }
}

fn methods_said(said: &BTreeMap<String, String>, framework: &Framework) -> Vec<String> {
    let words = said.get("methods").map_or("", String::as_str);
    let words = words
        .split(|c: char| !c.is_ascii_alphabetic())
        .filter(|word| !word.is_empty());
    words.map(|word| method_name(word, framework)).collect()
}
