"""Keys under which something is kept for one token and no other: the token itself, or a digest of it."""

from __future__ import annotations

from pytest_ssot.facts import values as v
from pytest_ssot.facts.links import Links, Site
from pytest_ssot.facts.module import ModuleFacts
from pytest_ssot.facts.resolved import FunctionRef
from pytest_ssot.facts.values import NOTHING, Value
from pytest_ssot.rules.entered_functions import functions_called
from pytest_ssot.rules.handed_in import inside
from pytest_ssot.rules.same_tokens import Token, identity

MOST_LEVELS = 3
"""Functions and texts that a key is made by."""


def stands_for(
    links: Links, module: ModuleFacts, function: int, key: Value, tokens: frozenset[Token], depth: int = 0
) -> bool:
    """A key is one of some tokens, a digest of it, or is made of that and of constants."""
    if key == NOTHING or depth > MOST_LEVELS:
        return False
    if identity(module, key) in tokens:
        return True
    root = module.root_of(key)
    match module.nodes[root]:
        case v.Text(parts=parts):
            further = [one for one in parts if not isinstance(module.nodes[one], v.Const)]
            return len(further) == 1 and stands_for(links, module, function, further[0], tokens, depth + 1)
        case v.Binary(op="Add", left=left, right=right):
            further = [one for one in (left, right) if not isinstance(module.nodes[one], v.Const)]
            return len(further) == 1 and stands_for(links, module, function, further[0], tokens, depth + 1)
        case v.Sequence(items=items):
            return any(stands_for(links, module, function, one, tokens, depth + 1) for one in items)
        case v.Call() as call:
            return _is_digest(links, module, function, root, call, tokens, depth)
    return False


def _is_digest(
    links: Links,
    module: ModuleFacts,
    function: int,
    value: Value,
    call: v.Call,
    tokens: frozenset[Token],
    depth: int,
) -> bool:
    """A call gives a digest of a token, or is of a function that gives what stands for it."""
    callee = module.nodes[call.callee]
    if isinstance(callee, v.Attr) and callee.name in ("digest", "hexdigest"):
        made = module.root(callee.base)
        asked = module.nodes[made.callee] if isinstance(made, v.Call) else None
        hashes = isinstance(asked, v.Attr | v.Imported | v.Name) and asked.name in _HASHES
        return (
            hashes and isinstance(made, v.Call) and any(identity(module, one) in tokens for one in made.args)
        )
    fact = module.places.call_in(function, value)
    if fact is None:
        return False
    site = Site(module, fact)
    entered = functions_called(links, site)
    return bool(entered) and all(_gives_key(links, site, one, tokens, depth) for one in entered)


def _gives_key(links: Links, site: Site, function: FunctionRef, tokens: frozenset[Token], depth: int) -> bool:
    """Whatever a function gives stands for the token that a call hands to it."""
    known = frozenset(one for token in tokens for one in inside(site, function, token))
    ends = function.facts.returns
    return (
        bool(ends and known)
        and not function.facts.yields
        and all(stands_for(links, function.module, function.index, one, known, depth + 1) for one in ends)
    )


_HASHES = frozenset(
    [
        *("md5", "sha1", "sha224", "sha256", "sha384", "sha512", "blake2b", "blake2s"),
        *("sha3_224", "sha3_256", "sha3_384", "sha3_512"),
    ]
)
"""What makes the object that gives a digest."""
