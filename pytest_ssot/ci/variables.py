"""Environment variables read with suspicion: blank ones are not set, junk is told."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping

Read = Callable[[str], bytes]
"""Gives the content of a file by its path; OSError says why not."""

_LONGEST_NUMBER = 15
_LARGEST_EVENT = 32 * 1024 * 1024


class Variables:
    """The variables of a run, and in `notes` what of them could not be understood."""

    def __init__(self, environ: Mapping[str, str], read: Read) -> None:
        self._environ = environ
        self._read = read
        self._notes: list[str] = []

    @property
    def notes(self) -> tuple[str, ...]:
        """What could not be understood so far."""
        return tuple(self._notes)

    def text(self, *names: str) -> str:
        """The first of the variables that says something, "" when none does.

        `$(Name)` and `${NAME}` are references that nobody replaced, because what they refer to is not set.
        """
        for name in names:
            value = self._environ.get(name, "").strip()
            if value and not (value.startswith(("$(", "${")) and value.endswith((")", "}"))):
                return value
        return ""

    def url(self, *names: str) -> str:
        """The first of the variables that holds an address on the web, without the slash at its end."""
        for name in names:
            value = self.text(name)
            if value.startswith(("https://", "http://")) and not any(sign.isspace() for sign in value):
                return value.rstrip("/")
        return ""

    def number(self, *names: str) -> int | None:
        """The first of the variables that says something, as a positive number."""
        for name in names:
            if value := self.text(name):
                return self._as_number(value, name)
        return None

    def event(self, name: str) -> Event:
        """The description of an event in the file that a variable names; an empty one when it has none."""
        path = self.text(name)
        if not path:
            return Event(None)
        try:
            data = self._read(path)
            if len(data) > _LARGEST_EVENT:
                return self._unread(name, "it is too large")
            return Event(json.loads(data))
        except OSError as problem:
            return self._unread(name, problem.strerror or str(problem))
        except (ValueError, RecursionError):
            return self._unread(name, "it is not valid JSON")

    def tell(self, note: str) -> None:
        """Remember what looked wrong."""
        self._notes.append(note)

    def _as_number(self, value: str, name: str) -> int | None:
        if value.isascii() and value.isdigit() and len(value) <= _LONGEST_NUMBER and int(value) > 0:
            return int(value)
        self.tell(f"{name} is {_short(value)}, which is no number of a pull request: it is left aside")
        return None

    def _unread(self, name: str, why: str) -> Event:
        self.tell(f"the event file that {name} names cannot be read ({why}): only the variables are used")
        return Event(None)


class Event:
    """A JSON document of which nothing is taken for granted."""

    def __init__(self, document: object) -> None:
        self._document = document

    def text(self, *keys: str) -> str:
        """The text below these keys, "" when there is none."""
        found = self._below(keys)
        return found.strip() if isinstance(found, str) else ""

    def number(self, *keys: str) -> int | None:
        """The positive number below these keys."""
        found = self._below(keys)
        return found if isinstance(found, int) and not isinstance(found, bool) and found > 0 else None

    def has(self, *keys: str) -> bool:
        """Whether there is something but null below these keys."""
        return self._below(keys) is not None

    def _below(self, keys: tuple[str, ...]) -> object:
        found = self._document
        for key in keys:
            found = found.get(key) if isinstance(found, dict) else None
        return found


def short_branch(ref: str) -> str:
    """The name of a branch, however long it is spelled."""
    return ref.removeprefix("refs/heads/")


def tracked(*branches: str) -> tuple[str, ...]:
    """The names by which a clone of a system knows branches of its origin."""
    return tuple(f"origin/{short_branch(branch)}" for branch in branches if branch)


def given(*revisions: str) -> tuple[str, ...]:
    """Those of the revisions that are known, each once."""
    return tuple(dict.fromkeys(revision for revision in revisions if revision))


def _short(value: str) -> str:
    return repr(value) if len(value) <= 40 else f"{value[:39]!r}…"
