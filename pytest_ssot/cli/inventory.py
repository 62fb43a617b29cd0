"""All suppressions of a project: what each permits, and how old it is."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import TYPE_CHECKING

from pytest_ssot.cli.project import Project
from pytest_ssot.cli.world import World
from pytest_ssot.errors import SsotError
from pytest_ssot.model import Suppression
from pytest_ssot.suppressions import Review, review

if TYPE_CHECKING:
    from pytest_ssot.trees import Tree
    from pytest_ssot.trees.blame import Authored


@dataclass(frozen=True)
class Listed:
    """A suppression with its standing and, if git knows it, when its line was written."""

    review: Review
    authored: Authored | None = None


@dataclass(frozen=True)
class Inventory:
    """Suppressions by location; `ageless` says why none has an age, "" when git was asked."""

    listed: tuple[Listed, ...]
    today: date
    ageless: str = ""


def take(project: Project, world: World, revision: str | None = None) -> Inventory:
    """The suppressions of what is judged; the history of `revision`, by default `HEAD`, dates their lines."""
    reviews = _reviews(project, world)
    if not reviews:
        return Inventory((), world.today)
    try:
        ages = _ages(project, world, revision or "HEAD", [one.marker for one in reviews])
    except SsotError as problem:
        return Inventory(tuple(map(Listed, reviews)), world.today, str(problem))
    return Inventory(tuple(Listed(one, ages.get(_place(one.marker))) for one in reviews), world.today)


def _reviews(project: Project, world: World) -> list[Review]:
    from pytest_ssot.cli.judging import check_project
    from pytest_ssot.rules import all_rules

    report = check_project(project, world)
    found = review(
        [assessment.violation for assessment in report.assessments],
        _markers(project.tree, project.settings.markers),
        settings=project.settings,
        today=world.today,
        rule_ids=[rule.id for rule in all_rules()],
    )
    chosen = project.selection
    return [one for one in found if chosen is None or chosen.covers(one.marker.location.path)]


def _markers(tree: Tree, words: tuple[str, ...]) -> Iterator[Suppression]:
    """The markers of all files that mention one of the words."""
    from pytest_ssot.facts.decoding import decode
    from pytest_ssot.facts.markers import find_markers
    from pytest_ssot.facts.parse import parse

    for path in tree.paths():
        data = tree.read(path)
        if not isinstance(data, bytes):
            continue
        text = data.decode() if data.isascii() else decode(data).text
        if any(word in text for word in words):
            yield from find_markers(parse(path, data), path, words)


def _ages(
    project: Project, world: World, revision: str, markers: Iterable[Suppression]
) -> Mapping[tuple[str, int], Authored]:
    """When the lines of markers were written; those that are not committed yet are missing."""
    from pytest_ssot.trees.blame import authored
    from pytest_ssot.trees.commit import CommitTree
    from pytest_ssot.trees.git import open_repository
    from pytest_ssot.trees.revisions import resolve

    repository = open_repository(project.settings.root, world.environ)
    commit = resolve(repository, revision)
    if not commit.is_commit:
        raise SsotError(f"{revision} has no history")
    recorded = CommitTree(repository, commit.oid)
    found: dict[tuple[str, int], Authored] = {}
    for path, inside in groupby(markers, key=lambda marker: marker.location.path):
        before, now = recorded.read(path), project.tree.read(path)
        if isinstance(before, bytes) and isinstance(now, bytes):
            lines = {marker.location.line for marker in inside}
            dated = authored(repository, commit.oid, path, lines, before=before, now=now)
            found |= {(path, line): one for line, one in dated.items()}
    return found


def _place(marker: Suppression) -> tuple[str, int]:
    return marker.location.path, marker.location.line
