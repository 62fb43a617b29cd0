"""Any bytes become as much of a syntax tree as they hold, and a gap for everything else."""

from __future__ import annotations

import ast
import codecs
import sys
import threading
import time
import warnings

import pytest

from pytest_ssot.facts.parse import MAX_DEPTH, MOST_GAPS, Columns, Parsed, parse
from pytest_ssot.facts.recovery import TOO_COSTLY
from pytest_ssot.facts.spans import unpacked

VERSION = f"(read as Python {sys.version_info.major}.{sys.version_info.minor})"


def read(source: str | bytes) -> Parsed:
    return parse("a.py", source if isinstance(source, bytes) else source.encode())


def lines(parsed: Parsed) -> list[tuple[int, int | None]]:
    return [(statement.lineno, statement.end_lineno) for statement in parsed.tree.body]


def broken(parsed: Parsed) -> list[tuple[int, int]]:
    return [(block.first_line, block.last_line) for block in parsed.broken]


def test_a_file_that_parses_has_its_whole_tree_and_no_gaps() -> None:
    """Nothing is said about a file that holds nothing special."""
    parsed = read("import jwt\n\nx = '''\n'''\n")

    assert (lines(parsed), parsed.broken, parsed.gaps) == ([(1, 1), (3, 4)], (), ())


ENCODINGS = [
    # bytes, text, gaps
    (b"", "", []),
    (b"x = 1", "x = 1", []),
    ("x = 'é'\n".encode(), "x = 'é'\n", []),
    (codecs.BOM_UTF8 + b"x = 1\n", "x = 1\n", []),
    (codecs.BOM_UTF8 + b"# coding: utf-8\n", "# coding: utf-8\n", []),
    (b"# coding: latin-1\nx = '\xe9'\n", "# coding: latin-1\nx = 'é'\n", []),
    (b"# -*- coding: utf-8-unix -*-\nx = '\xc3\xa9'\n", "# -*- coding: utf-8-unix -*-\nx = 'é'\n", []),
    (b"# coding: Latin_1-dos\nx = '\xe9'\n", "# coding: Latin_1-dos\nx = 'é'\n", []),
    (b"#!/bin/python\r# vim: set fileencoding=cp1251 :\rx = '\xe9'", None, []),
    (b"x = 1\n# coding: ascii\ny = '\xc3\xa9'\n", "x = 1\n# coding: ascii\ny = 'é'\n", []),
    (b"\n\n# coding: ascii\n'\xc3\xa9'\n", "\n\n# coding: ascii\n'é'\n", []),
    (b"# coding: unicode_escape\n\\x69mport jwt\n", "# coding: unicode_escape\nimport jwt\n", []),
    (b"# coding: utf-7\n'+2AA-'\n", "# coding: utf-7\n'\ufffd'\n", None),
    (
        b"x = 1\ny = '\xe9 \xc3\xa9'\n",
        "x = 1\ny = 'é é'\n",
        [("the file is not UTF-8 and declares no other encoding", 2)],
    ),
    (b"# coding: nonsense\nx = 1\n", None, [("the declared encoding nonsense is unknown", 1)]),
    (b"# coding: zlib\nx = 1\n", None, [("the file is not what it declares to be, zlib", 1)]),
    (b"# coding: punycode\nx = 1\n", None, [("the declared encoding punycode is unknown", 1)]),
    (
        b"# coding: ascii\nx = '\xc3\xa9'\n",
        "# coding: ascii\nx = 'é'\n",
        [("the file is not what it declares to be, ascii", 1)],
    ),
    (
        codecs.BOM_UTF8 + b"# coding: latin-1\nx = 1\n",
        "# coding: latin-1\nx = 1\n",
        [("the file declares latin-1 but starts with the mark of UTF-8", 1)],
    ),
    ("x = 1\n".encode("utf-16"), "x = 1\n", [("the file is UTF-16, which Python does not read", 1)]),
    ("x = 1\n".encode("utf-32"), "x = 1\n", [("the file is UTF-32, which Python does not read", 1)]),
    ("x = 1\n".encode("utf-16-le"), "x = 1\n", [("the file is UTF-16-LE, which Python does not read", 1)]),
    ("x = 1\n".encode("utf-16-be"), "x = 1\n", [("the file is UTF-16-BE, which Python does not read", 1)]),
    (
        b"x = 1\ny = '\0'\n",
        "x = 1\ny = '\0'\n",
        [("the file holds NUL bytes, which Python does not read", 2)],
    ),
]


