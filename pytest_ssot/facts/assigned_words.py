"""Whether a text looks as if it assigned to a name, before anybody parses it."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from functools import lru_cache
from itertools import islice

_KEYWORD_WRITERS = re.compile(rb"\.(?:update|configure)\(|\.__dict__\b[^\n]{0,80}\(")
"""Calls that set the attributes or items that they are given by keywords."""

_BRACKET = re.compile(rb"[()]")

MOST_BRACKETS = 4_000
"""Brackets in such a call that are looked through for its end."""

FEW_NAMES = 12
"""Names that are searched for one by one; where they are more, what is assigned to is looked up in them."""

_SIGNS = rb"\w\x80-\xff"
_AS_ATTRIBUTE = rb"['\"]\s*(?:\]|,)|\s*(?::[^=\n]{1,400})?[-+*/|&^%@]*=(?!=)"
_FILLED = (
    rb"\s*(?:\[[^\]\n]{0,400}\]\s*=(?!=)|"
    rb"\.\s*(?:update|setdefault|set|append|add|extend|insert|remove|discard)\()"
)
_BY_KEYWORD = rb"\s*=(?!=)"
_ANY_WORD = re.compile(rb"(?<![%b])[%b]+(?=(%b)?)(?=(%b)?)" % (_SIGNS, _SIGNS, _AS_ATTRIBUTE, _FILLED))
_ANY_KEYWORD = re.compile(rb"(?<![%b])([%b]+)%b" % (_SIGNS, _SIGNS, _BY_KEYWORD))


def assigns_any(data: bytes, names: Collection[str]) -> bool:
    """The same of one of some names."""
    if len(names) <= FEW_NAMES:
        return any(assigns(data, name) for name in names)
    words = {name.encode(errors="surrogatepass"): name for name in names}
    others = [name for word, name in words.items() if re.fullmatch(rb"[%b]+" % _SIGNS, word) is None]
    for found in _ANY_WORD.finditer(data):
        attribute, filled = found.groups()
        after = data[found.start() - 1 : found.start()] in (b".", b"'", b'"')
        if found[0] in words and (filled or (attribute and after)):
            return True
    if any(word in words for text in _by_keywords(data) for word in _ANY_KEYWORD.findall(text)):
        return True
    return any(assigns(data, name) for name in others)


def assigns(data: bytes, name: str) -> bool:
    """A text looks as if something were assigned to an attribute or item `name`, or put into what it is."""
    attribute, by_keyword = _assignments(name)
    return attribute.search(data) is not None or any(map(by_keyword.search, _by_keywords(data)))


def _by_keywords(data: bytes) -> Iterator[bytes]:
    """The calls in a text that set something by keywords, up to the bracket that seems to end each."""
    end = 0
    while found := _KEYWORD_WRITERS.search(data, end):
        depth, end = 1, len(data)
        for bracket in islice(_BRACKET.finditer(data, found.end()), MOST_BRACKETS):
            depth += 1 if bracket[0] == b"(" else -1
            if not depth:
                end = bracket.end()
                break
        yield data[found.start() : end]


@lru_cache(maxsize=4096)
def _assignments(name: str) -> tuple[re.Pattern[bytes], re.Pattern[bytes]]:
    """How an assignment to `name` may look; the name comes first, so that a search looks for it alone.

    An attribute before an equals sign, a quoted word before a bracket or a comma (`setattr`), what stands
    before a bracket and an equals sign, or before a method that adds items or sets a variable; a keyword.
    """
    word = re.escape(name.encode(errors="surrogatepass"))
    whole = rb"%b(?<![%b]%b)(?![%b])" % (word, _SIGNS, word, _SIGNS)
    attribute = rb"(?<=[.'\"]%b)(?:%b)" % (word, _AS_ATTRIBUTE)
    return re.compile(rb"%b(?:%b|%b)" % (whole, attribute, _FILLED)), re.compile(whole + _BY_KEYWORD)


__all__ = ["assigns_any"]
