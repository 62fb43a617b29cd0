"""`ssot monitor` looks once, at all of a project or at what has to do with WebSockets."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from pytest_ssot.monitor import SSOTComplianceMonitor
from pytest_ssot.monitor.focus import websocket_files
from pytest_ssot.trees import MemoryTree
from tests.cli.conftest import Run, Write

ERROR = "import jwt\n"
CRITICAL = 'def read(decode, token):\n    return decode(token, options={"verify_signature": False})\n'
FILES = {
    "websocket_core/auth.py": ERROR,
    "api/profile.py": ERROR,
    "settings.py": 'OPTIONS = {"verify_signature": False}\n',
    "websocket_core/reader.py": (
        "from settings import OPTIONS\nfrom jwt import decode\n\n\n"
        'def read(token):\n    return decode(token, "k", options=OPTIONS)\n'
    ),
}


@pytest.fixture(autouse=True)
def no_settings(monkeypatch: pytest.MonkeyPatch) -> None:
    """The environment says nothing."""
    for name in ("SSOT_MONITORING_MODE", "SSOT_MONITORING_INTERVAL", "SSOT_GENERATE_REPORTS"):
        monkeypatch.delenv(name, raising=False)


def kept(project: Path) -> list[dict[str, Any]]:
    """The reports of all scans, the oldest first."""
    paths = sorted((project / "reports" / "ssot_compliance").iterdir())
    return [json.loads(path.read_text(encoding="ascii")) for path in paths]


def places(report: dict[str, Any]) -> set[str]:
    return {one["location"]["path"] for one in report["violations"]}


def test_a_websocket_scan_follows_what_leads_into_its_files(write: Write, run: Run) -> None:
    """A decision in settings that a WebSocket file obeys belongs to it; what is left out is told."""
    project = write(FILES)

    outcome = run("monitor", "--monitor-websocket")

    assert outcome.code == 2
    (report,) = kept(project)
    assert places(report) == {"websocket_core/auth.py", "websocket_core/reader.py", "settings.py"}
    assert "1 violation elsewhere not shown, 0 of them critical" in outcome.err


def test_a_full_scan_leaves_nothing_out(write: Write, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    """The option, or the variable where there is no option."""
    project = write(FILES)

    assert run("monitor", "--full-scan").code == 2
    monkeypatch.setenv("SSOT_MONITORING_MODE", "full")
    assert run("monitor").code == 2
    assert run("monitor", "--monitor-websocket").code == 2

    full, by_variable, narrow = (places(report) for report in kept(project))
    assert full == by_variable == set(FILES)
    assert narrow == set(FILES) - {"api/profile.py"}


def test_without_websockets_nothing_was_looked_at_and_that_is_said(write: Write, run: Run) -> None:
    """A green scan of nothing must not look like a green project."""
    write({"a.py": ERROR})

    outcome = run("monitor", "--monitor-websocket", "--no-report")

    assert outcome.code == 0
    assert "no file of this project has to do with WebSockets" in outcome.err
    assert "1 violation elsewhere not shown" in outcome.err


def test_what_was_seen_before_does_not_count_again(write: Write, run: Run) -> None:
    """Critical violations do, and what came later; the part that a scan is about is remembered."""
    project = write({"api/ws.py": ERROR, "other.py": ERROR})
    assert run("monitor", "--save-baseline", "--monitor-websocket").code == 0
    assert (project / "ssot_monitoring_baseline.json").is_file()

    assert run("monitor", "--monitor-websocket").code == 0
    assert run("monitor", "--full-scan").code == 1
    write({"api/ws.py": ERROR + "\n\n" + CRITICAL})
    assert run("monitor", "--monitor-websocket").code == 2
    assert run("monitor", "--save-baseline", "--full-scan").code == 2
    write({"api/ws.py": ERROR})
    assert run("monitor", "--full-scan").code == 0


@pytest.mark.parametrize(
    "arguments", [["--continuous"], ["--continuous", "--interval=300", "--monitor-websocket"]]
)
def test_continuous_monitoring_says_that_it_is_not_there(
    write: Write, run: Run, arguments: list[str]
) -> None:
    """Nothing is scanned, and the exit code is that of no verdict."""
    project = write({"a.py": CRITICAL})

    outcome = run("monitor", *arguments)

    assert (outcome.code, outcome.out) == (3, "")
    assert "not there yet" in outcome.err
    assert not (project / "reports").exists()


@pytest.mark.parametrize(
    "arguments", [["--interval=0"], ["--interval=5m"], ["--full-scan", "--monitor-websocket"]]
)
def test_a_wrong_command_line_is_wrong_usage(run: Run, arguments: list[str]) -> None:
    assert run("monitor", *arguments).code == 64


FOCUS = {
    "websocket_core/auth.py": "x = 1",
    "app/WebSockets.py": "x = 1",
    "app/ws.py": "x = 1",
    "app/chat_wss/a.py": "x = 1",
    "a/socketio_server.py": "x = 1",
    "mention.py": "from fastapi import WebSocket",
    "address.py": "URL = 'wss://example.org'",
    "flask.py": "import flask_socketio",
    "news.py": "x = 1",
    "laws/views.py": "x = 1",
    "browser.py": "windows = 'news://'",
}


def test_what_has_to_do_with_websockets() -> None:
    """Words of the path, or what the text mentions; letters within other words are none."""
    tree = MemoryTree({path: text.encode() for path, text in FOCUS.items()})

    assert set(FOCUS) - websocket_files(tree) == {"news.py", "laws/views.py", "browser.py"}


def test_programs_can_scan_as_well(write: Write) -> None:
    """The class that scripts import judges a project as it is."""
    project = write({"a.py": ERROR})

    report = SSOTComplianceMonitor(project, {}).scan()

    assert [one.violation.rule for one in report.counting] == ["jwt-direct-import"]
