"""Days, times and versions that are written out: they compare as the numbers they consist of."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import date, datetime, time
from typing import TYPE_CHECKING, Any

from pytest_ssot.facts.meanings.meaning import Meaning
from pytest_ssot.facts.meanings.plain import lifted, origin, plain
from pytest_ssot.facts.resolved import Alternatives, Arguments, Resolved

if TYPE_CHECKING:
    from pytest_ssot.facts.resolve import Resolver


def _numbers(read: Callable[..., tuple[int, ...]]) -> Meaning:
    def tell(_: Resolver, given: Arguments, __: Resolved | None) -> Alternatives | None:
        groups = (*given.positional, *given.keywords.values())
        values, named = [plain(one) for one in given.positional], given.keywords
        if given.rest or not groups or not all(isinstance(plain(one), int | str) for one in groups):
            return None
        try:
            found = read(*values, **{name: plain(one) for name, one in named.items()})
        except (TypeError, ValueError, OverflowError):
            return None
        return (lifted(found, origin(given.place, *groups)),)

    return tell


def _of_day(day: date) -> tuple[int, ...]:
    return (day.year, day.month, day.day)


def _of_moment(moment: datetime | time) -> tuple[int, ...]:
    """All that tells moments of one zone apart."""
    if moment.tzinfo is not None:
        raise ValueError
    at = (moment.hour, moment.minute, moment.second, moment.microsecond)
    return (*_of_day(moment), *at) if isinstance(moment, datetime) else at


def _of_version(text: Any) -> tuple[int, ...]:
    """The numbers of a release, without the zeros at its end."""
    if not isinstance(text, str) or not _RELEASE.fullmatch(text):
        raise ValueError
    numbers = [int(part) for part in text.strip().removeprefix("v").split(".")]
    while numbers[1:] and not numbers[-1]:
        numbers.pop()
    return tuple(numbers)


_RELEASE = re.compile(r"\s*v?[0-9]{1,9}(\.[0-9]{1,9}){0,9}\s*")

_VERSIONS = ("packaging.version.Version", "packaging.version.parse", "pkg_resources.parse_version")

MEANINGS: Mapping[str, Meaning] = {
    "datetime.date": _numbers(lambda *at, **named: _of_day(date(*at, **named))),
    "datetime.date.fromisoformat": _numbers(lambda text: _of_day(date.fromisoformat(text))),
    "datetime.datetime": _numbers(
        lambda *at, **named: _of_moment(datetime(*at, **named))  # noqa: DTZ001 - what the code says
    ),
    "datetime.datetime.fromisoformat": _numbers(lambda text: _of_moment(datetime.fromisoformat(text))),
    "datetime.time": _numbers(lambda *at, **named: _of_moment(time(*at, **named))),
    **dict.fromkeys(_VERSIONS, _numbers(_of_version)),
}
"""Meanings by the dotted path of what is called."""
