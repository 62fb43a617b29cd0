"""Exception markers: comments that permit violations, and the lines each covers."""

from __future__ import annotations

import ast
import re
from datetime import date

import msgspec

from pytest_ssot.facts.budget import MOST_OUTLINE, REMEDY
from pytest_ssot.facts.layout import Comment, Layout
from pytest_ssot.facts.parse import Parsed
from pytest_ssot.facts.syntax import first_line, inner_statements
from pytest_ssot.facts.tokens import Token
from pytest_ssot.model import Gap, Location, Suppression

MOST_REASON_LINES = 10
"""A reason may go on for so many comment lines."""

MOST_OPTIONS = 10_000
"""So many characters may stand between the brackets of a marker."""

TOO_LONG = f"the file holds more than {MOST_OUTLINE:,} brackets, strings, comments and lines: {REMEDY}"

_RULE = re.compile(r"[A-Za-z0-9][\w./-]*")
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_UNTIL = re.compile(r"[(,;]?(?<![\w-])until=([^\s(),;]*)[),;]?")
_COLON = re.compile(r":(?=\s|\Z)")
_NEARLY_UNTIL = re.compile(r"(?<![\w-])until(?:\s+(?=\d{4}-\d)|\s*[:=]\s*(?=\d)|\s*=)", re.IGNORECASE)
# Comments for tools, and lines that only separate, are never part of a reason.
_NO_REASON = re.compile(
    r"#(?:!|:|\W*\Z|\s*(?:noqa|type:|pylint:|fmt:|isort:|mypy:|ruff:|pyright:|flake8|pragma\b|nosec|vim:|-\*-|coding[:=]))"
)


def find_markers(parsed: Parsed, path: str, words: tuple[str, ...]) -> tuple[Suppression, ...]:
    """The exception markers of a file, as far as `search_markers` looks for them."""
    return search_markers(parsed, path, words)[0]


def search_markers(
    parsed: Parsed, path: str, words: tuple[str, ...]
) -> tuple[tuple[Suppression, ...], tuple[Gap, ...]]:
    """The exception markers of a file, in the order they stand in; `words` are what they begin with.

    A file that does not mention any of the words costs no more than looking for them. Where there is too
    much to look at, a gap says so.
    """
    # A word may be configured as it is seen in a comment, with the signs around it.
    bare = (word.strip("#: \t") for word in words)
    known = tuple(word for word in bare if word and word in parsed.text)
    if not known:
        return (), ()
    finder = _Finder(parsed, path, known)
    found = tuple(sorted(finder.found(), key=lambda marker: marker.location))
    line = finder.unread_from
    reason = f"from line {line} on, exception markers are not looked for: {TOO_LONG}"
    return found, (Gap(path, reason, line),) if line else ()


class _Conditions(msgspec.Struct):
    """What a marker says besides its reason."""

    rules: list[str] = msgspec.field(default_factory=list)
    dates: list[str] = msgspec.field(default_factory=list)
    problems: list[str] = msgspec.field(default_factory=list)

    def until(self) -> date | None:
        """The one date; several or none that can be read are a problem."""
        days = [_date(text) for text in dict.fromkeys(self.dates)]
        if len(days) > 1:
            self.problems.append("it names more than one date")
        elif days and days[0] is None:
            self.problems.append(f"until={self.dates[0][:40]!r} is not a date: write until=YYYY-MM-DD")
        return days[0] if len(days) == 1 else None


class _Finder:
    def __init__(self, parsed: Parsed, path: str, words: tuple[str, ...]) -> None:
        self._path = path
        self._pattern = _marker_pattern(words)
        self._layout = Layout(parsed)
        self._spans = _Spans(parsed.tree)
        self.unread_from = self._layout.unread_from
        self._last_line = parsed.text.count("\n") + parsed.text.count("\r") - parsed.text.count("\r\n") + 1

    def found(self) -> list[Suppression]:
        """Every marker of the file."""
        return [
            self._suppression(comment, match)
            for comment in self._layout.comments
            if (match := self._match(comment.token)) is not None
        ]

    def _match(self, token: Token) -> re.Match[str] | None:
        for match in self._pattern.finditer(token.text):
            before = token.text[: match.start()].rstrip()
            if match["colon"] or before.endswith("#") or before in {"#:", "#!"}:
                return match
        return None

    def _suppression(self, comment: Comment, match: re.Match[str]) -> Suppression:
        token = comment.token
        conditions = _read_options(match["options"])
        if match["early"]:
            conditions.dates.append(match["day"])
        reason = self._reason(token, match) if match["colon"] else _misplaced(match["reason"], conditions)
        reason = _read_reason(reason, conditions)
        until = conditions.until()
        first, last = self._covered(comment)
        end = token.column + len(token.text.rstrip())
        return Suppression(
            Location(self._path, token.line, token.column + match.start(), token.line, end),
            match["word"],
            reason,
            first,
            last,
            tuple(dict.fromkeys(conditions.rules)),
            until,
            "; ".join(conditions.problems),
        )

    def _reason(self, token: Token, match: re.Match[str]) -> str:
        """The reason, with the comment lines that carry it on in the same column."""
        parts = [match["reason"]]
        for number in range(token.line + 1, token.line + MOST_REASON_LINES):
            below = self._layout.alone.get(number)
            if below is None or below.token.column != token.column:
                break
            if self._match(below.token) or _NO_REASON.match(below.token.text):
                break
            parts.append(below.token.text.lstrip("#"))
        return " ".join(parts)

    def _covered(self, comment: Comment) -> tuple[int, int]:
        if comment.inside is not None:
            line = comment.inside
            return self._spans.definitions.get(line.first, (line.first, line.last))
        below = self._layout.below(comment)
        on_docstring = (
            below is not None and self._layout.starts_with_docstring and below is self._layout.lines[0]
        )
        if self._layout.in_head(comment) and (below is None or on_docstring):
            return 1, self._last_line
        if below is None or below.column < comment.token.column:
            return comment.token.line, comment.token.line
        first, last = self._spans.statements.get(below.first, (below.first, below.last))
        return first, max(last, below.last)


