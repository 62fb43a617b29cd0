"""The functions of the project that calls enter, and the tokens that they get out of what they are handed."""

from __future__ import annotations

from msgspec.structs import replace

from pytest_ssot.facts import values as v
from pytest_ssot.facts.classes import class_function, lineage
from pytest_ssot.facts.kinds_of_classes import is_protocol
from pytest_ssot.facts.links import Links, Site
from pytest_ssot.facts.module import ModuleFacts
from pytest_ssot.facts.places import decorator_words
from pytest_ssot.facts.resolved import (
    Alternatives,
    ClassRef,
    External,
    FunctionKey,
    FunctionRef,
    Instance,
    Opaque,
    Partial,
    Resolved,
)
from pytest_ssot.facts.sites import is_of_itself
from pytest_ssot.facts.uses import first_argument
from pytest_ssot.facts.values import NOTHING, Value
from pytest_ssot.rules.changed_holders import apart, with_changes
from pytest_ssot.rules.implications import is_nothing
from pytest_ssot.rules.libraries import TOP_LEVEL
from pytest_ssot.rules.made_objects import is_known, on_own_objects
from pytest_ssot.rules.same_tokens import (
    KEYWORDS,
    Token,
    all_given,
    along,
    given_for,
    identity,
    is_same_token,
    origin_of,
    rest_of,
)

MOST_ALIKE = 6
"""Methods of one name that are looked into for an object that is not known."""

COST = 4
"""What looking at one call is charged as, in nodes."""


def functions_called(links: Links, site: Site) -> list[FunctionRef]:
    """The functions of the project that a call may enter, those that make objects of its classes among them.

    A method's object is of the class that holds the method, if nothing else is known of it.
    """
    if site.frames:
        return _functions_called(links, site)
    return links.settled((site.module.path, site.fact.value), lambda: _functions_called(links, site))


def _functions_called(links: Links, site: Site) -> list[FunctionRef]:
    entered = _entered_by(links, links.callees(site)) or _named_at_will(links, site)
    found = [one for one in entered if not is_abstract(one)]
    if any(_is_of_protocol(links, one) for one in found):
        found = _implementing(links, site, found)
    around = site.module.functions[site.fact.function] if site.fact.function >= 0 else None
    key = (site.module.path, site.fact.function)
    if found or around is None or around.owner < 0 or not around.parameters:
        return found
    itself, callee = around.parameters[0].name, site.module.nodes[site.node.callee]
    held = site.frames.get(key, {}).get(itself, ())
    if is_known(held):
        return found
    held = held or (Instance(ClassRef(site.module, around.owner, {}), {}),)
    found = _entered_by(links, links.callees(replace(site, frames={**site.frames, key: {itself: held}})))
    if isinstance(callee, v.Attr) and site.module.root(callee.base) == v.Param(site.fact.function, itself):
        below = [cls for one in held if isinstance(one, Instance) for cls in links.subclasses(one.cls)]
        others = (class_function(links.resolver, one, site.word) for one in below)
        found = [*found, *(one for one in others if one is not None)]
    found = [one for one in found if not is_abstract(one)]
    return found or _entered_on_objects(links, site)


def _is_of_protocol(links: Links, function: FunctionRef) -> bool:
    """A method only says how those of other classes are called (PEP 544)."""
    module, owner = function.module, function.facts.owner
    return owner >= 0 and is_protocol(links.resolver, ClassRef(module, owner, {}))


def _implementing(links: Links, site: Site, found: list[FunctionRef]) -> list[FunctionRef]:
    """Functions without those of protocols, and the methods that may stand in their place."""
    known = links.methods(site.word, most=MOST_NAMED, caller=site.module.path)
    alike = [one for one in known if not is_abstract(one) and not _is_of_protocol(links, one)]
    own = [one for one in found if not _is_of_protocol(links, one)]
    return [*own, *alike] if len(alike) <= MOST_ALIKE else found


