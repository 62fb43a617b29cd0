"""Claims that only tell a program when to ask for another token: it is going to hand on whichever it has."""

from __future__ import annotations

import re
from collections.abc import Iterator

from msgspec.structs import replace

from pytest_ssot.facts import values as v
from pytest_ssot.facts.links import Links, Site
from pytest_ssot.facts.module import CallFacts, FunctionFacts, ModuleFacts, StoreFacts
from pytest_ssot.facts.operands import operands, used_by
from pytest_ssot.facts.scopes import Guards
from pytest_ssot.facts.values import NOTHING, Value
from pytest_ssot.rules.callers import accesses, callers_of
from pytest_ssot.rules.implications import ways
from pytest_ssot.rules.own_tokens import is_property
from pytest_ssot.rules.same_tokens import all_given, identity

ONLY_RENEWED = "; only its times are read, to ask for another token in time"
"""What a message says of such a read."""

MOST_LEVELS = 3
"""Functions and attributes that tell each other whether it is time."""

MOST_LOADS = 20
"""Places where an attribute is asked for that keeps a time."""

_TIMES = frozenset(["exp", "iat", "nbf", "auth_time"])
"""The claims that say when a token is valid."""

_COMPUTING = re.compile(
    r"^(get|int|float|str|bool|max|min|abs|round|time|now|utcnow|monotonic|timedelta|timestamp|fromtimestamp"
    r"|utcfromtimestamp|datetime|total_seconds|replace|astimezone|isoformat|utc|gmtime|mktime|timegm|isinstance)$"
)
"""The names of calls that compute with times and have no other effect."""

_TELLING = re.compile(r"^(log|debug|info|warn(ing)?|error|exception|s?echo|print|observe|set)$")
_WAITING = re.compile(r"^(sleep|call_later|Timer|wait|wait_for|enter)$")
_UNTIL = re.compile(r"exp|ttl|max_age|timeout|^[ep]x$|until|valid|delay|^when$")
"""The keywords that take a time until which something is kept."""

_RENEWING = re.compile(
    r"refresh|renew|fetch|acquire|obtain|exchange|mint|token|log_?in|sign_?in|authenticate|authori[sz]e"
    r"|^(post|request|json|raise_for_status|invalidate|clear|connect)$|^(re)?(load|read|open)(_text)?$"
)
"""The names of calls that ask for another token."""

_TOKENS = re.compile(r"token|cred|jwt|bearer|assertion|header", re.IGNORECASE)
"""The names of what holds a token."""


def is_only_for_renewal(links: Links, site: Site) -> bool:
    """Of what a call reads, only times are asked, and they only decide whether another token is asked for.

    Nothing is refused because of them, and nothing let through: a forged token goes where any other would.
    """
    return _asks_times_only(site.module, site.fact.value) and _only_renews(links, site, site, 0)


def _only_renews(links: Links, site: Site, read: Site, level: int) -> bool:
    """The same of what a call or an attribute gives that was computed of what is `read`."""
    function = site.module.functions[site.fact.function] if site.fact.function >= 0 else None
    if function is None or function.yields or level > MOST_LEVELS:
        return False
    if not links.affords(site.module, len(site.module.calls_in.get(site.fact.function, ()))):
        return False
    told = _Told(site)
    if not all(_is_harmless(told, function, fact) for fact in _others(site, read)):
        return False
    kept = []
    for store in site.module.places.stores_in.get(site.fact.function, ()):
        if isinstance(site.module.nodes[store.value], v.SetItem):
            continue  # that something kept has got an entry is told by that entry
        if told.gives(store.value):
            kept.append(store)
        elif told.decides(store.guards) and not _is_renewed(told, store):
            return False
    answers = _answers(told, function)
    if answers is None:
        return False
    asked = [one for store in kept for one in _loads(links, site, store)]
    askers = _askers(links, site) if answers else []
    if answers and not askers:
        return False
    return all(_only_renews(links, one, read, level + 1) for one in (*asked, *askers))


class _Told:
    """What is computed from a read, with what a time is only handed to as how long something is kept."""

    def __init__(self, site: Site) -> None:
        self.module, self.read = site.module, site.fact.value
        asked = self.module.nodes[self.read]
        handed = all_given(site) if isinstance(asked, v.Call) else ()
        self.tokens = {identity(self.module, one) for one in handed} - {None}

    def gives(self, value: Value) -> bool:
        """A value is computed from what was read, or is chosen by it and no token."""
        seen: set[Value] = set()
        queue = [value]
        while queue:
            current = queue.pop()
            if current == self.read:
                return True
            if current in seen:
                continue
            seen.add(current)
            node = self.module.nodes[current]
            if isinstance(node, v.Choice) and self.gives(node.test):
                arms = (node.then, node.other)
                same = len({self.module.root_of(one) for one in arms}) == 1  # what is set on it is looked at
                if not same and not all(_is_token(self, one) for one in arms):
                    return True
                queue += (node.then, node.other)
            elif isinstance(node, v.Call):
                queue += (node.callee, *node.args)
                queue += (one for word, one in node.keywords if not _UNTIL.search(word))
            elif isinstance(node, v.After):
                queue.append(node.base)
            elif isinstance(node, v.Attr):
                held = [one for one, _ in ways(self.module, node.base, (), node.name)]
                queue += (one if one != NOTHING else self.module.root_of(node.base) for one in held)
            else:
                queue += operands(node)
        return False

    def decides(self, guards: Guards) -> bool:
        """A test on the way depends on what was read."""
        return any(self.gives(test) for test, _ in guards)


