//! The outlines of a snapshot with the indexes that name look-ups need: which file an import means,
//! where a class is defined, who calls what.
//!
//! It resolves names inside the repository only; what comes from elsewhere stays a name.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::Arc;

use crate::syntax::{
    Binding, CallId, CallKind, DefinitionId, DefinitionKind, Language, Outline, ScopeId, Value,
};

/// Index into [`Project::files`].
pub type FileId = usize;

/// How imports of a language name files of the repository.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ImportStyle {
    /// Relative paths.
    Path,
    /// Dotted module paths, relative with leading dots.
    Dotted,
    /// The folder is the unit; its name ends the import path.
    Folder,
    /// Namespaces and class names.
    Class,
    /// A tree of modules that starts at a root file: `crate`, `super` and `self` with names behind.
    Module,
}

/// What a language's imports look like; from `rules/languages.toml`.
#[derive(Debug, Clone)]
pub struct ImportRule {
    pub style: ImportStyle,
    pub extensions: Vec<String>,
    pub index: Vec<String>,
}

/// A parsed source file.
#[derive(Debug)]
pub struct SourceFile {
    pub path: Arc<str>,
    pub language: Language,
    pub is_test: bool,
    pub outline: Arc<Outline>,
    names: Names,
}

/// Name indexes of one file.
#[derive(Debug, Default)]
struct Names {
    assignments: HashMap<(ScopeId, String), Vec<usize>>,
    definitions: HashMap<(ScopeId, String), Vec<DefinitionId>>,
    /// Alias to import and binding.
    imports: HashMap<String, Vec<(usize, usize)>>,
    /// Call to the call that is made on its result.
    chained: HashMap<CallId, CallId>,
    /// Closures that stand as an argument of a call.
    closures: HashMap<DefinitionId, CallId>,
    namespace: Option<String>,
}

/// All source files and their indexes.
#[derive(Debug)]
pub struct Project {
    pub files: Vec<SourceFile>,
    rules: HashMap<Language, ImportRule>,
    paths: HashMap<String, FileId>,
    /// Files by the last segment of their path without extension (the folder's for index files).
    stems: HashMap<String, Vec<FileId>>,
    folders: BTreeMap<String, Vec<FileId>>,
    classes: HashMap<String, Vec<(FileId, DefinitionId)>>,
    functions: HashMap<String, Vec<(FileId, DefinitionId)>>,
    constructions: HashMap<String, Vec<(FileId, CallId)>>,
    calls: HashMap<String, Vec<(FileId, CallId)>>,
    /// Packages of the repository by the name under which they are imported: their folders.
    packages: BTreeMap<String, String>,
    /// Packages of others, as declared.
    declared: BTreeSet<String>,
    /// Field and attribute assignments by their last name.
    fields: HashMap<String, Vec<(FileId, usize)>>,
    /// Files that run another one where they name it, with the import that does.
    includers: HashMap<FileId, Vec<(FileId, usize)>>,
    /// What imports elsewhere call a file or its default.
    aliases: HashMap<FileId, Vec<String>>,
}

/// What a name in a file is bound to, before anything is evaluated.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Bound {
    Assignment(usize),
    Parameter(DefinitionId, usize),
    Definition(DefinitionId),
    Import(usize, usize),
}

impl Project {
    pub fn new(
        files: Vec<(Arc<str>, Language, bool, Arc<Outline>)>,
        rules: HashMap<Language, ImportRule>,
    ) -> Project {
        let files: Vec<SourceFile> = files
            .into_iter()
            .map(|(path, language, is_test, outline)| SourceFile {
                names: Names::new(&outline),
                path,
                language,
                is_test,
                outline,
            })
            .collect();
        let mut project = Project {
            files,
            rules,
            paths: HashMap::new(),
            stems: HashMap::new(),
            folders: BTreeMap::new(),
            classes: HashMap::new(),
            functions: HashMap::new(),
            constructions: HashMap::new(),
            calls: HashMap::new(),
            packages: BTreeMap::new(),
            declared: BTreeSet::new(),
            fields: HashMap::new(),
            includers: HashMap::new(),
            aliases: HashMap::new(),
        };
        for id in 0..project.files.len() {
            project.index(id);
        }
        for id in 0..project.files.len() {
            for (import, target) in project.included(id) {
                project
                    .includers
                    .entry(target)
                    .or_default()
                    .push((id, import));
            }
        }
        project.aliases = project.find_aliases();
        project
    }

