"""Exception markers are found in comments only, and cover exactly the lines they are meant for."""

from __future__ import annotations

import time
from datetime import date

import pytest

from pytest_ssot.facts.markers import find_markers
from pytest_ssot.facts.parse import parse
from pytest_ssot.model import Location, Suppression

WORDS = ("@auth_ssot_exception", "SSOT_EXCEPTION", "JWT_ALLOWED")


def markers(source: str, words: tuple[str, ...] = WORDS) -> tuple[Suppression, ...]:
    return find_markers(parse("a.py", source.encode()), "a.py", words)


def test_a_marker_has_its_place_word_and_reason() -> None:
    """The place reaches from the word to the end of the comment."""
    source = "x = 'é'  #  @auth_ssot_exception: WebSocket interface  \n"

    assert markers(source) == (
        Suppression(Location("a.py", 1, 13, 1, 54), "@auth_ssot_exception", "WebSocket interface", 1, 1),
    )


COMMENTS = [
    # line, (word, reason) of each marker
    ("x  # SSOT_EXCEPTION: a", [("SSOT_EXCEPTION", "a")]),
    ("x  #SSOT_EXCEPTION:a", [("SSOT_EXCEPTION", "a")]),
    ("x  #: JWT_ALLOWED : a", [("JWT_ALLOWED", "a")]),
    ("x  # JWT_ALLOWED:", [("JWT_ALLOWED", "")]),
    ("x  # JWT_ALLOWED", [("JWT_ALLOWED", "")]),
    ("x  # JWT_ALLOWED a", [("JWT_ALLOWED", "")]),
    ("x  # noqa  JWT_ALLOWED until=2027-01-31: a", [("JWT_ALLOWED", "a")]),
    ("x  # noqa  JWT_ALLOWED until=2027-01-31", []),
    ("x  # noqa  JWT_ALLOWED is a word: a", []),
    ("x  # noqa: E501  JWT_ALLOWED: a", [("JWT_ALLOWED", "a")]),
    ("x  # noqa # JWT_ALLOWED", [("JWT_ALLOWED", "")]),
    ("x  # a: JWT_ALLOWED: b", [("JWT_ALLOWED", "b")]),
    ("x  # JWT_ALLOWED: JWT_ALLOWED: b", [("JWT_ALLOWED", "JWT_ALLOWED: b")]),
    ("x  # see JWT_ALLOWED for details", []),
    ("x  # jwt_allowed: a", []),
    ("x  # NOT_JWT_ALLOWED: a", []),
    ("x  # JWT_ALLOWED_NOT: a", []),
    ("x  # JWT_ALLOWED-NOT: a", []),
    ("x  # 'JWT_ALLOWED: a'", []),
    ("x = '# JWT_ALLOWED: a'", []),
    ("x = '''\n# JWT_ALLOWED: a\n'''", []),
    ("def f():\n    '''Doc.\n\n    # JWT_ALLOWED: a\n    '''", []),
    ("x = f'{d['a']}  # JWT_ALLOWED: a'", []),
    ("# OWN: a\nx", []),
]


@pytest.mark.parametrize(("source", "found"), COMMENTS)
def test_a_marker_is_a_word_at_the_beginning_of_a_comment_or_one_with_a_colon(
    source: str, found: list[tuple[str, str]]
) -> None:
    """Prose, strings and longer names are none."""
    assert [(marker.marker, marker.reason) for marker in markers(source)] == found


@pytest.mark.parametrize("word", ["OWN", "# OWN:", "a.b(c)*"])
def test_configured_words_are_markers_as_they_are_written(word: str) -> None:
    """With or without the signs around them, and whatever they mean in a pattern."""
    bare = word.strip("#: ")

    found = markers(f"x  # {bare}: reason\n", (word, ""))

    assert [(marker.marker, marker.reason) for marker in found] == [(bare, "reason")]


BETWEEN = (
    "stands between the marker and its colon: rules and dates go into brackets, [rule-id, until=YYYY-MM-DD]"
)

