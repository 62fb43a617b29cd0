"""Calls of the elements of a list, one after the other: checks among them."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec.structs import replace

from pytest_ssot.facts import values as v
from pytest_ssot.facts.links import Links, Site
from pytest_ssot.facts.module import CallFacts, ModuleFacts
from pytest_ssot.facts.operands import operands
from pytest_ssot.facts.resolved import Resolved, Row, truth
from pytest_ssot.facts.rounds import round_key
from pytest_ssot.facts.scopes import Guards
from pytest_ssot.facts.values import NOTHING, Value
from pytest_ssot.rules.assurances import Assurance
from pytest_ssot.rules.implications import implied
from pytest_ssot.rules.made_objects import on_own_objects
from pytest_ssot.rules.same_tokens import Token, identity


def goes_on_failing(site: Site) -> bool:
    """Where a call raises, its function may go on, with other rounds of a loop among others."""
    fact = site.fact
    return fact.swallowed or fact.answered or fact.passed_over or fact.handler


def told_by_all(links: Links, site: Site) -> Assurance:
    """What a call in a loop, of the elements of a list that is known or of their methods, tells at most.

    Each of them is called, or the loop is left as soon as one of them answers no; nothing for any other call.
    """
    module = site.module
    called = module.nodes[site.fact.value]
    node = module.nodes[called.callee] if isinstance(called, v.Call) else called
    node = module.nodes[node.base] if isinstance(node, v.Attr) else node
    if isinstance(node, v.Bound):
        loops = [one for one in module.places.of(v.Comprehension) if _goes_through(module, one, node.slot)]
        asked = [user for one in loops for user in module.users(one)]
        words = (getattr(module.nodes[one.callee], "name", "") for one in asked if isinstance(one, v.Call))
        base = module.iterables.get(node.slot, NOTHING)
        each = bool(loops) and _NOT_ALL.isdisjoint(words) and row_of(links, site, base) is not None
        return Assurance.RAISES if each else Assurance.NONE
    element = _element_called(site)
    node = module.nodes[element]
    if not isinstance(node, v.Element) or goes_on_failing(site) or row_of(links, site, node.base) is None:
        return Assurance.NONE
    early = _left_early(module, site.fact.function, element)
    if not early:
        return Assurance.RAISES
    refused = all((site.fact.value, False) in implied(module, guards) for guards in early)
    return Assurance.ANSWERS if refused else Assurance.NONE


def may_call_nothing(links: Links, site: Site) -> bool:
    """A comprehension calls what it goes through, which may be nothing: `[one(token) for one in …]`."""
    node = site.module.nodes[_element_called(site)]
    if not isinstance(node, v.Bound):
        return False
    base = site.module.iterables.get(node.slot, NOTHING)
    held = links.value(site.module, base, site.frames) if base != NOTHING else ()
    return not held or not all(truth(one) for one in held)


_NOT_ALL = frozenset(["any", "next"])
"""What stops at the first element that says yes."""


def _goes_through(module: ModuleFacts, value: Value, slot: int) -> bool:
    node = module.nodes[value]
    return (
        isinstance(node, v.Comprehension)
        and len(node.loops) == 1
        and node.loops[0][0] == slot
        and not node.conditions
    )


def row_of(links: Links, site: Site, base: Value) -> Row | None:
    """The one list of known elements that a loop goes through."""
    kept = base != NOTHING and not _is_taken_from(site.module, base)
    rows = links.value(site.module, base, site.frames) if kept else ()
    row = rows[0] if len(rows) == 1 else None
    return row if isinstance(row, Row) and not row.rest and all(len(one) == 1 for one in row.items) else None


def _is_taken_from(module: ModuleFacts, base: Value) -> bool:
    """Some function of the module takes things out of what goes by the name of a list."""
    named = module.root(base)
    name = named.name if isinstance(named, v.Attr | v.Name) else ""
    for word in _TAKING if name else ():
        for fact in module.calls_by_word.get(word, ()):
            node = module.nodes[fact.value]
            callee = module.nodes[node.callee] if isinstance(node, v.Call) else None
            taken = module.root(callee.base) if isinstance(callee, v.Attr) and fact.function >= 0 else None
            if isinstance(taken, v.Attr | v.Name) and taken.name == name:
                return True
    return False


_TAKING = ("clear", "pop", "popleft", "remove", "discard")
"""Methods that take things out of a list."""


def each_round(links: Links, site: Site) -> Iterator[tuple[Resolved, Site]]:
    """The elements of a list, in order, each with the call of it, or of its method, in its round."""
    module = site.module
    node = module.nodes[_element_called(site)]
    row = row_of(links, site, node.base) if isinstance(node, v.Element) else None
    for item in row.items if row is not None else ():
        assert isinstance(node, v.Element)
        yield item[0], replace(site, frames={**site.frames, round_key(module, node): {"": item}})


def surely_called(links: Links, site: Site) -> bool:
    """What a call in a loop calls is called in the round that is looked at, whatever the element says."""
    module, element = site.module, _element_called(site)
    for test, outcome in site.fact.guards:
        if _is_about(module, test, v.ROUND, element) or not _asks(module, test, element):
            continue
        if {truth(one) for one in links.value(module, test, site.frames)} != {outcome}:
            return False
    return True


def _asks(module: ModuleFacts, test: Value, element: Value) -> bool:
    """A test is computed from an element of a loop."""
    queue = [test]
    for value in (queue.pop() for _ in range(MOST_OPERANDS) if queue):
        if value == element:
            return True
        queue += operands(module.nodes[value])
    return bool(queue)


MOST_OPERANDS = 60
"""Operations looked through for what a test is computed from."""


def reached(links: Links, site: Site) -> frozenset[Value]:
    """The elements of loops around a call of which it is known that there are some."""
    found = set()
    for test, outcome in site.fact.guards:
        node = site.module.nodes[test]
        element = site.module.nodes[node.left] if isinstance(node, v.Compare) and node.op == v.ROUND else None
        if isinstance(element, v.Element) and _is_taken_from(site.module, element.base):
            continue
        if outcome and isinstance(node, v.Compare) and element is not None:
            frames = (one.frames for one in by_own_objects(links, site))
            held = [one for given in frames for one in links.value(site.module, test, given)]
            found |= {node.left} if held and all(truth(one) is True for one in held) else set()
    return frozenset(found)


def by_own_objects(links: Links, site: Site) -> list[Site]:
    """A call in a loop through what a method's object keeps, as objects of its class and below do."""
    module, function = site.module, site.fact.function
    facts = module.functions[function] if function >= 0 else None
    node = module.nodes[_element_called(site)]
    base = node.base if isinstance(node, v.Element) else NOTHING
    base = module.iterables.get(node.slot, NOTHING) if isinstance(node, v.Bound) else base
    kept = module.root(_gone_through(module, base)) if base != NOTHING else None
    itself = module.root(kept.base) if isinstance(kept, v.Attr) else None
    own = facts is not None and isinstance(itself, v.Param) and facts.takes_itself_as(itself.name)
    if not own or getattr(itself, "function", -1) != function:
        return [site]
    return on_own_objects(links, site)


