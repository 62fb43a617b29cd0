"""Calls that write what they are handed to a log or show it, themselves or by what they call."""

from __future__ import annotations

from collections.abc import Container, Iterator

from pytest_ssot.facts import values as v
from pytest_ssot.facts.deciding import TELLING
from pytest_ssot.facts.links import Links, Site
from pytest_ssot.facts.module import ModuleFacts
from pytest_ssot.facts.operands import computed_from
from pytest_ssot.facts.resolved import FunctionRef
from pytest_ssot.facts.scopes import Guards
from pytest_ssot.facts.values import Value
from pytest_ssot.rules.entered_functions import functions_called
from pytest_ssot.rules.renewals import refuses
from pytest_ssot.rules.same_tokens import given_for

COST = 4
"""What asking if a call is handed something that was read is charged as, in nodes."""

MOST_LEVELS = 2
"""Functions that hand on to each other what is told in the end."""

WORDING = frozenset(
    [
        *("get", "items", "keys", "values", "join", "format", "strip", "upper", "lower", "title", "split"),
        *("str", "repr", "len", "int", "float", "sorted", "dict", "list", "tuple", "set", "dumps", "pformat"),
        *("isoformat", "strftime", "fromtimestamp", "utcfromtimestamp", "copy", "round", "time", "now"),
    ]
)
"""The names of calls that put something into words and have no other effect."""


def is_telling(call: Site) -> bool:
    """A call writes to a log, or shows something: `logger.info(…)`, `self.stdout.write(…)`."""
    callee = call.module.nodes[call.node.callee]
    base = call.module.root(callee.base) if isinstance(callee, v.Attr) else None
    shown = call.word in ("write", "writelines") and getattr(base, "name", "") in _STREAMS
    if (
        call.word in ("writerow", "writerows") and isinstance(base, v.Call) and base.args
    ):  # `csv.writer(sys.stdout)`
        shown = getattr(call.module.root(base.args[0]), "name", "") in _STREAMS
    return call.fact.discarded and (shown or bool(TELLING.search(call.word)))


_STREAMS = ("stdout", "stderr")


def only_tells(links: Links, call: Site, of_read: Container[Value], level: int = 0) -> bool:
    """A function of the project does nothing with what it is handed but tell it, and comes back."""
    functions = functions_called(links, call) if level <= MOST_LEVELS else []
    return bool(functions) and all(_only_tells(links, call, one, of_read, level) for one in functions)


def _only_tells(
    links: Links, call: Site, function: FunctionRef, of_read: Container[Value], level: int
) -> bool:
    module, facts = function.module, function.facts
    names = [one.name for one in facts.parameters]
    handed = [one for one in names if given_for(call, names, one) in of_read]
    inner = any(one.parent == function.index for one in module.functions)
    calls = list(calls_of(module, function.index))
    if not handed or inner or facts.yields or not links.affords(module, COST * len(calls)):
        return False
    sources = (one for name in handed for one in module.uses.get(v.Param(function.index, name), ()))
    known = set().union(*(computed_from(module, one) for one in sources))

    def depends(guards: Guards) -> bool:
        return any(test in known for test, _ in guards)

    stores = module.places.stores_in.get(function.index, ())
    if is_named(module, known) or any(one.value in known or depends(one.guards) for one in stores):
        return False
    if any(not isinstance(module.nodes[one], v.Call) for one in facts.raised):
        return False  # nobody knows why
    if refuses(module, [*facts.guards, *facts.falls], known.__contains__):
        return False
    return all(
        is_telling(one) or one.word in WORDING or only_tells(links, one, known, level + 1)
        for one, value in calls
        if depends(one.fact.guards) or any(each in known for each in given_to(module, one))
    )


def is_named(module: ModuleFacts, known: set[Value]) -> bool:
    """A name of the module is set to some of these: `global CLAIMS`."""
    module.effort.spend(len(module.bindings) // 4)
    return not known.isdisjoint(module.bindings.values())


def calls_of(module: ModuleFacts, function: int) -> Iterator[tuple[Site, Value]]:
    yield from ((Site(module, fact), fact.value) for fact in module.calls_in.get(function, ()))


def given_to(module: ModuleFacts, call: Site) -> Iterator[Value]:
    yield call.node.callee
    yield from module.handed(call.node)