@pytest.mark.parametrize(("data", "text", "gaps"), ENCODINGS)
def test_bytes_become_the_text_python_reads_or_the_nearest_with_a_gap(
    data: bytes, text: str | None, gaps: list[tuple[str, int]] | None
) -> None:
    """PEP 263 is followed, no encoding stops the analysis, and the text can always be shown."""
    parsed = read(data)

    assert parsed.text.encode().decode() == parsed.text
    assert text is None or parsed.text == text
    assert gaps is None or [(gap.reason, gap.line) for gap in parsed.gaps] == gaps
    assert parsed.broken == ()


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_every_line_end_python_knows_ends_a_line(end: str) -> None:
    """Also in a file that has to be repaired; the text keeps them."""
    source = end.join(["import a", "print 1", "x = '''", "'''", "import b", ""])

    parsed = read(source)

    assert (lines(parsed), broken(parsed), parsed.text) == ([(1, 1), (3, 4), (5, 5)], [(2, 2)], source)


RECOVERIES = {
    "Python 2": ("import a\ndef f():\n    print 'x'\n\nclass A:\n    pass\n", [(1, 1), (5, 6)], [(2, 3)]),
    "clauses": (
        "try:\n  a\nexcept A B:\n  b\nelse:\n  c\nfinally:\n  d\nx = 1\n",
        [(9, 9)],
        [(1, 8)],
    ),
    "clauses of what parses": (
        "1 1\nif a:\n  b\n# comment\nelif c:\n  d\nelse:\n  e\nfor x in y:\n  z\nelse:\n  z\n",
        [(2, 8), (9, 12)],
        [(1, 1)],
    ),
    "a clause without a statement": ("x = 1\nelse:\n  y\nz = 1\n", [(1, 1), (4, 4)], [(2, 3)]),
    "decorators": ("@a\n@b(\n1)\ndef f(): 1 1\n@c\n\n@d\nclass C: pass\n", [(8, 8)], [(1, 4)]),
    "an open bracket": (
        "import a\nfoo(\n    x,\ny = 1\ndef f(): pass\nz = 2\n",
        [(1, 1), (4, 4), (5, 5), (6, 6)],
        [(2, 3)],
    ),
    "an open bracket in a function": (
        "def f():\n    g(\n\n# note\ndef h():\n    (1,\nimport a\n",
        [(7, 7)],
        [(1, 2), (5, 6)],
    ),
    "a closing bracket too many": ("x = 1\n)\ny = 2\n", [(1, 1), (3, 3)], [(2, 2)]),
    "an open string": ("x = 'a\ny = \"b\nz = 1\n", [(3, 3)], [(1, 2)]),
    "an open triple quote": (
        "x = '''a\ndef f():\n    '''doc'''\n\ny = '''\ntext\n'''\nimport a\n",
        [(2, 3), (5, 7), (8, 8)],
        [(1, 1)],
    ),
    "two open triple quotes": (
        "x = '''a\ndef f():\n    '''doc'''\n    return\ny = '''b\nimport a\n",
        [(2, 4), (6, 6)],
        [(1, 1), (5, 5)],
    ),
    "an open triple quote in a function": (
        "def f():\n    '''doc\n    return\ndef g(): pass\n",
        [(4, 4)],
        [(1, 3)],
    ),
    "code in a string": (
        "x = '''\nimport jwt\n'''\nprint 1\ndef f():\n    print 2\n    y = '''\nimport jwt\n'''\nz = 1\n",
        [(1, 3), (10, 10)],
        [(4, 9)],
    ),
    "continued lines": ("1 1\nx = 1 + \\\n2\n# c \\\ny = (1,\n2)\n", [(2, 3), (5, 6)], [(1, 1)]),
    "tabs and spaces": ("if a:\n\tb\n        c\nd\n", [(4, 4)], [(1, 3)]),
    "form feeds": ("1 1\n\fimport a\n\f\n\fimport b\n", [(2, 2), (4, 4)], [(1, 1)]),
    "indentation at the top": ("# c\n  x = 1\n\n  y = 2\nz = 1\n", [(5, 5)], [(1, 4)]),
    "indentation alone": ("  x\n", [], [(1, 1)]),
    "an unknown character": ("x = 1\n\xa0y = 1\n$\nz = 1\n", [(1, 1), (4, 4)], [(2, 3)]),
    "a merge conflict": (
        "import a\n<<<<<<< HEAD\nx = 1\n=======\nx = 2\n>>>>>>> other\ny = 1\n",
        [(1, 1), (3, 3), (5, 5), (7, 7)],
        [(2, 2), (4, 4), (6, 6)],
    ),
    "a huge number": (f"x = {'1' * 5000}\ny = 1\n", [(2, 2)], [(1, 1)]),
    "comments around": ("# a\n\n1 1\n# b\n\n# c\nx = 1\n# d\n", [(7, 7)], [(3, 3)]),
}


