//! PHP source to outline: which node means what. HTML around the code is no code.
//!
//! Expressions become values in `values`, strings in `strings`; `calls` has what is called and what
//! only looks like it, `definitions` and `statements` the rest. Namespaces are not resolved: names
//! stay as written.

mod calls;
mod definitions;
mod includes;
mod statements;
mod strings;
#[cfg(test)]
mod tests;
mod values;

use std::collections::{HashMap, HashSet};

use tree_sitter::Node;

use super::outline::{ConstructKind, DefinitionId, DefinitionKind, Export, Lines, Value};
use super::walk::values::brief;
use super::walk::{Builder, Grammar, Step, lines};

/// Variables that are known everywhere; they count as references even without a member.
const SUPERGLOBALS: [&str; 9] = [
    "GLOBALS", "_COOKIE", "_ENV", "_FILES", "_GET", "_POST", "_REQUEST", "_SERVER", "_SESSION",
];

#[derive(Default)]
pub(super) struct Php {
    /// Nodes that a larger one already speaks for: parts of a string, inner members of a chain,
    /// targets of assignments, attributes that are already calls.
    claimed: HashSet<usize>,
    /// Included files whose result is kept, with the variable that keeps it.
    aliases: HashMap<usize, String>,
    /// The doc block just before the node that is entered, as an index of the comments.
    doc_block: Option<usize>,
    /// The line of the last `?>`, or 0.
    end_tag: u32,
    /// A `<?=` was just before.
    echoes: bool,
}

impl Grammar for Php {
    fn enter(&mut self, build: &mut Builder<'_>, node: Node<'_>) -> Step {
        let doc_block = self.doc_block.take();
        // Keywords are nodes too and share names with what they begin.
        if !node.is_named() {
            return Step::Into;
        }
        match node.kind() {
            "comment" => self.comment(build, node),
            "php_end_tag" => self.end_tag = build.line(node),
            "text" => self.html(build, node),
            "php_tag" => self.echoes = build.text(node) == "<?=",
            "namespace_definition" => self.namespace(build, node),
            "namespace_use_declaration" => self.uses(build, node),
            "class_declaration"
            | "interface_declaration"
            | "trait_declaration"
            | "enum_declaration"
            | "anonymous_class" => {
                let (id, body) = self.class(build, node);
                document(build, doc_block, id);
                return Step::Scope(body);
            }
            "function_definition" | "method_declaration" => {
                let (id, body) = self.function(build, node, DefinitionKind::Function);
                document(build, doc_block, id);
                return Step::Scope(body);
            }
            "anonymous_function" | "arrow_function" => {
                let (_, body) = self.function(build, node, DefinitionKind::Closure);
                return Step::Scope(body);
            }
            "attribute" => self.attribute(build, node, None),
            "property_declaration" | "const_declaration" | "enum_case" => self.fields(build, node),
            "function_call_expression" => self.function_call(build, node),
            "scoped_call_expression" => self.method_call(build, node, "scope"),
            "member_call_expression" | "nullsafe_member_call_expression" => {
                self.method_call(build, node, "object");
            }
            "object_creation_expression" => self.creation(build, node),
            "include_expression"
            | "include_once_expression"
            | "require_expression"
            | "require_once_expression" => self.include(build, node),
            "echo_statement"
            | "print_intrinsic"
            | "exit_statement"
            | "unset_statement"
            | "shell_command_expression" => self.construct(build, node),
            "expression_statement" => self.expression_statement(build, node),
            "assignment_expression" | "reference_assignment_expression" => {
                self.assignment(build, node);
            }
            "augmented_assignment_expression" => self.augmented_assignment(build, node),
            "static_variable_declaration" => self.static_variable(build, node),
            "return_statement" => self.returned(build, node),
            "string" | "encapsed_string" | "heredoc" | "nowdoc" => self.literal(build, node),
            "binary_expression" if values::is_operator(build, node, ".") => {
                self.literal(build, node);
            }
            "binary_expression" => self.comparison(build, node),
            "switch_statement" | "match_expression" => self.arms(build, node),
            "member_access_expression"
            | "nullsafe_member_access_expression"
            | "scoped_property_access_expression"
            | "class_constant_access_expression"
            | "subscript_expression"
            | "variable_name" => self.reference(build, node),
            "catch_clause" => build.construct(node, ConstructKind::Catch),
            "throw_expression" => build.construct(node, ConstructKind::Throw),
            _ => {}
        }
        Step::Into
    }
}

/// The children that are code.
fn children<'t>(node: Node<'t>) -> Vec<Node<'t>> {
    node.named_children(&mut node.walk())
        .filter(|child| child.kind() != "comment")
        .collect()
}

