"""What stands in for a library's check: whether it lets everything pass."""

from __future__ import annotations

from collections.abc import Iterator

from pytest_ssot.facts import values as v
from pytest_ssot.facts.links import Links, Site
from pytest_ssot.facts.module import ModuleFacts
from pytest_ssot.facts.resolved import (
    Alternatives,
    Arguments,
    External,
    FunctionRef,
    Known,
    Opaque,
    Partial,
    Place,
    Table,
    truth,
)
from pytest_ssot.rules.flags import Flag
from pytest_ssot.rules.libraries import UNVERIFIED_KEY, VERIFIERS
from pytest_ssot.rules.token_calls import flags, variants
from pytest_ssot.rules.tolerated import forgives

OPTIONS = ("options", "_get_default_options")
"""The names by which the libraries' objects keep or give their default options."""


def permissive(links: Links, values: Alternatives, name: str) -> bool:
    """What replaces a check lets everything pass: it neither calls the library nor says no."""
    for value in values:
        if isinstance(value, External) and "mock" in value.path.lower():
            return True
        if isinstance(value, Partial):
            return any(truth(flag.value) is False for flag in _told(links, value))
        if name in OPTIONS:
            return any(True for _ in switched_off(links, (value,)))
        if isinstance(value, FunctionRef) and name in _ANSWERING and _always_agrees(links, value):
            return True
        if isinstance(value, FunctionRef) and not _delegates(links, value, name):
            returned = [one for node in value.facts.returns for one in links.value(value.module, node)]
            if not returned or any(truth(one) is not False for one in returned):
                return True
            if all(isinstance(one, Known) and one.value is None for one in returned):
                return True
    return False


_ANSWERING = frozenset({"verify", "compare_digest", "verify_signature"})
"""Checks whose answer is what they give back, where others raise."""


_GIVING = frozenset({"decode", "decode_complete"})
"""Checks that give back the claims: nothing is none."""


def _always_agrees(links: Links, function: FunctionRef) -> bool:
    """A function says yes wherever it ends, on every path, whatever it has asked before."""
    facts = function.facts
    if not facts.returns or any(facts.guards) or facts.falls:
        return False
    return all(_is_true(links, function.module, value) for value in facts.returns)


def _is_true(links: Links, module: ModuleFacts, value: v.Value) -> bool:
    """A value counts as true whatever else it depends on: `answer or True`."""
    node = module.nodes[value]
    if isinstance(node, v.Boolean) and node.op == "or":
        return any(_is_true(links, module, operand) for operand in node.operands)
    held = links.value(module, value)
    return bool(held) and all(isinstance(one, Known) and bool(one.value) for one in held)


def _told(links: Links, value: Partial) -> Iterator[Flag]:
    """What a partial call of a library's check decides already."""
    for inner, given in variants(links, value, Arguments()):
        yield from flags(links, inner, given)


def switched_off(links: Links, values: Alternatives) -> Iterator[Place]:
    """Where default options, or a function that returns them, switch verification off."""
    tables = list(values)
    for value in values:
        if isinstance(value, FunctionRef):
            tables += [one for node in value.facts.returns for one in links.value(value.module, node)]
    for table in tables:
        for flag in table.entries.get(UNVERIFIED_KEY, ()) if isinstance(table, Table) else ():
            if isinstance(flag, Known) and not flag.value:
                yield flag.place


def _delegates(links: Links, function: FunctionRef, name: str) -> bool:
    """A function that calls a library's check, or something unknown it was given, itself.

    A check that says no by raising is none where its error goes no further.
    """
    raising = name not in _ANSWERING
    forgiven = raising and name not in _GIVING and forgives(links, function)
    for fact in function.module.calls_in.get(function.index, ()):
        if raising and (fact.swallowed or (fact.answered and forgiven)):
            continue
        for callee in links.callees(Site(function.module, fact)):
            if isinstance(callee, External):
                word = callee.path.rpartition(".")[2]
                if word in VERIFIERS or callee.path.partition(".")[0] == "hmac":
                    return True
            if isinstance(callee, Opaque) and callee.needs:
                return True
    return False