    fn find_aliases(&self) -> HashMap<FileId, Vec<String>> {
        let mut found: HashMap<FileId, Vec<String>> = HashMap::new();
        for (id, file) in self.files.iter().enumerate() {
            for import in &file.outline.imports {
                let names = import.bindings.iter().filter_map(|binding| match binding {
                    Binding::Whole { alias } | Binding::Default { alias } => Some(alias),
                    _ => None,
                });
                let names: Vec<&String> = names.collect();
                if names.is_empty() {
                    continue;
                }
                for target in self.module_files(id, &import.module) {
                    let known = found.entry(target).or_default();
                    for name in &names {
                        if !known.contains(*name) {
                            known.push((*name).clone());
                        }
                    }
                }
            }
        }
        found
    }

    /// What imports in other files call this file or its default.
    pub fn aliases(&self, file: FileId) -> &[String] {
        self.aliases.get(&file).map_or(&[], Vec::as_slice)
    }

    /// What a file runs where it names it (`require "x"`): its imports that bind no name, and the
    /// files they mean.
    pub fn included(&self, file: FileId) -> Vec<(usize, FileId)> {
        if self.style(file) != ImportStyle::Class {
            return Vec::new();
        }
        let imports = self.files[file].outline.imports.iter().enumerate();
        imports
            .filter(|(_, import)| import.bindings.is_empty())
            .flat_map(|(index, import)| {
                let targets = self.module_files(file, &import.module);
                targets.into_iter().map(move |target| (index, target))
            })
            .filter(|(_, target)| *target != file)
            .collect()
    }

    /// Where a file is run by others: the file and its import.
    pub fn includers(&self, file: FileId) -> &[(FileId, usize)] {
        self.includers.get(&file).map_or(&[], Vec::as_slice)
    }

    /// Says under which name the package in a folder is imported.
    pub fn name_package(&mut self, name: &str, folder: &str) {
        self.packages
            .entry(name.replace('-', "_"))
            .or_insert_with(|| folder.to_owned());
    }

    /// Says that a package of this name is declared as a dependency.
    pub fn declare(&mut self, name: &str) {
        self.declared.insert(name.to_lowercase());
    }

    /// Whether a module is in a package of somebody's (`@who/name`) that is declared, and not one of
    /// the repository's own.
    fn is_elsewhere(&self, module: &str) -> bool {
        let mut parts = module.splitn(3, '/');
        let (Some(who), Some(name)) = (parts.next(), parts.next()) else {
            return false;
        };
        if who.len() < 2 || !who.starts_with('@') {
            return false;
        }
        let package = format!("{who}/{name}").to_lowercase();
        // A name in the package may stand behind a dot.
        let outer = package.rsplit_once('.').map(|(outer, _)| outer.to_owned());
        outer.into_iter().chain([package]).any(|package| {
            self.declared.contains(&package)
                && !self.packages.contains_key(&package.replace('-', "_"))
        })
    }

    fn index(&mut self, id: FileId) {
        let file = &self.files[id];
        self.paths.insert(file.path.to_string(), id);
        let bare = without_extension(&file.path);
        let (folder, stem) = bare.rsplit_once('/').unwrap_or(("", bare));
        self.stems.entry(stem.to_owned()).or_default().push(id);
        let is_index = self
            .rules
            .get(&file.language)
            .is_some_and(|rule| rule.index.iter().any(|name| name == stem));
        if is_index && let Some(name) = folder.rsplit('/').next() {
            self.stems.entry(name.to_owned()).or_default().push(id);
        }
        self.folders.entry(folder.to_owned()).or_default().push(id);
        for (definition, content) in file.outline.definitions.iter().enumerate() {
            let table = match content.kind {
                DefinitionKind::Class => &mut self.classes,
                DefinitionKind::Function => &mut self.functions,
                DefinitionKind::Closure => continue,
            };
            table
                .entry(content.name.clone())
                .or_default()
                .push((id, definition));
        }
        for (call, content) in file.outline.calls.iter().enumerate() {
            let table = match content.kind {
                CallKind::New => &mut self.constructions,
                _ => &mut self.calls,
            };
            table
                .entry(content.name.clone())
                .or_default()
                .push((id, call));
        }
        for (index, assignment) in file.outline.assignments.iter().enumerate() {
            if let Some(last) = assignment.target.last() {
                self.fields
                    .entry(last.clone())
                    .or_default()
                    .push((id, index));
            }
        }
    }

