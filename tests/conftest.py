"""What all tests share: properties are tried with the same examples in every run."""

from __future__ import annotations

from hypothesis import HealthCheck, settings

# A run must not depend on luck, nor on how busy the machine is. `--hypothesis-profile=explore` seeks.
TIMELESS = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.register_profile("repeatable", TIMELESS, derandomize=True)
settings.register_profile(
    "explore", TIMELESS, max_examples=20 * TIMELESS.max_examples, derandomize=False, print_blob=True
)
settings.load_profile("repeatable")
