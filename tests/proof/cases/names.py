"""The decoder under another name: imports, aliases, reflection, partials, tables of callables."""

# ruff: noqa: E501 - one line is the layout under test

from __future__ import annotations

from tests.proof.case import Case, Difficulty, pair, pyjwt

LOCAL, DYNAMIC = Difficulty.LOCAL, Difficulty.DYNAMIC
KEY = 'KEY = "0123456789abcdef0123456789abcdef"\n'
CALL = '(token, KEY, algorithms=["HS256"], options={"verify_signature": <<False||True>>})  # <- jwt-signature-bypass\n'


def _named(name: str, level: Difficulty, imports: str, callee: str) -> tuple[Case, Case]:
    """A direct call of `callee` after `imports`."""
    return pair(name, level, f"{imports}\n{KEY}\ndef accepts(token):\n    return {callee}{CALL}")


CASES: tuple[Case, ...] = (
    *_named("import-as", LOCAL, "import jwt as tokens\n", "tokens.decode"),
    *_named("import-as-underscore", LOCAL, "import jwt as _\n", "_.decode"),
    *_named("import-as-requests", LOCAL, "import jwt as requests\n", "requests.decode"),
    *_named("from-import", LOCAL, "from jwt import decode\n", "decode"),
    *_named("from-import-as", LOCAL, "from jwt import decode as parse\n", "parse"),
    *_named(
        "from-import-parenthesised", LOCAL, "from jwt import (\n    decode as read,\n    encode,\n)\n", "read"
    ),
    *_named("from-import-star", LOCAL, "from jwt import *\n", "decode"),
    *_named("import-submodule", LOCAL, "import jwt.api_jwt\n", "jwt.api_jwt.decode"),
    *_named("import-submodule-as", LOCAL, "import jwt.api_jwt as api\n", "api.decode"),
    *_named("from-package-import-submodule", LOCAL, "from jwt import api_jwt\n", "api_jwt.decode"),
    *_named("from-submodule-import", LOCAL, "from jwt.api_jwt import decode\n", "decode"),
    *_named("instance", LOCAL, "from jwt import PyJWT\n", "PyJWT().decode"),
    *_named("instance-of-module-class", LOCAL, "import jwt\nreader = jwt.PyJWT()\n", "reader.decode"),
    *_named(
        "instance-from-submodule",
        LOCAL,
        "from jwt.api_jwt import PyJWT as P\nreader = P()\n",
        "reader.decode",
    ),
    *_named(
        "global-instance-of-library", LOCAL, "from jwt.api_jwt import _jwt_global_obj as g\n", "g.decode"
    ),
    *_named("bound-method", LOCAL, "import jwt\nread = jwt.PyJWT().decode\n", "read"),
    *_named(
        "unbound-method",
        LOCAL,
        "import jwt\n\nclass R:\n    me = jwt.PyJWT()\n",
        "(lambda *a, **k: jwt.PyJWT.decode(R.me, *a, **k))",
    ),
    *_named("module-assigned", LOCAL, "import jwt\nlib = jwt\n", "lib.decode"),
    *_named("module-assigned-twice", LOCAL, "import jwt\nlib = jwt\nother = lib\n", "other.decode"),
    *_named("function-assigned", LOCAL, "import jwt\nread = jwt.decode\n", "read"),
    *_named("function-assigned-in-chain", LOCAL, "import jwt\na = b = c = jwt.decode\n", "b"),
    *_named("tuple-unpacked", LOCAL, "import jwt\nread, write = jwt.decode, jwt.encode\n", "read"),
    *_named("starred-unpacked", LOCAL, "import jwt\n*_, read = jwt.encode, jwt.decode\n", "read"),
    *_named(
        "annotated-assignment",
        LOCAL,
        "import jwt\nfrom typing import Any, Callable\nread: Callable[..., Any] = jwt.decode\n",
        "read",
    ),
    *_named("in-list", LOCAL, "import jwt\nREADERS = [jwt.encode, jwt.decode]\n", "READERS[1]"),
    *_named("in-list-from-the-end", LOCAL, "import jwt\nREADERS = [jwt.encode, jwt.decode]\n", "READERS[-1]"),
    *_named("in-dict", LOCAL, "import jwt\nOPS = {'read': jwt.decode, 'write': jwt.encode}\n", "OPS['read']"),
    *_named("in-dict-by-get", LOCAL, "import jwt\nOPS = {'read': jwt.decode}\n", "OPS.get('read')"),
    *_named(
        "in-dict-of-modules", LOCAL, "import jwt, json\nLIBS = {'t': jwt, 'j': json}\n", "LIBS['t'].decode"
    ),
    *_named(
        "namespace-object",
        LOCAL,
        "import jwt\nfrom types import SimpleNamespace\nops = SimpleNamespace(read=jwt.decode)\n",
        "ops.read",
    ),
    *_named("class-attribute", LOCAL, "import jwt\n\nclass Ops:\n    read = jwt.decode\n", "Ops.read"),
    *_named(
        "class-attribute-staticmethod",
        LOCAL,
        "import jwt\n\nclass Ops:\n    read = staticmethod(jwt.decode)\n",
        "Ops().read",
    ),
    *_named("class-attribute-module", LOCAL, "import jwt\n\nclass Ops:\n    lib = jwt\n", "Ops.lib.decode"),
    *_named(
        "conditional-alias",
        LOCAL,
        "import jwt\nread = jwt.decode if KEY_SIZE > 16 else None\n".replace("KEY_SIZE", "32"),
        "read",
    ),
    *_named("or-alias", LOCAL, "import jwt\nCUSTOM = None\nread = CUSTOM or jwt.decode\n", "read"),
    *_named(
        "import-in-try", LOCAL, "try:\n    import jwt\nexcept ImportError:\n    jwt = None\n", "jwt.decode"
    ),
    *_named(
        "import-fallback",
        LOCAL,
        "try:\n    from fast_tokens import decode\nexcept ImportError:\n    from jwt import decode\n",
        "decode",
    ),
    *_named(
        "import-under-if", LOCAL, "import sys\nif sys.version_info >= (3, 8):\n    import jwt\n", "jwt.decode"
    ),
    *_named(
        "import-typing-only-too",
        LOCAL,
        "from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    import jwt as types\nimport jwt\n",
        "jwt.decode",
    ),
    *_named("getattr-constant", DYNAMIC, "import jwt\n", "getattr(jwt, 'decode')"),
    *_named("getattr-default", DYNAMIC, "import jwt\n", "getattr(jwt, 'decode', None)"),
    *_named("getattr-built-name", DYNAMIC, "import jwt\n", "getattr(jwt, 'de' + 'code')"),
    *_named(
        "getattr-joined-name", DYNAMIC, "import jwt\nNAME = ''.join(['d', 'ecode'])\n", "getattr(jwt, NAME)"
    ),
    *_named("getattr-reversed-name", DYNAMIC, "import jwt\n", "getattr(jwt, 'edoced'[::-1])"),
    *_named("vars-of-module", DYNAMIC, "import jwt\n", "vars(jwt)['decode']"),
    *_named("dunder-dict", DYNAMIC, "import jwt\n", "jwt.__dict__['decode']"),
    *_named("globals-lookup", DYNAMIC, "import jwt\n", "globals()['jwt'].decode"),
    *_named("sys-modules", DYNAMIC, "import sys\nimport jwt as _loaded\n", "sys.modules['jwt'].decode"),
    *_named(
        "import-module", DYNAMIC, "import importlib\njwt = importlib.import_module('jwt')\n", "jwt.decode"
    ),
    *_named(
        "import-module-submodule",
        DYNAMIC,
        "from importlib import import_module\nlib = import_module('jwt.api_jwt')\n",
        "lib.decode",
    ),
    *_named(
        "import-module-relative-name",
        DYNAMIC,
        "from importlib import import_module\nlib = import_module('.api_jwt', package='jwt')\n",
        "lib.decode",
    ),
    *_named("import-module-inline", DYNAMIC, "import importlib\n", "importlib.import_module('jwt').decode"),
    *_named("dunder-import", DYNAMIC, "", "__import__('jwt').decode"),
    *_named("dunder-import-built-name", DYNAMIC, "NAME = 'j' + 'wt'\n", "__import__(NAME).decode"),
    *_named("dunder-import-getattr", DYNAMIC, "", "getattr(__import__('jwt'), 'decode')"),
    *_named("builtins-import", DYNAMIC, "import builtins\n", "builtins.__import__('jwt').decode"),
    *_named(
        "attrgetter", DYNAMIC, "import jwt\nfrom operator import attrgetter\n", "attrgetter('decode')(jwt)"
    ),
    *_named("pkgutil-resolve", DYNAMIC, "import pkgutil\n", "pkgutil.resolve_name('jwt:decode')"),
    *_named("dunder-call", LOCAL, "import jwt\n", "jwt.decode.__call__"),
    *_named(
        "dunder-wrapped-lambda", LOCAL, "import jwt\nread = lambda *a, **k: jwt.decode(*a, **k)\n", "read"
    ),
    *pyjwt(
        "local-import",
        LOCAL,
        """
def accepts(token):
    import jwt as j
    return j.decode(token, KEY, ["HS256"], options={"verify_signature": <<False||True>>})  # <- jwt-signature-bypass
""",
    ),
    *pyjwt(
        "local-from-import-shadows-nothing",
        LOCAL,
        """
decode = len

def accepts(token):
    from jwt import decode
    return decode(token, KEY, ["HS256"], options={"verify_signature": <<False||True>>})  # <- jwt-signature-bypass
""",
    ),
    *pyjwt(
        "local-alias",
        LOCAL,
        """
def accepts(token):
    read = jwt.decode
    return read(token, KEY, ["HS256"], options={"verify_signature": <<False||True>>})  # <- jwt-signature-bypass
""",
    ),
    *pyjwt(
        "walrus-alias",
        LOCAL,
        """
def accepts(token):
    return (read := jwt.decode)(token, KEY, ["HS256"], options={"verify_signature": <<False||True>>})  # <- jwt-signature-bypass
""",
    ),
    *pyjwt(
        "loop-over-callables",
        LOCAL,
        """
def accepts(token):
    for read in (jwt.decode,):
        return read(token, KEY, ["HS256"], options={"verify_signature": <<False||True>>})
""",
    ),
    *pyjwt(
        "with-as-alias",
        LOCAL,
        """
from contextlib import nullcontext

def accepts(token):
    with nullcontext(jwt) as lib:
        return lib.decode(token, KEY, ["HS256"], options={"verify_signature": <<False||True>>})
""",
    ),
    *pyjwt(
        "global-statement",
        LOCAL,
        """
read = None

def setup():
    global read
    read = jwt.decode

setup()

def accepts(token):
    return read(token, KEY, ["HS256"], options={"verify_signature": <<False||True>>})  # <- jwt-signature-bypass
""",
    ),
    *pyjwt(
        "match-capture",
        LOCAL,
        """
def accepts(token):
    match jwt:
        case lib:
            return lib.decode(token, KEY, ["HS256"], options={"verify_signature": <<False||True>>})
""",
    ),
    *pyjwt(
        "partial-with-options",
        LOCAL,
        """
from functools import partial

read = partial(jwt.decode, key=KEY, algorithms=["HS256"], options={"verify_signature": <<False||True>>})  # <- jwt-signature-bypass

def accepts(token):
    return read(token)
""",
    ),
    *pyjwt(
        "partial-then-options",
        LOCAL,
        """
import functools

read = functools.partial(jwt.decode, key=KEY, algorithms=["HS256"])

def accepts(token):
    return read(token, options={"verify_signature": <<False||True>>})  # <- jwt-signature-bypass
""",
    ),
    *pyjwt(
        "partial-of-partial",
        LOCAL,
        """
from functools import partial as p

keyed = p(jwt.decode, key=KEY)
read = p(keyed, algorithms=["HS256"], options={"verify_signature": <<False||True>>})  # <- jwt-signature-bypass

def accepts(token):
    return read(token)
""",
    ),
    *pyjwt(
        "partial-overridden",
        LOCAL,
        """
from functools import partial

read = partial(jwt.decode, key=KEY, algorithms=["HS256"], options={"verify_signature": <<True||False>>})

def accepts(token):
    return read(token, options={"verify_signature": <<False||True>>})
""",
    ),
    *pyjwt(
        "partialmethod",
        LOCAL,
        """
from functools import partialmethod

class Reader(jwt.PyJWT):
    read = partialmethod(jwt.PyJWT.decode, key=KEY, algorithms=["HS256"], options={"verify_signature": <<False||True>>})

def accepts(token):
    return Reader().read(token)
""",
    ),
    *pyjwt(
        "methodcaller",
        Difficulty.DYNAMIC,
        """
from operator import methodcaller

def accepts(token):
    return methodcaller("decode", token, KEY, algorithms=["HS256"], options={"verify_signature": <<False||True>>})(jwt)
""",
    ),
    *pyjwt(
        "map-over-tokens",
        LOCAL,
        """
from functools import partial

def accepts(token):
    return list(map(partial(jwt.decode, key=KEY, algorithms=["HS256"], options={"verify_signature": <<False||True>>}), [token]))[0]
""",
    ),
    *pyjwt(
        "map-with-columns",
        LOCAL,
        """
def accepts(token):
    return next(map(jwt.decode, [token], [KEY], [["HS256"]], [{"verify_signature": <<False||True>>}]))
""",
    ),
    *pyjwt(
        "executor-submit",
        Difficulty.DYNAMIC,
        """
from concurrent.futures import ThreadPoolExecutor

def accepts(token):
    with ThreadPoolExecutor(1) as pool:
        return pool.submit(jwt.decode, token, KEY, ["HS256"], options={"verify_signature": <<False||True>>}).result()
""",
    ),
    *pyjwt(
        "starred-arguments",
        LOCAL,
        """
def accepts(token):
    return jwt.decode(*[token, KEY, ["HS256"], {"verify_signature": <<False||True>>}])
""",
    ),
    *pyjwt(
        "starred-variable",
        LOCAL,
        """
def accepts(token):
    arguments = (token, KEY, ["HS256"], {"verify_signature": <<False||True>>})
    return jwt.decode(*arguments)
""",
    ),
    *pyjwt(
        "starred-tail",
        LOCAL,
        """
TAIL = (["HS256"], {"verify_signature": <<False||True>>})

def accepts(token):
    return jwt.decode(token, KEY, *TAIL)
""",
    ),
    *pyjwt(
        "inspect-bound-call",
        Difficulty.DYNAMIC,
        """
import inspect

def accepts(token):
    bound = inspect.signature(jwt.decode).bind(token, KEY, ["HS256"], options={"verify_signature": <<False||True>>})
    return jwt.decode(*bound.args, **bound.kwargs)
""",
    ),
    *pyjwt(
        "exec-constant-source",
        Difficulty.DYNAMIC,
        """
def accepts(token):
    scope = {"jwt": jwt, "token": token, "KEY": KEY}
    exec("claims = jwt.decode(token, KEY, ['HS256'], options={'verify_signature': <<False||True>>})", scope)
    return scope["claims"]
""",
    ),
    *pyjwt(
        "eval-constant-source",
        Difficulty.DYNAMIC,
        """
def accepts(token):
    return eval("jwt.decode(token, KEY, ['HS256'], options={'verify_signature': <<False||True>>})")
""",
    ),
)
