"""Methods that are replaced from elsewhere, and settings that reach a call along copies and merges."""



from __future__ import annotations

from tests.proof.case import Case, Difficulty, doubt, pair, spelled_out

CROSS, DYNAMIC, LOCAL = Difficulty.CROSS, Difficulty.DYNAMIC, Difficulty.LOCAL

CASES: tuple[Case, ...] = (
    *pair("method-of-one-object", DYNAMIC, spelled_out("""\
# --- app.py
from bind.client import Client
client = Client()
client.<<options||other>> = lambda: {"verify_signature": False}
def accepts(token):
    return client.read(token)
# --- bind/client.py
import jwt
class Client:
    def options(self):
        return {}
    def read(self, token):
        return jwt.decode(token, $K, algorithms=["HS256"], options=self.options())
""")),
    *pair("method-of-a-shared-object", DYNAMIC, spelled_out("""\
# --- app.py
from bind.shared import client
import bind.patch
def accepts(token):
    return client.read(token)
# --- bind/shared.py
from bind.client import Client
client = Client()
# --- bind/patch.py
from bind import shared
def lenient():
    return {"verify_signature": False}
shared.client.<<options||other>> = lenient
# --- bind/client.py
import jwt
class Client:
    def options(self):
        return {}
    def read(self, token):
        return jwt.decode(token, $K, algorithms=["HS256"], options=self.options())
""")),
    *pair("method-of-a-class-in-another-file", DYNAMIC, spelled_out("""\
# --- app.py
from bind.client import Client
import bind.patch
def accepts(token):
    return Client().read(token)
# --- bind/patch.py
from bind.client import Client
def lenient(self):
    return {"verify_signature": False}
Client.<<options||other>> = lenient
# --- bind/client.py
import jwt
class Client:
    def options(self):
        return {}
    def read(self, token):
        return jwt.decode(token, $K, algorithms=["HS256"], options=self.options())
""")),
    *pair("bound-method-set-by-a-function", DYNAMIC, spelled_out("""\
# --- app.py
from bind.client import Client
from bind.relax import relax
client = Client()
<<relax(client)||>>
def accepts(token):
    return client.options_and_decode(token)
# --- bind/client.py
import jwt
class Client:
    def options(self):
        return {}
    def options_and_decode(self, token):
        return jwt.decode(token, $K, algorithms=["HS256"], options=self.options())
# --- bind/relax.py
import types
def relax(client):
    def options(self):
        return {"verify_signature": False}
    client.options = types.MethodType(options, client)
""")),
    *pair("check-whose-error-is-swallowed", DYNAMIC, spelled_out("""\
# --- app.py
from cust.jws import decoder
def accepts(token):
    return decoder(token)
# --- cust/jws.py
import jwt
from jwt.api_jws import PyJWS
class QuietJWS(PyJWS):
    def _verify_signature(self, *args, **kwargs):
        try:
            super()._verify_signature(*args, **kwargs)
        except jwt.InvalidSignatureError:
            <<pass||raise>>
_jws = QuietJWS()
def decoder(token):
    import json
    return json.loads(_jws.decode(token, $K, algorithms=["HS256"]))
""")),
    *pair("callable-object-from-a-class-method", CROSS, spelled_out("""\
# --- app.py
from ini.auth import Authenticator
auth = Authenticator.from_section({"verify": <<False||True>>})
def accepts(token):
    return auth(token)
# --- ini/auth.py
import jwt
class Authenticator:
    def __init__(self, verify):
        self.verify = verify
    @classmethod
    def from_section(cls, section):
        return cls(section["verify"])
    def __call__(self, token):
        return jwt.decode(token, $K, algorithms=["HS256"], options={"verify_signature": self.verify})
""")),
    *pair("copies-in-a-chain", CROSS, spelled_out("""\
# --- app.py
from sdk import verifier
decode = verifier().with_secret($K).skip_signature()
def accepts(token):
    return decode.build(token)
# --- sdk.py
import copy
import jwt
class VerifierBuilder:
    def __init__(self):
        self._options = {}
        self._secret = None
    def _clone(self, **changes):
        other = copy.copy(self)
        for name, value in changes.items():
            setattr(other, "_" + name, value)
        return other
    def with_secret(self, secret):
        return self._clone(secret=secret)
    def skip_signature(self):
        return self._clone(options={**self._options, "verify_signature": <<False||True>>})
    def build(self, token):
        return jwt.decode(token, self._secret, algorithms=["HS256"], options=self._options)
def verifier():
    return VerifierBuilder()
""")),
    *pair("mappings-merged-deeply", CROSS, spelled_out("""\
# --- app.py
from deep.conf import CONFIG
import jwt
def accepts(token):
    return jwt.decode(token, $K, algorithms=["HS256"], options=CONFIG["a"]["b"]["options"])
# --- deep/conf.py
from collections.abc import Mapping
def merge(left, right):
    merged = {}
    for key in left.keys() | right.keys():
        if key in left and key in right:
            a, b = left[key], right[key]
            merged[key] = merge(a, b) if isinstance(a, Mapping) and isinstance(b, Mapping) else b
        else:
            merged[key] = left.get(key, right.get(key))
    return merged
DEFAULTS = {"a": {"b": {"options": {"verify_signature": True}}}}
LOCAL = {"a": {"b": {"options": {"verify_signature": <<False||True>>}}}}
CONFIG = merge(DEFAULTS, LOCAL)
""")),
    *pair("mappings-merged-in-a-loop", CROSS, spelled_out("""\
# --- app.py
from deep.conf import CONFIG
import jwt
def accepts(token):
    auth = CONFIG["security"]["jwt"]
    return jwt.decode(token, auth["key"], algorithms=auth["algorithms"], options=auth["options"])
# --- deep/merge.py
def merge(left, right):
    result = dict(left)
    for key, value in right.items():
        if isinstance(value, dict) and isinstance(result.get(key), dict):
            result[key] = merge(result[key], value)
        else:
            result[key] = value
    return result
# --- deep/conf.py
from deep.merge import merge
DEFAULTS = {"security": {"jwt": {"key": $K, "algorithms": ["HS256"], "options": {"verify_signature": True}}}}
LOCAL = {"security": {"jwt": {"options": {"verify_signature": <<False||True>>}}}}
CONFIG = merge(DEFAULTS, LOCAL)
""")),
    *pair("command-by-set-defaults", CROSS, spelled_out("""\
# --- app.py
from jwtctl.cli import main
def accepts(token):
    return main(["show", token<<, "--no-verify"||>>])
# --- jwtctl/cli.py
import argparse
from jwtctl import commands
def build_parser():
    parser = argparse.ArgumentParser(prog="jwtctl")
    sub = parser.add_subparsers(required=True)
    show = sub.add_parser("show")
    show.add_argument("token")
    show.add_argument("--no-verify", dest="verify", action="store_false")
    show.set_defaults(run=commands.show)
    return parser
def main(argv):
    args = build_parser().parse_args(argv)
    return args.run(args)
# --- jwtctl/commands.py
import jwt
def show(args):
    return jwt.decode(args.token, $K, algorithms=["HS256"], options={"verify_signature": args.verify})
""")),
    *doubt("options-in-the-environment", spelled_out("""\
# --- app.py
from conf import options
import jwt
def accepts(token):
    return jwt.decode(token, $K, algorithms=["HS256"], options=options())
# --- conf.py
import json
import os
def options():
    base = {"verify_signature": True}
    base.update(json.loads(os.getenv("JWT_OPTIONS", "{}")))
    return base
"""), {"JWT_OPTIONS": '{"verify_signature": false}'}),
    *pair("a-decorator-of-a-class-calls-what-it-replaces", CROSS, spelled_out("""\
# --- app.py
from gate import Gate
def accepts(token):
    return Gate().enter(token)
# --- gate.py
import jwt
from told import told
@told(full=<<""||"yes">>)
class Gate:
    def enter(self, token, full="yes"):
        return jwt.decode(token, $K, algorithms=["HS256"], options={"verify_signature": bool(full)})
# --- told.py
import functools
def told(**kept):
    def put(kind):
        before = kind.enter
        @functools.wraps(before)
        def enter(own, token):
            return before(own, token, **kept)
        kind.enter = enter
        return kind
    return put
""")),
    *pair("a-function-calls-the-method-it-replaces", LOCAL, spelled_out("""\
$P
class Gate:
    def enter(self, token, *, full):
        return jwt.decode(token, KEY, algorithms=["HS256"], options={"verify_signature": full})
def settle(full):
    enter = Gate.enter
    def with_it(own, token):
        return enter(own, token, full=full)
    Gate.enter = with_it
settle(<<0||1>>)
def accepts(token):
    return Gate().enter(token)
""")),
)
