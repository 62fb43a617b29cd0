"""Writing to streams that may be closed, full, or unable to carry every character."""

from __future__ import annotations

import os
from contextlib import suppress

from pytest_ssot.errors import SsotError

TYPE_CHECKING = False  # importing typing would cost more than `ssot --version` does
if TYPE_CHECKING:
    from typing import TextIO


def deliver(stream: TextIO | None, text: str) -> None:
    """Write and flush; characters that the encoding lacks are spelled as escapes.

    A reader that has gone away (`ssot check | head`) is no mistake: the rest is dropped, the exit code
    stays what it is. A full disk is one.
    """
    if stream is None:
        return
    if hasattr(stream, "reconfigure"):
        stream.reconfigure(errors="backslashreplace")
    try:
        stream.write(text)
        stream.flush()
    except BrokenPipeError:
        _discard(stream)
    except OSError as problem:
        _discard(stream)
        raise SsotError(f"cannot write to standard output: {problem.strerror}") from problem


def mention(stream: TextIO | None, text: str) -> None:
    """Write like `deliver`; where even that fails, there is nobody left to tell."""
    with suppress(SsotError):
        deliver(stream, text)


def _discard(stream: TextIO) -> None:
    """Send what is still to come nowhere, as Python's notes on SIGPIPE advise: its exit flushes again."""
    with suppress(OSError, ValueError):
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, stream.fileno())
        os.close(nowhere)
