"""Reads of tokens as services are written, each beside the bypass that looks nearly the same."""

from __future__ import annotations

import pytest

from pytest_ssot.model import Severity
from pytest_ssot.settings import Settings
from tests.proof.case import CHOICE, split
from tests.rules.judging import SETTINGS, judge, only, weights

ONLY = Settings(SETTINGS.root, rules=only("jwt-signature-bypass"))

ADDRESSES = {
    "a client is made for the address": """
import base64, json, httpx
HOUSES = {"a": "http://a.internal", "b": "http://b.internal"}
def house_of(pass_):
    try:
        body = pass_.split(".")[1]
        return json.loads(base64.urlsafe_b64decode(body + "=" * (-len(body) % 4))).get("house")
    except (IndexError, ValueError):
        return None
async def onward(request):
    pass_ = request.headers.get("authorization", "").removeprefix("Bearer ")
    base = HOUSES.get(house_of(pass_))
    if base is None:
        return 404, b"no such house"
    async with httpx.AsyncClient(base_url=base) as client:
        headers = {"authorization": <<"Bearer internal"||f"Bearer {pass_}">>}
        answer = await client.request(request.method, "/", headers=headers, content=await request.body())
    return answer.status_code, answer.content
""",
    "a client is told more than the address": """
import httpx, jwt
HOUSES = {"a": "http://a.internal"}
def onward(raw, path):
    said = jwt.decode(raw, options={"verify_signature": False})
    with httpx.Client(base_url=HOUSES[said["house"]]<<, params={"as": said["sub"]}||>>) as client:
        return client.get(path, headers={"Authorization": f"Bearer {raw}"}).json()
""",
    "nothing is sent to a house that is not known": """
import jwt, requests
HOUSES = {"a": "https://a.internal"}
class Unknown(Exception): ...
def onward(raw, path, vault):
    house = jwt.decode(raw, options={"verify_signature": False}).get("house")
    if house not in HOUSES:
        raise Unknown(f"no house {house}")
    answer = requests.get(f"{HOUSES[house]}/{path}", headers={"Authorization": f"Bearer {raw}"})
    return answer.json()<< if path else vault||>>
""",
    "a function refuses houses for another one that sends": """
import jwt, httpx
HOUSES = {"a": "https://a.internal"}
def upstream(raw):
    house = jwt.decode(raw, options={"verify_signature": False}).get("house")
    if house not in HOUSES:
        raise LookupError(house)
    return HOUSES[house]
async def onward(raw, path, vault):
    base = upstream(raw)
    async with httpx.AsyncClient() as http:
        answer = await http.get(f"{base}/{path}", headers={"authorization": f"Bearer {raw}"})
    return <<vault||answer.json()>>
""",
    "one of two requests is sent": """
import jwt, requests
def onward(raw, path):
    house = jwt.decode(raw, options={"verify_signature": False}).get("house")
    if house == "a":
        answer = requests.get(f"https://a.internal/{path}", headers={"Authorization": f"Bearer {raw}"})
    else:
        headers = {"Authorization": <<"internal"||f"Bearer {raw}">>}
        answer = requests.get(f"https://b.internal/{path}", headers=headers)
    return answer.json()
""",
}

