"""Libraries whose own code lies among what is judged."""

from __future__ import annotations

from pytest_ssot.model import Severity
from pytest_ssot.settings import Settings
from tests.rules.judging import SETTINGS, assert_marks, judge, only, reported

RULE = "jwt-signature-bypass"
ONLY = Settings(SETTINGS.root, rules=only(RULE))

LIBRARY = {
    "jwt/__init__.py": "from .api_jwt import decode\n",
    "jwt/api_jwt.py": "class PyJWT:\n    def decode(self, jwt, key='', options=None):\n        return {}\n\n"
    "decode = PyJWT().decode\n",
    "jwt/api_jws.py": "class PyJWS:\n    pass\n",
}
GOOGLE = {
    "google/auth/__init__.py": "",
    "google/auth/jwt.py": "def decode(token, certs=None, verify=True):\n    return {}\n",
    "google/auth/crypt/base.py": "",
}
USE = "def f(token):\n    return jwt.decode(token, options={'verify_signature': False})\n"


def test_an_installed_library_beside_the_program_is_the_library() -> None:
    """A switch of a library means the same when its files are judged as well, wherever they lie."""
    installed = {f"env/lib/site-packages/{path}": text for path, text in LIBRARY.items()}
    use = {"env/lib/site-packages/app/views.py": f"import jwt\n\n{USE}"}

    assert reported(judge({**installed, **use}, ONLY)) == {(RULE, "env/lib/site-packages/app/views.py", 4)}
    assert reported(judge({**LIBRARY, "app.py": f"import jwt\n\n{USE}"}, ONLY)) == {(RULE, "app.py", 4)}


def test_a_bundled_library_is_the_library() -> None:
    """A copy inside a package, imported relatively, is known for what it is."""
    bundled = {f"app/_vendor/{path}": text for path, text in LIBRARY.items()}
    files = {**bundled, "app/__init__.py": "", "app/_vendor/__init__.py": ""}
    first = {"app/first.py": f"from ._vendor import jwt\n\n{USE}"}
    second = {"app/second.py": f"from app._vendor import jwt\n\n{USE}"}

    found = reported(judge({**files, **first, **second}, ONLY))

    assert found == {(RULE, "app/first.py", 4), (RULE, "app/second.py", 4)}


def test_a_library_that_is_one_module_of_a_package() -> None:
    """The package around it stays part of the project, its other modules included."""
    use = "from google.auth import jwt\n\n\ndef f(token):\n    return jwt.decode(token, verify=False)\n"

    found = reported(judge({**GOOGLE, "google/auth/credentials.py": use, "app.py": use}, ONLY))

    assert found == {(RULE, "google/auth/credentials.py", 5), (RULE, "app.py", 5)}


def test_a_module_of_the_project_called_alike_is_not_the_library() -> None:
    """A namesake has its own meaning of everything."""
    own = {"jwt/__init__.py": "def decode(token, options):\n    return options['size']\n"}
    use = {"app.py": "import jwt\n\n\ndef f(token):\n    return jwt.decode(token, {'size': 0})\n"}

    assert reported(judge({**own, **use}, ONLY)) == frozenset()


def test_what_checks_claims_is_not_handed_a_token() -> None:
    """Options for a check of claims alone say nothing of a token."""
    assert_marks(
        """
        import jwt


        def check(claims):
            jwt.PyJWT()._validate_claims(claims, options={"verify_signature": False, "verify_exp": True})
        """,
        RULE,
    )


def test_an_installed_library_is_still_imported_outside_its_owner() -> None:
    """The files of the library do not make its import one of the project's own."""
    report = judge({**LIBRARY, "app.py": "import jwt\n"})

    found = [one.violation for one in report.assessments if one.violation.location.path == "app.py"]
    assert [(one.rule, one.severity) for one in found] == [("jwt-direct-import", Severity.ERROR)]
