//! The router graph: routers as nodes, mounts as edges with a prefix, and what is registered on
//! them. It knows no framework; [`Active`] frameworks tell it the words.

use std::collections::{BTreeMap, HashMap};

use globset::GlobSet;

use super::exempt::Exemption;
use crate::detect::matching::arguments_fit;
use crate::detect::project::{FileId, Project};
use crate::detect::survey::Guarded;
use crate::rules::schema::{Framework, Group, RouteFile, Slot, Slots};
use crate::syntax::{Call, CallId, DefinitionId, Language, Outline};

pub type NodeId = usize;

/// A framework that the repository uses, ready to match.
#[derive(Debug)]
pub struct Active<'r> {
    pub framework: &'r Framework,
    pub languages: &'r [String],
    /// One set of globs for each of the framework's `file` rules.
    pub files: &'r [GlobSet],
    /// The same for its `guard` rules.
    pub guards: &'r [GlobSet],
}

/// A place that registers routes.
#[derive(Debug, Clone)]
pub struct Node {
    pub framework: usize,
    pub kind: String,
    pub root: bool,
    /// Its own prefix, in all the forms it may have; empty when it has none.
    pub prefixes: Vec<String>,
    /// The first part of the names of its routes.
    pub label: Option<String>,
    pub parents: Vec<Edge>,
    pub guards: Vec<GuardUse>,
    /// Checks that stand only before what is below a path, with that path.
    pub limited: Vec<(String, GuardUse)>,
    /// Prefix for a file that nobody mounts.
    pub fallback: Option<String>,
    /// The class whose functions are named as handlers here.
    pub serves: Option<(FileId, DefinitionId)>,
    /// Methods for registrations here that name none.
    pub methods: Vec<String>,
    /// Guards that hold for what was registered before them.
    pub guards_behind: Vec<GuardUse>,
    /// The parameter that tells the members of this collection apart.
    pub key: String,
    /// Modules around the controllers of what is registered here.
    pub modules: Vec<String>,
    /// Members of collections registered here stand below no other collection.
    pub shallow: bool,
    /// The router that is mounted where this one is.
    pub whole: Option<NodeId>,
    /// Other words for parts of the paths of actions.
    pub renames: Vec<(String, String)>,
}

impl Node {
    /// Puts a check before what is below the paths and follows.
    pub fn stand_before(&mut self, paths: &[String], guard: &GuardUse) {
        for path in paths {
            let below = path.split('*').next().unwrap_or_default();
            match below.trim_end_matches(['/', '{']) {
                "" => self.guards.push(guard.clone()),
                limit => self.limited.push((limit.to_owned(), guard.clone())),
            }
        }
    }
}

/// A router hangs below another one.
#[derive(Debug, Clone, PartialEq)]
pub struct Edge {
    pub parent: NodeId,
    pub prefixes: Vec<String>,
    /// The first part of the names of the routes below, in place of the child's own.
    pub label: Option<String>,
    pub guards: Vec<GuardUse>,
    /// The prefix takes the place of the child's own.
    pub replaces: bool,
    pub file: FileId,
    pub line: u32,
}

/// A check (or something that may be one) before handlers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GuardUse {
    pub name: String,
    pub is: Guarded,
    /// Where it is something else.
    pub exempt: Option<Exemption>,
    pub file: FileId,
    pub line: u32,
}

/// A route as registered, before composition.
#[derive(Debug, Clone)]
pub struct Registration {
    pub node: NodeId,
    pub methods: Vec<String>,
    pub paths: Vec<String>,
    pub file: FileId,
    pub line: u32,
    pub guards: Vec<GuardUse>,
    /// A guard of the router does not hold here (`AllowAny`).
    pub lifted: bool,
    pub handler: Option<(FileId, DefinitionId)>,
    /// The class that serves it.
    pub view: Option<(FileId, DefinitionId)>,
    /// What it is called, without the names of routers; `{name}` until that is known.
    pub name: Option<String>,
}

/// What makes a node one and the same.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Origin {
    Call(FileId, CallId),
    File(usize, FileId),
    Typed(usize, usize, FileId),
    Class(usize, FileId, DefinitionId),
    List(usize, FileId, String),
    Inline(usize, FileId, u32, usize),
}

#[derive(Debug)]
pub struct Graph<'r> {
    pub frameworks: &'r [Active<'r>],
    pub nodes: Vec<Node>,
    origins: HashMap<Origin, NodeId>,
    pub by_origin: BTreeMap<NodeId, Origin>,
    pub registrations: Vec<Registration>,
    /// Routers whose routes stand in code that is not in the repository.
    pub unseen: Vec<(FileId, u32)>,
}

