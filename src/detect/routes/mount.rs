//! Routers that a call puts below others, with their prefixes and the checks before them.

use super::graph::{Edge, GuardUse, NodeId};
use super::slot::Written;
use crate::detect::evaluate::{Evaluator, LOOPED, Thing, Turn};
use crate::detect::project::FileId;
use crate::rules::schema::{Mount, Slot, Slots};
use crate::syntax::{CallId, ScopeId, Value};

/// Calls around a router that are looked into.
const WRAPPERS: usize = 4;

pub(super) fn edge(parent: NodeId, prefixes: Vec<String>, file: FileId, line: u32) -> Edge {
    Edge {
        label: None,
        parent,
        prefixes,
        guards: Vec::<GuardUse>::new(),
        replaces: false,
        file,
        line,
    }
}

impl Evaluator<'_> {
    pub(super) fn mount(&mut self, file: FileId, call: CallId, node: NodeId, rule: &Mount) -> bool {
        let (children, prefixes) = self.mounted(file, call, node, rule);
        if children.is_empty() {
            return false;
        }
        if children.len() < 2 || prefixes.len() < 2 {
            self.put(file, call, node, rule, &children, &prefixes);
            return true;
        }
        // A loop over routers and their prefixes: each turn has its own.
        for turn in 0..LOOPED.min(children.len()) {
            self.turn = Some(Turn {
                over: None,
                index: turn,
            });
            let (children, prefixes) = self.mounted(file, call, node, rule);
            self.put(file, call, node, rule, &children, &prefixes);
        }
        self.turn = None;
        true
    }

    /// The routers in a value, or in the calls around one (`known(mux)`), and the checks that these
    /// calls are.
    pub(super) fn inside(
        &mut self,
        file: FileId,
        scope: ScopeId,
        value: &Value,
        depth: usize,
    ) -> (Vec<NodeId>, Vec<GuardUse>) {
        let found = self.routers(file, scope, value);
        let Value::Call(call) = value else {
            return (found, Vec::new());
        };
        if !found.is_empty() || depth >= WRAPPERS {
            return (found, Vec::new());
        }
        let content = &self.project.outline(file).calls[*call];
        for argument in content.arguments.iter().filter(|it| it.name.is_none()) {
            let (nodes, mut guards) = self.inside(file, content.scope, &argument.value, depth + 1);
            if !nodes.is_empty() {
                guards.extend(self.guard(file, scope, value, content.line()));
                return (nodes, guards);
            }
        }
        (Vec::new(), Vec::new())
    }

    /// The routers and prefixes that a mount speaks of.
    pub(super) fn mounted(
        &mut self,
        file: FileId,
        call: CallId,
        node: NodeId,
        rule: &Mount,
    ) -> (Vec<NodeId>, Vec<String>) {
        let scope = self.project.outline(file).calls[call].scope;
        let all = super::guard::all();
        let mut children = Vec::new();
        for slot in rule.child.as_ref().unwrap_or(&all).as_slice() {
            let mut values = Vec::new();
            for value in self.slot_values(file, call, slot) {
                values.extend(self.held(file, &value, rule));
                values.push((file, scope, value));
            }
            for (home, scope, value) in values {
                let mut found = self.routers(home, scope, &value);
                found.extend(self.function_routers(home, scope, &value, node));
                if found.is_empty() && rule.wrapped {
                    found = self.inside(home, scope, &value, 0).0;
                }
                if found.is_empty() {
                    found = self.dotted_routers(home, &value);
                }
                for child in found {
                    if !children.contains(&child) {
                        children.push(child);
                    }
                }
            }
        }
        let prefixes = match &rule.prefix {
            Some(slots) if !children.is_empty() => self.prefix_texts(file, call, slots),
            _ => Vec::new(),
        };
        (children, prefixes)
    }

    fn put(
        &mut self,
        file: FileId,
        call: CallId,
        node: NodeId,
        rule: &Mount,
        children: &[NodeId],
        prefixes: &[String],
    ) {
        let line = self.project.outline(file).calls[call].line();
        let all = super::guard::all();
        let guards = self.mount_guards(file, call, rule.guards.as_ref().unwrap_or(&all));
        let label = self.name_at(file, call, rule.named.as_ref());
        for &child in children {
            let whole = |at: NodeId| self.graph.nodes[at].whole.unwrap_or(at);
            let child = if whole(child) == whole(node) {
                child
            } else {
                whole(child)
            };
            let (child, node) = if rule.upwards {
                (node, child)
            } else {
                (child, node)
            };
            let mut edge = edge(node, prefixes.to_vec(), file, line);
            edge.guards = guards.clone();
            edge.label = label.clone();
            edge.replaces = rule.replaces && !edge.prefixes.is_empty();
            self.graph.mount(child, edge);
        }
    }

    /// The paths in front of a middleware: it stands only before what is below them.
    pub(super) fn limits(&mut self, file: FileId, call: CallId) -> Vec<String> {
        let first = Slots::One(Slot {
            at: Some(0),
            ..Slot::default()
        });
        let Written::Texts(texts) = self.slot_texts(file, call, &first) else {
            return Vec::new();
        };
        let paths = texts.iter().filter(|text| text.starts_with('/'));
        let stripped =
            paths.map(|text| text.trim_end_matches('*').trim_end_matches('/').to_owned());
        let limits: Vec<String> = stripped.collect();
        // Everything is no limit.
        if limits.iter().any(String::is_empty) {
            Vec::new()
        } else {
            limits
        }
    }

    /// What a call that only holds things to mount holds; also when a function gives it back.
    fn held(&mut self, file: FileId, value: &Value, rule: &Mount) -> Vec<(FileId, ScopeId, Value)> {
        let Value::Call(call) = *value else {
            return Vec::new();
        };
        if rule.holder.is_empty() {
            return Vec::new();
        }
        let project = self.project;
        let mut holders = vec![(file, call)];
        for thing in self.callees(file, call, 0) {
            if let Thing::Function(home, definition) = thing {
                let returns = &project.outline(home).definitions[definition].returns;
                holders.extend(returns.iter().filter_map(|value| match value {
                    Value::Call(inner) => Some((home, *inner)),
                    _ => None,
                }));
            }
        }
        let mut found = Vec::new();
        for (home, call) in holders {
            let content = &project.outline(home).calls[call];
            if rule.holder.matches(&content.name) {
                found.extend(
                    content
                        .arguments
                        .iter()
                        .map(|it| (home, content.scope, it.value.clone())),
                );
            }
        }
        found
    }

    /// What stands before a mounted router; the router itself checks nobody, whatever its name.
    fn mount_guards(&mut self, file: FileId, call: CallId, slots: &Slots) -> Vec<GuardUse> {
        let content = &self.project.outline(file).calls[call];
        let mut found = Vec::new();
        for slot in slots.as_slice() {
            for value in self.slot_values(file, call, slot) {
                if self.routers(file, content.scope, &value).is_empty() {
                    found.extend(self.guard(file, content.scope, &value, content.line()));
                }
            }
        }
        found
    }
}
