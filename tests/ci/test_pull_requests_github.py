"""A pull request on GitHub is told the verdict; every request obeys GitHub's own description."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace

import pytest

from pytest_ssot.formats.text.origin import Origin
from pytest_ssot.model import Severity
from tests.ci.publishing import HEAD, PERSONAL, TOKEN, github, tell
from tests.ci.services.github import Account, GitHubService, complaint_of
from tests.ci.services.server import Answer, Fault, Request, serving
from tests.formats.sample import BYPASS, CLEAN, LONG, SAMPLE, large

MARKER = "<!-- pytest-ssot: ssot -->"
NOTE = {"path": "a.py", "start_line": 1, "end_line": 1, "annotation_level": "warning", "message": "x"}
ONE = replace(SAMPLE, assessments=(BYPASS,))


@pytest.fixture
def service() -> Iterator[GitHubService]:
    """GitHub with the pull request; nothing that it would not understand was asked."""
    with serving(github()) as found:
        assert isinstance(found, GitHubService)
        yield found
        assert found.complaints == []


def own(service: GitHubService) -> list[str]:
    """The comments that begin with our marker."""
    return [comment["body"] for comment in service.comments if comment["body"].startswith(MARKER)]


def test_a_pull_request_goes_from_refused_to_merged(service: GitHubService) -> None:
    """Merging waits for the status; labels and the one comment among 120 others follow the verdict."""
    service.required = ("ssot",)
    service.labels = ["bug", "ssot: not ours"]
    for number in range(60):
        service.say("somebody", f"comment {number}")
    first = tell(service, SAMPLE)
    for number in range(60):
        service.say("somebody", f"comment {60 + number}")

    assert service.merge(service.requests[0]).status == 405
    assert service.labels == ["bug", "ssot: not ours", "ssot: critical", "ssot: error", "ssot: warning"]
    assert [label["color"] for label in service.known_labels.values()] == ["b60205", "d93f0b", "fbca04"]
    assert first.missed == ()
    assert len(own(service)) == 1
    assert "jwt.decode" in own(service)[0]

    service.head = "b" * 40
    second = tell(service, replace(CLEAN), commit="b" * 40)

    assert second.missed == ()
    assert service.labels == ["bug", "ssot: not ours"]
    assert len(service.comments) == 121
    assert len(own(service)) == 1
    assert "Everything that was reported here is gone." in own(service)[0]
    assert service.comments.index(next(c for c in service.comments if c["body"] == own(service)[0])) == 60
    assert service.merge(service.requests[0]).status == 200


def test_what_was_done_is_told_in_words(service: GitHubService) -> None:
    """Each thing that the pull request shows is one line of the log."""
    found = tell(service, ONE)

    assert found.lines == (
        "published: commit status `ssot`: failure",
        "published: labels: + `ssot: critical`",
        f"published: comment: added {service.comments[0]['html_url']}",
        "published: check run `ssot`, 3 annotations",
    )


def test_the_same_verdict_again_changes_nothing(service: GitHubService) -> None:
    """A second run asks, and writes only what belongs to the commit."""
    tell(service, ONE)
    before = list(service.requests)
    found = tell(service, ONE)
    written = [one.path for one in service.requests[len(before) :] if one.verb != "GET"]

    assert [path for path in written if "issues" in path or "labels" in path] == []
    assert found.done[1:3] == ("labels: as they have to be", "comment: as it has to be")


def test_without_violations_nobody_is_bothered(service: GitHubService) -> None:
    """A clean pull request gets a status and a check run, no comment and no label."""
    found = tell(service, CLEAN)

    assert (service.comments, service.labels) == ([], [])
    assert service.statuses[HEAD]["ssot"]["state"] == "success"
    assert service.checks[0]["conclusion"] == "success"
    assert "comment: none, there is nothing to say" in found.done


def test_reasons_other_than_violations_are_told(service: GitHubService) -> None:
    """A verdict that fails for another reason has a comment, no label, and the reason in its status."""
    failing = replace(CLEAN, verdict=replace(CLEAN.verdict, reasons=("2 mission-critical tests failed",)))
    tell(service, failing)

    assert (
        service.statuses[HEAD]["ssot"]["description"]
        == "FAILED at level strict: 2 mission-critical tests failed"
    )
    assert service.labels == []
    assert "mission-critical tests failed" in own(service)[0]


def test_the_comment_has_places_fixes_and_the_run(service: GitHubService) -> None:
    """Places lead to the judged commit; the end says which commit and which run it is about."""
    tell(service, ONE)
    body = own(service)[0]

    assert f"(https://github.com/acme/shop/blob/{HEAD}/app/socket.py#L7-L9)" in body
    assert "`UnifiedAuthInterface.verify(token).`" in body
    assert f"About [`{HEAD[:12]}`](https://github.com/acme/shop/commit/{HEAD})" in body
    assert "[this run](https://github.com/acme/shop/actions/runs/42)" in body


def test_only_its_own_comment_is_changed(service: GitHubService) -> None:
    """The marker in somebody else's comment, or in the middle of one, is no invitation."""
    service.say("mallory", f"{MARKER}\nall is well")
    service.say("github-actions", f"{MARKER}\na person with the name of an app")
    service.say("other-app[bot]", f"{MARKER}\nanother app", "Bot")
    service.say("github-actions[bot]", f"of another workflow, quoting\n{MARKER}", "Bot")
    before = [dict(comment) for comment in service.comments]
    tell(service, ONE)
    tell(service, CLEAN)

    assert service.comments[:4] == before
    assert len(service.comments) == 5


