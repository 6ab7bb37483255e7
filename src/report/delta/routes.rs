//! Routes that came and went.

use std::collections::BTreeSet;

use crate::report::Route;

/// The routes of the head that the base lacks, and the other way round; each address once.
pub fn changed(head: &[Route], base: &[Route]) -> (Vec<Route>, Vec<Route>) {
    (beyond(head, base), beyond(base, head))
}

fn beyond(routes: &[Route], others: &[Route]) -> Vec<Route> {
    let mut known: BTreeSet<(&str, String)> = others.iter().map(address).collect();
    routes
        .iter()
        .filter(|route| known.insert(address(route)))
        .cloned()
        .collect()
}

/// What a client calls: the names of parameters are the server's own business.
fn address(route: &Route) -> (&str, String) {
    let segments = route.path.split('/').map(|segment| {
        let name = segment.strip_prefix('{').and_then(|s| s.strip_suffix('}'));
        match name {
            // What could not be resolved is no parameter.
            Some(name) if name != "?" && !name.contains(['{', '}']) => "{}",
            _ => segment,
        }
    });
    let segments: Vec<&str> = segments.collect();
    (&route.method, segments.join("/"))
}
