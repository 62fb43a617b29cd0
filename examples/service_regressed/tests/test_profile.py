from __future__ import annotations

from api.profile import profile
from auth_service import UnifiedAuthInterface


def test_a_caller_with_a_token_sees_its_profile(auth: UnifiedAuthInterface) -> None:
    """The token decides whose profile is shown."""
    token = auth.issue("ada", frozenset({"chat"}))

    response = profile({"Authorization": f"Bearer {token}"}, auth)

    assert (response.status, response.body) == (200, {"user": "ada", "scopes": ["chat"]})


def test_a_caller_without_a_token_is_refused(auth: UnifiedAuthInterface) -> None:
    """No token, no profile."""
    assert profile({}, auth).status == 401
