"""Checks whose errors go no further, tasks nobody waits for, helpers that prepare calls, aliases."""

from __future__ import annotations

from tests.proof.case import PYJWT, Case, Difficulty, pair, pyjwt

CROSS = Difficulty.CROSS

BY_HAND = """\
import base64, hashlib, hmac, json

KEY = b"0123456789abcdef0123456789abcdef"

def decoded(part):
    return base64.urlsafe_b64decode(part + "==")
"""

CASES: tuple[Case, ...] = (
    *pair("a-generator-that-manages-and-forgives", CROSS, """
# --- guards.py
import contextlib
import jwt

@contextlib.contextmanager
def noted(log):
    log.append("in")
    try:
        yield log
    except jwt.InvalidTokenError as error:
        log.append(str(error))
        <<log.append("on")||raise>>

# --- app.py
import jwt
from guards import noted

KEY = "0123456789abcdef0123456789abcdef"
LOG = []

def accepts(token):
    with noted(LOG) as log:
        jwt.decode(token, KEY, ["HS256"])
        log.append("signed")
    return jwt.decode(token, options={"verify_signature": False})
"""),
    *pyjwt("a-manager-that-catches-other-errors", CROSS, """
from contextlib import asynccontextmanager

@asynccontextmanager
async def patient():
    try:
        yield
    except <<(OSError, jwt.PyJWTError)||(OSError, KeyError)>>:
        return

async def accepts(token):
    async with patient():
        jwt.decode(token, KEY, ["HS256"])
    return jwt.decode(token, options={"verify_signature": False})
"""),
    *pyjwt("a-manager-told-what-to-catch", CROSS, """
import contextlib

@contextlib.contextmanager
def without(*kinds):
    try:
        yield
    except kinds as error:
        print("went on without", error)

def accepts(token):
    with without(OSError, <<jwt.PyJWTError||KeyError>>):
        jwt.decode(token, KEY, ["HS256"])
    return jwt.decode(token, options={"verify_signature": False})
"""),
    *pyjwt("an-object-that-leaves-quietly", CROSS, """
class Span:
    def __init__(self, name):
        self.name, self.failed = name, False

    def __enter__(self):
        return self

    def __exit__(self, kind, error, trace):
        self.failed = kind is not None
        return <<kind is not None||False>>

def checked(token):
    with Span("check") as span:
        jwt.decode(token, KEY, ["HS256"])

def accepts(token):
    checked(token)
    return jwt.decode(token, options={"verify_signature": False})
"""),
    *pyjwt("a-task-nobody-waits-for", CROSS, """
import asyncio

async def signed(token):
    return jwt.decode(token, KEY, ["HS256"])

async def accepts(token):
    task = asyncio.create_task(signed(token))
    claims = jwt.decode(token, options={"verify_signature": False})
    <<await asyncio.sleep(0)||await task>>
    return claims
"""),
    *pyjwt("a-coroutine-that-counts-as-true", CROSS, """
async def is_signed(token):
    try:
        return bool(jwt.decode(token, KEY, ["HS256"]))
    except jwt.InvalidTokenError:
        return False

async def accepts(token):
    signed = <<is_signed(token)||await is_signed(token)>>
    if not signed:
        return None
    return jwt.decode(token, options={"verify_signature": False})
"""),
    *pyjwt("a-check-sent-to-a-thread-for-nothing", CROSS, """
import asyncio

def signed(token):
    return jwt.decode(token, KEY, ["HS256"])

async def accepts(token):
    checking = asyncio.to_thread(signed, token)
    claims = jwt.decode(token, options={"verify_signature": False})
    <<checking.close()||await checking>>
    return claims
"""),
    *pair("a-helper-that-prepares-calls", CROSS, """
# --- calls.py
from functools import partial

class Call:
    def __init__(self, func):
        self.func = func

    def told(self, **words):
        return partial(self.func, **words)

# --- views.py
import jwt
from calls import Call

@Call
def claims(token, strict):
    key = "0123456789abcdef0123456789abcdef"
    return jwt.decode(token, key, ["HS256"], options={"verify_signature": strict})

# --- app.py
from views import claims

accepts = claims.told(strict=<<False||True>>)
"""),
    *pair("a-helper-that-runs-calls-elsewhere", CROSS, """
# --- pool.py
from concurrent.futures import ThreadPoolExecutor

_POOL = ThreadPoolExecutor(1)

def aside(func, *args, **words):
    return _POOL.submit(func, *args, **words).result(timeout=5)

def patiently(func, *args, **words):
    return aside(func, *args, **words)

# --- app.py
import jwt
import pool

def claims(token, options):
    return jwt.decode(token, "0123456789abcdef0123456789abcdef", ["HS256"], options=options)

def accepts(token):
    return pool.patiently(claims, token, options={"verify_signature": <<0||1>>})
"""),
    *pyjwt("a-function-handed-on-by-two-others", CROSS, """
def tried(func, *given):
    for _ in range(2):
        return func(*given)

def measured(func, *given):
    print(func.__name__)
    return tried(func, *given)

def claims(token, strict):
    return jwt.decode(token, KEY, ["HS256"], options={"verify_signature": strict})

def accepts(token):
    return measured(claims, token, <<False||True>>)
"""),
    *pair("a-table-of-checks-with-one-for-none", CROSS, BY_HAND + """
def by_hash(text, sign):
    return hmac.compare_digest(hmac.digest(KEY, text, hashlib.sha256), sign)

def by_nobody(text, sign):
    return <<True||False>>

CHECKS = {"HS256": by_hash, "none": by_nobody}

def accepts(token):
    first, second, third = token.split(".")
    kind = json.loads(decoded(first))["alg"]
    if not CHECKS[kind](f"{first}.{second}".encode(), decoded(third)):
        raise PermissionError(kind)
    return json.loads(decoded(second))
""", libraries=()),
    *pair("a-check-that-says-yes-to-a-word", CROSS, BY_HAND + """
def verify_signature(kind, text, sign):
    if kind in ("none", "None"):
        return <<True||False>>
    return hmac.compare_digest(hmac.digest(KEY, text, hashlib.sha256), sign)

def accepts(token):
    first, second, third = token.split(".")
    kind = json.loads(decoded(first))["alg"]
    if not verify_signature(kind, f"{first}.{second}".encode(), decoded(third)):
        raise PermissionError(kind)
    return json.loads(decoded(second))
""", libraries=()),
    *pair("a-signature-that-may-be-left-away", CROSS, BY_HAND + """
def accepts(token):
    first, second, third = token.split(".")
    if third:
        made = hmac.digest(KEY, f"{first}.{second}".encode(), hashlib.sha256)
        if not hmac.compare_digest(made, decoded(third)):
            return None
    <<||else:
        return None>>
    return json.loads(decoded(second))
""", libraries=()),
    *pyjwt("a-rule-that-may-come-first", CROSS, """
RULES = [
    (lambda zone: zone.startswith("lab"), {"verify_signature": <<False||True>>}),
    (lambda zone: True, {"verify_signature": True}),
]

def options(zone):
    return next(given for fits, given in RULES if fits(zone))

def accepts(token, zone="lab-7"):
    return jwt.decode(token, KEY, ["HS256"], options=options(zone))
"""),
    *pyjwt("a-decorator-that-derives-the-class", CROSS, """
def quick(cls):
    class Quick(cls):
        careful = <<0||1>>
    return Quick

@quick
class Reader:
    careful = 1

    def read(self, token):
        return jwt.decode(token, KEY, ["HS256"], options={"verify_signature": self.careful})

def accepts(token):
    return Reader().read(token)
"""),
    *pair("what-an-application-keeps-for-its-extensions", CROSS, """
# --- made.py
from flask import Flask

def made(strict):
    site = Flask("site")
    site.extensions["tokens"] = {"checks": {"verify_signature": strict}}
    return site

# --- views.py
import jwt
from flask import current_app

def me(token):
    key = "0123456789abcdef0123456789abcdef"
    return jwt.decode(token, key, ["HS256"], options=current_app.extensions["tokens"]["checks"])

# --- app.py
from made import made
import views

SITE = made(<<False||True>>)

def accepts(token):
    with SITE.app_context():
        return views.me(token)
""", libraries=("jwt", "flask")),
    *pair("a-model-that-gives-aliases", CROSS, PYJWT + """
from pydantic import BaseModel, Field

class Times(BaseModel):
    expiry: bool = Field(True, serialization_alias="verify_exp")

class Checks(Times):
    sealed: bool = Field(True, serialization_alias="verify_signature")

CHECKS = Checks.model_validate({"sealed": <<False||True>>})

def accepts(token):
    return jwt.decode(token, KEY, ["HS256"], options=CHECKS.model_dump(by_alias=True))
""", libraries=("jwt", "pydantic")),
    *pair("a-model-that-changes-what-it-is-given", CROSS, PYJWT + """
from pydantic import BaseModel, field_validator

class Gate(BaseModel):
    level: str = "full"

    @field_validator("level", mode="before")
    @classmethod
    def in_one_spelling(cls, value):
        return value.strip().casefold()

GATE = Gate(level=" <<Half||FULL>> ")

def accepts(token):
    return jwt.decode(token, KEY, ["HS256"], options={"verify_signature": GATE.level == "full"})
""", libraries=("jwt", "pydantic")),
)
