"""Answers that are put together of parts, each of which depends on the way that was taken."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product

from pytest_ssot.facts import values as v
from pytest_ssot.facts.links import Links
from pytest_ssot.facts.module import ModuleFacts
from pytest_ssot.facts.operands import operands
from pytest_ssot.facts.resolved import (
    Alternatives,
    Arguments,
    External,
    Frames,
    Known,
    Row,
    Table,
    one_of,
    truth,
)
from pytest_ssot.facts.scopes import Guards
from pytest_ssot.facts.values import NOTHING, Value
from pytest_ssot.rules.implications import is_caught_error, is_none, tested, truth_of

MOST_PARTS = 40
"""Operations in one answer that are looked through for choices."""

MOST_TESTS = 2
"""Tests that one answer is told apart by."""


_PUT_TOGETHER = (v.Sequence, v.Dict, v.Not, v.Compare, v.Boolean, v.Call)


def told_apart(module: ModuleFacts, value: Value, guards: Guards) -> Iterator[Guards]:
    """The ways to an answer that is made of what tests have chosen: `Result(ok)`, `(claims, error)`."""
    if not isinstance(module.nodes[value], _PUT_TOGETHER):
        yield guards
        return
    known = {test for test, _ in guards}
    tests = [one for one in _tests_in(module, value) if one not in known][:MOST_TESTS]
    for outcomes in product((True, False), repeat=len(tests)):
        yield (*guards, *zip(tests, outcomes, strict=True))


def _tests_in(module: ModuleFacts, value: Value) -> list[Value]:
    """The tests by which the parts of a value were chosen."""
    found: dict[Value, None] = {}
    seen: set[Value] = set()
    queue = [value]
    while queue and len(seen) < MOST_PARTS:
        current = queue.pop(0)
        if current in seen:
            continue
        seen.add(current)
        node = module.nodes[current]
        if isinstance(node, v.Choice):
            found[node.test] = None
        elif current == value or isinstance(node, (*_PUT_TOGETHER, v.Attr)):
            queue += (one for one in operands(node) if one != NOTHING)
    return list(found)


def value_behind(
    links: Links, module: ModuleFacts, value: Value, guards: Guards, frames: Frames
) -> Alternatives:
    """What a value is where tests have come out so."""
    if not _is_chosen(module, value, dict(guards)) and not _holds_error(module, value):
        return links.value(module, value, frames)
    return _Behind(links, module, dict(guards), frames).value(value)


def _is_chosen(module: ModuleFacts, value: Value, known: dict[Value, bool]) -> bool:
    return any(one in known for one in _tests_in(module, value))


def _holds_error(module: ModuleFacts, value: Value) -> bool:
    """A display has what a handler has caught in it, which counts as true."""
    node = module.nodes[value]
    return isinstance(node, v.Sequence) and any(_is_error(module, one) for one in node.items)


def _is_error(module: ModuleFacts, value: Value) -> bool:
    node = module.root(value)
    caught = isinstance(node, v.Caught) or is_caught_error(module, value)
    words = isinstance(node, v.Call) and len(node.args) == 1 and truth_of(module, value) is True
    return caught or words


class _Behind:
    """The values of a function where some tests have come out in a certain way."""

    def __init__(self, links: Links, module: ModuleFacts, known: dict[Value, bool], frames: Frames) -> None:
        self._links = links
        self._module = module
        self._known = known
        self._frames = frames

    def value(self, value: Value) -> Alternatives:
        """What a value is there."""
        module = self._module
        node = module.nodes[value]
        match node:
            case v.Choice(test=test, then=then, other=other) if test in self._known:
                return self.value(then if self._known[test] else other)
            case v.Sequence(items=items):
                return (Row(tuple(map(self._item, items))),)
            case v.Dict(keys=keys, values=held) if all(one != NOTHING for one in keys):
                pairs = [(module.nodes[key], one) for key, one in zip(keys, held, strict=True)]
                if all(isinstance(key, v.Const) for key, _ in pairs):
                    named = {key.value: self.value(one) for key, one in pairs if isinstance(key, v.Const)}
                    return (Table(named),)
            case v.Not() | v.Compare():
                return self._asked(value, node)
            case v.Call(callee=callee, args=args, keywords=given) if _is_chosen(module, value, self._known):
                if getattr(module.nodes[callee], "name", "") == "bool" and len(args) == 1:
                    return self._verdict(args[0], wanted=True)
                arguments = Arguments(
                    tuple(self.value(one) for one in args), {name: self.value(one) for name, one in given}
                )
                called = self._links.value(module, callee, self._frames)
                return one_of(*(self._links.resolver.call(one, arguments) for one in called))
        return self._links.value(module, value, self._frames)

    def _asked(self, value: Value, node: v.Not | v.Compare) -> Alternatives:
        """What comes out where something is asked."""
        if isinstance(node, v.Not):
            return self._verdict(node.operand, wanted=False)
        if node.op in _ABOUT_NONE and self._is_none(node.right):
            return self._about_none(node.left, wanted=node.op in ("Is", "Eq"))
        asked, wanted = tested(self._module, value, outcome=True)
        if asked != value:
            return self._verdict(asked, wanted=wanted)
        return self._links.value(self._module, value, self._frames)

    def _item(self, value: Value) -> Alternatives:
        """What stands in a display; all that is known of an error is that it is one."""
        return (External("<true>"),) if _is_error(self._module, value) else self.value(value)

    def _is_none(self, value: Value) -> bool:
        node = self._module.nodes[value]
        return isinstance(node, v.Const) and node.value is None

    def _verdict(self, value: Value, *, wanted: bool) -> Alternatives:
        """Whether a value counts as what is wanted."""
        chosen = self._chosen(value)
        known = truth_of(self._module, chosen)
        verdicts = {truth(one) for one in self.value(chosen)} if known is None else {known}
        if len(verdicts) == 1 and (verdict := verdicts.pop()) is not None:
            return (Known(verdict is wanted),)
        return self._links.value(self._module, value, self._frames)

    def _about_none(self, value: Value, *, wanted: bool) -> Alternatives:
        """Whether a value is None, or is not."""
        chosen = self._chosen(value)
        if self._is_none(chosen):
            return (Known(wanted),)
        if truth_of(self._module, chosen):
            return (Known(not wanted),)
        return (*self._links.value(self._module, value, self._frames), Known(True), Known(False))

    def _chosen(self, value: Value) -> Value:
        """What of a choice the tests have left, or what an attribute of one was set to."""
        node = self._module.nodes[value]
        while isinstance(node, v.Choice) and node.test in self._known:
            value = node.then if self._known[node.test] else node.other
            node = self._module.nodes[value]
        if isinstance(node, v.Attr):
            holder = self._module.nodes[self._chosen(node.base)]
            while isinstance(holder, v.SetAttr):
                if holder.name == node.name:
                    return self._chosen(holder.value)
                holder = self._module.nodes[holder.base]
        return value


def is_collected(module: ModuleFacts, value: Value, answer: Value, reached: frozenset[Value]) -> bool:
    """A list that nothing is taken out of has got an answer if it counts as true, or all that it holds.

    Loops over the elements that are `reached` have rounds.
    """
    seen: set[Value] = set()
    queue, got = [value], False

    def is_it(held: Value) -> bool:
        return listed(module, module.root_of(held)) == answer

    while queue:
        current = queue.pop()
        if current in seen:
            continue
        seen.add(current)
        node = module.nodes[current]
        match node:
            case v.Phi() | v.Choice() | v.Refined():
                queue += _before(node)
            case v.After(base=base, call=call, receiver=True) if _adds(module, call):
                got = got or _gets(module, call, answer, reached)
                queue.append(base)
            case v.Binary(op="Add", left=left, right=right):
                got = got or module.root_of(right) == answer
                queue.append(left)
            case v.Sequence(items=items):
                spread = (module.nodes[one] for one in items)
                got = got or any(isinstance(one, v.Star) and is_it(one.value) for one in spread)
            case v.Call():
                got = got or (current != answer and is_it(current))
            case _:
                return False
        if len(seen) > MOST_PARTS:
            return False
    return got


def listed(module: ModuleFacts, value: Value) -> Value:
    """What there is something in if a value counts as true, or a loop goes round: `list(found)`."""
    for _ in range(MOST_LISTS):
        node = module.nodes[value]
        match node:
            case v.Compare(op=v.ROUND, left=left) if isinstance(element := module.nodes[left], v.Element):
                value = module.root_of(element.base)
            case v.Call(callee=callee, args=(inner,)) if isinstance(asked := module.nodes[callee], v.Name):
                if asked.name not in _LISTING:
                    break
                value = module.root_of(inner)
            case v.Call(callee=callee, args=(inner, default)) if is_none(module, default):
                if getattr(module.nodes[callee], "name", "") != "next":
                    break
                value = module.root_of(inner)
            case v.Call(callee=callee, args=(inner,)) if getattr(module.nodes[callee], "name", "") == "join":
                value = module.root_of(inner)
            case _:
                break
    return value


MOST_LISTS = 4
"""Lists that are made of each other."""

_LISTING = ("list", "tuple", "set", "frozenset", "sorted", "any", "iter", "reversed")
"""Built-in functions whose result counts as true only if there is something in what they are handed."""


def _before(node: v.Phi | v.Choice | v.Refined) -> tuple[Value, ...]:
    match node:
        case v.Phi(options=options):
            return options
        case v.Choice(then=then, other=other):
            return (then, other)
        case v.Refined(value=inner):
            return (inner,)


def _adds(module: ModuleFacts, call: Value) -> bool:
    node = module.nodes[call]
    callee = module.nodes[node.callee] if isinstance(node, v.Call) else None
    return isinstance(callee, v.Attr) and callee.name in ("append", "add", "extend", "update", "insert")


def besides_rounds(module: ModuleFacts, guards: Guards, reached: frozenset[Value]) -> Guards:
    """Tests without those whether there is a round of loops that have rounds."""
    return tuple(
        (test, outcome)
        for test, outcome in guards
        if not isinstance(node := module.nodes[test], v.Compare)
        or node.op != v.ROUND
        or node.left not in reached
    )


def _gets(module: ModuleFacts, call: Value, answer: Value, reached: frozenset[Value]) -> bool:
    """A list is added what an answer holds, or the answer where it counts as true."""
    node = module.nodes[call]
    callee = module.nodes[node.callee] if isinstance(node, v.Call) else None
    fact = module.places.made_by.get(call)
    if not isinstance(node, v.Call) or not isinstance(callee, v.Attr) or fact is None:
        return False
    guards = besides_rounds(module, fact.guards, reached)
    if callee.name in ("extend", "update") and not guards:
        return any(module.root_of(one) == answer for one in node.args)
    asked = [tested(module, test, outcome) for test, outcome in guards]
    return len(asked) == 1 and asked[0][1] and module.root_of(asked[0][0]) == answer


_ABOUT_NONE = ("Is", "IsNot", "Eq", "NotEq")
