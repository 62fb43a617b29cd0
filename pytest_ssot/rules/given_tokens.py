"""Tokens that come verified from where a function has them: an object, a call, a framework."""

from __future__ import annotations

from msgspec.structs import replace

from pytest_ssot.facts import values as v
from pytest_ssot.facts.classes import class_function
from pytest_ssot.facts.links import Links, Site
from pytest_ssot.facts.module import ModuleFacts
from pytest_ssot.facts.resolved import ClassRef, FunctionKey, FunctionRef, Instance
from pytest_ssot.facts.values import NOTHING, Value
from pytest_ssot.rules.authenticators import is_authenticated
from pytest_ssot.rules.chosen_tokens import is_chosen_verified
from pytest_ssot.rules.entered_functions import functions_called
from pytest_ssot.rules.front_checks import is_verified_in_front
from pytest_ssot.rules.hooked_views import is_filled_verified
from pytest_ssot.rules.kept_tokens import (
    Ways,
    attribute_of,
    hands_out_verified,
    is_kept_verified,
    is_verified_when_made,
)
from pytest_ssot.rules.made_with import is_set_from_outside
from pytest_ssot.rules.own_tokens import is_property
from pytest_ssot.rules.provided_tokens import is_provided_verified, is_verified_by_takers
from pytest_ssot.rules.rounds import goes_on_failing, row_of
from pytest_ssot.rules.rows_of_tokens import is_among_verified
from pytest_ssot.rules.same_tokens import Token, origin_of, rest_of, states_of
from pytest_ssot.rules.shared_tokens import is_request_verified, is_shared_verified
from pytest_ssot.rules.stored_tokens import is_taken_verified


def comes_verified(ways: Ways, site: Site, token: Token) -> bool:
    """Whoever keeps the token that a call reads, or gave it, has had it verified."""
    origin = origin_of(token)
    if isinstance(origin, v.Param) and origin.function == site.fact.function:
        found = is_kept_verified(ways, site, token) or is_provided_verified(ways, site, token)
        found = found or is_verified_by_takers(ways, site, token) or is_filled_verified(ways, site, token)
    else:
        found = _is_given_verified(ways, site, token) or is_request_verified(ways, site, token)
    found = found or is_chosen_verified(ways, site, token) or is_authenticated(ways, site, token)
    found = found or is_taken_verified(ways, site, token) or is_shared_verified(ways, site, token)
    found = found or is_among_verified(ways, site, token)
    found = found or _is_asked_verified(ways, site, token) or _is_made_verified(ways, site, token)
    return found or is_verified_in_front(ways, site, token)


def keeps_verified(ways: Ways, site: Site, token: Token) -> bool:
    """What keeps a token for longer than one call, or a function that gives it, has had it verified."""
    found = is_kept_verified(ways, site, token) or is_taken_verified(ways, site, token)
    return found or is_shared_verified(ways, site, token) or _is_given_verified(ways, site, token)


def _is_given_verified(ways: Ways, site: Site, token: Token) -> bool:
    """The token is, or is found in, what a call of the same function gave, which has verified it."""
    origin, links = origin_of(token), ways.links
    made = site.module.places.call_in(site.fact.function, origin) if origin != site.fact.value else None
    functions = _entered(links, site, origin) if isinstance(origin, int) else []
    if made is not None and not made.handler and not functions:
        functions = functions_called(links, Site(site.module, made, site.frames))
    return hands_out_verified(ways, functions, rest_of(token, origin) or ())


def _is_asked_verified(ways: Ways, site: Site, token: Token) -> bool:
    """The token is found in what a property gave, which has verified it: `Ticket(raw).checked.raw`."""
    module, links = site.module, ways.links
    origin = origin_of(token)
    steps = rest_of(token, origin) or ()
    name = attribute_of(steps[0]) if len(steps) > 1 else ""
    if not name or not isinstance(origin, int) or not links.affords(module, 1):
        return False
    held = links.value(module, origin, site.frames)
    asked = [
        replace(found, bound=one)
        for one in held
        if isinstance(one, Instance) and (found := class_function(links.resolver, one.cls, name)) is not None
        if is_property(found.module, found.index)
    ]
    return len(asked) == len(held) and hands_out_verified(ways, asked, steps[1:])


