"""`ssot gate` decides whether a build may go on, tells everybody why, and never judges the wrong thing."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from markdown_it import MarkdownIt

import pytest_ssot.formats
import pytest_ssot.gate
from pytest_ssot.gate.missions import Missions, MissionTest
from pytest_ssot.model import Report
from tests.cli.conftest import Outcome, Run, Write
from tests.trees.repositories import SETUP, git, make

ERROR = "import jwt\n"
CRITICAL = 'def read(decode, token):\n    return decode(token, options={"verify_signature": False})\n'
WARNING = "def fallback_auth(user):\n    return user\n"
CLEAN = "x = 1\n"
PASSED = Missions((MissionTest("suite.py::test_it", "passed"),))
Judge = Callable[[Missions], list[Report]]
Clone = Callable[..., None]


@pytest.fixture
def judged(monkeypatch: pytest.MonkeyPatch) -> Judge:
    """Let the mission-critical tests end like this; the reports that they were handed.

    They have tests of their own, and each run of them takes seconds.
    """

    def _judged(missions: Missions) -> list[Report]:
        handed: list[Report] = []

        def run_missions(report: Report, *_: object, **__: object) -> Missions:
            handed.append(report)
            return missions

        monkeypatch.setattr("pytest_ssot.cli.gating.run_missions", run_missions)
        return handed

    return _judged


@pytest.fixture(autouse=True)
def nothing_around(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, judged: Judge) -> None:
    """No CI system, no settings, git without a setup, and tests that pass."""
    import os

    for name in os.environ:
        if name.startswith(("SSOT_", "GITHUB_", "GITLAB_", "CI", "JENKINS_", "TF_", "BITBUCKET_", "BUILD")):
            monkeypatch.delenv(name)
    for name, value in {**SETUP, "GIT_CEILING_DIRECTORIES": str(tmp_path)}.items():
        monkeypatch.setenv(name, value)
    judged(PASSED)


@pytest.fixture
def github(tmp_path: Path, project: Path, monkeypatch: pytest.MonkeyPatch) -> Clone:
    """Make the project a clone of a pull request as GitHub Actions would have it, in a step of a run."""

    def _clone(base: Mapping[str, str], change: Mapping[str, str], *options: str) -> None:
        origin = make(tmp_path / "origin")
        origin.commit({"pyproject.toml": "[tool.ssot]\n", **base})
        origin.git("checkout", "-qb", "topic")
        head = origin.commit(change)
        origin.git("checkout", "-q", "main")
        origin.commit({"later.txt": "more\n"})
        origin.git("checkout", "-q", "--detach")
        origin.git("merge", "-q", "--no-ff", "-m", "merged", "topic")
        merge = origin.git("rev-parse", "HEAD")
        origin.git("update-ref", "refs/pull/123/merge", merge)
        origin.git("checkout", "-q", "main")
        (project / "pyproject.toml").unlink()
        git(project, "init", "-q")
        git(project, "remote", "add", "origin", f"file://{origin.root}")
        refs = ["+refs/pull/123/merge:refs/remotes/pull/123/merge"]
        refs += [] if options else ["+refs/heads/*:refs/remotes/origin/*"]
        git(project, "fetch", "-q", *options, "origin", *refs)
        git(project, "checkout", "-q", "--detach", "refs/remotes/pull/123/merge")
        event = {
            "pull_request": {
                "number": 123,
                "head": {"ref": "topic", "sha": head, "repo": {"full_name": "acme/shop"}},
                "base": {"ref": "main", "sha": "0" * 40, "repo": {"full_name": "acme/shop"}},
            },
        }
        (tmp_path / "event.json").write_text(json.dumps(event))
        for name, value in {
            "GITHUB_ACTIONS": "true",
            "GITHUB_BASE_REF": "main",
            "GITHUB_EVENT_NAME": "pull_request",
            "GITHUB_EVENT_PATH": str(tmp_path / "event.json"),
            "GITHUB_HEAD_REF": "topic",
            "GITHUB_OUTPUT": str(tmp_path / "output"),
            "GITHUB_REF": "refs/pull/123/merge",
            "GITHUB_REPOSITORY": "acme/shop",
            "GITHUB_RUN_ID": "42",
            "GITHUB_SERVER_URL": "https://github.com",
            "GITHUB_SHA": merge,
            "GITHUB_STEP_SUMMARY": str(tmp_path / "summary.md"),
        }.items():
            monkeypatch.setenv(name, value)

    return _clone


def archived(project: Path) -> dict[str, Any]:
    """The one report of the gate, which obeys its schema, as does the report in it."""
    (path,) = (project / "reports" / "ci_compliance").iterdir()
    document: dict[str, Any] = json.loads(path.read_text(encoding="ascii"))
    for package, name, part in (
        (pytest_ssot.gate, "report.schema.json", document),
        (pytest_ssot.formats, "json.schema.json", document["report"]),
    ):
        schema = json.loads(Path(package.__path__[0], name).read_text())
        jsonschema.Draft202012Validator(schema).validate(part)
    return document


def outputs(tmp_path: Path) -> dict[str, str]:
    """What the step hands on to later ones."""
    lines = (tmp_path / "output").read_text().splitlines()
    return dict(line.split("=", 1) for line in lines)


def validate(run: Run, *more: str) -> Outcome:
    """`pr-validation`, without telling anybody's pull request."""
    return run("gate", "--mode=pr-validation", "--no-publish", *more)


