//! Rust `use` trees and `mod` declarations.

use tree_sitter::Node;

use super::Rust;
use crate::syntax::outline::{Binding, CallId, Import};
use crate::syntax::tree::{child, children};
use crate::syntax::walk::{Builder, DEPTH, lines};

impl Rust {
    /// One import for each leaf of the tree.
    pub(super) fn uses(&mut self, build: &mut Builder<'_>, node: Node<'_>) {
        let Some(argument) = node.child_by_field_name("argument") else {
            return;
        };
        let mut queue = vec![(argument, Vec::new())];
        while let Some((tree, prefix)) = queue.pop() {
            if prefix.len() > DEPTH {
                continue;
            }
            match tree.kind() {
                "use_list" => {
                    let leaves = children(tree).into_iter().rev();
                    queue.extend(leaves.map(|leaf| (leaf, prefix.clone())));
                }
                "scoped_use_list" => {
                    let mut prefix = prefix;
                    prefix.extend(
                        tree.child_by_field_name("path")
                            .map(|it| segments(build, it))
                            .unwrap_or_default(),
                    );
                    queue.extend(tree.child_by_field_name("list").map(|list| (list, prefix)));
                }
                "use_wildcard" => {
                    let mut path = prefix;
                    path.extend(
                        children(tree)
                            .first()
                            .map(|it| segments(build, *it))
                            .unwrap_or_default(),
                    );
                    record(build, tree, path, Binding::All);
                }
                "use_as_clause" => {
                    let mut path = prefix;
                    path.extend(
                        tree.child_by_field_name("path")
                            .map(|it| segments(build, it))
                            .unwrap_or_default(),
                    );
                    let alias = build.field(tree, "alias").unwrap_or_default();
                    named(build, tree, path, Some(alias));
                }
                _ => {
                    let mut path = prefix;
                    path.extend(segments(build, tree));
                    named(build, tree, path, None);
                }
            }
        }
    }

    /// `mod x;` is a file of its own; `mod x { … }` is read as a part of this file.
    pub(super) fn module(
        &mut self,
        build: &mut Builder<'_>,
        node: Node<'_>,
        attributes: &[CallId],
    ) {
        if Rust::is_for_tests(build, attributes) {
            build.outline.tests.push(lines(node));
        }
        let Some(alias) = build.field(node, "name") else {
            return;
        };
        let path = match child(node, "declaration_list") {
            Some(_) => vec!["self".to_owned()],
            None => vec!["self".to_owned(), alias.clone()],
        };
        record(build, node, path, Binding::Whole { alias });
    }
}

/// `a::b` as its names; `{self}` is the path around it.
fn segments(build: &Builder<'_>, node: Node<'_>) -> Vec<String> {
    let text = build.text(node);
    let names = text
        .split("::")
        .map(str::trim)
        .filter(|name| !name.is_empty());
    names
        .take(DEPTH)
        .map(|name| name.trim_start_matches("r#").to_owned())
        .collect()
}

fn named(build: &mut Builder<'_>, node: Node<'_>, mut path: Vec<String>, alias: Option<String>) {
    // `use a::b::{self}` brings `b`.
    if path.len() > 1 && path.last().is_some_and(|last| last == "self") {
        path.pop();
    }
    let Some(name) = path.last().cloned() else {
        return;
    };
    let alias = alias.unwrap_or_else(|| name.clone());
    if path.len() == 1 {
        return record(build, node, path, Binding::Whole { alias });
    }
    path.pop();
    record(build, node, path, Binding::Named { name, alias });
}

fn record(build: &mut Builder<'_>, node: Node<'_>, path: Vec<String>, binding: Binding) {
    let (scope, line) = (build.scope(), build.line(node));
    build.outline.imports.push(Import {
        module: path.join("::"),
        bindings: vec![binding],
        scope,
        line,
    });
}
