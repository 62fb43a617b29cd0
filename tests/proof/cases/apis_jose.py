"""python-jose, Authlib and joserfc: switches, unverified readers, and the algorithm none."""

# ruff: noqa: E501 - one line is the layout under test

from __future__ import annotations

from tests.proof.case import Case, Difficulty, bypass, pair, safe

LITERAL, LOCAL, CROSS = Difficulty.LITERAL, Difficulty.LOCAL, Difficulty.CROSS
KEY = 'KEY = "0123456789abcdef0123456789abcdef"\n'
JOSE = f"import json\nfrom jose import jws, jwt\n\n{KEY}"
AUTHLIB = f"import json\nfrom authlib.jose import JsonWebSignature, JsonWebToken, jwt\n\n{KEY}"
RFC = f"import json\nfrom joserfc import jws, jwt\nfrom joserfc.jwk import OctKey\n\n{KEY}JWK = OctKey.import_key(KEY)\n"


def _call(name: str, head: str, expression: str, library: str) -> tuple[Case, Case]:
    """The claims are `expression`; the decision stands on its line."""
    text = f"{head}\ndef accepts(token):\n    return {expression}  # <- jwt-signature-bypass\n"
    return pair(name, LITERAL, text, libraries=(library,))


def _strict(name: str, head: str, expression: str, library: str) -> tuple[Case]:
    return safe(name, LITERAL, f"{head}\ndef accepts(token):\n    return {expression}\n", libraries=(library,))