def test_a_pull_request_is_judged_by_what_it_adds(
    github: Clone, run: Run, project: Path, tmp_path: Path
) -> None:
    """What the base has is known; report, summary, outputs and annotations say the same."""
    github({"old.py": ERROR}, {"new.py": ERROR, "old.py": "\n" + ERROR})

    outcome = validate(run)

    assert outcome.code == 1
    document = archived(project)
    assert [reason["about"] for reason in document["conditions"] if reason["blocks"]] == [
        "error",
        "regression",
    ]
    assert {one["location"]["path"]: one["status"] for one in document["report"]["violations"]} == {
        "new.py": "new",
        "old.py": "known",
    }
    assert (document["build"]["pull_request"], document["build"]["branch"]) == (123, "topic")
    assert document["compared_with"]["name"] == "origin/main"
    assert [(one["path"], one["action"]) for one in document["recommendations"]] == [
        ("new.py", "block until fixed")
    ]
    assert outputs(tmp_path) == {
        "outcome": "blocked",
        "exit-code": "1",
        "level": "standard",
        "critical": "0",
        "errors": "1",
        "warnings": "0",
        "report": str(next((project / "reports" / "ci_compliance").iterdir())),
    }
    commands = [line for line in outcome.out.splitlines() if line.startswith("::")]
    assert len(commands) == 2
    assert commands[0].startswith("::error file=new.py,line=1,")
    assert commands[1].startswith("::error title=ssot gate::regressions: 1 violation new since origin/main")
    assert "❌ | errors | 1 error," in (tmp_path / "summary.md").read_text()


def test_an_old_critical_violation_counts_and_is_no_regression(
    github: Clone, run: Run, project: Path
) -> None:
    """It blocks every door, but this change did not bring it."""
    github({"old.py": CRITICAL}, {"new.py": CLEAN})

    outcome = validate(run)

    assert outcome.code == 2
    states = {one["about"]: one["state"] for one in archived(project)["conditions"]}
    assert (states["critical"], states["regression"]) == ("failed", "met")
    assert "ALERT: 1 critical violation" in outcome.err


def test_two_commits_of_a_merge_are_history_enough(github: Clone, run: Run, project: Path) -> None:
    """The merge that GitHub tests knows by itself what it was merged into."""
    github({"old.py": ERROR}, {"new.py": CLEAN}, "--depth=2")

    assert validate(run).code == 0
    assert archived(project)["compared_with"]["name"].endswith("^1")


def test_a_shallow_clone_gets_no_verdict(github: Clone, run: Run, project: Path, tmp_path: Path) -> None:
    """Neither blocked nor open: the remedy is told to the log, the summary and later steps."""
    github({"old.py": ERROR}, {"new.py": CLEAN}, "--depth=1")

    outcome = validate(run)

    assert outcome.code == 3
    assert "`fetch-depth: 0`" in outcome.err
    assert "fetch-depth" in (tmp_path / "summary.md").read_text()
    assert outputs(tmp_path) == {"outcome": "unknown", "exit-code": "3"}
    assert not (project / "reports").exists()


@pytest.mark.parametrize(("source", "code"), [(CLEAN, 0), (WARNING, 0), (CRITICAL, 2)])
def test_a_base_that_is_missing_does_not_matter_where_nothing_depends_on_it(
    source: str, code: int, github: Clone, run: Run, project: Path
) -> None:
    """A clean project is clean whatever is new, and critical violations always count."""
    github({"old.py": source}, {"new.py": CLEAN}, "--depth=1")

    outcome = validate(run)

    assert outcome.code == code
    assert "note: compared with nothing, which does not change the verdict: " in outcome.out
    assert archived(project)["compared_with"] is None
    assert validate(run, "--base=origin/main").code == 3


