"""JWT libraries imported outside the owner."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from pytest_ssot.facts.module import Fragment, ModuleFacts
from pytest_ssot.facts.resolved import External, Known, Place
from pytest_ssot.model import Severity, Violation
from pytest_ssot.rules import Context, Example, Prefilter, Rule
from pytest_ssot.rules.libraries import LIBRARIES, NAMES, TOP_LEVEL, WORDS


class JwtDirectImport(Rule):
    """A JWT library is imported outside the owner.

    Keys, algorithms and checks belong in one place. Every further module that imports a JWT library
    is a second place that has to get all of them right, and to be changed when they change: secrets
    drift apart, and a check that was added in one is missing in the other.

    Configure the owner (`owners = ["auth_service/**"]`) and let everybody else call its interface.
    Imports that exist for type checkers only are left alone.
    """

    id = "jwt-direct-import"
    severity = Severity.ERROR
    summary = "a JWT library is imported outside the owner"
    fix = "remove the import and use {interface}"
    cwe = (1041,)
    prefilter = Prefilter(whole=WORDS)
    examples = (
        Example(
            "any form of import",
            """
            import jwt  # <- jwt-direct-import
            from jose import jwt as jose_jwt  # <- jwt-direct-import
            import importlib


            def lazily():
                import joserfc.jwt  # <- jwt-direct-import

                return importlib.import_module("jwcrypto.jwt")  # <- jwt-direct-import
            """,
        ),
        Example(
            "a module of the project that is only called alike",
            """
            # --- tokens/__init__.py

            # --- tokens/jwt.py
            LIFETIME = 60

            # --- tokens/views.py
            from tokens import jwt
            from tokens.jwt import LIFETIME
            """,
        ),
    )

    def find(self, context: Context) -> Iterator[Violation]:
        """Every import of a library, as a statement or by a call."""
        for module in context.modules(self):
            if not self.owned(module.path, context.settings):
                yield from self._statements(context, module)
                yield from self._calls(context, module)

    def spelled(self, tokens: tuple[Fragment, ...]) -> Iterator[tuple[Fragment, str]]:
        """`import jwt` and `from jwt …`."""
        for word, name in pairwise(tokens):
            if word.text in ("import", "from") and name.text in TOP_LEVEL - {"google"}:
                yield name, name.text

    def _statements(self, context: Context, module: ModuleFacts) -> Iterator[Violation]:
        seen: set[Place] = set()
        for fact in module.imports:
            library = library_of(f"{fact.module}.{fact.name}" if fact.name else fact.module)
            place = Place(module.path, fact.at)
            if library is None or fact.typing_only or place in seen:
                continue
            if context.links.project.locate(module.path, fact.module) is None:
                seen.add(place)
                yield self._violation(context, place, library, module.scope(fact.function))

    def _calls(self, context: Context, module: ModuleFacts) -> Iterator[Violation]:
        for site in context.links.sites(module):
            if site.word not in ("import_module", "__import__"):
                continue
            context.links.resolver.ask()
            for callee in context.links.callees(site):
                if not isinstance(callee, External) or not callee.path.endswith(site.word):
                    continue
                for name in context.links.arguments(site).get(0, "name"):
                    dotted = str(name.value) if isinstance(name, Known) else ""
                    library = library_of(dotted)
                    if library is not None and context.links.project.find(dotted, module.path) is None:
                        yield self._violation(context, site.place, library, site.scope)

    def _violation(self, context: Context, place: Place, library: str, scope: str) -> Violation:
        name = NAMES[library.partition(".")[0]]
        message = f"{library} ({name}) is imported outside the owner of JWT work"
        return self.violation(context.settings, place, message, library, scope=scope)


def library_of(dotted: str) -> str | None:
    """The library that a dotted path belongs to, if it is one of those that do JWT work."""
    for library in LIBRARIES:
        if dotted == library or dotted.startswith(f"{library}."):
            return library
    return None
