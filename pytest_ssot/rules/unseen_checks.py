"""Tokens that are left to a check which cannot be looked into."""

from __future__ import annotations

import re
from collections.abc import Iterator

import msgspec

from pytest_ssot.facts import values as v
from pytest_ssot.facts.links import Links, Site
from pytest_ssot.facts.module import ModuleFacts
from pytest_ssot.facts.operands import computed_from, parts_of
from pytest_ssot.facts.resolved import External, FunctionRef, Opaque, Resolved
from pytest_ssot.facts.values import NOTHING, Value
from pytest_ssot.rules.entered_functions import functions_called, is_out_of_sight
from pytest_ssot.rules.handed_in import inside
from pytest_ssot.rules.same_tokens import Token, identity, keywords

_VERIFYING = re.compile(
    r"^_?(verify|validate|authenticate|check_\w*(token|jwt|jws|signature))", re.IGNORECASE
)


_ASKING = re.compile(r"^_?(introspect|((get|fetch)_)?user_?info$)", re.IGNORECASE)
"""The names of calls that ask the issuer about a token (RFC 7662, OpenID Connect Core 5.3)."""

MOST_LEVELS = 2
"""Functions that hand a token on to a check out of sight: each level multiplies the work by its calls."""


class Unseen(msgspec.Struct, frozen=True):
    """A check out of sight; `of_library` tells that it is another project's, or the issuer's own."""

    name: str
    of_library: bool


def leaves_to(
    links: Links, site: Site, token: Token, depth: int = 0, asker: Site | None = None
) -> Unseen | None:
    """The check out of sight that a call is, or that the function it calls hands the token to.

    The `asker` is the call of the function that it stands in, which may be told what it has found.
    """
    holder = token[0] if isinstance(token, tuple) else token
    given = [identity(site.module, value) for value in (*site.node.args, *(one for _, one in keywords(site)))]
    if token is not None and (_introspects(site, token, asker) or _is_told_whose(site, token)):
        told = any(_holds(site.module, one, token) for one in _address(site))  # who is asked
        return None if told else Unseen(site.word, of_library=True)
    if token is None or not {token, holder} & set(given):
        return None
    callees, functions = links.callees(site), functions_called(links, site)
    asks = (bool(_ASKING.search(site.word)) or _asks_for_user(site)) and not site.fact.discarded
    asks = asks or (site.word == "get_user" and "AccessToken" in dict(site.node.keywords))  # of Cognito
    if not functions and (asks or _VERIFYING.search(site.word)) and all(map(is_out_of_sight, callees)):
        return Unseen(site.word, asks or all(map(_is_of_others, callees)))
    for callee in functions if depth < MOST_LEVELS else ():
        for known in inside(site, callee, token):
            for inner in _always_made(callee):
                check = leaves_to(links, inner, known, depth + 1, site)
                if check is not None:
                    return check
    return None


def _is_of_others(callee: Resolved) -> bool:
    """Something is a library's, or was made for a service that others run: `pb2.VerifyRequest` of gRPC."""
    made = isinstance(callee, Opaque) and callee.source == "unresolved" and _GENERATED in f"{callee.text}."
    return made or isinstance(callee, External)


_GENERATED = "_pb2."
"""How the names of modules end that the compiler of protocol buffers writes, beside what is kept in git."""


def _introspects(site: Site, token: Token, asker: Site | None) -> bool:
    """The issuer is asked if the token is active, and what it says is looked at (RFC 7662, section 2)."""
    module = site.module
    if site.fact.discarded or site.word not in ("post", "request"):
        return False
    for form in (module.root(one) for one in module.handed(site.node, within=False)):
        entries = zip(form.keys, form.values, strict=True) if isinstance(form, v.Dict) else ()
        for key, value in entries:
            word = getattr(module.nodes[key], "value", None) if key != NOTHING else None
            if word == "token" and identity(module, value) == token:
                return _looks_if_active(site, asker)
    return False


