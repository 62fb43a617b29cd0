"""What the exit code of `ssot` says; documented in `ssot --help` and docs/cli.md."""

from __future__ import annotations

CLEAN = 0
"""Nothing blocks."""
BLOCKED = 1
"""New violations exceed what the level allows; none of them is critical."""
CRITICAL = 2
"""There is a new critical violation."""
NO_VERDICT = 3
"""Nothing could be judged, or the report could not be delivered: a message says what to mend."""
USAGE = 64
"""The command line is wrong; unlike argparse's 2, it cannot be taken for a critical violation."""
INTERNAL = 70
"""A bug of ours: the traceback says where."""
INTERRUPTED = 130
"""Stopped by Ctrl-C."""

EXPLAINED = """\
exit codes:
  0    clean: nothing blocks
  1    blocking violations, none of them critical
  2    critical violations
  3    no verdict: broken configuration, unreadable tree, unknown revision, a path that
       does not exist, a report that could not be written
  64   wrong usage of the command line
  70   a bug in ssot itself, with its traceback
  130  interrupted
"""
