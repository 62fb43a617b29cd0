"""Every way to import a JWT library is told from everything that only looks like one."""

from __future__ import annotations

import pytest

from pytest_ssot.rules.libraries import LIBRARIES
from pytest_ssot.settings import Settings
from tests.rules.judging import SETTINGS, assert_marks, judge, only, reported

RULE = "jwt-direct-import"

REPORTED = {
    "a module": "import jwt  # <- jwt-direct-import",
    "under another name": "import jwt as tokens  # <- jwt-direct-import",
    "a submodule": "import jose.jwt  # <- jwt-direct-import",
    "beside other modules": "import os, jwt, sys  # <- jwt-direct-import",
    "two libraries in one statement": "import jwt, jose  # <- jwt-direct-import",
    "a name": "from jwt import decode  # <- jwt-direct-import",
    "a name under another": "from jwt import decode as read  # <- jwt-direct-import",
    "several names, once": "from jwt import decode, encode  # <- jwt-direct-import",
    "every name": "from jwt import *  # <- jwt-direct-import",
    "a name of a submodule": "from jwt.api_jwt import PyJWT  # <- jwt-direct-import",
    "a module that holds the library": "from authlib import jose  # <- jwt-direct-import",
    "a module below two": "from google.auth import jwt  # <- jwt-direct-import",
    "an exception": "from jwt.exceptions import DecodeError  # <- jwt-direct-import",
    "in brackets, over lines": """
        from jwt import (  # <- jwt-direct-import
            decode,
            encode,
        )
        """,
    "in a function": """
        def lazily():
            import jwt  # <- jwt-direct-import
            return jwt
        """,
    "in a method of a nested class": """
        class Outer:
            class Inner:
                def read(self):
                    from jwt import decode  # <- jwt-direct-import
                    return decode
        """,
    "in a class body": """
        class Reader:
            import jwt  # <- jwt-direct-import
        """,
    "where it may be missing": """
        try:
            import jwt  # <- jwt-direct-import
        except ImportError:
            jwt = None
        """,
    "as the replacement of another": """
        try:
            import ujson
        except ImportError:
            import jwt  # <- jwt-direct-import
        """,
    "in either branch": """
        import sys

        if sys.version_info >= (3, 12):
            import jwt  # <- jwt-direct-import
        else:
            from jose import jwt  # <- jwt-direct-import
        """,
    "where type checking is off": """
        from typing import TYPE_CHECKING

        if TYPE_CHECKING:
            pass
        else:
            import jwt  # <- jwt-direct-import
        """,
    "by importlib": """
        import importlib

        jwt = importlib.import_module("jwt")  # <- jwt-direct-import
        """,
    "by importlib's function": """
        from importlib import import_module

        jwt = import_module(name="jose.jwt")  # <- jwt-direct-import
        """,
    "by importlib under other names": """
        import importlib as loader

        load = loader.import_module
        jwt = load("jwt")  # <- jwt-direct-import
        """,
    "by importlib and a constant": """
        import importlib

        LIBRARY = "jw" + "t"
        jwt = importlib.import_module(LIBRARY)  # <- jwt-direct-import
        """,
    "by the built-in function": 'jwt = __import__("jwt")  # <- jwt-direct-import',
    "by the built-in function, named": """
        import builtins

        jwt = builtins.__import__("jwt.api_jwt")  # <- jwt-direct-import
        """,
}


@pytest.mark.parametrize("source", REPORTED.values(), ids=REPORTED.keys())
def test_an_import_of_a_library_is_reported_once(source: str) -> None:
    """Whatever its form, an import is one violation, where it stands."""
    assert_marks(source, RULE)


LEFT_ALONE = {
    "a package that begins alike": "import jwtools\nfrom jwt_tools import decode",
    "part of a package that is not JWT work": "import google.auth\nfrom google.cloud import storage",
    "for type checkers only": """
        from typing import TYPE_CHECKING

        if TYPE_CHECKING:
            import jwt
            from jose import jwt as other
        """,
    "for type checkers, by the module": """
        import typing

        if typing.TYPE_CHECKING:
            from jwt import PyJWT
        """,
    "code that never runs": """
        if False:
            import jwt


        def stop():
            raise NotImplementedError
            import jwt
        """,
    "a neighbour": """
        # --- app/__init__.py

        # --- app/jwt.py
        LIFETIME = 60

        # --- app/views.py
        from . import jwt
        from .jwt import LIFETIME
        """,
    "a neighbour of the parent": """
        # --- app/__init__.py

        # --- app/jwt.py
        LIFETIME = 60

        # --- app/api/__init__.py

        # --- app/api/views.py
        from .. import jwt
        from ..jwt import LIFETIME
        """,
    "a neighbour that is not there": """
        # --- app/__init__.py

        # --- app/views.py
        from .jwt import decode
        from . import jwt
        """,
    "a module of a package of the project": """
        # --- app/__init__.py

        # --- app/jwt.py
        LIFETIME = 60

        # --- main.py
        import app.jwt
        from app import jwt
        from app.jwt import LIFETIME
        """,
    "a file of the project that hides the library": """
        # --- jwt.py
        def decode(text):
            return text

        # --- main.py
        import jwt
        from jwt import decode
        """,
    "a file of the project that hides the library, by importlib": """
        # --- jwt.py
        def decode(text):
            return text

        # --- main.py
        import importlib

        jwt = importlib.import_module("jwt")
        """,
    "an import of something else": """
        import importlib

        json = importlib.import_module("json")
        jwt = __import__("json")
        """,
    "another function of that name": """
        def import_module(name):
            return name


        jwt = import_module("jwt")
        """,
    "text": '''
        """import jwt"""
        # import jwt
        code = "import jwt"
        print("from jwt import decode")
        ''',
    "a variable": """
        jwt = "a.b.c"
        jose = jwt.split(".")
        """,
}


@pytest.mark.parametrize("source", LEFT_ALONE.values(), ids=LEFT_ALONE.keys())
def test_what_only_looks_like_an_import_is_left_alone(source: str) -> None:
    """`jwt` the variable, the neighbour or the text is not `jwt` the library."""
    assert_marks(source, RULE)


@pytest.mark.parametrize("library", LIBRARIES)
def test_every_library_is_known(library: str) -> None:
    """Each library is reported for itself, for a module below it and when loaded by name."""
    source = f'import {library}\nfrom {library}.deeper import name\n__import__("{library}")\n'
    settings = Settings(SETTINGS.root, rules=only(RULE))

    assert reported(judge({"a.py": source}, settings)) == {(RULE, "a.py", line) for line in (1, 2, 3)}


def test_a_file_elsewhere_does_not_hide_the_library() -> None:
    """Python finds `jwt` beside the importer or at a source root, not anywhere in the project."""
    assert_marks(
        """
        # --- vendor/old/jwt.py
        LIFETIME = 60

        # --- app/main.py
        import jwt  # <- jwt-direct-import
        """,
        RULE,
    )
