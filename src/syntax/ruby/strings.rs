//! Ruby strings and symbols: quotes, heredocs, escapes and what is interpolated.

use tree_sitter::Node;

use super::Ruby;
use crate::syntax::escapes::unescape;
use crate::syntax::outline::Value;
use crate::syntax::tree::children;
use crate::syntax::walk::Builder;
use crate::syntax::walk::values::joined;

impl Ruby {
    /// Finds what each heredoc holds: its text stands after the line on which it begins.
    pub(super) fn gather_heredocs(&mut self, build: &mut Builder<'_>, program: Node<'_>) {
        let mut beginnings = Vec::new();
        let mut bodies = Vec::new();
        let mut cursor = program.walk();
        'tree: loop {
            match cursor.node().kind() {
                "heredoc_beginning" => beginnings.push(cursor.node()),
                "heredoc_body" => bodies.push(cursor.node()),
                _ => {}
            }
            if cursor.goto_first_child() {
                continue;
            }
            while !cursor.goto_next_sibling() {
                if !cursor.goto_parent() {
                    break 'tree;
                }
            }
        }
        for (beginning, body) in beginnings.into_iter().zip(bodies) {
            let value = self.parts(build, body, true, 1);
            let value = match (build.text(beginning).starts_with("<<~"), value) {
                (true, Value::Text(text)) => Value::Text(unindented(&text)),
                (_, value) => value,
            };
            self.heredocs.insert(beginning.id(), value);
        }
    }

    /// A string or symbol as text or, with something interpolated, as its parts.
    pub(super) fn text(&mut self, build: &mut Builder<'_>, node: Node<'_>, depth: usize) -> Value {
        match node.kind() {
            "heredoc_beginning" => match self.heredocs.get(&node.id()) {
                Some(value) => value.clone(),
                None => Value::Opaque,
            },
            "simple_symbol" => Value::Text(build.text(node).trim_start_matches(':').to_owned()),
            "hash_key_symbol" => Value::Text(build.text(node)),
            "character" => Value::Text(build.text(node).trim_start_matches('?').to_owned()),
            "chained_string" => {
                let mut values = Vec::new();
                for part in children(node) {
                    self.claim(part);
                    values.push(self.text(build, part, depth + 1));
                }
                joined(values)
            }
            _ => self.parts(build, node, false, depth),
        }
    }

    fn parts(
        &mut self,
        build: &mut Builder<'_>,
        node: Node<'_>,
        heredoc: bool,
        depth: usize,
    ) -> Value {
        let mut values = Vec::new();
        for child in children(node) {
            values.push(match child.kind() {
                "string_content" | "heredoc_content" => Value::Text(content(build, node, child)),
                "escape_sequence" => Value::Text(unescape(&build.text(child))),
                "interpolation" => match children(child).as_slice() {
                    [inner] => {
                        self.claim(*inner);
                        self.value(build, *inner, depth + 1)
                    }
                    _ => Value::Opaque,
                },
                _ => continue,
            });
        }
        // The line break after `<<X` is no part of the text.
        if heredoc
            && let Some(Value::Text(text)) = values.first_mut()
            && text.starts_with('\n')
        {
            text.remove(0);
        }
        joined(values)
    }

    /// The text of a string or symbol in which nothing is interpolated.
    pub(super) fn plain(&self, build: &Builder<'_>, node: Node<'_>) -> Option<String> {
        match node.kind() {
            "simple_symbol" => Some(build.text(node).trim_start_matches(':').to_owned()),
            "string" | "delimited_symbol" => children(node)
                .into_iter()
                .map(|part| match part.kind() {
                    "string_content" => Some(content(build, node, part)),
                    "escape_sequence" => Some(unescape(&build.text(part))),
                    _ => None,
                })
                .collect(),
            _ => None,
        }
    }

    /// Records a string that is not a part of a larger one.
    pub(super) fn literal(&mut self, build: &mut Builder<'_>, node: Node<'_>) {
        if self.is_claimed(node) {
            return;
        }
        let value = self.value(build, node, 0);
        let is_string = match &value {
            Value::Text(_) => true,
            // `a + b` of names alone may be anything.
            Value::Join(parts) => {
                node.kind() != "binary" || parts.iter().any(|part| part.as_text().is_some())
            }
            _ => false,
        };
        if is_string {
            build.literal(node, value);
        }
    }
}

/// A stretch of a string. Within single quotes only the quote and the backslash are escaped.
fn content(build: &Builder<'_>, string: Node<'_>, part: Node<'_>) -> String {
    let text = build.text(part);
    match string
        .child(0)
        .is_some_and(|quote| build.text(quote) == "'")
    {
        true => text.replace("\\'", "'").replace("\\\\", "\\"),
        false => text,
    }
}

/// The text without the indentation that all its lines share.
fn unindented(text: &str) -> String {
    let lines = || text.lines().filter(|line| !line.trim().is_empty());
    let indent = lines()
        .map(|line| line.len() - line.trim_start_matches([' ', '\t']).len())
        .min();
    let cut = indent.unwrap_or(0);
    let mut out: Vec<&str> = Vec::new();
    for line in text.lines() {
        out.push(line.get(cut..).unwrap_or_default());
    }
    let mut out = out.join("\n");
    if text.ends_with('\n') {
        out.push('\n');
    }
    out
}
