"""Code that does not parse is judged by its words, and the file is said to be incomplete."""

from __future__ import annotations

from functools import partial

import pytest

from pytest_ssot.facts.fragments import words_in
from pytest_ssot.model import Severity
from pytest_ssot.rules import all_rules
from pytest_ssot.settings import RuleSettings, Settings
from tests.counting import calls
from tests.rules.judging import SETTINGS, judge, only, reported

BROKEN = "def broken(:\n    {line}\n    other = (1, 2\n"
"""A block of which nothing parses; the tested line is its second."""

REPORTED = [
    ("jwt-signature-bypass", 'jwt.decode(token, options={"verify_signature": False})'),
    ("jwt-signature-bypass", "jwt.decode(token, options={'verify_signature' : False})"),
    ("jwt-signature-bypass", "jwt.decode(token, verify=False)"),
    ("jwt-signature-bypass", "read(token, verify_signature = False)"),
    ("jwt-direct-import", "import jwt"),
    ("jwt-direct-import", "from jose import jwt"),
    ("jwt-direct-import", "from jwt.api_jwt import PyJWT"),
    ("jwt-direct-call", "jwt.encode(payload, secret)"),
    ("jwt-direct-call", "claims = jwt . decode (token, secret)"),
    ("jwt-reimplementation", "def validate_token(token): pass"),
    ("jwt-reimplementation", "async def decodeJWT(self, token): pass"),
    ("auth-fallback", "fallback_auth_validation()"),
    ("auth-fallback", "class LegacyAuth: pass"),
    ("auth-fallback", "def auth_bypass(request): pass"),
]


@pytest.mark.parametrize(("rule", "line"), REPORTED)
def test_words_that_stand_for_a_violation_are_reported(rule: str, line: str) -> None:
    """The raw-text part of each rule sees what it can, at the place where it stands."""
    report = judge({"a.py": BROKEN.format(line=line)}, Settings(SETTINGS.root, rules=only(rule)))

    assert {found for found in reported(report) if found[0] == rule} == {(rule, "a.py", 2)}
    assert {path for found, path, _ in reported(report) if found == "file-not-analysed"} == {"a.py"}


LEFT_ALONE = [
    ("jwt-signature-bypass", 'jwt.decode(token, options={"verify_signature": True})'),
    ("jwt-signature-bypass", "requests.get(url, verify=False)"),
    ("jwt-signature-bypass", "# jwt.decode(token, verify=False)"),
    ("jwt-signature-bypass", 'print("verify_signature=False")'),
    ("jwt-direct-import", "import json"),
    ("jwt-direct-import", "# import jwt"),
    ("jwt-direct-import", '"import jwt"'),
    ("jwt-direct-import", "from .jwt import LIFETIME"),
    ("jwt-direct-import", "from google.cloud import storage"),
    ("jwt-direct-call", "data.decode(token)"),
    ("jwt-direct-call", "reader = jwt.decode"),
    ("jwt-reimplementation", "validate_token(token)"),
    ("jwt-reimplementation", "# def validate_token(token):"),
    ("auth-fallback", 'log("auth_fallback()")'),
    ("auth-fallback", "# auth_fallback()"),
    ("auth-fallback", "fallback_template()"),
]


@pytest.mark.parametrize(("rule", "line"), LEFT_ALONE)
def test_other_words_are_left_alone(rule: str, line: str) -> None:
    """Comments, strings and unrelated objects stay innocent where nothing parses, too."""
    report = judge({"a.py": BROKEN.format(line=line)}, Settings(SETTINGS.root, rules=only(rule)))

    assert {found for found in reported(report) if found[0] == rule} == set()


def test_every_rule_has_a_raw_text_part() -> None:
    """The tables above leave no rule out."""
    assert (
        {one.id for one in all_rules()} == {rule for rule, _ in REPORTED} == {rule for rule, _ in LEFT_ALONE}
    )


@pytest.mark.parametrize(("rule", "line"), REPORTED)
def test_owners_and_severities_hold_for_words_as_well(rule: str, line: str) -> None:
    """A block that does not parse is judged by the same configuration."""
    owned = Settings(SETTINGS.root, rules={**only(rule), rule: RuleSettings(owners=("a.py",))})
    lighter = Settings(SETTINGS.root, rules={**only(rule), rule: RuleSettings(severity=Severity.WARNING)})
    files = {"a.py": BROKEN.format(line=line)}

    assert {found for found in reported(judge(files, owned)) if found[0] == rule} == set()
    assert {one.violation.severity for one in judge(files, lighter).assessments} == {Severity.WARNING}


def test_the_rest_of_the_file_is_judged_by_its_meaning() -> None:
    """One broken block costs at most itself."""
    source = "import jwt as tokens\n\n" + BROKEN.format(line="pass") + '\n\ntokens.encode({}, "key")\n'
    report = judge({"a.py": source}, Settings(SETTINGS.root, rules=only("jwt-direct-call")))

    assert {found for found in reported(report) if found[0] == "jwt-direct-call"} == {
        ("jwt-direct-call", "a.py", 8)
    }


def test_a_long_block_is_gone_through_once() -> None:
    """What the block speaks of is not looked for anew at each of its words."""
    rule = next(rule for rule in all_rules() if rule.id == "jwt-signature-bypass")
    few, many = (words_in("x(verify=False)\n" * size + "decode") for size in (200, 400))

    half, whole = (calls(partial(list, rule.spelled(some))) for some in (few, many))

    assert whole < 2.6 * half
