"""The calls of functions that may say what they assign: those made at import, and those in functions."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from typing import TYPE_CHECKING

import msgspec

from pytest_ssot.facts.classes import class_function, generated_key
from pytest_ssot.facts.module import MODULE, CallFacts, ModuleFacts, StoreFacts
from pytest_ssot.facts.places import grouped
from pytest_ssot.facts.resolved import (
    NO_FRAMES,
    Alternatives,
    Arguments,
    ClassRef,
    Frames,
    FunctionKey,
    FunctionRef,
    Instance,
    Partial,
    Resolved,
    Row,
    Table,
    needs_of,
)
from pytest_ssot.facts.values import (
    NOTHING,
    Attr,
    Call,
    Choice,
    Function,
    Imported,
    Item,
    Name,
    Phi,
    Sequence,
    Value,
)

if TYPE_CHECKING:
    from pytest_ssot.facts.resolve import Resolver

Calls = dict[str, list[tuple[ModuleFacts, CallFacts]]]
"""Calls that modules make as they are imported, by the last word of what they call."""


_TEST_FILE = re.compile(
    r"(^|/)((load|perf|smoke|e2e)_?)?(tests?|testing)/|^e2e/"
    r"|(^|/)(test_[^/]*|[^/]*_test|conftest|testing|testutils?|locustfile)\.py$"
)
"""Paths of tests, which set what they need for themselves alone."""


DEEPEST = 3
"""Calls around a call in a function that are looked at for what is handed on."""


def as_called(
    resolver: Resolver, home: ModuleFacts, function: int, around: int = DEEPEST, *, awaited: bool = False
) -> Iterator[tuple[FunctionRef, Frames]]:
    """The calls of a function in the files read so far: what is called, and with what.

    Of calls in functions, so many calls `around` them are looked at for what they hand on. Of a function
    that is merely `awaited`, further calls are not looked for in large trees.
    """
    name = _word_of(home, function)
    (resolver.awaited if awaited else resolver.fillers).add((name.removesuffix("()"), home.path))
    yield from as_imported(resolver, home, {(home.path, function)})
    for module, fact in _inside(resolver, home, function, name):
        yield from _entered(resolver, module, fact, {(home.path, function)}, around)
    yield from _prepared(resolver, home, function)


def _prepared(resolver: Resolver, home: ModuleFacts, function: int) -> Iterator[tuple[FunctionRef, Frames]]:
    """A function with what `partial` has it called with: `read = partial(read_with, strict=False)`."""
    name = home.functions[function].name
    for module in resolver.calling.get("partial", ()):
        if in_tests_only(module, home) or not resolver.project.related(home.path, module.path):
            continue
        for fact in module.calls_by_word["partial"][:MOST_CALLS]:
            node = module.nodes[fact.value]
            first = node.args[:1] if isinstance(node, Call) else ()
            if not any(getattr(_bound(module, one), "name", name) == name for one in first):
                continue
            prepared = resolver.resolve(module, fact.value) if first else ()
            for made in (one for one in prepared if isinstance(one, Partial)):
                for callee in made.callee:
                    if isinstance(callee, FunctionRef) and callee.key == (home.path, function):
                        yield callee, resolver.frames_of(callee, made.arguments)


class Inside(msgspec.Struct):
    """The calls of one function within functions, of so many files that call something by its word."""

    files: int = 0
    calls: list[tuple[ModuleFacts, CallFacts]] = msgspec.field(default_factory=list)


def _inside(
    resolver: Resolver, home: ModuleFacts, function: int, name: str
) -> tuple[tuple[ModuleFacts, CallFacts], ...]:
    key = (home.path, function)
    found = resolver.inner_calls.setdefault(key, Inside())
    modules = resolver.calling.get(name.removesuffix("()"), ())
    while found.files < len(modules):
        module = modules[found.files]
        found.files += 1
        if in_tests_only(module, home) or not resolver.project.related(home.path, module.path):
            continue
        inside = [fact for fact in _calls_of(module, name) if fact.function != MODULE]
        for fact in inside[:MOST_CALLS]:
            node = module.nodes[fact.value]
            if isinstance(node, Call) and key in _called(resolver, module, node.callee):
                found.calls.append((module, fact))
    return tuple(found.calls)


def calls_seen(resolver: Resolver, home: ModuleFacts, function: int) -> int:
    """How many calls there are, in the files read so far, that may be calls of a function."""
    name = _word_of(home, function)
    word = name.removesuffix("()")
    resolver.awaited.add((word, home.path))
    resolver.sought.add(f"{name}()")
    return (
        len(resolver.imported_calls.get(name, ()))
        + len(home.called_at_import.get(function, ()))
        + resolver.numbers_of_calls.get(word, 0)
    )


def put_into_classes(resolver: Resolver, home: ModuleFacts, function: int) -> list[ClassRef]:
    """The classes of which a module makes one of its functions a method: `Reader.__init__ = start`."""
    if home.functions[function].owner != MODULE:
        return []
    return resolver.once(("put", home.path, function), lambda: _put_into_classes(resolver, home, function))


def _put_into_classes(resolver: Resolver, home: ModuleFacts, function: int) -> list[ClassRef]:
    put = home.places.once(("functions that are put somewhere",), lambda: grouped(_functions_put(home)))
    return [
        held
        for store in put.get(function, ())
        for held in resolver.resolve(home, store.target)
        if isinstance(held, ClassRef)
    ]


def _functions_put(home: ModuleFacts) -> Iterator[tuple[int, StoreFacts]]:
    """Each function that a module assigns to an attribute, with the assignment."""
    for store in home.stores:
        held = None if store.item else _bound(home, store.value)
        if isinstance(held, Function):
            yield held.index, store


def _bound(module: ModuleFacts, value: Value) -> object:
    """What a value is, or the name of the module that it is read by."""
    node = module.root(value)
    named = isinstance(node, Name) and node.name in module.bindings
    return module.root(module.bindings[node.name]) if named and isinstance(node, Name) else node


def called_at_import(resolver: Resolver, home: ModuleFacts, function: int) -> bool:
    """A function may be called as files are imported."""
    name = _word_of(home, function)
    resolver.awaited.add((name.removesuffix("()"), home.path))
    resolver.sought.add(f"{name}()")
    return name in resolver.imported_calls or function in home.called_at_import


def _word_of(home: ModuleFacts, function: int) -> str:
    """The word by which a function is called; of one that another gives, that one's and brackets."""
    if home.functions[function].name in _MAKING and home.functions[function].owner != MODULE:
        return home.classes[home.functions[function].owner].name
    around = home.functions[function].parent
    if around >= 0 and any(_gives(home, value, function) for value in home.functions[around].returns):
        return f"{home.functions[around].name}()"
    return home.functions[function].name


