"""jwcrypto, python-jwt, google-auth, simplejwt and flask-jwt-extended."""

# ruff: noqa: E501 - one line is the layout under test

from __future__ import annotations

from tests.proof.case import Case, Difficulty, bypass, pair, safe

LITERAL, LOCAL, CROSS = Difficulty.LITERAL, Difficulty.LOCAL, Difficulty.CROSS
KEY = 'KEY = "0123456789abcdef0123456789abcdef"\n'
JWK = f"import json\nfrom jwcrypto.jwk import JWK\nfrom jwcrypto.jws import JWS\nfrom jwcrypto.jwt import JWT\n\n{KEY}JWKEY = JWK.from_password(KEY)\n"
PYTHON_JWT = f"import python_jwt\nfrom jwcrypto.jwk import JWK\n\n{KEY}JWKEY = JWK.from_password(KEY)\n"
GOOGLE = 'import os\nfrom google.auth import jwt\n\nCERTS = os.environ["JWT_PUBLIC_KEY"]\n'
SIMPLE = (
    "from rest_framework_simplejwt.backends import TokenBackend\nfrom rest_framework_simplejwt.state import token_backend\n"
    f"from rest_framework_simplejwt.tokens import AccessToken, RefreshToken, SlidingToken, UntypedToken\n\n{KEY}"
)
FLASK = f"""from flask import Flask
from flask_jwt_extended import JWTManager, decode_token

{KEY}APP = Flask("svc")
APP.config["JWT_SECRET_KEY"] = KEY
"""


def _call(name: str, head: str, expression: str, library: str, algorithm: str = "HS256") -> tuple[Case, Case]:
    """The claims are `expression`; the decision stands on its line."""
    text = f"{head}\ndef accepts(token):\n    return {expression}  # <- jwt-signature-bypass\n"
    return pair(name, LITERAL, text, libraries=(library,), algorithm=algorithm)


def _body(name: str, head: str, body: str, library: str, level: Difficulty = LOCAL, algorithm: str = "HS256") -> tuple[Case, Case]:
    """`body` is the inside of `accepts`, or whole definitions when it begins with a line break."""
    text = body if body.startswith("\n") else "\ndef accepts(token):\n" + "".join(f"    {line}\n" for line in body.splitlines())
    return pair(name, level, head + text, libraries=(library,), algorithm=algorithm)


def _strict(name: str, head: str, body: str, library: str, algorithm: str = "HS256") -> tuple[Case]:
    lines = "".join(f"    {line}\n" for line in body.splitlines())
    return safe(name, LOCAL, f"{head}\ndef accepts(token):\n{lines}", libraries=(library,), algorithm=algorithm)


