//! What a name means where it stands: bindings of the scopes around it, imports, and what modules hand
//! out.

use super::{DEPTH, Element, Evaluator, STEPS, Thing, canonical, extend, is_around};
use crate::detect::extension::RECEIVER;
use crate::detect::project::{Bound, FileId, ImportStyle};
use crate::syntax::{AssignmentKind, Binding, DefinitionId, ScopeId, Value};

/// Most files that are asked for a variable which they may share.
const SHARERS: usize = 16;

/// How many modules that import each other whole are followed for one name.
const WHOLE_IMPORTS: usize = 3;

/// A module inside a package; a package may be only dots.
fn below(package: &str, name: &str) -> String {
    match package.ends_with('.') {
        true => format!("{package}{name}"),
        false => format!("{package}.{name}"),
    }
}

impl<'p> Evaluator<'p> {
    pub(super) fn path(
        &mut self,
        file: FileId,
        scope: ScopeId,
        path: &[String],
        depth: usize,
    ) -> Vec<Thing> {
        let Some((first, rest)) = path.split_first() else {
            return Vec::new();
        };
        // A variable may be declared with a type of its own name.
        if depth > DEPTH {
            self.circular = true;
            return Vec::new();
        }
        let label = first.strip_prefix("self@");
        let (mut things, rest) = if first == "self" || label.is_some() {
            let myself = match self.closure_router(file, scope, label, depth + 1) {
                Some(node) => vec![Thing::Router(node)],
                None => match self.extension_around(file, scope) {
                    Some(function) => self.parameter(file, function, RECEIVER, depth + 1),
                    None => self.myself(file, scope),
                },
            };
            (myself, rest)
        } else if let Some((import, binding, length)) = self.project.dotted_import(file, path) {
            (
                self.import(file, import, binding, depth + 1),
                &path[length..],
            )
        } else {
            let mut things = self.name(file, scope, first, depth + 1);
            // Modules and functions of one name live side by side; only a module has members.
            if self.project.style(file) == ImportStyle::Module
                && !rest.is_empty()
                && things
                    .iter()
                    .all(|thing| matches!(thing, Thing::Function(..)))
            {
                things = self.unbound(file, first, depth + 1);
            }
            (things, rest)
        };
        for name in rest {
            things = self.members(&things, name, depth + 1);
        }
        if rest.len() + 1 == path.len()
            && self.project.style(file) == ImportStyle::Class
            && things
                .iter()
                .all(|thing| matches!(thing, Thing::External(_)))
            && let Some(class) = self.class_inside(file, path)
        {
            return vec![class];
        }
        if things
            .iter()
            .all(|thing| matches!(thing, Thing::External(_)))
            && let Some(text) = self.constant_member(path)
        {
            return vec![text];
        }
        things
    }

    /// `settings.api_prefix`: a field of that name which has one text in the whole repository.
    fn constant_member(&self, path: &[String]) -> Option<Thing> {
        let [_, .., last] = path else {
            return None;
        };
        let mut text: Option<&str> = None;
        for &(file, index) in self.project.fields(last) {
            let assignment = self.project.outline(file).assignments.get(index)?;
            if self.project.files[file].is_test || assignment.kind != AssignmentKind::Field {
                continue;
            }
            match (&assignment.value, text) {
                (Value::Text(own), None) => text = Some(own),
                (Value::Text(own), Some(seen)) if own == seen => {}
                _ => return None,
            }
        }
        text.map(|text| Thing::Text(text.to_owned()))
    }

    /// The object a method belongs to.
    pub(super) fn myself(&self, file: FileId, scope: ScopeId) -> Vec<Thing> {
        let outline = self.project.outline(file);
        if let Some(class) = outline.class_of(scope) {
            return vec![Thing::Instance(file, class)];
        }
        let owner = outline.enclosing(scope).find_map(|id| {
            let definition = outline.scopes.get(id)?.definition?;
            outline.definitions.get(definition)?.owner.clone()
        });
        let Some(owner) = owner else {
            return Vec::new();
        };
        self.class_near(file, &owner)
            .map(|(file, class)| Thing::Instance(file, class))
            .into_iter()
            .collect()
    }

