"""Values that come from functions which run elsewhere, from texts, and from changes made in a further file."""

# ruff: noqa: E501 - one line is often the layout under test

from __future__ import annotations

from tests.proof.case import Case, Difficulty, pair, spelled_out

CROSS = Difficulty.CROSS

CASES: tuple[Case, ...] = (
    *pair("elements-given-asynchronously", CROSS, spelled_out("""\
# --- app.py
import asyncio
from stream.consumer import consume
def accepts(token):
    return asyncio.run(consume([token]))
# --- stream/source.py
class Source:
    def __init__(self, items, **options):
        self.items = items
        self.options = options
    async def __aenter__(self):
        return self
    async def __aexit__(self, *exc):
        return False
    async def __aiter__(self):
        for item in self.items:
            yield item, self.options
# --- stream/consumer.py
from stream.decode import decode
from stream.source import Source
async def consume(tokens):
    result = None
    async with Source(tokens, <<signature=False||signature=True>>) as source:
        async for token, options in source:
            result = decode(token, **options)
    return result
# --- stream/decode.py
from jose import jwt
def decode(token, signature=True):
    return jwt.decode(token, $K, algorithms="HS256", options={"verify_signature": signature})
""")),
    *pair("all-of-what-an-object-keeps", CROSS, spelled_out("""\
# --- app.py
from pol.engine import Engine
from pol.policies import always, never
engine = Engine([<<never||always>>, always])
def accepts(token):
    return engine.claims(token)
# --- pol/policies.py
def always(token):
    return True
def never(token):
    return False
# --- pol/engine.py
import jwt
class Engine:
    def __init__(self, policies):
        self.policies = policies
    def must_verify(self, token):
        return all(policy(token) for policy in self.policies)
    def claims(self, token):
        return jwt.decode(
            token, $K, algorithms=["HS256"], options={"verify_signature": self.must_verify(token)}
        )
""")),
    *pair("answer-of-a-comparison-ignored", CROSS, spelled_out("""\
# --- app.py
from vr.login import login
def accepts(token):
    return login(token)
# --- vr/verify.py
import hashlib
import hmac
from base64 import urlsafe_b64encode
KEY = $K.encode()
def signature_matches(token):
    body, _, signature = token.rpartition(".")
    expected = urlsafe_b64encode(hmac.new(KEY, body.encode(), hashlib.sha256).digest()).rstrip(b"=").decode()
    return hmac.compare_digest(expected, signature)
# --- vr/login.py
import json
from base64 import urlsafe_b64decode
from vr.verify import signature_matches
def login(token):
    <<signature_matches(token)||if not signature_matches(token):
        raise PermissionError("signature")>>
    payload = token.split(".")[1]
    return json.loads(urlsafe_b64decode(payload + "==="))
""")),
    *pair("result-of-a-future", CROSS, spelled_out("""\
# --- app.py
from pkg.sink import read
def accepts(token):
    return read(token)
# --- pkg/__init__.py
# --- pkg/opts.py
SIGNATURE, EXPIRY = 1, 2
MASK = EXPIRY<<|| | SIGNATURE>>
def build():
    return {"verify_signature": bool(MASK & SIGNATURE), "verify_exp": bool(MASK & EXPIRY)}
# --- pkg/carrier.py
from concurrent.futures import ThreadPoolExecutor
from pkg.opts import build
def get():
    with ThreadPoolExecutor() as pool:
        return pool.submit(build).result()
# --- pkg/sink.py
import jwt
from pkg.carrier import get
def read(token):
    return jwt.decode_complete(token, $K, algorithms=["HS256"], options=get())["payload"]
""")),
    *pair("written-as-text-and-read-again", CROSS, spelled_out("""\
# --- app.py
from pkg.sink import read
def accepts(token):
    return read(token)
# --- pkg/__init__.py
# --- pkg/opts.py
import json
TEXT = json.dumps({"verify_signature": <<False||True>>})
def build():
    return json.loads(TEXT)
# --- pkg/carrier.py
from contextlib import contextmanager
from pkg.opts import build
@contextmanager
def session():
    yield {"options": build()}
def get():
    with session() as state:
        return state["options"]
# --- pkg/sink.py
import jwt
from pkg.carrier import get
def read(token):
    flag = get()["verify_signature"]
    return jwt.decode(token, $K, algorithms=["HS256"], options={"verify_signature": flag})
""")),
    *pair("run-in-an-executor", CROSS, spelled_out("""\
# --- app.py
import asyncio
import jwt
from conf import load
async def main(token):
    loop = asyncio.get_running_loop()
    options = await loop.run_in_executor(None, load)
    return jwt.decode(token, $K, algorithms=["HS256"], options=options)
def accepts(token):
    return asyncio.run(main(token))
# --- conf.py
def load():
    return {"verify_signature": <<False||True>>}
""")),
    *pair("results-as-they-are-ready", CROSS, spelled_out("""\
# --- app.py
from concurrent.futures import ThreadPoolExecutor, as_completed
import jwt
from conf import load
def accepts(token):
    options = {}
    with ThreadPoolExecutor() as pool:
        futures = [pool.submit(load, name) for name in ("a", "b")]
        for future in as_completed(futures):
            options.update(future.result())
    return jwt.decode(token, $K, algorithms=["HS256"], options=options)
# --- conf.py
def load(name):
    return {"verify_exp": True} if name == "a" else {"verify_signature": <<False||True>>}
""")),
    *pair("entries-put-in-a-loop", CROSS, spelled_out("""\
# --- app.py
from pkg.setup import Setup
Setup().run()
from pkg.reader import read
def accepts(token):
    return read(token)
# --- pkg/__init__.py
# --- pkg/state.py
FLAGS = {"verify": True, "other": True}
# --- pkg/setup.py
from pkg import state
def put(target, values):
    for key, value in values.items():
        target[key] = value
class Setup:
    def run(self):
        put(state.FLAGS, {"<<verify||other>>": False})
# --- pkg/reader.py
import jwt
from pkg import state
def read(token):
    return jwt.decode(token, $K, algorithms=["HS256"], options={"verify_signature": state.FLAGS["verify"]})
""")),
    *pair("entries-given-by-keyword", CROSS, spelled_out("""\
# --- app.py
from pkg.setup import run
run("dev")
from pkg.reader import read
def accepts(token):
    return read(token)
# --- pkg/__init__.py
# --- pkg/state.py
FLAGS = {"verify": True, "other": True}
# --- pkg/setup.py
from pkg import state
def put(target, **values):
    target.update(values)
def run(mode):
    if mode == "dev":
        put(state.FLAGS, verify=<<False||True>>)
# --- pkg/reader.py
import jwt
from pkg import state
def read(token):
    return jwt.decode(token, $K, algorithms=["HS256"], options={"verify_signature": state.FLAGS["verify"]})
""")),
    *pair("settings-made-anew", CROSS, spelled_out("""\
# --- app.py
import pkg.setup
from pkg.reader import read
def accepts(token):
    return read(token)
# --- pkg/__init__.py
# --- pkg/state.py
from dataclasses import dataclass
@dataclass
class Settings:
    verify: bool = True
    other: bool = True
settings = Settings()
# --- pkg/setup.py
from pkg import state
state.settings = state.Settings(verify=<<False||True>>)
# --- pkg/reader.py
import jwt
from pkg import state
def read(token):
    return jwt.decode(token, $K, algorithms=["HS256"], options={"verify_signature": state.settings.verify})
""")),
    *pair("mapping-of-an-object-replaced", CROSS, spelled_out("""\
# --- app.py
from pkg import setup
setup.main([])
from pkg.reader import read
def accepts(token):
    return read(token)
# --- pkg/__init__.py
# --- pkg/state.py
class Settings:
    def __init__(self):
        self.options = {"verify": True, "other": True}
settings = Settings()
# --- pkg/setup.py
from pkg import state
def main(argv=None):
    state.settings.options = {"verify": True, "verify": <<False||True>>}
    return 0
# --- pkg/reader.py
import jwt
from pkg import state
def read(token):
    return jwt.decode(token, $K, algorithms=["HS256"], options={"verify_signature": state.settings.options["verify"]})
""")),
    *pair("object-of-a-parameter-kept-by-a-class", CROSS, spelled_out("""\
# --- app.py
from cfg.auth import Auth
from cfg.apply import configure
configure(<<False||True>>)
def accepts(token):
    return Auth.current.decode(token)
# --- cfg/apply.py
from cfg.auth import Auth
def configure(verify):
    Auth.current = Auth(verify)
# --- cfg/auth.py
import jwt
class Auth:
    current = None
    def __init__(self, verify=True):
        self.verify = verify
    def decode(self, token):
        return jwt.decode(token, $K, algorithms=["HS256"], options={"verify_signature": self.verify})
""")),
    *pair("class-named-by-a-configuration", CROSS, spelled_out("""\
# --- app.py
from cfg.apply import configure
from cfg.auth import Auth
configure({"version": 1, "auth": {"class": "cfg.auth.Auth", "verify": <<False||True>>}})
def accepts(token):
    return Auth.current.decode(token)
# --- cfg/apply.py
import importlib
def _resolve(path):
    module, _, name = path.rpartition(".")
    return getattr(importlib.import_module(module), name)
def configure(config):
    section = dict(config["auth"])
    cls = _resolve(section.pop("class"))
    cls.current = cls(**section)
# --- cfg/auth.py
import jwt
class Auth:
    current = None
    def __init__(self, verify=True):
        self.verify = verify
    def decode(self, token):
        return jwt.decode(token, $K, algorithms=["HS256"], options={"verify_signature": self.verify})
""")),
    *pair("settings-for-the-length-of-a-call", CROSS, spelled_out("""\
# --- app.py
from ds.views import me
def accepts(token):
    return me({"token": token})
# --- ds/settings.py
_overrides = {}
def override(**values):
    def decorate(function):
        def wrapper(*args, **kwargs):
            before = dict(_overrides)
            _overrides.update(values)
            try:
                return function(*args, **kwargs)
            finally:
                _overrides.clear()
                _overrides.update(before)
        return wrapper
    return decorate
def get(name, default=None):
    return _overrides.get(name, default)
# --- ds/views.py
from ds.auth import claims
from ds.settings import override
@override(<<verify=False||leeway=3>>)
def me(request):
    return claims(request["token"])
# --- ds/auth.py
import jwt
from ds import settings
def claims(token):
    return jwt.decode(
        token,
        $K,
        algorithms=["HS256"],
        leeway=settings.get("leeway", 0),
        options={"verify_signature": settings.get("verify", True)},
    )
""")),
    *pair("module-named-by-a-text", CROSS, spelled_out("""\
# --- app.py
import boot
from svc.auth import decode
boot.patch("svc.conf", "<<VERIFY||OTHER>>", False)
def accepts(token):
    return decode(token)
# --- boot.py
import importlib
def patch(module, name, value):
    target = importlib.import_module(module)
    setattr(target, name, value)
# --- svc/conf.py
VERIFY = True
OTHER = True
# --- svc/auth.py
import jwt
from svc import conf
def decode(token):
    return jwt.decode(token, $K, algorithms=["HS256"], options={"verify_signature": conf.VERIFY})
""")),
    *pair("module-among-those-loaded", CROSS, spelled_out("""\
# --- app.py
import boot
from svc.auth import decode
boot.patch()
def accepts(token):
    return decode(token)
# --- boot.py
import sys
def patch():
    for name in ("svc.conf",):
        module = sys.modules[name]
        module.VERIFY = <<False||True>>
# --- svc/conf.py
VERIFY = True
OTHER = True
# --- svc/auth.py
import jwt
from svc import conf
def decode(token):
    return jwt.decode(token, $K, algorithms=["HS256"], options={"verify_signature": conf.VERIFY})
""")),
)
