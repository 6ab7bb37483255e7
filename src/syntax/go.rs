//! Go source to outline.

use tree_sitter::Node;

use super::walk::{Builder, Grammar, Step};

#[derive(Default)]
pub(super) struct Go;

impl Grammar for Go {
    fn enter(&mut self, _build: &mut Builder<'_>, _node: Node<'_>) -> Step {
        Step::Into
    }
}
