"""Where a string is cut at its dots, and whether what is taken is more than a token's header."""

from __future__ import annotations

import re
from itertools import chain

from pytest_ssot.facts import values as v
from pytest_ssot.facts.links import Links, Site
from pytest_ssot.facts.module import ModuleFacts
from pytest_ssot.facts.resolved import External, Known, Partial, Resolved
from pytest_ssot.facts.uses import Origin, users
from pytest_ssot.facts.values import NOTHING, Value
from pytest_ssot.rules.compared_parts import compared_with

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
            "islice",
            "chain",
            "from_iterable",
            "deque",
            "popleft",
            "sorted",
            "max",
            "min",
        ),
        *("to_bytes", "to_str", "force_bytes", "force_str", "ensure_bytes", "ensure_str", "smart_bytes"),
    ]
)
"""Calls whose result still is, or holds, the text they are handed."""

CUTS = frozenset(["split", "rsplit", "partition", "rpartition", "index", "find", "rindex", "rfind"])

MATCHES = frozenset(["match", "fullmatch", "search", "findall", "finditer"])

_IN_TWO = ("partition", "rpartition")

_FROM_THE_RIGHT = frozenset(["rsplit", "rpartition"])


def cuts(links: Links, origin: Origin) -> bool:
    """A node cuts a string at its dots."""
    word = _word_of_cut(links, origin.module, origin.node)
    return bool(word) and not (word in _FROM_THE_RIGHT and origin.indexes[:1] == (0,))


def _word_of_cut(links: Links, module: ModuleFacts, node: v.AnyNode) -> str:
    """The word of what cuts a string at its dots, such as `split`; "" for any other node."""
    if not isinstance(node, v.Call):
        return ""
    callee = module.nodes[node.callee]
    if isinstance(callee, v.Attr):
        at_dots = callee.name in CUTS and (_at_dots(links, module, node) or _from_dots(links, module, callee))
        return callee.name if at_dots else ""
    if not isinstance(callee, v.Call | v.Name | v.Free):
        return ""
    return max(map(_word_of_prepared, links.value(module, node.callee)), default="")


def _word_of_prepared(held: Resolved) -> str:
    """The same of `partial(str.split, sep=".")` and `methodcaller("split", ".")`."""
    if not isinstance(held, Partial):
        return ""
    given = chain(*held.arguments.positional, *held.arguments.keywords.values())
    known = [one.value for one in given if isinstance(one, Known)]
    paths = {one.path.rpartition(".")[2] for one in held.callee if isinstance(one, External)}
    words = CUTS.intersection(known if "<methodcaller>" in paths else paths)
    return max(words, default="") if any(dot in known for dot in _DOTS) else ""


def _from_dots(links: Links, module: ModuleFacts, callee: v.Attr) -> bool:
    """What is cut has something else in the place of its dots: `raw.replace(".", " ").split()`."""
    base = module.nodes[callee.base]
    word = module.nodes[base.callee] if isinstance(base, v.Call) else None
    if not isinstance(base, v.Call) or not isinstance(word, v.Attr) or word.name != "replace":
        return False
    return bool(base.args) and _is_dot(links, module, base.args[0])


def token_of(module: ModuleFacts, value: Value) -> Value:
    """The text that a cut, or a cut of what another leaves, takes a part of; NOTHING if it is not told."""
    found = NOTHING
    for _ in range(MOST_CUTS):
        node = module.nodes[value]
        if isinstance(node, v.Item | v.Slice):
            value = node.base
            continue
        callee = module.nodes[node.callee] if isinstance(node, v.Call) else None
        if found == NOTHING and isinstance(node, v.Call) and not isinstance(callee, v.Attr):
            return node.args[0] if len(node.args) == 1 else NOTHING  # what cuts it was prepared
        if not isinstance(node, v.Call) or not isinstance(callee, v.Attr):
            break
        if callee.name in MATCHES and node.args:  # `pattern.match(text)`, `re.match(pattern, text)`
            value = found = node.args[-1]
            continue
        if callee.name == "replace":
            value = found = callee.base
            continue
        if callee.name not in CUTS:
            break
        of_module = is_imported(module, callee.base)
        if of_module and len(node.args) < len(("pattern", "text")):
            break
        value = found = node.args[1] if of_module else callee.base
    return found


