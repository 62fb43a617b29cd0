"""The pre-commit hook: put among git's hooks, beside what is there, and taken out again.

`script` writes the lines that run `ssot hook`, `changes` says what becomes of the hook that is there, and
`files` does it. Nothing is judged here.
"""

from __future__ import annotations

from pytest_ssot.hooks.changes import Change, hook_file, installed, uninstalled
from pytest_ssot.hooks.files import apply
from pytest_ssot.hooks.script import Run

__all__ = ["Change", "Run", "apply", "hook_file", "installed", "uninstalled"]
