//! PHP `include` and `require`: a call and, when the path is known, an import.

use tree_sitter::Node;

use super::{Php, children, first_child};
use crate::syntax::outline::{Argument, Binding, Call, Import, Value};
use crate::syntax::walk::{Builder, DEPTH};

impl Php {
    pub(super) fn include(&mut self, build: &mut Builder<'_>, node: Node<'_>) {
        let Some(path) = first_child(node) else {
            return;
        };
        let value = self.value(build, path, 0);
        let name = node.kind().trim_end_matches("_expression");
        let line = build.line(node);
        let call = Call {
            name: name.to_owned(),
            arguments: vec![Argument {
                name: None,
                value,
                line,
            }],
            ..Call::default()
        };
        build.fill_call(node, call);
        if let Some(module) = self.included(build, path) {
            let alias = self.aliases.remove(&node.id());
            let scope = build.scope();
            build.outline.imports.push(Import {
                module,
                bindings: alias
                    .map(|alias| Binding::Whole { alias })
                    .into_iter()
                    .collect(),
                scope,
                line,
            });
        }
    }

    /// The path that is included: as written, from the file's folder (`./x`) or from the web root
    /// (`/x`); only its end (`x/y`) below a constant or in a call. Nothing when it is put
    /// together from anything else.
    fn included(&mut self, build: &mut Builder<'_>, path: Node<'_>) -> Option<String> {
        let path = unwrapped(path);
        if path.kind() == "function_call_expression" {
            return self.called(build, path);
        }
        if path.kind() != "binary_expression" {
            return match self.value(build, path, 0) {
                Value::Text(text) => Some(text),
                _ => None,
            };
        }
        let operands = self.operands(build, path);
        let (first, rest) = operands.split_first()?;
        let mut tail = String::new();
        for &operand in rest {
            tail.push_str(self.value(build, operand, 0).as_text()?);
        }
        let first = unwrapped(*first);
        if let Value::Name(path) = self.value(build, first, 0)
            && path == ["_SERVER", "DOCUMENT_ROOT"]
        {
            return Some(format!("/{}", tail.trim_start_matches('/')));
        }
        let Some(up) = self.folders_up(build, first, 0) else {
            // Below a folder that a constant names: only the end of the path is known.
            let named = matches!(
                first.kind(),
                "name" | "qualified_name" | "class_constant_access_expression"
            );
            let tail = tail.trim_start_matches('/');
            return (named && tail.contains('/')).then(|| tail.to_owned());
        };
        let tail = tail.trim_start_matches('/');
        Some(match up {
            0 if tail.starts_with("../") => tail.to_owned(),
            0 => format!("./{tail}"),
            _ => format!("{}{tail}", "../".repeat(up)),
        })
    }

    /// How many folders above the file's own the expression names.
    fn folders_up(
        &mut self,
        build: &mut Builder<'_>,
        node: Node<'_>,
        depth: usize,
    ) -> Option<usize> {
        if depth >= DEPTH {
            return None;
        }
        if node.kind() == "name" {
            return build
                .text(node)
                .eq_ignore_ascii_case("__DIR__")
                .then_some(0);
        }
        let function = word(build, node.child_by_field_name("function")?)?;
        if !function
            .trim_start_matches('\\')
            .eq_ignore_ascii_case("dirname")
        {
            return None;
        }
        let arguments = children(node.child_by_field_name("arguments")?);
        let inner = first_child(*arguments.first()?)?;
        let levels = match arguments.get(1).copied().and_then(first_child) {
            Some(levels) => {
                let levels = word(build, levels)?.parse().ok();
                levels.filter(|&levels| levels < DEPTH)?
            }
            None => 1,
        };
        if word(build, inner).is_some_and(|word| word.eq_ignore_ascii_case("__FILE__")) {
            return levels.checked_sub(1);
        }
        Some(self.folders_up(build, inner, depth + 1)? + levels)
    }

    /// The end of a path that a helper is given to make a whole one of: `root_path("x/y.php")`.
    fn called(&mut self, build: &mut Builder<'_>, call: Node<'_>) -> Option<String> {
        let arguments = children(call.child_by_field_name("arguments")?);
        let [only] = arguments.as_slice() else {
            return None;
        };
        let value = self.value(build, first_child(*only)?, 0);
        let text = value.as_text()?.trim_start_matches('/');
        (text.contains('/') && text.ends_with(".php")).then(|| text.to_owned())
    }
}

/// The text of a name or number; anything longer is not looked at.
fn word(build: &Builder<'_>, node: Node<'_>) -> Option<String> {
    matches!(node.kind(), "name" | "qualified_name" | "integer").then(|| build.text(node))
}

fn unwrapped(node: Node<'_>) -> Node<'_> {
    let mut node = node;
    while node.kind() == "parenthesized_expression" {
        match first_child(node) {
            Some(inner) => node = inner,
            None => break,
        }
    }
    node
}
