//! Finds the definition that a doc block stands in front of.

use tree_sitter::Node;

use super::super::outline::DefinitionId;
use super::super::walk::{Builder, lines};
use super::values::bare;
use super::{JavaScript, definitions, first};

/// A doc block that waits for the next node.
pub(super) struct Doc {
    comment: usize,
    /// The line on which it, or a decorator after it, ends.
    line: u32,
    /// Nodes before this byte belong to a decorator.
    from: usize,
}

impl JavaScript {
    pub(super) fn open_doc(&mut self, build: &Builder<'_>, node: Node<'_>) {
        let index = build.outline.comments.len().checked_sub(1);
        let is_doc = |&index: &usize| {
            let comment = build.outline.comments.get(index);
            comment.is_some_and(|comment| comment.text.starts_with("/**"))
        };
        self.doc = index.filter(is_doc).map(|comment| Doc {
            comment,
            line: lines(node).last,
            from: node.end_byte(),
        });
    }

    pub(super) fn close_doc(&mut self, build: &mut Builder<'_>, node: Node<'_>) {
        let Some(doc) = self
            .doc
            .as_mut()
            .filter(|doc| node.start_byte() >= doc.from)
        else {
            return;
        };
        if node.kind() == "decorator" {
            doc.from = node.end_byte();
            doc.line = lines(node).last;
            return;
        }
        let follows = build.line(node) <= doc.line + 1;
        let comment = doc.comment;
        self.doc = None;
        if follows
            && let Some(id) = definition(build, node)
            && let Some(comment) = build.outline.comments.get_mut(comment)
        {
            comment.documents = Some(id);
        }
    }
}

/// The definition that a statement or member is about.
fn definition(build: &mut Builder<'_>, node: Node<'_>) -> Option<DefinitionId> {
    let mut node = node;
    for _ in 0..8 {
        if let Some(kind) = definitions::kind(node) {
            return Some(build.definition_id(node, kind));
        }
        node = match node.kind() {
            "export_statement" => node
                .child_by_field_name("declaration")
                .or_else(|| node.child_by_field_name("value"))?,
            "lexical_declaration" | "variable_declaration" | "expression_statement" => first(node)?,
            "assignment_expression" => node.child_by_field_name("right").map(bare)?,
            "variable_declarator" | "pair" | "field_definition" | "public_field_definition" => {
                node.child_by_field_name("value").map(bare)?
            }
            _ => return None,
        };
    }
    None
}
