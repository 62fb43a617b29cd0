"""What each JWT library calls its things: which argument of which callable decides verification.

Paths are dotted, with `()` for a call's result: `jwt.PyJWT().decode` is a method of an instance.
Sources: the libraries' own code and documentation, each entry confirmed by running it (see
`tests/proof`).
"""

from __future__ import annotations

from collections.abc import Mapping

import msgspec

from pytest_ssot.facts.carriers import Library

LIBRARIES: tuple[str, ...] = (
    "jwt",
    "jose",
    "authlib.jose",
    "joserfc",
    "jwcrypto",
    "python_jwt",
    "google.auth.jwt",
    "rest_framework_simplejwt",
    "flask_jwt_extended",
    "cryptojwt",
    "jwkest",
)
"""Modules (with everything below them) whose import is direct JWT work."""

PROVIDERS: tuple[str, ...] = ("keycloak", "ninja_jwt", "msal.oauth2cli")
"""Modules whose import is no JWT work, but which read tokens if they are asked to."""

TOP_LEVEL = frozenset(name.partition(".")[0] for name in LIBRARIES)

WORDS = tuple(sorted({name.rpartition(".")[2] for name in LIBRARIES}))
"""Words one of which every file that names one of the libraries contains."""

NAMES = {
    "jwt": "PyJWT",
    "jose": "python-jose",
    "authlib": "Authlib",
    "joserfc": "joserfc",
    "jwcrypto": "jwcrypto",
    "python_jwt": "python-jwt",
    "google": "google-auth",
    "rest_framework_simplejwt": "djangorestframework-simplejwt",
    "flask_jwt_extended": "flask-jwt-extended",
    "cryptojwt": "cryptojwt",
    "jwkest": "pyjwkest",
}
"""Distribution names by top-level module."""

COPIES: Mapping[str, tuple[str, ...]] = {
    "jwt": ("jwt/api_jwt.py", "jwt/api_jws.py"),
    "jose": ("jose/jws.py", "jose/jwk.py"),
    "authlib.jose": ("authlib/jose/rfc7515/jws.py",),
    "joserfc": ("joserfc/jws.py", "joserfc/jwk.py"),
    "jwcrypto": ("jwcrypto/jws.py", "jwcrypto/jwk.py"),
    "python_jwt": ("python_jwt/__init__.py",),
    "google.auth.jwt": ("google/auth/jwt.py", "google/auth/crypt/base.py"),
    "rest_framework_simplejwt": ("rest_framework_simplejwt/tokens.py", "rest_framework_simplejwt/state.py"),
    "flask_jwt_extended": ("flask_jwt_extended/jwt_manager.py",),
    "cryptojwt": ("cryptojwt/jws/jws.py", "cryptojwt/simple_jwt.py"),
    "jwkest": ("jwkest/jws.py", "jwkest/jwt.py"),
}
"""Files that tell a library's own code, bundled or installed among what is judged, from a namesake."""


class Switch(msgspec.Struct, frozen=True):
    """An argument of `paths` that turns verification off when it is falsy.

    `keyword` and `positions` say where it is given. With `key`, it is that entry of a mapping given
    there. `inert` says why the installed version does not obey it; such a form is reported all the
    same, because an older version or another library would.
    """

    paths: tuple[str, ...]
    keyword: str
    positions: tuple[int, ...] = ()
    key: str = ""
    inert: str = ""
    only_false: bool = False
    """By its position, nothing but false is meant for it: other versions take something else there."""
    allows: bool = False
    """It turns verification off when it is truthy: it says what is let through."""


class NoneAllowed(msgspec.Struct, frozen=True):
    """An argument of `paths` that lists accepted algorithms; `none` among them accepts anything.

    With `keyless`, only when the argument at that position (the key) is falsy.
    """

    paths: tuple[str, ...]
    keyword: str
    positions: tuple[int, ...]
    keyless: int | None = None
    key_keyword: str = ""


def _each(*bases: str, names: str) -> tuple[str, ...]:
    return tuple(f"{base}.{name}" for base in bases for name in names.split())


