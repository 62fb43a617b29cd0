"""GitHub Actions workflow commands: the worst violations as annotations, the rest in a notice.

Of one step, GitHub shows ten errors, ten warnings and ten notices, and of each the first 4,096 characters.
Those that are shown are the heaviest; whatever else there is, a last notice counts and lists.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from pytest_ssot.formats.text.annotations import Annotation, annotate, named
from pytest_ssot.formats.text.origin import Origin
from pytest_ssot.formats.text.printable import printable
from pytest_ssot.formats.text.style import Options, Style
from pytest_ssot.formats.text.summary import in_a_line
from pytest_ssot.model import Location, Report

_MOST = 10
_LONGEST = 4_096


def render(report: Report, options: Options) -> str:
    """One command per line, then the verdict as a plain line of the log; paths from the repository's root."""
    shown, rest = _divided(annotate(report, options.origin))
    lines = [_command_for(annotation, options.origin) for annotation in shown]
    if rest:
        lines.append(command("notice", {"title": "ssot"}, _listed(rest, options.origin)))
    if options.summary:
        lines.append(in_a_line(report, Style()))
    return "".join(f"{line}\n" for line in lines)


def _divided(found: Sequence[Annotation]) -> tuple[list[Annotation], list[Annotation]]:
    """What GitHub shows of each kind, and the rest."""
    errors = [one for one in found if one.kind == "error"]
    warnings = [one for one in found if one.kind == "warning"]
    return errors[:_MOST] + warnings[:_MOST], errors[_MOST:] + warnings[_MOST:]


def _command_for(annotation: Annotation, origin: Origin) -> str:
    properties = {**_place(annotation.location, origin), "title": annotation.title}
    return command(annotation.kind, properties, annotation.lines)


def _place(location: Location, origin: Origin) -> Mapping[str, str]:
    """Where the annotation stands; columns only within one line, because GitHub refuses others."""
    place = {"file": origin.path(location.path)}
    if location.line < 1:
        return place
    last = max(location.line, location.end_line)
    place |= {"line": str(location.line), "endLine": str(last)}
    if location.line == last:
        place["col"] = str(max(location.column, 1))
        if location.end_column:
            place["endColumn"] = str(location.end_column)
    return place


def _listed(rest: Sequence[Annotation], origin: Origin) -> Iterator[str]:
    """How many are not shown, and which, as far as there is room."""
    yield f"{len(rest)} more than GitHub shows of a step, heaviest first:"
    for annotation in rest:
        yield f"{named(annotation.location, origin)} {annotation.title}: {annotation.lines[0]}"


def command(kind: str, properties: Mapping[str, str], lines: Sequence[str] | Iterator[str]) -> str:
    """A line that GitHub Actions obeys: an `error`, `warning` or `notice` with these lines as its text."""
    given = ",".join(f"{name}={_property(value)}" for name, value in properties.items())
    return f"::{kind} {given}::{_data(_fitting(lines))}"


def _fitting(lines: Sequence[str] | Iterator[str]) -> str:
    """The lines, harmless, as far as GitHub keeps them."""
    text = ""
    for line in lines:
        text += f"\n{printable(line)}" if text else printable(line)
        if len(text) > _LONGEST:
            return f"{text[: _LONGEST - 1]}…"
    return text


def _data(text: str) -> str:
    """The message of a command: nothing in it ends the line, and a sign that looks encoded stays as it is."""
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(printable(text)).replace(":", "%3A").replace(",", "%2C")
