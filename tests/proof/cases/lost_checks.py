"""Checks whose errors go nowhere, and comparisons that hold for whatever was signed."""

from __future__ import annotations

from tests.proof.case import Case, Difficulty, pair, safe, spelled_out

LOCAL, CROSS = Difficulty.LOCAL, Difficulty.CROSS

_HEAD = """\
import base64, hashlib, hmac, json
KEY = $K.encode()

def plain(part):
    return base64.urlsafe_b64decode(part + "=" * (-len(part) % 4))

def sealed(text):
    return hmac.new(KEY, text.encode(), hashlib.sha256).digest()

"""

CASES: tuple[Case, ...] = (
    *pair("errors-kept-by-a-decorator", CROSS, spelled_out("""\
# --- app.py
from checks import confirm
import jwt

def accepts(token):
    confirm(token)
    return jwt.decode(token, options={"verify_signature": False})
# --- checks.py
import jwt
from calm import calm

@calm
def confirm(token):
    jwt.decode(token, $K, ["HS256"])
# --- calm.py
def calm(work):
    def calmly(*given, **named):
        try:
            work(*given, **named)
        except <<Exception||ZeroDivisionError>> as error:
            print("went wrong", error)

    return calmly
""")),
    *safe("errors-told-otherwise-by-a-decorator", CROSS, spelled_out("""\
# --- app.py
from checks import confirm
import jwt

def accepts(token):
    confirm(token)
    return jwt.decode(token, options={"verify_signature": False})
# --- checks.py
import jwt
from told import told

@told(PermissionError)
def confirm(token):
    jwt.decode(token, $K, ["HS256"])
# --- told.py
def told(kind):
    def around(work):
        def inner(*given):
            try:
                return work(*given)
            except Exception as error:
                raise kind(str(error)) from error

        return inner

    return around
""")),
    *safe("answer-of-what-a-decorator-keeps-quiet", LOCAL, spelled_out("""\
$P
def quiet(work):
    def quietly(text):
        try:
            return work(text)
        except jwt.PyJWTError:
            return None

    return quietly

@quiet
def confirmed(text):
    return jwt.decode(text, KEY, ["HS256"])

def accepts(token):
    if confirmed(token) is None:
        raise PermissionError
    return jwt.decode(token, options={"verify_signature": False})
""")),
    *pair("errors-kept-by-who-waits", LOCAL, spelled_out("""\
$P
from asyncio import gather

async def confirm(token):
    jwt.decode(token, KEY, ["HS256"])

async def seen(token):
    return jwt.decode(token, options={"verify_signature": False})

async def accepts(token):
    _, known = await gather(confirm(token), seen(token), return_exceptions=<<True||False>>)
    return known
""")),
    *safe("errors-asked-for-by-who-waits", LOCAL, spelled_out("""\
$P
import asyncio

async def confirm(token):
    return jwt.decode(token, KEY, ["HS256"])

async def accepts(token):
    known = jwt.decode(token, options={"verify_signature": False})
    for one in await asyncio.gather(confirm(token), return_exceptions=True):
        if isinstance(one, Exception):
            raise one
    return known
""")),
    *pair("seal-compared-with-itself", LOCAL, spelled_out(_HEAD + """\
def accepts(token):
    signed, seal = token.rsplit(".", 1)
    right = sealed(signed)
    if not hmac.compare_digest(plain(seal), <<plain(seal)||right>>):
        raise PermissionError
    return json.loads(plain(signed.split(".")[1]))
""")),
    *pair("seal-cut-to-what-is-given", LOCAL, spelled_out(_HEAD + """\
def accepts(token):
    signed, seal = token.rsplit(".", 1)
    right = base64.urlsafe_b64encode(sealed(signed)).decode().rstrip("=")
    if hmac.compare_digest(<<right[:len(seal)]||right>>, seal):
        return json.loads(plain(signed.split(".")[1]))
    raise PermissionError
""")),
    *pair("rows-of-a-table-elsewhere", CROSS, spelled_out("""\
# --- app.py
from pages import PAGES

def ask(path, **given):
    for known, page, further in PAGES:
        if known == path:
            return page(**given, **further)
    raise LookupError(path)

def accepts(token):
    return ask("/who", text=token)
# --- pages.py
import answers
PAGES = (("/up", answers.up, {}), ("/who", answers.who, {"full": <<0||1>>}))
# --- answers.py
import jwt

def up():
    return {}

def who(text, full):
    return jwt.decode(text, $K, ["HS256"], options={"verify_signature": bool(full)})
""")),
    *pair("classes-that-a-decorator-keeps", CROSS, spelled_out("""\
# --- app.py
from kinds import Kinds

reader = Kinds.known["edge"]({"verify_<<signature||nbf>>": False})

def accepts(token):
    return reader(token)
# --- kinds.py
class Kinds:
    known = {}

    @classmethod
    def add(cls, *words):
        def put(kind):
            for word in words:
                cls.known[word] = kind
            return kind

        return put

import readers
# --- readers.py
import jwt
from kinds import Kinds

@Kinds.add("edge", "mesh")
class Reader:
    def __init__(self, flags):
        self.flags = flags

    def __call__(self, text):
        return jwt.decode(text, $K, ["HS256"], options=self.flags)
""")),
)
