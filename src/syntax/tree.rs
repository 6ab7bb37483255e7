//! Readings of a syntax tree that several grammars share.
//!
//! Everything here follows nesting in a loop, never by recursion.

use std::collections::HashSet;

use tree_sitter::Node;

use super::outline::{Assignment, AssignmentKind, CallId, Path, Value};
use super::walk::Builder;

/// A type that is written longer than this is not kept: one declaration may give it to many names.
pub(super) const LONGEST_TYPE: usize = 300;
/// A `switch` over an expression that is written longer than this is not compared with its cases.
pub(super) const LONGEST_SUBJECT: usize = 200;
/// The most annotations that one declaration lists; the calls themselves are all kept.
pub(super) const MOST_ANNOTATIONS: usize = 64;

/// The named children that are not comments.
pub(super) fn children<'t>(node: Node<'t>) -> Vec<Node<'t>> {
    let mut cursor = node.walk();
    node.named_children(&mut cursor)
        .filter(|child| !child.is_extra())
        .collect()
}

/// How many bytes the parser passed over.
pub(super) fn unread(tree: &tree_sitter::Tree) -> usize {
    let mut cursor = tree.walk();
    let mut unread = 0;
    loop {
        let node = cursor.node();
        if node.is_error() {
            unread += node.byte_range().len();
        }
        let goes_down = !node.is_error() && node.has_error() && cursor.goto_first_child();
        if goes_down || cursor.goto_next_sibling() {
            continue;
        }
        loop {
            if !cursor.goto_parent() {
                return unread;
            }
            if cursor.goto_next_sibling() {
                break;
            }
        }
    }
}

/// The first child of this kind.
pub(super) fn child<'t>(node: Node<'t>, kind: &str) -> Option<Node<'t>> {
    let mut cursor = node.walk();
    node.children(&mut cursor)
        .find(|child| child.kind() == kind)
}

/// The children in this field.
pub(super) fn fields<'t>(node: Node<'t>, name: &str) -> Vec<Node<'t>> {
    let mut cursor = node.walk();
    node.children_by_field_name(name, &mut cursor)
        .filter(|child| child.is_named() && !child.is_extra())
        .collect()
}

/// The expression inside any parentheses.
pub(super) fn unparenthesized(mut node: Node<'_>) -> Node<'_> {
    while node.kind() == "parenthesized_expression" {
        match children(node).first() {
            Some(&inner) => node = inner,
            None => break,
        }
    }
    node
}

/// A type as written, if there is one of reasonable length.
pub(super) fn typed(build: &Builder<'_>, node: Option<Node<'_>>) -> Option<String> {
    let node = node?;
    (node.byte_range().len() <= LONGEST_TYPE).then(|| build.text(node))
}

/// A run of `+`.
pub(super) struct Sum<'t> {
    /// What is added, in order.
    pub operands: Vec<Node<'t>>,
    /// The ids of the additions inside of the outermost one.
    pub inner: Vec<usize>,
}

/// The operands of the additions that start at `node`; one operand if it is no addition.
pub(super) fn sum(node: Node<'_>) -> Sum<'_> {
    let mut sum = Sum {
        operands: Vec::new(),
        inner: Vec::new(),
    };
    let mut left_to_read = vec![node];
    while let Some(next) = left_to_read.pop() {
        let next = unparenthesized(next);
        let sides = is_operator(next, "+")
            .then(|| {
                next.child_by_field_name("left")
                    .zip(next.child_by_field_name("right"))
            })
            .flatten();
        match sides {
            Some((left, right)) => {
                left_to_read.extend([right, left]);
                if next != node {
                    sum.inner.push(next.id());
                }
            }
            None => sum.operands.push(next),
        }
    }
    sum
}

/// Whether the outermost of nested additions holds a string, so that it is recorded as one. What is
/// inside of it is taken from then on.
pub(super) fn joins_strings(
    taken: &mut HashSet<usize>,
    node: Node<'_>,
    is_string: impl Fn(Node<'_>) -> bool,
) -> bool {
    if taken.remove(&node.id()) {
        return false;
    }
    let sum = sum(node);
    taken.extend(sum.inner);
    let strings = sum.operands.into_iter().filter(|part| is_string(*part));
    let strings: Vec<usize> = strings.map(|part| part.id()).collect();
    let joins = !strings.is_empty();
    taken.extend(strings);
    joins
}

/// What an addition begins with: `a = a + b` is `a += b`.
pub(super) fn grown(right: Node<'_>) -> Option<Node<'_>> {
    let operands = sum(right).operands;
    operands.first().copied().filter(|_| operands.len() > 1)
}

/// Whether an assignment gives a value or adds to one.
pub(super) fn assignment_kind(node: Node<'_>, grows: bool) -> AssignmentKind {
    let plain = node
        .child_by_field_name("operator")
        .is_some_and(|operator| matches!(operator.kind(), "=" | "??="));
    match plain && !grows {
        true => AssignmentKind::Variable,
        false => AssignmentKind::Augmented,
    }
}

/// Whether the node is a binary expression with this operator.
pub(super) fn is_operator(node: Node<'_>, operator: &str) -> bool {
    node.kind() == "binary_expression"
        && node
            .child_by_field_name("operator")
            .is_some_and(|found| found.kind() == operator)
}

/// What a run of `+` gives: a joined string if a part is one, or if all parts are names (constants
/// that hold strings look like that); otherwise it is arithmetic.
pub(super) fn joined(parts: Vec<Value>) -> Value {
    let text = parts
        .iter()
        .any(|part| matches!(part, Value::Text(_) | Value::Join(_)));
    let names = parts.iter().all(|part| matches!(part, Value::Name(_)));
    if text || names {
        Value::Join(parts)
    } else {
        Value::Opaque
    }
}

/// Records `target = value` with all that a declaration can say.
pub(super) fn declare(build: &mut Builder<'_>, node: Node<'_>, declaration: Declaration<'_>) {
    let Declaration {
        kind,
        target,
        value,
        typed,
        annotations,
    } = declaration;
    build.assign(node, kind, target, value);
    if let Some(Assignment {
        typed: to,
        annotations: list,
        ..
    }) = build.outline.assignments.last_mut()
    {
        *to = typed.map(str::to_owned);
        *list = annotations.to_vec();
    }
}

/// The content of a declared variable or field.
pub(super) struct Declaration<'d> {
    pub kind: AssignmentKind,
    pub target: Path,
    pub value: Value,
    pub typed: Option<&'d str>,
    pub annotations: &'d [CallId],
}

/// Sets the line of a call to that of its name: in a chain over several lines every link stands on
/// its own line.
pub(super) fn stands_at(build: &mut Builder<'_>, id: CallId, name: Option<Node<'_>>) {
    if let (Some(name), Some(call)) = (name, build.outline.calls.get_mut(id)) {
        call.lines.first = name.start_position().row as u32 + 1;
    }
}
