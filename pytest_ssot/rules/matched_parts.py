"""Parts of objects that patterns take by their places: `case Found(token)`."""

from __future__ import annotations

from pytest_ssot.facts import values as v
from pytest_ssot.facts.module import ModuleFacts


def matched_by_place(module: ModuleFacts, asked: v.Call) -> str:
    """What tells the attribute that a pattern asks for by its place from others; empty for any other call."""
    name = module.nodes[asked.args[-1]] if asked.args else None
    names = module.nodes[name.base] if isinstance(name, v.Item) else None
    place = module.nodes[name.key] if isinstance(name, v.Item) else None
    if not isinstance(names, v.Attr) or names.name != "__match_args__" or not isinstance(place, v.Const):
        return ""
    return f"{names.name}[{place.value!r}]"


__all__ = ["matched_by_place"]
