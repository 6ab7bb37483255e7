//! What an expression stands for: a text, a function or class of the repository, a router, or
//! something from a library (known by where it comes from).
//!
//! A small abstract interpreter without state: assignments are unioned, parameters are what the
//! callers give. It never guesses: what it cannot follow is nothing.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use super::extension::RECEIVER;
use super::project::{Bound, FileId, ImportStyle, Project};
use super::routes::graph::{Graph, NodeId};
use super::routes::{Bodies, Convention, Forwarded};
use crate::rules::Patterns;
use crate::syntax::{
    AssignmentKind, Binding, Call, CallId, CallKind, DefinitionId, DefinitionKind, ELEMENT,
    ENTRIES, REST, ScopeId, VALUES, Value,
};

/// What could not be resolved inside a text.
pub const OPEN: &str = "{?}";

/// Deepest chain of look-ups that is followed.
const DEPTH: usize = 24;
/// Deepest nesting of questions, each of which may begin a chain of its own: a guard of the stack.
const NESTING: usize = 96;
/// Steps after which evaluation stops following anything: a guard against hostile input.
const STEPS: usize = 4_000_000;
/// Calls times functions of one name above which it is not asked who calls which.
const COMMON: usize = 1_024;
/// The same for one question.
const STEPS_EACH: usize = 100_000;
/// Most files that are asked for a variable which they may share.
const SHARERS: usize = 16;
/// How many modules that import each other whole are followed for one name.
const WHOLE_IMPORTS: usize = 3;
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
/// Most items of a list that a loop is followed over.
pub const LOOPED: usize = 64;
/// Most alternatives kept for one expression.
const ALTERNATIVES: usize = 12;

/// One thing an expression may stand for.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Thing {
    Text(String),
    Router(NodeId),
    Function(FileId, DefinitionId),
    Class(FileId, DefinitionId),
    /// An object of a class of the repository.
    Instance(FileId, DefinitionId),
    /// A file as a namespace.
    Module(FileId),
    /// A folder of files as a namespace, named by one of them.
    Package(FileId),
    /// A list or object written at this place.
    Written(FileId, ScopeId, Place),
    /// Something from outside: `module.member`, with `()` behind what was called.
    External(String),
}

/// Functions that hand a value on before it is in a list.
const MAKINGS: usize = 4;

/// Where a list or object literal stands: owned by an assignment, an argument or a return.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Place(std::sync::Arc<PlaceKey>);

#[derive(Debug)]
struct PlaceKey(Value);

impl PartialEq for PlaceKey {
    fn eq(&self, other: &PlaceKey) -> bool {
        self.0 == other.0
    }
}
impl Eq for PlaceKey {}
impl std::hash::Hash for PlaceKey {
    fn hash<H: std::hash::Hasher>(&self, state: &mut H) {
        match &self.0 {
            Value::List(items) => items.len().hash(state),
            Value::Map(items) => items.len().hash(state),
            _ => 0.hash(state),
        }
    }
}

impl Place {
    pub fn value(&self) -> &Value {
        &(self.0).0
    }
}

/// A loop variable.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Element {
    /// First parameter of a closure that is called with each item.
    Parameter(FileId, DefinitionId),
    Assignment(FileId, usize),
}

/// Names of middleware that check who is asking; from `rules/guards.toml`.
#[derive(Debug, Clone, Default)]
pub struct GuardWords {
    pub guard: Patterns,
    pub no_guard: Patterns,
    /// `name=value` of an argument that makes a check let everybody through.
    pub optional: Patterns,
    /// Calls that leave paths out of a check.
    pub except: Patterns,
    /// What reads the path of a request.
    pub path_read: Patterns,
    /// Comments inside a check that say that it checks nobody yet.
    pub unfinished: Patterns,
    /// Last segments of paths where somebody shows who they are.
    pub entrance: Patterns,
    /// Segments of paths whose handlers look at a token that is no log-in, or make one.
    pub inside_not: Patterns,
    /// Paths that every request fits.
    pub everywhere: Patterns,
}

/// What was found while a look-up went in circles.
#[derive(Debug, Default)]
struct Passing {
    calls: HashMap<(FileId, CallId), Vec<Thing>>,
    members: HashMap<(FileId, DefinitionId, String), Vec<Thing>>,
    parameters: HashMap<(FileId, DefinitionId, usize), Vec<Thing>>,
}

/// Evaluates over one project.
pub struct Evaluator<'p> {
    pub project: &'p Project,
    pub graph: Graph<'p>,
    pub words: &'p GuardWords,
    /// Places with evidence of an authentication check.
    pub evidence: BTreeSet<(FileId, u32)>,
    /// Places with evidence that such a check is more than a name.
    pub finished: BTreeSet<(FileId, u32)>,
    /// Types by name, and whether their objects are only made after a check.
    pub(super) made: HashMap<String, bool>,
    /// Those of them where somebody is recognised, and those where somebody is turned away.
    pub checks: BTreeSet<(FileId, u32)>,
    /// Paths that files with settings for the environment name, by their names.
    pub settings: BTreeMap<String, String>,
    pub refusals: BTreeSet<(FileId, u32)>,
    /// Places where somebody is told that there is nothing at this path.
    pub nowhere: BTreeSet<(FileId, u32)>,
    calls: HashMap<(FileId, CallId), Vec<Thing>>,
    active: HashSet<(FileId, CallId)>,
    class_members: HashMap<(FileId, DefinitionId, String), Vec<Thing>>,
    active_members: HashSet<(FileId, DefinitionId, String)>,
    /// Results that met themselves on the way: good enough within one question, not beyond.
    passing: Passing,
    parameters: HashMap<(FileId, DefinitionId, usize), Vec<Thing>>,
    active_parameters: HashSet<(FileId, DefinitionId, usize)>,
    /// Raised when a look-up met itself: results inside are not kept.
    circular: bool,
    steps: usize,
    nesting: usize,
    /// Steps when the question under way was asked.
    asked: usize,
    /// Functions that are handed a router, once they were looked for.
    pub bodies: Option<Bodies>,
    pub building_bodies: bool,
    /// What a loop variable stands for at the moment.
    pub element: Option<(Element, Vec<Thing>)>,
    /// Versions of everything, by framework that turns versions on.
    pub versioned: HashMap<usize, Option<Vec<String>>>,
    /// Patterns that make routes of the names of classes, by framework.
    pub conventions: HashMap<usize, Vec<Convention>>,
    /// Files that are pages, with the path that they say themselves.
    pub pages: BTreeMap<String, Option<String>>,
    /// The one turn of a loop that is looked at; nothing: all of them.
    pub turn: Option<Turn>,
    /// The calls that made what is looked at: their functions were given this and nothing else.
    pub made_by: Vec<Making>,
    /// Functions of which one call is looked at, the inner one first; nothing: all calls.
    pub forwarded: Vec<Forwarded>,
}

