//! JavaScript, TypeScript and TSX source to outline: their three grammars name nearly all nodes
//! alike, so one reading serves them.
//!
//! It refuses to see types (except as written text), markup in JSX and module paths of `import`
//! statements as code; expressions inside JSX count.

mod assignments;
mod calls;
mod definitions;
mod docs;
mod exports;
mod imports;
mod parameters;
mod strings;
#[cfg(test)]
mod tests;
mod values;

use std::collections::{HashMap, HashSet};

use tree_sitter::Node;

use super::outline::{Binding, CallId, ConstructKind, DefinitionId, ScopeId};
use super::walk::{Builder, DEPTH, Grammar, Step};

/// What nodes higher up have already decided about nodes that the walk has yet to reach.
#[derive(Default)]
pub(super) struct JavaScript {
    /// Nodes that need no record of their own: parts of a joined string, called or written chains.
    settled: HashSet<usize>,
    /// The type in `value as Type`.
    types: HashSet<usize>,
    /// Everything before this byte belongs to a type.
    types_end: usize,
    /// Names given to a `require(…)` or `import(…)`, by the call's node.
    required: HashMap<usize, Vec<Binding>>,
    /// What a decorator stands on.
    decorated: HashMap<usize, DefinitionId>,
    /// Decorators of a class field, by the field's node.
    annotations: HashMap<usize, Vec<CallId>>,
    /// Nodes that make up the body of a definition.
    bodies: HashMap<usize, ScopeId>,
    doc: Option<docs::Doc>,
}

impl Grammar for JavaScript {
    fn enter(&mut self, build: &mut Builder<'_>, node: Node<'_>) -> Step {
        if !node.is_named() {
            if node.kind() == "}" {
                self.doc = None;
            }
            return Step::Into;
        }
        let kind = node.kind();
        if matches!(kind, "comment" | "html_comment" | "hash_bang_line") {
            build.comment(node);
            self.open_doc(build, node);
            return Step::Over;
        }
        if node.start_byte() < self.types_end {
            return Step::Into;
        }
        if self.types.remove(&node.id()) || is_type(kind) {
            self.types_end = node.end_byte();
            return Step::Into;
        }
        self.close_doc(build, node);
        let step = self.dispatch(build, node, kind);
        match self.bodies.remove(&node.id()) {
            Some(scope) => Step::Scope(scope),
            None => step,
        }
    }
}

impl JavaScript {
    fn dispatch(&mut self, build: &mut Builder<'_>, node: Node<'_>, kind: &str) -> Step {
        match kind {
            "import_statement" => self.import_statement(build, node),
            "import_alias" => self.import_alias(build, node),
            "export_statement" => self.export_statement(build, node),
            "expression_statement" => self.directive(node),
            "variable_declarator" => self.declarator(build, node),
            "assignment_expression" => self.assignment(build, node),
            "augmented_assignment_expression" => self.augmented(build, node),
            "for_in_statement" => self.loop_variable(build, node),
            "field_definition" | "public_field_definition" | "property_signature" => {
                self.field(build, node);
            }
            "call_expression" | "new_expression" => self.call(build, node),
            "decorator" => self.decorator(build, node),
            "member_expression" | "subscript_expression" => self.reference(build, node),
            "string" | "template_string" => self.string(build, node),
            "binary_expression" => self.binary(build, node),
            "as_expression" | "satisfies_expression" => {
                self.types.extend(named(node).get(1).map(Node::id));
            }
            "switch_statement" => self.switch(build, node),
            "catch_clause" => build.construct(node, ConstructKind::Catch),
            "throw_statement" => build.construct(node, ConstructKind::Throw),
            "await_expression" => build.construct(node, ConstructKind::Await),
            "return_statement" => self.result(build, node),
            "class" | "class_declaration" | "abstract_class_declaration" => {
                self.class(build, node);
            }
            "class_body" => self.class_body(build, node),
            "interface_declaration" => self.interface(build, node),
            "type_alias_declaration" => self.type_alias(build, node),
            "enum_declaration" => self.enumeration(build, node),
            "enum_body" => self.enum_body(node),
            "enum_assignment" | "property_identifier" => self.enum_member(build, node),
            "jsx_attribute"
            | "jsx_opening_element"
            | "jsx_closing_element"
            | "jsx_self_closing_element" => self.markup(node),
            "method_definition" | "method_signature" | "abstract_method_signature" => {
                self.method(build, node);
            }
            "arrow_function"
            | "function_expression"
            | "generator_function"
            | "function_declaration"
            | "generator_function_declaration" => {
                return self.function(build, node);
            }
            _ => {}
        }
        Step::Into
    }