def _gives(home: ModuleFacts, value: Value, function: int) -> bool:
    """What is returned is a function, or one among others: `return read, configure`."""
    node = home.nodes[value]
    items = node.items if isinstance(node, Sequence) else (value,)
    return any(home.nodes[one] == Function(function) for one in items)


def _calls_of(module: ModuleFacts, word: str) -> Iterator[CallFacts]:
    if not word.endswith("()"):
        yield from module.calls_by_word.get(word, ())
        return
    for fact in module.calls_by_word.get("", ()):
        node = module.nodes[fact.value]
        if isinstance(node, Call) and word in _words_of_callee(module, node.callee):
            yield fact


MOST_CALLS = 20
"""Calls of a function within the functions of one file that may say what it is given."""


def as_imported(
    resolver: Resolver, home: ModuleFacts, wanted: set[FunctionKey], *, renamed: bool = True
) -> Iterator[tuple[FunctionRef, Frames]]:
    """The calls of a module's functions that it and others make as they are imported: what and with what."""
    words = [_word_of(home, index) for _, index in wanted if index >= 0]
    resolver.sought.update(f"{word}()" for word in words)
    own = _own_calls(resolver, home) if renamed else home.called_at_import
    called = tuple(fact for _, index in sorted(wanted) for fact in own.get(index, ()))
    given = [(home, fact) for fact in called]
    others = [one for word in words for one in resolver.imported_calls.get(word, ())]
    resolver.go_through(len(given) + len(others))
    if resolver.is_spent:
        resolver.cut_off()
        return
    given += [
        one for one in others if one[0] is not home and resolver.project.related(home.path, one[0].path)
    ]
    for module, fact in given:
        yield from _entered(resolver, module, fact, wanted)


