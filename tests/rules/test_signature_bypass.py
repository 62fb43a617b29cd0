"""What an unverified read weighs depends on what is verified beside it."""

from __future__ import annotations

from textwrap import dedent

import pytest

from pytest_ssot.model import Severity
from pytest_ssot.settings import Settings
from tests.rules.judging import SETTINGS, judge, only

RULE = "jwt-signature-bypass"

PEEK = """
import jwt


def claims_of(token, keys):
    peeked = jwt.decode(token, options={{"verify_signature": False}})
    {then}
"""

HANDED_ON = 'return left_to(find(peeked["iss"]), token)\n\n\ndef left_to(provider, text):\n'

IS_SIGNED = """
def is_signed(text, keys):
    try:
        jwt.decode(text, keys, algorithms=["HS256"])
    except jwt.PyJWTError:
        return False
    return True
"""

EACH_KEY = """for one in keys(peeked["iss"]):
        key = {made}
        try:
            return jwt.decode(token, key, algorithms=["HS256"])
        except jwt.InvalidSignatureError:
            continue
    raise ValueError"""

BESIDE = {
    "verified with the key it chose": (
        'return jwt.decode(token, keys[peeked["iss"]], algorithms=["HS256"])',
        Severity.WARNING,
    ),
    "returned": ("return peeked", Severity.CRITICAL),
    "returned before it is verified": (
        'if peeked["iss"] == "me": return peeked\n    return jwt.decode(token, keys, algorithms=["HS256"])',
        Severity.CRITICAL,
    ),
    "verified on one path only": (
        'if keys: jwt.decode(token, keys, algorithms=["HS256"])\n    return peeked',
        Severity.CRITICAL,
    ),
    "followed by a call that old versions let pass": (
        'return jwt.decode(token, keys, verify=False, algorithms=["HS256"])',
        Severity.CRITICAL,
    ),
    "followed by a check that nobody can look into": (
        'provider = find(peeked["iss"])\n    provider.verify_token(token)\n    return peeked',
        Severity.ERROR,
    ),
    "followed by a check of another project": (
        "from guardian import verify_token\n    verify_token(token)\n    return peeked",
        Severity.WARNING,
    ),
    "followed by a look at what the issuer says": (
        'found = keys.introspect(token)\n    if not found["active"]: raise ValueError\n    return peeked',
        Severity.WARNING,
    ),
    "followed by a question to the issuer that nobody hears the answer to": (
        "keys.introspect(token)\n    return peeked",
        Severity.CRITICAL,
    ),
    "followed by what the issuer tells of its owner": (
        'owner = keys.userinfo(token)\n    return {**owner, "groups": peeked["groups"]}',
        Severity.WARNING,
    ),
    "followed by what the issuer tells of the owner of another token": (
        'owner = keys.userinfo(other)\n    return {**owner, "groups": peeked["groups"]}',
        Severity.CRITICAL,
    ),
    "only told to a log, for no answer": (
        "keys.log.info(f\"seen: {peeked.get('sub')}\")",
        Severity.WARNING,
    ),
    "printed by a server": (
        "print(f\"seen: {peeked.get('sub')}\")",
        Severity.WARNING,
    ),
    "told to a log, and then taken for an answer": (
        "print(f\"seen: {peeked.get('sub')}\")\n    return True",
        Severity.CRITICAL,
    ),
    "told to a log, and put away": (
        "print(f\"seen: {peeked.get('sub')}\")\n    keys.last = peeked",
        Severity.CRITICAL,
    ),
    "followed by a function that leaves it to such a check": (
        f"{HANDED_ON}    return provider.verify_token(text)",
        Severity.ERROR,
    ),
    "followed by a function that may do so": (
        f"{HANDED_ON}    if provider: provider.verify_token(text)",
        Severity.CRITICAL,
    ),
    "returned before such a check": (
        'if peeked["iss"] == "me": return peeked\n    keys.verify_token(token)\n    return peeked',
        Severity.CRITICAL,
    ),
    "given back where a check has answered with true": (
        "if is_signed(token, keys) is not True: return None\n    return peeked\n" + IS_SIGNED,
        Severity.WARNING,
    ),
    "given back where a check has not answered with false": (
        "if is_signed(token, keys) == False: raise ValueError\n    return peeked\n" + IS_SIGNED,
        Severity.WARNING,
    ),
    "given back where a check has answered with false": (
        "if is_signed(token, keys) is False: return peeked\n    return None\n" + IS_SIGNED,
        Severity.CRITICAL,
    ),
    "given back where a key has not answered with false, but may have with nothing": (
        "if keys.verify(*token.rsplit('.', 1)) == False: raise ValueError\n    return peeked",
        Severity.CRITICAL,
    ),
    "verified with an object that is made of each key": (
        EACH_KEY.format(made="store.SigningKey.from_json(one)"),
        Severity.WARNING,
    ),
    "put into settings before it is verified": (
        EACH_KEY.format(made="store.settings.from_json(peeked)"),
        Severity.CRITICAL,
    ),
    "followed by such a check of another token": (
        "keys.verify_token(other)\n    return peeked",
        Severity.CRITICAL,
    ),
}


