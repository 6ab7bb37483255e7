//! The walk every grammar shares: one cursor over the tree, a stack of scopes, and ids given out
//! ahead of the visit, so that no part of an outline needs recursion over hostile nesting.
//!
//! It knows nothing of any language; a [`Grammar`] says what a node means.

#[cfg(test)]
pub(super) mod show;
pub(super) mod values;

use std::collections::{HashMap, HashSet};

use tree_sitter::{Node, Tree};

use super::outline::{
    Assignment, AssignmentKind, Call, CallId, Comment, Comparison, Construct, ConstructKind,
    Definition, DefinitionId, DefinitionKind, Fallback, Lines, Literal, Outline, Path, Reference,
    Scope, ScopeId, ScopeKind, Value,
};

/// Deepest nesting that [`Grammar`]s follow when they turn an expression into a [`Value`]; below
/// it the value is [`Value::Opaque`].
pub(super) const DEPTH: usize = 40;

/// What to do after a node was entered.
pub(super) enum Step {
    /// Visit the children in the same scope.
    Into,
    /// Visit the children inside this scope, which ends with the node.
    Scope(ScopeId),
    /// Do not visit the children.
    Over,
}

/// One language: what its nodes mean for the outline.
pub(super) trait Grammar {
    /// Called once for every node (named or not), parents first.
    fn enter(&mut self, build: &mut Builder<'_>, node: Node<'_>) -> Step;
}

/// The outline under construction.
pub(super) struct Builder<'s> {
    source: &'s [u8],
    pub outline: Outline,
    calls: HashMap<usize, CallId>,
    definitions: HashMap<usize, DefinitionId>,
    scopes: Vec<ScopeId>,
    /// Lines known to hold no code whatever they look like: inside a comment, a doc string, HTML.
    prose: HashSet<u32>,
}

/// Walks the tree with the grammar and gives the outline.
pub(super) fn walk(tree: &Tree, source: &[u8], grammar: &mut dyn Grammar) -> Outline {
    let root = tree.root_node();
    let mut build = Builder {
        source,
        outline: Outline::default(),
        calls: HashMap::new(),
        definitions: HashMap::new(),
        scopes: vec![0],
        prose: HashSet::new(),
    };
    build.outline.scopes.push(Scope {
        parent: None,
        kind: ScopeKind::File,
        definition: None,
        lines: lines(root),
    });
    let mut cursor = tree.walk();
    // One entry for each level of the tree: whether that node opened a scope.
    let mut opened: Vec<bool> = Vec::new();
    loop {
        let node = cursor.node();
        if node.is_error() || node.is_missing() {
            build.outline.broken.push(lines(node));
        }
        let step = grammar.enter(&mut build, node);
        let into = !matches!(step, Step::Over);
        let scope = match step {
            Step::Scope(scope) => Some(scope),
            _ => None,
        };
        if into && cursor.goto_first_child() {
            opened.push(scope.is_some());
            build.scopes.extend(scope);
            continue;
        }
        loop {
            if cursor.goto_next_sibling() {
                break;
            }
            if !cursor.goto_parent() {
                return build.finish();
            }
            if opened.pop() == Some(true) {
                build.scopes.pop();
            }
        }
    }
}

/// First and last line of a node, from 1.
pub(super) fn lines(node: Node<'_>) -> Lines {
    Lines {
        first: node.start_position().row as u32 + 1,
        last: node.end_position().row as u32 + 1,
    }
}

impl<'s> Builder<'s> {
    /// The node's source text; bytes that are not UTF-8 are replaced.
    pub fn text(&self, node: Node<'_>) -> String {
        let bytes = self.source.get(node.byte_range()).unwrap_or_default();
        String::from_utf8_lossy(bytes).into_owned()
    }

    /// The text of a node's field, if it has one.
    pub fn field(&self, node: Node<'_>, name: &str) -> Option<String> {
        node.child_by_field_name(name).map(|child| self.text(child))
    }

    pub fn line(&self, node: Node<'_>) -> u32 {
        node.start_position().row as u32 + 1
    }

    /// The scope the walk is in.
    pub fn scope(&self) -> ScopeId {
        self.scopes.last().copied().unwrap_or(0)
    }

    /// The id of the call at this node, the same whenever it is asked for. A [`Value::Call`] may
    /// be made before the walk reaches the node; [`Builder::fill_call`] gives it its content then.
    pub fn call_id(&mut self, node: Node<'_>) -> CallId {
        if let Some(&id) = self.calls.get(&node.id()) {
            return id;
        }
        let id = self.outline.calls.len();
        self.outline.calls.push(Call {
            scope: self.scope(),
            lines: lines(node),
            ..Call::default()
        });
        self.calls.insert(node.id(), id);
        id
    }

    /// Gives the call at `node` its content; scope and lines are set here.
    pub fn fill_call(&mut self, node: Node<'_>, call: Call) -> CallId {
        let id = self.call_id(node);
        let scope = self.scope();
        self.outline.calls[id] = Call {
            scope,
            lines: lines(node),
            ..call
        };
        id
    }

