"""The CI gate: one scan, one run of the mission-critical suite, one decision with every reason.

`modes` says how strict a gate is by default, `comparison` what a pull request is compared with, `missions`
runs the mission-critical tests, `conditions` and `decision` put it all into one verdict. It is written down
by `document` (the report file, kept by `archive`), `text` (for a log) and `summary` (for a page).

The gate neither scans nor prints by itself: its door, `ssot gate`, hands it a report and delivers what it
says.
"""

from __future__ import annotations

from pytest_ssot.gate.conditions import Condition, Kind, State
from pytest_ssot.gate.decision import Decision
from pytest_ssot.gate.modes import Mode

__all__ = ["Condition", "Decision", "Kind", "Mode", "State"]
