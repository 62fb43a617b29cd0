"""Configurations of applications, which the project's own code fills and everybody asks for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pytest_ssot.facts.resolved import Alternatives, External, Known, Resolved
from pytest_ssot.facts.writes import written

if TYPE_CHECKING:
    from pytest_ssot.facts.resolve import Resolver

APPLICATIONS = ("flask.Flask().config", "flask.current_app.config")
"""Mappings that hold what the project's own code puts there."""


def put_by_application(resolver: Resolver, base: External, key: Resolved) -> Alternatives:
    """What code assigns to the entry of an outside mapping, such as an application's configuration."""
    if not isinstance(key, Known):
        return ()
    if base.path in APPLICATIONS:
        resolver.touch(str(key.value))
        resolver.fillers.update((word, "config") for word in ("from_object", "from_mapping"))
    return written(resolver, base, str(key.value), item=True)[1]
