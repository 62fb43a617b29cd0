"""What is followed in a tree of more than a few megabytes, where a mere suspicion is worth less work."""

from __future__ import annotations

import pytest

from pytest_ssot.settings import Settings
from tests.rules.judging import SETTINGS, judge, only, reported

RULE = "jwt-signature-bypass"
ONLY = Settings(SETTINGS.root, rules=only(RULE))

FILLING = {
    f"filling/m{number}.py": f"def get{number}():\n    return {number}\n\n\n# {'x' * 60_000}\n"
    for number in range(120)
}
"""Files that have nothing to do with tokens, of seven megabytes."""

HAND = """
import base64


def from_b64(part):
    return base64.urlsafe_b64decode(part + "==")
"""

TABLE = """
import json

from shop.hand import from_b64

OPENERS = {"payload": from_b64}


def claims_of(token):
    header, payload, signature = token.split(".")
    return json.loads(OPENERS["payload"](payload))
"""

SWITCH = "STRICT = True\n"

CONFIGURE = """
from shop import switch

switch.STRICT = False
"""

READ = """
import jwt

from shop import switch


def read(token, key):
    return jwt.decode(token, key, algorithms=["HS256"], options={"verify_signature": switch.STRICT})
"""

GIVEN_DECODER = """
class Reader:
    def __init__(self, codec):
        self.codec = codec

    def read(self, token, key):
        return self.codec.decode(token, key, algorithms=["HS256"], options={"verify" + "_signature": False})
"""

WIRING = """
import jwt

from shop.reader import Reader

reader = Reader(jwt)


def claims_of(token):
    return reader.read(token, "k")
"""


@pytest.mark.parametrize(
    ("files", "expected"),
    [
        ({"shop/hand.py": HAND, "shop/table.py": TABLE}, {(RULE, "shop/table.py", 11)}),
        (
            {"shop/switch.py": SWITCH, "shop/configure.py": CONFIGURE, "shop/read.py": READ},
            {(RULE, "shop/configure.py", 4)},
        ),
        ({"shop/reader.py": GIVEN_DECODER, "shop/wiring.py": WIRING}, {(RULE, "shop/reader.py", 7)}),
        ({"shop/prose.py": "# decode it, and verify what is in it\n"}, set()),
    ],
    ids=["held-in-a-table", "set-in-another-file", "a-given-decoder", "prose"],
)
def test_what_matters_is_followed_among_much_that_does_not(
    files: dict[str, str], expected: set[tuple[str, str, int]]
) -> None:
    """Functions held in tables, settings that other files set and decoders that are given are followed."""
    package = {"shop/__init__.py": ""}

    assert reported(judge({**package, **files, **FILLING}, ONLY)) == expected
