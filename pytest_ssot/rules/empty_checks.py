"""Comparisons of signatures that decide nothing: true whatever was signed, or outvoted by something else."""

from __future__ import annotations

from pytest_ssot.facts import values as v
from pytest_ssot.facts.links import Links, Site
from pytest_ssot.facts.module import ModuleFacts
from pytest_ssot.facts.operands import operands, reaches
from pytest_ssot.facts.resolved import Known
from pytest_ssot.facts.uses import users
from pytest_ssot.facts.values import NOTHING, Value
from pytest_ssot.rules.same_tokens import identity

DEEPEST = 8
"""Operations into each other that are compared with their like."""


def says_nothing(module: ModuleFacts, one: Value, other: Value) -> bool:
    """Two values are equal for a wrong signature as well: computed alike, or one is cut to fit the other."""
    cut = _is_cut_to(module, one, other) or _is_cut_to(module, other, one)
    return cut or alike(module, one, other) or _signs_twice(module, one, other)


def compares_itself(check: Site) -> bool:
    """`compare_digest` is handed the same value twice, or a digest that is cut to fit the other."""
    given = check.node.args
    return len(given) == len(("a", "b")) and says_nothing(check.module, *given)


def alike(module: ModuleFacts, one: Value, other: Value, level: int = 0) -> bool:
    """Two values are computed by the same operations of the same values."""
    if one == other or NOTHING in (one, other):
        return one == other
    left, right = module.root(one), module.root(other)
    if level > DEEPEST or not isinstance(left, _PLAIN) or _own(left) != _own(right):
        return False
    pairs = zip(operands(left), operands(right), strict=False)
    same_number = len(operands(left)) == len(operands(right))
    return same_number and all(alike(module, *pair, level + 1) for pair in pairs)


def _signs_twice(module: ModuleFacts, one: Value, other: Value) -> bool:
    """Two values are what one function makes of the same things, however these were put together for it."""
    left, right = module.root(one), module.root(other)
    if not isinstance(left, v.Call) or not isinstance(right, v.Call):
        return False
    inner = [module.nodes[call.callee] for call in (left, right)]
    bases = [node.base for node in inner if isinstance(node, v.Attr)]
    same = alike(module, left.callee, right.callee) or (
        len(bases) == len(inner) and _own(inner[0]) == _own(inner[1]) and _signs_twice(module, *bases)
    )
    told = [tuple(_pieces(module, given) for given in operands(call)[1:]) for call in (left, right)]
    return same and told[0] == told[1]


def _pieces(module: ModuleFacts, value: Value) -> frozenset[object]:
    """What a text is put together of, marks between the pieces aside; anything else is one piece."""
    node = module.root(value)
    callee = module.nodes[node.callee] if isinstance(node, v.Call) and not node.keywords else None
    if isinstance(callee, v.Attr) and callee.name == "encode":
        return _pieces(module, callee.base)
    formatted = isinstance(callee, v.Attr) and callee.name == "format"
    if not formatted and not isinstance(node, v.Text | v.Binary):
        own = (type(node.value), node.value) if isinstance(node, v.Const) else identity(module, value)
        return frozenset([module.root_of(value) if own is None else own])
    put = node.args if isinstance(node, v.Call) else operands(node)
    parts = [one for one in put if not isinstance(module.nodes[one], v.Const)]
    return frozenset(piece for part in parts for piece in _pieces(module, part))


_PLAIN = (
    *(v.Call, v.Attr, v.Item, v.Slice, v.Binary, v.Const, v.Text, v.Sequence),
    *(v.Param, v.Name, v.Imported, v.Free, v.Function),
)
"""What gives the same for the same, as far as signatures go."""

_OWN = ("op", "name", "module", "function", "index", "value")


def _own(node: v.AnyNode) -> tuple[object, ...]:
    """What tells an operation from others of its kind, whatever it is computed from."""
    words = [name for name, _ in node.keywords] if isinstance(node, v.Call) else []
    return (type(node), *(getattr(node, part, None) for part in _OWN), *words)


def _is_cut_to(module: ModuleFacts, cut: Value, other: Value) -> bool:
    """A text is cut where another one ends: `digest[: len(given)]`, which an empty one is equal to."""
    node = module.root(cut)
    if not isinstance(node, v.Slice) or node.upper == NOTHING:
        return False
    end = module.root(node.upper)
    return isinstance(end, v.Call) and reaches(module, node.upper, module.root_of(other), frozenset())


def decides_nothing(links: Links, check: Site) -> bool:
    """Whatever the check says, a constant beside it decides: `check(…) or True`."""
    for node in users(check.module, check.fact.value):
        if isinstance(node, v.Boolean):
            others = (operand for operand in node.operands if operand != check.fact.value)
            if any(_always(links, check.module, operand, node.op == "or") for operand in others):
                return True
    return False


def is_outvoted(check: Site, read: Site) -> bool:
    """What the claims say is enough where the check fails: `if not valid and claims["role"] != "admin"`."""
    module = check.module
    for refused, values in ((False, [check.fact.value]), (True, _negated(module, check.fact.value))):
        for node in (user for value in values for user in users(module, value)):
            if isinstance(node, v.Boolean) and node.op == ("and" if refused else "or"):
                others = (one for one in node.operands if one not in values)
                if any(reaches(module, one, read.fact.value, frozenset()) for one in others):
                    return True
    return False


def _negated(module: ModuleFacts, value: Value) -> list[Value]:
    return module.places.once(("negations",), lambda: _negations(module)).get(value, [])


def _negations(module: ModuleFacts) -> dict[Value, list[Value]]:
    """What is negated where."""
    found: dict[Value, list[Value]] = {}
    for number in module.places.of(v.Not):
        node = module.nodes[number]
        if isinstance(node, v.Not):
            found.setdefault(node.operand, []).append(number)
    return found


def _always(links: Links, module: ModuleFacts, value: Value, wanted: bool) -> bool:
    links.resolver.ask()
    found = links.value(module, value)
    return bool(found) and all(isinstance(one, Known) and bool(one.value) is wanted for one in found)


__all__ = ["compares_itself", "decides_nothing", "is_outvoted", "says_nothing"]
