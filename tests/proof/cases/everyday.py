"""Code as services are written: layers, providers, containers and loops between a token and its check."""

from __future__ import annotations

from tests.proof.case import Case, Difficulty, bypass, pair, spelled_out

LOCAL, CROSS = Difficulty.LOCAL, Difficulty.CROSS

FASTAPI = """\
# --- fastapi/__init__.py
class Depends:
    def __init__(self, dependency=None):
        self.dependency = dependency
class Request(str):
    @property
    def headers(self):
        return {"authorization": f"Bearer {self}"}
class APIRouter:
    def __init__(self, dependencies=()):
        self.dependencies, self.views = list(dependencies), {}
    def get(self, path):
        return lambda view: self.views.setdefault(path, (view, self.dependencies))[0]
    def include_router(self, router, dependencies=()):
        for path, (view, before) in router.views.items():
            self.views[path] = view, [*self.dependencies, *dependencies, *before]
class FastAPI(APIRouter):
    pass
# --- fastapi/security.py
from types import SimpleNamespace
class OAuth2PasswordBearer:
    def __init__(self, tokenUrl):
        self.url = tokenUrl
    def __call__(self, request):
        return request
class HTTPBearer:
    def __call__(self, request):
        return SimpleNamespace(credentials=request)
# --- framework.py
import inspect
from fastapi import Depends, Request
async def solved(function, token):
    given = {}
    for name, one in inspect.signature(function).parameters.items():
        told = (one.default, *getattr(one.annotation, "__metadata__", ()))
        asked = [held for held in told if isinstance(held, Depends)]
        given[name] = await solved(asked[0].dependency, token) if asked else Request(token)
    found = function(**given)
    return await found if inspect.isawaitable(found) else found
async def visited(app, path, token):
    view, before = app.views[path]
    for one in before:
        await solved(one.dependency, token)
    return await solved(view, token)
"""
"""What stands in for the framework when a case is run, and calls a function with what it depends on."""

