"""What a glob selects is decided by one table."""

from __future__ import annotations

import fnmatch
import re
import time
from pathlib import PurePosixPath

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pytest_ssot.trees.globs import matches

TABLE = [
    # pattern, path, selected
    ("build", "build", True),
    ("build", "build/a.py", True),
    ("build", "src/build/lib/a.py", True),
    ("build", "rebuild/a.py", False),
    ("build", "build.py", False),
    ("build/", "build", False),
    ("build/", "build/", True),
    ("build/", "src/build/a.py", True),
    ("*_pb2.py", "api_pb2.py", True),
    ("*_pb2.py", "deep/down/api_pb2.py", True),
    ("*_pb2.py", "api_pb2.pyi", False),
    ("*_pb2.py", "_pb2.py", True),
    ("test_*_a*.py", "test_x_b_ab.py", True),
    ("test_*_a*.py", "test_x_b_b.py", False),
    ("a*a", "a", False),
    ("*", "a.py", True),
    ("*", "d/a.py", True),
    ("?.py", "d/a.py", True),
    ("?.py", "ab.py", False),
    ("d?a.py", "d/a.py", False),
    ("src/gen", "src/gen/a.py", True),
    ("src/gen", "lib/src/gen/a.py", False),
    ("/build", "build/a.py", True),
    ("/build", "src/build/a.py", False),
    ("./build", "build/a.py", True),
    ("./build", "src/build/a.py", False),
    ("src/*.py", "src/a.py", True),
    ("src/*.py", "src/deep/a.py", False),
    ("src/*", "src/deep/a.py", True),
    ("src/*", "src/", False),
    ("src/*/a.py", "src/deep/a.py", True),
    ("src/*/a.py", "src/a.py", False),
    ("src/**", "src/a.py", True),
    ("src/**", "src/deep/a.py", True),
    ("src/**", "src/", False),
    ("src/**", "src", False),
    ("src/**/", "src/a.py", False),
    ("src/**/", "src/deep/a.py", True),
    ("**/gen", "gen/a.py", True),
    ("**/gen", "src/deep/gen", True),
    ("**/gen/*.py", "a/gen/x/gen/b.py", True),
    ("**/gen/*.py", "a/gen/x/b.txt", False),
    ("src/**/test/*.py", "src/test/a.py", True),
    ("src/**/test/*.py", "src/x/y/test/a.py", True),
    ("src/**/test/*.py", "src/x/y/a.py", False),
    ("a/**/b/**/c.py", "a/b/x/b/c.py", True),
    ("a/**/b/**/c.py", "a/x/c.py", False),
    ("**", "a.py", True),
    ("**", "d/a.py", True),
    ("**/", "a.py", False),
    ("**/", "d/a.py", True),
    ("a**b", "axxb", True),
    ("a**b", "ax/xb", False),
    (".", "d/a.py", True),
    ("/", "d/a.py", True),
    ("", "a.py", False),
    ("[ab].py", "b.py", True),
    ("[!ab].py", "b.py", False),
    ("[^ab].py", "c.py", True),
    ("x[!a]y", "x/y", False),
    ("x[+-9]y", "x/y", False),
    ("x[+-9]y", "x5y", True),
    ("[z-a].py", "m.py", False),
    ("[!z-a].py", "m.py", True),
    ("[]-].py", "].py", True),
    ("[]-].py", "-.py", True),
    ("[*].py", "*.py", True),
    ("[*].py", "a.py", False),
    ("[a.py", "[a.py", True),
    ("[!].py", "[!].py", True),
    ("a.py", "aXpy", False),
    ("A.py", "a.py", False),
    (".hidden", ".hidden/a.py", True),
    ("*", ".hidden", True),
    ("!a.py", "a.py", False),
    ("a\\*.py", "a\\x.py", True),
    ("odd*name", "odd\nname", True),
    ("a.py", "a.py\n", False),
    ("b?d.py", "b\udcffd.py", True),
]


@pytest.mark.parametrize(("pattern", "path", "selected"), TABLE)
def test_a_pattern_selects_what_the_module_says(pattern: str, path: str, selected: bool) -> None:
    """Each row is one sentence of the documented meaning."""
    assert matches(path, (pattern,)) is selected


def test_one_matching_pattern_of_several_is_enough() -> None:
    """Patterns are alternatives, and no pattern at all selects nothing."""
    assert matches("src/a.py", ("docs", "lib/", "src/*.py"))
    assert not matches("src/a.py", ("docs", "lib/"))
    assert not matches("src/a.py", ())


def test_hostile_patterns_match_in_no_time() -> None:
    """Stars in a row do not make matching slow, because no star is tried twice."""
    began = time.process_time()

    assert not matches("a" * 3000, ("*a" * 40 + "b",))
    assert not matches("a/" * 1500 + "a", ("**/a/" * 40 + "b",))
    assert time.process_time() - began < 2


NAMES = st.text("ab*?[]!-.\n", min_size=1, max_size=8).filter(lambda name: name not in (".", ".."))


@given(NAMES, NAMES)
def test_a_bare_name_means_what_fnmatch_means(pattern: str, name: str) -> None:
    """Without a slash, a pattern is the shell's, at every depth."""
    expected = pattern == "**" or bool(re.match(fnmatch.translate(pattern.replace("[^", "[!")), name))

    assert matches(name, (pattern,)) is expected
    assert matches(f"d/{name}/x", (f"/d/{pattern}",)) is expected


SEGMENTS = st.lists(st.sampled_from(["**", "a", "b", "*"]), min_size=2, max_size=6)


@given(SEGMENTS, st.lists(st.sampled_from("abc"), min_size=1, max_size=6))
def test_double_stars_agree_with_a_plain_search(segments: list[str], parts: list[str]) -> None:
    """The lazy, never-backtracking match finds whatever trying everything finds."""
    expected = any(_selects(segments, parts[: end + 1]) for end in range(len(parts)))

    assert matches("/".join(parts), ("/" + "/".join(segments),)) is expected


def _selects(segments: list[str], parts: list[str]) -> bool:
    if not segments:
        return not parts
    head, *rest = segments
    if head == "**":
        below = [parts[skip:] for skip in range(len(parts) + 1)]
        return any(_selects(rest, some) for some in below) if rest else bool(parts)
    return bool(parts) and PurePosixPath(parts[0]).match(head) and _selects(rest, parts[1:])
