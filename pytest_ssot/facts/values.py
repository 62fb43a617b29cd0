"""The value graph: what every expression of a file may be, as far as the file alone can say.

Each module owns one table of nodes; a node names its operands by their index in it (a `Value`), so
sharing survives serialisation and a table's size is linear in the source. Names of other modules,
parameters and calls stay symbolic: `pytest_ssot.facts.resolve` gives them meaning across files.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeAlias

import msgspec

from pytest_ssot.facts.spans import Span

Value: TypeAlias = int
"""Index of a node in its module's table."""

NOTHING: Value = -1
"""Stands where an operand is absent (a spread's key, a missing default)."""

Values: TypeAlias = frozenset[Value]

NONE: Values = frozenset()

ROUND = "<round>"
"""The operator of the comparison that stands for "some round of the loop is reached"."""

BROKEN = "<broken>"
"""The operator of the comparison that stands for "some round of the loop, of which `right` is the element,
breaks off because of `left`"."""

LEFT = "<left>"
"""The operator of the comparison that stands for "the loop was left by a `break` that comes after the node
`left`, and the node `right` before it"."""

EACH = "<each>"
"""The operator of the comparison that stands for "in all rounds of the loop whose element is `right`, `left`
came out true"."""

IMPORTED = "<imported>"
"""The operator of the comparison that stands for "the import that gives this value succeeds"."""

CAUGHT = "<caught>"
"""The operator of the comparison that stands for "an exception of this kind was raised"."""

RAN = "<ran>"
"""The operator of the comparison that stands for "the body of a `try`, whose nodes are those from the
constant `left` up to the constant `right`, has run through"."""

WITHIN = "<within>"
"""The operator of the comparison behind the body of a `with` whose manager is entered by the call `left`."""

HELD = "<held>"
"""The name under which what an object holds is stored, as a context variable does."""

AS_VIEW = "as_view"
"""The class method of views by which what answers requests is made: it makes objects with its keywords."""

_AT_ONCE_OR_LATER = ("apply", "apply_async", "send_with_options", "signature", "subtask", "call_local")
DEFERRING = frozenset([*_AT_ONCE_OR_LATER, "delay", "s", "si", "send", "remote", "submit", "kiq"])
"""Methods of a task by which its function is called, now or later."""

STARTING = DEFERRING | {AS_VIEW}
"""What calls a function, or makes an object, by way of an object or class that stands before it."""

COPIED = "<copied>"
"""The name under which an object is stored whose attributes become the entries of a mapping."""

CHANGED = "<changed>"
"""The name under which calls are stored that change a list or set which others share."""

ANY = "<any>"
"""The attribute that stands for all those of an object that a call may have set by names it was given."""

INHERITED = "<inherited>"
"""The path of what gives an attribute that an object does not have itself, by the object and the name."""

STARS = "*"
"""The module of an import that stands for what star imports gave before the module bound the name itself."""

RETURNED = "<returned>"
"""The attribute of what a generator yields that is what it returns in the end."""

if TYPE_CHECKING:
    Literal: TypeAlias = bool | int | float | str | bytes | None
else:
    # A decoder refuses a union of text and bytes, although MessagePack tells one from the other.
    Literal = Any


