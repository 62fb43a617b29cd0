"""A server on loopback that answers JSON, as its routes say, and fails as it is told to."""

from __future__ import annotations

import json
import re
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Lock, Thread
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit


@dataclass(frozen=True)
class Request:
    """What a client asked for; `path` has no query and is as it was sent."""

    verb: str
    path: str
    query: Mapping[str, str]
    headers: Mapping[str, str]
    body: Any
    text: str


@dataclass(frozen=True)
class Answer:
    """What is answered; text is sent as it is, anything else as JSON."""

    status: int = 200
    body: Any = None
    headers: Mapping[str, str] = field(default_factory=dict)


@dataclass
class Fault:
    """An answer that takes the place of the usual one, `times` times.

    With `late`, the request has its effect all the same; `delay` are seconds before the answer, `drip`
    those between its bytes; `drop` closes the connection instead.
    """

    verb: str
    path: str
    answer: Answer = field(default_factory=Answer)
    times: int = 1
    late: bool = False
    delay: float = 0.0
    drip: float = 0.0
    drop: bool = False


Route = Callable[..., Answer]


class Service:
    """Routes with the state they share; one request at a time."""

    routes: Sequence[tuple[str, str, str]] = ()
    """Verb, pattern of the path, name of the method that answers; groups are its arguments."""

    def __init__(self) -> None:
        self.requests: list[Request] = []
        self.complaints: list[str] = []
        """What clients did that the real service would not have understood."""
        self.faults: list[Fault] = []
        self.url = ""
        self._lock = Lock()

    def asked(self, verb: str, pattern: str = "") -> list[Request]:
        """The requests of that kind."""
        return [one for one in self.requests if one.verb == verb and re.search(pattern, unquote(one.path))]

    def fault(self, request: Request) -> Fault | None:
        """The fault that is due, if any."""
        for fault in self.faults:
            if fault.times and fault.verb in (request.verb, "*") and re.search(fault.path, request.path):
                fault.times -= 1
                return fault
        return None

    def handle(self, request: Request) -> Answer:
        """The usual answer."""
        for verb, pattern, name in self.routes:
            if verb == request.verb and (found := re.fullmatch(pattern, request.path)):
                refusal = self.refuse(request)
                arguments = (unquote(group) for group in found.groups())
                return refusal or getattr(self, name)(request, *arguments)
        return Answer(404, {"message": "Not Found"})

    def refuse(self, request: Request) -> Answer | None:
        """An answer to requests that are not understood or not allowed."""
        raise NotImplementedError

    def reply(self, request: Request) -> tuple[Answer, Fault | None]:
        """The answer, and how it is sent."""
        with self._lock:
            self.requests.append(request)
            fault = self.fault(request)
            if fault is None:
                return self.handle(request), None
            if fault.late:
                self.handle(request)
            return fault.answer, fault

    def page(self, request: Request, elements: Sequence[object]) -> Answer:
        """One page of a list, with links to its neighbours."""
        size = min(int(request.query.get("per_page", "30")), 100)
        number = int(request.query.get("page", "1"))
        last = max((len(elements) + size - 1) // size, 1)
        steps = {"next": number + 1, "last": last} if number < last else {}
        steps |= {"prev": number - 1, "first": 1} if number > 1 else {}
        links = [
            f'<{self.url}{request.path}?per_page={size}&page={page}>; rel="{name}"'
            for name, page in steps.items()
        ]
        headers = {"Link": ", ".join(links)} if links else {}
        return Answer(200, list(elements[(number - 1) * size : number * size]), headers)


@contextmanager
def serving(service: Service) -> Iterator[Service]:
    """The service at an address on loopback."""

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        disable_nagle_algorithm = True

        def answer(self) -> None:
            split = urlsplit(self.path)
            text = self.rfile.read(int(self.headers.get("Content-Length") or 0)).decode()
            request = Request(
                self.command,
                split.path,
                dict(parse_qsl(split.query)),
                {name.lower(): value for name, value in self.headers.items()},
                json.loads(text) if text else None,
                text,
            )
            self.send(*service.reply(request))

        def send(self, answer: Answer, fault: Fault | None) -> None:
            time.sleep(fault.delay if fault else 0)
            if fault and fault.drop:
                self.close_connection = True
                return
            body = answer.body if isinstance(answer.body, str) else json.dumps(answer.body)
            data = b"" if answer.status == 204 else body.encode()
            try:
                self.send_response(answer.status)
                for name, value in {"Content-Type": "application/json", **answer.headers}.items():
                    self.send_header(name, value)
                self.send_header("Content-Length", str(len(data)))
                self.end_headers()
                for index in range(0, len(data), 1 if fault and fault.drip else len(data) or 1):
                    time.sleep(fault.drip if fault else 0)
                    self.wfile.write(data[index : index + 1] if fault and fault.drip else data)
            except OSError:  # the client went away
                self.close_connection = True

        do_GET = do_POST = do_PATCH = do_PUT = do_DELETE = answer  # noqa: N815 - names of http.server

        def log_message(self, *_: object) -> None:
            """Nothing is logged."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    service.url = f"http://127.0.0.1:{server.server_port}"
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield service
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
