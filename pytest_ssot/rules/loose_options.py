"""Options that switch verification off and that no decoder was seen to receive."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import cached_property

from pytest_ssot.facts import values as v
from pytest_ssot.facts.module import ModuleFacts, StoreFacts
from pytest_ssot.facts.resolved import Arguments, External, Known, Place, Resolved, Table
from pytest_ssot.facts.seen_calls import is_test
from pytest_ssot.facts.spans import Span
from pytest_ssot.facts.uses import operands
from pytest_ssot.rules.libraries import UNVERIFIED_KEY
from pytest_ssot.rules.token_calls import PARTIALS

MOST_HOLDERS = 20
"""Tables and choices around a mapping that are looked through for what stands beside it."""


LOOSE = f'"{UNVERIFIED_KEY}" is switched off in options that no call was seen to receive'

OTHERS = "others are taken instead"
"""Why options that switch verification off may not matter."""


def loose_options(
    module: ModuleFacts, received: frozenset[Place], closed: Callable[[StoreFacts], str]
) -> Iterator[tuple[Place, str]]:
    """Every `"verify_signature": False` of a mapping that is kept for later and never seen again.

    `received` are the mappings that calls were seen to receive. Mappings that are handed to a call or
    compared on the spot have been judged there. With each is told why it may not matter: nothing reads it,
    one that stands beside it in a table, among the values of a name or of a function has been received, or
    the tests in front of an assignment keep it `closed`.
    """
    if is_test(module.path):
        return
    yield from _assigned(module, received, closed)
    mappings = [(number, module.nodes[number]) for number in module.places.of(v.Dict)]
    suspects = {number: node for number, node in mappings if isinstance(node, v.Dict) and _off(module, node)}
    if not suspects:
        return
    spent = {
        value
        for number in module.places.of(v.Call, v.Compare, v.Binary, v.Comprehension, v.Star)
        for value in operands(module.nodes[number])
        if not _is_prepared(module, module.nodes[number])
    }
    for _, node in mappings:
        if isinstance(node, v.Dict):
            spent.update(_spread(module, node, judged=Place(module.path, node.at) in received))
    spent.update(_deleted(module))
    around = _Around(module, received)
    for number, node in suspects.items():
        if number not in spent and Place(module.path, node.at) not in received:
            chosen = around.has_chosen(number) or around.is_forgotten(number) or around.is_left_out(number)
            put = [one for one in module.stores if one.value == number]
            why = OTHERS if chosen else next(filter(None, map(closed, put)), "")
            yield Place(module.path, _off(module, node) or node.at), why


def _is_prepared(module: ModuleFacts, node: v.AnyNode) -> bool:
    """A call only keeps what it is handed for another one: `partial(jwt.decode, options=…)`."""
    callee = module.nodes[node.callee] if isinstance(node, v.Call) else None
    return isinstance(callee, v.Attr | v.Name | v.Imported) and callee.name in PARTIALS


class _Around:
    """What holds the mappings of a module, found once for all of them."""

    def __init__(self, module: ModuleFacts, received: frozenset[Place]) -> None:
        self._module = module
        self._received = received

    def has_chosen(self, number: v.Value) -> bool:
        """Another mapping was received that stands beside one in a table, a choice, a class or returns."""
        queue, seen = [number], set[v.Value]()
        for holder in queue:  # grows as it is gone through
            if len(seen) > MOST_HOLDERS:
                break
            if holder in self._beside_received:
                return True
            if holder not in seen:
                seen.add(holder)
                queue += self._holders.get(holder, ())
        return False

    def is_forgotten(self, number: v.Value) -> bool:
        """Nothing is computed from a value, and no name of the module, object or function ends with it."""
        return not self._module.used_by.of(number) and number not in self._held

    def is_left_out(self, number: v.Value) -> bool:
        """A call that was judged gets what is chosen between the mapping and something else: the other."""
        queue, seen = [number], set[v.Value]()
        for value in queue:  # grows as it is gone through
            seen.add(value)
            around = (*self._holders.get(value, ()), *self._built_of.get(value, ()))
            for holder in around if len(seen) < MOST_HOLDERS else ():
                if isinstance(self._module.nodes[holder], _BUILT):
                    queue.append(holder)
                elif isinstance(self._module.nodes[holder], _CHOOSING) and holder not in seen:
                    users = self._module.users(holder)
                    calls = [one for one in users if isinstance(one, v.Call)]
                    if any(Place(self._module.path, one.at) in self._received for one in calls):
                        return True
                    queue.append(holder)
        return False

    @cached_property
    def _holders(self) -> dict[v.Value, list[v.Value]]:
        return self._having(*_HOLDERS)

    @cached_property
    def _built_of(self) -> dict[v.Value, list[v.Value]]:
        """What mappings become a part of."""
        return self._having(v.SetItem, v.Binary)

    def _having(self, *kinds: type[v.AnyNode]) -> dict[v.Value, list[v.Value]]:
        """Of each value, the nodes of such kinds that are computed from it."""
        found: dict[v.Value, list[v.Value]] = {}
        for number in self._module.places.of(*kinds):
            for value in dict.fromkeys(operands(self._module.nodes[number])):
                found.setdefault(value, []).append(number)
        return found

    @cached_property
    def _beside_received(self) -> frozenset[v.Value]:
        """What stands in one table, choice, class or the returns of one function with what was received."""
        module = self._module
        groups = [operands(module.nodes[number]) for number in module.places.of(*_HOLDERS)]
        groups += [one.returns for one in module.functions]
        groups += [tuple(one.attributes.values()) for one in module.classes]
        groups += self._of_alternatives()
        return frozenset(value for group in groups if self._has_received(group) for value in group)

    def _of_alternatives(self) -> list[tuple[v.Value, ...]]:
        """Attributes of a name of classes that stand beside each other in a table."""
        module, found = self._module, list[tuple[v.Value, ...]]()
        for number in module.places.of(v.Dict, v.Sequence):
            nodes = [module.root(value) for value in operands(module.nodes[number]) if value != v.NOTHING]
            classes = [module.classes[node.index].attributes for node in nodes if isinstance(node, v.Class)]
            for name in classes[0] if len(classes) > 1 else ():
                found.append(tuple(one[name] for one in classes if name in one))
        return found

    def _has_received(self, group: tuple[v.Value, ...]) -> bool:
        nodes = (self._module.nodes[value] for value in group if value != v.NOTHING)
        places = (Place(self._module.path, one.at) for one in nodes if isinstance(one, v.Dict))
        return not self._received.isdisjoint(places)

    @cached_property
    def _held(self) -> frozenset[v.Value]:
        module = self._module
        held = [*module.bindings.values(), *(store.value for store in module.stores)]
        held += [value for one in module.functions for value in (*one.returns, *one.yields)]
        around = {one.parent for one in module.functions if one.parent >= 0}
        # What these call their own is read in the functions within them.
        held += [value for index in around for value in module.functions[index].variables.values()]
        held += [value for one in module.classes for value in one.attributes.values()]
        held += [one.default for function in module.functions for one in function.parameters]
        return frozenset(held)


_CHOOSING = (v.Choice, v.Phi, v.Refined)
_BUILT = (v.Dict, v.SetItem, v.Binary)
_HOLDERS = (v.Dict, v.Sequence, v.Choice, v.Phi, v.Refined)


def _assigned(
    module: ModuleFacts, received: frozenset[Place], closed: Callable[[StoreFacts], str]
) -> Iterator[tuple[Place, str]]:
    """Where a function switches verification off in a mapping that it is handed, which was never seen again.

    Whoever calls it is out of sight: what sends it as an event, or puts it in the place of a decoder.
    """
    stores = [one for one in module.stores if one.item and one.name == UNVERIFIED_KEY]
    for number, store in enumerate(stores):
        held = module.nodes[store.value]
        if not isinstance(held, v.Const) or held.value or not _is_of_handed(module, store.target):
            continue
        place, later = Place(module.path, held.at), stores[number + 1 :]
        overwritten = any(one.function == store.function and not one.guards for one in later)
        if place not in received and not overwritten:
            yield place, closed(store)


def _is_of_handed(module: ModuleFacts, value: v.Value) -> bool:
    """A mapping is what a function is handed, is in that, or is a copy of it."""
    for _ in range(MOST_COPIES):
        node = module.root(value)
        match node:
            case v.Param():
                return True
            case v.Attr(base=inner) | v.Item(base=inner) | v.Boolean(operands=(inner, *_)):
                value = inner
            case v.Choice(then=inner) | v.Phi(options=(inner, *_)):
                value = inner
            case v.Call(callee=callee, args=args):
                method = module.nodes[callee]
                if isinstance(method, v.Attr):
                    value = method.base
                elif args and isinstance(method, v.Name):
                    value = args[0]
                else:
                    return False
            case _:
                return False
    return False


def _spread(module: ModuleFacts, node: v.Dict, *, judged: bool) -> Iterator[v.Value]:
    """Mappings spread into another that has its own word on verification after them, or has been judged."""
    own = [
        index
        for index, key in enumerate(node.keys)
        if key != v.NOTHING and getattr(module.nodes[key], "value", None) == UNVERIFIED_KEY
    ]
    last = len(node.keys) if judged else max(own, default=0)
    for key, value in zip(node.keys[:last], node.values, strict=False):
        if key == v.NOTHING:
            spread = module.nodes[value]
            yield module.bindings.get(spread.name, value) if isinstance(spread, v.Name) else value


def _deleted(module: ModuleFacts) -> Iterator[v.Value]:
    """Mappings from a copy of which the word on verification is taken out: `del options["…"]`."""
    nodes = (module.nodes[number] for number in module.places.of(v.DelItem))
    taken = [(one.base, one.key) for one in nodes if isinstance(one, v.DelItem)]
    for fact in module.calls_by_word.get("pop", ()):
        call = module.nodes[fact.value]
        callee = module.nodes[call.callee] if isinstance(call, v.Call) else None
        if isinstance(callee, v.Attr) and isinstance(call, v.Call) and call.args:
            taken.append((callee.base, call.args[0]))
    for base, key in taken:
        if getattr(module.nodes[key], "value", None) == UNVERIFIED_KEY:
            value = module.root_of(base)
            for _ in range(MOST_COPIES):
                node = module.root(value)
                if isinstance(node, v.Name) and node.name in module.bindings:
                    value = module.root_of(module.bindings[node.name])
                elif isinstance(node, v.Call) and node.args:
                    value = node.args[0]
                elif isinstance(node, v.Call) and isinstance(copied := module.nodes[node.callee], v.Attr):
                    value = copied.base
            yield module.root_of(value)


MOST_COPIES = 4
"""Names and copies between a mapping and the one that something is taken out of."""


def _off(module: ModuleFacts, node: v.Dict) -> Span | None:
    """Where a mapping switches verification off, for good."""
    found: Span | None = None
    for key, value in zip(node.keys, node.values, strict=True):
        name = module.nodes[key] if key != v.NOTHING else None
        if isinstance(name, v.Const) and name.value == UNVERIFIED_KEY:
            held = module.nodes[value]
            found = held.at if isinstance(held, v.Const) and not held.value else None
    return found


def prepares(callee: Resolved) -> bool:
    """It keeps what it is handed for a call that comes later, if one does."""
    return isinstance(callee, External) and callee.path.startswith("functools.partial")


def tables_of(given: Arguments) -> set[Place]:
    """Where the mappings that a call receives were written, and those that they are copies of."""
    groups = (*given.positional, *given.keywords.values())
    tables = [one for group in groups for one in group if isinstance(one, Table)]
    switches = (one for table in tables for one in table.entries.get(UNVERIFIED_KEY, ()))
    assigned = {one.place for one in switches if isinstance(one, Known)}
    return {place for one in tables for place in (one.place, one.origin)} | assigned | {given.place}
