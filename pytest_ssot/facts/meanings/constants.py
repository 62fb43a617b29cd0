"""Conversions and methods of constants: their results are constants again."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from msgspec.structs import replace

from pytest_ssot.facts.classes import derives_from
from pytest_ssot.facts.file_paths import is_path, texts_of
from pytest_ssot.facts.folding import SOMETHING_TRUE, is_literal, negated
from pytest_ssot.facts.lengths import BRACES, LONGEST_TEXT, LONGEST_WORK, formats_shortly
from pytest_ssot.facts.meanings.meaning import Meaning
from pytest_ssot.facts.meanings.plain import UNPLAIN, lifted, plain
from pytest_ssot.facts.resolved import (
    Alternatives,
    Arguments,
    ClassRef,
    External,
    Instance,
    Known,
    Opaque,
    Place,
    Resolved,
    Row,
    Table,
    one_of,
    opaque,
)
from pytest_ssot.facts.values import Literal
from pytest_ssot.facts.worded import read_as_word

if TYPE_CHECKING:
    from pytest_ssot.facts.resolve import Resolver


def _bool(resolver: Resolver, given: Arguments, __: Resolved | None) -> Alternatives | None:
    if not given.positional:
        return (Known(False, given.place),)
    asked = resolver.tested(given.positional[0])
    return negated(negated(asked, given.place), given.place)


def _converted(kind: Callable[[Literal], Literal]) -> Meaning:
    def convert(_: Resolver, given: Arguments, __: Resolved | None) -> Alternatives | None:
        if not given.positional:
            return (Known(kind(""), given.place),) if kind is str else (Known(0, given.place),)
        return one_of(*(_applied(kind, value, given.place) for value in given.positional[0]))

    return convert


def _applied(kind: Callable[[Literal], Literal], value: Resolved, place: Place) -> Alternatives:
    if not isinstance(value, Known) or (isinstance(value.value, str) and len(value.value) > LONGEST_TEXT):
        return opaque((value,)) if kind is str else opaque((read_as_word(value),))
    try:
        return (Known(kind(value.value), place),)
    except (TypeError, ValueError, OverflowError):
        return opaque()


def _text_method(_: Resolver, given: Arguments, base: Resolved | None, *, name: str) -> Alternatives | None:
    """String methods on constants are computed; their results are constants again."""
    if not isinstance(base, Known) or not isinstance(base.value, str | bytes):
        return None
    positional = [plain(value) for value in given.positional]
    keywords = {key: plain(value) for key, value in given.keywords.items()}
    if any(value is UNPLAIN for value in (*positional, *keywords.values())) or given.rest:
        return opaque(*given.positional, *given.keywords.values())
    if not _stays_short(name, base.value, (*positional, *keywords.values())):
        return opaque()
    try:
        result = getattr(base.value, name)(*positional, **keywords)
    except Exception:  # noqa: BLE001 - whatever scanned operands raise, the result is unknown
        return opaque()
    if isinstance(result, list | tuple):
        return (Row(tuple((Known(part, given.place),) for part in result), (), given.place),)
    return (Known(result, given.place),) if is_literal(result) else opaque()


def _stays_short(name: str, text: str | bytes, given: tuple[object, ...]) -> bool:
    """A method of a text gives no more than any flag's name or value, and takes no longer than copying it."""
    longest = max((len(one) for one in given if isinstance(one, str | bytes)), default=0)
    if name in ("replace", "join"):
        parts = len(given[0]) if name == "join" and isinstance(given[0], list) and given else len(text)
        return (parts + 1) * (max(longest, len(text)) + 1) <= LONGEST_WORK
    if name in ("format", "format_map"):
        return formats_shortly(text, given, BRACES)
    if name == "translate":
        held = given[0].values() if given and isinstance(given[0], dict) else ()
        most = max((len(one) for one in held if isinstance(one, str)), default=1)
        return (len(text) + 1) * (most + 1) <= LONGEST_WORK
    if name in _PADDING:
        return all(isinstance(one, str) or (isinstance(one, int) and one <= LONGEST_TEXT) for one in given)
    if name in ("encode", "decode"):
        return not given or str(given[0]).lower().replace("_", "-") in _PLAIN_ENCODINGS
    return True


_PADDING = ("zfill", "center", "ljust", "rjust", "expandtabs")
_PLAIN_ENCODINGS = ("utf-8", "utf8", "ascii", "us-ascii", "latin-1", "latin1", "iso-8859-1", "utf-8-sig")


def _json_loads(resolver: Resolver, given: Arguments, __: Resolved | None) -> Alternatives | None:
    found: list[Alternatives] = []
    for source in texts_of(resolver, given):
        if isinstance(source, Opaque):
            found.append(opaque((read_as_word(source),)))
            continue
        if not isinstance(source, Known) or not isinstance(source.value, str | bytes):
            return None
        try:
            value = lifted(json.loads(source.value), source.place, source.hops)
            hooks = given.keywords.get("object_hook", ())
            found.append(_hooked(resolver, value, hooks) if hooks else (value,))
        except (ValueError, RecursionError):
            return opaque()
    return one_of(*found) or None


