"""The shipped suite judges the project it is run in, and tells a working alarm from a broken one."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
THIN = ROOT / "tests" / "mission_critical" / "test_ssot_regression_prevention_monitor.py"

BYPASS = 'import jwt\n\njwt.decode("", options={"verify_signature": False})\n'
IMPORT = "import jwt\n"
FALLBACKS = "\n".join(f"def auth_fallback_{number}(): ...\n" for number in range(6))
SETTINGS = '[tool.ssot]\nowners = ["auth/**"]\ninterface = "UnifiedAuthInterface"\n'
OWNER = "import jwt\n\n\nclass UnifiedAuthInterface:\n    pass\n"


@pytest.fixture
def project(pytester: pytest.Pytester) -> pytest.Pytester:
    """A small project with an owner, and nothing wrong with it."""
    write(pytester.path, "pyproject.toml", SETTINGS)
    write(pytester.path, "auth/interface.py", OWNER)
    return pytester


def write(root: Path, path: str, text: str) -> None:
    target = root / path
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_text(text, encoding="utf-8")


def outcomes(project: pytest.Pytester, *options: str) -> dict[str, str]:
    """What each test of the suite said, by its name."""
    done = project.runpytest_subprocess(
        "--pyargs", "pytest_ssot.suite", "-v", "-p", "no:cacheprovider", *options
    )
    words = [line.split() for line in done.outlines if "::" in line and "%]" in line]
    return {line[0].rpartition("::")[2]: line[1] for line in words}


def command(root: Path, *options: str) -> subprocess.CompletedProcess[str]:
    if not (root / "pyproject.toml").exists():  # no file that lies further up may make this part of a project
        write(root, "pyproject.toml", "[tool.ssot]\n")
    return subprocess.run(
        [sys.executable, str(THIN), *options],
        cwd=root,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


def test_a_clean_project_passes_every_test(project: pytest.Pytester) -> None:
    """Nothing to complain about: all seven tests pass."""
    assert list(outcomes(project).values()) == ["PASSED"] * 7


@pytest.mark.parametrize(
    ("source", "failing"),
    [
        pytest.param(
            BYPASS,
            {"test_no_token_is_accepted_unverified", "test_everybody_goes_through_the_interface"},
            id="bypass",
        ),
        pytest.param(IMPORT, {"test_everybody_goes_through_the_interface"}, id="direct import"),
        pytest.param(FALLBACKS, {"test_nobody_gets_in_another_way"}, id="more fallbacks than allowed"),
    ],
)
def test_a_violation_fails_the_test_of_its_severity(
    project: pytest.Pytester, source: str, failing: set[str]
) -> None:
    """Each severity has its own test, and only that one fails."""
    write(project.path, "handler.py", source)

    said = outcomes(project)

    assert {name for name, outcome in said.items() if outcome == "FAILED"} == failing


def test_a_failure_gives_the_reason_of_the_verdict(project: pytest.Pytester) -> None:
    """What is too much, how much is allowed, then each violation by its place."""
    write(project.path, "handler.py", IMPORT)

    said = project.runpytest_subprocess("--pyargs", "pytest_ssot.suite", "-p", "no:cacheprovider")

    said.stdout.fnmatch_lines(
        ["1 error, none allowed at standard", "handler.py:1:8: error[[]jwt-direct-import[]] *"],
        consecutive=True,
    )


def test_warnings_within_the_budget_pass(project: pytest.Pytester) -> None:
    """At level standard five warnings are allowed, here as in the session's verdict."""
    write(project.path, "handler.py", FALLBACKS.replace("def auth_fallback_5(): ...", ""))

    assert outcomes(project)["test_nobody_gets_in_another_way"] == "PASSED"


def test_the_level_decides_how_many_warnings_pass(project: pytest.Pytester) -> None:
    """Under strict a single fallback is one too many."""
    write(project.path, "handler.py", "def auth_fallback(): ...\n")

    assert outcomes(project, "--ssot-level", "strict")["test_nobody_gets_in_another_way"] == "FAILED"


