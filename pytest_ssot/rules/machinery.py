"""Verification taken out of the libraries themselves: patches, permissive algorithms, overrides."""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from pytest_ssot.facts import values as v
from pytest_ssot.facts.classes import class_function, lineage
from pytest_ssot.facts.links import Links, Site, Telling
from pytest_ssot.facts.module import MODULE, ModuleFacts, StoreFacts
from pytest_ssot.facts.resolved import (
    Alternatives,
    Arguments,
    ClassRef,
    External,
    FunctionKey,
    FunctionRef,
    Instance,
    Known,
    Parameter,
    Place,
    Resolved,
    Row,
    needs_of,
)
from pytest_ssot.facts.seen_calls import is_test
from pytest_ssot.rules.decisions import follow
from pytest_ssot.rules.handed import HandsOver
from pytest_ssot.rules.judged_calls import may_be_told
from pytest_ssot.rules.libraries import FOLLOWED, TOP_LEVEL, VERIFIERS
from pytest_ssot.rules.reachability import kept_from_running, stays_closed
from pytest_ssot.rules.stand_ins import OPTIONS, permissive, switched_off
from pytest_ssot.rules.tests_only import in_fixture

_TELLS = HandsOver(FOLLOWED.words | VERIFIERS)
"""Tells which calls may hand over a library's object, or the name of a check."""


class Tampering(msgspec.Struct, frozen=True):
    """A place where a library's check is replaced, and how; `kept` says why the place is not reached."""

    place: Place
    subject: str
    how: str
    function: int
    kept: str = ""


def tampering(links: Links, module: ModuleFacts) -> Iterator[Tampering]:
    """Every place in a module, tests aside, that takes a library's check out."""
    if is_test(module.path):
        return
    for found in (*_stores(links, module), *_calls(links, module)):
        home = links.project.facts(found.place.path)
        if home is None or not in_fixture(links, home, found.function):
            yield found
    yield from _overrides(links, module)


def _calls(links: Links, module: ModuleFacts) -> Iterator[Tampering]:
    """What the calls of a module do to libraries."""
    for fact in module.calls:
        site = Site(module, fact)
        if site.word in _CALLS:
            yield from _call(links, site)
        elif _names_a_verifier(site):
            yield from _handed_to(links, site)


def _names_a_verifier(site: Site) -> bool:
    """Among the arguments is the name of a library's check, as a text."""
    given = (*site.node.args, *(value for _, value in site.node.keywords))
    nodes = (site.module.nodes[value] for value in given)
    return any(isinstance(node, v.Const) and node.value in VERIFIERS for node in nodes)


def _handed_to(links: Links, site: Site) -> Iterator[Tampering]:
    """What a function of the project, told the name of a check, does to the library."""
    links.resolver.ask()
    for function in links.callees(site):
        if not isinstance(function, FunctionRef) or function.module.path == site.module.path:
            continue
        frames = links.enter(site, function)
        for fact in function.module.calls_in.get(function.index, ()):
            inner = Site(function.module, fact, frames)
            if inner.word not in _CALLS:
                continue
            given = links.arguments(inner)
            for callee in links.callees(inner):
                for subject, how in _CALLS[inner.word](links, callee, given):
                    yield Tampering(site.place, subject, how, site.fact.function)


def _call(links: Links, site: Site) -> Iterator[Tampering]:
    """What a call does to a library, seen from those who say what it is done to."""
    if site.word in _SETTERS and not may_be_told(links, site, {"hmac"}):
        return
    for seen in follow(links, site, lambda current: _open_arguments(links, current), _ask):
        if site.word in _SETTERS and not _may_set_a_check(links, seen.site):
            continue
        given = links.arguments(seen.site)
        outermost = seen.chain[-1] if seen.chain else site
        for callee in links.callees(seen.site):
            for subject, how in _CALLS[site.word](links, callee, given):
                kept = kept_from_running(links, seen)
                yield Tampering(outermost.place, subject, how, outermost.fact.function, kept)


def _ask(site: Site, key: FunctionKey, wanted: frozenset[Parameter]) -> Telling:  # noqa: ARG001 - see Ask
    return _TELLS


def _open_arguments(links: Links, site: Site) -> frozenset[Parameter]:
    """The parameters that say whose attribute is set, unless it is one that decides nothing."""
    if site.word not in _SETTERS or (site.node.args and _is_itself(site.module, site.node.args[0])):
        return frozenset()
    targets, names = _target_and_name(links, site)
    if not _may_name_a_check(names) or any(isinstance(one, Instance) for one in targets):
        return frozenset()
    wanted = needs_of(targets, names)
    return wanted if wanted and _may_set_a_function(links, site) else frozenset()


