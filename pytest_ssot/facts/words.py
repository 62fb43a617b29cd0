"""The words of texts, by which a file is known before anybody parses it."""

from __future__ import annotations

from array import array
from collections.abc import Callable, Iterable
from contextlib import suppress
from sys import byteorder
from zlib import crc32

_APART = bytes(
    byte if byte >= 0x80 or chr(byte).isalnum() or byte == ord("_") else ord(" ") for byte in range(256)
)
"""Turns everything that is in no word into spaces."""


def words_of(text: bytes) -> tuple[bytes, bytes]:
    """The words of a text, each once between two spaces, and their checksums as they are `written`.

    Both are in no order. A word is a run of letters, digits, underscores and bytes that are no ASCII.
    """
    return _words(text) or _words_in_python(text)


def distinct(numbers: bytes) -> bytes:
    """Checksums as they are `written`, in ascending order and each once."""
    return _distinct(numbers)


def _words_in_python(text: bytes) -> tuple[bytes, bytes]:
    words = set(split(text))
    return b" %b " % b" ".join(words), checksums(words)


def _distinct_in_python(numbers: bytes) -> bytes:
    return array("I", sorted(set(memoryview(numbers).cast("I")))).tobytes()


_words: Callable[[bytes], tuple[bytes, bytes] | None] = _words_in_python
_distinct: Callable[[bytes], bytes] = _distinct_in_python
with suppress(ImportError):  # nothing could compile it where this was built
    from pytest_ssot.facts._words1 import distinct as _distinct
    from pytest_ssot.facts._words1 import words as _words  # several times as fast


def split(text: bytes) -> list[bytes]:
    """The words of a text as they stand in it."""
    return text.translate(_APART).split()


def checksums(words: Iterable[bytes]) -> bytes:
    """The checksum of each word, as it is `written`."""
    return array("I", map(crc32, words)).tobytes()


def hash_of(word: str) -> int:
    """The checksum by which a word is known."""
    return crc32(word.encode(errors="surrogatepass"))


def written(number: int) -> bytes:
    """How a checksum stands among those of a file.

    It is looked for from any byte on. That is several times as fast as to look where numbers begin, and
    finds it between two others as seldom as it is the checksum of another word.
    """
    return number.to_bytes(4, byteorder)
