"""The calls of many modules, looked up by the words that they are spelled with."""

from __future__ import annotations

from collections.abc import Callable

import msgspec

from pytest_ssot.facts import values as v
from pytest_ssot.facts.forms import ANY_FORM, Form, form_of
from pytest_ssot.facts.module import MAKERS, CallFacts, ModuleFacts
from pytest_ssot.facts.project import Project
from pytest_ssot.facts.resolved import FunctionKey
from pytest_ssot.facts.sites import Site
from pytest_ssot.facts.values import Value

Telling = Callable[[Site], bool]
"""Tells which calls, by what they are handed, are worth a look at what they call.

It is asked once of each call: equal ones answer alike, today and tomorrow.
"""

FEW_CALLS = 20
"""Calls that may be those of a function up to which all are looked at, wherever they are."""

_Calls = list[tuple[ModuleFacts, tuple[CallFacts, ...]]]


class Suspicion(msgspec.Struct, frozen=True):
    """What is known of the callers a question is about that is asked often, and mostly in vain.

    Only `telling` calls matter; where many files mention the function, only those with a word of `near`.
    In a large project, only calls in files that are `close` to that of the function, if so.
    """

    telling: Telling | None = None
    near: tuple[str, ...] = ()
    close: bool = False


class _Passed(msgspec.Struct):
    """The calls by one word that pass a test, of so many that were `seen`; the files they stand in."""

    seen: int = 0
    sites: list[Site] = msgspec.field(default_factory=list)
    homes: set[str] = msgspec.field(default_factory=set)

    def add(self, site: Site) -> None:
        """Another one passes."""
        self.sites.append(site)
        self.homes.add(site.module.path)


class CallIndex:
    """The calls of the modules added so far, by the words of what they call and of what they hand over.

    `group` names the files that have to do with each other, which one is among; `related` tells of a file,
    the first, which others may call what it defines.
    """

    def __init__(
        self, project: Project, group: Callable[[str], str], related: Callable[[str, str], bool]
    ) -> None:
        self._project = project
        self._group = group
        self._related = related
        self._called: dict[tuple[str, str], _Calls] = {}
        self._handed: dict[tuple[str, str], _Calls] = {}
        self._defining: dict[str, list[str]] = {}
        self._passed: dict[tuple[str, str, bool, Telling | None], _Passed] = {}
        self._outermost: dict[str, dict[v.Value, v.Value]] = {}
        self._forms: dict[FunctionKey, Form] = {}
        self._of_form: dict[tuple[str, str, Telling | None, Form], _Passed] = {}

    def add(self, module: ModuleFacts) -> None:
        """Take the calls of a further module into account."""
        group = self._group(module.path)
        for index, calls in ((self._called, module.calls_by_word), (self._handed, handed_by_word(module))):
            for word, facts in calls.items():
                index.setdefault((word, group), []).append((module, facts))
        for name in module.classes_by_name:
            self._defining.setdefault(name, []).append(module.path)

    def possible(self, key: FunctionKey, words: frozenset[str], telling: Telling | None) -> list[Site]:
        """The calls that may, by these words, be calls of a function or hand it over, if they are `telling`.

        The maker of a class is called by its own name, `super().__init__(…)`, only beside a class that goes
        by one of `words`.
        """
        form, group = self._form(key), self._group(key[0])
        makers = {path for word in words for path in self._defining.get(word, ())} if words & MAKERS else ()
        found, homes = list[Site](), set[str]()
        for word in sorted(words):  # the order decides which callers are followed where they are many
            fitting = self._fitting(word, group, telling, form)
            if word in MAKERS:
                found += (site for site in fitting.sites if site.module.path in makers)
            else:
                found += fitting.sites
            handed = self._passing(word, group, telling, handed=True)
            found += handed.sites
            homes |= fitting.homes | handed.homes
        if len(found) <= FEW_CALLS:
            return found
        near = {path for path in homes if self._related(key[0], path)}
        return found if len(near) == len(homes) else [site for site in found if site.module.path in near]

    def not_compared(self, key: FunctionKey, words: frozenset[str], telling: Telling | None) -> int:
        """How many calls by these words were not compared yet with the form that a function has."""
        form, group = self._form(key), self._group(key[0])
        left = 0
        for word in words if form is not ANY_FORM else ():
            known = self._of_form.get((word, group, telling, form))
            called = self._passing(word, group, telling, handed=False)
            left += len(called.sites) - (0 if known is None else known.seen)
        return left

    def _fitting(self, word: str, group: str, telling: Telling | None, form: Form) -> _Passed:
        """The calls by one word that have a form: found out once for all functions that have the same."""
        called = self._passing(word, group, telling, handed=False)
        if form is ANY_FORM:
            return called
        fitting = self._of_form.setdefault((word, group, telling, form), _Passed())
        for site in called.sites[fitting.seen :]:
            if form.takes(site):
                fitting.add(site)
        fitting.seen = len(called.sites)
        return fitting

    def _passing(self, word: str, group: str, telling: Telling | None, *, handed: bool) -> _Passed:
        calls = (self._handed if handed else self._called).get((word, group), [])
        passed = self._passed.setdefault((word, group, handed, telling), _Passed())
        for module, facts in calls[passed.seen :]:
            for fact in facts:
                site = Site(module, fact)
                if (handed or not self._is_outside(module, fact)) and (telling is None or telling(site)):
                    passed.add(site)
        passed.seen = len(calls)
        return passed

    def _form(self, key: FunctionKey) -> Form:
        if key not in self._forms:
            module = self._project.facts(key[0])
            self._forms[key] = form_of(module, key[1]) if module is not None else ANY_FORM
        return self._forms[key]

    def _is_outside(self, module: ModuleFacts, fact: CallFacts) -> bool:
        """What is called belongs to a module outside the project, by its spelling alone."""
        known = self._outermost.setdefault(module.path, {})
        value, passed = fact.value, list[v.Value]()
        while value not in known:
            passed.append(value)
            node = module.nodes[value]
            if not isinstance(node, v.Call | v.Attr):
                known[value] = value
                break
            value = node.callee if isinstance(node, v.Call) else node.base
        known.update(dict.fromkeys(passed, known[value]))  # calls may be chained by the thousand
        node = module.nodes[known[value]]
        return isinstance(node, v.Imported) and self._project.locate(module.path, node.module) is None


