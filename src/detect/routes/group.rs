//! Routers below other routers: groups with their prefixes, and files that are mounted by their path.

use super::graph::{NodeId, Origin};
use super::mount::edge;
use super::slot::Written;
use super::view::singular;
use crate::detect::evaluate::{Evaluator, OPEN};
use crate::detect::project::FileId;
use crate::rules::schema::{Group, Slot, Slots};
use crate::syntax::{CallId, Value};

/// Most collections that are left behind upwards.
pub(super) const MOST_AROUND: usize = 16;

impl Evaluator<'_> {
    pub(super) fn group(
        &mut self,
        file: FileId,
        call: CallId,
        parent: NodeId,
        rule: &Group,
    ) -> NodeId {
        let content = &self.project.outline(file).calls[call];
        let framework = self.graph.nodes[parent].framework;
        let node = self
            .graph
            .node(Origin::Call(file, call), framework, &rule.kind, false);
        let prefixes = match &rule.prefix {
            Some(slots) => self.prefix_texts(file, call, slots),
            None => Vec::new(),
        };
        let mut guards = match &rule.guards {
            Some(slots) => self.slot_guards(file, call, slots),
            None => Vec::new(),
        };
        if rule.guard && !self.lets_all_through(file, &Value::Call(call), 0) {
            guards.push(super::guard::yes(&content.name, file, content.line()));
        }
        let shallow = self.graph.nodes[parent].shallow
            || self.says_shallow(file, call, rule.shallow.as_ref());
        self.graph.nodes[node].shallow = shallow;
        if rule.whole {
            self.graph.nodes[node].whole = Some(self.graph.nodes[parent].whole.unwrap_or(parent));
        }
        // What only hangs on a member is a collection with members of its own.
        let (parent, prefixes) = match shallow && rule.below.is_some() && rule.key.is_some() {
            true => (self.outside(parent), prefixes),
            false => (parent, self.under(parent, rule.below.as_deref(), prefixes)),
        };
        let mut edge = edge(parent, prefixes, file, content.line());
        edge.guards = guards;
        edge.label = self.name_at(file, call, rule.named.as_ref());
        self.graph.mount(node, edge);
        if let Some(key) = self.one_text(file, call, rule.key.as_ref()) {
            self.graph.nodes[node].key = key;
        }
        if let Some(module) = self.one_text(file, call, rule.module.as_ref()) {
            self.graph.nodes[node].modules = module
                .split('/')
                .filter(|it| !it.is_empty())
                .map(str::to_owned)
                .collect();
        }
        if let Some(name) = self.one_text(file, call, rule.controller.as_ref()) {
            self.graph.nodes[node].serves =
                self.controller(node, &name, self.graph.framework(parent));
        }
        if let Some(slot) = &rule.file {
            self.mount_file(file, call, node, slot, rule.file_form.as_deref());
        }
        if let Some(slot) = &rule.renames {
            self.graph.nodes[node].renames = self.renamed_by(file, call, slot);
        }
        if let Some(slot) = &rule.view {
            self.graph.nodes[node].serves = self.served_class(file, call, slot);
        }
        self.graph.nodes[node].methods = match &rule.method {
            Some(slots) => self.methods(file, call, self.graph.framework(parent), Some(slots)),
            None => self.graph.nodes[parent].methods.clone(),
        };
        node
    }

    /// Whether the call says that members stand below no other collection.
    pub(super) fn says_shallow(&mut self, file: FileId, call: CallId, slot: Option<&Slot>) -> bool {
        let Some(slot) = slot else {
            return false;
        };
        let values = self.slot_values(file, call, slot);
        match values.first() {
            Some(value) => *value == Value::Bool(true),
            None => slot.default.as_deref() == Some("true"),
        }
    }

    /// The router around all the collections that a router stands in.
    pub(super) fn outside(&self, node: NodeId) -> NodeId {
        let kind = &self.graph.nodes[node].kind;
        let mut at = node;
        for _ in 0..MOST_AROUND {
            let content = &self.graph.nodes[at];
            match content.parents.first() {
                Some(edge) if content.kind == *kind => at = edge.parent,
                _ => break,
            }
        }
        at
    }

    pub(super) fn one_text(
        &mut self,
        file: FileId,
        call: CallId,
        slots: Option<&Slots>,
    ) -> Option<String> {
        match self.slot_texts(file, call, slots?) {
            Written::Texts(texts) => texts.into_iter().find(|text| text != OPEN),
            Written::Nothing | Written::Other => None,
        }
    }

    /// Paths with what stands before them on a router: the parameter of its members.
    pub(super) fn under(
        &self,
        node: NodeId,
        template: Option<&str>,
        paths: Vec<String>,
    ) -> Vec<String> {
        let Some(template) = template else {
            return paths;
        };
        let content = &self.graph.nodes[node];
        let last = content
            .parents
            .first()
            .and_then(|edge| edge.prefixes.first());
        let last = last.and_then(|prefix| prefix.rsplit('/').find(|part| !part.is_empty()));
        let start = template
            .replace("{key}", &content.key)
            .replace("{singular}", &singular(last.unwrap_or_default()));
        match paths.is_empty() {
            true => vec![start],
            false => paths
                .iter()
                .map(|path| format!("{start}/{}", path.trim_start_matches('/')))
                .collect(),
        }
    }

    /// A group whose routes are in another file, named by a path.
    fn mount_file(
        &mut self,
        file: FileId,
        call: CallId,
        node: NodeId,
        slot: &Slot,
        form: Option<&str>,
    ) {
        let framework = self.graph.nodes[node].framework;
        let line = self.project.outline(file).calls[call].line();
        for value in self.slot_values(file, call, slot) {
            let values = match value {
                Value::List(items) => items,
                other => vec![other],
            };
            for value in &values {
                let target = self
                    .file_text(file, value)
                    .map(|text| form.map_or(text.clone(), |form| form.replace("{}", &text)))
                    .and_then(|text| self.file_named(file, &text));
                if let Some(target) = target {
                    let child = self.graph.file(self.project, framework, target, "file");
                    self.graph.mount(child, edge(node, Vec::new(), file, line));
                }
            }
        }
    }

    /// The end of a path that a value names: the last text in it.
    pub(super) fn file_text(&self, file: FileId, value: &Value) -> Option<String> {
        let text = |value: &Value| value.as_text().map(str::to_owned);
        match value {
            Value::Call(inner) => {
                let arguments = &self.project.outline(file).calls[*inner].arguments;
                arguments
                    .iter()
                    .rev()
                    .find_map(|argument| text(&argument.value))
            }
            Value::Join(parts) => parts.iter().rev().find_map(text),
            other => text(other),
        }
    }

    /// The file whose path ends so, the one nearest to where it is named.
    fn file_named(&self, file: FileId, text: &str) -> Option<FileId> {
        let wanted = text.trim_start_matches(['.', '/']);
        let here = &self.project.files[file].path;
        let shared = |id: &FileId| {
            let path = &self.project.files[*id].path;
            let same = path
                .split('/')
                .zip(here.split('/'))
                .take_while(|(a, b)| a == b)
                .count();
            (same, std::cmp::Reverse(*id))
        };
        let ending = format!("/{wanted}");
        (0..self.project.files.len())
            .filter(|&id| {
                let path = &self.project.files[id].path;
                !wanted.is_empty() && (path.as_ref() == wanted || path.ends_with(&ending))
            })
            .max_by_key(shared)
    }
}
