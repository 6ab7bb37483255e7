//! Routes that a pattern makes of the names of classes and their functions, where no annotation says
//! a path. The path is the shortest one that the pattern stands for.

use super::class::annotated;
use super::graph::{GuardUse, NodeId, Origin, Registration};
use super::slot::Written;
use crate::detect::evaluate::{Evaluator, OPEN};
use crate::detect::project::FileId;
use crate::rules::schema::{Action, Framework, Slots};
use crate::syntax::{CallId, CallKind, Definition, DefinitionId};

/// A pattern of the repository: `{controller=Home}/{action=Index}/{id?}`.
#[derive(Debug, Clone, PartialEq)]
pub struct Convention {
    parts: Vec<Part>,
    area: Option<String>,
    controller: Option<String>,
    action: Option<String>,
}

/// One segment of a pattern.
#[derive(Debug, Clone, PartialEq)]
enum Part {
    Fixed(String),
    Open {
        name: String,
        default: Option<String>,
        optional: bool,
    },
}

/// A function of a class that may be served by a pattern.
pub(super) struct Served<'n> {
    pub area: Option<&'n str>,
    pub controller: &'n str,
    pub action: &'n str,
    /// What the function is given.
    pub given: Vec<&'n str>,
}

/// A class whose functions are handlers, with what holds for all of them.
pub(super) struct Home<'n> {
    pub index: usize,
    pub node: NodeId,
    pub class: (FileId, DefinitionId),
    pub short: &'n str,
    pub area: Option<&'n str>,
    pub guards: &'n [GuardUse],
    pub lifted: bool,
}

impl Evaluator<'_> {
    /// Registers a function that patterns alone make a route of.
    pub(super) fn register_conventional(
        &mut self,
        home: &Home<'_>,
        (file, definition): (FileId, DefinitionId),
        framework: &Framework,
        rule: &Action,
    ) {
        let project = self.project;
        let outline = project.outline(file);
        let method = &outline.definitions[definition];
        if !is_action(method, rule) || annotated(outline, definition, &rule.not_annotation) {
            return;
        }
        let named = self.annotation_text(file, definition, &rule.named);
        let own = method
            .name
            .strip_suffix(rule.ending.as_str())
            .filter(|own| !own.is_empty())
            .unwrap_or(&method.name);
        let action = named.unwrap_or_else(|| own.to_owned());
        let mut methods = Vec::new();
        let mut line = method.lines.first;
        for &annotation in &method.annotations {
            let name = &outline.calls[annotation].name;
            let mut handlers = framework.handler.iter().filter(|handler| !handler.alone);
            if let Some(handler) = handlers.find(|handler| handler.annotation.matches(name)) {
                methods.extend(self.methods(file, annotation, framework, handler.method.as_ref()));
                line = outline.calls[annotation].line();
            }
        }
        if methods.is_empty() {
            methods.push("ANY".to_owned());
        }
        let given = method.parameters.iter().map(|it| it.name.as_str());
        let served = Served {
            area: home.area,
            controller: home.short,
            action: &action,
            given: given.collect(),
        };
        let paths = paths(self.conventions(home.index, framework), &served);
        let nearer = self.definition_guards(file, definition, framework);
        let lifted =
            home.lifted && nearer.is_empty() || self.is_lifted(file, definition, framework);
        // Without any pattern nothing serves it.
        let node = match paths.is_empty() {
            true => {
                let origin = Origin::Inline(home.index, file, line, definition);
                self.graph.node(origin, home.index, "class", false)
            }
            false => home.node,
        };
        self.graph.registrations.push(Registration {
            name: None,
            node,
            methods,
            paths: match paths.is_empty() {
                true => vec![String::new()],
                false => paths,
            },
            file,
            line,
            guards: [home.guards.to_vec(), nearer].concat(),
            lifted,
            handler: Some((file, definition)),
            view: Some(home.class),
        });
    }

    /// The first text of an annotation of these names.
    pub(super) fn annotation_text(
        &mut self,
        file: FileId,
        definition: DefinitionId,
        names: &crate::rules::Patterns,
    ) -> Option<String> {
        let outline = self.project.outline(file);
        let content = &outline.definitions[definition];
        let mut annotations = content.annotations.iter();
        let &annotation = annotations.find(|&&id| names.matches(&outline.calls[id].name))?;
        let first = outline.calls[annotation].arguments.first()?;
        let texts = self.value_texts(file, content.scope, &first.value.clone(), 0);
        match texts {
            Written::Texts(texts) => texts.into_iter().find(|text| !text.contains(OPEN)),
            _ => None,
        }
    }

    /// The patterns of the repository, in the order in which they stand.
    fn conventions(&mut self, index: usize, framework: &Framework) -> &[Convention] {
        if !self.conventions.contains_key(&index) {
            let mut found = Vec::new();
            for file in 0..self.project.files.len() {
                let source = &self.project.files[file];
                let mut speaking = self.graph.speaking(source.language);
                if source.is_test || !speaking.any(|(id, _)| id == index) {
                    continue;
                }
                for call in 0..source.outline.calls.len() {
                    found.extend(self.pattern(file, call, framework));
                }
            }
            self.conventions.insert(index, found);
        }
        self.conventions.get(&index).map_or(&[], Vec::as_slice)
    }

    fn pattern(&mut self, file: FileId, call: CallId, framework: &Framework) -> Option<Convention> {
        let content = &self.project.outline(file).calls[call];
        if content.kind != CallKind::Call || content.receiver.is_none() {
            return None;
        }
        let mut rules = framework.convention.iter();
        let rule = rules.find(|rule| rule.call.matches(&content.name))?;
        let mut said = |slots: &Option<Slots>| -> Option<String> {
            match self.slot_texts(file, call, slots.as_ref()?) {
                Written::Texts(texts) => {
                    let known = |text: &String| !text.contains(OPEN) && !text.is_empty();
                    texts.into_iter().find(known)
                }
                _ => None,
            }
        };
        let path = said(&Some(rule.path.clone()))?;
        Some(Convention {
            parts: parts(&path),
            area: said(&rule.area),
            controller: said(&rule.controller),
            action: said(&rule.action),
        })
    }
}

