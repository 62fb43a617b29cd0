"""The result of a scan made by a test, with the assertions a regression test needs."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from textwrap import dedent

from pytest_ssot.model import Assessment, Report, Severity, Status, Violation
from pytest_ssot.settings import Settings

Source = str | os.PathLike[str] | Mapping[str, str | bytes]
"""Source text, the path of a file or directory, or several files as path → text."""


@dataclass(frozen=True)
class Scan:
    """What the rules say about some source.

    `violations` are those that count: neither suppressed by a marker nor known from a baseline.
    Everything else is in `report`.
    """

    report: Report

    @property
    def assessments(self) -> tuple[Assessment, ...]:
        """Every violation with its standing, suppressed ones included."""
        return self.report.assessments

    @property
    def violations(self) -> tuple[Violation, ...]:
        """The violations that count, in the order of the source."""
        return tuple(found.violation for found in self.report.counting)

    @property
    def suppressed(self) -> tuple[Violation, ...]:
        """The violations that an exception marker permits."""
        return tuple(one.violation for one in self.assessments if one.status is Status.SUPPRESSED)

    @property
    def critical(self) -> tuple[Violation, ...]:
        """The critical ones of `violations`."""
        return self._of(Severity.CRITICAL)

    @property
    def errors(self) -> tuple[Violation, ...]:
        """The error-level ones of `violations`."""
        return self._of(Severity.ERROR)

    @property
    def warnings(self) -> tuple[Violation, ...]:
        """The warning-level ones of `violations`."""
        return self._of(Severity.WARNING)

    @property
    def rules(self) -> frozenset[str]:
        """The ids of the rules that `violations` break."""
        return frozenset(violation.rule for violation in self.violations)

    @property
    def lines(self) -> frozenset[tuple[str, int]]:
        """The rule and line of each of `violations`: what to compare for an exact result."""
        return frozenset((violation.rule, violation.location.line) for violation in self.violations)

    def assert_clean(self, *rules: str) -> None:
        """No rule is broken, or none of the named ones."""
        __tracebackhide__ = True
        self._known(rules)
        found = [violation for violation in self.violations if not rules or violation.rule in rules]
        if found or self.report.gaps:
            gaps = [f"{gap.path}:{gap.line}: not analysed: {gap.reason}" for gap in self.report.gaps]
            raise AssertionError("\n".join(["expected no violation, found:", *_list(found), *gaps]))

    def assert_violates(self, rule: str, *, line: int | None = None, path: str | None = None) -> Violation:
        """The rule is broken, at the line and in the file if given; the first such violation."""
        __tracebackhide__ = True
        self._known((rule,))
        for violation in self.violations:
            here = violation.location
            if violation.rule == rule and line in (None, here.line) and path in (None, here.path):
                return violation
        where = "".join([f" in {path}" if path else "", f" at line {line}" if line else ""])
        raise AssertionError("\n".join([f"expected {rule}{where}, found:", *_list(self.violations)]))

    def assert_exactly(self, *expected: tuple[str, int]) -> None:
        """Exactly these rules are broken at exactly these lines: none missing, none extra."""
        __tracebackhide__ = True
        self._known([rule for rule, _ in expected])
        if self.lines != frozenset(expected):
            wanted = ", ".join(f"{rule} at line {line}" for rule, line in expected) or "nothing"
            raise AssertionError("\n".join([f"expected exactly {wanted}, found:", *_list(self.violations)]))

    def _of(self, severity: Severity) -> tuple[Violation, ...]:
        return tuple(violation for violation in self.violations if violation.severity is severity)

    def _known(self, rules: Iterable[str]) -> None:
        """A misspelt rule would make an assertion pass or fail for no reason."""
        known = sorted(info.id for info in self.report.rules)
        unknown = [rule for rule in rules if rule not in known]
        if unknown:
            raise LookupError(f"no rule has the id {unknown[0]!r}; the rules are {', '.join(known)}")


def _list(violations: Iterable[Violation]) -> list[str]:
    from pytest_ssot.formats.concise import line
    from pytest_ssot.formats.text.style import Style

    return [f"  {line(violation, Style())}" for violation in violations] or ["  nothing"]


def scan(source: Source, *, settings: Callable[[], Settings], path: str = "source.py") -> Scan:
    """Judge some source as a project of its own, by a project's settings."""
    from datetime import datetime

    from pytest_ssot.check import check
    from pytest_ssot.trees import MemoryTree

    resolved = settings()
    files = _files(source, resolved.root, path)
    return Scan(check(MemoryTree(files), resolved, today=datetime.now().astimezone().date()))


def _files(source: Source, root: Path, path: str) -> dict[str, bytes]:
    if isinstance(source, Mapping):
        return {name: _bytes(text) for name, text in source.items()}
    if isinstance(source, str) and not _names_file(source):
        return {path: _bytes(source)}
    return _on_disk(root / source, root)


def _names_file(text: str) -> bool:
    """One word ending in `.py` is a path: read as source it would pass every assertion of cleanness."""
    return text.endswith(".py") and len(text.split()) == 1


def _on_disk(path: Path, root: Path) -> dict[str, bytes]:
    """The files under a path, by their paths relative to the project, or to themselves outside it."""
    found = sorted(path.rglob("*.py")) if path.is_dir() else [path]
    base = root if path.is_relative_to(root) else path if path.is_dir() else path.parent
    return {file.relative_to(base).as_posix(): file.read_bytes() for file in found}


def _bytes(text: str | bytes) -> bytes:
    return text if isinstance(text, bytes) else dedent(text).encode("utf-8", "surrogateescape")
