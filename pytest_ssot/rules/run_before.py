"""What is run before a view: hooks and layers of an application, and what a class of views does first."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import partial

import msgspec

from pytest_ssot.facts import values as v
from pytest_ssot.facts.classes import class_function, lineage
from pytest_ssot.facts.links import Links, Site
from pytest_ssot.facts.module import ModuleFacts
from pytest_ssot.facts.resolved import ClassRef, External, FunctionRef, Instance
from pytest_ssot.facts.scopes import Guards
from pytest_ssot.facts.seen_calls import is_test
from pytest_ssot.facts.values import Value
from pytest_ssot.rules.hooked_views import hooks_of
from pytest_ssot.rules.implications import is_nothing, truth_of, ways
from pytest_ssot.rules.kept_tokens import own_object
from pytest_ssot.rules.put_in_front import may_serve, registering
from pytest_ssot.rules.signed_in import authenticator_of

Point = tuple[int, Guards]
"""Where a function lets a request through, and the tests on the way to that."""


class Front(msgspec.Struct, frozen=True):
    """A function that is run before a view, and where it lets the view be run."""

    function: FunctionRef
    points: tuple[Point, ...]


REQUESTS = frozenset(["request", "req", "connection", "conn", "websocket"])
"""The names by which functions are handed a request."""

_LAYERS = (
    *("dispatch", "__call__", "process_request", "process_resource", "process_view"),
    *("authenticate_request", "intercept_service"),
)
"""Methods of a layer that are run before a view."""

_NEXT = re.compile(r"^_*(call_next|handler|next|app|inner|get_response|continuation|application|wrapped)$")
"""The names by which a layer knows the next one."""

_DECORATORS = frozenset(["on_request", "middleware"])
"""Methods of an application, by which a function is run before each of its views."""

_MARKING = "aiohttp.web"
"""What says of a function that it is a layer, which says nothing of who uses it."""

_GUARDING = frozenset(["guards", "before_request"])
"""The keywords by which an application, or a view's decorator, is told what to run first."""

_FIRST = (
    *("prepare", "initial", "setup", "dispatch", "initialize_request", "check_permissions"),
    "dispatch_request",
)
"""Methods of a class of views that are run before what answers a request."""

_AROUND = frozenset(["dispatch", "dispatch_request"])
"""Those that lead to what answers where they ask the class above."""

_VIEWS = re.compile(r"view|handler|endpoint|resource|controller|consumer", re.IGNORECASE)
"""The names of what classes of views are derived from."""

_PERMISSIONS, _TOLD = "permission_classes", "method_decorator"
_DECORATED = ("decorators", "method_decorators")
"""What a class of views is told to ask first, or to put around its views."""


def fronts_of_application(links: Links, view: ModuleFacts) -> Iterator[Front]:
    """What an application of the project is seen to run before its views, those of a module among them."""
    for module in links.modules:
        if is_test(module.path):
            continue
        for index, name in module.places.once(("layers",), partial(_layers, module)):
            homes: tuple[tuple[str, str], ...] = ()
            if name:
                homes = module.places.once(("used", name), partial(registering, links, module, name))
            elif any(_decorates(links, module, value) for value in module.functions[index].decorators):
                homes = ((module.path, ""),)
            if any(may_serve(links, home, word, view) for home, word in homes):
                yield front_of(links, FunctionRef(module, index, {}))
        calls = _guarding_calls(module)
        if calls and may_serve(links, module.path, "", view):
            yield from _told_of(links, module, calls)


def layer_at(module: ModuleFacts, index: int) -> str:
    """The name of the layer that a function is; empty for any other function."""
    found = module.places.once(("layers",), partial(_layers, module))
    return next((name for one, name in found if one == index), "")


def _layers(module: ModuleFacts) -> tuple[tuple[int, str], ...]:
    """The functions that may be layers, and the name by which an application is told; "" by decorating."""
    found = []
    for index, function in enumerate(module.functions):
        if function.owner >= 0:
            if function.name in _LAYERS:
                found.append((index, module.classes[function.owner].name))
            continue
        if any(_is_named_so(module, value) for value in function.decorators):
            found.append((index, ""))
        if _is_layer(module, index):
            outer = function.parent if function.parent >= 0 else index
            found.append((index, module.functions[outer].name))
    return tuple(found)


def _guarding_calls(module: ModuleFacts) -> tuple[Value, ...]:
    """The calls that tell an application what to run first."""

    def found() -> tuple[Value, ...]:
        made = [module.nodes[fact.value] for fact in module.calls]
        values = [fact.value for fact in module.calls]
        decorators = {value for one in module.functions for value in one.decorators}
        return tuple(
            value
            for value, node in zip(values, made, strict=True)
            if isinstance(node, v.Call) and value not in decorators and _tells_first(module, node)
        )

    return module.places.once(("what tells to run first",), found)


