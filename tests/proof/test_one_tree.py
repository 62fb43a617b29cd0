"""Many projects side by side in one tree are judged as each is alone."""

from __future__ import annotations

from pathlib import Path

import pytest

from pytest_ssot.check import check
from pytest_ssot.model import Severity
from pytest_ssot.settings import Settings
from pytest_ssot.trees import MemoryTree
from tests.proof.case import Case, Expectation
from tests.proof.cases import catalogue
from tests.proof.detect import RULE, TODAY, violations

EVERY = 2
"""One case in so many: more than a thousand, whose files share their names."""

Places = set[tuple[str, int]]


@pytest.fixture(scope="module")
def cases() -> dict[str, Case]:
    """The cases, by the directory that each stands in."""
    return {f"service_{number}": case for number, case in enumerate(catalogue()[::EVERY])}


@pytest.fixture(scope="module")
def together(cases: dict[str, Case]) -> dict[str, Places]:
    """What is critical in each, all of them being in one tree."""
    files = {
        f"all/{directory}/{path}": text.encode()
        for directory, case in cases.items()
        for path, text in case.files.items()
    }
    report = check(MemoryTree(files), Settings(root=Path()), today=TODAY)
    found: dict[str, Places] = {directory: set() for directory in cases}
    for one in report.assessments:
        _, directory, path = one.violation.location.path.split("/", 2)
        if one.violation.rule == RULE and one.violation.severity is Severity.CRITICAL:
            found[directory].add((path, one.violation.location.line))
    assert not [gap for gap in report.gaps if gap.path == "."]
    return found


FILLING = {f"filling/m{number}.py": b"# " + b"x" * 60_000 for number in range(120)}
"""Seven megabytes that have nothing to do with any case."""

IN_OTHER_FILES = ("distant_state/", "handed_objects/")
"""Cases in which another file changes what decides."""


def test_what_other_files_do_to_objects_is_followed_in_a_large_tree() -> None:
    cases = {
        f"service_{number}": case
        for number, case in enumerate(catalogue())
        if case.name.startswith(IN_OTHER_FILES)
    }
    files = {
        f"all/{top}/{path}": text.encode() for top, case in cases.items() for path, text in case.files.items()
    }
    report = check(MemoryTree({**files, **FILLING}), Settings(root=Path()), today=TODAY)
    found = {
        one.violation.location.path.split("/")[1]
        for one in report.assessments
        if one.violation.rule == RULE and one.violation.severity is Severity.CRITICAL
    }

    bypasses = {top for top, case in cases.items() if case.expectation is Expectation.BYPASS}
    missed = bypasses - found

    assert len(bypasses) > 20
    assert len(missed) <= len(bypasses) // 10, [cases[top].name for top in missed]
    assert found <= bypasses


def test_no_project_of_a_tree_hides_what_another_does(
    cases: dict[str, Case], together: dict[str, Places]
) -> None:
    """Common names such as `settings` and `decode` mean each project's own; few tell less than when alone."""
    differing = []
    for directory, case in cases.items():
        alone = {
            (one.location.path, one.location.line)
            for one in violations(case)
            if one.severity is Severity.CRITICAL
        }
        if bool(alone) is not bool(together[directory]):
            differing.append(case.name)

    assert len(differing) <= len(cases) // 100, differing
