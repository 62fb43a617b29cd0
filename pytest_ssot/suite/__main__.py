"""`python -m pytest_ssot.suite`: the suite's commands without a file of one's own."""

from __future__ import annotations

from pytest_ssot.suite.command import main

if __name__ == "__main__":
    raise SystemExit(main())
