//! JavaScript source to outline.

use tree_sitter::Node;

use super::walk::{Builder, Grammar, Step};

#[derive(Default)]
pub(super) struct JavaScript;

impl Grammar for JavaScript {
    fn enter(&mut self, _build: &mut Builder<'_>, _node: Node<'_>) -> Step {
        Step::Into
    }
}