    /// Marks a node as needing no record of its own.
    fn settle(&mut self, node: Node<'_>) {
        self.settled.insert(node.id());
    }

    fn is_settled(&self, node: Node<'_>) -> bool {
        self.settled.contains(&node.id())
    }

    /// Marks a member chain down to its root.
    fn settle_chain(&mut self, node: Node<'_>) {
        let mut next = Some(node);
        for _ in 0..=DEPTH {
            let Some(link) = next.map(values::bare) else {
                return;
            };
            if !matches!(link.kind(), "member_expression" | "subscript_expression") {
                return;
            }
            self.settle(link);
            next = link.child_by_field_name("object");
        }
    }

    /// A statement that is only a string: `'use strict'`.
    fn directive(&mut self, node: Node<'_>) {
        if let Some(text) = first(node).filter(|child| child.kind() == "string") {
            self.settle(text);
        }
    }

    fn markup(&mut self, node: Node<'_>) {
        if node.kind() == "jsx_attribute" {
            for text in named(node)
                .into_iter()
                .filter(|child| child.kind() == "string")
            {
                self.settle(text);
            }
        } else if let Some(name) = node.child_by_field_name("name") {
            self.settle_chain(name);
        }
    }

    fn reference(&mut self, build: &mut Builder<'_>, node: Node<'_>) {
        if self.is_settled(node) {
            return;
        }
        if let Some(path) = self.chain(build, node).filter(|path| path.len() > 1) {
            self.settle_chain(node);
            build.refer(node, path);
        }
    }

    fn string(&mut self, build: &mut Builder<'_>, node: Node<'_>) {
        if !self.is_settled(node) {
            let value = self.value(build, node);
            build.literal(node, value);
        }
    }

    fn binary(&mut self, build: &mut Builder<'_>, node: Node<'_>) {
        match values::operator(node) {
            Some("+") if !self.is_settled(node) => {
                if let (value, true) = self.join(build, node, 0) {
                    build.literal(node, value);
                }
            }
            Some(operator @ ("==" | "===" | "!=" | "!==")) => {
                let left = self.field_value(build, node, "left");
                let right = self.field_value(build, node, "right");
                build.compare(node, left, right, operator.starts_with('='));
            }
            _ => {}
        }
    }

    fn switch(&mut self, build: &mut Builder<'_>, node: Node<'_>) {
        let subject = values::small(self.field_value(build, node, "value"));
        for case in node
            .child_by_field_name("body")
            .map(named)
            .unwrap_or_default()
        {
            if case.kind() == "switch_case" {
                let right = self.field_value(build, case, "value");
                build.compare(case, subject.clone(), right, true);
            }
        }
    }

    fn result(&mut self, build: &mut Builder<'_>, node: Node<'_>) {
        if let (Some(value), Some(function)) = (first(node), build.function()) {
            let value = self.value(build, value);
            build.outline.definitions[function].returns.push(value);
        }
    }
}

/// Nodes in which nothing is code.
fn is_type(kind: &str) -> bool {
    matches!(
        kind,
        "type_annotation"
            | "type_arguments"
            | "type_parameters"
            | "asserts_annotation"
            | "type_predicate_annotation"
            | "implements_clause"
            | "extends_type_clause"
            | "index_signature"
            | "call_signature"
            | "construct_signature"
            | "function_signature"
    )
}

/// The named children, without comments.
fn named(node: Node<'_>) -> Vec<Node<'_>> {
    let mut cursor = node.walk();
    node.named_children(&mut cursor)
        .filter(|child| !matches!(child.kind(), "comment" | "html_comment"))
        .collect()
}

fn first(node: Node<'_>) -> Option<Node<'_>> {
    let mut cursor = node.walk();
    node.named_children(&mut cursor)
        .find(|child| !matches!(child.kind(), "comment" | "html_comment"))
}

/// Whether the node has this keyword or sign among its own tokens.
fn has_token(node: Node<'_>, token: &str) -> bool {
    let mut cursor = node.walk();
    node.children(&mut cursor)
        .any(|child| !child.is_named() && child.kind() == token)
}
