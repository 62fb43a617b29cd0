"""YAML texts written into the source: the plain part of the language, without anchors, tags and blocks."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import TYPE_CHECKING

from pytest_ssot.facts.file_paths import texts_of
from pytest_ssot.facts.lengths import LONGEST_TEXT
from pytest_ssot.facts.meanings.meaning import Meaning, argument
from pytest_ssot.facts.meanings.plain import lifted
from pytest_ssot.facts.resolved import Alternatives, Arguments, Known, Resolved, opaque

if TYPE_CHECKING:
    from pytest_ssot.facts.resolve import Resolver

_WORDS: Mapping[str, object] = {
    **dict.fromkeys(("true", "yes", "on"), True),
    **dict.fromkeys(("false", "no", "off"), False),
    **dict.fromkeys(("null", "~", ""), None),
}
_ENTRY = re.compile(r"""("[^"]*"|'[^']*'|[^\s"'#:{}\[\],&*!|>%@`-][^:#]*?)\s*:(?:\s+(.*)|)$""")
_COMMENT = re.compile(r"""(?:^|\s)#[^"']*$""")
_NUMBER = re.compile(r"[-+]?\d+(\.\d+)?$")
_OTHER = ("&", "*", "!", "|", ">", "%", "@", "`", "?", "---")

Line = tuple[int, str]
"""How far a line is indented, and what it says."""


class NotPlainError(ValueError):
    """The text uses more of the language than is read here."""


def parsed(text: str) -> object:
    """The value that a text stands for; raises `NotPlainError`."""
    lines: list[Line] = []
    for raw in text[:LONGEST_TEXT].splitlines():
        said = _COMMENT.sub("", raw).rstrip()
        if said.strip():
            lines.append((len(said) - len(said.lstrip(" ")), said.lstrip(" ")))
    if lines and lines[0][1] == "---":
        lines.pop(0)
    value = _block(lines)
    if lines:
        raise NotPlainError
    return value


def _block(lines: list[Line]) -> object:
    """The mapping, sequence or scalar at the head of `lines`, which are taken away."""
    if not lines:
        return None
    indent, first = lines[0]
    if first == "-" or first.startswith("- "):
        return _items(lines, indent)
    if _ENTRY.match(first):
        return _entries(lines, indent)
    lines.pop(0)
    return _scalar(first)


def _items(lines: list[Line], indent: int) -> list[object]:
    found: list[object] = []
    while lines and lines[0][0] == indent and (lines[0][1] + " ").startswith("- "):
        said = lines.pop(0)[1][1:]
        rest = said.lstrip(" ")
        if rest:
            lines.insert(0, (indent + 1 + len(said) - len(rest), rest))
        nested = bool(lines) and lines[0][0] > indent
        found.append(_block(lines) if nested else None)
    return found


def _entries(lines: list[Line], indent: int) -> dict[object, object]:
    found: dict[object, object] = {}
    while lines and lines[0][0] == indent and (entry := _ENTRY.match(lines[0][1])):
        lines.pop(0)
        name, said = entry.group(1), entry.group(2)
        inner = lines and (lines[0][0] > indent or (lines[0][0] == indent and lines[0][1].startswith("- ")))
        key = _scalar(name)
        if isinstance(key, dict | list):
            raise NotPlainError
        found[key] = _scalar(said) if said else (_block(lines) if inner else None)
    if lines and lines[0][0] > indent:
        raise NotPlainError
    return found


def _scalar(said: str) -> object:
    text = said.strip()
    if text[:1] in ('"', "'") and len(text) > 1 and text[-1] == text[0] and "\\" not in text:
        return text[1:-1]
    if text[:1] in ("{", "["):
        return _flow(text)
    if text.startswith(_OTHER):
        raise NotPlainError
    if text.lower() in _WORDS:
        return _WORDS[text.lower()]
    if _NUMBER.match(text):
        return float(text) if "." in text else int(text)
    return text


def _flow(text: str) -> object:
    """`{a: 1, b: 2}` and `[1, 2]`, one level deep."""
    inside, ends = text[1:-1].strip(), text[0] + text[-1]
    if ends not in ("{}", "[]") or any(mark in inside for mark in "{}[]\"'"):
        raise NotPlainError
    parts = [part.strip() for part in inside.split(",")] if inside else []
    if ends == "[]":
        return [_scalar(part) for part in parts]
    pairs = [part.partition(":")[::2] for part in parts]
    return {name.strip(): _scalar(said) for name, said in pairs}


def _loaded(resolver: Resolver, given: Arguments, __: Resolved | None) -> Alternatives | None:
    found: list[Resolved] = []
    for source in texts_of(resolver, given):
        if not isinstance(source, Known) or not isinstance(source.value, str):
            return None
        try:
            found.append(lifted(parsed(source.value), source.place, source.hops))
        except (NotPlainError, RecursionError):
            return opaque()
    return tuple(found) or None


MEANINGS: Mapping[str, Meaning] = {
    **dict.fromkeys(
        (
            *("yaml.safe_load", "yaml.load", "yaml.full_load", "ruamel.yaml.YAML().load"),
            "omegaconf.OmegaConf.load",
        ),
        _loaded,
    ),
    **dict.fromkeys(("omegaconf.OmegaConf.create", "omegaconf.OmegaConf.to_container"), argument(0)),
}
"""Meanings by the dotted path of what is called."""
