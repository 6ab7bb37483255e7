use serde_json::{Value, json};

use super::*;
use crate::judge;
use crate::rules::source;

const HEAD: &str = "1c2b3a4d5e6f708192a3b4c5d6e7f8091a2b3c4d";

/// The built-in rules, and a sound report on an empty repository.
fn sound() -> (Rules, Value) {
    let rules = crate::rules::lazily(|| crate::rules::load(&source::embedded())).unwrap();
    let roadmap = &rules.roadmaps[0];
    let survey = Survey {
        files: 3,
        commits: 2,
        history_complete: true,
        ..Survey::default()
    };
    let verdicts = judge::judge(&rules.criteria, &survey, &[]);
    let score = score::score(&verdicts, &rules.criteria, roadmap);
    let subject = SubjectOf {
        repository: Some("ada/engine".to_owned()),
        head: Some(HEAD.to_owned()),
        rules: rules.digest.clone(),
        notes: Vec::new(),
    };
    let report = build(
        &subject,
        &survey,
        &rules.criteria,
        &verdicts,
        roadmap,
        &score,
    );
    let value = serde_json::to_value(&report).unwrap();
    (rules, value)
}

fn taken(rules: &Rules, value: &Value) -> Result<Report, Untrusted> {
    let expected = Expected {
        repository: "ada/engine",
        head: HEAD,
        roadmap: &rules.roadmaps[0],
    };
    read(value.to_string().as_bytes(), rules, &expected)
}

fn met(value: &mut Value, evidence: Value) {
    value["criteria"][0]["outcome"] = json!("met");
    value["criteria"][0]["strength"] = json!("used");
    value["criteria"][0]["evidence"] = evidence;
}

fn route() -> Value {
    json!({ "method": "GET", "path": "/users", "file": "app.js", "line": 3,
            "framework": "", "guarded": null, "tested": false })
}

#[test]
fn answers_and_places_are_taken_and_everything_else_is_made_again() {
    let (rules, mut value) = sound();
    let lie = json!("[free money](https://evil.test) @everyone");
    met(
        &mut value,
        json!([{ "kind": "model", "path": "src/a.py", "line": 4, "detail": "User" }]),
    );
    for field in ["title", "said", "family"] {
        value["criteria"][0][field] = lie.clone();
    }
    value["criteria"][1]["step"] =
        json!({ "text": lie, "effort": lie, "learn": ["https://evil.test"] });
    value["roadmap"]["title"] = lie.clone();
    value["stages"] = json!([]);
    value["next_steps"] = json!([{ "criterion": "x", "title": lie, "text": lie, "why": lie,
        "effort": "1h", "unlocks": lie, "learn": ["https://evil.test"] }]);
    for field in ["warnings", "self_study", "limits"] {
        value[field] = json!([lie]);
    }
    value["score"] = json!({ "percent": 100, "level": "free-money" });
    value["tool"]["version"] = lie.clone();
    value["subject"]["repository"] = lie.clone();

    let report = taken(&rules, &value).unwrap();
    let text = serde_json::to_string(&report).unwrap();
    assert!(!text.contains("evil") && !text.contains("free"), "{text}");
    assert!(report.score.percent < 100);
    assert_eq!(report.subject.repository.as_deref(), Some("ada/engine"));
    assert_eq!(report.criteria[0].outcome, "met");
    assert_eq!(report.criteria[0].title, rules.criteria[0].title);
    assert_eq!(report.criteria[0].evidence[0].path, "src/a.py");
    assert!(!report.stages.is_empty());
}

#[test]
fn what_it_is_about_has_to_be_right() {
    let (rules, value) = sound();
    let with = |pointer: &str, new: Value| {
        let mut value = value.clone();
        *value.pointer_mut(pointer).unwrap() = new;
        taken(&rules, &value).err()
    };
    assert_eq!(taken(&rules, &value).err(), None);
    let other = json!("f".repeat(40));
    assert_eq!(with("/subject/head", other), Some(Untrusted::OtherCommit));
    assert_eq!(
        with("/subject/head", json!(null)),
        Some(Untrusted::OtherCommit)
    );
    assert_eq!(
        with("/tool/rules", json!("sha256:0")),
        Some(Untrusted::OtherRules)
    );
    assert_eq!(
        with("/roadmap/id", json!("x")),
        Some(Untrusted::OtherRoadmap)
    );
    assert_eq!(with("/schema", json!(2)), Some(Untrusted::Field("tool")));
    assert_eq!(
        with("/tool/name", json!("x")),
        Some(Untrusted::Field("tool"))
    );
}

