"""A merge request on GitLab is told the verdict."""

from __future__ import annotations

import logging
import sys
import time
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

import pytest

from pytest_ssot.ci import Build
from pytest_ssot.ci.pull_requests import Publication, publish, publish_failure, without_tokens
from pytest_ssot.formats.text.origin import Origin
from pytest_ssot.model import Report
from tests.ci.publishing import HEAD
from tests.ci.services.gitlab import IID, PROJECT, GitLabService, Member
from tests.ci.services.server import Answer, Fault, serving
from tests.formats.sample import BYPASS, CLEAN, SAMPLE, hostile

TOKEN = "glpat-20CharactersLongXYZ1"
JOB_TOKEN = "glcbt-64_ofTheJobThatRuns"
MARKER = "<!-- pytest-ssot: ssot -->"
ONE = replace(SAMPLE, assessments=(BYPASS,))


@pytest.fixture
def service() -> Iterator[GitLabService]:
    """GitLab with the merge request; nothing that it would not understand was asked."""
    members = {TOKEN: Member("project_1_bot"), JOB_TOKEN: Member("dora", is_job=True)}
    with serving(GitLabService(head=HEAD, members=members)) as found:
        assert isinstance(found, GitLabService)
        yield found
        assert found.complaints == []


def tell(
    service: GitLabService, said: Report | str, environ: Mapping[str, str] | None = None, /, **changes: Any
) -> Publication:
    """Publish the report, or why there is none, from a job of the merge request's pipeline."""
    build = Build(
        "gitlab",
        service="gitlab",
        branch="feature",
        commit=HEAD,
        pull_request=IID,
        repository=PROJECT,
        api_url=f"{service.url}/api/v4",
        server_url="https://gitlab.com",
        url=f"https://gitlab.com/{PROJECT}/-/jobs/42",
    )
    given = {"SSOT_GITLAB_TOKEN": TOKEN, "CI_JOB_TOKEN": JOB_TOKEN} if environ is None else environ
    seconds = changes.pop("seconds", 20)
    origin = Origin(link=f"https://gitlab.com/{PROJECT}/-/blob/{HEAD}/{{path}}#L{{line}}-{{end_line}}")
    build = replace(build, **changes)
    if isinstance(said, str):
        return publish_failure(build, said, given, origin, seconds=seconds)
    return publish(build, said, given, origin, seconds=seconds)


def own(service: GitLabService) -> list[str]:
    """The notes that begin with our marker."""
    return [note["body"] for note in service.notes if note["body"].startswith(MARKER)]


def test_a_merge_request_follows_its_verdict(service: GitLabService) -> None:
    """Status, labels and the one note among 120 others say what holds for the newest commit."""
    service.labels = ["bug", "ssot::not ours"]
    for number in range(60):
        service.say("somebody", f"note {number}")
    first = tell(service, SAMPLE)
    for number in range(60):
        service.say("somebody", f"note {60 + number}", system=number % 2 == 0)

    assert first.missed == ()
    assert service.statuses[HEAD]["ssot"] == {
        "state": "failed",
        "name": "ssot",
        "description": "FAILED at level standard: 5 new violations: 1 critical, 1 error, 3 warning",
        "target_url": "https://gitlab.com/acme/tools/shop/-/jobs/42",
        "ref": "feature",
    }
    assert service.labels == ["bug", "ssot::not ours", "ssot: critical", "ssot: error", "ssot: warning"]
    assert [label["color"] for label in service.known_labels.values()] == ["#b60205", "#d93f0b", "#fbca04"]
    assert f"(https://gitlab.com/acme/tools/shop/-/blob/{HEAD}/app/socket.py#L7-9)" in own(service)[0]

    service.head = "b" * 40
    second = tell(service, CLEAN, commit="b" * 40)

    assert second.missed == ()
    assert service.statuses["b" * 40]["ssot"]["state"] == "success"
    assert service.labels == ["bug", "ssot::not ours"]
    assert len(service.notes) == 121
    assert "Everything that was reported here is gone." in service.notes[60]["body"]


def test_what_could_not_be_judged_has_failed(service: GitLabService) -> None:
    """GitLab has no other word for it; labels and notes stay as they are."""
    service.labels = ["ssot: error"]
    found = tell(service, f"git knows no origin/main of {TOKEN}\nfetch more of the history")

    assert found.lines == ("published: commit status `ssot`: error",)
    assert service.statuses[HEAD]["ssot"]["state"] == "failed"
    assert service.statuses[HEAD]["ssot"]["description"] == "no verdict: git knows no origin/main of ***"
    assert (service.labels, service.notes) == (["ssot: error"], [])


