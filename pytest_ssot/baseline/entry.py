"""What a baseline remembers of a violation: enough to know it again, nothing of the source itself."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import msgspec

from pytest_ssot.model import Severity

WIDTH = 4
"""Characters of a short digest: 24 bits, compared only with a handful of others."""

HALF = 3
"""A neighbouring statement has two digests of so many characters: of its shape, and of its words."""


class Entry(msgspec.Struct, frozen=True, order=False, omit_defaults=True, gc=False):
    """A known violation, as it is stored.

    `path` is relative to the project's root, with forward slashes; `scope` is the qualified name of
    the enclosing definition, "" at module level; `number` counts equal violations in one scope, in
    the order of the text. `code` and `near` are digests of the violating statement and of what
    stands around it (see `identity`), `quick` is one of the bare line. `unread` says that the file
    did not parse. `reason` is for people: why it is there, kept when the baseline is made anew.
    """

    path: str
    rule: str
    severity: Severity
    scope: str
    subject: str
    code: str
    near: str
    quick: str
    number: int = 0
    unread: bool = False
    reason: str = ""

    @property
    def identity(self) -> tuple[object, ...]:
        """What makes it the same entry in another version of the baseline."""
        return self.path, self.scope, self.what, self.code, self.number

    @property
    def what(self) -> tuple[str, str, str]:
        """What is violated: a violation that differs here is another one."""
        return self.rule, self.severity, self.subject


class UnreadText(msgspec.Struct, frozen=True, gc=False):
    """The lines of a file that did not parse, as digests: what stood in it could not be judged."""

    path: str
    lines: str


class Count(msgspec.Struct, frozen=True, order=True):
    """How many violations of one rule and severity the first baseline knew."""

    severity: Severity
    rule: str
    number: int


def short(digests: str, width: int = WIDTH) -> Iterator[str]:
    """The short digests that are written one after the other in a part of an entry."""
    for start in range(0, len(digests), width):
        yield digests[start : start + width]


class Baseline(msgspec.Struct, frozen=True):
    """Known violations, as a multiset, and the lines of files that could not be judged.

    `first` is how many there were when the project's first baseline was made, for progress to be told
    and for the ratchet; empty when nobody counted.
    """

    entries: tuple[Entry, ...] = ()
    unread: tuple[UnreadText, ...] = ()
    first: tuple[Count, ...] = ()


def greatest(counts: Iterable[Count]) -> tuple[Count, ...]:
    """One count for each rule and severity, sorted: the highest of those given."""
    found: dict[tuple[Severity, str], Count] = {}
    for count in sorted(count for count in counts if count.number > 0):
        found[count.severity, count.rule] = count
    return tuple(sorted(found.values()))


def order(entry: Entry) -> tuple[str, ...]:
    """Where an entry stands among others: by path, then by what is violated, and where."""
    what = (entry.path, entry.scope, entry.rule, entry.severity, entry.subject, entry.code)
    return (*what, f"{entry.number:06}", entry.near, entry.reason)
