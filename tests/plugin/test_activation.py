"""When source files are judged, and what it costs when they are not."""

from __future__ import annotations

import pytest

from tests.plugin.conftest import Project

UNIT = {
    "tests/test_unit.py::test_plain",
    "tests/test_unit.py::test_critical",
    "tests/test_unit.py::test_mine",
}
ITEMS = {
    "src/clean.py::ssot",
    "src/critical.py::ssot",
    "src/error.py::ssot",
    "src/warning.py::ssot",
    "tests/test_unit.py::ssot",
}
MARKERS = "[pytest]\nmarkers = mine: a marker\n"


@pytest.mark.parametrize(
    ("arguments", "files", "expected"),
    [
        pytest.param((), {}, UNIT, id="nobody asks"),
        pytest.param(("--ssot",), {}, UNIT | ITEMS, id="option"),
        pytest.param(("--ssot-only",), {}, ITEMS, id="nothing else"),
        pytest.param((), {"pytest.ini": f"{MARKERS}ssot = true\n"}, UNIT | ITEMS, id="ini"),
        pytest.param((), {"pyproject.toml": "[tool.ssot]\nenabled = true\n"}, UNIT | ITEMS, id="pyproject"),
        pytest.param((), {"pyproject.toml": "[tool.ssot]\nenabled = false\n"}, UNIT, id="pyproject says no"),
        pytest.param((), {"pyproject.toml": "[tool.ssot]\nlevel = 'strict'\n"}, UNIT, id="configured only"),
        pytest.param(
            (), {"pyproject.toml": "[tool.other]\nssot = 1\nenabled = true\n"}, UNIT, id="others' table"
        ),
        pytest.param(
            (),
            {"pytest.ini": f"{MARKERS}ssot = false\n", "pyproject.toml": "[tool.ssot]\nenabled = true\n"},
            UNIT,
            id="ini beats pyproject",
        ),
        pytest.param((), {"ssot.toml": "enabled = true\n"}, UNIT | ITEMS, id="own file"),
    ],
)
def test_source_files_are_items_when_asked_for(
    sample: Project, arguments: tuple[str, ...], files: dict[str, str], expected: set[str]
) -> None:
    """Options, ini and configuration each switch the plugin on; nothing else does."""
    sample.write(files)

    collected = sample.collected(*arguments)

    assert set(collected) == expected
    assert len(collected) == len(expected)


def test_native_toml_configuration_is_understood(sample: Project) -> None:
    """pytest 9 checks the types of ini values written in TOML; ours have the types one expects."""
    if pytest.version_tuple < (9,):
        pytest.skip("pytest 9 brought native TOML configuration")
    (sample.root / "pytest.ini").unlink()
    sample.write({"pytest.toml": "[pytest]\nmarkers = ['mine: a']\nssot = true\nssot_level = 'strict'\n"})

    assert set(sample.collected()) == UNIT | ITEMS


def test_a_broken_configuration_is_refused(sample: Project) -> None:
    """A pyproject.toml that configures the plugin and cannot be read is never ignored in silence."""
    sample.write({"pyproject.toml": "[tool.ssot]\nenabled = true\n["})

    run = sample.run()

    assert run.code == pytest.ExitCode.USAGE_ERROR
    assert "pyproject.toml" in run.err


@pytest.mark.parametrize("typo", ["enabld = true", "Enabled = true", "enable = true", 'enabled = "yes"'])
def test_a_misspelt_switch_is_no_switch_off(sample: Project, typo: str) -> None:
    """Whoever meant to switch the plugin on learns that it is not, even from a plain `pytest`."""
    sample.write({"pyproject.toml": f"[tool.ssot]\n{typo}\n"})

    run = sample.run()

    assert run.code == pytest.ExitCode.USAGE_ERROR
    assert "pyproject.toml: [tool.ssot] enabl" in run.err.lower()


@pytest.mark.parametrize(
    ("argument", "told"),
    [
        ("--ssot-level=lax", "option --ssot-level = 'lax'"),
        ("-ossot_level=lax", "pytest ini ssot_level = 'lax'"),
    ],
)
def test_a_mistake_is_named_as_it_was_written(sample: Project, argument: str, told: str) -> None:
    """What somebody typed is what they will look for."""
    run = sample.run("--ssot", argument)

    assert run.code == pytest.ExitCode.USAGE_ERROR
    assert told in run.err