    /// `Outer.Inner`, where what is around the class is said in each of several files.
    fn class_inside(&self, file: FileId, path: &[String]) -> Option<Thing> {
        let (last, outer) = path.split_last()?;
        if outer.is_empty() {
            return None;
        }
        let project = self.project;
        let mut all = project.classes(last, None).into_iter();
        let language = project.files[file].language;
        let found = all.find(|&(other, class)| {
            let around = project.around(other, class);
            let outermost = around.len().checked_sub(outer.len());
            project.files[other].language == language
                && outermost.is_some_and(|at| around[at..].iter().eq(outer.iter()))
        });
        found.map(|(other, class)| Thing::Class(other, class))
    }

    /// A class by name, seen from a file: the same file, folder or namespace before others.
    pub fn class_near(&self, file: FileId, name: &str) -> Option<(FileId, DefinitionId)> {
        let all = self.project.classes(name, self.project.namespace(file));
        let folder = crate::detect::project::parent(&self.project.files[file].path);
        all.iter()
            .find(|(other, _)| *other == file)
            .or_else(|| {
                all.iter().find(|(other, _)| {
                    crate::detect::project::parent(&self.project.files[*other].path) == folder
                })
            })
            .or_else(|| {
                let mut outer = all.iter();
                outer.find(|(other, class)| self.project.around(*other, *class).is_empty())
            })
            .or_else(|| all.first())
            .copied()
    }

    pub(super) fn name(
        &mut self,
        file: FileId,
        scope: ScopeId,
        name: &str,
        depth: usize,
    ) -> Vec<Thing> {
        // Types lead back to names without an expression between them.
        self.steps += 1;
        if depth > DEPTH || self.steps > STEPS {
            self.circular = true;
            return Vec::new();
        }
        let mut bound = self.project.bound(file, scope, name);
        if bound.is_empty() {
            return self.unbound(file, name, depth);
        }
        // In one turn of a loop its variable is nothing that another loop of the name gave it.
        if let Some((Element::Assignment(home, index), _)) = &self.element
            && *home == file
            && bound.contains(&Bound::Assignment(*index))
        {
            bound = vec![Bound::Assignment(*index)];
        }
        let mut things = Vec::new();
        for binding in bound {
            let more = match binding {
                Bound::Assignment(index) => self.assigned(file, index, depth),
                Bound::Parameter(definition, index) => {
                    self.parameter(file, definition, index, depth)
                }
                Bound::Definition(definition) => vec![self.definition(file, definition)],
                Bound::Import(import, binding) => self.import(file, import, binding, depth),
            };
            extend(&mut things, more);
        }
        things
    }

    pub(super) fn assigned(&mut self, file: FileId, index: usize, depth: usize) -> Vec<Thing> {
        let project = self.project;
        if let Some((element, things)) = &self.element
            && *element == Element::Assignment(file, index)
        {
            return things.clone();
        }
        let Some(assignment) = project.outline(file).assignments.get(index) else {
            return Vec::new();
        };
        let mut things = self.at(file, assignment.scope, &assignment.value, depth + 1);
        let vague = things
            .iter()
            .all(|thing| matches!(thing, Thing::External(_)));
        if vague && let Some(typed) = &assignment.typed {
            extend(
                &mut things,
                self.typed(file, assignment.scope, typed, depth + 1),
            );
        }
        things
    }

    /// Objects of a declared type.
    pub(super) fn typed(
        &mut self,
        file: FileId,
        scope: ScopeId,
        typed: &str,
        depth: usize,
    ) -> Vec<Thing> {
        if let Some(node) = self.graph.typed(self.project, file, typed) {
            return vec![Thing::Router(node)];
        }
        let plain: String = typed
            .trim_start_matches(['*', '&', '?', ' '])
            .chars()
            .take_while(|c| c.is_alphanumeric() || matches!(c, '_' | '.' | '\\'))
            .collect();
        let path: Vec<String> = plain
            .split(['.', '\\'])
            .filter(|part| !part.is_empty())
            .map(str::to_owned)
            .collect();
        if path.is_empty() {
            return Vec::new();
        }
        self.path(file, scope, &path, depth)
            .into_iter()
            .filter_map(|thing| match thing {
                Thing::Class(file, class) => Some(Thing::Instance(file, class)),
                Thing::External(name) => Some(Thing::External(format!("{name}()"))),
                _ => None,
            })
            .collect()
    }

