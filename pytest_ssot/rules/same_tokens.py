"""Which values are the same token, as far as that can be told without running anything."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from pytest_ssot.facts import values as v
from pytest_ssot.facts.effort import PER_CALL
from pytest_ssot.facts.links import Site
from pytest_ssot.facts.module import ModuleFacts, Parameter
from pytest_ssot.facts.operands import operands
from pytest_ssot.facts.uses import first_argument
from pytest_ssot.facts.values import NOTHING, Value
from pytest_ssot.rules.changed_holders import BUT, apart, before_changes, together, with_changes
from pytest_ssot.rules.cut_texts import cut_at, is_behind_scheme, of_header, uncut
from pytest_ssot.rules.either_way import EITHER, given_either_way
from pytest_ssot.rules.matched_parts import matched_by_place

Token = object
"""What is equal for values of one function that are the same token: where it is found, step by step."""

KEYWORDS = ("jwt", "token", "value")
"""The keywords by which calls are handed a token."""

_CONVERTING = frozenset(["encode", "decode", "strip", "lstrip", "rstrip", "removeprefix"])
"""Methods whose result is still the same token."""

_CONVERTERS = frozenset(
    [
        *("str", "bytes", "cast", "to_bytes", "to_str", "to_unicode", "to_native"),
        *("force_bytes", "force_str", "force_text", "smart_bytes", "smart_str", "smart_text"),
        *("ensure_bytes", "ensure_str"),
    ]
)
"""Functions whose result is still the token that they are handed."""

MOST_STATES = 40
"""States of one value that are looked through for what it was before."""

MOST_ROOTS = 6
"""Ways to a value beyond which it is known by itself alone."""


def token_of(site: Site) -> Value:
    """The token that a call reads: what it is handed, or what made the object whose method it is."""
    found, value = first_argument(site, *KEYWORDS), site.node.callee
    for _ in range(MOST_STATES):
        if found != NOTHING:
            break
        node = site.module.root(value)
        if isinstance(node, v.Call):
            found, value = node.args[0] if node.args else NOTHING, node.callee
        elif isinstance(node, v.Attr):
            value = node.base
        else:
            break
    return found


def is_same_token(site: Site, token: Token) -> bool:
    """A call is handed the token as its first argument."""
    return token is not None and identity(site.module, first_argument(site, *KEYWORDS)) == token


def identity(module: ModuleFacts, value: Value) -> Token:
    """What tells whether two values of one function are the same object."""
    if value == NOTHING:
        return None
    known = module.places.objects
    if value not in known:
        known[value] = _identity(module, value)
    return known[value]


def _identity(module: ModuleFacts, value: Value) -> Token:
    if (itself := _itself(module, value, iter(range(MOST_STATES)))) != value:
        return identity(module, itself)
    if len(either := given_either_way(module, value)) > 1:
        return (EITHER, "of", either)
    roots = states_of(module, value)
    roots = [one for one in roots if not _is_empty(module.nodes[one])] or roots  # nothing is no token
    if len(roots) > MOST_ROOTS:
        return value
    if len(roots) > 1:  # a prefix may have been cut off on one of the paths
        roots = [other for root in roots for other in states_of(module, uncut(module, root))]
    found = {_of_root(module, root) for root in roots}
    one = together(found)
    return value if one is None else one


def _itself(module: ModuleFacts, value: Value, left: Iterator[int]) -> Value:
    """What a value is whichever way it came: a choice that is handed over on one of them is the same one."""
    by_ways = isinstance(module.nodes[value], v.After | v.Refined | v.Phi | v.Choice)
    ways = _before(module, value) if by_ways and next(left, None) is not None else ()
    found = {_itself(module, one, left) for one in ways}
    return found.pop() if len(found) == 1 else value


def _is_empty(node: v.AnyNode) -> bool:
    return not node.keys if isinstance(node, v.Dict) else isinstance(node, v.Const) and not node.value


def _of_root(module: ModuleFacts, root: Value) -> Token:
    match module.nodes[root]:
        case v.Attr(base=base, name=name):
            base, held = set_on(module, base, name)
            found = along(identity(module, base), (("attribute", name),))
            return found if held == NOTHING else identity(module, held)
        case v.Item(base=base, key=key) if isinstance(constant := module.nodes[key], v.Const):
            return along(identity(module, base), (("entry", constant.value),))
        case v.Call() as call if (part := _part(module, call)) is not None:
            return part
        case v.Binary() | v.Text() | v.Slice() | v.Boolean() if (whole := _whole(module, root)) is not None:
            return whole
        case v.SetAttr() | v.SetItem() | v.Call():
            base, changes = before_changes(module, root)
            return with_changes(identity(module, base), changes) if base != root else root
        case v.Param() | v.Free() | v.Bound() as node:
            return node
        case v.Imported() | v.Name() as node:
            named = ("name", node.name) if isinstance(node, v.Name) else ("import", (node.module, node.name))
            return (None, *named)
    return root


def set_on(module: ModuleFacts, base: Value, name: str) -> tuple[Value, Value]:
    """An object before attributes of it were set, and what `name` was set to; NOTHING if that is not seen."""
    node = module.nodes[base]
    while isinstance(node, v.SetAttr):
        if node.name == name:
            return base, node.value
        base, node = node.base, module.nodes[node.base]
    return base, NOTHING


def _whole(module: ModuleFacts, value: Value) -> Token:
    """The token whose parts a text is put together of again, or what is cut off it; None if neither."""
    part = module.nodes[value]
    if isinstance(part, v.Boolean):
        first, *others = (identity(module, one) for one in part.operands)
        told = part.op == "or" and all(isinstance(one, tuple) for one in (first, *others))
        return (first, "or", tuple(others)) if told else None
    if isinstance(part, v.Slice):
        ends = cut_at(module, part)
        if ends is not None and is_behind_scheme(*ends):
            return identity(module, part.base)
        return None if ends is None else (identity(module, part.base), "slice", ends)
    found = set[Token]()
    queue = [value]
    for current in (queue.pop() for _ in range(MOST_STATES) if queue):
        node = module.nodes[current]
        if isinstance(node, v.Binary | v.Text):
            queue.extend(operands(node))
        elif not isinstance(node, v.Const):
            cut = module.root(node.base) if isinstance(node, v.Item) else None
            callee = module.nodes[cut.callee] if isinstance(cut, v.Call) else None
            is_cut = isinstance(callee, v.Attr) and callee.name in ("split", "rsplit", "partition")
            found.add(identity(module, callee.base) if is_cut and isinstance(callee, v.Attr) else None)
    return found.pop() if len(found) == 1 and not queue else None


def _part(module: ModuleFacts, call: v.Call) -> Token:
    """The part of an object that a call asks for: `getattr(local, "token")`, `request.headers.get("cookie")`.

    Asked again, it gives the same.
    """
    callee = module.nodes[call.callee]
    given = tuple(getattr(module.nodes[value], "value", None) for value in call.args)
    if isinstance(callee, v.Name) and callee.name == "getattr" and "getattr" not in module.bindings:
        name = given[1] if given[1:] and isinstance(given[1], str) else matched_by_place(module, call)
        return (identity(module, call.args[0]), "attribute", name) if name else None
    if isinstance(callee, v.Name) and callee.name == "super" and len(call.args) == 2:
        return identity(module, call.args[1])
    told = dict(call.keywords)
    constant = all(isinstance(module.nodes[value], v.Const) for value in (*call.args, *told.values()))
    if not isinstance(callee, v.Attr) or not constant or not told.keys() <= {"default", "required"}:
        return None
    given += tuple(getattr(module.nodes[value], "value", None) for value in told.values())
    if (
        callee.name in ("get", "get_nowait")
        and not call.args
        and isinstance(module.root(callee.base), v.Param)
    ):
        return None  # a queue gives another one each time
    by_key = callee.name in ("get", "pop") and given[1:] in ((), (None,), ("",))
    if by_key and isinstance(given[:1] and given[0], str):
        return along(identity(module, callee.base), (("entry", given[0]),))
    asks = callee.name.lstrip("_").startswith("get") and not isinstance(module.nodes[callee.base], v.Call)
    return (identity(module, call.callee), "call", given) if asks else None


def states_of(module: ModuleFacts, value: Value) -> list[Value]:
    """What a token was before it was encoded, stripped, tested, or came from one of several paths."""
    seen: set[Value] = set()
    found, queue = [], [value]
    while queue:
        current = queue.pop()
        if current in seen:
            continue
        seen.add(current)
        before = _before(module, current) if len(seen) < MOST_STATES else ()
        queue.extend(before)
        if not before:
            found.append(current)
    module.effort.spend(2 * len(seen))
    return found


def _before(module: ModuleFacts, value: Value) -> tuple[Value, ...]:
    match module.nodes[value]:
        case v.Refined(value=inner) | v.After(base=inner):
            return (inner,)
        case v.Choice(then=then, other=other):
            return (then, other)
        case v.Phi(options=options):
            return options
        case v.Boolean(op="or", operands=parts) if all(_is_empty(module.nodes[one]) for one in parts[1:]):
            return parts[:1]
        case v.Item(base=base, key=key) if (whole := of_header(module, base, key)) != NOTHING:
            return (whole,)
        case v.Call(callee=callee, args=args, keywords=given):
            asked = module.nodes[callee]
            plain = all(isinstance(module.nodes[one], v.Const) for one in (*args, *(one for _, one in given)))
            if isinstance(asked, v.Attr) and (
                (asked.name in _CONVERTING and plain) or asked.name in module.places.fluent
            ):
                return (asked.base,)
            if isinstance(asked, v.Name | v.Imported | v.Attr) and asked.name in _CONVERTERS:
                return args[-1:]
    return ()


def is_part(token: Token, holder: Token) -> bool:
    """A token is found in an object, or is it."""
    return holder is not None and rest_of(token, holder) is not None


def rest_of(token: Token, holder: Token) -> tuple[tuple[object, ...], ...] | None:
    """The steps from an object to a token that is found in it, and was not set since."""
    steps: list[tuple[object, ...]] = []
    holder, changes = apart(holder)
    token, _ = apart(token)
    while token != holder:
        if not isinstance(token, tuple) or token[1] == BUT:
            return None
        steps.append(token[1:])
        token = token[0]
    found = tuple(reversed(steps))
    return None if any(one[:2] in changes for one in found[:1]) else found


def origin_of(token: Token) -> Token:
    """The value of the function in which a token is found."""
    while isinstance(token, tuple):
        token = token[0]
    return token


def known_around(site: Site, called: int, token: Token) -> Iterator[Token]:
    """What a token is for a function that is defined in the one that calls it, and knows its names."""
    around = site.fact.function
    callee = site.module.root(site.node.callee)
    if callee != v.Function(called) or site.module.functions[called].parent != around or around < 0:
        return
    for name, value in site.module.functions[around].variables.items():
        steps = rest_of(token, identity(site.module, value))
        if steps is not None:
            yield along(v.Free(around, name), steps)


def outside(
    site: Site, parameters: Sequence[Parameter], token: Token, skipped: int = 0
) -> list[tuple[Token, Value]]:
    """What a token that a function is handed may be for who calls it, and the value if it is handed as such.

    What is handed through by `*args` or `**kwargs` is a part of those.
    """
    given = origin_of(token)
    if not isinstance(given, v.Param):
        return []
    steps = rest_of(token, given) or ()
    kinds = {one.name: one.kind[:1] for one in parameters}
    names = [one.name for one in parameters]
    name, nth = given.name, 0
    if kinds.get(name) == "*" and steps and steps[0][0] == "entry":
        part, steps = steps[0][1], steps[1:]
        if isinstance(part, int):
            nth = part
        elif isinstance(part, str):
            found = dict(keywords(site)).get(part, NOTHING)
            if found != NOTHING:
                return [_whole_or_part(site, found, steps)]
            return [(along((one, "entry", part), steps), NOTHING) for one in _spread(site)]
    found = given_for(site, names, name, skipped + nth)
    if found != NOTHING and not isinstance(site.module.nodes[found], v.Star):
        return [_whole_or_part(site, found, steps)]
    through: list[Token] = [(one, "entry", name) for one in _spread(site)]
    by_name = len(through)
    position = names.index(name) - (names[0] in ("self", "cls")) + skipped + nth
    for index, value in enumerate(site.node.args[: position + 1]):
        star = site.module.nodes[value]
        if isinstance(star, v.Star):
            through.append((identity(site.module, star.value), "entry", position - index))
            break
    if 0 < by_name < len(through):
        through.append((EITHER, "of", frozenset(through)))
    return [(along(one, steps), NOTHING) for one in through]


def _whole_or_part(site: Site, value: Value, steps: tuple[tuple[object, ...], ...]) -> tuple[Token, Value]:
    return along(identity(site.module, value), steps), NOTHING if steps else value


def _spread(site: Site) -> Iterator[Token]:
    """The mappings that a call spreads as its keywords."""
    return (identity(site.module, value) for name, value in site.node.keywords if not name)


def along(token: Token, steps: tuple[tuple[object, ...], ...]) -> Token:
    """What is found along some steps from an object."""
    before, changes = apart(token)
    token = token if any(one[:2] in changes for one in steps[:1]) or not steps else before
    for step in steps:
        token = (token, *step)
    return token


def given_for(caller: Site, names: list[str], name: str, skipped: int = 0) -> Value:
    """What a call gives for the parameter `name`; a method's object stands before the method."""
    by_name = dict(keywords(caller))
    return by_name[name] if name in by_name else _by_place(caller, names, names.index(name), skipped)


