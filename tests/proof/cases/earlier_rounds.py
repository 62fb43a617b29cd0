"""Loops that verify all of some tokens before others read them."""

from __future__ import annotations

from tests.proof.case import Case, Difficulty, pair, spelled_out

LOCAL, CROSS = Difficulty.LOCAL, Difficulty.CROSS

BATCH = """\
import jwt
SPARE = jwt.encode({"sub": "spare"}, $K, algorithm="HS256")
def prove(text):
    jwt.decode(text, $K, algorithms=["HS256"])
def names(texts):
    $FIRST
    return [jwt.decode(one, options={"verify_signature": False}) for one in texts]
def accepts(token):
    return names([token])[0]
"""

GATHERED = """\
import asyncio
import jwt
async def proven(text):
    await asyncio.sleep(0)
    jwt.decode(text, $K, algorithms=["HS256"])
async def names(texts):
    $FIRST
    return [jwt.decode(one, options={"verify_signature": False}) for one in texts]
def accepts(token):
    return asyncio.run(names([token]))[0]
"""


def _batch(first: str) -> str:
    return spelled_out(BATCH.replace("$FIRST", first))


def _gathered(first: str) -> str:
    return spelled_out(GATHERED.replace("$FIRST", first))


CASES: tuple[Case, ...] = (
    *pair("every-one-of-them", LOCAL, _batch("for text in texts:\n        <<len||prove>>(text)")),
    *pair("left-at-the-first", LOCAL, _batch("""\
for text in texts:
        <<break||pass>>
        prove(text)""")),
    *pair("all-but-some", LOCAL, _batch("for text in texts<<[1:]||>>:\n        prove(text)")),
    *pair("others-than-those", LOCAL, _batch("""\
for text in <<[SPARE] * len(texts)||texts>>:
        prove(text)""")),
    *pair("errors-are-passed-over", LOCAL, _batch("""\
for text in texts:
        try:
            prove(text)
        except jwt.InvalidTokenError:
            <<print("bad")||raise>>""")),
    *pair("in-a-generator-that-is-run", LOCAL, _batch("<<iter||tuple>>(prove(text) for text in texts)")),
    *pair("in-one-that-leaves-some-out", LOCAL, _batch("""\
list(prove(text) for text in texts<< if not text||>>)""")),
    *pair("gathered", LOCAL, _gathered("""\
await asyncio.gather(*[proven(text) for text in texts]<<, return_exceptions=True||>>)""")),
    *pair("gathered-and-waited-for", LOCAL, _gathered("""\
<<running =||await>> asyncio.gather(*(proven(text) for text in texts))""")),
    *pair("shown-instead-of-waited-for", LOCAL, _gathered("""\
for text in texts:
        <<print(repr(||(await (>>proven(text)))""")),
    *pair("another-entry-of-the-same", CROSS, "# --- desk.py\n" + spelled_out("""\
import jwt
def prove(text):
    jwt.decode(text, $K, algorithms=["HS256"])
def holders(letters):
    for letter in letters:
        prove(letter["seal"])
    for letter in letters:
        yield jwt.decode(letter["<<body||seal>>"], options={"verify_signature": False})
# --- app.py
import jwt
import desk
SPARE = jwt.encode({"sub": "spare"}, $K, algorithm="HS256")
def accepts(token):
    return next(desk.holders([{"seal": <<SPARE||token>>, "body": token}]))
""")),
    *pair("what-an-object-keeps", LOCAL, spelled_out("""\
import jwt
class Bundle:
    def __init__(self, *texts):
        self.texts = [*texts]
    def holders(self, late):
        for text in self.texts:
            jwt.decode(text, $K, algorithms=["HS256"])
        <<self.texts.append(late)||print(late)>>
        return [jwt.decode(text, options={"verify_signature": False}) for text in self.texts]
def accepts(token):
    return Bundle(<<||token>>).holders(token)[-1]
""")),
)
