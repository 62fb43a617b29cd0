"""Edits of whole projects: those that change nothing that matters, and those that add a violation."""

from __future__ import annotations

import ast
import random
import re
import subprocess
import sys
import textwrap
from collections.abc import Callable

from tests.baseline.projects import DEFINITIONS, FUNCTIONS, Files, Place, find, places, put

Edit = Callable[[random.Random, Files], Files]


def some_path(rng: random.Random, files: Files) -> str:
    """A file with a violation."""
    return rng.choice(sorted({violation.location.path for violation in find(files)}))


def blank_lines_and_comments(rng: random.Random, files: Files) -> Files:
    path = some_path(rng, files)
    text = files[path]
    for _ in range(rng.randint(1, 30)):
        where = rng.choice(places(text))
        text = put(text, Place(where.line, where.indent, ""), rng.choice(["", "# see the manual", "# TODO"]))
    return {**files, path: text}


def reformatted(rng: random.Random, files: Files) -> Files:
    """What the formatter makes of it, with a random line length and style of quotes."""
    path = some_path(rng, files)
    options = (
        f"line-length={rng.choice([40, 60, 79, 88, 100, 120, 200])}",
        f'format.quote-style="{rng.choice(["single", "double", "preserve"])}"',
        f"format.skip-magic-trailing-comma={rng.choice(['true', 'false'])}",
    )
    return {**files, path: ruff(files[path], "format", *options)}


def ruff(text: str, command: str, *options: str) -> str:
    given = [part for option in options for part in ("--config", option)]
    done = subprocess.run(
        [sys.executable, "-m", "ruff", command, "--isolated", *given, "--stdin-filename", "some.py", "-"],
        input=text, capture_output=True, text=True, check=True, encoding="utf-8",
    )  # fmt: skip
    return done.stdout


def imports_sorted(rng: random.Random, files: Files) -> Files:
    path = some_path(rng, files)
    done = subprocess.run(
        [sys.executable, "-m", "ruff", "check", "--isolated", "--select", "I,F401", "--fix-only", "--quiet",
         "--stdin-filename", "some.py", "-"],
        input=files[path], capture_output=True, text=True, check=False, encoding="utf-8",
    )  # fmt: skip
    return {**files, path: done.stdout or files[path]}


def file_renamed(rng: random.Random, files: Files) -> Files:
    path = some_path(rng, files)
    renamed = dict(files)
    renamed[rng.choice(["lib/renamed.py", path.replace("src/", "app/"), "src/other_name.py"])] = renamed.pop(
        path
    )
    return renamed


def scopes_with_violation(files: Files, path: str) -> list[ast.FunctionDef]:
    lines = {violation.location.line for violation in find({path: files[path]})}
    return [
        node
        for node in ast.walk(ast.parse(files[path]))
        if isinstance(node, ast.FunctionDef)
        and node.end_lineno
        and any(node.lineno < line <= node.end_lineno for line in lines)
    ]


def function_renamed(rng: random.Random, files: Files) -> Files:
    path = some_path(rng, files)
    name = rng.choice(scopes_with_violation(files, path)).name
    return {**files, path: re.sub(rf"\b{re.escape(name)}\b", f"{name}_renamed", files[path])}


def local_renamed(rng: random.Random, files: Files) -> Files:
    path = some_path(rng, files)
    old = rng.choice(["token", "key", "value", "name", "self", "i", "line", "claims"])
    return {**files, path: re.sub(rf"(?<![\w.'\"]){old}\b(?!\s*=[^=]|['\"(])", f"{old}_", files[path])}


def wrapped(rng: random.Random, files: Files) -> Files:
    """A violating statement stands in an `if`, `try` or `with` of its own."""
    path = some_path(rng, files)
    return {**files, path: _wrap(rng, files[path], neighbours=0)}


def wrapped_with_neighbours(rng: random.Random, files: Files) -> Files:
    path = some_path(rng, files)
    return {**files, path: _wrap(rng, files[path], neighbours=3)}


def _violating(rng: random.Random, text: str) -> tuple[list[ast.stmt], int]:
    lines = [violation.location.line for violation in find({"x": text})]
    line = rng.choice(lines)
    found: tuple[list[ast.stmt], int] = ([], 0)
    listed: object
    for node in ast.walk(ast.parse(text)):
        for field in ("body", "orelse", "finalbody"):
            listed = getattr(node, field, None)
            block: list[ast.stmt] = listed if isinstance(listed, list) else []
            for index, child in enumerate(block):
                if child.lineno <= line <= (child.end_lineno or 0) and not isinstance(child, DEFINITIONS):
                    found = (block, index)
    return found


