"""Layers that an application is told to use, by their names."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import takewhile

from pytest_ssot.facts import values as v
from pytest_ssot.facts.links import Links
from pytest_ssot.facts.module import ModuleFacts
from pytest_ssot.facts.seen_calls import is_test
from pytest_ssot.facts.values import Value

_REGISTERING = frozenset(["add_middleware", "register_middleware"])
"""Methods of an application that are handed a layer which it uses; and what a layer is told in before:"""

_WRAPPING = frozenset(["Middleware", "DefineMiddleware"])

_KEYWORDS = frozenset(["middleware", "middlewares", "interceptors"])
"""The keywords by which an application is handed its layers; lists of them have such words in their names."""

_OF_SOME = frozenset(["Route", "Mount", "Router", "APIRouter", "WebSocketRoute", "Blueprint", "get", "post"])
"""What is made with layers that only some requests pass."""

MOST_STEPS = 40
"""Values that are computed of a layer's name on the way to the application."""


def registering(links: Links, module: ModuleFacts, name: str) -> tuple[tuple[str, str], ...]:
    """The files that have an application use the layer of a name, each with the word of a list of texts.

    The word is "" where the layer itself is handed over, or put into a list.
    """
    return tuple(
        dict.fromkeys(
            (home.path, _list_of(home, one))
            for home in links.naming(module, name)
            for one in _named(home, name)
            if _is_put_in_front(home, one)
        )
    )


def stands_before(links: Links, module: ModuleFacts, first: str, second: str) -> bool:
    """A list of layers has one before another, by their names, or that one is put around it later."""
    for home in links.naming(module, second) if first and first != second else ():
        rows = [home.nodes[number] for number in home.places.of(v.Sequence)]
        lists = [row.items for row in rows if isinstance(row, v.Sequence)]
        added = [fact.value for word in _REGISTERING for fact in home.calls_by_word.get(word, ())]
        for items in (*lists, tuple(sorted(added, reverse=True))):
            if _place_in(home, items, first) < _place_in(home, items, second) < len(items):
                return True
    return False


def _place_in(home: ModuleFacts, items: tuple[Value, ...], name: str) -> int:
    """Where in a list a layer is named, wrapped maybe; behind its end if it is not."""
    named = set(_named(home, name))
    for place, item in enumerate(items):
        node = home.nodes[item]
        wrapped = (node.callee, *node.args[:1]) if isinstance(node, v.Call) else ()
        if not named.isdisjoint((item, home.root_of(item), *wrapped)):
            return place
    return len(items)


def may_serve(links: Links, home: str, word: str, view: ModuleFacts) -> bool:
    """An application that is put together in the file `home` may serve a view of a module.

    Another application of the same tree does not. A list of texts, by the name `word`, counts for what lies
    around it, up to where another file has such a list.
    """
    if home == view.path or links.are_put_together(home, view.path):
        return True
    others = links.beside(view, frozenset([word])) if word else ()
    shared = [_shared(path, view.path) for path in others if not is_test(path)]
    return bool(word) and _shared(home, view.path) >= max(shared, default=0)


def _shared(first: str, second: str) -> int:
    """How many directories two files lie in together."""
    pairs = zip(first.split("/")[:-1], second.split("/")[:-1], strict=False)
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], pairs))


def _list_of(home: ModuleFacts, value: Value) -> str:
    """The name of a list of the layers' names as texts that a value is put into; "" for no text."""
    if not isinstance(home.nodes[value], v.Const):
        return ""
    words = sorted(name for name in home.bindings if any(word in name.lower() for word in _KEYWORDS))
    return next(iter(words), "")


def _named(home: ModuleFacts, name: str) -> Iterator[Value]:
    """Where a module names a layer, in a text maybe."""
    yield from home.places.named.get(name, ())
    for number in home.places.of(v.Class, v.Function):
        node = home.nodes[number]
        if (isinstance(node, v.Class) and home.classes[node.index].name == name) or (
            isinstance(node, v.Function) and home.functions[node.index].name == name
        ):
            yield number
    for number in home.places.of(v.Const):
        text = getattr(home.nodes[number], "value", None)
        if isinstance(text, str) and text.endswith(f".{name}"):
            yield number


def _is_put_in_front(home: ModuleFacts, value: Value) -> bool:
    """What is computed of a value makes it a layer that an application uses."""
    queue = [value]
    bound = {home.root_of(held): name for name, held in home.bindings.items()}
    for current in (queue.pop() for _ in range(MOST_STEPS) if queue):
        if current != value and any(word in bound.get(current, "").lower() for word in _KEYWORDS):
            return True
        for number in home.used_by.of(current):
            node = home.nodes[number]
            if isinstance(node, v.Call):
                if _is_used(home, node, current):
                    return True
                word = getattr(home.nodes[node.callee], "name", "")
                queue += [number] if current == node.callee or word in _WRAPPING else []
            elif isinstance(node, v.Sequence | v.Star | v.Binary | v.Phi | v.After):
                queue.append(number)
    return False


def _is_used(home: ModuleFacts, call: v.Call, value: Value) -> bool:
    """A call hands a layer to an application."""
    callee = home.nodes[call.callee]
    word = getattr(callee, "name", "")
    if word in ("append", "insert") and isinstance(callee, v.Attr) and value in call.args:
        return getattr(home.nodes[callee.base], "name", "") in _KEYWORDS
    if word in _REGISTERING and value in call.args:
        return True
    return word not in _OF_SOME and any(key in _KEYWORDS and one == value for key, one in call.keywords)
