"""One WebSocket conversation: the first message is the token, the rest is chat."""

from __future__ import annotations

from typing import Protocol

from auth_service import AuthenticationError, UnifiedAuthInterface

POLICY_VIOLATION = 1008


class Connection(Protocol):
    """The part of a WebSocket connection the handler needs."""

    async def receive(self) -> str | None:
        """The next message; None when the other side has hung up."""

    async def send(self, message: str) -> None:
        """Hand a message to the other side."""

    async def close(self, code: int) -> None:
        """Hang up, saying why."""


async def converse(connection: Connection, auth: UnifiedAuthInterface) -> None:
    """Talk to an authenticated caller until it hangs up; refuse everybody else."""
    try:
        principal = auth.authenticate(await connection.receive() or "")
    except AuthenticationError:
        await connection.close(POLICY_VIOLATION)
        return
    await connection.send(f"welcome {principal.user_id}")
    while (message := await connection.receive()) is not None:
        await connection.send(f"{principal.user_id}: {message}")
