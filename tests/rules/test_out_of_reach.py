"""What no request reaches: a container's own secrets, and fields that take one value only."""

from __future__ import annotations

import pytest

from pytest_ssot.model import Severity
from pytest_ssot.settings import Settings
from tests.rules.judging import SETTINGS, judge, only

ONLY = Settings(SETTINGS.root, rules=only("jwt-signature-bypass"))

MOUNTED = {
    "a path": ('Path("{}").read_text()', "from pathlib import Path"),
    "parts of a path": ('(Path("{}").parent / "token").read_bytes()', "from pathlib import Path"),
    "an opened file": ('open("{}").read().strip()', ""),
}
READ = """
import jwt
{1}
def account():
    return jwt.decode({0}, options={{"verify_signature": False}})["sub"]
"""


def _weights(source: str) -> list[Severity]:
    found = judge({"app.py": source}, ONLY).assessments
    return [one.violation.severity for one in found]


@pytest.mark.parametrize("name", ["a path", "an opened file"])
def test_a_secret_of_the_container_is_a_token_of_ones_own(name: str) -> None:
    """Who could replace it there could as well replace the program; elsewhere, anybody may have put it."""
    read, head = MOUNTED[name]

    for path in ("/var/run/secrets/kubernetes.io/serviceaccount/token", "/run/secrets/login"):
        assert _weights(READ.format(read.format(path), head)) == [Severity.WARNING]
    for path in ("/tmp/login", "secrets/login", "/run/secrets/../uploads/login"):
        assert _weights(READ.format(read.format(path), head)) == [Severity.CRITICAL]


def test_a_path_that_is_not_known_as_a_whole_may_lead_anywhere() -> None:
    """What is added to it, or what it goes up to, may be anything."""
    read, head = MOUNTED["parts of a path"]
    added = 'open("/run/secrets/" + name).read()'

    assert _weights(READ.format(read.format("/run/secrets/a/b"), head)) == [Severity.CRITICAL]
    assert _weights(READ.format(added, "name = input()")) == [Severity.CRITICAL]


DEFAULT = """
import jwt
PLACE = "{place}"
def holder(place=PLACE):
    with open(place) as opened:
        return jwt.decode(opened.read(), options={{"verify_signature": False}})["sub"]
class Account:
    def __init__(self, place=PLACE):
        self._place = place
    def holder(self):
        return jwt.decode(open(self._place).read(), options={{"verify_signature": False}})["sub"]
{used}
"""

USED = {
    "by nobody": ("", 1, 1),
    "as it is": ("def main(): return holder(), Account().holder()", 1, 1),
    "with another secret": ("def main(): return holder('/run/secrets/b'), Account('/run/secrets/b')", 1, 1),
    "with what a request names": ("def view(upload): return holder(upload.path)", 0, 1),
    "of an object for what a request names": ("def view(upload): return Account(upload.path).holder()", 1, 0),
    "set on an object": ("def view(one, upload): one._place = upload.path", 1, 0),
    "by a derived class": ("class Box(Account):\n    def turn(self, to): self._place = to", 1, 0),
    "for objects of a derived class": (
        "class Box(Account):\n    def __init__(self): self._place = '/tmp'",
        1,
        0,
    ),
    "by another class": ("class Box:\n    def turn(self, to): self._place = to", 1, 1),
}


@pytest.mark.parametrize("name", USED)
def test_a_secret_that_a_default_names_is_ones_own_until_somebody_tells_another(name: str) -> None:
    """The same of the attribute in which an object keeps where it is."""
    used, *own = USED[name]
    weights = [(Severity.CRITICAL, Severity.WARNING)[one] for one in own]

    assert _weights(DEFAULT.format(place="/run/secrets/a", used=used)) == weights
    assert _weights(DEFAULT.format(place="/tmp/a", used=used)) == [Severity.CRITICAL] * 2


ENVIRONMENT = {
    "said by its name": ('os.environ["DEPLOY_TOKEN"]', "", Severity.WARNING),
    "asked for": ('os.getenv("DEPLOY_TOKEN", "")', "", Severity.WARNING),
    "filled from a request": ('os.environ["HTTP_X_TOKEN"]', "", Severity.CRITICAL),
    "under any name": ("os.environ[input()]", "", Severity.CRITICAL),
    "or something else": ('os.getenv("DEPLOY_TOKEN", input())', "", Severity.CRITICAL),
    "put there": ('os.environ["JOB"]', 'environ["JOB"] = input()', Severity.CRITICAL),
    "put there among others": ('os.environ["JOB"]', "environ.update(JOB=input())", Severity.CRITICAL),
}


@pytest.mark.parametrize("name", ENVIRONMENT)
def test_what_the_environment_says_is_of_who_runs_the_program(name: str) -> None:
    """But for what servers fill from a request, and what the program puts there, in whatever file."""
    read, other, expected = ENVIRONMENT[name]
    files = {"app.py": READ.format(read, "import os"), "job.py": f"from os import environ\n{other}\n"}

    found = judge(files, ONLY).assessments
    assert [one.violation.severity for one in found] == [expected]


MACHINE = {
    "asked for": 'requests.get("http://{}/token", headers={{"Metadata": "true"}}).json()["access_token"]',
    "as a text": 'requests.get("http://{}/identity?audience=shop").text',
    "by the standard library": 'urllib.request.urlopen(urllib.request.Request("http://{}/id")).read()',
}


@pytest.mark.parametrize("name", MACHINE)
def test_what_a_machine_is_told_of_itself_is_a_token_of_ones_own(name: str) -> None:
    """The addresses are those of the cloud that runs it; any other may be anybody's."""
    head = "import requests, urllib.request"

    for host in ("169.254.169.254/metadata", "metadata.google.internal/computeMetadata/v1"):
        assert _weights(READ.format(MACHINE[name].format(host), head)) == [Severity.WARNING]
    for host in ("metadata.example", "169.254.169.254.example"):
        assert _weights(READ.format(MACHINE[name].format(host), head)) == [Severity.CRITICAL]


FIELD = """
import typing
import jwt
from typing import Literal
from pydantic_settings import BaseSettings
class Conf(BaseSettings):
    check: {} = True
conf = Conf()
def claims(token):
    return jwt.decode(token, "k" * 32, ["HS256"], options={{"verify_signature": conf.check}})
"""

FIELDS = {
    "Literal[True]": [],
    "typing.Literal[True]": [],
    "Literal[True, 1]": [],
    "Literal[True, False]": [Severity.ERROR],
    "bool": [Severity.ERROR],
}


@pytest.mark.parametrize("said", FIELDS)
def test_the_environment_decides_nothing_where_a_field_takes_one_value_alone(said: str) -> None:
    """Pydantic refuses any other: only a field that takes false may be switched off."""
    assert _weights(FIELD.format(said)) == FIELDS[said]
