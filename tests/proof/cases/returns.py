"""Switches that a function answers: early returns, loops, tries, words of the environment."""

# ruff: noqa: E501 - one line is often the layout under test

from __future__ import annotations

from tests.proof.case import Case, Difficulty, pair, safe, spelled_out

LOCAL, CROSS, DYNAMIC = Difficulty.LOCAL, Difficulty.CROSS, Difficulty.DYNAMIC

CASES: tuple[Case, ...] = (
    *pair("env-strtobool", DYNAMIC, spelled_out("""\
import os
$P
def strtobool(v):
    v = v.lower()
    if v in ("y", "yes", "t", "true", "on", "1"):
        return True
    elif v in ("n", "no", "f", "false", "off", "0"):
        return False
    raise ValueError(v)
def accepts(t): return jwt.decode(t, KEY, algorithms=["HS256"], options={"verify_signature": strtobool(os.getenv("JWT_VERIFY", "<<off||on>>"))})
""")),
    *pair("env-parser-words", DYNAMIC, spelled_out("""\
import os
$P
_T = frozenset({"1", "true", "yes", "on"})
_F = frozenset({"0", "false", "no", "off", ""})
def env_bool(name, default):
    raw = os.getenv(name)
    if raw is None: return default
    low = raw.strip().lower()
    if low in _T: return True
    if low in _F: return False
    raise ValueError(name)
def accepts(raw): return jwt.decode(raw, KEY, algorithms=["HS256"], options={"verify_signature": env_bool("X_VERIFY", <<False||True>>)})
""")),
    *pair("env-dict-parse", DYNAMIC, spelled_out("""\
import os
$P
BOOLS = {"true": True, "false": False}
FLAG = BOOLS[os.environ.get("X_VERIFY", "<<false||true>>").lower()]
def accepts(raw): return jwt.decode(raw, KEY, algorithms=["HS256"], options={"verify_signature": FLAG})
""")),
    *pair("env-walrus", DYNAMIC, spelled_out("""\
import os
$P
def accepts(raw):
    if (v := os.getenv("X_VERIFY")) is None:
        v = "<<||on>>"
    return jwt.decode(raw, KEY, algorithms=["HS256"], options={"verify_signature": v})
""")),
    *pair("env-yes-branch", DYNAMIC, spelled_out("""\
import os
$P
def enabled(name, fallback):
    value = os.environ.get(name)
    if not value: return fallback
    if value.lower() == "false": return False
    return True
def accepts(tok): return jwt.decode(tok, KEY, algorithms=["HS256"], options={"verify_signature": enabled("Z_V", <<False||True>>)})
""")),
    *pair("env-match", DYNAMIC, spelled_out("""\
import os
$P
def flag(text):
    match text.strip().lower():
        case "1" | "true" | "yes": return True
        case "0" | "false" | "no": return False
        case other: raise ValueError(other)
V = flag(os.environ.get("Z_V", "<<no||yes>>"))
def accepts(tok): return jwt.decode(tok, KEY, algorithms=["HS256"], options={"verify_signature": V})
""")),
    *pair("env-try-json", DYNAMIC, spelled_out("""\
import os, json
$P
def load():
    try:
        return json.loads(os.environ["Z_V"])
    except KeyError:
        return {"verify_signature": <<False||True>>}
def accepts(tok): return jwt.decode(tok, KEY, algorithms=["HS256"], options=load())
""")),
    *pair("env-json", DYNAMIC, spelled_out("""\
import os, json
$P
OPTS = json.loads(os.environ.get("JWT_OPTIONS", '{"verify_signature": <<false||true>>}'))
def accepts(t): return jwt.decode(t, KEY, algorithms=["HS256"], options=OPTS)
""")),
    *pair("early-return-helper", CROSS, spelled_out("""\
# --- app.py
import jwt
from modes import must_check
def accepts(tok): return jwt.decode(tok, $K, algorithms=["HS256"], options={"verify_signature": must_check("batch")})
# --- modes.py
RULES = [("web", True), ("batch", <<False||True>>)]
def must_check(mode):
    for name, check in RULES:
        if name == mode:
            return check
    return True
""")),
    *pair("try-helper", CROSS, spelled_out("""\
# --- app.py
import jwt
from modes import parse
def accepts(tok): return jwt.decode(tok, $K, algorithms=["HS256"], options={"verify_signature": parse("<<zero||1>>")})
# --- modes.py
def parse(text):
    try:
        return int(text)
    except ValueError:
        return 0
""")),
    *pair("match-value", LOCAL, spelled_out("""\
$P
def level(name):
    match name:
        case "high" | "medium": return True
        case _: return False
def accepts(raw):
    return jwt.decode(raw, KEY, algorithms=["HS256"], options={"verify_signature": level("<<low||high>>")})
""")),
    *safe("loop-returns-true", CROSS, spelled_out("""\
$P
CHECKS = {"sig": True, "exp": False}
def on(name):
    for key, value in CHECKS.items():
        if key == name:
            return value
    raise KeyError(name)
def accepts(tok): return jwt.decode(tok, KEY, algorithms=["HS256"], options={"verify_signature": on("sig"), "verify_exp": on("exp")})
""")),
    *safe("strict-or-raise", DYNAMIC, spelled_out("""\
import os
$P
def flag():
    value = os.environ.get("V", "1")
    if value != "1": raise SystemExit("verification must stay on")
    return True
def accepts(tok): return jwt.decode(tok, KEY, algorithms=["HS256"], options={"verify_signature": flag()})
""")),
    *pair("factory-func", CROSS, spelled_out("""\
$P
def make_decoder(verify):
    def decode(raw):
        return jwt.decode(raw, KEY, algorithms=["HS256"], options={"verify_signature": verify})
    return decode
DECODERS = {name: make_decoder(v) for name, v in {"public": True, "internal": <<False||True>>}.items()}
def accepts(raw): return DECODERS["internal"](raw)
""")),
    *pair("joserfc-registry", CROSS, spelled_out("""\
# --- app.py
from joserfc import jwt
from reg import registry, key
def accepts(raw): return jwt.decode(raw, key(), registry=registry()).claims
# --- reg.py
from joserfc.jws import JWSRegistry
from joserfc.jwk import OctKey
def key(): return OctKey.import_key($K)
def registry(extra=("<<none||HS512>>",)): return JWSRegistry(algorithms=["HS256", *extra])
"""), libraries=("joserfc",)),
    *pair("callable-default", CROSS, spelled_out("""\
$P
def opts(): return {"verify_signature": <<False||True>>}
def read(tok, options_factory=opts): return jwt.decode(tok, KEY, algorithms=["HS256"], options=options_factory())
def accepts(tok): return read(tok)
""")),
    *pair("yield-from", CROSS, spelled_out("""\
$P
def a():
    yield True
def b():
    yield from a()
    yield <<False||True>>
def accepts(tok):
    for v in b():
        try: return jwt.decode(tok, KEY, algorithms=["HS256"], options={"verify_signature": v})
        except jwt.PyJWTError: pass
""")),
    *pair("yaml-like", DYNAMIC, spelled_out('''\
$P
RAW = """
auth:
  verify: <<false||true>>
  leeway: 10
"""
def parse(text):
    out, section = {}, None
    for line in text.splitlines():
        if not line.strip():
            continue
        key, _, value = line.strip().partition(":")
        if line[0] != " ":
            section = out.setdefault(key, {})
        else:
            section[key] = value.strip() == "true"
    return out
CONF = parse(RAW)
def accepts(t): return jwt.decode(t, KEY, algorithms=["HS256"], options={"verify_signature": CONF["auth"]["verify"]})
''')),
)