/// Whether a function is a handler by the words in front of it.
fn is_action(method: &Definition, rule: &Action) -> bool {
    let has = |words: &crate::rules::Patterns| method.modifiers.iter().any(|it| words.matches(it));
    (rule.word.is_empty() || has(&rule.word)) && !has(&rule.not_word)
}

/// The segments of a pattern.
fn parts(pattern: &str) -> Vec<Part> {
    let segments = pattern.split('/').filter(|segment| !segment.is_empty());
    segments
        .map(|segment| {
            let inside = segment
                .strip_prefix('{')
                .and_then(|rest| rest.strip_suffix('}'))
                .filter(|inside| !inside.contains(['{', '}']));
            let Some(inside) = inside else {
                return Part::Fixed(segment.to_owned());
            };
            let optional = inside.ends_with('?') || inside.starts_with('*');
            let inside = inside.trim_end_matches('?').trim_start_matches('*');
            let (named, default) = match inside.split_once('=') {
                Some((named, default)) => (named, Some(default.to_owned())),
                None => (inside, None),
            };
            let name = named.split(':').next().unwrap_or(named).to_owned();
            Part::Open {
                name,
                default,
                optional,
            }
        })
        .collect()
}

/// The paths of a function: of every pattern for it alone, and of the first that is for many.
fn paths(conventions: &[Convention], served: &Served<'_>) -> Vec<String> {
    let mut own = Vec::new();
    let mut shared = None;
    for convention in conventions {
        let Some((path, is_own)) = convention.path(served) else {
            continue;
        };
        match is_own {
            true => own.push(path),
            false => shared = shared.or(Some(path)),
        }
    }
    own.extend(shared);
    own.dedup();
    own
}

fn same(one: &str, other: &str) -> bool {
    one.eq_ignore_ascii_case(other)
}

