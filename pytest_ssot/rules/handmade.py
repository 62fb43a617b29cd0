"""Tokens taken apart by hand: split at the dots, base64, JSON."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from pytest_ssot.facts import values as v
from pytest_ssot.facts.links import Links, Site
from pytest_ssot.facts.module import ModuleFacts
from pytest_ssot.facts.resolved import External, Place
from pytest_ssot.facts.uses import first_argument, upstream
from pytest_ssot.facts.values import NOTHING, Value
from pytest_ssot.model import Step

JSON_READERS = frozenset(
    {
        "json.loads",
        "json.load",
        "json.JSONDecoder().decode",
        "simplejson.loads",
        "ujson.loads",
        "ujson.decode",
        "orjson.loads",
        "rapidjson.loads",
        "msgspec.json.decode",
        "jwcrypto.common.json_decode",
        "pydantic_core.from_json",
    }
)
"""What turns the decoded segment into claims."""

BASE64_DECODERS = frozenset(
    {
        "base64.urlsafe_b64decode",
        "base64.b64decode",
        "base64.standard_b64decode",
        "base64.decodebytes",
        "binascii.a2b_base64",
        "pybase64.b64decode",
        "pybase64.urlsafe_b64decode",
        "jwt.utils.base64url_decode",
        "jose.utils.base64url_decode",
        "jwcrypto.common.base64url_decode",
        "authlib.common.encoding.urlsafe_b64decode",
        "authlib.jose.util.extract_segment",
        "joserfc.util.urlsafe_b64decode",
        "joserfc._rfc7515.model.urlsafe_b64decode",
        "google.auth._helpers.padded_urlsafe_b64decode",
        "django.utils.http.urlsafe_base64_decode",
        "werkzeug.urls.url_unquote",
        "itsdangerous.base64_decode",
        "itsdangerous.encoding.base64_decode",
        "jwt.api_jws.base64url_decode",
    }
)
"""What decodes a segment."""

_CUTS = frozenset(["split", "rsplit", "partition", "rpartition", "index", "find", "rindex", "rfind"])
_FROM_THE_RIGHT = frozenset(["rsplit", "rpartition"])
_HAND_CHECKS = frozenset(["compare_digest", "verify"])


@dataclass(frozen=True)
class Decodings:
    """The places of a project where a token's payload is decoded, each with the cut it came from.

    `words` are what the modules that hold them call: a payload is handed on by those calls only.
    """

    cuts: Mapping[tuple[str, Value], tuple[ModuleFacts, Value]]
    words: frozenset[str]


def payload_decodings(links: Links) -> Decodings:
    """Every call that decodes a segment of a dotted string other than its first.

    The first is the header (RFC 7515, section 7.1).
    """
    cuts: dict[tuple[str, Value], tuple[ModuleFacts, Value]] = {}
    for module in links.candidates:
        for site in links.sites(module):
            if site.node.args and _decodes_base64(links, module, site.node):
                for other, cut, indexes in upstream(links, module, site.node.args[0]):
                    if _cuts_payload(links, other, cut, indexes):
                        cuts[module.path, site.fact.value] = (other, cut)
                        break
    cutting = {path for path, _ in cuts}
    modules = (module for module in links.candidates if module.path in cutting)
    return Decodings(cuts, frozenset(site.word for module in modules for site in links.sites(module)))


def handmade(links: Links, site: Site, decodings: Decodings) -> tuple[Value, tuple[Step, ...]] | None:
    """The token that a call reads claims from by hand, and the steps; None when it does not.

    A claim is read by hand when JSON is parsed from a decoded payload.
    """
    if not decodings.cuts or not _is(links, site, JSON_READERS):
        return None
    source = first_argument(site, "s", "string", "obj")
    for module, value, _ in upstream(links, site.module, source, decodings.words) if source >= 0 else ():
        if (module.path, value) in decodings.cuts:
            return _found(site, module, value, *decodings.cuts[module.path, value])
    return None


def checked_by_hand(site: Site) -> bool:
    """The function compares a signature itself and looks at the result."""
    for fact in site.module.calls_in[site.fact.function]:
        check = Site(site.module, fact)
        if check.word not in _HAND_CHECKS:
            continue
        if check.word == "compare_digest" and not fact.discarded:
            return True
        if check.word == "verify" and not fact.swallowed and len(check.node.args) >= 2:
            return True
    return False


def _is(links: Links, site: Site, paths: frozenset[str]) -> bool:
    return any(isinstance(callee, External) and callee.path in paths for callee in links.callees(site))


def _decodes_base64(links: Links, module: ModuleFacts, node: v.Call) -> bool:
    for callee in links.value(module, node.callee):
        if isinstance(callee, External):
            if callee.path in BASE64_DECODERS:
                return True
            if callee.path == "codecs.decode" and len(node.args) > 1:
                encoding = module.nodes[node.args[1]]
                return isinstance(encoding, v.Const) and str(encoding.value).startswith("base64")
    return False


def _cuts_payload(links: Links, module: ModuleFacts, value: Value, indexes: tuple[int, ...]) -> bool:
    """A node cuts a string at its dots, and what is taken from it is not just the header."""
    node = module.nodes[value]
    if not isinstance(node, v.Call):
        return False
    callee = module.nodes[node.callee]
    if isinstance(callee, v.Attr) and isinstance(module.nodes[callee.base], v.Const):
        return False
    if isinstance(callee, v.Attr) and callee.name in _CUTS and _at_dots(module, node):
        only_first = indexes[:1] == (0,) and callee.name not in _FROM_THE_RIGHT
        return not only_first or _is_rest(module, callee.base)
    for held in links.value(module, node.callee):
        if isinstance(held, External) and held.path.startswith("re."):
            return any(_is_dotted_pattern(module, argument) for argument in node.args[:1])
    return False


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


def _found(
    site: Site, module: ModuleFacts, decoded: Value, other: ModuleFacts, cut: Value
) -> tuple[Value, tuple[Step, ...]]:
    call = other.nodes[cut]
    callee = other.nodes[call.callee] if isinstance(call, v.Call) else None
    token = callee.base if isinstance(callee, v.Attr) else NOTHING
    steps = (
        Step(Place(other.path, other.span(cut)).location, "the token is cut at its dots"),
        Step(Place(module.path, module.span(decoded)).location, "a segment is decoded"),
        Step(site.place.location, "its claims are read"),
    )
    places = {step.location.line for step in steps}
    same_place = len(places) == 1 and other is site.module
    return (token if other is site.module else NOTHING), (() if same_place else steps)
