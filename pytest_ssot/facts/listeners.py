"""Functions that listen to signals and topics of a library: what sends one of these calls them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

import msgspec
from msgspec.structs import replace

from pytest_ssot.facts import values as v
from pytest_ssot.facts.module import MODULE, CallFacts, ModuleFacts
from pytest_ssot.facts.resolved import (
    NOWHERE,
    Alternatives,
    Arguments,
    External,
    FunctionRef,
    Known,
    Partial,
    Resolved,
    last_word,
    needs_of,
    one_of,
)
from pytest_ssot.facts.seen_calls import as_called
from pytest_ssot.facts.targets import same_object
from pytest_ssot.facts.values import NOTHING, Value

if TYPE_CHECKING:
    from pytest_ssot.facts.resolve import Resolver

CONNECTING = frozenset(
    {"connect", "connect_via", "on", "once", "on_event", "listen", "listens_to", "listens_for", "subscribe"}
    | {"add_listener", "add_handler", "add_receiver", "add_subscriber", "addListener", "handler", "event"}
)
"""Methods of a signal, or of what has topics, by which a function comes to be called."""

SENDING = frozenset(
    {"send", "send_robust", "send_async", "asend", "asend_robust", "sendMessage", "emit", "emit_async"}
    | {"publish", "fire", "dispatch", "notify", "trigger", "broadcast", "async_fire"}
)
"""Methods by which what listens is called."""

RECEIVER = "receiver"
"""What decorates functions that listen to the signals which it is handed."""

MOST_CONNECTED = 40
"""What connects functions of one name that is looked at."""


class Connection(msgspec.Struct, frozen=True):
    """A call that lets functions listen to what it is a method of, and the function that it decorates.

    `function` is the one that the call stands in; a decorator without arguments is its own `call`.
    """

    module: ModuleFacts
    call: Value
    function: int = MODULE
    decorates: int = NOTHING


class Listeners:
    """What connects functions with signals, and what sends these, in the modules that were read."""

    def __init__(self) -> None:
        self._connections: dict[str, list[Connection]] = {}
        self._sending: list[tuple[ModuleFacts, CallFacts]] = []
        self._by_path: dict[str, list[tuple[External, Connection]]] = {}
        self._unknown: list[Connection] = []
        self._looked_at = 0

    def note(self, module: ModuleFacts) -> None:
        """Take the calls of a further module into account."""
        for index, function in enumerate(module.functions):
            for decorator in function.decorators:
                if _connecting(module, decorator):
                    one = Connection(module, decorator, function.parent, index)
                    self._connections.setdefault(function.name, []).append(one)
                    self._unknown.append(one)
        for word in sorted(CONNECTING & module.calls_by_word.keys()):
            for fact in module.calls_by_word[word]:
                node = module.nodes[fact.value]
                for value in node.args if isinstance(node, v.Call) else ():
                    if name := _word(module, value):
                        one = Connection(module, fact.value, fact.function)
                        self._connections.setdefault(name, []).append(one)
                        self._unknown.append(one)
        for word in sorted(SENDING & module.calls_by_word.keys()):
            self._sending += ((module, fact) for fact in module.calls_by_word[word])

    def sending(
        self, resolver: Resolver, function: FunctionRef, read: Callable[[str], None]
    ) -> Iterator[tuple[ModuleFacts, CallFacts]]:
        """The calls that may send what a function listens to; files with its words are `read` first."""
        heard = [
            signal
            for one in self._connections.get(function.facts.name, ())[:MOST_CONNECTED]
            if one.decorates in (NOTHING, function.index)
            for signal in _signals(resolver, one)
        ]
        words = {word for signal in heard for word in _words(resolver, signal)}
        for word in sorted(words):
            read(word)
        for module, fact in tuple(self._sending) if heard else ():
            node = module.nodes[fact.value]
            callee = module.nodes[node.callee] if isinstance(node, v.Call) else None
            if isinstance(callee, v.Attr) and any(
                _is_same(one, signal) for one in resolver.resolve(module, callee.base) for signal in heard
            ):
                yield module, fact

    def sent(
        self, resolver: Resolver, callees: Alternatives, given: Callable[[], Arguments]
    ) -> Iterator[Partial]:
        """The functions that listen to what a call sends, with what they are told."""
        for callee in callees:
            signal = callee.base if isinstance(callee, External) else None
            if not isinstance(signal, External) or last_word(getattr(callee, "path", "")) not in SENDING:
                continue
            self._look(resolver)
            for heard, one in self._by_path.get(signal.path, ()):
                if _is_same(heard, signal):
                    topic, told = _topic(resolver, one), given()
                    if topic is None or topic == _text(told.positional[:1]):
                        told = told if topic is None else replace(told, positional=told.positional[1:])
                        yield from (Partial((held,), told, "complete") for held in _connected(resolver, one))

    def _look(self, resolver: Resolver) -> None:
        """Find out what is listened to by way of what was read since; what tells nothing is asked again."""
        if self._looked_at == resolver.number_noted:
            return
        self._looked_at, waiting, self._unknown = resolver.number_noted, self._unknown, []
        for one in waiting:
            found = tuple(_signals(resolver, one))
            for heard in found:
                self._by_path.setdefault(heard.path, []).append((heard, one))
            if not found and len(self._unknown) < MOST_CONNECTED:
                self._unknown.append(one)


def _connecting(module: ModuleFacts, decorator: Value) -> bool:
    """By its words, a decorator lets what it decorates listen to something."""
    node = module.nodes[decorator]
    callee = module.nodes[node.callee] if isinstance(node, v.Call) else node
    name = getattr(callee, "name", "") if isinstance(callee, v.Attr | v.Name | v.Imported) else ""
    return name == RECEIVER or (isinstance(callee, v.Attr) and name in CONNECTING)


def _signals(resolver: Resolver, one: Connection) -> Iterator[External]:
    """What a function comes to listen to."""
    module, node = one.module, one.module.nodes[one.call]
    callee = module.nodes[node.callee] if isinstance(node, v.Call) else node
    if isinstance(callee, v.Attr) and callee.name in CONNECTING:
        asked: tuple[Value, ...] = (callee.base,)
    else:
        told = module.root(node.args[0]) if isinstance(node, v.Call) and node.args else None
        asked = (
            told.items if isinstance(told, v.Sequence) else node.args[:1] if isinstance(node, v.Call) else ()
        )
    for value in asked:
        found = resolver.resolve(module, value)
        if needs_of(found):
            around = as_called(resolver, module, one.function)
            found = one_of(*(resolver.resolve(module, value, frames) for _, frames in around))
        yield from (held for held in found if isinstance(held, External))


def _connected(resolver: Resolver, one: Connection) -> Iterator[FunctionRef]:
    """The functions that come to listen."""
    if one.decorates != NOTHING:
        yield FunctionRef(one.module, one.decorates, {})
        return
    node = one.module.nodes[one.call]
    for value in node.args if isinstance(node, v.Call) else ():
        if _word(one.module, value):
            held = resolver.resolve(one.module, value)
            yield from (each for each in held if isinstance(each, FunctionRef))


def _topic(resolver: Resolver, one: Connection) -> object:
    """The text that tells what of all that an object sends is meant: `@bus.on("signed-in")`."""
    node = one.module.nodes[one.call]
    given = node.args if isinstance(node, v.Call) else ()
    return next((text for value in given if (text := _text((resolver.resolve(one.module, value),)))), None)


def _text(given: tuple[Alternatives, ...]) -> object:
    held = (one.value for group in given for one in group if isinstance(one, Known))
    return next((text for text in held if isinstance(text, str)), None)


def _is_same(one: Resolved, signal: External) -> bool:
    """Two signals are one: made at the same place, or by the same word of what keeps them by name."""
    if not isinstance(one, External) or one.path != signal.path:
        return False
    return same_object(one, signal) or (_name(one) is not None and _name(one) == _name(signal))


def _name(signal: External) -> object:
    """The name under which a library keeps a signal: `signal("signed-in")`."""
    made = signal.arguments if signal.path.endswith("signal()") else None
    return _text((made.get(0, "name"),)) if made is not None else None


def _words(resolver: Resolver, signal: External) -> Iterator[str]:
    """The words of files that may send a signal: its name, or that of what makes it."""
    place = signal.arguments.place if signal.arguments is not None else NOWHERE
    home = resolver.project.facts(place.path) if place.path else None
    if home is not None:
        yield from (
            name for name in home.bindings if home.span(home.root_of(home.bindings[name])) == place.span
        )
    if _name(signal) is not None:
        yield "signal"


def _word(module: ModuleFacts, value: Value) -> str:
    """The last word by which a value is read, or the name of the function that it is."""
    node = module.nodes[value]
    if isinstance(node, v.Function):
        return module.functions[node.index].name
    return node.name if isinstance(node, v.Attr | v.Name | v.Imported) else ""


__all__ = ["Listeners"]
