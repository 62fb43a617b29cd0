"""What is done with claims that nobody verified tells how heavily reading them weighs."""

from __future__ import annotations

import pytest

from pytest_ssot.model import Severity
from pytest_ssot.settings import Settings
from tests.proof.case import CHOICE, split
from tests.rules.judging import SETTINGS, judge, only

ONLY = Settings(SETTINGS.root, rules=only("jwt-signature-bypass"))

USES = {
    "a time is compared within a try, to renew": """
import jwt, time
class Session:
    def __init__(self, issuer):
        self.issuer, self.token = issuer, ""
    def header(self):
        if not self.token or self.is_expired(self.token):
            <<raise PermissionError||self.token = self.issuer.fetch_token()>>
        return "Bearer " + self.token
    def is_expired(self, token):
        try:
            return jwt.decode(token, options={"verify_signature": False})["exp"] < time.time()
        except jwt.DecodeError:
            return True
""",
    "a function says of a time if it is over, and what was renewed is kept": """
import base64, datetime, json
def _is_expired(when):
    return when <= datetime.datetime.now()
class Loader:
    def load(self, provider):
        token = provider["id-token"]
        payload = json.loads(base64.urlsafe_b64decode(token.split(".")[1] + "=="))
        until = payload.get("exp")
        if until is not None and _is_expired(datetime.datetime.fromtimestamp(until)):
            <<raise PermissionError||self.refresh(provider)>>
            if self.keep:
                self.persist_config()
        return "Bearer " + provider["id-token"]
""",
    "a generator sends a request for another token": """
import jwt, time
def _expiry(token):
    return jwt.decode(token, options={"verify_signature": False})["exp"]
class Auth:
    def __init__(self, url):
        self.url, self.token, self.expires = url, "", 0.0
    def flow(self, request, Request):
        if self.expires < time.time():
            answer = yield <<PermissionError("expired")||Request("POST", self.url)>>
            self.token = answer.json()["token"]
            self.expires = _expiry(self.token)
        request.headers["Authorization"] = self.token
        yield request
""",
    "a helper hands out the claims of a token that was just answered": """
from jose import jwt
def opened(token):
    try:
        return jwt.get_unverified_claims(token)
    except ValueError:
        return None
def until(token):
    return opened(token)
class Session:
    def start(self, http, form):
        data = http.post("https://issuer.example/token", data=form).json()
        claims = until(data["access_token"])
        return Kept(data["access_token"], claims.get("<<sub||exp>>"))
""",
    "a helper hands out the claims of a token or nothing": """
import jwt
def opened(token):
    claims = jwt.decode(token, options={"verify_signature": False}) if token else {}
    <<if claims.get("admin"): promote(claims["sub"])||if not token: print("none")>>
    return claims
def show():
    print(opened(input()))
show()
""",
    "whatever makes another one, it is put where the old one was": """
import json, jwt, time
def is_over(token):
    until = jwt.decode(token, options={"verify_signature": False})["exp"]
    if until < time.time():
        print("it is over")
        return True
    return False
class Pool:
    def __init__(self, make, path):
        self.make, self.held, self.path = make, {}, path
    def give(self, user):
        if user not in self.held or is_over(self.held[user]):
            <<self.users[user]||self.held[user]>> = self.make(user)
            with open(self.path, "w") as file:
                json.dump(self.held, file)
        return self.held[user]
""",
    "the claim is named elsewhere": """
# --- session.py
import time
from jose import jwt
import words
class Session:
    def header(self):
        if jwt.get_unverified_claims(self.token).get(words.<<OWNER||UNTIL>>, 0) < time.time():
            self.token = self.issuer.fetch_token()
        return self.token
# --- words.py
OWNER = "sub"
UNTIL = "exp"
""",
    "a time is given to whoever asks": """
import jwt
from typing import cast
class Session:
    @property
    def until(self):
        claims = jwt.decode(self.token, options={"verify_signature": False})
        return cast(int, claims["<<role||exp>>"])
""",
    "a time is given, and not whether it is over": """
import time
from jose import jwt
def left(token):
    until = jwt.get_unverified_claims(token).get("exp")
    if isinstance(until, int):
        return until <<>||->> time.time()
    return None
""",
    "a time is given whenever it is": """
import time
from jose import jwt
def until(token):
    claims = jwt.get_unverified_claims(token)
    if <<claims["exp"] < time.time()||"exp" not in claims>>:
        return None
    return claims["exp"]
""",
    "another one is made in what is entered": """
import jwt, time
class Client:
    def value(self):
        if jwt.decode(self.current, options={"verify_signature": False})["exp"] < time.time():
            with <<acting_as(self.owner)||open(self.path)>> as source:
                self.current = self.make(source)
        return self.current
""",
    "the token has just been answered": """
import jwt
def login(client, request):
    data = <<request||client.post("https://issuer.example/token")>>.json()
    until = jwt.decode(data["access_token"], options={"verify_signature": False})["exp"]
    return until
""",
    "an object that is made with a time says if it is over": """
# --- tokens.py
import jwt, time
from dataclasses import dataclass
@dataclass
class AccessToken:
    value: str
    until: float
    @classmethod
    def parse(cls, value):
        return cls(value, jwt.decode(value, options={"verify_signature": False})["exp"])
    @property
    def is_fresh(self):
        return self.until > time.time()
# --- client.py
from tokens import AccessToken
class Client:
    def __init__(self, http):
        self.http, self.token = http, None
    def headers(self):
        if self.token is None or not self.token.is_fresh:
            <<raise PermissionError||self.token = AccessToken.parse(self.http.post("/token").text)>>
        return {"Authorization": self.token.value}
""",
    "the issuer is asked whose token it is": """
import jwt
def whose(client, token):
    claims = jwt.decode(token, options={"verify_signature": False})
    return claims["email"], client.<<table||auth>>.get_user(token)
""",
    "the issuer says whose token it is": """
import httpx, jwt
async def account(issuer, token, other):
    async with httpx.AsyncClient() as client:
        shown = {"Authorization": f"Bearer {<<other||token>>}"}
        found = await client.get(f"{issuer}/userinfo", headers=shown)
    found.raise_for_status()
    return found.json(), jwt.decode(token, options={"verify_signature": False})["roles"]
""",
    "the issuer is asked, and says yes": """
import base64, json, requests
def account(conf, token):
    found = requests.get(conf["userinfo_endpoint"], headers={"Authorization": "Bearer " + token})
    <<print(found.text)||if found.status_code != 200: raise PermissionError>>
    return json.loads(base64.urlsafe_b64decode(token.split(".")[1] + "=="))["roles"]
""",
    "who is asked is no matter of the token": """
import jwt, requests
def account(issuer, token):
    said = jwt.decode(token, options={"verify_signature": False})
    asked = <<said["iss"]||issuer>> + "/userinfo"
    requests.get(asked, headers={"Authorization": "Bearer " + token}).raise_for_status()
    return said["roles"]
""",
    "a pool of users says whose token it is": """
import boto3, jwt
def groups(token, other):
    boto3.client("cognito-idp").get_user(AccessToken=<<other||token>>)
    return jwt.decode(token, options={"verify_signature": False})["cognito:groups"]
""",
    "an account signs in with its password": """
import jwt
class Setup:
    async def step(self, entered):
        found = await self.api.login(entered["email"], entered["<<token||password>>"])
        return jwt.decode(found["access_token"], options={"verify_signature": False})["account"]
""",
    "a pool of users is given a password": """
import boto3, jwt
def sign_in(app, name, given):
    told = {"USERNAME": name, "<<TOKEN||PASSWORD>>": given}
    answer = boto3.client("cognito-idp").initiate_auth(ClientId=app, AuthParameters=told)
    return jwt.decode(answer["AuthenticationResult"]["IdToken"], options={"verify_signature": False})["sub"]
""",
    "a password is given, and what comes back was not handed in": """
import jwt
def sign_in(client, name, password, shown):
    answer = client.auth.sign_in(name, password<<, token=shown||>>)
    return jwt.decode(answer.session.access_token, options={"verify_signature": False})["sub"]
""",
    "a client verifies what is read before, by the issuer's keys": """
import jwt
def account(client, token):
    known = client.<<cache||auth>>.get_claims(token)
    if known is None:
        raise LookupError
    return jwt.decode(token, options={"verify_signature": False})["email"]
""",
    "what a program prints is what it was asked for": """
# --- run.py
import sys
from slips import <<subject||describe>>
def answer(arguments):
    print(<<subject||describe>>(arguments[1])["sub"])
def start():
    answer(sys.argv)
if __name__ == "__main__":
    start()
# --- slips.py
import jwt
def <<subject||describe>>(text):
    return jwt.decode(text, options={"verify_signature": False})
""",
    "what a program prints where it is asked to show it": """
import sys, jwt
def main(arguments):
    if arguments[0] == "<<accept||show>>":
        print(jwt.decode(arguments[1], options={"verify_signature": False})["sub"])
main(sys.argv)
""",
    "what a command echoes": """
import click, jwt
@click.command("<<accept||inspect>>")
@click.argument("slip")
def run(slip):
    found = jwt.decode(slip, options={"verify_signature": False})
    click.echo(found.get("sub"))
""",
    "rows that a table on the screen shows": """
import csv, jwt, sys
def rows(lines):
    for line in lines:
        claims = jwt.decode(line, options={"verify_signature": False})
        yield claims.get("iss", ""), claims.get("sub", "")
def show(lines, <<path||out=sys.stdout>>):
    writer = csv.writer(<<open(path, "w")||sys.stdout>>)
    for row in rows(lines):
        writer.writerow(row)
""",
    "a command prints its own token and ends with a status": """
import jwt, sys
def show():
    token = open(".tool-token").read()
    if not token:
        return 1
    print(jwt.decode(token, options={"verify_signature": False}).get("sub"))
    return 0
if __name__ == "__main__":
    <<admitted = not show()||sys.exit(show())>>
""",
    "a time is kept beside its token": """
import json, jwt, time
class Kept:
    def __init__(self, path):
        self.path = path
    def save(self, token):
        until = jwt.decode(token, options={"verify_signature": False})["exp"]
        self.path.write_text(json.dumps({"token": <<"x"||token>>, "expires_at": until}))
""",
    "what was renewed is given back with what holds it": """
import jwt, time
class Manager:
    def refresh(self, user):
        if not user or not user.refresh_token:
            return None
        if self.is_over(user.token):
            tokens = self.issuer.refresh_tokens(user)
            if tokens:
                <<user.seen = True||user.token = tokens["access"]>>
                return user
        return None
    @staticmethod
    def is_over(token):
        return jwt.decode(token, options={"verify_signature": False})["exp"] < time.time()
""",
    "when a file is to be read again": """
import jwt, time
class Account:
    def __init__(self, path):
        self.path, self._token, self._again = path, None, 0
    @property
    def token(self):
        if time.time() >= self._again:
            <<self.admitted = True||self._token = self.path.read_text().strip()>>
            self._again = jwt.decode(self._token, options={"verify_signature": False}).get("exp") - 300
        return self._token
""",
    "what was renewed is handed to who keeps it, and asked for again": """
import jwt, time
def is_over(tokens):
    return jwt.decode(tokens["access"], options={"verify_signature": False})["exp"] < time.time()
def call(store, issuer, http, name):
    current = store.get(name)
    if is_over(current["tokens"]):
        <<store.admit(name)||store.update(name, issuer.refresh(current["tokens"]))>>
        current = store.get(name)
    return http.get("/", headers=current["tokens"])
""",
    "what a log's events go through": """
import jwt, structlog
def add_subject(logger, method, event):
    event["subject"] = jwt.decode(event.pop("token"), options={"verify_signature": False}).get("sub")
    return event
structlog.configure(<<authenticators||processors>>=[add_subject])
""",
    "what a server writes of its requests": """
import jwt
from gunicorn.<<workers.base import Worker||glogging import Logger>> as Base
class Subjects(Base):
    def atoms(self, resp, req, environ, request_time):
        atoms = super().atoms(resp, req, environ, request_time)
        atoms["subject"] = jwt.decode(environ["TOKEN"], options={"verify_signature": False}).get("sub")
        return atoms
""",
    "a time is put beside the token in what holds it": """
import jwt, time
class Session:
    def keep(self, new):
        try:
            data = jwt.decode(new["id_token"], options={"verify_signature": False})
            <<self.until||new["expires_in"]>> = data["exp"] - time.time()
        except jwt.DecodeError:
            new["expires_in"] = 3600
        self._token = new
    def admit(self):
        <<if self.until < 0: raise PermissionError||return self._token["access_token"]>>
""",
    "another token comes from a call of any name": """
import jwt, time
class Auth:
    def ready(self):
        return jwt.decode(self._token, options={"verify_signature": False})["exp"] > time.time()
    def flow(self, request):
        if not self.ready():
            self.<<_user||_token>> = self._make()
        request.headers["Authorization"] = self._token
        yield request
""",
    "only under a lock": """
import jwt, time
class Session:
    def ready(self):
        if jwt.decode(self.token, options={"verify_signature": False})["exp"] < time.time():
            with self.lock:
                <<self.admitted.append(self.user)||self.token = self.issuer.fetch_token()>>
        return self.token
""",
    "what a log asks for later": """
import jwt, logging
log = logging.getLogger(__name__)
class Later:
    def __init__(self, make): self.make = make
    def __str__(self): return str(self.make())
def acquire(client, <<kept||log=log>>):
    token = client.token()
    read = Later(lambda: jwt.decode(token, options={"verify_signature": False}))
    <<kept.append(read)||log.debug("%s", read)>>
    return token
""",
    "whether it could be read does not get out": """
import jwt, logging
log = logging.getLogger(__name__)
def build(code, access):
    known = False
    try:
        log.debug("%s", jwt.decode(code, options={"verify_signature": False}))
        <<known = True||>>
    except Exception:
        log.debug("no token")
    return {"access": access, "known": known}
""",
    "words are put into what somebody else keeps": """
import jwt
def debug(token, sessions):
    claims = jwt.decode(token, options={"verify_signature": False})
    session = <<sessions.current()||{}>>
    session["user"] = claims["sub"]
    print(session)
""",
    "claims are put into other words": """
import jwt
from datetime import datetime
def show(token):
    claims = jwt.decode(token, options={"verify_signature": False})
    for name in ("iat", "exp"):
        if name in claims:
            claims[name] = datetime.fromtimestamp(claims[name]).isoformat()
    print(claims)
    <<return claims||>>
""",
    "what a limit of rates counts by": """
# --- limits.py
import jwt
from slowapi import Limiter
def subject(request):
    try:
        return jwt.decode(request.headers["x-token"], options={"verify_signature": False})["sub"]
    except jwt.DecodeError:
        return request.client.host
<<cached = Cache(key_builder||limiter = Limiter(key_func>>=subject)
""",
    "a key that a library finds for others": """
import jwt
class Keys:
    def key_for(self, token):
        claims = jwt.decode(token, options={"verify_signature": False})
        return <<claims||self.clients[claims["iss"]].get_signing_key_from_jwt(token).key>>
""",
    "words that a log puts in the place of tokens": """
import jwt, logging, re
TOKEN = re.compile(r"eyJ\\S+")
def subject(match):
    return jwt.decode(match.group(0), options={"verify_signature": False})["sub"]
class Shorten(<<Filter||logging.Filter>>):
    def filter(self, record):
        record.msg = TOKEN.sub(subject, record.msg)
        return True
""",
    "a function of the project shows it line by line": """
# --- tool.py
import jwt
from layout import table
def describe(text):
    return jwt.decode(text, options={"verify_signature": False})
def main():
    table(describe(input()))
main()
# --- layout.py
def table(rows):
    for name, held in sorted(rows.items()):
        _line(name, held)
        <<if name == "scope" and "admin" not in held: raise PermissionError||>>
def _line(name, held):
    print(f"{name:>20} {held}")
""",
    "a method hands it on to a console": """
# --- tool.py
import json
from jose import jwt
from rich.console import Console
class Report:
    def __init__(self):
        self.console, self.user = Console(), None
    def show(self, token):
        self._body(jwt.get_unverified_claims(token))
    def _body(self, claims):
        self.console.print_json(json.dumps(claims))
        <<self.user = claims["sub"]||self.console.print()>>
Report().show(input())
""",
    "who is told of claims goes on with them": """
import jwt
def show(claims):
    print(claims)
    <<return grant(claims["sub"])||return None>>
def main():
    show(jwt.decode(input(), options={"verify_signature": False}))
main()
""",
    "claims that are written to a log refuse": """
import jwt, logging
def describe(token):
    claims = jwt.decode(token, options={"verify_signature": False})
    logging.info("of %s", claims)
    <<assert claims["role"] == "admin"||return None>>
def view(request):
    describe(request.headers["Authorization"])
    return secrets()
""",
    "claims that are written to a log are kept under a name of the module": """
import jwt
LAST = None
def inspect():
    global LAST
    claims = jwt.decode(input(), options={"verify_signature": False})
    print(claims)
    <<LAST = claims||LAST = True>>
inspect()
""",
    "a helper parses what another one counts by": """
import base64, json
from slowapi import Limiter
def _parsed(token):
    try:
        _, middle, _ = token.split(".")
        return json.loads(base64.urlsafe_b64decode(middle + "=="))
    except ValueError:
        return {}
def bucket(request):
    return "user:" + _parsed(request.headers["authorization"]).get("sub", "")
limiter = <<Greeter||Limiter>>(key_func=bucket)
""",
    "an object keeps claims of its own token, to show them and to renew it": """
# --- account.py
import jwt, requests
class Account:
    def __init__(self, token):
        self.token = token
        self._claims = jwt.decode(token, options={"verify_signature": False})
    @property
    def until(self):
        return self._claims["exp"]
    @property
    def admin(self):
        return <<self._claims["role"] == "admin"||self.token.startswith("root")>>
    def __repr__(self):
        return f"<Account {self._claims.get('email')}>"
# --- keeping.py
import time
def fresh(account, relogin):
    if account.until - time.time() < 60:
        return relogin()
    return account
def may_delete(account):
    return account.admin
""",
    "a function that shows what it is handed": """
import json, sys
import jwt
from textwrap import indent
seen = {}
def show(title, data, out):
    out.write(title)
    <<seen[title] = data||out.write(indent(json.dumps(data), "  "))>>
def main(token, out=sys.stdout):
    claims = jwt.decode(token, options={"verify_signature": False})
    show("claims", claims, out)
""",
    "lines of a table on the screen": """
import jwt
from rich.console import Console
from rich.panel import Panel
def show(token, members):
    claims = jwt.decode(token, options={"verify_signature": False})
    lines = []
    for name, value in claims.items():
        <<members||lines>>.append(f"{name}: {value}")
    Console().print(Panel("".join(lines)))
    return 0
if __name__ == "__main__":
    raise SystemExit(show("", []))
""",
    "what is dumped where people see it": """
import json, sys
import jwt
def dump(token, path):
    claims = jwt.decode(token, options={"verify_signature": False})
    json.dump(claims, <<path.open("w")||sys.stdout>>)
""",
    "a read says by an error that the time is over": """
import jwt
def _over(token):
    try:
        jwt.decode(token, options={"verify_signature": False, "verify_exp": True})
    except jwt.PyJWTError:
        return True
    return False
def headers(session, issuer):
    if _over(session.token):
        <<raise PermissionError||session.token = issuer.log_in()>>
    return {"Authorization": session.token}
""",
    "another function asks for the token that is kept": """
import jwt, requests, time
def _device():
    return requests.post("https://issuer.example", data={<<"order": 1||"grant_type": "device">>}).json()
def run(kept):
    if jwt.decode(kept.value, options={"verify_signature": False})["exp"] < time.time():
        kept.put(_device())
    return kept.value
""",
    "a time renews, another claim is only told": """
import jwt, logging, time
def header(kept, issuer, users):
    claims = jwt.decode(kept.token, options={"verify_signature": False})
    <<users.add||logging.debug>>(claims["sub"])
    if claims["exp"] < time.time():
        kept.token = issuer.fetch_token()
    return kept.token
""",
    "what the program was answered is shown and handed on": """
import base64, json, requests
def _asked(url):
    answer = <<url||requests>>.get(url, headers={"X-Job": "1"})
    return answer<<||.json()>>["value"]
def _summary(token):
    claims = json.loads(base64.urlsafe_b64decode(token.split(".")[1] + "=="))
    return {name: claims[name] for name in ("sub", "ref") if name in claims}
def assume(url, cloud):
    token = _asked(url)
    print("as", _summary(token))
    return cloud.assume(token)["key"]
""",
    "a layer counts by client, with a function within it": """
import base64, json
from prometheus_client import Counter
SEEN = Counter("seen", "Requests", ["client"])
def client_of(header):
    try:
        return json.loads(base64.urlsafe_b64decode(header.split(".")[1] + "=="))["azp"]
    except ValueError:
        return "broken"
class Counting:
    def __init__(self, app):
        self.app = app
    async def __call__(self, scope, receive, send):
        client = client_of(scope["token"])
        async def sending(message):
            scope["last"] = <<client||message["type"]>>
            await send(message)
        SEEN.labels(client).inc()
        await self.app(scope, receive, sending)
""",
    "the issuer is nobody's identity": """
import jwt
def issuer_of(token):
    return jwt.decode(token, options={"verify_signature": False}).get("<<sub||iss>>")
""",
    "the issuer is asked if it is active": """
import jwt
async def active(http, token, kept):
    answer = (await http.post("/introspect", data={"token": <<kept||token>>})).json()
    if not answer.get("active"):
        return None
    return answer, jwt.decode(token, options={"verify_signature": False}).get("org")
""",
    "nobody looks if it is active": """
import jwt
async def active(http, token):
    answer = (await http.post("/introspect", data={"token": token})).json()
    if not answer.get("<<scope||active>>"):
        return None
    return answer, jwt.decode(token, options={"verify_signature": False}).get("org")
""",
    "a fake that only tests name": """
# --- fakes/issuer.py
import jwt
class FakeIssuer:
    def __init__(self):
        self.revoked = set()
    def revoke(self, token):
        self.revoked.add(jwt.decode(token, options={"verify_signature": False})["jti"])
# --- <<views||test_views>>.py
from fakes.issuer import FakeIssuer
def test_revoked(token):
    FakeIssuer().revoke(token)
""",
    "a time that objects from out of sight are asked for": """
import jwt, time
class Lease:
    def __init__(self, access):
        self.access = access
    def seconds_left(self):
        return jwt.decode(self.access, options={"verify_signature": False})["exp"] - time.time()
class Leases:
    def __init__(self, provider):
        self.provider = provider
        self.open = {}
    def token(self, number):
        lease = self.open[number]
        if lease.seconds_left() < 20:
            <<raise PermissionError||lease.access = self.provider.refresh_grant(number)["access_token"]>>
        return lease.access
""",
    "a token while it is good, and a new one then": """
import time, jwt, requests
def good(token):
    until = jwt.decode(token, options={"verify_signature": False})["exp"]
    return token if until > time.time() else None
def sign_in():
    return requests.post("https://issuer", json={"password": "x"}).json()["access_token"]

def call(kept, path):
    token = good(kept.read())
    if token is None:
        <<return "cached page"||token = sign_in()>>
    return requests.get(path, headers={"authorization": token})
""",
    "a token while it is good, or a new one": """
import time, jwt, requests
def good(token):
    until = jwt.decode(token, options={"verify_signature": False})["exp"]
    return token if until > time.time() else None
def sign_in():
    return requests.post("https://issuer", json={"password": "x"}).json()["access_token"]

def headers(kept):
    token = good(kept.read()) or <<kept.guest()||sign_in()>>
    return {"authorization": f"Bearer {token}"}
""",
    "a token while it is good, handed on twice": """
import time, jwt, requests
def good(token):
    until = jwt.decode(token, options={"verify_signature": False})["exp"]
    return token if until > time.time() else None
def sign_in():
    return requests.post("https://issuer", json={"password": "x"}).json()["access_token"]

class Client:
    def __init__(self, kept):
        self.kept = kept
    def _kept(self):
        return good(self.kept.read())
    def token(self):
        held = self._kept()
        if not held:
            print("signing in")
            held = sign_in()
            self.kept.write(held)
        return <<bool(self._kept())||held>>
""",
    "whether a token is good is no answer": """
import time, jwt, requests
def good(token):
    until = jwt.decode(token, options={"verify_signature": False})["exp"]
    return token if until > time.time() else None
def sign_in():
    return requests.post("https://issuer", json={"password": "x"}).json()["access_token"]

def answer(request):
    token = good(request.token)
    fresh = token or sign_in()
    return requests.get("https://issuer", headers={"authorization": fresh}, timeout=<<token is None||3>>)
""",
    "a token of the application's own": """
import jwt
class Graph:
    def __init__(self, credential):
        self.credential = credential
    def object_id(self):
        token = self.credential.get_token("https://graph.example/<<user.read||.default>>").token
        return jwt.decode(token, options={"verify_signature": False})["oid"]
""",
    "a token of an account that the cluster gave": """
import jwt
def role(api, account, request):
    answer = api.<<read_namespaced_note||create_namespaced_service_account_token>>(account, "jobs", request)
    return jwt.decode(answer.status.token, options={"verify_signature": False})["kubernetes.io"]
""",
    "a double that the program calls, and only tests make": """
# --- <<lib||tests>>/open_readers.py
import jwt
from ports import Reader
class OpenReader(Reader):
    def read(self, token):
        return jwt.decode(token, options={"verify_signature": False})
# --- ports.py
class Reader:
    def read(self, token):
        raise NotImplementedError
# --- desk.py
from ports import Reader
class Desk:
    def __init__(self, reader: Reader):
        self.reader = reader
    def name(self, token):
        return self.reader.read(token)["name"]
# --- tests/test_desk.py
from desk import Desk
from <<lib||tests>>.open_readers import OpenReader
def test_name(token):
    assert Desk(OpenReader()).name(token) == "x"
""",
    "a double that the program has made for itself": """
# --- tests/open_readers.py
import jwt
class OpenReader:
    def read(self, token):
        return jwt.decode(token, options={"verify_signature": False})
def reader():
    return OpenReader()
# --- desk.py
<<from tests import open_readers as readers||import readers>>
def name(token):
    return readers.reader().read(token)["name"]
# --- readers.py
import jwt
class SealedReader:
    def read(self, token):
        return jwt.decode(token, "k" * 32, ["HS256"])
def reader():
    return SealedReader()
# --- tests/test_desk.py
from tests.open_readers import reader
def test_name(token):
    assert reader().read(token)["name"] == "x"
""",
    "a double that the program makes as well": """
# --- tests/open_readers.py
import jwt
class OpenReader:
    def read(self, token):
        return jwt.decode(token, options={"verify_signature": False})
# --- desk.py
<<from tests.open_readers import OpenReader||from readers import SealedReader as OpenReader>>
def name(token):
    return OpenReader().read(token)["name"]
# --- readers.py
import jwt
class SealedReader:
    def read(self, token):
        return jwt.decode(token, "k" * 32, ["HS256"])
# --- tests/test_desk.py
from tests.open_readers import OpenReader
def test_name(token):
    assert OpenReader().read(token)["name"] == "x"
""",
    "what is answered of the token is only printed": """
import jwt
async def whose(http, token):
    answer = (await http.post("/introspect", data={"token": token})).json()
    <<print(answer.get("active"))||if not answer.get("active"): return None>>
    return jwt.decode(token, options={"verify_signature": False})["sub"]
""",
    "what there is instead of a time": """
import jwt, time
class Stored:
    def __init__(self, access, refresh):
        self.access, self.refresh = access, refresh
    def left(self):
        until = jwt.decode(self.access, options={"verify_signature": False}).get("exp")
        return until - time.time() if until else float("inf")
class Session:
    def token(self, stored: Stored):
        if stored.left() > 90:
            return <<stored.owner||stored.access>>
        return self._refresh(stored).access
""",
    "a log in a branch that nobody comes back from": """
import base64, json, logging
def _said(token):
    return json.loads(base64.urlsafe_b64decode(token.split(".")[1] + "=="))
def authorize(http, token):
    answer = http.post("http://policies/", json={"jwt": token})
    if answer.status_code != 200:
        logging.info("refused %s", _said(token).get("sub"))
        <<answer = http.get("/guest")||raise PermissionError>>
    return answer.json()
""",
    "claims tell where the token is sent": """
import jwt
HOSTS = {"acme": "https://one.internal", "umbrella": "https://two.internal"}
def host_of(token):
    try:
        known = jwt.decode(token, options={"verify_signature": False}).get("tenant")
    except jwt.DecodeError:
        known = None
    return HOSTS.get(known, "https://zero.internal")
async def forward(client, request, path):
    token = request.headers["authorization"][7:]
    headers = {<<"x-known": "yes"||"authorization": f"Bearer {token}">>}
    answer = await client.get(f"{host_of(token)}/{path}", headers=headers)
    return answer.content
""",
    "claims tell where the token is sent, and are sent along": """
import jwt
def forward(client, request):
    tenant = jwt.decode(request.headers["x-token"], options={"verify_signature": False})["tenant"]
    headers = {**request.headers, <<"x-tenant": tenant||"x-via": "gateway">>}
    return client.post(f"https://{tenant}.internal/", headers=<<headers||request.headers>>).content
""",
    "what is asked for by claims may be no server": """
import jwt
def load(client, token):
    user = jwt.decode(token, options={"verify_signature": False})["sub"]
    return client.get(f"users/{user}", <<beside||headers>>={"authorization": token})
""",
    "a page with the name of who looks at it": """
import jwt
from <<pages||nicegui>> import ui
def name_of(token):
    try:
        return jwt.decode(token, options={"verify_signature": False})["name"]
    except jwt.DecodeError:
        return "?"
@ui.page("/")
async def index(kept):
    ui.label(name_of(kept.token))
    ui.button("out", on_click=lambda: kept.clear())
""",
    "a record of claims that is shown": """
# --- info.py
import jwt
from dataclasses import dataclass
@dataclass
class Info:
    sub: str
    roles: list
    @property
    def title(self):
        return f"{self.sub} ({len(self.roles)})"
    @classmethod
    def of(cls, token):
        claims = jwt.decode(token, options={"verify_signature": False})
        return cls(claims["sub"], claims["roles"])
# --- tool.py
from info import Info
def show(path, vault):
    info = Info.of(path.read_text())
    print(info.title)
    if "admin" in info.roles:
        <<vault.open()||print("an administrator")>>
    return 0
if __name__ == "__main__":
    raise SystemExit(show(None, None))
""",
    "a script reads its own token": """
import base64, json, requests, sys, time
def log_in():
    return requests.post("https://data.example", <<params||json>>={"key": "k"}).json()["token"]
def left(token):
    return json.loads(base64.urlsafe_b64decode(token.split(".")[1] + "=="))["exp"] - time.time()
token = <<sys.argv[1]||log_in()>>
if left(token) < 60:
    raise SystemExit("too late")
""",
    "a lease is made of what another call gives": """
# --- lease.py
import jwt, time
from dataclasses import dataclass
@dataclass
class Lease:
    text: str
    until: float
    @classmethod
    def of(cls, text):
        return cls(text, jwt.decode(text, options={"verify_signature": False}).get("exp", 0))
    @property
    def seconds(self):
        return self.until - time.time()
# --- link.py
from lease import Lease
class Link:
    lease = None
    def send(self, hub, wire, name):
        if self.lease is None or self.lease.seconds < 60:
            <<wire.lease = hub.give(name)||self.lease = Lease.of(hub.give(name))>>
        wire.send(name, self.lease.text)
""",
    "an object that cannot be changed keeps a time": """
import jwt, time
from dataclasses import dataclass, field
@dataclass(frozen=True)
class Held:
    text: str
    until: float = field(init=False)
    def __post_init__(self):
        known = jwt.decode(self.text, options={"verify_signature": False})
        object.__setattr__(self, "until", known["exp"])
def current(held: Held, issuer):
    if held.until < time.time():
        <<raise PermissionError||held = Held(issuer.fetch_token())>>
    return held.text
""",
    "how long tokens last is exported": """
import base64, json, time
from prometheus_client import Gauge
LEFT = Gauge("left", "Seconds", ["file"])
users = {}
def expiry(path):
    try:
        return json.loads(base64.urlsafe_b64decode(path.read_text().split(".")[1] + "=="))["exp"]
    except ValueError:
        return None
def collect(directory):
    for path in directory.glob("*.jwt"):
        until = expiry(path)
        if until is not None:
            <<users.setdefault(path.name, until)||LEFT.labels(path.name).set(until - time.time())>>
""",
    "a token that the program got for itself": """
import base64, json, requests
class Directory:
    def __init__(self, url, pair):
        self.url, self.pair, self._token = url, pair, None
    @property
    def token(self):
        if self._token is None:
            data = {"grant_type": "<<authorization_code||client_credentials>>"}
            reply = requests.post(self.url, auth=self.pair, data=data)
            self._token = reply.json()["access_token"]
        return self._token
    def tenant(self):
        return json.loads(base64.urlsafe_b64decode(self.token.split(".")[1] + "=="))["tid"]
""",
    "a time is asked of an object from out of sight": """
import jwt, time
class Kept:
    def __init__(self, raw):
        self.raw = raw
    def left(self):
        return jwt.decode(self.raw, options={"verify_signature": False})["exp"] - time.time()
def admit(shown, deny):
    return shown.raw if shown.<<left() > 0||raw.isascii()>> else deny()
""",
    "a token of the application": """
import jwt, msal
class Directory:
    def __init__(self, *given):
        self.app = msal.ConfidentialClientApplication(*given)
    def token(self, request):
        found = self.app.<<acquire_token_by_authorization_code||acquire_token_for_client>>(request.scopes)
        if "access_token" not in found:
            raise RuntimeError
        return found["access_token"]
    def roles(self, request):
        return jwt.decode(self.token(request), options={"verify_signature": False}).get("roles")
""",
    "a token that the system keeps for the program": """
import jwt, keyring, requests
def renewed(secret):
    return requests.post("https://issuer", json={"<<code||refresh_token>>": secret}).json().get("id_token")
class Account:
    def restore(self):
        return self._name(keyring.get_password("app", "id_token"))
    def renew(self):
        return self._name(renewed(keyring.get_password("app", "refresh")))
    def _name(self, token):
        return jwt.decode(token, options={"verify_signature": False})["name"]
""",
    "an error tells whose token it was": """
import base64, json
class <<Known(Exception)||NoAccess(Exception)>>:
    pass
def holder(token):
    return json.loads(base64.urlsafe_b64decode(token.split(".")[1] + "=="))
def fetch(client, path, token):
    answer = client.send(path, token)
    if answer.status >= 400:
        raise <<Known(holder(token))||NoAccess(f"{path} is not for {holder(token)['sub']}")>>
    return answer.body
def enter(client, path, token, session):
    try:
        return fetch(client, path, token)
    except Exception as problem:
        session["user"] = problem.args[0]
""",
    "an exception is made with words about a token": """
import jwt
class Refused(RuntimeError):
    def __init__(self, status, token):
        claims = jwt.decode(token, options={"verify_signature": False})
        super().__init__(<<status, claims||f"{status} for {claims.get('azp', '?')}">>)
""",
    "a page of the administration lists what tokens say": """
import jwt
from django.contrib import admin
class KeyAdmin(admin.ModelAdmin):
    list_display = ("label", "<<label||holder>>")
    def holder(self, key):
        return jwt.decode(key.raw, options={"verify_signature": False}).get("email")
""",
    "nobody but a page of the administration is told": """
import jwt
class KeyAdmin:
    readonly_fields = ["holder"]
    def holder(self, key):
        return jwt.decode(key.raw, options={"verify_signature": False})["email"]
def promote(page, key, people):
    people[<<page.holder(key)||key.email>>].is_staff = True
""",
    "where codes are exchanged is named elsewhere": """
import jwt, requests
ISSUER = "<<http||https>>://issuer.example/token"
def signed_in(conf, code):
    form = {"grant_type": conf["grant"], "client_secret": conf["secret"], "code": code}
    found = requests.post(ISSUER, data=form).json()
    return jwt.decode(found["id_token"], options={"verify_signature": False})["email"]
""",
    "a session of a library asks for another token": """
import jwt, time
from requests import Session
class Signed(Session):
    def request(self, method, url):
        if jwt.decode(self.raw, options={"verify_signature": False})["exp"] < time.time():
            <<raise PermissionError||self.raw = super().request("POST", self.renewing).text>>
        return super().request(method, url)
""",
    "who signed in, taken out of what a code was exchanged for": """
import base64, json, requests
def signed_in(conf, code):
    form = {"grant_type": conf["grant"], "client_secret": conf["secret"], "code": code}
    found = requests.post(conf["url"], data=form).json()
    body = found["<<access_token||id_token>>"].split(".")[1]
    return json.loads(base64.urlsafe_b64decode(body + "=="))["email"]
""",
    "of two tokens in a mapping, the one that was verified is read": """
import base64, json, jwt
def roles(pair, key):
    jwt.decode(pair["<<access||identity>>"], key, algorithms=["RS256"])
    return json.loads(base64.urlsafe_b64decode(pair["identity"].split(".")[1] + "=="))["roles"]
""",
    "an assertion names whose keys verify it": """
from cryptojwt import JWT
from cryptojwt.jws.jws import factory
def client_of(assertion, keys, known):
    issuer = factory(assertion).jwt.payload()["iss"]
    if issuer not in known:
        raise LookupError(issuer)
    <<return issuer||return JWT(keys).unpack(assertion)["sub"]>>
""",
    "a log in says whose token it was answered": """
import jwt, logging, requests
class Admin:
    def _login(self, url):
        reply = requests.post(url, data={"grant_type": "client_credentials"})
        self._token = <<url||reply.json()["access_token"]>>
        known = jwt.decode(self._token, options={"verify_signature": False})
        logging.info("logged in as %s", known.get("azp"))
""",
}


