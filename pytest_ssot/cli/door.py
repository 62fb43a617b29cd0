"""From arguments to an exit code; every mistake of the user ends here in a message."""

from __future__ import annotations

import atexit
import gc
import os
import sys

from pytest_ssot.cli import exits
from pytest_ssot.cli.streams import deliver, mention
from pytest_ssot.errors import SsotError

TYPE_CHECKING = False  # importing typing would cost more than `ssot --version` does
if TYPE_CHECKING:
    from collections.abc import Sequence


def main(argv: Sequence[str] | None = None) -> int:
    """Run `ssot` with these arguments (those of the process by default) and return its exit code."""
    if argv is None:
        _keep_what_is_made()
    try:
        code = _run(sys.argv[1:] if argv is None else argv)
        deliver(sys.stdout, "")
    except SsotError as error:
        _complain(str(error))
        return exits.NO_VERDICT
    except OSError as trouble:  # of the machine, in a place where nobody expects it
        place = f"{os.fsdecode(trouble.filename)}: " if isinstance(trouble.filename, str | bytes) else ""
        _complain(f"{place}{trouble.strerror or trouble}")
        return exits.NO_VERDICT
    except KeyboardInterrupt:
        _complain("interrupted")
        return exits.INTERRUPTED
    except Exception:  # noqa: BLE001 - Python's own exit code 1 would look like a verdict
        from traceback import format_exc

        mention(
            sys.stderr, f"{format_exc()}ssot: this is a bug of ssot; please report it with the lines above\n"
        )
        return exits.INTERNAL
    return code


def _keep_what_is_made() -> None:
    """Have this process look for garbage seldom, and not at its end.

    What a command makes is in use until it has ended; searching all of it takes a short run longer.
    """
    gc.set_threshold(100_000, 20, 100)
    atexit.register(gc.freeze)


def _run(argv: Sequence[str]) -> int:
    from pytest_ssot.cli.parser import parse

    try:
        arguments = parse(argv)
    except SystemExit as request:  # how argparse leaves after --help, --version and usage errors
        return request.code if isinstance(request.code, int) else exits.CLEAN
    from pytest_ssot.cli.world import here

    code: int = arguments.run(arguments, here())
    return code


def _complain(message: str) -> None:
    from pytest_ssot.formats.text.printable import printable

    lines = [printable(line) for line in message.splitlines()]
    mention(sys.stderr, "ssot: " + "\n      ".join(lines) + "\n")
