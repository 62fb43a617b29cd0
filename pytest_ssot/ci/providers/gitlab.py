"""GitLab CI/CD.

A merge request is known by its IID; `CI_MERGE_REQUEST_ID` counts for the whole server. The base that GitLab
names is stale once the target branch was changed, so it is the last choice.
"""

from __future__ import annotations

from pytest_ssot.ci.build import Build
from pytest_ssot.ci.variables import Variables, given, tracked

NAME = "gitlab"
SURE = True


def is_around(variables: Variables) -> bool:
    """Every job has this variable."""
    return bool(variables.text("GITLAB_CI"))


def read_build(variables: Variables) -> Build:
    """The job, with the merge request of its pipeline."""
    target = variables.text(
        "CI_MERGE_REQUEST_TARGET_BRANCH_NAME", "CI_EXTERNAL_PULL_REQUEST_TARGET_BRANCH_NAME"
    )
    server = variables.url("CI_SERVER_URL") or "https://gitlab.com"
    return Build(
        NAME,
        service="gitlab",
        event=variables.text("CI_PIPELINE_SOURCE"),
        branch=variables.text(
            "CI_MERGE_REQUEST_SOURCE_BRANCH_NAME",
            "CI_EXTERNAL_PULL_REQUEST_SOURCE_BRANCH_NAME",
            "CI_COMMIT_BRANCH",
            "CI_COMMIT_REF_NAME",
        ),
        target=target,
        commit=variables.text("CI_MERGE_REQUEST_SOURCE_BRANCH_SHA", "CI_COMMIT_SHA"),
        pull_request=variables.number("CI_MERGE_REQUEST_IID"),
        bases=given(
            variables.text("CI_MERGE_REQUEST_TARGET_BRANCH_SHA"),  # of a pipeline for merged results
            *tracked(target or variables.text("CI_DEFAULT_BRANCH")),
            variables.text("CI_MERGE_REQUEST_DIFF_BASE_SHA", "CI_EXTERNAL_PULL_REQUEST_TARGET_BRANCH_SHA"),
        ),
        url=variables.url("CI_JOB_URL", "CI_PIPELINE_URL"),
        repository=variables.text("CI_MERGE_REQUEST_PROJECT_PATH", "CI_PROJECT_PATH"),
        api_url=variables.url("CI_API_V4_URL") or f"{server}/api/v4",
        server_url=server,
        is_fork=_is_fork(variables),
    )


def _is_fork(variables: Variables) -> bool:
    source, own = (variables.text(f"CI_MERGE_REQUEST_{name}") for name in ("SOURCE_PROJECT_ID", "PROJECT_ID"))
    return bool(source) and source != own
