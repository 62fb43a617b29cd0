"""What the tests of pull requests share: a report that fails, a build, a published verdict."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from pytest_ssot.ci import Build
from pytest_ssot.ci.pull_requests import Publication, publish
from pytest_ssot.formats.text.origin import Origin
from pytest_ssot.model import Report
from tests.ci.services.github import ACTIONS, NUMBER, PERSON, REPOSITORY, GitHubService

HEAD = "a" * 40
TOKEN = "ghs_16C7e42F292c6912E7710c838347Ae178B4a"
"""A token of a workflow."""
PERSONAL = "ghp_ofSomebodyWhoKeepsTheShop"

ORIGIN = Origin(link=f"https://github.com/{REPOSITORY}/blob/{HEAD}/{{path}}#L{{line}}-L{{end_line}}")


def github() -> GitHubService:
    """GitHub, which knows the token of a workflow and that of a person."""
    return GitHubService(head=HEAD, accounts={TOKEN: ACTIONS, PERSONAL: PERSON})


def build_on(service: GitHubService, /, **changes: object) -> Build:
    """The build of the pull request."""
    build = Build(
        "github",
        service="github",
        commit=HEAD,
        pull_request=NUMBER,
        repository=REPOSITORY,
        api_url=service.url,
        server_url="https://github.com",
        url=f"https://github.com/{REPOSITORY}/actions/runs/42",
    )
    return replace(build, **changes)  # type: ignore[arg-type] # tests name fields of it


def tell(
    service: GitHubService,
    report: Report,
    environ: Mapping[str, str] | None = None,
    /,
    *,
    origin: Origin = ORIGIN,
    seconds: float = 20,
    **changes: object,
) -> Publication:
    """Publish the report, by default with the token of a workflow."""
    found = {"GITHUB_TOKEN": TOKEN} if environ is None else environ
    return publish(build_on(service, **changes), report, found, origin, seconds=seconds)
