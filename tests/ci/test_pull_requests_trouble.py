"""Whatever the service, the network or the token are like: it is told, nothing is raised, no time is lost."""

from __future__ import annotations

import logging
import sys
import time
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest

from pytest_ssot.ci.pull_requests import Publication
from pytest_ssot.formats.text.printable import printable
from tests.ci.publishing import HEAD, TOKEN, github, tell
from tests.ci.services.github import GitHubService
from tests.ci.services.server import Answer, Fault, serving
from tests.formats.sample import BYPASS, SAMPLE

ONE = replace(SAMPLE, assessments=(BYPASS,))
NO_MORE = {"X-RateLimit-Remaining": "0", "X-RateLimit-Limit": "5000"}


@pytest.fixture
def service() -> Iterator[GitHubService]:
    """GitHub with the pull request."""
    with serving(github()) as found:
        assert isinstance(found, GitHubService)
        yield found


def is_complete(service: GitHubService, found: Publication) -> bool:
    """Whether everything was published, once."""
    everything = (service.statuses, service.labels, service.comments, service.checks)
    return not found.missed and [len(one) for one in everything] == [1, 1, 1, 1]


def test_what_fails_once_is_asked_for_again(service: GitHubService) -> None:
    """A server error that passes costs a second."""
    service.faults = [Fault("GET", "/pulls/7", Answer(502, "<html>Bad Gateway</html>"))]

    assert is_complete(service, tell(service, ONE))


@pytest.mark.parametrize("kind", ["labels", "comments", "statuses"])
def test_what_fails_for_good_does_not_keep_the_rest_back(service: GitHubService, kind: str) -> None:
    """One part that the service cannot do today is told; the others are done."""
    service.faults = [Fault("POST", f"/{kind}", Answer(500, {"message": "Server Error"}), times=99)]
    found = tell(service, ONE)
    name = {"labels": "labels", "comments": "comment", "statuses": "commit status"}[kind]

    assert [sentence.partition(":")[0] for sentence in found.missed if "colour" not in sentence] == [name]
    assert "500 Server Error" in found.missed[0]
    assert len(found.done) == 3


def test_an_answer_that_got_lost_makes_no_second_comment(service: GitHubService) -> None:
    """The comment was made although the gateway gave up waiting for it."""
    service.faults = [Fault("POST", "/comments", Answer(504, "gateway timeout"), late=True)]

    assert is_complete(service, tell(service, ONE))
    assert len(service.asked("POST", "/comments")) == 1


def test_a_comment_that_was_not_made_is_made_later(service: GitHubService) -> None:
    """An error before the effect is made good for."""
    service.faults = [Fault("POST", "/comments", drop=True)]

    assert is_complete(service, tell(service, ONE))


@pytest.mark.parametrize("status", [403, 429])
def test_a_short_limit_is_waited_for(service: GitHubService, status: int) -> None:
    """The service says how long; then everything goes on."""
    slow = Answer(status, {"message": "You have exceeded a secondary rate limit."}, {"Retry-After": "1"})
    service.faults = [Fault("POST", "/labels", slow)]

    assert is_complete(service, tell(service, ONE))


@pytest.mark.parametrize(
    "answer",
    [
        Answer(
            403,
            {"message": "API rate limit exceeded for 1.2.3.4"},
            {**NO_MORE, "X-RateLimit-Reset": "4102444800"},
        ),
        Answer(429, {"message": "slow down"}, {"Retry-After": "3600"}),
        Answer(429, {"message": "slow down"}, {"Retry-After": "Fri, 31 Dec 2100 23:59:59 GMT"}),
        Answer(403, {"message": "You have exceeded a secondary rate limit."}),
        Answer(429, "", {"Retry-After": "soon"}),
    ],
    ids=["primary", "seconds", "date", "secondary", "nonsense"],
)
def test_a_long_limit_ends_the_publication_at_once(service: GitHubService, answer: Answer) -> None:
    """Nobody waits an hour for a comment; nothing else is asked for."""
    service.faults = [Fault("POST", "/statuses", answer, times=99)]
    started = time.monotonic()
    found = tell(service, ONE)

    assert time.monotonic() - started < 15
    assert found.done == ()
    assert found.missed[0].startswith(
        "commit status, labels, comment, check run: rate limit reached, for another"
    )
    assert len(service.requests) == 2


