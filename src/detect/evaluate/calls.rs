//! What a call calls, and what it gives back.

use super::{DEPTH, Evaluator, Thing, canonical, extend};
use crate::detect::project::{FileId, ImportStyle};
use crate::syntax::{Call, CallId, CallKind, DefinitionId, ScopeId, Value};

/// Links of a chain of calls that are looked up at once; a longer chain is taken from its beginning.
const LINKS: usize = 6;

/// Longest chain of calls that is followed.
const CHAIN: usize = 512;

/// Functions of standard libraries whose arguments are the items of a list.
const LISTS: [&str; 9] = [
    "List.of",
    "Set.of",
    "Stream.of",
    "Arrays.asList",
    "Arrays.stream",
    "listOf",
    "setOf",
    "arrayOf",
    "mutableListOf",
];

/// The items of the list that a call makes of its arguments.
fn listed(call: &Call) -> Option<Vec<Value>> {
    let name = call.path()?.join(".");
    let makes = call.kind == CallKind::Call && LISTS.contains(&name.as_str());
    let items = call.arguments.iter().map(|argument| argument.value.clone());
    makes.then(|| items.collect())
}

impl<'p> Evaluator<'p> {
    /// What a bare call means that nothing around it explains, where it may be one on the object itself:
    /// a method that its class has or inherits.
    fn or_own(
        &mut self,
        file: FileId,
        scope: ScopeId,
        name: &str,
        found: Vec<Thing>,
        depth: usize,
    ) -> Vec<Thing> {
        let outside = |thing: &Thing| matches!(thing, Thing::External(_));
        if self.project.style(file) != ImportStyle::Class || !found.iter().all(outside) {
            return found;
        }
        let Some(class) = self.project.outline(file).class_of(scope) else {
            return found;
        };
        let mut own = self.class_member(file, class, name, depth + 1, 0);
        own.retain(|thing| matches!(thing, Thing::Function(..)));
        if own.is_empty() { found } else { own }
    }

    /// What a call calls.
    pub fn callees(&mut self, file: FileId, call: CallId, depth: usize) -> Vec<Thing> {
        let project = self.project;
        let Some(content) = project.outline(file).calls.get(call) else {
            return Vec::new();
        };
        let found = match (&content.receiver, content.name.is_empty()) {
            (None, _) => {
                let found = self.name(file, content.scope, &content.name, depth + 1);
                return self.or_own(file, content.scope, &content.name, found, depth);
            }
            (Some(receiver), true) => return self.at(file, content.scope, receiver, depth + 1),
            (Some(Value::Name(path)), false) => {
                let mut whole = path.clone();
                whole.push(content.name.clone());
                self.path_at(file, content.scope, &whole, content.line(), depth + 1)
            }
            (Some(receiver), false) => {
                let owners = self.at(file, content.scope, receiver, depth + 1);
                self.members(&owners, &content.name, depth + 1)
            }
        };
        // A type's own method comes before one that extends it.
        let own = |thing: &Thing| !matches!(thing, Thing::External(_));
        if found.iter().any(own) {
            return found;
        }
        let extensions = self.extensions(file, &content.name);
        if extensions.is_empty() {
            found
        } else {
            extensions
        }
    }

    /// What a call gives back.
    pub fn call(&mut self, file: FileId, call: CallId, depth: usize) -> Vec<Thing> {
        let key = (file, call);
        if let Some(known) = self.calls.get(&key) {
            return known.clone();
        }
        if let Some(passing) = self.passing.calls.get(&key) {
            self.circular = true;
            return passing.clone();
        }
        if self.chained.is_none() {
            self.beginning(file, call, depth);
        }
        if depth > DEPTH || !self.active.insert(key) {
            self.circular = true;
            return Vec::new();
        }
        let outer = std::mem::replace(&mut self.circular, false);
        let things = self.result(file, call, depth + 1);
        self.active.remove(&key);
        let has_router = things.iter().any(|thing| matches!(thing, Thing::Router(_)));
        if !self.circular || has_router {
            self.calls.insert(key, things.clone());
        } else {
            self.passing.calls.insert(key, things.clone());
        }
        self.circular |= outer;
        self.settle();
        things
    }

    /// A long chain of calls (`App::new().service(a).service(b)…`) is looked up from its beginning,
    /// some links at a time, so that its end is not too deep.
    pub(super) fn beginning(&mut self, file: FileId, call: CallId, depth: usize) {
        let calls = &self.project.outline(file).calls;
        let mut links = Vec::new();
        let mut last = call;
        while let Some(Value::Call(inner)) = calls.get(last).and_then(|it| it.receiver.as_ref()) {
            if links.len() >= CHAIN || self.calls.contains_key(&(file, *inner)) {
                break;
            }
            links.push(*inner);
            last = *inner;
        }
        if links.len() <= LINKS {
            return;
        }
        self.chained = Some((file, call));
        for link in links.into_iter().rev().step_by(LINKS) {
            self.call(file, link, depth);
        }
        self.chained = None;
    }

