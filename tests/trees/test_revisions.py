"""Revisions mean one thing or are refused with a remedy, and differences are told by path."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from pytest_ssot.trees.changes import (
    Change,
    Kind,
    changed_paths,
    changes,
    renames,
    renames_on_disk,
    staged_paths,
)
from pytest_ssot.trees.git import GitError, open_repository
from pytest_ssot.trees.revisions import Revision, merge_base, resolve
from pytest_ssot.trees.working import WorkingTree
from tests.trees.repositories import Checkout, git

# --- what a revision means -------------------------------------------------------------------------------


def test_every_spelling_of_a_revision_is_understood(checkout: Checkout) -> None:
    """Branches, tags of both kinds, short ids, relatives, searches."""
    first = checkout.commit({"a.py": ""}, GIT_COMMITTER_DATE="2024-01-01T00:00:00+00:00")
    checkout.git("tag", "light")
    checkout.git("tag", "-a", "-m", "text", "heavy")
    second = checkout.commit({"a.py": "2"})
    repository = checkout.repository()

    for name in (first, first[:10], "HEAD~1", "light", "heavy", "main^", "main@{1}", "heavy^0"):
        assert resolve(repository, name) == Revision(name, first, is_commit=True)
    assert resolve(repository, ":/a st") == Revision(":/a st", second, is_commit=True)


def test_a_tree_without_a_commit_is_a_revision_too(checkout: Checkout) -> None:
    """What `git write-tree` made can be judged."""
    checkout.stage({"a.py": "", "b/c.py": ""})
    tree = checkout.git("write-tree")

    assert resolve(checkout.repository(), tree) == Revision(tree, tree, is_commit=False)
    assert checkout.at(tree).paths() == ("a.py", "b/c.py")


def test_where_there_was_nothing_before_everything_is_new(checkout: Checkout) -> None:
    """Hooks of servers and events of pushes write such an id for a new branch; it is no revision to judge."""
    checkout.commit({"a.py": ""})
    repository = checkout.repository()

    assert merge_base(repository, "0" * 40).oid == repository.empty_tree
    with pytest.raises(GitError, match="is neither a commit nor a tree"):
        resolve(repository, "0" * 40)


def test_before_the_first_commit_head_is_empty(checkout: Checkout) -> None:
    """Everything staged is new."""
    checkout.stage({"a.py": "", "b.txt": ""})
    repository = checkout.repository()

    assert resolve(repository, "HEAD").oid == repository.empty_tree
    assert merge_base(repository, "HEAD").oid == repository.empty_tree
    assert staged_paths(repository) == ("a.py", "b.txt")
    assert checkout.at("HEAD").paths() == ()


UNKNOWN = [
    ("", "the revision is empty"),
    ("  ", "the revision is empty"),
    ("a\0b", "the revision is empty"),
    ("--all", "'--all' looks like an option, not like a revision"),
    ("-h", "'-h' looks like an option"),
    ("nosuch", "unknown revision 'nosuch': no branch, tag or commit of this repository is called so; `git"),
    ("main..HEAD", "'main..HEAD' is a range of revisions: name one of its ends"),
    ("main...", "'main...' is a range of revisions"),
    ("HEAD~9", "unknown revision 'HEAD~9'"),
    ("HEAD:a.py", "'HEAD:a.py' is neither a commit nor a tree"),
    ("topic", "did you mean origin/topic?"),
    ("origin/gone", "`git fetch origin gone` gets it if it exists there"),
    ("0" * 40, "is neither a commit nor a tree of this repository"),
]  # fmt: skip


@pytest.mark.parametrize(("name", "message"), UNKNOWN)
def test_what_is_no_revision_is_refused_with_a_remedy(name: str, message: str, checkout: Checkout) -> None:
    """The message names the revision and what to do."""
    checkout.commit({"a.py": ""})
    checkout.git("branch", "topic")
    git(checkout.root.parent, "clone", "-q", str(checkout.root), "clone")
    clone = Checkout(checkout.root.parent / "clone")

    with pytest.raises(GitError) as refusal:
        resolve(clone.repository(), name)

    assert message in str(refusal.value)


def test_a_name_of_two_things_is_refused(checkout: Checkout) -> None:
    """Git would choose the tag, whoever may push tags."""
    checkout.commit({"a.py": ""})
    checkout.git("tag", "release")
    checkout.commit({"a.py": "2"})
    checkout.git("branch", "release")
    checkout.git("config", "core.warnAmbiguousRefs", "false")

    with pytest.raises(GitError) as refusal:
        resolve(checkout.repository(), "release")

    assert str(refusal.value) == (
        "the revision 'release' is ambiguous: write refs/heads/release or refs/tags/release"
    )
    assert resolve(checkout.repository(), "refs/heads/release").oid == checkout.git("rev-parse", "main")


def test_too_few_digits_are_refused(checkout: Checkout) -> None:
    """Two objects begin with them."""
    seen: set[str] = set()
    digits, number = "", 0
    while not digits or digits not in seen:
        seen.add(digits)
        digits = git(checkout.root, "hash-object", "-w", "--stdin", data=f"{number}\n")[:4]
        number += 1

    with pytest.raises(GitError, match="is ambiguous: write more of its digits"):
        resolve(checkout.repository(), digits)


# --- where histories part --------------------------------------------------------------------------------


@pytest.fixture
def parted(checkout: Checkout) -> Checkout:
    """`main` and `topic` share one commit; `topic` is checked out."""
    checkout.commit({"a.py": "base\n"})
    checkout.git("checkout", "-qb", "topic")
    checkout.commit({"b.py": ""})
    checkout.git("checkout", "-q", "main")
    checkout.commit({"c.py": ""})
    checkout.git("checkout", "-q", "topic")
    return checkout


def test_the_base_is_where_the_branch_left(parted: Checkout) -> None:
    """What happened on the other branch since then is not this branch's doing."""
    repository = parted.repository()

    base = merge_base(repository, "main")

    assert base == Revision("main", parted.git("rev-parse", "HEAD~1"), is_commit=True)
    assert merge_base(repository, "HEAD").oid == parted.git("rev-parse", "HEAD")
    assert merge_base(repository, "topic", "main") == Revision("topic", base.oid, is_commit=True)
    assert changed_paths(repository, base.oid, resolve(repository, "HEAD").oid) == ("b.py",)


