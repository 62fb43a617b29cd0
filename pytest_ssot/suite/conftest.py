"""The suite's own marker exists, so that it runs under `--strict-markers` too."""

from __future__ import annotations

import pytest


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line("markers", "integration: the alarm itself works, from files to verdict")
