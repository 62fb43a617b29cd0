"""What all tests share: the same examples of properties in every run, and the same code in every process."""

from __future__ import annotations

import os
from pathlib import Path

from hypothesis import HealthCheck, settings

# A run must not depend on luck, nor on how busy the machine is. `--hypothesis-profile=explore` seeks.
TIMELESS = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.register_profile("repeatable", TIMELESS, derandomize=True)
settings.register_profile(
    "explore", TIMELESS, max_examples=20 * TIMELESS.max_examples, derandomize=False, print_blob=True
)
settings.load_profile("repeatable")

# What is installed for the interpreter may be another copy, which somebody changes in this moment.
_PATHS = (str(Path(__file__).parents[1]), os.environ.get("PYTHONPATH", ""))
os.environ["PYTHONPATH"] = os.pathsep.join(filter(None, _PATHS))