CONDITIONS = [
    # after the word, reason, rules, until, problem
    ("[jwt-direct-import]: r", "r", ("jwt-direct-import",), None, ""),
    (" [a-b, c-d,a-b]: r", "r", ("a-b", "c-d"), None, ""),
    ("[a, until=2027-01-31]: r", "r", ("a",), date(2027, 1, 31), ""),
    ("[until = 2027-01-31]: r", "r", (), date(2027, 1, 31), ""),
    (": r until=2027-01-31", "r", (), date(2027, 1, 31), ""),
    (": r (until=2027-01-31).", "r .", (), date(2027, 1, 31), ""),
    (": until=2027-01-31, r", "r", (), date(2027, 1, 31), ""),
    (": until=2027-01-31", "", (), date(2027, 1, 31), ""),
    ("[until=2027-01-31]: r until=2027-01-31", "r", (), date(2027, 1, 31), ""),
    ("[until=2027-01-31]: r until=2028-01-31", "r", (), None, "it names more than one date"),
    (": r until=2027-02-30", "r", (), None, "until='2027-02-30' is not a date: write until=YYYY-MM-DD"),
    (": r until=20270131", "r", (), None, "until='20270131' is not a date: write until=YYYY-MM-DD"),
    (" until=2027-01-31: r", "r", (), date(2027, 1, 31), ""),
    (" (until=2027-01-31) : r", "r", (), date(2027, 1, 31), ""),
    (", until=2027-01-31: r", "r", (), date(2027, 1, 31), ""),
    ("[a] until=2027-01-31: r", "r", ("a",), date(2027, 1, 31), ""),
    (" until=2027-01-31:", "", (), date(2027, 1, 31), ""),
    (" until=2027-01-31: r until=2028-01-31", "r", (), None, "it names more than one date"),
    (" until=soon: r", "r", (), None, "until='soon' is not a date: write until=YYYY-MM-DD"),
    (" until=2027-02-30: r", "r", (), None, "until='2027-02-30' is not a date: write until=YYYY-MM-DD"),
    (" until 2027-01-31: r", "r", (), None, f"'until 2027-01-31' {BETWEEN}"),
    (" a until=2027-01-31: r", "r", (), None, f"'a until=2027-01-31' {BETWEEN}"),
    (" jwt-direct-call: r", "r", (), None, f"'jwt-direct-call' {BETWEEN}"),
    (" see http://a.example/: r", "r", (), None, f"'see http://a.example/' {BETWEEN}"),
    (" see http://a.example/", "", (), None, ""),
    (" \x1b[31m: r", "r", (), None, f"'\\x1b[31m' {BETWEEN}"),
    (": r until=", "r", (), None, "until='' is not a date: write until=YYYY-MM-DD"),
    ("[until=soon]: r", "r", (), None, "until='soon' is not a date: write until=YYYY-MM-DD"),
    (
        ": r until 2027-01-31",
        "r until 2027-01-31",
        (),
        None,
        "its date cannot be read: write until=YYYY-MM-DD",
    ),
    (": r Until: 2027", "r Until: 2027", (), None, "its date cannot be read: write until=YYYY-MM-DD"),
    (": until it is done in 2027", "until it is done in 2027", (), None, ""),
    ("[]: r", "r", (), None, "its brackets are empty: name a rule or leave them out"),
    ("[a b]: r", "r", (), None, "'a b' is neither a rule nor until=YYYY-MM-DD"),
    ("[till=2027-01-31]: r", "r", (), None, "'till=2027-01-31' is neither a rule nor until=YYYY-MM-DD"),
    ("[a: r", "", (), None, "its bracket is never closed"),
    ("[a\u202eb]: r", "r", (), None, "'a\\u202eb' is neither a rule nor until=YYYY-MM-DD"),
]


