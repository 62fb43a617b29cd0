"""Files looked at by several processes.

Each worker is an interpreter of its own that shares nothing: it is sent the bytes of some files, and sends
back what they say. No worker reads a file, and the directory it stands in is on no worker's path: a
project's `json.py` is never imported in place of Python's.
"""

from __future__ import annotations

import contextlib
import importlib.util
import os
import subprocess
import sys
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from pathlib import Path
from selectors import EVENT_READ, DefaultSelector
from typing import IO, TYPE_CHECKING

import msgspec

from pytest_ssot.facts.module import ModuleFacts
from pytest_ssot.facts.screening import Screened

if TYPE_CHECKING:
    from pytest_ssot.facts.looking import File, Look, Seen

MOST_WORKERS = 8

CHUNK = 1_000_000
"""Bytes sent to a worker at a time."""

_BOOT = "import sys; sys.path.extend(sys.argv[1:]); from pytest_ssot.workers import serve; serve()"
_LENGTH = 8
_LONGEST = 1 << 30
"""Bytes of a message at most: the letters of something printed, read as a length, are many more."""

_DECODER = msgspec.msgpack.Decoder(list[tuple[Screened, ModuleFacts | None]])


class Workers:
    """As many processes as there are processors, started with the first file and ended with the last.

    `rules` are the ids of those that judge, `markers` the words of exception markers. `look` does the same
    work here: for the files of a worker that died.
    """

    def __init__(self, rules: Sequence[str], markers: Sequence[str], look: Look) -> None:
        self._setup = msgspec.msgpack.encode((tuple(rules), tuple(markers)))
        self._look = look

    def __call__(self, files: Iterable[File]) -> Iterator[Seen]:
        """(path, what is seen without parsing, facts) of each file, in the order they get ready."""
        chunks = _chunks(files)
        with contextlib.ExitStack() as stack, DefaultSelector() as waiting:
            for _ in range(_processors()):
                try:
                    worker = stack.enter_context(_started(self._setup))
                except OSError:  # there is no room for another process
                    break
                self._send(worker, chunks, waiting)
            while waiting.get_map():
                for key, _ in waiting.select():
                    worker, chunk = key.data
                    waiting.unregister(key.fileobj)
                    replies = worker.replies()
                    if replies is None:
                        yield from self._here(chunk)
                        continue
                    self._send(worker, chunks, waiting)
                    for (path, _), reply in zip(chunk, replies, strict=True):
                        yield path, *reply
            for chunk in chunks:
                yield from self._here(chunk)

    def _send(self, worker: _Worker, chunks: Iterator[list[File]], waiting: DefaultSelector) -> None:
        for chunk in islice(chunks, 1):
            worker.send(chunk)
            waiting.register(worker.answers, EVENT_READ, (worker, chunk))

    def _here(self, chunk: Iterable[File]) -> Iterator[Seen]:
        for path, data in chunk:
            yield path, *self._look(path, data)


class _Worker:
    def __init__(self, process: subprocess.Popen[bytes]) -> None:
        assert process.stdin is not None
        assert process.stdout is not None
        self._questions: IO[bytes] = process.stdin
        self.answers: IO[bytes] = process.stdout

    def send(self, chunk: list[File]) -> None:
        """Hand over some files; one that cannot take them any more gives no replies either."""
        with contextlib.suppress(OSError):
            files = [(os.fsencode(path), data) for path, data in chunk]
            _write(self._questions, msgspec.msgpack.encode(files))

    def replies(self) -> list[tuple[Screened, ModuleFacts | None]] | None:
        """What the files say that were sent; None when the process could not tell."""
        data = _read(self.answers)
        with contextlib.suppress(msgspec.MsgspecError):
            return _DECODER.decode(data) if data else None
        return None


@contextlib.contextmanager
def _started(setup: bytes) -> Iterator[_Worker]:
    command = [sys.executable or "", "-I", "-S", "-c", _BOOT, *_homes()]
    process = subprocess.Popen(  # noqa: S603 - this interpreter and this package
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
    )
    try:
        worker = _Worker(process)
        with contextlib.suppress(OSError):
            _write(process.stdin, setup)
        yield worker
    finally:
        process.kill()
        process.communicate()


def _homes() -> list[str]:
    """The directories that this package and what it needs lie in."""
    found = [str(Path(__file__).resolve().parent.parent)]
    spec = importlib.util.find_spec("msgspec")
    if spec is not None and spec.origin is not None:
        found.append(str(Path(spec.origin).parent.parent))
    return found


def _processors() -> int:
    usable = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    return min(usable, MOST_WORKERS)


def _chunks(files: Iterable[File]) -> Iterator[list[File]]:
    chunk: list[File] = []
    size = 0
    for path, data in files:
        chunk.append((path, data))
        size += len(data)
        if size >= CHUNK:
            yield chunk
            chunk, size = [], 0
    if chunk:
        yield chunk


def _write(stream: IO[bytes] | None, data: bytes) -> None:
    assert stream is not None
    stream.write(len(data).to_bytes(_LENGTH))
    stream.write(data)
    stream.flush()


def _read(stream: IO[bytes]) -> bytes | None:
    head = stream.read(_LENGTH)
    if len(head) < _LENGTH:
        return None
    length = int.from_bytes(head)
    if length > _LONGEST:
        return None
    data = stream.read(length)
    return data if len(data) == length else None


def serve() -> None:
    """What a worker does: until nobody sends any more, look at files and say what they say."""
    from pytest_ssot.facts.looking import look_with
    from pytest_ssot.rules import all_rules

    questions, answers = sys.stdin.buffer, sys.stdout.buffer
    setup = _read(questions)
    if setup is None:
        return
    enabled, markers = msgspec.msgpack.decode(setup, type=tuple[tuple[str, ...], tuple[str, ...]])
    look = look_with({rule.id: rule.prefilter for rule in all_rules() if rule.id in enabled}, markers)
    while (data := _read(questions)) is not None:
        files = msgspec.msgpack.decode(data, type=list[tuple[bytes, bytes]])
        replies = [look(os.fsdecode(path), content) for path, content in files]
        encoded = b""
        with contextlib.suppress(UnicodeEncodeError):  # a text with half a character in it
            encoded = msgspec.msgpack.encode(replies)
        _write(answers, encoded)
