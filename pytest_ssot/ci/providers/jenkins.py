"""Jenkins: multibranch pipelines, and the plugins that build pull requests of GitHub and GitLab."""

from __future__ import annotations

from pytest_ssot.ci.build import Build
from pytest_ssot.ci.hosts import hosting
from pytest_ssot.ci.variables import Variables, tracked

NAME = "jenkins"
SURE = True


def is_around(variables: Variables) -> bool:
    """The address is set where the administrator configured it, the other two always."""
    return bool(
        variables.text("JENKINS_URL") or (variables.text("JENKINS_HOME") and variables.text("BUILD_NUMBER"))
    )


def read_build(variables: Variables) -> Build:
    """The build, with the change request that it is for."""
    target = variables.text("CHANGE_TARGET", "ghprbTargetBranch", "gitlabTargetBranch")
    host = hosting(variables.text("CHANGE_URL", "ghprbPullLink", "GIT_URL", "GIT_URL_1"))
    pull_request = variables.number("CHANGE_ID", "ghprbPullId", "gitlabMergeRequestIid")
    return Build(
        NAME,
        service=host.service,
        event="pull_request" if pull_request else "",
        branch=_branch(variables),
        target=target,
        # GIT_COMMIT may be a merge that only this machine has.
        commit=variables.text("ghprbActualCommit", "gitlabMergeRequestLastCommit", "GIT_COMMIT"),
        pull_request=pull_request,
        bases=tracked(target),
        url=variables.url("BUILD_URL", "RUN_DISPLAY_URL"),
        repository=host.repository,
        api_url=host.api_url,
        server_url=host.server_url,
        is_fork=bool(variables.text("CHANGE_FORK")),
    )


def _branch(variables: Variables) -> str:
    named = variables.text(
        "CHANGE_BRANCH", "ghprbSourceBranch", "gitlabSourceBranch", "BRANCH_NAME", "GIT_LOCAL_BRANCH"
    )
    return named or variables.text("GIT_BRANCH").removeprefix("origin/")
