"""From a file's symbolic values to what they are in the project."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, TypeVar

from msgspec.structs import replace

from pytest_ssot.facts import values as v
from pytest_ssot.facts.answers import as_tested
from pytest_ssot.facts.attributes import attribute
from pytest_ssot.facts.calling import call, called_function
from pytest_ssot.facts.effort import PER_LOOK, PER_QUESTION
from pytest_ssot.facts.folds import Fold
from pytest_ssot.facts.given_stores import put_by_functions
from pytest_ssot.facts.kept import Keeping
from pytest_ssot.facts.module import CallFacts, ModuleFacts, StoreFacts
from pytest_ssot.facts.parameters import framed
from pytest_ssot.facts.project import Project
from pytest_ssot.facts.readers import READERS
from pytest_ssot.facts.resolved import (
    NO_FRAMES,
    Alternatives,
    Arguments,
    ClassRef,
    Frames,
    FunctionKey,
    FunctionRef,
    Instance,
    Opaque,
    Place,
    Resolved,
    Row,
    Table,
    as_argument,
    one_of,
)
from pytest_ssot.facts.rows import enter, row_of, table_of
from pytest_ssot.facts.seen_calls import Calls, Inside, note_calls
from pytest_ssot.facts.sharing import Sharing
from pytest_ssot.facts.spending import MOST_WORK, Spending
from pytest_ssot.facts.targets import Targets
from pytest_ssot.facts.values import NONE, NOTHING, Literal, Value, Values
from pytest_ssot.facts.writes import Writes, note_writes

DEEPEST_RESOLUTION = 1_200
"""Values nested deeper than this are unknown; it also ends recursion in the scanned code."""

MOST_WORK_APART = 300
"""The same for what is found out on the way, once for all who ask."""

NO_CUT = DEEPEST_RESOLUTION + 1
"""The answer being looked for holds wherever it is asked for."""

WHOLE_QUESTION = -1
"""The answer being looked for holds for this question only."""

_Answer = TypeVar("_Answer")


class Resolver(Spending):
    """Answers what a value is; remembers the answers that hold whoever calls."""

    def __init__(self, project: Project) -> None:
        super().__init__(project.effort)
        self.project = project
        self.active: list[FunctionKey] = []
        self.around: Frames = NO_FRAMES
        self._lowest_cut, self._outermost, self._depth = NO_CUT, 0, 0
        self.stored: dict[tuple[object, ...], tuple[Instance, Frames, bool, Alternatives]] = {}
        self.folds: dict[tuple[str, tuple[Value, ...]], Fold | None] = {}
        self.sharing: dict[str, Sharing] = {}
        self.kept: dict[str, dict[tuple[int, str], tuple[Keeping, ...]]] = {}
        self.class_stores: dict[str, dict[tuple[int, str], tuple[StoreFacts, ...]]] = {}
        self.writes: Writes = {}
        self.imported_calls: Calls = {}
        self.called: dict[tuple[str, Value], frozenset[FunctionKey]] = {}
        self.inner_calls: dict[FunctionKey, Inside] = {}
        self.own_calls: dict[str, dict[int, list[CallFacts]]] = {}
        self.targets = Targets()
        self.subclasses: Callable[[ClassRef], list[ClassRef]] = lambda _: []
        self.bodies: dict[tuple[str, ...], dict[Literal, Alternatives]] = {}
        self._once: dict[tuple[str | int, ...], list[Any]] = {}
        self.sought: set[str] = set()
        self.awaited: set[tuple[str, str]] = set()
        self.outdated: set[str] = set()
        self._noted: dict[str, None] = {}
        self.calling: dict[str, list[ModuleFacts]] = {}
        self.numbers_of_calls: dict[str, int] = {}
        self.touched: dict[str, set[str]] = {}
        self.touched_objects: dict[str, set[str]] = {}
        self.fillers: set[tuple[str, str]] = set()
        self._visiting: dict[tuple[str, ...], int] = {}
        self._known: dict[tuple[str, Value], Alternatives] = {}
        self._framed: dict[tuple[str, Value, int], Alternatives] = {}
        self._rough: dict[tuple[str, Value, int], Alternatives] = {}
        self._given_up: dict[tuple[str, Value], tuple[int, Alternatives]] = {}
        self._frames: dict[tuple[object, ...], Frames] = {}
        self._held, self._busy, self._cleared = list[object](), dict[tuple[str, Value, int], int](), 0

    def resolve(self, module: ModuleFacts, value: Value, frames: Frames = NO_FRAMES) -> Alternatives:
        """Every value that `value` of `module` may have, given the calls in `frames`.

        Work is bounded: what would take too long is an `Opaque` whose source is "limit".
        """
        if value == NOTHING:
            return ()
        self.effort.steps += 1
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
            return self.cut_off()
        return self._read(key, module, value, frames)

    def assuming(
        self, module: ModuleFacts, value: Value, held: Alternatives, asked: Value, frames: Frames
    ) -> Alternatives:
        """What `asked` is where `value` of the same module is `held`."""
        known = {**frames, ("", value): {}}
        self._remember((module.path, value, id(known)), held, known)
        return self.resolve(module, asked, known)

    def knows(self, module: ModuleFacts, value: Value, frames: Frames) -> bool:
        """What a value is, given these frames, was found out before and is remembered."""
        if frames and module.dependent[value]:
            return (module.path, value, id(frames)) in self._framed
        return (module.path, value) in self._known

    def once(self, key: tuple[str | int, ...], answer: Callable[[], list[_Answer]]) -> list[_Answer]:
        """An answer that is remembered, under `key`, as long as those to what values are."""
        known = self._once.get(key)
        if known is None:
            (cut, self._lowest_cut), cleared = (self._lowest_cut, NO_CUT), self._cleared
            known = answer()
            if self._lowest_cut == NO_CUT and cleared == self._cleared:
                self._once[key] = known
            self._lowest_cut = min(cut, self._lowest_cut)
        return known

    def apart(self, answer: Callable[[], _Answer]) -> tuple[_Answer, bool]:
        """An answer with its own bound on work, whoever asks about which calls; tells if it is final."""
        work, limit, cut, around = self.work, self.limit, self._lowest_cut, self.around
        self.around = NO_FRAMES
        self.work, self.limit, self._lowest_cut = 0, MOST_WORK_APART, NO_CUT
        found = answer()
        spent = self._lowest_cut == WHOLE_QUESTION and self._depth < DEEPEST_RESOLUTION // 2
        final = self._lowest_cut == NO_CUT or spent
        self.total += self.work
        self.work, self.limit, self.around = work, limit, around
        self._lowest_cut = cut if final else min(cut, self._lowest_cut)
        return found, final

    def _read(
        self, key: tuple[str, Value, int], module: ModuleFacts, value: Value, frames: Frames
    ) -> Alternatives:
        """Look at a node, and remember the answer as far as it does not depend on how it was reached.

        `_lowest_cut` is the depth of the outermost node whose unfinished reading has left its mark on
        the answer: by a cycle back to it, or by a limit on calls within it.
        """
        depth, outer_cut, left = self._depth, self._lowest_cut, self.limit - self.work
        self.effort.spend(PER_LOOK)
        self._busy[key], cleared = depth, self._cleared
        self._depth, self._lowest_cut = depth + 1, NO_CUT
        try:
            node = module.nodes[value]
            found = READERS[type(node)](self, node, module, frames)
        finally:
            self._depth = depth
            del self._busy[key]
        if self._lowest_cut >= depth and cleared == self._cleared:
            self._remember(key, found, frames)
            self._lowest_cut = outer_cut
        else:
            if self.active and self._lowest_cut == self._outermost:
                self._rough[key] = found
                self._held.append(frames)
            self._lowest_cut = min(outer_cut, self._lowest_cut)
            if not depth and not frames and cleared == self._cleared:
                self._given_up[key[:2]] = left + 1, found
        return found

    def _remember(self, key: tuple[str, Value, int], found: Alternatives, frames: Frames) -> None:
        """Answers for particular calls are kept for one question only: their frames live as long."""
        if not frames:
            self._known[key[:2]] = found
        else:
            self._framed[key] = found
            self._held.append(frames)

    def module(self, path: str) -> ModuleFacts | None:
        """The facts of a file, which are read if the question is worth it; None when it cannot be read."""
        cost = self.project.cost_of(path)
        if cost:
            self.work += cost
            if self.work > self.limit:
                self._lowest_cut = WHOLE_QUESTION
                return None
        return self.project.facts(path)

    def note(self, module: ModuleFacts) -> None:
        """Take a further module's assignments into account; what was known may have changed."""
        if module.path in self._noted:
            return
        self._noted[module.path] = None
        for word, calls in module.calls_by_word.items():
            self.calling.setdefault(word, []).append(module)
            self.numbers_of_calls[word] = self.numbers_of_calls.get(word, 0) + len(calls)
        missed, stores = self.targets.note(module), note_writes(self.writes, module, self.sought)
        waiting = any(word in module.calls_by_word for word, _ in self.awaited)
        if stores or waiting:
            self.outdated.add(module.path)
        if note_calls(self.imported_calls, module, self.sought) or stores or missed:
            self._cleared += 1  # what is being found out may have been asked too early
            for held in (self._known, self._once, self.bodies, self._given_up):
                held.clear()

    def forget_calls(self) -> None:
        """What calls call is to be told anew."""
        self.called, self.inner_calls, self.own_calls = {}, {}, {}

    def noted(self) -> Iterator[ModuleFacts]:
        """The modules whose assignments are taken into account, in the order they were read."""
        for path in tuple(self._noted):
            facts = self.project.facts(path)
            if facts is not None:
                yield facts

    @property
    def number_noted(self) -> int:
        """How many they are."""
        return len(self._noted)

    def touch(self, name: str, home: str = "", *, switch: bool = True) -> None:
        """A setting was read, of the module `home` if it is one's; or an object that holds some."""
        (self.touched if switch else self.touched_objects).setdefault(name, set()).add(home)

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

    def only_here(self) -> None:
        """What is being found out holds for the calls that this question is about, and no others."""
        self._lowest_cut = WHOLE_QUESTION

    def cut_off(self) -> Alternatives:
        """What stands for all that this question may not cost any more."""
        self._lowest_cut = WHOLE_QUESTION
        return (Opaque("limit"),)

    def cut_short(self) -> None:
        """Note that a call was not followed because of the calls around it."""
        self._lowest_cut = min(self._lowest_cut, self._outermost)

    def frames(self, function: FunctionRef, given: dict[str, Alternatives]) -> Frames:
        """The frames inside a call; the same object for the same arguments, so that answers are shared."""
        key = (function.key, id(function.frames), *map(as_argument, given.values()))
        known = self._frames.get(key)
        if known is None:
            known = self._frames[key] = {**function.frames, function.key: given}
            self._held.append((function, given))
        return known

    def call(self, callee: Resolved, arguments: Arguments) -> Alternatives:
        """What calling a resolved value gives back."""
        return call(self, callee, arguments)

    def inside(self, manager: Resolved) -> Alternatives:
        """What `with manager as …` binds."""
        return enter(self, manager)

    def row(self, value: Resolved) -> Resolved:
        """What is iterated over as a row, where its class tells what it gives."""
        return row_of(self, value)

    def mapping(self, value: Resolved) -> Resolved:
        """What is spread as a mapping, where its class tells what it gives."""
        return table_of(self, value)

    def put(self, mapping: Table, name: str) -> Alternatives:
        """What functions that are handed a mapping put into its entry `name`."""
        return put_by_functions(self, mapping, name)

    def tested(self, values: Alternatives) -> Alternatives:
        """Values as a test sees them: an object that answers for itself is its answer."""
        return as_tested(self, values)

    def attribute(self, base: Resolved, name: str) -> Alternatives:
        """`base.name`."""
        return attribute(self, base, name)

    def returned(self, function: FunctionRef, positional: tuple[Alternatives, ...]) -> Alternatives:
        """What a project function returns for these positional arguments."""
        return called_function(self, function, Arguments(positional))

    def entered(self, function: FunctionRef, bound: Resolved, arguments: Arguments) -> Frames:
        """The frames inside a call of a method of `bound`."""
        return framed(self, replace(function, bound=bound), arguments)

    def frames_of(self, function: FunctionRef, arguments: Arguments) -> Frames:
        """The frames inside a call of a function."""
        return framed(self, function, arguments)

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

    def arguments(self, node: v.Call, module: ModuleFacts, frames: Frames, but: Values = NONE) -> Arguments:
        """What a call hands over, `but` some, with the spreads taken apart as far as they are known."""
        self.effort.spend(PER_QUESTION)
        positional, rest = list[Alternatives](), list[Alternatives]()
        keywords: dict[str, Alternatives] = {}
        for argument in node.args:
            inner = module.nodes[argument]
            if not isinstance(inner, v.Star):
                positional.append(self._given(module, argument, frames, but))
                continue
            for spread in self.resolve(module, inner.value, frames):
                self.go_through(len(spread.items) if isinstance(spread, Row) else 0)
                if self.is_spent:
                    rest.append(self.cut_off())
                elif isinstance(spread, Row) and not spread.rest:
                    positional.extend(spread.items)
                else:  # what a row may hold beside what is known of it is told by whoever tells that
                    rest.append((spread, *(spread.rest if isinstance(spread, Row) else ())))
        for name, argument in node.keywords:
            given = self._given(module, argument, frames, but)
            if name:
                keywords[name] = given
                continue
            for spread in (table_of(self, one) for one in given):
                if not isinstance(spread, Table):
                    rest.append((spread,))
                    continue
                rest.append(spread.rest)
                for key, held in spread.entries.items():
                    keywords[str(key)] = one_of(keywords.get(str(key), ()), held) if len(given) > 1 else held
        return Arguments(tuple(positional), keywords, one_of(*rest), Place(module.path, node.at))

    def _given(self, module: ModuleFacts, argument: Value, frames: Frames, but: Values) -> Alternatives:
        """One argument; that of a call that is asked about has its own bound: others may come a long way."""
        if argument in but:
            return (Opaque("limit"),)
        if self._depth:
            return self.resolve(module, argument, frames)
        before, limit = self.work, self.limit
        self.work, self.limit = 0, limit - before
        found = self.resolve(module, argument, frames)
        self.total += self.work
        self.work, self.limit = before, limit
        return found
