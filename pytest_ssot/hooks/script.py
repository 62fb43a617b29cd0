"""The lines of a shell script that run `ssot hook`, and how they are found again in a hook."""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass

SHEBANG = b"#!/bin/sh\n"

_BEGIN = "# >>> ssot hook"
_END = b"# <<< ssot hook <<<\n"
_ALONE = " (this file is its own)"
_BLOCK = re.compile(rb"^# >>> ssot hook[^\n]*>>>.*?^# <<< ssot hook <<<\n", re.MULTILINE | re.DOTALL)
_SHELLS = frozenset({"sh", "ash", "bash", "dash", "ksh", "ksh93", "mksh", "zsh"})

_TEMPLATE = """\
{begin} >>>
# Written by `ssot init --hook`; `ssot init --hook --uninstall` takes it out again.
ssot_hook() {{
    ssot_python=$1
    if [ "$2" = . ]; then
        set -- hook
    else
        set -- hook --root "$(git rev-parse --show-toplevel)/$2"
        [ -d "$3" ] || return 0 # only other branches have this project
    fi
    # The Python it was installed with, then whatever `ssot` is on PATH.
    if [ -x "$ssot_python" ]; then
        ssot_code=0
        "$ssot_python" -P -c 'import sys
try:
    from pytest_ssot.cli import main
except ImportError:
    sys.exit(127)
sys.exit(main())' "$@" </dev/null || ssot_code=$?
        [ "$ssot_code" -eq 127 ] || return "$ssot_code"
    fi
    if command -v ssot >/dev/null 2>&1; then
        ssot_code=0
        ssot "$@" </dev/null || ssot_code=$?
        return "$ssot_code"
    fi
    {{
        echo "ssot: the pre-commit hook cannot check this commit: pytest-ssot is not installed in"
        echo "ssot: $ssot_python any more, and there is no 'ssot' on PATH."
        echo "ssot: Install it again ('python -m pip install pytest-ssot', then 'ssot init --hook'),"
        echo "ssot: or take the lines between the two 'ssot hook' marks out of $0."
        echo "ssot: 'git commit --no-verify' commits once without the check."
    }} >&2
    return 3
}}
{runs}{rest}"""

_CHAIN = """\
ssot_next=$(dirname -- "$0")/{name}
if [ -x "$ssot_next" ]; then
    exec "$ssot_next" "$@"
fi
"""


@dataclass(frozen=True)
class Run:
    """What the hook runs for one project.

    `python` is the interpreter that has pytest-ssot, "" when it is not known. `root` is the project
    relative to the top of the checkout, "." for the top itself.
    """

    python: str
    root: str = "."

    @property
    def line(self) -> str:
        """The run as a line of shell."""
        python = self.python.replace("\\", "/") if self.python[1:2] == ":" else self.python
        return f"ssot_hook {shlex.quote(python)} {shlex.quote(self.root)} || exit $?\n"


def lines(runs: Iterable[Run], *, alone: bool = False, chained: str = "") -> bytes:
    """The lines, which leave the script only to refuse the commit.

    They need no more than a POSIX shell, read nothing from standard input and work under `set -eu`. With
    `chained`, the hook of that name beside this one goes on; `alone` says that the file is there for these
    lines only.
    """
    text = _TEMPLATE.format(
        begin=f"{_BEGIN}{_ALONE}" if alone or chained else _BEGIN,
        runs="".join(run.line for run in runs),
        rest=_CHAIN.format(name=shlex.quote(chained)) if chained else "",
    )
    return text.encode("utf-8", "surrogateescape") + _END


def runs_in(content: bytes) -> tuple[Run, ...]:
    """What a hook runs: a repository may hold several projects."""
    found = _BLOCK.search(content)
    return tuple(_runs(found[0].decode("utf-8", "surrogateescape"))) if found else ()


def _runs(block: str) -> Iterator[Run]:
    for line in re.findall(r"^ssot_hook (.*?) \|\| exit \$\?$", block, re.MULTILINE | re.DOTALL):
        with suppress(ValueError):  # edited by hand
            python, root = shlex.split(line)
            yield Run(python, root)


def has_lines(content: bytes) -> bool:
    """Whether a hook has them."""
    return _BLOCK.search(content) is not None


def is_alone(content: bytes) -> bool:
    """Whether a hook was written for them and holds nothing else."""
    found = _BLOCK.search(content)
    return found is not None and _ALONE.encode() in found[0].partition(b"\n")[0] and _rest(content) == SHEBANG


def chained_by(content: bytes) -> str:
    """The name of the hook that goes on after them; "" when none does."""
    found = _BLOCK.search(content)
    line = (
        re.search(rb'^ssot_next=\$\(dirname -- "\$0"\)/([\w.-]+)$', found[0], re.MULTILINE) if found else None
    )
    return line[1].decode() if line else ""


def with_lines(content: bytes, lines: bytes) -> bytes:
    """The hook with these lines: in the place of those it has, else before everything it does."""
    if has_lines(content):
        return _BLOCK.sub(lambda _: lines, content, count=1)
    end = content.index(b"\n") + 1 if content.startswith(b"#!") else 0
    return content[:end] + lines + content[end:]


def without_lines(content: bytes) -> bytes:
    """The hook as it was before they came."""
    return _rest(content)


def is_shell_script(content: bytes) -> bool:
    """Whether lines of shell can stand in a hook: a script for a shell, or one that names no interpreter."""
    if not content or b"\0" in content:
        return False
    first, line_end, _ = content.partition(b"\n")
    if not first.startswith(b"#!"):
        # What begins with a byte order mark, or is no text, is no script either.
        return _is_text(content)
    words = [word.rpartition("/")[2] for word in first[2:].decode(errors="replace").split()]
    program = next((word for word in words if word != "env" and not word.startswith("-")), "")
    return bool(line_end) and program.removesuffix(".exe") in (*_SHELLS, "busybox")


def _is_text(content: bytes) -> bool:
    try:
        return not content.decode("utf-8").startswith("\ufeff")
    except UnicodeDecodeError:
        return False


def _rest(content: bytes) -> bytes:
    return _BLOCK.sub(b"", content, count=1)
