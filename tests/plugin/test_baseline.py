"""`--generate-baseline` remembers what there is, and from then on only what is new fails."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from pytest_ssot.baseline import Baseline, load
from tests.plugin.conftest import ERROR, XDIST, Project

CACHED = ".pytest_cache/v/ssot/baseline"
CALLS = "import jwt\n\n\ndef login(token):\n    audit(token)\n    return jwt.decode(token, KEY)\n"
COPIED = f"{CALLS}\n\ndef refresh(token):\n    log(token)\n    return jwt.decode(token, KEY)\n"
EDITED = CALLS.replace("(token, KEY)", "(token, KEY, leeway=10)")
xdist = pytest.mark.parametrize("mode", XDIST.values(), ids=XDIST)


def known(project: Project, file: str = CACHED) -> list[tuple[str, str]]:
    """Path and rule of what a baseline knows, sorted."""
    baseline = load(project.root / file)
    assert baseline is not None
    return sorted((entry.path, entry.rule) for entry in baseline.entries)


def statuses(run: Any, nodeid: str) -> list[tuple[int, str]]:
    """Line and status of the violations in an item's JSON metadata."""
    (test,) = (test for test in run.report["tests"] if test["nodeid"] == nodeid)
    return [(one["location"]["line"], one["status"]) for one in test["metadata"]["ssot"]]


@xdist
def test_what_is_remembered_fails_no_more(project: Project, mode: tuple[str, ...]) -> None:
    """Only the copy does, and it is named with the one it is like; workers and controller agree."""
    project.write({"src/a.py": CALLS, "src/b.py": ERROR})
    assert project.run("--ssot-only", *mode).failed == {"src/a.py::ssot", "src/b.py::ssot"}

    made = project.run("--ssot-only", "--generate-baseline", *mode)
    project.write({"src/a.py": f"# a line more\n{COPIED}"})
    run = project.run("--ssot-only", *mode)

    assert (made.code, made.failed) == (0, set())
    assert "baseline made: pytest's cache (ssot/baseline) knows 3 violations" in made.out
    assert run.failed == {"src/a.py::ssot"}
    assert statuses(run, "src/a.py::ssot") == [(12, "new"), (2, "known"), (7, "known")]
    assert "nearest known: src/a.py:7, in login" in run.out
    assert run.verdict["baseline"]["left"] == 3


@xdist
def test_generating_needs_no_other_option(project: Project, mode: tuple[str, ...]) -> None:
    """`pytest --generate-baseline` judges, beside the ordinary tests."""
    project.write({"src/b.py": ERROR, "tests/test_unit.py": "def test_plain(): pass\n"})

    run = project.run("--generate-baseline", *mode)

    assert set(run.outcomes) == {
        "tests/test_unit.py::test_plain",
        "tests/test_unit.py::ssot",
        "src/b.py::ssot",
    }
    assert run.code == 0
    assert known(project) == [("src/b.py", "jwt-direct-import")]


@xdist
def test_a_partial_run_renews_its_part(sample: Project, mode: tuple[str, ...]) -> None:
    """By severity and by path; everything else in the baseline stays as it is."""
    sample.run("--ssot-only", "--generate-baseline", *mode)
    everything = known(sample)
    assert everything == [("src/error.py", "jwt-direct-import"), ("src/warning.py", "auth-fallback")]
    sample.write({"src/error.py": "", "src/warning.py": "", "src/new.py": ERROR, "other/new.py": ERROR})

    sample.run("--ssot-only", "--generate-baseline", "-m", "warning", *mode)
    assert known(sample) == [one for one in everything if one[1] != "auth-fallback"]
    sample.run("--ssot-only", "--generate-baseline", "other", *mode)
    assert ("src/error.py", "jwt-direct-import") in known(sample)
    assert ("other/new.py", "jwt-direct-import") in known(sample)
    assert ("src/new.py", "jwt-direct-import") not in known(sample)
    sample.run("--ssot-only", "--generate-baseline", "-k", "src/new", *mode)
    assert {("src/error.py", "jwt-direct-import"), ("src/new.py", "jwt-direct-import")} <= {*known(sample)}
    sample.run("--ssot-only", "--generate-baseline", *mode)
    assert [one for one in known(sample) if "critical" not in one[0]] == [
        ("other/new.py", "jwt-direct-import"),
        ("src/new.py", "jwt-direct-import"),
    ]


