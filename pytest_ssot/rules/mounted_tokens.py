"""Tokens that only who runs a program gives it: a container's secrets, the environment, the machine's."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from pytest_ssot.facts import values as v
from pytest_ssot.facts.classes import class_function
from pytest_ssot.facts.file_paths import MOST_PARTS, PATH, ROOTS, names_of
from pytest_ssot.facts.links import Links
from pytest_ssot.facts.module import ModuleFacts
from pytest_ssot.facts.operands import parts_of
from pytest_ssot.facts.resolved import (
    NO_FRAMES,
    Alternatives,
    Arguments,
    ClassRef,
    External,
    Frames,
    Known,
    Resolved,
)
from pytest_ssot.facts.seen_calls import is_test
from pytest_ssot.facts.values import NOTHING, Value
from pytest_ssot.rules.implications import is_nothing
from pytest_ssot.rules.kept_tokens import own_object

_READING = ("read", "read_text", "read_bytes", "readline")
"""Methods of paths and opened files that give what a file says."""

_SECRETS = ("/run/secrets/", "/var/run/secrets/")
"""Where Kubernetes and Docker put the secrets of a container, its own token among them."""

_ENVIRONMENT = re.compile(r"os\.environ")
_ASKING = re.compile(r"os\.(getenv|environ\.get)")
"""What holds the environment, and what asks it for something by its name."""

_FILLING = ("update", "setdefault", "putenv")
"""The words of calls that put something into the environment; and what does so by its name:"""

_ENVIRON = "environ"

_REQUESTING = ("get", "put", "post", "urlopen", "Request")
_METADATA = tuple(
    f"http://{host}/" for host in ("metadata.google.internal", "metadata", "169.254.169.254", "169.254.170.2")
)
"""What asks for an address, and how those of a cloud's machines begin at which they are told who they are."""

_ANSWERING = ("json", "read")
MOST_ANSWERS = 3
"""Methods of what is answered, and how many calls may be made in a row to have it."""

_OF_REQUESTS = ("HTTP_", "REQUEST_", "QUERY_", "PATH_", "REMOTE_", "CONTENT_")
"""What the names begin with that a server fills from a request (RFC 3875)."""


def is_mounted(links: Links, module: ModuleFacts, call: v.Call, function: int) -> bool:
    """A call reads a file that only who runs the program puts where it is."""
    callee = module.nodes[call.callee]
    reads = isinstance(callee, v.Attr) and callee.name in _READING
    return isinstance(callee, v.Attr) and reads and is_own_file(links, module, callee.base, function)


def is_own_file(links: Links, module: ModuleFacts, value: Value, function: int) -> bool:
    """A file lies in a directory for secrets of the container or at home, or the environment names it."""
    if not links.affords(module, 1):
        return False
    file = module.root(value)
    file = module.root(file.base) if isinstance(file, v.Enter) else file
    opened = getattr(module.nodes[file.callee], "name", "") if isinstance(file, v.Call) else ""
    named = module.root_of(file.args[0]) if isinstance(file, v.Call) and file.args else NOTHING
    if opened in ("open", "Path") and named != NOTHING and is_of_environment(links, module, named, function):
        return True
    if any(
        _is_set_later(links, module, name, function) for name in _asked_of_itself(module, value, function)
    ):
        return False
    return all(_is_own_path(links.value(module, value, one)) for one in _as_called(links, module, function))


def _asked_of_itself(module: ModuleFacts, value: Value, function: int) -> Iterator[str]:
    """The attributes of a method's own object that a value is computed from."""
    own = own_object(module, function) if function >= 0 else None
    for node in (module.nodes[one] for one in parts_of(module, value, MOST_PARTS) if own is not None):
        if isinstance(node, v.Attr) and module.root(node.base) == own:
            yield node.name


def _is_set_later(links: Links, module: ModuleFacts, name: str, function: int) -> bool:
    """An attribute is set where no object is made: by a method of the class, or on any object."""
    cls = ClassRef(module, module.functions[function].owner, {})
    related = {(one.module.path, one.index) for one in (cls, *links.subclasses(cls))}
    for home, store in links.stores_named(name):
        if store.item or is_test(home.path):
            continue
        own = own_object(home, store.function)
        if own is None or home.root(store.target) != own:
            return True
        method = home.functions[store.function]
        if method.name != "__init__" and (home.path, method.owner) in related:
            return True
    return False


def _is_own_path(held: Alternatives) -> bool:
    if not held or not all(isinstance(one, External) and one.path.startswith(ROOTS) for one in held):
        return False
    known = all(name.startswith(_SECRETS) and ".." not in name for name in names_of(held))
    return known or all(_is_at_home(one) for one in held)


