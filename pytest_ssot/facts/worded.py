"""Tests by which code reads a yes or no out of a text that the environment gives."""

from __future__ import annotations

from msgspec.structs import replace

from pytest_ssot.facts.resolved import (
    NOWHERE,
    Alternatives,
    Known,
    Opaque,
    Place,
    Resolved,
    Row,
    Table,
    is_outside,
    truth,
    unknown_in,
)

_YES = ("1", "t", "y", "true", "yes", "on", "enabled", "enable")
_NO = ("", "0", "f", "n", "false", "no", "off", "disabled", "disable", "none", "null")
WORDS = frozenset({*_YES, *_NO})
"""What people write for yes and no."""


def reads_a_word(found: Alternatives) -> bool:
    """A test is a yes or no that is read out of what the environment says."""
    unknown = [one for value in found if (one := unknown_in(value)) is not None and is_outside(one)]
    return bool(unknown) and all(one.worded for one in unknown)


def marked(found: Alternatives, left: Alternatives, right: Alternatives) -> Alternatives:
    """The outcome of a comparison, which is a yes or no where one side is words for it."""
    if not _are_words(left) and not _are_words(right):
        return found
    return tuple(read_as_word(one) for one in found)


def read_as_word(value: Resolved) -> Resolved:
    """A text of the environment after it was turned into a yes, a no or a number."""
    return replace(value, worded=True) if isinstance(value, Opaque) and is_outside(value) else value


def by_default(found: Alternatives) -> set[bool | None]:
    """How a test comes out when the environment says nothing."""
    return {truth(one) for one in found if not is_outside(unknown_in(one))}


def outside(found: Alternatives, test: Alternatives, otherwise: Alternatives = ()) -> Alternatives:
    """Constants that only the environment chooses, by `test`: it decides, not who wrote them.

    It does not about what stands there `otherwise` as well.
    """
    asked = [one.place for value in test if (one := unknown_in(value)) is not None and one.place.path]
    return tuple(_chosen(one, asked[0] if asked else NOWHERE, otherwise) for one in found)


def _chosen(value: Resolved, asked: Place, otherwise: Alternatives) -> Resolved:
    if isinstance(value, Known):
        same = [one.value for one in otherwise if isinstance(one, Known) and one.value == value.value]
        if any(type(one) is type(value.value) for one in same):
            return value
        return Opaque("environment", place=asked if asked.path else value.place, worded=True)
    if isinstance(value, Row):
        return replace(
            value, items=tuple(tuple(_without_none(one, asked) for one in held) for held in value.items)
        )
    if not isinstance(value, Table):
        return value
    beside = [one.entries for one in otherwise if isinstance(one, Table)]
    entries = {
        key: tuple(
            _chosen(one, asked, tuple(other for known in beside for other in known.get(key, ())))
            for one in held
        )
        for key, held in value.entries.items()
    }
    return replace(value, entries=entries)


def _without_none(value: Resolved, asked: Place) -> Resolved:
    """One of several names, unless it is `none`, of algorithms: then the environment decides."""
    is_none = isinstance(value, Known) and str(value.value).lower() == NO_ALGORITHM
    return Opaque("environment", NO_ALGORITHM, place=asked, worded=True) if is_none else value


NO_ALGORITHM = "none"
"""The algorithm of tokens that nobody has signed (RFC 7518, section 3.6)."""


def says_yes_or_no(table: Table, key: Resolved) -> bool:
    """A mapping whose keys are words for yes and no is asked for what the environment says."""
    return is_outside(key) and bool(table.entries) and all(map(_is_word, table.entries))


def _are_words(side: Alternatives) -> bool:
    texts = [one for one in side if isinstance(one, Known)]
    for row in side:
        if isinstance(row, Row):
            texts += [one for item in row.items for one in item if isinstance(one, Known)]
        elif isinstance(row, Table):
            texts += [Known(key) for key in row.entries]
    whole = all(isinstance(one, Known | Row | Table) for one in side)
    return whole and bool(texts) and all(_is_word(one.value) for one in texts)


def _is_word(value: object) -> bool:
    return isinstance(value, str) and value.lower() in WORDS
