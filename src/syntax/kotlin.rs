//! Kotlin source to outline.
//!
//! This file says which node is read by whom; the parts are in the submodules. A call of a name
//! with a capital is a construction, as the language has no word for it. What stands in a companion
//! object stands in its class. A property in a constructor's parameters is a parameter and a field.

mod calls;
mod definitions;
mod expressions;
mod statements;
mod strings;
#[cfg(test)]
mod tests;
mod variables;

use std::collections::{HashMap, HashSet};

use tree_sitter::Node;

use super::documentation::Documentation;
use super::outline::{CallId, ConstructKind, DefinitionId, ScopeId};
use super::walk::{Builder, Grammar, Step};

/// The grammar takes a call of `get` behind a property for the property's accessor, which has no
/// arguments, and loses what is around it: a semicolon in the blank before the call parts them.
pub(super) fn with_calls_apart(source: &[u8]) -> Option<Vec<u8>> {
    let mut apart = Vec::new();
    let mut at = 0;
    for line in source.split_inclusive(|byte| *byte == b'\n') {
        let text = line.trim_ascii_start();
        let blank = line.len() - text.len();
        if let Some(rest) = text.strip_prefix(b"get") {
            let is_call = match rest.trim_ascii_start() {
                [b'(', inner @ ..] => !inner.trim_ascii_start().starts_with(b")"),
                [b'{' | b'<', ..] => true,
                _ => false,
            };
            if is_call && blank > 0 && is_at_an_end(&source[..at]) {
                apart.push(at + blank - 1);
            }
        }
        at += line.len();
    }
    let mut reworded = source.to_vec();
    for &at in &apart {
        reworded[at] = b';';
    }
    (!apart.is_empty()).then_some(reworded)
}

/// Whether a statement may end with the last line of code in this text.
fn is_at_an_end(source: &[u8]) -> bool {
    let lines = source.rsplit(|byte| *byte == b'\n');
    let code = lines.take(40).find_map(|line| {
        let line = line.trim_ascii();
        let is_comment = [b"//".as_slice(), b"/*", b"*"];
        let is_comment = is_comment.iter().any(|mark| line.starts_with(mark));
        (!line.is_empty() && !is_comment).then_some(line)
    });
    code.is_some_and(|line| {
        !line.ends_with(b"else") && !line.ends_with(b"return") && {
            let last = line.last().copied().unwrap_or_default();
            !b"({[,=<>+-*/%&|?:.!".contains(&last)
        }
    })
}

#[derive(Default)]
pub(super) struct Kotlin {
    documentation: Documentation,
    /// Parameter lists and bodies that open the scope of a definition around them.
    inside: HashMap<usize, ScopeId>,
    /// What an annotation that is still to come stands on.
    decorated: HashMap<usize, DefinitionId>,
    /// Nodes that were recorded as a part of another one.
    taken: HashSet<usize>,
    /// Annotations that stand apart from the definition that follows, by that.
    detached: HashMap<usize, Vec<CallId>>,
    /// Such annotations whose arguments stand behind them as an expression.
    given: HashSet<usize>,
    /// Callees: what they are called on is read, they themselves are not.
    called: HashSet<usize>,
}

impl Grammar for Kotlin {
    fn enter(&mut self, build: &mut Builder<'_>, node: Node<'_>) -> Step {
        if matches!(node.kind(), "line_comment" | "block_comment") {
            self.documentation.comment(build, node);
            return Step::Over;
        }
        let step = match self.inside.remove(&node.id()) {
            Some(scope) => Step::Scope(scope),
            None => self.read(build, node),
        };
        let whole = matches!(step, Step::Over) || node.child_count() == 0;
        self.documentation.code(node, whole);
        step
    }
}

impl Kotlin {
    fn read(&mut self, build: &mut Builder<'_>, node: Node<'_>) -> Step {
        match node.kind() {
            "package_header" => {
                statements::package(build, node);
                return Step::Over;
            }
            "import" => {
                statements::import(build, node);
                return Step::Over;
            }
            "class_declaration" | "object_declaration" => self.class(build, node),
            "object_literal" => self.anonymous(build, node),
            "enum_entry" => self.constant(build, node),
            "function_declaration" => self.function(build, node),
            "secondary_constructor" => self.constructor(build, node),
            "anonymous_function" => self.anonymous_function(build, node),
            "getter" | "setter" => self.accessor(build, node),
            "lambda_literal" => return Step::Scope(self.lambda(build, node)),
            "property_declaration" => self.property(build, node),
            "for_statement" | "catch_block" => self.variable(build, node),
            "assignment" => self.assignment(build, node),
            "annotated_expression" => self.detached(build, node),
            "annotation" | "file_annotation" => self.annotation(build, node),
            "constructor_invocation" => self.super_call(build, node),
            "constructor_delegation_call" => self.delegation(build, node),
            "call_expression" => self.call(build, node),
            "infix_expression" => self.infix(build, node),
            "binary_expression" => self.binary(build, node),
            "when_expression" => self.when(build, node),
            "string_literal" | "multiline_string_literal" => self.string(build, node),
            "navigation_expression" | "index_expression" | "callable_reference" => {
                return self.reference(build, node);
            }
            "return_expression" => self.returned(build, node),
            "throw_expression" => build.construct(node, ConstructKind::Throw),
            _ => {}
        }
        if node.kind() == "catch_block" {
            build.construct(node, ConstructKind::Catch);
        }
        Step::Into
    }
}
