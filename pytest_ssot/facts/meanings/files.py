"""Files of the project that code reads by their names: configurations as texts, sources as modules."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from pytest_ssot.facts.file_paths import ROOTS, homes, names_of, plain_name, text_of, variables_of
from pytest_ssot.facts.meanings.meaning import Meaning
from pytest_ssot.facts.resolved import (
    Alternatives,
    Arguments,
    External,
    Known,
    ModuleRef,
    Place,
    Resolved,
    Table,
    by_name,
    one_of,
)

if TYPE_CHECKING:
    from pytest_ssot.facts.resolve import Resolver

_READING = ("read_text", "read_bytes", "read")


def of_file(path: str) -> Meaning | None:
    """The meaning of a method of a path or an opened file, by its own dotted path; None for most."""
    if not path.startswith(ROOTS):
        return None
    return _read if path.rpartition(".")[2] in _READING else None


def _read(resolver: Resolver, given: Arguments, base: Resolved | None) -> Alternatives | None:
    """`path.read_text()`, `file.read()`."""
    return text_of(resolver, (base,) if base is not None else (), given.place) or None


def _source(resolver: Resolver, paths: Alternatives, place: Place) -> Alternatives:
    """The modules that source files at some paths are."""
    found: list[Resolved] = []
    for name in names_of(paths):
        end = plain_name(name)
        for home in homes(paths, place) if end.endswith(".py") else ():
            path = resolver.project.source(home, end)
            facts = resolver.module(path) if path is not None and path != place.path else None
            if facts is not None:
                found.append(ModuleRef(facts.path, facts))
                break
    return tuple(found)


def _run(resolver: Resolver, given: Arguments, _: Resolved | None) -> Alternatives | None:
    """`runpy.run_path(path)`: the names of a source file, as a mapping."""
    found: list[Resolved] = []
    for one in _source(resolver, given.get(0, "path_name"), given.place):
        facts = one.facts if isinstance(one, ModuleRef) else None
        names = facts.bindings if facts is not None else {}
        held = {name: resolver.attribute(one, name) for name in names}
        found.append(Table(by_name(held), (), given.place))
    return tuple(found) or None


def _executed(resolver: Resolver, given: Arguments, _: Resolved | None) -> Alternatives | None:
    """`exec(path.read_text())`, also of what is compiled before: the names of a source file."""
    texts = given.get(0, "source")
    made = [one for one in texts if isinstance(one, External)]
    inner = [one.arguments.get(0, "source") for one in made if one.path == _COMPILED and one.arguments]
    read = [one for one in one_of(*inner, texts) if isinstance(one, External)]
    paths = tuple(one.base for one in read if one.path.endswith(_READ) and isinstance(one.base, External))
    return _run(resolver, Arguments((paths,), place=given.place), None) if paths else None


_COMPILED = "builtins.compile()"
_READ = (".read_text()", ".read()", ".read_bytes()")


def _joined(_: Resolver, given: Arguments, __: Resolved | None) -> Alternatives | None:
    """`os.path.join(…)`: a text where all parts are known, else a path of which the end may be."""
    parts = [[one.value for one in group if isinstance(one, Known)] for group in given.positional]
    if all(len(part) == 1 and isinstance(part[0], str) for part in parts) and not given.rest:
        written = next(group[0].place for group in reversed(given.positional) if isinstance(group[0], Known))
        return (Known("/".join(str(part[0]) for part in parts), written),)
    return (External("os.path.join()", given),)


def _made(resolver: Resolver, given: Arguments, _: Resolved | None) -> Alternatives | None:
    """`module_from_spec(spec_from_file_location(name, path))`: the module that a source file is."""
    specs = [one for one in given.get(0, "spec") if isinstance(one, External) and one.arguments is not None]
    paths = one_of(*(one.arguments.get(1, "location") for one in specs if one.arguments is not None))
    return _source(resolver, paths, given.place) or None


def _loaded(resolver: Resolver, given: Arguments, base: Resolved | None) -> Alternatives | None:
    """`SourceFileLoader(name, path).load_module()`."""
    made = base.arguments if isinstance(base, External) else None
    return (_source(resolver, made.get(1, "path"), given.place) or None) if made is not None else None


def _variables(resolver: Resolver, given: Arguments, _: Resolved | None) -> Alternatives | None:
    """`dotenv_values(path)`: a mapping of texts."""
    named = given.get(0, "dotenv_path") or (Known(".env", given.place),)
    texts = [one for one in text_of(resolver, named, given.place) if isinstance(one, Known)]
    return tuple(Table(by_name(variables_of(text)), (), given.place) for text in texts) or None


MEANINGS: Mapping[str, Meaning] = {
    "builtins.exec": _executed,
    "os.path.join": _joined,
    "runpy.run_path": _run,
    "importlib.util.module_from_spec": _made,
    "importlib.machinery.SourceFileLoader().load_module": _loaded,
    "dotenv.dotenv_values": _variables,
    "dotenv.main.dotenv_values": _variables,
}
"""Meanings by the dotted path of what is called."""
