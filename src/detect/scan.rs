//! The whole of detection in order: classify, parse, index, detect, compose routes, read history.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::Arc;

use globset::GlobSet;

use super::evaluate::{Evaluator, GuardWords, OPEN};
use super::manifest::{self, Dependencies};
use super::outlines::{self, Outlines};
use super::own::Own;
use super::packages::Packages;
use super::project::{ImportRule, ImportStyle, Project};
use super::requests;
use super::resources::Resources;
use super::routes::global::{Excluded, Globals, PathGuard, Prefixes};
use super::routes::graph::{Active, Graph};
use super::run::{self, Detectors, Found, required, role_name};
use super::survey::{Baseline, BlindSpot, Guarded, Route, Survey};
use crate::fact::{Fact, Kind, Location};
use crate::repo::{Commit, Content, File, Inherited, Role, Roles, Snapshot, Why};
use crate::rules::{Patterns, Rules};
use crate::syntax::{DefinitionKind, Language, Unparsed};

/// What to look at, beside the snapshot.
#[derive(Debug, Clone, Default)]
pub struct Options {
    /// Take it that every dependency any rule asks for is declared: for examples in rules.
    pub assume_dependencies: bool,
    /// Dependencies that count as declared beside those of the manifests.
    pub declared: Vec<String>,
    /// Files that prove nothing, as path patterns from the root of the repository.
    pub ignore: Vec<String>,
    /// What was there before the learner's own work.
    pub inherited: Option<Inherited>,
}

/// A source file's outline, or why there is none.
type Parsed = (Arc<str>, Language, Role, outlines::Outlined);

/// Looks at everything.
#[must_use]
pub fn survey(snapshot: &Snapshot, rules: &Rules, roles: &Roles, options: &Options) -> Survey {
    survey_again(snapshot, rules, roles, options, &mut Outlines::default())
}

