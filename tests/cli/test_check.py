"""`ssot check`: what is judged, what is reported, and what the exit code says."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from pytest_ssot.cli.arguments import LEVELS
from pytest_ssot.model import Level
from tests.cli.conftest import Run, Write

CLEAN = "x = 1\n"
ERROR = "import jwt\n"
WARNING = "def auth_fallback():\n    pass\n"
CRITICAL = 'import jwt\n\njwt.decode(t, options={"verify_signature": False})\n'


def rules(text: str) -> dict[str, set[str]]:
    """The rules broken per file, from a JSON report."""
    found: dict[str, set[str]] = {}
    for violation in json.loads(text)["violations"]:
        found.setdefault(violation["location"]["path"], set()).add(violation["rule"])
    return found


@pytest.mark.parametrize(
    ("source", "arguments", "code"),
    [
        (CLEAN, (), 0),
        (WARNING, (), 0),
        (WARNING, ("--level", "strict"), 1),
        (ERROR, (), 1),
        (ERROR, ("--level", "permissive"), 0),
        (CRITICAL, (), 2),
        (CRITICAL, ("--level", "permissive"), 2),
        (CRITICAL, ("--exit-zero",), 0),
        (WARNING, ("--compliance-level", "STRICT"), 1),
        (CLEAN, ("no/such.py", "--exit-zero"), 3),
        (CLEAN, ("no/such.py",), 3),
        (CLEAN, ("--root", "no/such"), 3),
        (CLEAN, ("--output", "no/such/file"), 3),
        (CLEAN, ("--level", "lenient"), 64),
        (CLEAN, ("--output-format", "yaml"), 64),
        (CLEAN, ("--output", "jsn=report"), 64),
        (CLEAN, ("--output", "json="), 64),
        (CLEAN, ("--output", ""), 64),
        (CLEAN, ("--output", "a", "--output", "a"), 64),
        (CLEAN, ("--output", "json=a", "--output", "sarif=./a"), 64),
        (CLEAN, ("--no-such-option",), 64),
    ],
)
def test_the_exit_code_says_what_happened(
    source: str, arguments: tuple[str, ...], code: int, write: Write, run: Run
) -> None:
    """Clean, blocked, critical, not judged, wrongly called: five answers that cannot be confused."""
    write({"app.py": source})

    assert run("check", *arguments).code == code


def test_a_broken_configuration_is_explained(write: Write, run: Run) -> None:
    """The message names the file; there is no traceback and no report."""
    write({"pyproject.toml": "[tool.ssot]\nlevle = 'strict'\n"})

    outcome = run("check")

    assert (outcome.code, outcome.out) == (3, "")
    assert "pyproject.toml" in outcome.err
    assert "levle" in outcome.err
    assert "Traceback" not in outcome.err


def test_concise_output_is_one_line_per_violation_and_one_for_the_verdict(write: Write, run: Run) -> None:
    """The order and spelling that editors and grep rely on."""
    write({"app.py": ERROR, "clean.py": CLEAN})

    lines = run("check", "--output-format", "concise").out.splitlines()

    assert len(lines) == 2
    assert lines[0].startswith("app.py:1:8: error[jwt-direct-import] ")
    assert lines[1].startswith("FAILED at level standard: 1 new violation: 1 error (")


def test_quiet_says_nothing_when_nothing_is_wrong(write: Write, run: Run) -> None:
    """A hook that passes is silent."""
    write({"app.py": CLEAN})

    assert run("check", "--quiet").out == ""
    assert run("check", "-q", "--output-format", "concise").out == ""


def test_paths_restrict_what_is_reported_and_counted(write: Write, run: Run) -> None:
    """The verdict is about the paths: another file's violation does not block."""
    write({"a/bad.py": ERROR, "b/warned.py": WARNING, "ab.py": CRITICAL})

    found = run("check", "--output-format", "json", "a", "./b/../b/warned.py")
    alone = run("check", "--output-format", "json", "b/")

    assert rules(found.out) == {"a/bad.py": {"jwt-direct-import"}, "b/warned.py": {"auth-fallback"}}
    assert json.loads(found.out)["summary"]["files"] == 2
    assert (found.code, alone.code) == (1, 0)
    assert rules(alone.out) == {"b/warned.py": {"auth-fallback"}}


def test_the_root_itself_is_everything(write: Write, run: Run) -> None:
    """`ssot check .` is `ssot check`."""
    root = write({"a.py": ERROR})

    assert run("check", ".").out == run("check", str(root)).out == run("check").out


def test_a_gap_outside_of_the_paths_is_left_out(write: Write, run: Run) -> None:
    """What could not be analysed elsewhere does not concern this report."""
    write({"a.py": CLEAN, "broken.py": "def (:\n"})

    assert json.loads(run("check", "--output-format", "json").out)["summary"]["gaps"] >= 1
    assert json.loads(run("check", "--output-format", "json", "a.py").out)["summary"]["gaps"] == 0


