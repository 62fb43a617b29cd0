"""Code that stands in a text and is executed."""

from __future__ import annotations

from collections.abc import Iterator

from pytest_ssot.facts.links import Links, Site
from pytest_ssot.facts.resolved import External, Known, Resolved, needs_of
from pytest_ssot.rules.decisions import follow

_EXECUTING = ("builtins.exec", "builtins.eval")


def executed_texts(links: Links, site: Site) -> Iterator[str]:
    """The constant texts that a call executes, also those that callers make of their words."""
    if site.word not in ("exec", "eval") or not site.node.args:
        return
    source = site.node.args[0]
    if any(isinstance(one, External) and one.path in _EXECUTING for one in links.callees(site)):
        for seen in follow(links, site, lambda at: needs_of(links.value(at.module, source, at.frames))):
            for held in links.value(site.module, source, seen.site.frames):
                yield from _texts(held)


def _texts(source: Resolved) -> Iterator[str]:
    """A constant text, also when it was compiled before."""
    if isinstance(source, Known) and isinstance(source.value, str):
        yield source.value
    elif isinstance(source, External) and source.path == "builtins.compile()" and source.arguments:
        for inner in source.arguments.get(0, "source"):
            yield from _texts(inner)
