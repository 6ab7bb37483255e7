//! A small stateful stand-in for the comment part of GitHub's API, on loopback.
//!
//! It answers as the real one does for the paths in use, with 404 elsewhere, and can be told to
//! fail a given method a number of times.

#![allow(dead_code, reason = "each test binary uses its own part")]

use std::collections::VecDeque;
use std::sync::{Arc, Mutex};

use serde_json::{Value, json};
use tokio::runtime::Runtime;
use wiremock::matchers::any;
use wiremock::{Mock, MockServer, Request, Respond, ResponseTemplate};

pub const ISSUE: &str = "/repos/ada/engine/issues/7/comments";
pub const COMMENTS: &str = "/repos/ada/engine/issues/comments/";
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
        let method = request.method.as_str();
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

    fn act(&mut self, request: &Request) -> ResponseTemplate {
        let path = request.url.path();
        let me = self.user.unwrap_or(BOT);
        match (request.method.as_str(), path) {
            ("GET", "/user") => match self.user {
                Some((login, id, kind)) => ResponseTemplate::new(200)
                    .set_body_json(json!({ "login": login, "id": id, "type": kind })),
                None => Fault::new("GET", 403, "Resource not accessible by integration").answer(),
            },
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

    /// `METHOD path?query`, in order.
    pub fn log(&self) -> Vec<String> {
        let line = |request: &Request| {
            let query = request
                .url
                .query()
                .map_or(String::new(), |query| format!("?{query}"));
            format!("{} {}{query}", request.method, request.url.path())
        };
        self.requests().iter().map(line).collect()
    }
}
