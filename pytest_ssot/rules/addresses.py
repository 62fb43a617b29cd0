"""Claims that only tell where a request goes with which their token is handed on."""

from __future__ import annotations

from pytest_ssot.facts import values as v
from pytest_ssot.facts.links import Links, Site
from pytest_ssot.facts.module import ENTERING, ModuleFacts
from pytest_ssot.facts.operands import computed_from, reaches
from pytest_ssot.facts.scopes import Guards
from pytest_ssot.facts.values import NOTHING, AnyNode, Value
from pytest_ssot.rules.implications import is_nothing, refuses, ways
from pytest_ssot.rules.only_told import answers_of, only_tells
from pytest_ssot.rules.refusing_answers import is_refusal
from pytest_ssot.rules.same_tokens import all_given, identity, is_part, rest_of

ONLY_ADDRESSED = "; it only tells where the token itself is sent"
"""What a message says of such a read."""

_METHODS = frozenset(["get", "post", "put", "patch", "delete", "head", "options"])
_SENDING = frozenset(["request", "stream", "build_request", "send"])
"""Methods of a client that make a request to an address, which comes first; or second, behind the method."""

_QUEUING = frozenset(["apply_async", "send_task", "enqueue", "publish", "send_message", "produce"])
_QUEUES = (
    *("queue", "routing_key", "exchange", "topic", "priority", "queue_name", "QueueUrl", "key"),
    "partition",
)
"""Methods that put something into a queue, and the keywords that tell which; what else they get is in it."""

_INTO_TEXT = ("dumps", "encode", "str", "bytes", "join")
"""Calls that write out what is handed on."""

_NONE = frozenset[Value]()

_CARRYING = ("headers", "auth", "cookies")
"""The keywords by which a request is told what to carry."""


def is_only_for_address(links: Links, site: Site, *, refusing: bool = False) -> bool:
    """Of what a call reads nothing goes further than into addresses of requests that carry the token along.

    Whoever gets such a request can verify the token. What is answered tells no more than that, and where
    there is no address to be found, nothing is let in; so it is where what is called may be `refusing`.
    """
    module, index = site.module, site.fact.function
    node = module.nodes[site.fact.value]
    tokens = [identity(module, one) for one in all_given(site)] if isinstance(node, v.Call) else []
    if index < 0 or not tokens or not links.affords(module, len(module.calls_in.get(index, ()))):
        return False
    facts = {one.value: one for one in module.calls_in.get(index, ())}
    sent = [one for one in facts if _carries(module, one, site, tokens)]
    if not any(_is_addressed(module, one, site) for one in sent):
        return False
    clients = {_client(module, one) for one in sent} & facts.keys()
    clients |= {
        one for one in facts if Site(module, facts[one]).word in ENTERING and _client(module, one) in clients
    }
    requests = {id(module.nodes[one]) for one in sent}

    def is_answer(user: AnyNode) -> bool:
        chosen = isinstance(user, v.Choice) and {user.then, user.other} <= {*sent}
        return chosen or id(user) in requests

    of_read = computed_from(module, site.fact.value, is_answer)
    function = module.functions[index]

    def tells_nothing(value: Value, guards: Guards) -> bool:
        if value in of_read:
            return False
        decided = refusing or any(test in of_read for test, _ in guards)
        answered = any(reaches(module, value, one, _NONE) for one in sent)
        return not decided or answered or is_nothing(module, value) or is_refusal(module, value)

    behind = (*function.guards, *function.falls)
    refusing = refusing or refuses(module, behind, of_read.__contains__)
    ends = [end for value, known in answers_of(function) for end in ways(module, value, known)]
    beside = [
        one
        for one in facts
        if one not in of_read
        and any(reaches(module, each, one, _NONE) or reaches(module, one, each, _NONE) for each in sent)
    ]
    kept = [facts[one] for one in (*sent, *clients, *beside)]
    told = all(tells_nothing(*one) for one in ends)
    return told and only_tells(links, site, of_read, kept, refusing=refusing) is not None


def _is_addressed(module: ModuleFacts, value: Value, site: Site) -> bool:
    """Where a request goes depends on what was read."""
    fact = module.places.made_by[value]
    return reaches(module, value, site.fact.value, _NONE) or any(
        reaches(module, test, site.fact.value, _NONE) for test, _ in fact.guards
    )


def _carries(module: ModuleFacts, value: Value, site: Site, tokens: list[object]) -> bool:
    """A call makes a request that hands on the token, and of what was read only its address is computed."""
    call = module.nodes[value]
    callee = module.nodes[call.callee] if isinstance(call, v.Call) else None
    if not isinstance(call, v.Call) or not isinstance(callee, v.Attr):
        return False
    if callee.name not in _METHODS | _SENDING | _QUEUING:
        return False
    queued = callee.name in _QUEUING or any(word in _QUEUES for word, _ in call.keywords)
    places = () if queued else call.args[: 1 + (callee.name in _SENDING)]
    addresses = (*places, *(one for word, one in call.keywords if word in (_QUEUES if queued else ("url",))))
    client = module.nodes[_client(module, value)]
    asked = [one for word, one in client.keywords if word != _BASE] if isinstance(client, v.Call) else []
    asked += [*client.args[1:], client.callee] if isinstance(client, v.Call) else [call.callee]
    others = [one for one in (*call.args, *(given for _, given in call.keywords)) if one not in addresses]
    if any(reaches(module, one, site.fact.value, _NONE) for one in (*others, *asked)):
        return False
    carrying = others if queued else [one for word, one in call.keywords if word in _CARRYING]
    return any(_holds_token(module, one, tokens) for one in carrying)


def _client(module: ModuleFacts, value: Value) -> Value:
    """The call that has made the client of a request: `with Client(base_url=address) as client`."""
    call = module.nodes[value]
    callee = module.nodes[call.callee] if isinstance(call, v.Call) else None
    made = module.root_of(callee.base) if isinstance(callee, v.Attr) else NOTHING
    node = module.nodes[made] if made != NOTHING else None
    return module.root_of(node.base) if isinstance(node, v.Enter) else made


_BASE = "base_url"
"""The keyword by which a client is told where its requests go; or it comes first."""


def _holds_token(module: ModuleFacts, value: Value, tokens: list[object]) -> bool:
    """Something that is handed over is the token, what it was found in, or headers with it."""
    queue = [value]
    for current in (queue.pop() for _ in range(MOST_PARTS) if queue):
        known = identity(module, current)
        if any(token is not None and (known == token or is_part(token, known)) for token in tokens):
            return True
        steps = [step for token in tokens if token is not None for step in rest_of(known, token) or ()]
        if any(step[0] == "attribute" and step[1] in _CARRYING for step in steps):
            return True  # of the request that the token was found in
        node = module.root(current)
        if isinstance(node, v.Dict | v.Sequence):
            queue += node.values if isinstance(node, v.Dict) else node.items
        elif isinstance(node, v.Call):
            callee = module.nodes[node.callee]
            into = getattr(callee, "name", "") in _INTO_TEXT
            queue += (*node.args, *((callee.base,) if isinstance(callee, v.Attr) else ())) if into else ()
        elif isinstance(node, v.Text):
            queue += node.parts
        elif isinstance(node, v.Binary):
            queue += (node.left, node.right)
    return False


MOST_PARTS = 24
"""Parts of what is handed over in which the token is looked for."""