_PYJWT = _each(
    "jwt",
    "jwt.api_jwt",
    "jwt.PyJWT()",
    "jwt.api_jwt.PyJWT()",
    "jwt.api_jwt._jwt_global_obj",
    names="decode decode_complete",
)
_PYJWS = _each(
    "jwt.api_jws",
    "jwt.PyJWS()",
    "jwt.api_jws.PyJWS()",
    "jwt.api_jws._jws_global_obj",
    names="decode decode_complete",
)
_SIMPLEJWT_TOKENS = _each(
    "rest_framework_simplejwt.tokens", names="Token UntypedToken AccessToken RefreshToken SlidingToken"
)
_SIMPLEJWT_BACKENDS = (
    "rest_framework_simplejwt.backends.TokenBackend().decode",
    "rest_framework_simplejwt.state.token_backend.decode",
    *(f"{path}{call}.get_token_backend().decode" for path in _SIMPLEJWT_TOKENS for call in ("", "()")),
    *(f"{path}{call}.token_backend.decode" for path in _SIMPLEJWT_TOKENS for call in ("", "()")),
)
_NINJA_TOKENS = _each("ninja_jwt.tokens", names="Token UntypedToken AccessToken RefreshToken SlidingToken")
_NINJA_BACKENDS = (
    "ninja_jwt.backends.TokenBackend().decode",
    "ninja_jwt.state.token_backend.decode",
    *(f"{path}{call}.get_token_backend().decode" for path in _NINJA_TOKENS for call in ("", "()")),
)
_KEYCLOAK = _each(
    "keycloak.KeycloakOpenID()",
    "keycloak.keycloak_openid.KeycloakOpenID()",
    names="decode_token a_decode_token",
)
_OIC_MESSAGES = _each(
    "oic.oauth2.message",
    "oic.oic.message",
    "oidcmsg.message",
    "oidcmsg.oauth2",
    "oidcmsg.oidc",
    "idpyoidc.message",
    "idpyoidc.message.oauth2",
    "idpyoidc.message.oidc",
    names=(
        "Message IdToken AuthorizationRequest OpenIDRequest OpenIDSchema "
        "JasonWebToken JsonWebToken AuthnToken"
    ),
)
_FACTORIES = ("cryptojwt.jws.jws.factory", "jwkest.jws.factory")
_OIC_SIGNATURES = _each(
    *(f"{path}()" for path in (*_FACTORIES, "cryptojwt.jws.jws.JWS", "cryptojwt.JWS", "jwkest.jws.JWS")),
    names="verify_compact verify_compact_verbose verify_json",
)

SWITCHES: tuple[Switch, ...] = (
    Switch((*_PYJWT, *_PYJWS), "options", (3, 4), key="verify_signature"),
    Switch(
        (*_PYJWT, *_PYJWS),
        "verify",
        (2,),
        inert="PyJWT 2 ignores it, PyJWT 1 obeys it",
        only_false=True,
    ),
    Switch(
        (*_PYJWT, *_PYJWS),
        "verify_signature",
        inert="PyJWT ignores it as a keyword; it belongs into `options`",
    ),
    Switch(
        ("jwt.PyJWT", "jwt.api_jwt.PyJWT"),
        "options",
        (0,),
        key="verify_signature",
        inert="PyJWT obeys it in the constructor up to 1.5.1 only",
    ),
    Switch(("jwt.PyJWS", "jwt.api_jws.PyJWS"), "options", (1,), key="verify_signature"),
    Switch(("jose.jwt.decode",), "options", (3,), key="verify_signature"),
    Switch(("jose.jws.verify",), "verify", (3,)),
    Switch(("jose.jwt.decode",), "verify", inert="python-jose has no such argument and raises TypeError"),
    Switch(
        ("jose.jwt.decode",),
        "verify_signature",
        inert="python-jose has no such argument and raises TypeError",
    ),
    Switch(("google.auth.jwt.decode",), "verify", (2,)),
    Switch(_SIMPLEJWT_TOKENS, "verify", (1,)),
    Switch(_SIMPLEJWT_BACKENDS, "verify", (1,)),
    Switch(_NINJA_TOKENS, "verify", (1,)),
    Switch(_NINJA_BACKENDS, "verify", (1,)),
    Switch(_KEYCLOAK, "validate", (1,)),
    Switch(tuple(f"{path}().from_jwt" for path in _OIC_MESSAGES), "verify", (2,)),
    Switch(_OIC_SIGNATURES, "allow_none", (2,), allows=True),
)

