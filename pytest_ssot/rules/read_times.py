"""What is computed of times that were read of a token, and what is a token beside them."""

from __future__ import annotations

import re

from pytest_ssot.facts import values as v
from pytest_ssot.facts.links import Site
from pytest_ssot.facts.module import FunctionFacts, ModuleFacts, StoreFacts
from pytest_ssot.facts.operands import operands
from pytest_ssot.facts.scopes import Guards
from pytest_ssot.facts.values import NOTHING, Value
from pytest_ssot.rules.changed_holders import apart
from pytest_ssot.rules.implications import ways
from pytest_ssot.rules.same_tokens import all_given, identity

UNTIL = re.compile(r"exp|ttl|max_age|timeout|^[ep]x$|until|valid|delay|^when$")
"""The keywords that take a time until which something is kept."""

RENEWING = re.compile(
    r"refresh|renew|fetch|acquire|obtain|exchange|mint|token|log_?in|sign_?in|authenticate|authori[sz]e"
    r"|^(parse|post|request|json|raise_for_status|invalidate|clear|connect)$|^(re)?(load|read|open|run)(_text)?$",
    re.IGNORECASE,
)
"""The names of calls that ask for another token."""

COMPUTING = re.compile(
    r"^(get|int|float|str|bool|max|min|abs|round|time|now|utcnow|monotonic|timedelta|timestamp|fromtimestamp"
    r"|[lr]?strip|encode|utcfromtimestamp|datetime|total_seconds|replace|astimezone|isoformat|utc|gmtime"
    r"|mktime|timegm|isinstance|cast|super)$"
)
"""The names of calls that compute with times and have no other effect."""

KEEPING = re.compile(r"persist|save|store|dump|write")
"""The names of calls that keep a token."""

TELLING = re.compile(r"^(log|debug|info|warn(ing)?|error|exception|s?echo|print|observe|set)$")
"""The names of calls that do nothing but tell."""

TOKENS = re.compile(r"token|cred|jwt|bearer|assertion|header", re.IGNORECASE)
"""The names of what holds a token."""


