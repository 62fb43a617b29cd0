"""How strict a gate is: by its level, by its environment, or by what it is for."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType

from pytest_ssot.model import Level


class Mode(StrEnum):
    """What a gate is for."""

    DEPLOYMENT_GATE = "deployment-gate"
    PR_VALIDATION = "pr-validation"
    BRANCH_PROTECTION = "branch-protection"
    MANUAL_VALIDATION = "manual-validation"


class Environment(StrEnum):
    """Where something is deployed to."""

    PRODUCTION = "production"
    STAGING = "staging"
    DEVELOPMENT = "development"


BY_ENVIRONMENT: Mapping[Environment, Level] = MappingProxyType({
    Environment.PRODUCTION: Level.STRICT,
    Environment.STAGING: Level.STANDARD,
    Environment.DEVELOPMENT: Level.PERMISSIVE,
})  # fmt: skip

BY_MODE: Mapping[Mode, Level] = MappingProxyType({
    Mode.DEPLOYMENT_GATE: Level.STRICT,
    Mode.PR_VALIDATION: Level.STANDARD,
})  # fmt: skip
"""The others take the configured level."""

_VARIABLE = "SSOT_COMPLIANCE_LEVEL"


@dataclass(frozen=True)
class ChosenLevel:
    """A level and what decided on it; None leaves it to the settings."""

    level: Level | None
    source: str


def choose_level(
    mode: Mode, level: Level | None, environment: Environment | None, environ: Mapping[str, str]
) -> ChosenLevel:
    """The level of a gate: options before the environment variable, that before what the mode is used to."""
    if level is not None:
        return ChosenLevel(level, "--compliance-level")
    if environment is not None:
        return ChosenLevel(BY_ENVIRONMENT[environment], f"--environment {environment}")
    if environ.get(_VARIABLE, "").strip():
        return ChosenLevel(None, _VARIABLE)
    if mode in BY_MODE:
        return ChosenLevel(BY_MODE[mode], f"the default of {mode}")
    return ChosenLevel(None, "the configuration")
