"""What a call does with a token, told from what it calls and what it hands over."""

from __future__ import annotations

import re
from collections.abc import Iterator, Set

from msgspec.structs import replace

from pytest_ssot.facts import values as v
from pytest_ssot.facts.attributes import attribute
from pytest_ssot.facts.calling import together
from pytest_ssot.facts.links import Links, Site
from pytest_ssot.facts.module import ModuleFacts
from pytest_ssot.facts.resolved import (
    Alternatives,
    Arguments,
    External,
    Known,
    Opaque,
    Partial,
    Resolved,
    Row,
    Table,
    needs_of,
    one_of,
    truth,
)
from pytest_ssot.facts.uses import users
from pytest_ssot.rules.decisions import library_paths, spelled
from pytest_ssot.rules.flags import TOKEN_WORDS, Flag, may_decode, none_allowed, switched, told
from pytest_ssot.rules.libraries import (
    CHECKING,
    NONE_ALLOWED,
    OBJECTS,
    READERS,
    SWITCHES,
    UNVERIFIED_KEY,
    VALIDATORS,
)
from pytest_ssot.rules.token_cuts import default_of


def last_word(path: str) -> str:
    """The name of what a dotted path leads to."""
    return path.rpartition(".")[2]


_SWITCHES = {
    path: tuple(s for s in SWITCHES if path in s.paths) for switch in SWITCHES for path in switch.paths
}
_NONE_ALLOWED = {path: entry for entry in NONE_ALLOWED for path in entry.paths}
_KNOWN = frozenset({*_SWITCHES, *_NONE_ALLOWED, *READERS})
WORDS = frozenset(path.rpartition(".")[2] for path in _KNOWN)
TELLING = frozenset(
    {"", UNVERIFIED_KEY, *(switch.keyword for switch in SWITCHES), *(entry.keyword for entry in NONE_ALLOWED)}
)
_UNBOUND = {path.replace("().", "."): path for path in _KNOWN if "()." in path}
PARTIALS = ("partial", "partialmethod")
_TOKEN_NAME = re.compile(r"token|jwt|jws|bearer|assertion|credential|raw|encoded", re.IGNORECASE)
_READER_WORDS = frozenset(path.rpartition(".")[2] for path in READERS)
_ENTRIES = {
    word: tuple(
        (entry.keyword, entry.positions)
        for entries in (SWITCHES, NONE_ALLOWED)
        for entry in entries
        if word in map(last_word, entry.paths)
    )
    for word in WORDS
}
"""How the libraries' callables of a name are handed what turns verification off: by keyword and position."""


def deciding(path: str) -> frozenset[int | str]:
    """The positions and keywords of the arguments by which a library's callable is told what to verify."""
    found = set[int | str | None]()
    for switch in _SWITCHES.get(path, ()):
        found |= {switch.keyword, *switch.positions}
    if (listed := _NONE_ALLOWED.get(path)) is not None:
        found |= {listed.keyword, *listed.positions, listed.key_keyword, listed.keyless}
    return frozenset(one for one in found if one is not None)


_MAPS = ("map", "starmap", "imap", "imap_unordered")


def known_paths(links: Links, callee: Resolved) -> tuple[str, ...]:
    """The entries of the library data that calling `callee` amounts to."""
    paths = tuple(path.removesuffix("().__init__") for path in library_paths(links, callee))
    if isinstance(callee, Opaque) and callee.source == "unresolved":
        paths = (*paths, spelled(callee))
    return tuple(path for path in paths if path in _KNOWN)


def variants(links: Links, callee: Resolved, given: Arguments) -> Iterator[tuple[Resolved, Arguments]]:
    """The calls that a call amounts to: partial, unbound and by-name calls as the plain ones they are."""
    if isinstance(callee, Partial):
        merged = together(callee.arguments, given)
        for one in callee.callee:
            yield from variants(links, one, merged)
    elif isinstance(callee, External) and callee.path == "<methodcaller>" and len(given.positional) > 1:
        name, *args, receiver = given.positional
        rest = replace(given, positional=tuple(args))
        for base in receiver:
            for word in name:
                if isinstance(word, Known):
                    for method in attribute(links.resolver, base, str(word.value)):
                        yield from variants(links, method, rest)
    elif isinstance(callee, External) and callee.path in _UNBOUND and given.positional:
        yield External(_UNBOUND[callee.path]), replace(given, positional=given.positional[1:])
    else:
        yield callee, given


