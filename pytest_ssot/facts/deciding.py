"""Whether what a call gives matters to the function it stands in."""

from __future__ import annotations

import re

from pytest_ssot.facts import values as v
from pytest_ssot.facts.links import Site
from pytest_ssot.facts.module import ModuleFacts
from pytest_ssot.facts.operands import any_reaches
from pytest_ssot.facts.uses import users


def is_looked_at(site: Site) -> bool:
    """Something is computed from what a call gives, or a path is chosen by it."""
    value, function = site.fact.value, site.fact.function
    if site.fact.discarded or users(site.module, value):
        return not site.fact.discarded
    paths = [fact.guards for fact in site.module.calls_in.get(function, ())]
    if function >= 0:
        paths += [*site.module.functions[function].guards, *site.module.functions[function].falls]
        if value in site.module.functions[function].returns:
            return True
    return any(test == value for guards in paths for test, _ in guards)


def decides(site: Site) -> bool:
    """What a call gives is computed with, or decides how the function ends."""
    module, value = site.module, site.fact.value
    function = module.functions[site.fact.function] if site.fact.function >= 0 else None
    if function is None or not is_looked_at(site):
        return is_looked_at(site)
    if any(isinstance(node, v.Call) and not _only_tells(module, node) for node in users(module, value)):
        return True
    # What a call gives that nothing uses, and that is not left alone, is an exception that is raised.
    kept = {*function.returns, *function.yields, *function.variables.values()}
    unused = (one for one in module.calls_in.get(site.fact.function, ()) if not users(module, one.value))
    raised = (one.guards for one in unused if not one.discarded and one.value not in kept)
    ends = (
        *function.returns,
        *(test for guards in (*function.guards, *function.falls, *raised) for test, _ in guards),
    )
    return any_reaches(module, ends, value)


def _only_tells(module: ModuleFacts, call: v.Call) -> bool:
    """A call writes what it is handed to a log, or shows it."""
    return bool(TELLING.search(str(getattr(module.nodes[call.callee], "name", ""))))


TELLING = re.compile(
    r"^(log|debug|info|warn(ing)?|error|exception|critical|s?echo|p?print(_json)?|pp)$"
    r"|^set_(custom_)?(attribute|tag|context|extra)s?$|^add_(breadcrumb|event)$|^inc(r|rement)?$|^observe$|^add_(row|column)$"
)
"""The names of calls that write to a log, or show something."""
