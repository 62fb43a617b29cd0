"""Fields of classes of settings, which the environment decides, or a file that stands for it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pytest_ssot.facts.annotated import said_of
from pytest_ssot.facts.classes import lineage
from pytest_ssot.facts.file_paths import as_flag, variable
from pytest_ssot.facts.resolved import Alternatives, ClassRef, External, Known, Opaque
from pytest_ssot.facts.values import NOTHING, Call, Const, Item, Sequence

if TYPE_CHECKING:
    from pytest_ssot.facts.resolve import Resolver


def from_environment(resolver: Resolver, cls: ClassRef, name: str, held: Alternatives) -> Alternatives:
    """A field of pydantic's settings is what the environment says, and its default if that says nothing."""
    owners = [
        owner
        for owner in lineage(resolver, cls)
        if isinstance(owner, ClassRef) and name in owner.module.classes[owner.index].fields
    ]
    flags = [one for one in held if isinstance(one, Known) and isinstance(one.value, bool)]
    if not flags or not owners or _is_on_in_any_case(owners[0], name) or not _is_settings(resolver, cls):
        return ()
    said = tuple(
        as_flag(one) for one in variable(resolver, f"{_prefix(resolver, cls)}{name}", flags[0].place)
    )
    return (Opaque("environment", name, place=flags[0].place, worded=True), *said)


def _is_on_in_any_case(owner: ClassRef, name: str) -> bool:
    """A field takes nothing but values that count as true: `verify: Literal[True] = True`."""
    module = owner.module
    said = said_of(module.classes[owner.index], name)
    node = module.nodes[said] if said != NOTHING else None
    if not isinstance(node, Item) or getattr(module.nodes[node.base], "name", "") != "Literal":
        return False
    key = module.nodes[node.key]
    allowed = [module.nodes[one] for one in key.items] if isinstance(key, Sequence) else [key]
    return all(isinstance(one, Const) and bool(one.value) for one in allowed)


def _is_settings(resolver: Resolver, cls: ClassRef) -> bool:
    outside = (owner.path for owner in lineage(resolver, cls) if isinstance(owner, External))
    return any(path.endswith(".BaseSettings") for path in outside)


def _prefix(resolver: Resolver, cls: ClassRef) -> str:
    """What the names of variables begin with: `model_config = SettingsConfigDict(env_prefix="APP_")`."""
    for owner in (one for one in lineage(resolver, cls) if isinstance(one, ClassRef)):
        attributes = owner.module.classes[owner.index].attributes
        made = owner.module.nodes[attributes["model_config"]] if "model_config" in attributes else None
        for word, value in made.keywords if isinstance(made, Call) else ():
            told = owner.module.nodes[value]
            if word == "env_prefix" and isinstance(told, Const):
                return str(told.value)
    return ""
