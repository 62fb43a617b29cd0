"""Tokens that a read chooses among others, and that are verified as those which are left are gone through."""

from __future__ import annotations

from pytest_ssot.facts import values as v
from pytest_ssot.facts.links import Links, Site
from pytest_ssot.facts.module import ModuleFacts
from pytest_ssot.facts.operands import reaches
from pytest_ssot.facts.values import NOTHING, Value
from pytest_ssot.rules.callers import callers_of
from pytest_ssot.rules.outcomes import is_used
from pytest_ssot.rules.same_tokens import Token, along, identity, is_part, origin_of, rest_of

MOST_USES = 30
"""Uses of a list, and of what is made of it, that are looked through."""

Steps = tuple[tuple[object, ...], ...]
"""Where in something a token is found."""


def chosen_ones(site: Site, token: Token) -> list[Token]:
    """What stands for a token of a comprehension where its function goes through what that has made.

    `for one in [one for one in all if is_ours(one)]`; nothing if it gets out of the function otherwise.
    """
    slot = origin_of(token)
    if not isinstance(slot, v.Bound):
        return []
    module = site.module
    for number in module.places.of(v.Comprehension):
        made = module.nodes[number]
        if isinstance(made, v.Comprehension) and [one for one, _ in made.loops] == [slot.slot]:
            steps = _found_in(module, made, token)
            return [] if steps is None else _gone_through(site, number, steps) or []
    return []


def _found_in(module: ModuleFacts, made: v.Comprehension, token: Token) -> Steps | None:
    """The steps from an element of what a comprehension makes to the token, which is that or part of it."""
    if made.key != NOTHING:
        return rest_of(token, identity(module, made.key)) if _is_in(module, made.key, token) else None
    row = module.root(made.value)
    for index, item in enumerate(row.items if isinstance(row, v.Sequence) else ()):
        if _is_in(module, item, token):
            return (("entry", index), *(rest_of(token, identity(module, item)) or ()))
    return rest_of(token, identity(module, made.value)) if _is_in(module, made.value, token) else None


def _is_in(module: ModuleFacts, value: Value, token: Token) -> bool:
    return is_part(token, identity(module, value))


def handed_back(links: Links, site: Site, token: Token) -> list[tuple[Site, Token]]:
    """What stands for a token that a generator gives, and the calls from where it is gone through.

    Nothing if one of them does anything else with that.
    """
    module, function = site.module, site.module.functions[site.fact.function]
    if not function.yields or is_used(site, ()) or puts_away(site):
        return []
    found: set[Steps | None] = {_given_as(module, one, token) for one in function.yields}
    steps = found.pop() if len(found) == 1 else None
    callers = callers_of(links, module, site.fact.function) if steps is not None else []
    taken: list[tuple[Site, Token]] = []
    for caller, _ in callers:
        ones = _gone_through(caller, caller.fact.value, steps or ())
        if not ones:
            return []
        taken += [(caller, one) for one in ones]
    return taken


def puts_away(site: Site) -> bool:
    """Something of what was read is put away before anybody can have verified the token."""
    module = site.module
    calls = (Site(module, fact) for fact in module.calls_in.get(site.fact.function, ()))
    return any(
        reaches(module, one, site.fact.value, frozenset())
        for call in calls
        if call.word in _KEEPING and call.fact.discarded
        for one in call.node.args
    )


_KEEPING = ("append", "add", "extend", "insert", "put", "put_nowait", "update", "setdefault")
"""Methods that put something into a list, a mapping, or a queue."""


def _given_as(module: ModuleFacts, value: Value, token: Token) -> Steps | None:
    """The steps by which a token is found in what a generator gives."""
    row = module.root(value)
    if isinstance(row, v.Sequence | v.Dict):
        held = row.items if isinstance(row, v.Sequence) else row.values
        keys: tuple[object, ...] = tuple(range(len(held)))
        if isinstance(row, v.Dict):
            keys = tuple(
                getattr(module.nodes[one], "value", None) if one != NOTHING else None for one in row.keys
            )
        given = (key for key, item in zip(keys, held, strict=True) if identity(module, item) == token)
        key = next(given, None)
        return None if key is None else (("entry", key),)
    return () if identity(module, value) == token else None


def _gone_through(site: Site, whole: Value, steps: Steps) -> list[Token] | None:
    """What stands for the elements of a list, or what is found in them, where a function goes through it.

    None if it does anything else with it: hands it on, gives it back, keeps it.
    """
    module, function = site.module, site.module.functions[site.fact.function]
    known, queue, found = {whole}, [(whole, steps)], list[Token]()
    for value, further in (queue.pop() for _ in range(MOST_USES) if queue):
        for number in module.used_by.of(value):
            node = module.nodes[number]
            if isinstance(node, v.Element):
                found.append(along(identity(module, number), further))
            elif isinstance(node, v.Comprehension):
                slots = [slot for slot, base in node.loops if base == value]
                if not slots:
                    return None
                found += [along(v.Bound(slot), further) for slot in slots]
            elif isinstance(node, v.Call) and value in node.args:
                word = getattr(module.nodes[node.callee], "name", "")
                if word == "next":
                    found.append(along(identity(module, number), further))
                elif word in _COPYING and number not in known:
                    known.add(number)
                    queue.append((number, further))
                elif word not in _ASKING:
                    return None
            elif isinstance(node, v.Refined | v.Choice | v.Phi | v.After) and number not in known:
                known.add(number)
                queue.append((number, further))
            elif not isinstance(node, v.Not | v.Compare | v.Boolean | v.Refined | v.Choice | v.Phi | v.After):
                return None
    kept = {store.value for store in module.places.stores_in.get(site.fact.function, ())}
    return None if queue or known & {*function.returns, *function.yields, *kept} else found


_COPYING = ("list", "tuple", "set", "sorted", "reversed", "iter")
"""What gives a list of the same, or what goes through it."""

_ASKING = ("len", "bool", "any")
"""What only asks if there is something in a list."""