    pub fn outline(&self, file: FileId) -> &Outline {
        &self.files[file].outline
    }

    pub fn file_at(&self, path: &str) -> Option<FileId> {
        self.paths.get(path).copied()
    }

    /// Declared namespace or package of a file.
    pub fn namespace(&self, file: FileId) -> Option<&str> {
        self.files[file].names.namespace.as_deref()
    }

    pub fn style(&self, file: FileId) -> ImportStyle {
        self.rules
            .get(&self.files[file].language)
            .map_or(ImportStyle::Path, |rule| rule.style)
    }

    /// What `name` is bound to in `scope`, innermost first; several when it is assigned twice.
    pub fn bound(&self, file: FileId, scope: ScopeId, name: &str) -> Vec<Bound> {
        let source = &self.files[file];
        let outline = &source.outline;
        for (distance, id) in outline.enclosing(scope).enumerate() {
            let Some(content) = outline.scopes.get(id) else {
                break;
            };
            // A class body's names are seen from inside the body, not from its methods.
            let is_class = content.kind == crate::syntax::ScopeKind::Class;
            if is_class && distance > 0 && self.style(file) != ImportStyle::Class {
                continue;
            }
            // An import by name comes before a class of the same name in the file.
            if content.kind == crate::syntax::ScopeKind::File
                && self.style(file) == ImportStyle::Class
                && source.names.imports.contains_key(name)
                && source
                    .names
                    .definitions
                    .contains_key(&(id, name.to_owned()))
            {
                break;
            }
            let key = (id, name.to_owned());
            let mut found: Vec<Bound> = Vec::new();
            if let Some(definition) = content.definition
                && let Some(definition_content) = outline.definitions.get(definition)
            {
                let parameters = &definition_content.parameters;
                if let Some(index) = parameters.iter().position(|p| p.name == name) {
                    found.push(Bound::Parameter(definition, index));
                }
            }
            if let Some(indexes) = source.names.assignments.get(&key) {
                found.extend(indexes.iter().map(|&index| Bound::Assignment(index)));
            }
            if let Some(definitions) = source.names.definitions.get(&key) {
                found.extend(definitions.iter().map(|&id| Bound::Definition(id)));
            }
            if !found.is_empty() {
                return found;
            }
        }
        let imports = source.names.imports.get(name);
        imports
            .into_iter()
            .flatten()
            .map(|&(import, binding)| Bound::Import(import, binding))
            .collect()
    }

    /// The import that a name means on a line above the variables and functions of its name, or on the
    /// line of the first: `jwt := jwt.New()`.
    pub fn imported_before(
        &self,
        file: FileId,
        scope: ScopeId,
        name: &[String],
        line: u32,
    ) -> Option<(usize, usize)> {
        let [name] = name else { return None };
        let source = &self.files[file];
        let &imported = source.names.imports.get(name)?.first()?;
        let outline = &source.outline;
        let mut hidden = false;
        for id in outline.enclosing(scope) {
            let content = outline.scopes.get(id)?;
            let definition = content
                .definition
                .and_then(|it| outline.definitions.get(it));
            if definition.is_some_and(|it| it.parameters.iter().any(|p| p.name == *name)) {
                return None;
            }
            let key = (id, name.clone());
            for &id in source.names.definitions.get(&key).into_iter().flatten() {
                hidden = true;
                if outline.definitions[id].lines.first <= line {
                    return None;
                }
            }
            for &index in source.names.assignments.get(&key).into_iter().flatten() {
                hidden = true;
                if outline.assignments[index].line < line {
                    return None;
                }
            }
        }
        hidden.then_some(imported)
    }

