"""Tokens that the program itself has just asked an issuer for."""

from __future__ import annotations

import re

from pytest_ssot.facts import values as v
from pytest_ssot.facts.links import Site
from pytest_ssot.facts.values import NOTHING
from pytest_ssot.rules.same_tokens import token_of

MOST_STEPS = 20
"""Entries and answers within each other in which a token may stand."""


def was_answered(site: Site) -> bool:
    """The token stands in what the program itself was answered: `client.post(url).json()["id_token"]`."""
    value = token_of(site)
    for _ in range(MOST_STEPS if value != NOTHING else 0):
        node = site.module.root(value)
        callee = site.module.root(node.callee) if isinstance(node, v.Call) else None
        word = getattr(callee, "name", "")
        if isinstance(node, v.Item):
            value = node.base
        elif isinstance(callee, v.Attr) and word in ("get", "json"):
            held = site.module.root(callee.base)
            if word == "json" and not isinstance(held, v.Call):
                return bool(_ANSWERS.search(getattr(held, "name", "")))
            value = callee.base
        else:
            return bool(_ASKING.search(word))
    return False


_ASKING = re.compile(
    r"^_*(post|fetch|exchange|acquire|refresh|renew)(_|$)|(^|_)(token|endpoint|post)\w*_request$"
)
"""The names of calls by which a program asks an issuer; and of what it is answered:"""

_ANSWERS = re.compile(r"^_*(resp|response|res|answer|reply)$")
