"""What a context of click keeps for a group and all its commands."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pytest_ssot.facts.annotated import objects_said
from pytest_ssot.facts.module import ModuleFacts, StoreFacts
from pytest_ssot.facts.resolved import Alternatives, ClassRef, Instance, Table, by_name, one_of
from pytest_ssot.facts.seen_calls import is_test
from pytest_ssot.facts.values import Attr, Param
from pytest_ssot.facts.writes import assigned

if TYPE_CHECKING:
    from pytest_ssot.facts.resolve import Resolver

CONTEXT = "click.Context()"
"""What click hands to commands that ask for it: one for a group and all its commands."""

KEPT = "obj"
"""The attribute of a context under which programs keep what all commands are told."""


def kept_by_context(resolver: Resolver) -> Alternatives:
    """What the functions of a program keep as `ctx.obj`, or put into it."""
    resolver.touch(KEPT)
    resolver.sought.update((KEPT, f"[{KEPT}]"))
    return tuple(resolver.once((CONTEXT,), lambda: list(_kept(resolver))))


def of_class(resolver: Resolver, classes: Alternatives) -> Alternatives:
    """The objects of a class that are kept, or one of which nothing else is known."""
    wanted = {one.key for one in classes if isinstance(one, ClassRef)}
    kept = tuple(
        one for one in kept_by_context(resolver) if isinstance(one, Instance) and one.cls.key in wanted
    )
    return kept or objects_said(resolver, classes, ())


def _kept(resolver: Resolver) -> Alternatives:
    found: list[Alternatives] = []
    entries: dict[str, Alternatives] = {}
    for module in resolver.noted():
        for store in module.stores if not is_test(module.path) else ():
            key = _key_of_context(module, store)
            if key is None or resolver.visiting(CONTEXT, module.path, str(store.value)):
                continue
            with resolver.visit(CONTEXT, module.path, str(store.value)):
                held = assigned(resolver, module, store, resolver.resolve(module, store.value))
            if key:
                entries[key] = one_of(entries.get(key, ()), held)
            else:
                found.append(held)
    kept = one_of(*found)
    if not entries:
        return kept
    tables = [one for one in kept if isinstance(one, Table)]
    whole = Table({**{k: v for one in tables for k, v in one.entries.items()}, **by_name(entries)})
    return (whole, *(one for one in kept if not isinstance(one, Table)))


def _key_of_context(module: ModuleFacts, store: StoreFacts) -> str | None:
    """The entry of `ctx.obj` that is set; "" where all of it is; None where it is something else."""
    target = module.root(store.target)
    if not store.item:
        return "" if store.name == KEPT and isinstance(target, Param) else None
    held = isinstance(target, Attr) and target.name == KEPT and isinstance(module.root(target.base), Param)
    return store.name or None if held else None
