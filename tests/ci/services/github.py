"""GitHub with one repository and one pull request; requests are held to its OpenAPI description."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from openapi_core import OpenAPI
from openapi_core.exceptions import OpenAPIError
from openapi_core.testing import MockRequest

from tests.ci.services.server import Answer, Request, Service

REPOSITORY = "acme/shop"
NUMBER = 7
R = rf"/repos/{REPOSITORY}"
EVERYTHING = frozenset({"statuses", "pulls", "checks"})


@cache
def description() -> OpenAPI:
    """GitHub's description of its API, cut down to what is used."""
    return OpenAPI.from_file_path(str(Path(__file__).parents[1] / "github_api" / "openapi.json"))


@dataclass(frozen=True)
class Account:
    """Who a token belongs to and what it may write; apps may not ask who they are in the usual way."""

    login: str
    is_app: bool = False
    may: frozenset[str] = EVERYTHING

    @property
    def user(self) -> dict[str, object]:
        """The account as GitHub shows it."""
        return {"login": self.login, "id": len(self.login), "type": "Bot" if self.is_app else "User"}


ACTIONS = Account("github-actions[bot]", is_app=True)
PERSON = Account("keeper", may=EVERYTHING - {"checks"})


@dataclass
class GitHubService(Service):
    """The state is public: tests arrange it and look at it."""

    head: str = "a" * 40
    required: tuple[str, ...] = ()
    accounts: dict[str, Account] = field(default_factory=dict)
    comments: list[dict[str, Any]] = field(default_factory=list)
    statuses: dict[str, dict[str, dict[str, Any]]] = field(default_factory=dict)
    checks: list[dict[str, Any]] = field(default_factory=list)
    known_labels: dict[str, dict[str, Any]] = field(default_factory=dict)
    labels: list[str] = field(default_factory=list)
    is_merged: bool = False
    is_locked: bool = False

    routes = (
        ("GET", "/user", "get_user"),
        ("POST", "/graphql", "query"),
        ("GET", rf"{R}/pulls/{NUMBER}", "get_pull"),
        ("PUT", rf"{R}/pulls/{NUMBER}/merge", "merge"),
        ("POST", rf"{R}/statuses/([0-9a-f]+)", "set_status"),
        ("POST", rf"{R}/check-runs", "create_check"),
        ("PATCH", rf"{R}/check-runs/(\d+)", "change_check"),
        ("GET", rf"{R}/labels/([^/]+)", "get_label"),
        ("POST", rf"{R}/labels", "create_label"),
        ("GET", rf"{R}/issues/{NUMBER}/labels", "list_labels"),
        ("POST", rf"{R}/issues/{NUMBER}/labels", "add_labels"),
        ("DELETE", rf"{R}/issues/{NUMBER}/labels/([^/]+)", "remove_label"),
        ("GET", rf"{R}/issues/{NUMBER}/comments", "list_comments"),
        ("POST", rf"{R}/issues/{NUMBER}/comments", "add_comment"),
        ("PATCH", rf"{R}/issues/comments/(\d+)", "change_comment"),
        ("DELETE", rf"{R}/issues/comments/(\d+)", "delete_comment"),
    )

    def __post_init__(self) -> None:
        super().__init__()

    def say(self, login: str, body: str, kind: str = "User") -> dict[str, Any]:
        """A comment of somebody."""
        comment = {
            "id": 1000 + len(self.comments),
            "body": body,
            "user": {"login": login, "type": kind},
            "html_url": f"{self.url}/{REPOSITORY}/pull/{NUMBER}#issuecomment-{1000 + len(self.comments)}",
        }
        self.comments.append(comment)
        return comment

    def handle(self, request: Request) -> Answer:
        """Repositories that were renamed are found by their former names."""
        former, rest = f"/repos/{REPOSITORY}-former/", request.path.partition("-former/")[2]
        if not request.path.startswith(former):
            return super().handle(request)
        location = f"{self.url}/repos/{REPOSITORY}/{rest}?{urlencode(request.query)}"
        return Answer(301 if request.verb == "GET" else 307, {"message": "Moved"}, {"Location": location})

    def refuse(self, request: Request) -> Answer | None:
        """What GitHub's description forbids, then whom it does not know, then what it does not permit."""
        if request.path != "/graphql" and (complaint := complaint_of(request)):
            self.complaints.append(complaint)
            return Answer(422, {"message": f"Validation Failed: {complaint}"})
        if self.account(request) is None:
            return Answer(401, {"message": "Bad credentials"})
        return None

    def account(self, request: Request) -> Account | None:
        """Who asks."""
        return self.accounts.get(request.headers.get("authorization", "").removeprefix("token "))

    def get_user(self, request: Request) -> Answer:
        account = self.account(request)
        assert account
        return FORBIDDEN if account.is_app else Answer(200, account.user)

    def query(self, request: Request) -> Answer:
        account = self.account(request)
        assert account
        assert request.body["query"].split() == ["query", "{", "viewer", "{", "login", "}", "}"]
        return Answer(200, {"data": {"viewer": {"login": account.login}}})

    def get_pull(self, _: Request) -> Answer:
        return Answer(
            200,
            {
                "number": NUMBER,
                "head": {"sha": self.head},
                "base": {"ref": "main", "repo": {"full_name": REPOSITORY}},
                "merge_commit_sha": "e" * 40,
                "merged": self.is_merged,
            },
        )

    def merge(self, _: Request) -> Answer:
        """Refused while a required check is missing or failing."""
        shown = [(name, one["state"]) for name, one in self.statuses.get(self.head, {}).items()]
        shown += [(run["name"], run["conclusion"]) for run in self.checks if run["head_sha"] == self.head]
        for required in self.required:
            states = [state for name, state in shown if name == required]
            if not states or set(states) != {"success"}:
                return Answer(405, {"message": f'Required status check "{required}" is {states}.'})
        self.is_merged = True
        return Answer(200, {"merged": True, "sha": "f" * 40, "message": "Pull Request successfully merged"})

    def set_status(self, request: Request, sha: str) -> Answer:
        if not self.may(request, "statuses"):
            return FORBIDDEN
        if len(sha) != 40:
            return Answer(422, {"message": f"No commit found for SHA: {sha}"})
        if len(request.body["description"]) > 140:
            return Answer(422, {"message": "description is too long (maximum is 140 characters)"})
        self.statuses.setdefault(sha, {})[request.body["context"]] = request.body
        return Answer(201, {"id": 1, **request.body})

    def create_check(self, request: Request) -> Answer:
        account = self.account(request)
        if not account or not account.is_app or "checks" not in account.may:
            return Answer(403, {"message": "You must authenticate via a GitHub App."})
        output = request.body["output"]
        run = {"id": 500 + len(self.checks), **request.body}
        run["output"] = {**output, "annotations": list(output.get("annotations", ()))}
        self.checks.append(run)
        return Answer(201, {"id": run["id"], "name": run["name"]})

    def change_check(self, request: Request, number: str) -> Answer:
        run = self.checks[int(number) - 500]
        run["output"]["annotations"] += request.body["output"]["annotations"]
        return Answer(200, {"id": run["id"], "name": run["name"]})

    def get_label(self, _: Request, name: str) -> Answer:
        label = self.known_labels.get(name.lower())
        return Answer(200, label) if label else NOT_FOUND

    def create_label(self, request: Request) -> Answer:
        if not self.may(request, "pulls"):
            return FORBIDDEN
        name = request.body["name"]
        if len(name) > 50 or len(request.body["description"]) > 100:
            return Answer(422, {"message": "Validation Failed: too long"})
        if name.lower() in self.known_labels:
            return Answer(422, {"message": "Validation Failed", "errors": [{"code": "already_exists"}]})
        self.known_labels[name.lower()] = request.body
        return Answer(201, {"id": 1, **request.body})

    def list_labels(self, request: Request) -> Answer:
        return self.page(request, [{"id": 1, "name": name} for name in self.labels])

    def add_labels(self, request: Request) -> Answer:
        if not self.may(request, "pulls"):
            return FORBIDDEN
        for name in request.body["labels"]:
            self.known_labels.setdefault(name.lower(), {"name": name, "color": "ededed"})
            if name not in self.labels:
                self.labels.append(name)
        return self.list_labels(request)

    def remove_label(self, request: Request, name: str) -> Answer:
        if not self.may(request, "pulls"):
            return FORBIDDEN
        if name not in self.labels:
            return Answer(404, {"message": "Label does not exist"})
        self.labels.remove(name)
        return self.list_labels(request)

    def list_comments(self, request: Request) -> Answer:
        return self.page(request, self.comments)

    def add_comment(self, request: Request) -> Answer:
        account = self.account(request)
        assert account
        if "pulls" not in account.may or self.is_locked:
            return FORBIDDEN
        if not 0 < len(request.body["body"]) <= 65_536:
            return Answer(422, {"message": "body is too long (maximum is 65536 characters)"})
        kind = "Bot" if account.is_app else "User"
        return Answer(201, self.say(account.login, request.body["body"], kind))

    def change_comment(self, request: Request, number: str) -> Answer:
        """Whoever may write may edit what others said: it is up to the client not to."""
        if not self.may(request, "pulls"):
            return FORBIDDEN
        for comment in self.comments:
            if comment["id"] == int(number):
                comment["body"] = request.body["body"]
                return Answer(200, comment)
        return NOT_FOUND

    def delete_comment(self, request: Request, number: str) -> Answer:
        if not self.may(request, "pulls"):
            return FORBIDDEN
        self.comments = [comment for comment in self.comments if comment["id"] != int(number)]
        return Answer(204)

    def may(self, request: Request, what: str) -> bool:
        """Whether the token may write that."""
        account = self.account(request)
        return account is not None and what in account.may


FORBIDDEN = Answer(403, {"message": "Resource not accessible by integration"})
NOT_FOUND = Answer(404, {"message": "Not Found"})


def complaint_of(request: Request) -> str:
    """What GitHub's own description has to say against a request; "" when nothing."""
    mock = MockRequest(
        "https://api.github.com",
        request.verb.lower(),
        request.path,
        args=dict(request.query),
        headers={name.title(): value for name, value in request.headers.items()},
        data=request.text.encode() if request.text else None,
        content_type="application/json",
    )
    try:
        description().validate_request(mock)
    except OpenAPIError as problem:
        return f"{request.verb} {request.path}: {problem} {problem.__cause__ or ''}"
    return ""
