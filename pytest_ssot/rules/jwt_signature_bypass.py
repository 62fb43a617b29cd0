"""Tokens accepted without their signature being verified."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from dataclasses import dataclass, replace

from pytest_ssot.facts import values as v
from pytest_ssot.facts.links import Links, Site
from pytest_ssot.facts.module import Fragment, ModuleFacts
from pytest_ssot.facts.resolved import (
    Alternatives,
    Arguments,
    External,
    FunctionRef,
    Known,
    Opaque,
    Parameter,
    Partial,
    Place,
    Resolved,
    Row,
    Table,
    needs_of,
    truth,
)
from pytest_ssot.facts.uses import users
from pytest_ssot.facts.values import NOTHING
from pytest_ssot.model import Severity, Violation
from pytest_ssot.rules import Context, Example, Rule
from pytest_ssot.rules.decisions import Decision, Seen, follow, library_paths, spelled
from pytest_ssot.rules.handmade import checked_by_hand, handmade
from pytest_ssot.rules.libraries import (
    HEADER_PARTS,
    NONE_ALLOWED,
    READERS,
    SWITCHES,
    TOP_LEVEL,
    UNVERIFIED_KEY,
    VALIDATORS,
    NoneAllowed,
    Switch,
)
from pytest_ssot.rules.machinery import tampering
from pytest_ssot.rules.peeks import harmless_peek
from pytest_ssot.rules.raw_objects import raw_reads
from pytest_ssot.settings import Settings

TOKEN_WORDS = ("jwt", "jws", "jose", "token", "oidc", "claims")
"""Words in an unresolved callee's name that make it a token's business."""

OTHER_VERBS = ("encode", "sign", "print", "log", "debug", "info", "warn", "error", "append", "dump", "render")
"""Words in the name of a callee that does something else than reading a token."""

_SWITCHES = {path: tuple(s for s in SWITCHES if path in s.paths) for switch in SWITCHES for path in switch.paths}
_NONE_ALLOWED = {path: entry for entry in NONE_ALLOWED for path in entry.paths}
_TELLING = frozenset(
    {"", UNVERIFIED_KEY, *(switch.keyword for switch in SWITCHES), *(entry.keyword for entry in NONE_ALLOWED)}
)
_WORDS = frozenset(path.rpartition(".")[2] for path in (*_SWITCHES, *_NONE_ALLOWED, *READERS))
_CHECKING = frozenset({"python_jwt.verify_jwt", "authlib.jose.jwt.decode", "joserfc.jwt.decode"})


@dataclass(frozen=True, slots=True)
class Flag:
    """A value that decides about verification, which argument it is, and why it may be inert."""

    value: Resolved
    name: str
    inert: str = ""


class JwtSignatureBypass(Rule):
    """A token is accepted without its signature being verified.

    Anybody can write a token: base64 is no protection. Only the signature tells a token that your
    authority issued from one that an attacker typed. Code that reads claims without checking it lets
    every caller choose who they are.

    Reported are all switches of the known libraries that turn the check off, wherever they are
    decided: in the call, in a constant, in a dict built in steps, in a default, in another module.
    The violation stands where the decision is taken; the trace leads to the call it affects. Forms
    that a current library ignores are reported as well: they show the intent, and another version
    obeys them. So are functions that hand out claims unverified and algorithm lists that admit
    `none`.

    A flag that cannot be known before the program runs is an *error* rather than critical: make it a
    constant, or remove it. Reading a header to choose a key is fine. Reading claims to choose a key
    is a *warning* as long as the same token is verified afterwards in the same function.
    """

    id = "jwt-signature-bypass"
    severity = Severity.CRITICAL
    summary = "a token is accepted without its signature being verified"
    fix = "verify the signature: leave the check on, pass the key and `algorithms`, or call {interface}"
    references = (
        "https://cwe.mitre.org/data/definitions/347.html",
        "https://datatracker.ietf.org/doc/html/rfc8725#section-3.1",
    )
    cwe = (347,)
    words = (
        *sorted(TOP_LEVEL),
        UNVERIFIED_KEY,
        "verify=",
        "verify =",
        "base64",
        "compare_digest",
    )
    examples = (
        Example(
            "the check is switched off in the call",
            """
            import jwt


            def claims_of(token):
                return jwt.decode(token, options={"verify_signature": False})  # <- jwt-signature-bypass
            """,
        ),
        Example(
            "the decision is taken in another module",
            """
            # --- settings.py
            CHECK_TOKENS = False  # <- jwt-signature-bypass

            # --- handler.py
            from jwt import decode as read

            import settings


            def connect(token, key):
                options = {}
                options["verify_signature"] = settings.CHECK_TOKENS
                return read(token, key, algorithms=["HS256"], options=options)
            """,
        ),
        Example(
            "a wrapper hands the switch on",
            """
            import jwt


            def read(token, key, **options):
                return jwt.decode(token, key, algorithms=["HS256"], options=options)


            def connect(token, key):
                return read(token, key, verify_signature=False)  # <- jwt-signature-bypass
            """,
        ),
        Example(
            "everything is checked, and a word is only a word",
            '''
            import jwt
            import requests


            def claims_of(token, key):
                """Never pass verify_signature=False here."""
                requests.get("https://issuer.example/keys", verify=False)
                return jwt.decode(token, key, algorithms=["HS256"], options={"verify_exp": False})
            ''',
        ),
    )

    def find(self, context: Context) -> Iterator[Violation]:
        """One violation per decision, however many calls it affects."""
        found: dict[Place, Violation] = {}
        for module in context.links.candidates:
            for site in context.links.sites(module):
                for place, violation in self._judge(context, site):
                    known = found.get(place)
                    if known is None or _weight(violation) < _weight(known):
                        found[place] = violation
            for place, violation in (*self._stores(context, module), *self._tampering(context, module)):
                found.setdefault(place, violation)
        yield from found.values()

    def spelled(self, tokens: tuple[Fragment, ...]) -> Iterator[tuple[Fragment, str]]:
        """`verify_signature` next to False, as a keyword or a key."""
        for name, mark, value in zip(tokens, tokens[1:], tokens[2:], strict=False):
            is_key = name.text.strip("'\"bBrRuU") == UNVERIFIED_KEY
            is_verify = name.kind == "name" and name.text == "verify"
            if mark.text in ("=", ":") and value.text in ("False", "0", "None") and (is_key or is_verify):
                if is_key or any(token.text in ("decode", "jwt") for token in tokens):
                    yield name, name.text.strip("'\"bBrRuU")

    def owned(self, path: str, settings: Settings) -> bool:
        """Nobody owns the right to accept forged tokens: only this rule's own owners count."""
        return settings.rule(self.id).owners is not None and super().owned(path, settings)

    # -- calls --------------------------------------------------------------------------------

    def _judge(self, context: Context, site: Site) -> Iterator[tuple[Place, Violation]]:
        def needs(current: Site) -> frozenset[Parameter]:
            return self._needs(context, current)

        context.links.resolver.ask()
        yield from self._handmade(context, site)
        callees = context.links.callees(site)
        if any(self._relevant(context, callee, site) for callee in callees):
            for seen in follow(context.links, site, needs):
                for callee in context.links.callees(seen.site):
                    given = context.links.arguments(seen.site)
                    yield from self._judge_callee(context, seen, callee, given)
        elif _hands_over_callables(context.links, site):
            for callee in callees:
                yield from self._judge_callee(context, Seen(site), callee, context.links.arguments(site))

    def _needs(self, context: Context, site: Site) -> frozenset[Parameter]:
        callees = context.links.callees(site)
        if all(isinstance(callee, FunctionRef) for callee in callees):
            return frozenset()
        if not any(self._relevant(context, callee, site) for callee in callees):
            return frozenset()
        wanted = needs_of(callees)
        given = context.links.arguments(site)
        for callee in callees:
            for inner, arguments in _unwrapped(callee, given):
                flags = list(self._flags(context, inner, arguments))
                wanted |= needs_of(tuple(flag.value for flag in flags))
                if not flags and self._paths(context, inner):
                    wanted |= needs_of(arguments.rest)
        return wanted

    def _relevant(self, context: Context, callee: Resolved, site: Site) -> bool:
        """Worth asking callers about: it may be a library's callable, or it is told not to verify."""
        for inner, _ in _unwrapped(callee, Arguments()):
            if self._paths(context, inner):
                return True
            if isinstance(inner, Opaque) and _may_matter(site):
                return True
        return False

    def _paths(self, context: Context, callee: Resolved) -> tuple[str, ...]:
        paths = tuple(path.removesuffix("().__init__") for path in library_paths(context.links, callee))
        if isinstance(callee, Opaque) and callee.source == "unresolved":
            paths = (*paths, spelled(callee))
        return tuple(path for path in paths if path in _SWITCHES or path in _NONE_ALLOWED or path in READERS)

    def _judge_callee(
        self, context: Context, seen: Seen, callee: Resolved, given: Arguments
    ) -> Iterator[tuple[Place, Violation]]:
        for inner, arguments in _unwrapped(callee, given):
            subject = self._subject(context, inner, seen.site)
            for flag in self._flags(context, inner, arguments):
                yield from self._decided(context, seen, flag, subject)
            for path in self._paths(context, inner):
                if path in READERS and not _only_header(seen.site):
                    yield from self._read(context, seen, subject)
        if isinstance(callee, External) and callee.path.startswith("functools.partial"):
            return
        for handed, rest in _handed_over(given):
            subject = self._subject(context, handed, seen.site)
            for flag in self._flags(context, handed, rest):
                if isinstance(flag.value, Known):
                    yield from self._decided(context, seen, flag, subject)

    def _subject(self, context: Context, callee: Resolved, site: Site) -> str:
        paths = self._paths(context, callee)
        return paths[0].replace("()", "") if paths else spelled(callee) or site.word or "the call"

    def _flags(self, context: Context, callee: Resolved, given: Arguments) -> Iterator[Flag]:
        """Every value that decides about verification in a call of `callee`."""
        paths = self._paths(context, callee)
        for path in paths:
            for switch in _SWITCHES.get(path, ()):
                yield from _switched(switch, given)
            if path in _NONE_ALLOWED:
                yield from _none_allowed(_NONE_ALLOWED[path], given)
        if not paths:
            yield from _told(callee, given)

    def _decided(self, context: Context, seen: Seen, flag: Flag, subject: str) -> Iterator[tuple[Place, Violation]]:
        decision = Decision(flag.value, seen)
        if decision.off:
            message = f"{subject} does not verify the token's signature: {flag.name} is switched off"
            severity = None
        elif truth(flag.value) is None and not needs_of((flag.value,)):
            message = f"{subject} may not verify the token's signature: {flag.name} is {_doubt(flag.value)}"
            severity = Severity.ERROR
        else:
            return
        if flag.inert:
            message += f" ({flag.inert})"
        place = decision.place
        peek = severity is None and harmless_peek(context.links, seen.site, _verifies)
        yield (
            place,
            self.violation(
                context.settings,
                place,
                f"{message}; the same token is verified afterwards" if peek else message,
                subject,
                scope=_scope_at(context, place),
                severity=Severity.WARNING if peek else severity,
                trace=decision.trace("decided here", subject),
            ),
        )

    def _read(self, context: Context, seen: Seen, subject: str) -> Iterator[tuple[Place, Violation]]:
        place = seen.site.place
        peek = harmless_peek(context.links, seen.site, _verifies)
        message = f"{subject} hands out a token's claims without verifying its signature"
        yield (
            place,
            self.violation(
                context.settings,
                place,
                f"{message}; the same token is verified afterwards" if peek else message,
                subject,
                scope=seen.site.scope,
                severity=Severity.WARNING if peek else None,
            ),
        )

    def _handmade(self, context: Context, site: Site) -> Iterator[tuple[Place, Violation]]:
        found = handmade(context.links, site)
        if found is None or (checked_by_hand(context.links, site) and not site.fact.handler):
            return
        token, trace = found
        peek = token != NOTHING and harmless_peek(context.links, site, _verifies, token)
        message = "a token is taken apart by hand and its claims are read without verifying the signature"
        yield (
            site.place,
            self.violation(
                context.settings,
                site.place,
                f"{message}; the same token is verified afterwards" if peek else message,
                site.word,
                scope=site.scope,
                severity=Severity.WARNING if peek else None,
                trace=trace,
            ),
        )

    # -- stores -------------------------------------------------------------------------------

    def _tampering(self, context: Context, module: ModuleFacts) -> Iterator[tuple[Place, Violation]]:
        for found in tampering(context.links, module):
            message = f"{found.subject} {found.how}: signatures are no longer verified"
            scope = module.scope(found.function)
            yield found.place, self.violation(context.settings, found.place, message, found.subject, scope=scope)
        for place, subject, function in raw_reads(context.links, module):
            message = f"{subject} is read from a token that was not verified"
            yield place, self.violation(context.settings, place, message, subject, scope=module.scope(function))

    def _stores(self, context: Context, module: ModuleFacts) -> Iterator[tuple[Place, Violation]]:
        """`decoder.options["verify_signature"] = False` on a library's object."""
        for store in module.stores:
            if store.name != UNVERIFIED_KEY or not store.item:
                continue
            for target in context.links.value(module, store.target):
                path = target.path if isinstance(target, External) else ""
                if path.partition(".")[0] not in TOP_LEVEL:
                    continue
                for value in context.links.value(module, store.value):
                    if truth(value) is False:
                        place = Place(module.path, store.at)
                        message = f"{path.replace('()', '')} is told not to verify signatures"
                        scope = module.scope(store.function)
                        yield place, self.violation(context.settings, place, message, path, scope=scope)


