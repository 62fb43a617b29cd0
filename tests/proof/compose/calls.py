"""How a call is spelled: what names the callee, how the arguments stand, what surrounds the line."""

# ruff: noqa: E501 - a template stands on one line, as the text it makes

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from random import Random

from tests.proof.case import Difficulty
from tests.proof.compose.sinks import Sink

LOCAL, DYNAMIC = Difficulty.LOCAL, Difficulty.DYNAMIC


@dataclass(frozen=True)
class Callee:
    """An expression that is the callee `CALLEE`, and lines that stand before it in the module."""

    expression: str = "CALLEE"
    lines: str = ""
    level: Difficulty = Difficulty.LITERAL
    imports: tuple[str, ...] = ()


CALLEES: tuple[Callee, ...] = (
    Callee(),
    Callee("(CALLEE)"),
    Callee("opened", "opened = CALLEE", LOCAL),
    Callee("OPENERS['hs']", "OPENERS = {'hs': CALLEE}", LOCAL),
    Callee("OPENERS[0]", "OPENERS = (CALLEE,)", LOCAL),
    Callee("Openers.open", "class Openers:\n    open = staticmethod(CALLEE)", LOCAL),
    Callee("(lambda *args, **more: CALLEE(*args, **more))", "", LOCAL),
    Callee("opened", "opened = partial(CALLEE)", LOCAL, ("from functools import partial",)),
    Callee("choose_opener()", "def choose_opener():\n    return CALLEE", LOCAL),
    Callee("(None or CALLEE)", "", LOCAL),
    Callee("(CALLEE if True else print)", "", LOCAL),
    Callee("forwarded", "def forwarded(*args, **more):\n    return CALLEE(*args, **more)", LOCAL),
    Callee(
        "attrgetter('open')(openers)",
        "openers = SimpleNamespace(open=CALLEE)",
        DYNAMIC,
        ("from operator import attrgetter", "from types import SimpleNamespace"),
    ),
    Callee("next(iter([CALLEE]))", "", DYNAMIC),
    Callee("globals()['opened']", "opened = CALLEE", DYNAMIC),
)

Arguments = Callable[[list[str], list[tuple[str, str]]], str]


def _written_out(positional: list[str], keywords: list[tuple[str, str]]) -> str:
    return ", ".join([*positional, *(f"{name}={value}" for name, value in keywords)])


def _spread_keywords(positional: list[str], keywords: list[tuple[str, str]]) -> str:
    pairs = ", ".join(f'"{name}": {value}' for name, value in keywords)
    return ", ".join([*positional, f"**{{{pairs}}}"])


def _called_dict(positional: list[str], keywords: list[tuple[str, str]]) -> str:
    return ", ".join([*positional, f"**dict({_written_out([], keywords)})"])


def _spread_positional(positional: list[str], keywords: list[tuple[str, str]]) -> str:
    return ", ".join([f"*({', '.join(positional)},)", *(f"{name}={value}" for name, value in keywords)])


def _backwards(positional: list[str], keywords: list[tuple[str, str]]) -> str:
    return _written_out(positional, keywords[::-1])


ARGUMENTS: tuple[tuple[Arguments, Difficulty], ...] = (
    (_written_out, Difficulty.LITERAL),
    (_written_out, Difficulty.LITERAL),
    (_backwards, Difficulty.LITERAL),
    (_spread_keywords, Difficulty.LITERAL),
    (_called_dict, LOCAL),
    (_spread_positional, LOCAL),
)

