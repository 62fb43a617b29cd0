"""The libraries' callables handed about as values, and which callers can tell where they end up."""

from __future__ import annotations

from collections.abc import Iterable

import msgspec

from pytest_ssot.facts import values as v
from pytest_ssot.facts.links import Links, Site, Telling
from pytest_ssot.facts.module import ModuleFacts
from pytest_ssot.facts.operands import operands
from pytest_ssot.facts.resolved import FunctionKey, Parameter
from pytest_ssot.rules.token_calls import PARTIALS, TELLING, WORDS, known_paths, speaks_of_tokens

MOST_OPERANDS = 60
"""Operations looked through for a callable in what a call hands over."""


class Handed(msgspec.Struct, frozen=True):
    """Where a library's callables are used as values, so that calls of anything given may be theirs.

    `words` are what they may be called, `homes` the top directories of the files that use them so.
    """

    words: frozenset[str]
    homes: frozenset[str]

    def near(self, links: Links, module: ModuleFacts) -> frozenset[str]:
        """What they may be called in a module; nothing where nobody may have handed one to."""
        home = _home(module.path)
        near = home in self.homes or any(links.holds(module.path, one) for one in self.homes)
        return self.words if near else frozenset()


def _home(path: str) -> str:
    return path.partition("/")[0] if "/" in path else ""


def handed_about(links: Links, modules: Iterable[ModuleFacts]) -> Handed:
    """Where a library's callables are used as values in a project."""
    homes = {_home(module.path) for module in modules if _hands_about(links, module)}
    words = {*WORDS, *PARTIALS, "methodcaller"} if homes else set[str]()
    return Handed(links.spellings(words) | links.spellings_of_results(words), frozenset(homes))


def _hands_about(links: Links, module: ModuleFacts) -> bool:
    called = {module.nodes[fact.value].callee for fact in module.calls}  # type: ignore[union-attr]
    for number, node in enumerate(module.nodes):
        if number not in called and isinstance(node, v.Attr | v.Name | v.Imported) and node.name in WORDS:
            links.resolver.ask()
            if any(known_paths(links, one) for one in links.value(module, number)):
                return True
    return False


def telling_callers(
    links: Links, site: Site, key: FunctionKey, wanted: frozenset[Parameter], *, handed: frozenset[str]
) -> Telling | None:
    """Which callers of a function can tell more about a call that depends on `wanted`; None for all.

    What is called matters only if it may be a library's callable, and keywords that are handed on
    as a whole only if one of them says something about verification.
    """
    module = links.project.facts(key[0])
    if module is None or key[1] < 0 or speaks_of_tokens(links, site):
        return None
    names = {name for path, index, name in wanted if (path, index) == key}
    if any(one.kind == "**" and one.name in names for one in module.functions[key[1]].parameters):
        return _gives_telling_keyword
    return HandsOver(handed)


def _gives_telling_keyword(site: Site) -> bool:
    return any(name in TELLING for name, _ in site.node.keywords)


class HandsOver(msgspec.Struct, frozen=True):
    """Tells which calls may hand over something that is called by one of `words`."""

    words: frozenset[str]

    def __call__(self, site: Site) -> bool:
        """One of the arguments may be such a thing, or hold it."""
        return may_hand_over(site, self.words)


def may_hand_over(site: Site, words: frozenset[str]) -> bool:
    """One of the arguments may be, or hold, something that is called by one of `words`."""
    queue = [*site.node.args, *(value for _, value in site.node.keywords)]
    for value in (queue.pop() for _ in range(MOST_OPERANDS) if queue):
        node = site.module.nodes[value]
        match node:
            case v.Param() | v.Free() | v.Star() | v.Element() | v.Bound() | v.Function() | v.Class():
                return True
            case v.Attr(name=name) | v.Name(name=name) | v.Imported(name=name) if name in words:
                return True
            case v.Const(value=str() as text) if text in words:
                return True
        queue.extend(operands(node))
    return bool(queue)
