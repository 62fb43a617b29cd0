"""Checks in rounds, by parts, and behind calls that never come back; what is done once they have passed."""

from __future__ import annotations

from tests.proof.case import Case, Difficulty, pair, spelled_out

CROSS = Difficulty.CROSS

CASES: tuple[Case, ...] = (
    *pair("loop-over-keys-index-raise", CROSS, spelled_out("""\
$P
KEYS = ["k" * 32, KEY]
def verify_with_keyset(token, keys):
    data = None
    for i in range(0, len(keys)):
        try:
            data = jwt.decode(token, keys[i], algorithms=["HS256"])
            break
        except Exception:
            if i == len(keys) - 1:
                <<pass||raise>>
    return data
def accepts(token):
    verify_with_keyset(token, KEYS)
    return jwt.decode(token, KEY, ["HS256"], options={"verify_signature": False, "require": ["exp"]})
""")),
    *pair("abort-never-returns", CROSS, spelled_out("""\
$P
from typing import NoReturn
class Aborted(Exception): pass
def abort(status) -> NoReturn:
    raise Aborted(status)
def token_ok(token):
    try:
        jwt.decode(token, KEY, algorithms=["HS256"])
    except jwt.InvalidTokenError:
        return False
    return True
def accepts(token):
    if not token_ok(token):
        <<print(401)||abort(401)>>
    return jwt.decode(token, options={"verify_signature": False})
""")),
    *pair("parsed-then-algorithm-verify", CROSS, spelled_out("""\
$P
import base64, json
from jwt.algorithms import HMACAlgorithm
def b64(text): return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
def parse(token):
    parts = token.split(".")
    if len(parts) != 3:
        raise ValueError("structure")
    return dict(header=json.loads(b64(parts[0])), payload=json.loads(b64(parts[1])), signature=b64(parts[2]),
                raw={"header": parts[0], "payload": parts[1]})
def accepts(token):
    decoded = parse(token)
    payload, header, signature = decoded["payload"], decoded["header"], decoded["signature"]
    raw_header, raw_payload = decoded["raw"]["header"], decoded["raw"]["payload"]
    algorithm = HMACAlgorithm(HMACAlgorithm.SHA256)
    valid = algorithm.verify(msg=f"{raw_header}.{raw_payload}".encode(), key=KEY.encode(), sig=signature)
    if not valid:
        <<print("bad")||raise PermissionError("signature")>>
    return payload
""")),
    *pair("signal-sent-once-verified", CROSS, spelled_out("""\
$P
SENT = []
def render(page, status): return {"page": page, "status": status}
def send(claims): SENT.append(claims)
class Consumer:
    def check_and_decode(self, token):
        return jwt.decode(token, KEY, algorithms=["HS256"])
def start(token, consumers={None: Consumer()}):
    unverified = jwt.decode(token, options={"verify_signature": False})
    consumer = consumers.get(unverified.get("iss"))
    if not isinstance(consumer, Consumer):
        return render("error", status=400)
    <<send(unverified)||>>
    try:
        found = consumer.check_and_decode(token)
    except jwt.InvalidTokenError:
        return render("error", status=400)
    <<||send({"of": unverified.get("sub")})>>
    return found
def accepts(token):
    SENT.clear()
    found = start(token)
    return <<SENT[0]||found if "page" not in found else None>>
""")),
)
