"""Values decided where the program runs: their defaults are known, the rest is the environment's."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from msgspec.structs import replace

from pytest_ssot.facts.meanings.meaning import Meaning
from pytest_ssot.facts.resolved import (
    NO_FRAMES,
    NOWHERE,
    Alternatives,
    Arguments,
    External,
    Known,
    Namespace,
    Opaque,
    Resolved,
    one_of,
)
from pytest_ssot.facts.values import HELD, Call
from pytest_ssot.facts.writes import written

if TYPE_CHECKING:
    from pytest_ssot.facts.resolve import Resolver


def _environment(_: Resolver, given: Arguments, __: Resolved | None) -> Alternatives | None:
    default = given.get(1, "default") or (Known(None, given.place),)
    return one_of((Opaque("environment", place=given.place),), default)


def _configured(_: Resolver, given: Arguments, __: Resolved | None) -> Alternatives | None:
    """`config("NAME", default=…)` of python-decouple, environs and the like."""
    outside = Opaque("environment", place=given.place, worded=True)
    return one_of((outside,), given.get(1, "default"))


def _context_variable(resolver: Resolver, given: Arguments, base: Resolved | None) -> Alternatives | None:
    """`ContextVar("name", default=…).get()`: the default, or what some code sets."""
    made = base.arguments if isinstance(base, External) else None
    default = (made.keywords.get("default", ()) if made is not None else ()) or given.get(0, "default")
    assigned = written(resolver, base, HELD, item=True)[1] if base is not None else ()
    return one_of(assigned, default) or None


def with_option(parser: Resolved, given: Arguments) -> Resolved:
    """A command line parser after `add_argument("--name", …)`: the option's default, or what users type."""
    if not isinstance(parser, External) or not parser.path.endswith("ArgumentParser()"):
        return parser
    name, held = _option(given)
    return replace(parser, attributes={**parser.attributes, name: held})


def _option(given: Arguments) -> tuple[str, Alternatives]:
    """The name under which an option is stored, and what it holds."""
    words = [one.value for group in given.positional for one in group if isinstance(one, Known)]
    names = [one.value for one in given.keywords.get("dest", ()) if isinstance(one, Known)]
    names += [word.lstrip("-").replace("-", "_") for word in words if isinstance(word, str)]
    actions = [one.value for one in given.keywords.get("action", ()) if isinstance(one, Known)]
    implied = {"store_true": False, "store_false": True}.get(str(actions[0]) if actions else "")
    default = given.keywords.get("default") or (Known(implied, given.place),)
    held = one_of(default, (Opaque("environment", place=given.place),))
    return str(next((one for one in names if len(str(one)) > 1), "")), held


def _parsed_options(resolver: Resolver, __: Arguments, base: Resolved | None) -> Alternatives | None:
    """The options of a parser, and those that groups and parsers of commands add in the same file."""
    if not isinstance(base, External):
        return None
    made = resolver.project.facts(base.arguments.place.path) if base.arguments is not None else None
    held, fixed = dict(base.attributes), dict[str, Alternatives]()
    for word in ("add_argument", "set_defaults") if made is not None else ():
        for fact in made.calls_by_word.get(word, ()) if made is not None else ():
            node = made.nodes[fact.value] if made is not None else None
            if made is None or not isinstance(node, Call):
                continue
            given = resolver.arguments(node, made, NO_FRAMES)
            if word == "set_defaults":
                fixed |= {name: one_of(fixed.get(name, ()), value) for name, value in given.keywords.items()}
            else:
                held.setdefault(*_option(given))
    outside = (Opaque("environment", place=base.arguments.place if base.arguments else NOWHERE),)
    held |= {name: one_of(value, outside if name in held else ()) for name, value in fixed.items()}
    return (Namespace(held),) if held else None


def _got_setting(resolver: Resolver, given: Arguments, base: Resolved | None) -> Alternatives | None:
    """`config.get("NAME", default)` of an outside mapping: what is assigned to it, or the default."""
    names = given.get(0, "key")
    if not isinstance(base, External) or not names or not isinstance(names[0], Known):
        return None
    assigned = written(resolver, base, str(names[0].value), item=True)[1]
    default = given.get(1, "default")
    unknown = External(f"{base.path}.get()", given, base)
    return one_of(assigned or default, (unknown,)) if assigned or default else None


MEANINGS: Mapping[str, Meaning] = {
    "os.environ.get": _environment,
    "os.environb.get": _environment,
    "os.getenv": _environment,
    "decouple.config": _configured,
    "environs.Env().bool": _configured,
    "environs.Env().str": _configured,
    "environ.Env().bool": _configured,
    "starlette.config.Config()()": _configured,
    "contextvars.ContextVar().get": _context_variable,
    "argparse.ArgumentParser().parse_args": _parsed_options,
    "flask.Flask().config.get": _got_setting,
    "flask.current_app.config.get": _got_setting,
}
"""Meanings by the dotted path of what is called."""