def test_every_missing_path_is_named(write: Write, run: Run) -> None:
    """All at once, made harmless."""
    write({"a.py": CLEAN})

    outcome = run("check", "a.py", "b.py", "c\x1b[31m.py")

    assert (
        outcome.err
        == "ssot: no such file or directory: b.py\n      no such file or directory: c\\x1b[31m.py\n"
    )


def test_a_path_without_source_files_is_mentioned(write: Write, run: Run) -> None:
    """Nothing found where nothing was looked at is not good news."""
    write({"a.py": CLEAN, "notes.txt": "import jwt\n", "docs/x.md": ""})

    outcome = run("check", "a.py", "notes.txt", "docs")

    assert outcome.code == 0
    assert outcome.err == (
        "ssot: no source file was looked at in docs\nssot: no source file was looked at in notes.txt\n"
    )


def test_a_path_that_cannot_be_read_is_told_once(write: Write, run: Run) -> None:
    """The report says why; that nothing was looked at would say it again."""
    (write({}) / "gone.py").symlink_to("nowhere.py")

    outcome = run("check", "gone.py")

    assert "the link is broken" in outcome.out
    assert outcome.err == ""


def test_paths_outside_of_the_root_select_their_own_project(write: Write, run: Run, tmp_path: Path) -> None:
    """The other project's configuration holds, and places can be clicked from here."""
    write({"a.py": CRITICAL})
    other = tmp_path / "other"
    (other / "src").mkdir(parents=True)
    (other / "pyproject.toml").write_text("[tool.ssot]\nlevel = 'strict'\n")
    (other / "src" / "warned.py").write_text(WARNING)

    outcome = run("check", "--output-format", "concise", "../other/src")

    assert outcome.code == 1
    assert outcome.out.startswith("../other/src/warned.py:1:")
    assert "level strict" in outcome.out


def test_a_root_can_be_named(write: Write, run: Run, tmp_path: Path) -> None:
    """What lies outside of it is refused."""
    write({"inner/a.py": ERROR, "b.py": CRITICAL})

    assert rules(run("check", "--root", "inner", "--output-format", "json").out) == {
        "a.py": {"jwt-direct-import"}
    }
    outcome = run("check", "--root", "inner", "b.py")
    assert (outcome.code, outcome.out) == (3, "")
    assert "outside the root inner" in outcome.err


def test_places_can_be_clicked_from_a_subdirectory(
    write: Write, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    """People see paths from where they stand, programs from the root."""
    root = write({"src/a.py": ERROR})
    monkeypatch.chdir(root / "src")

    assert run("check", "--output-format", "concise").out.startswith("a.py:1:8: ")
    assert rules(run("check", "--output-format", "json").out) == {"src/a.py": {"jwt-direct-import"}}


def test_colour_is_a_choice(write: Write, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    """A pipe gets none unless asked for; NO_COLOR beats FORCE_COLOR."""
    write({"a.py": ERROR})

    assert "\x1b[" not in run("check").out
    assert "\x1b[" in run("check", "--color", "always").out
    monkeypatch.setenv("FORCE_COLOR", "1")
    assert "\x1b[" in run("check").out
    assert "\x1b[" not in run("check", "--no-color").out
    monkeypatch.setenv("NO_COLOR", "1")
    assert "\x1b[" not in run("check").out


def test_an_interrupted_judgement_ends_quietly(
    write: Write, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Ctrl-C is an answer, not an accident."""

    def interrupted(*_: Any, **__: Any) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("pytest_ssot.check.check", interrupted)
    write({"a.py": CLEAN})

    outcome = run("check")

    assert (outcome.code, outcome.out, outcome.err) == (130, "", "ssot: interrupted\n")


def test_a_bug_of_ours_is_no_verdict(write: Write, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    """It keeps its traceback, and its exit code is not that of blocking violations."""

    def broken(*_: Any, **__: Any) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr("pytest_ssot.check.check", broken)
    write({"a.py": CLEAN})

    outcome = run("check")

    assert (outcome.code, outcome.out) == (70, "")
    assert "ZeroDivisionError" in outcome.err


def test_trouble_of_the_machine_is_no_bug(write: Write, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    """Wherever it comes from, it is told in a line and there is no verdict."""

    def broken(*_: Any, **__: Any) -> None:
        raise PermissionError(13, "Permission denied", "/some/where")

    monkeypatch.setattr("pytest_ssot.check.check", broken)
    write({"a.py": CLEAN})

    outcome = run("check")

    assert (outcome.code, outcome.out) == (3, "")
    assert outcome.err == "ssot: /some/where: Permission denied\n"


def test_the_levels_are_those_of_the_model() -> None:
    """The command line spells them out, so that --help need not import the model."""
    assert tuple(Level) == LEVELS


def test_a_misspelt_rule_is_a_mistake(write: Write, run: Run) -> None:
    """Settings for a rule that does not exist would silently do nothing."""
    write({"pyproject.toml": "[tool.ssot.rules.auth-fallbak]\nenabled = false\n", "a.py": CLEAN})

    outcome = run("check")

    assert outcome.code == 3
    assert "auth-fallback" in outcome.err