@pytest.mark.parametrize(("text", "reason", "rules", "until", "problem"), CONDITIONS)
def test_a_marker_may_name_rules_and_a_last_day(
    text: str, reason: str, rules: tuple[str, ...], until: date | None, problem: str
) -> None:
    """What cannot be read is a problem of the marker, never an exception for ever."""
    (marker,) = markers(f"x  # SSOT_EXCEPTION{text}\n")

    assert (marker.reason, marker.rules, marker.until, marker.problem) == (reason, rules, until, problem)


REASONS = [
    ("# JWT_ALLOWED: a\n# b\n#  c\nx", "a b c"),
    ("# JWT_ALLOWED:\n# b until=2027-01-31\nx", "b"),
    ("x  # JWT_ALLOWED: a\n   # b\n# c\n", "a b"),
    ("# JWT_ALLOWED: a\n\n# b\nx", "a"),
    ("# JWT_ALLOWED: a\n#\n# b\nx", "a"),
    ("# JWT_ALLOWED: a\n# ------\n# b\nx", "a"),
    ("# JWT_ALLOWED: a\n# noqa\nx", "a"),
    ("# JWT_ALLOWED: a\n#!b\nx", "a"),
    ("# JWT_ALLOWED: a\nx  # b\n", "a"),
    ("# JWT_ALLOWED\n# b\nx", ""),
    ("# JWT_ALLOWED: a\n" + "# b\n" * 20, "a" + " b" * 9),
]


@pytest.mark.parametrize(("source", "reason"), REASONS)
def test_a_reason_goes_on_in_the_comment_lines_below(source: str, reason: str) -> None:
    """In the same column, up to an empty line, a comment for a tool or another marker."""
    assert [marker.reason for marker in markers(source)] == [reason]


def test_stacked_markers_keep_their_own_reasons() -> None:
    """Each covers the statement below all of them."""
    found = markers("import a\n# JWT_ALLOWED: a\n# b\n# SSOT_EXCEPTION: c\nx = 1\n")

    assert [(marker.reason, marker.first_line, marker.last_line) for marker in found] == [
        ("a b", 5, 5),
        ("c", 5, 5),
    ]