class _Spans:
    """The lines of every statement by the line it begins on, and of every definition by its header."""

    def __init__(self, tree: ast.Module) -> None:
        self.statements: dict[int, tuple[int, int]] = {}
        self.definitions: dict[int, tuple[int, int]] = {}
        pending: list[ast.stmt | ast.excepthandler | ast.match_case] = list(tree.body)
        while pending:
            node = pending.pop()
            self._add(node)
            pending += inner_statements(node)

    def _add(self, node: ast.stmt | ast.excepthandler | ast.match_case) -> None:
        if isinstance(node, ast.match_case):
            self._cover(node.pattern.lineno, (node.pattern.lineno, node.body[-1].end_lineno or 0))
        elif isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            span = (first_line(node), node.end_lineno or node.lineno)
            self.definitions[node.lineno] = span
            for line in (node.lineno, *(decorator.lineno for decorator in node.decorator_list)):
                self._cover(line, span)
        else:
            self._cover(node.lineno, (node.lineno, node.end_lineno or node.lineno))

    def _cover(self, line: int, span: tuple[int, int]) -> None:
        self.statements[line] = max(self.statements.get(line, span), span, key=lambda lines: lines[1])


def _marker_pattern(words: tuple[str, ...]) -> re.Pattern[str]:
    choice = "|".join(map(re.escape, sorted(words, key=len, reverse=True)))
    return re.compile(
        rf"(?<![^\s#:!])(?P<word>{choice})(?![\w-])"
        r"[ \t]*+(?P<options>\[[^\]]*+\]?)?[ \t]*+"
        r"(?P<early>[(,;]?[ \t]*+until=(?P<day>[^\s(),;:]*+)\)?[ \t]*+(?=:))?(?P<colon>:)?(?P<reason>.*)"
    )


def _read_options(brackets: str | None) -> _Conditions:
    conditions = _Conditions()
    if brackets is None:
        return conditions
    if not brackets.endswith("]"):
        conditions.problems.append("its bracket is never closed")
        return conditions
    if len(brackets) > MOST_OPTIONS:
        conditions.problems.append(f"its brackets hold more than {MOST_OPTIONS:,} characters")
        return conditions
    items = [item.strip() for item in brackets[1:-1].split(",") if item.strip()]
    if not items:
        conditions.problems.append("its brackets are empty: name a rule or leave them out")
    for item in items:
        key, equals, value = item.partition("=")
        if equals and key.strip() == "until":
            conditions.dates.append(value.strip())
        elif _RULE.fullmatch(item):
            conditions.rules.append(item)
        else:
            conditions.problems.append(f"{item[:40]!r} is neither a rule nor until=YYYY-MM-DD")
    return conditions


def _misplaced(text: str, conditions: _Conditions) -> str:
    """The reason after a colon that does not follow the marker; "" when there is none at all."""
    colon = _COLON.search(text)
    if colon is None:
        return ""
    between = text[: colon.start()].strip()[:40]
    conditions.problems.append(
        f"{between!r} stands between the marker and its colon: rules and dates go into brackets, "
        "[rule-id, until=YYYY-MM-DD]"
    )
    return text[colon.end() :]


def _read_reason(text: str, conditions: _Conditions) -> str:
    """The reason without the date it may hold; the date goes to the conditions."""
    conditions.dates += [found[1].rstrip(".:") for found in _UNTIL.finditer(text)]
    reason = " ".join(_UNTIL.sub(" ", text).split())
    if _NEARLY_UNTIL.search(reason):
        conditions.problems.append("its date cannot be read: write until=YYYY-MM-DD")
    return reason


def _date(text: str) -> date | None:
    if not _DATE.fullmatch(text):
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