@pytest.mark.parametrize("started_for", [HEAD, "c" * 40], ids=["branch", "merged result"])
def test_the_status_belongs_to_the_pipeline_of_the_job(service: GitLabService, started_for: str) -> None:
    """Which may have been started for a merge that GitLab made to test it."""
    service.pipelines = {4711: started_for}
    around = {"CI_PIPELINE_ID": "4711", "CI_COMMIT_SHA": started_for, "CI_PROJECT_PATH": PROJECT}
    found = tell(service, ONE, {"SSOT_GITLAB_TOKEN": TOKEN, **around})

    assert found.missed == ()
    assert service.statuses[started_for]["ssot"]["pipeline_id"] == 4711


def test_the_pipeline_of_a_fork_is_not_known_to_the_project(service: GitLabService) -> None:
    """The status stands on its own."""
    around = {"CI_PIPELINE_ID": "4711", "CI_COMMIT_SHA": HEAD, "CI_PROJECT_PATH": "mallory/shop"}
    found = tell(service, ONE, {"SSOT_GITLAB_TOKEN": TOKEN, **around}, is_fork=True)

    assert found.missed == ()
    assert "pipeline_id" not in service.statuses[HEAD]["ssot"]


def test_there_are_no_check_runs(service: GitLabService) -> None:
    """What GitLab has no word for is not mentioned."""
    assert tell(service, ONE).lines == (
        "published: commit status `ssot`: failure",
        "published: labels: + `ssot: critical`",
        "published: comment: added",
    )


def test_only_its_own_note_is_changed(service: GitLabService) -> None:
    """The marker in somebody else's note is no invitation; twins of its own become one."""
    service.say("mallory", f"{MARKER}\nall is well")
    service.say("project_1_bot", f"{MARKER}\nold")
    service.say("project_1_bot", f"{MARKER}\nold, too")
    tell(service, ONE)

    assert [note["id"] for note in service.notes] == [1000, 1001]
    assert service.notes[0]["body"] == f"{MARKER}\nall is well"
    assert "jwt.decode" in service.notes[1]["body"]


def test_a_note_that_moves_to_the_next_page_is_one(service: GitLabService) -> None:
    """Somebody speaks between two pages, the newest being listed first: ours is seen twice, not deleted."""
    for number in range(101):
        service.say("project_1_bot" if number == 1 else "somebody", MARKER if number == 1 else "x")
    moved = [dict(note) for note in service.notes[1::-1]]
    service.faults = [
        Fault("GET", "/notes$", service.first_hundred()),
        Fault("GET", "/notes$", Answer(200, moved)),
    ]
    tell(service, ONE)

    assert len(service.notes) == 101
    assert "jwt.decode" in service.notes[1]["body"]


def test_the_token_of_a_job_may_do_nothing(service: GitLabService) -> None:
    """It is tried once, and what would help is said."""
    found = tell(service, ONE, {"CI_JOB_TOKEN": JOB_TOKEN, "GITLAB_USER_LOGIN": "dora"})

    limits = "CI_JOB_TOKEN may not write to merge requests"
    better = "set SSOT_GITLAB_TOKEN to a project access token with the scope `api`"
    assert found.missed == (f"everything: the token is refused: 401 Unauthorized; {limits}: {better}",)
    assert len(service.requests) == 1
    assert service.requests[0].headers["job-token"] == JOB_TOKEN


@pytest.mark.parametrize(("role", "done"), [("guest", 0), ("reporter", 2), ("developer", 3)])
def test_roles_count(service: GitLabService, role: str, done: int) -> None:
    """What the role of a token does not permit is told, the rest is done."""
    service.members[TOKEN] = Member("project_1_bot", role)
    found = tell(service, ONE)

    assert len(found.done) == done
    if role == "reporter":
        assert found.missed == (
            "commit status: 403 Forbidden: the token needs the scope `api` and the role Developer",
        )


@pytest.mark.parametrize("status", [429, 503])
def test_a_short_limit_is_waited_for(service: GitLabService, status: int) -> None:
    """The service says how long."""
    service.faults = [Fault("POST", "/statuses", Answer(status, "Retry later", {"Retry-After": "1"}))]

    assert len(tell(service, ONE).done) == 3


@pytest.mark.parametrize(
    "headers", [{"Retry-After": "3600"}, {"RateLimit-Reset": str(int(time.time()) + 3600)}, {}]
)
def test_a_long_limit_ends_the_publication_at_once(service: GitLabService, headers: dict[str, str]) -> None:
    """Nobody waits an hour for a note."""
    service.faults = [Fault("POST", "/statuses", Answer(429, "Retry later", headers), times=9)]
    started = time.monotonic()
    found = tell(service, ONE)

    assert time.monotonic() - started < 15
    assert found.missed[0].startswith("commit status, labels, comment: rate limit reached")
    assert len(service.requests) == 2


