"""What functions count: attributes and names of a module that get a number more each time."""

from __future__ import annotations

from collections.abc import Iterator

from pytest_ssot.facts.classes import CONSTRUCTORS
from pytest_ssot.facts.module import MODULE, ModuleFacts
from pytest_ssot.facts.spans import Span
from pytest_ssot.facts.values import Attr, Binary, Name, Phi


def counts(module: ModuleFacts, node: Binary) -> bool:
    """An operation makes what is kept where its operand is: `self.failures += 1`.

    Nobody knows how often that happens.
    """
    return node.at in module.places.once(("counting",), lambda: frozenset(_counting(module)))


def _counting(module: ModuleFacts) -> Iterator[Span]:
    for store in module.stores:
        made = module.nodes[store.value]
        if store.item or store.function == MODULE or not isinstance(made, Binary):
            continue
        held = [module.nodes[one] for one in (made.left, made.right)]
        again = (one for one in held if isinstance(one, Attr) and one.name == store.name)
        if module.functions[store.function].name not in CONSTRUCTORS and any(
            module.root(one.base) == module.root(store.target) for one in again
        ):
            yield made.at
    for name, value in module.bindings.items():
        kept = module.nodes[value]
        for option in kept.options if isinstance(kept, Phi) else ():
            made = module.nodes[option]
            held = [module.nodes[one] for one in (made.left, made.right)] if isinstance(made, Binary) else []
            if isinstance(made, Binary) and any(isinstance(one, Name) and one.name == name for one in held):
                yield made.at


__all__ = ["counts"]