@pytest.mark.parametrize(
    ("expression", "selected"),
    [
        ("critical", {"test_no_token_is_accepted_unverified"}),
        ("error", {"test_everybody_goes_through_the_interface"}),
        ("warning", {"test_nobody_gets_in_another_way"}),
        (
            "integration",
            {
                "test_the_alarm_rings_for_planted_violations",
                "test_the_alarm_stays_silent_for_clean_code",
                "test_monitoring_system_integration",
                "test_the_configuration_fits_the_project",
            },
        ),
    ],
)
def test_markers_select_the_tests_of_a_category(
    project: pytest.Pytester, expression: str, selected: set[str]
) -> None:
    """`-m critical` and its siblings run just their part, also under strict markers."""
    assert set(outcomes(project, "-m", expression, "--strict-markers")) == selected


def test_a_file_with_one_import_is_the_whole_suite(project: pytest.Pytester) -> None:
    """A project gives the suite a place of its own; node ids work there as anywhere."""
    path = "tests/mission_critical/test_ssot_regression_prevention_monitor.py"
    write(project.path, path, THIN.read_text(encoding="utf-8"))

    done = project.runpytest_subprocess(f"{path}::test_monitoring_system_integration", "--strict-markers")

    done.assert_outcomes(passed=1)


def test_an_owner_that_owns_nothing_is_a_mistake(project: pytest.Pytester) -> None:
    """A glob with a typo permits nothing, so the suite says which one it is."""
    write(project.path, "pyproject.toml", SETTINGS.replace('"auth/**"', '"auth/**", "atuh/**"'))

    done = project.runpytest_subprocess("--pyargs", "pytest_ssot.suite", "-k", "configuration")

    done.stdout.fnmatch_lines(["*owners: no source file matches 'atuh/[*][*]'*"])
    assert done.ret == 1


def test_an_interface_that_no_owner_defines_is_a_mistake(project: pytest.Pytester) -> None:
    """Every fix recommends the interface, so it has to exist."""
    write(project.path, "auth/interface.py", "import jwt\n")

    done = project.runpytest_subprocess("--pyargs", "pytest_ssot.suite", "-k", "configuration")

    done.stdout.fnmatch_lines(["*interface: no owner defines 'UnifiedAuthInterface'*"])
    assert done.ret == 1


def test_an_interface_from_an_installed_package_is_fine(project: pytest.Pytester) -> None:
    """A dotted name whose package is not part of the project is somebody else's to define."""
    write(project.path, "pyproject.toml", SETTINGS.replace("UnifiedAuthInterface", "company_auth.Client"))
    write(project.path, "auth/interface.py", "import jwt\n")

    assert outcomes(project)["test_the_configuration_fits_the_project"] == "PASSED"


def test_monitor_mode_reports_and_fails_on_violations(tmp_path: Path) -> None:
    """The report names the place; the exit code is 1."""
    write(tmp_path, "handler.py", BYPASS)

    done = command(tmp_path, "--monitor-mode")

    assert done.returncode == 1
    assert "jwt-signature-bypass" in done.stdout
    assert "handler.py:3:" in done.stdout


def test_monitor_mode_passes_a_clean_project(tmp_path: Path) -> None:
    """Nothing to report: exit code 0 and a verdict that says so."""
    write(tmp_path, "handler.py", "x = 1\n")

    done = command(tmp_path, "--monitor-mode")

    assert done.returncode == 0
    assert "PASSED" in done.stdout


def test_monitor_mode_names_a_mistake_in_the_settings(tmp_path: Path) -> None:
    """A project that cannot be judged is neither clean nor broken: exit code 3, no traceback."""
    write(tmp_path, "pyproject.toml", '[tool.ssot]\nlevel = "strickt"\n')

    done = command(tmp_path, "--monitor-mode")

    assert done.returncode == 3
    assert "strickt" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_command_without_a_mode_says_which_there_are(tmp_path: Path) -> None:
    """Nothing is assumed: the usage names both modes."""
    done = command(tmp_path)

    assert done.returncode == 64
    assert "--monitor-mode" in done.stderr
    assert "--generate-baseline" in done.stderr