OPTIONS: tuple[tuple[str, str, Difficulty], ...] = (
    ('{"verify_signature": SWITCH}', "", Difficulty.LITERAL),
    ('{"verify_exp": True, "verify_signature": SWITCH}', "", Difficulty.LITERAL),
    ("dict(verify_signature=SWITCH)", "", Difficulty.LITERAL),
    ('{"verify_" + "signature": SWITCH}', "", LOCAL),
    ("{f\"verify_{'signature'}\": SWITCH}", "", LOCAL),
    ('{"-".join(("verify", "signature")).replace("-", "_"): SWITCH}', "", LOCAL),
    ("{OPTION_NAME: SWITCH}", 'OPTION_NAME = "verify_signature"', LOCAL),
    ('{"%s_%s" % ("verify", "signature"): SWITCH}', "", LOCAL),
    (
        '{**OPTION_DEFAULTS, "verify_signature": SWITCH}',
        'OPTION_DEFAULTS = {"verify_signature": True}',
        LOCAL,
    ),
    ('OPTION_DEFAULTS | {"verify_signature": SWITCH}', 'OPTION_DEFAULTS = {"verify_exp": True}', LOCAL),
    ('{name: SWITCH for name in ("verify_signature",)}', "", LOCAL),
    ('dict([("verify_signature", SWITCH)])', "", LOCAL),
    ('dict(zip(["verify_signature"], [SWITCH]))', "", LOCAL),
    ('dict.fromkeys(["verify_signature"], SWITCH)', "", LOCAL),
    (
        "options_with(SWITCH)",
        'def options_with(signature):\n    return {"verify_signature": signature}',
        LOCAL,
    ),
    (
        "options_with(verify_signature=SWITCH)",
        'def options_with(**changes):\n    return {"verify_signature": True, **changes}',
        LOCAL,
    ),
    (
        "options_with(SWITCH)",
        'def options_with(signature):\n    made = {"verify_exp": True}\n    made["verify_signature"] = signature\n    return made',
        LOCAL,
    ),
    (
        "options_with(SWITCH)",
        "def options_with(signature):\n    made = {}\n    made.update(verify_signature=signature)\n    return made",
        LOCAL,
    ),
)
"""(expression, lines of the module, difficulty) of a mapping that holds the switch."""

FRAMES: tuple[str, ...] = (
    "return CALL",
    "return CALL",
    "claims = CALL\nreturn claims",
    "try:\n    return CALL\nfinally:\n    done = True",
    "try:\n    claims = CALL\nexcept KeyError:\n    raise\nelse:\n    return claims",
    "if token:\n    return CALL\nraise ValueError(token)",
    "for _ in range(1):\n    return CALL",
    "return (claims := CALL)",
    "with nullcontext():\n    return CALL",
    "claims = None\nwhile claims is None:\n    claims = CALL\nreturn claims",
    "assert token\nreturn dict(CALL)",
)


@dataclass(frozen=True)
class Line:
    """The lines that call a library, with `TOKEN` and `SWITCH` open, and what the module needs for it."""

    text: str
    before: tuple[str, ...]
    imports: tuple[str, ...]
    level: Difficulty


def line(sink: Sink, rng: Random, level: Difficulty) -> Line:
    """One spelling of a sink, at most as difficult as `level`."""
    order = list(Difficulty)
    most = order.index(level)
    callee = rng.choice([one for one in CALLEES if order.index(one.level) <= most])
    arguments, hardness = rng.choice([one for one in ARGUMENTS if order.index(one[1]) <= most])
    options, before, other = rng.choice([one for one in OPTIONS if order.index(one[2]) <= most])
    given = (
        arguments(
            [value.replace("OPTIONS", options) for value in sink.positional],
            [(name, value.replace("OPTIONS", options)) for name, value in sink.keywords],
        )
        if sink.keywords
        else ", ".join(value.replace("OPTIONS", options) for value in sink.positional)
    )
    call = f"{callee.expression.replace('CALLEE', sink.callee)}({given})"
    frame = rng.choice(FRAMES)
    uses = any("OPTIONS" in value for value in (*sink.positional, *(value for _, value in sink.keywords)))
    return Line(
        frame.replace("CALL", sink.result % call),
        tuple(text for text in (callee.lines.replace("CALLEE", sink.callee), before if uses else "") if text),
        (*callee.imports, *(("from contextlib import nullcontext",) if "nullcontext" in frame else ())),
        max((callee.level, hardness, other if uses else Difficulty.LITERAL), key=order.index),
    )
