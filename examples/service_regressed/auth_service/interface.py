"""What the rest of the service may ask about tokens."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import jwt

from settings import AuthSettings


class AuthenticationError(Exception):
    """The token does not prove who is calling."""


@dataclass(frozen=True)
class Principal:
    """Who is calling, proven by a verified token."""

    user_id: str
    scopes: frozenset[str]


class UnifiedAuthInterface:
    """Issues tokens and turns them back into principals, always verified."""

    def __init__(self, settings: AuthSettings) -> None:
        self._settings = settings

    def issue(self, user_id: str, scopes: frozenset[str] = frozenset()) -> str:
        """A signed token that proves `user_id` until its lifetime is over."""
        expires = datetime.now(UTC) + timedelta(seconds=self._settings.lifetime_seconds)
        claims = {
            "sub": user_id,
            "scope": " ".join(sorted(scopes)),
            "iss": self._settings.issuer,
            "aud": self._settings.audience,
            "exp": expires,
        }
        return jwt.encode(claims, self._settings.secret, algorithm=self._settings.algorithm)

    def authenticate(self, token: str) -> Principal:
        """The principal behind a token; AuthenticationError unless signature and claims hold."""
        try:
            claims = jwt.decode(
                token,
                self._settings.secret,
                algorithms=[self._settings.algorithm],
                audience=self._settings.audience,
                issuer=self._settings.issuer,
                options={"require": ["sub", "exp"], "verify_signature": True},
            )
        except jwt.InvalidTokenError as error:
            raise AuthenticationError(str(error)) from error
        return Principal(claims["sub"], frozenset(claims.get("scope", "").split()))
