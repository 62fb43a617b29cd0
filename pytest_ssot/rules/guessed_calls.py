"""Calls on objects from out of sight that can hardly be of anything but one method of the project."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice

from msgspec.structs import replace

from pytest_ssot.facts import values as v
from pytest_ssot.facts.classes import lineage
from pytest_ssot.facts.kinds_of_classes import is_protocol
from pytest_ssot.facts.links import Links, Site
from pytest_ssot.facts.module import ModuleFacts
from pytest_ssot.facts.named_methods import is_unknown
from pytest_ssot.facts.resolved import (
    ClassRef,
    FunctionKey,
    FunctionRef,
    Instance,
    Parameter,
    needs_of,
)
from pytest_ssot.rules.entered_functions import is_abstract

MOST_ALIKE = 6
"""Methods of one name that a call on an object that is not known may be of."""

MOST_GUESSED = 40
"""Calls of a name that are looked at."""

MOST_CALLERS = 8
"""Callers of the function that makes one, each of which may tell what it is of."""


def guessed_calls(
    links: Links, key: FunctionKey, wanted: frozenset[Parameter]
) -> Iterator[tuple[Site, FunctionRef]]:
    """The calls of a method by its name alone that give one of the parameters it is asked about.

    The object may be anything: it was handed in by a framework, or is kept where nobody is seen to put it.
    So those of the project's methods of this name that take the parameter have to be of one kind of objects,
    and the call has to give it by its name, or as a constant in its place.
    """
    module = links.project.facts(key[0])
    if module is None or key[1] < 0 or module.functions[key[1]].owner < 0:
        return
    function = module.functions[key[1]]
    names = frozenset(name for path, index, name in wanted if (path, index) == key) - {
        one.name for one in function.parameters if one.kind[:1] == "*"
    }
    names -= {function.parameters[0].name} if function.parameters else set()
    called = _of_any_object(module, key[1])
    asked = bool(names) and not function.name.startswith("__")
    alike = links.methods(function.name, names, most=MOST_ALIKE) if asked else []
    taking = [
        one for one in alike if not is_abstract(one) and not is_protocol(links.resolver, _class_of(one))
    ]
    if not taking or len(taking) > MOST_ALIKE or not _are_of_a_kind(links, [called, *taking]):
        return
    giving = (one for one in links.named(key, function.name) if _gives(one, called, names))
    for site in tuple(islice(giving, MOST_GUESSED)):
        links.resolver.ask()
        if is_guessed(links, site):
            yield site, called


def called_by_name(links: Links, caller: Site, key: FunctionKey) -> FunctionRef | None:
    """The method that a call was taken for by its name, if it was."""
    module = links.project.facts(key[0])
    if module is None or key[1] < 0 or module.functions[key[1]].owner < 0:
        return None
    named = caller.word == module.functions[key[1]].name
    return _of_any_object(module, key[1]) if named and is_guessed(links, caller) else None


def _of_any_object(module: ModuleFacts, index: int) -> FunctionRef:
    method = FunctionRef(module, index, {})
    return replace(method, bound=Instance(_class_of(method), {}))


def is_guessed(links: Links, site: Site) -> bool:
    """What a call is of is told by its name alone, whoever calls the function that makes it."""
    callees = links.callees(site)
    if not callees or not all(is_unknown(one) for one in callees):
        return False
    around = {(path, index) for one in callees for path, index, _ in needs_of((one,))}
    outside = [one for key in sorted(around) for one in links.callers(key)[:MOST_CALLERS]]
    inside = (replace(site, frames=links.enter(caller, function)) for caller, function in outside)
    return all(is_unknown(one) for inner in inside for one in links.callees(inner))


def _are_of_a_kind(links: Links, methods: list[FunctionRef]) -> bool:
    """The classes of all methods are one, or are derived from one of the project."""
    above = (
        {one.key for one in lineage(links.resolver, _class_of(method)) if isinstance(one, ClassRef)}
        for method in methods
    )
    return bool(set.intersection(*above))


def _class_of(method: FunctionRef) -> ClassRef:
    return ClassRef(method.module, method.facts.owner, {})


def _gives(site: Site, method: FunctionRef, names: frozenset[str]) -> bool:
    """A call of an attribute gives one of some parameters by name, or false in its place."""
    nodes, parameters = site.module.nodes, method.facts.parameters[1:]
    if not isinstance(nodes[site.node.callee], v.Attr):
        return False
    if any(name in names for name, _ in site.node.keywords):
        return True
    placed = zip(parameters, (nodes[value] for value in site.node.args), strict=False)
    return any(
        one.name in names and isinstance(node, v.Const) and node.value is False for one, node in placed
    )
