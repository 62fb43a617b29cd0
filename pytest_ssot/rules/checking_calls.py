"""Calls of what is outside the project that verify a token by themselves."""

from __future__ import annotations

from collections.abc import Callable

from msgspec.structs import replace

from pytest_ssot.facts import values as v
from pytest_ssot.facts.deciding import decides
from pytest_ssot.facts.links import Links, Site
from pytest_ssot.facts.resolved import Alternatives, Arguments, External, Frames, Partial, Resolved, needs_of
from pytest_ssot.rules.assurances import Assurance
from pytest_ssot.rules.entered_functions import called_on_objects, is_out_of_sight
from pytest_ssot.rules.libraries import OBJECTS, VERIFYING_METHODS
from pytest_ssot.rules.same_tokens import Token, identity

Verifies = Callable[[Resolved, Arguments], bool]
"""(callee, arguments) → the call of something outside checks the signature of its first argument."""

COST = 4
"""What looking at one call is charged as, in nodes."""

_ANSWERING = ("validate_compact", "validate_json")
"""Checks that say what they found; all others raise."""


def verified_by(links: Links, site: Site, verifies: Verifies) -> Assurance:
    """How far a call checks the signature of its first argument.

    What parameters of its own function decide is what their defaults are: who says otherwise is told so.
    """
    if (site.fact.discarded and site.word in _ANSWERING) or not links.affords(site.module, COST):
        return Assurance.NONE
    called = [[one for one in each if isinstance(one, External | Partial)] for each in _called(links, site)]
    callees = [one for each in called for one in each]
    if not all(called):
        return Assurance.NONE  # before the work of telling what is handed over
    given, around = links.arguments(site), (site.module.path, site.fact.function)
    kind = Assurance.ANSWERS if site.word in _ANSWERING else Assurance.RAISES
    if all(verifies(callee, given) for callee in callees):
        return kind
    needs = needs_of(*given.positional, *given.keywords.values(), given.rest)
    if not any(one[:2] == around for one in needs):
        return Assurance.NONE
    given = links.arguments(replace(site, frames=links.open([around], site.frames)))
    return kind if all(verifies(callee, given) for callee in callees) else Assurance.NONE


def _called(links: Links, site: Site) -> list[Alternatives]:
    """What a call may call, also where a method's object keeps it: `self.check(token)`."""
    called, around = links.callees(site), (site.module.path, site.fact.function)
    kept = any(one[:2] == around for one in needs_of(called))
    return called_on_objects(links, site) if kept else [called]


def holds(check: Site, assurance: Assurance) -> bool:
    """Whoever has got past a check knows that the signature is right, or has looked at what it answered."""
    return assurance is Assurance.RAISES or (bool(assurance) and decides(check))


def asks_itself(links: Links, site: Site, token: Token, enter: Callable[[], Frames] | None = None) -> bool:
    """A token object is asked to verify itself, with the key that it is handed: `message.verify(key)`.

    What it is may only be known from within the calls that `enter` gives.
    """
    callee = site.module.nodes[site.node.callee]
    if not isinstance(callee, v.Attr) or callee.name not in VERIFYING_METHODS:
        return False
    if identity(site.module, callee.base) != token or not links.affords(site.module, COST):
        return False
    asked = links.callees(site if enter is None else replace(site, frames=enter()))
    return bool(asked) and all(isinstance(one, External) and one.path.startswith(OBJECTS) for one in asked)


def may_call_another(links: Links, site: Site, verifies: Verifies) -> bool:
    """A call may as well be of a built-in or a library's function that verifies nothing: `checks[kind]`."""
    others = [
        one
        for each in called_on_objects(links, site)
        for one in each
        if isinstance(one, External) and (one.path.startswith("builtins.") or not is_out_of_sight(one))
    ]
    given = links.arguments(site) if others else Arguments()
    return not all(verifies(one, given) for one in others)
