"""Objects that note that their token was verified, so that it is not done again; iterables that go on."""

from __future__ import annotations

from tests.proof.case import Case, Difficulty, bypass, pair, safe, spelled_out

LOCAL, CROSS = Difficulty.LOCAL, Difficulty.CROSS

PASS = """\
import jwt
class Pass:
    $FIRST
    def __init__(self, text):
        self.text = text
    def prove(self):
        if not self.proven:
            jwt.decode(self.text, $K, algorithms=["HS256"])
            self.proven = True
    def holder(self):
        $CALL
        return jwt.decode(self.text, options={"verify_signature": False})
"""


def _pass(first: str = "proven = False", call: str = "self.prove()") -> str:
    return spelled_out(PASS.replace("$FIRST", first).replace("$CALL", call))


CASES: tuple[Case, ...] = (
    *pair("proven-at-first", LOCAL, _pass("proven = <<1||0>>") + """\
def accepts(token):
    return Pass(token).holder()
"""),
    *pair("only-asked-whether-it-is-proven", LOCAL, _pass(call="<<self.proven||self.prove()>>") + """\
def accepts(token):
    return Pass(token).holder()
"""),
    *pair("noted-where-it-is-asked", LOCAL, spelled_out("""\
import jwt
class Pass:
    def __init__(self, text):
        self.text, self.proven = text, False
    def prove(self):
        jwt.decode(self.text, $K, algorithms=["HS256"])
    @property
    def holder(self):
        if not self.proven:
            <<print("new")||self.prove()>>
            self.proven = True
        return jwt.decode(self.text, options={"verify_signature": False})
def accepts(token):
    return Pass(token).holder
""")),
    *bypass("noted-by-another-file", CROSS, "# --- app.py\n" + spelled_out("""\
from passes import Pass
def accepts(token):
    kept = Pass(token)
    kept.proven = "yes"
    return kept.holder()
# --- passes.py
""") + _pass()),
    *safe("another-word-is-noted-by-another-file", CROSS, "# --- app.py\n" + spelled_out("""\
from passes import Pass
def accepts(token):
    kept = Pass(token)
    kept.shown = "yes"
    return kept.holder()
# --- passes.py
""") + _pass()),
    *bypass("noted-before-it-is-proven", LOCAL, _pass().replace(
        "            jwt.decode", "            self.proven = True\n            jwt.decode"
    ) + """\
def accepts(token):
    kept = Pass(token)
    try:
        kept.prove()
    except jwt.InvalidTokenError:
        print("once more")
    return kept.holder()
"""),
    *bypass("text-is-replaced-once-it-is-proven", LOCAL, _pass() + spelled_out("""\
    def put(self, text):
        self.text = text
def accepts(token):
    kept = Pass(jwt.encode({"sub": "us"}, $K))
    kept.prove()
    kept.put(token)
    return kept.holder()
""")),
    *pair("handed-over-again-and-again", CROSS, spelled_out("""\
# --- app.py
from many import read_each
def accepts(token):
    return read_each([token])[0]
# --- many.py
from itertools import repeat
from multiprocessing.dummy import Pool
import jwt
def read(text, checks):
    return jwt.decode(text, $K, algorithms=["HS256"], options=checks)
def read_each(texts):
    checks = {"verify_<<signature||aud>>": False}
    return list(map(read, texts, repeat(checks)))
""")),
)  # fmt: skip