def _gone_through(module: ModuleFacts, base: Value) -> Value:
    """What a loop goes through, or what that was made of: `[cls() for cls in self.classes]`."""
    node = module.root(base)
    made = isinstance(node, v.Comprehension) and len(node.loops) == 1 and not node.conditions
    return node.loops[0][1] if made and isinstance(node, v.Comprehension) else base


def _element_called(site: Site) -> Value:
    """The element of a loop that is called, or whose method is, or in which it is found: `checks.items()`."""
    called = site.module.nodes[site.fact.value]
    if not isinstance(called, v.Call):
        return site.fact.value  # a property that is asked for
    callee = site.module.nodes[called.callee]
    return callee.base if isinstance(callee, v.Item | v.Attr) else called.callee


def each_of(module: ModuleFacts, function: int, token: Token) -> Iterator[Token]:
    """What stands in a loop of a function for a token, as it does for all that the loop goes through."""
    rows, holding = module.places.once(("rows that loops go through",), lambda: _rows(module))
    for element in sorted(one for row in holding.get(token, ()) for one in rows[row]):
        if not _left_early(module, function, element):
            yield identity(module, element)


def _rows(module: ModuleFacts) -> tuple[dict[Value, list[Value]], dict[Token, list[Value]]]:
    """The elements of each row that loops go through; which rows hold a token."""
    rows: dict[Value, list[Value]] = {}
    for element in module.places.of(v.Element):
        node = module.nodes[element]
        row = module.root_of(node.base) if isinstance(node, v.Element) else NOTHING
        if row != NOTHING and isinstance(module.nodes[row], v.Sequence):
            rows.setdefault(row, []).append(element)
    holding: dict[Token, list[Value]] = {}
    for row in rows:
        node = module.nodes[row]
        items = node.items if isinstance(node, v.Sequence) else ()
        for token in dict.fromkeys(identity(module, one) for one in items):
            holding.setdefault(token, []).append(row)
    return rows, holding


