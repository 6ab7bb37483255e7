//! From rule files to checked rules. Every mistake in every file is reported at once; what comes
//! out needs no further checks.

use std::collections::{BTreeMap, BTreeSet};

use globset::{GlobSet, GlobSetBuilder};
use serde::de::DeserializeOwned;

use super::error::{RuleError, RuleErrors};
use super::index::Index;
use super::pattern::Patterns;
use super::scaffold::{ScaffoldRule, are_digests};
use super::schema::{
    Calibration, CriteriaFile, Criterion, Detector, DetectorFile, Ecosystems, Framework, Guards,
    Language, Languages, Layout, Roadmap, RouteExample, ScaffoldFile,
};
use super::source::{Files, digest};
use crate::fact::Kind;

const CALIBRATION: &str = "calibration.toml";

/// Roles of files, as rules name them.
pub const ROLES: [&str; 7] = [
    "source",
    "test",
    "docs",
    "example",
    "vendored",
    "generated",
    "scaffold",
];

/// All rules, checked.
#[derive(Debug)]
pub struct Rules {
    pub digest: String,
    pub languages: Vec<Language>,
    pub ecosystems: Ecosystems,
    /// Which files are the manifests of `ecosystems`, in its order.
    pub manifest_globs: Vec<GlobSet>,
    pub lockfile_globs: Vec<GlobSet>,
    /// Ordered role and globs.
    pub roles: Vec<(String, Vec<String>)>,
    /// By role: expressions of which one must match a line of the file.
    pub signs: Vec<Vec<String>>,
    /// Files by which a folder shows that it is somebody else's.
    pub foreign: Vec<String>,
    /// Names of files that together tell a folder that a program wrote.
    pub written: Vec<Vec<String>>,
    /// Role and a folder whose files have it: where examples are moved to.
    pub samples: Vec<(String, String)>,
    pub guards: Guards,
    pub detectors: Vec<Checked>,
    /// The detectors by what they look at.
    pub index: Index,
    pub frameworks: Vec<FrameworkRule>,
    pub criteria: Vec<Criterion>,
    pub roadmaps: Vec<Roadmap>,
    pub scaffolds: Vec<ScaffoldRule>,
    /// Words of people who label repositories, with the criterion that each means.
    pub labels: BTreeMap<String, String>,
}

impl Rules {
    /// The criterion that a label speaks of.
    #[must_use]
    pub fn labelled(&self, label: &str) -> Option<&Criterion> {
        let own = label.replace('_', "-");
        let id = self.labels.get(label).unwrap_or(&own);
        self.criteria.iter().find(|criterion| criterion.id == *id)
    }
}

/// A detector ready to run.
#[derive(Debug)]
pub struct Checked {
    /// File path and name: `node/hasher/hash`.
    pub id: std::sync::Arc<str>,
    pub kind: Kind,
    pub rule: Detector,
    pub languages: Vec<String>,
    pub requires: Patterns,
    pub files: Option<GlobSet>,
    pub not_files: Option<GlobSet>,
    pub roles: Vec<String>,
}

/// A framework with the file it is written in.
#[derive(Debug)]
pub struct FrameworkRule {
    pub file: String,
    pub languages: Vec<String>,
    pub requires: Patterns,
    pub framework: Framework,
    pub file_globs: Vec<GlobSet>,
    pub global_globs: Vec<GlobSet>,
    pub unless_globs: Vec<GlobSet>,
    pub guard_globs: Vec<GlobSet>,
    pub page_globs: GlobSet,
    pub examples: Vec<RouteExample>,
}