def _weight(violation: Violation) -> tuple[int, int]:
    return list(Severity).index(violation.severity), len(violation.trace)


def _scope_at(context: Context, place: Place) -> str:
    """The innermost definition around a place."""
    module = context.links.project.facts(place.path)
    if module is None:
        return ""
    around = [
        (definition.whole[2] - definition.whole[0], definition.qualname)
        for definition in (*module.functions, *module.classes)
        if definition.whole[:2] <= place.span[:2] and place.span[2:] <= definition.whole[2:]
    ]
    return min(around)[1] if around else ""


def _doubt(value: Resolved) -> str:
    source = value.source if isinstance(value, Opaque) else ""
    if source == "environment":
        return "decided by the environment when the program runs"
    if source == "limit":
        return "too deeply computed to be known"
    return "decided elsewhere and cannot be shown to be on"


def _may_matter(site: Site) -> bool:
    """A call whose callee is unknown could be a library's, by its name or by what it is handed."""
    nodes = site.module.nodes
    if isinstance(nodes[site.node.callee], v.Param | v.Free | v.Item):
        return True
    if any(name in _TELLING for name, _ in site.node.keywords):
        return True
    if any(isinstance(nodes[argument], v.Star) for argument in site.node.args):
        return True
    return site.word in _WORDS and bool(site.node.args)


