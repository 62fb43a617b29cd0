"""The library calls that decide, and the names they are called by."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from tests.proof.case import Difficulty
from tests.proof.generate.part import Make, Piece, Strategies

LITERAL, LOCAL, CROSS, DYNAMIC = Difficulty
SECRET = 'KEY = "0123456789abcdef0123456789abcdef"'
CERTS = 'KEY = os.environ["JWT_PUBLIC_KEY"]'


@dataclass(frozen=True)
class Sink:
    """A callable with its arguments; `switch` names the one that decides.

    `name` lies in `module`; `suffix` turns it into what is called. `result` wraps the call into
    claims. With `options` the switch is a mapping with verify_signature, else the flag itself.
    """

    library: str
    module: str
    name: str
    arguments: tuple[tuple[str, str], ...]
    switch: str
    options: bool = True
    suffix: str = ""
    result: str = "%s"
    algorithm: str = "HS256"
    head: str = SECRET
    inert: bool = False


@dataclass(frozen=True)
class Reader:
    """An entry without a switch: what reads unverified, and what verifies instead."""

    library: str
    imports: tuple[str, ...]
    lax: str
    full: str
    result: str = "%s"
    algorithm: str = "HS256"
    head: tuple[str, ...] = (SECRET,)
    local: tuple[str, ...] = ()


JWT = (("key", "KEY"), ("algorithms", "['HS256']"))
JWS = "json.loads(%s)"
PYJWT = (
    Sink("jwt", "jwt", "decode", JWT, "options"),
    Sink("jwt", "jwt", "decode_complete", JWT, "options", result="%s['payload']"),
    Sink("jwt", "jwt", "PyJWT", JWT, "options", suffix="().decode"),
    Sink("jwt", "jwt.api_jwt", "decode", JWT, "options"),
    Sink("jwt", "jwt.api_jws", "decode", JWT, "options", result=JWS),
    Sink("jwt", "jwt", "PyJWS", JWT, "options", suffix="().decode", result=JWS),
)
OTHERS = (
    Sink("jose", "jose.jwt", "decode", JWT, "options"),
    Sink("jose", "jose.jws", "verify", JWT, "verify", options=False, result=JWS),
    Sink(
        "google",
        "google.auth.jwt",
        "decode",
        (("certs", "KEY"),),
        "verify",
        options=False,
        algorithm="RS256",
        head=CERTS,
    ),
    Sink(
        "rest_framework_simplejwt",
        "rest_framework_simplejwt.tokens",
        "AccessToken",
        (),
        "verify",
        options=False,
        result="%s.payload",
    ),
    Sink(
        "rest_framework_simplejwt",
        "rest_framework_simplejwt.tokens",
        "UntypedToken",
        (),
        "verify",
        options=False,
        result="%s.payload",
    ),
    Sink(
        "rest_framework_simplejwt",
        "rest_framework_simplejwt.state",
        "token_backend",
        (),
        "verify",
        options=False,
        suffix=".decode",
    ),
)
INERT = (Sink("jwt", "jwt", "decode", (*JWT,), "verify", options=False, inert=True),)
OCT = "from joserfc.jwk import OctKey"
RFC = (SECRET, "JWK_KEY = OctKey.import_key(KEY)")
READERS = (
    Reader(
        "jose",
        ("from jose import jwt",),
        "jwt.get_unverified_claims(token)",
        "jwt.decode(token, KEY, 'HS256')",
    ),
    Reader(
        "jose",
        ("import json", "from jose import jws"),
        "jws.get_unverified_claims(token)",
        "jws.verify(token, KEY, 'HS256')",
        JWS,
    ),
    Reader(
        "joserfc",
        ("import json", "from joserfc import jws", OCT),
        "jws.extract_compact(token.encode())",
        "jws.deserialize_compact(token, JWK_KEY)",
        "json.loads(%s.payload)",
        head=RFC,
    ),
    Reader(
        "joserfc",
        ("from joserfc import jwt", OCT),
        "jwt.decode(token, JWK_KEY, algorithms=['HS256', 'none'])",
        "jwt.decode(token, JWK_KEY, algorithms=['HS256', 'HS512'])",
        "%s.claims",
        head=RFC,
    ),
    Reader(
        "jwcrypto",
        ("import json", "from jwcrypto.jwk import JWK", "from jwcrypto.jwt import JWT"),
        "JWT(jwt=token)",
        "JWT(jwt=token, key=JWK.from_password(KEY))",
        "json.loads(%s.token.objects['payload'])",
    ),
    Reader(
        "python_jwt",
        ("import python_jwt", "from jwcrypto.jwk import JWK"),
        "python_jwt.process_jwt(token)",
        "python_jwt.verify_jwt(token, JWK.from_password(KEY), ['HS256'])",
        "%s[1]",
    ),
    Reader(
        "python_jwt",
        ("import python_jwt", "from jwcrypto.jwk import JWK"),
        "python_jwt.verify_jwt(token, None, ['HS256', 'none'])",
        "python_jwt.verify_jwt(token, JWK.from_password(KEY), ['HS256'])",
        "%s[1]",
    ),
    Reader(
        "google",
        ("import os", "from google.auth import jwt"),
        "jwt._unverified_decode(token)[1]",
        "jwt.decode(token, KEY)",
        algorithm="RS256",
        head=(CERTS,),
    ),
    Reader(
        "authlib",
        ("from authlib.jose import JsonWebToken",),
        "JsonWebToken(['HS256', 'none']).decode(token, KEY)",
        "JsonWebToken(['HS256', 'HS512']).decode(token, KEY)",
        "dict(%s)",
    ),
    Reader(
        "jwt",
        ("import base64, json, jwt",),
        "base64.urlsafe_b64decode(token.split('.')[1] + '==')",
        "json.dumps(jwt.decode(token, KEY, ['HS256']))",
        JWS,
    ),
    Reader(
        "jwt",
        ("import json, jwt", "from base64 import urlsafe_b64decode as unb64"),
        "unb64(payload + '=' * (-len(payload) % 4))",
        "json.dumps(jwt.decode(token, KEY, ['HS256']))",
        JWS,
        local=("header, payload, signature = token.split('.')",),
    ),
    Reader(
        "jwt",
        ("import json, jwt",),
        "jwt.PyJWS()._load(token)[0]",
        "jwt.PyJWS().decode(token, KEY, ['HS256'])",
        JWS,
    ),
)

CALLEES: Strategies[Callable[[Make, Sink], Piece]] = Strategies()


def _parent(sink: Sink) -> str:
    """The statement that binds the sink's module to its last name."""
    package, _, last = sink.module.rpartition(".")
    return f"from {package} import {last}" if package else f"import {last}"


