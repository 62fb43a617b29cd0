"""Everybody who waits for a gate is told: the log, the files, the service that runs the build."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from pytest_ssot.ci import LOCAL, Build
from pytest_ssot.ci.pull_requests import Publication, publish, publish_failure
from pytest_ssot.ci.steps import append_summary, set_outputs, summary_room
from pytest_ssot.cli.delivery import Mishaps, deliver, screen_for
from pytest_ssot.cli.outputs import STANDARD, Output
from pytest_ssot.cli.project import repository_prefix, root_of
from pytest_ssot.cli.streams import mention
from pytest_ssot.errors import SsotError
from pytest_ssot.formats import github
from pytest_ssot.formats.text.counts import plural
from pytest_ssot.formats.text.markdown import inline
from pytest_ssot.formats.text.origin import Origin
from pytest_ssot.gate import summary, text
from pytest_ssot.gate.archive import DIRECTORY, NAME, keep
from pytest_ssot.gate.conditions import Kind
from pytest_ssot.gate.decision import Decision, Outcome
from pytest_ssot.gate.document import render
from pytest_ssot.gate.modes import Mode
from pytest_ssot.model import Severity

if TYPE_CHECKING:
    import argparse

    from pytest_ssot.cli.gating import Question
    from pytest_ssot.cli.project import Project
    from pytest_ssot.cli.world import World
    from pytest_ssot.formats.text.style import Options

_FOR_PEOPLE = ("full", "concise")
_MOST_ERRORS = 10


def announce(
    decision: Decision,
    project: Project,
    outputs: Sequence[Output],
    arguments: argparse.Namespace,
    world: World,
) -> None:
    """Tell the decision; `SsotError` afterwards, when something could not be written."""
    mishaps = Mishaps()
    screen = screen_for(arguments, project.settings, world, link(decision.build))
    alerted = decision.outcome is Outcome.CRITICAL and project.settings.alert_on_critical
    archived = ""
    with mishaps.kept():
        archived = _keep(decision, project, arguments, world, alerted=alerted)
    publication = _published(decision, screen, arguments, world)
    published = publication.lines
    on_screen = next((output.format for output in outputs if output.path == STANDARD), "")
    is_read = on_screen in _FOR_PEOPLE
    with mishaps.kept():
        deliver(decision.told, outputs, screen, world)
    here = _from_here(archived, world)
    with mishaps.kept():
        _say(_lines(decision, screen, here, published, quiet=arguments.quiet), world, aside=not is_read)
    if decision.build.provider == "github":
        is_shown = on_screen == "github" or publication.is_annotated
        _say(_annotations(decision, screen, at_places=not is_shown), world, aside=not is_read)
    if alerted:
        world.note(f"ALERT: {_alarm(decision)}")
    _leave(decision, screen, archived, published, world)
    mishaps.tell()


def announce_failure(question: Question, why: str, arguments: argparse.Namespace, world: World) -> None:
    """Tell that there is no verdict: the pull request, the summary; the message is for the door to print."""
    published: tuple[str, ...] = ()
    if _is_wanted(question.mode, question.build, arguments):
        published = _failure_published(question.build, why, arguments, world).lines
    for line in published:
        world.note(line)
    with _noted("outputs", world):
        set_outputs(world.environ, {"outcome": Outcome.UNKNOWN.name.lower(), "exit-code": "3"})
    with _noted("summary", world):
        if summary_room(world.environ):
            lines = "\n".join(f"- {inline(line)}" for line in (*why.splitlines(), *published))
            append_summary(world.environ, f"# ❔ SSOT {question.mode}: no verdict\n\n{lines}\n")


def link(build: Build) -> str:
    """Where a line can be read on the service that hosts the repository; "" when that is not known."""
    if not (build.server_url and build.repository and build.commit):
        return ""
    place = f"{build.server_url}/{build.repository}"
    known = {
        "github": f"{place}/blob/{build.commit}/{{path}}#L{{line}}-L{{end_line}}",
        "gitlab": f"{place}/-/blob/{build.commit}/{{path}}#L{{line}}-{{end_line}}",
        "bitbucket": f"{place}/src/{build.commit}/{{path}}#lines-{{line}}:{{end_line}}",
    }
    return known.get(build.service, "")


def _keep(
    decision: Decision, project: Project, arguments: argparse.Namespace, world: World, *, alerted: bool
) -> str:
    """Where the report is kept; "" when none is wanted."""
    if arguments.no_report or not (arguments.report_dir or project.settings.generate_reports):
        return ""
    root = project.settings.root
    directory = Path(world.cwd, arguments.report_dir) if arguments.report_dir else root / DIRECTORY
    moment = datetime.now(UTC)
    return str(keep(directory, NAME, render(decision, moment, alerted=alerted), moment))


def _from_here(path: str, world: World) -> str:
    """A path as this reader finds it."""
    try:
        return path and os.path.relpath(path, world.cwd)
    except ValueError:  # on Windows: another drive
        return path


def _published(
    decision: Decision, screen: Options, arguments: argparse.Namespace, world: World
) -> Publication:
    """What the pull request was told of the verdict, and what not; the verdict does not depend on it."""
    if not _is_wanted(decision.mode, decision.build, arguments):
        return Publication()
    return publish(decision.build, decision.told, world.environ, screen.origin)


def _failure_published(build: Build, why: str, arguments: argparse.Namespace, world: World) -> Publication:
    try:
        prefix = repository_prefix(root_of(world, wished=arguments.root))
    except SsotError:
        return Publication(missed=("everything: which project this is about could not be found out",))
    return publish_failure(build, why, world.environ, Origin(prefix))


def _is_wanted(mode: Mode, build: Build, arguments: argparse.Namespace) -> bool:
    if arguments.no_publish or build.provider == LOCAL:
        return False
    return mode is Mode.PR_VALIDATION and build.pull_request is not None


def _lines(
    decision: Decision, screen: Options, archived: str, published: Sequence[str], *, quiet: bool
) -> str:
    if quiet and decision.outcome is Outcome.OPEN:
        return ""
    told = text.render(decision, screen.style, archived=archived, published=published)
    return told if quiet else f"\n{told}"


def _say(lines: str, world: World, *, aside: bool) -> None:
    """Where standard output is for a program, people read the other one."""
    if aside:
        mention(world.stderr, lines)
    else:
        world.say(lines)


def _annotations(decision: Decision, screen: Options, *, at_places: bool) -> str:
    """The violations at their places, and what else keeps the gate closed, within GitHub's limits.

    Those `at_places` would be shown twice where the pull request or the log has them already.
    """
    lines = github.render(decision.report, replace(screen, summary=False)) if at_places else ""
    counts = decision.report.verdict.counts
    shown = counts[Severity.CRITICAL] + counts[Severity.ERROR]
    kind = "error" if shown < _MOST_ERRORS else "notice"
    others = list(_other_reasons(decision))
    return lines + (f"{github.command(kind, {'title': 'ssot gate'}, others)}\n" if others else "")


def _other_reasons(decision: Decision) -> Iterator[str]:
    at_places = (Kind.CRITICAL, Kind.ERROR, Kind.WARNING)
    for condition in decision.reasons:
        if condition.kind not in at_places:
            yield f"{text.LABELS[condition.kind]}: {condition.message}"


def _alarm(decision: Decision) -> str:
    number = decision.report.verdict.counts[Severity.CRITICAL]
    return f"{plural(number, 'critical violation')}: stop the deployment and escalate now"


def _leave(
    decision: Decision, screen: Options, archived: str, published: Sequence[str], world: World
) -> None:
    """What a step of GitHub Actions leaves to the page of its run and to later steps."""
    with _noted("outputs", world):
        set_outputs(world.environ, _outputs(decision, archived))
    with _noted("summary", world):
        if room := summary_room(world.environ):
            append_summary(world.environ, summary.render(decision, screen.origin, room, published))


@contextmanager
def _noted(what: str, world: World) -> Iterator[None]:
    """What a runner does not take is said, and changes nothing."""
    try:
        yield
    except OSError as problem:
        world.note(f"the step's {what} cannot be written: {problem.strerror}")


def _outputs(decision: Decision, archived: str) -> dict[str, str]:
    counts = decision.report.verdict.counts
    return {
        "outcome": decision.outcome.name.lower(),
        "exit-code": str(int(decision.outcome)),
        "level": decision.level.value,
        "critical": str(counts[Severity.CRITICAL]),
        "errors": str(counts[Severity.ERROR]),
        "warnings": str(counts[Severity.WARNING]),
        "report": archived,
    }
