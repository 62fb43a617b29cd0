"""What a run shows, on every terminal and in every report."""

from __future__ import annotations

import re
from xml.etree import ElementTree as ET

import pytest

from tests.plugin.conftest import CRITICAL, ERROR, WARNING, XDIST, Project


@pytest.mark.parametrize("xdist", [(), ("-n2",)], ids=["off", "on"])
def test_a_failing_item_shows_its_violations_and_no_traceback(
    sample: Project, xdist: tuple[str, ...]
) -> None:
    """The heaviest violation comes first, each with its place, and nothing of our own code."""
    sample.write({"src/both.py": ERROR + "\n\n" + CRITICAL})

    run = sample.run("--ssot-only", "src/both.py", *xdist)

    failures = run.out.partition("FAILURES")[2].partition("= ssot =")[0]
    assert "[ssot] src/both.py" in failures
    assert failures.index("CRITICAL jwt-signature-bypass") < failures.index("ERROR jwt-direct-import")
    assert "--> src/both.py:5:" in failures
    assert "--> src/both.py:1:" in failures
    assert "Traceback" not in run.out
    assert "plugin/" not in failures
    assert "FAILED src/both.py::ssot - critical[jwt-signature-bypass]" in run.out


@pytest.mark.parametrize("xdist", [(), ("-n2",)], ids=["off", "on"])
def test_paths_on_the_terminal_lead_from_where_pytest_was_started(
    project: Project, monkeypatch: pytest.MonkeyPatch, xdist: tuple[str, ...]
) -> None:
    """A click opens the file from any directory; structured data keeps the paths from the root."""
    project.write({"src/error.py": ERROR, "src/deep/warning.py": WARNING})
    monkeypatch.chdir(project.root / "src" / "deep")

    run = project.run("--ssot-only", "..", *xdist)

    assert "--> ../error.py:1:" in run.out
    assert "\nwarning.py:1:1: warning[auth-fallback]" in run.out
    assert run.failed == {"src/error.py::ssot"}
    assert "path': 'src/error.py'" in str(run.report["tests"])


@pytest.mark.parametrize(
    ("style", "shown", "hidden"),
    [
        ("auto", ["ERROR jwt-direct-import", "--> src/error.py:1:"], []),
        ("long", ["ERROR jwt-direct-import", "--> src/error.py:1:"], []),
        ("short", ["ERROR jwt-direct-import", "--> src/error.py:1:"], []),
        ("native", ["ERROR jwt-direct-import", "--> src/error.py:1:"], []),
        ("line", ["src/error.py:1: error[jwt-direct-import]"], ["-->"]),
        ("no", [], ["-->", "FAILURES", "src/error.py:1"]),
    ],
)
@pytest.mark.parametrize("xdist", [(), ("-n2",)], ids=["off", "on"])
def test_traceback_styles_are_respected(
    project: Project, xdist: tuple[str, ...], style: str, shown: list[str], hidden: list[str]
) -> None:
    """A line is a line, no is no, and everything else shows the violations in full."""
    if xdist and style not in ("auto", "line"):
        pytest.skip("the styles that a worker could spoil are enough")
    project.write({"src/error.py": ERROR})

    run = project.run("--ssot-only", f"--tb={style}", *xdist)

    assert all(text in run.out for text in shown)
    assert not any(text in run.out for text in hidden)
    assert run.found("src/error.py::ssot")[0] == ("jwt-direct-import", 1)


def test_the_summary_grows_with_verbosity(project: Project) -> None:
    """Nothing with `-qq`, a line with `-q`, sums by default, what does not count with `-v`."""
    project.write({"a.py": WARNING, "b.py": "# JWT_ALLOWED: the owner of tokens\n" + ERROR})

    quietest, quiet, normal, verbose = (
        project.run("--ssot-only", *more).out for more in (["-qq"], ["-q"], [], ["-v"])
    )

    assert "ssot:" not in quietest
    assert "ssot: PASSED at level standard: 1 new violation: 1 warning" in quiet
    assert "= ssot =" not in quiet
    assert "a.py:1:1: warning[auth-fallback]" in normal
    assert "verdict: PASSED at level standard" in normal
    assert "the owner of tokens" not in normal
    assert "the owner of tokens" in verbose


def test_many_admitted_violations_are_cut_short(project: Project) -> None:
    """Twenty lines of what a budget admits are enough, unless `-v` asks for all."""
    project.write({f"w{index:02}.py": WARNING for index in range(25)})

    assert "and 5 more; -v lists all" in project.run("--ssot-only", "--ssot-level=permissive").out
    assert "more; -v" not in project.run("--ssot-only", "--ssot-level=permissive", "-v").out


def test_what_was_not_analysed_is_said(project: Project) -> None:
    """A file that does not parse is named with its reason, in the summary and in the JSON report."""
    project.write({"broken.py": "def (:\n", "fine.py": ""})

    run = project.run("--ssot-only")

    assert "broken.py" in run.out.partition("= ssot =")[2]
    assert {gap["path"] for gap in run.verdict["gaps"]} == {"broken.py"}


