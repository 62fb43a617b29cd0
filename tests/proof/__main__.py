"""`python -m tests.proof`: generates cases, proves their labels, and scores the detector.

python -m tests.proof --seed 7 --count 2000          recall by difficulty, false alarms, per generator
python -m tests.proof --seed 7 --count 2000 --show   the same, with the sources it got wrong
python -m tests.proof --hand                         the hand-written catalogue instead
python -m tests.proof --hand --record-gaps           and what it gets wrong becomes gaps.txt
python -m tests.proof --install-old                  PyJWT 1.7.1 into build/proof, for the tests
"""

from __future__ import annotations

import argparse
import subprocess
import sys
from collections.abc import Sequence
from typing import TextIO

from tests.proof import gaps
from tests.proof.case import Case
from tests.proof.cases import catalogue
from tests.proof.compose import COMPOSED, compose
from tests.proof.generate import SHIPPED, generate
from tests.proof.run import OLD_PYJWT, missing, prove
from tests.proof.score import Score, score

GENERATORS = {"generated": generate, "composed": compose}
"""Two generators that share nothing but the vocabulary: what one takes for granted the other may not."""


def main(arguments: Sequence[str] | None = None) -> int:
    """0 when every label is proven and the detector keeps its promises, 1 otherwise."""
    asked = _parser().parse_args(arguments)
    if asked.install_old:
        return install_old()
    if asked.hand:
        families = {"hand-written": catalogue()}
    else:
        families = {name: tuple(make(asked.seed, asked.count)) for name, make in GENERATORS.items()}
    kept = [_proven(name, cases, asked) for name, cases in families.items()]
    return int(not all(kept))


def _proven(name: str, cases: Sequence[Case], asked: argparse.Namespace) -> bool:
    """Proves and scores one family of cases; tells if all labels are true and all promises kept."""
    chosen = tuple(case for case in cases if asked.only in case.name and not missing(case))
    if not chosen:
        return True
    sys.stdout.write(f"{name} cases:\n")
    unproven = [(proof.case, proof.complaint) for proof in prove(chosen) if proof.complaint]
    result = score(chosen)
    report(result, unproven, sys.stdout, show=asked.show)
    if asked.record_gaps:
        shipped = {"": SHIPPED, "composed-": COMPOSED}
        rows = [(word, row) for word, shown in shipped.items() for row in score(shown).rows if not row.kept]
        broken = (f"promise/{word}{row.title}" for word, row in rows)
        gaps.record({*(case.name for case, _ in result.wrong), *broken})
    return result.kept and not unproven


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m tests.proof", description="Prove labels, score the detector."
    )
    parser.add_argument("--seed", type=int, default=1, help="which cases to generate (1)")
    parser.add_argument("--count", type=int, default=400, help="how many cases each generator makes (400)")
    parser.add_argument(
        "--hand", action="store_true", help="the hand-written cases instead of generated ones"
    )
    parser.add_argument("--only", default="", help="only cases whose name contains this")
    parser.add_argument("--show", action="store_true", help="print the sources of what went wrong")
    parser.add_argument("--record-gaps", action="store_true", help="write what went wrong into gaps.txt")
    parser.add_argument(
        "--install-old", action="store_true", help="install PyJWT 1.7.1 into build/proof and stop"
    )
    return parser


def install_old() -> int:
    """Puts PyJWT 1.7.1 beside the project, where it shadows nothing."""
    command = [sys.executable, "-m", "pip", "install", "--quiet", "--no-deps", "--target", str(OLD_PYJWT)]
    return subprocess.run([*command, "PyJWT==1.7.1"], check=False).returncode


def report(result: Score, unproven: Sequence[tuple[Case, str]], out: TextIO, *, show: bool) -> None:
    """The figures, then every case that went wrong, with its sources when asked for."""
    out.writelines(
        f"{row.title:<14} {row.right:>5} of {row.total:<5} {row.share:7.2%}   (must be {row.promise})\n"
        for row in result.rows
    )
    groups = (
        ("label not proven", unproven),
        ("missed", result.missed),
        ("false alarm", result.alarms),
        ("misplaced", result.misplaced),
        ("doubt unreported", result.undoubted),
    )
    for title, found in groups:
        for case, why in found:
            out.write(f"{title}: {case.name} [{case.difficulty}] {why}\n")
            if show:
                out.write(f"{case.listing()}\n")


if __name__ == "__main__":
    sys.exit(main())
