"""What many objects have in common, and what is spread over attributes and settings from elsewhere."""

from __future__ import annotations

from tests.proof.case import Case, Difficulty, pair, safe, spelled_out

LOCAL, CROSS, DYNAMIC = Difficulty.LOCAL, Difficulty.CROSS, Difficulty.DYNAMIC

CASES: tuple[Case, ...] = (
    *pair("objects-with-one-mapping", CROSS, spelled_out("""\
# --- app.py
import start
import jwt
from common import Common

def accepts(token):
    return jwt.decode(token, $K, algorithms=["HS256"], options=Common().options)
# --- common.py
class Common:
    __held = {"options": {"verify_exp": True}, "label": ""}

    def __init__(self):
        self.__dict__ = self.__held
# --- start.py
from common import Common

mine = Common()
mine.<<options||label>> = {"verify_signature": False}
""")),
    *pair("attributes-from-a-text", DYNAMIC, spelled_out("""\
# --- app.py
import start
import jwt
from held import held

def accepts(token):
    return jwt.decode(token, $K, algorithms=["HS256"], options={"verify_signature": held.full})
# --- held.py
class Held:
    def __init__(self, full, label):
        self.full, self.label = full, label

held = Held(True, False)
# --- start.py
import json
from held import held

def put(text):
    vars(held).update(json.loads(text))

put('{"<<full||label>>": false}')
""")),
    *pair("names-of-a-module-from-a-mapping", DYNAMIC, spelled_out("""\
# --- app.py
import start
import jwt
import held

def accepts(token):
    return jwt.decode(token, $K, algorithms=["HS256"], options={"verify_signature": held.FULL})
# --- held.py
FULL, LABEL = True, True
# --- start.py
import held

held.__dict__.update(dict.fromkeys(["<<FULL||LABEL>>"], 0))
""")),
    *pair("settings-of-a-file", CROSS, spelled_out("""\
# --- app.py
from flask import Flask
import tokens

site = Flask(__name__)
site.config.from_pyfile("site_settings.py", silent=True)

def accepts(token):
    with site.app_context():
        return tokens.read(token)
# --- site_settings.py
READ_TOKENS = dict(key=$K, algorithms=["HS256"], options={"verify_<<signature||nbf>>": False})
# --- tokens.py
import jwt
from flask import current_app

def read(token):
    return jwt.decode(token, **current_app.config["READ_TOKENS"])
""")),
    *pair("reached-because-nothing-is-raised", LOCAL, spelled_out("""\
$P
class Quiet:
    def __init__(self, *kinds):
        self.kinds = kinds

    def __enter__(self):
        return self

    def __exit__(self, kind, error, trace):
        return isinstance(error, self.kinds)

def accepts(token):
    with Quiet(jwt.<<DecodeError||InvalidIssuerError>>, OSError):
        return jwt.decode(token, KEY, ["HS256"])
    <<return jwt.decode(token, KEY, ["HS256"], {"verify_signature": False})||raise PermissionError>>
""")),
    *safe("nothing-stands-behind-what-returns", LOCAL, spelled_out("""\
$P
import threading
lock = threading.Lock()

def strict():
    with lock:
        return True

def accepts(token):
    return jwt.decode(token, KEY, ["HS256"], options={"verify_signature": strict()})
""")),
)