def _asks_times_only(module: ModuleFacts, read: Value) -> bool:
    """Of claims that were read, nothing but times is asked for."""
    queue, asked = [read], False
    for value in (queue.pop() for _ in range(MOST_LOADS) if queue):
        for number in _used_by(module, value):
            node = module.nodes[number]
            if isinstance(node, v.Refined | v.Choice | v.Phi | v.After):
                queue.append(number)
                continue
            key = _key_of(module, node, value)
            if key == NOTHING or getattr(module.nodes[key], "value", None) not in _TIMES:
                return False
            asked = True
    return asked and not queue


def _used_by(module: ModuleFacts, value: Value) -> list[Value]:
    """What is directly computed from a value; asking for a method of it stands for its calls."""
    known = used_by(module)
    found: list[Value] = []
    for number in known.get(value, ()):
        asks = isinstance(module.nodes[number], v.Attr)
        found += list(known.get(number, ())) if asks else [number]
    return found


def _key_of(module: ModuleFacts, node: v.AnyNode, claims: Value) -> Value:
    """The key by which claims are asked for one: `claims["exp"]`, `claims.get("exp")`, `"exp" in claims`."""
    if isinstance(node, v.Item):
        return node.key if node.base == claims else NOTHING
    if isinstance(node, v.Compare) and node.op in ("In", "NotIn"):
        return node.left
    callee = module.nodes[node.callee] if isinstance(node, v.Call) else None
    asks = isinstance(node, v.Call) and isinstance(callee, v.Attr) and callee.name == "get" and node.args
    return node.args[0] if asks and isinstance(node, v.Call) else NOTHING


def _others(site: Site, read: Site) -> Iterator[CallFacts]:
    for fact in site.module.calls_in.get(site.fact.function, ()):
        if fact.value != site.fact.value and fact is not read.fact:
            yield fact


def _is_harmless(told: _Told, function: FunctionFacts, fact: CallFacts) -> bool:
    """A call computes with times, tells them, waits for them, or asks for another token because of them."""
    call = Site(told.module, fact)
    decided = told.decides(fact.guards)
    if decided and fact.value in function.raised:
        return False
    handed = (*call.node.args, *(one for word, one in call.node.keywords if not _UNTIL.search(word)))
    if any(told.gives(one) for one in (call.node.callee, *handed)):
        if _COMPUTING.search(call.word) or _WAITING.search(call.word):
            return True
        return fact.discarded and bool(_TELLING.search(call.word))
    if not decided or _COMPUTING.search(call.word) or _RENEWING.search(call.word.lstrip("_")):
        return True
    return fact.discarded and bool(_TELLING.search(call.word))


def _is_renewed(told: _Told, store: StoreFacts) -> bool:
    """Another token is kept, or what is known of one."""
    named = _TOKENS.search(store.name) or _UNTIL.search(store.name)
    return bool(named) or _is_token(told, store.value)


def _is_token(told: _Told, value: Value) -> bool:
    """A value is what the time was read of, is named as a token, or was asked for as one."""
    if identity(told.module, value) in told.tokens:
        return True
    node = told.module.root(value)
    while isinstance(node, v.Item):
        node = told.module.root(node.base)
    if isinstance(node, v.Call):
        asked = told.module.nodes[node.callee]
        word = getattr(asked, "name", "")
        again = isinstance(asked, v.Attr) and word in ("json", "get", "result")
        return bool(_RENEWING.search(word)) or (again and _is_token(told, getattr(asked, "base", NOTHING)))
    if isinstance(node, v.Dict):
        return any(_is_token(told, one) for one in node.values)
    if isinstance(node, v.Text):
        return any(_is_token(told, one) for one in node.parts)
    return bool(_TOKENS.search(getattr(node, "name", "")))


def _answers(told: _Told, function: FunctionFacts) -> bool | None:
    """A function tells by what it returns if it is time; None if it lets through or refuses something."""
    answers = False
    ends = list(zip(function.returns, function.guards, strict=False))
    for value, guards in (way for one, known in ends for way in ways(told.module, one, known)):
        node = told.module.nodes[value]
        if told.gives(value) or (isinstance(node, v.Const) and isinstance(node.value, bool)):
            answers = True
        elif told.decides(guards) and not _is_token(told, value):
            return None
    out = {test for known in (*(guards for _, guards in ends), *function.falls) for test in known}
    if any((test, not outcome) not in out and told.gives(test) for test, outcome in out):
        return None  # where it comes out otherwise, nobody comes back
    return answers


def _askers(links: Links, site: Site) -> list[Site]:
    """Who asks the function of a call."""
    if is_property(site.module, site.fact.function):
        return [one for one, _ in accesses(links, site.module, site.fact.function)]
    return [caller for caller, _ in callers_of(links, site.module, site.fact.function)]


def _loads(links: Links, site: Site, store: StoreFacts) -> Iterator[Site]:
    """Where an attribute is asked for in which a method of its class keeps a time."""
    module, around = site.module, site.module.functions[site.fact.function]
    itself = module.root(store.target)
    own = isinstance(itself, v.Param) and around.takes_itself_as(itself.name)
    if store.item or not own:
        yield replace(site, fact=replace(site.fact, function=-1))
        return
    for home in links.naming(module, store.name):
        for number in home.places.of(v.Attr):
            node = home.nodes[number]
            if isinstance(node, v.Attr) and node.name == store.name:
                yield Site(home, CallFacts(number, next(home.places.functions.around(node.at), -1)))
