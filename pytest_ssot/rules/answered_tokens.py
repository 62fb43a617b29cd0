"""Tokens that the program itself has just asked an issuer for."""

from __future__ import annotations

import re
from collections.abc import Sequence

from pytest_ssot.facts import values as v
from pytest_ssot.facts.links import Links, Site
from pytest_ssot.facts.module import CallFacts, ModuleFacts
from pytest_ssot.facts.operands import operands
from pytest_ssot.facts.values import NOTHING, Value
from pytest_ssot.rules.callers import callers_of, outside_of
from pytest_ssot.rules.entered_functions import functions_called
from pytest_ssot.rules.same_tokens import set_on, token_of
from pytest_ssot.rules.token_cuts import is_imported

MOST_STEPS = 20
"""Entries and answers within each other in which a token may stand."""


def was_answered(links: Links, site: Site) -> bool:
    """The token stands in what the program itself was answered: `client.post(url).json()["id_token"]`."""
    return _is_answered(links, site.module, site.fact.function, token_of(site), 0)


def _is_answered(links: Links, module: ModuleFacts, function: int, value: Value, level: int) -> bool:
    """The same of a value that a function knows, or is handed by all who call it."""
    entry = ""
    for _ in range(MOST_STEPS):
        if value == NOTHING:
            break
        node = module.root(value)
        if isinstance(node, v.Param) and entry.endswith("_token") and _ANSWERS.search(node.name):
            return True  # as frameworks hand it to what they ask who has signed in
        callee = module.root(node.callee) if isinstance(node, v.Call) else None
        word = getattr(callee, "name", "")
        if isinstance(node, v.Item):
            value, entry = node.base, str(getattr(module.nodes[node.key], "value", ""))
        elif isinstance(node, v.Binary) or (isinstance(node, v.Call) and _DECODING.search(word)):
            value = node.left if isinstance(node, v.Binary) else (*node.args, NOTHING)[0]
        elif isinstance(callee, v.Attr) and word in _CUTTING:
            value = callee.base
        elif isinstance(node, v.Attr) and (kept := set_on(module, node.base, node.name)[1]) != NOTHING:
            value = kept
        elif isinstance(callee, v.Attr) and word in ("get", "json"):
            held = module.root(callee.base)
            if word == "json" and not isinstance(held, v.Call):
                return bool(_ANSWERS.search(getattr(held, "name", "")))
            if word == "get" and getattr(module.nodes[callee.base], "name", "") in _CLIENTS:
                return is_imported(module, callee.base)
            value = callee.base
        else:
            return bool(_ASKING.search(word)) or (
                level < MOST_LEVELS and _is_given_answered(links, module, function, value, level + 1)
            )
    return False


def _is_given_answered(links: Links, module: ModuleFacts, function: int, value: Value, level: int) -> bool:
    """A function of the project gives what it was answered, or all who call one hand over such."""
    node = module.root(value)
    if isinstance(node, v.Param) and node.function == function:
        site = Site(module, CallFacts(value, function))
        callers = callers_of(links, module, function)
        given = [(one, outside_of(links, site, one, called, node)[0][1]) for one, called in callers]
        return bool(given) and all(
            _is_answered(links, one.module, one.fact.function, handed, level) for one, handed in given
        )
    fact = module.places.made_by.get(module.root_of(value)) if isinstance(node, v.Call) else None
    entered = functions_called(links, Site(module, fact)) if fact is not None else []
    each = [(one, given) for one in entered for given in one.facts.returns]
    return bool(each) and all(_is_answered(links, one.module, one.index, given, level) for one, given in each)


_DECODING = re.compile(r"b64_?decode$|^loads$|^bytes$")
_CUTTING = ("split", "rsplit", "partition", "strip", "encode", "decode", "replace", "ljust")
"""What takes a part out of a token, as it is read by hand."""

_CLIENTS = ("requests", "httpx", "niquests")
"""Modules by which a program makes requests of its own."""

MOST_LEVELS = 3
"""Functions that hand on to each other what was answered."""

_ASKING = re.compile(
    r"^_*(post|fetch|exchange|acquire|refresh|renew)(_|$)|(^|_)(token|endpoint|post)\w*_request$"
)
"""The names of calls by which a program asks an issuer; and of what it is answered:"""

_ANSWERS = re.compile(r"^_*(resp|response|res|answer|reply)$")


def is_answered_oneself(module: ModuleFacts, call: v.Call, taken: Sequence[object]) -> bool:
    """What a call gives, or an entry of that, is a token of the program's own: it said who it is, to get one.

    Such as by what it was given, or from where the system keeps such things. Tokens that codes of others are
    exchanged for tell who those are: of these, only the one that says so to the program comes from the issuer
    without anybody else having had it (OpenID Connect Core 1.0, 3.1.3.7).
    """
    callee = module.nodes[call.callee]
    if not isinstance(callee, v.Attr):
        return False
    if callee.name == "get_password":
        return not taken and is_imported(module, callee.base)  # `keyring.get_password(service, name)`
    if callee.name in _FOR_ITSELF or _is_by_default(module, callee, call):
        return True
    by_identity = tuple(taken[:1]) == (_OF_IDENTITY,)
    if by_identity and callee.name == "fetch_token":
        return _is_private(module, call, [given for word, given in call.keywords if word in _CODES])
    asked = _request_for(module, callee, call) if taken else None
    if asked is None:
        return False
    said = _said(module, asked)
    grant = getattr(module.nodes[said["grant_type"]], "value", "") if "grant_type" in said else None
    if by_identity and grant in ("authorization_code", ""):  # a code is asked about for nothing else
        return _is_private(module, asked, [said[word] for word in _CODES if word in said])
    return not _OF_OTHERS & said.keys() and (
        bool(SAYING_WHO & said.keys()) if grant is None else isinstance(grant, str) and grant in _GRANTS
    )


