"""Values decided where the program runs: their defaults are known, the rest is the environment's."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from pytest_ssot.facts.meanings.meaning import Meaning
from pytest_ssot.facts.resolved import Alternatives, Arguments, External, Known, Opaque, Resolved, one_of

if TYPE_CHECKING:
    from pytest_ssot.facts.resolve import Resolver


def _environment(_: Resolver, given: Arguments, __: Resolved | None) -> Alternatives | None:
    default = given.get(1, "default") or (Known(None, given.place),)
    return one_of((Opaque("environment", place=given.place),), default)


def _configured(_: Resolver, given: Arguments, __: Resolved | None) -> Alternatives | None:
    """`config("NAME", default=…)` of python-decouple, environs and the like."""
    return one_of((Opaque("environment", place=given.place),), given.get(1, "default"))


def _default_keyword(_: Resolver, given: Arguments, base: Resolved | None) -> Alternatives | None:
    """`ContextVar("name", default=…).get()`."""
    made = base.arguments if isinstance(base, External) else None
    default = (made.keywords.get("default", ()) if made is not None else ()) or given.get(0, "default")
    return one_of(default, (Opaque("", place=given.place),)) if default else None


def _with_fallback(_: Resolver, given: Arguments, __: Resolved | None) -> Alternatives | None:
    """`parser.getboolean(section, option, fallback=…)`."""
    return one_of((Opaque("environment", place=given.place),), given.keywords.get("fallback", ()))


_PARSERS = ("configparser.ConfigParser()", "configparser.RawConfigParser()")

MEANINGS: Mapping[str, Meaning] = {
    "os.environ.get": _environment,
    "os.environb.get": _environment,
    "os.getenv": _environment,
    "decouple.config": _configured,
    "environs.Env().bool": _configured,
    "environs.Env().str": _configured,
    "environ.Env().bool": _configured,
    "starlette.config.Config()()": _configured,
    "contextvars.ContextVar().get": _default_keyword,
    **{f"{parser}.{name}": _with_fallback for parser in _PARSERS for name in ("get", "getboolean", "getint")},
}
"""Meanings by the dotted path of what is called."""