def _last(sink: Sink) -> str:
    return sink.module.rpartition(".")[2]


@CALLEES.at(LITERAL)
def canonical(make: Make, sink: Sink) -> Piece:
    return Piece(f"{_last(sink)}.{sink.name}", (_parent(sink),))


@CALLEES.at(LITERAL)
def imported(make: Make, sink: Sink) -> Piece:
    return Piece(sink.name, (f"from {sink.module} import {sink.name}",))


@CALLEES.at(LITERAL)
def dotted(make: Make, sink: Sink) -> Piece:
    return Piece(f"{sink.module}.{sink.name}", (f"import {sink.module}",))


@CALLEES.at(LOCAL)
def renamed(make: Make, sink: Sink) -> Piece:
    alias = make.name("alias")
    return make.rng.choice(
        (
            Piece(f"{alias}.{sink.name}", (f"import {sink.module} as {alias}",)),
            Piece(alias, (f"from {sink.module} import {sink.name} as {alias}",)),
            Piece(f"{alias}.{sink.name}", (f"{_parent(sink)} as {alias}",)),
        )
    )


@CALLEES.at(LOCAL)
def assigned(make: Make, sink: Sink) -> Piece:
    name, other = make.name("variable"), make.name("variable")
    target = f"{_last(sink)}.{sink.name}"
    line, expr = make.rng.choice(
        (
            (f"{name} = {target}", name),
            (f"{name} = {_last(sink)}", f"{name}.{sink.name}"),
            (f"{other} = {_last(sink)}\n{name} = {other}.{sink.name}", name),
            (f"{name}, {other} = {target}, None", name),
            (f"{name} = {{'a': {target}, 'b': len}}", f"{name}['a']"),
            (f"{name} = [len, {target}]", f"{name}[1]"),
            (f"{name} = None or {target}", name),
        )
    )
    return Piece(expr, (_parent(sink),), (line,))


