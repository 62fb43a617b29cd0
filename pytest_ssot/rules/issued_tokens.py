"""Tokens that the program has just made itself, or asked for: nobody had a chance to forge them."""

from __future__ import annotations

from msgspec.structs import replace

from pytest_ssot.facts import values as v
from pytest_ssot.facts.links import Links, Site
from pytest_ssot.facts.module import MODULE, CallFacts, ModuleFacts
from pytest_ssot.facts.resolved import Alternatives, External, FunctionRef, Opaque, Resolved
from pytest_ssot.facts.values import NOTHING, Value
from pytest_ssot.rules.answered_tokens import asked_for_entry, is_answered_oneself, signs_in
from pytest_ssot.rules.entered_functions import functions_called
from pytest_ssot.rules.guessed_calls import called_by_name
from pytest_ssot.rules.implications import is_nothing
from pytest_ssot.rules.kept_tokens import own_object
from pytest_ssot.rules.libraries import ISSUING
from pytest_ssot.rules.made_with import made_with
from pytest_ssot.rules.mounted_tokens import (
    is_mounted,
    is_of_account,
    is_of_environment,
    is_of_machine,
    is_own_file,
    parsed_by,
)
from pytest_ssot.rules.own_tokens import is_property, stores_of
from pytest_ssot.rules.same_tokens import given_for, states_of

MOST_STEPS = 4
"""Functions and attributes that hand on what another one has made; attributes may be assigned in circles."""

MOST_CALLERS = 8
"""Callers of a function that tell what it was handed."""

COST = 4
"""What looking at one value is charged as, in nodes."""


def is_issued(links: Links, site: Site, token: Value, *, handed: bool = False) -> bool:
    """Whatever the token of a call may be, a library has just signed it for the program.

    Whether all who call its function have `handed` it such a token is asked for each of them elsewhere.
    """
    return token != NOTHING and _is_issued(links, site.module, token, (), site.fact.function, int(handed))


def _is_issued(
    links: Links, module: ModuleFacts, value: Value, taken: tuple[object, ...], function: int, depth: int
) -> bool:
    """The same of what is `taken` of a value, entry by entry, `depth` functions and attributes further in."""
    if depth > MOST_STEPS or not links.affords(module, COST):
        return False
    states = [each for one in states_of(module, value) for each in _either(module, one)]
    states = [*_but_nothing(module, states), *_put_in(module, value)] if taken else states
    return bool(states) and all(
        (not taken and is_of_environment(links, module, one, function))
        or _is_made(links, module, one, taken, function, depth)
        for one in states
    )


def _either(module: ModuleFacts, value: Value) -> list[Value]:
    """What a value may be, but for what the program itself has written out in its place: `held or "{}"`."""
    node = module.nodes[value]
    either = node.operands if isinstance(node, v.Boolean) and node.op == "or" else (value,)
    return [one for one in either if len(either) == 1 or not isinstance(module.nodes[one], v.Const)]


def _but_nothing(module: ModuleFacts, states: list[Value]) -> list[Value]:
    """What there may be, if there is anything."""
    return [one for one in states if not is_nothing(module, one)] or states


def _put_in(module: ModuleFacts, value: Value) -> list[Value]:
    """Mappings whose entries have been put into another one: `kept.update(answer.json())`."""
    found, queue, seen = list[Value](), [value], set[Value]()
    for current in (queue.pop() for _ in range(MOST_STATES) if queue):
        node = module.nodes[current]
        if current in seen:
            continue
        seen.add(current)
        if isinstance(node, v.After):
            call = module.nodes[node.call]
            fills = isinstance(call, v.Call) and getattr(module.nodes[call.callee], "name", "") == "update"
            found += call.args if isinstance(call, v.Call) and fills and node.receiver else ()
            queue.append(node.base)
        elif isinstance(node, v.Refined):
            queue.append(node.value)
        elif isinstance(node, v.Choice | v.Phi):
            queue += (node.then, node.other) if isinstance(node, v.Choice) else node.options
    return found


MOST_STATES = 40
"""States of what is kept that are looked through for what was put into it."""


def _is_made(
    links: Links, module: ModuleFacts, value: Value, taken: tuple[object, ...], function: int, depth: int
) -> bool:
    match module.nodes[value]:
        case v.Item(base=base, key=key) if isinstance(constant := module.nodes[key], v.Const):
            return _is_issued(links, module, base, (constant.value, *taken), function, depth)
        case v.SetItem() | v.Sequence() | v.Dict() as node if taken:
            entry = _entry_of(module, node, taken)
            return entry is not None and _is_issued(links, module, *entry, function, depth)
        case v.Attr(base=base, name=name):
            if not _is_own(module, base, function):
                return _is_issued(links, module, base, (_Attribute(name), *taken), function, depth)
            return _is_kept_issued(links, module, name, function, depth, taken)
        case v.Param() | v.Name() as node:
            return _is_issued_as_named(links, module, node, taken, function, depth)
        case v.Call() as call:
            return _is_given_by_call(links, module, value, call, taken, function, depth)
        case _:
            return False


