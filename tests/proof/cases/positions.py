"""The literal form inside every kind of expression, statement and block."""

# ruff: noqa: E501 - one line is the layout under test

from __future__ import annotations

from tests.proof.case import Case, Difficulty, pyjwt

LITERAL = Difficulty.LITERAL

CASES: tuple[Case, ...] = (
    *pyjwt(
        "module-level-call",
        LITERAL,
        """
def accepts(token):
    scope = {"jwt": jwt, "token": token, "KEY": KEY}
    return jwt.decode(scope["token"], scope["KEY"], ["HS256"], {"verify_signature": <<False||True>>}) if scope else None  # <- jwt-signature-bypass
""",
    ),
    *pyjwt(
        "subscripted-result",
        LITERAL,
        """
def accepts(token):
    return {"sub": jwt.decode(token, KEY, ["HS256"], options={"verify_signature": <<False||True>>})["sub"]}  # <- jwt-signature-bypass
""",
    ),
    *pyjwt(
        "method-on-result",
        LITERAL,
        """
def accepts(token):
    return dict(jwt.decode(token, KEY, ["HS256"], options={"verify_signature": <<False||True>>}).items())  # <- jwt-signature-bypass
""",
    ),
    *pyjwt(
        "in-list-comprehension",
        LITERAL,
        """
def accepts(token):
    return [jwt.decode(t, KEY, ["HS256"], options={"verify_signature": <<False||True>>}) for t in [token]][0]  # <- jwt-signature-bypass
""",
    ),
    *pyjwt(
        "in-dict-comprehension",
        LITERAL,
        """
def accepts(token):
    return {k: v for k, v in jwt.decode(token, KEY, ["HS256"], options={"verify_signature": <<False||True>>}).items()}  # <- jwt-signature-bypass
""",
    ),
    *pyjwt(
        "in-generator-expression",
        LITERAL,
        """
def accepts(token):
    return next(jwt.decode(t, KEY, ["HS256"], options={"verify_signature": <<False||True>>}) for t in (token,))  # <- jwt-signature-bypass
""",
    ),
    *pyjwt(
        "in-comprehension-condition",
        LITERAL,
        """
def accepts(token):
    kept = [t for t in [token] if jwt.decode(t, KEY, ["HS256"], options={"verify_signature": <<False||True>>})]  # <- jwt-signature-bypass
    return {"sub": <<"mallory"||"alice">>} if kept else None
""",
    ),
    *pyjwt(
        "in-lambda",
        LITERAL,
        """
accepts = lambda token: jwt.decode(token, KEY, ["HS256"], options={"verify_signature": <<False||True>>})  # <- jwt-signature-bypass
""",
    ),
    *pyjwt(
        "in-f-string",
        LITERAL,
        """
import ast

def accepts(token):
    return ast.literal_eval(f"{jwt.decode(token, KEY, ['HS256'], options={'verify_signature': <<False||True>>})!r}")  # <- jwt-signature-bypass
""",
    ),
    *pyjwt(
        "in-conditional-expression",
        LITERAL,
        """
def accepts(token):
    return jwt.decode(token, KEY, ["HS256"], options={"verify_signature": <<False||True>>}) if "." in token else None  # <- jwt-signature-bypass
""",
    ),
    *pyjwt(
        "in-boolean-expression",
        LITERAL,
        """
def accepts(token):
    return token and jwt.decode(token, KEY, ["HS256"], options={"verify_signature": <<False||True>>}) or {}  # <- jwt-signature-bypass
""",
    ),
    *pyjwt(
        "in-default-argument",
        LITERAL,
        """
def accepts(token, read=lambda t: jwt.decode(t, KEY, ["HS256"], options={"verify_signature": <<False||True>>})):  # <- jwt-signature-bypass
    return read(token)
""",
    ),
    *pyjwt(
        "in-decorator-argument",
        LITERAL,
        """
def reading(with_):
    return lambda function: with_

@reading(lambda token: jwt.decode(token, KEY, ["HS256"], options={"verify_signature": <<False||True>>}))  # <- jwt-signature-bypass
def accepts(token):
    return None
""",
    ),
    *pyjwt(
        "in-class-body",
        LITERAL,
        """
class Reader:
    read = staticmethod(lambda t: jwt.decode(t, KEY, ["HS256"], options={"verify_signature": <<False||True>>}))  # <- jwt-signature-bypass

def accepts(token):
    return Reader.read(token)
""",
    ),
    *pyjwt(
        "in-async-function",
        LITERAL,
        """
async def accepts(token):
    return jwt.decode(token, KEY, ["HS256"], options={"verify_signature": <<False||True>>})  # <- jwt-signature-bypass
""",
    ),
    *pyjwt(
        "in-async-with",
        LITERAL,
        """
from contextlib import asynccontextmanager

@asynccontextmanager
async def socket():
    yield

async def accepts(token):
    async with socket():
        return jwt.decode(token, KEY, ["HS256"], options={"verify_signature": <<False||True>>})  # <- jwt-signature-bypass
""",
    ),
    *pyjwt(
        "in-awaited-thread",
        LITERAL,
        """
import asyncio

async def accepts(token):
    return await asyncio.to_thread(jwt.decode, token, KEY, ["HS256"], options={"verify_signature": <<False||True>>})  # <- jwt-signature-bypass
""",
    ),
    *pyjwt(
        "in-walrus",
        LITERAL,
        """
def accepts(token):
    if claims := jwt.decode(token, KEY, ["HS256"], options={"verify_signature": <<False||True>>}):  # <- jwt-signature-bypass
        return claims
""",
    ),
    *pyjwt(
        "in-match-subject",
        LITERAL,
        """
def accepts(token):
    match jwt.decode(token, KEY, ["HS256"], options={"verify_signature": <<False||True>>}):  # <- jwt-signature-bypass
        case {"sub": str(subject)}:
            return {"sub": subject}
""",
    ),
    *pyjwt(
        "in-match-arm",
        LITERAL,
        """
def accepts(token):
    match token.split("."):
        case [_, _, _]:
            return jwt.decode(token, KEY, ["HS256"], options={"verify_signature": <<False||True>>})  # <- jwt-signature-bypass
        case _:
            return None
""",
    ),
    *pyjwt(
        "in-match-guard",
        LITERAL,
        """
def accepts(token):
    match token:
        case str() if (found := jwt.decode(token, KEY, ["HS256"], options={"verify_signature": <<False||True>>})):  # <- jwt-signature-bypass
            return found
""",
    ),
    *pyjwt(
        "in-try",
        LITERAL,
        """
def accepts(token):
    try:
        return jwt.decode(token, KEY, ["HS256"], options={"verify_signature": <<False||True>>})  # <- jwt-signature-bypass
    except jwt.PyJWTError:
        return None
""",
    ),
    *pyjwt(
        "in-try-else",
        LITERAL,
        """
def accepts(token):
    try:
        header = jwt.get_unverified_header(token)
    except jwt.PyJWTError:
        return None
    else:
        return jwt.decode(token, KEY, [header["alg"]<<||.replace("none", "HS256")>>], options={"verify_signature": <<False||True>>})  # <- jwt-signature-bypass
""",
    ),
    *pyjwt(
        "in-finally",
        LITERAL,
        """
def accepts(token):
    claims = None
    try:
        len(token)
    finally:
        claims = jwt.decode(token, KEY, ["HS256"], options={"verify_signature": <<False||True>>})  # <- jwt-signature-bypass
    return claims
""",
    ),
    *pyjwt(
        "in-with",
        LITERAL,
        """
from contextlib import nullcontext

def accepts(token):
    with nullcontext(jwt.decode(token, KEY, ["HS256"], options={"verify_signature": <<False||True>>})) as claims:  # <- jwt-signature-bypass
        return claims
""",
    ),
    *pyjwt(
        "in-for-else",
        LITERAL,
        """
def accepts(token):
    for part in ():
        break
    else:
        return jwt.decode(token, KEY, ["HS256"], options={"verify_signature": <<False||True>>})  # <- jwt-signature-bypass
""",
    ),
    *pyjwt(
        "in-while",
        LITERAL,
        """
def accepts(token):
    while not (claims := jwt.decode(token, KEY, ["HS256"], options={"verify_signature": <<False||True>>})):  # <- jwt-signature-bypass
        pass
    return claims
""",
    ),
    *pyjwt(
        "in-nested-function",
        LITERAL,
        """
def accepts(token):
    def inner():
        def innermost():
            return jwt.decode(token, KEY, ["HS256"], options={"verify_signature": <<False||True>>})  # <- jwt-signature-bypass
        return innermost()
    return inner()
""",
    ),
    *pyjwt(
        "in-yield",
        LITERAL,
        """
def claims_of(tokens):
    for token in tokens:
        yield jwt.decode(token, KEY, ["HS256"], options={"verify_signature": <<False||True>>})  # <- jwt-signature-bypass

def accepts(token):
    return next(claims_of([token]))
""",
    ),
    *pyjwt(
        "in-starred-and-tuple",
        LITERAL,
        """
def accepts(token):
    first, *rest = jwt.decode(token, KEY, ["HS256"], options={"verify_signature": <<False||True>>}), 1, 2  # <- jwt-signature-bypass
    return first
""",
    ),
    *pyjwt(
        "in-augmented-assignment",
        LITERAL,
        """
def accepts(token):
    claims = {}
    claims |= jwt.decode(token, KEY, ["HS256"], options={"verify_signature": <<False||True>>})  # <- jwt-signature-bypass
    return claims
""",
    ),
    *pyjwt(
        "in-assertion",
        LITERAL,
        """
def accepts(token):
    assert jwt.decode(token, KEY, ["HS256"], options={"verify_signature": <<False||True>>})  # <- jwt-signature-bypass
    return {"sub": <<"mallory"||"alice">>}
""",
    ),
    *pyjwt(
        "in-subscript-slice",
        LITERAL,
        """
def accepts(token):
    people = {"mallory": {"sub": "mallory"}, "alice": {"sub": "alice"}}
    return people[jwt.decode(token, KEY, ["HS256"], options={"verify_signature": <<False||True>>})["sub"]]  # <- jwt-signature-bypass
""",
    ),
)
