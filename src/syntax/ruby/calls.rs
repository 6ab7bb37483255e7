//! Ruby calls: with and without parentheses, with blocks, and names that stand alone.

use tree_sitter::Node;

use super::Ruby;
use super::values::is_construction;
use crate::syntax::outline::{
    Argument, Call, CallKind, ConstructKind, DefinitionKind, Import, ScopeKind, Value,
};
use crate::syntax::tree::{children, stands_at};
use crate::syntax::walk::Builder;
use crate::syntax::walk::values::callee;

impl Ruby {
    pub(super) fn call(&mut self, build: &mut Builder<'_>, node: Node<'_>) {
        let method = node.child_by_field_name("method");
        let receiver = node.child_by_field_name("receiver");
        let receiver = receiver.map(|receiver| self.value(build, receiver, 0));
        let mut arguments = match node.child_by_field_name("arguments") {
            Some(list) => self.arguments(build, list),
            None => Vec::new(),
        };
        if let Some(block) = node.child_by_field_name("block") {
            arguments.push(Argument {
                name: None,
                value: Value::Definition(build.definition_id(block, DefinitionKind::Closure)),
                line: build.line(block),
            });
        }
        let is_new = is_construction(build, node);
        let name = match method {
            Some(method) => build.text(method),
            None => String::new(),
        };
        if receiver.is_none() {
            self.imported(build, node, &name, &arguments);
            if name == "raise" {
                build.construct(node, ConstructKind::Throw);
            }
        }
        let (receiver, name) = match (receiver, is_new) {
            (Some(class), true) => callee(class),
            (receiver, _) => (receiver, name),
        };
        let call = Call {
            kind: match is_new {
                true => CallKind::New,
                false => CallKind::Call,
            },
            name,
            receiver,
            arguments,
            ..Call::default()
        };
        let id = build.fill_call(node, call);
        stands_at(build, id, method);
    }

    /// Pairs with a symbol as key are named; the others form one object, as Ruby passes them.
    fn arguments(&mut self, build: &mut Builder<'_>, list: Node<'_>) -> Vec<Argument> {
        let mut arguments: Vec<Argument> = Vec::new();
        let mut pairs: Option<usize> = None;
        for child in children(list) {
            let line = build.line(child);
            let (name, value) = match child.kind() {
                "pair" => {
                    let Some(key) = self.key(build, child) else {
                        continue;
                    };
                    let value = self.pair_value(build, child, &key, 0);
                    if is_named(child) {
                        (Some(key), value)
                    } else {
                        let held = pairs.and_then(|index| arguments.get_mut(index));
                        if let Some(Argument {
                            value: Value::Map(entries),
                            ..
                        }) = held
                        {
                            entries.push((key, value));
                            continue;
                        }
                        pairs = Some(arguments.len());
                        (None, Value::Map(vec![(key, value)]))
                    }
                }
                // Not positional, and no keyword of its own.
                "hash_splat_argument" => (Some("**".to_owned()), Value::Opaque),
                "block_argument" => {
                    let given = children(child).first().copied();
                    let value = given.map_or(Value::Opaque, |given| self.value(build, given, 0));
                    (Some("&".to_owned()), value)
                }
                _ => (None, self.value(build, child, 0)),
            };
            arguments.push(Argument { name, value, line });
        }
        arguments
    }

    /// `require "x"` runs a file or a library and gives no name to it.
    fn imported(
        &mut self,
        build: &mut Builder<'_>,
        node: Node<'_>,
        name: &str,
        arguments: &[Argument],
    ) {
        let Some(Value::Text(text)) = arguments.first().map(|argument| &argument.value) else {
            return;
        };
        let module = match name {
            "require" | "load" => text.clone(),
            "require_relative" if text.starts_with('.') => text.clone(),
            "require_relative" => format!("./{text}"),
            _ => return,
        };
        let (scope, line) = (build.scope(), build.line(node));
        build.outline.imports.push(Import {
            module,
            bindings: Vec::new(),
            scope,
            line,
        });
    }

    /// Remembers the names among the statements of this body.
    pub(super) fn statements(&mut self, body: Node<'_>) {
        let names = children(body)
            .into_iter()
            .filter(|it| it.kind() == "identifier");
        self.alone.extend(names.map(|name| name.id()));
    }

    /// A name as a statement of its own is a call, unless it is a variable.
    pub(super) fn bare(&mut self, build: &mut Builder<'_>, node: Node<'_>) {
        if !self.alone.remove(&node.id()) {
            return;
        }
        let name = build.text(node);
        if !self.is_variable(build, &name) {
            build.fill_call(
                node,
                Call {
                    name,
                    ..Call::default()
                },
            );
        }
    }

    fn is_variable(&self, build: &Builder<'_>, name: &str) -> bool {
        let mut scope = Some(build.scope());
        while let Some(id) = scope {
            if self
                .locals
                .get(&id)
                .is_some_and(|names| names.contains(name))
            {
                return true;
            }
            let Some(content) = build.outline.scopes.get(id) else {
                return false;
            };
            let definition = content
                .definition
                .and_then(|id| build.outline.definitions.get(id));
            if definition.is_some_and(|it| it.parameters.iter().any(|own| own.name == name)) {
                return true;
            }
            let is_closure = definition.is_some_and(|it| it.kind == DefinitionKind::Closure);
            // Only blocks see the variables around them.
            scope = content
                .parent
                .filter(|_| is_closure && content.kind == ScopeKind::Function);
        }
        false
    }
}

/// `key: value` and `:key => value`.
fn is_named(pair: Node<'_>) -> bool {
    let key = pair.child_by_field_name("key").map(|key| key.kind());
    let rocket = pair.child(1).is_some_and(|between| between.kind() == "=>");
    match key {
        Some("hash_key_symbol" | "simple_symbol") => true,
        Some("string") => !rocket,
        _ => false,
    }
}
