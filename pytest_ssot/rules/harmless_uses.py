"""What is done with claims that nobody verified, where that decides nothing."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from msgspec.structs import replace

from pytest_ssot.facts import values as v
from pytest_ssot.facts.links import Links, Site
from pytest_ssot.facts.module import CallFacts, FunctionFacts, ModuleFacts, StoreFacts
from pytest_ssot.facts.resolved import External
from pytest_ssot.facts.values import NOTHING, AnyNode, Value
from pytest_ssot.rules.addresses import ONLY_ADDRESSED, is_only_for_address
from pytest_ssot.rules.callers import callers_of
from pytest_ssot.rules.chosen_keys import ONLY_CHOSEN, is_only_for_a_key
from pytest_ssot.rules.counted_reads import ONLY_COUNTED, is_only_for_counting, is_only_for_log
from pytest_ssot.rules.json_readers import ONLY_PARSED, is_only_parsed
from pytest_ssot.rules.only_told import (
    ONLY_TOLD,
    answers_of,
    coming_back,
    is_only_told,
    may_decide,
    only_tells,
)
from pytest_ssot.rules.own_tokens import is_property
from pytest_ssot.rules.renewals import MOST_LOADS, ONLY_RENEWED, is_only_for_renewal, loads_of
from pytest_ssot.rules.telling import calls_of, told_of

MOST_LEVELS = 3
"""Functions and attributes that hand on to each other what was read."""


def harmless_use(links: Links, site: Site, level: int = 0, *, refusing: bool = False) -> str:
    """What is done with claims that were not verified, in words, where that decides nothing; "" otherwise.

    What is called may be `refusing` because of them: then they must tell an address, or not be there.
    """
    for is_harmless, told in _HARMLESS if not refusing else ():
        if is_harmless(links, site):
            return told
    if refusing and is_only_for_address(links, site, refusing=True):
        return ONLY_ADDRESSED
    return _use_of_takers(links, site, level, refusing=refusing) if level < MOST_LEVELS else ""


_HARMLESS: tuple[tuple[Callable[[Links, Site], bool], str], ...] = (
    (is_only_parsed, ONLY_PARSED),
    (is_only_told, ONLY_TOLD),
    (is_only_for_renewal, ONLY_RENEWED),
    (is_only_for_a_key, ONLY_CHOSEN),
    (is_only_for_log, ONLY_TOLD),
    (is_only_for_counting, ONLY_COUNTED),
    (is_only_for_address, ONLY_ADDRESSED),
)
"""What claims may be asked for without deciding anything, and what a message says of it."""


def _use_of_takers(links: Links, site: Site, level: int, *, refusing: bool) -> str:
    """The same of all who take what was read from the function that did, or from what its object keeps."""
    module, index = site.module, site.fact.function
    function = module.functions[index] if index >= 0 else None
    if function is None or not links.affords(module, len(module.calls)):
        return ""
    setting = {
        call.fact.value: (call, name)
        for call in calls_of(module, index)
        if (name := _variable(links, call, _SETTING))
    }

    variables = {name for _, name in setting.values()}

    def is_variable(value: Value) -> bool:
        return getattr(module.root(value), "name", "") in variables

    def is_kept(node: AnyNode) -> bool:
        if isinstance(node, v.SetAttr):
            return _is_kept_under(module, node.base, node.name, function)
        if isinstance(node, v.SetItem):
            return node.key == NOTHING and is_variable(node.base)
        return isinstance(node, v.After) and node.call in setting

    of_read = told_of(links, module, index, site.fact.value, is_kept)
    stored = [
        one
        for one in module.places.stores_in.get(index, ())
        if not one.item and one.value in of_read and _is_kept_under(module, one.target, one.name, function)
    ]
    put = [(call.fact, name) for call, name in setting.values() if not of_read.isdisjoint(call.node.args)]
    held = (one for one in module.places.stores_in.get(index, ()) if one.name == v.HELD)
    kept: list[StoreFacts | CallFacts] = [
        *stored,
        *(fact for fact, _ in put),
        *(one for one in held if is_variable(one.target)),
    ]
    if only_tells(links, site, of_read, kept) is None:
        refusing = True
        if kept or only_tells(links, site, of_read, kept, refusing=True) is None:
            return ""
    takers = [taker for one in stored for taker in loads_of(links, module, one.name)]
    takers += [taker for name in {name for _, name in put} for taker in _asking(links, module, name)]
    takers = [replace(one, fact=replace(one.fact, swallowed=True)) for one in takers]  # it was read before
    answers = answers_of(function)
    if any(value in of_read or any(test in of_read for test, _ in guards) for value, guards in answers):
        askers = [coming_back(site, one) for one in _askers(links, site)]
        if not askers:
            return ""
        takers += askers
    elif may_decide(module, function):
        return ""
    if not takers or len(takers) > MOST_LOADS:
        return ""
    found = [harmless_use(links, one, level + 1, refusing=refusing) for one in takers]
    return found[0] if all(found) else ""


def _is_kept_under(module: ModuleFacts, target: Value, name: str, function: FunctionFacts) -> bool:
    """An attribute is one of the method's own object.

    Or of another one under a name that only the project asks for: `request.state.claimed_by`.
    """
    itself = module.root(target)
    own = isinstance(itself, v.Param) and function.takes_itself_as(itself.name)
    return own or (name not in _OF_FRAMEWORKS and isinstance(itself, _OF_OTHERS))


_OF_OTHERS = (v.Param, v.Imported, v.Name, v.Attr)

_OF_FRAMEWORKS = frozenset(
    ["user", "auth", "scope", "session", "identity", "current_user", "principal", "state", "username", "uid"]
)
"""What frameworks ask a request for, or others that are installed."""

_SETTING, _GETTING = ("set", "reset"), ("get",)


def _variable(links: Links, call: Site, words: tuple[str, ...]) -> str:
    """The name of the context variable that a call sets, or asks for; "" for any other call."""
    callee = call.module.nodes[call.node.callee] if call.word in words else None
    held = call.module.root(callee.base) if isinstance(callee, v.Attr) else None
    name = getattr(held, "name", "") if isinstance(held, v.Name | v.Imported | v.Attr) else ""
    found = [one.path if isinstance(one, External) else "" for one in links.callees(call)] if name else []
    return name if found and all(one == f"contextvars.ContextVar().{call.word}" for one in found) else ""


def _asking(links: Links, module: ModuleFacts, name: str) -> Iterator[Site]:
    """Where a context variable is asked for what it was set to."""
    for home in links.naming(module, name):
        for fact in home.calls_by_word.get("get", ()):
            if _variable(links, Site(home, fact), _GETTING) == name:
                yield Site(home, fact)


def _askers(links: Links, site: Site) -> Iterator[Site]:
    """Who asks for what a function gives."""
    module, index = site.module, site.fact.function
    if is_property(module, index):
        yield from loads_of(links, module, module.functions[index].name)
    else:
        yield from (caller for caller, _ in callers_of(links, module, index))
