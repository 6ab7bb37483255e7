//! Declared dependencies: manifests of all ecosystems, as `rules/ecosystems.toml` describes them.

use regex::Regex;

use crate::repo::{File, Role};
use crate::rules::Rules;
use crate::rules::schema::Manifest;

/// One declared dependency.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Dependency {
    /// `ecosystem:name`, lower case.
    pub name: String,
    pub ecosystem: String,
    pub dev: bool,
    pub path: String,
    pub line: u32,
}

/// A manifest or lockfile that is there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Declared {
    pub ecosystem: String,
    pub path: String,
}

/// What the manifests of a snapshot say.
#[derive(Debug, Default)]
pub struct Dependencies {
    pub all: Vec<Dependency>,
    pub manifests: Vec<Declared>,
    pub lockfiles: Vec<Declared>,
}

impl Dependencies {
    /// Takes these names as declared, without a place.
    pub fn assume(&mut self, names: &[String]) {
        self.all.extend(names.iter().map(|name| Dependency {
            name: name.clone(),
            ecosystem: name.split(':').next().unwrap_or_default().to_owned(),
            dev: false,
            path: String::new(),
            line: 0,
        }));
    }
}

/// Reads all manifests among the files.
pub fn read(files: &[File], rules: &Rules) -> Dependencies {
    let mut found = Dependencies::default();
    let ecosystems = &rules.ecosystems;
    for file in files {
        if matches!(
            file.role,
            Role::Vendored | Role::Generated | Role::Test | Role::Example
        ) {
            continue;
        }
        for (globs, lockfile) in rules.lockfile_globs.iter().zip(&ecosystems.lockfile) {
            if globs.is_match(&file.path) && file.size > 0 {
                found.lockfiles.push(Declared {
                    ecosystem: lockfile.ecosystem.clone(),
                    path: file.path.clone(),
                });
            }
        }
        let Some(text) = file.text() else { continue };
        for (globs, manifest) in rules.manifest_globs.iter().zip(&ecosystems.manifest) {
            if !globs.is_match(&file.path) {
                continue;
            }
            let names = match manifest.format.as_str() {
                "json" => serde_json::from_str(text)
                    .ok()
                    .map(|value| keyed(&value, text, manifest)),
                "toml" => toml::from_str::<serde_json::Value>(text)
                    .ok()
                    .map(|value| keyed(&value, text, manifest)),
                _ => Some(matched(text, manifest)),
            };
            let Some(names) = names else { continue };
            found.manifests.push(Declared {
                ecosystem: manifest.ecosystem.clone(),
                path: file.path.clone(),
            });
            for (name, dev, line) in names {
                found.all.push(Dependency {
                    name: format!(
                        "{}:{}",
                        manifest.ecosystem,
                        clean(&manifest.ecosystem, &name)
                    ),
                    ecosystem: manifest.ecosystem.clone(),
                    dev,
                    path: file.path.clone(),
                    line,
                });
            }
        }
    }
    found.all.sort();
    found.all.dedup();
    found
}

/// Python names are written with `-` whatever the manifest used; all names in lower case.
fn clean(ecosystem: &str, name: &str) -> String {
    let lower = name.trim().to_lowercase();
    match ecosystem {
        "pypi" => lower.replace(['_', '.'], "-"),
        _ => lower,
    }
}

/// Dependencies below the key paths of a JSON or TOML document.
fn keyed(value: &serde_json::Value, text: &str, manifest: &Manifest) -> Vec<(String, bool, u32)> {
    let mut found = Vec::new();
    for key in &manifest.keys {
        let (path, dev) = match key.strip_suffix("=dev") {
            Some(path) => (path, true),
            None => (key.as_str(), false),
        };
        let mut tables = vec![value];
        for part in path.split('.') {
            tables = tables
                .into_iter()
                .flat_map(|table| match part {
                    "*" => table
                        .as_object()
                        .map(|o| o.values().collect())
                        .unwrap_or_default(),
                    _ => table.get(part).into_iter().collect::<Vec<_>>(),
                })
                .collect();
        }
        for table in tables {
            let names: Vec<String> = match table {
                serde_json::Value::Object(entries) => entries.keys().cloned().collect(),
                serde_json::Value::Array(items) => items
                    .iter()
                    .filter_map(|item| item.as_str())
                    .map(|text| {
                        text.chars()
                            .take_while(|c| {
                                c.is_alphanumeric() || matches!(c, '-' | '_' | '.' | '/' | '@')
                            })
                            .collect()
                    })
                    .collect(),
                _ => Vec::new(),
            };
            for name in names.into_iter().filter(|name| !name.is_empty()) {
                let line = line_of(text, &name);
                found.push((name, dev, line));
            }
        }
    }
    found
}

/// The line on which a name stands as a key or list item.
fn line_of(text: &str, name: &str) -> u32 {
    let starts = |line: &str| {
        let rest = line.trim_start().trim_start_matches(['"', '\'']);
        rest.strip_prefix(name).is_some_and(|rest| {
            !rest.starts_with(|c: char| c.is_alphanumeric() || c == '-' || c == '_')
        })
    };
    text.lines()
        .position(starts)
        .or_else(|| text.lines().position(|line| line.contains(name)))
        .map_or(0, |index| index as u32 + 1)
}

/// Dependencies that expressions find in a text.
fn matched(text: &str, manifest: &Manifest) -> Vec<(String, bool, u32)> {
    let mut text = text.to_owned();
    for expression in &manifest.comments {
        if let Ok(regex) = Regex::new(expression) {
            // Blank, not gone: lines must keep their numbers.
            text = regex
                .replace_all(&text, |found: &regex::Captures<'_>| {
                    found[0]
                        .chars()
                        .map(|c| if c == '\n' { '\n' } else { ' ' })
                        .collect::<String>()
                })
                .into_owned();
        }
    }
    let mut found = Vec::new();
    for expression in &manifest.name {
        let Ok(regex) = Regex::new(expression) else {
            continue;
        };
        for captures in regex.captures_iter(&text) {
            let Some(name) = captures.name("name") else {
                continue;
            };
            let full = match captures.name("group") {
                Some(group) => format!("{}:{}", group.as_str(), name.as_str()),
                None => name.as_str().to_owned(),
            };
            let line = text[..name.start()].matches('\n').count();
            let dev = text
                .lines()
                .nth(line)
                .is_some_and(|line| manifest.dev.matches(line));
            found.push((full, dev, line as u32 + 1));
        }
    }
    found
}
