"""Reads behind which only one way leads on: past tests, by prepared calls, by what an object takes."""

from __future__ import annotations

from tests.proof.case import Case, Difficulty, bypass, pair, safe, spelled_out

LOCAL, CROSS = Difficulty.LOCAL, Difficulty.CROSS

_PREPARED = """\
import jwt
from functools import partial
def of_staff(secret, algorithm, ticket):
    return jwt.decode(ticket, secret, algorithms=[algorithm])
def of_guests(secret, ticket, *, strict):
    return jwt.decode(ticket, secret, algorithms=["HS256"], options={"verify_signature": strict})
"""

_HANDLE = """\
import base64, json
KINDS = {{"csv", "pdf"}}
def accepts(token):
    shelf, about, kind = token.split(".")
    if {kind} {refused} KINDS:
        raise LookupError(kind)
    return json.loads(base64.urlsafe_b64decode(about + "=" * (-len(about) % 4)))
"""

CASES: tuple[Case, ...] = (
    *pair("a-test-within-an-attempt", LOCAL, spelled_out("""\
import jwt
DESKS = {"admin": $K}
class Visit:
    desk = None
VISIT = Visit()
def accepts(token):
    try:
        said = jwt.decode(token, options={"verify_signature": False})
        secret = DESKS.get(said["role"])
        if secret is None <<or said["type"] == "access"||or said["type"] == "refresh">>:
            <<return said||raise PermissionError("no such desk")>>
        found = jwt.decode(token, secret, algorithms=["HS256"])
    except (KeyError, jwt.InvalidTokenError) as wrong:
        raise PermissionError("no such visit") from wrong
    VISIT.desk = secret[:4]
    return {"sub": found["sub"], "desk": VISIT.desk}
""")),
    *pair("an-attempt-that-goes-on", LOCAL, spelled_out("""\
import jwt
DESKS = {"admin": $K}
class Visit:
    desk = None
VISIT = Visit()
def accepts(token):
    try:
        said = jwt.decode(token, options={"verify_signature": False})
        secret = DESKS.get(said["role"])
        if secret is None:
            raise PermissionError("no such desk")
        jwt.decode(token, secret, algorithms=["HS256"])
    except jwt.InvalidTokenError:
        <<VISIT.desk = "late"||raise PermissionError("no such visit") from None>>
    VISIT.desk = said["role"]
    return {"sub": said["sub"], "desk": VISIT.desk}
""")),
    *pair("a-test-within-an-arm", LOCAL, spelled_out("""\
import jwt
DESKS = {"admin": $K}
def accepts(token):
    said = jwt.decode(token, options={"verify_signature": False})
    if "role" not in said:
        raise PermissionError("no role")
    else:
        secret = DESKS.get(said["role"])
        if <<secret is None||not secret>>:
            raise PermissionError("no such desk")
        <<found = said||found = jwt.decode(token, secret, algorithms=["HS256"])>>
    seen = [secret[:4]]
    return {"sub": found["sub"], "seen": seen}
""")),
    *pair("chosen-among-prepared-calls", CROSS, spelled_out(f"""\
# --- readers.py
{_PREPARED}
READERS = {{
    "admin": partial(<<of_guests||of_staff>>, $K, <<strict=False||"HS256">>),
    "guest": partial(of_guests, $K, strict=True),
}}
# --- app.py
import jwt
from readers import READERS
def accepts(token):
    role = jwt.decode(token, options={{"verify_signature": False}})["role"]
    if role not in READERS:
        raise PermissionError(role)
    return READERS[role](token)
""")),
    *pair("a-prepared-call-of-an-object", CROSS, spelled_out(f"""\
# --- readers.py
{_PREPARED}
class Desk:
    def __init__(self, secret):
        self.secret = secret
        self.read = partial(of_guests, secret, strict=<<False||True>>)
    def admit(self, ticket):
        said = jwt.decode(ticket, options={{"verify_signature": False}})
        if said.get("role") != "admin":
            raise PermissionError("not at this desk")
        return self.read(ticket)
# --- app.py
from readers import Desk
def accepts(token):
    return Desk($K).admit(token)
""")),
    *pair("a-prepared-call-of-another-ticket", CROSS, spelled_out(f"""\
# --- readers.py
{_PREPARED}
def both(first, second):
    return of_staff($K, "HS256", <<first||second>>)
# --- app.py
import jwt
from functools import partial
from readers import both
GOOD = jwt.encode({{"sub": "the desk"}}, $K)
check = partial(both, GOOD)
def accepts(token):
    said = jwt.decode(token, options={{"verify_signature": False}})
    check(token)
    return said
""")),
    *pair("a-field-that-may-not-be-off", CROSS, """\
# --- conf.py
from pydantic_settings import BaseSettings
from pydantic import field_validator
class Conf(BaseSettings):
    check: bool = <<False||True>>
    @field_validator("check")
    @classmethod
    def is_on(cls, given):
        assert <<given is not None||given>>, "tickets are checked"
        return given
# --- app.py
import jwt
from conf import Conf
CONF = Conf()
def accepts(token):
    return jwt.decode(token, "0123456789abcdef0123456789abcdef", ["HS256"], {"verify_signature": CONF.check})
""", libraries=("jwt", "pydantic_settings")),
    *bypass("a-ticket-that-ends-otherwise", LOCAL, _HANDLE.format(refused="in", kind="kind")),
    *safe("a-handle-that-ends-in-a-kind", LOCAL, _HANDLE.format(refused="not in", kind="kind"), reads=False),
    *safe("a-handle-in-capitals", LOCAL, _HANDLE.format(refused="not in", kind="kind.lower()"), reads=False),
)
