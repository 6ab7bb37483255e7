//! What a macro or attribute is given, read from its tokens: literals, names, chains of calls,
//! lists and objects between commas. What is none of these is opaque; calls in it still count.

use tree_sitter::Node;

use super::Rust;
use super::calls::{split, token_text};
use crate::syntax::outline::{Argument, Call, Path, Value};
use crate::syntax::walk::{Builder, DEPTH};

/// Most tokens of one argument that are read.
const MOST_TOKENS: usize = 2_000;

impl Rust {
    /// The arguments between the brackets of a token tree.
    pub(super) fn tokens(
        &mut self,
        build: &mut Builder<'_>,
        tree: Node<'_>,
        depth: usize,
    ) -> Vec<Argument> {
        if depth >= DEPTH {
            return Vec::new();
        }
        let mut arguments = Vec::new();
        for part in parts(build, tree) {
            let Some(first) = part.first() else { continue };
            let line = build.line(*first);
            // `name = value`.
            let named = match part.as_slice() {
                [name, equals, ..] if name.kind() == "identifier" && equals.kind() == "=" => {
                    Some(build.text(*name))
                }
                _ => None,
            };
            let rest = match named {
                Some(_) => part.get(2..).unwrap_or_default(),
                None => part.as_slice(),
            };
            let value = self.expression(build, rest, depth + 1);
            arguments.push(Argument {
                name: named,
                value,
                line,
            });
        }
        arguments
    }

    /// The tokens of one argument as a value.
    fn expression(&mut self, build: &mut Builder<'_>, tokens: &[Node<'_>], depth: usize) -> Value {
        let mut at = 0;
        let mut value = None;
        let mut is_whole = true;
        while at < tokens.len().min(MOST_TOKENS) {
            let start = at;
            match self.operand(build, tokens, &mut at, depth) {
                Some(next) if value.is_none() => value = Some(next),
                Some(_) => is_whole = false,
                None => {
                    is_whole &= tokens
                        .get(at)
                        .is_some_and(|it| matches!(it.kind(), "&" | "mutable_specifier" | "*"));
                }
            }
            at = at.max(start + 1);
        }
        value.filter(|_| is_whole).unwrap_or(Value::Opaque)
    }

    /// A literal, or a name with whatever is chained behind it.
    fn operand(
        &mut self,
        build: &mut Builder<'_>,
        tokens: &[Node<'_>],
        at: &mut usize,
        depth: usize,
    ) -> Option<Value> {
        let first = *tokens.get(*at)?;
        let mut value = match first.kind() {
            "integer_literal" | "float_literal" => Value::Number(build.text(first)),
            "boolean_literal" => Value::Bool(build.text(first) == "true"),
            "identifier" | "self" | "crate" | "super" | "primitive_type" => {
                Value::Name(vec![match build.text(first).as_str() {
                    "Self" => "self".to_owned(),
                    name => name.to_owned(),
                }])
            }
            "token_tree" => self.group(build, first, depth),
            _ => Value::Text(token_text(build, first)?),
        };
        *at += 1;
        while let Some(&next) = tokens.get(*at) {
            let after = tokens.get(*at + 1).copied();
            match (next.kind(), after.map(|it| it.kind())) {
                ("." | "::", Some("identifier" | "self" | "super" | "integer_literal")) => {
                    let name = after.map(|it| build.text(it)).unwrap_or_default();
                    *at += 2;
                    if name != "await" {
                        value = member(value, name);
                    }
                }
                ("?", _) => *at += 1,
                // `name!(…)` is a call like `name(…)`.
                ("!", Some("token_tree")) if matches!(value, Value::Name(_)) => *at += 1,
                ("token_tree", _)
                    if is_round(build, next)
                        || tokens
                            .get(at.wrapping_sub(1))
                            .is_some_and(|it| it.kind() == "!") =>
                {
                    *at += 1;
                    value = self.token_call(build, value, next, depth);
                }
                _ => break,
            }
        }
        Some(value)
    }

    fn token_call(
        &mut self,
        build: &mut Builder<'_>,
        called: Value,
        tree: Node<'_>,
        depth: usize,
    ) -> Value {
        let arguments = self.tokens(build, tree, depth + 1);
        let (receiver, name) = match called {
            Value::Name(path) => split(path),
            Value::Member(object, name) => (Some(*object), name),
            other => (Some(other), String::new()),
        };
        let call = Call {
            name,
            receiver,
            arguments,
            ..Call::default()
        };
        Value::Call(build.fill_call(tree, call))
    }

    /// `(…)`, `[…]` or `{…}` that is not called.
    fn group(&mut self, build: &mut Builder<'_>, tree: Node<'_>, depth: usize) -> Value {
        if depth >= DEPTH {
            return Value::Opaque;
        }
        let opens = tree.child(0).map(|it| it.kind());
        if opens != Some("{") {
            let arguments = self.tokens(build, tree, depth + 1);
            let mut values: Vec<Value> = arguments
                .into_iter()
                .map(|argument| argument.value)
                .collect();
            return match (opens, values.len()) {
                (Some("("), 1) => values.pop().unwrap_or(Value::Opaque),
                _ => Value::List(values),
            };
        }
        let mut pairs = Vec::new();
        for part in parts(build, tree) {
            let colon = part.iter().position(|it| it.kind() == ":");
            let key = colon
                .and_then(|colon| part.get(..colon))
                .and_then(|key| match key {
                    [key] => Some(token_text(build, *key).unwrap_or_else(|| build.text(*key))),
                    _ => None,
                });
            let rest = part
                .get(colon.map_or(0, |colon| colon + 1)..)
                .unwrap_or_default();
            let value = self.expression(build, rest, depth + 1);
            if let Some(key) = key {
                pairs.push((key, value));
            }
        }
        Value::Map(pairs)
    }
}

/// The tokens between the commas, brackets left out.
fn parts<'t>(build: &Builder<'_>, tree: Node<'t>) -> Vec<Vec<Node<'t>>> {
    let mut parts = vec![Vec::new()];
    let mut cursor = tree.walk();
    let last = (tree.child_count() as usize).saturating_sub(1);
    for (index, token) in tree.children(&mut cursor).enumerate() {
        let is_comment = matches!(token.kind(), "line_comment" | "block_comment");
        if index == 0 || index == last || is_comment {
            continue;
        }
        if matches!(token.kind(), "," | ";")
            || (!token.is_named() && matches!(build.text(token).as_str(), "," | ";"))
        {
            parts.push(Vec::new());
        } else if let Some(part) = parts.last_mut() {
            part.push(token);
        }
    }
    parts.retain(|part| !part.is_empty());
    parts
}

fn is_round(build: &Builder<'_>, tree: Node<'_>) -> bool {
    tree.child(0).is_some_and(|open| build.text(open) == "(")
}

fn member(value: Value, name: String) -> Value {
    match value {
        Value::Name(path) if path.len() >= DEPTH => Value::Opaque,
        Value::Name(mut path) => {
            path.push(name);
            Value::Name(path)
        }
        other => Value::Member(Box::new(other), name),
    }
}

/// A path written in tokens: `a::b`.
pub(super) fn path_of(value: Value) -> Path {
    match value {
        Value::Name(path) => path,
        _ => Path::new(),
    }
}