def _may_set_a_function(links: Links, site: Site) -> bool:
    """What a call sets may be called in place of a check, or hold a check's options."""
    held = links.arguments(site).get(2, "value")
    return not held or any(not isinstance(one, Instance | Known | Row) for one in held)


def _is_itself(module: ModuleFacts, value: v.Value) -> bool:
    """A value is the object that a method is called on, which is no library's."""
    root = module.root(value)
    return isinstance(root, v.Param) and module.functions[root.function].takes_itself_as(root.name)


def _target_and_name(links: Links, site: Site) -> tuple[Alternatives, Alternatives]:
    """What `setattr` sets an attribute of, and the attribute's name; what it sets may be costly to tell."""
    plain = [one for one in site.node.args[:2] if not isinstance(site.module.nodes[one], v.Star)]
    if len(plain) < len(("object", "name")):
        given = links.arguments(site)
        return given.get(0, "object"), given.get(1, "name")
    target, name = plain
    names = links.value(site.module, name, site.frames)
    return (links.value(site.module, target, site.frames) if _may_name_a_check(names) else ()), names


def _may_name_a_check(names: Alternatives) -> bool:
    return any(not isinstance(name, Known) or name.value in VERIFIERS for name in names)


def _may_set_a_check(links: Links, site: Site) -> bool:
    """A call sets an attribute that may be a library's check."""
    targets, names = _target_and_name(links, site)
    return _may_name_a_check(names) and any(isinstance(one, External) for one in targets)


def _stores(links: Links, module: ModuleFacts) -> Iterator[Tampering]:
    for store in module.stores:
        if not store.item and store.name in _MODULES_OF_CHECKS:
            yield from _shims(links, module, store)
        if store.item or store.name not in VERIFIERS:
            continue
        links.resolver.ask()
        for subject in _subjects(links, module, store):
            if permissive(links, links.value(module, store.value), store.name):
                kept = stays_closed(links, module, store.function, store.guards)
                yield Tampering(Place(module.path, store.at), subject, "is replaced", store.function, kept)
                break


def _subjects(links: Links, module: ModuleFacts, store: StoreFacts) -> Iterator[str]:
    """The library's checks that an assignment may replace, also on one of a class derived from one's."""
    if _is_itself(module, store.target):
        owner = module.functions[store.function].owner
        base = _library_base(links, ClassRef(module, owner, {})) if owner != MODULE else ""
        yield from [f"{base}.{store.name}"] if base and store.name in _CHECKS else ()
        return
    for target in (*links.value(module, store.target), *_given_by_callers(links, module, store.target)):
        yield from filter(None, [_verifier(target, store.name)])


_CHECKS = VERIFIERS - {"decode", "decode_complete"}
"""Those that only verify: who replaces them on an object of their own class takes the check out."""

_MODULES_OF_CHECKS = ("hmac", "jws", "crypto")
"""The names by which the libraries know the modules whose functions compare signatures."""


def _shims(links: Links, module: ModuleFacts, store: StoreFacts) -> Iterator[Tampering]:
    """An object that accepts everything, in the place of a module that a library compares signatures with."""
    links.resolver.ask()
    targets = [one.path for one in links.value(module, store.target) if isinstance(one, External)]
    path = next((one for one in targets if one.partition(".")[0] in TOP_LEVEL), "")
    for value in links.value(module, store.value) if path else ():
        cls = value.cls if isinstance(value, Instance) else value
        for name in sorted(VERIFIERS) if isinstance(cls, ClassRef) else ():
            method = class_function(links.resolver, cls, name) if isinstance(cls, ClassRef) else None
            if method is not None and permissive(links, (method,), name):
                kept = stays_closed(links, module, store.function, store.guards)
                place = Place(module.path, store.at)
                yield Tampering(place, f"{path}.{store.name}.{name}", "is replaced", store.function, kept)


def _given_by_callers(links: Links, module: ModuleFacts, target: v.Value) -> Iterator[Resolved]:
    """What the object is for who calls the function that is handed it; a method's own is no library's."""
    for path, function, name in sorted(needs_of(links.value(module, target))):
        facts = links.project.facts(path)
        method = facts.functions[function] if facts is not None and function >= 0 else None
        if method is not None and method.takes_itself_as(name):
            continue
        for caller, callee in links.callers((path, function), telling=_TELLS):
            links.resolver.ask()
            yield from links.value(module, target, links.enter(caller, callee))


