"""A library's function, or a choice between two, ends up in files that name no library."""

from __future__ import annotations

from tests.proof.case import Case, Difficulty, pair, pyjwt

CROSS, DYNAMIC = Difficulty.CROSS, Difficulty.DYNAMIC

CASES: tuple[Case, ...] = (
    *pair("called-in-a-file-without-a-word", CROSS, """
# --- readers.py
from jose import jwt

def strict(token):
    return jwt.decode(token, "0123456789abcdef0123456789abcdef", algorithms="HS256")

READER = <<jwt.get_unverified_claims||strict>>

# --- pipeline.py
def apply(value, step):
    return step(value)

# --- app.py
from pipeline import apply
from readers import READER

def accepts(token):
    return apply(token, READER)
""", libraries=("jose",)),
    *pair("handed-on-through-files", CROSS, """
# --- readers.py
from jose import jwt

def strict(token):
    return jwt.decode(token, "0123456789abcdef0123456789abcdef", algorithms="HS256")

TABLE = sorted([(2, len), (1, <<jwt.get_unverified_claims||strict>>)], key=lambda row: row[0])

# --- last.py
def run(value, action):
    return action(value)

# --- middle.py
import last

class Runner:
    def __init__(self, action):
        self.action = action

    def run(self, value):
        return last.run(value, self.action)

# --- app.py
from middle import Runner
from readers import TABLE

runner = Runner(TABLE[0][1])

def accepts(token):
    return runner.run(token)
""", libraries=("jose",)),
    *pair("kept-by-a-class-for-those-below", CROSS, """
# --- plain.py
def call(function, value):
    return function(value)

# --- app.py
from jose import jwt

import plain

def strict(token):
    return jwt.decode(token, "0123456789abcdef0123456789abcdef", algorithms="HS256")

class View:
    reader = None

    def get(self, token):
        return plain.call(type(self).reader, token)

class Open(View):
    reader = <<jwt.get_unverified_claims||strict>>

accepts = Open().get
""", libraries=("jose",)),
    *pair("chosen-by-a-test-and-then-called", CROSS, """
# --- readers.py
import jwt

KEY = "0123456789abcdef0123456789abcdef"

def strict(token):
    return jwt.decode(token, KEY, ["HS256"])

def lax(token):
    return jwt.decode(token, options={"verify_signature": False})

def read(token, trusted):
    reader = lax if trusted else strict
    return reader(token)

# --- app.py
import readers

def claims(*given):
    return readers.read(*given)

def accepts(token):
    return claims(token, <<True||False>>)
"""),
    *pyjwt("out-of-a-table-in-a-thread", DYNAMIC, """
import asyncio

def read(token, strict):
    return jwt.decode(token, KEY, ["HS256"], options={"verify_signature": strict})

READERS = {"web": lambda token, strict: read(token, strict), "shell": print}

async def claims(token, strict):
    return await asyncio.to_thread(READERS["web"], token, strict)

async def accepts(token):
    return await claims(token, <<False||True>>)
"""),
    *pyjwt("a-record-asks-a-static-method", CROSS, """
from dataclasses import dataclass

class Codec:
    @staticmethod
    def read(text, strict):
        return jwt.decode(text, KEY, ["HS256"], options={"verify_signature": strict})

@dataclass
class Bearer:
    text: str
    strict: object = True

    def claims(self):
        return Codec.read(self.text, self.strict)

def claims(text, strict):
    return Bearer(text, strict).claims()

def accepts(token):
    return claims(token, <<0||1>>)
"""),
    *pyjwt("options-only-where-it-is-lax", CROSS, """
def read(token, strict):
    options = None
    if not strict:
        options = {"verify_signature": False}
    return jwt.decode(token, KEY, ["HS256"], options=options)

def accepts(token):
    return read(token, <<False||True>>)
"""),
)  # fmt: skip
