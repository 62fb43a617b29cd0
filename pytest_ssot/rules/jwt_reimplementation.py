"""Token validation written a second time."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from pytest_ssot.facts import values as v
from pytest_ssot.facts.module import Fragment, ModuleFacts
from pytest_ssot.facts.resolved import Place
from pytest_ssot.model import Severity, Violation
from pytest_ssot.rules import Context, Example, Prefilter, Rule

VERBS = frozenset(["validate", "decode", "verify", "check", "parse", "authenticate"])
"""What such a function does."""

CERTAIN_VERBS = frozenset(["validate", "decode", "verify"])
"""Verbs that suffice next to the plain word token; the others need the word jwt."""

NOUNS = frozenset(["token", "jwt", "jwts", "tokens"])
"""What it does it to."""

AGENTS = frozenset({"validator", "decoder", "verifier"})
"""What a class is called that does it."""

QUALIFIERS = frozenset(
    [
        "a",
        "access",
        "and",
        "api",
        "async",
        "auth",
        "bearer",
        "claims",
        "from",
        "get",
        "header",
        "http",
        "id",
        "insecure",
        "is",
        "key",
        "local",
        "manually",
        "no",
        "optional",
        "or",
        "payload",
        "raise",
        "raw",
        "refresh",
        "request",
        "safe",
        "secret",
        "service",
        "session",
        "signature",
        "simple",
        "sync",
        "the",
        "unsafe",
        "unverified",
        "user",
        "verification",
        "verifying",
        "websocket",
        "with",
        "without",
        "ws",
    ]
)
"""Words that may stand around: `decode_access_token`, `validate_user_jwt`."""


def words_of(identifier: str) -> tuple[str, ...]:
    """The words of an identifier in snake or camel case, in lower case."""
    return tuple(word.lower() for word in re.findall(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|\d+", identifier))


def reimplements(name: str) -> bool:
    """The name says: validates (decodes, verifies …) a token, and nothing else."""
    words = words_of(name)
    if "jwt" in words and any(word in AGENTS for word in words):
        return all(word in AGENTS or word in NOUNS or word in QUALIFIERS for word in words)
    if any(noun in NOUNS and after == "request" for noun, after in pairwise(words)):
        return False
    nouns = [word for word in words if word in NOUNS]
    verbs = [word for word in words if word in VERBS]
    if not nouns or not verbs:
        return False
    rest = [word for word in words if word not in NOUNS and word not in VERBS]
    if not all(word in QUALIFIERS for word in rest):
        return False
    return any(word.startswith("jwt") for word in nouns) or any(verb in CERTAIN_VERBS for verb in verbs)


class JwtReimplementation(Rule):
    """A function outside the owner validates or decodes tokens.

    `validate_token`, `decode_jwt`, `verify_access_token`: a definition with such a name is a second
    implementation of what the owner already does, whether it calls a library or not. It starts as a
    copy and ends as a difference.

    Call the owner's interface where the function was called and delete it; if it only forwards to
    the interface, name it after what the caller wants.
    """

    id = "jwt-reimplementation"
    severity = Severity.ERROR
    summary = "token validation is implemented a second time"
    fix = "delete the definition and call {interface}"
    cwe = (1041,)
    prefilter = Prefilter(parts=("oken", "TOKEN", "jwt", "Jwt", "JWT"), names=reimplements)
    examples = (
        Example(
            "a local validator",
            """
            def validate_token(token):  # <- jwt-reimplementation
                return bool(token)


            class Handler:
                async def decodeJWT(self, token):  # <- jwt-reimplementation
                    return {}


            class VerifyToken:  # <- jwt-reimplementation
                token: str

                def __call__(self):
                    return bool(self.token)
            """,
        ),
        Example(
            "tokens of another kind",
            """
            def validate_token_count(tokens, limit):
                return len(tokens) <= limit


            def tokenize(text):
                return text.split()


            def validate_token_request(request):
                return request.grant_type


            class VerifyJwtPayload(BaseModel):
                token: str


            def decode_token(page_token):
                return int(page_token)


            class Lexer:
                def check_tokens(self, tokens):
                    return all(tokens)

                def decode_token(self, match):
                    return match.lastgroup, match.group()
            """,
        ),
    )

    def find(self, context: Context) -> Iterator[Violation]:
        """Every definition whose name says that it validates a token."""
        for module in context.modules(self):
            if self.owned(module.path, context.settings):
                continue
            excused = _data(module) | _of_other_kinds(module)
            for place, name, scope in dict.fromkeys(_definitions(module)):
                if reimplements(name) and place not in excused:
                    message = f"{name} implements token validation outside its owner"
                    yield self.violation(context.settings, place, message, name, scope=scope)

    def spelled(self, tokens: tuple[Fragment, ...]) -> Iterator[tuple[Fragment, str]]:
        """`def validate_token`."""
        for word, name in pairwise(tokens):
            if word.text in ("def", "class") and reimplements(name.text):
                yield name, name.text


def _data(module: ModuleFacts) -> frozenset[Place]:
    """The classes that have fields and do nothing: what is asked or answered, such as by an endpoint."""
    return frozenset(
        Place(module.path, one.at)
        for index, one in enumerate(module.classes)
        if one.fields and index not in module.places.methods
    )


OTHER_THINGS = frozenset(["match", "lexeme", "token_id", "token_ids", "vocab", "vocabulary", "tokenizer"])
"""What parameters are called of functions that are about pieces of a text."""


def _of_other_kinds(module: ModuleFacts) -> frozenset[Place]:
    """The functions that say by their parameters that theirs is a token of another kind: `page_token`."""
    return frozenset(
        Place(module.path, one.at)
        for one in module.functions
        if (names := [parameter.name for parameter in one.parameters])
        and any(name in OTHER_THINGS or _is_other_kind(name) for name in names)
        and not any(name.lower() in NOUNS for name in names)
    )


def _is_other_kind(name: str) -> bool:
    """A name tells of a token that nobody signs as a JWT."""
    words = words_of(name)
    return bool(words) and words[-1] in NOUNS and not OTHER_KINDS.isdisjoint(words)


OTHER_KINDS = frozenset(
    [
        *("page", "paging", "pagination", "continuation", "continue", "next", "sync", "cursor", "resume"),
        *("csrf", "xsrf", "push", "device", "cancel", "cancellation", "etag", "lock", "delta"),
        *("bos", "eos", "pad", "unk", "mask", "special", "word", "sub", "lex", "lexer", "syntax"),
    ]
)
"""Words before `token` where that is a place in a list, an address, a form's secret, or a piece of text."""


def _definitions(module: ModuleFacts) -> Iterator[tuple[Place, str, str]]:
    """(place, name, qualified name) of functions, classes, and names given to a lambda."""
    for one in module.definitions:
        yield Place(module.path, one.at), one.name, one.qualname
    for name, value in module.bindings.items():
        node = module.nodes[value]
        if isinstance(node, v.Function) and module.functions[node.index].name == "<lambda>":
            yield Place(module.path, module.functions[node.index].at), name, name
