"""Hooks that change options, layers in rows, answers that are put aside, and steps on the way."""

from __future__ import annotations

from tests.proof.case import Case, Difficulty, pair, spelled_out

LOCAL, CROSS, DYNAMIC = Difficulty.LOCAL, Difficulty.CROSS, Difficulty.DYNAMIC

LAYERS = """\
# --- layers.py
import jwt
class LogLayer:
    def __init__(self, handler):
        self.handler = handler
    def __call__(self, request):
        return self.handler(request)
class AuthLayer:
    def __init__(self, handler, verify=True):
        self.handler = handler
        self.verify = verify
    def __call__(self, request):
        options = {"verify_signature": self.verify}
        request["user"] = jwt.decode(request["token"], $K, ["HS256"], options=options)
        return self.handler(request)
"""

SIGNED = """\
import json
from joserfc import jws
from joserfc.jwk import OctKey
KEY = OctKey.import_key($K)
"""

CASES: tuple[Case, ...] = (
    *pair("hooks-of-an-object", CROSS, spelled_out("""\
# --- app.py
from client import Client
def relax(options):
    options.update(verify_signature=<<False||True>>)
def accepts(token):
    return Client(before=[relax]).read(token)
# --- client.py
import jwt
class Client:
    def __init__(self, before=()):
        self.before = list(before)
    def read(self, token):
        options = dict(verify_exp=True)
        for hook in self.before:
            hook(options)
        return jwt.decode(token, $K, ["HS256"], options=options)
""")),
    *pair("signal-with-options", CROSS, spelled_out("""\
# --- app.py
from reader import read
from signals import decoding
@decoding.connect
def relax(sender, options):
    options["verify_signature"] = <<False||True>>
def accepts(token):
    return read(token)
# --- reader.py
import jwt
from signals import decoding
def read(token):
    options = {"verify_signature": True}
    decoding.send("reader", options=options)
    return jwt.decode(token, $K, ["HS256"], options=options)
# --- signals.py
class Signal:
    def __init__(self):
        self.receivers = []
    def connect(self, receiver):
        self.receivers.append(receiver)
        return receiver
    def send(self, sender, **kwargs):
        for receiver in self.receivers:
            receiver(sender, **kwargs)
decoding = Signal()
""")),
    *pair("texts-and-rows-of-layers", CROSS, spelled_out("""\
# --- app.py
from loader import build
LAYERS = ["layers.LogLayer", ("layers.AuthLayer", {"verify": <<False||True>>})]
def view(request):
    return request["user"]
def accepts(token):
    return build(LAYERS, view)({"token": token})
# --- loader.py
import importlib
def load(path):
    module, _, name = path.rpartition(".")
    return getattr(importlib.import_module(module), name)
def build(entries, handler):
    for entry in reversed(entries):
        path, options = (entry, {}) if isinstance(entry, str) else entry
        handler = load(path)(handler, **options)
    return handler
""" + LAYERS)),
    *pair("answer-beside-the-claims", LOCAL, spelled_out(SIGNED + """\
def accepts(token):
    parsed = jws.extract_compact(token.encode())
    claims = json.loads(parsed.payload)
    claims["verified"] = jws.validate_compact(parsed, KEY)
    if <<not claims||not claims["verified"]>>:
        raise PermissionError
    return claims
"""), libraries=("joserfc",)),
    *pair("answer-in-a-display", CROSS, spelled_out(SIGNED + """\
def read(token):
    parsed = jws.extract_compact(token.encode())
    return {"claims": json.loads(parsed.payload), "valid": jws.validate_compact(parsed, KEY)}
def accepts(token):
    found = read(token)
    return found["claims"] if found[<<"claims"||"valid">>] else None
"""), libraries=("joserfc",)),
    *pair("answer-of-a-function-under-a-name", LOCAL, spelled_out("""\
$P
def signed(token):
    try:
        jwt.decode(token, KEY, ["HS256"])
    except jwt.PyJWTError:
        return False
    return True
def accepts(token):
    claims = jwt.decode(token, options={"verify_signature": False})
    claims["trusted"] = signed(token)
    if <<not claims||not claims["trusted"]>>:
        raise PermissionError
    return claims
""")),
    *pair("steps-of-a-pipeline-made-on-the-way", CROSS, spelled_out("""\
import jwt
class Pipeline:
    def __init__(self):
        self.steps = []
    def then(self, step, **options):
        self.steps.append((step, options))
        return self
    def run(self, value):
        for step, options in self.steps:
            value = step(value, **options)
        return value
def decode(token, strict=True):
    return jwt.decode(token, $K, ["HS256"], options={"verify_signature": strict})
def read(token, strict):
    return Pipeline().then(decode, strict=strict).run(token)
def further(token, strict=True):
    return read(token, strict)
def accepts(token):
    return further(token, <<False||True>>)
""")),
    *pair("function-that-calls-itself-first", CROSS, spelled_out("""\
import jwt
def decode(token, strict):
    return jwt.decode(token, $K, ["HS256"], options={"verify_signature": strict})
def read(token, strict, depth=1):
    if depth:
        return read(token, strict, depth - 1)
    return decode(token, strict)
def accepts(token):
    return read(token, <<False||True>>)
""")),
    *pair("dispatched-behind-answers-that-say-nothing", CROSS, spelled_out("""\
# --- app.py
from gateway import identify
def accepts(token):
    claims = identify(token)
    return claims if claims else None
# --- gateway.py
import functools
from session import claims_of
@functools.singledispatch
def read(token, strict):
    raise TypeError(token)
@read.register
def _(token: str, strict):
    return claims_of(token, strict=strict)
class Options:
    strict = <<False||True>>
class Reader:
    options_class = Options
    def claims(self, token):
        return read(token, strict=self.options_class.strict)
def identify(token):
    try:
        return Reader().claims(token)
    except ValueError:
        return None
# --- session.py
import base64
import json
import jwt
def claims_of(token, strict=True):
    if strict:
        claims = jwt.decode(token, $K, algorithms=["HS256"])
    else:
        claims = json.loads(base64.urlsafe_b64decode(token.split(".")[1] + "=="))
    return claims
""")),
    *pair("derived-class-that-chooses-the-reader", CROSS, spelled_out("""\
import jwt
from jose import jwt as jose
def verified(token):
    return jwt.decode(token, $K, algorithms=["HS256"])
def raw(token):
    return jose.get_unverified_claims(token)
def read(token, strict=True):
    reader = verified if strict else raw
    return reader(token)
class Base:
    def is_strict(self):
        return True
    def claims(self, token):
        return read(token, strict=self.is_strict())
class Web(Base):
    def is_strict(self):
        return <<False||True>>
READERS = [Web().claims]
def accepts(token):
    for reader in READERS:
        return reader(token)
"""), libraries=("jwt", "jose")),
    *pair("configuration-along-the-classes", CROSS, spelled_out("""\
$P
class Base:
    class Config:
        verify = True
    @classmethod
    def config(cls, name):
        for owner in cls.__mro__:
            config = owner.__dict__.get("Config")
            if config is not None and hasattr(config, name):
                return getattr(config, name)
        raise AttributeError(name)
class Reader(Base):
    class Config:
        verify = <<False||True>>
    def read(self, token):
        return jwt.decode(token, KEY, ["HS256"], options={"verify_signature": self.config("verify")})
def accepts(token):
    return Reader().read(token)
""")),
    *pair("names-set-on-what-a-thread-keeps", CROSS, spelled_out("""\
import threading
$P
local = threading.local()
def configure(**options):
    for name, value in options.items():
        setattr(local, name, value)
def accepts(token):
    configure(strict=<<False||True>>)
    strict = getattr(local, "strict", True)
    return jwt.decode(token, KEY, ["HS256"], options={"verify_signature": strict})
""")),
    *pair("environment-in-a-try", DYNAMIC, spelled_out("""\
import os
$P
VALUES = {"strict": <<os.environ.get("TOKEN_STRICT", "0") == "1"||True>>}
def value_of(name):
    try:
        return VALUES[name]
    except KeyError:
        raise AttributeError(name)
def accepts(token):
    return jwt.decode(token, KEY, ["HS256"], options={"verify_signature": value_of("strict")})
""")),
)
