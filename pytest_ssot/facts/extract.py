"""From one file's bytes to its facts."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from contextlib import contextmanager

from pytest_ssot.facts.bindings import Binder
from pytest_ssot.facts.collection import without_collection
from pytest_ssot.facts.expressions import ExpressionReader
from pytest_ssot.facts.graph import Graph
from pytest_ssot.facts.markers import find_markers
from pytest_ssot.facts.module import (
    MODULE,
    CallFacts,
    ClassFacts,
    Fragment,
    FunctionFacts,
    ImportFacts,
    ModuleFacts,
    StoreFacts,
)
from pytest_ssot.facts.names import BoundNames
from pytest_ssot.facts.parse import Columns, Parsed, parse
from pytest_ssot.facts.recursion import deep_recursion
from pytest_ssot.facts.scopes import Scope
from pytest_ssot.facts.statements import StatementReader
from pytest_ssot.facts.tokens import tokenize
from pytest_ssot.facts.values import NO_SPAN, Name, SetAttr, SetItem, Value
from pytest_ssot.model import Gap


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
        self.late: dict[str, list[Value]] = {}
        self._qualifiers: list[str] = []
        self.expressions = ExpressionReader(self)
        self.bindings = Binder(self)
        self.statements = StatementReader(self)

    def module(self, tree: ast.Module) -> dict[str, Value]:
        """Read a whole module; its bindings when it has run."""
        scope = Scope("module")
        self.statements.run(tree.body, scope)
        bindings = dict(scope.env)
        for name, values in self.late.items():
            bindings[name] = self.graph.phi([*([bindings[name]] if name in bindings else []), *values])
        for store in self.stores:
            target = self.graph.nodes[store.target]
            if isinstance(target, Name) and target.name in bindings and store.function != MODULE:
                bindings[target.name] = self._perhaps_stored(bindings[target.name], store)
        return bindings

    def _perhaps_stored(self, base: Value, store: StoreFacts) -> Value:
        """An object of the module, which a function may have changed when it was called."""
        if store.item:
            changed = self.graph.add(SetItem(base, store.key, store.value, store.at))
        else:
            changed = self.graph.add(SetAttr(base, store.name, store.value))
        return self.graph.phi((base, changed))

    def qualify(self, name: str) -> str:
        """The qualified name of a definition made here."""
        return ".".join([*self._qualifiers, name])

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


def extract(path: str, data: bytes, words: tuple[str, ...]) -> ModuleFacts:
    """The facts of one file; `words` are the exception markers to look for.

    Never raises for what a file holds: what could not be read is in `gaps`.
    """
    with without_collection():
        return _extract(path, data, words)


def _extract(path: str, data: bytes, words: tuple[str, ...]) -> ModuleFacts:
    parsed = parse(path, data)
    columns = Columns(parsed.text)
    extractor = Extractor(columns)
    gaps = parsed.gaps
    try:
        with deep_recursion():
            bindings = extractor.module(parsed.tree)
    except RecursionError:
        extractor, bindings = Extractor(columns), {}
        gaps = (*gaps, Gap(path, "the code is nested too deeply to be analysed"))
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
        markers=find_markers(parsed, path, words),
        gaps=gaps,
        fragments=tuple(_fragment(parsed, block.first_line, block.last_line) for block in parsed.broken),
    )


def _fragment(parsed: Parsed, first: int, last: int) -> tuple[Fragment, ...]:
    """The words and marks of the lines of one block that did not parse."""
    return tuple(
        Fragment(one.kind, one.text, (one.line, one.column, one.line, one.column + len(one.text)))
        for one in tokenize(parsed.text, first_line=first, last_line=last)
        if one.kind not in ("comment", "newline")
    )
