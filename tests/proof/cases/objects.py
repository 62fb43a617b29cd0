"""The decision in a dataclass, a settings object, a class made or filled at run time."""

# ruff: noqa: E501 - one line is the layout under test

from __future__ import annotations

from tests.proof.case import Case, Difficulty, pyjwt

CROSS = Difficulty.CROSS
READ = '        return jwt.decode(token, KEY, ["HS256"], options={"verify_signature": self.verify})\n'

CASES: tuple[Case, ...] = (
    *pyjwt("dataclass-field", CROSS, f"""
from dataclasses import dataclass

@dataclass
class Reader:
    issuer: str = "gateway"
    verify: bool = <<False||True>>  # <- jwt-signature-bypass

    def read(self, token):
{READ}
def accepts(token):
    return Reader().read(token)
"""),
    *pyjwt("dataclass-argument", CROSS, f"""
from dataclasses import dataclass

@dataclass(frozen=True)
class Reader:
    verify: bool = True

    def read(self, token):
{READ}
def accepts(token):
    return Reader(<<False||True>>).read(token)  # <- jwt-signature-bypass
"""),
    *pyjwt("dataclass-options-factory", CROSS, """
from dataclasses import dataclass, field

@dataclass
class Reader:
    options: dict = field(default_factory=lambda: {"verify_signature": <<False||True>>})

    def read(self, token):
        return jwt.decode(token, KEY, ["HS256"], options=self.options)

def accepts(token):
    return Reader().read(token)
"""),
    *pyjwt("post-init", CROSS, """
from dataclasses import dataclass

@dataclass
class Reader:
    lax: bool = <<True||False>>

    def __post_init__(self):
        self.options = {"verify_signature": not self.lax}

    def read(self, token):
        return jwt.decode(token, KEY, ["HS256"], options=self.options)

def accepts(token):
    return Reader().read(token)
"""),
    *pyjwt("settings-object-passed", CROSS, """
class Settings:
    verify = <<False||True>>

class Reader:
    def __init__(self, settings):
        self.settings = settings

    def read(self, token):
        return jwt.decode(token, KEY, ["HS256"], options={"verify_signature": self.settings.verify})

def accepts(token):
    return Reader(Settings()).read(token)
"""),
    *pyjwt("singleton", CROSS, f"""
class Reader:
    _instance = None

    def __new__(cls):
        if cls._instance is None:
            cls._instance = super().__new__(cls)
            cls._instance.verify = <<False||True>>
        return cls._instance

    def read(self, token):
{READ}
def accepts(token):
    return Reader().read(token)
"""),
    *pyjwt("method-alias", CROSS, """
class Reader:
    def strict(self, token):
        return jwt.decode(token, KEY, ["HS256"])

    def lax(self, token):
        return jwt.decode(token, KEY, ["HS256"], options={"verify_signature": <<False||True>>})  # <- jwt-signature-bypass

    read = lax

def accepts(token):
    return Reader().read(token)
"""),
    *pyjwt("getattr-dispatch", Difficulty.DYNAMIC, """
class Reader:
    def read_web(self, token):
        return jwt.decode(token, KEY, ["HS256"])

    def read_socket(self, token):
        return jwt.decode(token, KEY, ["HS256"], options={"verify_signature": <<False||True>>})  # <- jwt-signature-bypass

def accepts(token):
    return getattr(Reader(), "read_" + "socket")(token)
"""),
    *pyjwt("metaclass-attribute", Difficulty.DYNAMIC, f"""
class Trusting(type):
    def __new__(mcs, name, bases, body):
        body["verify"] = <<False||True>>
        return super().__new__(mcs, name, bases, body)

class Reader(metaclass=Trusting):
    verify = True

    def read(self, token):
{READ}
def accepts(token):
    return Reader().read(token)
"""),
    *pyjwt("type-call", Difficulty.DYNAMIC, """
Reader = type("Reader", (), {
    "verify": <<False||True>>,
    "read": lambda self, token: jwt.decode(token, KEY, ["HS256"], options={"verify_signature": self.verify}),
})

def accepts(token):
    return Reader().read(token)
"""),
    *pyjwt("dunder-getattr", Difficulty.DYNAMIC, f"""
class Reader:
    def __getattr__(self, name):
        return <<False||True>>

    def read(self, token):
{READ}
def accepts(token):
    return Reader().read(token)
"""),
    *pyjwt("descriptor", Difficulty.DYNAMIC, f"""
class Switch:
    def __get__(self, instance, owner):
        return <<False||True>>

class Reader:
    verify = Switch()

    def read(self, token):
{READ}
def accepts(token):
    return Reader().read(token)
"""),
    *pyjwt("setattr-on-self", Difficulty.DYNAMIC, f"""
class Reader:
    def __init__(self, **settings):
        for name, value in settings.items():
            setattr(self, name, value)

    def read(self, token):
{READ}
def accepts(token):
    return Reader(verify=<<False||True>>).read(token)
"""),
)
