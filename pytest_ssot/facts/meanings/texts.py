"""Texts that hold values: templates, configuration files and code written into the source."""

from __future__ import annotations

from collections.abc import Mapping
from string import Template
from textwrap import dedent
from typing import TYPE_CHECKING

from msgspec.structs import replace

from pytest_ssot.facts.file_paths import text_of
from pytest_ssot.facts.items import SECTIONS
from pytest_ssot.facts.lengths import LONGEST_TEXT, formats_shortly
from pytest_ssot.facts.meanings.meaning import Meaning
from pytest_ssot.facts.meanings.plain import MOST_PARTS, UNPLAIN, plain
from pytest_ssot.facts.module import CallFacts, ModuleFacts
from pytest_ssot.facts.resolved import (
    NO_FRAMES,
    Alternatives,
    Arguments,
    External,
    Frames,
    Known,
    Opaque,
    Place,
    Resolved,
    Row,
    Table,
    by_name,
    one_of,
    opaque,
    parts_of,
)
from pytest_ssot.facts.seen_calls import as_called
from pytest_ssot.facts.values import NOTHING, Attr, Call

if TYPE_CHECKING:
    import configparser

    from pytest_ssot.facts.resolve import Resolver

VALUES_PER_TEXT = 500
"""Values that are gone through in the time it takes to parse a short text."""

_PARSERS = (
    "configparser.ConfigParser()",
    "configparser.RawConfigParser()",
    "configparser.SafeConfigParser()",
)


PARSING = ("read_string", "read_dict", "read", "read_file")
"""Methods by which a configuration parser takes something in."""


def with_text(resolver: Resolver, parser: Resolved, method: str, given: Arguments) -> Resolved:
    """A configuration parser after it has taken in a text, a mapping or a file of the project."""
    if not isinstance(parser, External) or parser.path not in _PARSERS:
        return parser
    import configparser  # it takes longer to import than most files to judge

    held = given.positional[0] if given.positional else ()
    if method in ("read", "read_file"):
        rows = [one for row in held if isinstance(row, Row) for item in row.items for one in item]
        held, method = text_of(resolver, tuple(rows) or held, given.place), "read_string"
    source = plain(held) if held else UNPLAIN
    real = configparser.ConfigParser(interpolation=None)
    try:
        if method == "read_string" and isinstance(source, str):
            real.read_string(source[:LONGEST_TEXT])
        elif method == "read_dict" and isinstance(source, dict):
            real.read_dict(source)
        else:
            return parser
    except (configparser.Error, TypeError, ValueError, AttributeError):
        return parser
    text = next((one for one in held if isinstance(one, Known)), Known("", given.place))
    place = next((one.place for one in held if isinstance(one, Known | Table)), given.place)
    found = {name: (_section(real, name, replace(text, place=place)),) for name in real.sections()}
    sections = Table(by_name(found), (), place)
    return replace(parser, attributes={**parser.attributes, SECTIONS: (sections,)})


def _section(real: configparser.ConfigParser, name: str, text: Known) -> Resolved:
    held = {key: (replace(text, value=value),) for key, value in real.items(name)}
    options = Table(by_name(held), (), text.place)
    return External("configparser.SectionProxy()", attributes={SECTIONS: (options,)})


def _filled(resolver: Resolver, base: Resolved | None) -> Table | None:
    """What a parser has read, also one that an object keeps: by the calls in the file that makes it."""
    known = _table(base)
    made = base.arguments if isinstance(base, External) and base.path in _PARSERS else None
    home = resolver.project.facts(made.place.path) if known is None and made is not None else None
    for word in PARSING if home is not None else ():
        for fact in home.calls_by_word.get(word, ()) if home is not None else ():
            key = ("parser", made.place.path if made is not None else "", str(fact.value))
            if home is None or made is None or resolver.visiting(*key):
                continue
            with resolver.visit(*key):
                known = known or _table(_after_reading(resolver, home, fact, made.place))
    return known


def _after_reading(resolver: Resolver, home: ModuleFacts, fact: CallFacts, made: Place) -> Resolved | None:
    """The parser that was made at a place, after a call of one of its methods; None for another one's."""
    node = home.nodes[fact.value]
    callee = home.nodes[node.callee] if isinstance(node, Call) else None
    if not isinstance(node, Call) or not isinstance(callee, Attr):
        return None
    frames = [one for _, one in as_called(resolver, home, fact.function)] if fact.function >= 0 else []
    for around in frames or [_by_default(resolver, home, fact.function)]:
        for one in resolver.resolve(home, callee.base, around):
            if isinstance(one, External) and one.arguments is not None and one.arguments.place == made:
                given = resolver.arguments(node, home, around)
                return with_text(resolver, one, callee.name, given)
    return None


def _by_default(resolver: Resolver, home: ModuleFacts, function: int) -> Frames:
    """A function as it is called with nothing but its object."""
    if function < 0:
        return NO_FRAMES
    told = ((one.name, one.default) for one in home.functions[function].parameters if one.default != NOTHING)
    return {(home.path, function): {name: resolver.resolve(home, value) for name, value in told}}


