"""Which known violation explains which current one: all pairs at once, the best first."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from itertools import product

from pytest_ssot.baseline.entry import WIDTH, Entry, UnreadText, short
from pytest_ssot.baseline.evidence import (
    Known,
    Where,
    World,
    anywhere,
    came_along,
    edited_in_place,
    in_place,
    likeness,
    same_place,
    score,
    taken_apart,
)
from pytest_ssot.baseline.identity import Site, Text, digest, sites_of
from pytest_ssot.baseline.outcome import Standing
from pytest_ssot.model import Severity, Violation

MOST_PAIRS = 4096
"""A group of more pairs than this is compared in the order of the text, within a window."""

WINDOW = 8

Pair = tuple[int, int]
"""The index of an entry and of a violation."""

_WEIGHTS = {severity: weight for weight, severity in enumerate(reversed(Severity))}


class Matcher:
    """One comparison: hands out each entry and each violation at most once."""

    def __init__(
        self,
        entries: Sequence[Entry],
        violations: Sequence[Violation],
        texts: Mapping[str, Text],
        renames: Mapping[str, str],
        unread: Callable[[str], bool],
    ) -> None:
        self._entries, self._violations, self._texts = entries, violations, texts
        self._unread = unread
        self._paths = [renames.get(entry.path, entry.path) for entry in entries]
        self._left_entries = set(range(len(entries)))
        self._left = set(range(len(violations)))
        self.pairs: dict[int, tuple[int, Standing]] = {}
        """For each explained violation, the entry and how."""

    def run(self, unread_texts: Iterable[UnreadText]) -> None:
        self._untouched_files()
        self._knowns = {
            index: taken_apart(index, self._entries[index], self._paths[index])
            for index in self._left_entries
        }
        self.sites = dict(self._read_sites())
        self._currents = {
            index: taken_apart(index, site.entry, site.entry.path) for index, site in self.sites.items()
        }
        # What is still in its place, if edited, is not looked for elsewhere: there it would be a copy.
        alone = World(self._texts, {})
        self._same_statements(alone, in_place)
        self._same_lines()
        self._edited(alone, same_place)
        self._same_statements(alone, anywhere)
        world = World(self._texts, self._companions())
        self._same_statements(world, anywhere)
        self._edited(world, anywhere)
        self._as_text()
        self._lines_of_unread(unread_texts)

    def _untouched_files(self) -> None:
        """Files whose violating lines are all as they were need not be read at all."""
        entries, violations = defaultdict(list), defaultdict(list)
        for index, path in enumerate(self._paths):
            entries[path].append(index)
        for index, violation in enumerate(self._violations):
            violations[violation.location.path].append(index)
        for path in entries.keys() & violations.keys() & self._texts.keys():
            if len(entries[path]) == len(violations[path]):
                self._untouched_file(entries[path], violations[path], self._texts[path])

    def _untouched_file(self, entries: list[int], violations: list[int], text: Text) -> None:
        known: dict[Hashable, list[int]] = defaultdict(list)
        for index in sorted(entries, key=lambda index: -self._entries[index].number):
            known[self._quick_of(self._entries[index])].append(index)
        found: dict[Hashable, list[int]] = defaultdict(list)
        for index in sorted(violations, key=lambda index: self._violations[index].location, reverse=True):
            found[self._quick(self._violations[index], text)].append(index)
        if {key: len(listed) for key, listed in known.items()} == {
            key: len(listed) for key, listed in found.items()
        }:
            for key, listed in known.items():
                for entry, violation in zip(listed, found[key], strict=True):
                    self._take(entry, violation, Standing.KNOWN)

    @staticmethod
    def _quick_of(entry: Entry) -> Hashable:
        return entry.rule, entry.severity, entry.quick

    @staticmethod
    def _quick(violation: Violation, text: Text) -> Hashable:
        return violation.rule, violation.severity, text.quick(violation)

    def _read_sites(self) -> Iterator[tuple[int, Site]]:
        by_path: dict[str, list[int]] = defaultdict(list)
        for index in self._left:
            by_path[self._violations[index].location.path].append(index)
        for path, indexes in by_path.items():
            text = self._texts.get(path) or Text(path, "")
            for site in sites_of(self._violations, indexes, text, unread=False):
                yield site.index, site

    def _same_statements(self, world: World, where: Where) -> None:
        def scored(known: Known, current: Known, site: Site) -> float | None:
            if not where(known, site, world):
                return None
            if same_place(known, site, world) or came_along(known, current, site, world):
                return score(known, current, site)
            return None

        self._assign(lambda one: (one.entry.what, one.statement), scored)

    def _same_lines(self) -> None:
        """A line that stands where it stood is known, also where the rest of its statement changed."""
        self._assign(
            lambda one: (one.entry.what, one.path, one.entry.quick),
            score,
        )

    def _edited(self, world: World, where: Where) -> None:
        def scored(known: Known, current: Known, site: Site) -> float | None:
            if where(known, site, world) and edited_in_place(known, current, site, world):
                return likeness(known, current) + score(known, current, site)
            return None

        self._assign(lambda one: (one.entry.what, one.path, one.entry.scope), scored)
        if where is anywhere:
            self._assign(lambda one: (one.entry.what, one.path), scored)
            self._assign(lambda one: one.entry.what, scored)

    def _as_text(self) -> None:
        """Where a file did not parse, then or now, a rule may have said something else about a line."""

        def scored(known: Known, current: Known, site: Site) -> float | None:
            if not known.entry.unread and not self._unread(known.path):
                return None
            heavier = _WEIGHTS[site.entry.severity] > _WEIGHTS[known.entry.severity]
            same = (
                known.statement == current.statement
                or known.entry.quick == site.entry.quick
                or known.shape == current.shape
            )
            return None if heavier or not same else score(known, current, site)

        self._assign(lambda one: (one.entry.rule, one.path), scored)

    def _lines_of_unread(self, unread_texts: Iterable[UnreadText]) -> None:
        """A line that stood in a file which did not parse is not new once it does.

        Nobody has judged it, though: what is critical stays new.
        """
        free: dict[str, Counter[str]] = defaultdict(Counter)
        for unread in unread_texts:
            free[unread.path] |= Counter(short(unread.lines))
        for path, line in {self._line_at(index) for index in self.pairs if self._path_of(index) in free}:
            free[path][self._line_digest(path, line)] -= 1
        allowed: set[tuple[str, int]] = set()
        for index in sorted(self._left, key=lambda index: self._violations[index].location):
            path, line = self._line_at(index)
            if path not in free or path not in self._texts:
                continue
            said = self._line_digest(path, line)
            if (path, line) not in allowed and free[path][said] > 0:
                free[path][said] -= 1
                allowed.add((path, line))
            if (path, line) in allowed and self._violations[index].severity is not Severity.CRITICAL:
                self.pairs[index] = (-1, Standing.KNOWN)
                self._left.discard(index)

    def _path_of(self, violation: int) -> str:
        return self._violations[violation].location.path

    def _line_at(self, violation: int) -> tuple[str, int]:
        location = self._violations[violation].location
        return location.path, location.line

    def _line_digest(self, path: str, line: int) -> str:
        return digest([self._texts[path].line(line)], WIDTH)

    def _assign(
        self,
        key: Callable[[Known], Hashable],
        scored: Callable[[Known, Known, Site], float | None],
    ) -> None:
        knowns: dict[Hashable, list[Known]] = defaultdict(list)
        for index in sorted(self._left_entries):
            knowns[key(self._knowns[index])].append(self._knowns[index])
        currents: dict[Hashable, list[Known]] = defaultdict(list)
        for index in sorted(self._left, key=lambda index: (self._violations[index].location, index)):
            currents[key(self._currents[index])].append(self._currents[index])
        found: list[tuple[float, int, int, int]] = []
        for group in knowns.keys() & currents.keys():
            for distance, known, current in _candidates(knowns[group], currents[group]):
                worth = scored(known, current, self.sites[current.index])
                if worth is not None:
                    found.append((-worth, distance, known.index, current.index))
        for _, _, entry, violation in sorted(found):
            if entry in self._left_entries and violation in self._left:
                self._take(entry, violation, self._standing(entry, violation))

    def _standing(self, entry: int, violation: int) -> Standing:
        known, current = self._knowns[entry], self._currents[violation]
        same_part = bool(known.part) and known.part == current.part
        if (
            known.statement != current.statement
            and not same_part
            and known.entry.quick != current.entry.quick
        ):
            return Standing.MODIFIED
        if known.entry.path == current.entry.path and known.entry.scope == current.entry.scope:
            return Standing.KNOWN
        return Standing.MOVED

    def _take(self, entry: int, violation: int, standing: Standing) -> None:
        self._left_entries.discard(entry)
        self._left.discard(violation)
        self.pairs[violation] = (entry, standing)

    def _companions(self) -> Mapping[tuple[str, str], tuple[str, str]]:
        """Where the definitions and files went from which violations have moved, if to one place only."""
        went: dict[tuple[str, str], Counter[tuple[str, str]]] = defaultdict(Counter)
        for violation, (entry, _) in self.pairs.items():
            if entry not in self._knowns or violation not in self._currents:
                continue
            old, new = self._knowns[entry], self.sites[violation].entry
            if old.entry.scope and (old.path, old.entry.scope) != (new.path, new.scope):
                went[old.path, old.entry.scope][new.path, new.scope] += 1
                went[old.path, _class_of(old.entry.scope)][new.path, _class_of(new.scope)] += 1
            if old.path != new.path:
                went[old.path, "*"][new.path, "*"] += 1
        return {place: targets.most_common(1)[0][0] for place, targets in went.items()}


def _class_of(scope: str) -> str:
    """The definition around one, as a place that stands for all in it."""
    return f"{scope.rpartition('.')[0]}.*"


def _candidates(knowns: list[Known], currents: list[Known]) -> Iterator[tuple[int, Known, Known]]:
    """Pairs of a group with the distance of their ranks; a large group is not paired in full."""
    if len(knowns) * len(currents) <= MOST_PAIRS:
        for (i, known), (j, current) in product(enumerate(knowns), enumerate(currents)):
            yield abs(i - j), known, current
        return
    yield from _by_place(knowns, currents)


def _by_place(knowns: list[Known], currents: list[Known]) -> Iterator[tuple[int, Known, Known]]:
    """The pairs of a large group that agree in their place, their neighbourhood or nearly in their rank."""
    keys: tuple[Callable[[Known], Hashable], ...] = (
        lambda one: (one.path, one.entry.scope),
        lambda one: (one.path, one.before[:1]),
        lambda one: (one.path, one.after[:1]),
        lambda one: (one.entry.scope, one.before[:1]),
        lambda one: one.entry.near,
    )
    seen: set[tuple[int, int]] = set()
    for key in keys:
        groups: dict[Hashable, list[Known]] = defaultdict(list)
        for current in currents:
            groups[key(current)].append(current)
        ranks: Counter[Hashable] = Counter()
        for known in knowns:
            group, rank = groups.get(key(known), []), ranks[key(known)]
            ranks[key(known)] += 1
            for j in range(max(0, rank - WINDOW), min(len(group), rank + WINDOW + 1)):
                pair = (known.index, group[j].index)
                if pair not in seen:
                    seen.add(pair)
                    yield abs(rank - j), known, group[j]
