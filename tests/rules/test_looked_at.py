"""Which files the rule about signatures looks at, by their words: those that may decode a payload by hand."""

from __future__ import annotations

import pytest

from pytest_ssot.facts.screening import screen
from pytest_ssot.rules import all_rules

DECODING = [
    "from base64 import b64decode as unpack",
    "read = getattr(base64, 'b64' + 'decode')",
    "read = getattr(base64, 'urlsafe_b' + '64decode')",
    "read = getattr(base64, f'{kind}_b64de' 'code')",
    "raw = codecs.decode(part, 'base64')",
    "raw = getattr(binascii, 'a2b_' + 'base64')(part)",
    "claims = json.loads(from_base64(part))",
    "claims = json.loads(unpack(payload_b64))",
    "claims = json.loads(decodeBase64(part))",
    "claims = json.loads(base64url_decode(part))",
    "claims = json.loads(B64D(part))",
]
ENCODING = [
    "shown = base64.b64encode(data).decode('ascii')",
    "shown = urlsafe_b64encode(data)",
    "shown = int_to_base64(number)",
    "path = '/usr/lib64'.encode().decode()",
    "seen = 'f542e1f06699ea7e1db5f62af53355b64338c723'.decode()",
    "import base64\nname = raw.decode()",
    "x = 1",
]


def _looks_at(source: str) -> bool:
    prefilters = {rule.id: rule.prefilter for rule in all_rules() if rule.id == "jwt-signature-bypass"}
    return bool(screen(source.encode(), prefilters, ()).wanted)


@pytest.mark.parametrize("source", DECODING)
def test_a_file_that_may_decode_base64_is_looked_at(source: str) -> None:
    assert _looks_at(source)


@pytest.mark.parametrize("source", ENCODING)
def test_a_file_that_only_encodes_is_not(source: str) -> None:
    assert not _looks_at(source)