def _tells_first(module: ModuleFacts, call: v.Call) -> bool:
    word = getattr(module.nodes[call.callee], "name", "")
    return word == "register_middleware" or any(name in _GUARDING for name, _ in call.keywords)


def _told_of(links: Links, module: ModuleFacts, calls: Iterable[Value]) -> Iterator[Front]:
    """The functions that calls tell to run first, those in a list among them."""
    for value in calls:
        call = module.nodes[value]
        if not isinstance(call, v.Call):
            continue
        held = [one for name, one in call.keywords if name in _GUARDING]
        if getattr(module.nodes[call.callee], "name", "") == "register_middleware":
            held += call.args[:1]
        for one in held:
            row = module.root(one)
            for item in row.items if isinstance(row, v.Sequence) else (one,):
                yield from (_hook(links, each) for each in _functions(links, module, item))


def _functions(links: Links, module: ModuleFacts, value: Value) -> list[FunctionRef]:
    return [one for one in links.value(module, value) if isinstance(one, FunctionRef)]


def _is_named_so(module: ModuleFacts, value: Value) -> bool:
    """A decorator is called as those are by which an application has a function run before each view."""
    node = module.nodes[value]
    given = node.args if isinstance(node, v.Call) else ()
    asked = module.nodes[node.callee] if isinstance(node, v.Call) else node
    plain = all(getattr(module.nodes[one], "value", None) in ("http", "request") for one in given)
    return plain and isinstance(asked, v.Attr) and asked.name in _DECORATORS


def _decorates(links: Links, module: ModuleFacts, value: Value) -> bool:
    """A decorator has an application run a function before each view: `@app.middleware("http")`."""
    node = module.nodes[value]
    asked = module.nodes[node.callee] if isinstance(node, v.Call) else node
    if not _is_named_so(module, value) or not isinstance(asked, v.Attr):
        return False
    held = links.value(module, asked.base)
    return not any(isinstance(one, External) and one.path.startswith(_MARKING) for one in held)


def _is_layer(module: ModuleFacts, index: int) -> bool:
    """A function is handed a request and the next layer, or knows that from the function around it."""
    function = module.functions[index]
    names = [one.name for one in function.parameters]
    if not names or names[0] not in REQUESTS:
        return False
    around = module.functions[function.parent].parameters if function.parent >= 0 else ()
    further = names[1:] or [one.name for one in around[:1]]
    return len(further) == 1 and bool(_NEXT.search(further[0]))


def front_of(links: Links, function: FunctionRef) -> Front:
    """Where a function lets a request through: it calls the next layer, or comes back with no answer."""
    module = function.module
    calls = module.calls_in.get(function.index, ())
    called = tuple((one.value, one.guards) for one in calls if _calls_next(module, function.index, one.value))
    layered = called or _is_layer(module, function.index)
    return Front(function, called) if layered else _hook(links, function)


def _hook(links: Links, function: FunctionRef) -> Front:
    """A function that lets a request through where it comes back with no answer."""
    module, facts = function.module, function.facts
    ends = zip(facts.returns, facts.ends, facts.guards, strict=False)
    found = [(way, end, known) for value, end, guards in ends for way, known in ways(module, value, guards)]
    back = [(end, known) for way, end, known in found if not _is_answer(links, module, way)]
    return Front(function, (*back, *zip(facts.falls_at, facts.falls, strict=False)))


def _calls_next(module: ModuleFacts, index: int, value: Value) -> bool:
    """A call is one of the next layer: `call_next(request)`, `self.get_response(request)`."""
    node = module.nodes[value]
    asked = module.root(node.callee) if isinstance(node, v.Call) else None
    if isinstance(asked, v.Param | v.Free):
        return asked.function in (index, module.functions[index].parent) and bool(_NEXT.search(asked.name))
    if not isinstance(asked, v.Attr):
        return False
    base = module.root(asked.base)
    if isinstance(base, v.Call):
        above = getattr(module.nodes[base.callee], "name", "") == "super"
        return above and asked.name == module.functions[index].name and asked.name in _AROUND
    return base == own_object(module, index) and bool(_NEXT.search(asked.name))


def _is_answer(links: Links, module: ModuleFacts, value: Value) -> bool:
    """What a hook comes back with is an answer, which stands in for that of the view."""
    node = module.root(value)
    if isinstance(node, v.Call):
        functions = _functions(links, module, node.callee)
        return all(
            not one.facts.falls and not any(is_nothing(one.module, each) for each in one.facts.returns)
            for one in functions
        )
    return not is_nothing(module, value) and isinstance(node, v.Sequence | v.Const | v.Dict)


