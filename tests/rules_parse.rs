//! Every file under `rules/` reads as what its place says it is.

use std::fs;
use std::path::{Path, PathBuf};

use portfolio_check::rules::schema;
use regex::Regex;
use serde::de::DeserializeOwned;

fn rules() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("rules")
}

fn read<T: DeserializeOwned>(path: &Path) -> T {
    let text = fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    toml::from_str(&text).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

fn toml_files(folder: &Path, into: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).expect("a folder of rules") {
        let path = entry.expect("an entry").path();
        if path.is_dir() {
            toml_files(&path, into);
        } else if path.extension().is_some_and(|extension| extension == "toml") {
            into.push(path);
        }
    }
}

fn globs_compile(path: &Path, globs: &[String]) {
    for glob in globs {
        globset::GlobBuilder::new(glob)
            .literal_separator(true)
            .build()
            .unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    }
}

#[test]
fn general_knowledge_reads() {
    let languages: schema::Languages = read(&rules().join("languages.toml"));
    assert!(languages.language.iter().filter(|language| language.imports.is_some()).count() >= 7);
    let ecosystems: schema::Ecosystems = read(&rules().join("ecosystems.toml"));
    for manifest in &ecosystems.manifest {
        globs_compile(&rules().join("ecosystems.toml"), &manifest.files);
        for expression in manifest.name.iter().chain(&manifest.comments) {
            Regex::new(expression).unwrap_or_else(|error| panic!("{}: {error}", manifest.ecosystem));
        }
    }
    for lockfile in &ecosystems.lockfile {
        globs_compile(&rules().join("ecosystems.toml"), &lockfile.files);
    }
    let layout: schema::Layout = read(&rules().join("layout.toml"));
    for role in &layout.role {
        globs_compile(&rules().join("layout.toml"), &role.files);
    }
    let guards: schema::Guards = read(&rules().join("guards.toml"));
    for name in ["auth", "requireAuth", "auth.required", "auth:sanctum", "get_current_user", "JwtAuthGuard"] {
        assert!(guards.name.matches(name) && !guards.not_name.matches(name), "{name}");
    }
    for name in ["author", "getAuthors", "authController.login", "AuthRouter", "optionalAuth", "AllowAny"] {
        assert!(!guards.name.matches(name) || guards.not_name.matches(name), "{name}");
    }
}

#[test]
fn every_detector_file_reads_and_proves_itself_both_ways() {
    let mut files = Vec::new();
    toml_files(&rules().join("detectors"), &mut files);
    assert!(!files.is_empty());
    for path in files {
        let file: schema::DetectorFile = read(&path);
        for detector in &file.detector {
            globs_compile(&path, &detector.files);
            globs_compile(&path, &detector.not_files);
            let place = format!("{}: {}", path.display(), detector.name);
            assert!(detector.example.iter().any(|example| !example.expect.is_empty()), "{place}");
            assert!(detector.example.iter().any(|example| example.expect.is_empty()), "{place}");
        }
    }
}
