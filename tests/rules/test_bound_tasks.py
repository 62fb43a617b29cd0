"""A bound task is called on an object of the class that its decorator names, with what that is told."""

from __future__ import annotations

import pytest

from tests.rules.judging import assert_marks

PROJECT = """\
# --- checked.py
import jwt
from celery import Task

class Checked(Task):
    strict = True

    def claims(self, token):
        return jwt.decode(token, "k", algorithms=["HS256"], options={"verify_signature": self.strict})
# --- jobs.py
from celery import Celery, shared_task
from checked import Checked

app = Celery("jobs")

DECORATOR
def whoami(self, token):
    return self.claims(token)
"""


@pytest.mark.parametrize(
    "decorator",
    [
        "@app.task(base=Checked, bind=True, strict=False)  # <- jwt-signature-bypass",
        "@shared_task(bind=True, base=Checked, strict=0)  # <- jwt-signature-bypass",
    ],
)
def test_a_task_that_is_told_not_to_verify_is_reported(decorator: str) -> None:
    """What the decorator is told becomes an attribute of the task."""
    assert_marks(PROJECT.replace("DECORATOR", decorator), "jwt-signature-bypass")


@pytest.mark.parametrize(
    "decorator",
    [
        "@app.task(base=Checked, bind=True, strict=True)",
        "@app.task(base=Checked, bind=True, max_retries=0)",
        "@shared_task(bind=True, base=Checked)",
    ],
)
def test_a_task_that_leaves_it_on_is_not(decorator: str) -> None:
    """Its class verifies, whatever else the decorator is told."""
    assert_marks(PROJECT.replace("DECORATOR", decorator), "jwt-signature-bypass")
