"""Command lines: options, their defaults, and the words that are parsed where they are written out."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from msgspec.structs import replace

from pytest_ssot.facts.contexts import CONTEXT, of_class
from pytest_ssot.facts.meanings.meaning import Meaning
from pytest_ssot.facts.module import ModuleFacts
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
    Row,
    is_outside,
    needs_of,
    one_of,
    opaque,
)
from pytest_ssot.facts.values import Call

if TYPE_CHECKING:
    from pytest_ssot.facts.resolve import Resolver


def with_option(parser: Resolved, given: Arguments) -> Resolved:
    """A command line parser after `add_argument("--name", …)`: the option's default, or what users type."""
    if not isinstance(parser, External) or not parser.path.endswith("ArgumentParser()"):
        return parser
    name, held = option(given)
    return replace(parser, attributes={**parser.attributes, name: held})


def option(given: Arguments) -> tuple[str, Alternatives]:
    """The name under which an option is stored, and what it holds."""
    words = [one.value for group in given.positional for one in group if isinstance(one, Known)]
    names = [one.value for one in given.keywords.get("dest", ()) if isinstance(one, Known)]
    texts = [word for word in words if isinstance(word, str)]
    names += [word.partition("/")[0].lstrip("-").replace("-", "_") for word in texts]
    actions = [one.value for one in given.keywords.get("action", ()) if isinstance(one, Known)]
    implied = {"store_true": False, "store_false": True}.get(str(actions[0]) if actions else "")
    if any("/" in word for word in texts) or "is_flag" in given.keywords:
        implied = False
    default = given.keywords.get("default") or (Known(implied, given.place),)
    held = one_of(default, (Opaque("environment", place=given.place),))
    return str(next((one for one in names if len(str(one)) > 1), "")), held


def given_by_option(resolver: Resolver, module: ModuleFacts, function: int, name: str) -> Alternatives:
    """What a parameter of a command holds by the option above the function: `@click.option("--name", …)`."""
    for decorator in module.functions[function].decorators:
        node = module.nodes[decorator]
        made = resolver.resolve(module, node.callee) if isinstance(node, Call) else ()
        if isinstance(node, Call) and any(isinstance(one, External) and one.path in _OPTIONS for one in made):
            word, held = option(resolver.arguments(node, module, NO_FRAMES))
            if word == name:
                return held
    return ()


_OPTIONS = frozenset(f"{module}.option" for module in ("click", "rich_click", "asyncclick"))


def _parsed_options(resolver: Resolver, asked: Arguments, base: Resolved | None) -> Alternatives | None:
    """The options of a parser, and those that groups and parsers of commands add in the same file.

    Where the words that are parsed are written out, they decide.
    """
    if not isinstance(base, External):
        return None
    words, typed = _words(asked.get(0, "args")), asked.get(0, "args")
    nothing = bool(typed) and all(isinstance(one, Row) and not (one.items or one.rest) for one in typed)
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
                name, value = option(given)
                held[name] = _typed(given, words) or held.get(name, value)
    outside = (Opaque("environment", place=base.arguments.place if base.arguments else NOWHERE),)
    held |= {name: one_of(value, outside if name in held else ()) for name, value in fixed.items()}
    if words or nothing:
        held = {
            name: tuple(one for one in value if not is_outside(one)) or value for name, value in held.items()
        }
    else:
        needs = needs_of(asked.get(0, "args"))
        open_ = (Opaque("parameter", "args", needs),) if needs else ()
        held = {name: one_of(value, open_) for name, value in held.items()}
    return (Namespace(held),) if held else None


def _words(given: Alternatives) -> dict[str, Known]:
    """The words of a command line that is written out, the unknown ones aside."""
    rows = [row for row in given if isinstance(row, Row) and not row.rest]
    if not rows or len(rows) < len(given):
        return {}
    items = [one for row in rows for item in row.items for one in item if isinstance(one, Known)]
    return {one.value.partition("=")[0]: one for one in items if isinstance(one.value, str)}


def _typed(given: Arguments, words: dict[str, Known]) -> Alternatives:
    """What an option holds if one of `words` switches it."""
    action = next((one for one in given.keywords.get("action", ())), None)
    kind = str(action.value) if isinstance(action, Known) else getattr(action, "path", "").rpartition(".")[2]
    names = [str(one.value) for group in given.positional for one in group if isinstance(one, Known)]
    switched = {"store_true": True, "store_false": False, "BooleanOptionalAction": True}.get(kind)
    for name in names if switched is not None else ():
        if name in words:
            return (replace(words[name], value=switched),)
        opposite = f"--no-{name.lstrip('-')}"
        if kind == "BooleanOptionalAction" and opposite in words:
            return (replace(words[opposite], value=False),)
    return ()


def _known_options(resolver: Resolver, asked: Arguments, base: Resolved | None) -> Alternatives | None:
    """The options that are known, and the words that are none."""
    found = _parsed_options(resolver, asked, base)
    return found and (Row((found, opaque()), (), asked.place),)


def _ensured(resolver: Resolver, given: Arguments, _: Resolved | None) -> Alternatives | None:
    """The object of a class that a context of click keeps, or makes."""
    return of_class(resolver, given.get(0, "object_type")) or None


def _given_to_typer(_: Resolver, given: Arguments, __: Resolved | None) -> Alternatives | None:
    """`typer.Option(False, "--strict")`: the default, or what users type."""
    default = [one for one in given.get(0, "default") if not getattr(one, "path", "").endswith("Ellipsis")]
    return (*default, Opaque("environment", place=given.place))


def _context(_: Resolver, __: Arguments, ___: Resolved | None) -> Alternatives | None:
    return (External(CONTEXT),)


MEANINGS: Mapping[str, Meaning] = {
    "typer.Option": _given_to_typer,
    "typer.Argument": _given_to_typer,
    f"{CONTEXT}.ensure_object": _ensured,
    f"{CONTEXT}.find_object": _ensured,
    f"{CONTEXT}.find_root": _context,
    **{f"{module}.get_current_context": _context for module in ("click", "rich_click", "asyncclick")},
    "argparse.ArgumentParser().parse_known_args": _known_options,
    "argparse.ArgumentParser().parse_args": _parsed_options,
}
"""Meanings by the dotted path of what is called."""