def _verifier(target: Resolved, name: str) -> str:
    """The dotted name of a library's check, when `target.name` is one."""
    if not isinstance(target, External) or name not in VERIFIERS:
        return ""
    path = f"{target.path}.{name}".replace("()", "")
    top = path.partition(".")[0]
    if path == "hmac.compare_digest" or top in TOP_LEVEL:
        return path
    return ""


def _set_attribute(links: Links, callee: Resolved, given: Arguments) -> Iterator[tuple[str, str]]:
    if not isinstance(callee, External) or callee.path not in _SETATTR:
        return
    yield from _patched(links, given.get(0, "object"), given.get(1, "name"), given.get(2, "value"))


_SETTERS = ("setattr", "__setattr__")
_SETATTR = ("builtins.setattr", "builtins.type.__setattr__", "builtins.object.__setattr__")


def _patched(
    links: Links, targets: Alternatives, names: Alternatives, values: Alternatives
) -> Iterator[tuple[str, str]]:
    for target in targets:
        for name in names:
            subject = _verifier(target, str(name.value)) if isinstance(name, Known) else ""
            if subject and permissive(links, values, subject.rpartition(".")[2]):
                yield subject, "is replaced"


def _patch(_: Links, callee: Resolved, given: Arguments) -> Iterator[tuple[str, str]]:
    """`mock.patch("library.check", …)`."""
    if not isinstance(callee, External) or not callee.path.endswith("mock.patch"):
        return
    for name in given.get(0, "target"):
        path = str(name.value) if isinstance(name, Known) else ""
        base, last = path.rpartition(".")[::2]
        if _verifier(External(base), last):
            yield path, "is patched outside of tests"


def _patch_object(_: Links, callee: Resolved, given: Arguments) -> Iterator[tuple[str, str]]:
    """`mock.patch.object(library, "check", …)`."""
    if not isinstance(callee, External) or not callee.path.endswith("mock.patch.object"):
        return
    for target in given.get(0, "target"):
        for name in given.get(1, "attribute"):
            subject = _verifier(target, str(name.value)) if isinstance(name, Known) else ""
            if subject:
                yield subject, "is patched outside of tests"


def _register(links: Links, callee: Resolved, given: Arguments) -> Iterator[tuple[str, str]]:
    """`register_algorithm` with an object whose `verify` accepts everything."""
    if not isinstance(callee, External) or callee.path.partition(".")[0] not in TOP_LEVEL:
        return
    for group in (*given.positional, *given.keywords.values()):
        for value in group:
            if isinstance(value, Instance | ClassRef):
                cls = value.cls if isinstance(value, Instance) else value
                method = class_function(links.resolver, cls, "verify")
                if method is not None and permissive(links, (method,), "verify"):
                    yield callee.path.replace("()", ""), "registers an algorithm that accepts every signature"


_CALLS = {
    "setattr": _set_attribute,
    "__setattr__": _set_attribute,
    "patch": _patch,
    "object": _patch_object,
    "register_algorithm": _register,
}


def _overrides(links: Links, module: ModuleFacts) -> Iterator[Tampering]:
    """Classes derived from a library's whose check accepts everything."""
    for index, cls in enumerate(module.classes):
        names = set(cls.attributes) & _CHECKS
        if not names:
            continue
        links.resolver.ask()
        base = _library_base(links, ClassRef(module, index, {}))
        for name in sorted(names) if base else ():
            held = links.value(module, cls.attributes[name])
            if name in OPTIONS:
                for place in switched_off(links, held):
                    yield Tampering(place, f"{base}.{name}", "switches verification off by default", -1)
                continue
            if permissive(links, held, name):
                function = next((one for one in held if isinstance(one, FunctionRef)), None)
                span = function.facts.at if function is not None else cls.at
                place = Place(module.path, span)
                yield Tampering(place, f"{base}.{name}", "is overridden to accept everything", -1)


def _library_base(links: Links, cls: ClassRef) -> str:
    """The library's class that a class is derived from; "" if from none."""
    bases = (owner.path for owner in lineage(links.resolver, cls) if isinstance(owner, External))
    return next((path for path in bases if path.partition(".")[0] in TOP_LEVEL), "")
