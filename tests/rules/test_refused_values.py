"""Switches that the environment decides, where nothing but on is let through."""

from __future__ import annotations

import pytest

from pytest_ssot.model import Severity
from pytest_ssot.settings import Settings
from tests.proof.case import split
from tests.rules.judging import SETTINGS, assert_marks, judge, only

RULE = "jwt-signature-bypass"
MARK = "  # <- jwt-signature-bypass"

READS = """
        # --- reader.py
        import jwt
        import conf


        def read(slip, key):
            return jwt.decode(slip, key, ["HS256"], {"verify_signature": conf.CONF.checked})
"""


@pytest.mark.parametrize(
    ("end", "mark"),
    [
        ("sys.exit('slips are checked')", ""),
        ("os._exit(4)", ""),
        ("raise SystemExit(4)", ""),
        ("sys.exc_info()", MARK),
        ("print('slips are not checked')", MARK),
    ],
)
def test_a_program_that_ends_without_its_switch(end: str, mark: str) -> None:
    """A module that leaves the process where a switch is off hands out none that is."""
    assert_marks(
        f"""
        # --- conf.py
        import os
        import sys

        CHECKED = os.environ.get("CHECKED", "yes") == "yes"{mark}
        if not CHECKED:
            {end}
        # --- reader.py
        import jwt
        from conf import CHECKED


        def read(slip, key):
            return jwt.decode(slip, key, ["HS256"], {{"verify_signature": CHECKED}})
        """,
        RULE,
    )


@pytest.mark.parametrize(
    ("test", "mark"),
    [
        ("if not self.checked:", ""),
        ("if self.checked is not True:", ""),
        ("if self.checked == False:", ""),
        ("if self.checked is None:", MARK),
        ("if self.checked:", MARK),
        ("if self.strict and not self.checked:", MARK),
    ],
)
def test_objects_that_cannot_be_made_without_a_switch(test: str, mark: str) -> None:
    """A constructor that raises where its object's switch is off makes no object with one that is."""
    assert_marks(
        f"""
        # --- conf.py
        import os


        class Conf:
            def __init__(self):
                self.strict = True
                self.checked = os.getenv("CHECKED", "1") == "1"{mark}
                self.strict = os.getenv("STRICT") == "1"
                {test}
                    raise LookupError("CHECKED")


        CONF = Conf()
        {READS}""",
        RULE,
    )


def test_what_is_set_later_is_not_refused() -> None:
    """Another method that sets the switch asks nobody, and neither does what follows the test."""
    assert_marks(
        f"""
        # --- conf.py
        import os


        class Conf:
            def __init__(self):
                self.checked = os.getenv("CHECKED", "1") == "1"  # <- jwt-signature-bypass
                if not self.checked:
                    raise LookupError("CHECKED")

            def load(self):
                self.checked = os.getenv("CHECKED", "1") == "1"


        CONF = Conf()
        {READS}""",
        RULE,
    )


@pytest.mark.parametrize(
    ("decorator", "body", "mark"),
    [
        ('field_validator("checked")', "if not given: raise ValueError", ""),
        ('field_validator("limit", "checked", mode="after")', "assert given", ""),
        ('field_validator("*")', "if given is False: raise ValueError", ""),
        ('field_validator("limit")', "if not given: raise ValueError", MARK),
        ('field_validator("checked", mode="before")', "if not given: raise ValueError", MARK),
        ('field_validator("checked")', "if not given: print(given)", MARK),
        ('field_validator("checked")', "if given: raise ValueError", MARK),
        (
            'field_validator("checked")',
            "if not given: raise ValueError\n                given = not given",
            MARK,
        ),
        ('other("checked")', "if not given: raise ValueError", MARK),
    ],
)
def test_fields_that_pydantic_checks(decorator: str, body: str, mark: str) -> None:
    """A validator of a field is run on whatever the environment says, once that has become a bool."""
    assert_marks(
        f"""
        # --- conf.py
        from checks import other
        from pydantic import field_validator
        from pydantic_settings import BaseSettings


        class Conf(BaseSettings):
            limit: int = 5
            checked: bool = True{mark}

            @{decorator}
            @classmethod
            def is_on(cls, given):
                {body}
                return given


        CONF = Conf()
        {READS}""",
        RULE,
    )


