"""Where a string is cut at its dots, and whether what is taken is more than a token's header."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cached_property

from pytest_ssot.facts import values as v
from pytest_ssot.facts.links import Links, Site
from pytest_ssot.facts.module import MODULE, CallFacts, ModuleFacts
from pytest_ssot.facts.operands import operands
from pytest_ssot.facts.resolved import External, Known
from pytest_ssot.facts.screening import DOTTED
from pytest_ssot.facts.spreading import spread
from pytest_ssot.facts.uses import Origin, users
from pytest_ssot.facts.values import NOTHING, Value

KEEPING = frozenset(
    [
        *("encode", "decode", "strip", "lstrip", "rstrip", "replace", "ljust", "rjust", "zfill", "join"),
        *("format", "translate", "removeprefix", "removesuffix", "lower", "upper", "str", "bytes"),
        *("bytearray", "memoryview", "tobytes", "list", "tuple", "dict", "map", "zip", "filter", "reversed"),
        *(
            "iter",
            "enumerate",
            "next",
            "get",
            "pop",
            "group",
            "groups",
            "items",
            "values",
            "copy",
            "partial",
            "cast",
        ),
        *("to_bytes", "to_str", "force_bytes", "force_str", "ensure_bytes", "ensure_str", "smart_bytes"),
    ]
)
"""Calls whose result still is, or holds, the text they are handed."""

MOST_OPERANDS = 200
"""Operations looked through for a cut in what a call hands over."""

_CUTS = frozenset(["split", "rsplit", "partition", "rpartition", "index", "find", "rindex", "rfind"])

_MATCHES = frozenset(["match", "fullmatch", "search", "findall", "finditer"])

_FROM_THE_RIGHT = frozenset(["rsplit", "rpartition"])


def cuts(origin: Origin) -> bool:
    """A node cuts a string at its dots."""
    node = origin.node
    if not isinstance(node, v.Call):
        return False
    callee = origin.module.nodes[node.callee]
    if isinstance(callee, v.Attr) and callee.name in _CUTS and _at_dots(origin.module, node):
        return not (callee.name in _FROM_THE_RIGHT and origin.indexes[:1] == (0,))
    return False


def token_of(module: ModuleFacts, value: Value) -> Value:
    """The text that a cut, or a cut of what another leaves, takes a part of; NOTHING if it is not told."""
    found = NOTHING
    for _ in range(MOST_CUTS):
        node = module.nodes[value]
        if isinstance(node, v.Item | v.Slice):
            value = node.base
            continue
        callee = module.nodes[node.callee] if isinstance(node, v.Call) else None
        if not isinstance(node, v.Call) or not isinstance(callee, v.Attr):
            break
        if callee.name in _MATCHES and node.args:  # `pattern.match(text)`, `re.match(pattern, text)`
            value = found = node.args[-1]
            continue
        if callee.name not in _CUTS:
            break
        of_module = _is_imported(module, callee.base)
        if of_module and len(node.args) < len(("pattern", "text")):
            break
        value = found = node.args[1] if of_module else callee.base
    return found if found == NOTHING else value


def _is_imported(module: ModuleFacts, value: Value) -> bool:
    """A module that is cut with: `re.split(…)`."""
    node = module.nodes[value]
    if isinstance(node, v.Name) and node.name in module.bindings:
        node = module.nodes[module.bindings[node.name]]
    return isinstance(node, v.Imported)


MOST_WRAPPERS = 2
"""Functions that hand each other what another file has cut."""

MOST_WRAPPING = 8
"""Files that call a function, of which it is looked at who calls theirs."""


def may_be_cut(links: Links, module: ModuleFacts, function: int, level: int = 0) -> bool:
    """What a function is given may have been cut at its dots by the files that call it, as far as words tell.

    Functions that hand it on may hold no dot themselves, beside it or in other files.
    """
    paths = links.calling(module, function)
    if any(links.holds(path, DOTTED) for path in paths):
        return True
    if level == MOST_WRAPPERS or len(paths) > MOST_WRAPPING:
        return False
    name = module.functions[function].name
    for other in filter(None, map(links.project.facts, paths)):
        calls = other.calls_by_word.get(name, ())
        callers = {fact.function for fact in calls if _hands_on(other, fact)} - {MODULE}
        around = sorted(one for one in callers if other is not module or one != function)
        if any(may_be_cut(links, other, one, level + 1) for one in around):
            return True
    return False


def _hands_on(module: ModuleFacts, fact: CallFacts) -> bool:
    """A call is handed what its own function is."""
    call = module.nodes[fact.value]
    handed = module.handed(call) if isinstance(call, v.Call) else ()
    return any(isinstance(module.root(value), v.Param) for value in handed)


MOST_CUTS = 8
"""Cuts of what other cuts leave that are followed."""


def cuts_payload(links: Links, module: ModuleFacts, value: Value, indexes: tuple[int, ...]) -> bool:
    """A node cuts a string at its dots, and what is taken from it is not just the header."""
    node = module.nodes[value]
    if not isinstance(node, v.Call):
        return False
    callee = module.nodes[node.callee]
    if isinstance(callee, v.Attr) and isinstance(module.nodes[callee.base], v.Const):
        return False
    if _parts_of_two(module, value, node):
        return False
    if isinstance(callee, v.Attr) and callee.name in _CUTS and _at_dots(module, node):
        if _begins_with_a_word(module, value):
            return False
        if indexes[:1] != (0,):
            return True
        # Cut from the right, the first part holds the payload as well, but only to be cut again.
        return callee.name not in _FROM_THE_RIGHT and _is_rest(module, callee.base)
    links.resolver.ask()
    for held in links.value(module, node.callee):
        if isinstance(held, External) and held.path.startswith("re."):
            made = held.base.arguments if isinstance(held.base, External) else None
            texts = made.get(0, "pattern") if made is not None else ()
            return any(_is_dotted_pattern(module, argument) for argument in node.args[:1]) or any(
                isinstance(one, Known) and "\\." in str(one.value) for one in texts
            )
    return False


def _parts_of_two(module: ModuleFacts, value: Value, node: v.Call) -> bool:
    """A string that is cut at every dot is taken for two parts; a token has three (RFC 7515, section 7.1)."""
    parts = users(module, value)
    callee = module.nodes[node.callee]
    if isinstance(callee, v.Attr) and _is_cut_off(module, callee.base):
        return False
    unpacked = all(isinstance(one, v.Item) and module.span(one.key) == one.at for one in parts)
    return len(node.args) == 1 and not node.keywords and unpacked and len(parts) == 2


def _begins_with_a_word(module: ModuleFacts, value: Value) -> bool:
    """The first part is called, or compared with, a version or the like: a token begins with a header."""
    first = {id(one) for one in users(module, value) if isinstance(one, v.Item) and _is_first(module, one)}
    if first and not first.isdisjoint(module.places.once(("no header",), lambda: _other_words(module))):
        return True
    near = range(value, min(value + MOST_NEAR, len(module.nodes))) if first else ()
    numbers = (number for number in near if id(module.nodes[number]) in first)
    compared = (user for number in numbers for user in users(module, number) if isinstance(user, v.Compare))
    return any(
        isinstance(one, v.Const) and isinstance(one.value, str) and not one.value.startswith(_HEADER)
        for user in compared
        for one in (module.nodes[user.left], module.nodes[user.right])
    )


def _other_words(module: ModuleFacts) -> frozenset[int]:
    """What functions call by a word that is none for a header, by the identity of its node."""
    names = ((name, held) for one in module.functions for name, held in one.variables.items())
    return frozenset(id(module.root(held)) for name, held in names if name in _NO_HEADER)


_NO_HEADER = frozenset(["version", "ver", "prefix", "scheme", "salt", "nonce", "iv", "namespace"])
"""What nobody calls the header of a token."""


def _is_first(module: ModuleFacts, node: v.Item) -> bool:
    key = module.nodes[node.key]
    return isinstance(key, v.Const) and key.value == 0


MOST_NEAR = 400
"""Operations after a cut that are looked through for what is done with its first part."""

_HEADER = "ey"
"""What the encoded text of a JSON object begins with."""


def _is_cut_off(module: ModuleFacts, value: Value) -> bool:
    """A string is itself a part of one that was cut."""
    node = module.root(value)
    while isinstance(node, v.Call):
        callee = module.nodes[node.callee]
        if not isinstance(callee, v.Attr) or callee.name not in KEEPING:
            return False
        node = module.root(callee.base)
    return isinstance(node, v.Item | v.Slice)


def _is_rest(module: ModuleFacts, value: Value) -> bool:
    """The string that is cut is itself what another cut left over."""
    node = module.nodes[value]
    if isinstance(node, v.Item):
        base = module.nodes[node.base]
        key = module.nodes[node.key]
        cut = isinstance(base, v.Call) and isinstance(module.nodes[base.callee], v.Attr)
        return cut and isinstance(key, v.Const) and key.value != 0
    return False


def _at_dots(module: ModuleFacts, node: v.Call) -> bool:
    given = [module.nodes[value] for value in (*node.args, *(value for _, value in node.keywords))]
    return any(isinstance(one, v.Const) and one.value in (".", b".") for one in given)


def _is_dotted_pattern(module: ModuleFacts, value: Value) -> bool:
    node = module.nodes[value]
    return isinstance(node, v.Const) and isinstance(node.value, str | bytes) and "\\." in str(node.value)


class CutTrail:
    """What is cut at its dots in a project, as far as words tell: what else need not be looked at."""

    def __init__(self, links: Links, modules: Iterable[ModuleFacts]) -> None:
        self._links = links
        self._modules = modules

    def may_hand_over(self, site: Site) -> bool:
        """A call may be handed a part of something that was cut, or what its own function was handed.

        What a library cuts is no concern of those who use it.
        """
        if self._links.project.is_of_library(site.module.path):
            return False
        queue = [*site.node.args, *(value for _, value in site.node.keywords)]
        seen: set[Value] = set()
        while queue and len(seen) < MOST_OPERANDS:
            value = queue.pop()
            if value not in seen:
                seen.add(value)
                if self._tells(site.module, value):
                    return True
                queue.extend(_made_of(site.module, value))
        return bool(queue)

    def _tells(self, module: ModuleFacts, value: Value) -> bool:
        node = module.nodes[value]
        match node:
            case v.Param() | v.Free() | v.Element():
                return True
            case v.Call():
                return _dotted(module, node)
            case v.Attr(name=name) | v.Name(name=name):
                return name in self._names
            case v.Imported(module=target, name=name):
                path = self._links.project.locate(module.path, target) if name else None
                return name in self._names or (path is not None and self._links.holds(path, DOTTED))
        return False

    @cached_property
    def _names(self) -> frozenset[str]:
        """What the parts are called, and the functions that give them."""
        found = frozenset(name for module in self._modules for name in _names_of_parts(module))
        return found | self._links.spellings_of_results(found)


def _names_of_parts(module: ModuleFacts) -> frozenset[str]:
    cut = [fact.value for fact in module.calls if _dotted(module, module.nodes[fact.value])]
    return spread(module, cut)[1] if cut else frozenset()


def _dotted(module: ModuleFacts, node: v.AnyNode) -> bool:
    """A call that is given a dot, or a pattern with one."""
    given = (*node.args, *(value for _, value in node.keywords)) if isinstance(node, v.Call) else ()
    texts = (module.nodes[value] for value in given)
    return any(
        isinstance(one, v.Const) and (one.value in (".", b".") or "\\." in str(one.value)) for one in texts
    )


def _made_of(module: ModuleFacts, value: Value) -> Iterator[Value]:
    node = module.nodes[value]
    if isinstance(node, v.Bound):
        yield from (module.iterables[slot] for slot in (node.slot,) if slot in module.iterables)
    yield from operands(node)
