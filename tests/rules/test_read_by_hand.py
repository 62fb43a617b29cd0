"""Tokens taken apart by hand, in the ways programs spread that over helpers and libraries."""

from __future__ import annotations

import pytest

from tests.rules.judging import assert_marks, judge, reported

RULE = "jwt-signature-bypass"

READS = {
    "segments that are decoded one by one": """
        import base64
        import json
        from base64 import urlsafe_b64decode

        import orjson


        def padded(text):
            return text + "=" * (-len(text) % 4)


        def claims(id_token):
            _, body, _ = map(urlsafe_b64decode, id_token.split(".", 2))
            return orjson.loads(body)  # <- jwt-signature-bypass


        def of_padded(token):
            segments = list(map(base64.b64decode, map(padded, token.split("."))))
            return json.loads(segments[1])  # <- jwt-signature-bypass


        def both(token):
            raw = map(urlsafe_b64decode, token.split(".")[:2])
            header, body = map(json.loads, raw)  # <- jwt-signature-bypass
            return body["sub"]


        def header(token):
            head, _, _ = map(urlsafe_b64decode, token.split("."))
            return json.loads(head)["kid"]


        def numbers(version):
            major, minor, _ = map(int, version.split("."))
            return json.loads(minor)


        def basic(header):
            return map(urlsafe_b64decode, header.split(":"))
    """,
    "a function of the project that decodes each segment": """
        import binascii
        import json


        def raw(text):
            return binascii.a2b_base64(text + "==")


        def claims(token):
            head, body, signature = map(raw, token.split("."))
            return json.loads(body)  # <- jwt-signature-bypass


        def algorithm(token):
            head, body, signature = map(raw, token.split("."))
            return json.loads(head)["alg"]
    """,
    "a helper that both segments go through, and only the payload is claims": """
        import base64
        import json


        def part(text):
            return json.loads(base64.urlsafe_b64decode(text + "=="))


        def header(token):
            return part(token.split(".")[0])


        def claims(token):
            segments = token.split(".")
            return part(segments[1])  # <- jwt-signature-bypass


        def expiry(token):
            return part(token.split(".")[1])["exp"]  # <- jwt-signature-bypass
    """,
    "a decoder of bytes that both segments go through": """
        import base64
        import json


        def raw(text):
            return base64.urlsafe_b64decode(text + "==")


        def algorithm(token):
            return json.loads(raw(token.split(".")[0]))["alg"]


        def subject(token):
            return json.loads(raw(token.split(".")[1]))["sub"]  # <- jwt-signature-bypass
    """,
    "an entry from the end that a display of fewer does not have": """
        import base64
        import json


        def claims(token):
            body = token.split(".")[1]
            return json.loads(base64.urlsafe_b64decode([body][-2] + "=="))  # <- jwt-signature-bypass
    """,
    "cut from the right, then the header": """
        import base64
        import json


        def header(token):
            signed, signature = token.rsplit(".", 1)
            head, body = signed.split(".", 1)
            return json.loads(base64.urlsafe_b64decode(head))


        def body(token):
            signed, signature = token.rsplit(".", 1)
            head, body = signed.split(".", 1)
            return json.loads(base64.urlsafe_b64decode(body))  # <- jwt-signature-bypass
    """,
    "a function that hands out both segments": """
        import base64
        import json


        def segments(token):
            head, body, _ = token.split(".")
            return head, body


        def kind(token):
            return json.loads(base64.urlsafe_b64decode(segments(token)[0]))["typ"]


        def subject(token):
            return json.loads(base64.urlsafe_b64decode(segments(token)[1]))["sub"]  # <- jwt-signature-bypass
    """,
    "all segments decoded at once": """
        import base64
        import json


        def kind(token):
            segments = [base64.urlsafe_b64decode(one + "==") for one in token.split(".")]
            return json.loads(segments[0])["typ"]


        def subject(token):
            segments = [base64.urlsafe_b64decode(one + "==") for one in token.split(".")]
            return json.loads(segments[1])["sub"]  # <- jwt-signature-bypass
    """,
    "a slice that leaves the header out": """
        import base64
        import json


        def subject(token):
            body, _ = token.split(".")[1:]
            return json.loads(base64.urlsafe_b64decode(body))["sub"]  # <- jwt-signature-bypass
    """,
    "a model that reads JSON": """
        import base64

        from pydantic import BaseModel, TypeAdapter


        class Claims(BaseModel):
            exp: int


        ADAPTER = TypeAdapter(Claims)


        def expiry(token):
            body = base64.urlsafe_b64decode(token.split(".")[1] + "==")
            return Claims.model_validate_json(body).exp  # <- jwt-signature-bypass


        def claims(token):
            return ADAPTER.validate_json(base64.b64decode(token.split(".")[1]))  # <- jwt-signature-bypass
    """,
    "a decoder of a library out of sight": """
        import json

        from elsewhere.encoding import base64url_decode, decode_part, decorate


        def subject(token):
            return json.loads(decode_part(token.split(".")[1]))["sub"]  # <- jwt-signature-bypass


        def issuer(token):
            return json.loads(base64url_decode(token.split(".")[1]))["iss"]  # <- jwt-signature-bypass


        def name(dotted):
            return json.loads(decorate(dotted.split(".")[1]))
    """,
    "another entry of the mapping that holds it": """
        import base64
        import json


        def collect(token, info):
            found = {}
            found["body"] = token.split(".")[1]
            found["info"] = info
            return found


        def info(token, text):
            return json.loads(base64.b64decode(collect(token, text)["info"]))


        def noted(token, text):
            event = dict(found=collect(token, text), size=len(text))
            return json.loads(base64.b64decode(event.get("found")["info"]))


        def claims(token, text):
            return json.loads(base64.b64decode(collect(token, text)["body"]))  # <- jwt-signature-bypass
    """,
    "what was read is packed and read again": """
        import base64
        import json


        def cookie(token):
            claims = json.loads(base64.b64decode(token.split(".")[1]))  # <- jwt-signature-bypass
            return base64.b64encode(json.dumps(claims).encode())


        def restore(token):
            return json.loads(base64.b64decode(cookie(token)))
    """,
    "whoever asks for a part says which": """
        import base64
        import json


        class Compact:
            def __init__(self, raw):
                self.raw = raw

            def _part(self, place=0):
                pieces = self.raw.split(".")
                if len(pieces) != 3:
                    raise ValueError("no token")
                return json.loads(base64.urlsafe_b64decode(pieces[place] + "=="))  # <- jwt-signature-bypass

            @property
            def header(self):
                return self._part()

            @property
            def claims(self):
                return self._part(place=1)
    """,
    "all who ask for a part want the header": """
        import base64
        import json


        def part(raw, place):
            return json.loads(base64.urlsafe_b64decode(raw.split(".")[place] + "=="))


        def key_id(raw):
            return part(raw, 0)["kid"]


        def algorithm(raw):
            return part(raw, place=0)["alg"]
    """,
    "a header of what was cut at a space, and the first part of what a dot left over": """
        import base64
        import json


        def key_id(request):
            scheme, raw = request.headers["Authorization"].split(" ", 1)
            return json.loads(base64.urlsafe_b64decode(raw.partition(".")[0] + "=="))["kid"]


        def algorithm(line):
            raw = line.split()[1]
            return json.loads(base64.b64decode(raw.split(".")[0] + "==").decode("ascii"))["alg"]


        def subject(line):
            rest = line.split()[1].split(".", 1)[1]
            return json.loads(base64.b64decode(rest.split(".")[0] + "=="))["sub"]  # <- jwt-signature-bypass
    """,
    "nobody tells which part is wanted": """
        import base64
        import json


        def part(raw, place):
            return json.loads(base64.b64decode(raw.split(".")[place]))  # <- jwt-signature-bypass


        def field(raw, place, name):
            return part(raw, place)[name]
    """,
}

