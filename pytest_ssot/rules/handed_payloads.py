"""Which calls are handed a payload that was decoded, as far as their words tell."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from pytest_ssot.facts import values as v
from pytest_ssot.facts.links import Links, Site
from pytest_ssot.facts.module import ModuleFacts
from pytest_ssot.facts.project import BUILTIN_NAMES
from pytest_ssot.facts.resolved import FunctionRef, Partial
from pytest_ssot.facts.spreading import parts_of, spread
from pytest_ssot.facts.untold import calls_about
from pytest_ssot.facts.values import Imported, Param, Value
from pytest_ssot.rules.cut_trails import behind
from pytest_ssot.rules.json_readers import reads_json

MOST_GIVING = 3
"""Functions that give out what another one has decoded, one after the other."""

MOST_GETTING = 8
"""Files that get what was decoded, of which it is looked at where that leads."""

MOST_ASKING = 40
"""Files that call by one word a function that may give out what was decoded."""


def handed_along(
    links: Links, everything: Sequence[ModuleFacts], decodings: Iterable[tuple[str, Value]]
) -> tuple[frozenset[str], frozenset[str]]:
    """The last words of the calls that are handed a decoded payload, and the functions that give it."""
    words, giving, own = set[str](), set[str](), list(decodings)
    for _ in range(MOST_GIVING if own else 0):
        given: dict[str, list[Value]] = {}
        for path, value in (*own, *_calls_of(everything, giving)):
            given.setdefault(path, []).append(value)
        before = len(giving)
        for module in (one for one in everything if one.path in given):
            held, names = spread(module, given[module.path])
            words.update(handed_words(links, module, held))
            giving |= names & {one.name for one in module.functions if one.name.isidentifier()}
        if len(giving) == before:
            break
    return frozenset(words - {""}), frozenset(giving)


def _calls_of(everything: Sequence[ModuleFacts], names: Iterable[str]) -> Iterator[tuple[str, Value]]:
    """The calls by some names, of which each is that of a function of few modules."""
    for name in names:
        found = [one for one in everything if name in one.calls_by_word]
        if len(found) <= MOST_ASKING:
            yield from ((one.path, fact.value) for one in found for fact in one.calls_by_word[name])


def handed_words(links: Links, module: ModuleFacts, held: Sequence[int]) -> Iterator[str]:
    """The last words of the calls that are handed something that is held by what was decoded.

    What is imported under another name goes by its own as well. What such a call is handed along with it
    may be called by it: `to_thread(parse, payload)`. Calls of what is no part of the project lead nowhere
    else.
    """
    own = {one.name for one in module.functions}
    for fact in module.calls:
        site = Site(module, fact)
        given = (*site.node.args, *(value for _, value in site.node.keywords))
        if any(held[value] for value in given):
            if not _built_in(module, site.node) and not _is_outside(links, module, site.node):
                yield site.word
                yield _own_name(module, site.word)
            for value in given:
                node = module.nodes[value]
                if (
                    isinstance(node, v.Function)
                    and (name := module.functions[node.index].name).isidentifier()
                ):
                    yield name
                elif isinstance(node, v.Imported | v.Name) or (isinstance(node, v.Attr) and node.name in own):
                    yield node.name
                    yield _own_name(module, node.name)


def _is_outside(links: Links, module: ModuleFacts, call: v.Call) -> bool:
    """What is called belongs to a built-in object, or to a module that is not part of the project."""
    node = behind(module, call.callee)
    while isinstance(node, v.Attr | v.Call):
        if isinstance(node, v.Call) and _built_in(module, node) in _CONTAINERS:
            return True
        node = behind(module, node.base if isinstance(node, v.Attr) else node.callee)
    if isinstance(node, v.Imported):
        return links.project.locate(module.path, node.module) is None
    return isinstance(node, v.Const | v.Text | v.Sequence | v.Dict | v.Comprehension)


_CONTAINERS = frozenset(("bytearray", "bytes", "dict", "list", "set", "str"))


def _own_name(module: ModuleFacts, word: str) -> str:
    """The name that something has where it is imported from; "" for what is not imported by a name."""
    bound = module.nodes[module.bindings[word]] if word in module.bindings else None
    return bound.name if isinstance(bound, Imported) else ""


def may_be_parsed(
    links: Links, module: ModuleFacts, decoded: Iterable[Value], readers: frozenset[str], level: int = 0
) -> bool:
    """What some calls of a module give may be parsed there, where it leads, or by who gets it from there.

    Told by words alone, of which many are taken to.
    """
    held, names = spread(module, decoded, _kept_of)
    if _parses(links, module, held, readers):
        return True
    words = names.union(handed_words(links, module, held)) - {""}
    if not readers.isdisjoint(words):
        return True
    giving = names & {function.name for function in module.functions}
    further = sorted({*links.beside(module, giving)} - {module.path}) if level < MOST_GIVING else []
    few = len(further) <= MOST_GETTING
    words = words - giving if few and level < MOST_GIVING else words
    if bool(words) and links.mentions_beside(module, words, readers):
        return True
    for other in filter(None, map(links.project.facts, further if few else ())):
        got = [fact.value for fact in calls_about(other, giving)]
        if got and may_be_parsed(links, other, got, readers, level + 1):
            return True
    return not few


_TELLING = frozenset(
    [
        *("bool", "callable", "hasattr", "hash", "id", "int", "isinstance", "issubclass", "len", "ord"),
        *("float", "all", "any", "print", "range", "sum", "type"),
    ]
)
"""Built-in functions that only tell something about what they are given."""


def _kept_of(module: ModuleFacts, node: v.AnyNode) -> tuple[Value, ...]:
    """What of the operands of a node may be, or be a part of, what it gives."""
    name = _built_in(module, node) if isinstance(node, v.Call) else ""
    return () if name in _TELLING or name.endswith("Error") else parts_of(node)


def _built_in(module: ModuleFacts, call: v.Call) -> str:
    """The name of the built-in function or class that is called; "" for anything else."""
    callee = module.nodes[call.callee]
    if not isinstance(callee, v.Name) or callee.name in module.bindings:
        return ""
    return callee.name if callee.name in BUILTIN_NAMES else ""


def may_parse(
    links: Links, module: ModuleFacts, decoded: Iterable[Value], readers: frozenset[str]
) -> tuple[frozenset[str], frozenset[str]]:
    """The files that may parse what some calls of a module give, as far as words tell; who gives it there.

    `readers` are the words of calls that parse. In a small project, all files that hold one of them.
    """
    if links.few_files:
        return frozenset({module.path, *links.beside(module, readers, readers)}), frozenset()
    found, given, waiting = set[str](), set[str](), {module.path: (module, set(decoded))}
    for _ in range(MOST_GIVING):
        further: dict[str, tuple[ModuleFacts, set[Value]]] = {}
        for one, values in waiting.values():
            held, names = spread(one, values)
            if _parses(links, one, held, readers):
                found.add(one.path)
            giving = names & {function.name for function in one.functions}
            given |= giving
            found.update(links.beside(one, names - giving, readers))
            for other, value in (*_getting(links, one, giving), *_entered(links, one, held)):
                further.setdefault(other.path, (other, set()))[1].add(value)
        waiting = further
    return frozenset(found), frozenset(filter(str.isidentifier, given))


def _parses(links: Links, module: ModuleFacts, held: Sequence[int], readers: frozenset[str]) -> bool:
    sites = (
        site
        for site in links.spelled(module, readers)
        if any(map(held.__getitem__, module.handed(site.node)))
    )
    return any(reads_json(links, site) for site in sites)


def _getting(
    links: Links, module: ModuleFacts, giving: frozenset[str]
) -> Iterator[tuple[ModuleFacts, Value]]:
    """The calls in other files of the functions of a module that give what was decoded."""
    for name in sorted(giving):
        for path in links.beside(module, frozenset([name])):
            other = links.project.facts(path) if path != module.path else None
            if other is not None:
                yield from ((other, fact.value) for fact in other.calls_by_word.get(name, ()))


def _entered(links: Links, module: ModuleFacts, held: Sequence[int]) -> Iterator[tuple[ModuleFacts, Value]]:
    """The parameters of the functions that are handed something held by what was decoded."""
    for fact in module.calls:
        site = Site(module, fact)
        if any(held[value] for value in module.handed(site.node)):
            links.resolver.ask()
            called = links.called(site)
            handed = (each for one in called if isinstance(one, Partial) for each in one.callee)
            for one in (*called, *handed):
                if isinstance(one, FunctionRef):
                    for value in one.module.places.of(Param):
                        if getattr(one.module.nodes[value], "function", -1) == one.index:
                            yield one.module, value
