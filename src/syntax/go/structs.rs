//! Structs, interfaces and other types, and the tags of their fields.

use tree_sitter::Node;

use super::Go;
use super::expressions::{text, type_value};
use crate::syntax::escapes::unescape;
use crate::syntax::outline::{
    Argument, AssignmentKind, Call, CallId, CallKind, DefinitionKind, Value,
};
use crate::syntax::tree::{Declaration, MOST_ANNOTATIONS, children, declare, fields, typed};
use crate::syntax::walk::{Builder, Step, lines};

impl Go {
    /// A named type. What it embeds, and a type that it is defined as, are its bases.
    pub(super) fn class(&mut self, build: &mut Builder<'_>, node: Node<'_>) {
        let (id, body) = build.define(node, DefinitionKind::Class);
        self.documentation.document(build, node, id);
        build.outline.definitions[id].name = build.field(node, "name").unwrap_or_default();
        let Some(underlying) = node.child_by_field_name("type") else {
            return;
        };
        let bases = match underlying.kind() {
            "struct_type" => Vec::new(),
            "interface_type" => children(underlying)
                .into_iter()
                .filter(|element| element.kind() == "type_elem")
                .map(children)
                .filter(|alternatives| alternatives.len() == 1)
                .flatten()
                .collect(),
            _ => vec![underlying],
        };
        if matches!(underlying.kind(), "struct_type" | "interface_type") {
            self.inside.insert(underlying.id(), body);
        }
        let bases = bases.into_iter().map(|base| type_value(build, base));
        build.outline.definitions[id].bases = bases.filter(|base| *base != Value::Opaque).collect();
    }

    /// `type X = Y`.
    pub(super) fn alias(&mut self, build: &mut Builder<'_>, node: Node<'_>) {
        if let Some(named) = node.child_by_field_name("type") {
            let target = vec![build.field(node, "name").unwrap_or_default()];
            let value = type_value(build, named);
            build.assign(node, AssignmentKind::Variable, target, value);
        }
    }

    /// A struct without a name of its own; without fields (`chan struct{}`) it is not worth one.
    pub(super) fn anonymous(&mut self, build: &mut Builder<'_>, node: Node<'_>) -> Step {
        if has_fields(node) {
            Step::Scope(build.define(node, DefinitionKind::Class).1)
        } else {
            Step::Into
        }
    }

    pub(super) fn field(&mut self, build: &mut Builder<'_>, node: Node<'_>) {
        let annotations = match node.child_by_field_name("tag") {
            Some(tag) => {
                self.taken.insert(tag.id());
                annotations(build, tag)
            }
            None => Vec::new(),
        };
        let Some(kind) = node.child_by_field_name("type") else {
            return;
        };
        let names = fields(node, "name");
        if names.is_empty() {
            let base = type_value(build, kind);
            let owner = build.outline.scopes[build.scope()].definition;
            if let Some(owner) = owner {
                build.outline.definitions[owner].bases.push(base);
            }
            return;
        }
        // A struct written in place is the field's value; its text would say the same again.
        let (typed, value) = if has_fields(kind) {
            let class = build.definition_id(kind, DefinitionKind::Class);
            (None, Value::Definition(class))
        } else {
            (typed(build, Some(kind)), Value::Opaque)
        };
        for name in names {
            let declaration = Declaration {
                kind: AssignmentKind::Field,
                target: vec![build.text(name)],
                value: value.clone(),
                typed: typed.as_deref(),
                annotations: &annotations,
            };
            declare(build, name, declaration);
        }
    }
}

/// Whether this is a struct type with something in it.
fn has_fields(node: Node<'_>) -> bool {
    node.kind() == "struct_type"
        && children(node)
            .iter()
            .any(|list| list.named_child_count() > 0)
}

/// One annotation for each key of a field's tag: `json:"name,omitempty"`.
fn annotations(build: &mut Builder<'_>, tag: Node<'_>) -> Vec<CallId> {
    let written = text(&build.text(tag));
    let (scope, lines) = (build.scope(), lines(tag));
    let mut ids = Vec::new();
    for (name, value) in pairs(&written).into_iter().take(MOST_ANNOTATIONS) {
        ids.push(build.outline.calls.len());
        build.outline.calls.push(Call {
            kind: CallKind::Annotation,
            name,
            arguments: vec![Argument {
                name: None,
                value: Value::Text(value),
                line: lines.first,
            }],
            scope,
            lines,
            ..Call::default()
        });
    }
    ids
}

/// The `key:"value"` pairs of a tag; what does not look like one ends the reading, as in Go.
fn pairs(tag: &str) -> Vec<(String, String)> {
    let mut pairs = Vec::new();
    let mut rest = tag;
    while let Some((key, after)) = rest.split_once(":\"") {
        let key = key.trim();
        let Some(end) = closing_quote(after) else {
            break;
        };
        if key.is_empty() || key.contains([' ', '"']) {
            break;
        }
        let (value, tail) = after.split_at(end);
        pairs.push((key.to_owned(), unescape(value)));
        rest = tail.strip_prefix('"').unwrap_or(tail);
    }
    pairs
}

/// Where the quote is that ends the value.
fn closing_quote(text: &str) -> Option<usize> {
    let mut escaped = false;
    text.char_indices().find_map(|(at, character)| {
        let closes = character == '"' && !escaped;
        escaped = character == '\\' && !escaped;
        closes.then_some(at)
    })
}

#[cfg(test)]
mod tests {
    use super::pairs;

    fn read(tag: &str) -> Vec<(String, String)> {
        pairs(tag)
    }

    #[test]
    fn tags() {
        let pair = |key: &str, value: &str| (key.to_owned(), value.to_owned());
        assert_eq!(
            read(r#"json:"a,omitempty" form:"b"  x:"say \"c\"""#),
            [
                pair("json", "a,omitempty"),
                pair("form", "b"),
                pair("x", "say \"c\"")
            ]
        );
        assert_eq!(read(r#"json:"a" broken "#), [pair("json", "a")]);
        assert_eq!(read(r#"json:"a"#), []);
        assert_eq!(read(r#"a b:"c""#), []);
        assert_eq!(read(""), []);
    }
}
