from __future__ import annotations

import pytest

from auth_service import AuthenticationError, UnifiedAuthInterface
from settings import AuthSettings


def test_a_token_signed_by_somebody_else_is_refused(auth: UnifiedAuthInterface) -> None:
    """A forged token proves nothing."""
    forger = UnifiedAuthInterface(AuthSettings(secret="a secret that the service does not know"))

    with pytest.raises(AuthenticationError):
        auth.authenticate(forger.issue("ada"))


def test_an_expired_token_is_refused(auth: UnifiedAuthInterface) -> None:
    """A token proves something only during its lifetime."""
    late = UnifiedAuthInterface(
        AuthSettings(secret="a secret that only these tests know", lifetime_seconds=-60)
    )

    with pytest.raises(AuthenticationError):
        auth.authenticate(late.issue("ada"))
