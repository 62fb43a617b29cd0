"""Calls that, as the project is written, no path leads to."""

from __future__ import annotations

from pytest_ssot.facts.links import Links, Site
from pytest_ssot.facts.resolved import Known

MOST_CALLERS = 40
"""Callers of callers looked at to find a cycle."""


def never_runs(links: Links, site: Site) -> bool:
    """A test on the way to the call is known to come out the other way."""
    for test, wanted in site.fact.guards:
        found = links.value(site.module, test, site.frames)
        if found and all(isinstance(one, Known) and bool(one.value) is not wanted for one in found):
            return not _recurs(links, site)
    return False


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
