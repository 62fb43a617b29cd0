"""Formats are found, not listed."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

from pytest_ssot import formats
from pytest_ssot.formats.text.style import Options, Style
from tests.formats.sample import CLEAN


def test_the_formats_are_the_modules_of_the_package() -> None:
    """A new file is a new format; what the formats share is not one."""
    assert formats.names() == (
        "concise",
        "full",
        "github",
        "gitlab",
        "html",
        "json",
        "junit",
        "markdown",
        "sarif",
    )


def test_a_new_file_is_a_new_format(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing else has to be edited."""
    (tmp_path / "haiku.py").write_text("def render(report, options): return 'violations fall\\n'\n")
    monkeypatch.setattr(formats, "__path__", [*formats.__path__, str(tmp_path)])

    assert "haiku" in formats.names()
    assert formats.load("haiku").render(CLEAN, Options()) == "violations fall\n"


@pytest.mark.parametrize("name", ["yaml", "text", "../secrets", ""])
def test_only_formats_are_loaded(name: str) -> None:
    """A name that is none, not even that of a helper package, is refused."""
    with pytest.raises(KeyError):
        formats.load(name)


@pytest.mark.parametrize("name", formats.names())
def test_every_format_describes_itself_and_renders_a_clean_report(name: str) -> None:
    """Formats are chosen by their first docstring line, and have an answer to good news."""
    module = formats.load(name)

    assert (module.__doc__ or "").split("\n")[0].endswith((".", ","))
    assert module.render(CLEAN, Options(Style())).endswith("\n")


def test_naming_the_formats_imports_none_of_them() -> None:
    """`ssot --help` names the formats, and must not pay for them."""
    code = (
        "import sys; from pytest_ssot import formats; formats.names();"
        "print([name for name in sys.modules if name.startswith('pytest_ssot.formats.')])"
    )
    found = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=60
    )

    assert found.stdout == "[]\n"


def test_the_page_describes_every_format() -> None:
    """docs/formats.md has a row for each, no more and no fewer."""
    page = (Path(__file__).parents[2] / "docs" / "formats.md").read_text("utf-8")
    table, _, _ = page.partition("What all of them promise")

    assert sorted(re.findall(r"^\| \[`(\w+)`\]\(", table, re.MULTILINE)) == list(formats.names())