@pytest.mark.parametrize(
    ("method", "mark"),
    [
        ('@model_validator(mode="after")\n            def whole(self):', ""),
        ('@model_validator(mode="before")\n            def whole(self):', MARK),
        ("def model_post_init(self, context):", ""),
        ("def look(self):", MARK),
    ],
)
def test_objects_that_pydantic_checks(method: str, mark: str) -> None:
    """What is run on each object once it has its fields may refuse it."""
    assert_marks(
        f"""
        # --- conf.py
        from pydantic import model_validator
        from pydantic_settings import BaseSettings


        class Conf(BaseSettings):
            checked: bool = True{mark}

            {method}
                if not self.checked:
                    raise ValueError("checked")
                return self


        CONF = Conf()
        {READS}""",
        RULE,
    )


@pytest.mark.parametrize(
    ("files", "marks"),
    [
        ({"shop/settings.py": True}, ""),
        ({"shop/settings/base.py": True}, ""),
        ({"shop/settings.py": True, "shop/settings_live.py": True}, MARK),
        ({"shop/settings.py": True, "till/settings.py": True}, MARK),
        ({"shop/constants.py": True}, MARK),
        ({"shop/settings.py": False}, ""),
    ],
)
def test_the_only_settings_of_django(files: dict[str, bool], marks: str) -> None:
    """Where no module is named, the only one that is called settings says what they are."""
    mark = f"{marks}\n" if marks else "\n"
    known = "".join(
        f"# --- {path}\nSLIPS = {{'CHECKED': {on}}}{'' if on else MARK}\n" for path, on in files.items()
    )
    assert_marks(
        f"{known}"
        "# --- shop/reader.py\n"
        "import jwt\n"
        "from django.conf import settings\n"
        "def read(slip, key):\n"
        '    on = settings.SLIPS["CHECKED"]\n'
        f'    return jwt.decode(slip, key, ["HS256"], {{"verify_signature": on}}){mark}',
        RULE,
    )


@pytest.mark.parametrize(
    ("change", "mark"),
    [
        ("OPTIONS['verify_exp'] = False", ""),
        ("OPTIONS.update(verify_exp=False, require=['sub'])", ""),
        ("OPTIONS = {**OPTIONS, 'verify_aud': False}", ""),
        ("OPTIONS['verify_signature'] = False", MARK),
        ("OPTIONS = {'verify_signature': False, 'verify_exp': True}", MARK),
        ("OPTIONS.update(verify_exp=False, verify_signature=0)", MARK),
    ],
)
def test_what_the_environment_changes_beside_a_switch(change: str, mark: str) -> None:
    """It decides about what differs on both ways, and not about what stands on both."""
    assert_marks(
        f"""
        import os
        import jwt

        OPTIONS = {{"verify_signature": True, "verify_exp": True}}
        if os.environ.get("LATE") == "1":{mark}
            {change}


        def read(slip, key):
            return jwt.decode(slip, key, ["HS256"], OPTIONS)
        """,
        RULE,
    )


@pytest.mark.parametrize(
    ("entry", "mark"),
    [("'verify_exp': False", ""), ("'verify_signature': False", MARK), ("'verify_signature': None", MARK)],
)
def test_what_a_function_gives_where_the_environment_says_so(entry: str, mark: str) -> None:
    """The same of what it returns on one way and on the other."""
    assert_marks(
        f"""
        import os
        import jwt


        def options():
            usual = {{"verify_signature": True}}
            if os.getenv("LATE", "no") == "yes":{mark}
                return {{**usual, {entry}}}
            return usual


        def read(slip, key):
            return jwt.decode(slip, key, ["HS256"], options())
        """,
        RULE,
    )


@pytest.mark.parametrize(("other", "mark"), [("None", ""), ("''", ""), ("request.args.get('slip')", MARK)])
def test_a_request_without_a_token_is_left_with_none(other: str, mark: str) -> None:
    """What all code leaves on a request was verified there, or there is nothing to read."""
    files = f"""
# --- layer.py
import jwt
class Layer:
    def process_request(self, request):
        slip = request.cookies.get("slip")
        if slip is None:
            request.slip = {other}
            return
        jwt.decode(slip, request.key, algorithms=["HS256"])
        request.slip = slip
# --- views.py
import jwt
def view(request):
    return jwt.decode(request.slip, options={{"verify_signature": False}})["sub"]
""".lstrip()
    found = judge(split(files), Settings(SETTINGS.root, rules=only(RULE))).assessments

    assert {one.violation.severity for one in found} == {Severity.CRITICAL if mark else Severity.WARNING}
