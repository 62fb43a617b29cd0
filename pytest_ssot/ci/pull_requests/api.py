"""Requests to the API of a service: bounded in time, repeated only where that does no harm."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator, Mapping
from typing import Any
from urllib.parse import urlsplit

from pytest_ssot.ci.pull_requests.wire import (
    Body,
    Connection,
    Reply,
    Silence,
    is_limited,
    message,
    told_wait,
)
from pytest_ssot.formats.text.printable import printable

_ATTEMPTS = 3
_PAUSE = 0.5
"""Seconds before the second attempt, and as many more before each one after it."""
_PER_PAGE = 100
_PAGES = 500
_HOPS = 3
_PASSING = frozenset({500, 502, 503, 504})
_REDIRECTIONS = frozenset({301, 302, 307, 308})
_UNKNOWN_LIMIT = 60.0
"""Seconds to wait for a rate limit whose end nobody tells: what GitHub asks for."""


class Refused(Exception):  # noqa: N818 - it is what happened, like StopIteration
    """The service answered, but not with what was asked for."""

    def __init__(self, reason: str, status: int = 0) -> None:
        self.status = status
        super().__init__(reason)


class Unavailable(Exception):  # noqa: N818 - likewise
    """There is no point in asking for anything else: unreachable, not authorised, limited, out of time."""


class Patience:
    """The time that a publication may take in all, waiting included."""

    def __init__(self, seconds: float) -> None:
        self._end = time.monotonic() + seconds

    @property
    def left(self) -> float:
        """Seconds that are left, never less than 0."""
        return max(self._end - time.monotonic(), 0.0)

    def wait(self, seconds: float) -> bool:
        """Wait, if there is that much time; False when there is not."""
        if seconds >= self.left:
            return False
        time.sleep(max(seconds, 0.0))
        return True


class Api:
    """The API of a service, as far as its patience goes."""

    def __init__(self, connection: Connection, base: str, patience: Patience) -> None:
        self._connection = connection
        self._base = urlsplit(base)
        self._patience = patience
        self._attempts = _ATTEMPTS

    def ask(
        self,
        verb: str,
        path: str,
        body: Body = None,
        *,
        query: Mapping[str, str] | None = None,
        repeatable: bool = True,
    ) -> Any:
        """The decoded answer; `Refused` or `Unavailable` say why there is none.

        What must not happen twice is not `repeatable`: it is asked for again only where the service said
        that it did nothing.
        """
        reply = self._reply(verb, path, query or {}, body, repeatable=repeatable)
        return _decoded(reply) if reply.text.strip() else None

    def pages(self, path: str) -> Iterator[Mapping[str, Any]]:
        """The elements of a list that comes in pages, whatever number of them a page holds."""
        before: object = None
        for number in range(1, _PAGES + 1):
            query = {"per_page": str(_PER_PAGE), "page": str(number)}
            reply = self._reply("GET", path, query, None, repeatable=True)
            elements = _elements(reply)
            if elements == before:  # a server that knows no pages
                return
            yield from elements
            link = reply.headers.get("link", "")
            if 'rel="next"' not in link if link else len(elements) < _PER_PAGE:
                return
            before = elements

    def _reply(
        self, verb: str, path: str, query: Mapping[str, str], body: Body, *, repeatable: bool
    ) -> Reply:
        """A reply that grants what was asked, after as many attempts as make sense."""
        attempt = 0
        while True:
            attempt += 1
            try:
                reply = self._followed(verb, path, query, body)
            except Silence as silence:
                most = 2 if silence.timed_out else _ATTEMPTS
                if not (repeatable and attempt < most and self._patience.wait(attempt * _PAUSE)):
                    raise Unavailable(str(silence)) from None
                continue
            if reply.status < 300:
                return reply
            if not self._is_worth_another(reply, attempt, repeatable=repeatable):
                raise _refusal(reply)

    def _is_worth_another(self, reply: Reply, attempt: int, *, repeatable: bool) -> bool:
        """Whether the request may be granted if it is repeated; the time for that has passed then."""
        if is_limited(reply):
            self._sit_out(reply, last=attempt >= _ATTEMPTS)
            return True
        if not repeatable or reply.status not in _PASSING:
            return False
        if attempt >= self._attempts:
            self._attempts = 1  # a service that is down is not waited for each time
            return False
        return self._patience.wait(max(attempt * _PAUSE, told_wait(reply) or 0))

    def _followed(self, verb: str, path: str, query: Mapping[str, str], body: Body) -> Reply:
        """The reply from where the request was redirected to, if that is the same server."""
        for _ in range(_HOPS):
            if not self._patience.left:
                raise Unavailable("the time for it is over")
            reply = self._connection.send(verb, path, query, body)
            target = reply.headers.get("location", "")
            if reply.status not in _REDIRECTIONS or not target:
                return reply
            path, query = self._same_server(target), {}
        raise Refused("redirected in a circle")

    def _same_server(self, target: str) -> str:
        # A token is for one server: it is not carried to another, whoever asks for that.
        try:
            found = urlsplit(target)
        except ValueError:
            raise Refused("redirected to something that is no address") from None
        if found.netloc and (found.scheme, found.netloc) != (self._base.scheme, self._base.netloc):
            raise Refused(f"redirected to another server, {printable(found.netloc)}")
        return target if found.netloc else f"{self._base.scheme}://{self._base.netloc}{target}"

    def _sit_out(self, reply: Reply, *, last: bool) -> None:
        """Wait until a rate limit ends, if it ends soon enough."""
        told = told_wait(reply)
        seconds = _UNKNOWN_LIMIT if told is None else told
        if last or not self._patience.wait(seconds):
            raise Unavailable(f"rate limit reached, for another {seconds:.0f} s: {message(reply)}")


def _refusal(reply: Reply) -> Refused | Unavailable:
    if reply.status == 401:
        return Unavailable(f"the token is refused: {message(reply)}")
    return Refused(message(reply), reply.status)


def _decoded(reply: Reply) -> Any:
    try:
        return json.loads(reply.text)
    except ValueError:
        raise Refused(f"answered {reply.status} with something that is no JSON") from None


def _elements(reply: Reply) -> list[Mapping[str, Any]]:
    found = _decoded(reply)
    if not isinstance(found, list) or not all(isinstance(element, dict) for element in found):
        raise Refused("answered with something that is no list")
    return found