# -- classes of views, and single ones ---------------------------------------------------------------


def fronts_of_view(links: Links, site: Site) -> Iterator[Front]:
    """What the class of a view does before it answers, and what the view's own decorators say."""
    module, index = site.module, site.fact.function
    if index < 0:
        return
    function = module.functions[index]
    yield from _told_of(links, module, function.decorators)
    yield from _put_around(links, module, function.decorators)
    yield from (_hook(links, one) for one in hooks_of(links, module, index))
    yield from fronts_of_signed_in(links, site)
    if function.owner < 0 or function.name in _FIRST:
        return
    cls = ClassRef(module, function.owner, {})
    everything = lineage(links.resolver, cls)
    if not any(isinstance(one, External) and _VIEWS.search(one.path) for one in everything):
        return
    for word in _FIRST:
        method = class_function(links.resolver, cls, word)
        if method is not None:
            yield front_of(links, method)
    above = [one for one in everything if isinstance(one, ClassRef)]
    for base in above:
        facts = base.module.classes[base.index]
        yield from _put_around(links, base.module, facts.decorators)
    for name in (_PERMISSIONS, *_DECORATED, *sorted(_GUARDING)):
        base_of = next((one for one in above if name in one.module.classes[one.index].attributes), None)
        if base_of is not None:
            held = base_of.module.root(base_of.module.classes[base_of.index].attributes[name])
            items = held.items if isinstance(held, v.Sequence) else ()
            asked = {_PERMISSIONS: _asked_first, **dict.fromkeys(_DECORATED, _around)}.get(name, _guarding)
            yield from (one for item in items for one in asked(links, base_of.module, item))


def fronts_of_signed_in(links: Links, site: Site) -> Iterator[Front]:
    """What tells who makes a request, where a view is only for those that it tells somebody of."""
    one = authenticator_of(links, site)
    if one is not None:
        facts = one.facts
        ends = zip(facts.returns, facts.ends, facts.guards, strict=False)
        yield Front(
            one,
            tuple(
                (end, known)
                for value, end, guards in ends
                for way, known in ways(one.module, value, guards)
                if not is_nothing(one.module, way)
            ),
        )


def _guarding(links: Links, module: ModuleFacts, item: Value) -> Iterator[Front]:
    """A function that is run before all views of a class."""
    yield from (_hook(links, one) for one in _functions(links, module, item))


def _asked_first(links: Links, module: ModuleFacts, item: Value) -> Iterator[Front]:
    """A class that is asked for permission: who is let in is told by what it answers."""
    for one in links.value(module, item):
        cls = one.cls if isinstance(one, Instance) else one
        asked = class_function(links.resolver, cls, "has_permission") if isinstance(cls, ClassRef) else None
        if asked is not None:
            yield Front(asked, tuple(_not_refused(asked)))


def _not_refused(function: FunctionRef) -> Iterator[Point]:
    """Where a function answers something else than no."""
    module, facts = function.module, function.facts
    for value, end, guards in zip(facts.returns, facts.ends, facts.guards, strict=False):
        for way, known in ways(module, value, guards):
            if truth_of(module, way) is not False:
                yield end, (*known, (way, True))


def _put_around(links: Links, module: ModuleFacts, decorators: Iterable[Value]) -> Iterator[Front]:
    """The decorators that are made for methods: `@method_decorator(token_required, name="dispatch")`."""
    for value in decorators:
        node = module.nodes[value]
        if isinstance(node, v.Call) and getattr(module.nodes[node.callee], "name", "") == _TOLD:
            told = [module.root(one) for one in node.args[:1]]
            items = [one for row in told if isinstance(row, v.Sequence) for one in row.items] or node.args[:1]
            yield from (one for item in items for one in _around(links, module, item))


def _around(links: Links, module: ModuleFacts, item: Value) -> Iterator[Front]:
    """Where a decorator calls what it decorates."""
    for one in _functions(links, module, item):
        names = [parameter.name for parameter in one.facts.parameters[:1]]
        for index, inner in enumerate(one.module.functions):
            if inner.parent != one.index:
                continue
            points = tuple(
                (fact.value, fact.guards)
                for fact in one.module.calls_in.get(index, ())
                if isinstance(node := one.module.nodes[fact.value], v.Call)
                and one.module.root(node.callee) in [v.Free(one.index, name) for name in names]
            )
            if points:
                yield Front(FunctionRef(one.module, index, {}), points)