@xdist
def test_critical_violations_enter_with_a_reason_and_stay_loud(
    sample: Project, mode: tuple[str, ...]
) -> None:
    """Without a reason they are left out and fail; the reason survives later generations."""
    refused = sample.run("--ssot-only", "--generate-baseline", *mode)
    assert refused.failed == {"src/critical.py::ssot"}
    assert (
        "1 critical violation left out: fix them, or accept them with --allow-critical REASON" in refused.out
    )

    taken = sample.run("--ssot-only", "--generate-baseline", "--allow-critical", "gone in  v2", *mode)
    again = sample.run("--ssot-only", "--generate-baseline", *mode)
    run = sample.run("--ssot-only", *mode)

    assert [one.code for one in (taken, again, run)] == [0, 0, 0]
    for shown in (taken, again, run):
        assert "src/critical.py:2:35 critical[jwt-signature-bypass]: gone in v2" in shown.out
    assert "1 accepted critical violation" in sample.run("--ssot-only", "-q", *mode).out


def test_an_entry_without_a_reason_forgives_nothing_critical(sample: Project) -> None:
    """Nobody gets around the question by editing the file."""
    sample.run("--ssot-only", "--generate-baseline", "--ssot-baseline=known.json", "--allow-critical=x")
    file = sample.root / "known.json"
    file.write_text(file.read_text().replace(',"reason":"x"', ""))

    assert sample.run("--ssot-only", "--ssot-baseline=known.json").failed == {"src/critical.py::ssot"}


@xdist
def test_what_is_fixed_is_celebrated_and_pruned_on_request(project: Project, mode: tuple[str, ...]) -> None:
    """Strictly, it fails until it is pruned; pruning takes nothing new in."""
    project.write({"src/a.py": CALLS, "src/b.py": ERROR})
    project.run("--ssot-only", "--generate-baseline", *mode)
    (project.root / "src/b.py").unlink()
    project.write({"src/new.py": ERROR})

    run = project.run("--ssot-only", *mode)
    assert "fixed: 1 known violation gone, well done" in run.out
    assert "src/b.py: error[jwt-direct-import] jwt" in run.out
    assert "2 of 3 known violations left since the first baseline" in run.out
    strict = project.run("--ssot-only", "--ssot-strict-baseline", *mode)
    assert strict.failed == {"src/new.py::ssot", "ssot::verdict"}
    assert "1 stale entry in the baseline, none allowed with strict-baseline" in strict.out
    pruned = project.run("--ssot-only", "--ssot-prune-baseline", *mode)
    assert "knows 2 violations; 0 added, 1 removed" in pruned.out
    assert project.run("--ssot-only", "--ssot-strict-baseline", *mode).failed == {"src/new.py::ssot"}


def test_a_partial_run_calls_nothing_else_fixed(project: Project) -> None:
    """What was not looked at is neither celebrated nor stale."""
    project.write({"src/a.py": CALLS, "src/b.py": ERROR})
    project.run("--ssot-only", "--generate-baseline")
    project.write({"src/b.py": ""})

    assert "gone, well done" not in project.run("--ssot-only", "--ssot-strict-baseline", "src/a.py").out
    assert project.run("--ssot-only", "--ssot-strict-baseline", "src/b.py").failed == {"ssot::verdict"}
    assert project.run("--ssot-only", "--ssot-strict-baseline", "-m", "critical").code == 0


