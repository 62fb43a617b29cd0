"""Tokens made or read by a library's functions outside the owner."""

from __future__ import annotations

from collections.abc import Iterator

from pytest_ssot.facts.links import Site
from pytest_ssot.facts.module import Fragment
from pytest_ssot.facts.resolved import Opaque, Partial, Place, Resolved
from pytest_ssot.model import Severity, Violation
from pytest_ssot.rules import Context, Example, Prefilter, Rule
from pytest_ssot.rules.decisions import library_paths
from pytest_ssot.rules.jwt_direct_import import library_of
from pytest_ssot.rules.libraries import COMMON_WORK, KEYS, LIBRARIES, PATHS, WORDS, WORK


class JwtDirectCall(Rule):
    """A token is made or read by a library's function outside the owner.

    Each such call repeats decisions that the owner has taken already: which key, which algorithms,
    which claims must be there. Two copies of a decision disagree sooner or later, and users are
    logged out or let in depending on which copy they meet.

    Call the owner's interface instead. Reading a header to choose a key is direct work as well.
    """

    id = "jwt-direct-call"
    severity = Severity.ERROR
    summary = "a token is made or read directly, outside the owner"
    fix = "call {interface} instead of the library"
    cwe = (1041,)
    prefilter = Prefilter(whole=WORDS)
    follows_libraries = True
    examples = (
        Example(
            "under whatever name",
            """
            import jwt as tokens  # <- jwt-direct-import

            read = tokens.decode


            def login(user, secret):
                return tokens.encode({"sub": user}, secret, algorithm="HS256")  # <- jwt-direct-call


            def claims(token, secret):
                return read(token, secret, algorithms=["HS256"])  # <- jwt-direct-call
            """,
        ),
        Example(
            "what a call of the library gives is a text",
            """
            from jose import jwt  # <- jwt-direct-import
            from jose.jwk import construct  # <- jwt-direct-import


            def issue(claims, secret):
                return jwt.encode(claims, secret).encode("ascii")  # <- jwt-direct-call


            def name_of(key):
                return construct(key, "RS256").to_pem().decode()
            """,
        ),
        Example(
            "an unrelated object with a method of that name",
            """
            import codecs


            def text(data):
                return codecs.decode(data, "utf-8") + data.decode()
            """,
        ),
    )

    def find(self, context: Context) -> Iterator[Violation]:
        """Every call that resolves to a library's token function."""
        seen: set[Place] = set()
        partials = ("partial", "partialmethod")
        words = context.links.spellings(WORK) | context.links.spellings_of_results(partials)
        for module in context.modules(self):
            reached = context.links.reached(module.path, LIBRARIES)
            if not reached or self.owned(module.path, context.settings):
                continue
            for site in context.links.spelled(module, words):
                context.links.resolver.ask()
                path = None
                with context.links.at_the_expense_of(module):
                    path = self._work(context, site)
                if path is not None and site.place not in seen:
                    seen.add(site.place)
                    name = path.replace("()", "")
                    message = f"{name} is called outside the owner of JWT work"
                    yield self.violation(context.settings, site.place, message, name, scope=site.scope)

    def spelled(self, tokens: tuple[Fragment, ...]) -> Iterator[tuple[Fragment, str]]:
        """`jwt.encode(` and `jwt.decode(`."""
        for library, dot, name, bracket in zip(tokens, tokens[1:], tokens[2:], tokens[3:], strict=False):
            called = library.text in ("jwt", "jws", "jose") and dot.text == "." and bracket.text == "("
            if called and name.text in ("encode", "decode", "decode_complete"):
                yield library, f"{library.text}.{name.text}"

    def _work(self, context: Context, site: Site) -> str | None:
        for callee in context.links.callees(site):
            for path in _paths(context, callee):
                if _is_work(path):
                    return path
        return None


def _is_work(path: str) -> bool:
    """A path leads to something of a library that makes, reads or checks a token."""
    holder, _, word = path.rpartition(".")
    if word not in WORK or library_of(path.replace("()", "")) is None:
        return False
    return word not in COMMON_WORK or path in PATHS or _is_tokens(holder)


def _is_tokens(holder: str) -> bool:
    """What has a method that texts and keys have as well is a module, a class or an object of one.

    What a library's function gives may be a text: `jwt.encode(…).decode()`.
    """
    made, call, rest = holder.partition("()")
    of_class = made.rpartition(".")[2].lstrip("_")[:1].isupper() and not rest
    return (not call and "[" not in holder) or (of_class and KEYS.isdisjoint(made.split(".")))


def _paths(context: Context, callee: Resolved) -> tuple[str, ...]:
    if isinstance(callee, Opaque) and callee.source == "unresolved":
        return (callee.text,)
    if isinstance(callee, Partial):
        return tuple(path for one in callee.callee for path in _paths(context, one))
    return library_paths(context.links, callee)
