"""The files of a project as modules that import each other."""

from __future__ import annotations

import builtins
from collections.abc import Callable, Iterable, Iterator, Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING

from pytest_ssot.facts.effort import Effort
from pytest_ssot.facts.module import ModuleFacts
from pytest_ssot.facts.own_entries import with_own_entries
from pytest_ssot.facts.registrations import with_registrations
from pytest_ssot.facts.replaced_modules import from_replacement
from pytest_ssot.facts.resolved import (
    NO_FRAMES,
    Alternatives,
    Arguments,
    External,
    Frames,
    FunctionRef,
    Instance,
    Known,
    ModuleRef,
    Opaque,
    Row,
    Table,
    one_of,
    opaque,
)
from pytest_ssot.facts.values import NOTHING, Const, Imported, Sequence, Value
from pytest_ssot.facts.writes import by_globals, with_outside_items, written

if TYPE_CHECKING:
    from pytest_ssot.facts.resolve import Resolver

SOURCE_ROOTS = ("", "src", "lib", "python")
"""Directories whose content is commonly importable from the top."""

BUILTIN_NAMES = frozenset(dir(builtins))


class Project:
    """Modules by name, read on demand.

    `paths` are all source files; `load` gives the facts of one, None when it cannot be read.
    `libraries` are top-level names that mean the installed library unless a file right beside the
    importer or at a source root is called so. `copies` says which files tell that a module of such a
    name is the library itself, beside the code that uses it: those who use it mean the library.
    `cost_of` tells how many nodes could be looked at instead of loading a file, none if it is at hand;
    `may_bind` whether a file may bind a name, without reading it; `related` whether a file, the second, may
    be handed what another one defines. `beside` gives the text of a configuration, by its path.
    """

    def __init__(  # noqa: PLR0913 - what a tree of files can tell
        self,
        paths: Iterable[str],
        load: Callable[[str], ModuleFacts | None],
        libraries: frozenset[str] = frozenset(),
        copies: Mapping[str, tuple[str, ...]] = MappingProxyType({}),
        *,
        cost_of: Callable[[str], int] = lambda _path: 0,
        may_bind: Callable[[str, str], bool] = lambda _path, _name: True,
        related: Callable[[str, str], bool] = lambda _home, _path: True,
        beside: Callable[[str], str | None] = lambda _path: None,
    ) -> None:
        self.effort = Effort()
        self.related = related
        self._beside = beside
        self._cost_of = cost_of
        self._load = load
        self._may_bind = may_bind
        self._libraries = libraries
        self._files: set[str] = set()
        self._directories: set[str] = set()
        self._by_last_name: dict[str, list[str]] = {}
        self._settings: list[str] = []
        self._last_names: set[str] = set()
        for path in paths:
            self._files.add(path)
            parts = path.split("/")
            self._directories.update("/".join(parts[:n]) for n in range(1, len(parts)))
            self._last_names.update((*parts[:-1], parts[-1][:-3]))
            name = parts[-2] if parts[-1] == "__init__.py" and len(parts) > 1 else parts[-1][:-3]
            self._by_last_name.setdefault(name, []).append(path)
            if "settings" in path:
                self._settings.append(path)
        self._found: dict[tuple[str, str], str | None] = {}
        self._of_library: dict[str, bool] = {}
        self._roots_of: dict[str, list[str]] = {}
        self._searched: dict[str, set[str]] = {}
        self._copies = {base: root for name in copies for base, root in self._copies_of(name, copies[name])}

    def facts(self, path: str) -> ModuleFacts | None:
        """The facts of one file."""
        facts = self._load(path) if path in self._files else None
        if facts is not None and facts.effort is not self.effort:
            facts.__dict__["effort"] = self.effort
        return facts

    def cost_of(self, path: str) -> int:
        """How many nodes could be looked at instead of getting the facts of a path."""
        return self._cost_of(path) if path in self._files else 0

    def configuration(self, home: str, name: str) -> tuple[str, str] | None:
        """(path, text) of the configuration nearest to the file `home` whose path ends in `name`."""
        texts = ((path, self._beside(path)) for path in _above(home, name))
        return next(((path, text) for path, text in texts if text is not None), None)

    def source(self, home: str, name: str) -> str | None:
        """The path of the source file nearest to the file `home` whose path ends in `name`."""
        return next((path for path in _above(home, name) if path in self._files), None)

    # -- modules ------------------------------------------------------------------------------

    def find(self, dotted: str, importer: str) -> str | None:
        """The file of an absolute module name as seen from `importer`.

        A directory for a namespace package; None when the module is not part of the project.
        """
        last = dotted.rpartition(".")[2]
        if last not in self._last_names:  # most are names of what a module defines
            return None
        directory, _, name = importer.rpartition("/")
        key = (dotted, importer if name == f"{last}.py" else directory)
        if key not in self._found:
            found = self._search(dotted, importer)
            copied = None if found is None else self._copied(found, importer)
            self._found[key] = None if copied == dotted else found
        return self._found[key]

    def _copies_of(self, library: str, marks: tuple[str, ...]) -> Iterator[tuple[str, str]]:
        """(path of the library without its ending, source root) of every copy among the files."""
        for path in self._by_last_name.get(marks[0].rpartition("/")[2][:-3], ()):
            root = path.removesuffix(marks[0])
            if (root == "" or (root != path and root.endswith("/"))) and all(
                root + mark in self._files for mark in marks
            ):
                yield root + library.replace(".", "/"), root

    def is_library(self, top: str) -> bool:
        """A name at the top means one of the libraries."""
        return top in self._libraries

    def is_of_library(self, path: str) -> bool:
        """A file belongs to a copy of one of the libraries."""
        if path not in self._of_library:
            self._of_library[path] = any(_below(path, base) for base in self._copies)
        return self._of_library[path]

    def _copied(self, path: str, importer: str) -> str | None:
        """The dotted name of a module that belongs to a copy of a library, for everybody outside of it."""
        for base, root in self._copies.items():
            if _below(path, base) and not _below(importer, base):
                return path[len(root) :].removesuffix(".py").removesuffix("/__init__").replace("/", ".")
        return None

    def _search(self, dotted: str, importer: str) -> str | None:
        relative = dotted.replace(".", "/")
        for root in self._roots(importer):
            found = self._at(f"{root}/{relative}" if root else relative)
            if found is not None and found != importer:  # a module that names its like means another
                return found
        if dotted.partition(".")[0] in self._libraries:
            return None
        if importer.endswith(f"{relative}/__init__.py"):
            return importer  # `from package import module` in the package itself
        return self._by_suffix(dotted, relative)

    def _roots(self, importer: str) -> list[str]:
        """Where Python would look: source roots, the importer's package root and its own directory."""
        directory = importer.rpartition("/")[0]
        if directory in self._roots_of:
            return self._roots_of[directory]
        roots = list(SOURCE_ROOTS)
        top = directory
        while top and f"{top}/__init__.py" in self._files:
            top = top.rpartition("/")[0]
        roots.append(top)
        while top:
            top = top.rpartition("/")[0]
            roots.extend((top, f"{top}/src" if top else "src"))
        self._roots_of[directory] = list(dict.fromkeys(roots))
        return self._roots_of[directory]

    def _at(self, base: str) -> str | None:
        for candidate in (f"{base}/__init__.py", f"{base}.py"):
            if candidate in self._files:
                return candidate
        return base if base in self._directories else None

    def _by_suffix(self, dotted: str, relative: str) -> str | None:
        """The only file whose path ends like the module's name, wherever its source root is."""
        if "." not in dotted:
            return None
        ends = (f"/{relative}.py", f"/{relative}/__init__.py")
        known = self._by_last_name.get(dotted.rpartition(".")[2], ())
        matches = [path for path in known if path.endswith(ends)]
        return matches[0] if len(matches) == 1 else None

    def settings_binding(self, name: str) -> list[str]:
        """The files that are called settings, or lie in what is, and that may bind a name."""
        return [path for path in self._settings if self._may_bind(path, name)]

    def absolute(self, importer: str, module: str) -> str | None:
        """The path of the module a relative import names (`module` starts with dots)."""
        level = len(module) - len(module.lstrip("."))
        directory = importer.split("/")[:-1]
        if level - 1 > len(directory):
            return None
        base = directory[: len(directory) - (level - 1)]
        rest = module.lstrip(".")
        return self._at("/".join([*base, *(rest.split(".") if rest else [])])) if base or rest else None

    def locate(self, importer: str, module: str) -> str | None:
        """The file or directory that `import module` means in `importer`."""
        if not module.startswith("."):
            return self.find(module, importer)
        found = self.absolute(importer, module)
        if found is None and not module.strip("."):
            directory = importer.rpartition("/")[0]
            return f"{directory}/__init__.py" if f"{directory}/__init__.py" in self._files else directory
        return found

    # -- names --------------------------------------------------------------------------------

    def imported(self, resolver: Resolver, module: ModuleFacts, target: str, name: str) -> Alternatives:
        """What `from target import name` binds in `module`; the module itself without a name."""
        found = self.locate(module.path, target)
        if found is None:
            dotted = target.lstrip(".")
            if target.startswith("."):
                return opaque(source="unresolved", text=f"{dotted}.{name}".strip("."))
            return (External(f"{dotted}.{name}" if name else dotted),)
        copied = self._copied(found, module.path)
        if copied is not None:
            return (External(f"{copied}.{name}" if name else copied),)
        reference = ModuleRef(found, resolver.module(found))
        return self.member(resolver, reference, name) if name else (reference,)

    def imported_module(self, dotted: str, importer: str = "") -> Alternatives:
        """What `importlib.import_module(dotted)` gives; `importer` is where that is asked."""
        found = self.locate(importer, dotted)
        return (External(dotted),) if found is None else (ModuleRef(found, self.facts(found)),)

    def member(self, resolver: Resolver, module: ModuleRef, name: str) -> Alternatives:
        """`module.name`: a binding, a star import's, a submodule, or what `__getattr__` returns."""
        if module.facts is not None:
            if replaced := from_replacement(resolver, module.facts, name):
                return replaced
            value = module.facts.bindings.get(name, NOTHING)
            found = self.from_stars(resolver, module.facts, name, value)
            found = found or (resolver.resolve(module.facts, value) if value != NOTHING else ())
            if found or (value != NOTHING and not _is_own_import(module.facts, value, name)):
                if any(isinstance(one, Known | Table) for one in found) or _is_variable(found):
                    resolver.touch(name, module.facts.path)
                elif any(isinstance(one, Instance | Row | FunctionRef) for one in found):
                    resolver.touch(name, module.facts.path, switch=False)
                if value != NOTHING:
                    found = by_globals(resolver, module.facts, name, value) or found
                    found = with_registrations(resolver, module.facts, name, found)
                found = with_outside_items(resolver, module, name, found)
                return one_of(found, written(resolver, module, name, found)[1])
        directory = module.name.removesuffix("/__init__.py")
        below = None if directory.endswith(".py") else self._at(f"{directory}/{name}" if directory else name)
        if below is not None:
            copied = self._copied(below, module.name)
            return (ModuleRef(below, resolver.module(below)),) if copied is None else (External(copied),)
        if module.facts is not None:
            return by_globals(resolver, module.facts, name) or self._from_getattr(
                resolver, module.facts, name
            )
        return opaque(source="unresolved", text=name)

    def _from_getattr(self, resolver: Resolver, facts: ModuleFacts, name: str) -> Alternatives:
        value = facts.bindings.get("__getattr__", NOTHING)
        if value == NOTHING:
            return opaque(source="unresolved", text=name)
        arguments = Arguments(((Known(name),),))
        return one_of(
            *(
                resolver.call(getter, arguments)
                for getter in resolver.resolve(facts, value)
                if isinstance(getter, FunctionRef)
            )
        )

    def from_stars(
        self, resolver: Resolver, facts: ModuleFacts, name: str, own: Value = NOTHING
    ) -> Alternatives:
        """What the last star import binds `name` to; nothing when the module's `own` value is later."""
        if name.startswith("_"):
            return ()
        if name in self._searched:
            return self._star_bound(resolver, facts, name, own, self._searched[name])
        self._searched[name] = {facts.path}
        try:
            return self._star_bound(resolver, facts, name, own, self._searched[name])
        finally:
            del self._searched[name]

    def _star_bound(
        self, resolver: Resolver, facts: ModuleFacts, name: str, own: Value, searched: set[str]
    ) -> Alternatives:
        """The same, `searched` being the modules that the search for the name has come to already.

        Each is searched once: star imports may lead to it in more ways than anybody can count.
        """
        outside: Alternatives = ()
        for target, position in reversed(facts.star_imports):
            resolver.work += 1
            if position <= own or resolver.is_spent:
                break
            found = self.locate(facts.path, target)
            if found is None:
                outside = (External(f"{target}.{name}"),) if own == NOTHING else ()
                continue
            if found in self._files and not self._may_bind(found, name):
                continue
            inner = resolver.module(found)
            if inner is not None and not _exports(inner, name):
                continue
            if inner is None or inner.path in searched:
                continue
            searched.add(inner.path)
            value = inner.bindings.get(name, NOTHING)
            known = self.from_stars(resolver, inner, name, value)
            if not known and value != NOTHING:
                known = resolver.resolve(inner, value)
            if known:
                return known
        return () if name in BUILTIN_NAMES else outside

    def name(
        self, resolver: Resolver, module: ModuleFacts, name: str, frames: Frames = NO_FRAMES
    ) -> Alternatives:
        """What a module-level name means once the module has run and functions in `frames` were called."""
        value = module.bindings.get(name, NOTHING)
        found = self.from_stars(resolver, module, name, value)
        if found or value != NOTHING:
            found = found or resolver.resolve(module, value, frames)
            if _is_variable(found):
                resolver.touch(name, module.path)
            if value != NOTHING:
                found = by_globals(resolver, module, name, value) or found
                found = self._with_outside(resolver, module, name, found)
                found = with_own_entries(resolver, with_registrations(resolver, module, name, found))
            return with_outside_items(resolver, ModuleRef(module.path, module), name, found)
        if name == "__debug__":
            return (Known(True),)
        if name in BUILTIN_NAMES:
            return (External(f"builtins.{name}"),)
        if made := by_globals(resolver, module, name):
            return made
        by_module = "modules" in module.places.mentioned
        set_here = written(resolver, ModuleRef(module.path, module), name)[1] if by_module else ()
        return set_here or (Opaque("unresolved", name),)

    def _with_outside(
        self, resolver: Resolver, module: ModuleFacts, name: str, found: Alternatives
    ) -> Alternatives:
        """What other files put in the place of a module's switch: `module.name = False`."""
        if not any(isinstance(one, Known | Row | Instance | Table | FunctionRef) for one in found):
            return found
        switch = any(isinstance(one, Known) and isinstance(one.value, bool | int | None) for one in found)
        resolver.touch(name, module.path, switch=switch)
        return one_of(found, written(resolver, ModuleRef(module.path, module), name)[1])