#[test]
fn what_is_no_report_is_refused_without_repeating_it() {
    let (rules, value) = sound();
    let mut extra = value.clone();
    extra["html"] = json!("<script>");
    let mut deep = value.clone();
    deep["criteria"][0]["evidence"] = json!([{ "kind": "model", "path": "a", "line": 1,
        "detail": "", "href": "https://evil.test" }]);
    for value in [extra, deep, json!([]), json!(null), json!({})] {
        let error = taken(&rules, &value).unwrap_err();
        assert!(matches!(error, Untrusted::NotAReport { .. }), "{error}");
        let said = error.to_string();
        assert!(!said.contains("script") && !said.contains("href"), "{said}");
    }
    let expected = Expected {
        repository: "ada/engine",
        head: HEAD,
        roadmap: &rules.roadmaps[0],
    };
    let nested = "[".repeat(200_000);
    for bytes in [nested.as_bytes(), b"\xff\xfe", b""] {
        assert!(matches!(
            read(bytes, &rules, &expected),
            Err(Untrusted::NotAReport { .. })
        ));
    }
    let large = vec![b' '; LARGEST + 1];
    assert_eq!(
        read(&large, &rules, &expected).err(),
        Some(Untrusted::TooLarge)
    );
}

#[test]
fn hostile_evidence_is_refused() {
    let (rules, value) = sound();
    let with = |field: &str, new: Value| {
        let mut value = value.clone();
        let mut piece = json!({ "kind": "model", "path": "a/b.py", "line": 1, "detail": "x" });
        piece[field] = new;
        met(&mut value, json!([piece]));
        taken(&rules, &value).err()
    };
    assert_eq!(with("path", json!("a/b.py")), None);
    let long = "x".repeat(401);
    for path in [
        "",
        "/etc/passwd",
        "../x",
        "a/../../x",
        "a//b",
        "./a",
        ".git/config",
        "a\nb",
        "a\u{1b}b",
        &long,
    ] {
        assert_eq!(
            with("path", json!(path)),
            Some(Untrusted::Field("path")),
            "{path:?}"
        );
    }
    assert_eq!(
        with("line", json!(4_000_000_000_u32)),
        Some(Untrusted::Field("line"))
    );
    assert_eq!(
        with("kind", json!("advert")),
        Some(Untrusted::Field("evidence"))
    );
    for kind in ["commit", "merge"] {
        assert_eq!(with("kind", json!(kind)), Some(Untrusted::Field("commit")));
    }
    for detail in ["x".repeat(121), "a\n::error::b".to_owned()] {
        assert_eq!(
            with("detail", json!(detail)),
            Some(Untrusted::Field("detail"))
        );
    }
    let mut many = value.clone();
    let piece = json!({ "kind": "model", "path": "a", "line": 1, "detail": "" });
    met(&mut many, Value::Array(vec![piece; 6]));
    assert_eq!(
        taken(&rules, &many).err(),
        Some(Untrusted::Field("criteria"))
    );
}

