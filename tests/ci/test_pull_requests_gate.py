"""`ssot gate --mode pr-validation` in a real clone, as a step of a workflow, against GitHub with a memory."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.ci.publishing import TOKEN, github
from tests.ci.services.github import NUMBER, REPOSITORY, GitHubService
from tests.ci.services.server import Answer, Fault, serving
from tests.trees.repositories import SETUP, Checkout, make

BAD = """import jwt


def read(token):
    return jwt.decode(token, options={"verify_signature": False})
"""
OLD = "import jwt\n"
FAILING_TEST = "def test_tokens_are_checked():\n    assert False, '@everybody <img src=x>'\n"
SEEING_TEST = """import os


def test_the_token_is_not_for_the_tests_of_a_change():
    assert not [name for name in os.environ if name.endswith("_TOKEN")]
"""


@pytest.fixture
def service() -> Iterator[GitHubService]:
    """GitHub, whose main branch is protected by our status; every request obeyed its description."""
    with serving(github()) as found:
        assert isinstance(found, GitHubService)
        found.required = ("ssot",)
        yield found
        assert found.complaints == []


@dataclass(frozen=True)
class Workflow:
    """The clone that a workflow works in, and its runs."""

    checkout: Checkout
    service: GitHubService
    scratch: Path

    def push(self, files: Mapping[str, str]) -> str:
        """Another commit on the branch of the pull request."""
        self.service.head = self.checkout.commit(files)
        return self.service.head

    def run(self, *options: str, **environ: str) -> subprocess.CompletedProcess[str]:
        """A run of the gate for what was pushed last, in a process of its own."""
        event = {
            "pull_request": {
                "number": NUMBER,
                "head": {"ref": "topic", "sha": self.service.head, "repo": {"full_name": REPOSITORY}},
                "base": {"ref": "main", "repo": {"full_name": REPOSITORY}},
            }
        }
        (self.scratch / "event.json").write_text(json.dumps(event))
        (self.scratch / "summary.md").write_text("")
        kept = {
            name: value
            for name, value in os.environ.items()
            if not name.startswith(("SSOT_", "GITHUB_", "GITLAB_", "GH_", "CI_", "PYTEST_"))
        }
        return subprocess.run(
            [sys.executable, "-m", "pytest_ssot", "gate", "--mode=pr-validation", *options],
            cwd=self.checkout.root,
            env={
                **kept,
                **SETUP,
                "PYTHONPATH": str(Path(__file__).parents[2]),
                "GITHUB_ACTIONS": "true",
                "GITHUB_API_URL": self.service.url,
                "GITHUB_BASE_REF": "main",
                "GITHUB_EVENT_NAME": "pull_request",
                "GITHUB_EVENT_PATH": str(self.scratch / "event.json"),
                "GITHUB_HEAD_REF": "topic",
                "GITHUB_REF": f"refs/pull/{NUMBER}/merge",
                "GITHUB_REPOSITORY": REPOSITORY,
                "GITHUB_RUN_ID": "42",
                "GITHUB_SERVER_URL": "https://github.com",
                "GITHUB_SHA": self.service.head,
                "GITHUB_STEP_SUMMARY": str(self.scratch / "summary.md"),
                "GITHUB_TOKEN": TOKEN,
                **environ,
            },
            check=False,
            capture_output=True,
            text=True,
            timeout=120,
        )

    @property
    def summary(self) -> str:
        """What the run left to the page of the workflow."""
        return (self.scratch / "summary.md").read_text()


@pytest.fixture
def workflow(tmp_path: Path, service: GitHubService) -> Workflow:
    """A clone with a topic branch; main has a violation already."""
    origin = make(tmp_path / "origin")
    origin.commit({"pyproject.toml": "[tool.ssot]\n", "old.py": OLD, "clean.py": "x = 1\n"})
    origin.git("clone", "-q", str(origin.root), str(tmp_path / "clone"))
    checkout = Checkout(tmp_path / "clone")
    checkout.git("checkout", "-qb", "topic")
    return Workflow(checkout, service, tmp_path)


def test_a_pull_request_from_its_first_violation_to_its_merge(workflow: Workflow) -> None:
    """Refused, labelled, commented once among 120 others, mended, merged: by the command line alone."""
    service = workflow.service
    for number in range(60):
        service.say("somebody", f"comment {number}")
    bad = workflow.push({"app.py": BAD, "tests/mission_critical/test_tokens.py": FAILING_TEST})
    first = workflow.run()
    for number in range(60):
        service.say("somebody", f"comment {60 + number}")

    assert (first.returncode, first.stderr) == (
        2,
        "ssot: ALERT: 1 critical violation: stop the deployment and escalate now\n",
    )
    assert service.merge(service.requests[0]).status == 405
    assert service.labels == ["ssot: critical", "ssot: error"]
    (comment,) = [one for one in service.comments if one["body"].startswith("<!-- pytest-ssot")]
    assert f"https://github.com/{REPOSITORY}/blob/{bad}/app.py#L5" in comment["body"]
    assert "old.py" not in comment["body"].partition("## ")[0]
    assert "test_tokens_are_checked" in comment["body"]
    assert "@everybody" not in comment["body"]
    assert [run["conclusion"] for run in service.checks] == ["failure"]
    for line in (
        "published: commit status `ssot`: failure",
        "published: labels: + `ssot: critical`, + `ssot: error`",
        f"published: comment: added {comment['html_url']}",
    ):
        assert line in first.stdout

    workflow.push({"app.py": "x = 2\n", "tests/mission_critical/test_tokens.py": SEEING_TEST})
    second = workflow.run()

    assert (second.returncode, second.stderr) == (0, "")
    assert service.labels == []
    assert len(service.comments) == 121
    assert "Everything that was reported here is gone." in comment["body"]
    assert service.merge(service.requests[0]).status == 200
    assert TOKEN not in first.stdout + second.stdout + workflow.summary


def test_the_verdict_does_not_depend_on_the_service(workflow: Workflow) -> None:
    """When GitHub is down, annotations and summary say it, and the exit code stays what it is."""
    workflow.service.faults = [Fault("*", "", Answer(503, "<html>down</html>"), times=99)]
    workflow.push({"app.py": BAD})
    found = workflow.run()

    assert found.returncode == 2
    assert "not published: commit status, labels, comment, check run: 503" in found.stdout
    assert "::error file=app.py,line=5" in found.stdout
    assert "not published" in workflow.summary


def test_nobody_is_told_what_nobody_asked_for(workflow: Workflow) -> None:
    """--no-publish sends nothing."""
    workflow.push({"app.py": "x = 2\n"})
    found = workflow.run("--no-publish")

    assert workflow.service.requests == []
    assert "published" not in found.stdout
    assert found.returncode == 0


def test_reasons_without_a_place_are_annotated_in_any_format(workflow: Workflow) -> None:
    """Standard output with annotations of the violations is not all there is to say."""
    workflow.push({"tests/mission_critical/test_tokens.py": FAILING_TEST})
    found = workflow.run("--no-publish", "--output-format=github")

    assert found.returncode == 1
    assert "::error title=ssot gate::mission-critical tests: 1 of 8 tests failed" in found.stderr


def test_a_change_that_cannot_be_judged_is_marked(workflow: Workflow) -> None:
    """The commit must not look as if nobody had run anything; no verdict is neither of the others."""
    service = workflow.service
    workflow.push({"pyproject.toml": "[tool.ssot]\nlevel = '@all'\n"})
    broken = workflow.run()
    (status,) = service.statuses[service.head].values()
    (check,) = service.checks

    assert broken.returncode == 3
    assert status["state"] == "error"
    assert status["description"] == check["output"]["title"]
    assert status["description"].startswith("no verdict: ")
    assert check["conclusion"] == "failure"
    assert check["output"]["summary"].startswith("The project could not be judged:\n\n- ")
    assert (service.comments, service.labels) == ([], [])
    assert "ssot: published: commit status `ssot`: error\n" in broken.stderr
    assert "published: commit status" in workflow.summary
    assert service.merge(service.requests[0]).status == 405

    workflow.push({"pyproject.toml": "[tool.ssot]\n"})
    mended = workflow.run()

    assert mended.returncode == 0
    assert service.merge(service.requests[0]).status == 200


def test_what_cannot_be_judged_stays_so_when_nobody_can_be_told(workflow: Workflow) -> None:
    """GitHub is down, or nothing is to be published: exit code 3 all the same."""
    workflow.push({"pyproject.toml": "[tool.ssot]\nlevel = 'strickt'\n"})
    quiet = workflow.run("--no-publish")
    asked = len(workflow.service.requests)
    workflow.service.faults = [Fault("*", "", Answer(503, "<html>down</html>"), times=99)]
    down = workflow.run()

    assert (quiet.returncode, asked, down.returncode) == (3, 0, 3)
    assert "ssot: not published: commit status, check run: 503" in down.stderr
    assert "strickt" in down.stderr


def test_the_mark_is_that_of_the_project_in_its_directory(workflow: Workflow) -> None:
    """Others of the repository are not concerned."""
    workflow.push({"services/api/pyproject.toml": "[tool.ssot]\nlevel = 'strickt'\n"})
    done = workflow.run("--root=services/api")

    assert done.returncode == 3
    assert list(workflow.service.statuses[workflow.service.head]) == ["ssot/services/api"]