def given_for_each(caller: Site, names: list[str], skipped: int = 0) -> Iterator[tuple[str, Value]]:
    """The same for every parameter, with its name: the call is gone through once."""
    by_name = dict(keywords(caller))
    caller.module.effort.spend((len(by_name) + len(names)) * PER_CALL)
    for place, name in enumerate(names):
        yield name, by_name[name] if name in by_name else _by_place(caller, names, place, skipped)


def _by_place(caller: Site, names: list[str], place: int, skipped: int) -> Value:
    """What a call gives for a parameter that it does not name."""
    position = place - (names[0] in ("self", "cls")) + skipped
    if position < skipped:
        handed = caller.node.args[position] if 0 <= position < len(caller.node.args) else caller.node.callee
        whose = object_of(caller.module, handed)
        return whose if whose != NOTHING else handed if position >= 0 else NOTHING
    return caller.node.args[position] if 0 <= position < len(caller.node.args) else NOTHING


def keywords(site: Site) -> Iterator[tuple[str, Value]]:
    """What a call gives by name, also by a dict display that is spread."""
    nodes = site.module.nodes
    for name, value in site.node.keywords:
        spread = site.module.root(value)
        if not name and isinstance(spread, v.Dict):
            for key, entry in zip(spread.keys, spread.values, strict=True):
                constant = nodes[key] if key != NOTHING else None
                if isinstance(constant, v.Const) and isinstance(constant.value, str):
                    yield constant.value, entry
        else:
            yield name, value


