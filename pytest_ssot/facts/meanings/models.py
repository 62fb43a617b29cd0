"""Models that are made of mappings and give them back."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from msgspec.structs import replace

from pytest_ssot.facts.classes import lineage
from pytest_ssot.facts.meanings.meaning import Meaning
from pytest_ssot.facts.meanings.objects import as_table, converted
from pytest_ssot.facts.meanings.plain import plain
from pytest_ssot.facts.resolved import (
    Alternatives,
    Arguments,
    ClassRef,
    External,
    FunctionRef,
    Instance,
    Known,
    Opaque,
    Resolved,
    Table,
    one_of,
    truth,
)
from pytest_ssot.facts.values import NOTHING, Call, Const, Function, Literal

if TYPE_CHECKING:
    from pytest_ssot.facts.resolve import Resolver


def _dumped(resolver: Resolver, given: Arguments, base: Resolved | None) -> Alternatives | None:
    """`model.model_dump()`: the fields of a model as a mapping."""
    model = base.base if isinstance(base, External) else None
    if not isinstance(model, Instance):
        return None
    left_out = plain(given.get(-1, "exclude") or (Known(None),))
    found: list[Resolved] = []
    for table in as_table(resolver, Arguments(((model,),), place=given.place), None) or ():
        if isinstance(table, Table) and isinstance(left_out, list | dict):
            kept = {name: held for name, held in table.entries.items() if name not in left_out}
            table = replace(table, entries=kept)  # noqa: PLW2901 - the same mapping without some
        found.append(table)
    if any(truth(one) for one in given.get(-1, "by_alias")):
        own = [one for one in lineage(resolver, model.cls) if isinstance(one, ClassRef)]
        words = {name: alias for one in reversed(own) for alias, name in _aliases(one, _WHEN_DUMPED)}
        return tuple(_renamed(one, words) for one in found if isinstance(one, Table)) or None
    return tuple(found) or None


def _renamed(table: Table, words: Mapping[str, str]) -> Table:
    """A mapping whose entries go by other words."""
    return replace(table, entries={words.get(str(name), name): held for name, held in table.entries.items()})


def _model_of(resolver: Resolver, given: Arguments, base: Resolved | None) -> Alternatives | None:
    """`Model.model_validate(mapping)`: a model made of what a mapping holds."""
    cls = base.base if isinstance(base, External) else None
    tables = [one for one in given.get(0, "obj") if isinstance(one, Table)]
    if not isinstance(cls, ClassRef) or not tables:
        return None
    return one_of(
        *(resolver.call(cls, Arguments((), _by_text(one.entries), one.rest, given.place)) for one in tables)
    )


def _model_of_text(resolver: Resolver, given: Arguments, base: Resolved | None) -> Alternatives | None:
    """`Model.model_validate_json(text)`."""
    parsed = resolver.call(External("json.loads"), replace(given, keywords={}))
    tables = tuple(one for one in parsed if isinstance(one, Table))
    return _model_of(resolver, Arguments((tables,), place=given.place), base) if tables else None


def _by_text(entries: Mapping[Literal, Alternatives]) -> dict[str, Alternatives]:
    """The entries of a mapping as keywords."""
    return {str(key): held for key, held in entries.items()}


def _changed_copy(_: Resolver, given: Arguments, base: Resolved | None) -> Alternatives | None:
    """`model.model_copy(update={…})`."""
    model = base.base if isinstance(base, External) else None
    if not isinstance(model, Instance):
        return None
    changes = [one for one in given.get(-1, "update") if isinstance(one, Table)]
    if not changes:
        return (model,)
    return tuple(replace(model, attributes={**model.attributes, **_by_text(one.entries)}) for one in changes)


def as_models(
    resolver: Resolver, cls: ClassRef, held: Mapping[str, Alternatives]
) -> Mapping[str, Alternatives]:
    """What a model makes of the values that it is given: models of the mappings for fields that are such."""
    owners = lineage(resolver, cls)
    held = {name: _converted(resolver, owners, name, values) for name, values in held.items()}
    if not any(isinstance(owner, External) and owner.path in _MODELS for owner in owners):
        return held
    kinds = {
        name: annotation
        for owner in reversed(owners)
        if isinstance(owner, ClassRef)
        for name, annotation in _annotated(resolver, owner)
    }
    own = [owner for owner in owners if isinstance(owner, ClassRef)]
    aliases = {alias: name for owner in own for alias, name in _aliases(owner)}
    named = {aliases.get(name, name): values for name, values in held.items()}
    for owner in own:
        _validated(resolver, owner, named)
    return {name: _as_model(resolver, kinds.get(name, ()), values) for name, values in named.items()}


def _converted(
    resolver: Resolver, owners: Sequence[Resolved], name: str, values: Alternatives
) -> Alternatives:
    """What a field makes of the values that it is given: `attrs.field(converter=…)`."""
    for owner in owners:
        facts = owner.module.classes[owner.index] if isinstance(owner, ClassRef) else None
        if facts is None or not isinstance(owner, ClassRef) or name not in facts.attributes:
            continue
        made = owner.module.nodes[facts.attributes[name]]
        given = dict(made.keywords).get("converter", NOTHING) if isinstance(made, Call) else NOTHING
        if given != NOTHING:
            return converted(resolver, resolver.resolve(owner.module, given), values)
        return values
    return values


def _validated(resolver: Resolver, owner: ClassRef, held: dict[str, Alternatives]) -> None:
    """Make of what fields are given what methods of a model make of it: `@field_validator("mode")`."""
    module = owner.module
    for value in module.classes[owner.index].attributes.values():
        node = module.nodes[value]
        for decorator in module.functions[node.index].decorators if isinstance(node, Function) else ():
            made = module.nodes[decorator]
            if not isinstance(made, Call) or not isinstance(node, Function):
                continue
            told = [getattr(module.nodes[one], "value", "") for one in made.args]
            if getattr(module.nodes[made.callee], "name", "") in ("field_validator", "validator"):
                method = FunctionRef(module, node.index, owner.frames, owner)
                for name in [name for name in told if name in held]:
                    found = resolver.returned(method, (held[name],))
                    unknown = any(isinstance(one, Opaque) for one in found)
                    held[name] = held[name] if unknown else found


_WHEN_MADE, _WHEN_DUMPED = ("alias", "validation_alias"), ("alias", "serialization_alias")


def _aliases(owner: ClassRef, which: tuple[str, ...] = _WHEN_MADE) -> Iterator[tuple[str, str]]:
    """The names by which a model is given its fields, or gives them: `Field(alias="checkSignature")`."""
    module = owner.module
    facts = module.classes[owner.index]
    for name in facts.fields:
        made = module.nodes[facts.attributes[name]] if name in facts.attributes else None
        for word, value in made.keywords if isinstance(made, Call) else ():
            told = module.nodes[value]
            if word in which and isinstance(told, Const):
                yield str(told.value), name


def _annotated(resolver: Resolver, owner: ClassRef) -> Iterator[tuple[str, Alternatives]]:
    facts = owner.module.classes[owner.index]
    for name, annotation in zip(facts.fields, facts.annotations, strict=False):
        yield name, resolver.resolve(owner.module, annotation)


def _as_model(resolver: Resolver, kinds: Alternatives, values: Alternatives) -> Alternatives:
    made: list[Resolved] = []
    for value in values:
        if isinstance(value, Table) and len(kinds) == 1 and isinstance(kinds[0], ClassRef):
            given = Arguments((), _by_text(value.entries), value.rest, value.place)
            made.extend(resolver.call(kinds[0], given))
        else:
            made.append(value)
    return tuple(made)


_MODELS = ("pydantic.BaseModel", "pydantic.main.BaseModel", "pydantic_settings.BaseSettings")
"""The bases of models, which are made of mappings and give them back."""


_FROM_TEXTS = ("model_validate_json", "parse_raw")

MEANINGS: Mapping[str, Meaning] = {
    **{f"{model}().{word}": _dumped for model in _MODELS for word in ("model_dump", "dict")},
    **{f"{model}.{word}": _model_of for model in _MODELS for word in ("model_validate", "parse_obj")},
    **{
        f"{model}.{word}": _model_of_text
        for model in _MODELS
        for word in ("model_validate_json", "parse_raw")
    },
    **{f"{model}().{word}": _changed_copy for model in _MODELS for word in ("model_copy", "copy")},
}
"""Meanings by the dotted path of what is called."""
