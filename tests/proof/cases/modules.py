"""The decision in one file, the call in another: wrappers, base classes, registries, installed packages."""

# ruff: noqa: E501 - one line is the layout under test

from __future__ import annotations

from tests.proof.case import Case, Difficulty, pair, safe

CROSS, DYNAMIC = Difficulty.CROSS, Difficulty.DYNAMIC
KEY = 'KEY = "0123456789abcdef0123456789abcdef"\n'
WRAPPER = f"""import jwt

{KEY}

def read(token, verify=True):
    return jwt.decode(token, KEY, algorithms=["HS256"], options={{"verify_signature": verify}})
"""
LAX = f"""import jwt

{KEY}

def read(token):
    return jwt.decode(token, KEY, algorithms=["HS256"], options={{"verify_signature": <<False||True>>}})  # <- jwt-signature-bypass
"""


def _uses(name: str, text: str, level: Difficulty = CROSS) -> tuple[Case, Case]:
    """The rest of the project beside `tokens.py`, whose `read(token, verify=True)` wraps the library."""
    return pair(name, level, f"# --- tokens.py\n{WRAPPER}{text}")






CASES: tuple[Case, ...] = (
    *pair("options-from", CROSS, f"""
# --- conf.py
OPTIONS = {{"verify_signature": <<False||True>>}}  # <- jwt-signature-bypass
# --- app.py
import jwt
from conf import OPTIONS
{KEY}
def accepts(token):
    return jwt.decode(token, KEY, algorithms=["HS256"], options=OPTIONS)
"""),
    *pair("options-extended", CROSS, f"""
# --- conf.py
BASE = {{"verify_exp": True}}
LAX = {{**BASE, "verify_signature": <<False||True>>}}  # <- jwt-signature-bypass
# --- app.py
import jwt
import conf
{KEY}
def accepts(token):
    return jwt.decode(token, KEY, algorithms=["HS256"], options={{**conf.LAX, "verify_aud": False}})
"""),
    *pair("option-name-from", CROSS, f"""
# --- names.py
SIGNATURE = "verify_signature"
# --- app.py
import jwt
from names import SIGNATURE
{KEY}
def accepts(token):
    return jwt.decode(token, KEY, algorithms=["HS256"], options={{SIGNATURE: <<False||True>>}})  # <- jwt-signature-bypass
"""),
    *pair("library-reexported", CROSS, f"""
# --- compat.py
import jwt
# --- app.py
from compat import jwt as lib
{KEY}
def accepts(token):
    return lib.decode(token, KEY, algorithms=["HS256"], options={{"verify_signature": <<False||True>>}})  # <- jwt-signature-bypass
"""),
    *pair("decoder-reexported", CROSS, f"""
# --- compat/__init__.py
from .inner import decode_token
# --- compat/inner.py
from jwt import decode as decode_token
# --- app.py
import compat
{KEY}
def accepts(token):
    return compat.decode_token(token, KEY, ["HS256"], options={{"verify_signature": <<False||True>>}})  # <- jwt-signature-bypass
"""),
    *pair("decoder-by-star", CROSS, f"""
# --- compat.py
from jwt import *
# --- app.py
from compat import *
{KEY}
def accepts(token):
    return decode(token, KEY, ["HS256"], options={{"verify_signature": <<False||True>>}})  # <- jwt-signature-bypass
"""),
    *pair("decoder-instance", CROSS, f"""
# --- compat.py
import jwt
reader = jwt.PyJWT()
# --- app.py
from compat import reader
{KEY}
def accepts(token):
    return reader.decode(token, KEY, ["HS256"], options={{"verify_signature": <<False||True>>}})  # <- jwt-signature-bypass
"""),
    *pair("lax-function-elsewhere", CROSS, f"# --- tokens.py\n{LAX}# --- app.py\nfrom tokens import read as accepts\n"),
    *pair("src-layout", CROSS, f"# --- src/svc/__init__.py\n# --- src/svc/tokens.py\n{LAX}"
          "# --- app.py\nimport sys\nsys.path.insert(0, 'src')\nfrom svc.tokens import read as accepts\n"),
    *_uses("wrapper", """# --- app.py
from tokens import read

def accepts(token):
    return read(token, verify=<<False||True>>)  # <- jwt-signature-bypass
"""),
    *_uses("wrapper-by-module", """# --- app.py
import tokens as t

def accepts(token):
    return t.read(token, <<False||True>>)  # <- jwt-signature-bypass
"""),
    *_uses("wrapper-imported-locally", """# --- app.py
def accepts(token):
    from tokens import read
    return read(token, verify=<<0||1>>)  # <- jwt-signature-bypass
"""),
    *_uses("wrapper-of-wrapper", """# --- service.py
from tokens import read

def claims(token, trusted=False):
    return read(token, verify=not trusted)
# --- app.py
import service

def accepts(token):
    return service.claims(token, trusted=<<True||False>>)  # <- jwt-signature-bypass
"""),
    *_uses("wrapper-partial", """# --- readers.py
from functools import partial
from tokens import read

internal = partial(read, verify=<<False||True>>)  # <- jwt-signature-bypass
# --- app.py
from readers import internal

def accepts(token):
    return internal(token)
"""),
    *_uses("wrapper-flag-from-settings", """# --- conf.py
VERIFY = <<False||True>>  # <- jwt-signature-bypass
# --- app.py
import conf
from tokens import read

def accepts(token):
    return read(token, conf.VERIFY)
"""),
    *_uses("wrapper-in-registry", """# --- registry.py
from tokens import read

READERS = {"gateway": lambda token: read(token, verify=<<False||True>>)}  # <- jwt-signature-bypass
# --- app.py
from registry import READERS

def accepts(token):
    return READERS["gateway"](token)
"""),
    *_uses("wrapper-registered-by-decorator", """# --- registry.py
READERS = {}

def reader(name):
    def register(function):
        READERS[name] = function
        return function
    return register
# --- gateway.py
from registry import reader
from tokens import read

@reader("gateway")
def gateway(token):
    return read(token, verify=<<False||True>>)  # <- jwt-signature-bypass
# --- app.py
import gateway
import registry

def accepts(token):
    return registry.READERS["gateway"](token)
"""),
    *_uses("wrapper-as-callback", """# --- loop.py
def each(tokens, read, **settings):
    return [read(token, **settings) for token in tokens]
# --- app.py
from loop import each
from tokens import read

def accepts(token):
    return each([token], read, verify=<<False||True>>)[0]
"""),
    *_uses("wrapper-through-decorator-elsewhere", """# --- log.py
import functools

def logged(function):
    @functools.wraps(function)
    def inner(*arguments, **keywords):
        return function(*arguments, **keywords)
    return inner
# --- app.py
from log import logged
import tokens

read = logged(tokens.read)

def accepts(token):
    return read(token, verify=<<False||True>>)
"""),
    *pair("base-class-elsewhere", CROSS, f"""
# --- base.py
import jwt
{KEY}
class Reader:
    verify = True

    def read(self, token):
        return jwt.decode(token, KEY, ["HS256"], options={{"verify_signature": self.verify}})
# --- app.py
from base import Reader

class Internal(Reader):
    verify = <<False||True>>  # <- jwt-signature-bypass

def accepts(token):
    return Internal().read(token)
"""),
    *pair("mixin-elsewhere", CROSS, f"""
# --- base.py
import jwt
{KEY}
class Reader:
    def options(self):
        return {{"verify_signature": True}}

    def read(self, token):
        return jwt.decode(token, KEY, ["HS256"], options=self.options())
# --- mixins.py
class Trusting:
    def options(self):
        return {{"verify_signature": <<False||True>>}}  # <- jwt-signature-bypass
# --- app.py
import base, mixins

class Internal(mixins.Trusting, base.Reader):
    pass

def accepts(token):
    return Internal().read(token)
"""),
    *pair("constructed-elsewhere", CROSS, f"""
# --- base.py
import jwt
{KEY}
class Reader:
    def __init__(self, verify=True):
        self._verify = verify

    def read(self, token):
        return jwt.decode(token, KEY, ["HS256"], options={{"verify_signature": self._verify}})
# --- wiring.py
from base import Reader

reader = Reader(verify=<<False||True>>)  # <- jwt-signature-bypass
# --- app.py
from wiring import reader

def accepts(token):
    return reader.read(token)
"""),
    *pair("factory-elsewhere", CROSS, f"""
# --- base.py
import jwt
{KEY}
class Reader:
    def __init__(self, verify):
        self._verify = verify

    def read(self, token):
        return jwt.decode(token, KEY, ["HS256"], options={{"verify_signature": self._verify}})

def make(kind):
    return Reader(verify=kind != "internal")
# --- app.py
from base import make

def accepts(token):
    return make("<<internal||public>>").read(token)
"""),
    *pair("installed-wrapper-unseen", CROSS, """
# --- app.py
from corp_tokens import parse

def accepts(token):
    return parse(token, verify_signature=<<False||True>>)  # <- jwt-signature-bypass
""", hidden=f"""
# --- corp_tokens.py
import jwt
{KEY}
def parse(token, verify_signature=True):
    return jwt.decode(token, KEY, ["HS256"], options={{"verify_signature": verify_signature}})
"""),
    *pair("installed-wrapper-unseen-options", CROSS, """
# --- app.py
import corp_tokens

def accepts(token):
    return corp_tokens.Client().parse(token, options={"verify_signature": <<False||True>>})  # <- jwt-signature-bypass
""", hidden=f"""
# --- corp_tokens.py
import jwt
{KEY}
class Client:
    def parse(self, token, options):
        return jwt.decode(token, KEY, ["HS256"], options=options)
"""),
    *pair("decoder-injected-unseen", CROSS, """
# --- app.py
from container import provide

def accepts(token, decoder=None):
    decoder = decoder or provide("decoder")
    return decoder.decode(token, options={"verify_signature": <<False||True>>})  # <- jwt-signature-bypass
""", hidden=f"""
# --- container.py
import jwt
{KEY}
class Decoder:
    def decode(self, token, options):
        return jwt.decode(token, KEY, ["HS256"], options=options)

def provide(name):
    return Decoder()
"""),
    *safe("project-module-shadows-library", CROSS, """
# --- jwt.py
def decode(text, options=None):
    return {"text": text.lower()}
# --- app.py
import jwt

def accepts(token):
    return jwt.decode(token, options={"verify_signature": False})
""", reads=False),
    *safe("decoy-constant-in-another-module", CROSS, f"""
# --- download.py
VERIFY = False
# --- conf.py
VERIFY = True
# --- app.py
import jwt
import conf, download
{KEY}
def accepts(token):
    if download.VERIFY:
        return None
    return jwt.decode(token, KEY, ["HS256"], options={{"verify_signature": conf.VERIFY}})
"""),
    *safe("star-import-order", CROSS, f"""
# --- lax.py
VERIFY = False
# --- strict.py
VERIFY = True
# --- app.py
import jwt
from lax import *
from strict import *
{KEY}
def accepts(token):
    return jwt.decode(token, KEY, ["HS256"], options={{"verify_signature": VERIFY}})
"""),
    *safe("private-name-not-exported", CROSS, f"""
# --- lax.py
__all__ = ["LEEWAY"]
VERIFY = False
LEEWAY = 5
# --- app.py
import jwt
VERIFY = True
from lax import *
{KEY}
def accepts(token):
    return jwt.decode(token, KEY, ["HS256"], options={{"verify_signature": VERIFY}}, leeway=LEEWAY)
"""),
)
