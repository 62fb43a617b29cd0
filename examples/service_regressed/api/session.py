"""Sessions of the API, renewed while the caller is active."""

from __future__ import annotations

from collections.abc import Mapping


def validate_token(token: str, secret: str) -> Mapping[str, object] | None:
    """The claims of a session token; None when it is not one of ours."""
    import jwt

    try:
        return jwt.decode(token, secret, algorithms=["HS256"])
    except jwt.InvalidTokenError:
        return None