def _is_told_whose(site: Site, token: Token) -> bool:
    """The issuer is asked whose token it is, which goes along, and whether it refuses is looked at.

    `client.get(userinfo_url, headers={"Authorization": f"Bearer {token}"}).raise_for_status()`
    """
    module, given = site.module, [*site.module.handed(site.node, within=False)]
    if site.fact.discarded or site.word not in ("get", "post", "request"):
        return False
    forms = [one for one in map(module.root, given) if isinstance(one, v.Dict)]
    carried = [value for form in forms for value in form.values if value != NOTHING]
    address = _address(site)
    if not any(_holds(module, one, token) for one in carried) or not any(
        _OF_USER.search(_word(module.nodes[part]))
        for one in address
        for part in parts_of(module, one, MOST_PARTS)
    ):
        return False
    answered = computed_from(module, site.fact.value)
    calls = module.calls_in.get(site.fact.function, ())
    asked = [
        module.nodes[one.callee] for fact in calls if isinstance(one := module.nodes[fact.value], v.Call)
    ]
    raises = any(
        isinstance(one, v.Attr) and one.name == "raise_for_status" and one.base in answered for one in asked
    )
    return raises or _parts_ways(site, {site.fact.value})


_OF_USER = re.compile(r"user_?info", re.IGNORECASE)


def _address(site: Site) -> list[Value]:
    """What a request is sent to, with whatever else is no form."""
    given = [*site.node.args, *(value for name, value in site.node.keywords if name == "url")]
    return [one for one in given if not isinstance(site.module.root(one), v.Dict)]


def _holds(module: ModuleFacts, value: Value, token: Token) -> bool:
    """A text is the token, or has it as a part: `f"Bearer {token}"`."""
    return any(identity(module, one) == token for one in parts_of(module, value, MOST_PARTS))


MOST_PARTS = 20
"""Parts of an address or a header that are looked at."""


def _word(node: v.AnyNode) -> str:
    """What a node says: the name of something, or a text."""
    said = getattr(node, "value", None) if isinstance(node, v.Const) else getattr(node, "name", "")
    return said if isinstance(said, str) else ""


def _looks_if_active(site: Site, asker: Site | None) -> bool:
    """What a call is answered says if the token is active, and tests of that part the ways.

    Or it is given to who asks, and tests of that do.
    """
    module = site.module
    answered = computed_from(module, site.fact.value)
    said = {one for one in answered if _asks_for(module, module.nodes[one], "active")}
    if _parts_ways(site, said):
        return True
    function = module.functions[site.fact.function] if site.fact.function >= 0 else None
    given = {one for value in said for one in computed_from(module, value)}
    alone = function is not None and bool(function.returns) and given.issuperset(function.returns)
    return alone and asker is not None and _parts_ways(asker, {asker.fact.value})


def _parts_ways(site: Site, values: set[Value]) -> bool:
    """Tests of some values part the ways that a function takes."""
    module = site.module
    function = module.functions[site.fact.function] if site.fact.function >= 0 else None
    ends = (*function.guards, *function.falls) if function is not None else ()
    tests = {test for guards in ends for test, _ in guards}
    return any(not tests.isdisjoint(computed_from(module, one)) for one in values)


def _asks_for(module: ModuleFacts, node: v.AnyNode, word: str) -> bool:
    """A node is an entry of something: `answer["active"]`, `answer.get("active")`."""
    key = node.key if isinstance(node, v.Item) else NOTHING
    if isinstance(node, v.Call) and node.args:
        key = node.args[0]
    return key != NOTHING and getattr(module.nodes[key], "value", None) == word


def _asks_for_user(site: Site) -> bool:
    """A client asks the issuer whose token it is, or for its keys: `client.auth.get_user(token)`."""
    callee = site.module.nodes[site.node.callee]
    held = site.module.root(callee.base) if isinstance(callee, v.Attr) else None
    return site.word in ("get_user", "get_claims") and isinstance(held, v.Attr) and held.name == "auth"


def _always_made(function: FunctionRef) -> Iterator[Site]:
    """The calls that a function makes, whatever comes, and does not answer for when they fail."""
    for fact in function.module.calls_in.get(function.index, ()):
        if not (fact.branch or fact.handler or fact.swallowed or fact.answered):
            yield Site(function.module, fact)
