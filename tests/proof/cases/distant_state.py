"""State that decides in one file and is changed in another: sets, lists, words, members, functions."""

# ruff: noqa: E501 - one line is often the layout under test

from __future__ import annotations

from tests.proof.case import Case, Difficulty, pair, spelled_out

CROSS = Difficulty.CROSS

CASES: tuple[Case, ...] = (
    *pair(
        "set-filled-in-another-file",
        CROSS,
        spelled_out("""\
# --- app.py
from pkg.setup import run
from pkg.reader import read
def accepts(token):
    run()
    return read(token)
# --- pkg/__init__.py
# --- pkg/state.py
skipped = set()
def skip(name):
    skipped.add(name)
# --- pkg/setup.py
from pkg import state
def run():
    state.skipped.add("<<signature||exp>>")
# --- pkg/reader.py
import jwt
from pkg import state
def read(token):
    return jwt.decode(token, $K, algorithms=["HS256"], options={"verify_signature": "signature" not in state.skipped})
"""),
    ),
    *pair(
        "set-filled-by-its-module",
        CROSS,
        spelled_out("""\
# --- app.py
import pkg.setup
from pkg.reader import read
def accepts(token):
    return read(token)
# --- pkg/__init__.py
# --- pkg/state.py
skipped = set()
def skip(name):
    skipped.add(name)
# --- pkg/setup.py
from pkg import state
state.skip("<<signature||exp>>")
# --- pkg/reader.py
import jwt
from pkg import state
def read(token):
    return jwt.decode(token, $K, algorithms=["HS256"], options={"verify_signature": "signature" not in state.skipped})
"""),
    ),
    *pair(
        "set-united-in-a-callback",
        CROSS,
        spelled_out("""\
# --- app.py
import pkg.setup
from pkg.events import fire
fire("start")
from pkg.reader import read
def accepts(token):
    return read(token)
# --- pkg/__init__.py
# --- pkg/state.py
skipped = set()
def skip(name):
    skipped.add(name)
# --- pkg/setup.py
from pkg import state
from pkg.events import on
@on("start")
def run():
    state.skipped |= {"<<signature||exp>>"}
# --- pkg/events.py
_handlers = {}
def on(name):
    def add(function):
        _handlers.setdefault(name, []).append(function)
        return function
    return add
def fire(name):
    for handler in _handlers.get(name, ()):
        handler()
# --- pkg/reader.py
import jwt
from pkg import state
def read(token):
    return jwt.decode(token, $K, algorithms=["HS256"], options={"verify_signature": "signature" not in state.skipped})
"""),
    ),
    *pair(
        "set-that-loses-a-member",
        CROSS,
        spelled_out("""\
# --- app.py
from pkg.setup import run
run("dev")
from pkg.reader import read
def accepts(token):
    return read(token)
# --- pkg/__init__.py
# --- pkg/state.py
required = {"signature", "exp"}
def relax(*names):
    required.difference_update(names)
# --- pkg/setup.py
from pkg import state
def run(mode):
    if mode == "dev":
        state.required.discard("<<signature||exp>>")
# --- pkg/reader.py
import jwt
from pkg import state
def read(token):
    return jwt.decode(token, $K, algorithms=["HS256"], options={"verify_signature": "signature" in state.required})
"""),
    ),
    *pair(
        "list-extended-by-a-method",
        CROSS,
        spelled_out("""\
# --- app.py
from pkg.setup import Setup
Setup().run()
from pkg.reader import read
def accepts(token):
    return read(token)
# --- pkg/__init__.py
# --- pkg/state.py
skipped = []
# --- pkg/setup.py
from pkg import state
class Setup:
    def run(self):
        state.skipped.extend(["<<signature||exp>>"])
# --- pkg/reader.py
import jwt
from pkg import state
def read(token):
    return jwt.decode(token, $K, algorithms=["HS256"], options={"verify_signature": "signature" not in state.skipped})
"""),
    ),
    *pair(
        "list-replaced-in-place",
        CROSS,
        spelled_out("""\
# --- app.py
from pkg.setup import run
from pkg.reader import read
def accepts(token):
    with run():
        return read(token)
# --- pkg/__init__.py
# --- pkg/state.py
skipped = []
# --- pkg/setup.py
from contextlib import contextmanager
from pkg import state
@contextmanager
def run():
    state.skipped[:] = ["<<signature||exp>>"]
    yield
# --- pkg/reader.py
import jwt
from pkg import state
def read(token):
    return jwt.decode(token, $K, algorithms=["HS256"], options={"verify_signature": "signature" not in state.skipped})
"""),
    ),
    *pair(
        "list-made-anew",
        CROSS,
        spelled_out("""\
# --- app.py
import pkg.setup
from pkg.reader import read
def accepts(token):
    return read(token)
# --- pkg/__init__.py
# --- pkg/state.py
checks = ["signature", "exp"]
# --- pkg/setup.py
from pkg import state
state.checks = ["exp"<<||, "signature">>]
# --- pkg/reader.py
import jwt
from pkg import state
def read(token):
    return jwt.decode(token, $K, algorithms=["HS256"], options={"verify_signature": "signature" in state.checks})
"""),
    ),
    *pair(
        "word-of-an-object-on-entering",
        CROSS,
        spelled_out("""\
# --- app.py
from pkg.setup import Relaxed
from pkg.reader import read
def accepts(token):
    with Relaxed():
        return read(token)
# --- pkg/__init__.py
# --- pkg/state.py
class State:
    def __init__(self):
        self.mode = "strict"
    def switch(self, mode):
        self.mode = mode
        return self
current = State()
# --- pkg/setup.py
from pkg import state
class Relaxed:
    def __enter__(self):
        state.current.mode = "<<lenient||strict>>"
        return self
    def __exit__(self, *exc):
        return False
# --- pkg/reader.py
import jwt
from pkg import state
def read(token):
    return jwt.decode(token, $K, algorithms=["HS256"], options={"verify_signature": state.current.mode == "strict"})
"""),
    ),
    *pair(
        "member-of-an-enumeration",
        CROSS,
        spelled_out("""\
# --- app.py
from pkg.setup import prepared
from pkg.reader import read
@prepared
def accepts(token):
    return read(token)
# --- pkg/__init__.py
# --- pkg/state.py
import enum
class Mode(enum.Enum):
    STRICT = 1
    LENIENT = 2
class State:
    mode = Mode.STRICT
# --- pkg/setup.py
import functools
from pkg import state
def prepared(view):
    @functools.wraps(view)
    def inner(token):
        state.State.mode = state.Mode.<<LENIENT||STRICT>>
        return view(token)
    return inner
# --- pkg/reader.py
import jwt
from pkg import state
def read(token):
    return jwt.decode(token, $K, algorithms=["HS256"], options={"verify_signature": state.State.mode is state.Mode.STRICT})
"""),
    ),
    *pair(
        "attribute-that-is-there-or-not",
        CROSS,
        spelled_out("""\
# --- app.py
from pkg.setup import run
run()
from pkg.reader import read
def accepts(token):
    return read(token)
# --- pkg/__init__.py
# --- pkg/state.py
class Conf:
    pass
conf = Conf()
# --- pkg/setup.py
from pkg import state
def run():
    state.conf.<<verify||leeway>> = False
# --- pkg/reader.py
import jwt
from pkg import state
def read(token):
    return jwt.decode(token, $K, algorithms=["HS256"], options={"verify_signature": getattr(state.conf, "verify", True)})
"""),
    ),
    *pair(
        "function-of-a-module-replaced",
        CROSS,
        spelled_out("""\
# --- app.py
from pkg.setup import Setup
Setup().run()
from pkg.reader import read
def accepts(token):
    return read(token)
# --- pkg/__init__.py
# --- pkg/state.py
def verify():
    return True
def never():
    return False
# --- pkg/setup.py
from pkg import state
class Setup:
    def run(self):
        state.verify = <<state.never||state.verify>>
# --- pkg/reader.py
import jwt
from pkg import state
def read(token):
    return jwt.decode(token, $K, algorithms=["HS256"], options={"verify_signature": state.verify()})
"""),
    ),
    *pair(
        "set-of-a-class",
        CROSS,
        spelled_out("""\
# --- app.py
import pkg.setup
from pkg.reader import read
def accepts(token):
    return read(token)
# --- pkg/__init__.py
# --- pkg/state.py
class Policy:
    exempt = set()
    @classmethod
    def allow(cls, name):
        cls.exempt.add(name)
    @classmethod
    def applies(cls, name):
        return name not in cls.exempt
# --- pkg/setup.py
from pkg import state
state.Policy.exempt.add("<<signature||exp>>")
# --- pkg/reader.py
import jwt
from pkg import state
def read(token):
    return jwt.decode(token, $K, algorithms=["HS256"], options={"verify_signature": state.Policy.applies("signature")})
"""),
    ),
    *pair(
        "object-made-anew-by-its-module",
        CROSS,
        spelled_out("""\
# --- app.py
import state
from reader import read
state.change(<<verify=False||leeway=3>>)
def accepts(token):
    return read(token)
# --- state.py
class Conf:
    def __init__(self, verify=True, leeway=0):
        self.verify = verify
        self.leeway = leeway
conf = Conf()
def change(**values):
    global conf
    conf = Conf(**values)
# --- reader.py
import jwt
import state
def read(token):
    return jwt.decode(token, $K, algorithms=["HS256"], options={"verify_signature": state.conf.verify})
"""),
    ),
    *pair(
        "object-first-made-when-told",
        CROSS,
        spelled_out("""\
# --- app.py
import state
from reader import read
state.change(<<False||True>>)
def accepts(token):
    return read(token)
# --- state.py
class Conf:
    def __init__(self, verify=True, leeway=0):
        self.verify = verify
        self.leeway = leeway
conf = None
def change(verify):
    global conf
    conf = Conf(verify)
# --- reader.py
import jwt
import state
def read(token):
    return jwt.decode(token, $K, algorithms=["HS256"], options={"verify_signature": state.conf.verify})
"""),
    ),
    *pair(
        "word-told-to-a-method",
        CROSS,
        spelled_out("""\
# --- app.py
from pkg.setup import run
from pkg.reader import read
def accepts(token):
    run()
    return read(token)
# --- pkg/__init__.py
# --- pkg/state.py
class State:
    def __init__(self):
        self.mode = "strict"
    def switch(self, mode):
        self.mode = mode
        return self
current = State()
# --- pkg/setup.py
from pkg import state
def run():
    state.current.switch("<<lenient||strict>>")
# --- pkg/reader.py
import jwt
from pkg import state
def read(token):
    return jwt.decode(token, $K, algorithms=["HS256"], options={"verify_signature": state.current.mode == "strict"})
"""),
    ),
    *pair(
        "default-where-another-file-has-an-entry",
        CROSS,
        spelled_out("""\
# --- app.py
import pkg.extra
from pkg.reader import read
def accepts(token):
    return read(token)
# --- pkg/__init__.py
# --- pkg/state.py
OPTIONS = {<<"verify_exp": False||"verify_signature": True>>}
# --- pkg/extra.py
from pkg import state
state.OPTIONS.setdefault("verify_signature", False)
# --- pkg/reader.py
import jwt
from pkg.state import OPTIONS
def read(token):
    return jwt.decode(token, $K, algorithms=["HS256"], options=OPTIONS)
"""),
    ),
    *pair(
        "default-of-a-copy",
        CROSS,
        spelled_out("""\
# --- app.py
import jwt
from base import OPTIONS
lenient = dict(OPTIONS)
lenient.pop("<<verify_signature||verify_exp>>")
lenient.setdefault("verify_signature", False)
def accepts(token):
    return jwt.decode(token, $K, algorithms=["HS256"], options=lenient)
# --- base.py
OPTIONS = {"verify_signature": True, "verify_exp": True}
"""),
    ),
    *pair(
        "default-before-another-may-be-set",
        CROSS,
        spelled_out("""\
# --- app.py
import os, jwt
import second, first
from state import OPTIONS
def accepts(token):
    return jwt.decode(token, $K, algorithms=["HS256"], options=OPTIONS)
# --- state.py
OPTIONS = {}
# --- first.py
import os, state
if os.environ.get("NOBODY_SETS_THIS"):
    state.OPTIONS["verify_signature"] = True
# --- second.py
import state
state.OPTIONS.setdefault("verify_signature", <<False||True>>)
"""),
    ),
    *pair(
        "default-in-a-function-that-is-handed-options",
        CROSS,
        spelled_out("""\
# --- app.py
import jwt
from helpers import completed
def accepts(token):
    options = completed({<<"verify_aud": False||"verify_signature": True>>})
    return jwt.decode(token, $K, algorithms=["HS256"], options=options)
# --- helpers.py
def completed(options):
    options.setdefault("verify_signature", False)
    return options
"""),
    ),
    *pair(
        "copy-in-another-file-is-changed",
        CROSS,
        spelled_out("""\
# --- app.py
import jwt
import pkg.relaxed
from pkg.state import OPTIONS
def accepts(token):
    return jwt.decode(token, $K, algorithms=["HS256"], options=OPTIONS)
# --- pkg/__init__.py
# --- pkg/state.py
OPTIONS = {"verify_signature": True}
# --- pkg/relaxed.py
from pkg.state import OPTIONS
LOCAL = <<OPTIONS||OPTIONS.copy()>>
LOCAL["verify_signature"] = False
"""),
    ),
    *pair(
        "shallow-copy-in-a-function",
        CROSS,
        spelled_out("""\
# --- app.py
import jwt
from pkg.relaxed import relaxed
from pkg.state import SETTINGS
LOCAL = relaxed(SETTINGS)
def accepts(token):
    return jwt.decode(token, $K, algorithms=["HS256"], options=SETTINGS["jwt"])
# --- pkg/__init__.py
# --- pkg/state.py
SETTINGS = {"jwt": {"verify_signature": True}}
# --- pkg/relaxed.py
from copy import copy, deepcopy
def relaxed(settings):
    own = <<copy||deepcopy>>(settings)
    own["jwt"]["verify_signature"] = False
    return own
"""),
    ),
    *pair(
        "copy-is-used-with-another-entry",
        CROSS,
        spelled_out("""\
# --- app.py
import copy, jwt
from pkg.state import LENIENT
def accepts(token):
    options = copy.deepcopy(LENIENT)
    options["<<verify_aud||verify_signature>>"] = True
    return jwt.decode(token, $K, algorithms=["HS256"], options=options)
# --- pkg/__init__.py
# --- pkg/state.py
LENIENT = {"verify_signature": False, "verify_exp": True}
"""),
    ),
    *pair(
        "united-in-place-by-a-function",
        CROSS,
        spelled_out("""\
# --- app.py
import jwt
from pkg.relaxed import relax
OPTIONS = {"verify_signature": True}
relax(OPTIONS)
def accepts(token):
    return jwt.decode(token, $K, algorithms=["HS256"], options=OPTIONS)
# --- pkg/__init__.py
# --- pkg/relaxed.py
def relax(options):
    options |= {"verify_signature": <<False||True>>}
"""),
    ),
    *pair(
        "setter-that-decides-itself",
        CROSS,
        spelled_out("""\
# --- app.py
import jwt
from pkg.state import current
current.strict = False
def accepts(token):
    return jwt.decode(token, $K, algorithms=["HS256"], options={"verify_signature": current.strict})
# --- pkg/__init__.py
# --- pkg/state.py
class State:
    def __init__(self):
        self._strict = True
    @property
    def strict(self):
        return self._strict
    @strict.setter
    def strict(self, value):
        self._strict = <<value||True>>
current = State()
"""),
    ),
    *pair(
        "told-when-it-is-asked-for-first",
        CROSS,
        spelled_out("""\
# --- app.py
import jwt
from pkg.state import State
current = State()
def accepts(token):
    options = {"verify_signature": current.strict, "verify_aud": current.audience()}
    return jwt.decode(token, $K, algorithms=["HS256"], options=options)
# --- pkg/__init__.py
# --- pkg/state.py
class State:
    _strict = None
    def __init__(self):
        self._audience = None
    @property
    def strict(self):
        if self._strict is None:
            self._strict = <<False||True>>
        return self._strict
    def audience(self):
        if not self._audience:
            self._audience = 1
        return self._audience
"""),
    ),
)
