"""`--base REV` counts what is new since the histories parted, and nothing else."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.cli.conftest import Run
from tests.cli.test_revisions import CLEAN, ERROR, OPEN, places
from tests.trees.repositories import SETUP, Checkout, git, make

CRITICAL = 'def read(decode, token):\n    return decode(token, options={"verify_signature": False})\n'
FILLER = "".join(f"value_{number} = {number}\n" for number in range(20))


@pytest.fixture
def branch(project: Path, monkeypatch: pytest.MonkeyPatch) -> Checkout:
    """A branch `topic`, checked out, that left `main` at a commit with a violation; `main` went on."""
    for name, value in SETUP.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(project.parent))
    checkout = make(project)
    checkout.commit({"old.py": ERROR + FILLER})
    checkout.git("checkout", "-qb", "topic")
    checkout.git("checkout", "-q", "main")
    checkout.commit({"old.py": FILLER, "later.py": ERROR})
    checkout.git("checkout", "-q", "topic")
    return checkout


def standings(run: Run, *arguments: str) -> dict[str, str]:
    """The standing of every violation by `path:line`."""
    found = json.loads(run("check", "--output-format", "json", *arguments).out)["violations"]
    return {f"{one['location']['path']}:{one['location']['line']}": one["status"] for one in found}


def test_what_the_base_has_is_known(branch: Checkout, run: Run) -> None:
    """On disk, staged and committed alike; what the other branch did since does not matter."""
    branch.write({"old.py": "\n\n" + ERROR + FILLER, "new.py": ERROR})
    expected = {"old.py:3": "known", "new.py:1": "new"}

    assert standings(run, "--base", "main") == expected
    assert run("check", "--base", "main").code == 1
    branch.git("add", ".")
    assert standings(run, "--staged", "--base", "main") == expected
    branch.git("commit", "-qm", "new")
    branch.git("checkout", "-q", "main")
    assert standings(run, "--rev", "topic", "--base", "main") == expected
    assert standings(run, "--rev", "main", "--base", "topic") == {"later.py:1": "new"}


def test_without_anything_new_the_verdict_is_clean(branch: Checkout, run: Run) -> None:
    """The known violation is shown as a number."""
    assert run("check").code == 1
    outcome = run("check", "--base", "main")
    assert outcome.code == 0
    assert "known" in outcome.out


def test_paths_restrict_a_comparison_too(branch: Checkout, run: Run) -> None:
    """The verdict is about the paths."""
    branch.write({"a/new.py": ERROR, "b/clean.py": CLEAN})

    assert run("check", "--base", "main", "b", "old.py").code == 0
    assert run("check", "--base", "main", "a").code == 1


@pytest.mark.parametrize("state", ["on disk", "staged", "committed"])
def test_a_renamed_and_edited_file_brings_nothing_new(state: str, branch: Checkout, run: Run) -> None:
    """However it was moved; a copy is new."""
    branch.git("mv", "old.py", "moved.py")
    branch.write({"moved.py": "# moved\n" + ERROR + FILLER + "more = 1\n"})
    if state == "on disk":
        branch.git("reset", "-q")
    elif state == "staged":
        branch.git("add", ".")
    else:
        branch.commit({})
    options = {"on disk": (), "staged": ("--staged",), "committed": ("--rev", "topic")}[state]

    assert standings(run, "--base", "main", *options) == {"moved.py:2": "known"}


def test_a_copy_is_new(branch: Checkout, run: Run) -> None:
    """One known violation explains one."""
    branch.write({"copy.py": ERROR + FILLER})

    assert sorted(standings(run, "--base", "main").values()) == ["known", "new"]


def test_what_a_commit_introduces_elsewhere_is_new(branch: Checkout, run: Run) -> None:
    """The staged file is not the one in which the violation stands."""
    callers = "from tokens import read\n\nread('t', False)\n"
    branch.commit({"tokens.py": OPEN.replace(": check", ": True"), "views.py": callers})
    branch.stage({"tokens.py": OPEN})

    found = standings(run, "--staged", "--base", "HEAD")

    assert found.pop("views.py:3") == "new"
    assert set(found.values()) == {"known", "modified"}


def test_critical_violations_count_always(branch: Checkout, run: Run) -> None:
    """Unless the configuration names the rule."""
    branch.commit({"bad.py": CRITICAL})
    options = ("--base", "HEAD", "bad.py")

    assert run("check", *options).code == 2
    branch.write({"pyproject.toml": "[tool.ssot]\nallow-critical-exceptions = ['jwt-signature-bypass']\n"})
    assert run("check", *options).code == 0


def test_an_exception_that_is_taken_away_makes_its_violation_new(branch: Checkout, run: Run) -> None:
    """It was never known, only permitted."""
    branch.commit({"a.py": "import jwt  # SSOT_EXCEPTION: agreed\n"})
    branch.write({"a.py": ERROR})

    assert standings(run, "--base", "HEAD", "a.py") == {"a.py:1": "new"}


def test_a_rule_that_was_switched_on_since_makes_nothing_new(branch: Checkout, run: Run) -> None:
    """The base is judged by the configuration of today."""
    branch.commit({"pyproject.toml": "[tool.ssot.rules.jwt-direct-import]\nenabled = false\n"})
    branch.write({"pyproject.toml": "[tool.ssot]\nlevel = 'strict'\n"})

    assert standings(run, "--base", "HEAD") == {"old.py:1": "known"}


def test_before_the_first_commit_everything_is_new(
    project: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A hook compares with HEAD from the start."""
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", "/dev/null")
    make(project).stage({"a.py": ERROR})

    assert places(run, "--staged", "--base", "HEAD") == ["a.py:1 jwt-direct-import"]
    assert places(run, "--base", "HEAD") == ["a.py:1 jwt-direct-import"]


def test_a_project_that_the_base_lacks_is_all_new(
    branch: Checkout, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its directory came later."""
    branch.write({"service/pyproject.toml": "[tool.ssot]\n", "service/a.py": ERROR})
    monkeypatch.chdir(branch.root / "service")

    assert standings(run, "--base", "main") == {"a.py:1": "new"}


def test_without_its_base_nothing_is_judged(
    branch: Checkout, run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A shallow clone says how to get the rest."""
    branch.commit({"new.py": ERROR})
    git(tmp_path, "clone", "-q", "--depth=1", "--no-single-branch", f"file://{branch.root}", "shallow")
    monkeypatch.chdir(tmp_path / "shallow")

    for options in ((), ("--staged",), ("--rev", "HEAD")):
        outcome = run("check", "--base", "origin/main", *options)
        assert (outcome.code, outcome.out) == (3, "")
        assert "run `git fetch --unshallow`, or check out with `fetch-depth: 0`" in outcome.err
