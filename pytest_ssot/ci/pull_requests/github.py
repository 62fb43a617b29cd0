"""Pull requests on GitHub: statuses, check runs, labels of issues, comments of issues."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any
from urllib.parse import quote

from pytest_ssot.ci.build import Build
from pytest_ssot.ci.pull_requests.answers import mapping, number, text
from pytest_ssot.ci.pull_requests.api import Api, Refused
from pytest_ssot.ci.pull_requests.checks import check_run
from pytest_ssot.ci.pull_requests.host import Comment, Needs
from pytest_ssot.ci.pull_requests.statement import Label, NoVerdict, Statement

_NAME = re.compile(r"[\w-][\w.-]*/[\w-][\w.-]*", re.ASCII)


class GitHub:
    """A pull request on GitHub."""

    needs = Needs(
        status="`statuses: write`",
        labels="`pull-requests: write`",
        comment="`pull-requests: write`",
        check="`checks: write`, which only the token of a workflow or another app can have",
        fork="GitHub gives pull requests from forks a token that may only read",
    )
    limit = 64_000
    """GitHub's is 65,536; what counts signs as UTF-16 does counts some of ours twice."""

    def __init__(self, api: Api, build: Build, token: str) -> None:
        self._api = api
        self._number = build.pull_request
        self._repository = f"/repos/{quote(build.repository, safe='/')}"
        self._graphql = f"{build.api_url.removesuffix('/v3')}/graphql"
        self._is_app_token = token.startswith("ghs_")

    def heads(self) -> tuple[str, ...]:
        """The head, and the merge that GitHub makes to test it."""
        found = mapping(self._api.ask("GET", f"{self._repository}/pulls/{self._number}"))
        name = text(mapping(mapping(found.get("base")).get("repo")).get("full_name"))
        if _NAME.fullmatch(
            name
        ):  # it may have been renamed, and PyGithub loses pages on the way to new names
            self._repository = f"/repos/{name}"
        commits = (mapping(found.get("head")).get("sha"), found.get("merge_commit_sha"))
        return tuple(filter(None, map(text, commits)))

    @property
    def _issue(self) -> str:
        return f"{self._repository}/issues/{self._number}"

    def set_status(self, statement: Statement | NoVerdict) -> None:
        """A commit status: setting the same again changes nothing."""
        body = {
            "state": statement.state,
            "context": statement.name,
            "description": statement.description,
        }
        if statement.run_url:
            body["target_url"] = statement.run_url
        self._api.ask("POST", f"{self._repository}/statuses/{statement.commit}", body)

    def labels(self) -> tuple[str, ...]:
        """The labels of the issue that every pull request is."""
        return tuple(str(label.get("name")) for label in self._api.pages(f"{self._issue}/labels"))

    def create_label(self, label: Label) -> None:
        """Labels are looked up first: GitHub would add an unknown one in grey."""
        try:
            self._api.ask("GET", f"{self._repository}/labels/{quote(label.name, safe='')}")
        except Refused as refusal:
            if refusal.status != 404:
                raise
        else:
            return
        body = {"name": label.name, "color": label.colour, "description": label.description}
        try:
            self._api.ask("POST", f"{self._repository}/labels", body)
        except Refused as refusal:
            if refusal.status != 422:  # somebody else was faster
                raise

    def change_labels(self, add: Sequence[str], remove: Sequence[str]) -> None:
        """All new ones at once, the others one by one."""
        if add:
            self._api.ask("POST", f"{self._issue}/labels", {"labels": list(add)})
        for name in remove:
            try:
                self._api.ask("DELETE", f"{self._issue}/labels/{quote(name, safe='')}")
            except Refused as refusal:
                if refusal.status != 404:  # gone already
                    raise

    def comments(self) -> Iterator[Comment]:
        """The comments of the conversation; those in the change are others."""
        found = list(self._api.pages(f"{self._issue}/comments"))
        is_own = self._author() if found else bool
        for comment in found:
            yield _comment(comment, is_own=is_own(comment))

    def add_comment(self, body: str) -> Comment:
        """Asked for once."""
        found = self._api.ask("POST", f"{self._issue}/comments", {"body": body}, repeatable=False)
        return _comment(mapping(found), is_own=True)

    def change_comment(self, comment: Comment, body: str) -> Comment:
        """The comment keeps its place in the conversation."""
        found = self._api.ask("PATCH", self._comment_path(comment), {"body": body})
        return _comment(mapping(found), is_own=True)

    def delete_comment(self, comment: Comment) -> None:
        """It leaves no trace."""
        self._api.ask("DELETE", self._comment_path(comment))

    def add_check(self, statement: Statement | NoVerdict) -> str:
        """A finished check run, its annotations in as many requests as they need."""
        first, *others = check_run(statement)
        path = f"{self._repository}/check-runs"
        found = mapping(self._api.ask("POST", path, first, repeatable=False))
        for body in others:
            self._api.ask("PATCH", f"{path}/{number(found)}", body)
        return f"check run `{first['name']}`, {sum(map(_annotations, (first, *others)))} annotations"

    def _comment_path(self, comment: Comment) -> str:
        return f"{self._repository}/issues/comments/{comment.id}"

    def _author(self) -> Callable[[Mapping[str, Any]], bool]:
        """Who wrote a comment is told apart by the account that the token belongs to.

        The token of a workflow may not ask for it in the usual way. If GitHub tells nothing, apps are
        trusted: no person can write in the name of one.
        """
        login, is_app = self._account()

        def is_own(comment: Mapping[str, Any]) -> bool:
            author = mapping(comment.get("user"))
            if not author:  # an account that is gone: nobody else can change the comment
                return True
            return _is_app(author) is is_app and (not login or _plain(author.get("login")) == login)

        return is_own

    def _account(self) -> tuple[str, bool]:
        """The name of the account, "" when GitHub does not tell, and whether it is that of an app."""
        found: Mapping[str, Any] = {}
        if not self._is_app_token:
            found = self._told("GET", "/user", None)
        if not found.get("login"):
            answer = self._told("POST", self._graphql, {"query": "query { viewer { login } }"})
            found = mapping(mapping(answer.get("data")).get("viewer"))
        name = _plain(found.get("login"))
        return name, not name or self._is_app_token or _is_app(found)

    def _told(self, verb: str, path: str, body: Mapping[str, object] | None) -> Mapping[str, Any]:
        try:
            return mapping(self._api.ask(verb, path, body))
        except Refused:
            return {}


def _is_app(user: Mapping[str, Any]) -> bool:
    return user.get("type") == "Bot" or text(user.get("login")).endswith("[bot]")


def _plain(login: object) -> str:
    # The two APIs disagree about the end of an app's name; no person's name can have brackets.
    return text(login).lower().removesuffix("[bot]")


def _annotations(body: Mapping[str, Any]) -> int:
    return len(mapping(body.get("output")).get("annotations", ()))


def _comment(found: Mapping[str, Any], *, is_own: bool) -> Comment:
    return Comment(number(found), text(found.get("body")), is_own, text(found.get("html_url")))
