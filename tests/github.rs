//! Publishing against a stand-in of the API: what is sent, what is left alone, what is repeated.
#![cfg(feature = "github")]

#[path = "support/fake_github.rs"]
mod fake_github;

use std::cell::RefCell;
use std::future::Future;
use std::pin::Pin;
use std::time::Duration;

use fake_github::{BOT, COMMENTS, FakeGithub, Fault, GRAPHQL, ISSUE, PULL};
use portfolio_check::github::{
    Clock, Config, Memory, Outcome, Post, Proxies, PublishError, Reason, Repository, Status, Token,
    publish, publish_with,
};

const TOKEN: &str = "ghs_loopback_only";
const MARKER: &str = "<!-- portfolio-check:v1 key=default -->";
const NOW: u64 = 1_800_000_000;
const HEAD: &str = "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa";
const ADA: (&str, u64, &str) = ("ada", 1, "User");

/// Waits by turning its hand. The milliseconds are those that one answer may take.
struct Hand(RefCell<Vec<u64>>, u64);

impl Default for Hand {
    fn default() -> Self {
        Self(RefCell::default(), 30_000)
    }
}

impl Hand {
    fn waits(&self) -> Vec<u64> {
        self.0.borrow().clone()
    }
}

impl Clock for Hand {
    fn elapsed(&self) -> Duration {
        Duration::from_secs(self.0.borrow().iter().sum())
    }
    fn unix_time(&self) -> u64 {
        NOW + self.elapsed().as_secs()
    }
    fn patience(&self) -> Duration {
        Duration::from_millis(self.1)
    }
    fn sleep(&self, duration: Duration) -> Pin<Box<dyn Future<Output = ()> + '_>> {
        self.0.borrow_mut().push(duration.as_secs());
        Box::pin(std::future::ready(()))
    }
}

fn config(api_url: &str) -> Config {
    let env = |name: &str| (name == "GITHUB_TOKEN").then(|| TOKEN.to_owned());
    Config {
        api_url: api_url.to_owned(),
        token: Token::read(&env).unwrap(),
        repository: Repository::parse("ada/engine").unwrap(),
        proxies: Proxies::default(),
    }
}

fn post() -> Post {
    Post {
        number: 7,
        key: "default".to_owned(),
        head: HEAD.to_owned(),
        insist: false,
    }
}

fn send(github: &FakeGithub, body: &str) -> (Result<Outcome, PublishError>, Vec<u64>) {
    send_post(github, &post(), body)
}

fn send_post(
    github: &FakeGithub,
    post: &Post,
    body: &str,
) -> (Result<Outcome, PublishError>, Vec<u64>) {
    let clock = Hand::default();
    let draft = |_: Option<&Memory>| Some((body.to_owned(), Memory::default()));
    let result = publish_with(&config(&github.url()), post, &draft, &clock);
    (result, clock.waits())
}

fn sent(github: &FakeGithub, body: &str) -> Outcome {
    let (result, _) = send(github, body);
    result.unwrap_or_else(|error| panic!("{error}"))
}

fn error(github: &FakeGithub) -> PublishError {
    let (result, _) = send(github, "text");
    let error = result.expect_err("this must fail");
    let said = format!("{error} {error:?} {}", error.help());
    assert!(!said.contains(TOKEN), "{said}");
    error
}

fn marked(body: &str) -> String {
    format!("{MARKER}\n{body}")
}

fn list(page: u32) -> String {
    format!("GET {ISSUE}?per_page=100&page={page}")
}

#[test]
fn the_first_run_posts() {
    let github = FakeGithub::start().comment(ADA, "Nice work");
    // Through the real clock, as the program does.
    let draft = |_: Option<&Memory>| Some(("# Result".to_owned(), Memory::default()));
    let outcome = publish(&config(&github.url()), &post(), &draft).unwrap();
    assert_eq!(outcome.status, Status::Created);
    assert_eq!(
        outcome.url,
        "https://example.test/ada/engine/pull/7#issuecomment-2"
    );
    assert_eq!(github.log(), [list(1), format!("POST {ISSUE}")]);
    let last = github.comments().pop().unwrap();
    assert_eq!(last.2, marked("# Result"));
}

