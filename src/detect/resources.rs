//! What routes are about, so that those about one thing are held together.

use std::collections::BTreeSet;

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
                resources.own.insert(joined(parts.iter().map(|it| it.0)));
            }
        }
        resources
    }

    /// What a route is about: its path without parameters and verbs. `/tasks/{id}/comments` is about
    /// `/comments` where that has paths of its own; `/task` and `/tasks` are one.
    pub fn of(&self, path: &str) -> String {
        let parts = self.parts(path);
        if let Some(at) = parts
            .iter()
            .position(|(_, below)| *below)
            .filter(|&at| at > 0)
        {
            let around = parts[..at - 1].iter().chain(&parts[at..]);
            let alone = joined(around.map(|it| it.0));
            if self.own.contains(&alone) {
                return self.several(alone);
            }
        }
        self.several(joined(parts.iter().map(|it| it.0)))
    }

    /// Segments that name something, and whether a parameter stands in front.
    fn parts<'p>(&self, path: &'p str) -> Vec<(&'p str, bool)> {
        let mut found = Vec::new();
        let mut below = false;
        for part in path.split('/').filter(|part| !part.is_empty()) {
            if part.contains('{') {
                below = true;
            } else if !self.verbs.matches(part) {
                // A version or tenant in front of everything is no resource around it.
                found.push((part, below && !found.is_empty()));
            }
        }
        found
    }

    /// The plural, where both are in use.
    fn several(&self, resource: String) -> String {
        let ies = resource.strip_suffix('y').map(|stem| format!("{stem}ies"));
        [
            Some(format!("{resource}s")),
            Some(format!("{resource}es")),
            ies,
        ]
        .into_iter()
        .flatten()
        .find(|plural| self.own.contains(plural))
        .unwrap_or(resource)
    }
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
        let verbs = Patterns(vec![Pattern::parse("add").expect("reads")]);
        let paths = [
            "/api/tasks/{id}/comments",
            "/api/comments/{id}",
            "/api/task/add",
            "/api/tasks",
            "/users/{id}/likes",
            "/posts/{id}/likes",
            "/story",
            "/stories/{id}",
            "/{tenant}/pages/{id}",
        ];
        let resources = Resources::new(&verbs, paths.into_iter());
        let about: Vec<String> = paths.iter().map(|path| resources.of(path)).collect();
        assert_eq!(
            about,
            [
                "/api/comments",
                "/api/comments",
                "/api/tasks",
                "/api/tasks",
                // Nothing says that these are the same.
                "/users/likes",
                "/posts/likes",
                "/stories",
                "/stories",
                "/pages",
            ]
        );
    }
}