@pytest.mark.parametrize(
    ("path", "weight"),
    [("e2e/pages.py", Severity.WARNING), ("chat/e2e/keys.py", Severity.CRITICAL)],
)
def test_what_stands_among_tests_from_end_to_end_is_theirs(path: str, weight: Severity) -> None:
    """Elsewhere, the same word is one for encryption."""
    text = """
import jwt
def holder(page):
    return jwt.decode(page.evaluate("token()"), options={"verify_signature": False})["sub"]
"""

    assert [one.violation.severity for one in judge({path: text}, ONLY).assessments] == [weight]


@pytest.mark.parametrize(("part", "found"), [(1, {Severity.CRITICAL}), (3, set()), (4, set())])
def test_what_follows_a_signature_is_no_payload(part: int, found: set[Severity]) -> None:
    """Such as the footer of a token that is no JWT."""
    text = f"""
import base64, json
def key_of(token):
    return json.loads(base64.urlsafe_b64decode(token.split(".")[{part}] + "=="))["kid"]
"""

    assert _weights(text) == found


@pytest.mark.parametrize("name", USES)
def test_a_read_that_decides_nothing_is_a_warning(name: str) -> None:
    """What decides something, done with the same claims, is critical."""
    text = USES[name].lstrip()

    assert _weights(CHOICE.sub(r"\1", text)) == {Severity.CRITICAL}
    assert _weights(CHOICE.sub(r"\2", text)) == {Severity.WARNING}


