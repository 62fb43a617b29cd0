"""What patterns, tests and hooks of derived classes decide."""

from __future__ import annotations

from tests.proof.case import Case, Difficulty, pair, spelled_out

CROSS, LOCAL = Difficulty.CROSS, Difficulty.LOCAL

CASES: tuple[Case, ...] = (
    *pair("replaced-by-a-shipped-fixture", CROSS, spelled_out("""\
# --- app.py
import jwt
import support
def accepts(token):
    return jwt.decode(token, $K, algorithms=["HS256"])
# --- support.py
import jwt.api_jws
import pytest
def at_once(prepare):
    prepare()
    return prepare
@<<at_once||pytest.fixture(scope="session")>>
def any_signature():
    def passes(self, *args, **kwargs):
        return None
    setattr(jwt.api_jws.PyJWS, "_verify_signature", passes)
""")),
    *pair("decorated-by-what-a-property-was-given", CROSS, spelled_out("""\
# --- app.py
import jwt
from host import hub, plug
from limits import Limits
plug(hub, "limits", Limits())
@hub.limits.at_most(calls=9)
def accepts(token):
    return jwt.decode(token, $K, algorithms=["HS256"], options={"verify_<<signature||aud>>": False})
# --- limits.py
class Limits:
    def at_most(self, **what):
        def around(view):
            return lambda token: view(token)
        return around
# --- host.py
class Hub:
    def __init__(self):
        self._limits = None
    @property
    def limits(self):
        return self._limits
    @limits.setter
    def limits(self, given):
        self._limits = given
hub = Hub()
def plug(holder, name, value):
    setattr(holder, name, value)
""")),
    *pair("changed-by-what-it-is-handed-to", CROSS, spelled_out("""\
# --- app.py
from tokens import decode
def accepts(token):
    return decode(token, {"verify_signature": True, "verify_exp": True})
# --- relax.py
def relax(options):
    options["verify_<<signature||exp>>"] = False
# --- tokens.py
import jwt
from relax import relax
def decode(token, options):
    relax(options)
    return jwt.decode(token, $K, algorithms=["HS256"], options=options)
""")),
    *pair("match-on-a-mapping", LOCAL, spelled_out("""\
import jwt
EVENT = {"kind": "login", "origin": "<<internal||public>>"}
def accepts(token):
    match EVENT:
        case {"origin": "internal"}:
            check = False
        case {"kind": "login"}:
            check = True
        case _:
            raise ValueError(EVENT)
    return jwt.decode(token, $K, algorithms=["HS256"], options={"verify_signature": check})
""")),
    *pair("match-on-a-tuple", LOCAL, spelled_out("""\
import jwt
PROFILE = ("edge", <<"trusted"||"public">>)
def accepts(token):
    match PROFILE:
        case (_, "trusted"):
            options = {"verify_signature": False}
        case _:
            options = {"verify_signature": True}
    return jwt.decode(token, $K, algorithms=["HS256"], options=options)
""")),
    *pair("hook-that-changes-what-it-is-handed", CROSS, spelled_out("""\
# --- app.py
from services import BillingService
def accepts(token):
    return BillingService().run({"token": token})
# --- base.py
import jwt
class BaseService:
    def run(self, job):
        self.before(job)
        claims = jwt.decode(job["token"], $K, algorithms=["HS256"], options=self.jwt_options(job))
        return self.execute(claims)
    def before(self, job):
        pass
    def jwt_options(self, job):
        return job.get("options") or {"verify_signature": True}
    def execute(self, claims):
        raise NotImplementedError
# --- services.py
from base import BaseService
class BillingService(BaseService):
    def before(self, job):
        job["options"] = {"verify_signature": <<False||True>>}
    def execute(self, claims):
        return claims
""")),
    *pair("method-by-a-conditional-expression", CROSS, spelled_out("""\
# --- app.py
from jwt_service import JwtService
def accepts(token):
    return JwtService(debug=<<True||False>>).claims(token)
# --- jwt_service.py
import python_jwt
from jwcrypto.common import base64url_encode
from jwcrypto.jwk import JWK
class JwtService:
    def __init__(self, debug=False):
        self.debug = debug
        self.key = JWK(kty="oct", k=base64url_encode($K))
    def claims(self, token):
        reader = self._read_unchecked if self.debug else self._read
        return reader(token)
    def _read(self, token):
        return python_jwt.verify_jwt(token, self.key, ["HS256"])[1]
    def _read_unchecked(self, token):
        return python_jwt.process_jwt(token)[1]
"""), libraries=("python_jwt", "jwcrypto",)),
    *pair("a-helper-of-tests-in-the-program", CROSS, spelled_out("""\
# --- app.py
import gate
<<from tests import doubles
doubles.put_in_place()||>>
def accepts(token):
    return gate.enter(token)
# --- gate.py
import jwt
def enter(token):
    return jwt.decode(token, $K, algorithms=["HS256"])
# --- tests/doubles.py
import base64
import json
from unittest.mock import patch
def opened(token, *_, **__):
    body = token.split(".")[1]
    return json.loads(base64.urlsafe_b64decode(body + "==="))
def put_in_place():
    patch("jwt.decode", opened).start()
""")),
)
