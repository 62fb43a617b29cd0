"""GitHub Actions.

For a pull request, `GITHUB_SHA` is a merge that GitHub made to test it, and the `base.sha` of the event is
where the target stood when somebody last looked: both would compare with the wrong commit.
"""

from __future__ import annotations

import re

from pytest_ssot.ci.build import ON_TARGET, Build
from pytest_ssot.ci.variables import Event, Variables, given, short_branch, tracked

NAME = "github"
SURE = True

_PULL = re.compile(r"refs/pull/(\d{1,15})/(?:merge|head)")


def is_around(variables: Variables) -> bool:
    """Every step of a workflow has this variable."""
    return variables.text("GITHUB_ACTIONS").lower() == "true"


def read_build(variables: Variables) -> Build:
    """The workflow run, with what its event says about the pull request."""
    event = variables.event("GITHUB_EVENT_PATH")
    name = variables.text("GITHUB_EVENT_NAME")
    server = variables.url("GITHUB_SERVER_URL") or "https://github.com"
    repository = variables.text("GITHUB_REPOSITORY") or event.text("repository", "full_name")
    if name == "merge_group":
        branch, target = (short_branch(event.text("merge_group", end)) for end in ("head_ref", "base_ref"))
    else:
        branch = variables.text("GITHUB_HEAD_REF") or event.text("pull_request", "head", "ref")
        target = variables.text("GITHUB_BASE_REF") or event.text("pull_request", "base", "ref")
    sha = variables.text("GITHUB_SHA")
    return Build(
        NAME,
        service=_service(variables),
        event=name,
        branch=branch or variables.text("GITHUB_REF_NAME"),
        target=short_branch(target),
        commit=event.text("pull_request", "head", "sha") or ("" if name == ON_TARGET else sha),
        pull_request=_number(variables, event),
        bases=given(
            *tracked(target or event.text("repository", "default_branch")),
            _merged_into(variables, sha),
            event.text("merge_group", "base_sha"),
        ),
        url=_url(variables, server, repository),
        repository=repository,
        api_url=variables.url("GITHUB_API_URL") or "https://api.github.com",
        server_url=server,
        is_fork=_is_fork(event),
        notes=_notes(name),
    )


def _service(variables: Variables) -> str:
    """Gitea and Forgejo run such workflows, too, with the same variables and an API of their own."""
    return "" if variables.text("GITEA_ACTIONS", "FORGEJO_ACTIONS") else "github"


def _number(variables: Variables, event: Event) -> int | None:
    found = event.number("pull_request", "number")
    if found is None and event.has("issue", "pull_request"):
        found = event.number("issue", "number")
    if found is None and (ref := _PULL.fullmatch(variables.text("GITHUB_REF"))):
        found = int(ref[1])
    return found


def _merged_into(variables: Variables, sha: str) -> str:
    """What GitHub merged the pull request into: the first parent of the merge that is checked out."""
    return f"{sha}^1" if sha and variables.text("GITHUB_REF").endswith("/merge") else ""


def _url(variables: Variables, server: str, repository: str) -> str:
    run = variables.text("GITHUB_RUN_ID")
    return f"{server}/{repository}/actions/runs/{run}" if run and repository else ""


def _is_fork(event: Event) -> bool:
    """The head is in another repository, or in one that is gone."""
    if not event.has("pull_request"):
        return False
    return event.text("pull_request", "head", "repo", "full_name") != _base_repository(event)


def _base_repository(event: Event) -> str:
    return event.text("pull_request", "base", "repo", "full_name") or event.text("repository", "full_name")


def _notes(event: str) -> tuple[str, ...]:
    if event != ON_TARGET:
        return ()
    advice = "use pull_request to judge what a pull request changes"
    return (f"with pull_request_target, a checkout holds the target branch: {advice}",)
