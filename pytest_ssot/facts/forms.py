"""Which calls have the form that a function takes: enough to see that many are calls of something else."""

from __future__ import annotations

from collections.abc import Iterable

import msgspec

from pytest_ssot.facts import values as v
from pytest_ssot.facts.module import MAKERS, ModuleFacts
from pytest_ssot.facts.operands import operands
from pytest_ssot.facts.sites import Site

SHORTEST_HINT = 3
"""Signs of a text that tells something of the name that is made of it."""

_KEEPING_THE_FORM = frozenset({"staticmethod", "classmethod", "wraps", "override", "abstractmethod"})


class Form(msgspec.Struct, frozen=True):
    """How a function is called by one of its `names`; equal for functions that take the same calls."""

    names: frozenset[str]
    parameters: tuple[tuple[str, str, bool], ...]
    """Of each its name, its kind, and whether it has a default."""
    is_method: bool

    def takes(self, site: Site) -> bool:
        """A call can be one of the function; one by another name always can."""
        return site.word not in self.names or self._takes(site)

    def _takes(self, site: Site) -> bool:
        """The first parameter may be given by the call, or be what it is called on, if not of a method."""
        kinds = {kind for _, kind, _ in self.parameters}
        given, keywords = len(site.node.args), {name for name, _ in site.node.keywords}
        known = {name for name, kind, _ in self.parameters if kind in ("normal", "keyword")}
        if "**" not in kinds and not keywords <= {*known, ""}:
            return False
        if any(isinstance(site.module.nodes[value], v.Star) for value in site.node.args):
            return True
        by_place = [one for one in self.parameters if one[1] in ("positional", "normal")]
        if given > len(by_place) and "*" not in kinds:
            return False
        needed = [name for name, _, has_default in by_place if not has_default and name not in keywords]
        bound = self.is_method or isinstance(site.module.nodes[site.node.callee], v.Attr)
        return "" in keywords or given >= len(needed) - bound


ANY_FORM = Form(frozenset(), (), is_method=False)
"""That of what takes any call."""


def form_of(module: ModuleFacts, index: int) -> Form:
    """Tells of a call by the name of a module's function whether it can be one, by what it hands over.

    Python refuses all others (Language Reference, section 6.3.4). A call by another name, such as that of
    a partial one, and a call of what a decorator may have changed always can.
    """
    function = module.functions[index] if index >= 0 else None
    if function is None or not all(keeps_the_form(module, value) for value in function.decorators):
        return ANY_FORM
    names = {function.name}
    if function.name in MAKERS and function.owner >= 0:
        names.add(module.classes[function.owner].name)
    parameters = tuple((one.name, one.kind, one.default != v.NOTHING) for one in function.parameters)
    return Form(frozenset(names), parameters, function.owner >= 0)


def keeps_the_form(module: ModuleFacts, decorator: v.Value) -> bool:
    """A decorator is known to leave a function as it is called, and to register it nowhere."""
    node = module.nodes[decorator]
    return isinstance(node, v.Name | v.Imported | v.Attr) and node.name in _KEEPING_THE_FORM


_UNNAMED = (v.Param, v.Free, v.Star, v.Item, v.Call, v.Function, v.Phi, v.Choice)


def words_handed_over(site: Site) -> frozenset[str] | None:
    """The words by which a call names what it hands over; None if something cannot be told by its word."""
    found: set[str] = set()
    for value in site.module.handed(site.node):
        node = site.module.nodes[value]
        if isinstance(node, _UNNAMED):
            return None
        if isinstance(node, v.Attr | v.Name | v.Imported):
            found.add(node.name)
    return frozenset(found)


def default_words(site: Site) -> frozenset[str]:
    """The words by which the default of a parameter that is called names a function."""
    callee = site.module.nodes[site.node.callee]
    if not isinstance(callee, v.Param) or callee.function < 0:
        return frozenset()
    parameters = site.module.functions[callee.function].parameters
    defaults = {one.default for one in parameters if one.name == callee.name} - {v.NOTHING}
    nodes = [site.module.nodes[value] for value in defaults]
    found = {node.name for node in nodes if isinstance(node, v.Attr | v.Name | v.Imported)}
    return frozenset(
        found | {site.module.functions[n.index].word for n in nodes if isinstance(n, v.Function)}
    )


def parts_of_names(site: Site, outer: Site) -> frozenset[str]:
    """The texts that the name of a called attribute may be made of, where it is computed: `getattr(…)()`."""
    if not isinstance(_tested(site), v.Call):
        return frozenset()
    given = [outer.module.nodes[value] for value in outer.module.handed(outer.node)]
    return hints_of(site) | _texts(given)


def hints_of(site: Site) -> frozenset[str]:
    """What a call of something given says itself of the names of what it may call."""
    callee, function = _tested(site), site.fact.function
    if not isinstance(callee, v.Call) or function < 0:
        return default_words(site)
    defaults = [one.default for one in site.module.functions[function].parameters if one.default != v.NOTHING]
    parts = [value for name in callee.args[1:] for value in (name, *operands(site.module.nodes[name]))]
    return _texts(site.module.nodes[value] for value in (*defaults, *parts))


def _tested(site: Site) -> v.AnyNode:
    """What is called, also where a test has asked whether it is there."""
    callee = site.module.nodes[site.node.callee]
    while isinstance(callee, v.Refined):
        callee = site.module.nodes[callee.value]
    return callee


def _texts(nodes: Iterable[v.AnyNode]) -> frozenset[str]:
    constants = (node.value for node in nodes if isinstance(node, v.Const))
    return frozenset(text for text in constants if isinstance(text, str) and len(text) >= SHORTEST_HINT)
