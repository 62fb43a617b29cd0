"""Looking at a file for the first time: what its bytes tell, and its facts if somebody wants them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping

from pytest_ssot.facts.extract import extract
from pytest_ssot.facts.module import ModuleFacts
from pytest_ssot.facts.screening import Prefilter, Screened, screen

Look = Callable[[str, bytes], tuple[Screened, ModuleFacts | None]]
"""What the bytes of a file tell without parsing, and its facts if somebody wants them."""

File = tuple[str, bytes]
Seen = tuple[str, Screened, ModuleFacts | None]

Workers = Callable[[Iterable[File]], Iterator[Seen]]
"""Looks at many files at once: (path, what is seen, facts) of each, in the order they get ready."""


def look_with(prefilters: Mapping[str, Prefilter], markers: tuple[str, ...]) -> Look:
    """Look at files for those who have these prefilters, and for exception markers."""

    def look(path: str, data: bytes) -> tuple[Screened, ModuleFacts | None]:
        seen = screen(data, prefilters, markers)
        return seen, extract(path, data, markers) if seen.wanted or seen.marked else None

    return look
