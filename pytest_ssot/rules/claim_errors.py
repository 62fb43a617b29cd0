"""Reads in the handlers of errors that only tokens with a right signature lead to: an expired one."""

from __future__ import annotations

from pytest_ssot.facts import values as v
from pytest_ssot.facts.links import Links, Site
from pytest_ssot.facts.resolved import External, FunctionRef, Resolved
from pytest_ssot.rules.claim_handlers import each_kind, is_about_claims
from pytest_ssot.rules.libraries import ERRORS_IN_CLAIMS, TOP_LEVEL
from pytest_ssot.rules.same_tokens import Token, is_same_token
from pytest_ssot.rules.token_checks import Verifies, verified_by


def was_right(links: Links, site: Site, token: Token, verifies: Verifies) -> bool:
    """The handler around a read is for errors that only tokens with a right signature lead to."""
    caught = [site.module.nodes[test] for test, _ in site.fact.guards]
    kinds = [one.left for one in caught if isinstance(one, v.Compare) and one.op == v.CAUGHT]
    if not kinds or not is_about_claims(links, site, kinds[-1]):
        return False
    earlier = (
        Site(site.module, fact, site.frames) for fact in site.module.calls_in.get(site.fact.function, ())
    )
    return any(
        check.fact.value < site.fact.value
        and not check.fact.handler
        and is_same_token(check, token)
        and verified_by(links, check, verifies)
        for check in earlier
    )


def forgives(links: Links, function: FunctionRef) -> bool:
    """A function comes back from the handler of an error that says that a signature is wrong."""
    module = function.module
    caught = [module.nodes[test] for guards in function.facts.guards for test, _ in guards]
    kinds = [one.left for one in caught if isinstance(one, v.Compare) and one.op == v.CAUGHT]
    return any(
        isinstance(module.nodes[kind], v.Unknown) or _may_be_of_signature(one)
        for kind in kinds
        for one in each_kind(links, module, kind)
    )


_ALL_ERRORS = ("builtins.Exception", "builtins.BaseException")


def _may_be_of_signature(kind: Resolved) -> bool:
    path = kind.path if isinstance(kind, External) else ""
    return path in _ALL_ERRORS or (path.partition(".")[0] in TOP_LEVEL and path not in ERRORS_IN_CLAIMS)
