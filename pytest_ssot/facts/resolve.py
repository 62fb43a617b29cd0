"""From a file's symbolic values to what they are in the project."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace

from pytest_ssot.facts import values as v
from pytest_ssot.facts.calling import after, call, called_function, enter, iterate
from pytest_ssot.facts.classes import implied_self
from pytest_ssot.facts.folding import (
    SOMETHING_TRUE,
    combined,
    compared,
    is_none,
    joined,
    merged,
    negated,
    operated,
)
from pytest_ssot.facts.members import attribute, item, with_item, without_item
from pytest_ssot.facts.module import ModuleFacts, StoreFacts
from pytest_ssot.facts.project import Project
from pytest_ssot.facts.resolved import (
    NO_FRAMES,
    Alternatives,
    Arguments,
    ClassRef,
    External,
    Frames,
    FunctionKey,
    FunctionRef,
    Instance,
    Known,
    Namespace,
    Opaque,
    Place,
    Resolved,
    Row,
    Table,
    needs_of,
    one_of,
    opaque,
    truth,
)
from pytest_ssot.facts.values import NOTHING, AnyNode, Value

DEEPEST_RESOLUTION = 1_200
"""Values nested deeper than this are unknown; it also ends recursion in the scanned code."""

MOST_WORK = 3_000
"""Nodes looked at to answer one question; beyond it the answer is unknown."""

NO_CUT = DEEPEST_RESOLUTION + 1
"""The answer being looked for holds wherever it is asked for."""

WHOLE_QUESTION = -1
"""The answer being looked for holds for this question only."""

MOST_ELEMENTS = 256
"""Elements of a constant iterable that a comprehension is evaluated for."""


class Resolver:
    """Answers what a value is; remembers the answers that hold whoever calls."""

    def __init__(self, project: Project) -> None:
        self.project = project
        self.total = 0
        self.work, self.limit = 0, MOST_WORK
        self.active: list[FunctionKey] = []
        self._lowest_cut = NO_CUT
        self._outermost = 0
        self.stored: dict[tuple[int, str], tuple[Instance, bool, Alternatives]] = {}
        self.class_stores: dict[str, dict[tuple[int, str], tuple[StoreFacts, ...]]] = {}
        self._visiting: dict[tuple[str, ...], int] = {}
        self._known: dict[tuple[str, Value], Alternatives] = {}
        self._framed: dict[tuple[str, Value, int], Alternatives] = {}
        self._rough: dict[tuple[str, Value, int], Alternatives] = {}
        self._given_up: dict[tuple[str, Value], tuple[int, Alternatives]] = {}
        self._frames: dict[tuple[object, ...], Frames] = {}
        self._held: list[object] = []
        self._busy: dict[tuple[str, Value, int], int] = {}
        self._depth = 0
        self._readers: dict[type[AnyNode], Callable[..., Alternatives]] = {
            getattr(v, name.removeprefix("_read_")): getattr(self, name)
            for name in dir(self)
            if name.startswith("_read_") and name[6:7].isupper()
        }

    def resolve(self, module: ModuleFacts, value: Value, frames: Frames = NO_FRAMES) -> Alternatives:
        """Every value that `value` of `module` may have, given the calls in `frames`.

        Work is bounded: what would take too long is an `Opaque` whose source is "limit".
        """
        if value == NOTHING:
            return ()
        if frames and not module.dependent[value]:
            frames = NO_FRAMES
        key = (module.path, value, id(frames) if frames else 0)
        known = self._framed.get(key) if frames else self._known.get(key[:2])
        if known is not None:
            return known
        if key in self._rough:
            self._lowest_cut = min(self._lowest_cut, self._outermost)
            return self._rough[key]
        given_up = None if self._depth or frames else self._given_up.get(key[:2])
        if given_up is not None and given_up[0] >= self.limit - self.work:
            self._lowest_cut = WHOLE_QUESTION
            return given_up[1]
        self.work += 1
        if key in self._busy:
            self._lowest_cut = min(self._lowest_cut, self._busy[key])
            return ()
        if self._depth > DEEPEST_RESOLUTION or self.work > self.limit:
            self._lowest_cut = WHOLE_QUESTION
            return (Opaque("limit"),)
        return self._read(key, module, value, frames)

    def _read(
        self, key: tuple[str, Value, int], module: ModuleFacts, value: Value, frames: Frames
    ) -> Alternatives:
        """Look at a node, and remember the answer as far as it does not depend on how it was reached.

        `_lowest_cut` is the depth of the outermost node whose unfinished reading has left its mark on
        the answer: by a cycle back to it, or by a limit on calls within it.
        """
        depth, outer_cut, left = self._depth, self._lowest_cut, self.limit - self.work
        self._busy[key] = depth
        self._depth, self._lowest_cut = depth + 1, NO_CUT
        try:
            node = module.nodes[value]
            found = self._readers[type(node)](node, module, frames)
        finally:
            self._depth = depth
            del self._busy[key]
        if self._lowest_cut >= depth:
            self._remember(key, found, frames)
            self._lowest_cut = outer_cut
        else:
            if self.active and self._lowest_cut == self._outermost:
                self._rough[key] = found
                self._held.append(frames)
            self._lowest_cut = min(outer_cut, self._lowest_cut)
            if not depth and not frames:
                self._given_up[key[:2]] = left + 1, found
        return found

    def _remember(self, key: tuple[str, Value, int], found: Alternatives, frames: Frames) -> None:
        """Answers for particular calls are kept for one question only: their frames live as long."""
        if not frames:
            self._known[key[:2]] = found
        else:
            self._framed[key] = found
            self._held.append(frames)

    def ask(self, limit: int = MOST_WORK) -> None:
        """Begin a new question, with its own bound on work."""
        self.total += self.work
        self.work, self.limit = 0, limit
        self._lowest_cut = NO_CUT
        self._framed.clear()
        self._rough.clear()
        self._frames.clear()
        self._held.clear()
        self.stored.clear()

    def begin(self, function: FunctionKey) -> None:
        """Follow a call into a function."""
        if not self.active:
            self._outermost = self._depth - 1
        self.active.append(function)

    def end(self) -> None:
        """Leave the function entered last."""
        self.active.pop()
        if not self.active:
            self._rough.clear()

    def cut_short(self) -> None:
        """Note that a call was not followed because of the calls around it."""
        self._lowest_cut = min(self._lowest_cut, self._outermost)

    def frames(self, function: FunctionRef, given: dict[str, Alternatives]) -> Frames:
        """The frames inside a call; the same object for the same arguments, so that answers are shared."""
        key = (function.key, id(function.frames), *map(_identity, given.values()))
        known = self._frames.get(key)
        if known is None:
            known = self._frames[key] = {**function.frames, function.key: given}
            self._held.append((function, given))
        return known

    def call(self, callee: Resolved, arguments: Arguments) -> Alternatives:
        """What calling a resolved value gives back."""
        return call(self, callee, arguments)

    def returned(self, function: FunctionRef, positional: tuple[Alternatives, ...]) -> Alternatives:
        """What a project function returns for these positional arguments."""
        return called_function(self, function, Arguments(positional))

    def visiting(self, *key: str) -> bool:
        """Something named `key` is being followed already; what is found out meanwhile is provisional."""
        if key not in self._visiting:
            return False
        self._lowest_cut = min(self._lowest_cut, self._visiting[key])
        return True

    @contextmanager
    def visit(self, *key: str) -> Iterator[None]:
        """Follow a star import or what a method stores; cycles of them end here."""
        self._visiting[key] = self._depth - 1
        try:
            yield
        finally:
            del self._visiting[key]

    def arguments(self, node: v.Call, module: ModuleFacts, frames: Frames) -> Arguments:
        """What a call hands over, with the spreads taken apart as far as they are known."""
        positional: list[Alternatives] = []
        keywords: dict[str, Alternatives] = {}
        rest: list[Alternatives] = []
        for argument in node.args:
            inner = module.nodes[argument]
            if not isinstance(inner, v.Star):
                positional.append(self.resolve(module, argument, frames))
                continue
            for spread in self.resolve(module, inner.value, frames):
                if isinstance(spread, Row) and not spread.rest:
                    positional.extend(spread.items)
                else:
                    rest.append((spread,))
        for name, argument in node.keywords:
            given = self.resolve(module, argument, frames)
            if name:
                keywords[name] = given
                continue
            for spread in given:
                if not isinstance(spread, Table):
                    rest.append((spread,))
                    continue
                rest.append(spread.rest)
                for key, held in spread.entries.items():
                    keywords[str(key)] = one_of(keywords.get(str(key), ()), held) if len(given) > 1 else held
        return Arguments(tuple(positional), keywords, one_of(*rest), Place(module.path, node.at))

    # -- leaves -------------------------------------------------------------------------------

    def _read_Const(self, node: v.Const, module: ModuleFacts, _: Frames) -> Alternatives:
        return (Known(node.value, Place(module.path, node.at)),)

    def _read_Unknown(self, *_: object) -> Alternatives:
        return opaque()

    def _read_Name(self, node: v.Name, module: ModuleFacts, _: Frames) -> Alternatives:
        return self.project.name(self, module, node.name)

    def _read_Imported(self, node: v.Imported, module: ModuleFacts, _: Frames) -> Alternatives:
        return self.project.imported(self, module, node.module, node.name)

    def _read_Param(self, node: v.Param, module: ModuleFacts, frames: Frames) -> Alternatives:
        key = (module.path, node.function)
        if key in frames and node.name in frames[key]:
            return frames[key][node.name]
        function = module.functions[node.function]
        implied = implied_self(self, module, node.function, frames)
        if implied is not None and function.parameters and function.parameters[0].name == node.name:
            return (implied,)
        return (Opaque("parameter", node.name, frozenset([(*key, node.name)])),)

    def _read_Free(self, node: v.Free, module: ModuleFacts, frames: Frames) -> Alternatives:
        held = module.functions[node.function].variables.get(node.name, NOTHING)
        return self.resolve(module, held, frames) if held != NOTHING else opaque(text=node.name)

    def _read_Bound(self, node: v.Bound, module: ModuleFacts, frames: Frames) -> Alternatives:
        slots = frames.get((module.path, -node.slot - 1))
        return opaque() if slots is None else slots[""]

    def _read_Function(self, node: v.Function, module: ModuleFacts, frames: Frames) -> Alternatives:
        return (FunctionRef(module, node.index, frames),)

    def _read_Class(self, node: v.Class, module: ModuleFacts, frames: Frames) -> Alternatives:
        return (ClassRef(module, node.index, frames),)

    # -- parts --------------------------------------------------------------------------------

    def _read_Attr(self, node: v.Attr, module: ModuleFacts, frames: Frames) -> Alternatives:
        bases = self.resolve(module, node.base, frames)
        return one_of(*(attribute(self, base, node.name) for base in bases))

    def _read_Item(self, node: v.Item, module: ModuleFacts, frames: Frames) -> Alternatives:
        bases = self.resolve(module, node.base, frames)
        keys = self.resolve(module, node.key, frames)
        place = Place(module.path, node.at)
        return one_of(*(item(self, base, key, place) for base in bases for key in keys))

    def _read_Slice(self, node: v.Slice, module: ModuleFacts, frames: Frames) -> Alternatives:
        return opaque(self.resolve(module, node.base, frames))

    def _read_Star(self, node: v.Star, module: ModuleFacts, frames: Frames) -> Alternatives:
        return self.resolve(module, node.value, frames)

    def _read_Element(self, node: v.Element, module: ModuleFacts, frames: Frames) -> Alternatives:
        return one_of(*(iterate(self, base) for base in self.resolve(module, node.base, frames)))

    def _read_Enter(self, node: v.Enter, module: ModuleFacts, frames: Frames) -> Alternatives:
        return one_of(*(enter(self, base) for base in self.resolve(module, node.base, frames)))

    # -- displays -----------------------------------------------------------------------------

    def _read_Dict(self, node: v.Dict, module: ModuleFacts, frames: Frames) -> Alternatives:
        table = Table({}, (), Place(module.path, node.at))
        for key, value in zip(node.keys, node.values, strict=True):
            held = self.resolve(module, value, frames)
            if key == NOTHING:
                variants = [merged(table, spread, table.place) for spread in held]
                table = variants[0] if len(variants) == 1 else _united(table, variants)
                continue
            for known in self.resolve(module, key, frames):
                if isinstance(known, Known):
                    table.entries[known.value] = held
                else:
                    table = Table(table.entries, one_of(table.rest, opaque((known,))), table.place)
        return (table,)

    def _read_Sequence(self, node: v.Sequence, module: ModuleFacts, frames: Frames) -> Alternatives:
        items: list[Alternatives] = []
        rest: list[Alternatives] = []
        for value in node.items:
            inner = module.nodes[value]
            held = self.resolve(module, value, frames)
            if not isinstance(inner, v.Star):
                items.append(held)
                continue
            for spread in held:
                if isinstance(spread, Row):
                    items.extend(spread.items)
                    rest.append(spread.rest)
                else:
                    rest.append((spread,))
        return (Row(tuple(items), one_of(*rest), Place(module.path, node.at)),)

    def _read_Comprehension(self, node: v.Comprehension, module: ModuleFacts, frames: Frames) -> Alternatives:
        place = Place(module.path, node.at)
        table, items, rest = Table({}, (), place), [], []
        for inner in self._rounds(node, module, frames, 0):
            if isinstance(inner, tuple):
                rest.append(inner)
                continue
            held = self.resolve(module, node.value, inner)
            if node.key == NOTHING:
                items.append(held)
                continue
            for key in self.resolve(module, node.key, inner):
                if isinstance(key, Known):
                    table.entries[key.value] = held
                else:
                    rest.append(opaque((key,)))
        if node.key == NOTHING:
            return (Row(tuple(items), one_of(*rest), place),)
        return (Table(table.entries, one_of(*rest), place),)

    def _rounds(
        self, node: v.Comprehension, module: ModuleFacts, frames: Frames, loop: int
    ) -> list[Frames | Alternatives]:
        """The frames of every round of a comprehension; an unknown where rounds cannot be told."""
        if loop == len(node.loops):
            tests = [self.resolve(module, condition, frames) for condition in node.conditions]
            verdicts = [truth(value) for test in tests for value in test]
            return [] if False in verdicts else [frames]
        slot, iterable = node.loops[loop]
        found: list[Frames | Alternatives] = []
        for base in self.resolve(module, iterable, frames):
            elements = _elements(base)
            if elements is None or len(elements) > MOST_ELEMENTS:
                found.append(opaque((base,), base.rest if isinstance(base, Row | Table) else ()))
                continue
            for element in elements:
                inner = {**frames, (module.path, -slot - 1): {"": element}}
                found.extend(self._rounds(node, module, inner, loop + 1))
        return found

    # -- objects that change ------------------------------------------------------------------

    def _read_change(
        self, node: v.SetItem | v.DelItem | v.SetAttr | v.After, module: ModuleFacts, frames: Frames
    ) -> Alternatives:
        """Changes are applied from the oldest on, without recursion: there may be thousands."""
        changes: list[AnyNode] = []
        current: AnyNode = node
        base = NOTHING
        while isinstance(current, v.SetItem | v.DelItem | v.SetAttr | v.After):
            changes.append(current)
            base = current.base
            current = module.nodes[base]
        found = tuple(_copied(value) for value in self.resolve(module, base, frames))
        for change in reversed(changes):
            found = self._changed(change, found, module, frames)
        return found

    _read_SetItem = _read_DelItem = _read_SetAttr = _read_After = _read_change

    def _changed(
        self, change: AnyNode, found: Alternatives, module: ModuleFacts, frames: Frames
    ) -> Alternatives:
        self.work += 1
        match change:
            case v.SetItem():
                keys = self.resolve(module, change.key, frames)
                held = self.resolve(module, change.value, frames)
                return tuple(with_item(value, keys, held) for value in found)
            case v.DelItem():
                keys = self.resolve(module, change.key, frames)
                return tuple(without_item(value, keys) for value in found)
            case v.SetAttr():
                held = self.resolve(module, change.value, frames)
                return tuple(_with_attribute(value, change.name, held) for value in found)
            case v.After():
                return after(self, found, change, module, frames)
        return found

    def _read_Phi(self, node: v.Phi, module: ModuleFacts, frames: Frames) -> Alternatives:
        return one_of(*(self.resolve(module, option, frames) for option in node.options))

    def _read_Refined(self, node: v.Refined, module: ModuleFacts, frames: Frames) -> Alternatives:
        found = self.resolve(module, node.value, frames)
        if node.test in ("none", "not none"):
            return tuple(value for value in found if is_none(value) in (None, node.test == "none"))
        kept = tuple(value for value in found if truth(value) in (None, node.test == "true"))
        if node.test == "false":
            return kept
        return tuple(SOMETHING_TRUE if isinstance(value, Opaque) else value for value in kept)

    # -- operators ----------------------------------------------------------------------------

    def _read_Boolean(self, node: v.Boolean, module: ModuleFacts, frames: Frames) -> Alternatives:
        operands = [self.resolve(module, operand, frames) for operand in node.operands]
        return combined(node.op, operands, Place(module.path, node.at))

    def _read_Not(self, node: v.Not, module: ModuleFacts, frames: Frames) -> Alternatives:
        return negated(self.resolve(module, node.operand, frames), Place(module.path, node.at))

    def _read_Compare(self, node: v.Compare, module: ModuleFacts, frames: Frames) -> Alternatives:
        left, right = self.resolve(module, node.left, frames), self.resolve(module, node.right, frames)
        return compared(node.op, left, right, Place(module.path, node.at))

    def _read_Binary(self, node: v.Binary, module: ModuleFacts, frames: Frames) -> Alternatives:
        left, right = self.resolve(module, node.left, frames), self.resolve(module, node.right, frames)
        return operated(node.op, left, right, Place(module.path, node.at))

    def _read_Text(self, node: v.Text, module: ModuleFacts, frames: Frames) -> Alternatives:
        parts = [self.resolve(module, part, frames) for part in node.parts]
        return joined(parts, Place(module.path, node.at))

    def _read_Choice(self, node: v.Choice, module: ModuleFacts, frames: Frames) -> Alternatives:
        test = self.resolve(module, node.test, frames)
        then = self.resolve(module, node.then, frames)
        other = self.resolve(module, node.other, frames)
        verdicts = {truth(value) for value in test}
        if verdicts == {True}:
            return then
        if verdicts == {False}:
            return other
        if needs := needs_of(test):
            return (Opaque("parameter", needs=needs | needs_of(then, other), place=Place(module.path, node.at)),)
        return one_of(then, other)

    def _read_Call(self, node: v.Call, module: ModuleFacts, frames: Frames) -> Alternatives:
        callees = self.resolve(module, node.callee, frames)
        if not callees:
            return opaque()
        arguments = self.arguments(node, module, frames)
        return one_of(*(call(self, callee, arguments) for callee in callees))


def _united(before: Table, variants: list[Table]) -> Table:
    """One mapping that stands for several: each key may have any of its values."""
    entries = dict(before.entries)
    for key in {key for variant in variants for key in variant.entries}:
        entries[key] = one_of(*(variant.entries.get(key, ()) for variant in variants))
    return Table(entries, one_of(*(variant.rest for variant in variants)), before.place)


def _identity(values: Alternatives) -> tuple[object, ...]:
    """Equal for arguments that cannot make a difference to what a call gives back."""
    return tuple(
        (value.source, value.text, value.needs, value.place) if isinstance(value, Opaque) else id(value)
        for value in values
    )


def _elements(base: Resolved) -> list[Alternatives] | None:
    match base:
        case Row(items=items, rest=()):
            return list(items)
        case Table(entries=entries, rest=(), place=place):
            return [(Known(key, place),) for key in entries]
        case Known(value=str(text), place=place):
            return [(Known(character, place),) for character in text]
        case _:
            return None


def _copied(value: Resolved) -> Resolved:
    """A mapping that may be changed without changing what others remember of it."""
    return Table(dict(value.entries), value.rest, value.place) if isinstance(value, Table) else value


def _with_attribute(value: Resolved, name: str, held: Alternatives) -> Resolved:
    if isinstance(value, Instance | External | Namespace):
        return replace(value, attributes={**value.attributes, name: held})
    return value


__all__ = ["Resolver"]
