"""What a step of GitHub Actions leaves behind: a page of summary, and outputs for later steps.

The files that the runner names are appended to. A step whose summary is larger than the limit loses all
of it, so what is there already counts.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from pytest_ssot.formats.text.printable import printable

SUMMARY = "GITHUB_STEP_SUMMARY"
OUTPUT = "GITHUB_OUTPUT"
_LARGEST_SUMMARY = 1024 * 1024


def summary_room(environ: Mapping[str, str]) -> int:
    """How many bytes the summary of this step may still hold; 0 where there is none."""
    path = environ.get(SUMMARY, "")
    if not path:
        return 0
    try:
        return max(_LARGEST_SUMMARY - Path(path).stat().st_size - 1, 0)
    except FileNotFoundError:
        return _LARGEST_SUMMARY
    except OSError:
        return 0


def append_summary(environ: Mapping[str, str], page: str) -> None:
    """Add Markdown to the summary; OSError when the runner's file cannot be written."""
    with Path(environ[SUMMARY]).open("a", encoding="utf-8", newline="\n") as file:
        file.write(page)


def set_outputs(environ: Mapping[str, str], values: Mapping[str, str]) -> None:
    """Hand values on to later steps, each on one line; OSError when the runner's file cannot be written."""
    path = environ.get(OUTPUT, "")
    if path:
        lines = (f"{name}={printable(value)}\n" for name, value in values.items())
        with Path(path).open("a", encoding="utf-8", newline="\n") as file:
            file.write("".join(lines))
