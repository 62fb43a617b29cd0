"""What goes over the wire to a service, and what a reply says about itself."""

from __future__ import annotations

import json
import time
from collections.abc import Mapping
from dataclasses import dataclass
from email.utils import parsedate_to_datetime
from typing import Protocol

from pytest_ssot.formats.text.printable import printable

Body = Mapping[str, object] | None

_LONGEST_MESSAGE = 200


@dataclass(frozen=True)
class Reply:
    """What came back over the wire; the names of headers are lower-case."""

    status: int
    headers: Mapping[str, str]
    text: str


class Silence(Exception):  # noqa: N818 - it is what happened, like StopIteration
    """No reply came: the reason says why; `timed_out` when time was all that was missing."""

    def __init__(self, reason: str, *, timed_out: bool = False) -> None:
        self.timed_out = timed_out
        super().__init__(reason)


class Connection(Protocol):
    """A way to a service that is known and authorised: one request, one reply."""

    def send(self, verb: str, path: str, query: Mapping[str, str], body: Body) -> Reply:
        """The reply, whatever its status; `Silence` when there is none.

        `path` begins with a slash and is relative to the API; after a redirection, it is a whole address.
        """

    def close(self) -> None:
        """Let go of what is open."""


def is_limited(reply: Reply) -> bool:
    """Whether the service refused because it has been asked too much."""
    if reply.status == 429:
        return True
    if reply.status != 403:
        return False
    return (
        "retry-after" in reply.headers
        or reply.headers.get("x-ratelimit-remaining") == "0"
        or "rate limit" in reply.text.lower()
    )


def told_wait(reply: Reply) -> float | None:
    """How many seconds the service asks to wait; None when it does not say."""
    after = reply.headers.get("retry-after", "").strip()
    if after.isdecimal():
        return float(after)
    if after:
        try:
            return max(parsedate_to_datetime(after).timestamp() - time.time(), 0.0)
        except ValueError:
            pass
    reset = reply.headers.get("x-ratelimit-reset") or reply.headers.get("ratelimit-reset") or ""
    # It is not told when within that second the limit ends.
    return max(int(reset) - time.time(), 0.0) + 1 if reset.isdecimal() and len(reset) < 12 else None


def message(reply: Reply) -> str:
    """The status and what the service says of it, in a line that is fit to be shown."""
    try:
        said = json.loads(reply.text)
    except ValueError:
        said = None
    text = said.get("message") or said.get("error") if isinstance(said, dict) else None
    if isinstance(text, dict | list):
        text = json.dumps(text)
    shown = printable(str(text)).removeprefix(f"{reply.status} ") if text else ""
    return f"{reply.status} {shown}".strip()[:_LONGEST_MESSAGE]
