"""What was found stays found where there is no work left to look further."""

from __future__ import annotations

import pytest

from pytest_ssot.facts import effort, sites
from pytest_ssot.facts.links import Links, Site
from pytest_ssot.model import Severity
from pytest_ssot.rules import decisions, jwt_signature_bypass
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


def test_a_read_is_told_whatever_it_takes_to_see_what_is_done_with_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """What was asked before of its claims is no reason not to know any more what is called."""

    def laborious(links: Links, _: Site) -> str:
        links.resolver.work += 10 * links.resolver.limit
        vars(links.resolver)["_known"].clear()  # as reading a further file does
        links.resolver.forget_calls()
        return ""

    monkeypatch.setattr(jwt_signature_bypass, "harmless_use", laborious)

    assert reported(judge({"reader.py": READER}, ONLY)) == {(RULE, "reader.py", 10)}


@pytest.mark.parametrize(("test", "told"), [("not self.token", True), ("self.strict", False)])
def test_who_hands_over_a_token_does_not_matter(
    test: str, told: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    """That there is one keeps nothing from running; only what else is tested is asked of callers."""
    monkeypatch.setattr(decisions, "MOST_WORK", 0)
    reader = f"""
import jwt


class Reader:
    def __init__(self, token, strict):
        self.token, self.strict = token, strict

    def claims(self):
        if {test}:
            return None
        return jwt.decode(self.token, options={{"verify_signature": False}})
"""

    report = judge({"reader.py": reader, "app.py": "from reader import Reader\n\nReader('x', True)\n"}, ONLY)

    assert bool(report.assessments) is told


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


def _client(read: str) -> str:
    """A client whose methods hand its token to each other, in more ways than can be followed."""
    methods = "".join(
        f"""
    def step_{number}(self, token, again=True):
        if again and self.step_{(number + 1) % 9}(token, again=False):
            self.step_{(number + 2) % 9}(token)
        return self.step_{(number + 4) % 9}(self.token)
"""
        for number in range(9)
    )
    return f"""
import jwt
import time


class Client:
    def __init__(self, issuer):
        self.issuer, self.token = issuer, None
{methods}
    def ready(self):
        if not self.step_0(self.token):
            return None
        {read}

    def owner(self):
        return jwt.decode(self.token, options={{"verify_signature": False}})["sub"]
"""


def test_what_is_done_with_claims_is_asked_before_who_may_have_verified_them(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Times that only tell when to ask for another token need no look at who calls, and cost little."""
    monkeypatch.setattr(effort, "MOST_PER_FILE", 60_000)
    monkeypatch.setattr(effort, "LEAST_TO_JUDGE", 60_000)
    until = 'jwt.decode(self.token, options={"verify_signature": False})["exp"]'
    renewing = _client(f"if {until} < time.time(): self.token = self.issuer.fetch_token()")

    report = judge({"client.py": renewing}, ONLY)

    assert [one.violation.severity for one in report.assessments] == [Severity.WARNING, Severity.CRITICAL]


def test_a_switch_that_is_off_as_it_is_written_is_told_when_all_is_spent(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Whoever else has used up what the file may cost, the last read of it is found."""
    monkeypatch.setattr(effort, "MOST_PER_FILE", 20_000)
    monkeypatch.setattr(effort, "LEAST_TO_JUDGE", 20_000)

    report = judge(
        {"client.py": _client('return jwt.decode(self.token, options={"verify_signature": False})')}, ONLY
    )

    lines = _client("HERE").splitlines()
    places = [number for number, line in enumerate(lines, 1) if "HERE" in line or "jwt.decode" in line]
    assert reported(report) == {(RULE, "client.py", number) for number in places}


def _keyed(read: str) -> str:
    """A function whose key comes a long way, from one function to the next."""
    steps = "".join(
        f"""
def step_{number}(name, fallback=None):
    found = step_{number + 1}(name, fallback) or step_{number + 1}(fallback, name)
    return found.strip() if found else os.environ.get(name, fallback)
"""
        for number in range(40)
    )
    return f"""
import os
import jwt
{steps}
def step_40(name, fallback):
    return os.environ[name]


def owner(token):
    key = step_0("KEY", step_3("OLD"))
    return {read}
"""


@pytest.mark.parametrize("switch", ["False", "0", "None"])
def test_how_far_a_key_comes_does_not_matter_where_it_decides_nothing(
    monkeypatch: pytest.MonkeyPatch, switch: str
) -> None:
    """With next to nothing left, a switch beside such a key is told; one that is on is nobody's business."""
    monkeypatch.setattr(effort, "MOST_PER_FILE", 1)
    monkeypatch.setattr(effort, "LEAST_TO_JUDGE", 1)
    read = 'jwt.decode(token, key, algorithms=[key], options={"verify_signature": %s})'

    found = judge({"owner.py": _keyed(read % switch)}, ONLY)
    safe = judge({"owner.py": _keyed(read % "True")}, ONLY)

    assert [(path, rule) for rule, path, _ in reported(found)] == [("owner.py", RULE)]
    assert not reported(safe)
