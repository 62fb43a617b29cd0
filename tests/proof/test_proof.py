"""Every hand-written case does what its label says, and the detector says what the label demands."""

from __future__ import annotations

import json

import pytest

from tests.proof.case import Case, Difficulty, Expectation
from tests.proof.cases import catalogue, families
from tests.proof.compose import COMPOSED, compose
from tests.proof.detect import complaint
from tests.proof.gaps import GAPS
from tests.proof.generate import SHIPPED, generate
from tests.proof.generate.part import NAMES
from tests.proof.generate.sinks import OTHERS, PYJWT
from tests.proof.run import OLD_PYJWT, execute, missing, prove
from tests.proof.score import score

CASES = catalogue()
GENERATED = {
    "": tuple(case for case in SHIPPED if not missing(case)),
    "composed-": tuple(case for case in COMPOSED if not missing(case)),
}
KNOWN = pytest.mark.xfail(reason="recorded in tests/proof/gaps.txt")
TITLES = tuple(f"{family}{title}" for family in GENERATED for title in (*Difficulty, "false-alarms"))
PROMISES = [pytest.param(title, marks=KNOWN if f"promise/{title}" in GAPS else ()) for title in TITLES]
BY_NAME = [pytest.param(case, id=case.name, marks=KNOWN if case.name in GAPS else ()) for case in CASES]


@pytest.mark.parametrize("family", families())
def test_execution_establishes_the_labels(family: str) -> None:
    """A bypass accepts a forged token; a safe case accepts the valid token and no forged one."""
    cases = [case for case in CASES if case.name.startswith(f"{family}/")]
    absent = {name for case in cases for name in missing(case)}

    proofs = prove([case for case in cases if not missing(case)])

    assert [(proof.case.name, proof.complaint) for proof in proofs if proof.complaint] == []
    if absent:
        pytest.skip(f"all others proven; not installed: {', '.join(sorted(absent))}")


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

    unmoved = [case.name for case, outcome in zip(old, outcomes, strict=True) if not outcome.accepted]
    assert unmoved == []


def test_names_are_unique() -> None:
    """A name is a case's identity in every listing."""
    assert len({case.name for case in CASES}) == len(CASES)


def test_marks_never_reach_the_detector() -> None:
    """The sources shown to the detector do not say what is expected of it."""
    assert [case.name for case in CASES if "<-" in json.dumps(dict(case.files))] == []


def test_every_expectation_is_covered() -> None:
    """The catalogue holds all four kinds of case."""
    assert {case.expectation for case in CASES} == set(Expectation)


def test_every_gap_names_a_case_or_a_promise() -> None:
    """A gap disappears with the case it excuses."""
    assert {*(case.name for case in CASES), *(f"promise/{title}" for title in TITLES)} >= GAPS


def test_execution_establishes_the_labels_of_generated_cases() -> None:
    """The generator means what it writes."""
    cases = [case for family in GENERATED.values() for case in family]

    wrong = [(proof.case.listing(), proof.complaint) for proof in prove(cases) if proof.complaint]

    assert wrong == []


@pytest.mark.parametrize("promise", PROMISES)
def test_the_detector_keeps_its_promises_on_generated_cases(promise: str) -> None:
    """Recall by difficulty and the share of false alarms stay within what the project promises."""
    family = "composed-" if promise.startswith("composed-") else ""
    result = score(GENERATED[family])

    row = next(row for row in result.rows if f"{family}{row.title}" == promise)
    wrong = [case.name for case, _ in (*result.missed, *result.alarms)]
    assert row.kept, f"{row.right} of {row.total}, promised {row.promise}; all wrong answers: {wrong}"


def test_generation_is_repeatable() -> None:
    """A seed names its cases: a miss can be shown again by anybody."""
    for make in (generate, compose):
        assert list(make(seed=5, count=12)) == list(make(seed=5, count=12))


def test_a_twin_differs_in_the_switch_alone() -> None:
    """A bypass and its twin have the same files, of which at least one differs."""
    cases = [*generate(seed=9, count=40), *compose(seed=9, count=40)]

    for off, on in zip(cases[::2], cases[1::2], strict=True):
        assert off.files.keys() == on.files.keys()
        assert off.files != on.files


def test_no_name_of_the_generator_hides_an_import() -> None:
    """A local name that is also a library's last name would make a case fail by accident."""
    paths = {word for one in (*PYJWT, *OTHERS) for word in (*one.module.split("."), one.name)}

    assert {name for names in NAMES.values() for name in names} & paths == set()
