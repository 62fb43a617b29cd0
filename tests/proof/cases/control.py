"""The decision travels through generators, context managers, recursion and shared state."""

# ruff: noqa: E501 - one line is the layout under test

from __future__ import annotations

from tests.proof.case import Case, Difficulty, pyjwt

CROSS = Difficulty.CROSS

CASES: tuple[Case, ...] = (
    *pyjwt("context-manager", CROSS, """
from contextlib import contextmanager

@contextmanager
def session(token, verify=True):
    yield jwt.decode(token, KEY, ["HS256"], options={"verify_signature": verify})

def accepts(token):
    with session(token, verify=<<False||True>>) as claims:  # <- jwt-signature-bypass
        return claims
"""),
    *pyjwt("context-manager-of-options", CROSS, """
from contextlib import contextmanager

@contextmanager
def options():
    yield {"verify_signature": <<False||True>>}

def accepts(token):
    with options() as chosen:
        return jwt.decode(token, KEY, ["HS256"], options=chosen)
"""),
    *pyjwt("generator", CROSS, """
def stream(tokens, verify):
    for token in tokens:
        yield jwt.decode(token, KEY, ["HS256"], options={"verify_signature": verify})

def accepts(token):
    for claims in stream([token], <<False||True>>):  # <- jwt-signature-bypass
        return claims
"""),
    *pyjwt("generator-send", CROSS, """
def reader():
    verify = yield
    token = yield
    yield jwt.decode(token, KEY, ["HS256"], options={"verify_signature": verify})

def accepts(token):
    read = reader()
    next(read)
    read.send(<<False||True>>)
    return read.send(token)
"""),
    *pyjwt("async-wrapper", CROSS, """
async def read(token, verify=True):
    return jwt.decode(token, KEY, ["HS256"], options={"verify_signature": verify})

async def accepts(token):
    return await read(token, verify=<<False||True>>)  # <- jwt-signature-bypass
"""),
    *pyjwt("recursive-wrapper", CROSS, """
def read(token, verify, tries=2):
    if tries:
        return read(token, verify, tries - 1)
    return jwt.decode(token, KEY, ["HS256"], options={"verify_signature": verify})

def accepts(token):
    return read(token, <<False||True>>)  # <- jwt-signature-bypass
"""),
    *pyjwt("mutually-recursive", CROSS, """
def ping(token, verify, n):
    return pong(token, verify, n - 1)

def pong(token, check, n):
    if n > 0:
        return ping(token, check, n)
    return jwt.decode(token, KEY, ["HS256"], options={"verify_signature": check})

def accepts(token):
    return ping(token, <<False||True>>, 3)  # <- jwt-signature-bypass
"""),
    *pyjwt("two-callers-one-lax", CROSS, """
def read(token, verify):
    return jwt.decode(token, KEY, ["HS256"], options={"verify_signature": verify})

def web(token):
    return read(token, True)

def accepts(token):
    return read(token, <<False||True>>)  # <- jwt-signature-bypass
"""),
    *pyjwt("loop-over-flags", CROSS, """
def read(token, verify):
    return jwt.decode(token, KEY, ["HS256"], options={"verify_signature": verify})

def accepts(token):
    for verify in (True, <<False||True>>):
        try:
            return read(token, verify)
        except jwt.PyJWTError:
            continue
"""),
    *pyjwt("result-stored-globally", CROSS, """
STATE = {}

def load(token):
    STATE["claims"] = jwt.decode(token, KEY, ["HS256"], options={"verify_signature": <<False||True>>})  # <- jwt-signature-bypass

def accepts(token):
    load(token)
    return STATE["claims"]
"""),
    *pyjwt("flag-from-state", CROSS, """
STATE = {"verify": True}

def relax():
    STATE["verify"] = <<False||True>>

def accepts(token):
    relax()
    return jwt.decode(token, KEY, ["HS256"], options={"verify_signature": STATE["verify"]})
"""),
)
