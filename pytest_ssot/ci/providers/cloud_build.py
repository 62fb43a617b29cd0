"""Google Cloud Build: its steps see no variable of their own, so builds have to hand on substitutions.

env: [BUILD_ID=$BUILD_ID, PROJECT_ID=$PROJECT_ID, BRANCH_NAME=$BRANCH_NAME, COMMIT_SHA=$COMMIT_SHA,
      _PR_NUMBER=$_PR_NUMBER, _BASE_BRANCH=$_BASE_BRANCH]
"""

from __future__ import annotations

from pytest_ssot.ci.build import Build
from pytest_ssot.ci.hosts import hosting
from pytest_ssot.ci.variables import Variables, tracked

NAME = "cloud_build"
SURE = False


def is_around(variables: Variables) -> bool:
    """A step may have the first; the other two are what everybody hands on."""
    return bool(
        variables.text("BUILDER_OUTPUT") or (variables.text("BUILD_ID") and variables.text("PROJECT_ID"))
    )


def read_build(variables: Variables) -> Build:
    """The build, as far as its substitutions were handed on."""
    target = variables.text("_BASE_BRANCH")
    host = hosting(variables.url("_HEAD_REPO_URL"))
    number = variables.number("_PR_NUMBER")
    full_name = variables.text("REPO_FULL_NAME")
    return Build(
        NAME,
        service=host.service,
        event="pull_request" if number else "",
        branch=variables.text("_HEAD_BRANCH", "BRANCH_NAME", "REF_NAME", "TAG_NAME"),
        target=target,
        commit=variables.text("COMMIT_SHA", "REVISION_ID"),
        pull_request=number,
        bases=tracked(target),
        url=_url(variables),
        repository=full_name or host.repository,
        api_url=host.api_url,
        server_url=host.server_url,
        is_fork=bool(full_name and host.repository and full_name != host.repository),
    )


def _url(variables: Variables) -> str:
    build, project, region = (variables.text(name) for name in ("BUILD_ID", "PROJECT_ID", "LOCATION"))
    if not build or not project:
        return ""
    place = f";region={region}/{build}" if region else f"/{build}"
    return f"https://console.cloud.google.com/cloud-build/builds{place}?project={project}"
