"""Objects nobody is seen to hand over, told by the classes that parameters and fields are said to have."""

from __future__ import annotations

from tests.proof.case import Case, Difficulty, pair, spelled_out

CROSS = Difficulty.CROSS

_GATE = """\
# --- gate.py
import jwt
from policy import Policy
def admit(raw, policy: Policy):
    return jwt.decode(raw, $K, algorithms=["HS256"], options={"verify_signature": policy.strict})
"""

_DESK = """\
# --- desk.py
from dataclasses import dataclass
from gate import admit
from policy import Policy
@dataclass
class Desk:
    policy: Policy
    def admit(self, raw):
        return admit(raw, self.policy)
"""

_HOST = """\
# --- host.py
import inspect, typing
held = []
def provide(made):
    held.append(made)
def found(kind):
    return next((one for one in held if isinstance(one, kind)), None) or kind()
def serve(view):
    kinds = [one.annotation for one in inspect.signature(view, eval_str=True).parameters.values()]
    return lambda raw: view(raw, *map(found, kinds[1:]))
def fill(holder, name, kind):
    setattr(holder, name, kind())
def with_box(view, kind):
    import types
    return lambda raw: view(raw, types.SimpleNamespace(state={"policy": kind()}))
class container:
    made = {}
    @classmethod
    def add_singleton(cls, kind, **more):
        cls.made[kind] = kind(**more)
    @classmethod
    def resolve(cls, kind):
        return cls.made.get(kind) or (kind.__subclasses__() or [kind])[0]()
def made(kind):
    said = typing.get_type_hints(kind.__init__)
    return kind(*map(found, said.values()))
def build(kind):
    return kind(*map(found, typing.get_type_hints(kind).values()))
"""