@xdist
def test_an_edited_violation_counts_at_strict_only(project: Project, mode: tuple[str, ...]) -> None:
    """It is modified: shown, with a status of its own."""
    project.write({"src/a.py": CALLS})
    project.run("--ssot-only", "--generate-baseline", *mode)
    project.write({"src/a.py": EDITED})

    run = project.run("--ssot-only", *mode)
    assert run.code == 0
    assert (6, "modified") in statuses(run, "src/a.py::ssot")
    assert "1 known violation edited, not counted at level standard:" in run.out
    assert "  src/a.py:6:12 error[jwt-direct-call]" in run.out
    strict = project.run("--ssot-only", "--ssot-level=strict", *mode)
    assert strict.failed == {"src/a.py::ssot"}
    assert strict.verdict["counts"]["error"] == 1
    assert "ERROR jwt-direct-call (modified)" in strict.out


@xdist
def test_a_renamed_file_holds_nothing_new(project: Project, mode: tuple[str, ...]) -> None:
    """Its violations are moved, from where they were."""
    project.write({"src/a.py": CALLS})
    project.run("--ssot-only", "--generate-baseline", *mode)
    (project.root / "src/a.py").rename(project.root / "src/z.py")

    run = project.run("--ssot-only", "--junitxml=report.xml", *mode)

    assert run.code == 0
    assert statuses(run, "src/z.py::ssot") == [(1, "moved"), (6, "moved")]
    assert "(moved from src/a.py, in login)" in (project.root / "report.xml").read_text()
    assert "not counted: 0 known, 2 moved, 0 suppressed" in run.out


@xdist
def test_the_ratchet_lets_a_baseline_only_shrink(project: Project, mode: tuple[str, ...]) -> None:
    """By rule and severity; one exception can be made, and progress is told against the first baseline."""
    project.write({"ssot.toml": "ratchet = true\n", "src/a.py": CALLS, "src/b.py": ERROR})
    project.run("--ssot-only", "--generate-baseline", *mode)
    before = (project.root / CACHED).read_bytes()
    project.write({"src/c.py": ERROR, "src/a.py": CALLS.replace("jwt.decode(token, KEY)", "None")})

    refused = project.run("--ssot-only", "--generate-baseline", *mode)
    assert refused.failed == {"ssot::verdict"}
    assert "error[jwt-direct-import] from 2 to 3; fix what is new, or say --allow-more" in refused.out
    assert (project.root / CACHED).read_bytes() == before
    assert project.run("--ssot-only", *mode).failed == {"src/c.py::ssot"}
    (project.root / "src/c.py").unlink()
    lower = project.run("--ssot-only", "--generate-baseline", *mode)
    assert "2 of 3 known violations left since the first baseline" in lower.out
    project.write({"src/c.py": ERROR})
    assert project.run("--ssot-only", "--generate-baseline", "--allow-more", *mode).code == 0


def test_entries_added_by_hand_fail_under_the_ratchet(project: Project) -> None:
    """The file remembers how many there were at first."""
    project.write({"ssot.toml": 'ratchet = true\nbaseline = "known.json"\n', "src/b.py": ERROR})
    project.run("--ssot-only", "--generate-baseline")
    file = project.root / "known.json"
    entry = next(line for line in file.read_text().splitlines() if "src/b.py" in line)
    file.write_text(file.read_text().replace(entry, f"{entry}\n{entry.replace('src/b.py', 'src/c.py')}"))
    project.write({"src/c.py": ERROR})

    run = project.run("--ssot-only")

    assert run.failed == {"ssot::verdict"}
    assert "the baseline knows 2 error[jwt-direct-import], at first it was 1" in run.out


@pytest.mark.parametrize(
    ("settings", "options", "file"),
    [
        ({}, ("--ssot-baseline=sub/known.json",), "sub/known.json"),
        ({"ssot.toml": 'baseline = "sub/known.json"\n'}, (), "sub/known.json"),
        ({"pytest.ini": "[pytest]\nssot_baseline = sub/known.json\n"}, (), "sub/known.json"),
        ({"baselines/ssot.json": '{"format": "ssot-baseline", "version": 1, "violations": []}'}, (), ""),
    ],
    ids=["option", "setting", "ini", "usual place"],
)
def test_the_baseline_may_be_a_file(
    project: Project, settings: dict[str, str], options: tuple[str, ...], file: str
) -> None:
    """An option, a setting, or the usual place when it is taken; the cache stays empty."""
    project.write({**settings, "src/b.py": ERROR})

    run = project.run("--ssot-only", "--generate-baseline", *options)

    assert run.code == 0
    assert known(project, file or "baselines/ssot.json") == [("src/b.py", "jwt-direct-import")]
    assert not (project.root / CACHED).exists()
    assert project.run("--ssot-only", *options).code == 0