def _own_calls(resolver: Resolver, home: ModuleFacts) -> Mapping[int, Iterable[CallFacts]]:
    """The calls that a module makes as it is imported, by the index of its own function that is called."""
    known = resolver.own_calls.get(home.path)
    if known is None:
        known = {}
        for fact in home.calls_in.get(MODULE, ()):
            node = home.nodes[fact.value]
            for path, index in _called(resolver, home, node.callee) if isinstance(node, Call) else ():
                if path == home.path:
                    known.setdefault(index, []).append(fact)
        resolver.own_calls[home.path] = known
    return known


def _entered(
    resolver: Resolver, module: ModuleFacts, fact: CallFacts, wanted: set[FunctionKey], around: int = 0
) -> Iterator[tuple[FunctionRef, Frames]]:
    """What a call enters, and with what; seen through so many calls `around` it if they tell more."""
    node = module.nodes[fact.value]
    if not isinstance(node, Call) or wanted.isdisjoint(_called(resolver, module, node.callee)):
        return
    found = list(_entered_from(resolver, module, fact, node, wanted, NO_FRAMES))
    if around and fact.function != MODULE and any(_depends(*one) for one in found):
        key = ("called", module.path, str(fact.function))
        if not resolver.visiting(*key):
            with resolver.visit(*key):
                for function in (fact.function, *_standing_in(module, fact.function)):
                    outside = as_called(resolver, module, function, around - 1, awaited=True)
                    seen = [
                        one
                        for _, frames in outside
                        for one in _entered_from(resolver, module, fact, node, wanted, frames)
                    ]
                    found = seen or found
                    if seen and not any(_depends(*one) for one in seen):
                        break
                else:
                    inside = _by_default(resolver, module, found)
                    entered = _entered_from(resolver, module, fact, node, wanted, inside) if inside else ()
                    found = list(entered) or found
    yield from found


def _by_default(resolver: Resolver, module: ModuleFacts, found: list[tuple[FunctionRef, Frames]]) -> Frames:
    """What parameters hold of which no call is seen that says anything: their defaults."""
    frames: dict[FunctionKey, dict[str, Alternatives]] = {}
    needs = needs_of(*(group for callee, given in found for group in given.get(callee.key, {}).values()))
    for path, index, name in needs:
        held: Alternatives = ()
        if path == module.path and index <= generated_key(0):
            made = resolver.call(ClassRef(module, generated_key(index), NO_FRAMES), Arguments())
            held = resolver.attribute(made[0], name) if made else ()
        elif path == module.path and index >= 0:
            own = (one for one in module.functions[index].parameters if one.name == name)
            defaults = [one.default for one in own if one.default != NOTHING]
            held = resolver.resolve(module, defaults[0]) if defaults else ()
        if held and not needs_of(held):
            frames.setdefault((path, index), {})[name] = held
    return frames


def _standing_in(module: ModuleFacts, function: int) -> Iterator[int]:
    """The functions around one, of which it may use what they are given."""
    while (function := module.functions[function].parent) >= 0:
        yield function


def _depends(callee: FunctionRef, frames: Frames) -> bool:
    """What a function is given depends on what is around the call of it."""
    given = frames.get(callee.key, {})
    return any(
        one.implied is not None if isinstance(one, Instance) else bool(needs_of((one,)))
        for held in given.values()
        for group in (held, *(part for one in held for part in _parts(one)))
        for one in group
    )