@CALLEES.at(LOCAL)
def local_import(make: Make, sink: Sink) -> Piece:
    alias = make.name("alias")
    return Piece(alias, local=(f"from {sink.module} import {sink.name} as {alias}",))


@CALLEES.at(LOCAL)
def class_attribute(make: Make, sink: Sink) -> Piece:
    owner = make.name("Class")
    text = f"class {owner}:\n    tool = staticmethod({_last(sink)}.{sink.name})\n    lib = {_last(sink)}"
    if sink.suffix.startswith("."):
        return Piece(f"{owner}.lib.{sink.name}", (_parent(sink),), (text.replace("staticmethod", ""),))
    return Piece(
        make.rng.choice((f"{owner}.tool", f"{owner}().tool", f"{owner}.lib.{sink.name}")),
        (_parent(sink),),
        (text,),
    )


@CALLEES.at(LOCAL)
def tried_import(make: Make, sink: Sink) -> Piece:
    name = make.name("variable")
    found = f"from {sink.module} import {sink.name} as {name}"
    text = f"try:\n    from no_such_fast_tokens import {name}\nexcept ImportError:\n    {found}"
    return Piece(name, module=(text,))


@CALLEES.at(CROSS)
def reexported(make: Make, sink: Sink) -> Piece:
    module, name = make.name("module"), make.name("variable")
    text, imports, expr = make.rng.choice(
        (
            (f"from {sink.module} import {sink.name}\n", f"from {module} import {sink.name}", sink.name),
            (f"from {sink.module} import {sink.name} as {name}\n", f"import {module}", f"{module}.{name}"),
            (f"{_parent(sink)} as {name}\n", f"from {module} import {name}", f"{name}.{sink.name}"),
            (f"from {sink.module} import {sink.name} as {name}\n", f"from {module} import *", name),
        )
    )
    return Piece(expr, (imports,), files={f"{module}.py": text})


@CALLEES.at(CROSS)
def returned(make: Make, sink: Sink) -> Piece:
    name = make.name("function")
    return Piece(f"{name}()", (_parent(sink),), (f"def {name}():\n    return {_last(sink)}.{sink.name}",))


@CALLEES.at(CROSS)
def held_by_instance(make: Make, sink: Sink) -> Piece:
    owner, name = make.name("Class"), make.name("variable")
    init = f"def __init__(self, tool=None):\n        self.tool = tool or {_last(sink)}.{sink.name}"
    text = f"class {owner}:\n    {init}\n\n{name} = {owner}()"
    return Piece(f"{name}.tool", (_parent(sink),), (text,))


@CALLEES.at(DYNAMIC)
def reflected(make: Make, sink: Sink) -> Piece:
    half = len(sink.name) // 2
    imports, expr = make.rng.choice(
        (
            (_parent(sink), f"getattr({_last(sink)}, '{sink.name}')"),
            (_parent(sink), f"getattr({_last(sink)}, '{sink.name[:half]}' + '{sink.name[half:]}')"),
            (_parent(sink), f"vars({_last(sink)})['{sink.name}']"),
            ("import importlib", f"importlib.import_module('{sink.module}').{sink.name}"),
            (f"import sys, {sink.module}", f"sys.modules['{sink.module}'].{sink.name}"),
            ("", f"__import__('{sink.module}', fromlist=['x']).{sink.name}"),
            (
                f"from operator import attrgetter\n{_parent(sink)}",
                f"attrgetter('{sink.name}')({_last(sink)})",
            ),
        )
    )
    return Piece(expr, (imports,))
