"""A file that was made to take long to link costs no more than its budgets, and a gap says so."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import pytest

from pytest_ssot.facts import sites
from pytest_ssot.model import Severity
from pytest_ssot.settings import Settings
from tests.counting import calls
from tests.rules.judging import SETTINGS, judge, only

ONLY = Settings(SETTINGS.root, rules=only("jwt-signature-bypass"))
FEW, MANY = 120, 240
MOST_GROWTH = 2.6
"""Twice the size costs twice the work and a little more; what is not bounded costs four times as much."""

SPENT = "its values take too much work to follow"
OFTEN = "a function of it is called too often, in ways that could tell more, to follow the calls"

BUDGETS = (
    "MOST_PER_MODULE",
    "MOST_WITH_SLACK",
    "MORE_TO_JUDGE",
    "MOST_TO_JUDGE",
    "MOST_JUDGING",
    "MOST_IN_ALL",
)

Source = Callable[[int], str]


def lines(line: str, number: int) -> str:
    """A line over and over, `{n}` counting and `{m}` being the number before."""
    return "".join(line.format(n=n, m=n - 1) for n in range(number))


def table_and_readers(size: int) -> str:
    entries = lines('"k{n}": {{"verify_signature": x{n}}},\n', size)
    readers = lines("def f{n}(t, n): return jwt.decode(t, options=OPTIONS[n])\n", size)
    return f"OPTIONS = {{{entries}}}\n{readers}"


def table_and_calls(size: int) -> str:
    entries = lines('"k{n}": f{n},\n', size)
    functions = lines("def f{n}(t, o): return jwt.decode(t, options=o)\n", size)
    return f"{functions}READERS = {{{entries}}}\n" + lines("READERS[n{n}](t, x{n})\n", size)


def table_of_one_function(size: int) -> str:
    entries = lines('"k{n}": jwt.decode,\n', size)
    return f"READERS = {{{entries}}}\n" + lines("READERS[n{n}](t, options=x{n})\n", size)


HOSTILE: dict[str, Source] = {
    "a table of options and its readers": table_and_readers,
    "a table of readers and its calls": table_and_calls,
    "a table of one reader": table_of_one_function,
    "a name that many functions assign to": lambda size: (
        "O = {}\n"
        + lines("def s{n}(o):\n global O\n O = o\n", size)
        + lines("def f{n}(t): return jwt.decode(t, options=O)\n", size)
    ),
    "an attribute that many methods assign to": lambda size: (
        "class C:\n"
        + lines(" def s{n}(self, o): self.a = o\n", size)
        + lines(" def f{n}(self, t): return jwt.decode(t, options=self.a)\n", size)
    ),
    "a token that many methods keep": lambda size: (
        "class C:\n"
        + lines(
            " def s{n}(self, t): self.t = t\n"
            " def g{n}(self): return jwt.decode(self.t, options={{'verify_signature': False}})\n"
            " def v{n}(self): return jwt.decode(self.t, 'k', algorithms=['HS256'])\n",
            size // 2,
        )
    ),
    "methods of one name": lambda size: lines(
        "class C{n}:\n def read(self, t, o): return jwt.decode(t, options=o)\n"
        "def g{n}(c, t, o): return c.read(t, o)\n",
        size,
    ),
    "methods of one name and different forms": lambda size: lines(
        "class C{n}:\n def read(self, t{n}, o{n}): return jwt.decode(t{n}, options=o{n})\n"
        "def g{n}(c, t, o): return c.read(t, o)\n",
        size,
    ),
    "segments handed along a chain": lambda size: (
        "def d0(p): return json.loads(base64.urlsafe_b64decode(p))\n"
        + "".join(f"def d{n}(p): return d{n - 1}(p)\n" for n in range(1, size))
        + lines("def f{n}(t): return d{n}(t.split('.')[1])\n", size)
    ),
    "a header that is compared over and over": lambda size: (
        "def f(t):\n h, p, s = t.split('.')\n"
        + lines(" if hmac.compare_digest(k{n}, h): return json.loads(base64.b64decode(p))\n", size)
    ),
    "ends under tests": lambda size: (
        "def f(t, o):\n"
        + lines(" if o.a{n}: return jwt.decode(t, options={{'verify_signature': o.b{n}}})\n", size)
    ),
    "what calls what it is handed by default": lambda size: (
        lines("def run{n}(t, cb=jwt.decode): return cb(t, verify=False)\n", size) + lines("run{n}(t)\n", size)
    ),
    "attributes set by their names": lambda size: (
        "class C: pass\ndef s(n, v): setattr(C, n, v)\n"
        + lines("s('a{n}', {{'verify_signature': x{n}}})\n", size)
        + lines("jwt.decode(t, options=C.a{n})\n", size)
    ),
    "attributes of a class": lambda size: (
        "class C:\n"
        + lines(" A{n} = {{'verify_signature': x{n}}}\n", size)
        + lines("jwt.decode(t, options=C.A{n})\n", size)
    ),
    "a ladder of tests behind a peek": lambda size: (
        "def f(t, k):\n c = jwt.decode(t, options={'verify_signature': False})\n"
        + lines(" if c['a{n}'] == {n}: return jwt.decode(t, k, algorithms=['HS256'])\n", size)
    ),
    "a ladder of attempts": lambda size: (
        "def f(t):\n"
        + lines(
            " try: jwt.decode(t, k{n}, algorithms=['HS256'])\n"
            " except E{n}: return jwt.decode(t, options={{'verify_signature': False}})\n",
            size // 2,
        )
    ),
    "a stack of decorators": lambda size: (
        "def d(f):\n def w(*a, **k):\n  v(*a)\n  return f(*a, **k)\n return w\n"
        + lines("@d\n", size)
        + "def f(t): return jwt.decode(t, options={'verify_signature': False})\nf(t)\n"
    ),
    "texts that are executed": lambda size: (
        "S = '" + "x = 1; " * size + "'\n" + lines("exec(S + ' {n}')\n", size)
    ),
    "mappings spread into each other": lambda size: (
        "O = {}\n"
        + lines("o{n} = {{**globals().get('o{m}', O), **O, 'a{n}': o{m}}}\n", size)
        + f"jwt.decode(t, options=o{size - 1})\n"
    ),
    "comprehensions of what is decoded": lambda size: (
        "def f(t, o):\n"
        + lines(
            " v{n} = {{k: v for k, v in o.items() if k != v{m}}}\n p = json.loads(base64.b64decode(v{n}))\n",
            size,
        )
    ),
    "an object that changes before each test": lambda size: (
        "def f(t, v):\n" + lines(" assert v['a{n}'] and jwt.decode(t, options=v)\n", size)
    ),
}


FOLLOWED_WHOLLY = {"segments handed along a chain"}
"""Those that cost too little to be cut off anywhere."""


@pytest.fixture
def small_budgets(monkeypatch: pytest.MonkeyPatch) -> None:
    """A small part of what modules may cost, so that small sources are as hostile as large ones."""
    for name in BUDGETS:
        monkeypatch.setattr(sites, name, getattr(sites, name) // 50)


@pytest.mark.usefixtures("small_budgets")
@pytest.mark.parametrize("title", HOSTILE)
def test_what_a_hostile_file_costs_grows_with_its_size_alone(title: str) -> None:
    """Twice as many of what refers to each other are no more than twice the work, and are told."""
    small, large = (f"import jwt, json, base64, hmac\n{HOSTILE[title](size)}" for size in (FEW, MANY))
    report = judge({"a.py": large}, ONLY)
    half, whole = (calls(partial(judge, {"a.py": text}, ONLY)) for text in (small, large))

    assert whole < MOST_GROWTH * half
    told = any(gap.reason.startswith((SPENT, OFTEN)) for gap in report.gaps)
    assert told or title in FOLLOWED_WHOLLY


def test_star_imports_are_searched_once_each() -> None:
    """Each of forty files takes everything from all others: there are more ways through them than seconds."""
    names = [f"m{number}" for number in range(40)]
    stars = "".join(f"from {name} import *\n" for name in names)
    options = 'shared = {"verify_signature": False}\n'
    files = {f"{name}.py": f"import jwt\n{stars}jwt.decode(t, options=unknown)\n" for name in names}

    report = judge({**files, "m7.py": f"import jwt\n{stars}{options}jwt.decode(t, options=shared)\n"}, ONLY)

    assert [(one.violation.location.path, one.violation.severity) for one in report.assessments] == [
        ("m7.py", Severity.CRITICAL)
    ]
