"""`python -m pytest_ssot` is `ssot`."""

from __future__ import annotations

import sys

from pytest_ssot.cli import main

if __name__ == "__main__":
    sys.exit(main())
