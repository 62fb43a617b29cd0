"""What a service answered, read without trust in its shape."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pytest_ssot.ci.pull_requests.api import Refused


def mapping(found: object) -> Mapping[str, Any]:
    """The object, or an empty one for anything else."""
    return found if isinstance(found, dict) else {}


def text(found: object) -> str:
    """The text, or an empty one for anything else."""
    return found if isinstance(found, str) else ""


def number(found: object) -> int:
    """The number that names an object; `Refused` when it has none: then it is not what was asked for."""
    named = mapping(found).get("id")
    if not isinstance(named, int):
        raise Refused("the answer is not of the form that the service documents")
    return named
