"""Which project a command is about: its root, its settings, its files."""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from pytest_ssot.cli.selection import Selection, absolute, common_directory, require_existing, within
from pytest_ssot.cli.world import World
from pytest_ssot.errors import SettingsError, SsotError
from pytest_ssot.model import Assessment, Level, Severity, Status, Verdict
from pytest_ssot.settings import Settings

if TYPE_CHECKING:
    from pytest_ssot.trees.working import WorkingTree


@dataclass(frozen=True)
class Project:
    """A resolved project; `selection` is what of it a report is about, None for all."""

    settings: Settings
    selection: Selection | None

    def tree(self) -> WorkingTree:
        """The files on disk."""
        from pytest_ssot.trees.working import WorkingTree

        return WorkingTree(self.settings.root, roots=self.settings.roots, exclude=self.settings.exclude)

    def judge(self, assessments: Sequence[Assessment]) -> Verdict:
        """The verdict on a part of the project."""
        return _judge(assessments, self.settings)


def open_project(world: World, *, paths: Sequence[str], root: str | None, level: str | None) -> Project:
    """The project that the paths lie in, else the one around the working directory."""
    selected = require_existing(paths, world.cwd)
    top = _root(world, selected, root)
    settings = _resolve(top, world, level)
    inside = [within(path, str(top)) for path in selected]
    return Project(settings, Selection(path for path in inside if path is not None) if selected else None)


def _root(world: World, selected: Sequence[str], wished: str | None) -> Path:
    if wished is None:
        top = _find_root(Path(world.cwd))
        if all(within(path, str(top)) is not None for path in selected):
            return top
        return _find_root(Path(common_directory(selected)))
    top = Path(absolute(wished, world.cwd))
    if not top.is_dir():
        raise SsotError(f"the root is not a directory: {wished}")
    if outside := [path for path in selected if within(path, str(top)) is None]:
        raise SsotError("\n".join(f"outside the root {wished}: {path}" for path in outside))
    return top


# TEMPORARY until pytest_ssot.settings has find_root and resolve_settings, and pytest_ssot.verdict judges.


def _find_root(start: Path) -> Path:
    for directory in (start, *start.parents):
        if (directory / "pyproject.toml").is_file() or (directory / ".git").exists():
            return directory
    return start


def _resolve(root: Path, world: World, level: str | None) -> Settings:
    file = root / "pyproject.toml"
    try:
        table = tomllib.loads(file.read_text("utf-8")) if file.is_file() else {}
    except (OSError, ValueError) as problem:
        raise SettingsError((f"{file}: {problem}",)) from problem
    configured = table.get("tool", {}).get("ssot", {})
    wished = level or world.environ.get("SSOT_COMPLIANCE_LEVEL") or configured.get("level", "standard")
    try:
        return Settings(
            root, level=Level(wished), roots=tuple(configured.get("roots", ["."])),
            exclude=tuple(configured.get("exclude", [])),
        )  # fmt: skip
    except ValueError as problem:
        raise SettingsError((f"{file}: {problem}",)) from problem


def _judge(assessments: Sequence[Assessment], settings: Settings) -> Verdict:
    new = [found.violation.severity for found in assessments if found.status is Status.NEW]
    counts = {severity: new.count(severity) for severity in Severity}
    warnings = {Level.STRICT: 0, Level.STANDARD: 5, Level.PERMISSIVE: None}[settings.level]
    errors = 5 if settings.level is Level.PERMISSIVE else 0
    budgets = {Severity.CRITICAL: 0, Severity.ERROR: errors, Severity.WARNING: warnings}
    over = [
        (severity, most) for severity, most in budgets.items() if most is not None and counts[severity] > most
    ]
    return Verdict(
        settings.level, counts, budgets, tuple(f"{counts[one]} {one} > {most}" for one, most in over)
    )
