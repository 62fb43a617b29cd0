"""What speaks for a current violation being one that is known: one pair at a time, as a score."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import msgspec

from pytest_ssot.baseline.entry import HALF, Entry, short
from pytest_ssot.baseline.identity import Neighbour, Site, Text

FEW_STATEMENTS = 4
"""A definition with so many statements, header included, is told from others by its body."""


class Known(msgspec.Struct, frozen=True):
    """An entry with its digests taken apart; `path` is where its file is expected now."""

    index: int
    entry: Entry
    path: str
    statement: str
    part: str
    shape: str
    words: frozenset[str]
    before: tuple[str, ...]
    after: tuple[str, ...]
    header: str
    body: str
    beside: tuple[str, str]


def taken_apart(index: int, entry: Entry, path: str) -> Known:
    """An entry made ready to be compared; digests of an unexpected form tell nothing."""
    statement, part, shape, sample = (*entry.code.split(" "), "", "", "", "")[:4]
    before, after, around = (*entry.near.split(" "), "", "", "")[:3]
    header, body, left, right = (*short(around), "", "", "", "")[:4]
    return Known(
        index,
        entry,
        path,
        statement,
        "" if part == "-" else part,
        shape,
        frozenset(sample[start : start + 2] for start in range(0, len(sample), 2)),
        () if before == "-" else tuple(short(before, 2 * HALF)),
        () if after == "-" else tuple(short(after, 2 * HALF)),
        header,
        body,
        (left, right),
    )


class Surroundings(msgspec.Struct, frozen=True):
    """How much of what stood around an entry stands around a site.

    `weight` adds up how telling the statements are that came along, `share` is the part of the
    remembered ones that did, `adjoining` counts the sides (0 to 2) on which the nearest one did.
    """

    weight: float
    share: float
    adjoining: float


def surroundings(known: Known, site: Site, stayed: frozenset[str] = frozenset()) -> Surroundings:
    """What a remembered neighbourhood and a current one have in common, but for what has `stayed`."""
    weight, found = 0.0, 0.0
    for remembered, current in ((known.before, site.before), (known.after, site.after)):
        exact = {neighbour.digest: neighbour.weight for neighbour in current}
        shapes = {neighbour.shape: neighbour.shape_weight for neighbour in current}
        for digest in remembered:
            if digest in stayed:
                continue
            if digest in exact:
                weight += exact[digest]
                found += 1
            elif digest[:HALF] in shapes:
                weight += shapes[digest[:HALF]]
                found += 0.8
    total = len(known.before) + len(known.after)
    adjoining = _adjoins(known.before, site.before) + _adjoins(known.after, site.after)
    return Surroundings(weight, found / total if total else 0.0, adjoining)


def _adjoins(remembered: tuple[str, ...], current: tuple[Neighbour, ...]) -> float:
    """1 when the nearest statement is the same, somewhat less when just its shape is."""
    if not remembered or not current:
        return not remembered and not current
    if remembered[0] == current[0].digest:
        return 1
    return 0.9 * (remembered[0][:HALF] == current[0].shape)


def likeness(known: Known, current: Known) -> float:
    """How similar two versions of a statement are, from 0 to 1, by their words."""
    if known.statement == current.statement:
        return 1.0
    common = len(known.words & current.words)
    alike = common / max(len(known.words | current.words), 1)
    if known.shape == current.shape:
        alike = max(alike, 0.9)
    if known.part and known.part == current.part:
        alike = max(alike, 0.7)
    return alike


Companions = Mapping[tuple[str, str], tuple[str, str]]
"""Where definitions went, by path and scope; with "*" for the scope, where files went."""


class World:
    """The current texts, and what is not in them any more."""

    def __init__(
        self, texts: Mapping[str, Text], companions: Mapping[tuple[str, str], tuple[str, str]]
    ) -> None:
        self._texts = texts
        self._companions = companions

    def path_gone(self, path: str) -> bool:
        """No current file has that path."""
        return path not in self._texts

    def scope_gone(self, path: str, scope: str) -> bool:
        """The file is there, or not, but the definition is not."""
        text = self._texts.get(path)
        return bool(scope) and (text is None or scope not in text.scopes)

    def stayed(self, path: str, scope: str) -> frozenset[str]:
        """Digests of the statements that stand in a definition now, or in a file for the scope "".

        What still stands where it stood did not come along with anything.
        """
        text = self._texts.get(path)
        return text.statements_of(scope) if text is not None else frozenset()

    def headers(self, path: str, scope: str) -> frozenset[str]:
        """Digests of the headers of the definitions of that name."""
        text = self._texts.get(path)
        return text.headers_of(scope) if text is not None else frozenset()

    def came_with_others(self, known: Known, site: Site) -> bool:
        """Other violations of the same definition, class or file are known to have gone the same way."""
        old, new, path = known.entry.scope, site.entry.scope, site.entry.path
        if self._companions.get((known.path, old)) == (path, new):
            return True
        if old == new:
            return self._companions.get((known.path, "*")) == (path, "*")
        return _last(old) == _last(new) and self.class_gone(known, site)

    def class_gone(self, known: Known, site: Site) -> bool:
        """The method is not where it was, and other methods of its class are known to be where it is now."""
        old, new = _parent(known.entry.scope), _parent(site.entry.scope)
        went = self._companions.get((known.path, f"{old}.*")) == (site.entry.path, f"{new}.*")
        return bool(old) and went and self.scope_gone(known.path, known.entry.scope)


Where = Callable[[Known, Site, World], bool]
"""Which pairs are looked at, by their places."""


def same_place(known: Known, site: Site, _: World) -> bool:
    """The file and the enclosing definition are the same by name."""
    return known.path == site.entry.path and known.entry.scope == site.entry.scope


def in_place(known: Known, site: Site, world: World) -> bool:
    """The place is the same, or the file is and the definition has another name now."""
    return same_place(known, site, world) or (
        known.path == site.entry.path and world.scope_gone(known.path, known.entry.scope)
    )


def anywhere(*_: object) -> bool:
    """All pairs."""
    return True


def came_along(known: Known, current: Known, site: Site, world: World) -> bool:
    """Code found elsewhere brought enough of its surroundings to be the same code."""
    around = surroundings(known, site, world.stayed(known.path, known.entry.scope))
    if (around.weight >= 1.2 and around.share >= 0.5) or (around.weight >= 1.0 and around.share >= 0.8):
        return True
    if world.came_with_others(known, site):
        return True
    same_name = _last(known.entry.scope) == _last(site.entry.scope)
    whole = site.size and known.body == current.body
    if whole and (site.size >= FEW_STATEMENTS or (same_name and known.header == current.header)):
        return True
    if known.path != site.entry.path:
        near = around.weight >= 0.5 or around.share >= 0.5
        return world.path_gone(known.path) and known.entry.scope == site.entry.scope and near
    if _is_nested(known.entry.scope, site.entry.scope):
        return _went_deeper(known, world)
    return world.scope_gone(known.path, known.entry.scope) and _renamed(known, current, around, world)


def _renamed(known: Known, current: Known, around: Surroundings, world: World) -> bool:
    """A definition that is not there any more has another name now, or its class has."""
    old, new = known.entry.scope, current.entry.scope
    same_header = known.header == current.header
    alike = around.share >= 0.3 or not (known.before or known.after)
    if _last(old) == _last(new):
        return alike or (same_header and world.scope_gone(known.path, _parent(old)))
    in_its_place = known.beside == current.beside and _parent(old) == _parent(new)
    return (same_header and _has_grown(old, new)) or (in_its_place and (alike or same_header))


def _went_deeper(known: Known, world: World) -> bool:
    """A body became that of an inner function, or a function a class: nothing stayed where it was."""
    stayed = world.stayed(known.path, known.entry.scope)
    around = known.before + known.after
    if any(digest in stayed for digest in around):
        return False
    return bool(around) or known.header not in world.headers(known.path, known.entry.scope)


def edited_in_place(known: Known, current: Known, site: Site, world: World) -> bool:
    """The statement differs, but it is still the same one."""
    around = surroundings(known, site)
    alike = likeness(known, current)
    if same_place(known, site, world) or world.came_with_others(known, site):
        if around.adjoining > 1.5:
            return alike >= 0.15
        if around.adjoining > 0.5 or around.share >= 0.5:
            return alike >= 0.34
        return alike >= 0.6
    return alike >= 0.5 and around.share >= 0.5 and came_along(known, current, site, world)


def score(known: Known, current: Known, site: Site) -> float:
    """How good a pair is; pairs are compared only with others about the same thing."""
    around = surroundings(known, site)
    same_path, same_scope = known.path == site.entry.path, known.entry.scope == site.entry.scope
    place = 10.0 if same_path and same_scope else 4.0 * same_path + 2.0 * same_scope
    part = 2.0 * (known.part == current.part)
    definition = 0.5 * (known.body == current.body) + 0.25 * (known.header == current.header)
    beside = sum(0.25 for old, new in zip(known.beside, current.beside, strict=True) if old == new)
    return place + part + definition + beside + 6 * around.share + around.weight + 0.5 * around.adjoining


def _is_nested(scope: str, other: str) -> bool:
    """One of two definitions stands in the other."""
    return bool(scope and other) and (scope.startswith(f"{other}.") or other.startswith(f"{scope}."))


def _has_grown(scope: str, other: str) -> bool:
    """The definitions stand side by side, and one's name is the other's with something put in."""
    shorter, longer = sorted((_last(scope), _last(other)), key=len)
    common = next(
        (at for at, pair in enumerate(zip(shorter, longer, strict=False)) if len(set(pair)) > 1), len(shorter)
    )
    fits = longer.endswith(shorter[common:])
    return fits and len(shorter) < len(longer) <= 2 * len(shorter) and _parent(scope) == _parent(other)


def _last(scope: str) -> str:
    return scope.rpartition(".")[2]


def _parent(scope: str) -> str:
    return scope.rpartition(".")[0]