def _parts(value: Resolved) -> Iterable[Alternatives]:
    """What a mapping, a row or an object holds that is handed over: `**options`, `Request(token, strict)`."""
    if isinstance(value, Instance) and value.arguments is not None:
        return (*value.arguments.positional, *value.arguments.keywords.values())
    if isinstance(value, Table):
        return (value.rest, *value.entries.values())
    return value.items if isinstance(value, Row) else ()


def _entered_from(
    resolver: Resolver,
    module: ModuleFacts,
    fact: CallFacts,
    node: Call,
    wanted: set[FunctionKey],
    around: Frames,
) -> Iterator[tuple[FunctionRef, Frames]]:
    for callee in resolver.resolve(module, node.callee, around):
        if isinstance(callee, FunctionRef) and callee.key in wanted:
            yield callee, resolver.frames_of(callee, resolver.arguments(node, module, around))
        elif isinstance(callee, ClassRef):
            for method in _makers(resolver, callee):
                for made in resolver.resolve(module, fact.value, around) if method.key in wanted else ():
                    if isinstance(made, Instance):
                        given = {**made.frames.get(method.key, {}), method.facts.parameters[0].name: (made,)}
                        yield method, {**made.frames, method.key: given}


_MAKING = ("__init__", "__post_init__")
"""Methods that run as an object is made, and are called by the name of its class."""


def _makers(resolver: Resolver, cls: ClassRef) -> list[FunctionRef]:
    found = (class_function(resolver, cls, name) for name in _MAKING)
    return [method for method in found if method is not None and method.facts.parameters]


def _called(resolver: Resolver, module: ModuleFacts, callee: Value) -> frozenset[FunctionKey]:
    """The project's functions that a value is, as it was found when it was first asked for."""
    key = module.path, callee
    if key not in resolver.called:
        found = resolver.resolve(module, callee)
        if not found:  # who asks is being asked for: it is told once that has come to an end
            return frozenset()
        made = [maker for one in found if isinstance(one, ClassRef) for maker in _makers(resolver, one)]
        functions = (one.key for one in (*found, *made) if isinstance(one, FunctionRef))
        resolver.called[key] = frozenset(functions)
    return resolver.called[key]


def note_calls(known: Calls, module: ModuleFacts, sought: set[str]) -> bool:
    """Add the calls that a module makes as it is imported, by their words; tells if some were sought."""
    if in_tests_only(module, None):
        return False
    found = False
    for fact in module.calls_in.get(MODULE, ()):
        node = module.nodes[fact.value]
        assert isinstance(node, Call)
        tells = node_has_arguments(node) or isinstance(module.nodes[node.callee], Attr)
        for word in _words_of_callee(module, node.callee):
            if tells:
                known.setdefault(word, []).append((module, fact))
                found = found or f"{word}()" in sought
    return found or any(f"{word}()" in sought for word in module.calls_by_word)


def _words_of_callee(module: ModuleFacts, callee: Value) -> Iterator[str]:
    """The last words of what a call may call; not those of the module's own functions and classes."""
    node = module.nodes[callee]
    if isinstance(node, Choice | Phi):
        for option in (node.then, node.other) if isinstance(node, Choice) else node.options:
            yield from _words_of_callee(module, option)
    elif isinstance(node, Call):
        yield from (f"{word}()" for word in _words_of_callee(module, node.callee))
    elif isinstance(node, Item) and isinstance(module.nodes[node.base], Call):
        yield from _words_of_callee(module, node.base)
    elif isinstance(node, Attr | Imported) or (isinstance(node, Name) and node.name not in module.bindings):
        yield from filter(None, [node.name])


def node_has_arguments(node: object) -> bool:
    """A call that hands something over."""
    return isinstance(node, Call) and bool(node.args or node.keywords)


def in_tests_only(module: ModuleFacts, home: object) -> bool:
    """An assignment in a test to something that is no test's own."""
    if not is_test(module.path):
        return False
    return home is None or (isinstance(home, ModuleFacts) and not is_test(home.path))


@cache
def is_test(path: str) -> bool:
    """A file is a test, or stands among tests."""
    return _TEST_FILE.search(path) is not None