def _entry_of(
    module: ModuleFacts, node: v.SetItem | v.Sequence | v.Dict, taken: tuple[object, ...]
) -> tuple[Value, tuple[object, ...]] | None:
    """What the first entry that is taken stands for, and what is taken of that; None if nobody knows."""
    if isinstance(node, v.SetItem):
        key = module.nodes[node.key] if node.key != NOTHING else None
        if not isinstance(key, v.Const):
            return None
        return (node.value, taken[1:]) if key.value == taken[0] else (node.base, taken)
    if isinstance(node, v.Sequence):
        known = isinstance(taken[0], int) and -len(node.items) <= taken[0] < len(node.items)
        return (node.items[taken[0]], taken[1:]) if known and isinstance(taken[0], int) else None
    spread = max((place for place, key in enumerate(node.keys) if key == NOTHING), default=-1)
    found = [
        one
        for place, (key, one) in enumerate(zip(node.keys, node.values, strict=True))
        if place > spread and getattr(module.nodes[key], "value", None) == taken[0]
    ]
    return (found[0], taken[1:]) if len(found) == 1 else None


def _is_given_by_call(
    links: Links,
    module: ModuleFacts,
    value: Value,
    call: v.Call,
    taken: tuple[object, ...],
    function: int,
    depth: int,
) -> bool:
    """A call gives a signed token, asks for what keeps one, or for one of the program's own."""
    if is_answered_oneself(module, call, taken) or is_of_machine(links, module, call):
        return True
    if signs_in(module, call) and not functions_called(links, Site(module, CallFacts(value, function))):
        return True
    if not taken and is_mounted(links, module, call, function):
        return True
    if taken and (text := parsed_by(call, module)) != NOTHING:
        own = is_own_file(links, module, text, function)
        return own or _is_issued(links, module, text, (), function, depth)
    if (entry := asked_for_entry(module, call)) is not None:
        return _is_issued(links, module, entry[0], (entry[1], *taken), function, depth)
    name = _asked_for(module, call.callee, value) if not taken else ""
    kept = bool(name) and _is_kept_issued(links, module, name, function, depth)
    return kept or (not name and _is_given_out(links, module, value, taken, depth))


def _is_issued_as_named(
    links: Links,
    module: ModuleFacts,
    node: v.Param | v.Name,
    taken: tuple[object, ...],
    function: int,
    depth: int,
) -> bool:
    """A parameter of a function that others call, or a name of the module, only holds signed tokens."""
    if _is_of_module(module, node):
        return not taken and _is_named_issued(links, module, node.name, depth)
    own = isinstance(node, v.Param) and node.function == function
    if own and taken and is_of_account(module, function, taken):
        return True
    inside = own and (depth > 0 or bool(taken))
    return inside and _is_handed_issued(links, module, node.name, taken, function, depth)


def _is_of_module(module: ModuleFacts, node: v.Param | v.Name) -> bool:
    """A name of the module, also as a function finds it that may assign to it."""
    if isinstance(node, v.Param):
        known = [one.name for one in module.functions[node.function].parameters]
        return node.name in module.bindings and node.name not in known
    return node.name in module.bindings


def _is_named_issued(links: Links, module: ModuleFacts, name: str, depth: int) -> bool:
    """All that a name of the module ever holds, but nothing, are tokens that were just signed."""
    held = tuple(one for one in states_of(module, module.bindings[name]) if not is_nothing(module, one))
    others = (store for _, store in links.stores_named(name) if not store.item)
    made = module.places.made_by
    module.effort.spend(len(held))
    return (
        bool(held)
        and not any(True for _ in others)
        and all(
            one in made and _is_issued(links, module, one, (), made[one].function, depth + 1) for one in held
        )
    )


class _Attribute(str):
    """The name of an attribute that is taken of an object, where entries are taken of others."""

    __slots__ = ()


def _is_own(module: ModuleFacts, value: Value, function: int) -> bool:
    """A value is the object of the method itself."""
    own = own_object(module, function)
    return own is not None and module.root(value) == own


MOST_STORES = 100
"""Assignments to one attribute, each of which may be of a token that was signed."""