    /// Other names of a bare call's callee, where it was imported under one of its own: the name in
    /// its module, or that of the module whose default it is.
    pub fn known_as(&self, file: FileId, call: CallId) -> Vec<String> {
        let outline = self.outline(file);
        let Some(content) = outline.calls.get(call) else {
            return Vec::new();
        };
        if content.receiver.is_some() || !self.files[file].names.imports.contains_key(&content.name)
        {
            return Vec::new();
        }
        let mut found: Vec<String> = Vec::new();
        for bound in self.bound(file, content.scope, &content.name) {
            let Bound::Import(import, binding) = bound else {
                continue;
            };
            let Some(import) = outline.imports.get(import) else {
                continue;
            };
            match import.bindings.get(binding) {
                Some(Binding::Named { name, .. }) => found.push(name.clone()),
                Some(Binding::Whole { .. } | Binding::Default { .. }) => {
                    let last = import.module.rsplit('/').next().unwrap_or_default();
                    found.extend([last.to_owned(), "default".to_owned()]);
                }
                _ => {}
            }
        }
        found.retain(|name| *name != content.name);
        found
    }

    /// The longest dotted prefix of `path` that is an import's alias (`a.b` for `import a.b`).
    pub fn dotted_import(&self, file: FileId, path: &[String]) -> Option<(usize, usize, usize)> {
        (2..=path.len()).rev().find_map(|length| {
            let alias = path[..length].join(".");
            let found = self.files[file].names.imports.get(&alias)?;
            found
                .first()
                .map(|&(import, binding)| (import, binding, length))
        })
    }

    /// Files of the repository that an import's module means.
    pub fn module_files(&self, from: FileId, module: &str) -> Vec<FileId> {
        let Some(rule) = self.rules.get(&self.files[from].language) else {
            return Vec::new();
        };
        let is_path = module.starts_with("./") || module.starts_with("../");
        match rule.style {
            ImportStyle::Path => self.path_import(from, module, rule),
            ImportStyle::Dotted => self.dotted_files(from, module, rule),
            ImportStyle::Folder => self.folder_import(module),
            ImportStyle::Class if is_path => self.path_import(from, module, rule),
            ImportStyle::Class if names_file(module, &rule.extensions) => {
                // Beside the file that names it, or from where the program is started.
                let beside = join_path(parent(&self.files[from].path), module);
                let folders =
                    std::iter::successors(Some(parent(&self.files[from].path)), |folder| {
                        (!folder.is_empty()).then(|| parent(folder))
                    });
                let started = folders.skip(1).map(|folder| join_path(folder, module));
                let known = std::iter::once(beside)
                    .chain(started)
                    .flatten()
                    .find_map(|path| self.file_at(&path));
                match known {
                    Some(id) => vec![id],
                    None => self.path_import(from, module, rule),
                }
            }
            ImportStyle::Class => Vec::new(),
            ImportStyle::Module => self.module_import(from, module, rule),
        }
    }

    /// The files of code in a folder named from a file, without tests.
    pub fn folder(&self, from: FileId, relative: &str) -> Vec<FileId> {
        let folder = join_path(parent(&self.files[from].path), relative);
        let files = folder.and_then(|folder| self.folders.get(&folder));
        let style = self.style(from);
        let found = files.into_iter().flatten().copied();
        found
            .filter(|&id| !self.files[id].is_test && self.style(id) == style)
            .collect()
    }

    /// `crate` and `a::b` is `a/b` below the folder of the root file, `self::a` is below the file's own
    /// module and `super::a` beside it; a first name without a file may be a package of the
    /// repository.
    fn module_import(&self, from: FileId, module: &str, rule: &ImportRule) -> Vec<FileId> {
        let path = &self.files[from].path;
        let own = match self.is_index(from, rule) {
            true => parent(path),
            false => without_extension(path),
        };
        let root = || {
            std::iter::successors(Some(parent(path)), |folder| {
                (!folder.is_empty()).then(|| parent(folder))
            })
            .find(|folder| self.root_file(folder, rule).is_some())
        };
        let mut names = module
            .split("::")
            .flat_map(|part| part.split('.'))
            .peekable();
        let mut folder = own.to_owned();
        match names.peek().copied() {
            Some("crate") => {
                names.next();
                folder = root().unwrap_or_default().to_owned();
            }
            Some("self") => {
                names.next();
                if names.peek().is_none() {
                    return vec![from];
                }
            }
            _ => {}
        }
        while names.next_if_eq(&"super").is_some() {
            folder = parent(&folder).to_owned();
        }
        let rest: Vec<&str> = names.collect();
        let found = |folder: &str, rest: &[&str]| {
            let target = match (folder.is_empty(), rest.is_empty()) {
                (true, _) => rest.join("/"),
                (false, true) => folder.to_owned(),
                (false, false) => format!("{folder}/{}", rest.join("/")),
            };
            self.path_candidates(&target, rule)
        };
        if let Some(id) = found(&folder, &rest) {
            return vec![id];
        }
        let relative = module.starts_with("crate")
            || module.starts_with("self")
            || module.starts_with("super");
        if relative {
            return Vec::new();
        }
        if let Some(id) = root().and_then(|root| found(root, &rest)) {
            return vec![id];
        }
        let Some((package, rest)) = rest.split_first() else {
            return Vec::new();
        };
        let Some(home) = self.packages.get(*package) else {
            return Vec::new();
        };
        let source = if home.is_empty() {
            "src".to_owned()
        } else {
            format!("{home}/src")
        };
        found(&source, rest).into_iter().collect()
    }

