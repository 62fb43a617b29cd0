"""What every format makes of the same report, compared as a whole.

`UPDATE_GOLDEN=1 python -m pytest tests/formats/test_golden.py` writes the files in `golden/` anew; read
the difference before committing it.
"""

from __future__ import annotations

import json
import os
import re
import sys
from pathlib import Path

import pytest

from pytest_ssot import formats
from pytest_ssot.formats.text.origin import Origin
from pytest_ssot.formats.text.style import Options, Style
from tests.formats.sample import SAMPLE

GOLDEN = Path(__file__).with_name("golden")

NARROW = Style(width=80)
ELSEWHERE = Origin("services/api/", "https://code.example/o/r/blob/0a1b2c/{path}#L{line}-L{end_line}")
ASCII = Style(width=80, unicode=False)
COLOUR = Style(width=80, colour=True)

CASES = {
    **{f"{name}.txt": (name, Options(NARROW)) for name in formats.names()},
    "github.subproject.txt": ("github", Options(origin=ELSEWHERE)),
    "gitlab.subproject.txt": ("gitlab", Options(origin=ELSEWHERE)),
    "sarif.subproject.txt": ("sarif", Options(origin=ELSEWHERE)),
    "full.ascii.txt": ("full", Options(ASCII)),
    "full.colour.txt": ("full", Options(COLOUR)),
    "full.quiet.txt": ("full", Options(NARROW, summary=False)),
    "concise.colour.txt": ("concise", Options(COLOUR)),
    "concise.quiet.txt": ("concise", Options(NARROW, summary=False)),
}


def readable(rendered: str) -> str:
    """A document for programs laid out for the reviewer; text for people as it is.

    Of a page, the style, the script and their digests are left out: they are files of their own.
    """
    if rendered.startswith("<!DOCTYPE html>"):
        page = re.sub(r"(<(style|script)>).*?(?=</\2>)", r"\1", rendered, flags=re.DOTALL)
        return re.sub(r"sha256-[^']+", "sha256-", page).replace("><", ">\n<")
    if not rendered.startswith(("{", "[")):
        return rendered
    return json.dumps(json.loads(rendered), indent=2) + "\n"


@pytest.mark.parametrize("golden", CASES)
def test_a_format_renders_the_sample_as_agreed(golden: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Every character of every format is a decision; a change of one shows in a reviewed file."""
    name, options = CASES[golden]
    render = formats.load(name).render
    for module in [found for found in sys.modules if found.startswith("pytest_ssot.formats.")]:
        monkeypatch.setattr(f"{module}.__version__", "0.0.0", raising=False)

    rendered = readable(render(SAMPLE, options))

    if os.environ.get("UPDATE_GOLDEN") == "1":
        (GOLDEN / golden).write_bytes(rendered.encode())
    assert rendered.encode() == (GOLDEN / golden).read_bytes()


def test_no_golden_file_is_left_over() -> None:
    """A file that no test compares says nothing, and looks as if it did."""
    assert {file.name for file in GOLDEN.iterdir()} == set(CASES)


@pytest.mark.parametrize("name", formats.names())
def test_no_format_lets_through_what_acts_on_a_screen(name: str) -> None:
    """Escapes, line ends and overrides in scanned text never reach the output as themselves."""
    rendered = formats.load(name).render(SAMPLE, Options(NARROW))

    assert not set(rendered) & set("\x1b\x07\r\u202e\udcff\x00")
    assert rendered.encode().decode() == rendered