@pytest.mark.parametrize("name", BESIDE)
def test_a_peek_weighs_what_it_can_do(name: str) -> None:
    """A read that only chooses the key of a verified one is a warning; every other one is critical."""
    then, severity = BESIDE[name]

    report = judge({"app.py": PEEK.format(then=then)}, Settings(SETTINGS.root, rules=only(RULE)))

    weights = {found.violation.location.line: found.violation.severity for found in report.assessments}
    assert weights[6] is severity


SWITCHES = (
    'getattr(settings, "JWT_VERIFY", True)',
    'getattr(settings, "AUTH", {}).get("VERIFY", True)',
    "settings.JWT_VERIFY",
    'json.load(open("conf.json")).get("verify", True)',
)


def test_a_switch_that_is_handed_over_and_not_known_is_an_error() -> None:
    """A decoder that a thread calls is judged as if it were called there."""
    source = """
        import asyncio
        import jwt

        async def f(token, key, tenant):
            options = {"verify_signature": bool(tenant.settings.get("strict"))}
            return await asyncio.to_thread(jwt.decode, token, key, ["HS256"], options)
    """

    report = judge({"app.py": dedent(source)}, Settings(SETTINGS.root, rules=only(RULE)))

    assert [found.violation.severity for found in report.assessments] == [Severity.ERROR]


@pytest.mark.parametrize("switch", SWITCHES)
def test_a_switch_that_settings_out_of_sight_decide_is_an_error(switch: str) -> None:
    """Whatever it is by default, nothing shows that it is on where the program runs."""
    source = f"""
        import json
        import jwt
        from django.conf import settings

        def f(token, key):
            return jwt.decode(token, key, ["HS256"], {{"verify_signature": {switch}}})
    """

    report = judge({"app.py": dedent(source)}, Settings(SETTINGS.root, rules=only(RULE)))

    assert [found.violation.severity for found in report.assessments] == [Severity.ERROR]


UNRESOLVED = [
    'self.backend.decode(token, options={"verify_signature": False})',
    "unknown.decode(token, verify_signature=False)",
    "jwt_tools.decode(token, key, verify=False)",
    "decode_token(token, verify=False)",
]

INNOCENT = [
    'print("verify_signature=False")',
    'logger.info({"verify_signature": False})',
    'requests.get("https://a.example", verify=False)',
    'codec.decode(b"x", verify=False)',
    'jwt_tools.encode({"verify_signature": False}, key)',
]


@pytest.mark.parametrize("call", UNRESOLVED)
def test_an_unknown_decoder_told_not_to_verify_is_critical(call: str) -> None:
    """What cannot be looked into is taken at its word."""
    report = judge({"app.py": f"def f(self, token):\n    return {call}\n"})

    assert [
        (found.violation.rule, found.violation.severity, found.violation.location.line)
        for found in report.assessments
    ] == [(RULE, Severity.CRITICAL, 2)]


@pytest.mark.parametrize("call", INNOCENT)
def test_words_elsewhere_are_only_words(call: str) -> None:
    """Printing, logging, signing and unrelated objects raise no alarm."""
    report = judge({"app.py": f"def f(self, token):\n    return {call}\n"})

    assert [found.violation for found in report.assessments if found.violation.rule == RULE] == []


KEPT = {
    "by a constant": """
        STRICT = True
        def claims_of(token):
            if not STRICT:
                return jwt.decode(token, options={"verify_signature": False})
        """,
    "by nobody who calls what sets it": """
        class Reader:
            on = True
            def lax(self):
                self.on = False
            def read(self, token, key):
                return jwt.decode(token, key, ["HS256"], {"verify_signature": self.on})
        """,
    "by others that are taken": """
        MODES = {"lax": {"verify_signature": False}, "on": {"verify_signature": True}}
        def read(token, key):
            return jwt.decode(token, key, ["HS256"], MODES["on"])
        """,
    "by other classes of which objects are made": """
        class Reader:
            options = {}
            def read(self, token, key):
                return jwt.decode(token, key, ["HS256"], self.options)
        class Checked(Reader):
            pass
        class Lax(Reader):
            options = {"verify_signature": False}
        def claims_of(token, key):
            return {"on": Checked, "off": Lax}["on"]().read(token, key)
        """,
}

