"""Requests sent by the libraries that are made for it: PyGithub and python-gitlab.

They know addresses, authentication, certificates and proxies. Their objects and their own retries are not
used: those ask for a new comment again after a server error that may have come too late, wait for as long
as a server tells them to, and take some redirections for a success.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from pytest_ssot.ci.pull_requests.api import Refused
from pytest_ssot.ci.pull_requests.wire import Body, Reply, Silence

if TYPE_CHECKING:
    import requests

SECONDS = 10
"""How long a service may be silent within one request."""


class GitHubConnection:
    """GitHub's API, of github.com or of an Enterprise server, by PyGithub."""

    def __init__(self, api_url: str, token: str) -> None:
        from github import Auth, Github

        self._service = Github(
            base_url=api_url,
            auth=Auth.Token(token),
            timeout=SECONDS,
            retry=None,
            seconds_between_requests=None,
            seconds_between_writes=None,
            user_agent="pytest-ssot",
        )

    def send(self, verb: str, path: str, query: Mapping[str, str], body: Body) -> Reply:
        """The reply as PyGithub received it."""
        import requests

        accept = {"Accept": "application/vnd.github+json, application/json;q=0.9"}
        try:
            status, headers, text = self._service.requester.requestJson(verb, path, dict(query), accept, body)
        except requests.RequestException as problem:
            raise silence_of(problem) from None
        except RuntimeError:  # PyGithub says nothing else with it
            raise Refused("redirected to another server") from None
        except (AssertionError, ValueError) as problem:  # of addresses, headers and encodings
            raise Refused(
                f"answered in a way that PyGithub does not take ({type(problem).__name__})"
            ) from None
        return Reply(status, headers, text)

    def close(self) -> None:
        """Close what PyGithub keeps open."""
        self._service.close()


class GitLabConnection:
    """GitLab's API by python-gitlab; `of_job` when the token is the one of a CI job."""

    def __init__(self, api_url: str, token: str, *, of_job: bool) -> None:
        import requests
        from gitlab import Gitlab

        self._api_url = api_url
        self._last: requests.Response | None = None
        session = requests.Session()
        # python-gitlab's errors say nothing about headers, and requests would carry the token to any server
        # that it is redirected to.
        session.hooks["response"].append(self._keep)
        session.max_redirects = 0
        self._service = Gitlab(
            api_url.removesuffix("/api/v4"),
            private_token=None if of_job else token,
            job_token=token if of_job else None,
            timeout=SECONDS,
            session=session,
            keep_base_url=True,
        )

    def send(self, verb: str, path: str, query: Mapping[str, str], body: Body) -> Reply:
        """The reply as python-gitlab received it."""
        import requests
        from gitlab.exceptions import GitlabError

        self._last = None
        address = path if path.startswith("http") else self._api_url + path
        try:
            self._service.http_request(
                verb.lower(),
                address,
                query_data=dict(query),
                post_data=None if body is None else dict(body),
                obey_rate_limit=False,
                max_retries=0,
            )
        except (GitlabError, requests.TooManyRedirects):
            pass  # the reply says so
        except requests.RequestException as problem:
            raise silence_of(problem) from None
        reply = self._last
        if reply is None:
            raise Silence("the service did not answer")
        try:
            text = reply.text
        except requests.RequestException as problem:
            raise silence_of(problem) from None
        return Reply(reply.status_code, {key.lower(): value for key, value in reply.headers.items()}, text)

    def close(self) -> None:
        """Close what requests keeps open."""
        self._service.session.close()

    def _keep(self, response: requests.Response, **_: Any) -> None:
        self._last = response


def silence_of(problem: Exception) -> Silence:
    """Why there was no reply, without what was sent: that holds the token."""
    import requests

    name = type(problem).__name__
    if isinstance(problem, requests.Timeout):
        return Silence(f"the service did not answer within {SECONDS} s", timed_out=True)
    if isinstance(problem, requests.exceptions.SSLError):
        return Silence("the certificate of the service is not accepted")
    if isinstance(problem, requests.exceptions.ProxyError):
        return Silence("the proxy does not lead to the service")
    return Silence(f"the service cannot be reached ({name})")
