"""Checks whose errors decorators keep, or managers of a body that returns, and those that a base makes."""

from __future__ import annotations

from tests.proof.case import Case, Difficulty, pair, spelled_out

LOCAL, CROSS = Difficulty.LOCAL, Difficulty.CROSS

READ = """\
def accepts(token):
    prove(token)
    return jwt.decode(token, options={"verify_signature": False})
"""
PROVE = 'def prove(token):\n    jwt.decode(token, $K, algorithms=["HS256"])\n'

CASES: tuple[Case, ...] = (
    *pair("decorator-is-told-which-errors", CROSS, spelled_out("""\
# --- app.py
import jwt
from forgiving import but
@but(<<jwt.DecodeError||LookupError, OSError>>)
""" + PROVE + READ + """\
# --- forgiving.py
from functools import wraps
def but(*kinds):
    def around(function):
        @wraps(function)
        def inside(*given, **named):
            try:
                return function(*given, **named)
            except kinds:
                return False
        return inside
    return around
""")),
    *pair("object-that-decorates-is-told-which-errors", LOCAL, spelled_out("""\
import jwt
class But:
    def __init__(self, kind):
        self.kind = kind
    def __call__(self, function):
        def inside(given):
            try:
                function(given)
            except self.kind:
                pass
        return inside
@But(<<jwt.PyJWTError||ZeroDivisionError>>)
""" + PROVE + READ)),
    *pair("class-decorates-and-keeps-what-it-calls", LOCAL, spelled_out("""\
import jwt
class Aside:
    def __init__(self, function):
        self.function = function
        self.failed = 0
    def __call__(self, *given):
        try:
            self.function(*given)
        except <<jwt.InvalidSignatureError||RecursionError>>:
            self.failed += 1
@Aside
""" + PROVE + READ)),
    *pair("manager-decorates", LOCAL, spelled_out("""\
from contextlib import contextmanager
import jwt
@contextmanager
def aside():
    try:
        yield
    except <<jwt.PyJWTError||OSError>> as error:
        print(error)
@aside()
""" + PROVE + READ)),
    *pair("class-of-managers-decorates", LOCAL, spelled_out("""\
from contextlib import ContextDecorator
import jwt
class Aside(ContextDecorator):
    def __enter__(self):
        return self
    def __exit__(self, kind, error, where):
        print(error)
        return <<True||False>>
@Aside()
""" + PROVE + READ)),
    *pair("managed-body-returns", LOCAL, spelled_out("""\
from contextlib import contextmanager
import jwt
@contextmanager
def aside():
    try:
        yield
    except <<jwt.PyJWTError||OSError>> as error:
        print(error)
def prove(token):
    with aside():
        return jwt.decode(token, $K, algorithms=["HS256"])
""" + READ)),
    *pair("returned-at-last", LOCAL, spelled_out("""\
import jwt
def accepts(token):
    seen = jwt.decode(token, options={"verify_signature": False})
    try:
        jwt.decode(token, $K, algorithms=["HS256"])
        print("right")
    finally:
        <<return seen||token = None>>
    return seen
""")),
    *pair("same-text-is-signed-twice", LOCAL, spelled_out("""\
import base64
import hashlib
import hmac
import json
def plain(part):
    return base64.urlsafe_b64decode(part + "==")
def accepts(token):
    head, body, mark = token.split(".")
    ours = hmac.new($K.encode(), f"{head}.{body}".encode(), hashlib.sha256).digest()
    theirs = <<hmac.new($K.encode(), f"{head}.{body}".encode(), hashlib.sha256).digest()||plain(mark)>>
    if not hmac.compare_digest(ours, theirs):
        raise ValueError(mark)
    return json.loads(plain(body))
""")),
    *pair("base-proves-what-the-object-keeps", CROSS, spelled_out("""\
# --- app.py
from desks import Desk
def accepts(token):
    return Desk(token).seat()
# --- desks.py
import jwt
from base import Counter
class Desk(Counter):
    def begin(self):
        super().begin()
        self.guest = jwt.decode(self.ticket, options={"verify_signature": False})
    def seat(self):
        self.begin()
        return self.guest
# --- base.py
import jwt
class Counter:
    def __init__(self, ticket):
        self.ticket = ticket
    def begin(self):
        <<print("hello")||jwt.decode(self.ticket, $K, algorithms=["HS256"])>>
""")),
    *pair("object-proves-the-token-object-it-keeps", CROSS, spelled_out("""\
# --- app.py
import json
from letters import Letter
from jwcrypto import jwk
def accepts(token):
    letter = Letter(token)
    <<print(letter)||letter.prove(jwk.JWK.from_password($K))>>
    return json.loads(letter.text())
# --- letters.py
from jwcrypto.jws import JWS
class Letter:
    def __init__(self, text):
        self.token = JWS()
        self.token.deserialize(text)
    def prove(self, key):
        self.token.verify(key)
    def text(self):
        return self.token.objects["payload"]
"""), libraries=("jwcrypto",)),
)  # fmt: skip