    fn result(&mut self, file: FileId, call: CallId, depth: usize) -> Vec<Thing> {
        let project = self.project;
        let Some(content) = project.outline(file).calls.get(call) else {
            return Vec::new();
        };
        if let Some(nodes) = self.router_call(file, call, depth) {
            return nodes.into_iter().map(Thing::Router).collect();
        }
        if let ("require" | "import", None, Some(Value::Text(module))) = (
            content.name.as_str(),
            &content.receiver,
            content.arguments.first().map(|argument| &argument.value),
        ) {
            return match project.module_files(file, module).first() {
                Some(&module) => self.whole(module, depth + 1),
                None => vec![Thing::External(canonical(module))],
            };
        }
        if let ("require" | "import", None, ImportStyle::Path, Some(module)) = (
            content.name.as_str(),
            &content.receiver,
            project.style(file),
            content.arguments.first().map(|argument| &argument.value),
        ) {
            return self.loaded(file, content.scope, module, depth);
        }
        if let ("require" | "require_once" | "include" | "include_once", None, ImportStyle::Class) = (
            content.name.as_str(),
            &content.receiver,
            project.style(file),
        ) {
            // What the file gives back that is run here.
            let here = |import: &&crate::syntax::Import| {
                import.line == content.line() && import.scope == content.scope
            };
            let module = project
                .outline(file)
                .imports
                .iter()
                .find(here)
                .map(|import| &import.module);
            let target =
                module.and_then(|module| project.module_files(file, module).first().copied());
            return match target {
                Some(target) => self.exported(target, "default", depth + 1),
                None => Vec::new(),
            };
        }
        let mut things = Vec::new();
        for callee in self.callees(file, call, depth) {
            match callee {
                Thing::Class(file, class) => {
                    extend(&mut things, vec![Thing::Instance(file, class)])
                }
                Thing::Function(other, definition) => {
                    let results = self.given_back(other, definition, depth);
                    extend(&mut things, results);
                }
                Thing::External(name) => {
                    if self.graph.describes(&name)
                        && let Some(given) = content.positional(0)
                    {
                        let object = self.at(file, content.scope, &given.value, depth + 1);
                        extend(&mut things, object);
                    }
                    extend(&mut things, vec![Thing::External(format!("{name}()"))]);
                    // A library's wrapper around a function stands for it.
                    if content.receiver.is_none()
                        && let Some(inner @ (Value::Definition(_) | Value::Name(_))) =
                            content.positional(0).map(|a| &a.value)
                    {
                        let wrapped = self.at(file, content.scope, inner, depth + 1).into_iter();
                        extend(
                            &mut things,
                            wrapped
                                .filter(|thing| matches!(thing, Thing::Function(..)))
                                .collect(),
                        );
                    }
                }
                Thing::Router(node) if content.kind != CallKind::Annotation => {
                    // A router that is called stays itself (wrappers, `app()`).
                    extend(&mut things, vec![Thing::Router(node)]);
                }
                _ => {}
            }
        }
        if things
            .iter()
            .all(|thing| matches!(thing, Thing::External(_)))
            && project.style(file) == ImportStyle::Class
            && let Some(list) = listed(content)
        {
            // A list of one list is that list.
            let inner = match list.as_slice() {
                [one] => self.at(file, content.scope, one, depth + 1),
                _ => Vec::new(),
            };
            let is_list = |thing: &Thing| matches!(thing, Thing::Written(_, _, place) if matches!(place.value(), Value::List(_)));
            let lists = match inner.iter().any(is_list) {
                true => inner,
                false => self.at(file, content.scope, &Value::List(list), depth + 1),
            };
            extend(&mut things, lists);
        }
        things
    }

    /// What a function of the repository gives back, or else its declared result.
    pub(super) fn given_back(
        &mut self,
        file: FileId,
        definition: DefinitionId,
        depth: usize,
    ) -> Vec<Thing> {
        let project = self.project;
        let Some(function) = project.outline(file).definitions.get(definition) else {
            return Vec::new();
        };
        let mut results = Vec::new();
        for value in &function.returns {
            let more = self.at(file, function.body, value, depth + 1);
            extend(&mut results, more);
        }
        if results.is_empty()
            && let Some(result) = &function.result
        {
            results = self.typed(file, function.scope, result, depth + 1);
        }
        results
    }

    /// Where a call's callee comes from, as dotted names from outside of the repository.
    pub fn origins(&mut self, file: FileId, call: CallId) -> Vec<String> {
        self.callees(file, call, 0)
            .into_iter()
            .filter_map(|thing| match thing {
                Thing::External(name) => Some(name),
                _ => None,
            })
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::syntax::Argument;

    #[test]
    fn a_call_that_makes_a_list_of_its_arguments() {
        let call = |on: Option<&str>, name: &str| Call {
            name: name.to_owned(),
            receiver: on.map(|on| Value::Name(vec![on.to_owned()])),
            arguments: vec![Argument {
                name: None,
                value: Value::Text("/a".to_owned()),
                line: 1,
            }],
            ..Call::default()
        };
        let items = Some(vec![Value::Text("/a".to_owned())]);
        assert_eq!(listed(&call(Some("List"), "of")), items);
        assert_eq!(listed(&call(None, "listOf")), items);
        assert_eq!(listed(&call(Some("Path"), "of")), None);
        assert_eq!(listed(&call(Some("names"), "listOf")), None);
    }
}
