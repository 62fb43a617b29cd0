"""Runs untrusting code on trust: imports each case's project in a forked child and feeds it tokens.

Started as a script with a JSON request on standard input; it imports nothing of this package, so
that it can run with another set of libraries in front of its path.
"""

from __future__ import annotations

import asyncio
import base64
import gc
import hashlib
import hmac
import importlib
import inspect
import json
import os
import signal
import sys
import tempfile
import time
import traceback
from pathlib import Path
from typing import Any

SECRET = "0123456789abcdef0123456789abcdef"
OTHER = "ffffffffffffffffffffffffffffffff"
FORGED = ("wrong-key", "none", "tampered", "stripped")
SECONDS = 20
PRELOAD = {
    "jwt": ("jwt", "jwt.api_jwt", "jwt.api_jws"),
    "jose": ("jose.jwt", "jose.jws"),
    "authlib": ("authlib.jose",),
    "joserfc": ("joserfc.jwt", "joserfc.jws", "joserfc.jwk"),
    "jwcrypto": ("jwcrypto.jwt", "jwcrypto.jws", "jwcrypto.jwk"),
    "python_jwt": ("python_jwt",),
    "google": ("google.auth.jwt",),
    "rest_framework_simplejwt": ("rest_framework_simplejwt.tokens",),
    "flask_jwt_extended": ("flask_jwt_extended",),
    "cryptojwt": ("cryptojwt.jws.jws", "cryptojwt.jwk.hmac"),
    "jwkest": ("jwkest.jws", "jwkest.jwt"),
    "oic": ("oic.oauth2.message",),
    "pydantic": ("pydantic",),
    "pydantic_settings": ("pydantic_settings",),
    "yaml": ("yaml",),
    "flask": ("flask",),
}


