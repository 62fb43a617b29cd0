"""The table of keys: what each may be, and the words for what it may not."""

from __future__ import annotations

import os
import posixpath
import re
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path, PureWindowsPath
from typing import Protocol, TypeVar

from pytest_ssot.model import Level, Severity
from pytest_ssot.settings.values import Mode, Settings

_TRUE = ("true", "yes", "on", "1")
_FALSE = ("false", "no", "off", "0")
_LONGEST_WAIT = 7 * 24 * 60 * 60


class Unfit(ValueError):  # noqa: N818 - a value's verdict on its way to becoming a line of SettingsError
    """Values a key cannot have, each with what would be right."""

    def __init__(self, *found: tuple[object, str]) -> None:
        self.found = found
        super().__init__(found)


class Files(Protocol):
    """The files of a project, on disk or in a commit, by path relative to its root."""

    def holds(self, path: str) -> bool:
        """Whether there is a file or directory of this name, which no link leads out of the project."""

    def content(self, path: str) -> bytes:
        """The bytes of a file; OSError says why not, FileNotFoundError that there is none."""


@dataclass(frozen=True)
class Context:
    """What a value is judged against.

    `textual` places (environment, ini, options) can spell every value as text. Without `rule_ids`
    nothing is known about rules, and any id passes. `files` are the judged ones, None for those on disk.
    """

    root: Path
    textual: bool
    rule_ids: Callable[[], Collection[str]] | None
    files: Files | None = None


Reader = Callable[[object, Context], object]
T = TypeVar("T")


def suggest(word: str, known: Iterable[str]) -> str:
    """The closest known word, or all of them when none is close."""
    from difflib import get_close_matches

    words = [str(word) for word in known]
    close = get_close_matches(word.lower(), words, n=1)
    return f"did you mean {close[0]!r}?" if close else f"there are {', '.join(words) or 'none'}"


def _boolean(value: object, context: Context) -> bool:
    if isinstance(value, bool):
        return value
    word = value.strip().lower() if isinstance(value, str) and context.textual else ""
    if word not in (*_TRUE, *_FALSE):
        raise Unfit((value, "it must be true or false"))
    return word in _TRUE


def _text(value: object, _context: Context) -> str:
    if not isinstance(value, str):
        raise Unfit((value, "it must be a string"))
    return value


def _one_of(words: type[StrEnum]) -> Reader:
    def read(value: object, context: Context) -> StrEnum:
        word = _text(value, context).strip().lower()
        if word not in list(words):
            raise Unfit((value, f"there is no such {words.__name__.lower()}; {suggest(word, words)}"))
        return words(word)

    return read


def _each(read: Callable[[object, Context], T]) -> Callable[[object, Context], tuple[T, ...]]:
    """A list of what `read` accepts, each once; text gives one item a line."""

    def read_all(value: object, context: Context) -> tuple[T, ...]:
        if isinstance(value, str) and context.textual:
            value = [line.strip() for line in value.splitlines() if line.strip()]
        if not isinstance(value, list | tuple):
            raise Unfit((value, "it must be a list of strings"))
        items: dict[T, None] = {}
        unfit: list[tuple[object, str]] = []
        for item in value:
            try:
                items[read(item, context)] = None
            except Unfit as wrong:
                unfit += wrong.found
        if unfit:
            raise Unfit(*unfit)
        return tuple(items)

    return read_all


def _glob(value: object, context: Context) -> str:
    text = _text(value, context)
    if not text.strip():
        raise Unfit((value, "an empty pattern selects nothing; leave it out"))
    if "\\" in text or PureWindowsPath(text).drive:
        raise Unfit((value, "paths are relative to the project, with forward slashes"))
    if text.startswith("!"):
        raise Unfit((value, "patterns cannot be negated; name what is meant"))
    if ".." in text.split("/"):
        raise Unfit((value, "patterns select paths in the project, which never contain '..'"))
    return text


