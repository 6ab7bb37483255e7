//! Classes that are routers by annotation, with handlers that are annotated methods.

use super::convention::Home;
use super::graph::{Origin, Registration};
use super::slot::Written;
use super::version::with_versions;
use crate::detect::evaluate::Evaluator;
use crate::detect::project::FileId;
use crate::rules::schema::{Class, Framework, Handler};
use crate::syntax::{CallId, DefinitionId, DefinitionKind, Outline, Value};

/// What stands in a path for the name of the class, and for the name of the handler.
const CONTROLLER: &str = "[controller]";
const ACTION: &str = "[action]";
/// What every language calls the function that makes an object.
const CONSTRUCTOR: &str = "constructor";
const AREA: &str = "[area]";

impl Evaluator<'_> {
    pub(super) fn register_classes(&mut self) {
        let project = self.project;
        for file in 0..project.files.len() {
            if project.files[file].is_test {
                continue;
            }
            let speaking: Vec<_> = self.graph.speaking(project.files[file].language).collect();
            for (index, framework) in speaking {
                for rule in &framework.class {
                    for class in 0..project.outline(file).definitions.len() {
                        if self.is_router(file, class, rule) {
                            let before = self.graph.registrations.len();
                            self.register_class(file, class, index, framework, rule);
                            self.register_documented(file, class, index, framework, rule, before);
                            let is_bare = self.graph.registrations.len() == before;
                            if is_bare && self.has_unseen_base(file, class) {
                                let line = project.outline(file).definitions[class].lines.first;
                                self.graph.unseen.push((file, line));
                            }
                        }
                    }
                }
            }
        }
    }

    fn is_router(&mut self, file: FileId, class: DefinitionId, rule: &Class) -> bool {
        let outline = self.project.outline(file);
        let content = &outline.definitions[class];
        if content.kind != DefinitionKind::Class {
            return false;
        }
        let mut words = content.modifiers.iter();
        if annotated(outline, class, &rule.not_annotation)
            || words.any(|word| rule.not_word.matches(word))
        {
            return false;
        }
        if annotated(outline, class, &rule.annotation) || self.has_handlers(file, class, rule) {
            return true;
        }
        !rule.base.is_empty()
            && self.base_names(file, class).iter().any(|name| {
                rule.base.matches(name)
                    || name
                        .rsplit('.')
                        .next()
                        .is_some_and(|last| rule.base.matches(last))
            })
    }

    /// Whether the class has functions and a base of the repository's own packages that is not in
    /// the repository: code that is generated when it is built.
    fn has_unseen_base(&mut self, file: FileId, class: DefinitionId) -> bool {
        let project = self.project;
        let outline = project.outline(file);
        let body = outline.definitions[class].body;
        let has_functions = outline.definitions.iter().any(|inner| inner.scope == body);
        let root = |name: &str| name.split('.').take(2).collect::<Vec<_>>().join(".");
        let Some(own) = project.namespace(file).map(root) else {
            return false;
        };
        has_functions
            && own.contains('.')
            && self
                .base_names(file, class)
                .iter()
                .any(|base| root(base) == own)
    }

    fn register_class(
        &mut self,
        file: FileId,
        class: DefinitionId,
        index: usize,
        framework: &Framework,
        rule: &Class,
    ) {
        let project = self.project;
        let node = self
            .graph
            .node(Origin::Class(index, file, class), index, "class", true);
        let mut lineage = vec![(file, class)];
        let mut at = 0;
        while at < lineage.len() && lineage.len() < 16 {
            let (file, class) = lineage[at];
            for base in self.bases(file, class) {
                if !lineage.contains(&base) {
                    lineage.push(base);
                }
            }
            at += 1;
        }
        if !rule.serves.is_empty() {
            self.register_served((file, class), node, rule);
            return;
        }
        // The nearest class of the line that says a prefix.
        let names = self.class_names(framework, &lineage, rule);
        for &(file, class) in &lineage {
            if let Some(prefixes) = self.class_prefix(file, class, rule, &names) {
                self.graph.nodes[node].prefixes = prefixes;
                break;
            }
        }
        let is_prefixed = lineage
            .iter()
            .any(|&(file, class)| annotated(project.outline(file), class, &rule.prefix_annotation));
        let own_class = (file, class);
        let action = rule.action.as_ref().filter(|action| {
            let words = &project.outline(file).definitions[class].modifiers;
            !is_prefixed && !words.iter().any(|word| action.not_word.matches(word))
        });
        self.graph.nodes[node].label = self.class_label(file, class, rule);
        let class_prefixes = self.graph.nodes[node].prefixes.clone();
        let own_versions = self.class_versions(index, (file, class), framework, rule);
        if own_versions.is_some() {
            // The version stands before the prefix, so that both go with each path.
            self.graph.nodes[node].prefixes = Vec::new();
        }
        let mut guards = Vec::new();
        let mut lifted_class = false;
        for &(file, class) in &lineage {
            guards.extend(self.definition_guards(file, class, framework));
            lifted_class |= self.is_lifted(file, class, framework);
        }
        let class_methods = self.class_methods(&lineage, framework, rule);
        let mut seen: Vec<(String, usize)> = Vec::new();
        // Functions that say no path: they may stand for one further up the line that does.
        let mut plain: Vec<(DefinitionId, FileId, DefinitionId)> = Vec::new();
        for (file, class) in lineage {
            let outline = project.outline(file);
            let body = outline.definitions[class].body;
            for (definition, method) in outline.definitions.iter().enumerate() {
                if method.scope != body || method.kind != DefinitionKind::Function {
                    continue;
                }
                let key = (method.name.clone(), method.parameters.len());
                if let Some(action) = action
                    && method.name != CONSTRUCTOR
                    && !seen.contains(&key)
                    && !self.says_path(file, definition, framework)
                {
                    let home = Home {
                        index,
                        node,
                        class: own_class,
                        short: &names.short,
                        area: names.area.as_deref(),
                        guards: &guards,
                        lifted: lifted_class,
                    };
                    self.register_conventional(&home, (file, definition), framework, action);
                    seen.push(key);
                    continue;
                }
                let mut found = false;
                let annotations = method.annotations.clone();
                for annotation in annotations {
                    let name = &outline.calls[annotation].name;
                    let Some(handler) = framework
                        .handler
                        .iter()
                        .find(|h| h.annotation.matches(name))
                    else {
                        continue;
                    };
                    if handler.alone && self.is_taken(file, &method.annotations, framework) {
                        continue;
                    }
                    // An override that is annotated again takes the place of what it overrides.
                    let key = (method.name.clone(), method.parameters.len());
                    if !found && seen.contains(&key) {
                        continue;
                    }
                    found = true;
                    let beside =
                        |id: &&usize| handler.path_annotation.matches(&outline.calls[**id].name);
                    let beside: Vec<CallId> =
                        method.annotations.iter().filter(beside).copied().collect();
                    let mut paths = self.said_paths(file, &[annotation], handler);
                    if paths.is_empty() {
                        paths = self.said_paths(file, &beside, handler);
                    }
                    if paths.is_empty() {
                        paths.push(String::new());
                    }
                    let filled = |text: &String| names.filled(text, &method.name);
                    let paths: Vec<String> = paths.iter().map(filled).collect();
                    let mut methods =
                        self.methods(file, annotation, framework, handler.method.as_ref());
                    if methods.is_empty() {
                        methods.push("ANY".to_owned());
                    }
                    let name = self.name_at(file, annotation, handler.named.as_ref());
                    if !class_methods.is_empty() && methods == ["ANY"] {
                        methods.clone_from(&class_methods);
                    }
                    let mut nearer = self.definition_guards(file, definition, framework);
                    let mut lifted_here = self.is_lifted(file, definition, framework);
                    for &(of, home, over) in &plain {
                        let function = &project.outline(home).definitions[over];
                        if (home, of) != (file, class)
                            && function.name == key.0
                            && function.parameters.len() == key.1
                        {
                            nearer.extend(self.definition_guards(home, over, framework));
                            lifted_here |= self.is_lifted(home, over, framework);
                        }
                    }
                    // What lifts the guard of the class does not lift a nearer one.
                    let lifted = lifted_class && nearer.is_empty() || lifted_here;
                    let own = [guards.clone(), nearer].concat();
                    for (absolute, paths) in apart(paths, &rule.absolute) {
                        let mut node = node;
                        if absolute || class_prefixes.iter().any(|it| it.contains(ACTION)) {
                            // A prefix of its own: none, or one with the name of the handler.
                            let key = annotation as u32 * 2 + u32::from(absolute);
                            let origin = Origin::Inline(index, file, key, definition);
                            node = self.graph.node(origin, index, "class", true);
                            if !absolute {
                                self.graph.nodes[node].prefixes =
                                    class_prefixes.iter().map(filled).collect();
                            }
                        }
                        let versions =
                            self.versions((file, definition), own_versions.as_deref(), framework);
                        let paths = match versions {
                            None => paths,
                            Some(versions) => with_versions(&versions, &class_prefixes, &paths),
                        };
                        self.graph.registrations.push(Registration {
                            name: name.clone(),
                            node,
                            methods: methods.clone(),
                            paths,
                            file,
                            line: outline.calls[annotation].line(),
                            guards: own.clone(),
                            lifted,
                            handler: Some((file, definition)),
                            view: Some((file, class)),
                        });
                    }
                }
                if found {
                    seen.push((method.name.clone(), method.parameters.len()));
                } else {
                    plain.push((class, file, definition));
                }
            }
        }
    }

    /// Registers what a library serves for a class that only has to be there.
    fn register_served(
        &mut self,
        (file, class): (FileId, DefinitionId),
        node: usize,
        rule: &Class,
    ) {
        let project = self.project;
        let definition = &project.outline(file).definitions[class];
        let calls = &project.outline(file).calls;
        let off = definition.annotations.iter().any(|&id| {
            let slot = rule.served.as_ref().and_then(|slot| slot.name.as_deref());
            rule.prefix_annotation.matches(&calls[id].name)
                && slot
                    .and_then(|name| calls[id].named(name))
                    .is_some_and(|argument| argument.value == Value::Bool(false))
        });
        if off {
            return;
        }
        let prefixes = self.class_prefix(file, class, rule, &Names::default());
        self.graph.nodes[node].prefixes = prefixes.unwrap_or_else(|| {
            let ending = rule.name_ending.as_deref().unwrap_or_default();
            let name = definition.name.strip_suffix(ending);
            vec![plural(name.unwrap_or(&definition.name))]
        });
        for served in &rule.serves {
            let (method, path) = served.split_once(' ').unwrap_or((served, ""));
            self.graph.registrations.push(Registration {
                name: None,
                node,
                methods: vec![method.to_owned()],
                paths: vec![path.to_owned()],
                file,
                line: definition.lines.first,
                guards: Vec::new(),
                lifted: false,
                handler: None,
                view: Some((file, class)),
            });
        }
    }

    /// The first part of the names of the routes of a class.
    fn class_label(&mut self, file: FileId, class: DefinitionId, rule: &Class) -> Option<String> {
        let outline = self.project.outline(file);
        let annotations = outline.definitions[class].annotations.iter();
        let mut prefixing =
            annotations.filter(|id| rule.prefix_annotation.matches(&outline.calls[**id].name));
        prefixing.find_map(|&id| self.name_at(file, id, rule.named.as_ref()))
    }

    fn class_prefix(
        &mut self,
        file: FileId,
        class: DefinitionId,
        rule: &Class,
        names: &Names,
    ) -> Option<Vec<String>> {
        let mut found = Vec::new();
        let outline = self.project.outline(file);
        let annotations = outline.definitions[class].annotations.clone();
        for annotation in annotations {
            if !rule
                .prefix_annotation
                .matches(&outline.calls[annotation].name)
            {
                continue;
            }
            let slots = rule.prefix.as_ref()?;
            if let Written::Texts(texts) = self.slot_texts(file, annotation, slots) {
                found.extend(texts.iter().map(|text| names.of_class(text)));
            }
        }
        (!found.is_empty()).then_some(found)
    }

    /// The methods that the nearest class of a line says for handlers that say none.
    fn class_methods(
        &mut self,
        lineage: &[(FileId, DefinitionId)],
        framework: &Framework,
        rule: &Class,
    ) -> Vec<String> {
        let Some(slots) = &rule.methods else {
            return Vec::new();
        };
        for &(file, class) in lineage {
            let outline = self.project.outline(file);
            for &id in &outline.definitions[class].annotations {
                if rule.prefix_annotation.matches(&outline.calls[id].name)
                    && self.slot_texts(file, id, slots) != Written::Nothing
                {
                    return self.methods(file, id, framework, Some(slots));
                }
            }
        }
        Vec::new()
    }

    /// Whether an annotation of a handler says a path, even an empty one.
    fn says_path(&mut self, file: FileId, definition: DefinitionId, framework: &Framework) -> bool {
        let outline = self.project.outline(file);
        let annotations = outline.definitions[definition].annotations.clone();
        annotations.into_iter().any(|id| {
            let name = &outline.calls[id].name;
            let beside = framework.handler.iter();
            if beside.clone().any(|it| it.path_annotation.matches(name)) {
                return true;
            }
            let mut rules = beside.filter(|it| it.annotation.matches(name));
            rules.any(|it| {
                let slots = it.path.as_ref();
                slots.is_some_and(|slots| self.slot_texts(file, id, slots) != Written::Nothing)
            })
        })
    }

    /// The paths that annotations of a handler say.
    fn said_paths(
        &mut self,
        file: FileId,
        annotations: &[CallId],
        handler: &Handler,
    ) -> Vec<String> {
        let mut paths = Vec::new();
        if let Some(slots) = &handler.path {
            for &annotation in annotations {
                if let Written::Texts(texts) = self.slot_texts(file, annotation, slots) {
                    paths.extend(texts);
                }
            }
        }
        paths
    }

    /// Whether what an annotation says belongs to another one beside it: to one that makes a handler
    /// by itself and has no path of its own.
    fn is_taken(&mut self, file: FileId, annotations: &[CallId], framework: &Framework) -> bool {
        let outline = self.project.outline(file);
        annotations.iter().any(|&id| {
            let name = &outline.calls[id].name;
            let mut others = framework.handler.iter().filter(|handler| !handler.alone);
            let other = others.find(|handler| handler.annotation.matches(name));
            other.is_some_and(|handler| {
                let slots = handler.path.as_ref();
                slots.is_none_or(|slots| self.slot_texts(file, id, slots) == Written::Nothing)
            })
        })
    }

    /// What stands for a class in paths: its name without the usual ending, and its area.
    fn class_names(
        &mut self,
        framework: &Framework,
        lineage: &[(FileId, DefinitionId)],
        rule: &Class,
    ) -> Names {
        let own = lineage.first().map(|&(file, class)| {
            let name = &self.project.outline(file).definitions[class].name;
            let ending = rule.name_ending.as_deref();
            ending
                .and_then(|ending| name.strip_suffix(ending))
                .unwrap_or(name)
                .to_owned()
        });
        let mut areas = lineage.iter();
        Names {
            short: own.unwrap_or_default(),
            area: areas.find_map(|&(file, class)| self.annotation_text(file, class, &rule.area)),
            lower: self.is_lower(framework),
        }
    }

    /// Whether a setting of the repository puts names in lower case.
    fn is_lower(&self, framework: &Framework) -> bool {
        framework.lower.as_ref().is_some_and(|rule| {
            let names = rule.setting.0.iter().filter_map(|pattern| pattern.exact());
            names
                .flat_map(|name| self.project.fields(name))
                .any(|&(file, index)| {
                    let outline = self.project.outline(file);
                    outline.assignments.get(index).is_some_and(|it| {
                        let value = crate::detect::matching::shown(outline, &it.value);
                        rule.value.matches(&value)
                    })
                })
        })
    }
}