def _json_dumps(_: Resolver, given: Arguments, __: Resolved | None) -> Alternatives | None:
    """The text of a plain value, of which others may be made; a mapping stays what is written."""
    value = plain(given.get(0, "obj"))
    if given.keywords or not isinstance(value, bool | int | float | str | None):
        return None
    return (Known(json.dumps(value), given.place),)


def _hooked(resolver: Resolver, value: Resolved, hooks: Alternatives) -> Alternatives:
    """A parsed value whose mappings a function has replaced, the innermost first."""
    if isinstance(value, Row):
        items = tuple(one_of(*(_hooked(resolver, one, hooks) for one in item)) for item in value.items)
        return (replace(value, items=items),)
    if not isinstance(value, Table):
        return (value,)
    entries = {
        key: one_of(*(_hooked(resolver, one, hooks) for one in held)) for key, held in value.entries.items()
    }
    given = Arguments(((replace(value, entries=entries),),), place=value.place)
    return one_of(*(resolver.call(hook, given) for hook in hooks))


def _said(resolver: Resolver, given: Arguments, base: Resolved | None) -> Alternatives | None:
    """`str(value)`; an error of a library says something, and a path stays one."""
    held = given.get(0, "object")
    if held and all(map(is_path, held)):
        return held
    errors = [
        one for one in held if isinstance(one, External) and one.path.endswith(("Error()", "Exception()"))
    ]
    if errors and len(errors) == len(held) and not any(one.path.startswith("builtins.") for one in errors):
        return (SOMETHING_TRUE,)
    return _converted(str)(resolver, given, base)


def _parsed_toml(resolver: Resolver, given: Arguments, __: Resolved | None) -> Alternatives | None:
    import tomllib

    found: list[Resolved] = []
    for source in texts_of(resolver, given):
        if not isinstance(source, Known) or not isinstance(source.value, str):
            return None
        try:
            found.append(lifted(tomllib.loads(source.value), source.place, source.hops))
        except (tomllib.TOMLDecodeError, RecursionError):
            return opaque()
    return tuple(found) or None


def _literal(_: Resolver, given: Arguments, __: Resolved | None) -> Alternatives | None:
    """`ast.literal_eval(text)`; only literals are ever evaluated."""
    from ast import literal_eval

    found: list[Resolved] = []
    for source in given.get(0, "node_or_string"):
        if isinstance(source, Opaque):
            found.extend(opaque((source,)))
            continue
        if not isinstance(source, Known) or not isinstance(source.value, str):
            return None
        try:
            found.append(lifted(literal_eval(source.value[:LONGEST_TEXT]), source.place))
        except (ValueError, SyntaxError, TypeError, MemoryError, RecursionError):
            return opaque()
    return tuple(found) or None


def _is_instance(resolver: Resolver, given: Arguments, _: Resolved | None) -> Alternatives | None:
    if len(given.positional) != 2:
        return None
    found: list[Alternatives] = []
    for one in given.positional[0]:
        for kind in given.positional[1]:
            verdict = _is_of(resolver, one, kind)
            if verdict is None:
                return opaque((one,))
            found.append((Known(verdict, given.place),))
    return one_of(*found) or None


_TYPES = {"bool": bool, "int": int, "float": float, "str": str, "bytes": bytes}
_ROWS = frozenset(["list", "tuple", "set", "frozenset"])
_MAPPINGS = frozenset(
    {"builtins.dict", "collections.abc.Mapping", "typing.Mapping", "collections.abc.MutableMapping"}
)


def _is_of(resolver: Resolver, value: Resolved, kind: Resolved) -> bool | None:
    """Whether a constant or a mapping is of a built-in class, or an object that was made of one; or None."""
    if isinstance(kind, ClassRef) and isinstance(value, Instance):
        made = value.arguments is not None and value.implied is None
        return derives_from(resolver, value.cls, kind) or (False if made else None)
    if isinstance(kind, Row) and not kind.rest:
        each = [_is_of(resolver, value, one) for item in kind.items for one in item]
        return True if True in each else (None if None in each else False)
    path = kind.path if isinstance(kind, External) else ""
    if path.removeprefix("builtins.") in _ROWS:
        return False if isinstance(value, Known | Table) else None
    if path in _MAPPINGS:
        return isinstance(value, Table) if isinstance(value, Known | Table | Row) else None
    known = _TYPES.get(path.removeprefix("builtins."))
    if known is None or not isinstance(value, Known | Table | Row):
        return None
    return isinstance(value, Known) and isinstance(value.value, known)


def _decoded(decode: Callable[[Literal], Literal]) -> Meaning:
    """A function of one constant."""

    def apply(_: Resolver, given: Arguments, __: Resolved | None) -> Alternatives | None:
        if len(given.positional) < 1 or not all(isinstance(one, Known) for one in given.positional[0]):
            return None
        return one_of(*(_applied(decode, value, given.place) for value in given.positional[0])) or None

    return apply