CHECKED = {
    "verified by an object that says no by raising": """
        import base64
        import json


        def claims(token, key):
            signed, signature = token.rsplit(".", 1)
            key.verify(signature, signed)
            return json.loads(base64.b64decode(signed.split(".")[1]))
    """,
    "the signed part handed to something that checks signatures": """
        import base64
        import json


        def claims(token, wallet):
            head, body, signature = token.split(".")
            if not wallet.verify_message(f"{head}.{body}", signature):
                raise ValueError
            return json.loads(base64.b64decode(body))
    """,
    "a digest compared": """
        import base64
        import hashlib
        import hmac
        import json


        def claims(token, key):
            body, signature = token.split(".")
            if hmac.new(key, body.encode(), hashlib.sha256).hexdigest() != signature:
                raise ValueError
            return json.loads(base64.b64decode(token.rsplit(".", 1)[0]))
    """,
    "a function that verifies before it hands out what it decoded": """
        import base64
        import json


        def opened(token, key):
            head, body, signature = token.split(".")
            key.verify(signature, head + body)
            return base64.b64decode(body)


        def claims(token, key):
            return json.loads(opened(token, key))
    """,
}


@pytest.mark.parametrize("name", READS)
def test_claims_read_by_hand_are_told_from_headers(name: str) -> None:
    """Each place that reads claims is reported, by the segment it reads, whatever helpers it shares."""
    assert_marks(READS[name], RULE)