    fn unbound(&mut self, file: FileId, name: &str, depth: usize) -> Vec<Thing> {
        let project = self.project;
        match project.style(file) {
            ImportStyle::Folder => {
                for sibling in project.siblings(file) {
                    if sibling != file {
                        let found = self.top_level(sibling, name, depth + 1);
                        if !found.is_empty() {
                            return found;
                        }
                    }
                }
            }
            ImportStyle::Class => {
                let whole: Vec<&str> = project
                    .outline(file)
                    .imports
                    .iter()
                    .filter(|import| import.bindings.contains(&Binding::All))
                    .map(|import| import.module.as_str())
                    .collect();
                if let Some((other, class)) = self.class_near(file, name) {
                    let namespace = project.namespace(other);
                    let seen = namespace == project.namespace(file)
                        || namespace.is_some_and(|n| whole.contains(&n))
                        || is_around(namespace, project.namespace(file));
                    if seen || whole.is_empty() {
                        return vec![Thing::Class(other, class)];
                    }
                }
                // A class whose members are imported.
                for (package, class) in whole.iter().filter_map(|module| module.rsplit_once('.')) {
                    let classes = project.classes(class, Some(package));
                    if let Some(&(other, id)) = classes
                        .first()
                        .filter(|(other, _)| project.namespace(*other) == Some(package))
                    {
                        let found = self.members(&[Thing::Class(other, id)], name, depth + 1);
                        if !found.is_empty() {
                            return found;
                        }
                    }
                }
                // A function of a package: of this one, or of one that is imported whole.
                let own = project.namespace(file);
                for package in std::iter::once(own).chain(whole.iter().map(|it| Some(*it))) {
                    let functions = self.package_functions(file, package, name);
                    if !functions.is_empty() {
                        return functions;
                    }
                    let values = self.package_values(file, package, name, depth + 1);
                    if !values.is_empty() {
                        return values;
                    }
                }
                // A package that is imported whole, in the repository or outside, may have it.
                if !whole.is_empty() {
                    let modules = whole.iter().map(|module| canonical(module));
                    let mut things: Vec<Thing> = modules
                        .map(|module| Thing::External(format!("{module}.{name}")))
                        .collect();
                    things.push(Thing::External(name.to_owned()));
                    return things;
                }
                if let [(file, function)] = project.functions(name)
                    && project
                        .outline(*file)
                        .class_of(project.outline(*file).definitions[*function].scope)
                        .is_none()
                {
                    return vec![Thing::Function(*file, *function)];
                }
                let shared = self.shared(file, name, depth);
                if !shared.is_empty() {
                    return shared;
                }
                let constant = self.constant(file, name, depth);
                if !constant.is_empty() {
                    return constant;
                }
            }
            ImportStyle::Path | ImportStyle::Dotted | ImportStyle::Module => {
                // `crate`, `super` and packages of the repository are modules by name alone.
                if project.style(file) == ImportStyle::Module
                    && let Some(&module) = project.module_files(file, name).first()
                {
                    return vec![Thing::Module(module)];
                }
                let (own, outside) = self.whole_imports(file, name, depth, 0);
                if !own.is_empty() {
                    return own;
                }
                let mut things = vec![Thing::External(name.to_owned())];
                extend(&mut things, outside);
                return things;
            }
        }
        vec![Thing::External(name.to_owned())]
    }

