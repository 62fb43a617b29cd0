"""What a gate compares with, in real clones: complete, shallow, detached, without any remote."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from pytest_ssot.ci import Build
from pytest_ssot.errors import SsotError
from pytest_ssot.gate.comparison import choose_base, completed, require_checked_out
from pytest_ssot.trees.git import GitError, Repository, open_repository
from tests.trees.repositories import SETUP, Checkout, git, make


@pytest.fixture
def origin(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Checkout:
    """A repository whose `topic` left `main`, which went on; `merged` joins both as services do."""
    for name, value in SETUP.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path))
    checkout = make(tmp_path / "origin")
    checkout.commit({"a.py": "a = 1\n"})
    checkout.git("checkout", "-qb", "topic")
    checkout.commit({"b.py": "b = 1\n"})
    checkout.git("checkout", "-q", "main")
    checkout.commit({"c.py": "c = 1\n"})
    checkout.git("checkout", "-q", "--detach")
    checkout.git("merge", "-q", "--no-ff", "-m", "merged", "topic")
    checkout.git("branch", "merged")
    checkout.git("checkout", "-q", "main")
    return checkout


def clone(origin: Checkout, branch: str, *options: str) -> Repository:
    """A clone with a branch checked out, as systems clone."""
    root = origin.root.parent / f"clone-{branch}"
    git(origin.root, "clone", "-q", *options, "--branch", branch, f"file://{origin.root}", str(root))
    return open_repository(root, os.environ)


def commit(origin: Checkout, name: str) -> str:
    return origin.git("rev-parse", name)


def test_the_base_of_a_branch_is_where_it_left_its_target(origin: Checkout) -> None:
    """What happened on the target since then plays no part."""
    chosen = choose_base(clone(origin, "topic"), Build("github", bases=("origin/main",)), None)

    assert (chosen.name, chosen.commit) == ("origin/main", commit(origin, "topic^"))
    assert chosen.notes == ()


def test_the_base_of_a_merge_is_what_was_merged_into(origin: Checkout) -> None:
    """With two commits of history, the first parent of the merge is enough."""
    merge = commit(origin, "merged")
    build = Build("github", bases=("origin/main", f"{merge}^1"))

    chosen = choose_base(clone(origin, "merged", "--depth=2", "--single-branch"), build, None)

    assert (chosen.name, chosen.commit) == (f"{merge}^1", commit(origin, "main"))


def test_a_base_of_second_choice_is_told(origin: Checkout) -> None:
    """GitLab names where a merge request started, which may be stale, and clones no target branch."""
    start = commit(origin, "topic^")
    build = Build("gitlab", bases=("origin/main", start))

    chosen = choose_base(clone(origin, "topic", "--single-branch"), build, None)

    assert (chosen.name, chosen.commit) == (start, start)
    assert chosen.notes == (
        f"compared with {start}, because the clone does not reach back along origin/main",
    )


@pytest.mark.parametrize("options", [("--depth=1",), ("--depth=1", "--no-single-branch")])
def test_a_shallow_clone_gets_no_verdict_but_the_remedy(origin: Checkout, options: tuple[str, ...]) -> None:
    """Whether the target is missing or only the history between: the remedy is the same."""
    merge = commit(origin, "merged")
    build = Build("github", bases=("origin/main", f"{merge}^1"))

    with pytest.raises(GitError, match=r"shallow.*`fetch-depth: 0`"):
        choose_base(clone(origin, "merged", *options), build, None)


def test_an_option_wins_even_if_it_is_wrong(origin: Checkout) -> None:
    """Nobody is judged by another base than the one they named."""
    repository = clone(origin, "topic")
    build = Build("github", bases=("origin/main",))

    assert choose_base(repository, build, "HEAD~1").name == "HEAD~1"
    with pytest.raises(GitError, match="unknown revision 'no-such'"):
        choose_base(repository, build, "no-such")
    with pytest.raises(GitError, match="looks like an option"):
        choose_base(repository, build, "--output=x")


def test_without_a_hint_the_usual_branch_is_guessed_and_told(origin: Checkout) -> None:
    """In a clone the default branch of its origin, elsewhere `main` or `master`."""
    cloned = choose_base(clone(origin, "topic"), Build(), None)
    origin.git("checkout", "-q", "topic")
    alone = choose_base(origin.repository(), Build(), None)

    assert (cloned.name, alone.name) == ("origin/HEAD", "main")
    assert cloned.commit == alone.commit == commit(origin, "topic^")
    assert [note for note in alone.notes if "is a guess" in note]


def test_where_nothing_can_be_guessed_the_option_is_the_remedy(origin: Checkout) -> None:
    """A repository may call its branches anything."""
    origin.git("branch", "-m", "main", "trunk")

    with pytest.raises(GitError, match="name a revision with --base"):
        choose_base(origin.repository(), Build(), None)


def test_a_state_that_is_part_of_its_base_is_told(origin: Checkout) -> None:
    """It would pass for a reason that nobody meant."""
    chosen = choose_base(clone(origin, "main"), Build("gitlab", bases=("origin/main",)), None)

    assert len(chosen.notes) == 1
    assert "part of origin/main" in chosen.notes[0]


def test_the_clone_tells_what_the_environment_does_not(origin: Checkout) -> None:
    """A branch and its commit; a detached head has no branch, and options are not overruled."""
    here = completed(origin.repository(), Build())
    origin.git("checkout", "-q", "--detach")
    detached = completed(origin.repository(), Build())

    assert (here.branch, here.commit) == ("main", commit(origin, "main"))
    assert (detached.branch, detached.commit) == ("", commit(origin, "main"))
    for junk in ("y", "--all"):
        assert completed(origin.repository(), Build(branch="x", commit=junk)) == Build(
            branch="x", commit=junk
        )
    assert completed(origin.repository(), Build(branch="x", commit=here.commit[:9])).commit == here.commit


def test_pull_request_target_judges_nothing_of_the_request(origin: Checkout) -> None:
    """Its checkout is the target branch: a verdict on it would be a lie, unless the head was checked out."""
    build = Build("github", event="pull_request_target", commit=commit(origin, "topic"))

    target = clone(origin, "main")
    for unlike in (build, Build("github", event="pull_request_target")):
        with pytest.raises(SsotError, match="pull_request_target"):
            require_checked_out(target, unlike, is_asked_for=False)
    assert require_checked_out(clone(origin, "topic"), build, is_asked_for=False) == ()


def test_a_commit_that_is_asked_for_has_to_be_checked_out(origin: Checkout) -> None:
    """Neither another one is judged in its name, nor is one refused that a shallow clone lacks."""
    repository, lacking = clone(origin, "topic"), clone(origin, "merged", "--depth=1")
    topic, other = (Build(commit=commit(origin, name)) for name in ("topic", "main"))

    assert require_checked_out(repository, topic, is_asked_for=True) == ()
    assert require_checked_out(repository, Build(commit="topic"), is_asked_for=True) == ()
    with pytest.raises(SsotError, match="is not what is checked out"):
        require_checked_out(repository, Build(commit="origin/main"), is_asked_for=True)
    for sha in (other.commit, commit(origin, "topic^")):
        with pytest.raises(SsotError, match="is not what is checked out"):
            require_checked_out(repository, Build(commit=sha), is_asked_for=True)
        (note,) = require_checked_out(repository, Build(commit=sha), is_asked_for=False)
        assert "is not what is checked out" in note
    assert len(require_checked_out(lacking, topic, is_asked_for=True)) == 1
    assert require_checked_out(lacking, topic, is_asked_for=False) == ()
    with pytest.raises(GitError, match="looks like an option"):
        require_checked_out(repository, Build(commit="--all"), is_asked_for=True)
