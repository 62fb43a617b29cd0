"""Configurations of applications, which the project's own code fills and everybody asks for."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from pytest_ssot.facts.classes import lineage
from pytest_ssot.facts.resolved import Alternatives, ClassRef, External, Instance, Known, ModuleRef, Resolved
from pytest_ssot.facts.values import COPIED
from pytest_ssot.facts.writes import copied_into, written

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


def names_put(resolver: Resolver, base: External, prefix: str) -> list[str]:
    """The names with a prefix that code puts into an outside mapping, as far as files were read."""
    resolver.sought.update((COPIED, "[config]"))
    resolver.touch("config")
    resolver.fillers.update((word, "config") for word in ("from_object", "from_mapping"))
    names = set(resolver.writes)
    for source in copied_into(resolver, base):
        names.update(_names_of(resolver, source))
    return sorted(name for name in names if name.startswith(prefix))


def _names_of(resolver: Resolver, source: Resolved) -> Iterator[str]:
    """The names that an object gives where it fills a mapping."""
    if isinstance(source, ModuleRef) and source.facts is not None:
        yield from source.facts.bindings
    cls = source.cls if isinstance(source, Instance) else source
    for owner in lineage(resolver, cls) if isinstance(cls, ClassRef) else ():
        if isinstance(owner, ClassRef):
            yield from owner.module.classes[owner.index].attributes
