"""A repository to fill."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.trees.repositories import SETUP, Checkout, make


@pytest.fixture
def checkout(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Checkout:
    """An empty repository; no git of this test sees anything outside of its directory."""
    for name, value in SETUP.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path))
    return make(tmp_path / "project")
