"""What a call enters is found out twice at most, where it takes more work than a question may cost."""

from __future__ import annotations

from pytest_ssot.facts.extract import extract
from pytest_ssot.facts.project import Project
from pytest_ssot.facts.resolved import FunctionRef
from pytest_ssot.facts.sites import Questions

FACTS = extract("a.py", b"def f(): pass\ndef g(): pass\n", ())


def questions() -> Questions:
    """Those about a project of one file."""
    return Questions(Project(("a.py",), lambda _: FACTS), frozenset({"a.py"}))


def test_an_answer_that_was_the_same_twice_is_not_looked_for_again() -> None:
    """A second look may get further than the first, because of what that has found out on the way."""
    asked: list[int] = []

    def answer() -> list[FunctionRef]:
        asked.append(len(asked))
        return [FunctionRef(FACTS, 0, {})] if len(asked) > 1 else []

    about = questions()
    found = [[one.index for one in about.settled(("a.py", 0), answer)] for _ in range(5)]

    assert found == [[], [0], [0], [0], [0]]
    assert len(asked) == 3


def test_a_file_that_was_read_since_may_change_the_answer() -> None:
    """What calls enter may be told by a file that nobody had asked for."""
    asked: list[int] = []

    def answer() -> list[FunctionRef]:
        asked.append(len(asked))
        return []

    about = questions()
    for _ in range(3):
        about.settled(("a.py", 0), answer)
    about.resolver.note(FACTS)
    about.settled(("a.py", 0), answer)

    assert len(asked) == 3
