use super::*;

const HEAD: &str = "1c2b3a4d5e6f708192a3b4c5d6e7f8091a2b3c4d";
const BASE: &str = "f0e1d2c3b4a5968778695a4b3c2d1e0f00112233";

/// Cut down from what the runner writes; the fields that stay have their real shape.
fn payload(head_repo: &str) -> String {
    format!(
        r#"{{
  "action": "synchronize",
  "number": 12,
  "pull_request": {{
    "_links": {{ "self": {{ "href": "https://api.example.test/repos/ada/engine/pulls/12" }} }},
    "additions": 100, "assignees": [], "author_association": "CONTRIBUTOR", "auto_merge": null,
    "base": {{
      "label": "ada:main", "ref": "main", "sha": "{BASE}",
      "repo": {{ "id": 5, "full_name": "ada/engine", "private": false, "fork": false }},
      "user": {{ "login": "ada", "id": 1, "type": "User" }}
    }},
    "body": null,
    "draft": true,
    "head": {{
      "label": "bob:feature", "ref": "feature", "sha": "{HEAD}",
      "repo": {head_repo},
      "user": {{ "login": "bob", "id": 2, "type": "User" }}
    }},
    "merge_commit_sha": null, "merged": false, "number": 12, "state": "open",
    "title": "Add ::error:: parsing", "user": {{ "login": "bob", "id": 2, "type": "User" }}
  }},
  "repository": {{ "id": 5, "full_name": "ada/engine" }},
  "sender": {{ "login": "bob", "id": 2, "type": "User" }}
}}"#
    )
}

fn env(event: &'static str) -> impl Fn(&str) -> Option<String> {
    move |name| {
        let value = match name {
            "GITHUB_EVENT_NAME" => event,
            "GITHUB_REPOSITORY" => "ada/engine",
            "GITHUB_SHA" => BASE,
            "GITHUB_API_URL" => "https://ghe.example.test/api/v3/",
            "GITHUB_SERVER_URL" => "https://ghe.example.test",
            "GITHUB_RUN_ID" => "987654321",
            "GITHUB_WORKSPACE" => "/home/runner/work/engine/engine",
            _ => return None,
        };
        Some(value.to_owned())
    }
}

fn parse(event: &'static str, json: &str) -> Result<Context, EventError> {
    Context::parse(&env(event), json.as_bytes())
}

#[test]
fn a_pull_request_from_a_branch() {
    let json = payload(r#"{ "id": 5, "full_name": "Ada/Engine", "fork": false }"#);
    let context = parse("pull_request", &json).unwrap();
    assert_eq!(
        context.pull_request,
        Some(PullRequest {
            number: 12,
            head_sha: HEAD.into(),
            base_sha: BASE.into(),
            draft: true,
            state: State::Open,
            head_repository: Some("Ada/Engine".into()),
            is_fork: false,
        })
    );
    assert_eq!(context.repository.owner(), "ada");
    assert_eq!(context.api_url, "https://ghe.example.test/api/v3");
    assert_eq!(
        context.run_url().unwrap(),
        "https://ghe.example.test/ada/engine/actions/runs/987654321"
    );
}

#[test]
fn forks_and_deleted_forks() {
    let fork = payload(r#"{ "id": 9, "full_name": "bob/engine", "fork": true }"#);
    let pull_request = parse("pull_request_target", &fork)
        .unwrap()
        .pull_request
        .unwrap();
    assert!(pull_request.is_fork);
    let deleted = parse("pull_request", &payload("null"))
        .unwrap()
        .pull_request
        .unwrap();
    assert!(deleted.is_fork);
    assert_eq!(deleted.head_repository, None);
}

#[test]
fn other_events_have_no_pull_request() {
    let push = format!(r#"{{"ref":"refs/heads/main","before":"{BASE}","after":"{HEAD}"}}"#);
    assert_eq!(parse("push", &push).unwrap().pull_request, None);
    let dispatch = r#"{"inputs":{},"ref":"refs/heads/main"}"#;
    assert_eq!(
        parse("workflow_dispatch", dispatch).unwrap().pull_request,
        None
    );
    let comment = r#"{"issue":{"number":3,"pull_request":{}},"comment":{"body":"x"}}"#;
    assert_eq!(parse("issue_comment", comment).unwrap().pull_request, None);
}

#[test]
fn bad_events_say_what_is_wrong() {
    let message = |json: &str| {
        let context = parse("pull_request", json).unwrap();
        assert_eq!(context.pull_request, None);
        context.problem.unwrap()
    };
    assert!(message("").contains("not valid JSON"));
    assert!(message("{}").contains("the field is missing"));
    assert!(message(r#"{"pull_request":{"number":"12"}}"#).contains("expected u64"));
    assert!(message(r#"{"pull_request":null}"#).contains("pull_request"));
    let short = payload("null").replace(HEAD, "--output=x");
    assert!(message(&short).contains("head.sha is not a commit hash"));
    let deep = "[".repeat(100_000);
    assert!(message(&deep).contains("not valid JSON"));
}

#[test]
fn missing_variables_are_named() {
    let error = Context::read(&|_| None).unwrap_err().to_string();
    assert!(error.contains("GITHUB_EVENT_NAME"), "{error}");
    let error = Context::parse(
        &|name| (name == "GITHUB_EVENT_NAME").then(|| "push".into()),
        b"{}",
    )
    .unwrap_err()
    .to_string();
    assert!(error.contains("GITHUB_REPOSITORY"), "{error}");
    let wrong = |name: &str| match name {
        "GITHUB_REPOSITORY" => Some("ada".to_owned()),
        other => env("push")(other),
    };
    assert!(matches!(
        Context::parse(&wrong, b"{}"),
        Err(EventError::BadRepository(_))
    ));
}

#[test]
fn a_missing_event_file_is_named() {
    let path = |name: &str| match name {
        "GITHUB_EVENT_PATH" => Some("/nowhere/event.json".to_owned()),
        other => env("push")(other),
    };
    let error = Context::read(&path).unwrap().problem.unwrap();
    assert!(error.contains("/nowhere/event.json"), "{error}");
    let without = Context::read(&env("pull_request")).unwrap();
    assert!(without.problem.unwrap().contains("GITHUB_EVENT_PATH"));
}

fn followed(sha: &str, branch: &str, repository: &str) -> Context {
    let json = format!(
        r#"{{"workflow_run":{{"head_sha":"{sha}","head_branch":{branch},
            "head_repository":{repository},"pull_requests":[],"conclusion":"success"}}}}"#
    );
    parse("workflow_run", &json).unwrap()
}

#[test]
fn the_run_that_is_followed_is_known_by_its_head() {
    let fork = r#"{"full_name":"bob/engine"}"#;
    let run = followed(HEAD, r#""feat/x&y""#, fork).workflow_run.unwrap();
    assert_eq!(
        (run.head_sha.as_str(), run.head_branch.as_str()),
        (HEAD, "feat/x&y")
    );
    assert_eq!(run.head_repository.owner(), "bob");
    let long = format!("\"{}\"", "x".repeat(256));
    for (context, reason) in [
        (followed("--x", r#""b""#, fork), "head_sha"),
        (followed(HEAD, "null", fork), "branch is gone"),
        (followed(HEAD, &long, fork), "branch is gone"),
        (followed(HEAD, r#""b""#, "null"), "repository is gone"),
        (
            followed(HEAD, r#""b""#, r#"{"full_name":"../x"}"#),
            "repository is gone",
        ),
    ] {
        assert_eq!(context.workflow_run, None);
        let problem = context.problem.unwrap();
        assert!(problem.contains(reason), "{problem}");
    }
}
