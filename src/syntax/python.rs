//! Python source to outline: which node means what.
//!
//! Expressions become values in `values`, strings in `strings`; `comparisons`, `definitions` and
//! `statements` have the rest. Types are kept as written and never interpreted.

mod comparisons;
mod definitions;
mod statements;
mod strings;
#[cfg(test)]
mod tests;
mod values;

use std::collections::{HashMap, HashSet};

use tree_sitter::Node;

use super::outline::{
    Argument, Call, CallKind, ConstructKind, DefinitionId, DefinitionKind, ELEMENT, Literal, Value,
};
use super::tree::stands_at;
use super::walk::values::{brief, callee};
use super::walk::{Builder, Grammar, Step};

#[derive(Default)]
pub(super) struct Python {
    /// Nodes that a larger one already speaks for: parts of a string, inner members of a chain,
    /// callees and assignment targets.
    claimed: HashSet<usize>,
    /// Calls that stand in a decorator, with what they decorate.
    decorators: HashMap<usize, DefinitionId>,
    /// Statements that are the doc string of a definition.
    documents: HashMap<usize, DefinitionId>,
}

impl Grammar for Python {
    fn enter(&mut self, build: &mut Builder<'_>, node: Node<'_>) -> Step {
        // Keywords are nodes too and share names with what they begin: `lambda`, `await`.
        if !node.is_named() {
            return Step::Into;
        }
        match node.kind() {
            "comment" => build.comment(node),
            "import_statement" | "future_import_statement" => self.import(build, node),
            "import_from_statement" => self.import_from(build, node),
            "decorated_definition" => self.decorated(build, node),
            "class_definition" => return self.class(build, node),
            "function_definition" => return self.function(build, node),
            "lambda" => return self.lambda(build, node),
            "call" => self.call(build, node),
            "expression_statement" => return self.expression_statement(build, node),
            "assignment" => self.assignment(build, node),
            "augmented_assignment" => self.augmented_assignment(build, node),
            "named_expression" => self.walrus(build, node),
            "with_item" => self.with_item(build, node),
            "return_statement" => self.returned(build, node),
            "string" | "concatenated_string" | "binary_operator" => self.literal(build, node),
            "attribute" | "subscript" => self.reference(build, node),
            "comparison_operator" => self.comparison(build, node),
            "match_statement" => self.match_statement(build, node),
            "except_clause" => build.construct(node, ConstructKind::Catch),
            "raise_statement" => build.construct(node, ConstructKind::Throw),
            "assert_statement" => build.construct(node, ConstructKind::Assert),
            "await" => build.construct(node, ConstructKind::Await),
            "for_statement" | "with_statement" | "for_in_clause" => {
                if opens_async(node) {
                    build.construct(node, ConstructKind::Await);
                }
                if node.kind() == "for_statement" {
                    self.each(build, node);
                }
            }
            _ => {}
        }
        Step::Into
    }
}

/// Whether the statement begins with `async`.
fn opens_async(node: Node<'_>) -> bool {
    node.child(0).is_some_and(|child| child.kind() == "async")
}

/// The first child that is code.
fn first_child<'t>(node: Node<'t>) -> Option<Node<'t>> {
    node.named_children(&mut node.walk())
        .find(|child| child.kind() != "comment")
}

impl Python {
    fn claim(&mut self, node: Node<'_>) {
        self.claimed.insert(node.id());
    }

    fn is_claimed(&self, node: Node<'_>) -> bool {
        self.claimed.contains(&node.id())
    }