CASES: tuple[Case, ...] = (
    *pair("a-dataclass-by-its-default", CROSS, spelled_out("""\
# --- app.py
import gate, host
accepts = host.serve(gate.admit)
# --- policy.py
from dataclasses import dataclass
@dataclass(frozen=True)
class Policy:
    issuer: str = "here"
    strict: bool = <<False||True>>
""" + _GATE), hidden=_HOST),
    *pair("named-in-quotes", CROSS, spelled_out("""\
# --- app.py
import gate, host
accepts = host.serve(gate.admit)
# --- policy.py
class Policy:
    strict = <<0||1>>
""" + _GATE.replace("policy: Policy", "policy: 'Policy'")), hidden=_HOST),
    *pair("made-elsewhere", CROSS, spelled_out("""\
# --- app.py
import gate, host, policy
host.provide(policy.Policy(strict=<<None||True>>))
accepts = host.serve(gate.admit)
# --- policy.py
from typing import NamedTuple
class Policy(NamedTuple):
    strict: object
""" + _GATE), hidden=_HOST),
    *pair("a-field-of-what-a-host-makes", CROSS, spelled_out("""\
# --- app.py
import desk, host
accepts = host.build(desk.Desk).admit
# --- policy.py
class Policy:
    def __init__(self):
        self.strict = <<not 1||not 0>>
""" + _GATE + _DESK), hidden=_HOST),
    *pair("a-derived-one", CROSS, spelled_out("""\
# --- app.py
import gate, host, policy
host.provide(policy.Relaxed())
accepts = host.serve(gate.admit)
# --- policy.py
class Policy:
    strict = True
class Relaxed(Policy):
    strict = <<False||True>>
""" + _GATE), hidden=_HOST),
    *pair("as-a-function-says", CROSS, spelled_out("""\
# --- app.py
import gate, host
from policy import Policy
class Box: pass
box = Box()
host.fill(box, "policy", Policy)
def policy_of(box) -> Policy:
    return box.policy
def accepts(raw):
    return gate.admit(raw, policy_of(box))
# --- policy.py
class Policy:
    strict = <<"" or False||"" or True>>
""" + _GATE.replace("policy: Policy", "policy")), hidden=_HOST),
    *pair("as-a-variable-says", CROSS, spelled_out("""\
# --- app.py
import gate, host, policy
def view(raw, box):
    chosen: policy.Policy | None = box.state["policy"]
    return gate.admit(raw, chosen)
accepts = host.with_box(view, policy.Policy)
# --- policy.py
from typing import NamedTuple
class Policy(NamedTuple):
    issuer: str = "here"
    strict: int = <<0||1>>
""" + _GATE.replace("policy: Policy", "policy")), hidden=_HOST),
    *pair("as-a-class-says", CROSS, spelled_out("""\
# --- app.py
import gate, host, policy
class View:
    policy: "policy.Policy"
    rules: policy.Policy
    def accepts(self, raw):
        return gate.admit(raw, self.rules)
view = View()
host.fill(view, "rules", policy.Policy)
accepts = view.accepts
# --- policy.py
class Policy:
    @property
    def strict(self):
        return <<None||self>>
""" + _GATE.replace("policy: Policy", "policy")), hidden=_HOST),
    *pair("as-a-container-is-asked-for", CROSS, spelled_out("""\
# --- app.py
import gate, host, policy
def accepts(raw):
    return gate.admit(raw, host.container.resolve(policy.Policy))
# --- policy.py
from abc import ABC, abstractmethod
class Policy(ABC):
    @property
    @abstractmethod
    def strict(self): ...
class Usual(Policy):
    @property
    def strict(self):
        return <<not True||not False>>
""" + _GATE.replace("policy: Policy", "policy")), hidden=_HOST),
    *pair("as-it-is-tested-to-be", CROSS, spelled_out("""\
# --- app.py
import gate, host, policy
def view(raw, box):
    found = box.state["policy"]
    if not isinstance(found, policy.Policy):
        raise TypeError(found)
    return gate.admit(raw, found)
accepts = host.with_box(view, policy.Policy)
# --- policy.py
class Policy:
    def __init__(self, lax=<<True||False>>):
        self.strict = not lax
""" + _GATE.replace("policy: Policy", "policy")), hidden=_HOST),
    *pair("registered-with-what-it-is-made-of", CROSS, spelled_out("""\
# --- app.py
import host
from desk import Desk
host.container.add_singleton(Desk, lax=<<True||False>>)
def accepts(raw):
    return host.container.resolve(Desk).admit(raw)
# --- desk.py
import jwt
class Desk:
    def __init__(self, issuer="here", lax=False):
        self.checks = {"verify_signature": not lax}
    def admit(self, raw):
        return jwt.decode(raw, $K, algorithms=["HS256"], options=self.checks)
"""), hidden=_HOST),
    *pair("one-of-several-that-read", CROSS, spelled_out("""\
# --- app.py
import host
from desks import Tokens
def view(raw, desk: Tokens):
    return desk.read(raw, <<False||True>>)
accepts = host.serve(view)
# --- desks.py
import jwt
class Files:
    def read(self, path, strict):
        return open(path).read() if strict else ""
class Rows:
    def read(self, key, strict):
        return {} if strict else None
class Tokens:
    def read(self, raw, strict):
        return jwt.decode(raw, $K, algorithms=["HS256"], options={"verify_signature": strict})
"""), hidden=_HOST),
    *pair("kept-by-who-is-made", CROSS, spelled_out("""\
# --- app.py
import host
from desks import Tokens, Files
class View:
    def __init__(self, tokens: Tokens, files: Files):
        self.tokens, self.files = tokens, files
    def accepts(self, raw):
        options = {"verify_signature": <<None||True>>}
        return self.tokens.read(raw, options) or self.files.read(raw, options)
accepts = host.made(View).accepts
# --- desks.py
import jwt
class Files:
    def read(self, path, options):
        return open(path, **options).read()
class Tokens:
    def read(self, raw, options):
        return jwt.decode(raw, $K, algorithms=["HS256"], options=options)
"""), hidden=_HOST),
    *pair("set-on-one-that-is-handed-away", CROSS, spelled_out("""\
# --- app.py
import gate, host, policy
def prepare():
    chosen = policy.Policy()
    chosen.strict = <<False||True>>
    host.provide(chosen)
prepare()
accepts = host.serve(gate.admit)
# --- policy.py
class Policy:
    strict = True
""" + _GATE), hidden=_HOST),
    *pair("set-on-one-that-is-given", CROSS, spelled_out("""\
# --- app.py
import gate, host
from policy import Policy
def relax(raw, policy: Policy):
    policy.strict = <<"" or None||"" or 1>>
host.provide(Policy())
host.serve(relax)("")
accepts = host.serve(gate.admit)
# --- policy.py
class Policy:
    def __init__(self):
        self.strict = True
""" + _GATE), hidden=_HOST),
)
