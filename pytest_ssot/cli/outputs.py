"""Where reports go: standard output, files, or both."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from stat import S_IMODE, S_ISREG
from typing import TYPE_CHECKING

from pytest_ssot.errors import SsotError

if TYPE_CHECKING:
    import argparse

    from pytest_ssot.cli.world import World

STANDARD = "-"


@dataclass(frozen=True)
class Output:
    """One report to deliver: in which format, and to which file (`-` is standard output)."""

    format: str
    path: str = STANDARD


def parse_outputs(wished: Sequence[str], default: str, formats: Sequence[str]) -> tuple[Output, ...]:
    """What `--output` and `--output-format` ask for together; ValueError says what is wrong.

    `FILE` takes the place of standard output, `FORMAT=FILE` comes on top of it.
    """
    outputs = [_parse(wish, default, formats) for wish in wished]
    if all("=" in wish and output.path != STANDARD for wish, output in zip(wished, outputs, strict=True)):
        outputs.insert(0, Output(default))
    places = [_place(output) for output in outputs]
    if twice := dict.fromkeys(output.path for output in outputs if places.count(_place(output)) > 1):
        raise ValueError(f"more than one report would go to {', '.join(twice)}")
    return tuple(outputs)


def _place(output: Output) -> str:
    """Where a report goes, however that is spelled."""
    return output.path if output.path == STANDARD else os.path.realpath(output.path)


def _parse(wish: str, default: str, formats: Sequence[str]) -> Output:
    name, equals, path = wish.partition("=")
    if not equals or not name.isalnum():
        path, name = wish, default
    if name not in formats:
        known = ", ".join(formats)
        raise ValueError(f"no format is called {name!r} ({known}); for a file of that name write ./{wish}")
    if not path:
        raise ValueError(f"{wish!r} names no file")
    return Output(name, path)


def wished_outputs(arguments: argparse.Namespace, world: World) -> tuple[Output, ...] | None:
    """Where the arguments want reports; None, and a word about it, when they contradict each other.

    Files that cannot be written are refused before any work is done for them.
    """
    from pytest_ssot import formats

    try:
        outputs = parse_outputs(arguments.output, arguments.output_format, formats.names())
    except ValueError as mistake:
        world.note(f"--output: {mistake}")
        return None
    check_writable(outputs)
    return outputs


def check_writable(outputs: Iterable[Output]) -> None:
    """Refuse files that cannot be written before any work is done for them."""
    for output in outputs:
        if output.path == STANDARD:
            continue
        if Path(output.path).is_dir():
            raise SsotError(f"cannot write {output.path}: it is a directory")
        if not Path(output.path).parent.is_dir():
            raise SsotError(f"cannot write {output.path}: there is no directory {Path(output.path).parent}")


def write_file(path: str, text: str | bytes) -> None:
    """Put the text at the path, whole or not at all; a link keeps pointing where it did.

    Only regular files can be replaced; to a pipe or a device the text is simply written.
    """
    data = text.encode("utf-8", "backslashreplace") if isinstance(text, str) else text
    try:
        mode = _mode(Path(path))
        if mode is None or S_ISREG(mode):
            _replace(Path(path).resolve(), data, mode)
        else:
            Path(path).write_bytes(data)
    except BrokenPipeError:
        pass  # a reader that has gone away, as on standard output
    except OSError as problem:
        raise SsotError(f"cannot write {path}: {problem.strerror}") from problem


def read_file(path: str) -> str:
    """The text of a file; `SsotError` says why it cannot be read."""
    try:
        return Path(path).read_text(encoding="utf-8")
    except OSError as problem:
        raise SsotError(f"cannot read {path}: {problem.strerror}") from problem
    except UnicodeDecodeError as problem:
        raise SsotError(f"cannot read {path}: it is no text in UTF-8") from problem


def _mode(path: Path) -> int | None:
    try:
        return path.stat().st_mode
    except FileNotFoundError:
        return None


def _replace(path: Path, data: bytes, mode: int | None) -> None:
    with _beside(path) as (temporary, descriptor):
        with open(descriptor, "wb") as file:  # noqa: PTH123 - it is a descriptor
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        if mode is not None:
            temporary.chmod(S_IMODE(mode))
        temporary.replace(path)


@contextmanager
def _beside(path: Path) -> Iterator[tuple[Path, int]]:
    """A new file in the same directory, which is gone afterwards unless it has been renamed."""
    temporary = path.with_name(f".{path.name[:100]}.{os.getpid()}.tmp")
    descriptor = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), 0o666)
    try:
        yield temporary, descriptor
    finally:
        temporary.unlink(missing_ok=True)
