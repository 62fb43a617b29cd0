"""What is cut at its dots in a large project, as far as words tell, and who may be handed a part of it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cached_property
from itertools import islice

from pytest_ssot.facts import values as v
from pytest_ssot.facts.links import Links, Site
from pytest_ssot.facts.module import MODULE, ModuleFacts
from pytest_ssot.facts.operands import operands
from pytest_ssot.facts.screening import DOTTED
from pytest_ssot.facts.spreading import Carried, all_operands, may_come_from, parts_of, spread
from pytest_ssot.facts.untold import calls_about
from pytest_ssot.facts.uses import users
from pytest_ssot.facts.values import NOTHING, Value
from pytest_ssot.rules.token_cuts import (
    CUTS,
    KEEPING,
    MATCHES,
    begins_with_a_word,
    default_of,
    is_cut_off,
    is_first,
    is_imported,
    parts_of_two,
)

MOST_OPERANDS = 200
"""Operations looked through for a cut in what a call hands over."""

MOST_WRAPPERS = 2
"""Functions that hand each other what another file has cut."""

MOST_WRAPPING = 8
"""Files that call a function, of which it is looked at who calls theirs."""


class CutTrail:
    """What is cut at its dots in a project, as far as words tell: what else need not be looked at."""

    def __init__(self, links: Links, modules: Iterable[ModuleFacts]) -> None:
        self._links = links
        self._modules = modules
        self._given: dict[str, frozenset[str]] = {}
        self._may_be_cut: dict[tuple[str, int, int], bool] = {}

    def may_hand_over(self, site: Site) -> bool:
        """A call may be handed a part of something that was cut, or what its own function was handed.

        What is computed of too much to be looked through is taken to be. What a library cuts is no concern
        of those who use it.
        """
        if self._links.project.is_of_library(site.module.path):
            return False
        made = enumerate(_made_of(site.module, site.fact.value))
        return any(number == MOST_OPERANDS or self._tells(site.module, value) for number, value in made)

    def may_be_cut(self, module: ModuleFacts, function: int, level: int = 0) -> bool:
        """What a function is given may have been cut at its dots by a file close to it that calls it.

        Functions that hand it on may hold no dot themselves, beside it or in other files.
        """
        key = module.path, function, level
        if key not in self._may_be_cut:
            self._may_be_cut[key] = self._is_handed_cut(module, function, level)
        return self._may_be_cut[key]

    def _is_handed_cut(self, module: ModuleFacts, function: int, level: int) -> bool:
        links, words = self._links, self._links.spelling(module, function).words_there
        paths = [path for path in links.calling(module, function) if links.is_close(module.path, path)]
        few = len(paths) <= MOST_WRAPPING
        cutting = [path for path in paths if few or links.holds(path, DOTTED)]  # few may import what cuts
        if any(self._hands_cut(one, words) for one in filter(None, map(links.project.facts, cutting))):
            return True
        if level == MOST_WRAPPERS or not few:
            return False
        around = {
            (other.path, node.function): other
            for other in filter(None, map(links.project.facts, paths))
            for fact in calls_about(other, words)
            for value in islice(_made_of(other, fact.value, self._carried), MOST_OPERANDS)
            for node in (other.nodes[value],)
            if isinstance(node, v.Param) and not other.functions[node.function].takes_itself_as(node.name)
        }
        around.pop((module.path, function), None)
        return any(self.may_be_cut(other, one, level + 1) for (_, one), other in around.items())

    def _hands_cut(self, module: ModuleFacts, words: frozenset[str]) -> bool:
        """A call by one of some words may be handed a part of something that was cut."""
        given = [value for fact in calls_about(module, words) for value in _handed(module, fact.value)]
        if not given:
            return False
        cut = module.places.once(("payload cuts",), lambda: frozenset(_payload_cuts(module)))

        def is_part(value: Value) -> bool:
            return value in cut or self._gives_part(module, value)

        return may_come_from(module, given, is_part, self._carried)

    def _gives_part(self, module: ModuleFacts, value: Value) -> bool:
        """What is imported, or read of a module that is, gives a part of something that was cut."""
        node = module.nodes[value]
        base = import_behind(module, node.base) if isinstance(node, v.Attr) else None
        if isinstance(node, v.Attr) and base is not None:
            of_module = self._gives(module, module_of(base), node.name)
            return of_module or (bool(base.name) and self._gives(module, base.module, base.name))
        return isinstance(node, v.Imported) and self._tells(module, value)

    def _carried(self, module: ModuleFacts, node: v.AnyNode) -> tuple[Value, ...]:
        """What of the operands of a node may be a part of what it gives, if they are texts."""
        match node:
            case v.Attr(base=base) if import_behind(module, base) is not None:
                return ()
            case v.Call():
                callee = module.nodes[node.callee]
                word = callee.name if isinstance(callee, v.Attr | v.Name | v.Imported) else ""
                own = module.places.once(("functions",), lambda: _functions_of((module,)))
                known = word in own or word in self._functions or _of_import(module, node.callee)
                return operands(node) if known else ()
        return parts_of(node)

    @cached_property
    def _functions(self) -> frozenset[str]:
        """The names of what may hand on what it is given."""
        return KEEPING | _MAY_CUT | _functions_of(self._modules)

    def _tells(self, module: ModuleFacts, value: Value) -> bool:
        node = module.nodes[value]
        match node:
            case v.Param() | v.Free() | v.Element():
                return True
            case v.Call():
                return _dotted(module, node)
            case v.Attr(name=name) | v.Name(name=name):
                return name in self._names
            case v.Imported(module=target, name=name) if name:
                return self._gives(module, target, name) or bool(self._given_by(module, module_of(node)))
        return False

    def _gives(self, module: ModuleFacts, target: str, name: str, steps: int = MOST_WRAPPERS) -> bool:
        """A name that is imported, by way of others maybe, stands for a part or what gives one."""
        if name in self._given_by(module, target):
            return True
        path = self._links.project.locate(module.path, target)
        if path is None:  # what is outside cuts no tokens
            return False
        if name not in self._names and not path.endswith("/__init__.py"):
            return False
        facts = self._links.project.facts(path)
        bound = facts.bindings.get(name, NOTHING) if facts is not None else NOTHING
        node = facts.root(bound) if facts is not None and bound != NOTHING else None
        if facts is not None and isinstance(node, v.Imported) and node.name and steps:
            return self._gives(facts, node.module, node.name, steps - 1)
        return name in self._names and not isinstance(node, v.Function | v.Class)

    def _given_by(self, module: ModuleFacts, target: str) -> frozenset[str]:
        """What parts are called in a module that another one imports."""
        path = self._links.project.locate(module.path, target)
        if path is None or not self._links.holds(path, DOTTED):
            return frozenset()
        if path not in self._given:
            facts = self._links.project.facts(path)
            self._given[path] = _names_of_parts(facts) if facts is not None else frozenset()
        return self._given[path]

    @cached_property
    def _names(self) -> frozenset[str]:
        """What the parts are called, and the functions and classes that give them."""
        found = frozenset(name for module in self._modules for name in _names_of_parts(module))
        return (found | self._links.spellings_of_results(found)) - {""}


def module_of(node: v.Imported) -> str:
    """The name of the module that an import may be of."""
    between = "" if node.module.endswith(".") or not node.name else "."
    return f"{node.module}{between}{node.name}"


def import_behind(module: ModuleFacts, value: Value) -> v.Imported | None:
    """The import that a value is, or the name of."""
    node = behind(module, value)
    return node if isinstance(node, v.Imported) else None


def behind(module: ModuleFacts, value: Value) -> v.AnyNode:
    """What an object was at first, by its name or not."""
    node = module.root(value)
    bound = module.bindings.get(node.name, NOTHING) if isinstance(node, v.Name) else NOTHING
    return module.root(bound) if bound != NOTHING else node


def _functions_of(modules: Iterable[ModuleFacts]) -> frozenset[str]:
    return frozenset(one.name for module in modules for one in module.functions)


def _of_import(module: ModuleFacts, value: Value) -> bool:
    """What is called is imported, or belongs to something that is."""
    node = module.root(value)
    while isinstance(node, v.Attr | v.Call):
        value = node.base if isinstance(node, v.Attr) else node.callee
        node = module.root(value)
    return is_imported(module, value)


def _names_of_parts(module: ModuleFacts) -> frozenset[str]:
    cut = _payload_cuts(module)
    names = spread(module, cut)[1] if cut else frozenset[str]()
    keeping = {store.function for store in module.stores if store.name in names and store.function != MODULE}
    owners = {
        one.owner for index, one in enumerate(module.functions) if one.name in names or index in keeping
    }
    return names.union(module.classes[owner].name for owner in owners - {MODULE})


def _payload_cuts(module: ModuleFacts) -> list[Value]:
    """The calls of a module that are given a dot, but for those that surely leave no payload of a token."""
    dotted = (fact.value for fact in module.calls if _dotted(module, module.nodes[fact.value]))
    return [value for value in dotted if not _leaves_no_payload(module, value)]


def _leaves_no_payload(module: ModuleFacts, value: Value) -> bool:
    """A string is cut in two that was not cut before, or only its first part is taken."""
    node = module.nodes[value]
    callee = module.nodes[node.callee] if isinstance(node, v.Call) else None
    if not isinstance(node, v.Call) or not isinstance(callee, v.Attr) or callee.name not in CUTS:
        return False
    if isinstance(module.nodes[callee.base], v.Const) or parts_of_two(module, value, node):
        return True
    times = module.nodes[node.args[1]] if len(node.args) > 1 else None
    once = callee.name.endswith("partition") or (isinstance(times, v.Const) and times.value == 1)
    given = isinstance(module.root(callee.base), v.Param)  # it may have been cut before
    if once and not given and not is_cut_off(module, callee.base):
        return True
    used = users(module, value)
    first = bool(used) and all(isinstance(one, v.Item) and is_first(module, one) for one in used)
    return (first and value not in module.places.stored) or begins_with_a_word(module, value)


def _dotted(module: ModuleFacts, node: v.AnyNode) -> bool:
    """A call that may cut is given a dot, or a pattern with one between what may be parts of a token."""
    if not isinstance(node, v.Call) or getattr(module.nodes[node.callee], "name", "") not in _MAY_CUT:
        return False
    given = (getattr(_written(module, value), "value", None) for value in module.handed(node))
    texts = (one.decode("latin-1") if isinstance(one, bytes) else one for one in given)
    return any(isinstance(one, str) and _AT_DOTS.search(one) is not None for one in texts)


def _written(module: ModuleFacts, value: Value) -> v.AnyNode:
    """What stands for a value in its module: a name's constant, a parameter's default."""
    node = module.nodes[value]
    if isinstance(node, v.Param):
        value = default_of(module, node)
    elif isinstance(node, v.Name):
        value = module.bindings.get(node.name, NOTHING)
    return module.nodes[value] if value != NOTHING else node


_MAY_CUT = CUTS | MATCHES | {"compile", "methodcaller", "partial", ""}
"""The last words of what may cut a text that it is given a dot, or a pattern, for."""

_AT_DOTS = re.compile(r"^(\.|\\\.|\[\.\])$|[+*})](\\\.|\[\.\])[\[(\\.]")
"""A dot, the pattern of one, or a pattern that repeats something before and something behind one."""


def _handed(module: ModuleFacts, value: Value) -> Iterable[Value]:
    """The arguments of a call."""
    node = module.nodes[value]
    return module.handed(node) if isinstance(node, v.Call) else ()


def _made_of(module: ModuleFacts, call: Value, carried: Carried = all_operands) -> Iterator[Value]:
    """What the arguments of a call are computed of, in the module itself."""
    queue, seen = [*_handed(module, call)], set[Value]()
    while queue:
        value = queue.pop()
        if value not in seen:
            seen.add(value)
            yield value
            node = module.nodes[value]
            if isinstance(node, v.Bound):
                queue.extend(module.iterables[slot] for slot in (node.slot,) if slot in module.iterables)
            queue.extend(carried(module, node))
