"""When lines were written, as far as git knows."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime, timedelta, timezone
from difflib import SequenceMatcher

import msgspec
from msgspec.structs import replace

from pytest_ssot.trees.git import Repository
from pytest_ssot.trees.revisions import is_shallow

_LINE_END = re.compile(rb"\r\n|\n|\r")
_HEADER = re.compile(rb"([0-9a-f]{40,64}) \d+ (\d+)(?: \d+)?\Z")
_LATEST = 253_402_214_400  # the last day of the year 9999, from where no time zone leads out of the calendar


class Authored(msgspec.Struct, frozen=True):
    """When a line was written: the author's date, and the id of the commit.

    `is_oldest` says that history before that commit is not in this clone: the line may be older.
    """

    day: date
    commit: str
    is_oldest: bool = False


def authored(
    repository: Repository, commit: str, path: str, lines: Iterable[int], *, before: bytes, now: bytes
) -> Mapping[int, Authored]:
    """When lines of the file `path` were written; those that the commit does not have yet are missing.

    `lines` count from 1 in the content `now`; `before` is the content that `commit` has. `GitError` when
    git cannot tell.
    """
    wanted = {line: _git_line(now, line) for line in lines}
    then = _line_numbers(before, now)
    asked = {line: then[number] for line, number in wanted.items() if number in then}
    if not asked:
        return {}
    told = _blame(repository, commit, path, set(asked.values()))
    return {line: told[number] for line, number in asked.items() if number in told}


def _git_line(data: bytes, line: int) -> int:
    """The number git gives to a line of Python source, which may end in a carriage return alone."""
    ends = [match.end() for match in _LINE_END.finditer(data)]
    start = ends[line - 2] if 2 <= line <= len(ends) + 1 else 0
    return data.count(b"\n", 0, start) + 1


def _line_numbers(before: bytes, now: bytes) -> Mapping[int, int]:
    """The numbers of lines in `before` by those in `now`, for the lines that both have."""
    old, new = ([line.rstrip(b"\r") for line in data.split(b"\n")] for data in (before, now))
    shortest = min(len(old), len(new))
    head = next((number for number in range(shortest) if old[number] != new[number]), shortest)
    rest = shortest - head
    tail = next((number for number in range(rest) if old[-1 - number] != new[-1 - number]), rest)
    # Most of a file is as it was, and comparing costs with the square of what may not be.
    changed = SequenceMatcher(None, old[head : len(old) - tail], new[head : len(new) - tail])
    blocks = [(0, 0, head), (len(old) - tail, len(new) - tail, tail)]
    blocks += [(head + a, head + b, size) for a, b, size in changed.get_matching_blocks()]
    return {b + offset + 1: a + offset + 1 for a, b, size in blocks for offset in range(size)}


def _blame(repository: Repository, commit: str, path: str, lines: set[int]) -> Mapping[int, Authored]:
    # Without a checkout git counts paths from the top, and looks at no file on disk.
    environ = {name: value for name, value in repository.environ.items() if name != "GIT_WORK_TREE"}
    top = replace(repository, environ={**environ, "GIT_DIR": repository.git_dir})
    ranges = [part for line in sorted(lines) for part in ("-L", f"{line},{line}")]
    name = f"{repository.prefix}{path}"
    # Indenting a line, or moving it within its file, does not make it younger.
    output = top.ask("blame", "--porcelain", "-w", "-M", "--no-textconv", *ranges, commit, "--", name)
    return _parse(output, shallow=is_shallow(repository))


def _parse(output: bytes, *, shallow: bool) -> Mapping[int, Authored]:
    """What `git blame --porcelain` says; it describes each commit only the first time."""
    days: dict[str, int] = {}
    zones: dict[str, str] = {}
    oldest: set[str] = set()
    commits: dict[int, str] = {}
    commit = ""
    for line in output.split(b"\n"):
        header = _HEADER.match(line)
        word, _, rest = line.partition(b" ")
        if header is not None:
            commit = header[1].decode()
            commits[int(header[2])] = commit
        elif word == b"author-time":
            days[commit] = int(rest)
        elif word == b"author-tz":
            zones[commit] = rest.decode(errors="replace")
        elif line == b"boundary" and shallow:
            oldest.add(commit)
    return {
        number: Authored(_day(days[commit], zones.get(commit, "")), commit, commit in oldest)
        for number, commit in commits.items()
        if commit in days
    }


def _day(seconds: int, zone: str) -> date:
    """The author's own date; git stores whatever time and zone it was told."""
    sign = -1 if zone.startswith("-") else 1
    digits = zone.lstrip("+-")
    minutes = int(digits[:-2] or 0) * 60 + int(digits[-2:] or 0) if digits.isdecimal() else 0
    offset = timezone(sign * timedelta(minutes=min(minutes, 1439)))
    start = datetime(1970, 1, 1, tzinfo=UTC)
    return (start + timedelta(seconds=min(max(seconds, 0), _LATEST))).astimezone(offset).date()
