"""Functions that verify all of some tokens, or give those that are right, for others that read them."""

from __future__ import annotations

from tests.proof.case import Case, Difficulty, pair, spelled_out

LOCAL, CROSS = Difficulty.LOCAL, Difficulty.CROSS

PACK = """\
import jwt
SPARE = jwt.encode({"sub": "spare"}, $K, algorithm="HS256")
def settle(seals):
    $FIRST
    for seal in seals:
        $EACH
        jwt.decode(seal, $K, algorithms=["HS256"])
def holders(seals):
    found = []
    for seal in seals:
        found.append(jwt.decode(seal, options={"verify_signature": False}))
    return found
def accepts(token):
    seals = [token]
    $SETTLE
    return holders(seals)[-1]
"""


def _pack(settle: str, each: str = "pass", first: str = "pass") -> str:
    return spelled_out(PACK.replace("$SETTLE", settle).replace("$EACH", each).replace("$FIRST", first))


CASES: tuple[Case, ...] = (
    *pair("settled-first", LOCAL, _pack("<<len||settle>>(seals)")),
    *pair("settled-up-to-one", LOCAL, _pack("settle(seals)", each="<<break||len(seal)>>")),
    *pair("settled-unless-there-are-few", LOCAL, _pack("""\
settle(seals)""", first="<<if len(seals) < 9: return||>>")),
    *pair("settled-before-one-comes", LOCAL, _pack("""\
<<seals.clear()||print(seals)>>
    settle(seals)
    <<seals.append(token)||print(seals)>>""")),
    *pair("settled-and-passed-over", LOCAL, _pack("""\
try:
        settle(seals)
    except jwt.InvalidTokenError as error:
        <<print(error)||raise LookupError from error>>""")),
    *pair("others-are-settled", LOCAL, _pack("settle(<<[SPARE]||seals>>)")),
    *pair("raised-unless-it-is-right", LOCAL, spelled_out("""\
import jwt
def is_right(seal):
    try:
        jwt.decode(seal, $K, algorithms=["HS256"])
    except jwt.InvalidTokenError:
        return False
    return True
def settle(seals):
    for seal in seals:
        if not is_right(seal)<< and seal in seals[3:]||>>:
            raise PermissionError(seal)
def holders(seals):
    return [jwt.decode(seal, options={"verify_signature": False}) for seal in seals]
def accepts(token):
    seals = (token,)
    settle(seals)
    return holders(seals)[0]
""")),
    *pair("raised-and-caught-in-the-round", LOCAL, spelled_out("""\
import jwt
def holders(seals):
    for seal in seals:
        try:
            if seal.count(".") != 2:
                raise ValueError(seal)
            jwt.decode(seal, $K, algorithms=["HS256"])
        except (ValueError, jwt.InvalidTokenError) as error:
            <<print(error)||raise PermissionError(seal) from error>>
    return [jwt.decode(seal, options={"verify_signature": False}) for seal in seals]
def accepts(token):
    return holders([token])[0]
""")),
    *pair("waited-for", LOCAL, spelled_out("""\
import asyncio
import jwt
async def settle(seals):
    for seal in seals:
        await asyncio.sleep(0)
        jwt.decode(seal, $K, algorithms=["HS256"])
async def holders(seals):
    <<settle(seals).close()||await settle(seals)>>
    for seal in seals:
        return jwt.decode(seal, options={"verify_signature": False})
def accepts(token):
    return asyncio.run(holders([token]))
""")),
    *pair("by-all-who-hand-them-on", CROSS, "# --- pack.py\n" + spelled_out("""\
import jwt
class Pack:
    def settle(self, letters):
        for letter in letters:
            jwt.decode(letter["seal"], $K, algorithms=["HS256"])
    def holders(self, letters):
        for letter in letters:
            yield jwt.decode(letter["<<mark||seal>>"], options={"verify_signature": False})
    def opened(self, letters):
        self.settle(letters)
        return [*self.holders(letters)]
# --- app.py
import jwt
from pack import Pack
SPARE = jwt.encode({"sub": "spare"}, $K, algorithm="HS256")
def accepts(token):
    return Pack().opened([{"mark": token, "seal": <<SPARE||token>>}])[0]
""")),
    *pair("only-the-right-ones-are-given", CROSS, "# --- stages.py\n" + spelled_out("""\
import jwt
def whole(lines):
    for line in lines:
        yield line.strip()
def right(seals):
    for seal in seals:
        try:
            jwt.decode(seal, $K, algorithms=["HS256"])
        except jwt.InvalidTokenError:
            <<yield seal||continue>>
        yield seal
def holders(seals):
    return [jwt.decode(seal, options={"verify_signature": False}) for seal in seals]
# --- app.py
from stages import holders, right, whole
def accepts(token):
    return holders(right(whole([token])))[0]
""")),
    *pair("rules-of-an-object-that-is-not-known", LOCAL, spelled_out("""\
import jwt
class Sealed:
    def hold(self, text):
        jwt.decode(text, $K, algorithms=["HS256"])
class Short:
    def hold(self, text):
        if len(text) > 5_000:
            raise ValueError(text)
class Rules:
    def __init__(self, rules):
        self.rules = tuple(rules)
    def enforce(self, text):
        for rule in self.rules:
            rule.hold(text)
def rules():
    return Rules([Short()<<||, Sealed()>>])
def holder(text, rules):
    rules.enforce(text)
    return jwt.decode(text, options={"verify_signature": False})
def accepts(token):
    return holder(token, rules())
""")),
)