def _root(value: object, context: Context) -> str:
    """A directory or file of the project, in its shortest spelling."""
    text = _text(value, context)
    path = posixpath.normpath(text)
    if not text.strip():
        raise Unfit((value, "it names nothing; write '.' for the whole project"))
    if "\\" in text or text.startswith("/") or PureWindowsPath(text).drive:
        raise Unfit((value, "it must be relative to the project, with forward slashes"))
    if path.split("/")[0] == "..":
        raise Unfit((value, "it leads out of the project; name a directory or file in it"))
    if context.files is not None:
        if not context.files.holds(path):
            raise Unfit((value, "there is no such directory or file in what is judged"))
        return path
    try:
        (context.root / path).stat()
    except (OSError, ValueError):
        raise Unfit((value, "there is no such directory or file in the project")) from None
    if not Path(os.path.realpath(context.root / path)).is_relative_to(os.path.realpath(context.root)):
        raise Unfit((value, "it is a link that leads out of the project; name a directory or file in it"))
    return path


def _file(value: object, context: Context) -> str:
    """A file of the project, which need not exist yet, in its shortest spelling."""
    text = _text(value, context)
    path = posixpath.normpath(text)
    if not text.strip() or path == "." or text.endswith("/"):
        raise Unfit((value, "it names no file; write something like 'baselines/ssot.json'"))
    if "\\" in text or text.startswith("/") or PureWindowsPath(text).drive:
        raise Unfit((value, "it must be relative to the project, with forward slashes"))
    if path.split("/")[0] == "..":
        raise Unfit((value, "it leads out of the project; name a file in it"))
    return path


def _roots(value: object, context: Context) -> tuple[str, ...]:
    roots = _each(_root)(value, context)
    if not roots:
        raise Unfit((value, "there would be nothing to analyse; leave it out for the whole project"))
    return roots


def _interface(value: object, context: Context) -> str:
    text = _text(value, context)
    if not all(part.isidentifier() for part in text.split(".")):
        raise Unfit((value, "it must be a name such as 'UnifiedAuthInterface' or 'app.auth.Interface'"))
    return text


def _marker(value: object, context: Context) -> str:
    text = _text(value, context)
    if not re.fullmatch(r"@?\w[\w.-]*", text):
        raise Unfit((value, "a marker is one word, such as 'SSOT_EXCEPTION', without its colon"))
    return text


def _markers(value: object, context: Context) -> tuple[str, ...]:
    """The words given are added: no configuration can take the documented ones away."""
    return tuple(dict.fromkeys((*Settings.markers, *_each(_marker)(value, context))))


def _rule_id(value: object, context: Context) -> str:
    text = _text(value, context)
    if context.rule_ids is not None and text not in context.rule_ids():
        raise Unfit((value, f"there is no such rule; {suggest(text, sorted(context.rule_ids()))}"))
    return text


def _seconds(value: object, context: Context) -> int:
    if isinstance(value, str) and context.textual and value.strip().isascii() and value.strip().isdigit():
        value = int(value.strip()[:12])
    if not isinstance(value, int) or isinstance(value, bool) or not 1 <= value <= _LONGEST_WAIT:
        raise Unfit((value, f"it must be a whole number of seconds, from 1 to {_LONGEST_WAIT}"))
    return value


KEYS: Mapping[str, Reader] = {
    "enabled": _boolean,
    "level": _one_of(Level),
    "roots": _roots,
    "exclude": _each(_glob),
    "owners": _each(_glob),
    "interface": _interface,
    "impact": _text,
    "references": _each(_text),
    "markers": _markers,
    "allow-critical-exceptions": _each(_rule_id),
    "block-on-warnings": _boolean,
    "baseline": _file,
    "strict-baseline": _boolean,
    "ratchet": _boolean,
    "generate-reports": _boolean,
    "alert-on-critical": _boolean,
    "monitoring-interval": _seconds,
    "monitoring-mode": _one_of(Mode),
}
"""The keys of `[tool.ssot]`, apart from the tables below `rules`; each default stands in `Settings`."""

RULE_KEYS: Mapping[str, Reader] = {
    "enabled": _boolean,
    "severity": _one_of(Severity),
    "owners": _each(_glob),
    "impact": _text,
    "references": _each(_text),
}
"""The keys of `[tool.ssot.rules.<id>]`; each default stands in `RuleSettings`."""
