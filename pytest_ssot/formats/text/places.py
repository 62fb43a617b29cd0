"""Where something stands: for people who click, and for programs that parse."""

from __future__ import annotations

from functools import lru_cache
from urllib.parse import quote

from pytest_ssot.formats.text.style import Style
from pytest_ssot.model import Gap, Location


def place(location: Location, style: Style) -> str:
    """`path:line:column`, as editors and terminals recognise it."""
    return f"{style.path(location.path)}:{location.line}:{location.column}"


def gap_place(gap: Gap, style: Style) -> str:
    """`path:line`, or the path alone when the whole file or directory is meant."""
    return f"{style.path(gap.path)}:{gap.line}" if gap.line else style.path(gap.path)


@lru_cache(maxsize=1024)
def uri(path: str) -> str:
    """The path as a relative URI: lossless and plain ASCII, whatever bytes the name is made of."""
    return quote(_bytes(path), safe="/")


def _bytes(path: str) -> bytes:
    try:
        return path.encode("utf-8", "surrogateescape")
    except UnicodeEncodeError:  # a surrogate that stands for no byte: Windows allows such names
        return path.encode("utf-8", "surrogatepass")
