"""Every entry of PyJWT that can be told not to check, and those that only look like it."""

# ruff: noqa: E501 - one line is the layout under test

from __future__ import annotations

from tests.proof.case import Case, Difficulty, bypass, pair, safe

LITERAL, LOCAL, CROSS = Difficulty.LITERAL, Difficulty.LOCAL, Difficulty.CROSS
KEY = 'KEY = "0123456789abcdef0123456789abcdef"\n'
HS = 'algorithms=["HS256"]'
OFF = 'options={"verify_signature": <<False||True>>}'


def _call(
    name: str, imports: str, expression: str, *, inert: bool = False, level: Difficulty = LITERAL
) -> tuple[Case, Case]:
    """The claims are `expression`; the decision stands on its line."""
    text = f"import json\n{imports}\n{KEY}\ndef accepts(token):\n    return {expression}  # <- jwt-signature-bypass\n"
    return pair(name, level, text, inert=inert)


def _strict(name: str, expression: str) -> tuple[Case]:
    """A call that only looks lax."""
    return safe(name, LITERAL, f"import json\nimport jwt\n{KEY}\ndef accepts(token):\n    return {expression}\n")


CASES: tuple[Case, ...] = (
    *_call("decode-complete", "import jwt\n", f'jwt.decode_complete(token, KEY, {HS}, {OFF})["payload"]'),
    *_call(
        "decode-complete-imported",
        "from jwt import decode_complete\n",
        f'decode_complete(token, KEY, {HS}, {OFF})["payload"]',
    ),
    *_call(
        "decode-complete-of-api",
        "from jwt import api_jwt\n",
        f'api_jwt.decode_complete(token, KEY, {HS}, {OFF})["payload"]',
    ),
    *_call(
        "decode-complete-of-instance",
        "import jwt\n",
        f'jwt.PyJWT().decode_complete(token, KEY, {HS}, {OFF})["payload"]',
    ),
    *_call("decode-of-instance", "import jwt\n", f"jwt.PyJWT().decode(token, KEY, {HS}, {OFF})"),
    *_call(
        "decode-of-configured-instance",
        "import jwt\n",
        f'jwt.PyJWT(options={{"verify_exp": True}}).decode(token, KEY, {HS}, {OFF})',
    ),
    *_call("jws-decode", "from jwt import api_jws\n", f"json.loads(api_jws.decode(token, KEY, {HS}, {OFF}))"),
    *_call("jws-decode-imported", "from jwt.api_jws import decode\n", f"json.loads(decode(token, KEY, {HS}, {OFF}))"),
    *_call(
        "jws-decode-complete",
        "from jwt import api_jws\n",
        f'json.loads(api_jws.decode_complete(token, KEY, {HS}, {OFF})["payload"])',
    ),
    *_call("jws-of-instance", "import jwt\n", f"json.loads(jwt.PyJWS().decode(token, KEY, {HS}, {OFF}))"),
    *_call(
        "jws-fourth-positional",
        "import jwt\n",
        'json.loads(jwt.PyJWS().decode(token, KEY, ["HS256"], {"verify_signature": <<0||1>>}))',
    ),
    *_call("jws-constructed", "import jwt\n", f"json.loads(jwt.PyJWS({OFF}).decode(token, KEY, {HS}))"),
    *_call(
        "jws-constructed-positionally",
        "import jwt\n",
        f'json.loads(jwt.PyJWS(None, {{"verify_signature": <<False||True>>}}).decode(token, KEY, {HS}))',
    ),
    *_call("jws-in-the-algorithms-only-list", "import jwt\n", f'json.loads(jwt.PyJWS(["HS256"], {OFF}).decode(token, KEY, {HS}))'),
    *_call("jwt-constructed", "import jwt\n", f"jwt.PyJWT({OFF}).decode(token, KEY, {HS})", inert=True),
    *_call(
        "jwt-constructed-positionally",
        "import jwt\n",
        f'jwt.PyJWT({{"verify_signature": <<False||True>>}}).decode(token, KEY, {HS})',
        inert=True,
    ),
    *_call("jws-verify-keyword", "import jwt\n", f"json.loads(jwt.PyJWS().decode(token, KEY, {HS}, verify=<<False||True>>))", inert=True),
    *_call("verify-keyword-of-instance", "import jwt\n", f"jwt.PyJWT().decode(token, KEY, {HS}, verify=<<False||True>>)", inert=True),
    *_call("verify-keyword-imported", "from jwt import decode as d\n", f"d(token, KEY, {HS}, verify=<<0||1>>)", inert=True),
    *_call(
        "verify-false-option-true",
        "import jwt\n",
        f'jwt.decode(token, KEY, {HS}, verify=<<False||True>>, options={{"verify_signature": True}})',
        inert=True,
    ),
    *pair("verify-keyword-splatted", LOCAL, f"""
import jwt
{KEY}
def accepts(token):
    settings = {{"verify": <<False||True>>}}
    return jwt.decode(token, KEY, {HS}, **settings)
""", inert=True, old=True),
    *pair("verify-keyword-constant", LOCAL, f"""
import jwt
{KEY}
VERIFY = <<False||True>>  # <- jwt-signature-bypass

def accepts(token):
    return jwt.decode(token, KEY, {HS}, verify=VERIFY)
""", inert=True, old=True),
    *pair("verify-keyword-partial", LOCAL, f"""
import jwt
from functools import partial
{KEY}
read = partial(jwt.decode, key=KEY, {HS}, verify=<<False||True>>)  # <- jwt-signature-bypass

def accepts(token):
    return read(token)
""", inert=True, old=True),
    *pair("verify-keyword-wrapped", CROSS, f"""
import jwt
{KEY}
def read(token, verify=True):
    return jwt.decode(token, KEY, {HS}, verify=verify)

def accepts(token):
    return read(token, verify=<<False||True>>)  # <- jwt-signature-bypass
""", inert=True, old=True),
    *pair("verify-keyword-forwarded", CROSS, f"""
import jwt
{KEY}
def read(token, **keywords):
    return jwt.decode(token, KEY, {HS}, **keywords)

def accepts(token):
    return read(token, verify=<<False||True>>)  # <- jwt-signature-bypass
""", inert=True, old=True),
    *pair("jws-attribute", LOCAL, f"""
import json, jwt
{KEY}
reader = jwt.PyJWS()
reader.options["verify_signature"] = <<False||True>>  # <- jwt-signature-bypass

def accepts(token):
    return json.loads(reader.decode(token, KEY, {HS}))
"""),
    *pair("jws-attribute-replaced", LOCAL, f"""
import json, jwt
{KEY}
def accepts(token):
    reader = jwt.PyJWS()
    reader.options = {{"verify_signature": <<False||True>>}}
    return json.loads(reader.decode(token, KEY, {HS}))
"""),
    *pair("jws-subclass-defaults", CROSS, f"""
import json, jwt
{KEY}
class Lenient(jwt.PyJWS):
    @staticmethod
    def _get_default_options():
        return {{"verify_signature": <<False||True>>}}  # <- jwt-signature-bypass

def accepts(token):
    return json.loads(Lenient().decode(token, KEY, {HS}))
"""),
    *pair("jwt-subclass-defaults", CROSS, f"""
import jwt
{KEY}
class Lenient(jwt.PyJWT):
    @staticmethod
    def _get_default_options():
        return {{**jwt.PyJWT._get_default_options(), "verify_signature": <<False||True>>}}  # <- jwt-signature-bypass

def accepts(token):
    return Lenient().decode(token, KEY, {HS})
""", inert=True),
    *pair("subclass-call", CROSS, f"""
import jwt
{KEY}
class Reader(jwt.PyJWT):
    def read(self, token):
        return self.decode(token, KEY, {HS}, {OFF})  # <- jwt-signature-bypass

def accepts(token):
    return Reader().read(token)
"""),
    *pair("private-load", LITERAL, f"""
import json, jwt
{KEY}
def accepts(token):
    return json.loads(<<jwt.PyJWS()._load(token)[0]||jwt.PyJWS().decode(token, KEY, {HS})>>)  # <- jwt-signature-bypass
"""),
    *pair("private-load-of-instance", LOCAL, f"""
import json, jwt
{KEY}
JWS = jwt.PyJWS()

def accepts(token):
    payload, signing_input, header, signature = JWS._load(token)
    <<||jwt.decode(token, KEY, {HS})>>
    return json.loads(payload)
"""),
    *bypass("two-options-off", LITERAL, f"""
import jwt
{KEY}
def accepts(token):
    return jwt.decode(token, KEY, {HS}, options={{"verify_signature": False, "verify_exp": False, "verify_aud": False}})  # <- jwt-signature-bypass
"""),
    *bypass("algorithms-none-and-off", LITERAL, """
import jwt

def accepts(token):
    return jwt.decode(token, algorithms=["none"], options={"verify_signature": False})  # <- jwt-signature-bypass
"""),
    *bypass("both-spellings", LITERAL, """
import jwt

def accepts(token):
    return jwt.decode(token, verify=False, options={"verify_signature": False})
"""),
    *_strict("plain", f"jwt.decode(token, KEY, {HS})"),
    *_strict("true", f'jwt.decode(token, KEY, {HS}, options={{"verify_signature": True}})'),
    *_strict("expiry-off", f'jwt.decode(token, KEY, {HS}, options={{"verify_exp": False}})'),
    *_strict("audience-off", f'jwt.decode(token, KEY, {HS}, options={{"verify_aud": False, "verify_iss": False}})'),
    *_strict("all-claims-off", f"jwt.decode(token, KEY, {HS}, options={{f'verify_{{n}}': False for n in ('exp', 'nbf', 'iat', 'aud', 'iss', 'sub', 'jti')}})"),
    *_strict("misspelt-option", f'jwt.decode(token, KEY, {HS}, options={{"verify_sig": False}})'),
    *_strict("none-listed-too", 'jwt.decode(token, KEY, algorithms=["HS256", "none"])'),
    *_strict("options-none", f"jwt.decode(token, KEY, {HS}, options=None)"),
    *_strict("options-empty", f"jwt.decode(token, KEY, {HS}, options={{}})"),
    *_strict("no-audience", f"jwt.decode(token, KEY, {HS}, audience=None, issuer=None, leeway=0)"),
    *_strict("complete", f'jwt.decode_complete(token, KEY, {HS})["payload"]'),
    *_strict("jws", f"json.loads(jwt.PyJWS().decode(token, KEY, {HS}))"),
    *_strict("constructor-expiry-off", f'jwt.PyJWT(options={{"verify_exp": False}}).decode(token, KEY, {HS})'),
    *_strict("strings-only", f'jwt.decode(token, KEY, {HS}) if "verify_signature=False" != "options" else None'),
)
