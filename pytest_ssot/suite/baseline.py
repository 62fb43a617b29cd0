"""The violations a project has, written down so that a review can see them change."""

from __future__ import annotations

import json
import os
from pathlib import Path, PurePosixPath

from pytest_ssot.errors import SsotError
from pytest_ssot.model import Report, Status, Violation

PATH = PurePosixPath("baselines/ssot.json")
FORMAT = "pytest-ssot violations, 0"


def write(path: Path, report: Report) -> int:
    """Replace the file at once with what counts now, and say how many violations that is.

    The same violations give the same bytes: sorted, one a line, without line numbers or dates. A file
    of another format is left untouched.
    """
    _refuse_foreign(path)
    found = [entry.violation for entry in report.assessments if entry.status is not Status.SUPPRESSED]
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        _replace(path, _document(sorted(map(_line, found))))
    except OSError as error:
        raise SsotError(f"{path}: cannot be written: {error.strerror}") from error
    return len(found)


def _line(violation: Violation) -> str:
    entry = {
        "path": violation.location.path,
        "rule": violation.rule,
        "severity": violation.severity,
        "scope": violation.scope,
        "subject": violation.subject,
        "message": violation.message,
    }
    return json.dumps(entry)


def _document(lines: list[str]) -> str:
    listed = "".join(f"\n    {line}," for line in lines).removesuffix(",")
    return f'{{\n  "format": {json.dumps(FORMAT)},\n  "violations": [{listed}\n  ]\n}}\n'


def _refuse_foreign(path: Path) -> None:
    try:
        known = json.loads(path.read_text(encoding="utf-8"))["format"] == FORMAT
    except FileNotFoundError:
        return
    except (OSError, ValueError, KeyError, TypeError):
        known = False
    if not known:
        raise SsotError(f"{path}: not a file that this command wrote; move it away to write a new one")


def _replace(path: Path, text: str) -> None:
    # Written beside the target and moved over it: a crash leaves the old file, never half a new one.
    new = path.with_name(f"{path.name}.{os.getpid()}")
    new.write_text(text, encoding="utf-8", newline="\n")
    new.replace(path)
