"""Which files the rule about signatures looks at, by their words: those that may decode a payload by hand."""

from __future__ import annotations

from functools import partial

import pytest

from pytest_ssot.facts.screening import DOTTED, MOST_PLACES, Prefilter, screen
from pytest_ssot.rules import all_rules
from tests.counting import calls

PREFILTER = Prefilter(whole=("jwt",))

DECODING = [
    "from base64 import b64decode as unpack",
    "read = getattr(base64, 'b64' + 'decode')",
    "read = getattr(base64, 'urlsafe_b' + '64decode')",
    "read = getattr(base64, f'{kind}_b64de' 'code')",
    "raw = codecs.decode(part, 'base64')",
    "raw = getattr(binascii, 'a2b_' + 'base64')(part)",
    "claims = json.loads(decodeBase64(part))",
    "claims = json.loads(base64url_decode(part))",
    "claims = json.loads(B64D(part))",
]
ENCODING = [
    "shown = base64.b64encode(data).decode('ascii')",
    "shown = urlsafe_b64encode(data)",
    "shown = int_to_base64(number)",
    "claims = json.loads(unpack(payload_b64))",
    "names = ['FROM_BASE64', 'uidb64']",
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


CODE = [
    "import jwt",
    "import json, jwt",
    "from lib import jwt as tokens",
    "import \\\n  jwt",
    "return jwt if found else None",
    "claims = self.jwt.decode(token)",
    "match jwt:",
    "print jwt",
    "read(jwt)",
    "1if jwt else 2",
    'load("jwt")',
    "# a jwt is read\nread = of(jwt )",
    "# coding: latin-1\n\n# \xe9\nx = 1",
    "# coding: utf-7\nimport j+AHcAdA-",
]
PROSE = [
    '"""Settings of the jwt validation."""',
    "# an entra jwt configuration",
    "# if jwt validation is on",
    "# coding: utf-8\n\n# the é of a jwt validation\nx = 1",
    "# -*- coding: utf-8-unix -*-\nx = 'é'",
    "encoded_jwt = 1  # not jwt1",
]


@pytest.mark.parametrize("source", CODE)
def test_a_library_s_name_is_looked_for_where_code_may_have_it(source: str) -> None:
    """Also where words cannot be told, because the content is in another encoding than UTF-8."""
    data = source.encode("latin-1")
    assert screen(data, {"": PREFILTER}, ()).wanted


@pytest.mark.parametrize("source", PROSE)
def test_a_word_between_words_of_a_text_is_not_looked_at(source: str) -> None:
    """No name stands next to a name in code."""
    assert not screen(source.encode(), {"": PREFILTER}, ()).wanted


@pytest.mark.parametrize(
    ("source", "cuts"),
    [
        ("parts = token.split('.')", True),
        ("parts = token.split(\n    sep='.', maxsplit=2)", True),
        ("SEPARATOR = '.'", True),
        ("FORM = re.compile(r'^([\\w-]+)\\.([\\w-]+)\\.')", True),
        ("name = '.'.join(parts)", False),
        ("dotted = mark == '.'", False),
        ("print('.')", False),
    ],
)
def test_a_file_may_cut_at_dots(source: str, cuts: bool) -> None:
    """Where texts are only put together at dots, or compared with one, nothing is cut."""
    assert screen(source.encode(), {}, ()).holds(DOTTED) is cuts


MANY = 3 * MOST_PLACES


@pytest.mark.parametrize("line", ["'.'\n", "the jwt module\n"])
def test_places_are_looked_at_up_to_a_number(line: str) -> None:
    """What stands in too many places of a file to look at them all is what it may be."""
    texts = [(line * number).encode() for number in (MANY, 2 * MANY)]
    most, more = (calls(partial(screen, text, {"jwt": PREFILTER}, ())) for text in texts)
    seen = screen(("'.'\n" + "the jwt module\n" + line * MANY).encode(), {"jwt": PREFILTER}, ())

    assert more < most + 10
    assert (seen.holds(DOTTED), bool(seen.wanted)) == (line == "'.'\n", line != "'.'\n")
