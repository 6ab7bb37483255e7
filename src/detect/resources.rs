//! What routes are about, so that those about one thing are held together.

use std::collections::BTreeSet;

use super::matching::Captures;
use super::routes::singular;
use crate::rules::Patterns;

/// The resources of a repository's routes.
#[derive(Debug)]
pub struct Resources<'r> {
    /// Path segments that are verbs: `/todos/add` is about `/todos`.
    verbs: &'r Patterns,
    /// Those that have paths of their own, with nothing around them.
    own: BTreeSet<String>,
}

impl<'r> Resources<'r> {
    pub fn new<'p>(verbs: &'r Patterns, paths: impl Iterator<Item = &'p str>) -> Resources<'r> {
        let mut resources = Resources {
            verbs,
            own: BTreeSet::new(),
        };
        for path in paths {
            let parts = resources.parts(path);
            if parts.iter().all(|(_, below)| !below) {
                let own = joined(parts.iter().map(|it| it.0.as_str()));
                resources.own.insert(own);
            }
        }
        resources
    }

    /// What a route is about, in the singular: its path without parameters and verbs (`/todos/add`,
    /// `/getAllTodos`). `/tasks/{id}/comments` is about `/comment` where that has paths of its own.
    pub fn of(&self, path: &str) -> String {
        let parts = self.parts(path);
        let below = parts.iter().position(|(_, below)| *below);
        if let Some(at) = below.filter(|&at| at > 0) {
            let around = parts[..at - 1].iter().chain(&parts[at..]);
            let alone = joined(around.map(|it| it.0.as_str()));
            if self.own.contains(&alone) {
                return alone;
            }
        }
        joined(parts.iter().map(|it| it.0.as_str()))
    }

    /// Segments that name something, and whether a parameter stands in front.
    fn parts(&self, path: &str) -> Vec<(String, bool)> {
        let mut found: Vec<(String, bool)> = Vec::new();
        let mut below = false;
        for part in path.split('/').filter(|part| !part.is_empty()) {
            if part.starts_with('{') {
                below = true;
                continue;
            }
            // `/tasks.{format}`
            let part = part.split('{').next().unwrap_or(part);
            let around = found.last().map(|it| it.0.as_str());
            let Some(noun) = self.noun(part.trim_end_matches(['.', '-']), around) else {
                continue;
            };
            // `/users/create-user` names it twice.
            if found.last().is_none_or(|(last, _)| *last != noun) || below {
                // A version or tenant in front of everything is no resource around it.
                let is_below = below && !found.is_empty();
                found.push((noun, is_below));
            }
        }
        found
    }

    /// What a segment names below the one in front, if it is not only a verb.
    fn noun(&self, part: &str, around: Option<&str>) -> Option<String> {
        let mut groups = Captures::new();
        if !self.verbs.capture(part, &mut groups) {
            return Some(one(part));
        }
        let noun = groups.remove("noun")?;
        let marked = noun.starts_with(|c: char| c.is_uppercase() || matches!(c, '_' | '-'));
        let named = one(noun.trim_matches(['_', '-']));
        // Without a mark where the verb ends it is a word of its own (`address`), but where it says
        // again what stands in front: `/authors/getallauthors`.
        Some(match marked || around == Some(named.as_str()) {
            true => named,
            false => one(part),
        })
    }
}

/// `Stories` is `story`.
fn one(word: &str) -> String {
    singular(&word.to_lowercase())
}

fn joined<'p>(parts: impl Iterator<Item = &'p str>) -> String {
    let path = parts.fold(String::new(), |path, part| path + "/" + part);
    match path.is_empty() {
        true => "/".to_owned(),
        false => path,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::Pattern;

    #[test]
    fn routes_about_one_thing_are_held_together() {
        let verbs = Patterns(vec![
            Pattern::parse("add").expect("reads"),
            Pattern::parse("/^(?:add|delete)(?:[_-]?[Aa]ll)?(?P<noun>[_-]?\\w+?)(?:By\\w+)?$/")
                .expect("reads"),
        ]);
        let paths = [
            "/api/tasks/{id}/comments",
            "/api/comments/{id}",
            "/api/task/add",
            "/api/tasks",
            "/api/addTask",
            "/api/tasks/delete-all-tasks",
            "/api/deleteTaskById/{id}",
            "/users/{id}/likes",
            "/posts/{id}/likes",
            "/story",
            "/stories/{id}",
            "/{tenant}/pages/{id}",
            "/address",
        ];
        let resources = Resources::new(&verbs, paths.into_iter());
        let about: Vec<String> = paths.iter().map(|path| resources.of(path)).collect();
        assert_eq!(
            about,
            [
                "/api/comment",
                "/api/comment",
                "/api/task",
                "/api/task",
                "/api/task",
                "/api/task",
                "/api/task",
                // Nothing says that these are the same.
                "/user/like",
                "/post/like",
                "/story",
                "/story",
                "/page",
                "/address",
            ]
        );
    }

    #[test]
    fn the_shipped_verbs_are_no_part_of_a_resource() {
        let rules = crate::rules::load(&crate::rules::source::embedded()).expect("hold");
        for (path, expected) in [
            ("/api/tasks/{id}", "/api/task"),
            ("/tasks/create", "/task"),
            ("/tasks/update/{id}", "/task"),
            ("/task/delete.php", "/task"),
            ("/book/insert-book", "/book"),
            ("/books/detail_book/{id}", "/book"),
            ("/book/all-books", "/book"),
            ("/getAllUsers", "/user"),
            ("/users/getById/{id}", "/user"),
            ("/deleteUserById/{id}", "/user"),
            ("/createCategory", "/category"),
            ("/forgot-password", "/forgot_password"),
            ("/newsletters", "/newsletter"),
            ("/api/Author/getallauthors", "/api/author"),
            ("/api/Author/getauthorbyid/{id}", "/api/author"),
            ("/authors/uploadauthor", "/author"),
            ("/authors/addbook", "/author/addbook"),
            ("/addresses/{id}", "/address"),
            ("/{id}", "/"),
        ] {
            let resources = Resources::new(&rules.guards.verb, [path].into_iter());
            assert_eq!(resources.of(path), expected, "{path}");
        }
    }
}