def _as_called(links: Links, module: ModuleFacts, function: int) -> Iterator[Frames]:
    """What a function may be handed: defaults, what those give who call it, and each object of its class."""
    if function < 0:
        yield NO_FRAMES
        return
    facts, key = module.functions[function], (module.path, function)
    own = own_object(module, function)
    opened = links.open([key], NO_FRAMES)
    if own is None or len(facts.parameters) > 1:
        yield from (links.enter(caller, callee) for caller, callee in links.callers(key))
    if not isinstance(own, v.Param):
        yield opened
        return
    cls = ClassRef(module, facts.owner, {})
    for one in (cls, *links.subclasses(cls)):
        made = class_function(links.resolver, one, "__init__")
        callers = links.callers((made.module.path, made.index)) if made is not None else ()
        objects = [links.value(caller.module, caller.fact.value, caller.frames) for caller, _ in callers]
        for each in (links.resolver.call(one, Arguments()), *objects):
            yield {**opened, key: {**opened.get(key, {}), own.name: each}}


def _is_at_home(value: Resolved, depth: int = 0) -> bool:
    """A path begins in the directory of who runs the program, and its parts are written out."""
    if not isinstance(value, External) or depth > MOST_PARTS:
        return False
    if value.path.endswith(_AT_HOME):
        return True
    made = value.arguments.positional if value.arguments is not None else ()
    begins = [*made[:1], *([(value.base,)] if isinstance(value.base, External) else ())]
    joined = value.path in (PATH, "os.path.join()")
    rest = [one for each in made[1:] for one in each] if joined else []
    return all(isinstance(one, Known) for one in rest) and any(
        bool(each) and all(_is_at_home(one, depth + 1) for one in each) for each in begins
    )


_AT_HOME = ("pathlib.Path.home()", "os.path.expanduser()")


def parsed_by(call: v.Call, module: ModuleFacts) -> Value:
    """The text, or the file, that a call makes entries of: `json.loads(text)`; NOTHING for another one."""
    word = getattr(module.nodes[call.callee], "name", "")
    return call.args[0] if word in _PARSING and call.args else NOTHING


_PARSING = ("loads", "load", "safe_load")


def is_of_account(module: ModuleFacts, function: int, taken: Sequence[object]) -> bool:
    """What is taken of a parameter is the token of an account that Home Assistant signs in to by itself."""
    name = module.functions[function].name
    given = ("token", "access_token"), ("data", "token", "access_token")
    return (
        tuple(taken) in given
        and name.startswith("async_")
        and any(one.module.startswith(_HOME) for one in module.imports)
    )


_HOME = "homeassistant"


def is_of_machine(links: Links, module: ModuleFacts, call: v.Call, depth: int = 0) -> bool:
    """A call asks the machine that the program runs on for something, or gives what that has answered."""
    callee = module.nodes[call.callee]
    word = getattr(callee, "name", "")
    asked = callee.base if isinstance(callee, v.Attr) and word in _ANSWERING else NOTHING
    if word in _REQUESTING and call.args:
        if isinstance(module.root(call.args[0]), v.Call):
            asked = call.args[0]
        else:
            address = module.root(call.args[0])
            begins = address.parts[0] if isinstance(address, v.Text) and address.parts else call.args[0]
            held = [getattr(one, "value", None) for one in links.value(module, begins)]
            return bool(held) and all(isinstance(one, str) and one.startswith(_METADATA) for one in held)
    node = module.root(asked) if asked != NOTHING else None
    node = module.root(node.base) if isinstance(node, v.Enter) else node
    further = isinstance(node, v.Call) and depth < MOST_ANSWERS
    return further and isinstance(node, v.Call) and is_of_machine(links, module, node, depth + 1)


def is_of_environment(links: Links, module: ModuleFacts, value: Value, function: int) -> bool:
    """A value is what the environment says under a name that neither servers nor the program fill."""
    node = module.nodes[value]
    if isinstance(node, v.Item):
        asked, key, path = node.base, node.key, _ENVIRONMENT
    elif isinstance(node, v.Call) and node.args and all(is_nothing(module, one) for one in node.args[1:]):
        asked, key, path = node.callee, node.args[0], _ASKING
    else:
        return False
    held = links.value(module, asked)
    if not held or not all(isinstance(one, External) and path.fullmatch(one.path) for one in held):
        return False
    defaults = links.open([(module.path, function)], {}) if function >= 0 else {}
    names = [getattr(one, "value", None) for one in links.value(module, key, defaults)]
    known = [one for one in names if isinstance(one, str) and not one.startswith(_OF_REQUESTS)]
    return 0 < len(known) == len(names) and not _is_filled(links, module)


def _is_filled(links: Links, module: ModuleFacts) -> bool:
    """The program itself may put something into the environment."""
    homes = [home for home in (module, *links.naming(module, _ENVIRON)) if not is_test(home.path)]
    return any(
        any(store.item and _is_environment(home, store.target) for store in home.stores)
        or any(
            _fills(home, home.nodes[fact.value])
            for word in _FILLING
            for fact in home.calls_by_word.get(word, ())
        )
        for home in homes
    )


def _fills(module: ModuleFacts, call: v.AnyNode) -> bool:
    """A call fills the environment, by whatever name it goes there."""
    callee = module.nodes[call.callee] if isinstance(call, v.Call) else None
    return isinstance(callee, v.Attr) and _is_environment(module, callee.base)


def _is_environment(module: ModuleFacts, value: Value) -> bool:
    return getattr(module.root(value), "name", "") in (_ENVIRON, "os")


__all__ = ["is_mounted", "is_of_account", "is_of_environment", "is_of_machine", "is_own_file", "parsed_by"]
