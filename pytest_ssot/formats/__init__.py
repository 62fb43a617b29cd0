"""How a report becomes text: one module per format, found by its name.

A format is a module of this package with `render(report, options) -> str` and a docstring whose first
line describes it; nothing else has to be told about it. `names` lists them and `meanings` describes them
without importing any, `load` imports one. Packages are no formats: `text` is what formats share (how text
from scanned code is made harmless, how a piece of source is shown, how a report is summed up), the others
are the parts of one that is too long for a module.
"""

from __future__ import annotations

import sys

TYPE_CHECKING = False  # importing typing would cost more than `ssot --help` does
if TYPE_CHECKING:
    from typing import Protocol

    from pytest_ssot.formats.text.style import Options
    from pytest_ssot.model import Report

    class Format(Protocol):
        """What the module of a format offers."""

        def render(self, report: Report, options: Options) -> str:
            """The whole report as text that ends with a line end, or nothing at all."""


def names() -> tuple[str, ...]:
    """The names of all formats, sorted; none of them is imported."""
    from pkgutil import iter_modules

    return tuple(sorted(module.name for module in iter_modules(__path__) if not module.ispkg))


def meanings() -> tuple[tuple[str, str], ...]:
    """Every format with the first line of its docstring, sorted; read from its source, not imported."""
    from pathlib import Path

    found = []
    for name in names():
        sources = [source for place in __path__ if (source := Path(place, f"{name}.py")).is_file()]
        text = sources[0].read_text(encoding="utf-8") if sources else ""  # as in an archive
        found.append((name, text.partition('"""')[2].partition("\n")[0].removesuffix('"""')))
    return tuple(found)


def load(name: str) -> Format:
    """The format of that name; KeyError when there is none."""
    if name not in names():
        raise KeyError(name)
    module = f"{__name__}.{name}"
    __import__(module)
    found: Format = sys.modules[module]
    return found


__all__ = ["load", "meanings", "names"]