/// The first child that is code.
fn first_child<'t>(node: Node<'t>) -> Option<Node<'t>> {
    node.named_children(&mut node.walk())
        .find(|child| child.kind() != "comment")
}

/// Ties a doc block to the definition that follows it.
fn document(build: &mut Builder<'_>, doc_block: Option<usize>, definition: DefinitionId) {
    let comment = doc_block.and_then(|index| build.outline.comments.get_mut(index));
    if let Some(comment) = comment {
        comment.documents = Some(definition);
    }
}

impl Php {
    fn claim(&mut self, node: Node<'_>) {
        self.claimed.insert(node.id());
    }

    fn is_claimed(&self, node: Node<'_>) -> bool {
        self.claimed.contains(&node.id())
    }

    fn comment(&mut self, build: &mut Builder<'_>, node: Node<'_>) {
        build.comment(node);
        let last = build.outline.comments.len().checked_sub(1);
        self.doc_block = last.filter(|&index| {
            let comment = build.outline.comments.get(index);
            comment.is_some_and(|comment| comment.text.starts_with("/**"))
        });
    }

    /// Leaves out the lines that hold nothing but this text. Its first may be shared with the tag
    /// before it, its last is shared with the tag that ends it.
    fn html(&mut self, build: &mut Builder<'_>, node: Node<'_>) {
        let Lines { first, last } = lines(node);
        let first = first.max(self.end_tag + 1);
        let last = last - 1;
        build.prose(Lines { first, last });
    }

    /// Records a chain that is read. Only the longest one: its inner members are claimed.
    fn reference(&mut self, build: &mut Builder<'_>, node: Node<'_>) {
        let object = self.link(build, node).map(|(object, _)| object);
        let is_global = node.kind() == "variable_name"
            && SUPERGLOBALS.contains(&build.text(node).trim_start_matches('$'));
        if (object.is_some() || is_global)
            && !self.is_claimed(node)
            && let Some(path) = self.path(build, node)
        {
            build.refer(node, path);
        }
        if let Some(object) = object {
            self.claim_chain(object);
        }
    }

    /// Marks the head of a chain, so that it is not recorded as a chain of its own.
    fn claim_chain(&mut self, node: Node<'_>) {
        if values::is_chain(node) {
            self.claim(node);
        }
    }

    /// Records a string that is not a part of a larger one.
    fn literal(&mut self, build: &mut Builder<'_>, node: Node<'_>) {
        if self.is_claimed(node) {
            return;
        }
        let value = self.value(build, node, 0);
        if matches!(value, Value::Text(_) | Value::Join(_)) {
            build.literal(node, value);
        }
    }

    fn comparison(&mut self, build: &mut Builder<'_>, node: Node<'_>) {
        let equal = match build.field(node, "operator").as_deref() {
            Some("==" | "===") => true,
            Some("!=" | "!==" | "<>") => false,
            _ => return,
        };
        let left = self.uncast(build, node, "left");
        let right = self.uncast(build, node, "right");
        build.compare(node, left, right, equal);
    }

    /// An operand of a comparison; a cast does not change what is compared.
    fn uncast(&mut self, build: &mut Builder<'_>, node: Node<'_>, side: &str) -> Value {
        let mut operand = node.child_by_field_name(side);
        while let Some(cast) = operand.filter(|operand| operand.kind() == "cast_expression") {
            operand = cast.child_by_field_name("value");
        }
        operand.map_or(Value::Opaque, |operand| self.value(build, operand, 0))
    }

    /// The subject of `switch` and `match` against the cases of each arm.
    fn arms(&mut self, build: &mut Builder<'_>, node: Node<'_>) {
        let subject = brief(self.field_value(build, node, "condition"));
        let Some(body) = node.child_by_field_name("body") else {
            return;
        };
        for arm in children(body) {
            let cases = match arm.kind() {
                "case_statement" => arm.child_by_field_name("value").into_iter().collect(),
                _ => arm
                    .child_by_field_name("conditional_expressions")
                    .map(children)
                    .unwrap_or_default(),
            };
            for case in cases {
                let right = self.value(build, case, 0);
                build.compare(case, subject.clone(), right, true);
            }
        }
    }

    /// What the function around gives back; outside of one, what the file hands to its includer.
    fn returned(&mut self, build: &mut Builder<'_>, node: Node<'_>) {
        let Some(result) = first_child(node) else {
            return;
        };
        let value = self.value(build, result, 0);
        let function = build.function();
        match function.and_then(|id| build.outline.definitions.get_mut(id)) {
            Some(definition) => definition.returns.push(value),
            None => build.outline.exports.push(Export {
                name: "default".to_owned(),
                value,
                from: None,
                line: lines(node).first,
            }),
        }
    }
}
