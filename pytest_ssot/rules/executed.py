"""Code that stands in a text and is executed."""

from __future__ import annotations

from collections.abc import Iterator

from pytest_ssot.facts.links import Links, Site
from pytest_ssot.facts.resolved import External, Known, Parameter, Resolved, needs_of
from pytest_ssot.facts.values import Value
from pytest_ssot.rules.decisions import follow
from pytest_ssot.rules.judged_calls import may_be_told
from pytest_ssot.rules.libraries import UNVERIFIED_KEY

_EXECUTING = ("builtins.exec", "builtins.eval")


def executed_texts(links: Links, site: Site) -> Iterator[str]:
    """The constant texts that a call executes, also those that callers make of their words."""
    if site.word not in ("exec", "eval") or not site.node.args:
        return
    source = site.node.args[0]
    if any(isinstance(one, External) and one.path in _EXECUTING for one in links.callees(site)):
        for seen in follow(links, site, lambda at: _open(links, at, source)):
            for held in links.value(site.module, source, seen.site.frames):
                yield from _texts(held)


def _open(links: Links, site: Site, source: Value) -> frozenset[Parameter]:
    """The parameters that an executed text is made of, if somebody may write such a text."""
    found = needs_of(links.value(site.module, source, site.frames))
    return found if found and may_be_told(links, site, {UNVERIFIED_KEY, "verify"}) else frozenset()


def _texts(source: Resolved) -> Iterator[str]:
    """A constant text, also when it was compiled before."""
    if isinstance(source, Known) and isinstance(source.value, str):
        yield source.value
    elif isinstance(source, External) and source.path == "builtins.compile()" and source.arguments:
        for inner in source.arguments.get(0, "source"):
            yield from _texts(inner)
