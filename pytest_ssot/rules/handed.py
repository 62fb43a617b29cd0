"""The libraries' callables handed about as values, and which callers can tell where they end up."""

from __future__ import annotations

from collections.abc import Iterable

import msgspec

from pytest_ssot.facts import values as v
from pytest_ssot.facts.links import Links, Site, Telling
from pytest_ssot.facts.module import ModuleFacts
from pytest_ssot.facts.operands import operands
from pytest_ssot.facts.resolved import FunctionKey, Parameter
from pytest_ssot.facts.uses import users
from pytest_ssot.rules.token_calls import (
    ASKED_BY_NAME,
    PARTIALS,
    TELLING,
    WORDS,
    hands_over_callables,
    known_paths,
    speaks_of_tokens,
)
from pytest_ssot.rules.token_cuts import is_imported

MOST_OPERANDS = 60
"""Operations looked through for a callable in what a call hands over."""

_ASKING = ("attrgetter", "methodcaller")
"""What gives something that asks whatever it is handed for what a text names."""

_LOOKING = frozenset(["getattr", "hasattr", "isinstance", "issubclass", "callable", "id", "repr", "str"])


class Handed(msgspec.Struct, frozen=True):
    """Where a library's callables are used as values, so that calls of anything given may be theirs.

    `words` are what they may be called, `files` those that use them so, by their groups.
    """

    words: frozenset[str]
    files: dict[str, list[str]]

    def near(self, links: Links, module: ModuleFacts) -> frozenset[str]:
        """What they may be called in a module; nothing where nobody may have handed one to."""
        files = self.files.get(links.group(module.path), ())
        homes = frozenset(map(_home, files))
        near = _home(module.path) in homes or any(links.holds(module.path, one) for one in homes)
        return self.words if near and any(links.related(one, module.path) for one in files) else frozenset()


def _home(path: str) -> str:
    return path.partition("/")[0] if "/" in path else ""


def handed_about(links: Links, modules: Iterable[ModuleFacts]) -> Handed:
    """Where a library's callables are used as values in a project."""
    called = links.spellings(WORDS)
    files: dict[str, list[str]] = {}
    for module in modules:
        if _hands_about(links, module, called):
            files.setdefault(links.group(module.path), []).append(module.path)
    words = {*WORDS, *PARTIALS, "methodcaller"} if files else set[str]()
    spellings = links.spellings(words) | links.spellings_of_results(words) | links.givers(words)
    return Handed(spellings, files)


def _hands_about(links: Links, module: ModuleFacts, words: frozenset[str]) -> bool:
    for fact in (one for word in _ASKING for one in module.calls_by_word.get(word, ())):
        asked = module.handed(Site(module, fact).node)
        if any(getattr(module.nodes[one], "value", None) in words for one in asked):
            return True
    for fact in module.calls_by_word.get(ASKED_BY_NAME, ()):
        given = Site(module, fact).node.args
        if given and is_imported(module, given[0]) and _is_handed_on(module, fact.value):
            links.resolver.ask()
            if any(known_paths(links, one) for one in links.value(module, fact.value)):
                return True
    for number in module.places.of(v.Attr, v.Name, v.Imported):
        if getattr(module.nodes[number], "name", "") in words and _is_handed_on(module, number):
            links.resolver.ask()
            if any(known_paths(links, one) for one in links.value(module, number)):
                return True
    return False


def _is_handed_on(module: ModuleFacts, value: v.Value) -> bool:
    """Something else is done with what a name stands for than calling it and reading its attributes."""
    imported = isinstance(module.nodes[value], v.Imported)
    found = users(module, value)
    return (not found and not imported) or not all(
        isinstance(one, v.Attr)
        or (isinstance(one, v.Call) and (value not in module.handed(one) or _only_looks(module, one)))
        or (imported and isinstance(one, v.Phi | v.Choice))  # bound by one of several imports
        for one in found
    )


def _only_looks(module: ModuleFacts, call: v.Call) -> bool:
    """A call of a builtin that keeps nothing of what it is handed, and calls none of it."""
    callee = module.nodes[call.callee]
    return isinstance(callee, v.Name) and callee.name in _LOOKING


def telling_callers(
    links: Links, site: Site, key: FunctionKey, wanted: frozenset[Parameter], *, handed: frozenset[str]
) -> Telling | None:
    """Which callers of a function can tell more about a call that depends on `wanted`; None for all.

    What is called matters only if it may be a library's callable, and keywords that are handed on
    as a whole only if one of them says something about verification.
    """
    module = links.project.facts(key[0])
    if module is None or key[1] < 0 or speaks_of_tokens(links, site) or site.word in handed:
        return None
    if hands_over_callables(links, site, handed):
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
            case v.Call(callee=callee) if getattr(site.module.nodes[callee], "name", "") == ASKED_BY_NAME:
                return True
        queue.extend(operands(node))
    return bool(queue)