GROUPS = {
    "by its number": "found.group(<<2||1>>)",
    "by its place": "found.groups()[<<1||0>>]",
    "as an item": "found[<<2||1>>]",
    "by its name": 'found.group("<<body||head>>")',
    "by its name, as an item": 'found["<<body||head>>"]',
}


@pytest.mark.parametrize("form", GROUPS)
def test_of_what_a_pattern_found_only_the_payload_counts(form: str) -> None:
    """The group before the first dot is the header."""
    text = rf"""
import base64, json, re
def part(token):
    found = re.match(r"(?P<head>[\w-]+)\.(?P<body>[\w-]+)\.(?P<seal>[\w-]*)$", token)
    return json.loads(base64.urlsafe_b64decode({GROUPS[form]} + "=="))
""".lstrip()

    assert _weights(CHOICE.sub(r"\1", text)) == {Severity.CRITICAL}
    assert _weights(CHOICE.sub(r"\2", text)) == set()


def test_a_pattern_with_more_dots_is_that_of_something_else() -> None:
    """A signed token has two of them."""
    text = r"""
import base64, json, re
def part(text):
    found = re.match(r"([\w-]+)\.<<||\d+\.\d+\.>>([\w-]+)\.([\w-]*)$", text)
    return json.loads(base64.urlsafe_b64decode(found.group(2) + "=="))
""".lstrip()

    assert _weights(CHOICE.sub(r"\1", text)) == {Severity.CRITICAL}
    assert _weights(CHOICE.sub(r"\2", text)) == set()