def gone_through(module: ModuleFacts, element: Token) -> Value:
    """What a loop goes through of which something is an element; NOTHING if it is none."""
    node = module.nodes[element] if isinstance(element, int) else element
    if isinstance(node, v.Bound):
        return module.iterables.get(node.slot, NOTHING)
    return node.base if isinstance(node, v.Element) else NOTHING


def row_gone_through(module: ModuleFacts, element: Token) -> object:
    """The same, equal for what is gone through again as it was then; None if it is none."""
    row = gone_through(module, element)
    while row != NOTHING and isinstance(held := module.nodes[row], v.Refined):
        row = held.value
    kept = module.nodes[row] if row != NOTHING else None
    if isinstance(kept, v.Attr):
        return kept.base, kept.name
    return kept if isinstance(kept, v.Param | v.Free) else None if kept is None else row


def is_gone_through(check: Site, element: Token, *, waits: bool) -> bool:
    """All that a comprehension makes of its elements is asked for, and waited for where it is to be.

    Such as `await gather(*(check(one) for one in rows))`.
    """
    module = check.module
    if not isinstance(element, v.Bound):
        return False
    made = [one for one in module.places.of(v.Comprehension) if _goes_through(module, one, element.slot)]
    users = [user for one in made for user in module.used_by.of(one)]
    spread = [
        user for one in users if isinstance(module.nodes[one], v.Star) for user in module.used_by.of(one)
    ]
    if not waits:
        return bool(spread) or any(_word(module, one) in _TAKING_ALL for one in users)
    calls = (fact for fact in module.calls_in.get(check.fact.function, ()) if fact.value in spread)
    return any(
        one.awaited and _word(module, one.value) == "gather" and not _told(module, one) for one in calls
    )


_TAKING_ALL = frozenset(["list", "tuple", "set", "sorted"])
"""What goes through all that it is handed, whatever that is."""


def _word(module: ModuleFacts, value: Value) -> str:
    node = module.nodes[value]
    return getattr(module.nodes[node.callee], "name", "") if isinstance(node, v.Call) else ""


def _told(module: ModuleFacts, fact: CallFacts) -> bool:
    """A call is told something by keywords, such as to give errors as well."""
    return bool(Site(module, fact).node.keywords)


def is_about_round(module: ModuleFacts, test: Value, element: Value) -> bool:
    """A test asks whether a loop has another element."""
    return _is_about(module, test, v.ROUND, element)


def is_left_early(module: ModuleFacts, function: int, element: Value) -> bool:
    """A loop may be left before it has gone through everything."""
    return bool(_left_early(module, function, element))


def _left_early(module: ModuleFacts, function: int, element: Value) -> list[Guards]:
    """The tests on the way to where a loop, through all that `element` may be, is left before its end."""
    facts = module.functions[function] if function >= 0 else None
    found = [
        guards
        for guards in ((*facts.guards, *facts.falls) if facts is not None else ())
        if any(_is_about(module, test, v.ROUND, element) for test, _ in guards)
    ]
    broken = module.places.once(("loops that are left",), lambda: _breaks(module)).get(element, ())
    return [*found, *(((one, True),) for one in broken)]


def _breaks(module: ModuleFacts) -> dict[Value, list[Value]]:
    """By the element of a loop, the tests that stand for its being left."""
    found: dict[Value, list[Value]] = {}
    for one in module.places.of(v.Compare):
        node = module.nodes[one]
        if isinstance(node, v.Compare) and node.op == v.BROKEN:
            found.setdefault(node.right, []).append(one)
    return found


def _is_about(module: ModuleFacts, test: Value, op: str, element: Value) -> bool:
    node = module.nodes[test]
    return isinstance(node, v.Compare) and node.op == op and node.right == element


MOST_TOLD = 6
"""Calls of a function each of which may hand over other checks."""


def calls_what_is_handed(module: ModuleFacts, index: int) -> bool:
    """A call in a function is of a parameter, or of the elements of one."""
    for fact in module.calls_in.get(index, ()):
        node = module.nodes[fact.value]
        called = module.root(node.callee) if isinstance(node, v.Call) else None
        held = module.root(called.base) if isinstance(called, v.Element) else called
        if isinstance(held, v.Param) and held.function == index:
            return True
    return False
