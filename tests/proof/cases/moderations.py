"""Options that leave the signature alone, whatever else they switch off."""

# ruff: noqa: E501 - one line is often the layout under test

from __future__ import annotations

from tests.proof.case import Case, Difficulty, safe, spelled_out

CROSS = Difficulty.CROSS

CASES: tuple[Case, ...] = (
    *safe("oidc-client-peek-kid", CROSS, spelled_out("""\
# --- app.py
from oidc import Client
accepts = Client().validate
# --- oidc.py
import base64, json
import jwt
class Jwks:
    keys = {"k1": $K}
    def find(self, header):
        return self.keys[header["kid"]]
class Client:
    jwks = Jwks()
    def _header(self, token):
        part = token.split(".", 1)[0]
        return json.loads(base64.urlsafe_b64decode(part + "=" * (-len(part) % 4)))
    def validate(self, token):
        header = self._header(token)
        if header.get("alg") not in {"HS256", "RS256"}:
            raise ValueError(header)
        return jwt.decode(token, self.jwks.find(header), algorithms=[header["alg"]], options={"verify_aud": False})
""")),
    *safe("dotted-non-token", CROSS, spelled_out("""\
# --- app.py
import jwt, version
def accepts(t):
    version.parse("MS4yLjM.eyJhIjogMX0.x")
    return jwt.decode(t, $K, algorithms=["HS256"])
# --- version.py
import base64
def parse(text):
    major, minor, _ = text.split(".")
    return base64.urlsafe_b64decode(minor + "==").decode()
""")),
    *safe("verification-toggle-for-exp", CROSS, spelled_out("""\
# --- app.py
from reader import Reader
accepts = Reader(verify=False).read
# --- reader.py
import jwt
class Reader:
    def __init__(self, verify=True):
        self.verify = verify
    def read(self, t):
        return jwt.decode(t, $K, algorithms=["HS256"], options={"verify_exp": self.verify, "verify_aud": self.verify})
""")),
    *safe("two-modes-strict-used", CROSS, spelled_out("""\
# --- app.py
from reader import MODES, read
def accepts(t):
    return read(t, MODES["strict"])
# --- reader.py
import jwt
MODES = {"strict": {"verify_signature": True}, "claims": {"verify_signature": True, "verify_exp": False}}
def read(t, mode):
    return jwt.decode(t, $K, algorithms=["HS256"], options=mode)
""")),
    *safe("guard-clause-in-caller", CROSS, spelled_out("""\
# --- app.py
from reader import read
def accepts(t, trusted=False):
    if trusted:
        raise NotImplementedError("trusted tokens are no longer supported")
    return read(t, verify=not trusted)
# --- reader.py
import jwt
def read(t, verify):
    return jwt.decode(t, $K, algorithms=["HS256"], options={"verify_signature": verify})
""")),
    *safe("default-dict-overridden-by-call", CROSS, spelled_out("""\
# --- app.py
from reader import read
def accepts(t):
    return read(t, verify_signature=True)
# --- reader.py
import jwt
LAX = {"verify_exp": False, "verify_aud": False}
def read(t, **options):
    return jwt.decode(t, $K, algorithms=["HS256"], options={**LAX, **options})
""")),
    *safe("enum-of-policies-safe", CROSS, spelled_out("""\
# --- app.py
from policy import Policy
accepts = Policy.DEFAULT.reader()
# --- policy.py
from enum import Enum
import jwt
class Policy(Enum):
    DEFAULT = {"verify_signature": True}
    RELAXED = {"verify_signature": True, "verify_exp": False}
    def reader(self):
        return lambda t: jwt.decode(t, $K, algorithms=["HS256"], options=self.value)
""")),
    *safe("try-verified-then-none", CROSS, spelled_out("""\
# --- app.py
from reader import claims
def accepts(t):
    found, error = claims(t)
    if error is not None:
        raise error
    return found
# --- reader.py
import jwt
def claims(t):
    try:
        return jwt.decode(t, $K, algorithms=["HS256"]), None
    except jwt.PyJWTError as e:
        return {}, e
""")),
    *safe("any-key-verifies", CROSS, spelled_out("""\
# --- app.py
from ring import Ring
ring = Ring(["x" * 32, $K])
accepts = ring.claims
# --- ring.py
import jwt
class Ring:
    def __init__(self, keys): self.keys = keys
    def _attempts(self, t):
        for key in self.keys:
            try:
                yield jwt.decode(t, key, algorithms=["HS256"])
            except jwt.InvalidSignatureError:
                pass
    def claims(self, t):
        found = next(self._attempts(t), None)
        if found is None:
            raise PermissionError("signature")
        return found
""")),
    *safe("joserfc-extract-then-decode", CROSS, spelled_out("""\
# --- app.py
from reader import Reader
accepts = Reader().read
# --- reader.py
from joserfc import jws, jwt
from joserfc.jwk import OctKey
KEYS = {"k1": OctKey.import_key($K)}
class Reader:
    def key(self, t):
        return KEYS[jws.extract_compact(t.encode()).headers()["kid"]]
    def read(self, t):
        return jwt.decode(t, self.key(t), algorithms=["HS256"]).claims
"""), libraries=("joserfc",)),
    *safe("factory-default-true-kwargs", CROSS, spelled_out("""\
# --- app.py
from factory import make
accepts = make(leeway=5)
# --- factory.py
import jwt
def make(**settings):
    verify = settings.pop("verify", True)
    leeway = settings.pop("leeway", 0)
    def read(t):
        return jwt.decode(t, $K, algorithms=["HS256"], leeway=leeway, options={"verify_signature": verify})
    return read
""")),
    *safe("optional-flag-none-default", CROSS, spelled_out("""\
# --- app.py
from reader import read
accepts = read
# --- reader.py
import jwt
def read(t, verify=None):
    verify = True if verify is None else verify
    return jwt.decode(t, $K, algorithms=["HS256"], options={"verify_signature": verify})
""")),
    *safe("settings-subclass-strict", CROSS, spelled_out("""\
# --- app.py
import jwt
from conf import current
def accepts(t):
    return jwt.decode(t, $K, algorithms=["HS256"], options=current().JWT_OPTIONS)
# --- conf.py
class Base:
    VERIFY = True
    @property
    def JWT_OPTIONS(self):
        return {"verify_signature": self.VERIFY}
class Production(Base):
    LEEWAY = 3
class Staging(Base):
    LEEWAY = 30
BY_NAME = {"production": Production, "staging": Staging}
def current(name="production"):
    return BY_NAME[name]()
""")),
)
