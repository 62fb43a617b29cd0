"""Attributes of objects that cannot be made with them off: `if not self.verify: raise ValueError`."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from msgspec.structs import replace

from pytest_ssot.facts.classes import lineage
from pytest_ssot.facts.folding import SOMETHING_TRUE
from pytest_ssot.facts.resolved import Alternatives, ClassRef, External, is_outside
from pytest_ssot.facts.values import Attr, Call, Compare, Const, Not, Param, Value

if TYPE_CHECKING:
    from pytest_ssot.facts.module import FunctionFacts, ModuleFacts
    from pytest_ssot.facts.resolve import Resolver

_COMPLETING = frozenset({"__init__", "__post_init__", "__attrs_post_init__", "model_post_init"})
"""Methods that run whenever an object is made."""

_OF_FIELDS = frozenset({"field_validator", "validator"})
"""Decorators of pydantic, told the names of fields, of what is run on each value that those are given."""

_OF_OBJECTS = frozenset({"model_validator"})
"""Decorators of pydantic of what is run on objects; once they have their fields, if it is told `after`."""


def unless_refused(resolver: Resolver, cls: ClassRef, name: str, held: Alternatives) -> Alternatives:
    """What an attribute holds, and that what the environment says counts as true where nothing else passes.

    What is known to be off stays so: pydantic checks no defaults.
    """
    if not any(is_outside(one) for one in held) or not refuses_off(resolver, cls, name):
        return held
    return tuple(replace(SOMETHING_TRUE, base=one) if is_outside(one) else one for one in held)


def refuses_off(resolver: Resolver, cls: ClassRef, name: str) -> bool:
    """No object of a class comes to be whose attribute counts as false, and no other method sets that."""
    owners = [one for one in lineage(resolver, cls) if isinstance(one, ClassRef)]
    refusing = {
        (owner.module.path, index)
        for owner in owners
        for index in owner.module.places.methods.get(owner.index, ())
        for asked in _asked(resolver, owner.module, index, name)
        if _ends_without(owner.module, owner.module.functions[index], asked)
    }
    setting = {
        (owner.module.path, store.function)
        for owner in owners
        for index in owner.module.places.methods.get(owner.index, ())
        for store in owner.module.places.stores_in.get(index, ())
        if store.name == name and not store.item
    }
    return bool(refusing) and setting <= refusing


def _asked(resolver: Resolver, module: ModuleFacts, index: int, name: str) -> Iterator[tuple[Param, str]]:
    """What a method knows an attribute by that runs as objects are made: a parameter, or one's attribute."""
    function = module.functions[index]
    names = [one.name for one in function.parameters]
    if not names:
        return
    if function.name in _COMPLETING:
        yield Param(index, names[0]), name
    for decorator in function.decorators:
        node = module.nodes[decorator]
        kind = _validator(resolver, module, node.callee) if isinstance(node, Call) else ""
        if not isinstance(node, Call) or not kind:
            continue
        told = [getattr(module.nodes[one], "value", None) for one in node.args]
        named = {word: getattr(module.nodes[value], "value", None) for word, value in node.keywords}
        if kind in _OF_OBJECTS and named.get("mode") == "after":
            yield Param(index, names[0]), name
        elif kind in _OF_FIELDS and (name in told or "*" in told) and named.get("mode", "after") == "after":
            given = Param(index, names[1] if names[0] in ("cls", "self") and names[1:] else names[0])
            as_it_is = all(module.root(one) == given for one in function.returns) and not function.falls
            if as_it_is and "pre" not in named:  # a text is not yet what it will be
                yield given, ""


def _validator(resolver: Resolver, module: ModuleFacts, callee: Value) -> str:
    """The name of the decorator of pydantic that is called; empty for others."""
    found = resolver.resolve(module, callee)
    paths = [one.path for one in found if isinstance(one, External) and one.path.startswith("pydantic.")]
    return paths[0].rpartition(".")[2] if len(paths) == 1 == len(found) else ""


def _ends_without(module: ModuleFacts, function: FunctionFacts, asked: tuple[Param, str]) -> bool:
    """A function only ends, but for raising, where tests have shown that what is asked for counts as true."""
    ways = (*function.guards, *function.falls)
    stores = module.places.stores_in.get(asked[0].function, ())
    since = max((one.behind for one in stores if one.name == asked[1] and not one.item), default=0)
    return bool(ways) and all(
        any(test >= since and _shows(module, test, asked, wanted=outcome) for test, outcome in guards)
        for guards in ways
    )


def _shows(module: ModuleFacts, test: Value, asked: tuple[Param, str], *, wanted: bool) -> bool:
    """A test that came out so says that something counts as true: `value`, `value is not True`."""
    node = module.nodes[test]
    while isinstance(node, Not):
        test, wanted = node.operand, not wanted
        node = module.nodes[test]
    if isinstance(node, Compare) and node.op in ("Is", "IsNot", "Eq", "NotEq"):
        other = module.nodes[node.right]
        if not isinstance(other, Const) or not isinstance(other.value, bool):
            return False
        same = node.op in ("Is", "Eq")
        return same is (other.value is wanted) and _is_asked(module, node.left, asked)
    return wanted and _is_asked(module, test, asked)


def _is_asked(module: ModuleFacts, value: Value, asked: tuple[Param, str]) -> bool:
    param, name = asked
    if not name:
        return module.root(value) == param
    node = module.nodes[value]
    return isinstance(node, Attr) and node.name == name and module.root(node.base) == param


__all__ = ["refuses_off", "unless_refused"]