def test_a_written_baseline_lists_violations_without_line_numbers(tmp_path: Path) -> None:
    """Moving code about does not change the file by a byte."""
    write(tmp_path, "handler.py", IMPORT)
    first = command(tmp_path, "--generate-baseline")
    before = (tmp_path / "baselines/ssot.json").read_bytes()
    write(tmp_path, "handler.py", "\n\n" + IMPORT)

    command(tmp_path, "--generate-baseline")

    assert first.returncode == 0
    assert (tmp_path / "baselines/ssot.json").read_bytes() == before
    listed = [entry for entry in json.loads(before)["violations"] if isinstance(entry, dict)]
    assert [entry["rule"] for entry in listed] == ["jwt-direct-import"]
    assert list((tmp_path / "baselines").iterdir()) == [tmp_path / "baselines/ssot.json"]


def test_what_is_written_does_not_block_any_more(project: pytest.Pytester) -> None:
    """Neither the command nor the suite; a copy does."""
    write(project.path, "handler.py", IMPORT)

    assert command(project.path, "--monitor-mode").returncode == 1
    assert command(project.path, "--generate-baseline").returncode == 0
    assert command(project.path, "--monitor-mode").returncode == 0
    assert set(outcomes(project).values()) == {"PASSED"}
    write(project.path, "another.py", IMPORT)
    assert command(project.path, "--monitor-mode").returncode == 1
    assert outcomes(project)["test_everybody_goes_through_the_interface"] == "FAILED"


def test_critical_violations_are_forgiven_only_for_a_reason(tmp_path: Path) -> None:
    """Without one they are left out and block; with one they stay in sight."""
    write(tmp_path, "handler.py", BYPASS)

    done = command(tmp_path, "--generate-baseline")

    assert done.returncode == 1
    assert "1 critical violation left out" in done.stdout
    assert command(tmp_path, "--monitor-mode").returncode == 1
    assert command(tmp_path, "--generate-baseline", "--allow-critical", "gone in v2").returncode == 0
    shown = command(tmp_path, "--monitor-mode")
    assert shown.returncode == 0
    assert "handler.py:3:25 critical[jwt-signature-bypass]: gone in v2" in shown.stdout


@pytest.mark.parametrize("content", ["", "[]", '{"format": "of another tool"}', "\xff"])
def test_a_foreign_baseline_is_left_untouched(tmp_path: Path, content: str) -> None:
    """What the command did not write, it does not overwrite."""
    write(tmp_path, "handler.py", "x = 1\n")
    write(tmp_path, "baselines/ssot.json", content)

    done = command(tmp_path, "--generate-baseline")

    assert done.returncode == 3
    assert "baselines/ssot.json" in done.stderr
    assert (tmp_path / "baselines/ssot.json").read_text(encoding="utf-8") == content


@pytest.mark.parametrize(
    "settings",
    [
        pytest.param('owners = ["**"]', id="everything is an owner"),
        pytest.param('exclude = ["**/planted*.py", "example.py"]', id="planted names are excluded"),
        pytest.param('[tool.ssot.rules.jwt-signature-bypass]\nseverity = "warning"', id="weighed lightly"),
        pytest.param('[tool.ssot.rules.jwt-direct-call]\nowners = ["*.py"]', id="owners of one rule"),
    ],
)
def test_no_setting_of_a_project_silences_the_planted_violations(
    project: pytest.Pytester, settings: str
) -> None:
    """The alarm is proven under the project's settings, whatever is legitimate in it."""
    write(project.path, "pyproject.toml", f"[tool.ssot]\n{settings}\n")
    write(project.path, "auth.py", OWNER)

    assert set(outcomes(project, "-m", "integration").values()) == {"PASSED"}


def test_a_rule_that_is_switched_off_is_not_planted(project: pytest.Pytester) -> None:
    """Only active rules have to prove themselves; a chain that cannot be shown is skipped, not passed."""
    off = "\n[tool.ssot.rules.jwt-signature-bypass]\nenabled = false\n"
    write(project.path, "pyproject.toml", SETTINGS + off)

    said = outcomes(project, "-m", "integration")

    assert said["test_monitoring_system_integration"] == "SKIPPED"
    assert said["test_the_alarm_rings_for_planted_violations"] == "PASSED"
