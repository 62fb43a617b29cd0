"""What is said about a commit: a status, labels, annotations and a comment, or that there is no verdict."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from hashlib import sha256
from typing import ClassVar

from pytest_ssot.formats import markdown
from pytest_ssot.formats.text.annotations import Annotation, annotate
from pytest_ssot.formats.text.markdown import inline
from pytest_ssot.formats.text.origin import Origin
from pytest_ssot.formats.text.printable import printable
from pytest_ssot.formats.text.style import Options
from pytest_ssot.formats.text.summary import tally
from pytest_ssot.formats.text.uris import safe_url
from pytest_ssot.model import Report, Severity

_LONGEST_NAME = 36
"""A label holds 50 characters; this leaves room for the severity and a digest."""
_LONGEST_DESCRIPTION = 140
_COLOURS = {Severity.CRITICAL: "b60205", Severity.ERROR: "d93f0b", Severity.WARNING: "fbca04"}


@dataclass(frozen=True)
class Label:
    """A label as the repository has it; the colour is six hexadecimal digits."""

    name: str
    colour: str
    description: str


@dataclass(frozen=True, kw_only=True)
class About:
    """A commit of a project, and where people find more.

    `commit` is the full object name, `commit_url` and `run_url` are where it and the run can be seen (""
    when that is not known).
    """

    commit: str
    origin: Origin = field(default_factory=Origin)
    commit_url: str = ""
    run_url: str = ""

    @property
    def name(self) -> str:
        """`ssot`, or `ssot/services/api` for a project in a subdirectory: several can share a repository."""
        prefix = self.origin.prefix.strip("/")
        if not prefix:
            return "ssot"
        # It becomes part of labels, of a list with commas, and of an HTML comment.
        name = re.sub(r"[^A-Za-z0-9._/]+", "-", f"ssot/{prefix}")
        if name == f"ssot/{prefix}" and len(name) <= _LONGEST_NAME:
            return name
        digest = sha256(prefix.encode("utf-8", "surrogatepass")).hexdigest()[:6]
        return f"{name[: _LONGEST_NAME - 7].rstrip('-')}-{digest}"


@dataclass(frozen=True, kw_only=True)
class NoVerdict(About):
    """A commit could not be judged; `why` may be text of any kind, the first line tells most."""

    why: str
    state: ClassVar[str] = "error"
    annotations: ClassVar[tuple[Annotation, ...]] = ()

    @property
    def description(self) -> str:
        """That there is none, and why, in as many characters as a status holds."""
        first, *_ = [*self.why.splitlines(), ""]
        return _cut(f"no verdict: {printable(first)}", _LONGEST_DESCRIPTION)

    def markdown(self, limit: int) -> str:
        """The same in full, line by line as far as there is room."""
        lines = [
            "The project could not be judged:\n",
            *(f"- {inline(line)}" for line in self.why.splitlines()),
        ]
        while sum(map(len, lines)) + len(lines) > limit:
            lines.pop()
        return "\n".join(lines)


@dataclass(frozen=True, kw_only=True)
class Statement(About):
    """A verdict about a commit, as others are told of it; `report` carries all reasons of the verdict."""

    report: Report

    @property
    def ok(self) -> bool:
        """Nothing blocks."""
        return self.report.verdict.ok

    @property
    def state(self) -> str:
        """The verdict as a word: `success` or `failure`; `error` is that of `NoVerdict`."""
        return "success" if self.ok else "failure"

    @property
    def is_silent(self) -> bool:
        """Whether there is nothing that anybody has to be told."""
        return self.ok and not self.report.counting

    @property
    def description(self) -> str:
        """The verdict in as many characters as a status holds."""
        verdict, report = self.report.verdict, self.report
        head = f"{'passed' if self.ok else 'FAILED'} at level {verdict.level}"
        # Where violations are not the reason, the reason is what people want to know.
        rest = tally(report) if report.counting or not verdict.reasons else printable(verdict.reasons[0])
        return _cut(f"{head}: {rest}", _LONGEST_DESCRIPTION)

    @property
    def known_labels(self) -> tuple[Label, ...]:
        """Every label that belongs to this project, the heaviest first: nothing else is ever taken off."""
        return tuple(
            Label(f"{self.name}: {severity}", _COLOURS[severity], f"New violations of severity {severity}")
            for severity in Severity
        )

    @property
    def labels(self) -> tuple[Label, ...]:
        """Those of them that apply: of each severity that has violations which count."""
        counting = {one.violation.severity for one in self.report.counting}
        return tuple(
            label for severity, label in zip(Severity, self.known_labels, strict=True) if severity in counting
        )

    @property
    def annotations(self) -> tuple[Annotation, ...]:
        """What stands at places of the change."""
        return annotate(self.report, self.origin)

    @property
    def marker(self) -> str:
        """What the comment of this project begins with; nobody sees it."""
        return f"<!-- pytest-ssot: {self.name} -->"

    def comment(self, limit: int, *, is_update: bool) -> str:
        """The text of the comment, within the limit of characters."""
        head, foot = self.marker, self._foot()
        if is_update and self.is_silent:
            foot = f"Everything that was reported here is gone.\n\n{foot}"
        room = limit - len(head) - len(foot) - 4
        return f"{head}\n{self.markdown(room)}\n{foot}\n"

    def markdown(self, limit: int) -> str:
        """The report as Markdown, within the limit of characters."""
        return markdown.render(self.report, Options(origin=self.origin, limit=limit))

    def _foot(self) -> str:
        commit = f"`{self.commit[:12]}`" if self.commit else "a commit that is not known"
        if self.commit and (url := safe_url(self.commit_url)):
            commit = f"[{commit}]({url})"
        project = "" if self.name == "ssot" else f" for `{self.name.removeprefix('ssot/')}`"
        run = f", [this run]({url})" if (url := safe_url(self.run_url)) else ""
        return f"<sub>About {commit}{project}{run}. This comment is kept up to date.</sub>"


def _cut(text: str, longest: int) -> str:
    return text if len(text) <= longest else f"{text[: longest - 1]}…"
