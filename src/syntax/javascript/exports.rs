//! What a file hands out, in both module systems.

use tree_sitter::Node;

use super::super::outline::{Binding, Export, Path, Value};
use super::super::walk::Builder;
use super::imports::import;
use super::strings::{plain, text};
use super::values::property;
use super::{JavaScript, definitions, first, has_token, named};

impl JavaScript {
    pub(super) fn export_statement(&mut self, build: &mut Builder<'_>, node: Node<'_>) {
        let from = node.child_by_field_name("source").map(|source| {
            self.settle(source);
            text(build, source)
        });
        let is_default = has_token(node, "default");
        if let Some(declaration) = node.child_by_field_name("declaration") {
            self.decorate(build, node, declaration);
            self.export_declaration(build, declaration, is_default);
        } else if let Some(value) = node.child_by_field_name("value") {
            self.decorate(build, node, value);
            let value = self.value(build, value);
            export(build, node, "default".to_owned(), value, None);
        } else {
            self.export_names(build, node, &from);
        }
        if let Some(module) = from {
            let everything = has_token(node, "*");
            let bindings = if everything {
                vec![Binding::All]
            } else {
                Vec::new()
            };
            import(build, node, module, bindings);
        }
    }

    fn export_names(&mut self, build: &mut Builder<'_>, node: Node<'_>, from: &Option<String>) {
        if has_token(node, "*") {
            export(build, node, "*".to_owned(), Value::Opaque, from.clone());
        }
        for child in named(node) {
            match child.kind() {
                "export_clause" => {
                    for part in named(child) {
                        let name = property(build, part, "name");
                        let alias = match property(build, part, "alias") {
                            alias if alias.is_empty() => name.clone(),
                            alias => alias,
                        };
                        self.settle_names(part);
                        export(build, part, alias, Value::Name(vec![name]), from.clone());
                    }
                }
                // `export * as x from "…"`: the module itself.
                "namespace_export" => {
                    let name = first(child).map(|name| unquoted(build, name));
                    let all = Value::Name(vec!["*".to_owned()]);
                    export(build, child, name.unwrap_or_default(), all, from.clone());
                }
                "string" | "decorator" | "import_attribute" => {}
                // `export = x`
                _ if has_token(node, "=") => {
                    let value = self.value(build, child);
                    export(build, node, "module".to_owned(), value, None);
                }
                _ => {}
            }
        }
    }

    fn settle_names(&mut self, specifier: Node<'_>) {
        for name in named(specifier) {
            self.settle(name);
        }
    }

    fn export_declaration(&mut self, build: &mut Builder<'_>, node: Node<'_>, is_default: bool) {
        let name = match is_default {
            true => "default".to_owned(),
            false => property(build, node, "name"),
        };
        if let Some(kind) = definitions::kind(node) {
            let value = Value::Definition(build.definition_id(node, kind));
            return export(build, node, name, value, None);
        }
        match node.kind() {
            "lexical_declaration" | "variable_declaration" => {
                for declarator in named(node) {
                    if let Some(pattern) = declarator.child_by_field_name("name") {
                        for name in self.names(build, pattern) {
                            let value = Value::Name(vec![name.clone()]);
                            export(build, declarator, name, value, None);
                        }
                    }
                }
            }
            "ambient_declaration" => {
                if let Some(inner) = first(node) {
                    self.export_declaration(build, inner, false);
                }
            }
            "type_alias_declaration" | "internal_module" | "module" => {
                export(build, node, name.clone(), Value::Name(vec![name]), None);
            }
            _ => {}
        }
    }

    /// `module.exports = …`, `exports.x = …`.
    pub(super) fn common_export(
        &mut self,
        build: &mut Builder<'_>,
        node: Node<'_>,
        target: &Path,
        value: &Value,
    ) {
        let names: Vec<&str> = target.iter().map(String::as_str).collect();
        let name = match names.as_slice() {
            ["module", "exports"] => "module",
            ["module", "exports", name] | ["exports", name] => name,
            _ => return,
        };
        export(build, node, name.to_owned(), value.clone(), None);
    }
}

fn export(
    build: &mut Builder<'_>,
    node: Node<'_>,
    name: String,
    value: Value,
    from: Option<String>,
) {
    let line = build.line(node);
    build.outline.exports.push(Export {
        name,
        value,
        from,
        line,
    });
}

fn unquoted(build: &Builder<'_>, node: Node<'_>) -> String {
    plain(build, node).unwrap_or_else(|| build.text(node))
}
