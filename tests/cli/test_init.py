"""`ssot init`: what it writes, what it leaves alone, and whom it asks. Hooks have tests of their own."""

from __future__ import annotations

import io
import os
import stat
import sys
import tomllib
from pathlib import Path

import pytest

from pytest_ssot.cli.commands import init as command
from pytest_ssot.templates import SERVICES
from tests.cli.conftest import Outcome, Run, Write

WORKFLOW = ".github/workflows/ssot-compliance-check.yml"
JOB = ".gitlab/ssot-compliance-check.yml"
WRITTEN = {
    "--github": {WORKFLOW},
    "--gitlab": {JOB, ".gitlab-ci.yml"},
    "--jenkins": {"Jenkinsfile"},
}


class Terminal(io.StringIO):
    """A stream that says that somebody sits there."""

    encoding = "utf-8"

    def isatty(self) -> bool:
        return True


@pytest.fixture
def bare(project: Path) -> Path:
    """A project that nothing configures; it is a repository, so that it is found."""
    (project / "pyproject.toml").unlink()
    (project / ".git").mkdir()
    return project


def present(project: Path) -> set[str]:
    """Every file that there is."""
    files = (path for path in project.rglob("*") if path.is_file())
    return {path.relative_to(project).as_posix() for path in files} - {"pyproject.toml"}


def answering(answers: str, monkeypatch: pytest.MonkeyPatch, *arguments: str) -> Outcome:
    """Run `ssot init` on a terminal where these lines are typed."""
    from pytest_ssot.cli import main

    out = Terminal()
    monkeypatch.setattr(sys, "stdin", Terminal(answers))
    monkeypatch.setattr(sys, "stdout", out)
    return Outcome(main(["init", *arguments]), out.getvalue(), "")


def test_a_project_without_configuration_gets_one(bare: Path, run: Run) -> None:
    """In a file of its own where there is no pyproject.toml; without a terminal nothing is asked."""
    outcome = run("init")

    assert (outcome.code, present(bare)) == (0, {"ssot.toml"})
    assert tomllib.loads((bare / "ssot.toml").read_text()) == {"level": "standard"}
    assert "--hook" in outcome.out
    assert run("check").code == 0


@pytest.mark.parametrize(
    "before",
    [
        pytest.param(b"", id="empty"),
        pytest.param(b'[project]\nname = "x"\n', id="usual"),
        pytest.param(b'[project]\nname = "x"', id="no line end"),
        pytest.param(b'\xef\xbb\xbf[project]\r\nname = "\xc3\xbc"\r\n', id="Windows"),
        pytest.param(b"[tool.other]\nx = 1\n", id="another tool"),
    ],
)
def test_a_configuration_is_added_to_pyproject(before: bytes, bare: Path, run: Run) -> None:
    """What stands in it stays, byte for byte; a second time there is nothing to do."""
    (bare / "pyproject.toml").write_bytes(before)

    assert run("init", "--config").code == 0
    after = (bare / "pyproject.toml").read_bytes()
    assert after.startswith(before)
    assert tomllib.loads(after.decode("utf-8-sig"))["tool"]["ssot"] == {"level": "standard"}
    assert (b"\r\n" in before) is (b"\r\n" in after)
    assert b"\n" not in after.replace(b"\r\n", b"") or b"\r\n" not in after
    assert "configured already" in run("init", "--config").out
    assert (bare / "pyproject.toml").read_bytes() == after


def test_a_pyproject_that_cannot_take_it_is_left_alone(bare: Path, run: Run) -> None:
    """Nothing can be added to an inline table; a broken file is not made worse."""
    (bare / "pyproject.toml").write_text("tool = {}\n")
    assert run("init").code == 0
    assert (bare / "pyproject.toml").read_text() == "tool = {}\n"
    assert tomllib.loads((bare / "ssot.toml").read_text()) == {"level": "standard"}
    (bare / "ssot.toml").unlink()
    (bare / "pyproject.toml").write_text("[tool")
    outcome = run("init")
    assert (outcome.code, "not valid TOML" in outcome.err) == (3, True)
    assert (bare / "pyproject.toml").read_text() == "[tool"


@pytest.mark.parametrize("option", WRITTEN)
def test_the_files_of_a_build_service_are_written_once(option: str, project: Path, run: Run) -> None:
    """A second time they are there already."""
    assert run("init", option).code == 0
    assert present(project) == WRITTEN[option]
    assert "there already" in run("init", option).out
    assert present(project) == WRITTEN[option]


def test_a_file_that_says_something_else_is_left_alone(write: Write, run: Run) -> None:
    """Unless --force is said; the others are written, and the exit code tells."""
    root = write({"Jenkinsfile": "node {}\n"})

    outcome = run("init", "--github", "--jenkins")

    assert (outcome.code, (root / "Jenkinsfile").read_text()) == (3, "node {}\n")
    assert (root / WORKFLOW).is_file()
    assert "Jenkinsfile says something else and was left alone" in outcome.err
    assert run("init", "--jenkins", "--force").code == 0
    assert "ssot" in (root / "Jenkinsfile").read_text()


