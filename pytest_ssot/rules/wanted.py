"""What judging a call still depends on: the parameters that whoever calls its function decides about."""

from __future__ import annotations

from collections.abc import Callable

from pytest_ssot.facts import values as v
from pytest_ssot.facts.links import Links, Site
from pytest_ssot.facts.module import ModuleFacts
from pytest_ssot.facts.resolved import (
    Alternatives,
    Arguments,
    External,
    FunctionRef,
    Parameter,
    needs_of,
    truth,
)
from pytest_ssot.facts.values import NOTHING
from pytest_ssot.rules.implications import tested
from pytest_ssot.rules.same_tokens import identity, is_part, token_of
from pytest_ssot.rules.token_calls import (
    deciding,
    flags,
    handed_over,
    is_relevant,
    known_paths,
    reads_unverified,
    speaks_of_tokens,
    variants,
    verifies,
)
from pytest_ssot.rules.token_checks import conditional_checks


def needs(
    links: Links, site: Site, *, handed: frozenset[str], harmless: Callable[[Links, Site], str]
) -> frozenset[Parameter]:
    """The parameters that a judgement of the call still depends on; `handed` as for `relevant`.

    Who makes a `harmless` read, and when, does not matter.
    """
    callees = links.callees(site)
    if all(isinstance(callee, FunctionRef) for callee in callees) or not is_relevant(
        links, site, handed=handed
    ):
        return frozenset()
    given = told_beside(links, site, callees)
    wanted = needs_of(callees) if speaks_of_tokens(links, site) or handed else frozenset()
    for callee in callees:
        for passed, rest in handed_over(links, callee, given):
            wanted |= needs_of(tuple(flag.value for flag in flags(links, passed, rest)))
        for inner, arguments in variants(links, callee, given):
            found = list(flags(links, inner, arguments))
            wanted |= needs_of(tuple(flag.value for flag in found))
            if not found and known_paths(links, inner):
                wanted |= needs_of(arguments.rest)
            off = any(truth(flag.value) is False for flag in found)
            if (off or reads_unverified(links, inner, site)) and not harmless(links, site):
                links.resolver.ask()
                wanted |= needs_of_reading(links, site)
    return wanted


def needs_of_reading(links: Links, site: Site, token: v.Value = NOTHING) -> frozenset[Parameter]:
    """The parameters that decide if a call that reads a token is made, and if the token is checked.

    Where that takes too much to find out, the call itself is told.
    """

    def found() -> frozenset[Parameter]:
        asked = token if token != NOTHING else token_of(site)
        tests = (
            _tested(links, site, test) for test, _ in site.fact.guards if not _is_there(site, test, asked)
        )
        return needs_of(*tests) | conditional_checks(links, site, verifies, token).needs

    return links.accounts.unless_too_much(found, frozenset())


def _is_there(site: Site, test: v.Value, token: v.Value) -> bool:
    """A test asks if there is a token, or what holds it: where there is none, it lets nobody in."""
    known = identity(site.module, token)
    asked, _ = tested(site.module, test, outcome=True)
    return known is not None and is_part(known, identity(site.module, asked))


def _tested(links: Links, site: Site, test: v.Value) -> Alternatives:
    """A test that only constants and parameters decide; nothing for any other."""
    node = site.module.nodes[test]
    inner = site.module.nodes[node.operand] if isinstance(node, v.Not) else node
    known = isinstance(inner, v.Param | v.Compare | v.Attr | v.Free | v.Item | v.Name | v.Imported)
    known = known or (isinstance(inner, v.Call) and _looks_up(site.module, inner))
    return links.truth_of(site.module, test, site.frames) if known else ()


def _looks_up(module: ModuleFacts, call: v.Call) -> bool:
    """`mapping.get("name")`, with a default or without."""
    callee, given = module.nodes[call.callee], [module.nodes[value] for value in call.args]
    constant = bool(given) and all(isinstance(one, v.Const) for one in given)
    return isinstance(callee, v.Attr) and callee.name == "get" and constant


def told_beside(links: Links, site: Site, callees: Alternatives) -> Arguments:
    """What a call hands over; of a library's it matters little what decides nothing: the token, the key."""
    paths = [path for one in callees for path in known_paths(links, one)]
    known = all(isinstance(one, External) for one in callees)
    known = known and bool(paths) and not any(path.rpartition(".")[2][:1].isupper() for path in paths)
    return links.arguments(site, _indifferent(site, paths) if known else frozenset())


def _indifferent(site: Site, paths: list[str]) -> frozenset[v.Value]:
    """The arguments of a call of a library's function that have no say in what it verifies."""
    places = frozenset[int | str]().union(*map(deciding, paths))
    spread = (at for at, one in enumerate(site.node.args) if isinstance(site.module.nodes[one], v.Star))
    given = enumerate(site.node.args[: next(spread, None)])
    named = ((name, value) for name, value in site.node.keywords if name)
    return frozenset(value for place, value in (*given, *named) if place not in places)