/// Whether a framework's or detector's language list means this language. TSX is TypeScript.
pub fn speaks(languages: &[String], language: Language) -> bool {
    let id = word(language);
    languages.iter().any(|known| known == id)
}

/// The language as rules name it.
pub fn word(language: Language) -> &'static str {
    match language {
        Language::Tsx => "typescript",
        other => other.id(),
    }
}

impl<'r> Graph<'r> {
    pub fn new(frameworks: &'r [Active<'r>]) -> Graph<'r> {
        Graph {
            frameworks,
            nodes: Vec::new(),
            origins: HashMap::new(),
            by_origin: BTreeMap::new(),
            registrations: Vec::new(),
            unseen: Vec::new(),
        }
    }

    pub fn known(&self, origin: &Origin) -> Option<NodeId> {
        self.origins.get(origin).copied()
    }

    /// The node of this origin, made if it is new.
    pub fn node(&mut self, origin: Origin, framework: usize, kind: &str, root: bool) -> NodeId {
        if let Some(&known) = self.origins.get(&origin) {
            return known;
        }
        let id = self.nodes.len();
        self.nodes.push(Node {
            framework,
            kind: kind.to_owned(),
            root,
            prefixes: Vec::new(),
            label: None,
            parents: Vec::new(),
            guards: Vec::new(),
            limited: Vec::new(),
            fallback: None,
            serves: None,
            methods: Vec::new(),
            guards_behind: Vec::new(),
            key: "id".to_owned(),
            modules: Vec::new(),
            shallow: false,
            whole: None,
            renames: Vec::new(),
        });
        self.by_origin.insert(id, origin.clone());
        self.origins.insert(origin, id);
        id
    }

    pub fn mount(&mut self, child: NodeId, edge: Edge) {
        if child != edge.parent && !self.nodes[child].parents.contains(&edge) {
            self.nodes[child].parents.push(edge);
        }
    }

    pub fn framework(&self, node: NodeId) -> &'r Framework {
        self.frameworks[self.nodes[node].framework].framework
    }

    /// Whether a member of a router is the router itself (`router.urls`).
    pub fn same_member(&self, node: NodeId, name: &str) -> bool {
        let kind = &self.nodes[node].kind;
        self.framework(node)
            .same
            .iter()
            .any(|rule| rule.call.matches(name) && on(&rule.on, kind))
    }

    /// Frameworks for a language.
    pub fn speaking(
        &self,
        language: Language,
    ) -> impl Iterator<Item = (usize, &'r Framework)> + use<'r> {
        let frameworks = self.frameworks;
        frameworks
            .iter()
            .enumerate()
            .filter(move |(_, active)| speaks(active.languages, language))
            .map(|(index, active)| (index, active.framework))
    }

    /// Whether a library's function hands back the object that it is given.
    pub fn describes(&self, origin: &str) -> bool {
        self.frameworks
            .iter()
            .any(|active| active.framework.describes.matches(origin))
    }

    /// Whether any framework of the language has a rule for calls of this name.
    pub fn interested(&self, language: Language, name: &str) -> bool {
        self.speaking(language).any(|(_, f)| {
            f.group.iter().any(|r| r.call.matches(name))
                || f.same.iter().any(|r| r.call.matches(name))
                || f.route.iter().any(|r| r.call.matches(name))
                || f.mount.iter().any(|r| r.call.matches(name))
                || f.prefix.iter().any(|r| r.call.matches(name))
                || f.guard.iter().any(|r| r.call.matches(name))
                || f.kept.as_ref().is_some_and(|r| r.by.matches(name))
                || f.router
                    .iter()
                    .any(|r| r.call.as_ref().is_some_and(|c| c.name.matches(name)))
        })
    }

    /// Whether bare calls are on a router in a framework of this language.
    pub fn has_bare_calls(&self, language: Language) -> bool {
        let mut routers = self.speaking(language).flat_map(|(_, it)| &it.router);
        routers.any(|router| router.ambient.matches(""))
    }

    /// Whether a call of this name makes a group on its prefix.
    pub fn on_prefix(&self, name: &str) -> bool {
        let groups = self.frameworks.iter().flat_map(|it| &it.framework.group);
        groups
            .filter(|group| group.call.matches(name))
            .any(|group| {
                let slots = group.prefix.as_ref().map_or(&[][..], Slots::as_slice);
                let mut read = slots.iter().filter_map(|slot| slot.what.as_deref());
                read.any(|what| what == "receiver")
            })
    }

    /// Whether a call of this name may hand a new router to a function.
    pub fn has_body(&self, name: &str) -> bool {
        self.frameworks.iter().any(|active| {
            let groups = active.framework.group.iter();
            let mut routers = active
                .framework
                .router
                .iter()
                .filter(|router| router.body.is_some());
            groups
                .filter(|group| group.body.is_some())
                .any(|group| group.call.matches(name))
                || routers.any(|router| {
                    router
                        .call
                        .as_ref()
                        .is_some_and(|call| call.name.matches(name))
                })
                || active
                    .framework
                    .mount
                    .iter()
                    .any(|m| m.plugin && m.call.matches(name))
        })
    }

    /// Where calls of this name name a folder of functions that are handed a router.
    pub fn folder_groups(&self, name: &str) -> Vec<(&'r Slot, &'r Group)> {
        let groups = self
            .frameworks
            .iter()
            .flat_map(|active| &active.framework.group);
        let named = groups.filter(|group| group.call.matches(name));
        named
            .filter_map(|group| Some((group.folder.as_ref()?, group)))
            .collect()
    }

    /// A router known only by its declared type.
    pub fn typed(&mut self, project: &Project, file: FileId, typed: &str) -> Option<NodeId> {
        let language = project.files[file].language;
        for (index, framework) in self.speaking(language) {
            for (position, rule) in framework.router.iter().enumerate() {
                let bare = typed.trim_start_matches(['*', '&', '?', ' ']);
                if rule.typed.matches(bare) {
                    let origin = Origin::Typed(index, position, file);
                    let node = self.node(origin, index, &rule.kind, rule.root);
                    let slots = rule.prefix.iter().flat_map(|slots| slots.as_slice());
                    let known = slots.filter_map(|slot| slot.default.clone());
                    self.nodes[node].prefixes = known.collect();
                    return Some(node);
                }
            }
        }
        None
    }

    /// A router known only as what a function extends.
    pub fn owned(&mut self, file: FileId, owner: &str, project: &Project) -> Option<NodeId> {
        let language = project.files[file].language;
        for (index, framework) in self.speaking(language) {
            for (position, rule) in framework.router.iter().enumerate() {
                if rule.owner.matches(owner) {
                    let origin = Origin::Typed(index, position, file);
                    return Some(self.node(origin, index, &rule.kind, rule.root));
                }
            }
        }
        None
    }

    /// The router that a file is, for a framework with ambient registration.
    pub fn file(
        &mut self,
        project: &Project,
        framework: usize,
        file: FileId,
        kind: &str,
    ) -> NodeId {
        let origin = Origin::File(framework, file);
        if let Some(known) = self.known(&origin) {
            return known;
        }
        let path = &project.files[file].path;
        let active = &self.frameworks[framework];
        let rule: Option<&RouteFile> = active
            .files
            .iter()
            .zip(&active.framework.file)
            .find(|(globs, _)| globs.is_match(path.as_ref()))
            .map(|(_, rule)| rule);
        let node = self.node(origin, framework, kind, rule.is_some_and(|rule| rule.root));
        let served = rule.filter(|rule| !rule.only_mounted);
        self.nodes[node].fallback = served.map(|rule| rule.prefix.clone());
        node
    }

    /// Whether this file is one of the framework's own.
    pub fn is_placed(&self, project: &Project, framework: usize, file: FileId) -> bool {
        let path = &project.files[file].path;
        self.frameworks[framework]
            .files
            .iter()
            .any(|globs| globs.is_match(path.as_ref()))
    }

    /// The group rule for a call on a node.
    pub fn group(&self, node: NodeId, outline: &Outline, call: &Call) -> Option<&'r Group> {
        let kind = &self.nodes[node].kind;
        let arguments = call.arguments.len();
        self.framework(node).group.iter().find(|rule| {
            rule.call.matches(&call.name)
                && arguments_fit(outline, call, &rule.argument)
                && on(&rule.on, kind)
                && rule
                    .arguments
                    .as_ref()
                    .is_none_or(|count| count.matches(&arguments.to_string()))
        })
    }

    /// Whether a call of this name on the node gives the node back: registrations and the like.
    pub fn gives_itself(&self, node: NodeId, name: &str) -> bool {
        let kind = &self.nodes[node].kind;
        let framework = self.framework(node);
        framework
            .same
            .iter()
            .any(|r| r.call.matches(name) && on(&r.on, kind))
            || framework
                .route
                .iter()
                .any(|r| r.call.matches(name) && on(&r.on, kind))
            || framework
                .mount
                .iter()
                .any(|r| r.call.matches(name) && on(&r.on, kind))
            || framework
                .prefix
                .iter()
                .any(|r| r.call.matches(name) && on(&r.on, kind))
            || framework.guard.iter().any(|r| r.call.matches(name))
    }
}

/// Whether a rule speaks of routers of this kind.
pub fn on(patterns: &crate::rules::Patterns, kind: &str) -> bool {
    patterns.is_empty() || patterns.matches(kind)
}
