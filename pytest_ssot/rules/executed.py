"""Code that stands in a text and is executed."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from itertools import islice

from pytest_ssot.facts.fragments import words_in
from pytest_ssot.facts.links import Links, Site
from pytest_ssot.facts.module import Fragment
from pytest_ssot.facts.resolved import External, Known, Parameter, Resolved, needs_of
from pytest_ssot.facts.values import Value
from pytest_ssot.rules.decisions import follow
from pytest_ssot.rules.judged_calls import may_be_told
from pytest_ssot.rules.libraries import UNVERIFIED_KEY

Spelled = Callable[[tuple[Fragment, ...]], Iterator[tuple[Fragment, str]]]

_EXECUTING = ("builtins.exec", "builtins.eval")


def executed(links: Links, site: Site, spelled: Spelled) -> Iterator[tuple[Fragment, str]]:
    """The first of what is `spelled` in each text that a call executes, also in those that callers make."""

    def first(text: str) -> list[tuple[Fragment, str]]:
        site.module.effort.spend(len(text))
        return list(islice(spelled(words_in(text)), 1))

    for text in _executed_texts(links, site):
        yield from site.module.places.once(("executed", text), partial(first, text))


def _executed_texts(links: Links, site: Site) -> Iterator[str]:
    if site.word not in ("exec", "eval") or not site.node.args:
        return
    source = site.node.args[0]
    if any(isinstance(one, External) and one.path in _EXECUTING for one in links.callees(site)):
        for seen in follow(links, site, lambda at: _open(links, at, source)):
            for held in links.value(site.module, source, seen.site.frames):
                yield from (one for one in _texts(held) if links.can_go_through(site.module, len(one)))


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
