"""Functions that wait in a table, or under a name, to be chosen, and that no call chooses."""

from __future__ import annotations

from collections.abc import Iterator

from pytest_ssot.facts import values as v
from pytest_ssot.facts.classes import class_function, derives_from
from pytest_ssot.facts.links import Links
from pytest_ssot.facts.module import FunctionFacts, ModuleFacts
from pytest_ssot.facts.operands import operands
from pytest_ssot.facts.resolved import ClassRef, FunctionKey, FunctionRef, Instance, Place
from pytest_ssot.facts.values import Value
from pytest_ssot.rules.decisions import Seen


def stays_unchosen(links: Links, module: ModuleFacts, index: int) -> bool:
    """A function that nobody calls is one of several that calls choose from: they choose others."""
    kinds = _OF_METHODS if module.functions[index].owner >= 0 else _OF_FUNCTIONS
    return any(stays(links, module, index) for stays in (_stands_beside_others, *kinds))


def of_unchosen_class(links: Links, seen: Seen) -> bool:
    """A method as a derived class would run it, of which no object calls it: those of other classes do.

    The class is named elsewhere, or hands itself over as it is made: objects of it could be chosen.
    """
    site, key = seen.site, (seen.site.module.path, seen.site.fact.function)
    function = site.module.functions[key[1]] if key[1] >= 0 else None
    if seen.chain or function is None or function.owner < 0 or not function.parameters:
        return False
    own = site.frames.get(key, {}).get(function.parameters[0].name, ())
    derived = own[0].cls if len(own) == 1 and isinstance(own[0], Instance) else None
    if derived is None or derived.key == (site.module.path, function.owner):
        return False
    objects = [getattr(callee, "bound", callee) for _, callee in links.callers(key)]
    others = [one.cls for one in objects if isinstance(one, Instance) and one.implied is None]
    if not others or len(others) < len(objects):
        return False
    facts = derived.module.classes[derived.index]
    chosen = any(derives_from(links.resolver, one, derived) for one in others)
    return not chosen and bool(facts.decorators or facts.keywords or links.uses(derived))


def others_are_chosen(links: Links, call: Place) -> bool:
    """What a call gives stands in a table or under a test beside functions, of which one is called."""
    module = links.project.facts(call.path)
    for number in module.places.of(v.Call) if module is not None else ():
        if module is not None and getattr(module.nodes[number], "at", None) == call.span:
            for holder in module.users(number):
                beside = operands(holder) if isinstance(holder, v.Dict | v.Sequence | v.Choice) else ()
                held = (one for value in beside if value != v.NOTHING for one in links.value(module, value))
                if any(isinstance(one, FunctionRef) and links.callers(one.key) for one in held):
                    return True
    return False


def _stays_in_table(links: Links, module: ModuleFacts, index: int) -> bool:
    """A function is known by its place in a table alone, from which calls choose others only."""
    if module.functions[index].name in module.places.mentioned:
        return False
    held = module.uses.get(v.Function(index), ())
    users = [user for number in held for user in module.users(number)]
    tables = [user for user in users if isinstance(user, v.Dict)]
    return (
        bool(tables)
        and len(tables) == len(users)
        and all(_is_chosen_from(links, module, one) for one in tables)
    )


def _is_chosen_from(links: Links, module: ModuleFacts, table: v.Dict) -> bool:
    """Some function in a table is called by who takes it from there."""
    nodes = (module.nodes[value] for value in table.values)
    return any(_is_chosen(links, module, node.index) for node in nodes if isinstance(node, v.Function))


def _is_chosen(links: Links, module: ModuleFacts, index: int) -> bool:
    """A function is called by who has got it from a table or a call."""
    return any(
        isinstance(outer.module.nodes[outer.node.callee], v.Item | v.Call)
        for outer, _ in links.callers((module.path, index))
    )


def _stands_beside_others(links: Links, module: ModuleFacts, index: int) -> bool:
    """A function is only taken under some test, `first if test else second`, and the other one is called."""
    name = module.functions[index].name
    chosen: list[tuple[ModuleFacts, v.AnyNode]] = []
    for home in links.naming(module, name):
        for value in _places_of(home, module, index, name):
            for user in home.users(value):
                if not isinstance(user, v.Choice | v.Phi):
                    return False
                chosen.append((home, user))
    key = (module.path, index)
    return bool(chosen) and all(_holds_another(links, home, node, key) for home, node in chosen)


def _holds_another(links: Links, home: ModuleFacts, node: v.AnyNode, key: FunctionKey) -> bool:
    return any(
        isinstance(one, FunctionRef) and one.key != key and links.callers(one.key)
        for value in _arms(node)
        for one in links.value(home, value)
    )


