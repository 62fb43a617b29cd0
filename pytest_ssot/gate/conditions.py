"""What has to hold for a gate to open, one condition each."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Kind(StrEnum):
    """What a condition is about."""

    CRITICAL = "critical"
    ERROR = "error"
    WARNING = "warning"
    BASELINE = "baseline"
    REGRESSION = "regression"
    MISSION_CRITICAL = "mission-critical"


class State(StrEnum):
    """Whether a condition holds; with `UNKNOWN`, nothing could find out."""

    MET = "met"
    FAILED = "failed"
    UNKNOWN = "unknown"


@dataclass(frozen=True)
class Condition:
    """One condition with how it stands, in words; without `is_required` it blocks nothing."""

    kind: Kind
    state: State
    message: str
    is_required: bool = True

    @property
    def blocks(self) -> bool:
        """Whether it keeps the gate closed."""
        return self.is_required and self.state is not State.MET
