"""What tests do for themselves: what a program accepts is decided elsewhere."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pytest_ssot.facts import values as v
from pytest_ssot.facts.links import Links
from pytest_ssot.facts.module import ModuleFacts
from pytest_ssot.facts.neighbours import module_word
from pytest_ssot.facts.resolved import External, Place
from pytest_ssot.facts.seen_calls import is_test
from pytest_ssot.rules.decisions import Seen

IN_TESTS = ", in a test"


def in_tests_only(links: Links, place: Place, seen: Seen) -> str:
    """In words that follow a description: a test decides, and what it calls; empty for anything else."""
    outermost = seen.chain[-1] if seen.chain else seen.site
    function = outermost.fact.function
    if _is_stand_in(place.path) and place.path == outermost.module.path and function >= 0:
        return "" if _is_named_by_program(links, outermost.module, function) else IN_TESTS
    if place.path == outermost.module.path and in_fixture(links, outermost.module, function):
        return IN_TESTS
    if not is_test(place.path) or not is_test(outermost.module.path):
        return ""
    callers = links.callers((outermost.module.path, function)) if function >= 0 else []
    own = all(is_test(caller.module.path) for caller, _ in callers)
    own = own and (bool(callers) or not any(_importing_program(links, outermost.module)))
    return IN_TESTS if own or _is_made_by_tests(links, outermost.module, function) else ""


def in_file_of_tests(place: Place, seen: Seen) -> str:
    """The same, told by the names of files alone: a program imports none that a runner of tests looks for."""
    paths = place.path, (seen.chain[-1] if seen.chain else seen.site).module.path
    return IN_TESTS if all(map(_COLLECTED.search, paths)) else ""


_COLLECTED = re.compile(r"(^|/)(test_[^/]*|[^/]*_test|conftest)\.py$")


def _is_made_by_tests(links: Links, module: ModuleFacts, index: int) -> bool:
    """A method is of a class that no file but tests names, nor imports anything that lies beside it.

    The program may call the method, but on objects that tests have made.
    """
    owner = module.functions[index].owner
    if owner < 0 or module.classes[owner].parent >= 0:
        return False
    named = all(is_test(home.path) for home in links.naming(module, module.classes[owner].name))
    return named and not any(_importing_program(links, module))


def _importing_program(links: Links, module: ModuleFacts) -> Iterator[ModuleFacts]:
    """Other files than tests that import a module, or may, as it is named where modules are told by texts."""
    for home in links.naming(module, module_word(module.path)):
        told = any(word in home.calls_by_word for word in _IMPORTING)
        if not is_test(home.path) and (
            told or any(links.project.locate(home.path, one) == module.path for one in _imported(home))
        ):
            yield home


_IMPORTING = ("import_module", "__import__", "import_string", "load_object")
"""The names of calls that import what a text names."""


def _imported(module: ModuleFacts) -> Iterator[str]:
    """The modules that a file imports, or may: `from tests import doubles` as well."""
    for one in module.imports:
        yield from (one.module, f"{one.module}.{one.name}" if one.name else one.module)
    yield from (path for path, _ in module.star_imports)


def _is_stand_in(path: str) -> bool:
    """A file holds what stands in for others in tests, to judge by its name."""
    return bool(_STAND_IN.search(path)) and not is_test(path)


def _is_named_by_program(links: Links, module: ModuleFacts, index: int) -> bool:
    """Another file than a test names a function, or the class whose method it is."""
    function = module.functions[index]
    name = module.classes[function.owner].name if function.owner >= 0 else function.name
    return function.parent >= 0 or any(home is not module for home in links.naming(module, name))


_STAND_IN = re.compile(r"(^|/)(fakes?|mocks?|stubs?|dumm(y|ies)|doubles)(/|_[^/]*\.py$|\.py$)")

_FIXTURES = ("pytest.fixture", "pytest_asyncio.fixture")


def in_fixture(links: Links, module: ModuleFacts, function: int) -> bool:
    """A function, or one around it, is a fixture: nobody but pytest may call it, wherever it is shipped."""
    while function >= 0:
        for decorator in module.functions[function].decorators:
            node = module.nodes[decorator]
            held = links.value(module, node.callee if isinstance(node, v.Call) else decorator)
            if any(isinstance(one, External) and one.path in _FIXTURES for one in held):
                return True
        function = module.functions[function].parent
    return False
