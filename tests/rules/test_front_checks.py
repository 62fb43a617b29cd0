"""A token is read in a view that requests only come to past a check, in the ways frameworks have for that."""

from __future__ import annotations

import pytest

from pytest_ssot.model import Severity
from pytest_ssot.settings import Settings
from tests.proof.case import CHOICE, split
from tests.rules.judging import SETTINGS, judge, only

ONLY = Settings(SETTINGS.root, rules=only("jwt-signature-bypass"))

CHECK = """
    try:
        jwt.decode(token, "k" * 32, algorithms=["HS256"])
    except jwt.InvalidTokenError:
"""

READ = 'jwt.decode(request.headers.get("X-Token", ""), options={"verify_signature": False})'

FRAMEWORKS = {
    "a layer of Starlette": """
# --- layers.py
import jwt
from starlette.middleware.base import BaseHTTPMiddleware
from starlette.responses import JSONResponse
class TokenLayer(BaseHTTPMiddleware):
    async def dispatch(self, request, call_next):
        try:
            jwt.decode(request.headers.get("x-token", ""), "k" * 32, algorithms=["HS256"])
        except jwt.InvalidTokenError:
            return JSONResponse({}, 401)
        return await call_next(request)
# --- app.py
import jwt
from layers import TokenLayer
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.routing import Route
async def who(request):
    return $READ
app = Starlette(
    routes=[Route("/who", who)<<, Route("/", print, middleware=[Middleware(TokenLayer)])||>>],
    <<||middleware=[Middleware(TokenLayer)]>>
)
""",
    "a layer without a framework": """
# --- layers.py
import jwt
from starlette.requests import Request
from starlette.responses import JSONResponse
class TokenLayer:
    def __init__(self, app, key):
        self.app, self.key = app, key
    async def __call__(self, scope, receive, send):
        if scope["type"] == "<<http||lifespan>>":
            return await self.app(scope, receive, send)
        request = Request(scope)
        try:
            jwt.decode(request.headers.get("x-token", ""), self.key, algorithms=["HS256"])
        except jwt.InvalidTokenError:
            return await JSONResponse({}, 401)(scope, receive, send)
        await self.app(scope, receive, send)
# --- app.py
import jwt
from fastapi import FastAPI
from layers import TokenLayer
app = FastAPI()
app.add_middleware(TokenLayer, key="k" * 32)
@app.get("/who")
async def who(request):
    return $READ
""",
    "a function of FastAPI": """
import jwt
from fastapi import FastAPI
from fastapi.responses import JSONResponse
app = FastAPI()
@app.middleware("http")
async def check(request, call_next):
    token = request.headers.get("X-Token", "")
    if request.url.path in ("/docs", "<</who||/openapi.json>>"):
        return await call_next(request)$CHECK        return JSONResponse({}, 401)
    return await call_next(request)
@app.get("/who")
async def who(request):
    return $READ
""",
    "a check that comes too late": """
import jwt
from fastapi import FastAPI
app = FastAPI()
@app.middleware("http")
async def check(request, call_next):
    token = request.headers.get("X-Token", "")
    <<answer = await call_next(request)||>>$CHECK        raise
    <<return answer||return await call_next(request)>>
@app.get("/who")
async def who(request):
    return $READ
""",
    "a hook of Sanic": """
import jwt
from sanic import Sanic
from sanic.exceptions import Unauthorized
app = Sanic("app")
async def check(request):
    token = request.headers.get("X-Token", "")$CHECK        raise Unauthorized()
async def who(request):
    return $READ
app.register_middleware(<<who||check>>, "request")
app.add_route(who, "/who")
""",
    "middleware of aiohttp": """
import jwt
from aiohttp import web
@web.middleware
async def check(request, handler):
    token = request.headers.get("X-Token", "")$CHECK        raise web.HTTPUnauthorized()
    return await handler(request)
async def who(request):
    return $READ
app = web.Application(<<||middlewares=[check]>>)
""",
    "a class of handlers of Tornado": """
import jwt
from tornado.web import HTTPError, RequestHandler
class Base(RequestHandler):
    def prepare(self):
        token = self.request.headers.get("X-Token", "")
        try:
            jwt.decode(token, "k" * 32, algorithms=["HS256"])
        except jwt.InvalidTokenError:
            raise HTTPError(401)
class Who(<<RequestHandler||Base>>):
    def get(self):
        self.write(jwt.decode(self.request.headers.get("X-Token", ""), options={"verify_signature": False}))
""",
    "a handler of Tornado asks itself for a cookie": """
import jwt
from tornado.web import HTTPError, RequestHandler
class Base(RequestHandler):
    def prepare(self):
        token = self.get_cookie("<<csrf||session>>", "")
        try:
            jwt.decode(token, "k" * 32, algorithms=["HS256"])
        except jwt.InvalidTokenError:
            raise HTTPError(401)
class Who(Base):
    def get(self):
        self.write(jwt.decode(self.get_cookie("session", ""), options={"verify_signature": False}))
""",
    "a layer of ASGI leaves the token in what a request keeps": """
# --- layers.py
import jwt
class Guard:
    def __init__(self, app, key):
        self.app, self.key = app, key
    async def __call__(self, scope, receive, send):
        token = dict(scope["headers"]).get(b"x-token", b"").decode()
        try:
            jwt.decode(token, self.key, algorithms=["HS256"])
        except jwt.InvalidTokenError:
            <<token = dict(scope["headers"])[b"x-other"].decode()||return await send({"status": 401})>>
        scope["state"]["raw"] = token
        await self.app(scope, receive, send)
# --- views.py
import jwt
def who(request):
    return jwt.decode(request.state.raw, options={"verify_signature": False})["sub"]
""",
    "a permission of Django REST": """
import jwt
from rest_framework.permissions import BasePermission
from rest_framework.views import APIView
class HasToken(BasePermission):
    def has_permission(self, request, view):
        token = request.headers.get("X-Token", "")
        try:
            jwt.decode(token, "k" * 32, algorithms=["HS256"])
        except jwt.InvalidTokenError:
            return <<True||False>>
        return True
class Who(APIView):
    permission_classes = [HasToken]
    def get(self, request):
        return $READ
""",
    "what is put around all of a class": """
import functools
import jwt
from django.http import HttpResponse
from django.utils.decorators import method_decorator
from django.views import View
def token_required(view):
    @functools.wraps(view)
    def inner(request, *args, **kwargs):
        try:
            jwt.decode(request.headers.get("X-Token", ""), "k" * 32, algorithms=["HS256"])
        except jwt.InvalidTokenError:
            <<pass||return HttpResponse(status=401)>>
        return view(request, *args, **kwargs)
    return inner
@method_decorator(token_required, name="dispatch")
class Who(View):
    def get(self, request):
        return $READ
""",
    "a guard of Litestar": """
import jwt
from litestar import Litestar, get
from litestar.exceptions import NotAuthorizedException
def token_guard(connection, handler):
    token = connection.headers.get("X-Token", "")$CHECK        raise NotAuthorizedException()
@get("/who"<<||, guards=[token_guard]>>)
async def who(request):
    return $READ
app = Litestar([who])
""",
    "guards of a controller of Litestar": """
import jwt
from litestar import Controller, get
from litestar.exceptions import NotAuthorizedException
def token_guard(connection, handler):
    token = connection.headers.get("X-Token", "")$CHECK        raise NotAuthorizedException()
class Who(Controller):
    guards = [<<print||token_guard>>]
    @get()
    async def who(self, request):
        return $READ
""",
    "what authenticates for Django Ninja": """
import jwt
from ninja import NinjaAPI
from ninja.security import HttpBearer
class Bearer(HttpBearer):
    def authenticate(self, request, token):
        try:
            jwt.decode(token, "k" * 32, algorithms=["HS256"])
        except jwt.InvalidTokenError:
            return <<token||None>>
        return token
api = NinjaAPI(auth=Bearer())
@api.get("/who")
def who(request):
    return jwt.decode(request.auth, options={"verify_signature": False})
""",
    "an interceptor of gRPC that leaves some methods out": """
import grpc
import jwt
class TokenInterceptor(grpc.ServerInterceptor):
    def __init__(self, *open_methods):
        self.open_methods = set(open_methods)
    def intercept_service(self, continuation, call):
        if call.method in self.open_methods:
            return continuation(call)
        try:
            jwt.decode(dict(call.invocation_metadata)["x-token"], "k" * 32, algorithms=["HS256"])
        except jwt.InvalidTokenError:
            return None
        return continuation(call)
class Servicer:
    def Who(self, request, context):
        return jwt.decode(dict(context.invocation_metadata())["x-token"], options={"verify_signature": False})
def serve(pool):
    return grpc.server(pool, interceptors=[TokenInterceptor("/people.People/<<Who||Ping>>")])
""",
    "an interceptor of gRPC that leaves nothing out unless it is told to": """
import grpc
import jwt
class TokenInterceptor(grpc.ServerInterceptor):
    def __init__(self, open_methods=()):
        self.open_methods = list(open_methods)
    def leave_out(self, method):
        self.open_methods.append(method)
    def intercept_service(self, continuation, details):
        if details.method in self.open_methods:
            return continuation(details)
        given = dict(details.invocation_metadata)
        try:
            jwt.decode(given["x-token"], "k" * 32, algorithms=["HS256"])
        except jwt.InvalidTokenError:
            return None
        return continuation(details)
class Servicer:
    def Who(self, request, context):
        given = dict(context.invocation_metadata())
        return jwt.decode(given["x-token"], options={"verify_signature": False})
def serve(pool):
    interceptor = TokenInterceptor()
    <<interceptor.leave_out("/people.People/Who")||print(interceptor)>>
    return grpc.server(pool, interceptors=[interceptor])
""",
    "a hook of Flask that a function has an application run": """
# --- shop/__init__.py
from flask import Flask
from shop import doors, pages
def make(settings):
    site = Flask("shop")
    if <<settings.get("guarded")||site>>:
        doors.guard(site)
    site.register_blueprint(pages.pages)
    return site
# --- shop/doors.py
import jwt
from flask import abort, request
def given():
    sent = request.headers.get("X-Token")
    if not sent:
        return None
    return sent
def guard(site):
    @site.before_request
    def check():
        token = given()
        if token is None:
            abort(401)
        try:
            jwt.decode(token, "k" * 32, algorithms=["HS256"])
        except jwt.InvalidTokenError:
            abort(401)
# --- shop/pages.py
import jwt
from flask import Blueprint
from shop.doors import given
pages = Blueprint("pages", "shop")
@pages.get("/who")
def who():
    return jwt.decode(given(), options={"verify_signature": False})
""",
    "an extension of Flask": """
# --- door.py
import jwt
from flask import abort, request
class Door:
    def __init__(self, site=None):
        if site is not None:
            self.init_app(site)
    def init_app(self, site):
        site.before_request(self.check)
    def check(self):
        token = request.headers.get("X-Token", "")$IN_METHOD
            abort(401)
# --- app.py
import jwt
from door import Door
from flask import Flask, request
site = Flask("site")
door = Door(<<||site>>)
@site.get("/who")
def who():
    return $READ
""",
    "a hook of Flask that leaves open a page, which asks a helper": """
import jwt
from flask import Flask, abort, request
site = Flask("site")
@site.before_request
def check():
    if request.endpoint in ("static", "<<greeting||news>>"):
        return
    token = request.headers.get("X-Token", "")$CHECK
        abort(401)
def holder():
    return $READ
def name():
    return holder()["name"]
@site.get("/hello")
def greeting():
    return "hello " + name()
""",
    "a decorator that is told something, in another file": """
# --- doors.py
import jwt
from flask import abort, request
def known(page):
    def known_page(**parts):
        token = request.headers.get("X-Token", "")$IN_METHOD
            abort(401)
        return page(**parts)
    return known_page
def of_group(group):
    def around(page):
        def page_of_group(**parts):
            if group not in $READ["groups"]:
                abort(403)
            return page(**parts)
        return page_of_group
    return around
# --- pages.py
from doors import known, of_group
from flask import Flask
site = Flask("site")
@site.get("/books")
@known
@of_group("clerks")
def books():
    return "books"
@site.get("/wages")
<<||@known>>
@of_group("managers")
def wages():
    return "wages"
""",
    "a hook that keeps the token for others": """
# --- door.py
import jwt
from flask import Blueprint, abort, g, request
door = Blueprint("door", __name__)
@door.before_app_request
def keep():
    g.sealed = request.args.get("seal", "")
    token = g.sealed$CHECK
        <<g.holder = None||abort(403)>>
# --- app.py
import jwt
from door import door
from flask import Flask, g
site = Flask("site")
site.register_blueprint(door)
class Holder:
    @property
    def name(self):
        return jwt.decode(g.sealed, options={"verify_signature": False})["name"]
holder = Holder()
@site.get("/who")
def who():
    return holder.name
""",
    "a hook that keeps one of several tokens": """
import jwt
from flask import Flask, abort, g, request
site = Flask("site")
@site.before_request
def keep():
    g.sealed = request.args.get("seal", "")
    token = g.sealed$CHECK
        abort(403)
def other():
    <<g.sealed = request.args["other"]||return g.sealed>>
@site.get("/who")
def who():
    other()
    return jwt.decode(g.sealed, options={"verify_signature": False})
""",
    "a hook of Bottle": """
import jwt
from bottle import Bottle, abort, request
site = Bottle()
@site.hook("<<after_request||before_request>>")
def check():
    token = request.get_cookie("seal")$CHECK
        abort(401)
@site.get("/who")
def who():
    return jwt.decode(request.get_cookie("seal"), options={"verify_signature": False})
""",
    "what Flask-RESTful puts around the methods of a resource": """
# --- base.py
import jwt
from flask import request
from flask_restful import Resource, abort
def known(method):
    def known_method(*args):
        token = request.headers.get("X-Token", "")$IN_METHOD
            abort(401)
        return method(*args)
    return known_method
class Known(Resource):
    method_decorators = <<{"delete": [known]}||[known]>>
# --- who.py
import jwt
from base import Known
from flask import request
class Who(Known):
    def get(self):
        return $READ
""",
    "a layer that makes the headers of what a server hands over": """
import jwt
from starlette.applications import Starlette
from starlette.datastructures import Headers
from starlette.middleware import Middleware
from starlette.responses import Response
from starlette.routing import Route
class Known:
    def __init__(self, app):
        self.app = app
    async def __call__(self, scope, receive, send):
        token = Headers(<<{}||scope=scope>>).get("X-Token", "")
        try:
            jwt.decode(token, "k" * 32, algorithms=["HS256"])
        except jwt.InvalidTokenError:
            return await Response(status_code=401)(scope, receive, send)
        return await self.app(scope, receive, send)
async def who(request):
    return $READ
site = Starlette([Route("/who", who)], middleware=[Middleware(Known)])
""",
    "what verifies for MCP": """
# --- door.py
import jwt
from mcp.server.auth.provider import AccessToken, TokenVerifier
class Door(TokenVerifier):
    async def verify_token(self, token):
        try:
            <<len(token)||jwt.decode(token, "k" * 32, algorithms=["HS256"])>>
        except jwt.InvalidTokenError:
            return None
        return AccessToken(token=token, client_id="any", scopes=[])
# --- tools.py
import jwt
from door import Door
from mcp.server.auth.middleware.auth_context import get_access_token
from mcp.server.fastmcp import FastMCP
server = FastMCP("tools", token_verifier=Door())
@server.tool()
def who():
    given = get_access_token()
    if given is None:
        return "nobody"
    return jwt.decode(given.token, options={"verify_signature": False})["sub"]
""",
    "what verifies for FastMCP, which may be its own": """
import jwt
from fastmcp import FastMCP
from fastmcp.server.auth.providers.jwt import JWTVerifier
from fastmcp.server.dependencies import get_access_token<<, get_http_headers||>>
server = FastMCP("tools", auth=JWTVerifier("k" * 32))
@server.tool
def who():
    token = <<get_http_headers()["x-token"]||get_access_token().token>>
    return jwt.decode(token, options={"verify_signature": False})["sub"]
""",
    "an earlier layer of Django, wherever there is a token": """
# --- site/settings.py
MIDDLEWARE = [<<"site.layers.Tenant", "site.layers.Signed"||"site.layers.Signed", "site.layers.Tenant">>]
# --- site/layers.py
import jwt
from django.http import HttpResponse
from site.tenants import enter
class Signed:
    def __init__(self, get_response):
        self.get_response = get_response
    def __call__(self, request):
        token = request.headers.get("X-Token", "")
        if token:
            try:
                jwt.decode(token, "k" * 32, algorithms=["HS256"])
            except jwt.InvalidTokenError:
                return HttpResponse(status=401)
        return self.get_response(request)
class Tenant:
    def __init__(self, get_response):
        self.get_response = get_response
    def __call__(self, request):
        enter($READ["tenant"])
        return self.get_response(request)
# --- site/tenants.py
def enter(tenant):
    open(tenant)
""",
    "a layer of Starlette that is added later": """
import jwt
from starlette.applications import Starlette
from starlette.middleware.base import BaseHTTPMiddleware
from starlette.responses import JSONResponse
class Signed(BaseHTTPMiddleware):
    async def dispatch(self, request, call_next):
        try:
            jwt.decode(request.headers.get("X-Token", ""), "k" * 32, algorithms=["HS256"])
        except jwt.InvalidTokenError:
            return JSONResponse({}, 401)
        return await call_next(request)
class Tenant(BaseHTTPMiddleware):
    async def dispatch(self, request, call_next):
        request.state.tenant = $READ["tenant"]
        return await call_next(request)
app = Starlette()
app.add_middleware(<<Signed||Tenant>>)
app.add_middleware(<<Tenant||Signed>>)
""",
    "a hook of Falcon": """
import falcon
import jwt
def signed(request, response, resource, params):
    token = request.headers.get("X-Token", "")
    $IN_HOOK
class Me:
    <<@falcon.after(signed)||@falcon.before(signed)>>
    def on_get(self, request, response):
        response.media = $READ
""",
    "a hook of Falcon that fills a parameter": """
import falcon
import jwt
def signed(request, response, resource, params):
    token = request.get_header("X-Token", required=True)
    $IN_HOOK
    params["proof"] = <<request.get_param("proof")||token>>
@falcon.before(signed)
class Me:
    def on_get(self, request, response, proof):
        response.media = self._content(proof)
    def _content(self, proof):
        return jwt.decode(proof, options={"verify_signature": False})
""",
    "an interceptor of gRPC": """
import grpc
import jwt
class TokenInterceptor(grpc.ServerInterceptor):
    def intercept_service(self, continuation, details):
        metadata = dict(details.invocation_metadata)
        try:
            jwt.decode(metadata.get("x-token", ""), "k" * 32, algorithms=["HS256"])
        except jwt.InvalidTokenError:
            return None
        return continuation(details)
class Servicer:
    def Who(self, request, context):
        metadata = dict(context.invocation_metadata())
        return jwt.decode(metadata.get("x-token", ""), options={"verify_signature": False})
def serve(pool):
    return grpc.server(pool<<||, interceptors=[TokenInterceptor()]>>)
""",
    "middleware of Falcon": """
import falcon
import jwt
class TokenLayer:
    def <<process_response||process_request>>(self, req, resp):
        token = req.get_header("X-Token", default="")
        try:
            jwt.decode(token, "k" * 32, algorithms=["HS256"])
        except jwt.InvalidTokenError:
            raise falcon.HTTPUnauthorized()
class Who:
    def on_get(self, req, resp):
        resp.media = jwt.decode(req.get_header("X-Token", default=""), options={"verify_signature": False})
app = falcon.App(middleware=[TokenLayer()])
""",
    "a backend of Starlette, and a view for those signed in": """
import jwt
from starlette.authentication import AuthCredentials, AuthenticationBackend, SimpleUser, requires
class Backend(AuthenticationBackend):
    async def authenticate(self, conn):
        try:
            claims = jwt.decode(conn.headers.get("X-Token", ""), "k" * 32, algorithms=["HS256"])
        except jwt.InvalidTokenError:
            return None
        return AuthCredentials(["authenticated"]), SimpleUser(claims["sub"])
<<||@requires("authenticated")>>
async def who(request):
    return $READ
""",
    "a loader of Flask-Login": """
import jwt
from flask import Flask, request
from flask_login import LoginManager, login_required
app = Flask(__name__)
manager = LoginManager(app)
@manager.request_loader
def load(request):
    try:
        return User(jwt.decode(request.headers.get("X-Token"), app.secret_key, algorithms=["HS256"]))
    except jwt.InvalidTokenError:
        return <<User({"sub": "guest"})||None>>
@app.get("/who")
@login_required
def who():
    return jwt.decode(request.headers.get("X-Token"), options={"verify_signature": False})
""",
    "a hook that comes back with what is no answer": """
import jwt
from flask import Flask, abort, jsonify, request
app = Flask(__name__)
def noted():
    print("debugging")
    <<||return jsonify(error="debugging"), 400>>
@app.before_request
def check():
    if request.args.get("debug"):
        return noted()
    token = request.headers.get("X-Token", "")$CHECK        abort(401)
@app.get("/who")
def who():
    return $READ
""",
    "a layer that is told which paths are free": """
# --- layers.py
import jwt
from starlette.middleware.base import BaseHTTPMiddleware
from starlette.responses import JSONResponse
class Gate(BaseHTTPMiddleware):
    def __init__(self, app, key, free=("/health",)):
        super().__init__(app)
        self.key, self.free = key, frozenset(free)
    async def dispatch(self, request, call_next):
        if request.url.path in self.free:
            return await call_next(request)
        token = request.headers.get("authorization", "").removeprefix("Bearer ")
        try:
            jwt.decode(token, self.key, algorithms=["HS256"])
        except jwt.InvalidTokenError:
            return JSONResponse({}, 401)
        return await call_next(request)
# --- app.py
import jwt
from fastapi import FastAPI, Request
from layers import Gate
app = FastAPI()
app.add_middleware(Gate, key="k" * 32, free=["/metrics", "<</who||/health>>"])
@app.get("/who")
def who(request: Request):
    return jwt.decode(request.headers["authorization"][7:], options={"verify_signature": False})
""",
    "a class of views, and one of the project's own": """
import jwt
from tornado.web import HTTPError, RequestHandler
class Who(<<object||RequestHandler>>):
    def prepare(self):
        token = self.request.headers.get("X-Token", "")$IN_METHOD            raise HTTPError(401)
    def get(self):
        self.write(jwt.decode(self.request.headers.get("X-Token", ""), options={"verify_signature": False}))
""",
    "authentication of Django REST": """
import jwt
from rest_framework.authentication import BaseAuthentication
from rest_framework.permissions import AllowAny, IsAuthenticated
from rest_framework.views import APIView
class Authentication(BaseAuthentication):
    def authenticate(self, request):
        token = request.headers.get("X-Token", "")
        if not token:
            return None
        try:
            return jwt.decode(token, "k" * 32, algorithms=["HS256"])["sub"], None
        except jwt.InvalidTokenError:
            return None
class Who(APIView):
    authentication_classes = [Authentication]
    permission_classes = [<<AllowAny||IsAuthenticated>>]
    def get(self, request):
        return $READ
""",
}