def test_options_win_over_the_environment(github: Clone, run: Run, project: Path) -> None:
    """Whatever the system says, people know better."""
    github({"old.py": ERROR}, {"new.py": ERROR})
    head = git(project, "rev-parse", "HEAD")

    arguments = ("--branch=mine", "--pr-number=7", "--target-branch=dev", f"--commit-sha={head}")
    outcome = validate(run, *arguments, "--base=HEAD", "--environment=Production")

    document = archived(project)
    assert outcome.code == 0
    assert document["compared_with"] == {"name": "HEAD", "commit": head}
    assert document["level"] == "strict"
    assert {key: document["build"][key] for key in ("branch", "target", "pull_request", "commit")} == {
        "branch": "mine",
        "target": "dev",
        "pull_request": 7,
        "commit": head,
    }


@pytest.mark.parametrize("content", [None, "{", "[]", '{"pull_request": {"number": "x"}}'])
def test_an_event_file_that_is_damaged_stops_nothing(
    github: Clone, run: Run, project: Path, tmp_path: Path, content: str | None
) -> None:
    """The variables say enough; what could not be read is told."""
    github({"old.py": ERROR}, {"new.py": CLEAN})
    (tmp_path / "event.json").unlink()
    if content is not None:
        (tmp_path / "event.json").write_text(content)

    outcome = validate(run)

    document = archived(project)
    assert (outcome.code, document["build"]["pull_request"]) == (0, 123)
    unreadable = content in (None, "{")
    assert ["event file" in note for note in document["notes"]] == [True] * unreadable


def test_what_a_workflow_leaves_empty_is_not_said(github: Clone, run: Run, project: Path) -> None:
    """`--pr-number=${{ github.event.number }}` is empty for a push."""
    github({}, {"new.py": CLEAN})

    assert validate(run, "--pr-number=", "--base=", "--branch= ", "--commit-sha=").code == 0
    assert archived(project)["build"]["pull_request"] == 123