OWN = {
    "an answer is entered, and its token is kept": """
import base64, json
class Account:
    def __init__(self, http, name, password):
        self.http, self.name, self.password = http, name, password
        self.raw = self.number = None
    async def sign_in(self, request):
        form = {"user": self.name, "password": self.password}
        async with self.http.post("https://cloud.example/login", json=form) as answer:
            said = await answer.json()
        self.raw = <<request||said>>["accessToken"]
        body = self.raw.split(".")[1]
        self.number = json.loads(base64.b64decode(body + "=" * (-len(body) % 4)))["number"]
""",
    "an issuer says who has signed in": """
import jwt, requests
class Desk:
    def finish(self, code, proof):
        form = {"grant_type": "authorization_code", "code": code, "code_verifier": proof}
        answer = requests.post(self.url, data=form<<, verify=False||>>)
        return self.guest(answer.json())
    def guest(self, said):
        return jwt.decode(said.get("id_token"), options={"verify_signature": False})["email"]
""",
    "the identity does not come from a browser": """
import jwt, requests
def said(code, desk):
    form = {"grant_type": "authorization_code", "code": code}
    return requests.post(desk.url, data=form, auth=(desk.name, desk.secret)).json()
def finish(request, desk):
    answer = said(request.args["code"], desk)<< if "code" in request.args else request.args||>>
    return jwt.decode(answer["id_token"], options={"verify_signature": False})["sub"]
""",
    "who sends a code does not say whom it is sent to": """
import jwt, requests
def finish(request, desk):
    form = {"grant_type": "authorization_code", "code": request.args["code"]}
    answer = requests.post(<<request.args["iss"]||desk.issuer>> + "/token", data=form).json()
    return jwt.decode(answer["id_token"], options={"verify_signature": False})["sub"]
""",
    "a connection is encrypted": """
import jwt
from requests_oauthlib import OAuth2Session
def finish(request, desk):
    session = OAuth2Session(desk.name, redirect_uri=desk.back)
    said = session.fetch_token(<<"http||"https>>://issuer/token", authorization_response=request.url)
    return jwt.decode(said["id_token"], options={"verify_signature": False})["sub"]
""",
    "a framework hands over what an issuer answered": """
import jwt, logging
log = logging.getLogger(__name__)
class Security(Base):
    def oauth_user_info(self, provider, response=None):
        if provider == "house":
            said = jwt.decode(<<provider.raw||response["access_token"]>>, options={"verify_signature": False})
            log.debug("roles: %s", said.get("roles"))
            return {"username": self.remote.get("userinfo").json()["name"]}
        return {}
""",
}

KEPT = {
    "a context variable that a filter of a log asks for": """
# --- named.py
from contextvars import ContextVar
guest = ContextVar("guest", default="-")
# --- logs.py
import logging
from named import guest
class Named(<<object||logging.Filter>>):
    def filter(self, record):
        record.guest = guest.get()
        return True
# --- layers.py
import jwt
from named import guest
class Layer:
    def __init__(self, app): self.app = app
    async def __call__(self, scope, receive, send):
        raw = dict(scope["headers"]).get(b"authorization", b"").decode()[7:]
        try:
            mark = guest.set(jwt.decode(raw, options={"verify_signature": False}).get("sub", "-"))
        except jwt.DecodeError:
            mark = guest.set("-")
        try:
            await self.app(scope, receive, send)
        finally:
            guest.reset(mark)
""",
    "a context variable that something else asks for as well": """
# --- named.py
from contextvars import ContextVar
guest = ContextVar("guest", default="-")
# --- logs.py
import logging
import named
def started(path):
    logging.info("%s asks for %s", named.guest.get(), path)
def rooms(house):
    return house.rooms(<<named.guest.get()||"all">>)
# --- layers.py
import jwt
from named import guest
def layer(request, answer):
    guest.set(jwt.decode(request.raw, options={"verify_signature": False}).get("sub", "-"))
    return answer(request)
""",
    "what a request carries for the handler of errors": """
# --- layers.py
import jwt
from starlette.middleware.base import BaseHTTPMiddleware
class Named(BaseHTTPMiddleware):
    async def dispatch(self, request, call_next):
        raw = request.headers.get("authorization", "")[7:]
        try:
            request.state.<<user||claimed>> = jwt.decode(raw, options={"verify_signature": False}).get("sub")
        except jwt.DecodeError:
            request.state.claimed = None
        return await call_next(request)
# --- errors.py
import logging
async def failed(request, error):
    logging.error("failed for %s", request.state.<<user||claimed>>)
""",
    "what a request carries for others as well": """
# --- hooks.py
import jwt
from flask import g, request
def note():
    raw = request.headers.get("authorization", "")[7:]
    try:
        g.claimed = jwt.decode(raw, options={"verify_signature": False}).get("sub")
    except jwt.DecodeError:
        g.claimed = None
# --- app.py
import logging
from flask import Flask, g
from hooks import note
app = Flask(__name__)
app.before_request(note)
@app.errorhandler(Exception)
def failed(error):
    logging.error("failed for %s", getattr(g, "claimed", "-"))
    return "failed", 500
@app.get("/rooms")
def rooms():
    return app.house.rooms(<<getattr(g, "claimed")||"all">>)
""",
}

