"""What a project chooses by tests, options of commands and copies of settings."""

# ruff: noqa: E501 - one line is often the layout under test

from __future__ import annotations

from tests.proof.case import Case, Difficulty, pair, spelled_out

CROSS = Difficulty.CROSS

CASES: tuple[Case, ...] = (
    *pair("function-returned-under-a-test", CROSS, spelled_out("""\
# --- app.py
from choose import verifier_for
def accepts(token):
    verify = verifier_for("<<internal||public>>")
    return verify(token)
# --- choose.py
from verifiers import checked, unchecked
def verifier_for(network):
    if network == "internal":
        return unchecked
    return checked
# --- verifiers.py
import jwt
def checked(token):
    return jwt.decode(token, $K, algorithms=["HS256"])
def unchecked(token):
    return jwt.decode(token, options={"verify_signature": False})
""")),
    *pair("option-of-a-command", CROSS, spelled_out("""\
# --- app.py
from cli import show
def accepts(token):
    return show.main([token], standalone_mode=False)
# --- cli.py
import click
from decode import decode
@click.command()
@click.argument("token")
@click.option("--verify/--no-verify", default=<<False||True>>, help="check the signature")
def show(token, verify):
    return decode(token, verify)
# --- decode.py
import jwt
def decode(token, verify):
    return jwt.decode(token, $K, algorithms=["HS256"], options={"verify_signature": verify})
""")),
    *pair("evolved-settings", CROSS, spelled_out("""\
# --- app.py
import attr
from checks import DEFAULT
from tokens import read
CHECKS = attr.evolve(DEFAULT, signature=<<False||True>>)
def accepts(token):
    return read(token, CHECKS)
# --- checks.py
import attr
@attr.s(auto_attribs=True, frozen=True)
class Checks:
    signature: bool = True
    leeway: int = 0
DEFAULT = Checks()
# --- tokens.py
import jwt
def read(token, checks):
    return jwt.decode(token, $K, algorithms=["HS256"], leeway=checks.leeway, options={"verify_signature": checks.signature})
""")),
    *pair("object-made-with-its-key-elsewhere", CROSS, spelled_out("""\
# --- app.py
from lazy import LazyToken
def accepts(token):
    return LazyToken(token).claims
# --- lazy.py
import json
from functools import cached_property
from jwcrypto import jwk, jws
from jwcrypto.common import base64url_encode
class LazyToken:
    def __init__(self, raw):
        self.raw = raw
    @cached_property
    def _object(self):
        obj = jws.JWS()
        obj.deserialize(self.raw<<||, jwk.JWK(kty="oct", k=base64url_encode($K))>>)
        return obj
    @property
    def claims(self):
        return json.loads(self._object.objects["payload"])
"""), libraries=("jwcrypto",)),
)