def test_the_verdict_does_not_depend_on_the_service(
    github: Clone, run: Run, project: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Without a token, or with nobody at the other end: the same decision, and a word about it."""
    github({}, {"new.py": ERROR})
    monkeypatch.setenv("GITHUB_API_URL", "http://127.0.0.1:9")

    without_token = run("gate", "--mode=pr-validation", "--no-report")
    monkeypatch.setenv("GITHUB_TOKEN", "a-secret-token")
    unreachable = run("gate", "--mode=pr-validation", "--no-report")

    for outcome in (without_token, unreachable):
        assert outcome.code == 1
        assert "not published: " in outcome.out
    assert "there is no token" in without_token.out
    assert "a-secret-token" not in unreachable.out + (tmp_path / "summary.md").read_text()


@pytest.mark.parametrize(
    ("arguments", "complaint"),
    [
        (["--mode=deploy"], "invalid choice"),
        (["--compliance-level=hard"], "invalid choice"),
        (["--environment=moon"], "invalid choice"),
        (["--pr-number=12a"], "no positive number"),
        (["--pr-number=0"], "no positive number"),
        (["--pr-number=٣"], "no positive number"),
        (["--test-timeout=-1"], "no positive number"),
        (["--output-format=docx"], "invalid choice"),
    ],
)
def test_wrong_usage_cannot_be_taken_for_a_verdict(run: Run, arguments: list[str], complaint: str) -> None:
    """64, which no verdict has."""
    outcome = run("gate", *arguments)

    assert outcome.code == 64
    assert complaint in outcome.err


def test_junk_in_the_environment_gets_no_verdict(
    write: Write, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    """All of it is told at once; a variable that is misspelt is told as well."""
    write({"a.py": CLEAN})
    junk = {
        "SSOT_COMPLIANCE_LEVEL": "strickt",
        "SSOT_BLOCK_ON_WARNINGS": "maybe",
        "SSOT_GENERATE_REPORTS": "2",
        "SSOT_ALERT_ON_CRITICAL": "x",
        "SSOT_MONITORING_INTERVAL": "5m",
        "SSOT_MONITORING_MODE": "some",
    }
    for name, value in junk.items():
        monkeypatch.setenv(name, value)

    outcome = run("gate", "--compliance-level=strict")

    assert outcome.code == 3
    assert all(f"environment variable {name} = {value!r}: " in outcome.err for name, value in junk.items())
    for name in junk:
        monkeypatch.delenv(name)
    monkeypatch.setenv("SSOT_BLOCK_ON_WARNING", "true")
    assert "did you mean SSOT_BLOCK_ON_WARNINGS?" in run("gate").out


def test_the_documented_variables_are_obeyed(
    write: Write, run: Run, project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Level, warnings, reports and alarms."""
    write({"a.py": WARNING})
    assert run("gate", "--mode=branch-protection", "--no-report").code == 0
    monkeypatch.setenv("SSOT_BLOCK_ON_WARNINGS", "true")
    monkeypatch.setenv("SSOT_GENERATE_REPORTS", "false")
    assert run("gate", "--mode=branch-protection", "--branch=main").code == 1
    monkeypatch.setenv("SSOT_BLOCK_ON_WARNINGS", "false")
    monkeypatch.setenv("SSOT_COMPLIANCE_LEVEL", "strict")
    assert run("gate", "--mode=branch-protection").code == 1
    assert run("gate", "--mode=branch-protection", "--environment=staging").code == 0
    assert not (project / "reports").exists()
    write({"b.py": CRITICAL})
    assert "ALERT" in run("gate").err
    monkeypatch.setenv("SSOT_ALERT_ON_CRITICAL", "false")
    assert "ALERT" not in run("gate").err


def test_a_deployment_names_what_the_baseline_does_not_know(write: Write, run: Run, project: Path) -> None:
    """What is known does not count; what is new is a regression."""
    write({"a.py": ERROR})
    assert run("baseline", "create").code == 0
    assert run("gate", "--mode=deployment-gate", "--no-report").code == 0
    write({"b.py": ERROR})

    outcome = run("gate", "--mode=deployment-gate")

    assert outcome.code == 1
    assert "regression: 1 violation new since baselines/ssot.json" in archived(project)["reasons"]


def test_the_project_is_judged_once(
    write: Write, run: Run, judged: Judge, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The tests get the very report that decides."""
    from pytest_ssot import check as module

    write({"a.py": ERROR})
    handed, real = judged(PASSED), module.check
    judgements: list[Report] = []

    def check(*arguments: Any, **options: Any) -> Report:
        judgements.append(real(*arguments, **options))
        return judgements[-1]

    monkeypatch.setattr(module, "check", check)

    run("gate", "--no-report")

    assert handed == judgements
    assert [violation.violation.rule for violation in handed[0].counting] == ["jwt-direct-import"]


def test_a_gate_believes_no_cache_unless_told_to(write: Write, run: Run, project: Path) -> None:
    """A checkout could bring one along that calls it clean."""
    write({"a.py": ERROR})

    assert run("gate", "--no-report").code == 1
    assert not (project / ".pytest_cache").exists()
    assert run("gate", "--no-report", "--use-cache").code == 1
    assert (project / ".pytest_cache" / "d" / "ssot").is_dir()


def test_tests_that_could_not_run_leave_no_verdict(
    write: Write, run: Run, judged: Judge, project: Path
) -> None:
    """Unless the level does without them; what is blocked for certain stays blocked."""
    write({"a.py": CLEAN})
    judged(Missions(problem="pytest was ended by signal 9", log=("the end",)))

    unknown = run("gate")
    optional = run("gate", "--compliance-level=permissive", "--no-report")

    assert (unknown.code, optional.code) == (3, 0)
    assert "the tests could not be run: pytest was ended by signal 9" in unknown.out
    assert "| the end" in unknown.out
    assert archived(project)["outcome"] == "unknown"


def test_programs_can_read_standard_output(write: Write, run: Run) -> None:
    """What people read then goes to standard error."""
    write({"a.py": ERROR})

    outcome = run("gate", "--output-format=json", "--no-report")

    assert json.loads(outcome.out)["verdict"]["ok"] is False
    assert "gate: BLOCKED because:" in outcome.err
    quiet = run("gate", "-q", "--no-report", "--compliance-level=permissive")
    assert (quiet.code, "gate" in quiet.out) == (0, False)


def test_a_repository_without_a_checkout_has_no_gate(tmp_path: Path, run: Run) -> None:
    """Tests need files; the message names what judges a revision."""
    make(tmp_path / "bare.git", "--bare")

    outcome = run("gate", "--root", str(tmp_path / "bare.git"))

    assert outcome.code == 3
    assert "`ssot check --rev`" in outcome.err


def test_without_git_a_deployment_is_judged_and_a_pull_request_is_not(write: Write, run: Run) -> None:
    """Only a comparison needs history."""
    write({"a.py": CLEAN})

    assert run("gate", "--mode=deployment-gate", "--no-report").code == 0
    assert validate(run, "--no-report").code == 0
    write({"a.py": ERROR})
    outcome = validate(run)
    assert outcome.code == 3
    assert "not in a git repository" in outcome.err


def test_a_repository_that_git_does_not_trust_is_told_with_the_remedy(
    github: Clone, run: Run, project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """In a container, the checkout often belongs to another user."""
    github({"a.py": ERROR}, {"b.py": CLEAN})
    monkeypatch.setenv("GIT_TEST_ASSUME_DIFFERENT_OWNER", "1")

    deployed, validated = run("gate", "--mode=deployment-gate"), validate(run)

    remedy = "git config --global --add safe.directory "
    assert (deployed.code, validated.code) == (1, 3)
    assert "note: which commit is checked out is not known" in deployed.out
    assert remedy in deployed.out
    assert remedy in validated.err
    # Whether it is the change that is checked out cannot be found out either, however clean it is.
    (project / "a.py").write_text(CLEAN)
    assert validate(run).code == 0
    monkeypatch.setenv("GITHUB_EVENT_NAME", "pull_request_target")
    assert validate(run).code == 3


HOSTILE = (
    "::error file=x::@everyone <b>bold</b> [link](https://evil.example) ![i](x) #1 ##[add-mask]x `a` | b"
)


def test_nothing_from_the_repository_acts_in_log_or_summary(
    github: Clone, run: Run, judged: Judge, tmp_path: Path
) -> None:
    """Paths, branches and test messages are words: no workflow command, element, link or mention."""
    folder = HOSTILE.replace("/", "-")
    github({"a.py": CLEAN}, {f"{folder}/{folder[:40]}.py": CRITICAL})
    test = MissionTest(
        f"{HOSTILE}::test", "failed", f"{HOSTILE}\n::set-output name=a::b\n\x1b[31m##vso[task]"
    )
    judged(Missions((test,), ""))

    outcome = validate(run, f"--branch={HOSTILE}")

    assert outcome.code == 2
    lines = [line.strip() for line in outcome.out.splitlines()]
    commands = [line.split(" ")[0] for line in lines if line.startswith("::")]
    assert set(commands) == {"::error"}
    assert len(commands) == 2
    assert "##[" not in outcome.out
    assert "##vso[" not in outcome.out
    assert "\x1b" not in outcome.out
    page = MarkdownIt("commonmark", {"html": True}).enable("table").enable("linkify")
    page.options["linkify"] = True
    tokens = [
        child
        for token in page.parse((tmp_path / "summary.md").read_text(encoding="utf-8"))
        for child in (token, *(token.children or ()))
    ]
    assert [token.content for token in tokens if token.type == "html_inline"] == []
    assert {token.type for token in tokens} & {"image"} == set()
    texts = "".join(token.content for token in tokens if token.type == "text")
    assert "@everyone" not in texts
    assert "#1" not in texts
    links = [token.attrs["href"] for token in tokens if token.type == "link_open"]
    assert all(
        str(target).startswith(("https://github.com/acme/shop/blob/", "https://cwe")) for target in links
    )


@pytest.mark.parametrize("held", [0, 1024 * 1024 - 40_000, 1024 * 1024 - 100, 1024 * 1024])
def test_the_summary_keeps_to_what_github_holds(github: Clone, run: Run, tmp_path: Path, held: int) -> None:
    """1 MiB for all a step says; what is larger would be lost with everything before it."""
    (tmp_path / "summary.md").write_text("x" * held)
    github({}, {f"a{number}.py": "# ü\n" + ERROR * 40 for number in range(12)})

    assert validate(run).code == 1

    size = (tmp_path / "summary.md").stat().st_size
    assert size <= 1024 * 1024
    assert (size > held) is (held < 1024 * 1024 - 100)


def test_a_summary_that_cannot_be_written_keeps_nothing_else_back(
    github: Clone, run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Later steps get the outcome, whether there is one or not."""
    github({"a.py": CLEAN}, {"b.py": CLEAN})
    monkeypatch.setenv("GITHUB_STEP_SUMMARY", str(tmp_path / "no" / "such" / "page.md"))

    judged = validate(run)
    assert (judged.code, outputs(tmp_path)["outcome"]) == (0, "open")
    assert "the step's summary cannot be written: No such file or directory" in judged.err
    (tmp_path / "output").unlink()
    unjudged = validate(run, "--base=no-such")
    assert (unjudged.code, outputs(tmp_path)["outcome"]) == (3, "unknown")


def test_annotations_keep_to_what_github_shows(github: Clone, run: Run) -> None:
    """Ten errors of a step: what else keeps the gate closed is then a notice."""
    github({}, {f"a{number}.py": ERROR for number in range(12)})

    commands = [line.split(" ")[0] for line in validate(run).out.splitlines() if line.startswith("::")]

    assert commands == ["::error"] * 10 + ["::notice"] * 2