def test_an_idle_plugin_imports_nothing(pytester: pytest.Pytester) -> None:
    """A run that judges no source files loads the options and the fixtures' names, and no engine."""
    pytester.makeconftest(
        """
        import sys
        def pytest_unconfigure():
            print(sorted(name for name in sys.modules if name.split(".")[0] in ("pytest_ssot", "msgspec")))
        """
    )
    pytester.makepyfile("def test_it(): pass")

    result = pytester.runpytest_subprocess("-s", "-p", "no:xdist", "-p", "no:pytest_jsonreport")

    result.stdout.fnmatch_lines(
        [str(["pytest_ssot", "pytest_ssot.plugin", "pytest_ssot.plugin.fixtures"]).replace("[", "[[]")]
    )


def test_the_markers_are_always_registered(sample: Project) -> None:
    """Tests may use the markers under `--strict-markers`, whether or not source files are judged."""
    assert sample.run("--strict-markers", "tests").code == pytest.ExitCode.OK
    assert (
        sample.run("--strict-markers", "--ssot", "-m", "critical", "src/clean.py").code == pytest.ExitCode.OK
    )


@pytest.mark.parametrize(
    ("arguments", "environment", "ini", "toml", "level"),
    [
        ("--ssot-level=permissive", "strict", "strict", "strict", "permissive"),
        (None, "permissive", "strict", "strict", "permissive"),
        (None, None, "permissive", "strict", "permissive"),
        (None, None, None, "permissive", "permissive"),
        (None, None, None, None, "standard"),
    ],
)
def test_the_nearest_level_wins(
    sample: Project,
    monkeypatch: pytest.MonkeyPatch,
    arguments: str | None,
    environment: str | None,
    ini: str | None,
    toml: str | None,
    level: str,
) -> None:
    """Option, then environment, then ini, then pyproject.toml, then `standard`."""
    if environment:
        monkeypatch.setenv("SSOT_COMPLIANCE_LEVEL", environment)
    sample.write({"pytest.ini": MARKERS + (f"ssot_level = {ini}\n" if ini else "")})
    sample.write({"pyproject.toml": f"[tool.ssot]\nlevel = '{toml}'\n" if toml else ""})

    run = sample.run("--ssot-only", *filter(None, [arguments]))

    assert run.verdict["level"] == level


def test_all_mistakes_in_the_settings_end_the_run_at_once(sample: Project) -> None:
    """Exit code 4, every mistake named, no traceback; also with workers and before collection."""
    sample.write({"pyproject.toml": "[tool.ssot]\nlevle = 'strict'\nroots = 3\nrules.jwt-import = {}\n"})

    for xdist in ((), ("-n2",)):
        run = sample.run("--ssot", "--ssot-level=strickt", *xdist)

        assert run.code == pytest.ExitCode.USAGE_ERROR
        assert all(word in run.err for word in ("levle", "roots", "strickt", "jwt-import"))
        assert "Traceback" not in run.err + run.out


REWRITTEN = """
import sys

def pytest_sessionfinish(session):
    from _pytest.assertion.rewrite import AssertionRewritingHook

    loaded = {name: getattr(module, "__loader__", None) for name, module in sys.modules.items()}
    rewritten = [name for name, loader in loaded.items() if isinstance(loader, AssertionRewritingHook)]
    (session.config.rootpath / "rewritten.txt").write_text("\\n".join(rewritten))
"""


def test_pytest_rewrites_nothing_that_asserts_nothing(sample: Project) -> None:
    """The modules that judge are read as they were compiled: rewriting them takes longer than judging."""
    sample.write({"conftest.py": REWRITTEN})

    sample.run("--ssot", apart=True)

    rewritten = (sample.root / "rewritten.txt").read_text(encoding="utf-8").split()
    assert "test_unit" in rewritten
    assert "pytest_ssot.plugin.activation" not in rewritten
