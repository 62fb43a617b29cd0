"""What tests on the way to a place imply: what they ask the truth of, and how others must have come out."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from pytest_ssot.facts import values as v
from pytest_ssot.facts.module import ModuleFacts
from pytest_ssot.facts.scopes import Guards
from pytest_ssot.facts.spans import NO_SPAN
from pytest_ssot.facts.values import NOTHING, Value

Answer = tuple[Value, Guards]
"""A value, and the tests on the way to it."""


def implied(module: ModuleFacts, guards: Guards, reached: frozenset[Value] = frozenset()) -> Guards:
    """Tests on the way to a place, and those which must have come out so for them to.

    A name that is true only as one branch has left it tells that this branch was taken. Loops over the
    elements that are `reached` have rounds.
    """
    found = dict.fromkeys(guards)
    queue = list(guards)
    while queue and len(found) < MOST_IMPLIED:
        test, outcome = queue.pop()
        for one in _implied(module, test, outcome, reached):
            if one not in found:
                found[one] = None
                queue.append(one)
    return tuple(found)


def ways(module: ModuleFacts, value: Value, guards: Guards, name: str = "") -> Iterator[Answer]:
    """What a value, or the attribute `name` of it, may be, each with the tests on the way to that.

    An attribute is what it was set to, where the function that asks for it has set it on all ways. One that
    is named is NOTHING where it is not set.
    """
    if name:
        yield from _ways(module, value, guards, name)
        return
    node = module.nodes[value]
    if isinstance(node, v.Attr):
        held = list(_ways(module, node.base, guards, node.name))
        yield from [(value, guards)] if any(one == NOTHING for one, _ in held) else held
    else:
        yield from _ways(module, value, guards)


def _ways(module: ModuleFacts, value: Value, guards: Guards, name: str = "") -> Iterator[Answer]:
    """The same of the attribute `name` of a value; NOTHING where that is not seen to be set."""
    queue = [(value, guards, name)]
    for _ in range(MOST_WAYS):
        if not queue:
            return
        current, known, asked = queue.pop()
        node = module.nodes[current]
        match node:
            case v.Choice(test=test, then=then, other=other):
                queue += [(then, (*known, (test, True)), asked), (other, (*known, (test, False)), asked)]
            case v.Phi(options=options):
                queue += [(one, known, asked) for one in options]
            case v.SetAttr(base=base, name=set_name, value=held) if asked:
                queue.append((held, known, "") if set_name == asked else (base, known, asked))
            case _:
                yield (NOTHING if asked else current), known
    yield from ((NOTHING if asked else current, known) for current, known, asked in queue)


MOST_WAYS = 16
"""Ways to the end of a function that one value tells apart."""

MOST_IMPLIED = 200
"""Tests that are looked through for what they imply."""


def _implied(
    module: ModuleFacts, test: Value, outcome: bool, reached: frozenset[Value]
) -> Iterator[tuple[Value, bool]]:
    node = module.nodes[test]
    match node:
        case v.Not(operand=inner):
            yield inner, not outcome
        case v.Refined(value=inner):
            yield inner, outcome
        case v.Boolean(op=op, operands=parts) if outcome is (op == "and"):
            yield from ((one, outcome) for one in parts)
        case v.Compare(op=v.BROKEN, left=shown) if outcome:
            yield shown, True
        case v.Compare(op=v.EACH, left=shown, right=element) if outcome:
            if element in reached or _has_rounds(module, element):
                yield shown, True
        case v.Choice(test=taken, then=then, other=other):
            yield from _by_arms(
                taken, (then, other), [truth_of(module, one) for one in (then, other)], outcome
            )
        case v.Phi(options=options):
            left = [one for one in options if truth_of(module, one) is not (not outcome)]
            yield from ((one, outcome) for one in left if len(left) == 1)
        case v.Compare():
            asked, wanted = tested(module, test, outcome)
            choice = module.nodes[asked]
            if asked != test and isinstance(choice, v.Choice):
                arms = [_is_something(module, one) for one in (choice.then, choice.other)]
                yield from _by_arms(choice.test, (), arms, wanted)


def _has_rounds(module: ModuleFacts, element: Value) -> bool:
    node = module.nodes[element]
    return isinstance(node, v.Element) and has_elements(module, node.base)


def has_elements(module: ModuleFacts, value: Value) -> bool:
    """What a loop goes through is written out, and not empty."""
    node = module.root(value)
    if isinstance(node, v.Name) and node.name in module.bindings:
        node = module.root(module.bindings[node.name])
    return isinstance(node, v.Sequence) and bool(node.items)


def _by_arms(
    test: Value, arms: tuple[Value, ...], verdicts: list[bool | None], outcome: bool
) -> Iterator[tuple[Value, bool]]:
    """Which of two arms was taken, by what each of them would have been."""
    for taken, excluded in ((False, 0), (True, 1)):
        if verdicts[excluded] is (not outcome):
            yield test, taken
            yield from ((arms[1 - excluded], outcome) for _ in arms[:1])
            return


def _is_something(module: ModuleFacts, value: Value) -> bool | None:
    """Whether a value is something else than None, as far as it is a constant or made in place."""
    if is_none(module, value):
        return False
    made = isinstance(module.nodes[value], v.Const | v.Sequence | v.Dict | v.Text)
    return True if made or is_caught_error(module, value) else None


def is_caught_error(module: ModuleFacts, value: Value) -> bool:
    """A value is what a handler has caught, whose making stands nowhere."""
    node = module.root(value)
    return isinstance(node, v.Call) and node.at == NO_SPAN


def truth_of(module: ModuleFacts, value: Value) -> bool | None:
    """Whether a value counts as true, as far as it is a constant or made in place."""
    node = module.nodes[value]
    match node:
        case v.Const():
            return bool(node.value)
        case v.Sequence(items=items):
            return bool(items) if not any(isinstance(module.nodes[one], v.Star) for one in items) else None
        case v.Dict(keys=keys):
            return bool(keys) if NOTHING not in keys else None
        case v.Text(parts=parts):
            held = (module.nodes[one] for one in parts)
            return True if any(isinstance(one, v.Const) and one.value for one in held) else None
        case v.Call() | v.Phi():
            return _truth_of_call(module, value, node) if isinstance(node, v.Call) else _of_all(module, node)
        case v.After(call=call, receiver=True):
            return _truth_after(module, module.nodes[call])
        case v.Refined(value=inner, test=test):
            return {"true": True, "false": False, "none": False}.get(test, truth_of(module, inner))
    return True if isinstance(node, v.SetItem | v.Caught) else None


def _of_all(module: ModuleFacts, phi: v.Phi) -> bool | None:
    verdicts = {truth_of(module, one) for one in phi.options}
    return verdicts.pop() if len(verdicts) == 1 else None


def _truth_after(module: ModuleFacts, call: v.AnyNode) -> bool | None:
    """What a call makes of its object: something that is not empty, if it puts anything there."""
    callee = module.nodes[call.callee] if isinstance(call, v.Call) else None
    return True if isinstance(callee, v.Attr) and callee.name in _FILLING else None


def _truth_of_call(module: ModuleFacts, value: Value, call: v.Call) -> bool | None:
    """What is caught counts as true, and so does what it says."""
    callee = module.nodes[call.callee]
    words = isinstance(callee, v.Name) and callee.name in ("str", "repr") and len(call.args) == 1
    return True if is_caught_error(module, call.args[0] if words else value) else None


_FILLING = ("append", "add", "insert", "appendleft")
"""Methods behind which an object is not empty."""


def tested(module: ModuleFacts, value: Value, outcome: bool) -> tuple[Value, bool]:
    """What a test asks the truth of, and whether it is true where the test comes out so."""
    for _ in range(MOST_TESTS):
        node = module.nodes[value]
        match node:
            case v.Not(operand=inner):
                value, outcome = inner, not outcome
            case v.Refined(value=inner):
                value = inner
            case v.Compare(op=op, left=left, right=right) if is_none(module, right) and op in _ABOUT_NONE:
                value, outcome = left, outcome is (op in ("IsNot", "NotEq"))
            case v.Compare(op="Gt" | "NotEq" | "Eq" as op, left=left, right=right) if _is_size(
                module, left, right
            ):
                value, outcome = left, outcome is (op != "Eq")
            case v.Compare(op=op, left=left, right=right) if (
                (op in _SAME) is outcome
                and (op in _SAME or op in _OTHER)
                and isinstance(told := _constant(module, right), bool)
            ):
                value, outcome = left, told  # one that comes out otherwise tells less: it may be neither
            case v.Call(callee=callee, args=(inner, *_)) if _asks_for_truth(module, callee):
                value = _element(module, inner)
            case v.Item(base=base, key=key) if (put := _put_under(module, base, key)) != v.NOTHING:
                value = put
            case _:
                break
    return value, outcome


_SAME, _OTHER = ("Eq", "Is"), ("NotEq", "IsNot")


def _put_under(module: ModuleFacts, base: Value, key: Value) -> Value:
    """What the function itself has put last under a constant key that it then asks for."""
    wanted = module.nodes[key]
    for _ in range(MOST_TESTS):
        node = module.nodes[base]
        if not isinstance(node, v.SetItem) or not isinstance(wanted, v.Const):
            break
        word = module.nodes[node.key]
        if isinstance(word, v.Const) and word.value == wanted.value:
            return node.value
        base = node.base
    return v.NOTHING


def _is_size(module: ModuleFacts, left: Value, right: Value) -> bool:
    """How many there are is compared with none."""
    size, zero = module.nodes[left], module.nodes[right]
    is_length = isinstance(size, v.Call) and getattr(module.nodes[size.callee], "name", "") == "len"
    return is_length and isinstance(zero, v.Const) and zero.value == 0


MOST_TESTS = 8
"""Negations and comparisons around what a test asks."""

_ABOUT_NONE = ("Is", "IsNot", "Eq", "NotEq")


def is_about_none(module: ModuleFacts, test: Value) -> bool:
    node = module.nodes[test]
    while isinstance(node, v.Not | v.Refined):
        node = module.nodes[node.operand if isinstance(node, v.Not) else node.value]
    return isinstance(node, v.Compare) and not isinstance(_constant(module, node.right), bool)


def _constant(module: ModuleFacts, value: Value) -> object:
    return getattr(module.nodes[value], "value", None)


def _asks_for_truth(module: ModuleFacts, callee: Value) -> bool:
    node = module.nodes[callee]
    return isinstance(node, v.Name) and node.name in ("bool", "any", "all", "isinstance", "len")


def _element(module: ModuleFacts, value: Value) -> Value:
    """What a comprehension is made of."""
    node = module.nodes[value]
    return node.value if isinstance(node, v.Comprehension) else value


def is_nothing(module: ModuleFacts, value: Value) -> bool:
    """A value that counts as false, or holds nothing else."""
    node = module.nodes[value]
    if isinstance(node, v.Sequence):
        return all(is_nothing(module, item) for item in node.items)
    if isinstance(node, v.Dict):
        return not node.keys
    return is_falsy(node)


def is_falsy(node: v.AnyNode) -> bool:
    """A constant that counts as false."""
    return isinstance(node, v.Const) and not node.value


def is_none(module: ModuleFacts, value: Value) -> bool:
    """A value that is None."""
    node = module.nodes[value] if value != NOTHING else None
    return isinstance(node, v.Const) and node.value is None


def refuses(module: ModuleFacts, ends: Sequence[Guards], is_of_read: Callable[[Value], bool]) -> bool:
    """A test of what was read stands on the way to some end, and nobody comes back the other way."""
    others = [frozenset(known) for known in dict.fromkeys(ends)]
    for known in ends:
        for place, (test, outcome) in enumerate(known):
            if _may_raise(module, test) or not is_of_read(test):
                continue
            module.effort.spend(1 + len(others) // ENDS_PER_STEP)
            before = {(one, not other) for one, other in known[:place]}
            if all((test, outcome) in other or not before.isdisjoint(other) for other in others):
                return True
    return False


ENDS_PER_STEP = 8
"""Ends of a function that are compared with a test in the time of a step."""


def _may_raise(module: ModuleFacts, test: Value) -> bool:
    """A test stands for that what is returned in a `try` may as well raise."""
    node = module.nodes[test]
    return isinstance(node, v.Compare) and node.at == NO_SPAN
