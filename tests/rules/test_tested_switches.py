"""A switch of unknown value that is told in a branch on the way of which it was tested."""

from __future__ import annotations

from textwrap import dedent

import pytest

from pytest_ssot.model import Severity
from pytest_ssot.settings import Settings
from tests.rules.judging import SETTINGS, judge, only

RULE = "jwt-signature-bypass"
ONLY = Settings(SETTINGS.root, rules=only(RULE))

SWITCHED_OFF = {
    "in the other branch, where a library's configuration says no": """
        import jwt
        from somewhere import config


        def login(response, keys):
            raw, check = response.get("id_token"), config.get("check", True)
            if check:
                return jwt.decode(raw, keys["a"], algorithms=["RS256"])
            return jwt.decode(raw, options={"verify_signature": check})
    """,
    "a parameter that nobody hands over": """
        from jose import jws


        def content(raw, key, strict):
            if not strict:
                return jws.verify(raw, key, ["HS256"], verify=strict)
            raise ValueError
    """,
    "what a conditional expression asks for": """
        import jwt
        import store


        def claims(raw, key):
            wanted = store.read("wanted")
            return {} if wanted else jwt.decode(raw, key, options=dict(verify_signature=wanted))
    """,
}

IN_DOUBT = {
    "before it is tested": """
        import jwt
        from somewhere import config


        def login(raw, key):
            check = config.get("check", True)
            claims = jwt.decode(raw, key, algorithms=["RS256"], options={"verify_signature": check})
            if not check:
                return None
            return claims
    """,
    "after both branches": """
        import jwt
        from somewhere import config


        def login(raw, key):
            check = config.get("check", True)
            if not check:
                print("beware")
            return jwt.decode(raw, key, algorithms=["RS256"], options={"verify_signature": check})
    """,
}

SWITCHED_ON = {
    "in the branch where it is": """
        import jwt
        import store


        def login(raw, key):
            check = store.read("check")
            if not check:
                return None
            return jwt.decode(raw, key, algorithms=["RS256"], options={"verify_signature": check})
    """,
    "a negation of it": """
        import jwt
        import store


        def login(raw, key):
            loose = store.read("loose")
            if loose:
                return None
            return jwt.decode(raw, key, algorithms=["RS256"], options={"verify_signature": not loose})
    """,
}


@pytest.mark.parametrize("case", SWITCHED_OFF)
def test_a_switch_is_off_where_a_test_has_found_it_so(case: str) -> None:
    """What leads to the call leaves no doubt."""
    assert [
        one.violation.severity for one in judge({"a.py": dedent(SWITCHED_OFF[case])}, ONLY).assessments
    ] == [Severity.CRITICAL]


@pytest.mark.parametrize("case", IN_DOUBT)
def test_a_test_elsewhere_leaves_the_doubt(case: str) -> None:
    """What is tested later, or on one of two ways, may still be anything."""
    found = judge({"a.py": dedent(IN_DOUBT[case])}, ONLY).assessments

    assert [one.violation.severity for one in found] == [Severity.ERROR]


@pytest.mark.parametrize("case", SWITCHED_ON)
def test_a_switch_is_on_where_a_test_has_found_it_so(case: str) -> None:
    """Nothing is said of it."""
    assert not judge({"a.py": dedent(SWITCHED_ON[case])}, ONLY).assessments


@pytest.mark.parametrize(
    ("word", "severity"), [("False", Severity.WARNING), ("True", Severity.CRITICAL)], ids=["off", "on"]
)
def test_options_behind_a_word_of_the_class(word: str, severity: Severity) -> None:
    """What a method would add to the arguments, for objects of its class and of those derived from it."""
    text = f"""
        from functools import cached_property

        import jwt


        class Reader:
            inside = False

            @cached_property
            def told(self):
                told = dict(algorithms=["RS256"])
                if self.inside:
                    told["options"] = {{"verify_signature": False}}
                return told

            def claims(self, raw):
                return jwt.decode(raw, self.key, **self.told)


        class Office(Reader):
            inside = {word}


        def login(raw):
            return Office().claims(raw)
    """
    found = judge({"a.py": dedent(text)}, ONLY).assessments

    assert [one.violation.severity for one in found] == [severity]