    fn call(&mut self, build: &mut Builder<'_>, node: Node<'_>) {
        let Some(function) = node.child_by_field_name("function") else {
            return;
        };
        self.claim(function);
        let (receiver, name) = callee(self.value(build, function, 0));
        let arguments = match node.child_by_field_name("arguments") {
            Some(list) if list.kind() == "generator_expression" => vec![Argument {
                name: None,
                value: Value::Opaque,
                line: build.line(list),
            }],
            Some(list) => self.arguments(build, list),
            None => Vec::new(),
        };
        let decorates = self.decorators.get(&node.id()).copied();
        let call = Call {
            kind: match decorates {
                Some(_) => CallKind::Annotation,
                None => CallKind::Call,
            },
            name,
            receiver,
            arguments,
            decorates,
            ..Call::default()
        };
        let id = build.fill_call(node, call);
        if decorates.is_none() {
            stands_at(build, id, function.child_by_field_name("attribute"));
        }
    }

    fn arguments(&mut self, build: &mut Builder<'_>, list: Node<'_>) -> Vec<Argument> {
        let mut arguments = Vec::new();
        for child in list.named_children(&mut list.walk()) {
            let (name, value) = match child.kind() {
                "comment" => continue,
                // Not positional, and no keyword of its own.
                "dictionary_splat" => (Some("**".to_owned()), Value::Opaque),
                "keyword_argument" => (
                    build.field(child, "name"),
                    self.field_value(build, child, "value"),
                ),
                // Each of them is an argument.
                "list_splat" => match first_child(child).map(|it| self.value(build, it, 0)) {
                    Some(values) if !matches!(values, Value::Opaque) => {
                        let each = Value::Member(Box::new(values), ELEMENT.to_owned());
                        (None, each)
                    }
                    _ => (None, Value::Opaque),
                },
                _ => (None, self.value(build, child, 0)),
            };
            let line = build.line(child);
            arguments.push(Argument { name, value, line });
        }
        arguments
    }

    /// Records a chain that is read. Only the longest one: its inner members are claimed.
    fn reference(&mut self, build: &mut Builder<'_>, node: Node<'_>) {
        let Some((object, _)) = self.link(build, node) else {
            return;
        };
        if !self.is_claimed(node)
            && let Some(path) = self.path(build, node)
        {
            build.refer(node, path);
        }
        if matches!(object.kind(), "attribute" | "subscript") {
            self.claim(object);
        }
    }

    /// Records a string that is not a part of a larger one.
    fn literal(&mut self, build: &mut Builder<'_>, node: Node<'_>) {
        if self.is_claimed(node) {
            return;
        }
        let value = self.value(build, node, 0);
        let is_string = match &value {
            Value::Text(_) => true,
            // `a + b` of names alone may be anything.
            Value::Join(parts) => {
                node.kind() != "binary_operator"
                    || parts.iter().any(|part| part.as_text().is_some())
            }
            _ => false,
        };
        if is_string {
            build.literal(node, value);
        }
    }

    /// What the function around gives back.
    fn returned(&mut self, build: &mut Builder<'_>, node: Node<'_>) {
        let Some(result) = first_child(node) else {
            return;
        };
        let value = self.value(build, result, 0);
        if let Value::List(items) = &value {
            // The line of the last item: a long object before a short one is what is written most.
            let last = result.named_child(result.named_child_count().saturating_sub(1) as u32);
            let (scope, line) = (build.scope(), build.line(last.unwrap_or(result)));
            let value = Value::List(items.iter().cloned().map(brief).collect());
            build.outline.returned.push(Literal { value, scope, line });
        }
        let function = build.function();
        let definition = function.and_then(|id| build.outline.definitions.get_mut(id));
        if let Some(definition) = definition {
            definition.returns.push(value);
        }
    }

    fn lambda(&mut self, build: &mut Builder<'_>, node: Node<'_>) -> Step {
        let (id, body) = build.define(node, DefinitionKind::Closure);
        let parameters = self.parameters(build, node);
        let returns = match node.child_by_field_name("body") {
            Some(body) => vec![self.value(build, body, 0)],
            None => Vec::new(),
        };
        if let Some(definition) = build.outline.definitions.get_mut(id) {
            definition.parameters = parameters;
            definition.returns = returns;
        }
        Step::Scope(body)
    }
}