OPENED = """
    import os
    def claims_of(token):
        if os.environ.get("LAX"):
            return jwt.decode(token, options={"verify_signature": False})
    """


def severities(source: str) -> list[Severity]:
    """What the rule reports about one module that imports PyJWT."""
    text = "import jwt\n" + dedent(source)
    report = judge({"app.py": text}, Settings(SETTINGS.root, rules=only(RULE)))
    return [found.violation.severity for found in report.assessments]


@pytest.mark.parametrize("how", KEPT)
def test_what_has_no_effect_as_the_code_stands_is_a_warning(how: str) -> None:
    """Code has to be changed before a forged token is accepted."""
    assert severities(KEPT[how]) == [Severity.WARNING]


def test_a_branch_that_the_environment_opens_is_an_error() -> None:
    """Nobody has to touch the code."""
    assert severities(OPENED) == [Severity.ERROR]


LATE = {
    "app.py": """
        import jwt
        import settings
        def claims_of(token, key):
            return jwt.decode(token, key, ["HS256"], {"verify_signature": settings.VERIFY})
        """,
    "settings.py": "VERIFY = True",
    "start.py": "import settings\nsettings.VERIFY = False",
}


@pytest.mark.parametrize("passes", [0, 8])
def test_settings_that_lead_on_too_often_are_a_gap(passes: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """What was found is told, and that there may be more."""
    monkeypatch.setattr("pytest_ssot.rules.jwt_signature_bypass.MOST_PASSES", passes)
    files = {path: dedent(text) for path, text in LATE.items()}

    report = judge(files, Settings(SETTINGS.root, rules=only(RULE)))

    assert bool(report.assessments) is (passes > 0)
    assert any("settings lead" in gap.reason for gap in report.gaps) is (passes == 0)


def test_a_function_that_is_called_too_often_is_a_gap(monkeypatch: pytest.MonkeyPatch) -> None:
    """Its calls are not followed, and a gap names the file."""
    monkeypatch.setattr("pytest_ssot.facts.links.MOST_USES", 2)
    head = "import jwt\ndef read(token, how):\n    return jwt.decode(token, options=how)\n"
    calls = "".join(f"read('t', {{'verify_signature': {flag}}})\n" for flag in (True, False, True))

    report = judge({"app.py": head + calls}, Settings(SETTINGS.root, rules=only(RULE)))

    assert any(gap.path == "app.py" and "called too often" in gap.reason for gap in report.gaps)


PREPARED = {
    "nobody calls it": ("READ = partial(jwt.decode, options=OFF)", Severity.ERROR),
    "the module calls it": ("READ = partial(jwt.decode, options=OFF)\nREAD('abc')", Severity.CRITICAL),
    "another one is chosen": (
        "jwt.decode('abc', 'key', ['HS256'], options=OFF if len('') else None)",
        Severity.WARNING,
    ),
}


@pytest.mark.parametrize("name", PREPARED)
def test_what_is_prepared_weighs_what_becomes_of_it(name: str) -> None:
    """A partial call that nobody makes is an error, options that no call gets in the end are a warning."""
    written, severity = PREPARED[name]
    source = f"from functools import partial\nimport jwt\n\n{written}\n".replace(
        "OFF", "{'verify_signature': False}"
    )

    report = judge({"app.py": source}, Settings(SETTINGS.root, rules=only(RULE)))

    assert [found.violation.severity for found in report.assessments] == [severity]


SWITCHED_BY_EVENTS = {
    "what is handed in": "def ease(sender, options):\n    options['verify_signature'] = False\n",
    "a copy of it": "def ease(sender, **more):\n    more = dict(more)\n    more['verify_signature'] = 0\n",
    "what is in it": (
        "def ease(then, named):\n    told = named.setdefault('options', {})\n"
        "    told['verify_signature'] = None\n    return then(**named)\n"
    ),
}


@pytest.mark.parametrize("name", SWITCHED_BY_EVENTS)
def test_a_switch_in_what_is_handed_in_from_out_of_sight_is_an_error(name: str) -> None:
    """Whoever sends the event, or has put the function in the place of a decoder, decodes with it."""
    source = "from events import before\n\n\n@before.connect\n" + SWITCHED_BY_EVENTS[name]

    report = judge({"hooks.py": source}, Settings(SETTINGS.root, rules=only(RULE)))

    assert [found.violation.severity for found in report.assessments] == [Severity.ERROR]


NOT_LOOSE = {
    "it is another entry": "def ease(options):\n    options['verify_exp'] = False\n",
    "it is set again": (
        "def ease(options):\n    options['verify_signature'] = False\n"
        "    options['verify_signature'] = True\n"
    ),
    "it is the function's own mapping": "def ease():\n    seen = {}\n    seen['verify_signature'] = False\n",
    "it is what the environment says": "def ease(options, on):\n    options['verify_signature'] = on\n",
}


@pytest.mark.parametrize("name", NOT_LOOSE)
def test_what_no_event_switches_off_is_no_violation(name: str) -> None:
    """Only what certainly is off, in what somebody out of sight has handed in, is told."""
    report = judge({"hooks.py": NOT_LOOSE[name]}, Settings(SETTINGS.root, rules=only(RULE)))

    assert not report.assessments


TABLE_OF_READERS = """\
from functools import partial
import jwt
from google.auth import jwt as google

def checked(token):
    return jwt.decode(token, "k", algorithms=["HS256"])

READERS = {"trusting": partial(google.decode, CALL), "checking": checked}
"""


def test_a_call_that_is_prepared_without_verification_is_told() -> None:
    """Nobody is seen to make it, or to choose another one; what is prepared with verification is fine."""
    assert weights(TABLE_OF_READERS.replace("CALL", "verify=False")) == [Severity.ERROR]
    assert weights(TABLE_OF_READERS.replace("CALL", "verify=True")) == []


def test_another_one_than_what_is_prepared_is_chosen() -> None:
    """It is told all the same, but weighs less."""
    chosen = 'read = READERS["checking"]("a.b.c")\n'
    assert weights(TABLE_OF_READERS.replace("CALL", "verify=False") + chosen) == [Severity.WARNING]


def weights(source: str) -> list[Severity]:
    """How heavy what the rule finds is."""
    found = (one.violation for one in judge({"app.py": source}).assessments)
    return [one.severity for one in found if one.rule == RULE]


MAKER = """
import jwt


class Visitor:
    def __init__(self, badge=None):
        self._badge = badge

    def renew(self, desk):
        self._badge = desk.print_badge()

    @property
    def badge(self):
        return self._badge

    @property
    def owner(self):
        if not self._badge:
            raise LookupError
        return jwt.decode(self.badge, options={"verify_signature": False})["sub"]


class Door:
    def open_for(self, name=None, pin=None, badge=None, trial=False):
        if TEST:
            self.visitor = Visitor(badge=badge)
"""


@pytest.mark.parametrize(
    ("test", "severity"),
    [("badge or (name and pin)", Severity.CRITICAL), ("trial", Severity.WARNING)],
)
def test_what_nobody_is_seen_to_hand_over_may_be_handed_over(test: str, severity: Severity) -> None:
    """Who makes an object may be given a token from out of sight; a switch is what it is by default."""
    report = judge({"door.py": MAKER.replace("TEST", test)}, Settings(SETTINGS.root, rules=only(RULE)))

    assert [found.violation.severity for found in report.assessments] == [severity]


TYPED = """\
import jwt
import typer
from kept import kept

app = typer.Typer()


@app.callback()
def prepare(strict: bool = typer.Option({default}, "--strict/--loose"), *, key: str = typer.Argument(...)):
    kept.strict = strict


@app.command()
def enter(token: str):
    return jwt.decode(token, KEY, algorithms=["HS256"], options={{"verify_signature": kept.strict}})["sub"]
"""


@pytest.mark.parametrize(
    ("default", "found"), [("False", {Severity.CRITICAL, Severity.ERROR}), ("True", {Severity.ERROR})]
)
def test_an_option_of_typer_holds_its_default_or_what_users_type(default: str, found: set[Severity]) -> None:
    """Where nobody says otherwise, it is the default that decides."""
    kept = "class Kept:\n    def __init__(self):\n        self.strict = True\n\nkept = Kept()\n"
    report = judge(
        {"app.py": TYPED.format(default=default), "kept.py": kept}, Settings(SETTINGS.root, rules=only(RULE))
    )

    assert {one.violation.severity for one in report.assessments} == found
