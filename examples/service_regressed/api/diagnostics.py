"""What the support page shows about a request."""

from __future__ import annotations


# @auth_ssot_exception: the page shows which key signed a token, and nothing trusts it
def signing_key_id(token: str) -> str:
    """The key id a token's header names."""
    from jwt import get_unverified_header

    return str(get_unverified_header(token).get("kid", "unknown"))
