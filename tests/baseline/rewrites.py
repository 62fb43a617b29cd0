"""Rewrites of real modules that leave what they do alone: of classes, files, branches and bytes."""

from __future__ import annotations

import ast
import random
import re
import textwrap

from tests.baseline.edits import Edit, some_path
from tests.baseline.projects import DEFINITIONS, FUNCTIONS, Files, find


def _lines_of(files: Files, path: str) -> list[int]:
    return [violation.location.line for violation in find({path: files[path]})]


def _holding(files: Files, path: str, kinds: type[ast.AST] | tuple[type[ast.AST], ...]) -> list[ast.AST]:
    """The nodes of some kinds with a violation in them."""
    lines = _lines_of(files, path)
    return [
        node
        for node in ast.walk(ast.parse(files[path]))
        if isinstance(node, kinds)
        and any(getattr(node, "lineno", 0) < line <= getattr(node, "end_lineno", 0) for line in lines)
    ]


def _first_line(node: ast.stmt) -> int:
    decorators = node.decorator_list if isinstance(node, DEFINITIONS) else []
    return min([node.lineno, *(one.lineno for one in decorators)]) - 1


def class_renamed(rng: random.Random, files: Files) -> Files:
    path = some_path(rng, files)
    names = [node.name for node in _holding(files, path, ast.ClassDef) if isinstance(node, ast.ClassDef)]
    if not names:
        return files
    name = rng.choice(names)
    new = rng.choice([f"Base{name}", f"{name}V2", "Completely"])
    return {**files, path: re.sub(rf"\b{name}\b", new, files[path])}


def docstrings_rewritten(rng: random.Random, files: Files) -> Files:
    """Functions that have a docstring get another one, those that have none get one."""
    path = some_path(rng, files)
    lines = files[path].split("\n")
    functions = [node for node in ast.walk(ast.parse(files[path])) if isinstance(node, FUNCTIONS)]
    for node in sorted(functions, key=lambda node: -node.lineno):
        first = node.body[0]
        text = " " * first.col_offset + '"""Rewritten."""'
        if first.lineno == node.lineno:
            continue
        if ast.get_docstring(node) is None:
            lines.insert(_first_line(first), text)
        else:
            lines[first.lineno - 1 : first.end_lineno] = [text]
    return {**files, path: "\n".join(lines)}


def module_made_a_package(rng: random.Random, files: Files) -> Files:
    path = some_path(rng, files)
    definitions = [node for node in ast.parse(files[path]).body if isinstance(node, DEFINITIONS)]
    if len(definitions) < 2:
        return files
    lines, package = files[path].split("\n"), path.removesuffix(".py")
    cut = _first_line(rng.choice(definitions[1:]))
    rest = {other: text for other, text in files.items() if other != path}
    return rest | {
        f"{package}/__init__.py": "from .first import *\nfrom .second import *\n",
        f"{package}/first.py": "\n".join([*lines[:cut], ""]),
        f"{package}/second.py": "\n".join(["from .first import *", "", "", *lines[cut:]]),
    }


def modules_merged(rng: random.Random, files: Files) -> Files:
    paths = sorted(files)[:2]
    rng.shuffle(paths)
    rest = {path: text for path, text in files.items() if path not in paths}
    return {**rest, rng.choice([paths[0], "src/merged.py"]): "\n\n".join(files[path] for path in paths)}


def methods_swapped(rng: random.Random, files: Files) -> Files:
    path = some_path(rng, files)
    lines = files[path].split("\n")
    for node in _holding(files, path, ast.ClassDef):
        methods = [one for one in getattr(node, "body", []) if isinstance(one, FUNCTIONS)]
        if len(methods) > 1:
            first, second = methods[0], methods[-1]
            a, b = (slice(_first_line(one), one.end_lineno) for one in (first, second))
            between = lines[a.stop : b.start]
            return {
                **files,
                path: "\n".join(lines[: a.start] + lines[b] + between + lines[a] + lines[b.stop :]),
            }
    return files


def branches_swapped(rng: random.Random, files: Files) -> Files:
    path = some_path(rng, files)
    lines = files[path].split("\n")
    for node in _holding(files, path, ast.If):
        assert isinstance(node, ast.If)
        header = lines[node.lineno - 1].strip()
        plain = header.startswith("if ") and header.endswith(":") and node.body[0].lineno > node.lineno
        if not plain or not node.orelse or isinstance(node.orelse[0], ast.If):
            continue
        indent = " " * node.col_offset
        yes = lines[node.body[0].lineno - 1 : node.body[-1].end_lineno]
        no = lines[node.orelse[0].lineno - 1 : node.end_lineno]
        new = [f"{indent}if not ({header[3:-1]}):", *no, f"{indent}else:", *yes]
        return {**files, path: "\n".join(lines[: node.lineno - 1] + new + lines[node.end_lineno :])}
    return files


def function_made_a_method(rng: random.Random, files: Files) -> Files:
    path = some_path(rng, files)
    top = [node for node in ast.parse(files[path]).body if isinstance(node, FUNCTIONS)]
    lines, violating = files[path].split("\n"), _lines_of(files, path)
    for node in top:
        if any(node.lineno < line <= (node.end_lineno or 0) for line in violating):
            body = "\n".join(lines[node.lineno - 1 : node.end_lineno])
            body = re.sub(r"def (\w+)\((?=(\)?))", r"def \1(self, \2", body, count=1).replace(
                "self, ))", "self)"
            )
            new = ["class Service:", '    """All of it."""', "", textwrap.indent(body, "    ")]
            return {**files, path: "\n".join(lines[: node.lineno - 1] + new + lines[node.end_lineno :])}
    return files


def bytes_changed(rng: random.Random, files: Files) -> Files:
    """Other line ends, tabs, a mark at the start of the file, white space at the end of lines."""
    path = some_path(rng, files)
    text = files[path]
    changed = rng.choice([
        text.replace("\n", "\r\n"),
        re.sub(r"^(?: {4})+", lambda found: "\t" * (len(found[0]) // 4), text, flags=re.MULTILINE),
        f"\ufeff{text}",
        re.sub(r"(?<=[\w)])$", "  ", text, flags=re.MULTILINE),
    ])  # fmt: skip
    return {**files, path: changed}


REWRITES: tuple[Edit, ...] = (
    class_renamed, docstrings_rewritten, module_made_a_package, modules_merged, methods_swapped,
    branches_swapped, function_made_a_method, bytes_changed,
)  # fmt: skip
