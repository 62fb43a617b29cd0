"""Scan the project once, keep a report, and compare with what was seen before.

The whole project is judged. With --monitor-websocket, the usual choice, the scan reports on the files that
have to do with WebSockets: those whose path or text says so, and violations anywhere that lead into them.
--full-scan reports on all of it. SSOT_MONITORING_MODE chooses when no option does.

What ssot_monitoring_baseline.json knows does not count, critical violations excepted; --save-baseline writes
it. The report is kept below reports/ssot_compliance.
"""

from __future__ import annotations

import argparse

from pytest_ssot.cli import exits
from pytest_ssot.cli.arguments import add_archive, add_level, add_reports, add_root, listed_formats, positive

TYPE_CHECKING = False  # importing typing would cost more than `ssot --help` does
if TYPE_CHECKING:
    from pytest_ssot.cli.world import World

_NOT_YET = (
    "continuous monitoring is not there yet, and nothing was scanned: leave out --continuous for a single "
    "scan, which cron or a scheduled pipeline can repeat"
)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What to look at, and where the report goes."""
    mode = parser.add_mutually_exclusive_group()
    mode.add_argument(
        "--monitor-websocket", action="store_true", help="report on what has to do with WebSockets"
    )
    mode.add_argument("--full-scan", action="store_true", help="report on the whole project")
    parser.add_argument("--continuous", action="store_true", help="scan again and again (not there yet)")
    parser.add_argument(
        "--interval", metavar="SECONDS", type=positive, help="the pause between two scans of --continuous"
    )
    parser.add_argument(
        "--save-baseline", action="store_true", help="remember what there is: only what is new counts then"
    )
    add_level(parser, "how strict the verdict is")
    add_root(parser)
    add_archive(parser, "reports/ssot_compliance")
    add_reports(parser)


closing = listed_formats
"""What the formats are, for the end of the help."""


def run(arguments: argparse.Namespace, world: World) -> int:
    """Scan once; what there is not yet is said, not played."""
    from pytest_ssot.cli.outputs import wished_outputs

    outputs = wished_outputs(arguments, world)
    if outputs is None:
        return exits.USAGE
    if arguments.continuous:
        world.note(_NOT_YET)
        return exits.NO_VERDICT
    from pytest_ssot.cli.watching import scan

    return scan(arguments, outputs, world)
