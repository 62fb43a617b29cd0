"""Signatures that code compares itself."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pytest_ssot.facts import values as v
from pytest_ssot.facts.deciding import decides
from pytest_ssot.facts.links import Links, Site
from pytest_ssot.facts.module import ModuleFacts
from pytest_ssot.facts.operands import any_reaches, operands, reaches
from pytest_ssot.facts.resolved import External, FunctionRef
from pytest_ssot.facts.values import NOTHING, Value
from pytest_ssot.rules.assurances import Assurance, Check, assured
from pytest_ssot.rules.empty_checks import compares_itself, decides_nothing, is_outvoted, says_nothing
from pytest_ssot.rules.entered_functions import is_abstract
from pytest_ssot.rules.handed_in import inside
from pytest_ssot.rules.implications import implied, is_falsy
from pytest_ssot.rules.outcomes import is_past
from pytest_ssot.rules.provisos import on_every_way, shown
from pytest_ssot.rules.same_tokens import Token, all_given, identity, is_part

_OTHER_CHECKS = re.compile(
    r"^_?(verify|check|validate)_\w*(signature|message|digest|sig|mac|hmac)$|^constant_time_compare$|^safe_str_cmp$"
    r"|^_?is_valid_signature$|^_?signature_(is_valid|valid|matches)$",
)


MOST_OPERANDS = 200
"""Operations looked through for the token in what a check is handed."""

_CHECKS = ("verify", "_verify_signature")
"""What keys and the libraries call the check of a signature against what was signed."""


def checked_by_hand(links: Links, site: Site, token: Value, last: Site) -> Site | None:
    """The call by which whoever reads claims compares a signature, or has it compared, if it is looked at.

    `last` is the call that parses the claims, for which the function may be handed the token's parts.
    """
    if not _affords(links, site):
        return None
    found = _checked(links, site, identity(site.module, token))
    return found or (last if _checked_by_its_class(links, last) else None)


def checked_before(links: Links, site: Site, token: Token) -> bool:
    """Whenever a call that reads a token happens, its function has a signature of it compared."""
    if site.fact.function < 0 or token is None or not _affords(links, site):
        return False

    def answer() -> bool:
        return bool(_has_it_checked(links, site, token, always=True)) or _passed_a_key(links, site, token)

    path = site.module.path  # the same for each chain of calls to it
    return links.asked_again(path, (checked_before, path, site.fact.value, token), None, answer)


def _affords(links: Links, site: Site) -> bool:
    """All calls of a function may be looked through for checks."""
    return links.affords(site.module, COST * len(site.module.calls_in.get(site.fact.function, ())))


_DIGESTS = ("digest", "hexdigest")

COST = 4
"""What looking at one call is charged as, in nodes."""


def _passed_a_key(links: Links, site: Site, token: Token) -> bool:
    """A key's `verify` was handed parts of the token, and whoever gets to the call knows that it held.

    The keys of cryptography raise, those of python-jose answer.
    """
    for fact in site.module.calls_in.get(site.fact.function, ()):
        check = Site(site.module, fact)
        if check.word not in _CHECKS or len(_parts(check)) < 2 or fact.swallowed or fact.handler:
            continue
        if _only_sounds(links, check):
            continue
        if fact.value >= site.fact.value or fact.branch != site.fact.branch[: len(fact.branch)]:
            continue
        if any(_from_token(site.module, value, token) for value in _parts(check)):
            held = (
                _raises(links, check) if fact.discarded else shown(site.module, site.fact.guards, fact.value)
            )
            if held:
                return True
    return False


def _raises(links: Links, check: Site) -> bool:
    """A check of a signature whose result nobody looks at may say by an exception that it failed."""
    return not any(
        isinstance(callee, External) and callee.path.startswith("jose.") for callee in links.callees(check)
    )


def _checked(links: Links, site: Site, token: Token) -> Site | None:
    for fact in site.module.calls_in.get(site.fact.function, ()):
        check = Site(site.module, fact)
        if decides_nothing(links, check) or is_outvoted(check, site) or _is_left_to_token(check, token):
            continue
        if check.word == "compare_digest" and _counts(check) and not compares_itself(check):
            return check
        if check.word == "verify" and not fact.swallowed and len(check.node.args) >= 2:
            if _only_sounds(links, check):
                continue
            return check
        if token is not None and _OTHER_CHECKS.search(check.word) and not fact.swallowed:
            given = (*check.node.args, *(value for _, value in check.node.keywords))
            if any(_from_token(site.module, value, token) for value in given) and not _ignored(links, check):
                return check
    return None if token is None else _compared(site, token) or _has_it_checked(links, site, token)


def _ignored(links: Links, check: Site) -> bool:
    """A function of the project says yes to some words, or to all as nobody looks at what it answers."""
    functions = [one for one in links.callees(check) if isinstance(one, FunctionRef)]
    if any(map(_lets_some_pass, functions)):
        return True
    return check.fact.discarded and any(
        bool(one.facts.returns) and _compares(one) and not _raises_unless_equal(one) for one in functions
    )


def _counts(check: Site) -> bool:
    """The answer of a check decides how its function ends, or is kept for others to look at."""
    kept = (store.value for store in check.module.places.stores_in.get(check.fact.function, ()))
    return decides(check) or any_reaches(check.module, kept, check.fact.value)


def _checked_by_its_class(links: Links, site: Site) -> bool:
    """A method reads claims of an object, and another of its methods, that is called, compares signatures."""
    reads = site.module.functions[site.fact.function] if site.fact.function >= 0 else None
    if reads is None or len(reads.parameters) != 1:
        return False  # a token it is handed is not the object's own
    owner = reads.owner
    for index, function in enumerate(site.module.functions if owner >= 0 else ()):
        if function.owner != owner or not _compares(FunctionRef(site.module, index, {})):
            continue
        for caller, _ in links.callers((site.module.path, index)):
            if not caller.fact.swallowed and not (caller.fact.discarded and function.returns):
                return True
    return False


def hands_out_checked(function: FunctionRef) -> bool:
    """A function checks a signature before it hands out what it decoded."""
    sites = [Site(function.module, fact) for fact in function.module.calls_in.get(function.index, ())]
    checks = [
        one.fact
        for one in sites
        if ("verify" in one.word or one.word == "compare_digest")
        and len(one.node.args) + len(one.node.keywords) >= 2
    ]
    return any(not fact.swallowed or _lets_out(function, fact.value) for fact in checks)


def _lets_out(function: FunctionRef, answer: Value) -> bool:
    """Whatever a function returns but nothing, it returns where a test has shown an answer to be true."""
    module, facts = function.module, function.facts
    return bool(facts.returns) and all(
        is_falsy(module.nodes[value]) or shown(module, guards, answer)
        for value, guards in zip(facts.returns, facts.guards, strict=False)
    )


def _has_it_checked(links: Links, site: Site, token: Token, *, always: bool = False) -> Site | None:
    """A function of the project is handed a part of the token, and compares a signature."""
    for fact in site.module.calls_in.get(site.fact.function, ()):
        check = Site(site.module, fact)
        given = (*check.node.args, *(value for _, value in check.node.keywords))
        if always and (fact.branch != site.fact.branch[: len(fact.branch)] or fact.value >= site.fact.value):
            continue
        if fact.swallowed or decides_nothing(links, check) or is_outvoted(check, site):
            continue
        if _is_left_to_token(check, token) or not any(
            _from_token(site.module, value, token) for value in given
        ):
            continue
        links.resolver.ask()
        functions = [callee for callee in links.callees(check) if isinstance(callee, FunctionRef)]
        for callee in functions:
            if _compares(callee):
                held = decides(check) or _raises_unless_equal(callee)
                return check if held and not any(map(_lets_some_pass, functions)) else None
    return None


def _is_left_to_token(check: Site, token: Token) -> bool:
    """What the token says decides if the check is made, and nothing else is: `if header["alg"] != "none"`.

    Of several, each may be made in an arm of its own, where the last one raises.
    """
    module, fact = check.module, check.fact
    asked = [one for one in fact.guards if token is not None and _from_token(module, one[0], token)]
    asked = [one for one in asked if not _raises_otherwise(check, *one)]
    if fact.function < 0 or not asked:
        return False
    function = module.functions[fact.function]
    facts = (one for one in module.calls_in.get(fact.function, ()) if _sounds_like_check(Site(module, one)))
    checks = [Check(Site(module, one), Assurance.RAISES) for one in facts]
    ends = [
        (end, guards)
        for value, end, guards in zip(function.returns, function.ends, function.guards, strict=False)
        if end > fact.value
        and not is_falsy(module.nodes[value])
        and not any(any_reaches(module, (value, *(test for test, _ in guards)), one.value) for one in checks)
    ]
    return any(
        not is_past(check, checks, end, guards)
        if any((test, not outcome) in one.site.fact.guards for one in checks)
        else (test, outcome) not in guards
        for test, outcome in asked
        for end, guards in ends
    )


def _raises_otherwise(check: Site, test: Value, outcome: bool) -> bool:
    """Where a test on the way to a check comes out otherwise, the function raises."""
    module, fact = check.module, check.fact
    raised = module.functions[fact.function].raised if fact.function >= 0 else ()
    left = [one.guards for one in module.calls_in.get(fact.function, ()) if one.value in raised]
    return any(way[-1:] == ((test, not outcome),) and set(way[:-1]) <= {*fact.guards} for way in left)


def _sounds_like_check(site: Site) -> bool:
    return site.word == "compare_digest" or "verify" in site.word or bool(_OTHER_CHECKS.search(site.word))


def _lets_some_pass(function: FunctionRef) -> bool:
    """A function says yes before it has compared anything, because of a word that it is handed."""
    module, facts = function.module, function.facts
    calls = module.calls_in.get(function.index, ())
    checks = [one.value for one in calls if _sounds_like_check(Site(module, one))]
    compared = [*checks, *(number for number, _ in _comparisons(function))]
    return any(
        getattr(module.nodes[value], "value", None) is True
        and all(end < one for one in compared)
        and all(_compares_with_word(module, test) for test, _ in guards)
        for value, end, guards in zip(facts.returns, facts.ends, facts.guards, strict=False)
    )


def _compares_with_word(module: ModuleFacts, test: Value) -> bool:
    """A test asks if something is a constant, or one of several."""
    node = module.nodes[test]
    sides = [module.nodes[one] for one in (node.left, node.right)] if isinstance(node, v.Compare) else []
    rows = ([module.nodes[one] for one in side.items] for side in sides if isinstance(side, v.Sequence))
    return any(isinstance(side, v.Const) for side in sides) or any(
        all(isinstance(one, v.Const) for one in row) for row in rows
    )


def _raises_unless_equal(function: FunctionRef) -> bool:
    """A function that compares a signature only comes back where it has seen that it is right."""
    sites = [Site(function.module, fact) for fact in function.module.calls_in.get(function.index, ())]
    checks = [
        Check(one, Assurance.RAISES if one.fact.discarded else Assurance.ANSWERS)
        for one in sites
        if one.word in ("compare_digest", "verify") and not one.fact.swallowed
    ]
    if assured(function, checks, frozenset()) is Assurance.RAISES:
        return True
    equal = {(number, op == "Eq") for number, op in _comparisons(function)}
    ends = (*function.facts.guards, *function.facts.falls)
    return bool(ends) and all(not equal.isdisjoint(implied(function.module, one)) for one in ends)


def _comparisons(function: FunctionRef) -> list[tuple[Value, str]]:
    """Where a function asks if a digest that it has computed is what something else is, and how."""
    module, index = function.module, function.index
    return module.places.once(("comparisons", str(index)), lambda: list(_found_comparisons(module, index)))


def _found_comparisons(module: ModuleFacts, index: int) -> Iterator[tuple[Value, str]]:
    facts = [Site(module, fact) for fact in module.calls_in.get(index, ())]
    digests = [one.fact.value for one in facts if one.word in _DIGESTS]
    for number in sorted(_computed_from(module, digests)) if digests else ():
        node = module.nodes[number]
        compared = isinstance(node, v.Compare) and node.op in ("Eq", "NotEq")
        if isinstance(node, v.Compare) and compared and not says_nothing(module, node.left, node.right):
            yield number, node.op


def _computed_from(module: ModuleFacts, values: list[Value]) -> set[Value]:
    """All that is computed from some values."""
    found: set[Value] = set()
    queue = list(values)
    while queue:
        for user in module.used_by.of(queue.pop()):
            if user not in found:
                found.add(user)
                queue.append(user)
    return found


def checks_parts(links: Links, check: Site, token: Token, read: Value = NOTHING) -> Assurance:
    """How far a call checks a signature itself, against parts of a token, or of what a `read` handed out."""
    parts = _parts(check)
    known = check.word in _CHECKS or (check.word == "compare_digest" and not compares_itself(check))
    if not known or len(parts) < 2 or not links.affords(check.module, COST) or _only_sounds(links, check):
        return Assurance.NONE
    handed_out = read != NOTHING and any(reaches(check.module, one, read, frozenset()) for one in parts)
    if not handed_out and not any(_from_token(check.module, value, token) for value in parts):
        return Assurance.NONE
    silent = check.word == "compare_digest" or not _raises(links, check)
    if check.fact.discarded:
        return Assurance.NONE if silent else Assurance.RAISES
    return Assurance.ANSWERS


def _only_sounds(links: Links, check: Site) -> bool:
    """What sounds like a check of a signature is functions of the project that compare none."""
    callees = links.callees(check)
    return bool(callees) and not any(
        not isinstance(one, FunctionRef) or is_abstract(one) or _compares(one) for one in callees
    )


def _compares(function: FunctionRef) -> bool:
    """A function looks at how a digest compares with a signature."""
    sites = [Site(function.module, fact) for fact in function.module.calls_in.get(function.index, ())]
    return any(
        (one.word == "compare_digest" and not one.fact.discarded and not compares_itself(one))
        or (one.word == "verify" and len(one.node.args) >= 2 and not one.fact.swallowed)
        for one in sites
    ) or bool(_comparisons(function))


def _compared(site: Site, token: Token) -> Site | None:
    """A digest that was computed in the function is compared with a part of the token."""
    module, function = site.module, FunctionRef(site.module, site.fact.function, {})
    for number, _ in _comparisons(function):
        node = module.nodes[number]
        sides = (node.left, node.right) if isinstance(node, v.Compare) else (NOTHING, NOTHING)
        for one, other in (sides, sides[::-1]):
            facts = (fact for fact in module.calls_in.get(function.index, ()) if fact.value <= one)
            digests = (it for it in (Site(module, fact) for fact in facts) if it.word in _DIGESTS)
            digest = next((it for it in digests if reaches(module, one, it.fact.value, frozenset())), None)
            if digest is not None and _from_token(module, other, token):
                return digest
    return None


def _from_token(module: ModuleFacts, value: Value, token: Token) -> bool:
    """A value is computed from a token."""
    seen: set[Value] = set()
    queue = [value]
    while queue and len(seen) < MOST_OPERANDS:
        current = queue.pop()
        if current not in seen:
            seen.add(current)
            if identity(module, current) == token:
                return True
            queue.extend(operands(module.nodes[current]))
    return False


def _parts(check: Site) -> tuple[Value, ...]:
    """What a check of a signature is handed."""
    return (*check.node.args, *(value for _, value in check.node.keywords))


def checks_by_hand(links: Links, site: Site, token: Token, read: Site) -> bool:
    """A call checks the signature of a token, or hands it to a function of the project that does.

    The check raises, or what it answers has been shown to be true on the way to `read`.
    """
    plain = site.word in _CHECKS and len(_parts(site)) > 1 and not _only_sounds(links, site)
    if not plain and not any(is_part(token, identity(site.module, value)) for value in all_given(site)):
        return False
    if not links.affords(site.module, COST):
        return False
    answered = shown(read.module, read.fact.guards, site.fact.value)
    if plain:
        held = answered or (site.fact.discarded and _raises(links, site))
        return held and any(_from_token(site.module, value, token) for value in _parts(site))
    functions = (callee for callee in links.callees(site) if isinstance(callee, FunctionRef))
    return any(
        (answered and _lets_out(function, check.fact.value))
        or (check.fact.discarded and on_every_way(function.facts, check.fact) and _raises(links, check))
        for function in functions
        for known in inside(site, function, token)
        for check in _checks_of(function, known)
    )


def _checks_of(function: FunctionRef, token: Token) -> Iterator[Site]:
    """The checks of a signature that a function hands parts of a token to."""
    for fact in function.module.calls_in.get(function.index, ()):
        check = Site(function.module, fact)
        parts = _parts(check) if check.word in _CHECKS else ()
        if len(parts) > 1 and any(_from_token(function.module, value, token) for value in parts):
            yield check
