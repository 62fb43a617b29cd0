"""Objects that only some paths have changed before a method of theirs is called."""

from __future__ import annotations

from tests.proof.case import Case, Difficulty, pair, spelled_out

CROSS = Difficulty.CROSS

CASES: tuple[Case, ...] = (
    *pair("counts-before-its-check", CROSS, spelled_out("""\
$P
class Reader:
    def __init__(self, check):
        self._check = check
        self._times = {}
        self.hits = 0
    def read(self, raw, quiet=False):
        if not quiet:
            self.hits += 1
        self._check(raw)
        self._times[raw] = self._end_of(raw)
        return self._claims_of(raw)
    def _end_of(self, raw):
        return jwt.decode(raw, options={"verify_signature": False}).get("exp")
    def _claims_of(self, raw):
        return jwt.decode(raw, options={"verify_signature": False})
def check(raw):
    jwt.decode(raw, KEY, ["HS256"], options={"verify_signature": <<False||True>>})
READER = Reader(check)
def accepts(token):
    return READER.read(token)
""")),
    *pair("forgets-what-is-over-before-its-check", CROSS, spelled_out("""\
$P
import time
class Verified:
    def __init__(self, verify):
        self._verify = verify
        self._known = {}
    def claims(self, token):
        known = self._known.get(token)
        if known is not None:
            until, claims = known
            if until > time.time():
                return claims
            del self._known[token]
        claims = self._verify(token)
        self._known[token] = (self._until(token), claims)
        return claims
    def _until(self, token):
        return jwt.decode(token, options={"verify_signature": False}).get("exp", 0)
def verify(token):
    return jwt.decode(token, KEY, ["HS256"], options={"verify_signature": <<False||True>>})
KNOWN = Verified(verify)
def accepts(token):
    return KNOWN.claims(token)
""")),
    *pair("told-a-switch-behind-a-note", CROSS, spelled_out("""\
$P
class Gate:
    def __init__(self):
        self.notes = []
    def enter(self, token, note=""):
        if note:
            self.last = note
        return self._read(token, <<False||True>>)
    def _read(self, token, strict):
        return jwt.decode(token, KEY, ["HS256"], options={"verify_signature": strict})
def accepts(token):
    return Gate().enter(token, "front")
""")),
    *pair("another-object-set-on-one-path", CROSS, spelled_out("""\
$P
class Session:
    strict = True
    def open(self, token):
        return jwt.decode(token, KEY, ["HS256"], options={"verify_signature": self.strict})
def opened(token, loose):
    session = Session()
    if loose:
        session.strict = False
    return session.open(token)
def accepts(token):
    return opened(token, <<True||False>>)
""")),
    *pair("fills-what-is-missing-on-one-path", CROSS, spelled_out("""\
$P
def read(raw, strict=None, audience=None):
    options = {"verify_exp": False}
    if strict is not None:
        options["verify_signature"] = strict
    if "verify_signature" not in options:
        options["verify_signature"] = <<False||True>>
    return jwt.decode(raw, KEY, ["HS256"], options=options, audience=audience)
def accepts(token):
    return read(token)
""")),
    *pair("keeps-what-one-path-has-filled", CROSS, spelled_out("""\
$P
def read(raw, strict=None):
    options = {"verify_exp": False}
    if strict is not None:
        options["verify_signature"] = strict
    if "verify_signature" not in options:
        options["verify_signature"] = True
    return jwt.decode(raw, KEY, ["HS256"], options=options)
def accepts(token):
    return read(token, <<0||1>>)
""")),
    *pair("says-beside-what-one-path-adds", CROSS, spelled_out("""\
$P
class Reader:
    def __init__(self, settings):
        self.settings = settings
    def read(self, raw, options):
        given = {"algorithms": ["HS256"], "options": dict(verify_exp=False, **options)}
        if self.settings.get("audience"):
            given["audience"] = self.settings["audience"]
        return jwt.decode(raw, KEY, **given)
def accepts(token):
    return Reader({"issuer": "me"}).read(token, {"verify_signature": <<False||True>>})
""")),
)