def test_a_pipeline_that_is_there_is_not_touched(write: Write, run: Run) -> None:
    """What has to be added to it is said."""
    root = write({".gitlab-ci.yml": "stages: [test]\n"})

    outcome = run("init", "--gitlab", "--force")

    assert (root / ".gitlab-ci.yml").read_text() == "stages: [test]\n"
    assert "include: [{local: .gitlab/ssot-compliance-check.yml}]" in outcome.out


def test_a_dry_run_shows_everything_and_writes_nothing(bare: Path, run: Run) -> None:
    """Also what would be overwritten."""
    (bare / "Jenkinsfile").write_text("node {}\n")

    outcome = run("init", "--dry-run", "--config", "--github", "--jenkins")

    assert (outcome.code, present(bare)) == (0, {"Jenkinsfile"})
    assert (bare / "Jenkinsfile").read_text() == "node {}\n"
    assert f"would write {bare}/{WORKFLOW}:\n" in outcome.out
    assert f"would overwrite {bare}/Jenkinsfile:\n" in outcome.out
    assert "    permissions: {}\n" in outcome.out


def test_a_terminal_is_asked(bare: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """For each thing; what is not clearly wanted is not done."""
    outcome = answering("\nyes\nn\nmaybe\n", monkeypatch)

    assert (outcome.code, present(bare)) == (0, {"ssot.toml", WORKFLOW})
    assert outcome.out.count("[y/N]") == 4


def test_a_terminal_that_hangs_up_has_said_no(bare: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """And is not asked for ever."""
    outcome = answering("", monkeypatch)

    assert (outcome.code, present(bare)) == (0, {"ssot.toml"})


@pytest.mark.parametrize(("answer", "code"), [("y\n", 0), ("n\n", 3), ("", 3)])
def test_overwriting_is_asked_for(
    answer: str, code: int, write: Write, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whoever says no keeps the file."""
    root = write({"Jenkinsfile": "node {}\n"})

    assert answering(answer, monkeypatch, "--jenkins").code == code
    assert ((root / "Jenkinsfile").read_text() == "node {}\n") is (code == 3)


def test_a_build_is_never_asked(bare: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Some build services pretend to be a terminal."""
    monkeypatch.setenv("CI", "true")

    assert "[y/N]" not in answering("y\n", monkeypatch).out


def test_a_project_below_the_top_is_named_in_the_files(project: Path, run: Run) -> None:
    """They belong to the top of the repository, and the gate to the project."""
    (project / ".git").mkdir()
    service = project / "services" / "api"
    service.mkdir(parents=True)
    (service / "pyproject.toml").write_text("[tool.ssot]\n")

    assert run("init", "--root", "services/api", "--github", "--gitlab", "--jenkins").code == 0
    assert 'working-directory: "services/api"\n' in (project / WORKFLOW).read_text()
    assert 'cd "services/api"\n' in (project / JOB).read_text()
    assert "dir('services/api') {" in (project / "Jenkinsfile").read_text()
    assert not (service / ".github").exists()


@pytest.mark.parametrize(
    "name", ["it's", 'a"b', "$HOME", "a: b", "#1", "-x", "`id`", "${{ x }}", "a\nb", "x "]
)
@pytest.mark.parametrize("service", command.SERVICES)
def test_a_name_that_would_be_read_as_something_else_is_refused(
    name: str, service: str, project: Path, run: Run
) -> None:
    """No file is written that is broken, or does what the name says."""
    (project / ".git").mkdir()
    (project / name).mkdir()
    (project / name / "pyproject.toml").write_text("[tool.ssot]\n")

    outcome = run("init", f"--root={name}", f"--{service}")

    assert outcome.code == 3
    assert "its name would mean something else in a file" in outcome.err
    assert present(project) == {f"{name}/pyproject.toml"}


def test_a_place_that_cannot_be_written_is_told(project: Path, run: Run) -> None:
    """By name, and nothing is left half done."""
    (project / ".github").write_text("a file\n")

    outcome = run("init", "--github")

    assert (outcome.code, "cannot" in outcome.err) == (3, True)
    assert (project / ".github").read_text() == "a file\n"


def test_uninstalling_goes_with_the_hook_only(project: Path, run: Run) -> None:
    """Files of build services are the user's to delete."""
    outcome = run("init", "--uninstall", "--github")

    assert (outcome.code, present(project)) == (64, set())


def test_written_files_have_usual_permissions(project: Path, run: Run) -> None:
    """What the process may grant to others it does."""
    run("init", "--jenkins")

    mask = os.umask(0)
    os.umask(mask)
    assert stat.S_IMODE((project / "Jenkinsfile").stat().st_mode) == 0o666 & ~mask


def test_the_services_are_those_of_the_templates() -> None:
    """The command line spells them out, so that --help need not import them."""
    assert tuple(service.name for service in SERVICES) == command.SERVICES
