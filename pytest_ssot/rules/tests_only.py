"""What tests do for themselves: what a program accepts is decided elsewhere."""

from __future__ import annotations

from pytest_ssot.facts.links import Links
from pytest_ssot.facts.resolved import Place
from pytest_ssot.facts.seen_calls import is_test
from pytest_ssot.rules.decisions import Seen

IN_TESTS = ", in a test"


def in_tests_only(links: Links, place: Place, seen: Seen) -> str:
    """In words that follow a description: a test decides, and what it calls; empty for anything else."""
    outermost = seen.chain[-1] if seen.chain else seen.site
    if not is_test(place.path) or not is_test(outermost.module.path):
        return ""
    function = outermost.fact.function
    callers = links.callers((outermost.module.path, function)) if function >= 0 else []
    return IN_TESTS if all(is_test(caller.module.path) for caller, _ in callers) else ""
