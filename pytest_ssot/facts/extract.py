"""From one file's bytes to its facts."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from contextlib import contextmanager

from pytest_ssot.facts.bindings import Binder
from pytest_ssot.facts.budget import MOST_WORK_IN_STATEMENT, REMEDY, OverBudgetError
from pytest_ssot.facts.collection import without_collection
from pytest_ssot.facts.expressions import ExpressionReader
from pytest_ssot.facts.fragments import read_fragments
from pytest_ssot.facts.graph import Graph
from pytest_ssot.facts.markers import search_markers
from pytest_ssot.facts.module import (
    MODULE,
    CallFacts,
    ClassFacts,
    FunctionFacts,
    ImportFacts,
    ModuleFacts,
    StoreFacts,
)
from pytest_ssot.facts.names import BoundNames
from pytest_ssot.facts.parse import Columns, gaps_of, merged, parse
from pytest_ssot.facts.recursion import deep_recursion
from pytest_ssot.facts.scopes import Scope
from pytest_ssot.facts.spans import NO_SPAN
from pytest_ssot.facts.statements import StatementReader
from pytest_ssot.facts.syntax import BrokenBlock, first_line
from pytest_ssot.facts.values import (
    CHANGED,
    COPIED,
    STARS,
    After,
    AnyNode,
    Imported,
    Item,
    Name,
    SetAttr,
    SetItem,
    Value,
)

TOO_MUCH_WORK = f"it takes more than {MOST_WORK_IN_STATEMENT:,} steps, or what its file has left: {REMEDY}"
TOO_DEEP = "the code is nested too deeply to be analysed"


class Extractor:
    """The state of reading one file: its graph and the lists its facts are made of."""

    def __init__(self, columns: Columns) -> None:
        self.span = columns.span
        self.names = BoundNames(columns.lines)
        self.graph = Graph()
        self.functions: list[FunctionFacts] = []
        self.classes: list[ClassFacts] = []
        self.calls: list[CallFacts] = []
        self.stores: list[StoreFacts] = []
        self.imports: list[ImportFacts] = []
        self.star_imports: list[tuple[str, int]] = []
        self.starred: dict[str, list[Value]] = {}
        self.late: dict[str, list[Value]] = {}
        self.reassigning: dict[int, frozenset[str]] = {}
        self.uncalled: dict[Value, tuple[Value, int]] = {}
        self._first: dict[Value, Value] = {}
        self.skipped: list[BrokenBlock] = []
        self._qualifiers: list[str] = []
        self.expressions = ExpressionReader(self)
        self.bindings = Binder(self)
        self.statements = StatementReader(self)

    def module(self, tree: ast.Module) -> dict[str, Value]:
        """Read a whole module; its bindings when it has run."""
        scope = Scope("module")
        for number, statement in enumerate(tree.body):
            if self.graph.spent:
                self.skipped += [_block(one, TOO_MUCH_WORK) for one in tree.body[number:]]
                break
            self._statement(statement, scope)
        self.graph.release()
        bindings = dict(scope.env)
        for name in self.starred.keys() & bindings.keys():
            self._let_be_starred(name)
        for name, values in self.late.items():
            before = [bindings[name]] if name in bindings else self._given_by_stars(name, values)
            bindings[name] = self.graph.phi([*before, *values])
        for store in self.stores:
            name, keys = self._entry(store.target) if store.function != MODULE else ("", ())
            if name in bindings and store.name not in (CHANGED, COPIED) and not self._is_changed_entry(store):
                bindings[name] = self._perhaps_stored(bindings[name], keys, store)
        return bindings

    def _let_be_starred(self, name: str) -> None:
        """What was read by a name before the module bound it came from its star imports, not from there."""
        for value in self.starred[name]:
            node = self.graph.nodes[value] if value < len(self.graph.nodes) else None
            if isinstance(node, Name) and node.name == name:
                self.graph.nodes[value] = Imported(STARS, name, node.at)

    def _unchanged(self, value: Value) -> AnyNode:
        """What something was before its changes; in a loop, those of the round before come first.

        To be asked when all statements are read: then changes that were told once need not be gone through.
        """
        passed, nodes = list[Value](), self.graph.nodes
        while value not in self._first:
            passed.append(value)
            node = nodes[value]
            if not isinstance(node, SetItem | SetAttr | After):
                self._first[value] = value
                break
            value = node.base
        first = self._first[value]
        self._first.update(dict.fromkeys(passed, first))
        return nodes[first]

    def _given_by_stars(self, name: str, changed: list[Value]) -> list[Value]:
        """What star imports may have given a name by which functions only change what it holds."""
        root = self._unchanged(changed[0])
        if self.star_imports and isinstance(root, Name) and root.name == name:
            return [self.graph.add(Imported(STARS, name, root.at))]
        return []

    def _entry(self, target: Value) -> tuple[str, tuple[Item, ...]]:
        """The name of the module that holds what is assigned to, and the entries of it that lead there."""
        node, entries = self._unchanged(target), list[Item]()
        while isinstance(node, Item) and len(entries) < MOST_ENTRIES:
            entries.insert(0, node)
            node = self._unchanged(node.base)
        return (node.name, tuple(entries)) if isinstance(node, Name) else ("", ())

    def _is_changed_entry(self, store: StoreFacts) -> bool:
        """An entry holds itself after a change, of which there is an assignment of its own."""
        node, held = self._unchanged(store.value), self.graph.nodes[store.value]
        if not store.item or not isinstance(node, Item) or node is held:
            return False
        return self._unchanged(node.base) == self._unchanged(store.target)

    def _statement(self, statement: ast.stmt, scope: Scope) -> None:
        """Read one statement of the module, or leave it out altogether."""
        before, marks = _Before(self, scope, statement), self.marks()
        reason = self._attempt(statement, scope)
        self.graph.finish(0 if not reason else len(scope.env))
        if not reason:
            return
        self.rewind(marks)
        before.restore(self, scope)
        self._qualifiers.clear()
        self.skipped.append(_block(statement, reason))

    def _attempt(self, statement: ast.stmt, scope: Scope) -> str:
        """Read one statement; why it could not be done, "" if it could."""
        self.graph.start()
        try:
            self.statements.run((statement,), scope)
        except OverBudgetError:
            return TOO_MUCH_WORK
        except RecursionError:
            return TOO_DEEP
        return ""

    def _perhaps_stored(self, base: Value, entries: tuple[Item, ...], store: StoreFacts) -> Value:
        """An object of the module, or an entry of it, which a function may have changed as it was called."""
        held = [base]
        for entry in entries:
            held.append(self.graph.add(Item(held[-1], entry.key, entry.at)))
        if store.item:
            changed = self.graph.add(SetItem(held[-1], store.key, store.value, store.at))
        else:
            changed = self.graph.add(SetAttr(held[-1], store.name, store.value))
        for holder, entry in zip(held[-2::-1], entries[::-1], strict=True):
            changed = self.graph.add(SetItem(holder, entry.key, changed, entry.at))
        return self.graph.phi((base, changed))

    def qualify(self, name: str) -> str:
        """The qualified name of a definition made here."""
        qualified = ".".join([*self._qualifiers, name])
        self.graph.spend(len(qualified))
        return qualified

    @contextmanager
    def qualified(self, name: str) -> Iterator[None]:
        """Definitions inside carry `name` in front."""
        self._qualifiers.append(name)
        yield
        self._qualifiers.pop()

    def reserve_function(self) -> int:
        """The index of a function whose body is about to be read."""
        self.functions.append(FunctionFacts("", "", (), (), (), (), {}, MODULE, MODULE, NO_SPAN, NO_SPAN))
        return len(self.functions) - 1

    def reserve_class(self) -> int:
        """The index of a class whose body is about to be read."""
        self.classes.append(ClassFacts("", "", (), (), {}, (), MODULE, NO_SPAN, NO_SPAN))
        return len(self.classes) - 1

    def marks(self) -> tuple[int, int, int, int]:
        """How much has been recorded so far."""
        return len(self.calls), len(self.stores), len(self.imports), len(self.star_imports)

    def rewind(self, marks: tuple[int, int, int, int]) -> None:
        """Forget what was recorded since `marks`, to read the same statements again."""
        calls, stores, imports, star_imports = marks
        del self.calls[calls:]
        del self.stores[stores:]
        del self.imports[imports:]
        del self.star_imports[star_imports:]


MOST_ENTRIES = 4
"""Entries within each other that are followed to the one that is assigned to."""

_BRANCHES = (ast.If, ast.For, ast.AsyncFor, ast.While, ast.Try, ast.TryStar, ast.Match)


def _block(statement: ast.stmt, reason: str) -> BrokenBlock:
    """A statement of the module that was left out."""
    return BrokenBlock(first_line(statement), statement.end_lineno or statement.lineno, reason)


class _Before:
    """What there was before a statement of the module, to return to."""

    def __init__(self, extractor: Extractor, scope: Scope, statement: ast.stmt) -> None:
        self._nodes = len(extractor.graph.nodes)
        self._functions, self._classes = len(extractor.functions), len(extractor.classes)
        # Reading such a statement copies the names several times anyway.
        self._env = dict(scope.env) if isinstance(statement, _BRANCHES) else None
        self._path = scope.branch, scope.conditions, scope.dead, scope.typing_only, scope.handler

    def restore(self, extractor: Extractor, scope: Scope) -> None:
        """Forget everything since; a name that a simple statement bound anew is forgotten altogether."""
        del extractor.graph.nodes[self._nodes :]
        del extractor.functions[self._functions :]
        del extractor.classes[self._classes :]
        late = {name: [v for v in values if v < self._nodes] for name, values in extractor.late.items()}
        changed = extractor.uncalled.items()
        extractor.uncalled = {value: one for value, one in changed if value < self._nodes}
        extractor.late = {name: values for name, values in late.items() if values}
        scope.env = self._env or {name: value for name, value in scope.env.items() if value < self._nodes}
        scope.branch, scope.conditions, scope.dead, scope.typing_only, scope.handler = self._path
        scope.loops.clear()
        scope.local_names.clear()


def extract(path: str, data: bytes, words: tuple[str, ...]) -> ModuleFacts:
    """The facts of one file; `words` are the exception markers to look for.

    Never raises for what a file holds: what could not be read is in `gaps`.
    """
    with without_collection():
        return _extract(path, data, words)


def _extract(path: str, data: bytes, words: tuple[str, ...]) -> ModuleFacts:
    parsed = parse(path, data)
    body = parsed.tree.body
    last_line = (body[-1].end_lineno or body[-1].lineno) if body else 0
    extractor = Extractor(Columns(parsed.text, last_line))
    with deep_recursion():
        bindings = extractor.module(parsed.tree)
    left_out = merged((*parsed.broken, *extractor.skipped))
    markers, unsearched = search_markers(parsed, path, words)
    fragments, cut = read_fragments(parsed.text, left_out, path)
    return ModuleFacts(
        path=path,
        nodes=extractor.graph.nodes,
        bindings=bindings,
        functions=tuple(extractor.functions),
        classes=tuple(extractor.classes),
        calls=tuple(extractor.calls),
        stores=tuple(extractor.stores),
        imports=tuple(extractor.imports),
        star_imports=tuple(dict.fromkeys(extractor.star_imports)),
        markers=markers,
        gaps=(*parsed.gaps, *gaps_of(path, merged(extractor.skipped)), *cut, *unsearched),
        fragments=fragments,
    )
