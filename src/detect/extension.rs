//! Functions that extend a type of somebody else: found by their name where they are called on
//! something, and inside of them the object itself is what they are called on.
//!
//! For languages in which a method may stand outside of its type's body without belonging to its
//! package. It refuses to compare types: a name alone says which function is meant.

use super::evaluate::{Evaluator, Thing, extend};
use super::project::{FileId, ImportStyle};
use super::routes::graph::NodeId;
use crate::syntax::{CallKind, DefinitionId, DefinitionKind, Language, ScopeId};

/// In place of a parameter's number: what an extension function is called on.
pub(super) const RECEIVER: usize = usize::MAX;
/// Most functions of one name that a call may mean.
const SAME_NAME: usize = 16;

impl Evaluator<'_> {
    /// The extension function around a scope, unless a class stands nearer.
    pub(super) fn extension_around(&self, file: FileId, scope: ScopeId) -> Option<DefinitionId> {
        if self.project.style(file) != ImportStyle::Class {
            return None;
        }
        let outline = self.project.outline(file);
        let nearest = outline.enclosing(scope).find_map(|id| {
            let id = outline.scopes.get(id)?.definition?;
            let definition = outline.definitions.get(id)?;
            let decides = definition.kind == DefinitionKind::Class || definition.owner.is_some();
            decides.then_some(id)
        })?;
        let nearest_is_class = outline.definitions[nearest].kind == DefinitionKind::Class;
        (!nearest_is_class).then_some(nearest)
    }

    /// What `this` means in a closure that registers on a router: the same as bare calls do. With a
    /// label: in the closure of a call of this name.
    pub(super) fn closure_router(
        &mut self,
        file: FileId,
        scope: ScopeId,
        label: Option<&str>,
        depth: usize,
    ) -> Option<NodeId> {
        let project = self.project;
        if !self.graph.has_bare_calls(project.files[file].language) {
            return None;
        }
        let outline = project.outline(file);
        let scopes: Vec<ScopeId> = outline.enclosing(scope).collect();
        for id in scopes {
            let Some(definition) = outline.scopes.get(id).and_then(|it| it.definition) else {
                continue;
            };
            if outline.definitions[definition].kind != DefinitionKind::Closure {
                return None;
            }
            let named = label.is_none_or(|label| {
                let call = project.call_around(file, definition);
                call.is_some_and(|call| outline.calls[call].name == label)
            });
            if named && let Some(node) = self.body_of(file, definition, depth) {
                return Some(node);
            }
        }
        None
    }

    /// Extension functions of this name; those of the same package and imported ones, if any are.
    pub(super) fn extensions(&self, file: FileId, name: &str) -> Vec<Thing> {
        let project = self.project;
        if project.style(file) != ImportStyle::Class {
            return Vec::new();
        }
        let language = project.files[file].language;
        let all = project.functions(name).iter().copied();
        let extending: Vec<(FileId, DefinitionId)> = all
            .filter(|&(other, id)| {
                project.files[other].language == language
                    && !project.files[other].is_test
                    && project.outline(other).definitions[id].owner.is_some()
            })
            .take(SAME_NAME)
            .collect();
        let imports = &project.outline(file).imports;
        let seen = |other: FileId| {
            let namespace = project.namespace(other);
            namespace == project.namespace(file)
                || namespace.is_some_and(|it| imports.iter().any(|import| import.module == it))
        };
        let near: Vec<_> = extending
            .iter()
            .copied()
            .filter(|&(other, _)| seen(other))
            .collect();
        let meant = if near.is_empty() { extending } else { near };
        meant
            .into_iter()
            .map(|(other, id)| Thing::Function(other, id))
            .collect()
    }

    /// Functions outside of classes that a package of the repository has under this name.
    pub(super) fn package_functions(
        &self,
        file: FileId,
        package: Option<&str>,
        name: &str,
    ) -> Vec<Thing> {
        let project = self.project;
        let language = project.files[file].language;
        let all = project.functions(name).iter().copied();
        all.filter(|&(other, id)| {
            let outline = project.outline(other);
            project.files[other].language == language
                && project.namespace(other) == package
                && outline.definitions[id].scope == 0
        })
        .take(SAME_NAME)
        .map(|(other, id)| Thing::Function(other, id))
        .collect()
    }

    /// Values outside of classes that a package of the repository has under this name, in languages
    /// where they belong to the package.
    pub(super) fn package_values(
        &mut self,
        file: FileId,
        package: Option<&str>,
        name: &str,
        depth: usize,
    ) -> Vec<Thing> {
        let project = self.project;
        if project.files[file].language != Language::Kotlin {
            return Vec::new();
        }
        let mut things = Vec::new();
        for &(other, index) in project.fields(name) {
            let assigned = project.outline(other).assignments.get(index);
            let own = assigned.is_some_and(|it| it.scope == 0 && it.target.len() == 1);
            if own
                && other != file
                && project.files[other].language == Language::Kotlin
                && project.namespace(other) == package
            {
                extend(&mut things, self.top_level(other, name, depth + 1));
            }
        }
        things
    }

    /// What an extension function may be called on: what its callers have, or the type it extends.
    pub(super) fn extended(
        &mut self,
        file: FileId,
        definition: DefinitionId,
        depth: usize,
    ) -> Vec<Thing> {
        let project = self.project;
        let mut things = Vec::new();
        for (other, call) in self.callers(file, definition) {
            let site = &project.outline(other).calls[call];
            let more = match &site.receiver {
                Some(receiver) => self.things_at(other, site.scope, receiver, depth + 1),
                None if site.kind == CallKind::Call => {
                    let nodes = self.ambient_routers(other, site.scope, "", &[], depth + 1);
                    nodes.into_iter().map(Thing::Router).collect()
                }
                None => Vec::new(),
            };
            extend(&mut things, more);
        }
        if things.iter().any(|thing| matches!(thing, Thing::Router(_))) {
            things.retain(|thing| matches!(thing, Thing::Router(_)));
            return things;
        }
        let content = &project.outline(file).definitions[definition];
        let Some(owner) = content.owner.clone() else {
            return things;
        };
        if let Some(node) = self.graph.owned(file, &owner, project) {
            return vec![Thing::Router(node)];
        }
        if let Some((other, class)) = self.class_near(file, &owner) {
            extend(&mut things, vec![Thing::Instance(other, class)]);
        }
        things
    }
}
