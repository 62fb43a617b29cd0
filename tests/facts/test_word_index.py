"""Which files contain which words, however many are asked for."""

from __future__ import annotations

import pytest

from pytest_ssot.facts.screening import screen
from pytest_ssot.facts.word_index import BLOCK, FEW_WORDS, WordIndex

NUMBERS = (0, 7, BLOCK, BLOCK + 3, 2 * BLOCK)
"""Files of several blocks that hold what is asked for."""


def index() -> WordIndex:
    texts = {f"m{one}.py": f"word{one} = common\n" for one in range(2 * BLOCK + 1)}
    found = WordIndex(texts)
    for path, text in texts.items():
        found.add(path, screen(text.encode(), {}, ()))
    found.close()
    return found


@pytest.mark.parametrize("among", [None, range(2 * BLOCK + 1), range(9)], ids=["all", "some", "few"])
@pytest.mark.parametrize("more", [0, FEW_WORDS], ids=["few words", "many words"])
def test_files_are_found_by_each_of_their_words(among: range | None, more: int) -> None:
    """However many further words are asked for that no file holds."""
    words = [*(f"word{one}" for one in NUMBERS), *(f"missing{one}" for one in range(more))]

    found = index().containing(words, among)

    assert found == [one for one in NUMBERS if among is None or one in among]


@pytest.mark.parametrize("more", [0, FEW_WORDS], ids=["few words", "many words"])
def test_whether_some_files_hold_a_word_is_told_by_each_of_them(more: int) -> None:
    """A file that holds one of many words is enough; one that holds none does not count."""
    words = ["word7", *(f"missing{one}" for one in range(more))]

    assert index().hold_any(range(8), words)
    assert not index().hold_any(range(7), words)
