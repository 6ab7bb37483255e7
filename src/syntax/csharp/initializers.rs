//! Lists and objects written out: initialisers, anonymous objects, collection expressions.

use tree_sitter::Node;

use super::CSharp;
use super::expressions::{member, simple_name, subscript};
use crate::syntax::outline::{Argument, Value};
use crate::syntax::tree::children;
use crate::syntax::walk::Builder;

impl CSharp {
    /// `{ a, b }` is a list; `{ A = b }`, `{ ["a"] = b }` and `{ { "a", b } }` are objects.
    pub(super) fn initializer(
        &mut self,
        build: &mut Builder<'_>,
        node: Node<'_>,
        depth: usize,
    ) -> Value {
        let mut pairs = Vec::new();
        let mut items = Vec::new();
        for entry in children(node) {
            match self.entry(build, entry) {
                Some((key, given)) => pairs.push((key, self.value(build, given, depth + 1))),
                None => items.push(self.value(build, entry, depth + 1)),
            }
        }
        if pairs.is_empty() || !items.is_empty() {
            items.extend(pairs.into_iter().map(|(_, value)| value));
            Value::List(items)
        } else {
            Value::Map(pairs)
        }
    }

    /// What an object's initialiser gives it, as arguments of its construction.
    pub(super) fn initial_arguments(
        &mut self,
        build: &mut Builder<'_>,
        node: Node<'_>,
    ) -> Vec<Argument> {
        let mut arguments = Vec::new();
        for entry in children(node) {
            let (name, given) = match self.entry(build, entry) {
                Some((key, given)) => (Some(key), given),
                None => (None, entry),
            };
            arguments.push(Argument {
                name,
                value: self.value(build, given, 0),
                line: build.line(entry),
            });
        }
        arguments
    }

    /// Key and value of an entry that has both. An assignment there is none of a variable.
    fn entry<'t>(&mut self, build: &Builder<'_>, entry: Node<'t>) -> Option<(String, Node<'t>)> {
        if entry.kind() == "initializer_expression" {
            let pair = children(entry);
            let [key, given] = pair.as_slice() else {
                return None;
            };
            return (key.kind() == "string_literal")
                .then(|| (super::strings::text(&build.text(*key)), *given));
        }
        if entry.kind() != "assignment_expression" {
            return None;
        }
        self.taken.insert(entry.id());
        let left = entry.child_by_field_name("left")?;
        let key = match left.kind() {
            "identifier" => build.text(left),
            "element_binding_expression" => subscript(build, left).unwrap_or_default(),
            _ => return None,
        };
        Some((key, entry.child_by_field_name("right")?))
    }

    /// `new { a = b, c.d }`.
    pub(super) fn anonymous(
        &mut self,
        build: &mut Builder<'_>,
        node: Node<'_>,
        depth: usize,
    ) -> Value {
        let mut cursor = node.walk();
        let tokens: Vec<Node<'_>> = node
            .children(&mut cursor)
            .filter(|token| !token.is_extra())
            .collect();
        let mut pairs = Vec::new();
        for entry in tokens.split(|token| matches!(token.kind(), "," | "{" | "}" | "new")) {
            match entry {
                [name, equals, given] if equals.kind() == "=" => {
                    pairs.push((build.text(*name), self.value(build, *given, depth + 1)));
                }
                [given] => {
                    let name = match member(build, *given) {
                        Some((_, name)) => name,
                        None => simple_name(build, *given),
                    };
                    pairs.push((name, self.value(build, *given, depth + 1)));
                }
                _ => {}
            }
        }
        Value::Map(pairs)
    }

    /// `[a, b, ..c]`.
    pub(super) fn collection(
        &mut self,
        build: &mut Builder<'_>,
        node: Node<'_>,
        depth: usize,
    ) -> Value {
        let mut items = Vec::new();
        for element in children(node) {
            let Some(element) = children(element).first().copied() else {
                continue;
            };
            let item = children(element).first().copied();
            items.push(match item {
                Some(item) if element.kind() == "expression_element" => {
                    self.value(build, item, depth + 1)
                }
                _ => Value::Opaque,
            });
        }
        Value::List(items)
    }
}