def test_a_person_with_a_token_has_a_comment_of_her_own(service: GitHubService) -> None:
    """Whose comment is updated follows the token; a person can have no check runs, which is said."""
    tell(service, ONE)
    found = tell(service, ONE, {"GITHUB_TOKEN": PERSONAL})

    assert [comment["user"]["login"] for comment in service.comments] == ["github-actions[bot]", "keeper"]
    needs = "the token needs `checks: write`, which only the token of a workflow or another app can have"
    assert found.missed == (f"check run: 403 You must authenticate via a GitHub App.: {needs}",)
    tell(service, CLEAN, {"GITHUB_TOKEN": PERSONAL})
    assert len(service.comments) == 2


@pytest.mark.parametrize("answer", [Answer(403, {}), Answer(200, {}), Answer(200, []), Answer(200, "<html>")])
@pytest.mark.parametrize("token", [TOKEN, PERSONAL])
def test_an_account_that_github_does_not_tell_is_that_of_an_app(
    service: GitHubService, token: str, answer: Answer
) -> None:
    """No person can write in the name of one; nobody can change what an account left that is gone."""
    service.say("mallory", f"{MARKER}\nall is well")
    service.say("some-app[bot]", f"{MARKER}\nold", "Bot")
    service.faults = [Fault("*", "^/(user|graphql)$", answer, times=99)]
    tell(service, ONE, {"GITHUB_TOKEN": token})

    assert service.comments[0]["body"] == f"{MARKER}\nall is well"
    assert "jwt.decode" in service.comments[1]["body"]
    assert len(service.comments) == 2


def test_twins_of_runs_at_the_same_time_become_one(service: GitHubService) -> None:
    """The oldest stays."""
    oldest = service.say("github-actions[bot]", f"{MARKER}\nold", "Bot")
    service.say("github-actions[bot]", f"{MARKER}\nold, too", "Bot")
    tell(service, ONE)

    assert [comment["id"] for comment in service.comments] == [oldest["id"]]


