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
    let text =
        fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    toml::from_str(&text).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

fn toml_files(folder: &Path, into: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).expect("a folder of rules") {
        let path = entry.expect("an entry").path();
        if path.is_dir() {
            toml_files(&path, into);
        } else if path
            .extension()
            .is_some_and(|extension| extension == "toml")
        {
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
    assert!(
        languages
            .language
            .iter()
            .filter(|language| language.imports.is_some())
            .count()
            >= 7
    );
    let ecosystems: schema::Ecosystems = read(&rules().join("ecosystems.toml"));
    for manifest in &ecosystems.manifest {
        globs_compile(&rules().join("ecosystems.toml"), &manifest.files);
        for expression in manifest.name.iter().chain(&manifest.comments) {
            Regex::new(expression)
                .unwrap_or_else(|error| panic!("{}: {error}", manifest.ecosystem));
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
    for name in [
        "auth",
        "requireAuth",
        "auth.required",
        "auth:sanctum",
        "get_current_user",
        "JwtAuthGuard",
    ] {
        assert!(
            guards.name.matches(name) && !guards.not_name.matches(name),
            "{name}"
        );
    }
    for name in [
        "author",
        "getAuthors",
        "authController.login",
        "AuthRouter",
        "optionalAuth",
        "AllowAny",
    ] {
        assert!(
            !guards.name.matches(name) || guards.not_name.matches(name),
            "{name}"
        );
    }
}

/// The first role whose globs match, as the layout file says it.
fn role_of(layout: &schema::Layout, path: &str) -> String {
    let matches = |glob: &String| {
        globset::GlobBuilder::new(glob)
            .literal_separator(true)
            .build()
            .is_ok_and(|glob| glob.compile_matcher().is_match(path))
    };
    let first = layout
        .role
        .iter()
        .find(|role| role.files.iter().any(matches));
    first.map_or_else(|| "source".to_owned(), |role| role.role.clone())
}

#[test]
fn paths_have_the_role_that_a_reader_would_give_them() {
    let layout: schema::Layout = read(&rules().join("layout.toml"));
    let expected = [
        (
            "source",
            "src/main/java/com/example/demo/test/TestController.java",
        ),
        ("source", "src/main/java/com/example/target/Target.java"),
        ("source", "demo/pom.xml"),
        ("source", "app/Models/Test.php"),
        ("source", "src/test/test.controller.ts"),
        ("source", "models/Test.js"),
        ("source", "src/testing-domain/lab.ts"),
        ("source", "src/integrations/payment.integration.js"),
        ("source", "src/api/axios.js"),
        ("source", "src/bootstrap.js"),
        ("source", "apps/web/lib/db.ts"),
        ("source", "vendor/models.py"),
        ("source", "src/vendor/vendor.service.ts"),
        ("source", "env/settings.py"),
        ("source", "build/Dockerfile"),
        ("source", "build/webpack.config.js"),
        ("source", "docs/swagger.yaml"),
        ("source", "docs/docs.go"),
        ("source", "requirements.txt"),
        ("source", "runtime.txt"),
        ("source", "public/robots.txt"),
        ("source", ".env"),
        ("source", "migrations/20200101_create_test.js"),
        ("source", "alembic/versions/1a2b_add_test.py"),
        ("source", "db/migrate/20200101_create_tests.rb"),
        ("vendored", "node_modules/x/migrations/0001_initial.js"),
        ("vendored", "venv/lib/python3.12/site-packages/a/models.py"),
        ("vendored", "env/lib/python3.12/site-packages/a/models.py"),
        ("vendored", "vendor/github.com/a/b/c.go"),
        (
            "vendored",
            "vendor/laravel/framework/src/Illuminate/Http/Request.php",
        ),
        ("vendored", "vendor/autoload.php"),
        ("vendored", "static/js/jquery-3.7.1.js"),
        ("vendored", "src/main/resources/static/js/bootstrap.min.js"),
        ("vendored", "backend/mvnw"),
        ("generated", "app/__pycache__/main.cpython-312.pyc"),
        ("generated", "dist/main.js"),
        ("generated", "target/classes/App.class"),
        ("generated", "pkg/api/todo.pb.go"),
        ("generated", "build/libs/app.txt"),
        ("test", "src/test/java/com/example/AppTest.java"),
        ("test", "app/src/app.controller.spec.ts"),
        ("test", "tests/Feature/LoginTest.php"),
        ("test", "todos/tests.py"),
        ("test", "pkg/handler_test.go"),
        ("test", "test/Dockerfile"),
        ("docs", "README.md"),
        ("docs", "docs/setup.rst"),
        ("docs", "NOTES.txt"),
        ("example", "examples/basic/app.js"),
        // Whether it is still the generator's is seen from its lines.
        ("test", "tests/Feature/ExampleTest.php"),
    ];
    for (role, path) in expected {
        assert_eq!(role_of(&layout, path), role, "{path}");
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
            assert!(
                detector
                    .example
                    .iter()
                    .any(|example| !example.expect.is_empty()),
                "{place}"
            );
            assert!(
                detector
                    .example
                    .iter()
                    .any(|example| example.expect.is_empty()),
                "{place}"
            );
        }
    }
}
