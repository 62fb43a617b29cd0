"""The state of a project that another is compared with: where its history left that of a base."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import msgspec

from pytest_ssot.settings import Settings
from pytest_ssot.trees import MemoryTree, Tree
from pytest_ssot.trees.changes import INDEX, renames, renames_on_disk
from pytest_ssot.trees.commit import CommitTree
from pytest_ssot.trees.git import NoRootError, Repository
from pytest_ssot.trees.revisions import merge_base, merged, resolve


class Base(msgspec.Struct, frozen=True):
    """A state to compare with; `renames` tells the paths that files have now by those they have in it."""

    tree: Tree
    renames: Mapping[str, str] = msgspec.field(default_factory=dict)


def base_of_disk(repository: Repository, name: str, tree: Tree, settings: Settings) -> Base:
    """What the files on disk, `tree`, are compared with: the merge base of `HEAD` and `name`."""
    oid = merge_base(repository, name).oid
    before = _tree(repository, oid, name, settings)
    return Base(before, renames_on_disk(repository, oid, before, tree))


def bases_of_index(repository: Repository, name: str, settings: Settings) -> Iterator[Base]:
    """What is compared with what is staged: the merge base of the next commit and `name`.

    A merge in the making has several parents. If the merge base is the first of them, the question is what
    the merge itself brings, and what it has from the others is known too.
    """
    others = merged(repository)
    base = merge_base(repository, name, "HEAD", *others)
    yield _of_index(repository, base.oid, name, settings)
    if others and base.oid == resolve(repository, "HEAD").oid:
        for one in others:
            yield _of_index(repository, one.oid, "the merged branch", settings)


def parents_of_index(repository: Repository, settings: Settings) -> Iterator[Base]:
    """The parents that the next commit will have, `HEAD` first: several while a merge is being made."""
    yield _of_index(repository, resolve(repository, "HEAD").oid, "HEAD", settings)
    for one in merged(repository):
        yield _of_index(repository, one.oid, "the merged branch", settings)


def base_of_revision(repository: Repository, name: str, judged: str, settings: Settings) -> Base:
    """What the revision `judged` is compared with: the merge base of it and `name`."""
    oid = merge_base(repository, name, judged).oid
    now = resolve(repository, judged).oid
    return Base(_tree(repository, oid, name, settings), renames(repository, oid, now))


def _of_index(repository: Repository, oid: str, name: str, settings: Settings) -> Base:
    return Base(_tree(repository, oid, name, settings), renames(repository, oid, INDEX))


def _tree(repository: Repository, oid: str, name: str, settings: Settings) -> Tree:
    """The files of the base; none where it has no directory for the root yet."""
    try:
        return CommitTree(repository, oid, name=name, roots=settings.roots, exclude=settings.exclude)
    except NoRootError:
        return MemoryTree({})
