"""Merge requests on GitLab: commit statuses, labels, notes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import quote

from pytest_ssot.ci.build import Build
from pytest_ssot.ci.pull_requests.answers import mapping, number, text
from pytest_ssot.ci.pull_requests.api import Api, Refused
from pytest_ssot.ci.pull_requests.host import Comment, Needs
from pytest_ssot.ci.pull_requests.statement import Label, NoVerdict, Statement

_NEEDS = Needs(
    status="the scope `api` and the role Developer",
    labels="the scope `api` and the role Reporter",
    comment="the scope `api` and the role Reporter",
    check="",
    fork="the pipeline of a fork does not get the variables of the project",
)
_BETTER = (
    "CI_JOB_TOKEN may not write to merge requests: set SSOT_GITLAB_TOKEN to a project access token with the "
    "scope `api`"
)


@dataclass(frozen=True)
class Pipeline:
    """A pipeline of GitLab: its number and the commit it was started for."""

    number: int
    commit: str


class GitLab:
    """A merge request on GitLab.

    `user` is who started the job, for the token of a job, which may not ask for its own account ("" for
    other tokens). `pipeline` is the one that the job belongs to, if that is one of this project.
    """

    limit = 64_000
    """GitLab takes 1,000,000, which nobody would read."""

    def __init__(self, api: Api, build: Build, *, user: str = "", pipeline: Pipeline | None = None) -> None:
        self._api = api
        self._build = build
        self._project = f"/projects/{quote(build.repository, safe='')}"
        self._request = f"{self._project}/merge_requests/{build.pull_request}"
        self.needs = replace(_NEEDS, token=_BETTER if user else "")
        self._user = user
        self._pipeline = pipeline

    def heads(self) -> tuple[str, ...]:
        """The last commit of the source branch."""
        found = mapping(self._api.ask("GET", self._request))
        return tuple(filter(None, [text(found.get("sha"))]))

    def set_status(self, statement: Statement | NoVerdict) -> None:
        """A status among the jobs of the pipeline; without one, GitLab makes one for the branch.

        With a number, GitLab looks for a pipeline of exactly that commit, which may be a merge made to test
        it, and of that ref, which is not the branch.
        """
        commit = statement.commit
        body: dict[str, object] = {
            "state": "success" if statement.state == "success" else "failed",
            "name": statement.name,
            "description": statement.description,
        }
        if statement.run_url:
            body["target_url"] = statement.run_url
        if self._pipeline:
            commit, body["pipeline_id"] = self._pipeline.commit, self._pipeline.number
        elif self._build.branch:
            body["ref"] = self._build.branch
        self._api.ask("POST", f"{self._project}/statuses/{commit}", body)

    def labels(self) -> tuple[str, ...]:
        """The labels by their names."""
        found = mapping(self._api.ask("GET", self._request)).get("labels")
        return tuple(str(name) for name in found) if isinstance(found, list) else ()

    def create_label(self, label: Label) -> None:
        """Looked up first: GitLab would add an unknown one in a colour of its own."""
        try:
            self._api.ask("GET", f"{self._project}/labels/{quote(label.name, safe='')}")
        except Refused as refusal:
            if refusal.status != 404:
                raise
        else:
            return
        body = {"name": label.name, "color": f"#{label.colour}", "description": label.description}
        try:
            self._api.ask("POST", f"{self._project}/labels", body)
        except Refused as refusal:
            if refusal.status not in (400, 409):  # somebody else was faster
                raise

    def change_labels(self, add: Sequence[str], remove: Sequence[str]) -> None:
        """In one request; names have no commas."""
        body = {"add_labels": ",".join(add), "remove_labels": ",".join(remove)}
        self._api.ask("PUT", self._request, {key: value for key, value in body.items() if value})

    def comments(self) -> Iterator[Comment]:
        """The notes that people write; GitLab's own about events are left out."""
        found = [note for note in self._api.pages(f"{self._request}/notes") if not note.get("system")]
        login = self._login() if found else ""
        # The oldest first, whatever order the service prefers.
        for note in sorted(found, key=number):
            author = mapping(note.get("author")).get("username")
            yield _comment(note, is_own=bool(login) and author == login)

    def add_comment(self, body: str) -> Comment:
        """Asked for once."""
        found = self._api.ask("POST", f"{self._request}/notes", {"body": body}, repeatable=False)
        return _comment(mapping(found), is_own=True)

    def change_comment(self, comment: Comment, body: str) -> Comment:
        """The note keeps its place in the conversation."""
        found = self._api.ask("PUT", f"{self._request}/notes/{comment.id}", {"body": body})
        return _comment(mapping(found), is_own=True)

    def delete_comment(self, comment: Comment) -> None:
        """It leaves no trace."""
        self._api.ask("DELETE", f"{self._request}/notes/{comment.id}")

    def add_check(self, _: Statement | NoVerdict, /) -> str:
        """GitLab takes what it shows in a change from the artifacts of a job."""
        return ""

    def _login(self) -> str:
        return self._user or text(mapping(self._api.ask("GET", "/user")).get("username"))


def _comment(found: Mapping[str, Any], *, is_own: bool) -> Comment:
    return Comment(number(found), text(found.get("body")), is_own)
