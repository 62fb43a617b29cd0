"""Claims that are read to be written to a log or shown, and for nothing else."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pytest_ssot.facts import values as v
from pytest_ssot.facts.links import Links, Site
from pytest_ssot.facts.module import FunctionFacts, ModuleFacts
from pytest_ssot.facts.operands import reaches
from pytest_ssot.facts.scopes import Guards
from pytest_ssot.facts.values import Value
from pytest_ssot.rules.callers import callers_of
from pytest_ssot.rules.implications import is_nothing

MOST_LEVELS = 2
"""Functions that put into words what is then told."""

_TELLING = re.compile(r"^(log|debug|info|warn(ing)?|error|exception|critical|s?echo|p?print|pp)$")
"""The names of calls that write to a log, or show something."""

_WORDING = frozenset(
    [
        *("get", "items", "keys", "values", "join", "format", "strip", "upper", "lower", "title", "split"),
        *("str", "repr", "len", "int", "float", "sorted", "dict", "list", "tuple", "set", "dumps", "pformat"),
        *("isoformat", "strftime", "fromtimestamp", "utcfromtimestamp", "copy", "round", "time", "now"),
    ]
)
"""The names of calls that put something into words and have no other effect."""

_DECIDING = re.compile(r"verif|valid|auth|check|login|allow|require|guard|permi", re.IGNORECASE)
"""The names of functions whose coming back may be taken for an answer."""


ONLY_TOLD = "; its claims are only written to a log or shown"
"""What a message says of such a read."""


def is_only_told(links: Links, site: Site, level: int = 0) -> bool:
    """Nothing is done with what a call gives but that it, or words about it, are told.

    Whether the function comes back must tell nothing either: it returns nothing, or words alone.
    """
    module, read = site.module, site.fact.value
    function = module.functions[site.fact.function] if site.fact.function >= 0 else None
    if function is None or level > MOST_LEVELS or not links.affords(module, len(module.calls)):
        return False
    inner = any(one.parent == site.fact.function for one in module.functions)
    if inner or function.yields or _DECIDING.search(function.name):
        return False

    def is_of_read(value: Value) -> bool:
        return reaches(module, value, read, frozenset())

    def depends(guards: Guards) -> bool:
        return any(is_of_read(test) for test, _ in guards)

    stores = (one for one in module.stores if one.function == site.fact.function)
    if any(is_of_read(one.value) or depends(one.guards) for one in stores):
        return False
    told = False
    for call, value in _calls(module, site.fact.function):
        handed = any(is_of_read(one) for one in _given(module, call))
        if call.fact.value == read or not (handed or depends(call.fact.guards)):
            continue
        telling = call.fact.discarded and bool(_TELLING.search(call.word))
        if not telling and call.word not in _WORDING and value not in function.raised:
            return False
        told = told or telling
    returned = [(value, guards) for value, guards in _returned(function) if not is_nothing(module, value)]
    if not returned:
        return told
    if not all(is_of_read(one) or _is_text(module, one) for one, _ in returned):
        return False
    callers = [caller for caller, _ in callers_of(links, module, site.fact.function)]
    return bool(callers) and all(is_only_told(links, one, level + 1) for one in callers)


def _calls(module: ModuleFacts, function: int) -> Iterator[tuple[Site, Value]]:
    yield from ((Site(module, fact), fact.value) for fact in module.calls_in.get(function, ()))


def _given(module: ModuleFacts, call: Site) -> Iterator[Value]:
    yield call.node.callee
    yield from module.handed(call.node)


def _returned(function: FunctionFacts) -> Iterator[tuple[Value, Guards]]:
    yield from zip(function.returns, function.guards, strict=False)


def _is_text(module: ModuleFacts, value: Value) -> bool:
    node = module.root(value)
    return isinstance(node, v.Const) and isinstance(node.value, str)