class Node(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """One operation of the graph."""


class Const(Node, frozen=True, array_like=True, tag="const"):
    """A literal; `at` includes the key or keyword it is directly given for."""

    value: Literal
    at: Span


class Name(Node, frozen=True, array_like=True, tag="name"):
    """A module-level or built-in name, read after the module has run."""

    name: str
    at: Span


class Imported(Node, frozen=True, array_like=True, tag="import"):
    """What an import binds: a module (`name` empty) or a name in it."""

    module: str
    name: str
    at: Span


class Param(Node, frozen=True, array_like=True, tag="param"):
    """A parameter of the function with that index."""

    function: int
    name: str


class Free(Node, frozen=True, array_like=True, tag="free"):
    """A variable of an enclosing function, read by a nested one."""

    function: int
    name: str


class Bound(Node, frozen=True, array_like=True, tag="bound"):
    """The loop variable of a comprehension."""

    slot: int


class Attr(Node, frozen=True, array_like=True, tag="attr"):
    base: Value
    name: str
    at: Span


class Item(Node, frozen=True, array_like=True, tag="item"):
    base: Value
    key: Value
    at: Span


class Slice(Node, frozen=True, array_like=True, tag="slice"):
    base: Value
    lower: Value
    upper: Value
    step: Value = NOTHING


class Call(Node, frozen=True, array_like=True, tag="call"):
    """A call; spreads are `Star` nodes in `args` and empty names in `keywords`."""

    callee: Value
    args: tuple[Value, ...]
    keywords: tuple[tuple[str, Value], ...]
    at: Span


class Star(Node, frozen=True, array_like=True, tag="star"):
    value: Value


class Dict(Node, frozen=True, array_like=True, tag="dict"):
    """A dict display; a spread has NOTHING for its key."""

    keys: tuple[Value, ...]
    values: tuple[Value, ...]
    at: Span


class Sequence(Node, frozen=True, array_like=True, tag="seq"):
    """A list, tuple or set display."""

    items: tuple[Value, ...]
    at: Span


class SetItem(Node, frozen=True, array_like=True, tag="setitem"):
    """The object `base` after `base[key] = value`."""

    base: Value
    key: Value
    value: Value
    at: Span


class DelItem(Node, frozen=True, array_like=True, tag="delitem"):
    """The object `base` after `del base[key]`."""

    base: Value
    key: Value


class SetAttr(Node, frozen=True, array_like=True, tag="setattr"):
    """The object `base` after `base.name = value`."""

    base: Value
    name: str
    value: Value


class After(Node, frozen=True, array_like=True, tag="after"):
    """The object `base` after a call that was its method (`receiver`) or took it as an argument."""

    base: Value
    call: Value
    receiver: bool = False


class Reassigned(Node, frozen=True, array_like=True, tag="reassigned"):
    """A name after a call of a function that may assign to it: one that declares it global or nonlocal."""

    base: Value
    call: Value
    name: str


class Phi(Node, frozen=True, array_like=True, tag="phi"):
    """One of several values, by the path taken."""

    options: tuple[Value, ...]


class Refined(Node, frozen=True, array_like=True, tag="refined"):
    """A value on a path where it passed `test`: "true", "false", "none" or "not none".

    Of one that is "said" to be an object of a class, that is `cls`.
    """

    value: Value
    test: str
    cls: Value = NOTHING


class Boolean(Node, frozen=True, array_like=True, tag="boolean"):
    """`and` / `or`."""

    op: str
    operands: tuple[Value, ...]
    at: Span


class Not(Node, frozen=True, array_like=True, tag="not"):
    operand: Value
    at: Span


class Compare(Node, frozen=True, array_like=True, tag="compare"):
    op: str
    left: Value
    right: Value
    at: Span


class Binary(Node, frozen=True, array_like=True, tag="binary"):
    op: str
    left: Value
    right: Value
    at: Span


class Text(Node, frozen=True, array_like=True, tag="text"):
    """An f-string."""

    parts: tuple[Value, ...]
    at: Span


class Choice(Node, frozen=True, array_like=True, tag="choice"):
    """`then if test else other`."""

    test: Value
    then: Value
    other: Value
    at: Span


class Function(Node, frozen=True, array_like=True, tag="function"):
    """A function or lambda of this module, by index."""

    index: int


class Class(Node, frozen=True, array_like=True, tag="class"):
    """A class of this module, by index."""

    index: int


class Comprehension(Node, frozen=True, array_like=True, tag="comprehension"):
    """A comprehension; `key` is NOTHING unless it builds a dict, `loops` are (slot, iterable)."""

    key: Value
    value: Value
    loops: tuple[tuple[int, Value], ...]
    conditions: tuple[Value, ...]
    at: Span


class Element(Node, frozen=True, array_like=True, tag="element"):
    """What iterating over `base` yields."""

    base: Value


class Enter(Node, frozen=True, array_like=True, tag="enter"):
    """What `with base as …` binds."""

    base: Value


class Caught(Node, frozen=True, array_like=True, tag="caught"):
    """What a handler of `kinds` has caught: what is `raised` in its `try`, or by one of the `calls` there.

    Where nobody can tell what that is, it is `otherwise`.
    """

    kinds: tuple[Value, ...]
    raised: tuple[Value, ...]
    calls: tuple[Value, ...]
    otherwise: Value


class Unknown(Node, frozen=True, array_like=True, tag="unknown"):
    at: Span


AnyNode: TypeAlias = (
    Const | Name | Imported | Param | Free | Bound | Attr | Item | Slice | Call | Star | Dict | Sequence
    | SetItem | DelItem | SetAttr | After | Reassigned | Phi | Refined | Boolean | Not | Compare | Binary
    | Text | Choice | Function | Class | Comprehension | Element | Enter | Caught | Unknown
)  # fmt: skip


def entry_of(nodes: list[AnyNode], value: Value) -> tuple[Value, Value]:
    """The mapping of which a value is an entry, and the key: `held[key]`, `held.setdefault(key, [])`.

    The value itself, and NOTHING, where it is none.
    """
    node = nodes[value]
    if isinstance(node, Item):
        return node.base, node.key
    callee = nodes[node.callee] if isinstance(node, Call) and node.args else None
    if isinstance(node, Call) and isinstance(callee, Attr) and callee.name == "setdefault":
        return callee.base, node.args[0]
    return value, NOTHING
