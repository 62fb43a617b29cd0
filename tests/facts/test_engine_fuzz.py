"""Whatever sources a project holds, the judgement ends, soon, and is the same each time."""

from __future__ import annotations

import json
import os
import random
import re
import subprocess
import sys
import sysconfig
import time
from collections.abc import Callable, Mapping
from datetime import date
from itertools import pairwise
from pathlib import Path

import pytest

from pytest_ssot.check import check
from pytest_ssot.model import Report
from pytest_ssot.settings import Settings
from pytest_ssot.trees import MemoryTree
from tests.proof.cases import catalogue

Files = Mapping[str, str]

ROUNDS = int(os.environ.get("SSOT_FUZZ_ROUNDS", "30"))
"""Projects made up in one run; by hand any number, `SSOT_FUZZ_SEED` tells which."""

SEED = int(os.environ.get("SSOT_FUZZ_SEED", "1"))
SECONDS = 10
"""More than this is a hang: a file may cost two seconds, and a busy machine takes several times as long."""

TOKEN = re.compile(r"\w+|\s+|[^\w\s]")
DEPTH = 400
"""How long the chains in the hostile sources are."""

MANY = 1_500
"""How often a line stands there that once took longer the more there are of it."""

HOSTILE: Mapping[str, Files] = {
    "a name is computed from itself": {
        "a.py": "import jwt\nx = x\ny = [y, x]\njwt.decode(y, options=y[y])\n"
    },
    "two functions call each other": {
        "a.py": "import jwt\ndef f(o): return g(o)\ndef g(o): return f(o) or jwt.decode(o, options=f(o))\n"
    },
    "modules import each other": {
        "a.py": "import jwt\nfrom b import x\ny = x\njwt.decode(y, options=x)\n",
        "b.py": "from a import y\nx = y\n",
    },
    "star imports go in a circle": {
        "a.py": "import jwt\nfrom b import *\njwt.decode(t, options=o)\n",
        "b.py": "from c import *\n",
        "c.py": "from a import *\nfrom b import *\n",
    },
    "a class is its own base": {
        "a.py": "import jwt\nclass A(B): pass\nclass B(A, C): pass\nclass C(C): pass\n"
        "A().decode(jwt, verify=A.x)\nclass D(jwt.PyJWT, A): options = B().y\n"
    },
    "a decorator decorates itself": {
        "a.py": "import jwt\n@d\ndef d(f): return d(f)\n@d\n@jwt.decode\ndef g(): return g\ng(options=g())\n"
    },
    "an object is made of itself": {
        "a.py": "import jwt\nclass A:\n def __init__(self, a): self.a = A(self).a\n"
        " def f(self, t): self.a = self.f(self.a); return jwt.decode(t, options=self.a.f(t))\n"
        "A(A).f(A(A(A)))\n"
    },
    "a function doubles its work": {
        "a.py": "import jwt\ndef f0(x): return x\n"
        + "".join(f"def f{n}(x): return f{n - 1}(f{n - 1}(x)) or f{n - 1}([x, {n}])\n" for n in range(1, 60))
        + "jwt.decode(t, options=f59({}))\n"
    },
    "methods double their work": {
        "a.py": "import jwt\nclass A:\n"
        + "".join(
            f" def m{n}(self, x):\n  self.v{n} = self.m{n - 1}(x)\n"
            f"  return self.m{n - 1}(self.v{n}) or self.m{n - 1}(self)\n"
            for n in range(1, 40)
        )
        + " def m0(self, x): return self.m39(x)\n"
        "def run(o): return jwt.decode(o, options=A().m39(o))\n"
    },
    "a chain of branches": {
        "a.py": "import jwt\ndef f(x):\n if x == 0: o = {}\n"
        + "".join(f" elif x == {n}: o = {{**o, 'verify_signature': x}}\n" for n in range(DEPTH))
        + " return jwt.decode(x, options=o)\nf(1)\n"
    },
    "a chain of assignments": {
        "a.py": "import jwt\no = {}\n"
        + "".join(f"o = {{**o, {n}: o}}\njwt.decode(t, options=o)\n" for n in range(DEPTH))
    },
    "a chain of calls": {
        "a.py": "import jwt\ndef f0(t, o): return jwt.decode(t, options=o)\n"
        + "".join(f"def f{n}(t, o): return f{n - 1}(t, o)\n" for n in range(1, DEPTH))
        + f"f{DEPTH - 1}(1, {{'verify_signature': False}})\n"
    },
    "everybody calls everybody": {
        "a.py": "import jwt\n"
        + "".join(
            f"def f{n}(t, o):\n{''.join(f' f{m}(t, o)' + chr(10) for m in range(25))}"
            " return jwt.decode(t, options=o)\n"
            for n in range(25)
        )
    },
    "many calls of one wrapper": {
        "a.py": "import jwt\ndef read(t, **o): return jwt.decode(t, options=o)\n"
        + "".join(f"def g{n}(t, o): return read(t, a={n}, **o)\ng{n}(1, dict(x={n}))\n" for n in range(DEPTH))
    },
    "many readers of one token": {
        "a.py": "import jwt\ndef f(t):\n" + " jwt.get_unverified_header(t)['kid']\n" * DEPTH
    },
    "an expression nests": {
        "a.py": f"import jwt\nx = {'(lambda y: [y, ' * 60}jwt.decode{'])(1)' * 60}\nx[1](t, verify=False)\n"
    },
    "a script checks under a test": {
        "a.py": "import jwt\nc = jwt.decode(t, options={'verify_signature': False})\n"
        "if c: jwt.decode(t, 'k', algorithms=['HS256'])\n"
    },
    "a class decorates its own method": {
        "a.py": "from jose import jwt\nclass A:\n @A\n def __call__(self, t):\n  return self.of(t)\n"
        "class B(A):\n def of(self, t):\n  return jwt.get_unverified_claims(t)\nB()(1)\n"
    },
    "a list is put into itself": {
        "a.py": "import jwt\nx = [1, 2]\n"
        + "x.extend(x)\n" * 60
        + "def f(*a): return a\n"
        + "x = f(*x, *x)\n" * 60
        + "jwt.decode(t, options=x)\n"
    },
    "claims come from any of many branches": {
        "a.py": "from jose import jwt\ndef f(t, x):\n c = None\n"
        + "".join(f" if x == {n}: c = jwt.get_unverified_claims(t)\n" for n in range(MANY))
        + " return c\n"
    },
    "a list is filled by many functions and read by as many": {
        "a.py": "import json, base64, jwt\nkept = []\n"
        + "".join(f"def s{n}(t):\n jwt.decode(t, 'k')\n kept.append(t)\n" for n in range(MANY))
        + "".join(
            f"def r{n}(): return json.loads(base64.b64decode(kept[0].split('.')[1]))\n"
            for n in range(MANY // 2)
        )
    },
    "options grow from call to call": {
        "a.py": "import jwt\no = {}\n"
        + "".join(f"o.update({{'k{n}': {n}}})\njwt.decode(t, 'k', options=o)\n" for n in range(MANY))
    },
    "one statement breaks the rules a thousand times": {
        "a.py": "from jose import jwt\ndef f(t):\n return [\n"
        + "  jwt.get_unverified_claims(t),\n" * (MANY // 4)
        + " ]\n"
    },
    "many segments by hand": {
        "a.py": "import json, base64\n"
        + "".join(
            f"def f{n}(t, x=None):\n p = t.split('.')\n"
            f" return json.loads(base64.b64decode(p[1] + f{n - 1}(t)))\n"
            for n in range(1, DEPTH)
        )
    },
}


def judged(files: Files) -> Report:
    """The judgement of a project given as text."""
    tree = MemoryTree({path: text.encode("utf-8", "replace") for path, text in files.items()})
    return check(tree, Settings(root=Path()), today=date(2026, 1, 1))


def told(files: Files) -> str:
    """Everything a judgement says, as text that can be compared."""
    report = judged(files)
    return "\n".join(map(repr, (*report.assessments, *report.gaps)))


def timed(files: Files) -> str:
    """The same, within the time that a file may cost."""
    started = time.process_time()
    found = told(files)
    spent = time.process_time() - started
    assert spent < SECONDS * len(files), (spent, files)
    return found


def deleted(tokens: list[str], rng: random.Random, _: list[str]) -> list[str]:
    start = rng.randrange(len(tokens))
    return tokens[:start] + tokens[start + rng.choice((1, 1, 2, 9)) :]


def doubled(tokens: list[str], rng: random.Random, _: list[str]) -> list[str]:
    start = rng.randrange(len(tokens))
    piece = tokens[start : start + rng.choice((1, 3, 20, 90))]
    return tokens[:start] + piece * rng.choice((2, 2, 12)) + tokens[start:]


def swapped(tokens: list[str], rng: random.Random, _: list[str]) -> list[str]:
    one, other = rng.randrange(len(tokens)), rng.randrange(len(tokens))
    tokens[one], tokens[other] = tokens[other], tokens[one]
    return tokens


def renamed(tokens: list[str], rng: random.Random, _: list[str]) -> list[str]:
    """Two names become one, which makes definitions refer to themselves."""
    names = sorted({token for token in tokens if token.isidentifier()})
    one, other = rng.choice(names or ["a"]), rng.choice(names or ["a"])
    return [other if token == one else token for token in tokens]


def spliced(tokens: list[str], rng: random.Random, texts: list[str]) -> list[str]:
    """Whole lines of one file, in order, between those of another."""
    lines = "".join(tokens).splitlines(keepends=True)
    others = rng.choice(texts).splitlines(keepends=True)
    start, at = rng.randrange(len(others)), rng.randrange(len(lines) + 1)
    return TOKEN.findall("".join(lines[:at] + others[start : start + rng.choice((1, 3, 12))] + lines[at:]))


Mutation = Callable[[list[str], random.Random, list[str]], list[str]]
MUTATIONS: tuple[Mutation, ...] = (deleted, doubled, swapped, renamed, spliced)


def mutated(text: str, rng: random.Random, texts: list[str]) -> str:
    """A source after a few accidents."""
    tokens = TOKEN.findall(text)
    for _ in range(rng.randint(1, 5)):
        tokens = rng.choice(MUTATIONS)(tokens or ["x"], rng, texts)
    return "".join(tokens)[:30_000]


def projects() -> list[Files]:
    """What mutations start from: the proof's cases, the hostile sources and the standard library."""
    library = sorted(Path(sysconfig.get_path("stdlib")).glob("*.py"))
    modules = ({path.name: path.read_text("utf-8", "replace")[:20_000]} for path in library[::7])
    return [*(case.files for case in catalogue()), *HOSTILE.values(), *modules]


def made_up(rounds: int, seed: int) -> list[Files]:
    """Projects with damaged files, some of them from several projects."""
    rng = random.Random(seed)
    known = projects()
    texts = [text for files in known for text in files.values() if text]
    found: list[Files] = []
    for _ in range(rounds):
        files = {**rng.choice(known), **(rng.choice(known) if rng.random() < 0.3 else {})}
        found.append({path: mutated(text, rng, texts) for path, text in files.items()})
    return found


@pytest.mark.parametrize("title", HOSTILE)
def test_a_hostile_file_is_judged_soon(title: str) -> None:
    """Code that is about itself, or about too much, costs no more than any other file may."""
    assert timed(HOSTILE[title]) == told(HOSTILE[title])


def test_any_damaged_project_is_judged() -> None:
    """Mutations of real code: no exception, no hang, twice the same."""
    for files in made_up(ROUNDS, SEED):
        try:
            found = timed(files)
        except Exception as error:
            error.add_note(json.dumps(files))
            raise
        assert found == told(files), files


def test_the_judgement_is_the_same_in_every_process() -> None:
    """Nothing depends on the order of a set: another hash seed gives the same report."""
    script = "import tests.facts.test_engine_fuzz as fuzz; fuzz.tell()"
    outputs = [
        subprocess.run(
            [sys.executable, "-c", script],
            env={**os.environ, "PYTHONHASHSEED": seed, "PYTHONPATH": os.pathsep.join(map(str, sys.path))},
            cwd=Path(__file__).parents[2],
            capture_output=True,
            check=True,
            timeout=300,
        ).stdout
        for seed in ("0", "1")
    ]

    assert all(one == other for one, other in pairwise(outputs))
    assert outputs[0]


def tell() -> None:
    """Write what is said about some made-up projects."""
    sys.stdout.reconfigure(encoding="utf-8", errors="backslashreplace")  # type: ignore[union-attr]
    for files in made_up(ROUNDS, SEED):
        sys.stdout.write(told(files) + "\n")