#[test]
fn every_request_carries_the_headers() {
    let github = FakeGithub::start().comment(BOT, &marked("old"));
    sent(&github, "new");
    let requests = github.requests();
    assert_eq!(requests.len(), 4);
    for request in requests {
        let all = |name: &str| -> Vec<&str> {
            let values = request.headers.get_all(name).iter();
            values.map(|value| value.to_str().unwrap()).collect()
        };
        assert_eq!(all("authorization"), [format!("Bearer {TOKEN}")]);
        assert_eq!(all("accept"), ["application/vnd.github+json"]);
        assert_eq!(all("x-github-api-version"), ["2022-11-28"]);
        // The API refuses requests without one.
        assert_eq!(all("user-agent").len(), 1);
        if matches!(request.method.as_str(), "PATCH" | "POST") {
            assert_eq!(all("content-type"), ["application/json"]);
        }
    }
}

#[test]
fn a_path_in_the_api_address_is_kept() {
    let github = FakeGithub::start();
    let clock = Hand::default();
    let address = format!("{}/api/v3/", github.url());
    // The stand-in knows no such path; the request that arrives is what counts.
    let draft = |_: Option<&Memory>| Some(("x".to_owned(), Memory::default()));
    let _ = publish_with(&config(&address), &post(), &draft, &clock);
    let first = github.requests().remove(0);
    assert_eq!(first.url.path(), format!("/api/v3{PULL}"));
}

#[test]
fn a_later_run_updates_in_place() {
    let github = FakeGithub::start()
        .comment(ADA, "Nice")
        .comment(BOT, &marked("old"));
    let outcome = sent(&github, "new");
    assert_eq!(outcome.status, Status::Updated);
    assert!(outcome.url.ends_with("#issuecomment-2"));
    assert_eq!(github.log(), [list(1), format!("PATCH {COMMENTS}2")]);
    let bodies: Vec<_> = github.comments().into_iter().map(|row| row.2).collect();
    assert_eq!(bodies, ["Nice".to_owned(), marked("new")]);
}

#[test]
fn an_equal_body_is_not_written() {
    let present = marked("one\r\ntwo\r\n");
    let github = FakeGithub::start().comment(BOT, &present);
    let outcome = sent(&github, "one\ntwo");
    assert_eq!(outcome.status, Status::Unchanged);
    assert!(github.log().iter().all(|line| line.starts_with("GET ")));
}

#[test]
fn a_marker_of_somebody_else_is_not_ours() {
    let imitation = ("github-actions[bot]", 666, "User");
    let quoted = format!("> {}", marked("x"));
    let other_key = "<!-- portfolio-check:v1 key=default2 -->\nx";
    let github = FakeGithub::start()
        .comment(ADA, &marked("spoof"))
        .comment(imitation, &marked("spoof"))
        .comment(BOT, &quoted)
        .comment(BOT, other_key);
    let before = github.comments();
    assert_eq!(sent(&github, "text").status, Status::Created);
    let after = github.comments();
    assert_eq!(after[..4], before[..]);
    assert_eq!(after.len(), 5);
}

#[test]
fn a_personal_token_owns_the_comments_of_its_user() {
    let github = FakeGithub::start()
        .user(ADA)
        .comment(BOT, &marked("of the bot"))
        .comment(ADA, &marked("old"));
    let outcome = sent(&github, "new");
    assert_eq!(outcome.status, Status::Updated);
    assert!(outcome.url.ends_with("#issuecomment-2"));
    assert_eq!(github.comments()[0].2, marked("of the bot"));
}

#[test]
fn all_pages_are_read() {
    let mut github = FakeGithub::start();
    for n in 0..150 {
        github = github.comment(ADA, &format!("comment {n}"));
    }
    let github = github.comment(BOT, &marked("old"));
    assert_eq!(sent(&github, "new").status, Status::Updated);
    assert_eq!(
        github.log(),
        [list(1), list(2), format!("PATCH {COMMENTS}151")]
    );
}

