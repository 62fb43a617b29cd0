"""Tokens that a program finds in files which only who runs it can put there: secrets of containers."""

from __future__ import annotations

from pytest_ssot.facts import values as v
from pytest_ssot.facts.file_paths import ROOTS, names_of
from pytest_ssot.facts.links import Links
from pytest_ssot.facts.module import ModuleFacts
from pytest_ssot.facts.resolved import External

_READING = ("read", "read_text", "read_bytes", "readline")
"""Methods of paths and opened files that give what a file says."""

_SECRETS = ("/run/secrets/", "/var/run/secrets/")
"""Where Kubernetes and Docker put the secrets of a container, its own token among them."""


def is_mounted(links: Links, module: ModuleFacts, call: v.Call) -> bool:
    """A call reads a file of which the path is written out, in a directory for secrets of the container."""
    callee = module.nodes[call.callee]
    if not isinstance(callee, v.Attr) or callee.name not in _READING or not links.affords(module, 1):
        return False
    held = links.value(module, callee.base)
    if not held or not all(isinstance(one, External) and one.path.startswith(ROOTS) for one in held):
        return False
    return all(name.startswith(_SECRETS) and ".." not in name for name in names_of(held))


__all__ = ["is_mounted"]
