"""A library's token functions are recognised by what they are, not by how they are called here."""

from __future__ import annotations

import pytest

from tests.rules.judging import assert_marks

RULE = "jwt-direct-call"

REPORTED = {
    "by the module": """
        import jwt

        jwt.encode({}, "key")  # <- jwt-direct-call
        jwt.decode("a.b.c", "key", algorithms=["HS256"])  # <- jwt-direct-call
        """,
    "by the module under another name": """
        import jwt as tokens

        tokens.decode("a.b.c", "key")  # <- jwt-direct-call
        """,
    "by a name": """
        from jwt import decode as read, encode

        read("a.b.c", "key")  # <- jwt-direct-call
        encode({}, "key")  # <- jwt-direct-call
        """,
    "by a star import": """
        from jwt import *

        decode("a.b.c", "key")  # <- jwt-direct-call
        """,
    "by an assigned name": """
        import jwt

        read = jwt.decode
        again = read
        again("a.b.c", "key")  # <- jwt-direct-call
        """,
    "by an attribute": """
        import jwt


        class Reader:
            def __init__(self):
                self.read = jwt.decode

            def claims(self, token):
                return self.read(token, "key")  # <- jwt-direct-call
        """,
    "by a class attribute": """
        import jwt


        class Reader:
            library = jwt

            def claims(self, token):
                return self.library.decode(token, "key")  # <- jwt-direct-call
        """,
    "by an instance": """
        from jwt import PyJWT

        PyJWT().decode("a.b.c", "key")  # <- jwt-direct-call
        """,
    "by a partial": """
        from functools import partial

        import jwt

        read = partial(jwt.decode, key="key")
        read("a.b.c")  # <- jwt-direct-call
        """,
    "by getattr": """
        import jwt

        getattr(jwt, "decode")("a.b.c", "key")  # <- jwt-direct-call
        """,
    "by a name loaded late": """
        import importlib

        importlib.import_module("jwt").decode("a.b.c", "key")  # <- jwt-direct-call
        """,
    "by a table of functions": """
        import jwt

        READERS = {"jwt": jwt.decode}
        READERS["jwt"]("a.b.c", "key")  # <- jwt-direct-call
        """,
    "by a project's own module": """
        # --- library.py
        from jwt import decode as read

        # --- app.py
        import library
        from library import read

        library.read("a.b.c", "key")  # <- jwt-direct-call
        read("a.b.c", "key")  # <- jwt-direct-call
        """,
    "headers without checking": """
        import jwt

        jwt.get_unverified_header("a.b.c")  # <- jwt-direct-call
        """,
    "where the library may be missing": """
        try:
            import jwt
        except ImportError:
            jwt = None


        def read(token):
            return jwt.decode(token, "key")  # <- jwt-direct-call
        """,
    "other libraries": """
        import python_jwt
        from jose import jwt as jose_jwt
        from joserfc import jwt as joserfc_jwt

        jose_jwt.decode("a.b.c", "key")  # <- jwt-direct-call
        joserfc_jwt.encode({}, {}, "key")  # <- jwt-direct-call
        python_jwt.verify_jwt("a.b.c", "key")  # <- jwt-direct-call
        """,
    "over several lines, once": """
        import jwt

        claims = jwt.decode(  # <- jwt-direct-call
            "a.b.c",
            "key",
        )
        """,
    "in a loop, once": """
        import jwt

        key = None
        for token in ("a.b.c", "d.e.f"):
            key = jwt.decode(token, key)  # <- jwt-direct-call
        """,
}


@pytest.mark.parametrize("source", REPORTED.values(), ids=REPORTED.keys())
def test_a_call_is_reported_under_whatever_name(source: str) -> None:
    """Names, objects and modules in between do not hide the function that is called."""
    assert_marks(source, RULE)


LEFT_ALONE = {
    "methods of other objects": """
        import codecs
        import json

        codecs.decode(b"", "utf-8")
        b"".decode()
        "".encode()
        json.JSONDecoder().decode("{}")
        """,
    "a module of the project": """
        # --- app/__init__.py

        # --- app/jwt.py
        def decode(text):
            return text

        # --- app/views.py
        from app import jwt

        jwt.decode("text")
        """,
    "a variable that took the module's name": """
        import json as jwt

        jwt.decode("text")
        """,
    "other functions of a library": """
        import jwt

        raise jwt.InvalidTokenError("no")
        """,
    "a function that is handed on, not called": """
        import jwt

        READERS = [jwt.decode]
        """,
    "code that never runs": """
        import jwt

        if False:
            jwt.decode("a.b.c", "key")
        """,
    "text": '''
        import jwt

        """jwt.decode(token)"""
        # jwt.decode(token)
        print("jwt.decode(token)")
        ''',
}


@pytest.mark.parametrize("source", LEFT_ALONE.values(), ids=LEFT_ALONE.keys())
def test_what_is_no_call_of_a_library_is_left_alone(source: str) -> None:
    """A word like decode belongs to many; only the library's own functions count."""
    assert_marks(source, RULE)
