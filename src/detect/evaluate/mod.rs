//! What an expression stands for: a text, a function or class of the repository, a router, or
//! something from a library (known by where it comes from).
//!
//! A small abstract interpreter without state: assignments are unioned, parameters are what the
//! callers give. It never guesses: what it cannot follow is nothing.

mod calls;
mod members;
mod names;
mod parameters;

use crate::detect::project::{FileId, Project};
use crate::detect::routes::graph::{Graph, NodeId};
use crate::detect::routes::{Bodies, Convention, Forwarded};
use crate::rules::Patterns;
use crate::syntax::{CallId, DefinitionId, DefinitionKind, ScopeId, Value};
use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

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
    /// The end of a chain of calls that is looked up from its beginning.
    chained: Option<(FileId, CallId)>,
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
            chained: None,
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