def handed_by_word(module: ModuleFacts) -> dict[str, tuple[CallFacts, ...]]:
    """The calls by the last words of what they are handed, and of the tasks and views that they start."""
    found: dict[str, list[CallFacts]] = {}
    for fact in module.calls:
        call = module.nodes[fact.value]
        assert isinstance(call, v.Call)
        callee = module.nodes[call.callee]
        task = (callee.base,) if isinstance(callee, v.Attr) and callee.name in v.STARTING else ()
        for value in (*task, *module.handed(call)):
            if word := _handed_word(module, value):
                found.setdefault(word, []).append(fact)
    return {word: tuple(facts) for word, facts in found.items()}


def _handed_word(module: ModuleFacts, value: Value) -> str:
    """The word of what is handed over; of what a call gives, that of the call with brackets."""
    node = module.nodes[value]
    if isinstance(node, v.Function):
        return module.functions[node.index].word
    if isinstance(node, v.Call):
        made = getattr(module.nodes[node.callee], "name", "")
        return f"{made}()" if made else ""
    return node.name if isinstance(node, v.Attr | v.Name | v.Imported) else ""


_CALLING = (
    *("submit", "to_thread", "run_in_executor", "run_in_threadpool", "run_sync", "Thread"),
    *("partial", "partialmethod"),
)
"""What calls what it is handed, or prepares a call of it."""


_UNTOLD = (v.Item, v.Param, v.Free)


def handing_over_untold(module: ModuleFacts) -> tuple[CallFacts, ...]:
    """The calls that hand over what no word tells: `to_thread(READERS["web"], token)`, `partial(func)`."""
    calls = (
        (fact, module.nodes[fact.value]) for word in _CALLING for fact in module.calls_by_word.get(word, ())
    )
    return tuple(
        fact
        for fact, node in calls
        if isinstance(node, v.Call)
        and any(isinstance(module.nodes[value], _UNTOLD) for value in module.handed(node))
    )


def calls_of_made(module: ModuleFacts) -> tuple[CallFacts, ...]:
    """The calls of what a call has given to a name of the module: `reader = build(conf)`, `reader(token)`."""
    made = {
        name
        for name, value in module.bindings.items()
        if value >= 0 and isinstance(module.root(value), v.Call)
    }
    return tuple(fact for word in sorted(made) for fact in module.calls_by_word.get(word, ()))


def called_objects(module: ModuleFacts, index: int) -> frozenset[str]:
    """The class whose objects are called by a function: who makes one need not name its method."""
    function = module.functions[index] if index >= 0 else None
    is_method = function is not None and function.name == "__call__" and function.owner >= 0
    return frozenset([module.classes[function.owner].name]) if function and is_method else frozenset()


def names_in_text(module: ModuleFacts, name: str) -> bool:
    """A text is a name, or says where something of that name is to be found: `"package.module:Name"`."""
    tails = (f":{name}", f".{name}")
    texts = (getattr(module.nodes[number], "value", None) for number in module.places.of(v.Const))
    return any(isinstance(text, str) and (text == name or text.endswith(tails)) for text in texts)


__all__ = [
    "CallIndex",
    "Suspicion",
    "Telling",
    "called_objects",
    "calls_of_made",
    "handed_by_word",
    "handing_over_untold",
    "names_in_text",
]