def _option(kind: str) -> Meaning:
    """`parser.get(section, option, fallback=…)`, and the same of one section."""

    def read(resolver: Resolver, given: Arguments, base: Resolved | None) -> Alternatives | None:
        fallback = given.keywords.get("fallback", ())
        known = _filled(resolver, base)
        names = list(given.positional)
        if known is None or not names:
            return one_of((Opaque("environment", place=given.place),), fallback)
        for group in names[: 2 if base is not None and _is_parser(base) else 1]:
            key = plain(group)
            word = key if isinstance(key, str) else ""
            held = known.entries.get(word) or known.entries.get(word.lower())
            if not held:
                return fallback or (names[1] if not _is_parser(base) and len(names) > 1 else None)
            inner = _table(held[0])
            if inner is None:
                return tuple(_converted(one, kind) for one in held)
            known = inner
        return opaque()

    return read


def _is_parser(base: Resolved | None) -> bool:
    return isinstance(base, External) and base.path in _PARSERS


def _table(base: Resolved | None) -> Table | None:
    held = base.attributes.get(SECTIONS, ()) if isinstance(base, External) else ()
    return next((one for one in held if isinstance(one, Table)), None)


def _converted(value: Resolved, kind: str) -> Resolved:
    if not isinstance(value, Known) or not isinstance(value.value, str):
        return value
    if kind == "getboolean":
        from configparser import RawConfigParser

        states = RawConfigParser.BOOLEAN_STATES
        verdict = states.get(value.value.lower())
        return Opaque() if verdict is None else replace(value, value=verdict)
    try:
        return replace(value, value=int(value.value)) if kind == "getint" else value
    except ValueError:
        return Opaque()


def _substituted(_: Resolver, given: Arguments, base: Resolved | None) -> Alternatives | None:
    """`Template(text).substitute(mapping, **values)`."""
    made = base.arguments if isinstance(base, External) else None
    text = plain(made.get(0, "template")) if made is not None else UNPLAIN
    values = [plain(group) for group in given.positional[:1]]
    named = {name: plain(group) for name, group in given.keywords.items()}
    if not isinstance(text, str) or UNPLAIN in values or UNPLAIN in named.values():
        return opaque(*given.positional, *given.keywords.values())
    mapping = {**values[0], **named} if values and isinstance(values[0], dict) else named
    if not formats_shortly(text, mapping.values()):
        return opaque()
    return (Known(Template(text).safe_substitute(mapping)[:LONGEST_TEXT], given.place),)


def _evaluated(resolver: Resolver, given: Arguments, _: Resolved | None) -> Alternatives | None:
    """`eval` of a constant text: what its expression gives, without any name but the built-in ones."""
    from pytest_ssot.facts.extract import extract

    found: list[Resolved] = []
    for source in given.positional[0] if given.positional else ():
        if not isinstance(source, Known) or not isinstance(source.value, str):
            return None
        text = f"value = ({source.value[:LONGEST_TEXT].strip()}\n)"
        resolver.go_through(VALUES_PER_TEXT + len(text))
        if resolver.is_spent:
            return resolver.cut_off()
        facts = extract(f"{source.place.path}:{source.place.span}:{text}", text.encode(), ())
        if facts.gaps or "value" not in facts.bindings:
            return opaque()
        held = resolver.resolve(facts, facts.bindings["value"])
        if parts_of((held,), MOST_PARTS) == MOST_PARTS:
            return opaque()
        found += [_moved(one, source.place) for one in held]
    return tuple(found) or None


def _moved(value: Resolved, place: Place) -> Resolved:
    """A value of another text, as one that is written at `place`."""
    match value:
        case Known():
            return Known(value.value, place)
        case Table(entries=entries, rest=rest):
            return Table(
                {key: tuple(_moved(one, place) for one in held) for key, held in entries.items()}, rest, place
            )
        case Row(items=items, rest=rest):
            return Row(tuple(tuple(_moved(one, place) for one in item) for item in items), rest, place)
        case _:
            return value


def _listed(kind: str) -> Meaning:
    """`parser.sections()`, `parser.options(section)`, `parser.items(section)`, and those of one section."""

    def read(_: Resolver, given: Arguments, base: Resolved | None) -> Alternatives | None:
        known = _table(base)
        if known is not None and given.positional:
            held = known.entries.get(str(plain(given.positional[0])), ())
            known = _table(held[0]) if held else None
        if known is None:
            return None
        names = [(Known(name, known.place),) for name in known.entries]
        if kind != "items":
            return (Row(tuple(names), (), known.place),)
        pairs = zip(names, known.entries.values(), strict=True)
        return (Row(tuple((Row((name, held), (), known.place),) for name, held in pairs), (), known.place),)

    return read


def _dedented(_: Resolver, given: Arguments, __: Resolved | None) -> Alternatives | None:
    text = plain(given.positional[0]) if given.positional else None
    return (Known(dedent(text), given.place),) if isinstance(text, str) else None


_LISTS = ("sections", "options", "items", "keys")
_OPTIONS = ("get", "getboolean", "getint")

MEANINGS: Mapping[str, Meaning] = {
    **{f"{parser}.{name}": _option(name) for parser in _PARSERS for name in _OPTIONS},
    **{f"configparser.SectionProxy().{name}": _option(name) for name in _OPTIONS},
    **{f"{parser}.{name}": _listed(name) for parser in _PARSERS for name in _LISTS},
    **{f"configparser.SectionProxy().{name}": _listed(name) for name in _LISTS},
    "string.Template().substitute": _substituted,
    "string.Template().safe_substitute": _substituted,
    "builtins.eval": _evaluated,
    "textwrap.dedent": _dedented,
}
"""Meanings by the dotted path of what is called."""
