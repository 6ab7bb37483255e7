//! Which routes the repository's own tests request.

use super::survey::Route;
use crate::fact::{Fact, Kind};

/// Marks every route that a request in a test reaches.
pub fn mark_tested(routes: &mut [Route], facts: &[Fact]) {
    let requests: Vec<(Option<&str>, Vec<String>)> = facts
        .iter()
        .filter(|fact| fact.kind == Kind::RequestInTest)
        .filter_map(|fact| Some((fact.attribute("method"), segments(fact.attribute("path")?))))
        .collect();
    for route in routes {
        let wanted = segments(&route.path);
        route.tested = requests.iter().any(|(method, path)| {
            let same = method.is_none_or(|method| {
                let method = method.to_uppercase();
                route.method == "ANY" || method == route.method || method.is_empty()
            });
            same && reaches(path, &wanted)
        });
    }
}

/// Path segments without host and query.
fn segments(path: &str) -> Vec<String> {
    let path = path.split(['?', '#']).next().unwrap_or(path);
    let path = match path.split_once("://") {
        Some((_, rest)) => rest.split_once('/').map_or("", |(_, path)| path),
        None => path,
    };
    path.split('/')
        .filter(|part| !part.is_empty())
        .map(str::to_owned)
        .collect()
}

/// A request reaches a route when every segment fits; `{}` at the start of a request stands for a
/// base address.
fn reaches(request: &[String], route: &[String]) -> bool {
    let request = match request.first() {
        Some(first) if first == "{}" && request.len() > route.len() => &request[1..],
        _ => request,
    };
    request.len() == route.len()
        && request.iter().zip(route).all(|(asked, own)| {
            asked == own
                || own.starts_with('{')
                || (asked.contains("{}") && (own.starts_with('{') || asked == "{}"))
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn requests_fit_parameters_and_not_other_paths() {
        let fits = |request: &str, route: &str| reaches(&segments(request), &segments(route));
        assert!(fits("/users/5", "/users/{id}"));
        assert!(fits("/users/{}?x=1", "/users/{id}"));
        assert!(fits("http://localhost:80/users", "/users"));
        assert!(fits("{}/users", "/users"));
        assert!(!fits("/users", "/users/{id}"));
        assert!(!fits("/posts/5", "/users/{id}"));
    }
}