def handed_over(links: Links, callee: Resolved, given: Arguments) -> Iterator[tuple[Resolved, Arguments]]:
    """Library callables among the arguments, with what they will be called with.

    `executor.submit(jwt.decode, …)` and `to_thread(jwt.decode, …)` hand over a callable followed by its
    arguments, `map(jwt.decode, …)` one followed by iterables of them.
    """
    word = callee.path.rpartition(".")[2] if isinstance(callee, External) else ""
    for index, alternatives in enumerate(given.positional[:MOST_HANDED]):
        for value in alternatives:
            if isinstance(value, Partial) or (isinstance(value, External) and value.path in _SWITCHES):
                rest = given.positional[index + 1 :]
                inner = tuple(map(_first, rest)) if word in _MAPS else rest
                yield from variants(links, value, replace(given, positional=inner))


MOST_HANDED = 20
"""Arguments among which callables are looked for: what is called stands first, or after a few others."""


def _first(group: tuple[Resolved, ...]) -> tuple[Resolved, ...]:
    return one_of(*(item for row in group if isinstance(row, Row) for item in row.items))


def hands_over_callables(links: Links, site: Site, handed: frozenset[str]) -> bool:
    """One of the arguments is a library's callable, or a partial call; `handed` as for `relevant`."""
    return any(
        isinstance(value, Partial) or (isinstance(value, External) and value.path in _SWITCHES)
        for argument in (site.node.args if handed else ())
        if may_be_handed(site.module, argument, handed)
        for value in links.value(site.module, argument, site.frames)
    )


ASKED_BY_NAME = "getattr"
"""What gives whatever a text names, also one that is put together."""


def may_be_handed(module: ModuleFacts, argument: v.Value, handed: frozenset[str]) -> bool:
    """An argument may be a library's callable, by its word, or because nobody knows who gave it."""
    node = module.nodes[argument]
    callee = module.nodes[node.callee] if isinstance(node, v.Call) else node
    if isinstance(callee, v.Attr | v.Name | v.Imported):
        return callee.name in handed or (callee is not node and callee.name == ASKED_BY_NAME)
    return isinstance(node, v.Star | v.Free | v.Param)


def flags(links: Links, callee: Resolved, given: Arguments) -> Iterator[Flag]:
    """Every value that decides about verification in a call of `callee`."""
    for flag in _flags(links, callee, given):
        for value in links.resolver.tested((flag.value,)):
            yield flag if value is flag.value else replace(flag, value=value)


def _flags(links: Links, callee: Resolved, given: Arguments) -> Iterator[Flag]:
    paths = known_paths(links, callee)
    for path in paths:
        for switch in _SWITCHES.get(path, ()):
            yield from switched(switch, given)
            for value in given.keywords.get(switch.keyword, ()) if switch.key else ():
                for held in links.resolver.put(value, switch.key) if isinstance(value, Table) else ():
                    yield Flag(held, f'"{switch.key}"', switch.inert)
        if path in _NONE_ALLOWED:
            yield from none_allowed(_NONE_ALLOWED[path], given)
    if not paths:
        yield from told(callee, given)


def speaks_of_tokens(links: Links, site: Site) -> bool:
    """The call is a library's, or may be one by its words alone."""
    return sounds_like_one(site) or any(known_paths(links, one) for one in links.callees(site))


def sounds_like_one(site: Site) -> bool:
    """The call is spelled as one that may not verify, whoever's it is."""
    return (site.word in WORDS and _may_switch(site, site.word)) or says_so(site)


def says_so(site: Site) -> bool:
    """The same of a call that is spelled as no other than such a one is, by its name or a keyword."""
    word, keywords = site.word, {name for name, _ in site.node.keywords}
    about_tokens = any(part in word.lower() for part in (*TOKEN_WORDS, "decode", "verify"))
    by_keyword = UNVERIFIED_KEY in keywords or (about_tokens and "verify" in keywords)
    return by_keyword or (word in _READER_WORDS and word not in _GENERAL)


_GENERAL = frozenset({"load", "_load", "payload"})
"""Words of the libraries' readers that many others use: what is called so has to be known for a library's."""


