"""What a pull request is compared with, and whether it is what is checked out."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from pytest_ssot.ci.build import LOCAL, ON_TARGET, Build
from pytest_ssot.errors import SsotError
from pytest_ssot.trees.git import GitError, Repository
from pytest_ssot.trees.revisions import merge_base, resolve

_OBJECT = re.compile(r"[0-9a-f]{7,64}", re.IGNORECASE)
_USUAL = ("origin/HEAD", "origin/main", "origin/master")
_USUAL_HERE = (*_USUAL, "main", "master")


@dataclass(frozen=True)
class Comparison:
    """A base: its `name`, and the `commit` where the history that is judged left it."""

    name: str
    commit: str
    notes: tuple[str, ...] = ()


def choose_base(repository: Repository, build: Build, wished: str | None) -> Comparison:
    """The first base that the clone knows: the one that is asked for, else what the build tells of.

    `GitError` says why there is none, and what to do about it.
    """
    if wished is not None:
        return _compared(repository, wished)
    if build.bases:
        return _first(repository, build.bases)
    names = _USUAL_HERE if build.provider == LOCAL else _USUAL
    try:
        found = _first(repository, names)
    except GitError as problem:
        raise GitError(
            f"nothing tells what to compare with: name a revision with --base ({problem})"
        ) from None
    note = f"compared with {found.name}, which is a guess: --base names another"
    doubts = tuple(_doubts(repository, found.name, found.commit))
    return replace(found, notes=(note, *doubts))


def completed(repository: Repository, build: Build) -> Build:
    """The build with what the clone knows, where the environment says nothing or not all of it."""
    branch = ""
    if not build.branch:
        found = repository.run("symbolic-ref", "--quiet", "--short", "HEAD")
        branch = found.stdout.decode(errors="replace").strip() if found.returncode == 0 else ""
    commit = next(iter(_commits(repository, f"{build.commit or 'HEAD'}^{{commit}}")), build.commit)
    return replace(build, branch=build.branch or branch, commit=commit)


def elsewhere(repository: Repository, branch: str) -> tuple[str, ...]:
    """A note if another branch than that is checked out; a detached head may be anywhere."""
    here = completed(repository, Build()).branch
    return (f"{here} is checked out, not {branch}",) if here and here != branch else ()


def require_checked_out(repository: Repository, build: Build, *, is_asked_for: bool) -> tuple[str, ...]:
    """Notes about a commit that may not be what is checked out; `SsotError` when it is certainly not.

    A shallow clone of a merge lacks the head of the pull request, so its absence alone proves nothing.
    """
    commit = build.commit
    if not commit and build.event != ON_TARGET:
        return ()
    if commit and not _OBJECT.fullmatch(commit):
        if not is_asked_for:
            return ()
        commit = resolve(repository, commit).oid
    found = _commits(repository, f"{commit}^{{commit}}") if commit else []
    here = _commits(repository, "HEAD", "HEAD^@")
    is_merge = len(here) > 2
    if found and found[0] in (here if is_merge else here[:1]):
        return ()
    if build.event == ON_TARGET:
        raise SsotError(
            "with pull_request_target, the target branch is checked out and not the pull request: "
            "run the gate on pull_request, or check out github.event.pull_request.head.sha"
        )
    if found and is_asked_for:
        raise SsotError(f"{commit[:12]} is not what is checked out: check that commit out first")
    if found:
        return (f"the build is about {commit[:12]}, which is not what is checked out",)
    return (f"whether {commit[:12]} is what is checked out is not known",) if is_asked_for else ()


def _commits(repository: Repository, *names: str) -> list[str]:
    """The ids of commits; none when the clone lacks one of them."""
    if any(name.startswith("-") for name in names):
        return []
    told = repository.run("rev-parse", "--quiet", *names, "--")
    return told.stdout.decode().split()[:-1] if told.returncode == 0 else []


def _first(repository: Repository, names: Sequence[str]) -> Comparison:
    problems: list[GitError] = []
    for name in names:
        try:
            found = _compared(repository, name)
        except GitError as problem:
            problems.append(problem)
            continue
        if not problems or name.endswith("^1"):  # what a merge was made with is as good as any
            return found
        note = f"compared with {name}, because the clone does not reach back along {names[0]}"
        return replace(found, notes=(note, *found.notes))
    raise problems[0]


def _compared(repository: Repository, name: str) -> Comparison:
    commit = merge_base(repository, name).oid
    return Comparison(name, commit, tuple(_doubts(repository, name, commit)))


def _doubts(repository: Repository, name: str, commit: str) -> Iterator[str]:
    head = repository.run("rev-parse", "--verify", "--quiet", "HEAD").stdout.decode().strip()
    if head == commit:
        yield f"what is checked out is part of {name}: only changes that are not committed can be new"