NONE_ALLOWED: tuple[NoneAllowed, ...] = (
    NoneAllowed(
        (
            "authlib.jose.JsonWebToken",
            "authlib.jose.rfc7519.JsonWebToken",
            "authlib.jose.rfc7519.jwt.JsonWebToken",
        ),
        "algorithms",
        (0,),
    ),
    NoneAllowed(
        (
            "authlib.jose.JsonWebSignature",
            "authlib.jose.rfc7515.JsonWebSignature",
            "authlib.jose.rfc7515.jws.JsonWebSignature",
        ),
        "algorithms",
        (0,),
    ),
    NoneAllowed(("joserfc.jwt.decode", "joserfc.jws.deserialize_compact"), "algorithms", (2,)),
    NoneAllowed(
        ("joserfc.jws.validate_compact", "joserfc.jws.deserialize_json", "joserfc.jws.validate_json"),
        "algorithms",
        (2,),
    ),
    NoneAllowed(
        ("joserfc.jws.JWSRegistry", "joserfc.registry.JWSRegistry", "joserfc.rfc7515.registry.JWSRegistry"),
        "algorithms",
        (1,),
    ),
    NoneAllowed(("python_jwt.verify_jwt",), "allowed_algs", (2,), keyless=1, key_keyword="pub_key"),
)

_HEADER: frozenset[str | int] = frozenset({"headers", "header", "protected"})

READERS: Mapping[str, frozenset[str | int]] = {
    "jose.jwt.get_unverified_claims": frozenset(),
    "jose.jws.get_unverified_claims": frozenset(),
    "joserfc.jws.extract_compact": _HEADER,
    "joserfc.jws.extract_json": _HEADER,
    "joserfc.rfc7515.compact.extract_compact": _HEADER,
    "joserfc._rfc7515.compact.extract_compact": _HEADER,
    "python_jwt.process_jwt": frozenset({0}),
    "google.auth.jwt._unverified_decode": frozenset({0}),
    "jwt.load": frozenset(),
    "jwt.PyJWS()._load": frozenset({2}),
    "jwt.api_jws.PyJWS()._load": frozenset({2}),
    "jwt.api_jws._jws_global_obj._load": frozenset({2}),
    **{f"{path}().jwt.payload": frozenset() for path in _FACTORIES},
    "cryptojwt.simple_jwt.SimpleJWT().unpack().payload": frozenset(),
    "cryptojwt.simple_jwt.SimpleJWT().payload": frozenset(),
    "jwkest.jwt.JWT().unpack().payload": frozenset(),
    "jwkest.jwt.JWT().payload": frozenset(),
    "msal.oauth2cli.oidc.decode_id_token": frozenset(),
}
"""Callables that hand out a token's claims without checking anything, and the parts of what they
return that are only its header: attributes, or positions."""

HEADER_READERS = ("get_unverified_header", "get_unverified_headers", "decode_header")
"""Callables whose result is what the token says of itself: fit to choose a key, not to decide trust."""

CHECKING = frozenset(
    {
        "python_jwt.verify_jwt",
        "authlib.jose.jwt.decode",
        "authlib.jose.JsonWebToken().decode",
        "authlib.jose.JsonWebSignature().deserialize_compact",
        "joserfc.jwt.decode",
        "joserfc.jws.deserialize_compact",
        *_OIC_SIGNATURES,
        "cryptojwt.jwt.JWT().unpack",
        "cryptojwt.JWT().unpack",
        "oic.utils.jwt.JWT().unpack",
        "google.oauth2.id_token.verify_token",
        "google.oauth2.id_token.verify_oauth2_token",
        "google.oauth2.id_token.verify_firebase_token",
    }
)
"""Callables without a switch that always check."""

_PYJWT_CLAIM_ERRORS = (
    "ExpiredSignatureError ImmatureSignatureError InvalidAudienceError InvalidIssuerError "
    "InvalidIssuedAtError MissingRequiredClaimError InvalidSubjectError InvalidJTIError"
)

