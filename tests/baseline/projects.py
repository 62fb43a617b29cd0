"""Real modules with violations planted in them, and a detector that is not the engine."""

from __future__ import annotations

import ast
import random
import re
import sysconfig
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from pytest_ssot.baseline import Baseline, Comparison, Standing, compare, snapshot
from pytest_ssot.model import Location, Severity, Violation

LIBRARY = Path(sysconfig.get_path("stdlib"))
MODULES = (
    "argparse.py", "bdb.py", "calendar.py", "cmd.py", "configparser.py", "copy.py", "csv.py", "fileinput.py",
    "fractions.py", "getopt.py", "gettext.py", "glob.py", "heapq.py", "imaplib.py", "json/decoder.py",
    "mailbox.py", "netrc.py", "nntplib.py", "optparse.py", "plistlib.py", "queue.py", "sched.py", "shelve.py",
    "shlex.py", "smtplib.py", "socketserver.py", "statistics.py", "string.py", "tabnanny.py", "tarfile.py",
    "telnetlib.py", "textwrap.py", "timeit.py", "trace.py", "uuid.py", "wsgiref/handlers.py", "zipapp.py",
)  # fmt: skip

STATEMENTS = (
    "jwt.decode(token, key)",
    "claims = jwt.decode(token, key, algorithms=['HS256'])",
    "claims = jwt.decode(token, options={'verify_signature': False})",
    "self.user = load(jwt.decode(value, self.secret, algorithms=[ALGORITHM], audience=audience)['sub'])",
    "signed = jwt.encode({'sub': name, 'exp': later}, secret)",
    "assert jwt.decode(token, key)['role'] == 'admin', 'only administrators may do that'",
    "if jwt.decode(token, key): raise ValueError(token)",
)

_CALL = re.compile(r"\bjwt\s*\.\s*(decode|encode)\b")

Files = dict[str, str]


def find(files: Mapping[str, str]) -> list[Violation]:
    """Every mention of a call in code, by a regular expression; comments do not count."""
    found = []
    for path, text in sorted(files.items()):
        for number, line in enumerate(text.split("\n"), 1):
            code = line.partition("#")[0]
            for match in _CALL.finditer(code):
                name = f"jwt.{match[1]}"
                place = Location(path, number, match.start() + 1, number, match.end() + 1)
                found.append(Violation("direct-call", Severity.ERROR, place, f"{name} is called", name))
    return found


@dataclass(frozen=True)
class Project:
    """Files with their violations, and the baseline made of them."""

    files: Files
    baseline: Baseline

    @classmethod
    def of(cls, files: Files) -> Project:
        return cls(files, snapshot(find(files), files, unread=()))

    def against(self, files: Files, renames: Mapping[str, str] | None = None) -> Comparison:
        return compare(self.baseline, find(files), files, renames=renames, unread=())


def planted(rng: random.Random, modules: int = 2, violations: int = 8) -> Files:
    """Some modules of the standard library with statements planted at random places in functions."""
    names = [name for name in rng.sample(MODULES, modules * 2) if (LIBRARY / name).exists()][:modules]
    files = {f"src/{name}": (LIBRARY / name).read_text(encoding="utf-8") for name in names}
    for _ in range(violations):
        path = rng.choice(sorted(files))
        files[path] = insert(rng, files[path], rng.choice(STATEMENTS))
    return files


def insert(rng: random.Random, text: str, statement: str) -> str:
    """The text with a statement put before a random one inside a function."""
    where = rng.choice(places(text))
    return put(text, where, statement)


@dataclass(frozen=True)
class Place:
    """The line before which a statement can stand, its indentation, and the function it is in."""

    line: int
    indent: str
    scope: str


def places(text: str) -> list[Place]:
    """Where a statement of its own line stands in a function, its docstring left out."""
    lines = text.split("\n")
    found: list[Place] = []

    def walk(node: ast.AST, scope: str, inside: bool) -> None:
        for field in ("body", "orelse", "finalbody", "handlers"):
            for index, child in enumerate(getattr(node, field, None) or []):
                docstring = index == 0 and field == "body" and says_text(child)
                line = lines[child.lineno - 1]
                own = not line[: child.col_offset].strip() and not getattr(child, "decorator_list", None)
                if inside and own and not docstring and isinstance(child, ast.stmt) and field != "orelse":
                    found.append(Place(child.lineno, line[: child.col_offset], scope))
                name = getattr(child, "name", None) if isinstance(child, DEFINITIONS) else None
                walk(child, f"{scope}.{name}" if name else scope, inside or isinstance(child, FUNCTIONS))

    walk(ast.parse(text), "", inside=False)
    return found


FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef)
DEFINITIONS = (*FUNCTIONS, ast.ClassDef)


def says_text(node: ast.AST) -> bool:
    """The statement is a string and no more."""
    value = node.value if isinstance(node, ast.Expr) else None
    return isinstance(value, ast.Constant) and isinstance(value.value, str)


def put(text: str, where: Place, statement: str) -> str:
    lines = text.split("\n")
    lines.insert(where.line - 1, where.indent + statement)
    return "\n".join(lines)


def standings(comparison: Comparison) -> set[Standing]:
    return {match.standing for match in comparison.matches}


def new_lines(comparison: Comparison) -> list[tuple[str, int]]:
    return sorted((m.violation.location.path, m.violation.location.line) for m in comparison.new())