def _is_made_verified(ways: Ways, site: Site, token: Token) -> bool:
    """The token is an attribute of an object of a class that verifies it as it is made, as models do.

    It is seen to be made by calling the class, or a parameter is said to be one of those.
    """
    module, links, origin = site.module, ways.links, origin_of(token)
    steps = rest_of(token, origin) or ()
    name = attribute_of(steps[0]) if steps else ""
    value = _class_said(module, origin)
    classes = links.value(module, value, site.frames) if name and value != NOTHING else ()
    return bool(classes) and all(
        isinstance(one, ClassRef)
        and not is_set_from_outside(links, one, name)
        and is_verified_when_made(ways, one, name, steps[1:])
        for one in classes
    )


def _class_said(module: ModuleFacts, origin: Token) -> Value:
    """What is called to make an object, or what a parameter is annotated with; NOTHING if neither is."""
    if isinstance(origin, v.Param):
        parameters = module.functions[origin.function].parameters
        return next((one.annotation for one in parameters if one.name == origin.name), NOTHING)
    made = module.nodes[origin] if isinstance(origin, int) else None
    return made.callee if isinstance(made, v.Call) else NOTHING


def _entered(links: Links, site: Site, value: Value) -> list[FunctionRef]:
    """The functions that give what `with` binds, a stack enters, or a loop goes through."""
    module = site.module
    node = module.nodes[value]
    made = module.root_of(node.base) if isinstance(node, v.Enter | v.Element) else NOTHING
    asked = module.nodes[node.callee] if isinstance(node, v.Call) and len(node.args) == 1 else None
    if isinstance(node, v.Call) and isinstance(asked, v.Attr) and asked.name in _ENTERING:
        made = module.root_of(node.args[0])
    call = module.nodes[made] if made != NOTHING else None
    if not isinstance(call, v.Call):
        return []
    held = links.value(module, call.callee, site.frames)
    functions = [one for one in held if isinstance(one, FunctionRef) and one.facts.yields]
    if not isinstance(node, v.Element):
        objects = [one for one in links.value(module, made, site.frames) if isinstance(one, Instance)]
        for one in objects:
            methods = (class_function(links.resolver, one.cls, word) for word in ("__enter__", "__aenter__"))
            functions += [replace(method, bound=one) for method in methods if method is not None]
    return functions


_ENTERING = ("enter_context", "enter_async_context")
"""Methods of a stack that enter what they are handed, and give what that gives."""


def is_handed_on_verified(ways: Ways, caller: Site, key: FunctionKey, value: Value) -> bool:
    """A function is called as an element of a list, with what the one before it gave, which has verified it.

    `value` is what it is called with: in each round what the last one has left.
    """
    module = caller.module
    node = module.nodes[caller.node.callee]
    before = (module.nodes[one] for one in states_of(module, value)) if value != NOTHING else ()
    carried = any(isinstance(one, v.Call) and one.at == caller.node.at for one in before)
    row = row_of(ways.links, caller, node.base) if carried and isinstance(node, v.Element) else None
    items = [item[0] for item in row.items] if row is not None else []
    places = [place for place, one in enumerate(items) if ways.links.target(one) == key]
    for one in reversed(items[: places[0]] if places else []):
        if not isinstance(one, FunctionRef) or goes_on_failing(caller):
            return False
        if hands_out_verified(ways, [one], ()):
            return True
        roots = [one.module.root(given) for given in one.facts.returns]
        if not roots or not all(isinstance(root, v.Param) for root in roots):
            return False
    return False