def _unwrapped(callee: Resolved, given: Arguments) -> Iterator[tuple[Resolved, Arguments]]:
    """A partial call as the call it will become."""
    if isinstance(callee, Partial):
        inner = callee.arguments
        merged = Arguments(
            inner.positional + given.positional,
            {**inner.keywords, **given.keywords},
            inner.rest + given.rest,
            given.place,
        )
        for one in callee.callee:
            yield from _unwrapped(one, merged)
    else:
        yield callee, given


def _hands_over_callables(links: Links, site: Site) -> bool:
    """One of the arguments is a library's callable."""
    return any(
        isinstance(value, External) and value.path in _SWITCHES
        for argument in site.node.args
        if isinstance(site.module.nodes[argument], v.Attr | v.Name | v.Imported | v.Free | v.Param)
        for value in links.value(site.module, argument)
    )


def _handed_over(given: Arguments) -> Iterator[tuple[Resolved, Arguments]]:
    """Library callables among the arguments, with the arguments that follow them.

    `partial(jwt.decode, …)`, `executor.submit(jwt.decode, …)` and `to_thread(jwt.decode, …)` all hand
    over a callable followed by what it will be given.
    """
    for index, alternatives in enumerate(given.positional):
        for value in alternatives:
            if isinstance(value, External) and value.path in _SWITCHES:
                yield value, replace(given, positional=given.positional[index + 1 :])