/// The same with the outlines that other surveys left, adding its own: of a second revision only
/// what changed is parsed.
#[must_use]
pub fn survey_again(
    snapshot: &Snapshot,
    rules: &Rules,
    roles: &Roles,
    options: &Options,
    outlines: &mut Outlines,
) -> Survey {
    let mut survey = Survey::default();
    let mut facts: Vec<Fact> = Vec::new();
    let mut dependencies = manifest::read(&snapshot.files, rules);
    facts.extend(declared(&dependencies));
    dependencies.assume(&options.declared);

    let (parsed, blind) = parse(&snapshot.files, rules, outlines);
    survey.blind_spots.extend(blind);
    let roles_by_file: Vec<Role> = parsed.iter().map(|(_, _, role, _)| *role).collect();
    let mut files = Vec::new();
    for (path, language, role, outline) in parsed {
        let Ok(outline) = outline else { continue };
        files.push((path, language, role == Role::Test, outline));
    }
    let mut project = Project::new(files, import_rules(rules));
    for (name, folder) in packages(&snapshot.files, rules) {
        project.name_package(&name, &folder);
    }
    for dependency in &dependencies.all {
        let name = dependency.name.split_once(':');
        project.declare(name.map_or(dependency.name.as_str(), |(_, name)| name));
    }
    let project = project;
    let imports = imports(&project);
    let words = GuardWords {
        guard: rules.guards.name.clone(),
        no_guard: rules.guards.not_name.clone(),
        optional: rules.guards.optional.clone(),
        except: rules.guards.except.clone(),
        path_read: rules.guards.path_read.clone(),
        unfinished: rules.guards.unfinished.clone(),
        entrance: rules.guards.entrance.clone(),
        inside_not: rules.guards.inside_not.clone(),
        everywhere: rules.guards.everywhere.clone(),
    };
    let here = |requires: &crate::rules::Patterns| {
        options.assume_dependencies || required(requires, &dependencies.all, &imports)
    };
    let mut used: Vec<&crate::rules::FrameworkRule> = Vec::new();
    let mut active: Vec<Active<'_>> = Vec::new();
    for rule in &rules.frameworks {
        if here(&rule.requires) {
            used.push(rule);
            active.push(Active {
                framework: &rule.framework,
                languages: &rule.languages,
                files: &rule.file_globs,
                guards: &rule.guard_globs,
            });
        }
    }
    let mut evaluator = Evaluator::new(&project, Graph::new(&active), &words);
    evaluator.settings = super::settings::paths(&snapshot.files);
    let detectors = if options.assume_dependencies {
        Detectors::all(rules)
    } else {
        Detectors::new(rules, &dependencies.all, &imports)
    };
    let own = Own::new(snapshot, rules, options);
    let mut found = Found::new(&own);
    let texts: HashMap<&str, &str> = snapshot
        .files
        .iter()
        .filter_map(|file| Some((file.path.as_str(), file.text()?)))
        .collect();
    for (file, role) in (0..project.files.len()).zip(&roles_by_file) {
        let text = texts
            .get(project.files[file].path.as_ref())
            .copied()
            .unwrap_or_default();
        detectors.outline(&mut evaluator, file, text, role_name(*role), &mut found);
    }
    detectors.files(&snapshot.files, &mut found);
    detectors.dependencies(&dependencies.all, &mut found);
    facts.append(&mut found.facts);

    let words = &rules.guards;
    evaluator.evidence = evidence(&facts, &words.evidence, &project);
    evaluator.finished = evidence(&facts, &words.finished, &project);
    evaluator.checks = evidence(&facts, &words.inside, &project);
    evaluator.refusals = evidence(&facts, &words.refusal, &project);
    evaluator.nowhere = evidence(&facts, &words.nowhere, &project);
    evaluator.pages = pages(&used, snapshot);
    evaluator.register();
    let packages = Packages::new(&dependencies);
    let globals = globals(&mut evaluator, &used, snapshot, &packages);
    guarded_by_settings(&mut evaluator, snapshot);
    let mut composed = evaluator.compose(&globals);
    guarded_by_path(&mut composed.routes, &mut evaluator, &globals);
    let used_for: Vec<String> = composed
        .routes
        .iter()
        .map(|route| route.framework.clone())
        .collect();
    // Up to here inherited code counts: own routes hang on it and are guarded by it.
    facts.retain(|fact| own.counts_fact(fact));
    composed
        .routes
        .retain(|route| own.lists(&route.location.path, route.location.line));
    survey.routes = composed.routes;
    if evaluator.exhausted() {
        survey.blind_spots.push(blind_spot(
            "",
            0,
            "The code is too entangled to follow every name, so routes may be missing",
        ));
    }
    for route in &survey.routes {
        if route.path.contains(OPEN) {
            survey.blind_spots.push(blind_spot(
                &route.location.path,
                route.location.line,
                "A part of a route's path is put together at run time and shows as {?}",
            ));
        }
    }
    for (file, line) in &evaluator.graph.unseen {
        survey.blind_spots.push(blind_spot(
            &project.files[*file].path,
            *line,
            "The routes of a class stand in a base that is not in the repository (generated when it is built), so they are not seen",
        ));
    }
    for place in composed.unmounted {
        survey.blind_spots.push(blind_spot(
            &place.path,
            place.line,
            "A route is registered on a router that nothing in the repository mounts, so it does not count",
        ));
    }
    requests::mark_tested(&mut survey.routes, &facts);
    let paths = survey.routes.iter().map(|route| route.path.as_str());
    let resources = Resources::new(&rules.guards.verb, paths);
    facts.extend(
        survey
            .routes
            .iter()
            .filter_map(|route| route_fact(route, &resources)),
    );

    let (history, gap) = super::history::facts(&snapshot.history, roles);
    let commits = |commit: &&Commit| own.counts(Kind::Commit, &commit.id, 0);
    survey.commits = snapshot.history.commits.iter().filter(commits).count();
    survey.history_complete = gap.is_none();
    survey.history_gap = gap;
    facts.extend(history);

    let plain = |id: &str| {
        active
            .iter()
            .any(|a| a.framework.plain && a.framework.id == id)
    };
    let frameworks: BTreeSet<String> = used_for.into_iter().filter(|id| !plain(id)).collect();
    survey.frameworks = frameworks.into_iter().collect();
    facts.extend(sources(&project, &roles_by_file));
    facts.retain(|fact| own.counts_fact(fact));
    for id in &survey.frameworks {
        let mut routes = survey.routes.iter().filter(|route| &route.framework == id);
        let is_own =
            |route: &&Route| own.counts(Kind::Route, &route.location.path, route.location.line);
        // Who starts with a generator has chosen the framework all the same.
        if let Some(first) = routes.clone().find(is_own).or(routes.next()) {
            facts.extend(made(
                Kind::Framework,
                first.location.clone(),
                &[("id", id.clone())],
            ));
        }
    }
    for (path, tool) in own.scaffolds() {
        let tool = [("tool", tool.to_owned())];
        facts.extend(made(Kind::Scaffold, Location::new(path, 0), &tool));
    }
    languages(&mut survey, snapshot, &project, &roles_by_file, rules);
    survey.files = snapshot
        .files
        .iter()
        .filter(|file| file.role.is_read())
        .count();
    facts.sort();
    facts.dedup();
    survey.facts = facts;
    survey.apart = own.apart(&snapshot.files);
    survey.baseline = options.inherited.as_ref().map(|inherited| Baseline {
        commit: inherited.commit.clone(),
        changed: inherited.own_lines.len(),
        commits: inherited.commits.len(),
        not_compared: inherited.not_compared,
    });
    survey.blind_spots.retain(|spot| !own.is_apart(&spot.path));
    survey.blind_spots.sort();
    survey.blind_spots.dedup();
    survey
}

