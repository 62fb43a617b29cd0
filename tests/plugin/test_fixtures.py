"""What a project's own tests can ask, as its authors write them."""

from __future__ import annotations

import re
from pathlib import Path
from textwrap import dedent

import pytest

from pytest_ssot.plugin.fixtures import Scanner
from tests.plugin.conftest import ERROR, XDIST, Project

BYPASS = """
    def read(decode, token):
        return decode(token, options={"verify_signature": False})
"""


def test_source_text_is_judged(ssot_scan: Scanner) -> None:
    """A string is source, indented as the test is; its violations are there to compare."""
    scan = ssot_scan(BYPASS)

    assert scan.lines == {("jwt-signature-bypass", 3)}
    assert scan.rules == {"jwt-signature-bypass"}
    assert scan.critical == scan.violations
    assert (scan.errors, scan.warnings, scan.suppressed) == ((), (), ())
    assert [found.violation for found in scan.assessments] == list(scan.violations)


def test_files_are_judged_together(ssot_scan: Scanner) -> None:
    """A mapping is a small project: paths are reported, and a value in one file decides another."""
    scan = ssot_scan(
        {
            "settings.py": "VERIFY = False",
            "api.py": "from settings import VERIFY\ndecode(token, options={'verify_signature': VERIFY})",
        }
    )

    assert [violation.rule for violation in scan.violations] == ["jwt-signature-bypass"]


def test_a_path_is_read_from_disk(ssot_scan: Scanner, tmp_path: Path) -> None:
    """A `Path` is a file or a directory; it need not belong to the project."""
    (tmp_path / "sub").mkdir()
    (tmp_path / "sub" / "a.py").write_text(dedent(BYPASS), encoding="utf-8")

    for path, name in ((tmp_path, "sub/a.py"), (tmp_path / "sub" / "a.py", "a.py")):
        assert [violation.location.path for violation in ssot_scan(path).violations] == [name]
    with pytest.raises(FileNotFoundError):
        ssot_scan("no/such/file.py")


@pytest.mark.parametrize(
    ("assertion", "message"),
    [
        ("scan.assert_clean()", "expected no violation, found:\n  source.py:3:"),
        ("scan.assert_clean('jwt-signature-bypass')", "expected no violation, found:\n  source.py:3:"),
        ("scan.assert_violates('jwt-direct-import')", "expected jwt-direct-import, found:\n  source.py:3:"),
        (
            "scan.assert_violates('jwt-signature-bypass', line=2)",
            "expected jwt-signature-bypass at line 2, found:",
        ),
        (
            "scan.assert_violates('jwt-signature-bypass', path='a.py')",
            "expected jwt-signature-bypass in a.py, found:",
        ),
        ("scan.assert_exactly()", "expected exactly nothing, found:\n  source.py:3:"),
        (
            "scan.assert_exactly(('jwt-signature-bypass', 4))",
            "expected exactly jwt-signature-bypass at line 4",
        ),
        ("clean.assert_violates('jwt-signature-bypass')", "expected jwt-signature-bypass, found:\n  nothing"),
        ("broken.assert_clean('jwt-signature-bypass')", "not analysed"),
    ],
)
def test_a_failed_assertion_says_what_was_found(ssot_scan: Scanner, assertion: str, message: str) -> None:
    """Each assertion fails for its reason and lists the violations."""
    names = {"scan": ssot_scan(BYPASS), "clean": ssot_scan("x = 1"), "broken": ssot_scan("def (:")}

    with pytest.raises(AssertionError, match=re.escape(message)):
        eval(assertion, names)


def test_assertions_that_hold_are_silent(ssot_scan: Scanner) -> None:
    """The counterparts pass, and the violation found is handed back."""
    scan = ssot_scan(BYPASS)

    ssot_scan("x = 1").assert_clean()
    ssot_scan("x = 1").assert_exactly()
    scan.assert_clean("jwt-direct-import", "auth-fallback")
    scan.assert_exactly(("jwt-signature-bypass", 3))
    assert scan.assert_violates("jwt-signature-bypass", line=3, path="source.py") == scan.violations[0]


def test_a_misspelt_rule_proves_nothing(ssot_scan: Scanner) -> None:
    """An id that no rule has is an error, never a passing test."""
    with pytest.raises(LookupError, match=r"'jwt-bypass'; the rules are .*jwt-signature-bypass"):
        ssot_scan("x = 1").assert_clean("jwt-bypass")


def test_an_exception_marker_suppresses(ssot_scan: Scanner) -> None:
    """What a marker permits does not count and can still be asked for."""
    scan = ssot_scan("# JWT_ALLOWED: the owner of tokens\nimport jwt\n")

    scan.assert_clean()
    assert [violation.rule for violation in scan.suppressed] == ["jwt-direct-import"]


@pytest.mark.parametrize("xdist", XDIST.values(), ids=XDIST)
@pytest.mark.parametrize("active", [(), ("--ssot",), ("--ssot", "tests/test_mine.py::test_project")])
def test_fixtures_follow_the_projects_configuration(
    project: Project, xdist: tuple[str, ...], active: tuple[str, ...]
) -> None:
    """Owners hold for text at their path; the whole project is judged, whatever was selected."""
    project.write(
        {
            "pyproject.toml": "[tool.ssot]\nowners = ['auth/**']\nroots = ['auth', 'app']\nlevel='strict'\n",
            "auth/tokens.py": ERROR,
            "app/api.py": ERROR,
            "tests/test_mine.py": """
            def test_project(ssot_project):
                assert ssot_project.files == ("app/api.py", "auth/tokens.py")
                assert [a.violation.location.path for a in ssot_project.assessments] == ["app/api.py"]
                assert ssot_project.verdict.level == "strict"

            def test_owner(ssot_scan):
                ssot_scan("import jwt", path="auth/new.py").assert_clean()
                ssot_scan("import jwt", path="app/new.py").assert_exactly(("jwt-direct-import", 1))
                ssot_scan("app/api.py").assert_violates("jwt-direct-import", line=1, path="app/api.py")
        """,
        }
    )

    run = project.run(*(active or ("tests",)), *xdist)

    assert "tests/test_mine.py::test_project" in run.outcomes
    assert run.failed <= {"app/api.py::ssot"}


def test_the_documented_examples_hold(ssot_scan: Scanner) -> None:
    """The functions in docs/fixtures.md that need no files of their own are run as they stand."""
    page = (Path(__file__).parents[2] / "docs" / "fixtures.md").read_text(encoding="utf-8")
    names: dict[str, object] = {}
    for block in re.findall(r"```python\n(.*?)```", page, flags=re.DOTALL):
        exec(compile(block, "docs/fixtures.md", "exec", dont_inherit=True), names)

    for name in ("test_the_bypass_of_last_year_is_still_recognised", "test_a_constant_elsewhere_is_followed"):
        example = names[name]
        assert callable(example)
        example(ssot_scan)