/// The plain English plural of a class's name, its first letter small.
fn plural(name: &str) -> String {
    let mut letters = name.chars();
    let first = letters.next().map(|first| first.to_lowercase());
    let word: String = first.into_iter().flatten().chain(letters).collect();
    let ends = |endings: &[&str]| endings.iter().any(|ending| word.ends_with(ending));
    match word.strip_suffix('y') {
        _ if word == "person" => "people".to_owned(),
        _ if word == "child" => "children".to_owned(),
        Some(stem) if !ends(&["ay", "ey", "oy", "uy"]) => format!("{stem}ies"),
        _ if ends(&["s", "x", "z", "ch", "sh"]) => format!("{word}es"),
        _ => format!("{word}s"),
    }
}

/// What stands for a class in paths.
#[derive(Default)]
struct Names {
    short: String,
    area: Option<String>,
    lower: bool,
}

impl Names {
    /// A prefix with the names of the class put in.
    fn of_class(&self, text: &str) -> String {
        let area = self.area.as_deref().unwrap_or_default();
        text.replace(CONTROLLER, &self.cased(&self.short))
            .replace(AREA, &self.cased(area))
    }

    /// A path with the name of the handler put in as well.
    fn filled(&self, text: &str, handler: &str) -> String {
        self.of_class(text).replace(ACTION, &self.cased(handler))
    }