/// Reads and checks a rule set.
///
/// # Errors
/// Every mistake found.
pub fn load(files: &Files) -> Result<Rules, RuleErrors> {
    let mut loader = Loader {
        files,
        errors: Vec::new(),
    };
    let languages: Option<Languages> = loader.one("languages.toml");
    let ecosystems: Option<Ecosystems> = loader.one("ecosystems.toml");
    let layout: Option<Layout> = loader.one("layout.toml");
    let guards: Option<Guards> = loader.one("guards.toml");
    let detector_files: Vec<(String, DetectorFile)> = loader.all("detectors/");
    let criteria_files: Vec<(String, CriteriaFile)> = loader.all("criteria/");
    let roadmaps: Vec<(String, Roadmap)> = loader.all("roadmaps/");
    let scaffolds: Vec<(String, ScaffoldFile)> = loader.all("scaffolds/");
    // Only calibration needs it, so other rule sets may do without.
    let calibration: Option<Calibration> = files
        .contains_key(CALIBRATION)
        .then(|| loader.one(CALIBRATION))
        .flatten();
    for path in files.keys() {
        let top = [
            CALIBRATION,
            "languages.toml",
            "ecosystems.toml",
            "layout.toml",
            "guards.toml",
        ];
        let known = ["detectors/", "criteria/", "roadmaps/", "scaffolds/"];
        if !top.contains(&path.as_str()) && !known.iter().any(|folder| path.starts_with(folder)) {
            loader.error(
                path,
                "",
                "this file is in no known place".to_owned(),
                Some("put it in detectors/<ecosystem>/, criteria/, roadmaps/ or scaffolds/"),
            );
        }
    }
    let known_languages: Vec<String> = languages
        .iter()
        .flat_map(|languages| {
            languages
                .language
                .iter()
                .map(|language| language.id.clone())
        })
        .collect();
    let sampled = layout.iter().flat_map(|layout| &layout.role);
    let samples = sampled
        .flat_map(|role| role.sample.iter().map(|it| (role.role.clone(), it.clone())))
        .collect();
    let signs = layout.iter().flat_map(|layout| &layout.role);
    let signs = signs.map(|role| role.sign.clone()).collect();
    let foreign = layout
        .as_ref()
        .map(|layout| layout.foreign.clone())
        .unwrap_or_default();
    let written = layout.iter().flat_map(|layout| &layout.written);
    let written = written.map(|folder| folder.holds.clone()).collect();
    let roles = layout
        .map(|layout| loader.roles(layout))
        .unwrap_or_default();
    let (manifest_globs, lockfile_globs) = ecosystems
        .as_ref()
        .map(|ecosystems| loader.ecosystems(ecosystems))
        .unwrap_or_default();
    let (detectors, frameworks) = loader.detectors(detector_files, &known_languages);
    let criteria = loader.criteria(criteria_files);
    loader.stacks(&criteria, &frameworks, &known_languages);
    let roadmaps = loader.roadmaps(roadmaps, &criteria);
    let scaffolds = loader.scaffolds(scaffolds);
    let labels = calibration.unwrap_or_default().label;
    loader.labels(&labels, &criteria);
    match (languages, ecosystems, guards) {
        (Some(languages), Some(ecosystems), Some(guards)) if loader.errors.is_empty() => {
            Ok(Rules {
                digest: digest(files),
                languages: languages.language,
                ecosystems,
                manifest_globs,
                lockfile_globs,
                roles,
                signs,
                foreign,
                written,
                samples,
                guards,
                index: Index::new(&detectors),
                detectors,
                frameworks,
                criteria,
                roadmaps,
                scaffolds,
                labels,
            })
        }
        _ => {
            loader
                .errors
                .sort_by(|a, b| (&a.file, a.line).cmp(&(&b.file, b.line)));
            Err(RuleErrors(loader.errors))
        }
    }
}

struct Loader<'f> {
    files: &'f Files,
    errors: Vec<RuleError>,
}