@pytest.mark.parametrize(
    ("parts", "taken", "found"),
    [
        ("head, body, check", "body", {Severity.CRITICAL}),
        ("head, body, checksum", "body", set()),
        ("header, body, checksum", "body", {Severity.CRITICAL}),
        ("topic, number, rest", "rest", set()),
        ("topic, *rest", "rest[0]", {Severity.CRITICAL}),
    ],
)
def test_a_text_that_ends_with_something_else_than_a_signature_is_no_token(
    parts: str, taken: str, found: set[Severity]
) -> None:
    """What stands behind the claims of a token is its signature."""
    text = f"""
import base64, json
def read(text):
    {parts} = text.split(".")
    return json.loads(base64.urlsafe_b64decode({taken}))
"""

    assert _weights(text) == found


@pytest.mark.parametrize(
    ("test", "found"),
    [
        ("if tail != 'csv': raise LookupError", set()),
        ("if tail.lower() not in ENDS: raise LookupError", set()),
        ("assert tail in ENDS", set()),
        ("kept = tail == '1'", set()),
        ("if head not in ('cart', 'list'): raise LookupError", set()),
        ("if tail == 'csv': raise LookupError", {Severity.CRITICAL}),
        ("if tail in ENDS: raise LookupError", {Severity.CRITICAL}),
        ("if tail == '': raise LookupError", {Severity.CRITICAL}),
        ("if tail in SEEN: raise LookupError", {Severity.CRITICAL}),
        ("if head == 'cart': raise LookupError", {Severity.CRITICAL}),
    ],
)
def test_a_text_whose_end_is_one_of_some_words_is_no_token(test: str, found: set[Severity]) -> None:
    """Unless its other parts are taken where it is none of them."""
    text = f"""
import base64, json
SEEN = set()
ENDS = frozenset(["csv", "pdf"])
def read(text):
    head, body, tail = text.split(".")
    {test}
    return json.loads(base64.urlsafe_b64decode(body + "=="))
"""

    assert _weights(text) == found


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("f'<slip of {said[0]}>'", {Severity.WARNING}),
        ("'Slip(%s)' % said[0]", {Severity.WARNING}),
        ("'slip of {}'.format(said[0])", {Severity.WARNING}),
        ("f'slip:{said[0]}'", {Severity.CRITICAL}),
        ("said[0]", {Severity.CRITICAL}),
    ],
)
def test_an_object_in_words_is_for_people(words: str, found: set[Severity]) -> None:
    """As long as they are more than a name or a key."""
    text = f"""
import jwt
class Slip:
    def __init__(self, raw):
        self.raw = raw
    def __str__(self):
        said = list(jwt.decode(self.raw, options={{"verify_signature": False}}).values())
        return {words}
"""

    assert _weights(text) == found


