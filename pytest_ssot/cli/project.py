"""Which project a command is about: its root, its settings, its files."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from pytest_ssot.cli.selection import Selection, absolute, common_directory, require_existing, within
from pytest_ssot.cli.world import World
from pytest_ssot.errors import SettingsError, SsotError
from pytest_ssot.model import Assessment, BaselineSummary, Verdict
from pytest_ssot.settings import Settings, find_root, resolve_settings

if TYPE_CHECKING:
    from pytest_ssot.cache import Cache
    from pytest_ssot.trees.bases import Base
    from pytest_ssot.trees.git import Repository
    from pytest_ssot.trees.recorded import RecordedTree
    from pytest_ssot.trees.working import WorkingTree


class Judged(msgspec.Struct, frozen=True):
    """Which state of the project is judged: what is staged, a revision, or by default the files on disk.

    `base` is the revision whose history the judged one is compared with.
    """

    staged: bool = False
    revision: str | None = None
    base: str | None = None

    @property
    def is_on_disk(self) -> bool:
        """Neither is asked for."""
        return not self.staged and self.revision is None


class Project(msgspec.Struct, frozen=True):
    """A resolved project; `selection` is what of it a report is about, None for all."""

    settings: Settings
    selection: Selection | None
    tree: WorkingTree | RecordedTree
    base: Base | None = None
    """What it is compared with, when only what is new since then counts."""
    others: tuple[Base, ...] = ()
    """What is compared with besides: the commits that a merge in the making brings in."""

    @property
    def cache(self) -> Cache | None:
        """What earlier runs learned of it, beside pytest's cache; None for a repository without files."""
        from pytest_ssot.cache import Cache

        root = self.settings.root
        return (
            None
            if self.recorded is not None and _is_bare(root)
            else Cache(root / ".pytest_cache" / "d" / "ssot")
        )

    @property
    def recorded(self) -> RecordedTree | None:
        """The tree, where it is not the one on disk."""
        from pytest_ssot.trees.working import WorkingTree

        return None if isinstance(self.tree, WorkingTree) else self.tree

    def judge(self, assessments: Sequence[Assessment], baseline: BaselineSummary | None = None) -> Verdict:
        """The verdict on a part of the project, and on that part of the baseline."""
        from pytest_ssot.verdict import judge

        warnings = self.settings.block_on_warnings
        return judge(assessments, self.settings.level, block_on_warnings=warnings, baseline=baseline)


ON_DISK = Judged()


def open_project(
    world: World,
    *,
    paths: Sequence[str] = (),
    root: str | None = None,
    judged: Judged = ON_DISK,
    **options: object,
) -> Project:
    """The project that the paths lie in, else the one around the working directory.

    `options` are settings given on the command line, by their names; None is not given.
    """
    if judged.is_on_disk:
        selected = require_existing(paths, world.cwd)
    else:
        selected = tuple(absolute(path, world.cwd) for path in paths)
    top = root_of(world, selected, root, may_be_bare=not judged.is_on_disk)
    inside = [path for path in (within(path, str(top)) for path in selected) if path is not None]
    chosen = Selection(inside) if selected else None
    if judged.is_on_disk:
        return _on_disk(settings_of(world, top, options, None), world, chosen, judged.base)
    from pytest_ssot.trees.git import open_repository

    if judged.staged and _is_bare(top):
        raise SsotError(f"{top} is a repository without a checkout, so nothing can be staged in it")
    repository = open_repository(top, world.environ)
    recorded = _recorded(repository, judged)
    _require_recorded(inside, recorded, top)
    settings = settings_of(world, top, options, recorded)
    recorded = recorded.narrowed(settings.roots, settings.exclude)
    if judged.base is not None:
        base, *others = _recorded_bases(repository, settings, judged)
        return Project(settings, chosen, recorded, base, tuple(others))
    return Project(settings, _staged(repository, recorded, chosen) if judged.staged else chosen, recorded)


def _on_disk(settings: Settings, world: World, chosen: Selection | None, base: str | None) -> Project:
    from pytest_ssot.trees.working import WorkingTree

    root = settings.root
    tree = WorkingTree(root, roots=settings.roots, exclude=settings.exclude)
    if base is None:
        return Project(settings, chosen, tree)
    from pytest_ssot.trees.bases import base_of_disk
    from pytest_ssot.trees.git import open_repository

    repository = open_repository(root, world.environ)
    return Project(settings, chosen, tree, base_of_disk(repository, base, tree, settings))


def _recorded_bases(repository: Repository, settings: Settings, judged: Judged) -> tuple[Base, ...]:
    from pytest_ssot.trees.bases import base_of_revision, bases_of_index

    assert judged.base is not None
    if judged.revision is None:
        return tuple(bases_of_index(repository, judged.base, settings))
    return (base_of_revision(repository, judged.base, judged.revision, settings),)


def _recorded(repository: Repository, judged: Judged) -> RecordedTree:
    if judged.revision is None:
        from pytest_ssot.trees.index import IndexTree

        return IndexTree(repository)
    from pytest_ssot.trees.commit import CommitTree
    from pytest_ssot.trees.revisions import resolve

    return CommitTree(repository, resolve(repository, judged.revision).oid, name=judged.revision)


def _staged(repository: Repository, tree: RecordedTree, chosen: Selection | None) -> Selection:
    """The source files that the next commit changes, as far as they are chosen."""
    from pytest_ssot.trees.changes import staged_paths

    sources = {*tree.paths(), *(gap.path for gap in tree.gaps())}
    staged = (path for path in staged_paths(repository) if path in sources)
    return Selection((path for path in staged if chosen is None or chosen.covers(path)), with_traces=True)


def _require_recorded(paths: Sequence[str], tree: RecordedTree, root: Path) -> None:
    """Refuse paths that are neither in the tree nor, because it lacks them, on disk."""
    missing = [path for path in paths if not tree.holds(path) and not os.path.lexists(root / path)]
    if missing:
        raise SsotError(
            "\n".join(f"no such file or directory in {tree.description}: {path}" for path in missing)
        )


def settings_of(
    world: World, root: Path, options: Mapping[str, object], tree: RecordedTree | None
) -> Settings:
    """The settings of a project: those of the recorded tree, where one is judged, else those on disk."""
    try:
        return resolve_settings(root, environ=world.environ, options=options, rule_ids=_rule_ids, files=tree)
    except SettingsError as error:
        if tree is None:
            raise
        hint = f"(the configuration is that of {tree.description}, if it has one)"
        raise SettingsError((*error.mistakes, hint)) from None


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


def root_of(
    world: World, selected: Sequence[str] = (), wished: str | None = None, *, may_be_bare: bool = False
) -> Path:
    """The root of a project: the wished one, else that around the working directory or the selected paths."""
    if wished is None:
        if may_be_bare and _is_bare(Path(world.cwd)):
            return Path(world.cwd)
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


def _is_bare(directory: Path) -> bool:
    from pytest_ssot.trees.git import is_bare

    return is_bare(directory)
