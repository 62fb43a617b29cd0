"""What revisions mean, and where two histories part; every refusal says what to do about it."""

from __future__ import annotations

import re
from contextlib import suppress
from pathlib import Path

import msgspec

from pytest_ssot.trees.git import GitError, Repository

_NOTHING = re.compile(r"0{40}|0{64}")
_DEEPEN = "run `git fetch --unshallow`, or check out with `fetch-depth: 0`"


class Revision(msgspec.Struct, frozen=True):
    """A revision as the user calls it and the id of the object that it names.

    `oid` is that of the empty tree for `HEAD` before the first commit, and then `is_commit` is False; so
    it is for a tree without a commit, such as `git write-tree` makes.
    """

    name: str
    oid: str
    is_commit: bool


def resolve(repository: Repository, name: str) -> Revision:
    """The commit or tree that a revision means; `GitError` when that is none or not clear."""
    if not name.strip() or "\0" in name:
        raise GitError("the revision is empty: name a branch, a tag or a commit")
    if name.startswith("-"):
        raise GitError(f"{name!r} looks like an option, not like a revision")
    found = repository.run("rev-parse", "--verify", name)
    complaint = found.stderr.decode(errors="replace")
    if " is ambiguous" in complaint:
        raise GitError(_ambiguous(repository, name))
    oid = found.stdout.decode(errors="replace").strip()
    if found.returncode or not oid:
        if name in ("HEAD", "@") and is_unborn(repository):
            return Revision(name, repository.empty_tree, is_commit=False)
        raise GitError(_unknown(repository, name))
    for kind in ("commit", "tree"):
        peeled = repository.run("rev-parse", "--verify", "--quiet", f"{oid}^{{{kind}}}")
        if peeled.returncode == 0:
            return Revision(name, peeled.stdout.decode().strip(), kind == "commit")
    raise GitError(_absent(repository, name))


def merged(repository: Repository) -> tuple[Revision, ...]:
    """The commits that are being merged into `HEAD`, which the next commit will have as parents too.

    Git keeps them in a file while people resolve conflicts; the hook of a merge that it completes itself
    is told by variables.
    """
    names: list[str] = []
    with suppress(OSError):
        names = Path(repository.git_dir, "MERGE_HEAD").read_text(encoding="ascii", errors="replace").split()
    if repository.environ.get("GIT_REFLOG_ACTION", "").startswith(("merge", "pull")):
        variables = (name.partition("GITHEAD_") for name in repository.environ)
        names += [oid for before, found, oid in variables if found and not before and oid not in names]
    return tuple(resolve(repository, name) for name in names)


def merge_base(repository: Repository, base: str, head: str = "HEAD", *others: Revision) -> Revision:
    """The newest commit that both histories share: what `head` is compared with.

    `others` are further parents of the commit in the making whose history `head` begins. Before the first
    commit there is nothing to compare with, which is the empty tree, and so it is for the id of nothing but
    zeros that git's hooks and the events of pushes write where there was nothing before. A tree without a
    commit has no history, so it is compared with as it is.
    """
    if _NOTHING.fullmatch(base):
        return Revision(base, repository.empty_tree, is_commit=False)
    theirs = resolve(repository, base)
    ours = resolve(repository, head)
    if not theirs.is_commit or not ours.is_commit:
        return Revision(base, theirs.oid, is_commit=False)
    if theirs.oid == ours.oid:
        return theirs
    found = repository.run("merge-base", theirs.oid, ours.oid, *(one.oid for one in others))
    if found.returncode == 0:
        return Revision(base, found.stdout.decode().strip(), is_commit=True)
    if is_shallow(repository):
        raise GitError(f"where {head} left {base} is not known, because the clone is shallow: {_DEEPEN}")
    if found.returncode == 1:
        raise GitError(
            f"{head} and {base} have no commit in common, so there is nothing to compare with: "
            "name a revision that both histories share"
        )
    why = found.stderr.decode(errors="replace").strip().partition("\n")[0]
    raise GitError(f"git cannot find where {head} left {base} ({why})")


def is_unborn(repository: Repository) -> bool:
    """Whether there is no commit yet on the branch that is checked out."""
    if repository.run("symbolic-ref", "--quiet", "HEAD").returncode:
        return False
    return bool(repository.run("rev-parse", "--verify", "--quiet", "HEAD").returncode)


def is_shallow(repository: Repository) -> bool:
    """Whether older history was left out when the repository was cloned."""
    return repository.ask("rev-parse", "--is-shallow-repository").strip() == b"true"


def _unknown(repository: Repository, name: str) -> str:
    known = repository.run("for-each-ref", "--format=%(refname:short)", f"refs/remotes/*/{_literal(name)}")
    elsewhere = known.stdout.decode(errors="replace").split()
    if ".." in name:
        return f"{name!r} is a range of revisions: name one of its ends"
    message = f"unknown revision {name!r}: no branch, tag or commit of this repository is called so"
    if elsewhere and name:
        return f"{message}; did you mean {elsewhere[0]}?"
    if is_shallow(repository):
        return f"{message}, and the clone is shallow: {_DEEPEN}"
    remote, slash, branch = name.partition("/")
    if slash and remote in repository.ask("remote").decode(errors="replace").split():
        return f"{message}; `git fetch {remote} {branch}` gets it if it exists there"
    return f"{message}; `git fetch` may get it, `git branch --all` shows what there is"


def _literal(name: str) -> str:
    """A name as a pattern of `for-each-ref` that stands for itself alone."""
    return "".join(f"[{character}]" if character in "*?[" else character for character in name)


def _ambiguous(repository: Repository, name: str) -> str:
    """Several refs or objects could be meant, and a gate must not choose."""
    places = (f"refs/{place}/{name}" for place in ("heads", "tags", "remotes"))
    full = [
        place for place in places if repository.run("show-ref", "--verify", "--quiet", place).returncode == 0
    ]
    if full:
        return f"the revision {name!r} is ambiguous: write {' or '.join(full)}"
    return f"the revision {name!r} is ambiguous: write more of its digits"


def _absent(repository: Repository, name: str) -> str:
    if is_shallow(repository):
        return f"{name!r} is not part of this shallow clone: {_DEEPEN}"
    return f"{name!r} is neither a commit nor a tree of this repository; `git fetch` may get it"
