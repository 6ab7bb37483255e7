//! Which definition a comment stands directly before.
//!
//! It refuses comments that end a line of code, and comments with a blank line after them.

use tree_sitter::Node;

use super::outline::DefinitionId;
use super::walk::Builder;

/// The comments since the last piece of code, as far as they form one block.
#[derive(Default)]
pub(super) struct Documentation {
    pending: Vec<usize>,
    /// The last row on which what the block is about may start.
    reach: usize,
    /// The row on which the last piece of code ended.
    code: Option<usize>,
}

impl Documentation {
    /// Records the comment at `node`.
    pub fn comment(&mut self, build: &mut Builder<'_>, node: Node<'_>) {
        let row = node.start_position().row;
        if row > self.reach {
            self.pending.clear();
        }
        if self.code != Some(row) {
            self.pending.push(build.outline.comments.len());
        }
        self.reach = node.end_position().row + 1;
        build.comment(node);
    }

    /// Something between the comments and what they are about, which belongs to the latter.
    pub fn between(&mut self, node: Node<'_>) {
        if node.start_position().row <= self.reach {
            self.reach = node.end_position().row + 1;
        }
    }

    /// Gives the pending comments to the definition that starts at `node`.
    pub fn document(&mut self, build: &mut Builder<'_>, node: Node<'_>, definition: DefinitionId) {
        let pending = std::mem::take(&mut self.pending);
        if node.start_position().row > self.reach {
            return;
        }
        for index in pending {
            if let Some(comment) = build.outline.comments.get_mut(index) {
                comment.documents = Some(definition);
            }
        }
    }

    /// The walk passed a node that is no comment; `whole` if it does not visit parts of it.
    pub fn code(&mut self, node: Node<'_>, whole: bool) {
        self.pending.clear();
        if whole {
            self.code = Some(node.end_position().row);
        }
    }
}
