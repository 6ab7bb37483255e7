"""What may happen between a workflow run and GitHub, one function each."""

import json

import fake

ALL = {}
MARKER = "<!-- portfolio-check:v1 key=default"


def scenario(function):
    ALL[function.__name__] = function
    return function


def holds(outcome, condition, what):
    assert condition, f"{what}\n{outcome.log[-4000:]}"


def ran(bench, status, **options):
    """A run that ends green with this `comment-status`."""
    outcome = bench.run(**options)
    holds(outcome, outcome.code == 0, f"exit code {outcome.code}")
    got = outcome.output("got status")
    holds(outcome, got == status, f"comment-status is {got}, not {status}")
    return outcome


def own(bench):
    return [c for c in bench.fake.comments if c["body"].startswith(MARKER)]


def writes(bench):
    return [line for line in bench.fake.log if not line.startswith("GET") and "/graphql" not in line]


def posts(bench):
    return [line for line in writes(bench) if line.startswith("POST")]


@scenario
def first_post_then_unchanged_then_update(bench):
    outcome = ran(bench, "created")
    [comment] = own(bench)
    holds(outcome, "app.js#L3" in comment["body"], "no link to the evidence")
    holds(outcome, outcome.output("url") == comment["html_url"], "no address")
    ran(bench, "unchanged")
    holds(outcome, len(writes(bench)) == 1, "an unchanged comment is left alone")
    comment["body"] = f"{MARKER} -->\nold"
    ran(bench, "updated")
    holds(outcome, [c["id"] for c in own(bench)] == [comment["id"]], "the same comment")
    holds(outcome, "app.js#L3" in own(bench)[0]["body"], "the new text")
    seconds = bench.fake.posted_at - float(outcome.output("clock"))
    print(f"        from the start of the job's steps to the comment: {seconds:.2f} s")


@scenario
def prism_refuses_what_the_description_does_not_allow(bench):
    """The proof of the proof: right answers, a wrong request, a wrong answer."""
    repository = f"{bench.api}/repos/ada/engine"
    comments = f"{repository}/issues/7/comments?per_page=9&page=1"
    bench.fake.pulls = [bench.pull_request()]
    for right in ["pulls/7", "pulls?state=open&head=ada:feature&per_page=100"]:
        status = bench.request("GET", f"{repository}/{right}")
        assert status == 200, f"{right} got {status}"
    status = bench.request("POST", f"{bench.api}/graphql", {"query": "{viewer{login}}"})
    assert status == 200, f"a question got {status}"
    bench.fake.reset()
    status = bench.request("POST", comments, {"text": "the field is called body"})
    assert status == 422, f"a wrong request got {status}"
    assert not bench.fake.log, "it went through"
    del bench.fake.add(fake.BOT, "x")["user"]["login"]
    status = bench.request("GET", comments)
    assert status == 500, f"a wrong answer got {status}"


@scenario
def a_fork_gets_a_summary_and_a_notice(bench):
    bench.fake.token_is_read_only = True
    event = {"action": "opened", "number": 7, "pull_request": bench.pull_request(fork=True)}
    outcome = bench.run(event=event)
    holds(outcome, outcome.code == 0, "a fork's run stays green")
    holds(outcome, not own(bench), "nothing is posted")
    holds(outcome, "::notice" in outcome.log or "💬" in outcome.log, "a notice says why")
    holds(outcome, "GET /users" in outcome.log, "the summary is there")


@scenario
def a_locked_conversation_is_respected(bench):
    message = "Unable to create comment because issue is locked."
    bench.fake.faults = [fake.Fault("POST", 403, message)]
    outcome = bench.run()
    holds(outcome, outcome.code == 0 and not own(bench), "green, without a comment")
    holds(outcome, "locked" in outcome.log, "the reason is named")
    holds(outcome, len(writes(bench)) == 1, "one try is enough")


@scenario
def a_secondary_limit_is_waited_for(bench):
    message = "You have exceeded a secondary rate limit."
    bench.fake.faults = [fake.Fault("POST", 403, message, {"retry-after": "2"})]
    ran(bench, "created")
    assert len(own(bench)) == 1 and len(writes(bench)) == 2, bench.fake.log


@scenario
def a_broken_server_gets_no_second_comment(bench):
    bench.fake.faults = [
        fake.Fault("POST", 502, "Bad gateway"),
        fake.Fault("POST", 502, "Bad gateway, but the comment is there", takes_effect=True),
    ]
    ran(bench, "created")
    assert len(own(bench)) == 1 and len(writes(bench)) == 2, bench.fake.log


