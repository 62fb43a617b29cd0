"""Requests that are turned away before a token is checked, as settings or its header say."""

from __future__ import annotations

from tests.proof.case import Case, Difficulty, pair, spelled_out

LOCAL, CROSS = Difficulty.LOCAL, Difficulty.CROSS

CASES: tuple[Case, ...] = (
    *pair("kinds-that-the-environment-lists", CROSS, spelled_out("""\
# --- app.py
from counter import Counter
def accepts(slip):
    served = Counter().serve(slip)
    if served.refused:
        raise PermissionError(served.refused)
    return served.content
# --- counter.py
import jwt
from settings import settings
class Served:
    def __init__(self, content=None, refused=""):
        self.content, self.refused = content, refused
    @classmethod
    def away(cls, why):
        return cls(refused=why)
class Counter:
    def __init__(self):
        self.kinds = getattr(settings, "KINDS", ["HS256"])
    def serve(self, slip):
        try:
            try:
                glance = jwt.decode(slip, options={"verify_signature": False})
                kind = jwt.get_unverified_header(slip).get("alg")
            except jwt.DecodeError as error:
                return Served.away(f"unreadable: {error}")
            if kind not in self.kinds:
                return <<Served(content=glance)||Served.away(f"no {kind} here")>>
            try:
                jwt.decode(slip, $K, algorithms=[kind])
            except jwt.InvalidTokenError as error:
                return Served.away(f"not signed: {error}")
            if "sub" not in glance:
                return Served.away("nobody")
            return Served(content=glance)
        except Exception as error:
            print("cannot serve", error)
            return Served.away("trouble")
# --- settings.py
import os
class Settings:
    def __init__(self):
        listed = os.getenv("KINDS", "HS256,ES256")
        self.KINDS = [one.strip() for one in listed.split(",")]
settings = Settings()
""")),
    *pair("closed-by-the-environment", LOCAL, spelled_out("""\
import os
import jwt
class Door:
    guest = None
    def knock(self, slip):
        glance = jwt.decode(slip, options={"verify_signature": False})
        if os.environ.get("CLOSED", "<<yes||no>>") == "yes":
            <<self.guest = glance||print("closed")>>
            return "closed"
        self.guest = jwt.decode(slip, $K, algorithms=["HS256"])
        return f"welcome {glance}"
def accepts(slip):
    door = Door()
    door.knock(slip)
    return door.guest
""")),
)