fn blind_spot(path: &str, line: u32, reason: &str) -> BlindSpot {
    BlindSpot {
        path: path.to_owned(),
        line,
        reason: reason.to_owned(),
    }
}

/// A fact whose attributes are of the vocabulary by construction.
fn made(kind: Kind, location: Location, attributes: &[(&str, String)]) -> Option<Fact> {
    let mut fact = Fact::new(kind, location, "scan");
    for (name, value) in attributes {
        fact = fact.with(name, value.clone()).ok()?;
    }
    Some(fact)
}

fn declared(dependencies: &Dependencies) -> Vec<Fact> {
    let mut facts = Vec::new();
    for dependency in &dependencies.all {
        let scope = if dependency.dev { "dev" } else { "main" };
        facts.extend(made(
            Kind::Dependency,
            Location::new(dependency.path.as_str(), dependency.line),
            &[
                ("name", dependency.name.clone()),
                ("ecosystem", dependency.ecosystem.clone()),
                ("scope", scope.to_owned()),
            ],
        ));
    }
    for (kind, list) in [
        (Kind::Manifest, &dependencies.manifests),
        (Kind::Lockfile, &dependencies.lockfiles),
    ] {
        for declared in list {
            facts.extend(made(
                kind,
                Location::new(declared.path.as_str(), 1),
                &[("ecosystem", declared.ecosystem.clone())],
            ));
        }
    }
    facts
}

/// The language of a file by its extension.
fn language_of<'r>(path: &str, rules: &'r Rules) -> Option<&'r crate::rules::schema::Language> {
    let name = path.rsplit('/').next().unwrap_or(path);
    let extension = name.rsplit_once('.').map(|(_, extension)| extension)?;
    rules
        .languages
        .iter()
        .find(|language| language.extensions.iter().any(|known| known == extension))
}