    /// The file that a tree of modules below this folder starts at.
    fn root_file(&self, folder: &str, rule: &ImportRule) -> Option<FileId> {
        let files = self.folders.get(folder)?;
        let is_root = |stem: &str| rule.index.iter().skip(1).any(|name| name == stem);
        files.iter().copied().find(|&id| {
            let bare = without_extension(&self.files[id].path);
            is_root(bare.rsplit('/').next().unwrap_or(bare))
        })
    }

    fn path_import(&self, from: FileId, module: &str, rule: &ImportRule) -> Vec<FileId> {
        let relative = module.starts_with('.') || module.starts_with('/');
        if relative {
            let folder = parent(&self.files[from].path);
            let Some(target) = join_path(folder, module) else {
                return Vec::new();
            };
            return self.path_candidates(&target, rule).into_iter().collect();
        }
        if self.is_elsewhere(module) {
            return Vec::new();
        }
        // An alias (`@/x`, `~/x`, `src/x`): the file whose path ends so, if there is only one.
        let tail = match module.split_once('/') {
            Some((first, rest)) if first.starts_with(['@', '~', '#']) => rest,
            Some(_) => module,
            None => return Vec::new(),
        };
        let stem = tail.rsplit('/').next().unwrap_or(tail);
        let stem = without_extension(stem);
        let wanted = format!("/{}", without_extension(tail));
        let mut found: Vec<FileId> = Vec::new();
        for candidate in [stem, tail.rsplit('/').next().unwrap_or(tail)] {
            for &id in self.stems.get(candidate).into_iter().flatten() {
                let bare = format!("/{}", without_extension(&self.files[id].path));
                let folder = parent(&bare);
                let fits = bare.ends_with(&wanted)
                    || (folder.ends_with(&wanted) && self.is_index(id, rule));
                if fits && !found.contains(&id) {
                    found.push(id);
                }
            }
        }
        if found.len() == 1 { found } else { Vec::new() }
    }

    fn is_index(&self, id: FileId, rule: &ImportRule) -> bool {
        let bare = without_extension(&self.files[id].path);
        let stem = bare.rsplit('/').next().unwrap_or(bare);
        rule.index.iter().any(|name| name == stem)
    }

    fn path_candidates(&self, target: &str, rule: &ImportRule) -> Option<FileId> {
        if let Some(&id) = self.paths.get(target) {
            return Some(id);
        }
        let bare = without_known_extension(target, &rule.extensions);
        let bases = if bare == target {
            vec![target]
        } else {
            vec![target, bare]
        };
        for base in bases {
            for extension in &rule.extensions {
                if let Some(&id) = self.paths.get(&format!("{base}.{extension}")) {
                    return Some(id);
                }
            }
            for index in &rule.index {
                for extension in &rule.extensions {
                    let path = match base {
                        "" => format!("{index}.{extension}"),
                        _ => format!("{base}/{index}.{extension}"),
                    };
                    if let Some(&id) = self.paths.get(&path) {
                        return Some(id);
                    }
                }
            }
        }
        None
    }