def _switched(switch: Switch, given: Arguments) -> Iterator[Flag]:
    values: Alternatives = given.keywords.get(switch.keyword, ())
    if not values:
        positional = [given.positional[i] for i in switch.positions if i < len(given.positional)]
        values = tuple(one for group in positional for one in group)
        if switch.only_false:
            values = tuple(one for one in values if isinstance(one, Known) and one.value is False)
    for value in values:
        if not switch.key:
            yield Flag(value, switch.keyword, switch.inert)
        elif isinstance(value, Table):
            held = value.entries.get(switch.key)
            for one in held if held is not None else _needing(value.rest):
                yield Flag(one, f'"{switch.key}"', switch.inert)
        elif isinstance(value, Opaque):
            yield from (Flag(one, f'"{switch.key}"', switch.inert) for one in _needing((value,)))


def _needing(values: Alternatives) -> Alternatives:
    return tuple(value for value in values if needs_of((value,)))


def _none_allowed(entry: NoneAllowed, given: Arguments) -> Iterator[Flag]:
    if entry.keyless is not None:
        keys = given.get(entry.keyless, entry.key_keyword)
        if keys and all(truth(key) is not False for key in keys):
            yield from (Flag(key, entry.key_keyword) for key in _needing(keys))
            return
    groups = [given.keywords.get(entry.keyword, ())]
    groups += [given.positional[i] for i in entry.positions if i < len(given.positional)]
    for value in (one for group in groups for one in group):
        members = [one for item in value.items for one in item] if isinstance(value, Row) else [value]
        for member in members:
            if isinstance(member, Known) and isinstance(member.value, str) and member.value.lower() == "none":
                yield Flag(replace(member, value=None), "the signature check for algorithm none")
            elif isinstance(member, Opaque):
                yield from (Flag(one, entry.keyword) for one in _needing((member,)))