fn parse(files: &[File], rules: &Rules, outlines: &mut Outlines) -> (Vec<Parsed>, Vec<BlindSpot>) {
    let mut blind = Vec::new();
    let mut jobs = Vec::new();
    for file in files {
        if !matches!(file.role, Role::Source | Role::Test) {
            continue;
        }
        let Some(language) = language_of(&file.path, rules).and_then(|l| Language::from_id(&l.id))
        else {
            continue;
        };
        if !language.holds_code() && !is_asked_for(&file.path, language, rules) {
            continue;
        }
        match &file.content {
            Content::Text(text) => jobs.push((file, language, text)),
            Content::Skipped(why) => blind.push(blind_spot(&file.path, 0, unread(why))),
            Content::NotRead => {}
        }
    }
    outlines.parse(jobs.iter().map(|(_, language, text)| (*language, *text)));
    let parsed: Vec<Parsed> = jobs
        .into_iter()
        .map(|(file, language, text)| {
            let path = Arc::from(file.path.as_str());
            (path, language, file.role, outlines.of(language, text))
        })
        .collect();
    for (path, _, _, outline) in &parsed {
        match outline {
            Err(Unparsed::TooLarge) => {
                blind.push(blind_spot(path, 0, "The file is too large to read"))
            }
            Err(Unparsed::LongLine) => blind.push(blind_spot(
                path,
                0,
                "The file has very long lines and is taken as generated",
            )),
            Err(Unparsed::TookTooLong) => {
                blind.push(blind_spot(path, 0, "The file takes too long to parse"))
            }
            Ok(outline) => {
                if let Some(lines) = outline.broken.first() {
                    blind.push(blind_spot(
                        path,
                        lines.first,
                        "A part of the file does not parse; the rest counts",
                    ));
                }
            }
        }
    }
    (
        parsed
            .into_iter()
            .filter(|(.., outline)| outline.is_ok())
            .collect(),
        blind,
    )
}

/// Whether a framework names the file as one of its own.
fn is_asked_for(path: &str, language: Language, rules: &Rules) -> bool {
    let speaking = rules.frameworks.iter();
    speaking
        .filter(|rule| super::routes::graph::speaks(&rule.languages, language))
        .flat_map(|rule| rule.file_globs.iter().chain(&rule.guard_globs))
        .any(|globs| globs.is_match(path))
}

fn unread(why: &Why) -> &'static str {
    match why {
        Why::Binary => "The file is binary",
        Why::TooLarge => "The file is too large to read",
        Why::OverTotal => "The repository is too large to read whole",
        Why::NotUtf8 => "The file is not UTF-8 text",
        Why::Link => "The file is a symbolic link and is not followed",
        Why::Submodule => "The folder is a submodule and is not read",
        Why::LfsPointer => "The file is kept in Git LFS",
        Why::Missing => "The file is tracked and not there",
        Why::Unreadable(_) => "The file cannot be read",
    }
}

fn import_rules(rules: &Rules) -> HashMap<Language, ImportRule> {
    let mut found = HashMap::new();
    for language in &rules.languages {
        let Some(id) = Language::from_id(&language.id) else {
            continue;
        };
        let style = match language.imports.as_deref() {
            Some("dotted") => ImportStyle::Dotted,
            Some("folder") => ImportStyle::Folder,
            Some("class") => ImportStyle::Class,
            Some("module") => ImportStyle::Module,
            _ => ImportStyle::Path,
        };
        let mut extensions = language.extensions.clone();
        if style == ImportStyle::Path {
            // Files of the sister languages may be imported without their ending.
            for other in &rules.languages {
                if other.imports == language.imports {
                    extensions.extend(other.extensions.iter().cloned());
                }
            }
        }
        extensions.dedup();
        found.insert(
            id,
            ImportRule {
                style,
                extensions,
                index: language.index.clone(),
            },
        );
    }
    found
}

/// What the packages of the repository call themselves, with their folders.
fn packages(files: &[File], rules: &Rules) -> Vec<(String, String)> {
    let mut found = Vec::new();
    for package in rules
        .languages
        .iter()
        .filter_map(|language| language.package.as_ref())
    {
        for file in files.iter().filter(|file| file.role == Role::Source) {
            let (folder, name) = file.path.rsplit_once('/').unwrap_or(("", &file.path));
            if name != package.file {
                continue;
            }
            let named = file.text().unwrap_or_default().lines().find_map(|line| {
                let mut captures = BTreeMap::new();
                package
                    .line
                    .capture(line, &mut captures)
                    .then_some(captures)
            });
            found.extend(
                named
                    .and_then(|mut it| it.remove("name"))
                    .map(|name| (name, folder.to_owned())),
            );
        }
    }
    found
}

