//! A small stateful stand-in for the part of GitHub's API that is in use, on loopback.
//!
//! It answers as the real one does, with 404 elsewhere, and can be told to fail a given method a
//! number of times. `PULL` and `GRAPHQL` stand for the requests about the pull request and to the
//! other API, which the methods do not tell from those about comments.

#![allow(dead_code, reason = "each test binary uses its own part")]

use std::collections::VecDeque;
use std::sync::{Arc, Mutex};

use serde_json::{Value, json};
use tokio::runtime::Runtime;
use wiremock::matchers::any;
use wiremock::{Mock, MockServer, Request, Respond, ResponseTemplate};

pub const ISSUE: &str = "/repos/ada/engine/issues/7/comments";
pub const COMMENTS: &str = "/repos/ada/engine/issues/comments/";
pub const PULL: &str = "/repos/ada/engine/pulls/7";
pub const PULLS: &str = "/repos/ada/engine/pulls";
pub const GRAPHQL: &str = "/graphql";
pub const BOT: (&str, u64, &str) = ("github-actions[bot]", 41_898_282, "Bot");

/// One planned failure of one method.
pub struct Fault {
    pub method: &'static str,
    pub status: u16,
    pub headers: Vec<(&'static str, String)>,
    pub message: &'static str,
    /// The request takes effect although its answer is a failure.
    pub takes_effect: bool,
}

impl Fault {
    pub fn new(method: &'static str, status: u16, message: &'static str) -> Self {
        Self {
            method,
            status,
            headers: Vec::new(),
            message,
            takes_effect: false,
        }
    }

    pub fn header(mut self, name: &'static str, value: impl ToString) -> Self {
        self.headers.push((name, value.to_string()));
        self
    }

    pub fn takes_effect(mut self) -> Self {
        self.takes_effect = true;
        self
    }

    fn answer(&self) -> ResponseTemplate {
        let body = json!({
            "message": self.message,
            "documentation_url": "https://docs.example.test/rest",
            "status": self.status.to_string(),
        });
        let answer = ResponseTemplate::new(self.status).set_body_json(body);
        self.headers.iter().fold(answer, |answer, (name, value)| {
            answer.append_header(*name, value.as_str())
        })
    }
}

#[derive(Default)]
struct State {
    comments: Vec<Value>,
    faults: VecDeque<Fault>,
    /// What `GET /user` says; `None` is an installation token.
    user: Option<(&'static str, u64, &'static str)>,
    next_id: u64,
    /// The pull request as it is now; `None` where the token may not read it.
    pull: Option<Value>,
    /// Node ids of comments that a person hid.
    hidden: Vec<String>,
    /// Who deleted whose comment.
    deletions: Vec<(&'static str, &'static str)>,
}

/// What a fault's method stands for.
fn method(request: &Request) -> &str {
    match request.url.path() {
        PULL | PULLS => "PULL",
        GRAPHQL => "GRAPHQL",
        _ => request.method.as_str(),
    }
}

impl State {
    fn add(&mut self, author: (&str, u64, &str), body: &str) -> Value {
        self.next_id += 1;
        let id = self.next_id;
        let comment = json!({
            "id": id,
            "node_id": format!("IC_{id}"),
            "url": format!("https://api.example.test{COMMENTS}{id}"),
            "html_url": format!("https://example.test/ada/engine/pull/7#issuecomment-{id}"),
            "body": body,
            "user": { "login": author.0, "id": author.1, "type": author.2 },
            "created_at": "2026-01-01T00:00:00Z",
            "author_association": "NONE",
        });
        self.comments.push(comment.clone());
        comment
    }

    fn answer(&mut self, request: &Request) -> ResponseTemplate {
        let method = method(request);
        let due = self.faults.iter().position(|fault| fault.method == method);
        let fault = due.and_then(|at| self.faults.remove(at));
        match fault {
            Some(fault) if fault.takes_effect => {
                self.act(request);
                fault.answer()
            }
            Some(fault) => fault.answer(),
            None => self.act(request),
        }
    }

    fn graphql(&self, request: &Request) -> Value {
        let asked: Value = request.body_json().expect("a JSON body");
        let ids = asked["variables"]["ids"].as_array().expect("ids");
        let nodes: Vec<Value> = ids
            .iter()
            .map(|id| {
                let hidden = self.hidden.iter().any(|hidden| id == hidden.as_str());
                json!({ "id": id, "isMinimized": hidden })
            })
            .collect();
        let events: Vec<Value> = self
            .deletions
            .iter()
            .map(|(actor, author)| {
                json!({ "actor": { "login": actor }, "deletedCommentAuthor": { "login": author } })
            })
            .collect();
        json!({ "data": {
            "viewer": { "login": self.user.unwrap_or(BOT).0 },
            "nodes": nodes,
            "repository": { "pullRequest": { "timelineItems": { "nodes": events } } },
        } })
    }

