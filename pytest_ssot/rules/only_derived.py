"""Classes of which nobody makes objects: their methods are those of objects of derived classes."""

from __future__ import annotations

from pytest_ssot.facts.classes import lineage
from pytest_ssot.facts.links import Links, Site
from pytest_ssot.facts.resolved import ClassRef, External


def only_derived_from(links: Links, site: Site) -> bool:
    """Nobody makes objects of the class itself whose method makes a call."""
    function = site.module.functions[site.fact.function]
    cls = ClassRef(site.module, function.owner, {})
    return not links.uses(cls) or (_is_abstract(links, cls) and not _is_called(links, cls))


def _is_abstract(links: Links, cls: ClassRef) -> bool:
    return any(isinstance(one, External) and one.path == "abc.ABC" for one in lineage(links.resolver, cls))


def _is_called(links: Links, cls: ClassRef) -> bool:
    """Something is called by the name of a class."""
    name = cls.module.classes[cls.index].name
    return any(name in one.calls_by_word for one in links.group_of(cls.module))


__all__ = ["only_derived_from"]
