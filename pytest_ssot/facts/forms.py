"""Which calls have the form that a function takes: enough to see that many are calls of something else."""

from __future__ import annotations

from collections.abc import Callable

from pytest_ssot.facts import values as v
from pytest_ssot.facts.module import MAKERS, FunctionFacts, ModuleFacts
from pytest_ssot.facts.sites import Site

_KEEPING_THE_FORM = frozenset({"staticmethod", "classmethod", "wraps", "override", "abstractmethod"})


def form_of(module: ModuleFacts, index: int) -> Callable[[Site], bool]:
    """Tells of a call by the name of a module's function whether it can be one, by what it hands over.

    Python refuses all others (Language Reference, section 6.3.4). A call by another name, such as that of
    a partial one, and a call of what a decorator may have changed always can.
    """
    function = module.functions[index] if index >= 0 else None
    if function is None or not all(_keeps_the_form(module, value) for value in function.decorators):
        return lambda _: True
    names = {function.name}
    if function.name in MAKERS and function.owner >= 0:
        names.add(module.classes[function.owner].name)
    return lambda site: site.word not in names or _may_take(function, site)


def _keeps_the_form(module: ModuleFacts, decorator: v.Value) -> bool:
    node = module.nodes[decorator]
    return isinstance(node, v.Name | v.Imported | v.Attr) and node.name in _KEEPING_THE_FORM


def _may_take(function: FunctionFacts, site: Site) -> bool:
    """The first parameter may be given by the call, or be what it is called on, also of a mere function."""
    parameters, kinds = function.parameters, {one.kind for one in function.parameters}
    given, keywords = len(site.node.args), {name for name, _ in site.node.keywords}
    known = {one.name for one in parameters if one.kind in ("normal", "keyword")}
    if "**" not in kinds and not keywords <= {*known, ""}:
        return False
    if any(isinstance(site.module.nodes[value], v.Star) for value in site.node.args):
        return True
    by_place = [one for one in parameters if one.kind in ("positional", "normal")]
    if given > len(by_place) and "*" not in kinds:
        return False
    needed = [one for one in by_place if one.default == v.NOTHING and one.name not in keywords]
    bound = function.owner >= 0 or isinstance(site.module.nodes[site.node.callee], v.Attr)
    return "" in keywords or given >= len(needed) - bound


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
