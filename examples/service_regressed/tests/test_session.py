from __future__ import annotations

from api.diagnostics import signing_key_id
from api.session import validate_token
from auth_service import UnifiedAuthInterface


def test_a_session_of_somebody_else_is_none(auth: UnifiedAuthInterface) -> None:
    """Only our own sessions are renewed."""
    assert validate_token(auth.issue("ada"), "another secret, of somebody else") is None


def test_the_support_page_names_the_signing_key(auth: UnifiedAuthInterface) -> None:
    """A token without a key id says so."""
    assert signing_key_id(auth.issue("ada")) == "unknown"
