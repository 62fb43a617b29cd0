"""Text from scanned code, made harmless to show."""

from __future__ import annotations

import re
from functools import cache

_HOSTILE = (
    "["
    "\x00-\x1f\x7f-\x9f"  # control characters, so also ESC, line ends and the C1 set
    "\xad\u180e\u200b\u2060-\u2064\ufeff"  # takes no room: hides what stands next to it
    "\u061c\u200e\u200f\u202a-\u202e\u2066-\u206f"  # bidirectional marks: reorder the line on screen
    "\u2028\u2029"  # line ends that few expect
    "\ufff9-\ufffb\U000e0000-\U000e007f"  # annotations and tags: text that nobody sees
    "\ud800-\udfff"  # lone surrogates: not encodable
    "\ufffe\uffff"  # no characters at all: XML must not contain them
    "]"
)
RUNNER_COMMAND = re.compile(r"#(?=#\w*\[)")
"""Where a log of GitHub Actions, Azure Pipelines or TeamCity would see a command: `##[add-mask]`."""

_SHORT = {"\n": r"\n", "\r": r"\r", "\t": r"\t"}


def printable(text: str, *, tabs: bool = False) -> str:
    r"""The text with everything that could act on a reader or mislead the eye spelled as an escape.

    Readers are terminals, and the build services that take commands from the text of a log. A byte that
    was not UTF-8 (kept as a surrogate, PEP 383) is spelled `\xNN`. With `tabs`, tabs stay as they are:
    such text is a line of source, which never begins a line of a log.
    """
    if "##" in text:
        text = RUNNER_COMMAND.sub(r"\\x23", text)
    if not tabs and "::" in text and text.lstrip().startswith("::"):
        # Where the text begins a line of a log, GitHub Actions would obey it.
        text = text.replace(":", r"\x3a", 1)
    if text.isascii() and text.isprintable():
        return text
    return _hostile(tabs=tabs).sub(_escape, text)


@cache
def _hostile(*, tabs: bool) -> re.Pattern[str]:
    """Prepared when it is needed: most texts are plain, and a millisecond counts for a hook."""
    return re.compile(_HOSTILE.replace("\x00-\x1f", "\x00-\x08\x0a-\x1f") if tabs else _HOSTILE)


def printable_lines(text: str) -> str:
    """A text of several lines, each made harmless; the line ends and tabs stay."""
    return "\n".join(printable(line, tabs=True) for line in text.split("\n"))


def _escape(match: re.Match[str]) -> str:
    character = match.group()
    code = ord(character)
    if 0xDC80 <= code <= 0xDCFF:
        return f"\\x{code - 0xDC00:02x}"
    if character in _SHORT:
        return _SHORT[character]
    if code <= 0xFF:
        return f"\\x{code:02x}"
    return f"\\u{code:04x}" if code <= 0xFFFF else f"\\U{code:08x}"
