"""Paths of files as far as their ends are known, and the configurations of the project that lie there."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec.structs import replace

from pytest_ssot.facts.resolved import (
    Alternatives,
    Arguments,
    External,
    Hop,
    Known,
    Opaque,
    Place,
    Resolved,
    Table,
    one_of,
)
from pytest_ssot.trees import is_configuration

if TYPE_CHECKING:
    from pytest_ssot.facts.resolve import Resolver

PATH = "pathlib.Path()"
"""The path of what is known as the path of a file; its arguments are the parts that it is put together of."""

ROOTS = (
    *("pathlib.", "os.path.", "builtins.open(", "io.open("),
    *("importlib.resources.", "importlib_resources."),
)
"""What paths of files, and files that were opened, are made by."""

_JOINING = ("pathlib.", "os.path.join(")
_UP = ("parent", "parents", "cwd()", "home()", "dirname()")
_SAME = ("resolve()", "absolute()", "expanduser()", "abspath()", "realpath()", "__fspath__()", "normpath()")
_OPENING = ("open()", "__enter__()")
MOST_PARTS = 8


def is_path(value: Resolved) -> bool:
    """Something is the path of a file, or was made of one."""
    return isinstance(value, External) and value.path.startswith(ROOTS) and not value.path.endswith("open()")


def as_path(left: Alternatives, right: Alternatives) -> Alternatives:
    """`left / right` where that is the path of a file: nothing else can be divided by a text."""
    texts = bool(right) and all(isinstance(one, Known) and isinstance(one.value, str) for one in right)
    if not any(map(is_path, left)) and not (texts and any(isinstance(one, Opaque) for one in left)):
        return ()
    return (External(PATH, Arguments((left, right))),)


def names_of(values: Alternatives, depth: int = MOST_PARTS) -> tuple[str, ...]:
    """What is known of the ends of paths: `conf/jwt.toml` of `Path(__file__).parent / "conf/jwt.toml"`."""
    found: dict[str, None] = {}
    for value in values if depth else ():
        if isinstance(value, Known) and isinstance(value.value, str):
            found[value.value] = None
        elif isinstance(value, External) and value.path.startswith(ROOTS):
            found.update(dict.fromkeys(_ends(value, depth - 1)))
        else:
            found[""] = None
    return tuple(found)


def _ends(path: External, depth: int) -> tuple[str, ...]:
    last = path.path.rpartition(".")[2]
    made = path.arguments.positional if path.arguments is not None else ()
    below = (path.base,) if isinstance(path.base, External) else ()
    if last in _UP or path.path.endswith((".parents[]", "()[]")):
        return ("",)
    if last in _SAME:
        return names_of(made[0] if made and path.path.startswith("os.path.") else below, depth)
    if last in _OPENING:
        return names_of(made[0] if path.path.startswith(("builtins.", "io.")) and made else below, depth)
    if last == "with_name()":
        return names_of(made[0], depth) if made else ("",)
    ends = names_of(below, depth) if last == "joinpath()" else ("",)
    for part in made[:MOST_PARTS]:
        ends = tuple(_together(one, two) for one in ends for two in names_of(part, depth))[:MOST_PARTS]
    return ends


def _together(left: str, right: str) -> str:
    """The end of a path to which something is added of which "" is not known."""
    return f"{left}/{right}" if left and right else right


def plain_name(name: str) -> str:
    """The end of a path without the parts that lead up, or nowhere."""
    return "/".join(part for part in name.split("/") if part not in ("", ".", ".."))


def text_of(resolver: Resolver, paths: Alternatives, place: Place) -> Alternatives:
    """What the configurations at some paths say, as far as they are among the files of the project."""
    found: list[Resolved] = []
    for name in names_of(paths):
        end = plain_name(name)
        for home in homes(paths, place) if is_configuration(end) else ():
            read = resolver.project.configuration(home, end)
            if read is not None:
                resolver.go_through(len(read[1]) // 8)
                found.append(Known(read[1], place, (Hop(place, f"it is read from {read[0]}"),)))
                break
    return tuple(found)


def homes(paths: Alternatives, place: Place) -> tuple[str, ...]:
    """The files from which a path may be meant: where it is written, and where it is used."""
    written = [one.place.path for one in paths if isinstance(one, Known) and one.place.path]
    for one in paths:
        if isinstance(one, External) and one.arguments is not None:
            parts = [part for group in one.arguments.positional for part in group]
            written += [part.place.path for part in parts if isinstance(part, Known) and part.place.path]
    return tuple(dict.fromkeys((*written, place.path)))


def texts_of(resolver: Resolver, given: Arguments) -> Alternatives:
    """The texts that a function is given to parse, where it is a file: what that says."""
    held = given.positional[0] if given.positional else one_of(*list(given.keywords.values())[:1])
    read = text_of(resolver, tuple(one for one in held if isinstance(one, External)), given.place)
    named = [one for one in held if isinstance(one, Known) and _may_name(one)]
    return read or (text_of(resolver, tuple(named), given.place) if named else ()) or held


def mappings_at(resolver: Resolver, paths: Alternatives, place: Place) -> Alternatives:
    """The mappings that configurations at some paths hold, by the kind of file that each name says."""
    found: list[Alternatives] = []
    for text in text_of(resolver, paths, place) if all(map(_may_be_path, paths)) else ():
        suffix = text.hops[0].message.rpartition(".")[2] if isinstance(text, Known) else ""
        parser = External(_PARSERS.get(suffix, ""))
        parsed = resolver.call(parser, Arguments(((text,),), place=place)) if parser.path else ()
        found.append(tuple(one for one in parsed if isinstance(one, Table)))
    return one_of(*found)


_PARSERS = {
    "json": "json.loads",
    "toml": "tomllib.loads",
    "yaml": "yaml.safe_load",
    "yml": "yaml.safe_load",
}


def _may_be_path(one: Resolved) -> bool:
    return _may_name(one) if isinstance(one, Known) else is_path(one)


def _may_name(one: Known) -> bool:
    """A text is short and says where a configuration lies."""
    return isinstance(one.value, str) and len(one.value) < LONGEST_NAME and is_configuration(one.value)


LONGEST_NAME = 200


def variable(resolver: Resolver, name: object, place: Place) -> Alternatives:
    """What the `.env` nearest to a place says of a variable; nothing where it says nothing."""
    texts = [one for one in text_of(resolver, (Known(".env", place),), place) if isinstance(one, Known)]
    return one_of(*(variables_of(text).get(str(name).upper(), ()) for text in texts))


def variables_of(text: Known) -> dict[str, Alternatives]:
    """The variables that a text sets: `NAME=value`, in a line each."""
    lines = [line.strip().removeprefix("export ") for line in str(text.value).splitlines()]
    pairs = (line.partition("=")[::2] for line in lines if "=" in line and not line.startswith("#"))
    return {name.strip(): (replace(text, value=_unquoted(said)),) for name, said in pairs}


def _unquoted(said: str) -> str:
    said = said.strip()
    if said[:1] in ("'", '"') and said[:1] in said[1:]:
        return said[1 : said.index(said[0], 1)]
    return said.partition(" #")[0].strip()


_WORDS = {
    **dict.fromkeys(("1", "true", "yes", "on", "y", "t"), True),
    **dict.fromkeys(("0", "false", "no", "off", "n", "f", ""), False),
}


def as_flag(value: Resolved) -> Resolved:
    """A word of a configuration as the yes or no that it is taken for; anything else as it is."""
    word = value.value.strip().lower() if isinstance(value, Known) and isinstance(value.value, str) else None
    return replace(value, value=_WORDS[word]) if isinstance(value, Known) and word in _WORDS else value
