"""What becomes of the pre-commit hook that is there, decided before anything is touched."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from pytest_ssot.errors import SsotError
from pytest_ssot.hooks import script
from pytest_ssot.trees.hooks import HooksPlace

NAME = "pre-commit"
KEPT = "pre-commit.before-ssot"
"""What cannot have lines of shell in it (a program, a script in another language, a link) is kept so."""


@dataclass(frozen=True)
class Change:
    """One hook file before and after.

    `content` is what it will hold, with `mode` as its permissions; None when that stays. `aside` is where
    the present file is moved to before, `back` which file takes its place; `removes` says that it goes.
    `said` is what happens, for people.
    """

    path: Path
    content: bytes | None = None
    mode: int = 0o755
    aside: Path | None = None
    back: Path | None = None
    removes: bool = False
    said: tuple[str, ...] = ()

    @property
    def is_none(self) -> bool:
        """Nothing happens."""
        return self.content is None and self.aside is None and self.back is None and not self.removes


def hook_file(place: HooksPlace) -> Path:
    """The file that speaks for the user when git runs its pre-commit hook.

    husky generates the files that git runs, anew with every installation, and has them run those of the
    directory above.
    """
    is_husky = place.directory.name == "_" and (place.directory / "h").is_file()
    return (place.directory.parent if is_husky else place.directory) / NAME


def installed(path: Path, run: script.Run) -> Change:
    """The hook `path` with the lines that run `ssot hook` in it; what it does besides, it does after them."""
    if not os.path.lexists(path):
        content = script.SHEBANG + script.lines((run,), alone=True)
        return Change(path, content, said=(f"installed {path}",))
    if _is_shell_hook(path):
        return _inserted(path, path.read_bytes(), run)
    kept = path.with_name(KEPT)
    if os.path.lexists(kept):
        raise SsotError(f"{kept} is in the way: an earlier hook was kept there; move it elsewhere first")
    content = script.SHEBANG + script.lines((run,), chained=KEPT)
    runs = "runs after it" if os.access(path, os.X_OK) else "is not executable, so git did not run it either"
    return Change(
        path, content, aside=kept, said=(f"installed {path}", f"the hook that was there {runs}: {kept}")
    )


def uninstalled(path: Path, root: str) -> Change:
    """The hook `path` without the project at `root`; as it was before, where that was the only one."""
    content = _content(path)
    if content is None or not script.has_lines(content):
        return Change(path, said=(_no_lines(path),))
    runs = script.runs_in(content)
    if others := [run for run in runs if run.root != root]:
        judged = f"it judges {', '.join(run.root for run in others)}"
        if len(others) == len(runs):
            return Change(path, said=(f"{path} does not judge this project: {judged}",))
        return Change(
            path,
            _with_runs(content, others),
            mode=_mode(path),
            said=(f"took this project out of {path}: {judged}",),
        )
    kept = path.with_name(script.chained_by(content)) if script.chained_by(content) else None
    if kept is not None and script.is_alone(content):
        if os.path.lexists(kept):
            return Change(path, back=kept, said=(f"restored {path}",))
        return Change(path, removes=True, said=(f"removed {path}; what it ran next is gone: {kept}",))
    if script.is_alone(content):
        return Change(path, removes=True, said=(f"removed {path}",))
    return Change(
        path,
        script.without_lines(content),
        mode=_mode(path),
        said=(f"took ssot out of {path}; the rest stays",),
    )


def _inserted(path: Path, content: bytes, run: script.Run) -> Change:
    runs = script.runs_in(content)
    others = [one for one in runs if one.root != run.root]
    wanted = _with_runs(content, sorted((*others, run), key=lambda one: one.root))
    mode = _mode(path)
    if wanted == content:
        return Change(path, said=(f"{path} is installed already",))
    if script.has_lines(content):
        is_beside = others and len(others) == len(runs)
        beside = f", beside {', '.join(one.root for one in others)}" if is_beside else ""
        said = f"{'installed' if is_beside else 'renewed'} {path}{beside}"
        return Change(path, wanted, mode=mode, said=(said,))
    return Change(
        path, wanted, mode=mode, said=(f"installed {path}", "what it did before, it does after ssot")
    )


def _with_runs(content: bytes, runs: Iterable[script.Run]) -> bytes:
    is_alone, chained = script.is_alone(content), script.chained_by(content)
    return script.with_lines(content, script.lines(runs, alone=is_alone, chained=chained))


def _is_shell_hook(path: Path) -> bool:
    """Whether git runs the hook with a shell, and it is a file of its own."""
    if path.is_symlink() or not path.is_file():
        if path.is_dir():
            raise SsotError(f"{path} is a directory, so git cannot run it: remove it first")
        return False
    content = path.read_bytes()
    # husky runs what is not executable, too.
    is_run = os.access(path, os.X_OK) or (path.parent / "_" / "h").is_file()
    return script.has_lines(content) or (is_run and script.is_shell_script(content))


def _no_lines(path: Path) -> str:
    other = path.with_name(f"{path.name}.legacy")
    content = _content(other)
    if content is not None and script.has_lines(content):
        return f"{path} belongs to pre-commit, which runs ssot as {other}: `pre-commit uninstall` comes first"
    return f"{path} does not run ssot: nothing to take out"


def _content(path: Path) -> bytes | None:
    return path.read_bytes() if path.is_file() else None


def _mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)
