"""The configuration of one judgement, with the default of every key."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path

from pytest_ssot.model import Level, Severity

USUAL_PLACE = "baselines/ssot.json"
"""Where a baseline is kept that nobody configured, relative to the root; it is read when it is there."""


class Mode(StrEnum):
    """What a monitoring scan is about: the files that have to do with WebSockets, or all of them."""

    WEBSOCKET = "websocket"
    FULL = "full"


@dataclass(frozen=True)
class RuleSettings:
    """What the configuration says about one rule (`[tool.ssot.rules.<id>]`).

    `owners` replaces the project's owners for this rule; None leaves them as they are. `impact` and
    `references` likewise.
    """

    enabled: bool = True
    severity: Severity | None = None
    owners: tuple[str, ...] | None = None
    impact: str | None = None
    references: tuple[str, ...] | None = None


@dataclass(frozen=True)
class Settings:
    """The configuration of one judgement.

    `roots` are the directories or files to analyse and `exclude` the globs to leave out, both
    relative to `root`. `owners` are globs of paths where the guarded pattern is legitimate;
    `interface` is the dotted or bare name of what everybody else should use. `markers` are the words
    that start an exception: the built-in ones, and after them those that the configuration adds.
    `baseline` is the file of known violations, relative to `root`, "" for the usual place;
    `strict_baseline` lets its stale entries fail, `ratchet` keeps what it knows from growing.
    `generate_reports` lets gate and monitor write report files, `alert_on_critical` lets them raise the
    alarm; `monitoring_interval` is the seconds between two scans.
    """

    root: Path
    enabled: bool = False
    level: Level = Level.STANDARD
    roots: tuple[str, ...] = (".",)
    exclude: tuple[str, ...] = ()
    owners: tuple[str, ...] = ()
    interface: str = "UnifiedAuthInterface"
    impact: str = ""
    references: tuple[str, ...] = ()
    markers: tuple[str, ...] = ("@auth_ssot_exception", "SSOT_EXCEPTION", "JWT_ALLOWED")
    allow_critical_exceptions: tuple[str, ...] = ()
    block_on_warnings: bool = False
    baseline: str = ""
    strict_baseline: bool = False
    ratchet: bool = False
    generate_reports: bool = True
    alert_on_critical: bool = True
    monitoring_interval: int = 300
    monitoring_mode: Mode = Mode.WEBSOCKET
    rules: Mapping[str, RuleSettings] = field(default_factory=dict)

    def rule(self, rule_id: str) -> RuleSettings:
        """What is configured for a rule; the defaults when nothing is."""
        return self.rules.get(rule_id, RuleSettings())
