"""What every service that hosts pull requests offers to a publication."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Protocol

from pytest_ssot.ci.pull_requests.statement import Label, NoVerdict, Statement


@dataclass(frozen=True)
class Comment:
    """A comment on a pull request; `is_own` when it was written with this token."""

    id: int
    body: str
    is_own: bool
    url: str = ""


@dataclass(frozen=True)
class Needs:
    """What a token must be allowed to do, in the words of the service."""

    status: str
    labels: str
    comment: str
    check: str
    fork: str
    """Why a token may do nothing in a build of a fork."""
    token: str = ""
    """What would be a better token than the one there is; "" when it is a good one."""


class Host(Protocol):
    """One pull request on a service; every method may raise `Refused` or `Unavailable`."""

    needs: Needs
    limit: int
    """The most characters of a comment."""

    def heads(self) -> tuple[str, ...]:
        """The commits that stand for what the pull request is now, its head first."""

    def set_status(self, statement: Statement | NoVerdict) -> None:
        """Set the status of the commit, under the statement's name."""

    def labels(self) -> tuple[str, ...]:
        """The labels of the pull request."""

    def create_label(self, label: Label) -> None:
        """Make sure that the repository has the label."""

    def change_labels(self, add: Sequence[str], remove: Sequence[str]) -> None:
        """Put labels on the pull request and take others off; what is done already is no mistake."""

    def comments(self) -> Iterator[Comment]:
        """All comments of the pull request, the oldest first."""

    def add_comment(self, body: str) -> Comment:
        """A new comment; never asked for twice."""

    def change_comment(self, comment: Comment, body: str) -> Comment:
        """The same comment with another text."""

    def delete_comment(self, comment: Comment) -> None:
        """Take the comment away."""

    def add_check(self, statement: Statement | NoVerdict, /) -> str:
        """Show annotations in the change, and say in words what was done; "" where there is no such thing."""
