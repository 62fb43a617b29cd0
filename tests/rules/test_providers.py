"""Libraries of identity providers read tokens unverified if asked to; importing them is no fault."""

from __future__ import annotations

import pytest

from tests.rules.judging import assert_marks

RULES = ("jwt-signature-bypass", "jwt-direct-import", "jwt-direct-call")


@pytest.mark.parametrize(
    ("line", "mark"),
    [
        ("return client().decode_token(token, validate=False)", "  # <- jwt-signature-bypass"),
        ("return client().decode_token(token, False)", "  # <- jwt-signature-bypass"),
        ("return client().decode_token(token, **{'validate': 0})", "  # <- jwt-signature-bypass"),
        ("return client().decode_token(token)", ""),
        ("return client().decode_token(token, validate=True)", ""),
        ("return client().introspect(token)", ""),
        ("return other.decode_token(token, False)", ""),
        ("return other.check(token, validate=False)", ""),
    ],
)
def test_a_token_that_keycloak_does_not_validate(line: str, mark: str) -> None:
    """Its check is on unless it is switched off, by name or by position; others' arguments are their own."""
    assert_marks(
        f"""
        # --- realm.py
        from keycloak import KeycloakOpenID


        def client():
            return KeycloakOpenID(server_url="https://sso.example.com/", client_id="a", realm_name="r")

        # --- views.py
        from forms import other
        from realm import client


        def claims(token):
            {line}{mark}
        """,
        *RULES,
    )


@pytest.mark.parametrize("given", ["verify=False", "False", "verify=None"])
def test_a_token_of_ninja_that_is_not_verified(given: str) -> None:
    """The second argument of its classes, and of what its backend decodes."""
    assert_marks(
        f"""
        from ninja_jwt.state import token_backend
        from ninja_jwt.tokens import AccessToken, UntypedToken


        def read(token):
            return AccessToken(token, {given})["user_id"]  # <- jwt-signature-bypass


        def decoded(token):
            return token_backend.decode(token, {given})  # <- jwt-signature-bypass


        def verified(token):
            return AccessToken(token)["user_id"], token_backend.decode(token), UntypedToken(token, True)
        """,
        *RULES,
    )


def test_what_msal_decodes_is_not_verified() -> None:
    """Its helper checks times and addressees, no signature; what others call so is theirs."""
    assert_marks(
        """
        from msal import ConfidentialClientApplication
        from msal.oauth2cli.oidc import decode_id_token


        def user(id_token, client_id):
            return decode_id_token(id_token, client_id=client_id)["oid"]  # <- jwt-signature-bypass


        def of_session(session):
            return session.decode_id_token()["sub"]


        def signed_in(code):
            return ConfidentialClientApplication("a").acquire_token_by_authorization_code(code, [])
        """,
        *RULES,
    )


def test_a_token_object_of_pyjwkest_is_read_after_it_was_unpacked() -> None:
    """What it has unpacked is kept in the object; payloads of others have nothing to do with it."""
    assert_marks(
        """
        from jwkest.jwt import JWT


        def issuer(token):
            unpacked = JWT()
            unpacked.unpack(token)
            return unpacked.payload()["iss"]  # <- jwt-signature-bypass


        def message(queue):
            return queue.payload()["iss"]
        """,
        "jwt-signature-bypass",
    )