@pytest.mark.parametrize("name", CHECKED)
def test_a_token_checked_by_hand_may_be_read_by_hand(name: str) -> None:
    """Where the signature is checked as well, the claims are not unverified."""
    assert_marks(CHECKED[name], RULE)


def test_a_class_that_keeps_something_given_has_no_constructor_of_its_own() -> None:
    """What calls what it is given may be the constructor that was generated for a class."""
    files = {
        "albums/kinds.py": "from enum import IntEnum\nclass Kind(IntEnum):\n    FOLDER = 1\n",
        "albums/rows.py": """
from pydantic import BaseModel, Field
class Fields(dict[str, Open]):
    pass
class Row(BaseModel):
    fields: Fields = Field(default_factory=Fields)
class Written(Fields):
    pass
""",
        "albums/reading.py": """
import base64
from albums.rows import Row
def name_of(record: Row):
    return base64.b64decode(field_of(record, "name").encode("ascii")).decode()
def field_of(record, name):
    if isinstance(record, Row):
        return record.fields.get_value(name)
""",
        "albums/library.py": """
from albums.kinds import Kind
from albums.reading import field_of, name_of
class Library(Base):
    def convert(self, record):
        kind = Kind(int(field_of(record, "kind")))
        cls = Album
        if kind is Kind.FOLDER:
            cls = Folder
        return cls(library=self, name=name_of(record))
""",
    }

    assert not reported(judge(files))


WELL_FORMED = """
import base64
import json


def raw(text):
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


def is_compact(token):
    head, body, signature = token.split(".")
    try:
        json.loads(raw(head))
        {read}
    except ValueError:
        return False
    return {told}
"""


@pytest.mark.parametrize(
    ("read", "told", "severity"),
    [
        ("json.loads(raw(body))", "True", "warning"),
        ("claims = json.loads(raw(body))", "claims", "critical"),
        ("json.loads(raw(body), object_hook=login)", "True", "critical"),
    ],
)
def test_a_payload_that_is_only_parsed_is_no_claims(read: str, told: str, severity: str) -> None:
    """Whether a text has the form of a token is told by whether its parts can be read."""
    text = WELL_FORMED.format(read=read, told=told)
    found = [one.violation for one in judge({"a.py": text}).assessments if one.violation.rule == RULE]

    assert [one.severity.value for one in found] == [severity]


ARMS = """
import hmac
import json
from base64 import urlsafe_b64decode

import jwt

from service.keys import digest


def by_hand(token, secret, key):
    head, body, signature = token.split(".")
    kind = json.loads(urlsafe_b64decode(head + "=="))["alg"]
    signed = (head + "." + body).encode()
    if kind == "HS384":
        if not hmac.compare_digest(signature, digest(secret, signed)):
            raise PermissionError("signature")
    elif kind == "EdDSA":
        key.verify(urlsafe_b64decode(signature + "=="), signed)
    {otherwise}
    return json.loads(urlsafe_b64decode(body + "=="))


def by_library(token, secret, key):
    kind = jwt.get_unverified_header(token)["alg"]
    if kind == "HS384":
        jwt.decode(token, secret, algorithms=["HS384"])
    elif kind == "EdDSA":
        jwt.decode(token, key, algorithms=["EdDSA"])
    {otherwise}
    return jwt.decode(token, options={{"verify_signature": False}})


def answered(token, secret, key):
    head, body, signature = token.split(".")
    kind = json.loads(urlsafe_b64decode(head + "=="))["alg"]
    right = False
    if kind == "HS384":
        right = hmac.compare_digest(signature, digest(secret, head + "." + body))
    elif kind == "HS512":
        right = hmac.compare_digest(signature, digest(key, head + "." + body))
    if not right:
        raise PermissionError("signature")
    return json.loads(urlsafe_b64decode(body + "=="))
"""

LAST = {
    "who asks for another algorithm is turned away": ('else:\n        raise ValueError("alg")', ["warning"]),
    "who does gets nothing": ("else:\n        return None", ["warning"]),
    "one more is let in": (
        'elif kind == "none":\n        pass\n    else:\n        raise ValueError("alg")',
        ["critical", "critical"],
    ),
    "others are only told of": ('else:\n        print("unknown", kind)', ["critical", "critical"]),
    "others are let in": ("", ["critical", "critical"]),
}


@pytest.mark.parametrize("case", LAST)
def test_a_check_in_each_arm_is_one_where_nobody_gets_past_all_of_them(case: str) -> None:
    """The token says which algorithm it is checked by, so each one needs a check, or leads out."""
    otherwise, severities = LAST[case]
    text = ARMS.format(otherwise=otherwise)
    found = [one.violation for one in judge({"a.py": text}).assessments if one.violation.rule == RULE]

    assert [one.severity.value for one in found] == severities