def test_runs_at_the_same_time_leave_one_comment(
    service: GitHubService, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Another run adds its comment after this one has looked for it: the older one stays, with our text."""
    add = service.add_comment

    def add_after_another(request: Request) -> Answer:
        service.say("github-actions[bot]", f"{MARKER}\nof the other run", "Bot")
        return add(request)

    monkeypatch.setattr(service, "add_comment", add_after_another)
    tell(service, ONE)

    assert [comment["id"] for comment in service.comments] == [1000]
    assert "jwt.decode" in service.comments[0]["body"]


def test_a_comment_that_was_deleted_is_written_anew(service: GitHubService) -> None:
    """Even when it vanishes between the question and the update."""
    service.say("github-actions[bot]", f"{MARKER}\nold", "Bot")
    service.faults = [Fault("PATCH", "/issues/comments/", Answer(404, {"message": "Not Found"}))]
    found = tell(service, ONE)

    assert found.missed == ()
    assert service.comments[-1]["body"].startswith(MARKER)


def test_annotations_come_in_batches_heaviest_first(service: GitHubService) -> None:
    """Fifty a request, five hundred in all; the summary counts the rest."""
    tell(service, large(2_000))
    run = service.checks[0]
    sizes = [len(one.body["output"]["annotations"]) for one in service.requests if "check-runs" in one.path]

    assert sizes == [50] * 10
    levels = [one["annotation_level"] for one in run["output"]["annotations"]]
    assert levels == sorted(levels)
    assert "more have no annotation._" in service.asked("PATCH", "check-runs")[-1].body["output"]["summary"]


def test_what_is_too_long_is_cut(service: GitHubService) -> None:
    """Thousands of violations with long texts keep to what GitHub takes."""
    reasons = tuple("x" * 500 for _ in range(40))
    report = replace(large(3_000), verdict=replace(SAMPLE.verdict, reasons=reasons))
    found = tell(service, report, origin=Origin("a very/long, strange/" * 9))

    assert found.missed == ()
    assert len(service.comments[0]["body"]) <= 65_536


def test_a_project_in_a_subdirectory_has_everything_of_its_own(service: GitHubService) -> None:
    """Two projects of one repository do not overwrite each other."""
    tell(service, ONE)
    tell(service, replace(SAMPLE, assessments=(LONG,)), origin=Origin("services/api/"))
    tell(service, CLEAN)

    assert sorted(service.statuses[HEAD]) == ["ssot", "ssot/services/api"]
    assert service.labels == ["ssot/services/api: warning"]
    assert [c["body"].splitlines()[0] for c in service.comments] == [
        "<!-- pytest-ssot: ssot -->",
        "<!-- pytest-ssot: ssot/services/api -->",
    ]


def test_an_older_run_does_not_speak_for_a_newer_commit(service: GitHubService) -> None:
    """Its status belongs to its commit; labels and comment are left to the run of the newer one."""
    service.head = "b" * 40
    found = tell(service, ONE)

    assert service.statuses[HEAD]["ssot"]["state"] == "failure"
    assert (service.comments, service.labels) == ([], [])
    assert found.missed == (
        "labels, comment: the pull request is at bbbbbbbbbbbb by now, which is judged by its own run",
    )


def test_the_merge_that_github_tests_stands_for_the_head(service: GitHubService) -> None:
    """A build that knows only the merge commit still speaks for the pull request."""
    found = tell(service, ONE, commit="e" * 40)

    assert found.missed == ()
    assert len(service.comments) == 1


def test_a_fork_may_only_read(service: GitHubService) -> None:
    """Nothing can be written; one sentence says what and why."""
    service.accounts[TOKEN] = Account("github-actions[bot]", is_app=True, may=frozenset())
    found = tell(service, SAMPLE, is_fork=True)

    assert found.done == ()
    fork = "GitHub gives pull requests from forks a token that may only read"
    assert found.missed[0] == (
        f"commit status, labels, comment: 403 Resource not accessible by integration: {fork}"
    )


def test_each_permission_counts_for_itself(service: GitHubService) -> None:
    """A token that may not comment still sets the status."""
    service.accounts[TOKEN] = Account("github-actions[bot]", is_app=True, may=frozenset({"statuses"}))
    found = tell(service, ONE)

    assert service.statuses[HEAD]["ssot"]["state"] == "failure"
    assert found.missed[0] == (
        "labels, comment: 403 Resource not accessible by integration: the token needs `pull-requests: write`"
    )


def test_a_label_keeps_the_looks_that_people_gave_it(service: GitHubService) -> None:
    """An existing label is used as it is, whatever its case."""
    service.known_labels["ssot: critical"] = {"name": "SSOT: Critical", "color": "123456"}
    service.labels = ["SSOT: Critical"]
    tell(service, ONE)

    assert service.labels == ["SSOT: Critical"]
    assert service.asked("POST", "labels") == []


@pytest.mark.parametrize("severity", Severity)
def test_labels_follow_the_severities_that_count(service: GitHubService, severity: Severity) -> None:
    """One label for each severity that has a violation which counts."""
    violation = replace(BYPASS.violation, severity=severity)
    tell(service, replace(SAMPLE, assessments=(replace(BYPASS, violation=violation),)))

    assert service.labels == [f"ssot: {severity}"]


@pytest.mark.parametrize(
    ("path", "body"),
    [
        ("statuses/" + HEAD, {"state": "failed", "context": "ssot"}),
        ("issues/7/comments", {"text": "hello"}),
        ("labels", {"color": "ffffff"}),
        ("check-runs", {"head_sha": HEAD, "status": "completed"}),
        ("check-runs", {"name": "x", "head_sha": HEAD, "output": {"title": "x", "annotations": []}}),
        (
            "check-runs",
            {
                "name": "x",
                "head_sha": HEAD,
                "output": {"title": "x", "summary": "", "annotations": [NOTE] * 51},
            },
        ),
    ],
)
def test_the_description_knows_wrong_requests(path: str, body: object) -> None:
    """What the requests of the other tests are held to does tell right from wrong."""
    request = Request("POST", f"/repos/acme/shop/{path}", {}, {}, body, json.dumps(body))

    assert complaint_of(request)