def _base64(value: Literal) -> Literal:
    import base64

    if not isinstance(value, str | bytes):
        raise TypeError
    return base64.urlsafe_b64decode(value)


def _hex(value: Literal) -> Literal:
    return bytes.fromhex(str(value))


def _character(value: Literal) -> Literal:
    if not isinstance(value, int):
        raise TypeError
    return chr(value)


def _replacements(_: Resolver, given: Arguments, __: Resolved | None) -> Alternatives | None:
    """`str.maketrans(…)` of constants."""
    values = [plain(group) for group in given.positional]
    if given.rest or given.keywords or not all(isinstance(one, str | dict) for one in values):
        return None
    try:
        found = str.maketrans(*values)  # type: ignore[call-overload] # what fails is unknown
    except (TypeError, ValueError):
        return None
    return (lifted(found, given.place),)


def _span(_: Resolver, given: Arguments, __: Resolved | None) -> Alternatives | None:
    """A number of several parts, or a time span: it counts as false where all of its parts are nothing."""
    parts = [plain(group) for group in (*given.positional, *given.keywords.values())]
    if given.rest or not all(isinstance(one, int | float) for one in parts):
        return None
    return (SOMETHING_TRUE if any(parts) else Known(0, given.place),)


def _rot13(_: Resolver, given: Arguments, __: Resolved | None) -> Alternatives | None:
    import codecs

    encoding = given.get(1, "encoding")
    if (
        not encoding
        or not isinstance(encoding[0], Known)
        or str(encoding[0].value) not in ("rot13", "rot_13")
    ):
        return None
    return one_of(
        *(
            _applied(lambda text: codecs.encode(str(text), "rot13"), value, given.place)
            for value in given.positional[0]
        )
    )


_METHODS = [
    "lower",
    "upper",
    "strip",
    "lstrip",
    "rstrip",
    "title",
    "capitalize",
    "swapcase",
    "casefold",
    "replace",
    "join",
    "format",
    "split",
    "splitlines",
    "rsplit",
    "startswith",
    "endswith",
    "removeprefix",
    "removesuffix",
    "isdigit",
    "isalpha",
    "partition",
    "rpartition",
    "encode",
    "decode",
    "format_map",
    "find",
    "index",
    "count",
    "isnumeric",
    "isupper",
    "islower",
    "isidentifier",
    "istitle",
    "isalnum",
    "isascii",
    "isdecimal",
    "isprintable",
    "isspace",
    "rfind",
    "rindex",
    "translate",
    *_PADDING,
    "hex",
]


_LOADING = ("load", "loads")


def _method(name: str) -> Meaning:
    def apply(resolver: Resolver, given: Arguments, base: Resolved | None) -> Alternatives | None:
        return _text_method(resolver, given, base, name=name)

    return apply


MEANINGS: Mapping[str, Meaning] = {
    "builtins.bool": _bool,
    "operator.truth": _bool,
    "operator.not_": lambda _, given, __: negated(given.get(0, "a"), given.place),
    "builtins.int": _converted(int),  # type: ignore[arg-type] # what fails is unknown
    "builtins.float": _converted(float),  # type: ignore[arg-type] # what fails is unknown
    "decimal.Decimal": _converted(float),  # type: ignore[arg-type] # what fails is unknown
    "fractions.Fraction": _converted(float),  # type: ignore[arg-type] # what fails is unknown
    **dict.fromkeys(("builtins.complex", "datetime.timedelta"), _span),
    "builtins.str": _said,
    "builtins.str.maketrans": _replacements,
    "builtins.chr": _decoded(_character),
    "builtins.bytes.fromhex": _decoded(_hex),
    "bytes.fromhex": _decoded(_hex),
    "base64.b64decode": _decoded(_base64),
    "base64.urlsafe_b64decode": _decoded(_base64),
    "codecs.decode": _rot13,
    "codecs.encode": _rot13,
    **dict.fromkeys(
        ("distutils.util.strtobool", "attrs.converters.to_bool", "attr.converters.to_bool"),
        _converted(lambda value: str(value).lower() in ("y", "yes", "t", "true", "on", "1")),
    ),
    "builtins.isinstance": _is_instance,
    "ast.literal_eval": _literal,
    **dict.fromkeys(
        (f"{module}.{name}" for module in ("json", "simplejson", "ujson", "orjson") for name in _LOADING),
        _json_loads,
    ),
    "json.dumps": _json_dumps,
    **dict.fromkeys(
        (f"{module}.{name}" for module in ("tomllib", "tomli", "toml", "rtoml") for name in _LOADING),
        _parsed_toml,
    ),
    **{f"builtins.str.{name}": _method(name) for name in _METHODS},
}
"""Meanings by the dotted path of what is called."""