def is_imported(module: ModuleFacts, value: Value) -> bool:
    """A module that is cut with: `re.split(…)`."""
    node = module.nodes[value]
    if isinstance(node, v.Name) and node.name in module.bindings:
        node = module.nodes[module.bindings[node.name]]
    return isinstance(node, v.Imported)


MOST_CUTS = 8
"""Cuts of what other cuts leave that are followed."""


def cuts_payload(links: Links, origin: Origin) -> bool:
    """A node cuts a string at its dots, and what is taken from it is not just the header."""
    module, value, indexes = origin.module, origin.value, origin.indexes
    node = module.nodes[value]
    if not isinstance(node, v.Call):
        return False
    callee = module.nodes[node.callee]
    if isinstance(callee, v.Attr) and isinstance(module.nodes[callee.base], v.Const):
        return False
    if parts_of_two(module, value, node):
        return False
    if word := _word_of_cut(links, module, node):
        if begins_with_a_word(module, value) or _ends_otherwise(module, value, indexes):
            return False
        if indexes[:1] != (0,):
            return not (word == "split" and indexes and indexes[0] > DOTS)  # a footer, a tag
        # Cut from the right, the first part holds the payload as well, but only to be cut again.
        rest = isinstance(callee, v.Attr) and _is_rest(links, module, callee.base)
        return word not in _FROM_THE_RIGHT and rest
    links.resolver.ask()
    for held in links.value(module, node.callee):
        if isinstance(held, External) and held.path.startswith("re."):
            made = held.base.arguments if isinstance(held.base, External) else None
            texts = made.get(0, "pattern") if made is not None else ()
            known = [one.value for one in texts if isinstance(one, Known)]
            known += [getattr(module.nodes[argument], "value", None) for argument in node.args[:1]]
            return any(_tells_payload(str(one), origin) for one in known)
    return False


_GROUPS = re.compile(r"\\.|\((?!\?(?!P<))(?:\?P<(\w+)>)?")
"""How an escaped sign or the beginning of a group looks in a pattern, and its name."""


def _tells_payload(pattern: str, origin: Origin) -> bool:
    """A pattern has the dots of a token, and another group is taken than the one before the first of them."""
    plain = _CLASSES.sub("", pattern.replace("[.]", "\\."))
    if not plain.count("\\."):
        return _has_dots(pattern) and origin.indexes[:1] != (0,)
    if _begins_otherwise(pattern):
        return False
    return plain.count("\\.") <= DOTS and not _is_of_header(plain, origin)


def _begins_otherwise(pattern: str) -> bool:
    """What a pattern wants before its first dot begins with another sign than the header of a token."""
    found = _FIRST.match(pattern.partition("\\.")[0])
    return found is not None and not found["sign"].startswith(_HEADER[0])


_FIRST = re.compile(
    r"(\^|\\A|\\b)?(\((\?:|\?P<\w+>)?)*(?P<sign>[A-Za-z0-9]|\\d|\[0-9\])(?![?*{])(\\[dwW]|[^|\s:=\"'/\\])*$"
)
"""The beginning of a pattern without alternatives or blanks, up to a dot: which sign comes first."""


DOTS = 2
"""The dots of a signed token."""

_CLASSES = re.compile(r"\[\^?\]?(?:\\.|[^\]\\])*\]")
"""Classes of signs in a pattern, which may hold a dot."""


