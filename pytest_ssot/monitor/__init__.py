"""Watching a project: what a monitoring scan is about, and the monitor for programs.

`focus` says which files have to do with WebSockets. A scan is made by `ssot monitor`; continuous monitoring,
alerts and history have their place here and are not there yet.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pytest_ssot.model import Report

BASELINE = "ssot_monitoring_baseline.json"
"""What a monitor has seen before, in the root of the project; a baseline like any other."""

DIRECTORY = "reports/ssot_compliance"
NAME = "ssot_compliance_report"
"""The report of a scan: `ssot_compliance_report_20261124_093000.json`."""


class SSOTComplianceMonitor:
    """One project under watch."""

    def __init__(self, root: str | os.PathLike[str] = ".", environ: Mapping[str, str] | None = None) -> None:
        self.root = Path(root).absolute()
        self._environ = os.environ if environ is None else environ

    def scan(self) -> Report:
        """The judgement of the project as it is now; `SsotError` when it cannot be judged."""
        from pytest_ssot.check import check
        from pytest_ssot.settings import resolve_settings
        from pytest_ssot.trees.working import WorkingTree

        settings = resolve_settings(self.root, environ=self._environ)
        tree = WorkingTree(self.root, roots=settings.roots, exclude=settings.exclude)
        return check(tree, settings, today=datetime.now().astimezone().date())


__all__ = ["BASELINE", "DIRECTORY", "NAME", "SSOTComplianceMonitor"]