class Told:
    """What is computed from a read, with what a time is only handed to as how long something is kept."""

    def __init__(self, site: Site) -> None:
        self.module, self.read = site.module, site.fact.value
        asked = self.module.nodes[self.read]
        handed = all_given(site) if isinstance(asked, v.Call) else ()
        handed = (asked.base,) if isinstance(asked, v.Attr) else handed
        self.handed = handed
        self.tokens = {identity(self.module, one) for one in handed} - {None}
        self.boxes: set[Value] = set()
        """What makes objects that keep times: who asks them is looked at."""

    @classmethod
    def of(cls, told: Told, read: Value) -> Told:
        """The same of another value of the function, beside the same tokens."""
        found = cls.__new__(cls)
        found.module, found.read = told.module, read
        found.handed, found.tokens, found.boxes = told.handed, told.tokens, told.boxes
        return found

    def gives(self, value: Value) -> bool:
        """A value is computed from what was read, or is chosen by it and no token."""
        seen: set[Value] = set()
        queue = [value]
        while queue:
            current = queue.pop()
            if current == self.read:
                return True
            if current in seen or current in self.boxes:
                continue
            seen.add(current)
            node = self.module.nodes[current]
            if isinstance(node, v.Choice) and self.gives(node.test):
                arms = (node.then, node.other)
                same = self._are_same(*arms)  # what is set on it is looked at
                if not same and not all(is_token(self, one) for one in arms):
                    return True
                queue += (node.then, node.other)
            elif isinstance(node, v.Call):
                queue += (node.callee, *node.args)
                queue += (one for word, one in node.keywords if not UNTIL.search(word))
            elif isinstance(node, v.After) or (isinstance(node, v.SetItem) and self._is_put_beside(node)):
                queue.append(node.base)
            elif isinstance(node, v.Dict) and any(self._is_read(one) for one in node.values):
                entries = zip(node.keys, node.values, strict=True)  # kept beside the token, until it is over
                queue += [one for key, one in entries if not UNTIL.search(_word_of(self.module, key))]
            elif isinstance(node, v.Attr):
                held = [one for one, _ in ways(self.module, node.base, (), node.name)]
                queue += (one if one != NOTHING else self.module.root_of(node.base) for one in held)
            else:
                queue += operands(node)
        return False

    def _are_same(self, one: Value, other: Value) -> bool:
        """Two values are the same object, or what the same call gives that is asked once more."""
        nodes = [self.module.root(each) for each in (one, other)]
        known = [identity(self.module, each.callee) for each in nodes if isinstance(each, v.Call)]
        again = len(known) == len(nodes) and known[0] == known[1]
        return again or self.module.root_of(one) == self.module.root_of(other)

    def is_beside(self, holder: Value, word: str) -> bool:
        """An entry is put beside the token in what holds it, which tells until when it is good."""
        held = {one[0] for one in self.tokens if isinstance(one, tuple)}
        return bool(UNTIL.search(word)) and apart(identity(self.module, holder))[0] in held

    def is_put_there(self, store: StoreFacts) -> bool:
        """Something is put where the token was taken from: `kept[key] = issue()` once `kept[key]` is over."""
        holder = apart(identity(self.module, store.target))[0]
        for node in (self.module.root(one) for one in self.handed):
            if isinstance(node, v.Item):
                same = store.item and identity(self.module, node.key) == identity(self.module, store.key)
            else:
                same = not store.item and isinstance(node, v.Attr) and node.name == store.name
            base = node.base if isinstance(node, v.Item | v.Attr) else NOTHING
            if same and apart(identity(self.module, base))[0] == holder:
                return True
        return False

    def _is_put_beside(self, node: v.SetItem) -> bool:
        return self.is_beside(node.base, _word_of(self.module, node.key))

    def _is_read(self, value: Value) -> bool:
        return identity(self.module, value) in self.tokens

    def gives_time_alone(self, function: FunctionFacts) -> bool:
        """A function gives the time that was read, whenever that is, and not whether it is over."""
        ends = zip(function.returns, function.guards, strict=False)
        each = [way for one, known in ends for way in ways(self.module, one, known)]
        tests = [test for _, guards in each for test, _ in guards if self.gives(test)]
        return all(self._is_time(one) for one in [*(value for value, _ in each), *tests]) and not any(
            isinstance(getattr(self.module.nodes[value], "value", None), bool) for value, _ in each
        )

    def _is_time(self, value: Value) -> bool:
        """Nothing is compared with what was read on the way to a value, but that there is something."""
        queue, seen = [value], set[Value]()
        while queue:
            current = queue.pop()
            if current in seen or current == self.read or not self.gives(current):
                continue
            seen.add(current)
            node = self.module.nodes[current]
            there = isinstance(node, v.Compare) and node.op in _ABOUT_BEING_THERE
            if isinstance(node, v.Compare | v.Boolean | v.Not) and not there:
                return False
            if isinstance(node, v.Call) and getattr(self.module.nodes[node.callee], "name", "") == "bool":
                return False
            queue += [one for one in operands(node) if one != NOTHING]
        return True

    def decides(self, guards: Guards) -> bool:
        """A test on the way depends on what was read."""
        return any(self.gives(test) for test, _ in guards)


_ABOUT_BEING_THERE = ("In", "NotIn", "Is", "IsNot")


def _word_of(module: ModuleFacts, key: Value) -> str:
    word = getattr(module.nodes[key], "value", "") if key != NOTHING else ""
    return word if isinstance(word, str) else ""


_RAW = re.compile(r"^_?(access|raw|value|encoded|text|id)$")
"""The attributes in which an object keeps its token."""


def is_token(told: Told, value: Value) -> bool:
    """A value is what the time was read of, is named as a token, or was asked for as one."""
    if identity(told.module, value) in told.tokens:
        return True
    node = told.module.root(value)
    if isinstance(node, v.Attr) and _RAW.search(node.name):
        if identity(told.module, node.base) in told.tokens:
            return True
        node = told.module.root(node.base)
    while isinstance(node, v.Item):
        if TOKENS.search(_word_of(told.module, node.key)):
            return True
        node = told.module.root(node.base)
    if isinstance(node, v.Call):
        asked = told.module.nodes[node.callee]
        word = getattr(asked, "name", "")
        again = isinstance(asked, v.Attr) and word in ("json", "get", "result")
        return bool(RENEWING.search(word)) or (again and is_token(told, getattr(asked, "base", NOTHING)))
    if isinstance(node, v.Dict):
        return any(is_token(told, one) for one in node.values)
    if isinstance(node, v.Text):
        return any(is_token(told, one) for one in node.parts)
    return bool(TOKENS.search(getattr(node, "name", "")))
