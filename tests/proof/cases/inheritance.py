"""The decision in a subclass, a mixin, an override."""

from __future__ import annotations

from tests.proof.case import Case, Difficulty, pyjwt

CROSS = Difficulty.CROSS
READ = '        return jwt.decode(token, KEY, ["HS256"], options={"verify_signature": self.verify})\n'

CASES: tuple[Case, ...] = (
    *pyjwt(
        "subclass-attribute",
        CROSS,
        f"""
class Reader:
    verify = True

    def read(self, token):
{READ}
class Internal(Reader):
    verify = <<False||True>>  # <- jwt-signature-bypass

def accepts(token):
    return Internal().read(token)
""",
    ),
    *pyjwt(
        "subclass-method-for-flag",
        CROSS,
        """
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
""",
    ),
    *pyjwt(
        "subclass-method-for-options",
        CROSS,
        """
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
""",
    ),
    *pyjwt(
        "subclass-default",
        CROSS,
        """
class Reader:
    def read(self, token, verify=True):
        return jwt.decode(token, KEY, ["HS256"], options={"verify_signature": verify})

class Internal(Reader):
    def read(self, token, verify=<<False||True>>):  # <- jwt-signature-bypass
        return super().read(token, verify)

def accepts(token):
    return Internal().read(token)
""",
    ),
    *pyjwt(
        "super-call",
        CROSS,
        """
class Reader:
    def read(self, token, verify):
        return jwt.decode(token, KEY, ["HS256"], options={"verify_signature": verify})

class Internal(Reader):
    def read(self, token):
        return super().read(token, verify=<<False||True>>)  # <- jwt-signature-bypass

def accepts(token):
    return Internal().read(token)
""",
    ),
    *pyjwt(
        "super-init",
        CROSS,
        f"""
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
""",
    ),
    *pyjwt(
        "mixin",
        CROSS,
        f"""
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
""",
    ),
    *pyjwt(
        "grandchild",
        CROSS,
        f"""
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
""",
    ),
    *pyjwt(
        "abstract-method",
        CROSS,
        """
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
""",
    ),
    *pyjwt(
        "function-within-a-method-of-the-base",
        CROSS,
        """
class Reader:
    def strict(self):
        return True

    def claims_of(self, token):
        strict = self.strict()

        def read(raw):
            return jwt.decode(raw, KEY, ["HS256"], {"verify_signature": strict and self.strict()})

        return read(token)

class Service(Reader):
    def strict(self):
        return <<""||"yes">>

def accepts(token):
    return Service().claims_of(token)
""",
    ),
)