/// A function of the repository, and the one call of it that counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Making {
    pub function: (FileId, DefinitionId),
    pub call: (FileId, CallId),
}

/// One turn of a loop.
#[derive(Debug, Clone)]
pub struct Turn {
    /// The list that the loop goes over; nothing: any list.
    pub over: Option<Thing>,
    pub index: usize,
}

impl Turn {
    fn takes(&self, list: &Thing, index: usize) -> bool {
        self.index == index || self.over.as_ref().is_some_and(|over| over != list)
    }
}

impl<'p> Evaluator<'p> {
    pub fn new(project: &'p Project, graph: Graph<'p>, words: &'p GuardWords) -> Evaluator<'p> {
        Evaluator {
            project,
            graph,
            words,
            evidence: BTreeSet::new(),
            finished: BTreeSet::new(),
            made: HashMap::new(),
            checks: BTreeSet::new(),
            settings: BTreeMap::new(),
            refusals: BTreeSet::new(),
            nowhere: BTreeSet::new(),
            calls: HashMap::new(),
            active: HashSet::new(),
            class_members: HashMap::new(),
            active_members: HashSet::new(),
            passing: Passing::default(),
            parameters: HashMap::new(),
            active_parameters: HashSet::new(),
            circular: false,
            steps: 0,
            nesting: 0,
            asked: 0,
            bodies: None,
            building_bodies: false,
            element: None,
            versioned: HashMap::new(),
            conventions: HashMap::new(),
            pages: BTreeMap::new(),
            turn: None,
            made_by: Vec::new(),
            forwarded: Vec::new(),
        }
    }

    /// What is being looked up must not be kept.
    pub fn unfinished(&mut self) {
        self.circular = true;
    }

    /// Whether evaluation ran out of steps.
    pub fn exhausted(&self) -> bool {
        self.steps >= STEPS
    }

    /// Everything `value` may stand for.
    pub fn things(&mut self, file: FileId, scope: ScopeId, value: &Value) -> Vec<Thing> {
        self.at(file, scope, value, 0)
    }

    /// [`Evaluator::things`] at a depth of look-ups.
    pub fn things_at(
        &mut self,
        file: FileId,
        scope: ScopeId,
        value: &Value,
        depth: usize,
    ) -> Vec<Thing> {
        self.at(file, scope, value, depth)
    }

    fn at(&mut self, file: FileId, scope: ScopeId, value: &Value, depth: usize) -> Vec<Thing> {
        self.steps += 1;
        let spent = self.steps > STEPS || self.steps - self.asked > STEPS_EACH;
        if spent || depth > DEPTH || self.nesting > NESTING {
            self.circular = true;
            return Vec::new();
        }
        self.nesting += 1;
        let mut found = match value {
            Value::Text(text) => vec![Thing::Text(text.clone())],
            Value::Number(text) => vec![Thing::Text(text.clone())],
            Value::Join(parts) => self.join(file, scope, parts, depth),
            Value::Name(path) => self.path(file, scope, path, depth),
            Value::Member(inner, name) => {
                let owners = self.at(file, scope, inner, depth + 1);
                self.members(&owners, name, depth + 1)
            }
            Value::Call(call) => self.call(file, *call, depth),
            Value::Definition(definition) => vec![self.definition(file, *definition)],
            Value::List(_) | Value::Map(_) => vec![Thing::Written(
                file,
                scope,
                Place(std::sync::Arc::new(PlaceKey(value.clone()))),
            )],
            Value::Bool(_) | Value::Null | Value::Opaque => Vec::new(),
        };
        if matches!(value, Value::Name(_) | Value::Call(_))
            && found
                .iter()
                .all(|thing| matches!(thing, Thing::External(_)))
        {
            let texts = self.otherwise(file, value);
            found.extend(texts.into_iter().map(Thing::Text));
        }
        let is_router = |thing: &Thing| matches!(thing, Thing::Router(_));
        found.truncate(if found.iter().all(is_router) {
            LOOPED
        } else {
            ALTERNATIVES
        });
        self.nesting -= 1;
        found
    }

    /// What stands in for a value that the repository does not say: the text beside it, or that of a
    /// setting of its name.
    fn otherwise(&self, file: FileId, value: &Value) -> Vec<String> {
        let fallbacks = &self.project.outline(file).fallbacks;
        let beside = fallbacks.iter().filter(|it| it.value == *value);
        let beside: Vec<String> = beside.map(|it| it.text.clone()).take(2).collect();
        let set = match value {
            Value::Name(path) if path.len() > 1 && beside.is_empty() => {
                path.last().and_then(|name| self.settings.get(name))
            }
            _ => None,
        };
        beside.into_iter().chain(set.cloned()).collect()
    }

    fn definition(&self, file: FileId, id: DefinitionId) -> Thing {
        match self
            .project
            .outline(file)
            .definitions
            .get(id)
            .map(|d| d.kind)
        {
            Some(DefinitionKind::Class) => Thing::Class(file, id),
            _ => Thing::Function(file, id),
        }
    }

    fn join(&mut self, file: FileId, scope: ScopeId, parts: &[Value], depth: usize) -> Vec<Thing> {
        let mut texts = vec![String::new()];
        for part in parts {
            let mut options: Vec<String> = Vec::new();
            for thing in self.at(file, scope, part, depth + 1) {
                if let Thing::Text(text) = thing
                    && !options.contains(&text)
                {
                    options.push(text);
                }
            }
            if options.is_empty() {
                options.push(OPEN.to_owned());
            }
            texts = texts
                .iter()
                .flat_map(|start| options.iter().map(move |end| format!("{start}{end}")))
                .take(ALTERNATIVES)
                .collect();
        }
        texts.into_iter().map(Thing::Text).collect()
    }

    fn path(&mut self, file: FileId, scope: ScopeId, path: &[String], depth: usize) -> Vec<Thing> {
        let Some((first, rest)) = path.split_first() else {
            return Vec::new();
        };
        // A variable may be declared with a type of its own name.
        if depth > DEPTH {
            self.circular = true;
            return Vec::new();
        }
        let label = first.strip_prefix("self@");
        let (mut things, rest) = if first == "self" || label.is_some() {
            let myself = match self.closure_router(file, scope, label, depth + 1) {
                Some(node) => vec![Thing::Router(node)],
                None => match self.extension_around(file, scope) {
                    Some(function) => self.parameter(file, function, RECEIVER, depth + 1),
                    None => self.myself(file, scope),
                },
            };
            (myself, rest)
        } else if let Some((import, binding, length)) = self.project.dotted_import(file, path) {
            (
                self.import(file, import, binding, depth + 1),
                &path[length..],
            )
        } else {
            let mut things = self.name(file, scope, first, depth + 1);
            // Modules and functions of one name live side by side; only a module has members.
            if self.project.style(file) == ImportStyle::Module
                && !rest.is_empty()
                && things
                    .iter()
                    .all(|thing| matches!(thing, Thing::Function(..)))
            {
                things = self.unbound(file, first, depth + 1);
            }
            (things, rest)
        };
        for name in rest {
            things = self.members(&things, name, depth + 1);
        }
        if rest.len() + 1 == path.len()
            && self.project.style(file) == ImportStyle::Class
            && things
                .iter()
                .all(|thing| matches!(thing, Thing::External(_)))
            && let Some(class) = self.class_inside(file, path)
        {
            return vec![class];
        }
        if things
            .iter()
            .all(|thing| matches!(thing, Thing::External(_)))
            && let Some(text) = self.constant_member(path)
        {
            return vec![text];
        }
        things
    }

    /// `settings.api_prefix`: a field of that name which has one text in the whole repository.
    fn constant_member(&self, path: &[String]) -> Option<Thing> {
        let [_, .., last] = path else {
            return None;
        };
        let mut text: Option<&str> = None;
        for &(file, index) in self.project.fields(last) {
            let assignment = self.project.outline(file).assignments.get(index)?;
            if self.project.files[file].is_test || assignment.kind != AssignmentKind::Field {
                continue;
            }
            match (&assignment.value, text) {
                (Value::Text(own), None) => text = Some(own),
                (Value::Text(own), Some(seen)) if own == seen => {}
                _ => return None,
            }
        }
        text.map(|text| Thing::Text(text.to_owned()))
    }

    /// The object a method belongs to.
    fn myself(&self, file: FileId, scope: ScopeId) -> Vec<Thing> {
        let outline = self.project.outline(file);
        if let Some(class) = outline.class_of(scope) {
            return vec![Thing::Instance(file, class)];
        }
        let owner = outline.enclosing(scope).find_map(|id| {
            let definition = outline.scopes.get(id)?.definition?;
            outline.definitions.get(definition)?.owner.clone()
        });
        let Some(owner) = owner else {
            return Vec::new();
        };
        self.class_near(file, &owner)
            .map(|(file, class)| Thing::Instance(file, class))
            .into_iter()
            .collect()
    }

    /// `Outer.Inner`, where what is around the class is said in each of several files.
    fn class_inside(&self, file: FileId, path: &[String]) -> Option<Thing> {
        let (last, outer) = path.split_last()?;
        if outer.is_empty() {
            return None;
        }
        let project = self.project;
        let mut all = project.classes(last, None).into_iter();
        let language = project.files[file].language;
        let found = all.find(|&(other, class)| {
            let around = project.around(other, class);
            let outermost = around.len().checked_sub(outer.len());
            project.files[other].language == language
                && outermost.is_some_and(|at| around[at..].iter().eq(outer.iter()))
        });
        found.map(|(other, class)| Thing::Class(other, class))
    }

    /// A class by name, seen from a file: the same file, folder or namespace before others.
    pub fn class_near(&self, file: FileId, name: &str) -> Option<(FileId, DefinitionId)> {
        let all = self.project.classes(name, self.project.namespace(file));
        let folder = super::project::parent(&self.project.files[file].path);
        all.iter()
            .find(|(other, _)| *other == file)
            .or_else(|| {
                all.iter().find(|(other, _)| {
                    super::project::parent(&self.project.files[*other].path) == folder
                })
            })
            .or_else(|| {
                let mut outer = all.iter();
                outer.find(|(other, class)| self.project.around(*other, *class).is_empty())
            })
            .or_else(|| all.first())
            .copied()
    }

    fn name(&mut self, file: FileId, scope: ScopeId, name: &str, depth: usize) -> Vec<Thing> {
        // Types lead back to names without an expression between them.
        self.steps += 1;
        if depth > DEPTH || self.steps > STEPS {
            self.circular = true;
            return Vec::new();
        }
        let mut bound = self.project.bound(file, scope, name);
        if bound.is_empty() {
            return self.unbound(file, name, depth);
        }
        // In one turn of a loop its variable is nothing that another loop of the name gave it.
        if let Some((Element::Assignment(home, index), _)) = &self.element
            && *home == file
            && bound.contains(&Bound::Assignment(*index))
        {
            bound = vec![Bound::Assignment(*index)];
        }
        let mut things = Vec::new();
        for binding in bound {
            let more = match binding {
                Bound::Assignment(index) => self.assigned(file, index, depth),
                Bound::Parameter(definition, index) => {
                    self.parameter(file, definition, index, depth)
                }
                Bound::Definition(definition) => vec![self.definition(file, definition)],
                Bound::Import(import, binding) => self.import(file, import, binding, depth),
            };
            extend(&mut things, more);
        }
        things
    }

    fn assigned(&mut self, file: FileId, index: usize, depth: usize) -> Vec<Thing> {
        let project = self.project;
        if let Some((element, things)) = &self.element
            && *element == Element::Assignment(file, index)
        {
            return things.clone();
        }
        let Some(assignment) = project.outline(file).assignments.get(index) else {
            return Vec::new();
        };
        let mut things = self.at(file, assignment.scope, &assignment.value, depth + 1);
        let vague = things
            .iter()
            .all(|thing| matches!(thing, Thing::External(_)));
        if vague && let Some(typed) = &assignment.typed {
            extend(
                &mut things,
                self.typed(file, assignment.scope, typed, depth + 1),
            );
        }
        things
    }

    /// Objects of a declared type.
    fn typed(&mut self, file: FileId, scope: ScopeId, typed: &str, depth: usize) -> Vec<Thing> {
        if let Some(node) = self.graph.typed(self.project, file, typed) {
            return vec![Thing::Router(node)];
        }
        let plain: String = typed
            .trim_start_matches(['*', '&', '?', ' '])
            .chars()
            .take_while(|c| c.is_alphanumeric() || matches!(c, '_' | '.' | '\\'))
            .collect();
        let path: Vec<String> = plain
            .split(['.', '\\'])
            .filter(|part| !part.is_empty())
            .map(str::to_owned)
            .collect();
        if path.is_empty() {
            return Vec::new();
        }
        self.path(file, scope, &path, depth)
            .into_iter()
            .filter_map(|thing| match thing {
                Thing::Class(file, class) => Some(Thing::Instance(file, class)),
                Thing::External(name) => Some(Thing::External(format!("{name}()"))),
                _ => None,
            })
            .collect()
    }

    fn unbound(&mut self, file: FileId, name: &str, depth: usize) -> Vec<Thing> {
        let project = self.project;
        match project.style(file) {
            ImportStyle::Folder => {
                for sibling in project.siblings(file) {
                    if sibling != file {
                        let found = self.top_level(sibling, name, depth + 1);
                        if !found.is_empty() {
                            return found;
                        }
                    }
                }
            }
            ImportStyle::Class => {
                let whole: Vec<&str> = project
                    .outline(file)
                    .imports
                    .iter()
                    .filter(|import| import.bindings.contains(&Binding::All))
                    .map(|import| import.module.as_str())
                    .collect();
                if let Some((other, class)) = self.class_near(file, name) {
                    let namespace = project.namespace(other);
                    let seen = namespace == project.namespace(file)
                        || namespace.is_some_and(|n| whole.contains(&n))
                        || is_around(namespace, project.namespace(file));
                    if seen || whole.is_empty() {
                        return vec![Thing::Class(other, class)];
                    }
                }
                // A class whose members are imported.
                for (package, class) in whole.iter().filter_map(|module| module.rsplit_once('.')) {
                    let classes = project.classes(class, Some(package));
                    if let Some(&(other, id)) = classes
                        .first()
                        .filter(|(other, _)| project.namespace(*other) == Some(package))
                    {
                        let found = self.members(&[Thing::Class(other, id)], name, depth + 1);
                        if !found.is_empty() {
                            return found;
                        }
                    }
                }
                // A function of a package: of this one, or of one that is imported whole.
                let own = project.namespace(file);
                for package in std::iter::once(own).chain(whole.iter().map(|it| Some(*it))) {
                    let functions = self.package_functions(file, package, name);
                    if !functions.is_empty() {
                        return functions;
                    }
                    let values = self.package_values(file, package, name, depth + 1);
                    if !values.is_empty() {
                        return values;
                    }
                }
                // A package that is imported whole, in the repository or outside, may have it.
                if !whole.is_empty() {
                    let modules = whole.iter().map(|module| canonical(module));
                    let mut things: Vec<Thing> = modules
                        .map(|module| Thing::External(format!("{module}.{name}")))
                        .collect();
                    things.push(Thing::External(name.to_owned()));
                    return things;
                }
                if let [(file, function)] = project.functions(name)
                    && project
                        .outline(*file)
                        .class_of(project.outline(*file).definitions[*function].scope)
                        .is_none()
                {
                    return vec![Thing::Function(*file, *function)];
                }
                let shared = self.shared(file, name, depth);
                if !shared.is_empty() {
                    return shared;
                }
                let constant = self.constant(file, name, depth);
                if !constant.is_empty() {
                    return constant;
                }
            }
            ImportStyle::Path | ImportStyle::Dotted | ImportStyle::Module => {
                // `crate`, `super` and packages of the repository are modules by name alone.
                if project.style(file) == ImportStyle::Module
                    && let Some(&module) = project.module_files(file, name).first()
                {
                    return vec![Thing::Module(module)];
                }
                let (own, outside) = self.whole_imports(file, name, depth, 0);
                if !own.is_empty() {
                    return own;
                }
                let mut things = vec![Thing::External(name.to_owned())];
                extend(&mut things, outside);
                return things;
            }
        }
        vec![Thing::External(name.to_owned())]
    }

    /// What the modules that a file imports whole have under a name: those of the repository, and
    /// what those from outside may have, where such an import brings names at all.
    fn whole_imports(
        &mut self,
        file: FileId,
        name: &str,
        depth: usize,
        level: usize,
    ) -> (Vec<Thing>, Vec<Thing>) {
        let project = self.project;
        let mut outside = Vec::new();
        for import in &project.outline(file).imports {
            if !import.bindings.contains(&Binding::All) {
                continue;
            }
            let modules = project.module_files(file, &import.module);
            let dotted = project.style(file) == ImportStyle::Dotted;
            if modules.is_empty() && dotted && !import.module.starts_with('.') {
                let module = canonical(&import.module);
                outside.push(Thing::External(format!("{module}.{name}")));
            }
            for module in modules {
                if module == file {
                    continue;
                }
                let found = self.top_level(module, name, depth + 1);
                if !found.is_empty() {
                    return (found, Vec::new());
                }
                if dotted && level < WHOLE_IMPORTS {
                    let (own, more) = self.whole_imports(module, name, depth + 1, level + 1);
                    if !own.is_empty() {
                        return (own, Vec::new());
                    }
                    extend(&mut outside, more);
                }
            }
        }
        (Vec::new(), outside)
    }

    /// A variable that a file shares with those that run it where they name it, or that it runs.
    fn shared(&mut self, file: FileId, name: &str, depth: usize) -> Vec<Thing> {
        let project = self.project;
        let mut above = vec![file];
        let mut at = 0;
        while at < above.len() && depth <= DEPTH {
            for &(other, import) in project.includers(above[at]) {
                let scope = project
                    .outline(other)
                    .imports
                    .get(import)
                    .map_or(0, |import| import.scope);
                if !project.bound(other, scope, name).is_empty() {
                    return self.name(other, scope, name, depth + 1);
                }
                if above.len() < SHARERS && !above.contains(&other) {
                    above.push(other);
                }
            }
            at += 1;
        }
        for (_, other) in project.included(file).into_iter().take(SHARERS) {
            let found = self.top_level(other, name, depth + 1);
            if !found.is_empty() {
                return found;
            }
        }
        Vec::new()
    }

    /// A constant that some file of the language makes for all of them, if they agree.
    fn constant(&mut self, file: FileId, name: &str, depth: usize) -> Vec<Thing> {
        let project = self.project;
        let language = project.files[file].language;
        let mut found: Vec<Thing> = Vec::new();
        for &(other, index) in project.fields(name).iter().take(SHARERS) {
            let source = &project.files[other];
            let assignment = source.outline.assignments.get(index);
            let constant = assignment.is_some_and(|it| it.kind == AssignmentKind::Constant);
            if !constant || source.is_test || source.language != language {
                continue;
            }
            let things = self.assigned(other, index, depth + 1);
            if found.is_empty() {
                found = things;
            } else if found != things {
                return Vec::new();
            }
        }
        found
    }

    /// What a name at the top of a file stands for, nothing when there is none.
    pub fn top_level(&mut self, file: FileId, name: &str, depth: usize) -> Vec<Thing> {
        if depth > DEPTH || self.project.bound(file, 0, name).is_empty() {
            return Vec::new();
        }
        self.name(file, 0, name, depth)
    }

    fn import(&mut self, file: FileId, import: usize, binding: usize, depth: usize) -> Vec<Thing> {
        let project = self.project;
        let Some(import) = project.outline(file).imports.get(import) else {
            return Vec::new();
        };
        let Some(binding) = import.bindings.get(binding) else {
            return Vec::new();
        };
        let files = project.module_files(file, &import.module);
        let canonical = canonical(&import.module);
        match (binding, files.first()) {
            (Binding::Whole { .. }, Some(&module)) => self.whole(module, depth),
            (Binding::Whole { .. } | Binding::Default { .. }, None) => {
                vec![Thing::External(canonical)]
            }
            (Binding::Default { .. }, Some(&module)) => {
                let found = self.exported(module, "default", depth);
                if found.is_empty() {
                    self.whole(module, depth)
                } else {
                    found
                }
            }
            (Binding::Named { name, .. }, Some(&module)) => {
                let found = self.exported(module, name, depth);
                if !found.is_empty() {
                    return found;
                }
                // A submodule: `from package import module`.
                match project
                    .module_files(file, &below(&import.module, name))
                    .first()
                {
                    Some(&module) => vec![Thing::Module(module)],
                    None => vec![Thing::External(format!("{canonical}.{name}"))],
                }
            }
            (Binding::Named { name, .. }, None) => {
                let classes = project.classes(name, Some(&import.module));
                if project.style(file) == ImportStyle::Class
                    && let Some(&(other, class)) = classes.first()
                    && project.namespace(other) == Some(&import.module)
                {
                    return vec![Thing::Class(other, class)];
                }
                let sub = below(&import.module, name);
                if project.style(file) == ImportStyle::Class {
                    // A static member: the module is a class of the repository.
                    if let Some((package, class)) = import.module.rsplit_once('.')
                        && let Some(&(other, id)) = project.classes(class, Some(package)).first()
                        && project.namespace(other) == Some(package)
                    {
                        return self.members(&[Thing::Class(other, id)], name, depth);
                    }
                    let functions = self.package_functions(file, Some(&import.module), name);
                    if !functions.is_empty() {
                        return functions;
                    }
                    let values = self.package_values(file, Some(&import.module), name, depth + 1);
                    if !values.is_empty() {
                        return values;
                    }
                } else if let Some(&module) = project.module_files(file, &sub).first() {
                    return vec![Thing::Module(module)];
                }
                vec![Thing::External(format!("{canonical}.{name}"))]
            }
            (Binding::All, _) => Vec::new(),
        }
    }

    /// A module as a value: what CommonJS hands out, the package, or the file itself.
    pub(super) fn whole(&mut self, module: FileId, depth: usize) -> Vec<Thing> {
        if self.project.style(module) == ImportStyle::Folder {
            return vec![Thing::Package(module)];
        }
        let found = self.exported(module, "module", depth);
        if found.is_empty() {
            vec![Thing::Module(module)]
        } else {
            found
        }
    }

    /// What a file hands out under a name.
    pub fn exported(&mut self, module: FileId, name: &str, depth: usize) -> Vec<Thing> {
        if depth > DEPTH {
            return Vec::new();
        }
        let project = self.project;
        let outline = project.outline(module);
        let mut things = Vec::new();
        let mut says_exports = false;
        for export in &outline.exports {
            says_exports = true;
            if export.name == name {
                let more = match &export.from {
                    None => self.at(module, 0, &export.value, depth + 1),
                    Some(from) => match (project.module_files(module, from).first(), &export.value)
                    {
                        (Some(&other), Value::Name(path)) if path.len() == 1 => {
                            self.exported(other, &path[0], depth + 1)
                        }
                        (Some(&other), _) => vec![Thing::Module(other)],
                        (None, _) => vec![Thing::External(canonical(from))],
                    },
                };
                extend(&mut things, more);
            } else if export.name == "*"
                && let Some(from) = &export.from
            {
                for other in project.module_files(module, from) {
                    if other != module {
                        let more = self.exported(other, name, depth + 1);
                        extend(&mut things, more);
                    }
                }
            }
        }
        if things.is_empty() && name != "module" && name != "default" {
            let whole: Vec<_> = outline
                .exports
                .iter()
                .filter(|e| e.name == "module")
                .collect();
            if !whole.is_empty() {
                for export in whole {
                    let owners = self.at(module, 0, &export.value, depth + 1);
                    extend(&mut things, self.members(&owners, name, depth + 1));
                }
            } else if !says_exports {
                things = self.top_level(module, name, depth + 1);
            }
        }
        things
    }

    /// A member of each of the things.
    pub fn members(&mut self, owners: &[Thing], name: &str, depth: usize) -> Vec<Thing> {
        let mut things = Vec::new();
        if depth > DEPTH {
            return things;
        }
        for owner in owners {
            let more = match owner {
                Thing::Module(file) => {
                    let found = self.exported(*file, name, depth + 1);
                    if found.is_empty() && name == "default" {
                        vec![owner.clone()]
                    } else {
                        found
                    }
                }
                Thing::Package(file) => {
                    let mut found = Vec::new();
                    for sibling in self.project.siblings(*file) {
                        found = self.top_level(sibling, name, depth + 1);
                        if !found.is_empty() {
                            break;
                        }
                    }
                    found
                }
                Thing::Class(file, class) | Thing::Instance(file, class) => {
                    let found = self.class_member(*file, *class, name, depth + 1, 0);
                    if found.is_empty() {
                        self.inherited(*file, *class, name, depth)
                    } else {
                        found
                    }
                }
                Thing::Written(file, scope, place) => match place.value() {
                    Value::Map(entries) if name == ENTRIES || name == VALUES => {
                        let parts = entries.iter().map(|(key, value)| match name {
                            ENTRIES => {
                                Value::List(vec![self.key(*file, *scope, key), value.clone()])
                            }
                            _ => value.clone(),
                        });
                        let all = Value::List(parts.collect());
                        self.at(*file, *scope, &all, depth + 1)
                    }
                    Value::Map(entries) => entries
                        .iter()
                        .filter(|(key, _)| key == name)
                        .flat_map(|(_, value)| self.at(*file, *scope, value, depth + 1))
                        .collect(),
                    Value::List(items) if name.ends_with(REST) => {
                        let first = name.trim_end_matches(REST).parse().ok();
                        let rest = first.and_then(|first: usize| items.get(first..));
                        match rest {
                            Some(rest) => {
                                self.at(*file, *scope, &Value::List(rest.to_vec()), depth + 1)
                            }
                            None => Vec::new(),
                        }
                    }
                    // Each of a list, or one by its number.
                    Value::List(items) => items
                        .iter()
                        .enumerate()
                        .filter(|(index, _)| match name {
                            ELEMENT => {
                                let turn = self.turn.as_ref();
                                turn.is_none_or(|turn| turn.takes(owner, *index))
                            }
                            number => number.parse() == Ok(*index),
                        })
                        .take(LOOPED)
                        .map(|(_, value)| value.clone())
                        .collect::<Vec<_>>()
                        .iter()
                        .flat_map(|value| self.at(*file, *scope, value, depth + 1))
                        .collect(),
                    _ => Vec::new(),
                },
                Thing::Router(node) => self
                    .graph
                    .same_member(*node, name)
                    .then_some(Thing::Router(*node))
                    .into_iter()
                    .collect(),
                Thing::External(path) => vec![Thing::External(format!("{path}.{name}"))],
                Thing::Text(_) | Thing::Function(..) => Vec::new(),
            };
            extend(&mut things, more);
        }
        things
    }

    /// A key of a map: a text, or what has this name.
    fn key(&self, file: FileId, scope: ScopeId, key: &str) -> Value {
        let is_name = self
            .project
            .bound(file, scope, key)
            .iter()
            .any(|bound| matches!(bound, Bound::Definition(_) | Bound::Import(..)));
        match is_name {
            true => Value::Name(vec![key.to_owned()]),
            false => Value::Text(key.to_owned()),
        }
    }

    /// A member that no class of the repository has comes from a base outside of it.
    fn inherited(
        &mut self,
        file: FileId,
        class: DefinitionId,
        name: &str,
        depth: usize,
    ) -> Vec<Thing> {
        let bases = self.base_names_at(file, class, depth);
        let outside = bases.iter().filter(|base| base.contains(['.', '/']));
        outside
            .map(|base| Thing::External(format!("{base}.{name}")))
            .collect()
    }

    fn class_member(
        &mut self,
        file: FileId,
        class: DefinitionId,
        name: &str,
        depth: usize,
        level: usize,
    ) -> Vec<Thing> {
        let key = (file, class, name.to_owned());
        let one_object = self.made_by.iter().any(|making| {
            let (maker, constructor) = making.function;
            maker == file && self.project.outline(file).constructed_by(constructor) == Some(class)
        });
        if one_object && !self.active_members.contains(&key) {
            self.active_members.insert(key.clone());
            let things = self.own_member(file, class, name, depth, level);
            self.active_members.remove(&key);
            self.circular = true;
            return things;
        }
        if let Some(known) = self.class_members.get(&key) {
            return known.clone();
        }
        if let Some(passing) = self.passing.members.get(&key) {
            self.circular = true;
            return passing.clone();
        }
        if !self.active_members.insert(key.clone()) {
            self.circular = true;
            return Vec::new();
        }
        let outer = std::mem::replace(&mut self.circular, false);
        let things = self.own_member(file, class, name, depth, level);
        self.active_members.remove(&key);
        if self.circular {
            self.passing.members.insert(key, things.clone());
        } else {
            self.class_members.insert(key, things.clone());
        }
        self.circular |= outer;
        self.settle();
        things
    }

    fn own_member(
        &mut self,
        file: FileId,
        class: DefinitionId,
        name: &str,
        depth: usize,
        level: usize,
    ) -> Vec<Thing> {
        let project = self.project;
        let outline = project.outline(file);
        let Some(definition) = outline.definitions.get(class) else {
            return Vec::new();
        };
        let mut things = Vec::new();
        for &index in project.files[file].assignments_in(definition.body, name) {
            extend(&mut things, self.assigned(file, index, depth));
        }
        for (id, method) in outline.definitions.iter().enumerate() {
            // A closure in the class's body may define methods, too.
            let mut around = outline.enclosing(method.scope);
            let home = around.find(|&id| {
                let definition = outline.scopes.get(id).and_then(|it| it.definition);
                definition.is_none_or(|it| outline.definitions[it].kind != DefinitionKind::Closure)
            });
            let inside = match method.kind {
                DefinitionKind::Function => home == Some(definition.body),
                _ => method.scope == definition.body,
            };
            if method.name == name && (inside || method.owner.as_deref() == Some(&definition.name))
            {
                // A class inside the class is a class.
                let member = match method.is_getter {
                    true => self.given_back(file, id, depth),
                    false => vec![self.definition(file, id)],
                };
                extend(&mut things, member);
            }
        }
        // `self.name = …` in a method, wherever the type's methods stand.
        for &(other, index) in project.fields(name) {
            let Some(assignment) = project.outline(other).assignments.get(index) else {
                continue;
            };
            let own = assignment.target.len() == 2 && assignment.target[0] == "self";
            let mine =
                other == file && project.outline(other).class_of(assignment.scope) == Some(class);
            let foreign = project.style(file) == ImportStyle::Folder
                && self.myself(other, assignment.scope) == [Thing::Instance(file, class)];
            if own && (mine || foreign) {
                extend(&mut things, self.assigned(other, index, depth));
            }
        }
        // Methods and fields of the type in the other files of its package.
        if project.style(file) == ImportStyle::Folder {
            for sibling in project.siblings(file) {
                for (id, method) in project.outline(sibling).definitions.iter().enumerate() {
                    if method.name == name && method.owner.as_deref() == Some(&definition.name) {
                        extend(&mut things, vec![Thing::Function(sibling, id)]);
                    }
                }
            }
            for &(other, call) in project.constructions(&definition.name) {
                let content = &project.outline(other).calls[call];
                if let Some(argument) = content.named(name) {
                    let value = argument.value.clone();
                    extend(
                        &mut things,
                        self.at(other, content.scope, &value, depth + 1),
                    );
                }
            }
        }
        // Parameters of the constructor that become properties.
        for method in &outline.definitions {
            if method.scope == definition.body && method.name == "constructor" {
                for parameter in &method.parameters {
                    if parameter.name == name
                        && let Some(typed) = &parameter.typed
                    {
                        extend(
                            &mut things,
                            self.typed(file, method.scope, typed, depth + 1),
                        );
                    }
                }
            }
        }
        if things.is_empty() && level < 6 {
            for (other, base) in self.bases_at(file, class, depth) {
                things = self.class_member(other, base, name, depth + 1, level + 1);
                if !things.is_empty() {
                    return things;
                }
            }
            // What a class from outside brings.
            for base in &definition.bases {
                let outside = self.at(file, definition.scope, base, depth + 1).into_iter();
                things.extend(outside.filter_map(|thing| match thing {
                    Thing::External(base) => Some(Thing::External(format!("{base}().{name}"))),
                    _ => None,
                }));
            }
        }
        things
    }

    /// The base classes that are in the repository.
    pub fn bases(&mut self, file: FileId, class: DefinitionId) -> Vec<(FileId, DefinitionId)> {
        self.bases_at(file, class, 0)
    }

    fn bases_at(
        &mut self,
        file: FileId,
        class: DefinitionId,
        depth: usize,
    ) -> Vec<(FileId, DefinitionId)> {
        let project = self.project;
        let Some(definition) = project.outline(file).definitions.get(class) else {
            return Vec::new();
        };
        let mut found = Vec::new();
        for base in &definition.bases {
            for thing in self.at(file, definition.scope, base, depth + 1) {
                if let Thing::Class(other, id) = thing
                    && (other, id) != (file, class)
                {
                    found.push((other, id));
                }
            }
        }
        found
    }

    /// Names of all bases, the repository's own followed: `Base`, or `module.Base` from outside.
    pub fn base_names(&mut self, file: FileId, class: DefinitionId) -> Vec<String> {
        self.base_names_at(file, class, 0)
    }

    fn base_names_at(&mut self, file: FileId, class: DefinitionId, depth: usize) -> Vec<String> {
        let mut names = Vec::new();
        let mut queue = vec![(file, class, 0)];
        let mut seen = HashSet::new();
        while let Some((file, class, level)) = queue.pop() {
            if level > 6 || !seen.insert((file, class)) {
                continue;
            }
            let project = self.project;
            let Some(definition) = project.outline(file).definitions.get(class) else {
                continue;
            };
            for base in &definition.bases {
                let written = match base {
                    Value::Name(path) => path.join("."),
                    Value::Call(call) => project.outline(file).calls[*call].name.clone(),
                    _ => continue,
                };
                let things = self.at(file, definition.scope, base, depth + 1);
                let mut external = false;
                for thing in things {
                    match thing {
                        Thing::Class(other, id) => queue.push((other, id, level + 1)),
                        Thing::External(name) => {
                            external = true;
                            names.push(name);
                        }
                        _ => {}
                    }
                }
                if !external {
                    names.push(written);
                }
            }
        }
        names
    }

    /// What a parameter may be: what callers give, or its declared type.
    pub fn parameter(
        &mut self,
        file: FileId,
        definition: DefinitionId,
        index: usize,
        depth: usize,
    ) -> Vec<Thing> {
        let key = (file, definition, index);
        if let Some((element, things)) = &self.element
            && *element == Element::Parameter(file, definition)
            && index == 0
        {
            // Another item will be looked at next: nothing that hangs on this one may be kept.
            self.circular = true;
            return things.clone();
        }
        if let Some((other, call)) = self.one_call((file, definition))
            && !self.active_parameters.contains(&key)
        {
            // Another call will be looked at next.
            self.active_parameters.insert(key);
            let mut things = match self.argument(file, definition, index, (other, call)) {
                Some((scope, value)) => self.at(other, scope, &value, depth + 1),
                None => self.by_default(file, definition, index, depth),
            };
            if things.is_empty() {
                things = self.given(file, definition, index, depth + 1);
            }
            self.active_parameters.remove(&key);
            self.circular = true;
            return things;
        }
        if let Some(known) = self.parameters.get(&key) {
            return known.clone();
        }
        if let Some(passing) = self.passing.parameters.get(&key) {
            self.circular = true;
            return passing.clone();
        }
        if !self.active_parameters.insert(key) {
            self.circular = true;
            return Vec::new();
        }
        let outer = std::mem::replace(&mut self.circular, false);
        let things = self.given(file, definition, index, depth + 1);
        self.active_parameters.remove(&key);
        if self.circular {
            self.passing.parameters.insert(key, things.clone());
        } else {
            self.parameters.insert(key, things.clone());
        }
        self.circular |= outer;
        self.settle();
        things
    }

    fn given(
        &mut self,
        file: FileId,
        definition: DefinitionId,
        index: usize,
        depth: usize,
    ) -> Vec<Thing> {
        let project = self.project;
        let outline = project.outline(file);
        let Some(content) = outline.definitions.get(definition) else {
            return Vec::new();
        };
        if index == RECEIVER {
            return self.extended(file, definition, depth);
        }
        let mut things = Vec::new();
        // A closure handed to a call that makes a router for it.
        if let Some(call) = project.call_around(file, definition)
            && let Some(node) = self.body_node(file, call, depth)
            && index == 0
        {
            things.push(Thing::Router(node));
        }
        if things.is_empty()
            && let Some(typed) = content.parameters.get(index).and_then(|p| p.typed.as_ref())
        {
            let declared = self.typed(file, content.scope, typed, depth + 1);
            if self.says_enough(file, &declared) {
                return declared;
            }
        }
        for (other, scope, value) in self.handed(file, definition, index) {
            extend(&mut things, self.at(other, scope, &value, depth + 1));
        }
        // A function handed over as the body of a group.
        if index == 0 {
            let nodes = self.handed_routers(file, definition, depth);
            extend(&mut things, nodes.into_iter().map(Thing::Router).collect());
            if !things.iter().any(|thing| matches!(thing, Thing::Router(_))) {
                things.extend(self.router_by_place(file, definition).map(Thing::Router));
            }
        }
        if !things.iter().any(|thing| matches!(thing, Thing::Router(_))) {
            let parameter = &content.parameters[index];
            if let Some(default) = &parameter.default {
                extend(
                    &mut things,
                    self.at(file, content.scope, default, depth + 1),
                );
            }
            if let Some(typed) = &parameter.typed {
                extend(
                    &mut things,
                    self.typed(file, content.scope, typed, depth + 1),
                );
            }
        }
        things
    }

    fn by_default(
        &mut self,
        file: FileId,
        definition: DefinitionId,
        index: usize,
        depth: usize,
    ) -> Vec<Thing> {
        let content = &self.project.outline(file).definitions[definition];
        match content
            .parameters
            .get(index)
            .and_then(|it| it.default.as_ref())
        {
            Some(default) => self.at(file, content.scope, default, depth + 1),
            None => Vec::new(),
        }
    }

    /// What the calls of a function put in a parameter's place.
    pub(super) fn handed(
        &mut self,
        file: FileId,
        definition: DefinitionId,
        index: usize,
    ) -> Vec<(FileId, ScopeId, Value)> {
        let mut found = Vec::new();
        let content = self.project.outline(file).definitions.get(definition);
        if content.is_none_or(|content| content.parameters.len() <= index) {
            return found;
        }
        let callers = match self.one_call((file, definition)) {
            Some(one) => vec![one],
            None => self.callers(file, definition),
        };
        for (other, call) in callers {
            if let Some((scope, value)) = self.argument(file, definition, index, (other, call)) {
                found.push((other, scope, value));
            }
        }
        found
    }

    /// The one call of a function that is looked at, if it is not all of them.
    fn one_call(&self, function: (FileId, DefinitionId)) -> Option<(FileId, CallId)> {
        let made = self.made_by.iter().find(|it| it.function == function);
        let forwarded = || self.forwarded.iter().find(|it| it.function == function);
        made.map(|it| it.call)
            .or_else(|| forwarded().map(|it| it.call))
    }

    /// What one call of a function puts in a parameter's place.
    fn argument(
        &self,
        file: FileId,
        definition: DefinitionId,
        index: usize,
        (other, call): (FileId, CallId),
    ) -> Option<(ScopeId, Value)> {
        let outline = self.project.outline(file);
        let content = outline.definitions.get(definition)?;
        let parameter = content.parameters.get(index)?;
        let is_method = outline.class_of(content.scope).is_some()
            && content.parameters.first().is_some_and(|p| p.name == "self");
        let position = if is_method {
            index.wrapping_sub(1)
        } else {
            index
        };
        let site = &self.project.outline(other).calls[call];
        let argument = site
            .named(&parameter.name)
            .or_else(|| site.positional(position))?;
        Some((site.scope, argument.value.clone()))
    }

    /// The calls of functions of the repository that made a value, the outer ones first.
    pub fn making(&mut self, file: FileId, scope: ScopeId, value: &Value) -> Vec<Making> {
        let project = self.project;
        let mut found: Vec<Making> = Vec::new();
        let mut next = Some((file, scope, value));
        while let Some((file, scope, value)) = next.take() {
            let call = match value {
                Value::Call(call) => *call,
                Value::Name(path) if path.len() == 1 && found.is_empty() => {
                    match project.bound(file, scope, &path[0]).as_slice() {
                        [Bound::Assignment(index)] => {
                            match project.outline(file).assignments[*index].value {
                                Value::Call(call) => call,
                                _ => break,
                            }
                        }
                        _ => break,
                    }
                }
                _ => break,
            };
            let callees = self.callees(file, call, 0);
            let function = match callees.as_slice() {
                [Thing::Function(other, id)] => (*other, *id),
                [Thing::Class(other, class)] => {
                    let outline = project.outline(*other);
                    let mut all = 0..outline.definitions.len();
                    match all.find(|&id| outline.constructed_by(id) == Some(*class)) {
                        Some(constructor) => (*other, constructor),
                        None => break,
                    }
                }
                _ => break,
            };
            if found.len() >= MAKINGS || found.iter().any(|it| it.function == function) {
                break;
            }
            let call = (file, call);
            found.push(Making { function, call });
            let made = &project.outline(function.0).definitions[function.1];
            if let [value] = made.returns.as_slice() {
                next = Some((function.0, made.body, value));
            }
        }
        found
    }

    /// Whether a declared type alone tells what a parameter is, whatever the callers give: a type
    /// of a library, or a class where classes are nominal.
    fn says_enough(&self, file: FileId, declared: &[Thing]) -> bool {
        let nominal = matches!(
            self.project.style(file),
            ImportStyle::Class | ImportStyle::Folder | ImportStyle::Module
        );
        !declared.is_empty()
            && declared.iter().all(|thing| match thing {
                Thing::External(name) => name.contains('.'),
                Thing::Instance(..) => nominal,
                _ => false,
            })
    }

    /// The router that a call makes for the function it is given.
    pub fn body_node(&mut self, file: FileId, call: CallId, depth: usize) -> Option<NodeId> {
        let name = &self.project.outline(file).calls[call].name;
        if !self.graph.has_body(name) {
            return None;
        }
        self.call(file, call, depth + 1)
            .into_iter()
            .find_map(|thing| match thing {
                Thing::Router(node) => Some(node),
                _ => None,
            })
    }

    /// Calls of a function of the repository.
    pub(super) fn callers(
        &mut self,
        file: FileId,
        definition: DefinitionId,
    ) -> Vec<(FileId, CallId)> {
        let project = self.project;
        let mut found = Vec::new();
        // Who makes an object calls the constructor of its class.
        let (called, target) = match project.outline(file).constructed_by(definition) {
            Some(class) => (class, Thing::Class(file, class)),
            None => (definition, Thing::Function(file, definition)),
        };
        let names = self.called_names(file, called);
        for name in names {
            let made = match target {
                Thing::Class(..) => project.constructions(&name),
                _ => &[],
            };
            let calls = project.calls_named(&name);
            // A name that everything has says nothing, and costs much to find that out.
            if (calls.len() + made.len()) * project.functions(&name).len() > COMMON {
                continue;
            }
            for &(other, call) in calls.iter().chain(made) {
                if project.files[other].is_test || found.contains(&(other, call)) {
                    continue;
                }
                if self.callees(other, call, 1).contains(&target) {
                    found.push((other, call));
                }
            }
        }
        found
    }

    /// Names under which a function may be called: its own, what it is assigned to, and what imports call the
    /// file that exports it (with `""` for a module that is called directly).
    fn called_names(&self, file: FileId, definition: DefinitionId) -> Vec<String> {
        let project = self.project;
        let outline = project.outline(file);
        let mut names: Vec<String> = outline
            .assignments
            .iter()
            .filter(|assignment| assignment.value == Value::Definition(definition))
            .filter_map(|assignment| assignment.target.last().cloned())
            .collect();
        let own = outline
            .definitions
            .get(definition)
            .map_or("", |content| content.name.as_str());
        if !own.is_empty() && !names.iter().any(|name| name == own) {
            names.push(own.to_owned());
        }
        let exported = outline.exports.iter().any(|export| {
            let direct = export.value == Value::Definition(definition);
            let named = export
                .value
                .as_name()
                .is_some_and(|path| path.last().is_some_and(|last| names.contains(last)));
            (direct || named) && matches!(export.name.as_str(), "module" | "default")
        });
        if exported {
            names.extend([String::new(), "default".to_owned()]);
            for alias in project.aliases(file) {
                if !names.contains(alias) {
                    names.push(alias.clone());
                }
            }
        }
        names
    }

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

    /// What a chain of names means on a line: what is imported, until something else has its name.
    pub fn path_at(
        &mut self,
        file: FileId,
        scope: ScopeId,
        path: &[String],
        line: u32,
        depth: usize,
    ) -> Vec<Thing> {
        let first = path.get(..1).unwrap_or_default();
        let Some((import, binding)) = self.project.imported_before(file, scope, first, line) else {
            return self.path(file, scope, path, depth);
        };
        let mut things = self.import(file, import, binding, depth);
        for name in path.iter().skip(1) {
            things = self.members(&things, name, depth);
        }
        things
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

    /// Forgets what calls give: they stand in a loop.
    pub fn forget(&mut self, file: FileId, calls: &[CallId]) {
        for &call in calls {
            self.calls.remove(&(file, call));
        }
    }

    /// Forgets what was found in circles once no question is open any more.
    fn settle(&mut self) {
        if self.active.is_empty()
            && self.active_members.is_empty()
            && self.active_parameters.is_empty()
        {
            self.passing = Passing::default();
            self.asked = self.steps;
        }
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
    fn given_back(&mut self, file: FileId, definition: DefinitionId, depth: usize) -> Vec<Thing> {
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

/// A module inside a package; a package may be only dots.
fn below(package: &str, name: &str) -> String {
    match package.ends_with('.') {
        true => format!("{package}{name}"),
        false => format!("{package}.{name}"),
    }
}

/// Adds what is not there yet.
pub fn extend(into: &mut Vec<Thing>, more: Vec<Thing>) {
    for thing in more {
        if !into.contains(&thing) {
            into.push(thing);
        }
    }
}

/// A module as rules write it: `\` and `::` are `.`.
pub fn canonical(module: &str) -> String {
    module
        .trim_start_matches('\\')
        .replace("::", ".")
        .replace('\\', ".")
}

/// Whether an origin is this module or something in it.
pub fn comes_from(origin: &str, pattern: &crate::rules::Pattern) -> bool {
    pattern.matches(origin)
        || origin
            .char_indices()
            .filter(|(_, c)| matches!(c, '.' | '/' | '('))
            .any(|(at, _)| pattern.matches(&origin[..at]))
}

/// Whether a namespace is one of those around another.
fn is_around(outer: Option<&str>, inner: Option<&str>) -> bool {
    outer.zip(inner).is_some_and(|(outer, inner)| {
        inner
            .strip_prefix(outer)
            .is_some_and(|rest| rest.starts_with('.'))
    })
}

/// The items of the list that a call makes of its arguments.
fn listed(call: &Call) -> Option<Vec<Value>> {
    let name = call.path()?.join(".");
    let makes = call.kind == CallKind::Call && LISTS.contains(&name.as_str());
    let items = call.arguments.iter().map(|argument| argument.value.clone());
    makes.then(|| items.collect())
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
