"""How values of one module are computed from each other."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator
from itertools import islice

import msgspec
from msgspec.structs import replace

from pytest_ssot.facts import values as v
from pytest_ssot.facts.classes import generated_key
from pytest_ssot.facts.elements import constant_of, taken_from, whole_of
from pytest_ssot.facts.links import Links, Site, Suspicion
from pytest_ssot.facts.module import ModuleFacts
from pytest_ssot.facts.named_methods import calls_by_name, methods_by_name
from pytest_ssot.facts.operands import operands
from pytest_ssot.facts.resolved import (
    Alternatives,
    FunctionRef,
    Instance,
    ModuleRef,
    Partial,
    Resolved,
)
from pytest_ssot.facts.values import NOTHING, AnyNode, Value

MOST_NODES = 1_500
"""Nodes looked at when a value is followed to what it is computed from."""

FEWER_NODES = 500
"""The same in a large project: what is to be found there is mostly near."""

MOST_HOPS = 3
"""Callers of callers followed to what they hand down."""

DEEPEST = 6
"""Calls entered into each other on the way to what a value is computed from."""


def users(module: ModuleFacts, value: Value) -> tuple[AnyNode, ...]:
    """The nodes directly computed from a value."""
    return module.users(value)


class Entered(msgspec.Struct, frozen=True):
    """A call, at `path` and `value`, whose function was entered.

    Its arguments stand for the function's parameters after the first `shift`.
    """

    path: str
    value: Value
    function: FunctionRef
    shift: int


class Origin(msgspec.Struct, frozen=True):
    """A value that another one may be computed from, and the way that led there.

    `indexes` are the constant ones taken on the way, last first; `keys` are the entries
    that are taken of mappings, last first. `inside` are the calls whose result
    was entered and not left again, innermost last: a parameter of the function is what that call gives.
    `handed` are the calls of callers through which the value was handed down, outermost last.
    """

    module: ModuleFacts
    value: Value
    indexes: tuple[int, ...] = ()
    keys: tuple[str, ...] = ()
    inside: tuple[Entered, ...] = ()
    handed: tuple[Site, ...] = ()

    @property
    def node(self) -> AnyNode:
        """The operation that makes the value."""
        return self.module.nodes[self.value]


UNKNOWN = Suspicion()
"""Nothing is known of the callers that matter."""

Stop = Callable[[Origin], bool]
"""Tells where not to go on."""

Follow = Callable[[ModuleFacts, int], bool]
"""Tells which functions, by module and index, are followed to what their callers hand them."""


def upstream(
    links: Links,
    start: Origin,
    follow: Follow | None = None,
    stop: Stop | None = None,
    suspicion: Suspicion = UNKNOWN,
    named: frozenset[str] = frozenset(),
) -> Iterator[Origin]:
    """Everything a value may be computed from, through names, calls and callers of the project.

    Bounded by MOST_NODES or FEWER_NODES. What is computed before a place where `stop` holds is left out.
    Methods that are `named` are entered by their names where nobody knows whose is called.
    """
    seen: set[tuple[object, ...]] = set()
    queue: deque[Origin] = deque([start])
    most = links.walk(start.module, MOST_NODES if links.few_files else FEWER_NODES)
    while queue and len(seen) < most:
        current = queue.popleft()
        calls = tuple((one.path, one.value) for one in current.inside)
        key = (current.module.path, current.value, current.indexes[:1], current.keys, calls)
        if key in seen:
            continue
        seen.add(key)
        links.walked(current.module, 1)
        yield current
        if stop is None or not stop(current):
            queue.extend(islice(_before(links, current, follow, suspicion, named), most))


def _before(
    links: Links, current: Origin, follow: Follow | None, suspicion: Suspicion, named: frozenset[str]
) -> Iterator[Origin]:
    module, node = current.module, current.node
    if isinstance(node, v.Item):
        taken = constant_of(module, node.key)
        if taken and _is_match(module, node.base):
            taken -= 1
        indexes = current.indexes if taken is None else (taken, *current.indexes)
        name = _text(module, node.key)
        keys = (name, *current.keys)[:DEEPEST] if name else current.keys
        yield replace(current, value=node.base, indexes=indexes, keys=keys)
        return
    for value, indexes, keys in _parts(module, node, current):
        yield replace(current, value=value, indexes=indexes, keys=keys)
    if isinstance(node, v.Param):
        if current.inside and current.inside[-1].function.index == node.function:
            yield from handed_in(links, current, node, current.inside[-1])
        elif len(current.handed) < MOST_HOPS and (follow is None or follow(module, node.function)):
            yield from _arguments(links, current, node, suspicion)
    elif isinstance(node, v.Call):
        yield from _results(links, current, node, named)
    else:
        if isinstance(node, v.Attr):
            yield from _field(links, current, node, suspicion)
        for other, value in _across(links, module, node):
            yield replace(current, module=other, value=value)


def _parts(
    module: ModuleFacts, node: AnyNode, current: Origin
) -> Iterator[tuple[Value, tuple[int, ...], tuple[str, ...]]]:
    """(operand, indexes, keys) for what a node is computed from; entries that are not taken are left out."""
    indexes, keys = current.indexes, current.keys
    match node:
        case v.Slice() | v.DelItem() | v.Call() if indexes and (row := whole_of(module, node, indexes[0])):
            base, index = row
            yield (
                base,
                () if index is None else (index, *indexes[1:]),
                keys if isinstance(node, v.DelItem) else (),
            )
        case v.Sequence(items=items) if indexes and _is_plain(module, items, indexes[0]):
            yield items[indexes[0]], indexes[1:], keys
        case v.SetItem() if keys and _text(module, node.key):
            taken = _text(module, node.key) == keys[0]
            yield (node.value, indexes, keys[1:]) if taken else (node.base, indexes, keys)
        case v.Dict() | v.Call() if keys and (entries := _entries(module, node)) is not None:
            yield from ((value, indexes, keys[1:]) for name, value in entries if name == keys[0])
        case v.Call(args=(name, *rest)) if _text(module, name) and _looked_up(module, node) != NOTHING:
            yield _looked_up(module, node), indexes, (_text(module, name), *keys)[:DEEPEST]
            yield from ((value, indexes, keys) for value in rest)
        case v.Call() if (row := taken_from(module, node)) is not None:
            yield row[0], (row[1], *indexes), keys
        case v.Call(args=(group,)) if (matched := _matched(module, node)) != NOTHING:
            number, entry = constant_of(module, group), _text(module, group)
            within = (number - 1, *indexes) if number else indexes
            yield matched, within, (entry, *keys)[:DEEPEST] if entry else keys
        case v.Choice(then=then, other=other):  # what is tested on the way is no part of the value
            yield from ((value, indexes, keys) for value in (then, other) if value != NOTHING)
        case v.SetItem() | v.DelItem() | v.After() | v.Refined() | v.Phi():
            yield from ((operand, indexes, keys) for operand in operands(node))
        case v.Attr() if (held := _assigned(module, node)) != node.base:
            yield held, indexes, keys
        case v.Call() if isinstance(method := module.nodes[node.callee], v.Attr):  # it is entered elsewhere
            # The name of an entry is no part of it.
            given = operands(node)[2 if node.args and method.name in _LOOKING_UP else 1 :]
            yield from ((operand, indexes, ()) for operand in (method.base, *given))
        case _:
            yield from ((operand, indexes, ()) for operand in operands(node))


def _assigned(module: ModuleFacts, asked: v.Attr) -> Value:
    """What was last assigned to an attribute of an object, or the object before it was given others."""
    value, node = asked.base, module.nodes[asked.base]
    while isinstance(node, v.SetAttr):
        if node.name == asked.name:
            return node.value
        value, node = node.base, module.nodes[node.base]
    return value


_LOOKING_UP = frozenset(["get", "pop", "setdefault"])
"""Methods of mappings that are given the name of an entry."""


def _looked_up(module: ModuleFacts, node: v.Call) -> Value:
    """The mapping that a call such as `mapping.get("entry")` takes an entry of."""
    callee = module.nodes[node.callee]
    found = isinstance(callee, v.Attr) and callee.name in _LOOKING_UP
    return callee.base if found and isinstance(callee, v.Attr) else NOTHING


def _is_match(module: ModuleFacts, value: Value) -> bool:
    """A value is what a pattern has found, whose first group is the one of number 1."""
    node = module.root(value)
    callee = module.nodes[node.callee] if isinstance(node, v.Call) else None
    return isinstance(callee, v.Attr) and callee.name in ("match", "fullmatch", "search")


def _matched(module: ModuleFacts, node: v.Call) -> Value:
    """What a pattern has found, of which a call takes a group: `found.group(2)`."""
    callee = module.nodes[node.callee]
    return callee.base if isinstance(callee, v.Attr) and callee.name == "group" else NOTHING


def _entries(module: ModuleFacts, node: v.Dict | v.Call) -> list[tuple[str, Value]] | None:
    """The entries of a mapping that is written out, as a display or by `dict`; None when any is unknown."""
    if isinstance(node, v.Dict):
        names = [_text(module, key) if key != NOTHING else "" for key in node.keys]
        return list(zip(names, node.values, strict=True)) if all(names) else None
    callee = module.nodes[node.callee]
    plain = isinstance(callee, v.Name) and callee.name == "dict" and not node.args
    return list(node.keywords) if plain and all(name for name, _ in node.keywords) else None


def _is_plain(module: ModuleFacts, items: tuple[Value, ...], index: int) -> bool:
    return -len(items) <= index < len(items) and not any(
        isinstance(module.nodes[item], v.Star) for item in items
    )


def _text(module: ModuleFacts, value: Value) -> str:
    node = module.nodes[value]
    return node.value if isinstance(node, v.Const) and isinstance(node.value, str) else ""


def _results(links: Links, current: Origin, node: v.Call, named: frozenset[str]) -> Iterator[Origin]:
    """What the functions of the project that are called give back."""
    place = (current.module.path, current.value)
    if len(current.inside) >= DEEPEST or place in [(one.path, one.value) for one in current.inside]:
        return
    links.resolver.ask()
    mapped = _mapped(links, current.module, node)
    for held in mapped or methods_by_name(links, current.module, node, named):
        if isinstance(held, FunctionRef):
            shift = _shift(held) - (1 if mapped else 0)
            inside = (*current.inside, Entered(*place, held, shift))
            for value in (*held.facts.returns, *held.facts.yields):
                yield replace(current, module=held.module, value=value, inside=inside)


def _mapped(links: Links, module: ModuleFacts, node: v.Call) -> Alternatives:
    """What a call hands elements to, one by one, to give back what that makes of each: `map(f, parts)`."""
    callee = module.nodes[node.callee]
    maps = isinstance(callee, v.Name) and callee.name == "map" and "map" not in module.bindings
    return links.value(module, node.args[0]) if maps and len(node.args) > 1 else ()


def _shift(callee: Resolved) -> int:
    """How many parameters come before the arguments of a call: the object itself, or none.

    Where the function is itself handed over, the arguments come after it.
    """
    if isinstance(callee, Partial) and callee.handed == "complete":
        return max(map(_shift, callee.callee), default=0) - 1
    return 1 if not isinstance(callee, FunctionRef) or callee.bound is not None else 0


def _across(links: Links, module: ModuleFacts, node: AnyNode) -> Iterator[tuple[ModuleFacts, Value]]:
    """Where a value comes from when it is not computed in place."""
    match node:
        case v.Name(name=name) if name in module.bindings:
            yield module, module.bindings[name]
        case v.Imported(module=target, name=name) if name:
            found = links.project.locate(module.path, target)
            facts = None if found is None else links.project.facts(found)
            if facts is not None and name in facts.bindings:
                yield facts, facts.bindings[name]
        case v.Free(function=function, name=name) if name in module.functions[function].variables:
            yield module, module.functions[function].variables[name]
        case v.Bound(slot=slot) if slot in module.iterables:
            yield module, module.iterables[slot]
        case v.Attr(base=base, name=name):
            links.resolver.ask()
            yield from _attribute(links, module, base, name)


def _attribute(
    links: Links, module: ModuleFacts, base: Value, name: str
) -> Iterator[tuple[ModuleFacts, Value]]:
    root = module.root(base)
    if isinstance(root, v.Param) and module.functions[root.function].owner >= 0:
        yield from _of_objects(module, module.functions[root.function].owner, name)
    for reference in links.value(module, base):
        if isinstance(reference, Instance) and reference.arguments is not None:  # it is seen to be made
            yield from _of_objects(reference.cls.module, reference.cls.index, name)
        if (
            isinstance(reference, ModuleRef)
            and reference.facts is not None
            and name in reference.facts.bindings
        ):
            yield reference.facts, reference.facts.bindings[name]


def _of_objects(module: ModuleFacts, owner: int, name: str) -> Iterator[tuple[ModuleFacts, Value]]:
    """What the objects of a class keep as an attribute, or give for one."""
    for store in module.places.stores_of_objects.get((owner, name), ()):
        if not store.item:
            yield module, store.value
    held = module.classes[owner].attributes.get(name, NOTHING)
    function = module.nodes[held] if held != NOTHING else None
    if isinstance(function, v.Function):
        yield from ((module, value) for value in module.functions[function.index].returns)


def _field(links: Links, current: Origin, node: v.Attr, suspicion: Suspicion) -> Iterator[Origin]:
    """What those who make an object give for a field that a generated constructor sets."""
    root = current.module.root(node.base)
    owner = current.module.functions[root.function].owner if isinstance(root, v.Param) else -1
    fields = current.module.classes[owner].fields if owner >= 0 else ()
    if node.name not in fields or len(current.handed) >= MOST_HOPS:
        return
    position = fields.index(node.name)
    for site, _ in links.callers((current.module.path, generated_key(owner)), suspicion):
        named = dict(site.node.keywords).get(node.name, NOTHING)
        given = site.node.args[position] if position < len(site.node.args) else named
        spread = site.module.nodes[site.node.args[0]] if len(site.node.args) == 1 else None
        if isinstance(spread, v.Star):
            indexes = (position, *current.indexes)
            yield replace(current, module=site.module, value=spread.value, indexes=indexes, inside=())
        elif given != NOTHING:
            yield replace(current, module=site.module, value=given, inside=())


def handed_in(links: Links, current: Origin, node: v.Param, entered: Entered) -> Iterator[Origin]:
    """What the call that was entered gives for a parameter."""
    module = links.project.facts(entered.path)
    call = module.nodes[entered.value] if module is not None else None
    if module is not None and isinstance(call, v.Call):
        given = _given(current.module, node, call, entered.shift)
        if given != NOTHING:
            yield replace(current, module=module, value=given, inside=current.inside[:-1])


def _arguments(links: Links, current: Origin, node: v.Param, suspicion: Suspicion) -> Iterator[Origin]:
    """What callers give for a parameter."""
    key = current.module.path, node.function
    for site, callee in links.callers(key, suspicion) or calls_by_name(links, current.module, key):
        given = _given(current.module, node, site.node, _shift(callee))
        if given != NOTHING:
            handed = (*current.handed, site)
            yield replace(current, module=site.module, value=given, inside=(), handed=handed)


def _given(module: ModuleFacts, node: v.Param, call: v.Call, shift: int) -> Value:
    """The argument of a call for a parameter."""
    names = [parameter.name for parameter in module.functions[node.function].parameters]
    position = names.index(node.name) - shift
    if node.name in dict(call.keywords):
        return dict(call.keywords)[node.name]
    return call.args[position] if 0 <= position < len(call.args) else NOTHING


def first_argument(site: Site, *keywords: str) -> Value:
    """A call's first argument, also when it is given by one of these keywords."""
    if site.node.args:
        return site.node.args[0]
    return next((value for name, value in site.node.keywords if name in keywords), NOTHING)


__all__ = [
    "Origin",
    "first_argument",
    "handed_in",
    "operands",
    "upstream",
    "users",
]