def _told(callee: Resolved, given: Arguments) -> Iterator[Flag]:
    """What a callee that cannot be looked into is told about verification."""
    if not _may_decode(callee) or _is_prose(given):
        return
    name = (spelled(callee) if isinstance(callee, Opaque) else getattr(callee, "path", "")).lower()
    about_tokens = any(word in name for word in TOKEN_WORDS)
    for value in given.keywords.get(UNVERIFIED_KEY, ()):
        yield Flag(value, UNVERIFIED_KEY)
    if about_tokens and ("decode" in name or "verify" in name):
        for value in given.keywords.get("verify", ()):
            if not isinstance(value, Opaque | External):
                yield Flag(value, "verify")
    tables = list(given.keywords.get("options", ()))
    if about_tokens or "decode" in name:
        tables += [one for group in (*given.positional, *given.keywords.values()) for one in group]
    for table in dict.fromkeys(tables):
        if isinstance(table, Table):
            for value in table.entries.get(UNVERIFIED_KEY, ()):
                yield Flag(value, f'"{UNVERIFIED_KEY}"')


def _is_prose(given: Arguments) -> bool:
    """The first argument is a constant that cannot be a token."""
    first = given.positional[0] if given.positional else ()
    return bool(first) and all(isinstance(one, Known) and str(one.value).count(".") < 2 for one in first)


def _may_decode(callee: Resolved) -> bool:
    """Not something known to have nothing to do with tokens."""
    name = spelled(callee) if isinstance(callee, Opaque) else getattr(callee, "path", "")
    if any(verb in name.rpartition(".")[2].lower() for verb in OTHER_VERBS):
        return False
    if isinstance(callee, Opaque):
        return True
    if isinstance(callee, External):
        top = callee.path.partition(".")[0]
        return top not in sys.stdlib_module_names and top not in ("builtins", "<true>") and top[:1] != "<"
    return False


def _only_header(site: Site) -> bool:
    """Nothing but the header is taken from what a reader returns."""
    taken = [_part(site.module, node) for node in users(site.module, site.fact.value)]
    return bool(taken) and all(part in HEADER_PARTS for part in taken)


def _part(module: ModuleFacts, node: v.AnyNode) -> object:
    if isinstance(node, v.Attr):
        return node.name
    key = module.nodes[node.key] if isinstance(node, v.Item) else None
    return key.value if isinstance(key, v.Const) else None


def _verifies(callee: Resolved, given: Arguments) -> bool:
    """A call that checks the signature of its first argument."""
    if isinstance(callee, External) and callee.path in VALIDATORS | _CHECKING:
        return True
    if not isinstance(callee, External) or callee.path not in _SWITCHES:
        return False
    flags = [flag for switch in _SWITCHES[callee.path] for flag in _switched(switch, given) if not flag.inert]
    return all(truth(flag.value) is True for flag in flags) and len(given.positional) + len(given.keywords) > 1


