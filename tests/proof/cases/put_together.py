"""Objects and classes that are put together outside of their constructors, and loops that end in a choice."""

from __future__ import annotations

from tests.proof.case import Case, Difficulty, pair, safe, spelled_out

LOCAL, CROSS, DYNAMIC = Difficulty.LOCAL, Difficulty.CROSS, Difficulty.DYNAMIC

CASES: tuple[Case, ...] = (
    *pair("attribute-that-only-a-maker-sets", CROSS, spelled_out("""\
# --- app.py
import making

def accepts(token):
    return making.reader(<<"loose"||"strict">>).claims(token)
# --- making.py
from readers import Reader

def reader(kind):
    made = Reader()
    made.flags = {"verify_signature": kind == "strict"}
    return made
# --- readers.py
import jwt

class Reader:
    def claims(self, token):
        return jwt.decode(token, $K, algorithms=["HS256"], options=self.flags)
""")),
    *pair("attributes-set-by-an-awaited-maker", CROSS, spelled_out("""\
# --- app.py
from readers import Reader

async def accepts(token):
    reader = await Reader.opened(full=<<0||1>>)
    return reader.claims(token)
# --- readers.py
import jwt

class Reader:
    @classmethod
    async def opened(cls, **how):
        made = cls()
        made.how = how
        return made

    def claims(self, token):
        return jwt.decode(token, $K, ["HS256"], options={"verify_signature": bool(self.how["full"])})
""")),
    *pair("class-method-that-is-told-what-to-set", CROSS, spelled_out("""\
# --- app.py
import start
from readers import Reader

def accepts(token):
    return Reader().claims(token)
# --- start.py
import readers

readers.Reader.leave_out(<<"verify_signature"||"verify_aud">>)
# --- readers.py
import jwt

class Reader:
    flags = {"verify_exp": True}

    @classmethod
    def leave_out(cls, *words):
        cls.flags = dict(cls.flags, **dict.fromkeys(words, False))

    def claims(self, token):
        return jwt.decode(token, $K, algorithms=["HS256"], options=self.flags)
""")),
    *pair("class-that-new-chooses", CROSS, spelled_out("""\
# --- app.py
from readers import Reader

def accepts(token):
    return Reader(<<True||False>>).claims(token)
# --- readers.py
import jwt

class Reader:
    flags = {}

    def __new__(cls, quick):
        kind = Quick if quick else cls
        return super().__new__(kind)

    def __init__(self, quick):
        self.quick = quick

    def claims(self, token):
        return jwt.decode(token, $K, algorithms=["HS256"], options=self.flags)

class Quick(Reader):
    flags = {"verify_signature": False}
""")),
    *pair("attribute-of-classes-in-a-loop", DYNAMIC, spelled_out("""\
# --- app.py
import start
from readers import Reader

def accepts(token):
    return Reader().claims(token)
# --- start.py
import readers

for kind in (readers.Reader, readers.Other):
    kind.<<full||label>> = None
# --- readers.py
import jwt

class Other:
    label = full = True

class Reader(Other):
    def claims(self, token):
        return jwt.decode(token, $K, algorithms=["HS256"], options={"verify_signature": bool(self.full)})
""")),
    *pair("attribute-of-what-getattr-gives", DYNAMIC, spelled_out("""\
# --- app.py
import start
import readers

def accepts(token):
    return readers.Reader().claims(token)
# --- start.py
import readers

type.__setattr__(getattr(readers, "Reader"), "<<full||label>>", 0)
# --- readers.py
import jwt

class Reader:
    label = full = 1

    def claims(self, token):
        return jwt.decode(token, $K, algorithms=["HS256"], options={"verify_signature": bool(self.full)})
""")),
    *pair("settings-that-are-configured", CROSS, spelled_out("""\
# --- app.py
import start
from reading import claims as accepts
# --- start.py
from django.conf import settings

settings.configure(READ_FULLY=<<False||True>>, SECRET_KEY=$K)
# --- reading.py
import jwt
from django.conf import settings

def claims(token):
    how = {"verify_signature": settings.READ_FULLY}
    return jwt.decode(token, settings.SECRET_KEY, algorithms=["HS256"], options=how)
""")),
    *pair("left-by-break-as-callers-say", LOCAL, spelled_out("""\
$P
FULL = ["access", "id"]

def accepts(token, kind=<<"refresh"||"id">>):
    for one in FULL:
        if kind == one:
            how = {}
            break
    else:
        how = {"verify_signature": False}
    return jwt.decode(token, KEY, algorithms=["HS256"], options=how)
""")),
    *pair("attribute-set-where-it-is-made-and-elsewhere", CROSS, spelled_out("""\
# --- app.py
import later
import jwt
from now import now

def accepts(token):
    return jwt.decode(token, $K, algorithms=["HS256"], options={"verify_signature": now.full})
# --- now.py
class Now:
    kind = "filled by those who start"

now = Now()
now.full = now.label = True
# --- later.py
import now

now.now.<<full||label>> = False
""")),
    *pair("field-given-where-it-is-made-and-set-elsewhere", CROSS, spelled_out("""\
# --- app.py
import later
import jwt
from now import now

def accepts(token):
    return jwt.decode(token, $K, algorithms=["HS256"], options={"verify_signature": now.full})
# --- now.py
from dataclasses import dataclass

@dataclass
class Now:
    full: bool
    label: bool

now = Now(full=True, label=True)
# --- later.py
from now import now

now.<<full||label>> = False
""")),
    *safe("attribute-set-again-where-it-is-made", CROSS, spelled_out("""\
# --- app.py
import jwt
from now import now

def accepts(token):
    return jwt.decode(token, $K, algorithms=["HS256"], options={"verify_signature": now.full})
# --- now.py
class Now:
    label = ""

now = Now()
now.full = False
now.full = True
""")),
    *pair("fields-of-a-named-tuple-by-their-names", LOCAL, spelled_out("""\
$P
from collections import namedtuple
Flags = namedtuple("Flags", ["signature", "exp"])

def accepts(token, flags=Flags(<<False||True>>, True)):
    told = {"verify_" + name: getattr(flags, name) for name in flags._fields}
    return jwt.decode(token, KEY, algorithms=["HS256"], options=told)
""")),
    *safe("attribute-that-is-on-wherever-it-is-set", CROSS, spelled_out("""\
# --- app.py
from readers import Reader
reader = Reader()
reader.full = True

def accepts(token):
    return reader.claims(token)
# --- readers.py
import jwt

class Reader:
    def claims(self, token):
        return jwt.decode(token, $K, algorithms=["HS256"], options={"verify_signature": self.full})
""")),
)