/// Modules that the learner's own code imports, as `import:module`.
fn imports(project: &Project) -> Vec<String> {
    let mut found = BTreeSet::new();
    for file in &project.files {
        for import in &file.outline.imports {
            let module = super::evaluate::canonical(&import.module);
            if !module.starts_with('.') {
                found.insert(format!("import:{module}"));
            }
        }
        for call in &file.outline.calls {
            if call.name == "require"
                && let Some(module) = call
                    .positional(0)
                    .and_then(|argument| argument.value.as_text())
                && !module.starts_with('.')
            {
                found.insert(format!("import:{module}"));
            }
        }
    }
    found.into_iter().collect()
}

/// Places in source code that hold one of the wanted facts: what makes a middleware a guard.
fn evidence(
    facts: &[Fact],
    wanted: &[BTreeMap<String, crate::rules::Patterns>],
    project: &Project,
) -> BTreeSet<(usize, u32)> {
    let mut found = BTreeSet::new();
    for fact in facts {
        let is = wanted.iter().any(|wanted| {
            wanted.iter().all(|(name, patterns)| match name.as_str() {
                "kind" => patterns.matches(fact.kind.name()),
                "detector" => patterns.matches(&fact.detector),
                name => fact
                    .attribute(name)
                    .is_some_and(|value| patterns.matches(value)),
            })
        });
        if is && let Some(file) = project.file_at(&fact.location.path) {
            found.insert((file, fact.location.line));
        }
    }
    found
}

/// Prefixes before everything of a framework, from settings and code.
fn globals<'p>(
    evaluator: &mut Evaluator<'_>,
    used: &[&crate::rules::FrameworkRule],
    snapshot: &Snapshot,
    packages: &'p Packages,
) -> Globals<'p> {
    let mut found: BTreeMap<usize, Prefixes> = BTreeMap::new();
    let mut excluded: BTreeMap<usize, Vec<Excluded>> = BTreeMap::new();
    for (index, rule) in used.iter().enumerate() {
        let mut settings = Vec::new();
        let mut written = Vec::new();
        let mut limited = Vec::new();
        let settings_of = rule.global_globs.iter().zip(&rule.unless_globs);
        for (global, (globs, unless)) in rule.framework.global.iter().zip(settings_of) {
            for file in snapshot
                .files
                .iter()
                .filter(|file| file.role == Role::Source && globs.is_match(&file.path))
            {
                let lines = run::lines(std::slice::from_ref(file), globs, &global.line);
                let prefix = lines
                    .into_iter()
                    .find_map(|(_, _, mut captures)| captures.remove("prefix"));
                let prefix =
                    prefix.filter(|_| !is_void(file, &snapshot.files, unless, &global.unless));
                settings.push((file.path.as_str(), prefix));
            }
            if let (Some(call), Some(slots), Some(within)) =
                (&global.call, &global.prefix, &global.within)
            {
                limited.extend(evaluator.prefixes_within(&rule.languages, call, slots, within));
            } else if let (Some(call), Some(slots)) = (&global.call, &global.prefix) {
                written.extend(evaluator.global_prefixes(
                    &rule.languages,
                    call,
                    slots,
                    &global.setting,
                ));
            }
            if let (Some(call), Some(slot)) = (&global.call, &global.exclude) {
                let more = evaluator.excluded(&rule.framework, &rule.languages, call, slot);
                excluded.entry(index).or_default().extend(more);
            }
        }
        // Settings of one profile have longer names than those of all.
        settings.sort_by_key(|(path, _)| (path.len(), *path));
        let prefixes = found.entry(index).or_default();
        for (path, prefix) in settings {
            prefixes.add(packages.of(path), prefix.as_deref());
        }
        for (place, prefix) in limited {
            prefixes.add_within(&place, &prefix);
        }
        if let Some(prefix) = written.first() {
            prefixes.add_everywhere(prefix);
        }
    }
    Globals {
        prefixes: found,
        excluded,
        packages,
    }
}

