"""The decision in a class: attributes, constructors, properties, descriptors."""

# ruff: noqa: E501 - one line is the layout under test

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