def _may_switch(site: Site, word: str) -> bool:
    """A call by one of the libraries' words hands something over that could turn verification off."""
    if word in _READER_WORDS:
        return True
    nodes, entries = site.module.nodes, _ENTRIES[word]
    keywords = {"", *(keyword for keyword, _ in entries)}
    first = min((position for _, positions in entries for position in positions), default=None)
    later = [nodes[value] for value in site.node.args[first:]] if first is not None else []
    return (
        any(name in keywords for name, _ in site.node.keywords)
        or any(isinstance(nodes[value], v.Star) for value in site.node.args)
        or any(not (isinstance(one, v.Const) and one.value) for one in later)
    )


def is_relevant(links: Links, site: Site, *, handed: frozenset[str]) -> bool:
    """The call may be a library's, or hands one of its callables over; `handed` as for `relevant`."""
    callees = links.callees(site)
    found = any(relevant(links, callee, site, handed=handed) for callee in callees)
    return found or hands_over_callables(links, site, handed)


def relevant(links: Links, callee: Resolved, site: Site, *, handed: frozenset[str]) -> bool:
    """Worth asking callers about: it may be a library's callable, or it is told not to verify.

    Anything a function was given may be a library's callable when such are `handed` about, by these words.
    """
    for inner, _ in variants(
        links, callee, links.arguments(site) if isinstance(callee, Partial) else Arguments()
    ):
        if known_paths(links, inner) or (isinstance(inner, External) and inner.path in _UNBOUND):
            return True
        if isinstance(inner, Opaque | External) and _may_matter(site, handed=handed) and may_decode(inner):
            return True
    return False


def _may_matter(site: Site, *, handed: frozenset[str]) -> bool:
    """A call whose callee is unknown could be a library's, by its name or by what it is handed."""
    nodes = site.module.nodes
    if any(name and name in TELLING for name, _ in site.node.keywords):
        return True
    if sounds_like_one(site) and site.node.args:
        return not _is_no_token(site.module, nodes[site.node.args[0]])
    starred = any(isinstance(nodes[argument], v.Star) for argument in site.node.args)
    renamed = site.word in handed and site.word not in WORDS and bool(site.node.args)
    return bool(handed) and (
        starred or renamed or _is_given(site) or calls_what_is_kept(site) or _takes_a_token(site)
    )


def _is_no_token(module: ModuleFacts, node: v.AnyNode) -> bool:
    """A constant that has not the dots of a token, or what is one unless it is given: `encoding="utf-8"`."""
    default = default_of(module, node) if isinstance(node, v.Param) else v.NOTHING
    known = module.nodes[default] if default != v.NOTHING else node
    empty = isinstance(node, v.Param) and not getattr(known, "value", None)
    return isinstance(known, v.Const) and not empty and str(known.value).count(".") < 2


def _is_given(site: Site) -> bool:
    """What is called may have been handed to a function around, or lie in a table; no method's own class."""
    node = site.module.nodes[site.node.callee]
    if isinstance(node, v.Param):
        return not site.module.functions[node.function].takes_itself_as(node.name)
    return isinstance(node, v.Free | v.Item)


def calls_what_is_kept(site: Site) -> bool:
    """A call hands something to what an object was given and keeps: `self.reader(message["token"])`."""
    module = site.module
    callee = module.nodes[site.node.callee]

    def given() -> frozenset[str]:
        return frozenset(one.name for one in module.stores if isinstance(module.nodes[one.value], v.Param))

    if not isinstance(callee, v.Attr) or not site.node.args:
        return False
    return callee.name in module.places.once(("what objects are given",), given)


def _takes_a_token(site: Site) -> bool:
    """A call, of what a call gives or a name may stand for, with nothing but what is called a token."""
    nodes, given = site.module.nodes, site.node.args
    callee = nodes[site.node.callee]
    assigned = isinstance(callee, v.Name) and isinstance(
        nodes[site.module.bindings.get(callee.name, site.node.callee)], v.Phi
    )
    if len(given) != 1 or site.node.keywords or not (assigned or isinstance(callee, v.Call)):
        return False
    token = nodes[given[0]]
    return isinstance(token, v.Param | v.Attr | v.Name) and bool(_TOKEN_NAME.search(token.name))


