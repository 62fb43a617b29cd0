"""Addresses: relative ones of files, and those on the web."""

from __future__ import annotations

import re
from functools import lru_cache
from urllib.parse import quote

_ON_THE_WEB = re.compile(r"https?://[^\s/?#]\S*", re.IGNORECASE)


@lru_cache(maxsize=1024)
def uri(path: str) -> str:
    """The path as a relative URI: lossless and plain ASCII, whatever bytes the name is made of."""
    return quote(_bytes(path), safe="/")


def safe_url(text: str) -> str:
    """An address on the web in which nothing but its own syntax acts; "" when the text is none."""
    if not _ON_THE_WEB.fullmatch(text):
        return ""
    return quote(_bytes(text), safe=":/?#@&=+,;%~-._")


def _bytes(text: str) -> bytes:
    try:
        return text.encode("utf-8", "surrogateescape")
    except UnicodeEncodeError:  # a surrogate that stands for no byte: Windows allows such names
        return text.encode("utf-8", "surrogatepass")