    fn act(&mut self, request: &Request) -> ResponseTemplate {
        let path = request.url.path();
        let me = self.user.unwrap_or(BOT);
        match (request.method.as_str(), path) {
            ("GET", "/user") => match self.user {
                Some((login, id, kind)) => ResponseTemplate::new(200)
                    .set_body_json(json!({ "login": login, "id": id, "type": kind })),
                None => Fault::new("GET", 403, "Resource not accessible by integration").answer(),
            },
            ("GET", PULL) => match &self.pull {
                Some(pull) => ResponseTemplate::new(200).set_body_json(pull),
                None => Fault::new("", 404, "Not Found").answer(),
            },
            ("GET", PULLS) => {
                let pulls: Vec<&Value> = self.pull.iter().collect();
                ResponseTemplate::new(200).set_body_json(pulls)
            }
            ("POST", GRAPHQL) => ResponseTemplate::new(200).set_body_json(self.graphql(request)),
            ("GET", ISSUE) => {
                let number = |name: &str| -> usize {
                    let pair = request.url.query_pairs().find(|(key, _)| key == name);
                    pair.expect("per_page and page")
                        .1
                        .parse()
                        .expect("a number")
                };
                let (size, page) = (number("per_page"), number("page"));
                let page: Vec<_> = self
                    .comments
                    .chunks(size)
                    .nth(page - 1)
                    .unwrap_or(&[])
                    .to_vec();
                ResponseTemplate::new(200).set_body_json(page)
            }
            ("POST", ISSUE) => {
                let comment = self.add(me, &body_of(request));
                ResponseTemplate::new(201).set_body_json(comment)
            }
            ("PATCH" | "DELETE", path) if path.starts_with(COMMENTS) => {
                let id: u64 = path[COMMENTS.len()..].parse().expect("an id");
                let Some(at) = self.comments.iter().position(|comment| comment["id"] == id) else {
                    return Fault::new("", 404, "Not Found").answer();
                };
                if request.method.as_str() == "DELETE" {
                    self.comments.remove(at);
                    return ResponseTemplate::new(204);
                }
                self.comments[at]["body"] = body_of(request).into();
                ResponseTemplate::new(200).set_body_json(&self.comments[at])
            }
            _ => Fault::new("", 404, "Not Found").answer(),
        }
    }
}

fn body_of(request: &Request) -> String {
    let value: Value = request.body_json().expect("a JSON body");
    value["body"].as_str().expect("a body").to_owned()
}

struct Answers(Arc<Mutex<State>>);

impl Respond for Answers {
    fn respond(&self, request: &Request) -> ResponseTemplate {
        self.0.lock().expect("no earlier panic").answer(request)
    }
}

pub struct FakeGithub {
    state: Arc<Mutex<State>>,
    server: MockServer,
    runtime: Runtime,
}

impl FakeGithub {
    pub fn start() -> Self {
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .build()
            .expect("a runtime");
        let state = Arc::new(Mutex::new(State::default()));
        let server = runtime.block_on(async {
            let server = MockServer::start().await;
            let answers = Answers(Arc::clone(&state));
            Mock::given(any())
                .respond_with(answers)
                .mount(&server)
                .await;
            server
        });
        Self {
            state,
            server,
            runtime,
        }
    }

    /// Answers `GET /user` as for the token of a person.
    pub fn user(self, user: (&'static str, u64, &'static str)) -> Self {
        self.state.lock().unwrap().user = Some(user);
        self
    }

    pub fn comment(self, author: (&str, u64, &str), body: &str) -> Self {
        self.state.lock().unwrap().add(author, body);
        self
    }

    pub fn fault(self, fault: Fault) -> Self {
        self.state.lock().unwrap().faults.push_back(fault);
        self
    }

    /// The pull request as it is now, open and from a branch of the repository itself.
    pub fn pull(self, head: &str) -> Self {
        self.pull_of("ada/engine", head)
    }

    pub fn pull_of(self, repository: &str, head: &str) -> Self {
        self.state.lock().unwrap().pull = Some(json!({
            "number": 7,
            "state": "open",
            "draft": false,
            "head": { "sha": head, "ref": "feature", "repo": { "full_name": repository } },
            "base": { "sha": "b".repeat(40), "repo": { "full_name": "ada/engine" } },
        }));
        self
    }

    /// Changes a field of the pull request.
    pub fn pull_with(self, field: &str, value: Value) -> Self {
        self.state.lock().unwrap().pull.as_mut().unwrap()[field] = value;
        self
    }

    pub fn hidden(self, comment: u64) -> Self {
        self.state
            .lock()
            .unwrap()
            .hidden
            .push(format!("IC_{comment}"));
        self
    }

    pub fn deletion(self, actor: &'static str, author: &'static str) -> Self {
        self.state.lock().unwrap().deletions.push((actor, author));
        self
    }

    pub fn url(&self) -> String {
        self.server.uri()
    }

    /// Author and body of every comment that is there now, in order.
    pub fn comments(&self) -> Vec<(u64, String, String)> {
        let state = self.state.lock().unwrap();
        let text = |value: &Value| value.as_str().unwrap().to_owned();
        let row = |comment: &Value| {
            let id = comment["id"].as_u64().unwrap();
            (id, text(&comment["user"]["login"]), text(&comment["body"]))
        };
        state.comments.iter().map(row).collect()
    }

    pub fn requests(&self) -> Vec<Request> {
        let received = self.runtime.block_on(self.server.received_requests());
        received.expect("recording is on")
    }

    /// `METHOD path?query` of the requests about comments, in order.
    pub fn log(&self) -> Vec<String> {
        let requests = self.requests();
        let about_comments = |request: &&Request| !matches!(method(request), "PULL" | "GRAPHQL");
        requests.iter().filter(about_comments).map(line).collect()
    }

    /// The same of all requests.
    pub fn whole_log(&self) -> Vec<String> {
        self.requests().iter().map(line).collect()
    }
}

fn line(request: &Request) -> String {
    let query = request
        .url
        .query()
        .map_or(String::new(), |query| format!("?{query}"));
    format!("{} {}{query}", request.method, request.url.path())
}
