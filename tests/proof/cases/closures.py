"""The decision travels in a closure, a callback, a decorator."""

# ruff: noqa: E501 - one line is the layout under test

from __future__ import annotations

from tests.proof.case import Case, Difficulty, pyjwt

CROSS = Difficulty.CROSS

CASES: tuple[Case, ...] = (
    *pyjwt("closure-over-flag", CROSS, """
def reader(verify):
    def read(token):
        return jwt.decode(token, KEY, ["HS256"], options={"verify_signature": verify})
    return read

def accepts(token):
    return reader(<<False||True>>)(token)  # <- jwt-signature-bypass
"""),
    *pyjwt("closure-made-at-import", CROSS, """
def reader(*, verify=True):
    return lambda token: jwt.decode(token, KEY, ["HS256"], options={"verify_signature": verify})

read = reader(verify=<<False||True>>)  # <- jwt-signature-bypass

def accepts(token):
    return read(token)
"""),
    *pyjwt("closure-over-local", CROSS, """
def accepts(token):
    verify = <<False||True>>  # <- jwt-signature-bypass
    def read():
        return jwt.decode(token, KEY, ["HS256"], options={"verify_signature": verify})
    return read()
"""),
    *pyjwt("closure-nonlocal", CROSS, """
def accepts(token):
    verify = True
    def relax():
        nonlocal verify
        verify = <<False||True>>
    relax()
    return jwt.decode(token, KEY, ["HS256"], options={"verify_signature": verify})
"""),
    *pyjwt("returned-decoder", CROSS, """
def decoder():
    return jwt.decode

def accepts(token):
    return decoder()(token, KEY, ["HS256"], options={"verify_signature": <<False||True>>})  # <- jwt-signature-bypass
"""),
    *pyjwt("returned-partial", CROSS, """
from functools import partial

def decoder(**options):
    return partial(jwt.decode, key=KEY, algorithms=["HS256"], options=options)

def accepts(token):
    return decoder(verify_signature=<<False||True>>)(token)
"""),
    *pyjwt("decoder-as-argument", CROSS, """
def apply(decode, token, options):
    return decode(token, KEY, ["HS256"], options=options)

def accepts(token):
    return apply(jwt.decode, token, {"verify_signature": <<False||True>>})
"""),
    *pyjwt("decoder-as-default", CROSS, """
def apply(token, decode=jwt.decode):
    return decode(token, KEY, ["HS256"], options={"verify_signature": <<False||True>>})  # <- jwt-signature-bypass

def accepts(token):
    return apply(token)
"""),
    *pyjwt("callback-argument", CROSS, """
def each(tokens, read):
    return [read(token) for token in tokens]

def lax(token):
    return jwt.decode(token, KEY, ["HS256"], options={"verify_signature": <<False||True>>})  # <- jwt-signature-bypass

def accepts(token):
    return each([token], lax)[0]
"""),
    *pyjwt("decorated-wrapper", CROSS, """
import functools

def logged(function):
    @functools.wraps(function)
    def inner(*arguments, **keywords):
        return function(*arguments, **keywords)
    return inner

@logged
def read(token, verify=True):
    return jwt.decode(token, KEY, ["HS256"], options={"verify_signature": verify})

def accepts(token):
    return read(token, verify=<<False||True>>)  # <- jwt-signature-bypass
"""),
    *pyjwt("decorator-adds-claims", CROSS, """
import functools

def with_claims(verify):
    def decorate(function):
        @functools.wraps(function)
        def inner(token):
            return function(jwt.decode(token, KEY, ["HS256"], options={"verify_signature": verify}))
        return inner
    return decorate

@with_claims(verify=<<False||True>>)  # <- jwt-signature-bypass
def accepts(claims):
    return claims
"""),
    *pyjwt("decorator-injects-flag", CROSS, """
def relaxed(function):
    def inner(token):
        return function(token, <<False||True>>)
    return inner

@relaxed
def accepts(token, verify):
    return jwt.decode(token, KEY, ["HS256"], options={"verify_signature": verify})
"""),
    *pyjwt("single-dispatch", CROSS, """
from functools import singledispatch

@singledispatch
def read(token):
    return None

@read.register
def _(token: str):
    return jwt.decode(token, KEY, ["HS256"], options={"verify_signature": <<False||True>>})  # <- jwt-signature-bypass

def accepts(token):
    return read(token)
"""),
)
