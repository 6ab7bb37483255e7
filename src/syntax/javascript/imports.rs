//! What a file takes from modules: `import`, `require(…)` and `import(…)`.

use tree_sitter::Node;

use super::super::outline::{AssignmentKind, Binding, Call, Import, Value};
use super::super::walk::Builder;
use super::strings::{plain, text};
use super::values::{bare, key, property};
use super::{JavaScript, first, named};

impl JavaScript {
    pub(super) fn import_statement(&mut self, build: &mut Builder<'_>, node: Node<'_>) {
        let mut source = node.child_by_field_name("source");
        let mut bindings = Vec::new();
        for child in named(node) {
            match child.kind() {
                "import_clause" => bindings.extend(
                    named(child)
                        .into_iter()
                        .flat_map(|clause| import_clause(build, clause)),
                ),
                // `import x = require("…")`
                "import_require_clause" => {
                    source = child.child_by_field_name("source");
                    let alias = first(child)
                        .map(|name| build.text(name))
                        .unwrap_or_default();
                    bindings.push(Binding::Whole { alias });
                }
                _ => {}
            }
        }
        if let Some(source) = source {
            self.settle(source);
            import(build, node, text(build, source), bindings);
        }
    }

    /// `import A = B.C`
    pub(super) fn import_alias(&mut self, build: &mut Builder<'_>, node: Node<'_>) {
        if let [name, target] = named(node).as_slice()
            && let Some(path) = self.chain(build, *target)
        {
            let name = vec![build.text(*name)];
            build.assign(node, AssignmentKind::Variable, name, Value::Name(path));
        }
    }

    /// A `require("…")` or `import("…")` at this call, with the names that were noted for it.
    pub(super) fn required_module(&mut self, build: &mut Builder<'_>, node: Node<'_>, call: &Call) {
        let bindings = self.required.remove(&node.id()).unwrap_or_default();
        if let Some(module) = is_require(build, node)
            .then(|| call.arguments.first())
            .flatten()
            && let Value::Text(module) = &module.value
        {
            import(build, node, module.clone(), bindings);
        }
    }

    /// Notes the names that `pattern = value` gives to a required module. False when the value is
    /// something else, or the pattern takes it apart more deeply than an import can say.
    pub(super) fn bind_module(
        &mut self,
        build: &Builder<'_>,
        pattern: Node<'_>,
        value: Node<'_>,
    ) -> bool {
        let value = bare(value);
        let (call, member) = match value.kind() {
            "member_expression" | "subscript_expression" => {
                let Some(object) = value.child_by_field_name("object").map(bare) else {
                    return false;
                };
                (object, key(build, value))
            }
            _ => (value, None),
        };
        if !is_require(build, call) || (member.is_none() && call != value) {
            return false;
        }
        let bindings = match (pattern.kind(), member) {
            ("identifier", Some(name)) => Some(vec![binding(name, build.text(pattern))]),
            ("identifier", None) => Some(vec![Binding::Whole {
                alias: build.text(pattern),
            }]),
            ("object_pattern", None) => named(pattern)
                .into_iter()
                .map(|part| pattern_binding(build, part))
                .collect(),
            _ => None,
        };
        match bindings {
            Some(bindings) => {
                self.required.insert(call.id(), bindings);
                true
            }
            None => false,
        }
    }
}

pub(super) fn import(
    build: &mut Builder<'_>,
    node: Node<'_>,
    module: String,
    bindings: Vec<Binding>,
) {
    let (scope, line) = (build.scope(), build.line(node));
    build.outline.imports.push(Import {
        module,
        bindings,
        scope,
        line,
    });
}

fn import_clause(build: &Builder<'_>, clause: Node<'_>) -> Vec<Binding> {
    match clause.kind() {
        "identifier" => vec![Binding::Default {
            alias: build.text(clause),
        }],
        "namespace_import" => first(clause)
            .map(|name| Binding::Whole {
                alias: build.text(name),
            })
            .into_iter()
            .collect(),
        "named_imports" => named(clause)
            .into_iter()
            .filter(|part| part.kind() == "import_specifier")
            .map(|part| {
                let name = property(build, part, "name");
                let alias = build.field(part, "alias").unwrap_or_else(|| name.clone());
                binding(name, alias)
            })
            .collect(),
        _ => Vec::new(),
    }
}

fn binding(name: String, alias: String) -> Binding {
    match name.as_str() {
        "default" => Binding::Default { alias },
        _ => Binding::Named { name, alias },
    }
}

/// One part of `const { a, b: c, d = 1, ...rest } = require("…")`.
fn pattern_binding(build: &Builder<'_>, part: Node<'_>) -> Option<Binding> {
    let part = match part.kind() {
        "object_assignment_pattern" => part.child_by_field_name("left")?,
        _ => part,
    };
    match part.kind() {
        "shorthand_property_identifier_pattern" => {
            let name = build.text(part);
            Some(binding(name.clone(), name))
        }
        "pair_pattern" => {
            let value = part.child_by_field_name("value")?;
            let alias = match value.kind() {
                "assignment_pattern" => value.child_by_field_name("left")?,
                _ => value,
            };
            (alias.kind() == "identifier")
                .then(|| binding(property(build, part, "key"), build.text(alias)))
        }
        "rest_pattern" => Some(Binding::Whole {
            alias: build.text(first(part)?),
        }),
        _ => None,
    }
}

fn is_require(build: &Builder<'_>, node: Node<'_>) -> bool {
    let function = node.child_by_field_name("function").map(bare);
    let argument = node.child_by_field_name("arguments").and_then(first);
    let names_module = argument.is_some_and(|argument| plain(build, bare(argument)).is_some());
    names_module
        && node.kind() == "call_expression"
        && function.is_some_and(|function| match function.kind() {
            "identifier" => build.text(function) == "require",
            kind => kind == "import",
        })
}
