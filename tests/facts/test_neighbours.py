"""Which parts of a large tree have to do with each other."""

from __future__ import annotations

from collections.abc import Iterable

from pytest_ssot.facts.neighbours import Neighbours
from pytest_ssot.facts.screening import Screened, screen


def neighbours(files: dict[str, str]) -> Neighbours:
    """Those of a tree with these texts."""
    seen: dict[str, Screened] = {path: screen(text.encode(), {}, ()) for path, text in files.items()}

    def containing(words: Iterable[str]) -> list[int]:
        wanted = tuple(words)
        return [number for number, one in enumerate(seen.values()) if any(map(one.holds, wanted))]

    return Neighbours(tuple(seen), containing)


FILES = {
    "app/__init__.py": "",
    "app/main.py": "import os\nfrom lib.tokens import read\n",
    "lib/__init__.py": "",
    "lib/tokens.py": "import base.crypto as crypto, json\n",
    "base/__init__.py": "",
    "base/crypto.py": "'''app, lib and other are named here only'''\n",
    "other/__init__.py": "",
    "other/late.py": "import importlib\nfound = importlib.import_module('plugins')\n",
    "plugins/__init__.py": "",
    "setup.py": "",
}


def test_parts_that_import_each_other_are_related_through_others_as_well() -> None:
    """In both directions: a function is called by those who import it, and by those it is handed to."""
    found = neighbours(FILES)

    assert found.related("app/main.py", "lib/tokens.py")
    assert found.related("base/crypto.py", "app/main.py")


def test_a_word_in_a_text_relates_nothing() -> None:
    """Nothing imports `other`, though its name is written somewhere."""
    found = neighbours(FILES)

    assert not found.related("base/crypto.py", "other/late.py")
    assert not found.related("app/main.py", "plugins/__init__.py")


def test_names_in_texts_count_where_modules_are_imported_by_name() -> None:
    """`importlib.import_module("plugins")`."""
    assert neighbours(FILES).related("plugins/__init__.py", "other/late.py")


def test_files_at_the_top_belong_to_every_part() -> None:
    """Scripts and `setup.py` may import anything."""
    found = neighbours(FILES)

    assert found.related("setup.py", "plugins/__init__.py")
    assert found.related("plugins/__init__.py", "setup.py")
    assert found.only_related(range(len(FILES)), "setup.py") == list(range(len(FILES)))


def test_parts_are_found_below_the_directories_that_all_share() -> None:
    """`src/` alone tells nothing apart."""
    found = neighbours({f"src/{path}": text for path, text in FILES.items() if "/" in path})

    assert found.related("src/app/main.py", "src/lib/tokens.py")
    assert not found.related("src/base/crypto.py", "src/other/late.py")
    assert found.only_related(range(9), "src/other/late.py") == [6, 7, 8]
