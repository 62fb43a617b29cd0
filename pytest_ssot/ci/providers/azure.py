"""Azure Pipelines, for repositories of its own or of GitHub."""

from __future__ import annotations

from urllib.parse import quote

from pytest_ssot.ci.build import Build
from pytest_ssot.ci.hosts import hosting
from pytest_ssot.ci.variables import Variables, given, short_branch, tracked

NAME = "azure"
SURE = True

_SERVICES = {"github": "github", "githubenterprise": "github", "tfsgit": "azure", "bitbucket": "bitbucket"}


def is_around(variables: Variables) -> bool:
    """Every task has this variable."""
    return variables.text("TF_BUILD").lower() == "true"


def read_build(variables: Variables) -> Build:
    """The run, with the pull request that it validates."""
    target = short_branch(variables.text("SYSTEM_PULLREQUEST_TARGETBRANCH"))
    source, version = variables.text("BUILD_SOURCEBRANCH"), variables.text("BUILD_SOURCEVERSION")
    merged = f"{version}^1" if version and source.startswith("refs/pull/") else ""
    host = hosting(variables.url("BUILD_REPOSITORY_URI"))
    return Build(
        NAME,
        service=_SERVICES.get(variables.text("BUILD_REPOSITORY_PROVIDER").lower(), host.service),
        event=variables.text("BUILD_REASON"),
        branch=short_branch(variables.text("SYSTEM_PULLREQUEST_SOURCEBRANCH") or source),
        target=target,
        commit=variables.text("SYSTEM_PULLREQUEST_SOURCECOMMITID") or version,
        # GitHub's requests have both, and the id counts for all of GitHub.
        pull_request=variables.number(
            "SYSTEM_PULLREQUEST_PULLREQUESTNUMBER", "SYSTEM_PULLREQUEST_PULLREQUESTID"
        ),
        bases=given(*tracked(target), merged),
        url=_url(variables),
        repository=variables.text("BUILD_REPOSITORY_NAME"),
        api_url=host.api_url,
        server_url=host.server_url,
        is_fork=variables.text("SYSTEM_PULLREQUEST_ISFORK").lower() == "true",
    )


def _url(variables: Variables) -> str:
    """Where people see the run; the address in BUILD_BUILDURI is not for browsers."""
    collection = variables.url("SYSTEM_COLLECTIONURI", "SYSTEM_TEAMFOUNDATIONCOLLECTIONURI")
    project, build = variables.text("SYSTEM_TEAMPROJECT"), variables.text("BUILD_BUILDID")
    if not (collection and project and build):
        return ""
    return f"{collection}/{quote(project)}/_build/results?buildId={quote(build)}"
