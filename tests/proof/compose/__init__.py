"""A second generator: a value, where it is kept, how it travels, how the call is spelled, in which files.

It shares nothing with `tests.proof.generate` but the vocabulary of cases, so that what one of them
takes for granted the other may not. Every name is used by one part only: no local name hides an import.
"""

from __future__ import annotations

import random
import re
from collections.abc import Iterator
from typing import TypeVar

from tests.proof.case import Case, Difficulty, Expectation
from tests.proof.compose.calls import Line, line
from tests.proof.compose.sinks import SINKS, Sink
from tests.proof.compose.stores import STORES, Store
from tests.proof.compose.travels import INLINE, THROUGH, Travel
from tests.proof.compose.values import FLAGS, Flag

LEVELS = tuple(Difficulty)
_Part = TypeVar("_Part", Flag, Store, Travel)
_READ = re.compile(r"^( *)READ\((\w+), (.*)\)$", re.MULTILINE)


def compose(seed: int, count: int) -> Iterator[Case]:
    """`count` cases, bypass and twin in turn, the difficulties in equal shares."""
    for number in range((count + 1) // 2):
        rng = random.Random(f"compose:{seed}:{number}")
        yield from _pair(f"composed/{seed}-{number}", rng, LEVELS[number % 4])[: count - 2 * number]


def _pair(name: str, rng: random.Random, level: Difficulty) -> tuple[Case, Case]:
    """A bypass and its twin; one of the parts is exactly as difficult as wanted, the others at most."""
    while True:
        sink = rng.choice(SINKS)
        spelled = line(sink, rng, level)
        flag, store = _at_most(rng, FLAGS, level), _at_most(rng, STORES, level)
        travel = _at_most(rng, INLINE + THROUGH, level)
        literal = level is Difficulty.LITERAL
        hardest = _hardest(spelled.level, flag.level, *(() if literal else (store.level, travel.level)))
        if hardest is not level or (sink.inert and not flag.plain) or _two_loops(store, travel):
            continue
        where = _layout(rng, store, travel, level)
        off, on = (
            _literal(sink, spelled, flag, value)
            if literal
            else _files(sink, spelled, flag, value, store, travel, where)
            for value in (flag.off, flag.on)
        )
        return _case(name, level, sink, off, on=False), _case(f"{name}/on", level, sink, on, on=True)


def _at_most(rng: random.Random, parts: tuple[_Part, ...], level: Difficulty) -> _Part:
    fitting = [part for part in parts if LEVELS.index(part.level) <= LEVELS.index(level)]
    return rng.choice(fitting or list(parts))


def _two_loops(store: Store, travel: Travel) -> bool:
    """A coroutine cannot run another event loop to get at the value."""
    return "asyncio.run" in store.access and "async def" in travel.app


def _hardest(*levels: Difficulty) -> Difficulty:
    return max(levels, key=LEVELS.index)


def _case(name: str, level: Difficulty, sink: Sink, files: dict[str, str], *, on: bool) -> Case:
    off = Expectation.INERT if sink.inert else Expectation.BYPASS
    expectation = Expectation.SAFE if on else off
    return Case(name, level, expectation, files, libraries=(sink.library,), algorithm=sink.algorithm)


# -- files ------------------------------------------------------------------------------------


def _literal(sink: Sink, spelled: Line, flag: Flag, value: str) -> dict[str, str]:
    body = _indented(_filled(spelled.text, "token", value), "    ")
    return {
        "app.py": _module(
            (*sink.imports, *spelled.imports, *flag.imports),
            sink.lines,
            spelled.before,
            f"def accepts(token):\n{body}",
        )
    }


def _layout(rng: random.Random, store: Store, travel: Travel, level: Difficulty) -> tuple[str, str, str]:
    """The file of the stored value, that of the call, and how names are imported from them."""
    if level is Difficulty.LOCAL:
        return "app.py", "app.py", ""
    folder = rng.choice(("", "core", "service/auth", "acme/security"))
    stored = rng.choice(
        ("app.py", f"{folder}/limits.py".lstrip("/"), f"{folder}/settings/limits.py".lstrip("/"))
    )
    reading = rng.choice(("app.py", f"{folder}/reading.py".lstrip("/"))) if travel.reading else "app.py"
    return stored, reading, rng.choice(("from", "module", "alias"))


def _files(
    sink: Sink,
    spelled: Line,
    flag: Flag,
    value: str,
    store: Store,
    travel: Travel,
    where: tuple[str, str, str],
) -> dict[str, str]:
    stored, reading, style = where
    kept = store.lines.replace("VALUE_OR_FACTORY", f"field(default_factory=lambda: {value})").replace(
        "VALUE", value
    )
    store_import, at = _imported(stored, style, _names(store.lines))
    reading_import, origin = _imported(reading, style, _names(travel.reading))
    access = store.access.replace("AT", at)
    texts: dict[str, tuple[list[str], list[str]]] = {"app.py": ([], [])}
    _put(texts, stored, (*flag.imports, *store.imports), (kept,))
    _put(texts, "app.py", (*store.imports, *store_import, *travel.app_imports, *reading_import), ())
    _put(texts, reading, (*sink.imports, *spelled.imports, *travel.imports), (*sink.lines, *spelled.before))
    if travel.reading:
        _put(texts, reading, (), (_called(travel.reading, spelled),))
    _put(
        texts, "app.py", (), (_called(travel.app, spelled).replace("FROM", origin).replace("ACCESS", access),)
    )
    made = {
        path: _module(tuple(imports), (), tuple(dict.fromkeys(lines)), "")
        for path, (imports, lines) in texts.items()
    }
    return {**_packages(made), **made}


def _put(
    texts: dict[str, tuple[list[str], list[str]]], path: str, imports: tuple[str, ...], lines: tuple[str, ...]
) -> None:
    held = texts.setdefault(path, ([], []))
    held[0].extend(imports)
    held[1].extend(lines)


def _imported(path: str, style: str, names: tuple[str, ...]) -> tuple[tuple[str, ...], str]:
    """The import lines and the prefix of the names that `path` defines, as seen from `app.py`."""
    if path == "app.py":
        return (), ""
    module = path.removesuffix(".py").replace("/", ".")
    if style == "from":
        return (f"from {module} import {', '.join(names)}",), ""
    if style == "alias":
        return (
            f"import {module} as {module.rpartition('.')[2]}_module",
        ), f"{module.rpartition('.')[2]}_module."
    return (f"import {module}",), f"{module}."


def _names(lines: str) -> tuple[str, ...]:
    """The names that lines define at the top level."""
    assigned = re.findall(r"^(\w[\w, =:]*) = ", lines, re.MULTILINE)
    names = [name for group in assigned for name in re.split(r"(?:: \w+)?(?: = |, |$)", group) if name]
    names += re.findall(r"^(?:async )?(?:def|class) (\w+)", lines, re.MULTILINE)
    names += re.findall(r"^    (CHECKED) = ", lines, re.MULTILINE) + re.findall(
        r"^for (\w+) in", lines, re.MULTILINE
    )
    names += re.findall(r"globals\(\)\['(\w+)'\]", lines)
    return tuple(dict.fromkeys(names))


def _called(text: str, spelled: Line) -> str:
    """The text with the call's lines where it says READ."""
    return _READ.sub(lambda hit: _indented(_filled(spelled.text, hit[2], hit[3]), hit[1]), text)


def _filled(text: str, token: str, flag: str) -> str:
    return text.replace("TOKEN", token).replace(
        "SWITCH", flag if re.fullmatch(r"[\w.]+", flag) else f"({flag})"
    )


def _indented(text: str, indent: str) -> str:
    return "\n".join(indent + part for part in text.split("\n"))


def _module(imports: tuple[str, ...], heads: tuple[str, ...], lines: tuple[str, ...], last: str) -> str:
    top = "\n".join(dict.fromkeys(imports))
    return "\n\n\n".join(part for part in (top, *heads, *lines, last) if part) + "\n"


def _packages(files: dict[str, str]) -> dict[str, str]:
    """`acme` stays a namespace package; all other folders have an `__init__`."""
    folders = {path.rpartition("/")[0] for path in files if "/" in path}
    folders |= {folder.partition("/")[0] for folder in folders}
    return {f"{folder}/__init__.py": "" for folder in folders if folder != "acme"}


COMPOSED = tuple(compose(seed=1, count=200))
"""The cases that run with the tests; any other seed is for `python -m tests.proof`."""