# `# M` stands for a marker; the lines it covers begin with `|` (taken out before reading).
SCOPES = {
    "beside a statement": "  x = 1\n| y = 1  # M\n  z = 1\n",
    "beside the first line of a long one": "  x\n| y = f(  # M\n|     a,\n| )\n  z\n",
    "beside a middle line of a long one": "  x\n| y = f(\n|     a,  # M\n|     b)\n  z\n",
    "beside the last line of a long one": "  x\n| y = f(\n|     a,\n| )  # M\n  z\n",
    "inside a call": "  x\n| f(\n|     # M\n|     a,\n|     b)\n  z\n",
    "beside the end of a long string": "  x\n| y = '''\n| a\n| '''  # M\n  z\n",
    "beside a continued line": "  x\n| y = 1 + \\\n|     2  # M\n  z\n",
    "beside two statements": "  x\n| a = 1; b = (2,\n|     3)  # M\n  z\n",
    "beside a function's header": "  x\n| def f():  # M\n|     a\n\n|     b\n  z\n",
    "beside a long header": "  x\n| async def f(\n|     a,  # M\n| ):\n|     b\n  z\n",
    "beside a class's header": "  x\n| @d\n| class A(B):  # M\n|     a\n|     def f(): pass\n  z\n",
    "beside a decorator": "  x\n| @d(1)  # M\n  def f():\n      a\n",
    "beside a statement in a function": "  x\n  def f():\n|     a  # M\n      b\n",
    "beside an if": "  x\n| if a:  # M\n      b\n",
    "beside an else": "  if a:\n      b\n| else:  # M\n      c\n",
    "beside an except": "  try:\n      b\n| except (A,\n|         B):  # M\n      c\n",
    "beside a function in one line": "  x\n| def f(): return g()  # M\n  z\n",
    "above a statement": "  x\n  # M\n| y = f(\n|     a)\n  z\n",
    "above a function": "  x\n  # M\n| def f():\n|     a\n\n|     b\n  z\n",
    "above its decorators": "  x\n  # M\n| @a\n| @b(\n|     1)\n| async def f():\n|     a\n  z\n",
    "between its decorators": "  x\n| @a\n  # M\n| @b\n| def f():\n|     a\n  z\n",
    "above a class": "  x\n  # M\n| class A:\n|     def f():\n|         b\n  z\n",
    "above a method": "  class A:\n      # M\n|     def f():\n|         b\n      def g(): pass\n",
    "above an if": "  x\n  # M\n| if a:\n|     b\n| elif c:\n|     d\n| else:\n|     e\n  z\n",
    "above a with": "  x\n  # M\n| with a:\n|     b\n  z\n",
    "above an except": "  try:\n      a\n  # M\n| except A:\n|     b\n  except B:\n      c\n",
    "above a case": "  match a:\n      # M\n|     case 1:\n|         b\n      case 2:\n          c\n",
    "above an else": "  if a:\n      b\n  # M\n| else:\n      c\n",
    "above other comments": "  x\n  # M\n  # noqa\n  # b\n| y\n",
    "above a blank line": "  x\n| # M\n\n  y\n",
    "above nothing": "  x\n| # M\n",
    "deeper than what follows": "  if a:\n      b\n|     # M\n  y\n",
    "less deep than what follows": "  if a:\n  # M\n|     b\n  y\n",
    "above a docstring in a function": "  def f():\n      # M\n|     '''a\n|     '''\n      b\n",
    "at the top, attached": "  # M\n| import a\n  x\n",
    "at the top, attached after a docstring": "  '''doc'''\n  # M\n| import a\n  x\n",
    "at the top, attached with comments between": "  #!a\n  # M\n  # noqa\n| import a\n  x\n",
    "at the top, detached": "| # M\n| \n| import a\n| x\n| ",
    "after shebang and coding": "| #!a\n| # coding: utf-8\n| # M\n| \n| import a\n| ",
    "at the top, before another comment": "| # M\n| \n| # b\n| import a\n| ",
    "above the docstring": "| # M\n| '''doc\n| '''\n| import a\n| ",
    "after the docstring": "| '''doc'''\n| \n| # M\n| \n| import a\n| ",
    "in a file of comments": "| # a\n| # M\n| ",
    "beside the first statement": "| import a  # M\n  x\n",
    "beside what does not parse": "  x\n| print a  # M\n  y\n",
    "beside a line of a broken block": "  def f():\n      print a\n|     b  # M\n      c\n",
    "above a line of a broken block": "  def f():\n      print a\n      # M\n|     f(b,\n          c)\n",
    "after an open string": "  x = '''\n  y = 1\n| z = 1  # M\n",
    "after an open bracket": "  x = (\n  y = 1\n| z = 1  # M\n",
}


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("drawing", SCOPES.values(), ids=SCOPES)
def test_a_marker_covers_what_it_stands_at(drawing: str, end: str) -> None:
    """DESIGN: the line, the statement below, the whole body of a definition, or the file."""
    rows = drawing.split("\n")
    covered = [number for number, row in enumerate(rows, start=1) if row.startswith("|")]
    source = end.join(row[2:] for row in rows).replace("# M", "# JWT_ALLOWED: reason")

    (marker,) = markers(source)

    assert (marker.first_line, marker.last_line) == (covered[0], covered[-1])


def test_a_file_without_a_marker_word_is_not_read_again() -> None:
    """The words are looked for in the text first; that is all most files cost."""
    parsed = parse("a.py", b"x = 1\n" * 60_000)
    started = time.process_time()

    found = find_markers(parsed, "a.py", WORDS)

    assert found == ()
    assert time.process_time() - started < 0.5


def test_thousands_of_markers_take_no_more_than_reading_them() -> None:
    """Stacked comments and broken blocks included."""
    source = "# JWT_ALLOWED: a\n" * 5000 + "x\n" + "1 1  # JWT_ALLOWED: b\n" * 2000
    parsed = parse("a.py", source.encode())
    started = time.process_time()

    found = find_markers(parsed, "a.py", WORDS)

    assert len(found) == 7000
    assert time.process_time() - started < 5