impl Loader<'_> {
    fn error(&mut self, file: &str, near: &str, message: String, help: Option<&str>) {
        let text = self.files.get(file).map_or("", String::as_str);
        let mut error = if near.is_empty() {
            RuleError {
                file: file.to_owned(),
                line: 0,
                message,
                excerpt: None,
                help: None,
            }
        } else {
            RuleError::near(file, text, near, message)
        };
        if let Some(help) = help {
            error = error.help(help);
        }
        self.errors.push(error);
    }

    fn one<T: DeserializeOwned>(&mut self, path: &str) -> Option<T> {
        let Some(text) = self.files.get(path) else {
            self.error(path, "", "this file is missing".to_owned(), None);
            return None;
        };
        match toml::from_str(text) {
            Ok(value) => Some(value),
            Err(error) => {
                self.errors.push(RuleError::toml(path, text, &error));
                None
            }
        }
    }

    fn all<T: DeserializeOwned>(&mut self, folder: &str) -> Vec<(String, T)> {
        let paths: Vec<String> = self
            .files
            .keys()
            .filter(|path| path.starts_with(folder))
            .cloned()
            .collect();
        paths
            .into_iter()
            .filter_map(|path| self.one(&path).map(|value| (path, value)))
            .collect()
    }

    fn roles(&mut self, layout: Layout) -> Vec<(String, Vec<String>)> {
        for role in &layout.role {
            if !ROLES.contains(&role.role.as_str()) {
                let message = format!("`{}` is no role of a file", role.role);
                let help = format!("roles are {}", ROLES.join(", "));
                self.error(
                    "layout.toml",
                    &format!("\"{}\"", role.role),
                    message,
                    Some(&help),
                );
            }
            self.globs("layout.toml", &role.files);
            for sign in &role.sign {
                if let Err(error) = regex::Regex::new(sign) {
                    let message = format!("`{sign}` is not a regular expression: {error}");
                    self.error("layout.toml", sign, message, None);
                }
            }
        }
        layout
            .role
            .into_iter()
            .map(|role| (role.role, role.files))
            .collect()
    }

    fn ecosystems(&mut self, ecosystems: &Ecosystems) -> (Vec<GlobSet>, Vec<GlobSet>) {
        let mut globs = |files: &[String]| {
            self.globs("ecosystems.toml", files)
                .unwrap_or_else(GlobSet::empty)
        };
        let manifests = ecosystems.manifest.iter().map(|manifest| &manifest.files);
        let manifests = manifests.map(|files| globs(files)).collect();
        let lockfiles = ecosystems.lockfile.iter().map(|lockfile| &lockfile.files);
        (manifests, lockfiles.map(|files| globs(files)).collect())
    }

    fn labels(&mut self, labels: &BTreeMap<String, String>, criteria: &[Criterion]) {
        let names: Vec<&str> = criteria.iter().map(|known| known.id.as_str()).collect();
        for id in labels.values().filter(|id| !names.contains(&id.as_str())) {
            let help = closest(id, &names).map(|name| format!("is it `{name}`?"));
            let message = format!("there is no criterion `{id}`");
            self.error(CALIBRATION, id, message, help.as_deref());
        }
    }

    fn globs(&mut self, file: &str, globs: &[String]) -> Option<GlobSet> {
        let mut builder = GlobSetBuilder::new();
        for glob in globs {
            match globset::GlobBuilder::new(glob)
                .literal_separator(true)
                .empty_alternates(true)
                .build()
            {
                Ok(glob) => {
                    builder.add(glob);
                }
                Err(error) => self.error(
                    file,
                    glob,
                    format!("`{glob}` is no path pattern: {error}"),
                    None,
                ),
            }
        }
        builder.build().ok().filter(|_| !globs.is_empty())
    }

    fn detectors(
        &mut self,
        files: Vec<(String, DetectorFile)>,
        languages: &[String],
    ) -> (Vec<Checked>, Vec<FrameworkRule>) {
        let mut checked = Vec::new();
        let mut frameworks = Vec::new();
        let mut ids = BTreeSet::new();
        for (path, file) in files {
            let stem = path
                .trim_start_matches("detectors/")
                .trim_end_matches(".toml")
                .to_owned();
            self.known_languages(&path, &file.languages, languages);
            if let Some(framework) = file.framework {
                if file.languages.is_empty() {
                    let message = format!("framework `{}` names no languages", framework.id);
                    self.error(
                        &path,
                        "[framework]",
                        message,
                        Some("add `languages = [...]` at the top of the file"),
                    );
                }
                let file_globs = framework
                    .file
                    .iter()
                    .map(|rule| {
                        self.globs(&path, &rule.files)
                            .unwrap_or_else(GlobSet::empty)
                    })
                    .collect();
                let global_globs = framework
                    .global
                    .iter()
                    .map(|rule| {
                        self.globs(&path, &rule.files)
                            .unwrap_or_else(GlobSet::empty)
                    })
                    .collect();
                let unless_globs = framework
                    .global
                    .iter()
                    .map(|rule| {
                        self.globs(&path, &rule.unless_files)
                            .unwrap_or_else(GlobSet::empty)
                    })
                    .collect();
                let guard_globs = framework
                    .guard
                    .iter()
                    .map(|rule| {
                        self.globs(&path, &rule.files)
                            .unwrap_or_else(GlobSet::empty)
                    })
                    .collect();
                let page = framework.page.as_ref();
                let page_globs = page
                    .and_then(|rule| self.globs(&path, &rule.files))
                    .unwrap_or_else(GlobSet::empty);
                let positive = file
                    .example
                    .iter()
                    .any(|example| !example.routes.is_empty());
                let negative = file.example.iter().any(|example| example.routes.is_empty());
                if !(positive && negative) {
                    let message = format!(
                        "framework `{}` needs an example with routes and one without",
                        framework.id
                    );
                    self.error(
                        &path,
                        "[framework]",
                        message,
                        Some("add `[[example]]` tables with `files` and `routes`"),
                    );
                }
                frameworks.push(FrameworkRule {
                    file: path.clone(),
                    languages: file.languages.clone(),
                    requires: file.requires.clone(),
                    framework,
                    file_globs,
                    global_globs,
                    unless_globs,
                    guard_globs,
                    page_globs,
                    examples: file.example,
                });
            }
            for detector in file.detector {
                let id = format!("{stem}/{}", detector.name);
                if !ids.insert(id.clone()) {
                    let near = format!("\"{}\"", detector.name);
                    self.error(
                        &path,
                        &near,
                        format!("two detectors of this file are called `{}`", detector.name),
                        None,
                    );
                }
                if let Some(detector) = self.detector(
                    &path,
                    id,
                    detector,
                    &file.languages,
                    &file.requires,
                    languages,
                ) {
                    checked.push(detector);
                }
            }
        }
        (checked, frameworks)
    }

    fn known_languages(&mut self, path: &str, named: &[String], known: &[String]) {
        for language in named {
            if !known.contains(language) {
                let help = format!("languages are {}", known.join(", "));
                self.error(
                    path,
                    &format!("\"{language}\""),
                    format!("`{language}` is no language here"),
                    Some(&help),
                );
            }
        }
    }

    fn detector(
        &mut self,
        path: &str,
        id: String,
        rule: Detector,
        languages: &[String],
        requires: &Patterns,
        known: &[String],
    ) -> Option<Checked> {
        let near = format!("\"{}\"", rule.name);
        let Some(kind) = Kind::from_name(&rule.fact) else {
            let names: Vec<&str> = Kind::ALL.iter().map(|kind| kind.name()).collect();
            let help = match closest(&rule.fact, &names) {
                Some(name) => format!("is it `{name}`?"),
                None => format!("kinds are {}", names.join(", ")),
            };
            self.error(
                path,
                &format!("\"{}\"", rule.fact),
                format!("`{}` is no kind of fact", rule.fact),
                Some(&help),
            );
            return None;
        };
        for attribute in rule.attributes.keys() {
            if !kind.attributes().contains(&attribute.as_str()) {
                let help = format!("it has {}", kind.attributes().join(", "));
                self.error(
                    path,
                    &near,
                    format!("a `{kind}` fact has no attribute `{attribute}`"),
                    Some(&help),
                );
            }
        }
        let matchers = [
            ("call", rule.call.is_some()),
            ("class", rule.class.is_some()),
            ("function", rule.function.is_some()),
            ("assignment", rule.assignment.is_some()),
            ("reference", rule.reference.is_some()),
            ("literal", rule.literal.is_some()),
            ("comparison", rule.comparison.is_some()),
            ("returned", rule.returned.is_some()),
            ("construct", rule.construct.is_some()),
            ("comment", rule.comment.is_some()),
            ("import", rule.import.is_some()),
            ("text", rule.text.is_some()),
            ("file", rule.file),
            ("dependency", rule.dependency.is_some()),
        ];
        let said: Vec<&str> = matchers
            .iter()
            .filter(|(_, is)| *is)
            .map(|(name, _)| *name)
            .collect();
        if said.len() != 1 {
            let names: Vec<&str> = matchers.iter().map(|(name, _)| *name).collect();
            let message = match said.is_empty() {
                true => format!("detector `{}` says nothing to look for", rule.name),
                false => format!(
                    "detector `{}` looks for {} at once",
                    rule.name,
                    said.join(" and ")
                ),
            };
            let help = format!("say exactly one of {}", names.join(", "));
            self.error(path, &near, message, Some(&help));
        }
        if matches!(said.as_slice(), ["text" | "file"]) && rule.files.is_empty() {
            self.error(
                path,
                &near,
                format!("detector `{}` needs `files`", rule.name),
                Some("name the files it reads"),
            );
        }
        let positive = rule
            .example
            .iter()
            .any(|example| !example.expect.is_empty());
        let negative = rule.example.iter().any(|example| example.expect.is_empty());
        let needs_proof = !matches!(said.as_slice(), ["dependency"]);
        if needs_proof && !(positive && negative) {
            self.error(
                path,
                &near,
                format!("detector `{}` needs an example and a counter-example", rule.name),
                Some("add `[[detector.example]]` tables: one with `expect = [line]`, one with `expect = []`"),
            );
        }
        let languages = match &rule.languages {
            Some(own) => {
                self.known_languages(path, own, known);
                own.clone()
            }
            None => languages.to_vec(),
        };
        let roles = rule
            .roles
            .clone()
            .unwrap_or_else(|| vec!["source".to_owned()]);
        for role in &roles {
            if !ROLES.contains(&role.as_str()) {
                let help = format!("roles are {}", ROLES.join(", "));
                self.error(
                    path,
                    &near,
                    format!("`{role}` is no role of a file"),
                    Some(&help),
                );
            }
        }
        let files = self.globs(path, &rule.files);
        let not_files = self.globs(path, &rule.not_files);
        Some(Checked {
            id: id.into(),
            kind,
            languages,
            requires: rule.requires.clone().unwrap_or_else(|| requires.clone()),
            files,
            not_files,
            roles,
            rule,
        })
    }

    fn scaffolds(&mut self, files: Vec<(String, ScaffoldFile)>) -> Vec<ScaffoldRule> {
        let mut rules = Vec::new();
        for (path, file) in files {
            for rule in file.scaffold {
                let near = rule.files.first().map(|glob| format!("\"{glob}\""));
                let near = near.unwrap_or_else(|| "[[scaffold]]".to_owned());
                let positive = rule.example.iter().any(|example| example.untouched);
                let negative = rule.example.iter().any(|example| !example.untouched);
                if !(positive && negative) {
                    self.error(
                        &path,
                        &near,
                        format!("this scaffold of {} needs an example and a counter-example", rule.tool),
                        Some("add `[[scaffold.example]]` tables: one with `untouched = true`, one with `untouched = false`"),
                    );
                }
                if !are_digests(&rule.lines) {
                    self.error(
                        &path,
                        &near,
                        format!("`lines` of this scaffold of {} are no digests of lines", rule.tool),
                        Some("`portfolio-check rules lines FILE` prints them, eight hexadecimal digits each"),
                    );
                }
                if rule.text.is_empty() && rule.line.is_empty() && rule.lines.is_empty() {
                    self.error(
                        &path,
                        &near,
                        format!("this scaffold of {} holds no lines", rule.tool),
                        Some("say what the generator writes with `text`, `lines` or `line`"),
                    );
                }
                match self.globs(&path, &rule.files) {
                    Some(globs) => rules.push(ScaffoldRule::new(path.clone(), rule, globs)),
                    None => self.error(
                        &path,
                        &near,
                        format!("this scaffold of {} names no files", rule.tool),
                        Some("say where the generator writes them with `files`"),
                    ),
                }
            }
        }
        rules
    }

    fn criteria(&mut self, files: Vec<(String, CriteriaFile)>) -> Vec<Criterion> {
        let mut criteria: Vec<Criterion> = Vec::new();
        for (path, file) in files {
            for mut criterion in file.criterion {
                criterion.family.clone_from(&file.family);
                if criteria.iter().any(|known| known.id == criterion.id) {
                    let near = format!("\"{}\"", criterion.id);
                    self.error(
                        &path,
                        &near,
                        format!("criterion `{}` is there twice", criterion.id),
                        None,
                    );
                }
                for mistake in super::check::criterion(&criterion) {
                    let near = format!("\"{}\"", criterion.id);
                    self.error(
                        &path,
                        &near,
                        format!("criterion `{}`: {mistake}", criterion.id),
                        None,
                    );
                }
                criteria.push(criterion);
            }
        }
        criteria
    }

    /// Advice is chosen by a framework or a language; a name that is neither would never be. Rules
    /// without any framework may have the criteria of others.
    fn stacks(
        &mut self,
        criteria: &[Criterion],
        frameworks: &[FrameworkRule],
        languages: &[String],
    ) {
        let ids = frameworks.iter().map(|rule| rule.framework.id.as_str());
        let known: Vec<&str> = ids.chain(languages.iter().map(String::as_str)).collect();
        if frameworks.is_empty() {
            return;
        }
        for criterion in criteria {
            let named = criterion.step.iter().chain(&criterion.docs);
            for (id, said) in named {
                if id == "default" || known.contains(&id.as_str()) {
                    continue;
                }
                let path = format!("criteria/{}.toml", criterion.family);
                let help = closest(id, &known).map(|name| format!("is it `{name}`?"));
                self.error(
                    &path,
                    &format!("{id} = \"{said}"),
                    format!(
                        "criterion `{}`: there is no framework or language `{id}`",
                        criterion.id
                    ),
                    help.as_deref(),
                );
            }
        }
    }

    fn roadmaps(&mut self, files: Vec<(String, Roadmap)>, criteria: &[Criterion]) -> Vec<Roadmap> {
        let known: BTreeMap<&str, ()> = criteria.iter().map(|c| (c.id.as_str(), ())).collect();
        let names: Vec<&str> = known.keys().copied().collect();
        for criterion in criteria {
            for id in criterion
                .after
                .iter()
                .filter(|id| !known.contains_key(id.as_str()))
            {
                let path = format!("criteria/{}.toml", criterion.family);
                let help = closest(id, &names).map(|name| format!("is it `{name}`?"));
                self.error(
                    &path,
                    id,
                    format!("there is no criterion `{id}`"),
                    help.as_deref(),
                );
            }
        }
        for (path, roadmap) in &files {
            let stem = path
                .trim_start_matches("roadmaps/")
                .trim_end_matches(".toml");
            if stem != roadmap.id {
                self.error(
                    path,
                    &roadmap.id,
                    format!("roadmap `{}` stands in a file of another name", roadmap.id),
                    None,
                );
            }
            for mistake in super::check::roadmap(roadmap) {
                let near = format!("\"{}\"", roadmap.id);
                self.error(
                    path,
                    &near,
                    format!("roadmap `{}`: {mistake}", roadmap.id),
                    None,
                );
            }
            let items = roadmap.stage.iter().flat_map(|stage| {
                let weights = stage.weights.keys();
                stage
                    .item
                    .iter()
                    .flat_map(|item| &item.criteria)
                    .chain(weights)
            });
            let needs = roadmap
                .level
                .iter()
                .flat_map(|level| &level.needs)
                .flat_map(|need| need.split('|'));
            let warned = roadmap
                .warning
                .iter()
                .flat_map(|warning| warning.with.iter().chain(&warning.without));
            let items = items.chain(warned);
            let wanted: Vec<&str> = items.map(String::as_str).chain(needs).collect();
            for id in wanted {
                if !known.contains_key(id) {
                    let help = closest(id, &names).map(|name| format!("is it `{name}`?"));
                    self.error(
                        path,
                        id,
                        format!("there is no criterion `{id}`"),
                        help.as_deref(),
                    );
                }
            }
        }
        files.into_iter().map(|(_, roadmap)| roadmap).collect()
    }
}

/// The known word that differs least from what was written, if any is near.
pub fn closest<'a>(word: &str, known: &[&'a str]) -> Option<&'a str> {
    known
        .iter()
        .map(|candidate| (distance(word, candidate), *candidate))
        .filter(|(distance, candidate)| *distance <= 1 + candidate.len() / 4)
        .min()
        .map(|(_, candidate)| candidate)
}

/// Edit distance.
fn distance(one: &str, other: &str) -> usize {
    let other: Vec<char> = other.chars().collect();
    let mut row: Vec<usize> = (0..=other.len()).collect();
    for (i, a) in one.chars().enumerate() {
        let mut previous = row[0];
        row[0] = i + 1;
        for (j, b) in other.iter().enumerate() {
            let substituted = previous + usize::from(a != *b);
            previous = row[j + 1];
            row[j + 1] = substituted.min(row[j] + 1).min(row[j + 1] + 1);
        }
    }
    row.last().copied().unwrap_or(0)
}
