r"""Renders comment and summary of repositories full of hostile names, as GitHub would.

    hostile.py PROGRAM

Each case is a file name, a route, a branch, a commit subject and an author at once. Wherever its
text turns up it must stand inside a code span, or in a link to the repository's own page; no tag, no
comment and no table column may come from it.
"""

import json
import os
import subprocess
import sys
import tempfile
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote

import cmarkgfm
from cmarkgfm.cmark import Options

sys.path.append(str(Path(__file__).parent / "act"))
import fake

# The word that is looked for in the page.
WORD = "ZAP"
CASES = [
    "ZAP`code`|pipe",
    "``ZAP``",
    "```ZAP",
    "`ZAP",
    "ZAP`",
    "ZAP|a|b|c",
    "ZAP\\|a\\|b",
    "<script>ZAP</script>",
    "<img src=x onerror=ZAP>",
    "<b>ZAP</b>",
    "</details>ZAP",
    "</td><td>ZAP",
    "<!-- ZAP",
    "-->ZAP",
    "<!-- portfolio-check:v1 key=ZAP -->",
    "@everyone ZAP",
    "@ZAP",
    "#1 ZAP",
    "ada/engine#1 ZAP",
    "GH-1 ZAP",
    ":tada: ZAP",
    "**ZAP**",
    "__ZAP__",
    "~~ZAP~~",
    "# ZAP",
    "> ZAP",
    "- ZAP",
    "1. ZAP",
    "---ZAP",
    "===ZAP",
    "[ZAP](https://evil.test)",
    "![ZAP](https://evil.test/x.png)",
    "[ZAP]: https://evil.test",
    "https://evil.test/ZAP",
    "www.evil.test ZAP",
    "ZAP@evil.test",
    "&lt;b&gt;ZAP",
    "&#96;ZAP&#96;",
    "\\`ZAP\\`",
    "$ZAP$",
    "$`ZAP`$",
    "ZAP\u202edlrow",
    "ZAP\u200b\u200d\ufeff",
    "\u2066ZAP\u2069",
    "ZAP\u00a0\u3000",
    "::error::ZAP",
    "##[error]ZAP",
    "%0A::error::ZAP",
    "ZAP\\",
    "ZAP\t\ttab",
    "\x1b[31mZAP\x1b[0m",
    "ZAP\x7f",
    "ZAP\nline",
    "ZAP\r\n\r\n# line",
    "ZAP\n\n|a|b|",
    "ZAP\n```\nfence",
    "\nZAP",
]
PAGE = "https://github.test/ada/engine/"
TAGS = set(
    "h1 h2 h3 h4 p br hr a code strong em sub sup details summary ul ol li blockquote pre "
    "table thead tbody tr th td".split()
)


class Page(HTMLParser):
    """Reads a page and notes what may not be there."""

    def __init__(self, text):
        super().__init__(convert_charrefs=True)
        self.open, self.wrong, self.found, self.columns = [], [], 0, []
        options = Options.CMARK_OPT_UNSAFE
        self.feed(cmarkgfm.github_flavored_markdown_to_html(text, options))
        self.close()
        self.wrong += [f"<{tag}> is not closed" for tag in self.open]

    def handle_starttag(self, tag, attributes):
        if tag not in TAGS:
            self.wrong.append(f"<{tag}>")
        for name, value in attributes:
            inner = unquote(value or "")
            if name == "href" and ("evil" in inner or WORD in inner) and not inner.startswith(PAGE):
                self.wrong.append(f"a link to {inner}")
            elif name not in ("href", "align", "open", "start"):
                self.wrong.append(f"the attribute {name}={value} of <{tag}>")
        if tag == "tr":
            self.columns.append(0)
        if tag in ("td", "th"):
            self.columns[-1] += 1
        if tag not in ("br", "hr"):
            self.open.append(tag)

    def handle_endtag(self, tag):
        if tag in ("br", "hr"):
            return
        if not self.open or self.open.pop() != tag:
            self.wrong.append(f"</{tag}> out of place")
        if tag == "table":
            if len(set(self.columns)) != 1:
                self.wrong.append(f"a table with rows of {self.columns} columns")
            self.columns = []

    def handle_data(self, data):
        if WORD in data:
            self.found += 1
            if "code" not in self.open:
                self.wrong.append(f"outside of a code span: {data.strip()[:200]!r}")

    def handle_comment(self, data):
        if self.getpos() != (1, 0) or not data.startswith(" portfolio-check:v1 key=default"):
            self.wrong.append(f"a comment: {data}")


def write_repository(folder, case):
    """A small backend whose every name is the case; returns its head."""
    # Not `evil.test.js`, which is a test.
    file = folder / f"{case}_.js"
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(
        "const express = require('express');\nconst app = express();\n"
        f"app.get({json.dumps('/' + case)}, list);\napp.post({json.dumps('/' + case)}, create);\n"
    )
    (folder / "package.json").write_text('{"dependencies": {"express": "4"}}\n')

    def git(*arguments, **more):
        command = ["git", "-C", folder, "-c", "user.name=" + case.replace("\n", " "), *arguments]
        command[3:3] = ["-c", "user.email=ada@example.org"]
        return subprocess.run(command, check=True, capture_output=True, text=True, **more).stdout

    git("init", "--quiet")
    git("add", "--all")
    git("commit", "--quiet", "--cleanup=verbatim", "--file=-", input=case)
    return git("rev-parse", "HEAD").strip()


def publish(program, folder, case, github, api):
    """The comment and the summary of a run on the case."""
    github.reset()
    repository, runner = folder / "repository", folder / "runner"
    runner.mkdir()
    head = write_repository(repository, case)
    side = {"sha": head, "ref": case, "label": case, "repo": {"full_name": "ada/engine"}}
    pull = {"number": 7, "state": "open", "draft": False, "title": case, "head": side, "base": side}
    (runner / "event.json").write_text(json.dumps({"number": 7, "pull_request": pull}))
    environment = {
        "PATH": os.environ["PATH"],
        "GITHUB_API_URL": api,
        "GITHUB_EVENT_NAME": "pull_request",
        "GITHUB_EVENT_PATH": runner / "event.json",
        "GITHUB_OUTPUT": runner / "output",
        "GITHUB_REPOSITORY": "ada/engine",
        "GITHUB_SERVER_URL": "https://github.test",
        "GITHUB_STEP_SUMMARY": runner / "summary.md",
        "GITHUB_TOKEN": "ghs_loopback_only",
        "GITHUB_WORKSPACE": repository,
        "RUNNER_TEMP": runner,
    }
    subprocess.run([program, "action"], env=environment, check=True, capture_output=True)
    [comment] = github.comments
    return {"comment": comment["body"], "summary": (runner / "summary.md").read_text()}


def main():
    github = fake.Fake()
    api = fake.serve(github)
    found, failed = 0, []
    for case in CASES:
        with tempfile.TemporaryDirectory() as folder:
            pages = publish(sys.argv[1], Path(folder), case, github, api)
        for name, text in pages.items():
            page = Page(text)
            found += page.found
            failed += [f"{case!r} in the {name}: {wrong}" for wrong in page.wrong]
            # A page without the text would prove nothing.
            if name == "summary" and not page.found:
                failed.append(f"{case!r} does not turn up in the {name}")
    if failed:
        sys.exit("\n".join([*failed[:50], f"{len(failed)} in all"]))
    print(f"{len(CASES)} hostile cases, {found} places, all of them text")


if __name__ == "__main__":
    main()
