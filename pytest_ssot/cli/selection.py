"""What PATHS mean: the whole project is judged, they say what of it is reported and counted."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from pathlib import Path

from pytest_ssot.errors import SsotError
from pytest_ssot.model import Assessment, BaselineSummary, Report, Verdict, Violation

Judge = Callable[[Sequence[Assessment], BaselineSummary | None], Verdict]


def absolute(path: str, cwd: str) -> str:
    """A path as given on a command line, from the working directory on, without dots and doubled slashes."""
    return os.path.normpath(Path(cwd, path))


def require_existing(paths: Sequence[str], cwd: str) -> tuple[str, ...]:
    """The paths made absolute; all that do not exist are refused together."""
    found = tuple(absolute(path, cwd) for path in paths)
    missing = [path for path, full in zip(paths, found, strict=True) if not os.path.lexists(full)]
    if missing:
        raise SsotError("\n".join(f"no such file or directory: {path}" for path in missing))
    return found


def common_directory(paths: Sequence[str]) -> str:
    """The deepest directory above or at all of the absolute paths."""
    return os.path.commonpath([path if Path(path).is_dir() else str(Path(path).parent) for path in paths])


def within(path: str, root: str) -> str | None:
    """An absolute path relative to the root, with forward slashes; None when it lies outside."""
    for base, full in ((root, path), (os.path.realpath(root), os.path.realpath(path))):
        if full == base or full.startswith(base.rstrip(os.sep) + os.sep):
            return os.path.relpath(full, base).replace(os.sep, "/")
    return None


class Selection:
    """Files and directories of a project, by path relative to its root; `.` is everything.

    `with_traces` is for files that change: a violation concerns them also when it stands elsewhere and
    its trace leads through them.
    """

    def __init__(self, paths: Iterable[str], *, with_traces: bool = False) -> None:
        self._paths = frozenset(paths)
        self._with_traces = with_traces

    @property
    def is_empty(self) -> bool:
        """Nothing is selected."""
        return not self._paths

    def concerns(self, violation: Violation) -> bool:
        """Whether the violation is to be reported."""
        if self.covers(violation.location.path):
            return True
        return self._with_traces and any(self.covers(step.location.path) for step in violation.trace)

    def covers(self, path: str) -> bool:
        """Whether the path is one of them or lies below one."""
        if "." in self._paths or path in self._paths:
            return True
        return any(path[:index] in self._paths for index, sign in enumerate(path) if sign == "/")

    def part_of(self, baseline: BaselineSummary | None) -> BaselineSummary | None:
        """A baseline of which only the fixed violations in these paths are told."""
        if baseline is None:
            return None
        return replace(baseline, fixed=tuple(one for one in baseline.fixed if self.covers(one.path)))

    def empty_ones(self, files: Iterable[str]) -> tuple[str, ...]:
        """The selected paths under which no file was looked at, sorted."""
        seen = set(files)
        for path in tuple(seen):
            seen.update(path[:index] for index, sign in enumerate(path) if sign == "/")
        return tuple(sorted(path for path in self._paths if path not in seen and (path != "." or not seen)))


def restrict(report: Report, selection: Selection, judge: Judge) -> Report:
    """The part of the report about the selected paths, with a verdict of its own."""
    assessments = tuple(one for one in report.assessments if selection.concerns(one.violation))
    baseline = selection.part_of(report.baseline)
    return replace(
        report,
        files=tuple(path for path in report.files if selection.covers(path)),
        assessments=assessments,
        gaps=tuple(gap for gap in report.gaps if selection.covers(gap.path)),
        baseline=baseline,
        verdict=judge(assessments, baseline),
    )
