"""A stand-in for the comment part of GitHub's API that remembers what it was told.

It stands behind Prism, which holds requests and answers against GitHub's own description. A planned
fault answers one request of a method; with `takes_effect` the request is carried out all the same.
"""

import copy
import json
import re
import threading
import time
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit

BOT = ("github-actions[bot]", 41898282, "Bot")
HOST = "https://example.test"


def user(login, number, kind):
    api = f"{HOST}/users/{login.replace('[', '%5B').replace(']', '%5D')}"
    links = "followers following gists starred subscriptions organizations repos events received_events"
    account = {f"{name}_url": api for name in links.split()}
    return account | {
        "login": login,
        "id": number,
        "node_id": f"U_{number}",
        "avatar_url": HOST,
        "gravatar_id": "",
        "url": api,
        "html_url": HOST,
        "type": kind,
        "site_admin": False,
    }


@dataclass
class Fault:
    method: str
    status: int
    message: str
    headers: dict = field(default_factory=dict)
    takes_effect: bool = False


class Fake:
    """The state; tests read and write it between two runs.

    Pull requests are those of the description's own examples with our names and numbers in them.
    Without a description there is none, as for a token that may not read them.
    """

    def __init__(self, description=None):
        self.examples = description["components"]["examples"] if description else None
        self.reset()

    def reset(self):
        self.comments, self.faults, self.log = [], [], []
        self.posted_at = None
        self.pulls, self.token_is_read_only = [], False
        self.hidden, self.deleted_by = [], None
        self.next_id = 1000

    def add(self, author, body):
        self.next_id += 1
        comment = {
            "id": self.next_id,
            "node_id": f"IC_{self.next_id}",
            "url": f"{HOST}/comments/{self.next_id}",
            "html_url": f"{HOST}/ada/engine/pull/7#issuecomment-{self.next_id}",
            "issue_url": f"{HOST}/ada/engine/issues/7",
            "body": body,
            "user": user(*author),
            "created_at": "2026-01-01T00:00:00Z",
            "updated_at": "2026-01-01T00:00:00Z",
            "author_association": "NONE",
        }
        self.comments.append(comment)
        return comment

    def answer(self, method, target, body):
        self.log.append(f"{method} {target}")
        # The GraphQL API has its own servers.
        due = [fault for fault in self.faults if fault.method == method and target != "/graphql"]
        fault = due[0] if due else None
        if fault:
            self.faults.remove(fault)
            if fault.takes_effect:
                self.act(method, target, body)
            return fault.status, failure(fault.status, fault.message), fault.headers
        return *self.act(method, target, body), {}

    def act(self, method, target, body):
        url = urlsplit(target)
        query = {key: values[0] for key, values in parse_qs(url.query).items()}
        if method != "GET" and self.token_is_read_only and url.path != "/graphql":
            return 403, failure(403, "Resource not accessible by integration")
        if url.path == "/graphql":
            return 200, {"data": self.insight()}
        if url.path == "/user":
            return 403, failure(403, "Resource not accessible by integration")
        if url.path.endswith("/issues/7/comments"):
            if method == "POST":
                self.posted_at = time.time()
                return 201, self.add(BOT, body["body"])
            size, page = int(query["per_page"]), int(query["page"])
            return 200, self.comments[size * (page - 1) : size * page]
        if url.path == "/repos/ada/engine/pulls":
            heads = [pull for pull in self.pulls if pull["head"]["label"] == query["head"]]
            return 200, [self.fill("pull-request-simple-items", pull) for pull in heads]
        one = re.fullmatch(r"/repos/ada/engine/pulls/(\d+)", url.path)
        if one:
            found = [pull for pull in self.pulls if pull["number"] == int(one[1])]
            return (200, self.fill("pull-request", found[0])) if found else (404, failure(404, "Not Found"))
        one = re.fullmatch(r"/repos/ada/engine/issues/comments/(\d+)", url.path)
        found = [c for c in self.comments if one and c["id"] == int(one[1])]
        if not found:
            return 404, failure(404, "Not Found")
        if method == "DELETE":
            self.comments.remove(found[0])
            return 204, None
        found[0]["body"] = body["body"]
        return 200, found[0]

    def fill(self, name, pull):
        """An example of the description with the values of this pull request."""
        example = copy.deepcopy(self.examples[name]["value"])
        example = example[0] if isinstance(example, list) else example
        for side in ("head", "base"):
            example[side]["repo"]["full_name"] = pull[side]["repo"]["full_name"]
            example[side] |= {key: pull[side][key] for key in ("sha", "ref", "label")}
        # The description's own example of a team is older than the description.
        example["requested_teams"] = []
        return example | {key: pull[key] for key in ("number", "state", "draft")}

    def insight(self):
        """What the GraphQL API says beside: who asks, what is hidden, who deleted what."""
        deleted = {"actor": self.deleted_by, "deletedCommentAuthor": {"login": "github-actions"}}
        return {
            "viewer": {"login": BOT[0]},
            "nodes": [{"id": node, "isMinimized": True} for node in self.hidden],
            "repository": {
                "pullRequest": {"timelineItems": {"nodes": [deleted] if self.deleted_by else []}}
            },
        }


def failure(status, message):
    return {"message": message, "documentation_url": f"{HOST}/docs", "status": str(status)}


def serve(fake):
    """Starts the server on a free port of loopback; returns its address."""

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def go(self):
            length = int(self.headers.get("content-length") or 0)
            body = json.loads(self.rfile.read(length)) if length else None
            status, answer, headers = fake.answer(self.command, self.path, body)
            text = b"" if answer is None else json.dumps(answer).encode()
            self.send_response(status)
            for name, value in headers.items():
                self.send_header(name, value)
            if answer is not None:
                self.send_header("content-type", "application/json")
            if status != 204:
                self.send_header("content-length", str(len(text)))
            self.end_headers()
            self.wfile.write(text)

        do_GET = do_POST = do_PATCH = do_DELETE = go

        def log_message(self, *_):
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    return f"http://127.0.0.1:{server.server_port}"
