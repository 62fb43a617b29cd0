"""`ssot suppressions` lists every marker with what it permits and how old it is."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace

from pytest_ssot.cli import world
from tests.cli.conftest import Run
from tests.trees.repositories import SETUP, Checkout, git, make

SOURCE = """\
import jwt  # SSOT_EXCEPTION: the gateway answers first


# JWT_ALLOWED[jwt-direct-call, until=2024-12-31]: a health check
def read(token, key):
    return jwt.decode(token, key)


a = 1  # SSOT_EXCEPTION until=2024-02-29: old times
b = 2  # SSOT_EXCEPTION
c = 3  # SSOT_EXCEPTION: nothing here \x1b[31m
"""


@pytest.fixture
def checkout(project: Path, monkeypatch: pytest.MonkeyPatch) -> Checkout:
    """The project of these tests, in a repository, on the first of March 2024."""
    for name, value in SETUP.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(project.parent))
    real = world.here
    monkeypatch.setattr(world, "here", lambda: replace(real(), today=date(2024, 3, 1)))
    return make(project)


def listed(run: Run, *arguments: str) -> list[dict[str, Any]]:
    """The suppressions of the JSON document."""
    found: list[dict[str, Any]] = json.loads(run("suppressions", "--output-format", "json", *arguments).out)[
        "suppressions"
    ]
    return found


def test_every_marker_is_listed_with_what_it_permits(checkout: Checkout, run: Run) -> None:
    """By place, whatever its state; text of the code is shown harmless."""
    checkout.commit({"src/a.py": SOURCE})
    checkout.write({"src/a.py": SOURCE + "import jwt as j  # SSOT_EXCEPTION: new\n"})
    since = "27 days old, since 2024-02-03"
    until = f"until 2024-12-31; {since}"

    outcome = run("suppressions")

    assert outcome.code == 0
    assert outcome.out.splitlines() == [
        f"src/a.py:1: active SSOT_EXCEPTION: permits 1 violation in line 1; {since}",
        "    the gateway answers first",
        f"src/a.py:4: active JWT_ALLOWED[jwt-direct-call]: permits 1 violation in lines 5-6; {until}",
        "    a health check",
        f"src/a.py:9: expired SSOT_EXCEPTION: permits 0 violations in line 9; until 2024-02-29; {since}",
        "    old times",
        "    the exception ended on 2024-02-29, so it permits nothing any more",
        f"src/a.py:10: reasonless SSOT_EXCEPTION: permits 0 violations in line 10; {since}",
        "    (no reason)",
        "    the exception gives no reason, so it permits nothing",
        f"src/a.py:11: unused SSOT_EXCEPTION: permits 0 violations in line 11; {since}",
        "    nothing here \\x1b[31m",
        "    the exception has no effect: nothing in line 11 needs it",
        "src/a.py:12: active SSOT_EXCEPTION: permits 1 violation in line 12; not committed yet",
        "    new",
        "6 suppressions: 3 active, 1 unused, 1 expired, 1 reasonless",
    ]


def test_programs_get_the_same(checkout: Checkout, run: Run) -> None:
    """Every field of the documented object."""
    oid = checkout.commit({"a.py": SOURCE.partition("a = 1")[0]})

    document = json.loads(run("suppressions", "--output-format", "json").out)

    assert (document["format"], document["version"], document["no_ages_because"]) == (
        "ssot-suppressions",
        1,
        None,
    )
    states = {"active": 2, "unused": 0, "expired": 0, "reasonless": 0, "unknown": 0}
    assert document["summary"] == {"total": 2, **states}
    assert document["suppressions"][1] == {
        "path": "a.py",
        "line": 4,
        "column": 3,
        "marker": "JWT_ALLOWED",
        "state": "active",
        "violations": 1,
        "first_line": 5,
        "last_line": 6,
        "rules": ["jwt-direct-call"],
        "until": "2024-12-31",
        "reason": "a health check",
        "remarks": [],
        "author_date": "2024-02-03",
        "age_days": 27,
        "commit": oid,
        "may_be_older": False,
    }


def test_the_page_describes_every_field(checkout: Checkout, run: Run) -> None:
    """docs/suppressions.md names them."""
    checkout.commit({"a.py": SOURCE})
    page = (Path(__file__).parents[2] / "docs/suppressions.md").read_text("utf-8")

    document = json.loads(run("suppressions", "--output-format", "json").out)

    names = {*document, *document["suppressions"][0], *document["summary"]} - {"tool", "total"}
    assert {name for name in names if f"`{name}`" not in page} == set()


def test_a_line_is_as_old_as_its_text(checkout: Checkout, run: Run) -> None:
    """Lines around it, its indentation, its place and the name of its file do not matter."""
    marker, rest = "x = 1  # SSOT_EXCEPTION: a reason to be found again\n", "y = 'and much more'\n" * 9
    first = checkout.commit({"old.py": marker + rest}, GIT_AUTHOR_DATE="2023-03-01T23:30:00-02:00")
    checkout.git("mv", "old.py", "new.py")
    checkout.commit({"new.py": f"import os\nif os:\n    {marker}{rest}"})
    checkout.write({"new.py": f"# moved\nimport os\nif os:\n    y = 1\n    {marker}{rest}"})

    (found,) = listed(run)

    assert (found["line"], found["commit"], found["author_date"]) == (5, first, "2023-03-01")
    assert found["age_days"] == 366


def test_every_file_and_line_end_is_dated(checkout: Checkout, run: Run) -> None:
    """Odd names, carriage returns, a whole file that is covered, a file nobody committed."""
    oid = checkout.commit(
        {
            "we ird\n.py": "# SSOT_EXCEPTION: all of it\n\nimport jwt\n",
            "mac.py": "x = 1\rimport jwt  # SSOT_EXCEPTION: old line ends\r",
            "dos.py": "x = 1\r\nimport jwt  # SSOT_EXCEPTION: other line ends\r\n",
        }
    )
    checkout.write({"dos.py": "y = 1\nx = 1\nimport jwt  # SSOT_EXCEPTION: other line ends\n"})
    checkout.write({"own.py": "import jwt  # SSOT_EXCEPTION: mine\n"})

    assert [(one["path"], one["line"], one["state"], one["commit"]) for one in listed(run)] == [
        ("dos.py", 3, "active", oid),
        ("mac.py", 2, "active", oid),
        ("own.py", 1, "active", None),
        ("we ird\\n.py", 1, "active", oid),
    ]


def test_what_is_staged_and_what_was_are_listed(checkout: Checkout, run: Run) -> None:
    """A revision is dated by its own history."""
    first = checkout.commit({"a.py": "import jwt  # SSOT_EXCEPTION: one\n"})
    checkout.commit({"a.py": "", "b.py": "import jwt  # SSOT_EXCEPTION: two\n"})
    checkout.stage({"c.py": "import jwt  # SSOT_EXCEPTION: three\n"})
    checkout.write({"c.py": "", "d.py": "import jwt  # SSOT_EXCEPTION: four\n"})

    assert [(one["path"], one["commit"]) for one in listed(run, "--rev", "HEAD~1")] == [("a.py", first)]
    assert [(one["path"], one["commit"]) for one in listed(run, "--staged")] == [("c.py", None)]
    assert [one["path"] for one in listed(run)] == ["b.py", "d.py"]
    assert [one["path"] for one in listed(run, "d.py")] == ["d.py"]


def test_without_git_there_are_no_ages_and_that_is_said(
    project: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The listing itself does not need it."""
    (project / "a.py").write_text("import jwt  # SSOT_EXCEPTION: a\n")

    outcome = run("suppressions")
    assert outcome.out.splitlines()[0] == "a.py:1: active SSOT_EXCEPTION: permits 1 violation in line 1"
    assert "no ages: " in outcome.out
    assert "is not in a git repository" in outcome.out
    monkeypatch.setenv("PATH", "")
    assert "no ages: git is not installed" in run("suppressions").out


