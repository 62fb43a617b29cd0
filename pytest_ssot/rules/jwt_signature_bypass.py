"""Tokens accepted without their signature being verified."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from functools import partial

from pytest_ssot.facts.links import Site
from pytest_ssot.facts.module import Fragment, ModuleFacts
from pytest_ssot.facts.resolved import (
    Arguments,
    External,
    Partial,
    Place,
    Resolved,
    needs_of,
    truth,
)
from pytest_ssot.facts.spans import unpacked
from pytest_ssot.model import Severity, Violation
from pytest_ssot.rules import Context, Example, Prefilter, Rule
from pytest_ssot.rules.choices import others_are_chosen
from pytest_ssot.rules.decisions import Decision, Seen, follow, switched_off
from pytest_ssot.rules.decoders import may_decode
from pytest_ssot.rules.doubts import by_token, doubt
from pytest_ssot.rules.excuses import (
    harmless_use,
    in_tests_only,
    is_peek,
    kept_from_running,
    left_to,
    set_by_nobody,
    why_harmless,
)
from pytest_ssot.rules.executed import executed
from pytest_ssot.rules.flags import Flag
from pytest_ssot.rules.handed import Handed, handed_about, telling_callers
from pytest_ssot.rules.handmade import HandRead, reads_by_hand
from pytest_ssot.rules.judged import Asked, Judged
from pytest_ssot.rules.judged_calls import telling_calls
from pytest_ssot.rules.libraries import LIBRARIES, TOP_LEVEL, UNVERIFIED_KEY, WORDS
from pytest_ssot.rules.loose_options import LOOSE, loose_options, prepares, tables_of
from pytest_ssot.rules.machinery import tampering
from pytest_ssot.rules.reachability import stays_unset, weight
from pytest_ssot.rules.token_calls import (
    flags,
    handed_over,
    is_relevant,
    known_paths,
    reads_header,
    reads_unverified,
    subject_of,
    variants,
)
from pytest_ssot.rules.unverified_reads import (
    Reading,
    out_of_sight,
    read_by_hand,
    read_raw,
    read_unverified,
    scope_at,
)
from pytest_ssot.rules.wanted import needs, told_beside
from pytest_ssot.settings import Settings

MOST_PASSES = 8
"""Times that a project is judged again because of files that were read since; a large one:"""

MOST_PASSES_OF_LARGE = 2

Judge = Callable[[Site], Iterator[tuple[Place, Violation]]]
Modules = tuple[ModuleFacts, ...]


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
    prefilter = Prefilter(
        (
            *(UNVERIFIED_KEY, "compare_digest", "from_jwt", "decode_id_token"),
            *("decodebytes", "decode_segment", "decode_part", ("base64", "codecs"), ("base64", "a2b_")),
            *(("verify=", "decode"), ("decode_token", "validate"), ("keycloak", "decode_token")),
            ("ninja_jwt", "verify"),
        ),
        whole=WORDS,
        parts=("b64", "B64", "ase64", "ASE64", "64dec"),
        names=may_decode,
    )
    follows_libraries = True
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
        """One violation per decision, however many calls it affects.

        How a library reads tokens is its own business. What was read as a setting may be assigned in files
        not read so far: then what has to do with them is judged again.
        """
        links, judged, few = context.links, Judged(), context.links.few_files
        left = MOST_PASSES if few else MOST_PASSES_OF_LARGE
        modules = tuple(one for one in context.modules(self) if not links.project.is_of_library(one.path))
        self._judge_modules(context, judged, modules, modules)
        while widened := links.widen(judged.deciding):
            if not left:
                links.unsettled = True
                break
            links.begin_again(wholly=few)
            left, concerned = left - 1, judged.concerned_by(links, widened)
            self._judge_modules(context, judged, tuple(m for m in modules if concerned(m.path)), modules)
        found, received = judged.violations(), judged.received
        for module in modules:
            for place, why in loose_options(module, received, partial(stays_unset, context.links, module)):
                found.setdefault(place, self._loose(context, place, why))
        for place, *told in judged.prepared(partial(others_are_chosen, context.links)):
            found.setdefault(place, self._loose(context, place, *told))
        yield from (found[place] for place in found if not self.owned(place.path, context.settings))

    def _judge_modules(self, context: Context, judged: Judged, modules: Modules, everything: Modules) -> None:
        """Judge some modules of `everything`, anew if they have been before."""
        links = context.links
        # All are found before one is judged, and what is plain comes before what may be something: what is
        # left of the budget decides how well a read is judged, not if at all.
        if links.few_files or not judged.by_hand:
            by_hand, judged.decoding = reads_by_hand(links, modules, everything, judged.decoding)
            judged.by_hand.update(by_hand)
        handed = handed_about(links, everything)
        calls = {one.path: telling_calls(links, one, handed=handed.near(links, one)) for one in modules}
        judge = {
            one.path: partial(self._judge, context, asked=judged.begin(one.path), handed=handed)
            for one in modules
        }
        for module in modules:
            path = module.path
            judged.keep(links, module, (self._handmade(context, *read) for read in judged.by_hand[path]))
            judged.keep_of_calls(links, module, calls[path][0], judge[path])
        for module in modules:
            path = module.path
            judged.keep_of_calls(links, module, calls[path][1], judge[path])
            texts = links.spelled(module, links.spellings(("exec", "eval")))
            judged.keep(links, module, (self._executed(context, site) for site in texts))
            if links.exhausted(path) or path in links.accounts.overdrawn:
                judged.restore(path)
            with links.at_the_expense_of(module):
                stores = (*self._stores(context, module), *self._tampering(context, module))
                raw = read_raw(links, module) if links.reached(path, LIBRARIES) else ()
                judged.keep_otherwise(path, (*stores, *self._told(context, raw)))

    def spelled(self, tokens: tuple[Fragment, ...]) -> Iterator[tuple[Fragment, str]]:
        """`verify_signature` next to False, as a keyword or a key."""
        decodes = any(token.text in ("decode", "jwt") for token in tokens)
        for name, mark, value in zip(tokens, tokens[1:], tokens[2:], strict=False):
            is_key = name.text.strip("'\"bBrRuU") == UNVERIFIED_KEY
            is_verify = decodes and name.kind == "name" and name.text == "verify"
            off = mark.text in ("=", ":") and value.text in ("False", "0", "None")
            if off and (is_key or is_verify):
                yield name, name.text.strip("'\"bBrRuU")

    def owned(self, path: str, settings: Settings) -> bool:
        """Nobody owns the right to accept forged tokens: only this rule's own owners count."""
        return settings.rule(self.id).owners is not None and super().owned(path, settings)

    def _judge(
        self, context: Context, site: Site, *, asked: Asked, handed: Handed
    ) -> Iterator[tuple[Place, Violation]]:
        """The violations of one call; what it is told is added to `asked`."""
        links = context.links
        links.resolver.ask()
        words = handed.near(links, site.module)
        chains = follow(
            links,
            site,
            lambda current: needs(links, current, handed=words, harmless=harmless_use),
            partial(telling_callers, links, handed=words),
        )
        for seen in chains if is_relevant(links, site, handed=words) else ():
            links.resolver.ask()  # finding the chains may have taken all that one question may
            callees = links.callees(seen.site)
            given = told_beside(links, seen.site, callees)
            asked.received |= {given.place} if any(map(prepares, callees)) else tables_of(given)
            for callee in callees:
                yield from self._judge_callee(context, seen, callee, given, asked)

    def _judge_callee(
        self, context: Context, seen: Seen, callee: Resolved, given: Arguments, asked: Asked
    ) -> Iterator[tuple[Place, Violation]]:
        links = context.links
        for inner, arguments in variants(links, callee, given):
            if isinstance(callee, Partial):
                asked.make(tables_of(arguments), callee.arguments.place)
            found = tuple(flags(links, inner, arguments))
            if found or known_paths(links, inner):
                asked.deciding.update(one.module.path for one in (seen.site, *seen.chain))
            subject = subject_of(links, inner, seen.site)
            for flag in () if reads_header(links, inner, seen.site) else found:
                yield from self._decided(context, seen, flag, subject)
            if reads_unverified(links, inner, seen.site):
                yield from self._told(context, read_unverified(links, seen, subject))
        yield from self._judge_handed_over(context, seen, callee, given, asked)

    def _judge_handed_over(
        self, context: Context, seen: Seen, callee: Resolved, given: Arguments, asked: Asked
    ) -> Iterator[tuple[Place, Violation]]:
        """What a callable that is handed over will be told, unless it is handed to `partial`."""
        for handed, rest in handed_over(context.links, callee, given):
            if prepares(callee):
                asked.prepare(flags(context.links, handed, rest), given.place)
                continue
            asked.received |= tables_of(rest)
            subject = subject_of(context.links, handed, seen.site)
            for flag in flags(context.links, handed, rest):
                if not truth(flag.value):
                    yield from self._decided(context, seen, flag, subject)

    def _decided(
        self, context: Context, seen: Seen, flag: Flag, subject: str
    ) -> Iterator[tuple[Place, Violation]]:
        decision = Decision(flag.value, seen)
        if decision.off:
            message = f"{subject} does not verify the token's signature: {flag.name} is switched off"
            kept = kept_from_running(context.links, seen) or set_by_nobody(context.links, decision)
            message += kept
            severity = weight(kept)
        elif truth(flag.value) is None and not needs_of((flag.value,)):
            message = f"{subject} may not verify the token's signature: {flag.name} is {doubt(flag.value)}"
            severity = None if by_token(flag.value) else Severity.ERROR
        else:
            return
        if flag.inert:
            message += f" ({flag.inert})"
        place = decision.place
        tested = in_tests_only(context.links, place, seen)
        if tested:
            message, severity = message + tested, Severity.WARNING
        told = "" if severity is Severity.WARNING else harmless_use(context.links, seen.site)
        peek = not tested and not told and is_peek(context.links, seen)
        unseen = left_to(context.links, seen.site) if severity is None and not (peek or told) else None
        if told:
            message, severity = f"{message}{told}", Severity.WARNING
        elif peek:
            message, severity = message + why_harmless(context.links, seen), Severity.WARNING
        elif unseen:
            message, severity = out_of_sight(message, unseen)
        yield (
            place,
            self.violation(
                context.settings,
                place,
                message,
                subject,
                scope=scope_at(context.links, place),
                severity=severity,
                trace=decision.trace("decided here", subject),
            ),
        )

    def _told(self, context: Context, found: Iterable[Reading]) -> Iterator[tuple[Place, Violation]]:
        for one in found:
            yield (
                one.place,
                self.violation(
                    context.settings,
                    one.place,
                    one.message,
                    one.subject,
                    scope=one.scope,
                    severity=one.severity,
                    trace=one.trace,
                ),
            )

    def _loose(self, context: Context, place: Place, why: str, what: str = LOOSE) -> Violation:
        message = f"{what}: {why}" if why else what
        weighs = Severity.WARNING if why else Severity.ERROR
        scope = scope_at(context.links, place)
        return self.violation(context.settings, place, message, UNVERIFIED_KEY, scope=scope, severity=weighs)

    def _handmade(self, context: Context, site: Site, read: HandRead) -> Iterator[tuple[Place, Violation]]:
        links = context.links
        links.resolver.ask()
        yield from self._told(context, read_by_hand(links, site, read))

    def _executed(self, context: Context, site: Site) -> Iterator[tuple[Place, Violation]]:
        """Code in a constant text that is executed is judged by its words."""
        for fragment, name in executed(context.links, site, self.spelled):
            message = f'line {unpacked(fragment.at)[0]} of a text that is executed switches "{name}" off'
            found = self.violation(context.settings, site.place, message, name, scope=site.scope)
            yield site.place, found

    # -- stores -------------------------------------------------------------------------------

    def _tampering(self, context: Context, module: ModuleFacts) -> Iterator[tuple[Place, Violation]]:
        for found in tampering(context.links, module):
            message = f"{found.subject} {found.how}: signatures are no longer verified{found.kept}"
            severity = weight(found.kept)
            scope = module.scope(found.function)
            place, subject = found.place, found.subject
            yield (
                place,
                self.violation(context.settings, place, message, subject, scope=scope, severity=severity),
            )

    def _stores(self, context: Context, module: ModuleFacts) -> Iterator[tuple[Place, Violation]]:
        """`decoder.options["verify_signature"] = False` on a library's object."""
        for store in module.stores:
            if store.name != UNVERIFIED_KEY or not store.item:
                continue
            context.links.resolver.ask()
            for target in context.links.value(module, store.target):
                path = target.path if isinstance(target, External) else ""
                if path.partition(".")[0] not in TOP_LEVEL:
                    continue
                for place, trace in switched_off(context.links, module, store):
                    message = f"{path.replace('()', '')} is told not to verify signatures"
                    scope = scope_at(context.links, place)
                    yield (
                        place,
                        self.violation(context.settings, place, message, path, scope=scope, trace=trace),
                    )
