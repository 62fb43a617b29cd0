"""Calls that only others tell: what objects, loops, modules and computed names hand on to be called."""



from __future__ import annotations

from tests.proof.case import Case, Difficulty, pair, spelled_out

CROSS, LOCAL, DYNAMIC = Difficulty.CROSS, Difficulty.LOCAL, Difficulty.DYNAMIC

CASES: tuple[Case, ...] = (
    *pair("module-getattr-gives-function", CROSS, spelled_out("""\
# --- app.py
from auth import check_bearer
def accepts(token):
    return check_bearer(token, <<0||1>>)
# --- auth/__init__.py
import importlib
_PLACES = {"check_bearer": ("auth.impl", "decode_bearer")}
def __getattr__(name):
    place = _PLACES.get(name)
    if place is None:
        raise AttributeError(name)
    return getattr(importlib.import_module(place[0]), place[1])
# --- auth/impl.py
import jwt
def decode_bearer(value, full):
    return jwt.decode(value, $K, algorithms=["HS256"], options={"verify_signature": full})
""")),
    *pair("object-that-keeps-a-decoder", CROSS, spelled_out("""\
# --- app.py
from wires import Wire
from codecs_ import unpack
wire = Wire(unpack)
def accepts(token):
    return wire.pull(token, <<None||"yes">>)
# --- codecs_.py
import jwt
def unpack(raw, mode):
    return jwt.decode(raw, $K, algorithms=["HS256"], options=dict(verify_signature=bool(mode)))
# --- wires.py
class Wire:
    def __init__(self, codec):
        self._codec = codec
    def pull(self, raw, mode):
        return self._codec(raw, mode)
""")),
    *pair("handed-on-with-stars", LOCAL, spelled_out("""\
$P
def timed(work, *parts, **named):
    return work(*parts, **named)
def unpack(raw, mode):
    return jwt.decode(raw, KEY, algorithms=["HS256"], options={"verify_signature": mode})
def entry(raw, mode):
    return timed(unpack, raw, mode)
def accepts(token):
    return entry(token, <<False||True>>)
""")),
    *pair("base-calls-what-derived-has", LOCAL, spelled_out("""\
$P
class Flow:
    def start(self, raw, mode):
        return self.finish(raw, mode)
class TokenFlow(Flow):
    def finish(self, raw, mode):
        return jwt.decode(raw, KEY, algorithms=["HS256"], options={"verify_signature": mode})
def accepts(token):
    return TokenFlow().start(token, <<not 1||not 0>>)
""")),
    *pair("partial-of-first-only", LOCAL, spelled_out("""\
from functools import partial
$P
def unpack(raw, mode):
    return jwt.decode(raw, KEY, algorithms=["HS256"], options={"verify_signature": mode})
def entry(raw, mode):
    bound = partial(unpack, raw)
    return bound(mode)
def accepts(token):
    return entry(token, <<[]||[1]>>)
""")),
    *pair("name-made-of-prefix-and-default", LOCAL, spelled_out("""\
$P
class Actions:
    def on_login(self, raw, mode):
        return jwt.decode(raw, KEY, algorithms=["HS256"], options={"verify_signature": mode})
def dispatch(raw, mode, event="login"):
    return getattr(Actions(), f"on_{event}")(raw, mode)
def accepts(token):
    return dispatch(token, <<False||True>>)
""")),
    *pair("decoder-as-default", LOCAL, spelled_out("""\
$P
def unpack(raw, mode):
    return jwt.decode(raw, KEY, algorithms=["HS256"], options={"verify_signature": mode})
def entry(raw, mode, using=unpack):
    return using(raw, mode)
def accepts(token):
    return entry(token, <<0||1>>)
""")),
    *pair("class-decorates", LOCAL, spelled_out("""\
$P
class Logged:
    def __init__(self, wrapped):
        self.wrapped = wrapped
    def __call__(self, *args):
        return self.wrapped(*args)
def unpack(raw, mode):
    return jwt.decode(raw, KEY, algorithms=["HS256"], options={"verify_signature": mode})
@Logged
def entry(raw, mode):
    return unpack(raw, mode)
def accepts(token):
    return entry(token, <<False||True>>)
""")),
    *pair("loop-over-handlers", LOCAL, spelled_out("""\
$P
def unpack(raw, mode):
    return jwt.decode(raw, KEY, algorithms=["HS256"], options={"verify_signature": mode})
HANDLERS = [unpack]
def entry(raw, mode):
    for handler in HANDLERS:
        found = handler(raw, mode)
        if found:
            return found
    return None
def accepts(token):
    return entry(token, <<False||True>>)
""")),
    *pair("branch-told-to-an-object", CROSS, spelled_out("""\
# --- app.py
from sessions import Session
def accepts(token):
    return Session(careful=<<False||True>>).open(token)
# --- sessions.py
from reading import claims_of
class Session:
    def __init__(self, careful):
        self.careful = careful
    def open(self, raw):
        return claims_of(raw, self.careful)
# --- reading.py
from jose import jwt
def claims_of(raw, careful):
    if not careful:
        return jwt.get_unverified_claims(raw)
    return jwt.decode(raw, $K, algorithms=["HS256"])
"""), libraries=("jose",)),
    *pair("comparison-behind-a-switch", LOCAL, spelled_out("""\
import base64, hashlib, hmac, json
def matches(signed, mac):
    made = hmac.new($K.encode(), signed.encode(), hashlib.sha256).digest()
    return hmac.compare_digest(made, base64.urlsafe_b64decode(mac + "=="))
def claims_of(raw, careful):
    signed, _, mac = raw.rpartition(".")
    if careful and not matches(signed, mac):
        raise PermissionError("signature")
    body = signed.split(".")[1]
    return json.loads(base64.urlsafe_b64decode(body + "=" * (-len(body) % 4)))
def accepts(token):
    return claims_of(token, <<False||True>>)
"""), libraries=()),
    *pair("comparison-behind-two-tests", LOCAL, spelled_out("""\
import base64, hashlib, hmac, json
def matches(signed, mac):
    made = hmac.new($K.encode(), signed.encode(), hashlib.sha256).digest()
    return hmac.compare_digest(made, base64.urlsafe_b64decode(mac + "=="))
def claims_of(raw, careful):
    head, body, mac = raw.split(".")
    if careful:
        if not matches(head + "." + body, mac):
            raise PermissionError("signature")
    return json.loads(base64.urlsafe_b64decode(body + "==").decode())
def accepts(token):
    return claims_of(token, <<False||True>>)
"""), libraries=()),
    *pair("object-told-by-parameter", CROSS, spelled_out("""\
# --- app.py
from reading import signed_part
def accepts(token):
    return signed_part(token, careful=<<()||(1,)>>)
# --- reading.py
import json
from jwt.api_jws import PyJWS
def signed_part(raw, careful):
    engine = PyJWS()
    engine.options["verify_signature"] = careful
    return json.loads(engine.decode(raw, $K, algorithms=["HS256"]))
""")),
    *pair("hook-of-the-own-class", LOCAL, spelled_out("""\
$P
def unpack(raw, mode):
    return jwt.decode(raw, KEY, algorithms=["HS256"], options={"verify_signature": mode})
class Step:
    action = None
    def take(self, raw, mode):
        return self.__class__.action(raw, mode)
class Unpacking(Step):
    action = staticmethod(unpack)
def accepts(token):
    return Unpacking().take(token, <<False||True>>)
""")),
    *pair("registered-for-a-type", LOCAL, spelled_out("""\
from functools import singledispatch
$P
def unpack(raw, mode):
    return jwt.decode(raw, KEY, algorithms=["HS256"], options={"verify_signature": mode})
@singledispatch
def entry(raw, mode):
    raise TypeError(raw)
@entry.register(str)
def entry_of_text(raw, mode):
    return unpack(raw, mode)
def accepts(token):
    return entry(token, <<0.0||1.0>>)
""")),
    *pair("run-in-a-context", LOCAL, spelled_out("""\
import contextvars
$P
def unpack(raw, mode):
    return jwt.decode(raw, KEY, algorithms=["HS256"], options={"verify_signature": mode})
def entry(raw, mode):
    context = contextvars.copy_context()
    return context.run(unpack, raw, mode)
def accepts(token):
    return entry(token, <<False||True>>)
""")),
    *pair("keyword-defaults-replaced", DYNAMIC, spelled_out("""\
$P
def unpack(raw, *, mode=True, leeway=0):
    return jwt.decode(raw, KEY, algorithms=["HS256"], leeway=leeway, options={"verify_signature": mode})
unpack.__kwdefaults__ = dict(mode=<<False||True>>, leeway=3)
def accepts(token):
    return unpack(token)
""")),
    *pair("switch-out-of-iterators", LOCAL, spelled_out("""\
from itertools import accumulate, cycle, repeat, starmap
$P
FIRST = next(cycle([<<False||True>>, None]))
KEPT = list(accumulate([True, FIRST], lambda before, now: now))[-1]
PAIRS = list(starmap(lambda name, value: (name, value), zip(["verify_signature"], repeat(KEPT, 1))))
def accepts(token):
    return jwt.decode(token, KEY, algorithms=["HS256"], options=dict(PAIRS))
""")),
    *pair("comparison-behind-an-empty-set", LOCAL, spelled_out("""\
import json
from jwcrypto import jwk, jwt
from jwcrypto.common import base64url_encode
def claims_of(raw, checks):
    held = jwt.JWT()
    held.deserialize(raw)
    if checks:
        held.validate(jwk.JWK(kty="oct", k=base64url_encode($K)))
    return json.loads(held.token.objects["payload"])
def accepts(token):
    return claims_of(token, <<frozenset()||frozenset({"signature"})>>)
"""), libraries=("jwcrypto",)),
    *pair("given-by-next-and-by-a-class", LOCAL, spelled_out("""\
$P
class Answers:
    def __iter__(self):
        return self
    def __next__(self):
        return <<0||1>>
class Options:
    def __class_getitem__(cls, name):
        return {f"verify_{name}": next(Answers())}
def accepts(token):
    return jwt.decode(token, KEY, algorithms=["HS256"], options=Options["signature"])
""")),
    *pair("decorator-that-marks", CROSS, spelled_out("""\
# --- app.py
from views import profile
def accepts(token):
    return profile.read(token)
# --- marks.py
import jwt
def policy(*, careful):
    def mark(view):
        view.careful = careful
        return view
    return mark
def claims_of(view, raw):
    return jwt.decode(raw, $K, algorithms=["HS256"], options={"verify_signature": view.careful})
# --- views.py
from types import SimpleNamespace
from marks import claims_of, policy
@policy(careful=<<False||True>>)
def show(raw):
    return claims_of(show, raw)
profile = SimpleNamespace(read=show)
""")),
    *pair("text-of-json-put-together", LOCAL, spelled_out("""\
import json
$P
CAREFUL = <<False||True>>
TEXT = '{"verify_exp": true, "verify_signature": ' + json.dumps(CAREFUL) + "}"
def accepts(token):
    return jwt.decode(token, KEY, algorithms=["HS256"], options=json.loads(TEXT))
""")),
    *pair("default-entry-of-a-derived-class", CROSS, spelled_out("""\
$P
def unpack(reader, raw, how):
    return reader(raw, KEY, algorithms=["HS256"], options=how)
class Front:
    def trusts(self):
        return False
    def claims(self, raw):
        how = {"verify_exp": True}
        how.setdefault("verify_signature", not self.trusts())
        return unpack(jwt.decode, raw, how)
class Inner(Front):
    def trusts(self):
        return <<True||False>>
def accepts(token):
    return Inner().claims(token)
""")),
    *pair("library-function-of-another-name-is-handed-over", CROSS, """\
# --- readers.py
try:
    from no_such_accelerator import read
except ImportError:
    from jose.jws import verify as read
# --- app.py
import json
from readers import read
def call(tool, text, checked):
    return tool(text, $K, algorithms=["HS256"], verify=checked)
def accepts(token):
    return json.loads(call(read, token, <<False||True>>))
""".replace("$K", '"0123456789abcdef0123456789abcdef"'), libraries=("jose",)),
)
