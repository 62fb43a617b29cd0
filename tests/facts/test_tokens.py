"""The lexer reads any text, whole, and tells strings and comments apart as Python does."""

from __future__ import annotations

import io
import re
import time
import tokenize as reference
from pathlib import Path

import pytest

from pytest_ssot.facts import parse as parse_module
from pytest_ssot.facts.tokens import Token, tokenize

READINGS = [
    ("", []),
    (" \t\f", []),
    ("x=1", ["name x", "op =", "number 1"]),
    ("é_1 = ñ", ["name é_1", "op =", "name ñ"]),
    ("a**=b//c->:=...", ["name a", "op **=", "name b", "op //", "name c", "op ->", "op :=", "op ..."]),
    ("1_000 0xFFp 1.5e-3j .5 1if", None),
    ("a\r\nb\rc\n", ["name a", "newline \r\n", "name b", "newline \r", "name c", "newline \n"]),
    ("a \\\n b", ["name a", "op \\\n", "name b"]),
    ("x # 'c' \"\"\"\ny", ["name x", "comment # 'c' \"\"\"", "newline \n", "name y"]),
    ("'#' \"#\"", ["string '#'", 'string "#"']),
    ("'''a\n# no\n'''", ["string '''a\n# no\n'''"]),
    (r"'\'' r'\'' '\\'", [r"string '\''", r"string r'\''", r"string '\\'"]),
    ('""" "" \\""" """', ['string """ "" \\""" """']),
    ("rb'a' bR'a' u'a'", ["string rb'a'", "string bR'a'", "string u'a'"]),
    ("f'a' fr'a' t'a'", ["string f'a'", "string fr'a'", "string t'a'"]),
    ("bar'a' print'a'", ["name bar", "string 'a'", "name print", "string 'a'"]),
    ("'open\nx", ["string 'open", "newline \n", "name x"]),
    ("'con\\\ntinued'", ["string 'con\\\ntinued'"]),
    ("'con\\\r\ntinued'", ["string 'con\\\r\ntinued'"]),
    ("x '''open\ny", ["name x", "string '''open\ny"]),
    ("'", ["string '"]),
    ("'\\", ["string '\\"]),
    ("'''\\", ["string '''\\"]),
    ("$ \xa0 ? \0", ["op $", "op \xa0", "op ?", "op \0"]),
    ("f\"{d[\"a\"]}\" # c", ['string f"{d["a"]}"', "comment # c"]),
    ("f'{a!r:{w}}' 'b'", ["string f'{a!r:{w}}'", "string 'b'"]),
    ("f'{{' '}}'", ["string f'{{'", "string '}}'"]),
    ("f'{' + x", ["string f'{'", "op +", "name x"]),
    ("f'''{x}\n''' y", ["string f'''{x}\n'''", "name y"]),
    ("f'' ''", ["string f''", "string ''"]),
]  # fmt: skip


@pytest.mark.parametrize(("text", "tokens"), READINGS)
def test_text_is_read_as_its_tokens(text: str, tokens: list[str] | None) -> None:
    """White space alone is left out; where each token stands is where it is found."""
    found = list(tokenize(text))

    assert tokens is None or [f"{token.kind} {token.text}" for token in found] == tokens
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    for token in found:
        if token.kind != "newline":
            first = token.text.replace("\r\n", "\n").split("\n")[0]
            assert lines[token.line - 1].startswith(first, token.column - 1)


def test_numbers_keep_their_signs_and_suffixes() -> None:
    """An exponent's sign is part of the number; a keyword after it is not."""
    found = [(token.kind, token.text) for token in tokenize("1_000 0xFF 1.5e-3j .5 1if 0x1e+1")]

    assert found == [
        ("number", "1_000"),
        ("number", "0xFF"),
        ("number", "1.5e-3j"),
        ("number", ".5"),
        ("number", "1"),
        ("name", "if"),
        ("number", "0x1e"),
        ("op", "+"),
        ("number", "1"),
    ]


