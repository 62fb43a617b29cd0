"""Decisions of the comparison, one small file at a time."""

from __future__ import annotations

import gc
import re
import textwrap
from collections.abc import Sequence
from dataclasses import replace

import pytest

from pytest_ssot.baseline import (
    Comparison,
    Fate,
    Standing,
    compare,
    fingerprints,
    prune,
    renew,
    snapshot,
)
from pytest_ssot.model import Location, Severity, Violation

Files = dict[str, str]


def found(files: Files, pattern: str = r"\b(bad|worse)\(") -> list[Violation]:
    """Calls of two functions, as another tool might report them: with a message and a place."""
    listed = []
    for path, text in sorted(files.items()):
        for number, line in enumerate(text.split("\n"), 1):
            for match in re.finditer(pattern, line):
                place = Location(path, number, match.start() + 1)
                listed.append(Violation("calls", Severity.ERROR, place, f"{match[1]} is called", ""))
    return listed


def source(text: str) -> str:
    return textwrap.dedent(text).lstrip("\n")


def told(before: Files, after: Files, unread: Sequence[str] | None = None) -> Comparison:
    return compare(snapshot(found(before), before), found(after), after, unread=unread)


def standing(before: str, after: str) -> list[str]:
    comparison = told({"a.py": source(before)}, {"a.py": source(after)})
    return [match.standing.value for match in comparison.matches]


IN_FUNCTION = """
def f(request):
    user = request.user
    bad(user, 'first', limit=10)
    return render(user)
"""

COMMENT = """
def f(kind):
    #bad(kind)
    return kind
"""

DECORATOR = """
def timed(function):
    start = clock.start(function)
    bad(start, function)
    return finish(start)
"""

METHOD = """
class Settings:
    def flag(self, name, default=False):
        '''True is 1, "1" or True.'''
        return bool(bad(self.get(name, default)))
"""

CASES = {
    "the body put into an inner function": (
        DECORATOR,
        """
def timed(function):
    def wrapper(*arguments):
        start = clock.start(function)
        bad(start, function)
        return finish(start)
    return wrapper
""",
        ["moved"],
    ),
    "gone, and alone in an inner function": (
        DECORATOR,
        """
def timed(function):
    start = clock.start(function)
    def wrapper(*arguments):
        bad(start, function)
    return finish(start)
""",
        ["new"],
    ),
    "the function made a class": (
        "def panel(children):\n    return type(bad('Panel'), (Base,), children)\n",
        """
class panel:
    def __init__(self, children):
        self.children = children

    def bind(self):
        return type(bad('Panel'), (Base,), children)
""",
        ["moved"],
    ),
    "the class renamed, the method documented": (
        METHOD,
        METHOD.replace("Settings", "BaseSettings").replace("True is 1", "Gives a truth value"),
        ["moved"],
    ),
    "the name longer, the line before changed": (
        """
def test_detail(client):
    response = client.get(reverse('detail'))
    bad(response.status, 200)
""",
        """
def test_details(client):
    response = client.get(reverse('details'))
    bad(response.status, 200)
""",
        ["moved"],
    ),
    "a comment laid out": (COMMENT, COMMENT.replace("#bad", "# bad"), ["known"]),
    "the same": (IN_FUNCTION, IN_FUNCTION, ["known"]),
    "an argument more": (IN_FUNCTION, IN_FUNCTION.replace("limit=10", "limit=10, deep=True"), ["modified"]),
    "other quotes": (IN_FUNCTION, IN_FUNCTION.replace("'first'", '"first"'), ["known"]),
    "a trailing comma": (IN_FUNCTION, IN_FUNCTION.replace("limit=10", "limit=10,"), ["known"]),
    "the function renamed": (IN_FUNCTION, IN_FUNCTION.replace("def f", "def g"), ["moved"]),
    "another function called": (IN_FUNCTION, IN_FUNCTION.replace("bad", "worse"), ["new"]),
    "said again": (IN_FUNCTION, IN_FUNCTION + "    bad(user, 'first', limit=10)\n", ["known", "new"]),
    "in a block": (
        IN_FUNCTION,
        IN_FUNCTION.replace("    bad(user", "    if user:\n        bad(user"),
        ["known"],
    ),
    "gone, and another there": (
        IN_FUNCTION,
        """
def f(request):
    user = request.user
    return render(user)


def other(things):
    for thing in things:
        bad(user, 'first', limit=10)
        publish(thing)
""",
        ["new"],
    ),
    "gone, and something else said": (
        IN_FUNCTION,
        """
def f(request):
    user = request.user
    return render(user)


def other(things):
    bad(things, because=["it", "is", "late"])
""",
        ["new"],
    ),
}


@pytest.mark.parametrize(("before", "after", "expected"), CASES.values(), ids=CASES)
def test_a_decision(before: str, after: str, expected: list[str]) -> None:
    """Each small change has one right answer."""
    assert standing(before, after) == expected


def test_another_severity_is_another_violation() -> None:
    """What was accepted as a warning was not accepted as an error."""
    files = {"a.py": source(IN_FUNCTION)}
    known = [replace(violation, severity=Severity.WARNING) for violation in found(files)]

    comparison = compare(snapshot(known, files), found(files), files)

    assert [match.standing for match in comparison.matches] == [Standing.NEW]


def test_another_message_is_another_violation_unless_just_numbers_differ() -> None:
    """Tools that give no subject are told apart by what they say; counts and lines in it do not matter."""
    files = {"a.py": "import os\n"}

    def said(message: str) -> Violation:
        return Violation("unused", Severity.ERROR, Location("a.py", 1), message, "")

    baseline = snapshot([said("`os` on line 3 is unused")], files)

    assert compare(baseline, [said("`os` on line 9 is unused")], files).matches[0].standing is Standing.KNOWN
    assert compare(baseline, [said("`re` on line 3 is unused")], files).matches[0].standing is Standing.NEW