ERRORS_IN_CLAIMS = frozenset(
    [
        *_each("jwt", "jwt.exceptions", names=_PYJWT_CLAIM_ERRORS),
        *_each("jose", "jose.jwt", "jose.exceptions", names="ExpiredSignatureError JWTClaimsError"),
        *_each("joserfc.errors", names="ExpiredTokenError InvalidClaimError MissingClaimError"),
        *_each("authlib.jose.errors", names="ExpiredTokenError InvalidClaimError MissingClaimError"),
    ]
)
"""Errors that are raised after the signature has been found right."""

ISSUING = frozenset(
    [
        *_each("jwt", "jwt.api_jwt", "jwt.PyJWT()", "jwt.api_jwt.PyJWT()", "jwt.api_jws", names="encode"),
        *_each("jwt.PyJWS()", "jwt.api_jws.PyJWS()", "jose.jwt", "authlib.jose.jwt", names="encode"),
        *_each("authlib.jose.JsonWebToken()", "joserfc.jwt", "google.auth.jwt", names="encode"),
        *_each("jose.jws", names="sign"),
        *_each("joserfc.jws", names="serialize_compact"),
        *_each("python_jwt", names="generate_jwt"),
        *_each("flask_jwt_extended", names="create_access_token create_refresh_token"),
    ]
)
"""Calls that give out a token which they have signed themselves."""

ERRORS_WITH_TOKEN = ("authlib.jose.errors.", "authlib.jose.JoseError")
"""Errors of a wrong signature that carry the token."""

VALIDATORS = frozenset({"joserfc.jws.validate_compact", "joserfc.jws.validate_json"})
"""Callables that check a token object which was read before; their result says whether it is valid."""

VERIFIERS = frozenset(
    {
        "_verify_signature",
        "verify",
        "_sig_matches_keys",
        "compare_digest",
        "verify_signature",
        "decode",
        "decode_complete",
        "_get_default_options",
        "options",
        "_get_sig_matches_keys",
    }
)
"""Names in the libraries whose replacement decides about verification."""

OBJECTS = ("jwcrypto.jws.JWS", "jwcrypto.jwt.JWT")
"""Token objects whose raw `objects` are readable before anything is verified."""

VERIFYING_METHODS = frozenset({"verify", "validate"})
"""Methods of those objects that check the signature."""

WORK = frozenset(
    [
        "encode",
        "decode",
        "decode_complete",
        "verify",
        "sign",
        "get_unverified_claims",
        "get_unverified_header",
        "get_unverified_headers",
        "generate_jwt",
        "verify_jwt",
        "verify_compact",
        "from_jwt",
        "process_jwt",
        "serialize_compact",
        "deserialize_compact",
        "deserialize",
        "serialize",
        "extract_compact",
        "validate_compact",
        "create_access_token",
        "create_refresh_token",
        "decode_token",
        "decode_header",
        "_unverified_decode",
        "make_signed_token",
        "make_encrypted_token",
        "validate",
        "_load",
        "from_jose_token",
    ]
)
"""Names of the callables that make, read or check tokens."""

COMMON_WORK = frozenset({"encode", "decode", "serialize", "deserialize"})
"""Those of them that texts and keys have as well."""

KEYS = frozenset({"jwk", "jwks", "key_bundle", "key_jar"})
"""The modules of the libraries that hold keys."""

UNVERIFIED_KEY = "verify_signature"
"""The option whose name alone says what is switched off, whoever receives it."""

PATHS = frozenset(
    [
        *(path for switch in SWITCHES for path in switch.paths),
        *(path for entry in NONE_ALLOWED for path in entry.paths),
        *READERS,
        *CHECKING,
        *VALIDATORS,
        *OBJECTS,
    ]
)
"""Everything that is known of the libraries by its path."""

FOLLOWED = Library(
    modules=frozenset((*LIBRARIES, *PROVIDERS)),
    words=WORK | {word for path in PATHS for word in path.replace("()", "").split(".")},
    ends=WORK,
)
"""The objects of the libraries that are followed to the modules that know them by another name."""
