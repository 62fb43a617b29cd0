"""What may be a payload that was decoded somewhere, as far as words tell: nothing else is followed back."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from pytest_ssot.facts.links import Links
from pytest_ssot.facts.module import ModuleFacts
from pytest_ssot.facts.spreading import spread
from pytest_ssot.facts.uses import Origin
from pytest_ssot.facts.values import Param, Value


class HeldPayloads:
    """Tells what may be computed from payloads that are decoded by some calls of a project.

    `words` are those of what is handed one, `giving` of the functions that give one. In a small project
    anything may be.
    """

    def __init__(
        self,
        links: Links,
        modules: Sequence[ModuleFacts],
        calls: Iterable[tuple[str, Value]],
        words: frozenset[str],
        giving: frozenset[str],
    ) -> None:
        self._few = links.few_files
        self._decoded: dict[str, list[Value]] = {}
        for path, value in calls:
            self._decoded.setdefault(path, []).append(value)
        self._words = words
        self._held: dict[tuple[str, frozenset[int]], bytearray] = {}
        self._calls = links.spellings(giving) | {""}
        self._names = frozenset[str]()
        if not self._few:
            self._names = frozenset(name for module in modules for name in self._names_in(module))

    def may_hold(self, origin: Origin) -> bool:
        """A value may be a payload; in a function that was entered, also by what it was handed."""
        if self._few:
            return True
        path = origin.module.path
        entered = frozenset(one.function.index for one in origin.inside if one.function.module.path == path)
        key = path, entered
        if key not in self._held:
            self._held[key] = self._spread(origin.module, entered)[0]
        return bool(self._held[key][origin.value])

    def _spread(
        self, module: ModuleFacts, entered: frozenset[int] = frozenset()
    ) -> tuple[bytearray, frozenset[str]]:
        named = (value for name in self._names for value in module.places.named.get(name, ()))
        sources = [*self._sources(module, entered), *named]
        return spread(module, sources) if sources else (bytearray(len(module.nodes)), frozenset())

    def _sources(self, module: ModuleFacts, entered: frozenset[int]) -> Iterator[Value]:
        """What may be a payload by itself: what is decoded, given by a function or handed to one."""
        yield from self._decoded.get(module.path, ())
        yield from (fact.value for word in self._calls for fact in module.calls_by_word.get(word, ()))
        fields = {name for one in module.classes if one.name in self._words for name in one.fields}
        yield from (value for name in fields for value in module.places.named.get(name, ()))
        handed = {index for index in range(len(module.functions)) if self.hands_to(module, index)}
        for value in module.places.of(Param) if handed or entered else ():
            function = getattr(module.nodes[value], "function", -1)
            if function in handed or function in entered:
                yield value

    def _names_in(self, module: ModuleFacts) -> Iterator[str]:
        """The names by which other modules may read what this one holds."""
        sources = list(self._sources(module, frozenset()))
        names = spread(module, sources)[1] if sources else frozenset()
        read = {store.name for store in module.stores if not store.item}
        read.update(module.bindings, (one.name for one in module.functions))
        return filter(str.isidentifier, names & read)

    def hands_to(self, module: ModuleFacts, function: int) -> bool:
        """A payload may be handed to a function of the module, by its name or its class's."""
        if self._few:
            return True
        facts = module.functions[function]
        owner = module.classes[facts.owner].name if facts.owner >= 0 else ""
        return facts.name in self._words or owner in self._words
