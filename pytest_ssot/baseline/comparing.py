"""The two steps of a baseline: what is remembered of violations, and what is new against that."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from functools import cache

from msgspec import structs

from pytest_ssot.baseline.entry import Baseline, Entry, UnreadText, order
from pytest_ssot.baseline.identity import PYTHON, Site, Text, hexdigest, sites_of
from pytest_ssot.baseline.matching import Matcher
from pytest_ssot.baseline.nearest import Nearest
from pytest_ssot.baseline.outcome import Comparison, Fate, Match, Remembered, Standing
from pytest_ssot.baseline.pausing import collector_paused
from pytest_ssot.facts.syntax import NotParsed, parse_text
from pytest_ssot.model import Violation


@collector_paused()
def snapshot(
    violations: Sequence[Violation],
    texts: Mapping[str, str],
    *,
    unread: Collection[str] | None = None,
) -> Baseline:
    """What is to be remembered of violations; no text is needed afterwards.

    `texts` holds the source by path: of every file in which a violation stands, and of those that do
    not parse. `unread` names the files that do not parse; when it is None, the Python files among
    `texts` are tried. Pure: the same violations and texts give the same entries, in the same order.
    """
    is_unread = _unread_files(texts, unread)
    entries = sorted((site.entry for site in _sites(violations, texts, is_unread)), key=order)
    broken = sorted(path for path in texts if is_unread(path))
    return Baseline(tuple(entries), tuple(_unread_text(path, texts[path]) for path in broken))


@collector_paused()
def compare(
    baseline: Baseline,
    violations: Sequence[Violation],
    texts: Mapping[str, str],
    *,
    renames: Mapping[str, str] | None = None,
    judged: Callable[[str], bool] | None = None,
    unread: Collection[str] | None = None,
) -> Comparison:
    """What each current violation is to the baseline, and what became of each entry.

    `texts` holds the current source by path, of every file that still exists and has a violation or
    an entry: a path that is missing is taken for deleted or renamed. `renames` tells new paths by old
    ones, as git does; `judged` says whether this run looked at a file (all of them when None);
    `unread` names files that do not parse (found out where it matters when None).
    """
    is_unread = _unread_files(texts, unread)
    was_judged = judged or (lambda _: True)
    moved = renames or {}
    known = [index for index, entry in enumerate(baseline.entries) if was_judged(entry.path)]
    entries = [baseline.entries[index] for index in known]
    matcher = Matcher(
        entries, violations, {path: Text(path, text) for path, text in texts.items()}, moved, is_unread
    )
    matcher.run(baseline.unread)
    explained = {known[entry]: violation for violation, (entry, _) in matcher.pairs.items() if entry >= 0}
    nearest = Nearest(baseline.entries)

    def match(index: int, violation: Violation) -> Match:
        entry, standing = matcher.pairs.get(index, (-1, Standing.NEW))
        if standing is Standing.NEW:
            return Match(violation, standing, nearest=nearest.to(matcher.sites[index].entry))
        return Match(violation, standing, entries[entry] if entry >= 0 else None)

    def remembered(index: int, entry: Entry) -> Remembered:
        if index in explained:
            return Remembered(entry, Fate.PRESENT, violations[explained[index]])
        unknown = not was_judged(entry.path) or is_unread(moved.get(entry.path, entry.path))
        return Remembered(entry, Fate.UNKNOWN if unknown else Fate.FIXED)

    return Comparison(
        tuple(match(index, violation) for index, violation in enumerate(violations)),
        tuple(remembered(index, entry) for index, entry in enumerate(baseline.entries)),
    )


@collector_paused()
def renew(
    baseline: Baseline,
    comparison: Comparison,
    texts: Mapping[str, str],
    *,
    accept: Callable[[Match], bool] = lambda _: True,
    reason: Callable[[Match], str] = lambda _: "",
    unread: Collection[str] | None = None,
) -> Baseline:
    """The baseline after a comparison: what is there now, with the reasons of what was known already.

    `accept` chooses which of the matches are remembered (all of them by default), `reason` gives one
    to those that bring none along. Entries whose fate is unknown stay as they are; those of fixed
    violations go. `texts` and `unread` are those of the comparison.
    """
    is_unread = _unread_files(texts, unread)
    accepted = [match for match in comparison.matches if accept(match)]
    entries = [known.entry for known in comparison.remembered if known.fate is Fate.UNKNOWN]
    for site in _sites([match.violation for match in accepted], texts, is_unread):
        match = accepted[site.index]
        kept = (match.entry.reason if match.entry else "") or reason(match)
        entries.append(structs.replace(site.entry, reason=kept))
    elsewhere = [one for one in baseline.unread if one.path not in texts]
    broken = [_unread_text(path, texts[path]) for path in texts if is_unread(path)]
    unread_texts = sorted((*elsewhere, *broken), key=lambda one: one.path)
    return Baseline(tuple(sorted(entries, key=order)), tuple(unread_texts), baseline.first)


def prune(baseline: Baseline, comparison: Comparison) -> Baseline:
    """The baseline without the entries of violations that are certainly gone; nothing else changes."""
    kept = tuple(known.entry for known in comparison.remembered if known.fate is not Fate.FIXED)
    return Baseline(kept, baseline.unread, baseline.first)


def fingerprints(violations: Sequence[Violation], texts: Mapping[str, str]) -> tuple[str, ...]:
    """A name for each violation, unique among them, that layout and other lines do not change.

    It depends on what is violated, the path, the enclosing definition and the statement: 32
    hexadecimal digits, in the order of the violations.
    """
    named = [""] * len(violations)
    for site in _sites(violations, texts, lambda _: False, alone=True):
        named[site.index] = fingerprint(site.entry)
    return tuple(named)


def fingerprint(entry: Entry) -> str:
    """The name of a known violation, equal to that of the current one while it stays where it is."""
    # Two places may differ in nothing but the part of a statement: then `code` tells them apart.
    parts = (entry.path, *entry.what, entry.scope, entry.code, str(entry.number))
    return hexdigest(parts)


def _sites(
    violations: Sequence[Violation],
    texts: Mapping[str, str],
    is_unread: Callable[[str], bool],
    *,
    alone: bool = False,
) -> Iterator[Site]:
    by_path: dict[str, list[int]] = defaultdict(list)
    for index, violation in enumerate(violations):
        by_path[violation.location.path].append(index)
    for path, indexes in by_path.items():
        text = Text(path, texts.get(path, ""))
        yield from sites_of(violations, indexes, text, unread=is_unread(path), alone=alone)


def _unread_files(texts: Mapping[str, str], unread: Collection[str] | None) -> Callable[[str], bool]:
    if unread is not None:
        return frozenset(unread).__contains__

    @cache
    def is_unread(path: str) -> bool:
        text = texts.get(path)
        if text is None or not path.lower().endswith(PYTHON):
            return False
        return isinstance(parse_text(text), NotParsed)

    return is_unread


def _unread_text(path: str, text: str) -> UnreadText:
    return UnreadText(path, "".join(Text(path, text).line_digests()))