def all_given(site: Site) -> tuple[Value, ...]:
    """Everything that a call is handed, the object of a method among it."""
    itself = object_of(site.module, site.node.callee)
    receiver = (itself,) if itself != NOTHING else ()
    return (*receiver, *site.node.args, *(value for _, value in keywords(site)))


def object_of(module: ModuleFacts, method: Value) -> Value:
    """The object whose method a value is, or of which all are that a loop goes through; or NOTHING."""
    node = module.nodes[method]
    if isinstance(node, v.Attr):
        return node.base
    row = module.root(node.base) if isinstance(node, v.Element) else None
    held = [module.nodes[one] for one in row.items] if isinstance(row, v.Sequence) else []
    bases = [one.base for one in held if isinstance(one, v.Attr)]
    same = len({identity(module, one) for one in bases}) == 1 and len(bases) == len(held)
    return bases[0] if same else NOTHING


def spread_out(site: Site) -> Iterator[Value]:
    """What a call hands over by `*args` and `**kwargs`."""
    for value in site.node.args:
        node = site.module.nodes[value]
        if isinstance(node, v.Star):
            yield node.value
    yield from (value for name, value in site.node.keywords if not name)


def is_handed(site: Site, token: Token) -> bool:
    """A call is handed a token, or what holds it, or is of a function that knows it by its name."""
    site.module.effort.spend(PER_CALL)
    if any(is_part(token, identity(site.module, value)) for value in (*all_given(site), *spread_out(site))):
        return True
    callee = site.module.root(site.node.callee)
    return isinstance(callee, v.Function) and any(known_around(site, callee.index, token))
