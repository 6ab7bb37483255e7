//! The shipped rules prove themselves, and the proof can fail.

use portfolio_check::detect::{Options, survey};
use portfolio_check::judge::judge;
use portfolio_check::proof::{Findings, run, sheet, written};
use portfolio_check::repo::{Role, Roles};
use portfolio_check::rules::source::{Files, embedded};
use portfolio_check::rules::{Rules, load};

fn roles(rules: &Rules) -> Roles {
    let role = |name: &str| match name {
        "test" => Role::Test,
        "docs" => Role::Docs,
        "example" => Role::Example,
        "vendored" => Role::Vendored,
        "generated" => Role::Generated,
        "scaffold" => Role::Scaffold,
        _ => Role::Source,
    };
    let lists = rules.roles.iter();
    Roles::new(
        lists
            .map(|(name, globs)| (role(name), globs.clone()))
            .collect(),
    )
    .unwrap()
}

/// The general rules with this one detector file.
fn alone(detectors: &str) -> Findings {
    let mut files: Files = embedded();
    files.retain(|path, _| !path.starts_with("detectors/"));
    files.insert("detectors/x/x.toml".to_owned(), detectors.to_owned());
    let rules = load(&files).unwrap();
    run(&rules, &roles(&rules), None, &[])
}

fn detector(matcher: &str, path: &str, text: &str) -> String {
    format!(
        "languages = [\"python\"]\n[[detector]]\nname = \"one\"\nfact = \"cors\"\n{matcher}\n\
         [[detector.example]]\npath = \"{path}\"\ntext = \"{text}\"\nexpect = [1]\n\
         [[detector.example]]\npath = \"{path}\"\ntext = \"nothing()\"\nexpect = []\n"
    )
}

#[test]
fn the_shipped_rules_hold_and_so_do_their_mutations() {
    let rules = load(&embedded()).unwrap();
    let roles = roles(&rules);
    let findings = run(&rules, &roles, None, &[]);
    assert!(findings.failures.is_empty(), "{}", sheet(&findings));
    assert!(findings.examples > 3_000 && findings.mutations > 3 * findings.examples);
    assert!(findings.flips > 1_000, "{}", findings.flips);
}

#[test]
fn a_rule_that_reads_code_stands_every_mutation() {
    let findings = alone(&detector(
        "call = { name = \"CORS\" }",
        "app.py",
        "CORS(app)",
    ));
    assert!(findings.failures.is_empty(), "{}", sheet(&findings));
    // Comment, string, doc block, four other people's folders, tests, examples, taken out.
    assert!(findings.mutations >= 8, "{}", findings.mutations);
    // The verdict on it goes, too.
    assert!(findings.flips >= 1);
}

#[test]
fn an_example_that_expects_another_line_fails() {
    let loose = detector(
        "text = { line = \"/CORS/\" }\nfiles = [\"**/*\"]\nroles = [\"source\"]",
        "settings.txt",
        "CORS = 1",
    );
    let findings = alone(&loose);
    assert!(findings.failures.is_empty(), "{}", sheet(&findings));
    let wrong = alone(&loose.replace("expect = [1]", "expect = [2]"));
    assert_eq!(wrong.failures.len(), 1);
    assert!(
        sheet(&wrong).contains("expected lines [2], found [1]"),
        "{}",
        sheet(&wrong)
    );
}

#[test]
fn an_example_where_the_rule_does_not_look_fails() {
    let findings = alone(&detector(
        "call = { name = \"CORS\" }",
        "tests/app.py",
        "CORS(app)",
    ));
    // The example stands in a test, which the rule does not look at.
    assert_eq!(findings.failures.len(), 1);
    assert!(sheet(&findings).contains("expected lines [1], found []"));
    let looks = detector(
        "roles = [\"source\", \"vendored\"]\ncomment = \"/CORS/\"",
        "app.py",
        "# CORS",
    );
    assert!(alone(&looks).failures.is_empty());
}

/// The string stands in a class of its own, so a rule that takes any class still finds one.
#[test]
fn a_rule_that_still_finds_something_in_a_mutation_fails() {
    let any = detector(
        "class = { name = \"/./\" }",
        "A.java",
        "class A { void b() {} }",
    );
    let findings = alone(&any.replace("[\"python\"]", "[\"java\"]"));
    assert!(
        sheet(&findings).contains("still found when moved into a string"),
        "{}",
        sheet(&findings)
    );
}

#[test]
fn the_census_names_what_nothing_reaches() {
    let findings = alone(&detector(
        "call = { name = \"CORS\" }",
        "app.py",
        "CORS(app)",
    ));
    let census = findings.census.clone().unwrap();
    assert!(census.never.iter().any(|id| id == "jwt"));
    assert!(!census.never.iter().any(|id| id == "cors"));
    assert!(census.unreachable.iter().any(|(id, _)| id == "jwt"));
    assert!(census.unused.is_empty());
    let idle = alone(
        &detector("construct = \"throw\"", "app.py", "raise X()").replace(
            "\"cors\"",
            "\"readme\"\nattributes = { section = \"jokes\" }",
        ),
    );
    assert_eq!(idle.census.unwrap().unused, ["x/x/one"]);
    let text = sheet(&findings);
    assert!(
        text.contains("Unreachable: ") && text.contains("warnings"),
        "{text}"
    );
}