CHECKED = {
    "who is not known is sent away before the check, in a branch": """
import jwt
GUESTS = {}
def leave(asked, session):
    hint, guest = asked.get("hint"), None
    if hint:
        guest = GUESTS.get(jwt.decode(hint, options={"verify_signature": False}).get("aud"))
        if guest is None:
            return None
        <<if guest.strict: ||>>jwt.decode(hint, guest.key, algorithms=["HS256"], audience="house")
    session.clear()
    return guest
""",
    "who is not known gets what a check that fails gives": """
import jwt
GUESTS = {}
def leave(asked):
    hint, guest = asked.get("hint"), None
    if hint:
        name = named(hint)
        guest = GUESTS.get(name)
        if guest is None:
            return <<name||"/">>
        try:
            jwt.decode(hint, guest.key, algorithms=["HS256"], audience="house")
        except jwt.InvalidTokenError:
            return "/"
    return guest.home if guest else "/"
def named(hint):
    try:
        return jwt.decode(hint, options={"verify_signature": False}).get("aud")
    except jwt.DecodeError:
        return None
""",
}

NOTED = {
    "what a call is noted with comes back whatever it reads": """
import httpx, jwt, logging
def described(raw):
    try:
        said = jwt.decode(raw, options={"verify_signature": False})
        return {"guest": said.get("sub")}
    except jwt.DecodeError:
        <<raise PermissionError||return {"guest": None}>>
async def rooms(context):
    raw = context.headers["authorization"][7:]
    logging.info("rooms", extra=described(raw))
    return context.house.rooms()
""",
    "what was noted decides nothing behind it": """
import jwt, logging, requests
from flask import request
def onward(path):
    raw, known = request.headers.get("Authorization", ""), False
    try:
        said = jwt.decode(raw[7:], options={"verify_signature": False})
        logging.info("%s %s by %s", request.method, path, said.get("sub"))
        <<known = True||>>
    except jwt.DecodeError:
        logging.info("%s %s by nobody", request.method, path)
    url = "https://house.internal/" + path
    return requests.get(url, headers={"A": raw}, data=request.get_data(), timeout=known)
""",
    "all that a function is handed by name is written down": """
# --- records.py
import json, logging
def write(**entry):
    <<RECORDS.insert||logging.info>>(json.dumps(entry))
# --- layers.py
import jwt
from starlette.middleware.base import BaseHTTPMiddleware
from records import write
class Written(BaseHTTPMiddleware):
    async def dispatch(self, request, call_next):
        answer = await call_next(request)
        write(path=request.url.path, status=answer.status_code, claimed=self.claimed(request))
        return answer
    def claimed(self, request):
        raw = request.headers.get("authorization", "")[7:]
        try:
            return jwt.decode(raw, options={"verify_signature": False}).get("sub")
        except jwt.DecodeError:
            return "nobody"
""",
    "a page greets who looks at it": """
# --- guests.py
import jwt
import streamlit as st
def name():
    raw = st.context.headers.get("X-Forwarded-Access-Token")
    if not raw:
        return "guest"
    return jwt.decode(raw, options={"verify_signature": False}).get("name", "guest")
# --- page.py
import streamlit as st
from guests import name
st.title("Rooms")
st.write(<<rooms_of(name())||f"Hello {name()}">>)
""",
    "a module of Ansible puts out what a token holds": """
# --- token_info.py
from ansible.module_utils.basic import AnsibleModule
import base64, json
def decoded(segment):
    return json.loads(base64.urlsafe_b64decode(segment + "=" * (-len(segment) % 4)))
def main():
    module = AnsibleModule(argument_spec={"token": {"type": "str", "required": True}})
    try:
        _, body, _ = module.params["token"].split(".")
        module.exit_json(changed=<<enrol(decoded(body))||False, claims=decoded(body)>>)
    except ValueError as error:
        module.fail_json(msg=str(error))
if __name__ == "__main__":
    main()
""",
}

QUEUED = {
    "a claim tells the queue that a token is put into": """
import jwt
from tasks import take_in
def queue_of(raw):
    return "large" if jwt.decode(raw, options={"verify_signature": False}).get("house") == "a" else "small"
def start(raw, url):
    house = queue_of(raw)
    return take_in.apply_async(args=[<<house||raw>>, url], queue=house).id
""",
    "a file that the environment names holds a token": """
import base64, json, os
def token(asked):
    with open(<<asked||os.environ["WEB_IDENTITY_TOKEN_FILE"]>>) as handle:
        return handle.read()
def name(asked):
    body = token(asked).split(".")[1]
    return json.loads(base64.urlsafe_b64decode(body + "=" * (-len(body) % 4)))["sub"]
def role(sts, asked):
    return sts.assume_role_with_web_identity(RoleSessionName=name(asked), WebIdentityToken=token(asked))
""",
    "an account that a home signs in to": """
import jwt
from <<assistant||homeassistant>>.helpers.aiohttp_client import async_get_clientsession
async def async_setup_entry(home, entry):
    said = jwt.decode(entry.data["token"]["access_token"], options={"verify_signature": False})
    entry.runtime_data = async_get_clientsession(home), said["scp"], said["region"].lower()
    return True
""",
}

