"""What a name says is judged by its words, in whatever order and case they are written."""

from __future__ import annotations

import pytest

from tests.rules.judging import assert_marks

SECOND_IMPLEMENTATIONS = [
    "validate_token",
    "decode_token",
    "verify_token",
    "validate_jwt",
    "verify_jwt",
    "decode_jwt",
    "validate_jwt_token",
    "verify_access_token",
    "decode_refresh_token",
    "validate_auth_token",
    "_verify_token",
    "__decode_token",
    "token_verify",
    "jwt_decode",
    "verifyToken",
    "decodeJWT",
    "validateJwtToken",
    "verify_and_decode_token",
    "check_jwt",
    "parse_jwt",
    "VerifyToken",
]

OTHER_FUNCTIONS = [
    "token",
    "decode",
    "verify",
    "jwt",
    "tokenize",
    "validate_tokenizer",
    "validate_token_count",
    "verify_csrf_token",
    "decode_base64",
    "validate_payload",
    "verify_password",
    "create_token",
    "refresh_token",
    "revoke_token",
    "get_token",
    "parse_token_stream",
    "parse_tokens",
    "check_tokens_left",
    "invalidate_token",
    "token_validator_name",
]


@pytest.mark.parametrize("name", SECOND_IMPLEMENTATIONS)
def test_a_definition_that_validates_tokens_is_reported(name: str) -> None:
    """Functions, coroutines and methods alike, once each."""
    assert_marks(
        f"""
        def {name}(token):  # <- jwt-reimplementation
            return token


        class Service:
            async def {name}(self, token):  # <- jwt-reimplementation
                return token
        """,
        "jwt-reimplementation",
    )


@pytest.mark.parametrize("name", OTHER_FUNCTIONS)
def test_a_definition_that_does_something_else_is_left_alone(name: str) -> None:
    """Tokens of other kinds, and other work on tokens, are nobody's monopoly."""
    assert_marks(f"def {name}(text):\n    return text\n", "jwt-reimplementation")


def test_using_a_validator_is_not_defining_one() -> None:
    """Calls, imports, variables, strings and comments define nothing."""
    assert_marks(
        '''
        from auth import validate_token


        def handle(request):
            """validate_token(token)"""
            verify_token = request.auth.verify_token
            return validate_token(request.token) and verify_token(request.token)  # def decode_token(token):
        ''',
        "jwt-reimplementation",
    )


DETOURS = [
    "fallback_auth_validation",
    "legacy_auth_pattern",
    "bypass_auth_for_testing",
    "auth_fallback",
    "auth_legacy",
    "auth_bypass",
    "authFallback",
    "legacyAuth",
    "bypassAuth",
    "AuthBypass",
    "LegacyLogin",
    "legacy_jwt_reader",
    "jwt_legacy",
    "token_fallback",
    "fallbackToken",
    "_bypass_authentication",
    "legacy_oauth_flow",
    "LEGACY_TOKEN_READER",
    "use_legacy_login",
    "authenticate_with_fallback",
    "AUTHBypass",
]

ORDINARY_NAMES = [
    "fallback",
    "legacy",
    "bypass",
    "auth",
    "authenticate",
    "fallback_template",
    "legacy_author",
    "legacy_authors_list",
    "bypass_cache",
    "cache_bypass",
    "authority_fallback",
    "legacy_tokenizer",
    "fallbackLanguage",
]


@pytest.mark.parametrize("name", DETOURS)
def test_a_detour_around_authentication_is_reported(name: str) -> None:
    """Where it is defined and wherever it is called, each place once."""
    assert_marks(
        f"""
        def {name}(request):  # <- auth-fallback
            return request


        class Service:
            def {name}(self, request):  # <- auth-fallback
                return self.{name}(request)  # <- auth-fallback


        def handle(request):
            return {name}(request)  # <- auth-fallback
        """,
        "auth-fallback",
    )


@pytest.mark.parametrize("name", DETOURS)
def test_a_class_can_be_a_detour(name: str) -> None:
    """Classes are judged by their names like functions."""
    assert_marks(f"class {name}:  # <- auth-fallback\n    pass\n", "auth-fallback")


@pytest.mark.parametrize("name", ORDINARY_NAMES)
def test_a_name_without_both_words_is_left_alone(name: str) -> None:
    """A detour around something else, and authentication without a detour, are fine."""
    assert_marks(
        f"""
        def {name}(request):
            return request


        def handle(request):
            return {name}(request)
        """,
        "auth-fallback",
    )


def test_prose_is_no_detour() -> None:
    """Comments, docstrings, messages, and names that are neither defined nor called, say nothing."""
    assert_marks(
        '''
        """The legacy auth fallback was removed."""

        import logging

        auth_fallback_removed = True


        def handle(request):
            """Bypass auth: not here."""
            # fallback_auth_validation()
            logging.info("legacy_auth_pattern() is gone")
            return request["auth_fallback"], auth_fallback_removed
        ''',
        "auth-fallback",
    )
