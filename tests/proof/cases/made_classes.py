"""Classes, names and objects that calls make: by `type`, by metaclasses, in `globals()`."""

from __future__ import annotations

from tests.proof.case import Case, Difficulty, pair, spelled_out

CROSS, DYNAMIC = Difficulty.CROSS, Difficulty.DYNAMIC

CASES: tuple[Case, ...] = (
    *pair("class-of-a-base-and-keywords", DYNAMIC, spelled_out("""\
# --- app.py
from kinds import derive
from readers import Reader

Edge = derive(Reader, strict=<<None||"yes">>)

def accepts(token):
    return Edge("edge").read(token)
# --- kinds.py
def derive(base, **own):
    return type(f"{base.__name__}Variant", (base,), dict(own))
# --- readers.py
import jwt

class Reader:
    strict = True

    def __init__(self, name):
        self.name = name

    def read(self, token):
        return jwt.decode(token, $K, algorithms=["HS256"], options={"verify_signature": bool(self.strict)})
""")),
    *pair("class-whose-body-a-function-fills", DYNAMIC, spelled_out("""\
# --- app.py
from kinds import variant
from readers import Reader

Edge = variant(Reader, <<{"strict": 0}||{"label": 0}>>)

def accepts(token):
    return Edge().read(token)
# --- kinds.py
from types import new_class

def variant(base, own):
    def fill(body):
        for name, held in own.items():
            body[name] = held

    return new_class("Variant", (base,), exec_body=fill)
# --- readers.py
import jwt

class Reader:
    strict = 1
    label = 1

    def read(self, token):
        return jwt.decode(token, $K, algorithms=["HS256"], options={"verify_signature": bool(self.strict)})
""")),
    *pair("attribute-of-the-object-beats-that-of-a-made-class", DYNAMIC, spelled_out("""\
$P
class Reader:
    def __init__(self, strict):
        self.strict = strict

    def read(self, token):
        return jwt.decode(token, KEY, algorithms=["HS256"], options={"verify_signature": self.strict})

Made = type("Made", (Reader,), {"strict": <<True||False>>})

def accepts(token):
    return Made(<<False||True>>).read(token)
""")),
    *pair("names-made-in-a-loop", DYNAMIC, spelled_out("""\
# --- app.py
import jwt
import switches

def accepts(token):
    return jwt.decode(token, $K, algorithms=["HS256"], options={"verify_signature": switches.CHECK_SIG})
# --- switches.py
_GIVEN = {"sig": <<"off"||"on">>, "aud": "off"}
for _word, _text in _GIVEN.items():
    globals()["CHECK_" + _word.upper()] = _text == "on"
""")),
    *pair("set-on-a-class-by-what-makes-it", DYNAMIC, spelled_out("""\
# --- app.py
from kinds import Collecting
import jwt

class Policy(metaclass=Collecting, prefix="check_"):
    check_verify_signature = <<False||True>>
    check_verify_aud = False
    label = "policy"

def accepts(token):
    return jwt.decode(token, $K, algorithms=["HS256"], options=Policy.flags)
# --- kinds.py
class Collecting(type):
    def __new__(meta, name, above, body, prefix=""):
        return super().__new__(meta, name, above, body)

    def __init__(cls, name, above, body, prefix=""):
        super().__init__(name, above, body)
        cls.flags = {key[len(prefix):]: held for key, held in body.items() if key.startswith(prefix)}
""")),
    *pair("property-of-a-metaclass", DYNAMIC, spelled_out("""\
# --- app.py
from kinds import Policy
import jwt

class Edge(Policy):
    strict = <<0||1>>

def accepts(token):
    return jwt.decode(token, $K, algorithms=["HS256"], options=Edge.flags)
# --- kinds.py
class _Kind(type):
    @property
    def flags(cls):
        return {"verify_signature": bool(cls.strict)}

class Policy(metaclass=_Kind):
    strict = 1
""")),
    *pair("token-object-made-elsewhere-with-a-key", CROSS, spelled_out("""\
# --- app.py
import json
from jwcrypto import jwk
from made import opened

KEY = jwk.JWK.from_password($K)

def accepts(token):
    return json.loads(opened(token, <<None||KEY>>).token.objects["payload"])
# --- made.py
from jwcrypto.jwt import JWT

def opened(text, key):
    made = JWT()
    made.deserialize(text, key=key)
    return made
"""), libraries=("jwcrypto",)),
)