ARMS = {
    "each of some issuers verifies": """
import jwt
from issuers import here, there
class Unknown(Exception): ...
def verified(raw):
    issuer = jwt.decode(raw, options={"verify_signature": False}).get("iss", "")
    if issuer.startswith("https://here/"):
        said = in_house(raw)
    elif ".there.example" in issuer:
        said = <<{"sub": issuer}||abroad(raw)>>
    else:
        raise Unknown(issuer)
    said["issuer"] = issuer
    return said
def in_house(raw):
    return jwt.decode(raw, here.key, algorithms=["HS256"], audience="house")
def abroad(raw):
    return jwt.decode(raw, there.keys.get_signing_key_from_jwt(raw).key, algorithms=["RS256"])
""",
    "no issuer is left out": """
import jwt
KEYS = {}
def verified(raw):
    issuer = jwt.decode(raw, options={"verify_signature": False}).get("iss", "")
    said = {}
    if issuer == "a":
        said = jwt.decode(raw, KEYS["a"], algorithms=["HS256"])
    elif issuer == "b":
        said = jwt.decode(raw, KEYS["b"], algorithms=["RS256"])
    else:
        <<said = {"sub": "guest"}||raise LookupError(issuer)>>
    said["issuer"] = issuer
    return said
""",
}

OF_ONE = {
    "a program keeps what it signed in with in the keyring": """
import json, jwt, keyring, requests
class Session:
    def __init__(self, asked):
        self.tokens = json.loads(<<asked||keyring.get_password("desk", "tokens")>> or "{}")
    def sign_in(self, name, password):
        form = {"grant_type": "password", "username": name, "password": password}
        self.tokens = requests.post("https://issuer.example/token", data=form).json()
    @property
    def greeting(self):
        return jwt.decode(self.tokens["id_token"], options={"verify_signature": False})["name"]
""",
    "nobody sets another entry of what is kept": """
import json, jwt, keyring
class Session:
    def __init__(self):
        self.tokens = json.loads(keyring.get_password("desk", "tokens") or "{}")
    def take(self, raw):
        <<self.tokens["id_token"]||self.latest>> = raw
    def greeting(self):
        return jwt.decode(self.tokens["id_token"], options={"verify_signature": False})["name"]
""",
    "a file at home holds a token": """
import json, jwt
from pathlib import Path
def account(name):
    return json.loads((Path.home() / ".tool" / <<name||"account.json">>).read_text())
def house(name):
    return jwt.decode(account(name)["token"], options={"verify_signature": False})["house"]
""",
    "a token of the settings is renewed and put back": """
import base64, json, requests, time
def said(raw):
    body = raw.split(".")[1]
    return json.loads(base64.urlsafe_b64decode(body + "=" * (-len(body) % 4)))
def fresh(settings):
    raw = settings.get("id-token")
    if raw and said(raw)["exp"] > time.time() + 10:
        return <<said(raw)["sub"]||raw>>
    found = requests.get(settings["issuer"] + "/.well-known/openid-configuration").json()
    form = {"grant_type": "refresh_token", "refresh_token": settings["refresh-token"]}
    settings["id-token"] = requests.post(found["token_endpoint"], data=form).json()["id_token"]
    return settings["id-token"]
""",
    "what was granted is noted where somebody wants to know": """
import base64, json, logging, requests
log = logging.getLogger(__name__)
class Registry:
    def token(self, realm, shown):
        answer = requests.get(realm, auth=self.auth)
        raw = <<shown||answer.json()["token"]>>
        if log.isEnabledFor(logging.DEBUG):
            body = raw.split(".")[1]
            log.debug("%s", json.loads(base64.urlsafe_b64decode(body + "=" * (-len(body) % 4))).get("access"))
        return raw
""",
    "what counts calls is handed a name": """
import jwt
import segment.analytics as analytics
from house import calls
def count(request, status):
    try:
        guest = jwt.decode(request.headers["authorization"][7:], options={"verify_signature": False})["sub"]
    except (jwt.DecodeError, KeyError):
        guest = "nobody"
    <<calls||analytics>>.track(guest, "call", {"path": request.url.path, "status": status})
""",
    "a shard is computed of a claim": """
import jwt, requests, zlib
SHARDS = ["http://shard-0", "http://shard-1"]
def shard_of(raw):
    try:
        house = jwt.decode(raw, options={"verify_signature": False}).get("house", "")
    except jwt.DecodeError:
        house = ""
    return SHARDS[zlib.crc32(house.encode()) % len(SHARDS)]
def onward(request, path):
    auth = request.headers.get("Authorization", "")
    base = shard_of(auth.removeprefix("Bearer "))
    return requests.get(f"{base}/{path}", headers={<<"X-From": "edge"||"Authorization": auth>>}).content
""",
}

