"""The real action.yml, run by act on this machine, against GitHub's own description of its API.

    run.py PROGRAM ACT PRISM DESCRIPTION [SCENARIO…]

The workflow is the one that `portfolio-check init` writes. Between the program and the fake stands
Prism, which refuses requests and answers that the description does not allow. No Docker, no network.
"""

import hashlib
import json
import os
import platform
import re
import shutil
import socket
import subprocess
import sys
import tarfile
import tempfile
import time
import urllib.error
import urllib.request
from pathlib import Path

import fake
import scenarios

ROOT = Path(__file__).resolve().parents[2]
ARCHITECTURES = {"x86_64": "x64", "aarch64": "arm64", "arm64": "arm64"}
TOKEN = "ghs_loopback_only"
APP = """const express = require('express');
const app = express();
app.get('/users', (request, response) => response.json([]));
app.post('/users', (request, response) => response.status(201).json(request.body));
app.listen(3000);
"""


class Outcome:
    """What one run of the workflow left behind."""

    def __init__(self, code, log, seconds):
        self.code, self.log, self.seconds = code, log, seconds

    def output(self, name):
        found = re.search(rf"{name}=(\S*)", self.log)
        return found[1] if found else None


class Bench:
    """A learner's repository, the action's tree, the fake and Prism in front of it."""

    def __init__(self, folder, program, act, description):
        self.folder, self.program, self.act = folder, program, act
        self.fake = fake.Fake(json.loads(Path(description).read_text()))
        self.repository, self.action = folder / "engine", folder / "action"
        self.api = None
        self.make_repository()
        # Only what the action needs at run time; act copies the whole folder.
        (self.action / "action").mkdir(parents=True)
        for file in ["action.yml", "Cargo.toml", "action/install.sh", "action/checksums.txt"]:
            shutil.copy(ROOT / file, self.action / file)
        # Artifacts need GitHub; here they are a folder.
        self.store = folder / "store"
        self.store.mkdir()
        self.stand_in("upload-artifact", f'cp "$FILE" "{self.store}/"')
        self.stand_in("download-artifact", f'mkdir -p "$FILE" && cp "{self.store}"/* "$FILE/"')

    def stand_in(self, name, script):
        """A local action with the inputs that our workflows give to the real one."""
        inputs = ["name", "path", "retention-days", "run-id", "github-token"]
        action = {
            "name": name,
            "description": name,
            "inputs": {key: {"description": key, "required": False} for key in inputs},
            "runs": {
                "using": "composite",
                "steps": [{"shell": "bash", "env": {"FILE": "${{ inputs.path }}"}, "run": script}],
            },
        }
        (self.folder / name).mkdir()
        (self.folder / name / "action.yml").write_text(json.dumps(action))

    def make_repository(self):
        self.repository.mkdir()
        (self.repository / "app.js").write_text(APP)
        (self.repository / "package.json").write_text('{"dependencies": {"express": "4"}}\n')
        self.git("init", "--quiet", "--initial-branch=main")
        self.git("remote", "add", "origin", "https://github.com/ada/engine")
        self.commit("Serve the users")
        self.base = self.head()
        uses = ["--uses", "ada/portfolio-check@v1"]
        subprocess.run(
            [self.program, "init", "--forks", *uses, self.repository], check=True, capture_output=True
        )
        self.pair = {path.name: path.read_text() for path in self.workflows().iterdir()}
        shutil.rmtree(self.workflows())
        subprocess.run(
            [self.program, "init", *uses, self.repository], check=True, capture_output=True
        )
        self.single = (self.workflows() / "portfolio-check.yml").read_text()
        self.git("switch", "--quiet", "--create", "feature")
        self.commit("Check the portfolio on pull requests")

    def workflows(self):
        return self.repository / ".github/workflows"

    def git(self, *arguments):
        identity = ["-c", "user.name=Ada", "-c", "user.email=ada@example.org"]
        command = ["git", "-C", self.repository, *identity, *arguments]
        return subprocess.run(command, check=True, capture_output=True, text=True).stdout

    def commit(self, message):
        self.git("add", "--all")
        self.git("commit", "--quiet", "--message", message)

    def head(self):
        return self.git("rev-parse", "HEAD").strip()

    def pull_request(self, fork=False):
        def side(name, sha):
            owner = name.split("/")[0]
            return {
                "sha": sha,
                "ref": "feature",
                "label": f"{owner}:feature",
                "repo": {"full_name": name, "owner": {"login": owner}},
            }

        return {
            "number": 7,
            "state": "open",
            "draft": False,
            "head": side("grace/engine" if fork else "ada/engine", self.head()),
            "base": side("ada/engine", self.base) | {"ref": "main"},
        }

    def run(self, event_name="pull_request", event=None, workflow=None, inputs=None, env=None):
        """Runs a workflow with the `binary` input and the step's outputs printed."""
        inputs = {"binary": self.program} | (inputs or {})
        lines = "".join(f"          {name}: {value}\n" for name, value in inputs.items())
        text = re.sub(
            r"( *)uses: ada/portfolio-check@v1\n +with:\n", rf"\g<0>{lines}", workflow or self.single
        )
        text = re.sub(r"- name: (Look at|Post)", r"- id: proof\n        name: \1", text)
        text = text.replace("    steps:\n", f"    steps:\n{CLOCK}")
        text = text.replace("        id: portfolio\n", "").replace("steps.portfolio.", "steps.proof.")
        text += PRINT
        path = self.folder / "workflow.yml"
        path.write_text(text)
        if event is None:
            pull = self.pull_request()
            event = {"action": "synchronize", "number": 7, "pull_request": pull}
        if not self.fake.pulls:
            self.fake.pulls = [event["pull_request"]]
        (self.folder / "event.json").write_text(json.dumps(event))
        settings = {"GITHUB_API_URL": self.api, "GITHUB_SERVER_URL": "https://github.test"} | (env or {})
        command = [self.act, event_name, "--no-cache-server", "--workflows", path]
        command += ["--platform", "ubuntu-latest=-self-hosted", "--eventpath", self.folder / "event.json"]
        command += ["--local-repository", f"ada/portfolio-check@v1={self.action}"]
        for name, commit in re.findall(r"uses: actions/(\w+-artifact)@(\w+)", text):
            place = f"actions/{name}@{commit}={self.folder / name}"
            command += ["--local-repository", place]
        command += ["--secret", f"GITHUB_TOKEN={TOKEN}"]
        for name, value in settings.items():
            command += ["--env", f"{name}={value}"]
        start = time.monotonic()
        done = subprocess.run(
            command, cwd=self.repository, capture_output=True, text=True, errors="replace", timeout=300
        )
        log = done.stdout + done.stderr
        assert TOKEN not in log, "the token is printed"
        return Outcome(done.returncode, log, time.monotonic() - start)

    def publish_release(self):
        """Pretends that this program is released; returns the environment with a curl that has it."""
        tools = self.folder / "tools"
        tools.mkdir()
        system = {"Linux": "linux", "Darwin": "macos"}[platform.system()]
        asset = f"portfolio-check-{system}-{ARCHITECTURES[platform.machine()]}.tar.gz"
        with tarfile.open(tools / asset, "w:gz", compresslevel=1) as archive:
            archive.add(self.program, "portfolio-check")
        total = hashlib.sha256((tools / asset).read_bytes()).hexdigest()
        version = re.search('^version = "(.*)"$', (ROOT / "Cargo.toml").read_text(), re.MULTILINE)[1]
        place = f"https://example.test/ada/portfolio-check/releases/download/v{version}"
        text = f"from {place}\n{total}  {asset}\n"
        (self.action / "action/checksums.txt").write_text(text)
        curl = tools / "curl"
        curl.write_text(
            '#!/bin/sh\nwhile [ $# -gt 1 ]; do shift; done\n' + f'cp "{tools}/${{1##*/}}" .\n'
        )
        curl.chmod(0o755)
        return {"PATH": f"{tools}:{os.environ['PATH']}"}

    def request(self, method, address, body=None):
        """The status of a request of our own."""
        data = None if body is None else json.dumps(body).encode()
        request = urllib.request.Request(address, data, {"content-type": "application/json"}, method=method)
        try:
            with urllib.request.urlopen(request) as answer:
                return answer.status
        except urllib.error.HTTPError as error:
            return error.code