impl Convention {
    /// The shortest path of a function, and whether the pattern is for its class alone.
    fn path(&self, served: &Served<'_>) -> Option<(String, bool)> {
        let place = |wanted: &str| {
            self.parts.iter().find_map(|part| match part {
                Part::Open { name, default, .. } if same(name, wanted) => Some(default.clone()),
                _ => None,
            })
        };
        match (served.area, &self.area, place("area")) {
            (None, None, None) => {}
            (Some(area), Some(own), _) if same(area, own) => {}
            (Some(_), None, Some(_)) => {}
            _ => return None,
        }
        let mut is_own = false;
        let mut defaults = Vec::new();
        for (name, value, own) in [
            ("controller", served.controller, &self.controller),
            ("action", served.action, &self.action),
        ] {
            match (place(name), own) {
                (Some(default), own) => defaults.push((name, default.or(own.clone()))),
                (None, Some(own)) if same(own, value) => is_own |= name == "controller",
                _ => return None,
            }
        }
        let default = |name: &str| {
            let mut known = defaults.iter();
            known
                .find(|(other, _)| same(name, other))
                .and_then(|(_, default)| default.as_deref())
        };
        // Each segment, and whether the path may end before it.
        let mut segments: Vec<(String, bool)> = Vec::new();
        for part in &self.parts {
            let (name, optional) = match part {
                Part::Fixed(text) => {
                    segments.push((text.clone(), false));
                    continue;
                }
                Part::Open {
                    name,
                    default,
                    optional,
                } => (name, *optional || default.is_some()),
            };
            let value = match name.to_ascii_lowercase().as_str() {
                "area" => served.area,
                "controller" => Some(served.controller),
                "action" => Some(served.action),
                _ => None,
            };
            segments.push(match value {
                Some(value) => {
                    let usual = default(name).is_some_and(|default| same(default, value));
                    (value.to_owned(), usual)
                }
                None => {
                    let given = served.given.iter().any(|given| same(given, name));
                    (format!("{{{name}}}"), optional && !given)
                }
            });
        }
        while segments.last().is_some_and(|(_, usual)| *usual) {
            segments.pop();
        }
        let texts: Vec<String> = segments.into_iter().map(|(text, _)| text).collect();
        Some((format!("/{}", texts.join("/")), is_own))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pattern(path: &str) -> Convention {
        Convention {
            parts: parts(path),
            area: None,
            controller: None,
            action: None,
        }
    }

    fn path(conventions: &[Convention], area: Option<&str>, names: &str, given: &[&str]) -> String {
        let (controller, action) = names.split_once('.').unwrap_or((names, ""));
        let served = Served {
            area,
            controller,
            action,
            given: given.to_vec(),
        };
        paths(conventions, &served).join(" ")
    }

    #[test]
    fn a_pattern_gives_its_shortest_path() {
        let usual = [
            pattern("{area:exists}/{controller=Home}/{action=Index}/{id?}"),
            pattern("{controller=Home}/{action=Index}/{id?}"),
        ];
        assert_eq!(path(&usual, None, "Home.Index", &[]), "/");
        assert_eq!(path(&usual, None, "Tasks.Index", &[]), "/Tasks");
        assert_eq!(
            path(&usual, None, "Tasks.Edit", &["id"]),
            "/Tasks/Edit/{id}"
        );
        assert_eq!(
            path(&usual, None, "Home.Index", &["Id"]),
            "/Home/Index/{id}"
        );
        assert_eq!(path(&usual, Some("Admin"), "Home.Index", &[]), "/Admin");
        assert_eq!(path(&usual[1..], Some("Admin"), "Home.Index", &[]), "");
    }

    #[test]
    fn a_pattern_for_one_class_stands_beside_the_usual_one() {
        let blog = Convention {
            controller: Some("Blog".to_owned()),
            action: Some("Article".to_owned()),
            ..pattern("blog/{*slug}")
        };
        let admin = Convention {
            area: Some("Admin".to_owned()),
            ..pattern("manage/{controller}/{action}")
        };
        let all = [blog, admin, pattern("{controller=Home}/{action=Index}")];
        let found = path(&all, None, "Blog.Article", &["slug"]);
        assert_eq!(found, "/blog/{slug} /Blog/Article");
        assert_eq!(path(&all, None, "Blog.Index", &[]), "/Blog");
        assert_eq!(
            path(&all, Some("admin"), "Users.All", &[]),
            "/manage/Users/All"
        );
        assert_eq!(path(&all, Some("shop"), "Users.All", &[]), "");
    }
}