def _is_kept_issued(
    links: Links,
    module: ModuleFacts,
    name: str,
    function: int,
    depth: int,
    taken: tuple[object, ...] = (),
) -> bool:
    """All that is ever assigned to an attribute of a method's object are tokens that were just signed.

    Or what is `taken` of them is, and no entry is set later. What else the module assigns to an attribute of
    this name may be the same one.
    """
    if taken and any(
        one.item and getattr(module.root(one.target), "name", "") == name for one in module.stores
    ):
        return False
    own = stores_of(module, function, name)
    owner = module.functions[function].owner
    asked = [
        number
        for number, one in enumerate(module.functions)
        if not own and one.name == name and one.owner == owner and is_property(module, number)
    ]
    if asked:
        given = [(one, number) for number in asked for one in module.functions[number].returns]
        return all(_is_issued(links, module, one, taken, number, depth + 1) for one, number in given)
    if len(own) > MOST_STORES:
        return False
    stores = [one for one in own if not is_nothing(module, one.value)]
    alone = len(own) == sum(one.name == name and not one.item for one in module.stores)
    return (
        bool(stores)
        and alone
        and all(_is_issued(links, module, one.value, taken, one.function, depth + 1) for one in stores)
    )


def _asked_for(module: ModuleFacts, callee: Value, call: Value) -> str:
    """The attribute of a method's own object that `getattr` asks for, if there is nothing in its place."""
    asked, node = module.nodes[callee], module.nodes[call]
    if not isinstance(asked, v.Name) or asked.name != "getattr" or not isinstance(node, v.Call):
        return ""
    name = getattr(module.nodes[node.args[1]], "value", "") if len(node.args) > 1 else ""
    nothing = all(is_nothing(module, one) for one in node.args[2:])
    own = bool(node.args) and isinstance(module.root(node.args[0]), v.Param)
    return name if isinstance(name, str) and nothing and own else ""


def _is_handed_issued(
    links: Links, module: ModuleFacts, name: str, taken: tuple[object, ...], function: int, depth: int
) -> bool:
    """Everybody who calls a function hands it a token that was just signed, also who may call it."""
    key = (module.path, function)
    names = [one.name for one in module.functions[function].parameters]
    found = [caller for caller, _ in links.callers(key)] if name in names else []
    known = {(caller.module.path, caller.fact.value) for caller in found}
    named = links.named(key, module.functions[function].name) if found else []
    found += [
        one
        for one in named
        if (one.module.path, one.fact.value) not in known and called_by_name(links, one, key) is not None
    ]
    given = [(caller, given_for(caller, names, name)) for caller in found]
    return bool(given) and all(
        value != NOTHING and _is_issued(links, caller.module, value, taken, caller.fact.function, depth + 1)
        for caller, value in given
    )


def _is_given_out(
    links: Links, module: ModuleFacts, value: Value, taken: tuple[object, ...], depth: int
) -> bool:
    """A call gives out a token that it, or a function that it calls, has signed."""
    fact = module.places.made_by.get(value) or CallFacts(value, MODULE)  # of a loop's first round
    links.resolver.ask()
    site = Site(module, fact)
    if taken and isinstance(taken[0], _Attribute):
        held = made_with(links, site, taken[0])
        if held != NOTHING:
            return _is_issued(links, module, held, taken[1:], fact.function, depth + 1)
    found = functions_called(links, site) or _as_called(links, site) or _given(links, links.callees(site))
    for one in found:
        if isinstance(one, FunctionRef):
            given = [value for value in one.facts.returns if not is_nothing(one.module, value)]
            inside = one.module, one.index
            if not given or not all(
                _is_issued(links, inside[0], value, taken, inside[1], depth + 1) for value in given
            ):
                return False
        elif taken or not isinstance(one, External) or one.path not in ISSUING:
            return False
    return bool(found)


def _as_called(links: Links, site: Site) -> list[FunctionRef]:
    """What a call of a method of something handed in enters, whoever calls its function; all or nothing."""
    asked = site.module.nodes[site.node.callee]
    given = site.module.root(asked.base) if isinstance(asked, v.Attr) else None
    if not isinstance(given, v.Param) or given.function != site.fact.function or site.frames:
        return []
    callers = links.callers((site.module.path, site.fact.function))
    if len(callers) > MOST_CALLERS:
        return []
    sites = [replace(site, frames=links.enter(caller, callee)) for caller, callee in callers]
    entered = [functions_called(links, one) for one in sites]
    return [one for each in entered for one in each] if all(entered) else []


def _given(links: Links, callees: Alternatives) -> Alternatives:
    """What is called; where a parameter is, what those who call its function give for it."""
    found: list[Resolved] = []
    for callee in callees:
        needs = callee.needs if isinstance(callee, Opaque) else frozenset()
        for path, index, name in sorted(needs):
            module = links.project.facts(path)
            function = module.functions[index] if module is not None and index >= 0 else None
            names = [one.name for one in function.parameters] if function is not None else []
            if function is not None and function.owner >= 0 and names[:1] == [name]:
                continue  # which object it is tells nothing of its own
            for caller, _ in links.callers((path, index)) if name in names else ():
                value = given_for(caller, names, name)
                found += links.value(caller.module, value, caller.frames) if value != NOTHING else (callee,)
        found += () if needs else (callee,)
    return tuple(found) or callees