def test_the_cache_knows_the_documented_key(project: Project, pytester: pytest.Pytester) -> None:
    """`config.cache.get` gives the plain value, and `--cache-clear` forgets it."""
    project.write({"src/b.py": ERROR, "conftest.py": "def pytest_configure(config):\n    global cache\n"})
    project.run("--ssot-only", "--generate-baseline")
    cache = pytester.parseconfigure().cache
    assert cache is not None
    value = cache.get("ssot/baseline", None)

    assert (value["format"], value["version"]) == ("ssot-baseline", 1)
    assert (project.root / ".pytest_cache/.gitignore").exists()
    assert project.run("--ssot-only").code == 0
    assert project.run("--ssot-only", "--cache-clear").failed == {"src/b.py::ssot"}
    assert project.run("--ssot-only").failed == {"src/b.py::ssot"}


@pytest.mark.parametrize("mode", [XDIST["off"], XDIST["on"]], ids=["off", "on"])
def test_generating_into_a_cleared_cache_works(project: Project, mode: tuple[str, ...]) -> None:
    """Workers, which clear it too, are done before it is written."""
    project.write({"src/b.py": ERROR})

    assert project.run("--ssot-only", "--cache-clear", "--generate-baseline", *mode).code == 0
    assert known(project) == [("src/b.py", "jwt-direct-import")]


def test_without_a_cache_everything_counts_and_the_summary_says_so(project: Project) -> None:
    """Nothing can be kept, unless a file is named."""
    project.write({"src/b.py": ERROR})
    project.run("--ssot-only", "--generate-baseline")

    run = project.run("--ssot-only", "-p", "no:cacheprovider")
    asked = project.run("--ssot-only", "-p", "no:cacheprovider", "--generate-baseline")

    assert run.failed == {"src/b.py::ssot"}
    assert "pytest's cache is off (-p no:cacheprovider), so no baseline is kept" in run.out
    assert asked.code == pytest.ExitCode.USAGE_ERROR
    assert "name a file with --ssot-baseline FILE" in asked.err
    assert (
        project.run("--ssot-only", "-pno:cacheprovider", "--generate-baseline", "--ssot-baseline=k.json").code
        == 0
    )


@pytest.mark.parametrize("content", ["", "{}", "{", '{"format": "other"}', '["lastfailed"]', "\x00"])
@pytest.mark.parametrize("option", ["--ssot", "--generate-baseline", "--ssot-prune-baseline"])
def test_what_is_no_baseline_is_refused_and_left_untouched(
    project: Project, content: str, option: str
) -> None:
    """In the cache as in a file: pytest itself would read it as nothing."""
    project.write({"src/b.py": ERROR, CACHED: content})

    run = project.run("--ssot-only", option)

    assert run.code == pytest.ExitCode.USAGE_ERROR
    assert CACHED in run.err
    assert (project.root / CACHED).read_text() == content


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (("--ssot", "--allow-critical=why"), "--allow-critical has a meaning only with --generate-baseline"),
        (("--ssot", "--allow-more"), "--allow-more has a meaning only with --generate-baseline"),
        (("--generate-baseline", "--allow-critical= "), "say why the critical violations are accepted"),
        (("--ssot", "--ssot-baseline=nosuch.json"), "nosuch.json: there is no such file"),
        (("--ssot", "--ssot-baseline=src"), "a directory; name a file for the baseline"),
    ],
)
def test_options_that_make_no_sense_end_the_run(
    project: Project, options: tuple[str, ...], message: str
) -> None:
    """As mistakes on the command line, before anything is judged."""
    project.write({"src/b.py": ERROR})

    run = project.run(*options)

    assert run.code == pytest.ExitCode.USAGE_ERROR
    assert message in run.err


