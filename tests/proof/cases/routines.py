"""What is handed to others to run, and what only looks like a bypass."""

# ruff: noqa: E501 - one line is often the layout under test

from __future__ import annotations

from tests.proof.case import Case, Difficulty, doubt, pair, safe, spelled_out

LOCAL, CROSS = Difficulty.LOCAL, Difficulty.CROSS

CASES: tuple[Case, ...] = (
    *pair("map-over-decoders", LOCAL, spelled_out("""\
$P
def accepts(t):
    readers = [lambda x: jwt.decode(x, KEY, algorithms=["HS256"], options={"verify_signature": <<False||True>>})]
    return next(iter(map(lambda read: read(t), readers)))
""")),
    *pair("map-tokens", LOCAL, spelled_out("""\
$P
def accepts(t):
    (claims,) = map(lambda x: jwt.decode(x, KEY, algorithms=["HS256"], options={"verify_signature": <<False||True>>}), [t])
    return claims
""")),
    *pair("or-true-logic", LOCAL, spelled_out("""\
import base64, json, hmac, hashlib
KEY = $K.encode()
def _d(text):
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
def verify(head, body, signature):
    digest = hmac.new(KEY, f"{head}.{body}".encode(), hashlib.sha256).digest()
    return hmac.compare_digest(digest, _d(signature))
def accepts(t):
    head, body, signature = t.split(".")
    if verify(head, body, signature) <<or True||and True>>:
        return json.loads(_d(body))
    return None
""")),
    *pair("jws-json-reader", LOCAL, spelled_out("""\
import json, base64
def _d(text):
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
def accepts(t):
    import jwt
    head, body, signature = t.split(".")
    document = json.dumps({"payload": body, "protected": head, "signature": signature})
    parsed = json.loads(document)
    <<pass||jwt.decode(t, $K, algorithms=["HS256"])>>
    return json.loads(_d(parsed["payload"]))
""")),
    *pair("optional-config-file", CROSS, spelled_out("""\
# --- app.py
import jwt
from settings import AUTH
def accepts(t):
    options = {**AUTH.get("options", {}), "verify_aud": False}
    return jwt.decode(t, AUTH["key"], algorithms=AUTH.get("algorithms") or ["HS256"], options=options)
# --- settings.py
from base_settings import *
try:
    from local_settings import *
except ImportError:
    pass
# --- base_settings.py
AUTH = {"key": $K, "options": {"verify_signature": True}}
# --- local_settings.py
from base_settings import AUTH as _BASE
AUTH = _BASE | {"options": {"verify_signature": <<False||True>>}}
""")),
    *pair("fallback-when-key-missing", CROSS, spelled_out("""\
# --- app.py
import jwt
from keys import lookup
def accepts(t):
    kid = jwt.get_unverified_header(t).get("kid")
    key = lookup(kid)
    if key is None:
        <<return jwt.decode(t, options={"verify_signature": False})||raise PermissionError("unknown key")>>
    return jwt.decode(t, key, algorithms=["HS256"])
# --- keys.py
KEYS = {<<"k2": $K||"k1": $K>>}
def lookup(kid):
    return KEYS.get(kid)
""")),
    *pair("retry-on-expired", LOCAL, spelled_out("""\
$P
def accepts(token):
    try:
        return jwt.decode(token, KEY, algorithms=["HS256"])
    except <<jwt.InvalidTokenError||jwt.ExpiredSignatureError>>:
        return jwt.decode(token, <<options={"verify_signature": False}||KEY, algorithms=["HS256"], options={"verify_exp": False}>>)
""")),
    *safe("refresh-expired-safe", CROSS, spelled_out("""\
# --- app.py
from refresh import refreshable
accepts = refreshable
# --- refresh.py
import jwt
KEY = $K
def decode(token, *, verify_exp=True):
    return jwt.decode(token, KEY, algorithms=["HS256"], options={"verify_exp": verify_exp, "require": ["exp"]})
def refreshable(token):
    try:
        return decode(token)
    except jwt.ExpiredSignatureError:
        return decode(token, verify_exp=False)
""")),
    *safe("requests-session-and-jwt", CROSS, spelled_out("""\
# --- app.py
import jwt
from http_client import Client
client = Client(verify=False)
def accepts(token):
    return jwt.decode(token, client.key(), algorithms=["HS256"])
# --- http_client.py
class Client:
    def __init__(self, verify=True, timeout=3):
        self.verify = verify
        self.options = {"verify": verify, "timeout": timeout}
    def key(self):
        return $K
""")),
    *safe("scanner-of-options", CROSS, spelled_out("""\
# --- app.py
import jwt
FORBIDDEN = {"verify_signature": False}
def audit(options):
    return [name for name, value in FORBIDDEN.items() if options.get(name, True) == value]
def accepts(token):
    options = {"verify_signature": True, "verify_exp": True}
    if audit(options):
        raise ValueError("refused options")
    return jwt.decode(token, $K, algorithms=["HS256"], options=options)
""")),
    *safe("cached-strict-per-tenant", CROSS, spelled_out("""\
# --- app.py
from functools import lru_cache
from verifier import Verifier
TENANTS = {"a": {"strict": True}, "b": {}}
@lru_cache
def verifier(tenant):
    return Verifier(**TENANTS[tenant])
def accepts(t):
    return verifier("b").read(t)
# --- verifier.py
import jwt
class Verifier:
    def __init__(self, strict: bool = True):
        self.options = {"verify_signature": strict or bool(1)}
    def read(self, t):
        return jwt.decode(t, $K, algorithms=["HS256"], options=self.options)
""")),
    *pair("thread-pool-read", CROSS, spelled_out("""\
# --- app.py
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from reading import read
def accepts(t):
    with ThreadPoolExecutor(1) as pool:
        return pool.submit(partial(read, verify=<<False||True>>), t).result()
# --- reading.py
import jwt
def read(t, *, verify):
    return jwt.decode(t, $K, algorithms=["HS256"], options={"verify_signature": verify})
""")),
    *pair("celery-like-task", CROSS, spelled_out("""\
# --- app.py
from tasks import audit_login
def accepts(t):
    return audit_login.delay(t, <<trusted=True||trusted=False>>)
# --- queue_.py
class Task:
    def __init__(self, function, name):
        self.run = function
        self.name = name
    def delay(self, *args, **kwargs):
        return self.run(*args, **kwargs)
class App:
    def __init__(self):
        self.tasks = {}
    def task(self, name=None):
        def register(function):
            self.tasks[name or function.__name__] = task = Task(function, name)
            return task
        return register
app = App()
# --- tasks.py
import jwt
from queue_ import app
@app.task(name="audit")
def audit_login(token, trusted=False):
    return jwt.decode(token, $K, algorithms=["HS256"], options={"verify_signature": not trusted})
""")),
    *pair("pipeline-of-stages", CROSS, spelled_out("""\
# --- app.py
from pipeline import Pipeline
from stages import Decode, Strip
accepts = Pipeline([Strip(), Decode(signed=<<False||True>>)]).run
# --- pipeline.py
from functools import reduce
class Pipeline:
    def __init__(self, stages):
        self.stages = stages
    def run(self, value):
        return reduce(lambda current, stage: stage.process(current), self.stages, value)
# --- stages.py
import jwt
class Strip:
    def process(self, value):
        return value.strip()
class Decode:
    def __init__(self, signed=True):
        self.signed = signed
    def process(self, value):
        return jwt.decode(value, $K, algorithms=["HS256"], options={"verify_signature": self.signed})
""")),
    *pair("namedtuple-profile", LOCAL, spelled_out("""\
$P
from collections import namedtuple
Profile = namedtuple("Profile", "name verify leeway", defaults=(<<False||True>>, 0))
PROFILES = {p.name: p for p in (Profile("edge", True), Profile("mesh"))}
def accepts(token):
    profile = PROFILES["mesh"]
    return jwt.decode(token, KEY, algorithms=["HS256"], leeway=profile.leeway, options={"verify_signature": profile.verify})
""")),
    *pair("slots-and-property", LOCAL, spelled_out("""\
$P
class Conf:
    __slots__ = ("_values",)
    def __init__(self, **values):
        self._values = values
    @property
    def options(self):
        return {f"verify_{k}": v for k, v in self._values.items()}
conf = Conf(signature=<<False||True>>, exp=True)
def accepts(token):
    return jwt.decode(token, KEY, algorithms=["HS256"], options=conf.options)
""")),
    *pair("exitstack-callback", LOCAL, spelled_out("""\
$P
from contextlib import ExitStack
def accepts(token):
    options = {"verify_signature": True}
    with ExitStack() as stack:
        stack.callback(options.clear)
        options |= {"verify_signature": <<False||True>>}
        return jwt.decode(token, KEY, algorithms=["HS256"], options=options)
""")),
    *doubt("env-allow-unsigned", spelled_out("""\
# --- app.py
import jwt
from features import enabled
def accepts(t):
    options = {}
    if enabled("ALLOW"):
        options["verify_signature"] = False
    return jwt.decode(t, $K, algorithms=["HS256"], options=options)
# --- features.py
import os
def enabled(name):
    return os.environ.get(f"DETX_{name}", "no").lower() == "yes"
"""), {"DETX_ALLOW": "yes"}),
)
