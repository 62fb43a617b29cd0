"""Which source files become items: pytest's own rules, applied to sources."""

from __future__ import annotations

import errno
import os
import shlex
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.plugin.conftest import SOURCES, XDIST, Project

LAYOUT = {
    "src/a.py": "a = 1\n",
    "src/deep/b.py": "b = 1\n",
    "src/deep/skipped/c.py": "c = 1\n",
    "build/generated.py": "g = 1\n",
    "tests/test_a.py": "def test_x(): pass\n",
    "tests/check_b.py": "def test_hidden(): pass\n",
    "top.py": "t = 1\n",
}
SRC = {"src/a.py::ssot", "src/deep/b.py::ssot", "src/deep/skipped/c.py::ssot"}
TESTS = {"tests/test_a.py::ssot", "tests/check_b.py::ssot"}
ALL = SRC | TESTS | {"top.py::ssot"}
UNIT = {"tests/test_a.py::test_x"}


@pytest.fixture
def layout(project: Project) -> Project:
    project.write(LAYOUT)
    return project


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        ("", ALL | UNIT),
        (".", ALL | UNIT),
        ("src", SRC),
        ("src tests", SRC | TESTS | UNIT),
        ("src src/a.py src/deep", SRC),
        ("src/a.py", {"src/a.py::ssot"}),
        ("src/a.py::ssot", {"src/a.py::ssot"}),
        ("src/a.py::ssot src/a.py", {"src/a.py::ssot"}),
        ("build", {"build/generated.py::ssot"}),
        ("build/generated.py", {"build/generated.py::ssot"}),
        ("tests/test_a.py", {"tests/test_a.py::ssot", *UNIT}),
        ("tests/test_a.py::test_x", UNIT),
        ("tests/test_a.py::ssot", {"tests/test_a.py::ssot"}),
        ("tests/test_a.py::ssot tests/test_a.py::test_x", {"tests/test_a.py::ssot", *UNIT}),
        ("tests/check_b.py", {"tests/check_b.py::ssot", "tests/check_b.py::test_hidden"}),
        ("src tests/test_a.py::test_x", SRC | UNIT),
        ("--ignore=src", (ALL | UNIT) - SRC),
        ("--ignore=src/deep", (ALL | UNIT) - SRC | {"src/a.py::ssot"}),
        ("--ignore-glob=*/skipped/*", (ALL | UNIT) - {"src/deep/skipped/c.py::ssot"}),
        ("--deselect=src/deep", (ALL | UNIT) - SRC | {"src/a.py::ssot"}),
        ("--deselect=src/a.py::ssot", (ALL | UNIT) - {"src/a.py::ssot"}),
        (
            "-o norecursedirs=skipped",
            ALL - {"src/deep/skipped/c.py::ssot"} | UNIT | {"build/generated.py::ssot"},
        ),
        ("-k deep", {"src/deep/b.py::ssot", "src/deep/skipped/c.py::ssot"}),
        ("-k ssot", ALL),
        ("-k 'not ssot'", UNIT),
        ("-o testpaths=tests", ALL | UNIT),
        ("-o testpaths=tests src", SRC),
        ("-p no:cacheprovider", ALL | UNIT),
        ("--import-mode=importlib", ALL | UNIT),
        ("--import-mode=append tests", TESTS | UNIT),
        ("--ssot-only", ALL),
        ("--ssot-only tests", TESTS),
        ("--ssot-only tests/test_a.py", {"tests/test_a.py::ssot"}),
        ("--ssot-only -o testpaths=tests", ALL),
        ("--pyargs deeply.nested", {"deeply/nested/m.py::ssot", "deeply/nested/__init__.py::ssot"}),
    ],
)
def test_arguments_select_source_files_as_they_select_tests(
    layout: Project, monkeypatch: pytest.MonkeyPatch, arguments: str, expected: set[str]
) -> None:
    """Paths, node ids, ignores, `-k` and `testpaths` mean for sources what they mean for tests."""
    if "--pyargs" in arguments:
        layout.write(
            {"deeply/__init__.py": "", "deeply/nested/__init__.py": "", "deeply/nested/m.py": "m = 1\n"}
        )
        monkeypatch.syspath_prepend(str(layout.root))

    collected = layout.collected("--ssot", *shlex.split(arguments))

    assert set(collected) == expected
    assert len(collected) == len(set(collected))