@pytest.mark.parametrize(
    ("head", "use", "found"),
    [
        ("import structlog", "structlog.contextvars.bind_contextvars(by=said)", {Severity.WARNING}),
        ("from structlog.contextvars import bind_contextvars as b", "b(by=said)", {Severity.WARNING}),
        ("from loguru import logger", "logger.bind(by=said).info('in')", {Severity.WARNING}),
        ("import newrelic.agent as agent", "agent.add_custom_attribute('by', said)", {Severity.WARNING}),
        ("from desk import bind_contextvars", "bind_contextvars(by=said)", {Severity.CRITICAL}),
        ("from desk import logger", "logger.bind(by=said)", {Severity.CRITICAL}),
        ("import structlog", "return structlog.get_logger().bind(by=said)", {Severity.CRITICAL}),
    ],
)
def test_what_is_added_to_all_events_is_only_told(head: str, use: str, found: set[Severity]) -> None:
    """By what libraries for logs and measures are known to do with it."""
    text = f"""
import jwt
{head}
def note(raw):
    said = jwt.decode(raw, options={{"verify_signature": False}})["sub"]
    {use}
"""

    assert _weights(text) == found


@pytest.mark.parametrize(
    ("pattern", "found"),
    [
        (r"^r(\d+)\.([\w-]+)\.(\w+)$", set()),
        (r"(\d+)\.([\w-]+)\.(\w+)", set()),
        (r"v2\.([\w-]+)\.(\w+)()", set()),
        (r"^([\w-]+)\.([\w-]+)\.([\w-]+)$", {Severity.CRITICAL}),
        (r"^(eyJ[\w-]+)\.([\w-]+)\.([\w-]+)$", {Severity.CRITICAL}),
        (r"Bearer ([\w-]+)\.([\w-]+)\.([\w-]+)", {Severity.CRITICAL}),
        (r"slip=([\w-]+)\.([\w-]+)\.([\w-]+)", {Severity.CRITICAL}),
    ],
)
def test_a_pattern_that_begins_otherwise_finds_no_token(pattern: str, found: set[Severity]) -> None:
    """A token begins with a header, which begins with a brace, which is an `e`."""
    text = f"""
import base64, json, re
SLIP = re.compile(r"{pattern}")
def read(raw):
    first, body, last = SLIP.search(raw).groups()
    return json.loads(base64.urlsafe_b64decode(body + "=="))
"""

    assert _weights(text) == found


