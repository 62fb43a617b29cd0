"""A case is a small project, its entry point, and what running it must show."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

MARK = re.compile(r"[ \t]*# <- jwt-signature-bypass$", re.MULTILINE)
CHOICE = re.compile(r"<<(.*?)\|\|(.*?)>>", re.DOTALL)
FILE = re.compile(r"^# --- (\S+)\n", re.MULTILINE)

PYJWT = 'import jwt\n\nKEY = "0123456789abcdef0123456789abcdef"\n\n'
"""The usual head of a module that uses PyJWT with the key every valid token is signed with."""


class Expectation(StrEnum):
    """What running the case shows, and so what the detector has to say."""

    BYPASS = "bypass"
    """A forged token is accepted: critical."""
    INERT = "inert"
    """A spelling of a bypass that the current library ignores: forged tokens fail, still critical."""
    SAFE = "safe"
    """Valid tokens are accepted and forged ones are not: never critical."""
    DOUBT = "doubt"
    """Safe as shipped, a bypass once `environment` is set: an error of the rule, never critical."""


class Difficulty(StrEnum):
    """How far the decision stands from the call it affects."""

    LITERAL = "literal"
    """Written out in the call itself, in any layout."""
    LOCAL = "local"
    """Decidable within one function or one module's constants."""
    CROSS = "cross"
    """Decidable across functions, classes or files."""
    DYNAMIC = "dynamic"
    """Patched, computed by reflection, or left to the environment."""


@dataclass(frozen=True)
class Case:
    """A labelled project; `accepts(token)` in the module `app` returns the claims it believes.

    `marks` are the only lines that may carry a critical violation; empty means that the place is
    left open. `hidden` files exist when the case is run but are not shown to the detector, as an
    installed package is not. `reads` is False for code that never looks at a token.
    """

    name: str
    difficulty: Difficulty
    expectation: Expectation
    files: Mapping[str, str]
    marks: frozenset[tuple[str, int]] = frozenset()
    libraries: tuple[str, ...] = ("jwt",)
    algorithm: str = "HS256"
    environment: Mapping[str, str] = field(default_factory=dict)
    hidden: Mapping[str, str] = field(default_factory=dict)
    reads: bool = True
    old: bool = False
    """The case is a working bypass under PyJWT 1.7.1."""

    @property
    def critical(self) -> bool:
        """The detector must report a critical violation."""
        return self.expectation in (Expectation.BYPASS, Expectation.INERT)

    def listing(self) -> str:
        """All sources as one text, as they are written in the catalogue."""
        return "\n".join(f"# --- {path}\n{text}" for path, text in sorted(self.files.items()))


def spelled_out(text: str) -> str:
    """A text with the usual head for a line `$P` and the key, as a literal, for `$K`."""
    return text.replace("$P\n", PYJWT).replace("$K", '"0123456789abcdef0123456789abcdef"')


def split(text: str) -> dict[str, str]:
    """The files of a text in which `# --- path` heads each file; without a head it is `app.py`."""
    parts = FILE.split(text)
    files = dict(zip(parts[1::2], parts[2::2], strict=True))
    return files or {"app.py": text}


def build(
    name: str,
    difficulty: Difficulty,
    expectation: Expectation,
    text: str,
    *,
    libraries: tuple[str, ...] = ("jwt",),
    algorithm: str = "HS256",
    environment: Mapping[str, str] | None = None,
    hidden: str = "",
    reads: bool = True,
    old: bool = False,
) -> Case:
    """A case from its text; the marks are taken out, so that they cannot help the detector."""
    files = split(text)
    found = (
        (path, source.count("\n", 0, hit.start()) + 1)
        for path, source in files.items()
        for hit in MARK.finditer(source)
    )
    critical = expectation in (Expectation.BYPASS, Expectation.INERT)
    return Case(
        name,
        difficulty,
        expectation,
        {path: MARK.sub("", source) for path, source in files.items()},
        frozenset(found) if critical else frozenset(),
        libraries,
        algorithm,
        environment or {},
        split(hidden) if hidden else {},
        reads,
        old,
    )


def pair(
    name: str,
    difficulty: Difficulty,
    text: str,
    *,
    inert: bool = False,
    libraries: tuple[str, ...] = ("jwt",),
    algorithm: str = "HS256",
    hidden: str = "",
    old: bool = False,
) -> tuple[Case, Case]:
    """A bypass and its safe twin: in `<<left||right>>` the bypass has left, the twin right."""
    off = Expectation.INERT if inert else Expectation.BYPASS
    return (
        build(
            name,
            difficulty,
            off,
            CHOICE.sub(r"\1", text),
            libraries=libraries,
            algorithm=algorithm,
            hidden=hidden,
            old=old,
        ),
        build(
            f"{name}/on",
            difficulty,
            Expectation.SAFE,
            CHOICE.sub(r"\2", text),
            libraries=libraries,
            algorithm=algorithm,
            hidden=hidden,
        ),
    )


def pyjwt(
    name: str, difficulty: Difficulty, body: str, *, inert: bool = False, old: bool = False
) -> tuple[Case, Case]:
    """A pair in one module that begins with `import jwt` and the key."""
    return pair(name, difficulty, PYJWT + body, inert=inert, old=old)


def safe(
    name: str,
    difficulty: Difficulty,
    text: str,
    *,
    libraries: tuple[str, ...] = ("jwt",),
    algorithm: str = "HS256",
    hidden: str = "",
    reads: bool = True,
) -> tuple[Case]:
    """A case that only looks like a bypass."""
    return (
        build(
            name,
            difficulty,
            Expectation.SAFE,
            text,
            libraries=libraries,
            algorithm=algorithm,
            hidden=hidden,
            reads=reads,
        ),
    )


def bypass(
    name: str,
    difficulty: Difficulty,
    text: str,
    *,
    inert: bool = False,
    libraries: tuple[str, ...] = ("jwt",),
    algorithm: str = "HS256",
    hidden: str = "",
    old: bool = False,
) -> tuple[Case]:
    """A bypass without a twin."""
    off = Expectation.INERT if inert else Expectation.BYPASS
    return (
        build(name, difficulty, off, text, libraries=libraries, algorithm=algorithm, hidden=hidden, old=old),
    )


def doubt(
    name: str, text: str, environment: Mapping[str, str], *, libraries: tuple[str, ...] = ("jwt",)
) -> tuple[Case]:
    """A case whose shipped state is safe and which `environment` turns into a bypass."""
    return (
        build(
            name, Difficulty.DYNAMIC, Expectation.DOUBT, text, libraries=libraries, environment=environment
        ),
    )
