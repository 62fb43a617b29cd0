"""The state of a project that another is compared with: where its history left that of a base."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from pytest_ssot.settings import Settings
from pytest_ssot.trees import MemoryTree, Tree
from pytest_ssot.trees.changes import INDEX, renames, renames_on_disk
from pytest_ssot.trees.commit import CommitTree
from pytest_ssot.trees.git import NoRootError, Repository
from pytest_ssot.trees.revisions import merge_base, resolve


@dataclass(frozen=True)
class Base:
    """A state to compare with; `renames` tells the paths that files have now by those they have in it."""

    tree: Tree
    renames: Mapping[str, str] = field(default_factory=dict)


def base_of_disk(repository: Repository, name: str, tree: Tree, settings: Settings) -> Base:
    """What the files on disk, `tree`, are compared with: the merge base of `HEAD` and `name`."""
    oid = merge_base(repository, name).oid
    before = _tree(repository, oid, name, settings)
    return Base(before, renames_on_disk(repository, oid, before, tree))


def base_of_index(repository: Repository, name: str, settings: Settings) -> Base:
    """What is compared with what is staged: the merge base of `HEAD` and `name`."""
    oid = merge_base(repository, name).oid
    return Base(_tree(repository, oid, name, settings), renames(repository, oid, INDEX))


def base_of_revision(repository: Repository, name: str, judged: str, settings: Settings) -> Base:
    """What the revision `judged` is compared with: the merge base of it and `name`."""
    oid = merge_base(repository, name, judged).oid
    now = resolve(repository, judged).oid
    return Base(_tree(repository, oid, name, settings), renames(repository, oid, now))


def _tree(repository: Repository, oid: str, name: str, settings: Settings) -> Tree:
    """The files of the base; none where it has no directory for the root yet."""
    try:
        return CommitTree(repository, oid, name=name, roots=settings.roots, exclude=settings.exclude)
    except NoRootError:
        return MemoryTree({})
