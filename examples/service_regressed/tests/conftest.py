from __future__ import annotations

import pytest

from auth_service import UnifiedAuthInterface
from settings import AuthSettings


@pytest.fixture
def auth() -> UnifiedAuthInterface:
    """The interface, with a secret of its own."""
    return UnifiedAuthInterface(AuthSettings(secret="a secret that only these tests know"))
