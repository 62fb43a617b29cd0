"""Violations to plant, and clean code that looks like them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class Plant:
    """What a rule must report, and what it must leave alone although it looks alike."""

    bad: str
    good: str


PLANTS: Mapping[str, Plant] = {
    "jwt-signature-bypass": Plant(
        bad="""\
import jwt

def read_claims(token):
    return jwt.decode(token, options={"verify_signature": False})
""",
        good="""\
import requests

def fetch(codec, url):
    # verify_signature=False would be wrong here
    return codec.decode(requests.get(url, verify=True).content)
""",
    ),
    "jwt-direct-import": Plant(
        bad="import jwt\n",
        good='"""How to `import jwt` is explained elsewhere."""\njwt = "a token"\n',
    ),
    "jwt-direct-call": Plant(
        bad="from jwt import encode as sign\n\nTOKEN = sign({}, 'secret')\n",
        good="class Codec:\n    def encode(self, text): ...\n\nTEXT = Codec().encode('plain')\n",
    ),
    "jwt-reimplementation": Plant(
        bad="def validate_token(token):\n    return token.split('.')\n",
        good="def validate_order(order):\n    return order.total > 0\n",
    ),
    "auth-fallback": Plant(
        bad="def auth_fallback(token):\n    return None\n",
        good="def cache_fallback(key):\n    return None\n",
    ),
}
