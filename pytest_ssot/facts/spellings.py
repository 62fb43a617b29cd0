"""The words by which a function may be called, and the words of the files that can know them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

import msgspec

from pytest_ssot.facts import values as v
from pytest_ssot.facts.classes import generated_key
from pytest_ssot.facts.effort import Effort
from pytest_ssot.facts.module import MAKERS, FunctionFacts, ModuleFacts
from pytest_ssot.facts.neighbours import module_word
from pytest_ssot.facts.operands import operands
from pytest_ssot.facts.told_names import FILLED, Told, named_values

MOST_SPELLINGS = 500
"""Words that one function may go by before its further names are no longer followed."""

MOST_WORDS = 100
"""Words that one function may go by before only its own name still tells something."""

MOST_MAKERS = 4
"""Functions that give back another one beyond which their names no longer tell who calls that."""

MOST_NEAR = 60
"""Words for the objects of one class beyond which they no longer tell the files that have to do with it."""


class Spelling(msgspec.Struct, frozen=True):
    """How calls of a function look.

    `words` are the last words of what they call, and `kept` the attributes of objects that keep it, which
    are of the classes `keeping`; a file that can make them has one of the words `near`, or stands in one of
    `packages`. A function within another one has its own name, `within`, only there.
    """

    words: frozenset[str]
    near: frozenset[str]
    packages: frozenset[str]
    kept: frozenset[str] = frozenset()
    keeping: frozenset[str] = frozenset()
    within: str = ""

    @property
    def words_there(self) -> frozenset[str]:
        """The words of its calls in its own file."""
        return self.words | {self.within} - {""}


class Spellings:
    """What the modules noted so far call each other's functions and objects."""

    def __init__(self, effort: Effort) -> None:
        self._effort = effort
        self._same: dict[str, set[str]] = {}
        self._made: dict[str, set[str]] = {}
        self._returned: dict[str, set[str]] = {}
        self._origins: dict[str, set[str]] = {}
        self._handed_to: dict[str, set[str]] = {}
        self._bases: dict[str, set[str]] = {}
        self._keeping: dict[str, set[str]] = {}
        self._listed: dict[str, set[str]] = {}
        self.kept: set[str] = set()
        self._known: dict[tuple[str, int], Spelling] = {}
        self._lambdas: dict[str, dict[int, set[str]]] = {}

    def note(self, module: ModuleFacts, told: Told) -> None:
        """Take a further module's names into account, as `told_names` tells them."""
        self._known.clear()
        for known, name, made in told.others:
            if known != name:
                (self._made if made else self._same).setdefault(known, set()).add(name)
                self._origins.setdefault(name, set()).add(module.path)
        for known, function in told.returned:
            self._returned.setdefault(known, set()).add(function)
        self._note_kept(told)
        if module.path.endswith("__init__.py"):
            for name, value in module.bindings.items():
                if isinstance(module.nodes[value], v.Imported):
                    self._origins.setdefault(name, set()).add(module.path)

    def _note_kept(self, told: Told) -> None:
        """Functions that are handed to what makes an object go by the attributes that keep them."""
        for name, attribute in told.kept:
            self._keeping.setdefault(name, set()).add(attribute)
            self.kept.add(attribute)
        for known, word in told.handed:
            self._handed_to.setdefault(known, set()).add(word)
        for known, function in told.listed:
            self._listed.setdefault(known, set()).add(function)
        for derived, base in told.bases:
            self._bases.setdefault(derived, set()).add(base)

    def _keepers(self, known: str) -> Iterator[str]:
        """The classes to which something is handed as objects are made of them, and their bases."""
        handed_to = (one for one in self._handed_to.get(known, ()) if one[:1].isupper())
        yield from self._closure(handed_to, self._bases)

    def _kept_as(self, known: str) -> Iterator[str]:
        """The attributes of the objects that keep something which is handed to what makes them."""
        for word in self._closure(self._handed_to.get(known, ()), self._bases):
            yield from self._keeping.get(word, ())

    def _closure(self, words: Iterable[str], known: Mapping[str, Iterable[str]]) -> frozenset[str]:
        found = fresh = set(words)
        while fresh and len(found) < MOST_SPELLINGS:  # what comes next to the words comes first
            fresh = {name for word in fresh for name in known.get(word, ())} - found
            found = found | fresh
        self._effort.spend(len(found))
        return frozenset(found)

    def words(self, known: Iterable[str]) -> frozenset[str]:
        """`known` and what else the same things are called."""
        return self._closure(known, self._same)

    def results(self, makers: Iterable[str]) -> frozenset[str]:
        """What is called what calling one of `makers` gives."""
        found: frozenset[str] = frozenset()
        fresh = self.words(makers)
        while fresh and len(found) < MOST_SPELLINGS:
            made = self.words(name for word in fresh for name in self._made.get(word, ()))
            fresh, found = made - found, found | made
        return found

    def givers(self, known: Iterable[str]) -> frozenset[str]:
        """The functions that give back what is called by one of `known`."""
        return frozenset(name for word in self.words(known) for name in self._returned.get(word, ()))

    def of(self, module: ModuleFacts, index: int) -> Spelling:
        """The spellings of calls of a module's function."""
        key = module.path, index
        if key not in self._known:
            self._known[key] = self._of(module, index)
        return self._known[key]

    def _of(self, module: ModuleFacts, index: int) -> Spelling:
        owner, within = "", ""
        if index < 0:
            plain, factories = {module.classes[generated_key(index)].name}, set[str]()
        else:
            function = module.functions[index]
            owner = module.classes[function.owner].name if function.owner >= 0 else ""
            plain, factories = _names(module, function, owner)
            within = function.name if function.word != function.name else ""
            if function.name.startswith("<"):
                if module.path not in self._lambdas:
                    self._lambdas[module.path] = _lambdas(module)
                plain = self._lambdas[module.path].get(index, set())
        called = (owner,) if index >= 0 and module.functions[index].name == "__call__" else ()
        known = self.words(plain)
        listing = {one for word in (*known, *called) for one in self._listed.get(word, ())}
        if len(listing) > MOST_MAKERS:
            listing = set()
        factories |= listing
        makers = {maker for word in known for maker in self._returned.get(word, ())}
        if index >= 0 and module.functions[index].parent >= 0:  # what is called with words for a decorator
            makers |= {maker for word in makers for maker in self._returned.get(word, ())}
        factories |= makers
        few = makers if len(makers) <= MOST_MAKERS else ()  # who calls them need not name what they give
        inner = factories if index >= 0 and module.functions[index].parent >= 0 else ()
        handed = (
            f"{word}()" for word in (*called, *listing, *inner)
        )  # new objects, or what a function gives
        found = (*known, *self.results(factories), *few, *listing, *handed)
        words = frozenset(word for word in found if word and not word.startswith(FILLED))
        if len(words) > MOST_WORDS:
            words = frozenset((*plain, *factories))
        kept = {attribute for word in (*words, *called) for attribute in self._kept_as(word)}
        origins = {module.path}.union(*(self._origins.get(word, ()) for word in words))
        objects = self.words([owner]) | self.results([owner]) if owner else frozenset()
        if len(objects) > MOST_NEAR:
            objects = frozenset((owner,))
        return Spelling(
            words | kept,
            frozenset(module_word(path) for path in origins) | objects,
            frozenset(path.removesuffix("__init__.py") for path in origins if path.endswith("/__init__.py")),
            frozenset(kept) - words,
            frozenset(one for word in (*words, *called) for one in self._keepers(word)),
            within,
        )


def _names(module: ModuleFacts, function: FunctionFacts, owner: str) -> tuple[set[str], set[str]]:
    """A function's own names, and the names of what makes it when it is called."""
    plain, factories = {function.word}, set[str]()
    if function.name.startswith("__") and owner:
        plain, factories = (set[str](), {owner}) if function.name == "__call__" else ({owner}, set[str]())
        plain |= {function.name} & MAKERS
    parent = function.parent
    while parent >= 0:
        factories.add(module.functions[parent].word)
        parent = module.functions[parent].parent
    return plain, factories


def _lambdas(module: ModuleFacts) -> dict[int, set[str]]:
    """The names of functions that have none of their own: what they are assigned to, alone or in a table."""
    found: dict[int, set[str]] = {}
    for name, value in named_values(module):
        node = module.nodes[value]
        for part in (node, *(module.nodes[part] for part in operands(node))):
            if isinstance(part, v.Function):
                found.setdefault(part.index, set()).add(name)
    return found


__all__ = ["Spelling", "Spellings"]