CLOCK = """      - name: Clock
        shell: bash
        run: echo "clock=$(date +%s.%N) end"
"""
PRINT = """
      - name: Print
        if: always()
        shell: bash
        env:
          STATUS: ${{ steps.proof.outputs.comment-status }}
          SCORE: ${{ steps.proof.outputs.score }}
          ADDRESS: ${{ steps.proof.outputs.comment-url }}
        run: echo "got status=$STATUS score=$SCORE url=$ADDRESS end"
"""


def start_prism(prism, description, upstream):
    """Prism on a free port; returns the process and the address once it answers."""
    with tempfile.TemporaryFile() as log:
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = free.getsockname()[1]
        process = subprocess.Popen(
            [prism, "proxy", description, upstream, "--errors", "--port", str(port)],
            stdout=log,
            stderr=log,
        )
        address = f"http://127.0.0.1:{port}"
        for _ in range(600):
            try:
                urllib.request.urlopen(f"{address}/repos/ada/engine/issues/7/comments?per_page=1&page=1")
                return process, address
            except OSError:
                time.sleep(0.1)
        process.kill()
        log.seek(0)
        sys.exit(f"Prism does not answer:\n{log.read().decode()}")


def main():
    program, act, prism, description = (os.path.abspath(path) for path in sys.argv[1:5])
    wanted = sys.argv[5:]
    failed = []
    with tempfile.TemporaryDirectory() as folder:
        bench = Bench(Path(folder), program, act, description)
        upstream = fake.serve(bench.fake)
        process, bench.api = start_prism(prism, description, upstream)
        try:
            for name, scenario in scenarios.ALL.items():
                if wanted and name not in wanted:
                    continue
                bench.fake.reset()
                start = time.monotonic()
                try:
                    scenario(bench)
                    print(f"ok      {name} ({time.monotonic() - start:.1f} s)", flush=True)
                except AssertionError as error:
                    failed.append(name)
                    print(f"FAILED  {name}: {error}\n{bench.fake.log}", flush=True)
        finally:
            process.kill()
    if failed:
        sys.exit(f"failed: {', '.join(failed)}")


if __name__ == "__main__":
    main()