/// Files that are pages, with the path that each says itself.
fn pages(
    used: &[&crate::rules::FrameworkRule],
    snapshot: &Snapshot,
) -> BTreeMap<String, Option<String>> {
    let mut found = BTreeMap::new();
    for rule in used {
        let Some(page) = &rule.framework.page else {
            continue;
        };
        for (path, _, mut captures) in run::lines(&snapshot.files, &rule.page_globs, &page.line) {
            found
                .entry(path.to_owned())
                .or_insert_with(|| captures.remove("path"));
        }
    }
    found
}

/// Whether a file beside or above a setting says that the setting means nothing.
fn is_void(setting: &File, files: &[File], globs: &GlobSet, unless: &Patterns) -> bool {
    !unless.is_empty()
        && files.iter().any(|file| {
            let folder = super::project::parent(&file.path);
            let above = setting.path.strip_prefix(folder);
            above.is_some_and(|rest| folder.is_empty() || rest.starts_with('/'))
                && globs.is_match(&file.path)
                && file.text().is_some_and(|text| unless.matches(text))
        })
}

/// Settings that guard every route of a framework.
fn guarded_by_settings(evaluator: &mut Evaluator<'_>, snapshot: &Snapshot) {
    let frameworks: Vec<_> = evaluator
        .graph
        .frameworks
        .iter()
        .map(|active| (active.framework, active.guards))
        .collect();
    for (framework, globs) in frameworks {
        for (rule, globs) in framework.guard.iter().zip(globs) {
            if !rule.line.is_empty() && !run::lines(&snapshot.files, globs, &rule.line).is_empty() {
                evaluator.guard_by_setting(framework, rule);
            }
        }
    }
}

/// Guarded path patterns in code.
fn guarded_by_path(routes: &mut [Route], evaluator: &mut Evaluator<'_>, globals: &Globals<'_>) {
    let frameworks: Vec<_> = evaluator
        .graph
        .frameworks
        .iter()
        .map(|active| active.framework)
        .collect();
    for (index, framework) in frameworks.into_iter().enumerate() {
        for rule in &framework.guard {
            let by_settings = rule.control.is_some() || rule.doors.is_some();
            if !rule.paths.is_empty() || rule.listed.is_some() || by_settings {
                let rules = evaluator.path_guards(rule, framework);
                let serving: BTreeSet<String> = routes
                    .iter()
                    .map(|route| globals.packages.of(&route.location.path).to_owned())
                    .collect();
                for route in routes
                    .iter_mut()
                    .filter(|route| route.framework == framework.id)
                {
                    let package = globals.packages.of(&route.location.path);
                    let of = |rule: &PathGuard| {
                        globals
                            .packages
                            .of(&evaluator.project.files[rule.file].path)
                    };
                    let mut holding: Vec<&PathGuard> =
                        rules.iter().filter(|rule| of(rule) == package).collect();
                    if holding.is_empty() {
                        // Those of libraries, which serve nothing themselves.
                        holding = rules
                            .iter()
                            .filter(|rule| !serving.contains(of(rule)))
                            .collect();
                    }
                    let prefix = globals.prefix(index, &route.location.path);
                    if route.guarded != Guarded::Yes
                        && let Some(guarded) = PathGuard::decide(&holding, route, prefix, |rule| {
                            evaluator.holds_class(rule, route)
                        })
                    {
                        route.guarded = guarded;
                    }
                }
            }
        }
    }
}

fn route_fact(route: &Route, resources: &Resources<'_>) -> Option<Fact> {
    let mut attributes = vec![
        ("method", route.method.clone()),
        ("path", route.path.clone()),
        ("framework", route.framework.clone()),
        ("tested", route.tested.to_string()),
        ("resource", resources.of(&route.path)),
        (
            "folder",
            super::project::parent(&route.location.path).to_owned(),
        ),
    ];
    match route.guarded {
        Guarded::Yes => attributes.push(("guarded", "true".to_owned())),
        Guarded::No => attributes.push(("guarded", "false".to_owned())),
        Guarded::Unknown => {}
    }
    made(Kind::Route, route.location.clone(), &attributes)
}

