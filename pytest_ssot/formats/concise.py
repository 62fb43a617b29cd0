"""One line per new violation, then the verdict in one line."""

from __future__ import annotations

from pytest_ssot.formats.text.counts import new
from pytest_ssot.formats.text.places import place
from pytest_ssot.formats.text.precedents import standing
from pytest_ssot.formats.text.style import Options, Style
from pytest_ssot.formats.text.summary import in_a_line
from pytest_ssot.model import Report, Violation


def render(report: Report, options: Options) -> str:
    """Made for grep, editors and commit hooks: `path:line:column: severity[rule] message`."""
    lines = [line(one.violation, options.style) + standing(one, options.style) for one in new(report)]
    if options.summary:
        lines.append(in_a_line(report, options.style))
    return "".join(f"{line}\n" for line in lines)


def line(violation: Violation, style: Style) -> str:
    """`path:line:column: severity[rule] message`."""
    where = style.paint("place", place(violation.location, style))
    what = f"{style.paint(violation.severity, violation.severity)}[{style.show(violation.rule)}]"
    return f"{where}: {what} {style.show(violation.message)}"
