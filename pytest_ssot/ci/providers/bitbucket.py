"""Bitbucket Pipelines, which merges the destination of a pull request into what it checks out."""

from __future__ import annotations

from pytest_ssot.ci.build import Build
from pytest_ssot.ci.variables import Variables, given, tracked

NAME = "bitbucket"
SURE = True


def is_around(variables: Variables) -> bool:
    """Every step has this variable."""
    return bool(variables.text("BITBUCKET_BUILD_NUMBER"))


def read_build(variables: Variables) -> Build:
    """The step, with the pull request of its pipeline."""
    target = variables.text("BITBUCKET_PR_DESTINATION_BRANCH")
    repository = variables.text("BITBUCKET_REPO_FULL_NAME")
    number, run = variables.number("BITBUCKET_PR_ID"), variables.text("BITBUCKET_BUILD_NUMBER")
    return Build(
        NAME,
        service="bitbucket",
        event="pull_request" if number else "",
        branch=variables.text("BITBUCKET_BRANCH", "BITBUCKET_TAG"),
        target=target,
        commit=variables.text("BITBUCKET_COMMIT"),
        pull_request=number,
        bases=given(*tracked(target), variables.text("BITBUCKET_PR_DESTINATION_COMMIT")),
        url=f"https://bitbucket.org/{repository}/pipelines/results/{run}" if repository else "",
        repository=repository,
        api_url="https://api.bitbucket.org/2.0",
        server_url="https://bitbucket.org",
    )