def test_a_shallow_clone_says_how_to_get_the_rest(parted: Checkout, tmp_path: Path) -> None:
    """The message names the command and the setting of the usual checkout action."""
    source = f"file://{parted.root}"
    git(tmp_path, "clone", "-q", "--depth=1", "--no-single-branch", source, "shallow")
    repository = open_repository(tmp_path / "shallow", os.environ)

    with pytest.raises(GitError) as refusal:
        merge_base(repository, "origin/main")
    assert str(refusal.value) == (
        "where HEAD left origin/main is not known, because the clone is shallow: "
        "run `git fetch --unshallow`, or check out with `fetch-depth: 0`"
    )
    for name in ("HEAD~1", parted.git("rev-parse", "HEAD~1")):
        with pytest.raises(GitError, match="fetch-depth: 0"):
            merge_base(repository, name)


def test_unrelated_histories_have_no_base(parted: Checkout) -> None:
    """The message says that there is nothing to compare with."""
    parted.git("checkout", "-q", "--orphan", "other")
    parted.commit({"a.py": ""})

    with pytest.raises(GitError, match=r"^HEAD and main have no commit in common"):
        merge_base(parted.repository(), "main")


# --- what changed ----------------------------------------------------------------------------------------

LONG = "".join(f"line {number}\n" for number in range(30))


def test_every_kind_of_change_is_told(checkout: Checkout) -> None:
    """Added, changed, deleted, renamed; unchanged files and changes on disk are not."""
    old = {"same.py": "", "edit.py": "1", "gone.py": "gone", "old.py": LONG, "mode.py": "#", "kind.py": "k"}
    base = checkout.commit(old)
    checkout.git("rm", "-q", "gone.py")
    checkout.git("mv", "old.py", "new\nname.py")
    (checkout.root / "kind.py").unlink()
    (checkout.root / "kind.py").symlink_to("edit.py")
    (checkout.root / "mode.py").chmod(0o755)
    checkout.stage({"edit.py": "2", "added.py": "", "new\nname.py": LONG + "more\n"})
    checkout.write({"same.py": "on disk only", "untracked.py": ""})
    repository = checkout.repository()
    expected = (
        Change(Kind.ADDED, "added.py", "added.py"),
        Change(Kind.CHANGED, "edit.py", "edit.py"),
        Change(Kind.DELETED, "gone.py", "gone.py"),
        Change(Kind.CHANGED, "kind.py", "kind.py"),
        Change(Kind.CHANGED, "mode.py", "mode.py"),
        Change(Kind.RENAMED, "new\nname.py", "old.py"),
    )

    assert changes(repository, base) == expected
    checkout.git("commit", "-qm", "all of it")
    assert changes(repository, base, resolve(repository, "HEAD").oid) == expected
    assert renames(repository, base) == {"old.py": "new\nname.py"}
    assert staged_paths(repository) == ()


