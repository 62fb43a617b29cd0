"""Every hand-written case does what its label says, and the detector says what the label demands."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path

import pytest

from tests.proof.case import Case, Expectation
from tests.proof.cases import catalogue
from tests.proof.detect import complaint
from tests.proof.run import OLD_PYJWT, Proof, execute, missing, prove

CASES = catalogue()
BY_NAME = [pytest.param(case, id=case.name) for case in CASES]


@pytest.fixture(scope="session")
def proofs() -> Mapping[str, Proof]:
    """Every case whose libraries are installed, run once."""
    return {proof.case.name: proof for proof in prove([case for case in CASES if not missing(case)])}


@pytest.mark.parametrize("case", BY_NAME)
def test_execution_establishes_the_label(case: Case, proofs: Mapping[str, Proof]) -> None:
    """A bypass accepts a forged token; a safe case accepts the valid token and no forged one."""
    if absent := missing(case):
        pytest.skip(f"not installed: {', '.join(absent)}")

    assert proofs[case.name].complaint == ""


@pytest.mark.parametrize("case", BY_NAME)
def test_the_detector_agrees_with_execution(case: Case) -> None:
    """Every bypass is critical at exactly its marked lines; no safe case is critical."""
    assert complaint(case) == ""


def test_inert_spellings_are_bypasses_of_the_old_library() -> None:
    """What PyJWT 2 ignores is flagged because PyJWT 1.7.1 obeys it."""
    if not OLD_PYJWT.is_dir():
        pytest.skip("PyJWT 1.7.1 is not installed beside the project: python -m tests.proof --install-old")
    old = [case for case in CASES if case.old]

    outcomes = execute([(case, {}) for case in old], [OLD_PYJWT])

    assert [
        (case.name, outcome.broken)
        for case, outcome in zip(old, outcomes, strict=True)
        if not outcome.accepted
    ] == []


def test_names_are_unique() -> None:
    """A name is a case's identity in every listing."""
    assert len({case.name for case in CASES}) == len(CASES)


def test_marks_never_reach_the_detector() -> None:
    """The sources shown to the detector do not say what is expected of it."""
    assert [case.name for case in CASES if "<-" in json.dumps(dict(case.files))] == []


def test_every_expectation_is_covered() -> None:
    """The catalogue holds all four kinds of case."""
    assert {case.expectation for case in CASES} == set(Expectation)


def test_nothing_is_installed_into_the_source_tree() -> None:
    """The old library lives in a directory of its own, outside the package."""
    assert OLD_PYJWT.relative_to(Path(__file__).parents[2]).parts[0] == ".proof"
