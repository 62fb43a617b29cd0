"""Reports reach their files whole, or not at all."""

from __future__ import annotations

import json
import os
import stat
from pathlib import Path

import pytest

from tests.cli.conftest import Run, Write

resource = pytest.importorskip("resource")


@pytest.fixture(autouse=True)
def a_violation(write: Write) -> None:
    """Something to report."""
    write({"a.py": "import jwt\n"})


@pytest.mark.parametrize("option", ["--output", "--output-file", "-o"])
def test_a_file_takes_the_place_of_standard_output(option: str, run: Run, project: Path) -> None:
    """`--output-format` is about that file then."""
    outcome = run("check", "--output-format", "json", option, "report.json")

    assert (outcome.code, outcome.out, outcome.err) == (1, "", "")
    assert json.loads((project / "report.json").read_text())["summary"]["new"] == 1


def test_several_formats_at_once(run: Run, project: Path) -> None:
    """FORMAT=FILE comes on top of what is shown."""
    outcome = run(
        "check", "--output", "json=r.json", "--output", "sarif=r.sarif", "--output-format", "concise"
    )

    assert outcome.out.startswith("a.py:1:8: error[jwt-direct-import]")
    assert json.loads((project / "r.json").read_text())["format"] == "ssot-report"
    assert json.loads((project / "r.sarif").read_text())["version"] == "2.1.0"


def test_paths_for_services_begin_at_the_repository(run: Run, project: Path) -> None:
    """A service knows the repository only; a project within it has its paths from there."""
    (project.parent / ".git").mkdir()

    outcome = run("check", "--output-format", "github")
    run("check", "--output", "gitlab=r.json", "--output", "sarif=r.sarif", "--output", "json=own.json")

    assert outcome.out.startswith("::error file=project/a.py,line=1,")
    assert json.loads((project / "r.json").read_text())[0]["location"]["path"] == "project/a.py"
    assert '"uri": "project/a.py"' in (project / "r.sarif").read_text()
    assert '"uri": "a.py"' in (project / "own.json").read_text()


def test_paths_begin_at_the_root_where_that_is_the_repository(run: Run, project: Path) -> None:
    """A worktree or submodule has a file `.git`."""
    (project / ".git").write_text("gitdir: elsewhere\n")

    assert run("check", "--output-format", "github").out.startswith("::error file=a.py,line=1,")


@pytest.mark.parametrize("address", ["javascript:alert(1)//{path}", "https://host.example/", "{path}", ""])
def test_a_source_url_is_an_address_with_a_place_for_the_path(address: str, run: Run) -> None:
    """What could not lead to the source is a usage error."""
    outcome = run("check", "--source-url", address)

    assert outcome.code == 64
    assert "is not an https address with {path} in it" in outcome.err


def test_standard_output_can_be_named(run: Run, project: Path) -> None:
    """`-` is where reports go anyway, so with a file it brings the report back."""
    outcome = run("check", "--output-format", "concise", "--output", "-", "--output", "report.txt")

    assert outcome.out == (project / "report.txt").read_text()


def test_a_file_that_looks_like_a_format_needs_a_directory(run: Run, project: Path) -> None:
    """The message says how to write it."""
    refused = run("check", "--output", "xml=report")
    written = run("check", "--output", "./xml=report")

    assert (refused.code, written.code) == (64, 1)
    assert "write ./xml=report" in refused.err
    assert (project / "xml=report").is_file()


def test_a_file_gets_no_colour(run: Run, project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Colour is for screens, even when forced on them."""
    monkeypatch.setenv("FORCE_COLOR", "1")

    run("check", "--output", "report.txt")

    assert "\x1b" not in (project / "report.txt").read_text()


@pytest.mark.parametrize(
    ("path", "why"),
    [
        ("no/such/report", "there is no directory no/such"),
        (".", "it is a directory"),
        ("a.py/report", "there is no directory a.py"),
    ],
)
def test_what_cannot_be_written_is_refused_before_the_work(path: str, why: str, run: Run) -> None:
    """The message names the file and the reason."""
    outcome = run("check", "--output", f"json={path}")

    assert (outcome.code, outcome.out) == (3, "")
    assert outcome.err == f"ssot: cannot write {path}: {why}\n"


def test_a_full_disk_leaves_the_old_report(run: Run, project: Path) -> None:
    """Nothing is half-written, nothing is left beside, and the verdict was shown."""
    (project / "report.json").write_text("old")
    unlimited = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (100, unlimited[1]))
    try:
        outcome = run("check", "--output", "json=report.json")
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, unlimited)

    assert outcome.code == 3
    kept, told = outcome.err.splitlines()
    assert kept.startswith("ssot: what was learned of the files could not be kept in ")
    assert told == "ssot: cannot write report.json: File too large"
    assert "jwt-direct-import" in outcome.out
    assert (project / "report.json").read_text() == "old"
    assert sorted(path.name for path in project.glob("[!.]*")) == ["a.py", "pyproject.toml", "report.json"]
    assert [path.name for path in project.glob(".pytest_cache/d/ssot/*")] == []


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no device that is always full")
def test_what_cannot_be_written_keeps_nothing_else_back(run: Run, project: Path) -> None:
    """Other reports are delivered, whatever the command, and a gate still says why it is closed."""
    for command in (("check",), ("gate", "--no-report"), ("monitor", "--full-scan")):
        report = project / f"{command[0]}.sarif"

        outcome = run(*command, "--output", "json=/dev/full", "--output", f"sarif={report}")

        assert outcome.code == 3
        assert "ssot: cannot write /dev/full: No space left on device\n" in outcome.err
        assert json.loads(report.read_text())["runs"]
        assert "gate: BLOCKED because:" in outcome.out or command[0] != "gate"
    assert [path.suffix for path in project.glob("reports/ssot_compliance/*")] == [".json"]


def test_a_link_keeps_pointing_and_a_file_keeps_its_mode(run: Run, project: Path) -> None:
    """Replacing a report changes nothing but its content."""
    (project / "reports").mkdir()
    target = project / "reports" / "real.json"
    target.write_text("old")
    target.chmod(0o640)
    (project / "link.json").symlink_to(target)

    run("check", "--output", "json=link.json")

    assert (project / "link.json").is_symlink()
    assert json.loads(target.read_text())["format"] == "ssot-report"
    assert stat.S_IMODE(target.stat().st_mode) == 0o640


def test_a_broken_link_gets_its_file_and_a_loop_is_refused(run: Run, project: Path) -> None:
    """Links are followed as far as they lead."""
    (project / "link.txt").symlink_to("target.txt")
    (project / "loop.txt").symlink_to("loop.txt")

    assert run("check", "--output", "link.txt").code == 1
    assert (project / "target.txt").is_file()
    loop = run("check", "--output", "loop.txt")
    assert loop.err == "ssot: cannot write loop.txt: Too many levels of symbolic links\n"


def test_a_device_is_written_to_and_stays(run: Run) -> None:
    """`--output /dev/null` must not replace the device by a file."""
    assert run("check", "--output", os.devnull).code == 1
    assert stat.S_ISCHR(os.stat(os.devnull).st_mode)  # noqa: PTH116 - os.devnull is a string


def test_a_full_device_is_reported(run: Run) -> None:
    """What could not be delivered is no verdict."""
    outcome = run("check", "--output", "/dev/full")

    assert (outcome.code, outcome.err) == (3, "ssot: cannot write /dev/full: No space left on device\n")