def _is_returned_beside_others(links: Links, module: ModuleFacts, index: int) -> bool:
    """Functions return a function under some test, and another one otherwise, which those who ask call."""
    name = module.functions[index].name
    choosers: list[tuple[ModuleFacts, FunctionFacts]] = []
    for home in links.naming(module, name):
        held = set(_places_of(home, module, index, name))
        for value in held:
            if home.used_by.of(value) or value in home.places.stored:
                return False
        choosers += [(home, one) for value in held for one in home.places.returning.get(value, ())]
    return bool(choosers) and all(
        _gives_another(links, home, one, (module.path, index)) for home, one in choosers
    )


def _places_of(home: ModuleFacts, module: ModuleFacts, index: int, name: str) -> Iterator[Value]:
    """Where a function stands as a value in a module."""
    yield from _standing(home, name, v.Function(index) if home is module else None)


def _standing(home: ModuleFacts, name: str, itself: v.AnyNode | None) -> Iterator[Value]:
    yield from home.places.named.get(name, ())
    if itself is not None:
        yield from home.places.defined.get(itself, ())


def _gives_another(links: Links, home: ModuleFacts, chooser: FunctionFacts, key: FunctionKey) -> bool:
    for value in chooser.returns:
        for one in links.value(home, value):
            if isinstance(one, FunctionRef) and one.key != key and _is_chosen(links, one.module, one.index):
                return True
    return False


def _is_named_by_others(links: Links, module: ModuleFacts, index: int) -> bool:
    """Another method of the class is called by `getattr(object, name)` with a name that is computed."""
    function = module.functions[index]
    computed = any(
        len(node.args) > 1 and not isinstance(module.nodes[node.args[1]], v.Const)
        for node in (module.nodes[fact.value] for fact in module.calls_by_word.get("getattr", ()))
        if isinstance(node, v.Call)
    )
    if not computed or function.name in module.places.mentioned or function.name[:2] == "__":
        return False
    others = (one for one in module.places.methods[function.owner] if one != index)
    return any(_is_chosen(links, module, one) for one in others)


def _has_class_beside_others(links: Links, module: ModuleFacts, index: int) -> bool:
    """A method's class, or an object of it, is only taken from a table, under a test or beside other returns.

    That of another class, which is there as well, is called.
    """
    function = module.functions[index]
    cls = ClassRef(module, function.owner, {})
    name = module.classes[function.owner].name
    found: list[tuple[ModuleFacts, tuple[Value, ...]]] = []
    for home in links.naming(module, name):
        for value in _standing_for(home, cls, name):
            others = _beside(home, value)
            if others is None:
                return False
            found += [(home, one) for one in others]
    return any(_calls_like(links, home, values, cls, function.name) for home, values in found)


def _beside(home: ModuleFacts, value: Value) -> list[tuple[Value, ...]] | None:
    """What stands beside a class, or an object of it, where it may be taken; None if it is used otherwise."""
    found: list[tuple[Value, ...]] = []
    for user in home.users(value):
        if isinstance(user, v.Call) and user.callee == value:
            made = home.places.number_of(user)
            further = _beside(home, made) or [one.returns for one in home.places.returning.get(made, ())]
            if not further:
                return None
            found += further
            continue
        arms = _arms(user)
        if not arms:
            return None
        found.append(arms)
    return found


def _arms(node: v.AnyNode) -> tuple[Value, ...]:
    match node:
        case v.Choice(then=then, other=other):
            return (then, other)
        case v.Phi(options=options):
            return options
        case v.Dict(values=values) | v.Sequence(items=values):
            return values
        case _:
            return ()


def _standing_for(home: ModuleFacts, cls: ClassRef, name: str) -> Iterator[Value]:
    """Where a class stands as a value in a module."""
    yield from _standing(home, name, v.Class(cls.index) if home is cls.module else None)


def _calls_like(links: Links, home: ModuleFacts, values: tuple[Value, ...], cls: ClassRef, name: str) -> bool:
    """The method `name` of another class, one of `values` or that of an object among them, is called."""
    for value in values:
        for one in links.value(home, value):
            other = one.cls if isinstance(one, Instance) else one
            if isinstance(other, ClassRef) and other.key != cls.key:
                method = class_function(links.resolver, other, name)
                if method is not None and links.callers(method.key):
                    return True
    return False


_OF_FUNCTIONS = (_stays_in_table, _is_returned_beside_others)
_OF_METHODS = (_is_named_by_others, _has_class_beside_others)
