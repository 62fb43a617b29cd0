"""Payloads that one file decodes and another one parses, in files that hold no word of base64."""

from __future__ import annotations

import pytest

from pytest_ssot.settings import Settings
from tests.rules.judging import SETTINGS, judge, only, reported
from tests.rules.test_large_trees import FILLING

RULE = "jwt-signature-bypass"
ONLY = Settings(SETTINGS.root, rules=only(RULE))

FUNCTION = """
import base64


def opened(part):
    return base64.urlsafe_b64decode(part + "==")
"""

METHOD = """
import base64


class Codec:
    def opened(self, part):
        return base64.urlsafe_b64decode(part + "==")
"""

READS = {
    "the caller parses": {
        "shop/hands.py": FUNCTION,
        "shop/claims.py": """
import json

from shop import hands


def claims_of(token):
    return json.loads(hands.opened(token.split(".")[PART]))
""",
    },
    "a wrapper cuts and opens": {
        "shop/hands.py": FUNCTION,
        "shop/middle.py": """
from shop.hands import opened


def piece(token):
    return opened(token.split(".")[PART])
""",
        "shop/claims.py": """
import json

from shop.middle import piece


def claims_of(token):
    return json.loads(piece(token))
""",
    },
    "a wrapper without a dot": {
        "shop/hands.py": FUNCTION,
        "shop/middle.py": """
from shop.hands import opened


def text_of(part):
    return opened(part).decode()
""",
        "shop/claims.py": """
import json

from shop.middle import text_of


def claims_of(token):
    return json.loads(text_of(token.split(".")[PART]))
""",
    },
    "handed to who parses": {
        "shop/hands.py": FUNCTION,
        "shop/parse.py": """
import json


def parsed(text):
    return json.loads(text)
""",
        "shop/claims.py": """
from shop.hands import opened
from shop.parse import parsed


# handed over
def claims_of(token):
    return parsed(opened(token.split(".")[PART]))
""",
    },
    "kept by an object": {
        "shop/hands.py": """
import base64


class Parts:
    def __init__(self, token):
        self.body = base64.urlsafe_b64decode(token.split(".")[PART] + "==")
""",
        "shop/claims.py": """
import json
from shop.hands import Parts


def claims_of(token):
    parts = Parts(token)
    return json.loads(parts.body)
""",
    },
    "a method of something given": {
        "shop/hands.py": METHOD,
        "shop/claims.py": """
import json

# Whoever calls it gives the codec.


def claims_of(token, codec):
    return json.loads(codec.opened(token.split(".")[PART]))
""",
    },
    "a method of something kept": {
        "shop/hands.py": METHOD,
        "shop/claims.py": """
import json
class Reader:
    def __init__(self, codec):
        self.codec = codec

    def claims_of(self, token):
        return json.loads(self.codec.opened(token.split(".")[PART]))
""",
    },
    "two wrappers without a dot": {
        "shop/hands.py": FUNCTION,
        "shop/middle.py": """
from shop.hands import opened


def text_of(part):
    return opened(part).decode()


def body_of(piece):
    return text_of(piece.strip())
""",
        "shop/claims.py": """
import json

from shop.middle import body_of


def claims_of(token):
    return json.loads(body_of(token.split(".")[PART]))
""",
    },
    "an object that cuts": {
        "shop/hands.py": FUNCTION,
        "shop/cuts.py": """
class Splitter:
    def parts(self, token):
        return token.split(".")
""",
        "shop/claims.py": """
import json
from shop.cuts import Splitter
from shop.hands import opened

def claims_of(token):
    parts = Splitter().parts(token)
    return json.loads(opened(parts[PART]))
""",
    },
    "a module that cuts": {
        "shop/hands.py": FUNCTION,
        "shop/cuts.py": """
def parts_of(token):
    return token.split(".")
""",
        "shop/claims.py": """
import json

from shop import cuts
from shop.hands import opened

def claims_of(token):
    return json.loads(opened(cuts.parts_of(token)[PART]))
""",
    },
    "an object that keeps what it has cut": {
        "shop/hands.py": FUNCTION,
        "shop/tokens.py": """
class Token:
    def __init__(self, raw):
        self.part = raw.split(".")[PART]
""",
        "shop/claims.py": """
import json
from shop.hands import opened
from shop.tokens import Token

def claims_of(raw):
    token = Token(raw)
    return json.loads(opened(token.part))
""",
    },
    "a function of the same file that cuts again": {
        "shop/hands.py": FUNCTION,
        "shop/claims.py": """
import json
from shop.hands import opened
def part_of(signed):
    return signed.split(".", 1)[PART]
def claims_of(token):
    signed, _ = token.rsplit(".", 1)
    return json.loads(opened(part_of(signed)))
""",
    },
    "a part among hundreds of texts": {
        "shop/hands.py": FUNCTION,
        "shop/claims.py": f"""
import json
from shop.hands import opened

def claims_of(token):
    text = opened(
        "".join([token.split(".")[PART], {", ".join('""' for _ in range(300))}]))
    return json.loads(text)
""",
    },
    "cut into a field of an object": {
        "shop/hands.py": FUNCTION,
        "shop/claims.py": """
import json
from dataclasses import dataclass
from shop.hands import opened
@dataclass
class Token:
    def claims(self):
        return json.loads(opened(self.parts[PART]))
    parts: list
    @classmethod
    def of(cls, token):
        return cls(token.split("."))
def claims_of(token):
    return Token.of(token).claims()
""",
    },
    "cut by a class of another file": {
        "shop/hands.py": FUNCTION,
        "shop/cuts.py": """
class Cut(list):
    @classmethod
    def of(cls, token):
        return token.split(".")
""",
        "shop/claims.py": """
import json
from shop.hands import opened
from shop.cuts import Cut

def claims_of(token):
    parts = Cut.of(token)
    return json.loads(opened(parts[PART]))
""",
    },
    "cut by what a package hands on": {
        "shop/hands.py": FUNCTION,
        "shop/inner.py": """
def parts_of(token):
    return token.split(".")
""",
        "shop/api/__init__.py": """
from shop.inner import parts_of
""",
        "shop/claims.py": """
import json

from shop import api
from shop.hands import opened

def claims_of(token):
    return json.loads(opened(api.parts_of(token)[PART]))
""",
    },
    "parsed in a thread": {
        "shop/parse.py": """
import json


# handed over together with what it is to parse


def parsed(text):
    return json.loads(text)
""",
        "shop/claims.py": """
import asyncio
import base64
from shop.parse import parsed

async def claims_of(token):
    part = token.split(".")[PART]
    return await asyncio.to_thread(parsed, base64.urlsafe_b64decode(part + "=="))
""",
    },
    "a function within another": {
        "shop/hands.py": FUNCTION,
        "shop/claims.py": """
import json
from shop.hands import opened

def reader(token):
    body = opened(token.split(".")[PART])
    def read():
        return json.loads(body)

    return read
""",
    },
}


@pytest.mark.parametrize("filling", [{}, FILLING], ids=["small", "large"])
@pytest.mark.parametrize("case", list(READS))
def test_claims_are_found_where_they_are_parsed(case: str, filling: dict[str, str]) -> None:
    files = {path: text.replace("PART", "1") for path, text in READS[case].items()}

    assert reported(judge({"shop/__init__.py": "", **files, **filling}, ONLY)) == {
        (RULE, "shop/claims.py", 8)
    }


@pytest.mark.parametrize("case", list(READS))
def test_a_header_is_no_claims(case: str) -> None:
    """It tells which key to take (RFC 7515, section 4)."""
    files = {path: text.replace("PART", "0") for path, text in READS[case].items()}

    assert not reported(judge({"shop/__init__.py": "", **files}, ONLY))
