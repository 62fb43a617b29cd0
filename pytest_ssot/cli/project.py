"""Which project a command is about: its root, its settings, its files."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from pytest_ssot.cli.selection import Selection, absolute, common_directory, require_existing, within
from pytest_ssot.cli.world import World
from pytest_ssot.errors import SsotError
from pytest_ssot.model import Assessment, Verdict
from pytest_ssot.settings import Settings, find_root, resolve_settings

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
        from pytest_ssot.verdict import judge

        warnings = self.settings.block_on_warnings
        return judge(assessments, self.settings.level, block_on_warnings=warnings)


def open_project(
    world: World, *, paths: Sequence[str] = (), root: str | None = None, level: str | None = None
) -> Project:
    """The project that the paths lie in, else the one around the working directory."""
    selected = require_existing(paths, world.cwd)
    top = _root(world, selected, root)
    options = {"level": level}
    settings = resolve_settings(top, environ=world.environ, options=options, rule_ids=_rule_ids())
    inside = [within(path, str(top)) for path in selected]
    return Project(settings, Selection(path for path in inside if path is not None) if selected else None)


def repository_prefix(root: Path) -> str:
    """The root as its repository calls it, with a slash at the end; "" for the repository itself, or none."""
    for directory in (root, *root.parents):
        if (directory / ".git").exists():
            inside = root.relative_to(directory).as_posix()
            return "" if inside == "." else f"{inside}/"
    return ""


def _rule_ids() -> frozenset[str]:
    from pytest_ssot.rules import all_rules
    from pytest_ssot.suppressions import OWN_RULES

    return frozenset((*(rule.id for rule in all_rules()), *(rule.id for rule in OWN_RULES)))


def _root(world: World, selected: Sequence[str], wished: str | None) -> Path:
    if wished is None:
        top = find_root(Path(world.cwd))
        if all(within(path, str(top)) is not None for path in selected):
            return top
        return find_root(Path(common_directory(selected)))
    top = Path(absolute(wished, world.cwd))
    if not top.is_dir():
        raise SsotError(f"the root is not a directory: {wished}")
    if outside := [path for path in selected if within(path, str(top)) is None]:
        raise SsotError("\n".join(f"outside the root {wished}: {path}" for path in outside))
    return top
