//! Rust attributes as annotations.

use tree_sitter::Node;

use super::Rust;
use super::calls::split;
use super::tokens::path_of;
use crate::syntax::outline::{Argument, Call, CallId, CallKind, DefinitionId, Value};
use crate::syntax::tree::{MOST_ANNOTATIONS, child, children};
use crate::syntax::walk::Builder;

impl Rust {
    /// `#[x(…)]` before an item. Each trait of `#[derive(…)]` is an annotation of its own, too.
    pub(super) fn attribute(&mut self, build: &mut Builder<'_>, node: Node<'_>) {
        self.attributes_end = node.end_byte();
        let Some(attribute) = child(node, "attribute") else {
            return;
        };
        let call = self.annotation(build, attribute);
        let derived = match call.name == "derive" {
            true => call.arguments.clone(),
            false => Vec::new(),
        };
        let id = build.fill_call(attribute, call);
        self.keep(id);
        for argument in derived {
            let (receiver, name) = split(path_of(argument.value));
            let id = build.outline.calls.len();
            build.outline.calls.push(Call {
                kind: CallKind::Annotation,
                name,
                receiver,
                scope: build.scope(),
                lines: crate::syntax::walk::lines(attribute),
                ..Call::default()
            });
            self.keep(id);
        }
    }

    /// `#![x]` is about the file or block around it.
    pub(super) fn inner_attribute(&mut self, build: &mut Builder<'_>, node: Node<'_>) {
        if let Some(attribute) = child(node, "attribute") {
            let call = self.annotation(build, attribute);
            build.fill_call(attribute, call);
        }
    }

    fn keep(&mut self, id: CallId) {
        if self.attributes.len() < MOST_ANNOTATIONS {
            self.attributes.push(id);
        }
    }

    fn annotation(&mut self, build: &mut Builder<'_>, attribute: Node<'_>) -> Call {
        let named = children(attribute).first().copied();
        if let Some(named) = named {
            self.claim(named);
        }
        let path = named
            .and_then(|named| self.path(build, named))
            .unwrap_or_default();
        let (receiver, name) = split(path);
        let mut arguments = match attribute.child_by_field_name("arguments") {
            Some(tree) => self.tokens(build, tree, 0),
            None => Vec::new(),
        };
        // `#[path = "x"]`.
        if let Some(value) = attribute.child_by_field_name("value") {
            arguments.push(Argument {
                name: None,
                value: self.value(build, value, 0),
                line: build.line(value),
            });
        }
        Call {
            kind: CallKind::Annotation,
            name,
            receiver,
            arguments,
            ..Call::default()
        }
    }

    /// Gives the attributes before a class or function to it.
    pub(super) fn decorate(
        &mut self,
        build: &mut Builder<'_>,
        id: DefinitionId,
        attributes: Vec<CallId>,
    ) {
        for &attribute in &attributes {
            if let Some(call) = build.outline.calls.get_mut(attribute) {
                call.decorates = Some(id);
            }
        }
        if let Some(definition) = build.outline.definitions.get_mut(id) {
            definition.annotations = attributes;
        }
    }

    /// Whether `#[cfg(test)]` or `#[test]`, also a library's (`#[x::test]`), is among the attributes.
    pub(super) fn is_for_tests(build: &Builder<'_>, attributes: &[CallId]) -> bool {
        let test = Value::Name(vec!["test".to_owned()]);
        attributes.iter().any(|&id| {
            build
                .outline
                .calls
                .get(id)
                .is_some_and(|call| match call.name.as_str() {
                    "cfg" => call.arguments.iter().any(|argument| argument.value == test),
                    name => name == "test",
                })
        })
    }
}
