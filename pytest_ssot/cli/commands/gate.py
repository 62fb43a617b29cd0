"""Decide whether a build may go on: scan, mission-critical tests, comparison, one verdict.

The project that is checked out is judged once, and the mission-critical tests are run on the result: the
suite that ships with the tool, and the project's own in tests/mission_critical. Every reason that keeps the
gate closed is named.

The mode says how strict a gate is: deployment-gate strict, pr-validation standard, the other two as
configured. --environment decides instead (production strict, staging standard, development permissive), and
--compliance-level before both. In pr-validation, only what is new since the base of the pull request counts,
and critical violations always.

Branch, commit, pull request and base are found in the environment of GitHub Actions, GitLab CI, Jenkins,
Cloud Build, CircleCI, Azure and Bitbucket pipelines; options win. A report is written below
reports/ci_compliance.
"""

from __future__ import annotations

import argparse

from pytest_ssot.cli import exits
from pytest_ssot.cli.arguments import (
    ENVIRONMENTS,
    MODES,
    add_archive,
    add_known,
    add_level,
    add_reports,
    add_root,
    listed_formats,
    positive,
)

TYPE_CHECKING = False  # importing typing would cost more than `ssot --help` does
if TYPE_CHECKING:
    from pytest_ssot.cli.world import World

_TEST_SECONDS = 600


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What the gate is for, what it is about, and where its report goes."""
    parser.add_argument(
        "--mode",
        type=str.lower,
        choices=MODES,
        default="manual-validation",
        help="what the gate is for (default: %(default)s)",
    )
    add_level(parser, "how strict it is, whatever the mode")
    parser.add_argument(
        "--environment",
        type=str.lower,
        choices=ENVIRONMENTS,
        help="where to deploy to, which decides on the level",
    )
    _add_build(parser)
    add_root(parser)
    add_known(parser)
    parser.add_argument(
        "--test-timeout",
        metavar="SECONDS",
        type=positive,
        default=_TEST_SECONDS,
        help="how long the mission-critical tests may take (default: %(default)s)",
    )
    parser.add_argument(
        "--use-cache",
        action="store_true",
        help="believe what earlier runs learned (.pytest_cache/d/ssot), which a checkout could bring along",
    )
    add_archive(parser, "reports/ci_compliance")
    parser.add_argument(
        "--no-publish", action="store_true", help="tell the pull request nothing, even where a token is"
    )
    add_reports(parser)


def _add_build(parser: argparse.ArgumentParser) -> None:
    build = parser.add_argument_group("the build", "found in the environment of the CI system; options win")
    build.add_argument("--branch", metavar="NAME", type=_text, help="the branch with the change")
    build.add_argument(
        "--target-branch", metavar="NAME", type=_text, help="the branch it is to be merged into"
    )
    build.add_argument("--pr-number", metavar="NUMBER", type=_number, help="the pull or merge request")
    build.add_argument("--base", metavar="REV", type=_text, help="what to compare with (origin/main)")
    build.add_argument("--commit-sha", metavar="SHA", type=_text, help="the commit that is judged")


closing = listed_formats
"""What the formats are, for the end of the help."""


def run(arguments: argparse.Namespace, world: World) -> int:
    """Decide, tell everybody, and put the decision into an exit code."""
    from pytest_ssot.cli.outputs import wished_outputs

    outputs = wished_outputs(arguments, world)
    if outputs is None:
        return exits.USAGE
    from pytest_ssot.cli.announcing import announce, announce_failure
    from pytest_ssot.cli.gating import ask, decide, open_asked
    from pytest_ssot.errors import SsotError

    question = ask(arguments, world)
    try:
        project = open_asked(question, arguments, world)
        decision = decide(question, project, arguments, world)
    except SsotError as problem:
        announce_failure(question, str(problem), arguments, world)
        raise
    announce(decision, project, outputs, arguments, world)
    return int(decision.outcome)


def _text(text: str) -> str | None:
    """Workflows hand on what may be empty: then nothing was said."""
    return text.strip() or None


def _number(text: str) -> int | None:
    return positive(text) if text.strip() else None
