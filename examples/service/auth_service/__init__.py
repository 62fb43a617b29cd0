"""The one home of tokens: nothing outside this package touches the JWT library."""

from auth_service.interface import AuthenticationError, Principal, UnifiedAuthInterface

__all__ = ["AuthenticationError", "Principal", "UnifiedAuthInterface"]
