//! Ruby expressions as values.

use tree_sitter::Node;

use super::Ruby;
use crate::syntax::outline::{DefinitionKind, Path, Value};
use crate::syntax::tree::{self, children};
use crate::syntax::walk::values::{either, joined};
use crate::syntax::walk::{Builder, DEPTH};

impl Ruby {
    /// The expression as a value; opaque below [`DEPTH`].
    pub(super) fn value(&mut self, build: &mut Builder<'_>, node: Node<'_>, depth: usize) -> Value {
        if depth >= DEPTH {
            return Value::Opaque;
        }
        match node.kind() {
            "string" | "chained_string" | "heredoc_beginning" | "subshell" | "delimited_symbol"
            | "bare_string" | "bare_symbol" | "simple_symbol" | "hash_key_symbol" | "character" => {
                self.text(build, node, depth)
            }
            "integer" | "float" => Value::Number(build.text(node)),
            "true" => Value::Bool(true),
            "false" => Value::Bool(false),
            "nil" => Value::Null,
            "array" | "string_array" | "symbol_array" | "right_assignment_list" => {
                let items = children(node).into_iter();
                Value::List(
                    items
                        .map(|item| self.value(build, item, depth + 1))
                        .collect(),
                )
            }
            "hash" => self.map(build, node, depth),
            "call" => match self.path(build, node) {
                Some(path) if !is_construction(build, node) => Value::Name(path),
                _ => Value::Call(build.call_id(node)),
            },
            "identifier" | "constant" | "self" | "instance_variable" | "class_variable"
            | "global_variable" | "scope_resolution" | "element_reference" => {
                self.member(build, node, depth)
            }
            "lambda" => Value::Definition(build.definition_id(node, DefinitionKind::Closure)),
            "binary" => self.operation(build, node, depth),
            "unary" => negative(build, node),
            "conditional" => {
                let first = self.nested(build, node, "consequence", depth);
                either(first, self.nested(build, node, "alternative", depth))
            }
            "parenthesized_statements" | "splat_argument" => match children(node).as_slice() {
                [inner] => self.value(build, *inner, depth + 1),
                _ => Value::Opaque,
            },
            "argument_list" => match children(node).as_slice() {
                [inner] => self.value(build, *inner, depth + 1),
                several => {
                    let items = several.iter();
                    Value::List(
                        items
                            .map(|item| self.value(build, *item, depth + 1))
                            .collect(),
                    )
                }
            },
            "assignment" | "operator_assignment" => self.nested(build, node, "right", depth),
            "rescue_modifier" => self.nested(build, node, "body", depth),
            _ => Value::Opaque,
        }
    }

    /// The value of a node's field; opaque without one.
    pub(super) fn nested(
        &mut self,
        build: &mut Builder<'_>,
        node: Node<'_>,
        field: &str,
        depth: usize,
    ) -> Value {
        match node.child_by_field_name(field) {
            Some(child) => self.value(build, child, depth + 1),
            None => Value::Opaque,
        }
    }

