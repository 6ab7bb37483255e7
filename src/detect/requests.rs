//! Which routes the repository's own tests request.

use super::survey::Route;
use crate::fact::{Fact, Kind};

/// One request of a test: by path, to the route of a name, or both.
struct Request<'f> {
    method: Option<String>,
    path: Option<Vec<String>>,
    route: Option<&'f str>,
}

/// Marks every route that a request in a test reaches.
pub fn mark_tested(routes: &mut [Route], facts: &[Fact]) {
    let requests: Vec<Request<'_>> = facts
        .iter()
        .filter(|fact| fact.kind == Kind::RequestInTest)
        .map(|fact| Request {
            method: fact.attribute("method").map(str::to_uppercase),
            path: fact.attribute("path").and_then(asked),
            route: fact.attribute("route"),
        })
        .filter(|request| request.path.is_some() || request.route.is_some())
        .collect();
    let wanted: Vec<Vec<String>> = routes.iter().map(|it| segments(&it.path)).collect();
    for request in &requests {
        let fits = |route: &Route, wanted: &[String], strict: bool| {
            let same = request.method.as_ref().is_none_or(|method| {
                route.method == "ANY" || *method == route.method || method.is_empty()
            });
            let path = request.path.as_ref();
            let by_path = path.is_some_and(|path| reaches(path, wanted, strict));
            let by_name = |asked: &str| route.names.iter().any(|own| is_named(asked, own));
            same && (by_path || request.route.is_some_and(by_name))
        };
        // What stays unknown in a path is a parameter where any route has one there.
        for strict in [true, false] {
            let mut found = false;
            for (route, wanted) in routes.iter_mut().zip(&wanted) {
                if fits(route, wanted, strict) {
                    route.tested = true;
                    found = true;
                }
            }
            if found {
                break;
            }
        }
    }
}

/// Whether the name asked for is this one. Of a name with open ends (`{}`, `{?}`) only what stands
/// behind them is known, and that must be a whole part of the other.
fn is_named(asked: &str, own: &str) -> bool {
    let known = |name: &str| name.rfind('}').map(|end| name[end + 1..].to_owned());
    let ends = |whole: &str, end: &str| {
        let end = end.trim_start_matches(PARTS);
        let before = whole.strip_suffix(end);
        !end.is_empty() && before.is_some_and(|it| it.is_empty() || it.ends_with(PARTS))
    };
    match (known(asked), known(own)) {
        (None, None) => asked == own || asked.starts_with('.') && ends(own, asked),
        (Some(end), None) => ends(own, &end),
        (None, Some(end)) => ends(asked, &end),
        (Some(one), Some(other)) => ends(&one, &other) || ends(&other, &one),
    }
}

/// What stands between the parts of a name.
const PARTS: [char; 2] = [':', '.'];

/// The segments of a request's path; nothing when no part of it is known.
fn asked(path: &str) -> Option<Vec<String>> {
    let segments = segments(path);
    let unknown = segments.iter().all(|part| part == "{}");
    match segments.len() {
        0 => Some(segments),
        // The address of the server alone.
        1 if unknown && path.ends_with('/') => Some(Vec::new()),
        _ => (!unknown).then_some(segments),
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
/// base address. Strictly, what is unknown only fits a parameter. Large and small letters are the
/// same: some servers take them so, and where not, a test with other letters asks for nothing.
fn reaches(request: &[String], route: &[String], strict: bool) -> bool {
    let request = match request.first() {
        Some(first) if first == "{}" && request.len() > route.len() => &request[1..],
        _ => request,
    };
    request.len() == route.len()
        && request.iter().zip(route).all(|(asked, own)| {
            asked.eq_ignore_ascii_case(own) || own.starts_with('{') || (!strict && asked == "{}")
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn requests_fit_parameters_and_not_other_paths() {
        let fits = |request: &str, route: &str| {
            asked(request).is_some_and(|request| reaches(&request, &segments(route), false))
        };
        assert!(fits("/users/5", "/users/{id}"));
        assert!(fits("/users/{}?x=1", "/users/{id}"));
        assert!(fits("http://localhost:80/users", "/users"));
        assert!(fits("{}/users", "/users"));
        assert!(fits("/users/{}", "/users/me"));
        assert!(fits("/api/users/5", "/api/Users/{id}"));
        assert!(fits("{}/", "/"));
        assert!(!fits("{}?page=2", "/users"));
        assert!(!fits("/users", "/users/{id}"));
        assert!(!fits("/posts/5", "/users/{id}"));
    }

    #[test]
    fn names_fit_as_a_whole_or_as_far_as_they_are_known() {
        assert!(is_named("blog:post-list", "blog:post-list"));
        assert!(is_named("{}:post-list", "blog:post-list"));
        assert!(is_named("auth.login", "{?}.login"));
        assert!(is_named(".login", "auth.login"));
        assert!(!is_named("post-list", "blog:post-list"));
        assert!(!is_named("shop:post-list", "blog:post-list"));
        assert!(!is_named("index", "posts.index"));
        assert!(!is_named("{}", "posts"));
        assert!(!is_named("{}list", "post-list"));
    }
}
