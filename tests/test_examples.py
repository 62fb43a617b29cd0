"""The example service keeps its promises: clean, regressed, and green in its own tests either way."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

EXAMPLES = Path(__file__).parent.parent / "examples"

FALSE_OPTION = "jwt-signature-bypass"
IMPORT = "jwt-direct-import"
CALL = "jwt-direct-call"
AGAIN = "jwt-reimplementation"
FALLBACK = "auth-fallback"

REGRESSIONS = {
    (FALSE_OPTION, "settings.py", '"verify_signature": False,'),
    (FALSE_OPTION, "websocket_core/handler.py", 'options["verify_signature"] = False'),
    (IMPORT, "websocket_core/handler.py", "import jwt as tokens"),
    (CALL, "websocket_core/handler.py", "claims = tokens.decode(token, options=options)"),
    (IMPORT, "websocket_core/tokens.py", "from jwt import decode as read"),
    (CALL, "websocket_core/tokens.py", 'return read(token, options=LENIENT).get("lang", "en")'),
    (IMPORT, "api/session.py", "import jwt"),
    (CALL, "api/session.py", 'return jwt.decode(token, secret, algorithms=["HS256"])'),
    (AGAIN, "api/session.py", "def validate_token(token: str, secret: str) -> Mapping[str, object] | None:"),
    (FALLBACK, "websocket_core/handler.py", "def auth_fallback(token: str) -> Principal:"),
    (FALLBACK, "websocket_core/handler.py", "return auth_fallback(token)"),
}
PERMITTED = {
    (IMPORT, "api/diagnostics.py", "from jwt import get_unverified_header"),
    (CALL, "api/diagnostics.py", 'return str(get_unverified_header(token).get("kid", "unknown"))'),
}

FORGERY = """
import asyncio, jwt
from auth_service import UnifiedAuthInterface
from settings import AuthSettings
from websocket_core.handler import converse

class Connection:
    closed = None
    def __init__(self, *lines): self.lines, self.heard = list(lines), []
    async def receive(self): return self.lines.pop(0) if self.lines else None
    async def send(self, message): self.heard.append(message)
    async def close(self, code): self.closed = code

claims = {"sub": "root", "aud": "nobody"}
forged = jwt.encode(claims, "a secret of the forger, long enough", algorithm="HS256")
connection = Connection(forged)
asyncio.run(converse(connection, UnifiedAuthInterface(AuthSettings("a secret that only the service knows"))))
print(connection.heard, connection.closed)
"""


def run(example: str, *command: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, *command],
        cwd=EXAMPLES / example,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


def results(example: str) -> dict[str, set[tuple[str, str, str]]]:
    """What `ssot check` reports there: (rule, path, source line) by whether it counts or is permitted."""
    found: dict[str, set[tuple[str, str, str]]] = {"counts": set(), "permitted": set()}
    done = run(example, "-m", "pytest_ssot", "check", "--output-format", "sarif")
    for result in json.loads(done.stdout)["runs"][0]["results"]:
        place = result["locations"][0]["physicalLocation"]
        # In a checkout, SARIF names files from the root of the repository.
        path = place["artifactLocation"]["uri"].removeprefix(f"examples/{example}/")
        lines = (EXAMPLES / example / path).read_text(encoding="utf-8").splitlines()
        line = lines[place["region"]["startLine"] - 1].strip()
        found["permitted" if result.get("suppressions") else "counts"].add((result["ruleId"], path, line))
    return found


def test_the_clean_service_has_no_violation() -> None:
    """The owner may do what it owns; everybody else asks the interface."""
    assert results("service") == {"counts": set(), "permitted": set()}


def test_the_regressed_service_has_exactly_the_planted_violations() -> None:
    """Every regression is reported where it was decided, and nothing else is."""
    assert results("service_regressed") == {"counts": REGRESSIONS, "permitted": PERMITTED}


@pytest.mark.parametrize("example", ["service", "service_regressed"])
def test_the_own_tests_of_an_example_pass(example: str) -> None:
    """Functional tests see no difference: that is why the tool is needed."""
    pytest.importorskip("jwt")

    done = run(example, "-m", "pytest", "-p", "no:cacheprovider", "-q", "-o", "ssot=false", "tests")

    assert done.returncode == 0, done.stdout


@pytest.mark.parametrize(
    ("example", "outcome"),
    [("service", "[] 1008"), ("service_regressed", "['welcome root'] None")],
)
def test_a_forged_token_is_welcome_only_in_the_regressed_service(example: str, outcome: str) -> None:
    """The regressions are real: running them lets a forger in."""
    pytest.importorskip("jwt")

    assert run(example, "-c", FORGERY).stdout.strip() == outcome


@pytest.mark.parametrize(("example", "code"), [("service", 0), ("service_regressed", 1)])
def test_the_main_job_tells_the_services_apart(example: str, code: int) -> None:
    """`pytest --ssot-only` passes on the clean service and fails on the regressed one."""
    done = run(example, "-m", "pytest", "--ssot-only", "-p", "no:cacheprovider", "-q")

    assert done.returncode == code, done.stdout


def test_only_the_files_with_violations_fail() -> None:
    """One item per file: the rest of the service stays green."""
    done = run("service_regressed", "-m", "pytest", "--ssot-only", "-p", "no:cacheprovider", "-q", "-rf")

    failed = {line.split()[1] for line in done.stdout.splitlines() if line.startswith("FAILED ")}
    blocking = {path for rule, path, _ in REGRESSIONS if rule != FALLBACK}
    assert failed == {f"{path}::ssot" for path in blocking}


def test_the_readme_shows_what_the_example_prints() -> None:
    """The sample output is a piece of a real run, line by line and in its order."""
    readme = (EXAMPLES.parent / "README.md").read_text(encoding="utf-8")
    sample = readme.partition("```console\n")[2].partition("```")[0].splitlines()
    said = subprocess.run(
        [sys.executable, "-m", "pytest", "--ssot", "examples/service_regressed", "-p", "no:cacheprovider"],
        cwd=EXAMPLES.parent,
        env={**os.environ, "COLUMNS": "80", "PYTHONIOENCODING": "utf-8"},
        capture_output=True,
        encoding="utf-8",
        timeout=60,
        check=False,
    )

    printed = iter(said.stdout.splitlines())
    assert [line for line in sample[1:] if line != "…" and line not in printed] == []
