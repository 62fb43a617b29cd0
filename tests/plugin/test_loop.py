"""Source items run in a loop of their own: nobody who reads reports can tell."""

from __future__ import annotations

import gc
from typing import Any
from xml.etree import ElementTree as ET

import pytest

from tests.plugin.conftest import CRITICAL, ERROR, WARNING, Project, Run

BY_HAND = "--setup-show"
"""Has pytest run each item by its own protocol, for people who want to see it."""


def told(run: Run) -> dict[str, Any]:
    """Everything the JSON report says about items, but for durations."""
    tests = run.report["tests"]
    for test in tests:
        for when in ("setup", "call", "teardown"):
            # Written to the terminal by pytest while it shows set-ups, or empty.
            test[when] = {
                key: value for key, value in test[when].items() if key not in ("duration", "stdout")
            }
    return {test["nodeid"]: {**test, "keywords": set(test["keywords"])} for test in tests}


def cases(project: Project) -> list[dict[str, Any]]:
    """What the JUnit file says about items, but for times."""
    found = []
    for case in ET.parse(project.root / "junit.xml").iter("testcase"):
        properties = [dict(one.attrib) for one in case.iter("property")]
        failures = [(one.get("message"), one.text) for one in case.iter("failure")]
        found.append(
            {"name": case.get("name"), "class": case.get("classname"), "all": (properties, failures)}
        )
    return found


def test_the_reports_are_those_of_pytests_own_protocol(sample: Project) -> None:
    """Three phases, keywords, properties, metadata and failures, in both reports."""
    sample.write({"src/all.py": f"{ERROR}\n\n{CRITICAL}\n\n{WARNING}"})
    sample.write(
        {
            "conftest.py": """
            def pytest_json_runtest_metadata(item, call):
                return {call.when: item.name}
        """
        }
    )

    ours = sample.run("--ssot-only", "--junitxml=junit.xml")
    ours_in_xml = cases(sample)
    theirs = sample.run("--ssot-only", "--junitxml=junit.xml", BY_HAND)

    assert told(ours) == told(theirs)
    assert ours_in_xml == cases(sample)
    assert told(ours)["src/all.py::ssot"]["metadata"].keys() == {"setup", "call", "teardown", "ssot"}
    assert ours.out.count("SETUP") == 0


def test_source_items_come_after_the_tests(sample: Project) -> None:
    """Whatever the tests do, they are run; a failing test is no error of the collection."""
    sample.write({"a_test.py": "", "tests/test_unit.py": "def test_it(): assert 0\n"})

    run = sample.run("--ssot", "src", "tests")

    assert next(iter(run.outcomes)) == "tests/test_unit.py::test_it"
    assert run.failed == {"tests/test_unit.py::test_it", "src/critical.py::ssot", "src/error.py::ssot"}
    assert "Interrupted" not in run.out


def test_hooks_of_plugins_hear_of_every_item(sample: Project) -> None:
    """Start, three reports and finish, in this order; conftest files only of what stands below them."""
    hooks = """
        def pytest_runtest_logstart(nodeid): print("start", nodeid)
        def pytest_runtest_logreport(report): print(report.when, report.nodeid)
        def pytest_runtest_logfinish(nodeid): print("finish", nodeid)
    """
    sample.write({"conftest.py": hooks, "other/conftest.py": hooks.replace("print(", "print('other', ")})

    out = sample.run("--ssot-only", "-s", "src/clean.py", "other").out

    heard = [line for line in out.splitlines() if "src/clean.py::ssot" in line]
    assert [line.split()[-2].strip(".") for line in heard] == ["start", "setup", "call", "teardown", "finish"]


@pytest.mark.parametrize("option", ["--ssot", "--ssot-only"])
def test_a_conftest_file_that_fails_is_an_error(sample: Project, option: str) -> None:
    """Once, whoever finds it: what it would have left out is not known."""
    sample.write({"src/deep/conftest.py": "raise RuntimeError('broken')\n", "src/deep/b.py": ""})

    run = sample.run(option, "src")

    assert run.code == pytest.ExitCode.INTERRUPTED
    assert run.out.count("ERROR collecting") == 1
    assert "RuntimeError: broken" in run.out


def test_a_plugin_that_wants_to_stop_is_heard(sample: Project) -> None:
    """`session.shouldstop` ends the run between two items."""
    sample.write(
        {
            "conftest.py": """
            def pytest_runtest_logreport(report):
                if report.when == "teardown":
                    SESSION.shouldstop = "enough"
            def pytest_sessionstart(session):
                global SESSION
                SESSION = session
        """
        }
    )

    run = sample.run("--ssot-only")

    assert run.code == pytest.ExitCode.INTERRUPTED
    assert "Interrupted: enough" in run.out
    assert len(run.outcomes) == 1


def test_a_host_process_keeps_its_garbage_collector(sample: Project) -> None:
    """What a run takes out of the searches at its end is back when it has ended, and searches go on."""
    before = (gc.isenabled(), gc.get_freeze_count())

    sample.run("--ssot-only")

    assert (gc.isenabled(), gc.get_freeze_count()) == before
