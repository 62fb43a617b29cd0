"""Objects of which attributes or entries were set: what else is found in them is what it was before."""

from __future__ import annotations

from pytest_ssot.facts import values as v
from pytest_ssot.facts.module import ModuleFacts
from pytest_ssot.facts.values import Value

Changed = frozenset[tuple[str, object]]
"""The attributes and entries that were set: `("attribute", name)`, `("entry", key)`."""

BUT = "but"
"""The step to an object as it is once something of it was set: `(object, BUT, what)`."""

MOST_CHANGES = 40
"""Changes in a row beyond which an object is known by itself alone."""


def before_changes(module: ModuleFacts, value: Value) -> tuple[Value, Changed]:
    """An object before attributes or entries of it were set, and which; itself if some are not known."""
    found = set[tuple[str, object]]()
    current = value
    for _ in range(MOST_CHANGES):
        node = module.nodes[current]
        match node:
            case v.SetAttr(base=base, name=name):
                found.add(("attribute", name))
                current = base
            case v.SetItem(base=base, key=key):
                constant = module.nodes[key]
                if not isinstance(constant, v.Const):
                    return value, frozenset()
                found.add(("entry", constant.value))
                current = base
            case v.After(base=base) | v.Refined(value=base):
                current = base
            case _:
                return (current, frozenset(found)) if found else (value, frozenset())
    return value, frozenset()


def apart(token: object) -> tuple[object, Changed]:
    """What an object was before it was changed, and what was set; nothing for any other token."""
    found: Changed = frozenset()
    while isinstance(token, tuple) and token[1] == BUT:
        found |= token[2]
        token = token[0]
    return token, found


def together(tokens: set[object]) -> object:
    """One object that may have been changed in several ways; None if they are several objects."""
    parts = [apart(one) for one in tokens]
    if len({one for one, _ in parts}) != 1:
        return None
    return with_changes(parts[0][0], frozenset().union(*(changes for _, changes in parts)))


def with_changes(token: object, changes: Changed) -> object:
    """An object as it is once something of it was set."""
    return (token, BUT, changes) if changes else token