def _is_of_header(pattern: str, origin: Origin) -> bool:
    """Of what a pattern has found, a group is taken that ends before its first dot."""
    wanted: object = origin.keys[0] if origin.keys else origin.indexes[0] if origin.indexes else None
    if wanted is None:
        return False
    before = [one for one in _GROUPS.finditer(pattern[: pattern.index("\\.")]) if one[0].startswith("(")]
    return len(before) == 1 and wanted in (0, before[0][1])


def lacks_beginning(origin: Origin) -> bool:
    """Of a part that was cut the first signs are left out, with which one of a token begins: `key[1:]`."""
    module, node = origin.module, origin.node
    if not isinstance(node, v.Slice) or origin.indexes or node.lower == NOTHING or node.upper != NOTHING:
        return False
    start = getattr(module.nodes[node.lower], "value", None)
    part = isinstance(module.root(node.base), v.Element | v.Item | v.Bound)
    return part and isinstance(start, int) and start > 0


def parts_of_two(module: ModuleFacts, value: Value, node: v.Call) -> bool:
    """A string that is cut at every dot is taken for two parts; a token has three (RFC 7515, section 7.1)."""
    parts = users(module, value)
    callee = module.nodes[node.callee]
    if isinstance(callee, v.Attr) and is_cut_off(module, callee.base):
        return False
    unpacked = all(isinstance(one, v.Item) and module.span(one.key) == one.at for one in parts)
    return len(node.args) == 1 and not node.keywords and unpacked and len(parts) == 2


def begins_with_a_word(module: ModuleFacts, value: Value) -> bool:
    """The first part is called, or compared with, a version or the like: a token begins with a header."""
    return module.places.once(("word", str(value)), lambda: _begins_with_a_word(module, value))


def _begins_with_a_word(module: ModuleFacts, value: Value) -> bool:
    first = {id(one) for one in users(module, value) if isinstance(one, v.Item) and is_first(module, one)}
    if first and not first.isdisjoint(
        module.places.once(("no header",), lambda: _words_among(module, _NO_HEADER))
    ):
        return True
    return any(not word.startswith(_HEADER) for word in compared_with(module, value, first))


def _words_among(module: ModuleFacts, words: frozenset[str]) -> frozenset[int]:
    """What functions call by one of some words, by the identity of its node."""
    names = ((name, held) for one in module.functions for name, held in one.variables.items())
    return frozenset(id(module.root(held)) for name, held in names if name in words)


_NO_HEADER = frozenset(
    [
        *("version", "ver", "prefix", "scheme", "salt", "nonce", "iv", "namespace"),
        *("sig", "signature", "encoded_sig", "mac", "hmac", "digest", "checksum"),
    ]
)
"""What nobody calls the header of a token."""


def _ends_otherwise(module: ModuleFacts, value: Value, indexes: tuple[object, ...]) -> bool:
    """Of three parts the third is taken, or is called by, or compared with, a word: a token ends signed.

    Unless the first is called a header, which nothing has but a token.
    """
    parts = [one for one in users(module, value) if isinstance(one, v.Item)]
    third = {id(one) for one in parts if getattr(module.nodes[one.key], "value", None) == PARTS - 1}
    headers = module.places.once(("a header",), lambda: _words_among(module, _A_HEADER))
    of_token = any(id(one) in headers for one in parts if is_first(module, one))
    if not of_token and any(compared_with(module, value, third)):
        return True
    if len(parts) != PARTS or not all(module.span(one.key) == one.at for one in parts):
        return False
    cut = module.nodes[value]
    callee = module.nodes[cut.callee] if isinstance(cut, v.Call) else None
    if isinstance(callee, v.Attr) and callee.name in _IN_TWO and is_cut_off(module, callee.base):
        return False  # the dot is one of the three: `head, dot, payload = signed.partition(".")`
    named = module.places.once(("no signature",), lambda: _words_among(module, _NO_SIGNATURE))
    return indexes[:1] == (PARTS - 1,) or (not of_token and not third.isdisjoint(named))