@pytest.mark.parametrize(
    "fault", [Fault("*", "", delay=60, times=99), Fault("*", "", Answer(200, {"a": "b" * 999}), drip=0.1)]
)
def test_a_service_that_hangs_is_given_up(service: GitHubService, fault: Fault) -> None:
    """Also one that sends a byte now and then, which no time limit of a library would end."""
    service.faults = [fault]
    started = time.monotonic()
    found = tell(service, ONE, seconds=1)

    assert time.monotonic() - started < 15
    assert found.missed == ("the rest: it was not done within 1 s",)


def test_a_service_that_is_not_there_is_told(service: GitHubService) -> None:
    """The network is away."""
    found = tell(service, ONE, seconds=1, api_url="http://127.0.0.1:9")

    assert found.missed == ("everything: the service cannot be reached (ConnectionError)",)


def test_connections_that_break_are_told(service: GitHubService) -> None:
    """Without an answer, there is nothing else to ask for."""
    service.faults = [Fault("*", "", drop=True, times=99)]
    found = tell(service, ONE, seconds=1)

    assert found.missed == ("everything: the service cannot be reached (ConnectionError)",)


@pytest.mark.parametrize(
    "answer",
    [
        Answer(200, "<html><body>Sign in to the proxy</body></html>"),
        Answer(200, '{"half": '),
        Answer(200, "[1, 2"),
        Answer(200, '["a", "list"]'),
        Answer(200, "null"),
        Answer(200, "7"),
        Answer(200, ""),
        Answer(204),
        Answer(418, ["a", "list"]),
        Answer(400, {"message": {"base": ["no"]}}),
        Answer(404, {"message": None}),
        Answer(302, {}),
        Answer(307, {}, {"Location": "http://["}),
        Answer(307, {}, {"Location": "/repos/acme/shop/pulls/7"}),
        Answer(200, {}, {"X-RateLimit-Remaining": "many", "X-RateLimit-Limit": "few"}),
        Answer(200, {"id": "text", "head": 3, "body": [], "user": "nobody"}),
    ],
)
def test_answers_of_any_form_are_told(service: GitHubService, answer: Answer) -> None:
    """A service that answers something else than documented does not make the gate fail."""
    service.faults = [Fault("*", "", answer, times=99)]
    found = tell(service, ONE)

    assert not [line for line in found.lines if "unexpected" in line]
    assert [line for line in found.missed if "comment" in line]


@pytest.mark.parametrize("is_found", [True, False])
def test_a_renamed_repository_is_followed(service: GitHubService, is_found: bool) -> None:
    """What was to be written is written under the new name, whether that is told early or late."""
    for number in range(120):
        service.say("somebody", f"comment {number}")
    if not is_found:
        service.faults = [Fault("GET", "/pulls/7", Answer(404, {"message": "Not Found"}))]
    found = tell(service, ONE, repository="acme/shop-former")

    assert found.missed == ()
    assert len(service.comments) == 121
    assert len(service.checks) == 1


@pytest.mark.parametrize("status", [301, 302, 307, 308])
def test_the_token_goes_to_no_other_server(service: GitHubService, status: int) -> None:
    """A redirection elsewhere is refused and told."""
    with serving(github()) as other:
        away = Answer(status, {}, {"Location": f"{other.url}/repos/acme/shop/pulls/7"})
        service.faults = [Fault("*", "", away, times=99)]
        found = tell(service, ONE)

        assert other.requests == []
    assert found.done == ()
    assert "redirect" in found.missed[0]


def test_a_token_that_is_not_accepted_is_told_once(service: GitHubService) -> None:
    """There is no point in asking for anything else."""
    found = tell(service, ONE, {"GH_TOKEN": "ghp_revoked"})

    assert found.lines == ("not published: everything: the token is refused: 401 Bad credentials",)
    assert len(service.requests) == 1


