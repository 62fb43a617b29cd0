"""Tokens that come verified from where a function has them: an object, a call, a framework."""

from __future__ import annotations

import msgspec

from pytest_ssot.facts import values as v
from pytest_ssot.facts.links import Links, Site
from pytest_ssot.facts.meanings.objects import PROVIDING
from pytest_ssot.facts.resolved import External, FunctionRef
from pytest_ssot.facts.uses import first_argument
from pytest_ssot.facts.values import NOTHING, Value
from pytest_ssot.rules.kept_tokens import Ways, hands_out_verified, is_kept_verified
from pytest_ssot.rules.same_tokens import Token, origin_of, rest_of
from pytest_ssot.rules.shared_tokens import is_shared_verified, is_verified_before_views
from pytest_ssot.rules.token_checks import functions_called


def comes_verified(ways: Ways, site: Site, token: Token, value: Value) -> bool:
    """Whoever keeps the token that a call reads, or gave it, has had it verified."""
    if is_kept_verified(ways, site, token, value) or is_shared_verified(ways, site, token):
        return True
    origin, links = origin_of(token), ways.links
    steps = rest_of(token, origin) or ()
    if isinstance(origin, v.Param) and origin.function == site.fact.function:
        return hands_out_verified(ways, _providers(links, site, origin), steps)
    facts = site.module.calls_in[site.fact.function]
    made = next((one for one in facts if one.value == origin and one.value != site.fact.value), None)
    if made is not None and not made.handler:
        functions = functions_called(links, Site(site.module, made, site.frames))
        if hands_out_verified(ways, functions, steps):
            return True
    return is_verified_before_views(ways, site, token)


def _providers(links: Links, site: Site, given: v.Param) -> list[FunctionRef]:
    """The functions whose results a framework hands in as a parameter: `token = Depends(bearer)`."""
    module = site.module
    parameters = {one.name: one for one in module.functions[given.function].parameters}
    default = parameters[given.name].default if given.name in parameters else NOTHING
    node = module.nodes[default] if default != NOTHING else None
    if not isinstance(node, v.Call):
        return []
    asked = links.value(module, node.callee)
    if not any(isinstance(one, External) and one.path in PROVIDING for one in asked):
        return []
    value = first_argument(Site(module, msgspec.structs.replace(site.fact, value=default)), "dependency")
    return (
        [one for one in links.value(module, value) if isinstance(one, FunctionRef)]
        if value != NOTHING
        else []
    )
