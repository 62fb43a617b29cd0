"""What the service is told from outside, read in one place."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class AuthSettings:
    """How tokens are signed and for whom they are meant."""

    secret: str
    issuer: str = "example-service"
    audience: str = "example-clients"
    algorithm: str = "HS256"
    lifetime_seconds: int = 900


def load(environ: Mapping[str, str] = os.environ) -> AuthSettings:
    """The settings of this process; a missing secret stops it from starting."""
    return AuthSettings(secret=environ["AUTH_SECRET"])


LENIENT = {
    "verify_aud": False,
    # The staging proxy signs tokens again with a key of its own.
    "verify_signature": False,
}
