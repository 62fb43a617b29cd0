"""Claims that only tell a program when to ask for another token: it is going to hand on whichever it has."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from msgspec.structs import replace

from pytest_ssot.facts import values as v
from pytest_ssot.facts.classes import class_function, generated_fields
from pytest_ssot.facts.links import Links, Site
from pytest_ssot.facts.module import CallFacts, FunctionFacts, ModuleFacts, StoreFacts
from pytest_ssot.facts.resolved import ClassRef, External, Known
from pytest_ssot.facts.scopes import Guards
from pytest_ssot.facts.values import NOTHING, Value
from pytest_ssot.rules.answered_tokens import SAYING_WHO, was_answered
from pytest_ssot.rules.callers import accesses, callers_of
from pytest_ssot.rules.entered_functions import functions_called
from pytest_ssot.rules.guessed_calls import called_by_name
from pytest_ssot.rules.implications import is_nothing, refuses, ways
from pytest_ssot.rules.only_told import is_only_told, is_told_beside, may_decide
from pytest_ssot.rules.own_tokens import is_property
from pytest_ssot.rules.read_times import COMPUTING, KEEPING, RENEWING, TELLING, TOKENS, UNTIL, Told, is_token
from pytest_ssot.rules.replaced_tokens import gives_while_good, is_replaced
from pytest_ssot.rules.telling import is_store, is_telling, is_wording
from pytest_ssot.rules.token_cuts import is_imported

ONLY_RENEWED = "; only its times are read, to ask for another token in time"
"""What a message says of such a read."""

MOST_LEVELS = 3
"""Functions and attributes that tell each other whether it is time."""

FEW_CALLS = 40
"""Calls of a function that are looked at even where all work for its file is done."""

MOST_LOADS = 20
"""Places where an attribute is asked for that keeps a time."""

_TIMES = frozenset(["exp", "iat", "nbf", "auth_time"])
"""The claims that say when a token is valid."""

_EXPIRED = re.compile(r"expir|stale|outdated", re.IGNORECASE)
_LOCKS = re.compile(r"lock|mutex|semaphore", re.IGNORECASE)
_WAITING = re.compile(r"^(sleep|call_later|Timer|wait|wait_for|enter)$")


def is_only_for_renewal(links: Links, site: Site) -> bool:
    """Of what a call reads, only times are asked, and they only decide whether another token is asked for.

    Nothing is refused because of them, and nothing let through: a forged token goes where any other would.
    """
    if not _asks_times_only(links, site):
        return False
    called = isinstance(site.module.nodes[site.fact.value], v.Call)
    return (called and was_answered(links, site)) or _only_renews(links, site, site, 0)


def _only_renews(links: Links, site: Site, read: Site, level: int) -> bool:
    """The same of what a call or an attribute gives that was computed of what is `read`."""
    function = site.module.functions[site.fact.function] if site.fact.function >= 0 else None
    if function is None or level > MOST_LEVELS:
        return False
    calls = len(site.module.calls_in.get(site.fact.function, ()))
    if (level or calls > FEW_CALLS) and not links.affords(site.module, calls):
        return False
    told = Told(site)
    if any(told.gives(value) for value in function.yields):
        return False
    boxes = [one for fact in _others(site, read) for one in _kept_by(links, told, Site(site.module, fact))]
    if not all(_is_harmless(links, told, function, fact) for fact in _others(site, read)):
        return False
    kept = []
    for store in site.module.places.stores_in.get(site.fact.function, ()):
        if isinstance(site.module.nodes[store.value], v.SetItem | v.SetAttr) or store.name in _BY_CALLS:
            continue  # that something kept has got an entry is told by that entry, or by the call
        if told.gives(store.value):
            kept += [] if store.item and told.is_beside(store.target, store.name) else [store]
        elif told.decides(store.guards) and not _is_renewed(told, store):
            return False
    replaced = gives_while_good(told, function) and is_replaced(links, site.module, site.fact.function)
    answers = False if replaced else _answers(told, function)
    if answers is None:
        return False
    asked = [one for store in kept for one in _loads(links, site, store)]
    asked += [one for home, name in boxes for one in loads_of(links, home, name)]
    askers = _askers(links, site) if answers else []
    if (
        answers
        and not askers
        and (
            may_decide(site.module, function)
            or not told.gives_time_alone(function)
            or any(
                True for _ in loads_of(links, site.module, function.name)
            )  # of an object from out of sight
        )
    ):
        return False
    return all(
        _only_renews(links, one, read, level + 1) or is_only_told(links, one) for one in (*asked, *askers)
    )


_BY_CALLS = (v.COPIED, v.CHANGED)
"""The names under which calls are stored that change what they are made on."""


def _asks_times_only(links: Links, site: Site) -> bool:
    """Of claims that were read, nothing but times is asked for, if anything; others are only told."""
    module, read = site.module, site.fact.value
    queue, asked = [read], _says_by_error(site)
    for value in (queue.pop() for _ in range(MOST_LOADS) if queue):
        for number in _used_by(module, value):
            node = module.nodes[number]
            if isinstance(node, v.Refined | v.Choice | v.Phi | v.After):
                queue.append(number)
                continue
            key = _key_of(module, node, value)
            if not _is_time(links, module, key):
                if not is_told_beside(links, Site(module, CallFacts(number, site.fact.function))):
                    return False
                continue
            asked = True
    return asked and not queue


def _is_time(links: Links, module: ModuleFacts, key: Value) -> bool:
    """A key is one of those for times, as it is written or by a name: `EXPIRY = "exp"`."""
    node = module.nodes[key] if key != NOTHING else None
    if isinstance(node, v.Name | v.Imported | v.Attr):
        found = links.value(module, key)
        return bool(found) and all(isinstance(one, Known) and one.value in _TIMES for one in found)
    return getattr(node, "value", None) in _TIMES


def _says_by_error(site: Site) -> bool:
    """Nobody looks at what a function of a library gives, but whether it comes back is known."""
    if not site.fact.discarded or not (site.fact.swallowed or site.fact.answered):
        return False
    callee = site.module.nodes[site.node.callee]
    return is_imported(site.module, callee.base if isinstance(callee, v.Attr) else site.node.callee)


def _used_by(module: ModuleFacts, value: Value) -> list[Value]:
    """What is directly computed from a value; asking for a method of it stands for its calls."""
    known = module.used_by
    found: list[Value] = []
    for number in known.of(value):
        asks = isinstance(module.nodes[number], v.Attr)
        found += known.of(number) if asks else [number]
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


def _is_harmless(links: Links, told: Told, function: FunctionFacts, fact: CallFacts) -> bool:
    """A call computes with times, tells them, waits for them, or asks for another token because of them."""
    call = Site(told.module, fact)
    if fact.value in told.boxes or is_store(call):
        return True
    decided = told.decides(fact.guards)
    if decided and fact.value in function.raised:
        return False
    if _EXPIRED.search(call.word) and not fact.discarded:
        return True
    handed = (*call.node.args, *(one for word, one in call.node.keywords if not UNTIL.search(word)))
    if any(told.gives(one) for one in (call.node.callee, *handed)):
        if COMPUTING.search(call.word) or _WAITING.search(call.word):
            return True
        return fact.discarded and (
            bool(TELLING.search(call.word)) or (not decided and _shows(links, told, call, handed))
        )
    if decided and (
        _gives_token(told, fact)
        or _is_entered(call)
        or _keeps_renewed(told, fact)
        or _is_handed_token(told, call)
        or _asks_for_token(links, call)
    ):
        return True
    renewing = COMPUTING.search(call.word) or RENEWING.search(call.word.lstrip("_"))
    if not decided or renewing or is_wording(links, call):
        return True
    return fact.discarded and bool(TELLING.search(call.word))


def _gives_token(told: Told, fact: CallFacts) -> bool:
    """What a call gives is kept as a token: `self._token = self._issue()`."""
    stores = told.module.places.stores_in.get(fact.function, ())
    kept = [one.value for one in stores if TOKENS.search(one.name) or told.is_put_there(one)]
    made = [told.module.root(one) for one in kept]
    handed = [value for one in made if isinstance(one, v.Call) for value in one.args]
    return fact.value in map(told.module.root_of, (*kept, *handed))  # `self.lease = Lease(hub.register())`


def _is_handed_token(told: Told, call: Site) -> bool:
    """A call keeps what another one has just given for a token: `store.update(issuer.refresh(token))`.

    So does an object that is made with it.
    """
    made = (told.module.root(one) for one in call.node.args)
    return (call.fact.discarded or call.word[:1].isupper()) and any(
        isinstance(one, v.Call)
        and bool(RENEWING.search(getattr(told.module.nodes[one.callee], "name", "").lstrip("_")))
        for one in made
    )


def _shows(links: Links, told: Told, call: Site, handed: Iterable[Value]) -> bool:
    """A call tells a time, or something of a library is handed words about it."""
    words = all(isinstance(told.module.nodes[one], v.Text) for one in handed if told.gives(one))
    return is_telling(links, call) or (
        words and all(isinstance(one, External) for one in links.callees(call))
    )


def _asks_for_token(links: Links, call: Site, level: int = 0) -> bool:
    """A call, or what it is handed comes from one that, asks for another token: `login.save(sign_in())`."""
    made = [call.module.places.made_by.get(call.module.root_of(one)) for one in call.node.args]
    inner = [Site(call.module, one, call.frames) for one in made if one is not None and one != call.fact]
    for one in (call, *inner):
        for function in functions_called(links, one) if level < MOST_ASKING else ():
            calls = function.module.calls_in.get(function.index, ())
            if len(calls) > FEW_CALLS or not links.affords(call.module, len(calls)):
                continue
            sites = [Site(function.module, fact) for fact in calls]
            if any(_is_request(one) or _asks_for_token(links, one, level + 1) for one in sites):
                return True
    return False


def _is_request(call: Site) -> bool:
    """A call asks for a token: what it is handed says who asks, or how (RFC 6749)."""
    displays = (call.module.root(one) for one in call.module.handed(call.node, within=False))
    keys = (one for node in displays if isinstance(node, v.Dict) for one in node.keys if one != NOTHING)
    words = {getattr(call.module.nodes[one], "value", None) for one in keys}
    return call.word in _ASKING and not words.isdisjoint({"grant_type", *SAYING_WHO})


MOST_ASKING = 2
"""Functions that call each other until one asks for a token."""

_ASKING = ("post", "request", "urlopen")
"""The names of calls that ask for one."""


def _is_entered(call: Site) -> bool:
    """A call enters or leaves what keeps others from renewing at the same time, or what a call gives.

    That call is looked at itself.
    """
    callee = call.module.nodes[call.node.callee]
    held = call.module.root(callee.base) if isinstance(callee, v.Attr) else None
    if call.word in ("__enter__", "__aenter__") and isinstance(held, v.Call):
        return True
    return bool(_LOCKS.search(getattr(held, "name", "")))


def _keeps_renewed(told: Told, fact: CallFacts) -> bool:
    """A call stores something where another token has been asked for: `refresh(); persist()`."""
    renewing = (
        one
        for one in told.module.calls_in.get(fact.function, ())
        if one.value < fact.value and set(one.guards) <= set(fact.guards) and told.decides(one.guards)
    )
    keeps = bool(KEEPING.search(Site(told.module, fact).word))
    return keeps and any(
        RENEWING.search(Site(told.module, one).word.lstrip("_")) or _gives_token(told, one)
        for one in renewing
    )


def _is_renewed(told: Told, store: StoreFacts) -> bool:
    """Another token is kept, or what is known of one."""
    asked = getattr(told.module.nodes[told.read], "name", "")  # the time that was asked for is set anew
    named = TOKENS.search(store.name) or UNTIL.search(store.name) or store.name == asked
    return bool(named) or told.is_put_there(store) or is_token(told, store.value)


def _answers(told: Told, function: FunctionFacts) -> bool | None:
    """A function tells by what it returns if it is time; None if it lets through or refuses something."""
    answers = False
    ends = list(zip(function.returns, function.guards, strict=False))
    each = [way for one, known in ends for way in ways(told.module, one, known)]
    renews = any(_holds_renewed(told, *one) for one in each)
    tells = any(told.gives(value) for value, _ in each)
    for value, guards in each:
        node = told.module.nodes[value]
        if renews and is_nothing(told.module, value):
            continue  # there was nothing to renew
        if told.gives(value) or (isinstance(node, v.Const) and isinstance(node.value, bool)):
            answers = True
        elif tells and _is_no_time(told.module, value):
            answers = True  # whoever asks is told that there is none
        elif told.decides(guards) and not (is_token(told, value) or _holds_renewed(told, value, guards)):
            return None
    if refuses(told.module, [*(guards for _, guards in ends), *function.falls], told.gives):
        return None
    return answers


def _is_no_time(module: ModuleFacts, value: Value) -> bool:
    """What stands for a time that is not told: a number, nothing, or what is computed of constants."""
    node = module.root(value)
    if isinstance(node, v.Call):
        word = getattr(module.nodes[node.callee], "name", "")
        constant = all(isinstance(module.nodes[one], v.Const) for one in module.handed(node))
        return bool(COMPUTING.search(word)) and constant
    return isinstance(node, v.Const) and (node.value is None or isinstance(node.value, int | float))


def _holds_renewed(told: Told, value: Value, guards: Guards) -> bool:
    """An object is given back on which another token was set for the same reason."""
    held = told.module.root(value)
    return any(
        told.module.root(one.target) == held
        and _is_renewed(told, one)
        and told.decides(one.guards)
        and set(one.guards) <= set(guards)
        for one in told.module.stores
    )


def _askers(links: Links, site: Site) -> list[Site]:
    """Who asks the function of a call."""
    if is_property(site.module, site.fact.function):
        return [one for one, _ in accesses(links, site.module, site.fact.function)]
    found = [caller for caller, _ in callers_of(links, site.module, site.fact.function)]
    facts, key = site.module.functions[site.fact.function], (site.module.path, site.fact.function)
    named = links.named(key, facts.name) if not found and facts.owner >= 0 else ()
    return found or [one for one in named if called_by_name(links, one, key) is not None]


def _loads(links: Links, site: Site, store: StoreFacts) -> Iterator[Site]:
    """Where an attribute is asked for in which a method of its class keeps a time."""
    module, around = site.module, site.module.functions[site.fact.function]
    itself = module.root(store.target)
    own = isinstance(itself, v.Param) and around.takes_itself_as(itself.name)
    if store.item or not own:
        yield replace(site, fact=replace(site.fact, function=-1))
        return
    yield from loads_of(links, module, store.name)


def loads_of(links: Links, module: ModuleFacts, name: str) -> Iterator[Site]:
    """Where an attribute of a name is asked for; what stands outside of functions if that is all over."""
    found = 0
    for home in links.naming(module, name):
        if not links.affords(module, len(home.nodes) // PER_LOAD):
            found = MOST_LOADS
        for number in home.places.of(v.Attr) if found < MOST_LOADS else ():
            node = home.nodes[number]
            if isinstance(node, v.Attr) and node.name == name:
                found += 1
                yield Site(home, CallFacts(number, next(home.places.functions.around(node.at), -1)))
        for fact in home.calls_by_word.get("getattr", ()):
            if name in (getattr(home.nodes[one], "value", None) for one in Site(home, fact).node.args[1:2]):
                found += 1
                yield Site(home, fact)
        if found >= MOST_LOADS:
            yield Site(module, CallFacts(0, -1))
            return


PER_LOAD = 16
"""How many nodes are gone through for what looking at one is charged as."""


def _kept_by(links: Links, told: Told, call: Site) -> list[tuple[ModuleFacts, str]]:
    """The attributes in which an object keeps times that it is made with, told as one that does."""
    handed = [(number, value) for number, value in enumerate(call.node.args) if told.gives(value)]
    named = [(name, value) for name, value in call.node.keywords if told.gives(value)]
    callees = links.callees(call) if handed or named else ()
    cls = callees[0] if len(callees) == 1 else None
    if not isinstance(cls, ClassRef) or class_function(links.resolver, cls, "__init__") is not None:
        return []
    fields = generated_fields(links.resolver, cls) or ()
    names = [fields[number] for number, _ in handed if number < len(fields)]
    names += [name for name, _ in named if name in fields]
    if len(names) < len(handed) + len(named):
        return []
    told.boxes.add(call.fact.value)
    return [(cls.module, name) for name in names]
