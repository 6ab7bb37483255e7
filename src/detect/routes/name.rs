//! Names of routes: what a test may ask for instead of a path. It refuses to guess: a name that is
//! put together at run time stays open.

use super::graph::Registration;
use super::path::join;
use super::slot::Written;
use super::view::singular;
use crate::detect::evaluate::Evaluator;
use crate::detect::matching::shown;
use crate::detect::project::FileId;
use crate::rules::schema::{Framework, Names, Route, Slots};
use crate::syntax::{CallId, DefinitionId};

/// What stands in the names of actions for the name of the view.
const NAME: &str = "{name}";
/// Most classes upwards that are asked for a field.
const LEVELS: usize = 16;

impl Evaluator<'_> {
    /// The name that stands in a call.
    pub(super) fn name_at(
        &mut self,
        file: FileId,
        call: CallId,
        slots: Option<&Slots>,
    ) -> Option<String> {
        match self.slot_texts(file, call, slots?) {
            Written::Texts(texts) => texts.into_iter().next(),
            Written::Nothing | Written::Other => None,
        }
    }

    /// Names what a call has registered since there were so many registrations.
    pub(super) fn name_routes(
        &mut self,
        before: usize,
        (file, call): (FileId, CallId),
        framework: &Framework,
        rule: &Route,
    ) {
        if framework.names.is_none() {
            return;
        }
        let mut own = self.name_at(file, call, rule.named.as_ref());
        for outer in self.chained(file, call) {
            let name = &self.project.outline(file).calls[outer].name;
            for same in framework.same.iter().filter(|it| it.call.matches(name)) {
                own = self.name_at(file, outer, same.named.as_ref()).or(own);
            }
        }
        for at in before..self.graph.registrations.len() {
            let view = self.graph.registrations[at].view;
            let name = match self.graph.registrations[at].name.take() {
                Some(action) if action.contains(NAME) => {
                    let own = own.as_ref().and_then(|own| own.rsplit('/').next());
                    own.map(str::to_owned)
                        .or_else(|| self.named_by_field(view?, framework))
                        .map(|own| action.replace(NAME, &own))
                }
                known => own.clone().or(known),
            };
            self.graph.registrations[at].name = name;
        }
    }

    /// The name of the class that a field of a view speaks of, in lower case.
    fn named_by_field(
        &mut self,
        view: (FileId, DefinitionId),
        framework: &Framework,
    ) -> Option<String> {
        let field = &framework.view.as_ref()?.name_field;
        let mut lineage = vec![view];
        let mut at = 0;
        while let Some(&(file, class)) = lineage.get(at) {
            at += 1;
            let outline = self.project.outline(file);
            let body = outline.definitions.get(class)?.body;
            let assigned = outline.assignments.iter().find(|assignment| {
                assignment.scope == body
                    && matches!(assignment.target.as_slice(), [name] if field.matches(name))
            });
            if let Some(assignment) = assigned {
                let text = shown(outline, &assignment.value);
                let mut words = text.split(|letter: char| !letter.is_alphanumeric());
                return words
                    .find(|word| word.starts_with(char::is_uppercase))
                    .map(str::to_lowercase);
            }
            for base in self.bases(file, class) {
                if lineage.len() < LEVELS && !lineage.contains(&base) {
                    lineage.push(base);
                }
            }
        }
        None
    }

    /// The whole names of a route on one way to a root. `labels` are the names of the routers on
    /// it, `words` what stands for them in names made of paths.
    pub(super) fn names(
        &self,
        registration: &Registration,
        path: &str,
        labels: &[String],
        words: &[String],
    ) -> Vec<String> {
        let Some(rule) = &self.graph.framework(registration.node).names else {
            return Vec::new();
        };
        let mut found = self.named_by_rule(registration, rule, path, labels, words);
        found.extend(self.named_by_function(registration, rule));
        found
    }

    /// The class and function that answer, as a name.
    fn named_by_function(&self, registration: &Registration, rule: &Names) -> Option<String> {
        let between = rule.function.as_ref()?;
        let (file, definition) = registration.handler?;
        let outline = self.project.outline(file);
        let function = outline.definitions.get(definition)?;
        let class = outline.definitions.get(outline.class_of(function.scope)?)?;
        Some(format!("{}{between}{}", class.name, function.name))
    }

    fn named_by_rule(
        &self,
        registration: &Registration,
        rule: &Names,
        path: &str,
        labels: &[String],
        words: &[String],
    ) -> Vec<String> {
        let own = registration.name.clone();
        if rule.path_words {
            let mut parts = words.to_vec();
            return match own {
                Some(own) => {
                    let before = named_by_path(&join(&parts, true));
                    let before = before.first().filter(|name| *name != ROOT);
                    vec![before.map_or(own.clone(), |before| format!("{before}_{own}"))]
                }
                None => {
                    parts.push(path.to_owned());
                    named_by_path(&join(&parts, true))
                }
            };
        }
        let handler = || {
            let named = registration.view.or(registration.handler);
            let (file, definition) = named.filter(|_| rule.handler)?;
            let content = self.project.outline(file).definitions.get(definition)?;
            Some(match registration.view {
                Some(_) => content.name.to_lowercase(),
                None => content.name.clone(),
            })
        };
        let Some(own) = own.or_else(handler).or_else(|| {
            let as_written = rule.separator.is_empty() && !labels.is_empty();
            as_written.then(String::new)
        }) else {
            return Vec::new();
        };
        let parts: Vec<&str> = labels.iter().chain([&own]).map(String::as_str).collect();
        vec![parts.join(&rule.separator)]
    }
}

