"""Wrappers of the other libraries, as services write them."""

# ruff: noqa: E501 - one line is often the layout under test

from __future__ import annotations

from tests.proof.case import Case, Difficulty, pair, safe, spelled_out

CROSS = Difficulty.CROSS

CASES: tuple[Case, ...] = (
    *pair("jose-auth0-style", CROSS, spelled_out("""\
# --- app.py
from auth0 import requires_auth, AuthError

@requires_auth
def endpoint(claims):
    return claims

def accepts(token):
    return endpoint(f"Bearer {token}")
# --- auth0.py
from functools import wraps
from jose import jwt
JWKS = {"keys": [{"kid": "k1", "kty": "oct", "k": "MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY", "alg": "HS256"}]}

class AuthError(Exception):
    pass

def requires_auth(func):
    @wraps(func)
    def decorated(header):
        token = header.split()[1]
        kid = jwt.get_unverified_header(token)["kid"]
        key = next((k for k in JWKS["keys"] if k["kid"] == kid), None)
        if key is None:
            raise AuthError("no key")
        <<payload = jwt.get_unverified_claims(token)||payload = jwt.decode(token, key, algorithms=["HS256"])>>
        return func(payload)
    return decorated
"""), libraries=("jose",)),
    *pair("jose-cognito-verifier", CROSS, spelled_out("""\
# --- app.py
from cognito import CognitoVerifier

verifier = CognitoVerifier(pool="eu_1", client_id="c")

def accepts(token):
    return verifier.claims(token)
# --- cognito.py
from jose import jwk, jwt
from jose.utils import base64url_decode
KEYS = {"k1": {"kty": "oct", "k": "MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY", "alg": "HS256"}}

class CognitoVerifier:
    def __init__(self, pool, client_id):
        self.pool, self.client_id = pool, client_id

    def is_valid(self, token):
        key = jwk.construct(KEYS[jwt.get_unverified_header(token)["kid"]])
        message, encoded = token.rsplit(".", 1)
        return key.verify(message.encode(), base64url_decode(encoded.encode()))

    def claims(self, token):
        <<ok = self.is_valid(token)||if not self.is_valid(token):
            raise PermissionError("signature")>>
        return jwt.get_unverified_claims(token)
"""), libraries=("jose",)),
    *pair("jose-options-in-class", CROSS, spelled_out("""\
# --- app.py
from kc import Keycloak

kc = Keycloak(verify_token=<<False||True>>)

def accepts(token):
    return kc.decode_token(token)
# --- kc.py
from jose import jwt

class Keycloak:
    def __init__(self, verify_token=True):
        self._options = {"verify_signature": verify_token, "verify_aud": False, "exp": True}

    def decode_token(self, token, key=$K, algorithms=("HS256",)):
        return jwt.decode(token, key, algorithms=list(algorithms), options=self._options)
"""), libraries=("jose",)),
    *safe("jose-peek-kid-and-tenant", CROSS, spelled_out("""\
# --- app.py
from tenants import key_for
from jose import jwt

def accepts(token):
    return jwt.decode(token, key_for(token), algorithms=["HS256"])
# --- tenants.py
from jose import jwt
TENANTS = {None: $K}

def key_for(token):
    tenant = jwt.get_unverified_claims(token).get("tenant")
    return TENANTS[tenant]
"""), libraries=("jose",)),
    *safe("jose-verified-before-reader", CROSS, spelled_out("""\
# --- app.py
from service import whoami

def accepts(token):
    return whoami(token)
# --- service.py
from jose import jwt, jws, JWTError

def ensure_signed(token):
    try:
        jws.verify(token, $K, algorithms=["HS256"])
    except JWTError as exc:
        raise PermissionError from exc

def whoami(token):
    ensure_signed(token)
    return jwt.get_unverified_claims(token)
"""), libraries=("jose",)),
    *pair("jose-strategy-table", CROSS, spelled_out("""\
# --- app.py
from readers import READERS

def accepts(token):
    return READERS["<<fast||safe>>"](token)
# --- readers.py
from jose import jwt

def _safe(token):
    return jwt.decode(token, $K, algorithms=["HS256"])

READERS = {"fast": jwt.get_unverified_claims, "safe": _safe}
"""), libraries=("jose",)),
    *pair("jose-abstract-provider", CROSS, spelled_out("""\
# --- app.py
from providers.google import GoogleProvider

def accepts(token):
    return GoogleProvider().user_info({"id_token": token})
# --- providers/__init__.py
# --- providers/base.py
from jose import jwt

class OAuthProvider:
    VALIDATE_ID_TOKEN = True

    def user_info(self, tokens):
        id_token = tokens["id_token"]
        if self.VALIDATE_ID_TOKEN:
            return jwt.decode(id_token, self.key(), algorithms=["HS256"])
        return jwt.get_unverified_claims(id_token)

    def key(self):
        return $K
# --- providers/google.py
from .base import OAuthProvider

class GoogleProvider(OAuthProvider):
    VALIDATE_ID_TOKEN = <<False||True>>
"""), libraries=("jose",)),
    *pair("authlib-oauth-client", CROSS, spelled_out("""\
# --- app.py
from oauth import OAuth

oauth = OAuth(algorithms=[<<"none", ||>>"HS256"])

def accepts(token):
    return oauth.parse_id_token({"id_token": token})
# --- oauth.py
from authlib.jose import JsonWebToken

class OAuth:
    def __init__(self, algorithms):
        self._jwt = JsonWebToken(algorithms)

    def parse_id_token(self, token):
        claims = self._jwt.decode(token["id_token"], key=$K)
        claims.validate(leeway=120)
        return dict(claims)
"""), libraries=("authlib",)),
    *pair("authlib-config-algs", CROSS, spelled_out("""\
# --- app.py
from conf import CONF
from authlib.jose import JsonWebToken

def accepts(token):
    return JsonWebToken(CONF.get("algorithms")).decode(token, CONF["key"])
# --- conf.py
CONF = {
    "key": $K,
    "algorithms": "HS256<<,none||>>".split(","),
}
"""), libraries=("authlib",)),
    *safe("authlib-key-func", CROSS, spelled_out("""\
# --- app.py
from keys import load_key
from authlib.jose import jwt

def accepts(token):
    claims = jwt.decode(token, load_key)
    claims.validate()
    return claims
# --- keys.py
KEYS = {"k1": $K}

def load_key(header, payload):
    return KEYS[header["kid"]]
"""), libraries=("authlib",)),
    *pair("jwcrypto-service", CROSS, spelled_out("""\
# --- app.py
from service import JwsService

def accepts(token):
    return JwsService().read(token)
# --- service.py
import json
from jwcrypto import jwk, jws
from jwcrypto.common import base64url_encode

class JwsService:
    def __init__(self):
        self.key = jwk.JWK(kty="oct", k=base64url_encode($K))

    def _parse(self, token):
        obj = jws.JWS()
        obj.deserialize(token)
        return obj

    def read(self, token):
        obj = self._parse(token)
        <<return json.loads(obj.objects["payload"].decode())||obj.verify(self.key)
        return json.loads(obj.payload)>>
"""), libraries=("jwcrypto",)),
    *pair("jwcrypto-token-objects", CROSS, spelled_out("""\
# --- app.py
from reading import claims_of

def accepts(token):
    return claims_of(token)
# --- reading.py
import json
from jwcrypto.jwt import JWT
from keyring import KEY

def claims_of(token):
    parsed = JWT()
    parsed.deserialize(token<<||, KEY>>)
    return json.loads(parsed.<<token.objects["payload"]||claims>>)
# --- keyring.py
from jwcrypto.jwk import JWK
from jwcrypto.common import base64url_encode
KEY = JWK(kty="oct", k=base64url_encode($K))
"""), libraries=("jwcrypto",)),
    *safe("jwcrypto-validate-later", CROSS, spelled_out("""\
# --- app.py
from reading import Reader

def accepts(token):
    return Reader(token).checked().claims()
# --- reading.py
import json
from jwcrypto.jwt import JWT
from jwcrypto.jwk import JWK
from jwcrypto.common import base64url_encode
KEY = JWK(kty="oct", k=base64url_encode($K))

class Reader:
    def __init__(self, raw):
        self.jwt = JWT()
        self.jwt.deserialize(raw)

    def checked(self):
        self.jwt.validate(KEY)
        return self

    def claims(self):
        return json.loads(self.jwt.claims)
"""), libraries=("jwcrypto",)),
    *pair("joserfc-service-extract", CROSS, spelled_out("""\
# --- app.py
from tokens import Tokens

def accepts(token):
    return Tokens().load(token)
# --- tokens.py
import json
from joserfc import jws
from joserfc.jwk import OctKey

class Tokens:
    key = OctKey.import_key($K)

    def load(self, token):
        sig = jws.extract_compact(token.encode())
        <<jws.validate_compact(sig, self.key)||if not jws.validate_compact(sig, self.key):
            raise PermissionError("bad signature")>>
        return json.loads(sig.payload)
"""), libraries=("joserfc",)),
    *pair("joserfc-registry-algs", CROSS, spelled_out("""\
# --- app.py
from policy import REGISTRY
from joserfc import jwt
from joserfc.jwk import OctKey

def accepts(token):
    return jwt.decode(token, OctKey.import_key($K), registry=REGISTRY).claims
# --- policy.py
from joserfc.jws import JWSRegistry
ALGORITHMS = ["HS256"]
<<ALGORITHMS.append("none")||ALGORITHMS.append("HS384")>>
REGISTRY = JWSRegistry(algorithms=ALGORITHMS)
"""), libraries=("joserfc",)),
    *safe("joserfc-peek-issuer", CROSS, spelled_out("""\
# --- app.py
from router import decode

def accepts(token):
    return decode(token)
# --- router.py
import json
from joserfc import jws, jwt
from joserfc.jwk import OctKey
ISSUERS = {None: OctKey.import_key($K)}

def issuer(token):
    return json.loads(jws.extract_compact(token.encode()).payload).get("iss")

def decode(token):
    return jwt.decode(token, ISSUERS[issuer(token)], algorithms=["HS256"]).claims
"""), libraries=("joserfc",)),
)