def subject_of(links: Links, callee: Resolved, site: Site) -> str:
    """What a message calls the callee."""
    paths = known_paths(links, callee)
    return paths[0].replace("()", "") if paths else spelled(callee) or site.word or "the call"


def reads_unverified(links: Links, callee: Resolved, site: Site) -> bool:
    """The callee hands out claims without checking anything, and not just the header is taken."""
    for path in known_paths(links, callee):
        if path in READERS:
            return not _takes_only(site, READERS[path])
    return False


def reads_header(links: Links, callee: Resolved, site: Site) -> bool:
    """Of a token that is read with all it consists of nothing but the header is taken."""
    complete = any(last_word(path) == _COMPLETE for path in known_paths(links, callee))
    return complete and _takes_only(site, _HEADER_OF_COMPLETE)


_COMPLETE, _HEADER_OF_COMPLETE = "decode_complete", frozenset({"header"})
"""What reads a token with all it consists of, and the entry of its result that is no claims."""


def _takes_only(site: Site, wanted: Set[str | int]) -> bool:
    """Of what a call gives nothing is taken but these attributes, entries or positions."""
    module, given = site.module, site.fact.value
    taken = [_part(module, node) for node in users(module, given)]
    returned = site.fact.function >= 0 and given in module.functions[site.fact.function].returns
    return bool(taken) and not returned and all(part in wanted for part in taken)


def overrides_itself(links: Links, site: Site) -> bool:
    """A method that nobody in the project calls asks its base for what the library wants of it."""
    callee = site.module.nodes[site.node.callee]
    if site.fact.function < 0 or not isinstance(callee, v.Attr):
        return False
    around = site.module.functions[site.fact.function]
    base = site.module.nodes[callee.base]
    asked = site.module.nodes[base.callee] if isinstance(base, v.Call) else None
    if around.name != callee.name or not isinstance(asked, v.Name) or asked.name != "super":
        return False
    return not links.callers((site.module.path, site.fact.function))


def _part(module: ModuleFacts, node: v.AnyNode) -> object:
    if isinstance(node, v.Attr):
        return node.name
    key = module.nodes[node.key] if isinstance(node, v.Item) else None
    return key.value if isinstance(key, v.Const) else None


def is_verified(links: Links, site: Site) -> bool:
    """The call checks the signature of its first argument."""
    given = links.arguments(site)
    return any(verifies(callee, given) for callee in links.callees(site))


def verifies(callee: Resolved, given: Arguments) -> bool:
    """A call that checks the signature of its first argument."""
    if isinstance(callee, Partial) and not callee.handed and not callee.arguments.positional:
        merged = together(callee.arguments, given)
        return bool(callee.callee) and all(verifies(one, merged) for one in callee.callee)
    if not isinstance(callee, External):
        return False
    if callee.path in VALIDATORS or callee.path in CHECKING:
        entry = _NONE_ALLOWED.get(callee.path)
        found = list(none_allowed(entry, given)) if entry is not None else []
        found += [flag for switch in _SWITCHES.get(callee.path, ()) for flag in switched(switch, given)]
        return all(_is_on(flag.value) for flag in found)
    if callee.path.startswith(OBJECTS) and callee.path.endswith(".deserialize"):
        return _has_key(given.get(1, "key"))
    if callee.path in OBJECTS and "jwt" in given.keywords:
        return _has_key(given.get(-1, "key"))
    knows_its_key = callee.path.startswith(_KEYED)
    spread = bool(given.rest) and not needs_of(given.rest)
    if callee.path not in _SWITCHES:
        return False
    if len(given.positional) + len(given.keywords) + spread < 2 - knows_its_key:
        return False
    found = [flag for switch in _SWITCHES[callee.path] for flag in switched(switch, given)]
    return all(_is_on(flag.value) for flag in found)


def _has_key(keys: Alternatives) -> bool:
    return bool(keys) and all(truth(key) is not False for key in keys)


def _is_on(value: Resolved) -> bool:
    """A switch is on, or settings out of sight decide: then a doubt is told where the check stands."""
    environment = isinstance(value, Opaque) and value.source == "environment"
    return truth(value) is True or (truth(value) is None and not needs_of((value,)) and not environment)


_KEYED = ("rest_framework_simplejwt.",)
"""Libraries whose calls are given no key: their settings tell it."""
