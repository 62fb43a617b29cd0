"""Which files of a tree have to do with each other."""

from __future__ import annotations

from pytest_ssot.facts.neighbours import Neighbours
from pytest_ssot.facts.project import Project
from pytest_ssot.facts.screening import screen

FILES = {
    "app/__init__.py": "",
    "app/main.py": "import os\nfrom lib.tokens import read\n",
    "app/views/__init__.py": "",
    "app/views/user.py": "from ..main import (\n    run,  # first\n    stop,\n)\n",
    "lib/__init__.py": "",
    "lib/tokens.py": "import base.crypto as crypto, json\n",
    "base/__init__.py": "",
    "base/crypto.py": "'''app, lib and other are named here only'''\n",
    "other/__init__.py": "",
    "other/late.py": "import importlib\nfound = importlib.import_module('plugins.first')\n",
    "plugins/__init__.py": "",
    "plugins/first.py": "",
    "alone/late.py": "TEXT = 'plugins.first'\n",
}


def neighbours(files: dict[str, str], in_texts: tuple[tuple[str, str], ...] = ()) -> Neighbours:
    """Those of a tree with these texts."""
    imports = {path: screen(text.encode(), {}, ()).imports for path, text in files.items()}
    return Neighbours(files, imports.__getitem__, Project(files, lambda _path: None).locate, in_texts)


def test_files_that_import_each_other_through_others_are_one_group() -> None:
    """In both directions: a function is called by those who import it, and by those it is handed to."""
    groups = neighbours(FILES).groups

    assert groups["app/views/user.py"] == groups["app/main.py"] == groups["base/crypto.py"]


def test_a_word_in_a_text_relates_nothing() -> None:
    """Nothing imports `other`, though its name is written somewhere."""
    groups = neighbours(FILES).groups

    assert groups["base/crypto.py"] != groups["other/late.py"]
    assert groups["alone/late.py"] != groups["plugins/first.py"]


def test_names_in_texts_count_where_modules_are_imported_by_name() -> None:
    """`importlib.import_module("plugins.first")`."""
    found = neighbours(FILES, (("other/late.py", "first"), ("other/late.py", "plugins")))

    assert found.groups["plugins/__init__.py"] == found.groups["other/late.py"]
    assert "other/late.py" in found.near("plugins/first.py")


def test_a_word_that_is_no_whole_name_means_no_module_of_another_package() -> None:
    """`options.keys()` beside an `import_module` names no `plugins/keys.py`, unless from `plugins`."""
    files = {**FILES, "plugins/keys.py": ""}
    found = neighbours(files, (("other/late.py", "keys"), ("plugins/first.py", "keys")))

    assert "other/late.py" not in found.near("plugins/keys.py")
    assert "plugins/first.py" in found.close("plugins/keys.py")
    assert found.groups["plugins/keys.py"] != found.groups["other/late.py"]


def test_a_name_that_many_files_have_means_the_nearest_where_a_text_names_it() -> None:
    """Five services with a `settings.py` each are still five."""
    files = {f"{service}/{name}.py": "" for service in "abcde" for name in ("main", "settings")}
    found = neighbours(files, (("a/main.py", "settings"),)).groups

    assert found["a/main.py"] == found["a/settings.py"]
    assert len(set(found.values())) == len("abcde")


def test_a_module_beside_the_importer_is_meant_and_no_namesake() -> None:
    """Each `import settings` means the file in its own directory."""
    texts = {"main": "import settings\n", "settings": "CHECK = True\n"}
    files = {f"{service}/{name}.py": text for service in "ab" for name, text in texts.items()}
    found = neighbours(files)

    assert found.groups["a/main.py"] != found.groups["b/main.py"]
    assert "b/main.py" not in found.near("a/settings.py")


def test_near_is_who_imports_a_file_and_what_they_may_hand_it_to() -> None:
    """A settings module is known to `wire`, which hands it to `handler`; nobody hands it to `far`."""
    files = {
        "one/settings.py": "",
        "two/wire.py": "from one import settings\nfrom three import handler\n",
        "three/handler.py": "",
        "four/far.py": "import five.farther\n",
        "five/farther.py": "import six.base\n",
        "six/base.py": "import two.wire\n",
        "seven/top.py": "import four.far\n",
        "eight/apart.py": "import three.handler\n",
    }
    near = neighbours(files).near("one/settings.py")

    assert near == {
        *("one/settings.py", "two/wire.py", "three/handler.py"),
        *("six/base.py", "five/farther.py", "four/far.py", "seven/top.py"),
    }


def test_imports_are_told_as_they_are_spelled() -> None:
    """Behind a colon, over several lines, relative ones and those in packages; not in comments and texts."""
    text = (
        "import os, a.b as c\r\nfrom . import x, y as z\ntry: import k\nif x:\n    from .m import (\n"
        "        one,  # not, this\n        two as three, Class)\nfrom s import *\n# import no\n"
        "'import neither'\nfrom p import \\\n    q\n"
    )
    told = screen(text.encode(), {}, ()).imports.decode().split("\n")

    assert told == sorted(
        ["os", "a.b", ".", ".x", ".y", "k", ".m", ".m.one", ".m.two", "s", "p", "p.q"],
    )
