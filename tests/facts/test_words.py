"""The words of texts, told with and without the part in C."""

from __future__ import annotations

import importlib.util
import sys
from array import array
from itertools import count, islice
from types import ModuleType
from zlib import crc32

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pytest_ssot.facts import words

TEXTS = st.lists(
    st.sampled_from([b"jwt", b"decode", b"_x1", b"\xc3\xa4", b" ", b"\n", b"(", b".", b"\0", b"'", b"\xff"])
    | st.binary(max_size=9)
).map(b"".join)

NUMBERS = st.lists(st.sampled_from([0, 1, 2047, 2048, 2**31, 2**32 - 1]) | st.integers(0, 2**32 - 1))


@pytest.fixture(scope="module")
def plain() -> ModuleType:
    """The module as it is where nothing could compile its part in C."""
    name = "pytest_ssot.facts._words1"
    spec = importlib.util.spec_from_file_location("words_without_c", words.__file__)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    with pytest.MonkeyPatch.context() as patch:
        patch.setitem(sys.modules, name, None)
        spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def compiled() -> ModuleType:
    """The part in C."""
    module: ModuleType = pytest.importorskip("pytest_ssot.facts._words1", reason="nothing here compiles C")
    return module


@given(text=TEXTS)
def test_a_word_is_a_run_of_letters_digits_underscores_and_bytes_that_are_no_ascii(
    plain: ModuleType, text: bytes
) -> None:
    """Told one by one, from the first byte to the last."""
    found, word = set(), b""
    for byte in [*text, ord(" ")]:
        if byte >= 0x80 or chr(byte).isalnum() or byte == ord("_"):
            word += bytes([byte])
        elif word:
            found.add(word)
            word = b""

    for module in (words, plain):
        names, numbers = module.words_of(text)
        assert sorted(names.split()) == sorted(found)
        assert names[:1] == names[-1:] == b" "
        assert set(array("I", numbers)) == set(map(crc32, found))


@given(text=TEXTS)
def test_both_parts_tell_the_same_words(plain: ModuleType, compiled: ModuleType, text: bytes) -> None:
    """And as many, each between two spaces."""
    names, numbers = compiled.words(text)
    others, more = plain.words_of(text)

    assert (sorted(names.split()), sorted(array("I", numbers))) == (
        sorted(others.split()),
        sorted(array("I", more)),
    )


@given(numbers=NUMBERS)
def test_checksums_are_told_once_in_their_order(plain: ModuleType, numbers: list[int]) -> None:
    """By their number, not by the bytes it is written in."""
    written = array("I", numbers).tobytes()

    for module in (words, plain):
        assert [*array("I", module.distinct(written))] == sorted(set(numbers))


def test_many_words_need_no_more_room_than_there_is(plain: ModuleType) -> None:
    """The table grows with them."""
    text = b" ".join(b"word%d" % number for number in range(100_000)) * 2

    for module in (words, plain):
        names, numbers = module.words_of(text)
        assert len(names.split()) == 100_001
        assert len(numbers) == 4 * 100_001


def test_words_that_get_in_each_others_way_are_told_without_the_part_in_c(compiled: ModuleType) -> None:
    """Someone may choose words of like checksums, so that each is compared with all before it."""
    alike = (word for word in map(b"w%d".__mod__, count()) if crc32(word) % 1024 == 7)
    text = b" ".join(islice(alike, 500))

    assert compiled.words(text) is None
    assert len(words.words_of(text)[0].split()) == 500
    assert compiled.words(text + b" " * 100_000) is not None, "that many are no matter in a large text"


def test_what_is_no_text_is_refused(compiled: ModuleType) -> None:
    """Nothing but bytes is read."""
    for question in (compiled.words, compiled.distinct):
        with pytest.raises(TypeError):
            question("jwt")
