"""Edits that add a violation, each with the place of what is new."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass

from pytest_ssot.model import Violation
from tests.baseline.projects import STATEMENTS, Files, Place, find, places

MARK = "  # planted now"
"""Ends the line of what is new; a comment is nothing that identity depends on."""


@dataclass(frozen=True)
class Source:
    """A violation with the line it stands on."""

    violation: Violation
    line: str

    @property
    def path(self) -> str:
        return self.violation.location.path


Regression = Callable[[random.Random, Files], Files]


def chosen(rng: random.Random, files: Files) -> Source:
    violation = rng.choice(find(files))
    return Source(violation, files[violation.location.path].split("\n")[violation.location.line - 1].strip())


def scope_of(files: Files, violation: Violation) -> str:
    path, line = violation.location.path, violation.location.line
    return next(where.scope for where in places(files[path]) if where.line == line)


def add(text: str, where: Place, statement: str) -> str:
    lines = text.split("\n")
    lines.insert(where.line - 1, where.indent + statement + MARK)
    return "\n".join(lines)


def without(files: Files, violation: Violation) -> Files:
    lines = files[violation.location.path].split("\n")
    line = lines[violation.location.line - 1]
    lines[violation.location.line - 1] = line[: len(line) - len(line.lstrip())] + "pass"
    return {**files, violation.location.path: "\n".join(lines)}


def _added(
    rng: random.Random, files: Files, path: str, statement: str, keep: Callable[[Place], bool]
) -> Files:
    # Beside its equal, either of the two could be the new one.
    lines = files[path].split("\n")
    taken = {where.scope for where in places(files[path]) if lines[where.line - 1].strip() == statement}
    found = [where for where in places(files[path]) if keep(where) and where.scope not in taken]
    return {**files, path: add(files[path], rng.choice(found), statement)} if found else files


def copied_in_same_function(rng: random.Random, files: Files) -> Files:
    source = chosen(rng, files)
    scope = scope_of(files, source.violation)
    found = [where for where in places(files[source.path]) if where.scope == scope]
    return {**files, source.path: add(files[source.path], rng.choice(found), source.line)}


def copied_to_other_function(rng: random.Random, files: Files) -> Files:
    source = chosen(rng, files)
    scope = scope_of(files, source.violation)
    return _added(rng, files, source.path, source.line, lambda where: where.scope != scope)


def copied_to_other_file(rng: random.Random, files: Files) -> Files:
    source = chosen(rng, files)
    other = rng.choice([path for path in sorted(files) if path != source.path])
    return _added(rng, files, other, source.line, lambda where: True)


def _in_class_of_its_own(files: Files, source: Source, name: str) -> Files:
    text = f"""

class Another:
    def prepare(self):
        return 1

    def {name}(self, *given):
        value = self.prepare()
        {source.line}{MARK}
        return value
"""
    return {**files, source.path: files[source.path] + text}


def copied_to_method_of_same_name(rng: random.Random, files: Files) -> Files:
    source = chosen(rng, files)
    return _in_class_of_its_own(files, source, scope_of(files, source.violation).rpartition(".")[2])


def removed_and_put_into_method_of_same_name(rng: random.Random, files: Files) -> Files:
    source = chosen(rng, files)
    name = scope_of(files, source.violation).rpartition(".")[2]
    return _in_class_of_its_own(without(files, source.violation), source, name)


def removed_and_put_into_other_function(rng: random.Random, files: Files) -> Files:
    source = chosen(rng, files)
    scope = scope_of(files, source.violation)
    gone = without(files, source.violation)
    return _added(rng, gone, source.path, source.line, lambda where: where.scope != scope)


def removed_and_put_into_other_file(rng: random.Random, files: Files) -> Files:
    source = chosen(rng, files)
    gone = without(files, source.violation)
    other = rng.choice([path for path in sorted(files) if path != source.path])
    return _added(rng, gone, other, source.line, lambda where: True)


def fresh(rng: random.Random, files: Files) -> Files:
    path = rng.choice(sorted(files))
    return _added(rng, files, path, f"fresh = jwt.decode(raw_{rng.randint(0, 9)}, 'x')", lambda where: True)


def removed_and_another_added(rng: random.Random, files: Files) -> Files:
    """What is added says something else, in the same function or another."""
    source = chosen(rng, files)
    other = [one for one in STATEMENTS if one.split("(")[0] != source.line.split("(")[0]]
    scope = scope_of(files, source.violation)
    gone = without(files, source.violation)
    return _added(rng, gone, source.path, rng.choice(other), lambda where: where.scope != scope)


def other_subject(rng: random.Random, files: Files) -> Files:
    source = chosen(rng, files)
    lines = files[source.path].split("\n")
    line = lines[source.violation.location.line - 1]
    changed = line.replace("decode", "\0").replace("encode", "decode").replace("\0", "encode")
    lines[source.violation.location.line - 1] = changed + MARK
    return {**files, source.path: "\n".join(lines)}


REGRESSIONS: tuple[Regression, ...] = (
    copied_in_same_function, copied_to_other_function, copied_to_other_file,
    removed_and_put_into_other_function, removed_and_put_into_other_file, fresh, removed_and_another_added,
    other_subject, copied_to_method_of_same_name, removed_and_put_into_method_of_same_name,
)  # fmt: skip