def test_a_run_that_is_cut_short_writes_nothing(project: Project) -> None:
    """Neither with `-x` nor when somebody presses Ctrl-C."""
    project.write({"src/b.py": ERROR})
    project.run("--ssot-only", "--generate-baseline")
    before = (project.root / CACHED).read_bytes()
    project.write({"src/c.py": ERROR, "tests/test_a.py": "def test_a(): assert 0\n"})

    stopped = project.run("--generate-baseline", "-x")
    project.write({"tests/test_a.py": "def test_a(): raise KeyboardInterrupt\n"})
    command = [sys.executable, "-m", "pytest", "--generate-baseline", "-p", "no:xdist"]
    interrupted = subprocess.run(
        command, cwd=project.root, capture_output=True, text=True, timeout=60, check=False
    )

    assert (stopped.code, interrupted.returncode) == (1, 2)
    assert "the baseline is as it was" in stopped.out
    assert "the baseline is as it was" in interrupted.stdout
    assert (project.root / CACHED).read_bytes() == before


def test_nothing_judged_is_nothing_written(project: Project) -> None:
    """A run of tests only says that it left the baseline alone."""
    project.write({"src/b.py": ERROR, "tests/test_a.py": "def test_a(): pass\n"})

    run = project.run("--generate-baseline", "tests/test_a.py::test_a")

    assert "no source file was judged; the baseline is as it was" in run.out
    assert not (project.root / CACHED).exists()


def test_sessions_at_the_same_time_keep_what_the_other_wrote(project: Project) -> None:
    """Each renews its part of one file; in the end it knows all parts."""
    project.write({f"part{number}/a.py": CALLS for number in range(4)})
    command = [sys.executable, "-m", "pytest", "-q", "--ssot-only", "--generate-baseline"]
    options = ["--ssot-baseline=known.json", "-p", "no:cacheprovider"]

    sessions = [
        subprocess.Popen([*command, *options, f"part{number}"], cwd=project.root) for number in range(4)
    ]

    assert [session.wait(60) for session in sessions] == [0] * 4
    assert [path for path, _ in known(project, "known.json")] == [
        f"part{number}/a.py" for number in range(4) for _ in range(2)
    ]
    assert sorted(path.name for path in project.root.glob("*known*")) == ["known.json"]


def test_a_file_that_does_not_parse_loses_nothing(project: Project) -> None:
    """What stood in it is neither fixed nor forgotten by the next generation."""
    project.write({"src/a.py": CALLS})
    project.run("--ssot-only", "--generate-baseline")
    project.write({"src/a.py": CALLS + "def broken(:\n"})

    run = project.run("--ssot-only")
    project.run("--ssot-only", "--generate-baseline")
    project.write({"src/a.py": CALLS})

    assert "gone, well done" not in run.out
    assert run.failed == set()
    assert project.run("--ssot-only").failed == set()


def test_a_rule_that_is_off_loses_nothing(project: Project) -> None:
    """Its entries wait for it."""
    project.write({"src/b.py": ERROR})
    project.run("--ssot-only", "--generate-baseline")
    before = load(project.root / CACHED)
    project.write({"ssot.toml": "[rules.jwt-direct-import]\nenabled = false\n"})

    run = project.run("--ssot-only", "--generate-baseline", "--ssot-strict-baseline")

    assert run.code == 0
    assert isinstance(before, Baseline)
    assert load(project.root / CACHED) == before


def test_the_json_report_tells_what_is_fixed(project: Project) -> None:
    """With rule and place, for programs."""
    project.write({"src/b.py": ERROR, "src/a.py": ""})
    project.run("--ssot-only", "--generate-baseline")
    project.write({"src/b.py": ""})

    told = json.loads(json.dumps(project.run("--ssot-only").verdict["baseline"]))

    assert (told["entries"], told["left"], told["first"]) == (1, 0, 1)
    assert [(one["path"], one["rule"], one["line"]) for one in told["fixed"]] == [
        ("src/b.py", "jwt-direct-import", None)
    ]
    assert Path(project.root, CACHED).exists()