@pytest.mark.parametrize(("source", "kept", "lost"), RECOVERIES.values(), ids=RECOVERIES)
def test_a_broken_statement_costs_its_top_level_block_and_no_more(
    source: str, kept: list[tuple[int, int]], lost: list[tuple[int, int]]
) -> None:
    """Everything else is in the tree, in its true lines."""
    parsed = read(source)

    assert (lines(parsed), broken(parsed)) == (kept, lost)
    assert len(parsed.gaps) == len(parsed.broken)


def test_recovered_code_stands_where_the_file_has_it() -> None:
    """Columns too, and in nested nodes."""
    parsed = read("print 1\n\n\ndef f():\n    return jwt.decode(\n        token)\n")

    found = [node for node in ast.walk(parsed.tree) if isinstance(node, ast.Call | ast.Name)]

    assert [unpacked(Columns(parsed.text).span(node)) for node in found] == [
        (5, 12, 6, 15),
        (6, 9, 6, 14),
        (5, 12, 5, 15),
    ]


@pytest.mark.skipif(sys.version_info >= (3, 12), reason="the running Python knows this syntax")
def test_syntax_newer_than_the_running_python_costs_its_own_blocks() -> None:
    """Type parameters, `type` statements, f-strings with their own quotes, `t` strings."""
    parsed = read("import jwt\ntype X = int\ndef f[T](a: T): pass\ny = f'{a['b']}'\nz = t'{a}'\nimport b\n")

    assert (lines(parsed), broken(parsed)) == ([(1, 1), (6, 6)], [(2, 5)])


def test_exceptions_without_parentheses_are_read_by_any_python() -> None:
    """Python 3.14 reads `except A, B:`; what else a file holds is not given up for it."""
    parsed = read("try:\n    x()\nexcept A, b.C :\n    y = 1\n")

    assert (lines(parsed), broken(parsed), parsed.gaps) == ([(1, 4)], [], ())
    kinds = [node for node in ast.walk(parsed.tree) if isinstance(node, ast.Name) and node.id in "Ab"]
    assert [unpacked(Columns(parsed.text).span(node)) for node in kinds] == [(3, 8, 3, 9), (3, 11, 3, 12)]


def test_a_gap_says_which_lines_are_not_analysed_and_why() -> None:
    """With the line where the trouble is, and the version that reads it."""
    parsed = read("x = 1\nclass A:\n    x = 1\n    y = = 2\n\nz = 'a\n")

    assert [(gap.path, gap.line, gap.reason) for gap in parsed.gaps] == [
        ("a.py", 4, f"lines 2–4 are not fully analysed: invalid syntax {VERSION}"),
        (
            "a.py",
            6,
            f"line 6 is not fully analysed: unterminated string literal (detected at line 6) {VERSION}",
        ),
    ]


def test_many_broken_blocks_are_summed_up() -> None:
    """Twenty gaps tell as much as a thousand; every broken block stays known."""
    parsed = read("1 1\nx = 1\n" * 50)

    assert len(parsed.broken) == 50
    assert len(parsed.gaps) == MOST_GAPS
    assert (parsed.gaps[-1].reason, parsed.gaps[-1].line) == ("31 more blocks are not fully analysed", 39)


def test_a_message_never_carries_control_characters() -> None:
    """What the parser quotes from the file is shown harmlessly."""
    parsed = read("x = 1 \x1b[31m\ny = \u202e2\n\x07\n")

    assert parsed.gaps
    assert all(gap.reason.isprintable() for gap in parsed.gaps)


@pytest.mark.parametrize("action", ["error", "always"])
def test_warnings_about_the_source_are_silent_and_stay_configured(action: str) -> None:
    """An invalid escape is no syntax error, whatever warnings are set to, and nothing is left changed."""
    with warnings.catch_warnings(record=True) as shown:
        warnings.simplefilter(action)  # type: ignore[arg-type]
        before = list(warnings.filters)
        parsed = read("x = '\\d'\ny = 1if x else 2\n")
        after = list(warnings.filters)

    assert (shown, before == after, parsed.broken) == ([], True, ())


LONG_BUT_LEGITIMATE = {
    "sum": "x = " + " + ".join(["'a'"] * 1000),
    "attributes": "x = a" + ".b" * 1000,
    "calls": "x = a" + ".b()" * 500,
    "elif": "if a: pass\n" + "elif b: pass\n" * 500,
    "brackets": "x = " + "[" * 150 + "]" * 150,
    "indentation": "".join(" " * level + "if a:\n" for level in range(90)) + " " * 90 + "pass",
    "long string": "x = '" + "a" * 100_000 + "'",
    "dict": "x = {\n" + "".join(f"    'k{n}': [{n}, -1],\n" for n in range(10_000)) + "}",
    "one line": "x = 1;" * 5000,
}


