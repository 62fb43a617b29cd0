"""GitLab with one project and one merge request, by the form that its documentation gives requests."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from tests.ci.services.server import Answer, Request, Service

PROJECT = "acme/tools/shop"
IID = 7
REF = f"refs/merge-requests/{IID}/head"
P = "/api/v4/projects/acme%2Ftools%2Fshop"
ROLES = ("guest", "reporter", "developer")

FORMS: dict[tuple[str, str], tuple[frozenset[str], frozenset[str]]] = {
    ("POST", "statuses"): (
        frozenset({"state"}),
        frozenset({"name", "ref", "target_url", "description", "pipeline_id", "coverage"}),
    ),
    ("POST", "notes"): (frozenset({"body"}), frozenset({"internal", "created_at"})),
    ("PUT", "notes"): (frozenset({"body"}), frozenset()),
    ("POST", "labels"): (frozenset({"name", "color"}), frozenset({"description", "priority"})),
    ("PUT", "merge_requests"): (frozenset(), frozenset({"add_labels", "remove_labels", "labels", "title"})),
}
"""What the body of a request has to have and may have, by the last name in its path."""


@dataclass(frozen=True)
class Member:
    """Who a token belongs to, with a role in the project; `is_job` for that of a CI job."""

    username: str
    role: str = "developer"
    is_job: bool = False


@dataclass
class GitLabService(Service):
    """The state is public: tests arrange it and look at it."""

    head: str = "a" * 40
    members: dict[str, Member] = field(default_factory=dict)
    notes: list[dict[str, Any]] = field(default_factory=list)
    statuses: dict[str, dict[str, dict[str, Any]]] = field(default_factory=dict)
    known_labels: dict[str, dict[str, Any]] = field(default_factory=dict)
    labels: list[str] = field(default_factory=list)
    pipelines: dict[int, str] = field(default_factory=dict)
    """The commit of each pipeline; all of them are of the merge request's ref."""

    routes = (
        ("GET", "/api/v4/user", "get_user"),
        ("GET", rf"{P}/merge_requests/{IID}", "get_request"),
        ("PUT", rf"{P}/merge_requests/{IID}", "change_request"),
        ("POST", rf"{P}/statuses/([0-9a-f]{{40}})", "set_status"),
        ("GET", rf"{P}/labels/([^/]+)", "get_label"),
        ("POST", rf"{P}/labels", "create_label"),
        ("GET", rf"{P}/merge_requests/{IID}/notes", "list_notes"),
        ("POST", rf"{P}/merge_requests/{IID}/notes", "add_note"),
        ("PUT", rf"{P}/merge_requests/{IID}/notes/(\d+)", "change_note"),
        ("DELETE", rf"{P}/merge_requests/{IID}/notes/(\d+)", "delete_note"),
    )

    def __post_init__(self) -> None:
        super().__init__()

    def say(self, username: str, body: str, *, system: bool = False) -> dict[str, Any]:
        """A note of somebody, or of GitLab itself."""
        author = {"username": username}
        note = {"id": 1000 + len(self.notes), "body": body, "author": author, "system": system}
        self.notes.append(note)
        return note

    def refuse(self, request: Request) -> Answer | None:
        """Whom GitLab does not know, what it does not permit, what it does not understand."""
        member = self.member(request)
        if member is None:
            return Answer(401, {"message": "401 Unauthorized"})
        needed = {"GET": "guest", "POST": "reporter", "PUT": "reporter", "DELETE": "reporter"}[request.verb]
        if "/statuses/" in request.path:
            needed = "developer"
        if ROLES.index(member.role) < ROLES.index(needed):
            return Answer(403, {"message": "403 Forbidden"})
        if complaint := complaint_of(request):
            self.complaints.append(complaint)
            return Answer(400, {"error": complaint})
        return None

    def member(self, request: Request) -> Member | None:
        """Who asks; the token of a job opens nothing here."""
        token = request.headers.get("private-token", "")
        member = self.members.get(token)
        return None if member is None or member.is_job else member

    def get_user(self, request: Request) -> Answer:
        member = self.member(request)
        assert member
        return Answer(200, {"id": 1, "username": member.username})

    def get_request(self, _: Request) -> Answer:
        return Answer(200, {"id": 99, "iid": IID, "sha": self.head, "labels": self.labels})

    def change_request(self, request: Request) -> Answer:
        added = [name for name in request.body.get("add_labels", "").split(",") if name]
        removed = request.body.get("remove_labels", "").split(",")
        for name in added:
            self.known_labels.setdefault(name, {"name": name, "color": "#428BCA"})
        self.labels = [name for name in dict.fromkeys([*self.labels, *added]) if name not in removed]
        return self.get_request(request)

    def set_status(self, request: Request, sha: str) -> Answer:
        if len(request.body.get("description", "")) > 255:
            return Answer(400, {"message": {"description": ["is too long (maximum is 255 characters)"]}})
        number, ref = request.body.get("pipeline_id"), request.body.get("ref")
        if number is not None and (self.pipelines.get(number), ref or REF) != (sha, REF):
            return Answer(404, {"message": "404 Pipeline for pipeline_id, sha and ref Not Found"})
        self.statuses.setdefault(sha, {})[request.body.get("name", "default")] = request.body
        return Answer(201, {"id": 1, "sha": sha, "status": request.body["state"]})

    def get_label(self, _: Request, name: str) -> Answer:
        label = self.known_labels.get(name)
        return Answer(200, label) if label else Answer(404, {"message": "404 Label Not Found"})

    def create_label(self, request: Request) -> Answer:
        if request.body["name"] in self.known_labels:
            return Answer(409, {"message": "Label already exists"})
        self.known_labels[request.body["name"]] = request.body
        return Answer(201, {"id": 1, **request.body})

    def list_notes(self, request: Request) -> Answer:
        """The newest first, as GitLab does by default."""
        return self.page(request, self.notes[::-1])

    def first_hundred(self) -> Answer:
        """The first page of the notes, whoever asks."""
        return Answer(200, self.notes[:-101:-1], {"Link": f'<{self.url}/notes?page=2>; rel="next"'})

    def add_note(self, request: Request) -> Answer:
        member = self.member(request)
        assert member
        if len(request.body["body"]) > 1_000_000:
            return Answer(400, {"message": "400 Bad request - Note is too long"})
        return Answer(201, self.say(member.username, request.body["body"]))

    def change_note(self, request: Request, number: str) -> Answer:
        for note in self.notes:
            if note["id"] == int(number):
                note["body"] = request.body["body"]
                return Answer(200, note)
        return Answer(404, {"message": "404 Note Not Found"})

    def delete_note(self, _: Request, number: str) -> Answer:
        self.notes = [note for note in self.notes if note["id"] != int(number)]
        return Answer(204)


def complaint_of(request: Request) -> str:
    """What is wrong with the form of a request; "" when nothing is."""
    names = [part for part in request.path.split("/") if part in {form for _, form in FORMS}]
    form = FORMS.get((request.verb, names[-1])) if names else None
    if form is None:
        return ""
    required, allowed = form
    given = set(request.body)
    if missing := required - given:
        return f"{', '.join(sorted(missing))} is missing"
    if unknown := given - required - allowed:
        return f"{', '.join(sorted(unknown))} is not known"
    if names[-1] == "statuses" and request.body["state"] not in STATES:
        return "state does not have a valid value"
    return ""


STATES = ("pending", "running", "success", "failed", "canceled", "skipped")