@scenario
def the_own_comment_is_found_behind_many_others(bench):
    for number in range(150):
        bench.fake.add(("grace", 3, "User"), f"comment {number}")
        if number == 120:
            bench.fake.add(fake.BOT, f"{MARKER} -->\nold")
    ran(bench, "updated")
    assert len(own(bench)) == 1 and len(bench.fake.comments) == 151, bench.fake.log
    assert not posts(bench), bench.fake.log


@scenario
def a_spoofed_marker_belongs_to_its_author(bench):
    theirs = f"{MARKER} -->\nmine, says grace"
    bench.fake.add(("grace", 3, "User"), theirs)
    bench.fake.add(fake.BOT, f"another tool quotes\n{MARKER} -->")
    ran(bench, "created")
    assert bench.fake.comments[0]["body"] == theirs, "a person's comment was overwritten"
    assert len(bench.fake.comments) == 3, bench.fake.log


@scenario
def a_comment_that_is_deleted_meanwhile_stays_deleted(bench):
    bench.fake.add(fake.BOT, f"{MARKER} -->\nold")
    bench.fake.faults = [fake.Fault("PATCH", 404, "Not Found")]
    outcome = bench.run()
    holds(outcome, outcome.code == 0, "green")
    assert not posts(bench), bench.fake.log


@scenario
def a_committed_checksum_makes_the_action_download(bench):
    outcome = ran(bench, "created", inputs={"binary": '""'}, env=bench.publish_release())
    holds(outcome, "/portfolio-check/release/portfolio-check" in outcome.log, "the release is used")
    holds(outcome, "Compiling" not in outcome.log, "and nothing built")


def after_a_run_on_a_fork(bench):
    """Runs the reading half of the pair; returns the event that starts the other half."""
    bench.fake.token_is_read_only = True
    pull = bench.pull_request(fork=True)
    event = {"action": "opened", "number": 7, "pull_request": pull}
    check = bench.pair["portfolio-check.yml"]
    outcome = ran(bench, "skipped", event=event, workflow=check)
    holds(outcome, (bench.store / "report.json").is_file(), "the report is handed over")
    assert not writes(bench), bench.fake.log
    bench.fake.token_is_read_only = False
    head = pull["head"]
    run = {"id": 1, "event": "pull_request", "conclusion": "success", "pull_requests": []}
    run |= {"head_sha": head["sha"], "head_branch": head["ref"], "head_repository": head["repo"]}
    return {"action": "completed", "workflow_run": run}


@scenario
def the_other_run_posts_for_a_fork(bench):
    event = after_a_run_on_a_fork(bench)
    comment = bench.pair["portfolio-check-comment.yml"]
    ran(bench, "created", event_name="workflow_run", event=event, workflow=comment)
    [posted] = own(bench)
    assert "app.js#L3" in posted["body"], posted["body"]
    ran(bench, "unchanged", event_name="workflow_run", event=event, workflow=comment)


@scenario
def a_forged_report_says_nothing(bench):
    event = after_a_run_on_a_fork(bench)
    comment = bench.pair["portfolio-check-comment.yml"]
    file = bench.store / "report.json"
    genuine = json.loads(file.read_text())
    advert = "[BUY](https://evil.test)"
    forged = json.loads(file.read_text().replace("No ", f"{advert} "))
    for report in [forged, genuine | {"advert": advert}, [advert]]:
        file.write_text(json.dumps(report))
        outcome = bench.run("workflow_run", event, comment)
        holds(outcome, outcome.code == 0, "green")
        assert not any("evil" in comment["body"] for comment in own(bench)), own(bench)


@scenario
def a_newer_commit_is_left_to_its_own_run(bench):
    event = after_a_run_on_a_fork(bench)
    bench.fake.pulls = [bench.pull_request(fork=True)]
    bench.fake.pulls[0]["head"]["sha"] = "1" * 40
    comment = bench.pair["portfolio-check-comment.yml"]
    outcome = bench.run("workflow_run", event, comment)
    holds(outcome, outcome.code == 0 and not own(bench), "green, without a comment")


@scenario
def what_a_person_hid_or_deleted_stays_so(bench):
    mine = bench.fake.add(fake.BOT, f"{MARKER} -->\nold")
    bench.fake.hidden = [mine["node_id"]]
    ran(bench, "skipped")
    assert mine["body"].endswith("old"), bench.fake.log
    bench.fake.comments, bench.fake.hidden = [], []
    bench.fake.deleted_by = {"login": "ada"}
    ran(bench, "skipped")
    assert not writes(bench), bench.fake.log
