"""Tokens taken apart by hand: split at the dots, base64, JSON."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import nullcontext

import msgspec
from msgspec.structs import replace

from pytest_ssot.facts import values as v
from pytest_ssot.facts.links import Links, Site, Suspicion
from pytest_ssot.facts.module import ModuleFacts
from pytest_ssot.facts.resolved import (
    ClassRef,
    External,
    FunctionRef,
    Partial,
    Place,
)
from pytest_ssot.facts.screening import DOTTED
from pytest_ssot.facts.uses import Origin, first_argument, upstream
from pytest_ssot.facts.values import NOTHING, Value
from pytest_ssot.model import Step
from pytest_ssot.rules.cut_tokens import token_as_handed, token_within
from pytest_ssot.rules.cut_trails import CutTrail
from pytest_ssot.rules.decoders import (
    BASE64_DECODERS,
    BASE64_WORD,
    decodes_base64,
    encoded_by,
    encoded_in,
    hands_to_decoder,
    is_told_base64,
    maps,
)
from pytest_ssot.rules.hand_checks import hands_out_checked
from pytest_ssot.rules.handed_payloads import handed_along, may_be_parsed, may_parse
from pytest_ssot.rules.held_payloads import HeldPayloads
from pytest_ssot.rules.json_readers import JSON_WORDS, is_json_reader, reads_json, words_beside
from pytest_ssot.rules.libraries import ISSUING
from pytest_ssot.rules.token_cuts import KEEPING, cuts, cuts_payload, lacks_beginning, part_asked_for

_OTHER_MATTER = re.compile(r"loads$|dumps$|b64encode$|encrypt|decrypt|digest$|^(update|finalize)$")


Calls = frozenset[tuple[str, Value]]
"""Calls, each by the path of its module and its value."""


class Decodings(msgspec.Struct, frozen=True):
    """The places of a project where a token's payload is decoded.

    `held` tells what may be such a payload, `giving` are the functions that give it.
    `readers` are the words of calls that may parse JSON. `trail` tells which calls hand on what was cut.
    `elsewhere` are the other files that cut what a module decodes, or may parse it: they may be no candidates
    themselves.
    """

    calls: Calls
    held: HeldPayloads
    giving: frozenset[str]
    readers: frozenset[str]
    trail: CutTrail
    elsewhere: dict[str, frozenset[str]]


class HandRead(msgspec.Struct, frozen=True):
    """A call through which claims are read by hand, the token if it is known there, and the steps.

    Another function may cut it for the same object: then `cut` is the call that does, with the token there.
    Where whoever calls the function says which `part` is taken, the header may be.
    """

    site: Site
    token: Value
    trace: tuple[Step, ...]
    cut: tuple[Site, Value] | None = None
    part: Value = NOTHING


HandReads = Sequence[tuple[Site, HandRead]]
"""The reads by hand of one module, each with the call that is its last step."""


def reads_by_hand(
    links: Links, modules: Sequence[ModuleFacts], everything: Sequence[ModuleFacts], known: Calls
) -> tuple[Mapping[str, HandReads], Calls]:
    """The reads by hand of each of some modules, by its path.

    Also the calls in `everything` that decode payloads; those in other modules are `known` from before.
    """
    decodings = payload_decodings(links, modules, everything, known)
    found: dict[str, list[tuple[Site, HandRead]]] = {module.path: [] for module in modules}
    candidates = {module.path for module in everything}
    concerned = {path for path, _ in decodings.calls}.union(*decodings.elsewhere.values())
    for module in modules if decodings.calls else ():
        others = sorted(decodings.elsewhere.get(module.path, frozenset()) - candidates)
        itself = [module] if links.few_files or module.path in concerned else []
        for one in (*itself, *filter(None, map(links.project.facts, others))):
            # What is left of the budget decides how well a read is judged, not if it is found.
            judging = links.judging(one) if one.path in concerned else nullcontext()
            with links.at_the_expense_of(module), judging:
                for site in _may_read(links, one, decodings):
                    found[module.path].extend((site, read) for read in handmade(links, site, decodings))
    return found, decodings.calls


def _may_read(links: Links, module: ModuleFacts, decodings: Decodings) -> Iterator[Site]:
    """The calls of a module that may parse JSON, or hand the elements of something to what does."""
    yield from links.spelled(module, decodings.readers)
    yield from (Site(module, fact) for fact in module.calls_by_word.get("map", ()))


def payload_decodings(
    links: Links, modules: Sequence[ModuleFacts], everything: Sequence[ModuleFacts], known: Calls
) -> Decodings:
    """Every call in `everything` that decodes a segment of a dotted string other than its first.

    The first is the header (RFC 7515, section 7.1). They are looked for in `modules`; those in others are
    `known` from before.
    """
    looked_at = {module.path for module in modules}
    found = {call for call in known if call[0] not in looked_at}
    trail, elsewhere, further = CutTrail(links, everything), dict[str, frozenset[str]](), set[str]()
    readers = links.spellings(JSON_WORDS)
    for module in modules:
        decoding = list[Site]()
        with links.at_the_expense_of(module):
            decoding.extend(site for site in _may_decode(links, module) if decodes_base64(links, site))
        values = [site.fact.value for site in decoding]
        if not values or not (
            links.few_files or may_be_parsed(links, module, values, words_beside(links, module))
        ):
            continue
        payloads = dict[Value, set[str]]()
        with links.at_the_expense_of(module):
            for site in decoding:
                links.resolver.ask()
                cuts = _payloads(links, Origin(module, encoded_in(site)), trail)
                if homes := {cut.module.path for cut in cuts}:
                    payloads[site.fact.value] = homes
        if payloads:
            found.update((module.path, value) for value in payloads)
            parsing, given = may_parse(links, module, payloads, readers)
            further |= given
            elsewhere[module.path] = parsing.union(*payloads.values())
    others = frozenset[str]().union(*elsewhere.values()) - {module.path for module in everything}
    along = (*everything, *filter(None, map(links.project.facts, sorted(others))))
    words, giving = handed_along(links, along, found)
    held = HeldPayloads(links, along, found, words, giving | further)
    return Decodings(frozenset(found), held, giving, readers, trail, elsewhere)


def _may_decode(links: Links, module: ModuleFacts) -> Iterator[Site]:
    """The calls of a module that may decode base64, by their words, and are given something not constant."""
    named = links.spellings(path.rpartition(".")[2] for path in BASE64_DECODERS)
    worded = {word for word in module.calls_by_word if BASE64_WORD.search(word)}
    general = links.spellings(("decode",)) - named - worded
    others = (Site(module, fact) for word in sorted(general) for fact in module.calls_by_word.get(word, ()))
    # Most calls of these words are those of texts: `codecs.decode` is told that it is base64.
    encoded = (site for site in others if is_told_base64(site))
    untold = links.may_hold(module.path, named | worded)
    mapping = (Site(module, fact) for fact in module.calls_by_word.get("map", ()))
    one_by_one = (site for site in mapping if hands_to_decoder(site))
    for site in (*links.spelled(module, named | worded), *encoded, *one_by_one):
        if not site.word and not untold:
            continue
        given = encoded_in(site)
        if given != NOTHING and not isinstance(module.nodes[given], v.Const):  # `text.decode("utf-8")`
            links.resolver.ask()
            yield site


def handmade(links: Links, site: Site, decodings: Decodings) -> Iterator[HandRead]:
    """The reads of claims that a call is the last step of.

    Claims are read by hand when JSON is parsed from a decoded payload. Where the payload was handed
    down by callers, the read is the outermost call that hands it down.
    """
    links.resolver.ask()
    held = decodings.held

    def stop(origin: Origin) -> bool:
        return not held.may_hold(origin) or _is_other_matter(origin) or _issues(links, origin)

    source = _json_text(links, site)
    start = Origin(site.module, source)
    if source == NOTHING or not held.may_hold(start):
        return
    for origin in upstream(links, start, held.hands_to, stop, named=decodings.giving):
        if (origin.module.path, origin.value) not in decodings.calls:
            continue
        call = origin.node
        assert isinstance(call, v.Call)
        encoded = replace(origin, value=encoded_by(origin.module, call), keys=())
        for cut in _payloads(links, encoded, decodings.trail):
            if not any(hands_out_checked(one.function) for one in (*origin.inside, *cut.inside)):
                yield _found(links, site, origin, cut)


def _json_text(links: Links, site: Site) -> Value:
    """What a call reads JSON from: its argument, or what it hands to a reader of JSON one by one."""
    if maps(site.module, site.node):
        readers = links.value(site.module, site.node.args[0], site.frames)
        return site.node.args[1] if any(is_json_reader(one) for one in readers) else NOTHING
    if reads_json(links, site):
        return first_argument(site, "s", "string", "obj", "json_data", "data", "b")
    return NOTHING


def _payloads(links: Links, encoded: Origin, trail: CutTrail) -> Iterator[Origin]:
    """The cuts that a decoded text came from, if it is the payload of a token."""

    def follow(module: ModuleFacts, function: int) -> bool:
        return links.few_files or trail.may_be_cut(module, function)

    def stop(origin: Origin) -> bool:
        at_end = cuts(links, origin) or lacks_beginning(origin)
        at_end = at_end or links.project.is_of_library(origin.module.path)
        return at_end or _makes_other_text(links, origin)

    suspicion = Suspicion() if links.few_files else Suspicion(trail.may_hand_over, (DOTTED,), close=True)
    for origin in upstream(links, encoded, follow, stop, suspicion):
        if cuts_payload(links, origin):
            yield origin


def _is_other_matter(origin: Origin) -> bool:
    """A call whose result is no longer the text of a segment."""
    node = origin.node
    callee = origin.module.nodes[node.callee] if isinstance(node, v.Call) else None
    if not isinstance(node, v.Call) or not isinstance(callee, v.Attr | v.Name | v.Imported):
        return False
    packed = (
        callee.name == "decompress" and len(node.args) == 1 and not node.keywords
    )  # without its header: a JWS
    return packed or bool(_OTHER_MATTER.search(callee.name))


def _issues(links: Links, origin: Origin) -> bool:
    """A call that signs a token, whatever its key was computed from."""
    node = origin.node
    callee = origin.module.nodes[node.callee] if isinstance(node, v.Call) else None
    if not isinstance(node, v.Call) or getattr(callee, "name", "") not in _ISSUING_WORDS:
        return False
    links.resolver.ask()
    held = links.value(origin.module, node.callee)
    return any(isinstance(one, External) and one.path in ISSUING for one in held)


_ISSUING_WORDS = frozenset(path.rpartition(".")[2] for path in ISSUING)


def _makes_other_text(links: Links, origin: Origin) -> bool:
    """A call whose result is no part of the text that it is handed, as far as its callee is known."""
    node = origin.node
    if _is_other_matter(origin):
        return True
    callee = origin.module.nodes[node.callee] if isinstance(node, v.Call) else None
    if not isinstance(node, v.Call) or not isinstance(callee, v.Attr | v.Name | v.Imported):
        return False
    if callee.name in KEEPING:
        return False
    links.resolver.ask()
    held = links.value(origin.module, node.callee)
    return not any(isinstance(one, FunctionRef | Partial | ClassRef) for one in held)


def _found(links: Links, site: Site, decoded: Origin, cut: Origin) -> HandRead:
    token = token_as_handed(links, cut)
    read = cut.handed[-1] if cut.handed else site
    steps = (
        Step(Place(cut.module.path, cut.module.span(cut.value)).location, "the token is cut at its dots"),
        Step(Place(decoded.module.path, decoded.module.span(decoded.value)).location, "a segment is decoded"),
        Step(site.place.location, "its claims are read"),
    )
    places = {(step.location.path, step.location.line) for step in steps}
    same_place = len(places) == 1 and read is site
    known = token.value if token is not None and token.module is read.module else NOTHING
    within = token_within(cut)
    elsewhere = within is not None and within[0].fact.function != read.fact.function
    told = () if same_place else steps
    return HandRead(read, known, told, within if elsewhere else None, part_asked_for(read, cut))
