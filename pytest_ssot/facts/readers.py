"""What each kind of node means, in a table; displays and changes have modules of their own."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from pytest_ssot.facts import values as v
from pytest_ssot.facts.annotated import item_asked_for
from pytest_ssot.facts.answers import as_compared, as_operated, as_tested
from pytest_ssot.facts.attributes import attribute
from pytest_ssot.facts.before_replaced import is_read_before
from pytest_ssot.facts.calling import call
from pytest_ssot.facts.changes import as_either, read_change, read_phi, read_refined
from pytest_ssot.facts.classes import implied_self
from pytest_ssot.facts.counting import counts
from pytest_ssot.facts.displays import read_comprehension, read_dict, read_sequence
from pytest_ssot.facts.file_paths import as_path
from pytest_ssot.facts.folding import but_none, combined, compared, joined, negated, operated, sliced
from pytest_ssot.facts.folds import folded
from pytest_ssot.facts.items import item
from pytest_ssot.facts.members import from_classes
from pytest_ssot.facts.module import ModuleFacts
from pytest_ssot.facts.optional_imports import standing_in, without_missing
from pytest_ssot.facts.outcomes import free_key, read_reassigned
from pytest_ssot.facts.project import BUILTIN_NAMES
from pytest_ssot.facts.raised import read_caught
from pytest_ssot.facts.resolved import (
    Alternatives,
    ClassRef,
    External,
    Frames,
    FunctionRef,
    Known,
    Opaque,
    Place,
    Resolved,
    Row,
    needs_of,
    one_of,
    opaque,
    there,
    truth,
)
from pytest_ssot.facts.rounds import round_key, rounds
from pytest_ssot.facts.rows import enter, iterate
from pytest_ssot.facts.sameness import is_none
from pytest_ssot.facts.standing_in import derived_instead, instead_of
from pytest_ssot.facts.told_by_frameworks import told_by_frameworks
from pytest_ssot.facts.told_by_python import told_by_python
from pytest_ssot.facts.values import NOTHING, AnyNode
from pytest_ssot.facts.worded import by_default, marked, outside, reads_a_word

if TYPE_CHECKING:
    from pytest_ssot.facts.resolve import Resolver


def read_const(_: Resolver, node: v.Const, module: ModuleFacts, __: Frames) -> Alternatives:
    return (Known(node.value, Place(module.path, node.at)),)


def read_unknown(*_: object) -> Alternatives:
    return opaque()


def read_name(resolver: Resolver, node: v.Name, module: ModuleFacts, frames: Frames) -> Alternatives:
    return resolver.project.name(resolver, module, node.name, frames)


def read_imported(resolver: Resolver, node: v.Imported, module: ModuleFacts, _: Frames) -> Alternatives:
    if node.module == v.STARS:
        builtin = (External(f"builtins.{node.name}"),) if node.name in BUILTIN_NAMES else ()
        found = resolver.project.from_stars(resolver, module, node.name) or builtin
        return found or (Opaque("unresolved", node.name),)
    return resolver.project.imported(resolver, module, node.module, node.name)


def read_param(resolver: Resolver, node: v.Param, module: ModuleFacts, frames: Frames) -> Alternatives:
    key = (module.path, node.function)
    if key in frames and node.name in frames[key]:
        return frames[key][node.name]
    function = module.functions[node.function]
    implied = implied_self(resolver, module, node.function, frames)
    if implied is not None and function.parameters and function.parameters[0].name == node.name:
        return (implied,)
    told = told_by_python(resolver, module, node) if function.owner >= 0 else ()
    told = told or told_by_frameworks(resolver, module, node)
    return told or (Opaque("parameter", node.name, frozenset([(*key, node.name)])),)


def read_free(resolver: Resolver, node: v.Free, module: ModuleFacts, frames: Frames) -> Alternatives:
    told = frames.get((module.path, free_key(node.function)))
    if told is not None and node.name in told:
        return told[node.name]
    key = (module.path, node.function)
    if key not in frames and key in resolver.around:  # what is asked about is called from that function
        resolver.only_here()
        frames = {**frames, key: resolver.around[key]}
    held = module.functions[node.function].variables.get(node.name, NOTHING)
    return resolver.resolve(module, held, frames) if held != NOTHING else opaque(text=node.name)


def read_bound(resolver: Resolver, node: v.Bound, module: ModuleFacts, frames: Frames) -> Alternatives:
    """What a loop of a comprehension has at hand: in this round, or else in any."""
    slots = frames.get((module.path, -node.slot - 1))
    if slots is not None:
        return slots[""]
    base = module.iterables.get(node.slot, NOTHING)
    return one_of(*(iterate(resolver, one) for one in resolver.resolve(module, base, frames))) or opaque()


def read_function(resolver: Resolver, node: v.Function, module: ModuleFacts, frames: Frames) -> Alternatives:
    function = FunctionRef(module, node.index, frames)
    instead = instead_of(resolver, function) if function.facts.decorators else None
    return (function,) if instead is None else instead


def read_class(resolver: Resolver, node: v.Class, module: ModuleFacts, frames: Frames) -> Alternatives:
    cls = ClassRef(module, node.index, frames)
    return (derived_instead(resolver, cls) if module.classes[node.index].decorators else cls,)


def read_attr(resolver: Resolver, node: v.Attr, module: ModuleFacts, frames: Frames) -> Alternatives:
    chosen = module.nodes[node.base]
    if isinstance(chosen, v.Choice) and (
        found := _once_asked_for(resolver, node.name, chosen, module, frames)
    ):
        return found
    bases = but_none(resolver.resolve(module, node.base, frames))
    if any(isinstance(base, ClassRef) for base in bases) and is_read_before(module, node):
        return one_of(*(_as_written(resolver, base, node.name) for base in bases))
    return one_of(*(attribute(resolver, base, node.name) for base in bases))


def _as_written(resolver: Resolver, base: Resolved, name: str) -> Alternatives:
    """What a class has as it is written, whatever is set on it later; an attribute of anything else."""
    own = from_classes(resolver, base, name, None) if isinstance(base, ClassRef) else ()
    return own or attribute(resolver, base, name)


def _once_asked_for(
    resolver: Resolver, name: str, chosen: v.Choice, module: ModuleFacts, frames: Frames
) -> Alternatives:
    """An attribute of an object after a test for just that: where it was there, it is what it was.

    `if self._strict is None: self._strict = True`, and then `self._strict`.
    """
    test, there, by_none = module.nodes[chosen.test], True, False
    if isinstance(test, v.Compare):
        none, there, by_none = module.nodes[test.right], test.op == "IsNot", True
        if test.op not in ("Is", "IsNot") or not isinstance(none, v.Const) or none.value is not None:
            return ()
        test = module.nodes[test.left]
    while isinstance(test, v.Not):
        test, there = module.nodes[test.operand], not there
    before, after = (chosen.then, chosen.other) if there else (chosen.other, chosen.then)
    sets = isinstance(module.nodes[after], v.SetAttr)
    if not sets or not isinstance(test, v.Attr) or (test.name, test.base) != (name, before):
        return ()
    if needs_of(resolver.resolve(module, chosen.test, frames)):
        return ()
    held, made = (
        one_of(*(attribute(resolver, base, name) for base in but_none(resolver.resolve(module, arm, frames))))
        for arm in (before, after)
    )
    kept = tuple(one for one in held if not (is_none(one) if by_none else truth(one) is False))
    return one_of(kept, made)


def read_item(resolver: Resolver, node: v.Item, module: ModuleFacts, frames: Frames) -> Alternatives:
    bases = but_none(resolver.resolve(module, node.base, frames))
    keys = resolver.resolve(module, node.key, frames)
    place = Place(module.path, node.at)
    pairs = [(base, key) for base in bases for key in keys]
    return there(one_of(*(item_asked_for(resolver, *pair) or item(resolver, *pair, place) for pair in pairs)))


def read_slice(resolver: Resolver, node: v.Slice, module: ModuleFacts, frames: Frames) -> Alternatives:
    bounds: list[int | None] = []
    for bound in (node.lower, node.upper, node.step):
        held = resolver.resolve(module, bound, frames)
        known = held[0].value if len(held) == 1 and isinstance(held[0], Known) else None
        if held and not isinstance(known, int):
            return opaque(resolver.resolve(module, node.base, frames))
        bounds.append(known if isinstance(known, int) else None)
    bases = resolver.resolve(module, node.base, frames)
    if not resolver.goes_through(bases):
        return resolver.cut_off()
    return one_of(*(sliced(base, slice(*bounds)) for base in bases))


def read_star(resolver: Resolver, node: v.Star, module: ModuleFacts, frames: Frames) -> Alternatives:
    return resolver.resolve(module, node.value, frames)


def read_element(resolver: Resolver, node: v.Element, module: ModuleFacts, frames: Frames) -> Alternatives:
    fixed = frames.get(round_key(module, node))
    if fixed is not None:
        return fixed[""]
    return one_of(*(iterate(resolver, base) for base in resolver.resolve(module, node.base, frames)))


def read_enter(resolver: Resolver, node: v.Enter, module: ModuleFacts, frames: Frames) -> Alternatives:
    return one_of(*(enter(resolver, base) for base in resolver.resolve(module, node.base, frames)))


def read_boolean(resolver: Resolver, node: v.Boolean, module: ModuleFacts, frames: Frames) -> Alternatives:
    operands = [resolver.resolve(module, operand, frames) for operand in node.operands]
    return combined(node.op, operands, Place(module.path, node.at))


def read_not(resolver: Resolver, node: v.Not, module: ModuleFacts, frames: Frames) -> Alternatives:
    operand = as_tested(resolver, resolver.resolve(module, node.operand, frames))
    return negated(operand, Place(module.path, node.at))


def read_compare(resolver: Resolver, node: v.Compare, module: ModuleFacts, frames: Frames) -> Alternatives:
    if node.op in (v.CAUGHT, v.RAN, v.EACH):
        return opaque()
    if node.op == v.ROUND:
        return _rounds_begin(resolver, module, node, frames)
    if node.op == v.IMPORTED:
        return imports(resolver.resolve(module, node.left, frames))
    left, right = resolver.resolve(module, node.left, frames), resolver.resolve(module, node.right, frames)
    place = Place(module.path, node.at)
    if not resolver.goes_through(left, right):
        return resolver.cut_off()
    told = as_compared(resolver, node.op, left, right, place)
    return told or marked(compared(node.op, left, right, place), left, right)


def _rounds_begin(resolver: Resolver, module: ModuleFacts, node: v.Compare, frames: Frames) -> Alternatives:
    """Whether a loop has a round: it has if there is something in all that it may go through."""
    element = module.nodes[node.left]
    held = resolver.resolve(module, element.base, frames) if isinstance(element, v.Element) else ()
    certain = bool(held) and all(isinstance(one, Row) and one.items for one in held)
    return (Known(True),) if certain else opaque()


def imports(found: Alternatives) -> Alternatives:
    """Whether an import that gives these values succeeds: it does for what the project itself has."""
    if any(isinstance(one, Opaque) and one.source == "unresolved" for one in found):
        return (Known(False),)
    return opaque() if not found or any(isinstance(one, External) for one in found) else (Known(True),)


def read_binary(resolver: Resolver, node: v.Binary, module: ModuleFacts, frames: Frames) -> Alternatives:
    left, right = (_in_words(module, resolver.resolve(module, x, frames)) for x in (node.left, node.right))
    if not resolver.goes_through(left, right):
        return resolver.cut_off()
    told = as_operated(resolver, node.op, left, right) or (node.op == "Div" and as_path(left, right)) or ()
    found = told or operated(node.op, left, right, Place(module.path, node.at))
    return one_of(found, opaque()) if counts(module, node) else found


def read_text(resolver: Resolver, node: v.Text, module: ModuleFacts, frames: Frames) -> Alternatives:
    parts = [_in_words(module, resolver.resolve(module, part, frames)) for part in node.parts]
    return joined(parts, Place(module.path, node.at))


def _in_words(module: ModuleFacts, found: Alternatives) -> Alternatives:
    """Values as parts of a text: the name of the module, or of its package, is a word."""
    return tuple(_name_of(module, one) if isinstance(one, External) else one for one in found)


def _name_of(module: ModuleFacts, asked: External) -> Resolved:
    whole = module.path.removesuffix(".py").removesuffix("/__init__").replace("/", ".")
    if asked.path == "builtins.__package__" and not module.path.endswith("__init__.py"):
        whole = whole.rpartition(".")[0]
    return Known(whole) if asked.path in ("builtins.__name__", "builtins.__package__") else asked


def read_choice(resolver: Resolver, node: v.Choice, module: ModuleFacts, frames: Frames) -> Alternatives:
    asked = module.nodes[node.test]
    if isinstance(asked, v.Compare) and asked.op == v.BROKEN:
        return _left_by_break(resolver, node, asked, module, frames)
    if isinstance(asked, v.Compare) and asked.op == v.ROUND:
        carried = folded(resolver, module, (node.other, node.then), frames)
        return resolver.resolve(module, node.then, frames) if carried is None else carried
    test = as_tested(resolver, resolver.resolve(module, node.test, frames))
    then = resolver.resolve(module, node.then, frames)
    other = resolver.resolve(module, node.other, frames)
    verdicts = {truth(value) for value in test}
    if verdicts == {True}:
        return then
    if verdicts == {False}:
        return without_missing(module, node.test, other)
    if found := standing_in(resolver, module, node.test, then, other):
        return found
    if needs := needs_of(test):
        if same := as_either(module, node, then, other, needs):
            return same
        return (Opaque("parameter", needs=needs | needs_of(then, other), place=Place(module.path, node.at)),)
    if reads_a_word(test):
        default = by_default(test)
        chosen = then if True in default else outside(then, test, other)
        other = other if False in default else outside(other, test, then)
        then = chosen
    return one_of(then, other)


def _left_by_break(
    resolver: Resolver, node: v.Choice, test: v.Compare, module: ModuleFacts, frames: Frames
) -> Alternatives:
    """What holds after a loop: what the round leaves that breaks off, else what the last one does."""
    found: list[Alternatives] = []
    element = module.nodes[test.right]
    single = isinstance(element, v.Element) and len(resolver.resolve(module, element.base, frames)) == 1
    for inner in rounds(resolver, module, test.right, frames) if single else (frames,):
        asked = resolver.resolve(module, test.left, inner)
        if needs := needs_of(asked):
            return (Opaque("parameter", needs=needs, place=Place(module.path, node.at)),)
        verdicts = {truth(one) for one in asked}
        if verdicts != {False} or inner is frames:
            found.append(resolver.resolve(module, node.then, inner))
        if verdicts == {True} and inner is not frames:
            return one_of(*found)
    return one_of(*found, resolver.resolve(module, node.other, frames))


def read_call(resolver: Resolver, node: v.Call, module: ModuleFacts, frames: Frames) -> Alternatives:
    callees = but_none(resolver.resolve(module, node.callee, frames))
    if not callees:
        return opaque()
    arguments = resolver.arguments(node, module, frames)
    return there(one_of(*(call(resolver, callee, arguments) for callee in callees)))


Reader = Callable[["Resolver", Any, ModuleFacts, Frames], Alternatives]

READERS: Mapping[type[AnyNode], Reader] = {
    v.Const: read_const,
    v.Unknown: read_unknown,
    v.Name: read_name,
    v.Imported: read_imported,
    v.Param: read_param,
    v.Free: read_free,
    v.Bound: read_bound,
    v.Function: read_function,
    v.Class: read_class,
    v.Attr: read_attr,
    v.Item: read_item,
    v.Slice: read_slice,
    v.Star: read_star,
    v.Element: read_element,
    v.Enter: read_enter,
    v.Caught: read_caught,
    v.Boolean: read_boolean,
    v.Not: read_not,
    v.Compare: read_compare,
    v.Binary: read_binary,
    v.Text: read_text,
    v.Choice: read_choice,
    v.Call: read_call,
    v.Dict: read_dict,
    v.Sequence: read_sequence,
    v.Comprehension: read_comprehension,
    v.SetItem: read_change,
    v.DelItem: read_change,
    v.SetAttr: read_change,
    v.After: read_change,
    v.Reassigned: read_reassigned,
    v.Phi: read_phi,
    v.Refined: read_refined,
}
"""How each kind of node is read: (resolver, node, module, frames) → its alternatives."""