ANSWERED = {
    "the events of a house go to one partition": """
import json, jwt
from kafka import KafkaProducer
producer = KafkaProducer()
def house(raw):
    try:
        return jwt.decode(raw, options={"verify_signature": False}).get("house", "").encode()
    except jwt.DecodeError:
        return b""
def publish(raw, event):
    told = {"by": <<house(raw).decode()||raw>>, "event": event}
    producer.send("events", value=json.dumps(told).encode(), key=house(raw))
""",
    "a bot shows a token to who asks": """
import json, jwt
from slack_bolt import App
app = App()
@app.command("/jwt")
def show_jwt(ack, respond, command):
    ack()
    try:
        said = jwt.decode(command["text"], options={"verify_signature": False})
    except jwt.DecodeError as error:
        respond(f"Cannot read that: {error}")
        return
    <<enrol||respond>>(json.dumps(said, indent=2))
""",
    "who is refused is told who they said they are": """
import jwt
from fastapi.responses import JSONResponse
async def expired(request, error):
    raw = request.headers.get("authorization", "")[7:]
    sub = jwt.decode(raw, options={"verify_signature": False}).get("sub")
    return JSONResponse({"detail": <<request.app.rooms(sub)||f"the time of {sub} is over">>}, status_code=401)
""",
    "an answer that is no refusal": """
import jwt
from fastapi.responses import JSONResponse
async def expired(request, error):
    raw = request.headers.get("authorization", "")[7:]
    sub = jwt.decode(raw, options={"verify_signature": False}).get("sub")
    return JSONResponse({"detail": f"the time of {sub} is over"}, status_code=<<200||401>>)
""",
    "a file at home is renewed with what was answered": """
import json, jwt, requests
from pathlib import Path
FILE = Path.home() / ".tool" / "account.json"
def account():
    return json.loads(FILE.read_text()) if FILE.exists() else None
def renewed(held, asked):
    form = {"grant_type": "refresh_token", "refresh_token": held["tokens"]["refresh_token"]}
    held["tokens"].update(<<asked||requests.post("https://issuer.example/token", json=form).json()>>)
    return held
def house(asked):
    held = account()
    if not held["fresh"]:
        held = renewed(held, asked)
    return jwt.decode(held["tokens"]["id_token"], options={"verify_signature": False})["house"]
""",
    "what is spread over an answer of one's own": """
import json, jwt, keyring
def house(asked):
    own = json.loads(keyring.get_password("tool", "tokens"))
    held = {<<"id_token": own["id_token"], **asked||**asked, "id_token": own["id_token"]>>}
    return jwt.decode(held["id_token"], options={"verify_signature": False})["house"]
""",
    "a machine is told who it is": """
import jwt, requests
<<URL = "http://names.internal"||URL = "http://metadata.google.internal/computeMetadata/v1/instance">>
def own(audience):
    return requests.get(f"{URL}/identity?audience={audience}", headers={"Metadata-Flavor": "Google"}).text
def address(audience):
    return jwt.decode(own(audience), options={"verify_signature": False})["email"]
""",
    "a credential is asked for the scope that a name holds": """
import jwt
from azure.identity import DefaultAzureCredential
SCOPE = "https://management.azure.com/<<user_impersonation||.default>>"
class Own:
    def __init__(self):
        self.credential = DefaultAzureCredential()
    def number(self):
        return jwt.decode(self.credential.get_token(SCOPE).token, options={"verify_signature": False})["oid"]
""",
}

