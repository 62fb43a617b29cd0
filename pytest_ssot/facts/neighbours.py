"""Which parts of a large tree have to do with each other: those that import one another."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cached_property

from pytest_ssot.facts.screening import imports_of

MOST_NAMES = 200
"""Names by which a part may be imported beyond which everybody may know it."""

FARTHEST_IMPORT = 2
"""Imports up to which a part may be handed something of another: a library, and what that is made with."""

BY_TEXT = ("import_module", "__import__", "import_string", "resolve_name", "entry_points")
"""Words of files that may import what they name in a text."""

Containing = Callable[[Iterable[str]], Iterable[int]]
"""The numbers of the files that contain one of some words."""


class Neighbours:
    """The parts of a tree, by the number of their files, and which of them import which, through others.

    A part is what lies in one directory at the top, or below the only one there; files that lie in none
    belong to every part. `paths` are the tree's files; those that cannot be told apart are related.
    """

    def __init__(self, paths: Sequence[str], containing: Containing) -> None:
        self._paths = paths
        self._containing = containing
        depth = _depth_of_parts(paths)
        self._parts = [_part(path, depth) for path in paths]
        self._part_of = dict(zip(paths, self._parts, strict=True))
        self._known: dict[str, frozenset[str]] = {}
        self._near: dict[str, frozenset[int]] = {}

    def related(self, path: str, other: str) -> bool:
        """Two files lie in one part, or in two of which one imports the other, directly or not."""
        mine, others = self._part_of.get(path, ""), self._part_of.get(other, "")
        return mine == others or not mine or not others or others in self._around(mine)

    def only_related(self, numbers: Iterable[int], home: str) -> list[int]:
        """Those of some files, by number, that are related to the file `home`."""
        part = self._part_of.get(home, "")
        if not part:
            return list(numbers)
        near = self._near.get(part)
        if near is None:
            around = {*self._around(part), ""}
            near = self._near[part] = frozenset(
                number for number, one in enumerate(self._parts) if one in around
            )
        return [number for number in numbers if number in near]

    def _around(self, part: str) -> frozenset[str]:
        """The parts that a part imports, and those that import it."""
        known = self._known.get(part)
        if known is None:
            near = _reached(part, self._imported, FARTHEST_IMPORT)
            known = self._known[part] = near | _reached(part, self._importing)
        return known

    @cached_property
    def _importing(self) -> dict[str, set[str]]:
        """Of each part, the parts that import it."""
        everybody = set(self._parts)
        by_text = set(self._containing(BY_TEXT))
        found: dict[str, set[str]] = {}
        for part, names in self._names().items():
            if len(names) > MOST_NAMES:
                found[part] = everybody
                continue
            importers = set(self._containing(map(imports_of, names)))
            importers |= by_text & set(self._containing(names))
            found[part] = {self._parts[number] for number in importers} - {part, ""}
        return found

    @cached_property
    def _imported(self) -> dict[str, set[str]]:
        """Of each part, the parts that it imports."""
        found: dict[str, set[str]] = {}
        for part, importers in self._importing.items():
            for importer in importers:
                found.setdefault(importer, set()).add(part)
        return found

    def _names(self) -> dict[str, set[str]]:
        """The names by which each part may be imported: those of what lies in no package."""
        packages = {path.rpartition("/")[0] for path in self._paths if path.endswith("/__init__.py")}
        found: dict[str, set[str]] = {}
        for path, part in zip(self._paths, self._parts, strict=True):
            if part:
                found.setdefault(part, set()).update(_top_names(path, packages))
        return found


def _depth_of_parts(paths: Iterable[str]) -> int:
    """How many directories all files that lie in any have in common, and one more."""
    common: list[str] | None = None
    for path in paths:
        parts = path.split("/")[:-1]
        if common is None:
            common = parts
        while parts and common != parts[: len(common)]:
            common.pop()
    return len(common or ()) + 1


def _part(path: str, depth: int) -> str:
    directories = path.split("/")[:-1]
    return "/".join(directories[:depth]) if len(directories) >= depth else ""


def _top_names(path: str, packages: set[str]) -> Iterator[str]:
    """What a file and the directories around it are called by those who find them in no package."""
    parts = path.removesuffix(".py").split("/")
    for index, name in enumerate(parts):
        around = "/".join(parts[:index])
        if (
            around not in packages
            and name != "__init__"
            and (not index or name not in sys.stdlib_module_names)
        ):
            yield name
        if around in packages:
            return


def _reached(part: str, edges: dict[str, set[str]], most: int | None = None) -> frozenset[str]:
    """The parts that lie along the edges, at most so many away."""
    found, latest, steps = {part}, {part}, 0
    while latest and (most is None or steps < most):
        latest = {one for known in latest for one in edges.get(known, ())} - found
        found |= latest
        steps += 1
    return frozenset(found)


__all__ = ["Neighbours"]
