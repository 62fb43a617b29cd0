"""Whether a text looks as if it assigned to a name, before anybody parses it."""

from __future__ import annotations

import re
from functools import lru_cache

_KEYWORD_WRITERS = (b".update(", b".configure(", b".__dict__")


def assigns(data: bytes, name: str) -> bool:
    """A text looks as if something were assigned to an attribute or item `name`, or put into what it is."""
    attribute, by_keyword = _assignments(name)
    found = attribute.search(data) is not None
    return found or (any(word in data for word in _KEYWORD_WRITERS) and by_keyword.search(data) is not None)


@lru_cache(maxsize=4096)
def _assignments(name: str) -> tuple[re.Pattern[bytes], re.Pattern[bytes]]:
    """How an assignment to `name` may look; the name comes first, so that a search looks for it alone.

    An attribute before an equals sign, a quoted word before a bracket or a comma (`setattr`), what stands
    before a bracket and an equals sign, or before a method that adds items or sets a variable; a keyword.
    """
    word = re.escape(name.encode(errors="surrogatepass"))
    whole = rb"%b(?<![\w\x80-\xff]%b)(?![\w\x80-\xff])" % (word, word)
    attribute = rb"(?<=[.'\"]%b)(?:['\"]\s*(?:\]|,)|\s*(?::[^=\n]+)?[-+*/|&^%%@]*=(?!=))" % word
    adding = rb"update|setdefault|set|append|add|extend|insert|remove|discard"
    filled = rb"\s*(?:\[[^\]\n]*\]\s*=(?!=)|\.\s*(?:%b)\()" % adding
    return re.compile(rb"%b(?:%b|%b)" % (whole, attribute, filled)), re.compile(whole + rb"\s*=(?!=)")


__all__ = ["assigns"]