    /// What the modules that a file imports whole have under a name: those of the repository, and
    /// what those from outside may have, where such an import brings names at all.
    fn whole_imports(
        &mut self,
        file: FileId,
        name: &str,
        depth: usize,
        level: usize,
    ) -> (Vec<Thing>, Vec<Thing>) {
        let project = self.project;
        let mut outside = Vec::new();
        for import in &project.outline(file).imports {
            if !import.bindings.contains(&Binding::All) {
                continue;
            }
            let modules = project.module_files(file, &import.module);
            let dotted = project.style(file) == ImportStyle::Dotted;
            if modules.is_empty() && dotted && !import.module.starts_with('.') {
                let module = canonical(&import.module);
                outside.push(Thing::External(format!("{module}.{name}")));
            }
            for module in modules {
                if module == file {
                    continue;
                }
                let found = self.top_level(module, name, depth + 1);
                if !found.is_empty() {
                    return (found, Vec::new());
                }
                if dotted && level < WHOLE_IMPORTS {
                    let (own, more) = self.whole_imports(module, name, depth + 1, level + 1);
                    if !own.is_empty() {
                        return (own, Vec::new());
                    }
                    extend(&mut outside, more);
                }
            }
        }
        (Vec::new(), outside)
    }

    /// A variable that a file shares with those that run it where they name it, or that it runs.
    fn shared(&mut self, file: FileId, name: &str, depth: usize) -> Vec<Thing> {
        let project = self.project;
        let mut above = vec![file];
        let mut at = 0;
        while at < above.len() && depth <= DEPTH {
            for &(other, import) in project.includers(above[at]) {
                let scope = project
                    .outline(other)
                    .imports
                    .get(import)
                    .map_or(0, |import| import.scope);
                if !project.bound(other, scope, name).is_empty() {
                    return self.name(other, scope, name, depth + 1);
                }
                if above.len() < SHARERS && !above.contains(&other) {
                    above.push(other);
                }
            }
            at += 1;
        }
        for (_, other) in project.included(file).into_iter().take(SHARERS) {
            let found = self.top_level(other, name, depth + 1);
            if !found.is_empty() {
                return found;
            }
        }
        Vec::new()
    }

    /// A constant that some file of the language makes for all of them, if they agree.
    fn constant(&mut self, file: FileId, name: &str, depth: usize) -> Vec<Thing> {
        let project = self.project;
        let language = project.files[file].language;
        let mut found: Vec<Thing> = Vec::new();
        for &(other, index) in project.fields(name).iter().take(SHARERS) {
            let source = &project.files[other];
            let assignment = source.outline.assignments.get(index);
            let constant = assignment.is_some_and(|it| it.kind == AssignmentKind::Constant);
            if !constant || source.is_test || source.language != language {
                continue;
            }
            let things = self.assigned(other, index, depth + 1);
            if found.is_empty() {
                found = things;
            } else if found != things {
                return Vec::new();
            }
        }
        found
    }

    /// What a name at the top of a file stands for, nothing when there is none.
    pub fn top_level(&mut self, file: FileId, name: &str, depth: usize) -> Vec<Thing> {
        if depth > DEPTH || self.project.bound(file, 0, name).is_empty() {
            return Vec::new();
        }
        self.name(file, 0, name, depth)
    }