def test_a_file_that_stops_parsing_tightens_nothing() -> None:
    """What is no longer found in it is unknown, not fixed; what is found by its text is known."""
    before = {"a.py": source(IN_FUNCTION) + "\n\nbad(2)\n"}
    after = {"a.py": before["a.py"].replace("bad(2)", "good(2")}

    comparison = told(before, after)

    assert [match.standing for match in comparison.matches] == [Standing.KNOWN]
    assert [known.fate for known in comparison.remembered] == [Fate.UNKNOWN, Fate.PRESENT]


def test_a_file_that_starts_parsing_shows_nothing_new_on_old_lines() -> None:
    """Nothing was found in it while it did not parse; its lines were remembered all the same."""
    broken = {"a.py": "print 'old'\n" + source(IN_FUNCTION)}
    mended = {"a.py": "print('old')\n" + source(IN_FUNCTION) + "    bad(3)\n"}

    comparison = compare(snapshot([], broken), found(mended), mended)

    assert [match.standing for match in comparison.matches] == [Standing.KNOWN, Standing.NEW]


def test_a_line_of_a_file_that_did_not_parse_explains_one_line() -> None:
    """What was found in it as text has its entry; a copy of the line is new all the same."""
    broken = {"a.py": "print 'old'\n" + source(IN_FUNCTION)}
    other = source(IN_FUNCTION).replace("def f", "def other").replace("request.user", "load(request)")
    mended = {"a.py": "print('old')\n" + source(IN_FUNCTION) + "\n\n" + other}

    comparison = told(broken, mended)

    assert [match.standing for match in comparison.matches] == [Standing.KNOWN, Standing.NEW]


def test_the_collector_of_cycles_is_left_as_it_was_found() -> None:
    """It is paused while a comparison makes many values, and only then."""
    states = []
    for switch in (gc.disable, gc.enable):
        switch()
        told({"a.py": IN_FUNCTION}, {"a.py": IN_FUNCTION})
        states.append(gc.isenabled())

    assert states == [False, True]


def test_a_critical_violation_is_not_known_for_its_line_alone() -> None:
    """A file that did not parse was never judged: what is critical in it has to be looked at."""
    broken = {"a.py": "print 'old'\nbad(1)\n"}
    mended = {"a.py": "print('old')\nbad(1)\n"}
    critical = [replace(violation, severity=Severity.CRITICAL) for violation in found(mended)]

    comparison = compare(snapshot([], broken), critical, mended)

    assert [match.standing for match in comparison.matches] == [Standing.NEW]


def test_a_partial_run_leaves_the_rest_alone() -> None:
    """Entries of files that were not judged are unknown, and stay when the baseline is renewed."""
    files = {"a.py": "bad(1)\n", "b.py": "bad(2)\n"}
    baseline = snapshot(found(files), files)

    comparison = compare(baseline, [], {"a.py": ""}, judged="a.py".__eq__)

    assert [known.fate for known in comparison.remembered] == [Fate.FIXED, Fate.UNKNOWN]
    assert [entry.path for entry in renew(baseline, comparison, {"a.py": ""}).entries] == ["b.py"]
    assert [entry.path for entry in prune(baseline, comparison).entries] == ["b.py"]


def test_a_reason_survives_what_the_violation_survives() -> None:
    """It goes along when the baseline is made anew after a rename, and others get the one given."""
    before = {"a.py": source(IN_FUNCTION)}
    after = {"b.py": source(IN_FUNCTION) + "\n\ndef g():\n    worse(1)\n"}
    first = renew(
        snapshot([], {}), compare(snapshot([], {}), found(before), before), before, reason=lambda _: "agreed"
    )

    comparison = compare(first, found(after), after, renames={"a.py": "b.py"})
    second = renew(first, comparison, after, accept=lambda match: match.standing is not Standing.NEW)

    assert [(entry.path, entry.reason) for entry in second.entries] == [("b.py", "agreed")]


def test_text_of_any_language_is_compared_by_its_lines() -> None:
    """The matcher needs no Python: lines and their indentation are enough."""
    before = {"a.js": "function f() {\n  bad(1);\n}\n\nfunction g() {\n  return 2;\n}\n"}
    after = {"a.js": "// new\n" + before["a.js"].replace("return 2;", "bad(1);\n  return 2;")}

    comparison = told(before, after)

    assert [match.standing for match in comparison.matches] == [Standing.KNOWN, Standing.NEW]


def test_fingerprints_are_unique_and_survive_lines_and_layout() -> None:
    """Equal statements in one function have different ones, the same after a reformat."""
    first = {"a.py": "def f():\n    bad(1, 'x')\n    bad(1, 'x')\n"}
    second = {"a.py": '# comment\n\ndef f():\n    bad(\n        1,\n        "x",\n    )\n    bad(1, "x")\n'}

    names = fingerprints(found(first), first)

    assert len(set(names)) == 2
    assert fingerprints(found(second), second) == names


def test_places_outside_the_text_are_no_trouble() -> None:
    """A tool may report line 0, a line past the end, or a file whose text is not at hand."""
    places = [Location("a.py", 0), Location("a.py", 99, 99), Location("gone.py", 3), Location("e.py", 1)]
    violations = [Violation("r", Severity.ERROR, place, "odd", "") for place in places]
    texts = {"a.py": "x = 1\n", "e.py": ""}

    comparison = compare(snapshot(violations, texts), violations, texts)

    assert [match.standing for match in comparison.matches] == [Standing.KNOWN] * 4
