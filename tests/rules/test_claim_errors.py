"""Reads where a function of the project has found a token's signature right, or its claims wrong."""

from __future__ import annotations

from textwrap import dedent

import pytest

from pytest_ssot.model import Severity
from pytest_ssot.settings import Settings
from tests.rules.judging import SETTINGS, judge, only

RULE = "jwt-signature-bypass"
ONLY = Settings(SETTINGS.root, rules=only(RULE))

READERS = """
import jwt
from jose import jwt as jose


def decode(secret, text=None, strict=True):
    return jwt.decode(text, secret, options={"verify_signature": strict}, algorithms=["HS256"])


def outer(secret, text):
    return decode(secret, text)


def both(secret, text, other):
    jwt.decode(other, secret, algorithms=["HS256"])
    return jwt.decode(text, secret, algorithms=["HS256"])


class Reader:
    def __init__(self, secret):
        self.secret = secret

    def read(self, text):
        return jose.decode(text, self.secret, algorithms=["HS256"])
"""

SESSION = """
from readers import Reader, both, decode, outer
import jwt
from jose import jwt as jose


def session(secret, cookie, other):
    try:
        return {tried}
    except {error}:
        return {read}["session"]
"""

PEEKED = 'jwt.decode(cookie, options={"verify_signature": False})'

RIGHT = {
    "a wrapper of the library's call": ("decode(secret, cookie)", "jwt.ExpiredSignatureError"),
    "a wrapper that is told by name": (
        "decode(secret, text=cookie)",
        "(jwt.ExpiredSignatureError, jwt.InvalidAudienceError)",
    ),
    "a wrapper of a wrapper": ("outer(secret, cookie)", "jwt.ImmatureSignatureError"),
    "a method": ("Reader(secret).read(cookie)", "jose.JWTClaimsError"),
}

WRONG = {
    "a signature that is wrong": ("decode(secret, cookie)", "jwt.InvalidSignatureError"),
    "whatever is wrong": ("outer(secret, cookie)", "jwt.PyJWTError"),
    "another token may be the one that is expired": (
        "both(secret, cookie, other)",
        "jwt.ExpiredSignatureError",
    ),
    "another token": ("decode(secret, other)", "jwt.ExpiredSignatureError"),
    "a wrapper that is told not to": ("decode(secret, cookie, strict=False)", "jwt.ExpiredSignatureError"),
}


def _weights(tried: str, error: str, read: str = PEEKED) -> list[Severity]:
    text = SESSION.format(tried=tried, error=error, read=read)
    line = 1 + next(number for number, one in enumerate(text.splitlines()) if '["session"]' in one)
    found = judge({"readers.py": READERS, "session.py": text}, ONLY).assessments
    places = [(one.violation.location.path, one.violation.location.line) for one in found]
    return [
        one.violation.severity
        for one, place in zip(found, places, strict=True)
        if place == ("session.py", line)
    ]


@pytest.mark.parametrize("case", RIGHT)
@pytest.mark.parametrize("read", [PEEKED, "decode(secret, cookie, strict=False)"])
def test_only_a_token_that_was_signed_leads_to_an_error_about_its_claims(case: str, read: str) -> None:
    """Whichever function of the project found them wrong, the signature was right."""
    assert _weights(*RIGHT[case], read) == [Severity.WARNING]


@pytest.mark.parametrize("case", WRONG)
def test_an_error_that_others_lead_to_as_well_says_nothing(case: str) -> None:
    """The token may be anybody's."""
    assert _weights(*WRONG[case]) == [Severity.CRITICAL]


HEADER = """
import jwt
from jwt.api_jwt import decode_complete


def found(token, keys):
    parts = {read}(token, options={{"verify_signature": False}})
    {then}
"""

ONLY_HEADER = [
    'return keys[parts["header"]["kid"]]',
    'head = parts["header"]\n    return keys.get(head["kid"])',
]
MORE = ['return parts["payload"]', 'keys.note(parts["header"])\n    return parts', "return parts.items()"]


@pytest.mark.parametrize("then", ONLY_HEADER)
@pytest.mark.parametrize("read", ["decode_complete", "jwt.decode_complete"])
def test_a_header_is_no_claims_however_it_is_read(read: str, then: str) -> None:
    """As `get_unverified_header` does: what chooses a key is nobody's claim."""
    assert not judge({"a.py": dedent(HEADER.format(read=read, then=then))}, ONLY).assessments


@pytest.mark.parametrize("then", MORE)
def test_what_comes_with_a_header_is_claims(then: str) -> None:
    """The payload, or everything."""
    found = judge({"a.py": HEADER.format(read="jwt.decode_complete", then=then)}, ONLY).assessments

    assert [one.violation.severity for one in found] == [Severity.CRITICAL]


EITHER = """
import jwt
import settings


def login(request, raw, keys):
    if {test}:
        claims = jwt.decode(raw, keys, algorithms=["RS256"])
    {other}claims = jwt.decode(raw, options={{"verify_signature": False}})
    {then}
    request.finish()
"""

KEPT = ['request.set_cookie("who", claims["sub"])', 'request.user = make(claims["sub"])']


@pytest.mark.parametrize("then", KEPT)
@pytest.mark.parametrize("test", ["settings.STRICT", 'settings.read("strict")'])
def test_a_check_of_the_other_branch_is_none(test: str, then: str) -> None:
    """What comes of a read or of a check is not verified where the check is not made."""
    text = EITHER.format(test=test, other="else:\n        ", then=then)

    assert [one.violation.severity for one in judge({"a.py": text}, ONLY).assessments] == [Severity.CRITICAL]


@pytest.mark.parametrize("then", KEPT)
def test_a_check_before_the_read_is_one(then: str) -> None:
    """Where nothing parts the two, whoever gets to the read has passed the check."""
    text = EITHER.format(test="raw", other="    ", then=f"    {then}")

    assert [one.violation.severity for one in judge({"a.py": text}, ONLY).assessments] == [Severity.WARNING]


CHOSEN = """
import jwt


def session(bearer, cookie, secret, sessions):
    token = bearer
    if not token and cookie:
        token = cookie
    try:
        claims = jwt.decode(token, secret, algorithms=["HS256"])
        if "jti" in claims:
            return claims
    except jwt.ExpiredSignatureError:
        gone = jwt.decode({read}, options={{"verify_signature": False}})
        sessions.pop(gone["jti"])
    return None
"""


@pytest.mark.parametrize(("read", "severity"), [("token", Severity.WARNING), ("cookie", Severity.CRITICAL)])
def test_a_token_that_was_chosen_is_the_same_on_all_ways_to_a_handler(read: str, severity: Severity) -> None:
    """Whatever the `try` got to before the error, it was that choice that the library had checked."""
    found = judge({"a.py": CHOSEN.format(read=read)}, ONLY).assessments

    assert [one.violation.severity for one in found] == [severity]
