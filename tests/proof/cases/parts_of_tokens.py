"""Tokens that objects take apart in several methods, and dots that have a name."""

from __future__ import annotations

from tests.proof.case import Case, Difficulty, bypass, pair, safe, spelled_out

LOCAL, CROSS = Difficulty.LOCAL, Difficulty.CROSS

HEAD = "import base64\nimport json\nimport re\n$P\n"
TOKEN = """\
class Token:
    def __init__(self, token):
        self.raw = token
    def _payload(self):
        return base64.urlsafe_b64decode(self.raw.split(".")[1] + "==")
    @property
    def claims(self):
        return json.loads(self._payload())
"""
PARTS = """\
class Token:
    DELIMITER = "."
    def __init__(self, raw):
        self.header, self.payload, self.signature = raw.split(self.DELIMITER)
    def claims(self):
        return json.loads(base64.urlsafe_b64decode(self.payload + "=="))
"""
CHECKED = '<<pass||jwt.decode(token, KEY, algorithms=["HS256"])>>'

TAKEN = {
    "islice": 'payload = next(islice(token.split("."), 1, None))',
    "a-list-of-islice": 'payload = list(islice(token.split("."), 1, 2))[0]',
    "deque": 'parts = deque(token.split(".")); parts.popleft(); payload = parts.popleft()',
    "what-is-left": 'parts = token.split("."); del parts[0]; payload = parts[0]',
    "iterator": 'parts = iter(token.split(".")); next(parts); payload = next(parts)',
    "chain": 'payload = list(chain(token.split(".")))[1]',
    "dot-of-a-number": "payload = token.split(chr(46))[1]",
    "dot-of-a-table": "payload = token.split({'part': '.', 'list': ','}['part'])[1]",
    "dot-of-a-row": "payload = token.split((',', '.')[1])[1]",
    "dot-in-a-format": "payload = token.split(f'{chr(46)}')[1]",
    "prepared-split": "cut = functools.partial(str.split, sep='.'); payload = cut(token)[1]",
    "method-caller": "payload = operator.methodcaller('split', '.')(token)[1]",
    "dots-replaced": "payload = token.replace('.', ' ').split()[1]",
    "pop": 'payload = token.split(".").pop(1)',
}
HEADERS = {
    "iterator": 'header = next(iter(token.split(".")))',
    "islice": 'header = next(islice(token.split("."), 0, 1))',
    "deque": 'header = deque(token.split(".")).popleft()',
    "prepared-split": "header = functools.partial(str.split, sep='.')(token)[0]",
    "dots-replaced": "header = token.replace('.', ' ').split(' ')[0]",
    "dot-of-a-table": "header = token.split({'part': '.'}['part'])[0]",
    "pop": 'header = token.split(".").pop(0)',
}

CASES: tuple[Case, ...] = (
    *pair("payload-by-another-method", LOCAL, spelled_out(HEAD + TOKEN + f"""\
def accepts(token):
    {CHECKED}
    return Token(token).claims
""")),
    *pair("payload-is-a-property", LOCAL, spelled_out(HEAD + f"""\
class Token:
    def __init__(self, token):
        self.raw = token
    @property
    def payload(self):
        return base64.urlsafe_b64decode(self.raw.split(".")[1] + "==")
    @property
    def claims(self):
        return json.loads(self.payload)
def accepts(token):
    {CHECKED}
    return Token(token).claims
""")),
    *pair("parts-that-an-object-is-made-of", LOCAL, spelled_out(HEAD + PARTS + f"""\
def accepts(token):
    {CHECKED}
    return Token(token).claims()
""")),
    *bypass("parts-of-a-token-that-one-caller-checks", LOCAL, spelled_out(HEAD + PARTS + """\
def checked(token):
    jwt.decode(token, KEY, algorithms=["HS256"])
    return Token(token).claims()
def accepts(token):
    return Token(token).claims()
""")),
    *bypass("payload-of-a-token-whose-check-is-forgiven", LOCAL, spelled_out(HEAD + TOKEN + """\
def accepts(token):
    try:
        jwt.decode(token, KEY, algorithms=["HS256"])
    except jwt.PyJWTError:
        pass
    return Token(token).claims
""")),
    *pair("dot-with-a-name", LOCAL, spelled_out(HEAD + f"""\
SEPARATOR = "."
def accepts(token):
    {CHECKED}
    payload = token.split(SEPARATOR)[1]
    return json.loads(base64.urlsafe_b64decode(payload + "=="))
""")),
    *pair("dot-of-another-file", CROSS, spelled_out(f"""\
# --- app.py
import base64
import json
import constants
$P
def accepts(token):
    {CHECKED}
    header, payload, signature = token.split(constants.SEPARATOR)
    return json.loads(base64.urlsafe_b64decode(payload + "=="))
# --- constants.py
SEPARATOR = "."
""")),
    *pair("dot-by-default", LOCAL, spelled_out(HEAD + f"""\
def segments(token, separator="."):
    return token.split(separator)
def accepts(token):
    {CHECKED}
    return json.loads(base64.urlsafe_b64decode(segments(token)[1] + "=="))
""")),
    *pair("all-but-dots", LOCAL, spelled_out(HEAD + f"""\
def accepts(token):
    {CHECKED}
    payload = re.findall(r"[^.]+", token)[1]
    return json.loads(base64.urlsafe_b64decode(payload + "=="))
""")),
    *(one for name, taken in TAKEN.items() for one in pair(f"payload-by-{name}", LOCAL, spelled_out(f"""\
import base64
import functools
import json
import operator
from collections import deque
from itertools import chain, islice
$P
def accepts(token):
    {CHECKED}
    {taken}
    return json.loads(base64.urlsafe_b64decode(payload + "=="))
"""))),
    *(one for name, taken in HEADERS.items() for one in safe(f"header-by-{name}", LOCAL, spelled_out(f"""\
import base64
import functools
import json
from collections import deque
from itertools import islice
$P
def accepts(token):
    {taken}
    kind = json.loads(base64.urlsafe_b64decode(header + "=="))["alg"]
    if kind != "HS256":
        raise ValueError(kind)
    return jwt.decode(token, KEY, algorithms=["HS256"])
"""))),
    *pair("rest-of-what-is-left-of-the-last-dot", LOCAL, spelled_out(f"""\
import base64
import json
$P
def plain(text):
    return base64.b64decode(text.replace("-", "+").replace("_", "/") + "==")
def accepts(token):
    {CHECKED}
    front, dot, mark = token.rpartition(".")
    kind, dot, body = front.partition(".")
    return json.loads(plain(body))
""")),
    *pair("helpers-of-another-file-decode-and-parse", CROSS, spelled_out(f"""\
# --- app.py
$P
from plain import pieces, record
def accepts(token):
    {CHECKED}
    _, body, _ = pieces(token)
    return record(body)
# --- plain.py
import base64
import json
def pieces(text):
    return tuple(base64.urlsafe_b64decode(one + "==") for one in text.split("."))
def record(data):
    return json.loads(data)
""")),
)
