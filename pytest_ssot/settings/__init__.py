"""Everything configurable, resolved once into one frozen value.

`values` holds the result, with the default of every key; `keys` the table of what each key may be;
`sources` finds what was given where and lets the most specific place win: an option, then the
environment, then pytest's ini, then `ssot.toml` or `[tool.ssot]` of `pyproject.toml`, then the default.
All mistakes, wherever they stand, are reported together.
"""

from __future__ import annotations

from pytest_ssot.settings.sources import find_root, resolve_settings
from pytest_ssot.settings.values import Mode, RuleSettings, Settings

__all__ = ["Mode", "RuleSettings", "Settings", "find_root", "resolve_settings"]