CASES: tuple[Case, ...] = (
    *_body("jwcrypto-jws-without-key", JWK,
           'signed = JWS()\nsigned.deserialize(token<<||, JWKEY>>)\nreturn json.loads(signed.objects["payload"])', "jwcrypto"),
    *_body("jwcrypto-jwt-constructed", JWK,
           'signed = JWT(jwt=token<<||, key=JWKEY>>)\nreturn json.loads(signed.token.objects["payload"])', "jwcrypto"),
    *_body("jwcrypto-jwt-deserialized", JWK,
           'signed = JWT()\nsigned.deserialize(token<<||, JWKEY>>)\nreturn json.loads(signed.token.objects["payload"])', "jwcrypto"),
    *_call("jwcrypto-from-jose-token", JWK,
           'json.loads(<<JWS.from_jose_token(token).objects["payload"]||JWT(jwt=token, key=JWKEY).claims>>)', "jwcrypto"),
    *_call("jwcrypto-jwt-from-jose-token", JWK,
           'json.loads(<<JWT.from_jose_token(token).token.objects["payload"]||JWT(jwt=token, key=JWKEY).claims>>)', "jwcrypto"),
    *_body("jwcrypto-module-names", f"import json\nfrom jwcrypto import jwk, jws\n{KEY}",
           'signed = jws.JWS()\nsigned.deserialize(token<<||, jwk.JWK.from_password(KEY)>>)\nreturn json.loads(signed.objects["payload"])', "jwcrypto"),
    *_body("jwcrypto-key-none", JWK,
           'signed = JWS()\nsigned.deserialize(token, key=<<None||JWKEY>>)\nreturn json.loads(signed.objects["payload"])', "jwcrypto"),
    *_body("jwcrypto-objects-by-get", JWK,
           'signed = JWS()\nsigned.deserialize(token)\n<<||signed.verify(JWKEY)>>\nreturn json.loads(signed.objects.get("payload"))', "jwcrypto"),
    *_body("jwcrypto-wrapped", JWK, """
def payload(raw):
    signed = JWS()
    signed.deserialize(raw<<||, JWKEY>>)
    return signed.objects["payload"]

def accepts(token):
    return json.loads(payload(token))
""", "jwcrypto", CROSS),
    *_body("jwcrypto-verify-error-ignored", JWK, """
from jwcrypto.common import JWException

def accepts(token):
    signed = JWS()
    signed.deserialize(token)
    try:
        signed.verify(JWKEY)
    except JWException:
        <<pass||return None>>
    return json.loads(signed.objects["payload"])
""", "jwcrypto"),
    *_strict("jwcrypto-guarded-payload", JWK, "signed = JWS()\nsigned.deserialize(token)\nsigned.verify(JWKEY)\nreturn json.loads(signed.payload)", "jwcrypto"),
    *_strict("jwcrypto-guarded-claims", JWK, "signed = JWT()\nsigned.deserialize(token)\nsigned.validate(JWKEY)\nreturn json.loads(signed.claims)", "jwcrypto"),
    *_strict("jwcrypto-with-key", JWK, "return json.loads(JWT(jwt=token, key=JWKEY).claims)", "jwcrypto"),
    *_strict("jwcrypto-claims-unchecked", JWK, "return json.loads(JWT(jwt=token, key=JWKEY, check_claims=None).claims)", "jwcrypto"),
    *_strict("jwcrypto-header-for-key", JWK, 'kid = JWS.from_jose_token(token).jose_header["kid"]\nkey = {"k1": JWKEY}[kid]\nreturn json.loads(JWT(jwt=token, key=key).claims)', "jwcrypto"),
    *_call("python-jwt-process", PYTHON_JWT, '<<python_jwt.process_jwt(token)||python_jwt.verify_jwt(token, JWKEY, ["HS256"])>>[1]', "python_jwt"),
    *_call("python-jwt-process-imported", f"from python_jwt import process_jwt as parts, verify_jwt\n{PYTHON_JWT}",
           '<<parts(token)||verify_jwt(token, JWKEY, ["HS256"])>>[1]', "python_jwt"),
    *_call("python-jwt-no-key", PYTHON_JWT, 'python_jwt.verify_jwt(token, <<None||JWKEY>>, ["HS256"<<, "none"||>>])[1]', "python_jwt"),
    *_call("python-jwt-no-key-by-name", PYTHON_JWT,
           'python_jwt.verify_jwt(token, pub_key=<<None||JWKEY>>, allowed_algs=[<<"none", ||>>"HS256"])[1]', "python_jwt"),
    *_body("python-jwt-unpacked", PYTHON_JWT, 'header, claims = <<python_jwt.process_jwt(token)||python_jwt.verify_jwt(token, JWKEY, ["HS256"])>>\nreturn claims', "python_jwt"),
    *_strict("python-jwt-none-with-key", PYTHON_JWT, 'return python_jwt.verify_jwt(token, JWKEY, ["HS256", "none"])[1]', "python_jwt"),
    *_strict("python-jwt-header-for-key", PYTHON_JWT,
             'key = {"k1": JWKEY}[python_jwt.process_jwt(token)[0]["kid"]]\nreturn python_jwt.verify_jwt(token, key, ["HS256"])[1]', "python_jwt"),
    *_call("google-verify", GOOGLE, "jwt.decode(token, certs=CERTS, verify=<<False||True>>)", "google", "RS256"),
    *_call("google-verify-positional", GOOGLE, "jwt.decode(token, CERTS, <<False||True>>)", "google", "RS256"),
    *_call("google-verify-zero", GOOGLE, "jwt.decode(token, CERTS, verify=<<0||1>>)", "google", "RS256"),
    *_call("google-verify-without-certs", GOOGLE, "jwt.decode(token, <<||CERTS, >>verify=<<False||True>>)", "google", "RS256"),
    *_call("google-verify-none", GOOGLE, "jwt.decode(token, CERTS, verify=<<None||True>>)", "google", "RS256"),
    *_call("google-private-reader", GOOGLE, "<<jwt._unverified_decode(token)[1]||jwt.decode(token, CERTS)>>", "google", "RS256"),
    *_call("google-module-path", "import os\nimport google.auth.jwt\n",
           'google.auth.jwt.decode(token, os.environ["JWT_PUBLIC_KEY"], verify=<<False||True>>)', "google", "RS256"),
    *_call("google-imported", "import os\nfrom google.auth.jwt import decode as google_decode\n",
           'google_decode(token, os.environ["JWT_PUBLIC_KEY"], verify=<<False||True>>)', "google", "RS256"),
    *_body("google-wrapped", GOOGLE, """
def read(token, check=True):
    return jwt.decode(token, CERTS, verify=check)

def accepts(token):
    return read(token, <<False||True>>)  # <- jwt-signature-bypass
""", "google", CROSS, "RS256"),
    *_body("google-keywords", GOOGLE, 'keywords = {"certs": CERTS, "verify": <<False||True>>}\nreturn jwt.decode(token, **keywords)', "google", LOCAL, "RS256"),
    *_strict("google-plain", GOOGLE, "return jwt.decode(token, certs=CERTS)", "google", "RS256"),
    *_strict("google-header-for-key", GOOGLE, 'certs = {"k1": CERTS}[jwt.decode_header(token)["kid"]]\nreturn jwt.decode(token, certs, audience=None)', "google", "RS256"),
    *_call("simplejwt-untyped", SIMPLE, "UntypedToken(token, verify=<<False||True>>).payload", "rest_framework_simplejwt"),
    *_call("simplejwt-access-positional", SIMPLE, "AccessToken(token, <<False||True>>).payload", "rest_framework_simplejwt"),
    *_call("simplejwt-access-keyword", SIMPLE, "AccessToken(token=token, verify=<<0||1>>).payload", "rest_framework_simplejwt"),
    *_call("simplejwt-refresh", SIMPLE.replace("AccessToken, RefreshToken", "AccessToken as RefreshToken"),
           "RefreshToken(token, verify=<<False||True>>).payload", "rest_framework_simplejwt"),
    *_call("simplejwt-backend", SIMPLE, 'TokenBackend("HS256", KEY).decode(token, verify=<<False||True>>)', "rest_framework_simplejwt"),
    *_call("simplejwt-backend-positional", SIMPLE, 'TokenBackend("HS256", KEY).decode(token, <<False||True>>)', "rest_framework_simplejwt"),
    *_call("simplejwt-state-backend", SIMPLE, "token_backend.decode(token, verify=<<False||True>>)", "rest_framework_simplejwt"),
    *_call("simplejwt-token-backend", SIMPLE, "AccessToken().get_token_backend().decode(token, verify=<<False||True>>)", "rest_framework_simplejwt"),
    *_body("simplejwt-subclass-default", SIMPLE, """
class Internal(AccessToken):
    def __init__(self, token=None, verify=<<False||True>>):  # <- jwt-signature-bypass
        super().__init__(token, verify)

def accepts(token):
    return Internal(token).payload
""", "rest_framework_simplejwt", CROSS),
    *_body("simplejwt-subclass-fixed", SIMPLE, """
class Internal(UntypedToken):
    def __init__(self, token=None, verify=True):
        super().__init__(token, verify=<<False||True>>)  # <- jwt-signature-bypass

def accepts(token):
    return Internal(token).payload
""", "rest_framework_simplejwt", CROSS),
    *_body("simplejwt-fallback", SIMPLE, """
from rest_framework_simplejwt.exceptions import TokenError

def accepts(token):
    try:
        return AccessToken(token).payload
    except TokenError:
        return <<AccessToken(token, verify=False).payload||None>>  # <- jwt-signature-bypass
""", "rest_framework_simplejwt"),
    *_strict("simplejwt-plain", SIMPLE, "return AccessToken(token).payload", "rest_framework_simplejwt"),
    *_strict("simplejwt-backend-plain", SIMPLE, "return token_backend.decode(token)", "rest_framework_simplejwt"),
    *_body("flask-claims-of-key-loader", FLASK, """
MANAGER = JWTManager(APP)
SEEN = {}

@MANAGER.decode_key_loader
def key(headers, claims):
    SEEN["claims"] = claims
    return KEY

def accepts(token):
    with APP.app_context():
        try:
            <<decode_token(token)||return decode_token(token)>>
        except Exception:
            pass
    return <<SEEN.get("claims")||None>>
""", "flask_jwt_extended", Difficulty.DYNAMIC),
    *_strict("flask-plain", FLASK + "JWTManager(APP)\n", "with APP.app_context():\n    return decode_token(token)", "flask_jwt_extended"),
    *_strict("flask-expired-allowed", FLASK + "JWTManager(APP)\n", "with APP.app_context():\n    return decode_token(token, allow_expired=True)", "flask_jwt_extended"),
    *_strict("flask-key-by-issuer", FLASK + """
MANAGER = JWTManager(APP)

@MANAGER.decode_key_loader
def key(headers, claims):
    return {"alice": KEY}.get(claims["sub"], KEY)
""", "with APP.app_context():\n    return decode_token(token)", "flask_jwt_extended"),
    *bypass("simplejwt-payload-item", LITERAL, SIMPLE + """
def accepts(token):
    return {"sub": UntypedToken(token, verify=False)["sub"]}  # <- jwt-signature-bypass
""", libraries=("rest_framework_simplejwt",)),
)