    /// A member's object and name: `a.b` without arguments, `A::B`, `a["b"]`, `a[:b]`.
    fn link<'t>(&self, build: &Builder<'_>, node: Node<'t>) -> Option<(Node<'t>, String)> {
        match node.kind() {
            "call" if is_plain(node) => Some((
                node.child_by_field_name("receiver")?,
                build.field(node, "method")?,
            )),
            "scope_resolution" => Some((
                node.child_by_field_name("scope")?,
                build.field(node, "name")?,
            )),
            "element_reference" => {
                let object = node.child_by_field_name("object")?;
                let mut keys = children(node).into_iter().filter(|key| *key != object);
                let key = keys.next()?;
                match keys.next() {
                    Some(_) => None,
                    None => Some((object, self.plain(build, key)?)),
                }
            }
            _ => None,
        }
    }

    /// The chain of names, if the expression is nothing else.
    pub(super) fn path(&self, build: &Builder<'_>, node: Node<'_>) -> Option<Path> {
        let mut path = Path::new();
        let mut node = node;
        for _ in 0..DEPTH {
            match node.kind() {
                "identifier" | "constant" | "self" => path.push(build.text(node)),
                "global_variable" => path.push(sigils_dropped(&build.text(node))),
                "instance_variable" | "class_variable" => {
                    path.push(sigils_dropped(&build.text(node)));
                    path.push("self".to_owned());
                }
                // `::A` is `A`; `known?` alone is a name like `known`.
                "scope_resolution" if node.child_by_field_name("scope").is_none() => {
                    path.push(build.field(node, "name")?);
                }
                "call" if is_plain(node) && node.child_by_field_name("receiver").is_none() => {
                    path.push(build.field(node, "method")?);
                }
                "parenthesized_statements" => match children(node).as_slice() {
                    [inner] => {
                        node = *inner;
                        continue;
                    }
                    _ => return None,
                },
                _ => {
                    let (object, name) = self.link(build, node)?;
                    path.push(name);
                    node = object;
                    continue;
                }
            }
            path.reverse();
            return Some(path);
        }
        None
    }

    fn member(&mut self, build: &mut Builder<'_>, node: Node<'_>, depth: usize) -> Value {
        if let Some(path) = self.path(build, node) {
            return Value::Name(path);
        }
        match self.link(build, node) {
            Some((object, name)) => {
                Value::Member(Box::new(self.value(build, object, depth + 1)), name)
            }
            None => Value::Opaque,
        }
    }

    /// Records a chain that is read. Only the longest one: its inner members are claimed.
    pub(super) fn reference(&mut self, build: &mut Builder<'_>, node: Node<'_>) {
        let Some((object, _)) = self.link(build, node) else {
            return;
        };
        if !self.is_claimed(node)
            && let Some(path) = self.path(build, node)
        {
            build.refer(node, path);
        }
        self.claim(object);
    }

    /// Keys that are neither strings, symbols, numbers nor names are left out.
    fn map(&mut self, build: &mut Builder<'_>, node: Node<'_>, depth: usize) -> Value {
        let mut pairs = Vec::new();
        for pair in children(node) {
            if let Some(key) = self.key(build, pair) {
                let value = self.pair_value(build, pair, &key, depth);
                pairs.push((key, value));
            }
        }
        Value::Map(pairs)
    }

    /// The key of `key: value` and `key => value`.
    pub(super) fn key(&mut self, build: &mut Builder<'_>, pair: Node<'_>) -> Option<String> {
        match self.value(build, pair.child_by_field_name("key")?, 1) {
            Value::Text(text) | Value::Number(text) => Some(text),
            Value::Name(path) => Some(path.join(".")),
            _ => None,
        }
    }

    /// The value beside a key; `{ a: }` is the variable `a`.
    pub(super) fn pair_value(
        &mut self,
        build: &mut Builder<'_>,
        pair: Node<'_>,
        key: &str,
        depth: usize,
    ) -> Value {
        match pair.child_by_field_name("value") {
            Some(value) => self.value(build, value, depth + 1),
            None => Value::Name(vec![key.to_owned()]),
        }
    }

    fn operation(&mut self, build: &mut Builder<'_>, node: Node<'_>, depth: usize) -> Value {
        match build.field(node, "operator").as_deref() {
            // With `||` the first value stands, unless it is missing.
            Some("||" | "or") => self.nested(build, node, "left", depth),
            Some("+") => self.sum(build, node, depth),
            Some("%") => match self.nested(build, node, "left", depth) {
                text @ (Value::Text(_) | Value::Join(_)) => {
                    joined(vec![text, self.nested(build, node, "right", depth)])
                }
                _ => Value::Opaque,
            },
            _ => Value::Opaque,
        }
    }

    /// `a + b + …`, followed along the left side without recursion.
    fn sum(&mut self, build: &mut Builder<'_>, node: Node<'_>, depth: usize) -> Value {
        let mut operands = Vec::new();
        let mut node = node;
        loop {
            operands.extend(node.child_by_field_name("right"));
            let Some(left) = node.child_by_field_name("left") else {
                break;
            };
            if !is_operator(build, left, "+") {
                operands.push(left);
                break;
            }
            self.claim(left);
            node = left;
        }
        operands.reverse();
        let mut values = Vec::with_capacity(operands.len());
        for &operand in &operands {
            values.push(self.value(build, operand, depth + 1));
        }
        let is_text = values
            .iter()
            .any(|value| matches!(value, Value::Text(_) | Value::Join(_)));
        if is_text {
            for operand in operands {
                self.claim(operand);
            }
            return joined(values);
        }
        tree::joined(values)
    }
}

/// Whether a call has neither arguments nor a block.
fn is_plain(node: Node<'_>) -> bool {
    node.child_by_field_name("arguments").is_none() && node.child_by_field_name("block").is_none()
}

/// Whether the call is `X.new`.
pub(super) fn is_construction(build: &Builder<'_>, node: Node<'_>) -> bool {
    build.field(node, "method").as_deref() == Some("new")
        && node
            .child_by_field_name("receiver")
            .is_some_and(|class| matches!(class.kind(), "constant" | "scope_resolution"))
}

/// Whether the node is a binary expression with this operator.
pub(super) fn is_operator(build: &Builder<'_>, node: Node<'_>, operator: &str) -> bool {
    node.kind() == "binary" && build.field(node, "operator").as_deref() == Some(operator)
}

fn sigils_dropped(name: &str) -> String {
    name.trim_start_matches(['@', '$']).to_owned()
}

fn negative(build: &Builder<'_>, node: Node<'_>) -> Value {
    let number = node
        .child_by_field_name("operand")
        .is_some_and(|operand| matches!(operand.kind(), "integer" | "float"));
    match number && build.field(node, "operator").as_deref() == Some("-") {
        true => Value::Number(build.text(node)),
        false => Value::Opaque,
    }
}