    fn dotted_files(&self, from: FileId, module: &str, rule: &ImportRule) -> Vec<FileId> {
        let dots = module.chars().take_while(|&c| c == '.').count();
        let tail = module[dots..].replace('.', "/");
        let here = parent(&self.files[from].path);
        if dots > 0 {
            let mut folder = here;
            for _ in 1..dots {
                folder = parent(folder);
            }
            let target = match (folder.is_empty(), tail.is_empty()) {
                (true, _) => tail,
                (false, true) => folder.to_owned(),
                (false, false) => format!("{folder}/{tail}"),
            };
            return self.path_candidates(&target, rule).into_iter().collect();
        }
        // Absolute: below the importing file's folder or any folder above it, nearest first.
        let mut folder = here;
        loop {
            let target = match folder {
                "" => tail.clone(),
                _ => format!("{folder}/{tail}"),
            };
            // A file that has the name of a library means the library.
            if let Some(id) = self.path_candidates(&target, rule)
                && id != from
            {
                return vec![id];
            }
            if folder.is_empty() {
                break;
            }
            folder = parent(folder);
        }
        let stem = tail.rsplit('/').next().unwrap_or(&tail).to_owned();
        let wanted = format!("/{tail}");
        // A module inside a package is not known by its bare name; a library may be.
        let is_inside = |id: FileId| {
            let folder = parent(&self.files[id].path);
            let index = rule.index.first().map(|index| format!("{folder}/{index}"));
            !tail.contains('/')
                && index.is_some_and(|index| self.path_candidates(&index, rule).is_some())
        };
        let found: Vec<FileId> = self
            .stems
            .get(&stem)
            .into_iter()
            .flatten()
            .copied()
            .filter(|&id| {
                let bare = format!("/{}", without_extension(&self.files[id].path));
                let named = bare.ends_with(&wanted) && !is_inside(id);
                id != from && (named || parent(&bare).ends_with(&wanted) && self.is_index(id, rule))
            })
            .collect();
        if found.len() == 1 { found } else { Vec::new() }
    }

    fn folder_import(&self, module: &str) -> Vec<FileId> {
        let best = self
            .folders
            .keys()
            .filter(|folder| {
                !folder.is_empty()
                    && (module == folder.as_str() || module.ends_with(&format!("/{folder}")))
            })
            .max_by_key(|folder| folder.len());
        best.and_then(|folder| self.folders.get(folder))
            .cloned()
            .unwrap_or_default()
    }

    /// Files of the same folder and language.
    pub fn siblings(&self, file: FileId) -> Vec<FileId> {
        let folder = parent(&self.files[file].path);
        let language = self.files[file].language;
        self.folders
            .get(folder)
            .into_iter()
            .flatten()
            .copied()
            .filter(|&id| self.files[id].language == language)
            .collect()
    }

    /// Classes of this name, those in the given namespace first and alone if there are any.
    pub fn classes(&self, name: &str, namespace: Option<&str>) -> Vec<(FileId, DefinitionId)> {
        let all = self.classes.get(name).cloned().unwrap_or_default();
        let near: Vec<_> = all
            .iter()
            .copied()
            .filter(|&(file, _)| namespace.is_some() && self.namespace(file) == namespace)
            .collect();
        if near.is_empty() { all } else { near }
    }

    /// Names of the classes around a class, outermost first: those it stands in, and those that it
    /// is declared with (`class Outer::Inner`).
    pub fn around(&self, file: FileId, class: DefinitionId) -> Vec<&str> {
        let outline = self.outline(file);
        let Some(definition) = outline.definitions.get(class) else {
            return Vec::new();
        };
        let outer = outline.enclosing(definition.scope).filter_map(|scope| {
            let id = outline.scopes.get(scope)?.definition?;
            let outer = outline.definitions.get(id)?;
            (outer.kind == DefinitionKind::Class).then_some(outer)
        });
        let mut names: Vec<&str> = Vec::new();
        let own = definition.owner.as_deref().unwrap_or_default();
        names.extend(own.rsplit('.'));
        for outer in outer {
            names.push(&outer.name);
            names.extend(outer.owner.as_deref().unwrap_or_default().rsplit('.'));
        }
        names.retain(|name| !name.is_empty());
        names.reverse();
        names
    }

    pub fn functions(&self, name: &str) -> &[(FileId, DefinitionId)] {
        self.functions.get(name).map_or(&[], Vec::as_slice)
    }

    pub fn constructions(&self, name: &str) -> &[(FileId, CallId)] {
        self.constructions.get(name).map_or(&[], Vec::as_slice)
    }

    pub fn calls_named(&self, name: &str) -> &[(FileId, CallId)] {
        self.calls.get(name).map_or(&[], Vec::as_slice)
    }

    /// Assignments whose target ends in this name.
    pub fn fields(&self, name: &str) -> &[(FileId, usize)] {
        self.fields.get(name).map_or(&[], Vec::as_slice)
    }

