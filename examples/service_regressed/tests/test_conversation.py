from __future__ import annotations

import asyncio

from auth_service import UnifiedAuthInterface
from websocket_core.handler import converse


class ScriptedConnection:
    """A connection that says its lines and remembers what it hears."""

    def __init__(self, *lines: str) -> None:
        self._lines = iter(lines)
        self.heard: list[str] = []
        self.closed_with: int | None = None

    async def receive(self) -> str | None:
        return next(self._lines, None)

    async def send(self, message: str) -> None:
        self.heard.append(message)

    async def close(self, code: int) -> None:
        self.closed_with = code


def test_a_caller_with_a_token_is_welcomed_and_answered(auth: UnifiedAuthInterface) -> None:
    """The conversation carries the caller's name."""
    connection = ScriptedConnection(auth.issue("ada"), "hello")

    asyncio.run(converse(connection, auth))

    assert connection.heard == ["welcome ada", "ada: hello"]


def test_a_caller_without_a_token_is_hung_up_on(auth: UnifiedAuthInterface) -> None:
    """Nothing is said to somebody unknown."""
    connection = ScriptedConnection("no token")

    asyncio.run(converse(connection, auth))

    assert (connection.heard, connection.closed_with) == ([], 1008)
