"""Calls that, as the project is written, no path leads to."""

from __future__ import annotations

from pytest_ssot.facts.links import Links, Site
from pytest_ssot.facts.resolved import Alternatives, Known
from pytest_ssot.rules.decisions import Seen

MOST_CALLERS = 40
"""Callers of callers looked at to find a cycle."""


def never_runs(links: Links, seen: Seen) -> bool:
    """A test on the way to the call is known to come out the other way.

    Of what the outermost function may be given, only switches are known by their defaults: who hands it a
    text or an object may be out of sight.
    """
    site, outermost = seen.site, seen.chain[-1] if seen.chain else seen.site
    opened = (outermost.module.path, outermost.fact.function)
    switches = {name: held for name, held in site.frames.get(opened, {}).items() if _is_switch(held)}
    frames = {**site.frames, opened: switches}
    for test, wanted in site.fact.guards:
        found = links.value(site.module, test, frames)
        if found and all(isinstance(one, Known) and bool(one.value) is not wanted for one in found):
            return not _recurs(links, site)
    return False


def _is_switch(held: Alternatives) -> bool:
    return all(isinstance(one, Known) and isinstance(one.value, bool) for one in held)


def _recurs(links: Links, site: Site) -> bool:
    """A function is called by those it calls: its tests come out otherwise further in."""
    key = (site.module.path, site.fact.function)
    seen, queue = {key}, [key] if key[1] >= 0 else []
    while queue and len(seen) < MOST_CALLERS:
        for caller, _ in links.callers(queue.pop()):
            outer = (caller.module.path, caller.fact.function)
            if outer == key:
                return True
            if outer not in seen and outer[1] >= 0:
                seen.add(outer)
                queue.append(outer)
    return False