    /// The id of the class, function or closure at this node, the same whenever it is asked for.
    /// Its body scope exists from then on; [`Builder::define`] gives it its content.
    pub fn definition_id(&mut self, node: Node<'_>, kind: DefinitionKind) -> DefinitionId {
        if let Some(&id) = self.definitions.get(&node.id()) {
            return id;
        }
        let id = self.outline.definitions.len();
        let scope = self.scope();
        let body = self.outline.scopes.len();
        self.outline.scopes.push(Scope {
            parent: Some(scope),
            kind: match kind {
                DefinitionKind::Class => ScopeKind::Class,
                _ => ScopeKind::Function,
            },
            definition: Some(id),
            lines: lines(node),
        });
        self.outline.definitions.push(Definition {
            kind,
            name: String::new(),
            bases: Vec::new(),
            parameters: Vec::new(),
            annotations: Vec::new(),
            modifiers: Vec::new(),
            owner: None,
            result: None,
            returns: Vec::new(),
            is_async: false,
            is_getter: false,
            body,
            scope,
            lines: lines(node),
        });
        self.definitions.insert(node.id(), id);
        id
    }

    /// The definition at `node`, to be filled in, with its place in the scopes set to where the
    /// walk is. Return `Step::Scope(body)` to visit the children inside it.
    pub fn define(&mut self, node: Node<'_>, kind: DefinitionKind) -> (DefinitionId, ScopeId) {
        let id = self.definition_id(node, kind);
        let scope = self.scope();
        let body = self.outline.definitions[id].body;
        self.outline.definitions[id].scope = scope;
        self.outline.scopes[body].parent = Some(scope);
        (id, body)
    }

    /// The innermost function or closure the walk is in, for `return`.
    pub fn function(&self) -> Option<DefinitionId> {
        self.scopes.iter().rev().find_map(|&scope| {
            let scope = &self.outline.scopes[scope];
            (scope.kind == ScopeKind::Function).then_some(scope.definition)?
        })
    }

    /// Records a string that stands in the code.
    pub fn literal(&mut self, node: Node<'_>, value: Value) {
        let (scope, line) = (self.scope(), self.line(node));
        self.outline.literals.push(Literal { value, scope, line });
    }

    /// Records `left == right`; not equal: `left != right`.
    pub fn compare(&mut self, node: Node<'_>, left: Value, right: Value, equal: bool) {
        let (scope, line) = (self.scope(), self.line(node));
        self.outline.comparisons.push(Comparison {
            left,
            right,
            equal,
            scope,
            line,
        });
    }

    /// Records the text that stands in for a value.
    pub fn fallback(&mut self, value: &Value, text: String) {
        let fallback = Fallback {
            value: value.clone(),
            text,
        };
        if !self.outline.fallbacks.contains(&fallback) {
            self.outline.fallbacks.push(fallback);
        }
    }

    /// Records a chain of names that is read.
    pub fn refer(&mut self, node: Node<'_>, path: Path) {
        let (scope, line) = (self.scope(), self.line(node));
        self.outline
            .references
            .push(Reference { path, scope, line });
    }

    pub fn construct(&mut self, node: Node<'_>, kind: ConstructKind) {
        let (scope, line) = (self.scope(), self.line(node));
        self.outline
            .constructs
            .push(Construct { kind, scope, line });
    }

    /// Records `target = value` in the current scope.
    pub fn assign(&mut self, node: Node<'_>, kind: AssignmentKind, target: Path, value: Value) {
        let (scope, line) = (self.scope(), self.line(node));
        self.outline.assignments.push(Assignment {
            kind,
            target,
            value,
            typed: None,
            annotations: Vec::new(),
            scope,
            line,
        });
    }

    /// Says that these lines hold no code. Needed where their look does not tell: doc strings,
    /// HTML around code.
    pub fn prose(&mut self, lines: Lines) {
        self.prose.extend(lines.first..=lines.last);
    }

    pub fn comment(&mut self, node: Node<'_>) {
        let (text, line) = (self.text(node), self.line(node));
        let Lines { first, last } = lines(node);
        // Code may stand before or after a comment, not between its first and its last line.
        self.prose.extend(first + 1..last);
        self.outline.comments.push(Comment {
            text,
            line,
            documents: None,
        });
    }

    /// Counts code lines: those on which something other than a comment stands.
    fn finish(mut self) -> Outline {
        let mut comment_lines = std::collections::BTreeSet::new();
        for comment in &self.outline.comments {
            let count = comment.text.lines().count().max(1) as u32;
            comment_lines.extend(comment.line..comment.line + count);
        }
        let text = String::from_utf8_lossy(self.source);
        self.outline.code_lines = text
            .lines()
            .enumerate()
            .filter(|(index, line)| {
                let start = line.trim_start();
                let opens = ["#", "//", "/*", "*", "--"]
                    .iter()
                    .any(|m| start.starts_with(m));
                let line = *index as u32 + 1;
                !(start.is_empty()
                    || self.prose.contains(&line)
                    || (comment_lines.contains(&line) && opens))
            })
            .count() as u32;
        self.outline
    }
}
