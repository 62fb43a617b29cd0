"""The words of statements, with and without what is only named there."""

from __future__ import annotations

from pytest_ssot.facts.wording import MOST_SHAPED, shape, words


def test_the_shape_of_a_statement_is_what_local_names_leave_of_it() -> None:
    """What is called and constants stay."""
    assert shape(words("claims = decode(token, 'k')")) == shape(words("found = decode(raw, 'k')"))
    assert shape(words("claims = decode(token, 'k')")) != shape(words("claims = read(token, 'k')"))


def test_a_statement_of_very_many_words_is_told_by_all_of_them() -> None:
    """Names far behind its beginning are left as they are, and nothing is left out."""
    many = "x = [" + "a, " * MOST_SHAPED

    assert shape(words(f"{many}b]")) != shape(words(f"{many}c]"))
    assert len(shape(words(f"{many}b]"))) == len(words(f"{many}b]"))
    assert shape(words(f"{many}b]")) == shape(words(f"{many.replace('x', 'y')}b]"))
