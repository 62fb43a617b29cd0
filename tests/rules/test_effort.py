"""Whatever a file was made to be, judging it costs no more steps than a file may, and a gap says so."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import pytest

from pytest_ssot.facts import effort
from pytest_ssot.facts.sites import LEFT
from pytest_ssot.model import Severity
from pytest_ssot.settings import Settings
from tests.counting import calls
from tests.rules.judging import SETTINGS, judge, only
from tests.rules.test_hostile_linking import lines

ONLY = Settings(SETTINGS.root, rules=only("jwt-signature-bypass"))
FEW, MANY = 120, 240
MOST_GROWTH = 2.6
"""Twice the size costs twice the work and a little more."""

PART = 12

HEAD = "import copy, enum, jwt\n"
PLAIN = "def plain(t):\n return jwt.decode(t, options={'verify_signature': False})\n"

Source = Callable[[int], str]

HOSTILE: dict[str, Source] = {
    "options that lose their entries one by one": lambda size: (
        "o = {'verify_signature': False}\n" + lines("o.pop('k{n}', None)\njwt.decode(t, options=o)\n", size)
    ),
    "options that are made of each other": lambda size: (
        "o0 = {'verify_signature': False}\n"
        + lines("o{n} = dict(o{m}, k{n}=1)\njwt.decode(t, options=o{n})\n", size)
    ),
    "names put into a module as into a mapping": lambda size: lines(
        "globals()['d{n}'] = jwt.decode\nglobals()['d{n}'](t, verify=False)\n", size
    ),
    "a chain of calls": lambda size: (
        "class B:\n def w(self, k): return self\n"
        " def f(self, t, o): return jwt.decode(t, options=o)\nb = B()\n"
        + lines("b = b.w('k{n}')\n", size)
        + "b.f(t, {'verify_signature': x})\n"
    ),
    "a returned value that is computed in many ways from each before it": lambda size: (
        "def f(t, o):\n return "
        + lines("(o{n} := {{**(o{m} if o else {{}}), 'k{n}': o}}) and ", size)
        + "jwt.decode(t, options={'verify_signature': False})\n"
    ),
    "a call that names all of many parameters": lambda size: (
        f"def f({lines('p{n}, ', size * 4)}q):\n return jwt.decode(p0, options={{'verify_signature': p1}})\n"
        f"f({lines('p{n}=x{n}, ', size * 4)}q=0)\n"
    ),
    "members of an enumeration": lambda size: (
        "class E(enum.Enum):\n"
        + lines(" A{n} = {{'verify_signature': x{n}}}\n", size)
        + "for e in E: jwt.decode(t, options=e.value)\n"
    ),
}


@pytest.fixture
def little_effort(monkeypatch: pytest.MonkeyPatch) -> None:
    """A small part of what files may cost, so that small sources are as hostile as large ones."""
    for name in ("MOST_PER_FILE", "LEAST_TO_JUDGE", "MORE_TO_TELL"):
        monkeypatch.setattr(effort, name, getattr(effort, name) // PART)


@pytest.mark.usefixtures("little_effort")
@pytest.mark.parametrize("title", HOSTILE)
def test_what_is_gone_through_for_a_file_grows_with_its_size_alone(title: str) -> None:
    """Twice as many of what leads to each other are no more than twice the work."""
    half, whole = (calls(partial(judge, {"a.py": HEAD + HOSTILE[title](size)}, ONLY)) for size in (FEW, MANY))

    assert whole < MOST_GROWTH * half


@pytest.mark.usefixtures("little_effort")
def test_what_takes_too_long_is_left_and_told() -> None:
    """The gap names the file; what stands there plainly is found all the same, before and behind."""
    hostile = HOSTILE["options that lose their entries one by one"](MANY)

    report = judge({"a.py": f"{HEAD}{PLAIN}{hostile}{PLAIN.replace('plain', 'late')}"}, ONLY)

    found = {one.violation.scope for one in report.assessments if one.violation.severity is Severity.CRITICAL}
    assert {"plain", "late"} <= found
    assert [gap.path for gap in report.gaps if gap.reason == LEFT] == ["a.py"]


@pytest.mark.usefixtures("little_effort")
def test_tests_on_the_way_to_what_is_returned_are_paid_for() -> None:
    """A function that returns behind ever more tests is left as well: each return asks for all before it."""
    returns = lines(" if n == {n}: return {{'verify_signature': x{n}}}\n", 5 * MANY)
    uses = lines("def f{n}(t, n): return jwt.decode(t, options=o(n + {n}))\n", 2)

    report = judge({"a.py": f"{HEAD}def o(n):\n{returns}{uses}"}, ONLY)

    assert [gap.path for gap in report.gaps if gap.reason == LEFT] == ["a.py"]


@pytest.mark.usefixtures("little_effort")
def test_a_file_pays_for_itself_alone() -> None:
    """A hostile file beside it leaves enough for another one: the peek there is known for one."""
    peek = (
        "import jwt\ndef f(t):\n c = jwt.decode(t, options={'verify_signature': False})\n"
        " return jwt.decode(t, KEYS[c['iss']], algorithms=['HS256'])\n"
    )
    hostile = HEAD + HOSTILE["options that lose their entries one by one"](MANY)

    report = judge({"a.py": hostile, "b.py": peek}, ONLY)

    found = [one.violation.severity for one in report.assessments if one.violation.location.path == "b.py"]
    assert found == [Severity.WARNING]