@pytest.mark.parametrize("source", LONG_BUT_LEGITIMATE.values(), ids=LONG_BUT_LEGITIMATE)
def test_long_code_is_analysed(source: str) -> None:
    """Concatenations, chains and tables are long, and deep as trees, without being strange."""
    assert read(source).gaps == ()


TOO_DEEP = {
    "sum": "x = " + "+".join(["1"] * 40_000),
    "sum that parses": "x = " + "+".join(["1"] * (MAX_DEPTH + 10)),
    "attributes": "x = a" + ".b" * 40_000,
    "calls": "x = a" + "()" * 40_000,
    "subscripts": "x = a" + "[0]" * 2000,
    "minus": "x = " + "-" * 40_000 + "1",
    "power": "x = " + "1**" * 30_000 + "1",
    "not": "x = " + "not " * 2000 + "1",
    "lambda": "x = " + "lambda: " * 40_000 + "1",
    "condition": "x = " + "1 if a else " * 20_000 + "1",
    "elif": "if a: pass" + "\nelif b: pass" * 20_000,
    "elif that parses": "if a: pass" + "\nelif b: pass" * (MAX_DEPTH + 10),
    "lists": "x = " + "[" * 2000 + "]" * 2000,
    "parentheses": "x = " + "(" * 40_000 + ")" * 40_000,
    "open parentheses": "x = " + "(" * 90_000,
    "indentation": "".join(" " * level + "if a:\n" for level in range(2000)) + " " * 2000 + "pass",
    "sum in a decorator": "@" + "+".join(["a"] * (MAX_DEPTH + 10)) + "\ndef f(): pass",
    "sum in a method": "class A:\n def f():\n  x = 1\n  return " + "+".join(["a"] * (MAX_DEPTH + 10)),
}


@pytest.mark.parametrize("source", TOO_DEEP.values(), ids=TOO_DEEP)
def test_code_nested_too_deeply_is_left_out_and_said_so(source: str) -> None:
    """What is left is shallow enough for a recursive visitor, and its neighbours are analysed."""
    parsed = read(f"import a\n{source}\nimport b\n")

    count = source.count("\n") + 1
    assert lines(parsed) == [(1, 1), (count + 2, count + 2)]
    assert broken(parsed) == [(2, count + 1)]
    assert len(parsed.gaps) == 1


def test_deep_code_is_bounded_where_little_stack_is_left() -> None:
    """In a thread as well, and from deep inside a recursion."""
    outcomes: list[int] = []

    def recurse(levels: int) -> None:
        if levels:
            recurse(levels - 1)
        else:
            outcomes.append(len(read(f"import a\n{TOO_DEEP['sum']}\nimport b\n").tree.body))

    thread = threading.Thread(target=recurse, args=(400,))
    thread.start()
    thread.join()

    assert outcomes == [2]


FUNCTION = (
    "def f{0}(a):\n    '''doc'''\n    for i in a:\n        {1} i\n    return {{'a': [1], 'b': (a, i)}}\n\n"
)
HOSTILE = {
    "Python 2, 10,000 lines": "".join(FUNCTION.format(n, "print") for n in range(1700)),
    "open brackets": "".join(FUNCTION.format(n, "print(") for n in range(1700)),
    "nothing but open brackets": "x = (\n" * 20_000,
    "open triple quotes": "x = '''a\ny = 1\n" * 3001,
    "both triple quotes": "1 1\n" + "x = '''\ny = \"\"\"\n" * 5001,
    "prose": "This is not Python, it's prose (mostly\n" * 20_000,
    "one error per line": "1 1\n" * 100_000,
    "comments": "1 1\n" + "# c\n" * 100_000 + "1 1\n",
    "form feeds": "\f" * 500_000 + "1 1\n",
    "backslashes": "\\\n" * 100_000,
    "blank lines": "1 1\n" + "\n" * 500_000 + "1 1\n",
}


@pytest.mark.parametrize("source", HOSTILE.values(), ids=HOSTILE)
def test_the_time_to_repair_a_file_is_bounded(source: str) -> None:
    """Seconds of processor time at worst, on a busy machine; nothing grows with the square of the file."""
    started = time.process_time()

    parsed = read(source)

    assert parsed.gaps
    assert time.process_time() - started < 6


def test_when_repairs_cost_too_much_the_rest_is_one_broken_block() -> None:
    """The last line of a hopeless file still belongs to a block that is reported."""
    parsed = read("1 1\nx = 1\n" * 15_000)

    assert parsed.broken[-1].last_line == 30_000
    assert parsed.broken[-1].reason == TOO_COSTLY
    assert len(parsed.tree.body) < 100_000
