"""Executes cases against the real libraries and says whether each label is true."""

from __future__ import annotations

import importlib.util
import json
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.proof.case import Case, Expectation

WORKER = Path(__file__).with_name("worker.py")
OLD_PYJWT = Path(__file__).parents[2] / "build" / "proof" / "pyjwt-1.7.1"
ACCIDENTS = (
    "builtins.NameError",
    "builtins.AttributeError",
    "builtins.ImportError",
    "builtins.SyntaxError",
    "builtins.ModuleNotFoundError",
    "builtins.UnboundLocalError",
    "builtins.RecursionError",
)


@dataclass(frozen=True)
class Outcome:
    """What a case did: whether the valid token passed, which forged ones did, what was raised."""

    valid: bool
    accepted: tuple[str, ...]
    errors: Mapping[str, str]
    broken: str = ""

    @property
    def accidents(self) -> tuple[str, ...]:
        """Errors that no library raises on purpose: the case itself is wrong."""
        return tuple(error for error in self.errors.values() if error.startswith(ACCIDENTS))


@dataclass(frozen=True)
class Proof:
    """A case with its outcomes: as shipped, and with its environment set when it has one."""

    case: Case
    shipped: Outcome
    switched: Outcome | None = None

    @property
    def complaint(self) -> str:
        """Why the label is not true, or nothing when execution establishes it."""
        if self.shipped.broken or (self.switched and self.switched.broken):
            return self.shipped.broken or "broken once the environment is set"
        if self.shipped.accidents and not self.shipped.accepted:
            return f"fails by accident: {self.shipped.accidents[0]}"
        return _complaint(self.case, self.shipped, self.switched)


def _complaint(case: Case, shipped: Outcome, switched: Outcome | None) -> str:
    if case.expectation is Expectation.BYPASS:
        return "" if shipped.accepted else f"no forged token is accepted: {dict(shipped.errors)}"
    if shipped.accepted:
        return f"forged tokens are accepted: {', '.join(shipped.accepted)}"
    if case.expectation is Expectation.INERT:
        return ""
    if case.reads and not shipped.valid:
        return f"the valid token is rejected: {shipped.errors.get('valid', 'no claims returned')}"
    if case.expectation is Expectation.DOUBT and not (switched and switched.accepted):
        return "the environment does not switch the check off"
    return ""


def missing(case: Case) -> tuple[str, ...]:
    """The libraries the case needs that are not installed."""
    return tuple(name for name in case.libraries if importlib.util.find_spec(name) is None)


def prove(cases: Sequence[Case]) -> tuple[Proof, ...]:
    """Every case run in its own fork of a process that has the libraries loaded.

    What needs PyJWT alone runs in a process of its own: forking a small one is several times cheaper.
    """
    small = [case for case in cases if set(case.libraries) <= {"jwt"}]
    large = [case for case in cases if not set(case.libraries) <= {"jwt"}]
    proofs = {proof.case.name: proof for group in (small, large) if group for proof in _prove(group)}
    return tuple(proofs[case.name] for case in cases)


def _prove(cases: Sequence[Case]) -> tuple[Proof, ...]:
    switched = [case for case in cases if case.environment]
    outcomes = execute([*((case, {}) for case in cases), *((case, case.environment) for case in switched)])
    second = dict(zip((case.name for case in switched), outcomes[len(cases) :], strict=True))
    return tuple(
        Proof(case, outcome, second.get(case.name))
        for case, outcome in zip(cases, outcomes[: len(cases)], strict=True)
    )


def execute(runs: Sequence[tuple[Case, Mapping[str, str]]], path: Sequence[Path] = ()) -> tuple[Outcome, ...]:
    """The outcome of each case under its environment, with `path` in front of the libraries."""
    request = {
        "path": [str(directory) for directory in path],
        "libraries": sorted({library for case, _ in runs for library in case.libraries}),
        "cases": [_request(case, environment) for case, environment in runs],
    }
    ran = subprocess.run(
        [sys.executable, "-W", "ignore", str(WORKER)],
        input=json.dumps(request),
        capture_output=True,
        text=True,
        timeout=600,
        check=False,
    )
    if ran.returncode:
        raise RuntimeError(f"the proof worker failed:\n{ran.stderr}")
    return tuple(_outcome(json.loads(line)) for line in ran.stdout.splitlines())


def _request(case: Case, environment: Mapping[str, str]) -> dict[str, Any]:
    return {
        "files": {**case.files, **case.hidden},
        "algorithm": case.algorithm,
        "environment": dict(environment),
    }


def _outcome(said: Mapping[str, Any]) -> Outcome:
    if "broken" in said:
        return Outcome(False, (), {}, said["broken"])
    return Outcome(said["valid"], tuple(said["accepted"]), said["errors"])