CASES: tuple[Case, ...] = (
    *pair("property-asked-for-by-a-function-without-calls", LOCAL, spelled_out("""\
import jwt
class Visit:
    def __init__(self, token):
        self.token = token
        self.kept = {}
    @property
    def claims(self):
        if "claims" not in self.kept:
            options = {"verify_signature": <<False||True>>}
            self.kept["claims"] = jwt.decode(self.token, $K, ["HS256"], options)
        return self.kept["claims"]
def shown(visit):
    return visit.claims
def accepts(token):
    return shown(Visit(token))
""")),
    *pair("view-that-only-tests-call", LOCAL, spelled_out("""\
# --- app.py
import jwt
def accepts(token):
    return jwt.decode(token, $K, ["HS256"], options={"verify_signature": <<False||True>>})
# --- tests/test_accepts.py
import jwt
from app import accepts
def signed(claims):
    return jwt.encode(claims, $K, algorithm="HS256")
def test_claims():
    assert accepts(signed({"sub": "her"})) == {"sub": "her"}
""")),
    *pair("token-object-is-checked-by-a-key-ring", CROSS, spelled_out("""\
# --- app.py
import json
from jwcrypto.jws import JWS
from ring import Ring
ring = Ring($K)
def accepts(token):
    envelope = JWS()
    envelope.deserialize(token)
    if ring.opens(envelope) is <<None||False>>:
        raise PermissionError("nobody's")
    return json.loads(envelope.objects["payload"])
# --- ring.py
from jwcrypto.common import JWException
from jwcrypto.jwk import JWK
class Ring:
    def __init__(self, *secrets):
        self.keys = [JWK.from_password(one) for one in secrets]
    def opens(self, envelope):
        try:
            envelope.verify(self.keys[0])
        except JWException:
            return False
        return True
"""), libraries=("jwcrypto",)),
    *pair("token-object-is-checked-behind-a-hint", LOCAL, spelled_out("""\
import json
from jwcrypto.jwk import JWK
from jwcrypto.jwt import JWT
KEYS = {None: JWK.from_password($K)}
class Ticket:
    def __init__(self, text):
        self.sealed = JWT()
        self.sealed.deserialize(text)
    def hint(self, name):
        return json.loads(self.sealed.token.objects["payload"]).get(name)
    def check(self, key):
        self.sealed.validate(key)
def accepts(token):
    ticket = Ticket(token)
    key = KEYS[ticket.hint("tenant")]
    <<ticket.hint("tenant")||ticket.check(key)>>
    return {"sub": ticket.hint("sub")}
"""), libraries=("jwcrypto",)),
    *bypass("another-token-object-is-checked", LOCAL, spelled_out("""\
import json
from jwcrypto.jwk import JWK
from jwcrypto.jws import JWS
KEY = JWK.from_password($K)
def opened(text):
    envelope = JWS()
    envelope.deserialize(text)
    return envelope
def is_ours(envelope):
    own = JWS(b"{}")
    own.add_signature(KEY, protected='{"alg": "HS256"}')
    own.verify(KEY)
    return envelope is not own
def accepts(token):
    envelope = opened(token)
    if not is_ours(envelope):
        raise PermissionError("not ours")
    return json.loads(envelope.objects["payload"])
"""), libraries=("jwcrypto",)),
    *pair("pair-that-counts-as-true-whatever-it-holds", CROSS, spelled_out("""\
# --- app.py
import jwt
from gate import admitted
def accepts(token):
    <<seen||seen, why>> = admitted(token)
    if not seen:
        raise PermissionError(seen)
    return jwt.decode(token, options={"verify_signature": False})
# --- gate.py
import jwt
def admitted(token):
    try:
        header = jwt.get_unverified_header(token)
        jwt.decode(token, $K, [header["alg"]])
    except jwt.PyJWTError:
        return None, ""
    return header["alg"], ""
""")),
    *pair("refusal-is-asked-for-by-name", LOCAL, spelled_out("""\
import jwt
def is_signed(token):
    try:
        jwt.decode(token, $K, ["HS256"])
    except jwt.InvalidTokenError:
        return False
    return True
def accepts(token):
    if is_signed(token) is <<None||False>>:
        return None
    return jwt.decode(token, options={"verify_signature": False})
""")),
    *bypass("reader-that-tests-hand-what-they-verified", CROSS, spelled_out("""\
# --- app.py
from reading import claims_of
def accepts(token):
    return claims_of(token)
# --- reading.py
import jwt
class Envelope:
    def __init__(self, token):
        self.token = token
    def open(self):
        return jwt.decode(self.token, options={"verify_signature": False})
def claims_of(token):
    return getattr(Envelope(token), "open")()
# --- tests/test_reading.py
import jwt
from reading import Envelope
def test_open():
    token = jwt.encode({"sub": "her"}, $K, algorithm="HS256")
    jwt.decode(token, $K, ["HS256"])
    assert Envelope(token).open() == {"sub": "her"}
""")),
    *pair("provider-tells-the-key-to-those-who-verify", CROSS, spelled_out("""\
# --- app.py
import asyncio
from framework import solved
from people import person
def accepts(token):
    return asyncio.run(solved(person, token))
# --- schemes.py
from fastapi.security import HTTPBearer
bearer = HTTPBearer()
# --- people.py
from fastapi import Depends
from keys import key_of
from schemes import bearer
import jwt
async def person(sealed=Depends(bearer), key=Depends(key_of)):
    if not key:
        raise PermissionError("no key")
    options = {"verify_signature": <<not key||bool(key)>>}
    return jwt.decode(sealed.credentials, key, ["HS256"], options)
# --- keys.py
from fastapi import Depends
from schemes import bearer
import jwt
KEYS = {None: $K}
def key_of(presented=Depends(dependency=bearer)):
    claims = jwt.decode(presented.credentials, options={"verify_signature": False})
    return KEYS.get(claims.get("tenant"))
"""), hidden=FASTAPI),
    *pair("provider-tells-claims-to-those-who-verify", CROSS, spelled_out("""\
# --- app.py
import asyncio
from framework import solved
from people import person
def accepts(token):
    return asyncio.run(solved(person, token))
# --- people.py
from typing import Annotated
import jwt
from fastapi import Depends
from fastapi.security import OAuth2PasswordBearer
scheme = OAuth2PasswordBearer(tokenUrl="in")
Sealed = Annotated[str, Depends(scheme)]
def claims_of(sealed: Sealed):
    return jwt.decode(sealed, options={"verify_signature": False})
def checked(sealed: Sealed, claims=Depends(claims_of)):
    return jwt.decode(sealed, {None: $K}[claims.get("tenant")], ["HS256"])
async def person(claims: Annotated[dict, Depends(<<claims_of||checked>>)]):
    return claims
"""), hidden=FASTAPI),
    *pair("guard-of-a-router-that-is-included", CROSS, spelled_out("""\
# --- app.py
import asyncio
from fastapi import APIRouter, Depends, FastAPI
from framework import visited
from guards import <<header_of||admitted>>
import people
inner = APIRouter(dependencies=[Depends(<<header_of||admitted>>)])
inner.include_router(people.routes)
app = FastAPI()
app.include_router(inner)
def accepts(token):
    return asyncio.run(visited(app, "/person", token))
# --- guards.py
import jwt
from fastapi import Request
def sealed(of):
    scheme, _, text = of.headers["authorization"].partition(" ")
    return text
def header_of(request: Request):
    return jwt.get_unverified_header(sealed(request))
def admitted(request: Request):
    jwt.decode(sealed(request), $K, ["HS256"])
# --- people.py
import jwt
from fastapi import APIRouter, Request
from guards import sealed
routes = APIRouter()
@routes.get("/person")
async def person(request: Request):
    return jwt.decode(sealed(request), options={"verify_signature": False})
"""), hidden=FASTAPI),
    *bypass("router-that-is-included-without-its-guard", CROSS, spelled_out("""\
# --- app.py
import asyncio
from fastapi import Depends, FastAPI
from framework import visited
from guards import admitted
from people import routes
old = FastAPI()
old.include_router(routes, dependencies=[Depends(admitted)])
app = FastAPI()
app.include_router(routes)
def accepts(token):
    return asyncio.run(visited(app, "/person", token))
# --- guards.py
import jwt
from fastapi import Request
def admitted(request: Request):
    jwt.decode(request.headers["authorization"].split()[1], $K, ["HS256"])
# --- people.py
import jwt
from fastapi import APIRouter, Request
routes = APIRouter()
@routes.get("/person")
def person(request: Request):
    token = request.headers["authorization"].split()[1]
    return jwt.decode(token, options={"verify_signature": False})
"""), hidden=FASTAPI),
    *pair("token-that-a-helper-gets-out-of-a-request", CROSS, spelled_out("""\
# --- app.py
from types import SimpleNamespace
from desk import answer
def accepts(token):
    return answer(SimpleNamespace(cookies={"ticket": token}, query={"ticket": token}))
# --- parts.py
def of_cookie(visit):
    text = visit.cookies.get("ticket")
    if text is None:
        raise LookupError("no ticket")
    return text.strip()
def of_query(visit):
    return visit.query["ticket"]
# --- desk.py
import jwt
from parts import of_cookie, of_query
def claims(visit):
    return jwt.decode(<<of_query||of_cookie>>(visit), options={"verify_signature": False})
def answer(visit):
    jwt.decode(<<jwt.encode({}, $K)||of_cookie(visit)>>, $K, ["HS256"])
    return claims(visit)
""")),
    *pair("token-kept-for-the-thread-by-helpers", CROSS, spelled_out("""\
# --- app.py
from door import enter
from room import who
def accepts(token):
    enter(token)
    return who()
# --- thread.py
import threading
_held = threading.local()
def keep(sealed):
    _held.sealed = sealed
def kept():
    return getattr(_held, "sealed", "")
# --- door.py
import jwt
import thread
def enter(sealed):
    header = jwt.get_unverified_header(sealed)
    <<header.get("kid")||jwt.decode(sealed, $K, [header["alg"]])>>
    thread.keep(sealed)
# --- room.py
import jwt
from thread import kept
def who():
    return jwt.decode(kept(), options={"verify_signature": False})
""")),
    *bypass("token-kept-for-the-thread-by-another-file", CROSS, spelled_out("""\
# --- app.py
import threads
from back import slip_in
from door import enter
from room import who
def accepts(token):
    slip_in(token)
    return who()
# --- threads.py
import threading
HELD = threading.local()
# --- door.py
import jwt
import threads
def enter(sealed):
    jwt.decode(sealed, $K, ["HS256"])
    threads.HELD.sealed = sealed
# --- back.py
from threads import HELD
def slip_in(text):
    HELD.sealed = text
# --- room.py
import jwt
from threads import HELD
def who():
    return jwt.decode(getattr(HELD, "sealed"), options={"verify_signature": False})
""")),
    *pair("object-keeps-whether-it-is-signed-and-says-so", LOCAL, spelled_out("""\
import jwt
class Ticket:
    def __init__(self, text):
        self.text, self.signed = text, None
        self.about = jwt.decode(text, options={"verify_signature": False})
    def look(self):
        try:
            jwt.decode(self.text, $K, ["HS256"])
            self.signed = True
        except jwt.InvalidTokenError as error:
            self.why = error
            self.signed = <<True||False>>
        return self.signed
def accepts(token):
    ticket = Ticket(token)
    return ticket.about if ticket.look() else None
""")),
    *pair("provider-that-an-imported-annotation-names", CROSS, spelled_out("""\
# --- app.py
import asyncio
from framework import solved
from people import person
def accepts(token):
    return asyncio.run(solved(person, token))
# --- givers.py
from typing import Annotated
import jwt
from fastapi import Depends
from fastapi.security import OAuth2PasswordBearer
Sealed = Annotated[str, Depends(OAuth2PasswordBearer(tokenUrl="in"))]
async def sealed(text: Sealed):
    return text
async def checked(text: Sealed):
    jwt.decode(text, $K, ["HS256"])
    return text
Ticket = Annotated[str, Depends(<<sealed||checked>>)]
# --- people.py
import jwt
from givers import Ticket
async def person(ticket: Ticket):
    return jwt.decode(ticket, options={"verify_signature": False})
"""), hidden=FASTAPI),
)
