"""What the standard library's value-building functions give back, as far as arguments are known."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, TypeAlias

from pytest_ssot.facts.classes import generated_fields
from pytest_ssot.facts.folding import LONGEST_TEXT, merged, negated
from pytest_ssot.facts.members import attribute, item
from pytest_ssot.facts.resolved import (
    Alternatives,
    Arguments,
    ClassRef,
    External,
    FunctionRef,
    Instance,
    Known,
    ModuleRef,
    Namespace,
    Opaque,
    Partial,
    Place,
    Resolved,
    Row,
    Super,
    Table,
    one_of,
    opaque,
    truth,
)
from pytest_ssot.facts.values import Literal

if TYPE_CHECKING:
    from pytest_ssot.facts.resolve import Resolver

Meaning: TypeAlias = Callable[["Resolver", Arguments, Resolved | None], Alternatives | None]
"""(resolver, arguments, receiver) → what the call gives back; None when that is not known."""


def _dict(_: Resolver, given: Arguments, __: Resolved | None) -> Alternatives | None:
    tables: list[Table] = [Table({}, (), given.place)]
    for source in given.positional[:1]:
        tables = [_from_source(table, one, given.place) for table in tables for one in source]
    extra = Table(dict(given.keywords), given.rest, given.place)
    return tuple(merged(table, extra, given.place) for table in tables)


def _from_source(table: Table, source: Resolved, place: Place) -> Table:
    if not isinstance(source, Row):
        return merged(table, source, place)
    entries = dict(table.entries)
    rest: list[Alternatives] = [source.rest]
    for pair in (one for alternatives in source.items for one in alternatives):
        key = pair.items[0] if isinstance(pair, Row) and len(pair.items) == 2 else ()
        if isinstance(pair, Row) and len(key) == 1 and isinstance(key[0], Known):
            entries[key[0].value] = pair.items[1]
        else:
            rest.append((pair,))
    return Table(entries, one_of(table.rest, *rest), place)


def _dict_get(_: Resolver, given: Arguments, base: Resolved | None) -> Alternatives | None:
    keys = given.get(0, "key")
    if not isinstance(base, Table) or not keys:
        return None
    default = given.get(1, "default") or (Known(None, given.place),)
    found: list[Alternatives] = []
    for key in keys:
        held = base.entries.get(key.value, ()) if isinstance(key, Known) else one_of(*base.entries.values())
        found.append(held or one_of(base.rest, default))
    return one_of(*found)


def _dict_copy(_: Resolver, __: Arguments, base: Resolved | None) -> Alternatives | None:
    return (Table(dict(base.entries), base.rest, base.place),) if isinstance(base, Table) else None


def _dict_items(_: Resolver, given: Arguments, base: Resolved | None) -> Alternatives | None:
    if not isinstance(base, Table):
        return None
    pairs = (Row(((Known(key, base.place),), held)) for key, held in base.entries.items())
    return (Row(tuple((pair,) for pair in pairs), opaque(base.rest) if base.rest else (), given.place),)


def _dict_keys(_: Resolver, given: Arguments, base: Resolved | None) -> Alternatives | None:
    if not isinstance(base, Table):
        return None
    return (Row(tuple((Known(key, base.place),) for key in base.entries), base.rest, given.place),)


def _dict_values(_: Resolver, given: Arguments, base: Resolved | None) -> Alternatives | None:
    return (Row(tuple(base.entries.values()), base.rest, given.place),) if isinstance(base, Table) else None


def _dict_or(_: Resolver, given: Arguments, base: Resolved | None) -> Alternatives | None:
    if not isinstance(base, Table) or not given.positional:
        return None
    return tuple(merged(base, other, given.place) for other in given.positional[0])


def _fromkeys(resolver: Resolver, given: Arguments, _: Resolved | None) -> Alternatives | None:
    held = given.get(1, "value") or (Known(None, given.place),)
    entries: dict[Literal, Alternatives] = {}
    rest: list[Alternatives] = []
    for source in given.get(0, "iterable"):
        for key in _elements(source) or opaque((source,)):
            if isinstance(key, Known):
                entries[key.value] = held
            else:
                rest.append((key,))
    return (Table(entries, one_of(*rest), given.place),)


def _elements(source: Resolved) -> Alternatives:
    match source:
        case Row(items=items, rest=rest):
            return (*(one for alternatives in items for one in alternatives), *rest)
        case Table(entries=entries, rest=rest, place=place):
            return (*(Known(key, place) for key in entries), *rest)
        case _:
            return ()


def _bool(_: Resolver, given: Arguments, __: Resolved | None) -> Alternatives | None:
    if not given.positional:
        return (Known(False, given.place),)
    return negated(negated(given.positional[0], given.place), given.place)


def _converted(kind: Callable[[Literal], Literal]) -> Meaning:
    def convert(_: Resolver, given: Arguments, __: Resolved | None) -> Alternatives | None:
        if not given.positional:
            return (Known(kind(""), given.place),) if kind is str else (Known(0, given.place),)
        return one_of(*(_applied(kind, value, given.place) for value in given.positional[0]))

    return convert


def _applied(kind: Callable[[Literal], Literal], value: Resolved, place: Place) -> Alternatives:
    if not isinstance(value, Known) or (isinstance(value.value, str) and len(value.value) > LONGEST_TEXT):
        return opaque((value,))
    try:
        return (Known(kind(value.value), place),)
    except (TypeError, ValueError, OverflowError):
        return opaque()


def _text_method(_: Resolver, given: Arguments, base: Resolved | None, *, name: str) -> Alternatives | None:
    """String methods on constants are computed; their results are constants again."""
    if not isinstance(base, Known) or not isinstance(base.value, str):
        return None
    positional = [_plain(value) for value in given.positional]
    keywords = {key: _plain(value) for key, value in given.keywords.items()}
    if any(isinstance(value, _Unplain) for value in (*positional, *keywords.values())) or given.rest:
        return opaque(*given.positional, *given.keywords.values())
    if name in ("ljust", "rjust", "center", "zfill", "expandtabs"):
        return None
    try:
        result = getattr(base.value, name)(*positional, **keywords)
    except Exception:  # noqa: BLE001 - whatever scanned operands raise, the result is unknown
        return opaque()
    if isinstance(result, list | tuple):
        return (Row(tuple((Known(part, given.place),) for part in result), (), given.place),)
    return (Known(result, given.place),) if isinstance(result, Literal) else opaque()


class _Unplain:
    """An argument that is not one constant."""


def _plain(alternatives: Alternatives) -> object:
    if len(alternatives) != 1:
        return _Unplain()
    match alternatives[0]:
        case Known(value=value):
            return value
        case Row(items=items, rest=()):
            parts = [_plain(item) for item in items]
            return _Unplain() if any(isinstance(part, _Unplain) for part in parts) else parts
        case _:
            return _Unplain()


def _json_loads(_: Resolver, given: Arguments, __: Resolved | None) -> Alternatives | None:
    found: list[Alternatives] = []
    for source in given.get(0, "s"):
        if not isinstance(source, Known) or not isinstance(source.value, str | bytes):
            return None
        try:
            found.append((_lifted(json.loads(source.value), source.place),))
        except (ValueError, RecursionError):
            return opaque()
    return one_of(*found) or None


def _lifted(value: object, place: Place) -> Resolved:
    """A plain Python value as a resolved one."""
    if isinstance(value, dict):
        return Table({key: (_lifted(held, place),) for key, held in value.items()}, (), place)
    if isinstance(value, list):
        return Row(tuple((_lifted(held, place),) for held in value), (), place)
    return Known(value, place) if isinstance(value, Literal) else Opaque()


def _environment(_: Resolver, given: Arguments, __: Resolved | None) -> Alternatives | None:
    default = given.get(1, "default") or (Known(None, given.place),)
    return one_of((Opaque("environment", place=given.place),), default)


def _configured(_: Resolver, given: Arguments, __: Resolved | None) -> Alternatives | None:
    """`config("NAME", default=…)` of python-decouple, environs and the like."""
    return one_of((Opaque("environment", place=given.place),), given.get(1, "default"))


def _import(resolver: Resolver, given: Arguments, _: Resolved | None) -> Alternatives | None:
    names = given.get(0, "name")
    found = [
        resolver.project.imported_module(resolver, name.value)
        for name in names
        if isinstance(name, Known) and isinstance(name.value, str)
    ]
    return one_of(*found) if found else None


def _getattr(resolver: Resolver, given: Arguments, _: Resolved | None) -> Alternatives | None:
    found = [
        attribute(resolver, base, name.value)
        for base in given.get(0, "object")
        for name in given.get(1, "name")
        if isinstance(name, Known) and isinstance(name.value, str)
    ]
    if not found:
        return None
    default = given.get(2, "default")
    known = one_of(*found)
    return one_of(known, default) if default and all(isinstance(value, Opaque) for value in known) else known


def _partial(_: Resolver, given: Arguments, __: Resolved | None) -> Alternatives | None:
    if not given.positional:
        return None
    inner = Arguments(given.positional[1:], given.keywords, given.rest, given.place)
    return (Partial(given.positional[0], inner),)


def _argument(position: int, name: str = "") -> Meaning:
    def pass_on(_: Resolver, given: Arguments, __: Resolved | None) -> Alternatives | None:
        return given.get(position, name) or None

    return pass_on


def _copied(_: Resolver, given: Arguments, __: Resolved | None) -> Alternatives | None:
    return tuple(
        Table(dict(one.entries), one.rest, one.place) if isinstance(one, Table) else one
        for one in given.get(0, "x")
    )


def _namespace(_: Resolver, given: Arguments, __: Resolved | None) -> Alternatives | None:
    return (Namespace(given.keywords),)


def _row(_: Resolver, given: Arguments, __: Resolved | None) -> Alternatives | None:
    if not given.positional:
        return (Row((), (), given.place),)
    found: list[Resolved] = []
    for source in given.positional[0]:
        if isinstance(source, Row):
            found.append(source)
        elif isinstance(source, Table):
            keys = tuple((Known(key, source.place),) for key in source.entries)
            found.append(Row(keys, source.rest, given.place))
        else:
            return None
    return tuple(found)


def _zip(_: Resolver, given: Arguments, __: Resolved | None) -> Alternatives | None:
    rows: list[tuple[Alternatives, ...]] = []
    for source in given.positional:
        row = source[0] if len(source) == 1 else None
        if isinstance(row, Row) and not row.rest:
            rows.append(row.items)
        elif isinstance(row, Table) and not row.rest:
            rows.append(tuple((Known(key, row.place),) for key in row.entries))
        else:
            return None
    return (Row(tuple((Row(pair),) for pair in zip(*rows, strict=False)), (), given.place),)


def _chained(_: Resolver, given: Arguments, __: Resolved | None) -> Alternatives | None:
    table = Table({}, (), given.place)
    for source in reversed(given.positional):
        for one in source[:1]:
            table = merged(table, one, given.place)
    return (table,)


def _quantified(wanted: bool) -> Meaning:
    def decide(_: Resolver, given: Arguments, __: Resolved | None) -> Alternatives | None:
        verdicts = [truth(one) for source in given.positional[:1] for row in source for one in _elements(row)]
        if wanted in verdicts:
            return (Known(wanted, given.place),)
        return opaque(*given.positional) if None in verdicts else (Known(not wanted, given.place),)

    return decide


def _getter(kind: str) -> Meaning:
    def make(_: Resolver, given: Arguments, __: Resolved | None) -> Alternatives | None:
        return (Partial((External(f"<{kind}>"),), given),)

    return make


def _got_attribute(resolver: Resolver, given: Arguments, _: Resolved | None) -> Alternatives | None:
    if len(given.positional) < 2:
        return None
    found: Alternatives = given.positional[-1]
    for name in given.positional[0]:
        if not isinstance(name, Known) or not isinstance(name.value, str):
            return None
        for part in name.value.split("."):
            found = one_of(*(attribute(resolver, one, part) for one in found))
    return found


def _got_item(resolver: Resolver, given: Arguments, _: Resolved | None) -> Alternatives | None:
    if len(given.positional) < 2:
        return None
    return one_of(
        *(
            item(resolver, base, key, given.place)
            for base in given.positional[-1]
            for key in given.positional[0]
        )
    )


def _called_method(resolver: Resolver, given: Arguments, _: Resolved | None) -> Alternatives | None:
    """`methodcaller(name, *args)(object)`: the name first, the object last."""
    if len(given.positional) < 2:
        return None
    name, *args, receiver = given.positional
    rest = Arguments(tuple(args), given.keywords, given.rest, given.place)
    found = [
        resolver.call(method, rest)
        for base in receiver
        for word in name
        if isinstance(word, Known) and isinstance(word.value, str)
        for method in attribute(resolver, base, word.value)
    ]
    return one_of(*found) or None


def _variables(resolver: Resolver, given: Arguments, _: Resolved | None) -> Alternatives | None:
    found: list[Resolved] = []
    for base in given.positional[0] if given.positional else ():
        if isinstance(base, Namespace | Instance):
            found.append(Table(dict(base.attributes), opaque() if isinstance(base, Instance) else ()))
        elif isinstance(base, ModuleRef) and base.facts is not None:
            facts = base.facts
            found.append(Table({k: resolver.resolve(facts, value) for k, value in facts.bindings.items()}))
    return tuple(found) or None


def _type(_: Resolver, given: Arguments, __: Resolved | None) -> Alternatives | None:
    found = [one.cls for one in given.get(0, "object") if isinstance(one, Instance)]
    return tuple(found) if found and len(given.positional) == 1 else None


def _length(_: Resolver, given: Arguments, __: Resolved | None) -> Alternatives | None:
    for source in given.positional[:1]:
        for one in source[:1]:
            if isinstance(one, Row) and not one.rest and len(source) == 1:
                return (Known(len(one.items), given.place),)
            if isinstance(one, Known) and isinstance(one.value, str) and len(source) == 1:
                return (Known(len(one.value), given.place),)
    return None


def _applied_to_arguments(resolver: Resolver, given: Arguments, _: Resolved | None) -> Alternatives | None:
    """`run(f, *args, **kwargs)`: what `f` gives back."""
    callees = [one for one in given.get(0, "func") if isinstance(one, FunctionRef | ClassRef | Partial | External)]
    if not callees:
        return None
    rest = Arguments(given.positional[1:], given.keywords, given.rest, given.place)
    return one_of(*(resolver.call(callee, rest) for callee in callees))


def _super(_: Resolver, given: Arguments, __: Resolved | None) -> Alternatives | None:
    bound = next((one for one in given.get(1, "object") if isinstance(one, Instance)), None)
    found = tuple(Super(cls, bound) for cls in given.get(0, "type") if isinstance(cls, ClassRef))
    return found or None


def _field(resolver: Resolver, given: Arguments, _: Resolved | None) -> Alternatives | None:
    """A field of a generated class: its default, or what its factory makes."""
    default = given.keywords.get("default") or given.get(0, "default")
    factories = given.keywords.get("default_factory") or given.keywords.get("factory") or ()
    made = [resolver.call(factory, Arguments(place=given.place)) for factory in factories]
    return one_of(default, *made) or opaque()


def _replaced(_: Resolver, given: Arguments, base: Resolved | None) -> Alternatives | None:
    """`dataclasses.replace(object, **changes)` and `object._replace(**changes)`."""
    objects = given.positional[0] if given.positional else ((base,) if base is not None else ())
    return tuple(
        replace(one, attributes={**one.attributes, **given.keywords})
        for one in objects
        if isinstance(one, Instance | Namespace)
    ) or None


def _as_table(resolver: Resolver, given: Arguments, base: Resolved | None) -> Alternatives | None:
    """`dataclasses.asdict(object)` and `object._asdict()`."""
    found: list[Resolved] = []
    for one in given.positional[0] if given.positional else ((base,) if base is not None else ()):
        if isinstance(one, Namespace):
            found.append(Table(dict(one.attributes), (), given.place))
        elif isinstance(one, Instance):
            fields = generated_fields(resolver, one.cls) or ()
            found.append(Table({name: attribute(resolver, one, name) for name in fields}, (), given.place))
    return tuple(found) or None


def _named_tuple(_: Resolver, given: Arguments, __: Resolved | None) -> Alternatives | None:
    """`namedtuple(name, fields)`: a callable that makes objects with those attributes."""
    names: list[str] = []
    for one in given.get(1, "field_names")[:1]:
        if isinstance(one, Known) and isinstance(one.value, str):
            names = one.value.replace(",", " ").split()
        elif isinstance(one, Row):
            names = [str(item[0].value) for item in one.items if item and isinstance(item[0], Known)]
    defaults = [item for row in given.get(9, "defaults") if isinstance(row, Row) for item in row.items]
    held = dict(zip(reversed(names), reversed(defaults), strict=False))
    row = Row(tuple((Known(name),) for name in names))
    return (Partial((External("<namedtuple>"),), Arguments(((row,), (Namespace(held),)))),) if names else None


def _named(_: Resolver, given: Arguments, __: Resolved | None) -> Alternatives | None:
    names, defaults, *values = given.positional
    held: dict[str, Alternatives] = {}
    for row in names:
        if isinstance(row, Row):
            fields = [str(item[0].value) for item in row.items if isinstance(item[0], Known)]
            held.update(dict(zip(fields, values, strict=False)))
    known = defaults[0].attributes if isinstance(defaults[0], Namespace) else {}
    return (Namespace({**known, **held, **given.keywords}),)


def _parsed_toml(_: Resolver, given: Arguments, __: Resolved | None) -> Alternatives | None:
    import tomllib

    found: list[Resolved] = []
    for source in given.get(0, "s"):
        if not isinstance(source, Known) or not isinstance(source.value, str):
            return None
        try:
            found.append(_lifted(tomllib.loads(source.value), source.place))
        except (tomllib.TOMLDecodeError, RecursionError):
            return opaque()
    return tuple(found) or None


def _default_keyword(_: Resolver, given: Arguments, base: Resolved | None) -> Alternatives | None:
    """`ContextVar("name", default=…).get()`."""
    made = base.arguments if isinstance(base, External) else None
    default = (made.keywords.get("default", ()) if made is not None else ()) or given.get(0, "default")
    return one_of(default, (Opaque("", place=given.place),)) if default else None


def _globals(resolver: Resolver, given: Arguments, _: Resolved | None) -> Alternatives | None:
    return (ModuleRef(given.place.path, resolver.project.facts(given.place.path)),)


_TEXT_METHODS = (
    "lower upper strip lstrip rstrip title capitalize swapcase casefold replace join format split rsplit "
    "startswith endswith removeprefix removesuffix isdigit isalpha partition rpartition encode format_map "
    "find index count isnumeric"
).split()

BUILTINS: Mapping[str, Meaning] = {
    "builtins.dict": _dict,
    "builtins.super": _super,
    "builtins.globals": _globals,
    "dataclasses.field": _field,
    "pydantic.Field": _field,
    "attr.ib": _field,
    "attrs.field": _field,
    "dataclasses.replace": _replaced,
    "dataclasses.asdict": _as_table,
    "copy.replace": _replaced,
    "collections.namedtuple": _named_tuple,
    "<namedtuple>": _named,
    "tomllib.loads": _parsed_toml,
    "contextvars.ContextVar().get": _default_keyword,
    "collections.OrderedDict": _dict,
    "types.MappingProxyType": _dict,
    "collections.UserDict": _dict,
    "collections.ChainMap": _chained,
    "collections.defaultdict": lambda _, given, __: (Table(dict(given.keywords), (), given.place),),
    "builtins.dict.get": _dict_get,
    "builtins.dict.pop": _dict_get,
    "builtins.dict.setdefault": _dict_get,
    "builtins.dict.__getitem__": _dict_get,
    "builtins.dict.copy": _dict_copy,
    "builtins.dict.items": _dict_items,
    "builtins.dict.keys": _dict_keys,
    "builtins.dict.values": _dict_values,
    "builtins.dict.__or__": _dict_or,
    "builtins.dict.fromkeys": _fromkeys,
    "builtins.bool": _bool,
    "operator.truth": _bool,
    "operator.not_": lambda _, given, __: negated(given.get(0, "a"), given.place),
    "builtins.int": _converted(lambda value: int(value)),  # type: ignore[arg-type] # what fails is unknown
    "builtins.float": _converted(lambda value: float(value)),  # type: ignore[arg-type] # what fails is unknown
    "builtins.str": _converted(str),
    "distutils.util.strtobool": _converted(lambda value: str(value).lower() in ("y", "yes", "t", "true", "on", "1")),
    "builtins.list": _row,
    "builtins.tuple": _row,
    "builtins.set": _row,
    "builtins.frozenset": _row,
    "builtins.sorted": _row,
    "builtins.iter": _argument(0),
    "builtins.next": lambda _, given, __: _elements_first(given),
    "builtins.zip": _zip,
    "builtins.len": _length,
    "builtins.any": _quantified(True),
    "builtins.all": _quantified(False),
    "builtins.getattr": _getattr,
    "builtins.vars": _variables,
    "builtins.type": _type,
    "builtins.__import__": _import,
    "importlib.import_module": _import,
    "importlib.__import__": _import,
    "json.loads": _json_loads,
    "os.environ.get": _environment,
    "os.getenv": _environment,
    "decouple.config": _configured,
    "copy.copy": _copied,
    "copy.deepcopy": _copied,
    "types.SimpleNamespace": _namespace,
    "argparse.Namespace": _namespace,
    "typing.cast": _argument(1, "val"),
    "typing_extensions.cast": _argument(1, "val"),
    "functools.partial": _partial,
    "functools.partialmethod": _partial,
    "functools.wraps()": _argument(0),
    "functools.lru_cache()": _argument(0),
    "functools.lru_cache": _argument(0),
    "functools.cache": _argument(0),
    "asyncio.run": _argument(0, "main"),
    "asyncio.to_thread": _applied_to_arguments,
    "asyncio.gather": lambda _, given, __: (Row(given.positional, given.rest, given.place),),
    "builtins.staticmethod": _argument(0),
    "operator.attrgetter": _getter("attrgetter"),
    "operator.itemgetter": _getter("itemgetter"),
    "operator.methodcaller": _getter("methodcaller"),
    "<attrgetter>": _got_attribute,
    "<itemgetter>": _got_item,
    "<methodcaller>": _called_method,
    **{
        f"builtins.str.{name}": (lambda r, g, b, name=name: _text_method(r, g, b, name=name))
        for name in _TEXT_METHODS
    },
}
"""Meanings by the dotted path of what is called."""


def _elements_first(given: Arguments) -> Alternatives | None:
    for source in given.get(0, "iterator"):
        if isinstance(source, Row) and source.items:
            return source.items[0]
    return None
