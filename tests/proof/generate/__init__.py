"""Labelled projects without end: a sink, a switch, a spelling, a call and a program, thrown together.

`generate` yields pairs of a bypass and its twin that differ in the switch alone. Each pair belongs to
one difficulty: every part is at most that hard, and at least one is exactly that hard. The labels are
intentions until `tests.proof.run` has executed the cases.
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from typing import Any

from tests.proof.case import Case, Difficulty, Expectation
from tests.proof.generate.calls import CALLS
from tests.proof.generate.layout import accompany, relayout
from tests.proof.generate.options import KEYS, OPTIONS
from tests.proof.generate.part import LEVELS, Make, Piece, Strategies
from tests.proof.generate.patches import patched
from tests.proof.generate.programs import PASSING, PLAIN, Program
from tests.proof.generate.sinks import CALLEES, INERT, OTHERS, PYJWT, READERS, Reader, Sink
from tests.proof.generate.switches import SWITCHES


def generate(seed: int, count: int) -> Iterator[Case]:
    """`count` cases, bypass and twin in turn, the difficulties in equal shares."""
    for number in range((count + 1) // 2):
        level = LEVELS[number % len(LEVELS)]
        yield from _pair(f"{seed}:{number}", level)[: count - 2 * number]


def _pair(seed: str, level: Difficulty) -> tuple[Case, Case]:
    name = f"generated/{seed.replace(':', '-')}-{level}"
    return _case(f"{name}", seed, level, on=False), _case(f"{name}/on", seed, level, on=True)


def _case(name: str, seed: str, level: Difficulty, *, on: bool) -> Case:
    make = Make(seed, on=on)
    kind = make.rng.random()
    if level is Difficulty.DYNAMIC and kind < 0.2:
        return _finish(name, level, make, patched(make), ("jwt",), "HS256", Expectation.BYPASS)
    if kind > 0.85:
        reader = make.rng.choice(READERS)
        files = _reading(make, level, reader)
        return _finish(name, level, make, files, (reader.library,), reader.algorithm, Expectation.BYPASS)
    sink = _sink(make)
    expectation = Expectation.INERT if sink.inert else Expectation.BYPASS
    return _finish(
        name, level, make, _switching(make, level, sink), (sink.library,), sink.algorithm, expectation
    )


def _sink(make: Make) -> Sink:
    return make.rng.choice(make.rng.choices((PYJWT[:1], PYJWT, OTHERS, INERT), (5, 2, 4, 1))[0])


def _finish(
    name: str,
    level: Difficulty,
    make: Make,
    files: dict[str, str],
    libraries: tuple[str, ...],
    algorithm: str,
    off: Expectation,
) -> Case:
    rng = random.Random(f"{make.rng.random()}")
    amount = rng.choice((0.0, 0.3, 0.8))
    laid = {path: relayout(text, rng, amount) for path, text in sorted(files.items())}
    return Case(
        name, level, Expectation.SAFE if make.on else off, laid, libraries=libraries, algorithm=algorithm
    )


def _levels(make: Make, level: Difficulty, dimensions: dict[str, Strategies[Any]]) -> dict[str, Difficulty]:
    """A difficulty for every part: one has exactly the wanted one, the others are mostly easier."""
    exact = make.rng.choice([name for name, ways in dimensions.items() if level in ways.levels()])
    return {
        name: level if name == exact else _at_most(make, level, ways.levels())
        for name, ways in dimensions.items()
    }


def _at_most(make: Make, level: Difficulty, able: Sequence[Difficulty]) -> Difficulty:
    """One of the difficulties a part is able to have, not above `level` unless it has none below."""
    fitting = [at for at in able if LEVELS.index(at) <= LEVELS.index(level)] or [able[0]]
    return make.rng.choices(fitting, [0.5 ** LEVELS.index(at) for at in fitting])[0]


def _switching(make: Make, level: Difficulty, sink: Sink) -> dict[str, str]:
    """The files of a program in which a switch decides."""
    passing = level in (Difficulty.CROSS, Difficulty.DYNAMIC) and make.chance(0.5)
    programs: Strategies[Any] = PASSING if passing else PLAIN
    dimensions: dict[str, Strategies[Any]] = {
        "switch": SWITCHES,
        "callee": CALLEES,
        "call": CALLS,
        "program": programs,
    }
    if sink.options:
        dimensions |= {"key": KEYS, "options": OPTIONS}
    at = _levels(make, level, dimensions)
    switch: Piece = SWITCHES.choose(make, at["switch"])(make)
    callee: Piece = CALLEES.choose(make, at["callee"])(make, sink)
    key = KEYS.choose(make, at["key"])(make) if sink.options else Piece("")
    needs: list[Piece] = []

    def body(token: str, flag: str) -> Piece:
        options = OPTIONS.choose(make, at["options"])(make, key.expr, flag) if sink.options else Piece(flag)
        call = CALLS.choose(make, at["call"])(make, sink, callee.expr + sink.suffix, token, options.expr)
        needs.extend((options, call))
        return Piece(sink.result % call.expr, local=(*callee.local, *key.local, *options.local, *call.local))

    program: Program = programs.choose(make, at["program"])(make, body, switch)
    return _assemble(make, program, switch, [callee, key, *needs], sink.head)


def _reading(make: Make, level: Difficulty, reader: Reader) -> dict[str, str]:
    """The files of a program that reads a token with or without verifying it."""
    expr = reader.result % make.pick(reader.lax, reader.full)
    at = level if level in PLAIN.levels() else Difficulty.CROSS

    def body(token: str, flag: str) -> Piece:
        return Piece(reader.result % reader.full if flag == "True" else expr, local=reader.local)

    program = PLAIN.choose(make, at)(make, body, Piece("off"))
    return _assemble(make, program, Piece(""), [Piece("", reader.imports)], "\n".join(reader.head))


def _assemble(make: Make, program: Program, switch: Piece, needs: list[Piece], head: str) -> dict[str, str]:
    """The program's files, each with the imports, key and module lines it needs."""
    files: dict[str, str] = {}
    for piece in (switch, *needs):
        files.update(piece.files)
    holder = next(
        (path for path, texts in program.beside.items() if not texts[0].startswith("#bare")), "app.py"
    )
    for path, texts in {**program.beside, "app.py": program.app}.items():
        if texts[0].startswith("#bare"):
            files[path] = texts[0].removeprefix("#bare\n") + "\n"
            continue
        mine = [
            *(needs if path == holder else []),
            *([switch] if (path == "app.py") == _travels(program, switch) else []),
        ]
        imports = [
            *(program.imports if path == "app.py" else ()),
            *(line for piece in mine for line in piece.imports),
        ]
        files[path] = _module(
            make,
            imports,
            [line for piece in mine for line in piece.module],
            list(texts),
            head if path == holder else "",
        )
    return files


def _travels(program: Program, switch: Piece) -> bool:
    """The switch is written in `app`, not beside the call in another file."""
    return not program.beside or any(switch.expr and switch.expr in text for text in program.app)


def _module(make: Make, imports: list[str], lines: list[str], definitions: list[str], head: str) -> str:
    always = ["import json"] if "json." in "".join(definitions) else []
    always += ["import os"] if "os.environ" in head else []
    top = "\n".join(dict.fromkeys(line for line in [*always, *imports] if line))
    return (
        "\n\n".join(
            part for part in (top, head, *dict.fromkeys(lines), *accompany(definitions, make.rng)) if part
        )
        + "\n"
    )


SHIPPED = tuple(generate(seed=1, count=200))
"""The cases that run with the tests; any other seed is for `python -m tests.proof`."""
