"""Functions that are only handed to what counts requests, or writes logs, and what they read."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pytest_ssot.facts import values as v
from pytest_ssot.facts.classes import lineage
from pytest_ssot.facts.links import Links, Site
from pytest_ssot.facts.module import ModuleFacts
from pytest_ssot.facts.resolved import ClassRef, External
from pytest_ssot.facts.seen_calls import is_test
from pytest_ssot.facts.values import Value
from pytest_ssot.rules.callers import callers_of
from pytest_ssot.rules.outcomes import is_used

ONLY_COUNTED = "; it only tells which requests are counted together"
"""What a message says of such a read."""

_COUNTING = re.compile(r"limit|throttl|^init$", re.IGNORECASE)
"""The names of what counts requests, or is told how to."""

_COUNTS = re.compile(r"limit|throttl", re.IGNORECASE)
_KEYS = frozenset(["key_func", "identifier", "key", "key_function", "get_identifier", ""])
"""The keywords by which that is told; empty for what is given by its place."""


def is_only_for_counting(links: Links, site: Site) -> bool:
    """The function of a call is only handed to what limits rates, or stands in a class that does."""
    module, index = site.module, site.fact.function
    if index < 0:
        return False
    function = module.functions[index]
    if function.owner >= 0:
        above = lineage(links.resolver, ClassRef(module, function.owner, {}))
        limits = (isinstance(one, External) and _COUNTS.search(one.path) for one in above)
        return function.name.startswith("get_") and any(limits) and not is_used(site, ())
    if callers_of(links, module, index):
        return False
    taken = list(_taken(links, module, index))
    counted = (any(_counts(home, one, value) for one in users) for home, value, users in taken)
    return bool(taken) and all(counted) and not is_used(site, ())


def is_only_for_log(links: Links, site: Site) -> bool:
    """The function of a call is only one of those that events go through before a log is written."""
    module, index = site.module, site.fact.function
    if index < 0 or module.functions[index].owner >= 0 or callers_of(links, module, index):
        return False
    taken = list(_taken(links, module, index))
    return bool(taken) and all(any(_logs(home, one, value) for one in users) for home, value, users in taken)


def _logs(home: ModuleFacts, number: Value, value: Value) -> bool:
    """A call hands a function to what writes events: `structlog.configure(processors=[function])`."""
    node = home.nodes[number]
    if isinstance(node, v.Sequence):
        return any(_logs(home, one, number) for one in home.used_by.of(number))
    words = [name for name, one in node.keywords if one == value] if isinstance(node, v.Call) else []
    return bool(words) and _EVENTS.issuperset(words)


_EVENTS = frozenset(
    ["processors", "foreign_pre_chain", "before_send", "before_send_log", "before_breadcrumb"]
)
"""The keywords by which that is told."""


def _taken(links: Links, module: ModuleFacts, index: int) -> Iterator[tuple[ModuleFacts, Value, list[Value]]]:
    """Where a function is asked for by its name, or stands itself, and what is computed of it there."""
    for value in module.uses.get(v.Function(index), ()):
        if users := list(module.used_by.of(value)):
            yield module, value, users
    name = module.functions[index].name
    for home in links.naming(module, name) if name.isidentifier() else ():
        for value in home.places.named.get(name, ()) if not is_test(home.path) else ():
            if users := list(home.used_by.of(value)):
                yield home, value, users


def _counts(home: ModuleFacts, number: Value, value: Value) -> bool:
    """A call hands a function to what counts requests by what it gives."""
    node = home.nodes[number]
    if not isinstance(node, v.Call) or node.callee == value:
        return False
    words = [name for name, one in node.keywords if one == value] + [""] * node.args.count(value)
    callee = home.nodes[node.callee]
    word = getattr(callee, "name", "")
    base = getattr(home.nodes[callee.base], "name", "") if isinstance(callee, v.Attr) else ""
    named = bool(_COUNTING.search(word)) and bool(_COUNTS.search(word) or _COUNTS.search(base))
    return named and bool(words) and _KEYS.issuperset(words)
