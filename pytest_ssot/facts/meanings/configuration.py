"""Values decided where the program runs: their defaults are known, the rest is the environment's."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from pytest_ssot.facts.applications import APPLICATIONS, names_put, put_by_application
from pytest_ssot.facts.file_paths import as_flag, variable
from pytest_ssot.facts.items import ENVIRONMENTS
from pytest_ssot.facts.meanings.meaning import Meaning
from pytest_ssot.facts.resolved import (
    Alternatives,
    Arguments,
    External,
    Known,
    Opaque,
    Resolved,
    Row,
    Table,
    one_of,
    truth,
)
from pytest_ssot.facts.values import HELD, Literal
from pytest_ssot.facts.writes import written

if TYPE_CHECKING:
    from pytest_ssot.facts.resolve import Resolver


def _environment(resolver: Resolver, given: Arguments, __: Resolved | None) -> Alternatives | None:
    default = given.get(1, "default") or (Known(None, given.place),)
    said = _of_file(resolver, given)
    names = [str(one.value) for one in given.get(0, "key") if isinstance(one, Known)]
    put = [written(resolver, External(ENVIRONMENTS[0]), name, item=True)[1] for name in names[:1]]
    return one_of((Opaque("environment", place=given.place),), *put, said or default)


def _of_file(resolver: Resolver, given: Arguments) -> Alternatives:
    """What a file of the project says that programs take into their environment: `NAME=value` in `.env`."""
    names = [one.value for one in given.get(0, "key") if isinstance(one, Known)]
    return variable(resolver, names[0], given.place) if len(names) == 1 else ()


def _configured(resolver: Resolver, given: Arguments, __: Resolved | None) -> Alternatives | None:
    """`config("NAME", default=…)` of python-decouple, environs and the like."""
    outside = Opaque("environment", place=given.place, worded=True)
    said = tuple(as_flag(one) for one in _of_file(resolver, given))
    return one_of((outside,), said or given.get(1, "default"))


_DEFAULT_OF_ENV = 2
"""The position of the default of `env(name, cast, default)`; methods are hardly told theirs by position."""


def _of_scheme(_: Resolver, given: Arguments, base: Resolved | None) -> Alternatives | None:
    """`env("NAME", default=…)` or `env.bool("NAME")`, of `env = Env(NAME=(bool, False))`."""
    outside = Opaque("environment", place=given.place, worded=True)
    made = base.arguments if isinstance(base, External) else None
    names = [str(one.value) for one in given.get(0, "var") if isinstance(one, Known)]
    told = [made.keywords.get(name, ()) for name in names] if made is not None else []
    pairs = [one for group in told for one in group if isinstance(one, Row) and len(one.items) > 1]
    return one_of((outside,), given.get(_DEFAULT_OF_ENV, "default"), *(pair.items[1] for pair in pairs))


def _context_variable(resolver: Resolver, given: Arguments, base: Resolved | None) -> Alternatives | None:
    """`ContextVar("name", default=…).get()`: the default, or what some code sets."""
    made = base.arguments if isinstance(base, External) else None
    home = resolver.project.facts(made.place.path) if made is not None and made.place.path else None
    if home is not None:
        resolver.note(home)  # what makes it may set it as well
    default = (made.keywords.get("default", ()) if made is not None else ()) or given.get(0, "default")
    assigned = written(resolver, base, HELD, item=True)[1] if base is not None else ()
    return one_of(assigned, default) or None


def _got_setting(resolver: Resolver, given: Arguments, base: Resolved | None) -> Alternatives | None:
    """`config.get("NAME", default)` of an outside mapping: what is assigned to it, or the default."""
    names = given.get(0, "key")
    if not isinstance(base, External) or not names or not isinstance(names[0], Known):
        return None
    assigned = put_by_application(resolver, base, names[0])
    default = given.get(1, "default")
    unknown = External(f"{base.path}.get()", given, base)
    return assigned or (one_of(default, (unknown,)) if default else None)


def _namespace(resolver: Resolver, given: Arguments, base: Resolved | None) -> Alternatives | None:
    """`config.get_namespace("NAME_")`: what is put under names that begin so, by the rest of the name."""
    prefixes = [one.value for one in given.get(0, "namespace") if isinstance(one, Known)]
    if not isinstance(base, External) or len(prefixes) != 1 or not isinstance(prefixes[0], str):
        return None
    lower, trim = (_is_left_on(given, at, name) for at, name in ((1, "lowercase"), (2, "trim_namespace")))
    entries: dict[Literal, Alternatives] = {}
    for name in names_put(resolver, base, prefixes[0]):
        word = name.removeprefix(prefixes[0]) if trim else name
        entries[word.lower() if lower else word] = put_by_application(resolver, base, Known(name))
    return (Table(entries, (), given.place),)


def _is_left_on(given: Arguments, position: int, name: str) -> bool:
    return all(truth(one) is True for one in given.get(position, name))


MEANINGS: Mapping[str, Meaning] = {
    "os.environ.get": _environment,
    "os.environ.setdefault": _environment,
    "os.environb.get": _environment,
    "os.getenv": _environment,
    "decouple.config": _configured,
    "decouple.Config()": _configured,
    "decouple.AutoConfig()": _configured,
    "environs.Env().bool": _configured,
    "environs.Env().str": _configured,
    "environs.env.bool": _configured,
    "environs.env.str": _configured,
    "environ.Env()": _of_scheme,
    "environ.FileAwareEnv()": _of_scheme,
    "environ.Env().bool": _of_scheme,
    "environ.Env().str": _of_scheme,
    "starlette.config.Config()()": _configured,
    "contextvars.ContextVar().get": _context_variable,
    **{f"{path}.get": _got_setting for path in APPLICATIONS},
    **{f"{path}.get_namespace": _namespace for path in APPLICATIONS},
}
"""Meanings by the dotted path of what is called."""
