"""The mission-critical suite, judging this project."""

from __future__ import annotations

from pytest_ssot.suite.command import main
from pytest_ssot.suite.test_regressions import *  # noqa: F403 - the suite's tests are this file's tests

if __name__ == "__main__":
    raise SystemExit(main())
