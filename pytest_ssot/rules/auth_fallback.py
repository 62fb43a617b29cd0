"""Ways around authentication that admit it in their names."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from pytest_ssot.facts.module import Fragment
from pytest_ssot.facts.resolved import Place
from pytest_ssot.model import Severity, Violation
from pytest_ssot.rules import Context, Example, Prefilter, Rule
from pytest_ssot.rules.jwt_reimplementation import words_of
from pytest_ssot.settings import Settings

DETOURS = ("fallback", "legacy", "bypass")
"""Words for a second way, also when they are written apart (`fall_back`)."""

AUTHENTICATION = frozenset(
    [
        "auth",
        "authentication",
        "authenticate",
        "authenticated",
        "authenticator",
        "authorization",
        "authorize",
        "authorized",
        "jwt",
        "jwts",
        "token",
        "tokens",
        "login",
        "signin",
        "oauth",
        "oidc",
        "sso",
        "credential",
        "credentials",
    ]
)
"""Words for what it leads around."""


def is_detour(name: str) -> bool:
    """The name speaks of a second way and of authentication."""
    words = words_of(name)
    written = {*words, *(first + second for first, second in pairwise(words))}
    second_way = any(word.startswith(DETOURS) for word in written)
    return second_way and not AUTHENTICATION.isdisjoint(words)


class AuthFallback(Rule):
    """A definition or call is named as a fallback, legacy or bypass of authentication.

    A second way in is a way in. Fallbacks are written for a migration or a test and stay; they are
    rarely reviewed again and never exercised by the tests of the first way.

    Remove the detour, or let it go through the same interface and name it after that.
    """

    id = "auth-fallback"
    severity = Severity.WARNING
    summary = "a way around authentication"
    fix = "remove the detour, or route it through {interface}"
    cwe = (288,)
    prefilter = Prefilter(
        parts=(
            *("allback", "all_back", "allBack", "FALLBACK", "FALL_BACK"),
            *("egacy", "LEGACY", "ypass", "BYPASS"),
        ),
        names=is_detour,
    )
    examples = (
        Example(
            "functions, classes and calls",
            """
            class LegacyTokenReader:  # <- auth-fallback
                def authBypass(self):  # <- auth-fallback
                    return True


            def connect(request):
                return bypass_auth_for_testing(request)  # <- auth-fallback
            """,
        ),
        Example(
            "prose, and detours around something else",
            '''
            def render(template):
                """Use the legacy auth fallback template."""
                print("legacy auth bypass")  # fallback_auth_validation()
                return fallback_template(template)
            ''',
        ),
    )

    def find(self, context: Context) -> Iterator[Violation]:
        """Every definition and call whose name has a word of both kinds."""
        for module in context.modules(self):
            if self.owned(module.path, context.settings):
                continue
            named = [(Place(module.path, one.at), one.name, one.qualname) for one in module.definitions]
            named += [(site.place, site.word, site.scope) for site in context.links.sites(module)]
            seen: set[Place] = set()
            for place, name, scope in named:
                if place not in seen and is_detour(name):
                    seen.add(place)
                    message = f"{name} is named as a way around authentication"
                    yield self.violation(context.settings, place, message, name, scope=scope)

    def owned(self, path: str, settings: Settings) -> bool:
        """Owning the truth is no licence to go around it: only this rule's own owners count."""
        return settings.rule(self.id).owners is not None and super().owned(path, settings)

    def spelled(self, tokens: tuple[Fragment, ...]) -> Iterator[tuple[Fragment, str]]:
        """Identifiers that are defined or called."""
        for before, name, after in zip(tokens, tokens[1:], tokens[2:], strict=False):
            used = before.text in ("def", "class") or after.text == "("
            if used and name.kind == "name" and is_detour(name.text):
                yield name, name.text
