"""The same flow against an emulator of GitHub that others wrote, where it is at hand.

    npm install --ignore-scripts --prefix /tmp/emulate emulate@0.11.2
    EMULATE=/tmp/emulate/node_modules/emulate python -m pytest tests/ci/test_pull_requests_emulate.py

It knows no commit statuses; the check run of the same name stands in for them.
"""

from __future__ import annotations

import json
import os
import shutil
import socket
import subprocess
import time
from base64 import b64encode
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from pytest_ssot.ci import Build
from pytest_ssot.ci.pull_requests import publish
from pytest_ssot.formats.text.origin import Origin
from tests.formats.sample import CLEAN, SAMPLE

TOKEN = "ghp_emulated"
SHOP = "/repos/keeper/shop"
SEED = {
    "tokens": {TOKEN: {"login": "keeper", "scopes": ["repo", "user"]}},
    "github": {
        "users": [{"login": "keeper", "name": "Keeper", "email": "keeper@example.invalid"}],
        "repos": [{"owner": "keeper", "name": "shop", "auto_init": True}],
    },
}
EMULATE = os.environ.get("EMULATE", "")

pytestmark = pytest.mark.skipif(
    not EMULATE or shutil.which("node") is None,
    reason="EMULATE does not name the directory of the npm package emulate 0.11.2, or there is no node",
)


@dataclass(frozen=True)
class Emulator:
    """GitHub as somebody else understands it."""

    url: str

    def ask(self, verb: str, path: str, body: Any = None) -> tuple[int, Any]:
        """The status of an answer, and what it says."""
        import requests

        headers = {"Authorization": f"token {TOKEN}"}
        answer = requests.request(verb, self.url + SHOP + path, json=body, headers=headers, timeout=10)
        return answer.status_code, answer.json() if answer.text else None


@pytest.fixture
def emulator(tmp_path: Path) -> Iterator[Emulator]:
    """The emulator in a process of its own, listening on loopback only."""
    (tmp_path / "seed.json").write_text(json.dumps(SEED))
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    preload = str(Path(__file__).parent / "services" / "loopback.cjs")
    command = ["node", "-r", preload, f"{EMULATE}/dist/index.js", "start", "--service", "github"]
    command += ["--port", str(port), "--seed", str(tmp_path / "seed.json")]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, cwd=tmp_path) as process:
        try:
            _wait_for(port)
            yield Emulator(f"http://127.0.0.1:{port}")
        finally:
            process.terminate()


def _wait_for(port: int) -> None:
    for _ in range(100):
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
        except OSError:
            time.sleep(0.1)
        else:
            return
    raise AssertionError("the emulator does not start")


def test_a_pull_request_goes_from_refused_to_merged(emulator: Emulator) -> None:
    """Merging waits for our check; labels and the one comment among 120 others follow the verdict."""
    _, main = emulator.ask("GET", "/git/ref/heads/main")
    emulator.ask("POST", "/git/refs", {"ref": "refs/heads/topic", "sha": main["object"]["sha"]})
    content = b64encode(b"import jwt\n").decode()
    change = {"message": "more", "content": content, "branch": "topic"}
    _, made = emulator.ask("PUT", "/contents/app.py", change)
    emulator.ask("POST", "/pulls", {"title": "more", "head": "topic", "base": "main"})
    protection = {
        "required_status_checks": {"strict": False, "contexts": ["ssot"]},
        "enforce_admins": True,
        "required_pull_request_reviews": None,
        "restrictions": None,
    }
    emulator.ask("PUT", "/branches/main/protection", protection)
    build = Build(
        "github",
        service="github",
        commit=made["commit"]["sha"],
        pull_request=1,
        repository="keeper/shop",
        api_url=emulator.url,
    )

    for number in range(60):
        emulator.ask("POST", "/issues/1/comments", {"body": f"comment {number}"})
    first = publish(build, SAMPLE, {"GITHUB_TOKEN": TOKEN}, Origin())
    for number in range(60):
        emulator.ask("POST", "/issues/1/comments", {"body": f"comment {60 + number}"})

    assert [line.partition(":")[0] for line in first.missed] == ["commit status"]
    assert emulator.ask("PUT", "/pulls/1/merge", {})[0] == 422
    assert labels(emulator) == ["ssot: critical", "ssot: error", "ssot: warning"]

    publish(build, CLEAN, {"GITHUB_TOKEN": TOKEN}, Origin())
    pages = [emulator.ask("GET", f"/issues/1/comments?per_page=100&page={page}")[1] for page in (1, 2)]
    bodies = [comment["body"] for page in pages for comment in page]

    assert len(bodies) == 121
    assert [index for index, body in enumerate(bodies) if body.startswith("<!-- pytest-ssot")] == [60]
    assert "Everything that was reported here is gone." in bodies[60]
    assert labels(emulator) == []
    assert emulator.ask("PUT", "/pulls/1/merge", {})[0] == 200


def labels(emulator: Emulator) -> list[str]:
    """The labels of the pull request."""
    return [label["name"] for label in emulator.ask("GET", "/issues/1/labels")[1]]
