"""`GET /profile`: who the caller is."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from auth_service import AuthenticationError, UnifiedAuthInterface


@dataclass(frozen=True)
class Response:
    """A status code with its JSON body."""

    status: int
    body: Mapping[str, object] = field(default_factory=dict)


def profile(headers: Mapping[str, str], auth: UnifiedAuthInterface) -> Response:
    """The caller's own profile; 401 without a valid bearer token."""
    scheme, _, token = headers.get("Authorization", "").partition(" ")
    if scheme != "Bearer":
        return Response(401, {"error": "a bearer token is required"})
    try:
        principal = auth.authenticate(token)
    except AuthenticationError:
        return Response(401, {"error": "the token is not valid"})
    return Response(200, {"user": principal.user_id, "scopes": sorted(principal.scopes)})
