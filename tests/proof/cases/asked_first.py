"""Claims that are asked for what to verify with: through another object, a protocol, or an answer."""

from __future__ import annotations

from tests.proof.case import Case, Difficulty, pair, spelled_out

LOCAL, CROSS, DYNAMIC = Difficulty.LOCAL, Difficulty.CROSS, Difficulty.DYNAMIC

CASES: tuple[Case, ...] = (
    *pair("two-objects-of-one-token", LOCAL, """\
import json
from jwcrypto.jwk import JWK
from jwcrypto.jws import JWS
from jwcrypto.jwt import JWT
DESKS = {"admin": JWK.from_password("0123456789abcdef0123456789abcdef")}
def accepts(token):
    sealed = JWS()
    sealed.deserialize(token)
    role = json.loads(sealed.objects["payload"])["role"]
    if role not in DESKS:
        raise PermissionError(role)
    opened = JWT(jwt=token<<||, key=DESKS[role]>>)
    return json.loads(<<opened.token.objects["payload"]||opened.claims>>)
""", libraries=("jwcrypto",)),
    *pair("an-object-of-another-token", LOCAL, """\
import json
from jwcrypto.jwk import JWK
from jwcrypto.jwt import JWT
KEY = JWK.from_password("0123456789abcdef0123456789abcdef")
OWN = JWT(header={"alg": "HS256"}, claims={"sub": "the desk"})
OWN.make_signed_token(KEY)
def accepts(token):
    sealed = JWT(jwt=token)
    said = json.loads(sealed.token.objects["payload"])
    opened = JWT(jwt=<<OWN.serialize()||token>>, key=KEY)
    return {"sub": said["sub"], "by": json.loads(opened.claims)["sub"]}
""", libraries=("jwcrypto",)),
    *pair("as-a-protocol-says", CROSS, spelled_out("""\
# --- desks.py
from typing import Protocol
class Desk(Protocol):
    def admit(self, slip: str) -> dict | None:
        "Who comes in; nobody where the slip is wrong."
# --- north.py
import jwt
class North:
    def __init__(self, secret):
        self.secret = secret
    def admit(self, slip):
        try:
            return jwt.decode(slip, self.secret, algorithms=["HS256"])
        except jwt.InvalidTokenError:
            return None
# --- hall.py
import jwt
from desks import Desk
class Hall:
    def __init__(self, desk: Desk):
        self.desk = desk
    def enter(self, slip):
        said = jwt.decode(slip, options={"verify_signature": False})
        if said["role"] != "admin":
            raise PermissionError("another hall")
        found = self.desk.admit(slip)
        if <<found is None and said["type"] != "access"||found is None>>:
            raise PermissionError("turned away")
        return {"sub": said["sub"]}
# --- app.py
from hall import Hall
from north import North
def accepts(token):
    return Hall(North($K)).enter(token)
""")),
    *pair("what-cannot-be-read-is-answered", CROSS, spelled_out("""\
# --- answers.py
def refused(why):
    return {"error": why}
# --- desk.py
import jwt
from answers import refused
def admit(slip):
    try:
        found = jwt.decode(slip, $K, algorithms=["HS256"])
    except jwt.InvalidTokenError:
        return refused("a wrong slip")
    return found
# --- app.py
import jwt
from answers import refused
from desk import admit
def enter(slip):
    try:
        said = jwt.decode(slip, options={"verify_signature": False})
    except jwt.DecodeError:
        return refused("no slip")
    if "role" not in said:
        raise PermissionError("a slip without a role")
    <<admit(slip)||>>
    return <<said||admit(slip)>>
def accepts(token):
    found = enter(token)
    if "error" in found:
        raise PermissionError(found["error"])
    return found
""")),
    *pair("a-way-that-the-environment-names", DYNAMIC, spelled_out("""\
# --- ways.py
import enum, os
class Way(enum.Enum):
    PLAIN = "plain"
    LATE = "late"
    @property
    def options(self):
        found = {"verify_signature": self <<is Way.LATE||is not None>>, "verify_exp": True}
        if self is Way.LATE:
            found["verify_exp"] = False
        return found
WAY = Way(os.environ.get("WAY_OF_SLIPS", "plain"))
# --- app.py
import jwt
from ways import WAY
def accepts(token):
    return jwt.decode(token, $K, algorithms=["HS256"], options=WAY.options)
""")),
    *pair("options-that-the-environment-changes", DYNAMIC, spelled_out("""\
# --- options.py
import os
OPTIONS = {"slips": {"verify_signature": <<False||True>>, "verify_aud": False}}
if os.environ.get("LATE_SLIPS") == "1":
    OPTIONS["slips"]["verify_exp"] = False
# --- app.py
import jwt
from options import OPTIONS
def accepts(token):
    return jwt.decode(token, $K, algorithms=["HS256"], options=OPTIONS["slips"])
""")),
    *pair("kept-behind-who-never-comes-back", CROSS, spelled_out("""\
# --- ends.py
def turn_away(why):
    <<print(why)||raise PermissionError(why)>>
# --- app.py
import jwt
from ends import turn_away
DESKS = {"admin": $K}
class Visit:
    role = None
VISIT = Visit()
def accepts(token):
    said = jwt.decode(token, options={"verify_signature": False})
    role = said["role"]
    if role not in DESKS:
        turn_away("no such desk")
    try:
        jwt.decode(token, DESKS[role], algorithms=["HS256"])
    except jwt.ExpiredSignatureError:
        turn_away("a late slip")
    except jwt.InvalidTokenError:
        turn_away("a wrong slip")
    VISIT.role = role
    return {"sub": said["sub"], "role": VISIT.role}
""")),
)
