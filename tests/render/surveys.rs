//! Hand-made surveys, from nothing to everything, and one that means harm.

use portfolio_check::detect::{BlindSpot, Guarded, Route, Survey};
use portfolio_check::fact::{Fact, Kind, Location};

fn fact(kind: Kind, path: &str, line: u32, attributes: &[(&str, &str)]) -> Fact {
    let start = Fact::new(kind, Location::new(path, line), "made/by-hand");
    attributes.iter().fold(start, |fact, (name, value)| {
        fact.with(name, *value).expect("a known attribute")
    })
}

fn route(method: &str, path: &str, line: u32, guarded: Guarded, tested: bool) -> Route {
    Route {
        path: path.to_owned(),
        method: method.to_owned(),
        location: Location::new("src/routes.js", line),
        framework: "web".to_owned(),
        guarded,
        tested,
        handler: None,
        names: Vec::new(),
    }
}

/// Adds the facts of the routes and sorts, as a scan does.
fn finished(mut survey: Survey) -> Survey {
    for route in &survey.routes {
        let guarded = match route.guarded {
            Guarded::Yes => "true",
            Guarded::No => "false",
            Guarded::Unknown => "unclear",
        };
        let tested = if route.tested { "true" } else { "false" };
        let attributes = [
            ("method", route.method.as_str()),
            ("path", &route.path),
            ("guarded", guarded),
            ("tested", tested),
            ("resource", "/tasks"),
        ];
        survey.facts.push(fact(
            Kind::Route,
            &route.location.path,
            route.location.line,
            &attributes,
        ));
    }
    survey.facts.sort();
    survey
}

fn commit(number: u32, subject: &str) -> Fact {
    let words = subject.split_whitespace().count().to_string();
    fact(
        Kind::Commit,
        &format!("{number:040x}"),
        0,
        &[("subject", subject), ("words", &words)],
    )
}

pub fn empty() -> Survey {
    Survey {
        history_complete: true,
        ..Survey::default()
    }
}

pub fn learner() -> Survey {
    let mut survey = Survey {
        languages: vec!["javascript".to_owned()],
        frameworks: vec!["web".to_owned()],
        files: 14,
        commits: 6,
        history_complete: true,
        ..Survey::default()
    };
    survey.routes = vec![
        route("GET", "/tasks", 4, Guarded::No, false),
        route("POST", "/tasks", 9, Guarded::Yes, false),
        route("DELETE", "/tasks/{id}", 22, Guarded::Unknown, false),
    ];
    survey.facts = vec![
        fact(
            Kind::Dependency,
            "package.json",
            12,
            &[("name", "db-driver")],
        ),
        fact(Kind::Login, "src/auth.js", 31, &[]),
        fact(
            Kind::Secret,
            ".env",
            2,
            &[("type", "token"), ("name", "JWT_SECRET")],
        ),
    ];
    survey.facts.extend((1..=6).map(|n| commit(n, "update")));
    survey.blind_spots = ["dist/a.js", "dist/b.js", "dist/c.js", "dist/d.js"]
        .map(|path| BlindSpot {
            path: path.to_owned(),
            line: 0,
            reason: "The file is too large to read".to_owned(),
        })
        .to_vec();
    finished(survey)
}

pub fn proven() -> Survey {
    let mut survey = learner();
    survey.blind_spots.clear();
    survey
        .facts
        .retain(|fact| !matches!(fact.kind, Kind::Secret | Kind::Commit | Kind::Route));
    survey.routes = vec![
        route("GET", "/tasks", 4, Guarded::No, true),
        route("POST", "/tasks", 9, Guarded::Yes, true),
        route("PATCH", "/tasks/{id}", 15, Guarded::Yes, true),
        route("DELETE", "/tasks/{id}", 22, Guarded::Yes, false),
    ];
    survey.facts.extend([
        fact(
            Kind::Database,
            "src/db.js",
            3,
            &[("engine", "postgres"), ("family", "sql")],
        ),
        fact(
            Kind::PasswordHash,
            "src/auth.js",
            33,
            &[("algorithm", "argon"), ("operation", "hash")],
        ),
        fact(
            Kind::Assertion,
            "test/tasks.test.js",
            12,
            &[("tool", "assert")],
        ),
        fact(
            Kind::Pipeline,
            ".github/workflows/test.yml",
            14,
            &[("runs", "test")],
        ),
    ]);
    survey
        .facts
        .extend((1..=4).map(|n| fact(Kind::Test, "test/tasks.test.js", n * 10, &[("tool", "t")])));
    survey
        .facts
        .extend((1..=6).map(|n| commit(n, "Add pagination to the task list")));
    finished(survey)
}

/// Every text that comes from a repository tries to be more than text.
pub fn hostile() -> Survey {
    let mut survey = proven();
    survey.languages = vec!["x](javascript:alert(1))".to_owned()];
    survey.frameworks = vec!["@web <script>".to_owned()];
    for route in &mut survey.routes {
        route.path = format!("{}|</details>`@everyone`\u{1b}[2J", route.path);
        route.location = Location::new(
            "::error::\n\u{202e}src/<b>/ro utes`.js",
            route.location.line,
        );
    }
    survey
        .facts
        .retain(|fact| !matches!(fact.kind, Kind::Database | Kind::Commit | Kind::Route));
    let engine = "` | @octocat <!-- --> ##[error] [x](http://evil) \u{200b}\r\n# Title";
    survey.facts.push(fact(
        Kind::Database,
        "a](b)|c`d.js",
        3,
        &[("engine", engine)],
    ));
    survey
        .facts
        .extend((1..=6).map(|n| commit(n, "</summary></details> **bold** `x` | #1 @team")));
    survey.blind_spots = vec![BlindSpot {
        path: "<img src=x>|`\u{7}".to_owned(),
        line: 7,
        reason: "A part of a route's path is put together at run time and shows as {?}".to_owned(),
    }];
    finished(survey)
}

pub fn shallow() -> Survey {
    Survey {
        commits: 1,
        history_complete: false,
        history_gap: Some(
            "The clone is shallow, so the history cannot be judged. Fetch all of it (`git fetch --unshallow`)."
                .to_owned(),
        ),
        unread_languages: vec!["Ruby".to_owned()],
        languages: vec!["ruby".to_owned()],
        files: 30,
        ..Survey::default()
    }
}
