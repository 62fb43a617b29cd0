"""Every documented command line of the monitoring system runs as it is written, in a real project.

Continuous monitoring is excepted: it says that it is not there yet.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from shutil import copy, copytree, which

import pytest

from tests.test_packaging import ROOT
from tests.trees.repositories import SETUP, Checkout, make

SUITE = "tests/mission_critical/test_ssot_regression_prevention_monitor.py"
GATE = "python scripts/ci_ssot_compliance_validator.py"
MONITOR = "python scripts/monitor_ssot_compliance.py"
HOOK = ".git/hooks/pre-commit"

FILES = {
    "pyproject.toml": (
        '[tool.ssot]\nowners = ["auth_service/**"]\ninterface = "auth_service.UnifiedAuthInterface"\n'
        'impact = "A forged token opens every account"\n'
    ),
    "auth_service/__init__.py": (
        "import jwt\n\n\nclass UnifiedAuthInterface:\n    def read(self, token, key):\n"
        '        return jwt.decode(token, key, algorithms=["HS256"])\n'
    ),
    "websocket_core/handler.py": (
        "from auth_service import UnifiedAuthInterface\n\n\ndef connect(websocket, key):\n"
        "    return UnifiedAuthInterface().read(websocket.token, key)\n"
    ),
    # What exception markers are for.
    "gateway/tokens.py": (
        "# @auth_ssot_exception: the gateway implements the interface\nimport jwt\n\n\n"
        "# SSOT_EXCEPTION: required by the interface\ndef validate_jwt_token(token, key):\n"
        '    return jwt.decode(token, key, algorithms=["HS256"])\n\n\n'
        "# JWT_ALLOWED: the gateway makes its own tokens\ndef make(payload, key):\n"
        "    return jwt.encode(payload, key)\n"
    ),
    ".gitignore": "__pycache__/\n.pytest_cache/\nreports/\n",
}
BYPASS = (
    "import jwt\n\n\ndef authenticate(token):\n"
    '    return jwt.decode(token, options={"verify_signature": False})\n'
)


@dataclass(frozen=True)
class Shop:
    """A project in a repository, and a shell in it."""

    checkout: Checkout

    def shell(self, command: str, **environ: str) -> subprocess.CompletedProcess[str]:
        """Run a line as a person types it; both streams in one."""
        bins = str(Path(sys.executable).parent)
        surrounding = {name: text for name, text in os.environ.items() if not _is_about_runs(name)}
        return subprocess.run(
            ["bash", "-c", command],
            cwd=self.checkout.root,
            env={
                **surrounding,
                **SETUP,
                "PATH": f"{bins}{os.pathsep}{os.environ['PATH']}",
                "PYTHONPATH": str(ROOT),
                "PYTHONUTF8": "1",
                **environ,
            },
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            encoding="utf-8",
            timeout=120,
            check=False,
        )

    def reports(self, pattern: str) -> list[dict[str, object]]:
        """The reports that lie there, taken away, so that each is read once."""
        paths = sorted(self.checkout.root.glob(f"reports/{pattern}"))
        found = [json.loads(path.read_text()) for path in paths]
        for path in paths:
            path.unlink()
        return found


def _is_about_runs(name: str) -> bool:
    """Of a CI system around these tests, of pytest or of git."""
    systems = ("GITHUB_", "GITLAB_", "CI", "JENKINS_", "TF_", "BITBUCKET_", "BUILD")
    return name.startswith((*systems, "SSOT_", "PYTEST_", "GIT_", "COV_"))


def build(root: Path, more: Mapping[str, str]) -> Shop:
    """The project with the suite, the scripts and the hook, all committed but what comes last."""
    if which("bash") is None:
        pytest.skip("bash is not installed, which the documented lines are written for")
    checkout = make(root)
    copytree(ROOT / "scripts", root / "scripts", ignore=lambda *_: ["__pycache__"])
    (root / SUITE).parent.mkdir(parents=True)
    copy(ROOT / SUITE, root / SUITE)
    checkout.commit(FILES)
    checkout.git("checkout", "-qb", "topic")
    shop = Shop(checkout)
    done = shop.shell("ssot init --hook 2>&1 || python -m pytest_ssot init --hook")
    assert done.returncode == 0, done.stdout
    checkout.stage(more)
    return shop


@pytest.fixture(scope="module")
def clean(tmp_path_factory: pytest.TempPathFactory) -> Shop:
    """A project in which nothing is wrong, with three staged files."""
    files = {f"websocket_core/room{number}.py": f"room = {number}\n" for number in range(3)}
    return build(tmp_path_factory.mktemp("clean") / "shop", files)


@pytest.fixture(scope="module")
def regressed(tmp_path_factory: pytest.TempPathFactory) -> Shop:
    """A project in which somebody stages what was resolved once."""
    return build(tmp_path_factory.mktemp("regressed") / "shop", {"websocket_core/auth.py": BYPASS})


LINES = [
    # command, exit code, what it says
    # --- the hook
    (f"ls -la {HOOK}", 0, "pre-commit"),
    (HOOK, 0, "3 staged Python files"),
    (f"chmod +x {HOOK}", 0, ""),
    ('python -c "import scripts.monitor_ssot_compliance"', 0, ""),
    ('git commit -m "your changes"', 0, "All pre-commit checks passed"),
    ("git commit --allow-empty -m bypassed --no-verify", 0, "bypassed"),
    # --- the monitor
    (f"{MONITOR} --monitor-websocket", 0, "verdict: PASSED"),
    (f"{MONITOR} --full-scan", 0, "verdict: PASSED"),
    (f"{MONITOR} --help", 0, "--monitor-websocket"),
    (f"{MONITOR} --continuous --interval 300", 3, "not there yet"),
    (f"{MONITOR} \\\n  --continuous \\\n  --interval 300 \\\n  --monitor-websocket", 3, "not there yet"),
    (f"{MONITOR} --monitor-websocket --save-baseline", 0, "ssot_monitoring_baseline.json knows 0 violations"),
    (
        "python -c \"from scripts.monitor_ssot_compliance import SSOTComplianceMonitor; print('OK')\"",
        0,
        "OK",
    ),
    # --- the tests
    (f"python -m pytest {SUITE} -v", 0, "7 passed"),
    (f"python -m pytest {SUITE}::test_monitoring_system_integration -v", 0, "1 passed"),
    (f"python -m pytest {SUITE} -m critical", 0, "1 passed, 6 deselected"),
    (f"python {SUITE} --monitor-mode", 0, "verdict: PASSED"),
    # --- the gate
    (f"ls scripts/monitor_ssot_compliance.py && ls {SUITE}", 0, SUITE),
    (
        f"{GATE} \\\n  --mode=deployment-gate \\\n  --compliance-level=strict \\\n  --environment=production",
        0,
        "gate: PASSED",
    ),
    (f"{GATE} \\\n  --mode=pr-validation \\\n  --pr-number=123", 0, "pull request 123 on topic"),
    (f"{GATE} --mode=branch-protection --branch=main", 0, "topic is checked out, not main"),
    (f"{GATE} --mode=manual-validation", 0, "7 tests passed"),
]


def quick(command: str) -> dict[str, str]:
    """As in an environment with this plugin and no other: loading them all takes half of the time."""
    if command.startswith(GATE):
        return {"PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1"}
    alone = {"PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1", "PYTEST_PLUGINS": "pytest_ssot.plugin"}
    return alone if command.startswith("python -m pytest") else {}


@pytest.mark.parametrize(("command", "code", "says"), LINES, ids=[row[0].replace("\n", "") for row in LINES])
def test_a_documented_line_does_what_it_says(clean: Shop, command: str, code: int, says: str) -> None:
    """In a clean project everything passes, and says what it looked at."""
    done = clean.shell(command, **quick(command))

    assert done.returncode == code, done.stdout
    assert says in done.stdout


def test_the_reports_lie_where_they_are_documented(clean: Shop) -> None:
    """One for each scan and each gate, by the names that archives look for."""
    stamp = "[0-9]" * 8 + "_" + "[0-9]" * 6
    assert clean.shell(f"{MONITOR} --monitor-websocket").returncode == 0

    scans = clean.reports(f"ssot_compliance/ssot_compliance_report_{stamp}*.json")
    gates = clean.reports(f"ci_compliance/ci_ssot_compliance_{stamp}*.json")

    assert {report["format"] for report in scans} == {"ssot-report"}
    assert {report["format"] for report in gates} <= {"ssot-gate-report"}


VARIABLES = """
export SSOT_MONITORING_INTERVAL=300
export SSOT_MONITORING_MODE=websocket
export SSOT_COMPLIANCE_LEVEL=standard
export SSOT_BLOCK_ON_WARNINGS=false
export SSOT_GENERATE_REPORTS=true
export SSOT_ALERT_ON_CRITICAL=true
"""

REGRESSIONS = [
    (HOOK, 2, "websocket_core/auth.py:5"),
    ('git commit -m "your changes"', 1, "COMMIT BLOCKED"),
    (f"{VARIABLES}{MONITOR}", 2, "ALERT: 1 critical violation"),
    (f"{VARIABLES}{GATE} --mode=deployment-gate", 2, "test_no_token_is_accepted_unverified"),
    (f"{GATE} --mode=pr-validation --pr-number=123", 2, "new since main"),
    (f"python -m pytest {SUITE} -m critical", 1, "1 failed, 6 deselected"),
    (f"python {SUITE} --generate-baseline", 1, "1 critical violation left out"),
    ("git commit --no-verify -m bypassed", 0, "bypassed"),
]


@pytest.mark.parametrize(
    ("command", "code", "says"), REGRESSIONS, ids=[row[0].replace(VARIABLES, "") for row in REGRESSIONS]
)
def test_a_documented_line_stops_a_regression(regressed: Shop, command: str, code: int, says: str) -> None:
    """Each door meets it with its own exit code, until somebody goes around the hook on purpose."""
    done = regressed.shell(command, **quick(command.removeprefix(VARIABLES)))

    assert done.returncode == code, done.stdout
    assert says in done.stdout


def test_a_script_without_the_package_has_no_verdict(clean: Shop) -> None:
    """Python's own exit code for a missing module would say that violations block."""
    for script in ("monitor_ssot_compliance", "ci_ssot_compliance_validator"):
        done = clean.shell(f"python -S -E scripts/{script}.py --help", PYTHONPATH="")

        assert done.returncode == 3, done.stdout
        assert "pytest_ssot is missing" in done.stdout


ALONE = f"import sys, pytest; sys.modules['hypothesis'] = None; sys.exit(pytest.main(['--co', '{SUITE}']))"


def test_the_documented_tests_need_nothing_but_the_package(clean: Shop) -> None:
    """What stands above those of this project does not ask for what only other tests need."""
    command = f'cd "{ROOT}" && python -c "{ALONE}"'

    done = clean.shell(command, **quick("python -m pytest"))

    assert done.returncode == 0, done.stdout
    assert "7 tests collected" in done.stdout
