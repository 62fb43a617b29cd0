"""What makes a violation the same one the next time, for services that compare two reports."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from hashlib import sha256

from pytest_ssot.model import Assessment, Violation


def fingerprints(assessments: Sequence[Assessment]) -> tuple[str, ...]:
    """One per assessment, in their order: unique among them, and independent of line numbers.

    It is the assessment's own where the baseline has given it one; otherwise it is made of the rule, the
    path, the enclosing definition and the code itself. Of several that agree in all of these, the second
    and later ones are numbered, in the order given.
    """
    seen: Counter[str] = Counter()
    found = []
    for assessment in assessments:
        identity = assessment.fingerprint or _identity(assessment.violation)
        seen[identity] += 1
        found.append(identity if seen[identity] == 1 else _digest(identity, str(seen[identity])))
    return tuple(found)


def _identity(violation: Violation) -> str:
    where = violation.location.path, violation.scope
    return _digest(violation.rule, *where, violation.subject, _code(violation))


def _code(violation: Violation) -> str:
    """The source of the violation itself, with its spaces and line ends made equal."""
    excerpt, location = violation.excerpt, violation.location
    if excerpt is None:
        return ""
    first = location.line - excerpt.first_line
    last = max(location.line, location.end_line) - excerpt.first_line
    lines = list(excerpt.lines[max(first, 0) : last + 1])
    if lines and location.end_column and location.end_line:
        if len(lines) == last - first + 1:
            lines[-1] = lines[-1][: location.end_column - 1]
        lines[0] = lines[0][max(location.column, 1) - 1 :]
    return " ".join(" ".join(lines).split())


def _digest(*parts: str) -> str:
    return sha256("\0".join(parts).encode("utf-8", "surrogatepass")).hexdigest()
