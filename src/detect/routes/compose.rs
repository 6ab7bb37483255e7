//! From the filled graph to routes: every way from a registration to a root gives a full path.

use super::global::Globals;
use super::graph::{Edge, GuardUse, NodeId, Registration};
use super::path::{join, normalise};
use crate::detect::evaluate::Evaluator;
use crate::detect::project::FileId;
use crate::detect::survey::{Guarded, Route};
use crate::fact::Location;

/// Most ways to a root that are followed for one router.
const WAYS: usize = 32;

/// One way from a node to a root.
#[derive(Debug, Clone)]
struct Way {
    parts: Vec<String>,
    /// The names of the routers, and what stands for them in names made of paths.
    labels: Vec<String>,
    words: Vec<String>,
    /// The node's own label does not count on this way.
    labelled: bool,
    /// The node's own prefix does not count on this way.
    replaced: bool,
    guarded: Guarded,
    /// Checks that leave paths out.
    partial: Vec<GuardUse>,
}

/// Routes, and what was registered without being served.
#[derive(Debug, Default)]
pub struct Composed {
    pub routes: Vec<Route>,
    /// Registrations on routers that nobody mounts.
    pub unmounted: Vec<Location>,
}

impl Evaluator<'_> {
    /// Composes all routes. `globals` are prefixes by framework index.
    pub fn compose(&self, globals: &Globals<'_>) -> Composed {
        let mut composed = Composed::default();
        let forgotten = self.forgotten();
        for registration in &self.graph.registrations {
            let location = Location::new(
                self.project.files[registration.file].path.clone(),
                registration.line,
            );
            let mut trail = Vec::new();
            let ways = self.ways(
                registration.node,
                registration.file,
                registration.line,
                globals,
                &mut trail,
            );
            if ways.is_empty() || forgotten.contains(&registration.node) {
                composed.unmounted.push(location);
                continue;
            }
            let framework = self.graph.framework(registration.node);
            for way in &ways {
                for path in &registration.paths {
                    let mut parts = way.parts.clone();
                    parts.push(normalise(path, &framework.path_style));
                    let own = parts.last().map_or("", String::as_str);
                    let names = self.names(registration, own, &way.labels, &way.words);
                    let full = join(&parts, framework.join_slash);
                    let checks = registration.guards.iter().chain(&way.partial);
                    let guarded = match registration.lifted {
                        true => Guarded::No,
                        false => checks.fold(way.guarded, |seen, it| either(seen, it.at(&full))),
                    };
                    let index = self.graph.nodes[registration.node].framework;
                    let bare = join(&parts[1..], framework.join_slash);
                    for method in &registration.methods {
                        let left_out = globals.leaves_out(index, method, &bare);
                        composed.routes.push(self.composed(
                            registration,
                            if left_out { &bare } else { &full },
                            method,
                            guarded,
                            &location,
                            &names,
                        ));
                    }
                }
            }
        }
        self.guard_below(&mut composed.routes, globals);
        for route in &mut composed.routes {
            let last = route.path.rsplit('/').next().unwrap_or_default();
            if self.words.entrance.matches(last) {
                route.guarded = Guarded::No;
            }
        }
        composed.routes.sort();
        composed.routes.dedup_by(|later, first| {
            let same = later.path == first.path
                && later.method == first.method
                && later.location.path == first.location.path;
            if same {
                first.names.append(&mut later.names);
            }
            same
        });
        composed.unmounted.sort();
        composed.unmounted.dedup();
        composed
    }

    fn composed(
        &self,
        registration: &Registration,
        path: &str,
        method: &str,
        guarded: Guarded,
        location: &Location,
        names: &[String],
    ) -> Route {
        Route {
            path: path.to_owned(),
            method: method.to_owned(),
            location: location.clone(),
            framework: self.graph.framework(registration.node).id.clone(),
            guarded,
            tested: false,
            names: names.to_vec(),
            handler: registration.handler.and_then(|(file, definition)| {
                let lines = self
                    .project
                    .outline(file)
                    .definitions
                    .get(definition)?
                    .lines;
                Some(Location::new(
                    self.project.files[file].path.clone(),
                    lines.first,
                ))
            }),
        }
    }

    /// Checks that a router puts before what is below a path.
    fn guard_below(&self, routes: &mut [Route], globals: &Globals<'_>) {
        for (node, content) in self.graph.nodes.iter().enumerate() {
            let framework = self.graph.framework(node);
            for (limit, guard) in content
                .limited
                .iter()
                .filter(|(_, guard)| guard.is == Guarded::Yes)
            {
                for way in self.ways(node, guard.file, guard.line, globals, &mut Vec::new()) {
                    let mut parts = way.parts;
                    parts.push(normalise(limit, &framework.path_style));
                    let below = join(&parts, framework.join_slash);
                    let here = &self.project.files[guard.file].path;
                    for route in routes
                        .iter_mut()
                        .filter(|route| route.framework == framework.id)
                    {
                        // What the same file registered earlier is reached first.
                        let earlier =
                            route.location.path == *here && route.location.line < guard.line;
                        let rest = route.path.strip_prefix(&below);
                        let inside =
                            rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('/'));
                        if inside && !earlier {
                            route.guarded = either(route.guarded, guard.at(&route.path));
                        }
                    }
                }
            }
        }
    }

    /// All ways from a node to a root, for something registered at this place.
    fn ways(
        &self,
        node: NodeId,
        file: FileId,
        line: u32,
        globals: &Globals<'_>,
        trail: &mut Vec<NodeId>,
    ) -> Vec<Way> {
        if trail.contains(&node) || trail.len() > 24 {
            return Vec::new();
        }
        let content = &self.graph.nodes[node];
        let framework = self.graph.framework(node);
        let before = content.guards.iter();
        let before = before.filter(|guard| guard.file != file || guard.line <= line);
        let behind = content.guards_behind.iter();
        let behind = behind.filter(|guard| guard.file != file || guard.line >= line);
        let (guarded, partial) = checks(before.chain(behind));
        let own: Vec<String> = match content.prefixes.is_empty() {
            true => vec![String::new()],
            false => content
                .prefixes
                .iter()
                .map(|prefix| normalise(prefix, &framework.path_style))
                .collect(),
        };
        trail.push(node);
        let mut ways = Vec::new();
        for edge in &content.parents {
            for above in self.ways(edge.parent, edge.file, edge.line, globals, trail) {
                for way in self.through(edge, &above, framework) {
                    ways.push(way);
                }
            }
        }
        trail.pop();
        if ways.is_empty() {
            let fallback = content.fallback.as_ref();
            if !content.root && fallback.is_none() {
                return Vec::new();
            }
            if content.root && content.parents.is_empty() || fallback.is_some() {
                let prefix = globals.prefix(content.framework, &self.project.files[file].path);
                let parts = vec![
                    normalise(prefix, &framework.path_style),
                    fallback.cloned().unwrap_or_default(),
                ];
                ways.push(Way {
                    replaced: false,
                    labels: Vec::new(),
                    words: parts.clone(),
                    labelled: false,
                    parts,
                    guarded: Guarded::No,
                    partial: Vec::new(),
                });
            }
        }
        ways.iter()
            .flat_map(|way| {
                let partial = &partial;
                own.iter().map(move |prefix| {
                    let mut parts = way.parts.clone();
                    let mut words = way.words.clone();
                    let mut labels = way.labels.clone();
                    if !way.replaced {
                        parts.push(prefix.clone());
                        words.push(content.label.clone().unwrap_or_else(|| prefix.clone()));
                    }
                    if !way.labelled {
                        labels.extend(content.label.clone());
                    }
                    Way {
                        replaced: false,
                        labels,
                        words,
                        labelled: false,
                        parts,
                        guarded: either(way.guarded, guarded),
                        partial: [way.partial.as_slice(), partial].concat(),
                    }
                })
            })
            .take(WAYS)
            .collect()
    }

    fn through(
        &self,
        edge: &Edge,
        above: &Way,
        framework: &crate::rules::schema::Framework,
    ) -> Vec<Way> {
        let (own, more) = checks(edge.guards.iter());
        let guarded = either(above.guarded, own);
        let partial = [above.partial.as_slice(), &more].concat();
        let prefixes: Vec<String> = match edge.prefixes.is_empty() {
            true => vec![String::new()],
            false => edge
                .prefixes
                .iter()
                .map(|prefix| normalise(prefix, &framework.path_style))
                .collect(),
        };
        prefixes
            .into_iter()
            .map(|prefix| {
                let mut parts = above.parts.clone();
                let mut words = above.words.clone();
                let mut labels = above.labels.clone();
                words.push(edge.label.clone().unwrap_or_else(|| prefix.clone()));
                labels.extend(edge.label.clone());
                parts.push(prefix);
                Way {
                    labels,
                    words,
                    labelled: edge.label.is_some(),
                    replaced: edge.replaces,
                    parts,
                    guarded,
                    partial: partial.clone(),
                }
            })
            .collect()
    }
}

fn either(one: Guarded, other: Guarded) -> Guarded {
    match (one, other) {
        (Guarded::Yes, _) | (_, Guarded::Yes) => Guarded::Yes,
        (Guarded::Unknown, _) | (_, Guarded::Unknown) => Guarded::Unknown,
        _ => Guarded::No,
    }
}

/// What checks without exceptions make of a route, and those with.
fn checks<'g>(guards: impl Iterator<Item = &'g GuardUse>) -> (Guarded, Vec<GuardUse>) {
    let (partial, whole): (Vec<_>, Vec<_>) = guards.partition(|guard| guard.exempt.is_some());
    let guarded = whole
        .iter()
        .fold(Guarded::No, |seen, guard| either(seen, guard.is));
    (guarded, partial.into_iter().cloned().collect())
}
