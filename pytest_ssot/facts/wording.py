"""What a piece of source says, whatever way it is laid out: the same for every formatter and Python.

Dropped or made alike: white space, comments, line breaks, trailing commas, redundant parentheses, quotes
and prefixes of strings, the pieces a string is written in, letters of number literals, the order of
imported names.
"""

from __future__ import annotations

import ast
import re
import warnings
from collections.abc import Iterator, Sequence
from keyword import iskeyword

from pytest_ssot.facts.tokens import token_pattern

Words = tuple[str, ...]
"""The tokens of a piece of source, normalised; strings begin with a quote, a call ends in `()`."""

_STRING = re.compile(r"([A-Za-z]*)(\"\"\"|'''|\"|')([\s\S]*)")
_WORD = re.compile(r"\w+")
_SOFT = frozenset({"match", "case", "print", "exec"})
_PLAIN = frozenset({"self", "cls", "True", "False", "None"})
_OPENS, _CLOSES = "([{", ")]}"
_ENDS_LIST = frozenset({")", "]", "}", "=", ":", "in"})


def words(text: str, start: int = 0, end: int | None = None) -> Words:
    """The normalised tokens between two offsets."""
    found = _tokens(text, start, len(text) if end is None else end)
    listed = tuple(_without_layout(_joined(found)))
    if listed[:1] in (("from",), ("import",)):
        return _imports_sorted(listed)
    if len(listed) == 1 and listed[0][0] == "'":
        return ("'" + " ".join(listed[0][1:].split()),)
    return listed


MOST_SHAPED = 50_000
"""Words of a statement that are looked at one by one for names."""


def shape(listed: Words) -> Words:
    """The same words with what is only named here taken out: variables, and the name of a definition.

    Attributes, what is called, constants, classes, keywords and literals stay, and so does whatever comes
    behind the first `MOST_SHAPED` words.
    """
    if listed[:1] in (("from",), ("import",)):
        return listed
    names: dict[str, str] = {}
    shaped: list[str] = []
    depth = 0
    for index, word in enumerate(listed[:MOST_SHAPED]):
        if word in _OPENS or word.endswith("("):
            depth += 1
        elif word in _CLOSES:
            depth -= 1
        before = listed[index - 1] if index else ""
        after = listed[index + 1] if index + 1 < len(listed) else ""
        if before in ("def", "class"):
            shaped.append("$")
        elif _is_local(word, before) and not (after == "=" and depth) and after != "(":
            shaped.append(names.setdefault(word, f"${len(names)}"))
        else:
            shaped.append(word)
    return (*shaped, *listed[MOST_SHAPED:])


def telling(listed: Words) -> int:
    """How many different words of a statement would hardly stand in just any other."""
    return len({word for word in listed if _tells(word)})


def features(listed: Words) -> frozenset[str]:
    """The words by which two versions of a statement are compared; of strings, their words."""
    found: set[str] = set()
    for word in listed:
        if word[0] == "'":
            found.update(f"'{part}" for part in _WORD.findall(word[:2000]))
        elif word[0].isalnum() or word[0] == "_":
            found.add(word)
    return frozenset(found or listed)


def _is_local(word: str, before: str) -> bool:
    return (
        (word[0].isalpha() or word[0] == "_")
        and before != "."
        and not iskeyword(word)
        and word not in _PLAIN
        and not word[0].isupper()
    )


def _tells(word: str) -> bool:
    if word[0] == "'":
        return len(word) > 2
    if word[0].isdigit():
        return len(word) > 1
    return (word[0].isalpha() or word[0] == "_") and not iskeyword(word) and word not in _PLAIN


def _tokens(text: str, start: int, end: int) -> Iterator[str]:
    for found in token_pattern().finditer(text, start, end):
        kind = found.lastgroup
        if kind in ("name", "op"):
            token = found[0]
            if token[0] != "\\":
                yield token
        elif kind == "number":
            yield _number(found[0].lower())
        elif kind == "string":
            yield "\0" + found[0]


def _number(literal: str) -> str:
    literal = f"0{literal}" if literal[0] == "." else literal.removesuffix("l")
    return f"{literal}0" if literal[-1] == "." else literal


def _joined(tokens: Iterator[str]) -> Iterator[str]:
    """The tokens with adjacent string literals made one."""
    strings: list[str] = []
    for token in tokens:
        if token[0] == "\0":
            strings.append(token[1:])
            continue
        if strings:
            yield _string(strings)
            strings = []
        yield token
    if strings:
        yield _string(strings)


def _string(literals: Sequence[str]) -> str:
    parts = [_STRING.match(literal) for literal in literals]
    prefixes = [part[1].lower() if part else "" for part in parts]
    if not any("f" in prefix or "t" in prefix for prefix in prefixes):
        mark = "'b" if any("b" in prefix for prefix in prefixes) else "'"
        return mark + "".join(map(_value, literals))
    bodies = []
    for part, prefix in zip(parts, prefixes, strict=True):
        body = part[3].removesuffix(part[2]) if part else ""
        if "f" not in prefix and "t" not in prefix:
            body = body.replace("{", "{{").replace("}", "}}")
        bodies.append(body)
    # Formatters change quotes and white space inside the braces, and escape what then needs it.
    return "'f" + re.sub(r"\s+|\\(?=[\"'])", "", "".join(bodies)).replace("'", '"')


def _value(literal: str) -> str:
    found = _STRING.match(literal)
    if found is None:
        return literal
    body = found[3].removesuffix(found[2])
    if "\\" not in body or "r" in found[1].lower():
        return body.replace("\r\n", "\n").replace("\r", "\n")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            value = ast.literal_eval(literal)
        except (SyntaxError, ValueError, MemoryError):
            return body
    return value.decode("latin-1") if isinstance(value, bytes) else str(value)


def _without_layout(tokens: Iterator[str]) -> Iterator[str]:
    """The tokens without redundant parentheses, trailing commas, and the brackets of an empty base list."""
    opened: list[bool] = []
    comma = False
    before, first, position = "", "", 0
    for word in tokens:
        if comma:
            comma = False
            if word not in _ENDS_LIST:
                yield ","
        first = first or word
        if word == "(":
            called = _is_called(before, first, position)
            opened.append(called)
            if called:
                yield "("
        elif word == ")":
            if not opened or opened.pop():
                yield ")"
        elif word == ",":
            comma = True
        else:
            if word in "[{":
                opened.append(True)
            elif word in "]}" and opened:
                opened.pop()
            yield word
        before, position = word, position + 1


def _is_called(before: str, first: str, position: int) -> bool:
    """Whether a parenthesis belongs to what stands before it, and does not just group."""
    if not before or before in "=,([{:+-*/%&|^~<>@!.;":
        return False
    if first == "class" and position == 2:
        return False
    if before in _CLOSES or before[0] == "'":
        return True
    soft = position == 1 and before in _SOFT
    return (before[0].isalpha() or before[0] == "_") and not iskeyword(before) and not soft


def _imports_sorted(listed: Words) -> Words:
    """An import with its names in a fixed order, as tools that sort imports may change it."""
    at = listed.index("import") + 1 if "import" in listed else len(listed)
    names: list[tuple[str, ...]] = [()]
    for word in listed[at:]:
        if word == ",":
            names.append(())
        else:
            names[-1] = (*names[-1], word)
    return (*listed[:at], *(word for name in sorted(names) for word in (*name, ",")))