#[test]
fn a_full_last_page_is_followed_by_an_empty_one() {
    let mut github = FakeGithub::start();
    for n in 0..100 {
        github = github.comment(ADA, &format!("comment {n}"));
    }
    assert_eq!(sent(&github, "new").status, Status::Created);
    assert_eq!(github.log(), [list(1), list(2), format!("POST {ISSUE}")]);
}

#[test]
fn several_own_comments_become_the_oldest() {
    let github = FakeGithub::start()
        .comment(BOT, &marked("one"))
        .comment(ADA, "Nice")
        .comment(BOT, &marked("two"))
        .comment(BOT, &marked("three"));
    let outcome = sent(&github, "new");
    assert_eq!(
        (outcome.status, outcome.duplicates_left),
        (Status::Updated, 0)
    );
    let left: Vec<_> = github
        .comments()
        .into_iter()
        .map(|row| (row.0, row.2))
        .collect();
    assert_eq!(left, [(1, marked("new")), (2, "Nice".to_owned())]);
}

#[test]
fn a_duplicate_that_stays_is_counted() {
    let github = FakeGithub::start()
        .comment(BOT, &marked("one"))
        .comment(BOT, &marked("two"))
        .fault(Fault::new("DELETE", 403, "Must have admin rights"));
    let outcome = sent(&github, "new");
    assert_eq!(
        (outcome.status, outcome.duplicates_left),
        (Status::Updated, 1)
    );
}

#[test]
fn a_read_only_token_is_explained() {
    let fault = Fault::new("POST", 403, "Resource not accessible by integration").header(
        "x-accepted-github-permissions",
        "issues=write; pull_requests=write",
    );
    let github = FakeGithub::start().fault(fault);
    let (result, waits) = send(&github, "text");
    let error = result.unwrap_err();
    assert!(matches!(error, PublishError::ReadOnly { .. }), "{error:?}");
    assert!(error.help().contains("issues=write; pull_requests=write"));
    assert_eq!(waits, Vec::<u64>::new());
    assert_eq!(github.comments(), []);
}

