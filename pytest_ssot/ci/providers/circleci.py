"""CircleCI, which knows of a pull request by its address and nothing of what it is to be merged into."""

from __future__ import annotations

import re

from pytest_ssot.ci.build import Build
from pytest_ssot.ci.hosts import hosting
from pytest_ssot.ci.variables import Variables

NAME = "circleci"
SURE = True


def is_around(variables: Variables) -> bool:
    """Every job has this variable."""
    return bool(variables.text("CIRCLECI"))


def read_build(variables: Variables) -> Build:
    """The job, with the pull request of its branch if there is one."""
    request = variables.url("CIRCLE_PULL_REQUEST")
    host = hosting(request or variables.text("CIRCLE_REPOSITORY_URL"))
    owner, name = (variables.text(f"CIRCLE_PROJECT_{part}") for part in ("USERNAME", "REPONAME"))
    number = _number(variables, request)
    return Build(
        NAME,
        service=host.service,
        event="pull_request" if number else "",
        branch=variables.text("CIRCLE_BRANCH", "CIRCLE_TAG"),
        commit=variables.text("CIRCLE_SHA1"),
        pull_request=number,
        url=variables.url("CIRCLE_BUILD_URL"),
        repository=f"{owner}/{name}" if owner and name else host.repository,
        api_url=host.api_url,
        server_url=host.server_url,
        is_fork=bool(variables.text("CIRCLE_PR_USERNAME", "CIRCLE_PR_REPONAME")),
    )


def _number(variables: Variables, request: str) -> int | None:
    """Pull requests from forks have a variable for it, the others only their address."""
    if variables.text("CIRCLE_PR_NUMBER"):
        return variables.number("CIRCLE_PR_NUMBER")
    last = re.search(r"/(\d{1,15})$", request)
    return int(last[1]) if last else None
