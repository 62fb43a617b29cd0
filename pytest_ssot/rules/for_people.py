"""What only people read: methods that put an object into words, and what is called by a word for that."""

from __future__ import annotations

import re

from pytest_ssot.facts import values as v
from pytest_ssot.facts.classes import lineage
from pytest_ssot.facts.links import Links, Site
from pytest_ssot.facts.module import FunctionFacts, ModuleFacts
from pytest_ssot.facts.places import decorator_words
from pytest_ssot.facts.resolved import ClassRef, External
from pytest_ssot.facts.values import Value
from pytest_ssot.rules.jwt_reimplementation import words_of


def is_for_people(module: ModuleFacts, function: FunctionFacts) -> bool:
    """A method describes its object: in whatever words, or as `str`, in such as describe something."""
    if function.owner < 0:
        return False
    described = function.name == "__str__" and bool(function.returns)
    if "display" in decorator_words(module, function):
        return True  # `@admin.display(description="…")`
    return function.name in _FOR_PEOPLE or (
        described and all(_DESCRIBING.search(_wording(module, one)) for one in function.returns)
    )


def is_listed(links: Links, module: ModuleFacts, function: FunctionFacts) -> bool:
    """A page of Django's administration, and nobody else, is to show what a method gives: `list_display`."""
    listed = module.classes[function.owner].attributes if function.owner >= 0 else {}
    rows = [module.root(listed[one]) for one in _ADMINISTERED if one in listed]
    shown = [module.nodes[one] for row in rows if isinstance(row, v.Sequence) for one in row.items]
    named = any(getattr(one, "value", None) == function.name for one in shown)
    return named and not any(
        one.calls_by_word.get(function.name) for one in links.naming(module, function.name)
    )


_ADMINISTERED = ("list_display", "readonly_fields")


def is_of_log(links: Links, module: ModuleFacts, function: FunctionFacts) -> bool:
    """A method of what a log goes through: a filter, a formatter or a handler of records."""
    if function.owner < 0 or function.name not in _OF_RECORDS:
        return False
    above = lineage(links.resolver, ClassRef(module, function.owner, {}))
    return any(isinstance(one, External) and _LOGS.search(one.path) for one in above)


_OF_RECORDS = ("filter", "format", "formatMessage", "emit", "handle", "atoms", "add_fields")
"""Methods that are handed records, or make what is written of a request."""

_LOGS = re.compile(r"^logging\.|log\w*\.(\w+\.)*\w*(Logger|Formatter|Filter)$")
"""What logs go through, by its path."""


def is_display(site: Site) -> bool:
    """A call stands in what is called by a word for showing people what something holds, or under one."""
    module, index = site.module, site.fact.function
    names = [module.path.rpartition("/")[2]]
    for test, outcome in site.fact.guards:
        asked = module.nodes[test]
        if outcome and isinstance(asked, v.Compare) and asked.op == "Eq":  # `arguments.command == "show"`
            names += [_text(module, asked.left), _text(module, asked.right)]
    if index >= 0:
        function = module.functions[index]
        decorators = (module.nodes[value] for value in function.decorators)
        told = [one.args for one in decorators if isinstance(one, v.Call)]
        names += [function.qualname, *(_text(module, each) for one in told for each in one)]
    return any(map(names_display, names))


def names_display(name: str) -> bool:
    """A name has a word for showing people what something holds."""
    return not _DISPLAY.isdisjoint(words_of(name))


def _text(module: ModuleFacts, value: Value) -> str:
    held = getattr(module.nodes[value], "value", None)
    return held if isinstance(held, str) else ""


_DISPLAY = frozenset(
    [
        *("show", "shows", "print", "prints", "display", "dump", "render", "view", "preview", "pretty"),
        *("debug", "inspect", "inspector", "viewer", "diagnose", "diagnostics", "trace", "log"),
        *("logger", "report"),
        *("describe", "details", "info", "explain", "summary", "summarize", "status", "peek", "banner"),
        *("who", "whoami"),
    ]
)
"""Words in the names of what is for people to look at."""

_FOR_PEOPLE = ("__repr__", "__rich__", "__rich_repr__")

_DESCRIBING = re.compile(r"[\s<(=]")
"""What a text has in it that is no name or key: blanks, brackets, `name=`."""


def _wording(module: ModuleFacts, value: Value) -> str:
    """The constant parts of a text that is put together; empty for any other value."""
    node = module.root(value)
    parts = node.parts if isinstance(node, v.Text) else ()
    if isinstance(node, v.Binary):
        parts = (node.left,)
    callee = module.nodes[node.callee] if isinstance(node, v.Call) else None
    if isinstance(callee, v.Attr) and callee.name == "format":
        parts = (callee.base,)
    words = (getattr(module.nodes[one], "value", None) for one in parts)
    return "".join(one for one in words if isinstance(one, str))


__all__ = ["is_for_people"]
