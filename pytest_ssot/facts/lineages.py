"""Which of a project's classes are derived from which."""

from __future__ import annotations

from collections.abc import Iterable

from pytest_ssot.facts.classes import lineage
from pytest_ssot.facts.module import ModuleFacts
from pytest_ssot.facts.resolve import Resolver
from pytest_ssot.facts.resolved import NO_FRAMES, ClassRef


class Lineages:
    """The classes below each class, found out by their names as somebody asks."""

    def __init__(self, resolver: Resolver) -> None:
        self._resolver = resolver
        self._placed: set[tuple[str, str]] = set()
        self._below: dict[tuple[str, int], list[ClassRef]] = {}

    def below(self, cls: ClassRef) -> list[ClassRef]:
        """The classes derived from `cls`, of those that have been placed."""
        return self._below.get(cls.key, [])

    def place(self, modules: Iterable[ModuleFacts], words: frozenset[str]) -> None:
        """Find out what the classes of these names are derived from."""
        for module in modules:
            for word in sorted(module.classes_by_name.keys() & words):
                if (module.path, word) not in self._placed:
                    self._placed.add((module.path, word))
                    for index in module.classes_by_name[word]:
                        self._place(ClassRef(module, index, NO_FRAMES))

    def _place(self, cls: ClassRef) -> None:
        for owner in lineage(self._resolver, cls)[1:]:
            if isinstance(owner, ClassRef):
                self._below.setdefault(owner.key, []).append(cls)


__all__ = ["Lineages"]