    fn cased(&self, name: &str) -> String {
        match self.lower {
            true => name.to_lowercase(),
            false => name.to_owned(),
        }
    }
}

/// Paths that go with the prefix of their class, and those that begin with a mark that says that they
/// stand for themselves.
fn apart(paths: Vec<String>, marks: &[String]) -> Vec<(bool, Vec<String>)> {
    let marked = |path: &String| marks.iter().any(|mark| path.starts_with(mark.as_str()));
    let (own, with_prefix): (Vec<_>, Vec<_>) = paths.into_iter().partition(marked);
    let own = own
        .iter()
        .map(|path| path.trim_start_matches('~').to_owned());
    let mut groups = vec![(false, with_prefix), (true, own.collect())];
    groups.retain(|(_, paths)| !paths.is_empty());
    groups
}

/// Whether a definition carries one of these annotations.
pub fn annotated(
    outline: &Outline,
    definition: DefinitionId,
    names: &crate::rules::Patterns,
) -> bool {
    outline.definitions[definition]
        .annotations
        .iter()
        .any(|&id| names.matches(&outline.calls[id].name))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marked_paths_stand_for_themselves() {
        let texts =
            |texts: &[&str]| -> Vec<String> { texts.iter().map(|&text| text.to_owned()).collect() };
        let marks = texts(&["/", "~/"]);
        let groups = apart(texts(&["all", "~/notes", "", "/list"]), &marks);
        assert_eq!(
            groups,
            [
                (false, texts(&["all", ""])),
                (true, texts(&["/notes", "/list"]))
            ]
        );
        assert_eq!(apart(texts(&["/all"]), &[]), [(false, texts(&["/all"]))]);
    }
}
