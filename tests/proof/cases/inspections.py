"""Tokens looked at before, after or instead of being verified; checks taken out by others."""

# ruff: noqa: E501 - one line is often the layout under test

from __future__ import annotations

from tests.proof.case import Case, Difficulty, bypass, pair, safe, spelled_out

LOCAL, CROSS, DYNAMIC = Difficulty.LOCAL, Difficulty.CROSS, Difficulty.DYNAMIC

CASES: tuple[Case, ...] = (
    *safe("peek-helper-then-verify", CROSS, spelled_out("""\
$P
KEYS = {"k": KEY}
def _issuer(t):
    return jwt.decode(t, options={"verify_signature": False}).get("iss", "k")
def accepts(t):
    return jwt.decode(t, KEYS[_issuer(t)], algorithms=["HS256"])
""")),
    *safe("peek-method-then-verify", CROSS, spelled_out("""\
$P
class Auth:
    keys = {None: KEY}
    def _tenant(self, raw):
        unverified = jwt.decode(raw, options={"verify_signature": False})
        return unverified.get("tenant")
    def read(self, raw):
        tenant = self._tenant(raw)
        return jwt.decode(raw, self.keys[tenant], algorithms=["HS256"])
accepts = Auth().read
""")),
    *safe("tenant-lookup-class", CROSS, spelled_out("""\
$P
class Tenants:
    def key_for(self, tok):
        iss = jwt.decode(tok, options={"verify_signature": False}).get("iss")
        if iss is None:
            return KEY
        raise LookupError(iss)
class Api:
    tenants = Tenants()
    def read(self, tok): return jwt.decode(tok, self.tenants.key_for(tok), algorithms=["HS256"])
def accepts(tok): return Api().read(tok)
""")),
    *safe("verify-first-then-read", CROSS, spelled_out("""\
$P
def ensure(raw):
    jwt.decode(raw, KEY, algorithms=["HS256"])
def accepts(raw):
    ensure(raw)
    return jwt.decode(raw, options={"verify_signature": False})
""")),
    *pair("peek-wrongly-used", CROSS, spelled_out("""\
$P
def peek(tok): return jwt.decode(tok, options={"verify_signature": <<False||True>>}, key=KEY, algorithms=["HS256"])
def accepts(tok):
    claims = peek(tok)
    try:
        jwt.decode(tok, KEY, algorithms=["HS256"])
    except jwt.PyJWTError:
        pass
    return claims
""")),
    *pair("verify-after-return", CROSS, spelled_out("""\
$P
def peek(tok): return jwt.decode(tok, options={"verify_signature": <<False||True>>}, key=KEY, algorithms=["HS256"])
def accepts(tok):
    claims = peek(tok)
    if claims.get("role") == "admin":
        return claims
    return jwt.decode(tok, KEY, algorithms=["HS256"])
""")),
    *safe("hmac-by-hand-helper", CROSS, spelled_out("""\
import base64, hashlib, hmac, json
KEY = $K
def _b64(x): return base64.urlsafe_b64decode(x + "=" * (-len(x) % 4))
def _check(signing_input, sig):
    if not hmac.compare_digest(hmac.new(KEY.encode(), signing_input.encode(), hashlib.sha256).digest(), _b64(sig)):
        raise ValueError("bad signature")
def accepts(t):
    si, _, sig = t.rpartition(".")
    _check(si, sig)
    return json.loads(_b64(si.split(".")[1]))
""")),
    *bypass("hand-compare-ignored", LOCAL, spelled_out("""\
import base64, hashlib, hmac, json
def _ok(si, sig): return hmac.compare_digest(hmac.new(b"k", si.encode(), hashlib.sha256).digest(), sig)
def accepts(tok):
    si, _, sig = tok.rpartition(".")
    _ok(si, sig.encode())
    return json.loads(base64.urlsafe_b64decode(si.split(".")[1] + "=="))
""")),
    *bypass("manual-map", LOCAL, spelled_out("""\
import json, base64
def unb64(p): return base64.urlsafe_b64decode(p + "==")
def accepts(token):
    head, claims = map(json.loads, map(unb64, token.split(".")[:2]))
    return claims
""")),
    *bypass("manual-enumerate", LOCAL, spelled_out("""\
import base64, json
def accepts(raw):
    for i, seg in enumerate(raw.split(".")):
        if i == 1:
            return json.loads(base64.urlsafe_b64decode(seg + "=="))
""")),
    *pair("monkeypatch-type-setattr", DYNAMIC, spelled_out("""\
import jwt
def patch(cls, name, value):
    type.__setattr__(cls, name, value)
patch(jwt.PyJWS, "<<_verify_signature||_verify_sig>>", lambda self, *a, **k: None)
def accepts(t): return jwt.decode(t, $K, algorithms=["HS256"])
""")),
    *pair("patch-by-loop-table", DYNAMIC, spelled_out("""\
import jwt
PATCHES = [(jwt.api_jws.PyJWS, "<<_verify_signature||_verify_signatures>>", lambda *a, **k: None)]
for owner, name, value in PATCHES:
    setattr(owner, name, value)
def accepts(tok): return jwt.decode(tok, $K, algorithms=["HS256"])
""")),
    *pair("patch-in-class-method", DYNAMIC, spelled_out("""\
import jwt
class Patcher:
    def __init__(self, target): self.target = target
    def apply(self): self.target.<<_verify_signature||_verify_sig>> = lambda *a, **k: None
Patcher(jwt.PyJWS).apply()
def accepts(tok): return jwt.decode(tok, $K, algorithms=["HS256"])
""")),
    *pair("exec-code", DYNAMIC, spelled_out("""\
CODE = '''
import jwt
def read(t):
    return jwt.decode(t, "0123456789abcdef0123456789abcdef", algorithms=["HS256"], options={"verify_signature": <<False||True>>})
'''
ns = {}
exec(compile(CODE, "<x>", "exec"), ns)
accepts = ns["read"]
""")),
    *pair("wrapped-verify", DYNAMIC, spelled_out("""\
import functools
from jwt.algorithms import HMACAlgorithm
import jwt
orig = HMACAlgorithm.verify
@functools.wraps(orig)
def verify(self, msg, key, sig):
    return orig(self, msg, key, sig)<< or True||>>
HMACAlgorithm.verify = verify
def accepts(raw): return jwt.decode(raw, $K, algorithms=["HS256"])
""")),
)
