"""What all tests share: the same examples of properties in every run, and the same code in every process."""

from __future__ import annotations

import os
from importlib.util import find_spec
from pathlib import Path

# The mission-critical tests run where only the package is installed, too.
if find_spec("hypothesis") is not None:
    from hypothesis import HealthCheck, settings

    # A run must not depend on luck, nor on how busy the machine is. `--hypothesis-profile=explore` seeks.
    timeless = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
    settings.register_profile("repeatable", timeless, derandomize=True)
    settings.register_profile(
        "explore", timeless, max_examples=20 * timeless.max_examples, derandomize=False, print_blob=True
    )
    settings.load_profile("repeatable")

# What is installed for the interpreter may be another copy, which somebody changes in this moment.
_PATHS = (str(Path(__file__).parents[1]), os.environ.get("PYTHONPATH", ""))
os.environ["PYTHONPATH"] = os.pathsep.join(filter(None, _PATHS))