@pytest.mark.parametrize("name", FRAMEWORKS)
def test_a_read_behind_a_check_of_all_requests_is_a_warning(name: str) -> None:
    """The same project with a check that does not always happen, or for all, is critical."""
    text = FRAMEWORKS[name].lstrip().replace("$READ", READ).replace("$CHECK", CHECK)
    text = text.replace("$IN_METHOD", CHECK.replace("\n    ", "\n        "))
    text = text.replace("    $IN_HOOK", CHECK + "        raise falcon.HTTPUnauthorized()")

    assert _weights(CHOICE.sub(r"\1", text)) == {Severity.CRITICAL}
    assert _weights(CHOICE.sub(r"\2", text)) == {Severity.WARNING}


def _weights(text: str) -> set[Severity]:
    return {one.violation.severity for one in judge(split(text), ONLY).assessments}


OTHERS = {
    "layers of FastAPI": """
# --- one/app.py
import jwt
from fastapi import FastAPI
from fastapi.responses import JSONResponse
app = FastAPI()
@app.middleware("http")
async def check(request, call_next):
    token = request.headers.get("X-Token", "")$CHECK
        return JSONResponse({}, 401)
    return await call_next(request)
@app.get("/me")
async def me(request):
    return $READ
# --- two/app.py
import jwt
from fastapi import FastAPI
app = FastAPI()
@app.get("/me")
async def me(request):
    return $READ
""",
    "hooks of Flask": """
# --- one/app.py
import jwt
from flask import Flask, abort, request
app = Flask(__name__)
@app.before_request
def check():
    token = request.headers.get("X-Token", "")$CHECK
        abort(401)
# --- one/views.py
import jwt
from flask import request
from app import app
@app.get("/me")
def me():
    return $READ
# --- two/app.py
import jwt
from flask import Flask, request
app = Flask(__name__)
@app.get("/me")
def me():
    return $READ
""",
    "lists of Django": """
# --- one/site/settings.py
MIDDLEWARE = ["site.layers.TokenLayer"]
# --- one/site/layers.py
import jwt
from django.http import HttpResponse
class TokenLayer:
    def __init__(self, get_response):
        self.get_response = get_response
    def __call__(self, request):
        try:
            jwt.decode(request.headers.get("X-Token", ""), "k" * 32, algorithms=["HS256"])
        except jwt.InvalidTokenError:
            return HttpResponse(status=401)
        return self.get_response(request)
# --- one/shop/views.py
import jwt
def me(request):
    return $READ
# --- two/site/settings.py
MIDDLEWARE = ["django.middleware.security.SecurityMiddleware"]
# --- two/shop/views.py
import jwt
def me(request):
    return $READ
""",
}


@pytest.mark.parametrize("name", OTHERS)
def test_what_one_application_runs_first_says_nothing_of_another(name: str) -> None:
    """Two services in one tree: only the views of the one that checks are behind its check."""
    text = OTHERS[name].lstrip().replace("$READ", READ).replace("$CHECK", CHECK)
    found = {
        (one.violation.location.path.partition("/")[0], one.violation.severity)
        for one in judge(split(text), ONLY).assessments
    }

    assert found == {("one", Severity.WARNING), ("two", Severity.CRITICAL)}
