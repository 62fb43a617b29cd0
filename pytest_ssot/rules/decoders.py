"""What decodes a segment of a token, by what it is called, and what it is given."""

from __future__ import annotations

import re

from pytest_ssot.facts import values as v
from pytest_ssot.facts.links import Links, Site
from pytest_ssot.facts.module import ModuleFacts
from pytest_ssot.facts.resolved import External, Opaque
from pytest_ssot.facts.values import NOTHING, Value

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

BASE64_WORD = re.compile(
    r"(b64|base_?64)_?(url)?_?(safe)?_?dec|dec(ode)?_(url_?safe_)?(b64|base_?64)|^b64d$"
    r"|^decode_(jwt_)?(part|segment)$",
    re.IGNORECASE,
)
_DECODING = re.compile(r"dec|64_?d|^_?(urlsafe_)?b64$", re.IGNORECASE)


def may_decode(word: str) -> bool:
    """A word with "base64" in it may be that of what decodes it, or a part of such a name."""
    return _DECODING.search(word) is not None


def encoded_by(module: ModuleFacts, call: v.Call) -> Value:
    """What a call that decodes base64 is given, or has decoded one by one."""
    if maps(module, call):
        return call.args[1]
    if call.args:
        return call.args[0]
    return next((value for name, value in call.keywords if name in ("s", "data", "input", "val")), NOTHING)


def encoded_in(site: Site) -> Value:
    """The same of a call in a module."""
    return encoded_by(site.module, site.node)


def maps(module: ModuleFacts, call: v.Call) -> bool:
    """A call hands what it is given to a function one by one: `map(b64decode, parts)`."""
    return len(call.args) > 1 and _word(module, call.callee) == "map"


def _word(module: ModuleFacts, value: Value) -> str:
    return getattr(module.nodes[value], "name", "")


def hands_to_decoder(site: Site) -> bool:
    """It hands it to what decodes base64, as far as its word tells."""
    return maps(site.module, site.node) and may_decode(_word(site.module, site.node.args[0]))


def decodes_base64(links: Links, site: Site) -> bool:
    """A call decodes base64, or has it decoded one by one."""
    if maps(site.module, site.node):
        decoder = site.node.args[0]
        word, callees = _word(site.module, decoder), links.value(site.module, decoder, site.frames)
    else:
        word, callees = site.word, links.callees(site)
    for callee in callees:
        if isinstance(callee, External):
            if callee.path in BASE64_DECODERS or BASE64_WORD.search(callee.path.rpartition(".")[2]):
                return True
            if callee.path == "codecs.decode":
                return is_told_base64(site)
        elif isinstance(callee, Opaque) and BASE64_WORD.search(word):
            return True
    return False


def is_told_base64(site: Site) -> bool:
    """A call is told to decode base64: `codecs.decode(text, "base64")`."""
    node, nodes = site.node, site.module.nodes
    told = node.args[1] if len(node.args) > 1 else dict(node.keywords).get("encoding", NOTHING)
    encoding = nodes[told] if told != NOTHING else None
    return isinstance(encoding, v.Const) and str(encoding.value).startswith("base64")
