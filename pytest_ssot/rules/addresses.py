"""Claims that only tell where a request goes with which their token is handed on."""

from __future__ import annotations

from pytest_ssot.facts import values as v
from pytest_ssot.facts.links import Links, Site
from pytest_ssot.facts.module import ModuleFacts
from pytest_ssot.facts.operands import computed_from, reaches
from pytest_ssot.facts.values import AnyNode, Value
from pytest_ssot.rules.only_told import only_tells
from pytest_ssot.rules.same_tokens import all_given, identity, is_part

ONLY_ADDRESSED = "; it only tells where the token itself is sent"
"""What a message says of such a read."""

_METHODS = frozenset(["get", "post", "put", "patch", "delete", "head", "options"])
_SENDING = frozenset(["request", "stream", "build_request", "send"])
"""Methods of a client that make a request to an address, which comes first; or second, behind the method."""


_CARRYING = ("headers", "auth", "cookies")
"""The keywords by which a request is told what to carry."""


def is_only_for_address(links: Links, site: Site) -> bool:
    """Of what a call reads nothing goes further than into addresses of requests that carry the token along.

    Whoever gets such a request can verify the token. What is answered tells no more than that.
    """
    module, index = site.module, site.fact.function
    node = module.nodes[site.fact.value]
    tokens = [identity(module, one) for one in all_given(site)] if isinstance(node, v.Call) else []
    if index < 0 or not tokens or not links.affords(module, len(module.calls_in.get(index, ()))):
        return False
    sent = [one for one in module.calls_in.get(index, ()) if _carries(module, one.value, site, tokens)]
    requests = {id(module.nodes[one.value]) for one in sent}

    def is_request(user: AnyNode) -> bool:
        return id(user) in requests

    of_read = computed_from(module, site.fact.value, is_request)
    function = module.functions[index]
    ends = (*zip(function.returns, function.guards, strict=False), *((-1, one) for one in function.falls))
    if any(value in of_read or any(test in of_read for test, _ in guards) for value, guards in ends):
        return False
    return bool(sent) and only_tells(links, site, of_read, sent) is not None


def _carries(module: ModuleFacts, value: Value, site: Site, tokens: list[object]) -> bool:
    """A call makes a request to an address that was computed of what was read, and hands on the token."""
    call = module.nodes[value]
    callee = module.nodes[call.callee] if isinstance(call, v.Call) else None
    if not isinstance(call, v.Call) or not isinstance(callee, v.Attr):
        return False
    if callee.name not in _METHODS | _SENDING:
        return False
    places = call.args[: 1 + (callee.name in _SENDING)]
    addresses = (*places, *(one for word, one in call.keywords if word == "url"))
    others = [one for one in (*call.args, *(given for _, given in call.keywords)) if one not in addresses]
    read = site.fact.value
    goes = any(reaches(module, one, read, frozenset()) for one in addresses)
    beside = any(reaches(module, one, read, frozenset()) for one in (*others, call.callee))
    carrying = (one for word, one in call.keywords if word in _CARRYING)
    return goes and not beside and any(_holds_token(module, one, tokens) for one in carrying)


def _holds_token(module: ModuleFacts, value: Value, tokens: list[object]) -> bool:
    """Something that is handed over is the token, what it was found in, or headers with it."""
    queue = [value]
    for current in (queue.pop() for _ in range(MOST_PARTS) if queue):
        known = identity(module, current)
        if any(token is not None and (known == token or is_part(token, known)) for token in tokens):
            return True
        node = module.root(current)
        if isinstance(node, v.Dict):
            queue += node.values
        elif isinstance(node, v.Text):
            queue += node.parts
        elif isinstance(node, v.Binary):
            queue += (node.left, node.right)
    return False


MOST_PARTS = 24
"""Parts of what is handed over in which the token is looked for."""