def b64(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def segment(value: dict[str, Any]) -> str:
    return b64(json.dumps(value).encode())


def claims(subject: str) -> dict[str, Any]:
    now = int(time.time())
    return {
        "sub": subject,
        "role": "admin",
        "iat": now - 5,
        "nbf": now - 5,
        "exp": now + 3600,
        "jti": "7f1c",
        "token_type": "access",
        "type": "access",
        "fresh": False,
        "user_id": subject,
    }


class Hmac:
    """Signs with HS256."""

    def __init__(self, key: str) -> None:
        self.key, self.alg = key.encode(), "HS256"

    def sign(self, text: str) -> str:
        return b64(hmac.new(self.key, text.encode(), hashlib.sha256).digest())


class Rsa:
    """Signs with RS256."""

    def __init__(self) -> None:
        from cryptography.hazmat.primitives.asymmetric import rsa

        self.key, self.alg = rsa.generate_private_key(public_exponent=65537, key_size=2048), "RS256"

    def sign(self, text: str) -> str:
        from cryptography.hazmat.primitives import hashes
        from cryptography.hazmat.primitives.asymmetric import padding

        return b64(self.key.sign(text.encode(), padding.PKCS1v15(), hashes.SHA256()))

    def public(self) -> str:
        from cryptography.hazmat.primitives import serialization as s

        return (
            self.key.public_key().public_bytes(s.Encoding.PEM, s.PublicFormat.SubjectPublicKeyInfo).decode()
        )


def tokens(right: Hmac | Rsa, wrong: Hmac | Rsa) -> dict[str, str]:
    """One valid token for alice and four forged ones for mallory."""
    header = segment({"alg": right.alg, "typ": "JWT", "kid": "k1"})
    unsigned = segment({"alg": "none", "typ": "JWT", "kid": "k1"})
    good, bad = segment(claims("alice")), segment(claims("mallory"))
    signature = right.sign(f"{header}.{good}")
    return {
        "valid": f"{header}.{good}.{signature}",
        "wrong-key": f"{header}.{bad}.{wrong.sign(f'{header}.{bad}')}",
        "none": f"{unsigned}.{bad}.",
        "tampered": f"{header}.{bad}.{signature}",
        "stripped": f"{header}.{bad}.",
    }


def believed(value: Any) -> str | None:
    """Whom the claims a case returned name, or None when it returned no claims."""
    if isinstance(value, str | bytes):
        try:
            value = json.loads(value)
        except ValueError:
            return None
    if not hasattr(value, "get"):
        return None
    subject = value.get("sub")
    return str(subject) if subject else None


def call(accepts: Any, token: str) -> tuple[str | None, str]:
    """Whom the case believes, and the error it raised instead."""
    try:
        value = accepts(token)
        if inspect.iscoroutine(value):
            value = asyncio.run(value)
        return believed(value), ""
    except Exception as error:  # noqa: BLE001 - whatever a library raises is a rejection
        return None, f"{type(error).__module__}.{type(error).__qualname__}: {error}"


def enter(case: dict[str, Any], directory: Path) -> Any:
    """The entry point of the case, freshly imported from `directory`."""
    os.chdir(directory)
    sys.path.insert(0, str(directory))
    for name in {Path(path).parts[0].removesuffix(".py") for path in case["files"]}:
        for loaded in [n for n in sys.modules if n == name or n.startswith(name + ".")]:
            del sys.modules[loaded]
    os.environ.update(case["environment"])
    return importlib.import_module("app").accepts


def observe(case: dict[str, Any], directory: Path, sample: dict[str, str]) -> dict[str, Any]:
    """What the case does with each token; `broken` says why it could not be imported."""
    try:
        accepts = enter(case, directory)
    except BaseException:  # noqa: BLE001 - a case that cannot start is reported, not fatal
        return {"broken": traceback.format_exc(limit=-3)}
    results = {kind: call(accepts, token) for kind, token in sample.items()}
    return {
        "valid": results["valid"][0] == "alice",
        "accepted": [kind for kind in FORGED if results[kind][0] == "mallory"],
        "errors": {kind: error for kind, (_, error) in results.items() if error},
    }


def in_child(case: dict[str, Any], directory: Path, sample: dict[str, str]) -> dict[str, Any]:
    """The observation of a case made in a fork, so that nothing it patches outlives it."""
    reader, writer = os.pipe()
    child = os.fork()
    if not child:
        signal.alarm(SECONDS)
        os.close(reader)
        silence = os.open(os.devnull, os.O_RDWR)
        os.dup2(silence, 1)
        os.dup2(silence, 2)
        with os.fdopen(writer, "w") as pipe:
            json.dump(observe(case, directory, sample), pipe)
        os._exit(0)
    os.close(writer)
    with os.fdopen(reader) as pipe:
        said = pipe.read()
    os.waitpid(child, 0)
    result: dict[str, Any] = json.loads(said) if said else {"broken": "killed or out of time"}
    return result


def preload(libraries: list[str]) -> None:
    """Imports what the cases need once, and gives Django the settings a project would."""
    if "rest_framework_simplejwt" in libraries:
        import django  # type: ignore[import-untyped,unused-ignore]
        from django.conf import settings  # type: ignore[import-untyped,unused-ignore]

        settings.configure(
            SECRET_KEY=SECRET,
            SIMPLE_JWT={"SIGNING_KEY": SECRET, "ALGORITHM": "HS256"},
            INSTALLED_APPS=["django.contrib.contenttypes", "django.contrib.auth"],
        )
        django.setup()
    for library in libraries:
        for module in PRELOAD[library]:
            importlib.import_module(module)


def write(case: dict[str, Any], directory: Path) -> None:
    for path, text in case["files"].items():
        target = directory / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text, encoding="utf-8")


def main() -> None:
    request = json.load(sys.stdin)
    sys.path[:0] = request["path"]
    sys.dont_write_bytecode = True
    preload(request["libraries"])
    samples = {"HS256": tokens(Hmac(SECRET), Hmac(OTHER))}
    os.environ["JWT_KEY"] = SECRET
    if any(case["algorithm"] == "RS256" for case in request["cases"]):
        right = Rsa()
        samples["RS256"] = tokens(right, Rsa())
        os.environ["JWT_PUBLIC_KEY"] = right.public()
    gc.freeze()  # the collector would otherwise touch, and so copy, every page in every fork
    with tempfile.TemporaryDirectory() as home:
        for number, case in enumerate(request["cases"]):
            directory = Path(home, str(number))
            directory.mkdir()
            write(case, directory)
            sys.stdout.flush()  # or the fork would print it again
            sys.stdout.write(json.dumps(in_child(case, directory, samples[case["algorithm"]])) + "\n")


if __name__ == "__main__":
    main()