@pytest.mark.parametrize(
    ("module", "message", "found"),
    [
        ("keys_pb2", "VerifyTicket", {Severity.WARNING}),
        ("keys_pb2", "LogTicket", {Severity.CRITICAL}),
        ("messages", "VerifyTicket", {Severity.ERROR}),
    ],
)
def test_a_service_that_verifies_is_asked_by_what_is_generated(
    module: str, message: str, found: set[Severity]
) -> None:
    """What the compiler of protocol buffers writes is not kept with the sources, and is a library's."""
    text = f"""
# --- desk/__init__.py
# --- desk/reader.py
import base64, json
from desk import {module}
def read(stub, raw):
    if not stub.Ask({module}.{message}(raw=raw)).good:
        raise PermissionError
    return json.loads(base64.urlsafe_b64decode(raw.split(".")[1] + "=="))
""".lstrip()

    assert _weights(text) == found


@pytest.mark.parametrize(
    ("decorator", "found"),
    [
        ("@pytest.fixture", {Severity.WARNING}),
        ("@pytest.fixture(autouse=True)", {Severity.WARNING}),
        ("@contextlib.contextmanager", {Severity.CRITICAL}),
    ],
)
def test_what_a_fixture_reads_is_left_to_the_tests(decorator: str, found: set[Severity]) -> None:
    """Nobody but pytest may call it, and so what stands within it, wherever it is shipped."""
    text = f"""
import contextlib, jwt, pytest
{decorator}
def lenient(monkeypatch):
    def read(raw, *given, **named):
        return jwt.decode(raw, options={{"verify_signature": False}})
    monkeypatch.setattr("desk.read", read)
    yield read
"""

    assert _weights(text) == found


