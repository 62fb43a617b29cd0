"""What a rule has found in each module, as some are judged again."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence

import msgspec

from pytest_ssot.facts.effort import PER_TOLD
from pytest_ssot.facts.links import Links, Site
from pytest_ssot.facts.module import ModuleFacts
from pytest_ssot.facts.resolved import Known, Place
from pytest_ssot.facts.values import NOTHING, Const
from pytest_ssot.model import MOST_VIOLATIONS, Violation
from pytest_ssot.rules.flags import Flag
from pytest_ssot.rules.handmade import Calls, HandReads
from pytest_ssot.rules.joint import heavier
from pytest_ssot.rules.loose_options import OTHERS

Found = Iterable[tuple[Place, Violation]]


class Asked(msgspec.Struct):
    """What the calls of a module were told: the mappings they receive, and the files of who decides that.

    `prepared` are what switches verification off in calls that are only prepared, with the place of each;
    of those that are `made` their places are known.
    """

    received: set[Place] = msgspec.field(default_factory=set)
    prepared: dict[Place, tuple[str, Place]] = msgspec.field(default_factory=dict)
    made: set[Place] = msgspec.field(default_factory=set)
    deciding: set[str] = msgspec.field(default_factory=set)

    def prepare(self, found: Iterable[Flag], call: Place) -> None:
        """A call is prepared with what decides about verification."""
        for flag in found:
            if isinstance(flag.value, Known) and not flag.value.value:
                self.prepared[flag.value.place] = flag.name, call

    def make(self, received: set[Place], call: Place) -> None:
        """A call that was prepared is made, which receives these mappings."""
        self.received |= received
        self.made.add(call)


class Judged(msgspec.Struct):
    """The violations found in each module, by calls and otherwise, and what its calls were told.

    `decoding` are the calls that decode the payload of a token, `by_hand` the reads of what those give.
    """

    by_hand: dict[str, HandReads] = msgspec.field(default_factory=dict)
    decoding: Calls = frozenset()
    _by_calls: dict[str, dict[Place, Violation]] = msgspec.field(default_factory=dict)
    _otherwise: dict[str, tuple[tuple[Place, Violation], ...]] = msgspec.field(default_factory=dict)
    _before: dict[str, dict[Place, Violation]] = msgspec.field(default_factory=dict)
    asked: dict[str, Asked] = msgspec.field(default_factory=dict)

    def begin(self, path: str) -> Asked:
        """Forget what was found in a module before; gives what its calls are told, to add to."""
        self._before[path] = self._by_calls.get(path, {})
        self._by_calls[path], self._otherwise[path], self.asked[path] = {}, (), Asked()
        return self.asked[path]

    def keep_of_calls(
        self, links: Links, module: ModuleFacts, calls: Sequence[Site], judge: Callable[[Site], Found]
    ) -> None:
        """Add what is said of some calls; what is plain comes first once the file has spent what it may."""
        overdrawn = links.accounts.overdrawn
        queue = deque(calls)

        def in_order() -> Iterator[Found]:
            while queue and module.path not in overdrawn:
                yield judge(queue.popleft())
            yield from map(judge, sorted(queue, key=_is_plain, reverse=True))

        self.keep(links, module, in_order())

    def keep(self, links: Links, module: ModuleFacts, judged: Iterable[Found]) -> None:
        """Add what is said of calls of a module, the heaviest of each place, up to a limit."""
        found = self._by_calls[module.path]
        before = len(found)
        for one in judged:
            with links.at_the_expense_of(module):
                for place, violation in one:
                    _add(found, place, violation)
                    links.accounts.effort.spend(PER_TOLD)
                    if len(found) - before > MOST_VIOLATIONS:
                        return

    def restore(self, path: str) -> None:
        """What calls were found to do before stands where they were not judged anew for want of work."""
        self._by_calls[path] = {**self._before[path], **self._by_calls[path]}

    def keep_otherwise(self, path: str, found: Found) -> None:
        """Add what counts where calls tell nothing."""
        self._otherwise[path] = tuple(found)

    def concerned_by(self, links: Links, widened: frozenset[str]) -> Callable[[str], bool]:
        """Tells which modules are to be judged again because of the files that were `widened`."""
        if links.few_files:
            return links.connected(widened)
        return lambda path: any(map(links.serving(self.asked[path].deciding), widened))

    def violations(self) -> dict[Place, Violation]:
        """The violations of all modules, one a place: what calls tell of it first, the heaviest of that."""
        found: dict[Place, Violation] = {}
        for by_calls in self._by_calls.values():
            for place, violation in by_calls.items():
                _add(found, place, violation)
        for otherwise in self._otherwise.values():
            for place, violation in otherwise:
                found.setdefault(place, violation)
        return found

    @property
    def received(self) -> frozenset[Place]:
        """Where the mappings were written that calls receive."""
        return frozenset[Place]().union(*(one.received for one in self.asked.values()))

    def prepared(self, chosen: Callable[[Place], bool]) -> list[tuple[Place, str, str]]:
        """Where it is switched off in calls that are prepared, and that nobody was seen to make.

        And why that may not matter: others beside them are `chosen`.
        """
        what = "{} is switched off in a call that is prepared, and that nobody is seen to make"
        made = set[Place]().union(*(one.made for one in self.asked.values()))
        held = (entry for one in self.asked.values() for entry in one.prepared.items())
        loose = [(place, name, call) for place, (name, call) in held if call not in made]
        return [(place, OTHERS if chosen(call) else "", what.format(name)) for place, name, call in loose]

    @property
    def deciding(self) -> frozenset[str]:
        """The files of all who decide whether a call verifies."""
        return frozenset[str]().union(*(one.deciding for one in self.asked.values()))


def _is_plain(site: Site) -> bool:
    """A call is handed something that counts as false, as it is written: no effort is needed to tell."""
    nodes = site.module.nodes
    given = (nodes[value] for value in site.module.handed(site.node) if value != NOTHING)
    return any(isinstance(node, Const) and not node.value for node in given)


def _add(found: dict[Place, Violation], place: Place, violation: Violation) -> None:
    known = found.get(place)
    found[place] = violation if known is None else heavier(known, violation)


__all__ = ["Asked", "Judged"]
