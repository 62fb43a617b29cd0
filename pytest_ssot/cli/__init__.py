"""The command line: `ssot COMMAND …`, the same judgement without pytest.

`main` is the door and the only place that turns mistakes into exit codes; `parser` finds the commands,
which lie one per file in `commands`; each gets its arguments and the `world` around the process. What
the commands share: `project` (which root, which settings), `selection` (what PATHS mean), `outputs` (where
reports go) and `progress`.

Nothing is imported before it is needed, and pytest never is.
"""

from __future__ import annotations

from pytest_ssot.cli.door import main

__all__ = ["main"]