#[test]
fn every_question_has_one_known_answer() {
    let (rules, value) = sound();
    let changed = |change: &dyn Fn(&mut Value)| {
        let mut value = value.clone();
        change(&mut value);
        taken(&rules, &value).err()
    };
    let criteria = Some(Untrusted::Field("criteria"));
    let remove = |value: &mut Value| {
        value["criteria"].as_array_mut().unwrap().pop();
    };
    assert_eq!(changed(&remove), criteria);
    let twice = |value: &mut Value| value["criteria"][0] = value["criteria"][1].clone();
    assert_eq!(changed(&twice), criteria);
    let unknown = |value: &mut Value| value["criteria"][0]["id"] = json!("hire-me");
    assert_eq!(changed(&unknown), criteria);
    let outcome = |value: &mut Value| value["criteria"][0]["outcome"] = json!("excellent");
    assert_eq!(changed(&outcome), Some(Untrusted::Field("outcome")));
    let strength = |value: &mut Value| {
        value["criteria"][0]["outcome"] = json!("met");
        value["criteria"][0]["strength"] = json!("heroic");
    };
    assert_eq!(changed(&strength), Some(Untrusted::Field("strength")));
    let proof_of_nothing = |value: &mut Value| {
        value["criteria"][0]["outcome"] = json!("missing");
        value["criteria"][0]["strength"] = json!("enforced");
    };
    assert_eq!(changed(&proof_of_nothing), criteria);
}

#[test]
fn names_and_routes_are_known_and_few() {
    let (rules, value) = sound();
    let framework = rules.frameworks[0].framework.id.clone();
    let with = |pointer: &str, new: Value| {
        let mut value = value.clone();
        *value.pointer_mut(pointer).unwrap() = new;
        taken(&rules, &value).err()
    };
    let language = rules.languages[0].id.clone();
    assert_eq!(with("/subject/languages", json!([language])), None);
    let field = |name| Some(Untrusted::Field(name));
    assert_eq!(
        with("/subject/languages", json!([language, language])),
        field("languages")
    );
    assert_eq!(
        with("/subject/languages", json!(["@all"])),
        field("languages")
    );
    assert_eq!(
        with("/subject/frameworks", json!(["@all"])),
        field("frameworks")
    );
    assert_eq!(with("/subject/files", json!(u64::MAX)), field("files"));
    let routes = |change: &dyn Fn(&mut Value)| {
        let mut route = route();
        route["framework"] = json!(framework);
        change(&mut route);
        with("/routes", json!([route]))
    };
    assert_eq!(routes(&|_| ()), None);
    assert_eq!(
        routes(&|route| route["framework"] = json!("x")),
        field("routes")
    );
    assert_eq!(
        routes(&|route| route["method"] = json!("GET /x")),
        field("routes")
    );
    assert_eq!(
        routes(&|route| route["path"] = json!("a\nb")),
        field("routes")
    );
    assert_eq!(
        routes(&|route| route["file"] = json!("../x")),
        field("path")
    );
    let many = Value::Array(vec![route(); MOST_ROUTES + 1]);
    assert_eq!(with("/routes", many), field("routes"));
}

#[test]
fn a_claimed_change_agrees_with_the_answers() {
    let (rules, mut value) = sound();
    met(&mut value, json!([]));
    let id = value["criteria"][0]["id"].clone();
    let change = json!({ "criterion": id, "title": "@everyone", "change": "gained",
        "before": { "outcome": "missing", "strength": null },
        "after": { "outcome": "met", "strength": "used" }, "evidence": [] });
    value["delta"] = json!({ "base": "a".repeat(40), "from": { "percent": 1, "level": "none" },
        "percent": 99, "changes": [change], "routes_added": [], "routes_removed": [],
        "notes": ["@everyone"] });
    let report = taken(&rules, &value).unwrap();
    let delta = report.delta.as_ref().unwrap();
    assert_eq!(delta.percent, report.score.percent as i32 - 1);
    assert_eq!(delta.changes[0].title, rules.criteria[0].title);
    assert!(delta.notes.is_empty());

    for (pointer, wrong) in [
        ("/delta/from/percent", json!(101)),
        ("/delta/from/level", json!("wizard")),
        ("/delta/base", json!("main")),
        ("/delta/changes/0/criterion", json!("x")),
        ("/delta/changes/0/change", json!("won")),
        ("/delta/changes/0/before/outcome", json!("x")),
        ("/delta/changes/0/after/strength", json!("enforced")),
        ("/delta/routes_added", json!([route()])),
    ] {
        let mut value = value.clone();
        *value.pointer_mut(pointer).unwrap() = wrong;
        let error = taken(&rules, &value).unwrap_err();
        assert!(matches!(error, Untrusted::Field(_)), "{pointer}: {error}");
    }
}