def test_the_current_directory_is_the_default_argument(
    layout: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Without arguments, pytest collects where it stands, and so do we."""
    monkeypatch.chdir(layout.root / "src" / "deep")

    assert layout.collected("--ssot") == ["b.py::ssot", "skipped/c.py::ssot"] or layout.collected(
        "--ssot"
    ) == [
        "src/deep/b.py::ssot",
        "src/deep/skipped/c.py::ssot",
    ]


def test_conftest_files_have_their_say(layout: Project) -> None:
    """`collect_ignore` and hooks of conftest files leave source files out, like test files."""
    layout.write(
        {
            "src/conftest.py": "collect_ignore = ['a.py']\n",
            "src/deep/conftest.py": """
            def pytest_ignore_collect(collection_path):
                return True if collection_path.name == "skipped" else None
        """,
        }
    )

    for mode in ("--ssot", "--ssot-only"):
        collected = set(layout.collected(mode, "src"))

        assert collected == {"src/conftest.py::ssot", "src/deep/b.py::ssot", "src/deep/conftest.py::ssot"}


@pytest.mark.parametrize("only", [(), ("--ssot-only",)], ids=["beside tests", "alone"])
def test_conftest_files_outside_of_testpaths_are_not_loaded(layout: Project, only: tuple[str, ...]) -> None:
    """Sources lie there, tests do not: pytest would never have imported them."""
    layout.write({"src/deep/conftest.py": "import not_installed_here\n"})

    collected = layout.collected("--ssot", *only, "-o", "testpaths=tests")

    assert {*SRC, "src/deep/conftest.py::ssot"} < {*collected}


def test_configured_roots_and_excludes_decide_what_a_source_file_is(layout: Project) -> None:
    """A root is entered even where `norecursedirs` would not; what is excluded is no item."""
    layout.write(
        {"pyproject.toml": "[tool.ssot]\nroots = ['src', 'build']\nexclude = ['src/deep/skipped/**']\n"}
    )

    assert set(layout.collected("--ssot-only")) == {
        "src/a.py::ssot",
        "src/deep/b.py::ssot",
        "build/generated.py::ssot",
    }
    assert layout.collected("--ssot-only", "--ignore=build", "--ignore=src") == []


def test_an_argument_that_is_no_source_file_is_refused(layout: Project) -> None:
    """pytest's own message and exit code, also for an item that does not exist."""
    layout.write({"README.md": "hello\n"})

    for argument in ("README.md", "README.md::ssot", "src/nowhere.py", "src/a.py::nothing"):
        assert layout.run("--ssot", argument).code == pytest.ExitCode.USAGE_ERROR


def test_a_source_file_given_as_argument_is_not_imported(layout: Project) -> None:
    """Judging a file executes nothing of it, unless it is a test module or could hold tests."""
    layout.write({"src/harmful.py": "import jwt\nraise SystemExit('imported')\n"})
    layout.write(
        {"src/latest.py": "raise SystemExit('imported')\n# holds no tes" + "t\ndef test_it(): pass\n"}
    )

    harmful = layout.run("--ssot", "src/harmful.py")
    named = layout.run("--ssot", "src/latest.py::ssot")

    assert harmful.outcomes == {"src/harmful.py::ssot": "failed"}
    assert named.outcomes == {"src/latest.py::ssot": "passed"}


@pytest.mark.parametrize("option", ["--ssot", "--ssot-only"])
def test_the_package_of_a_source_file_given_as_argument_is_not_imported(layout: Project, option: str) -> None:
    """pytest sets a package up by importing it, so no source item may lie in one."""
    layout.write({"src/package/__init__.py": "raise SystemExit('imported')\n", "src/package/a.py": ""})

    run = layout.run(option, "src/package/a.py", "src/package/__init__.py::ssot")

    assert run.outcomes == {"src/package/a.py::ssot": "passed", "src/package/__init__.py::ssot": "passed"}


def test_a_directory_that_cannot_be_listed_stops_no_other(
    project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is a gap in the analysis; pytest's own walk, which would end the run there, has no tests to find."""
    project.write({"closed/a.py": "", "open/b.py": ""})
    scandir = os.scandir

    def refusing(path: Any = ".") -> Any:
        if Path(os.fsdecode(path) if not isinstance(path, int) else ".").name == "closed":
            raise PermissionError(errno.EACCES, "Permission denied", str(path))
        return scandir(path)

    monkeypatch.setattr(os, "scandir", refusing)
    run = project.run("--ssot-only")

    assert run.outcomes == {"open/b.py::ssot": "passed"}
    assert [gap["path"] for gap in run.verdict["gaps"]] == ["closed"]


def test_a_judgement_does_not_depend_on_the_selection(sample: Project) -> None:
    """A file is told the same, alone or among all."""
    everything = sample.run("--ssot-only", "--ssot-level=strict")

    for path in SOURCES:
        alone = sample.run("--ssot-only", "--ssot-level=strict", path)
        assert alone.outcomes.items() <= everything.outcomes.items()
        assert alone.found(f"{path}::ssot") == everything.found(f"{path}::ssot")


def test_last_failed_runs_what_failed(sample: Project) -> None:
    """`--lf` selects failed source items and failed tests alike, `--ff` runs them first."""
    sample.write({"tests/test_b.py": "def test_b(): assert 0\n"})
    bad = {"src/critical.py::ssot", "src/error.py::ssot", "tests/test_b.py::test_b"}
    assert sample.run("--ssot").failed == bad

    assert set(sample.run("--ssot", "--lf").outcomes) == bad
    assert set(sample.collected("--ssot", "--ff")[:3]) == bad
    sample.write({"src/critical.py": "", "src/error.py": "", "tests/test_b.py": "def test_b(): pass\n"})
    assert sample.run("--ssot", "--lf").code == pytest.ExitCode.OK
    assert len(sample.run("--ssot", "--lf").outcomes) == 10


@pytest.mark.parametrize("argument", ["-x", "--maxfail=1"])
def test_the_run_stops_at_the_first_failure_when_asked(sample: Project, argument: str) -> None:
    """A stopped run shows no verdict of its own: it has not seen everything."""
    run = sample.run("--ssot-only", argument)

    assert run.code == pytest.ExitCode.TESTS_FAILED
    assert len(run.failed) == 1
    assert "stopping after 1 failures" in run.out


@pytest.mark.parametrize("xdist", XDIST.values(), ids=XDIST)
def test_odd_names_cannot_corrupt_node_ids_or_output(project: Project, xdist: tuple[str, ...]) -> None:
    """Line ends, terminal escapes, `::`, brackets and undecodable bytes are escaped, and stay distinct."""
    if sys.platform != "linux":
        pytest.skip("other systems refuse most of these names")
    names = ["new\nline.py", "new\\nline.py", "esc\x1b[31m.py", "a::b.py", "br[1].py", "sp ace.py", "ü.py"]
    for name in names:
        (project.root / name).write_text("import jwt\n", encoding="utf-8")
    (project.root / os.fsdecode(b"bytes\xff.py")).write_text("import jwt\n", encoding="utf-8")

    run = project.run("--ssot-only", "-v", "--junitxml=junit.xml", *xdist)

    assert run.failed == {
        "new\\nline.py::ssot",
        "new\\\\nline.py::ssot",
        "esc\\x1b[31m.py::ssot",
        "a:\\x3ab.py::ssot",
        "br[1].py::ssot",
        "sp ace.py::ssot",
        "ü.py::ssot",
        "bytes\\xff.py::ssot",
    }
    assert "\x1b" not in run.out
    assert (project.root / "junit.xml").read_text(encoding="utf-8").count("<failure") == 8


def test_a_file_that_vanishes_during_the_run_is_no_crash(sample: Project) -> None:
    """Between collection and analysis a file may go; the run says so and goes on."""
    sample.write(
        {
            "conftest.py": """
            def pytest_collection_finish(session):
                (session.config.rootpath / "src" / "error.py").unlink()
        """
        }
    )

    run = sample.run("--ssot-only")

    assert run.code == pytest.ExitCode.TESTS_FAILED
    assert run.outcomes["src/critical.py::ssot"] == "failed"
    assert [gap["path"] for gap in run.verdict["gaps"]] == ["src/error.py"]
