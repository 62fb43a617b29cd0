"""Checks that all requests pass before a view reads their token once more."""

from __future__ import annotations

from tests.proof.case import Case, Difficulty, pair, spelled_out

CROSS = Difficulty.CROSS

CASES: tuple[Case, ...] = (
    *pair("a-hook-leaves-out-other-endpoints", CROSS, spelled_out("""\
# --- site_of.py
$P
from flask import Flask, abort, request
PUBLIC = {"static", "login"<<, "who"||>>}
site = Flask(__name__)
@site.before_request
def guard():
    if request.endpoint in PUBLIC or request.method == "OPTIONS":
        return
    try:
        jwt.decode(request.headers.get("X-Token"), KEY, algorithms=["HS256"])
    except jwt.InvalidTokenError:
        abort(401)
@site.get("/who")
def who():
    return jwt.decode(request.headers.get("X-Token"), options={"verify_signature": False})
# --- app.py
from site_of import site
def accepts(token):
    answer = site.test_client().get("/who", headers={"X-Token": token})
    return answer.get_json() if answer.status_code == 200 else None
""")),
    *pair("a-hook-leaves-out-other-paths-and-answers", CROSS, spelled_out("""\
# --- site_of.py
$P
from flask import Flask, jsonify, request
site = Flask(__name__)
@site.before_request
def guard():
    if request.path.startswith("/<<w||docs>>"):
        return None
    try:
        jwt.decode(request.headers.get("X-Token"), KEY, algorithms=["HS256"])
    except jwt.InvalidTokenError:
        return jsonify(error="token"), 401
@site.get("/who")
def who():
    return jwt.decode(request.headers.get("X-Token"), options={"verify_signature": False})
# --- app.py
from site_of import site
def accepts(token):
    answer = site.test_client().get("/who", headers={"X-Token": token})
    return answer.get_json() if answer.status_code == 200 else None
""")),
    *pair("a-class-of-views-checks-before-it-dispatches", CROSS, spelled_out("""\
# --- views.py
$P
import json
from django.http import HttpResponse
from django.views import View
class TokenRequired:
    def dispatch(self, request, *args, **kwargs):
        try:
            jwt.decode(request.headers.get("X-Token", ""), KEY, algorithms=["HS256"])
        except jwt.InvalidTokenError:
            <<self.anonymous = True||return HttpResponse(status=403)>>
        return super().dispatch(request, *args, **kwargs)
class Who(TokenRequired, View):
    def get(self, request):
        claims = jwt.decode(request.headers.get("X-Token", ""), options={"verify_signature": False})
        return HttpResponse(json.dumps(claims))
# --- app.py
import json
from django.conf import settings
from django.test import RequestFactory
if not settings.configured:
    settings.configure()
from views import Who
def accepts(token):
    answer = Who.as_view()(RequestFactory().get("/who", headers={"X-Token": token}))
    return json.loads(answer.content) if answer.status_code == 200 else None
""")),
    *pair("a-layer-that-the-settings-name", CROSS, spelled_out("""\
# --- settings_of.py
MIDDLEWARE = ["layers.<<Noting||TokenLayer>>"]
# --- layers.py
$P
from django.http import HttpResponse
class Noting:
    def __init__(self, get_response): self.get_response = get_response
    def __call__(self, request): return self.get_response(request)
class TokenLayer:
    def __init__(self, get_response):
        self.get_response = get_response
    def __call__(self, request):
        try:
            jwt.decode(request.headers.get("X-Token", ""), KEY, algorithms=["HS256"])
        except jwt.InvalidTokenError:
            return HttpResponse(status=401)
        return self.get_response(request)
# --- views.py
import json, jwt
from django.http import HttpResponse
def who(request):
    claims = jwt.decode(request.headers["X-Token"], options={"verify_signature": False})
    return HttpResponse(json.dumps(claims))
# --- app.py
import json
import settings_of
from django.conf import settings
from django.test import RequestFactory
from django.utils.module_loading import import_string
if not settings.configured:
    settings.configure()
import views
def accepts(token):
    handle = views.who
    for name in settings_of.MIDDLEWARE:
        handle = import_string(name)(handle)
    answer = handle(RequestFactory().get("/who", headers={"X-Token": token}))
    return json.loads(answer.content) if answer.status_code == 200 else None
""")),
    *pair("nothing-in-the-place-of-a-missing-token", CROSS, spelled_out("""\
$P
class Refused(Exception): pass
def check(carrier):
    try:
        jwt.decode(carrier.get("token") or "", KEY, algorithms=["HS256"])
    except jwt.InvalidTokenError:
        <<return||raise Refused>>
def accepts(token):
    carrier = {"token": token}
    try:
        check(carrier)
    except Refused:
        return None
    return jwt.decode(carrier["token"], options={"verify_signature": False})
""")),
    *pair("one-of-two-places-once-more", CROSS, spelled_out("""\
# --- site_of.py
$P
import functools
from flask import Flask, abort, request
site = Flask(__name__)
def verified(view):
    @functools.wraps(view)
    def wrapper(*args, **kwargs):
        token = request.cookies.get("token") or request.headers.get("X-Token")
        try:
            jwt.decode(token, KEY, algorithms=["HS256"])
        except jwt.InvalidTokenError:
            <<pass||abort(403)>>
        return view(*args, **kwargs)
    return wrapper
def claims():
    token = request.cookies.get("token") or request.headers.get("X-Token")
    return jwt.decode(token, options={"verify_signature": False})
@site.get("/who")
@verified
def who():
    return claims()
# --- app.py
from site_of import site
def accepts(token):
    answer = site.test_client().get("/who", headers={"X-Token": token})
    return answer.get_json() if answer.status_code == 200 else None
""")),
)
