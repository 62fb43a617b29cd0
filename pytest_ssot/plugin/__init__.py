"""The pytest door.

`pytest_configure` decides whether source files are judged in this run and only then imports the
rest: `analysis` makes the judgement, `baselines` knows what was known before, `selection` and
`collection` turn source files into items, `severities` reads `-m`, `failures` words what an item
found, `outcomes` and `terminal` draw the session's verdict and show it. `fixtures` (with `scans`)
serves tests, whether or not the door is open.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import pytest

from pytest_ssot.plugin.fixtures import ssot_project, ssot_scan

MARKERS = (
    "ssot: a source file judged by pytest-ssot",
    "critical: a critical violation, or a test of one",
    "error: an error-level violation, or a test of one",
    "warning: a warning-level violation, or a test of one",
    "integration: the alarm itself works, from files to verdict (the shipped suite)",
)


def pytest_addoption(parser: pytest.Parser) -> None:
    """The options and ini settings; the environment and `[tool.ssot]` are read by the settings."""
    group = parser.getgroup("ssot", "single sources of truth")
    group.addoption(
        "--ssot", action="store_true", default=False, help="judge every source file as an item of its own"
    )
    group.addoption(
        "--ssot-only", action="store_true", default=False, help="judge source files, run nothing else"
    )
    group.addoption(
        "--ssot-level",
        metavar="{strict,standard,permissive}",
        default=None,
        help="how many violations a run may hold (default: standard)",
    )
    group.addoption(
        "--ssot-base",
        metavar="REV",
        default=None,
        help="count only what is new since the merge base with REV, such as origin/main",
    )
    group.addoption(
        "--ssot-baseline",
        metavar="FILE",
        default=None,
        help="the file of known violations, which do not count (default: baselines/ssot.json if it is "
        "there, else pytest's cache)",
    )
    group.addoption(
        "--generate-baseline",
        "--ssot-generate-baseline",
        action="store_true",
        default=False,
        help="judge source files, and remember their violations: from now on only new ones count; a partial "
        "run renews its part",
    )
    group.addoption(
        "--ssot-prune-baseline",
        action="store_true",
        default=False,
        help="judge source files, and take what is fixed out of the baseline",
    )
    group.addoption(
        "--ssot-strict-baseline",
        action="store_true",
        default=None,
        help="fail when the baseline still knows violations that are fixed",
    )
    group.addoption(
        "--allow-critical",
        "--ssot-allow-critical",
        metavar="REASON",
        default=None,
        help="with --generate-baseline: critical violations are remembered as well, for this reason",
    )
    group.addoption(
        "--allow-more",
        "--ssot-allow-more",
        action="store_true",
        default=False,
        help="with --generate-baseline: the baseline may grow although `ratchet` is on",
    )
    parser.addini("ssot_baseline", "the default of --ssot-baseline", type="string", default=None)
    parser.addini("ssot", "judge source files in every run", type="bool", default=None)
    parser.addini("ssot_level", "the default of --ssot-level", type="string", default=None)


def pytest_configure(config: pytest.Config) -> None:
    """Register the markers always, and what costs something only when asked for."""
    for line in MARKERS:
        config.addinivalue_line("markers", line)
    if _active(config):
        from pytest_ssot.plugin.importing import AsWritten

        AsWritten(config)
        from pytest_ssot.plugin.activation import activate

        activate(config)


def _active(config: pytest.Config) -> bool:
    """Whether this run judges source files; workers do what their controller does."""
    worker_input = getattr(config, "workerinput", None)
    if worker_input is not None:
        return "ssot" in worker_input
    if any(map(config.getoption, ("ssot", "ssot_only", "generate_baseline", "ssot_prune_baseline"))):
        return True
    asked = config.getini("ssot")
    return _enabled(config.rootpath) if asked is None else bool(asked)


def _enabled(root: Path) -> bool:
    """Whether the project's configuration says `enabled = true`.

    Every run of everybody who installed the plugin comes through here, so the files are looked at
    as bytes before anything parses them.
    """
    return any(
        needle in content and _parsed_enabled(path, content)
        for path, needle in ((root / "ssot.toml", b""), (root / "pyproject.toml", b"ssot"))
        if (content := _content(path))
    )


def _content(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError:
        return b""


def _parsed_enabled(path: Path, content: bytes) -> bool:
    import tomllib

    try:
        table: object = tomllib.loads(content.decode())
    except ValueError as error:
        # Only somebody's intention to configure this plugin makes a broken file our business.
        if path.name == "ssot.toml" or b"[tool.ssot" in content:
            raise pytest.UsageError(
                f"{path.name}: not valid TOML ({error}); mend it to run pytest-ssot"
            ) from None
        return False
    for key in ("tool", "ssot") if path.name == "pyproject.toml" else ():
        table = table.get(key, {}) if isinstance(table, dict) else {}
    if not isinstance(table, dict):
        return False
    # Anything but false is for the settings to accept or to refuse by name.
    return table.get("enabled", False) is not False or _misspelt(table)


def _misspelt(table: Iterable[str]) -> bool:
    """Whether a key looks as if `enabled` was meant: then silence would pass for a clean project."""
    from difflib import get_close_matches

    return any(key != "enabled" and get_close_matches(key.lower(), ["enabled"], cutoff=0.7) for key in table)


__all__ = ["pytest_addoption", "pytest_configure", "ssot_project", "ssot_scan"]