/// The name of the path without words.
const ROOT: &str = "root";

/// What a path is called by its words: a word before a parameter loses its plural, what is done with
/// a member or a collection stands in front. The path alone does not say whether `/posts/search` is
/// something done with posts, so that it has both names.
fn named_by_path(path: &str) -> Vec<String> {
    let segments: Vec<&str> = path.split('/').filter(|part| !part.is_empty()).collect();
    let is_parameter = |segment: &&&str| segment.starts_with('{');
    let mut words: Vec<String> = Vec::new();
    let mut action = None;
    for (at, segment) in segments.iter().enumerate() {
        if is_parameter(&segment) {
            continue;
        }
        let word = segment.replace('-', "_");
        let before = at.checked_sub(1).and_then(|at| segments.get(at));
        // The parameter of a nested resource has the name of what it is nested in: `{post_id}`.
        let of_member = before.filter(is_parameter).is_some_and(|parameter| {
            let nested = words.last().map(|last| format!("{{{last}_"));
            !nested.is_some_and(|nested| parameter.starts_with(&nested))
        });
        match segments.get(at + 1).filter(is_parameter) {
            Some(_) => words.push(singular(&word)),
            None if of_member && at + 1 == segments.len() => action = Some(word),
            None => words.push(word),
        }
    }
    if let Some(action) = action {
        return vec![format!("{action}_{}", words.join("_"))];
    }
    let mut names = vec![words.join("_")];
    if let Some((last, rest)) = words.split_last()
        && let Some((of, rest)) = rest.split_last()
        && segments.last().is_some_and(|last| !last.starts_with('{'))
    {
        let of = match last.as_str() {
            "new" | "edit" => singular(of),
            _ => of.clone(),
        };
        let parts: Vec<&str> = [last.as_str()]
            .into_iter()
            .chain(rest.iter().map(String::as_str))
            .chain([of.as_str()])
            .collect();
        names.push(parts.join("_"));
    }
    if words.is_empty() {
        names = vec![ROOT.to_owned()];
    }
    names
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_give_names() {
        let first = |path: &str| named_by_path(path)[0].clone();
        assert_eq!(first("/"), "root");
        assert_eq!(first("/posts"), "posts");
        assert_eq!(first("/posts/{id}"), "post");
        assert_eq!(first("/posts/{id}/edit"), "edit_post");
        assert_eq!(first("/posts/{slug}/like"), "like_post");
        assert_eq!(first("/posts/{post_slug}/like"), "post_like");
        assert_eq!(
            first("/api/v1/posts/{post_id}/comments/{id}"),
            "api_v1_post_comment"
        );
        assert!(named_by_path("/admin/posts/new").contains(&"new_admin_post".to_owned()));
        assert!(named_by_path("/posts/search").contains(&"search_posts".to_owned()));
        assert!(!named_by_path("/posts/{id}").contains(&"posts".to_owned()));
    }
}
