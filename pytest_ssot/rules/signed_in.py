"""Views for those alone who are signed in, and the function of the project that tells who that is."""

from __future__ import annotations

from collections.abc import Iterator

from pytest_ssot.facts import values as v
from pytest_ssot.facts.classes import lineage
from pytest_ssot.facts.links import Links, Site
from pytest_ssot.facts.places import decorator_words
from pytest_ssot.facts.resolved import ClassRef, External, FunctionRef
from pytest_ssot.facts.seen_calls import is_test
from pytest_ssot.rules.own_tokens import is_property

_REQUIRING = {
    "starlette.authentication.requires": "starlette.authentication.AuthenticationBackend",
    "flask_login.login_required": "",
    "flask_login.utils.login_required": "",
}
"""Decorators of views, and what those are derived from that tell who makes a request."""

_LOADING = "request_loader"
"""What makes a function one that tells who makes a request."""

_PERMISSIONS = "permission_classes"
_PERMISSION, _AUTHENTICATION = "rest_framework.permissions.IsAuthenticated", "rest_framework.authentication."


def authenticator_of(links: Links, site: Site) -> FunctionRef | None:
    """The only function that tells who makes a request, if the view of a call is only for those signed in."""
    base = _required(links, site)
    if base is None:
        return None
    found = list(_loaders(links) if not base else authenticators(links, base))
    return found[0] if len(found) == 1 else None


def _required(links: Links, site: Site) -> str | None:
    """What those are derived from that tell who makes a request; None if the view is for everybody."""
    module, function = site.module, site.module.functions[site.fact.function]
    for value in function.decorators:
        node = module.nodes[value]
        asked = node.callee if isinstance(node, v.Call) else value
        for one in links.value(module, asked):
            if isinstance(one, External) and one.path in _REQUIRING:
                return _REQUIRING[one.path]
    above = lineage(links.resolver, ClassRef(module, function.owner, {})) if function.owner >= 0 else ()
    for one in above:
        held = one.module.classes[one.index].attributes if isinstance(one, ClassRef) else {}
        if isinstance(one, ClassRef) and _PERMISSIONS in held:
            row = one.module.root(held[_PERMISSIONS])
            items = row.items if isinstance(row, v.Sequence) else ()
            given = [each for item in items for each in links.value(one.module, item)]
            asked_for = any(isinstance(each, External) and each.path == _PERMISSION for each in given)
            return _AUTHENTICATION if asked_for else None
    return None


def _loaders(links: Links) -> Iterator[FunctionRef]:
    for module in links.modules:
        for index, function in enumerate(module.functions) if not is_test(module.path) else ():
            if _LOADING in decorator_words(module, function) and not is_property(module, index):
                yield FunctionRef(module, index, {})


def authenticators(links: Links, base: str) -> Iterator[FunctionRef]:
    """The methods of classes below one that begins with `base`, which are asked who makes a request."""
    yield from methods_below(links, "authenticate", (base,))


def methods_below(links: Links, word: str, bases: tuple[str, ...]) -> Iterator[FunctionRef]:
    """The methods of a name, of the program's classes below a library's that begins with one of `bases`."""
    for one in links.methods(word):
        if is_test(one.module.path):
            continue
        above = lineage(links.resolver, ClassRef(one.module, one.facts.owner, {}))
        if any(isinstance(each, External) and each.path.startswith(bases) for each in above):
            yield one