VALUES = [
    ("'a'", "a"),
    ('"""a\r\nb"""', "a\nb"),
    (r"'\x61\n'", "a\n"),
    (r"'\d'", r"\d"),
    (r"r'\x61'", r"\x61"),
    ("U'a'", "a"),
    ("''", ""),
    ("'open", "open"),
    ("'''open", "open"),
    (r"'open\x61", None),
    (r"'\x6'", None),
    ("b'a'", None),
    ("f'a'", None),
    ("t'a'", None),
    ("a", None),
    ("1", None),
]


@pytest.mark.parametrize(("text", "value"), VALUES)
def test_the_value_of_a_token_is_what_a_plain_string_says(text: str, value: str | None) -> None:
    """Other literals and other tokens have none."""
    (token,) = tokenize(text)

    assert token.value == value


RANGES = [
    (1, None, [("a", 1, 1), ("b", 2, 2), ("'''\n'''", 3, 1), ("c", 4, 5), ("d", 5, 1)]),
    (2, 2, [("b", 2, 2)]),
    (2, 3, [("b", 2, 2), ("'''\n", 3, 1)]),
    (4, 5, [("''' c\nd", 4, 1)]),
    (5, 9, [("d", 5, 1)]),
    (9, 9, []),
    (3, 2, []),
]


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize(("first", "last", "tokens"), RANGES)
def test_lines_can_be_read_by_themselves(
    first: int, last: int | None, tokens: list[tuple[str, int, int]], end: str
) -> None:
    """Tokens keep their true lines, and what stands above has no influence."""
    text = "a\n b\n'''\n''' c\nd".replace("\n", end)

    found = [token for token in tokenize(text, first_line=first, last_line=last) if token.kind != "newline"]

    assert [(token.text.replace(end, "\n"), token.line, token.column) for token in found] == tokens


@pytest.mark.parametrize(
    "path", sorted(Path(parse_module.__file__).parent.glob("*.py")), ids=lambda p: p.name
)
def test_comments_are_where_python_finds_them(path: Path) -> None:
    """Compared with the standard library's tokenizer on this package's own sources."""
    text = path.read_text("utf-8")
    expected = [
        Token("comment", token.string, token.start[0], token.start[1] + 1)
        for token in reference.generate_tokens(io.StringIO(text).readline)
        if token.type == reference.COMMENT
    ]

    assert [token for token in tokenize(text) if token.kind == "comment"] == expected


HOSTILE = {
    "quotes": '"' * 300_000,
    "apostrophes": "'" * 300_000,
    "braces": 'f"{' * 50_000,
    "braces with strings": "f\"{''" * 50_000,
    "braces with openings": 'f"{"{"' * 50_000,
    "closed braces": "f'" + "{a}" * 50_000,
    "half-open braces": ('f"{' + '""' * 190) * 300,
    "backslashes": "\\" * 200_000,
    "escapes in an open string": '"""' + '\\"' * 200_000,
    "prefixes": "rf" * 200_000,
    "digits": "1_" * 200_000,
    "line ends": "\r\n" * 200_000,
}


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_no_text_takes_long(text: str) -> None:
    """A pattern that tried anything twice would take minutes for these."""
    started = time.process_time()

    tokens = list(tokenize(text))

    assert "".join(token.text for token in tokens) == text
    assert time.process_time() - started < 5


@pytest.mark.parametrize("module", ["tokens", "recovery"])
def test_no_pattern_repeats_a_group_possessively(module: str) -> None:
    """Python before 3.11.5 matches such groups wrongly (cpython issue 106052): then nothing is read."""
    source = Path(parse_module.__file__).with_name(f"{module}.py").read_text(encoding="utf-8")

    assert re.findall(r"\)(?:[*+?]|\{[\d,{}]+\})\+", source) == []
