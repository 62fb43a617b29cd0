"""Handlers of errors that only tokens with a right signature lead to: an expired one, of another audience."""

from __future__ import annotations

from collections.abc import Iterator

from pytest_ssot.facts import values as v
from pytest_ssot.facts.links import Links, Site
from pytest_ssot.facts.module import ModuleFacts
from pytest_ssot.facts.resolved import NO_FRAMES, External, Frames, Resolved, Row
from pytest_ssot.facts.values import NOTHING, Value
from pytest_ssot.rules.libraries import ERRORS_IN_CLAIMS, TOP_LEVEL
from pytest_ssot.rules.same_tokens import identity, token_of


def claim_handlers(links: Links, check: Site) -> frozenset[Value]:
    """The handlers around a library's check that are only reached once the signature was found right.

    Not if the same `try` hands other tokens to the library.
    """
    fact, module = check.fact, check.module
    handlers = [one for one in module.places.caught if one >= fact.tried] if fact.tried else []
    if not handlers or not all(_is_of_library(one) for one in links.callees(check)):
        return frozenset()
    token = identity(module, token_of(check))
    for other in module.calls_in.get(fact.function, ()):
        site = Site(module, other)
        same = other.value == fact.value or not other.tried
        if same or identity(module, token_of(site)) in (token, None):
            continue
        if reads_by_library(links, site):
            return frozenset()
    return frozenset(one for one in handlers if is_about_claims(links, check, _kind(check, one)))


_READING = ("decode", "decode_complete", "validate", "verify", "deserialize", "verify_jwt")
"""The last words of calls that read a token."""


def reads_by_library(links: Links, site: Site) -> bool:
    """A call has a library read a token."""
    return site.word.endswith(_READING) and any(_is_of_library(one) for one in links.callees(site))


def is_about_claims(links: Links, site: Site, kind: Value) -> bool:
    """`except kind` only catches errors that are raised after the signature has been found right."""
    found = list(each_kind(links, site.module, kind)) if kind != NOTHING else []
    return bool(found) and all(isinstance(one, External) and one.path in ERRORS_IN_CLAIMS for one in found)


def _kind(check: Site, handler: Value) -> Value:
    node = check.module.nodes[handler]
    return node.left if isinstance(node, v.Compare) else NOTHING


def _is_of_library(callee: Resolved) -> bool:
    return isinstance(callee, External) and callee.path.partition(".")[0] in TOP_LEVEL


def each_kind(
    links: Links, module: ModuleFacts, kind: Value, frames: Frames = NO_FRAMES
) -> Iterator[Resolved]:
    """The exceptions that `except kind` names."""
    for one in links.value(module, kind, frames):
        if isinstance(one, Row):
            yield from (item for items in one.items for item in items)
        else:
            yield one