def signs_in(module: ModuleFacts, call: v.Call) -> bool:
    """A password is given for tokens, and no token: `await api.login(email, password)`."""
    handed = [*((name, value) for name, value in call.keywords), *(("", value) for value in call.args)]
    named = {name or _said_of(module, value) for name, value in handed} | set(map(str, _said(module, call)))
    return (
        bool(_SIGNING_IN.search(getattr(module.nodes[call.callee], "name", "")))
        and any(map(_PASSWORD.search, named))
        and not any(map(_TOKEN.search, named))
    )


def _said_of(module: ModuleFacts, value: Value) -> str:
    """The name of a value, or of the entry that it is."""
    node = module.root(value)
    if isinstance(node, v.Item):
        return str(getattr(module.nodes[node.key], "value", ""))
    return getattr(node, "name", "")


_SIGNING_IN = re.compile(r"(^|_)(log_?in|sign_?in|authenticate|auth|tokens?)(_with_\w+)?$")
_PASSWORD = re.compile(r"passw(or)?d|passphrase", re.IGNORECASE)
_TOKEN = re.compile(r"token|jwt|assertion", re.IGNORECASE)


def _request_for(module: ModuleFacts, callee: v.Attr, call: v.Call) -> v.Call | None:
    """The request that a call gives the answer to: `post(…).json()`, `async with post(…) as answer`."""
    if callee.name != "json" or call.args:
        return None
    asked = module.root(callee.base)
    asked = module.root(asked.base) if isinstance(asked, v.Enter) else asked
    word = getattr(module.nodes[asked.callee], "name", "") if isinstance(asked, v.Call) else ""
    return asked if isinstance(asked, v.Call) and word in ("post", "request") else None


def _said(module: ModuleFacts, asked: v.Call) -> dict[object, Value]:
    """What a request says, as far as it is written out."""
    said: dict[object, Value] = {}
    for form in (module.root(one) for one in module.handed(asked, within=False)):
        entries = zip(form.keys, form.values, strict=True) if isinstance(form, v.Dict) else ()
        said |= {getattr(module.nodes[key], "value", None): held for key, held in entries if key != NOTHING}
    return said


def _is_private(module: ModuleFacts, asked: v.Call, codes: list[Value]) -> bool:
    """Nobody else answers a request that says a code: it is encrypted, and goes where the program wants."""
    told = dict(asked.keywords)
    checks = [module.nodes[told[one]] for one in ("verify", "ssl") if one in told]
    loose = any(not getattr(one, "value", True) for one in checks)
    address = [*asked.args[:2], *(told[one] for one in ("url", "token_url") if one in told)]
    address = [one for one in address if not isinstance(module.root(one), v.Dict)]
    sources = [one for value in address for one in _sources(module, value)]
    plain = any(str(getattr(one, "value", "")).startswith("http://") for one in sources)
    named = {_named(one) for one in sources} - {""}
    others = {_named(one) for value in codes for one in _sources(module, value)}
    return bool(codes) and not loose and not plain and named.isdisjoint(others)


def _sources(module: ModuleFacts, value: Value) -> list[v.AnyNode]:
    """What a value is computed from that is computed from nothing else."""
    found, queue = list[v.AnyNode](), [value]
    for current in (queue.pop() for _ in range(MOST_STEPS) if queue):
        node = module.nodes[current]
        bound = module.bindings.get(node.name) if isinstance(node, v.Name) else None
        inner = operands(node) if bound is None else (bound,)
        queue += inner
        found += () if inner else (node,)
    return found


def _named(node: v.AnyNode) -> str:
    return getattr(node, "name", "") if getattr(node, "name", "") != "self" else ""


_CODES = ("code", "authorization_response")
"""What tells an issuer which answer is asked for, and comes from a browser."""

_OF_IDENTITY = "id_token"
"""What tells the program itself who has signed in; access tokens are for others."""


def _is_by_default(module: ModuleFacts, callee: v.Attr, call: v.Call) -> bool:
    """A credential is asked for a token of the program's own: `credential.get_token("…/.default")`."""
    asked = module.root(call.args[0]) if call.args else None
    if isinstance(asked, v.Name) and asked.name in module.bindings:
        asked = module.root(module.bindings[asked.name])
    scope = getattr(asked, "value", None)
    return callee.name == "get_token" and isinstance(scope, str) and scope.endswith(_DEFAULT_SCOPE)


SAYING_WHO = frozenset(["client_secret", "refresh_token", "password", "api_key", "apikey", "key", "secret"])
"""What is said to who gives tokens; and how one is asked for (RFC 6749, RFC 8628):"""

_FOR_ITSELF = ("acquire_token_for_client", "fetch_id_token", "create_namespaced_service_account_token")
"""Calls of msal, google-auth and Kubernetes by which a program gets a token of its own."""

_DEFAULT_SCOPE = "/.default"
"""How a scope ends for which an application asks azure-identity in its own name."""

_GRANTS = (
    *("client_credentials", "refresh_token", "password"),
    "urn:ietf:params:oauth:grant-type:device_code",
)

_OF_OTHERS = frozenset(["code", "assertion", "subject_token", "token"])
"""What others have handed to the program, which then asks for a token of theirs."""


def asked_for_entry(module: ModuleFacts, call: v.Call) -> tuple[Value, str] | None:
    """What holds an entry, and its name: `answer.get("access_token")`."""
    callee = module.nodes[call.callee]
    if not isinstance(callee, v.Attr) or callee.name != "get" or len(call.args) != 1:
        return None
    name = getattr(module.nodes[call.args[0]], "value", None)
    return (callee.base, name) if isinstance(name, str) else None
