"""What a failing source item, or a failing verdict, looks like in a report."""

from __future__ import annotations

import os
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from pytest_ssot.formats.concise import line
from pytest_ssot.formats.full import render_assessment
from pytest_ssot.formats.text.precedents import standing
from pytest_ssot.formats.text.style import Style, is_unicode
from pytest_ssot.model import Assessment, Location, Report

if TYPE_CHECKING:
    import pytest

PLAIN = Style()
_SHOWN = 100


class ViolationsFound(Exception):  # noqa: N818 - it names a result; nothing went wrong
    """A source file holds violations that no budget admits."""

    def __init__(self, assessments: tuple[Assessment, ...]) -> None:
        self.assessments = assessments
        super().__init__("\n".join(line(assessment.violation, PLAIN) for assessment in assessments))


@dataclass(frozen=True)
class Crash:
    """Where pytest says a failure stands, and its short message: here, where the source is wrong."""

    path: str
    lineno: int
    message: str

    def __str__(self) -> str:
        return f"{self.path}:{self.lineno}: {self.message}" if self.path else self.message


class Failure:
    """The violations behind a failure: plain text for files, coloured on a terminal that can.

    It is what pytest calls a `longrepr`; without `reprtraceback`, because there is none.
    """

    def __init__(self, assessments: tuple[Assessment, ...], report: Report, config: pytest.Config) -> None:
        self._assessments = assessments
        self._report = report
        self._config = config
        self._only_a_line = config.getoption("tbstyle", "auto") == "line"
        self.reprcrash = crash(assessments)

    def __str__(self) -> str:
        return self._render(self._assessments, PLAIN)

    def toterminal(self, tw: Any) -> None:
        """Write to pytest's terminal writer; with `--tb=line`, pytest shows `reprcrash` instead."""
        if not self._only_a_line:
            tw.line(self._render(from_here(self._assessments, self._config), style_of(tw)))

    def _render(self, assessments: tuple[Assessment, ...], style: Style) -> str:
        blocks = [render_assessment(found, self._report, style) for found in assessments[:_SHOWN]]
        if (more := len(self._assessments) - _SHOWN) > 0:
            blocks.append(
                f"and {more} more in this file; its properties in the JSON and XML reports list all"
            )
        return "\n\n".join(blocks)


class VerdictFailure:
    """The session's verdict as a failure of its own: the reasons, then what counted, one line each."""

    def __init__(
        self, assessments: tuple[Assessment, ...], reasons: tuple[str, ...], config: pytest.Config
    ) -> None:
        self._assessments = assessments
        self._reasons = reasons
        self._config = config
        self.reprcrash = Crash("", 0, "; ".join(reasons))

    def __str__(self) -> str:
        return self._render(self._assessments, PLAIN)

    def toterminal(self, tw: Any) -> None:
        """Write to pytest's terminal writer; with `--tb=line`, pytest shows `reprcrash` instead."""
        if self._config.getoption("tbstyle", "auto") != "line":
            tw.line(self._render(from_here(self._assessments, self._config), style_of(tw)))

    def _render(self, assessments: tuple[Assessment, ...], style: Style) -> str:
        lines = [line(found.violation, style) + standing(found, style) for found in assessments[:_SHOWN]]
        if (more := len(assessments) - _SHOWN) > 0:
            lines.append(f"and {more} more; `ssot check --output-format concise` lists all")
        return "\n".join([*self._reasons, *lines])


def crash(assessments: tuple[Assessment, ...]) -> Crash:
    """The first violation as the failure's place, and how many more there are."""
    violation = assessments[0].violation
    more = f" (and {len(assessments) - 1} more)" if len(assessments) > 1 else ""
    message = f"{violation.severity}[{violation.rule}] {PLAIN.show(violation.message)}{more}"
    return Crash(PLAIN.show(violation.location.path), violation.location.line, message)


def from_here(assessments: tuple[Assessment, ...], config: pytest.Config) -> tuple[Assessment, ...]:
    """The same with paths from where pytest was started: a terminal opens only those on a click."""
    root, here = config.rootpath, config.invocation_params.dir
    if root == here:
        return assessments

    def near(location: Location) -> Location:
        path = os.path.relpath(root / location.path, here)
        return replace(location, path=path.replace(os.sep, "/"))

    def moved(found: Assessment) -> Assessment:
        violation = found.violation
        trace = tuple(replace(step, location=near(step.location)) for step in violation.trace)
        return replace(found, violation=replace(violation, location=near(violation.location), trace=trace))

    return tuple(moved(found) for found in assessments)


def style_of(tw: Any) -> Style:
    """What the terminal behind pytest's writer can show; pytest has decided about colour."""
    encoding = getattr(getattr(tw, "_file", None), "encoding", None) or "utf-8"
    return Style(colour=tw.hasmarkup, unicode=is_unicode(encoding), width=tw.fullwidth)
