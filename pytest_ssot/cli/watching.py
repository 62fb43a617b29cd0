"""One monitoring scan: the project judged, restricted to what it is about, compared and kept."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec.structs import replace

from pytest_ssot.baseline import Baseline
from pytest_ssot.cli import exits
from pytest_ssot.cli.baselines import Store, find_store
from pytest_ssot.cli.delivery import Mishaps, deliver, screen_for
from pytest_ssot.cli.judging import judge_project
from pytest_ssot.cli.outputs import Output
from pytest_ssot.cli.project import Project, open_project
from pytest_ssot.cli.selection import Selection, restrict
from pytest_ssot.formats import json
from pytest_ssot.formats.text.counts import plural
from pytest_ssot.formats.text.printable import printable
from pytest_ssot.formats.text.style import Options
from pytest_ssot.gate.archive import keep
from pytest_ssot.known import Compared, compare_report
from pytest_ssot.model import Report, Severity
from pytest_ssot.monitor import BASELINE, DIRECTORY, NAME
from pytest_ssot.monitor.focus import websocket_files
from pytest_ssot.renewal import Terms, as_written, notes, update
from pytest_ssot.settings import Mode

if TYPE_CHECKING:
    import argparse

    from pytest_ssot.cli.world import World


def scan(arguments: argparse.Namespace, outputs: Sequence[Output], world: World) -> int:
    """Judge, compare with what was seen before, remember it if asked to, and tell."""
    project = open_project(world, root=arguments.root, level=arguments.level)
    focus = _focus(arguments, project)
    compared = _compared(project, world)
    report = _saved(compared, focus, world) if arguments.save_baseline else compared.report
    if focus is not None:
        whole, report = report, restrict(report, focus, project.judge)
        _tell_rest(whole, report, world)
    mishaps = Mishaps()
    with mishaps.kept():
        deliver(report, outputs, screen_for(arguments, project.settings, world), world)
    wanted = arguments.report_dir or project.settings.generate_reports
    if wanted and not arguments.no_report:
        with mishaps.kept():
            _keep(report, project, arguments, world)
    code = _exit_code(report, project, world)
    mishaps.tell()
    return code


def _focus(arguments: argparse.Namespace, project: Project) -> Selection | None:
    """The files that the scan is about; None for all of them."""
    wished = project.settings.monitoring_mode
    if arguments.monitor_websocket or arguments.full_scan:
        wished = Mode.FULL if arguments.full_scan else Mode.WEBSOCKET
    return None if wished is Mode.FULL else Selection(websocket_files(project.tree), with_traces=True)


def _compared(project: Project, world: World) -> Compared:
    """The judgement, with what the project's baseline and then the monitor's know."""
    report = judge_project(project, world, find_store(project, world, None))
    seen = Store(project.settings.root / BASELINE, BASELINE).load()
    compared = compare_report(report, project.tree, seen or Baseline(), project.settings, place=BASELINE)
    # Without a monitor's baseline, the report keeps what it says about the project's own.
    return compared if seen else replace(compared, report=report)


def _saved(compared: Compared, focus: Selection | None, world: World) -> Report:
    def covers(path: str, severity: Severity) -> bool:  # noqa: ARG001 - all of them are looked at
        return focus is None or focus.covers(path)

    change = update(compared.settings.root / BASELINE, compared, Terms(), covers)
    for note in notes(change, BASELINE):
        world.note(printable(note))
    return as_written(compared, Terms())


def _tell_rest(whole: Report, report: Report, world: World) -> None:
    """A narrow look must not pass for a wide one."""
    if not report.files:
        world.note("no file of this project has to do with WebSockets; --full-scan looks at all of them")
    rest = len(whole.counting) - len(report.counting)
    critical = whole.verdict.counts[Severity.CRITICAL] - report.verdict.counts[Severity.CRITICAL]
    if rest > 0:
        elsewhere = f"{plural(rest, 'violation')} elsewhere not shown, {critical} of them critical"
        world.note(f"{elsewhere}: --full-scan shows all")


def _keep(report: Report, project: Project, arguments: argparse.Namespace, world: World) -> None:
    root = project.settings.root
    directory = Path(world.cwd, arguments.report_dir) if arguments.report_dir else root / DIRECTORY
    path = keep(directory, NAME, json.render(report, Options()), datetime.now(UTC))
    world.note(f"report: {printable(str(path))}")


def _exit_code(report: Report, project: Project, world: World) -> int:
    if report.verdict.ok:
        return exits.CLEAN
    number = report.verdict.counts[Severity.CRITICAL]
    if number and project.settings.alert_on_critical:
        world.note(f"ALERT: {plural(number, 'critical violation')}: escalate now")
    return exits.CRITICAL if number else exits.BLOCKED