def _wrap(rng: random.Random, text: str, neighbours: int) -> str:
    block, index = _violating(rng, text)
    first = max(0, index - rng.randint(0, neighbours))
    last = min(len(block) - 1, index + rng.randint(0, neighbours))
    if any(isinstance(node, DEFINITIONS) for node in block[first : last + 1]):
        first = last = index
    lines = text.split("\n")
    start, end = block[first].lineno - 1, (block[last].end_lineno or 0)
    indent = lines[start][: block[first].col_offset]
    if indent.strip() or any("'''" in line or '"""' in line for line in lines[start:end]):
        return text
    opening, closing = rng.choice([
        ("if ready:", []), ("with lock:", []), ("try:", ["except KeyError:", "    pass"]),
        ("try:", ["finally:", "    done()"]), ("for _ in range(3):", []),
    ])  # fmt: skip
    body = [f"    {line}" if line.strip() else line for line in lines[start:end]]
    lines[start:end] = [indent + opening, *body, *(indent + line for line in closing)]
    return "\n".join(lines)


def top_level_span(rng: random.Random, files: Files, path: str) -> tuple[int, int] | None:
    """The lines of a function or class at module level that holds a violation."""
    lines = {violation.location.line for violation in find({path: files[path]})}
    found = []
    for node in ast.parse(files[path]).body:
        if isinstance(node, DEFINITIONS):
            start = min([node.lineno, *(one.lineno for one in node.decorator_list)]) - 1
            if any(start < line <= (node.end_lineno or 0) for line in lines):
                found.append((start, node.end_lineno or 0))
    return rng.choice(found) if found else None


def definition_moved_within_file(rng: random.Random, files: Files) -> Files:
    path = some_path(rng, files)
    span = top_level_span(rng, files, path)
    if span is None:
        return files
    lines = files[path].split("\n")
    moved = lines[slice(*span)]
    rest = lines[: span[0]] + lines[span[1] :]
    return {**files, path: "\n".join([*rest, "", "", *moved, ""])}


def definition_moved_to_other_file(rng: random.Random, files: Files) -> Files:
    path = some_path(rng, files)
    span = top_level_span(rng, files, path)
    if span is None:
        return files
    lines = files[path].split("\n")
    moved = lines[slice(*span)]
    rest = lines[: span[0]] + lines[span[1] :]
    target = rng.choice([*(other for other in sorted(files) if other != path), "src/brand_new.py"])
    there = files.get(target, "import os\n\n")
    return {**files, path: "\n".join(rest), target: "\n".join([there, "", *moved, ""])}


def indented_into_class(rng: random.Random, files: Files) -> Files:
    path = some_path(rng, files)
    functions = [node for node in ast.parse(files[path]).body if isinstance(node, FUNCTIONS)]
    lines = {violation.location.line for violation in find({path: files[path]})}
    chosen = [n for n in functions if any(n.lineno <= line <= (n.end_lineno or 0) for line in lines)]
    if not chosen:
        return files
    node = rng.choice(chosen)
    listed = files[path].split("\n")
    start = min([node.lineno, *(one.lineno for one in node.decorator_list)]) - 1
    body = textwrap.indent("\n".join(listed[start : node.end_lineno]), "    ").split("\n")
    listed[start : node.end_lineno] = ["class Holder:", *body]
    return {**files, path: "\n".join(listed)}


def block_extracted(rng: random.Random, files: Files) -> Files:
    """A violating statement and the two before and after it become a function of their own."""
    path = some_path(rng, files)
    text = files[path]
    block, index = _violating(rng, text)
    first, last = max(0, index - 2), min(len(block) - 1, index + 2)
    above = block[first]
    docstring = isinstance(above, ast.Expr) and isinstance(above.value, ast.Constant)
    first += docstring
    lines = text.split("\n")
    start, end = block[first].lineno - 1, block[last].end_lineno or 0
    moved = textwrap.dedent("\n".join(lines[start:end]))
    indent = lines[start][: block[first].col_offset]
    kinds = {type(node) for node in block[first : last + 1]}
    if last - first < 3 or indent.strip() or any(issubclass(kind, DEFINITIONS) for kind in kinds):
        return files
    lines[start:end] = [indent + "extracted(self)"]
    return {
        **files,
        path: "\n".join([*lines, "", "def extracted(self):", textwrap.indent(moved, "    "), ""]),
    }


def file_split(rng: random.Random, files: Files) -> Files:
    """The second half of a module's definitions goes to another file, with a copy of its imports."""
    path = some_path(rng, files)
    body = ast.parse(files[path]).body
    lines = files[path].split("\n")
    definitions = [node for node in body if isinstance(node, DEFINITIONS)]
    if len(definitions) < 2:
        return files
    node = definitions[len(definitions) // 2]
    cut = min([node.lineno, *(one.lineno for one in node.decorator_list)]) - 1
    return {
        **files,
        path: "\n".join([*lines[:cut], ""]),
        "src/second_half.py": "\n".join(["import os", "", *lines[cut:]]),
    }


HARMLESS: tuple[Edit, ...] = (
    blank_lines_and_comments, reformatted, imports_sorted, file_renamed, function_renamed, local_renamed,
    wrapped, wrapped_with_neighbours, definition_moved_within_file, definition_moved_to_other_file,
    indented_into_class, block_extracted, file_split,
)  # fmt: skip