#[test]
fn whole_repositories_are_looked_at_too() {
    let rules = load(&embedded()).unwrap();
    let roles = roles(&rules);
    let lock = [("package-lock.json", "{}"), ("package.json", "{}")];
    let findings = run(
        &rules,
        &roles,
        Some("no such rule"),
        &[written(&lock, &roles)],
    );
    assert_eq!((findings.examples, findings.repositories), (0, 1));
    assert!(findings.census.is_none());
}

/// What a criterion says of a repository with these files.
fn outcome(criterion: &str, files: &[(&str, &str)]) -> &'static str {
    let rules = load(&embedded()).unwrap();
    let roles = roles(&rules);
    let survey = survey(
        &written(files, &roles),
        &rules,
        &roles,
        &Options {
            assume_dependencies: true,
            ..Options::default()
        },
    );
    let verdicts = judge(&rules.criteria, &survey, &[]);
    let found = verdicts.iter().find(|it| it.criterion == criterion);
    found.unwrap().outcome.name()
}

fn controller(body: &str) -> String {
    format!(
        "import org.springframework.web.bind.annotation.*;\n@RestController\n\
         @RequestMapping(\"/api/students\")\nclass C {{\n{body}\n}}\n"
    )
}

#[test]
fn create_read_update_and_delete_may_be_written_as_verbs() {
    let of = |body: &str| {
        outcome(
            "rest-crud",
            &[("src/main/java/a/C.java", &controller(body))],
        )
    };
    let verbs = "@PostMapping(\"/create\") void a() {}\n@GetMapping(\"/all\") void b() {}\n\
                 @PutMapping(\"/update/{id}\") void c() {}\n@DeleteMapping(\"/delete/{id}\") void d() {}";
    assert_eq!(of(verbs), "met");
    let id_in_the_body = "@PostMapping void a() {}\n@GetMapping(\"/{id}\") void b() {}\n\
                          @PutMapping void c() {}\n@DeleteMapping(\"/delete\") void d() {}";
    assert_eq!(of(id_in_the_body), "met");
    // Nothing tells one member from another, or the verbs are about different things.
    let one_thing = "@PostMapping void a() {}\n@GetMapping void b() {}\n\
                     @PutMapping void c() {}\n@DeleteMapping void d() {}";
    assert_eq!(of(one_thing), "missing");
    let mixed = "@PostMapping(\"/addMark\") void a() {}\n@GetMapping(\"/listClasses\") void b() {}\n\
                 @PutMapping(\"/updateRoom/{id}\") void c() {}\n@DeleteMapping(\"/deleteTest/{id}\") void d() {}";
    assert_eq!(of(mixed), "missing");
}

#[test]
fn to_register_is_no_sign_up_where_nobody_has_a_password() {
    let register = controller("@PostMapping(\"/register\") void enrol() {}");
    let of = |files: &[(&str, &str)]| outcome("signup-login", files);
    let path = "src/main/java/a/C.java";
    assert_eq!(of(&[(path, &register)]), "missing");
    let users = register.replace("/api/students", "/api/users");
    assert_eq!(of(&[(path, &users)]), "partial");
    let hashed = "import org.springframework.security.crypto.bcrypt.BCryptPasswordEncoder;\n\
                  class H { String h(String p) { return new BCryptPasswordEncoder().encode(p); } }";
    assert_eq!(
        of(&[(path, &register), ("src/main/java/a/H.java", hashed)]),
        "partial"
    );
}

#[test]
fn registrations_are_sign_ups_where_nobody_lists_them() {
    let of = |only: &str| {
        let routes = format!(
            "Rails.application.routes.draw do\n  resources :sessions, only: [:create]\n  \
             resources :registrations, only: [{only}]\nend\n"
        );
        let user = "class User < ApplicationRecord\n  has_secure_password\nend\n";
        outcome(
            "signup-login",
            &[("config/routes.rb", &routes), ("app/models/user.rb", user)],
        )
    };
    assert_eq!(of(":create"), "met");
    assert_eq!(of(":create, :index"), "missing");
}

#[test]
fn a_module_imported_whole_gives_its_names_through_other_files_too() {
    let model = "class Shelf(Model):\n    room = CharField()\n";
    let direct = format!("from peewee import *\n{model}");
    assert_eq!(outcome("data-models", &[("shelf.py", &direct)]), "met");
    let through = format!("from .base import *\n{model}");
    let of = |base: &str| {
        outcome(
            "data-models",
            &[("app/shelf.py", &through), ("app/base.py", base)],
        )
    };
    assert_eq!(of("from peewee import *\n"), "met");
    assert_eq!(of("from peewee import *\nclass Model: ...\n"), "missing");
    assert_eq!(of("from tkinter import *\n"), "missing");
}