def _named_at_will(links: Links, site: Site) -> list[FunctionRef]:
    """The methods of an object that begin alike, one of which is called: `getattr(self, f"on_{kind}")`."""
    module = site.module
    asked = module.root(site.node.callee)
    if not isinstance(asked, v.Call) or getattr(module.nodes[asked.callee], "name", "") != "getattr":
        return []
    prefix = _beginning(module, asked.args[1]) if len(asked.args) > 1 else ""
    objects = links.value(module, asked.args[0], site.frames) if prefix else ()
    if not objects or not all(isinstance(one, Instance) for one in objects):
        return []
    return [
        replace(FunctionRef(one.module, index, {}), bound=made)
        for made in objects
        if isinstance(made, Instance)
        for one in lineage(links.resolver, made.cls)
        if isinstance(one, ClassRef)
        for index in one.module.places.methods.get(one.index, ())
        if one.module.functions[index].name.startswith(prefix)
    ]


def _beginning(module: ModuleFacts, value: Value) -> str:
    """The constant with which a text begins that is put together."""
    node = module.root(value)
    first = node.parts[0] if isinstance(node, v.Text) and node.parts else NOTHING
    first = node.left if isinstance(node, v.Binary) and node.op == "Add" else first
    constant = module.root(first) if first != NOTHING else None
    return constant.value if isinstance(constant, v.Const) and isinstance(constant.value, str) else ""


def _entered_on_objects(links: Links, site: Site) -> list[FunctionRef]:
    """What a method's call enters on the objects that are made of its class; nothing if one is not known."""
    called = called_on_objects(links, site)
    entered = [_entered_by(links, each) for each in called]
    all_known = all(functions or _prepared_in(each) for functions, each in zip(entered, called, strict=True))
    return [one for each in entered for one in each] if all_known else []


def prepared(links: Links, site: Site) -> list[Partial]:
    """What `partial` has made that a call enters, also where a method's object keeps it."""
    called = called_on_objects(links, site)
    all_known = all(_prepared_in(each) or _entered_by(links, each) for each in called)
    return [one for each in called for one in _prepared_in(each)] if all_known or len(called) == 1 else []


def called_on_objects(links: Links, site: Site) -> list[Alternatives]:
    """What a call may call; where only the objects of its class tell, on each of them."""
    called = links.callees(site)
    if site.fact.function < 0 or not all(is_out_of_sight(one) for one in called):
        return [called]
    return [links.callees(one) for one in on_own_objects(links, site)]


def _prepared_in(called: Alternatives) -> list[Partial]:
    return [one for one in called if isinstance(one, Partial) and not one.handed and len(one.callee) == 1]


def on_objects_that_call(links: Links, caller: Site, key: FunctionKey) -> list[Site]:
    """A call of what a method's object keeps, on each object that may keep a function: `self.rest(…)`."""
    callee = caller.module.nodes[caller.node.callee]
    if not isinstance(callee, v.Attr) or not is_of_itself(caller):
        return [caller]
    owner = ClassRef(caller.module, caller.module.functions[caller.fact.function].owner, {})
    if class_function(links.resolver, owner, callee.name) is not None:
        return [caller]
    objects = [(one, functions_called(links, one)) for one in on_own_objects(links, caller)]
    found = [one for one, called in objects if not called or any(each.key == key for each in called)]
    return found or [caller]


def got_out_of(links: Links, site: Site, token: Token) -> Token:
    """Where in what it is handed a function of the project finds a token: `bearer(request)`; or the token.

    Of one that only asks what it is handed, it is enough to know that it gives the same again.
    """
    origin, module = origin_of(token), site.module
    fact = module.places.call_in(site.fact.function, origin)
    if fact is None or not links.affords(module, COST):
        return token
    made = Site(module, fact, site.frames)
    functions = functions_called(links, made) or named_alike(links, made)
    found = _found_by(made, functions[0]) if len(functions) == 1 else None
    if found is None and functions and all(_only_asks(links, one, 0) for one in functions):
        found = _given_by(made, functions)
    return token if found is None else along(found, rest_of(token, origin) or ())


def _found_by(made: Site, function: FunctionRef) -> Token:
    """Where in what a call hands to a function it finds what it returns; None if that is not seen."""
    module, facts = function.module, function.facts
    found = {identity(module, one) for one in facts.returns if not is_nothing(module, one)}
    one = found.pop() if len(found) == 1 and not facts.yields else None
    given = origin_of(one)
    if not isinstance(given, v.Param) or given.function != function.index:
        return None
    value = given_for(made, [parameter.name for parameter in facts.parameters], given.name)
    held = along(identity(made.module, value), rest_of(one, given) or ())
    return with_changes(held, apart(one)[1]) if value != NOTHING else None