PARTS = 3
"""What a signed token consists of (RFC 7515, section 7.1)."""

_NO_SIGNATURE = frozenset(
    [
        "crc",
        "checksum",
        "expiry",
        "expires",
        "expires_at",
        "exp",
        "timestamp",
        "ts",
        "version",
        "length",
        "meta",
    ]
)
"""What nobody calls the signature of a token."""

_A_HEADER = frozenset(["header", "hdr", "encoded_header", "header_b64", "b64_header", "jose"])


def is_first(module: ModuleFacts, node: v.Item) -> bool:
    key = module.nodes[node.key]
    return isinstance(key, v.Const) and key.value == 0


_HEADER = "ey"
"""What the encoded text of a JSON object begins with."""


def is_cut_off(module: ModuleFacts, value: Value) -> bool:
    """A string is itself a part of one that was cut."""
    node = module.root(value)
    while isinstance(node, v.Call):
        callee = module.nodes[node.callee]
        if not isinstance(callee, v.Attr) or callee.name not in KEEPING:
            return False
        node = module.root(callee.base)
    return isinstance(node, v.Item | v.Slice)


def part_asked_for(read: Site, cut: Origin) -> Value:
    """The parameter that says which part of a token is taken, where it is read; NOTHING if it is not told."""
    module = cut.module
    parts, states = list[Value](), [cut.value]
    for value in (states.pop() for _ in range(MOST_CUTS) if states):
        for number in module.used_by.of(value):
            node = module.nodes[number]
            if isinstance(node, v.Item) and node.base == value:
                parts.append(node.key)
            elif isinstance(node, v.Refined) or (isinstance(node, v.After) and node.base == value):
                states.append(number)
    told = [one for one in parts if isinstance(module.nodes[one], v.Param)]
    asked = module.nodes[told[0]] if len(told) == len(parts) == 1 and not states else None
    own = read.module is module and isinstance(asked, v.Param) and asked.function == read.fact.function
    return told[0] if own else NOTHING


def _is_rest(links: Links, module: ModuleFacts, value: Value) -> bool:
    """The string that is cut is itself what another cut at a dot left over: `Bearer …` is cut at a space."""
    node = module.nodes[value]
    if not isinstance(node, v.Item):
        return False
    base, key = module.nodes[node.base], module.nodes[node.key]
    return isinstance(key, v.Const) and key.value != 0 and bool(_word_of_cut(links, module, base))


def _at_dots(links: Links, module: ModuleFacts, node: v.Call) -> bool:
    """A call is given a dot, written there or under a name: `raw.split(SEPARATOR)`."""
    given = [*node.args, *(value for _, value in node.keywords)]
    return any(_is_dot(links, module, value) for value in given)


_MAY_BE_DOTS = (v.Name, v.Imported, v.Attr, v.Call, v.Item, v.Text, v.Binary, v.Choice, v.Phi)


def _is_dot(links: Links, module: ModuleFacts, value: Value) -> bool:
    node = module.nodes[value]
    if isinstance(node, v.Param):
        value = default_of(module, node)
        node = module.nodes[value] if value != NOTHING else node
    if isinstance(node, _MAY_BE_DOTS):
        links.resolver.ask()
        return any(isinstance(one, Known) and one.value in _DOTS for one in links.value(module, value))
    return isinstance(node, v.Const) and node.value in _DOTS


def default_of(module: ModuleFacts, node: v.Param) -> Value:
    """What a parameter is if nobody says; NOTHING where somebody has to."""
    parameters = module.functions[node.function].parameters if node.function >= 0 else ()
    return next((one.default for one in parameters if one.name == node.name), NOTHING)


_DOTS = (".", b".")


def _has_dots(pattern: object) -> bool:
    """A pattern has a dot of the text in it, or leaves them out."""
    return isinstance(pattern, str | bytes) and any(one in str(pattern) for one in ("\\.", "[.]", "[^.]"))
