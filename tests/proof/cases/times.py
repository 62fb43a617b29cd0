"""Times that a program reads of tokens that it hands on, and tokens that it lets pass because of them."""

from __future__ import annotations

from tests.proof.case import Case, Difficulty, Expectation, build, pair, spelled_out

LOCAL, CROSS = Difficulty.LOCAL, Difficulty.CROSS

CASES: tuple[Case, ...] = (
    *pair("asked-for-again-in-time", CROSS, spelled_out("""\
# --- app.py
import jwt
from purse import Purse
def accepts(token):
    purse = Purse(lambda: token)
    if <<purse.is_fresh()||purse.slip()>>:
        return <<{"sub": "mallory"}||jwt.decode(purse.slip(), $K, algorithms=["HS256"])>>
# --- purse.py
import time
import jwt
class Purse:
    def __init__(self, fetch):
        self.fetch = fetch
        self.kept_token = fetch()
    def is_fresh(self):
        said = jwt.decode(self.kept_token, options={"verify_signature": False})
        return said["exp"] - 20 > time.time()
    def slip(self):
        if not self.is_fresh():
            self.kept_token = self.fetch()
        return self.kept_token
""")),
    *pair("kept-as-long-as-it-says", LOCAL, spelled_out("""\
import datetime as dt
import jwt
class Wallet:
    def __init__(self, acquire):
        self.acquire, self.token, self.until = acquire, None, None
    def ready(self):
        if self.token is None or self.until < dt.datetime.now():
            self.token = self.acquire()
            said = jwt.decode(self.token, options={"verify_signature": False})
            self.until = dt.datetime.fromtimestamp(said.get("exp", 0))
            <<self.owner = said||self.acquired = True>>
        return self.token
def accepts(token):
    wallet = Wallet(lambda: token)
    slip = wallet.ready()
    return <<wallet.owner||jwt.decode(slip, $K, algorithms=["HS256"])>>
""")),
    build("let-in-while-it-lasts", LOCAL, Expectation.BYPASS, spelled_out("""\
import time
import jwt
def runs_out(token):
    return jwt.decode(token, options={"verify_signature": False})["exp"] < time.time()
def accepts(token):
    if runs_out(token):
        raise PermissionError("too late")
    return {"sub": "mallory"}
""")),
    build("a-guest-once-it-is-over", LOCAL, Expectation.BYPASS, spelled_out("""\
import time
import jwt
def runs_out(token):
    return jwt.decode(token, options={"verify_signature": False})["exp"] < time.time()
def accepts(token):
    return {} if runs_out(token) else {"sub": "mallory"}
""")),
)