/// One fact for each file of the learner's own source, and for each class with methods.
fn sources(project: &Project, roles: &[Role]) -> Vec<Fact> {
    let mut facts = Vec::new();
    for (file, role) in project.files.iter().zip(roles) {
        if *role != Role::Source || !file.language.holds_code() {
            continue;
        }
        let outline = &file.outline;
        let count = |kind| {
            outline
                .definitions
                .iter()
                .filter(|d| d.kind == kind)
                .count()
        };
        let mut methods_total = 0;
        for definition in &outline.definitions {
            if definition.kind != DefinitionKind::Class {
                continue;
            }
            let methods = outline
                .definitions
                .iter()
                .filter(|method| {
                    method.kind == DefinitionKind::Function
                        && (method.scope == definition.body
                            || method.owner.as_deref() == Some(&definition.name))
                })
                .count();
            methods_total += methods;
            // Functions that are only kept together make no type.
            let is_type = !definition.modifiers.iter().any(|word| word == "module");
            if methods > 0 && is_type {
                facts.extend(made(
                    Kind::Class,
                    Location::new(file.path.clone(), definition.lines.first),
                    &[
                        ("name", definition.name.clone()),
                        ("methods", methods.to_string()),
                    ],
                ));
            }
        }
        let closures = outline
            .assignments
            .iter()
            .filter(|assignment| matches!(assignment.value, crate::syntax::Value::Definition(_)))
            .count();
        let language = match file.language {
            Language::Tsx => "typescript",
            other => other.id(),
        };
        facts.extend(made(
            Kind::Source,
            Location::new(file.path.clone(), 1),
            &[
                ("language", language.to_owned()),
                ("lines", outline.code_lines.to_string()),
                (
                    "functions",
                    (count(DefinitionKind::Function) + closures).to_string(),
                ),
                ("classes", count(DefinitionKind::Class).to_string()),
                ("methods", methods_total.to_string()),
                ("folder", super::project::parent(&file.path).to_owned()),
            ],
        ));
    }
    facts
}

/// Languages by the size of the learner's own code, and those that nobody here can read.
fn languages(
    survey: &mut Survey,
    snapshot: &Snapshot,
    project: &Project,
    roles: &[Role],
    rules: &Rules,
) {
    let mut lines: BTreeMap<String, u64> = BTreeMap::new();
    for (file, role) in project.files.iter().zip(roles) {
        if *role == Role::Source && file.language.holds_code() {
            let id = match file.language {
                Language::Tsx => "typescript",
                other => other.id(),
            };
            *lines.entry(id.to_owned()).or_default() += u64::from(file.outline.code_lines);
        }
    }
    let read: u64 = lines.values().sum();
    let mut unread: BTreeMap<String, u64> = BTreeMap::new();
    for file in snapshot
        .files
        .iter()
        .filter(|file| file.role == Role::Source)
    {
        let Some(language) = language_of(&file.path, rules) else {
            continue;
        };
        if language.backend && Language::from_id(&language.id).is_none() {
            let count = file.text().map_or(0, |text| text.lines().count());
            *unread.entry(language.id.clone()).or_default() += count as u64;
        }
    }
    for (id, count) in &unread {
        *lines.entry(id.clone()).or_default() += count;
        // A few scripts beside a real project change nothing.
        if *count >= 20 && *count * 4 >= read {
            let title = rules
                .languages
                .iter()
                .find(|l| &l.id == id)
                .map(|l| l.title.clone());
            survey
                .unread_languages
                .push(title.unwrap_or_else(|| id.clone()));
        }
    }
    let mut ordered: Vec<(String, u64)> =
        lines.into_iter().filter(|(_, count)| *count > 0).collect();
    ordered.sort_by(|a, b| b.1.cmp(&a.1).then(a.0.cmp(&b.0)));
    survey.languages = ordered.into_iter().map(|(id, _)| id).collect();
}