def _above(home: str, name: str) -> Iterator[str]:
    """Where a file of a name may lie: in the directory of `home`, or in one above it."""
    parts = home.split("/")[:-1]
    return ("/".join((*parts[:depth], name)) for depth in range(len(parts), -1, -1))


def _below(path: str, base: str) -> bool:
    return path in (base, f"{base}.py") or path.startswith(f"{base}/")


def _is_own_import(module: ModuleFacts, value: Value, name: str) -> bool:
    """A package imports `name` from itself, and may set names of it: what it gets is the module."""
    node = module.root(value)
    return isinstance(node, Imported) and node.name == name and module.path.endswith("/__init__.py")


def _is_variable(found: Alternatives) -> bool:
    """A context variable, which any file may set."""
    return any(isinstance(one, External) and one.path == "contextvars.ContextVar()" for one in found)


def _exports(module: ModuleFacts, name: str) -> bool:
    """A star import takes the name: it stands in `__all__`, if that is written out."""
    value = module.bindings.get("__all__", NOTHING)
    node = module.nodes[value] if value != NOTHING else None
    if not isinstance(node, Sequence):
        return True
    items = [module.nodes[item] for item in node.items]
    written_out = [item.value for item in items if isinstance(item, Const)]
    return len(written_out) < len(items) or name in written_out