def test_the_token_appears_nowhere(service: GitHubService, caplog: pytest.LogCaptureFixture) -> None:
    """Neither in logs of libraries, nor where a service repeats it, nor in what is published."""
    caplog.set_level(logging.DEBUG)
    echo = Answer(403, {"message": f"Bad header: token {TOKEN}"})
    service.faults = [Fault("POST", "/statuses", echo, times=9)]
    found = tell(service, ONE)

    assert caplog.records
    assert TOKEN not in caplog.text
    assert "Bad header: token ***" in found.missed[0]
    assert not [one for one in service.requests if TOKEN in one.text or TOKEN in one.path]


@pytest.mark.parametrize("token", ["two words", "line\nends", "umläut", "x" * 5000])
def test_what_cannot_be_a_token_is_not_sent(service: GitHubService, token: str) -> None:
    """A pasted text is not shown, not sent, and told."""
    found = tell(service, ONE, {"GITHUB_TOKEN": token})

    assert service.requests == []
    assert found.missed == (
        "everything: GITHUB_TOKEN holds no token: it has blanks, line ends or characters that are not ASCII",
    )


def test_blanks_around_a_token_do_no_harm(service: GitHubService) -> None:
    """Secrets are often stored with the line end of a file."""
    assert is_complete(service, tell(service, ONE, {"GITHUB_TOKEN": f" {TOKEN}\n"}))


def test_what_the_service_says_cannot_act_on_the_log(service: GitHubService) -> None:
    """An error message is shown like any text of somebody else."""
    text = "::error::x\n##[add-mask]y \x1b[2J"
    service.faults = [Fault("POST", "/statuses", Answer(403, {"message": text}), times=9)]
    found = tell(service, ONE)

    assert printable(text) in found.missed[0]
    assert "\n" not in found.missed[0]


@pytest.mark.parametrize(
    ("changes", "environ", "told"),
    [
        ({}, {}, "there is no token; set SSOT_GITHUB_TOKEN or GITHUB_TOKEN"),
        (
            {"pull_request": None},
            None,
            "the number of the pull request is not known: give it with --pr-number",
        ),
        (
            {"service": "bitbucket"},
            None,
            "bitbucket is no service that this can publish on; GitHub and GitLab are",
        ),
        ({"service": ""}, None, "the service that hosts the repository is not known; GitHub and GitLab are"),
        (
            {"repository": "a/../b"},
            None,
            "the repository is not known by its name and the address of its API",
        ),
        ({"repository": "a?b/c"}, None, "the repository is not known by its name and the address of its API"),
        ({"api_url": ""}, None, "the repository is not known by its name and the address of its API"),
    ],
)
def test_what_is_missing_is_told(
    service: GitHubService, changes: dict[str, Any], environ: dict[str, str] | None, told: str
) -> None:
    """Nothing is asked for before everything is known."""
    assert tell(service, ONE, environ, **changes).lines == (f"not published: everything: {told}",)
    assert service.requests == []


def test_a_missing_extra_is_told_with_its_command(
    service: GitHubService, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The libraries are not everybody's."""
    monkeypatch.setitem(sys.modules, "github", None)

    assert tell(service, ONE).missed == (
        "everything: PyGithub is not installed: pip install 'pytest-ssot[github]'",
    )


@pytest.mark.parametrize("commit", ["", HEAD[:9], HEAD.upper(), "main", "refs/heads/main", f"{HEAD}\n"])
def test_a_commit_without_its_full_name_has_no_status(service: GitHubService, commit: str) -> None:
    """The rest is published."""
    found = tell(service, ONE, commit=commit)

    assert found.missed == ("commit status: the commit is not known by its full name",)
    assert len(service.comments) == 1


def test_the_address_of_the_api_is_no_surprise(service: GitHubService) -> None:
    """An address that leads nowhere is told, whatever it looks like."""
    for address in ("ftp://x", "http://", "http://[", "http://a b/", "nonsense"):
        found = tell(service, ONE, seconds=1, api_url=address)
        assert len(found.missed) == 1
        assert found.done == ()


def test_a_service_without_pages_is_read_once(service: GitHubService) -> None:
    """A server that gives the same page again and again is not asked forever."""
    hundred = [{"id": number, "body": "x", "user": {}} for number in range(100)]
    service.faults = [Fault("GET", "/comments", Answer(200, hundred), times=99)]
    tell(service, ONE)

    assert [one.query["page"] for one in service.asked("GET", "/comments")] == ["1", "2"] * 2