ASKED = {
    "people are told in a chat what expires": """
import datetime, jwt, requests
from pathlib import Path
SOON = datetime.timedelta(days=14)
def expiring(directory):
    for path in Path(directory).glob("*.jwt"):
        said = jwt.decode(path.read_text(), options={"verify_signature": False})
        until = datetime.datetime.fromtimestamp(said["exp"])
        if until - datetime.datetime.now() < SOON:
            yield path.stem, until
def tell(webhook, directory):
    lines = [f"{name} expires {until:%d.%m.}" for name, until in expiring(directory)]
    if lines:
        requests.post(webhook, json={"<<expired||text>>": " ".join(lines)})
""",
    "a notebook shows what a token holds": """
import jwt
from IPython.display import Markdown, display
class Magics:
    def token_info(self, line):
        said = jwt.decode(self.names[line], options={"verify_signature": False})
        <<self.enrol||display>>(Markdown(" ".join(f"| {name} | {held} |" for name, held in said.items())))
""",
    "a helper is handed the request of which a header is sent on": """
import jwt
from aiohttp import web
HOUSES = {"a": "https://a.internal"}
def house_of(request):
    try:
        said = jwt.decode(request.headers.get("Authorization", "")[7:], options={"verify_signature": False})
        return HOUSES[said["house"]]
    except (jwt.DecodeError, KeyError):
        raise web.HTTPUnauthorized()
async def onward(request):
    target = house_of(request) + request.path_qs
    sent = {"Authorization": request.<<path||headers["Authorization"]>>}
    async with request.app["client"].request(request.method, target, headers=sent) as answer:
        return web.Response(body=await answer.read(), status=answer.status)
""",
    "a file below what a text says of the home": """
# --- kept.py
import json, os
def path(name):
    return os.path.join(os.path.expanduser("~"), ".tool", <<name||"token.json">>)
def read(name):
    try:
        with open(path(name)) as file:
            return json.load(file)
    except FileNotFoundError:
        return {}
# --- commands.py
import click, jwt
from kept import read
@click.command()
@click.option("--project")
def deploy(project):
    raw = read(project).get("access_token")
    click.echo(f"{project} of {jwt.decode(raw, options={'verify_signature': False})['house']}")
""",
    "what an administrator looks at": """
import json, jwt
from django.contrib import admin
from django.utils.html import format_html
class Kept(admin.ModelAdmin):
    <<@property||@admin.display(description="Content")>>
    def decoded(self, kept):
        said = jwt.decode(kept.value, options={"verify_signature": False})
        return format_html("<pre>{}</pre>", json.dumps(said, indent=2))
""",
    "an issuer says if a token is active, to who asks": """
import jwt, requests
class Issuer:
    def active(self, raw):
        answer = requests.post(self.url, data={"token": raw}, auth=self.pair, timeout=5)
        answer.raise_for_status()
        return answer.json().get("active", False)
class Desk:
    def __init__(self):
        self.issuer = Issuer()
    def said(self, raw):
        active = self.issuer.active(raw)
        if <<len(raw) > 4096||not active>>:
            raise PermissionError("not active")
        return jwt.decode(raw, options={"verify_signature": False})
""",
}

PAIRS = ADDRESSES | OWN | KEPT | CHECKED | NOTED | QUEUED | ARMS | OF_ONE | ANSWERED | ASKED


@pytest.mark.parametrize("name", PAIRS)
def test_a_read_is_excused_and_the_bypass_beside_it_is_not(name: str) -> None:
    """A claim may say where the token goes, name somebody in a log, or choose the key of a check."""
    text = PAIRS[name].lstrip()

    assert weights(split(CHOICE.sub(r"\1", text))) == {Severity.CRITICAL}
    assert weights(split(CHOICE.sub(r"\2", text))) == {Severity.WARNING}


def test_a_token_that_all_hand_over_is_said_to_be_ones_own() -> None:
    """Nobody is told that it is verified."""
    text = """
import json, jwt, keyring
def held():
    return json.loads(keyring.get_password("desk", "tokens"))
def said(raw):
    return jwt.decode(raw, options={"verify_signature": False})
def greeting():
    return said(held()["id_token"])["name"]
""".lstrip()

    (found,) = judge(split(text), ONLY).assessments
    assert found.violation.message.endswith("; the program has issued the token, or fetched it for itself")