def _given_by(made: Site, functions: list[FunctionRef]) -> Token:
    """What functions give for the only thing that they are handed, constants aside."""
    nodes = made.module.nodes
    handed = all_given(made)
    things = [one for one in handed if not isinstance(nodes[one], v.Const)]
    constants = tuple(node.value for node in (nodes[one] for one in handed) if isinstance(node, v.Const))
    known = identity(made.module, things[0]) if len(things) == 1 else None
    return None if known is None else (known, "given", (*sorted(one.key for one in functions), *constants))


def _only_asks(links: Links, function: FunctionRef, depth: int) -> bool:
    """A function changes nothing, and asks nobody but what it is handed: asked again, it gives the same."""
    module, facts = function.module, function.facts
    if depth > MOST_ASKED or facts.yields or function.index in module.places.stores_in:
        return False
    for fact in module.calls_in.get(function.index, ()):
        site = Site(module, fact)
        takes_one = site.word == "get" and not site.node.args  # as a queue does
        if (site.word in _ASKING and not takes_one) or site.word.endswith(("Error", "Exception")):
            continue
        inner = functions_called(links, site)
        if not inner or not all(_only_asks(links, one, depth + 1) for one in inner):
            return False
    return True


MOST_ASKED = 2
"""Functions that ask each other for parts of what they are handed."""

_ASKING = frozenset(
    [
        *(
            "get",
            "getlist",
            "get_all",
            "items",
            "keys",
            "values",
            "isinstance",
            "getattr",
            "hasattr",
            "abort",
        ),
        *("split", "rsplit", "partition", "rpartition", "strip", "lstrip", "rstrip", "removeprefix"),
        *("startswith", "endswith", "removesuffix", "replace", "casefold", "lower", "upper", "title"),
        *("encode", "decode", "format", "join", "str", "bytes", "len", "bool", "dict", "tuple", "list"),
        "HTTPException",
    ]
)
"""The words of calls that change nothing."""


def is_handed_first(links: Links, check: Site, token: Token) -> bool:
    """A call is handed the token as its first argument, maybe as a function has got it out of something."""
    if is_same_token(check, token):
        return True
    given = identity(check.module, first_argument(check, *KEYWORDS))
    known = isinstance(token, tuple) and isinstance(origin_of(given), int)
    return known and got_out_of(links, check, given) == token


def is_abstract(function: FunctionRef) -> bool:
    """A method that others stand in for: it is said to be one, or does nothing but raise."""
    facts = function.facts
    said = "abstractmethod" in decorator_words(function.module, facts)
    raises = not (facts.returns or facts.falls or facts.yields)
    calls = (Site(function.module, fact).word for fact in function.module.calls_in.get(function.index, ()))
    return facts.owner >= 0 and (said or (raises and all(word == "NotImplementedError" for word in calls)))


def _entered_by(links: Links, callees: Alternatives) -> list[FunctionRef]:
    found = []
    for one in callees:
        function: Resolved | None = one
        if isinstance(one, ClassRef):
            function = class_function(links.resolver, one, "__init__")
        elif isinstance(one, Instance):
            method = class_function(links.resolver, one.cls, "__call__")
            function = None if method is None else replace(method, bound=one)
        if isinstance(function, FunctionRef):
            found.append(function)
    return found


MOST_NAMED = 1_000
"""Methods of one name, abstract ones among them, that are looked through."""


def named_alike(links: Links, site: Site) -> list[FunctionRef]:
    """The methods that a call may call by its word alone, if nothing else is known of the object."""
    if not all(is_out_of_sight(one) for one in links.callees(site)):
        return []
    known = links.methods(site.word, most=MOST_NAMED, caller=site.module.path)
    alike = [one for one in known if not is_abstract(one)]
    return alike if len(alike) <= MOST_ALIKE else []


def is_out_of_sight(callee: Resolved) -> bool:
    """Neither the project's nor a library's that is known."""
    if isinstance(callee, External):
        return callee.path.partition(".")[0] not in TOP_LEVEL
    return isinstance(callee, Opaque)
