"""What decides in each library: a call with a hole for the token and one for the switch."""

from __future__ import annotations

from dataclasses import dataclass

SECRET = '"0123456789abcdef0123456789abcdef"'


@dataclass(frozen=True)
class Sink:
    """A library call: its callee, its arguments by position and by name, what becomes of the result.

    In the arguments `TOKEN` stands for the token, `SWITCH` for the flag and `OPTIONS` for a mapping
    that holds the flag.
    """

    name: str
    library: str
    imports: tuple[str, ...]
    callee: str
    positional: tuple[str, ...]
    keywords: tuple[tuple[str, str], ...]
    result: str = "%s"
    lines: tuple[str, ...] = ()
    algorithm: str = "HS256"
    inert: bool = False


def _pyjwt(name: str, imports: str, callee: str, result: str = "%s", lines: tuple[str, ...] = ()) -> Sink:
    keywords = (("algorithms", '["HS256"]'), ("options", "OPTIONS"))
    return Sink(name, "jwt", tuple(imports.split("; ")), callee, ("TOKEN", SECRET), keywords, result, lines)


def _jwcrypto_key(library: str) -> tuple[str, ...]:
    return (f"SIGNING_KEY = JWK.from_password({SECRET})",) if library == "python_jwt" else ()


_NONE = '["HS256", "HS384" if SWITCH else "none"]'

SINKS: tuple[Sink, ...] = (
    _pyjwt("pyjwt", "import jwt", "jwt.decode"),
    _pyjwt("pyjwt-from", "from jwt import decode", "decode"),
    _pyjwt("pyjwt-alias", "import jwt as tokens_library", "tokens_library.decode"),
    _pyjwt("pyjwt-complete", "from jwt import decode_complete as complete", "complete", '%s["payload"]'),
    _pyjwt("pyjwt-object", "from jwt import PyJWT", "CODEC.decode", lines=("CODEC = PyJWT()",)),
    _pyjwt("pyjwt-module", "import jwt.api_jwt", "jwt.api_jwt.decode"),
    _pyjwt("pyjws", "import json; from jwt import PyJWS", "PyJWS().decode", "json.loads(%s)"),
    Sink(
        "pyjwt-old",
        "jwt",
        ("import jwt",),
        "jwt.decode",
        ("TOKEN", SECRET),
        (("algorithms", '["HS256"]'), ("verify", "False if SWITCH is False else True")),
        inert=True,
    ),
    Sink(
        "jose",
        "jose",
        ("from jose import jwt",),
        "jwt.decode",
        ("TOKEN", SECRET),
        (("algorithms", '"HS256"'), ("options", "OPTIONS")),
    ),
    Sink(
        "jose-from",
        "jose",
        ("from jose.jwt import decode as decode_token",),
        "decode_token",
        ("TOKEN", SECRET, '["HS256"]', "OPTIONS"),
        (),
    ),
    Sink(
        "jws-verify",
        "jose",
        ("import json", "from jose import jws"),
        "jws.verify",
        ("TOKEN", SECRET, '["HS256"]'),
        (("verify", "SWITCH"),),
        "json.loads(%s)",
    ),
    Sink(
        "google",
        "google",
        ("import os", "from google.auth import jwt as google_jwt"),
        "google_jwt.decode",
        ("TOKEN",),
        (("certs", 'os.environ["JWT_PUBLIC_KEY"]'), ("verify", "SWITCH")),
        algorithm="RS256",
    ),
    Sink(
        "simplejwt",
        "rest_framework_simplejwt",
        ("from rest_framework_simplejwt.tokens import AccessToken",),
        "AccessToken",
        ("TOKEN",),
        (("verify", "SWITCH"),),
        "%s.payload",
    ),
    Sink(
        "simplejwt-backend",
        "rest_framework_simplejwt",
        ("from rest_framework_simplejwt.backends import TokenBackend",),
        f'TokenBackend("HS256", {SECRET}).decode',
        ("TOKEN",),
        (("verify", "SWITCH"),),
    ),
    Sink(
        "authlib",
        "authlib",
        ("from authlib.jose import JsonWebToken",),
        "JsonWebToken",
        (_NONE,),
        (),
        f"%s.decode(TOKEN, {SECRET})",
    ),
    Sink(
        "joserfc",
        "joserfc",
        ("from joserfc import jwt as jose_jwt", "from joserfc.jwk import OctKey"),
        "jose_jwt.decode",
        ("TOKEN", f"OctKey.import_key({SECRET})"),
        (("algorithms", _NONE),),
        "%s.claims",
    ),
    Sink(
        "python-jwt",
        "python_jwt",
        ("import python_jwt", "from jwcrypto.jwk import JWK"),
        "python_jwt.verify_jwt",
        ("TOKEN", "SIGNING_KEY if SWITCH else None", '["HS256", "none"]'),
        (),
        "%s[1]",
        _jwcrypto_key("python_jwt"),
    ),
)
