"""How often the detector is right, by difficulty, against what it promises."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from tests.proof.case import Case, Difficulty, Expectation
from tests.proof.detect import complaint

RECALL = {Difficulty.LITERAL: 0.99, Difficulty.LOCAL: 0.98, Difficulty.CROSS: 0.97, Difficulty.DYNAMIC: 0.80}
ALARMS = 0.01
Answers = Sequence[tuple[Case, str]]


@dataclass(frozen=True)
class Row:
    """One figure: how many of how many, and what is promised."""

    title: str
    right: int
    total: int
    bound: float
    at_most: bool = False

    @property
    def share(self) -> float:
        return self.right / self.total if self.total else float(not self.at_most)

    @property
    def kept(self) -> bool:
        return self.share <= self.bound if self.at_most else self.share >= self.bound

    @property
    def promise(self) -> str:
        return f"{'≤' if self.at_most else '≥'} {self.bound:.0%}"


@dataclass(frozen=True)
class Score:
    """The figures and every wrong answer; only misses and false alarms break a promise."""

    rows: tuple[Row, ...]
    missed: Answers
    alarms: Answers
    misplaced: Answers
    undoubted: Answers

    @property
    def wrong(self) -> Answers:
        """Every wrong answer, whatever is wrong with it."""
        return (*self.missed, *self.alarms, *self.misplaced, *self.undoubted)

    @property
    def kept(self) -> bool:
        """Every promise holds."""
        return all(row.kept for row in self.rows)


def score(cases: Sequence[Case]) -> Score:
    """The detector's answers to all cases, counted."""
    answers = [(case, complaint(case)) for case in cases]
    wrong = [(case, said) for case, said in answers if said]
    missed = [(case, said) for case, said in wrong if said == "missed"]
    alarms = [(case, said) for case, said in wrong if said.startswith("false alarm")]
    rows = tuple(_recall(level, cases, missed) for level in Difficulty)
    harmless = [case for case in cases if not case.critical]
    return Score(
        (*rows, Row("false-alarms", len(alarms), len(harmless), ALARMS, at_most=True)),
        missed,
        alarms,
        [(case, said) for case, said in wrong if said.startswith("reported at")],
        [(case, said) for case, said in wrong if case.expectation is Expectation.DOUBT and "doubt" in said],
    )


def _recall(level: Difficulty, cases: Sequence[Case], missed: Answers) -> Row:
    total = sum(case.critical and case.difficulty is level for case in cases)
    return Row(str(level), total - sum(case.difficulty is level for case, _ in missed), total, RECALL[level])