CASES: tuple[Case, ...] = (
    *_call("jose-options", JOSE, 'jwt.decode(token, KEY, algorithms=["HS256"], options={"verify_signature": <<False||True>>})', "jose"),
    *_call("jose-options-positional", JOSE, 'jwt.decode(token, KEY, ["HS256"], {"verify_signature": <<None||True>>})', "jose"),
    *_call("jose-options-no-key", JOSE, 'jwt.decode(token, <<None||KEY>>, options={"verify_signature": <<False||True>>})', "jose"),
    *_call("jose-jws-verify", JOSE, 'json.loads(jws.verify(token, KEY, ["HS256"], verify=<<False||True>>))', "jose"),
    *_call("jose-jws-verify-positional", JOSE, 'json.loads(jws.verify(token, KEY, ["HS256"], <<False||True>>))', "jose"),
    *_call("jose-unverified-claims", JOSE, '<<jwt.get_unverified_claims(token)||jwt.decode(token, KEY, "HS256")>>', "jose"),
    *_call("jose-jws-unverified-claims", JOSE, 'json.loads(<<jws.get_unverified_claims(token)||jws.verify(token, KEY, "HS256")>>)', "jose"),
    *_call("jose-imported-reader", f"from jose.jwt import decode, get_unverified_claims as peek\n{KEY}",
           '<<peek(token)||decode(token, KEY, "HS256")>>', "jose"),
    *_call("jose-module-path", f"import jose.jwt\n{KEY}",
           'jose.jwt.decode(token, KEY, algorithms=["HS256"], options={"verify_signature": <<False||True>>})', "jose"),
    *_call("jose-backend-name", f"from jose import jwt as jose_jwt\n{KEY}",
           'jose_jwt.decode(token, KEY, algorithms="HS256", options=dict(verify_signature=<<False||True>>))', "jose"),
    *pair("jose-wrapped-reader", CROSS, f"""{JOSE}
def claims(token):
    return <<jwt.get_unverified_claims(token)||jwt.decode(token, KEY, "HS256")>>  # <- jwt-signature-bypass

def accepts(token):
    return claims(token)
""", libraries=("jose",)),
    *pair("jose-reader-by-getattr", Difficulty.DYNAMIC, f"""{JOSE}
def accepts(token):
    return getattr(jwt, "get_<<unverified_||>>claims" if <<True||False>> else "decode")(token<<||, KEY, "HS256">>)
""", libraries=("jose",)),
    *pair("jose-reader-in-table", LOCAL, f"""{JOSE}
READERS = {{"peek": jwt.get_unverified_claims, "full": lambda token: jwt.decode(token, KEY, "HS256")}}

def accepts(token):
    return READERS["<<peek||full>>"](token)
""", libraries=("jose",)),
    *pair("jose-flag-wrapped", CROSS, f"""{JOSE}
def read(token, check=True):
    return json.loads(jws.verify(token, KEY, ["HS256"], verify=check))

def accepts(token):
    return read(token, check=<<False||True>>)  # <- jwt-signature-bypass
""", libraries=("jose",)),
    *pair("jose-fallback", LOCAL, f"""{JOSE}
from jose import JWTError

def accepts(token):
    try:
        return jwt.decode(token, KEY, "HS256")
    except JWTError:
        return <<jwt.get_unverified_claims(token)||None>>  # <- jwt-signature-bypass
""", libraries=("jose",)),
    *_strict("jose-plain", JOSE, 'jwt.decode(token, KEY, "HS256")', "jose"),
    *_strict("jose-audience-off", JOSE, 'jwt.decode(token, KEY, "HS256", options={"verify_aud": False, "verify_at_hash": False})', "jose"),
    *_strict("jose-jws-plain", JOSE, 'json.loads(jws.verify(token, KEY, "HS256"))', "jose"),
    *_strict("jose-header-for-key", JOSE,
             '{"k1": lambda: jwt.decode(token, KEY, "HS256")}[jwt.get_unverified_header(token)["kid"]]()', "jose"),
    *safe("jose-peek-then-verify", LOCAL, f"""{JOSE}
KEYS = {{"alice": KEY}}

def accepts(token):
    key = KEYS.get(jwt.get_unverified_claims(token)["sub"], KEY)
    return jwt.decode(token, key, algorithms=["HS256"])
""", libraries=("jose",)),
    *_call("authlib-none-listed", AUTHLIB, 'dict(JsonWebToken(["HS256"<<, "none"||>>]).decode(token, KEY))', "authlib"),
    *_call("authlib-jws-none-listed", AUTHLIB,
           'json.loads(JsonWebSignature(["HS256"<<, "none"||>>]).deserialize_compact(token, KEY)["payload"])', "authlib"),
    *_call("authlib-only-none", AUTHLIB, 'dict(JsonWebToken(<<["none"]||["HS256"]>>).decode(token, KEY))', "authlib"),
    *pair("authlib-none-from-constant", LOCAL, f"""{AUTHLIB}
ALGORITHMS = ("HS256", "<<none||HS384>>")
reader = JsonWebToken(ALGORITHMS)

def accepts(token):
    return dict(reader.decode(token, KEY))
""", libraries=("authlib",)),
    *pair("authlib-none-appended", LOCAL, f"""{AUTHLIB}
def accepts(token):
    algorithms = ["HS256"]
    algorithms.append("<<none||HS384>>")
    return dict(JsonWebToken(algorithms).decode(token, KEY))
""", libraries=("authlib",)),
    *_strict("authlib-plain", AUTHLIB, "dict(jwt.decode(token, KEY))", "authlib"),
    *_strict("authlib-listed", AUTHLIB, 'dict(JsonWebToken(["HS256", "HS512"]).decode(token, KEY))', "authlib"),
    *_strict("authlib-claims-options", AUTHLIB, 'dict(jwt.decode(token, KEY, claims_options={"iss": {"essential": False}}))', "authlib"),
    *_call("joserfc-extract", RFC, 'json.loads(<<jws.extract_compact(token.encode())||jws.deserialize_compact(token, JWK)>>.payload)', "joserfc"),
    *_call("joserfc-none-listed", RFC, 'jwt.decode(token, JWK, algorithms=["HS256"<<, "none"||>>]).claims', "joserfc"),
    *_call("joserfc-registry", f"{RFC}from joserfc.jws import JWSRegistry\n",
           'jwt.decode(token, JWK, registry=JWSRegistry(algorithms=["HS256"<<, "none"||>>])).claims', "joserfc"),
    *_call("joserfc-jws-none-listed", RFC,
           'json.loads(jws.deserialize_compact(token, JWK, algorithms=["HS256"<<, "none"||>>]).payload)', "joserfc"),
    *pair("joserfc-validate-ignored", LOCAL, f"""{RFC}
def accepts(token):
    signed = jws.extract_compact(token.encode())
    <<||if not >>jws.validate_compact(signed, JWK)<<||: raise ValueError("bad signature")>>
    return json.loads(signed.payload)
""", libraries=("joserfc",)),
    *pair("joserfc-extract-imported", LOCAL, f"""{RFC}
from joserfc.jws import deserialize_compact, extract_compact

def accepts(token):
    parts = <<extract_compact(token.encode())||deserialize_compact(token, JWK)>>
    return json.loads(parts.payload)
""", libraries=("joserfc",)),
    *_strict("joserfc-plain", RFC, "jwt.decode(token, JWK).claims", "joserfc"),
    *_strict("joserfc-listed", RFC, 'jwt.decode(token, JWK, algorithms=["HS256"]).claims', "joserfc"),
    *safe("joserfc-extract-header-for-key", LOCAL, f"""{RFC}
KEYS = {{"k1": JWK}}

def accepts(token):
    kid = jws.extract_compact(token.encode()).headers()["kid"]
    return jwt.decode(token, KEYS[kid]).claims
""", libraries=("joserfc",)),
    *bypass("jose-all-options-off", LITERAL, f"""{JOSE}
def accepts(token):
    return jwt.decode(token, "", options={{"verify_signature": False, "verify_aud": False, "verify_exp": False}})  # <- jwt-signature-bypass
""", libraries=("jose",)),
)