    /// The call that has this closure as an argument.
    pub fn call_around(&self, file: FileId, closure: DefinitionId) -> Option<CallId> {
        self.files[file].names.closures.get(&closure).copied()
    }

    /// The call that is made on the result of this one.
    pub fn chained_on(&self, file: FileId, call: CallId) -> Option<CallId> {
        self.files[file].names.chained.get(&call).copied()
    }

    /// Names bound at the top of the file by assignment.
    pub fn top_assignments(&self, file: FileId, name: &str) -> &[usize] {
        self.files[file]
            .names
            .assignments
            .get(&(0, name.to_owned()))
            .map_or(&[], Vec::as_slice)
    }
}

impl SourceFile {
    /// Assignments to a plain name in a scope.
    pub fn assignments_in(&self, scope: ScopeId, name: &str) -> &[usize] {
        self.names
            .assignments
            .get(&(scope, name.to_owned()))
            .map_or(&[], Vec::as_slice)
    }
}

impl Names {
    fn new(outline: &Outline) -> Names {
        let mut names = Names::default();
        for (index, assignment) in outline.assignments.iter().enumerate() {
            if let [name] = assignment.target.as_slice() {
                if name == "namespace" && assignment.scope == 0 {
                    names.namespace = assignment.value.as_text().map(str::to_owned);
                }
                names
                    .assignments
                    .entry((assignment.scope, name.clone()))
                    .or_default()
                    .push(index);
            }
        }
        for (id, definition) in outline.definitions.iter().enumerate() {
            if !definition.name.is_empty() {
                names
                    .definitions
                    .entry((definition.scope, definition.name.clone()))
                    .or_default()
                    .push(id);
            }
        }
        for (index, import) in outline.imports.iter().enumerate() {
            for (position, binding) in import.bindings.iter().enumerate() {
                let alias = match binding {
                    Binding::Whole { alias }
                    | Binding::Default { alias }
                    | Binding::Named { alias, .. } => alias,
                    Binding::All => continue,
                };
                names
                    .imports
                    .entry(alias.clone())
                    .or_default()
                    .push((index, position));
            }
        }
        for (id, call) in outline.calls.iter().enumerate() {
            if let Some(Value::Call(inner)) = call.receiver {
                names.chained.insert(inner, id);
            }
            for argument in &call.arguments {
                if let Value::Definition(definition) = argument.value {
                    names.closures.insert(definition, id);
                }
            }
        }
        names
    }
}

/// The folder of a path; empty for the root.
pub fn parent(path: &str) -> &str {
    path.rsplit_once('/').map_or("", |(folder, _)| folder)
}

fn without_extension(path: &str) -> &str {
    let start = path.rfind('/').map_or(0, |slash| slash + 1);
    match path[start..].rfind('.') {
        Some(dot) if dot > 0 => &path[..start + dot],
        _ => path,
    }
}

fn names_file(module: &str, extensions: &[String]) -> bool {
    module
        .rsplit_once('.')
        .is_some_and(|(_, ending)| extensions.iter().any(|known| known == ending))
}

fn without_known_extension<'a>(path: &'a str, extensions: &[String]) -> &'a str {
    match path.rsplit_once('.') {
        Some((bare, extension)) if extensions.iter().any(|known| known == extension) => bare,
        _ => path,
    }
}

/// `a/b` + `../c` = `a/c`; nothing when it leaves the repository.
pub fn join_path(folder: &str, relative: &str) -> Option<String> {
    let mut parts: Vec<&str> = if relative.starts_with('/') {
        Vec::new()
    } else {
        folder.split('/').filter(|part| !part.is_empty()).collect()
    };
    for part in relative.split('/') {
        match part {
            "" | "." => {}
            ".." => {
                parts.pop()?;
            }
            other => parts.push(other),
        }
    }
    Some(parts.join("/"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_join_without_leaving_the_tree() {
        assert_eq!(join_path("a/b", "../c").as_deref(), Some("a/c"));
        assert_eq!(join_path("a", "./x/y").as_deref(), Some("a/x/y"));
        assert_eq!(join_path("", "../x"), None);
        assert_eq!(without_extension("a.b/c.test.js"), "a.b/c.test");
        assert_eq!(without_extension("a/.env"), "a/.env");
    }
}