def test_changes_are_told_relative_to_the_root(checkout: Checkout) -> None:
    """What lies outside of it does not exist; what comes in is new."""
    base = checkout.commit({"app/a.py": LONG, "lib/b.py": LONG.upper(), "top.py": "1"})
    checkout.git("mv", "app/a.py", "app/c.py")
    checkout.git("mv", "lib/b.py", "app/b.py")
    checkout.stage({"top.py": "2"})

    assert changes(checkout.repository("app"), base) == (
        Change(Kind.ADDED, "b.py", "b.py"),
        Change(Kind.RENAMED, "c.py", "a.py"),
    )


def test_settings_of_the_repository_do_not_matter(checkout: Checkout) -> None:
    """Whatever people like to see in their own diffs."""
    base = checkout.commit({"a.py": LONG, "sub/b.py": "1"})
    checkout.git("mv", "a.py", "c.py")
    checkout.stage({"sub/b.py": "2"})
    for key, value in {
        "diff.renames": "false",
        "diff.relative": "true",
        "diff.noprefix": "true",
        "diff.renameLimit": "1",
        "core.abbrev": "4",
        "core.quotePath": "true",
        "diff.ignoreSubmodules": "all",
        "color.ui": "always",
    }.items():
        checkout.git("config", key, value)

    assert renames(checkout.repository(), base) == {"a.py": "c.py"}
    assert staged_paths(checkout.repository()) == ("c.py", "sub/b.py")


def test_announced_files_and_conflicts(checkout: Checkout) -> None:
    """The first have no content yet, the others have too much of it: they count as changed."""
    checkout.commit({"a.py": "base\n", "b.py": ""})
    checkout.git("checkout", "-qb", "other")
    checkout.commit({"a.py": "theirs\n", "new.py": ""})
    checkout.git("checkout", "-q", "main")
    checkout.commit({"a.py": "ours\n"})
    git(checkout.root, "merge", "other", check=False)
    checkout.write({"announced.py": ""})
    checkout.git("add", "--intent-to-add", "announced.py")

    assert staged_paths(checkout.repository()) == ("a.py", "new.py")


def test_many_renames_at_once_are_found(checkout: Checkout) -> None:
    """A directory of 500 files moves, and each file is edited."""
    files = {f"old/m{number}.py": f"{number}\n" + LONG for number in range(500)}
    base = checkout.commit(files)
    checkout.git("mv", "old", "new")
    checkout.stage({name.replace("old", "new"): text + "more\n" for name, text in files.items()})

    found = renames(checkout.repository(), base)

    assert found == {name: name.replace("old", "new") for name in files}


def test_files_moved_on_disk_are_renames_though_nothing_is_staged(checkout: Checkout) -> None:
    """Neither the repository nor its index is touched."""
    base = checkout.commit({"app/old.py": LONG, "app/gone.py": "gone", "app/kept.py": "", "lib/x.py": "x"})
    (checkout.root / "app/old.py").rename(checkout.root / "app/new\nname.py")
    (checkout.root / "app/gone.py").unlink()
    checkout.write({"app/new\nname.py": LONG + "more\n", "app/own.py": "own", "app/edited.txt": LONG})
    objects, index = checkout.git("count-objects", "-v"), (checkout.root / ".git/index").read_bytes()
    working = WorkingTree(checkout.root / "app")

    found = renames_on_disk(checkout.repository("app"), base, checkout.at(base, "app"), working)

    assert found == {"old.py": "new\nname.py"}
    assert checkout.git("count-objects", "-v") == objects
    assert (checkout.root / ".git/index").read_bytes() == index
    checkout.git("checkout", "-q", "--force", ".")
    back = WorkingTree(checkout.root / "app")
    assert renames_on_disk(checkout.repository("app"), base, checkout.at(base, "app"), back) == {}