def test_colour_is_pytests_decision(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    """`--color=yes` colours failures and summary, NO_COLOR and files get plain text."""
    project.write({"error.py": ERROR})

    coloured = project.run("--ssot-only", "--color=yes", "--junitxml=junit.xml")
    monkeypatch.setenv("NO_COLOR", "1")
    plain = project.run("--ssot-only")

    assert "\x1b[1;31" in coloured.out.partition("FAILURES")[2].partition("fix")[0]
    assert "\x1b" not in coloured.report["tests"][0]["call"]["longrepr"]
    assert "#x1B" not in (project.root / "junit.xml").read_text(encoding="utf-8")
    assert "\x1b" not in plain.out


@pytest.mark.parametrize("encoding", ["ascii", "utf-8"])
def test_a_terminal_that_cannot_show_a_character_gets_an_escape(
    pytester: pytest.Pytester, monkeypatch: pytest.MonkeyPatch, encoding: str
) -> None:
    """Names and source outside the terminal's encoding never end a run."""
    monkeypatch.setenv("PYTHONIOENCODING", encoding)
    monkeypatch.setenv("PYTHONUTF8", "0")
    (pytester.path / "größe.py").write_text("import jwt  # größe →\n", encoding="utf-8")

    result = pytester.runpytest_subprocess("--ssot-only")

    assert result.ret == 1
    shown = "größe.py" if encoding == "utf-8" else "gr\\xf6\\xdfe.py"
    assert f"--> {shown}:1:" in result.stdout.str()


@pytest.mark.parametrize("xdist", XDIST.values(), ids=XDIST)
def test_reports_carry_every_violation(project: Project, xdist: tuple[str, ...]) -> None:
    """JUnit properties in a line each, JSON metadata in full structure, admitted violations included."""
    project.write({"all.py": f"{ERROR}\n\n{CRITICAL}\n\n{WARNING}", "clean.py": ""})

    run = project.run("--ssot-only", "--junitxml=junit.xml", *xdist)

    found = run.found("all.py::ssot")
    assert found[0] == ("jwt-signature-bypass", 5)
    assert found[-1] == ("auth-fallback", 8)
    assert ("jwt-direct-import", 1) in found
    assert run.found("clean.py::ssot") == []
    case = next(
        case for case in ET.parse(project.root / "junit.xml").iter("testcase") if "all" in str(case.attrib)
    )
    properties = [(each.get("name"), each.get("value", "")) for each in case.iter("property")]
    assert len(properties) == len(found)
    assert properties[0][0] == "ssot.critical"
    assert re.match(r"all\.py:5:\d+: critical\[jwt-signature-bypass\] \w", properties[0][1])
    assert properties[-1][0] == "ssot.warning"
    assert run.report["summary"]["ssot"]["files"] == 2


def test_a_bug_of_ours_is_an_internal_error(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    """An engine that breaks fails the run with its traceback, with and without workers."""
    from pytest_ssot.plugin import analysis

    def broken(*arguments: object, **options: object) -> None:
        raise ZeroDivisionError("a bug")

    monkeypatch.setattr(analysis, "check", broken)
    project.write({"a.py": "", "test_unit.py": "def test_it(): pass\n"})

    for xdist in ((), ("-n2",)):
        run = project.run("--ssot", *xdist)

        assert run.code == pytest.ExitCode.INTERNAL_ERROR
        assert "ZeroDivisionError: a bug" in run.out + run.err


def test_an_interrupted_analysis_ends_the_run(pytester: pytest.Pytester) -> None:
    """Ctrl-C is pytest's exit code 2, and no verdict is claimed."""
    pytester.makeconftest(
        """
        from pytest_ssot.plugin import analysis

        def interrupted(*arguments, **options):
            raise KeyboardInterrupt

        analysis.check = interrupted
        """
    )

    result = pytester.runpytest_subprocess("--ssot-only")

    assert result.ret == pytest.ExitCode.INTERRUPTED
    result.stdout.no_fnmatch_line("*verdict*")


def test_nothing_is_analysed_that_nobody_asked_about(
    project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Listing, a test's own node id and `-m 'not ssot'` never start the engine."""
    from pytest_ssot.plugin import analysis

    def forbidden(*arguments: object, **options: object) -> None:
        raise AssertionError("analysed")

    monkeypatch.setattr(analysis, "check", forbidden)
    project.write({"a.py": "", "test_unit.py": "def test_it(): pass\n"})

    for arguments in (
        ("--co",),
        ("test_unit.py::test_it",),
        ("-m", "not ssot"),
        ("test_unit.py::test_it", "-n2"),
    ):
        assert project.run("--ssot", *arguments).code == pytest.ExitCode.OK


def test_a_collection_error_comes_before_any_analysis(project: Project) -> None:
    """pytest stops at a broken test module as it always does."""
    project.write({"a.py": ERROR, "test_unit.py": "import nothing_of_that_name\n"})

    stopped = project.run("--ssot")
    continued = project.run("--ssot", "--continue-on-collection-errors")

    assert stopped.code == pytest.ExitCode.INTERRUPTED
    assert stopped.outcomes == {}
    assert "a.py::ssot" in continued.failed


@pytest.mark.parametrize("option", ["--ssot-only", "-q"])
@pytest.mark.parametrize("xdist", [(), ("-n2",)], ids=["off", "on"])
def test_a_cache_that_cannot_be_written_is_told(
    project: Project, xdist: tuple[str, ...], option: str
) -> None:
    """Every run would start from nothing, and nobody would know why; the verdict stands."""
    project.write({"src/clean.py": "answer = 42\n"})
    file = project.root / ".pytest_cache" / "d" / "ssot" / "analysis.sqlite"
    file.mkdir(parents=True)

    run = project.run("--ssot-only", option, *xdist)

    assert run.code == pytest.ExitCode.OK
    assert run.out.count(f"what was learned of the files could not be kept in {file}: ") == 1
