"""What generated programs are composed of: pieces of code and the strategies that make them."""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Generic, TypeVar

from tests.proof.case import Difficulty

LEVELS = tuple(Difficulty)
NAMES: Mapping[str, tuple[str, ...]] = {
    "flag": ("verified", "check", "strict", "on", "signed", "must_verify", "sig_check", "validate", "secure"),
    "CONSTANT": ("VERIFY", "CHECK_SIGNATURE", "STRICT", "SIGNED", "TOKEN_CHECK", "SECURE", "FLAG", "SIG"),
    "options": ("options", "opts", "settings", "params", "choices", "checks", "cfg"),
    "function": (
        "read",
        "parse",
        "claims_of",
        "whoami",
        "load",
        "open_token",
        "inspect_token",
        "identify",
        "peek",
    ),
    "Class": ("Reader", "Session", "Gateway", "Tokens", "Auth", "Identity", "Service", "Socket", "Config"),
    "module": ("svc", "core", "toolbox", "gateway", "conf", "shared", "access", "inner", "common_auth"),
    "alias": ("lib", "tk", "backend", "codec", "t", "impl", "engine", "jt"),
    "variable": ("value", "data", "result", "found", "item", "part", "held", "thing"),
}
OFF = ("False", "False", "False", "0", "None", "not True", "''", "0.0", "()", "[]", "{}", "not 1", "b''")
ON = (
    "True",
    "True",
    "True",
    "1",
    "'on'",
    "not False",
    "'yes'",
    "1.0",
    "(0,)",
    "[0]",
    "{0: 0}",
    "not 0",
    "b'x'",
)


class Make:
    """The dice, the switch's position, and names that never collide.

    The dice fall the same for a bypass and its twin: only `on` differs.
    """

    def __init__(self, seed: str, *, on: bool) -> None:
        self.rng = random.Random(seed)
        self.on = on
        self._used: set[str] = set()

    def name(self, kind: str) -> str:
        """A fresh identifier of a kind."""
        name = self.rng.choice(NAMES[kind])
        while name in self._used:
            name += self.rng.choice("abcdeXYZ") if kind != "CONSTANT" else self.rng.choice("ABCDE")
        self._used.add(name)
        return name

    def literal(self) -> str:
        """The switch written out: falsy for a bypass, truthy for its twin."""
        index = self.rng.randrange(len(OFF))
        return (ON if self.on else OFF)[index]

    def pick(self, off: str, on: str) -> str:
        """One of two texts by the switch's position."""
        return on if self.on else off

    def chance(self, probability: float) -> bool:
        return self.rng.random() < probability


@dataclass(frozen=True)
class Piece:
    """An expression and what has to stand before it: imports, module lines, local lines, files."""

    expr: str
    imports: tuple[str, ...] = ()
    module: tuple[str, ...] = ()
    local: tuple[str, ...] = ()
    files: Mapping[str, str] = field(default_factory=dict)

    def around(self, other: Piece) -> Piece:
        """The same expression, standing on what `other` needs as well."""
        return Piece(
            self.expr,
            (*other.imports, *self.imports),
            (*other.module, *self.module),
            (*other.local, *self.local),
            {**other.files, **self.files},
        )


F = TypeVar("F", bound=Callable[..., object])


class Strategies(Generic[F]):
    """Interchangeable ways to write one thing, each with its difficulty."""

    def __init__(self) -> None:
        self._by_level: dict[Difficulty, list[F]] = {level: [] for level in LEVELS}

    def at(self, level: Difficulty) -> Callable[[F], F]:
        """Registers a way of that difficulty."""

        def add(way: F) -> F:
            self._by_level[level].append(way)
            return way

        return add

    def levels(self) -> Sequence[Difficulty]:
        return [level for level in LEVELS if self._by_level[level]]

    def choose(self, make: Make, level: Difficulty) -> F:
        """A way of exactly that difficulty."""
        return make.rng.choice(self._by_level[level])