def test_an_answer_that_got_lost_makes_no_second_note(service: GitLabService) -> None:
    """The note was made although the gateway gave up waiting for it."""
    service.faults = [Fault("POST", "/notes", Answer(502, "<html>"), late=True)]

    assert tell(service, ONE).missed == ()
    assert len(service.notes) == 1


@pytest.mark.parametrize("status", [301, 302, 307, 308])
def test_the_token_goes_to_no_other_server(service: GitLabService, status: int) -> None:
    """requests would carry GitLab's header along."""
    with serving(GitLabService()) as other:
        away = Answer(status, {}, {"Location": f"{other.url}/api/v4/user"})
        service.faults = [Fault("*", "", away, times=99)]
        found = tell(service, ONE)

        assert other.requests == []
    assert found.done == ()
    assert "redirected to another server" in found.missed[0]


def test_a_redirection_of_the_same_server_is_followed(service: GitLabService) -> None:
    """Projects that were moved are found."""
    new = f"{service.url}/api/v4/projects/acme%2Ftools%2Fshop/merge_requests/7"
    service.faults = [Fault("GET", "/merge_requests/7", Answer(301, {}, {"Location": new}))]

    assert tell(service, ONE).missed == ()


@pytest.mark.parametrize("fault", [Fault("*", "", delay=60, times=99), Fault("*", "", drop=True, times=99)])
def test_a_service_that_does_not_answer_is_told(service: GitLabService, fault: Fault) -> None:
    """The gate does not wait for it."""
    service.faults = [fault]
    started = time.monotonic()
    found = tell(service, ONE, seconds=1)

    assert time.monotonic() - started < 15
    assert found.done == ()
    assert len(found.missed) == 1


@pytest.mark.parametrize("body", ["<html>", "", "null", "[1", '{"message": {"base": ["x"]}}'])
@pytest.mark.parametrize("status", [200, 404])
def test_answers_of_any_form_are_told(service: GitLabService, status: int, body: str) -> None:
    """A service that answers something else than documented does not make the gate fail."""
    service.faults = [Fault("*", "", Answer(status, body), times=99)]
    found = tell(service, ONE)

    assert not [line for line in found.lines if "unexpected" in line]
    assert [line for line in found.missed if "comment" in line]


def test_the_token_appears_nowhere(service: GitLabService, caplog: pytest.LogCaptureFixture) -> None:
    """Neither in logs of libraries, nor in what is published or told."""
    caplog.set_level(logging.DEBUG)
    service.faults = [Fault("POST", "/statuses", Answer(403, {"message": f"no {TOKEN}"}), times=9)]
    found = tell(service, ONE)

    assert caplog.records
    assert TOKEN not in caplog.text
    assert "403 no ***" in found.missed[0]
    assert not [one for one in service.requests if TOKEN in one.text or TOKEN in one.path]


def test_code_of_a_change_gets_no_token_that_may_write() -> None:
    """The token of a job is everywhere in it, and may write nothing here."""
    tokens = dict.fromkeys(("SSOT_GITLAB_TOKEN", "GITLAB_TOKEN", "GITHUB_TOKEN", "GH_TOKEN"), TOKEN)

    assert without_tokens({**tokens, "CI_JOB_TOKEN": JOB_TOKEN, "HOME": "/"}) == {
        "CI_JOB_TOKEN": JOB_TOKEN,
        "HOME": "/",
    }


def test_a_missing_extra_is_told_with_its_command(
    service: GitLabService, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The libraries are not everybody's."""
    monkeypatch.setitem(sys.modules, "gitlab", None)

    assert tell(service, ONE).missed == (
        "everything: python-gitlab is not installed: pip install 'pytest-ssot[gitlab]'",
    )


def test_labels_of_hostile_projects_are_no_lists(service: GitLabService) -> None:
    """A comma in the name of a directory does not make two labels of one."""
    build = Build(
        "gitlab",
        service="gitlab",
        commit=HEAD,
        pull_request=IID,
        repository=PROJECT,
        api_url=f"{service.url}/api/v4",
    )
    publish(build, hostile("x"), {"GITLAB_TOKEN": TOKEN}, Origin("a,b ~c/"))

    assert len(service.labels) == 2
    assert all(label.startswith("ssot/a-b-c-") for label in service.labels)