#[test]
fn final_answers_are_not_repeated() {
    type Case = (u16, &'static str, fn(&PublishError) -> bool);
    let cases: [Case; 6] = [
        (401, "Bad credentials", |e| {
            matches!(e, PublishError::BadToken { .. })
        }),
        (
            403,
            "Unable to create comment because issue is locked.",
            |e| matches!(e, PublishError::Locked { .. }),
        ),
        (404, "Not Found", |e| {
            matches!(e, PublishError::NotFound { .. })
        }),
        (410, "This issue was deleted", |e| {
            matches!(e, PublishError::Gone { .. })
        }),
        (422, "Validation Failed", |e| {
            matches!(e, PublishError::Refused { .. })
        }),
        (418, "teapot", |e| {
            matches!(e, PublishError::Unexpected { status: 418, .. })
        }),
    ];
    for (status, message, expected) in cases {
        let github = FakeGithub::start().fault(Fault::new("POST", status, message));
        let error = error(&github);
        assert!(expected(&error), "{status}: {error:?}");
        assert!(error.to_string().contains(message), "{error}");
        assert_eq!(github.log(), [list(1), format!("POST {ISSUE}")], "{status}");
    }
}

#[test]
fn a_comment_deleted_meanwhile_stays_deleted() {
    let github = FakeGithub::start()
        .comment(BOT, &marked("old"))
        .fault(Fault::new("PATCH", 404, "Not Found"));
    assert!(matches!(error(&github), PublishError::Vanished));
    assert!(!github.log().iter().any(|line| line.starts_with("POST")));
}

#[test]
fn a_limit_is_waited_for() {
    let github = FakeGithub::start()
        .fault(Fault::new("GET", 429, "Too many requests").header("retry-after", 3));
    let (result, waits) = send(&github, "text");
    assert_eq!(result.unwrap().status, Status::Created);
    assert_eq!(waits, [3]);
    assert_eq!(github.log(), [list(1), list(1), format!("POST {ISSUE}")]);
}

#[test]
fn a_secondary_limit_on_the_post_is_waited_for() {
    let message = "You have exceeded a secondary rate limit.";
    let github =
        FakeGithub::start().fault(Fault::new("POST", 403, message).header("retry-after", 30));
    let (result, waits) = send(&github, "text");
    assert_eq!(result.unwrap().status, Status::Created);
    assert_eq!(waits, [30]);
    assert_eq!(github.comments().len(), 1);
}

#[test]
fn a_used_up_limit_is_waited_for_until_its_reset() {
    let fault = Fault::new("PATCH", 403, "API rate limit exceeded")
        .header("x-ratelimit-remaining", 0)
        .header("x-ratelimit-reset", NOW + 40);
    let github = FakeGithub::start()
        .comment(BOT, &marked("old"))
        .fault(fault);
    let (result, waits) = send(&github, "text");
    assert_eq!(result.unwrap().status, Status::Updated);
    assert_eq!(waits, [41]);
}

#[test]
fn a_limit_beyond_the_budget_is_an_error_at_once() {
    let github = FakeGithub::start()
        .fault(Fault::new("GET", 429, "Too many requests").header("retry-after", 3600));
    let (result, waits) = send(&github, "text");
    let error = result.unwrap_err();
    assert!(
        matches!(error, PublishError::RateLimited { status: 429, .. }),
        "{error:?}"
    );
    assert_eq!(waits, Vec::<u64>::new());
}

#[test]
fn a_post_that_arrived_in_spite_of_its_error_is_found() {
    let fault = Fault::new("POST", 502, "Bad Gateway").takes_effect();
    let github = FakeGithub::start().fault(fault);
    let (result, waits) = send(&github, "text");
    assert_eq!(result.unwrap().status, Status::Created);
    assert_eq!(waits, [1]);
    let posts = github
        .log()
        .iter()
        .filter(|line| line.starts_with("POST"))
        .count();
    assert_eq!((posts, github.comments().len()), (1, 1));
}

#[test]
fn a_post_that_did_not_arrive_is_repeated() {
    let github = FakeGithub::start()
        .fault(Fault::new("POST", 500, "Server Error"))
        .fault(Fault::new("POST", 503, "Unavailable"));
    let (result, waits) = send(&github, "text");
    assert_eq!(result.unwrap().status, Status::Created);
    assert_eq!(waits, [1, 2]);
    assert_eq!(github.comments().len(), 1);
    let post = format!("POST {ISSUE}");
    assert_eq!(
        github.log(),
        [list(1), post.clone(), list(1), post.clone(), list(1), post]
    );
}

#[test]
fn a_server_that_keeps_failing_ends_the_tries() {
    let mut github = FakeGithub::start();
    for _ in 0..20 {
        github = github.fault(Fault::new("GET", 502, "Bad Gateway"));
    }
    let (result, waits) = send(&github, "text");
    let error = result.unwrap_err();
    assert!(
        matches!(error, PublishError::Server { status: 502, .. }),
        "{error:?}"
    );
    assert_eq!(waits, [1, 2, 4, 8, 16]);
}

#[test]
fn no_connection_names_the_cause() {
    let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let address = format!("http://{}", listener.local_addr().unwrap());
    drop(listener);
    let clock = Hand::default();
    let draft = |_: Option<&Memory>| Some(("text".to_owned(), Memory::default()));
    let error = publish_with(&config(&address), &post(), &draft, &clock).unwrap_err();
    let PublishError::Unreachable { chain } = &error else {
        panic!("{error:?}");
    };
    assert!(chain.to_lowercase().contains("refused"), "{chain}");
    assert_eq!(clock.waits(), [1, 2, 4, 8, 16]);
}

#[test]
fn another_host_never_sees_the_token() {
    for status in [301, 302, 303, 307, 308] {
        for method in ["GET", "POST"] {
            let other = FakeGithub::start();
            let target = format!("{}{ISSUE}?per_page=100&page=1", other.url());
            let fault = Fault::new(method, status, "Moved").header("location", target);
            let github = FakeGithub::start().fault(fault);
            let (result, _) = send(&github, "text");
            for request in other.requests() {
                assert!(
                    !request.headers.contains_key("authorization"),
                    "{method} {status}"
                );
            }
            // Whatever the other host said, a redirected POST is not a posted comment.
            if method == "POST" {
                assert!(result.is_err(), "{status}: {result:?}");
                assert_eq!(other.comments(), []);
            }
        }
    }
}

#[test]
fn an_answer_that_is_no_list_is_an_error() {
    let github = FakeGithub::start().fault(Fault::new("GET", 200, "a login page"));
    assert!(matches!(
        error(&github),
        PublishError::Unexpected { status: 200, .. }
    ));
}

#[test]
fn nothing_is_written_for_a_body_that_is_too_long() {
    let github = FakeGithub::start();
    let (result, _) = send(&github, &"x".repeat(60_001));
    assert!(matches!(result, Err(PublishError::TooLong { .. })));
    assert_eq!(github.log(), [list(1)]);
}

fn reason(github: &FakeGithub) -> Option<Reason> {
    match sent(github, "text").status {
        Status::Skipped(reason) => Some(reason),
        _ => None,
    }
}

#[test]
fn the_pull_request_is_read_again_before_anything_is_written() {
    use serde_json::json;
    let start = || FakeGithub::start().comment(BOT, &marked("old")).pull(HEAD);
    let cases = [
        (json!("closed"), "state", Reason::Closed),
        (json!(true), "draft", Reason::Draft),
        (json!({ "sha": "c".repeat(40) }), "head", Reason::HeadMoved),
    ];
    for (value, field, expected) in cases {
        let github = start().pull_with(field, value);
        assert_eq!(reason(&github), Some(expected));
        assert_eq!(github.whole_log(), [format!("GET {PULL}")]);
    }
    assert_eq!(reason(&start()), None);
    let draft = start().pull_with("draft", json!(true));
    let insisting = Post {
        insist: true,
        ..post()
    };
    let (outcome, _) = send_post(&draft, &insisting, "text");
    assert_eq!(outcome.unwrap().status, Status::Updated);
}

#[test]
fn a_token_that_may_comment_and_not_read_pull_requests_comments() {
    for status in [403, 404] {
        let github =
            FakeGithub::start()
                .pull(HEAD)
                .fault(Fault::new("PULL", status, "Not accessible"));
        assert_eq!(sent(&github, "text").status, Status::Created);
    }
}

#[test]
fn a_hidden_comment_is_left_alone() {
    let github = FakeGithub::start().comment(BOT, &marked("old")).hidden(1);
    let outcome = sent(&github, "new");
    assert_eq!(outcome.status, Status::Skipped(Reason::Hidden));
    assert!(outcome.url.ends_with("#issuecomment-1"));
    assert_eq!(github.log(), [list(1)]);
    let insisting = Post {
        insist: true,
        ..post()
    };
    let (outcome, _) = send_post(&github, &insisting, "new");
    assert_eq!(outcome.unwrap().status, Status::Updated);
}

#[test]
fn a_comment_that_a_person_deleted_does_not_come_back() {
    let github = FakeGithub::start().deletion("grace", "github-actions");
    assert_eq!(reason(&github), Some(Reason::Deleted));
    assert_eq!(github.comments(), []);
    let insisting = Post {
        insist: true,
        ..post()
    };
    let (outcome, _) = send_post(&github, &insisting, "new");
    assert_eq!(outcome.unwrap().status, Status::Created);

    // What a bot tidied up itself, or what belonged to somebody else, is no such word.
    let others = FakeGithub::start()
        .deletion("github-actions", "github-actions")
        .deletion("grace", "ada");
    assert_eq!(sent(&others, "text").status, Status::Created);
}

#[test]
fn without_the_other_api_the_run_goes_on() {
    for fault in [
        Fault::new("GRAPHQL", 502, "Bad Gateway"),
        Fault::new("GRAPHQL", 403, "Resource not accessible by integration"),
        Fault::new("GRAPHQL", 200, "an answer without data"),
    ] {
        let github = FakeGithub::start()
            .comment(BOT, &marked("old"))
            .hidden(1)
            .fault(fault);
        let (result, waits) = send(&github, "new");
        assert_eq!(result.unwrap().status, Status::Updated);
        assert_eq!(waits, Vec::<u64>::new());
        let user = "GET /user".to_owned();
        assert_eq!(github.log(), [list(1), user, format!("PATCH {COMMENTS}1")]);
    }
}

#[test]
fn the_bot_of_another_app_knows_its_own_comments() {
    let app = ("reviewer[bot]", 99, "Bot");
    let github = FakeGithub::start()
        .user(app)
        .comment(BOT, &marked("of the Actions bot"))
        .comment(app, &marked("old"));
    let outcome = sent(&github, "new");
    assert_eq!(outcome.status, Status::Updated);
    assert!(outcome.url.ends_with("#issuecomment-2"));
    assert!(github.whole_log().contains(&format!("POST {GRAPHQL}")));
    assert!(!github.log().contains(&"GET /user".to_owned()));
}

#[test]
fn the_last_run_is_remembered() {
    let clock = Hand::default();
    let github = FakeGithub::start();
    let seen = RefCell::new(Vec::new());
    let draft = |last: Option<&Memory>| {
        seen.borrow_mut().push(last.cloned());
        let memory = Memory::default()
            .with("percent", "71")
            .with("level", "job-ready");
        Some(("text".to_owned(), memory))
    };
    let run = || publish_with(&config(&github.url()), &post(), &draft, &clock).unwrap();
    assert_eq!(run().status, Status::Created);
    let first_line = "<!-- portfolio-check:v1 key=default percent=71 level=job-ready -->";
    assert_eq!(github.comments()[0].2, format!("{first_line}\ntext"));
    assert_eq!(run().status, Status::Unchanged);
    let seen = seen.into_inner();
    assert_eq!(seen[0], None);
    assert_eq!(seen[1].as_ref().unwrap().get("percent"), Some("71"));
}

#[test]
fn without_news_nothing_is_written() {
    let clock = Hand::default();
    let silent = |_: Option<&Memory>| None;
    let github = FakeGithub::start();
    let run = |github: &FakeGithub| {
        let outcome = publish_with(&config(&github.url()), &post(), &silent, &clock);
        outcome.unwrap().status
    };
    assert_eq!(run(&github), Status::Skipped(Reason::NoNews));
    let github = FakeGithub::start().comment(BOT, &marked("old"));
    assert_eq!(run(&github), Status::Unchanged);
    assert_eq!(github.comments()[0].2, marked("old"));
}

#[test]
fn a_server_that_says_nothing_is_not_waited_for_forever() {
    let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let address = format!("http://{}", listener.local_addr().unwrap());
    let clock = Hand(RefCell::default(), 20);
    let draft = |_: Option<&Memory>| Some(("text".to_owned(), Memory::default()));
    let error = publish_with(&config(&address), &post(), &draft, &clock).unwrap_err();
    assert!(matches!(error, PublishError::TimedOut), "{error:?}");
    assert_eq!(clock.waits(), [1, 2, 4, 8, 16]);
}

/// A proxy that notes what it is asked for and, if it may, passes everything on to one place.
fn proxy(to: Option<String>) -> (String, std::sync::mpsc::Receiver<String>) {
    use std::io::{Read, Write};
    use std::net::{TcpListener, TcpStream};
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = format!("http://ada:s3cret@{}", listener.local_addr().unwrap());
    let (note, notes) = std::sync::mpsc::channel();
    std::thread::spawn(move || {
        for client in listener.incoming() {
            let mut client = client.unwrap();
            let mut head = Vec::new();
            let mut byte = [0_u8];
            while !head.ends_with(b"\r\n\r\n") && client.read(&mut byte).unwrap_or(0) == 1 {
                head.push(byte[0]);
            }
            note.send(String::from_utf8(head).unwrap()).ok();
            let Some(to) = &to else {
                client.write_all(b"HTTP/1.1 403 Forbidden\r\n\r\n").ok();
                continue;
            };
            client.write_all(b"HTTP/1.1 200 OK\r\n\r\n").unwrap();
            let server = TcpStream::connect(to).unwrap();
            let mut back = (server.try_clone().unwrap(), client.try_clone().unwrap());
            std::thread::spawn(move || std::io::copy(&mut back.0, &mut back.1));
            let (mut from, mut to) = (client, server);
            std::thread::spawn(move || std::io::copy(&mut from, &mut to));
        }
    });
    (address, notes)
}

fn through(api: &str, proxy: &str, none: &str) -> Result<Outcome, PublishError> {
    let env = |name: &str| match name {
        "HTTP_PROXY" => Some(proxy.to_owned()),
        "NO_PROXY" => Some(none.to_owned()),
        _ => None,
    };
    let config = Config {
        proxies: Proxies::read(&env),
        ..config(api)
    };
    let draft = |_: Option<&Memory>| Some(("text".to_owned(), Memory::default()));
    let clock = Hand::default();
    let result = publish_with(&config, &post(), &draft, &clock);
    assert_eq!(clock.waits(), Vec::<u64>::new());
    result
}

#[test]
fn the_environment_s_proxy_is_used() {
    let github = FakeGithub::start();
    let host = github.url().replace("http://", "");
    let (address, notes) = proxy(Some(host.clone()));
    let outcome = through(&github.url(), &address, "").unwrap();
    assert_eq!(outcome.status, Status::Created);
    let asked = notes.try_recv().unwrap();
    assert!(asked.starts_with(&format!("CONNECT {host} ")), "{asked}");
    assert!(
        asked.to_lowercase().contains("proxy-authorization: basic "),
        "{asked}"
    );
    assert!(!asked.contains(TOKEN), "{asked}");

    let github = FakeGithub::start();
    let (address, notes) = proxy(None);
    let outcome = through(&github.url(), &address, "example.test,127.0.0.1").unwrap();
    assert_eq!(outcome.status, Status::Created);
    assert!(notes.try_recv().is_err(), "NO_PROXY was not respected");
}

#[test]
fn a_proxy_that_refuses_is_named_without_its_password() {
    let github = FakeGithub::start();
    let (address, _notes) = proxy(None);
    for address in [address, "socks5://ada:s3cret@127.0.0.1:1".to_owned()] {
        let error = through(&github.url(), &address, "").unwrap_err();
        let said = format!("{error} {error:?} {}", error.help());
        assert!(matches!(error, PublishError::Proxy { .. }), "{said}");
        assert!(
            said.contains("HTTPS_PROXY") && !said.contains("s3cret"),
            "{said}"
        );
    }
    assert_eq!(github.whole_log(), Vec::<String>::new());
}

#[test]
fn every_failure_has_its_own_sentence_and_its_own_advice() {
    let said = |text: &str| text.to_owned();
    let failures = [
        PublishError::NoToken,
        PublishError::TooLong { bytes: 70_000 },
        PublishError::BadToken { message: said("m") },
        PublishError::ReadOnly {
            message: said("m"),
            accepted: None,
        },
        PublishError::Locked { message: said("m") },
        PublishError::NotFound { message: said("m") },
        PublishError::Gone { message: said("m") },
        PublishError::Refused { message: said("m") },
        PublishError::RateLimited {
            status: 429,
            message: said("m"),
        },
        PublishError::Server {
            status: 502,
            message: said("m"),
        },
        PublishError::Transport { chain: said("m") },
        PublishError::Unreachable { chain: said("m") },
        PublishError::TimedOut,
        PublishError::Proxy { chain: said("m") },
        PublishError::Certificate { chain: said("m") },
        PublishError::Redirected { status: 301 },
        PublishError::Vanished,
        PublishError::TooManyComments,
        PublishError::Unexpected {
            status: 418,
            message: said("m"),
        },
    ];
    let mut sentences = std::collections::BTreeSet::new();
    let mut advice = std::collections::BTreeSet::new();
    for failure in &failures {
        assert!(failure.help().len() > 20, "{failure}");
        assert!(sentences.insert(failure.to_string()), "{failure}");
        assert!(
            advice.insert(failure.help()),
            "{failure}: {}",
            failure.help()
        );
    }
}
