"""Code that checks by hand, looks first, refuses or leaves it to the environment."""

# ruff: noqa: E501 - one line is often the layout under test

from __future__ import annotations

from tests.proof.case import Case, Difficulty, doubt, pair, safe, spelled_out

LOCAL, CROSS, DYNAMIC = Difficulty.LOCAL, Difficulty.CROSS, Difficulty.DYNAMIC

CASES: tuple[Case, ...] = (
    *safe("hmac-cookie-json", LOCAL, spelled_out("""\
import base64, hashlib, hmac, json
KEY = $K.encode()
def _unpad(part):
    return base64.urlsafe_b64decode(part + "=" * ((4 - len(part) % 4) % 4))
def _sign(message):
    return base64.urlsafe_b64encode(hmac.new(KEY, message, hashlib.sha256).digest()).rstrip(b"=").decode()
def accepts(token):
    try:
        head, body, mac = token.split(".")
    except ValueError:
        return None
    if not hmac.compare_digest(_sign(f"{head}.{body}".encode()), mac):
        return None
    return json.loads(_unpad(body))
""")),
    *safe("hmac-verify-in-other-module", CROSS, spelled_out("""\
# --- app.py
import json
from signing import verify, b64d, Bad
def accepts(token):
    signed, _, signature = token.rpartition(".")
    try:
        verify(signed, signature)
    except Bad:
        return None
    return json.loads(b64d(signed.split(".")[1]))
# --- signing.py
import base64, hashlib, hmac
KEY = $K.encode()
class Bad(Exception): pass
def b64d(part):
    return base64.urlsafe_b64decode(part + "=" * (-len(part) % 4))
def verify(signed, signature):
    expected = hmac.new(KEY, signed.encode(), hashlib.sha256).digest()
    if not hmac.compare_digest(expected, b64d(signature)):
        raise Bad("signature mismatch")
""")),
    *safe("hand-read-then-library", CROSS, spelled_out("""\
# --- app.py
import base64, json
import jwt
from tenants import key_for
def _peek(token):
    part = token.split(".")[1]
    return json.loads(base64.urlsafe_b64decode(part + "=" * (-len(part) % 4)))
def accepts(token):
    key = key_for(_peek(token).get("tenant", "main"))
    return jwt.decode(token, key, algorithms=["HS256"])
# --- tenants.py
KEYS = {"main": $K}
def key_for(name):
    return KEYS[name]
""")),
    *safe("verified-class-caches", CROSS, spelled_out("""\
# --- app.py
from verifier import Verifier
verifier = Verifier()
def accepts(t):
    verifier.read(t)
    return verifier.read(t)
# --- verifier.py
import jwt
class Verifier:
    def __init__(self):
        self._seen = {}
    def read(self, token):
        if token in self._seen:
            return self._seen[token]
        header = jwt.get_unverified_header(token)
        if header["alg"] != "HS256":
            raise jwt.InvalidAlgorithmError(header["alg"])
        claims = self._seen[token] = jwt.decode(token, $K, algorithms=[header["alg"]])
        return claims
""")),
    *safe("options-audit-log", LOCAL, spelled_out("""\
$P
import logging
log = logging.getLogger(__name__)
def accepts(t):
    options = {"verify_signature": True}
    log.debug("verify_signature=%s", options.get("verify_signature", False))
    if not options["verify_signature"]:
        raise RuntimeError("verify_signature=False is not allowed")
    return jwt.decode(t, KEY, algorithms=["HS256"], options=options)
""")),
    *safe("base-insecure-never-used", CROSS, spelled_out("""\
# --- app.py
from readers import Strict
accepts = Strict().read
# --- readers.py
import jwt
class Reader:
    verify = None
    def read(self, t):
        return jwt.decode(t, $K, algorithms=["HS256"], options={"verify_signature": self.verify})
class Strict(Reader):
    verify = True
""")),
    *safe("abstract-verify-flag", CROSS, spelled_out("""\
# --- app.py
from readers import Strict
accepts = Strict().read
# --- readers.py
import abc
import jwt
class Reader(abc.ABC):
    @property
    @abc.abstractmethod
    def verify(self): ...
    def read(self, t):
        return jwt.decode(t, $K, algorithms=["HS256"], options={"verify_signature": self.verify})
class Strict(Reader):
    @property
    def verify(self):
        return True
""")),
    *safe("flag-required-keyword", CROSS, spelled_out("""\
# --- app.py
from reader import read
def accepts(t):
    return read(t, verify=True)
def nightly(t):
    return read(t, verify=1)
# --- reader.py
import jwt
def read(t, *, verify):
    if verify is None:
        raise TypeError("say whether to verify")
    return jwt.decode(t, $K, algorithms=["HS256"], options={"verify_signature": verify})
""")),
    *safe("wrapper-refuses-off", CROSS, spelled_out("""\
# --- app.py
from reader import read
def accepts(t):
    return read(t)
# --- reader.py
import jwt
def read(t, verify=True, **kw):
    if not verify:
        raise ValueError("refusing to skip the check")
    return jwt.decode(t, $K, algorithms=["HS256"], options={"verify_signature": verify}, **kw)
""")),
    *safe("other-library-verify-false", CROSS, spelled_out("""\
# --- app.py
import jwt
from http_ import fetch_key
def accepts(t):
    return jwt.decode(t, fetch_key(verify=False), algorithms=["HS256"])
# --- http_.py
def fetch_key(url="https://issuer.example/key", verify=True, timeout=2):
    options = {"verify": verify, "timeout": timeout}
    assert "verify" in options
    return $K
""")),
    *safe("test-double-in-tests", CROSS, spelled_out("""\
# --- app.py
import jwt
from flags import VERIFY
def accepts(t):
    return jwt.decode(t, $K, algorithms=["HS256"], options={"verify_signature": VERIFY})
# --- flags.py
VERIFY = True
# --- tests/test_app.py
import flags
from unittest import mock
def test_reads():
    with mock.patch.object(flags, "VERIFY", False):
        pass
    flags.VERIFY = False
""")),
    *safe("loop-until-verified", CROSS, spelled_out("""\
# --- app.py
import jwt
from keys import ring
def accepts(t):
    error = None
    for key in ring():
        try:
            return jwt.decode(t, key, algorithms=["HS256"])
        except jwt.InvalidSignatureError as caught:
            error = caught
    raise error or PermissionError("no keys")
# --- keys.py
def ring():
    yield "0" * 32
    yield $K
""")),
    *doubt("env-truthy-helper", spelled_out("""\
# --- app.py
import jwt
import settings
def accepts(t):
    options = dict(settings.JWT_OPTIONS)
    return jwt.decode(t, $K, algorithms=["HS256"], options=options)
# --- settings.py
import os
def env_bool(name, default=False):
    raw = os.environ.get(name)
    if raw is None:
        return default
    return raw.strip().lower() in {"1", "true", "yes", "on"}
JWT_OPTIONS = {"verify_signature": not env_bool("DETX_INSECURE"), "verify_aud": False}
"""), {"DETX_INSECURE": "on"}),
    *doubt("env-match-mode", spelled_out("""\
$P
import os
def accepts(t):
    match os.environ.get("DETX_MODE", "on").lower():
        case "off" | "0" | "false":
            check = False
        case _:
            check = True
    return jwt.decode(t, KEY, algorithms=["HS256"], options={"verify_signature": check})
"""), {"DETX_MODE": "off"}),
    *doubt("env-int-flag", spelled_out("""\
$P
import os
CHECK = int(os.getenv("DETX_CHECK", "1"))
def accepts(t):
    return jwt.decode(t, KEY, algorithms=["HS256"], options={"verify_signature": CHECK > 0})
"""), {"DETX_CHECK": "0"}),
    *doubt("env-set-of-skips", spelled_out("""\
$P
import os
SKIPS = set(filter(None, os.environ.get("DETX_SKIPS", "").split(",")))
def accepts(t):
    options = {f"verify_{name}": name not in SKIPS for name in ("signature", "exp")}
    return jwt.decode(t, KEY, algorithms=["HS256"], options=options)
"""), {"DETX_SKIPS": "signature,exp"}),
    *doubt("env-dataclass-default", spelled_out("""\
# --- app.py
import jwt
from conf import Conf
conf = Conf()
def accepts(t):
    return jwt.decode(t, $K, algorithms=["HS256"], options={"verify_signature": conf.verify})
# --- conf.py
import os
from dataclasses import dataclass, field
@dataclass
class Conf:
    verify: bool = field(default_factory=lambda: os.environ.get("DETX_VERIFY", "yes") != "no")
"""), {"DETX_VERIFY": "no"}),
    *pair("env-off-by-default-class", DYNAMIC, spelled_out("""\
# --- app.py
import jwt
from conf import Conf
conf = Conf.from_env()
def accepts(t):
    return jwt.decode(t, $K, algorithms=["HS256"], options={"verify_signature": conf.verify})
# --- conf.py
import os
from dataclasses import dataclass
def flag(name, default):
    return os.environ.get(name, str(default)).lower() in ("1", "true")
@dataclass
class Conf:
    verify: bool
    @classmethod
    def from_env(cls):
        return cls(verify=flag("DETX_VERIFY", <<False||True>>))
""")),
    *pair("types-methodtype-patch", DYNAMIC, spelled_out("""\
$P
import types
class Reader:
    def options(self): return {"verify_signature": True}
    def read(self, t): return jwt.decode(t, KEY, algorithms=["HS256"], options=self.options())
reader = Reader()
reader.options = types.MethodType(lambda self: {"verify_signature": <<False||True>>}, reader)
accepts = reader.read
""")),
    *pair("class-patched-by-function", DYNAMIC, spelled_out("""\
$P
class Reader:
    verify = True
    def read(self, t): return jwt.decode(t, KEY, algorithms=["HS256"], options={"verify_signature": self.verify})
def relax(cls, **changes):
    for name, value in changes.items():
        setattr(cls, name, value)
    return cls
relax(Reader, verify=<<False||True>>)
accepts = Reader().read
""")),
    *pair("property-on-module-class", DYNAMIC, spelled_out("""\
# --- app.py
import jwt, dynconf
def accepts(t): return jwt.decode(t, $K, algorithms=["HS256"], options={"verify_signature": dynconf.verify})
# --- dynconf.py
import sys, types
class _Conf(types.ModuleType):
    @property
    def verify(self):
        return <<False||True>>
sys.modules[__name__].__class__ = _Conf
""")),
    *pair("observer-mutates-options", DYNAMIC, spelled_out("""\
$P
LISTENERS = []
def listener(f):
    LISTENERS.append(f)
    return f
@listener
def relax(options):
    options["verify_signature"] = <<False||True>>
def accepts(t):
    options = {"verify_signature": True}
    for f in LISTENERS:
        f(options)
    return jwt.decode(t, KEY, algorithms=["HS256"], options=options)
""")),
    *pair("hook-getattr-default", DYNAMIC, spelled_out("""\
$P
class Plugin: pass
plugin = Plugin()
setattr(plugin, "jwt_" + "verify", <<False||True>>)
def accepts(t):
    return jwt.decode(t, KEY, algorithms=["HS256"], options={"verify_signature": getattr(plugin, "jwt_verify", True)})
""")),
)
