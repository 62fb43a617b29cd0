"""Reads by what checks a field as its object is made: whoever asks for the field then verifies it."""

from __future__ import annotations

from pytest_ssot.facts import values as v
from pytest_ssot.facts.links import Links, Site
from pytest_ssot.facts.module import CallFacts, ModuleFacts
from pytest_ssot.facts.operands import reaches
from pytest_ssot.facts.resolved import ClassRef, External, Instance
from pytest_ssot.facts.values import NOTHING, Value
from pytest_ssot.rules.callers import asked_for, callers_of
from pytest_ssot.rules.chosen_later import puts_away
from pytest_ssot.rules.frameworks import VALIDATING
from pytest_ssot.rules.outcomes import is_used
from pytest_ssot.rules.same_tokens import Token, identity

Asked = list[tuple[Site, Token]]
"""Where fields are asked for, and what stands there for what is in them."""


def asked_of_fields(links: Links, site: Site, token: Token) -> Asked:
    """Where a field is asked for that a function checks by reading the token it is going to hold.

    Nothing if more than its errors comes of what it reads, or if somebody is told such an object and asks it
    for nothing.
    """
    module, index = site.module, site.fact.function
    facts = module.functions[index] if index >= 0 else None
    if facts is None or facts.owner < 0 or len(facts.parameters) < 2:
        return []
    if token != v.Param(index, facts.parameters[1].name) or is_used(site, ()) or puts_away(site):
        return []
    if any(reaches(module, one, site.fact.value, frozenset()) for one in facts.returns):
        return []
    callers = callers_of(links, module, index)
    if any(caller.word == facts.name for caller, _ in callers):
        return []  # called by its name, it may be a check of its own
    prefix, _, field = facts.name.partition("validate_")
    if not prefix and field:
        return _entries(links, module, facts.owner, field)
    fields = {name for value in facts.decorators for name in _named(links, module, value)}
    cls = ClassRef(module, facts.owner, {})
    found = [one for name in sorted(fields) for one, _ in asked_for(links, cls, name)]
    asking = {(one.module.path, one.fact.function) for one in found}
    if not all(one in asking for one in _told(links, cls)):
        return []
    return [(one, identity(one.module, one.fact.value)) for one in found]


def _named(links: Links, module: ModuleFacts, decorator: Value) -> list[str]:
    """The fields that a decorator says a function checks: `field_validator("token")`."""
    node = module.nodes[decorator]
    asked = links.value(module, node.callee) if isinstance(node, v.Call) else ()
    validates = any(isinstance(one, External) and one.path in VALIDATING for one in asked)
    if not isinstance(node, v.Call) or not validates:
        return []
    words = (getattr(module.nodes[one], "value", None) for one in node.args)
    return [one for one in words if isinstance(one, str)]


def _told(links: Links, cls: ClassRef) -> list[tuple[str, int]]:
    """The functions that take an object of a class, as they say."""
    found = []
    for home in links.naming(cls.module, cls.module.classes[cls.index].name):
        for index, function in enumerate(home.functions):
            said = [one.annotation for one in function.parameters if one.annotation != NOTHING]
            held = (one for value in said for one in links.value(home, value))
            kinds = (one.cls if isinstance(one, Instance) else one for one in held)
            if any(isinstance(one, ClassRef) and one.key == cls.key for one in kinds):
                found.append((home.path, index))
    return found


def _entries(links: Links, module: ModuleFacts, owner: int, field: str) -> Asked:
    """Where what was checked of a field is asked for: `attrs["token"]`, `validated_data["token"]`."""
    own = module.places.methods_by_name.get((owner, "validate"), ())
    found: Asked = []
    for home in links.naming(module, field):
        for number in home.places.of(v.Item):
            node = home.nodes[number]
            key = getattr(home.nodes[node.key], "value", None) if isinstance(node, v.Item) else None
            base = home.root(node.base) if isinstance(node, v.Item) and key == field else None
            inner = next(home.places.functions.around(home.span(number)), -1)
            whole = isinstance(base, v.Attr) and base.name == "validated_data"
            given = isinstance(base, v.Param) and home.path == module.path and base.function in own
            if whole or given:
                found.append((Site(home, CallFacts(number, inner)), identity(home, number)))
    return found


__all__ = ["asked_of_fields"]
