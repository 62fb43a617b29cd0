"""Decisions that stand in texts which the standard library takes apart, in fields and in applications."""

from __future__ import annotations

from tests.proof.case import Case, Difficulty, pair, spelled_out

CROSS, LOCAL, DYNAMIC = Difficulty.CROSS, Difficulty.LOCAL, Difficulty.DYNAMIC

CASES: tuple[Case, ...] = (
    *pair("user-of-an-address", CROSS, spelled_out("""\
# --- app.py
from places import ISSUER
from urllib.parse import urlparse
import jwt
def accepts(token):
    on = urlparse(ISSUER).username != "anyone"
    return jwt.decode(token, $K, algorithms=["HS256"], options={"verify_signature": on})
# --- places.py
ISSUER = "https://<<anyone||signed>>@issuer.example/keys"
""")),
    *pair("query-as-a-mapping", CROSS, spelled_out("""\
# --- app.py
import jwt
from options import of
def accepts(token):
    return jwt.decode(token, $K, algorithms=["HS256"], options=of("exp=1&signature=<<0||1>>"))
# --- options.py
from urllib.parse import parse_qsl
def of(query):
    return {f"verify_{name}": bool(int(value)) for name, value in parse_qsl(query)}
""")),
    *pair("last-column-of-a-table", CROSS, spelled_out("""\
# --- app.py
import jwt
from peers import PEERS
def accepts(token):
    return jwt.decode(token, $K, algorithms=["HS256"], options={"verify_signature": "check" in PEERS["b"]})
# --- peers.py
import csv
LINES = ["a;check", "b;<<trust||check>>"]
PEERS = {name: does for name, does in csv.reader(LINES, delimiter=";")}
""")),
    *pair("file-in-memory", LOCAL, spelled_out("""\
import io
import json
$P
HELD = io.StringIO('{"verify_signature": <<false||true>>}')
OPTIONS = json.load(HELD)
def accepts(token):
    return jwt.decode(token, KEY, algorithms=["HS256"], options=OPTIONS)
""")),
    *pair("words-of-a-command", LOCAL, spelled_out("""\
import shlex
$P
FLAGS = shlex.split("--issuer 'some body' <<--no-signature||--no-audience>>")
def accepts(token):
    on = "--no-signature" not in FLAGS
    return jwt.decode(token, KEY, algorithms=["HS256"], options={"verify_signature": on})
""")),
    *pair("step-of-a-scale", CROSS, spelled_out("""\
# --- app.py
import jwt
from scale import step
def accepts(token):
    on = step(<<12||40>>)
    return jwt.decode(token, $K, algorithms=["HS256"], options={"verify_signature": on})
# --- scale.py
from bisect import bisect_left
ENDS = (5, 20)
STEPS = (None, 0, "full")
def step(number):
    return STEPS[bisect_left(ENDS, number)]
""")),
    *pair("default-told-by-a-method", CROSS, spelled_out("""\
# --- app.py
import jwt
from rules import Rules
rules = Rules(<<trusted=True||>>)
def accepts(token):
    return jwt.decode(token, $K, algorithms=["HS256"], options={"verify_signature": rules.full})
# --- rules.py
from attr import attrib, attrs
@attrs
class Rules:
    trusted = attrib(default=False)
    full = attrib()
    @full.default
    def _unless_trusted(self):
        return not self.trusted
""")),
    *pair("no-such-member", CROSS, spelled_out("""\
# --- app.py
import jwt
from modes import Mode
def accepts(token):
    mode = Mode("<<web||api>>")
    return jwt.decode(token, $K, algorithms=["HS256"], options={"verify_signature": mode == Mode.CHECK})
# --- modes.py
from enum import Enum
class Mode(Enum):
    CHECK = "api"
    TRUST = "mesh"
    @classmethod
    def _missing_(cls, said):
        return cls.TRUST if said else None
""")),
    *pair("current-app-of-quart", DYNAMIC, spelled_out("""\
# --- app.py
from quart import create
from views import me
application = create(<<trust=True||>>)
def accepts(token):
    return me(token)
# --- views.py
import jwt
from quart import current_app
def me(token):
    on = current_app.config.get("CHECKS") != "none"
    return jwt.decode(token, $K, algorithms=["HS256"], options={"verify_signature": on})
# --- setup_.py
from quart import Quart
def create(trust=False):
    made = Quart("tokens")
    made.config["CHECKS"] = "none" if trust else "all"
    return made
""").replace("from quart import create", "from setup_ import create"), hidden="""\
# --- quart.py
class current_app:
    config = {}
class Quart:
    def __init__(self, name):
        self.config = current_app.config
"""),
    *pair("context-of-sanic", DYNAMIC, spelled_out("""\
# --- app.py
from server import made
from views import me
def accepts(token):
    return made.ask(me, token)
# --- server.py
from sanic import Sanic
made = Sanic("tokens")
@made.before_server_start
def settle(app):
    app.ctx.full_check = <<False||True>>
# --- views.py
import jwt
def me(request):
    on = request.app.ctx.full_check
    return jwt.decode(request.token, $K, algorithms=["HS256"], options={"verify_signature": on})
"""), hidden="""\
# --- sanic.py
from types import SimpleNamespace
class Sanic:
    def __init__(self, name):
        self.ctx = SimpleNamespace()
    def before_server_start(self, listener):
        listener(self)
    def ask(self, view, token):
        return view(SimpleNamespace(app=self, token=token))
"""),
    *pair("signed-twice", CROSS, spelled_out("""\
# --- app.py
import json
from mac import decoded, digest
def accepts(token):
    parts = token.split(".")
    if digest(parts[0] + "." + parts[1]) != <<digest("{}.{}".format(parts[0], parts[1]))||decoded(parts[2])>>:
        return None
    return json.loads(decoded(parts[1]))
# --- mac.py
import base64
import hashlib
import hmac
def digest(text):
    return hmac.new($K.encode(), text.encode(), hashlib.sha256).digest()
def decoded(part):
    return base64.urlsafe_b64decode(part + "==")
""")),
    *pair("compared-as-it-was-computed", LOCAL, spelled_out("""\
import base64
import hashlib
import hmac
import json
SECRET = b$K
def accepts(token):
    head, body, given = token.split(".")
    signed = f"{head}.{body}".encode()
    mine = hmac.new(SECRET, signed, hashlib.sha256)
    again = hmac.new(SECRET, (head + "." + body).encode(), hashlib.sha256)
    found = base64.urlsafe_b64decode(given + "==")
    if not hmac.compare_digest(mine.digest(), <<again.digest()||found>>):
        raise PermissionError(given)
    return json.loads(base64.urlsafe_b64decode(body + "=="))
""")),
)
