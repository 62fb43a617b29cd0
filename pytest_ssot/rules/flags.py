"""Values that decide about verification, found among the arguments of a call."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator

import msgspec
from msgspec.structs import replace

from pytest_ssot.facts.resolved import (
    Alternatives,
    Arguments,
    External,
    Known,
    Opaque,
    Resolved,
    Row,
    Table,
    needs_of,
    truth,
)
from pytest_ssot.facts.worded import NO_ALGORITHM
from pytest_ssot.rules.decisions import spelled
from pytest_ssot.rules.libraries import TOP_LEVEL, UNVERIFIED_KEY, NoneAllowed, Switch

TOKEN_WORDS = ("jwt", "jws", "jose", "token", "oidc", "claims")
"""Words in an unresolved callee's name that make it a token's business."""

OTHER_VERBS = ("encode", "sign", "print", "log", "debug", "info", "warn", "error", "append", "dump", "render")
"""Words in the name of a callee that does something else than reading a token."""

CLAIM_CHECK = re.compile(r"(validate|verify|check)_?claims?$")
"""The name of a callee that is handed claims, not a token."""


class Flag(msgspec.Struct, frozen=True):
    """A value that decides about verification, which argument it is, and why it may be inert."""

    value: Resolved
    name: str
    inert: str = ""


def switched(switch: Switch, given: Arguments) -> Iterator[Flag]:
    """The values that a switch of a known library has in a call."""
    values: Alternatives = given.keywords.get(switch.keyword, ())
    if not values:
        positional = [given.positional[i] for i in switch.positions if i < len(given.positional)]
        values = tuple(one for group in positional for one in group)
        if switch.only_false:
            values = tuple(one for one in values if isinstance(one, Known) and one.value is False)
    for value in values:
        if switch.allows:
            kept = replace(value, value=not value.value) if isinstance(value, Known) else value
            yield Flag(kept, switch.keyword, switch.inert)
        elif not switch.key:
            yield Flag(value, switch.keyword, switch.inert)
        elif isinstance(value, Table):
            held = value.entries.get(switch.key)
            for one in (*_from_environment(value.rest), *(_needing(value.rest) if held is None else held)):
                yield Flag(one, f'"{switch.key}"', switch.inert)
        elif isinstance(value, Opaque) and (value.needs or value.source == "environment"):
            yield Flag(value, f'"{switch.key}"', switch.inert)


def none_allowed(entry: NoneAllowed, given: Arguments) -> Iterator[Flag]:
    """The algorithms a call accepts, as far as they are `none` or depend on callers."""
    members = tuple(_accepted(entry, given))
    nones = [one for one in members if isinstance(one, Known) and str(one.value).lower() == "none"]
    if entry.keyless is not None:
        keys = given.get(entry.keyless, entry.key_keyword)
        if keys and all(truth(key) is not False for key in keys):
            outside = [one for one in keys if isinstance(one, Opaque) and one.source == "environment"]
            doubtful = dict.fromkeys((*_needing(keys), *(outside if nones else ())))
            yield from (Flag(key, entry.key_keyword) for key in doubtful)
            return
    for member in members:
        if isinstance(member, Known) and isinstance(member.value, str) and member.value.lower() == "none":
            yield Flag(replace(member, value=None), "the signature check for algorithm none")
        elif isinstance(member, Opaque) and (member.source, member.text) == ("environment", NO_ALGORITHM):
            yield Flag(member, "the signature check for algorithm none")
        elif isinstance(member, Opaque):
            yield from (Flag(one, entry.keyword) for one in _needing((member,)))


def _accepted(entry: NoneAllowed, given: Arguments) -> Iterator[Resolved]:
    groups = [given.keywords.get(entry.keyword, ())]
    groups += [given.positional[i] for i in entry.positions if i < len(given.positional)]
    for value in (one for group in groups for one in group):
        if isinstance(value, Row):
            yield from (one for item in (*value.items, value.rest) for one in item)
        else:
            yield value


def told(callee: Resolved, given: Arguments) -> Iterator[Flag]:
    """What a callee that cannot be looked into is told about verification."""
    if not may_decode(callee) or _is_prose(given):
        return
    name = _name(callee).lower()
    about_tokens = any(word in name for word in TOKEN_WORDS)
    for value in given.keywords.get(UNVERIFIED_KEY, ()):
        yield Flag(value, UNVERIFIED_KEY)
    if about_tokens and ("decode" in name or "verify" in name):
        for value in given.keywords.get("verify", ()):
            if not isinstance(value, Opaque | External):
                yield Flag(value, "verify")
    tables = list(given.keywords.get("options", ()))
    if about_tokens or "decode" in name:
        tables += [one for group in (*given.positional, *given.keywords.values()) for one in group]
    for table in dict.fromkeys(tables):
        if isinstance(table, Table):
            for value in table.entries.get(UNVERIFIED_KEY, ()):
                yield Flag(value, f'"{UNVERIFIED_KEY}"')


def may_decode(callee: Resolved) -> bool:
    """Not something known to have nothing to do with tokens."""
    name = _name(callee)
    word = name.rpartition(".")[2].lower()
    if any(verb in word for verb in OTHER_VERBS) or CLAIM_CHECK.search(word):
        return False
    if isinstance(callee, External):
        if callee.path == "jwt.types.Options":
            return False  # a mapping, which a decoder has to be handed
        top = callee.path.partition(".")[0]
        standard = top in sys.stdlib_module_names and top not in TOP_LEVEL
        return not standard and top != "builtins" and top[:1] != "<"
    return isinstance(callee, Opaque)


def _name(callee: Resolved) -> str:
    return callee.path if isinstance(callee, External) else spelled(callee)


def _from_environment(values: Alternatives) -> Alternatives:
    """What the environment may have put into a mapping."""
    return tuple(one for one in values if isinstance(one, Opaque) and one.source == "environment")


def _needing(values: Alternatives) -> Alternatives:
    return tuple(value for value in values if needs_of((value,)))


def _is_prose(given: Arguments) -> bool:
    """The first argument is a constant that cannot be a token."""
    first = given.positional[0] if given.positional else ()
    return bool(first) and all(isinstance(one, Known) and str(one.value).count(".") < 2 for one in first)