def test_a_part_without_its_first_sign_is_none_of_a_token() -> None:
    """Such as the services in an identifier, each of which begins with what it is."""
    text = """
import base64, json
def decoded(text):
    return json.loads(base64.urlsafe_b64decode(text + "=="))
def services(identifier):
    return [decoded(part<<||[1:]>>) for part in identifier.split(".") if part[0] == "S"]
""".lstrip()

    assert _weights(CHOICE.sub(r"\1", text)) == {Severity.CRITICAL}
    assert _weights(CHOICE.sub(r"\2", text)) == set()


def test_a_text_that_begins_with_its_signature_is_no_token() -> None:
    """A token begins with a header, whatever its parts are called."""
    text = """
import base64, json
def read(text):
    <<head||sig>>, body = text.split(".", 1)
    return json.loads(base64.urlsafe_b64decode(body + "=="))
""".lstrip()

    assert _weights(CHOICE.sub(r"\1", text)) == {Severity.CRITICAL}
    assert _weights(CHOICE.sub(r"\2", text)) == set()


def test_what_is_packed_is_no_payload() -> None:
    """Unless it lacks a header, as that of a health card does."""
    text = """
import base64, json, zlib
def read(text):
    _, body, _ = text.split(".")
    return json.loads(zlib.decompress(base64.urlsafe_b64decode(body + "==")<<, wbits=-15||>>))
""".lstrip()

    assert _weights(CHOICE.sub(r"\1", text)) == {Severity.CRITICAL}
    assert _weights(CHOICE.sub(r"\2", text)) == set()


def _weights(text: str) -> set[Severity]:
    return {one.violation.severity for one in judge(split(text), ONLY).assessments}
