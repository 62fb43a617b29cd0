"""What the systems' variables say, as their documentation and recorded runs have them."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import replace

import pytest

from pytest_ssot.ci import Build, detect
from pytest_ssot.ci.providers import providers

HEAD, MERGE, STALE = "a" * 40, "b" * 40, "c" * 40
EVENT = "/github/workflow/event.json"
PULL_REQUEST = {
    "pull_request": {
        "number": 123,
        "head": {"ref": "feature/login", "sha": HEAD, "repo": {"full_name": "acme/shop"}},
        "base": {"ref": "main", "sha": STALE, "repo": {"full_name": "acme/shop"}},
    },
    "repository": {"full_name": "acme/shop"},
}
GITHUB = {
    "CI": "true",
    "GITHUB_ACTIONS": "true",
    "GITHUB_API_URL": "https://api.github.com",
    "GITHUB_REPOSITORY": "acme/shop",
    "GITHUB_RUN_ID": "42",
    "GITHUB_SERVER_URL": "https://github.com",
}
ON_PULL_REQUEST = {
    **GITHUB,
    "GITHUB_BASE_REF": "main",
    "GITHUB_EVENT_NAME": "pull_request",
    "GITHUB_EVENT_PATH": EVENT,
    "GITHUB_HEAD_REF": "feature/login",
    "GITHUB_REF": "refs/pull/123/merge",
    "GITHUB_REF_NAME": "123/merge",
    "GITHUB_SHA": MERGE,
}
REQUEST = Build(
    provider="github",
    service="github",
    event="pull_request",
    branch="feature/login",
    target="main",
    commit=HEAD,
    pull_request=123,
    bases=("origin/main", f"{MERGE}^1"),
    url="https://github.com/acme/shop/actions/runs/42",
    repository="acme/shop",
    api_url="https://api.github.com",
    server_url="https://github.com",
)
GITLAB = {
    "GITLAB_CI": "true",
    "CI_API_V4_URL": "https://git.example.org/api/v4",
    "CI_COMMIT_REF_NAME": "feature/login",
    "CI_COMMIT_SHA": HEAD,
    "CI_JOB_URL": "https://git.example.org/acme/shop/-/jobs/7",
    "CI_MERGE_REQUEST_DIFF_BASE_SHA": STALE,
    "CI_MERGE_REQUEST_ID": "99999",
    "CI_MERGE_REQUEST_IID": "12",
    "CI_MERGE_REQUEST_PROJECT_ID": "3",
    "CI_MERGE_REQUEST_PROJECT_PATH": "acme/shop",
    "CI_MERGE_REQUEST_SOURCE_BRANCH_NAME": "feature/login",
    "CI_MERGE_REQUEST_SOURCE_PROJECT_ID": "3",
    "CI_MERGE_REQUEST_TARGET_BRANCH_NAME": "main",
    "CI_PIPELINE_SOURCE": "merge_request_event",
    "CI_PROJECT_PATH": "acme/shop",
    "CI_SERVER_URL": "https://git.example.org",
}
ON_BRANCH = {"CI_COMMIT_BRANCH": "topic", "CI_DEFAULT_BRANCH": "main", "CI_PIPELINE_SOURCE": "push"}
MERGE_REQUEST = Build(
    provider="gitlab",
    service="gitlab",
    event="merge_request_event",
    branch="feature/login",
    target="main",
    commit=HEAD,
    pull_request=12,
    bases=("origin/main", STALE),
    url="https://git.example.org/acme/shop/-/jobs/7",
    repository="acme/shop",
    api_url="https://git.example.org/api/v4",
    server_url="https://git.example.org",
)
JENKINS = {
    "JENKINS_URL": "https://ci.example.org/",
    "BRANCH_NAME": "PR-123",
    "BUILD_ID": "8",
    "BUILD_NUMBER": "8",
    "BUILD_URL": "https://ci.example.org/job/shop/8/",
    "CHANGE_BRANCH": "feature/login",
    "CHANGE_ID": "123",
    "CHANGE_TARGET": "main",
    "CHANGE_URL": "https://github.com/acme/shop/pull/123",
    "GIT_COMMIT": HEAD,
    "GIT_URL": "https://github.com/acme/shop.git",
}
CHANGE_REQUEST = replace(
    REQUEST,
    provider="jenkins",
    bases=("origin/main",),
    url="https://ci.example.org/job/shop/8",
)


def of(environ: Mapping[str, str], event: object = None) -> Build:
    """The build of an environment, with the event in the file that GitHub names."""
    return detect(environ, lambda path: json.dumps(event).encode() if path == EVENT else b"")


BUILDS = {
    "github, pull request": (of(ON_PULL_REQUEST, PULL_REQUEST), REQUEST),
    "github, push": (
        of(
            {
                **GITHUB,
                "GITHUB_EVENT_NAME": "push",
                "GITHUB_EVENT_PATH": EVENT,
                "GITHUB_REF": "refs/heads/main",
                "GITHUB_REF_NAME": "main",
                "GITHUB_SHA": HEAD,
                "GITHUB_HEAD_REF": "",
                "GITHUB_BASE_REF": "",
            },
            {"repository": {"full_name": "acme/shop", "default_branch": "trunk"}, "before": STALE},
        ),
        replace(REQUEST, event="push", branch="main", target="", pull_request=None, bases=("origin/trunk",)),
    ),
    "github, merge queue": (
        of(
            {
                **GITHUB,
                "GITHUB_EVENT_NAME": "merge_group",
                "GITHUB_EVENT_PATH": EVENT,
                "GITHUB_REF": "refs/heads/gh-readonly-queue/main/pr-123-x",
                "GITHUB_REF_NAME": "gh-readonly-queue/main/pr-123-x",
                "GITHUB_SHA": HEAD,
            },
            {
                "merge_group": {
                    "head_ref": "refs/heads/gh-readonly-queue/main/pr-123-x",
                    "base_ref": "refs/heads/main",
                    "base_sha": STALE,
                }
            },
        ),
        replace(
            REQUEST,
            event="merge_group",
            branch="gh-readonly-queue/main/pr-123-x",
            pull_request=None,
            bases=("origin/main", STALE),
        ),
    ),
    "github, comment on a pull request": (
        of(
            {
                **GITHUB,
                "GITHUB_EVENT_NAME": "issue_comment",
                "GITHUB_EVENT_PATH": EVENT,
                "GITHUB_REF_NAME": "main",
                "GITHUB_SHA": HEAD,
            },
            {"issue": {"number": 123, "pull_request": {"url": "…"}}},
        ),
        replace(REQUEST, event="issue_comment", branch="main", target="", bases=()),
    ),
    "forgejo": (
        of({**ON_PULL_REQUEST, "FORGEJO_ACTIONS": "true"}, PULL_REQUEST),
        replace(REQUEST, service=""),
    ),
    "gitlab, merge request": (of(GITLAB), MERGE_REQUEST),
    "gitlab, merged results": (
        of(
            {
                **GITLAB,
                "CI_COMMIT_SHA": MERGE,
                "CI_MERGE_REQUEST_SOURCE_BRANCH_SHA": HEAD,
                "CI_MERGE_REQUEST_TARGET_BRANCH_SHA": "d" * 40,
            }
        ),
        replace(MERGE_REQUEST, bases=("d" * 40, "origin/main", STALE)),
    ),
    "gitlab, branch": (
        of({name: value for name, value in {**GITLAB, **ON_BRANCH}.items() if "MERGE_REQUEST" not in name}),
        replace(
            MERGE_REQUEST, event="push", branch="topic", target="", pull_request=None, bases=("origin/main",)
        ),
    ),
    "jenkins, multibranch": (of(JENKINS), CHANGE_REQUEST),
    "jenkins, plain job": (
        of(
            {
                "JENKINS_HOME": "/var/jenkins",
                "BUILD_NUMBER": "9",
                "BUILD_URL": "https://ci.example.org/job/shop/9/",
                "GIT_BRANCH": "origin/main",
                "GIT_COMMIT": HEAD,
                "GIT_URL": "git@gitlab.com:acme/tools/shop.git",
            }
        ),
        Build(
            provider="jenkins",
            service="gitlab",
            branch="main",
            commit=HEAD,
            url="https://ci.example.org/job/shop/9",
            repository="acme/tools/shop",
            api_url="https://gitlab.com/api/v4",
            server_url="https://gitlab.com",
        ),
    ),
    "cloud build": (
        of(
            {
                "BUILD_ID": "1-2-3",
                "PROJECT_ID": "shop-prod",
                "COMMIT_SHA": HEAD,
                "REPO_FULL_NAME": "acme/shop",
                "_HEAD_BRANCH": "feature/login",
                "_HEAD_REPO_URL": "https://github.com/acme/shop",
                "_BASE_BRANCH": "main",
                "_PR_NUMBER": "123",
            }
        ),
        replace(
            REQUEST,
            provider="cloud_build",
            bases=("origin/main",),
            url="https://console.cloud.google.com/cloud-build/builds/1-2-3?project=shop-prod",
        ),
    ),
    "circleci": (
        of(
            {
                "CIRCLECI": "true",
                "CIRCLE_BRANCH": "feature/login",
                "CIRCLE_BUILD_URL": "https://circleci.com/gh/acme/shop/5",
                "CIRCLE_PROJECT_REPONAME": "shop",
                "CIRCLE_PROJECT_USERNAME": "acme",
                "CIRCLE_PULL_REQUEST": "https://github.com/acme/shop/pull/123",
                "CIRCLE_SHA1": HEAD,
            }
        ),
        replace(REQUEST, provider="circleci", target="", bases=(), url="https://circleci.com/gh/acme/shop/5"),
    ),
    "azure, repository on github": (
        of(
            {
                "TF_BUILD": "True",
                "BUILD_BUILDID": "77",
                "BUILD_BUILDURI": "vstfs:///Build/Build/77",
                "BUILD_REASON": "PullRequest",
                "BUILD_REPOSITORY_NAME": "acme/shop",
                "BUILD_REPOSITORY_PROVIDER": "GitHub",
                "BUILD_REPOSITORY_URI": "https://github.com/acme/shop",
                "BUILD_SOURCEBRANCH": "refs/pull/123/merge",
                "BUILD_SOURCEVERSION": MERGE,
                "SYSTEM_COLLECTIONURI": "https://dev.azure.com/acme/",
                "SYSTEM_PULLREQUEST_ISFORK": "False",
                "SYSTEM_PULLREQUEST_PULLREQUESTID": "1234567890",
                "SYSTEM_PULLREQUEST_PULLREQUESTNUMBER": "123",
                "SYSTEM_PULLREQUEST_SOURCEBRANCH": "feature/login",
                "SYSTEM_PULLREQUEST_SOURCECOMMITID": HEAD,
                "SYSTEM_PULLREQUEST_TARGETBRANCH": "main",
                "SYSTEM_TEAMPROJECT": "the shop",
            }
        ),
        replace(
            REQUEST,
            provider="azure",
            event="PullRequest",
            url="https://dev.azure.com/acme/the%20shop/_build/results?buildId=77",
        ),
    ),
    "azure, its own repository": (
        of(
            {
                "TF_BUILD": "True",
                "BUILD_REASON": "PullRequest",
                "BUILD_REPOSITORY_NAME": "shop",
                "BUILD_REPOSITORY_PROVIDER": "TfsGit",
                "BUILD_SOURCEBRANCH": "refs/pull/12/merge",
                "BUILD_SOURCEVERSION": MERGE,
                "SYSTEM_PULLREQUEST_PULLREQUESTID": "12",
                "SYSTEM_PULLREQUEST_PULLREQUESTNUMBER": "$(System.PullRequest.PullRequestNumber)",
                "SYSTEM_PULLREQUEST_SOURCEBRANCH": "refs/heads/feature/login",
                "SYSTEM_PULLREQUEST_TARGETBRANCH": "refs/heads/main",
            }
        ),
        Build(
            provider="azure",
            service="azure",
            event="PullRequest",
            branch="feature/login",
            target="main",
            commit=MERGE,
            pull_request=12,
            bases=("origin/main", f"{MERGE}^1"),
            repository="shop",
        ),
    ),
    "bitbucket": (
        of(
            {
                "BITBUCKET_BUILD_NUMBER": "5",
                "BITBUCKET_BRANCH": "feature/login",
                "BITBUCKET_COMMIT": HEAD,
                "BITBUCKET_PR_DESTINATION_BRANCH": "main",
                "BITBUCKET_PR_DESTINATION_COMMIT": "cccccccccccc",
                "BITBUCKET_PR_ID": "123",
                "BITBUCKET_REPO_FULL_NAME": "acme/shop",
            }
        ),
        replace(
            REQUEST,
            provider="bitbucket",
            service="bitbucket",
            bases=("origin/main", "cccccccccccc"),
            url="https://bitbucket.org/acme/shop/pipelines/results/5",
            api_url="https://api.bitbucket.org/2.0",
            server_url="https://bitbucket.org",
        ),
    ),
    "nothing around": (of({"CI": "true", "HOME": "/root"}), Build()),
    "variables that are set to nothing": (of({"GITHUB_ACTIONS": "", "GITLAB_CI": " "}), Build()),
}


@pytest.mark.parametrize(("found", "expected"), BUILDS.values(), ids=BUILDS)
def test_each_system_is_read_as_it_is_documented(found: Build, expected: Build) -> None:
    """Provider, branch, commit, request, base and addresses, whatever the system calls them."""
    assert found == expected


def test_every_system_has_a_row() -> None:
    """No provider goes without a test."""
    assert {expected.provider for _, expected in BUILDS.values()} == {
        *(provider.NAME for provider in providers()),
        "local",
    }


FORK: dict[str, object] = {"pull_request": {"head": {"repo": {"full_name": "eve/shop"}}}}
DELETED_FORK: dict[str, object] = {"pull_request": {"head": {"repo": None}}}

FORKS = {
    "github": of(ON_PULL_REQUEST, FORK | {"repository": {"full_name": "acme/shop"}}),
    "github, deleted": of(ON_PULL_REQUEST, DELETED_FORK | {"repository": {"full_name": "acme/shop"}}),
    "gitlab": of({**GITLAB, "CI_MERGE_REQUEST_SOURCE_PROJECT_ID": "4", "CI_PROJECT_PATH": "eve/shop"}),
    "jenkins": of({**JENKINS, "CHANGE_FORK": "eve"}),
    "cloud build": of({
        "BUILDER_OUTPUT": "/builder/outputs",
        "REPO_FULL_NAME": "acme/shop",
        "_HEAD_REPO_URL": "https://github.com/eve/shop",
    }),
    "circleci": of({
        "CIRCLECI": "true",
        "CIRCLE_PROJECT_REPONAME": "shop",
        "CIRCLE_PROJECT_USERNAME": "acme",
        "CIRCLE_PR_USERNAME": "eve",
    }),
    "azure": of({
        "TF_BUILD": "True",
        "BUILD_REPOSITORY_NAME": "acme/shop",
        "SYSTEM_PULLREQUEST_ISFORK": "True",
    }),
}  # fmt: skip


@pytest.mark.parametrize("build", FORKS.values(), ids=FORKS)
def test_a_change_from_another_repository_is_a_fork(build: Build) -> None:
    """The repository is the one that is asked to take the change."""
    assert build.is_fork
    assert build.repository == "acme/shop"


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"", "not valid JSON"),
        (b"{", "not valid JSON"),
        (b"[" * 100_000, "not valid JSON"),
        (b"\xff\xfe\x00", "not valid JSON"),
        (None, "No such file"),
    ],
    ids=["empty", "cut off", "nested", "binary", "missing"],
)
def test_an_event_that_cannot_be_read_is_told(content: bytes | None, why: str) -> None:
    """The variables alone tell the rest, and which request it is."""

    def read(path: str) -> bytes:
        if content is None:
            raise FileNotFoundError(2, "No such file or directory", path)
        return content

    build = detect(ON_PULL_REQUEST, read)

    assert len(build.notes) == 1
    assert why in build.notes[0]
    assert replace(build, notes=()) == replace(REQUEST, commit=MERGE)


@pytest.mark.parametrize(
    "event",
    [
        None,
        [],
        7,
        "pull_request",
        {"pull_request": []},
        {"pull_request": {"number": "1; rm", "head": 5, "base": [None]}},
        {"pull_request": {"number": -5}},
        {"pull_request": {"number": True}},
    ],
)
def test_an_event_of_another_shape_takes_nothing_away(event: object) -> None:
    """JSON that is not what GitHub documents counts as saying nothing."""
    build = of(ON_PULL_REQUEST, event)

    assert (build.pull_request, build.branch, build.bases) == (123, "feature/login", REQUEST.bases)


@pytest.mark.parametrize("value", ["12a", "-3", "0", "1.5", "٣", "9" * 400, "$(id)x"])
def test_a_number_that_is_none_is_told(value: str) -> None:
    """A note names the variable and the value, in a line of bounded length."""
    build = of({**GITLAB, "CI_MERGE_REQUEST_IID": value})

    assert build.pull_request is None
    assert len(build.notes) == 1
    assert build.notes[0].startswith("CI_MERGE_REQUEST_IID is ")
    assert len(build.notes[0]) < 200


def test_systems_around_each_other_are_told() -> None:
    """The first is believed; one without variables of its own never is beside another."""
    both = of({**JENKINS, **GITLAB})
    hinted = of({**JENKINS, "PROJECT_ID": "shop"})

    assert (both.provider, both.notes) == (
        "gitlab",
        ("the variables of several systems are set (gitlab, jenkins); those of gitlab are used",),
    )
    assert hinted == CHANGE_REQUEST


def test_pull_request_target_is_told() -> None:
    """Its checkout is not what the pull request changes."""
    build = of({**ON_PULL_REQUEST, "GITHUB_EVENT_NAME": "pull_request_target"}, PULL_REQUEST)

    assert [note.partition(",")[0] for note in build.notes] == ["with pull_request_target"]
