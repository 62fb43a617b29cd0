"""From a build and its report to what the pull request shows, whatever the service does meanwhile."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from contextlib import closing
from threading import Thread
from typing import TypedDict

from pytest_ssot.ci.build import Build
from pytest_ssot.ci.pull_requests.api import Api, Patience
from pytest_ssot.ci.pull_requests.credentials import VARIABLES, Credential, find_credential, tokens
from pytest_ssot.ci.pull_requests.github import GitHub
from pytest_ssot.ci.pull_requests.gitlab import GitLab, Pipeline
from pytest_ssot.ci.pull_requests.host import Host
from pytest_ssot.ci.pull_requests.publication import Journal, Publication
from pytest_ssot.ci.pull_requests.statement import NoVerdict, Statement
from pytest_ssot.ci.pull_requests.steps import Marking, Publishing
from pytest_ssot.ci.pull_requests.wire import Connection
from pytest_ssot.formats.text.origin import Origin
from pytest_ssot.model import Report

SECONDS = 45.0
"""How long a publication may take by default, all its requests and pauses together."""

_COMMIT = re.compile(r"[0-9a-f]{40}(?:[0-9a-f]{24})?")
_REPOSITORY = re.compile(r"(?:/(?!\.{1,2}(?:/|$))[\w.-]+){2,}", re.ASCII)
_NO_SERVICE = "the service that hosts the repository is not known"
_MISSING = {
    "github": "PyGithub is not installed: pip install 'pytest-ssot[github]'",
    "gitlab": "python-gitlab is not installed: pip install 'pytest-ssot[gitlab]'",
}


def publish(
    build: Build,
    report: Report,
    environ: Mapping[str, str],
    origin: Origin,
    *,
    seconds: float = SECONDS,
) -> Publication:
    """Tell the pull request of the build the verdict of the report, all reasons of which it carries.

    The token comes from `environ`, `origin` says how the repository calls the files. Nothing is raised
    for what the service, the network or the token are like: the `Publication` says it. After `seconds`
    the rest is left undone.
    """
    statement = Statement(report=report, **_about(build, origin))
    return _published(build, statement, environ, seconds)


def publish_failure(
    build: Build,
    why: str,
    environ: Mapping[str, str],
    origin: Origin,
    *,
    seconds: float = SECONDS,
) -> Publication:
    """Mark the commit of the build as one that could not be judged; `why` may be text of any kind.

    Labels and the comment stay: they are about the commit that was judged last.
    """
    for token in tokens(environ):
        why = why.replace(token, "***")
    return _published(build, NoVerdict(why=why, **_about(build, origin)), environ, seconds)


def _published(
    build: Build, said: Statement | NoVerdict, environ: Mapping[str, str], seconds: float
) -> Publication:
    obstacle = _obstacle(build)
    credential = find_credential(build.service, environ)
    if obstacle or credential is None or credential.problem:
        why = obstacle or (credential.problem if credential else _no_token(build.service))
        return Publication(missed=(f"everything: {why}",))
    journal = Journal((credential.token,))
    if not said.commit:
        journal.missed("commit status", "the commit is not known by its full name")

    def work() -> None:
        try:
            with closing(_connect(build, credential)) as connection:
                api = Api(connection, build.api_url, Patience(seconds))
                host = _host(api, build, credential, environ)
                if isinstance(said, Statement):
                    Publishing(host, said, journal, is_fork=build.is_fork).run()
                else:
                    Marking(host, said, journal, is_fork=build.is_fork).run()
        except ImportError:
            journal.missed("everything", _MISSING[build.service])
        except Exception as problem:  # noqa: BLE001 - whatever happens here, the verdict must be told
            journal.missed("the rest", f"unexpected {type(problem).__name__}: {problem}")

    return _within(seconds, work, journal)


class _About(TypedDict):
    commit: str
    origin: Origin
    commit_url: str
    run_url: str


def _about(build: Build, origin: Origin) -> _About:
    commit = build.commit if _COMMIT.fullmatch(build.commit) else ""
    return {"commit": commit, "origin": origin, "commit_url": _commit_url(build), "run_url": build.url}


def _within(seconds: float, work: Callable[[], None], journal: Journal) -> Publication:
    """What has been written when the work is done or its time is over.

    Time limits of a library hold for one read: a service that sends a byte a second would never exceed
    them, nor would a name server that does not answer.
    """
    thread = Thread(target=work, name="ssot-publish", daemon=True)
    thread.start()
    thread.join(seconds + 1)
    if thread.is_alive():
        journal.missed("the rest", f"it was not done within {seconds:.0f} s")
    return journal.read()


def _obstacle(build: Build) -> str:
    """Why nothing can be published, whatever the token; "" when something can."""
    if build.service not in VARIABLES:
        where = f"{build.service} is no service that this can publish on" if build.service else _NO_SERVICE
        return f"{where}; GitHub and GitLab are"
    if build.pull_request is None:
        return "the number of the pull request is not known: give it with --pr-number"
    if not _REPOSITORY.fullmatch(f"/{build.repository}") or not build.api_url:
        return "the repository is not known by its name and the address of its API"
    return ""


def _no_token(service: str) -> str:
    return f"there is no token; set {' or '.join(VARIABLES[service][:2])}"


def _commit_url(build: Build) -> str:
    if not build.server_url:
        return ""
    between = "/-/commit/" if build.service == "gitlab" else "/commit/"
    return f"{build.server_url}/{build.repository}{between}{build.commit}"


def _connect(build: Build, credential: Credential) -> Connection:
    from pytest_ssot.ci.pull_requests.connections import GitHubConnection, GitLabConnection

    if build.service == "github":
        return GitHubConnection(build.api_url, credential.token)
    return GitLabConnection(build.api_url, credential.token, of_job=credential.is_of_job)


def _host(api: Api, build: Build, credential: Credential, environ: Mapping[str, str]) -> Host:
    if build.service == "github":
        return GitHub(api, build, credential.token)
    user = environ.get("GITLAB_USER_LOGIN", "?") if credential.is_of_job else ""
    return GitLab(api, build, user=user, pipeline=_pipeline(build, environ))


def _pipeline(build: Build, environ: Mapping[str, str]) -> Pipeline | None:
    """The pipeline around, unless it is one of a fork."""
    number, commit = environ.get("CI_PIPELINE_ID", ""), environ.get("CI_COMMIT_SHA", "")
    if environ.get("CI_PROJECT_PATH") != build.repository:
        return None
    if not number.isdecimal() or not _COMMIT.fullmatch(commit):
        return None
    return Pipeline(int(number), commit)
