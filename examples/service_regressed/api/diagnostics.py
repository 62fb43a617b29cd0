"""What the support page shows about a request."""

from __future__ import annotations

# @auth_ssot_exception: shows which key signed a token; nothing on the page trusts it
from jwt import get_unverified_header


def signing_key_id(token: str) -> str:
    """The key id a token's header names."""
    return str(get_unverified_header(token).get("kid", "unknown"))