    pub(super) fn import(
        &mut self,
        file: FileId,
        import: usize,
        binding: usize,
        depth: usize,
    ) -> Vec<Thing> {
        let project = self.project;
        let Some(import) = project.outline(file).imports.get(import) else {
            return Vec::new();
        };
        let Some(binding) = import.bindings.get(binding) else {
            return Vec::new();
        };
        let files = project.module_files(file, &import.module);
        let canonical = canonical(&import.module);
        match (binding, files.first()) {
            (Binding::Whole { .. }, Some(&module)) => self.whole(module, depth),
            (Binding::Whole { .. } | Binding::Default { .. }, None) => {
                vec![Thing::External(canonical)]
            }
            (Binding::Default { .. }, Some(&module)) => {
                let found = self.exported(module, "default", depth);
                if found.is_empty() {
                    self.whole(module, depth)
                } else {
                    found
                }
            }
            (Binding::Named { name, .. }, Some(&module)) => {
                let found = self.exported(module, name, depth);
                if !found.is_empty() {
                    return found;
                }
                // A submodule: `from package import module`.
                match project
                    .module_files(file, &below(&import.module, name))
                    .first()
                {
                    Some(&module) => vec![Thing::Module(module)],
                    None => vec![Thing::External(format!("{canonical}.{name}"))],
                }
            }
            (Binding::Named { name, .. }, None) => {
                let classes = project.classes(name, Some(&import.module));
                if project.style(file) == ImportStyle::Class
                    && let Some(&(other, class)) = classes.first()
                    && project.namespace(other) == Some(&import.module)
                {
                    return vec![Thing::Class(other, class)];
                }
                let sub = below(&import.module, name);
                if project.style(file) == ImportStyle::Class {
                    // A static member: the module is a class of the repository.
                    if let Some((package, class)) = import.module.rsplit_once('.')
                        && let Some(&(other, id)) = project.classes(class, Some(package)).first()
                        && project.namespace(other) == Some(package)
                    {
                        return self.members(&[Thing::Class(other, id)], name, depth);
                    }
                    let functions = self.package_functions(file, Some(&import.module), name);
                    if !functions.is_empty() {
                        return functions;
                    }
                    let values = self.package_values(file, Some(&import.module), name, depth + 1);
                    if !values.is_empty() {
                        return values;
                    }
                } else if let Some(&module) = project.module_files(file, &sub).first() {
                    return vec![Thing::Module(module)];
                }
                vec![Thing::External(format!("{canonical}.{name}"))]
            }
            (Binding::All, _) => Vec::new(),
        }
    }

    /// A module as a value: what CommonJS hands out, the package, or the file itself.
    pub(in crate::detect) fn whole(&mut self, module: FileId, depth: usize) -> Vec<Thing> {
        if self.project.style(module) == ImportStyle::Folder {
            return vec![Thing::Package(module)];
        }
        let found = self.exported(module, "module", depth);
        if found.is_empty() {
            vec![Thing::Module(module)]
        } else {
            found
        }
    }

    /// What a file hands out under a name.
    pub fn exported(&mut self, module: FileId, name: &str, depth: usize) -> Vec<Thing> {
        if depth > DEPTH {
            return Vec::new();
        }
        let project = self.project;
        let outline = project.outline(module);
        let mut things = Vec::new();
        let mut says_exports = false;
        for export in &outline.exports {
            says_exports = true;
            if export.name == name {
                let more = match &export.from {
                    None => self.at(module, 0, &export.value, depth + 1),
                    Some(from) => match (project.module_files(module, from).first(), &export.value)
                    {
                        (Some(&other), Value::Name(path)) if path.len() == 1 => {
                            self.exported(other, &path[0], depth + 1)
                        }
                        (Some(&other), _) => vec![Thing::Module(other)],
                        (None, _) => vec![Thing::External(canonical(from))],
                    },
                };
                extend(&mut things, more);
            } else if export.name == "*"
                && let Some(from) = &export.from
            {
                for other in project.module_files(module, from) {
                    if other != module {
                        let more = self.exported(other, name, depth + 1);
                        extend(&mut things, more);
                    }
                }
            }
        }
        if things.is_empty() && name != "module" && name != "default" {
            let whole: Vec<_> = outline
                .exports
                .iter()
                .filter(|e| e.name == "module")
                .collect();
            if !whole.is_empty() {
                for export in whole {
                    let owners = self.at(module, 0, &export.value, depth + 1);
                    extend(&mut things, self.members(&owners, name, depth + 1));
                }
            } else if !says_exports {
                things = self.top_level(module, name, depth + 1);
            }
        }
        things
    }

    /// What a chain of names means on a line: what is imported, until something else has its name.
    pub fn path_at(
        &mut self,
        file: FileId,
        scope: ScopeId,
        path: &[String],
        line: u32,
        depth: usize,
    ) -> Vec<Thing> {
        let first = path.get(..1).unwrap_or_default();
        let Some((import, binding)) = self.project.imported_before(file, scope, first, line) else {
            return self.path(file, scope, path, depth);
        };
        let mut things = self.import(file, import, binding, depth);
        for name in path.iter().skip(1) {
            things = self.members(&things, name, depth);
        }
        things
    }
}
