"""Tokens that stand where only who runs a program puts them: a container's secrets, the environment."""

from __future__ import annotations

import re

from pytest_ssot.facts import values as v
from pytest_ssot.facts.file_paths import ROOTS, names_of
from pytest_ssot.facts.links import Links
from pytest_ssot.facts.module import ModuleFacts
from pytest_ssot.facts.resolved import External
from pytest_ssot.facts.seen_calls import is_test
from pytest_ssot.rules.implications import is_nothing

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

_OF_REQUESTS = ("HTTP_", "REQUEST_", "QUERY_", "PATH_", "REMOTE_", "CONTENT_")
"""What the names begin with that a server fills from a request (RFC 3875)."""


def is_mounted(links: Links, module: ModuleFacts, call: v.Call) -> bool:
    """A call reads a file of which the path is written out, in a directory for secrets of the container."""
    callee = module.nodes[call.callee]
    if not isinstance(callee, v.Attr) or callee.name not in _READING or not links.affords(module, 1):
        return False
    held = links.value(module, callee.base)
    if not held or not all(isinstance(one, External) and one.path.startswith(ROOTS) for one in held):
        return False
    return all(name.startswith(_SECRETS) and ".." not in name for name in names_of(held))


def is_of_environment(links: Links, module: ModuleFacts, value: v.Value, function: int) -> bool:
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


def _is_environment(module: ModuleFacts, value: v.Value) -> bool:
    return getattr(module.root(value), "name", "") in (_ENVIRON, "os")


__all__ = ["is_mounted", "is_of_environment"]
