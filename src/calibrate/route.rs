//! Whether two people's (or programs') lists of routes say the same: methods and paths in a form
//! in which spelling does not matter, and what kind of difference is left.

use std::collections::BTreeSet;

/// Method and path.
pub type Route = (String, String);

/// What stands for a parameter, whatever it is called.
const PARAMETER: &str = "{}";

/// The route in its common form: `:id`, `<int:id>` and `{id}` are one.
#[must_use]
pub fn common(method: &str, path: &str) -> Route {
    let path = path.split('?').next().unwrap_or_default();
    let path = parameters(path.trim_matches(['^', '$']));
    let parts: Vec<&str> = path.split('/').filter(|part| !part.is_empty()).collect();
    (method.to_uppercase(), format!("/{}", parts.join("/")))
}

fn parameters(path: &str) -> String {
    let word = |c: char| c.is_alphanumeric() || c == '_';
    let mut out = String::new();
    let mut rest = path;
    while let Some(first) = rest.chars().next() {
        let after = &rest[first.len_utf8()..];
        let behind = match first {
            '{' => after.split_once('}').map(|(_, behind)| behind),
            '<' => after.split_once('>').map(|(_, behind)| behind),
            ':' => {
                let behind = after.trim_start_matches(word);
                (behind.len() < after.len()).then(|| match behind.strip_prefix('(') {
                    Some(inner) => inner.split_once(')').map_or(behind, |(_, behind)| behind),
                    None => behind,
                })
            }
            _ => None,
        };
        match behind {
            // The rest of a path has a name in some frameworks.
            _ if first == '*' => {
                out.push('*');
                rest = after.trim_start_matches(word);
            }
            Some(behind) => {
                out.push_str(PARAMETER);
                rest = behind;
            }
            None => {
                out.push(first);
                rest = after;
            }
        }
    }
    out
}

/// What two lists have in common, and what only one of them has.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Difference {
    pub found: usize,
    pub missed: Vec<Route>,
    pub false_ones: Vec<Route>,
}

/// Compares what is there with what was found. A method that is not fixed is met by any.
#[must_use]
pub fn compare(truth: &BTreeSet<Route>, got: &BTreeSet<Route>) -> Difference {
    let same_path = |(_, path): &Route, among: &BTreeSet<Route>, method: &dyn Fn(&str) -> bool| {
        among
            .iter()
            .any(|(other, at)| at == path && method(other.as_str()))
    };
    let any = |_: &str| true;
    let missed: Vec<Route> = truth
        .iter()
        .filter(|route| !(got.contains(*route) || route.0 == "ANY" && same_path(route, got, &any)))
        .cloned()
        .collect();
    let false_ones = got
        .iter()
        .filter(|route| {
            !(truth.contains(*route) || same_path(route, truth, &|method| method == "ANY"))
        })
        .cloned()
        .collect();
    Difference {
        found: truth.len() - missed.len(),
        missed,
        false_ones,
    }
}

/// What kind of mistake a route is that only one list has.
#[must_use]
pub fn class((_, path): &Route, other: &BTreeSet<Route>) -> &'static str {
    let end = |path: &str| path.rsplit('/').next().unwrap_or_default().to_owned();
    if other.iter().any(|(_, at)| at == path) {
        "another method"
    } else if other
        .iter()
        .any(|(_, at)| end(at) == end(path) && end(path) != PARAMETER)
    {
        "another path before the same end"
    } else {
        "nothing like it on the other side"
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn set(routes: &[(&str, &str)]) -> BTreeSet<Route> {
        routes.iter().map(|(m, p)| common(m, p)).collect()
    }

    #[test]
    fn spellings_of_one_route_are_one() {
        for path in [
            "/a/:id",
            "a/{id}/",
            "/a/<int:id>",
            "^a//{id:int}$",
            "/a/:id(\\d+)",
            "/a/:id?x=1",
        ] {
            assert_eq!(
                common("get", path),
                ("GET".to_owned(), "/a/{}".to_owned()),
                "{path}"
            );
        }
        assert_eq!(common("GET", "").1, "/");
        assert_eq!(common("GET", "/files/*path").1, "/files/*");
        assert_eq!(common("GET", "/a:").1, "/a:");
        assert_eq!(common("GET", "/ä{").1, "/ä{");
    }

    #[test]
    fn a_method_that_is_not_fixed_is_met_by_any() {
        let truth = set(&[("ANY", "/a"), ("GET", "/b"), ("GET", "/c/:x")]);
        let got = set(&[("GET", "/a"), ("POST", "/a"), ("POST", "/b")]);
        let difference = compare(&truth, &got);
        assert_eq!(difference.found, 1);
        assert_eq!(
            difference.missed,
            Vec::from_iter(set(&[("GET", "/b"), ("GET", "/c/:x")]))
        );
        assert_eq!(
            difference.false_ones,
            Vec::from_iter(set(&[("POST", "/b")]))
        );
    }

    #[test]
    fn mistakes_have_classes() {
        let got = set(&[("GET", "/api/users"), ("GET", "/x/{id}")]);
        let of = |method, path| class(&common(method, path), &got);
        assert_eq!(of("POST", "/api/users"), "another method");
        assert_eq!(of("GET", "/users"), "another path before the same end");
        assert_eq!(of("GET", "/y/:id"), "nothing like it on the other side");
    }
}
