"""What was found stays found where there is no work left to look further."""

from __future__ import annotations

import pytest

from pytest_ssot.facts import sites
from pytest_ssot.facts.links import Links
from pytest_ssot.rules import decisions
from pytest_ssot.settings import Settings
from tests.rules.judging import SETTINGS, judge, only, reported

RULE = "jwt-signature-bypass"
ONLY = Settings(SETTINGS.root, rules=only(RULE))

READER = """
import jwt


def read(token, options):
    return jwt.decode(token, "k", algorithms=["HS256"], options=options)


def claims_of(token):
    return jwt.decode(token, options={"verify_signature": False})
"""

SETTINGS_OF_IT = """
from reader import read

CHECKS = {"leeway": 0}
CHECKS["verify_signature"] = False


def session(token):
    return read(token, CHECKS)
"""


def test_a_call_that_nobody_can_tell_more_about_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    """With no work left for callers, what depends on none is reported, and a gap says what is left."""
    monkeypatch.setattr(decisions, "MOST_WORK", 0)

    report = judge({"reader.py": READER, "app.py": SETTINGS_OF_IT}, ONLY)

    assert reported(report) == {(RULE, "reader.py", 10)}
    assert [gap.path for gap in report.gaps] == ["reader.py"]


FAR_OFF = {
    "app.py": "from middle import session\n\n\ndef view(token):\n    return session(token)\n",
    "limits.py": "class Limits:\n    strict = False\n",
    "middle.py": """
from limits import Limits
from tokens import read


class Session:
    def __init__(self, strict=True):
        self.strict = strict

    def claims(self, token):
        return read(token, self.strict)


def session(token):
    return Session(Limits.strict).claims(token)
""",
    "tokens.py": """
import jwt


def read(token, strict=True):
    return jwt.decode(token, "k", algorithms=["HS256"], options={"verify_signature": strict})
""",
}
"""A switch that is written, and handed on, in files without a word of any rule."""


def test_files_without_a_word_are_looked_at_where_others_have_spent_the_budget(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(sites, "MOST_IN_ALL", 0)
    monkeypatch.setattr(sites, "MORE_PER_CANDIDATE", 0)

    assert reported(judge(FAR_OFF, ONLY)) == {(RULE, "limits.py", 2)}


def test_a_second_look_without_work_left_takes_nothing_back(monkeypatch: pytest.MonkeyPatch) -> None:
    """What was found before further files were read is kept where it cannot be judged anew."""
    expected = {(RULE, "reader.py", 10), (RULE, "app.py", 5)}
    files = {
        "reader.py": READER,
        "app.py": SETTINGS_OF_IT,
        "other.py": "import app\n\napp.CHECKS['leeway'] = 5\n",
    }
    assert reported(judge(files, ONLY)) == expected

    begun: list[bool] = []

    def begin(links: Links, *, wholly: bool) -> None:
        begun.append(wholly)
        monkeypatch.setattr(Links, "exhausted", lambda *_: True)

    monkeypatch.setattr(Links, "begin_again", begin)

    assert reported(judge(files, ONLY)) == expected
    assert begun
