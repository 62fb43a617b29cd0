"""What nobody would call a new violation is not new; what is new is named, and nothing else."""

from __future__ import annotations

import random
from itertools import chain

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pytest_ssot.baseline import Fate, Standing
from tests.baseline.edits import (
    HARMLESS,
    Edit,
    blank_lines_and_comments,
    file_renamed,
    reformatted,
    wrapped_with_neighbours,
)
from tests.baseline.projects import Project, find, new_lines, planted, standings
from tests.baseline.regressions import MARK, REGRESSIONS, Regression, chosen, copied_in_same_function, without
from tests.baseline.rewrites import REWRITES
from tests.properties import examples

SEEDS = st.integers(0, 2**32)
FEW = examples(6)


def project(rng: random.Random) -> Project:
    return Project.of(planted(rng))


def planted_lines(files: dict[str, str]) -> list[tuple[str, int]]:
    numbered = ((path, enumerate(text.split("\n"), 1)) for path, text in files.items())
    return sorted((path, number) for path, lines in numbered for number, line in lines if MARK in line)


@pytest.mark.parametrize(
    "edit", [*(edit for edit in HARMLESS if edit.__name__ != "block_extracted"), *REWRITES]
)
@FEW
@given(seed=SEEDS)
def test_a_harmless_edit_makes_nothing_new(edit: Edit, seed: int) -> None:
    """However code is laid out, moved with what belongs to it, wrapped or renamed: nothing is new."""
    rng = random.Random(f"{edit.__name__} {seed}")
    before = project(rng)
    after = edit(rng, before.files)

    assert new_lines(before.against(after)) == []


@FEW
@given(seed=SEEDS)
def test_harmless_edits_add_up(seed: int) -> None:
    """A file may be renamed, reformatted, commented and partly wrapped at the same time."""
    rng = random.Random(seed)
    before = project(rng)
    after = before.files
    for edit in rng.sample([file_renamed, blank_lines_and_comments, reformatted, wrapped_with_neighbours], 3):
        after = edit(rng, after)

    assert new_lines(before.against(after)) == []


@pytest.mark.parametrize("layout", [None, blank_lines_and_comments, wrapped_with_neighbours])
@pytest.mark.parametrize("regression", [one for one in REGRESSIONS if one is not copied_in_same_function])
@FEW
@given(seed=SEEDS)
def test_what_a_regression_adds_is_new_and_nothing_else(
    regression: Regression, layout: Edit | None, seed: int
) -> None:
    """A copy, a removal here with the same thing there, another subject: exactly that line is named."""
    rng = random.Random(f"{regression.__name__} {layout and layout.__name__} {seed}")
    before = project(rng)
    after = regression(rng, before.files)
    after = layout(rng, after) if layout else after

    assert new_lines(before.against(after)) == planted_lines(after)


@FEW
@given(seed=SEEDS)
def test_a_copy_in_the_same_function_is_one_new_violation(seed: int) -> None:
    """Which of two equal lines is the copy may be anyone's guess; that there is one is not."""
    rng = random.Random(seed)
    before = project(rng)
    after = copied_in_same_function(rng, before.files)

    assert len(list(before.against(after).new())) == len(planted_lines(after))


@FEW
@given(seed=SEEDS)
def test_a_removed_violation_is_fixed_and_frees_nothing(seed: int) -> None:
    """Its entry is the only one without a violation, and no other violation takes it."""
    rng = random.Random(seed)
    before = project(rng)
    source = chosen(rng, before.files)
    comparison = before.against(without(before.files, source.violation))

    assert standings(comparison) == {Standing.KNOWN}
    gone = [known.entry.path for known in comparison.remembered if known.fate is Fate.FIXED]
    removed = len(before.baseline.entries) - len(comparison.matches)
    assert gone == [source.path] * removed


@FEW
@given(seed=SEEDS)
def test_each_entry_explains_one_violation_at_most(seed: int) -> None:
    """A project pasted into itself has every violation twice: once known, once new."""
    rng = random.Random(seed)
    before = project(rng)
    twice = {**before.files, **{f"copy/{path}": text for path, text in before.files.items()}}
    comparison = before.against(twice)

    assert {path.partition("/")[0] for path, _ in new_lines(comparison)} == {"copy"}
    assert len(new_lines(comparison)) == len(find(before.files))
    explained = [match.entry for match in comparison.matches if match.entry is not None]
    assert sorted(map(hash, explained)) == sorted(map(hash, before.baseline.entries))


@FEW
@given(seed=SEEDS)
def test_the_nearest_known_violation_stands_beside_a_copy(seed: int) -> None:
    """What was copied is named with the copy, so that a reader sees where it came from."""
    rng = random.Random(seed)
    before = project(rng)
    after = {**before.files}
    copies = {path: f"copy_{number}.py" for number, path in enumerate(sorted(after))}
    after |= {copies[path]: text for path, text in before.files.items()}

    near = [match.nearest for match in before.against(after).new()]

    assert None not in near
    assert len(near) == len(before.baseline.entries)
    assert all(one.path in before.files for one in chain(near) if one)