def test_a_shallow_clone_knows_a_least_age(
    checkout: Checkout, run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The line may be older than the history that was fetched."""
    checkout.commit(
        {"a.py": "import jwt  # SSOT_EXCEPTION: a\n"}, GIT_AUTHOR_DATE="2020-01-01T12:00:00+00:00"
    )
    checkout.commit({"b.py": ""})
    git(tmp_path, "clone", "-q", "--depth=1", f"file://{checkout.root}", "shallow")
    monkeypatch.chdir(tmp_path / "shallow")

    assert "; 27 days old or more" in run("suppressions").out
    assert listed(run)[0]["may_be_older"] is True


def test_nothing_to_list_is_said(checkout: Checkout, run: Run) -> None:
    """Also before the first commit."""
    checkout.stage({"a.py": "x = 1\n"})

    assert run("suppressions").out == "no suppressions\n"
    checkout.stage({"a.py": "import jwt  # SSOT_EXCEPTION: a\n"})
    assert "no ages: HEAD has no history" in run("suppressions").out


def test_colour_is_a_choice(checkout: Checkout, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    """NO_COLOR is respected."""
    checkout.commit({"a.py": SOURCE})

    assert "\x1b[" not in run("suppressions").out
    monkeypatch.setenv("FORCE_COLOR", "1")
    assert "\x1b[1;32mactive\x1b[0m" in run("suppressions").out
    monkeypatch.setenv("NO_COLOR", "1")
    assert "\x1b[" not in run("suppressions").out


def test_a_critical_violation_is_permitted_only_with_the_configuration(checkout: Checkout, run: Run) -> None:
    """The marker alone has no effect, and says so."""
    call = 'decode(t, options={"verify_signature": False})'
    checkout.commit({"a.py": f"def f(decode, t):  # SSOT_EXCEPTION: legacy\n    return {call}\n"})

    (found,) = listed(run)
    assert (found["state"], found["violations"]) == ("unused", 0)
    assert "is critical, and no marker permits that" in found["remarks"][0]
    assert run("check").code == 2
    checkout.write({"pyproject.toml": "[tool.ssot]\nallow-critical-exceptions = ['jwt-signature-bypass']\n"})
    (found,) = listed(run)
    assert (found["state"], found["violations"]) == ("active", 1)
    assert run("check").code == 0


def test_in_a_broken_file_nobody_knows_whether_a_marker_is_needed(checkout: Checkout, run: Run) -> None:
    """It is neither active nor called unused."""
    checkout.commit({"a.py": "def (:\n\n\nx = 1  # SSOT_EXCEPTION: a\n"})

    assert [one["state"] for one in listed(run)] == ["unknown"]
