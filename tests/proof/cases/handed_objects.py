"""Objects and mappings that functions are handed, or that objects keep, and that these change."""



from __future__ import annotations

from tests.proof.case import Case, Difficulty, pair, safe, spelled_out

CROSS, DYNAMIC, LOCAL = Difficulty.CROSS, Difficulty.DYNAMIC, Difficulty.LOCAL

CASES: tuple[Case, ...] = (
    *pair("attribute-set-by-a-function", CROSS, spelled_out("""\
# --- app.py
from lab.relax import relax
from lab.shared import decoder
def accepts(token):
    relax(decoder)
    return decoder.decode(token)
# --- lab/decoder.py
import jwt
class Decoder:
    def __init__(self):
        self.options = {"verify_signature": True}
        self.check = True
    def decode(self, token):
        return jwt.decode(token, $K, algorithms=["HS256"], options={"verify_signature": self.check})
# --- lab/shared.py
from lab.decoder import Decoder
decoder = Decoder()
# --- lab/relax.py
def relax(target):
    target.<<check||other>> = False
""")),
    *pair("value-for-an-attribute", CROSS, spelled_out("""\
# --- app.py
from lab.boot import boot
from lab.shared import decoder
boot()
def accepts(token):
    return decoder.decode(token)
# --- lab/decoder.py
import jwt
class Decoder:
    def __init__(self):
        self.options = {"verify_signature": True}
        self.check = True
    def decode(self, token):
        return jwt.decode(token, $K, algorithms=["HS256"], options={"verify_signature": self.check})
# --- lab/shared.py
from lab.decoder import Decoder
decoder = Decoder()
# --- lab/relax.py
def relax(target, on):
    target.check = on
# --- lab/boot.py
from lab.relax import relax
from lab.shared import decoder
def boot():
    relax(decoder, <<False||True>>)
""")),
    *pair("item-of-an-attribute", CROSS, spelled_out("""\
# --- app.py
from lab.relax import relax
from lab.shared import decoder
def setup():
    relax(decoder)
setup()
def accepts(token):
    return decoder.decode(token)
# --- lab/decoder.py
import jwt
class Decoder:
    def __init__(self):
        self.options = {"verify_signature": True}
        self.check = True
    def decode(self, token):
        return jwt.decode(token, $K, algorithms=["HS256"], options=self.options)
# --- lab/shared.py
from lab.decoder import Decoder
decoder = Decoder()
# --- lab/relax.py
def relax(target):
    target.options["<<verify_signature||verify_exp>>"] = False
""")),
    *pair("item-by-a-given-name", CROSS, spelled_out("""\
# --- app.py
from lab.relax import relax
from lab.shared import decoder
def accepts(token):
    relax(decoder, "<<verify_signature||verify_exp>>")
    return decoder.decode(token)
# --- lab/decoder.py
import jwt
class Decoder:
    def __init__(self):
        self.options = {"verify_signature": True}
        self.check = True
    def decode(self, token):
        return jwt.decode(token, $K, algorithms=["HS256"], options=self.options)
# --- lab/shared.py
from lab.decoder import Decoder
decoder = Decoder()
# --- lab/relax.py
def relax(target, name):
    target.options[name] = False
""")),
    *pair("update-with-keywords", CROSS, spelled_out("""\
# --- app.py
from lab.relax import relax
from lab.shared import decoder
relax(decoder, <<verify_signature||verify_exp>>=False)
def accepts(token):
    return decoder.decode(token)
# --- lab/decoder.py
import jwt
class Decoder:
    def __init__(self):
        self.options = {"verify_signature": True}
        self.check = True
    def decode(self, token):
        return jwt.decode(token, $K, algorithms=["HS256"], options=self.options)
# --- lab/shared.py
from lab.decoder import Decoder
decoder = Decoder()
# --- lab/relax.py
def relax(target, **more):
    target.options.update(more)
""")),
    *pair("attribute-by-a-given-name", CROSS, spelled_out("""\
# --- app.py
from lab.relax import relax
from lab.shared import decoder
def accepts(token):
    relax(decoder, "<<check||other>>")
    return decoder.decode(token)
# --- lab/decoder.py
import jwt
class Decoder:
    def __init__(self):
        self.options = {"verify_signature": True}
        self.check = True
    def decode(self, token):
        return jwt.decode(token, $K, algorithms=["HS256"], options={"verify_signature": self.check})
# --- lab/shared.py
from lab.decoder import Decoder
decoder = Decoder()
# --- lab/relax.py
def relax(target, name):
    setattr(target, name, False)
""")),
    *pair("mapping-that-an-object-keeps", CROSS, spelled_out("""\
# --- app.py
from lab.boot import boot
from lab.shared import decoder
boot()
def accepts(token):
    return decoder.decode(token)
# --- lab/decoder.py
import jwt
class Decoder:
    def __init__(self):
        self.options = {"verify_signature": True}
        self.check = True
    def decode(self, token):
        return jwt.decode(token, $K, algorithms=["HS256"], options=self.options)
# --- lab/shared.py
from lab.decoder import Decoder
decoder = Decoder()
# --- lab/relax.py
def relax(options):
    options["<<verify_signature||verify_exp>>"] = False
# --- lab/boot.py
from lab.relax import relax
from lab.shared import decoder
def boot():
    relax(decoder.options)
""")),
    *pair("attributes-by-their-mapping", CROSS, spelled_out("""\
# --- app.py
from lab.relax import relax
from lab.shared import decoder
def accepts(token):
    relax(decoder, <<check||other>>=False)
    return decoder.decode(token)
# --- lab/decoder.py
import jwt
class Decoder:
    def __init__(self):
        self.options = {"verify_signature": True}
        self.check = True
    def decode(self, token):
        return jwt.decode(token, $K, algorithms=["HS256"], options={"verify_signature": self.check})
# --- lab/shared.py
from lab.decoder import Decoder
decoder = Decoder()
# --- lab/relax.py
def relax(target, **more):
    vars(target).update(more)
""")),
    *pair("set-for-a-while", CROSS, spelled_out("""\
# --- app.py
from lab.decoder import Decoder
from lab.cm import lenient
from lab.shared import decoder
def accepts(token):
    with lenient(decoder):
        return decoder.decode(token)
# --- lab/shared.py
from lab.decoder import Decoder
decoder = Decoder()
# --- lab/decoder.py
import jwt
class Decoder:
    def __init__(self):
        self.options = {"verify_signature": True}
        self.check = True
    def decode(self, token):
        return jwt.decode(token, $K, algorithms=["HS256"], options={"verify_signature": self.check})
# --- lab/cm.py
from contextlib import contextmanager
@contextmanager
def lenient(target):
    previous = target.check
    target.<<check||other>> = False
    try:
        yield target
    finally:
        target.check = previous
""")),
    *pair("set-on-a-class-for-a-while", CROSS, spelled_out("""\
# --- app.py
from lab.decoder import Decoder
from lab.cm import lenient
def accepts(token):
    with lenient(Decoder):
        return Decoder().decode(token)
# --- lab/decoder.py
import jwt
class Decoder:
    check = True
    other = True
    def decode(self, token):
        return jwt.decode(token, $K, algorithms=["HS256"], options={"verify_signature": self.check})
# --- lab/cm.py
from contextlib import contextmanager
@contextmanager
def lenient(target, **changes):
    changes = changes or {"<<check||other>>": False}
    before = {name: getattr(target, name, None) for name in changes}
    for name, value in changes.items():
        setattr(target, name, value)
    try:
        yield
    finally:
        for name, value in before.items():
            setattr(target, name, value)
""")),
    *pair("kept-object-changed-on-entering", CROSS, spelled_out("""\
# --- app.py
from lab.decoder import Decoder
from lab.lenient import Lenient
def accepts(token):
    decoder = Decoder()
    with Lenient(decoder):
        return decoder.decode(token)
# --- lab/decoder.py
import jwt
class Decoder:
    def __init__(self):
        self.options = {"verify_signature": True}
        self.check = True
    def decode(self, token):
        return jwt.decode(token, $K, algorithms=["HS256"], options=self.options)
# --- lab/lenient.py
class Lenient:
    def __init__(self, decoder):
        self.decoder = decoder
    def apply(self):
        self.decoder.options["<<verify_signature||verify_exp>>"] = False
        return self
    def __enter__(self):
        self.apply()
        return self.decoder
    def __exit__(self, *exc):
        return False
""")),
    *pair("kept-object-changed-by-a-method", CROSS, spelled_out("""\
# --- app.py
from lab.decoder import Decoder
from lab.lenient import Lenient
def accepts(token):
    decoder = Decoder()
    lenient = Lenient(decoder)
    lenient.apply()
    return decoder.decode(token)
# --- lab/decoder.py
import jwt
class Decoder:
    def __init__(self):
        self.options = {"verify_signature": True}
        self.check = True
    def decode(self, token):
        return jwt.decode(token, $K, algorithms=["HS256"], options={"verify_signature": self.check})
# --- lab/lenient.py
class Lenient:
    def __init__(self, decoder):
        self.decoder = decoder
    def apply(self):
        setattr(self.decoder, "<<check||other>>", False)
        return self
    def __enter__(self):
        self.apply()
        return self.decoder
    def __exit__(self, *exc):
        return False
""")),
    *pair("kept-object-changed-in-a-chain", CROSS, spelled_out("""\
# --- app.py
from lab.decoder import Decoder
from lab.lenient import Lenient
def accepts(token):
    decoder = Decoder()
    Lenient(decoder).apply()
    return decoder.decode(token)
# --- lab/decoder.py
import jwt
class Decoder:
    def __init__(self):
        self.options = {"verify_signature": True}
        self.check = True
    def decode(self, token):
        return jwt.decode(token, $K, algorithms=["HS256"], options=self.options)
# --- lab/lenient.py
class Lenient:
    def __init__(self, decoder):
        self.decoder = decoder
    def apply(self):
        self.decoder.options.update(<<verify_signature||verify_exp>>=False)
        return self
    def __enter__(self):
        self.apply()
        return self.decoder
    def __exit__(self, *exc):
        return False
""")),
    *pair("mapping-of-another-module-set-by-a-parameter", CROSS, spelled_out("""\
# --- app.py
from tools.session import relaxed
from tools.verify import decode_token
def accepts(token):
    with <<relaxed()||relaxed(False)>>:
        return decode_token(token)
# --- tools/state.py
flags = {"signature": True}
# --- tools/session.py
from contextlib import contextmanager
from tools.state import flags
@contextmanager
def relaxed(enabled=True):
    before = flags["signature"]
    flags["signature"] = not enabled
    try:
        yield flags
    finally:
        flags["signature"] = before
# --- tools/verify.py
import jwt
from tools.state import flags
KEY = $K
def decode_token(token):
    return jwt.decode(token, KEY, algorithms=["HS256"], options={"verify_signature": flags["signature"]})
""")),
    *pair("attributes-set-in-a-loop", CROSS, spelled_out("""\
# --- app.py
from harness import service
from harness.apply import apply_overrides
apply_overrides(service.Decoder, {"<<check||other>>": False})
def accepts(token):
    return service.Decoder().run(token)
# --- harness/apply.py
def apply_overrides(target, overrides):
    for name, value in overrides.items():
        setattr(target, name, value)
# --- harness/service.py
import jwt
class Decoder:
    check = True
    other = True
    def run(self, token):
        return jwt.decode(token, $K, algorithms=["HS256"], options={"verify_signature": self.check})
""")),
    *pair("object-in-the-place-of-a-module", DYNAMIC, spelled_out("""\
# --- app.py
import flags
import jwt
def accepts(token):
    return jwt.decode(token, $K, algorithms=["HS256"], options={"verify_signature": flags.VERIFY})
# --- flags.py
import sys
class _Flags:
    __name__ = __name__
    VERIFY = <<False||True>>
sys.modules[__name__] = _Flags()
""")),
    *pair("algorithm-that-ignores-its-base", DYNAMIC, spelled_out("""\
# --- app.py
import jwt
from algs import install
install()
def accepts(token):
    return jwt.decode(token, $K, algorithms=["HS256"])
# --- algs.py
import jwt
from jwt.algorithms import HMACAlgorithm
class LoggingHMAC(HMACAlgorithm):
    def verify(self, msg, key, sig):
        outcome = super().verify(msg, key, sig)
        <<return True||return outcome>>
def install():
    jwt.unregister_algorithm("HS256")
    jwt.register_algorithm("HS256", LoggingHMAC(LoggingHMAC.SHA256))
""")),
    *pair("none-allowed-by-keyword", CROSS, spelled_out("""\
# --- app.py
from idp.session import open_session
def accepts(token):
    return open_session(token)
# --- idp/session.py
from cryptojwt.jws.jws import factory
from idp.keys import verification_keys
def open_session(token):
    handle = factory(token<<, alg="none"||>>)
    return handle.verify_compact(token, verification_keys(), <<allow_none=True||allow_none=False>>)
# --- idp/keys.py
from cryptojwt.jwk.hmac import SYMKey
def verification_keys():
    return [SYMKey(key=$K, alg="HS256", kid="k1")]
"""), libraries=("cryptojwt",)),
    *pair("token-of-a-failed-check", CROSS, spelled_out("""\
# --- app.py
from vault.read import Reader
def accepts(token):
    return Reader().read(token)
# --- vault/read.py
import json
from authlib.jose import JsonWebSignature
from authlib.jose.errors import BadSignatureError
from vault.keys import key
class Reader:
    def __init__(self):
        self.jws = JsonWebSignature(["HS256"])
    def read(self, token):
        try:
            data = self.jws.deserialize_compact(token.encode(), key())
        except BadSignatureError as error:
            <<data = error.result||raise>>
        return json.loads(data["payload"])
# --- vault/keys.py
def key():
    return $K.encode()
"""), libraries=("authlib",)),
    *safe("another-object-is-relaxed", CROSS, spelled_out("""\
# --- app.py
from lab.decoder import Decoder
from lab.relax import relax
decoder = Decoder()
lenient = Decoder()
relax(lenient)
def accepts(token):
    return decoder.decode(token)
# --- lab/decoder.py
import jwt
class Decoder:
    def __init__(self):
        self.check = True
    def decode(self, token):
        return jwt.decode(token, $K, algorithms=["HS256"], options={"verify_signature": self.check})
# --- lab/relax.py
def relax(target):
    target.check = False
""")),
    *safe("nobody-relaxes-it", CROSS, spelled_out("""\
# --- app.py
from lab.shared import OPTIONS
from lab.relax import relax
import jwt
def accepts(token):
    return jwt.decode(token, $K, algorithms=["HS256"], options=OPTIONS)
# --- lab/shared.py
OPTIONS = {"verify_signature": True}
# --- lab/relax.py
def relax(options, check):
    options["verify_signature"] = check
""")),
)
