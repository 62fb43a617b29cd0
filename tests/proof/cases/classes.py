"""The decision in a class: attributes, constructors, inheritance, properties, descriptors."""

from __future__ import annotations

from tests.proof.case import PYJWT, Case, Difficulty, bypass, pyjwt, safe

CROSS = Difficulty.CROSS
READ = '        return jwt.decode(token, KEY, ["HS256"], options={"verify_signature": self.verify})\n'

CASES: tuple[Case, ...] = (
    *pyjwt("method-parameter", CROSS, """
class Reader:
    def read(self, token, verify=True):
        return jwt.decode(token, KEY, ["HS256"], options={"verify_signature": verify})

def accepts(token):
    return Reader().read(token, verify=<<False||True>>)  # <- jwt-signature-bypass
"""),
    *pyjwt("method-literal", CROSS, """
class Reader:
    def read(self, token):
        return jwt.decode(token, KEY, ["HS256"], options={"verify_signature": <<False||True>>})  # <- jwt-signature-bypass

def accepts(token):
    return Reader().read(token)
"""),
    *pyjwt("class-attribute", CROSS, f"""
class Reader:
    verify = <<False||True>>  # <- jwt-signature-bypass

    def read(self, token):
{READ}
def accepts(token):
    return Reader().read(token)
"""),
    *pyjwt("class-attribute-options", CROSS, """
class Reader:
    OPTIONS = {"verify_signature": <<False||True>>, "verify_exp": True}  # <- jwt-signature-bypass

    def read(self, token):
        return jwt.decode(token, KEY, ["HS256"], options=self.OPTIONS)

def accepts(token):
    return Reader().read(token)
"""),
    *pyjwt("class-attribute-by-type", CROSS, """
class Reader:
    verify = <<False||True>>  # <- jwt-signature-bypass

    def read(self, token):
        return jwt.decode(token, KEY, ["HS256"], options={"verify_signature": type(self).verify})

def accepts(token):
    return Reader().read(token)
"""),
    *pyjwt("constructor-literal", CROSS, f"""
class Reader:
    def __init__(self):
        self.verify = <<False||True>>  # <- jwt-signature-bypass

    def read(self, token):
{READ}
def accepts(token):
    return Reader().read(token)
"""),
    *pyjwt("constructor-argument", CROSS, f"""
class Reader:
    def __init__(self, verify=True):
        self.verify = verify

    def read(self, token):
{READ}
def accepts(token):
    return Reader(verify=<<False||True>>).read(token)  # <- jwt-signature-bypass
"""),
    *pyjwt("constructor-default", CROSS, f"""
class Reader:
    def __init__(self, verify=<<False||True>>):  # <- jwt-signature-bypass
        self.verify = verify

    def read(self, token):
{READ}
def accepts(token):
    return Reader().read(token)
"""),
    *pyjwt("constructor-options", CROSS, """
class Reader:
    def __init__(self, **options):
        self._options = {"verify_signature": True} | options

    def read(self, token):
        return jwt.decode(token, KEY, ["HS256"], options=self._options)

READER = Reader(verify_signature=<<False||True>>)  # <- jwt-signature-bypass

def accepts(token):
    return READER.read(token)
"""),
    *pyjwt("constructor-decoder", CROSS, """
class Reader:
    def __init__(self, decode=jwt.decode):
        self._decode = decode

    def read(self, token):
        return self._decode(token, KEY, ["HS256"], options={"verify_signature": <<False||True>>})  # <- jwt-signature-bypass

def accepts(token):
    return Reader().read(token)
"""),
    *pyjwt("attribute-library", CROSS, """
class Reader:
    def __init__(self):
        self.jwt = jwt

    def read(self, token):
        return self.jwt.decode(token, KEY, ["HS256"], options={"verify_signature": <<False||True>>})  # <- jwt-signature-bypass

def accepts(token):
    return Reader().read(token)
"""),
    *pyjwt("setter-method", CROSS, f"""
class Reader:
    verify = True

    def trusting(self):
        self.verify = <<False||True>>
        return self

    def read(self, token):
{READ}
def accepts(token):
    return Reader().trusting().read(token)
"""),
    *pyjwt("builder", CROSS, """
class Reader:
    def __init__(self):
        self.options = {}

    def check(self, name, on):
        self.options["verify_" + name] = on
        return self

    def read(self, token):
        return jwt.decode(token, KEY, ["HS256"], options=self.options)

def accepts(token):
    return Reader().check("exp", True).check("signature", <<False||True>>).read(token)
"""),
    *pyjwt("attribute-set-outside", CROSS, f"""
class Reader:
    verify = True

    def read(self, token):
{READ}
reader = Reader()
reader.verify = <<False||True>>  # <- jwt-signature-bypass

def accepts(token):
    return reader.read(token)
"""),
    *pyjwt("property", CROSS, f"""
class Reader:
    @property
    def verify(self):
        return <<False||True>>

    def read(self, token):
{READ}
def accepts(token):
    return Reader().read(token)
"""),
    *pyjwt("property-of-options", CROSS, """
class Reader:
    @property
    def options(self):
        return {"verify_signature": <<False||True>>}  # <- jwt-signature-bypass

    def read(self, token):
        return jwt.decode(token, KEY, ["HS256"], options=self.options)

def accepts(token):
    return Reader().read(token)
"""),
    *pyjwt("property-setter", CROSS, f"""
class Reader:
    _verify = True

    @property
    def verify(self):
        return self._verify

    @verify.setter
    def verify(self, value):
        self._verify = value

    def read(self, token):
{READ}
def accepts(token):
    reader = Reader()
    reader.verify = <<False||True>>
    return reader.read(token)
"""),
    *pyjwt("static-method", CROSS, """
class Reader:
    @staticmethod
    def read(token, verify=True):
        return jwt.decode(token, KEY, ["HS256"], options={"verify_signature": verify})

def accepts(token):
    return Reader.read(token, <<False||True>>)  # <- jwt-signature-bypass
"""),
    *pyjwt("class-method", CROSS, """
class Reader:
    verify = <<False||True>>  # <- jwt-signature-bypass

    @classmethod
    def read(cls, token):
        return jwt.decode(token, KEY, ["HS256"], options={"verify_signature": cls.verify})

def accepts(token):
    return Reader.read(token)
"""),
    *pyjwt("alternative-constructor", CROSS, f"""
class Reader:
    def __init__(self, verify):
        self.verify = verify

    @classmethod
    def internal(cls):
        return cls(verify=<<False||True>>)  # <- jwt-signature-bypass

    def read(self, token):
{READ}
def accepts(token):
    return Reader.internal().read(token)
"""),
    *pyjwt("subclass-attribute", CROSS, f"""
class Reader:
    verify = True

    def read(self, token):
{READ}
class Internal(Reader):
    verify = <<False||True>>  # <- jwt-signature-bypass

def accepts(token):
    return Internal().read(token)
"""),
    *pyjwt("subclass-method-for-flag", CROSS, """
class Reader:
    def verifying(self):
        return True

    def read(self, token):
        return jwt.decode(token, KEY, ["HS256"], options={"verify_signature": self.verifying()})

class Internal(Reader):
    def verifying(self):
        return <<False||True>>  # <- jwt-signature-bypass

def accepts(token):
    return Internal().read(token)
"""),
    *pyjwt("subclass-method-for-options", CROSS, """
class Reader:
    def options(self):
        return {"verify_exp": True}

    def read(self, token):
        return jwt.decode(token, KEY, ["HS256"], options=self.options())

class Internal(Reader):
    def options(self):
        return {**super().options(), "verify_signature": <<False||True>>}  # <- jwt-signature-bypass

def accepts(token):
    return Internal().read(token)
"""),
    *pyjwt("subclass-default", CROSS, """
class Reader:
    def read(self, token, verify=True):
        return jwt.decode(token, KEY, ["HS256"], options={"verify_signature": verify})

class Internal(Reader):
    def read(self, token, verify=<<False||True>>):  # <- jwt-signature-bypass
        return super().read(token, verify)

def accepts(token):
    return Internal().read(token)
"""),
    *pyjwt("super-call", CROSS, """
class Reader:
    def read(self, token, verify):
        return jwt.decode(token, KEY, ["HS256"], options={"verify_signature": verify})

class Internal(Reader):
    def read(self, token):
        return super().read(token, verify=<<False||True>>)  # <- jwt-signature-bypass

def accepts(token):
    return Internal().read(token)
"""),
    *pyjwt("super-init", CROSS, f"""
class Reader:
    def __init__(self, verify=True):
        self.verify = verify

    def read(self, token):
{READ}
class Internal(Reader):
    def __init__(self):
        super().__init__(verify=<<False||True>>)  # <- jwt-signature-bypass

def accepts(token):
    return Internal().read(token)
"""),
    *pyjwt("mixin", CROSS, f"""
class Trusting:
    verify = <<False||True>>  # <- jwt-signature-bypass

class Reader:
    verify = True

    def read(self, token):
{READ}
class Internal(Trusting, Reader):
    pass

def accepts(token):
    return Internal().read(token)
"""),
    *pyjwt("grandchild", CROSS, f"""
class A:
    verify = True

    def read(self, token):
{READ}
class B(A):
    pass

class C(B):
    verify = <<0||1>>

class D(C):
    pass

def accepts(token):
    return D().read(token)
"""),
    *pyjwt("abstract-method", CROSS, """
from abc import ABC, abstractmethod

class Reader(ABC):
    @abstractmethod
    def checks(self): ...

    def read(self, token):
        return jwt.decode(token, KEY, ["HS256"], options=self.checks())

class Internal(Reader):
    def checks(self):
        return {"verify_signature": <<False||True>>}  # <- jwt-signature-bypass

def accepts(token):
    return Internal().read(token)
"""),
    *pyjwt("callable-object", CROSS, f"""
class Reader:
    def __init__(self, verify):
        self.verify = verify

    def __call__(self, token):
{READ}
read = Reader(<<False||True>>)

def accepts(token):
    return read(token)
"""),
    *pyjwt("dunder-getitem", CROSS, """
class Claims:
    def __getitem__(self, token):
        return jwt.decode(token, KEY, ["HS256"], options={"verify_signature": <<False||True>>})  # <- jwt-signature-bypass

def accepts(token):
    return Claims()[token]
"""),
    *pyjwt("dunder-enter", CROSS, """
class Session:
    def __init__(self, token, verify):
        self.token, self.verify = token, verify

    def __enter__(self):
        return jwt.decode(self.token, KEY, ["HS256"], options={"verify_signature": self.verify})

    def __exit__(self, *details):
        return None

def accepts(token):
    with Session(token, <<False||True>>) as claims:
        return claims
"""),
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
    *bypass("decode-overridden", CROSS, PYJWT + """
class Lenient(jwt.PyJWT):
    def decode(self, token, *arguments, **keywords):
        keywords["options"] = {"verify_signature": False}  # <- jwt-signature-bypass
        return super().decode(token, *arguments, **keywords)

def accepts(token):
    return Lenient().decode(token, KEY, algorithms=["HS256"])
"""),
    *bypass("verifier-overridden", CROSS, PYJWT + """
class Lenient(jwt.PyJWS):
    def _verify_signature(self, *arguments, **keywords):
        return None

def accepts(token):
    import json
    return json.loads(Lenient().decode(token, KEY, algorithms=["HS256", "none"]))
"""),
    *safe("sibling-is-lax-but-unused", CROSS, PYJWT + """
class Reader:
    verify = True

    def read(self, token):
        return jwt.decode(token, KEY, ["HS256"], options={"verify_signature": self.verify})

class Strict(Reader):
    verify = 1

def accepts(token):
    return Strict().read(token)
"""),
    *safe("attribute-of-another-class", CROSS, PYJWT + """
class Download:
    verify = False

class Reader:
    verify = True

    def read(self, token):
        return jwt.decode(token, KEY, ["HS256"], options={"verify_signature": self.verify})

def accepts(token):
    return Reader().read(token) if not Download.verify else None
"""),
    *safe("base-is-overridden", CROSS, PYJWT + """
class Base:
    def options(self):
        raise NotImplementedError

    def read(self, token):
        return jwt.decode(token, KEY, ["HS256"], options=self.options())

class Strict(Base):
    def options(self):
        return {"verify_signature": True, "verify_aud": False}

def accepts(token):
    return Strict().read(token)
"""),
)
